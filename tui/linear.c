#include "tui/linear.h"

#include <string.h>

#define INDENT 8		/* columns left of an indent */
#define GAP 2			/* columns left of a wide gap */
#define WIDE 3			/* columns from which a gap is wide */

static struct cell *
cell_at(const struct canvas *c, int y, int x)
{
	return &c->cell[(size_t)y * (size_t)c->cols + (size_t)x];
}

/* U+2500 to U+259F: rules, frames and blocks. */
static bool
is_drawn(const struct cell *cell)
{
	const unsigned char *s = (const unsigned char *)cell->text;

	return s[0] == 0xe2 && s[1] >= 0x94 && s[1] <= 0x96 &&
	    (s[1] != 0x96 || s[2] <= 0x9f);
}

static bool
is_blank(const struct cell *cell)
{
	return strcmp(cell->text, " ") == 0;
}

static bool
is_dot(const struct cell *cell)
{
	return strcmp(cell->text, "\xc2\xb7") == 0;
}

static void
make_blank(struct cell *cell)
{
	memset(cell, 0, sizeof *cell);
	cell->text[0] = ' ';
	cell->cols = 1;
}

static int
run_of(const struct canvas *c, int y, int x, bool (*is)(const struct cell *))
{
	int n = 0;

	while (x + n < c->cols && is(cell_at(c, y, x + n)))
		n++;
	return n;
}

/* The cells x..x+n-1 go; the cursor stays with its letter. */
static void
take_out(struct canvas *c, int y, int x, int n)
{
	int rest = c->cols - x - n;

	memmove(cell_at(c, y, x), cell_at(c, y, x + n),
	    (size_t)rest * sizeof *c->cell);
	for (int i = x + rest; i < c->cols; i++)
		make_blank(cell_at(c, y, i));
	if (c->cursor_y == y && c->cursor_x >= x + n)
		c->cursor_x -= n;
}

/* Is the cursor in these cells?  There one is typing. */
static bool
typing_here(const struct canvas *c, int y, int x, int n)
{
	return c->cursor_y == y && c->cursor_x >= x && c->cursor_x < x + n;
}

static void
tidy_row(struct canvas *c, int y)
{
	int x = run_of(c, y, 0, is_blank), gap, dots;

	/* What is indented stays so: others read along.  Not half a row. */
	if (x > INDENT && x < c->cols && !typing_here(c, y, 0, x)) {
		take_out(c, y, INDENT, x - INDENT);
		x = INDENT;
	}
	for (; x < c->cols; x++) {
		gap = run_of(c, y, x, is_blank);
		dots = run_of(c, y, x, is_dot);
		if (gap >= WIDE && x + gap < c->cols &&
		    !typing_here(c, y, x, gap))
			take_out(c, y, x + GAP, gap - GAP);
		else if (dots >= WIDE && !typing_here(c, y, x, dots))
			take_out(c, y, x + 1, dots - 1);
	}
}

static bool
row_empty(struct canvas *c, int y)
{
	bool empty = true;

	for (int x = 0; x < c->cols; x++) {
		if (is_drawn(cell_at(c, y, x)))
			make_blank(cell_at(c, y, x));
		empty = empty && is_blank(cell_at(c, y, x));
	}
	return empty && c->cursor_y != y;
}

void
linear_tidy(struct canvas *c, int from, int to)
{
	size_t row = (size_t)c->cols * sizeof *c->cell;
	int at = from < 0 ? 0 : from;

	for (int y = at; y < to && y < c->rows; y++) {
		if (row_empty(c, y))
			continue;
		tidy_row(c, y);
		if (at != y) {
			memcpy(cell_at(c, at, 0), cell_at(c, y, 0), row);
			if (c->cursor_y == y)
				c->cursor_y = at;
		}
		at++;
	}
	for (; at < to && at < c->rows; at++)
		for (int x = 0; x < c->cols; x++)
			make_blank(cell_at(c, at, x));
}
