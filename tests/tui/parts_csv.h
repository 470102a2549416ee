/* Rows of another program's list, taken apart (reception_csv.c). */
#ifndef TN_TESTS_TUI_PARTS_CSV_H
#define TN_TESTS_TUI_PARTS_CSV_H

#include "core/base/str.h"
#include "core/base/utf8.h"
#include "tests/t.h"
#include "tui/screen/reception.h"

#include <stdlib.h>
#include <time.h>

/* Rows as one text: cells between "|", rows between "/". */
static void
expect_rows(const char *text, const char *want)
{
	bool cut = false;
	json_t *rows = reception_split(text, strlen(text), 500, &cut);
	struct str got = STR_INIT;

	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *row = json_array_get(rows, i);

		str_add(&got, i > 0 ? "/" : "");
		for (size_t k = 0; k < json_array_size(row); k++)
			str_printf(&got, "%s%s", k > 0 ? "|" : "",
			    json_string_value(json_array_get(row, k)));
	}
	if (strcmp(str_text(&got), want) != 0)
		printf("# of \"%s\"\n", text);
	T_STR(str_text(&got), want);
	T_CHECK(!cut);
	json_decref(rows);
	str_done(&got);
}

static void
rows_come_apart(void)
{
	static const char *const cases[][2] = {
		{ "a\tb\nc\td\n", "a|b/c|d" }, { "a,b\nc,d", "a|b/c|d" },
		{ "a;b\r\nc;d\r\n", "a|b/c|d" }, { "a;b\rc;d", "a|b/c|d" },
		{ "a\nb\n", "a/b" }, { "a", "a" }, { "", "" }, { "\n\n", "" },
		/* the sign is that of the first line, outside quotes */
		{ "a;b,c\nd;e,f", "a|b,c/d|e,f" },
		{ "a,b\tc\nd", "a,b|c/d" },
		{ "\"x;y\",b\n1;2,3", "x;y|b/1;2|3" },
		{ "a,b,c;d\n", "a|b|c;d" },
		/* empty cells stand, empty rows do not */
		{ "a,,b,\n,,,\n,x\n", "a||b|/|x" },
		{ "\xef\xbb\xbf" "a,b\n", "a|b" },
		{ " a , b \n", "a|b" }, { "a,\xc2\xa0" "b", "a|\xc2\xa0" "b" },
		/* quotes */
		{ "\"a,b\",c", "a,b|c" }, { "\"a\nb\",c", "a b|c" },
		{ "\"a\r\nb\",c", "a  b|c" },
		{ "\"say \"\"x\"\"\",c", "say \"x\"|c" },
		{ "\"\",c", "|c" }, { "\"\"\"\",c", "\"|c" },
		{ "x \"y\",c", "x \"y\"|c" }, { "  \"a,b\",c", "a,b|c" },
		/* one without its end is a letter, and hides no row */
		{ "\"a,b\nc,d", "\"a|b/c|d" }, { "\"a\"x,b\nc,d", "\"a\"x|b/c|d" },
		{ "5\",b\nc,d", "5\"|b/c|d" },
		{ "5\",b\n\"x;y\",d", "5\"|b/x;y|d" },
		/* marks join their letters, what could fool is seen */
		{ "Ma\xcc\x82\xcc\x83u,x", "Mẫu|x" },
		{ "a\x1b[31m,b", "a\\u{001b}[31m|b" },
		{ "a\xff,b", "a\\x{ff}|b" },
		{ "a\xe2\x80\xae,b", "a\\u{202e}|b" },
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		expect_rows(cases[i][0], cases[i][1]);
}

static void
pastes_are_told_from_words(void)
{
	static const char *const rows[] = { "a\tb", "a\nb", "a\rb", "\t",
	    "\"a\nb\"" }, *const words[] = { "", "a", "a\n", "a\r\n", "a,b",
	    "Mẫu; Thử", "\n" };

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		T_CHECK(reception_is_rows(rows[i], strlen(rows[i])));
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		T_CHECK(!reception_is_rows(words[i], strlen(words[i])));
}

static json_t *
split_of(const struct str *s, size_t most, bool *cut)
{
	*cut = false;
	return reception_split(str_text(s), s->len, most, cut);
}

/* More than there is room for is said, not lost in silence. */
static void
too_many_rows_are_said(void)
{
	struct str s = STR_INIT;
	json_t *rows;
	bool cut;

	for (int i = 0; i < 501; i++)
		str_printf(&s, "%d,x\n", i);
	rows = split_of(&s, 501, &cut);
	T_INT(json_array_size(rows), 501);
	T_CHECK(!cut);
	json_decref(rows);
	/* blank rows at the end are none */
	str_add(&s, "\n , \n");
	rows = split_of(&s, 501, &cut);
	T_CHECK(!cut);
	json_decref(rows);
	rows = split_of(&s, 500, &cut);
	T_INT(json_array_size(rows), 500);
	T_CHECK(cut);
	json_decref(rows);
	str_clear(&s);
	for (int i = 0; i < 60; i++)
		str_add(&s, i > 0 ? "\tx" : "x");
	rows = split_of(&s, 5, &cut);
	T_CHECK(!cut);
	T_INT(json_array_size(json_array_get(rows, 0)), 60);
	json_decref(rows);
	str_add(&s, "\tx");
	rows = split_of(&s, 5, &cut);
	T_CHECK(cut);
	T_INT(json_array_size(json_array_get(rows, 0)), 60);
	json_decref(rows);
	str_clear(&s);
	for (int i = 0; i < 901; i++)
		str_add(&s, "ệ");
	rows = split_of(&s, 5, &cut);
	T_CHECK(cut);
	json_decref(rows);
	str_done(&s);
}

static void
add_quoted(struct str *out, const char *cell, char sign)
{
	const char risky[] = { sign, '"', '\n', '\0' };
	bool quote = strpbrk(cell, risky) != NULL || rand() % 3 == 0;

	str_add(out, quote ? "\"" : "");
	for (; *cell != '\0'; cell++)
		str_printf(out, *cell == '"' ? "\"\"" : "%c", *cell);
	str_add(out, quote ? "\"" : "");
}

/* What is written by the rules of such files comes back as it was. */
static void
any_rows_come_back(void)
{
	static const char *const bits[] = { "a", "B", "7", "\"", ",", ";",
	    " ", ".", "|", "'" };
	static const char signs[] = ",;\t";
	unsigned seed = (unsigned)time(NULL);

	printf("# seed %u\n", seed);
	srand(seed);
	for (int round = 0; round < 3000; round++) {
		size_t n = 1 + (size_t)rand() % 6, m = 2 + (size_t)rand() % 5;
		char sign = signs[rand() % 3];
		struct str text = STR_INIT;
		json_t *want = json_array(), *rows;
		bool cut;

		for (size_t i = 0; i < n * m; i++) {
			struct str cell = STR_INIT;

			/* the first row shows the sign, and no row is blank */
			str_add(&cell, i % m == 0 || i < m ? "x" : "");
			for (int k = rand() % 5; k > 0 && i >= m; k--)
				str_add(&cell, bits[(size_t)rand() %
				    ARRAY_LEN(bits)]);
			while (cell.len > 0 && cell.buf[cell.len - 1] == ' ')
				cell.buf[--cell.len] = '\0';
			while (cell.len > 0 && cell.buf[0] == ' ')
				memmove(cell.buf, cell.buf + 1, cell.len--);
			if (i % m == 0)
				json_array_append_new(want, json_array());
			json_array_append_new(json_array_get(want, i / m),
			    json_string(str_text(&cell)));
			if (i % m > 0)
				str_addc(&text, sign);
			add_quoted(&text, str_text(&cell), sign);
			if (i % m == m - 1)
				str_add(&text, rand() % 2 ? "\r\n" : "\n");
			str_done(&cell);
		}
		rows = split_of(&text, 500, &cut);
		if (!json_equal(rows, want))
			printf("# of \"%s\"\n", str_text(&text));
		T_CHECK(json_equal(rows, want) && !cut);
		json_decref(rows);
		json_decref(want);
		str_done(&text);
	}
}

/* Any bytes: valid text within bounds; a megabyte of quotes ends too. */
static void
any_paste_is_survived(void)
{
	static const char likely[] = "\"\",;\t\n\r a\xcc\x83\xff\x1b";

	for (int round = 0; round < 2000; round++) {
		struct str s = STR_INIT;
		json_t *rows;
		bool cut;

		for (int i = rand() % 200; i > 0; i--)
			str_addc(&s, round % 3 == 0 ? (char)rand() :
			    likely[(size_t)rand() % (sizeof likely - 1)]);
		rows = split_of(&s, 7, &cut);
		T_CHECK(json_array_size(rows) <= 7);
		json_decref(rows);
		str_done(&s);
	}
	for (int kind = 0; kind < 4; kind++) {
		static const char *const unit[] = { "\"", "\"\",", "\"a,",
		    "\"\"\"," };
		struct str s = STR_INIT;
		bool cut;

		while (s.len < 1u << 20)
			str_add(&s, unit[kind]);
		json_decref(split_of(&s, 501, &cut));
		str_done(&s);
	}
}

#endif
