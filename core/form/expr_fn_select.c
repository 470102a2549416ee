/* Functions: choices and translations. */
#include "core/form/expr_priv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BLANK " \t\r\n"

static bool
fn_selected(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	char *s = run_text(r, &arg[0]), *want = run_text(r, &arg[1]);
	const char *w = want + strspn(want, BLANK);
	size_t len = strlen(w);
	bool found = false;

	(void)op;
	while (len > 0 && strchr(BLANK, w[len - 1]) != NULL)
		len--;
	/* nothing chosen: only '' is selected */
	for (const char *p = s; !found; p += strcspn(p, BLANK)) {
		p += strspn(p, BLANK);
		found = strncmp(p, w, len) == 0 && (len > 0 ||
		    s[strspn(s, BLANK)] == '\0') &&
		    (p[len] == '\0' || strchr(BLANK, p[len]) != NULL);
		if (*p == '\0')
			break;
	}
	expr_set_bool(out, found);
	free(s);
	free(want);
	return true;
}

/* selected-at(list, i), i from 0, and count-selected(list) */
static bool
fn_selected_at(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	char *s = run_text(r, &arg[0]);
	double want = op->n > 1 ? trunc(run_number(r, &arg[1])) : -1, i = 0;
	size_t n;

	expr_set_text(out, "");
	for (const char *p = s + strspn(s, BLANK); *p != '\0';
	    p += n + strspn(p + n, BLANK)) {
		n = strcspn(p, BLANK);
		if (i++ == want)
			expr_set_textn(out, p, n);
	}
	if (op->n == 1)
		expr_set_number(out, i);
	free(s);
	return true;
}

/* jr:choice-name(code, '${question}'): the label in the env's language. */
static bool
fn_choice_name(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	const struct expr_env *env = r->env;
	struct expr_value code = EXPR_VALUE_INIT;
	const char *label = NULL;
	char *s;

	(void)arg;
	if (op->arg[1]->kind != OP_REF)
		return run_fail(r, op, ERR_EXPR_NODES, op->text);
	if (!run_op(r, op->arg[0], &code)) {
		expr_value_done(&code);
		return false;
	}
	s = run_text(r, &code);
	if (env->choice_label != NULL)
		label = env->choice_label(env->ctx, op->arg[1]->text, s,
		    env->lang);
	expr_set_text(out, label != NULL ? label : "");
	expr_value_done(&code);
	free(s);
	return true;
}

static bool
fn_itext(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	const struct expr_env *env = r->env;
	char *id = run_text(r, &arg[0]);
	const char *text = env->itext != NULL ? env->itext(env->ctx, id) : NULL;

	(void)op;
	expr_set_text(out, text != NULL ? text : id);
	free(id);
	return true;
}

const struct expr_fn expr_fn_select[] = {
	{ "count-selected", 1, 1, 0, fn_selected_at },
	{ "is-selected", 2, 2, 0, fn_selected },
	{ "jr:choice-name", 2, 2, FN_LAZY, fn_choice_name },
	{ "jr:itext", 1, 1, 0, fn_itext },
	{ "selected", 2, 2, 0, fn_selected },
	{ "selected-at", 2, 2, 0, fn_selected_at },
	{ NULL, 0, 0, 0, NULL },
};
