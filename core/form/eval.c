/* The front of the expression engine for the command line. */
#include "core/form/eval.h"

#include "core/form/answers.h"

struct evaluation {
	struct answers answers;
	uint64_t chance;
};

/* The same `now` gives the same chance: an evaluation can be repeated. */
static double
next_chance(void *ctx)
{
	struct evaluation *run = ctx;
	uint64_t z = run->chance += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return (double)((z ^ z >> 31) >> 11) / 9007199254740992.0;
}

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
	struct evaluation run = {
		.answers = { .root = answers }, .chance = (uint64_t)now,
	};
	struct expr_env env;
	struct expr_value v;
	struct expr *x;
	bool ok;

	if (answers != NULL && !json_is_object(answers))
		return err_set(e, ERR_EXPR_ANSWERS, NULL);
	x = expr_parse_lazy(expr, e);
	if (x == NULL)
		return named(e);
	/* `answers` comes first: to the tree it is the whole */
	answers_env(&run.answers, now, LANG_EN, &env);
	env.random = next_chance;
	ok = expr_eval(x, &env, &v, e);
	if (ok) {
		expr_to_string(&v, out);
		expr_value_done(&v);
	}
	expr_free(x);
	return ok || named(e);
}
