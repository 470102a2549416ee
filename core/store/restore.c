/*
 * Restore: proved as it came and as it will be used, or nothing at all.
 */
#include "core/store/file.h"
#include "core/store/inside.h"
#include "core/store/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

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

bool
store_restore(const char *backup, const char *to, bool aside,
    const struct ended_known *again,
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
	store_remove_working(making);
	/* Proved as it came, then as it will be used. */
	ok = file_copy(from, making, e) &&
	    store_prove(making, projector, progress, e) &&
	    new_incarnation(making, now, e) &&
	    restore_ended(making, real, aside, again, projector, now, e) &&
	    store_prove(making, projector, NULL, e) &&
	    file_sync(making, e) &&
	    (!file_exists(real) || move_aside(real, e)) &&
	    file_put_in_place(making, real, false, e);
	store_remove_working(making);
out:
	free(making);
	free(from);
	free(real);
	return ok;
}
