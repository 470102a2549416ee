/* Every bound of sheets.h, each passed by a workbook made for it. */
#include "tests/unit/exchange_help.h"

#include "core/base/utf8.h"

static struct str
repeated(const char *text, size_t n)
{
	struct str s = STR_INIT;

	for (size_t i = 0; i < n; i++)
		str_add(&s, text);
	return s;
}

static void
test_file_too_big(void)
{
	struct str s = repeated("| survey |\n", (SHEETS_FILE_MAX + 11) / 11);

	REFUSED("a.md", &s, ERR_SHEET_FILE_TOO_BIG);
}

static void
test_parts(void)
{
	struct made *m = made_book("", "");
	char *name[SHEETS_ENTRIES_MAX];
	size_t n = 0;
	struct str out = STR_INIT;

	made_part(m, "xl/worksheets/sheet1.xml", SHEET(""));
	while (m->n < SHEETS_ENTRIES_MAX + 1) {
		name[n] = xasprintf("junk/%zu", n);
		made_part(m, name[n], "x");
		n++;
	}
	made_pack(m, &out);
	while (n > 0)
		free(name[--n]);
	REFUSED("a.xlsx", &out, ERR_SHEET_ZIP_MANY);
}

/* Blanks pack a thousand times. */
static void
test_ratio(void)
{
	struct str blanks = repeated("                ", 3 << 16);
	struct str out = one_sheet(str_text(&blanks));

	T_CHECK(out.len < 10000);
	REFUSED("a.xlsx", &out, ERR_SHEET_BOMB);
	str_done(&blanks);
}

/* Rows of two random digits and much that repeats: packs some twenty times. */
static void
test_inflated(void)
{
	struct made *m = made_book(
	    "<sheet name=\"b\" r:id=\"rId1\"/>"
	    "<sheet name=\"c\" r:id=\"rId1\"/>", "");
	struct str out = STR_INIT, *s;
	unsigned x = 1;

	s = made_part(m, "xl/worksheets/sheet1.xml", "<worksheet>");
	while (s->len < 23u << 20) {
		x = x * 1103515245u + 12345u;
		str_printf(s, "<a>%08x                                      "
		    "                                                  </a>\n",
		    x);
	}
	str_add(s, "</worksheet>");
	made_pack(m, &out);
	T_CHECK(out.len < SHEETS_FILE_MAX);
	T_CHECK(out.len > (23u << 20) / SHEETS_RATIO_MAX);
	REFUSED("a.xlsx", &out, ERR_SHEET_BOMB);
}

static void
test_sheets(void)
{
	struct made *m;
	struct str names = STR_INIT, out = STR_INIT;
	struct sheets *s;

	for (int i = 1; i < SHEETS_MAX; i++)
		str_printf(&names, "<sheet name=\"s%d\" r:id=\"rId1\"/>", i);
	m = made_book(str_text(&names), "");
	made_part(m, "xl/worksheets/sheet1.xml", SHEET(""));
	made_pack(m, &out);
	s = ACCEPTED("a.xlsx", &out, 0);
	T_CHECK(s != NULL && s->n == SHEETS_MAX);
	sheets_free(s);
	str_add(&names, "<sheet name=\"more\" r:id=\"rId1\"/>");
	m = made_book(str_text(&names), "");
	made_part(m, "xl/worksheets/sheet1.xml", SHEET(""));
	made_pack(m, &out);
	REFUSED("a.xlsx", &out, ERR_SHEET_MANY);
	str_clear(&names);
	for (int i = 0; i <= SHEETS_MAX; i++)
		str_printf(&names, "| s%d |\n", i);
	REFUSED("a.md", &names, ERR_SHEET_MANY);
}

static void
test_rows(void)
{
	struct str s = STR_INIT;
	struct sheets *fits;

	str_add(&s, "survey\n");
	for (int i = 0; i < SHEET_ROWS_MAX; i++)
		str_add(&s, ",a\n");
	fits = ACCEPTED("a.csv", &s, 0);
	T_CHECK(fits != NULL && fits->sheet[0]->rows == SHEET_ROWS_MAX);
	sheets_free(fits);
	str_add(&s, "survey\n");
	for (int i = 0; i <= SHEET_ROWS_MAX; i++)
		str_add(&s, ",a\n");
	REFUSED("a.csv", &s, ERR_SHEET_ROWS);
}

static void
test_columns(void)
{
	struct str s = one_sheet("<row><c r=\"KN1\"><v>1</v></c></row>");
	struct sheets *fits = ACCEPTED("a.xlsx", &s, 0);

	T_CHECK(fits != NULL && fits->sheet[0]->cols == SHEET_COLS_MAX);
	sheets_free(fits);
	s = one_sheet("<row><c r=\"KO1\"><v>1</v></c></row>");
	REFUSED("a.xlsx", &s, ERR_SHEET_COLS);
	/* A cell that is only coloured is none. */
	s = one_sheet("<row><c r=\"XFD1\" s=\"1\"/></row>");
	fits = ACCEPTED("a.xlsx", &s, 0);
	sheets_free(fits);
	s = repeated(",", SHEET_COLS_MAX + 1);
	str_add(&s, "x\n");
	{
		struct str named = STR_INIT;

		str_printf(&named, "survey%s", str_text(&s));
		str_done(&s);
		REFUSED("a.csv", &named, ERR_SHEET_COLS);
	}
}

static void
test_long_cell(void)
{
	struct str cell = repeated("ă", SHEET_CELL_MAX), s = STR_INIT;
	struct sheets *fits;

	str_printf(&s, "survey\n,%s\n", str_text(&cell));
	fits = ACCEPTED("a.csv", &s, 0);
	sheets_free(fits);
	str_printf(&s, "survey\n,%să\n", str_text(&cell));
	REFUSED("a.csv", &s, ERR_SHEET_CELL_LONG);
	/* Marks that compose count as the letters that they become. */
	str_done(&cell);
	cell = repeated("a\xcc\x86", SHEET_CELL_MAX);
	str_printf(&s, "survey\n,%s\n", str_text(&cell));
	fits = ACCEPTED("a.csv", &s, 0);
	sheets_free(fits);
	str_done(&cell);
	cell = repeated("abcdefgh", SHEET_CELL_MAX + 1);
	str_printf(&s, "survey\n,%s\n", str_text(&cell));
	REFUSED("a.csv", &s, ERR_SHEET_CELL_LONG);
	str_done(&cell);
	cell = repeated("\xcc\x86", 40);
	str_printf(&s, "survey\n,a%s\n", str_text(&cell));
	REFUSED("a.csv", &s, ERR_SHEET_CELL_UTF8);
	str_done(&cell);
}

/* One cell far to the right makes room for three hundred. */
static void
test_cells(void)
{
	struct str rows = repeated("<row><c><v>1</v></c></row>", 1);
	struct str out;

	str_clear(&rows);
	for (int i = 1; i <= SHEETS_CELLS_MAX / SHEET_COLS_MAX + 1; i++)
		str_printf(&rows, "<row r=\"%d\"><c r=\"KN%d\"><v>%d</v></c>"
		    "</row>", i, i, i * 7919 % 100003);
	out = one_sheet(str_text(&rows));
	str_done(&rows);
	REFUSED("a.xlsx", &out, ERR_SHEET_TOO_MUCH);
}

/* One long string shared by many cells. */
static void
test_text(void)
{
	struct made *m = made_book("", REL("s", "sharedStrings", "s.xml"));
	struct str out = STR_INIT, *s, letters;

	letters = repeated("a", SHEET_CELL_MAX);
	s = made_part(m, "xl/s.xml", "<sst><si><t>");
	str_add(s, str_text(&letters));
	str_add(s, "</t></si></sst>");
	str_done(&letters);
	s = made_part(m, "xl/worksheets/sheet1.xml", "<worksheet><sheetData>");
	for (unsigned i = 0; i <= SHEETS_TEXT_MAX / SHEET_CELL_MAX; i++)
		str_add(s, "<row><c t=\"s\"><v>0</v></c></row>");
	str_add(s, "</sheetData></worksheet>");
	made_pack(m, &out);
	T_CHECK(out.len < 10000);
	REFUSED("a.xlsx", &out, ERR_SHEET_TOO_MUCH);
}

/* Millions of wrong cells make a hundred notes, no more. */
static void
test_notes(void)
{
	struct str rows = repeated("<row><c t=\"e\"><v>#N/A</v></c></row>",
	    5000);
	struct str out = one_sheet(str_text(&rows));
	struct sheets *s = ACCEPTED("a.xlsx", &out, SHEET_NOTES_MAX);

	str_done(&rows);
	sheets_free(s);
}

/* Sets the "locked" bit of every part, in both places that have it. */
static void
test_locked(void)
{
	struct str out = one_sheet("");

	for (size_t i = 0; i + 10 < out.len; i++) {
		if (memcmp(out.buf + i, "PK\x03\x04", 4) == 0)
			out.buf[i + 6] |= 1;
		if (memcmp(out.buf + i, "PK\x01\x02", 4) == 0)
			out.buf[i + 8] |= 1;
	}
	REFUSED("a.xlsx", &out, ERR_SHEET_PART_LOCKED);
}

/* Cut anywhere, or with bytes changed: refused or read, never a crash. */
static void
test_damaged(void)
{
	struct str whole = one_sheet("<row><c><v>1</v></c></row>");
	unsigned x = 20260302;

	printf("# seed %u\n", x);
	for (size_t n = 0; n < whole.len; n += 7) {
		struct findings f = FINDINGS_INIT;
		struct sheets *s = sheets_read("a.xlsx",
		    (const unsigned char *)whole.buf, n, &f);

		T_CHECK(s == NULL && f.n > 0);
		sheets_free(s);
		findings_done(&f);
	}
	for (int i = 0; i < 3000; i++) {
		struct str copy = STR_INIT;
		enum err_code code;

		str_addn(&copy, whole.buf, whole.len);
		for (int k = 0; k < 3; k++) {
			x = x * 1103515245u + 12345u;
			copy.buf[(x >> 8) % copy.len] ^= (char)(1 << (x >>
			    28) % 8);
		}
		sheets_free(read_bytes("a.xlsx", &copy, &code, NULL));
		str_done(&copy);
	}
	str_done(&whole);
}

int
main(void)
{
	T_RUN(test_file_too_big);
	T_RUN(test_parts);
	T_RUN(test_ratio);
	T_RUN(test_inflated);
	T_RUN(test_sheets);
	T_RUN(test_rows);
	T_RUN(test_columns);
	T_RUN(test_long_cell);
	T_RUN(test_cells);
	T_RUN(test_text);
	T_RUN(test_notes);
	T_RUN(test_locked);
	T_RUN(test_damaged);
	return t_done();
}
