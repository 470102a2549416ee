/*
 * Baselines of this run: what this disk and plain SQLite can do.  The only
 * file of the bench that knows SQLite; none of the program's code runs here
 * except its hash.
 */
#include "tests/bench/bench.h"

#include "core/staff/seal.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BYTES_MAX (64 << 10)
#define PAGE_ROWS 50
#define STREAM_ROWS 20		/* rows of one stream, as of a case */

struct raw {
	char *file, *db_file;
	int fd;
	sqlite3 *db;
	sqlite3_stmt *insert, *page, *count, *read;
	int64_t rows;		/* of the plain journal */
	unsigned char bytes[BYTES_MAX];
};

const char *
raw_sqlite_version(void)
{
	return sqlite3_libversion();
}

static bool
run(struct raw *raw, const char *sql)
{
	return sqlite3_exec(raw->db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static sqlite3_stmt *
prepare(struct raw *raw, const char *sql)
{
	sqlite3_stmt *st = NULL;

	sqlite3_prepare_v2(raw->db, sql, -1, &st, NULL);
	return st;
}

static bool
open_database(struct raw *raw)
{
	if (sqlite3_open(raw->db_file, &raw->db) != SQLITE_OK ||
	    !run(raw, "PRAGMA journal_mode=WAL") ||
	    !run(raw, "PRAGMA synchronous=FULL") ||
	    !run(raw, "CREATE TABLE event (seq INTEGER PRIMARY KEY,"
	    " stream INTEGER NOT NULL, body BLOB NOT NULL)") ||
	    !run(raw, "CREATE INDEX event_stream ON event (stream, seq)") ||
	    !run(raw, "CREATE TABLE work (stream INTEGER PRIMARY KEY,"
	    " unit TEXT NOT NULL, due INTEGER NOT NULL)") ||
	    !run(raw, "CREATE INDEX work_due ON work (unit, due, stream)"))
		return false;
	raw->insert = prepare(raw, "INSERT INTO event (stream, body)"
	    " VALUES (?1, ?2)");
	raw->page = prepare(raw, "SELECT due, stream FROM work"
	    " WHERE unit = 'post' AND (due, stream) > (?1, 0)"
	    " ORDER BY due, stream LIMIT 50");
	raw->count = prepare(raw, "SELECT count(*) FROM work"
	    " WHERE unit = 'post'");
	raw->read = prepare(raw, "SELECT seq, body FROM event"
	    " WHERE stream = ?1 ORDER BY seq");
	return raw->insert != NULL && raw->page != NULL &&
	    raw->count != NULL && raw->read != NULL;
}

struct raw *
raw_open(const char *dir)
{
	struct raw *raw = xcalloc(1, sizeof(*raw));

	raw->file = xasprintf("%s/raw.append", dir);
	raw->db_file = xasprintf("%s/raw.db", dir);
	seal_random(NULL, raw->bytes, sizeof(raw->bytes));
	raw->fd = open(raw->file, O_WRONLY | O_CREAT | O_EXCL | O_APPEND |
	    O_CLOEXEC, 0600);
	if (raw->fd >= 0 && open_database(raw))
		return raw;
	raw_close(raw);
	return NULL;
}

void
raw_close(struct raw *raw)
{
	static const char *const tail[] = { "", "-wal", "-shm" };
	size_t i;

	if (raw == NULL)
		return;
	sqlite3_finalize(raw->insert);
	sqlite3_finalize(raw->page);
	sqlite3_finalize(raw->count);
	sqlite3_finalize(raw->read);
	sqlite3_close(raw->db);
	if (raw->fd >= 0)
		close(raw->fd);
	unlink(raw->file);
	for (i = 0; i < ARRAY_LEN(tail); i++) {
		char *name = xasprintf("%s%s", raw->db_file, tail[i]);

		unlink(name);
		free(name);
	}
	free(raw->file);
	free(raw->db_file);
	free(raw);
}

double
raw_append(struct raw *raw, size_t bytes)
{
	double start = now_ms();

	if (bytes > BYTES_MAX ||
	    write(raw->fd, raw->bytes, bytes) != (ssize_t)bytes ||
	    fdatasync(raw->fd) != 0)
		return -1;
	return now_ms() - start;
}

static bool
insert_row(struct raw *raw, size_t bytes)
{
	bool ok;

	sqlite3_bind_int64(raw->insert, 1, raw->rows / STREAM_ROWS);
	sqlite3_bind_blob(raw->insert, 2, raw->bytes, (int)bytes,
	    SQLITE_STATIC);
	ok = sqlite3_step(raw->insert) == SQLITE_DONE;
	sqlite3_reset(raw->insert);
	raw->rows++;
	return ok;
}

double
raw_insert(struct raw *raw, int rows, size_t bytes)
{
	double start = now_ms();
	bool ok = bytes <= BYTES_MAX && run(raw, "BEGIN IMMEDIATE");
	int i;

	for (i = 0; ok && i < rows; i++)
		ok = insert_row(raw, bytes);
	return ok && run(raw, "COMMIT") ? now_ms() - start : -1;
}

bool
raw_fill_work(struct raw *raw, int rows)
{
	sqlite3_stmt *st = prepare(raw, "INSERT INTO work (unit, due)"
	    " VALUES (?1, ?2)");
	bool ok = st != NULL && run(raw, "BEGIN IMMEDIATE");
	int i;

	for (i = 0; ok && i < rows; i++) {
		sqlite3_bind_text(st, 1, i % 5 < 2 ? "post" : "other", -1,
		    SQLITE_STATIC);
		sqlite3_bind_int64(st, 2, (int64_t)i * 7919 % rows);
		ok = sqlite3_step(st) == SQLITE_DONE;
		sqlite3_reset(st);
	}
	sqlite3_finalize(st);
	return ok && run(raw, "COMMIT");
}

/* Steps through all rows of a statement; milliseconds. */
static double
read_all(sqlite3_stmt *st, int want)
{
	double start = now_ms();
	int n = 0, rc;

	while ((rc = sqlite3_step(st)) == SQLITE_ROW)
		n++;
	sqlite3_reset(st);
	return rc == SQLITE_DONE && n == want ? now_ms() - start : -1;
}

double
raw_page(struct raw *raw)
{
	sqlite3_bind_int64(raw->page, 1, 0);
	return read_all(raw->page, PAGE_ROWS);
}

double
raw_count(struct raw *raw)
{
	return read_all(raw->count, 1);
}

double
raw_read(struct raw *raw, int rows, size_t bytes)
{
	/* A whole stream of its own behind what was written before. */
	raw->rows += STREAM_ROWS - raw->rows % STREAM_ROWS;
	if (rows > STREAM_ROWS || raw_insert(raw, rows, bytes) < 0)
		return -1;
	sqlite3_bind_int64(raw->read, 1, (raw->rows - 1) / STREAM_ROWS);
	(void)read_all(raw->read, rows);
	return read_all(raw->read, rows);
}

double
raw_hash_rate(size_t bytes, int n)
{
	unsigned char *text = xcalloc(1, bytes + 1), out[SEAL_HASH_SIZE];
	double start = now_ms();
	int i;

	for (i = 0; i < n; i++) {
		struct seal_hash *hash = seal_hash_new();

		text[0] = (unsigned char)i;
		seal_hash_add(hash, text, bytes);
		seal_hash_end(hash, out);
	}
	free(text);
	return n / ((now_ms() - start) / 1e3);
}
