/*
 * How two versions of a form differ, in whole sentences of both languages:
 * first what is gone, then what changed or came, in the order of the newer.
 */
#ifndef TN_FORM_FORM_DIFF_H
#define TN_FORM_FORM_DIFF_H

#include "core/form/form.h"

struct form_difference {
	const char *code;		/* form_diff.def: "added", "label", ... */
	char *name;			/* of the question; NULL: of the form */
	struct text say;
};

struct form_diff {
	struct form_difference *item;
	size_t n, cap;
};

#define FORM_DIFF_INIT { NULL, 0, 0 }

/* Adds every difference; both forms must have been loaded without fault. */
void form_diff(const struct form *older, const struct form *newer,
    struct form_diff *out);
void form_diff_done(struct form_diff *diff);

#endif
