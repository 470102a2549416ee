/*
 * Erasure (security.md S-53, S-54): the key of a case is gone from the store,
 * from sessions that had it open, from drafts, and from backups that are
 * restored; the chain stays whole and a certificate says what was done.
 */
#include "tests/unit/door_regimes.h"

#include "core/case/row.h"
#include "core/store/store.h"

#include <sqlite3.h>

#define ERASE_ON(op, ground, more) "{'do':'propose_pair','op_id':'" op "'," \
	"'with':{'kind':'erase_case','content':{'case':'MC-2026-00001'," \
	"'ground':'" ground "'" more "},'reason':'Lý do thử'}}"
#define BY_REQUEST(op) ERASE_ON(op, "person_request", ",'document':'Đơn thử 1'")
#define HOLD(on) "{'do':'legal_hold'," CASE_ONE ",'with':{'on':" on "," \
	"'document':'Công văn thử 2'}}"

/* Two officers in one post, and somebody elsewhere. */
static void
open_two(struct house *h, struct session *s[3])
{
	json_t *plan = regimes_plan();

	json_array_append_new(json_object_get(plan, "staff"), json_pack(
	    "{s:s,s:s,s:s,s:[s],s:s}", "id", "em", "unit", "post1", "name",
	    "Lê Thị Thử", "roles", "officer", "secret", HOUSE_SECRET));
	T_CHECK(house_open_on(h, "tests/unit/regimes", plan, OLD_DAY));
	s[0] = house_sign_in(h, "an");
	s[1] = house_sign_in(h, "em");
	s[2] = house_sign_in(h, "bac");
}

static json_t *
ask(struct session *s, const char *name, const char *key, const char *value)
{
	json_t *q = json_pack("{s:s,s:s}", "ask", name, key, value);
	json_t *out = tn_ask(s, q);

	json_decref(q);
	return out;
}

/* Approves whatever proposal has this id, by the hash that is shown. */
static const char *
approve(struct house *h, struct session *s, const char *id)
{
	static char result[64];
	json_t *all = ask(s, "pairs", "x", ""), *out;
	const json_t *p;
	char *text;
	size_t i;

	snprintf(result, sizeof(result), "not shown");
	json_array_foreach(json_object_get(all, "pairs"), i, p) {
		if (!str_eq(jx_text(p, "proposal"), id))
			continue;
		text = xasprintf("{'do':'approve_pair','with':{'proposal':"
		    "'%s','hash':'%s'}}", id, jx_text(p, "hash"));
		out = house_do(h, s, text);
		snprintf(result, sizeof(result), "%s", house_result(out));
		json_decref(out);
		free(text);
	}
	json_decref(all);
	return result;
}

static int64_t
count_in(const char *path, const char *sql)
{
	sqlite3_stmt *st = NULL;
	sqlite3 *db = NULL;
	int64_t n = -1;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) ==
	    SQLITE_OK && sqlite3_prepare_v2(db, sql, -1, &st, NULL) ==
	    SQLITE_OK && sqlite3_step(st) == SQLITE_ROW)
		n = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	sqlite3_close(db);
	return n;
}

#define KEYS "SELECT count(*) FROM stream_key WHERE stream = 'MC-2026-00001'"

static size_t
found(struct session *s)
{
	json_t *out = ask(s, "search", "text", "nguyen thi mau");
	size_t n = json_array_size(json_object_get(out, "found"));

	json_decref(out);
	return n;
}

static bool
is_absent(struct session *s)
{
	json_t *out = ask(s, "case", "case", "MC-2026-00001");
	json_t *none = ask(s, "case", "case", "MC-2026-00009");
	bool absent = str_eq(house_result(out), "no_such_case") &&
	    str_eq(house_result(none), "no_such_case");

	json_decref(out);
	json_decref(none);
	return absent;
}

static void
draft_of_case(struct house *h, struct session *s)
{
	HOUSE_EXPECT(h, s, "{'do':'save_draft','with':{'place':"
	    "'form/MC-2026-00001/person/','content':{'a':'mat khau bi mat'}}}",
	    "done");
	HOUSE_EXPECT(h, s, "{'do':'save_draft','with':{'place':"
	    "'form/MC-2026-000011/person/','content':{'a':'x'}}}", "done");
}

/* What the case tells of its end: "open", "held", "possible", "waits", "". */
static const char *
ending(struct session *s)
{
	json_t *out = ask(s, "case", "case", "MC-2026-00001");
	const json_t *k = json_object_get(out, "keeping");
	const json_t *erase = json_object_get(k, "erase");
	const char *is = !json_is_object(erase) ? "" :
	    json_is_object(json_object_get(k, "hold")) ? "held" :
	    jx_text(erase, "proposal") != NULL ? "waits" :
	    jx_bool(erase, "possible", false) ? "possible" : "open";

	if (json_is_object(json_object_get(k, "hold")))
		T_CHECK(!jx_bool(k, "can_hold", true) &&
		    !jx_bool(erase, "possible", true));
	json_decref(out);
	return is;
}

/* The only way in: closed, nothing waiting, no hold, two persons. */
static void
test_needs(void)
{
	struct house h;
	struct session *s[3];

	open_two(&h, s);
	HOUSE_EXPECT(&h, s[0], OPEN, "done");
	HOUSE_EXPECT(&h, s[0], BY_REQUEST("e0"), "erase_open");
	T_STR(ending(s[0]), "open");
	T_STR(ending(s[2]), "");
	HOUSE_EXPECT(&h, s[0], TAKE("close", "'ended_why':'Xong'"), "done");
	T_STR(ending(s[0]), "possible");
	HOUSE_EXPECT(&h, s[2], BY_REQUEST("e0"), "no_such_case");
	HOUSE_EXPECT(&h, s[0], ERASE_ON("e0", "person_request", ""),
	    "bad_command");
	HOUSE_EXPECT(&h, s[0], ERASE_ON("e0", "whim", ",'document':'x'"),
	    "bad_command");
	HOUSE_EXPECT(&h, s[0], ERASE_ON("e0", "retention_end", ""),
	    "erase_term_runs");
	HOUSE_EXPECT(&h, s[0], HOLD("true"), "done");
	HOUSE_EXPECT(&h, s[0], HOLD("true"), "hold_set");
	T_STR(ending(s[0]), "held");
	HOUSE_EXPECT(&h, s[0], BY_REQUEST("e0"), "erase_held");
	HOUSE_EXPECT(&h, s[0], HOLD("false"), "done");
	HOUSE_EXPECT(&h, s[0], HOLD("false"), "hold_none");
	HOUSE_EXPECT(&h, s[0], BY_REQUEST("e1"), "done");
	T_STR(ending(s[1]), "waits");
	/* A hold that comes in between stops what was proposed before. */
	HOUSE_EXPECT(&h, s[1], HOLD("true"), "done");
	T_STR(approve(&h, s[1], "e1"), "erase_held");
	HOUSE_EXPECT(&h, s[1], HOLD("false"), "done");
	T_STR(approve(&h, s[0], "e1"), "same_person");
	T_INT(count_in(h.store, KEYS) > 0, 1);
	T_STR(approve(&h, s[1], "e1"), "done");
	regimes_close(&h, s, 3);
}

static void
test_erased(void)
{
	struct house h;
	struct session *s[3];
	json_t *out, *text;

	open_two(&h, s);
	HOUSE_EXPECT(&h, s[0], OPEN, "done");
	HOUSE_EXPECT(&h, s[0], OPEN_AS("Phạm Văn Thử"), "done");
	HOUSE_EXPECT(&h, s[0], TAKE("close", "'ended_why':'Xong'"), "done");
	draft_of_case(&h, s[0]);
	T_INT(found(s[0]), 1);
	T_CHECK(!is_absent(s[0]) && !is_absent(s[1]));
	HOUSE_EXPECT(&h, s[0], BY_REQUEST("e1"), "done");
	T_STR(approve(&h, s[1], "e1"), "done");
	/* For the session that had it open too, and at once. */
	T_CHECK(is_absent(s[0]) && is_absent(s[1]));
	T_INT(found(s[0]), 0);
	HOUSE_EXPECT(&h, s[0], "{'do':'append_note'," CASE_ONE
	    ",'with':{'text':'x'}}", "no_such_case");
	T_INT(count_in(h.store, KEYS), 0);
	T_INT(count_in(h.store, "SELECT count(*) FROM draft"), 1);
	T_INT(count_in(h.store, "SELECT count(*) FROM event WHERE stream ="
	    " 'MC-2026-00001' AND sealed IS NOT NULL") > 0, 1);
	out = ask(s[1], "erasures", "x", "");
	T_INT(json_array_size(json_object_get(out, "erasures")), 1);
	json_decref(out);
	out = ask(s[2], "erasures", "x", "");
	T_INT(json_array_size(json_object_get(out, "erasures")), 0);
	json_decref(out);
	out = ask(s[2], "erasure", "erasure", "MC-2026-E00001");
	T_STR(house_result(out), "no_such_erasure");
	json_decref(out);
	out = ask(s[0], "erasure", "erasure", "MC-2026-E00001");
	text = json_object_get(out, "text");
	T_INT(json_array_size(text), 8);
	T_CHECK(strstr(jx_text(json_array_get(text, 3), "vi"), "Đơn thử 1") !=
	    NULL);
	T_CHECK(strstr(jx_text(json_array_get(text, 4), "en"), "Lê Thị Thử") !=
	    NULL);
	json_decref(out);
	regimes_close(&h, s, 3);
}

/* Nothing puts a key back, not even with the tools of the database. */
static void
test_no_way_back(void)
{
	struct house h;
	struct session *s[3];
	sqlite3 *db;

	open_two(&h, s);
	HOUSE_EXPECT(&h, s[0], OPEN, "done");
	HOUSE_EXPECT(&h, s[0], TAKE("close", "'ended_why':'Xong'"), "done");
	HOUSE_EXPECT(&h, s[0], BY_REQUEST("e1"), "done");
	T_STR(approve(&h, s[1], "e1"), "done");
	if (getenv("TN_SERVED") == NULL) {
		T_INT(sqlite3_open(h.store, &db), SQLITE_OK);
		T_CHECK(sqlite3_exec(db, "INSERT INTO stream_key VALUES"
		    " ('MC-2026-00001', 'post1', x'00')", NULL, NULL, NULL) !=
		    SQLITE_OK);
		T_CHECK(sqlite3_exec(db, "DELETE FROM ended", NULL, NULL,
		    NULL) != SQLITE_OK);
		sqlite3_close(db);
	}
	regimes_close(&h, s, 3);
}

/* A backup from before opens the case; restored with the list it does not. */
static void
test_backup(void)
{
	struct house h;
	struct session *s[3];
	static const char *const left[] = { "", "-ballast", "-signing",
	    "-erased" };
	char copy[160], list[160], back[160];
	struct ended_list again = { .n = 0 };
	struct ended_known known = { &again, 1, NULL };
	struct err e = ERR_INIT;
	struct store *st;
	struct findings f = FINDINGS_INIT;

	open_two(&h, s);
	snprintf(copy, sizeof(copy), "%s/copy.db", h.dir);
	snprintf(list, sizeof(list), "%s/copy.db.erased", h.dir);
	snprintf(back, sizeof(back), "%s/back.db", h.dir);
	HOUSE_EXPECT(&h, s[0], OPEN, "done");
	HOUSE_EXPECT(&h, s[0], TAKE("close", "'ended_why':'Xong'"), "done");
	HOUSE_EXPECT(&h, s[0], HOLD("true"), "done");
	for (int i = 0; i < 3; i++)
		tn_sign_out(s[i]);
	tn_close(h.tn);
	st = store_open(h.store, &case_projector, NULL, &e);
	T_CHECK(store_checkpoint(st, h.now));
	T_CHECK(store_backup(st, copy, NULL, &e));
	store_close(st);
	h.tn = house_tn(&h, &f);
	s[0] = house_sign_in(&h, "an");
	s[1] = house_sign_in(&h, "em");
	HOUSE_EXPECT(&h, s[0], HOLD("false"), "done");
	HOUSE_EXPECT(&h, s[0], BY_REQUEST("e1"), "done");
	T_STR(approve(&h, s[1], "e1"), "done");
	tn_sign_out(s[0]);
	tn_sign_out(s[1]);
	tn_close(h.tn);
	st = store_open(h.store, &case_projector, NULL, &e);
	T_CHECK(store_ended_write(st, list, &e));
	store_close(st);
	T_INT(count_in(copy, KEYS) > 0, 1);
	T_CHECK(store_ended_read(list, &again, &e));
	T_INT(again.n, 1);
	T_STR(again.item[0].stream, "MC-2026-00001");
	T_CHECK(store_restore(copy, back, false, &known, &case_projector,
	    h.now, NULL, &e));
	T_INT(count_in(back, KEYS), 0);
	/* The restored store works, and a list is made of it again. */
	snprintf(h.store, sizeof(h.store), "%s/back.db", h.dir);
	h.tn = house_tn(&h, &f);
	s[0] = house_sign_in(&h, "an");
	T_CHECK(is_absent(s[0]));
	unlink(copy);
	unlink(list);
	for (size_t i = 0; i < ARRAY_LEN(left); i++) {
		snprintf(list, sizeof(list), "%s/store.db%s", h.dir, left[i]);
		unlink(list);
	}
	ended_list_done(&again);
	findings_done(&f);
	err_done(&e);
	regimes_close(&h, s, 1);
}

/* A list that is missing, cut or changed is none. */
static void
test_list(void)
{
	struct house h;
	struct session *s[3];
	char list[160];
	struct ended_list got;
	struct err e = ERR_INIT;
	struct store *st;
	FILE *f;

	open_two(&h, s);
	snprintf(list, sizeof(list), "%s/l.erased", h.dir);
	HOUSE_EXPECT(&h, s[0], OPEN, "done");
	HOUSE_EXPECT(&h, s[0], TAKE("close", "'ended_why':'Xong'"), "done");
	HOUSE_EXPECT(&h, s[0], BY_REQUEST("e1"), "done");
	T_STR(approve(&h, s[1], "e1"), "done");
	T_CHECK(!store_ended_read(list, &got, &e));
	T_INT(e.code, ERR_STORE_NO_ENDED_LIST);
	err_done(&e);
	for (int i = 0; i < 3; i++)
		tn_sign_out(s[i]);
	tn_close(h.tn);
	st = store_open(h.store, &case_projector, NULL, &e);
	T_CHECK(store_ended_write(st, list, &e));
	store_close(st);
	T_CHECK(store_ended_read(list, &got, &e));
	ended_list_done(&got);
	f = fopen(list, "r+");
	T_CHECK(f != NULL && fseek(f, 40, SEEK_SET) == 0);
	T_CHECK(fputc('x', f) == 'x');
	fclose(f);
	T_CHECK(!store_ended_read(list, &got, &e));
	T_INT(e.code, ERR_STORE_BAD_ENDED_LIST);
	err_done(&e);
	T_INT(truncate(list, 120), 0);
	T_CHECK(!store_ended_read(list, &got, &e));
	err_done(&e);
	unlink(list);
	h.tn = NULL;
	house_close(&h);
}

static void
test_retention(void)
{
	struct house h;
	struct session *s[3];
	json_t *out;

	open_two(&h, s);
	HOUSE_EXPECT(&h, s[0], OPEN, "done");
	HOUSE_EXPECT(&h, s[0], TAKE("close", "'ended_why':'Xong'"), "done");
	out = ask(s[0], "retention", "x", "");
	T_INT(jx_int(out, "closed", 0), 1);
	T_INT(json_array_size(json_object_get(out, "due")), 0);
	json_decref(out);
	h.now += 12 * DAY_MS;
	out = ask(s[0], "retention", "x", "");
	T_INT(json_array_size(json_object_get(out, "due")), 1);
	T_INT(jx_int(json_object_get(out, "term"), "value", 0), 10);
	json_decref(out);
	/* Nobody else is told. */
	out = ask(s[2], "retention", "x", "");
	T_INT(jx_int(out, "closed", -1), 0);
	json_decref(out);
	HOUSE_EXPECT(&h, s[0], ERASE_ON("e1", "retention_end", ""), "done");
	T_STR(approve(&h, s[1], "e1"), "done");
	regimes_close(&h, s, 3);
}

int
main(void)
{
	T_RUN(test_needs);
	T_RUN(test_erased);
	T_RUN(test_no_way_back);
	T_RUN(test_backup);
	T_RUN(test_list);
	T_RUN(test_retention);
	return t_done();
}
