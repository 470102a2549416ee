/* The typed check: what is refused with its place, and what stays legal. */
#include "core/form/form.h"
#include "tests/t.h"

#include <stdio.h>
#include <stdlib.h>

#define L "label: {vi: a, en: b}"

/* One question of each type; line 30 is the one under test. */
static const char head[] =
    "form: f\nversion: 1\ntitle: {vi: Tờ, en: Sheet}\nitems:\n"
    "  - {type: text, name: words, class: plain, " L "}\n"
    "  - {type: text, name: digits, class: plain, appearance: numbers, " L
    "}\n"
    "  - {type: integer, name: n, class: plain, " L "}\n"
    "  - {type: decimal, name: x, class: plain, " L "}\n"
    "  - {type: date, name: born, class: plain, " L "}\n"
    "  - {type: yes_no, name: safe, class: plain, " L "}\n"
    "  - {type: select_one, name: sex, class: plain, " L ", choices: [\n"
    "      {code: female, " L "}, {code: male, " L "}]}\n"
    "  - {type: select_one, name: score, class: plain, " L ", choices: [\n"
    "      {code: '0', " L "}, {code: '1', " L "}]}\n"
    "  - {type: select_multiple, name: needs, class: plain, " L
    ", choices: [\n"
    "      {code: food, " L "}, {code: bed, " L "}]}\n"
    "  - type: repeat\n    name: kin\n    " L "\n    items:\n"
    "      - {type: integer, name: age, class: plain, " L "}\n"
    "      - {type: text, name: who, class: plain, " L "}\n"
    "  - {type: calculate, name: total, calculation: \"sum(${age})\"}\n"
    "  - {type: calculate, name: adult, calculation: \"${n} >= 18\"}\n"
    "  - {type: calculate, name: said, calculation: \"concat(${sex})\"}\n"
    "  - {type: hidden, name: kept}\n"
    "  - {type: time, name: clock, class: plain, " L "}\n"
    "  - {type: range, name: mark, class: plain, start: 1, end: 5, step: 1, "
    L "}\n";

/* "code@column, ..." of what is found in one expression; "" when good. */
static const char *
found(const char *key, const char *type, const char *expr)
{
	static char text[8192], to[512];
	struct findings f = FINDINGS_INIT;
	struct err e = ERR_INIT;
	struct yaml_doc *doc;
	int at = snprintf(text, sizeof(text), "%s  - type: %s\n    name: it\n"
	    "    class: plain\n    " L "\n%s    %s: ", head, type,
	    strstr(type, "select") != NULL ? "    choices: [{code: one, " L
	    "}]\n" : "", key);
	size_t n = 0;

	/* in single quotes, where a quote is written twice */
	text[at++] = '\'';
	for (; *expr != '\0'; expr++) {
		if (*expr == '\'')
			text[at++] = '\'';
		text[at++] = *expr;
	}
	memcpy(text + at, "'\n", 3);
	to[0] = '\0';
	doc = yaml_parse("f.yaml", text, strlen(text), &e);
	if (doc == NULL)
		return "no yaml";
	form_free(form_load("f.yaml", yaml_root(doc), NULL, &f));
	for (size_t i = 0; i < f.n && n < 400; i++)
		n += (size_t)snprintf(to + n, sizeof(to) - n, "%s%s@%d",
		    i > 0 ? ", " : "", err_code_name(f.item[i].code),
		    f.item[i].col - (int)strlen(key) - 7);
	findings_done(&f);
	yaml_free(doc);
	err_done(&e);
	return to;
}

struct line {
	const char *expr, *want;
};

static void
check(const char *key, const char *type, const struct line *line, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *is = found(key, type, line[i].expr);

		if (strcmp(is, line[i].want) != 0)
			printf("# in %s\n", line[i].expr);
		T_STR(is, line[i].want);
	}
}

#define CHECK(key, type, lines) check(key, type, lines, ARRAY_LEN(lines))

static void
test_codes(void)
{
	static const struct line lines[] = {
		{ "${sex} = 'femal'", "type_code@10" },
		{ "'man' = ${sex} or ${n} = 1", "type_code@1" },
		{ "${sex} = 'female' or ${sex} = ''", "" },
		{ "${safe} = 'yes'", "" },
		{ "${safe} = 'true'", "type_code@11" },
		{ "${sex} = 1", "type_code@10" },
		{ "${score} = 1 and ${score} = '1'", "" },
		{ "${score} = 'two'", "type_code@12" },
		{ "${needs} = 'food bed'", "" },
		{ "${needs} = 'food beds'", "type_code@12" },
		{ "selected(${needs}, 'food')", "" },
		{ "selected(${needs}, 'fod')", "type_code@20" },
		{ "selected(${sex}, ${safe})", "" },
		{ "if(${n} > 1, ${sex}, '') != 'x'", "type_code@29" },
		{ "${said} = 'anything'", "" },
		{ "${kept} = 'anything' or ${kept} > 5", "" },
	};
	static const struct line own[] = {
		{ ". != 'one'", "" }, { ". = 'two'", "type_code@5" },
		{ "selected(., 'two')", "type_code@13" },
		{ "selected(current(), 'two')", "type_code@21" },
	};

	CHECK("relevant", "text", lines);
	CHECK("constraint", "select_one", own);
}

static void
test_numbers(void)
{
	static const struct line lines[] = {
		{ "${words} + 1 > 2", "type_arithmetic@1" },
		{ "number(${words}) + 1 > 2", "" },
		{ "${digits} > 5", "" },
		{ "${words} > 5", "type_arithmetic@1" },
		{ "${words} = 5", "" }, { "${n} = ''", "" },
		{ "${n} = 'five'", "type_word_number@8" },
		{ "${n} + 'x' = 2", "type_word_number@8" },
		{ "${n} + '2' = 4", "" },
		{ "${born} + 30 > today()", "" },
		{ "${sex} * 2 = 4", "type_arithmetic@1" },
		{ "${score} * 2 + (${n} = 1) > 1", "" },
		{ "round(${words}) = 1", "type_arithmetic@7" },
		{ "int(${words}) = 1", "" },
		{ "${total} + 1 > 2", "" },
		{ "-${words} < 0", "type_arithmetic@2" },
		{ "${n} > 'many'", "type_word_number@8" },
		{ "max(${n}, ${x}) > 1", "" },
		{ "pow(${n}, 'x') > 1", "type_word_number@11" },
	};

	CHECK("relevant", "text", lines);
}

static void
test_dates(void)
{
	static const struct line lines[] = {
		{ "${born} > 'soon'", "type_word_date@11" },
		{ "${born} = 'soon'", "type_word_date@11" },
		{ "${born} > '2020-01-01' or ${born} = '1999'", "" },
		{ "${born} != '' and ${born} <= today()", "" },
		{ "'2020-02-30' < ${born}", "type_word_date@1" },
		{ "format-date(${words}, '%Y') = '2020'", "type_date@13" },
		{ "date(${words}) > today()", "" },
		{ "date('x') > today()", "type_word_date@6" },
		{ "tn:age-at(${born}, today()) < 18", "" },
		{ "tn:age-at(${sex}, today()) < 18", "type_date@11" },
		{ "tn:days-between(${born}, ${safe}) < 18", "type_date@26" },
		{ "decimal-date-time(${n}) > 5", "" },
		{ "${clock} > '08:30' and ${clock} < ${clock}", "" },
		{ "${clock} > 'noon'", "type_word_time@12" },
		{ "${clock} + 1 > 2", "type_arithmetic@1" },
		{ "decimal-time(${clock}) > 0.5 and ${mark} > 3", "" },
		{ "date(${clock}) > today()", "type_date@6" },
	};

	CHECK("relevant", "text", lines);
}

static void
test_selects(void)
{
	static const struct line lines[] = {
		{ "selected(${words}, 'x')", "type_select@10" },
		{ "selected(${n}, '1')", "type_select@10" },
		{ "selected('a b', 'a')", "type_same@1" },
		{ "selected(concat(${words}, ' a'), 'a')", "" },
		{ "selected(${n} + 1, 'a')", "type_select_value@15" },
		{ "count-selected(${needs}) > 1", "" },
		{ "count-selected(${born}) > 1", "type_select@16" },
		{ "selected-at(${words}, 0) = 'x'", "type_select@13" },
		{ "jr:choice-name(${sex}, '${sex}') = 'Nam'", "" },
		{ "jr:choice-name(${sex}, '${n}') = 'Nam'",
		"type_select@24" },
	};

	CHECK("relevant", "text", lines);
}

static void
test_sets(void)
{
	static const struct line lines[] = {
		{ "count(${kin}) > 1 and count(${age}) > 1", "" },
		{ "count(${needs}) > 1", "type_repeat@1" },
		{ "count-non-empty(${words}) = 1", "" },
		{ "count('a') > 1", "type_same@1" },
		{ "count(concat(${n})) > 1", "expr_nodes@1" },
		{ "sum(${age}) > 1 and sum(${n}) > 1", "" },
		{ "sum(${who}) > 1", "type_arithmetic@5" },
		{ "sum(${n} + 1) > 1", "expr_nodes@1" },
		{ "${age} + 1 > 2", "type_many@1" },
		{ "${age} > 2", "" }, { "max(${age}) > 2", "" },
		{ "position(..) = 1", "" },
		{ "position(${n}) = 1", "type_repeat@1" },
		{ "indexed-repeat(${age}, ${kin}, 1) + 1 > 2", "" },
		{ "indexed-repeat(${n}, ${kin}, 1) = 1", "type_repeat@1" },
		{ "indexed-repeat(${age}, ${sex}, 1) = 1",
		"type_repeat@24" },
		{ "count(${kin}[age > 5]) > 1", "" },
	};

	CHECK("relevant", "text", lines);
}

static void
test_conditions(void)
{
	static const struct line lines[] = {
		{ "true()", "" }, { "false()", "" },
		{ "1 = 1", "type_same@1" }, { "'yes'", "type_same@1" },
		{ "not(true())", "type_same@1" },
		{ "today() > '2020-01-01'", "" },
		{ "${sex} = 'female' or 'male'", "type_alone@22" },
		{ "'male' or ${sex} = 'female'", "type_alone@1" },
		{ "not('x') or ${n} = 1", "type_alone@5" },
		{ "if(1, ${n}, ${x}) = 1", "type_alone@4" },
		{ "sex = 'female'", "type_path@1" },
		{ "../sex = 'female'", "" },
		{ "${adult} = 'true' or ${adult} = 'false'", "" },
		{ "${adult} = 'no'", "type_truth@12" },
		{ "(${n} > 1) = 'false'", "type_truth@14" },
		{ "regex(${n}, '[0-9]+') and contains(${born}, '1')", "" },
	};
	static const struct line free_of_it[] = {
		{ "1 = 1", "" }, { "'x'", "" }, { "concat(${words}, 1)", "" },
		{ "${sex} = 'x'", "type_code@10" },
	};

	CHECK("relevant", "text", lines);
	CHECK("constraint", "text", lines);
	CHECK("calculation", "calculate", free_of_it);
}

/* A list of which nothing is known, and what is wrong already. */
static void
test_quiet(void)
{
	static const struct line lines[] = {
		{ "${nobody} + ${words} = 1", "expr_name@1" },
	};

	CHECK("relevant", "text", lines);
}

int
main(void)
{
	T_RUN(test_codes);
	T_RUN(test_numbers);
	T_RUN(test_dates);
	T_RUN(test_selects);
	T_RUN(test_sets);
	T_RUN(test_conditions);
	T_RUN(test_quiet);
	return t_done();
}
