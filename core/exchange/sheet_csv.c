/*
 * csv as pyxform writes it: the first column names a sheet or is empty.
 *
 *	"survey"
 *	,"type","name"
 *	,"text","a"
 *
 * Against spreadsheets that compute what begins with = + - @ (also their wide
 * forms, behind blanks, on any line of a cell) the writer puts a ' before
 * such a line, and before one that already looks as if it had done so.  A
 * first row MARK says that this was done, and only then the reader takes one
 * ' away: in pyxform's own files '-' is XPath and stays what it is.
 */
#include "core/exchange/sheet_priv.h"

#include "core/base/utf8.h"

#include <string.h>

#define MARK "tn::quoted"

/* Would a spreadsheet compute this line, were the 's before it taken away? */
static bool
is_computed(const char *s, size_t n)
{
	while (n > 0) {
		uint32_t cp;
		size_t len = utf8_decode(s, n, &cp);

		if (cp == '=' || cp == '+' || cp == '-' || cp == '@' ||
		    cp == '\t' || cp == '\r' || cp == 0xff1d || cp == 0xff0b ||
		    cp == 0xff0d || cp == 0xff20)
			return true;
		/* Blanks and what cannot be seen. */
		if (cp != '\'' && cp != ' ' && cp != 0xa0 && cp != 0x3000 &&
		    cp != 0xfeff && (cp < 0x2000 || cp > 0x200f) &&
		    cp != 0x2060)
			return false;
		s += len;
		n -= len;
	}
	return false;
}

/* Adds the text with each line's ' put in or taken out. */
static void
each_line(struct str *out, const char *s, size_t n, bool put)
{
	for (;;) {
		const char *feed = memchr(s, '\n', n);
		size_t len = feed != NULL ? (size_t)(feed - s) : n;

		if (put && is_computed(s, len))
			str_addc(out, '\'');
		if (!put && len > 0 && *s == '\'' &&
		    is_computed(s + 1, len - 1))
			str_addn(out, s + 1, len - 1);
		else
			str_addn(out, s, len);
		if (feed == NULL)
			return;
		str_addc(out, '\n');
		s += len + 1;
		n -= len + 1;
	}
}

/* ---- reading ---- */

struct csv {
	struct sheet_in *in;
	struct sheet *sheet;
	const char *p, *end;
	size_t line;		/* where p is */
	size_t row_line;	/* where the row began */
	size_t col, row;
	bool quoted;		/* MARK was there */
	bool first;		/* the first row of the file */
	struct str field, text;
};

/* One end of a line, however it is written; false when p is at none. */
static bool
take_feed(struct csv *csv)
{
	if (csv->p == csv->end || (*csv->p != '\n' && *csv->p != '\r'))
		return false;
	if (*csv->p == '\r' && csv->p + 1 < csv->end && csv->p[1] == '\n')
		csv->p++;
	csv->p++;
	csv->line++;
	return true;
}

static bool
read_quoted(struct csv *csv, struct err *e)
{
	size_t began = csv->line;

	csv->p++;
	while (csv->p < csv->end) {
		if (*csv->p == '"') {
			if (csv->p + 1 == csv->end || csv->p[1] != '"') {
				csv->p++;
				return true;
			}
			csv->p++;
		}
		if (take_feed(csv))
			str_addc(&csv->field, '\n');
		else
			str_addc(&csv->field, *csv->p++);
	}
	csv->row_line = began;
	return err_set(e, ERR_SHEET_CSV_QUOTE, NULL);
}

/* Up to the comma or the end of the row; a quote in the middle is a letter. */
static bool
read_field(struct csv *csv, struct err *e)
{
	str_clear(&csv->field);
	if (csv->p < csv->end && *csv->p == '"' && !read_quoted(csv, e))
		return false;
	while (csv->p < csv->end && *csv->p != ',' && *csv->p != '\n' &&
	    *csv->p != '\r')
		str_addc(&csv->field, *csv->p++);
	return true;
}

static bool
take_field(struct csv *csv, struct err *e)
{
	size_t i;

	str_clear(&csv->text);
	if (csv->quoted)
		each_line(&csv->text, str_text(&csv->field), csv->field.len,
		    false);
	else
		str_addn(&csv->text, str_text(&csv->field), csv->field.len);
	for (i = 0; i < csv->text.len && strchr(" \t\n", csv->text.buf[i]) !=
	    NULL; i++)
		;
	if (i == csv->text.len)
		return true;
	if (csv->col == 0) {
		csv->sheet = sheets_add(csv->in->s, str_text(&csv->text), e);
		csv->row = 0;
		return csv->sheet != NULL;
	}
	if (csv->sheet == NULL)
		return err_set(e, ERR_SHEET_NO_NAME, NULL);
	return sheet_put(csv->in->s, csv->sheet, csv->row, csv->row_line,
	    csv->col - 1, str_text(&csv->text), csv->text.len, e);
}

static bool
read_row(struct csv *csv, struct err *e)
{
	csv->row_line = csv->line;
	csv->row = csv->sheet != NULL ? csv->sheet->rows : 0;
	for (csv->col = 0;; csv->col++) {
		bool last;

		if (!read_field(csv, e))
			return false;
		last = csv->p == csv->end || *csv->p != ',';
		if (csv->first && csv->col == 0 && last &&
		    strcmp(str_text(&csv->field), MARK) == 0)
			csv->quoted = true;
		else if (!take_field(csv, e))
			return false;
		csv->first = false;
		if (last)
			break;
		csv->p++;
	}
	take_feed(csv);
	return true;
}

bool
sheet_read_csv(struct sheet_in *in, const char *text, size_t len,
    struct err *e)
{
	struct csv csv = { .in = in, .p = text, .end = text + len, .line = 1,
	    .first = true, .field = STR_INIT, .text = STR_INIT };
	bool ok = true;

	while (ok && csv.p < csv.end)
		ok = read_row(&csv, e);
	if (!ok)
		e->line = (int)csv.row_line;
	str_done(&csv.field);
	str_done(&csv.text);
	return ok;
}

/* ---- writing ---- */

static void
write_field(struct str *out, const char *text, bool quoted)
{
	struct str safe = STR_INIT;
	const char *p;

	if (quoted) {
		each_line(&safe, text, strlen(text), true);
		text = str_text(&safe);
	}
	str_addc(out, '"');
	for (p = text; *p != '\0'; p++) {
		if (*p == '"')
			str_addc(out, '"');
		str_addc(out, *p);
	}
	str_addc(out, '"');
	str_done(&safe);
}

static bool
text_is_computed(const char *s)
{
	for (; s != NULL; s = strchr(s, '\n')) {
		s += *s == '\n';
		if (is_computed(s, strcspn(s, "\n")))
			return true;
	}
	return false;
}

static bool
needs_mark(const struct sheets *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct sheet *sheet = s->sheet[i];

		if (text_is_computed(sheet->name) ||
		    strcmp(sheet->name, MARK) == 0)
			return true;
		for (size_t r = 0; r < sheet->rows; r++)
			for (size_t c = 0; c < sheet->row[r].n; c++)
				if (text_is_computed(sheet->row[r].cell[c]))
					return true;
	}
	return false;
}

void
sheets_write_csv(const struct sheets *s, struct str *out)
{
	bool quoted = needs_mark(s);

	if (quoted)
		str_add(out, "\"" MARK "\"\n");
	for (size_t i = 0; i < s->n; i++) {
		const struct sheet *sheet = s->sheet[i];

		write_field(out, sheet->name, quoted);
		str_addc(out, '\n');
		for (size_t r = 0; r < sheet->rows; r++) {
			for (size_t c = 0; c < sheet->row[r].n; c++) {
				str_addc(out, ',');
				if (*sheet_at(sheet, r, c) != '\0')
					write_field(out, sheet_at(sheet, r,
					    c), quoted);
			}
			str_addc(out, '\n');
		}
	}
}
