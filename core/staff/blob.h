/* Blobs of the keyring as JSON with hexadecimal bytes.  Private to core/staff. */
#ifndef TN_STAFF_BLOB_H
#define TN_STAFF_BLOB_H

#include "core/staff/keyring.h"

#include <jansson.h>

/* X25519 sealed box and AEAD of a 32-byte key are well below this. */
#define BLOB_WRAP_MAX 512

/* A new reference, NULL when there is none. */
json_t *blob_get_json(const struct keyring_store *ks, const char *name);
bool blob_put_json(const struct keyring_store *ks, const char *name,
    const json_t *o, struct err *e);
void blob_set_hex(json_t *o, const char *key, const unsigned char *bytes,
    size_t n);
/* The bytes of a member, the caller's; NULL when there are none or too many. */
unsigned char *blob_get_hex(const json_t *o, const char *key, size_t *n);

#endif
