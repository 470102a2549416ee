/* Inside of the tree over answers; for answers*.c only. */
#ifndef TN_FORM_ANSWERS_PRIV_H
#define TN_FORM_ANSWERS_PRIV_H

#include "core/form/answers.h"

enum node_kind {
	NODE_ROOT = 1, NODE_ROW, NODE_ANSWER, NODE_GROUP, NODE_LIST,
	NODE_LIST_ROOT, NODE_CHOICE, NODE_COLUMN
};

/* A scope: the whole, or a row; only its place matters. */
struct expr_node answers_scope(const char *outer, size_t up,
    const char *repeat, size_t row);
/* The answer of a node, borrowed; NULL when there is none. */
const json_t *answers_at(const struct answers *a,
    const struct expr_node *node);
/* What is out of sight is no node at all, as XForms has it. */
bool answers_seen(const struct answers *a, const struct form_item *item,
    size_t up, size_t row);
/* The i-th node that ${name} means; see struct expr_tree. */
bool answers_ref(void *ctx, const struct expr_node *here, const char *name,
    size_t i, struct expr_node *out);
/* The i-th child of the whole, a row or a group; name NULL: any. */
bool answers_child(const struct answers *a, const struct expr_node *of,
    const char *name, size_t i, struct expr_node *out);

#endif
