/*
 * Coordination acts and plans: who leads, who answers, when it is late, and
 * everything that is refused.
 */
#include "tests/unit/door_help.h"

#define ACT "'act':'MC-2026-P00001'"
#define OPEN(kind, rest) "{'do':'open_coordination','with':{'kind':'" kind \
	"'" rest "}}"
#define YEAR ",'period':{'from':'2026-01-01','to':'2026-12-31'}"
#define TO(units) ",'invited':[" units "]"
#define EXCHANGE(more) ",'answers':{'coordination_subject':'Hỏi về tuyến'," \
	"'exchange_questions':'Ai đã đón?'" more "}"
#define PLAN ",'answers':{'coordination_subject':'Lộ trình 2026'," \
	"'plan_goal':'Rà soát các đồn'}"
#define RECORD(what, rest) "{'do':'record_coordination','with':{" ACT \
	",'what':'" what "'" rest "}}"
#define ANSWER ",'answers':{'answer_content':'Chưa rõ, câu-thử-kín'}"
#define CLOSE "{'do':'close_coordination','with':{" ACT \
	",'text':'Đã trao đổi xong'}}"
#define TASK(unit, due, title) "{'do':'set_task','with':{" ACT ",'unit':'" \
	unit "','due':'" due "','title':'" title "'}}"
#define REPORT(task, rest) "{'do':'report_task','with':{" ACT ",'task':'" \
	task "'" rest "}}"
#define URGE(task) "{'do':'urge_task','with':{" ACT ",'task':'" task \
	"','text':'Đề nghị làm sớm'}}"

static json_t *
ask(struct session *s, const char *what, const char *key, const char *value)
{
	json_t *q = json_pack("{s:s,s:s*}", "ask", what, key, value);
	json_t *out = tn_ask(s, q);

	json_decref(q);
	return out;
}

/* How many acts a unit sees; with `late`, only those late for it. */
static int
listed(struct session *s, bool late)
{
	json_t *out = ask(s, "coordinations", "state", NULL), *act;
	int n = 0;
	size_t i;

	json_array_foreach(json_object_get(out, "acts"), i, act)
		n += !late || jx_bool(act, "late", false);
	json_decref(out);
	return n;
}

/* May this session open a kind today? */
static bool
may_open(struct session *s, const char *kind)
{
	json_t *out = ask(s, "coordinations", "state", NULL), *k;
	bool may = false;
	size_t i;

	json_array_foreach(json_object_get(out, "can_open"), i, k)
		may = may || str_eq(jx_text(k, "code"), kind);
	json_decref(out);
	return may;
}

struct staff { struct session *an, *dung, *giang, *hanh, *chi; };

static void
come_in(struct house *h, struct staff *s)
{
	T_CHECK(house_open(h));
	s->an = house_sign_in(h, "an");
	s->dung = house_sign_in(h, "dung");
	s->giang = house_sign_in(h, "giang");
	s->hanh = house_sign_in(h, "hanh");
	s->chi = house_sign_in(h, "chi");
}

static void
leave(struct house *h, struct staff *s)
{
	json_t *out = tn_verify(h->tn);

	T_STR(jx_text(out, "outcome"), "done");
	json_decref(out);
	tn_sign_out(s->chi);
	tn_sign_out(s->hanh);
	tn_sign_out(s->giang);
	tn_sign_out(s->dung);
	tn_sign_out(s->an);
	house_close(h);
}

static void
test_opening_is_refused(void)
{
	struct house h;
	struct staff s;

	come_in(&h, &s);
	HOUSE_EXPECT(&h, s.dung, OPEN("no_such", YEAR TO("'cuc_xnc'")),
	    "no_such_coordination");
	HOUSE_EXPECT(&h, s.dung, OPEN("information_exchange", TO(
	    "'ca_nghe_an'") EXCHANGE("")), "coordination_needs_either");
	HOUSE_EXPECT(&h, s.dung, OPEN("joint_inspection", TO("'ca_nghe_an'")
	    ",'answers':{'coordination_subject':'x'}"),
	    "coordination_needs_period");
	HOUSE_EXPECT(&h, s.dung, OPEN("information_exchange", YEAR
	    EXCHANGE("")), "nobody_invited");
	HOUSE_EXPECT(&h, s.dung, OPEN("information_exchange", YEAR TO(
	    "'khong_co'") EXCHANGE("")), "no_such_unit");
	HOUSE_EXPECT(&h, s.dung, OPEN("information_exchange", YEAR TO(
	    "'cuc_ls'") EXCHANGE("")), "receiver_self");
	HOUSE_EXPECT(&h, s.dung, OPEN("information_exchange", YEAR TO(
	    "'ca_ha_noi'") EXCHANGE("")), "receiver_absent");
	HOUSE_EXPECT(&h, s.dung, OPEN("information_exchange", YEAR TO(
	    "'ca_nghe_an','ca_nghe_an'") EXCHANGE("")), "invited_twice");
	HOUSE_EXPECT(&h, s.dung, OPEN("information_exchange", YEAR TO("1")
	    EXCHANGE("")), "bad_command");
	HOUSE_EXPECT(&h, s.dung, OPEN("information_exchange", YEAR
	    ",'invited':'ca_nghe_an'" EXCHANGE("")), "bad_command");
	HOUSE_EXPECT(&h, s.dung, OPEN("joint_inspection", YEAR TO(
	    "'ca_nghe_an'") ",'foreign_side':'x','answers':{"
	    "'coordination_subject':'x'}"), "no_foreign_side");
	HOUSE_EXPECT(&h, s.dung, OPEN("information_exchange",
	    ",'period':{'from':'2026-12-31','to':'2026-01-01'}" TO(
	    "'ca_nghe_an'") EXCHANGE("")), "bad_command");
	HOUSE_EXPECT(&h, s.dung, OPEN("information_exchange", ",'period':1"
	    TO("'ca_nghe_an'") EXCHANGE("")), "bad_command");
	HOUSE_EXPECT(&h, s.dung, OPEN("information_exchange", YEAR TO(
	    "'ca_nghe_an'") EXCHANGE("") ",'due':'2026-03-01'"), "day_past");
	HOUSE_EXPECT(&h, s.dung, OPEN("information_exchange", YEAR TO(
	    "'ca_nghe_an'") EXCHANGE("") ",'due':'2026-02-30'"),
	    "bad_command");
	HOUSE_EXPECT(&h, s.dung, OPEN("information_exchange", YEAR TO(
	    "'ca_nghe_an'")), "form_incomplete");
	HOUSE_EXPECT(&h, s.dung, OPEN("information_exchange",
	    ",'case':'MC-2026-00001'" TO("'ca_nghe_an'") EXCHANGE("")),
	    "no_such_case");
	/* A border post leads no inspection. */
	HOUSE_EXPECT(&h, s.an, OPEN("joint_inspection", YEAR TO("'cuc_ls'")
	    ",'answers':{'coordination_subject':'x'}"), "wrong_unit_kind");
	T_CHECK(!may_open(s.an, "joint_inspection"));
	T_CHECK(may_open(s.an, "ad_hoc_problem"));
	T_INT(listed(s.dung, false), 0);
	leave(&h, &s);
}

static void
test_exchange(void)
{
	struct house h;
	struct staff s;
	json_t *out;

	come_in(&h, &s);
	HOUSE_EXPECT(&h, s.dung, OPEN("information_exchange", YEAR TO(
	    "'ca_nghe_an','syt_nghe_an'") EXCHANGE(
	    ",'coordination_wanted_by':'2026-03-05'")), "done");
	T_INT(listed(s.dung, false), 1);
	T_INT(listed(s.chi, false), 1);
	T_INT(listed(s.hanh, false), 1);
	/* Who is not invited knows of nothing. */
	T_INT(listed(s.giang, false), 0);
	out = ask(s.giang, "coordination", "act", "MC-2026-P00001");
	T_STR(house_result(out), "no_such_act");
	json_decref(out);
	HOUSE_EXPECT(&h, s.giang, RECORD("note", ",'text':'x'"),
	    "no_such_act");
	/* No term is known: the day asked for is shown as that and no more. */
	out = ask(s.chi, "coordination", "act", "MC-2026-P00001");
	T_STR(jx_text(out, "by"), "asked");
	T_STR(jx_text(out, "relation"), "invited");
	T_STR(jx_text(out, "subject"), "Hỏi về tuyến");
	T_STR(jx_text(out, "number"), "1/PH-cuc_ls/2026");
	json_decref(out);
	/* Who may add what. */
	HOUSE_EXPECT(&h, s.chi, RECORD("minutes", ",'text':'x'"), "not_lead");
	HOUSE_EXPECT(&h, s.chi, RECORD("follow_up", ",'text':'x'"),
	    "not_lead");
	HOUSE_EXPECT(&h, s.chi, RECORD("bribe", ",'text':'x'"),
	    "bad_command");
	HOUSE_EXPECT(&h, s.chi, RECORD("note", ""), "bad_command");
	HOUSE_EXPECT(&h, s.chi, RECORD("note", ",'text':7"), "bad_command");
	HOUSE_EXPECT(&h, s.chi, RECORD("note", ",'text':'x','due':"
	    "'2026-09-09'"), "bad_command");
	HOUSE_EXPECT(&h, s.chi, RECORD("answer", ",'answers':[]"),
	    "bad_command");
	HOUSE_EXPECT(&h, s.chi, RECORD("answer", ",'answers':{}"),
	    "form_incomplete");
	HOUSE_EXPECT(&h, s.dung, RECORD("answer", ANSWER), "no_foreign_side");
	HOUSE_EXPECT(&h, s.chi, CLOSE, "not_lead");
	HOUSE_EXPECT(&h, s.chi, RECORD("answer", ANSWER), "done");
	/* Late: for who has not answered, and for the lead who waits. */
	h.now += (when_t)5 * 86400 * 1000;
	T_INT(listed(s.chi, true), 0);
	T_INT(listed(s.hanh, true), 1);
	T_INT(listed(s.dung, true), 1);
	HOUSE_EXPECT(&h, s.hanh, RECORD("answer", ANSWER), "done");
	T_INT(listed(s.dung, true), 0);
	/* A new day asks both again. */
	HOUSE_EXPECT(&h, s.dung, RECORD("follow_up", ",'text':'Cần thêm',"
	    "'due':'2026-03-10'"), "done");
	h.now += (when_t)5 * 86400 * 1000;
	T_INT(listed(s.chi, true), 1);
	out = ask(s.hanh, "coordination", "act", "MC-2026-P00001");
	T_INT((int)json_array_size(json_object_get(out, "records")), 3);
	json_decref(out);
	/* Not a hand-over, and no plan either. */
	HOUSE_EXPECT(&h, s.dung, "{'do':'withdraw_offer','with':{" ACT
	    ",'why':'x'}}", "no_right");
	HOUSE_EXPECT(&h, s.hanh, "{'do':'accept_handover','with':{" ACT "}}",
	    "not_receiver");
	HOUSE_EXPECT(&h, s.dung, TASK("ca_nghe_an", "2026-05-01", "x"),
	    "not_a_plan");
	out = ask(s.hanh, "act", "act", "MC-2026-P00001");
	T_STR(house_result(out), "no_such_act");
	json_decref(out);
	HOUSE_EXPECT(&h, s.dung, "{'do':'close_coordination','with':{" ACT
	    "}}", "bad_command");
	HOUSE_EXPECT(&h, s.dung, CLOSE, "done");
	HOUSE_EXPECT(&h, s.dung, RECORD("note", ",'text':'x'"),
	    "coordination_closed");
	HOUSE_EXPECT(&h, s.dung, CLOSE, "coordination_closed");
	T_INT(listed(s.chi, true), 0);
	leave(&h, &s);
}

/* With a foreign side: nobody there has a terminal, the lead writes it down. */
static void
test_foreign_side(void)
{
	struct house h;
	struct staff s;
	json_t *out;

	come_in(&h, &s);
	HOUSE_EXPECT(&h, s.dung, OPEN("information_exchange", YEAR
	    ",'foreign_side':'Đại sứ quán giả định'" EXCHANGE("")
	    ",'due':'2026-03-09'"), "done");
	h.now += (when_t)9 * 86400 * 1000;
	T_INT(listed(s.dung, true), 1);
	HOUSE_EXPECT(&h, s.dung, RECORD("answer", ANSWER), "done");
	T_INT(listed(s.dung, true), 0);
	out = ask(s.dung, "coordination", "act", "MC-2026-P00001");
	T_STR(jx_text(out, "foreign_side"), "Đại sứ quán giả định");
	T_CHECK(!json_is_null(json_object_get(out, "foreign_answered")));
	json_decref(out);
	leave(&h, &s);
}

/* On a case: who holds it may, and the invited learn no more than its id. */
static void
test_of_a_case(void)
{
	struct house h;
	struct staff s;
	json_t *out;

	come_in(&h, &s);
	HOUSE_EXPECT(&h, s.an, HOUSE_RECEIVE_ONE, "done");
	HOUSE_EXPECT(&h, s.an, OPEN("joint_delegation",
	    ",'case':'MC-2026-00001'" TO("'cuc_ls'")
	    ",'answers':{'coordination_subject':'x'}"), "wrong_unit_kind");
	HOUSE_EXPECT(&h, s.an, OPEN("ad_hoc_problem",
	    ",'case':'MC-2026-00001'" YEAR TO("'cuc_ls'")
	    ",'answers':{'coordination_subject':'x'}"),
	    "coordination_needs_either");
	HOUSE_EXPECT(&h, s.an, OPEN("ad_hoc_problem",
	    ",'case':'MC-2026-00001'" TO("'cuc_ls'")
	    ",'answers':{'coordination_subject':'Phiên dịch'}"), "done");
	out = ask(s.dung, "coordination", "act", "MC-2026-P00001");
	T_STR(jx_text(out, "case"), "MC-2026-00001");
	json_decref(out);
	out = ask(s.dung, "case", "case", "MC-2026-00001");
	T_STR(house_result(out), "no_such_case");
	json_decref(out);
	leave(&h, &s);
}

/* The tasks of a plan as a session sees them: a new reference. */
static json_t *
task_of(struct session *s, size_t i)
{
	json_t *out = ask(s, "coordination", "act", "MC-2026-P00001");
	json_t *task = json_incref(json_array_get(json_object_get(out,
	    "plan_tasks"), i));

	json_decref(out);
	return task;
}

static void
test_plan(void)
{
	struct house h;
	struct staff s;
	json_t *task, *out;

	come_in(&h, &s);
	HOUSE_EXPECT(&h, s.dung, OPEN("implementation_plan", YEAR TO(
	    "'ca_nghe_an','syt_nghe_an'") PLAN), "done");
	HOUSE_EXPECT(&h, s.chi, TASK("ca_nghe_an", "2026-03-20", "x"),
	    "not_lead");
	HOUSE_EXPECT(&h, s.dung, TASK("syt_quang_ninh", "2026-03-20", "x"),
	    "not_invited");
	HOUSE_EXPECT(&h, s.dung, TASK("khong_co", "2026-03-20", "x"),
	    "no_such_unit");
	HOUSE_EXPECT(&h, s.dung, TASK("ca_nghe_an", "2026-03-01", "x"),
	    "day_past");
	HOUSE_EXPECT(&h, s.dung, TASK("ca_nghe_an", "mai", "x"),
	    "bad_command");
	HOUSE_EXPECT(&h, s.dung, "{'do':'set_task','with':{" ACT ",'unit':"
	    "'ca_nghe_an','due':'2026-03-20'}}", "form_incomplete");
	HOUSE_EXPECT(&h, s.dung, "{'do':'set_task','with':{" ACT ",'unit':"
	    "'ca_nghe_an','due':'2026-03-20','title':[1]}}", "form_invalid");
	HOUSE_EXPECT(&h, s.dung, "{'do':'set_task','with':{" ACT ",'unit':"
	    "'ca_nghe_an','due':'2026-03-20','title':'x','answers':3}}",
	    "bad_command");
	HOUSE_EXPECT(&h, s.dung, TASK("ca_nghe_an", "2026-03-20",
	    "Lập danh sách"), "done");
	HOUSE_EXPECT(&h, s.dung, TASK("syt_nghe_an", "2026-04-20",
	    "Bố trí chỗ ở"), "done");
	HOUSE_EXPECT(&h, s.dung, TASK("cuc_ls", "2026-05-20", "Tổng hợp"),
	    "done");
	/* Reports: of one's own tasks, within bounds, in words. */
	HOUSE_EXPECT(&h, s.hanh, REPORT("t1", ",'state':'going','text':'x'"),
	    "not_task_unit");
	HOUSE_EXPECT(&h, s.dung, REPORT("t1", ",'state':'going','text':'x'"),
	    "not_task_unit");
	HOUSE_EXPECT(&h, s.chi, REPORT("t9", ",'state':'going','text':'x'"),
	    "no_such_task");
	HOUSE_EXPECT(&h, s.chi, REPORT("t1", ",'state':'lost','text':'x'"),
	    "bad_command");
	HOUSE_EXPECT(&h, s.chi, REPORT("t1", ",'state':'going'"),
	    "bad_command");
	HOUSE_EXPECT(&h, s.chi, REPORT("t1", ",'state':'going','text':'x',"
	    "'percent':101"), "bad_command");
	HOUSE_EXPECT(&h, s.chi, REPORT("t1", ",'state':'going','text':'x',"
	    "'percent':'40'"), "bad_command");
	HOUSE_EXPECT(&h, s.chi, REPORT("t1", ",'state':'going','text':"
	    "'Đang làm','percent':40"), "done");
	task = task_of(s.dung, 0);
	T_INT((int)jx_int(task, "percent", 0), 40);
	T_STR(jx_text(task, "title"), "Lập danh sách");
	json_decref(task);
	/* Urged when late; done ends that. */
	HOUSE_EXPECT(&h, s.chi, URGE("t1"), "not_lead");
	h.now += (when_t)20 * 86400 * 1000;
	T_INT(listed(s.chi, true), 1);
	T_INT(listed(s.hanh, true), 0);
	T_INT(listed(s.dung, true), 1);
	HOUSE_EXPECT(&h, s.dung, URGE("t1"), "done");
	HOUSE_EXPECT(&h, s.chi, REPORT("t1", ",'state':'done','text':'Xong'"),
	    "done");
	T_INT(listed(s.chi, true), 0);
	T_INT(listed(s.dung, true), 0);
	HOUSE_EXPECT(&h, s.dung, URGE("t1"), "task_done");
	/* A task given to another unit begins anew, and the old one is out. */
	HOUSE_EXPECT(&h, s.dung, "{'do':'set_task','with':{" ACT ",'task':"
	    "'t1','unit':'syt_nghe_an','due':'2026-06-01','title':'Lại'}}",
	    "done");
	HOUSE_EXPECT(&h, s.dung, "{'do':'set_task','with':{" ACT ",'task':"
	    "'t7','unit':'syt_nghe_an','due':'2026-06-01','title':'x'}}",
	    "no_such_task");
	HOUSE_EXPECT(&h, s.chi, REPORT("t1", ",'state':'done','text':'x'"),
	    "not_task_unit");
	task = task_of(s.dung, 0);
	T_STR(jx_text(task, "state"), "set");
	T_INT((int)json_array_size(json_object_get(task, "said")), 3);
	json_decref(task);
	HOUSE_EXPECT(&h, s.dung, RECORD("review", ",'text':'Rà soát quý I',"
	    "'due':'2026-06-30'"), "done");
	HOUSE_EXPECT(&h, s.dung, CLOSE, "done");
	HOUSE_EXPECT(&h, s.hanh, REPORT("t2", ",'state':'done','text':'x'"),
	    "coordination_closed");
	out = ask(s.dung, "coordination", "act", "MC-2026-P00001");
	T_STR(jx_text(out, "state"), "closed");
	T_INT((int)jx_int(json_object_get(out, "tasks"), "n", 0), 3);
	json_decref(out);
	leave(&h, &s);
}

int
main(void)
{
	T_RUN(test_opening_is_refused);
	T_RUN(test_exchange);
	T_RUN(test_foreign_side);
	T_RUN(test_of_a_case);
	T_RUN(test_plan);
	return t_done();
}
