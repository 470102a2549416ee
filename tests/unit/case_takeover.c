/* A dormant case is taken over by two people of the superior unit. */
#include "tests/unit/case_world.h"

#define STEP(w, code) WORLD_DO(w, "an", "post1", "take_step", \
	"{'step':'" code "'}", "done")
#define PROPOSE(w, who, to, want) WORLD_DO(w, who, "command1", \
	"propose_takeover", "{'to':'" to "','why':'Bỏ quên'}", want)
#define CONFIRM(w, who, want) do { \
	char *t_text = xasprintf("{'proposal':'%s'}", proposal_of(w)); \
	WORLD_DO(w, who, "command1", "confirm_takeover", t_text, want); \
	free(t_text); \
} while (0)

static const char *
proposal_of(const struct small_world *w)
{
	const char *id = jx_text(json_object_get(w->cs->row, "takeover"),
	    "op_id");

	return id == NULL ? "none" : id;
}

/* Hours are due on the 4th at 8:00; the superior is told at 20:00. */
static void
begin_late(struct small_world *w)
{
	world_begin(w, NULL);
	STEP(w, "begin_hours");
	world_at(w, "2026-03-04T20:01+07:00");
}

static void
test_refusals(void)
{
	struct small_world w;

	world_begin(&w, NULL);
	STEP(&w, "begin_hours");
	PROPOSE(&w, "chi", "command1", "not_dormant");
	world_at(&w, "2026-03-04T20:00+07:00");
	PROPOSE(&w, "chi", "command1", "not_dormant");
	world_at(&w, "2026-03-04T20:01+07:00");
	WORLD_DO(&w, "an", "post1", "propose_takeover",
	    "{'to':'post2','why':'x'}", "not_superior");
	WORLD_DO(&w, "chi", "command2", "propose_takeover",
	    "{'to':'command2','why':'x'}", "no_such_case");
	WORLD_DO(&w, "chi", "command1", "propose_takeover", "{'to':'post2'}",
	    "need_reason");
	WORLD_DO(&w, "chi", "command1", "propose_takeover",
	    "{'to':['post2'],'why':'x'}", "bad_command");
	PROPOSE(&w, "chi", "none", "no_such_unit");
	PROPOSE(&w, "chi", "post1", "taker_holds");
	PROPOSE(&w, "chi", "office1", "wrong_receiver");
	/* A clinic takes no step from here. */
	PROPOSE(&w, "chi", "clinic1", "wrong_receiver");
	json_object_set_new(w.absent, "post2", json_true());
	PROPOSE(&w, "chi", "post2", "receiver_absent");
	json_object_del(w.absent, "post2");
	PROPOSE(&w, "chi", "post2", "done");
	PROPOSE(&w, "dai", "command1", "takeover_waits");
	CONFIRM(&w, "chi", "same_person");
	WORLD_DO(&w, "dai", "command1", "confirm_takeover",
	    "{'proposal':'op-1'}", "no_such_proposal");
	WORLD_DO(&w, "an", "post1", "decline_takeover", "{'proposal':'x'}",
	    "not_superior");
	/* A day and a minute later it is too old, and may be made anew. */
	world_at(&w, "2026-03-05T20:02+07:00");
	CONFIRM(&w, "dai", "proposal_old");
	PROPOSE(&w, "dai", "command1", "done");
	WORLD_DO(&w, "dai", "command1", "decline_takeover",
	    "{'proposal':'none'}", "no_such_proposal");
	{
		char *text = xasprintf("{'proposal':'%s'}", proposal_of(&w));

		WORLD_DO(&w, "dai", "command1", "decline_takeover", text,
		    "done");
		free(text);
	}
	T_CHECK(json_object_get(w.cs->row, "takeover") == NULL);
	CONFIRM(&w, "chi", "no_such_proposal");
	world_end(&w);
}

/* A clock that stands still tells nobody; one that goes on does again. */
static void
test_never_while_suspended(void)
{
	struct small_world w;

	begin_late(&w);
	WORLD_DO(&w, "an", "post1", "send_request", "{'request':'second',"
	    "'to':'office1','answers':{'wanted_by':'2026-03-20'}}", "done");
	PROPOSE(&w, "chi", "command1", "not_dormant");
	WORLD_DO(&w, "oanh", "office1", "answer_request",
	    "{'request':'second','answers':{'known':'yes'}}", "done");
	PROPOSE(&w, "chi", "command1", "done");
	/* The holder has woken up before the second person came. */
	STEP(&w, "end_hours");
	CONFIRM(&w, "dai", "not_dormant");
	/* Nothing has moved for more than thirty days. */
	world_at(&w, "2026-04-03T23:00+07:00");
	PROPOSE(&w, "chi", "command1", "not_dormant");
	world_at(&w, "2026-04-04T00:00+07:00");
	PROPOSE(&w, "chi", "command1", "done");
	STEP(&w, "close_here");
	CONFIRM(&w, "dai", "case_final");
	world_end(&w);
}

static void
test_taken(void)
{
	struct small_world w;
	struct work_row work;

	begin_late(&w);
	WORLD_DO(&w, "an", "post1", "offer_handover", "{'step':'hand_over',"
	    "'to':'clinic1','cases':['MC-2026-00001']}", "done");
	T_CHECK(json_object_get(w.keys, "clinic1") != NULL);
	PROPOSE(&w, "chi", "post2", "done");
	CONFIRM(&w, "dai", "done");
	T_STR(jx_text(w.cs->row, "holder"), "post2");
	T_STR(jx_text(w.cs->row, "superior"), "command1");
	T_INT(jx_int(w.cs->row, "epoch", 0), 2);
	T_CHECK(json_object_get(w.cs->row, "takeover") == NULL);
	/* The offer is ended first, and its act says so. */
	T_CHECK(json_object_get(w.cs->row, "offer") == NULL);
	T_STR(jx_text(w.act[0], "state"), "withdrawn");
	T_CHECK(!row_clock_is_running(world_clock(&w, "plain", 0)));
	T_CHECK(json_object_get(w.keys, "clinic1") == NULL);
	WORLD_DO(&w, "hoa", "clinic1", "accept_handover",
	    "{'act':'MC-2026-A00001'}", "act_closed");
	/* The old holder is a former one; its clocks run for the new one. */
	T_CHECK(world_work(&w, "post1", &work));
	T_STR(work.relation, "former");
	T_CHECK(json_object_get(w.keys, "post1") != NULL);
	T_CHECK(json_object_get(w.keys, "post2") != NULL);
	T_STR(jx_text(world_clock(&w, "hours", 0), "unit"), "post2");
	WORLD_DO(&w, "an", "post1", "take_step", "{'step':'begin_days'}",
	    "not_holder");
	WORLD_DO(&w, "binh", "post2", "take_step", "{'step':'begin_days'}",
	    "done");
	world_end(&w);
}

/* The superior itself takes it; nobody is above it here. */
/* Takes a kind out of those who may give a support; order does not matter. */
static void
who_forget(struct who *who, const struct unit_kind *kind)
{
	size_t i;

	for (i = 0; i < who->n_kind; i++)
		if (who->kind[i] == kind)
			who->kind[i] = who->kind[--who->n_kind];
}

static void
test_taken_by_superior(void)
{
	struct small_world w;
	struct work_row work;

	begin_late(&w);
	PROPOSE(&w, "chi", "command1", "done");
	CONFIRM(&w, "dai", "done");
	T_CHECK(world_work(&w, "command1", &work));
	T_STR(work.relation, "holder");
	T_CHECK(json_object_get(w.cs->row, "superior") == NULL);
	T_CHECK(json_object_get(w.keys, "command1") != NULL);
	world_end(&w);
}

/*
 * Where the superior can do nothing for the person it may not take the case,
 * only pass it to who can: the walk found cases that came to lie so.
 */
static void
test_superior_that_cannot_help(void)
{
	struct small_world w;
	struct unit_kind *kind;

	begin_late(&w);
	kind = (struct unit_kind *)(void *)procedure_unit(w.p,
	    "command1")->kind;
	for (size_t i = 0; i < w.p->regime[0].n_support; i++)
		who_forget(&w.p->regime[0].support[i].who, kind);
	PROPOSE(&w, "chi", "command1", "wrong_receiver");
	PROPOSE(&w, "chi", "post2", "done");
	world_end(&w);
}

int
main(void)
{
	T_RUN(test_refusals);
	T_RUN(test_never_while_suspended);
	T_RUN(test_taken);
	T_RUN(test_taken_by_superior);
	T_RUN(test_superior_that_cannot_help);
	return t_done();
}
