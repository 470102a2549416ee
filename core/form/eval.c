/* The front of the expression engine for the command line. */
#include "core/form/eval.h"

#include "core/form/answers.h"

/* A refusal shows its place only beside a name. */
static bool
named(struct err *e)
{
	if (e != NULL && e->file == NULL && e->line > 0)
		e->file = xstrdup("expr");
	return false;
}

bool
form_eval_text(const char *expr, const json_t *answers, when_t now,
    struct str *out, struct err *e)
{
	struct answers a = { .root = answers };
	struct expr_env env;
	struct expr_value v;
	struct expr *x;
	bool ok;

	if (answers != NULL && !json_is_object(answers))
		return err_set(e, ERR_EXPR_ANSWERS, NULL);
	x = expr_parse(expr, e);
	if (x == NULL)
		return named(e);
	answers_env(&a, now, LANG_VI, &env);
	ok = expr_eval(x, &env, &v, e);
	if (ok) {
		expr_to_string(&v, out);
		expr_value_done(&v);
	}
	expr_free(x);
	return ok || named(e);
}
