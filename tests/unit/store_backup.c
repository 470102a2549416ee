/*
 * Backup and restore: proved copies, or nothing at all.
 */
#include "tests/t.h"
#include "core/store/inside.h"
#include "tests/unit/store_clean.h"

#include <sqlite3.h>

static struct store *s;
static const struct journal *j;
static char *path, *copy, *back;

static void
begin(void)
{
	fake_folder();
	path = fake_path("kho.tn");
	copy = fake_path("ban-sao.tn");
	back = fake_path("moi.tn");
	if (!store_create(path, "mong-cai", &fake_projector, FAKE_NOW, NULL))
		abort();
	s = store_open(path, &fake_projector, NULL, NULL);
	j = store_journal(s);
	store_set_ballast(s, 0);
	T_INT(fake_save(j, "a", "case-1", "{'state':'x'}", NULL), COMMIT_DONE);
	T_INT(fake_save(j, "b", "case-2", "{'state':'y'}", NULL), COMMIT_DONE);
}

static void
end(void)
{
	store_close(s);
	s = NULL;
	free(path);
	free(copy);
	free(back);
	fake_clean();
}

static bool
spoil(const char *file)
{
	sqlite3 *db;
	bool ok = sqlite3_open(file, &db) == SQLITE_OK &&
	    sqlite3_exec(db, "DROP TRIGGER event_no_update;"
	    "UPDATE event SET actor = 'spy' WHERE seq = 2", NULL, NULL,
	    NULL) == SQLITE_OK;

	sqlite3_close(db);
	return ok;
}

static void
test_there_and_back(void)
{
	struct err e = ERR_INIT;
	struct store_report r;
	struct store_verdict v;
	struct store *t;
	struct stat st;

	begin();
	T_CHECK(store_backup(s, copy, NULL, &e));
	T_CHECK(stat(copy, &st) == 0 && (st.st_mode & 0777) == 0600);
	/* later events are not in it; a second backup replaces it */
	T_INT(fake_save(j, "c", "case-1", "{}", &e), COMMIT_DONE);
	T_CHECK(store_restore(copy, back, false, NULL,
	    &fake_projector,
	    FAKE_NOW + 5, NULL, &e));
	t = store_open(back, &fake_projector, &r, &e);
	T_CHECK(t != NULL);
	T_INT(r.events, 2);
	T_STR(r.site, "mong-cai");
	/* the same journal under another incarnation */
	T_CHECK(memcmp(t->first, s->first, INCARNATION_SIZE) == 0);
	T_CHECK(memcmp(t->incarnation, s->incarnation,
	    INCARNATION_SIZE) != 0);
	T_INT(fake_save(store_journal(t), "d", "case-1", "{}", &e),
	    COMMIT_DONE);
	T_CHECK(store_verify(t, &v, NULL, &e));
	T_INT(v.events, 3);
	store_close(t);
	T_CHECK(store_backup(s, copy, NULL, &e));
	unlink(back);
	T_CHECK(store_restore(copy, back, false, NULL,
	    &fake_projector, FAKE_NOW,
	    NULL, &e));
	t = store_open(back, &fake_projector, &r, &e);
	T_INT(r.events, 3);
	store_close(t);
	end();
	err_done(&e);
}

static void
test_backup_refused(void)
{
	struct err e = ERR_INIT;
	struct stat st;
	FILE *f;

	begin();
	T_CHECK(!store_backup(s, path, NULL, &e));
	T_INT(e.code, ERR_STORE_BACKUP_SELF);
	f = fopen(copy, "w");
	fputs("công văn của người khác", f);
	fclose(f);
	chmod(copy, 0600);
	T_CHECK(!store_backup(s, copy, NULL, &e));
	T_INT(e.code, ERR_STORE_BACKUP_TARGET);
	T_CHECK(stat(copy, &st) == 0 && st.st_size > 10);
	T_CHECK(!store_backup(s, "/nonexistent/x", NULL, &e));
	T_INT(e.code, ERR_STORE_PATH);
	T_CHECK(!store_backup(s, "/tmp/x", NULL, &e));
	T_INT(e.code, ERR_STORE_DIR_OPEN);
	end();
	err_done(&e);
}

/* A store that no longer verifies must not replace a good backup. */
static void
test_bad_store_keeps_old_backup(void)
{
	struct err e = ERR_INIT;
	int before;

	begin();
	T_CHECK(store_backup(s, copy, NULL, &e));
	store_close(s);
	T_CHECK(spoil(path));
	s = store_open(path, &fake_projector, NULL, &e);
	before = fake_files_left();
	T_CHECK(!store_backup(s, copy, NULL, &e));
	T_CHECK(e.code == ERR_STORE_VERIFY_STRUCTURE ||
	    e.code == ERR_STORE_VERIFY_HASH);
	T_INT(fake_files_left(), before);	/* no half copies */
	err_done(&e);
	T_CHECK(store_restore(copy, back, false, NULL,
	    &fake_projector, FAKE_NOW,
	    NULL, &e));
	end();
	err_done(&e);
}

static void
test_restore_refused(void)
{
	struct err e = ERR_INIT;
	char *log;
	int before;

	begin();
	T_CHECK(store_backup(s, copy, NULL, &e));
	T_CHECK(!store_restore(copy, path, false, NULL,
	    &fake_projector, FAKE_NOW,
	    NULL, &e));
	T_INT(e.code, ERR_STORE_EXISTS);
	T_CHECK(!store_restore(back, back, false, NULL,
	    &fake_projector, FAKE_NOW,
	    NULL, &e));
	T_INT(e.code, ERR_STORE_MISSING);
	log = xasprintf("%s-wal", copy);
	T_CHECK(symlink("x", log) == 0);
	unlink(log);
	{
		FILE *f = fopen(log, "w");

		fputs("half", f);
		fclose(f);
	}
	T_CHECK(!store_restore(copy, back, false, NULL,
	    &fake_projector, FAKE_NOW,
	    NULL, &e));
	T_INT(e.code, ERR_STORE_BACKUP_HALF);
	unlink(log);
	free(log);
	T_CHECK(spoil(copy));
	before = fake_files_left();
	T_CHECK(!store_restore(copy, back, false, NULL,
	    &fake_projector, FAKE_NOW,
	    NULL, &e));
	T_CHECK(access(back, F_OK) != 0);
	T_INT(fake_files_left(), before);
	/* nor is the store in place touched by a bad backup */
	store_close(s);
	s = NULL;
	T_CHECK(!store_restore(copy, path, true, NULL,
	    &fake_projector, FAKE_NOW,
	    NULL, &e));
	T_CHECK(access(path, F_OK) == 0);
	T_INT(fake_files_left(), before - 2);	/* its log went at closing */
	end();
	err_done(&e);
}

static void
test_aside(void)
{
	struct err e = ERR_INIT;
	struct store_report r;
	char *kept;

	begin();
	T_CHECK(store_backup(s, copy, NULL, &e));
	T_INT(fake_save(j, "c", "case-1", "{}", &e), COMMIT_DONE);
	store_close(s);
	T_CHECK(store_restore(copy, path, true, NULL,
	    &fake_projector, FAKE_NOW,
	    NULL, &e));
	s = store_open(path, &fake_projector, &r, &e);
	T_INT(r.events, 2);
	store_close(s);
	kept = fake_path("kho.tn.before-restore-1");
	s = store_open(kept, &fake_projector, &r, &e);
	T_CHECK(s != NULL);
	T_INT(r.events, 3);
	free(kept);
	end();
	err_done(&e);
}

static bool
stop(void *arg, int64_t done, int64_t of)
{
	(void)arg;
	(void)done;
	(void)of;
	return false;
}

static void
test_stopped(void)
{
	struct store_progress p = { stop, NULL };
	struct err e = ERR_INIT;
	int before;

	begin();
	before = fake_files_left();
	T_CHECK(!store_backup(s, copy, &p, &e));
	T_INT(e.code, ERR_STORE_STOPPED);
	T_INT(fake_files_left(), before);
	end();
	err_done(&e);
}

int
main(void)
{
	if (!seal_start())
		return 1;
	T_RUN(test_there_and_back);
	T_RUN(test_backup_refused);
	T_RUN(test_bad_store_keeps_old_backup);
	T_RUN(test_restore_refused);
	T_RUN(test_aside);
	T_RUN(test_stopped);
	return t_done();
}
