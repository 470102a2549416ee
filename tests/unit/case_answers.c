/*
 * Answers that are emptied: taken away with a reason, never kept in silence,
 * and no clock counts from what is no longer there.  What is said beside an
 * answer; two statements side by side, settled by the holder; what another
 * unit confirms.
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

/* ---- what is said beside an answer ---- */

static void
test_said_beside(void)
{
	static const char *const bad[] = {
		"'source':'hearsay'", "'source':7", "'source':['person']",
		"'reliability':'sure'", "'reliability':{}", "'note':3",
		"'document':['x']", "'how':false",
	};
	struct house h;
	struct session *an;
	char text[512], *all;
	size_t i;

	begin(&h, &an);
	for (i = 0; i < ARRAY_LEN(bad); i++) {
		snprintf(text, sizeof(text), RECORD("'belongings':{'value':"
		    "'một túi xách',%s}", "'why':'x',"), bad[i]);
		HOUSE_EXPECT(&h, an, text, "answer_about");
	}
	all = xasprintf(RECORD("'belongings':{'value':'một túi xách',"
	    "'note':'%01001d'}", ""), 7);
	HOUSE_EXPECT(&h, an, all, "answer_about");
	free(all);
	/* To say where it comes from needs no reason: nothing changes. */
	HOUSE_EXPECT(&h, an, RECORD("'belongings':{'value':'một túi xách',"
	    "'source':'person','reliability':'likely'}", ""), "done");
	/* To say the same in short is nothing new and takes nothing away. */
	HOUSE_EXPECT(&h, an, RECORD("'belongings':'một túi xách'", ""),
	    "nothing_new");
	/* Another source of the same words is a change. */
	HOUSE_EXPECT(&h, an, RECORD("'belongings':{'value':'một túi xách',"
	    "'source':'relative','reliability':'likely'}", ""),
	    "change_without_reason");
	HOUSE_EXPECT(&h, an, RECORD("'belongings':{'value':'một túi xách',"
	    "'source':'relative','reliability':'likely','document':'Giấy thử',"
	    "'note':'anh trai kể'}", "'why':'nghe lại',"), "done");
	/* An empty text takes away what was said. */
	HOUSE_EXPECT(&h, an, RECORD("'belongings':{'value':'một túi xách',"
	    "'source':'relative','reliability':'likely','document':'',"
	    "'note':'anh trai kể'}", ""), "change_without_reason");
	tn_sign_out(an);
	house_close(&h);
}

/* ---- side by side ---- */

#define BESIDE "'stand':{'belongings':'beside'},"
#define SETTLE(rest) "{'do':'settle_answer'," ONE ",'with':{" rest "}}"

/* How many questions with differing statements the case shows. */
static size_t
contradicted(struct session *s)
{
	json_t *out = ask_case(s);
	size_t n = json_array_size(json_object_get(out, "contradicted"));

	json_decref(out);
	return n;
}

static void
test_side_by_side(void)
{
	struct house h;
	struct session *an, *bac;

	begin(&h, &an);
	bac = house_sign_in(&h, "bac");
	T_INT(contradicted(an), 0);
	HOUSE_EXPECT(&h, an, RECORD("'belongings':{'value':'hai túi',"
	    "'source':'relative'}", BESIDE), "done");
	T_INT(contradicted(an), 1);
	/* No change and no emptying until it is settled; other answers go on. */
	HOUSE_EXPECT(&h, an, RECORD("'belongings':'ba túi'", "'why':'x',"),
	    "answer_contradicted");
	HOUSE_EXPECT(&h, an, RECORD("'belongings':''", "'why':'x',"),
	    "answer_contradicted");
	HOUSE_EXPECT(&h, an, RECORD("'belongings':{'status':'unknown'}",
	    "'why':'x',"), "answer_contradicted");
	HOUSE_EXPECT(&h, an, RECORD("'belongings':'một túi xách'", ""),
	    "nothing_new");
	HOUSE_EXPECT(&h, an, RECORD("'condition':'ill'", "'why':'đau',"),
	    "done");
	/* A third version goes beside, one that is there already does not. */
	HOUSE_EXPECT(&h, an, RECORD("'belongings':'hai túi'", BESIDE),
	    "cannot_stand_beside");
	HOUSE_EXPECT(&h, an, RECORD("'belongings':'ba túi'", BESIDE), "done");
	T_INT(contradicted(an), 1);
	/* Settling: by the holder, with a reason, of what differs. */
	HOUSE_EXPECT(&h, an, SETTLE("'name':'belongings','value':'hai túi'"),
	    "need_reason");
	HOUSE_EXPECT(&h, an, SETTLE("'name':'condition','value':'well',"
	    "'why':'x'"), "not_contradicted");
	HOUSE_EXPECT(&h, an, SETTLE("'name':'no_such','value':'x','why':'x'"),
	    "no_such_question");
	HOUSE_EXPECT(&h, an, SETTLE("'name':'belongings','value':['x'],"
	    "'why':'x'"), "form_invalid");
	HOUSE_EXPECT(&h, an, SETTLE("'name':'belongings','value':null,"
	    "'why':'x'"), "bad_command");
	HOUSE_EXPECT(&h, an, SETTLE("'name':'belongings','value':'hai túi',"
	    "'source':'hearsay','why':'x'"), "answer_about");
	HOUSE_EXPECT(&h, bac, SETTLE("'name':'belongings','value':'hai túi',"
	    "'why':'đếm lại'"), "done");
	T_INT(contradicted(an), 0);
	HOUSE_EXPECT(&h, an, SETTLE("'name':'belongings','value':'hai túi',"
	    "'why':'x'"), "not_contradicted");
	/* What counts now is what was settled, and can be changed again. */
	HOUSE_EXPECT(&h, an, RECORD("'belongings':'hai túi'", ""),
	    "nothing_new");
	HOUSE_EXPECT(&h, an, RECORD("'belongings':'một túi'", "'why':'x',"),
	    "done");
	tn_sign_out(bac);
	tn_sign_out(an);
	house_close(&h);
}

static void
test_stand_is_hostile(void)
{
	static const struct { const char *answers, *stand, *want; } odd[] = {
		{ "'belongings':'hai túi'", "'stand':'beside',",
		    "bad_command" },
		{ "'belongings':'hai túi'", "'stand':['belongings'],",
		    "bad_command" },
		{ "'belongings':'hai túi'", "'stand':{'belongings':'on'},",
		    "bad_command" },
		{ "'belongings':'hai túi'", "'stand':{'belongings':{}},",
		    "bad_command" },
		/* no form of the command asks it */
		{ "'belongings':'hai túi'", "'why':'x','stand':{'no_such':"
		    "'beside'},", "bad_command" },
		/* nothing was given to stand there */
		{ "'condition':'ill'", "'why':'x'," BESIDE, "bad_command" },
		{ "'belongings':{'status':'refused'}", BESIDE,
		    "cannot_stand_beside" },
		{ "'belongings':''", BESIDE, "cannot_stand_beside" },
		{ "'belongings':'một túi xách'", BESIDE,
		    "cannot_stand_beside" },
		/* nothing was recorded beside which it could stand */
		{ "'foreign_list_number':'1'", "'stand':{'foreign_list_number':"
		    "'beside'},", "cannot_stand_beside" },
		/* both must be answers that the form takes */
		{ "'belongings':['x']", BESIDE, "form_invalid" },
		{ "'sex':'purple'", "'stand':{'sex':'beside'},",
		    "form_invalid" },
		/* what stands there is not for the command to say */
		{ "'belongings':{'value':'một túi xách','other':[{'value':"
		    "'x','by':'syt_quang_ninh'}]}", "", "nothing_new" },
	};
	struct house h;
	struct session *an;
	size_t i;

	begin(&h, &an);
	for (i = 0; i < ARRAY_LEN(odd); i++) {
		char *text = xasprintf("{'do':'record_answers'," ONE
		    ",'with':{'form':'reception_person',%s'answers':{%s}}}",
		    odd[i].stand, odd[i].answers);

		HOUSE_EXPECT(&h, an, text, odd[i].want);
		free(text);
	}
	T_INT(contradicted(an), 0);
	/* Nor with a new answer: it can be changed as any other. */
	HOUSE_EXPECT(&h, an, RECORD("'foreign_list_number':{'value':'3',"
	    "'other':[{'value':'4','by':'syt_quang_ninh','at':1}]}", ""),
	    "done");
	HOUSE_EXPECT(&h, an, RECORD("'foreign_list_number':'4'", "'why':'x',"),
	    "done");
	/* A stand on a command without answers is no way around it either. */
	HOUSE_EXPECT(&h, an, "{'do':'append_note'," ONE ",'with':{'text':'x',"
	    "'stand':{'belongings':'beside'}}}", "bad_command");
	/* There is room for so many, and no more. */
	for (i = 0; i < 21; i++) {
		char *text = xasprintf(RECORD("'belongings':'%zu túi'",
		    BESIDE), i + 2);

		HOUSE_EXPECT(&h, an, text, i < 20 ? "done" :
		    "too_many_beside");
		free(text);
	}
	tn_sign_out(an);
	house_close(&h);
}

/* ---- confirming ---- */

#define CONFIRM(rest) "{'do':'confirm_answers'," ONE ",'with':{" rest "}}"

static void
test_confirm(void)
{
	struct house h;
	struct session *an, *dung;

	begin(&h, &an);
	dung = house_sign_in(&h, "dung");
	HOUSE_EXPECT(&h, an, CONFIRM("'names':['belongings']"),
	    "confirms_own");
	HOUSE_EXPECT(&h, dung, CONFIRM("'names':['consular_country']"),
	    "no_such_case");
	HOUSE_EXPECT(&h, an, ASK("'consular_questions':['legalise'],"
	    "'consular_country':'CN','consular_wanted_by':'2026-03-05'", ""),
	    "done");
	/* Of the question it was asked, not of the person's story. */
	HOUSE_EXPECT(&h, dung, CONFIRM("'names':['full_name']"),
	    "no_such_question");
	HOUSE_EXPECT(&h, dung, CONFIRM("'names':['consular_country',"
	    "'no_such']"), "no_such_question");
	HOUSE_EXPECT(&h, dung, CONFIRM("'names':[]"), "bad_command");
	HOUSE_EXPECT(&h, dung, CONFIRM("'names':'consular_country'"),
	    "bad_command");
	HOUSE_EXPECT(&h, dung, CONFIRM("'names':[7]"), "bad_command");
	HOUSE_EXPECT(&h, dung, CONFIRM("'names':['consular_country',"
	    "'consular_country']"), "bad_command");
	HOUSE_EXPECT(&h, dung, CONFIRM("'names':['consular_result']"),
	    "nothing_to_confirm");
	HOUSE_EXPECT(&h, dung, CONFIRM("'names':['consular_country'],"
	    "'source':'hearsay'"), "bad_command");
	HOUSE_EXPECT(&h, dung, CONFIRM("'names':['consular_country'],"
	    "'note':{}"), "bad_command");
	HOUSE_EXPECT(&h, dung, CONFIRM("'names':['consular_country'],"
	    "'source':'paper','note':'theo công hàm thử'"), "done");
	HOUSE_EXPECT(&h, dung, CONFIRM("'names':['consular_country']"),
	    "nothing_new");
	/* A new record is another one, and waits for a word of its own. */
	HOUSE_EXPECT(&h, an, "{'do':'record_answers'," ONE ",'with':{'form':"
	    "'consular_request','why':'nhầm','answers':{'consular_country':"
	    "'KH'}}}", "done");
	HOUSE_EXPECT(&h, dung, CONFIRM("'names':['consular_country']"),
	    "done");
	/* Who was asked may put an answer beside, and may not settle it. */
	HOUSE_EXPECT(&h, dung, "{'do':'record_answers'," ONE ",'with':{"
	    "'form':'consular_request','stand':{'consular_country':'beside'},"
	    "'answers':{'consular_country':'LA'}}}", "done");
	HOUSE_EXPECT(&h, dung, CONFIRM("'names':['consular_country']"),
	    "answer_contradicted");
	HOUSE_EXPECT(&h, dung, SETTLE("'name':'consular_country','value':"
	    "'LA','why':'x'"), "no_right");
	HOUSE_EXPECT(&h, an, SETTLE("'name':'consular_country','value':'LA',"
	    "'why':'đúng là Lào'"), "done");
	tn_sign_out(dung);
	tn_sign_out(an);
	house_close(&h);
}

int
main(void)
{
	T_RUN(test_emptied_is_gone);
	T_RUN(test_no_clock_from_an_emptied_day);
	T_RUN(test_said_beside);
	T_RUN(test_side_by_side);
	T_RUN(test_stand_is_hostile);
	T_RUN(test_confirm);
	return t_done();
}
