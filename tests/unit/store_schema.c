/*
 * From each released version forward: a store really made with the old
 * schema opens, keeps every entry and row, and can hold what is new.
 */
#include "tests/t.h"
#include "core/store/file.h"
#include "core/store/inside.h"
#include "core/store/schema.h"
#include "tests/unit/store_clean.h"

#include <sqlite3.h>

#define CASES 40

static char *path;

static void
run(sqlite3 *db, const char *sql)
{
	char *why = NULL;

	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK) {
		printf("# %s: %s\n", sql, why);
		t_bad++;
	}
	sqlite3_free(why);
}

/* A store with cases, acts and numbers, in the schema of this program. */
static void
make_newest(const char *name)
{
	static const char *const relation[] = {
		"holder", "asked", "offered", "former",
	};
	struct err e = ERR_INIT;
	struct store *s;
	size_t i;

	T_CHECK(store_create(name, "mong-cai", &fake_projector, FAKE_NOW, &e));
	s = store_open(name, &fake_projector, NULL, &e);
	T_CHECK(s != NULL);
	for (i = 0; s != NULL && i < CASES; i++) {
		char *op = xasprintf("op-%zu", i);
		char *stream = xasprintf("case-%zu", i % 30);
		char *facts = xasprintf("{'state':'s%zu','due':%zu,'work':"
		    "{'gate-1':'%s','gate-2':'%s'},'series':'n','number':%zu}",
		    i % 3, i * 1000, relation[i % 4], relation[(i + 1) % 4],
		    i + 1);

		T_INT(fake_save(store_journal(s), op, stream, facts, &e),
		    COMMIT_DONE);
		free(facts);
		free(stream);
		free(op);
	}
	store_close(s);
	err_done(&e);
}

/* Are the times of an officer's entries in the index, as since version 5? */
static bool
covers_times(sqlite3 *db)
{
	sqlite3_stmt *st;
	bool covers;

	if (sqlite3_prepare_v2(db, "SELECT 1 FROM pragma_index_info("
	    "'event_actor', 'main') WHERE name = 'at'", -1, &st, NULL) != SQLITE_OK)
		return false;
	covers = sqlite3_step(st) == SQLITE_ROW;
	sqlite3_finalize(st);
	return covers;
}

/* The same content in a file to which only the first steps were ever done. */
static void
make_old(int steps)
{
	static const char *const copy[] = {
		"DELETE FROM meta", "INSERT INTO meta SELECT * FROM new.meta",
		"INSERT INTO incarnation SELECT * FROM new.incarnation",
		"INSERT INTO event SELECT * FROM new.event ORDER BY seq",
		"INSERT INTO row SELECT * FROM new.row",
		"INSERT INTO work SELECT * FROM new.work",
		"INSERT INTO counter SELECT * FROM new.counter",
		"INSERT INTO stream_key SELECT * FROM new.stream_key",
		"INSERT INTO blob SELECT * FROM new.blob",
		/* Rows as that program folded them: by rules of its own. */
		"DELETE FROM meta WHERE name = 'projection'",
		"UPDATE row SET doc = '{\"state\":\"old\"}'",
	};
	char *newest = fake_path("newest.tn"), *attach;
	struct err e = ERR_INIT;
	sqlite3 *raw;
	struct db *db;
	size_t i;

	make_newest(newest);
	T_CHECK(file_create(path, &e) && db_format(path, &e));
	db = db_open(path, &e);
	T_CHECK(db != NULL && schema_migrate(db, schema_steps, steps,
	    &e));
	T_INT(schema_read_version(db), steps);
	T_CHECK(db_close(db, true));
	if (sqlite3_open(path, &raw) != SQLITE_OK)
		abort();
	attach = xasprintf("ATTACH '%s' AS new", newest);
	run(raw, attach);
	for (i = 0; i < ARRAY_LEN(copy); i++)
		run(raw, copy[i]);
	/* It is the old schema: what is new has no place in it. */
	if (steps < 4)
		T_CHECK(sqlite3_exec(raw, steps == 1 ?
		    "UPDATE work SET relation = 'superior'" :
		    "SELECT * FROM main.ended", NULL, NULL, NULL) !=
		    SQLITE_OK);
	T_CHECK(!covers_times(raw));
	run(raw, "DETACH new");
	sqlite3_close(raw);
	free(attach);
	free(newest);
	err_done(&e);
}

static int64_t
rows_of(struct store *s, const char *unit)
{
	struct work_query q = { .unit = unit, .waiting = -1, .final = -1 };
	struct err e = ERR_INIT;
	int64_t n = -1;

	T_CHECK(store_journal(s)->work_count(store_journal(s)->ctx, &q, &n,
	    &e));
	err_done(&e);
	return n;
}

static void
check_times(void)
{
	sqlite3 *raw;

	if (sqlite3_open(path, &raw) != SQLITE_OK)
		abort();
	T_CHECK(covers_times(raw));
	sqlite3_close(raw);
}

static void
from(int steps)
{
	struct err e = ERR_INIT;
	struct store_report r;
	struct store_verdict v;
	struct store *s;

	fake_folder();
	path = fake_path("kho.tn");
	make_old(steps);
	s = store_open(path, &fake_projector, &r, &e);
	T_CHECK(s != NULL);
	if (s == NULL) {
		printf("# %s\n", err_code_name(e.code));
		return;
	}
	T_CHECK(r.migrated);
	T_INT(r.version, schema_version());
	T_INT(r.events, CASES);
	T_INT(rows_of(s, "gate-1"), 30);
	/* Every chain whole, every projection what refolding gives. */
	T_CHECK(store_verify(s, &v, NULL, &e));
	T_INT(v.what, VERDICT_FINE);
	T_INT(fake_save(store_journal(s), "new-1", "case-new",
	    "{'state':'s','work':{'gate-1':'holder','high':'superior'}}", &e),
	    COMMIT_DONE);
	T_INT(fake_save(store_journal(s), "new-2", "case-plan",
	    "{'state':'s','work':{'gate-1':'lead','gate-2':'invited'}}", &e),
	    COMMIT_DONE);
	T_INT(fake_save(store_journal(s), "new-3", "case-odd",
	    "{'state':'s','work':{'gate-1':'stranger'}}", &e), COMMIT_FAILED);
	err_done(&e);
	T_CHECK(store_verify(s, &v, NULL, &e));
	T_INT(v.what, VERDICT_FINE);
	store_close(s);
	check_times();
	/* Once more: nothing is left to do. */
	s = store_open(path, &fake_projector, &r, &e);
	T_CHECK(s != NULL && !r.migrated);
	store_close(s);
	err_done(&e);
	free(path);
	fake_clean();
}

static void
test_from_1(void)
{
	from(1);
}

static void
test_from_3(void)
{
	from(3);
}

static void
test_from_4(void)
{
	from(4);
}

/* A crash in the middle leaves the old version, whole. */
static bool
step_torn(struct db *db)
{
	return schema_steps[1].run(db) && DB_RUN(db, "DELETE FROM event");
}

static void
test_torn(void)
{
	static const struct schema_step torn[] = {
		{ step_torn }, { step_torn },
	};
	struct err e = ERR_INIT;
	struct store_report r;
	struct store *s;
	struct db *db;

	fake_folder();
	path = fake_path("kho.tn");
	make_old(1);
	db = db_open(path, &e);
	T_CHECK(!schema_migrate(db, torn, 2, &e));
	T_INT(schema_read_version(db), 1);
	T_INT(stmt_number(DB_GET(db, "SELECT count(*) FROM work"), -1, NULL),
	    60);
	T_CHECK(db_close(db, true));
	err_done(&e);
	s = store_open(path, &fake_projector, &r, &e);
	T_CHECK(s != NULL && r.migrated);
	store_close(s);
	err_done(&e);
	free(path);
	fake_clean();
}

/* Rows that a newer program folds are not ours to read. */
static void
test_newer_rows(void)
{
	struct err e = ERR_INIT;
	struct store *s;
	sqlite3 *raw;

	fake_folder();
	path = fake_path("kho.tn");
	make_newest(path);
	if (sqlite3_open(path, &raw) != SQLITE_OK)
		abort();
	run(raw, "UPDATE meta SET value = 1000000 WHERE name = 'projection'");
	sqlite3_close(raw);
	s = store_open(path, &fake_projector, NULL, &e);
	T_CHECK(s == NULL);
	T_INT(e.code, ERR_STORE_NEWER);
	store_close(s);
	err_done(&e);
	free(path);
	fake_clean();
}

int
main(void)
{
	T_RUN(test_from_1);
	T_RUN(test_from_3);
	T_RUN(test_from_4);
	T_RUN(test_newer_rows);
	T_RUN(test_torn);
	return t_done();
}
