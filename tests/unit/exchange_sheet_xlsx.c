/* Excel workbooks, made here part by part: what a cell says, and refusals. */
#include "tests/unit/exchange_help.h"

#define STYLES "<styleSheet><numFmts><numFmt numFmtId=\"164\" " \
	"formatCode=\"dd&quot;d&quot;/mm/yyyy\"/><numFmt numFmtId=\"165\" " \
	"formatCode=\"[h]:mm\"/><numFmt numFmtId=\"166\" " \
	"formatCode=\"[Red]0.00;General\"/></numFmts><cellXfs>" \
	"<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/>" \
	"<xf numFmtId=\"165\"/><xf numFmtId=\"166\"/><xf numFmtId=\"22\"/>" \
	"</cellXfs></styleSheet>"

static void
test_strings(void)
{
	struct made *m = made_book("", REL("s", "sharedStrings",
	    "sharedStrings.xml"));
	struct str out = STR_INIT;
	struct sheets *s;
	const struct sheet *t;

	made_part(m, "xl/sharedStrings.xml", "<sst xmlns=\"" MAIN_NS "\">"
	    "<si><t>type</t></si>"
	    "<si><r><t xml:space=\"preserve\">Tiếp </t></r><r><rPr><b/></rPr>"
	    "<t>nhận</t></r><rPh sb=\"0\" eb=\"1\"><t>no</t></rPh></si>"
	    "<si><t>a_x000A_b _x005F_x0041_</t></si><si/>"
	    "<si><t>  e\xcc\x81\xc2\xa0&amp; &lt;x&gt; </t></si></sst>");
	made_part(m, "xl/worksheets/sheet1.xml", SHEET(
	    "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c>"
	    "<c r=\"C1\" t=\"s\"><v>1</v></c></row>"
	    "<row r=\"2\"/><row r=\"3\"><c r=\"A3\" t=\"s\"><v>3</v></c></row>"
	    "<row r=\"7\"><c r=\"B7\" t=\"s\"><v>2</v></c>"
	    "<c r=\"C7\" t=\"s\"><v>4</v></c>"
	    "<c r=\"D7\" t=\"inlineStr\"><is><r><t>in</t></r><r><t>line</t>"
	    "</r></is></c><c r=\"E7\" t=\"str\"><f>A1</f><v>x</v></c></row>"
	    "<row><c><v>8</v></c><c t=\"b\"><v>1</v></c>"
	    "<c t=\"b\"><v>0</v></c></row>"));
	made_pack(m, &out);
	s = ACCEPTED("a.xlsx", &out, 0);
	if (s == NULL)
		return;
	t = sheets_find(s, "SURVEY");
	T_CHECK(t != NULL);
	T_INT(t->rows, 3);
	T_INT(t->cols, 5);
	T_STR(sheet_at(t, 0, 0), "type");
	T_STR(sheet_at(t, 0, 1), "");
	T_STR(sheet_at(t, 0, 2), "Tiếp nhận");
	T_INT(sheet_line(t, 1), 7);
	T_STR(sheet_at(t, 1, 1), "a\nb _x0041_");
	T_STR(sheet_at(t, 1, 2), "\xc3\xa9 & <x>");
	T_STR(sheet_at(t, 1, 3), "inline");
	T_STR(sheet_at(t, 1, 4), "x");
	T_INT(sheet_line(t, 2), 8);
	T_STR(sheet_at(t, 2, 0), "8");
	T_STR(sheet_at(t, 2, 1), "TRUE");
	T_STR(sheet_at(t, 2, 2), "FALSE");
	T_STR(sheet_at(t, 9, 9), "");
	T_INT(sheet_line(t, 3), 0);
	sheets_free(s);
}

/* The text of one number under a cell format of STYLES. */
static void
number(int line, const char *date1904, int style, const char *v,
    const char *want)
{
	struct sheet_styles st = { NULL, 0, *date1904 == '1' };
	struct str out = STR_INIT;
	struct err e = ERR_INIT;

	T_CHECK(sheet_styles_read(&st, "styles", STYLES, strlen(STYLES), &e));
	T_INT(st.n, 6);
	sheet_number_text(&st, (size_t)style, v, &out);
	if (strcmp(str_text(&out), want) != 0)
		printf("# line %d\n", line);
	T_STR(str_text(&out), want);
	str_done(&out);
	sheet_styles_done(&st);
	err_done(&e);
}

#define NUMBER(style, v, want) number(__LINE__, "0", style, v, want)

static void
test_numbers(void)
{
	NUMBER(0, "5", "5");
	NUMBER(0, "5.0", "5");
	NUMBER(0, "-0", "0");
	NUMBER(0, "46.899999999999999", "46.9");
	NUMBER(0, "0.30000000000000004", "0.30000000000000004");
	NUMBER(0, "1E3", "1000");
	NUMBER(0, "1e-7", "1e-07");
	NUMBER(0, "123456789012345678", "123456789012345680");
	NUMBER(0, "nan", "nan");
	NUMBER(0, "0x10", "0x10");
	NUMBER(0, "1e999", "1e999");
	NUMBER(0, "1.2.3", "1.2.3");
	NUMBER(0, "", "");
	NUMBER(4, "5.25", "5.25");
	NUMBER(99, "5.25", "5.25");
}

static void
test_dates(void)
{
	NUMBER(1, "1", "1900-01-01");
	NUMBER(1, "59", "1900-02-28");
	NUMBER(1, "60", "60");		/* a day that never was */
	NUMBER(1, "61", "1900-03-01");
	NUMBER(1, "46083", "2026-03-02");
	NUMBER(2, "46083", "2026-03-02");
	NUMBER(5, "46083.3125", "2026-03-02T07:30:00");
	NUMBER(5, "46083.999999", "2026-03-03");
	NUMBER(5, "0.3125", "07:30:00");
	NUMBER(3, "1.5", "36:00:00");
	NUMBER(1, "2958465", "9999-12-31");
	NUMBER(1, "2958466", "2958466");
	NUMBER(1, "-1", "-1");
	number(__LINE__, "1904", 1, "1", "1904-01-02");
	number(__LINE__, "1904", 1, "44621", "2026-03-02");
	T_INT(sheet_format_shows("General"), SHOWN_NUMBER);
	T_INT(sheet_format_shows("#,##0.00 \"đ\""), SHOWN_NUMBER);
	T_INT(sheet_format_shows("0\\d"), SHOWN_NUMBER);
	T_INT(sheet_format_shows("[$-42A]d mmmm yyyy;@"), SHOWN_TIME);
	T_INT(sheet_format_shows("[ss]"), SHOWN_SPAN);
	T_INT(sheet_format_shows("\"never closed d"), SHOWN_NUMBER);
	T_INT(sheet_format_shows("["), SHOWN_NUMBER);
}

/* A cell that says it is a date, an Excel error, a formula without result. */
static void
test_odd_cells(void)
{
	struct str out = one_sheet(
	    "<row r=\"1\"><c r=\"A1\" t=\"d\"><v>2026-03-02T00:00:00</v></c>"
	    "<c r=\"B1\" t=\"d\"><v>2026-03-02T07:30:00</v></c>"
	    "<c r=\"C1\" t=\"e\"><v>#REF!</v></c>"
	    "<c r=\"D1\"><f>1+1</f></c><c r=\"E1\" t=\"str\"><f>B1</f><v/></c>"
	    "<c r=\"AA1\"><v>1</v></c></row>");
	struct sheets *s = ACCEPTED("a.xlsx", &out, 2);

	if (s == NULL)
		return;
	T_STR(sheet_at(s->sheet[0], 0, 0), "2026-03-02");
	T_STR(sheet_at(s->sheet[0], 0, 1), "2026-03-02T07:30:00");
	T_STR(sheet_at(s->sheet[0], 0, 2), "");
	T_STR(sheet_at(s->sheet[0], 0, 3), "");
	T_STR(sheet_at(s->sheet[0], 0, 26), "1");
	sheets_free(s);
}

/*
 * Any order of sheets, absolute and odd targets, prefixes, a chart, hidden;
 * what lies outside, above the root or too far is noted and left out.
 */
static void
test_relations(void)
{
	struct made *m = made_new();
	struct str out = STR_INIT;
	struct sheets *s;

	made_part(m, "_rels/.rels", "<Relationships xmlns=\"" RELS_NS "\">"
	    REL("x", "extended-properties", "docProps/app.xml")
	    REL("y", "officeDocument", "/deep/er/Book.xml")
	    "</Relationships>");
	made_part(m, "deep/er/Book.xml", "<x:workbook xmlns:x=\"" MAIN_NS
	    "\" xmlns:rel=\"" OFFICE_NS "\"><x:workbookPr date1904=\"true\"/>"
	    "<x:sheets>"
	    "<x:sheet name=\"choices\" sheetId=\"9\" rel:id=\"two\"/>"
	    "<x:sheet name=\"Chart1\" sheetId=\"3\" rel:id=\"chart\"/>"
	    "<x:sheet name=\"survey\" sheetId=\"1\" state=\"hidden\" "
	    "rel:id=\"one\"/>"
	    "<x:sheet name=\"lost\" sheetId=\"4\" rel:id=\"outside\"/>"
	    "<x:sheet name=\"far\" sheetId=\"5\" rel:id=\"long\"/>"
	    "<x:sheet name=\"up\" sheetId=\"6\" rel:id=\"up\"/>"
	    "</x:sheets></x:workbook>");
	made_part(m, "deep/er/_rels/Book.xml.rels", "<Relationships>"
	    REL("one", "worksheet", "/deep/a.xml")
	    REL("two", "worksheet", ".././er/sub/../b.xml")
	    REL("chart", "chartsheet", "c.xml")
	    REL("up", "worksheet", "../../../etc/a.xml")
	    REL("long", "worksheet", "0123456789012345678901234567890123456789"
	    "0123456789012345678901234567890123456789012345678901234567890123"
	    "0123456789012345678901234567890123456789012345678901234567890123"
	    "0123456789012345678901234567890123456789012345678901234567890123")
	    REL("st", "styles", "styles.xml")
	    "<Relationship Id=\"outside\" TargetMode=\"External\" Type=\""
	    OFFICE_NS "/worksheet\" Target=\"http://example.org/a.xml\"/>"
	    "</Relationships>");
	made_part(m, "deep/er/styles.xml", STYLES);
	made_part(m, "deep/A.XML", "<x:worksheet xmlns:x=\"" MAIN_NS "\">"
	    "<x:sheetData><x:row r=\"1\"><x:c r=\"A1\" s=\"1\"><x:v>1</x:v>"
	    "</x:c></x:row></x:sheetData></x:worksheet>");
	made_part(m, "deep/er/b.xml", SHEET("<row r=\"1\"><c r=\"A1\"><v>2</v>"
	    "</c></row>"));
	made_pack(m, &out);
	s = ACCEPTED("a.xlsx", &out, 3);
	if (s == NULL)
		return;
	T_INT(s->n, 2);
	T_STR(s->sheet[0]->name, "choices");
	T_STR(sheet_at(s->sheet[0], 0, 0), "2");
	T_STR(s->sheet[1]->name, "survey");
	T_STR(sheet_at(s->sheet[1], 0, 0), "1904-01-02");
	sheets_free(s);
}

static void
refuse_rows(int line, const char *rows, enum err_code want)
{
	struct str out = one_sheet(rows);

	refused_at(line, "a.xlsx", &out, want);
}

static void
test_wrong_cells(void)
{
	static const char *const bad[] = {
		"<row r=\"0\"/>", "<row r=\"x\"/>", "<row r=\"-1\"/>",
		"<row r=\"1048577\"/>", "<row r=\"\"/>",
		"<row r=\"99999999999999999999\"/>",
		"<row r=\"2\"/><row r=\"2\"/>", "<row r=\"2\"/><row r=\"1\"/>",
		"<row r=\"1\"><c r=\"1\"/></row>",
		"<row r=\"1\"><c r=\"\"/></row>",
		"<row r=\"1\"><c r=\"A\"/></row>",
		"<row r=\"1\"><c r=\"A2\"/></row>",
		"<row r=\"1\"><c r=\"ABCD1\"/></row>",
		"<row r=\"1\"><c r=\"A1:B2\"/></row>",
	};
	static const char *const lost[] = { "0", "-1", "x", " 0", "1e3",
		"4294967296", "99999999999999999999" };

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		refuse_rows(__LINE__, bad[i], ERR_SHEET_REFERENCE);
	for (size_t i = 0; i < ARRAY_LEN(lost); i++) {
		char *row = xasprintf("<row><c t=\"s\"><v>%s</v></c></row>",
		    lost[i]);

		refuse_rows(__LINE__, row, ERR_SHEET_NO_STRING);
		free(row);
	}
}

static void
test_wrong_xml(void)
{
	struct str deep = STR_INIT;

	refuse_rows(__LINE__, "<row>", ERR_SHEET_XML);
	refuse_rows(__LINE__, "<row a='1' a='2'/>", ERR_SHEET_XML);
	refuse_rows(__LINE__, "&nbsp;", ERR_SHEET_XML);
	refuse_rows(__LINE__, "\xff", ERR_SHEET_XML);
	for (int i = 0; i < SHEET_XML_DEPTH - 2; i++)
		str_add(&deep, "<g>");
	for (int i = 0; i < SHEET_XML_DEPTH - 2; i++)
		str_add(&deep, "</g>");
	{
		struct str fits = one_sheet(str_text(&deep));
		struct sheets *s = ACCEPTED("a.xlsx", &fits, 0);

		sheets_free(s);
	}
	str_clear(&deep);
	for (int i = 0; i < SHEET_XML_DEPTH - 1; i++)
		str_add(&deep, "<g>");
	refuse_rows(__LINE__, str_text(&deep), ERR_SHEET_XML_DEEP);
	str_clear(&deep);
	/* Names longer than the path's room end as they began. */
	for (int i = 0; i < 5; i++)
		str_add(&deep, "<abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrst"
		    "uvwxyzabcdefghijklmnopqrstuvwxyz>");
	for (int i = 0; i < 5; i++)
		str_add(&deep, "</abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrs"
		    "tuvwxyzabcdefghijklmnopqrstuvwxyz>");
	str_add(&deep, "<row><c><v>7</v></c></row>");
	{
		struct str fits = one_sheet(str_text(&deep));
		struct sheets *s = ACCEPTED("a.xlsx", &fits, 0);

		if (s != NULL)
			T_STR(sheet_at(s->sheet[0], 0, 0), "7");
		sheets_free(s);
	}
	str_done(&deep);
}

static void
test_doctype(void)
{
	struct made *m = made_book("", "");
	struct str out = STR_INIT;

	made_part(m, "xl/worksheets/sheet1.xml", "<?xml version=\"1.0\"?>"
	    "<!DOCTYPE worksheet [<!ENTITY a \"aaaaaaaaaa\">"
	    "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
	    "<worksheet><sheetData><row><c t=\"str\"><v>&b;</v></c></row>"
	    "</sheetData></worksheet>");
	made_pack(m, &out);
	REFUSED("a.xlsx", &out, ERR_SHEET_XML_DOCTYPE);
	m = made_book("", "");
	made_part(m, "xl/worksheets/sheet1.xml", "<!DOCTYPE worksheet SYSTEM "
	    "\"file:///etc/hostname\"><worksheet/>");
	made_pack(m, &out);
	REFUSED("a.xlsx", &out, ERR_SHEET_XML_DOCTYPE);
}

static void
test_missing_parts(void)
{
	struct made *m = made_new();
	struct str out = STR_INIT;

	made_part(m, "readme", "hello");
	made_pack(m, &out);
	REFUSED("a.xlsx", &out, ERR_SHEET_PART_MISSING);
	m = made_book("", "");
	made_pack(m, &out);
	REFUSED("a.xlsx", &out, ERR_SHEET_PART_MISSING);
	m = made_book("<sheet name=\"Survey\" r:id=\"rId1\"/>", "");
	made_part(m, "xl/worksheets/sheet1.xml", SHEET(""));
	made_pack(m, &out);
	REFUSED("a.xlsx", &out, ERR_SHEET_TWICE);
	m = made_book("<sheet name=\"12345678901234567890123456789012\" "
	    "r:id=\"rId1\"/>", "");
	made_part(m, "xl/worksheets/sheet1.xml", SHEET(""));
	made_pack(m, &out);
	REFUSED("a.xlsx", &out, ERR_SHEET_NAME);
}

int
main(void)
{
	T_RUN(test_strings);
	T_RUN(test_numbers);
	T_RUN(test_dates);
	T_RUN(test_odd_cells);
	T_RUN(test_relations);
	T_RUN(test_wrong_cells);
	T_RUN(test_wrong_xml);
	T_RUN(test_doctype);
	T_RUN(test_missing_parts);
	return t_done();
}
