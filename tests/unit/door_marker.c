/*
 * One unusual name, planted wherever the content of a case can lie, and what
 * of it is found after the case was erased: in files, in answers, behind keys
 * that are still there, in a backup that was restored (S-48, S-53).
 */
#include "tests/unit/attachment_help.h"

#include "core/case/row.h"
#include "core/door/door.h"

#include <dirent.h>
#include <sqlite3.h>

#define MARK "Zuqivexo"
#define MARK_FOLDED "zuqivexo"
#define MARKED "'Nguyễn Thị " MARK "'"

static struct house h;
static struct session *s[3];

static void
sign_in_all(void)
{
	static const char *const who[] = { "an", "em", "bac" };

	for (size_t i = 0; i < 3; i++) {
		s[i] = house_sign_in(&h, who[i]);
		T_CHECK(s[i] != NULL);
	}
}

static void
sign_out_all(void)
{
	for (size_t i = 0; i < 3; i++)
		tn_sign_out(s[i]);
}

static void
begin(void)
{
	json_t *plan = regimes_plan();

	json_array_append_new(json_object_get(plan, "staff"), json_pack(
	    "{s:s,s:s,s:s,s:[s],s:s}", "id", "em", "unit", "post1", "name",
	    "Lê Thị Thử", "roles", "officer", "secret", HOUSE_SECRET));
	T_CHECK(house_open_on(&h, "tests/unit/regimes", plan, OLD_DAY));
	sign_in_all();
}

/* ---- planting ---- */

static void
draft(struct session *of, const char *place, const char *content)
{
	char *text = xasprintf("{'do':'save_draft','with':{'place':'%s',"
	    "'content':%s}}", place, content);

	HOUSE_EXPECT(&h, of, text, "done");
	free(text);
}

/* As screens keep them: named in the place, or inside alone. */
static void
plant_drafts(void)
{
	draft(s[0], "form/" CASE "/person/", "{'answers':{'full_name':"
	    MARKED "}}");
	draft(s[0], "form/" CASE "+2/person/take_step/x",
	    "{'answers':{'full_name':" MARKED "}}");
	draft(s[0], "form/-/person/open_case/gate", "{'command':{'with':"
	    "{'searched':['" CASE "']}},'typed':" MARKED "}");
	draft(s[0], "offer/hand_on/MC-2026-00002", "{'lines':{'" CASE
	    "':{'note':" MARKED "}}}");
	draft(s[1], "offer/hand_on/" CASE, "{'minutes':{'x':" MARKED "}}");
	draft(s[1], "act/MC-2026-A00001", "{'refused':{'x':" MARKED "}}");
	/* Of another case, and staying: it is what shows that drafts open. */
	draft(s[1], "form/MC-2026-00002/person/", "{'a':'Hai'}");
}

/* One that no disk had room for. */
static void
plant_held(void)
{
	static const char text[] = "{\"a\":\"" MARK "\"}";
	char *head = draft_about(s[0], "form/" CASE "/held/", NULL);
	unsigned char *blob = xmalloc(strlen(head) + sizeof(text));

	T_CHECK(strlen(head) > 0);
	memcpy(blob, head, strlen(head));
	memcpy(blob + strlen(head), text, sizeof(text));
	T_CHECK(held_put(h.tn, "an", "form/" CASE "/held/", blob,
	    strlen(head) + sizeof(text), h.now));
	T_CHECK(held_has(h.tn, "an", "form/" CASE "/held/"));
	free(head);
}

static size_t
found(struct session *by)
{
	json_t *q = json_pack("{s:s,s:s}", "ask", "search", "text", MARK);
	json_t *out = tn_ask(by, q);
	size_t n = json_array_size(json_object_get(out, "found"));

	json_decref(out);
	json_decref(q);
	return n;
}

static void
plant(void)
{
	HOUSE_EXPECT(&h, s[0], OPEN_AS("Nguyễn Thị " MARK), "done");
	HOUSE_EXPECT(&h, s[0], OPEN_AS("Phạm Văn Thử"), "done");
	HOUSE_EXPECT(&h, s[0], "{'do':'append_note'," CASE_ONE
	    ",'with':{'text':" MARKED "}}", "done");
	HOUSE_EXPECT(&h, s[0], "{'do':'reveal_identity'," CASE_ONE
	    ",'with':{'why':" MARKED "}}", "done");
	HOUSE_EXPECT(&h, s[0], OFFER("labour1"), "done");
	HOUSE_EXPECT(&h, s[0], "{'do':'withdraw_offer','with':{'act':"
	    "'MC-2026-A00001','why':" MARKED "}}", "done");
	T_CHECK(*attached(&h, s[0], MARK ".txt", "xin " MARK, 12, NULL) !=
	    '\0');
	HOUSE_EXPECT(&h, s[0], TAKE("close", "'ended_why':" MARKED), "done");
	plant_drafts();
	plant_held();
	T_INT(found(s[0]), 1);
	T_INT(found(s[1]), 1);
}

/* ---- looking ---- */

static size_t
hits_in_file(const char *path)
{
	static const char *const word[] = { MARK, MARK_FOLDED };
	FILE *f = fopen(path, "rb");
	size_t len = 0, hits = 0, n;
	char *text = NULL, piece[65536];

	while (f != NULL && (n = fread(piece, 1, sizeof(piece), f)) > 0) {
		text = xrealloc(text, len + n);
		memcpy(text + len, piece, n);
		len += n;
	}
	if (f != NULL)
		fclose(f);
	for (size_t i = 0; i + sizeof(MARK) - 1 <= len; i++)
		for (size_t k = 0; k < ARRAY_LEN(word); k++)
			hits += memcmp(text + i, word[k],
			    sizeof(MARK) - 1) == 0;
	if (hits > 0)
		printf("# %zu in %s\n", hits, path);
	free(text);
	return hits;
}

/* Of all files that lie there: store, log, reserve, backups, lists. */
static size_t
hits_in_files(size_t *files)
{
	DIR *d = opendir(h.dir);
	const struct dirent *e;
	size_t hits = 0;
	char name[400];

	*files = 0;
	while (d != NULL && (e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "%s/%s", h.dir, e->d_name);
		hits += hits_in_file(name);
		++*files;
	}
	if (d != NULL)
		closedir(d);
	return hits;
}

static bool
has_mark(const json_t *o)
{
	char *text = o == NULL ? NULL : json_dumps(o, JSON_ENCODE_ANY);
	bool has = text != NULL && (strstr(text, MARK) != NULL ||
	    strstr(text, MARK_FOLDED) != NULL);

	free(text);
	return has;
}

/* Every query there is, with all that any of them may want to know. */
static size_t
hits_in_answers(struct session *by, bool say)
{
	static const char *const place[] = { "form/" CASE "/person/",
	    "form/" CASE "+2/person/take_step/x",
	    "form/-/person/open_case/gate", "offer/hand_on/MC-2026-00002",
	    "offer/hand_on/" CASE, "act/MC-2026-A00001",
	    "form/" CASE "/held/" };
	const char *name;
	size_t hits = 0;

	for (size_t i = 0; (name = query_name(i)) != NULL; i++)
		for (size_t k = 0; k < ARRAY_LEN(place); k++) {
			json_t *q = json_pack("{s:s,s:s,s:s,s:s,s:s,s:[s],"
			    "s:s,s:s,s:s,s:s}", "ask", name, "case", CASE,
			    "act", "MC-2026-A00001", "place", place[k],
			    "form", "person", "cases", CASE, "queue", "all",
			    "name", "full_name", "officer", "an", "to",
			    "2026-12-31"), *out;

			out = tn_ask(by, q);
			hits += has_mark(out);
			if (say && has_mark(out))
				printf("# %s tells it (%s)\n", name, place[k]);
			json_decref(out);
			json_decref(q);
		}
	return hits;
}

/* What every key that is still there opens, of every stream. */
static size_t
hits_behind_keys(struct session *by, const char *store, size_t *bodies)
{
	sqlite3_stmt *st = NULL;
	sqlite3 *db = NULL;
	size_t hits = 0;

	*bodies = 0;
	T_CHECK(sqlite3_open_v2(store, &db, SQLITE_OPEN_READONLY, NULL) ==
	    SQLITE_OK && sqlite3_prepare_v2(db, "SELECT DISTINCT stream FROM"
	    " event", -1, &st, NULL) == SQLITE_OK);
	while (sqlite3_step(st) == SQLITE_ROW) {
		const char *stream = (const char *)sqlite3_column_text(st, 0);
		json_t *list = session_events(by, stream), *ev;
		size_t i;

		json_array_foreach(list, i, ev) {
			*bodies += json_object_get(ev, "body") != NULL;
			hits += has_mark(ev);
		}
		json_decref(list);
	}
	sqlite3_finalize(st);
	sqlite3_close(db);
	return hits;
}

static int64_t
drafts_left(const char *store)
{
	sqlite3_stmt *st = NULL;
	sqlite3 *db = NULL;
	int64_t n = -1;

	if (sqlite3_open_v2(store, &db, SQLITE_OPEN_READONLY, NULL) ==
	    SQLITE_OK && sqlite3_prepare_v2(db, "SELECT count(*) FROM draft",
	    -1, &st, NULL) == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW)
		n = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	sqlite3_close(db);
	return n;
}

static void
nothing_is_left(const char *store)
{
	size_t n, bodies;

	T_INT(hits_in_files(&n), 0);
	for (size_t i = 0; i < 3; i++) {
		T_INT(hits_in_answers(s[i], true), 0);
		T_INT(hits_behind_keys(s[i], store, &bodies), 0);
		T_CHECK(bodies > 0);
		T_INT(found(s[i]), 0);
	}
	T_INT(drafts_left(store), 1);
}

/* ---- the tests ---- */

static void
erase(void)
{
	json_t *all, *q = json_pack("{s:s}", "ask", "pairs");
	char *text;

	HOUSE_EXPECT(&h, s[0], "{'do':'propose_pair','op_id':'e1','with':"
	    "{'kind':'erase_case','content':{'case':'" CASE "','ground':"
	    "'person_request','document':'Đơn thử 1'},'reason':'Lý do thử'}}",
	    "done");
	all = tn_ask(s[1], q);
	text = xasprintf("{'do':'approve_pair','with':{'proposal':'e1',"
	    "'hash':'%s'}}", jx_text(json_array_get(json_object_get(all,
	    "pairs"), 0), "hash"));
	HOUSE_EXPECT(&h, s[1], text, "done");
	free(text);
	json_decref(all);
	json_decref(q);
}

/* A form about it is still open somewhere, and keeps on saving. */
static void
late_draft(void)
{
	HOUSE_EXPECT(&h, s[0], "{'do':'save_draft','with':{'place':'form/"
	    CASE "/person/','content':{'a':" MARKED "}}}", "no_such_case");
	HOUSE_EXPECT(&h, s[0], "{'do':'save_draft','with':{'place':'x',"
	    "'content':{'cases':['" CASE "'],'a':" MARKED "}}}",
	    "no_such_case");
	/* Who never had it is told nothing, and keeps what was typed. */
	HOUSE_EXPECT(&h, s[2], "{'do':'save_draft','with':{'place':'form/"
	    CASE "/person/','content':{'a':'của tôi'}}}", "done");
	HOUSE_EXPECT(&h, s[2], "{'do':'drop_draft','with':{'place':'form/"
	    CASE "/person/'}}", "done");
}

static void
erased_everywhere(void)
{
	size_t files, bodies;

	begin();
	plant();
	/* The search can find: it is there, sealed, before. */
	T_INT(hits_in_files(&files), 0);
	T_CHECK(files >= 2);
	T_CHECK(hits_in_answers(s[0], false) >= 4);
	T_CHECK(hits_behind_keys(s[0], h.store, &bodies) >= 5);
	T_INT(drafts_left(h.store), 7);
	erase();
	T_INT(h.tn->n_held, 0);
	late_draft();
	nothing_is_left(h.store);
	sign_out_all();
	sign_in_all();
	nothing_is_left(h.store);
	regimes_close(&h, s, 3);
}

/* A backup of the time when all of it was there. */
static void
backup(const char *copy)
{
	struct err e = ERR_INIT;
	struct store *st;

	sign_out_all();
	tn_close(h.tn);
	st = store_open(h.store, &case_projector, NULL, &e);
	T_CHECK(st != NULL && store_checkpoint(st, h.now) &&
	    store_backup(st, copy, NULL, &e));
	store_close(st);
	err_done(&e);
}

static void
open_again(void)
{
	struct findings found_out = FINDINGS_INIT;

	h.tn = house_tn(&h, &found_out);
	T_CHECK(h.tn != NULL);
	house_say(&found_out);
	findings_done(&found_out);
	sign_in_all();
}

static void
erased_in_what_is_restored(void)
{
	static const char *const tail[] = { "", "-wal", "-shm", "-ballast",
	    "-signing", "-erased" };
	char copy[160], list[160], back[160], was[96], name[200];
	struct ended_list l;
	struct ended_known known = { &l, 1, NULL };
	struct err e = ERR_INIT;
	struct store *st;

	begin();
	plant();
	snprintf(copy, sizeof(copy), "%s/copy.db", h.dir);
	snprintf(list, sizeof(list), "%s/copy.db.erased", h.dir);
	snprintf(back, sizeof(back), "%s/back.db", h.dir);
	memcpy(was, h.store, sizeof(was));
	/* Written now, as at the end of work, what was held is in it too. */
	backup(copy);
	T_CHECK(drafts_left(copy) >= 7);
	open_again();
	erase();
	sign_out_all();
	tn_close(h.tn);
	st = store_open(h.store, &case_projector, NULL, &e);
	T_CHECK(store_ended_write(st, list, &e));
	store_close(st);
	T_CHECK(store_ended_read(list, &l, &e));
	T_CHECK(store_restore(copy, back, false, &known, &case_projector,
	    h.now, NULL, &e));
	ended_list_done(&l);
	snprintf(h.store, sizeof(h.store), "%s/back.db", h.dir);
	open_again();
	nothing_is_left(h.store);
	unlink(copy);
	unlink(list);
	for (size_t i = 0; i < ARRAY_LEN(tail); i++) {
		snprintf(name, sizeof(name), "%s%s", was, tail[i]);
		unlink(name);
	}
	regimes_close(&h, s, 3);
	err_done(&e);
}

int
main(void)
{
	T_RUN(erased_everywhere);
	T_RUN(erased_in_what_is_restored);
	return t_done();
}
