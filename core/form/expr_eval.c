/* Operators, references, paths and predicates. */
#include "core/form/expr_priv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool
run_fail(struct expr_run *r, const struct expr_op *op, enum err_code code,
    const char *arg)
{
	return err_set_at(r->e, NULL, 1, op != NULL ? op->col : 1, code, arg,
	    NULL);
}

bool
run_step(struct expr_run *r)
{
	if (++r->steps > EXPR_MAX_STEPS)
		return run_fail(r, NULL, ERR_EXPR_STEPS, NULL);
	return true;
}

bool
run_push(struct expr_run *r, struct expr_value *v,
    const struct expr_node *node)
{
	if (!run_step(r))
		return false;
	v->node = xgrow(v->node, v->n, &v->cap, sizeof(*v->node));
	v->node[v->n++] = *node;
	return true;
}

void
run_node(struct expr_run *r, const struct expr_value *v, size_t i,
    struct expr_value *out)
{
	const struct expr_tree *tree = r->env->tree;

	expr_set_text(out, "");
	if (i < v->n && tree != NULL && tree->value != NULL)
		tree->value(r->env->ctx, &v->node[i], out);
}

void
run_unpack(struct expr_run *r, struct expr_value *v)
{
	struct expr_value first = EXPR_VALUE_INIT;

	if (v->kind != EXPR_NODES)
		return;
	run_node(r, v, 0, &first);
	value_move(v, &first);
}

char *
run_text(struct expr_run *r, const struct expr_value *v)
{
	struct expr_value first = EXPR_VALUE_INIT;
	struct str s = STR_INIT;

	if (v->kind == EXPR_NODES) {
		run_node(r, v, 0, &first);
		expr_to_string(&first, &s);
		expr_value_done(&first);
	} else {
		expr_to_string(v, &s);
	}
	r->steps += (long)(s.len / 64);
	return str_steal(&s);
}

double
run_number(struct expr_run *r, const struct expr_value *v)
{
	struct expr_value first = EXPR_VALUE_INIT;
	double number;

	if (v->kind != EXPR_NODES)
		return expr_to_number(v);
	run_node(r, v, 0, &first);
	number = expr_to_number(&first);
	expr_value_done(&first);
	return number;
}

/* Several nodes are true; one is as true as its value. */
bool
run_truth(struct expr_run *r, const struct expr_value *v)
{
	struct expr_value first = EXPR_VALUE_INIT;
	bool truth;

	if (v->kind != EXPR_NODES)
		return expr_to_boolean(v);
	if (v->n > 1)
		return true;
	run_node(r, v, 0, &first);
	truth = expr_to_boolean(&first);
	expr_value_done(&first);
	return truth;
}

bool
run_atom(struct expr_run *r, const struct expr_op *op,
    struct expr_value *out)
{
	if (!run_op(r, op, out))
		return false;
	run_unpack(r, out);
	return true;
}

static void
nodes_init(struct expr_value *v)
{
	expr_value_done(v);
	v->kind = EXPR_NODES;
}

static bool
run_ref(struct expr_run *r, const struct expr_op *op, struct expr_value *out)
{
	const struct expr_env *env = r->env;
	struct expr_node node = { .kind = 0 };
	/* inside a predicate ${x} is seen from where the expression stands */
	const struct expr_node *from = env->has_current ? &env->current :
	    env->has_here ? &env->here : NULL;

	nodes_init(out);
	if (env->tree == NULL || env->tree->ref == NULL)
		return run_fail(r, op, ERR_EXPR_NAME, op->text);
	for (size_t i = 0; env->tree->ref(env->ctx, from, op->text, i,
	    &node); i++) {
		if (!run_push(r, out, &node))
			return false;
		/* a tree of JSON counts up to the i-th from the first */
		r->steps += (long)(i / 256);
	}
	return true;
}

bool
run_children(struct expr_run *r, const struct expr_node *from,
    const char *name, struct expr_value *out)
{
	const struct expr_tree *tree = r->env->tree;
	struct expr_node node = { .kind = 0 };

	if (tree == NULL || tree->child == NULL)
		return true;
	for (size_t i = 0; tree->child(r->env->ctx, from, name, i, &node);
	    i++) {
		if (!run_push(r, out, &node))
			return false;
		r->steps += (long)(i / (name == NULL ? 32 : 256));
	}
	return true;
}

/* Keeps the nodes for which a predicate holds. */
static bool
run_predicate(struct expr_run *r, const struct expr_op *pred,
    struct expr_value *nodes)
{
	struct expr_run inner = *r;
	struct expr_value v = EXPR_VALUE_INIT;
	size_t kept = 0;
	bool ok = true;

	for (size_t i = 0; i < nodes->n && ok; i++) {
		inner.here = nodes->node[i];
		inner.has_here = true;
		inner.position = i + 1;
		inner.size = nodes->n;
		ok = run_op(&inner, pred, &v);
		if (ok && (v.kind == EXPR_NUMBER ?
		    v.number == (double)(i + 1) : run_truth(&inner, &v)))
			nodes->node[kept++] = nodes->node[i];
	}
	nodes->n = kept;
	r->steps = inner.steps;
	expr_value_done(&v);
	return ok;
}

static bool
run_step_from(struct expr_run *r, const struct expr_op *step,
    const struct expr_node *from, bool alone, struct expr_value *out)
{
	struct expr_value found = EXPR_VALUE_INIT;
	/* two nodes never share a child, but they may a parent */
	bool apart = alone || step->axis == AXIS_CHILD ||
	    step->axis == AXIS_SELF;
	bool ok;

	nodes_init(&found);
	ok = run_axis(r, step, from, &found);
	for (size_t i = 0; i < step->n && ok; i++)
		ok = run_predicate(r, step->arg[i], &found);
	for (size_t i = 0; i < found.n && ok; i++)
		ok = apart || out->n == 0 ?
		    run_push(r, out, &found.node[i]) :
		    run_push_new(r, out, &found.node[i]);
	expr_value_done(&found);
	return ok;
}

bool
run_here(struct expr_run *r, const struct expr_op *op,
    struct expr_value *out)
{
	if (!r->has_here)
		return err_set_at(r->e, NULL, 1, op->col, ERR_EXPR_ARGS,
		    op->text, "1", "1", "0", NULL);
	nodes_init(out);
	return run_push(r, out, &r->here);
}

static bool
find_root(struct expr_run *r, struct expr_node *out)
{
	const struct expr_tree *tree = r->env->tree;

	return tree != NULL && tree->root != NULL &&
	    tree->root(r->env->ctx, out);
}

/*
 * Without any data /a/b is empty, but a search through all of it makes no
 * sense and is refused, as the outside suite wants it.
 */
static bool
check_search(struct expr_run *r, const struct expr_op *path)
{
	struct expr_node root;

	if (path->arg[0]->kind != OP_ROOT || find_root(r, &root))
		return true;
	for (size_t i = 1; i < path->n; i++) {
		const struct expr_op *step = path->arg[i];

		if (step->axis > AXIS_PARENT || step->test > TEST_NAME)
			return run_fail(r, path, ERR_EXPR_NO_DATA,
			    axis_word(step));
	}
	return true;
}

static bool
run_start(struct expr_run *r, const struct expr_op *op,
    struct expr_value *out)
{
	struct expr_node root;

	if (op->kind == OP_HERE) {
		nodes_init(out);
		return !r->has_here || run_push(r, out, &r->here);
	}
	if (op->kind == OP_ROOT) {
		nodes_init(out);
		return !find_root(r, &root) || run_push(r, out, &root);
	}
	if (!run_op(r, op, out))
		return false;
	return out->kind == EXPR_NODES ||
	    run_fail(r, op, ERR_EXPR_PATH, "/");
}

static bool
run_path(struct expr_run *r, const struct expr_op *op, struct expr_value *out)
{
	struct expr_value now = EXPR_VALUE_INIT, next = EXPR_VALUE_INIT;
	bool ok = check_search(r, op) && run_start(r, op->arg[0], &now);

	for (size_t s = 1; s < op->n && ok; s++) {
		nodes_init(&next);
		for (size_t i = 0; i < now.n && ok; i++)
			ok = run_step_from(r, op->arg[s], &now.node[i],
			    now.n == 1, &next);
		value_move(&now, &next);
	}
	value_move(out, &now);
	expr_value_done(&next);
	return ok;
}

static bool
run_filter(struct expr_run *r, const struct expr_op *op,
    struct expr_value *out)
{
	if (!run_op(r, op->arg[0], out))
		return false;
	if (out->kind != EXPR_NODES)
		return run_fail(r, op, ERR_EXPR_PATH, "[ ]");
	for (size_t i = 1; i < op->n; i++)
		if (!run_predicate(r, op->arg[i], out))
			return false;
	return true;
}

/*
 * Truth that was stored: XForms keeps it as a word, so beside a word it is
 * one, and ${x} = 'false' means what it says.
 */
static void
stored_truth(struct expr_value *v, const struct expr_value *beside)
{
	if (v->kind == EXPR_BOOL && beside->kind == EXPR_TEXT)
		expr_set_text(v, v->truth ? "true" : "false");
}

/* = < and so on hold when they hold for one pair of nodes. */
static bool
run_compare(struct expr_run *r, const struct expr_value *a,
    enum expr_tok tok, const struct expr_value *b, bool *out)
{
	struct expr_value x = EXPR_VALUE_INIT, y = EXPR_VALUE_INIT;
	size_t na = a->kind == EXPR_NODES && a->n > 0 ? a->n : 1;
	size_t nb = b->kind == EXPR_NODES && b->n > 0 ? b->n : 1;
	bool ok = true;

	*out = false;
	for (size_t i = 0; i < na && ok && !*out; i++) {
		for (size_t j = 0; j < nb && ok && !*out; j++) {
			if (a->kind == EXPR_NODES)
				run_node(r, a, i, &x);
			if (b->kind == EXPR_NODES)
				run_node(r, b, j, &y);
			stored_truth(&x, b->kind == EXPR_NODES ? &y : b);
			stored_truth(&y, a->kind == EXPR_NODES ? &x : a);
			*out = value_compare(a->kind == EXPR_NODES ? &x : a,
			    tok, b->kind == EXPR_NODES ? &y : b,
			    r->env->offset_min);
			ok = run_step(r);
		}
	}
	expr_value_done(&x);
	expr_value_done(&y);
	return ok;
}

static double
arithmetic(double a, enum expr_tok tok, double b)
{
	switch (tok) {
	case TOK_PLUS:
		return a + b;
	case TOK_MINUS:
		return a - b;
	case TOK_MUL:
		return a * b;
	case TOK_DIV:
		return a / b;
	default:
		return fmod(a, b);
	}
}

static bool
run_union(struct expr_run *r, const struct expr_op *op,
    struct expr_value *out, const struct expr_value *right)
{
	struct expr_node root;

	if (out->kind != EXPR_NODES || right->kind != EXPR_NODES)
		return run_fail(r, op, ERR_EXPR_PATH, "|");
	if (!find_root(r, &root))
		return run_fail(r, op, ERR_EXPR_NO_DATA, "|");
	for (size_t i = 0; i < right->n; i++)
		if (!run_push_new(r, out, &right->node[i]))
			return false;
	return true;
}

/* Joins `out` with one more operand. */
static bool
run_join(struct expr_run *r, const struct expr_op *op,
    struct expr_value *out, const struct expr_value *right)
{
	bool truth;

	if (op->before == TOK_UNION)
		return run_union(r, op, out, right);
	if (op->before >= TOK_EQ && op->before <= TOK_GE) {
		if (!run_compare(r, out, op->before, right, &truth))
			return false;
		expr_set_bool(out, truth);
		return true;
	}
	expr_set_number(out, arithmetic(run_number(r, out), op->before,
	    run_number(r, right)));
	return true;
}

static bool
run_chain(struct expr_run *r, const struct expr_op *op,
    struct expr_value *out)
{
	enum expr_tok tok = op->arg[1]->before;
	bool logic = tok == TOK_OR || tok == TOK_AND;
	struct expr_value right = EXPR_VALUE_INIT;
	bool ok = run_op(r, op->arg[0], out);

	for (size_t i = 1; i < op->n && ok; i++) {
		if (logic) {
			bool truth = run_truth(r, out);

			expr_set_bool(out, truth);
			/* the rest is not looked at once it is decided */
			if (truth == (tok == TOK_OR))
				return true;
			ok = run_op(r, op->arg[i], out);
		} else {
			ok = run_op(r, op->arg[i], &right) &&
			    run_join(r, op->arg[i], out, &right);
		}
	}
	if (logic && ok)
		expr_set_bool(out, run_truth(r, out));
	expr_value_done(&right);
	return ok;
}

static bool
call_outside(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	const struct expr_env *env = r->env;
	bool known = false, ok = true;

	for (size_t i = 0; i < op->n; i++)
		run_unpack(r, &arg[i]);
	expr_set_text(out, "");
	if (env->call != NULL)
		ok = env->call(env->ctx, op->text, arg, op->n, &known, out,
		    r->e);
	if (!known)
		return run_fail(r, op, expr_is_outside(op->text) ?
		    ERR_EXPR_HOOK : ERR_EXPR_FUNCTION, op->text);
	return ok;
}

static bool
run_call(struct expr_run *r, const struct expr_op *op, struct expr_value *out)
{
	struct expr_value *arg;
	bool ok = true;

	if (!expr_args_fit(op, r->e))
		return false;
	if (op->fn != NULL && (op->fn->flags & FN_LAZY))
		return op->fn->call(r, op, NULL, out);
	/* one more, for the node that stands for no argument */
	arg = xcalloc(op->n + 1, sizeof(*arg));
	for (size_t i = 0; i < op->n && ok; i++)
		ok = run_op(r, op->arg[i], &arg[i]);
	if (ok)
		ok = op->fn != NULL ? op->fn->call(r, op, arg, out) :
		    call_outside(r, op, arg, out);
	for (size_t i = 0; i <= op->n; i++)
		expr_value_done(&arg[i]);
	free(arg);
	return ok;
}

bool
run_op(struct expr_run *r, const struct expr_op *op, struct expr_value *out)
{
	if (!run_step(r))
		return false;
	switch (op->kind) {
	case OP_NUMBER:
		expr_set_number(out, op->number);
		return true;
	case OP_STRING:
		expr_set_text(out, op->text);
		return true;
	case OP_REF:
		return run_ref(r, op, out);
	case OP_NEG:
		if (!run_op(r, op->arg[0], out))
			return false;
		expr_set_number(out, fmod(op->number, 2) != 0 ?
		    -run_number(r, out) : run_number(r, out));
		return true;
	case OP_CHAIN:
		return run_chain(r, op, out);
	case OP_CALL:
		return run_call(r, op, out);
	case OP_FILTER:
		return run_filter(r, op, out);
	case OP_PATH:
		return run_path(r, op, out);
	case OP_ROOT:
	case OP_HERE:
		return run_start(r, op, out);
	case OP_STEP:
		break;
	}
	BUG("step outside a path");
}

bool
expr_eval(const struct expr *x, const struct expr_env *env,
    struct expr_value *out, struct err *e)
{
	struct expr_run r = {
		.env = env, .here = env->here, .has_here = env->has_here,
		.e = e,
	};

	*out = (struct expr_value)EXPR_VALUE_INIT;
	if (!run_op(&r, x->op, out)) {
		expr_value_done(out);
		return false;
	}
	run_unpack(&r, out);
	return true;
}
