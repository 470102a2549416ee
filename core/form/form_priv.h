/* Inside of loading a form; for form_load*.c and form_check.c only. */
#ifndef TN_FORM_FORM_PRIV_H
#define TN_FORM_FORM_PRIV_H

#include "core/form/form.h"

struct loader {
	const char *file;
	const struct form_lists *lists;
	struct findings *f;
	struct form *form;
	bool anew;			/* the whole form is of an occasion */
	const struct yaml_node **node;	/* of each item */
};

/* Column in the file of column `col` of an expression's text. */
int loader_col(const struct yaml_node *at, int col);
void loader_bad_word(struct loader *l, const struct yaml_node *at,
    const char *word, const char *key);
/* Letters, digits, _ and -, not beginning with a digit, at most 64. */
bool loader_name_is_good(const char *s);

struct expr *loader_expr(struct loader *l, const struct yaml_node *node,
    const char *key);
/* `otherwise` where the key is not given, or wrong. */
size_t loader_number(struct loader *l, const struct yaml_node *node,
    const char *key, size_t otherwise, int64_t most);
void loader_class(struct loader *l, struct form_item *it,
    const struct yaml_node *node);
void loader_texts(struct form_item *it, const struct yaml_node *node);
void loader_rules(struct loader *l, struct form_item *it,
    const struct yaml_node *node);

/* The choices of a YAML list; the caller's. */
struct form_own_choice *loader_choices(struct loader *l,
    const struct yaml_node *list, size_t *n);
void loader_select(struct loader *l, struct form_item *it,
    const struct yaml_node *node);
/* `lists` of the form; before its items. */
void loader_lists(struct loader *l, const struct yaml_node *map);

/* Names, lists and circles; makes form->by_name and form->order. */
void loader_check(struct loader *l);
/* What expressions do with answers; needs form->order. */
void loader_types(struct loader *l);
/* form->effect and what is wild; after loader_check(). */
void loader_effects(struct loader *l);

#endif
