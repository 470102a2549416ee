/*
 * The one door of the core.  Screens, the command line, scenarios and later a
 * server all come in here: a change is a *command*, a look is a *query*, both
 * plain JSON; nothing else of core changes or reads a store.
 *
 * Commands, queries, outcomes and their keys: see core/door/README (the table
 * in ARCHITECTURE.md is the map).  Not thread-safe; one struct tn a process.
 */
#ifndef TIEPNHAN_H
#define TIEPNHAN_H

#include "core/base/err.h"
#include "core/base/files.h"
#include "core/base/when.h"
#include "core/form/fill.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct tn;		/* procedure + open store */
struct session;		/* one signed-in officer with unlocked keys */

/* What core would otherwise have to ask the machine for. */
struct tn_env {
	void *ctx;
	when_t (*now)(void *ctx);
	void (*random)(void *ctx, void *buf, size_t len);
	/*
	 * Milliseconds of a clock that nobody sets, best since the machine
	 * started; NULL: now().
	 */
	int64_t (*mono)(void *ctx);
	/*
	 * The name of this machine, for sign-ins: letters, digits, . - and _,
	 * at most MACHINE_MAX; NULL or anything else: not known.
	 */
	const char *machine;
};
#define MACHINE_MAX 63

struct tn_config {
	const struct files *files;	/* forms/ */
	const char *store;		/* path of the SQLite file */
	struct tn_env env;
	bool training;			/* store must be a training store; else must not */
	const char *socket;		/* for tn_connect(): its path */
	/*
	 * For tn_connect() instead of `socket`: a connected descriptor, which
	 * becomes its own; 0: none.  There, the clock is this side's.
	 */
	int connected;
	bool later;			/* forms/ is read by tn_ready() */
	uint64_t memory;	/* of the machine in bytes, for tn_init(); 0: unknown */
};

/*
 * Loads the procedure and opens the store.  NULL: everything wrong is in
 * `found` (always at least one finding).  The caller closes it.
 */
struct tn *tn_open(const struct tn_config *config, struct findings *found) TN_MUST_USE;
/*
 * The same over the socket of a store process (tiepnhan serve): `store` is
 * not used, the forms must be those of the other side, and who comes in is
 * what the kernel says of this process.  What needs the store itself
 * (tn_init, tn_verify) is refused.
 */
struct tn *tn_connect(const struct tn_config *config,
    struct findings *found) TN_MUST_USE;
void tn_close(struct tn *tn);

/*
 * Loads the procedure that tn_open() has left for later, so that a screen can
 * stand before it is read; `files` of the configuration must still be there.
 * Until it has succeeded nothing but tn_is_demonstration() and tn_close() may
 * be called.  False: everything wrong is in `found`, and `tn` is as before.
 * True at once when there is nothing left to do.
 */
bool tn_ready(struct tn *tn, struct findings *found) TN_MUST_USE;

/*
 * Makes a new store (refuses an existing file): its site code, units and
 * first officers.  `plan`: {"site": "MC", "training": false, "units": [code…],
 * "staff": [{"id","name","unit","roles":[…],"secret"}]}; at least two
 * officers unless "demonstration": true.  "cheap": true gives Argon2id the
 * cost of the weakest machines (19 MiB), for tests and demonstrations.
 */
bool tn_init(const struct tn_config *config, const json_t *plan,
    struct findings *found) TN_MUST_USE;

/* Wrong officer and wrong secret answer alike.  NULL and *e when refused. */
struct session *tn_sign_in(struct tn *tn, const char *officer,
    const char *secret, size_t secret_len, struct err *e) TN_MUST_USE;
/* The same with a one-time code; NULL or "": none. */
struct session *tn_sign_in_code(struct tn *tn, const char *officer,
    const char *secret, size_t secret_len, const char *code,
    struct err *e) TN_MUST_USE;
/*
 * Over a store process whose site lets officers in by their Unix account
 * (`signin: unix`): the officer that this process is by the kernel's word, when
 * no secret is needed; borrowed.  NULL: it is, as always in one process.
 * *code: a one-time code is asked for.
 */
const char *tn_account(const struct tn *tn, bool *code);
/*
 * Signs that officer in; once on a connection, so that after a lock or a
 * sign-out the secret is asked.  `code` as above.
 */
struct session *tn_sign_in_account(struct tn *tn, const char *code,
    struct err *e) TN_MUST_USE;
/* Has somebody here said to use one-time codes, so that one is asked for? */
bool tn_asks_codes(const struct tn *tn);
/*
 * The officer's own secret: the old one is proved, the new one must keep the
 * rules (keyring_check_secret()).  Both end in a NUL behind their length.
 */
bool tn_change_secret(struct session *s, const char *old, size_t old_len,
    const char *secret, size_t secret_len, struct err *e) TN_MUST_USE;
void tn_sign_out(struct session *s);	/* wipes the keys */
/*
 * Somebody is at work though nothing is asked: a store process ends sessions
 * of which it hears nothing.  False: it has ended meanwhile.
 */
bool tn_alive(struct session *s);
/*
 * Why the session is over (ERR_SESSION_..., ERR_SERVE_SESSION), as far as any
 * answer has said; ERR_NONE: it is open.  One that is over answers nothing
 * any more and is still to be signed out.
 */
enum err_code tn_session_over(const struct session *s);

/*
 * False: the disk was full and the sign-in is not in the journal yet.  Until
 * it is, such a session can look at what leaves no trace, and keep drafts;
 * every other command writes the sign-in first, or is refused.
 */
bool tn_is_recorded(const struct session *s);

/*
 * Drafts that the disk had no room for stay in memory, sealed to their
 * officer, over sign-out and lock.  Tries to put them on disk; true when none
 * is left.  `last`: the program ends, and the reserve of the store is for
 * them.  A draft that cannot be saved answers refused with "held": true.
 */
bool tn_keep_drafts(struct tn *tn, bool last);

/*
 * Does a command: {"do": name, "op_id": text, "case": id, "with": {…}}.
 * Without "op_id" one is made.  Always returns a new object:
 *   {"outcome":"done", "op_id", "events":[{"seq","kind","stream"}], …}
 *   {"outcome":"refused", "op_id", "reasons":[{"code","say":{vi,en},"law","fix"}]}
 *   {"outcome":"unknown", "op_id", "say":{vi,en}}
 * "done" is said only after COMMIT has returned.
 */
json_t *tn_execute(struct session *s, const json_t *command) TN_MUST_USE;

/* Answers a query: {"ask": name, …} -> object; refusals as above. */
json_t *tn_ask(struct session *s, const json_t *query) TN_MUST_USE;

/*
 * Opens a form for filling: what the case already knows is shown in it.
 * `for_act`: for a step, a request, a reply or a paper, whose questions asked
 * anew begin empty; false to look and to correct.
 * What was recorded is shown in the version of the form that recorded it;
 * "CODE@N" opens a newer version over it.  An act asks by the newest.
 * `case_id` NULL: an empty one, of the current regime.  The caller closes it
 * before the session ends.  NULL and *e when refused.
 */
struct fill *tn_fill(struct session *s, const char *case_id,
    const char *form_code, bool for_act, struct err *e) TN_MUST_USE;

/*
 * Whoever gets exports and has no unit here keeps their own key, in a file
 * under a secret (which ends in a NUL behind its length): makes one.  The
 * text of the file is the caller's; the public half, in hexadecimal, is what
 * two persons register (add_receiver).
 */
#define TN_PUBLIC_SIZE 65
bool tn_receiver_key(const char *secret, size_t len, char **file,
    char public_hex[TN_PUBLIC_SIZE], struct err *e) TN_MUST_USE;
/*
 * Opens an export with such a key: csv, the caller's, with a NUL behind it;
 * NULL and *e when it is refused.  Units ask {"ask":"open_export"} instead.
 */
char *tn_open_export(const char *key, size_t key_len, const char *secret,
    size_t secret_len, const char *file, size_t len, size_t *out_len,
    struct err *e) TN_MUST_USE;

/*
 * Long work (the index of a search, a queue that is sorted, a proof of the
 * store) calls `fn` again and again with how much is done; total 0: it is not
 * known.  False ends it: a query then answers with the refusal "stopped", a
 * command is refused so, and nothing has been written.  NULL: nobody asks.
 * `fn` must not come back in through the door.
 */
void tn_set_progress(struct tn *tn,
    bool (*fn)(void *ctx, int64_t done, int64_t total), void *ctx);

/* A new operation id (the officer starts something); the caller's. */
char *tn_new_op_id(struct tn *tn);

/*
 * The end of work (a workstation, a store process): signs the head of the
 * journal if anything came since it was last signed.  Nothing fails.
 */
void tn_end_work(struct tn *tn);

when_t tn_now(const struct tn *tn);

/* Was the store founded as a demonstration, whose secret is published? */
bool tn_is_demonstration(const struct tn *tn);

/* Proves chains, integrity and projections.  {"outcome":"done", "events", …}
 * or {"outcome":"refused","reasons":[…]} naming the first bad entry. */
json_t *tn_verify(struct tn *tn) TN_MUST_USE;

/* Lists for choosing, as the form room reads them. */
const struct form_lists *tn_lists(const struct tn *tn);

#endif
