/*
 * Checking: what no single line can show, each fault made on purpose in a
 * procedure that is otherwise whole.
 */
#include "core/staff/seal.h"
#include "tests/unit/procedure_tiny.h"

#define GATE "r1/paths/gate.yaml"

static void
test_states(void)
{
	EXPECT(GATE, "steps:\n",
	    "  - {code: lost, title: " BOTH("L") ", basis: " BASIS "}\n"
	    "steps:\n", GATE ":19:5 proc_state_unreachable");
	EXPECT(GATE, "steps:\n",
	    "  - {code: limbo, title: " BOTH("L") ", basis: " BASIS "}\n"
	    "steps:\n"
	    "  - {code: drop, title: " BOTH("D") ", from: asked, to: limbo, "
	    "who: {unit_kinds: post}, basis: " BASIS "}\n",
	    GATE ":19:5 proc_state_no_exit");
	/* two states that lead only to each other */
	EXPECT(GATE, "steps:\n",
	    "  - {code: a, title: " BOTH("A") ", basis: " BASIS "}\n"
	    "  - {code: b, title: " BOTH("B") ", basis: " BASIS "}\n"
	    "steps:\n"
	    "  - {code: to_a, title: " BOTH("D") ", from: [asked, b], to: a, "
	    "who: {unit_kinds: post}, basis: " BASIS "}\n"
	    "  - {code: to_b, title: " BOTH("D") ", from: a, to: b, "
	    "who: {unit_kinds: post}, basis: " BASIS "}\n",
	    GATE ":19:5 proc_state_no_end\n"
	    GATE ":20:5 proc_state_no_end");
	EXPECT(GATE, "steps:\n", "steps:\n"
	    "  - {code: again, title: " BOTH("D") ", from: closed, to: cared, "
	    "who: {unit_kinds: clinic}, basis: " BASIS "}\n",
	    GATE ":20:5 proc_final_with_step");
	/* what lies behind the end is not reached */
	EXPECT(GATE, "steps:\n",
	    "  - {code: after, title: " BOTH("A") ", basis: " BASIS "}\n"
	    "steps:\n"
	    "  - {code: reopen, title: " BOTH("D") ", from: closed, to: after, "
	    "who: {unit_kinds: clinic}, basis: " BASIS "}\n"
	    "  - {code: back, title: " BOTH("D") ", from: after, to: closed, "
	    "who: {unit_kinds: clinic}, basis: " BASIS "}\n",
	    GATE ":19:5 proc_state_unreachable\n"
	    GATE ":21:5 proc_final_with_step");
	EXPECT(GATE, "    final: yes\n", "",
	    GATE ":12:5 proc_state_no_end\n"
	    GATE ":13:5 proc_state_no_end\n"
	    GATE ":14:5 proc_state_no_end\n"
	    GATE ":15:5 proc_state_no_exit");
}

static void
test_steps_nobody_may_take(void)
{
	/* the office has units, but no right to take steps */
	EXPECT(GATE, "steps:\n", "steps:\n"
	    "  - {code: odd, title: " BOTH("D") ", from: asked, to: cared, "
	    "who: {unit_kinds: office}, basis: " BASIS "}\n",
	    GATE ":20:5 proc_step_nobody");
	/* the clinic has the right, but never holds a case then */
	EXPECT(GATE, "steps:\n", "steps:\n"
	    "  - {code: odd, title: " BOTH("D") ", from: asked, to: cared, "
	    "who: {unit_kinds: clinic}, basis: " BASIS "}\n",
	    GATE ":20:5 proc_step_not_holder");
	/* the role alone decides as well */
	EXPECT(GATE, "who: {unit_kinds: [clinic]}",
	    "who: {unit_kinds: [clinic], roles: [clerk]}",
	    GATE ":14:5 proc_holder_stuck\n"
	    GATE ":42:5 proc_step_nobody");
	EXPECT("rights.yaml", "receive_persons, ", "",
	    GATE ":1:1 proc_entry_nobody");
	EXPECT("rights.yaml", "accept_handover, ", "",
	    GATE ":27:5 proc_no_receiver");
}

static void
test_units_gone(void)
{
	/* no unit of the kind at all */
	EXPECT("agencies.yaml", "kind: clinic", "kind: office",
	    GATE ":27:5 proc_no_receiver\n"
	    GATE ":42:5 proc_step_nobody");
	/* the kind ended before the regime began */
	EXPECT("agencies.yaml", "code: clinic, tier: facility",
	    "code: clinic, valid_to: 2000-12-31, tier: facility",
	    GATE ":27:5 proc_no_receiver\n"
	    GATE ":42:5 proc_step_nobody");
	/* it ends while the regime is in force: still good for its time */
	EXPECT("agencies.yaml", "code: clinic, tier: facility",
	    "code: clinic, valid_to: 2001-01-01, tier: facility",
	    "agencies.yaml:18:5 proc_no_successor");
	EXPECT("agencies.yaml", "code: clinic1, kind: clinic",
	    "code: clinic1, valid_to: 2001-01-01, successor: office1, "
	    "kind: clinic", "");
	EXPECT("agencies.yaml", "kind: clinic", "valid_to: 1999-01-01, "
	    "kind: clinic", GATE ":27:5 proc_no_receiver\n"
	    GATE ":42:5 proc_step_nobody");
}

static void
test_holders(void)
{
	char *text = replaced(tiny_text("rights.yaml"),
	    "commands: answer_request",
	    "commands: [answer_request, accept_handover]");

	/* who may only accept cannot move a case on, nor help the person */
	tiny_also = (struct memory_file){ "rights.yaml", text };
	EXPECT(GATE, "handover: {unit_kinds: [clinic]}",
	    "handover: {unit_kinds: [clinic, office]}",
	    GATE ":14:5 proc_holder_stuck\n"
	    GATE ":14:5 proc_no_emergency");
	tiny_also = (struct memory_file){ NULL, NULL };
	free(text);
	/* without the right to accept it never comes to hold one */
	EXPECT(GATE, "handover: {unit_kinds: [clinic]}",
	    "handover: {unit_kinds: [clinic, office]}", "");
	/* a clinic that receives at the gate can neither ask nor offer */
	EXPECT("rights.yaml", "unit_kinds: [clinic], commands: "
	    "[accept_handover, take_step]", "unit_kinds: [clinic], commands: "
	    "[accept_handover, take_step, receive_persons]", "");
	text = replaced(tiny_text("rights.yaml"),
	    "[accept_handover, take_step]",
	    "[accept_handover, take_step, receive_persons]");
	tiny_also = (struct memory_file){ "rights.yaml", text };
	EXPECT(GATE, "unit_kinds: [post], roles: [officer]",
	    "unit_kinds: [post, clinic], roles: [officer]",
	    GATE ":12:5 proc_holder_stuck");
	tiny_also = (struct memory_file){ NULL, NULL };
	free(text);
}

/* Design 2(6): emergency support is reachable in every state. */
static void
test_emergency(void)
{
	EXPECT("r1/support.yaml", "emergency: yes", "emergency: no",
	    GATE ":12:5 proc_no_emergency\n"
	    GATE ":13:5 proc_no_emergency\n"
	    GATE ":14:5 proc_no_emergency\n"
	    GATE ":15:5 proc_no_emergency");
	EXPECT("r1/support.yaml", "[post, clinic]", "[post]",
	    GATE ":14:5 proc_no_emergency\n"
	    GATE ":15:5 proc_no_emergency");
	EXPECT("rights.yaml", "{roles: [officer, clerk], commands: "
	    "give_support", "{roles: [clerk], unit_kinds: [post], commands: "
	    "give_support",
	    GATE ":14:5 proc_no_emergency\n"
	    GATE ":15:5 proc_no_emergency");
	EXPECT("r1/support.yaml", "unit_kinds: [post, clinic]",
	    "unit_kinds: [post, clinic], roles: []", "");
}

static void
test_requests(void)
{
	EXPECT(GATE, "    request: who_is_it\n", "",
	    "r1/requests.yaml:2:5 proc_request_never");

	EXPECT("r1/requests.yaml", "{unit_kinds: post}",
	    "{unit_kinds: clinic}",
	    "r1/requests.yaml:2:5 proc_request_no_sender");
	EXPECT("r1/requests.yaml", "{unit_kinds: office}",
	    "{unit_kinds: clinic}",
	    "r1/requests.yaml:2:5 proc_request_no_answer");
	EXPECT("r1/requests.yaml", "{unit_kinds: office}",
	    "{unit_kinds: office, roles: officer}",
	    "r1/requests.yaml:2:5 proc_request_no_answer");
	EXPECT("r1/support.yaml", "limit: stay_term",
	    "limit: stay_term\n"
	    "    basis: " BASIS "\n"
	    "  - code: travel\n"
	    "    title: " BOTH("T") "\n"
	    "    who: {unit_kinds: office, roles: officer}", "");
	EXPECT("rights.yaml", "{roles: [officer, clerk], commands: "
	    "give_support", "{roles: [clerk], unit_kinds: [office], "
	    "commands: give_support",
	    GATE ":12:5 proc_no_emergency\n"
	    GATE ":13:5 proc_no_emergency\n"
	    GATE ":14:5 proc_no_emergency\n"
	    GATE ":15:5 proc_no_emergency\n"
	    "r1/support.yaml:2:5 proc_support_nobody");
}

static void
test_names(void)
{
	/* the reply is asked for, and comes, before the hand-over only */
	EXPECT(GATE, "    needs:\n      - code: not_known\n",
	    "    needs:\n      - code: early\n        test: ${known} = ''\n"
	    "        say: " BOTH("E") "\n        basis: " BASIS "\n"
	    "      - code: not_known\n", "");
	EXPECT(GATE, "    request: who_is_it\n", "    request: who_is_it\n"
	    "    needs:\n      - code: early\n        test: ${known} = ''\n"
	    "        say: " BOTH("E") "\n        basis: " BASIS "\n",
	    GATE ":28:15 proc_name_too_late");
	EXPECT(GATE, "${known} = 'yes'", "${knwon} = 'yes'",
	    GATE ":35:16 proc_name_not_asked_near");
	EXPECT(GATE, "${known} = 'yes'", "${height} = 1",
	    GATE ":35:16 proc_name_not_asked");
	/* asked only when the case is closed */
	EXPECT(GATE, "${known} = 'yes'", "${ended_why} = ''",
	    GATE ":35:16 proc_name_too_late");
	/* the minutes are of the act, not of a person */
	EXPECT(GATE, "${known} = 'yes'", "${place} = ''",
	    GATE ":35:16 proc_name_too_late");
	EXPECT(GATE, "${known} = 'yes'", "${full_name} != '' and "
	    "${case.under_18} = 'no' and ${case.holder_kind} = 'post' and "
	    "${request.who_is_it} = 'answered' and "
	    "${request.who_is_it.unit} != '' and ${support.food} > 0 and "
	    "${support.any_emergency} and ${paper.act} = 0", "");
	EXPECT(GATE, "${known} = 'yes'", "${case.colour} = 'red'",
	    GATE ":35:16 proc_name_reserved");
	EXPECT(GATE, "${known} = 'yes'", "1 = ${support.fod}",
	    GATE ":35:20 proc_unknown_code_near");
	EXPECT(GATE, "${known} = 'yes'", "${request.moon.unit} = ''",
	    GATE ":35:16 proc_unknown_code");
	EXPECT(GATE, "${paper.letter}", "${paper.leter}",
	    GATE ":35:36 proc_unknown_code_near");
	/* what a refusal offers to open can be answered by then */
	EXPECT(GATE, "${known} = 'yes' or ${paper.letter} > 0\"\n"
	    "        say: " BOTH("N") "\n"
	    "        fix: {form: reply, field: known}\n",
	    "${ended_why} = 'yes' or ${paper.letter} > 0\"\n"
	    "        say: " BOTH("N") "\n"
	    "        fix: {form: closing, field: ended_why}\n", "");
}

/* What only prompts an officer decides nothing. */
static void
test_advice(void)
{
	EXPECT("r1/forms/closing.yaml", "name: ended_why, ",
	    "name: ended_why, advisory: yes, ",
	    GATE ":50:15 proc_name_advisory");
	EXPECT("r1/forms/closing.yaml", "name: ended_why, ",
	    "name: ended_why, advisory: no, ", "");
}

static void
test_expressions(void)
{
	EXPECT(GATE, "${known} = 'yes'", "agee(${known}) = 'yes'",
	    GATE ":35:16 expr_function");
	EXPECT(GATE, "${known} = 'yes'", "known = 'yes'",
	    GATE ":35:16 proc_test_path");
	EXPECT(GATE, "test: ${ended_why} != ''",
	    "test: ${ended_wy} != ''", GATE ":50:15 proc_name_not_asked_near");
	EXPECT(GATE, "test: ${ended_why} != ''",
	    "test: |\n          ${ended_why} != ''\n          or ${x} = ''",
	    GATE ":50:15 proc_name_not_asked");
	EXPECT(GATE, "test: ${ended_why} != ''",
	    "test: ${closing} != '' or ${full_nam} = ''",
	    GATE ":50:15 proc_name_not_asked\n"
	    GATE ":50:35 proc_name_not_asked_near");
}

/* A literal that its name can never equal. */
static void
test_words(void)
{
	EXPECT(GATE, "${known} = 'yes'", "${known} = 'yess'",
	    GATE ":35:27 proc_word_never");
	EXPECT(GATE, "${known} = 'yes'", "${sex}!='women'",
	    GATE ":35:24 proc_word_never");
	EXPECT(GATE, "${known} = 'yes'", "selected(${sex}, 'men')",
	    GATE ":35:33 proc_word_never");
	EXPECT(GATE, "${known} = 'yes'", "${sex} = 'male' or "
	    "${full_name} = 'anything' or '${sex} = 1' = '' or ${sex} = ''",
	    "");
	EXPECT(GATE, "${known} = 'yes'", "${case.state} = 'askd'",
	    GATE ":35:32 proc_word_never");
	EXPECT(GATE, "${known} = 'yes'", "${request.who_is_it} = 'done'",
	    GATE ":35:39 proc_word_never");
	EXPECT(GATE, "${known} = 'yes'", "${case.under_18} = 'true'",
	    GATE ":35:35 proc_word_never");
	EXPECT(GATE, "${known} = 'yes'", "${case.holder} = 'post2' or "
	    "${case.holder_kind} = 'post' or ${case.path} = 'gate' or "
	    "${case.state} = 'asked'", GATE ":35:33 proc_word_never");
}

static void
test_papers(void)
{
	EXPECT("r1/papers.yaml", "from_outside: yes", "series: LL",
	    "r1/papers.yaml:3:5 proc_paper_nobody");
}

static void
test_clocks(void)
{
	EXPECT(GATE, "  clocks: [stay]\n", "",
	    "r1/clocks.yaml:8:5 proc_clock_never_started");
	EXPECT(GATE, "    clocks: {stop: [stay]}\n", "",
	    "r1/clocks.yaml:8:5 proc_clock_never_stopped");
	/* started when nothing that stops it can follow */
	EXPECT(GATE, "    form: closing\n",
	    "    form: closing\n    clocks: {start: [stay]}\n",
	    GATE ":42:5 proc_clock_runs_on");
	EXPECT("r1/requests.yaml", "    clock: reply\n", "",
	    "r1/clocks.yaml:2:5 proc_clock_never_started\n"
	    "r1/clocks.yaml:2:5 proc_clock_never_stopped");
	EXPECT("r1/clocks.yaml", "asked: wanted_by", "asked: full_name",
	    "r1/clocks.yaml:2:5 proc_asked_not_date");
	EXPECT("r1/clocks.yaml", "asked: wanted_by", "asked: wished_by",
	    "r1/clocks.yaml:2:5 proc_name_not_asked");
}

static void
test_leftovers(void)
{
	EXPECT("r1/register.yaml", "values:\n",
	    "values:\n  - {code: spare, title: " BOTH("S")
	    ", unit: count, basis: {status: unset}}\n",
	    "r1/register.yaml:2:5 proc_value_unused");
	EXPECT("r1/forms/spare.yaml", "",
	    "form: spare\nversion: 1\ntitle: " BOTH("S") "\n"
	    "status: suggested\nitems:\n"
	    "  - {type: text, name: spare, label: " BOTH("S") "}\n",
	    "r1/forms/spare.yaml:1:1 proc_form_unused");
}

/* The same name is the same fact, in whichever form it stands. */
static void
test_answers(void)
{
	EXPECT("r1/forms/reply.yaml", "type: text, name: full_name",
	    "type: integer, name: full_name",
	    "r1/forms/reply.yaml:7:5 proc_answer_type\n"
	    "r1/forms/reply.yaml:7:5 proc_known_name");
	EXPECT("r1/forms/reply.yaml", "class: identity", "class: plain",
	    "r1/forms/reply.yaml:7:5 proc_answer_class");
	EXPECT("r1/forms/reply.yaml", "name: full_name",
	    "name: sex", "r1/forms/reply.yaml:7:5 proc_answer_type\n"
	    "r1/forms/reply.yaml:7:5 proc_answer_class\n"
	    "r1/forms/reply.yaml:7:5 proc_known_name");
	EXPECT("r1/forms/reply.yaml", "items:\n",
	    "items:\n  - {type: select_one, name: sex, label: " BOTH("S")
	    ", choices: [{code: x, label: " BOTH("X") "}]}\n",
	    "r1/forms/reply.yaml:6:5 proc_answer_list");
	EXPECT("r1/forms/reply.yaml", "items:\n",
	    "items:\n  - {type: select_one, name: sex, label: " BOTH("S")
	    ", list: sexes}\n", "");
}

/* Rules that are there and do nothing. */
static void
test_rights_never(void)
{
#define RIGHTS(more) EXPECT("rights.yaml", "classes:\n", more "classes:\n",
#define CLASSES(more) EXPECT("rights.yaml", \
    "  - {roles: [officer, clerk], class: [identity", \
    more "  - {roles: [officer, clerk], class: [identity",
#define AFTER(more) EXPECT("rights.yaml", "plain], show: show, basis: b}\n", \
    "plain], show: show, basis: b}\n" more,
	/* said before: by one rule, or by two together */
	RIGHTS("  - {roles: [officer], commands: give_support, basis: b}\n")
	    "rights.yaml:7:5 proc_right_shadowed");
	RIGHTS("  - {roles: [officer], unit_kinds: [post, clinic], commands: "
	    "take_step, basis: b}\n") "rights.yaml:7:5 proc_right_shadowed");
	/* one kind of unit more, or one relation, and it lives */
	RIGHTS("  - {roles: [officer], unit_kinds: [post, office], commands: "
	    "take_step, basis: b}\n") "");
	RIGHTS("  - {roles: [officer], relation: holder, queries: case, "
	    "basis: b}\n  - {roles: [officer], relation: [holder, asked], "
	    "queries: case, basis: b}\n") "");
	RIGHTS("  - {roles: [officer], relation: [holder, asked], queries: "
	    "case, basis: b}\n  - {roles: [officer], relation: asked, "
	    "queries: [case, history], basis: b}\n")
	    "rights.yaml:8:5 proc_right_shadowed");
	/* outside a case there is no state and nobody's province */
	RIGHTS("  - {roles: [officer], relation: none, states: [asked], "
	    "commands: take_step, unit_kinds: [office], basis: b}\n")
	    "rights.yaml:7:5 proc_right_never");
	RIGHTS("  - {roles: [officer], relation: [none, party], place: "
	    "own_province, commands: send_request, unit_kinds: [office], "
	    "basis: b}\n") "rights.yaml:7:5 proc_right_never");
	RIGHTS("  - {roles: [officer], place: own_province, commands: "
	    "send_request, unit_kinds: [office], basis: b}\n") "");
	/* an end that is open */
	RIGHTS("  - {roles: [officer], states: [open, final], commands: "
	    "send_request, unit_kinds: [office], basis: b}\n")
	    "rights.yaml:7:5 proc_right_never");
	RIGHTS("  - {roles: [officer], states: [open, closed], commands: "
	    "send_request, unit_kinds: [office], basis: b}\n")
	    "rights.yaml:7:5 proc_right_never");
	/* a list is of no case, a case is no act */
	RIGHTS("  - {roles: [officer], relation: holder, queries: [queue, "
	    "case], basis: b}\n") "rights.yaml:7:5 proc_right_never");
	RIGHTS("  - {roles: [officer], relation: none, queries: [queue, "
	    "case], basis: b}\n") "rights.yaml:7:5 proc_right_never");
	RIGHTS("  - {roles: [officer], relation: party, queries: history, "
	    "basis: b}\n") "rights.yaml:7:5 proc_right_never");
	/* of classes the first rule that fits decides */
	AFTER("  - {roles: [clerk], class: medical, show: hide, basis: b}\n")
	    "rights.yaml:9:5 proc_right_shadowed");
	CLASSES("  - {roles: [clerk], class: medical, show: hide, basis: b}\n")
	    "");
	CLASSES("  - {roles: [clerk], class: medical, in: [list, search], "
	    "show: hide, basis: b}\n  - {roles: [clerk], class: [medical, "
	    "plain], in: list, show: mask, basis: b}\n")
	    "rights.yaml:9:5 proc_right_shadowed");
	CLASSES("  - {roles: [clerk], relation: none, states: final, class: "
	    "medical, show: hide, basis: b}\n")
	    "rights.yaml:8:5 proc_right_never");
	/* by states: open and final together leave nothing but no case */
	CLASSES("  - {roles: [clerk], relation: holder, states: open, class: "
	    "plain, show: hide, basis: b}\n  - {roles: [clerk], relation: "
	    "holder, states: final, class: plain, show: mask, basis: b}\n"
	    "  - {roles: [clerk], relation: holder, class: plain, show: hide, "
	    "basis: b}\n") "rights.yaml:10:5 proc_right_shadowed");
}

int
main(void)
{
	T_RUN(test_rights_never);
	T_CHECK(seal_start());
	T_RUN(test_states);
	T_RUN(test_steps_nobody_may_take);
	T_RUN(test_units_gone);
	T_RUN(test_holders);
	T_RUN(test_emergency);
	T_RUN(test_requests);
	T_RUN(test_names);
	T_RUN(test_advice);
	T_RUN(test_expressions);
	T_RUN(test_words);
	T_RUN(test_papers);
	T_RUN(test_clocks);
	T_RUN(test_leftovers);
	T_RUN(test_answers);
	return t_done();
}
