#include "tui/canvas.h"

#include "core/base/mem.h"
#include "core/base/str.h"
#include "core/base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define CANVAS_MOST 1000
#define ELLIPSIS "\xe2\x80\xa6"
#define RULE "\xe2\x94\x80"

void
canvas_done(struct canvas *c)
{
	free(c->cell);
	c->cell = NULL;
	c->rows = c->cols = 0;
}

static int
bounded(int n)
{
	return n < 1 ? 1 : n > CANVAS_MOST ? CANVAS_MOST : n;
}

void
canvas_resize(struct canvas *c, int rows, int cols)
{
	free(c->cell);
	c->rows = bounded(rows);
	c->cols = bounded(cols);
	c->cell = xcalloc((size_t)c->rows * (size_t)c->cols, sizeof *c->cell);
	canvas_clear(c);
}

static struct cell *
cell_at(const struct canvas *c, int y, int x)
{
	return &c->cell[(size_t)y * (size_t)c->cols + (size_t)x];
}

static void
blank(struct cell *cell, enum attr attr)
{
	cell->text[0] = ' ';
	cell->text[1] = '\0';
	cell->cols = 1;
	cell->attr = (unsigned char)attr;
}

void
canvas_clear(struct canvas *c)
{
	struct area all = { 0, 0, c->rows, c->cols };

	canvas_fill(c, all, ATTR_PLAIN);
	c->cursor_y = c->cursor_x = -1;
}

void
canvas_copy(struct canvas *to, const struct canvas *from)
{
	if (to->cell == NULL || to->rows != from->rows ||
	    to->cols != from->cols)
		canvas_resize(to, from->rows, from->cols);
	memcpy(to->cell, from->cell, (size_t)from->rows *
	    (size_t)from->cols * sizeof *from->cell);
	to->cursor_y = from->cursor_y;
	to->cursor_x = from->cursor_x;
}

/* Writing over one half of a wide letter blanks the other half. */
static void
unpair(struct canvas *c, int y, int x)
{
	struct cell *cell = cell_at(c, y, x);

	if (cell->cols == 0 && x > 0)
		blank(cell_at(c, y, x - 1), cell_at(c, y, x - 1)->attr);
	else if (cell->cols == 2 && x + 1 < c->cols)
		blank(cell_at(c, y, x + 1), cell->attr);
}

void
canvas_fill(struct canvas *c, struct area a, enum attr attr)
{
	for (int y = a.y < 0 ? 0 : a.y; y < a.y + a.h && y < c->rows; y++) {
		for (int x = a.x < 0 ? 0 : a.x; x < a.x + a.w && x < c->cols;
		    x++) {
			unpair(c, y, x);
			blank(cell_at(c, y, x), attr);
		}
	}
}

static void
put(struct canvas *c, int y, int x, enum attr attr, const char *letter,
    size_t n, int cols)
{
	struct cell *cell;

	for (int i = 0; i < cols; i++)
		unpair(c, y, x + i);
	cell = cell_at(c, y, x);
	if (n > CELL_BYTES) {
		letter = "?";
		n = 1;
	}
	memcpy(cell->text, letter, n);
	cell->text[n] = '\0';
	cell->cols = (unsigned char)cols;
	cell->attr = (unsigned char)attr;
	if (cols == 2) {
		cell = cell_at(c, y, x + 1);
		cell->text[0] = '\0';
		cell->cols = 0;
		cell->attr = (unsigned char)attr;
	}
}

static int
put_run(struct canvas *c, int y, int x, int width, enum attr attr,
    const char *s, size_t n)
{
	int used = 0;

	for (size_t at = 0, len; at < n; at += len) {
		int cols;

		len = utf8_letter(s + at, n - at);
		cols = utf8_cols(s + at, len);
		if (cols < 1)
			continue;
		if (cols > 2)
			cols = 2;
		if (used + cols > width || x + used + cols > c->cols)
			break;
		put(c, y, x + used, attr, s + at, len, cols);
		used += cols;
	}
	return used;
}

static int
put_text(struct canvas *c, int y, int x, int width, enum attr attr,
    const char *text, void (*safely)(struct str *, const char *, size_t, bool))
{
	struct str safe = STR_INIT;
	int used;
	size_t fit;

	if (text == NULL || y < 0 || y >= c->rows || x < 0 || x >= c->cols)
		return 0;
	if (width > c->cols - x)
		width = c->cols - x;
	if (width < 1)
		return 0;
	/* A cell holds one column of several bytes: more cannot show. */
	safely(&safe, text, strnlen(text, (size_t)width * CELL_BYTES + 64),
	    true);
	for (size_t i = 0; i < safe.len; i++) {
		if (safe.buf[i] == '\n')
			safe.buf[i] = ' ';
	}
	if (utf8_cols(str_text(&safe), safe.len) <= width) {
		used = put_run(c, y, x, width, attr, str_text(&safe), safe.len);
	} else {
		fit = utf8_fit(str_text(&safe), safe.len, width - 1);
		used = put_run(c, y, x, width - 1, attr, str_text(&safe), fit);
		put(c, y, x + used, attr, ELLIPSIS, strlen(ELLIPSIS), 1);
		used++;
	}
	str_done(&safe);
	return used;
}

int
canvas_text(struct canvas *c, int y, int x, int width, enum attr attr,
    const char *text)
{
	return put_text(c, y, x, width, attr, text, utf8_marked);
}

int
canvas_typed(struct canvas *c, int y, int x, int width, enum attr attr,
    const char *text)
{
	return put_text(c, y, x, width, attr, text, utf8_safe);
}

void
canvas_rule(struct canvas *c, int y, int x, int width)
{
	if (y < 0 || y >= c->rows)
		return;
	for (int i = x < 0 ? 0 : x; i < x + width && i < c->cols; i++)
		put(c, y, i, ATTR_PLAIN, RULE, strlen(RULE), 1);
}

void
canvas_cursor(struct canvas *c, int y, int x)
{
	c->cursor_y = y < 0 ? 0 : y >= c->rows ? c->rows - 1 : y;
	c->cursor_x = x < 0 ? 0 : x >= c->cols ? c->cols - 1 : x;
}

char *
canvas_row(const struct canvas *c, int y)
{
	struct str line = STR_INIT;

	for (int x = 0; x < c->cols; x++)
		str_add(&line, cell_at(c, y, x)->text);
	while (line.len > 0 && line.buf[line.len - 1] == ' ')
		line.buf[--line.len] = '\0';
	return str_steal(&line);
}

size_t
wrap_next(const char *text, int width, size_t *skip)
{
	size_t line = strcspn(text, "\n"), fit, cut;

	*skip = 0;
	if (width < 1)
		width = 1;
	fit = utf8_fit(text, line, width);
	if (fit == line) {
		*skip = text[line] == '\n' ? 1 : 0;
		return line;
	}
	for (cut = fit; cut > 0 && text[cut] != ' '; cut--)
		continue;
	if (cut > 0) {
		*skip = 1;
		return cut;
	}
	if (fit == 0)
		fit = utf8_letter(text, line);
	return fit;
}

int
canvas_wrapped(struct canvas *c, struct area a, enum attr attr,
    const char *text)
{
	int y = 0;

	while (*text != '\0' && y < a.h) {
		size_t skip, len = wrap_next(text, a.w, &skip);
		char *line = xstrndup(text, len);

		canvas_text(c, a.y + y++, a.x, a.w, attr, line);
		free(line);
		text += len + skip;
	}
	return y;
}
