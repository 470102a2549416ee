/*
 * Rows that another program gives: cells between tabs, or between commas or
 * semicolons, with quotes around what holds such a sign or a line feed.
 */
#include "tui/screen/reception.h"

#include "core/base/utf8.h"

#include <string.h>

/* More columns than any list has: the rest of a row is refused. */
#define CELLS_MOST 60

/* Does the quote at i open a cell?  Elsewhere it is a letter: 5". */
static bool
opens_cell(const char *s, size_t i)
{
	while (i > 0 && s[i - 1] == ' ')
		i--;
	return i == 0 || strchr("\t,;\n\r", s[i - 1]) != NULL;
}

/* The sign between the cells of the first line; '\0': only one cell. */
static char
count_signs(const char *s, size_t n, bool quotes)
{
	size_t semicolons = 0, commas = 0;
	bool quoted = false;

	for (size_t i = 0; i < n; i++) {
		if (s[i] == '"' && quotes && (quoted || opens_cell(s, i)))
			quoted = !quoted;
		else if (s[i] == '\t')
			return '\t';
		else if (!quoted && (s[i] == '\n' || s[i] == '\r'))
			break;
		semicolons += !quoted && s[i] == ';';
		commas += !quoted && s[i] == ',';
	}
	return semicolons > 0 && semicolons >= commas ? ';' : commas > 0 ?
	    ',' : '\0';
}

/* A quote without its end hides no sign. */
static char
sign_of(const char *s, size_t n)
{
	char sign = count_signs(s, n, true);

	return sign != '\0' ? sign : count_signs(s, n, false);
}

bool
reception_is_rows(const char *s, size_t n)
{
	size_t i = 0;

	if (memchr(s, '\t', n) != NULL)
		return true;
	/* a line feed at the very end begins no other line */
	while (n > 0 && (s[n - 1] == '\n' || s[n - 1] == '\r'))
		n--;
	while (i < n && s[i] != '\n' && s[i] != '\r')
		i++;
	return i < n;
}

struct split {
	const char *s;
	size_t n, i;
	char sign;
	bool last;			/* the cell ended its row */
};

static bool
ends_cell(struct split *p)
{
	char c = p->i < p->n ? p->s[p->i] : '\n';

	if (c == '\n' || c == '\r') {
		p->last = true;
		p->i += c == '\r' && p->i + 1 < p->n &&
		    p->s[p->i + 1] == '\n';
	} else if (p->sign == '\0' || c != p->sign) {
		return false;
	}
	p->i++;
	return true;
}

/* Does the quote that opens a cell here have its end? */
static bool
is_quoted(const struct split *p)
{
	size_t i = p->i + 1;

	if (p->i >= p->n || p->s[p->i] != '"')
		return false;
	for (; i < p->n; i++) {
		if (p->s[i] != '"')
			continue;
		if (i + 1 < p->n && p->s[i + 1] == '"')
			i++;
		else
			return i + 1 == p->n || p->s[i + 1] == p->sign ||
			    p->s[i + 1] == '\n' || p->s[i + 1] == '\r';
	}
	return false;
}

static void
take_quoted(struct split *p, struct str *out)
{
	for (p->i++; p->i < p->n; p->i++) {
		if (p->s[p->i] == '"') {
			if (p->i + 1 >= p->n || p->s[p->i + 1] != '"')
				break;
			p->i++;
		}
		str_addc(out, p->s[p->i] == '\n' || p->s[p->i] == '\r' ? ' ' :
		    p->s[p->i]);
	}
	p->i++;
}

/* The next cell as an officer would have typed it: composed, what could fool
 * a reader made visible, no blanks at its ends. */
static json_t *
take_cell(struct split *p, bool *cut)
{
	struct str raw = STR_INIT;
	struct edit e;
	const char *from;
	size_t n;
	json_t *made;

	while (p->i < p->n && p->s[p->i] == ' ')
		p->i++;
	if (is_quoted(p))
		take_quoted(p, &raw);
	while (!ends_cell(p))
		str_addc(&raw, p->s[p->i++]);
	edit_init(&e, false, 900);
	if (raw.len > 0)
		edit_insert(&e, str_text(&raw), raw.len);
	*cut |= e.cut;
	from = str_text(&e.text) + strspn(str_text(&e.text), " ");
	n = strlen(from);
	while (n > 0 && from[n - 1] == ' ')
		n--;
	made = json_stringn(from, n);
	edit_done(&e);
	str_done(&raw);
	return made != NULL ? made : json_string("");
}

static bool
is_blank(const json_t *row)
{
	for (size_t i = 0; i < json_array_size(row); i++)
		if (json_string_length(json_array_get(row, i)) > 0)
			return false;
	return true;
}

json_t *
reception_split(const char *s, size_t n, size_t most, bool *cut)
{
	struct split p = { s, n, 0, sign_of(s, n), false };
	json_t *rows = json_array();

	/* the mark by which some programs begin a file */
	if (n >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0)
		p.i = 3;
	while (p.i < n) {
		json_t *row = json_array();

		for (p.last = false; !p.last;) {
			json_t *cell = take_cell(&p, cut);

			*cut |= json_array_size(row) == CELLS_MOST;
			if (json_array_size(row) < CELLS_MOST)
				json_array_append(row, cell);
			json_decref(cell);
		}
		if (json_array_size(rows) == most && !is_blank(row))
			*cut = true;
		else if (!is_blank(row))
			json_array_append(rows, row);
		json_decref(row);
		if (*cut && json_array_size(rows) == most)
			break;
	}
	return rows;
}
