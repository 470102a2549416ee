/*
 * What is masked or hidden, seen with a reason: one answer for a minute, the
 * whole case by breaking the glass; and every query of the door refused to
 * who has no right to it.
 */
#include "core/door/door.h"
#include "tests/unit/door_help.h"

#define CASE "MC-2026-00001"
#define NAME "Lò Văn Thử Con"
#define RECEIVE "{'do':'receive_persons','with':{'path':" \
	"'bilateral_handover','minutes':{'reception_gate':'mong_cai'," \
	"'reception_date':'2026-03-02','foreign_country':'CN'," \
	"'foreign_agency':'x','our_head':'y','foreign_list_count':1}," \
	"'persons':[{'full_name':'" NAME "','sex':'male'," \
	"'birth_date':'2012-06','condition':'well'," \
	"'accompanying_minor':'yes'}]}}"
#define BREAK "{'do':'break_glass','case':'" CASE "','op_id':'glass1'," \
	"'with':{'why':'Có tin đe dọa (giả định)'}}"
#define REVIEW "{'do':'review_glass','case':'" CASE "','with':{" \
	"'glass':'glass1','finding':'follow_up','why':'Đã hỏi lại'}}"
#define MINUTE ((when_t)60 * 1000)

enum { AN, CHI, DAI, TAM, PHUC, QUAN, VAN, OFFICERS };

static const char *const staff[OFFICERS][3] = {
	{ "an", "dbp_mong_cai", "officer" },
	{ "chi", "bdbp_demo_quang_ninh", "supervisor" },
	{ "dai", "bdbp_demo_quang_ninh", "commander" },
	{ "tam", "dbp_mong_cai", "supervisor" },
	{ "phuc", "dbp_huu_nghi", "commander" },
	{ "quan", "dbp_mong_cai", "administrator" },
	{ "van", "dbp_mong_cai", "commander" },
};

static json_t *
plan(void)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < OFFICERS; i++)
		json_array_append_new(list, json_pack(
		    "{s:s,s:s,s:s,s:[s],s:s}", "id", staff[i][0],
		    "unit", staff[i][1], "name", "Trần Văn Thử Cán Bộ",
		    "roles", staff[i][2], "secret", HOUSE_SECRET));
	return json_pack("{s:s,s:b,s:b,s:o}", "site", "MC", "training", 0,
	    "demonstration", 1, "staff", list);
}

static void
begin(struct house *h, struct session *s[OFFICERS])
{
	size_t i;

	T_CHECK(house_open_on(h, "forms", plan(), "2026-03-02T02:10+07:00"));
	for (i = 0; i < OFFICERS; i++)
		s[i] = house_sign_in(h, staff[i][0]);
	HOUSE_EXPECT(h, s[AN], RECEIVE, "done");
	HOUSE_EXPECT(h, s[AN], "{'do':'append_note','case':'" CASE "','with':{"
	    "'text':'chuyện kể thử'}}", "done");
}

static void
end(struct house *h, struct session *s[OFFICERS])
{
	size_t i;

	for (i = 0; i < OFFICERS; i++)
		tn_sign_out(s[i]);
	house_close(h);
}

static json_t *
ask(struct session *s, const char *query, const char *id, const char *name)
{
	json_t *q = json_pack("{s:s,s:s*,s:s*}", "ask", query, "case", id,
	    "name", name);
	json_t *out = tn_ask(s, q);

	json_decref(q);
	return out;
}

static bool
says(struct session *s, const char *query, const char *name,
    const char *words)
{
	json_t *out = ask(s, query, CASE, name);
	char *text = json_dumps(out, JSON_COMPACT);
	bool has = strstr(text, words) != NULL;

	free(text);
	json_decref(out);
	return has;
}

static int
waits(struct session *s)
{
	json_t *out = ask(s, "glass", NULL, NULL);
	int n = (int)json_array_size(json_object_get(out, "glass"));

	json_decref(out);
	return n;
}

/* Does the case offer it? */
static bool
can_break(struct session *s)
{
	json_t *out = ask(s, "case", CASE, NULL);
	bool can = jx_bool(json_object_get(out, "glass"), "can_break", false);

	json_decref(out);
	return can;
}

static int
reviews(struct session *s)
{
	json_t *out = ask(s, "home", NULL, NULL);
	int n = (int)jx_int(json_object_get(out, "waiting"), "glass", -1);

	json_decref(out);
	return n;
}

/* The supervisor of the holder: masks, no stories, no illness. */
static void
test_supervisor(void)
{
	struct session *s[OFFICERS];
	struct house h;

	begin(&h, s);
	T_CHECK(says(s[AN], "versions", "full_name", NAME));
	T_CHECK(says(s[TAM], "versions", "full_name", SHOWN_MASK));
	T_CHECK(!says(s[TAM], "versions", "full_name", NAME));
	T_CHECK(!says(s[TAM], "history", NULL, "chuyện kể thử"));
	HOUSE_EXPECT(&h, s[TAM], "{'do':'reveal_answer','case':'" CASE "',"
	    "'with':{'name':'full_name','why':'xem'}}", "no_right");
	end(&h, s);
}

/* An administrator runs the site and reads no case (S-42). */
static void
test_administrator(void)
{
	struct session *s[OFFICERS];
	struct house h;
	json_t *out;

	begin(&h, s);
	out = ask(s[QUAN], "case", CASE, NULL);
	T_STR(house_result(out), "no_right");
	json_decref(out);
	out = ask(s[QUAN], "search", NULL, NULL);
	T_STR(house_result(out), "no_right");
	json_decref(out);
	HOUSE_EXPECT(&h, s[QUAN], "{'do':'append_note','case':'" CASE "',"
	    "'with':{'text':'x'}}", "no_right");
	end(&h, s);
}

/* Does the form say the name, with whatever key one presses there? */
static bool
form_says(struct session *s)
{
	struct fill *fill = tn_fill(s, CASE, "reception_person", false, NULL);
	struct str text = STR_INIT;
	bool says = false;

	T_CHECK(fill != NULL);
	if (fill == NULL)
		return false;
	(void)fill_unmask(fill, "full_name");
	for (size_t i = 0; i < fill_rows(fill); i++) {
		const struct fill_row *r = fill_row(fill, i);

		if (r->item == NULL || strcmp(r->item->name, "full_name") != 0)
			continue;
		str_clear(&text);
		fill_row_value(fill, r, LANG_VI, &text);
		says = says || strcmp(str_text(&text), NAME) == 0;
	}
	str_done(&text);
	fill_close(fill);
	return says;
}

/* Masked where it is closed; one answer, one minute, one officer. */
static void
test_reveal(void)
{
	struct session *s[OFFICERS];
	struct house h;
	struct right_rule rule = { .roles = UINT64_MAX, .kinds = UINT64_MAX,
	    .relations = RELATION_HOLDER, .classes = 1u << FORM_IDENTITY,
	    .places = ~0u, .show = RIGHT_MASKED };
	struct rights *r;
	struct right_rule *kept;
	size_t n;

	begin(&h, s);
	r = h.tn->procedure->rights;
	kept = r->class_rule;
	n = r->n_class_rule;
	HOUSE_EXPECT(&h, s[AN], "{'do':'reveal_answer','case':'" CASE "',"
	    "'with':{'name':'full_name','why':'xem'}}", "not_masked");
	r->class_rule = &rule;
	r->n_class_rule = 1;
	T_CHECK(says(s[AN], "versions", "full_name", SHOWN_MASK));
	T_CHECK(!form_says(s[AN]));
	HOUSE_EXPECT(&h, s[AN], "{'do':'reveal_answer','case':'" CASE "',"
	    "'with':{'name':'full_name','why':' '}}", "need_reason");
	HOUSE_EXPECT(&h, s[AN], "{'do':'reveal_answer','case':'" CASE "',"
	    "'with':{'name':'no_such','why':'xem'}}", "no_such_question");
	HOUSE_EXPECT(&h, s[AN], "{'do':'reveal_answer','case':'" CASE "',"
	    "'with':{'name':'full_name','why':'xem'}}", "done");
	T_CHECK(!says(s[AN], "versions", "full_name", SHOWN_MASK));
	T_CHECK(form_says(s[AN]));
	T_CHECK(!form_says(s[VAN]));
	T_CHECK(says(s[VAN], "versions", "full_name", SHOWN_MASK));
	h.now += MINUTE + 1;
	T_CHECK(says(s[AN], "versions", "full_name", SHOWN_MASK));
	r->class_rule = kept;
	r->n_class_rule = n;
	T_CHECK(says(s[AN], "history", NULL, "answer_read"));
	end(&h, s);
}

static void
test_break(void)
{
	struct session *s[OFFICERS];
	struct house h;
	json_t *out;

	begin(&h, s);
	T_CHECK(!says(s[CHI], "case", NULL, "L•••"));
	HOUSE_EXPECT(&h, s[CHI], "{'do':'break_glass','case':'" CASE "',"
	    "'with':{'why':''}}", "need_reason");
	HOUSE_EXPECT(&h, s[CHI], BREAK, "done");
	T_CHECK(says(s[CHI], "versions", "full_name", NAME));
	T_CHECK(says(s[CHI], "case", NULL, "L•••"));
	T_CHECK(!can_break(s[CHI]));
	HOUSE_EXPECT(&h, s[CHI], "{'do':'break_glass','case':'" CASE "',"
	    "'with':{'why':'nữa'}}", "glass_open");
	/* The officer alone, not the unit. */
	out = ask(s[DAI], "versions", CASE, "full_name");
	T_STR(house_result(out), "superior_only");
	json_decref(out);
	/* To see is not to do. */
	HOUSE_EXPECT(&h, s[CHI], "{'do':'record_answers','case':'" CASE "',"
	    "'with':{'form':'reception_person','answers':{}}}", "no_right");
	/* Holder and superior are told, nobody else. */
	T_INT(waits(s[CHI]), 1);
	T_INT(waits(s[DAI]), 1);
	T_INT(waits(s[VAN]), 1);
	T_INT(waits(s[PHUC]), 0);
	HOUSE_EXPECT(&h, s[CHI], REVIEW, "glass_own");
	HOUSE_EXPECT(&h, s[PHUC], REVIEW, "no_such_case");
	HOUSE_EXPECT(&h, s[AN], REVIEW, "no_right");
	/* A finding is one of three; a bad one is not without words. */
	HOUSE_EXPECT(&h, s[VAN], "{'do':'review_glass','case':'" CASE "',"
	    "'with':{'glass':'glass1','why':'x'}}", "bad_command");
	HOUSE_EXPECT(&h, s[VAN], "{'do':'review_glass','case':'" CASE "',"
	    "'with':{'glass':'glass1','finding':'nice','why':'x'}}",
	    "bad_command");
	HOUSE_EXPECT(&h, s[VAN], "{'do':'review_glass','case':'" CASE "',"
	    "'with':{'glass':'glass1','finding':'unjustified'}}",
	    "need_reason");
	/* Home counts what waits for each, and not one's own. */
	T_INT(reviews(s[CHI]), 0);
	T_INT(reviews(s[VAN]), 1);
	T_INT(reviews(s[PHUC]), 0);
	HOUSE_EXPECT(&h, s[VAN], REVIEW, "done");
	/* At once, in the session that is open. */
	out = ask(s[CHI], "versions", CASE, "full_name");
	T_STR(house_result(out), "superior_only");
	json_decref(out);
	T_INT(waits(s[DAI]), 0);
	HOUSE_EXPECT(&h, s[VAN], REVIEW, "no_such_glass");
	out = tn_verify(h.tn);
	T_STR(jx_text(out, "outcome"), "done");
	json_decref(out);
	end(&h, s);
}

/* It ends by itself after the hours of the register; the list stays. */
static void
test_ends(void)
{
	struct session *s[OFFICERS];
	struct house h;
	json_t *out;

	begin(&h, s);
	HOUSE_EXPECT(&h, s[TAM], BREAK, "done");
	T_CHECK(says(s[TAM], "versions", "full_name", NAME));
	T_CHECK(says(s[TAM], "history", NULL, "chuyện kể thử"));
	h.now += 179 * MINUTE;
	T_CHECK(says(s[TAM], "versions", "full_name", NAME));
	h.now += 2 * MINUTE;
	T_CHECK(!says(s[TAM], "versions", "full_name", NAME));
	T_INT(waits(s[VAN]), 1);
	out = ask(s[VAN], "glass", NULL, NULL);
	T_CHECK(json_is_false(json_object_get(json_array_get(json_object_get(
	    out, "glass"), 0), "open")));
	json_decref(out);
	end(&h, s);
}

/* The outcome of a command on a case, without the number that was asked for. */
static char *
answer_on(struct house *h, struct session *s, const char *text,
    const char *id)
{
	char *copy = xstrdup(text), *at, *dump;
	json_t *out;

	while ((at = strstr(copy, "NN-NNNN-NNNNN")) != NULL)
		memcpy(at, id, 13);
	out = house_do(h, s, copy);
	json_object_del(out, "op_id");
	dump = json_dumps(out, JSON_COMPACT | JSON_SORT_KEYS);
	while ((at = strstr(dump, id)) != NULL)
		memset(at, '?', 13);
	json_decref(out);
	free(copy);
	return dump;
}

/* A case that is hidden answers as one that is not there (S-37). */
static void
test_hidden_is_absent(void)
{
	static const char *const command[] = {
		"append_note", "reveal_identity", "break_glass",
		"review_glass", "reveal_answer", "take_step", "record_answers",
		"give_support", "attach", "read_attachment", "link_cases",
		"propose_takeover", "extend_clock", "move_regime",
	};
	struct session *s[OFFICERS];
	struct house h;
	size_t i;

	begin(&h, s);
	for (i = 0; i < ARRAY_LEN(command); i++) {
		char *text = xasprintf("{'do':'%s','case':'NN-NNNN-NNNNN',"
		    "'with':{'why':'x','text':'x','name':'full_name',"
		    "'glass':'glass1','step':'declare','form':"
		    "'reception_person','answers':{},'support':"
		    "'meals_lodging','other':'NN-NNNN-NNNNN'}}", command[i]);
		char *hidden = answer_on(&h, s[PHUC], text, CASE);
		char *absent = answer_on(&h, s[PHUC], text, "MC-2026-00009");

		T_STR(hidden, absent);
		free(hidden);
		free(absent);
		free(text);
	}
	for (i = 0; query_name(i) != NULL; i++) {
		json_t *hidden = ask(s[PHUC], query_name(i), CASE, "full_name");
		json_t *absent = ask(s[PHUC], query_name(i), "MC-2026-00009",
		    "full_name");
		char *a = json_dumps(hidden, JSON_COMPACT | JSON_SORT_KEYS);
		char *b = json_dumps(absent, JSON_COMPACT | JSON_SORT_KEYS);
		char *at;

		while ((at = strstr(a, CASE)) != NULL)
			memset(at, '?', 13);
		while ((at = strstr(b, "MC-2026-00009")) != NULL)
			memset(at, '?', 13);
		T_STR(a, b);
		free(a);
		free(b);
		json_decref(hidden);
		json_decref(absent);
	}
	end(&h, s);
}

/* Both tables of the door, and the rights: each name is known to the other. */
static void
test_tables(void)
{
	struct session *s[OFFICERS];
	struct house h;
	const struct right_code *known;
	struct rights none = { 0 }, *kept;
	size_t i, n;

	for (i = 0; decide_command(i) != NULL; i++)
		T_CHECK(rights_command(decide_command(i)) >= 0);
	for (i = 0; query_name(i) != NULL; i++)
		T_CHECK(rights_query(query_name(i)) >= 0);
	known = rights_queries(&n);
	T_INT(n, i);
	T_STR(known[0].code, query_name(0));
	begin(&h, s);
	kept = h.tn->procedure->rights;
	h.tn->procedure->rights = &none;
	for (i = 0; query_name(i) != NULL; i++) {
		json_t *out = ask(s[AN], query_name(i), CASE, "full_name");

		T_STR(house_result(out), "no_right");
		json_decref(out);
	}
	for (i = 0; decide_command(i) != NULL; i++) {
		char *text = xasprintf("{'do':'%s','case':'" CASE "','with':{"
		    "}}", decide_command(i));

		HOUSE_EXPECT(&h, s[AN], text, "no_right");
		free(text);
	}
	HOUSE_EXPECT(&h, s[AN], "{'do':'save_draft','with':{}}", "no_right");
	h.tn->procedure->rights = kept;
	end(&h, s);
}

int
main(void)
{
	T_RUN(test_supervisor);
	T_RUN(test_administrator);
	T_RUN(test_reveal);
	T_RUN(test_break);
	T_RUN(test_ends);
	T_RUN(test_hidden_is_absent);
	T_RUN(test_tables);
	return t_done();
}
