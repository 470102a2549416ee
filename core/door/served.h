/*
 * What the store process needs of the door beside tiepnhan.h: many operations
 * in one transaction, and secrets hashed elsewhere, so that one officer who
 * signs in does not keep two hundred waiting.
 *
 * Private to core/door and core/serve.
 */
#ifndef TN_DOOR_SERVED_H
#define TN_DOOR_SERVED_H

#include "core/staff/seal.h"
#include "core/store/store.h"
#include "core/tiepnhan.h"

/* Most hashes that one request needs: an old secret and a new one. */
#define DEFERRED_MAX 3

/* A hash that was made. */
struct deferred_key {
	unsigned char salt[SEAL_SALT_SIZE];
	struct seal_cost cost;
	struct secret key;
};

/*
 * Hashes that tn_sign_in_code() and tn_change_secret() need and another
 * process makes.  With `on`, they say ERR_SIGN_IN_LATER and leave here what
 * is to be hashed; called again with the same secrets and the keys so far
 * given, they go on.
 */
struct deferred {
	bool on;
	unsigned char fresh[SEAL_SALT_SIZE];	/* for what is hashed anew */
	const struct deferred_key *given;	/* borrowed */
	size_t n_given;
	const char *text;			/* wanted; borrowed */
	size_t len;
	unsigned char salt[SEAL_SALT_SIZE];
	struct seal_cost cost;
	/*
	 * Who asks, when the kernel says that it is exactly one officer, and
	 * the key of account/ID; NULL: signing in by account is not possible.
	 */
	const struct secret *account_key;
	uint32_t uid;
	bool by_account;		/* no secret is given */
};

/*
 * May the officer of this account sign in without a secret?  `d` as above.
 * *code: with a one-time code.
 */
bool tn_account_ready(struct tn *tn, const char *officer,
    const struct deferred *d, bool *code);

bool deferred_derive(void *tn, const char *text, size_t len,
    const unsigned char salt[SEAL_SALT_SIZE], struct seal_cost cost,
    struct secret *key, bool *later);
struct deferred *tn_deferred(struct tn *tn);

/*
 * The moment, by the clock that nobody sets, at which a session is over when
 * nothing is done in it before: unused for so long, or too old (S-08, S-09).
 * INT64_MAX when it is over already.
 */
int64_t tn_session_due(const struct session *s, int64_t idle_ms);
/* Ends it, and wipes its keys, when that moment has come; true: just now. */
bool tn_session_watch(struct session *s, int64_t idle_ms);

/* The store itself: groups (store.h). */
struct store *tn_store(struct tn *tn);
/* {"site", "demonstration", "training", "values"}: what a client is told. */
json_t *tn_about(const struct tn *tn);
/* Outcomes that the door did not give itself; new references. */
json_t *tn_unknown(const char *op_id);
json_t *tn_refusal(const struct err *e);
/* An account of this machine that belongs to no officer, and how often. */
struct stranger {
	uint32_t uid;
	int64_t times;
};
#define STRANGERS_MAX 16
/*
 * One entry of the stream "refused" about who knocked: each of n with its
 * number, and how often still others did.  False: nothing was written.
 */
bool tn_note_strangers(struct tn *tn, const struct stranger *one, size_t n,
    int64_t more) TN_MUST_USE;
/*
 * Long work that can go on later (the first index of persons) is refused with
 * ERR_AGAIN after so many milliseconds, and goes on when it is asked for again.
 */
void tn_set_slice(struct tn *tn, int64_t ms);
/* After a group that came to nothing: all that was read rested on it. */
void tn_forget(struct tn *tn, struct session *const *session, size_t n);

#endif
