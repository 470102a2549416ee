/*
 * The wrapper around SQLite: opening, statements, transactions, failures.
 */
#include "core/store/db.h"

#include "core/store/db_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
fail(struct db *db, int rc)
{
	int extended = sqlite3_extended_errcode(db->raw);

	db->rc = (extended & 0xff) == (rc & 0xff) ? extended : rc;
	return false;
}

static int
note_wal(void *ctx, sqlite3 *raw, const char *name, int pages)
{
	struct db *db = ctx;

	(void)raw;
	(void)name;
	/* The checkpoint comes later and by hand: its failure is not lost. */
	db->wal_pages = pages;
	return SQLITE_OK;
}

struct db *
db_open(const char *path, struct err *e)
{
	struct db *db = xcalloc(1, sizeof(*db));
	int rc;

	db->path = xstrdup(path);
	db->guard.phase = DB_RUNNING;
	guard_opening();
	rc = sqlite3_open_v2(path, &db->raw, SQLITE_OPEN_READWRITE |
	    SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX |
	    SQLITE_OPEN_EXRESCODE, NULL);
	if (rc != SQLITE_OK) {
		db->rc = rc;
		db_err(db, e);
	} else if (guard_connection(db->raw, &db->guard, path, e)) {
		sqlite3_wal_hook(db->raw, note_wal, db);
		return db;
	}
	db_close(db, false);
	return NULL;
}

bool
db_format(const char *path, struct err *e)
{
	struct db *db = xcalloc(1, sizeof(*db));
	bool ok;

	db->path = xstrdup(path);
	guard_opening();
	db->rc = sqlite3_open_v2(path, &db->raw, SQLITE_OPEN_READWRITE |
	    SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX |
	    SQLITE_OPEN_EXRESCODE, NULL);
	ok = db->rc == SQLITE_OK &&
	    DB_RUN(db, "PRAGMA page_size=4096") &&
	    DB_RUN(db, "PRAGMA journal_mode=WAL");
	if (!ok)
		db_err(db, e);
	db_close(db, true);
	return ok;
}

/* A path as a URI: what is not plainly harmless is escaped. */
static char *
uri_of(const char *path, const char *query)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-";
	struct str uri = STR_INIT;

	str_add(&uri, "file:");
	for (const char *p = path; *p != '\0'; p++) {
		if (strchr(plain, *p) != NULL)
			str_addc(&uri, *p);
		else
			str_printf(&uri, "%%%02X", (unsigned char)*p);
	}
	str_add(&uri, query);
	return str_steal(&uri);
}

struct db *
db_open_bare(const char *path, struct err *e)
{
	struct db *db = xcalloc(1, sizeof(*db));
	char *uri = uri_of(path, "?immutable=1");
	int rc;

	db->path = xstrdup(path);
	guard_opening();
	rc = sqlite3_open_v2(uri, &db->raw, SQLITE_OPEN_READONLY |
	    SQLITE_OPEN_URI | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX |
	    SQLITE_OPEN_EXRESCODE, NULL);
	free(uri);
	if (rc == SQLITE_OK) {
		guard_limits(db->raw);
		return db;
	}
	db->rc = rc;
	db_err(db, e);
	db_close(db, false);
	return NULL;
}

bool
db_close(struct db *db, bool checkpoint)
{
	if (db == NULL)
		return true;
	if (db->in_use > 0)
		return false;
	for (size_t i = 0; i < db->n_cache; i++)
		sqlite3_finalize(db->cache[i].raw);
	db->n_cache = 0;
	if (db->raw != NULL) {
		sqlite3_db_config(db->raw, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE,
		    !checkpoint, NULL);
		if (sqlite3_close(db->raw) != SQLITE_OK)
			BUG("a statement outlived its connection");
	}
	free(db->path);
	free(db);
	return true;
}

struct sqlite3 *
db_handle(struct db *db)
{
	return db->raw;
}

void
db_set_phase(struct db *db, enum db_phase phase)
{
	db->guard.phase = phase;
}

static bool
prepare(struct db *db, struct stmt *st, const char *sql)
{
	int rc = sqlite3_prepare_v3(db->raw, sql, -1,
	    SQLITE_PREPARE_PERSISTENT, &st->raw, NULL);

	if (rc != SQLITE_OK)
		return fail(db, rc);
	st->db = db;
	st->sql = sql;
	st->busy = true;
	db->in_use++;
	return true;
}

struct stmt *
db_get_literal(struct db *db, const char *sql)
{
	struct stmt *st = NULL;

	for (size_t i = 0; i < db->n_cache && st == NULL; i++)
		if (db->cache[i].sql == sql)
			st = &db->cache[i];
	if (st != NULL && !st->busy) {
		st->busy = true;
		db->in_use++;
		return st;
	}
	if (st == NULL && db->n_cache < CACHE_MAX) {
		st = &db->cache[db->n_cache];
		*st = (struct stmt){ .spare = false };
		if (!prepare(db, st, sql))
			return NULL;
		db->n_cache++;
		return st;
	}
	st = xcalloc(1, sizeof(*st));
	st->spare = true;
	if (prepare(db, st, sql))
		return st;
	free(st);
	return NULL;
}

bool
db_run_literal(struct db *db, const char *sql)
{
	int rc = sqlite3_exec(db->raw, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? true : fail(db, rc);
}

static void
bound(struct stmt *st, int rc)
{
	if (rc == SQLITE_TOOBIG)
		fail(st->db, rc);	/* the step will fail as well */
	else if (rc != SQLITE_OK)
		BUG("a parameter does not fit its statement");
}

void
stmt_text(struct stmt *st, int i, const char *text)
{
	bound(st, sqlite3_bind_text(st->raw, i, text, -1, SQLITE_STATIC));
}

void
stmt_int(struct stmt *st, int i, int64_t n)
{
	bound(st, sqlite3_bind_int64(st->raw, i, n));
}

void
stmt_blob(struct stmt *st, int i, const void *blob, size_t len)
{
	bound(st, blob == NULL ? sqlite3_bind_null(st->raw, i) :
	    sqlite3_bind_blob64(st->raw, i, blob, len, SQLITE_STATIC));
}

enum db_step
stmt_step(struct stmt *st)
{
	int rc = sqlite3_step(st->raw);

	if (rc == SQLITE_ROW)
		return DB_ROW;
	if (rc == SQLITE_DONE)
		return DB_DONE;
	fail(st->db, rc);
	return DB_FAILED;
}

int64_t
stmt_int_at(struct stmt *st, int col)
{
	return sqlite3_column_int64(st->raw, col);
}

bool
stmt_null_at(struct stmt *st, int col)
{
	return sqlite3_column_type(st->raw, col) == SQLITE_NULL;
}

const char *
stmt_text_at(struct stmt *st, int col, size_t max, size_t *len)
{
	const char *text = (const char *)sqlite3_column_text(st->raw, col);
	size_t n = (size_t)sqlite3_column_bytes(st->raw, col);

	if (text == NULL || n > max || memchr(text, '\0', n) != NULL)
		return NULL;
	if (len != NULL)
		*len = n;
	return text;
}

const unsigned char *
stmt_blob_at(struct stmt *st, int col, size_t max, size_t *len)
{
	const void *blob = sqlite3_column_blob(st->raw, col);
	size_t n = (size_t)sqlite3_column_bytes(st->raw, col);

	*len = blob == NULL || n > max ? 0 : n;
	return *len > 0 ? blob : NULL;
}

void
stmt_put(struct stmt *st)
{
	if (st == NULL)
		return;
	st->db->in_use--;
	st->busy = false;
	if (st->spare) {
		sqlite3_finalize(st->raw);
		free(st);
		return;
	}
	sqlite3_reset(st->raw);
	sqlite3_clear_bindings(st->raw);
}

bool
stmt_finish(struct stmt *st)
{
	bool done;

	if (st == NULL)
		return false;
	done = stmt_step(st) != DB_FAILED;
	stmt_put(st);
	return done;
}

int64_t
stmt_number(struct stmt *st, int64_t none, bool *ok)
{
	int64_t n = none;
	enum db_step step = DB_FAILED;

	if (st != NULL) {
		step = stmt_step(st);
		if (step == DB_ROW && !stmt_null_at(st, 0))
			n = stmt_int_at(st, 0);
		stmt_put(st);
	}
	if (ok != NULL)
		*ok = step != DB_FAILED;
	return n;
}

bool
db_in_doubt(const struct db *db)
{
	return db->in_doubt;
}

int
db_depth(const struct db *db)
{
	return db->depth;
}

bool
db_failed_full(const struct db *db)
{
	return (db->rc & 0xff) == SQLITE_FULL;
}

bool
db_failed_io(const struct db *db)
{
	int rc = db->rc & 0xff;

	return rc == SQLITE_IOERR || rc == SQLITE_CORRUPT ||
	    rc == SQLITE_NOTADB || rc == SQLITE_CANTOPEN;
}

bool
db_failed_busy(const struct db *db)
{
	return (db->rc & 0xff) == SQLITE_BUSY;
}

bool
db_err(struct db *db, struct err *e)
{
	char code[16];

	switch (db->rc & 0xff) {
	case SQLITE_FULL:
		return err_set(e, ERR_STORE_FULL, db->path, NULL);
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return err_set(e, ERR_STORE_READ_ONLY, db->path, NULL);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(e, ERR_STORE_BUSY, db->path, NULL);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return err_set(e, ERR_STORE_DAMAGED, db->path, NULL);
	case SQLITE_CANTOPEN:
		return err_set(e, ERR_STORE_CANNOT_OPEN, db->path, NULL);
	default:
		snprintf(code, sizeof(code), "%d", db->rc);
		return err_set(e, ERR_STORE_IO, db->path, code, NULL);
	}
}

void
db_forgive(struct db *db)
{
	db->rc = SQLITE_OK;
}

bool
db_fine(const struct db *db)
{
	return db->rc == SQLITE_OK;
}

static bool
file_moved(sqlite3_file *file)
{
	int moved = 0;

	if (file == NULL || file->pMethods == NULL)
		return false;	/* not open yet */
	return file->pMethods->xFileControl(file, SQLITE_FCNTL_HAS_MOVED,
	    &moved) == SQLITE_OK && moved != 0;
}

bool
db_moved(struct db *db)
{
	sqlite3_file *file = NULL, *log = NULL;

	sqlite3_file_control(db->raw, "main", SQLITE_FCNTL_FILE_POINTER,
	    &file);
	sqlite3_file_control(db->raw, "main", SQLITE_FCNTL_JOURNAL_POINTER,
	    &log);
	return file_moved(file) || file_moved(log);
}

int
db_wal_pages(const struct db *db)
{
	return db->wal_pages;
}

bool
db_checkpoint(struct db *db, bool whole)
{
	int rc = sqlite3_wal_checkpoint_v2(db->raw, "main",
	    whole ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE,
	    NULL, NULL);

	if (rc != SQLITE_OK)
		return fail(db, rc);
	db->wal_pages = 0;
	return true;
}
