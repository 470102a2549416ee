/* The tables of a workbook and their bounds. */
#include "core/exchange/sheet_priv.h"

#include "core/base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct sheets *
sheets_new(void)
{
	return xcalloc(1, sizeof(struct sheets));
}

static void
sheet_free(struct sheet *sheet)
{
	for (size_t r = 0; r < sheet->rows; r++) {
		for (size_t c = 0; c < sheet->row[r].n; c++)
			free(sheet->row[r].cell[c]);
		free(sheet->row[r].cell);
	}
	free(sheet->row);
	free(sheet->name);
	free(sheet);
}

void
sheets_free(struct sheets *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->n; i++)
		sheet_free(s->sheet[i]);
	free(s->sheet);
	free(s);
}

const struct sheet *
sheets_find(const struct sheets *s, const char *name)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcasecmp(s->sheet[i]->name, name) == 0)
			return s->sheet[i];
	return NULL;
}

static size_t
letters(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/*
 * The text as the three kinds of file can all say it (see sheet_put); NULL
 * when it is no UTF-8.
 */
static char *
cleaned(const char *text, size_t len)
{
	struct str s = STR_INIT;
	char *nfc = NULL;
	size_t at = 0;

	if (!utf8_valid(text, len))
		return NULL;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c == 0xc2 && (unsigned char)text[i + 1] == 0xa0) {
			str_addc(&s, ' ');
			i++;
		} else if (c == 0xc2 && (unsigned char)text[i + 1] < 0xa0) {
			i++;		/* C1 controls */
		} else if (c == 0xef && (unsigned char)text[i + 1] == 0xbf &&
		    (unsigned char)text[i + 2] >= 0xbe) {
			i += 2;		/* U+FFFE, U+FFFF: not for XML */
		} else if (c == '\r') {
			if (i + 1 == len || text[i + 1] != '\n')
				str_addc(&s, '\n');
		} else if (c == '\t' || c == '\n' || (c >= 0x20 && c != 0x7f)) {
			str_addc(&s, (char)c);
		}
	}
	while (s.len > 0 && is_blank(s.buf[s.len - 1]))
		s.len--;
	while (at < s.len && is_blank(s.buf[at]))
		at++;
	nfc = utf8_nfc(s.len > 0 ? s.buf + at : "", s.len - at);
	str_done(&s);
	return nfc;
}

bool
sheets_too_many(struct err *e)
{
	char max[24];

	snprintf(max, sizeof(max), "%d", SHEETS_MAX);
	return err_set(e, ERR_SHEET_MANY, max, NULL);
}

struct sheet *
sheets_add(struct sheets *s, const char *name, struct err *e)
{
	char *clean = cleaned(name, strlen(name));
	char max[24];
	struct sheet *sheet;

	if (clean == NULL || *clean == '\0' || strchr(clean, '\n') != NULL ||
	    letters(clean) > SHEET_NAME_MAX) {
		free(clean);
		snprintf(max, sizeof(max), "%d", SHEET_NAME_MAX);
		err_set(e, ERR_SHEET_NAME, max, NULL);
		return NULL;
	}
	if (sheets_find(s, clean) != NULL || s->n >= SHEETS_MAX) {
		if (s->n >= SHEETS_MAX)
			sheets_too_many(e);
		else
			err_set(e, ERR_SHEET_TWICE, clean, NULL);
		free(clean);
		return NULL;
	}
	sheet = xcalloc(1, sizeof(*sheet));
	sheet->name = clean;
	s->sheet = xgrow(s->sheet, s->n, &s->cap, sizeof(struct sheet *));
	s->sheet[s->n++] = sheet;
	return sheet;
}

static bool
too_many(struct err *e, enum err_code code, const char *name, unsigned max)
{
	char text[24];

	snprintf(text, sizeof(text), "%u", max);
	return err_set(e, code, name, text, NULL);
}

static bool
bad_cell(struct err *e, enum err_code code, const struct sheet *sheet,
    size_t line, size_t col)
{
	char row[24], column[24], max[24];

	snprintf(row, sizeof(row), "%zu", line);
	snprintf(column, sizeof(column), "%zu", col + 1);
	snprintf(max, sizeof(max), "%d", SHEET_CELL_MAX);
	return err_set(e, code, sheet->name, row, column, max, NULL);
}

static bool
too_much(struct err *e)
{
	char cells[24], mib[24];

	snprintf(cells, sizeof(cells), "%d", SHEETS_CELLS_MAX);
	snprintf(mib, sizeof(mib), "%u", SHEETS_TEXT_MAX >> 20);
	return err_set(e, ERR_SHEET_TOO_MUCH, cells, mib, NULL);
}

/* Room for the cell; the bounds are checked before it is taken. */
static bool
make_room(struct sheets *s, struct sheet *sheet, size_t row, size_t line,
    size_t col, struct err *e)
{
	struct sheet_row *r;
	size_t have = row < sheet->rows ? sheet->row[row].n : 0;

	if (row > sheet->rows)
		BUG("a row beyond the next one");
	if (row >= SHEET_ROWS_MAX)
		return too_many(e, ERR_SHEET_ROWS, sheet->name,
		    SHEET_ROWS_MAX);
	if (col >= SHEET_COLS_MAX)
		return too_many(e, ERR_SHEET_COLS, sheet->name,
		    SHEET_COLS_MAX);
	if (col >= have && s->cells + (col + 1 - have) > SHEETS_CELLS_MAX)
		return too_much(e);
	if (row == sheet->rows) {
		sheet->row = xgrow(sheet->row, sheet->rows, &sheet->cap,
		    sizeof(struct sheet_row));
		r = &sheet->row[sheet->rows++];
		*r = (struct sheet_row){ .line = line };
	}
	r = &sheet->row[row];
	if (col >= r->n) {
		r->cell = xrealloc(r->cell, (col + 1) * sizeof(char *));
		memset(r->cell + r->n, 0, (col + 1 - r->n) * sizeof(char *));
		s->cells += col + 1 - r->n;
		r->n = col + 1;
		if (r->n > sheet->cols)
			sheet->cols = r->n;
	}
	return true;
}

bool
sheet_put(struct sheets *s, struct sheet *sheet, size_t row, size_t line,
    size_t col, const char *text, size_t len, struct err *e)
{
	char *clean, **cell;
	size_t n;
	bool ok = false;

	if (line == 0)
		line = row < sheet->rows ? sheet->row[row].line :
		    sheet_line(sheet, sheet->rows - 1) + 1;
	/* Four bytes a letter: no need to look at what is longer anyway. */
	if (len > 8 * SHEET_CELL_MAX)
		return bad_cell(e, ERR_SHEET_CELL_LONG, sheet, line, col);
	clean = cleaned(text, len);
	if (clean == NULL)
		return bad_cell(e, ERR_SHEET_CELL_UTF8, sheet, line, col);
	n = strlen(clean);
	if (letters(clean) > SHEET_CELL_MAX) {
		bad_cell(e, ERR_SHEET_CELL_LONG, sheet, line, col);
		goto out;
	}
	if (s->text + n > SHEETS_TEXT_MAX) {
		too_much(e);
		goto out;
	}
	if (n > 0 && !make_room(s, sheet, row, line, col, e))
		goto out;
	ok = true;
	if (n == 0)
		goto out;
	cell = &sheet->row[row].cell[col];
	if (*cell != NULL)
		s->text -= strlen(*cell);
	free(*cell);
	*cell = clean;
	clean = NULL;
	if (col < 64 && (is_blank(text[0]) || is_blank(text[len - 1])))
		sheet->row[row].trimmed |= UINT64_C(1) << col;
	s->text += n;
out:
	free(clean);
	return ok;
}

const char *
sheet_at(const struct sheet *sheet, size_t row, size_t col)
{
	if (row >= sheet->rows || col >= sheet->row[row].n ||
	    sheet->row[row].cell[col] == NULL)
		return "";
	return sheet->row[row].cell[col];
}

size_t
sheet_line(const struct sheet *sheet, size_t row)
{
	return row < sheet->rows ? sheet->row[row].line : 0;
}

static bool
sheet_equal(const struct sheet *a, const struct sheet *b)
{
	if (strcmp(a->name, b->name) != 0 || a->rows != b->rows)
		return false;
	for (size_t r = 0; r < a->rows; r++) {
		size_t n = a->row[r].n > b->row[r].n ? a->row[r].n :
		    b->row[r].n;

		for (size_t c = 0; c < n; c++)
			if (strcmp(sheet_at(a, r, c), sheet_at(b, r, c)) != 0)
				return false;
	}
	return true;
}

bool
sheets_equal(const struct sheets *a, const struct sheets *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!sheet_equal(a->sheet[i], b->sheet[i]))
			return false;
	return true;
}
