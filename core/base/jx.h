/*
 * Small helpers over jansson: reading members without ceremony, parsing text
 * from outside within limits, and the one canonical way of writing.
 */
#ifndef TN_BASE_JX_H
#define TN_BASE_JX_H

#include "core/base/err.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * From now on, in this process, every piece of memory that a value of JSON
 * gives back is overwritten first: what was read for somebody does not lie
 * about after they have gone (security.md S-49).
 */
void jx_wipe_freed(void);

/*
 * A member of an object.  All take any `o`, NULL and non-objects too, which
 * have no members.  What is returned is borrowed from `o`.
 */
json_t *jx_get(const json_t *o, const char *key);	/* or NULL */
/* NULL when the member is absent or is not a string. */
const char *jx_text(const json_t *o, const char *key);
/* `otherwise` when the member is absent or is not a whole number. */
int64_t jx_int(const json_t *o, const char *key, int64_t otherwise);
/* `otherwise` when the member is absent or is neither true nor false. */
bool jx_bool(const json_t *o, const char *key, bool otherwise);

/*
 * The first object of a list whose member "code" is `code`: borrowed, or
 * NULL; also for a NULL code and for what is no list.
 */
json_t *jx_by_code(const json_t *list, const char *code);

/*
 * The value as compact text with sorted keys: equal values give equal bytes,
 * which is what hashes and signatures are taken over.  The caller's; NULL
 * when `v` is NULL.
 */
char *jx_canonical(const json_t *v) TN_MUST_USE;

/*
 * Reads an object or array: at most 4 MiB, 32 levels, 200,000 values, valid
 * UTF-8, no duplicate keys, no NUL in strings, nothing behind it.  A new
 * reference, or NULL and *e with line and column.
 */
json_t *jx_parse(const char *text, size_t len, struct err *e) TN_MUST_USE;
/* The same with another bound on the bytes. */
json_t *jx_parse_most(const char *text, size_t len, size_t most,
    struct err *e) TN_MUST_USE;

#endif
