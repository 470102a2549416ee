/* What of the data an expression looks at, without evaluating it. */
#include "core/form/expr_priv.h"

#include <string.h>

struct walk {
	void (*ref)(void *ctx, enum expr_reach how, const char *name);
	void *ctx;
};

static void walk_op(const struct walk *w, const struct expr_op *op,
    bool choice);

static bool
is_call(const struct expr_op *op, const char *name)
{
	return op->kind == OP_CALL && strcmp(op->text, name) == 0;
}

/* One step from data: its name, or all that a wildcard may find. */
static void
walk_step(const struct walk *w, const struct expr_op *step)
{
	bool near = step->axis == AXIS_CHILD || step->axis == AXIS_SELF ||
	    step->axis == AXIS_PARENT || step->axis == AXIS_DESCENDANT ||
	    step->axis == AXIS_DESCENDANT_OR_SELF;
	bool up = step->axis == AXIS_SELF || step->axis == AXIS_PARENT ||
	    step->axis == AXIS_ANCESTOR || step->axis == AXIS_ANCESTOR_OR_SELF;

	if (step->test == TEST_NONE || step->test == TEST_TEXT)
		return;
	if (step->text != NULL && near)
		w->ref(w->ctx, EXPR_ANYWHERE, step->text);
	else if (step->text != NULL || !up)
		w->ref(w->ctx, EXPR_WILD, NULL);
}

/*
 * A path: from data its steps are names of data, from a list or a choice
 * they are columns; predicates stand in the context of their step.
 */
static void
walk_path(const struct walk *w, const struct expr_op *path, bool choice)
{
	const struct expr_op *start = path->arg[0];
	bool list = is_call(start, "instance") ||
	    (choice && start->kind == OP_HERE) ||
	    (start->kind == OP_FILTER && start->n > 0 &&
	    is_call(start->arg[0], "instance"));

	if (start->kind != OP_HERE)
		walk_op(w, start, choice);
	else if (path->n == 2 && path->arg[1]->axis == AXIS_SELF && !choice)
		w->ref(w->ctx, EXPR_IN_ROW, ".");
	for (size_t i = 1; i < path->n; i++) {
		const struct expr_op *step = path->arg[i];

		if (step->kind != OP_STEP) {
			walk_op(w, step, list);
			continue;
		}
		if (!list)
			walk_step(w, step);
		for (size_t k = 0; k < step->n; k++)
			walk_op(w, step->arg[k], list);
	}
}

static void
walk_op(const struct walk *w, const struct expr_op *op, bool choice)
{
	bool indexed = is_call(op, "indexed-repeat");
	bool list = choice;

	switch (op->kind) {
	case OP_REF:
		w->ref(w->ctx, EXPR_IN_ROW, op->text);
		return;
	case OP_PATH:
		walk_path(w, op, choice);
		return;
	case OP_HERE:
		/* a bare `.` changes with its own question alone */
		return;
	case OP_STEP:
		if (!choice)
			walk_step(w, op);
		break;
	case OP_FILTER:
		list = choice || (op->n > 0 && is_call(op->arg[0],
		    "instance"));
		break;
	default:
		break;
	}
	for (size_t i = 0; i < op->n; i++) {
		if (indexed && op->arg[i]->kind == OP_REF)
			w->ref(w->ctx, EXPR_ANYWHERE, op->arg[i]->text);
		else
			walk_op(w, op->arg[i], i > 0 ? list : choice);
	}
}

void
expr_refs(const struct expr *x, bool of_choice,
    void (*ref)(void *ctx, enum expr_reach how, const char *name), void *ctx)
{
	const struct walk w = { ref, ctx };

	walk_op(&w, x->op, of_choice);
}
