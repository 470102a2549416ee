/*
 * The store: the journal, its projections, keys and drafts, in one SQLite
 * file.  The door of this room; reads in this order:
 *
 *	store.h		this
 *	inside.h	the opened store
 *	schema.c	tables, triggers, versions
 *	link.h		one entry and its hash
 *	batch.c commit.c group.c	saving, and finding out whether it was saved
 *	project.c kept.c	rows, worklist, counters
 *	rebuild.c	all of them anew, after a change of what is folded
 *	checkpoint.c	signed heads
 *	read.c work.c aside.c	the rest of the journal's interface
 *	attachment.c	files of cases
 *	verify.c refold.c attachment_verify.c	proof
 *	ended.c ended_file.c	streams whose key was destroyed, and their list
 *	backup.c restore.c	backup and restore
 *	db.c db_transaction.c db_guard.c	the wrapper around SQLite
 *	file.c		where files may lie
 *

 * Among the entries lie *checkpoints*: every 1,000 entries, every hour in
 * which something was written and at the end of work, an entry of the stream
 * "checkpoint" holds number and hash of the entry before it, signed (Ed25519)
 * with the key in PATH-signing.  Whoever changes an entry and all hashes after
 * it, without that key, is found at the next checkpoint; whoever has the key
 * too (root on this machine) only by a head that has left it: on paper, in an
 * export, in a checkpoint that somebody wrote down.
 *
 * Beside the store PATH lie PATH-wal and PATH-shm (SQLite's; never delete
 * them by hand) and PATH-ballast (room for one last save on a full disk) and
 * PATH-signing (the key of checkpoints; no backup holds it) and PATH-erased
 * (what was erased, as the last list beside a backup told it).
 *
 * Within one process a store must be opened once only: closing a second
 * descriptor of the file would drop the locks of the first (POSIX).
 */
#ifndef TN_STORE_STORE_H
#define TN_STORE_STORE_H

#include "core/base/err.h"
#include "core/case/journal.h"

#include <stdbool.h>
#include <stdint.h>

#define SITE_MAX 64
#define BALLAST_DEFAULT ((size_t)8 << 20)

struct store;

struct store_report {
	char site[SITE_MAX + 1];
	int version;
	int64_t events;
	bool migrated;		/* came from an older version */
	bool was_unclean;	/* the last stop was a crash or a cut */
	bool checked;		/* and the structure was checked just now */
	/* ... or is too large for that: call store_check() soon. */
	bool check_due;
	bool ballast;		/* the reserve is there */
	int64_t room;		/* bytes free on the disk; -1 not known */
};

/*
 * Makes a new, empty store for a site (1 to 64 printable ASCII characters
 * without spaces).  Complete or not at all; an existing file is refused.
 */
bool store_create(const char *path, const char *site,
    const struct projector *projector, when_t now, struct err *e) TN_MUST_USE;

/*
 * Opens a store, brings an older one forward, and cleans up after a crash.
 * NULL and one sentence when the place, the file, its version or its state
 * does not allow it; the file is untouched then.  `report` may be NULL.
 */
struct store *store_open(const char *path, const struct projector *projector,
    struct store_report *report, struct err *e) TN_MUST_USE;
void store_close(struct store *s);	/* NULL is fine */

/* The interface that core/case works with; lives as long as the store. */
const struct journal *store_journal(struct store *s);

/* The structural check that a large store leaves for later. */
bool store_check(struct store *s, struct err *e) TN_MUST_USE;

/*
 * Size of the reserve from now on (0: none).  False when the disk has no
 * room for it; the store works on without.
 */
bool store_set_ballast(struct store *s, size_t bytes);

/*
 * A group: operations between the two calls are written together, each in a
 * savepoint of its own, so that one sync keeps them all.  What the journal
 * answers meanwhile ("done") is provisional: nobody may be told of it before
 * store_group_end() has returned STORE_KEPT.
 */
enum store_group {
	STORE_KEPT,	/* on disk, or nothing was written */
	STORE_LOST,	/* nothing of it is: each may be done again, alone */
	STORE_UNSURE	/* may or may not be, and cannot be found out now */
};
void store_group_begin(struct store *s);
/* Has anything been written since then? */
bool store_group_dirty(const struct store *s);
enum store_group store_group_end(struct store *s, struct err *e) TN_MUST_USE;
/* Moves the log when it has grown long; once those of a group are told. */
void store_catch_up(struct store *s);

/* Seq and hash of the newest entry: what leaves the house on paper. */
bool store_head(struct store *s, int64_t *seq, unsigned char hash[HASH_SIZE],
    struct err *e) TN_MUST_USE;

/*
 * Signs the head, unless the newest entry is a checkpoint; for the end of
 * work.  False when nothing was written; that harms nothing.
 */
bool store_checkpoint(struct store *s, when_t now);

/* Empties the write-ahead log; for idle moments.  Failing harms nothing. */
bool store_tidy(struct store *s);

enum verdict {
	VERDICT_FINE,
	VERDICT_STRUCTURE,	/* SQLite's own check, or the schema */
	VERDICT_REFERENCE,	/* a foreign key leads nowhere */
	VERDICT_GAP,		/* an entry is missing */
	VERDICT_HASH,		/* an entry was changed */
	VERDICT_SITE_CHAIN,
	VERDICT_STREAM_CHAIN,
	VERDICT_OPERATION,	/* parts missing or an operation twice */
	VERDICT_INCARNATION,	/* an entry of no known incarnation */
	VERDICT_EVENT,		/* malformed, or cannot follow */
	VERDICT_ROW,		/* projections that differ from a refold */
	VERDICT_WORK,
	VERDICT_COUNTER,
	VERDICT_FILE_MISSING,	/* an entry's file is not there */
	VERDICT_FILE_CHANGED,	/* or not as it was sealed */
	VERDICT_FILE_EXTRA,	/* a file that no entry names */
	VERDICT_KEY,		/* a key that was destroyed is there, or not said so */
	VERDICT_CHECKPOINT,	/* a signed head that is not the chain's */
	VERDICT_HEAD_CUT,	/* an entry known outside is not there */
	VERDICT_HEAD_OTHER	/* ... or is another */
};

struct store_verdict {
	enum verdict what;
	int64_t seq;			/* first bad entry; 0 when none fits */
	char stream[STREAM_MAX];	/* of it; or the series of a counter */
	int64_t events;			/* entries looked at */
	size_t streams;
	unsigned char head[HASH_SIZE];
	int64_t checkpoints;		/* found, with good signatures */
	int64_t signed_to;		/* seq of the newest of them */
	int keys;			/* how many keys, one after another */
	unsigned char key[HASH_SIZE];	/* public half of the newest */
	bool own_key;			/* and it is this machine's */
	/* Entries whose clock stands far before the entry before (S-61). */
	int64_t jumps, jump;		/* how many; seq of the first */
};
#define CLOCK_JUMP_MS 300000

/* Called now and then; false stops.  `of` counts both passes. */
struct store_progress {
	bool (*tell)(void *arg, int64_t done, int64_t of);
	void *arg;
};

/*
 * Proves the store: structure, chains, hashes, operations, projections
 * equal, byte for byte, to refolding the journal from empty, and every file
 * as the journal names it.  True: all of
 * it.  False with a verdict: *e says in a sentence what is wrong.  False
 * with VERDICT_FINE: it could not be found out (I/O error, stopped).
 */
bool store_verify(struct store *s, struct store_verdict *out,
    const struct store_progress *progress, struct err *e) TN_MUST_USE;
/* Only the chains: the part that is fast. */
bool store_verify_chain(struct store *s, struct store_verdict *out,
    const struct store_progress *progress, struct err *e) TN_MUST_USE;

/*
 * Is the entry `seq` here, and does its hash begin with these hex digits?
 * What a head on paper is compared with; at least 16 digits.
 */
bool store_verify_head(struct store *s, int64_t seq, const char *hex,
    struct store_verdict *out, struct err *e) TN_MUST_USE;

/*
 * A copy at `to` while work goes on.  Written beside `to`, opened, verified,
 * synced and only then put in its place; an older backup there is replaced,
 * any other file refused.
 */
bool store_backup(struct store *s, const char *to,
    const struct store_progress *progress, struct err *e) TN_MUST_USE;

/*
 * Streams whose key was destroyed (projector.ends), in order.  The list
 * belongs beside every backup: a backup still opens what was erased after it
 * was made, and whoever restores it must erase that again.
 */
struct ended_stream {
	char stream[STREAM_MAX];
	char kind[STREAM_MAX];	/* of the entry that ended it */
	int64_t seq;
	unsigned char hash[HASH_SIZE];
};
bool store_ended(struct store *s, bool (*each)(void *arg,
    const struct ended_stream *ended), void *arg, struct err *e) TN_MUST_USE;
/*
 * Ends again, with an entry of its own by "restore", what of a list is in the
 * store and not ended; *count: how many that were.
 */
bool store_end_again(struct store *s, const struct ended_stream *list,
    size_t n, when_t now, size_t *count, struct err *e) TN_MUST_USE;

/*
 * The same as a file (ended_file.c): beside a backup F as F.erased, and beside
 * the store as PATH-erased, the newest that this machine has written or gone
 * by.  Signed with the key of checkpoints over all that stands in it.
 */
struct ended_list {
	char *path;		/* where it was read; owned */
	char site[SITE_MAX + 1];
	int64_t number;		/* 1, 2, ...: a later list has a higher one */
	int64_t upto;		/* newest entry when it was written */
	unsigned char head[HASH_SIZE];	/* and its hash */
	unsigned char key[HASH_SIZE];	/* public half of who signed it */
	struct ended_stream *item;
	size_t n;
};
/*
 * Writes it, in place of an older one: what is ended in the store, and what
 * PATH-erased names beside (a stream that a restored store never had may be in
 * another backup).
 */
bool store_ended_write(struct store *s, const char *path, struct err *e)
    TN_MUST_USE;
/*
 * ERR_STORE_NO_ENDED_LIST: there is none.  ERR_STORE_BAD_ENDED_LIST: it is
 * damaged, or its signature does not fit; whose key it is, is not asked here.
 */
bool store_ended_read(const char *path, struct ended_list *out,
    struct err *e) TN_MUST_USE;
void ended_list_done(struct ended_list *l);

/* What a restore goes by. */
struct ended_known {
	const struct ended_list *list;
	size_t n;
	/* Hex digits, 16 or more, of a key that is trusted beside; or NULL. */
	const char *key;
};

/*
 * Makes a store at `to` out of a backup, under a new incarnation.  An
 * existing store is refused, or with `aside` renamed to
 * PATH.before-restore-N first (it must be closed).  Verified before and
 * after; on failure nothing at `to` has changed.
 *
 * What was erased since is ended again: by the lists of `again` (NULL: none),
 * by TO-erased and, with `aside`, by the store in place.  A list of another
 * site, one signed with a key that neither the backup nor this machine knows,
 * and lists that are all older than the backup or than TO-erased are refused.
 */
bool store_restore(const char *backup, const char *to, bool aside,
    const struct ended_known *again,
    const struct projector *projector, when_t now,
    const struct store_progress *progress, struct err *e) TN_MUST_USE;

#endif
