/*
 * Backup and restore.  A backup is never trusted because it was written, only
 * because it was opened and verified.
 */
#include "core/store/file.h"
#include "core/store/inside.h"
#include "core/store/schema.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAGES_A_STEP 512	/* 2 MiB: savers get their turn in between */
#define BUSY_TRIES 200

/* SQLite's names beside a file that only we use, and the reserve. */
static void
remove_working(const char *path)
{
	static const char *const suffix[] = { "", "-wal", "-shm", "-ballast" };

	for (size_t i = 0; i < ARRAY_LEN(suffix); i++) {
		char *name = file_beside(path, suffix[i]);

		unlink(name);
		free(name);
	}
}

static bool
tell(const struct store_progress *p, int64_t done, int64_t of, struct err *e)
{
	if (p == NULL || p->tell(p->arg, done, of))
		return true;
	return err_set(e, ERR_STORE_STOPPED, NULL);
}

static bool
copy_pages(struct store *s, struct sqlite3 *to, const char *path,
    const struct store_progress *progress, struct err *e)
{
	struct sqlite3_backup *b;
	int rc, tries = 0;
	bool going = true;

	b = sqlite3_backup_init(to, "main", db_handle(s->db), "main");
	if (b == NULL)
		return err_set(e, ERR_STORE_CANNOT_OPEN, path, NULL);
	do {
		rc = sqlite3_backup_step(b, PAGES_A_STEP);
		if (rc == SQLITE_BUSY || rc == SQLITE_LOCKED) {
			if (++tries > BUSY_TRIES)
				break;
			sqlite3_sleep(10);
			rc = SQLITE_OK;
			continue;
		}
		going = tell(progress, sqlite3_backup_pagecount(b) -
		    sqlite3_backup_remaining(b), sqlite3_backup_pagecount(b),
		    e);
	} while (rc == SQLITE_OK && going);
	sqlite3_backup_finish(b);
	if (!going)
		return false;
	switch (rc & 0xff) {
	case SQLITE_DONE:
		return true;
	case SQLITE_FULL:
		return err_set(e, ERR_STORE_FULL, path, NULL);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(e, ERR_STORE_BUSY, s->path, NULL);
	default:
		return err_set(e, ERR_STORE_IO, path, sqlite3_errstr(rc), NULL);
	}
}

static bool
copy_into(struct store *s, const char *path,
    const struct store_progress *progress, struct err *e)
{
	struct sqlite3 *to = NULL;
	bool ok;

	if (sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE |
	    SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
		sqlite3_close(to);
		return err_set(e, ERR_STORE_CANNOT_OPEN, path, NULL);
	}
	ok = copy_pages(s, to, path, progress, e);
	sqlite3_close(to);
	return ok;
}

/* Opens a finished file as a store and proves it. */
static bool
prove(const char *path, const struct projector *projector,
    const struct store_progress *progress, struct err *e)
{
	struct store_verdict verdict;
	struct store *s = store_open(path, projector, NULL, e);
	char *ballast;
	bool ok;

	if (s == NULL)
		return false;
	ok = store_verify(s, &verdict, progress, e);
	store_set_ballast(s, 0);
	store_close(s);
	ballast = file_beside(path, "-ballast");
	unlink(ballast);
	free(ballast);
	return ok;
}

/* Nothing there, or one of our own. */
static bool
target_ok(struct store *s, const char *to, struct err *e)
{
	if (strcmp(to, s->path) == 0)
		return err_set(e, ERR_STORE_BACKUP_SELF, to, NULL);
	if (!file_place_ok(to, e))
		return false;
	if (!file_exists(to))
		return true;
	if (!file_is_private(to, e))
		return false;
	if (!schema_check_header(to, NULL))
		return err_set(e, ERR_STORE_BACKUP_TARGET, to, NULL);
	return true;
}

bool
store_backup(struct store *s, const char *to,
    const struct store_progress *progress, struct err *e)
{
	char *real, *making = NULL;
	bool ok = false;

	if (!store_ready(s, e))
		return false;
	real = file_resolve(to, e);
	if (real == NULL)
		return false;
	if (target_ok(s, real, e)) {
		making = xasprintf("%s.making-%ld", real, (long)getpid());
		remove_working(making);
		ok = file_create(making, e) &&
		    copy_into(s, making, progress, e) &&
		    prove(making, s->projector, progress, e) &&
		    file_put_in_place(making, real, true, e);
		remove_working(making);
	}
	free(making);
	free(real);
	return ok;
}

/* The first free PATH.before-restore-N, the caller's. */
static char *
aside_name(const char *path)
{
	for (int n = 1; ; n++) {
		char *name = xasprintf("%s.before-restore-%d", path, n);

		if (!file_exists(name))
			return name;
		free(name);
	}
}

/* The store and its log move together; the log first would be half of it. */
static bool
move_aside(const char *path, struct err *e)
{
	static const char *const suffix[] = { "-wal", "-shm" };
	char *name = aside_name(path);
	bool ok = rename(path, name) == 0;

	for (size_t i = 0; ok && i < ARRAY_LEN(suffix); i++) {
		char *from = file_beside(path, suffix[i]);
		char *to = file_beside(name, suffix[i]);

		ok = !file_exists(from) || rename(from, to) == 0;
		free(from);
		free(to);
	}
	if (!ok)
		err_set(e, ERR_STORE_READ_ONLY, path, NULL);
	free(name);
	return ok && file_sync_dir(path, e);
}

static bool
new_incarnation(const char *path, when_t now, struct err *e)
{
	struct db *db = db_open(path, e);
	bool ok;

	if (db == NULL)
		return false;
	ok = db_begin(db);
	if (ok)
		ok = db_end(db, store_begin_incarnation(db, now));
	ok = ok && db_checkpoint(db, true);
	if (!ok)
		db_err(db, e);
	db_close(db, true);
	return ok;
}

static bool
source_ok(const char *backup, struct err *e)
{
	char *log = file_beside(backup, "-wal");
	bool half = file_size(log) > 0;

	free(log);
	if (!file_exists(backup))
		return err_set(e, ERR_STORE_MISSING, backup, NULL);
	if (half)
		return err_set(e, ERR_STORE_BACKUP_HALF, backup, NULL);
	return schema_check_header(backup, e);
}

/* What was erased since the backup was made is erased in it too. */
static bool
end_again(const char *path, const struct projector *projector,
    const struct ended_list *again, when_t now, struct err *e)
{
	struct store *s;
	size_t count;
	bool ok;

	if (again == NULL || again->n == 0)
		return true;
	s = store_open(path, projector, NULL, e);
	if (s == NULL)
		return false;
	store_set_ballast(s, 0);
	ok = (strcmp(s->site, again->site) == 0 ||
	    err_set(e, ERR_STORE_BAD_ENDED_LIST, again->site, NULL)) &&
	    store_end_again(s, again->item, again->n, now, &count, e);
	store_close(s);
	return ok;
}

bool
store_restore(const char *backup, const char *to, bool aside,
    const struct ended_list *again,
    const struct projector *projector, when_t now,
    const struct store_progress *progress, struct err *e)
{
	char *from, *real, *making = NULL;
	bool ok = false;

	from = file_resolve(backup, e);
	real = from != NULL ? file_resolve(to, e) : NULL;
	if (real == NULL)
		goto out;
	if (!source_ok(from, e) || !file_place_ok(real, e))
		goto out;
	if (file_exists(real) && !aside) {
		err_set(e, ERR_STORE_EXISTS, real, NULL);
		goto out;
	}
	making = xasprintf("%s.making-%ld", real, (long)getpid());
	remove_working(making);
	/* Proved as it came, then as it will be used. */
	ok = file_copy(from, making, e) &&
	    prove(making, projector, progress, e) &&
	    new_incarnation(making, now, e) &&
	    end_again(making, projector, again, now, e) &&
	    prove(making, projector, NULL, e) &&
	    file_sync(making, e) &&
	    (!file_exists(real) || move_aside(real, e)) &&
	    file_put_in_place(making, real, false, e);
	remove_working(making);
out:
	free(making);
	free(from);
	free(real);
	return ok;
}
