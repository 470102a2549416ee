/*
 * The door kept by another process: what tn_execute() and its sisters do when
 * the store is not opened here.  Each becomes one request and one reply, JSON
 * objects, over whatever core/serve puts in between (core/serve/README.md).
 *
 * Private to core/door and core/serve.
 */
#ifndef TN_DOOR_REMOTE_H
#define TN_DOOR_REMOTE_H

#include "core/staff/seal.h"
#include "core/tiepnhan.h"

/* The line to the store process. */
struct remote {
	void *ctx;
	/*
	 * The reply to a request (borrowed), a new reference.  NULL and *e:
	 * ERR_SERVE_DOWN when the request certainly did not arrive,
	 * ERR_SERVE_LOST when nobody can tell.
	 */
	json_t *(*call)(void *ctx, json_t *request, struct err *e);
	void (*close)(void *ctx);
	size_t most;		/* bytes of a request's text */
};

/*
 * A struct tn whose store is on the other side of `remote`, which must live
 * until tn_close() closes it.  `hello` is what the other side said of itself
 * (borrowed).  NULL: what is wrong is in `found`, and remote is closed.
 */
struct tn *tn_over(const struct tn_config *config,
    const struct remote *remote, const json_t *hello,
    struct findings *found) TN_MUST_USE;

json_t *remote_execute(struct session *s, const char *op_id,
    const json_t *command) TN_MUST_USE;
json_t *remote_ask(struct session *s, const json_t *query) TN_MUST_USE;
struct session *remote_sign_in(struct tn *tn, const char *officer,
    const char *secret, size_t len, const char *code,
    struct err *e) TN_MUST_USE;
struct session *remote_sign_in_account(struct tn *tn, const char *code,
    struct err *e) TN_MUST_USE;
bool remote_change_secret(struct session *s, const char *old, size_t old_len,
    const char *secret, size_t len, struct err *e) TN_MUST_USE;
json_t *remote_verify(struct tn *tn) TN_MUST_USE;
void remote_sign_out(struct session *s);
bool remote_alive(struct session *s);
struct fill *remote_fill(struct session *s, const char *case_id,
    const char *form_code, bool for_act, struct err *e) TN_MUST_USE;

/* {"code", "args"} of an error, and back. */
json_t *err_parts(const struct err *e);
bool err_from_parts(const json_t *o, struct err *e);

/* Hex of a hash over every file below forms/: both sides must have the same. */
#define FORMS_HASH_SIZE (2 * SEAL_HASH_SIZE + 1)
bool forms_hash(const struct files *files, char out[FORMS_HASH_SIZE],
    struct err *e) TN_MUST_USE;

#endif
