/*
 * The opened store.  Private to core/store and to the crash tests.
 */
#ifndef TN_STORE_INSIDE_H
#define TN_STORE_INSIDE_H

#include "core/staff/seal.h"
#include "core/store/db.h"
#include "core/store/link.h"
#include "core/store/names.h"
#include "core/store/store.h"

/* kept.c */
#define ROWS_KEPT 128
struct kept_row {
	char stream[STREAM_MAX];
	int64_t last_seq, epoch;
	json_t *row;		/* owned; NULL: nothing here */
};

struct store {
	char *path;		/* resolved */
	char *ballast_path;
	const struct projector *projector;
	struct db *db;		/* NULL while it cannot be opened */
	bool stale;		/* close and reopen before the next use */
	bool owed;		/* only ever set by a test mutant */
	char site[SITE_MAX + 1];
	unsigned char genesis[HASH_SIZE];
	unsigned char first[INCARNATION_SIZE];	/* never changes */
	unsigned char incarnation[INCARNATION_SIZE];
	size_t ballast;		/* bytes wanted */
	bool ballast_spent;
	int checkpoint_pages;
	bool group;		/* operations are savepoints of one */
	bool group_lost;	/* and the one is gone */
	bool group_whole;	/* as after_commit() wants it */
	char group_op[OP_ID_MAX + 1];	/* one that it holds */
	const char *sign_at;	/* its key lies beside this; NULL: beside path */
	struct secret sign;	/* seed of checkpoints; empty: not read yet */
	unsigned char sign_public[SEAL_KEY_SIZE];
	struct kept_row kept[ROWS_KEPT];
	struct str room;	/* for encodings */
	struct journal journal;
};

/* The database, reopened when that is needed; false: it cannot be now. */
bool store_ready(struct store *s, struct err *e) TN_MUST_USE;
/* Closes and opens anew: the only way on after an I/O error. */
bool store_reopen(struct store *s, struct err *e) TN_MUST_USE;
/* Fills *e from the last failure and sees that I/O errors lead to reopening. */
bool store_failed(struct store *s, struct err *e);

/* open.c: what the main file says without its log. */
struct bare {
	unsigned char first[INCARNATION_SIZE];
	bool has_first;
	int64_t seq;
	unsigned char hash[HASH_SIZE];
};

/* Before db_open(): closing the bare handle drops this process's locks. */
void store_read_bare(const char *path, struct bare *out);
bool store_is_ours_log(const char *path, struct db *db,
    const struct bare *bare, const unsigned char genesis[HASH_SIZE],
    struct err *e) TN_MUST_USE;
bool store_quick_check(struct db *db, const char *path, struct err *e)
    TN_MUST_USE;
bool store_read_meta(struct db *db, const char *path, char site[SITE_MAX + 1],
    unsigned char first[INCARNATION_SIZE],
    unsigned char current[INCARNATION_SIZE], struct err *e) TN_MUST_USE;
bool store_begin_incarnation(struct db *db, when_t now);

/* checkpoint.c: signed heads among the entries (store.h). */
#define CHECKPOINT_STREAM "checkpoint"
#define CHECKPOINT_ENTRIES 1000
#define CHECKPOINT_MS 3600000
/* The newest one: its seq (0: none) and moment. */
bool checkpoint_last(struct store *s, int64_t *seq, when_t *at);
/* Is it time for another behind the entry `seq` of the moment `at`? */
bool checkpoint_due(struct store *s, int64_t seq, when_t at);
/*
 * The facts of one over the entry `seq`, a new reference; NULL when the key
 * can neither be read nor made, which must not keep anybody from saving.
 */
json_t *checkpoint_facts(struct store *s, int64_t seq,
    const unsigned char hash[HASH_SIZE]);
/*
 * Does this entry of the stream vouch for the one before it, whose hash is
 * `before`?  `key` is who signed it.
 */
bool checkpoint_holds(const struct store *s, const struct link *l,
    const unsigned char before[HASH_SIZE], unsigned char key[SEAL_KEY_SIZE]);

/* The key, read into s->sign, or made with `make`. */
bool checkpoint_key(struct store *s, bool make) TN_MUST_USE;
/* Was any checkpoint of this journal signed with this key? */
bool checkpoint_knows(struct store *s, const unsigned char key[SEAL_KEY_SIZE]);
/* Is this the public half of the key beside the store?  Makes none. */
bool checkpoint_own(struct store *s, const unsigned char key[SEAL_KEY_SIZE]);

/* backup.c, for restore.c too. */
void store_remove_working(const char *path);
/* Opens a finished file as a store and proves it. */
bool store_prove(const char *path, const struct projector *projector,
    const struct store_progress *progress, struct err *e) TN_MUST_USE;
/*
 * restore_ended.c: ends again in the copy `making` what was erased since, and
 * keeps the newest list beside `to`.
 */
bool restore_ended(const char *making, const char *to, bool aside,
    const struct ended_known *again, const struct projector *projector,
    when_t now, struct err *e) TN_MUST_USE;

/* batch.c: names, sizes and parts are as this room can keep them. */
bool store_batch_ok(const struct store *s, const struct batch *b,
    struct err *e) TN_MUST_USE;

/* attachment.c: files beside the journal. */
bool attachment_id_ok(const char *id);
void attachment_hash(const unsigned char *sealed, size_t len,
    unsigned char out[HASH_SIZE]);
/* The file an event brings; false: none. */
bool attachment_of(const struct projector *p, const struct event *ev,
    struct attached *out);
/*
 * Writes the files of a batch whose first event is `first`, and reads them
 * back.  False and *e: roll back.
 */
bool attachment_write(struct store *s, const struct batch *b, int64_t first,
    struct err *e) TN_MUST_USE;
/*
 * Is there room for the files of a batch, in the log and in the main file?
 * They never use the reserve, which is there for the last record.
 */
bool attachment_room(struct store *s, const struct batch *b, struct err *e)
    TN_MUST_USE;

/* write_keys.c: inside the transaction of a batch */
bool store_write_keys(struct store *s, const struct batch *b);

/* commit.c */
enum commit_result store_commit(void *ctx, const struct batch *b,
    struct err *e);
/* What is due after a COMMIT; `whole`: no trace may stay in the log. */
void store_committed(struct store *s, bool whole);
/* False, with a reason, when the group has nothing left to write into. */
bool store_group_fine(const struct store *s, struct err *e);
/*
 * Outcome of a COMMIT that failed, found out by reopening; a modest operation
 * does not use the reserve up for it.
 */
enum commit_result store_resolve(struct store *s, const char *op_id,
    bool modest, bool was_full, struct err *e);
int store_find_operation(void *ctx, const char *op_id, struct err *e);

/* The ballast (reliability rule 4). */
bool ballast_fill(struct store *s);	/* makes it when there is room */
bool ballast_spend(struct store *s);
/* Gives a part of it to a disk too full for the store to be opened at all. */
bool ballast_lend(struct store *s) TN_MUST_USE;	/* true when there was one to give */

/* project.c: a stream while a batch is being written, or refolded. */
struct fold {
	int64_t last_seq, epoch;
	json_t *row;			/* owned; NULL before the first event */
	json_t *before;			/* as it was loaded; owned */
	unsigned char hash[HASH_SIZE];	/* of the last event */
};

/*
 * kept.c: a row as it is at this entry, a new reference that nobody changes;
 * NULL: not at hand.  All are forgotten when something was taken back, since
 * the numbers of entries are then given out again.
 */
json_t *kept_row(struct store *s, const char *stream, int64_t last_seq,
    int64_t epoch);
/* `len`: bytes of its text; large ones are not kept. */
void keep_row(struct store *s, const char *stream, int64_t last_seq,
    int64_t epoch, json_t *row, size_t len);
void forget_rows(struct store *s);

void fold_done(struct fold *f);
/* One more event; false when it cannot follow. */
bool fold_add(struct fold *f, const struct projector *p,
    const struct event *ev);
/* A stream as it is now; last_seq 0 for a new one. */
bool fold_load(struct store *s, const char *stream, struct fold *f,
    struct err *e) TN_MUST_USE;
/* Writes row and worklist. */
bool fold_write(struct store *s, const char *stream, const struct fold *f,
    struct err *e) TN_MUST_USE;
/*
 * Work rows sorted by unit.  False when the projector gave one that may not
 * be: an unknown relation, two of one unit, a text too long.
 */
bool fold_work(const struct projector *p, const json_t *row,
    struct work_row out[WORK_ROWS_MAX], size_t *n) TN_MUST_USE;
/* Draws the numbers an event gives out; *taken: somebody was faster. */
bool fold_numbers(struct store *s, const struct event *ev, bool *taken,
    struct err *e) TN_MUST_USE;

/* read.c, work.c, aside.c, attachment.c: the rest of the interface */
void store_fill_attachment(struct journal *j);
void store_fill_read(struct journal *j);
void store_fill_work(struct journal *j);
void store_fill_aside(struct journal *j);

/*
 * rebuild.c: folds all projections anew when an older program left them, in
 * one transaction.  False and *e when that cannot be written, or when a newer
 * program has been there; true, and nothing is changed, for a damaged
 * journal.
 */
bool store_rebuild(struct store *s, struct err *e) TN_MUST_USE;

/* refold.c */
struct verify;
bool verify_refold(struct verify *v);

#endif
