/*
 * Markdown tables as pyxform's tests write them:
 *
 *	| survey |      |      |             |
 *	|        | type | name | label       |
 *	|        | text | a    | One \| two  |
 *
 * The first column names a sheet, or is empty.  What does not begin with a
 * bar is prose, what begins with # a comment; a bar inside a cell is \|.  A
 * line feed inside a cell is &#10; and, so that this can be said as well,
 * a written &#10; is &#38;#10; (pyxform's tables have no line feeds in cells).
 */
#include "core/exchange/sheet_priv.h"

#include <string.h>

#define FEED "&#10;"
#define AMP "&#38;"

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

static void
trim(const char **s, size_t *n)
{
	while (*n > 0 && is_space((*s)[*n - 1]))
		--*n;
	while (*n > 0 && is_space(**s)) {
		++*s;
		--*n;
	}
}

static void
unescape(struct str *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\\' && i + 1 < n && s[i + 1] == '|') {
			str_addc(out, '|');
			i++;
		} else if (n - i >= 5 && memcmp(s + i, FEED, 5) == 0) {
			str_addc(out, '\n');
			i += 4;
		} else if (n - i >= 5 && memcmp(s + i, AMP, 5) == 0) {
			str_addc(out, '&');
			i += 4;
		} else {
			str_addc(out, s[i]);
		}
	}
}

static void
escape(struct str *out, const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s == '|')
			str_add(out, "\\|");
		else if (*s == '\n')
			str_add(out, FEED);
		else if (str_starts(s, FEED) || str_starts(s, AMP))
			str_add(out, AMP);
		else
			str_addc(out, *s);
	}
}

/* The next cell of the row: up to a bar that no backslash stands before. */
static bool
next_cell(const char **p, size_t *left, const char **cell, size_t *n)
{
	size_t i = 0;

	if (*p == NULL)
		return false;
	while (i < *left && ((*p)[i] != '|' || (i > 0 && (*p)[i - 1] == '\\')))
		i++;
	*cell = *p;
	*n = i;
	if (i == *left) {
		*p = NULL;
	} else {
		*p += i + 1;
		*left -= i + 1;
	}
	trim(cell, n);
	return true;
}

static bool
only(const char *s, size_t n, const char *set)
{
	for (size_t i = 0; i < n; i++)
		if (strchr(set, s[i]) == NULL)
			return false;
	return true;
}

/*
 * |---|---| separates, as in pyxform; so does | --- | :-: | if no cell, not
 * even the first, is left empty: a row of dashes that is meant has no name.
 */
static bool
is_separator(const char *s, size_t len)
{
	const char *p = s, *cell;
	size_t left = len, n, cells = 0;

	if (only(s, len, "|-"))
		return true;
	while (next_cell(&p, &left, &cell, &n)) {
		if (n == 0 || !only(cell, n, "-:"))
			return false;
		cells++;
	}
	return cells > 1;
}

struct md {
	struct sheet_in *in;
	struct sheet *sheet;
	size_t line;
	struct str text;
};

static bool
read_cell(struct md *md, size_t col, size_t row, const char *cell, size_t n,
    struct err *e)
{
	if (n == 0)
		return true;
	str_clear(&md->text);
	unescape(&md->text, cell, n);
	if (col == 0) {
		md->sheet = sheets_add(md->in->s, str_text(&md->text), e);
		return md->sheet != NULL;
	}
	if (md->sheet == NULL)
		return err_set(e, ERR_SHEET_NO_NAME, NULL);
	return sheet_put(md->in->s, md->sheet, row, md->line, col - 1,
	    str_text(&md->text), md->text.len, e);
}

static bool
read_line(struct md *md, const char *s, size_t len, struct err *e)
{
	const char *last, *cell;
	size_t n, row = 0;

	trim(&s, &len);
	if (len < 2 || *s != '|')
		return true;
	/* What follows the last bar is a comment. */
	for (last = s + len - 1; *last != '|'; last--)
		;
	if (last == s)
		return true;
	s++;
	len = (size_t)(last - s);
	if (is_separator(s, len))
		return true;
	for (size_t col = 0; next_cell(&s, &len, &cell, &n); col++) {
		if (!read_cell(md, col, row, cell, n, e))
			return false;
		if (col == 0 && md->sheet != NULL)
			row = md->sheet->rows;
	}
	return true;
}

bool
sheet_read_md(struct sheet_in *in, const char *text, size_t len,
    struct err *e)
{
	struct md md = { .in = in, .text = STR_INIT };
	bool ok = true;

	for (size_t at = 0; ok && at < len;) {
		const char *feed = memchr(text + at, '\n', len - at);
		size_t n = feed != NULL ? (size_t)(feed - text) - at :
		    len - at;

		md.line++;
		ok = read_line(&md, text + at, n, e);
		at += n + 1;
	}
	if (!ok)
		e->line = (int)md.line;
	str_done(&md.text);
	return ok;
}

static void
write_row(struct str *out, const struct sheet_row *row)
{
	str_add(out, "|  |");
	for (size_t c = 0; c < row->n; c++) {
		str_addc(out, ' ');
		if (row->cell[c] != NULL)
			escape(out, row->cell[c]);
		str_add(out, " |");
	}
	str_addc(out, '\n');
}

void
sheets_write_md(const struct sheets *s, struct str *out)
{
	for (size_t i = 0; i < s->n; i++) {
		if (i > 0)
			str_addc(out, '\n');
		str_add(out, "| ");
		escape(out, s->sheet[i]->name);
		str_add(out, " |\n");
		for (size_t r = 0; r < s->sheet[i]->rows; r++)
			write_row(out, &s->sheet[i]->row[r]);
	}
}
