/*
 * From text to a grid of 3x30, 2x36 or 2x44 characters.  Blanks are dropped;
 * if no size comes out, they are taken for the fillers that some readers
 * give as blanks.  Only line ends that hold nothing but fillers are made up
 * for: everywhere else a missing character would move all behind it.
 */
#include "core/vietnamese/mrz_private.h"

#include "core/base/str.h"
#include "core/base/utf8.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_LINES 8
#define SHORTEST_NAME 6		/* "P<VNMX" */
#define VISA_FIELDS 28		/* up to the optional data of a visa */

struct lines {
	struct str text;	/* without line ends */
	size_t at[MAX_LINES], len[MAX_LINES];
	size_t n;
	bool is_marked;		/* letters had marks, which were taken off */
};

/* The zone's character, '\0' for none; *twice for one that stands for two. */
static char
zone_char(uint32_t cp, bool *twice)
{
	*twice = cp == 0xab;			/* « is how << is misread */
	if (cp == 0xab || cp == 0x2039 || cp == 0xff1c || cp == '<')
		return '<';
	if (cp < 0x80 && isalnum((unsigned char)cp))
		return (char)toupper((unsigned char)cp);
	return '\0';
}

/* A letter that an input method gave a mark: itself; '\0' for none. */
static char
marked_char(const char *s, size_t n)
{
	uint32_t cp = utf8_plain(s, n);

	return cp < 0x80 && isalpha((int)cp) ? (char)toupper((int)cp) : '\0';
}

static bool
is_blank(uint32_t cp)
{
	return cp == ' ' || cp == 0xa0 || cp == 0x3000;
}

static bool
refuse_character(const char *s, size_t n, size_t line, struct err *e)
{
	char number[16];
	char *character = xstrndup(s, n);

	snprintf(number, sizeof(number), "%zu", line);
	err_set(e, ERR_ID_MRZ_CHARACTER, character, number, NULL);
	free(character);
	return false;
}

static bool
add_line(struct lines *l, const char *s, size_t n, bool fill, size_t number,
    struct err *e)
{
	size_t start = l->text.len;
	uint32_t cp;

	while (n > 0 && s[n - 1] == ' ')
		n--;
	for (size_t at = 0, len; at < n; at += len) {
		bool twice = false;
		char c;

		len = utf8_decode(s + at, n - at, &cp);
		if (is_blank(cp) && (!fill || l->text.len == start))
			continue;
		c = is_blank(cp) ? '<' : zone_char(cp, &twice);
		if (c == '\0' && cp >= 0xc0) {
			c = marked_char(s + at, len);
			l->is_marked = true;
		}
		if (c == '\0')
			return refuse_character(s + at, len, number, e);
		str_addc(&l->text, c);
		if (twice)
			str_addc(&l->text, c);
	}
	if (l->text.len == start)
		return true;
	if (l->n < MAX_LINES) {
		l->at[l->n] = start;
		l->len[l->n] = l->text.len - start;
	}
	l->n++;
	return true;
}

static bool
read_lines(struct lines *l, const char *text, bool fill, struct err *e)
{
	size_t number = 1;

	for (const char *at = text; *at != '\0'; number++) {
		size_t n = strcspn(at, "\r\n");

		if (!add_line(l, at, n, fill, number, e))
			return false;
		at += n;
		if (at[0] == '\r' && at[1] == '\n')
			at++;
		at += *at != '\0';
	}
	return true;
}

/* Copies a line; false unless only fillers are missing or too many. */
static bool
put_line(struct mrz_grid *g, size_t line, const char *s, size_t n)
{
	char *to = g->cell + line * g->width;

	for (; n > g->width && s[n - 1] == '<'; n--)
		g->is_padded = true;
	if (n > g->width)
		return false;
	memset(to, '<', g->width);
	memcpy(to, s, n);
	g->is_padded = g->is_padded || n < g->width;
	return true;
}

static void
set_size(struct mrz_grid *g, size_t lines, size_t width)
{
	memset(g, 0, sizeof(*g));
	g->lines = lines;
	g->width = width;
}

/* The name line of TD1 is the last, that of all others the first. */
static bool
fit_lines(struct mrz_grid *g, const struct lines *l)
{
	const char *text = str_text(&l->text);
	size_t width;

	if (l->n == 3 && l->len[0] == 30 && l->len[1] == 30) {
		set_size(g, 3, 30);
		return put_line(g, 0, text, 30) &&
		    put_line(g, 1, text + 30, 30) &&
		    put_line(g, 2, text + 60, l->len[2]);
	}
	if (l->n != 2 || l->len[0] < SHORTEST_NAME)
		return false;
	width = l->len[1];
	/* The second line of a visa ends in optional data, so it may pad. */
	if (text[0] == 'V' && width != 36 && width != 44 &&
	    width >= VISA_FIELDS)
		width = l->len[0];
	if (width != 36 && width != 44)
		return false;
	set_size(g, 2, width);
	return put_line(g, 0, text, l->len[0]) &&
	    put_line(g, 1, text + l->at[1], l->len[1]);
}

/* May these be the digits of a date and of its check, misread or not? */
static bool
is_date_like(const char *s)
{
	return strspn(s, "0123456789OIBSZ<") >= 7;
}

/*
 * A TD1 name without its fillers makes 72 or 88 characters too; TD1 has its
 * dates at other places than the sizes of two lines.
 */
static bool
is_short_td1(const char *s, size_t width)
{
	return is_date_like(s + 30) && is_date_like(s + 38) &&
	    !(is_date_like(s + width + 13) && is_date_like(s + width + 21));
}

static bool
fit_joined(struct mrz_grid *g, const struct lines *l)
{
	const char *text = str_text(&l->text);
	size_t n = l->text.len, width = n == 88 ? 44 : 36;

	if ((n == 72 || n == 88) && !is_short_td1(text, width)) {
		set_size(g, 2, width);
		memcpy(g->cell, text, n);
		return true;
	}
	if (n <= 60 || n > MRZ_CELLS || !is_date_like(text + 30))
		return false;
	set_size(g, 3, 30);
	memcpy(g->cell, text, 60);
	return put_line(g, 2, text + 60, n - 60);
}

static bool
refuse_size(const struct lines *l, struct err *e)
{
	char lines[24], total[24];

	snprintf(lines, sizeof(lines), "%zu", l->n);
	snprintf(total, sizeof(total), "%zu", l->text.len);
	return err_set(e, ERR_ID_MRZ_SIZE, lines, total, NULL);
}

static bool
try_read(struct mrz_grid *out, const char *text, bool fill, struct err *e)
{
	struct lines l = { .n = 0 };
	bool ok = read_lines(&l, text, fill, e);

	if (ok && !fit_lines(out, &l) && !fit_joined(out, &l))
		ok = l.is_marked ? err_set(e, ERR_ID_MRZ_TYPED, NULL) :
		    refuse_size(&l, e);
	out->is_marked = l.is_marked;
	str_done(&l.text);
	return ok;
}

bool
mrz_grid_read(struct mrz_grid *out, const char *text, struct err *e)
{
	struct err first = ERR_INIT, second = ERR_INIT;
	bool ok = try_read(out, text, false, &first) ||
	    try_read(out, text, true, &second);

	/* Plain words get a plain answer, not one about characters. */
	if (!ok && strchr(text, '<') == NULL)
		err_set(e, ERR_ID_UNREADABLE, NULL);
	else if (!ok)
		err_move(e, &first);
	err_done(&first);
	err_done(&second);
	return ok;
}
