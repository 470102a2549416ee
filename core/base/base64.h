/*
 * Base64 (RFC 4648, section 4), for bytes that travel in JSON.
 */
#ifndef TN_BASE_BASE64_H
#define TN_BASE_BASE64_H

#include "core/base/mem.h"

#include <stdbool.h>
#include <stddef.h>

/* The text of n bytes, padded, without line breaks; the caller's. */
char *base64_from(const void *bytes, size_t n) TN_MUST_USE;

/* Length of the text that base64_from() makes of n bytes. */
size_t base64_length(size_t n);

/*
 * The bytes of a text of `len` characters, the caller's, and in *n how many.
 * Strict, so that every content has one text only: the alphabet of section 4,
 * padding in its place, no line breaks, and no bits left over.  NULL for
 * anything else; an empty text gives no bytes, and is not NULL.
 */
unsigned char *base64_bytes(const char *text, size_t len, size_t *n)
    TN_MUST_USE;

#endif
