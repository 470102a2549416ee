/*
 * MD5, SHA-1, SHA-256 and base64 for the form function digest().  They name
 * and compare texts; nothing is kept secret with them (see core/staff).
 */
#ifndef TN_FORM_DIGEST_H
#define TN_FORM_DIGEST_H

#include "core/base/str.h"

#include <stddef.h>
#include <stdint.h>

#define DIGEST_MAX 64

/*
 * Digests n bytes by "MD5", "SHA-1", "SHA-256", "SHA-384" or "SHA-512".
 * Returns the length of the digest, 0 for another name.
 */
size_t digest_make(const char *name, const void *bytes, size_t n,
    uint8_t out[DIGEST_MAX]);

void base64_encode(struct str *out, const uint8_t *bytes, size_t n);
/* Decodes into out; false for anything that is not base64. */
bool base64_decode(struct str *out, const char *text);

#endif
