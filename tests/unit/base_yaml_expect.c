/* YAML by a table of fields, and the typed readers. */
#include "core/base/yaml.h"

#include "tests/t.h"

#include <stdlib.h>

static const struct yaml_field fields[] = {
	{ "name", WANT_TEXT, WANT_REQUIRED },
	{ "label", WANT_BOTH, 0 },
	{ "code", WANT_CODE, 0 },
	{ "count", WANT_NUMBER, 0 },
	{ "is_open", WANT_BOOL, 0 },
	{ "since", WANT_DATE, 0 },
	{ "detail", WANT_MAP, 0 },
	{ "steps", WANT_LIST, 0 },
	{ "roles", WANT_CODES, 0 },
	{ "free", WANT_ANY, 0 },
	{ "id", WANT_CODE, 0 },
};

static struct yaml_doc *
parse(const char *text)
{
	struct yaml_doc *doc = yaml_parse("t", text, strlen(text), NULL);

	T_CHECK(doc != NULL);
	return doc;
}

/* The findings about a text, one "line:col code arg1 arg2" each. */
static void
check(int at, const char *text, const char *want)
{
	struct yaml_doc *doc = parse(text);
	struct findings f = FINDINGS_INIT;
	struct str s = STR_INIT;
	bool ok = yaml_expect("t", yaml_root(doc), fields, ARRAY_LEN(fields),
	    &f);

	T_CHECK(ok == (f.n == 0));
	for (size_t i = 0; i < f.n; i++) {
		const struct err *e = &f.item[i];

		str_printf(&s, "%s%d:%d %s", i > 0 ? "; " : "", e->line,
		    e->col, err_code_name(e->code));
		for (size_t j = 0; j < ERR_ARGS && e->arg[j] != NULL; j++)
			str_printf(&s, " %s", e->arg[j]);
	}
	if (!str_eq(str_text(&s), want))
		printf("# from line %d\n", at);
	T_STR(str_text(&s), want);
	str_done(&s);
	findings_done(&f);
	yaml_doc_free(doc);
}

#define CHECK(text, want) check(__LINE__, text, want)
#define N "name: x\n"

static void
test_good(void)
{
	CHECK(N, "");
	CHECK("name: x\nlabel: {vi: a, en: b}\ncode: form/msg-1.2_A\n"
	    "count: -12\nis_open: yes\nsince: 2026-03-02\ndetail: {a: b}\n"
	    "steps: [a]\nroles: [police, border]\nfree: [1, {a: b}]\n", "");
	CHECK("name: ''\nroles: police\nsteps: []\ncount: 0\n", "");
}

static void
test_unknown(void)
{
	CHECK(N "lable: {vi: a, en: b}\n",
	    "2:1 yaml_unknown_key_near lable label");
	CHECK(N "cuont: 1\n", "2:1 yaml_unknown_key_near cuont count");
	CHECK(N "detial: 1\n", "2:1 yaml_unknown_key_near detial detail");
	CHECK(N "isopen: 1\n", "2:1 yaml_unknown_key_near isopen is_open");
	CHECK(N "cuotn: 1\n", "2:1 yaml_unknown_key_near cuotn count");
	CHECK(N "zz: 1\n", "2:1 yaml_unknown_key zz");
	CHECK(N "colour: 1\n", "2:1 yaml_unknown_key colour");
	CHECK(N "'': 1\n", "2:1 yaml_unknown_key ");
	CHECK("nmae: x\n", "1:1 yaml_unknown_key_near nmae name; "
	    "1:1 yaml_missing_key name");
}

static void
test_missing(void)
{
	CHECK("code: a\n", "1:1 yaml_missing_key name");
	CHECK("name:\n", "1:1 yaml_missing_key name");
	CHECK("{}", "1:1 yaml_missing_key name");
	CHECK("[]", "1:1 yaml_not_map");
	CHECK("text", "1:1 yaml_not_map");
}

static void
test_kinds(void)
{
	CHECK("name: [x]\n", "1:7 yaml_want_text name");
	CHECK(N "code: a b\n", "2:7 yaml_want_code code");
	CHECK(N "code: đ\n", "2:7 yaml_want_code code");
	CHECK(N "code: ''\n", "2:7 yaml_want_code code");
	CHECK(N "code: [a]\n", "2:7 yaml_want_code code");
	CHECK(N "count: 1.5\n", "2:8 yaml_want_number count");
	CHECK(N "count: 010\n", "2:8 yaml_want_number count");
	CHECK(N "count: -0\n", "2:8 yaml_want_number count");
	CHECK(N "count: '-'\n", "2:8 yaml_want_number count");
	CHECK(N "count: 1234567890123456789\n",
	    "2:8 yaml_want_number count");
	CHECK(N "is_open: on\n", "2:10 yaml_want_bool is_open");
	CHECK(N "is_open: True\n", "2:10 yaml_want_bool is_open");
	CHECK(N "since: 2026-02-30\n", "2:8 yaml_want_date since");
	CHECK(N "detail: []\n", "2:9 yaml_want_map detail");
	CHECK(N "steps: {}\n", "2:8 yaml_want_list steps");
	CHECK(N "steps:\n", "2:1 yaml_want_list steps");
	CHECK(N "roles: [a, 'b c']\n", "2:8 yaml_want_codes roles");
	CHECK(N "roles: [[a]]\n", "2:8 yaml_want_codes roles");
	CHECK(N "roles: {a: b}\n", "2:8 yaml_want_codes roles");
}

static void
test_both(void)
{
	CHECK(N "label: a\n", "2:8 yaml_want_both label");
	CHECK(N "label: {vi: a}\n", "2:8 yaml_want_both label");
	CHECK(N "label: {vi: a, en: ' '}\n", "2:8 yaml_want_both label");
	CHECK(N "label: {vi: a, en: b, fr: c}\n", "2:8 yaml_want_both label");
	CHECK(N "label: {vi: a, en: [b]}\n", "2:8 yaml_want_both label");
}

/* A key as long as the file is neither compared nor shown in full. */
static void
test_long_key(void)
{
	struct findings f = FINDINGS_INIT;
	struct str s = STR_INIT;
	struct yaml_doc *doc;

	str_add(&s, "? ");
	for (int i = 0; i < 100000; i++)
		str_add(&s, "ạ");
	str_add(&s, "\n: b\nname: x\n");
	doc = parse(str_text(&s));
	T_CHECK(!yaml_expect("t", yaml_root(doc), fields, ARRAY_LEN(fields),
	    &f));
	T_INT(f.n, 1);
	T_INT(strlen(f.item[0].arg[0]), 60 * strlen("ạ"));
	findings_done(&f);
	yaml_doc_free(doc);
	str_done(&s);
}

static void
test_readers(void)
{
	struct yaml_doc *doc = parse("b: true\nn: -999999999999999999\n"
	    "z: no\nl: {vi: Một, en: One}\nc: [a, b, [x]]\no: one\n");
	const struct yaml_node *r = yaml_root(doc);
	struct text t;

	T_CHECK(yaml_bool(yaml_get(r, "b"), false));
	T_CHECK(!yaml_bool(yaml_get(r, "z"), true));
	T_CHECK(yaml_bool(yaml_get(r, "n"), true) && yaml_bool(NULL, true));
	T_INT(yaml_number(yaml_get(r, "n"), 5), -999999999999999999LL);
	T_INT(yaml_number(yaml_get(r, "b"), 5), 5);
	T_INT(yaml_number(NULL, 5), 5);
	yaml_both(yaml_get(r, "l"), &t);
	T_STR(t.vi, "Một");
	T_STR(t.en, "One");
	text_done(&t);
	yaml_both(NULL, &t);
	T_STR(text_in(&t, LANG_VI), "");
	T_INT(yaml_codes(yaml_get(r, "c")), 3);
	T_STR(yaml_code(yaml_get(r, "c"), 1), "b");
	T_CHECK(yaml_code(yaml_get(r, "c"), 2) == NULL);
	T_CHECK(yaml_code(yaml_get(r, "c"), 3) == NULL);
	T_INT(yaml_codes(yaml_get(r, "o")), 1);
	T_STR(yaml_code(yaml_get(r, "o"), 0), "one");
	T_INT(yaml_codes(yaml_get(r, "l")), 0);
	T_INT(yaml_codes(NULL), 0);
	yaml_doc_free(doc);
}

int
main(void)
{
	T_RUN(test_good);
	T_RUN(test_unknown);
	T_RUN(test_missing);
	T_RUN(test_kinds);
	T_RUN(test_both);
	T_RUN(test_long_key);
	T_RUN(test_readers);
	return t_done();
}
