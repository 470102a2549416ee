/*
 * Expressions, line by line: what expr.h decided where the sources differ,
 * how words are read, the axes, and the patterns of regex().
 */
#include "core/form/eval.h"
#include "core/base/jx.h"
#include "tests/t.h"
#include "tests/unit/form_eval_help.h"

#include <stdio.h>
#include <string.h>

/* One line each: what was decided in expr.h, and what must be refused. */
struct line {
	const char *expr, *want;
};

static void
check_lines(const struct line *line, size_t n, const char *answers)
{
	for (size_t i = 0; i < n; i++) {
		const char *is = eval(line[i].expr, answers);

		if (strcmp(is, line[i].want) != 0)
			printf("# in %s\n", line[i].expr);
		T_STR(is, line[i].want);
	}
}

static void
test_words(void)
{
	static const struct line lines[] = {
		{ "9mod4", "1" }, { "9 mod4", "1" }, { "'8'div'2'", "4" },
		{ "2and0", "false" }, { "0or(7)", "true" },
		{ "4 order", "true" }, { "0and unknown()", "false" },
		{ "***", "NaN" }, { "2--3", "5" }, { "1 And 1",
		"!expr_token@3" }, { "7five", "!expr_token@2" },
		{ "child::.", "!expr_token@8" }, { "..[1]", "!expr_token@3" },
		{ ".[1]", "!expr_token@2" }, { "up::x", "!expr_path@1" },
		{ "@x::y", "!expr_token@3" }, { "node(1)", "!expr_token@6" },
		{ "child::f()", "!expr_token@9" }, { "a/", "!expr_end@3" },
		{ "//", "!expr_end@3" }, { "p:q:r", "!expr_token@4" },
		{ "$", "!expr_token@1" }, { "$p:*", "!expr_token@3" },
		{ "text('x')", "!expr_token@6" }, { "2 | 3", "!expr_path@5" },
	};

	check_lines(lines, ARRAY_LEN(lines), NULL);
}

static void
test_decided(void)
{
	static const struct line lines[] = {
		{ "number('4,6')", "4.6" }, { "number('4,6,1')", "NaN" },
		{ "number('1971-01-01')", "365" },
		{ "number('1971-01')", "NaN" },
		{ "number('1971-02-30')", "NaN" }, { "'1970-1-3' + 1", "3" },
		{ "date('1970-1-3')", "1970-01-03" },
		{ "date('1970-001-03')", "!expr_date@1" },
		{ "number()", "!expr_args@1" }, { "string()",
		"!expr_args@1" }, { "normalize-space()", "!expr_args@1" },
		{ "round('-1.475', 2)", "-1.47" }, { "round(5, 31)", "NaN" },
		{ "substring('Đặng', 2, 2)", "ặn" },
		{ "substring('motor', 0, 3)", "mo" },
		{ "substring('motor', 1.5, 2.6)", "oto" },
		{ "substring('motor', 0 div 0, 3)", "" },
		{ "substring('motor', -1 div 0, 1 div 0)", "" },
		{ "substring('motor', -9, 1 div 0)", "motor" },
		{ "substring('motor', 9)", "" },
		{ "selected('', '')", "true" }, { "selected('a', '')",
		"false" }, { "selected('a b c', ' b ')", "true" },
		{ "selected('a b c', 'b c')", "true" },
		{ "selected('a bc', 'b')", "false" },
		{ "selected-at('a b', 1.9)", "b" },
		{ "weighted-checklist(1, 2, 1, 2, 3)", "!expr_pairs@1" },
		{ "weighted-checklist(3, -1, 1, 2, 1, 1)", "true" },
		{ "true() or round()", "true" },
		{ "false() and substring()", "false" },
		{ "false() or substring()", "!expr_args@12" },
		{ "date('2026-03-02T20:00:00Z')", "2026-03-03" },
		{ "date-time('2026-03-02T20:00:00Z')",
		"2026-03-03T03:00:00.000+07:00" },
		{ "decimal-date-time('1970-01-02T12:00:00Z')", "1.5" },
		{ "decimal-date-time('1970-01-02T12:00:00+07:00')", "1.5" },
		{ "decimal-date-time('1970-01-02T12:00:00')", "1.5" },
		{ "decimal-time('1970-01-02T12:00:00+06:00')", "0.25" },
		{ "decimal-time('12:00:00+06:00')", "0.5" },
		{ "decimal-time('12:00:00+24:00')", "NaN" },
		{ "decimal-time('12:00:60')", "NaN" },
		{ "decimal-time(2.75)", "0.75" },
		{ "area('')", "NaN" }, { "distance('91 0;0 0')", "NaN" },
		{ "distance('0 0')", "0" }, { "geofence('', '')",
		"!expr_place@1" }, { "geofence('1 1', '0 0;0 2;2 2;2 0')",
		"true" }, { "geofence('3 1', '0 0;0 2;2 2;2 0')", "false" },
		{ "string-length(uuid())", "36" },
		{ "string-length(uuid(7))", "7" }, { "uuid('x')",
		"!expr_value@1" }, { "random() < 1", "true" },
		{ "random() = random()", "false" },
		{ "format-date('2026-12-01', '%b %a')", "Dec Tue" },
		{ "(('a'))", "a" }, { "max(/x)", "NaN" },
		{ "string(/x/y[1])", "" }, { "a/b//c", "" },
		{ "count(ancestor-or-self::*/@id)", "0" },
		{ "jr:choice-name(concat('a', f()), '${q}')",
		"!expr_function@28" },
		{ "jr:choice-name(f('a'), '${q}')", "!expr_function@16" },
	};

	check_lines(lines, ARRAY_LEN(lines), NULL);
}

static void
test_axes(void)
{
	static const struct line lines[] = {
		{ "count(//who)", "2" }, { "sum(//age)", "43" },
		{ "count(/*)", "4" }, { "count(//*)", "8" },
		{ "/kin[2]/preceding-sibling::kin/who", "son" },
		{ "count(/kin[1]/following-sibling::*)", "2" },
		{ "/z/preceding-sibling::*[1]/age", "40" },
		{ "count(/kin[1]/following::*)", "4" },
		{ "count(/z/preceding::age)", "2" },
		{ "/z/preceding::*[1]", "me" },
		{ "/a/following::*[2]", "3" },
		{ "count(//age/ancestor::*)", "3" },
		{ "count(//age/..)", "2" }, { "count(//age/../..)", "1" },
		{ "count(/kin/self::kin)", "2" },
		{ "count(/kin/self::who)", "0" },
		{ "count(/a | /a | //a)", "1" },
		{ "count(/descendant::age[. > 9])", "1" },
		{ "count(//@id | //comment() | /ns:*)", "0" },
		{ "//text()", "!expr_path@3" }, { "$a + 1", "6" },
		{ "/kin[string-length(who) = 3]/who", "son" },
		{ "count(/kin/who[normalize-space() = 'son'])", "1" },
		{ "/kin[number(age) = 40]/who", "me" },
		{ "sum(/kin/age[number() > 9])", "40" },
		{ "(//age)[2]", "40" },
		{ "indexed-repeat(${age}, ${kin}, '')", "3" },
		{ "indexed-repeat(${age}, ${kin}, 3)", "" },
		{ "weighted-checklist(43, 43, /kin/who, /kin/age)", "true" },
		{ "weighted-checklist(1, 9, /kin/who, /a/..)",
		"!expr_pairs@1" },
	};

	check_lines(lines, ARRAY_LEN(lines), "{\"a\": 5, \"kin\": ["
	    "{\"age\": 3, \"who\": \"son\"},"
	    "{\"age\": 40, \"who\": \"me\"}], \"z\": 1}");
}

/* The whole text must match; what the known engines read in two ways is bad. */
static void
test_patterns(void)
{
	static const struct { const char *pattern, *text, *want; } all[] = {
		{ "b", "abc", "false" }, { ".*b.*", "abc", "true" },
		{ "^abc$", "abc", "true" }, { "a|bc", "bc", "true" },
		{ "a|bc", "ac", "false" }, { "(a|b)c", "bc", "true" },
		{ "", "", "true" }, { "", "a", "false" }, { "a|", "",
		"true" }, { "()*", "", "true" }, { "(?:ab){2,3}", "ababab",
		"true" }, { "(ab){2}", "ab", "false" }, { "a{2,}", "aaaaa",
		"true" }, { "a{0}", "", "true" }, { "a{3,2}", "a", "!" },
		{ "a{,2}", "a", "!" }, { "a{501}", "a", "!" }, { "a**", "a",
		"!" }, { "a*+", "a", "!" }, { "a*?b", "aab", "true" },
		{ "*a", "a", "!" }, { "(a", "a", "!" }, { "a)", "a", "!" },
		{ "[a-c-]+", "b-", "true" }, { "[]a]", "]", "true" },
		{ "[^]a]", "b", "true" }, { "[c-a]", "b", "!" }, { "[a",
		"a", "!" }, { "[a[b]]", "a", "!" }, { "[a&&b]", "a", "!" },
		{ "[a&b]", "&", "true" }, { "[\\[\\]]+", "[]", "true" },
		{ "\\d+\\.\\d", "12.5", "true" }, { "\\D\\S\\W", "a-b",
		"false" }, { "\\w+", "Đỗ", "false" }, { "\\p{L}+", "Đỗ",
		"true" }, { "\\p{Lu}\\p{Ll}", "Đỗ", "true" },
		{ "[\\p{L} ]+", "Đỗ An", "true" }, { "\\P{L}+", "12",
		"true" }, { "[^\\p{Nd}]", "7", "false" }, { "\\p{Xx}", "a",
		"!" }, { "\\p{L", "a", "!" }, { "\\bab\\b", "ab", "true" },
		{ "a\\bb", "ab", "false" }, { "a\\Bb", "ab", "true" },
		{ "\\x41\\u0110", "AĐ", "true" }, { "\\u011", "a", "!" },
		{ "\\q", "q", "!" }, { "\\", "a", "!" }, { "(?=a)a", "a",
		"!" }, { "(a)\\1", "aa", "!" }, { "0\\d{9}", "0912345678",
		"true" }, { ".", "ộ", "true" },
	};
	char expr[200];

	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		const char *is;

		snprintf(expr, sizeof(expr), "regex('%s', '%s')",
		    all[i].text, all[i].pattern);
		is = eval(expr, NULL);
		if (strcmp(is, all[i].want) != 0 && is[0] != all[i].want[0])
			printf("# in %s\n", expr);
		T_CHECK(all[i].want[0] == '!' ? strcmp(is,
		    "!expr_regex@1") == 0 : strcmp(is, all[i].want) == 0);
	}
}

int
main(void)
{
	T_RUN(test_words);
	T_RUN(test_decided);
	T_RUN(test_axes);
	T_RUN(test_patterns);
	return t_done();
}
