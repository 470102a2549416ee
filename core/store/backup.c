/*
 * Backup.  One is never trusted because it was written, only because it was
 * opened and verified.
 */
#include "core/store/db_guard.h"
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
void
store_remove_working(const char *path)
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

	guard_opening();
	if (sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE |
	    SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK) {
		sqlite3_close(to);
		return err_set(e, ERR_STORE_CANNOT_OPEN, path, NULL);
	}
	ok = copy_pages(s, to, path, progress, e);
	sqlite3_close(to);
	return ok;
}

bool
store_prove(const char *path, const struct projector *projector,
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
		store_remove_working(making);
		ok = file_create(making, e) &&
		    copy_into(s, making, progress, e) &&
		    store_prove(making, s->projector, progress, e) &&
		    file_put_in_place(making, real, true, e);
		store_remove_working(making);
	}
	free(making);
	free(real);
	return ok;
}
