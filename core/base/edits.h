/* How far two short texts are apart, in slips of the fingers. */
#ifndef TN_BASE_EDITS_H
#define TN_BASE_EDITS_H

#include <stddef.h>

#define EDITS_TEXT_MAX 64	/* bytes; longer texts are never near */

/*
 * How many single bytes to add, drop, change or swap with a neighbour make a
 * into b (optimal string alignment), or most + 1 when it takes more than
 * `most`.  Symmetric; 0 exactly for equal texts.  Work is bounded by
 * EDITS_TEXT_MAX squared.
 */
size_t edits_between(const char *a, const char *b, size_t most);

#endif
