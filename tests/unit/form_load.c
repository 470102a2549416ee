/* Loading a form: every mistake at its line and column. */
#include "core/form/form.h"
#include "tests/t.h"

#include <stdint.h>
#include <stdlib.h>

static bool
lists_exists(void *ctx, const char *list)
{
	(void)ctx;
	return strcmp(list, "communes") == 0;
}

static const char *
lists_column(void *ctx, const char *list, const struct form_choice *choice,
    const char *column)
{
	(void)ctx;
	(void)list;
	(void)choice;
	return strcmp(column, "province") == 0 ? "" : NULL;
}

static const struct form_lists lists = {
	.exists = lists_exists, .column = lists_column,
};

#define HEAD "form: f\nversion: 2\ntitle: {vi: Tờ, en: Sheet}\nitems:\n"
#define L "label: {vi: a, en: b}"

/* All findings as "line:col code, ..."; "" when the form is good. */
static const char *
findings(const char *text)
{
	static char buf[4][2048];
	static int turn;
	char *to = buf[turn++ % 4];
	struct findings f = FINDINGS_INIT;
	struct err e = ERR_INIT;
	struct yaml_doc *doc = yaml_parse("f.yaml", text, strlen(text), &e);
	struct form *form;
	size_t n = 0;

	*to = '\0';
	if (doc == NULL) {
		snprintf(to, 2048, "yaml %s", err_code_name(e.code));
		err_done(&e);
		return to;
	}
	form = form_load("f.yaml", yaml_root(doc), &lists, &f);
	if ((form == NULL) != (f.n > 0))
		snprintf(to, 2048, "form and findings disagree");
	for (size_t i = 0; i < f.n && n < 1900; i++) {
		if (!str_eq(f.item[i].file, "f.yaml"))
			n += (size_t)snprintf(to + n, 2048 - n, "NOFILE ");
		n += (size_t)snprintf(to + n, 2048 - n, "%s%d:%d %s",
		    i > 0 ? ", " : "", f.item[i].line, f.item[i].col,
		    err_code_name(f.item[i].code));
	}
	form_free(form);
	findings_done(&f);
	yaml_free(doc);
	return to;
}

static void
test_good(void)
{
	T_STR(findings(HEAD
	    "  - {type: note, name: n1, " L "}\n"
	    "  - type: text\n    name: who\n    " L "\n    class: identity\n"
	    "    required: yes\n"
	    "  - {type: select_one, name: commune, " L ", list: communes,\n"
	    "     choice_filter: \"province = ${who} and name != ''\"}\n"
	    "  - type: repeat\n    name: kin\n    " L "\n    items:\n"
	    "      - {type: integer, name: age, " L "}\n"
	    "  - {type: calculate, name: total, calculation: \"sum(${age})\"}\n"),
	    "");
}

static void
test_places(void)
{
	T_STR(findings(HEAD "  - {type: text, name: a, " L ",\n"
	    "     relevant: \"${b} = 1\"}\n"), "6:17 expr_name");
	T_STR(findings(HEAD "  - {type: text, name: a, " L ",\n"
	    "     relevant: 1 + ${b}}\n"), "yaml yaml_syntax");
	T_STR(findings(HEAD "  - type: text\n    name: a\n    " L "\n"
	    "    relevant: 1 = ${nope}\n"), "8:19 expr_name");
	T_STR(findings(HEAD "  - type: text\n    name: a\n    " L "\n"
	    "    relevant: 'đ' = 1 +\n"), "yaml yaml_syntax");
	T_STR(findings(HEAD "  - type: text\n    name: a\n    " L "\n"
	    "    relevant: \"'đ' = 1 +\"\n"), "8:25 expr_end");
	T_STR(findings(HEAD "  - type: text\n    name: a\n    " L "\n"
	    "    constraint: . > foo(1)\n"), "8:21 expr_function");
	T_STR(findings(HEAD "  - type: text\n    name: a\n    " L "\n"
	    "    constraint: |\n      . > foo(1)\n"), "8:17 expr_function");
	T_STR(findings(HEAD "  - type: text\n    name: a\n    " L "\n"
	    "    constraint: if(1, 2)\n"), "8:17 expr_args");
	T_STR(findings(HEAD "  - type: text\n    name: a\n    " L "\n"
	    "    constraint: regex(., '[0-9')\n"), "8:26 expr_regex");
	T_STR(findings(HEAD "  - {type: select_one, name: a, " L ",\n"
	    "     list: communes, choice_filter: \"district = 1\"}\n"),
	    "6:38 form_column");
}

static void
test_words(void)
{
	/* Once for many: nothing that is one person's own. */
	T_STR(findings("for_many: yes\n" HEAD "  - {type: text, name: a, " L
	    "}\n"), "");
	T_STR(findings("for_many: yes\n" HEAD "  - {type: text, name: a, " L
	    ", class: medical}\n"), "6:5 form_for_many");
	T_STR(findings("for_many: yes\n" HEAD "  - {type: text, name: a, " L
	    ", class: identity}\n"), "6:5 form_for_many");
	T_STR(findings(HEAD "  - {type: txt, name: a, " L "}\n"),
	    "5:12 form_type");
	T_STR(findings(HEAD "  - {type: text, name: Good-Name, " L "}\n"), "");
	T_STR(findings(HEAD "  - {type: text, name: 2bad, " L "}\n"),
	    "5:24 form_name");
	T_STR(findings(HEAD "  - {type: text, name: a.b, " L "}\n"),
	    "5:24 form_name");
	T_STR(findings(HEAD "  - {type: text, name: a, " L "}\n"
	    "  - {type: text, name: a, " L "}\n"), "6:24 form_twice");
	T_STR(findings(HEAD "  - {type: text, name: a}\n"),
	    "5:5 form_no_label");
	T_STR(findings(HEAD "  - {type: text, name: a, " L ", list: x}\n"),
	    "5:50 form_key");
	T_STR(findings(HEAD "  - {type: select_one, name: a, " L "}\n"),
	    "5:5 form_no_list");
	T_STR(findings(HEAD "  - {type: select_one, name: a, " L
	    ", list: x}\n"), "5:62 form_list");
	T_STR(findings(HEAD "  - {type: select_one, name: a, " L
	    ", choices: [{code: x, " L "}, {code: x, " L "}]}\n"),
	    "5:100 form_choice_twice");
	T_STR(findings(HEAD "  - {type: text, name: a, " L
	    ", class: secret}\n"), "5:57 form_word");
	T_STR(findings(HEAD "  - {type: date, name: a, " L
	    ", precision: [day, hour]}\n"), "5:61 form_word");
	T_STR(findings(HEAD "  - {type: text, name: a, " L
	    ", statuses: [contradicted]}\n"), "5:60 form_word");
	T_STR(findings(HEAD "  - {type: group, name: g, " L "}\n"),
	    "5:5 form_no_items");
	T_STR(findings(HEAD "  - {type: repeat, name: g, " L ", min: 5, "
	    "max: 2, items: [{type: note, name: n, " L "}]}\n"),
	    "5:5 form_repeat_bounds");
	T_STR(findings(HEAD "  - {type: repeat, name: r, " L ", items: ["
	    "{type: repeat, name: q, " L ", items: ["
	    "{type: note, name: n, " L "}]}]}\n"), "");
	T_STR(findings(HEAD "  - {type: repeat, name: r, " L ", items: ["
	    "{type: repeat, name: q, " L ", items: ["
	    "{type: repeat, name: p, " L ", items: ["
	    "{type: note, name: n, " L "}]}]}]}\n"), "5:115 form_nested");
	/* unknown keys and missing translations come from the YAML room */
	T_CHECK(findings(HEAD "  - {type: text, name: a, " L
	    ", hnit: {vi: x, en: y}}\n")[0] == '5');
	T_CHECK(findings(HEAD
	    "  - {type: text, name: a, label: {vi: x}}\n")[0] == '5');
	T_CHECK(findings("form: f\n")[0] != '\0');
}

static void
test_circles(void)
{
	T_STR(findings(HEAD
	    "  - {type: calculate, name: a, calculation: \"${b} + 1\"}\n"
	    "  - {type: calculate, name: b, calculation: \"${a} + 1\"}\n"),
	    "5:5 form_cycle");
	T_STR(findings(HEAD
	    "  - {type: calculate, name: a, calculation: \"${a} + 1\"}\n"),
	    "5:5 form_cycle");
	/* a group that is shown by what it holds */
	T_STR(findings(HEAD "  - type: group\n    name: g\n    " L "\n"
	    "    relevant: ${a} = 'x'\n    items:\n"
	    "      - {type: text, name: a, " L "}\n"), "5:5 form_cycle");
	/* a constraint may look at its own question */
	T_STR(findings(HEAD "  - {type: integer, name: a, " L
	    ", constraint: \"${a} > 0\"}\n"), "");
}

static void
test_many(void)
{
	struct str s = STR_INIT;

	str_add(&s, HEAD);
	for (int i = 0; i < FORM_MAX_ITEMS; i++)
		str_printf(&s, "  - {type: calculate, name: c%d, "
		    "calculation: \"%s%d%s\"}\n", i, i > 0 ? "${c" : "",
		    i > 0 ? i - 1 : 7, i > 0 ? "}" : "");
	T_STR(findings(str_text(&s)), "");
	str_add(&s, "  - {type: calculate, name: x, calculation: \"1\"}\n");
	T_STR(findings(str_text(&s)), "2005:5 form_too_many");
	str_done(&s);
}

static uint64_t seed = 20260302;

static uint32_t
chance(void)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33);
}

/* A damaged file gives findings or a form, never anything else. */
static void
test_random(void)
{
	static const char good[] = HEAD
	    "  - {type: text, name: a, " L ", required: yes, max_length: 9}\n"
	    "  - type: repeat\n    name: r\n    " L "\n    max: 4\n"
	    "    items:\n"
	    "      - {type: integer, name: n, " L ", constraint: . > 1}\n"
	    "      - {type: select_one, name: s, " L ", choices: ["
	    "{code: x, " L "}], statuses: []}\n"
	    "  - {type: calculate, name: c, calculation: \"sum(${n}) + 1\"}\n";
	static const char bytes[] = "${}[]:,'\"\n -#&*!|>%@09az\xff";
	char text[sizeof(good)];

	if (getenv("TN_SEED") != NULL)
		seed = strtoull(getenv("TN_SEED"), NULL, 10);
	printf("# seed %llu\n", (unsigned long long)seed);
	T_STR(findings(good), "");
	for (int i = 0; i < 5000; i++) {
		memcpy(text, good, sizeof(good));
		for (uint32_t k = chance() % 4 + 1; k > 0; k--)
			text[chance() % (sizeof(good) - 1)] =
			    bytes[chance() % (sizeof(bytes) - 1)];
		T_CHECK(strstr(findings(text), "disagree") == NULL);
	}
}

/* A form's or a group's word holds for what is in it, unless it says no. */
static void
test_anew(void)
{
	static const char text[] = "form: f\nversion: 2\nanew: yes\n"
	    "title: {vi: Tờ, en: Sheet}\nitems:\n"
	    "  - {type: text, name: a, " L "}\n"
	    "  - {type: text, name: b, anew: no, " L "}\n"
	    "  - {type: group, name: g, anew: no, " L ", items: ["
	    "{type: text, name: c, " L "}, "
	    "{type: text, name: d, anew: yes, lasts: yes, " L "}]}\n";
	struct findings f = FINDINGS_INIT;
	struct err e = ERR_INIT;
	struct yaml_doc *doc = yaml_parse("f.yaml", text, strlen(text), &e);
	struct form *form = form_load("f.yaml", yaml_root(doc), &lists, &f);

	T_CHECK(form != NULL && f.n == 0);
	if (form != NULL) {
		T_CHECK(form_question(form, "a")->anew);
		T_CHECK(!form_question(form, "b")->anew);
		T_CHECK(!form_question(form, "c")->anew);
		T_CHECK(form_question(form, "d")->anew);
		T_CHECK(form_question(form, "d")->lasts);
		T_CHECK(!form_question(form, "a")->lasts);
	}
	form_free(form);
	findings_done(&f);
	yaml_free(doc);
	T_STR(findings(HEAD "  - {type: note, name: a, anew: yes, " L "}\n"),
	    "5:27 form_key");
	T_STR(findings(HEAD "  - {type: text, name: a, " L "}\n"), "");
}

/* What the XLSForm words ask of their questions. */
static void
test_types(void)
{
	T_STR(findings(HEAD "  - {type: range, name: a, " L
	    ", start: \"0.5\", end: \"2\", step: \"0.5\"}\n"), "");
	T_STR(findings(HEAD "  - {type: range, name: a, " L
	    ", start: 5, end: 2}\n"), "5:5 form_range");
	T_STR(findings(HEAD "  - {type: range, name: a, " L ", step: x}\n"),
	    "5:57 form_word");
	T_STR(findings(HEAD "  - {type: integer, name: a, " L ", step: 2}\n"),
	    "5:53 form_key");
	T_STR(findings(HEAD "  - {type: file, name: a, " L
	    ", media: film}\n"), "5:57 form_word");
	T_STR(findings(HEAD "  - {type: geo, name: a, " L
	    ", shape: trace}\n"), "");
	T_STR(findings(HEAD "  - {type: meta, name: a, meta: start}\n"), "");
	T_STR(findings(HEAD "  - {type: meta, name: a}\n"),
	    "5:12 form_word");
	T_STR(findings(HEAD "  - {type: calculate, name: a, "
	    "calculation: \"1\", trigger: \"${b}\"}\n"
	    "  - {type: text, name: b, " L "}\n"), "");
	T_STR(findings(HEAD "  - {type: calculate, name: a, "
	    "calculation: \"1\", trigger: \"${c}\"}\n"),
	    "5:59 form_trigger");
	T_STR(findings(HEAD "  - {type: text, name: a, " L
	    ", trigger: \"b\"}\n"), "5:59 form_trigger");
}

static void
test_choices(void)
{
	T_STR(findings(HEAD "  - {type: select_one, name: a, " L
	    ", choices: [{code: \"đỏ+1\", " L "}]}\n"), "");
	T_STR(findings(HEAD "  - {type: select_one, name: a, " L
	    ", choices: [{code: \"a b\", " L "}]}\n"),
	    "5:73 form_choice_code");
	T_STR(findings(HEAD "  - {type: select_one, name: a, " L
	    ", choices: [{code: a, " L ", columns: {k: 1}}], "
	    "choice_filter: \"k = 1\"}\n"), "");
	T_STR(findings(HEAD "  - {type: select_one, name: a, " L
	    ", choices: [{code: a, " L ", columns: {k: 1}}], "
	    "choice_filter: \"m = 1\"}\n"), "5:134 form_column");
	T_STR(findings(HEAD "  - {type: select_one, name: a, " L
	    ", choices: [{code: a, " L ", valid_from: 2026-02-01, "
	    "valid_to: 2026-01-01}]}\n"), "5:133 form_word");
	T_STR(findings("form: f\nversion: 2\ntitle: {vi: T, en: S}\n"
	    "lists: {colours: [{code: red, " L ", columns: {warm: 1}}]}\n"
	    "items:\n  - {type: rank, name: a, " L ", list: colours}\n"
	    "  - {type: select_one, name: b, " L ", list: colours, "
	    "or_other: yes, choice_filter: \"warm = 1\"}\n"
	    "  - {type: calculate, name: c, calculation: "
	    "\"concat(${b_other}, instance('colours')/root/item[1]/warm)\"}"
	    "\n"), "");
	T_STR(findings(HEAD "  - {type: select_one, name: a, " L
	    ", or_other: yes, choices: [{code: x, " L "}]}\n"
	    "  - {type: text, name: a_other, " L "}\n"), "6:24 form_twice");
}

int
main(void)
{
	T_RUN(test_good);
	T_RUN(test_places);
	T_RUN(test_words);
	T_RUN(test_circles);
	T_RUN(test_many);
	T_RUN(test_random);
	T_RUN(test_anew);
	T_RUN(test_types);
	T_RUN(test_choices);
	return t_done();
}
