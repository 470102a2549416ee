/*
 * What stands beside a path: classes, support, tracks, coordination, lines of
 * a hand-over.  Each fault is made on purpose, in one place; then many at
 * random.
 */
#include "tests/unit/procedure_rest.h"

static void
test_classes(void)
{
	EXPECT("r1/classes.yaml", "${sex}", "${sexx}",
	    "r1/classes.yaml:4:41 proc_name_not_asked_near");
	/* any path's state, but a state */
	EXPECT("r1/classes.yaml", "${sex} != 'male'", "${case.state} = "
	    "'cared'", "");
	EXPECT("r1/classes.yaml", "${sex} != 'male'", "${case.state} = "
	    "'shut'", "r1/classes.yaml:4:57 proc_word_never");
	EXPECT("r1/classes.yaml", "'male'", "'mail'",
	    "r1/classes.yaml:4:51 proc_word_never");
	EXPECT("r1/classes.yaml", "${sex} != 'male'",
	    "${case.class} = 'other'",
	    "r1/classes.yaml:4:12 proc_class_circle");
	EXPECT("r1/classes.yaml", "\"${case.under_18} = 'yes' and ${sex} != "
	    "'male'\"", "not(false())",
	    "r1/classes.yaml:6:5 proc_class_never");
	EXPECT("r1/classes.yaml", "\"${case.under_18} = 'yes' and ${sex} != "
	    "'male'\"", "1 = 2", "r1/classes.yaml:4:11 proc_test_never");
	EXPECT("r1/classes.yaml", "test: true()",
	    "test: \"${case.under_18} = 'yes' and ${sex} != 'male'\"",
	    "r1/classes.yaml:6:5 proc_class_never");
	EXPECT("r1/classes.yaml", "test: true()", "test: true(",
	    "r1/classes.yaml:6:57 expr_end");
}

static void
test_support(void)
{
	EXPECT("r1/support.yaml", "class: young", "class: yung",
	    "r1/support.yaml:11:17 proc_unknown_code_near");
	EXPECT("r1/support.yaml", "class: other", "class: young",
	    "r1/support.yaml:12:17 proc_listed_twice");
	EXPECT("r1/support.yaml", "what: yes", "what: maybe",
	    "r1/support.yaml:11:30 proc_bad_word");
	EXPECT("r1/support.yaml", "    for:\n"
	    "      - {class: young, what: yes, basis: " BASIS "}\n"
	    "      - {class: other, what: case_by_case, ", "    for:\n"
	    "      - {class: other, what: no, ",
	    "r1/support.yaml:7:5 proc_support_for_nobody");
	EXPECT("r1/support.yaml", "limit_from: known_on",
	    "limit_from: known_un", "r1/support.yaml:7:5 proc_name_not_asked");
	EXPECT("r1/support.yaml", "from: known_on}", "from: full_name}",
	    "r1/support.yaml:7:5 proc_asked_not_date");
	EXPECT("r1/support.yaml", "    limit: stay_term\n", "",
	    "r1/support.yaml:7:5 proc_from_without_limit");
	EXPECT("r1/support.yaml", "window: {value: stay_term",
	    "window: {value: fare", "r1/support.yaml:15:21 proc_not_a_term");
	EXPECT("r1/support.yaml", "times: longer_times", "times: fare",
	    "r1/support.yaml:16:12 proc_not_a_count");
	EXPECT("r1/support.yaml", "amount: fare", "amount: stay_term",
	    "r1/support.yaml:17:13 proc_not_money");
	EXPECT("r1/support.yaml", "asked_by: apply", "asked_by: aply",
	    "r1/support.yaml:18:15 proc_unknown_code");
	EXPECT("r1/support.yaml", "asked_by: apply", "asked_by: shut_it",
	    "r1/support.yaml:7:5 proc_not_applied_for");
}

/* What rests on a document asks for it, when given and when applied for. */
static void
test_documents(void)
{
	EXPECT("r1/forms/delivery.yaml", "name: delivery_document",
	    "name: delivered_by", "r1/support.yaml:7:5 proc_no_document");
	EXPECT("r1/forms/applying.yaml", "name: application_document",
	    "name: applied_by", SECRET ":23:5 proc_no_document");
	EXPECT("r1/support.yaml", "what: case_by_case", "what: unset", "");
	/* known names have their type */
	EXPECT("r1/forms/delivery.yaml", "type: text", "type: date",
	    "r1/forms/delivery.yaml:6:5 proc_known_name");
	EXPECT("r0/forms/person.yaml", "type: text, name: full_name",
	    "type: text, name: identified_on",
	    "r0/forms/person.yaml:6:5 proc_known_name");
}

static void
test_applies(void)
{
	EXPECT(SECRET, "applies: wanted", "applies: wantd",
	    "r1/support.yaml:7:5 proc_not_applied_for\n"
	    SECRET ":23:5 proc_applies_not_asked");
	EXPECT(SECRET, "form: applying, applies: wanted",
	    "form: agreed, applies: agrees",
	    "r1/forms/applying.yaml:1:1 proc_form_unused\n"
	    "r1/support.yaml:7:5 proc_not_applied_for\n"
	    SECRET ":23:5 proc_applies_not_asked");
	EXPECT("r1/forms/applying.yaml", "{code: food", "{code: fodo",
	    SECRET ":23:5 proc_applies_choice");
	EXPECT("r1/forms/applying.yaml", "{code: travel", "{code: trip",
	    "r1/support.yaml:7:5 proc_not_applied_for\n"
	    SECRET ":23:5 proc_applies_choice");
}

static void
test_tracks(void)
{
	EXPECT(SECRET, "start: open", "start: opne",
	    SECRET ":4:8 proc_unknown_code_near");
	EXPECT(SECRET, "steps:\n",
	    "  - {code: lost, final: yes, title: " BOTH("L") ", basis: "
	    BASIS "}\nsteps:\n", SECRET ":8:5 proc_state_unreachable");
	/* shut is neither final nor left: open_it is gone */
	EXPECT(SECRET, "shut, final: yes", "shut",
	    SECRET ":22:5 proc_reopens_nothing");
	EXPECT(SECRET, ", reopens: yes", "",
	    SECRET ":22:5 proc_final_with_step");
	EXPECT(SECRET, "    from: open\n", "    from: shut\n",
	    SECRET ":7:5 proc_state_unreachable\n"
	    SECRET ":9:5 proc_final_with_step");
	/* no end is needed, a way out is */
	EXPECT(SECRET, "steps:\n",
	    "  - {code: limbo, title: " BOTH("L") ", basis: " BASIS "}\n"
	    "steps:\n" STEP("fall", "open", "limbo") "}\n",
	    SECRET ":8:5 proc_state_no_exit");
	/* a code names one step, wherever it stands */
	EXPECT(SECRET, "code: shut_it", "code: close",
	    SECRET ":9:5 proc_same_in_file");
	/* the office is asked, but never holds */
	EXPECT(SECRET, "[clinic, office]", "[office]", "");
	EXPECT(SECRET, "[clinic, office]}\n    by: [holder, asked]",
	    "[office]}\n    by: [holder, former]",
	    SECRET ":9:5 proc_step_not_related");
	EXPECT(SECRET, "who: {unit_kinds: [clinic, office]}",
	    "who: {unit_kinds: [ward]}", SECRET ":9:5 proc_step_nobody");
	EXPECT(SECRET, "by: [holder, asked]", "by: []",
	    SECRET ":14:9 proc_empty_list");
	EXPECT(SECRET, "by: [holder, asked]", "by: [boss]",
	    SECRET ":14:10 proc_bad_word");
	EXPECT(SECRET, "    form: agreed\n",
	    "    form: agreed\n    handover: {unit_kinds: [clinic]}\n",
	    SECRET ":16:5 yaml_unknown_key");
	EXPECT("r1/tracks/other.yaml", "", "track: secret\ntitle: " BOTH("S")
	    "\nbasis: " BASIS "\nstart: a\nstates:\n"
	    "  - {code: a, final: yes, title: " BOTH("A") ", basis: " BASIS
	    "}\nsteps: []\n", SECRET ":1:8 proc_same_in_file");
}

/* What the tables of the checker are made for, and one more. */
static void
test_bounds(void)
{
	struct memory_file change = { SECRET, NULL };
	struct str text = STR_INIT;
	char *got;

	str_add(&text, "track: secret\ntitle: " BOTH("S") "\n"
	    "basis: " BASIS "\nstart: s0\nstates:\n");
	for (int i = 0; i <= 200; i++)
		str_printf(&text, "  - {code: s%d, title: " BOTH("S")
		    ", basis: " BASIS "}\n", i);
	str_add(&text, "steps:\n");
	for (int i = 0; i <= 400; i++)
		str_printf(&text, "  - {code: t%d, title: " BOTH("S")
		    ", from: s%d, to: s%d, who: {unit_kinds: clinic}, "
		    "basis: " BASIS "}\n", i, i % 201, (i + 1) % 201);
	change.text = str_text(&text);
	got = tiny_try(&change, NULL);
	T_CHECK(strstr(got, SECRET ":6:3 proc_too_many_items") != NULL);
	T_CHECK(strstr(got, SECRET ":208:3 proc_too_many_items") != NULL);
	free(got);
	str_done(&text);
}

static void
test_coordination(void)
{
	EXPECT("r1/coordination.yaml", "attach: [case, period]",
	    "attach: [case, week]",
	    "r1/coordination.yaml:4:20 proc_bad_word");
	EXPECT("r1/coordination.yaml", "attach: [case, period]",
	    "attach: []", "r1/coordination.yaml:4:13 proc_empty_list");
	EXPECT("r1/coordination.yaml", "form: agreed", "form: agred",
	    "r1/coordination.yaml:8:11 proc_unknown_code_near");
	EXPECT("r1/coordination.yaml", "paper: act", "paper: akt",
	    "r1/coordination.yaml:11:12 proc_unknown_code_near");
	EXPECT("r1/coordination.yaml", "    paper: act\n",
	    "    paper: act\n    clock: meet\n",
	    "r1/coordination.yaml:12:12 proc_unknown_code");
	EXPECT("r1/coordination.yaml", "lead: {unit_kinds: office}",
	    "lead: {unit_kinds: post}",
	    "r1/coordination.yaml:2:5 proc_coord_nobody");
	EXPECT("r1/coordination.yaml", "plan: yes", "plan: no",
	    "r1/coordination.yaml:2:5 proc_plan_and_task");
	EXPECT("r1/coordination.yaml", "    task: agreed\n", "",
	    "r1/coordination.yaml:2:5 proc_plan_and_task");
}

/* Hand-over to a foreign side, and cases that begin again. */
static void
test_handover(void)
{
	EXPECT(GATE, "handover: {unit_kinds: [clinic]}",
	    "handover: {unit_kinds: [clinic], line: agreed, "
	    "receipt: agreed}", "");
	EXPECT(GATE, "handover: {unit_kinds: [clinic]}",
	    "handover: {unit_kinds: [clinic], line: agred}",
	    GATE ":32:44 proc_unknown_code_near");
	EXPECT(GATE, "handover: {unit_kinds: [clinic]}", "handover: {}",
	    GATE ":32:15 proc_handover_to_nobody");
	EXPECT(GATE, "steps:\n", "steps:\n"
	    STEP("abroad", "cared", "closed") ", handover: "
	    "{foreign: yes, unit_kinds: [clinic]}}\n",
	    GATE ":20:190 proc_foreign_kinds");
	EXPECT(GATE, "steps:\n", "steps:\n"
	    STEP("abroad", "cared", "closed") ", handover: {foreign: yes}}\n",
	    "");
	EXPECT(GATE, "steps:\n", "steps:\n"
	    STEP("abroad", "cared", "cared") ", handover: {foreign: yes}}\n",
	    GATE ":20:5 proc_foreign_not_final");
	EXPECT(GATE, "steps:\n", "steps:\n"
	    "  - {code: abroad, title: " BOTH("A") ", from: cared, to: cared, "
	    "who: {unit_kinds: clinic}, handover: {foreign: yes}, "
	    "basis: {status: inferred, note: " BOTH("N") "}}\n", "");
	EXPECT(GATE, "steps:\n", "steps:\n"
	    STEP("again", "closed", "cared") ", reopens: yes}\n", "");
	EXPECT(GATE, "steps:\n", "steps:\n"
	    STEP("again", "cared", "closed") ", reopens: yes}\n",
	    GATE ":20:5 proc_reopens_nothing");
}

/* Reserved names and the words they can be. */
static void
test_reserved(void)
{
	EXPECT(GATE, "${known} = 'yes'", "${case.class} = 'young' or "
	    "${case.support_regime} = 'r0' or ${track.secret} = 'shut' or "
	    "${case.reopened} > 0 or ${case.link.family} > 0 or "
	    "'withdrawn' = ${request.who_is_it} or ${agrees} = 'yes'", "");
	EXPECT(GATE, "${known} = 'yes'", "${case.class} = 'yuong'",
	    GATE ":35:32 proc_word_never");
	EXPECT(GATE, "${known} = 'yes'", "${case.support_regime} = 'r2'",
	    GATE ":35:41 proc_word_never");
	EXPECT(GATE, "${known} = 'yes'", "${track.secret} = 'closed'",
	    GATE ":35:34 proc_word_never");
	EXPECT(GATE, "${known} = 'yes'", "${track.sceret} = 'open'",
	    GATE ":35:16 proc_unknown_code_near");
	EXPECT(GATE, "${known} = 'yes'", "${case.link.friend} > 0",
	    GATE ":35:16 proc_name_reserved");
	EXPECT(GATE, "${known} = 'yes'", "'done' = ${request.who_is_it}",
	    GATE ":35:16 proc_word_never");
	EXPECT(GATE, "${known} = 'yes'", "${request.who_is_it.unit} = 'gate'",
	    GATE ":35:44 proc_word_never");
	/* a state of the other regime's path */
	EXPECT(GATE, "${known} = 'yes'", "${case.state} = 'warded'",
	    GATE ":35:32 proc_word_never");
	/* several choices are one text: only selected() looks inside */
	EXPECT(SECRET, "${agrees} = 'yes'", "selected(${wanted}, 'food')",
	    "");
	EXPECT(SECRET, "${agrees} = 'yes'", "${wanted} = 'food'",
	    SECRET ":18:27 proc_use_selected");
	EXPECT(SECRET, "${agrees} = 'yes'", "${known_on} = 'yes'",
	    SECRET ":18:29 proc_word_never");
	EXPECT(SECRET, "${agrees} = 'yes'", "${known_on} = '2020-02-01'", "");
	EXPECT(SECRET, "${agrees} = 'yes'", "${age} = 'ten'",
	    SECRET ":18:24 proc_word_never");
	EXPECT(SECRET, "${agrees} = 'yes'", "${age} = '10'", "");
	/* guards that are no guards */
	EXPECT(GATE, "${ended_why} != ''", "true()",
	    GATE ":50:15 proc_test_always");
	EXPECT(SECRET, "${agrees} = 'yes'", "not('a')",
	    SECRET ":18:15 proc_test_never");
}

static uint64_t
chance(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* One file with a piece left out, doubled or struck: never a crash. */
static void
test_damage(void)
{
	const char *given = getenv("TN_SEED");
	uint64_t seed = given != NULL ? strtoull(given, NULL, 10) : 20260302;
	size_t whole = 0;

	printf("# seed %llu (TN_SEED sets it)\n", (unsigned long long)seed);
	for (int i = 0; i < 1500; i++) {
		const struct memory_file *file =
		    &rest[chance(&seed) % ARRAY_LEN(rest)];
		size_t n = strlen(file->text), from, len;
		struct memory_file change = { file->path, NULL };
		struct str text = STR_INIT;
		char *got;

		from = chance(&seed) % n;
		len = 1 + chance(&seed) % 24;
		len = from + len > n ? n - from : len;
		str_addn(&text, file->text, from);
		if (chance(&seed) % 3 == 0)
			str_addn(&text, file->text + from, len);
		else if (chance(&seed) % 2 == 0)
			str_add(&text, "[{x: [y]}]");
		str_add(&text, file->text + from +
		    (chance(&seed) % 2 == 0 ? len : 0));
		change.text = str_text(&text);
		got = tiny_try(&change, NULL);
		whole += got[0] == '\0';
		free(got);
		str_done(&text);
	}
	printf("# %zu of 1500 still whole\n", whole);
}

static void
test_tables(void)
{
	const struct memory_file none = { "README.md", "" };
	struct procedure *p = NULL;
	char *got = tiny_try(&none, &p);
	struct str dot = STR_INIT;
	json_t *codes, *all, *r1, *article;

	free(got);
	if (p == NULL) {
		t_bad++;
		return;
	}
	codes = procedure_codes(p);
	all = procedure_coverage(p);
	r1 = jx_by_code(jx_get(codes, "regimes"), "r1");
	T_CHECK(jx_by_code(jx_get(r1, "classes"), "young") != NULL);
	T_CHECK(jx_by_code(jx_get(r1, "coordination"), "meeting") != NULL);
	T_CHECK(jx_by_code(jx_get(jx_by_code(jx_get(r1, "tracks"), "secret"),
	    "steps"), "shut_it") != NULL);
	T_CHECK(jx_by_code(jx_get(r1, "reasons"), "not_agreed") != NULL);
	article = jx_get(all, "law 1(2)");
	T_CHECK(jx_by_code(jx_get(article, "tracks"), "secret") != NULL);
	T_CHECK(jx_by_code(jx_get(article, "classes"), "other") != NULL);
	T_CHECK(jx_by_code(jx_get(article, "coordination"), "meeting") !=
	    NULL);
	T_CHECK(jx_by_code(jx_get(article, "entitlements"), "travel/young") !=
	    NULL);
	T_CHECK(jx_by_code(jx_get(article, "suspensions"), "stay") != NULL);
	T_CHECK(jx_by_code(jx_get(article, "extensions"), "stay") != NULL);
	T_CHECK(jx_by_code(jx_get(article, "escalations"), "stay") != NULL);
	T_CHECK(jx_by_code(jx_get(article, "local_values"), "fare/02") !=
	    NULL);
	T_CHECK(jx_by_code(jx_get(article, "takeovers"), "r0/gate") != NULL);
	procedure_dot(regime_track(procedure_regime(p, "r1"), "secret"),
	    LANG_EN, &dot);
	T_STR(str_text(&dot),
	    "digraph \"secret\" {\n"
	    "\tlabel=\"S\";\n"
	    "\tnode [shape=box];\n"
	    "\t\"\" [shape=point];\n"
	    "\t\"\" -> \"open\";\n"
	    "\t\"open\" [label=\"O\"];\n"
	    "\t\"shut\" [label=\"S\", peripheries=2];\n"
	    "\t\"open\" -> \"shut\" [label=\"S\", "
	    "tooltip=\"Law 1, Art. 1(2)\"];\n"
	    "\t\"shut\" -> \"open\" [label=\"S\", "
	    "tooltip=\"Law 1, Art. 1(2)\", style=bold];\n"
	    "\t\"open\" -> \"open\" [label=\"S\", "
	    "tooltip=\"Law 1, Art. 1(2)\"];\n"
	    "}\n");
	str_done(&dot);
	json_decref(codes);
	json_decref(all);
	procedure_free(p);
}

int
main(void)
{
	rest_start();
	T_RUN(test_classes);
	T_RUN(test_support);
	T_RUN(test_documents);
	T_RUN(test_applies);
	T_RUN(test_tracks);
	T_RUN(test_bounds);
	T_RUN(test_coordination);
	T_RUN(test_handover);
	T_RUN(test_reserved);
	T_RUN(test_damage);
	T_RUN(test_tables);
	return t_done();
}
