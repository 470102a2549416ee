/* The door, from the gate to the receiver, and who may not. */
#include "tests/unit/door_help.h"

static void
test_sign_in(void)
{
	struct house h;
	struct err a = ERR_INIT, b = ERR_INIT;
	struct session *s;

	T_CHECK(house_open(&h));
	T_CHECK(tn_sign_in(h.tn, "an", "wrong secret", 12, &a) == NULL);
	T_CHECK(tn_sign_in(h.tn, "nobody", "wrong secret", 12, &b) == NULL);
	T_STR(err_code_name(a.code), "sign_in");
	T_INT(a.code, b.code);
	s = house_sign_in(&h, "an");
	T_CHECK(s != NULL);
	tn_sign_out(s);
	err_done(&a);
	err_done(&b);
	house_close(&h);
}

static void
test_receive(void)
{
	struct house h;
	struct session *an, *binh;
	json_t *out, *q;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	binh = house_sign_in(&h, "binh");
	out = house_do(&h, an, HOUSE_RECEIVE_ONE);
	T_STR(jx_text(out, "outcome"), "done");
	T_STR(jx_text(out, "case"), "MC-2026-00001");
	T_STR(jx_text(out, "act"), "MC-2026-A00001");
	if (!str_eq(jx_text(out, "outcome"), "done")) {
		char *text = json_dumps(out, JSON_INDENT(1));
		printf("# %s\n", text);
		free(text);
	}
	json_decref(out);
	HOUSE_EXPECT(&h, binh, HOUSE_RECEIVE_ONE, "no_right");
	/* Hidden and absent look the same. */
	HOUSE_EXPECT(&h, binh, "{'do':'append_note','case':'MC-2026-00001',"
	    "'with':{'text':'x'}}", "no_such_case");
	HOUSE_EXPECT(&h, binh, "{'do':'append_note','case':'MC-2026-00002',"
	    "'with':{'text':'x'}}", "no_such_case");
	q = json_pack("{s:s,s:s}", "ask", "case", "case", "MC-2026-00001");
	out = tn_ask(an, q);
	T_STR(jx_text(json_object_get(out, "state"), "code"), "received");
	T_STR(jx_text(json_object_get(out, "person"), "masked"),
	    "N••• T••• M••• M•••");
	json_decref(out);
	json_decref(q);
	out = tn_verify(h.tn);
	T_STR(jx_text(out, "outcome"), "done");
	json_decref(out);
	tn_sign_out(an);
	tn_sign_out(binh);
	house_close(&h);
}

/* The same operation twice is one operation. */
static void
test_again(void)
{
	struct house h;
	struct session *an, *anh;
	json_t *first, *second, *third;
	const char *note = "{'do':'append_note','op_id':'op-1',"
	    "'case':'MC-2026-00001','with':{'text':'ghi chú thử'}}";

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	anh = house_sign_in(&h, "anh");
	json_decref(house_do(&h, an, HOUSE_RECEIVE_ONE));
	first = house_do(&h, an, note);
	second = house_do(&h, an, note);
	third = house_do(&h, anh, note);
	T_STR(jx_text(first, "outcome"), "done");
	T_CHECK(!jx_bool(first, "again", false));
	T_STR(jx_text(second, "outcome"), "done");
	T_CHECK(jx_bool(second, "again", false));
	T_INT(jx_int(json_array_get(json_object_get(first, "events"), 0),
	    "seq", -1), jx_int(json_array_get(json_object_get(second,
	    "events"), 0), "seq", -2));
	/* Another officer's operation is not told. */
	T_STR(house_result(third), "bad_command");
	json_decref(first);
	json_decref(second);
	json_decref(third);
	tn_sign_out(an);
	tn_sign_out(anh);
	house_close(&h);
}

/* Nothing of an identity is shown before its reading is in the journal. */
static void
test_reveal(void)
{
	struct house h;
	struct session *an;
	json_t *q, *out, *names;
	struct fill *fill;
	int64_t before, after;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	json_decref(house_do(&h, an, HOUSE_RECEIVE_ONE));
	q = json_pack("{s:s,s:s}", "ask", "identity", "case",
	    "MC-2026-00001");
	out = tn_ask(an, q);
	T_STR(house_result(out), "reveal_first");
	json_decref(out);
	HOUSE_EXPECT(&h, an, "{'do':'reveal_identity','case':'MC-2026-00001',"
	    "'with':{}}", "need_reason");
	HOUSE_EXPECT(&h, an, "{'do':'reveal_identity','case':'MC-2026-00001',"
	    "'with':{'why':'đối chiếu giấy tờ'}}", "done");
	out = tn_ask(an, q);
	names = json_array_get(json_object_get(out, "answers"), 0);
	T_STR(jx_text(json_object_get(names, "text"), "vi"),
	    "Nguyễn Thị Mẫu Một");
	json_decref(out);
	h.now += 61000;
	out = tn_ask(an, q);
	T_STR(house_result(out), "reveal_first");
	json_decref(out);
	json_decref(q);
	/* A form that shows the name is a reading too. */
	out = tn_verify(h.tn);
	before = jx_int(out, "events", 0);
	json_decref(out);
	fill = tn_fill(an, "MC-2026-00001", "reception_person", false,
	    NULL);
	T_CHECK(fill != NULL);
	fill_close(fill);
	out = tn_verify(h.tn);
	after = jx_int(out, "events", 0);
	json_decref(out);
	T_INT(after, before + 1);
	tn_sign_out(an);
	house_close(&h);
}

static void
test_drafts(void)
{
	struct house h;
	struct session *an, *anh;
	json_t *q, *out;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	anh = house_sign_in(&h, "anh");
	HOUSE_EXPECT(&h, an, "{'do':'save_draft','with':{'place':'p/1',"
	    "'content':{'typed':'Nguyễn Th'}}}", "done");
	q = json_pack("{s:s,s:s}", "ask", "draft", "place", "p/1");
	out = tn_ask(an, q);
	T_STR(jx_text(json_object_get(out, "content"), "typed"),
	    "Nguyễn Th");
	json_decref(out);
	/* A draft is its officer's own. */
	out = tn_ask(anh, q);
	T_CHECK(json_is_null(json_object_get(out, "content")));
	json_decref(out);
	HOUSE_EXPECT(&h, an, "{'do':'drop_draft','with':{'place':'p/1'}}",
	    "done");
	out = tn_ask(an, q);
	T_CHECK(json_is_null(json_object_get(out, "content")));
	json_decref(out);
	json_decref(q);
	tn_sign_out(an);
	tn_sign_out(anh);
	house_close(&h);
}

/* Damaged or foreign commands: one refusal each, nothing written. */
static void
test_nonsense(void)
{
	static const char *const bad[][2] = {
		{ "{}", "bad_command" },
		{ "{'do':7}", "bad_command" },
		{ "{'do':'no_such'}", "no_such_command" },
		{ "{'do':'append_note'}", "bad_command" },
		{ "{'do':'append_note','case':'MC-2026-00001','with':[]}",
		    "bad_command" },
		{ "{'do':'append_note','case':'../x','with':{'text':'a'}}",
		    "no_such_case" },
		{ "{'do':'append_note','op_id':'a b','case':'MC-2026-00001',"
		    "'with':{'text':'a'}}", "bad_command" },
		{ "{'do':'receive_persons','with':{'path':'moon'}}",
		    "no_such_path" },
		{ "{'do':'receive_persons','with':{'path':'bilateral_handover',"
		    "'persons':{}}}", "no_person" },
		{ "{'do':'receive_persons','with':{'path':'bilateral_handover',"
		    "'minutes':[],'persons':[{}]}}", "form_incomplete" },
		{ "{'do':'take_step','case':'MC-2026-00001','with':"
		    "{'step':'fly'}}", "no_such_step" },
		{ "{'do':'take_step','case':'MC-2026-00001','with':"
		    "{'step':'hand_to_health'}}", "is_a_handover" },
		{ "{'do':'offer_handover','with':{'step':'declare','cases':"
		    "['MC-2026-00001'],'to':'syt_quang_ninh'}}",
		    "not_a_handover" },
		{ "{'do':'offer_handover','with':{'step':'hand_to_health',"
		    "'cases':[7],'to':'syt_quang_ninh'}}", "bad_command" },
		{ "{'do':'record_answers','case':'MC-2026-00001','with':"
		    "{'form':'reception_person','answers':{'nope':1}}}",
		    "form_unknown_name" },
		{ "{'do':'record_answers','case':'MC-2026-00001','with':"
		    "{'form':'reception_person','answers':{'sex':'both'}}}",
		    "form_invalid" },
		{ "{'do':'record_answers','case':'MC-2026-00001','with':"
		    "{'form':'reception_person','answers':{'sex':'male'}}}",
		    "change_without_reason" },
		{ "{'do':'give_support','case':'MC-2026-00001','with':"
		    "{'support':'moon'}}", "no_such_support" },
		{ "{'do':'accept_handover','with':{'act':'MC-2026-A00001'}}",
		    "not_receiver" },
		{ "{'do':'withdraw_offer','with':{'act':'MC-2026-A00099',"
		    "'why':'x'}}", "no_such_act" },
	};
	struct house h;
	struct session *an;
	json_t *out;
	int64_t before;
	size_t i;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	json_decref(house_do(&h, an, HOUSE_RECEIVE_ONE));
	out = tn_verify(h.tn);
	before = jx_int(out, "events", 0);
	json_decref(out);
	for (i = 0; i < ARRAY_LEN(bad); i++)
		HOUSE_EXPECT(&h, an, bad[i][0], bad[i][1]);
	out = tn_verify(h.tn);
	/* Two were refused because of who asked: that is noted. */
	T_INT(jx_int(out, "events", 0), before + 2);
	json_decref(out);
	tn_sign_out(an);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_sign_in);
	T_RUN(test_receive);
	T_RUN(test_again);
	T_RUN(test_reveal);
	T_RUN(test_drafts);
	T_RUN(test_nonsense);
	return t_done();
}
