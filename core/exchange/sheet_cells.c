/* The texts that cells share, and the cells of one worksheet. */
#include "core/exchange/sheet_priv.h"

#include "core/base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Four hexadecimal digits, or false. */
static bool
hex4(const char *s, uint32_t *out)
{
	uint32_t v = 0;

	for (int i = 0; i < 4; i++) {
		char c = s[i];

		if (c >= '0' && c <= '9')
			v = v << 4 | (uint32_t)(c - '0');
		else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			v = v << 4 | (uint32_t)((c | 0x20) - 'a' + 10);
		else
			return false;
	}
	*out = v;
	return true;
}

/* ECMA-376 part 1, 22.9.2.19 (ST_Xstring): what XML cannot hold as _xHHHH_. */
void
sheet_unescape(struct str *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		uint32_t cp;
		char letter[4];

		if (text[i] == '_' && i + 7 <= len && text[i + 1] == 'x' &&
		    text[i + 6] == '_' && hex4(text + i + 2, &cp) &&
		    (cp < 0xd800 || cp > 0xdfff)) {
			str_addn(out, letter, utf8_encode(cp, letter));
			i += 6;
		} else {
			str_addc(out, text[i]);
		}
	}
}

/* ---- shared strings ---- */

struct strings_reader {
	struct sheet_strings *ss;
	struct str text;	/* of the entry being read, still escaped */
};

/* Texts count, also those of runs; readings (rPh) of East Asian words do not. */
static bool
is_text_of(const struct sheet_xml *x, const char *plain, const char *run)
{
	return sheet_xml_at(x, plain) || sheet_xml_at(x, run);
}

static bool
string_text(struct sheet_xml *x, const char *s, size_t n)
{
	struct strings_reader *r = x->ctx;

	if (is_text_of(x, "sst/si/t", "sst/si/r/t"))
		str_addn(&r->text, s, n);
	return true;
}

static bool
string_end(struct sheet_xml *x)
{
	struct strings_reader *r = x->ctx;
	struct sheet_strings *ss = r->ss;
	char cells[24], mib[24];

	if (!sheet_xml_at(x, "sst/si"))
		return true;
	if (ss->n >= SHEETS_CELLS_MAX) {
		snprintf(cells, sizeof(cells), "%d", SHEETS_CELLS_MAX);
		snprintf(mib, sizeof(mib), "%u", SHEETS_TEXT_MAX >> 20);
		return err_set(x->e, ERR_SHEET_TOO_MUCH, cells, mib, NULL);
	}
	ss->at = xgrow(ss->at, ss->n, &ss->cap, sizeof(size_t));
	ss->at[ss->n++] = ss->pool.len;
	sheet_unescape(&ss->pool, str_text(&r->text), r->text.len);
	str_clear(&r->text);
	return true;
}

bool
sheet_strings_read(struct sheet_strings *ss, const char *part,
    const char *text, size_t len, struct err *e)
{
	struct strings_reader r = { .ss = ss, .text = STR_INIT };
	struct sheet_xml x = { .ctx = &r, .on_text = string_text,
	    .on_end = string_end };
	bool ok = sheet_xml_read(&x, part, text, len, e);

	str_done(&r.text);
	return ok;
}

void
sheet_strings_done(struct sheet_strings *ss)
{
	str_done(&ss->pool);
	free(ss->at);
	*ss = (struct sheet_strings){ STR_INIT, NULL, 0, 0 };
}

/* ---- cells ---- */

#define CELL_PATH "worksheet/sheetData/row/c"

enum cell_kind { CELL_NUMBER, CELL_SHARED, CELL_TEXT, CELL_INLINE, CELL_BOOL,
	CELL_ERROR, CELL_DATE };

struct cells_reader {
	struct sheet_in *in;
	struct sheet *sheet;
	const struct sheet_strings *ss;
	const struct sheet_styles *st;
	size_t line;		/* Excel's number of the row being read */
	size_t row;		/* where its cells go */
	size_t col;		/* of the cell being read, from 0 */
	size_t next_col;	/* for a cell that does not say where it is */
	char ref[16];		/* "B12", for messages */
	enum cell_kind kind;
	size_t style;
	bool formula;
	struct str value;	/* of <v>, or of the inline text */
};

static bool
bad_ref(struct cells_reader *r, struct err *e, const char *ref)
{
	char *clip = xstrndup(ref, utf8_fit(ref, strlen(ref), 20));

	err_set(e, ERR_SHEET_REFERENCE, r->sheet->name, clip, NULL);
	free(clip);
	return false;
}

/* A whole number from 1 to Excel's last row, nothing after it; or 0. */
static size_t
row_number(const char *s)
{
	size_t n = 0;

	if (*s == '\0' || strlen(s) > 7)
		return 0;
	for (; *s != '\0'; s++) {
		if (*s < '0' || *s > '9')
			return 0;
		n = n * 10 + (size_t)(*s - '0');
	}
	return n <= 1048576 ? n : 0;
}

static bool
start_row(struct sheet_xml *x, struct cells_reader *r)
{
	const char *at = sheet_xml_attr(x, "r");
	size_t line = at != NULL ? row_number(at) : r->line + 1;

	/* Rows go down; Excel calls anything else damaged. */
	if (line <= r->line)
		return bad_ref(r, x->e, at != NULL ? at : "");
	r->line = line;
	r->row = r->sheet->rows;
	r->next_col = 0;
	return true;
}

static enum cell_kind
kind_of(const char *t)
{
	static const struct {
		const char *t;
		enum cell_kind kind;
	} kinds[] = {
		{ "s", CELL_SHARED }, { "str", CELL_TEXT },
		{ "inlineStr", CELL_INLINE }, { "b", CELL_BOOL },
		{ "e", CELL_ERROR }, { "d", CELL_DATE },
	};

	for (size_t i = 0; t != NULL && i < ARRAY_LEN(kinds); i++)
		if (strcmp(kinds[i].t, t) == 0)
			return kinds[i].kind;
	return CELL_NUMBER;
}

static bool
start_cell(struct sheet_xml *x, struct cells_reader *r)
{
	const char *ref = sheet_xml_attr(x, "r"), *p = ref;
	const char *style = sheet_xml_attr(x, "s");
	size_t col = 0;

	if (ref == NULL) {
		r->col = r->next_col;
	} else {
		for (; (*p | 0x20) >= 'a' && (*p | 0x20) <= 'z' &&
		    p - ref < 3; p++)
			col = col * 26 + (size_t)((*p | 0x20) - 'a' + 1);
		if (col == 0 || row_number(p) != r->line)
			return bad_ref(r, x->e, ref);
		r->col = col - 1;
	}
	r->next_col = r->col + 1;
	snprintf(r->ref, sizeof(r->ref), "%s", ref != NULL ? ref : "?");
	r->kind = kind_of(sheet_xml_attr(x, "t"));
	r->style = style != NULL ? strtoul(style, NULL, 10) : 0;
	r->formula = false;
	str_clear(&r->value);
	return true;
}

static bool
on_start(struct sheet_xml *x)
{
	struct cells_reader *r = x->ctx;

	if (sheet_xml_at(x, "worksheet/sheetData/row"))
		return start_row(x, r);
	if (sheet_xml_at(x, CELL_PATH))
		return start_cell(x, r);
	if (sheet_xml_at(x, CELL_PATH "/f"))
		r->formula = true;
	return true;
}

static bool
on_text(struct sheet_xml *x, const char *s, size_t n)
{
	struct cells_reader *r = x->ctx;

	if (r->kind == CELL_INLINE ?
	    is_text_of(x, CELL_PATH "/is/t", CELL_PATH "/is/r/t") :
	    sheet_xml_at(x, CELL_PATH "/v"))
		str_addn(&r->value, s, n);
	return true;
}

static bool
put(struct cells_reader *r, const char *text, size_t len, struct err *e)
{
	if (sheet_put(r->in->s, r->sheet, r->row, r->line, r->col, text, len,
	    e))
		return true;
	e->line = (int)r->line;
	return false;
}

static bool
put_shared(struct cells_reader *r, struct err *e)
{
	const char *number = str_text(&r->value);
	size_t at = 0;
	const char *text;

	if (r->value.len == 0)
		return true;
	if (r->value.len > 9 || strspn(number, "0123456789") != r->value.len ||
	    (at = strtoul(number, NULL, 10)) >= r->ss->n) {
		char *clip = xstrndup(number, utf8_fit(number, r->value.len,
		    20));

		err_set(e, ERR_SHEET_NO_STRING, r->sheet->name, r->ref, clip,
		    NULL);
		free(clip);
		return false;
	}
	if (r->ss->pool.len == 0)
		return true;
	text = r->ss->pool.buf + r->ss->at[at];
	return put(r, text, (at + 1 < r->ss->n ? r->ss->at[at + 1] :
	    r->ss->pool.len) - r->ss->at[at], e);
}

/* What the cell shows, out of <v> and the kind. */
static bool
put_value(struct cells_reader *r, struct err *e)
{
	const char *v = str_text(&r->value);
	struct str text = STR_INIT;
	bool ok;

	switch (r->kind) {
	case CELL_BOOL:
		if (r->value.len > 0)
			str_add(&text, v[0] == '1' || v[0] == 't' ? "TRUE" :
			    "FALSE");
		break;
	case CELL_DATE:
		/* Strict workbooks: ISO text; midnight is just the day. */
		str_addn(&text, v, r->value.len > 10 &&
		    str_starts(v + 10, "T00:00:00") ? 10 : r->value.len);
		break;
	case CELL_NUMBER:
		sheet_number_text(r->st, r->style, v, &text);
		break;
	default:
		sheet_unescape(&text, v, r->value.len);
	}
	ok = put(r, str_text(&text), text.len, e);
	str_done(&text);
	return ok;
}

static bool
on_end(struct sheet_xml *x)
{
	struct cells_reader *r = x->ctx;

	if (!sheet_xml_at(x, CELL_PATH))
		return true;
	if (r->kind == CELL_ERROR) {
		char *what = xstrndup(str_text(&r->value),
		    utf8_fit(str_text(&r->value), r->value.len, 20));

		sheet_note(r->in, NOTE_SHEET_CELL_ERROR, r->sheet->name,
		    r->ref, r->line, what);
		free(what);
		return true;
	}
	if (r->formula && r->value.len == 0 && r->kind != CELL_TEXT)
		sheet_note(r->in, NOTE_SHEET_NO_RESULT, r->sheet->name,
		    r->ref, r->line, NULL);
	if (r->kind == CELL_SHARED)
		return put_shared(r, x->e);
	return put_value(r, x->e);
}

bool
sheet_cells_read(struct sheet_in *in, struct sheet *sheet,
    const struct sheet_strings *ss, const struct sheet_styles *st,
    const char *part, const char *text, size_t len, struct err *e)
{
	struct cells_reader r = { .in = in, .sheet = sheet, .ss = ss,
	    .st = st, .value = STR_INIT };
	struct sheet_xml x = { .ctx = &r, .on_start = on_start,
	    .on_text = on_text, .on_end = on_end };
	bool ok = sheet_xml_read(&x, part, text, len, e);

	str_done(&r.value);
	return ok;
}
