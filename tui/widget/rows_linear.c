/*
 * A list for people who listen: a row of which something would be cut off is
 * one text instead, cell after cell, and goes on in the lines below.
 */
#include "tui/widget/rows.h"

#include "core/base/mem.h"
#include "core/base/str.h"
#include "core/base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Is a cell wider than its room? */
static bool
is_cut(const struct row *row, int width)
{
	for (size_t i = 0; i < row->cells; i++) {
		const struct row_cell *cell = &row->cell[i];
		int w = cell->x + cell->w > width ? width - cell->x : cell->w;

		if (utf8_cols(cell->text, strlen(cell->text)) > w)
			return true;
	}
	return false;
}

/* The first cell from column `x` on; NULL: there is none. */
static const struct row_cell *
cell_from(const struct row *row, int x)
{
	const struct row_cell *found = NULL;

	for (size_t i = 0; i < row->cells; i++)
		if (row->cell[i].x >= x &&
		    (found == NULL || row->cell[i].x < found->x))
			found = &row->cell[i];
	return found;
}

/* The cells from left to right, two blanks between; the caller's. */
static char *
joined(const struct row *row)
{
	struct str out = STR_INIT;
	const struct row_cell *cell = cell_from(row, 0);

	for (; cell != NULL; cell = cell_from(row, cell->x + 1)) {
		if (*cell->text == '\0')
			continue;
		str_add(&out, out.len > 0 ? "  " : "");
		str_add(&out, cell->text);
	}
	return str_steal(&out);
}

static int
indent_of(const struct row *row, int width)
{
	const struct row_cell *first = cell_from(row, 0);
	int x = first != NULL ? first->x : 0;

	/* The mark of the chosen one stands in the first column. */
	return x < 2 && row->pick ? 2 : x < width / 2 ? x : width / 2;
}

int
row_lines(const struct row *row, int width)
{
	int lines = 0;
	char *text;

	if (width < 1 || !is_cut(row, width))
		return 1;
	text = joined(row);
	for (const char *s = text; *s != '\0'; lines++) {
		size_t skip, len = wrap_next(s, width - indent_of(row, width),
		    &skip);

		s += len + skip;
	}
	free(text);
	return lines > 0 ? lines : 1;
}

bool
row_paint_whole(const struct row *row, struct canvas *c, struct area a,
    enum attr attr)
{
	int x = indent_of(row, a.w);
	char *text;

	if (a.w < 1 || !is_cut(row, a.w))
		return false;
	text = joined(row);
	canvas_wrapped(c, (struct area){ a.y, a.x + x, a.h, a.w - x }, attr,
	    text);
	free(text);
	return true;
}

/* Lines of the rows from..to-1, no more than `most` + 1. */
static int
lines_of(const struct rows *r, size_t from, size_t to, int width, int most)
{
	int lines = 0;

	for (; from < to && from < r->n && lines <= most; from++)
		lines += row_lines(&r->row[from], width);
	return lines;
}

void
rows_fit(struct rows *r, int width, int height)
{
	size_t last = r->sel;

	/* No room is left empty below while there is more above. */
	while (r->top > 0 && lines_of(r, r->top - 1, r->n, width, height) <=
	    height)
		r->top--;
	/* The chosen one is whole on the screen, or its beginning is. */
	if (rows_chosen(r) != NULL) {
		while (last + 1 < r->n && r->row[last + 1].more)
			last++;
		while (r->top < r->sel && lines_of(r, r->top, last + 1, width,
		    height) > height)
			r->top++;
	}
	/* What a page is. */
	r->height = 0;
	while (r->top + (size_t)r->height < r->n && lines_of(r, r->top,
	    r->top + (size_t)r->height + 1, width, height) <= height)
		r->height++;
	if (r->height < 1)
		r->height = 1;
}
