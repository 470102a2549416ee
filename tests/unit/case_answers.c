/*
 * Answers that are emptied: taken away with a reason, never kept in silence,
 * and no clock counts from what is no longer there.
 */
#include "tests/unit/door_help.h"

#define ONE "'case':'MC-2026-00001'"
#define ASK(answers, why) "{'do':'send_request'," ONE ",'with':{" \
	"'request':'consular_information','to':'cuc_ls'," why "'answers':{" \
	answers "}}}"
#define RECORD(answers, why) "{'do':'record_answers'," ONE ",'with':{" \
	"'form':'reception_person'," why "'answers':{" answers "}}}"

static json_t *
ask_case(struct session *s)
{
	json_t *q = json_pack("{s:s,s:s}", "ask", "case", "case",
	    "MC-2026-00001");
	json_t *out = tn_ask(s, q);

	json_decref(q);
	return out;
}

static void
begin(struct house *h, struct session **an)
{
	T_CHECK(house_open(h));
	*an = house_sign_in(h, "an");
	HOUSE_EXPECT(h, *an, HOUSE_RECEIVE_ONE, "done");
	HOUSE_EXPECT(h, *an, RECORD("'belongings':'một túi xách'", ""),
	    "done");
}

static void
test_emptied_is_gone(void)
{
	struct house h;
	struct session *an;

	begin(&h, &an);
	/* Without a reason nothing is taken away. */
	HOUSE_EXPECT(&h, an, RECORD("'belongings':''", ""),
	    "change_without_reason");
	HOUSE_EXPECT(&h, an, RECORD("'belongings':null", ""),
	    "change_without_reason");
	HOUSE_EXPECT(&h, an, RECORD("'belongings':''", "'why':'ghi nhầm',"),
	    "done");
	/* It is gone: to empty it again is nothing new. */
	HOUSE_EXPECT(&h, an, RECORD("'belongings':''", "'why':'ghi nhầm',"),
	    "nothing_new");
	/* What must be answered cannot be emptied. */
	HOUSE_EXPECT(&h, an, RECORD("'sex':''", "'why':'ghi nhầm',"),
	    "form_incomplete");
	tn_sign_out(an);
	house_close(&h);
}

/* The last clock of a code, as the case shows it. */
static json_t *
last_clock(json_t *out)
{
	const json_t *list = json_object_get(out, "clocks");

	return json_array_get(list, json_array_size(list) - 1);
}

static void
test_no_clock_from_an_emptied_day(void)
{
	struct house h;
	struct session *an, *dung;
	json_t *out;

	begin(&h, &an);
	dung = house_sign_in(&h, "dung");
	HOUSE_EXPECT(&h, an, ASK("'consular_questions':['legalise'],"
	    "'consular_country':'CN','consular_wanted_by':'2026-03-05'", ""),
	    "done");
	out = ask_case(an);
	T_CHECK(json_is_string(json_object_get(last_clock(out), "due")));
	json_decref(out);
	HOUSE_EXPECT(&h, dung, "{'do':'answer_request'," ONE ",'with':{"
	    "'request':'consular_information','answers':{'consular_result':"
	    "'foreign_waiting'}}}", "done");
	h.now += (int64_t)20 * 24 * 3600 * 1000;
	/* The questions are asked anew; the day hoped for has gone by. */
	HOUSE_EXPECT(&h, an, ASK("", ""), "form_incomplete");
	HOUSE_EXPECT(&h, an, ASK("'consular_questions':['legalise'],"
	    "'consular_wanted_by':'2026-03-05'", ""), "form_invalid");
	HOUSE_EXPECT(&h, an, ASK("'consular_questions':['legalise']", ""),
	    "done");
	out = ask_case(an);
	T_CHECK(!json_is_string(json_object_get(last_clock(out), "due")));
	json_decref(out);
	tn_sign_out(dung);
	tn_sign_out(an);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_emptied_is_gone);
	T_RUN(test_no_clock_from_an_emptied_day);
	return t_done();
}
