/* Markdown tables and csv, as pyxform's tests write them. */
#include "tests/unit/exchange_help.h"

static struct sheets *
text_at(int line, const char *name, const char *text)
{
	struct str s = STR_INIT;

	str_add(&s, text);
	return accepted_at(line, name, &s, 0);
}

#define TEXT(name, text) text_at(__LINE__, name, text)

static void
refuse(const char *name, const char *text, enum err_code want, int line)
{
	struct findings f = FINDINGS_INIT;
	struct sheets *s = sheets_read(name, (const unsigned char *)text,
	    strlen(text), &f);

	T_CHECK(s == NULL);
	T_INT(f.n, 1);
	if (f.n == 1) {
		T_STR(err_code_name(f.item[0].code), err_code_name(want));
		T_INT(f.item[0].line, line);
	}
	sheets_free(s);
	findings_done(&f);
}

static void
test_md(void)
{
	struct sheets *s = TEXT(NULL, "\n"
	    "        | survey |\n"
	    "        |        | type             | name | label |  # note\n"
	    "        |--------|------------------|------|-------|\n"
	    "        # | | text | gone | |\n"
	    "        |        | select_one yn    | a    | One \\| two |\r\n"
	    "        |        |                  |      |       |\n"
	    "        prose | with | bars |\n"
	    "        | one bar alone\n"
	    "        |\n"
	    "        |        | text             | b    | -     | #1 |\n"
	    "        | choices | list_name | name | label |\n"
	    "        |         | yn        | y    | Có&#10;vâng |\n"
	    "        |         | yn        | n    | &#38;#10; \\ &amp; |\n"
	    "        | settings | |\n");
	const struct sheet *t;

	if (s == NULL)
		return;
	T_INT(s->n, 3);
	t = sheets_find(s, "survey");
	T_INT(t->rows, 3);
	T_INT(t->cols, 4);
	T_STR(sheet_at(t, 0, 0), "type");
	T_INT(sheet_line(t, 0), 3);
	T_STR(sheet_at(t, 1, 2), "One | two");
	T_INT(sheet_line(t, 1), 6);
	T_STR(sheet_at(t, 2, 2), "-");
	T_STR(sheet_at(t, 2, 3), "#1");
	T_INT(sheet_line(t, 2), 11);
	t = sheets_find(s, "choices");
	T_STR(sheet_at(t, 0, 2), "label");
	T_STR(sheet_at(t, 1, 2), "Có\nvâng");
	T_STR(sheet_at(t, 2, 2), "&#10; \\ &amp;");
	T_INT(s->sheet[2]->rows, 0);
	sheets_free(s);
}

/* Dashes: a row that separates, a row of data, a sheet of that name. */
static void
test_md_dashes(void)
{
	struct sheets *s = TEXT("a.md", "| survey | type | name |\n"
	    "| --- | :-: | --- |\n"
	    "||---|---|\n"
	    "| | --- | --- |\n"
	    "| --- |\n"
	    "| | type |\n");

	if (s == NULL)
		return;
	T_INT(s->n, 2);
	T_INT(s->sheet[0]->rows, 2);
	T_STR(sheet_at(s->sheet[0], 1, 1), "---");
	T_STR(s->sheet[1]->name, "---");
	T_INT(s->sheet[1]->rows, 1);
	sheets_free(s);
}

static void
test_md_refused(void)
{
	refuse("a.md", "", ERR_SHEET_EMPTY, 0);
	refuse("a.md", "nothing here\n", ERR_SHEET_EMPTY, 0);
	refuse("a.md", "\n|  | type | name |\n", ERR_SHEET_NO_NAME, 2);
	refuse("a.md", "| survey |\n| | a |\n| Survey |\n", ERR_SHEET_TWICE,
	    3);
	refuse("a.md", "| survey |\n| | \xff |\n", ERR_SHEET_UTF8, 0);
}

static void
test_csv(void)
{
	struct sheets *s = TEXT("a.csv", "\xef\xbb\xbfsurvey\r\n"
	    ",type,name,label\r\n"
	    ",text,a,\"One, \"\"two\"\"\r\nthree\"\r\n"
	    ",,,\r\n"
	    "\r\n"
	    ",note,b, say \"hi\" ,'-'\r"
	    "\"choices\",list_name,name\n"
	    ",yn,\"y\"es\n"
	    ",yn,=1+1");
	const struct sheet *t;

	if (s == NULL)
		return;
	t = sheets_find(s, "survey");
	T_INT(s->n, 2);
	T_INT(t->rows, 3);
	T_STR(sheet_at(t, 0, 0), "type");
	T_STR(sheet_at(t, 1, 2), "One, \"two\"\nthree");
	T_INT(sheet_line(t, 1), 3);
	T_STR(sheet_at(t, 2, 2), "say \"hi\"");
	/* XPath of a file that is not ours stays whole. */
	T_STR(sheet_at(t, 2, 3), "'-'");
	T_INT(sheet_line(t, 2), 7);
	t = sheets_find(s, "choices");
	T_STR(sheet_at(t, 0, 1), "name");
	T_STR(sheet_at(t, 1, 1), "yes");
	T_STR(sheet_at(t, 2, 1), "=1+1");
	sheets_free(s);
}

static void
test_csv_refused(void)
{
	refuse("a.csv", "", ERR_SHEET_EMPTY, 0);
	refuse("a.csv", ",type,name\n", ERR_SHEET_NO_NAME, 1);
	refuse("a.csv", "survey\n,a\n,\"b\nc\n", ERR_SHEET_CSV_QUOTE, 3);
	refuse("a.csv", "survey\n,a\nSURVEY\n", ERR_SHEET_TWICE, 3);
}

/* What a spreadsheet would compute never begins a line of a cell we write. */
static void
test_csv_computed(void)
{
	static const char *const cell[] = { "=1+1", "+84 24", "-1", "@SUM(A1)",
		"a\n =cmd", "'-'", "''=1", "\xef\xbc\x9d" "1", "\xe2\x80\x8b=1",
		"'plain", "a=b" };
	struct sheets *s = sheets_new(), *back;
	struct err e = ERR_INIT;
	struct sheet *t = sheets_add(s, "=survey", &e);
	struct str out = STR_INIT;

	for (size_t i = 0; i < ARRAY_LEN(cell); i++)
		T_CHECK(sheet_put(s, t, 0, 0, i, cell[i], strlen(cell[i]),
		    &e));
	sheets_write_csv(s, &out);
	T_STR(str_text(&out), "\"tn::quoted\"\n\"'=survey\"\n,\"'=1+1\","
	    "\"'+84 24\",\"'-1\",\"'@SUM(A1)\",\"a\n' =cmd\",\"''-'\","
	    "\"'''=1\",\"'\xef\xbc\x9d" "1\",\"'\xe2\x80\x8b=1\",\"'plain\","
	    "\"a=b\"\n");
	back = ACCEPTED("a.csv", &out, 0);
	T_CHECK(back != NULL && sheets_equal(s, back));
	sheets_free(back);
	sheets_free(s);
	err_done(&e);
}

/* A form with nothing to compute is written as pyxform writes it. */
static void
test_written(void)
{
	struct sheets *s = TEXT("a.md", "| survey | |\n| | type | name |\n"
	    "| | | a\\|b |\n| settings |\n");
	struct str out = STR_INIT;

	if (s == NULL)
		return;
	sheets_write_csv(s, &out);
	T_STR(str_text(&out), "\"survey\"\n,\"type\",\"name\"\n,,\"a|b\"\n"
	    "\"settings\"\n");
	str_clear(&out);
	sheets_write_md(s, &out);
	T_STR(str_text(&out), "| survey |\n|  | type | name |\n"
	    "|  |  | a\\|b |\n\n| settings |\n");
	str_done(&out);
	sheets_free(s);
}

static void
test_kinds(void)
{
	struct str s = STR_INIT;
	struct sheets *t;

	str_addn(&s, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8);
	REFUSED("form.xls", &s, ERR_SHEET_OLD_EXCEL);
	str_addn(&s, "\x09\x04\x06\x00\x00\x00", 6);
	REFUSED("form.xls", &s, ERR_SHEET_OLD_EXCEL);
	str_add(&s, "PK\x03\x04");
	REFUSED("form.xlsx", &s, ERR_SHEET_ZIP);
	str_add(&s, "%PDF-1.4");
	REFUSED("form.xlsx", &s, ERR_SHEET_OTHER_KIND);
	str_addn(&s, "survey\0,a", 9);
	REFUSED(NULL, &s, ERR_SHEET_UTF8);
	str_addn(&s, "\xff\xfes\0u\0", 6);
	REFUSED(NULL, &s, ERR_SHEET_UTF8);
	/* Bars in a csv do not make it Markdown. */
	str_add(&s, "survey\n,type,constraint\n,text,\"a|b|c|d|e|f\"\n");
	t = ACCEPTED(NULL, &s, 0);
	T_CHECK(t != NULL && t->sheet[0]->rows == 2);
	sheets_free(t);
}

int
main(void)
{
	T_RUN(test_md);
	T_RUN(test_md_dashes);
	T_RUN(test_md_refused);
	T_RUN(test_csv);
	T_RUN(test_csv_refused);
	T_RUN(test_csv_computed);
	T_RUN(test_written);
	T_RUN(test_kinds);
	return t_done();
}
