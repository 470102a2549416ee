/*
 * What one may take over from a linked case: plain facts that this form still
 * asks; never who somebody is, never from a case that is not linked or seen.
 */
#include "tests/unit/door_help.h"

#define ONE "MC-2026-00001"
#define TWO "MC-2026-00002"
#define PLAIN_NAME "arrived_group"
#define PLAIN_VALUE "'nhóm A'"
#define RECORD(id, answers) "{'do':'record_answers','case':'" id "'," \
	"'with':{'form':'reception_person','why':'x','answers':{" answers "}}}"
#define LINK "{'do':'link_cases','case':'" ONE "','with':{'other':'" TWO \
	"','link':'family','why':'hai chị em'}}"

static json_t *
copyable(struct session *s, const char *id, const char *from,
    const char *form)
{
	json_t *q = json_pack("{s:s,s:s,s:s*,s:s*}", "ask", "copyable",
	    "case", id, "from", from, "form", form);
	json_t *out = tn_ask(s, q);

	json_decref(q);
	return out;
}

static void
refused(struct session *s, const char *id, const char *from,
    const char *form, const char *code)
{
	json_t *out = copyable(s, id, from, form);

	T_STR(house_result(out), code);
	json_decref(out);
}

static void
begin(struct house *h, struct session **an)
{
	T_CHECK(house_open(h));
	*an = house_sign_in(h, "an");
	HOUSE_EXPECT(h, *an, "{'do':'receive_persons','with':{'path':"
	    "'bilateral_handover','minutes':{'reception_gate':'mong_cai',"
	    "'reception_date':'2026-03-02','foreign_country':'CN',"
	    "'foreign_agency':'x','our_head':'y','foreign_list_count':2},"
	    "'persons':[{'full_name':'Nguyễn Thị Mẫu Một','sex':'female',"
	    "'birth_date':'1999-05','condition':'tired'},"
	    "{'full_name':'Lò Văn Thử Hai','sex':'male','birth_date':"
	    "'2001-02','condition':'well'}]}}", "done");
	HOUSE_EXPECT(h, *an, RECORD(TWO, "'belongings':'một túi','"
	    PLAIN_NAME "':" PLAIN_VALUE),
	    "done");
}

static void
test_taken_over(void)
{
	struct house h;
	struct session *an, *giang;
	json_t *out, *answers;
	const char *name;
	json_t *value;

	begin(&h, &an);
	giang = house_sign_in(&h, "giang");
	refused(an, ONE, TWO, "reception_person", "no_such_case");
	HOUSE_EXPECT(&h, an, LINK, "done");
	refused(giang, ONE, TWO, "reception_person", "no_such_case");
	refused(an, ONE, "MC-2026-00009", "reception_person", "no_such_case");
	refused(an, ONE, NULL, "reception_person", "no_such_case");
	refused(an, ONE, TWO, "no_such", "no_such_form");
	refused(an, ONE, TWO, NULL, "no_such_form");
	out = copyable(an, ONE, TWO, "reception_person");
	answers = json_object_get(out, "answers");
	value = json_object_get(answers, PLAIN_NAME);
	T_CHECK(json_object_get(value, "value") != NULL);
	T_STR(jx_text(value, "source"), "agency");
	T_STR(jx_text(value, "note"), TWO);
	T_CHECK(json_object_get(answers, "full_name") == NULL);
	T_CHECK(json_object_get(answers, "sex") == NULL);
	T_CHECK(json_object_get(answers, "condition") == NULL);
	T_CHECK(json_object_get(answers, "belongings") == NULL);
	T_CHECK(json_object_get(answers, "birth_date") == NULL);
	json_object_foreach(answers, name, value)
		T_CHECK(json_is_object(value));
	json_decref(out);
	/* What is answered here is not offered. */
	HOUSE_EXPECT(&h, an, RECORD(ONE, "'" PLAIN_NAME "':" PLAIN_VALUE),
	    "done");
	out = copyable(an, ONE, TWO, "reception_person");
	T_CHECK(json_object_get(json_object_get(out, "answers"),
	    PLAIN_NAME) == NULL);
	json_decref(out);
	tn_sign_out(giang);
	tn_sign_out(an);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_taken_over);
	return t_done();
}
