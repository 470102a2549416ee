/*
 * Loading: each fault that a single place of YAML can have is found at its
 * file, line and column, and nothing hostile does harm.
 */
#include "core/staff/seal.h"
#include "tests/unit/procedure_tiny.h"

#define LONG_LIST 5000

static void
test_tiny_is_whole(void)
{
	struct procedure *p;
	char *got = tiny_try(NULL, &p);

	T_STR(got, "");
	T_CHECK(p != NULL);
	procedure_free(p);
	free(got);
}

static void
test_keys_and_words(void)
{
	EXPECT("agencies.yaml", "tier: post", "teir: post",
	    "agencies.yaml:4:5 yaml_missing_key\n"
	    "agencies.yaml:4:33 yaml_unknown_key_near");
	EXPECT("agencies.yaml", "tier: post", "tier: moon",
	    "agencies.yaml:4:39 proc_bad_word");
	EXPECT("r1/clocks.yaml", "whose: holder", "whose: nobody",
	    "r1/clocks.yaml:11:12 proc_bad_word");
	EXPECT("r1/register.yaml", "unit: hours", "unit: weeks",
	    "r1/register.yaml:8:11 proc_bad_word");
	EXPECT("queues.yaml", "order: due", "order: luck",
	    "queues.yaml:6:12 proc_bad_word");
	EXPECT("queues.yaml", "[holder]", "[holder, friend]",
	    "queues.yaml:5:32 proc_bad_word");
	EXPECT("queues.yaml", "3 working_days", "3 moons",
	    "queues.yaml:5:45 term_bad");
	EXPECT("queues.yaml", "width: 0", "width: 70",
	    "queues.yaml:8:7 proc_queue_too_wide");
	EXPECT("queues.yaml", "width: 10", "width: 0",
	    "queues.yaml:8:7 proc_queue_two_open");
	EXPECT("queues.yaml", "width: 10", "width: 100",
	    "queues.yaml:8:56 proc_bad_width");
	EXPECT("r1/paths/gate.yaml", "title: {vi: \"G\", en: \"G\"}",
	    "title: {vi: \"G\"}", "r1/paths/gate.yaml:2:8 yaml_want_both");
}

static void
test_codes(void)
{
	EXPECT("agencies.yaml", "code: office,", "code: post,",
	    "agencies.yaml:5:12 proc_code_twice\n"
	    	    "agencies.yaml:17:27 proc_unknown_code\n"
	    "r1/requests.yaml:5:22 proc_unknown_code\n"
	    "rights.yaml:5:34 proc_unknown_code");
	EXPECT("agencies.yaml", "ministry: mod", "ministry: mob",
	    "agencies.yaml:4:28 proc_unknown_code_near");
	EXPECT("agencies.yaml", "kind: post,", "kind: pots,",
	    "agencies.yaml:16:25 proc_unknown_code_near");
	EXPECT("rights.yaml", "commands: give_support",
	    "commands: give_suport",
	    "rights.yaml:6:41 proc_unknown_code_near");
	EXPECT("rights.yaml", "[officer, clerk], com", "[officer, officer], com",
	    "rights.yaml:6:23 proc_listed_twice");
	EXPECT("r1/paths/gate.yaml", "state: received", "state: recieved",
	    "r1/paths/gate.yaml:6:10 proc_unknown_code_near");
	EXPECT("r1/paths/gate.yaml", "person: person", "person: people",
	    "r1/paths/gate.yaml:7:11 proc_unknown_code");
	EXPECT("r1/paths/gate.yaml", "to: asked", "to: limbo",
	    "r1/paths/gate.yaml:23:9 proc_unknown_code");
	EXPECT("r1/paths/gate.yaml", "request: who_is_it",
	    "request: who_was_it",
	    "r1/paths/gate.yaml:25:14 proc_unknown_code_near");
	EXPECT("r1/paths/gate.yaml", "papers: [act]", "papers: [act, pact]",
	    "r1/paths/gate.yaml:40:19 proc_unknown_code_near");
	EXPECT("r1/paths/gate.yaml", "{stop: [stay]}", "{stop: [stray]}",
	    "r1/paths/gate.yaml:39:21 proc_unknown_code_near");
	EXPECT("r1/clocks.yaml", "term: reply_term", "term: rely_term",
	    "r1/clocks.yaml:4:11 proc_unknown_code_near");
	EXPECT("r1/requests.yaml", "ask: ask", "ask: asking",
	    "r1/requests.yaml:6:10 proc_unknown_code");
	EXPECT("r1/requests.yaml", "    ask: ask",
	    "    states: [recieved]\n    ask: ask",
	    "r1/requests.yaml:6:14 proc_unknown_code_near");
	EXPECT("r1/support.yaml", "unit_kinds: [post, clinic]",
	    "unit_kinds: []", "r1/support.yaml:5:23 proc_empty_list");
	EXPECT("r1/regime.yaml", "regime: r1", "regime: r2",
	    "r1/regime.yaml:1:9 proc_regime_folder");
	EXPECT("r1/forms/ask.yaml", "form: ask", "form: reply",
	    "r1/forms/reply.yaml:1:1 proc_same_in_file\n"
	    "r1/paths/gate.yaml:37:35 proc_no_question\n"
	    "r1/requests.yaml:6:10 proc_unknown_code");
}

static void
test_basis(void)
{
	EXPECT("r1/clocks.yaml",
	    "    basis: {doc: law, article: \"1(2)\", status: reported}\n", "",
	    "r1/clocks.yaml:2:5 yaml_missing_key");
	EXPECT("r1/papers.yaml", "doc: law", "doc: lawn",
	    "r1/papers.yaml:2:69 proc_unknown_code_near");
	EXPECT("r1/papers.yaml", "status: reported", "status: hoped",
	    "r1/papers.yaml:2:99 proc_bad_word");
	EXPECT("r1/papers.yaml", "{doc: law, article: \"1(2)\", ", "{",
	    "r1/papers.yaml:2:63 proc_basis_without_source");
	EXPECT("r1/papers.yaml", "{doc: law, article: \"1(2)\", status: reported}",
	    "{article: \"1\", status: inferred}",
	    "r1/papers.yaml:2:73 proc_article_without_doc");
	EXPECT("documents.yaml", "    valid_from: 2000-01-01\n",
	    "    valid_from: 2000-01-01\n    valid_to: 1999-12-31\n",
	    "documents.yaml:6:15 proc_dates_reversed");
}

/* Nothing unknown ever turns into a number, nor a number into nothing. */
static void
test_register(void)
{
	EXPECT("r1/register.yaml", "    basis: {doc: law, status: unset}",
	    "    value: 20\n    basis: {doc: law, status: unset}",
	    "r1/register.yaml:5:12 proc_unset_with_value");
	EXPECT("r1/register.yaml", "status: unset", "status: reported",
	    "r1/register.yaml:2:5 proc_value_missing");
	EXPECT("r1/register.yaml", "    value: 24\n", "",
	    "r1/register.yaml:6:5 proc_value_missing");
	EXPECT("r1/register.yaml", "value: 24", "value: 100001",
	    "r1/register.yaml:9:12 proc_value_range");
	EXPECT("r1/register.yaml", "value: 24", "value: -1",
	    "r1/register.yaml:9:12 proc_value_range");
	EXPECT("r1/register.yaml", "unit: working_days", "unit: VND",
	    "r1/clocks.yaml:4:11 proc_not_a_term");
}

static void
test_rules(void)
{
	EXPECT("r1/paths/gate.yaml", "${known} = 'yes' or ${paper.letter} > 0",
	    "${known} = 'yes' or", "r1/paths/gate.yaml:35:35 expr_end");
	EXPECT("r1/paths/gate.yaml", "test: ${ended_why} != ''",
	    "test: ${ended_why} ! ''", "r1/paths/gate.yaml:50:28 expr_token");
	EXPECT("r1/paths/gate.yaml", "field: known", "field: unknown",
	    "r1/paths/gate.yaml:37:35 proc_no_question");
	EXPECT("r1/paths/gate.yaml", "{form: reply, field: known}",
	    "{paper: letter, field: known}",
	    "r1/paths/gate.yaml:37:37 proc_field_without_form");
	EXPECT("r1/paths/gate.yaml", "{form: reply, field: known}",
	    "{form: reply, paper: letter}",
	    "r1/paths/gate.yaml:37:14 proc_fix_not_one");
	EXPECT("r1/paths/gate.yaml", "{form: reply, field: known}",
	    "{step: closee}",
	    "r1/paths/gate.yaml:37:21 proc_unknown_code_near");
	EXPECT("r1/paths/gate.yaml", "    handover: {unit_kinds: [clinic]}\n",
	    "    handover: {unit_kinds: [clinic]}\n    request: who_is_it\n",
	    "r1/paths/gate.yaml:33:14 proc_handover_request");
	EXPECT("r1/papers.yaml", "from_outside: yes",
	    "from_outside: yes, series: X",
	    "r1/papers.yaml:3:74 proc_outside_series");
	/* help never waits for paperwork */
	EXPECT("r1/support.yaml", "    limit: stay_term\n",
	    "    limit: stay_term\n"
	    "    needs: [{code: n, test: \"1\", say: " BOTH("S")
	    ", basis: " BASIS "}]\n",
	    "r1/support.yaml:7:12 proc_emergency_needs");
}

static void
test_files(void)
{
	EXPECT("r1/form/late.yaml", "", "form: late\n",
	    "r1/form/late.yaml:1:1 proc_stray_file");
	EXPECT("agencies2.yaml", "", "a: b\n",
	    "agencies2.yaml:1:1 proc_stray_file");
	EXPECT("r2/regime.yaml", "", "regime: r2\nvalid_from: 2001-01-01\n"
	    "title: " BOTH("R") "\n", "r2:1:1 proc_no_path");
	EXPECT("documents.yaml", "documents:\n", "documents: [\n",
	    "documents.yaml:2:3 yaml_syntax");
	EXPECT("lists/places.tsv", "", "# list: spaces\n",
	    "lists/places.tsv:1:1 list_columns");
	EXPECT("lists/choices.yaml", "code: male", "code: female",
	    "lists/choices.yaml:6:16 proc_code_twice");
	EXPECT("lists/choices.yaml", "code: male,", "code: male, htcds: M, "
	    "valid_from: 2026-02-01, valid_to: 2026-01-31,",
	    "lists/choices.yaml:6:66 proc_dates_reversed");
	EXPECT("r1/forms/person.yaml", "list: sexes", "list: sex",
	    "r1/forms/person.yaml:12:11 form_list");
}

/* Findings of every file together, not those of the first one only. */
static void
test_all_found(void)
{
	struct memory_file change = { "agencies.yaml", "roles: 1\n" };
	char *got = tiny_try(&change, NULL);

	T_CHECK(strstr(got, "agencies.yaml:1:1 yaml_missing_key") != NULL);
	T_CHECK(strstr(got, "agencies.yaml:1:8 yaml_want_list") != NULL);
	T_CHECK(strstr(got, "r1/paths/gate.yaml:5:22 proc_unknown_code") !=
	    NULL);
	T_CHECK(strstr(got, "r1/support.yaml:5:24 proc_unknown_code") !=
	    NULL);
	free(got);
}

/* Every shape of wrong node in every place: found, never a crash. */
static void
test_hostile_shapes(void)
{
	static const char *const bad[] = {
		"", "x\n", "- x\n", "[]\n", "{}\n", "[[[[[[[[[[]]]]]]]]]]\n",
		"path: [a]\nentry: x\nstates: {a: b}\nsteps: y\n",
		("path: {a: b}\nentry: []\nstates: [x, [y], {code: [z]}]\n"
		    "steps: [x, [y], {code: {}, from: {}, to: [], who: x, "
		    "needs: {a: b}, clocks: [], papers: {}}]\n"),
		("units: [{kind: {}}]\nrights: [{roles: {}, commands: [[]]}]\n"
		    "unit_kinds: {}\nroles: [[]]\nministries: x\n"),
		"values: [x, {value: [], unit: {}, basis: []}]\n",
		"clocks: [[], {term: [], warn: {}, asked: [], basis: x}]\n",
		"papers: [{form: [], basis: {status: []}}]\n",
		"support: [{who: [], needs: [x, {test: [], fix: x}]}]\n",
		"requests: [{states: {}, from: [], to: x, ask: {}}]\n",
		"queues: [{where: [], columns: [x, {width: []}]}]\n",
		"lists: [x, {choices: {}}, {choices: [x]}]\n",
		"documents: [{basis: x}, [], 3]\n",
		"a: &a b\nb: *a\n", "a: !!str b\n", "\xff\xfe\n",
	};

	for (size_t i = 0; i < TINY; i++) {
		for (size_t k = 0; k < ARRAY_LEN(bad); k++) {
			struct memory_file change = { tiny[i].path, bad[k] };
			char *got = tiny_try(&change, NULL);

			if (strstr(tiny[i].path, "demo") == NULL &&
			    strstr(tiny[i].path, "README") == NULL &&
			    got[0] == '\0') {
				printf("# %s let \"%s\" through\n",
				    tiny[i].path, bad[k]);
				t_bad++;
			}
			free(got);
		}
	}
}

static void
test_bounds(void)
{
	struct str text = STR_INIT;
	char *got;
	struct memory_file change = { "documents.yaml", NULL };

	str_add(&text, "documents:\n");
	for (int i = 0; i < LONG_LIST; i++)
		str_printf(&text, "  - {code: d%d, number: x, title: "
		    BOTH("T") "}\n", i);
	change.text = str_text(&text);
	got = tiny_try(&change, NULL);
	T_CHECK(strstr(got, "documents.yaml:2:3 proc_too_many_items") !=
	    NULL);
	free(got);
	str_clear(&text);
	for (int i = 0; i < 60000; i++)
		str_add(&text, "# twenty letters long\n");
	change.text = str_text(&text);
	got = tiny_try(&change, NULL);
	T_CHECK(strstr(got, "file_too_big") != NULL);
	free(got);
	str_done(&text);
}

static void
test_too_many_files(void)
{
	enum { N = 450 };
	static char name[N][32];
	static struct memory_file file[N];
	struct findings found = FINDINGS_INIT;
	struct files files;
	char *got;

	for (int i = 0; i < N; i++) {
		snprintf(name[i], sizeof name[i], "r1/forms/f%03d.yaml", i);
		file[i] = (struct memory_file){ name[i], "form: x\n" };
	}
	files_memory(&files, file, N);
	T_CHECK(procedure_load(&files, &found) == NULL);
	got = listed(&found);
	T_CHECK(strstr(got, "f400.yaml:1:1 proc_too_many_files") != NULL);
	T_CHECK(strstr(got, "f401.yaml") == NULL);
	T_CHECK(strstr(got, "regime.yaml:1:1 proc_no_regime") != NULL);
	free(got);
	findings_done(&found);
	files_done(&files);
}

/* Each file is small enough, all of them together are not. */
static void
test_too_much_text(void)
{
	enum { N = 6, SIZE = 900000 };
	static const char form[] = "form: x\n";
	static char text[SIZE], name[N][32];
	struct memory_file file[N];
	struct findings found = FINDINGS_INIT;
	struct files files;
	char *got;

	memset(text, '#', sizeof text - 1);
	memcpy(text, form, sizeof form - 1);
	for (int i = 0; i < N - 1; i++) {
		snprintf(name[i], sizeof name[i], "r1/forms/f%d.yaml", i);
		file[i] = (struct memory_file){ name[i], text };
	}
	file[N - 1] = (struct memory_file){ "r1/regime.yaml", "regime: r1\n" };
	files_memory(&files, file, N);
	T_CHECK(procedure_load(&files, &found) == NULL);
	got = listed(&found);
	T_CHECK(strstr(got, "r1/forms/f4.yaml:1:1 proc_too_big") != NULL);
	T_CHECK(strstr(got, "r1/forms/f3.yaml:1:1 proc_too_big") == NULL);
	free(got);
	findings_done(&found);
	files_done(&files);
}

/* Cut anywhere, the path is refused or whole, and nothing breaks. */
static void
test_cut_short(void)
{
	const char *path = "r1/paths/gate.yaml", *whole = tiny_text(path);

	for (size_t n = 0; n < strlen(whole); n += 7) {
		char *cut = xstrndup(whole, n);
		struct memory_file change = { path, cut };
		char *got = tiny_try(&change, NULL);

		T_CHECK(got[0] != '\0');
		free(got);
		free(cut);
	}
}

/* Bytes changed, dropped and doubled at random: no harm, whatever is found. */
static void
test_random_damage(void)
{
	const char *given = getenv("TN_SEED");
	unsigned seed = given != NULL ? (unsigned)strtoul(given, NULL, 10) : 20250701;

	printf("# seed %u (TN_SEED sets it)\n", seed);
	srand(seed);
	for (int round = 0; round < 600; round++) {
		const struct memory_file *of = &tiny[(size_t)rand() % TINY];
		char *text = xstrdup(of->text);
		size_t len = strlen(text);
		struct memory_file change = { of->path, text };

		for (int k = rand() % 4; k >= 0 && len > 1; k--) {
			size_t at = (size_t)rand() % (len - 1);

			if (rand() % 2 == 0)
				text[at] = "[]{}:,-#'\"\n &*!$x0"[rand() % 18];
			else
				memmove(text + at, text + at + 1, len-- - at);
		}
		free(tiny_try(&change, NULL));
		free(text);
	}
}

int
main(void)
{
	T_CHECK(seal_start());
	T_RUN(test_tiny_is_whole);
	T_RUN(test_keys_and_words);
	T_RUN(test_codes);
	T_RUN(test_basis);
	T_RUN(test_register);
	T_RUN(test_rules);
	T_RUN(test_files);
	T_RUN(test_all_found);
	T_RUN(test_hostile_shapes);
	T_RUN(test_bounds);
	T_RUN(test_too_many_files);
	T_RUN(test_too_much_text);
	T_RUN(test_cut_short);
	T_RUN(test_random_damage);
	return t_done();
}
