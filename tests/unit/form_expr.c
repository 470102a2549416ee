/* Expressions: the outside suite, our own rules, hostile text. */
#include "core/form/eval.h"
#include "core/form/expr.h"
#include "core/base/jx.h"
#include "tests/t.h"
#include "tests/unit/form_eval_help.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

static void
unescape(char *s)
{
	char *to = s;

	for (; *s != '\0'; s++) {
		if (*s == '\\' && (s[1] == 'n' || s[1] == 't'))
			*to++ = *++s == 'n' ? '\n' : '\t';
		else
			*to++ = *s;
	}
	*to = '\0';
}

/* The suite registers this one function of its own. */
static bool
suite_call(void *ctx, const char *name, const struct expr_value *arg,
    size_t n, bool *known, struct expr_value *out, struct err *e)
{
	(void)ctx;
	(void)arg;
	(void)n;
	(void)e;
	*known = strcmp(name, "read") == 0;
	if (*known)
		expr_set_text(out, "testing-read");
	return true;
}

static double
read_expected(const char *s)
{
	return strtod(s, NULL);
}

static bool
line_holds(const char *expr, const char *type, const char *want)
{
	struct expr_env env = {
		.now = NOW, .offset_min = VN_OFFSET_MIN, .call = suite_call,
	};
	struct expr_value v = EXPR_VALUE_INIT;
	struct str s = STR_INIT;
	struct expr *x = expr_parse(expr, NULL);
	bool ok = x != NULL && expr_eval(x, &env, &v, NULL), holds;

	expr_free(x);
	if (!ok)
		return strcmp(type, "error") == 0;
	expr_to_string(&v, &s);
	if (strcmp(type, "number") == 0) {
		double w = read_expected(want), g = v.number;

		/* the source itself compares within 1e-12 */
		holds = v.kind == EXPR_NUMBER && ((isnan(w) && isnan(g)) ||
		    w == g || fabs(w - g) < 1e-12);
	} else {
		holds = strcmp(str_text(&s), want) == 0 && v.kind ==
		    (strcmp(type, "boolean") == 0 ? EXPR_BOOL :
		    strcmp(type, "date") == 0 ? EXPR_DATE : EXPR_TEXT);
	}
	if (!holds)
		printf("# %s gives %s\n", expr, str_text(&s));
	str_done(&s);
	expr_value_done(&v);
	return holds;
}

static void
test_suite(void)
{
	const char *dir = getenv("TN_CONFORMANCE");
	char path[1024], line[2048];
	FILE *f;
	int n = 0, bad = 0;

	snprintf(path, sizeof(path), "%s/expressions.tsv",
	    dir != NULL ? dir : "../shared/conformance");
	f = fopen(path, "r");
	if (f == NULL)
		T_SKIP("expressions.tsv is not here");
	while (fgets(line, sizeof(line), f) != NULL) {
		char *type, *want, *end;

		if (line[0] == '#' || (type = strchr(line, '\t')) == NULL)
			continue;
		*type++ = '\0';
		want = strchr(type, '\t');
		if (want == NULL)
			continue;
		*want++ = '\0';
		end = want + strcspn(want, "\t\n");
		*end = '\0';
		unescape(line);
		n++;
		if (!line_holds(line, type, want)) {
			printf("# not so: %s\n", line);
			bad++;
		}
	}
	fclose(f);
	printf("# %d lines of the suite\n", n);
	T_CHECK(n >= 170);
	T_INT(bad, 0);
}

static void
test_numbers(void)
{
	T_STR(eval("0.1 + 0.2", NULL), "0.30000000000000004");
	T_STR(eval("0.1 + 0.2 = 0.3", NULL), "true");
	T_STR(eval("0.1 + 0.2 != 0.3", NULL), "false");
	T_STR(eval("-0", NULL), "0");
	T_STR(eval("1230000000000000000000", NULL), "1230000000000000000000");
	T_STR(eval("1 div 3", NULL), "0.3333333333333333");
	T_STR(eval("0.00001", NULL), "0.00001");
	T_STR(eval("--5", NULL), "5");
	T_STR(eval("---5", NULL), "-5");
	T_STR(eval("round(2.5)", NULL), "3");
	T_STR(eval("round(-2.5)", NULL), "-2");
	T_STR(eval("round(-2.51)", NULL), "-3");
	T_STR(eval("round(9.99, 1)", NULL), "10");
	T_STR(eval("round(2.675, 2)", NULL), "2.68");
	T_STR(eval("round(1234, -2)", NULL), "1200");
	T_STR(eval("round(44, -2)", NULL), "0");
	T_STR(eval("round(55, -2)", NULL), "100");
	T_STR(eval("floor(-1.5)", NULL), "-2");
	T_STR(eval("sum(1, 2, 3)", NULL), "!expr_args@1");
	T_STR(eval("sum(1)", NULL), "!expr_nodes@1");
	T_STR(eval("1e", NULL), "!expr_token@2");
	T_STR(eval("0.1 + 0.7", NULL), "0.7999999999999999");
	T_STR(eval("9007199254740993", NULL), "9007199254740992");
	T_STR(eval("123456789012345680", NULL), "123456789012345680");
	T_STR(eval("max(1, 7, 3) - min(4, 2)", NULL), "5");
	T_STR(eval("2 * 3 + 4 * 5", NULL), "26");
	T_STR(eval("7 mod 4 = 3 and 2 < 3", NULL), "true");
	T_STR(eval("false() or 0 or true()", NULL), "true");
	T_STR(eval("true() and 1 and false()", NULL), "false");
	T_STR(eval("true() or nothing-like-it()", NULL), "true");
}

static void
test_text(void)
{
	T_STR(eval("string-length('Đặng Thị Ước')", NULL), "12");
	T_STR(eval("substr('Đặng', 1, 3)", NULL), "ặn");
	T_STR(eval("translate('hà nội', 'àộ', 'ao')", NULL), "ha noi");
	T_STR(eval("concat('a', 1, true())", NULL), "a1true");
	T_STR(eval("join(', ', 'a', 'b')", NULL), "a, b");
	T_STR(eval("tn:fold('Nguyễn  Thị-Mẫu')", NULL), "nguyen thi mau");
	T_STR(eval("selected-at('a b c', 1)", NULL), "b");
	T_STR(eval("regex('079123456789', '[0-9]{9}|[0-9]{12}')", NULL),
	    "true");
	T_STR(eval("regex('1234567890', '[0-9]{9}|[0-9]{12}')", NULL),
	    "false");
	T_STR(eval("regex('B1234567', '^[A-Z]\\d{7}$')", NULL), "true");
	T_STR(eval("regex('ab', 'a')", NULL), "false");
	T_STR(eval("regex('Ước', '[^a-z]+c')", NULL), "true");
	T_STR(eval("regex('aab', '(a|b)*?')", NULL), "true");
	T_STR(eval("regex('x', '[')", NULL), "!expr_regex@1");
	T_STR(eval("digest('abc', 'SHA-384', 'hex')", NULL),
	    "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
	    "8086072ba1e7cc2358baeca134c825a7");
	T_STR(eval("digest('abc', 'SHA-512', 'hex')", NULL),
	    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
	    "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
	T_STR(eval("digest('', 'MD5', 'hex')", NULL),
	    "d41d8cd98f00b204e9800998ecf8427e");
	T_STR(eval("digest('abc', 'CRC')", NULL), "!expr_value@1");
	T_STR(eval("base64-decode('xJDhu5E=')", NULL), "Đố");
}

static void
test_dates(void)
{
	T_STR(eval("today()", NULL), "2026-03-02");
	T_STR(eval("now()", NULL), "2026-03-02T01:50:00.000+07:00");
	T_STR(eval("today() + 1", NULL), "20515");
	T_STR(eval("date(today() + 1)", NULL), "2026-03-03");
	T_STR(eval("today() > '2026-03-01'", NULL), "true");
	T_STR(eval("today() = '2026-03-02'", NULL), "true");
	T_STR(eval("date('2026-02-30')", NULL), "!expr_date@1");
	T_STR(eval("date('abc')", NULL), "!expr_date@1");
	T_STR(eval("date('1999-05')", NULL), "");
	T_STR(eval("format-date('2026-03-02', '%d/%m/%Y %e/%n %a')", NULL),
	    "02/03/2026 2/3 Mon");
	T_STR(eval("format-date-time('2026-03-02T10:20:30+07:00', '%H:%M:%S')",
	    NULL), "10:20:30");
	T_STR(eval("decimal-time('06:00')", NULL), "0.25");
	T_STR(eval("tn:days-between('2026-02-28', '2026-03-02')", NULL), "2");
}

/* Known in part: it may be so, but it is never equal. */
static void
test_parts(void)
{
	T_STR(eval("'2026' <= today()", NULL), "true");
	T_STR(eval("'2026' >= today()", NULL), "true");
	T_STR(eval("'2027' <= today()", NULL), "false");
	T_STR(eval("'2025' >= today()", NULL), "false");
	T_STR(eval("'2026-04' <= today()", NULL), "false");
	T_STR(eval("'2026-03' < today()", NULL), "true");
	T_STR(eval("today() > '2026-03'", NULL), "true");
	T_STR(eval("'2026' = today()", NULL), "false");
	T_STR(eval("'2026' != today()", NULL), "true");
	T_STR(eval("'1999-05' < '2000'", NULL), "true");
	T_STR(eval("'2000-05' < '2000-04'", NULL), "false");
	T_STR(eval("'2000-04-01' < '2000-04-02'", NULL), "true");
	T_STR(eval("'abc' < today()", NULL), "false");
	T_STR(eval("'' < today()", NULL), "false");
	T_STR(eval("20000 < today()", NULL), "true");
}

/* A birthday known in part is never made whole. */
static void
test_ages(void)
{
	T_STR(eval("tn:age-at('2008-03-02', today())", NULL), "18");
	T_STR(eval("tn:age-at('2008-03-03', today())", NULL), "17");
	T_STR(eval("tn:age-at('2008', today())", NULL), "");
	T_STR(eval("tn:age-at('2008', '2026-12-31')", NULL), "18");
	T_STR(eval("tn:age-at('2008-02', today())", NULL), "18");
	T_STR(eval("tn:age-at('2008-03', today())", NULL), "");
	T_STR(eval("tn:age-at('', today())", NULL), "");
	T_STR(eval("tn:age-at-least('2008', today())", NULL), "17");
	T_STR(eval("tn:age-at-most('2008', today())", NULL), "18");
	T_STR(eval("tn:age-at('2030-01-01', today())", NULL), "");
	T_STR(eval("tn:age-at('2008-02-29', '2026-02-28')", NULL), "17");
	T_STR(eval("tn:age-at('2008-02-29', '2026-03-01')", NULL), "18");
	T_STR(eval("tn:age-at('2008-13', today())", NULL), "!expr_date@1");
}

static void
test_answers(void)
{
	const char *j = "{\"a\": 5, \"n\": \"\", \"m\": [\"x\", \"y\"],"
	    "\"r\": {\"status\": \"refused\", \"value\": \"z\"},"
	    "\"c\": {\"status\": \"contradicted\", \"value\": \"z\"},"
	    "\"kin\": [{\"age\": 3, \"who\": \"son\"}, {\"age\": 40}]}";

	T_STR(eval("${a} + 1", j), "6");
	T_STR(eval("${missing}", j), "");
	T_STR(eval("${missing} = ''", j), "true");
	T_STR(eval("${n} = '' and not(${n})", j), "true");
	T_STR(eval("selected(${m}, 'y')", j), "true");
	T_STR(eval("count-selected(${m})", j), "2");
	T_STR(eval("concat(${r}, '|', tn:status(${r}))", j), "|refused");
	T_STR(eval("concat(${c}, '|', tn:status(${c}))", j),
	    "z|contradicted");
	T_STR(eval("tn:status(${a})", j), "answered");
	T_STR(eval("count(${kin})", j), "2");
	T_STR(eval("sum(${age})", j), "43");
	T_STR(eval("count-non-empty(${who})", j), "1");
	T_STR(eval("indexed-repeat(${age}, ${kin}, 2)", j), "40");
	T_STR(eval("${kin}[who = 'son']/age", j), "3");
	T_STR(eval("${kin}[position() = 2]/age", j), "40");
	T_STR(eval("${kin}[2]/age", j), "40");
	T_STR(eval("sum(${kin}[age > 17]/age)", j), "40");
	T_STR(eval("/kin[1]/who", j), "son");
	T_STR(eval("count(${kin}/age | ${a})", j), "3");
	T_STR(eval("${age} = 40", j), "true");
	T_STR(eval("coalesce(${n}, ${a})", j), "5");
}

static void
test_refusals(void)
{
	T_STR(eval("", NULL), "!expr_end@1");
	T_STR(eval("1 +", NULL), "!expr_end@4");
	T_STR(eval("1 2", NULL), "!expr_token@3");
	T_STR(eval("'abc", NULL), "!expr_quote@1");
	T_STR(eval("'ước' = #", NULL), "!expr_token@9");
	T_STR(eval("if(1, 2)", NULL), "!expr_args@1");
	T_STR(eval("1 + nothing-like-it(2)", NULL), "!expr_function@5");
	T_STR(eval("${a", NULL), "!expr_token@1");
	T_STR(eval("//x", NULL), "!expr_no_data@1");
	T_STR(eval("/a | /b", NULL), "!expr_no_data@6");
	T_STR(eval("tn:add-working-days(today(), 3)", NULL), "!expr_hook@1");
	T_STR(eval("count('a')", NULL), "!expr_nodes@1");
	T_STR(eval("'\xff'", NULL), "!expr_bytes@1");
}

static char *
repeat_text(const char *piece, size_t n)
{
	struct str s = STR_INIT;

	for (size_t i = 0; i < n; i++)
		str_add(&s, piece);
	return str_steal(&s);
}

static void
test_hostile_size(void)
{
	static const char *const pieces[] = { "(", "-", "1+", "a[", "not(",
	    "/a/", "'", "${a}|", "1 or ", "if(1," };
	char *s;

	for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
		s = repeat_text(pieces[i], 1024 * 1024 / strlen(pieces[i]));
		T_STR(eval(s, NULL), "!expr_too_long@1");
		free(s);
		s = repeat_text(pieces[i], 8000 / strlen(pieces[i]));
		T_CHECK(eval(s, NULL)[0] == '!');
		free(s);
	}
	s = repeat_text("(", 65);
	T_STR(eval(s, NULL), "!expr_too_deep@66");
	free(s);
	/* long is not deep */
	s = repeat_text("1+", 4000);
	s[strlen(s) - 1] = '\0';
	T_STR(eval(s, NULL), "4000");
	free(s);
	T_STR(eval("regex('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!',"
	    "'(((a*)*)*)*b')", NULL), "false");
	T_STR(eval("regex('a', '((a{400}){400}){400}')", NULL),
	    "!expr_regex@1");
}

static uint64_t seed = 20260302;

static uint32_t
chance(void)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33);
}

/* Whatever comes in, an answer or a refusal comes out. */
static void
test_random(void)
{
	static const char *const word[] = { "(", ")", "[", "]", "1", ".5",
	    "'a'", "${a}", "${kin}", "and", "or", "=", "<", "-", "*", "/",
	    ".", "..", ",", "if(", "count(", "round(", "substr(", "date(",
	    "today()", "regex(", "position(", "sum(", "age", "|", "div",
	    "concat(", "coalesce(", "'[a-z]*'", "selected(", "mod" };
	const char *answers = "{\"a\": 5, \"kin\": [{\"age\": 3}]}";

	if (getenv("TN_SEED") != NULL)
		seed = strtoull(getenv("TN_SEED"), NULL, 10);
	printf("# seed %llu\n", (unsigned long long)seed);
	for (int i = 0; i < 20000; i++) {
		struct str s = STR_INIT;
		int n = 1 + (int)(chance() % 14);

		for (int k = 0; k < n; k++) {
			if (i % 4 == 0)
				str_addc(&s, (char)(1 + chance() % 255));
			else
				str_add(&s, word[chance() % ARRAY_LEN(word)]);
			if (chance() % 3 == 0)
				str_addc(&s, ' ');
		}
		T_CHECK(eval(str_text(&s), answers) != NULL);
		str_done(&s);
	}
}

static void
count_name(void *ctx, enum expr_seen what, const char *name, int col)
{
	int *at = ctx;

	if (what == EXPR_SEES_NAME && strcmp(name, "b") == 0)
		at[0] = col;
	if (what == EXPR_SEES_UNKNOWN && strcmp(name, "foo") == 0)
		at[1] = col;
	if (what == EXPR_SEES_COLUMN && strcmp(name, "province") == 0)
		at[2] = col;
	if (what == EXPR_SEES_NAME && strcmp(name, "q") == 0)
		at[3] = col;
}

static void
test_names(void)
{
	int at[4] = { 0 };
	struct expr *x = expr_parse("province = ${b} and foo(1) or "
	    "jr:choice-name(${b}, '${q}')", NULL);

	T_CHECK(x != NULL);
	T_STR(expr_text(x), "province = ${b} and foo(1) or "
	    "jr:choice-name(${b}, '${q}')");
	expr_names(x, count_name, at);
	expr_free(x);
	T_INT(at[0], 46);
	T_INT(at[1], 21);
	T_INT(at[2], 1);
	T_INT(at[3], 52);
}

/* The functions of ODK's list; what is left out is named here. */
static void
test_functions(void)
{
	static const char *const odk[] = { "string", "concat", "join",
	    "substr", "substring-before", "substring-after", "translate",
	    "string-length", "normalize-space", "contains", "starts-with",
	    "ends-with", "uuid", "digest", "pulldata", "base64-decode", "if",
	    "coalesce", "once", "true", "false", "boolean",
	    "boolean-from-string", "not", "regex", "checklist",
	    "weighted-checklist", "number", "random", "int", "sum", "max",
	    "min", "round", "pow", "log", "log10", "abs", "sin", "cos", "tan",
	    "asin", "acos", "atan", "atan2", "sqrt", "exp", "exp10", "pi",
	    "count", "count-non-empty", "position", "instance", "current",
	    "randomize", "today", "now", "format-date", "format-date-time",
	    "date", "decimal-date-time", "decimal-time", "selected",
	    "selected-at", "count-selected", "jr:choice-name", "jr:itext",
	    "indexed-repeat", "area", "distance" };

	T_INT(ARRAY_LEN(odk), 70);
	for (size_t i = 0; i < ARRAY_LEN(odk); i++) {
		bool found = false;

		for (size_t k = 0; expr_function(k) != NULL; k++)
			found |= strcmp(expr_function(k), odk[i]) == 0;
		if (!found)
			printf("# no %s()\n", odk[i]);
		T_CHECK(found);
	}
}

int
main(void)
{
	T_RUN(test_suite);
	T_RUN(test_numbers);
	T_RUN(test_text);
	T_RUN(test_dates);
	T_RUN(test_parts);
	T_RUN(test_ages);
	T_RUN(test_answers);
	T_RUN(test_refusals);
	T_RUN(test_hostile_size);
	T_RUN(test_random);
	T_RUN(test_names);
	T_RUN(test_functions);
	return t_done();
}
