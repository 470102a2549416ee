/*
 * SQLite, wrapped: the only way by which the files of this room reach it.
 *
 * SQL is always a literal (DB_GET and DB_RUN do not compile otherwise), each
 * statement is prepared once, and an authorizer refuses what the moment does
 * not allow: entries of the journal are written inside a commit and nowhere
 * else, and no other file is ever attached.
 *
 * Private to core/store.
 */
#ifndef TN_STORE_DB_H
#define TN_STORE_DB_H

#include "core/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What may be written now. */
enum db_phase {
	DB_RUNNING,	/* drafts, keys, projections; not the journal */
	DB_COMMIT,	/* also new journal entries and files */
	DB_SCHEMA	/* also the schema; still no change of an entry */
};

enum db_step { DB_ROW, DB_DONE, DB_FAILED };

struct sqlite3;
struct db;
struct stmt;

/*
 * Opens an existing file of ours for reading and writing, sets what
 * reliability.md rule 1 wants and reads each setting back.  Nothing of the
 * file is changed.  `path` must have been through file_checked().
 */
struct db *db_open(const char *path, struct err *e) TN_MUST_USE;
/* Makes an empty file into an empty database of the right kind. */
bool db_format(const char *path, struct err *e) TN_MUST_USE;
/*
 * Reads the main file alone, without its write-ahead log, taking it as it
 * lies; what is read may be stale or, between two checkpoints, torn.
 */
struct db *db_open_bare(const char *path, struct err *e) TN_MUST_USE;
/*
 * Closes.  With `checkpoint` false the file stays byte for byte as it was
 * and the log beside it is kept.  False when statements are still in use
 * (then nothing is closed).
 */
bool db_close(struct db *db, bool checkpoint);
/* The handle for the backup interface only. */
struct sqlite3 *db_handle(struct db *db);

void db_set_phase(struct db *db, enum db_phase phase);

/*
 * A statement ready for binding.  Cached by the address of its literal; when
 * that one is busy (a reader inside a reader) a second one is prepared.
 * NULL when it cannot be prepared: see db_err().
 */
#define DB_GET(db, sql) db_get_literal((db), "" sql "")
struct stmt *db_get_literal(struct db *db, const char *sql);
/* Runs a literal without parameters or rows of interest. */
#define DB_RUN(db, sql) db_run_literal((db), "" sql "")
bool db_run_literal(struct db *db, const char *sql);

/* Parameters count from 1, columns from 0.  Text and blobs are borrowed
 * until stmt_put() (bound) and until the next step (read). */
void stmt_text(struct stmt *st, int i, const char *text);
void stmt_int(struct stmt *st, int i, int64_t n);
void stmt_blob(struct stmt *st, int i, const void *blob, size_t len);
enum db_step stmt_step(struct stmt *st);
int64_t stmt_int_at(struct stmt *st, int col);
bool stmt_null_at(struct stmt *st, int col);
/*
 * Never NULL, always ended by NUL; *len (if asked for) without it.  A text
 * that holds a NUL or is longer than `max` shows as NULL: it is not ours.
 */
const char *stmt_text_at(struct stmt *st, int col, size_t max, size_t *len);
/* NULL when empty or longer than max; *len is 0 then. */
const unsigned char *stmt_blob_at(struct stmt *st, int col, size_t max,
    size_t *len);
void stmt_put(struct stmt *st);
/* Steps once and puts back: for writes.  False on failure. */
bool stmt_finish(struct stmt *st);
/* First column of the first row, or `none`; puts back.  *ok on failure. */
int64_t stmt_number(struct stmt *st, int64_t none, bool *ok);

/*
 * Counted: only the outermost pair reaches SQLite.  An inner db_end() with
 * `keep` false spoils the whole.  db_end() is false when nothing was kept;
 * db_in_doubt() then tells whether that came from COMMIT itself.
 */
bool db_begin(struct db *db);		/* BEGIN IMMEDIATE, bounded retries */
bool db_begin_read(struct db *db);	/* one snapshot for several reads */
bool db_end(struct db *db, bool keep);
bool db_in_doubt(const struct db *db);
/*
 * A group: from db_group_begin() on, the first outermost pair opens one
 * transaction that stays open, and each pair becomes a savepoint in it: what
 * one takes back is taken back alone.  Nothing is kept until
 * db_group_end() has returned true.
 */
void db_group_begin(struct db *db);
bool db_group_dirty(const struct db *db);	/* is there a transaction? */
/* Has SQLite given the whole transaction up? */
bool db_group_lost(const struct db *db);
bool db_group_end(struct db *db, bool keep);
int db_depth(const struct db *db);

/* What the last failure was. */
bool db_failed_full(const struct db *db);
bool db_failed_io(const struct db *db);		/* also: damaged, cannot open */
bool db_failed_busy(const struct db *db);
/* Fills *e with the sentence for the last failure; always false. */
bool db_err(struct db *db, struct err *e);
void db_forgive(struct db *db);			/* forgets the failure */
bool db_fine(const struct db *db);		/* none since then */

/*
 * Has the file, or its log, been deleted or renamed under us?  Then what is
 * written goes where nobody will find it.
 */
bool db_moved(struct db *db);
/* Pages in the write-ahead log after the last commit. */
int db_wal_pages(const struct db *db);
/* Moves the log into the main file; `whole` also empties it. */
bool db_checkpoint(struct db *db, bool whole);

#endif
