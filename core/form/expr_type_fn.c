/* Types of functions: what each takes that is not any text, and gives. */
#include "core/form/expr_type_priv.h"

#include <string.h>

/*
 * `takes`, a letter an argument, the last for all that follow: n number,
 * d date, s select, c a code of the first, t truth, . anything.
 */
static const struct {
	const char *name, *takes;
	enum expr_type_kind gives;
} fns[] = {
	{ "abs", "n", TYPE_NUMBER }, { "acos", "n", TYPE_NUMBER },
	{ "asin", "n", TYPE_NUMBER }, { "atan", "n", TYPE_NUMBER },
	{ "atan2", "n", TYPE_NUMBER }, { "ceiling", "n", TYPE_NUMBER },
	{ "cos", "n", TYPE_NUMBER }, { "exp", "n", TYPE_NUMBER },
	{ "exp10", "n", TYPE_NUMBER }, { "floor", "n", TYPE_NUMBER },
	{ "log", "n", TYPE_NUMBER }, { "log10", "n", TYPE_NUMBER },
	{ "pow", "n", TYPE_NUMBER }, { "round", "n", TYPE_NUMBER },
	{ "sin", "n", TYPE_NUMBER }, { "sqrt", "n", TYPE_NUMBER },
	{ "tan", "n", TYPE_NUMBER }, { "pi", ".", TYPE_NUMBER },
	{ "int", ".", TYPE_NUMBER }, { "number", ".", TYPE_NUMBER },
	{ "random", ".", TYPE_NUMBER }, { "string-length", ".", TYPE_NUMBER },
	{ "area", ".", TYPE_NUMBER }, { "distance", ".", TYPE_NUMBER },
	{ "enclosed-area", ".", TYPE_NUMBER },
	{ "count", ".", TYPE_NUMBER }, { "sum", ".", TYPE_NUMBER },
	{ "max", ".", TYPE_NUMBER }, { "min", ".", TYPE_NUMBER },
	{ "count-non-empty", ".", TYPE_NUMBER },
	{ "position", ".", TYPE_NUMBER }, { "last", ".", TYPE_NUMBER },
	{ "count-selected", "s", TYPE_NUMBER },
	{ "tn:age-at", "d", TYPE_NUMBER },
	{ "tn:age-at-least", "d", TYPE_NUMBER },
	{ "tn:age-at-most", "d", TYPE_NUMBER },
	{ "tn:days-between", "d", TYPE_NUMBER },
	{ "tn:months-between", "d", TYPE_NUMBER },
	{ "tn:working-days-between", "d", TYPE_NUMBER },
	{ "tn:is-working-day", "d", TYPE_BOOL },
	{ "tn:add-working-days", "dn", TYPE_DATE },
	{ "add-date", "dn", TYPE_ANY }, { "cht:add-date", "dn", TYPE_ANY },
	{ "difference-in-days", "d", TYPE_NUMBER },
	{ "difference-in-weeks", "d", TYPE_NUMBER },
	{ "difference-in-months", "d", TYPE_NUMBER },
	{ "difference-in-years", "d", TYPE_NUMBER },
	{ "cht:difference-in-days", "d", TYPE_NUMBER },
	{ "cht:difference-in-weeks", "d", TYPE_NUMBER },
	{ "cht:difference-in-months", "d", TYPE_NUMBER },
	{ "cht:difference-in-years", "d", TYPE_NUMBER },
	{ "decimal-date-time", "d", TYPE_NUMBER },
	{ "decimal-time", ".", TYPE_NUMBER },
	{ "date", "d", TYPE_DATE }, { "date-time", "d", TYPE_DATE_TIME },
	{ "today", ".", TYPE_DATE }, { "now", ".", TYPE_DATE_TIME },
	{ "format-date", "d.", TYPE_TEXT },
	{ "format-date-time", "d.", TYPE_TEXT },
	{ "true", ".", TYPE_BOOL }, { "false", ".", TYPE_BOOL },
	{ "not", "t", TYPE_BOOL }, { "boolean", "t", TYPE_BOOL },
	{ "boolean-from-string", ".", TYPE_BOOL },
	{ "regex", ".", TYPE_BOOL }, { "contains", ".", TYPE_BOOL },
	{ "starts-with", ".", TYPE_BOOL }, { "ends-with", ".", TYPE_BOOL },
	{ "checklist", ".", TYPE_BOOL },
	{ "weighted-checklist", ".", TYPE_BOOL },
	{ "geofence", ".", TYPE_BOOL }, { "intersects", ".", TYPE_BOOL },
	{ "selected", "sc", TYPE_BOOL }, { "is-selected", "sc", TYPE_BOOL },
	{ "selected-at", "sn", TYPE_TEXT },
	{ "tn:id-valid", ".", TYPE_BOOL }, { "tn:same-name", ".", TYPE_BOOL },
	{ "tn:id-birth-year", ".", TYPE_NUMBER },
	{ "string", ".", TYPE_TEXT }, { "concat", ".", TYPE_TEXT },
	{ "join", ".", TYPE_TEXT }, { "substr", ".n", TYPE_TEXT },
	{ "substring", ".n", TYPE_TEXT }, { "translate", ".", TYPE_TEXT },
	{ "normalize-space", ".", TYPE_TEXT },
};

static bool
is_call(const struct expr_op *op, const char *name)
{
	return strcmp(op->text, name) == 0;
}

/* The same kind on both sides, or nothing known. */
static struct expr_type
type_either(struct expr_type a, struct expr_type b)
{
	if (a.literal != NULL && a.literal[0] == '\0')
		return b;
	if (b.literal != NULL && b.literal[0] == '\0')
		return a;
	if (a.kind != b.kind || a.list != b.list)
		return type_kind(TYPE_ANY);
	a.name = a.literal = NULL;
	a.nodes = a.many = a.single = false;
	return a;
}

static struct expr_type
type_if(const struct typing *t, const struct expr_op *op)
{
	type_of(t, op->arg[0]);
	want_truth(t, op->arg[0]);
	return type_either(type_of(t, op->arg[1]), type_of(t, op->arg[2]));
}

static struct expr_type
type_first(const struct typing *t, const struct expr_op *op)
{
	struct expr_type is = type_of(t, op->arg[0]);

	for (size_t i = 1; i < op->n; i++)
		is = type_either(is, type_of(t, op->arg[i]));
	is.name = is.literal = NULL;
	return is;
}

/* count(), sum() and their like: nodes, and such as they can take. */
static void
want_set(const struct typing *t, const struct expr_op *op,
    const struct expr_type *is)
{
	bool nodes = is->nodes || is->kind == TYPE_ANY;

	if (is_call(op, "max") || is_call(op, "min") || is_call(op, "sum")) {
		struct expr_type one = *is;

		if (!nodes && is_call(op, "sum"))
			type_found(t, op, ERR_EXPR_NODES, op->text, NULL);
		one.many = false;
		want_number(t, op->arg[0], &one);
		return;
	}
	if (!nodes)
		type_found(t, op, ERR_EXPR_NODES, op->text, NULL);
	/* one answer is one, however many choices it has */
	else if (is->single && !is_call(op, "count-non-empty"))
		type_found(t, op, ERR_TYPE_REPEAT, op->text, is->name);
}

/* One answer of the many that a question has in a repeat. */
static struct expr_type
type_indexed(const struct typing *t, const struct expr_op *op)
{
	struct expr_type is = type_of(t, op->arg[0]);

	if (is.single)
		type_found(t, op, ERR_TYPE_REPEAT, op->text, is.name);
	for (size_t i = 1; i + 1 < op->n; i += 2) {
		struct expr_type rows = type_of(t, op->arg[i]);
		struct expr_type at = type_of(t, op->arg[i + 1]);

		if (rows.kind != TYPE_ANY && rows.kind != TYPE_ROWS)
			type_found(t, op->arg[i], ERR_TYPE_REPEAT, op->text,
			    rows.name);
		want_number(t, op->arg[i + 1], &at);
	}
	is.many = is.single = false;
	return is;
}

static void
want_one(const struct typing *t, const struct expr_op *op, size_t i,
    char takes, const struct expr_type *first, const struct expr_type *is)
{
	switch (takes) {
	case 'n':
		want_number(t, op->arg[i], is);
		break;
	case 'd':
		want_date(t, op, op->arg[i], is);
		break;
	case 's':
		want_select(t, op, op->arg[i], is);
		break;
	case 'c':
		want_codes(t, op->arg[i], first, is);
		break;
	case 't':
		want_truth(t, op->arg[i]);
		break;
	}
}

/* All arguments of a function as the table has it. */
static struct expr_type
type_listed(const struct typing *t, const struct expr_op *op)
{
	struct expr_type gives = type_kind(TYPE_ANY), first = gives;
	const char *takes = ".";

	for (size_t i = 0; i < ARRAY_LEN(fns); i++)
		if (is_call(op, fns[i].name)) {
			takes = fns[i].takes;
			gives.kind = fns[i].gives;
		}
	for (size_t i = 0; i < op->n; i++) {
		struct expr_type is = type_of(t, op->arg[i]);
		size_t at = i < strlen(takes) ? i : strlen(takes) - 1;

		if (i == 0)
			first = is;
		want_one(t, op, i, takes[at], &first, &is);
	}
	return gives;
}

static bool
is_set(const struct expr_op *op)
{
	static const char *const names[] = { "count", "count-non-empty",
	    "sum", "position" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (is_call(op, names[i]))
			return op->n == 1;
	return (is_call(op, "max") || is_call(op, "min")) && op->n == 1;
}

struct expr_type
type_call(const struct typing *t, const struct expr_op *op)
{
	struct expr_type is;

	if (is_call(op, "if") && op->n == 3)
		return type_if(t, op);
	if ((is_call(op, "coalesce") || is_call(op, "once")) && op->n > 0)
		return type_first(t, op);
	if (is_set(op)) {
		is = type_of(t, op->arg[0]);
		want_set(t, op, &is);
		return type_kind(TYPE_NUMBER);
	}
	if (is_call(op, "indexed-repeat"))
		return type_indexed(t, op);
	if (is_call(op, "jr:choice-name") && op->n == 2) {
		type_of(t, op->arg[0]);
		is = type_of(t, op->arg[1]);
		want_select(t, op, op->arg[1], &is);
		return type_kind(TYPE_TEXT);
	}
	if (is_call(op, "current")) {
		is = t->env->here;
		is.nodes = true;
		return is;
	}
	return type_listed(t, op);
}
