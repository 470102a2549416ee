/*
 * What is said about several persons at once must be said well: nobody twice
 * on one act, no list of refusals that is read as "all accepted"; and what an
 * officer is shown as possible is what that officer may do.  What the random
 * walk (tests/walk) found, kept found.
 */
#include "tests/unit/door_help.h"

/* A child who came with the mother: may be handed on at once. */
#define RECEIVE_TWO(declined) \
	"{'do':'receive_persons','with':{'path':'bilateral_handover'," \
	"'minutes':{'reception_gate':'mong_cai','reception_date':'2026-03-02'," \
	"'reception_time':'02:10','foreign_country':'CN'," \
	"'foreign_agency':'Co quan gia dinh','our_head':'Truc ban thu nghiem'," \
	"'foreign_list_count':2}," declined \
	"'persons':[{'full_name':'Lò Văn Thử Con','sex':'male'," \
	"'birth_date':'2012-06','condition':'well','accompanying_minor':'yes'}," \
	"{'full_name':'Lò Văn Thử Em','sex':'male','birth_date':'2014'," \
	"'condition':'well','accompanying_minor':'yes'}]}}"

#define OFFER(cases) "{'do':'offer_handover','with':{" \
	"'step':'hand_accompanying_minor','cases':[" cases "]," \
	"'to':'syt_quang_ninh'," \
	"'minutes':{'transfer_place':'Đồn','transfer_giver':'Trực ban'}}}"

#define ACCEPT(refused) "{'do':'accept_handover','with':{'act':" \
	"'MC-2026-A00002','refused':" refused "}}"

#define PROPOSE(value) "{'do':'propose_value','with':{'regime':'vn-2025'," \
	"'code':'verification_reply_term','value':" value "," \
	"'status':'reported','document':'Công văn giả định 01/CV'}}"

static void
test_nobody_twice(void)
{
	struct house h;
	struct session *an;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	HOUSE_EXPECT(&h, an, RECEIVE_TWO(""), "done");
	HOUSE_EXPECT(&h, an, OFFER("'MC-2026-00001','MC-2026-00002',"
	    "'MC-2026-00001'"), "person_twice");
	HOUSE_EXPECT(&h, an, OFFER("'MC-2026-00001','MC-2026-00002'"), "done");
	tn_sign_out(an);
	house_close(&h);
}

static void
test_lists_are_lists(void)
{
	struct house h;
	struct session *an, *giang;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	giang = house_sign_in(&h, "giang");
	HOUSE_EXPECT(&h, an, RECEIVE_TWO("'refused_persons':{'name':'Lê Thị "
	    "Mẫu Ba','reason':'không có trong danh sách'},"), "bad_command");
	HOUSE_EXPECT(&h, an, RECEIVE_TWO(""), "done");
	HOUSE_EXPECT(&h, an, OFFER("'MC-2026-00001','MC-2026-00002'"), "done");
	HOUSE_EXPECT(&h, giang, ACCEPT("{'case':'MC-2026-00001','why':'x'}"),
	    "bad_command");
	HOUSE_EXPECT(&h, giang, ACCEPT("'MC-2026-00001'"), "bad_command");
	HOUSE_EXPECT(&h, giang, ACCEPT("[]"), "done");
	tn_sign_out(giang);
	tn_sign_out(an);
	house_close(&h);
}

/* 1 possible, 0 not, -1 not shown; *code: the first reason, the caller's. */
static int
is_possible(struct session *s, const char *id, const char *kind,
    const char *code, char **why)
{
	json_t *q = json_pack("{s:s,s:s}", "ask", "case", "case", id);
	json_t *out = tn_ask(s, q);
	const json_t *o;
	int possible = -1;
	size_t i;

	*why = NULL;
	json_array_foreach(json_object_get(out, "steps"), i, o) {
		if (!str_eq(jx_text(o, "kind"), kind) ||
		    !str_eq(jx_text(o, "code"), code))
			continue;
		possible = jx_bool(o, "possible", false);
		*why = xstrdup(jx_text(json_array_get(
		    json_object_get(o, "reasons"), 0), "code"));
	}
	json_decref(out);
	json_decref(q);
	return possible;
}

/* A term too long to be counted would start clocks that never end. */
static void
test_value_can_be_counted(void)
{
	struct house h;
	struct session *anh;

	T_CHECK(house_open(&h));
	anh = house_sign_in(&h, "anh");
	HOUSE_EXPECT(&h, anh, PROPOSE("1000000000"), "bad_command");
	HOUSE_EXPECT(&h, anh, PROPOSE("100001"), "bad_command");
	HOUSE_EXPECT(&h, anh, PROPOSE("20"), "done");
	tn_sign_out(anh);
	house_close(&h);
}

static void
test_shown_is_what_may_be_done(void)
{
	struct house h;
	struct session *an, *dung;
	char *why;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	dung = house_sign_in(&h, "dung");
	HOUSE_EXPECT(&h, an, RECEIVE_TWO(""), "done");
	T_INT(is_possible(an, "MC-2026-00001", "request",
	    "consular_information", &why), 1);
	free(why);
	HOUSE_EXPECT(&h, an, "{'do':'send_request','case':'MC-2026-00002',"
	    "'with':{'request':'consular_information','to':'cuc_ls','answers':{"
	    "'consular_questions':['legalise'],'consular_country':'CN'}}}",
	    "done");
	/* A verifier of the Consular Department answers and does no more. */
	T_INT(is_possible(dung, "MC-2026-00002", "answer",
	    "consular_information", &why), 1);
	free(why);
	T_INT(is_possible(dung, "MC-2026-00002", "support", "meals_lodging",
	    &why), 0);
	free(why);
	HOUSE_EXPECT(&h, an, OFFER("'MC-2026-00001'"), "done");
	T_INT(is_possible(an, "MC-2026-00001", "request",
	    "consular_information", &why), 0);
	T_STR(why, "offer_pending");
	free(why);
	tn_sign_out(dung);
	tn_sign_out(an);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_nobody_twice);
	T_RUN(test_lists_are_lists);
	T_RUN(test_value_can_be_counted);
	T_RUN(test_shown_is_what_may_be_done);
	return t_done();
}
