/*
 * What regimes, agencies and clocks may say beside the plain: one regime
 * after another, common forms, heirs, values of one province, pauses.  Each
 * fault is made on purpose, in one place.
 */
#include "tests/unit/procedure_rest.h"

/* One procedure with everything in it, and nothing wrong. */
static void
test_whole(void)
{
	const struct memory_file none = { "README.md", "" };
	struct procedure *p = NULL;
	char *got = tiny_try(&none, &p);
	const struct regime *r;
	const struct support *s;
	const struct clock_kind *clock;
	const struct basis *basis;
	int64_t n = 0;

	T_STR(got, "");
	free(got);
	if (p == NULL)
		return;
	r = procedure_regime(p, "r1");
	T_INT(r->n_form, 8);
	T_CHECK(regime_form(r, "agreed") != NULL);
	T_CHECK(regime_form(r, "agreed") !=
	    regime_form(procedure_regime(p, "r0"), "agreed"));
	T_CHECK(form_question(regime_form(r, "agreed"), "agrees")->anew);
	T_STR(r->dormant_after->code, "stay_term");
	T_STR(r->takeover[0].path[0].from_state[0], "warded");
	T_STR(r->takeover[0].path[0].state[0]->code, "cared");
	clock = regime_clock(r, "stay");
	T_STR(clock->suspend[0]->code, "who_is_it");
	T_CHECK(clock->can_extend);
	T_STR(clock->extend_by->code, "longer_term");
	T_STR(clock->extend_times->code, "longer_times");
	T_STR(clock->escalate_after->code, "stay_term");
	T_CHECK(!regime_clock(r, "reply")->can_extend);
	s = regime_support(r, "travel");
	T_INT(s->n_entitled, 2);
	T_STR(s->entitled[1].class->code, "other");
	T_INT(s->entitled[1].what, ENTITLED_CASE_BY_CASE);
	T_STR(s->limit_from, "known_on");
	T_STR(s->window->code, "stay_term");
	T_STR(s->window_from, "known_on");
	T_STR(s->asked_by, "apply");
	T_CHECK(legal_value_in(s->amount, "02", 12000, &n, &basis));
	T_INT(n, 120);			/* 2002-11-09 */
	T_CHECK(legal_value_in(s->amount, "02", 11000, &n, &basis));
	T_INT(n, 100);
	T_INT(regime_track(r, "secret")->step[0].by,
	    STEP_BY_HOLDER | STEP_BY_ASKED);
	T_INT(regime_track(r, "secret")->step[2].by, STEP_BY_HOLDER);
	T_CHECK(regime_track(r, "secret")->step[1].reopens);
	T_STR(regime_track(r, "secret")->entry_state->code, "open");
	T_CHECK(regime_coordination(r, "meeting")->of_period);
	T_STR(regime_coordination(r, "meeting")->task->code, "agreed");
	T_STR(unit_superior(p, procedure_unit(p, "post1"))->code, "office1");
	procedure_free(p);
}

static void
test_common_forms(void)
{
	/* a regime's own stands instead */
	EXPECT("r1/forms/agreed.yaml", "",
	    "form: agreed\nversion: 1\ntitle: " BOTH("A") "\n"
	    "status: suggested\nitems:\n"
	    "  - {type: yes_no, name: agrees, label: " BOTH("A") "}\n"
	    "  - {type: date, name: known_on, label: " BOTH("K") "}\n", "");
	EXPECT("common/forms/agreed.yaml", "name: agrees,",
	    "name: agrees, law: \"1\",",
	    "common/forms/agreed.yaml:7:39 proc_common_law");
	/* its faults are told once, not once a regime */
	EXPECT("common/forms/agreed.yaml", "type: yes_no", "type: maybe",
	    "common/forms/agreed.yaml:7:12 form_type");
	/* one regime without a use for it is enough to keep it */
	EXPECT("r0/tracks/secret.yaml", ", form: agreed", "", "");
	EXPECT("common/forms/spare.yaml", "",
	    "form: spare\nversion: 1\ntitle: " BOTH("S") "\n"
	    "status: suggested\nitems:\n"
	    "  - {type: text, name: spare, label: " BOTH("S") "}\n",
	    "common/forms/spare.yaml:1:1 proc_form_unused");
	EXPECT("common/other.yaml", "", "a: b\n",
	    "common/other.yaml:1:1 proc_stray_file");
}

static void
test_regimes(void)
{
	EXPECT("r0/regime.yaml", "2000-12-31", "2000-12-30",
	    "r1/regime.yaml:1:1 proc_regimes_gap");
	EXPECT("r0/regime.yaml", "2000-12-31", "2001-01-01",
	    "r1/regime.yaml:1:1 proc_regimes_overlap");
	EXPECT("r0/regime.yaml", "valid_to: 2000-12-31\n", "",
	    "r1/regime.yaml:1:1 proc_regimes_overlap");
	EXPECT("r1/regime.yaml", "dormant_after: stay_term",
	    "dormant_after: fare", "r1/regime.yaml:4:16 proc_not_a_term");
	/* the same name is the same fact before and after */
	EXPECT("r0/forms/person.yaml", "class: identity", "class: plain",
	    "r1/forms/person.yaml:6:5 proc_answer_class");
}

static void
test_takeover(void)
{
	EXPECT("r1/regime.yaml", "from: r0", "from: r2",
	    "r1/regime.yaml:6:11 proc_unknown_code_near");
	EXPECT("r1/regime.yaml", "from: r0", "from: r1",
	    "r1/regime.yaml:6:11 proc_takes_itself\n"
	    "r1/regime.yaml:9:41 proc_unknown_code_near");
	EXPECT("r1/regime.yaml", "{from: gate", "{from: gaet",
	    "r1/regime.yaml:9:16 proc_unknown_code_near");
	EXPECT("r1/regime.yaml", "warded: cared", "wardd: cared",
	    "r1/regime.yaml:9:41 proc_unknown_code_near");
	EXPECT("r1/regime.yaml", "warded: cared", "warded: caerd",
	    "r1/regime.yaml:9:49 proc_unknown_code_near");
	EXPECT("r1/regime.yaml", "warded: cared", "warded: [cared]",
	    "r1/regime.yaml:9:49 proc_not_a_code");
	/* warded is no state here */
	EXPECT("r1/regime.yaml", "states: {warded: cared}, ", "",
	    "r1/regime.yaml:9:9 proc_state_not_taken");
	/* the clinic, which takes the place of the ward, cannot ask */
	EXPECT("r1/regime.yaml", "warded: cared", "warded: asked",
	    "r1/regime.yaml:9:9 proc_taken_stuck");
	/* what is over asks for nothing more */
	EXPECT("r1/regime.yaml", "warded: cared", "warded: closed", "");
	EXPECT(OLD, "path: gate", "path: door",
	    "r1/regime.yaml:9:16 proc_unknown_code");
	EXPECT("r0/paths/door.yaml", "", "path: door\ntitle: " BOTH("D") "\n"
	    "basis: " BASIS "\n"
	    "entry: {who: {unit_kinds: [post]}, state: gone, "
	    "person: person, minutes: person}\n"
	    "states: [{code: gone, final: yes, title: " BOTH("G")
	    ", basis: " BASIS "}]\nsteps: []\n",
	    "r1/regime.yaml:6:5 proc_path_not_taken");
	EXPECT("r1/regime.yaml", "      - {from: gate",
	    "      - {from: gate, to: gate, states: {warded: cared}, basis: "
	    BASIS "}\n      - {from: gate",
	    "r1/regime.yaml:10:9 proc_listed_twice");
	/* the later one cannot be what came before */
	EXPECT("r0/regime.yaml", "valid_to: 2000-12-31\n",
	    "valid_to: 2000-12-31\n"
	    "takes_over: [{from: r1, basis: " BASIS ", paths: [{from: gate, "
	    "to: gate, states: {asked: received, cared: gone}, basis: "
	    BASIS "}]}]\n",
	    "r0/regime.yaml:5:14 proc_takes_later\n"
	    "r0/regime.yaml:5:87 proc_no_emergency");
	/* the ward has ended, and nobody came after it */
	EXPECT("agencies.yaml", ", successor: clinic1, title", ", title",
	    "agencies.yaml:18:5 proc_no_successor");
	EXPECT("agencies.yaml", "successor: clinic, title", "title", "");
	EXPECT("r0/tracks/secret.yaml", "track: secret", "track: hidden",
	    "r1/regime.yaml:6:5 proc_path_not_taken");
	EXPECT("r0/tracks/secret.yaml", "start: open\nstates:\n",
	    "start: new\nstates:\n  - {code: new, final: yes, title: "
	    BOTH("N") ", basis: " BASIS "}\n",
	    "r0/tracks/secret.yaml:7:5 proc_state_unreachable\n"
	    "r0/tracks/secret.yaml:8:5 proc_state_unreachable\n"
	    "r1/regime.yaml:6:5 proc_state_not_taken");
}

/* Heirs: by the kind when no unit names one; help for the moved person. */
static void
test_heirs(void)
{
	char *text = replaced(tiny_text("agencies.yaml"),
	    "successor: clinic, title", "title"), *got;

	tiny_also = (struct memory_file){ "agencies.yaml", text };
	EXPECT("r1/support.yaml", "[post, clinic]", "[post]",
	    GATE ":14:5 proc_no_emergency\n"
	    GATE ":15:5 proc_no_emergency\n"
	    "r1/regime.yaml:9:9 proc_no_emergency");
	tiny_also = (struct memory_file){ NULL, NULL };
	free(text);
	/* by its kind alone the clinic goes on; it cannot ask */
	text = replaced(tiny_text("agencies.yaml"),
	    "kind: ward, successor: clinic1", "kind: ward");
	tiny_also = (struct memory_file){ "agencies.yaml", text };
	EXPECT("r1/regime.yaml", "warded: cared", "warded: asked",
	    "agencies.yaml:18:5 proc_no_successor\n"
	    "r1/regime.yaml:9:9 proc_taken_stuck");
	tiny_also = (struct memory_file){ NULL, NULL };
	EXPECT("agencies.yaml", "successor: clinic, title: " BOTH("W") "}\n"
	    "roles:\n", "title: " BOTH("W") "}\nroles:\n", "");
	free(text);
	/* neither the unit nor its kind names one */
	text = replaced(tiny_text("agencies.yaml"),
	    "successor: clinic, title", "title");
	got = replaced(text, "kind: ward, successor: clinic1", "kind: ward");
	tiny_also = (struct memory_file){ "agencies.yaml", got };
	EXPECT("README.md", "not", "nothing",
	    "agencies.yaml:18:5 proc_no_successor\n"
	    "r1/regime.yaml:9:9 proc_taken_nobody");
	tiny_also = (struct memory_file){ NULL, NULL };
	free(got);
	free(text);
}

static void
test_agencies(void)
{
	EXPECT("agencies.yaml", "superior: office, title", "superior: post, "
	    "title", "agencies.yaml:4:40 proc_names_itself");
	EXPECT("agencies.yaml", "{code: office, tier: central",
	    "{code: office, superior: post, tier: central",
	    "agencies.yaml:4:5 proc_circle");
	EXPECT("agencies.yaml", "{code: office1, kind: office",
	    "{code: office1, superior: clinic1, kind: office",
	    "agencies.yaml:16:5 proc_circle");
	EXPECT("agencies.yaml", "superior: office1", "superior: office2",
	    "agencies.yaml:17:45 proc_unknown_code_near");
}

static void
test_dormant(void)
{
	EXPECT("rights.yaml", ", propose_takeover, confirm_takeover", "",
	    "r1/regime.yaml:1:1 proc_dormant_nobody\n"
	    "r1/regime.yaml:1:1 proc_dormant_nobody");
	EXPECT("rights.yaml", ", confirm_takeover", "",
	    "r1/regime.yaml:1:1 proc_dormant_nobody");
}

static void
test_local_values(void)
{
	EXPECT("r1/register.yaml", "valid_to: 2002-12-31",
	    "valid_to: 2003-01-01", "r1/register.yaml:19:9 proc_local_twice");
	EXPECT("r1/register.yaml", "valid_to: 2002-12-31, basis: " BASIS,
	    "valid_to: 2002-12-31, basis: {status: unset}",
	    "r1/register.yaml:18:33 proc_unset_with_value");
	EXPECT("r1/register.yaml", "value: 120, ", "",
	    "r1/register.yaml:18:9 yaml_missing_key");
	EXPECT("r1/register.yaml", "value: 120", "value: -1",
	    "r1/register.yaml:18:33 proc_value_range");
	EXPECT("lists/provinces.tsv", "",
	    "# list: provinces\n# title_vi: T\n# title_en: P\n# source: s\n"
	    "# source_date: 2024-01-01\n# licence: MIT\n"
	    "# status: inferred\n# rows: 2\n"
	    "code\tvi\ten\tvalid_from\tvalid_to\n"
	    "22\tA\tA\t\t\n31\tB\tB\t\t\n",
	    "r1/register.yaml:18:20 proc_unknown_code\n"
	    "r1/register.yaml:19:20 proc_unknown_code");
}

static void
test_more_clocks(void)
{
	EXPECT("r1/clocks.yaml", "[who_is_it], basis: " BASIS, "[who_is_it]",
	    "r1/clocks.yaml:12:14 yaml_missing_key");
	EXPECT("r1/clocks.yaml", "[who_is_it]", "[who_was_it]",
	    "r1/clocks.yaml:12:26 proc_unknown_code_near");
	EXPECT("r1/clocks.yaml", "[who_is_it]", "[]",
	    "r1/clocks.yaml:12:25 proc_empty_list");
	EXPECT("r1/clocks.yaml", "by: longer_term", "by: longer_times",
	    "r1/clocks.yaml:14:11 proc_not_a_term");
	EXPECT("r1/clocks.yaml", "times: longer_times", "times: stay_term",
	    "r1/clocks.yaml:15:14 proc_not_a_count");
	EXPECT("r1/clocks.yaml", "after: stay_term", "after: longer_times",
	    "r1/clocks.yaml:18:23 proc_not_a_term");
	EXPECT("r1/clocks.yaml", "who: {unit_kinds: office}",
	    "who: {unit_kinds: post}",
	    "r1/clocks.yaml:8:5 proc_extend_nobody");
	EXPECT("r1/clocks.yaml", "    whose: addressee\n",
	    "    whose: addressee\n"
	    "    suspend: {requests: who_is_it, basis: " BASIS "}\n",
	    "r1/clocks.yaml:2:5 proc_suspends_itself");
	EXPECT("r1/clocks.yaml", "    whose: addressee\n",
	    "    whose: addressee\n"
	    "    escalate: {after: stay_term, basis: " BASIS "}\n",
	    "r1/clocks.yaml:2:5 proc_escalates_to_nobody");
	/* the oldest of a kind alone is stopped as well */
	EXPECT(GATE, "{stop: [stay]}", "{stop_one: [stay]}", "");
	EXPECT(GATE, "{stop: [stay]}", "{stop: [stay], stop_one: [stay]}",
	    GATE ":27:5 proc_listed_twice");
	/* a path that starts it and never comes to its end */
	EXPECT("r1/paths/door.yaml", "", "path: door\ntitle: " BOTH("D") "\n"
	    "basis: " BASIS "\n"
	    "entry: {who: {unit_kinds: [post]}, state: gone, "
	    "person: person, minutes: person, clocks: [stay]}\n"
	    "states: [{code: gone, final: yes, title: " BOTH("G")
	    ", basis: " BASIS "}]\nsteps: []\n",
	    "r1/paths/door.yaml:1:1 proc_clock_runs_on");
	/* a step of a track can stop what the path has started */
	EXPECT(SECRET, "    form: agreed\n", "    form: agreed\n"
	    "    clocks: {start: [stay]}\n", "");
}

int
main(void)
{
	rest_start();
	T_RUN(test_whole);
	T_RUN(test_common_forms);
	T_RUN(test_regimes);
	T_RUN(test_takeover);
	T_RUN(test_heirs);
	T_RUN(test_agencies);
	T_RUN(test_dormant);
	T_RUN(test_local_values);
	T_RUN(test_more_clocks);
	return t_done();
}
