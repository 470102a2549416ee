/* How two versions of a form differ: each kind of change made once. */
#include "core/form/form_diff.h"
#include "tests/t.h"

#include <stdlib.h>
#include <string.h>

#define HEAD "form: f\nversion: 1\ntitle: {vi: T, en: T}\nstatus: suggested\n" \
	"items:\n"
#define A "  - {type: text, name: a, class: plain, label: {vi: a, en: a}}\n"
#define B "  - {type: integer, name: b, label: {vi: b, en: b}}\n"
#define C "  - {type: integer, name: c, label: {vi: c, en: c}}\n"
#define WITH(more) "  - {type: integer, name: a, class: plain, label: {vi: a," \
	" en: a}" more "}\n"
#define PICK(choices) "  - {type: select_one, name: a, label: {vi: a, en: a}," \
	" choices: [" choices "]}\n"
#define X "{code: x, label: {vi: x, en: x}}"
#define Y "{code: y, label: {vi: y, en: y}}"

static struct form *
load(const char *text)
{
	struct findings found = FINDINGS_INIT;
	struct err e = ERR_INIT;
	struct yaml_doc *doc = yaml_parse("f.yaml", text, strlen(text), &e);
	struct form *form = NULL;
	struct str say = STR_INIT;

	if (doc != NULL)
		form = form_load("f.yaml", yaml_root(doc), NULL, &found);
	for (size_t i = 0; i < found.n; i++) {
		str_clear(&say);
		err_text(&found.item[i], LANG_EN, true, &say);
		printf("# %s\n", str_text(&say));
	}
	if (form == NULL) {
		printf("Bail out! a form of the test does not load\n");
		exit(1);
	}
	str_done(&say);
	findings_done(&found);
	err_done(&e);
	yaml_free(doc);
	return form;
}

/* Nothing that should have been filled in, nothing left empty. */
static bool
is_whole(const char *say)
{
	return strlen(say) > 10 && strstr(say, "{1}") == NULL &&
	    strstr(say, "{2}") == NULL && strstr(say, "{3}") == NULL &&
	    strstr(say, "{4}") == NULL && strstr(say, "“”") == NULL &&
	    strstr(say, "\"\"") == NULL;
}

/* "code name; code name": what differs, and that each sentence is whole. */
static void
differ(int line, const char *before, const char *after, const char *want)
{
	struct form_diff diff = FORM_DIFF_INIT;
	struct form *a = load(before), *b = load(after);
	struct str got = STR_INIT;

	form_diff(a, b, &diff);
	for (size_t i = 0; i < diff.n; i++) {
		str_printf(&got, "%s%s %s", i > 0 ? "; " : "",
		    diff.item[i].code, diff.item[i].name != NULL ?
		    diff.item[i].name : "-");
		T_CHECK(is_whole(diff.item[i].say.vi));
		T_CHECK(is_whole(diff.item[i].say.en));
		T_CHECK(strcmp(diff.item[i].say.vi, diff.item[i].say.en) != 0);
	}
	if (strcmp(str_text(&got), want) != 0) {
		printf("# line %d: got \"%s\", not \"%s\"\n", line,
		    str_text(&got), want);
		t_bad++;
	}
	str_done(&got);
	form_diff_done(&diff);
	form_free(a);
	form_free(b);
}

#define DIFFER(before, after, want) \
	differ(__LINE__, HEAD before, HEAD after, want)

static void
test_questions(void)
{
	DIFFER(A B C, A B C, "");
	DIFFER(A B, A B C, "added c");
	DIFFER(A B C, A C, "removed b");
	DIFFER(A, WITH(""), "type a");
	DIFFER(A, "  - {type: text, name: a, class: medical, label: {vi: a, "
	    "en: a}}\n", "class a");
	DIFFER(A, "  - {type: text, name: a, class: plain, label: {vi: a, en: "
	    "other}}\n", "label a");
	DIFFER(WITH(""), WITH(", hint: {vi: h, en: h}"), "hint a");
	DIFFER(WITH(""), WITH(", guidance: {vi: g, en: g}"), "guidance a");
	DIFFER(WITH(""), WITH(", law: L1"), "law a");
	DIFFER(WITH(", law: L1"), WITH(""), "law a");
	DIFFER(WITH(", law: L1"), WITH(", law: L2"), "law a");
	DIFFER(WITH(", law: L1"), WITH(", law: L1"), "");
	DIFFER(WITH(", htcds: x"), WITH(", htcds: y"), "htcds a");
	DIFFER(WITH(""), WITH(", statuses: [refused]"), "bounds a");
	differ(__LINE__, HEAD A, "form: f\nversion: 2\ntitle: {vi: U, en: T}\n"
	    "status: suggested\nitems:\n" A, "title -");
}

/* Moving one is one move, wherever it goes; new ones move nobody. */
static void
test_order(void)
{
	DIFFER(A B C, C A B, "moved c");
	DIFFER(A B C, B C A, "moved a");
	DIFFER(B C, A B C, "added a");
	DIFFER(A B C, C, "removed a; removed b");
	DIFFER(A B C, "  - type: group\n    name: g\n    label: {vi: g, en: g}"
	    "\n    items:\n    - {type: text, name: a, class: plain, label: "
	    "{vi: a, en: a}}\n" B C, "added g; moved a");
}

static void
test_rules(void)
{
	static const char *const rule[] = { "required", "relevant",
	    "constraint", "readonly" };

	for (size_t i = 0; i < ARRAY_LEN(rule); i++) {
		char *one = xasprintf(HEAD B WITH(", %s: \"${b} = 1\""),
		    rule[i]);
		char *two = xasprintf(HEAD B WITH(", %s: \"${b} = 2\""),
		    rule[i]);
		char *want = xasprintf("%s a", rule[i]);

		differ(__LINE__, HEAD B WITH(""), one, want);
		differ(__LINE__, one, HEAD B WITH(""), want);
		differ(__LINE__, one, two, want);
		differ(__LINE__, one, one, "");
		free(one);
		free(two);
		free(want);
	}
	DIFFER(B "  - {type: calculate, name: a, calculation: \"${b} + 1\"}\n",
	    B "  - {type: calculate, name: a, calculation: \"${b} + 2\"}\n",
	    "calculation a");
}

static void
test_choices(void)
{
	DIFFER(PICK(X), PICK(X ", " Y), "choice_added a");
	DIFFER(PICK(X ", " Y), PICK(Y), "choice_removed a");
	DIFFER(PICK(X), PICK("{code: x, label: {vi: khác, en: x}}"),
	    "choice_label a");
	DIFFER(PICK(X), "  - {type: select_one, name: a, label: {vi: a, en: a}"
	    ", list: sexes}\n", "list a");
}

/* The sentences themselves, once each in both languages. */
static void
test_words(void)
{
	struct form_diff diff = FORM_DIFF_INIT;
	struct form *a = load(HEAD A), *b = load(HEAD A B);

	form_diff(a, b, &diff);
	T_INT(diff.n, 1);
	T_STR(diff.item[0].say.vi, "Thêm câu “b” (b).");
	T_STR(diff.item[0].say.en, "The question \"b\" (b) is new.");
	form_diff_done(&diff);
	form_free(a);
	form_free(b);
}

int
main(void)
{
	T_RUN(test_questions);
	T_RUN(test_order);
	T_RUN(test_rules);
	T_RUN(test_choices);
	T_RUN(test_words);
	return t_done();
}
