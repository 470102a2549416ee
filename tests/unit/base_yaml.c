/* YAML: what is read, and what is refused and where. */
#include "core/base/yaml.h"

#include "tests/t.h"

#include <stdlib.h>

static struct yaml_doc *
parse(const char *text)
{
	struct err e = ERR_INIT;
	struct yaml_doc *doc = yaml_parse("t.yaml", text, strlen(text), &e);

	if (doc == NULL) {
		struct str s = STR_INIT;

		err_text(&e, LANG_EN, true, &s);
		printf("# %s\n", str_text(&s));
		str_done(&s);
	}
	T_CHECK(doc != NULL);
	err_done(&e);
	return doc;
}

static void
refuse_n(int at, const char *text, size_t len, enum err_code code, int line,
    int col)
{
	struct err e = ERR_INIT;
	struct yaml_doc *doc = yaml_parse("t.yaml", text, len, &e);
	struct str s = STR_INIT;

	if (doc != NULL || e.code != code || e.line != line || e.col != col) {
		err_text(&e, LANG_EN, true, &s);
		printf("# %s:%d: %s\n", __FILE__, at, str_text(&s));
		T_CHECK(doc == NULL);
		T_STR(err_code_name(e.code), err_code_name(code));
		T_INT(e.line, line);
		T_INT(e.col, col);
	}
	str_done(&s);
	err_done(&e);
	yaml_doc_free(doc);
}

#define REFUSE(text, code, line, col) \
	refuse_n(__LINE__, text, strlen(text), code, line, col)

static void
test_tree(void)
{
	struct yaml_doc *doc = parse("# comment\n"
	    "name: Tiếp nhận\n"
	    "country: no\n"
	    "list:\n"
	    "  - 1\n"
	    "  - \"1\"\n"
	    "  - {a: b, c: [d, e]}\n"
	    "empty:\n"
	    "block: |\n"
	    "  one\n"
	    "  two\n");
	const struct yaml_node *root = yaml_root(doc), *list, *flow;

	T_STR(yaml_file(doc), "t.yaml");
	T_INT(root->kind, YAML_MAP);
	T_INT(root->n, 5);
	T_INT(root->line, 2);
	T_STR(root->key[1]->text, "country");
	T_STR(yaml_get_text(root, "name"), "Tiếp nhận");
	T_STR(yaml_get_text(root, "country"), "no");
	T_STR(yaml_get_text(root, "empty"), "");
	T_STR(yaml_get_text(root, "block"), "one\ntwo\n");
	T_CHECK(yaml_get(root, "block")->quoted);
	T_CHECK(yaml_get(root, "absent") == NULL);
	T_CHECK(yaml_get_text(root, "list") == NULL);
	list = yaml_get(root, "list");
	T_INT(list->n, 3);
	T_CHECK(!list->item[0]->quoted && list->item[1]->quoted);
	T_INT(list->item[1]->line, 6);
	T_INT(list->item[1]->col, 5);
	flow = list->item[2];
	T_INT(yaml_get(flow, "c")->n, 2);
	T_STR(yaml_get(flow, "c")->item[1]->text, "e");
	T_INT(yaml_get(flow, "c")->col, 15);
	T_CHECK(yaml_get(list, "a") == NULL && yaml_get(NULL, "a") == NULL);
	yaml_doc_free(doc);
	yaml_doc_free(NULL);
}

static void
test_roots(void)
{
	struct yaml_doc *doc = parse("just text");

	T_STR(yaml_root(doc)->text, "just text");
	yaml_doc_free(doc);
	doc = parse("[]");
	T_INT(yaml_root(doc)->kind, YAML_LIST);
	T_INT(yaml_root(doc)->n, 0);
	yaml_doc_free(doc);
	doc = parse("{}");
	T_INT(yaml_root(doc)->kind, YAML_MAP);
	yaml_doc_free(doc);
	doc = parse("''");
	T_STR(yaml_root(doc)->text, "");
	yaml_doc_free(doc);
	doc = parse("%YAML 1.1\n---\na: b\n...\n");
	T_STR(yaml_get_text(yaml_root(doc), "a"), "b");
	yaml_doc_free(doc);
}

static void
test_bom_and_line_ends(void)
{
	struct yaml_doc *doc = parse("\xef\xbb\xbf" "a: b\r\nc: d\re: f\n");
	const struct yaml_node *root = yaml_root(doc);

	T_INT(root->n, 3);
	T_STR(yaml_get_text(root, "a"), "b");
	T_STR(yaml_get_text(root, "c"), "d");
	T_INT(yaml_get(root, "a")->col, 4);
	T_INT(yaml_get(root, "c")->line, 2);
	yaml_doc_free(doc);
	REFUSE("\xef\xbb\xbf", ERR_YAML_EMPTY, 1, 1);
}

/* The columns are letters of the file, not bytes; texts become NFC. */
static void
test_unicode(void)
{
	struct yaml_doc *doc = parse("{Vie\u0323\u0302t: {x: đ, y: z}}");
	const struct yaml_node *inner = yaml_get(yaml_root(doc), "Vi\u1ec7t");

	T_CHECK(inner != NULL);
	T_INT(inner->col, 10);
	T_INT(yaml_get(inner, "y")->col, 20);
	yaml_doc_free(doc);
	REFUSE("{Vie\u0323\u0302t: 1, Vi\u1ec7t: 2}",
	    ERR_YAML_DUPLICATE_KEY, 1, 13);
}

static void
test_empty(void)
{
	REFUSE("", ERR_YAML_EMPTY, 1, 1);
	REFUSE("# only a comment\n", ERR_YAML_EMPTY, 1, 1);
	REFUSE("---\n", ERR_YAML_EMPTY, 1, 1);
	REFUSE("\n\n", ERR_YAML_EMPTY, 1, 1);
}

static void
test_refused_features(void)
{
	REFUSE("a: &x b\nc: d\n", ERR_YAML_ANCHOR, 1, 4);
	REFUSE("a: &x [b]\n", ERR_YAML_ANCHOR, 1, 4);
	REFUSE("a: &x {b: c}\n", ERR_YAML_ANCHOR, 1, 4);
	REFUSE("a: b\nc: *x\n", ERR_YAML_ALIAS, 2, 4);
	REFUSE("a: !!int 5\n", ERR_YAML_TAG, 1, 4);
	REFUSE("a: !x 5\n", ERR_YAML_TAG, 1, 4);
	REFUSE("a: ! 5\n", ERR_YAML_TAG, 1, 4);
	REFUSE("a: !!str \"5\"\n", ERR_YAML_TAG, 1, 4);
	REFUSE("a: !!set {b: c}\n", ERR_YAML_TAG, 1, 4);
	REFUSE("a: !<tag:x> [b]\n", ERR_YAML_TAG, 1, 4);
	REFUSE("%TAG !e! tag:e,2000:\n---\na: b\n",
	    ERR_YAML_TAG_DIRECTIVE, 1, 1);
	REFUSE("a: b\n---\nc: d\n", ERR_YAML_SECOND_DOCUMENT, 2, 1);
	REFUSE("? [a]\n: b\n", ERR_YAML_KEY_KIND, 1, 3);
	REFUSE("? {a: b}\n: c\n", ERR_YAML_KEY_KIND, 1, 3);
}

static void
test_duplicates(void)
{
	struct err e = ERR_INIT;
	const char *text = "a: 1\nb: 2\n\nb: 3\na: 4\n";

	REFUSE(text, ERR_YAML_DUPLICATE_KEY, 4, 1);
	T_CHECK(yaml_parse("t", text, strlen(text), &e) == NULL);
	T_STR(e.arg[0], "b");
	T_STR(e.arg[1], "2");
	err_done(&e);
	REFUSE("a: 1\nb: 2\na: 3\nb: 4\n", ERR_YAML_DUPLICATE_KEY, 3, 1);
	REFUSE("x: {k: 1, \"k\": 2}\n", ERR_YAML_DUPLICATE_KEY, 1, 11);
	yaml_doc_free(parse("x: {k: 1}\ny: {k: 1}\n"));
}

static void
test_bad_bytes(void)
{
	struct str s = STR_INIT;

	refuse_n(__LINE__, "a: b\nc\0d: e\n", 12, ERR_YAML_NUL, 2, 2);
	REFUSE("a: \"x\\0y\"\n", ERR_YAML_NUL, 1, 4);
	REFUSE("ă: \xff\n", ERR_YAML_UTF8, 1, 4);
	REFUSE("a: \xed\xa0\x80\n", ERR_YAML_UTF8, 1, 4);
	REFUSE("a: b\n\nc: \x01\n", ERR_YAML_SYNTAX, 3, 4);
	refuse_n(__LINE__, "\xff\xfe" "a\0", 4, ERR_YAML_UTF8, 1, 1);
	str_add(&s, "a: b");
	for (int i = 0; i < 100000; i++)
		str_add(&s, i % 2 ? "\u0301" : "\u0323");
	refuse_n(__LINE__, s.buf, s.len, ERR_YAML_MARKS, 1, 4);
	str_done(&s);
}

static void
test_syntax(void)
{
	REFUSE("a: [b\n", ERR_YAML_SYNTAX, 2, 1);
	REFUSE("a: \"b\n", ERR_YAML_SYNTAX, 2, 1);
	REFUSE("a: b\n\tc: d\n", ERR_YAML_SYNTAX, 2, 1);
	REFUSE("a: b: c\n", ERR_YAML_SYNTAX, 1, 5);
	REFUSE("a: @b\n", ERR_YAML_SYNTAX, 1, 4);
}

static void
repeat(struct str *s, const char *what, int n)
{
	while (n-- > 0)
		str_add(s, what);
}

static void
test_depth(void)
{
	struct str s = STR_INIT;

	repeat(&s, "[", 32);
	repeat(&s, "]", 32);
	yaml_doc_free(parse(str_text(&s)));
	str_clear(&s);
	repeat(&s, "[", 33);
	repeat(&s, "]", 33);
	REFUSE(str_text(&s), ERR_YAML_TOO_DEEP, 1, 33);
	str_clear(&s);
	repeat(&s, "{a: ", 200000);
	REFUSE(str_text(&s), ERR_YAML_TOO_DEEP, 1, 129);
	str_clear(&s);
	repeat(&s, "- ", 50000);
	REFUSE(str_text(&s), ERR_YAML_TOO_DEEP, 1, 65);
	str_done(&s);
}

static void
test_size(void)
{
	struct str s = STR_INIT;

	str_add(&s, "a: b\n#");
	while (s.len < 1024 * 1024)
		str_addc(&s, 'x');
	yaml_doc_free(parse(str_text(&s)));
	str_addc(&s, 'x');
	REFUSE(str_text(&s), ERR_YAML_TOO_BIG, 1, 1);
	str_done(&s);
}

static void
test_nodes(void)
{
	struct str s = STR_INIT;
	struct yaml_doc *doc;

	/* The list itself is the first node. */
	repeat(&s, "- a\n", 99999);
	doc = parse(str_text(&s));
	T_INT(yaml_root(doc)->n, 99999);
	yaml_doc_free(doc);
	str_add(&s, "- a\n");
	REFUSE(str_text(&s), ERR_YAML_TOO_MANY, 100000, 3);
	str_clear(&s);
	for (int i = 0; i < 49999; i++)
		str_printf(&s, "k%d: v\n", i);
	doc = parse(str_text(&s));
	T_STR(yaml_get_text(yaml_root(doc), "k49998"), "v");
	yaml_doc_free(doc);
	str_add(&s, "k7: v\n");
	REFUSE(str_text(&s), ERR_YAML_TOO_MANY, 50000, 5);
	str_done(&s);
}

/* Random damage to a good file: never a crash, always a place. */
static void
test_random_damage(void)
{
	static const char good[] = "id: msg-a\ntitle: {vi: \"Một\", en: One}\n"
	    "steps:\n  - id: s1\n    when: 2026-03-02\n  - [a, 'b', |x]\n";
	static const char odd[] = "[]{}:-,&*!|>'\"%@`#\n\t \\\xff?\x01";
	uint32_t seed = 20260302;
	int wrong = 0;

	printf("# seed %u\n", (unsigned)seed);
	for (int round = 0; round < 5000; round++) {
		struct err e = ERR_INIT;
		struct yaml_doc *doc;
		char text[sizeof good];

		memcpy(text, good, sizeof good);
		for (int i = 0; i < 3; i++) {
			seed = seed * 1664525u + 1013904223u;
			text[(seed >> 8) % (sizeof good - 1)] =
			    odd[(seed >> 20) % (sizeof odd - 1)];
		}
		doc = yaml_parse("t", text, sizeof good - 1, &e);
		if (doc == NULL && (e.code == ERR_NONE || e.line < 1 ||
		    e.col < 1 || !str_eq(e.file, "t")))
			wrong++;
		yaml_doc_free(doc);
		err_done(&e);
	}
	T_INT(wrong, 0);
	T_CHECK(yaml_parse("t", "", 0, NULL) == NULL);
}

int
main(void)
{
	T_RUN(test_tree);
	T_RUN(test_roots);
	T_RUN(test_bom_and_line_ends);
	T_RUN(test_unicode);
	T_RUN(test_empty);
	T_RUN(test_refused_features);
	T_RUN(test_duplicates);
	T_RUN(test_bad_bytes);
	T_RUN(test_syntax);
	T_RUN(test_depth);
	T_RUN(test_size);
	T_RUN(test_nodes);
	T_RUN(test_random_damage);
	return t_done();
}
