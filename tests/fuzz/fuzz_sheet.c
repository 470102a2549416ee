/*
 * Workbooks out of random bytes.  The first byte says how
 * the rest is taken: as a file of no known name, as .md, as .csv, as .xlsx, or
 * as the parts of a workbook, which are packed here so that the fuzzer need
 * not find out about checksums: workbook, its relations, one worksheet,
 * strings and styles, with \xff between them; a part left out is a plain one.
 *
 * What is read is written in all three ways, and must read back the same.
 */
#include "core/exchange/sheet_priv.h"
#include "tests/fuzz/fuzz.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

const char *const fuzz_words[] = { "| survey |", "| | type | name |\n",
    "| choices |", "\n", ",", "\"", "\"\"", "survey,type,name\n", "\xff",
    "<sheetData>", "<row r=\"2\">", "<c r=\"B2\" t=\"s\">", "<v>", "</v>",
    "</c>", "</row>", "<is><t>", "t=\"inlineStr\"", "t=\"b\"", "<si>",
    "xml:space=\"preserve\"", "&amp;", "&#65;", "<!DOCTYPE a [",
    "<!ENTITY a \"b\">", "ZZ99999", "1e308", "43831.5", "\xef\xbb\xbf",
    "PK\x03\x04", "PK\x01\x02", "PK\x05\x06", NULL };

/* One of each way in. */
size_t
fuzz_seed(size_t i, uint8_t *out, size_t max)
{
	static const char *const text[] = {
		"2| survey | | |\n| | type | name |\n| | text | a |\n",
		"3| survey | | |\n| | type | name |\n| | text | a\\|b |\n"
		"| choices |\n| | list_name | name |\n",
		"4survey,type,name\n,text,\"a \"\"b\"\"\"\nchoices,list_name\n",
		"1<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v>"
		"</c><c r=\"C1\" s=\"1\"><v>43831</v></c></row></sheetData>"
		"</worksheet>\xff<sst><si><r><t>ty</t></r><r><t>pe</t></r></si>"
		"</sst>\xff\xff\xff",
	};
	size_t n = i < ARRAY_LEN(text) ? strlen(text[i]) : 0;

	if (n > max)
		return 0;
	if (n > 0)
		memcpy(out, text[i], n);
	return n;
}

static void
same_again(const struct sheets *s, const char *name, struct str *bytes)
{
	struct findings f = FINDINGS_INIT;
	struct sheets *back;

	/* One letter can become many bytes: not every file is small again. */
	if (bytes->len > SHEETS_FILE_MAX || s->n == 0)
		goto out;
	back = sheets_read(name, (const unsigned char *)str_text(bytes),
	    bytes->len, &f);
	if (back == NULL)
		fuzz_fail("what was written is refused");
	if (!sheets_equal(s, back))
		fuzz_fail("what was written reads back differently");
	if (f.n > 0)
		fuzz_fail("a note on what we wrote ourselves");
	sheets_free(back);
out:
	findings_done(&f);
	str_done(bytes);
}

static void
read_one(const char *name, const unsigned char *buf, size_t len)
{
	struct findings f = FINDINGS_INIT;
	struct err e = ERR_INIT;
	struct str out = STR_INIT;
	struct sheets *s = sheets_read(name, buf, len, &f);

	if (s == NULL && f.n == 0)
		fuzz_fail("refused without a word");
	for (size_t i = 0; i < f.n; i++) {
		err_text(&f.item[i], LANG_VI, true, &out);
		err_text(&f.item[i], LANG_EN, true, &out);
	}
	str_done(&out);
	if (s != NULL) {
		sheets_write_md(s, &out);
		same_again(s, "a.md", &out);
		sheets_write_csv(s, &out);
		same_again(s, "a.csv", &out);
		if (!sheets_write_xlsx(s, &out, &e))
			fuzz_fail("cannot be written");
		same_again(s, "a.xlsx", &out);
	}
	err_done(&e);
	findings_done(&f);
	sheets_free(s);
}

/* The parts in the order of the input, and what stands for one left out. */
static const struct { const char *name, *plain; } parts[] = {
	{ "xl/worksheets/sheet1.xml", "<worksheet><sheetData><row r=\"1\">"
	    "<c r=\"A1\" t=\"s\"><v>0</v></c><c s=\"1\"><v>5</v></c></row>"
	    "</sheetData></worksheet>" },
	{ "xl/sharedStrings.xml", "<sst><si><t>type</t></si></sst>" },
	{ "xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId=\"0\"/>"
	    "<xf numFmtId=\"14\"/></cellXfs></styleSheet>" },
	{ "xl/workbook.xml", "<workbook xmlns:r=\"r\"><sheets>"
	    "<sheet name=\"survey\" r:id=\"a\"/></sheets></workbook>" },
	{ "xl/_rels/workbook.xml.rels", "<Relationships>"
	    "<Relationship Id=\"a\" Type=\"/worksheet\" "
	    "Target=\"worksheets/sheet1.xml\"/>"
	    "<Relationship Id=\"b\" Type=\"/sharedStrings\" "
	    "Target=\"sharedStrings.xml\"/>"
	    "<Relationship Id=\"c\" Type=\"/styles\" Target=\"styles.xml\"/>"
	    "</Relationships>" },
};

static void
read_parts(const uint8_t *data, size_t len)
{
	struct sheet_part made[ARRAY_LEN(parts)] = { { NULL, STR_INIT } };
	struct str zip = STR_INIT;
	struct err e = ERR_INIT;

	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		const uint8_t *end = len > 0 ? memchr(data, 0xff, len) : NULL;
		size_t n = end != NULL ? (size_t)(end - data) : len;

		made[i].name = parts[i].name;
		if (n > 0)
			str_addn(&made[i].text, (const char *)data, n);
		else
			str_add(&made[i].text, parts[i].plain);
		data += n + (end != NULL);
		len -= n + (end != NULL);
	}
	if (!sheet_zip_write(made, ARRAY_LEN(made), false, &zip, &e))
		fuzz_fail("libzip");
	read_one("a.xlsx", (const unsigned char *)zip.buf, zip.len);
	for (size_t i = 0; i < ARRAY_LEN(made); i++)
		str_done(&made[i].text);
	str_done(&zip);
	err_done(&e);
}

void
fuzz_one(const uint8_t *data, size_t len)
{
	static const char *const name[] = { NULL, "a.md", "a.csv", "a.xlsx" };

	if (len == 0)
		return;
	if (data[0] % 5 == 4)
		read_parts(data + 1, len - 1);
	else
		read_one(name[data[0] % 5], data + 1, len - 1);
}
