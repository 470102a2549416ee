/*
 * What a person may have, asked and given through the door: by the holder
 * alone, refused with a reason and an alternative, hostile input and all.
 */
#include "tests/unit/door_help.h"

#define CASE "MC-2026-00001"

static json_t *
ask(struct session *s, const char *text)
{
	char *copy = xstrdup(text), *c;
	json_t *q, *out;

	for (c = copy; *c != '\0'; c++)
		if (*c == '\'')
			*c = '"';
	q = json_loads(copy, 0, NULL);
	T_CHECK(q != NULL);
	out = tn_ask(s, q);
	json_decref(q);
	free(copy);
	return out;
}

#define ENTITLED "{'ask':'entitlements','case':'" CASE "'}"

static void
test_entitlements(struct house *h, struct session *an, struct session *dung)
{
	json_t *out = ask(an, ENTITLED);
	const json_t *items = json_object_get(out, "items"), *item;

	T_STR(jx_text(json_object_get(out, "class"), "code"),
	    "pending_home");
	T_STR(jx_text(json_object_get(out, "regime"), "code"), "vn-2025");
	item = jx_by_code(items, "vocational");
	T_STR(jx_text(item, "what"), "no");
	T_CHECK(jx_text(json_object_get(item, "why_not"), "vi") != NULL);
	T_CHECK(jx_by_code(json_object_get(item, "alternatives"),
	    "psychological") != NULL);
	T_CHECK(jx_by_code(json_object_get(item, "alternatives"),
	    "schooling") == NULL);
	item = jx_by_code(items, "travel");
	T_STR(jx_text(item, "what"), "yes");
	/* Not known stays null and is said to be so, never nought. */
	T_CHECK(json_is_null(json_object_get(item, "amount")));
	T_STR(jx_text(json_object_get(item, "amount_law"), "status"),
	    "unset");
	T_CHECK(jx_text(json_object_get(item, "amount_say"), "en") != NULL);
	json_decref(out);
	HOUSE_EXPECT(h, an, "{'do':'give_support','case':'" CASE "','with':{"
	    "'support':'meals_lodging','answers':{'emergency_way':'given'}}}",
	    "done");
	h->now += (when_t)100 * 86400 * 1000;
	out = ask(an, ENTITLED);
	item = jx_by_code(json_object_get(out, "items"), "meals_lodging");
	T_INT(jx_int(item, "given", 0), 1);
	T_STR(jx_text(item, "from"), "2026-03-02");
	T_STR(jx_text(item, "until"), "2026-06-30");
	T_INT(jx_int(item, "remaining_days", -1), 20);
	json_decref(out);
	/* Nobody but the holder, not who was asked either. */
	out = ask(dung, ENTITLED);
	T_STR(house_result(out), "no_such_case");
	json_decref(out);
	HOUSE_EXPECT(h, an, "{'do':'send_request','case':'" CASE "','with':{"
	    "'request':'consular_information','to':'cuc_ls','answers':{"
	    "'consular_questions':['legalise'],'consular_country':'CN',"
	    "'consular_wanted_by':'2026-08-20'}}}", "done");
	out = ask(dung, ENTITLED);
	T_STR(house_result(out), "not_holder");
	T_CHECK(json_object_get(out, "items") == NULL);
	json_decref(out);
}

static void
test_refused(struct house *h, struct session *an, struct session *giang)
{
	json_t *out = house_do(h, an, "{'do':'give_support','case':'" CASE
	    "','with':{'support':'psychological','answers':{'delivery_way':"
	    "'given'}}}");

	T_STR(house_result(out), "done");
	json_decref(out);
	/* What is not given to this class names the class and the others. */
	out = house_do(h, an, "{'do':'give_support','case':'" CASE "','with':"
	    "{'support':'vocational','answers':{'delivery_way':'given',"
	    "'delivery_document':'x'}}}");
	T_CHECK(house_has_reason(out, "not_entitled"));
	json_decref(out);
	/* Nobody makes a victim of somebody by a delivery's answers. */
	out = house_do(h, an, "{'do':'give_support','case':'" CASE "','with':"
	    "{'support':'vocational','answers':{'delivery_way':'given',"
	    "'identified_on':'2026-03-02'}}}");
	T_CHECK(house_has_reason(out, "form_unknown_name"));
	json_decref(out);
	HOUSE_EXPECT(h, giang, "{'do':'give_support','case':'" CASE "',"
	    "'with':{'support':'vocational','answers':{}}}", "no_such_case");
	HOUSE_EXPECT(h, an, "{'do':'give_support','case':'" CASE "','with':{"
	    "'support':'nothing_like_it','answers':{}}}", "no_such_support");
	HOUSE_EXPECT(h, an, "{'do':'give_support','case':'" CASE "','with':{"
	    "'support':7}}", "bad_command");
	HOUSE_EXPECT(h, an, "{'do':'give_support','case':'" CASE "','with':{"
	    "'support':'travel','answers':[1]}}", "bad_command");
	HOUSE_EXPECT(h, an, "{'do':'give_support','case':'" CASE "','with':{"
	    "'support':'travel','answers':{'delivery_document':{'value':[[]]},"
	    "'travel_to':{'status':5}}}}", "form_invalid");
}

static void
test_why(struct session *an, struct session *dung)
{
	json_t *out = ask(an, "{'ask':'why','case':'" CASE "'}");
	const json_t *item;

	T_CHECK(json_array_size(json_object_get(out, "next")) > 0);
	T_CHECK(jx_by_code(json_object_get(out, "next"), "declare") != NULL);
	T_CHECK(strstr(jx_text(jx_by_code(json_object_get(out, "next"),
	    "declare"), "vi"), "Lấy lời khai") != NULL);
	item = jx_by_code(json_object_get(out, "not"), "vocational");
	T_CHECK(item != NULL);
	json_decref(out);
	/* A step of another state: why not, and where it could be. */
	out = ask(an, "{'ask':'why','case':'" CASE "','step':'place_home'}");
	T_INT(json_array_size(json_object_get(out, "next")), 0);
	T_INT(json_array_size(json_object_get(out, "not")), 1);
	item = jx_by_code(json_object_get(out, "not"), "place_home");
	T_CHECK(json_array_size(json_object_get(item, "sentences")) ==
	    json_array_size(json_object_get(item, "reasons")));
	T_CHECK(json_array_size(json_object_get(item, "reasons")) >= 2);
	json_decref(out);
	out = ask(an, "{'ask':'why','case':'" CASE "','step':'no_step'}");
	T_STR(house_result(out), "no_such_step");
	json_decref(out);
	out = ask(dung, "{'ask':'why','case':'" CASE "'}");
	T_STR(house_result(out), "no_such_case");
	json_decref(out);
	out = ask(an, "{'ask':'why','case':[],'step':{}}");
	T_STR(house_result(out), "no_such_case");
	json_decref(out);
	out = ask(an, "{'ask':'entitlements','case':7}");
	T_STR(house_result(out), "no_such_case");
	json_decref(out);
}

#define DELIVER(support, answers) "{'do':'give_support','case':'" CASE \
	"','with':{'support':'" support "','answers':{" answers "}}}"

/* A document is of one delivery; one that the case holds counts for none. */
static void
test_document(void)
{
	struct house h;
	struct session *an, *giang;

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
	HOUSE_EXPECT(&h, giang, "{'do':'accept_handover','with':{'act':"
	    "'MC-2026-A00002'}}", "done");
	HOUSE_EXPECT(&h, giang, "{'do':'record_answers','case':'" CASE "',"
	    "'with':{'form':'support_delivery','answers':{'delivery_way':"
	    "'given','delivery_document':'của việc khác'}}}", "done");
	HOUSE_EXPECT(&h, giang, DELIVER("health_insurance",
	    "'delivery_way':'given'"), "entitlement_needs_document");
	HOUSE_EXPECT(&h, giang, DELIVER("health_insurance",
	    "'delivery_way':'given','delivery_document':'  '"),
	    "entitlement_needs_document");
	HOUSE_EXPECT(&h, giang, DELIVER("health_insurance",
	    "'delivery_way':'given','delivery_document':{'status':'refused'}"),
	    "entitlement_needs_document");
	HOUSE_EXPECT(&h, giang, DELIVER("health_insurance",
	    "'delivery_way':'given','delivery_document':'Văn bản'"), "done");
	tn_sign_out(an);
	tn_sign_out(giang);
	house_close(&h);
}

static void
test_door(void)
{
	struct house h;
	struct session *an, *dung, *giang;

	T_CHECK(house_open(&h));
	an = house_sign_in(&h, "an");
	dung = house_sign_in(&h, "dung");
	giang = house_sign_in(&h, "giang");
	HOUSE_EXPECT(&h, an, HOUSE_RECEIVE_ONE, "done");
	test_why(an, dung);
	test_entitlements(&h, an, dung);
	test_refused(&h, an, giang);
	tn_sign_out(an);
	tn_sign_out(dung);
	tn_sign_out(giang);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_door);
	T_RUN(test_document);
	return t_done();
}
