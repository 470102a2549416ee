/*
 * A case moves to the newer regime by an act that says what changes; cases
 * of a unit that has ended pass to its successor.
 */
#include "tests/unit/door_regimes.h"

#define MOVE(rest) "{'do':'move_regime'," CASE_ONE ",'with':{" rest "}}"
#define PASS(rest) "{'do':'pass_to_successor','with':{" rest "}}"
#define GIVE(code) "{'do':'give_support'," CASE_ONE ",'with':{'support':'" \
	code "'}}"

static json_t *
preview(struct session *s)
{
	json_t *q = json_pack("{s:s,s:s}", "ask", "regime_preview", "case",
	    "MC-2026-00001");
	json_t *out = tn_ask(s, q);

	json_decref(q);
	return out;
}

/* What the preview says of a thing; "" when it says nothing. */
static const char *
change_of(const json_t *preview, const char *kind, const char *code)
{
	const json_t *o;
	size_t i;

	json_array_foreach(json_object_get(preview, "changes"), i, o)
		if (str_eq(jx_text(o, "kind"), kind) &&
		    str_eq(jx_text(o, "code"), code))
			return jx_text(o, "what");
	return "";
}

static void
test_preview(void)
{
	static const char *const want[][3] = {
		{ "step", "plan", "added" }, { "step", "hand_on", "changed" },
		{ "step", "close", "changed" }, { "step", "look_again", "" },
		{ "clock", "reply", "changed" },
		{ "clock", "report", "removed" }, { "clock", "stay", "" },
		{ "support", "school", "removed" },
		{ "support", "training", "added" }, { "support", "food", "" },
		{ "paper", "old_form", "removed" },
		{ "form", "plan", "added" }, { "form", "closing", "" },
		{ "request", "old_question", "removed" },
	};
	struct house h;
	struct session *s[1];
	json_t *out;
	size_t i;

	regimes_open(&h, OLD_DAY);
	s[0] = house_sign_in(&h, "an");
	HOUSE_EXPECT(&h, s[0], OPEN, "done");
	out = preview(s[0]);
	T_STR(house_result(out), "regime_current");
	json_decref(out);
	regimes_day(&h, NEW_DAY);
	out = preview(s[0]);
	T_STR(jx_text(json_object_get(out, "from"), "code"), "old");
	T_STR(jx_text(json_object_get(out, "to"), "code"), "new");
	T_STR(jx_text(json_object_get(out, "new_state"), "code"), "received");
	for (i = 0; i < ARRAY_LEN(want); i++)
		T_STR(change_of(out, want[i][0], want[i][1]), want[i][2]);
	json_decref(out);
	/* Looking changes nothing. */
	HEAD(s[0], "regime", "old");
	regimes_close(&h, s, 1);
}

static void
test_move(void)
{
	struct house h;
	struct session *s[3];

	regimes_open(&h, OLD_DAY);
	s[0] = house_sign_in(&h, "an");
	s[1] = house_sign_in(&h, "oanh");
	s[2] = house_sign_in(&h, "huy");
	HOUSE_EXPECT(&h, s[0], OPEN, "done");
	HOUSE_EXPECT(&h, s[0], MOVE("'why':'Luật mới'"), "regime_current");
	HOUSE_EXPECT(&h, s[0], SEND("old_question"), "done");
	HOUSE_EXPECT(&h, s[0], TAKE("ask_protection",
	    "'threat_told':'Bị dọa (giả định)'"), "done");
	HOUSE_EXPECT(&h, s[0], TAKE("seal", ""), "done");
	regimes_day(&h, NEW_DAY);
	/* Under the old law until somebody moves it. */
	OPTION(s[0], "step", "plan", "not shown");
	HOUSE_EXPECT(&h, s[0], TAKE("plan", "'plan_told':'x'"), "no_such_step");
	HOUSE_EXPECT(&h, s[0], MOVE(""), "need_reason");
	HOUSE_EXPECT(&h, s[0], MOVE("'why':'Luật mới','document':7"),
	    "bad_command");
	HOUSE_EXPECT(&h, s[1], MOVE("'why':'Luật mới'"), "not_holder");
	/* An open question and a track that the new law does not know. */
	HOUSE_EXPECT(&h, s[0], MOVE("'why':'Luật mới'"), "regime_request");
	HOUSE_EXPECT(&h, s[0], MOVE("'why':'Luật mới'"), "regime_no_map");
	HOUSE_EXPECT(&h, s[0], "{'do':'withdraw_request'," CASE_ONE
	    ",'with':{'request':'old_question','why':'Luật mới'}}", "done");
	HOUSE_EXPECT(&h, s[0], TAKE("unseal", ""), "done");
	HOUSE_EXPECT(&h, s[0], OFFER("health1"), "done");
	HOUSE_EXPECT(&h, s[0], MOVE("'why':'Luật mới'"), "offer_pending");
	HOUSE_EXPECT(&h, s[0], "{'do':'withdraw_offer','with':{'act':"
	    "'MC-2026-A00001','why':'x'}}", "done");
	HOUSE_EXPECT(&h, s[0], MOVE("'why':'Luật mới',"
	    "'document':'Công văn giả định 01/CV'"), "done");
	HEAD(s[0], "regime", "new");
	HEAD(s[0], "state", "received");
	HEAD(s[0], "protection", "asked");
	/* A clock the new law does not know ends; others run on. */
	CLOCK(s[0], "report", "stopped");
	CLOCK(s[0], "stay", "late");
	HOUSE_EXPECT(&h, s[0], TAKE("plan", "'plan_told':'Việc cần làm'"),
	    "done");
	HOUSE_EXPECT(&h, s[0], MOVE("'why':'Lần nữa'"), "regime_current");
	regimes_close(&h, s, 3);
}

/* What the history calls its events; the caller's. */
static char *
told(struct session *s)
{
	json_t *q = json_pack("{s:s,s:s}", "ask", "history", "case",
	    "MC-2026-00001");
	json_t *out = tn_ask(s, q);
	struct str text = STR_INIT;
	const json_t *ev;
	size_t i;

	json_array_foreach(json_object_get(out, "events"), i, ev)
		str_printf(&text, "%s%s (%s)", i == 0 ? "" : ", ",
		    jx_text(json_object_get(json_object_get(ev, "kind"),
		    "title"), "en"), jx_text(json_object_get(ev, "say"),
		    "en"));
	json_decref(out);
	json_decref(q);
	return str_steal(&text);
}

/* Steps of a track and of the earlier law stay readable. */
static void
test_history(void)
{
	struct house h;
	struct session *s[1];
	char *text;

	regimes_open(&h, OLD_DAY);
	s[0] = house_sign_in(&h, "an");
	HOUSE_EXPECT(&h, s[0], OPEN, "done");
	HOUSE_EXPECT(&h, s[0], TAKE("look_again", ""), "done");
	HOUSE_EXPECT(&h, s[0], TAKE("seal", ""), "done");
	HOUSE_EXPECT(&h, s[0], TAKE("unseal", ""), "done");
	regimes_day(&h, NEW_DAY);
	HOUSE_EXPECT(&h, s[0], MOVE("'why':'Luật mới'"), "done");
	HOUSE_EXPECT(&h, s[0], TAKE("plan", "'plan_told':'x'"), "done");
	text = told(s[0]);
	T_STR(text, "Case opened (), Step taken (Look again), "
	    "Step taken (Seal), Step taken (Unseal), "
	    "Moved to the newer regime (Luật mới), Step taken (Plan), "
	    "History read ()");
	free(text);
	regimes_close(&h, s, 1);
}

/* States that the transition renames; closed cases keep being closed. */
static void
test_state_is_mapped(void)
{
	struct house h;
	struct session *s[3];

	regimes_open(&h, OLD_DAY);
	s[0] = house_sign_in(&h, "an");
	s[1] = house_sign_in(&h, "huy");
	s[2] = house_sign_in(&h, "lan");
	HOUSE_EXPECT(&h, s[0], OPEN, "done");
	HOUSE_EXPECT(&h, s[0], OFFER("health1"), "done");
	HOUSE_EXPECT(&h, s[1], ACCEPT("MC-2026-A00001"), "done");
	HEAD(s[1], "state", "with_labour");
	HOUSE_EXPECT(&h, s[0], MOVE("'why':'Luật mới'"), "not_holder");
	regimes_day(&h, NEW_DAY);
	HOUSE_EXPECT(&h, s[1], MOVE("'why':'Luật mới'"), "done");
	HEAD(s[1], "state", "with_health");
	HOUSE_EXPECT(&h, s[1], TAKE("close", "'ended_why':'Xong'"), "done");
	regimes_close(&h, s, 3);
}

/* Support follows the day of identification, not the case. */
static void
test_support_regime(void)
{
	struct house h;
	struct session *s[1];

	regimes_open(&h, OLD_DAY);
	s[0] = house_sign_in(&h, "an");
	HOUSE_EXPECT(&h, s[0], OPEN, "done");
	OPTION(s[0], "support", "school", "possible");
	OPTION(s[0], "support", "training", "not shown");
	regimes_day(&h, NEW_DAY);
	OPTION(s[0], "support", "training", "not shown");
	HOUSE_EXPECT(&h, s[0], "{'do':'record_answers'," CASE_ONE
	    ",'with':{'form':'person','answers':{'identified_on':"
	    "'2026-04-02'}}}", "done");
	OPTION(s[0], "support", "school", "not shown");
	OPTION(s[0], "support", "training", "possible");
	HOUSE_EXPECT(&h, s[0], GIVE("school"), "no_such_support");
	HOUSE_EXPECT(&h, s[0], GIVE("training"), "done");
	/* A form that asks the day anew, left empty twice, takes nothing. */
	HOUSE_EXPECT(&h, s[0], TAKE("ask_protection", "'threat_told':'x'"),
	    "done");
	HOUSE_EXPECT(&h, s[0], TAKE("grant", ""), "done");
	HOUSE_EXPECT(&h, s[0], TAKE("end_protection", ""), "done");
	HOUSE_EXPECT(&h, s[0], TAKE("ask_protection", "'threat_told':'y'"),
	    "done");
	OPTION(s[0], "support", "training", "possible");
	HEAD(s[0], "regime", "old");
	regimes_close(&h, s, 1);
}

/* Labour ends on 31 March: what it holds, and what it may still do. */
static void
test_succession(void)
{
	struct house h;
	struct session *s[3];

	regimes_open(&h, OLD_DAY);
	s[0] = house_sign_in(&h, "an");
	s[1] = house_sign_in(&h, "lan");
	s[2] = house_sign_in(&h, "huy");
	HOUSE_EXPECT(&h, s[0], OPEN, "done");
	HOUSE_EXPECT(&h, s[0], OPEN_AS("Lò Văn Thử Sáu"), "done");
	HOUSE_EXPECT(&h, s[0], "{'do':'offer_handover','with':{'step':"
	    "'hand_on','cases':['MC-2026-00001','MC-2026-00002'],'to':"
	    "'labour1','minutes':{}}}", "done");
	HOUSE_EXPECT(&h, s[1], ACCEPT("MC-2026-A00001"), "done");
	HOUSE_EXPECT(&h, s[1], PASS("'why':'x'"), "unit_not_ended");
	regimes_day(&h, NEW_DAY);
	HOUSE_EXPECT(&h, s[1], TAKE("close", "'ended_why':'x'"),
	    "unit_has_ended");
	HOUSE_EXPECT(&h, s[1], TAKE("ask_protection", "'threat_told':'x'"),
	    "unit_has_ended");
	HOUSE_EXPECT(&h, s[1], SEND("who_is_it"), "unit_has_ended");
	HOUSE_EXPECT(&h, s[1], OPEN, "unit_has_ended");
	HOUSE_EXPECT(&h, s[1], GIVE("school"), "unit_has_ended");
	OPTION(s[1], "step", "close", "unit_has_ended");
	OPTION(s[1], "support", "food", "possible");
	HOUSE_EXPECT(&h, s[1], GIVE("food"), "done");
	HOUSE_EXPECT(&h, s[1], "{'do':'append_note'," CASE_ONE
	    ",'with':{'text':'Ghi chú'}}", "done");
	HOUSE_EXPECT(&h, s[1], PASS(""), "need_reason");
	HOUSE_EXPECT(&h, s[1], PASS("'why':'x','cases':'MC-2026-00001'"),
	    "bad_command");
	HOUSE_EXPECT(&h, s[1], PASS("'why':'x','cases':[7]"), "bad_command");
	HOUSE_EXPECT(&h, s[1], PASS("'why':'x','cases':['MC-2026-00001',"
	    "'MC-2026-00001']"), "person_twice");
	HOUSE_EXPECT(&h, s[1], PASS("'why':'x','cases':['MC-2026-00009']"),
	    "no_such_case");
	HOUSE_EXPECT(&h, s[0], PASS("'why':'x'"), "unit_not_ended");
	HOUSE_EXPECT(&h, s[1], PASS("'why':'Theo luật mới',"
	    "'cases':['MC-2026-00001']"), "done");
	HEAD(s[2], "holder", "health1");
	HEAD(s[2], "state", "with_labour");
	HOUSE_EXPECT(&h, s[1], PASS("'why':'x','cases':['MC-2026-00001']"),
	    "not_holder");
	/* Without names: all that are left, then none. */
	HOUSE_EXPECT(&h, s[1], PASS("'why':'Theo luật mới'"), "done");
	HOUSE_EXPECT(&h, s[1], PASS("'why':'Theo luật mới'"), "nothing_held");
	HOUSE_EXPECT(&h, s[2], MOVE("'why':'Luật mới'"), "done");
	HOUSE_EXPECT(&h, s[2], TAKE("close", "'ended_why':'Xong'"), "done");
	regimes_close(&h, s, 3);
}

/* The clock of the holder goes along, and the act names what was passed. */
static void
test_succession_is_recorded(void)
{
	struct house h;
	struct session *s[2];
	json_t *out, *q;

	regimes_open(&h, OLD_DAY);
	s[0] = house_sign_in(&h, "bac");
	s[1] = house_sign_in(&h, "an");
	HOUSE_EXPECT(&h, s[0], OPEN, "done");
	h.now += 20 * DAY_MS;
	/* This one names its successor; its kind goes on. */
	out = house_do(&h, s[0], PASS("'why':'Sáp nhập (giả định)'"));
	T_STR(jx_text(out, "outcome"), "done");
	T_STR(jx_text(out, "act"), "MC-2026-A00001");
	json_decref(out);
	q = json_pack("{s:s,s:s}", "ask", "act", "act", "MC-2026-A00001");
	out = tn_ask(s[1], q);
	T_STR(jx_text(out, "kind"), "succession");
	T_STR(jx_text(json_object_get(out, "to"), "code"), "post1");
	T_INT((int)json_array_size(json_object_get(out, "lines")), 1);
	json_decref(out);
	json_decref(q);
	out = regimes_case(s[1]);
	T_INT((int)jx_int(out, "epoch", 0), 2);
	T_STR(jx_text(json_object_get(json_array_get(json_object_get(out,
	    "clocks"), 0), "unit"), "code"), "post1");
	json_decref(out);
	HEAD(s[0], "relation", "");
	regimes_close(&h, s, 2);
}

/* An ended unit receives nothing; without one clear successor it asks. */
static void
test_ended_receives_nothing(void)
{
	struct house h;
	struct session *s[3];

	regimes_open(&h, OLD_DAY);
	s[0] = house_sign_in(&h, "an");
	s[1] = house_sign_in(&h, "lien");
	s[2] = house_sign_in(&h, "lan");
	HOUSE_EXPECT(&h, s[0], OPEN, "done");
	HOUSE_EXPECT(&h, s[0], OFFER("labour1"), "done");
	HOUSE_EXPECT(&h, s[1], OPEN, "done");
	regimes_day(&h, NEW_DAY);
	HOUSE_EXPECT(&h, s[2], ACCEPT("MC-2026-A00001"), "unit_has_ended");
	HOUSE_EXPECT(&h, s[2], "{'do':'refuse_handover','with':{'act':"
	    "'MC-2026-A00001','why':'Đã ngừng hoạt động'}}", "done");
	HOUSE_EXPECT(&h, s[0], OFFER("labour1"), "receiver_closed");
	/* Two health offices in that province, and none is named. */
	HOUSE_EXPECT(&h, s[1], PASS("'why':'x'"), "unit_ended_alone");
	regimes_close(&h, s, 3);
}

int
main(void)
{
	T_RUN(test_preview);
	T_RUN(test_move);
	T_RUN(test_history);
	T_RUN(test_state_is_mapped);
	T_RUN(test_support_regime);
	T_RUN(test_succession);
	T_RUN(test_succession_is_recorded);
	T_RUN(test_ended_receives_nothing);
	return t_done();
}
