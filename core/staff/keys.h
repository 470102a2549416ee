/* What the files of the keyring share.  Private to core/staff. */
#ifndef TN_STAFF_KEYS_H
#define TN_STAFF_KEYS_H

#include "core/staff/keyring.h"

#include <jansson.h>

bool keys_derive(const struct keyring_store *ks, const char *secret,
    size_t len, const unsigned char salt[SEAL_SALT_SIZE],
    struct seal_cost cost, struct secret *key, bool *later);
/* The unit's private half, sealed to an officer. */
bool keys_let_in(const struct keyring_store *ks, const char *officer,
    const char *unit, const unsigned char public_half[SEAL_KEY_SIZE],
    const struct secret *unit_private, struct err *e);

/* once.c: the private half in officer/ID, by both halves of a secret. */
bool keys_open_once(const json_t *o, const char *officer, const char *secret,
    size_t len, struct secret *private_half);

/* leave.c: what old/CODE holds, into k->old; false: it does not open. */
bool keys_open_old(const struct keyring_store *ks, const char *unit,
    struct keyring *k);

/* account.c: the private half in account/ID; false: there is none for this. */
bool keys_open_account(const struct keyring_store *ks,
    const struct sign_in *in, struct secret *private_half);

/* codes.c: is it a code, not used before?  Used from now on. */
bool keys_use_code(const struct keyring_store *ks, const char *officer,
    const struct secret *private_half, const char *code, when_t now,
    struct err *e);

#endif
