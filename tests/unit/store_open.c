/*
 * Creating and opening: where a store may lie, what is refused untouched,
 * and versions.
 */
#include "tests/t.h"
#include "core/store/inside.h"
#include "core/store/schema.h"
#include "tests/unit/store_clean.h"

#include <fcntl.h>
#include <sqlite3.h>

static char *path;

static void
begin(void)
{
	struct err e = ERR_INIT;

	fake_folder();
	path = fake_path("kho.tn");
	T_CHECK(store_create(path, "mong-cai", &fake_projector, FAKE_NOW, &e));
	err_done(&e);
}

static void
end(void)
{
	free(path);
	fake_clean();
}

/* The whole file, the caller's. */
static unsigned char *
slurp(const char *name, size_t *len)
{
	FILE *f = fopen(name, "rb");
	unsigned char *out;

	if (f == NULL)
		abort();
	fseek(f, 0, SEEK_END);
	*len = (size_t)ftell(f);
	rewind(f);
	out = xmalloc(*len + 1);
	if (fread(out, 1, *len, f) != *len)
		abort();
	fclose(f);
	return out;
}

static void
spill(const char *name, const void *bytes, size_t len)
{
	FILE *f = fopen(name, "wb");

	if (f == NULL || fwrite(bytes, 1, len, f) != len)
		abort();
	fclose(f);
	chmod(name, 0600);
}

static void
raw(const char *sql)
{
	sqlite3 *db;

	if (sqlite3_open(path, &db) != SQLITE_OK ||
	    sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		abort();
	sqlite3_close(db);
}

/* Refused with this error, and the file byte for byte as it was. */
static void
expect_refused(enum err_code code)
{
	struct err e = ERR_INIT;
	unsigned char *before, *after;
	size_t n_before, n_after;
	struct store *s;

	before = slurp(path, &n_before);
	s = store_open(path, &fake_projector, NULL, &e);
	T_CHECK(s == NULL);
	store_close(s);
	if (e.code != code)
		printf("# %s\n", err_code_name(e.code));
	T_INT(e.code, code);
	after = slurp(path, &n_after);
	T_INT(n_after, n_before);
	T_CHECK(n_after == n_before && memcmp(before, after, n_after) == 0);
	free(before);
	free(after);
	err_done(&e);
}

static void
test_create(void)
{
	struct err e = ERR_INIT;
	struct store_report r;
	struct store *s;
	struct stat st;

	begin();
	T_INT(fake_files_left(), 1);	/* the store and nothing else */
	T_CHECK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600);
	s = store_open(path, &fake_projector, &r, &e);
	T_CHECK(s != NULL);
	T_STR(r.site, "mong-cai");
	T_INT(r.version, schema_version());
	T_INT(r.events, 0);
	T_CHECK(!r.was_unclean && !r.migrated && r.ballast);
	store_close(s);
	T_INT(fake_files_left(), 2);	/* and the reserve */
	T_CHECK(!store_create(path, "x", &fake_projector, FAKE_NOW, &e));
	T_INT(e.code, ERR_STORE_EXISTS);
	T_CHECK(!store_create("/nonexistent/a/b", "x", &fake_projector,
	    FAKE_NOW, &e));
	T_INT(e.code, ERR_STORE_PATH);
	T_CHECK(!store_create("..", "x", &fake_projector, FAKE_NOW, &e));
	free(path);
	path = fake_path("other.tn");
	T_CHECK(!store_create(path, "", &fake_projector, FAKE_NOW, &e));
	T_CHECK(!store_create(path, "a b", &fake_projector, FAKE_NOW, &e));
	T_CHECK(access(path, F_OK) != 0);
	end();
	err_done(&e);
}

static void
test_places(void)
{
	struct err e = ERR_INIT;
	char *other, *log;

	begin();
	other = fake_path("link.tn");
	T_CHECK(symlink(path, other) == 0);
	T_CHECK(store_open(other, &fake_projector, NULL, &e) == NULL);
	T_INT(e.code, ERR_STORE_NOT_FILE);
	unlink(other);
	T_CHECK(mkfifo(other, 0600) == 0);
	T_CHECK(store_open(other, &fake_projector, NULL, &e) == NULL);
	T_INT(e.code, ERR_STORE_NOT_FILE);
	unlink(other);
	T_CHECK(store_open(other, &fake_projector, NULL, &e) == NULL);
	T_INT(e.code, ERR_STORE_MISSING);
	T_CHECK(store_open(fake_dir, &fake_projector, NULL, &e) == NULL);
	T_INT(e.code, ERR_STORE_DIR_OPEN);	/* /tmp is everybody's */
	free(other);

	chmod(fake_dir, 0777);
	other = fake_path("new.tn");
	T_CHECK(!store_create(other, "x", &fake_projector, FAKE_NOW, &e));
	T_INT(e.code, ERR_STORE_DIR_OPEN);
	free(other);
	chmod(fake_dir, 0700);

	chmod(path, 0640);
	expect_refused(ERR_STORE_MODE);
	chmod(path, 0600);
	chmod(fake_dir, 0777);
	expect_refused(ERR_STORE_DIR_OPEN);
	chmod(fake_dir, 01777);
	expect_refused(ERR_STORE_DIR_OPEN);
	chmod(fake_dir, 0700);
	log = fake_path("kho.tn-wal");
	T_CHECK(symlink("/etc/passwd", log) == 0);
	expect_refused(ERR_STORE_NOT_FILE);
	unlink(log);
	free(log);
	if (geteuid() == 0) {
		T_CHECK(chown(path, 12345, 12345) == 0);
		expect_refused(ERR_STORE_OWNER);
	}
	end();
	err_done(&e);
}

static void
test_not_ours(void)
{
	begin();
	raw("PRAGMA application_id=7");
	expect_refused(ERR_STORE_NOT_OURS);
	spill(path, "", 0);
	expect_refused(ERR_STORE_NOT_OURS);
	spill(path, "SQLite format 3", 16);
	expect_refused(ERR_STORE_NOT_OURS);
	spill(path, "xin chào", 9);
	expect_refused(ERR_STORE_NOT_OURS);
	end();
}

static void
test_damaged(void)
{
	unsigned char *bytes;
	size_t len;

	begin();
	bytes = slurp(path, &len);
	memset(bytes + 4096, 0xff, 4096);	/* page 2: a table's root */
	memset(bytes + 100, 0xff, 1000);	/* page 1: the schema */
	spill(path, bytes, len);
	expect_refused(ERR_STORE_DAMAGED);
	free(bytes);
	end();
}

static void
test_newer(void)
{
	begin();
	raw("PRAGMA user_version=6");
	expect_refused(ERR_STORE_NEWER);
	T_INT(fake_files_left(), 1);	/* not even a log beside it */
	end();
}

/* A made-up version, to see the newest one carried forward. */
static bool
step_next(struct db *db)
{
	return DB_RUN(db, "CREATE TABLE later (a INTEGER PRIMARY KEY) STRICT")
	    && DB_RUN(db, "INSERT INTO later SELECT seq FROM event");
}

static bool
step_fails(struct db *db)
{
	return DB_RUN(db, "CREATE TABLE later (a INTEGER PRIMARY KEY) STRICT")
	    && DB_RUN(db, "DELETE FROM event");
}

static bool
step_never(struct db *db)
{
	(void)db;
	T_CHECK(!"a step that had been taken was taken again");
	return false;
}

static void
test_migration(void)
{
	static const struct schema_step good[] = {
		{ step_never }, { step_never }, { step_never },
		{ step_never }, { step_never }, { step_next },
	};
	static const struct schema_step bad[] = {
		{ step_never }, { step_never }, { step_never },
		{ step_never }, { step_never }, { step_fails },
	};
	struct err e = ERR_INIT;
	struct store *s;
	struct db *db;
	char *real;

	begin();
	s = store_open(path, &fake_projector, NULL, &e);
	T_INT(fake_save(store_journal(s), "a", "case-1", "{}", &e),
	    COMMIT_DONE);
	store_close(s);
	real = realpath(path, NULL);
	db = db_open(real, &e);
	T_CHECK(!schema_migrate(db, bad, 6, &e));
	T_INT(schema_read_version(db), 5);
	T_CHECK(DB_GET(db, "SELECT * FROM later") == NULL);
	T_CHECK(schema_migrate(db, good, 6, &e));
	T_INT(schema_read_version(db), 6);
	T_INT(stmt_number(DB_GET(db, "SELECT count(*) FROM later"), 0, NULL),
	    1);
	/* once more does nothing */
	T_CHECK(schema_migrate(db, good, 6, &e));
	T_CHECK(db_close(db, true));
	/* and this program, which knows the version before, leaves it alone */
	expect_refused(ERR_STORE_NEWER);
	free(real);
	end();
	err_done(&e);
}

/* A newer version that is still only in the log is refused as well. */
static void
test_newer_in_log(void)
{
	struct err e = ERR_INIT;
	sqlite3 *db;
	unsigned char *main_file, *log;
	size_t n_main, n_log;
	char *log_path;

	begin();
	log_path = fake_path("kho.tn-wal");
	T_INT(sqlite3_open(path, &db), SQLITE_OK);
	sqlite3_exec(db, "PRAGMA user_version=9", NULL, NULL, NULL);
	main_file = slurp(path, &n_main);
	log = slurp(log_path, &n_log);
	sqlite3_close(db);
	spill(path, main_file, n_main);
	spill(log_path, log, n_log);
	expect_refused(ERR_STORE_NEWER);
	T_CHECK(access(log_path, F_OK) == 0);
	free(main_file);
	free(log);
	free(log_path);
	end();
	err_done(&e);
}

/* Log and file of an open store, as a kill would leave them. */
static void
half_done(const char *name, const char *site, int events, unsigned char **file,
    size_t *n_file, unsigned char **log, size_t *n_log)
{
	char *p = fake_path(name), *log_path = xasprintf("%s-wal", p);
	struct store *s;

	T_CHECK(store_create(p, site, &fake_projector, FAKE_NOW, NULL));
	s = store_open(p, &fake_projector, NULL, NULL);
	for (int i = 0; i < events; i++) {
		char id[16];

		snprintf(id, sizeof(id), "op-%d", i);
		T_INT(fake_save(store_journal(s), id, "case-1",
		    "{'state':'x'}", NULL), COMMIT_DONE);
		if (i == events / 2)
			T_CHECK(store_tidy(s));
	}
	*file = slurp(p, n_file);
	*log = slurp(log_path, n_log);
	store_close(s);
	free(p);
	free(log_path);
}

static void
test_half_restored(void)
{
	unsigned char *a, *a_log, *b, *b_log;
	size_t n_a, n_a_log, n_b, n_b_log;
	struct store_report r;
	struct err e = ERR_INIT;
	struct store_verdict v;
	struct store *s;
	char *log;

	fake_folder();
	path = fake_path("kho.tn");
	log = fake_path("kho.tn-wal");
	half_done("a", "site-a", 9, &a, &n_a, &a_log, &n_a_log);
	half_done("b", "site-b", 7, &b, &n_b, &b_log, &n_b_log);
	T_CHECK(n_a_log > 0 && n_b_log > 0);

	/* its own log: recovered, checked, whole */
	spill(path, a, n_a);
	spill(log, a_log, n_a_log);
	s = store_open(path, &fake_projector, &r, &e);
	T_CHECK(s != NULL && r.was_unclean && r.checked && !r.check_due);
	T_INT(r.events, 9);
	T_CHECK(store_verify(s, &v, NULL, &e));
	store_close(s);

	/* the other's: refused, both ways */
	spill(path, a, n_a);
	spill(log, b_log, n_b_log);
	expect_refused(ERR_STORE_WAL_STRANGER);
	spill(path, b, n_b);
	spill(log, a_log, n_a_log);
	expect_refused(ERR_STORE_WAL_STRANGER);
	/* a log cut short is an older state, not a strange one */
	spill(path, a, n_a);
	spill(log, a_log, n_a_log / 2);
	s = store_open(path, &fake_projector, &r, &e);
	T_CHECK(s != NULL && store_verify(s, &v, NULL, &e));
	store_close(s);
	free(a);
	free(a_log);
	free(b);
	free(b_log);
	free(log);
	end();
	err_done(&e);
}

static void
copy_file(const char *from, const char *to)
{
	size_t len;
	unsigned char *bytes = slurp(from, &len);

	spill(to, bytes, len);
	free(bytes);
}

static void
save_some(const char *name, int from, int n)
{
	struct store *s = store_open(name, &fake_projector, NULL, NULL);

	for (int i = from; i < from + n; i++) {
		char id[16], stream[24];

		snprintf(id, sizeof(id), "op-%d", i);
		snprintf(stream, sizeof(stream), "case-%d", i % 50);
		T_INT(fake_save(store_journal(s), id, stream,
		    "{'state':'x'}", NULL), COMMIT_DONE);
	}
	store_close(s);
}

/* The log of a store that has gone on, taken as a kill would leave it. */
static unsigned char *
log_after(const char *name, int from, int n, size_t *len)
{
	char *log_path = xasprintf("%s-wal", name);
	struct store *s = store_open(name, &fake_projector, NULL, NULL);
	unsigned char *log;

	for (int i = from; i < from + n; i++) {
		char id[16];

		snprintf(id, sizeof(id), "op-%d", i);
		T_INT(fake_save(store_journal(s), id, "case-1",
		    "{'state':'y'}", NULL), COMMIT_DONE);
	}
	log = slurp(log_path, len);
	store_close(s);
	free(log_path);
	return log;
}

/* Last week's file beside today's log; and the log of a copy gone astray. */
static void
test_half_restored_same_store(void)
{
	char *a, *b, *log_path;
	unsigned char *log;
	size_t n_log;

	begin();
	a = fake_path("a");
	b = fake_path("b");
	log_path = fake_path("kho.tn-wal");
	copy_file(path, a);
	save_some(a, 0, 200);
	copy_file(a, path);		/* last week */
	save_some(a, 200, 200);
	log = log_after(a, 400, 5, &n_log);
	spill(log_path, log, n_log);
	expect_refused(ERR_STORE_WAL_STRANGER);
	unlink(log_path);
	free(log);

	/* two copies of one store: one went on by six, the other by one */
	copy_file(path, b);
	log = log_after(b, 1000, 1, &n_log);
	save_some(path, 500, 6);
	spill(log_path, log, n_log);
	expect_refused(ERR_STORE_WAL_STRANGER);
	free(log);
	free(a);
	free(b);
	free(log_path);
	end();
}

/* What the connection may do is decided once, for whoever writes SQL here. */
static void
test_guard(void)
{
	struct err e = ERR_INIT;
	struct db *db;
	char *real;

	begin();
	real = realpath(path, NULL);
	db = db_open(real, &e);
	T_CHECK(db != NULL);
	T_CHECK(!DB_RUN(db, "ATTACH '/tmp/x' AS x"));
	T_CHECK(DB_GET(db, "INSERT INTO event (seq) VALUES (1)") == NULL);
	T_CHECK(!DB_RUN(db, "UPDATE event SET kind = 'x'"));
	T_CHECK(!DB_RUN(db, "DELETE FROM event"));
	T_CHECK(!DB_RUN(db, "DROP TABLE draft"));
	T_CHECK(!DB_RUN(db, "CREATE TEMP TABLE x (a)"));
	T_CHECK(!DB_RUN(db, "PRAGMA synchronous=OFF"));
	T_CHECK(!DB_RUN(db, "PRAGMA writable_schema=ON"));
	T_CHECK(!DB_RUN(db, "PRAGMA journal_mode=DELETE"));
	T_CHECK(!DB_RUN(db, "SELECT load_extension('x')"));
	T_CHECK(!DB_RUN(db, "VACUUM INTO '/tmp/x'"));
	db_set_phase(db, DB_COMMIT);
	T_CHECK(!DB_RUN(db, "UPDATE event SET kind = 'y'"));
	T_CHECK(!DB_RUN(db, "DELETE FROM event WHERE 1"));
	db_set_phase(db, DB_SCHEMA);
	T_CHECK(!DB_RUN(db, "DELETE FROM event WHERE 2"));
	db_set_phase(db, DB_RUNNING);
	T_INT(stmt_number(DB_GET(db, "PRAGMA user_version"), -1, NULL), 5);
	T_CHECK(db_close(db, true));
	free(real);
	end();
	err_done(&e);
}

/* Inner transactions are part of the outer one. */
static void
test_nesting(void)
{
	struct err e = ERR_INIT;
	struct db *db;
	char *real;

	begin();
	real = realpath(path, NULL);
	db = db_open(real, &e);
	T_CHECK(db_begin(db) && db_begin(db));
	T_CHECK(DB_RUN(db, "INSERT INTO blob VALUES ('a', x'00')"));
	T_CHECK(!db_end(db, false));
	T_INT(db_depth(db), 1);
	T_CHECK(!db_end(db, true));	/* spoilt by the inner one */
	T_INT(stmt_number(DB_GET(db, "SELECT count(*) FROM blob"), -1, NULL),
	    0);
	T_CHECK(db_begin(db) && db_begin(db));
	T_CHECK(DB_RUN(db, "INSERT INTO blob VALUES ('a', x'00')"));
	T_CHECK(db_end(db, true) && db_end(db, true));
	T_INT(stmt_number(DB_GET(db, "SELECT count(*) FROM blob"), -1, NULL),
	    1);
	T_CHECK(db_close(db, true));
	free(real);
	end();
	err_done(&e);
}

int
main(void)
{
	if (!seal_start())
		return 1;
	T_RUN(test_create);
	T_RUN(test_places);
	T_RUN(test_not_ours);
	T_RUN(test_damaged);
	T_RUN(test_newer);
	T_RUN(test_migration);
	T_RUN(test_newer_in_log);
	T_RUN(test_half_restored);
	T_RUN(test_half_restored_same_store);
	T_RUN(test_guard);
	T_RUN(test_nesting);
	return t_done();
}
