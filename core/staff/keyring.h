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
 *	account/ID	the private half once more, for who comes in by the Unix
 *			account (account.c)
 *	old/CODE	earlier private halves of the unit, sealed to its newest
 *	once/NAME	a pair that waits for a second officer
 *	totp/ID		one-time codes: secret, sealed, and the last one used
 *	totp_new/ID	the same, not yet proved
 *	tries/ID	wrong secrets in a row, and how long to wait (tries.h)
 *	cost		what a new hash costs
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
	 * the caller is told ERR_SIGN_IN_LATER, which is no wrong try.
	 */
	bool (*derive)(void *ctx, const char *text, size_t len,
	    const unsigned char salt[SEAL_SALT_SIZE], struct seal_cost cost,
	    struct secret *key, bool *later);
	/* Destroys a blob; none there is fine. */
	bool (*drop)(void *ctx, const char *name, struct err *e);
	/* The salt of a new hash, the same again after "later"; NULL: random. */
	void (*salt)(void *ctx, unsigned char salt[SEAL_SALT_SIZE]);
	/* Milliseconds of a clock that nobody sets; NULL: the wall clock. */
	int64_t (*mono)(void *ctx);
};

/* A private half of the unit from before somebody left. */
struct unit_key {
	unsigned char public_half[SEAL_KEY_SIZE];
	struct secret private_half;
};

/* A signed-in officer's opened keys.  In locked memory, wiped when closed. */
struct keyring {
	struct secret officer;			/* private half */
	struct secret unit;			/* private half */
	struct secret draft;			/* own drafts */
	unsigned char officer_public[SEAL_KEY_SIZE];
	unsigned char unit_public[SEAL_KEY_SIZE];
	struct unit_key *old;			/* of the unit, newest first */
	size_t n_old;
	bool once;	/* opened by a one-time secret: it must be changed */
};

/* "0123ab" and back; out holds 2n+1, or n bytes. */
void hex_from(const unsigned char *bytes, size_t n, char *out);
bool hex_to(const char *hex, unsigned char *out, size_t n);

/*
 * What new hashes of this store cost: measured when it was made, never below
 * the floor but on the weakest machines (`small`, security.md S-03).
 */
bool keyring_set_cost(const struct keyring_store *ks, struct seal_cost cost,
    bool small, struct err *e) TN_MUST_USE;
struct seal_cost keyring_cost(const struct keyring_store *ks);
/*
 * The cost at which one hash takes 0.5 to 1 s on this machine, by trying.
 * Memory stays at the floor's (two at once must fit, S-05), so that rounds
 * are what is raised.  `memory`: of the machine in bytes, 0 when unknown;
 * `mono` as above.  *small is for keyring_set_cost().
 */
struct seal_cost keyring_calibrate(int64_t (*mono)(void *ctx), void *ctx,
    uint64_t memory, bool *small);

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
 * officer's own name or id in it, not strung together from what everybody
 * uses.  No forced kinds of characters.  `secret` ends in a NUL behind `len`.
 */
bool keyring_check_secret(const char *officer, const char *name,
    const char *secret, size_t len, struct err *e) TN_MUST_USE;

bool keyring_unit_public(const struct keyring_store *ks, const char *unit,
    unsigned char out[SEAL_KEY_SIZE]) TN_MUST_USE;

/* Somebody at the door. */
struct sign_in {
	const char *officer;
	const char *unit;	/* NULL: nobody has this id, or it has ended */
	const char *secret;
	size_t len;
	const char *code;	/* one-time code; NULL or "": none */
	bool wants_code;	/* this officer has said to use one */
	when_t now;		/* wall clock */
	/*
	 * Where the site lets in by the Unix account: the key of the store
	 * process and the account's number, both certain; NULL: not there.
	 */
	const struct secret *account_key;
	uint32_t uid;
	bool by_account;	/* in place of the secret */
};

/*
 * Opens an officer's keys.  A wrong secret, a wrong or missing code and an
 * unknown officer give the same error and cost the same time; after five
 * wrong tries in a row each further one has to wait (tries.h).  A hash
 * cheaper than the store's is made anew.
 */
bool keyring_open(const struct keyring_store *ks, const struct sign_in *in,
    struct keyring *out, struct err *e) TN_MUST_USE;
/*
 * May `in` come by the account?  Lets it, from now on: of an opened keyring.
 * Takes that back.  `in` needs officer, account_key and uid.
 */
bool keyring_has_account(const struct keyring_store *ks,
    const struct sign_in *in);
bool keyring_let_account(const struct keyring_store *ks,
    const struct sign_in *in, const struct keyring *k, struct err *e)
    TN_MUST_USE;
bool keyring_drop_account(const struct keyring_store *ks,
    const char *officer, struct err *e) TN_MUST_USE;
/* The unit's keys again, after somebody left and they were renewed. */
bool keyring_reopen(const struct keyring_store *ks, const char *officer,
    const char *unit, struct keyring *k) TN_MUST_USE;
void keyring_close(struct keyring *k);

/*
 * Checks an officer's own secret once more.  ERR_SIGN_IN, ERR_SIGN_IN_LATER.
 * A wrong one counts as a wrong try.
 */
bool keyring_prove(const struct keyring_store *ks, const char *officer,
    const char *secret, size_t len, when_t now, struct err *e) TN_MUST_USE;
/*
 * A new secret for an opened keyring; the keys themselves stay.  May say
 * ERR_SIGN_IN_LATER.
 */
bool keyring_change_secret(const struct keyring_store *ks,
    const char *officer, const struct keyring *k, const char *secret,
    size_t len, struct err *e) TN_MUST_USE;

/* ---- one-time codes (totp.h) ---- */

/* Makes a new secret for an officer's device; asked for only once proved. */
bool keyring_begin_codes(const struct keyring_store *ks, const char *officer,
    const struct keyring *k, unsigned char *secret, struct err *e)
    TN_MUST_USE;
/* From now on its codes are asked for, when this is one. */
bool keyring_take_codes(const struct keyring_store *ks, const char *officer,
    const struct keyring *k, const char *code, when_t now, struct err *e)
    TN_MUST_USE;

/* ---- one-time secrets, for who is new or has lost theirs ---- */

/*
 * A one-time secret has two halves of 80 random bits; each of two officers
 * sees one, who hands it over, and neither could sign in (S-12).
 */
#define HALF_LETTERS 16
#define HALF_SIZE (HALF_LETTERS + HALF_LETTERS / 4)	/* with - and NUL */
#define ONCE_LIVES_MS (INT64_C(7) * 24 * 3600 * 1000)

/* The first: a new pair, sealed under the half, kept as once/NAME. */
bool keyring_begin_once(const struct keyring_store *ks, const char *name,
    char half[HALF_SIZE], struct err *e) TN_MUST_USE;
/*
 * The second: what NAME holds becomes the keys of the officer, who is let
 * into the unit; whatever opened older keys is destroyed.  Works once, until
 * `until`.
 */
bool keyring_end_once(const struct keyring_store *ks, const char *name,
    const char *officer, const char *unit, const struct keyring *member,
    when_t until, char half[HALF_SIZE],
    unsigned char public_half[SEAL_KEY_SIZE], struct err *e) TN_MUST_USE;

/* ---- leaving ---- */

struct key_member {
	const char *officer;
	unsigned char public_half[SEAL_KEY_SIZE];
};

/* Destroys all by which an officer opens anything. */
bool keyring_remove_officer(const struct keyring_store *ks,
    const char *officer, const char *unit, struct err *e) TN_MUST_USE;
/*
 * A new pair for the unit, given to those who stay; the old one is sealed to
 * the new, for what is still wrapped to it.  `k`: of one who stays.
 */
bool keyring_renew_unit(const struct keyring_store *ks, const char *unit,
    const struct keyring *k, const struct key_member *stay, size_t n,
    unsigned char public_half[SEAL_KEY_SIZE], struct err *e) TN_MUST_USE;

/*
 * Opens a wrap made to the unit.  *stale: by a key from before somebody left,
 * so that it should be made anew.
 */
bool keyring_unwrap(const struct keyring *k, const unsigned char *wrap,
    size_t len, struct secret *key, bool *stale) TN_MUST_USE;

#endif
