/*
 * An Excel workbook: every cell is text (number format "@"), so that nothing
 * in it is ever computed, and what is added to it in Excel stays text too.
 */
#include "core/exchange/sheet_priv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/" \
	"relationships"
#define SML "application/vnd.openxmlformats-officedocument.spreadsheetml."

/* Formats: 0 General, 1 text that wraps, 2 the bold head. */
static const char styles[] = HEAD
    "<styleSheet xmlns=\"" MAIN "\">"
    "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
    "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
    "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
    "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
    "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/>"
    "</border></borders>"
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" "
    "borderId=\"0\"/></cellStyleXfs>"
    "<cellXfs count=\"3\">"
    "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
    "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
    "applyNumberFormat=\"1\" applyAlignment=\"1\">"
    "<alignment vertical=\"top\" wrapText=\"1\"/></xf>"
    "<xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
    "applyNumberFormat=\"1\" applyFont=\"1\"/>"
    "</cellXfs>"
    "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" "
    "builtinId=\"0\"/></cellStyles>"
    "</styleSheet>\n";

static const char root[] = HEAD
    "<Relationships xmlns=\"" PACKAGE "relationships\">"
    "<Relationship Id=\"rId1\" Type=\"" OFFICE "/officeDocument\" "
    "Target=\"xl/workbook.xml\"/></Relationships>\n";

static void
write_types(const struct sheets *s, struct str *out)
{
	str_add(out, HEAD "<Types xmlns=\"" PACKAGE "content-types\">"
	    "<Default Extension=\"rels\" ContentType=\""
	    "application/vnd.openxmlformats-package.relationships+xml\"/>"
	    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
	    "<Override PartName=\"/xl/workbook.xml\" ContentType=\""
	    SML "sheet.main+xml\"/>"
	    "<Override PartName=\"/xl/styles.xml\" ContentType=\""
	    SML "styles+xml\"/>");
	for (size_t i = 0; i < s->n; i++)
		str_printf(out, "<Override PartName=\"/xl/worksheets/"
		    "sheet%zu.xml\" ContentType=\"" SML "worksheet+xml\"/>",
		    i + 1);
	str_add(out, "</Types>\n");
}

static void
write_relations(const struct sheets *s, struct str *out)
{
	str_add(out, HEAD "<Relationships xmlns=\"" PACKAGE
	    "relationships\">");
	for (size_t i = 0; i < s->n; i++)
		str_printf(out, "<Relationship Id=\"rId%zu\" Type=\"" OFFICE
		    "/worksheet\" Target=\"worksheets/sheet%zu.xml\"/>",
		    i + 1, i + 1);
	str_printf(out, "<Relationship Id=\"rId%zu\" Type=\"" OFFICE
	    "/styles\" Target=\"styles.xml\"/></Relationships>\n", s->n + 1);
}

/*
 * Text for XML; what looks like _xHHHH_ is written so that Excel does not
 * take it for a letter (ST_Xstring).
 */
static void
write_text(struct str *out, const char *text)
{
	struct str safe = STR_INIT, plain = STR_INIT;

	for (; *text != '\0'; text++) {
		if (*text == '_' && strnlen(text, 7) == 7) {
			sheet_unescape(&plain, text, 7);
			if (plain.len < 7)
				str_add(&safe, "_x005F");
			str_clear(&plain);
		}
		str_addc(&safe, *text);
	}
	sheet_xml_escape(out, str_text(&safe));
	str_done(&plain);
	str_done(&safe);
}

static void
write_book(const struct sheets *s, struct str *out)
{
	str_add(out, HEAD "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE
	    "\"><sheets>");
	for (size_t i = 0; i < s->n; i++) {
		str_add(out, "<sheet name=\"");
		write_text(out, s->sheet[i]->name);
		str_printf(out, "\" sheetId=\"%zu\" r:id=\"rId%zu\"/>", i + 1,
		    i + 1);
	}
	str_add(out, "</sheets></workbook>\n");
}

/* 0 is A, 25 Z, 26 AA. */
static void
write_column(struct str *out, size_t col)
{
	if (col >= 26)
		write_column(out, col / 26 - 1);
	str_addc(out, (char)('A' + col % 26));
}

static void
write_row(struct str *out, const struct sheet_row *row, size_t at)
{
	str_printf(out, "<row r=\"%zu\">", at + 1);
	for (size_t c = 0; c < row->n; c++) {
		if (row->cell[c] == NULL)
			continue;
		str_add(out, "<c r=\"");
		write_column(out, c);
		str_printf(out, "%zu\" s=\"%d\" t=\"inlineStr\"><is>"
		    "<t xml:space=\"preserve\">", at + 1, at == 0 ? 2 : 1);
		write_text(out, row->cell[c]);
		str_add(out, "</t></is></c>");
	}
	str_add(out, "</row>\n");
}

static void
write_sheet(const struct sheet *sheet, struct str *out)
{
	str_add(out, HEAD "<worksheet xmlns=\"" MAIN "\">"
	    "<sheetViews><sheetView workbookViewId=\"0\">"
	    "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" "
	    "state=\"frozen\"/></sheetView></sheetViews>");
	if (sheet->cols > 0)
		str_printf(out, "<cols><col min=\"1\" max=\"%zu\" "
		    "width=\"24\" style=\"1\" customWidth=\"1\"/></cols>",
		    sheet->cols);
	str_add(out, "<sheetData>\n");
	for (size_t r = 0; r < sheet->rows; r++)
		write_row(out, &sheet->row[r], r);
	str_add(out, "</sheetData></worksheet>\n");
}

/* Would the reader's bounds let this through? */
static bool
is_readable(const struct str *zip, const struct sheet_part *part, size_t n,
    struct err *e)
{
	struct sheet_zip *z;
	struct str text = STR_INIT;
	char max[24];
	bool ok = true;

	snprintf(max, sizeof(max), "%u", SHEETS_FILE_MAX >> 20);
	if (zip->len > SHEETS_FILE_MAX)
		return err_set(e, ERR_SHEET_FILE_TOO_BIG, max, NULL);
	z = sheet_zip_open((const unsigned char *)zip->buf, zip->len, e);
	if (z == NULL)
		return false;
	for (size_t i = 0; ok && i < n; i++) {
		str_clear(&text);
		ok = sheet_zip_part(z, part[i].name, &text, e);
	}
	str_done(&text);
	sheet_zip_close(z);
	return ok;
}

/*
 * Packs the parts; what repeats so much that it would look like a bomb is
 * stored unpacked instead.
 */
static bool
pack(const struct sheet_part *part, size_t n, struct str *out, struct err *e)
{
	struct str zip = STR_INIT;
	struct err first = ERR_INIT;
	bool ok;

	ok = sheet_zip_write(part, n, false, &zip, e) &&
	    is_readable(&zip, part, n, &first);
	if (!ok && first.code == ERR_SHEET_BOMB) {
		str_clear(&zip);
		ok = sheet_zip_write(part, n, true, &zip, e) &&
		    is_readable(&zip, part, n, e);
	} else if (!ok && first.code != ERR_NONE) {
		err_move(e, &first);
	}
	if (ok)
		str_addn(out, zip.buf, zip.len);
	err_done(&first);
	str_done(&zip);
	return ok;
}

bool
sheets_write_xlsx(const struct sheets *s, struct str *out, struct err *e)
{
	size_t n = 5 + s->n;
	struct sheet_part *part = xcalloc(n, sizeof(*part));
	char **name = xcalloc(s->n + 1, sizeof(char *));
	bool ok;

	part[0].name = "[Content_Types].xml";
	write_types(s, &part[0].text);
	part[1].name = "_rels/.rels";
	str_add(&part[1].text, root);
	part[2].name = "xl/workbook.xml";
	write_book(s, &part[2].text);
	part[3].name = "xl/_rels/workbook.xml.rels";
	write_relations(s, &part[3].text);
	part[4].name = "xl/styles.xml";
	str_add(&part[4].text, styles);
	for (size_t i = 0; i < s->n; i++) {
		name[i] = xasprintf("xl/worksheets/sheet%zu.xml", i + 1);
		part[5 + i].name = name[i];
		write_sheet(s->sheet[i], &part[5 + i].text);
	}
	ok = pack(part, n, out, e);
	for (size_t i = 0; i < n; i++)
		str_done(&part[i].text);
	for (size_t i = 0; i < s->n; i++)
		free(name[i]);
	free(name);
	free(part);
	return ok;
}
