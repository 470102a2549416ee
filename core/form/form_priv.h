/* Inside of loading a form; for form_load.c and form_check.c only. */
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

/* Names, lists and circles; makes form->by_name and form->order. */
void loader_check(struct loader *l);
/* What expressions do with answers; needs form->order. */
void loader_types(struct loader *l);

#endif
