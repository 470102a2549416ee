/* Functions: truth, conditions, conversions. */
#include "core/form/expr_priv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool
fn_true(struct expr_run *r, const struct expr_op *op, struct expr_value *arg,
    struct expr_value *out)
{
	(void)r;
	(void)arg;
	expr_set_bool(out, op->text[0] == 't');
	return true;
}

static bool
fn_boolean(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	(void)op;
	expr_set_bool(out, run_truth(r, &arg[0]));
	return true;
}

static bool
fn_not(struct expr_run *r, const struct expr_op *op, struct expr_value *arg,
    struct expr_value *out)
{
	(void)op;
	expr_set_bool(out, !run_truth(r, &arg[0]));
	return true;
}

/* Stored truth is text: only "true" and 1 count. */
static bool
fn_from_string(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	char *s = run_text(r, &arg[0]);

	(void)op;
	expr_set_bool(out, strcmp(s, "true") == 0 || strcmp(s, "1") == 0);
	free(s);
	return true;
}

static bool
fn_number(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	if (op->n == 0 && !run_here(r, op, &arg[0]))
		return false;
	expr_set_number(out, run_number(r, &arg[0]));
	return true;
}

static bool
fn_int(struct expr_run *r, const struct expr_op *op, struct expr_value *arg,
    struct expr_value *out)
{
	(void)op;
	expr_set_number(out, trunc(run_number(r, &arg[0])));
	return true;
}

static bool
fn_string(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	char *s;

	if (op->n == 0 && !run_here(r, op, &arg[0]))
		return false;
	s = run_text(r, &arg[0]);
	expr_set_text(out, s);
	free(s);
	return true;
}

static bool
fn_if(struct expr_run *r, const struct expr_op *op, struct expr_value *arg,
    struct expr_value *out)
{
	(void)arg;
	if (!run_op(r, op->arg[0], out))
		return false;
	return run_op(r, op->arg[run_truth(r, out) ? 1 : 2], out);
}

/* The first that is not empty, else the last. */
static bool
fn_coalesce(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	(void)arg;
	for (size_t i = 0; i < op->n; i++) {
		char *s;
		bool empty;

		if (!run_atom(r, op->arg[i], out))
			return false;
		s = run_text(r, out);
		empty = s[0] == '\0' || (out->kind == EXPR_NUMBER &&
		    isnan(out->number));
		free(s);
		if (!empty)
			return true;
	}
	return true;
}

/* Keeps the value that is there; computes only when there is none. */
static bool
fn_once(struct expr_run *r, const struct expr_op *op, struct expr_value *arg,
    struct expr_value *out)
{
	const struct expr_env *env = r->env;
	char *s;
	bool empty;

	(void)arg;
	if (!env->has_here || env->tree == NULL || env->tree->value == NULL)
		return run_op(r, op->arg[0], out);
	expr_set_text(out, "");
	env->tree->value(env->ctx, &env->here, out);
	s = run_text(r, out);
	empty = s[0] == '\0';
	free(s);
	return !empty || run_op(r, op->arg[0], out);
}

/* How many of the nodes are true, or the sum of the weights beside them. */
static double
check_nodes(struct expr_run *r, const struct expr_value *flag,
    const struct expr_value *weight)
{
	struct expr_value v = EXPR_VALUE_INIT;
	double sum = 0;

	for (size_t i = 0; i < flag->n; i++) {
		run_node(r, flag, i, &v);
		if (!expr_to_boolean(&v))
			continue;
		if (weight != NULL)
			run_node(r, weight, i, &v);
		sum += weight != NULL ? expr_to_number(&v) : 1;
	}
	expr_value_done(&v);
	return sum;
}

static bool
check_pairs(struct expr_run *r, const struct expr_op *op,
    const struct expr_value *arg, double *sum)
{
	if (op->n % 2 != 0)
		return run_fail(r, op, ERR_EXPR_PAIRS, op->text);
	if (op->n == 4 && arg[2].kind == EXPR_NODES &&
	    arg[3].kind == EXPR_NODES) {
		if (arg[2].n != arg[3].n)
			return run_fail(r, op, ERR_EXPR_PAIRS, op->text);
		*sum = check_nodes(r, &arg[2], &arg[3]);
		return true;
	}
	for (size_t i = 2; i < op->n; i += 2)
		if (run_truth(r, &arg[i]))
			*sum += run_number(r, &arg[i + 1]);
	return true;
}

/* checklist(min, max, a, b, ...): -1 means no bound. */
static bool
fn_checklist(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	double min = run_number(r, &arg[0]), max = run_number(r, &arg[1]);
	bool weighted = op->text[0] == 'w';
	double sum = 0;

	if (weighted && !check_pairs(r, op, arg, &sum))
		return false;
	for (size_t i = 2; i < op->n && !weighted; i++)
		sum += arg[i].kind == EXPR_NODES ?
		    check_nodes(r, &arg[i], NULL) : run_truth(r, &arg[i]);
	expr_set_bool(out, (min < 0 || sum >= min) && (max < 0 || sum <= max));
	return true;
}

const struct expr_fn expr_fn_logic[] = {
	{ "true", 0, 0, 0, fn_true },
	{ "false", 0, 0, 0, fn_true },
	{ "boolean", 1, 1, 0, fn_boolean },
	{ "not", 1, 1, 0, fn_not },
	{ "boolean-from-string", 1, 1, 0, fn_from_string },
	{ "number", 0, 1, 0, fn_number },
	{ "int", 1, 1, 0, fn_int },
	{ "string", 0, 1, 0, fn_string },
	{ "if", 3, 3, FN_LAZY, fn_if },
	{ "coalesce", 1, FN_MAX, FN_LAZY, fn_coalesce },
	{ "once", 1, 1, FN_LAZY, fn_once },
	{ "checklist", 2, FN_MAX, 0, fn_checklist },
	{ "weighted-checklist", 2, FN_MAX, 0, fn_checklist },
	{ NULL, 0, 0, 0, NULL },
};
