/* Memory, strings, errors and texts in two languages. */
#include "core/base/err.h"

#include "tests/t.h"

#include <stdlib.h>

static void
test_str(void)
{
	struct str s = STR_INIT;
	char *text;

	T_STR(str_text(&s), "");
	str_add(&s, NULL);
	str_add(&s, "ab");
	str_addn(&s, "cd\0e", 4);
	str_addc(&s, 'f');
	T_INT(s.len, 7);
	T_CHECK(memcmp(str_text(&s), "abcd\0ef", 8) == 0);
	str_clear(&s);
	str_printf(&s, "%s-%d", "x", 42);
	T_STR(str_text(&s), "x-42");
	for (int i = 0; i < 1000; i++)
		str_printf(&s, "%04d", i);
	T_INT(s.len, 4004);
	T_STR(str_text(&s) + 4000, "0999");
	text = str_steal(&s);
	T_INT(strlen(text), 4004);
	free(text);
	text = str_steal(&s);
	T_STR(text, "");
	free(text);
	str_done(&s);
	T_CHECK(str_eq(NULL, NULL) && !str_eq(NULL, "") && str_eq("a", "a"));
	T_CHECK(str_starts("abc", "ab") && !str_starts("a", "ab"));
}

static void
test_mem(void)
{
	size_t cap = 0;
	int *list = NULL;
	char *p;

	for (int i = 0; i < 1000; i++) {
		list = xgrow(list, (size_t)i, &cap, sizeof *list);
		list[i] = i;
	}
	T_CHECK(cap >= 1000 && cap <= 2048 && list[999] == 999);
	free(list);
	p = xasprintf("%d/%s", 7, "x");
	T_STR(p, "7/x");
	free(p);
	p = xstrndup("abc\0def", 7);
	T_STR(p, "abc");
	free(p);
	T_CHECK(xstrdup(NULL) == NULL);
	p = xmalloc(0);
	T_CHECK(p != NULL);
	free(p);
}

static const char *
filled(struct str *out, const char *pattern, const char *a, const char *b)
{
	const char *arg[2] = { a, b };

	str_clear(out);
	text_fill(out, pattern, arg, 2);
	return str_text(out);
}

static void
test_fill(void)
{
	struct str s = STR_INIT;

	T_STR(filled(&s, "{2} {1} {2}", "a", "b"), "b a b");
	T_STR(filled(&s, "[{1}]", NULL, NULL), "[]");
	T_STR(filled(&s, "{1}", "{2}", "secret"), "{2}");
	T_STR(filled(&s, "{3} {0} {x} {1", "a", "b"), "{3} {0} {x} {1");
	T_STR(filled(&s, "", "a", "b"), "");
	str_done(&s);
}

static void
test_err_text(void)
{
	struct err e = ERR_INIT;
	struct str s = STR_INIT;

	T_CHECK(!err_set_at(&e, "forms/a.yaml", 12, 5, ERR_YAML_DUPLICATE_KEY,
	    "name", "3", NULL));
	err_text(&e, LANG_EN, true, &s);
	T_STR(str_text(&s), "forms/a.yaml:12:5: The key “name” is repeated; "
	    "it is already on line 3.");
	str_clear(&s);
	err_text(&e, LANG_VI, false, &s);
	T_STR(str_text(&s), "Khóa “name” bị lặp lại; khóa này đã có ở dòng 3.");
	str_clear(&s);
	err_set_at(&e, NULL, 2, 7, ERR_JSON_UTF8, NULL);
	err_text(&e, LANG_EN, true, &s);
	T_CHECK(str_starts(str_text(&s), "2:7: The JSON"));
	str_clear(&s);
	err_set(&e, ERR_YAML_EMPTY, NULL);
	err_text(&e, LANG_EN, true, &s);
	T_STR(str_text(&s), "The file has no content.");
	T_STR(err_code_name(ERR_YAML_EMPTY), "yaml_empty");
	T_STR(err_code_name(ERR_NONE), "none");
	str_done(&s);
	err_done(&e);
}

static void
test_err_ownership(void)
{
	struct err a = ERR_INIT, b = ERR_INIT;

	T_CHECK(!err_set(NULL, ERR_YAML_EMPTY, NULL));
	err_set(&a, ERR_YAML_SYNTAX, "1", "2", "3", "4", NULL);
	T_STR(a.arg[3], "4");
	err_set(&a, ERR_YAML_ALIAS, a.arg[2], a.arg[0], NULL);
	T_STR(a.arg[0], "3");
	T_STR(a.arg[1], "1");
	T_CHECK(a.arg[2] == NULL);
	err_set(&b, ERR_YAML_NUL, "old", NULL);
	err_move(&b, &a);
	T_INT(b.code, ERR_YAML_ALIAS);
	T_INT(a.code, ERR_NONE);
	T_CHECK(a.arg[0] == NULL);
	err_move(&b, &b);
	T_STR(b.arg[0], "3");
	err_move(NULL, &b);
	T_INT(b.code, ERR_NONE);
}

static void
test_findings(void)
{
	struct findings f = FINDINGS_INIT;
	struct err e = ERR_INIT;

	for (int i = 1; i <= 100; i++)
		findings_add(&f, "x", i, 1, ERR_YAML_UNKNOWN_KEY, "k", NULL);
	err_set(&e, ERR_YAML_EMPTY, "moved", NULL);
	findings_take(&f, &e);
	T_INT(f.n, 101);
	T_INT(f.item[99].line, 100);
	T_STR(f.item[100].arg[0], "moved");
	T_INT(e.code, ERR_NONE);
	findings_done(&f);
	T_INT(f.n, 0);
}

static void
test_text_in(void)
{
	struct text both = { xstrdup("vi"), xstrdup("en") };
	struct text one = { xstrdup("vi"), xstrdup("") };
	struct text none = { NULL, NULL };

	T_STR(text_in(&both, LANG_VI), "vi");
	T_STR(text_in(&both, LANG_EN), "en");
	T_STR(text_in(&one, LANG_EN), "vi");
	T_STR(text_in(&none, LANG_VI), "");
	text_done(&both);
	text_done(&one);
	text_done(&none);
}

/* Holes {1}..{4} of one sentence, as bits. */
static int
holes(const char *s)
{
	int seen = 0;

	for (; *s != '\0'; s++)
		if (s[0] == '{' && s[1] >= '1' && s[1] <= '4' && s[2] == '}')
			seen |= 1 << (s[1] - '1');
	return seen;
}

/* Every sentence of every room, so that no room needs this test again. */
static void
test_all_sentences(void)
{
	static const struct {
		const char *code, *vi, *en;
	} all[] = {
#define ERR(sym, code, vi, en) { code, vi, en },
#include "core/errors.def"
#undef ERR
	};

	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		T_STR(err_code_name((enum err_code)(i + 1)), all[i].code);
		if (holes(all[i].vi) != holes(all[i].en)) {
			printf("# %s: the languages differ in arguments\n",
			    all[i].code);
			T_CHECK(false);
		}
		T_CHECK(all[i].vi[0] != '\0' && all[i].en[0] != '\0');
		T_CHECK(strspn(all[i].code,
		    "abcdefghijklmnopqrstuvwxyz0123456789_") ==
		    strlen(all[i].code));
		for (size_t j = 0; j < i; j++)
			if (strcmp(all[i].code, all[j].code) == 0)
				T_STR(all[i].code, "used once");
	}
}

int
main(void)
{
	T_RUN(test_str);
	T_RUN(test_mem);
	T_RUN(test_fill);
	T_RUN(test_err_text);
	T_RUN(test_err_ownership);
	T_RUN(test_findings);
	T_RUN(test_text_in);
	T_RUN(test_all_sentences);
	return t_done();
}
