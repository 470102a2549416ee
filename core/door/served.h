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

/*
 * A hash that tn_sign_in() needs and another process makes.  With `on`,
 * tn_sign_in() says ERR_SIGN_IN_LATER and leaves salt and cost here; called
 * again with the same secret and the key given, it goes on.
 */
struct deferred {
	bool on;
	bool wanted;
	unsigned char salt[SEAL_SALT_SIZE];
	struct seal_cost cost;
	struct secret key;	/* given; empty: not */
};

bool deferred_derive(void *tn, const char *text, size_t len,
    const unsigned char salt[SEAL_SALT_SIZE], struct seal_cost cost,
    struct secret *key, bool *later);
void deferred_done(struct deferred *d);
struct deferred *tn_deferred(struct tn *tn);

/* The store itself: groups (store.h). */
struct store *tn_store(struct tn *tn);
/* {"site", "demonstration", "training", "values"}: what a client is told. */
json_t *tn_about(const struct tn *tn);
/* Outcomes that the door did not give itself; new references. */
json_t *tn_unknown(const char *op_id);
json_t *tn_refusal(const struct err *e);
/* After a group that came to nothing: all that was read rested on it. */
void tn_forget(struct tn *tn, struct session *const *session, size_t n);

#endif
