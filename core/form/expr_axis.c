/*
 * The axes of paths.  Child, self and parent are what forms use; the others
 * are built from them, so that a tree need not know about them.
 */
#include "core/form/expr_priv.h"

#include <string.h>

#define MAX_DEPTH 16		/* of data: rows in lists in forms are 4 */

static const struct {
	const char *name;
	enum axis axis;
} axes[] = {
	{ "child", AXIS_CHILD }, { "self", AXIS_SELF },
	{ "parent", AXIS_PARENT }, { "descendant", AXIS_DESCENDANT },
	{ "descendant-or-self", AXIS_DESCENDANT_OR_SELF },
	{ "ancestor", AXIS_ANCESTOR },
	{ "ancestor-or-self", AXIS_ANCESTOR_OR_SELF },
	{ "following", AXIS_FOLLOWING },
	{ "following-sibling", AXIS_FOLLOWING_SIBLING },
	{ "preceding", AXIS_PRECEDING },
	{ "preceding-sibling", AXIS_PRECEDING_SIBLING },
	{ "attribute", AXIS_ATTRIBUTE }, { "namespace", AXIS_NAMESPACE },
};

bool
axis_find(const char *name, enum axis *out)
{
	for (size_t i = 0; i < ARRAY_LEN(axes); i++)
		if (strcmp(axes[i].name, name) == 0) {
			*out = axes[i].axis;
			return true;
		}
	return false;
}

const char *
axis_word(const struct expr_op *step)
{
	if (step->test == TEST_TEXT)
		return "text()";
	if (step->axis == AXIS_DESCENDANT_OR_SELF && step->test == TEST_ANY)
		return "//";
	for (size_t i = 0; i < ARRAY_LEN(axes); i++)
		if (axes[i].axis == step->axis)
			return axes[i].name;
	return "/";
}

static bool
same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool
same_node(const struct expr_node *a, const struct expr_node *b)
{
	return a->kind == b->kind && a->i == b->i &&
	    same_text(a->repeat, b->repeat) && same_text(a->name, b->name) &&
	    a->p == b->p && a->up == b->up && a->of == b->of &&
	    same_text(a->outer, b->outer);
}

bool
run_push_new(struct expr_run *r, struct expr_value *v,
    const struct expr_node *node)
{
	for (size_t i = 0; i < v->n; i++) {
		if (same_node(&v->node[i], node))
			return true;
		if (!run_step(r))
			return false;
	}
	return run_push(r, v, node);
}

static void
list_init(struct expr_value *v)
{
	*v = (struct expr_value)EXPR_VALUE_INIT;
	v->kind = EXPR_NODES;
}

static bool
parent_of(struct expr_run *r, const struct expr_node *of,
    struct expr_node *out)
{
	const struct expr_tree *tree = r->env->tree;

	return tree != NULL && tree->parent != NULL &&
	    tree->parent(r->env->ctx, of, out);
}

/* Adds all below a node in the order of the document. */
static bool
add_below(struct expr_run *r, const struct expr_node *of, int depth,
    struct expr_value *out)
{
	struct expr_value child;
	bool ok;

	list_init(&child);
	ok = depth < MAX_DEPTH && run_children(r, of, NULL, &child);
	for (size_t i = 0; i < child.n && ok; i++)
		ok = run_push(r, out, &child.node[i]) &&
		    add_below(r, &child.node[i], depth + 1, out);
	expr_value_done(&child);
	return ok;
}

static bool
add_above(struct expr_run *r, const struct expr_node *from,
    struct expr_value *out)
{
	struct expr_node node = *from, up;

	for (int depth = 0; depth < MAX_DEPTH && parent_of(r, &node, &up);
	    depth++) {
		if (!run_push(r, out, &up))
			return false;
		node = up;
	}
	return true;
}

/* Siblings after a node, or those before it, the nearest first. */
static bool
add_siblings(struct expr_run *r, const struct expr_node *of, bool after,
    struct expr_value *out)
{
	struct expr_value all;
	struct expr_node up;
	size_t at = 0;
	bool ok = true;

	if (!parent_of(r, of, &up))
		return true;
	list_init(&all);
	ok = run_children(r, &up, NULL, &all);
	while (at < all.n && !same_node(&all.node[at], of))
		at++;
	for (size_t i = at + 1; after && i < all.n && ok; i++)
		ok = run_push(r, out, &all.node[i]);
	for (size_t i = at; !after && at < all.n && i > 0 && ok; i--)
		ok = run_push(r, out, &all.node[i - 1]);
	expr_value_done(&all);
	return ok;
}

/* Everything after a node, or before it backwards, that is no ancestor. */
static bool
add_beyond(struct expr_run *r, const struct expr_node *from, bool after,
    struct expr_value *out)
{
	struct expr_node node = *from, up;
	struct expr_value side, tree;
	bool ok = true;

	for (int depth = 0; depth < MAX_DEPTH && ok; depth++) {
		list_init(&side);
		ok = add_siblings(r, &node, after, &side);
		for (size_t i = 0; i < side.n && ok; i++) {
			list_init(&tree);
			ok = run_push(r, &tree, &side.node[i]) &&
			    add_below(r, &side.node[i], 0, &tree);
			for (size_t k = 0; k < tree.n && ok; k++)
				ok = run_push(r, out, &tree.node[after ? k :
				    tree.n - 1 - k]);
			expr_value_done(&tree);
		}
		expr_value_done(&side);
		if (!parent_of(r, &node, &up))
			break;
		node = up;
	}
	return ok;
}

/* A node has the name under which its parent gives it. */
static bool
is_named(struct expr_run *r, const struct expr_node *node, const char *name,
    bool *out)
{
	struct expr_value like;
	struct expr_node up;
	bool ok;

	*out = false;
	if (!parent_of(r, node, &up))
		return true;
	list_init(&like);
	ok = run_children(r, &up, name, &like);
	for (size_t i = 0; i < like.n && !*out; i++)
		*out = same_node(&like.node[i], node);
	expr_value_done(&like);
	return ok;
}

static bool
keep_named(struct expr_run *r, const char *name, struct expr_value *nodes)
{
	size_t kept = 0;
	bool fits;

	for (size_t i = 0; i < nodes->n; i++) {
		if (!is_named(r, &nodes->node[i], name, &fits))
			return false;
		if (fits)
			nodes->node[kept++] = nodes->node[i];
	}
	nodes->n = kept;
	return true;
}

static bool
add_axis(struct expr_run *r, enum axis axis, const struct expr_node *from,
    struct expr_value *out)
{
	struct expr_node up;

	switch (axis) {
	case AXIS_CHILD:
		return run_children(r, from, NULL, out);
	case AXIS_SELF:
		return run_push(r, out, from);
	case AXIS_PARENT:
		return !parent_of(r, from, &up) || run_push(r, out, &up);
	case AXIS_DESCENDANT:
		return add_below(r, from, 0, out);
	case AXIS_DESCENDANT_OR_SELF:
		return run_push(r, out, from) && add_below(r, from, 0, out);
	case AXIS_ANCESTOR:
		return add_above(r, from, out);
	case AXIS_ANCESTOR_OR_SELF:
		return run_push(r, out, from) && add_above(r, from, out);
	case AXIS_FOLLOWING:
	case AXIS_PRECEDING:
		return add_beyond(r, from, axis == AXIS_FOLLOWING, out);
	case AXIS_FOLLOWING_SIBLING:
	case AXIS_PRECEDING_SIBLING:
		return add_siblings(r, from, axis == AXIS_FOLLOWING_SIBLING,
		    out);
	case AXIS_ATTRIBUTE:
	case AXIS_NAMESPACE:
		break;		/* answers have neither */
	}
	return true;
}

bool
run_axis(struct expr_run *r, const struct expr_op *step,
    const struct expr_node *from, struct expr_value *out)
{
	if (step->test == TEST_NONE)
		return true;
	/* a text node of its own would have another parent than its text */
	if (step->test == TEST_TEXT)
		return run_fail(r, step, ERR_EXPR_PATH, "text()");
	if (step->test == TEST_NAME && step->axis == AXIS_CHILD)
		return run_children(r, from, step->text, out);
	return add_axis(r, step->axis, from, out) &&
	    (step->test == TEST_ANY || keep_named(r, step->text, out));
}
