/*
 * The superior of a holder sees that a case is late and nothing of the
 * person: not in a queue, not on the case, not in its history, not by asking.
 */
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
#define OFFER "{'do':'offer_handover','with':{'step':" \
	"'hand_accompanying_minor','cases':['" CASE "'],'to':" \
	"'syt_quang_ninh','minutes':{'transfer_place':'Đồn'," \
	"'transfer_giver':'Trực ban','transfer_wanted_by':'2026-03-04'}}}"

enum { AN, CHI, DAI, EM, GIANG, PHUC, OFFICERS };

static json_t *
plan(void)
{
	static const char *const staff[OFFICERS][3] = {
		{ "an", "dbp_mong_cai", "officer" },
		{ "chi", "bdbp_demo_quang_ninh", "supervisor" },
		{ "dai", "bdbp_demo_quang_ninh", "commander" },
		{ "em", "bdbp_demo_quang_ninh", "officer" },
		{ "giang", "syt_quang_ninh", "officer" },
		{ "phuc", "dbp_huu_nghi", "officer" },
	};
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < OFFICERS; i++)
		json_array_append_new(list, json_pack(
		    "{s:s,s:s,s:s,s:[s],s:s}", "id", staff[i][0],
		    "unit", staff[i][1], "name", "Trần Văn Thử Cán Bộ",
		    "roles", staff[i][2], "secret", HOUSE_SECRET));
	return json_pack("{s:s,s:b,s:b,s:b,s:o}", "site", "MC",
	    "demonstration", 1, "cheap", 1, "training", 0, "staff", list);
}

static void
begin(struct house *h, struct session **s)
{
	static const char *const id[OFFICERS] = {
		"an", "chi", "dai", "em", "giang", "phuc"
	};
	const char *forms = getenv("TN_FORMS");
	size_t i;

	T_CHECK(house_open_on(h, forms != NULL ? forms : "forms", plan(),
	    "2026-03-02T02:10+07:00"));
	for (i = 0; i < OFFICERS; i++)
		s[i] = house_sign_in(h, id[i]);
	HOUSE_EXPECT(h, s[AN], RECEIVE, "done");
	HOUSE_EXPECT(h, s[AN], "{'do':'append_note','case':'" CASE "',"
	    "'with':{'text':'nơi ở giả định'}}", "done");
	HOUSE_EXPECT(h, s[AN], "{'do':'give_support','case':'" CASE "',"
	    "'with':{'support':'meals_lodging','answers':{'emergency_way':"
	    "'given','emergency_detail':'cơm'}}}", "done");
}

static void
end(struct house *h, struct session **s)
{
	json_t *out = tn_verify(h->tn);
	size_t i;

	T_STR(jx_text(out, "outcome"), "done");
	json_decref(out);
	for (i = 0; i < OFFICERS; i++)
		tn_sign_out(s[i]);
	house_close(h);
}

static json_t *
ask(struct session *s, const char *name, const char *key, const char *value)
{
	json_t *q = json_pack("{s:s,s:s}", "ask", name, key, value);
	json_t *out = tn_ask(s, q);

	json_decref(q);
	return out;
}

/* Does an answer say any of the words that tell of the person? */
static bool
tells(json_t *out)
{
	static const char *const word[] = {
		"Thử", "L•", "nơi ở giả định", "cơm", "meals", "2012",
		"under 18", "well",
	};
	char *text = json_dumps(out, JSON_COMPACT);
	bool found = false;
	size_t i;

	for (i = 0; i < ARRAY_LEN(word); i++)
		if (strstr(text, word[i]) != NULL) {
			printf("# it tells \"%s\"\n", word[i]);
			found = true;
		}
	free(text);
	json_decref(out);
	return found;
}

static void
test_sees_no_person(void)
{
	struct session *s[OFFICERS];
	struct house h;
	json_t *out;
	static const char *const query[] = {
		"identity", "why", "entitlements", "regime_preview", "map",
	};
	struct fill *fill;
	struct err e = ERR_INIT;
	size_t i;

	begin(&h, s);
	out = ask(s[CHI], "case", "case", CASE);
	T_STR(jx_text(out, "relation"), "superior");
	T_STR(jx_text(json_object_get(out, "holder"), "code"), "dbp_mong_cai");
	T_STR(jx_text(json_object_get(out, "state"), "code"), "received");
	T_CHECK(json_is_null(json_object_get(out, "person")));
	T_INT(json_array_size(json_object_get(out, "forms")), 0);
	T_INT(json_array_size(json_object_get(out, "support")), 0);
	T_INT(json_array_size(json_object_get(out, "papers")), 0);
	T_CHECK(json_is_array(json_object_get(out, "clocks")));
	T_INT(json_array_size(json_object_get(out, "steps")), 1);
	/* Names of officers are not what is hidden. */
	T_CHECK(!tells(out));
	out = ask(s[CHI], "history", "case", CASE);
	T_CHECK(json_array_size(json_object_get(out, "events")) >= 3);
	{
		char *text = json_dumps(out, JSON_COMPACT);

		T_CHECK(strstr(text, "nơi ở giả định") == NULL);
		T_CHECK(strstr(text, "cơm") == NULL);
		/* Nor which help was given. */
		T_CHECK(strstr(text, "odging") == NULL);
		T_CHECK(strstr(text, NAME) == NULL);
		free(text);
	}
	json_decref(out);
	for (i = 0; i < ARRAY_LEN(query); i++) {
		out = ask(s[CHI], query[i], "case", CASE);
		T_STR(house_result(out), "superior_only");
		json_decref(out);
	}
	HOUSE_EXPECT(&h, s[DAI], "{'do':'reveal_identity','case':'" CASE "',"
	    "'with':{'why':'xem'}}", "superior_only");
	fill = tn_fill(s[CHI], CASE, "reception_person", false, &e);
	T_CHECK(fill == NULL);
	T_STR(err_code_name(e.code), "superior_only");
	err_done(&e);
	/* It is told to who answers for the units below, not to all there. */
	out = ask(s[EM], "case", "case", CASE);
	T_STR(house_result(out), "no_such_case");
	json_decref(out);
	HOUSE_EXPECT(&h, s[CHI], "{'do':'append_note','case':'" CASE "',"
	    "'with':{'text':'Đề nghị xử lý ngay'}}", "done");
	end(&h, s);
}

/* How many rows the queue has; -1: there is no such queue for them. */
static int
rows(struct session *s, bool *tell)
{
	json_t *out = ask(s, "queue", "queue", "escalated");
	json_t *list = json_object_get(out, "rows");
	int n = list == NULL ? -1 : (int)json_array_size(list);

	*tell = tells(out);
	return n;
}

static void
test_queue(void)
{
	struct session *s[OFFICERS];
	struct house h;
	bool tell;

	begin(&h, s);
	HOUSE_EXPECT(&h, s[AN], OFFER, "done");
	T_INT(rows(s[CHI], &tell), 0);
	T_INT(rows(s[EM], &tell), -1);
	/* Wanted by the 4th; two working days later the superior is told. */
	(void)when_parse("2026-03-06T23:59+07:00", VN_OFFSET_MIN, &h.now);
	T_INT(rows(s[CHI], &tell), 0);
	HOUSE_EXPECT(&h, s[DAI], "{'do':'propose_takeover','case':'" CASE "',"
	    "'with':{'to':'dbp_huu_nghi','why':'x'}}", "not_dormant");
	(void)when_parse("2026-03-07T00:01+07:00", VN_OFFSET_MIN, &h.now);
	T_INT(rows(s[CHI], &tell), 1);
	T_CHECK(!tell);
	end(&h, s);
}

/* With keys and store: what the new holder and the old one then have. */
static void
test_taken_over(void)
{
	struct session *s[OFFICERS];
	struct house h;
	char *confirm;
	json_t *out;

	begin(&h, s);
	HOUSE_EXPECT(&h, s[AN], OFFER, "done");
	(void)when_parse("2026-03-09T08:00+07:00", VN_OFFSET_MIN, &h.now);
	HOUSE_EXPECT(&h, s[CHI], "{'do':'propose_takeover','op_id':'take-1',"
	    "'case':'" CASE "','with':{'to':'dbp_huu_nghi','why':'Bỏ quên'}}",
	    "done");
	out = ask(s[CHI], "case", "case", CASE);
	T_STR(jx_text(json_object_get(out, "takeover"), "proposal"), "take-1");
	json_decref(out);
	confirm = xstrdup("{'do':'confirm_takeover','case':'" CASE "',"
	    "'with':{'proposal':'take-1'}}");
	HOUSE_EXPECT(&h, s[CHI], confirm, "same_person");
	HOUSE_EXPECT(&h, s[DAI], confirm, "done");
	free(confirm);
	/* The new holder has the key and all that was said. */
	out = ask(s[PHUC], "case", "case", CASE);
	T_STR(jx_text(out, "relation"), "holder");
	T_STR(jx_text(json_object_get(out, "person"), "masked"),
	    "L••• V••• T••• C•••");
	json_decref(out);
	out = ask(s[AN], "case", "case", CASE);
	T_STR(jx_text(out, "relation"), "former");
	json_decref(out);
	/* Who had been offered the child is out of it. */
	out = ask(s[GIANG], "case", "case", CASE);
	T_STR(house_result(out), "no_such_case");
	json_decref(out);
	HOUSE_EXPECT(&h, s[GIANG], "{'do':'accept_handover','with':{'act':"
	    "'MC-2026-A00002'}}", "act_closed");
	/* Another province: the old superior has no more part in it. */
	out = ask(s[CHI], "case", "case", CASE);
	T_STR(house_result(out), "no_such_case");
	json_decref(out);
	end(&h, s);
}

/*
 * A superior may hold cases of its own: one that it only watches is not
 * linked with them, nor does a refusal say whether it is.  Who can do
 * something about a refusal is the holder.
 */
#define LINK(do, one, other) "{'do':'" do "','case':'" one "','with':{" \
	"'other':'" other "','link':'family','why':'x'}}"
#define FOREIGN(name) "{'do':'open_case','with':{'path':'foreign_victim'," \
	"'answers':{'full_name':'" name "','sex':'female','birth_date':" \
	"'1993','condition':'well','reported_on':'2026-03-01'," \
	"'report_place':'office','nationality_class':'foreigner'}}}"
static void
test_no_links(void)
{
	const char *forms = getenv("TN_FORMS");
	struct session *s[2];
	struct house h;
	json_t *out, *why;

	T_CHECK(house_open_on(&h, forms != NULL ? forms : "forms", json_pack(
	    "{s:s,s:b,s:b,s:b,s:[{s:s,s:s,s:s,s:[s],s:s},{s:s,s:s,s:s,s:[s],"
	    "s:s}]}", "site", "MC", "demonstration", 1, "cheap", 1,
	    "training", 0, "staff", "id", "nga", "unit", "xnc_quang_ninh",
	    "name", "Thử", "roles", "officer", "secret", HOUSE_SECRET,
	    "id", "son", "unit", "ca_quang_ninh", "name", "Thử", "roles",
	    "commander", "secret", HOUSE_SECRET), "2026-03-02T02:10+07:00"));
	s[0] = house_sign_in(&h, "nga");
	s[1] = house_sign_in(&h, "son");
	HOUSE_EXPECT(&h, s[0], FOREIGN("Test One Mẫu"), "done");
	HOUSE_EXPECT(&h, s[1], FOREIGN("Test Two Mẫu"), "done");
	HOUSE_EXPECT(&h, s[1], LINK("link_cases", "MC-2026-00002",
	    "MC-2026-00001"), "superior_only");
	HOUSE_EXPECT(&h, s[1], LINK("unlink_cases", "MC-2026-00002",
	    "MC-2026-00001"), "superior_only");
	out = house_do(&h, s[1], LINK("link_cases", "MC-2026-00001",
	    "MC-2026-00002"));
	why = json_array_get(json_object_get(out, "reasons"), 0);
	T_STR(jx_text(why, "code"), "superior_only");
	T_CHECK(!jx_bool(why, "here", true));
	T_STR(jx_text(json_array_get(json_object_get(why, "by"), 0), "code"),
	    "immigration_province");
	json_decref(out);
	HOUSE_EXPECT(&h, s[1], LINK("link_cases", "MC-2026-00002",
	    "MC-2026-00009"), "no_such_case");
	tn_sign_out(s[0]);
	tn_sign_out(s[1]);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_sees_no_person);
	T_RUN(test_queue);
	T_RUN(test_taken_over);
	T_RUN(test_no_links);
	return t_done();
}
