/* Types of operators, references and paths. */
#include "core/form/expr_type_priv.h"

#include <string.h>

void
type_found(const struct typing *t, const struct expr_op *op,
    enum err_code code, const char *a, const char *b)
{
	t->env->found(t->env->ctx, op->col, code, a != NULL ? a : "", b);
}

static struct expr_type
type_ref(const struct typing *t, const struct expr_op *op)
{
	struct expr_type is = type_kind(TYPE_ANY);

	if (t->env->name == NULL || !t->env->name(t->env->ctx, op->text, &is))
		is = type_kind(TYPE_ANY);
	is.nodes = true;
	return is;
}

/* Predicates look at other nodes: of `.` nothing is known in them. */
static void
type_predicates(const struct typing *t, const struct expr_op *op, size_t from)
{
	struct typing inner = *t;

	inner.here = type_kind(TYPE_ANY);
	inner.columns = true;
	for (size_t i = from; i < op->n; i++)
		type_of(&inner, op->arg[i]);
}

static struct expr_type
type_path(const struct typing *t, const struct expr_op *op)
{
	const struct expr_op *step = op->n > 1 ? op->arg[1] : NULL;
	bool from_here = op->arg[0]->kind == OP_HERE;
	struct expr_type is = type_kind(TYPE_ANY);

	if (!from_here)
		type_of(t, op->arg[0]);
	for (size_t i = 1; i < op->n; i++)
		type_predicates(t, op->arg[i], 0);
	if (from_here && op->n == 2 && step->axis == AXIS_SELF &&
	    step->test == TEST_ANY && step->n == 0)
		is = t->here;
	/* `sex = 'f'` for `${sex} = 'f'`: a question has nothing below it */
	else if (from_here && !t->columns && step->axis == AXIS_CHILD &&
	    step->test == TEST_NAME)
		type_found(t, op, ERR_TYPE_PATH, step->text, NULL);
	is.nodes = true;
	return is;
}

static struct expr_type
type_filter(const struct typing *t, const struct expr_op *op)
{
	struct expr_type is = type_of(t, op->arg[0]);

	type_predicates(t, op, 1);
	/* which of them are left, nobody knows */
	is.many = is.single = false;
	return is;
}

static bool
is_between(enum expr_tok tok, enum expr_tok from, enum expr_tok to)
{
	return tok >= from && tok <= to;
}

/* One operator with what stands to its left and right. */
static struct expr_type
type_join(const struct typing *t, const struct expr_op *left,
    const struct expr_type *a, const struct expr_op *right,
    const struct expr_type *b)
{
	enum expr_tok tok = right->before;

	if (is_between(tok, TOK_EQ, TOK_NE)) {
		want_equal(t, left, a, right, b);
		return type_kind(TYPE_BOOL);
	}
	if (is_between(tok, TOK_LT, TOK_GE)) {
		want_order(t, left, a, right, b);
		return type_kind(TYPE_BOOL);
	}
	if (is_between(tok, TOK_PLUS, TOK_MOD)) {
		want_number(t, left, a);
		want_number(t, right, b);
		return type_kind(TYPE_NUMBER);
	}
	return type_kind(TYPE_ANY);
}

static struct expr_type
type_chain(const struct typing *t, const struct expr_op *op)
{
	struct expr_type left = type_of(t, op->arg[0]), right;
	bool logic = is_between(op->arg[1]->before, TOK_OR, TOK_AND);

	if (logic)
		want_truth(t, op->arg[0]);
	for (size_t i = 1; i < op->n; i++) {
		right = type_of(t, op->arg[i]);
		if (logic)
			want_truth(t, op->arg[i]);
		else
			left = type_join(t, op->arg[i - 1], &left,
			    op->arg[i], &right);
	}
	return logic ? type_kind(TYPE_BOOL) : left;
}

static struct expr_type
type_literal(const struct expr_op *op)
{
	struct expr_type is = type_kind(op->kind == OP_NUMBER ?
	    TYPE_NUMBER : TYPE_TEXT);

	is.literal = op->text;
	return is;
}

struct expr_type
type_of(const struct typing *t, const struct expr_op *op)
{
	struct expr_type is;

	switch (op->kind) {
	case OP_NUMBER:
	case OP_STRING:
		return type_literal(op);
	case OP_REF:
		return type_ref(t, op);
	case OP_NEG:
		is = type_of(t, op->arg[0]);
		want_number(t, op->arg[0], &is);
		return type_kind(TYPE_NUMBER);
	case OP_CHAIN:
		return type_chain(t, op);
	case OP_CALL:
		return type_call(t, op);
	case OP_FILTER:
		return type_filter(t, op);
	case OP_PATH:
		return type_path(t, op);
	default:
		return type_kind(TYPE_ANY);
	}
}

/* Functions that give something else each time, or look at the data. */
static bool
is_fixed(const struct expr_op *op)
{
	static const char *const varying[] = { "today", "now", "random",
	    "uuid", "current", "instance", "position", "last", "pulldata",
	    "jr:itext", "jr:choice-name", "randomize", "string", "number",
	    "string-length", "normalize-space" };

	if (op->fn == NULL)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(varying); i++)
		if (strcmp(op->text, varying[i]) == 0)
			/* the last four look at `.` when given nothing */
			return i + 4 >= ARRAY_LEN(varying) && op->n > 0;
	return true;
}

static bool
op_is_constant(const struct expr_op *op)
{
	if (op->kind == OP_REF || op->kind == OP_PATH ||
	    op->kind == OP_ROOT || op->kind == OP_HERE ||
	    (op->kind == OP_CALL && !is_fixed(op)))
		return false;
	for (size_t i = 0; i < op->n; i++)
		if (!op_is_constant(op->arg[i]))
			return false;
	return true;
}

bool
expr_is_constant(const struct expr *x)
{
	return op_is_constant(x->op);
}

/* `true()` and `false()` alone are meant. */
static bool
is_meant(const struct expr_op *op)
{
	return op->kind == OP_CALL && op->n == 0 &&
	    (strcmp(op->text, "true") == 0 || strcmp(op->text, "false") == 0);
}

struct expr_type
expr_check_types(const struct expr *x, const struct expr_types *env)
{
	const struct typing t = {
		.env = env, .here = env->here, .columns = env->columns,
	};

	if (env->condition && op_is_constant(x->op) && !is_meant(x->op)) {
		env->found(env->ctx, 1, ERR_TYPE_SAME, "", NULL);
		return type_kind(TYPE_ANY);
	}
	return type_of(&t, x->op);
}
