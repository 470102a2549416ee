/*
 * What belongs to an occasion is asked again at the next one: a second reply,
 * a second conclusion, a second placement, a second application and decision
 * cannot be saved by saying nothing.
 */
#include "tests/unit/door_help.h"

#include "core/form/answers.h"

#define ONE "'case':'MC-2026-00001'"
#define STEP(step, answers) "{'do':'take_step'," ONE ",'with':{'step':'" \
	step "','answers':{" answers "}}}"
#define ASK_AGAIN "{'do':'take_step'," ONE ",'with':{'step':" \
	"'request_verification','to':'ca_nghe_an','ask':{" \
	"'verification_questions':['identity']}}}"
#define REPLY(answers) "{'do':'answer_request'," ONE ",'with':{" \
	"'request':'verification','answers':{" answers "}}}"
#define NOT_A_VICTIM "'verification_conclusion':'not_victim'"
#define CONCLUSION "'not_victim_reason':'Không có căn cứ (giả định).'," \
	"'not_victim_told':'yes','not_victim_new_facts_told':'yes'"
#define DECLARATION "'writer':'officer_asked','rights_told':'yes'," \
	"'residence_province':'40','statement':{'status':'refused'}"

/* Received, declared, asked about, answered. */
static void
begin(struct house *h, struct session **an, struct session **anh,
    struct session **chi)
{
	T_CHECK(house_open(h));
	*an = house_sign_in(h, "an");
	*anh = house_sign_in(h, "anh");
	*chi = house_sign_in(h, "chi");
	HOUSE_EXPECT(h, *an, HOUSE_RECEIVE_ONE, "done");
	HOUSE_EXPECT(h, *an, STEP("declare", DECLARATION), "done");
	HOUSE_EXPECT(h, *an, ASK_AGAIN, "done");
	HOUSE_EXPECT(h, *chi, REPLY(NOT_A_VICTIM), "done");
}

static void
end(struct house *h, struct session *a, struct session *b, struct session *c)
{
	tn_sign_out(a);
	tn_sign_out(b);
	tn_sign_out(c);
	house_close(h);
}

static void
test_second_reply_and_conclusion(void)
{
	struct house h;
	struct session *an, *anh, *chi;

	begin(&h, &an, &anh, &chi);
	HOUSE_EXPECT(&h, anh, STEP("conclude_not_victim", CONCLUSION), "done");
	HOUSE_EXPECT(&h, an, STEP("review", "'new_fact_sources':['dd_foreign'],"
	    "'new_facts':'Có tin mới (giả định).'"), "done");
	/* The questions are put again, and not with what stood there. */
	HOUSE_EXPECT(&h, an, "{'do':'take_step'," ONE ",'with':{'step':"
	    "'request_verification','to':'ca_nghe_an'}}", "form_incomplete");
	HOUSE_EXPECT(&h, an, ASK_AGAIN, "done");
	HOUSE_EXPECT(&h, chi, REPLY(""), "form_incomplete");
	HOUSE_EXPECT(&h, chi, REPLY(NOT_A_VICTIM), "done");
	HOUSE_EXPECT(&h, anh, STEP("conclude_not_victim", ""),
	    "form_incomplete");
	/* Replacing what an earlier occasion said needs no reason. */
	HOUSE_EXPECT(&h, anh, STEP("conclude_not_victim",
	    "'not_victim_reason':'Vẫn không có căn cứ (giả định).',"
	    "'not_victim_told':'yes','not_victim_new_facts_told':'yes'"),
	    "done");
	HOUSE_EXPECT(&h, an, STEP("review", ""), "form_incomplete");
	end(&h, an, anh, chi);
}

/* What a second reply leaves out is gone; a correction still sees all. */
static void
test_left_out_is_gone(void)
{
	struct house h;
	struct session *an, *anh, *chi;
	struct fill *fill;
	json_t *now;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	anh = house_sign_in(&h, "anh");
	chi = house_sign_in(&h, "chi");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	HOUSE_EXPECT(&h, an, STEP("declare", DECLARATION), "done");
	HOUSE_EXPECT(&h, an, ASK_AGAIN, "done");
	HOUSE_EXPECT(&h, chi, REPLY("'verification_conclusion':"
	    "'insufficient','missing_facts':'Thiếu (giả định).',"
	    "'verification_signer':'Người ký giả định'"), "done");
	HOUSE_EXPECT(&h, an, "{'do':'send_request'," ONE ",'with':{'request':"
	    "'verification','to':'ca_nghe_an','answers':{"
	    "'verification_questions':['absence']}}}", "done");
	fill = tn_fill(chi, "MC-2026-00001", "verification_reply", true, NULL);
	now = fill_answers(fill);
	T_CHECK(json_object_get(now, "verification_signer") == NULL);
	json_decref(now);
	fill_close(fill);
	fill = tn_fill(chi, "MC-2026-00001", "verification_reply", false, NULL);
	now = fill_answers(fill);
	T_CHECK(json_object_get(now, "verification_signer") != NULL);
	json_decref(now);
	fill_close(fill);
	HOUSE_EXPECT(&h, chi, REPLY(NOT_A_VICTIM), "done");
	fill = tn_fill(an, "MC-2026-00001", "verification_reply", false, NULL);
	now = fill_answers(fill);
	T_CHECK(answer_value(json_object_get(now, "verification_signer")) ==
	    NULL);
	T_STR(json_string_value(answer_value(json_object_get(now,
	    "verification_conclusion"))), "not_victim");
	json_decref(now);
	fill_close(fill);
	end(&h, an, anh, chi);
}

/* A child who came with the mother is with health at once. */
#define RECEIVE_CHILD "{'do':'receive_persons','with':{'path':" \
	"'bilateral_handover'," \
	"'minutes':{'reception_gate':'mong_cai','reception_date':'2026-03-02'," \
	"'reception_time':'02:10','foreign_country':'CN'," \
	"'foreign_agency':'Co quan gia dinh','our_head':'Truc ban thu nghiem'," \
	"'foreign_list_count':1}," \
	"'persons':[{'full_name':'Lò Văn Thử Con','sex':'male'," \
	"'birth_date':'2012-06','condition':'well','accompanying_minor':'yes'," \
	"'companion_identified_on':'2026-03-01'}]}}"
#define PLACEMENT "'facility_ground':['health'],'facility_name':" \
	"'Cơ sở Mẫu','placed_on':'2026-03-02','escort':'health'," \
	"'facility_agreed':'yes'"
#define APPLY "'applicant':'family','applicant_name':'Lò Thị Mẫu'," \
	"'applied_support':['schooling'],'applied_on':'2026-03-02'"
#define DECISION "'decision':'granted','decided_on':'2026-03-02'"

static int
running(struct session *s, const char *code)
{
	json_t *q = json_pack("{s:s,s:s}", "ask", "case", "case",
	    "MC-2026-00001");
	json_t *out = tn_ask(s, q);
	const json_t *c;
	int n = 0;
	size_t i;

	json_array_foreach(json_object_get(out, "clocks"), i, c)
		n += str_eq(jx_text(c, "code"), code) &&
		    !str_eq(jx_text(c, "state"), "stopped");
	json_decref(out);
	json_decref(q);
	return n;
}

static void
test_second_placement_and_decision(void)
{
	struct house h;
	struct session *an, *giang, *hai;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	giang = house_sign_in(&h, "giang");
	hai = house_sign_in(&h, "hai");
	HOUSE_EXPECT(&h, an, RECEIVE_CHILD, "done");
	HOUSE_EXPECT(&h, an, "{'do':'offer_handover','with':{'step':"
	    "'hand_accompanying_minor','cases':['MC-2026-00001'],'to':"
	    "'syt_quang_ninh','minutes':{'transfer_place':'Đồn',"
	    "'transfer_giver':'Trực ban'}}}", "done");
	HOUSE_EXPECT(&h, giang, "{'do':'accept_handover','with':{'act':"
	    "'MC-2026-A00002'}}", "done");
	HOUSE_EXPECT(&h, giang, STEP("place_facility", PLACEMENT), "done");
	HOUSE_EXPECT(&h, giang, STEP("change_placement",
	    "'change_reason':'Cơ sở đóng cửa (giả định).'"), "done");
	HOUSE_EXPECT(&h, giang, STEP("place_facility", ""), "form_incomplete");
	HOUSE_EXPECT(&h, giang, STEP("place_facility", PLACEMENT), "done");
	HOUSE_EXPECT(&h, giang, STEP("change_placement", ""),
	    "form_incomplete");
	HOUSE_EXPECT(&h, hai, STEP("decide_support", DECISION),
	    "wrong_state");
	/* Two applications wait: two clocks, and each takes a decision. */
	HOUSE_EXPECT(&h, giang, STEP("apply_support", APPLY), "done");
	HOUSE_EXPECT(&h, giang, STEP("apply_support", ""), "form_incomplete");
	HOUSE_EXPECT(&h, giang, STEP("apply_support", APPLY), "done");
	T_INT(running(giang, "support_decision"), 2);
	HOUSE_EXPECT(&h, hai, STEP("decide_support", DECISION), "done");
	T_INT(running(giang, "support_decision"), 1);
	HOUSE_EXPECT(&h, hai, STEP("decide_support", ""), "form_incomplete");
	HOUSE_EXPECT(&h, hai, STEP("decide_support", DECISION), "done");
	T_INT(running(giang, "support_decision"), 0);
	HOUSE_EXPECT(&h, hai, STEP("decide_support", DECISION),
	    "no_application");
	end(&h, an, giang, hai);
}

int
main(void)
{
	T_RUN(test_second_reply_and_conclusion);
	T_RUN(test_left_out_is_gone);
	T_RUN(test_second_placement_and_decision);
	return t_done();
}
