/* JSON: members, limits, and the canonical text. */
#include "core/base/jx.h"

#include "tests/t.h"

#include <stdlib.h>

static json_t *
parse(const char *text)
{
	struct err e = ERR_INIT;
	json_t *v = jx_parse(text, strlen(text), &e);

	if (v == NULL)
		printf("# %s: %s\n", err_code_name(e.code), text);
	T_CHECK(v != NULL);
	err_done(&e);
	return v;
}

static void
refuse_n(int at, const char *text, size_t len, enum err_code code, int line)
{
	struct err e = ERR_INIT;
	json_t *v = jx_parse(text, len, &e);

	if (v != NULL || e.code != code || e.line != line || e.col < 1) {
		printf("# %s:%d: %s %d:%d\n", __FILE__, at,
		    err_code_name(e.code), e.line, e.col);
		T_CHECK(false);
	}
	json_decref(v);
	err_done(&e);
}

#define REFUSE(text, code, line) \
	refuse_n(__LINE__, text, strlen(text), code, line)

static void
test_members(void)
{
	json_t *o = parse("{\"t\": \"Mẫu\", \"i\": -9223372036854775808, "
	    "\"b\": true, \"r\": 1.5, \"z\": null}");

	T_STR(jx_text(o, "t"), "Mẫu");
	T_CHECK(jx_text(o, "i") == NULL && jx_text(o, "none") == NULL);
	T_CHECK(jx_text(NULL, "t") == NULL);
	T_CHECK(jx_int(o, "i", 1) == INT64_MIN);
	T_INT(jx_int(o, "r", 1), 1);
	T_INT(jx_int(NULL, "i", 7), 7);
	T_CHECK(jx_bool(o, "b", false) && jx_bool(o, "z", true));
	T_CHECK(!jx_bool(o, "t", false));
	T_CHECK(json_is_null(jx_get(o, "z")) && jx_get(o, "none") == NULL);
	json_decref(o);
}

static void
test_by_code(void)
{
	json_t *list = json_pack("[{s:s,s:i},{s:i},i,{s:s,s:i},{s:s,s:i}]",
	    "code", "a", "n", 1, "code", 7, 3, "code", "b", "n", 2, "code",
	    "b", "n", 3);

	T_INT(jx_int(jx_by_code(list, "b"), "n", 0), 2);
	T_INT(jx_int(jx_by_code(list, "a"), "n", 0), 1);
	T_CHECK(jx_by_code(list, "c") == NULL);
	T_CHECK(jx_by_code(list, NULL) == NULL);
	T_CHECK(jx_by_code(NULL, "a") == NULL);
	T_CHECK(jx_by_code(json_array_get(list, 0), "a") == NULL);
	json_decref(list);
}

static void
test_canonical(void)
{
	json_t *a = parse("{\"b\": [1, {\"y\": 2, \"x\": \"é/\"}], "
	    "\"a\": 1.5}");
	json_t *b = parse("{\"a\":1.5,\n\"b\":[1,{\"x\":\"\\u00e9\\/\","
	    "\"y\":2}]}");
	char *one = jx_canonical(a), *two = jx_canonical(b);

	T_STR(one, "{\"a\":1.5,\"b\":[1,{\"x\":\"é/\",\"y\":2}]}");
	T_STR(two, one);
	free(one);
	free(two);
	json_decref(a);
	json_decref(b);
	a = json_string("x");
	one = jx_canonical(a);
	T_STR(one, "\"x\"");
	free(one);
	json_decref(a);
	T_CHECK(jx_canonical(NULL) == NULL);
}

static void
test_refused(void)
{
	REFUSE("", ERR_JSON_SYNTAX, 1);
	REFUSE("{\"a\": 1,\n \"a\": 2}", ERR_JSON_SYNTAX, 2);
	REFUSE("{}\n{}", ERR_JSON_SYNTAX, 2);
	REFUSE("{\"a\": NaN}", ERR_JSON_SYNTAX, 1);
	REFUSE("{\"a\": 01}", ERR_JSON_SYNTAX, 1);
	REFUSE("{\"a\": 9223372036854775808}", ERR_JSON_SYNTAX, 1);
	REFUSE("{\"a\": 1e999}", ERR_JSON_SYNTAX, 1);
	REFUSE("{\"a\": \"\\u0000\"}", ERR_JSON_SYNTAX, 1);
	REFUSE("{\"a\": \"\\ud800\"}", ERR_JSON_SYNTAX, 1);
	REFUSE("{\"a\": \"x", ERR_JSON_SYNTAX, 1);
	REFUSE("\"text\"", ERR_JSON_SYNTAX, 1);
	REFUSE("[\n\"\xff\"]", ERR_JSON_UTF8, 2);
	REFUSE("[\"\\\xff\"]", ERR_JSON_UTF8, 1);
	REFUSE("]]]]]", ERR_JSON_SYNTAX, 1);
	refuse_n(__LINE__, "[1]\0", 4, ERR_JSON_SYNTAX, 1);
	T_CHECK(jx_parse("", 0, NULL) == NULL);
}

/* What jansson quotes of the input must not reach a terminal as it is. */
static void
test_safe_message(void)
{
	struct err e = ERR_INIT;

	T_CHECK(jx_parse("[\x1b]", 3, &e) == NULL);
	T_CHECK(e.arg[0] != NULL && strchr(e.arg[0], '\x1b') == NULL);
	err_done(&e);
	T_CHECK(jx_parse("[\u202e]", 5, &e) == NULL);
	T_CHECK(e.arg[0] != NULL && strstr(e.arg[0], "\u202e") == NULL);
	err_done(&e);
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
	json_decref(parse(str_text(&s)));
	str_clear(&s);
	repeat(&s, "[", 33);
	repeat(&s, "]", 33);
	REFUSE(str_text(&s), ERR_JSON_TOO_DEEP, 1);
	str_clear(&s);
	repeat(&s, "{\"a\":\n", 500000);
	REFUSE(str_text(&s), ERR_JSON_TOO_DEEP, 33);
	/* Brackets in a string are no depth, whatever is escaped in it. */
	str_clear(&s);
	str_add(&s, "[\"\\\"");
	repeat(&s, "[{", 100);
	str_add(&s, "\\\\\", \"\\\\\", \"");
	repeat(&s, "[{", 100);
	str_add(&s, "\"]");
	json_decref(parse(str_text(&s)));
	/* And a string that ends behind two backslashes has ended. */
	str_clear(&s);
	str_add(&s, "[\"\\\\\",");
	repeat(&s, "[", 100);
	REFUSE(str_text(&s), ERR_JSON_TOO_DEEP, 1);
	str_done(&s);
}

static void
test_size(void)
{
	struct str s = STR_INIT;

	str_add(&s, "[\"");
	while (s.len < 4 * 1024 * 1024 - 2)
		str_addc(&s, 'x');
	str_add(&s, "\"]");
	json_decref(parse(str_text(&s)));
	str_addc(&s, ' ');
	REFUSE(str_text(&s), ERR_JSON_TOO_BIG, 1);
	str_clear(&s);
	str_add(&s, "[0");
	repeat(&s, ",0", 199999);
	str_addc(&s, ']');
	json_decref(parse(str_text(&s)));
	str_clear(&s);
	str_add(&s, "[0");
	repeat(&s, ",0", 200000);
	str_addc(&s, ']');
	REFUSE(str_text(&s), ERR_JSON_TOO_MANY, 1);
	str_done(&s);
}

int
main(void)
{
	T_RUN(test_members);
	T_RUN(test_by_code);
	T_RUN(test_canonical);
	T_RUN(test_refused);
	T_RUN(test_safe_message);
	T_RUN(test_depth);
	T_RUN(test_size);
	return t_done();
}
