/*
 * Who can open what: officers' secrets, officers' and units' key pairs.
 *
 *	secret --Argon2id--> key --opens--> officer's private half
 *	--opens--> unit's private half --opens--> key of a stream
 *
 * Kept as small blobs beside the journal, because keys must be destroyable:
 *	officer/ID	salt, cost, public half, sealed private half
 *	unit/CODE	public half
 *	member/CODE/ID	the unit's private half, sealed to the officer
 *	tries/ID	wrong secrets in a row, and until when to wait
 */
#ifndef TN_STAFF_KEYRING_H
#define TN_STAFF_KEYRING_H

#include "core/base/err.h"
#include "core/base/when.h"
#include "core/staff/seal.h"

/* Where the blobs are; core/door joins this to the journal. */
struct keyring_store {
	void *ctx;
	bool (*get)(void *ctx, const char *name, unsigned char **blob, size_t *len);
	bool (*put)(void *ctx, const char *name, const void *blob, size_t len,
	    struct err *e);
	void (*random)(void *ctx, void *buf, size_t len);
	/*
	 * Secret to key when somebody signs in; NULL: seal_derive().  With
	 * *later set nothing was found out: another process works on it and
	 * keyring_open() says ERR_SIGN_IN_LATER, which is no wrong try.
	 */
	bool (*derive)(void *ctx, const char *text, size_t len,
	    const unsigned char salt[SEAL_SALT_SIZE], struct seal_cost cost,
	    struct secret *key, bool *later);
};

/* A signed-in officer's opened keys.  In locked memory, wiped when closed. */
struct keyring {
	struct secret officer;			/* private half */
	struct secret unit;			/* private half */
	struct secret draft;			/* own drafts */
	unsigned char unit_public[SEAL_KEY_SIZE];
};

/* "0123ab" and back; out holds 2n+1, or n bytes. */
void hex_from(const unsigned char *bytes, size_t n, char *out);
bool hex_to(const char *hex, unsigned char *out, size_t n);

/* Makes the pair of a unit; its private half stays with the caller. */
bool keyring_make_unit(const struct keyring_store *ks, const char *unit,
    unsigned char public_half[SEAL_KEY_SIZE], struct secret *private_half,
    struct err *e) TN_MUST_USE;

/*
 * Makes an officer's pair under a secret and lets the officer into a unit.
 * The secret is checked by keyring_check_secret() before.
 */
bool keyring_make_officer(const struct keyring_store *ks,
    const char *officer, const char *secret, size_t len,
    struct seal_cost cost, const char *unit,
    const struct secret *unit_private,
    unsigned char public_half[SEAL_KEY_SIZE], struct err *e) TN_MUST_USE;

/*
 * Rules for a new secret (security.md S-04): at least 12 characters, not the
 * officer's own name or id in it.  No forced kinds of characters.
 */
bool keyring_check_secret(const char *officer, const char *name,
    const char *secret, size_t len, struct err *e) TN_MUST_USE;

bool keyring_unit_public(const struct keyring_store *ks, const char *unit,
    unsigned char out[SEAL_KEY_SIZE]) TN_MUST_USE;

/*
 * Opens an officer's keys.  A wrong secret and an unknown officer give the
 * same error and cost the same time; after five wrong tries in a row each
 * further one has to wait 1, 2, 4 ... 15 minutes (S-06), never for good.
 */
bool keyring_open(const struct keyring_store *ks, const char *officer,
    const char *unit, const char *secret, size_t len, when_t now,
    struct keyring *out, struct err *e) TN_MUST_USE;
void keyring_close(struct keyring *k);

/* A new secret for an opened keyring; the keys themselves stay. */
bool keyring_change_secret(const struct keyring_store *ks,
    const char *officer, const struct keyring *k, const char *secret,
    size_t len, struct seal_cost cost, struct err *e) TN_MUST_USE;

#endif
