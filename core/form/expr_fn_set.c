/* Functions: nodes, repeats, lists. */
#include "core/form/expr_priv.h"

#include "core/form/digest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PRIME 2147483647		/* 2^31 - 1 */

static bool
want_nodes(struct expr_run *r, const struct expr_op *op,
    const struct expr_value *v)
{
	return v->kind == EXPR_NODES ||
	    run_fail(r, op, ERR_EXPR_NODES, op->text);
}

static bool
fn_count(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	struct expr_value v = EXPR_VALUE_INIT;
	bool all = strcmp(op->text, "count") == 0;
	double n = 0;

	if (!want_nodes(r, op, &arg[0]))
		return false;
	for (size_t i = 0; i < arg[0].n; i++) {
		if (!all)
			run_node(r, &arg[0], i, &v);
		n += all || v.kind != EXPR_TEXT || v.text[0] != '\0';
	}
	expr_value_done(&v);
	expr_set_number(out, n);
	return true;
}

/* In a predicate the place among the candidates, else in the repeat. */
static bool
fn_position(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	const struct expr_tree *tree = r->env->tree;
	const struct expr_node *node = r->has_here ? &r->here : NULL;
	size_t at = r->position;

	if (op->n > 0) {
		if (!want_nodes(r, op, &arg[0]))
			return false;
		node = arg[0].n > 0 ? &arg[0].node[0] : NULL;
		at = 0;
	}
	if (at == 0 && node != NULL && tree != NULL && tree->position != NULL)
		at = tree->position(r->env->ctx, node);
	expr_set_number(out, at > 0 ? (double)at : NAN);
	return true;
}

static bool
fn_last(struct expr_run *r, const struct expr_op *op, struct expr_value *arg,
    struct expr_value *out)
{
	(void)op;
	(void)arg;
	expr_set_number(out, (double)r->size);
	return true;
}

static bool
fn_current(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	const struct expr_env *env = r->env;

	(void)op;
	(void)arg;
	expr_value_done(out);
	out->kind = EXPR_NODES;
	if (env->has_current)
		return run_push(r, out, &env->current);
	return !env->has_here || run_push(r, out, &env->here);
}

/* The name is a literal: it is checked at load, and outlives the nodes. */
static bool
find_instance(struct expr_run *r, const struct expr_op *op,
    struct expr_node *out)
{
	const struct expr_tree *tree = r->env->tree;
	const char *name = op->arg[0]->text;

	if (op->arg[0]->kind != OP_STRING)
		return run_fail(r, op, ERR_EXPR_LIST, "?");
	return (tree != NULL && tree->instance != NULL &&
	    tree->instance(r->env->ctx, name, out)) ||
	    run_fail(r, op, ERR_EXPR_LIST, name);
}

static bool
fn_instance(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	struct expr_node node;

	(void)arg;
	expr_value_done(out);
	out->kind = EXPR_NODES;
	return find_instance(r, op, &node) &&
	    run_push(r, out, &node);
}

/* Text of a node's child, the caller's; "" when there is none. */
static bool
child_text(struct expr_run *r, const struct expr_node *of, const char *name,
    char **out)
{
	struct expr_value child = EXPR_VALUE_INIT;
	bool ok;

	child.kind = EXPR_NODES;
	ok = run_children(r, of, name, &child);
	*out = ok ? run_text(r, &child) : NULL;
	expr_value_done(&child);
	return ok;
}

/* The first item whose column `key` is `want` gives its column `name`. */
static bool
pull(struct expr_run *r, const struct expr_value *items, const char *name,
    const char *key, const char *want, struct expr_value *out)
{
	char *text;
	bool found;

	for (size_t i = 0; i < items->n; i++) {
		if (!child_text(r, &items->node[i], key, &text))
			return false;
		found = strcmp(text, want) == 0;
		free(text);
		if (!found)
			continue;
		if (!child_text(r, &items->node[i], name, &text))
			return false;
		expr_set_text(out, text);
		free(text);
		return true;
	}
	return true;
}

/* pulldata('list', 'column', 'key column', key) */
static bool
fn_pulldata(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	struct expr_node node;
	struct expr_value root = EXPR_VALUE_INIT, items = EXPR_VALUE_INIT;
	char *name = run_text(r, &arg[1]), *key = run_text(r, &arg[2]);
	char *want = run_text(r, &arg[3]);
	bool ok = find_instance(r, op, &node);

	root.kind = items.kind = EXPR_NODES;
	expr_set_text(out, "");
	ok = ok && run_children(r, &node, "root", &root);
	for (size_t i = 0; i < root.n && ok; i++)
		ok = run_children(r, &root.node[i], "item", &items);
	ok = ok && pull(r, &items, name, key, want, out);
	expr_value_done(&root);
	expr_value_done(&items);
	free(name);
	free(key);
	free(want);
	return ok;
}

/* One row of `rows`; not answered yet counts as the first, as in JavaRosa. */
static bool
one_row(struct expr_run *r, const struct expr_op *number,
    struct expr_value *rows)
{
	struct expr_value at = EXPR_VALUE_INIT;
	bool ok = run_op(r, number, &at);
	double i = ok ? trunc(run_number(r, &at)) : 0;

	if (isnan(i) || i < 1)
		i = 1;
	if (i <= (double)rows->n)
		rows->node[0] = rows->node[(size_t)i - 1];
	rows->n = i <= (double)rows->n;
	expr_value_done(&at);
	return ok;
}

/*
 * indexed-repeat(${question}, ${repeat}, number), and the same with the
 * repeat in that repeat and its number behind it.
 */
static bool
fn_indexed(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	struct expr_value rows = EXPR_VALUE_INIT, inner = EXPR_VALUE_INIT;
	bool ok = op->n % 2 == 1;

	(void)arg;
	for (size_t i = 0; i < op->n; i += i == 0 ? 1 : 2)
		ok = ok && op->arg[i]->kind == OP_REF;
	if (!ok)
		return run_fail(r, op, ERR_EXPR_NODES, op->text);
	ok = run_op(r, op->arg[1], &rows) && one_row(r, op->arg[2], &rows);
	for (size_t i = 3; i < op->n && ok; i += 2) {
		inner.kind = EXPR_NODES;
		ok = rows.n == 0 || run_children(r, &rows.node[0],
		    op->arg[i]->text, &inner);
		value_move(&rows, &inner);
		rows.kind = EXPR_NODES;
		ok = ok && one_row(r, op->arg[i + 1], &rows);
	}
	expr_value_done(out);
	out->kind = EXPR_NODES;
	if (ok && rows.n > 0)
		ok = run_children(r, &rows.node[0], op->arg[0]->text, out);
	expr_value_done(&rows);
	expr_value_done(&inner);
	return ok;
}

/* A seed that is no number is made one as JavaRosa does it. */
static uint64_t
read_seed(struct expr_run *r, const struct expr_value *arg)
{
	double seed = run_number(r, arg);
	uint8_t bytes[DIGEST_MAX];
	uint64_t first = 0;
	int64_t s;

	if (isnan(seed) || isinf(seed)) {
		char *text = run_text(r, arg);

		digest_make("SHA-256", text, strlen(text), bytes);
		for (int i = 0; i < 8; i++)
			first = first << 8 | bytes[i];
		/* signed, and through a double: 53 bits of it are left */
		seed = first >> 63 ? -(double)(~first + 1) : (double)first;
		free(text);
	}
	s = (int64_t)fmod(trunc(seed), PRIME);
	return (uint64_t)(s <= 0 ? s + PRIME - 1 : s);
}

/*
 * With a seed always the same order, and the same as in JavaRosa and Enketo:
 * Park and Miller's numbers, each node to any place up to its own.  Without a
 * seed only where chance is given.
 */
static bool
fn_randomize(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	uint64_t state = 0;

	if (!want_nodes(r, op, &arg[0]))
		return false;
	if (op->n < 2 && r->env->random == NULL)
		return run_fail(r, op, ERR_EXPR_HOOK, op->text);
	if (op->n > 1)
		state = read_seed(r, &arg[1]);
	value_move(out, &arg[0]);
	for (size_t i = 0; i < out->n; i++) {
		struct expr_node swap = out->node[i];
		double x;
		size_t j;

		state = state * 16807 % PRIME;
		x = op->n < 2 ? r->env->random(r->env->ctx) :
		    (double)(state - 1) / (PRIME - 1);
		j = (size_t)(x * (double)(i + 1)) % (i + 1);
		out->node[i] = out->node[j];
		out->node[j] = swap;
	}
	return true;
}

static bool
fn_status(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	const struct expr_tree *tree = r->env->tree;
	const char *status = NULL;

	if (!want_nodes(r, op, &arg[0]))
		return false;
	if (arg[0].n > 0 && tree != NULL && tree->status != NULL)
		status = tree->status(r->env->ctx, &arg[0].node[0]);
	expr_set_text(out, status != NULL ? status : "");
	return true;
}

const struct expr_fn expr_fn_set[] = {
	{ "count", 1, 1, 0, fn_count },
	{ "count-non-empty", 1, 1, 0, fn_count },
	{ "current", 0, 0, 0, fn_current },
	{ "indexed-repeat", 3, 7, FN_LAZY, fn_indexed },
	{ "instance", 1, 1, 0, fn_instance },
	{ "last", 0, 0, 0, fn_last },
	{ "position", 0, 1, 0, fn_position },
	{ "pulldata", 4, 4, 0, fn_pulldata },
	{ "randomize", 1, 2, 0, fn_randomize },
	{ "tn:status", 1, 1, 0, fn_status },
	{ NULL, 0, 0, 0, NULL },
};
