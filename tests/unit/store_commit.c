/*
 * Saving: what is appended, what is refused, and what the chains say.
 */
#include "tests/t.h"
#include "tests/unit/store_fake.h"
#include "tests/unit/store_clean.h"

#include <sqlite3.h>

static struct store *s;
static const struct journal *j;
static char *path;

static void
begin(void)
{
	struct err e = ERR_INIT;

	fake_folder();
	path = fake_path("kho.tn");
	T_CHECK(store_create(path, "mong-cai", &fake_projector, FAKE_NOW, &e));
	s = store_open(path, &fake_projector, NULL, &e);
	if (s == NULL)
		abort();
	j = store_journal(s);
	store_set_ballast(s, 0);
	err_done(&e);
}

static void
end(void)
{
	store_close(s);
	free(path);
	fake_clean();
}

static void
verify_fine(void)
{
	struct store_verdict v;
	struct err e = ERR_INIT;
	struct str text = STR_INIT;

	if (!store_verify(s, &v, NULL, &e)) {
		err_text(&e, LANG_EN, false, &text);
		printf("# %s\n", str_text(&text));
		T_CHECK(!"verified");
	}
	str_done(&text);
	err_done(&e);
}

struct seen {
	int n;
	int64_t last;
	char kinds[256];
};

static bool
see(void *arg, const struct event *ev)
{
	struct seen *seen = arg;

	seen->n++;
	T_CHECK(ev->seq > seen->last);
	seen->last = ev->seq;
	strncat(seen->kinds, ev->kind, 20);
	strncat(seen->kinds, " ", 2);
	T_CHECK(json_is_object(ev->facts));
	return true;
}

static void
test_append(void)
{
	struct event ev[3];
	struct seen seen = { .n = 0 };
	struct err e = ERR_INIT;
	json_t *row;

	begin();
	ev[0] = fake_event("case-1", "opened",
	    "{'state':'new','work':{'gate-1':'holder','police':'asked'}}");
	ev[1] = fake_event("act-1", "signed", "{'series':'act','number':1}");
	ev[2] = fake_event("case-1", "noted", "{'state':'known','due':77}");
	T_INT(fake_commit(j, "op-1", ev, 3, NULL, 0, &e), COMMIT_DONE);
	T_INT(j->last_seq(j->ctx, "case-1"), 3);
	T_INT(j->last_seq(j->ctx, "act-1"), 2);
	T_INT(j->last_seq(j->ctx, "case-2"), 0);
	T_INT(j->last_number(j->ctx, "act"), 1);
	T_INT(j->find_operation(j->ctx, "op-1", &e), 3);
	T_INT(j->find_operation(j->ctx, "op-2", &e), 0);
	row = j->row(j->ctx, "case-1", &e);
	T_STR(jx_text(row, "state"), "known");
	T_INT(jx_int(row, "n", 0), 2);
	json_decref(row);
	T_CHECK(j->row(j->ctx, "case-9", &e) == NULL);
	T_INT(e.code, ERR_NONE);
	T_CHECK(j->read(j->ctx, "case-1", 0, see, &seen, &e));
	T_STR(seen.kinds, "opened noted ");
	seen = (struct seen){ .n = 0 };
	T_CHECK(j->read(j->ctx, "case-1", 1, see, &seen, &e));
	T_STR(seen.kinds, "noted ");
	seen = (struct seen){ .n = 0 };
	T_CHECK(j->read_operation(j->ctx, "op-1", see, &seen, &e));
	T_STR(seen.kinds, "opened signed noted ");
	verify_fine();
	end();
	err_done(&e);
}

/* The same op_id again changes nothing, whatever comes with it. */
static void
test_again(void)
{
	struct err e = ERR_INIT;

	begin();
	T_INT(fake_save(j, "op-1", "case-1", "{'state':'a'}", &e), COMMIT_DONE);
	T_INT(fake_save(j, "op-1", "case-1", "{'state':'b'}", &e),
	    COMMIT_AGAIN);
	T_INT(fake_save(j, "op-1", "case-7", "{}", &e), COMMIT_AGAIN);
	T_INT(j->last_seq(j->ctx, "case-1"), 1);
	T_INT(j->last_seq(j->ctx, "case-7"), 0);
	verify_fine();
	end();
	err_done(&e);
}

static void
test_conflict(void)
{
	struct expected x[2] = { { "case-1", 0 }, { "case-2", 0 } };
	struct err e = ERR_INIT;
	struct event ev;

	begin();
	ev = fake_event("case-1", "opened", "{}");
	T_INT(fake_commit(j, "op-1", &ev, 1, x, 2, &e), COMMIT_DONE);
	ev = fake_event("case-2", "opened", "{}");
	T_INT(fake_commit(j, "op-2", &ev, 1, x, 2, &e), COMMIT_CONFLICT);
	T_INT(e.code, ERR_STORE_MOVED_ON);
	T_STR(e.arg[0], "case-1");
	T_INT(j->last_seq(j->ctx, "case-2"), 0);
	x[0].last_seq = 1;
	ev = fake_event("case-2", "opened", "{}");
	T_INT(fake_commit(j, "op-2", &ev, 1, x, 2, &e), COMMIT_DONE);
	verify_fine();
	end();
	err_done(&e);
}

static void
test_numbers(void)
{
	struct err e = ERR_INIT;

	begin();
	T_INT(fake_save(j, "a", "act-1", "{'series':'x','number':1}", &e),
	    COMMIT_DONE);
	T_INT(fake_save(j, "b", "act-2", "{'series':'x','number':1}", &e),
	    COMMIT_CONFLICT);
	T_INT(e.code, ERR_STORE_NUMBER_TAKEN);
	T_INT(fake_save(j, "c", "act-2", "{'series':'x','number':3}", &e),
	    COMMIT_FAILED);
	T_INT(fake_save(j, "d", "act-2", "{'series':'x','number':0}", &e),
	    COMMIT_CONFLICT);
	T_INT(fake_save(j, "e", "act-2", "{'series':'x','number':2}", &e),
	    COMMIT_DONE);
	T_INT(j->last_number(j->ctx, "x"), 2);
	T_INT(j->last_seq(j->ctx, "act-2"), 2);
	verify_fine();
	end();
	err_done(&e);
}

/* What cannot follow leaves nothing behind, not even its first half. */
static void
test_all_or_nothing(void)
{
	struct event ev[2];
	struct err e = ERR_INIT;

	begin();
	ev[0] = fake_event("case-1", "opened", "{'series':'x','number':1}");
	ev[1] = fake_event("case-1", "impossible", "{}");
	T_INT(fake_commit(j, "op-1", ev, 2, NULL, 0, &e), COMMIT_FAILED);
	T_INT(e.code, ERR_STORE_CANNOT_FOLLOW);
	T_INT(j->last_seq(j->ctx, "case-1"), 0);
	T_INT(j->last_number(j->ctx, "x"), 0);
	T_INT(j->find_operation(j->ctx, "op-1", &e), 0);
	/* and the same operation, mended, goes through */
	T_INT(fake_save(j, "op-1", "case-1", "{}", &e), COMMIT_DONE);
	verify_fine();
	end();
	err_done(&e);
}

static void
test_bad_batches(void)
{
	static const char *const id[] = { "", "a b", "ổ", "a;", "a.b",
	    "01234567890123456789012345678901234567890123456789012345678901234"
	};
	struct err e = ERR_INIT;
	struct event ev;

	begin();
	for (size_t i = 0; i < ARRAY_LEN(id); i++)
		T_INT(fake_save(j, id[i], "case-1", "{}", &e), COMMIT_FAILED);
	T_INT(fake_save(j, "a", "", "{}", &e), COMMIT_FAILED);
	T_INT(fake_save(j, "a", "case 1", "{}", &e), COMMIT_FAILED);
	T_INT(fake_save(j, "a", "case-\x01", "{}", &e), COMMIT_FAILED);
	ev = fake_event("case-1", "", "{}");
	T_INT(fake_commit(j, "a", &ev, 1, NULL, 0, &e), COMMIT_FAILED);
	ev = fake_event("case-1", "x", "[]");
	T_INT(fake_commit(j, "a", &ev, 1, NULL, 0, &e), COMMIT_FAILED);
	T_INT(fake_commit(j, "a", NULL, 0, NULL, 0, &e), COMMIT_FAILED);
	/* readable by nobody later: refused now */
	ev = fake_event("case-1", "x", "{'a':[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
	    "[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}");
	T_INT(fake_commit(j, "a", &ev, 1, NULL, 0, &e), COMMIT_FAILED);
	ev = fake_event("case-1", "x", "{}");
	json_object_set_new(ev.facts, "pad", json_sprintf("%300000d", 1));
	T_INT(fake_commit(j, "a", &ev, 1, NULL, 0, &e), COMMIT_FAILED);
	T_INT(e.code, ERR_STORE_TOO_BIG);
	T_INT(fake_save(j, "a", "case-1", "{}", &e), COMMIT_DONE);
	verify_fine();
	end();
	err_done(&e);
}

/* Random batches over a few streams; the store equals the refold after. */
static void
test_random(void)
{
	uint64_t r = fake_seed();
	int64_t number = 0, events = 0;
	struct err e = ERR_INIT;
	struct store_verdict v;

	begin();
	for (int op = 0; op < 400; op++) {
		struct event ev[5];
		size_t n = 1 + fake_random(&r) % 5;
		char name[5][24], id[24], facts[200];
		int64_t drawn = number;
		bool bad = fake_random(&r) % 10 == 0;

		for (size_t i = 0; i < n; i++) {
			bool draws = fake_random(&r) % 3 == 0;

			snprintf(name[i], sizeof(name[i]), "%s-%d",
			    fake_random(&r) % 4 ? "case" : "act",
			    (int)(fake_random(&r) % 20));
			snprintf(facts, sizeof(facts),
			    "{'due':%d,'final':%s,'work':{'u%d':'holder',"
			    "'v%d':'asked'}}",
			    (int)(fake_random(&r) % 1000),
			    fake_random(&r) % 2 ? "true" : "false",
			    (int)(fake_random(&r) % 3),
			    (int)(fake_random(&r) % 3));
			if (draws)
				snprintf(facts + strlen(facts) - 1, 48,
				    ",'series':'x','number':%lld}",
				    (long long)++drawn);
			ev[i] = fake_event(name[i], bad && i == n - 1 ?
			    "impossible" : "note", facts);
		}
		snprintf(id, sizeof(id), "op-%d", op);
		T_INT(fake_commit(j, id, ev, n, NULL, 0, &e),
		    bad ? COMMIT_FAILED : COMMIT_DONE);
		if (!bad) {
			number = drawn;
			events += (int64_t)n;
		}
	}
	T_CHECK(store_verify(s, &v, NULL, &e));
	T_INT(v.events, events + v.checkpoints);
	T_INT(v.checkpoints, events / 1000);
	T_INT(j->last_number(j->ctx, "x"), number);
	end();
	err_done(&e);
}

static int
raw(sqlite3 *db, const char *sql)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

/* The schema itself refuses, for any program that opens the file. */
static void
test_append_only(void)
{
	struct err e = ERR_INIT;
	sqlite3 *db;

	begin();
	T_INT(fake_save(j, "a", "case-1", "{}", &e), COMMIT_DONE);
	T_INT(fake_save(j, "b", "case-1", "{}", &e), COMMIT_DONE);
	T_INT(sqlite3_open(path, &db), SQLITE_OK);
	T_INT(raw(db, "UPDATE event SET kind = 'x'"), SQLITE_CONSTRAINT);
	T_INT(raw(db, "DELETE FROM event WHERE seq = 2"), SQLITE_CONSTRAINT);
	T_INT(raw(db, "REPLACE INTO event SELECT * FROM event WHERE seq = 1"),
	    SQLITE_CONSTRAINT);
	T_INT(raw(db, "REPLACE INTO event SELECT 3, hash, prev_site,"
	    " prev_stream, incarnation, op_part, epoch, at, stream, kind,"
	    " actor, unit, op_id, facts, sealed FROM event WHERE seq = 1"),
	    SQLITE_CONSTRAINT);
	T_INT(raw(db, "INSERT INTO event SELECT 9, hash, prev_site,"
	    " prev_stream, incarnation, op_part, epoch, at, stream, kind,"
	    " actor, unit, 'c', facts, sealed FROM event WHERE seq = 1"),
	    SQLITE_CONSTRAINT);
	sqlite3_close(db);
	verify_fine();
	end();
	err_done(&e);
}

static void
test_wraps(void)
{
	struct err e = ERR_INIT;
	struct event ev = fake_event("case-1", "opened", "{}");
	unsigned char one[] = "one", two[] = "two!", *got;
	struct key_wrap w[2] = {
		{ (char *)"case-1", (char *)"gate-1", one, 3, false },
		{ (char *)"case-1", (char *)"police", two, 4, false },
	};
	struct batch b = {
		.op_id = "a", .event = &ev, .n_event = 1, .wrap = w,
		.n_wrap = 2,
	};
	size_t len;

	begin();
	T_INT(j->commit(j->ctx, &b, &e), COMMIT_DONE);
	T_CHECK(j->wrap(j->ctx, "case-1", "police", &got, &len));
	T_INT(len, 4);
	T_CHECK(memcmp(got, "two!", 4) == 0);
	free(got);
	T_CHECK(!j->wrap(j->ctx, "case-1", "health", &got, &len));
	T_CHECK(got == NULL);
	/* destroyed: gone, while the chain stays whole */
	b = (struct batch){ .op_id = "b", .event = &ev, .n_event = 1,
	    .unwrap = w, .n_unwrap = 1 };
	T_INT(j->commit(j->ctx, &b, &e), COMMIT_DONE);
	T_CHECK(!j->wrap(j->ctx, "case-1", "gate-1", &got, &len));
	T_CHECK(j->wrap(j->ctx, "case-1", "police", &got, &len));
	free(got);
	verify_fine();
	json_decref(ev.facts);
	end();
	err_done(&e);
}

static bool
save_inside(void *arg, const struct event *ev)
{
	int *n = arg;
	char id[24];

	snprintf(id, sizeof(id), "in-%d-%lld", ++*n, (long long)ev->seq);
	T_INT(fake_save(j, id, "case-2", "{}", NULL), COMMIT_DONE);
	return *n < 3;
}

/* A reader may save; the walk stops when asked. */
static void
test_save_while_reading(void)
{
	struct err e = ERR_INIT;
	int n = 0;

	begin();
	for (int i = 0; i < 10; i++) {
		char id[16];

		snprintf(id, sizeof(id), "o%d", i);
		T_INT(fake_save(j, id, "case-1", "{}", &e), COMMIT_DONE);
	}
	T_CHECK(j->read(j->ctx, "case-1", 0, save_inside, &n, &e));
	T_INT(n, 3);
	T_INT(j->last_seq(j->ctx, "case-2"), 13);
	verify_fine();
	end();
	err_done(&e);
}

int
main(void)
{
	if (!seal_start())
		return 1;
	T_RUN(test_append);
	T_RUN(test_again);
	T_RUN(test_conflict);
	T_RUN(test_numbers);
	T_RUN(test_all_or_nothing);
	T_RUN(test_bad_batches);
	T_RUN(test_random);
	T_RUN(test_append_only);
	T_RUN(test_wraps);
	T_RUN(test_save_while_reading);
	return t_done();
}
