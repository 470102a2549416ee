/* Need to know: who was asked sees the question, who handed over no more. */
#include "tests/unit/door_help.h"

#define CASE "MC-2026-00001"
#define ASK "{'do':'send_request','case':'" CASE "','with':{'request':" \
	"'consular_information','to':'cuc_ls','answers':{" \
	"'consular_questions':['legalise'],'consular_country':'CN'," \
	"'consular_wanted_by':'2026-03-20'}}}"

/* Does the form open for this officer?  Else with which code is it refused? */
static bool
opens(struct session *s, const char *form, const char *refusal)
{
	struct err e = ERR_INIT;
	struct fill *fill = tn_fill(s, CASE, form, false, &e);
	bool ok = fill != NULL;

	if (!ok)
		T_STR(err_code_name(e.code), refusal);
	if (fill != NULL)
		fill_close(fill);
	err_done(&e);
	return ok;
}

static json_t *
query(struct session *s, const char *ask)
{
	json_t *q = json_pack("{s:s,s:s}", "ask", ask, "case", CASE);
	json_t *out = tn_ask(s, q);

	json_decref(q);
	return out;
}

static void
test_asked(void)
{
	struct house h;
	struct session *an, *dung;
	json_t *out;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	dung = house_sign_in(&h, "dung");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	T_CHECK(!opens(dung, "reception_person", "no_such_case"));
	HOUSE_EXPECT(&h, an, ASK, "done");
	/* The question and its answer, not the person's story. */
	T_CHECK(opens(dung, "consular_request", NULL));
	T_CHECK(opens(dung, "consular_reply", NULL));
	T_CHECK(!opens(dung, "reception_person", "form_not_shown"));
	T_CHECK(!opens(dung, "declaration", "form_not_shown"));
	T_CHECK(opens(an, "reception_person", NULL));
	HOUSE_EXPECT(&h, dung, "{'do':'record_answers','case':'" CASE "',"
	    "'with':{'form':'reception_person','why':'x','answers':"
	    "{'condition':'well'}}}", "form_not_shown");
	/* Neither by asking for the identity. */
	HOUSE_EXPECT(&h, dung, "{'do':'reveal_identity','case':'" CASE "',"
	    "'with':{'why':'xem'}}", "done");
	out = query(dung, "identity");
	T_CHECK(json_is_array(json_object_get(out, "answers")));
	T_INT(json_array_size(json_object_get(out, "answers")), 0);
	json_decref(out);
	out = query(dung, "case");
	T_STR(jx_text(json_object_get(json_object_get(out, "person"),
	    "condition"), "vi"), "");
	T_INT(json_array_size(json_object_get(out, "support")), 0);
	json_decref(out);
	tn_sign_out(an);
	tn_sign_out(dung);
	house_close(&h);
}

/* What was written under the old holder's eyes, but by others. */
static bool
history_has(struct session *s, const char *words)
{
	json_t *out = query(s, "history");
	char *text = json_dumps(out, JSON_COMPACT);
	bool has = text != NULL && strstr(text, words) != NULL;

	free(text);
	json_decref(out);
	return has;
}

static void
test_former(void)
{
	struct house h;
	struct session *an, *giang;
	json_t *out;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	giang = house_sign_in(&h, "giang");
	HOUSE_EXPECT(&h, an, "{'do':'receive_persons','with':{'path':"
	    "'bilateral_handover','minutes':{'reception_gate':'mong_cai',"
	    "'reception_date':'2026-03-02','foreign_country':'CN',"
	    "'foreign_agency':'x','our_head':'y','foreign_list_count':1},"
	    "'persons':[{'full_name':'Lò Văn Thử Con','sex':'male',"
	    "'birth_date':'2012-06','condition':'well',"
	    "'accompanying_minor':'yes'}]}}", "done");
	HOUSE_EXPECT(&h, an, "{'do':'offer_handover','with':{'step':"
	    "'hand_accompanying_minor','cases':['" CASE "'],"
	    "'to':'syt_quang_ninh','minutes':{'transfer_place':'Đồn',"
	    "'transfer_giver':'Trực ban'}}}", "done");
	/* Who is offered a person sees the reception line, no more. */
	T_CHECK(opens(giang, "reception_person", NULL));
	T_CHECK(!opens(giang, "declaration", "form_not_shown"));
	HOUSE_EXPECT(&h, giang, "{'do':'accept_handover','with':{'act':"
	    "'MC-2026-A00002'}}", "done");
	T_CHECK(opens(giang, "declaration", NULL));
	HOUSE_EXPECT(&h, giang, "{'do':'append_note','case':'" CASE "',"
	    "'with':{'text':'nơi tạm lánh giả định'}}", "done");
	HOUSE_EXPECT(&h, giang, "{'do':'give_support','case':'" CASE "',"
	    "'with':{'support':'meals_lodging','answers':{'emergency_way':"
	    "'given','emergency_detail':'cơm'}}}", "done");
	/* Where the child is now is no longer the border post's business. */
	T_CHECK(!opens(an, "reception_person", "form_not_shown"));
	T_CHECK(history_has(giang, "nơi tạm lánh giả định"));
	T_CHECK(!history_has(an, "nơi tạm lánh giả định"));
	out = query(an, "case");
	T_STR(jx_text(out, "relation"), "former");
	T_INT(json_array_size(json_object_get(out, "support")), 0);
	json_decref(out);
	tn_sign_out(an);
	tn_sign_out(giang);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_asked);
	T_RUN(test_former);
	return t_done();
}
