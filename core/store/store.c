/*
 * Making, opening and closing a store.
 */
#include "core/store/store.h"

#include "core/staff/seal.h"
#include "core/store/file.h"
#include "core/store/inside.h"
#include "core/store/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Above this a structural check would keep an officer waiting at sign-in. */
#define CHECK_AT_OPEN_MAX ((int64_t)64 << 20)
/* 16 MiB: rare enough to stay out of p99; idle moments do most of it. */
#define CHECKPOINT_PAGES 4000

static bool
site_ok(const char *site)
{
	size_t len = site != NULL ? strlen(site) : 0;

	if (len == 0 || len > SITE_MAX)
		return false;
	for (size_t i = 0; i < len; i++)
		if (site[i] < 0x21 || site[i] > 0x7e)
			return false;
	return true;
}

static bool
write_meta(struct db *db, const char *site, when_t now)
{
	struct stmt *st = DB_GET(db,
	    "INSERT INTO meta (name, value) VALUES ('site', ?1)");

	if (st == NULL)
		return false;
	stmt_text(st, 1, site);
	if (!stmt_finish(st))
		return false;
	st = DB_GET(db,
	    "INSERT INTO meta (name, value) VALUES ('created', ?1)");
	if (st == NULL)
		return false;
	stmt_int(st, 1, now);
	return stmt_finish(st) && store_begin_incarnation(db, now);
}

static bool
fill_new(const char *path, const char *site, when_t now, struct err *e)
{
	struct db *db;
	bool ok;

	if (!db_format(path, e))
		return false;
	db = db_open(path, e);
	if (db == NULL)
		return false;
	ok = schema_migrate(db, schema_steps, schema_version(), e);
	if (ok) {
		ok = db_begin(db);
		if (ok)
			ok = db_end(db, write_meta(db, site, now));
		ok = ok && db_checkpoint(db, true);
		if (!ok)
			db_err(db, e);
	}
	db_close(db, true);
	return ok;
}

static void
remove_with_log(const char *path)
{
	static const char *const suffix[] = { "", "-wal", "-shm" };

	for (size_t i = 0; i < ARRAY_LEN(suffix); i++) {
		char *name = file_beside(path, suffix[i]);

		unlink(name);
		free(name);
	}
}

bool
store_create(const char *path, const char *site,
    const struct projector *projector, when_t now, struct err *e)
{
	char *real, *making = NULL;
	bool ok = false;

	(void)projector;	/* an empty store has nothing projected */
	if (!site_ok(site))
		return err_set(e, ERR_STORE_BATCH, "site", NULL);
	real = file_resolve(path, e);
	if (real == NULL)
		return false;
	if (file_exists(real)) {
		err_set(e, ERR_STORE_EXISTS, real, NULL);
		goto out;
	}
	if (!file_place_ok(real, e))
		goto out;
	/* Built beside and linked into place: never half a store. */
	making = xasprintf("%s.making-%ld", real, (long)getpid());
	remove_with_log(making);
	if (file_create(making, e)) {
		ok = fill_new(making, site, now, e) &&
		    file_put_in_place(making, real, false, e);
		if (!ok)
			remove_with_log(making);
	}
out:
	free(making);
	free(real);
	return ok;
}

/* The file and whatever lies beside it under SQLite's names. */
static bool
files_are_private(const char *path, struct err *e)
{
	static const char *const suffix[] = { "-wal", "-shm", "-journal" };
	bool ok = file_is_private(path, e);

	for (size_t i = 0; ok && i < ARRAY_LEN(suffix); i++) {
		char *name = file_beside(path, suffix[i]);

		ok = !file_exists(name) || file_is_private(name, e);
		free(name);
	}
	return ok;
}

static bool
version_ok(struct db *db, const char *path, int *version, struct err *e)
{
	char theirs[16], ours[16];

	*version = schema_read_version(db);
	if (*version < 0)
		return db_err(db, e);
	if (*version == 0)
		return err_set(e, ERR_STORE_NOT_OURS, path, NULL);
	if (*version <= schema_version())
		return true;
	/* The header was older: the newer version lies in the log. */
	snprintf(theirs, sizeof(theirs), "%d", *version);
	snprintf(ours, sizeof(ours), "%d", schema_version());
	return err_set(e, ERR_STORE_NEWER, path, theirs, ours, NULL);
}

/* Everything that must hold before the file may be written. */
static bool
prove_ours(struct store *s, const struct bare *bare, struct store_report *r,
    struct err *e)
{
	int version;

	if (!version_ok(s->db, s->path, &version, e) ||
	    !store_read_meta(s->db, s->path, s->site, s->first,
	    s->incarnation, e))
		return false;
	link_genesis(s->site, s->genesis);
	if (r->was_unclean &&
	    !store_is_ours_log(s->path, s->db, bare, s->genesis, e))
		return false;
	if (r->was_unclean) {
		r->check_due = file_size(s->path) > CHECK_AT_OPEN_MAX;
		r->checked = !r->check_due;
		if (r->checked && !store_quick_check(s->db, s->path, e))
			return false;
	}
	if (version < schema_version()) {
		r->migrated = true;
		if (!schema_migrate(s->db, schema_steps, schema_version(), e))
			return false;
	}
	return store_rebuild(s, e);
}

/* What was opened is what lies there, and not what lay there before. */
static bool
still_there(struct store *s, struct err *e)
{
	return !db_moved(s->db) || err_set(e, ERR_STORE_NOT_FILE, s->path,
	    NULL);
}

static void
finish_report(struct store *s, struct store_report *r)
{
	memcpy(r->site, s->site, sizeof(r->site));
	r->version = schema_version();
	r->events = stmt_number(DB_GET(s->db, "SELECT max(seq) FROM event"),
	    0, NULL);
	r->ballast = file_size(s->ballast_path) > 0;
	r->room = file_room(s->path);
}

struct store *
store_open(const char *path, const struct projector *projector,
    struct store_report *report, struct err *e)
{
	struct store_report r = { .room = -1 };
	struct store *s = xcalloc(1, sizeof(*s));
	struct bare bare = { .has_first = false };
	char *log;

	s->projector = projector;
	s->checkpoint_pages = CHECKPOINT_PAGES;
	s->ballast = BALLAST_DEFAULT;
	s->path = file_resolve(path, e);
	if (s->path == NULL)
		goto fail;
	s->ballast_path = file_beside(s->path, "-ballast");
	if (!file_place_ok(s->path, e) || !files_are_private(s->path, e) ||
	    !schema_check_header(s->path, e))
		goto fail;
	/* SQLite removes the log at a clean stop: no flag of our own needed. */
	log = file_beside(s->path, "-wal");
	r.was_unclean = file_size(log) > 0;
	free(log);
	if (r.was_unclean)
		store_read_bare(s->path, &bare);
	s->db = db_open(s->path, e);
	/* A store on a full disk is looked into all the same. */
	if (s->db == NULL && ballast_lend(s)) {
		if (e != NULL)
			err_done(e);
		s->db = db_open(s->path, e);
	}
	if (s->db == NULL || !still_there(s, e) ||
	    !prove_ours(s, &bare, &r, e))
		goto fail;
	ballast_fill(s);
	s->journal.ctx = s;
	s->journal.commit = store_commit;
	s->journal.find_operation = store_find_operation;
	store_fill_read(&s->journal);
	store_fill_work(&s->journal);
	store_fill_aside(&s->journal);
	store_fill_attachment(&s->journal);
	finish_report(s, &r);
	if (report != NULL)
		*report = r;
	return s;
fail:
	/* A log cannot even be looked for without a little room. */
	if (e != NULL && e->code == ERR_STORE_CANNOT_OPEN && s->path != NULL &&
	    file_room(s->path) == 0) {
		err_done(e);
		err_set(e, ERR_STORE_FULL, s->path, NULL);
	}
	if (s->db != NULL)
		db_close(s->db, false);
	s->db = NULL;
	store_close(s);
	return NULL;
}

void
store_close(struct store *s)
{
	if (s == NULL)
		return;
	if (s->db != NULL) {
#ifdef MUTANT_ACK_BEFORE_COMMIT
		if (s->owed)
			db_end(s->db, true);
#endif
		/* After a failure nothing more is written on this handle. */
		if (!db_close(s->db, !s->stale))
			BUG("the store was closed while it was being read");
	}
	forget_rows(s);
	secret_free(&s->sign);
	str_done(&s->room);
	free(s->ballast_path);
	free(s->path);
	free(s);
}

const struct journal *
store_journal(struct store *s)
{
	return &s->journal;
}

bool
store_reopen(struct store *s, struct err *e)
{
	unsigned char first[INCARNATION_SIZE];
	int version;

	s->stale = true;
	s->group_lost |= s->group;
	forget_rows(s);
	if (s->db != NULL && !db_close(s->db, false))
		return err_set(e, ERR_STORE_BUSY, s->path, NULL);
	s->db = NULL;
	if (!files_are_private(s->path, e))
		return false;
	s->db = db_open(s->path, e);
	if (s->db == NULL)
		return false;
	if (!still_there(s, e))
		goto fail;
	/* Somebody may have put another file there meanwhile. */
	if (!version_ok(s->db, s->path, &version, e) ||
	    !store_read_meta(s->db, s->path, s->site, first, s->incarnation,
	    e))
		goto fail;
	if (memcmp(first, s->first, sizeof(first)) != 0) {
		err_set(e, ERR_STORE_NOT_OURS, s->path, NULL);
		goto fail;
	}
	s->stale = false;
	return true;
fail:
	db_close(s->db, false);
	s->db = NULL;
	return false;
}

bool
store_ready(struct store *s, struct err *e)
{
	if (s->db != NULL && !s->stale) {
		db_forgive(s->db);
		return true;
	}
	return store_reopen(s, e);
}

bool
store_failed(struct store *s, struct err *e)
{
	if (db_failed_io(s->db))
		s->stale = true;
	return db_err(s->db, e);
}

bool
store_check(struct store *s, struct err *e)
{
	return store_ready(s, e) && store_quick_check(s->db, s->path, e);
}

bool
store_tidy(struct store *s)
{
	if (!store_ready(s, NULL))
		return false;
	if (db_checkpoint(s->db, true))
		return true;
	return store_failed(s, NULL);
}
