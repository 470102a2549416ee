/*
 * The legal register: two people set a value with its document; clocks that
 * already run keep what they began with.
 */
#include "tests/unit/door_help.h"

#define CODE "verification_reply_term"
#define PROPOSE "{'do':'propose_value','op_id':'prop-1','with':{'regime':" \
	"'vn-2025','code':'" CODE "','value':20,'status':'reported'," \
	"'document':'Công văn giả định 01/CV'}}"

static json_t *
line_of(struct session *s, json_t **whole)
{
	json_t *q = json_pack("{s:s}", "ask", "register");
	json_t *v = NULL;
	size_t i;

	*whole = tn_ask(s, q);
	json_decref(q);
	json_array_foreach(json_object_get(*whole, "values"), i, v)
		if (str_eq(jx_text(v, "code"), CODE) &&
		    str_eq(jx_text(v, "regime"), "vn-2025"))
			return v;
	return NULL;
}

static void
test_two_people(void)
{
	struct house h;
	struct findings found = FINDINGS_INIT;
	struct session *anh, *bac;
	json_t *all, *v;

	T_CHECK(house_open(&h));
	anh = house_sign_in(&h, "anh");
	bac = house_sign_in(&h, "bac");
	v = line_of(anh, &all);
	T_CHECK(json_is_null(json_object_get(v, "value")));
	T_STR(jx_text(v, "status"), "unset");
	json_decref(all);
	HOUSE_EXPECT(&h, anh, "{'do':'propose_value','with':{'regime':"
	    "'vn-2025','code':'" CODE "','value':20,'status':'reported'}}",
	    "bad_command");
	HOUSE_EXPECT(&h, anh, "{'do':'propose_value','with':{'regime':"
	    "'vn-2025','code':'moon','value':1,'status':'reported',"
	    "'document':'x'}}", "no_such_value");
	HOUSE_EXPECT(&h, anh, "{'do':'propose_value','with':{'regime':"
	    "'vn-2025','code':'" CODE "','value':-1,'status':'unset',"
	    "'document':'x'}}", "bad_command");
	HOUSE_EXPECT(&h, anh, PROPOSE, "done");
	/* Nothing changes until the second person. */
	v = line_of(anh, &all);
	T_CHECK(json_is_null(json_object_get(v, "value")));
	T_INT(json_array_size(json_object_get(all, "proposals")), 1);
	T_STR(jx_text(json_array_get(json_object_get(all, "proposals"), 0),
	    "document"), "Công văn giả định 01/CV");
	json_decref(all);
	HOUSE_EXPECT(&h, anh, "{'do':'confirm_value','with':{'proposal':"
	    "'prop-1'}}", "same_person");
	HOUSE_EXPECT(&h, bac, "{'do':'confirm_value','with':{'proposal':"
	    "'prop-2'}}", "no_such_proposal");
	HOUSE_EXPECT(&h, bac, "{'do':'confirm_value','with':{'proposal':"
	    "'prop-1'}}", "done");
	v = line_of(anh, &all);
	T_INT(jx_int(v, "value", -1), 20);
	T_STR(jx_text(v, "status"), "reported");
	T_STR(jx_text(v, "document"), "Công văn giả định 01/CV");
	T_INT(json_array_size(json_object_get(all, "proposals")), 0);
	json_decref(all);
	tn_sign_out(anh);
	tn_sign_out(bac);
	/* A new process reads the same, at once or behind its first screen. */
	for (int later = 0; later < 2; later++) {
		tn_close(h.tn);
		h.config.later = later;
		h.tn = tn_open(&h.config, &found);
		T_CHECK(h.tn != NULL && tn_is_demonstration(h.tn));
		T_CHECK(tn_ready(h.tn, &found) && tn_ready(h.tn, &found));
		anh = house_sign_in(&h, "anh");
		v = line_of(anh, &all);
		T_INT(jx_int(v, "value", -1), 20);
		json_decref(all);
		tn_sign_out(anh);
	}
	findings_done(&found);
	house_close(&h);
}

static void
test_declined_and_old(void)
{
	struct house h;
	struct session *anh, *bac;

	T_CHECK(house_open(&h));
	anh = house_sign_in(&h, "anh");
	bac = house_sign_in(&h, "bac");
	HOUSE_EXPECT(&h, anh, PROPOSE, "done");
	h.now += (when_t)25 * 3600 * 1000;
	HOUSE_EXPECT(&h, bac, "{'do':'confirm_value','with':{'proposal':"
	    "'prop-1'}}", "proposal_old");
	HOUSE_EXPECT(&h, anh, "{'do':'decline_value','with':{'proposal':"
	    "'prop-1'}}", "done");
	HOUSE_EXPECT(&h, bac, "{'do':'confirm_value','with':{'proposal':"
	    "'prop-1'}}", "no_such_proposal");
	tn_sign_out(anh);
	tn_sign_out(bac);
	house_close(&h);
}

static json_t *
ask(struct session *s, json_t *query)
{
	json_t *out = tn_ask(s, query);

	json_decref(query);
	return out;
}

/* One province has its own value; the rest of the country keeps the other. */
static void
test_province(void)
{
	struct house h;
	struct findings found = FINDINGS_INIT;
	struct session *anh, *bac;
	json_t *all, *v, *l;
	int again;

	T_CHECK(house_open(&h));
	anh = house_sign_in(&h, "anh");
	bac = house_sign_in(&h, "bac");
#define LOCAL(province, read_on) "{'do':'propose_value','op_id':'loc-1'," \
	"'with':{'regime':'vn-2025','code':'" CODE "','value':7,'status':" \
	"'confirmed','province':" province ",'read_on':" read_on "," \
	"'document':'Nghị quyết giả định 02/NQ'}}"
	HOUSE_EXPECT(&h, anh, LOCAL("'moon'", "'2026-03-01'"), "bad_command");
	HOUSE_EXPECT(&h, anh, LOCAL("7", "'2026-03-01'"), "bad_command");
	HOUSE_EXPECT(&h, anh, LOCAL("'22'", "'2026-03-09'"), "bad_command");
	HOUSE_EXPECT(&h, anh, LOCAL("'22'", "'soon'"), "bad_command");
	HOUSE_EXPECT(&h, anh, LOCAL("'22'", "'2026-03-01'"), "done");
	HOUSE_EXPECT(&h, bac, "{'do':'confirm_value','with':{'proposal':"
	    "'loc-1'}}", "done");
	tn_sign_out(bac);
	for (again = 0; again < 2; again++) {
		v = line_of(anh, &all);
		T_CHECK(json_is_null(json_object_get(v, "value")));
		T_STR(jx_text(v, "status"), "unset");
		T_INT(json_array_size(json_object_get(v, "local")), 1);
		l = json_array_get(json_object_get(v, "local"), 0);
		T_STR(jx_text(json_object_get(l, "province"), "code"), "22");
		T_INT(jx_int(l, "value", -1), 7);
		T_STR(jx_text(l, "status"), "confirmed");
		T_STR(jx_text(l, "read_on"), "2026-03-01");
		T_STR(jx_text(l, "document"), "Nghị quyết giả định 02/NQ");
		T_STR(jx_text(l, "proposed_by"), "Trần Văn Thử Cán Bộ");
		T_STR(jx_text(l, "confirmed_by"), "Trần Văn Thử Cán Bộ");
		json_decref(all);
		tn_sign_out(anh);
		tn_close(h.tn);
		h.tn = tn_open(&h.config, &found);
		anh = house_sign_in(&h, "anh");
	}
	tn_sign_out(anh);
	findings_done(&found);
	house_close(&h);
}

static size_t
lines(struct session *s, const char *key, const char *value, json_t **first)
{
	json_t *out = ask(s, json_pack("{s:s,s:s}", "ask", "register", key,
	    value));
	size_t n = json_array_size(json_object_get(out, "values"));

	if (first != NULL)
		*first = json_incref(json_array_get(json_object_get(out,
		    "values"), 0));
	json_decref(out);
	return n;
}

static void
test_filters(void)
{
	struct house h;
	struct session *an;
	json_t *v;
	size_t all, unset;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	all = lines(an, "text", "", NULL);
	unset = lines(an, "status", "unset", &v);
	T_STR(jx_text(v, "status"), "unset");
	json_decref(v);
	T_CHECK(unset > 0 && unset < all);
	T_INT(lines(an, "status", "unconfirmed", NULL) +
	    lines(an, "status", "confirmed", NULL), all);
	/* One in each regime. */
	T_INT(lines(an, "text", "cong an tra loi xac minh", &v), 2);
	T_STR(jx_text(v, "code"), CODE);
	json_decref(v);
	T_CHECK(lines(an, "regime", "vn-2025", NULL) > 0);
	T_INT(lines(an, "regime", "vn-1066", NULL), 0);
	tn_sign_out(an);
	house_close(&h);
}

/* {open cases, running clocks} that rest on a value. */
static int64_t
rests(struct session *s, const char *code, const char *key)
{
	json_t *out = ask(s, json_pack("{s:s}", "ask", "register_report"));
	int64_t n = -1;
	const json_t *v;
	size_t i;

	json_array_foreach(json_object_get(out, "values"), i, v)
		if (str_eq(jx_text(v, "code"), code) &&
		    str_eq(jx_text(v, "regime"), "vn-2025"))
			n = jx_int(v, key, -1);
	json_decref(out);
	return n;
}

static void
test_report(void)
{
	struct house h;
	struct session *an, *dung, *giang;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	dung = house_sign_in(&h, "dung");
	giang = house_sign_in(&h, "giang");
	T_INT(rests(an, "consular_reply_term", "open_cases"), 0);
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	T_INT(rests(an, "consular_reply_term", "running"), 0);
	HOUSE_EXPECT(&h, an, "{'do':'send_request','case':'MC-2026-00001',"
	    "'with':{'request':'consular_information','to':'cuc_ls',"
	    "'answers':{'consular_questions':['legalise'],"
	    "'consular_country':'CN','consular_wanted_by':'2026-03-20'}}}",
	    "done");
	T_INT(rests(an, "consular_reply_term", "running"), 1);
	T_INT(rests(an, "consular_reply_term", "open_cases"), 1);
	/* The path asks the police whether it does so now or not. */
	T_INT(rests(an, CODE, "open_cases"), 1);
	T_INT(rests(an, CODE, "running"), 0);
	T_INT(rests(dung, "consular_reply_term", "open_cases"), 1);
	T_INT(rests(giang, "consular_reply_term", "open_cases"), 0);
	tn_sign_out(an);
	tn_sign_out(dung);
	tn_sign_out(giang);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_two_people);
	T_RUN(test_declined_and_old);
	T_RUN(test_province);
	T_RUN(test_filters);
	T_RUN(test_report);
	return t_done();
}
