/*
 * Text without case and marks, for search and matching, and names hidden
 * from those who may not read them.
 */
#ifndef TN_VIETNAMESE_FOLD_H
#define TN_VIETNAMESE_FOLD_H

#include "core/base/str.h"

#include <stdbool.h>

/*
 * Adds s to out in lower case, with all marks off and đ as d; each run of
 * spaces, punctuation and symbols becomes one space, none at the ends.
 * Composed and decomposed input give the same.  NULL adds nothing.
 */
void vn_fold(struct str *out, const char *s);

/* Whether needle occurs in haystack, both folded; an empty needle does. */
bool vn_fold_contains(const char *haystack, const char *needle);

/*
 * Adds the first letter of each word and "•••" behind it, whatever the
 * length: "Nguyễn Thị Mẫu" is "N••• T••• M•••".  NULL or blank is "•••".
 * The result is safe to show.
 */
void vn_mask_name(struct str *out, const char *name);

#endif
