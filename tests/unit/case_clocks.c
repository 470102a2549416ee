/*
 * Clocks that stand still while a question is open, that are extended under
 * their rule, and of which the superior is told.
 */
#include "tests/unit/case_world.h"

#define STEP(w, code) WORLD_DO(w, "an", "post1", "take_step", \
	"{'step':'" code "'}", "done")
#define ASK(w, code, to) WORLD_DO(w, "an", "post1", "send_request", \
	"{'request':'" code "','to':'" to "','why':'x','answers':{" \
	"'wanted_by':'2026-03-20'}}", "done")
#define ANSWER(w, code, from) WORLD_DO(w, "oanh", from, "answer_request", \
	"{'request':'" code "','answers':{'known':'yes'}}", "done")
#define EXTEND(w, text, want) WORLD_DO(w, "an", "post1", "extend_clock", \
	"{" text "}", want)
#define RUN(w, code) world_clock(w, code, 0)

/* 2026-03-02 is a Monday; there is no holiday in this calendar. */
static void
test_stands_still(void)
{
	struct small_world w;
	struct work_row work;

	world_begin(&w, NULL);
	STEP(&w, "begin_hours");
	STEP(&w, "begin_days");
	STEP(&w, "begin_work");
	T_STR(world_when(RUN(&w, "hours"), "due"), "2026-03-04T08:00:00+07:00");
	T_STR(world_when(RUN(&w, "days"), "due"), "2026-03-12T23:59:59+07:00");
	T_STR(world_when(RUN(&w, "work"), "due"), "2026-03-09T23:59:59+07:00");
	world_at(&w, "2026-03-03T08:00+07:00");
	ASK(&w, "first", "office1");
	T_CHECK(row_clock_stands(RUN(&w, "hours")));
	T_STR(world_when(RUN(&w, "hours"), "due"), "");
	T_STR(world_when(RUN(&w, "work"), "escalate"), "");
	/* Only what nobody waits for is due: here the day asked of the office. */
	T_CHECK(world_work(&w, "post1", &work));
	T_STR(world_when(RUN(&w, "wanted"), "due"),
	    "2026-03-20T23:59:59+07:00");
	T_INT(work.due, jx_int(RUN(&w, "wanted"), "due", 0));
	world_at(&w, "2026-03-05T10:00+07:00");
	ANSWER(&w, "first", "office1");
	T_CHECK(!row_clock_stands(RUN(&w, "hours")));
	/* 24 hours were left; 3, 4 and 5 March count as no day. */
	T_STR(world_when(RUN(&w, "hours"), "due"), "2026-03-06T10:00:00+07:00");
	T_STR(world_when(RUN(&w, "days"), "due"), "2026-03-16T23:59:59+07:00");
	T_STR(world_when(RUN(&w, "work"), "due"), "2026-03-12T23:59:59+07:00");
	T_STR(world_when(RUN(&w, "hours"), "escalate"),
	    "2026-03-06T22:00:00+07:00");
	T_INT(json_array_size(json_object_get(RUN(&w, "hours"), "pauses")), 1);
	world_end(&w);
}

/* Two questions: it goes on when the last of them is ended, in any way. */
static void
test_until_the_last(void)
{
	struct small_world w;

	world_begin(&w, NULL);
	STEP(&w, "begin_hours");
	world_at(&w, "2026-03-02T10:00+07:00");
	ASK(&w, "first", "office1");
	world_at(&w, "2026-03-02T11:00+07:00");
	ASK(&w, "second", "office2");
	world_at(&w, "2026-03-02T12:00+07:00");
	ANSWER(&w, "first", "office1");
	T_CHECK(row_clock_stands(RUN(&w, "hours")));
	/* One that begins meanwhile begins standing still. */
	STEP(&w, "begin_work");
	T_CHECK(row_clock_stands(RUN(&w, "work")));
	T_STR(world_when(RUN(&w, "work"), "due"), "");
	/* A question that suspends nothing changes nothing. */
	ASK(&w, "who_is_it", "office1");
	world_at(&w, "2026-03-02T18:00+07:00");
	WORLD_DO(&w, "an", "post1", "withdraw_request",
	    "{'request':'second','why':'x'}", "done");
	T_CHECK(!row_clock_stands(RUN(&w, "hours")));
	T_STR(world_when(RUN(&w, "hours"), "due"), "2026-03-04T16:00:00+07:00");
	T_STR(world_when(RUN(&w, "work"), "due"), "2026-03-09T23:59:59+07:00");
	/* A second pause adds to the first. */
	ASK(&w, "second", "office2");
	world_at(&w, "2026-03-02T19:00+07:00");
	ANSWER(&w, "second", "office2");
	T_STR(world_when(RUN(&w, "hours"), "due"), "2026-03-04T17:00:00+07:00");
	T_INT(json_array_size(json_object_get(RUN(&w, "hours"), "pauses")), 2);
	world_end(&w);
}

/* A day asked for is no term; a clock without suspension runs on. */
static void
test_does_not_stand(void)
{
	struct small_world w;

	world_begin(&w, NULL);
	STEP(&w, "begin_plain");
	STEP(&w, "begin_unread");
	ASK(&w, "first", "office1");
	ASK(&w, "second", "office2");
	T_CHECK(!row_clock_stands(RUN(&w, "plain")));
	T_CHECK(!row_clock_stands(RUN(&w, "wanted")));
	T_CHECK(row_clock_stands(RUN(&w, "unread")));
	/* An unset term goes on without becoming a number. */
	ANSWER(&w, "first", "office1");
	ANSWER(&w, "second", "office2");
	T_CHECK(!row_clock_stands(RUN(&w, "unread")));
	T_STR(world_when(RUN(&w, "unread"), "due"), "");
	T_STR(jx_text(RUN(&w, "unread"), "by"), "none");
	/* Stopped while it stands still: stopped, and the pause is over. */
	STEP(&w, "begin_days");
	ASK(&w, "second", "office2");
	STEP(&w, "end_days");
	T_CHECK(!row_clock_is_running(RUN(&w, "days")));
	T_CHECK(json_object_get(RUN(&w, "days"), "suspended") == NULL);
	ANSWER(&w, "second", "office2");
	T_STR(world_when(RUN(&w, "days"), "due"), "");
	world_end(&w);
}

static void
test_stop_one(void)
{
	struct small_world w;

	world_begin(&w, NULL);
	STEP(&w, "begin_days");
	world_at(&w, "2026-03-03T08:00+07:00");
	STEP(&w, "begin_days");
	STEP(&w, "end_one_days");
	T_CHECK(!row_clock_is_running(world_clock(&w, "days", 0)));
	T_CHECK(row_clock_is_running(world_clock(&w, "days", 1)));
	STEP(&w, "begin_days");
	STEP(&w, "end_days");
	T_CHECK(!row_clock_is_running(world_clock(&w, "days", 1)));
	T_CHECK(!row_clock_is_running(world_clock(&w, "days", 2)));
	world_end(&w);
}

static void
test_extend(void)
{
	struct small_world w;

	world_begin(&w, NULL);
	EXTEND(&w, "'clock':'hours','why':'x'", "clock_not_running");
	STEP(&w, "begin_hours");
	STEP(&w, "begin_plain");
	EXTEND(&w, "'clock':'hours'", "need_reason");
	EXTEND(&w, "'clock':7,'why':'x'", "bad_command");
	EXTEND(&w, "'clock':'none_such','why':'x'", "no_such_clock");
	EXTEND(&w, "'clock':'plain','why':'x'", "clock_no_rule");
	EXTEND(&w, "'clock':'hours','why':'x','until':'2026-04-01'",
	    "bad_command");
	WORLD_DO(&w, "oanh", "office1", "extend_clock",
	    "{'clock':'hours','why':'x'}", "no_such_case");
	WORLD_DO(&w, "chi", "command1", "extend_clock",
	    "{'clock':'hours','why':'x'}", "superior_only");
	ASK(&w, "second", "office2");
	WORLD_DO(&w, "oanh", "office2", "extend_clock",
	    "{'clock':'hours','why':'x'}", "not_holder");
	EXTEND(&w, "'clock':'hours','why':'x'", "clock_stands");
	ANSWER(&w, "second", "office2");
	EXTEND(&w, "'clock':'hours','why':'x'", "done");
	T_STR(world_when(RUN(&w, "hours"), "due"), "2026-03-05T08:00:00+07:00");
	T_STR(world_when(RUN(&w, "hours"), "escalate"),
	    "2026-03-05T20:00:00+07:00");
	EXTEND(&w, "'clock':'hours','why':'x'", "done");
	T_INT(jx_int(RUN(&w, "hours"), "extended", 0), 2);
	EXTEND(&w, "'clock':'hours','why':'x'", "clock_extended_out");
	/* After a pause of a day the extensions still count. */
	ASK(&w, "second", "office2");
	world_at(&w, "2026-03-03T08:00+07:00");
	ANSWER(&w, "second", "office2");
	T_STR(world_when(RUN(&w, "hours"), "due"), "2026-03-07T08:00:00+07:00");
	/* By whom: the role too. */
	{
		char *got = world_do(&w, "thu", "clerk", "post1",
		    "extend_clock", world_json("{'clock':'hours','why':'x'}"));

		T_STR(got, "wrong_role");
		free(got);
	}
	world_end(&w);
}

/* What the rule does not say, a document says. */
static void
test_extend_by_document(void)
{
	struct small_world w;

	world_begin(&w, NULL);
	STEP(&w, "begin_unread");
	STEP(&w, "begin_days");
	/* How often has not been read. */
	EXTEND(&w, "'clock':'days','why':'x'", "clock_needs_document");
	EXTEND(&w, "'clock':'days','why':'x','document':'QĐ giả định 1'",
	    "done");
	/* The 15th is a Sunday. */
	T_STR(world_when(RUN(&w, "days"), "due"), "2026-03-16T23:59:59+07:00");
	/* By how much has not been read. */
	EXTEND(&w, "'clock':'unread','why':'x','document':'d'", "bad_command");
	EXTEND(&w, "'clock':'unread','why':'x','until':'2026-03-20'",
	    "clock_needs_document");
	EXTEND(&w, "'clock':'unread','why':'x','document':'d',"
	    "'until':'2026-02-20'", "clock_not_later");
	EXTEND(&w, "'clock':'unread','why':'x','document':'d',"
	    "'until':'20/3/2026'", "bad_command");
	EXTEND(&w, "'clock':'unread','why':'x','document':'d',"
	    "'until':'2026-03-20'", "done");
	T_STR(world_when(RUN(&w, "unread"), "due"),
	    "2026-03-20T23:59:59+07:00");
	EXTEND(&w, "'clock':'unread','why':'x','document':'d',"
	    "'until':'2026-03-20'", "clock_not_later");
	/* Two days of waiting move the named day by two. */
	ASK(&w, "second", "office2");
	world_at(&w, "2026-03-03T08:00+07:00");
	ANSWER(&w, "second", "office2");
	T_STR(world_when(RUN(&w, "unread"), "due"),
	    "2026-03-23T23:59:59+07:00");
	/* A day asked for: never by rule. */
	ASK(&w, "first", "office1");
	EXTEND(&w, "'clock':'wanted','why':'x'", "clock_needs_document");
	WORLD_DO(&w, "oanh", "office1", "extend_clock", "{'clock':'wanted',"
	    "'why':'x','document':'d','until':'2026-03-25'}", "done");
	T_STR(world_when(RUN(&w, "wanted"), "due"),
	    "2026-03-25T23:59:59+07:00");
	world_end(&w);
}

/* The superior has a row of its own, due when it is told. */
static void
test_superior(void)
{
	struct small_world w;
	struct work_row work;

	world_begin(&w, NULL);
	T_STR(jx_text(w.cs->row, "superior"), "command1");
	T_CHECK(json_object_get(w.keys, "command1") != NULL);
	T_CHECK(world_work(&w, "command1", &work));
	T_STR(work.relation, "superior");
	T_CHECK(work.due == INT64_MAX);
	STEP(&w, "begin_work");
	STEP(&w, "begin_hours");
	T_CHECK(world_work(&w, "command1", &work));
	T_INT(work.due, jx_int(RUN(&w, "hours"), "escalate", 0));
	T_STR(world_when(RUN(&w, "hours"), "escalate"),
	    "2026-03-04T20:00:00+07:00");
	T_STR(world_when(RUN(&w, "work"), "escalate"),
	    "2026-03-10T23:59:59+07:00");
	ASK(&w, "second", "office2");
	T_CHECK(world_work(&w, "command1", &work));
	T_CHECK(work.due == INT64_MAX);
	/* It sees no person, so it does nothing with one. */
	WORLD_DO(&w, "chi", "command1", "reveal_identity", "{'why':'x'}",
	    "superior_only");
	WORLD_DO(&w, "chi", "command1", "record_answers",
	    "{'form':'person','answers':{}}", "superior_only");
	WORLD_DO(&w, "chi", "command1", "give_support", "{'support':'food'}",
	    "superior_only");
	WORLD_DO(&w, "chi", "command1", "append_note", "{'text':'x'}", "done");
	world_end(&w);
	/* A superior that is not set up here is told nothing. */
	world_begin(&w, "command1");
	T_CHECK(json_object_get(w.cs->row, "superior") == NULL);
	T_CHECK(json_object_get(w.keys, "command1") == NULL);
	T_CHECK(!world_work(&w, "command1", &work));
	world_end(&w);
}

/* Custody moves by acceptance: clocks go with it, and so does the superior. */
static void
test_passes_on(void)
{
	struct small_world w;
	struct work_row work;

	world_begin(&w, NULL);
	STEP(&w, "begin_days");
	T_STR(jx_text(RUN(&w, "days"), "unit"), "post1");
	WORLD_DO(&w, "an", "post1", "offer_handover", "{'step':'hand_over',"
	    "'to':'clinic1','cases':['MC-2026-00001']}", "done");
	T_STR(jx_text(RUN(&w, "days"), "unit"), "post1");
	T_STR(jx_text(RUN(&w, "plain"), "unit"), "post1");
	WORLD_DO(&w, "hoa", "clinic1", "accept_handover",
	    "{'act':'MC-2026-A00001'}", "done");
	T_STR(jx_text(w.cs->row, "holder"), "clinic1");
	T_STR(jx_text(RUN(&w, "days"), "unit"), "clinic1");
	/* What had ended stays whose it was. */
	T_STR(jx_text(RUN(&w, "plain"), "unit"), "post1");
	/* A clinic has no superior here: the old one sees nothing more. */
	T_CHECK(json_object_get(w.cs->row, "superior") == NULL);
	T_CHECK(json_object_get(w.keys, "command1") == NULL);
	T_CHECK(!world_work(&w, "command1", &work));
	T_CHECK(json_object_get(w.keys, "post1") != NULL);
	world_end(&w);
}

int
main(void)
{
	T_RUN(test_stands_still);
	T_RUN(test_until_the_last);
	T_RUN(test_does_not_stand);
	T_RUN(test_stop_one);
	T_RUN(test_extend);
	T_RUN(test_extend_by_document);
	T_RUN(test_superior);
	T_RUN(test_passes_on);
	return t_done();
}
