/*
 * Tampering: whatever is changed behind the program's back is named.
 */
#include "tests/t.h"
#include "core/store/link.h"
#include "tests/unit/store_clean.h"

#include <sqlite3.h>

static char *path;

#define EVENTS 20

/* A store of EVENTS events, two to an operation, closed. */
static void
begin(void)
{
	struct store *s;
	const struct journal *j;

	fake_folder();
	path = fake_path("kho.tn");
	if (!store_create(path, "mong-cai", &fake_projector, FAKE_NOW, NULL))
		abort();
	s = store_open(path, &fake_projector, NULL, NULL);
	j = store_journal(s);
	for (int i = 0; i < EVENTS / 2; i++) {
		struct event ev[2];
		char name[16], id[16], facts[128];

		snprintf(name, sizeof(name), "case-%d", i % 3);
		snprintf(id, sizeof(id), "op-%d", i);
		snprintf(facts, sizeof(facts), "{'series':'x','number':%d}",
		    i + 1);
		ev[0] = fake_event(name, "note",
		    "{'state':'known','work':{'gate-1':'holder'}}");
		ev[1] = fake_event("site", "note", facts);
		T_INT(fake_commit(j, id, ev, 2, NULL, 0, NULL), COMMIT_DONE);
	}
	store_close(s);
}

static void
take(sqlite3_stmt *st, int col, unsigned char *out, size_t len)
{
	if ((size_t)sqlite3_column_bytes(st, col) != len)
		abort();
	memcpy(out, sqlite3_column_blob(st, col), len);
}

static const char *
text(sqlite3_stmt *st, int col)
{
	return (const char *)sqlite3_column_text(st, col);
}

/*
 * Makes the hashes of some entries right again, as somebody would who knows
 * how they are made; `chain` also hangs each on the one before it.
 */
static void
rehash(sqlite3 *db, int from, int to, bool chain)
{
	unsigned char last[HASH_SIZE] = { 0 }, hash[HASH_SIZE];
	struct str room = STR_INIT;
	sqlite3_stmt *st, *put;
	struct link l;

	sqlite3_prepare_v2(db, "SELECT " LINK_COLUMNS " FROM event"
	    " WHERE seq = ?1", -1, &st, NULL);
	sqlite3_prepare_v2(db, "UPDATE event SET hash = ?2, prev_site = ?3"
	    " WHERE seq = ?1", -1, &put, NULL);
	for (int seq = from; seq <= to; seq++) {
		sqlite3_bind_int(st, 1, seq);
		if (sqlite3_step(st) != SQLITE_ROW)
			abort();
		l = (struct link){
			.seq = seq, .op_part = sqlite3_column_int64(st, 5),
			.epoch = sqlite3_column_int64(st, 6),
			.at = sqlite3_column_int64(st, 7),
			.stream = text(st, 8), .kind = text(st, 9),
			.actor = text(st, 10), .unit = text(st, 11),
			.op_id = text(st, 12), .facts = text(st, 13),
			.facts_len = (size_t)sqlite3_column_bytes(st, 13),
			.sealed = sqlite3_column_blob(st, 14),
			.sealed_len = (size_t)sqlite3_column_bytes(st, 14),
		};
		take(st, 2, l.prev_site, HASH_SIZE);
		take(st, 3, l.prev_stream, HASH_SIZE);
		take(st, 4, l.incarnation, INCARNATION_SIZE);
		if (chain && seq > from)
			memcpy(l.prev_site, last, HASH_SIZE);
		link_hash(&l, &room, hash);
		memcpy(last, hash, HASH_SIZE);
		sqlite3_bind_int(put, 1, seq);
		sqlite3_bind_blob(put, 2, hash, HASH_SIZE, SQLITE_STATIC);
		sqlite3_bind_blob(put, 3, l.prev_site, HASH_SIZE,
		    SQLITE_STATIC);
		if (sqlite3_step(put) != SQLITE_DONE)
			abort();
		sqlite3_reset(put);
		sqlite3_reset(st);
	}
	sqlite3_finalize(st);
	sqlite3_finalize(put);
	str_done(&room);
}

/* Which hashes tamper() mends afterwards, to cover the change. */
static int forge_from, forge_to;
static bool forge_chain;

/* With every guard off, as somebody with the disk in hand would. */
static void
tamper(const char *sql)
{
	sqlite3 *db;
	char *message = NULL;

	if (sqlite3_open(path, &db) != SQLITE_OK)
		abort();
	if (sqlite3_exec(db, "PRAGMA foreign_keys=OFF;"
	    "CREATE TEMP TABLE guard AS SELECT sql FROM sqlite_schema"
	    " WHERE type = 'trigger';"
	    "DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete;"
	    "DROP TRIGGER event_append;", NULL, NULL, &message) != SQLITE_OK ||
	    sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) {
		printf("# %s\n", message);
		T_CHECK(!"tampered");
	}
	sqlite3_free(message);
	if (forge_to > 0)
		rehash(db, forge_from, forge_to, forge_chain);
	for (int i = 0; i < 3; i++) {
		sqlite3_stmt *st;
		char *text = NULL;

		sqlite3_prepare_v2(db, "SELECT sql FROM guard LIMIT 1 OFFSET"
		    " ?1", -1, &st, NULL);
		sqlite3_bind_int(st, 1, i);
		if (sqlite3_step(st) == SQLITE_ROW)
			text = xstrdup((const char *)
			    sqlite3_column_text(st, 0));
		sqlite3_finalize(st);
		if (text == NULL || sqlite3_exec(db, text, NULL, NULL, NULL) !=
		    SQLITE_OK)
			abort();
		free(text);
	}
	sqlite3_close(db);
}

static void
expect(const char *sql, enum verdict what, int64_t seq, const char *stream)
{
	struct store_verdict v;
	struct err e = ERR_INIT;
	struct str text = STR_INIT;
	struct store *s;

	begin();
	if (sql != NULL)
		tamper(sql);
	s = store_open(path, &fake_projector, NULL, &e);
	T_CHECK(s != NULL);
	if (s != NULL) {
		T_CHECK(store_verify(s, &v, NULL, &e) ==
		    (what == VERDICT_FINE));
		if (v.what != what || v.seq != seq)
			printf("# after: %s\n", sql);
		T_INT(v.what, what);
		T_INT(v.seq, seq);
		if (stream != NULL)
			T_STR(v.stream, stream);
		T_CHECK((e.code == ERR_NONE) == (what == VERDICT_FINE));
		err_text(&e, LANG_VI, false, &text);
		T_CHECK(strchr(str_text(&text), '{') == NULL);
		store_close(s);
	}
	str_done(&text);
	err_done(&e);
	free(path);
	fake_clean();
}

static void
test_untouched(void)
{
	expect(NULL, VERDICT_FINE, 0, NULL);
	/* The tampering tool itself changes nothing that matters. */
	expect("SELECT 1", VERDICT_FINE, 0, NULL);
}

/* Any column of an entry, a bit of it. */
static void
test_entries(void)
{
	expect("UPDATE event SET facts = replace(facts, 'known', 'unkno')"
	    " WHERE seq = 7", VERDICT_HASH, 7, "case-0");
	expect("UPDATE event SET sealed ="
	    " CAST(iif(substr(sealed, 1, 1) = x'00', x'01', x'00') ||"
	    " substr(sealed, 2) AS BLOB) WHERE seq = 6",
	    VERDICT_HASH, 6, "site");
	expect("UPDATE event SET sealed = NULL WHERE seq = 6", VERDICT_HASH, 6,
	    "site");
	expect("UPDATE event SET hash ="
	    " CAST(iif(substr(hash, 1, 1) = x'00', x'01', x'00') ||"
	    " substr(hash, 2) AS BLOB) WHERE seq = 5",
	    VERDICT_HASH, 5, NULL);
	expect("UPDATE event SET actor = 'binh' WHERE seq = 20", VERDICT_HASH,
	    20, NULL);
	expect("UPDATE event SET at = at + 1 WHERE seq = 1", VERDICT_HASH, 1,
	    NULL);
	expect("UPDATE event SET epoch = 2 WHERE seq = 3", VERDICT_HASH, 3,
	    NULL);
	expect("UPDATE event SET unit = 'police' WHERE seq = 3", VERDICT_HASH,
	    3, NULL);
	expect("UPDATE event SET kind = 'noto' WHERE seq = 3", VERDICT_HASH, 3,
	    NULL);
	expect("UPDATE event SET prev_site = zeroblob(32) WHERE seq = 3",
	    VERDICT_HASH, 3, NULL);
	expect("UPDATE event SET prev_stream = zeroblob(32) WHERE seq = 9",
	    VERDICT_HASH, 9, NULL);
	expect("UPDATE event SET op_part = 2 WHERE seq = 2", VERDICT_HASH, 2,
	    NULL);
	expect("UPDATE event SET stream = 'case-9' WHERE seq = 1",
	    VERDICT_HASH, 1, "case-9");
}

static void
forge(int from, int to, bool chain)
{
	forge_from = from;
	forge_to = to;
	forge_chain = chain;
}

/* Somebody who can compute hashes as well as we can. */
static void
test_forged(void)
{
	forge(5, 5, false);
	expect("UPDATE event SET actor = 'binh' WHERE seq = 5",
	    VERDICT_SITE_CHAIN, 6, "site");
	/* the newest entry has nothing hanging on it: rows know the actor */
	forge(20, 20, false);
	expect("UPDATE event SET actor = 'binh' WHERE seq = 20", VERDICT_ROW,
	    20, "site");
	forge(1, 1, false);
	expect("UPDATE event SET prev_site = zeroblob(32) WHERE seq = 1",
	    VERDICT_SITE_CHAIN, 1, NULL);
	forge(5, 20, true);
	expect("UPDATE event SET prev_stream = zeroblob(32) WHERE seq = 8",
	    VERDICT_STREAM_CHAIN, 8, "site");
	forge(20, 20, true);
	expect("UPDATE event SET prev_stream = zeroblob(32) WHERE seq = 20",
	    VERDICT_STREAM_CHAIN, 20, "site");
	forge(20, 20, true);
	expect("UPDATE event SET op_part = 2 WHERE seq = 20",
	    VERDICT_OPERATION, 20, "site");
	forge(20, 20, true);
	expect("UPDATE event SET op_id = 'op-x' WHERE seq = 20",
	    VERDICT_OPERATION, 20, "site");
	forge(20, 20, true);
	expect("INSERT INTO incarnation (id, began, after_seq)"
	    " VALUES (zeroblob(16), 0, 50);"
	    "UPDATE event SET incarnation = zeroblob(16) WHERE seq = 20",
	    VERDICT_INCARNATION, 20, "site");
	forge(20, 20, true);
	expect("UPDATE event SET facts = 'x' WHERE seq = 20", VERDICT_EVENT,
	    20, "site");
	forge(20, 20, true);
	expect("UPDATE event SET kind = 'impossible' WHERE seq = 20",
	    VERDICT_EVENT, 20, "site");
	forge(0, 0, false);
}

/* Entries taken away, or in another order. */
static void
test_order(void)
{
	expect("DELETE FROM event WHERE seq = 20", VERDICT_GAP, 20, "site");
	expect("DELETE FROM event WHERE seq = 4", VERDICT_GAP, 4, NULL);
	expect("DELETE FROM event WHERE seq = 3", VERDICT_GAP, 3, NULL);
	expect("DELETE FROM event WHERE seq = 1", VERDICT_GAP, 1, NULL);
	expect("UPDATE event SET seq = 100 WHERE seq = 3;"
	    "UPDATE event SET seq = 3 WHERE seq = 5;"
	    "UPDATE event SET seq = 5 WHERE seq = 100", VERDICT_HASH, 3, NULL);
}

/*
 * The end cut off: the chain that is left is whole, but rows and counters
 * know better; with the rows bent to fit, the counters.
 */
static void
test_end_cut_off(void)
{
	expect("DELETE FROM event WHERE seq > 18;"
	    "UPDATE row SET last_seq = 18 WHERE last_seq > 18",
	    VERDICT_ROW, 13, "case-0");
	expect("DELETE FROM event WHERE seq = 20;"
	    "UPDATE row SET last_seq = 18, doc = (SELECT replace(replace("
	    "replace(doc, '\"n\":10', '\"n\":9'), '\"number\":10',"
	    " '\"number\":9'), '1:1', '1:1')) WHERE stream = 'site'",
	    VERDICT_COUNTER, 18, "x");
}

static void
test_projections(void)
{
	expect("UPDATE row SET doc = replace(doc, 'known', 'unkno')"
	    " WHERE stream = 'case-1'", VERDICT_ROW, 15, "case-1");
	expect("UPDATE row SET epoch = 7 WHERE stream = 'case-1'",
	    VERDICT_ROW, 15, "case-1");
	expect("DELETE FROM work WHERE stream = 'case-2';"
	    "DELETE FROM row WHERE stream = 'case-2'", VERDICT_ROW, 17,
	    "case-2");
	expect("INSERT INTO row VALUES ('case-7', 3, 1, '{}')", VERDICT_ROW, 3,
	    "case-7");
	expect("INSERT INTO work SELECT 'case-8', unit, relation, waiting,"
	    " final, state, path, due, opened, moved FROM work"
	    " WHERE stream = 'case-0'", VERDICT_WORK, 0, "");
	expect("UPDATE work SET unit = 'police' WHERE stream = 'case-2'",
	    VERDICT_WORK, 17, "case-2");
	expect("UPDATE work SET due = 5 WHERE stream = 'case-0'",
	    VERDICT_WORK, 19, "case-0");
	expect("DELETE FROM work WHERE stream = 'case-0'", VERDICT_WORK, 19,
	    "case-0");
	expect("INSERT INTO work SELECT stream, 'spy', relation, waiting,"
	    " final, state, path, due, opened, moved FROM work"
	    " WHERE stream = 'case-0'", VERDICT_WORK, 19, "case-0");
	expect("UPDATE counter SET last = 11", VERDICT_COUNTER, 20, "x");
	expect("INSERT INTO counter VALUES ('y', 1)", VERDICT_COUNTER, 0, "");
}

static void
test_structure(void)
{
	expect("DROP INDEX event_stream", VERDICT_STRUCTURE, 0, NULL);
	expect("UPDATE incarnation SET id = randomblob(16)",
	    VERDICT_INCARNATION, 1, "case-0");
	expect("INSERT INTO incarnation (id, began, after_seq)"
	    " VALUES (zeroblob(16), 0, 4)", VERDICT_INCARNATION, 5, NULL);
}

static bool
stop_at_once(void *arg, int64_t done, int64_t of)
{
	int *n = arg;

	T_CHECK(done <= of);
	return ++*n < 1;
}

/* Stopped is neither fine nor bad. */
static void
test_stopped(void)
{
	int n = 0;
	struct store_progress p = { stop_at_once, &n };
	struct store_verdict v;
	struct err e = ERR_INIT;
	struct event ev[4096];
	struct store *s;

	begin();
	s = store_open(path, &fake_projector, NULL, NULL);
	for (size_t i = 0; i < ARRAY_LEN(ev); i++)
		ev[i] = fake_event("site", "note", "{}");
	T_INT(fake_commit(store_journal(s), "many", ev, ARRAY_LEN(ev), NULL, 0,
	    &e), COMMIT_DONE);
	T_CHECK(!store_verify(s, &v, &p, &e));
	T_INT(v.what, VERDICT_FINE);
	T_INT(e.code, ERR_STORE_STOPPED);
	T_CHECK(store_verify_chain(s, &v, NULL, &e));
	/* and one head, signed */
	T_INT(v.events, EVENTS + 4096 + 1);
	T_INT(v.checkpoints, 1);
	store_close(s);
	err_done(&e);
	free(path);
	fake_clean();
}

/*
 * A flipped bit anywhere in the file: found, or harmless (free space, or a
 * part that the check reads the same).  What is never allowed is that an
 * entry reads differently and nobody notices.
 */
static void
test_any_bit(void)
{
	uint64_t r = fake_seed();
	int found = 0, harmless = 0;
	FILE *f;
	unsigned char *file;
	size_t len;

	begin();
	f = fopen(path, "rb");
	fseek(f, 0, SEEK_END);
	len = (size_t)ftell(f);
	rewind(f);
	file = xmalloc(len);
	if (fread(file, 1, len, f) != len)
		abort();
	fclose(f);
	for (int i = 0; i < 300; i++) {
		size_t at = fake_random(&r) % len;
		unsigned char bit = (unsigned char)
		    (1u << (fake_random(&r) % 8));
		struct store_verdict v;
		struct store *s;

		file[at] ^= bit;
		f = fopen(path, "r+b");
		fwrite(file, 1, len, f);
		fclose(f);
		s = store_open(path, &fake_projector, NULL, NULL);
		if (s == NULL || !store_verify(s, &v, NULL, NULL)) {
			found++;
		} else {
			unsigned char hash[HASH_SIZE];
			int64_t seq;

			harmless++;
			T_CHECK(store_head(s, &seq, hash, NULL));
			T_INT(seq, EVENTS);
		}
		store_close(s);
		file[at] ^= bit;
	}
	printf("# %d found, %d harmless\n", found, harmless);
	T_CHECK(found > 20 && harmless > 0);
	free(file);
	free(path);
	fake_clean();
}

int
main(void)
{
	if (!seal_start())
		return 1;
	T_RUN(test_untouched);
	T_RUN(test_entries);
	T_RUN(test_forged);
	T_RUN(test_order);
	T_RUN(test_end_cut_off);
	T_RUN(test_projections);
	T_RUN(test_structure);
	T_RUN(test_stopped);
	T_RUN(test_any_bit);
	return t_done();
}
