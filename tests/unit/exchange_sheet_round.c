/*
 * What is written reads back the same, in all three kinds of file, on sheets
 * made at random of what is hard to write; and the outside workbook of HTCDS.
 */
#include "tests/unit/exchange_help.h"

#include <stdint.h>

#define ROUNDS 1500

static uint64_t
next(uint64_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 7;
	*x ^= *x << 17;
	return *x;
}

static size_t
below(uint64_t *x, size_t n)
{
	return (size_t)(next(x) % n);
}

/* What escapes, quotes, separates, composes or is no letter at all. */
static const char *const piece[] = {
	"|", "\\", "\n", "\"", "'", ",", "&", "#", "&#10;", "&#38;", "#10;",
	"38;", "&amp;", "<", ">", "]]>", "_x000A_", "_x005F_", "x005F_", "_",
	"=", "+", "-", "@", "--", ":-:", "---", "|-|", " ", "  ", "\t", "\r",
	"\r\n", "\x01", "\x7f", "\xc2\x85", "\xc2\xa0", "\xe2\x80\x8b",
	"\xe2\x80\xa8", "\xef\xbf\xbe", "\xef\xbf\xbf", "\xef\xbb\xbf",
	"\xef\xbc\x9d", "\xcc\x81", "\xcc\xb8", "e", "a\xcc\x86", "ă", "đ",
	"Tiếp nhận", "\xf0\x9f\x98\x80", "${a} > 5", "tn::quoted", "survey",
	"| a |", "5", "5.0", "TRUE", "2026-03-02", "</t>", "<![CDATA[",
};

static void
random_text(uint64_t *x, struct str *out)
{
	size_t n = below(x, 4) == 0 ? 0 : 1 + below(x, 6);

	str_clear(out);
	for (size_t i = 0; i < n; i++)
		str_add(out, piece[below(x, ARRAY_LEN(piece))]);
}

static struct sheets *
random_sheets(uint64_t *x)
{
	struct sheets *s = sheets_new();
	struct str text = STR_INIT;
	struct err e = ERR_INIT;
	size_t n = 1 + below(x, 3);

	while (s->n < n) {
		struct sheet *sheet;
		size_t rows = below(x, 5);

		random_text(x, &text);
		sheet = sheets_add(s, str_text(&text), NULL);
		if (sheet == NULL)	/* empty, with a line feed, twice */
			continue;
		for (size_t r = 0; r < rows; r++) {
			size_t row = sheet->rows;
			size_t cols = below(x, 40) == 0 ? 300 : 5;

			for (size_t c = 0; c < 5; c++) {
				random_text(x, &text);
				T_CHECK(sheet_put(s, sheet, row, 0,
				    below(x, cols), str_text(&text), text.len,
				    &e));
			}
		}
	}
	str_done(&text);
	err_done(&e);
	return s;
}

static bool
reads_back(const struct sheets *s, const struct str *bytes, const char *name)
{
	enum err_code code;
	struct sheets *back = read_bytes(name, bytes, &code, NULL);
	bool same = back != NULL && sheets_equal(s, back);

	if (!same)
		printf("# %s: %s\n%s\n", name, err_code_name(code),
		    strcmp(name, "a.xlsx") != 0 ? str_text(bytes) : "");
	sheets_free(back);
	return same;
}

static bool
round_trip(const struct sheets *s)
{
	struct str xlsx = STR_INIT, again = STR_INIT, md = STR_INIT;
	struct str csv = STR_INIT;
	struct err e = ERR_INIT;
	bool ok;

	ok = sheets_write_xlsx(s, &xlsx, &e) &&
	    sheets_write_xlsx(s, &again, &e);
	/* The same sheets, the same bytes. */
	T_CHECK(xlsx.len == again.len &&
	    memcmp(xlsx.buf, again.buf, xlsx.len) == 0);
	/* 1980-01-01 00:00 in the first header: no clock got in. */
	T_CHECK(xlsx.len > 14 && memcmp(xlsx.buf + 10, "\0\0\x21\0", 4) ==
	    0);
	sheets_write_md(s, &md);
	sheets_write_csv(s, &csv);
	ok = ok && reads_back(s, &xlsx, "a.xlsx") &&
	    reads_back(s, &md, "a.md") && reads_back(s, &csv, "a.csv");
	str_done(&xlsx);
	str_done(&again);
	str_done(&md);
	str_done(&csv);
	err_done(&e);
	return ok;
}

static void
test_round_trip(void)
{
	const char *env = getenv("TN_SEED");
	uint64_t seed = env != NULL ? strtoull(env, NULL, 10) : 20260302;

	printf("# seed %llu, %d rounds\n", (unsigned long long)seed, ROUNDS);
	for (int i = 0; i < ROUNDS && t_bad == 0; i++) {
		uint64_t x = (seed + (uint64_t)i) * 0x9e3779b97f4a7c15u + 1;
		struct sheets *s = random_sheets(&x);

		if (!round_trip(s)) {
			printf("# seed %llu\n",
			    (unsigned long long)(seed + (uint64_t)i));
			T_CHECK(false);
		}
		sheets_free(s);
	}
}

/* sheets_equal() itself sees a change of name, of a cell, and of a row. */
static void
test_equal(void)
{
	struct sheets *a = sheets_new(), *b = sheets_new();
	struct err e = ERR_INIT;
	struct sheet *x = sheets_add(a, "survey", &e);
	struct sheet *y = sheets_add(b, "survey", &e);

	T_CHECK(sheets_equal(a, b));
	T_CHECK(sheet_put(a, x, 0, 0, 3, "v", 1, &e));
	T_CHECK(!sheets_equal(a, b));
	T_CHECK(sheet_put(b, y, 0, 0, 2, "v", 1, &e));
	T_CHECK(!sheets_equal(a, b));
	T_CHECK(sheet_put(a, x, 0, 0, 2, "v", 1, &e));
	T_CHECK(sheet_put(b, y, 0, 0, 3, "w", 1, &e));
	T_CHECK(!sheets_equal(a, b));
	T_CHECK(sheet_put(b, y, 0, 0, 3, "v", 1, &e));
	T_CHECK(sheets_equal(a, b));
	/* Nothing changes nothing, and opens no row. */
	T_CHECK(sheet_put(b, y, 0, 0, 3, " \x01\n", 3, &e));
	T_CHECK(sheet_put(b, y, 1, 0, 0, "", 0, &e));
	T_CHECK(sheets_equal(a, b));
	T_CHECK(sheets_add(b, "Choices", &e) != NULL);
	T_CHECK(!sheets_equal(a, b));
	T_CHECK(sheets_add(a, "choices", &e) != NULL);
	T_CHECK(!sheets_equal(a, b));
	T_CHECK(sheets_add(a, "SURVEY", &e) == NULL);
	T_INT(e.code, ERR_SHEET_TWICE);
	err_done(&e);
	sheets_free(a);
	sheets_free(b);
}

/* Cells that repeat look like a bomb when packed; too many are refused. */
static void
test_much(void)
{
	struct sheets *s = sheets_new();
	struct err e = ERR_INIT;
	struct sheet *sheet = sheets_add(s, "survey", &e);
	char *text = xcalloc(1, SHEET_CELL_MAX + 1);
	struct str out = STR_INIT;
	size_t row = 0;

	memset(text, 'a', SHEET_CELL_MAX);
	for (; row < 100; row++)
		T_CHECK(sheet_put(s, sheet, row, 0, 0, text, SHEET_CELL_MAX,
		    &e));
	T_CHECK(round_trip(s));
	for (; row < 1000; row++)
		T_CHECK(sheet_put(s, sheet, row, 0, 0, text, SHEET_CELL_MAX,
		    &e));
	T_CHECK(!sheets_write_xlsx(s, &out, &e));
	T_INT(e.code, ERR_SHEET_FILE_TOO_BIG);
	T_INT(out.len, 0);
	err_done(&e);
	str_done(&out);
	free(text);
	sheets_free(s);
}

static size_t
rows_of(const struct sheets *s, const char *name)
{
	const struct sheet *sheet = sheets_find(s, name);

	return sheet != NULL ? sheet->rows : 0;
}

/* 34 rows and 331 choices, each with the head above them, as htcds.md counts. */
static void
test_htcds(void)
{
	const char *dir = getenv("TN_CONFORMANCE");
	char path[1024];
	struct str bytes = STR_INIT;
	struct sheets *s;
	FILE *f;
	int c;

	snprintf(path, sizeof(path), "%s/htcds/htcds_xlsform.xlsx",
	    dir != NULL ? dir : "../shared/conformance");
	f = fopen(path, "rb");
	if (f == NULL)
		T_SKIP("htcds_xlsform.xlsx is not here");
	while ((c = getc(f)) != EOF)
		str_addc(&bytes, (char)c);
	fclose(f);
	s = ACCEPTED(path, &bytes, 0);
	if (s == NULL)
		return;
	T_INT(s->n, 3);
	T_STR(s->sheet[0]->name, "survey");
	T_STR(sheet_at(s->sheet[0], 0, 0), "type");
	T_INT(rows_of(s, "survey"), 35);
	T_INT(rows_of(s, "choices"), 332);
	T_INT(rows_of(s, "settings"), 2);
	T_CHECK(round_trip(s));
	sheets_free(s);
}

int
main(void)
{
	T_RUN(test_equal);
	T_RUN(test_round_trip);
	T_RUN(test_much);
	T_RUN(test_htcds);
	return t_done();
}
