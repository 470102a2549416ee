/*
 * Hidden is absent (security.md S-37): whatever happens in cases of others,
 * nothing that an officer can ask says so; not a count, not the next page, not
 * the check before opening, not the number of entries that one's own work
 * makes.  For somebody elsewhere, and for an officer of the holder's superior,
 * whose unit has the keys.
 */
#include "core/procedure/rights.h"
#include "tests/unit/door_help.h"

#define NAME "Lò Thị Mẫu Kín"
#define OTHER "Vi Thị Mẫu Khác"
#define HIDDEN "MC-2026-00002"
#define ABSENT "MC-2026-09999"
#define RECEIVE(gate, name) "{'do':'receive_persons','with':{'path':" \
	"'bilateral_handover','minutes':{'reception_gate':'" gate "'," \
	"'reception_date':'2026-03-02','foreign_country':'CN'," \
	"'foreign_agency':'x','our_head':'y','foreign_list_count':1}," \
	"'persons':[{'full_name':'" name "','sex':'female','birth_date':" \
	"'1999-05-02','condition':'well'}]}}"

enum { AN, PHUC, EM, OFFICERS };

static const char *const staff[OFFICERS][3] = {
	{ "an", "dbp_mong_cai", "officer" },
	{ "phuc", "dbp_huu_nghi", "officer" },
	{ "em", "bdbp_demo_quang_ninh", "officer" },
};

static void
begin(struct house *h, struct session **s)
{
	json_t *list = json_array();

	for (size_t i = 0; i < OFFICERS; i++)
		json_array_append_new(list, json_pack(
		    "{s:s,s:s,s:s,s:[s],s:s}", "id", staff[i][0], "unit",
		    staff[i][1], "name", "Trần Văn Thử Cán Bộ", "roles",
		    staff[i][2], "secret", HOUSE_SECRET));
	T_CHECK(house_open_on(h, "forms", json_pack("{s:s,s:b,s:b,s:b,s:o}",
	    "site", "MC", "demonstration", 1, "cheap", 1, "training", 0,
	    "staff", list), "2026-03-02T02:10+07:00"));
	for (size_t i = 0; i < OFFICERS; i++)
		s[i] = house_sign_in(h, staff[i][0]);
	HOUSE_EXPECT(h, s[PHUC], RECEIVE("huu_nghi", "Hoàng Mẫu Một"),
	    "done");
}

static void
end(struct house *h, struct session **s)
{
	for (size_t i = 0; i < OFFICERS; i++)
		tn_sign_out(s[i]);
	house_close(h);
}

/* Of others: one received, noted, asked about, read. */
static void
others_work(struct house *h, struct session *an, bool again)
{
	HOUSE_EXPECT(h, an, again ? RECEIVE("mong_cai", NAME " Hai") :
	    RECEIVE("mong_cai", NAME), "done");
	HOUSE_EXPECT(h, an, "{'do':'append_note','case':'" HIDDEN "','with':{"
	    "'text':'ghi chú thử'}}", "done");
	HOUSE_EXPECT(h, an, "{'do':'reveal_identity','case':'" HIDDEN "',"
	    "'with':{'why':'thử'}}", "done");
}

static json_t *
ask(struct session *s, const char *name, const char *id)
{
	char *after = xasprintf("%lld %s", (long long)INT64_MAX, id);
	json_t *q = json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:[s],s:s,s:s,s:s,"
	    "s:i}", "ask", name, "case", id, "act", "MC-2026-A00002", "text",
	    NAME, "queue", "mine", "after", after, "cases", id, "officer",
	    "an", "place", "p", "form", "reception_person", "limit", 20);
	json_t *out = tn_ask(s, q);

	json_decref(q);
	free(after);
	return out;
}

/* What all queries say, but the one that counts the whole journal. */
static json_t *
all_answers(struct session *s, const char *id)
{
	json_t *all = json_object();
	const struct right_code *query;
	size_t n, i;

	query = rights_queries(&n);
	for (i = 0; i < n; i++)
		if (strcmp(query[i].code, "head") != 0)
			json_object_set_new(all, query[i].code, ask(s,
			    query[i].code, id));
	return all;
}

/* One that was made before and one after are the same, id for id. */
static void
same(const json_t *one, const char *of, const json_t *other, const char *to)
{
	const char *name;
	json_t *answer;

	json_object_foreach((json_t *)(void *)one, name, answer) {
		char *x = json_dumps(answer, JSON_COMPACT | JSON_SORT_KEYS);
		char *y = json_dumps(json_object_get(other, name),
		    JSON_COMPACT | JSON_SORT_KEYS), *at;

		for (at = x; (at = strstr(at, of)) != NULL;)
			memset(at, '@', strlen(of));
		for (at = y; (at = strstr(at, to)) != NULL;)
			memset(at, '@', strlen(to));
		if (strcmp(x, y) != 0)
			printf("# %s: %.300s, not %.300s\n", name, x, y);
		T_CHECK(strcmp(x, y) == 0);
		free(x);
		free(y);
	}
}

/* Counts, pages, searches, lists of words: as if nothing had happened. */
static void
test_before_and_after(void)
{
	struct session *s[OFFICERS];
	struct house h;

	begin(&h, s);
	for (int who = PHUC; who <= EM; who++) {
		json_t *before, *after;
		when_t now = h.now;

		before = all_answers(s[who], HIDDEN);
		others_work(&h, s[AN], who == EM);
		h.now = now;
		after = all_answers(s[who], HIDDEN);
		same(before, HIDDEN, after, HIDDEN);
		json_decref(before);
		json_decref(after);
		if (who == EM)
			break;
		/* The next one is hidden from the superior's officer too. */
		before = all_answers(s[EM], HIDDEN);
		after = all_answers(s[EM], ABSENT);
		same(before, HIDDEN, after, ABSENT);
		json_decref(before);
		json_decref(after);
	}
	end(&h, s);
}

static int64_t
entries(struct session *s)
{
	json_t *out = ask(s, "head", ABSENT);
	int64_t seq = jx_int(out, "seq", -1);

	json_decref(out);
	return seq;
}

/* What receiving somebody says, without the names and numbers of it. */
static char *
received(struct house *h, struct session *s, const char *text, int64_t *more)
{
	int64_t before = entries(s);
	json_t *out = house_do(h, s, text), *ev;
	char *said;
	size_t i;

	*more = entries(s) - before;
	json_array_foreach(json_object_get(out, "events"), i, ev) {
		json_object_set_new(ev, "seq", json_integer(
		    jx_int(ev, "seq", 0) - before));
		json_object_del(ev, "stream");
	}
	T_STR(jx_text(out, "outcome"), "done");
	json_object_del(out, "op_id");
	json_object_del(out, "act");
	json_object_del(out, "case");
	json_object_del(out, "cases");
	json_object_del(out, "number");
	said = json_dumps(out, JSON_COMPACT | JSON_SORT_KEYS);
	json_decref(out);
	return said;
}

/*
 * The check before opening tells who opens nothing of a case it cannot see:
 * not by a reason, not by an entry more.
 */
static void
test_before_opening(void)
{
	struct session *s[OFFICERS];
	struct house h;
	int64_t more[2];
	char *said[2];

	begin(&h, s);
	others_work(&h, s[AN], false);
	said[0] = received(&h, s[PHUC], RECEIVE("huu_nghi", NAME), &more[0]);
	said[1] = received(&h, s[PHUC], RECEIVE("huu_nghi", OTHER), &more[1]);
	T_STR(said[0], said[1]);
	T_INT(more[0], more[1]);
	free(said[0]);
	free(said[1]);
	/* Its own it is told of: the check works. */
	HOUSE_EXPECT(&h, s[PHUC], RECEIVE("huu_nghi", NAME), "likely_same_person");
	end(&h, s);
}

/* To have looked at a hidden case is as impossible as at none. */
static void
test_said_to_be_looked_at(void)
{
	static const char *const keys[] = { "searched", "again" };
	struct session *s[OFFICERS];
	struct house h;

	begin(&h, s);
	others_work(&h, s[AN], false);
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		json_t *one = json_object(), *other = json_object();

		for (int k = 0; k < 2; k++) {
			const char *of = k == 0 ? HIDDEN : ABSENT;
			char *text = xasprintf("{'do':'receive_persons',"
			    "'with':{'path':'bilateral_handover','minutes':{"
			    "'reception_gate':'huu_nghi','reception_date':"
			    "'2026-03-02','foreign_country':'CN',"
			    "'foreign_agency':'x','our_head':'y',"
			    "'foreign_list_count':1},'%s':['%s'],'persons':[{"
			    "'full_name':'" OTHER "','sex':'female',"
			    "'birth_date':'1999','condition':'well'}]}}", keys[i], of);
			json_t *out = house_do(&h, s[PHUC], text);

			T_STR(house_result(out), "no_such_case");
			json_object_del(out, "op_id");
			json_object_set_new(k == 0 ? one : other, "said",
			    out);
			free(text);
		}
		same(one, HIDDEN, other, ABSENT);
		json_decref(one);
		json_decref(other);
	}
	end(&h, s);
}

/* Marks and places are kept codes: they open only what is still shown. */
static void
test_marks(void)
{
	struct session *s[OFFICERS];
	struct house h;
	json_t *one, *other;

	begin(&h, s);
	others_work(&h, s[AN], false);
	HOUSE_EXPECT(&h, s[PHUC], "{'do':'save_preference','with':{'name':"
	    "'marks','value':{'a':'" HIDDEN "','b':'" ABSENT "'}}}", "done");
	HOUSE_EXPECT(&h, s[PHUC], "{'do':'save_draft','with':{'place':'p',"
	    "'content':{'case':'" HIDDEN "'}}}", "done");
	one = all_answers(s[PHUC], HIDDEN);
	other = all_answers(s[PHUC], ABSENT);
	/* Its own words come back as they were typed. */
	json_object_del(one, "draft");
	json_object_del(one, "preferences");
	same(one, HIDDEN, other, ABSENT);
	json_decref(one);
	json_decref(other);
	end(&h, s);
}

int
main(void)
{
	T_RUN(test_before_and_after);
	T_RUN(test_before_opening);
	T_RUN(test_said_to_be_looked_at);
	T_RUN(test_marks);
	return t_done();
}
