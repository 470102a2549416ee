/*
 * Signed heads (security.md S-56): whoever rewrites the journal and all its
 * hashes is found at the next checkpoint, whoever cuts its end off or puts an
 * older copy in its place, by any head that has left the machine.
 */
#include "tests/t.h"
#include "core/store/inside.h"
#include "core/store/link.h"
#include "tests/unit/store_clean.h"

#include <sqlite3.h>

#define EVENTS 1300

static char *path;
static int operations;

static void
save(const struct journal *j, int from, int to, when_t at)
{
	for (int i = from; i < to; i += 100) {
		struct event ev[100];
		char id[16], name[100][16];

		snprintf(id, sizeof(id), "op-%d", ++operations);
		for (int k = 0; k < 100; k++) {
			snprintf(name[k], sizeof(name[k]), "case-%d", (i + k) % 7);
			ev[k] = fake_event(name[k], "note", "{}");
			ev[k].at = at;
		}
		T_INT(fake_commit(j, id, ev, 100, NULL, 0, NULL), COMMIT_DONE);
	}
}

static struct store *
open_it(void)
{
	struct store *s = store_open(path, &fake_projector, NULL, NULL);

	T_CHECK(s != NULL);
	return s;
}

static void
begin(void)
{
	struct store *s;

	fake_folder();
	path = fake_path("kho.tn");
	T_CHECK(store_create(path, "mong-cai", &fake_projector, FAKE_NOW,
	    NULL));
	s = open_it();
	save(store_journal(s), 0, EVENTS, FAKE_NOW);
	store_close(s);
}

static void
end(void)
{
	free(path);
	fake_clean();
}

/* By somebody with the disk in hand; the guards are put back. */
static void
raw(const char *sql)
{
	char *why = NULL;
	sqlite3 *db;

	if (sqlite3_open(path, &db) != SQLITE_OK)
		abort();
	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK) {
		printf("# %s\n", why);
		T_CHECK(!"tampered");
	}
	sqlite3_free(why);
	sqlite3_close(db);
}

/*
 * Every hash from `from` on made right again, by somebody who knows how: the
 * site's chain, each stream's chain, and what checkpoints say of the hash.
 */
static void
rewrite(int from)
{
	unsigned char site[HASH_SIZE], last[8][HASH_SIZE] = { { 0 } };
	struct str room = STR_INIT;
	sqlite3_stmt *st, *put;
	sqlite3 *db;

	if (sqlite3_open(path, &db) != SQLITE_OK)
		abort();
	sqlite3_prepare_v2(db, "SELECT " LINK_COLUMNS " FROM event"
	    " ORDER BY seq", -1, &st, NULL);
	sqlite3_prepare_v2(db, "UPDATE event SET hash = ?2, prev_site = ?3,"
	    " prev_stream = ?4, facts = ?5 WHERE seq = ?1", -1, &put, NULL);
	while (sqlite3_step(st) == SQLITE_ROW) {
		const char *stream = (const char *)sqlite3_column_text(st, 8);
		int which = str_starts(stream, "case-") ? stream[5] - '0' : 7;
		char facts[1024], hex[2 * HASH_SIZE + 1], *at;
		struct link l = {
			.seq = sqlite3_column_int64(st, 0),
			.op_part = sqlite3_column_int64(st, 5),
			.epoch = sqlite3_column_int64(st, 6),
			.at = sqlite3_column_int64(st, 7), .stream = stream,
			.kind = (const char *)sqlite3_column_text(st, 9),
			.actor = (const char *)sqlite3_column_text(st, 10),
			.unit = (const char *)sqlite3_column_text(st, 11),
			.op_id = (const char *)sqlite3_column_text(st, 12),
			.sealed = sqlite3_column_blob(st, 14),
			.sealed_len = (size_t)sqlite3_column_bytes(st, 14),
			.facts = facts,
		};

		snprintf(facts, sizeof(facts), "%s",
		    (const char *)sqlite3_column_text(st, 13));
		memcpy(l.incarnation, sqlite3_column_blob(st, 4), 16);
		memcpy(l.prev_site, sqlite3_column_blob(st, 2), HASH_SIZE);
		memcpy(l.prev_stream, sqlite3_column_blob(st, 3), HASH_SIZE);
		memcpy(l.hash, sqlite3_column_blob(st, 1), HASH_SIZE);
		if (l.seq > from) {
			memcpy(l.prev_site, site, HASH_SIZE);
			memcpy(l.prev_stream, last[which], HASH_SIZE);
			at = strstr(facts, "\"hash\":\"");
			for (int i = 0; i < HASH_SIZE; i++)
				snprintf(hex + 2 * i, 3, "%02x", site[i]);
			if (which == 7 && at != NULL)
				memcpy(at + 8, hex, 2 * HASH_SIZE);
		}
		l.facts_len = strlen(facts);
		if (l.seq >= from)
			link_hash(&l, &room, l.hash);
		memcpy(site, l.hash, HASH_SIZE);
		memcpy(last[which], l.hash, HASH_SIZE);
		sqlite3_bind_int64(put, 1, l.seq);
		sqlite3_bind_blob(put, 2, l.hash, HASH_SIZE, SQLITE_TRANSIENT);
		sqlite3_bind_blob(put, 3, l.prev_site, HASH_SIZE,
		    SQLITE_TRANSIENT);
		sqlite3_bind_blob(put, 4, l.prev_stream, HASH_SIZE,
		    SQLITE_TRANSIENT);
		sqlite3_bind_text(put, 5, facts, -1, SQLITE_TRANSIENT);
		if (l.seq >= from && sqlite3_step(put) != SQLITE_DONE)
			T_CHECK(!"rewritten");
		sqlite3_reset(put);
	}
	sqlite3_finalize(st);
	sqlite3_finalize(put);
	sqlite3_close(db);
	str_done(&room);
}

/* Chains alone: rows may be bent by the same hand. */
static struct store_verdict
verify(enum err_code want)
{
	struct store_verdict v;
	struct err e = ERR_INIT;
	struct store *s = open_it();
	bool fine = store_verify_chain(s, &v, NULL, &e);

	T_CHECK(fine == (want == ERR_NONE));
	T_INT(e.code, want);
	err_done(&e);
	store_close(s);
	return v;
}

static void
test_every_thousand(void)
{
	struct store_verdict v;
	struct store *s;

	begin();
	v = verify(ERR_NONE);
	T_INT(v.events, EVENTS + 1);
	T_INT(v.checkpoints, 1);
	T_INT(v.signed_to, 1001);
	T_INT(v.keys, 1);
	T_CHECK(v.own_key);
	/* The end of work signs once, and not again when nothing came. */
	s = open_it();
	T_CHECK(store_checkpoint(s, FAKE_NOW + 5));
	T_CHECK(!store_checkpoint(s, FAKE_NOW + 6));
	T_CHECK(store_verify(s, &v, NULL, NULL));
	T_INT(v.checkpoints, 2);
	T_INT(v.signed_to, v.events);
	store_close(s);
	end();
}

static void
test_every_hour(void)
{
	struct store_verdict v;
	struct store *s;

	begin();
	s = open_it();
	save(store_journal(s), 0, 100, FAKE_NOW + CHECKPOINT_MS - 1);
	T_CHECK(store_verify(s, &v, NULL, NULL));
	T_INT(v.checkpoints, 1);
	save(store_journal(s), 0, 100, FAKE_NOW + CHECKPOINT_MS);
	T_CHECK(store_verify(s, &v, NULL, NULL));
	T_INT(v.checkpoints, 2);
	store_close(s);
	end();
}

/* The clock goes back: nothing is reordered, and it is told (S-61). */
static void
test_clock_back(void)
{
	struct store_verdict v;
	struct store *s;

	begin();
	v = verify(ERR_NONE);
	T_INT(v.jumps, 0);
	s = open_it();
	save(store_journal(s), 0, 100, FAKE_NOW - CLOCK_JUMP_MS - 1);
	T_CHECK(store_verify(s, &v, NULL, NULL));
	T_INT(v.jumps, 1);
	T_INT(v.jump, EVENTS + 2);
	store_close(s);
	end();
}

/* Without the key, no hash that is computed anew helps. */
static void
test_rewritten(void)
{
	struct store_verdict v;

	begin();
	raw("DROP TRIGGER event_no_update; UPDATE event SET actor = 'binh'"
	    " WHERE seq = 500");
	rewrite(500);
	v = verify(ERR_STORE_VERIFY_CHECKPOINT);
	T_INT(v.what, VERDICT_CHECKPOINT);
	T_INT(v.seq, 1001);
	end();
	/* After the last one: only a head outside tells. */
	begin();
	raw("DROP TRIGGER event_no_update; UPDATE event SET actor = 'binh'"
	    " WHERE seq = 1200");
	rewrite(1200);
	verify(ERR_NONE);
	end();
}

static void
head_hex(struct store *s, int64_t *seq, char hex[17])
{
	unsigned char hash[HASH_SIZE];

	T_CHECK(store_head(s, seq, hash, NULL));
	for (int i = 0; i < 8; i++)
		snprintf(hex + 2 * i, 3, "%02x", hash[i]);
}

static void
check_head(int64_t seq, const char *hex, enum verdict want)
{
	struct store_verdict v = { .what = VERDICT_FINE };
	struct err e = ERR_INIT;
	struct store *s = open_it();

	T_CHECK(store_verify_head(s, seq, hex, &v, &e) ==
	    (want == VERDICT_FINE));
	T_INT(v.what, want);
	err_done(&e);
	store_close(s);
}

/* The tail cut, everything else bent to fit; and an older copy. */
static void
test_cut(void)
{
	char hex[17], old[17];
	int64_t seq, older;
	struct store *s;
	char *copy, *log;

	begin();
	copy = fake_path("cu.tn");
	s = open_it();
	head_hex(s, &older, old);
	T_CHECK(store_backup(s, copy, NULL, NULL));
	save(store_journal(s), 0, 100, FAKE_NOW + 7);
	head_hex(s, &seq, hex);
	store_close(s);
	check_head(seq, hex, VERDICT_FINE);
	check_head(older, old, VERDICT_FINE);
	check_head(seq, old, VERDICT_HEAD_OTHER);
	check_head(seq, "0123", VERDICT_HEAD_OTHER);
	check_head(seq, "", VERDICT_HEAD_OTHER);
	raw("DROP TRIGGER event_no_delete; DELETE FROM event"
	    " WHERE seq > (SELECT max(seq) FROM event) - 50");
	verify(ERR_NONE);
	check_head(seq, hex, VERDICT_HEAD_CUT);
	check_head(older, old, VERDICT_FINE);
	/* Last month's file in its place: whole, and too short. */
	log = xasprintf("%s-wal", path);
	unlink(log);
	free(log);
	T_CHECK(rename(copy, path) == 0);
	verify(ERR_NONE);
	check_head(older, old, VERDICT_FINE);
	check_head(seq, hex, VERDICT_HEAD_CUT);
	free(copy);
	end();
}

/* A key that was lost or put there by somebody else is told. */
static void
test_other_key(void)
{
	struct store_verdict v;
	struct store *s;
	char *key;

	begin();
	key = xasprintf("%s-signing", path);
	T_CHECK(unlink(key) == 0);
	v = verify(ERR_NONE);
	T_CHECK(!v.own_key);
	/* Verifying made none. */
	T_CHECK(access(key, F_OK) != 0);
	s = open_it();
	save(store_journal(s), 0, 100, FAKE_NOW + 7);
	T_CHECK(store_checkpoint(s, FAKE_NOW + 8));
	store_close(s);
	v = verify(ERR_NONE);
	T_INT(v.keys, 2);
	T_CHECK(v.own_key);
	/* One that others can read is not used, and saving goes on. */
	T_CHECK(chmod(key, 0644) == 0);
	s = open_it();
	save(store_journal(s), 0, 1100, FAKE_NOW + 9);
	T_CHECK(!store_checkpoint(s, FAKE_NOW + 10));
	store_close(s);
	T_INT(verify(ERR_NONE).checkpoints, 2);
	free(key);
	end();
}

/* What somebody wrote or looked at, newest first, bounded by time. */
struct seen {
	int n;
	int64_t last;
};

static bool
count_seen(void *arg, const struct event *ev)
{
	struct seen *seen = arg;

	T_CHECK(seen->last == 0 || ev->seq < seen->last);
	T_CHECK(json_is_object(ev->facts) && ev->sealed == NULL);
	seen->last = ev->seq;
	return ++seen->n < 200;
}

static bool
only_checkpoints(const char *kind)
{
	return strcmp(kind, CHECKPOINT_STREAM) == 0;
}

static void
test_looked(void)
{
	struct look_query q = { .actor = "an", .from = 0, .to = INT64_MAX,
	    .before = INT64_MAX };
	struct seen seen = { 0, 0 };
	const struct journal *j;
	struct store *s;

	begin();
	s = open_it();
	j = store_journal(s);
	T_CHECK(j->looked(j->ctx, &q, count_seen, &seen, NULL));
	T_INT(seen.n, 200);
	q.before = 3;
	seen = (struct seen){ 0, 0 };
	T_CHECK(j->looked(j->ctx, &q, count_seen, &seen, NULL));
	T_INT(seen.n, 2);
	q.before = INT64_MAX;
	q.from = FAKE_NOW + 1;
	seen = (struct seen){ 0, 0 };
	T_CHECK(j->looked(j->ctx, &q, count_seen, &seen, NULL));
	T_INT(seen.n, 0);
	q = (struct look_query){ .stream = "case-1", .from = 0,
	    .to = INT64_MAX, .before = INT64_MAX };
	seen = (struct seen){ 0, 0 };
	T_CHECK(j->looked(j->ctx, &q, count_seen, &seen, NULL));
	T_INT(seen.n, 186);
	q.stream = CHECKPOINT_STREAM;
	q.wanted = only_checkpoints;
	seen = (struct seen){ 0, 0 };
	T_CHECK(j->looked(j->ctx, &q, count_seen, &seen, NULL));
	T_INT(seen.n, 1);
	store_close(s);
	end();
}

int
main(void)
{
	if (!seal_start())
		return 1;
	T_RUN(test_every_thousand);
	T_RUN(test_every_hour);
	T_RUN(test_clock_back);
	T_RUN(test_rewritten);
	T_RUN(test_cut);
	T_RUN(test_other_key);
	T_RUN(test_looked);
	return t_done();
}
