/*
 * What is said beside an answer: of whom it comes and how far it can be
 * relied on.
 *
 * `source` and `reliability` are codes of two lists (form.h), never free
 * text, so that they can be counted and told in both languages.
 * `document` (which paper), `note` and `how` (it was estimated) are texts.
 */
#ifndef TN_FORM_ABOUT_H
#define TN_FORM_ABOUT_H

#include "core/base/err.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define ABOUT_MAX_LETTERS 1000	/* of each of the texts */

/* "source", "reliability", "document", "note", "how"; NULL past the end. */
const char *about_key(size_t i);
/* "Nguồn" / "Source"; NULL for a key that there is not. */
const struct text *about_key_text(const char *key);

/* Is a code said under the key, not a text? */
bool about_is_code(const char *key);
/* Its words, borrowed; both NULL for an unknown code. */
struct text about_code_text(const char *key, const char *code);

/* May this be said under the key?  An empty text takes away what was said. */
bool about_is_valid(const char *key, const json_t *said);

/*
 * Is the same said beside both answers?  A bare value says nothing, neither
 * for nor against.
 */
bool about_is_same(const json_t *before, const json_t *after);
/* Was something said before that is now gone or said otherwise? */
bool about_is_replaced(const json_t *before, const json_t *after);

#endif
