/*
 * One person in two cases, one of them hidden from who opened the other: the
 * finder is told nothing, the superior is told that the two are alike and not
 * of whom, and both holders hear of it by the superior's note.
 */
#include "tests/unit/door_help.h"

#define NAME "Lò Thị Mẫu Kín"
#define WARD "MC-2026-00001"
#define PROVINCE "MC-2026-00002"
#define OPEN(name, birth) "{'do':'open_case','with':{'path':" \
	"'self_report','answers':{'full_name':'" name "','sex':'female'," \
	"'birth_date':'" birth "','reporter_kind':'self','reported_on':" \
	"'2026-03-01','report_place':'own_office','condition':'well'}}}"

enum { CO, DAO, TUNG, SAU, QUAN, PHUC, OFFICERS };

static const char *const staff[OFFICERS][3] = {
	{ "co", "cax_mong_cai_1", "officer" },
	{ "dao", "ca_quang_ninh", "officer" },
	{ "tung", "ca_quang_ninh", "commander" },
	{ "sau", "ca_quang_ninh", "supervisor" },
	{ "quan", "ca_quang_ninh", "administrator" },
	{ "phuc", "dbp_huu_nghi", "commander" },
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
}

static void
end(struct house *h, struct session **s)
{
	for (size_t i = 0; i < OFFICERS; i++)
		tn_sign_out(s[i]);
	house_close(h);
}

static json_t *
ask(struct session *s, const char *what, const char *id)
{
	json_t *q = json_pack("{s:s,s:s*}", "ask", what, "case", id);
	json_t *out = tn_ask(s, q);

	json_decref(q);
	return out;
}

/* How many pairs; -1: refused. */
static int
pairs(struct session *s)
{
	json_t *out = ask(s, "alike", NULL);
	const json_t *list = json_object_get(out, "pairs");
	int n = list == NULL ? -1 : (int)json_array_size(list);

	json_decref(out);
	return n;
}

static bool
says(struct session *s, const char *what, const char *id, const char *words)
{
	json_t *out = ask(s, what, id);
	char *text = json_dumps(out, JSON_COMPACT);
	bool has = strstr(text, words) != NULL;

	free(text);
	json_decref(out);
	return has;
}

static void
test_both_sides(void)
{
	struct session *s[OFFICERS];
	const json_t *pair, *two;
	struct house h;
	json_t *out;
	char *text;

	begin(&h, s);
	HOUSE_EXPECT(&h, s[CO], OPEN(NAME, "1999-05-02"), "done");
	T_INT(pairs(s[TUNG]), 0);
	/* The finder: no reason against it, and nothing afterwards. */
	HOUSE_EXPECT(&h, s[DAO], OPEN(NAME, "1999-05"), "done");
	T_CHECK(!says(s[DAO], "home", NULL, WARD));
	T_CHECK(!says(s[DAO], "case", PROVINCE, WARD));
	T_CHECK(!says(s[DAO], "history", PROVINCE, WARD));
	/* The superior, and only those there who answer for the units below. */
	T_INT(pairs(s[TUNG]), 1);
	T_INT(pairs(s[SAU]), 1);
	T_INT(pairs(s[DAO]), -1);
	T_INT(pairs(s[QUAN]), -1);
	T_INT(pairs(s[CO]), -1);
	T_INT(pairs(s[PHUC]), 0);
	out = ask(s[TUNG], "alike", NULL);
	pair = json_array_get(json_object_get(out, "pairs"), 0);
	two = json_object_get(pair, "cases");
	T_STR(jx_text(pair, "why"), "name");
	T_STR(jx_text(json_array_get(two, 0), "case"), WARD);
	T_STR(jx_text(json_array_get(two, 1), "case"), PROVINCE);
	T_STR(jx_text(json_object_get(json_array_get(two, 0), "holder"),
	    "code"), "cax_mong_cai_1");
	text = json_dumps(out, JSON_COMPACT);
	T_CHECK(strstr(text, "Mẫu") == NULL && strstr(text, "L•••") == NULL &&
	    strstr(text, "1999") == NULL);
	free(text);
	json_decref(out);
	/* Both holders hear of it, and it stands in the journal. */
	HOUSE_EXPECT(&h, s[TUNG], "{'do':'append_note','case':'" WARD "',"
	    "'with':{'text':'Liên hệ phòng thử của tỉnh'}}", "done");
	HOUSE_EXPECT(&h, s[SAU], "{'do':'append_note','case':'" PROVINCE "',"
	    "'with':{'text':'Liên hệ phường thử'}}", "done");
	T_CHECK(says(s[DAO], "history", PROVINCE, "Liên hệ phường thử"));
	/* Either is opened, without the person. */
	T_CHECK(says(s[TUNG], "case", WARD, "\"holder\""));
	T_CHECK(says(s[SAU], "case", PROVINCE, "\"holder\""));
	T_CHECK(!says(s[TUNG], "case", WARD, "Mẫu"));
	T_CHECK(says(s[CO], "history", WARD, "Liên hệ phòng thử"));
	T_CHECK(!says(s[CO], "history", WARD, PROVINCE));
	T_CHECK(!says(s[DAO], "history", PROVINCE, "Liên hệ phòng thử"));
	out = json_pack("{s:s,s:s}", "ask", "what_saw", "officer", "tung");
	two = tn_ask(s[SAU], out);
	text = json_dumps(two, JSON_COMPACT);
	T_CHECK(strstr(text, "alike_sought") != NULL);
	free(text);
	json_decref(out);
	json_decref((json_t *)(void *)two);
	end(&h, s);
}

/* What is no finding: another day of birth, none, both one's own. */
static void
test_not_alike(void)
{
	struct session *s[OFFICERS];
	struct house h;

	begin(&h, s);
	HOUSE_EXPECT(&h, s[CO], OPEN(NAME, "1999-05-02"), "done");
	HOUSE_EXPECT(&h, s[DAO], OPEN(NAME, "1985-11-20"), "done");
	HOUSE_EXPECT(&h, s[DAO], OPEN("Vi Thị Mẫu Khác", "1999-05-02"),
	    "done");
	T_INT(pairs(s[TUNG]), 0);
	/* Both in the ward: there the officer was asked. */
	HOUSE_EXPECT(&h, s[CO], OPEN(NAME, "1999"), "likely_same_person");
	/* The same words in another order are the same name. */
	HOUSE_EXPECT(&h, s[DAO], OPEN("Thị Kín Mẫu Lò", "1999"), "done");
	T_INT(pairs(s[TUNG]), 1);
	end(&h, s);
}

int
main(void)
{
	T_RUN(test_both_sides);
	T_RUN(test_not_alike);
	return t_done();
}
