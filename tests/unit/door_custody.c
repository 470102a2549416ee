/*
 * Custody: one holder at every moment, keys follow custody, offers end in
 * one way only.
 */
#include "tests/unit/door_help.h"

/* A boy of 13 who came with his mother: he may be handed on at once. */
#define RECEIVE_MINOR \
	"{'do':'receive_persons','with':{'path':'bilateral_handover'," \
	"'minutes':{'reception_gate':'mong_cai','reception_date':'2026-03-02'," \
	"'reception_time':'02:10','foreign_country':'CN'," \
	"'foreign_agency':'Co quan gia dinh','our_head':'Truc ban thu nghiem'," \
	"'foreign_list_count':2}," \
	"'persons':[{'full_name':'Lò Văn Thử Con','sex':'male'," \
	"'birth_date':'2012-06','condition':'well','accompanying_minor':'yes'}," \
	"{'full_name':'Lò Văn Thử Em','sex':'male','birth_date':'2014'," \
	"'condition':'well','accompanying_minor':'yes'}]}}"

#define OFFER_BOTH(to) "{'do':'offer_handover','with':{" \
	"'step':'hand_accompanying_minor'," \
	"'cases':['MC-2026-00001','MC-2026-00002'],'to':'" to "'," \
	"'minutes':{'transfer_place':'Đồn','transfer_giver':'Trực ban'}}}"

static json_t *
ask_case_of(struct session *s, const char *id)
{
	json_t *q = json_pack("{s:s,s:s}", "ask", "case", "case", id);
	json_t *out = tn_ask(s, q);

	json_decref(q);
	return out;
}

static bool
sees(struct session *s, const char *id)
{
	json_t *out = ask_case_of(s, id);
	bool yes = jx_text(out, "id") != NULL;

	json_decref(out);
	return yes;
}

static bool
holds(struct session *s, const char *id, const char *unit)
{
	json_t *out = ask_case_of(s, id);
	bool yes = str_eq(jx_text(json_object_get(out, "holder"), "code"),
	    unit);

	json_decref(out);
	return yes;
}

static int
in_queue(struct session *s, const char *queue)
{
	json_t *q = json_pack("{s:s,s:s}", "ask", "queue", "queue", queue);
	json_t *out = tn_ask(s, q);
	int n = (int)json_array_size(json_object_get(out, "rows"));

	json_decref(out);
	json_decref(q);
	return n;
}

static void
test_refused_and_elsewhere(void)
{
	struct house h;
	struct session *an, *giang, *hanh;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	giang = house_sign_in(&h, "giang");
	hanh = house_sign_in(&h, "hanh");
	HOUSE_EXPECT(&h, an, RECEIVE_MINOR, "done");
	T_INT(in_queue(an, "mine"), 2);
	T_CHECK(!sees(giang, "MC-2026-00001"));
	HOUSE_EXPECT(&h, an, OFFER_BOTH("syt_quang_ninh"), "done");
	T_INT(in_queue(an, "mine"), 0);
	T_INT(in_queue(an, "waiting"), 2);
	T_INT(in_queue(giang, "offered"), 2);
	T_CHECK(sees(giang, "MC-2026-00001"));
	T_CHECK(!sees(hanh, "MC-2026-00001"));
	T_CHECK(holds(an, "MC-2026-00001", "dbp_mong_cai"));
	/* One offer at a time; others cannot answer it. */
	HOUSE_EXPECT(&h, an, OFFER_BOTH("syt_nghe_an"), "offer_pending");
	HOUSE_EXPECT(&h, hanh, "{'do':'accept_handover','with':{'act':"
	    "'MC-2026-A00002'}}", "no_such_act");
	HOUSE_EXPECT(&h, giang, "{'do':'refuse_handover','with':{'act':"
	    "'MC-2026-A00002'}}", "need_reason");
	HOUSE_EXPECT(&h, giang, "{'do':'refuse_handover','with':{'act':"
	    "'MC-2026-A00002','why':'hết chỗ'}}", "done");
	/* Who refused has no key any more. */
	T_CHECK(!sees(giang, "MC-2026-00001"));
	T_INT(in_queue(an, "mine"), 2);
	HOUSE_EXPECT(&h, giang, "{'do':'accept_handover','with':{'act':"
	    "'MC-2026-A00002'}}", "act_closed");
	HOUSE_EXPECT(&h, an, OFFER_BOTH("syt_nghe_an"), "done");
	HOUSE_EXPECT(&h, hanh, "{'do':'accept_handover','with':{'act':"
	    "'MC-2026-A00003'}}", "done");
	T_CHECK(holds(hanh, "MC-2026-00001", "syt_nghe_an"));
	T_CHECK(holds(an, "MC-2026-00002", "syt_nghe_an"));
	/* The post cannot move what it no longer holds. */
	HOUSE_EXPECT(&h, an, OFFER_BOTH("syt_quang_ninh"), "not_holder");
	tn_sign_out(an);
	tn_sign_out(giang);
	tn_sign_out(hanh);
	house_close(&h);
}

/* Person by person: one accepted, one refused with its reason. */
static void
test_partly(void)
{
	struct house h;
	struct session *an, *giang;
	json_t *out;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	giang = house_sign_in(&h, "giang");
	HOUSE_EXPECT(&h, an, RECEIVE_MINOR, "done");
	HOUSE_EXPECT(&h, an, OFFER_BOTH("syt_quang_ninh"), "done");
	HOUSE_EXPECT(&h, giang, "{'do':'accept_handover','with':{'act':"
	    "'MC-2026-A00002','refused':[{'case':'MC-2026-00009',"
	    "'why':'x'}]}}", "not_in_act");
	HOUSE_EXPECT(&h, giang, "{'do':'accept_handover','with':{'act':"
	    "'MC-2026-A00002','refused':[{'case':'MC-2026-00002'}]}}",
	    "need_reason");
	HOUSE_EXPECT(&h, giang, "{'do':'accept_handover','with':{'act':"
	    "'MC-2026-A00002','refused':[{'case':'MC-2026-00002',"
	    "'why':'đang nằm viện'}]}}", "done");
	T_CHECK(holds(giang, "MC-2026-00001", "syt_quang_ninh"));
	T_CHECK(holds(an, "MC-2026-00002", "dbp_mong_cai"));
	T_CHECK(!sees(giang, "MC-2026-00002"));
	out = ask_case_of(giang, "MC-2026-00001");
	T_INT(jx_int(out, "epoch", 0), 2);
	T_STR(jx_text(json_object_get(out, "state"), "code"), "with_health");
	json_decref(out);
	out = tn_verify(h.tn);
	T_STR(jx_text(out, "outcome"), "done");
	json_decref(out);
	tn_sign_out(an);
	tn_sign_out(giang);
	house_close(&h);
}

static void
test_withdraw(void)
{
	struct house h;
	struct session *an, *giang;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	giang = house_sign_in(&h, "giang");
	HOUSE_EXPECT(&h, an, RECEIVE_MINOR, "done");
	HOUSE_EXPECT(&h, an, OFFER_BOTH("syt_quang_ninh"), "done");
	HOUSE_EXPECT(&h, giang, "{'do':'withdraw_offer','with':{'act':"
	    "'MC-2026-A00002','why':'x'}}", "not_giver");
	HOUSE_EXPECT(&h, an, "{'do':'withdraw_offer','with':{'act':"
	    "'MC-2026-A00002','why':'ghi nhầm'}}", "done");
	T_CHECK(!sees(giang, "MC-2026-00001"));
	T_INT(in_queue(an, "mine"), 2);
	HOUSE_EXPECT(&h, giang, "{'do':'accept_handover','with':{'act':"
	    "'MC-2026-A00002'}}", "act_closed");
	tn_sign_out(an);
	tn_sign_out(giang);
	house_close(&h);
}

/* Emergency support in every state, from the gate to after acceptance. */
static void
test_emergency_always(void)
{
	static const char food[] = "{'do':'give_support','case':"
	    "'MC-2026-00001','with':{'support':'meals_lodging','answers':"
	    "{'emergency_way':'given','emergency_detail':'cơm nóng'}}}";
	struct house h;
	struct session *an, *giang;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	giang = house_sign_in(&h, "giang");
	HOUSE_EXPECT(&h, an, RECEIVE_MINOR, "done");
	HOUSE_EXPECT(&h, an, food, "done");
	HOUSE_EXPECT(&h, an, OFFER_BOTH("syt_quang_ninh"), "done");
	/* Also while an offer is pending, also by the side asked to take. */
	HOUSE_EXPECT(&h, an, food, "done");
	HOUSE_EXPECT(&h, giang, food, "done");
	HOUSE_EXPECT(&h, giang, "{'do':'accept_handover','with':{'act':"
	    "'MC-2026-A00002'}}", "done");
	HOUSE_EXPECT(&h, giang, food, "done");
	tn_sign_out(an);
	tn_sign_out(giang);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_refused_and_elsewhere);
	T_RUN(test_partly);
	T_RUN(test_withdraw);
	T_RUN(test_emergency_always);
	return t_done();
}
