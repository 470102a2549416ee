#include "tui/widget/rows.h"

#include "core/base/mem.h"
#include "core/base/str.h"
#include "core/base/utf8.h"

#include <stdlib.h>
#include <string.h>

static void
rows_clear(struct rows *r)
{
	for (size_t i = 0; i < r->n; i++) {
		for (size_t k = 0; k < r->row[i].cells; k++)
			free((char *)r->row[i].cell[k].text);
		free(r->row[i].key);
	}
	r->n = 0;
}

void
rows_done(struct rows *r)
{
	rows_clear(r);
	free(r->row);
	free(r->want);
	memset(r, 0, sizeof *r);
}

void
rows_begin(struct rows *r)
{
	const struct row *sel = rows_chosen(r);

	if (sel != NULL && sel->key != NULL) {
		free(r->want);
		r->want = xstrdup(sel->key);
	}
	r->want_at = r->sel;
	rows_clear(r);
	r->sel = 0;
}

static size_t
next_pick(const struct rows *r, size_t from)
{
	while (from < r->n && !r->row[from].pick)
		from++;
	return from;
}

static size_t
previous_pick(const struct rows *r, size_t before)
{
	while (before > 0) {
		if (r->row[--before].pick)
			return before;
	}
	return r->n;
}

void
rows_end(struct rows *r)
{
	bool found = r->want != NULL && rows_choose(r, r->want);

	if (!found && r->want != NULL && r->want_at < r->n) {
		r->sel = next_pick(r, r->want_at);
		if (r->sel == r->n)
			r->sel = previous_pick(r, r->want_at);
	} else if (!found) {
		r->sel = next_pick(r, 0);
	}
	if (found) {
		free(r->want);
		r->want = NULL;
	}
	if (r->top >= r->n)
		r->top = 0;
}

static struct row *
row_new(struct rows *r)
{
	r->row = xgrow(r->row, r->n, &r->cap, sizeof *r->row);
	memset(&r->row[r->n], 0, sizeof *r->row);
	return &r->row[r->n++];
}

static void
row_fill(struct row *row, const struct row_cell *cell, size_t n)
{
	for (size_t i = 0; i < n && i < ROW_CELLS; i++) {
		if (cell[i].text == NULL)
			continue;
		row->cell[row->cells] = cell[i];
		row->cell[row->cells++].text = xstrdup(cell[i].text);
	}
}

static struct row *
add_wrapped(struct rows *r, int x, int width, enum attr attr, const char *text)
{
	size_t first = r->n, skip, len;

	do {
		char *line;
		struct row_cell cell = { x, width, attr, NULL };
		struct row *row = row_new(r);

		len = wrap_next(text, width, &skip);
		line = xstrndup(text, len);
		cell.text = line;
		row_fill(row, &cell, 1);
		row->more = r->n - 1 > first;
		free(line);
		text += len + skip;
	} while (*text != '\0' && len + skip > 0);
	return &r->row[first];
}

void
rows_text(struct rows *r, int x, int width, enum attr attr, const char *text)
{
	if (text != NULL && *text != '\0')
		add_wrapped(r, x, width, attr, text);
}

void
rows_blank(struct rows *r)
{
	if (r->n > 0)
		row_new(r);
}

void
rows_section(struct rows *r, int width, const char *text)
{
	rows_blank(r);
	add_wrapped(r, 0, width, ATTR_BOLD, text)->section = true;
}

struct row *
rows_item(struct rows *r, const char *key, int tag, const json_t *data,
    int x, int width, enum attr attr, const char *text)
{
	struct row *row = add_wrapped(r, x, width, attr, text);

	row->pick = true;
	row->tag = tag;
	row->data = data;
	row->key = xstrdup(key);
	return row;
}

struct row *
rows_cells(struct rows *r, const char *key, int tag, const json_t *data,
    const struct row_cell *cell, size_t n)
{
	struct row *row = row_new(r);

	row_fill(row, cell, n);
	row->pick = true;
	row->tag = tag;
	row->data = data;
	row->key = xstrdup(key);
	return row;
}

struct row *
rows_more(struct rows *r, const struct row_cell *cell, size_t n)
{
	struct row *row = row_new(r);

	row_fill(row, cell, n);
	row->more = true;
	return row;
}

void
rows_more_text(struct rows *r, int x, int width, enum attr attr,
    const char *text)
{
	if (text != NULL && *text != '\0')
		add_wrapped(r, x, width, attr, text)->more = true;
}

const struct row *
rows_chosen(const struct rows *r)
{
	return r->sel < r->n && r->row[r->sel].pick ? &r->row[r->sel] : NULL;
}

const json_t *
rows_data(const struct rows *r)
{
	const struct row *row = rows_chosen(r);

	return row != NULL ? row->data : NULL;
}

bool
rows_choose(struct rows *r, const char *key)
{
	for (size_t i = 0; i < r->n; i++) {
		if (r->row[i].pick && str_eq(r->row[i].key, key)) {
			r->sel = i;
			return true;
		}
	}
	return false;
}

static void
scroll_by(struct rows *r, int by)
{
	if (by < 0)
		r->top = r->top > (size_t)-by ? r->top - (size_t)-by : 0;
	else if (r->top + (size_t)r->height + (size_t)by <= r->n)
		r->top += (size_t)by;
	else
		r->top = r->n > (size_t)r->height ?
		    r->n - (size_t)r->height : 0;
}

static void
move_one(struct rows *r, bool down)
{
	size_t to = down ? next_pick(r, r->sel + 1) :
	    previous_pick(r, r->sel < r->n ? r->sel : 0);

	if (to < r->n)
		r->sel = to;
	else
		scroll_by(r, down ? 1 : -1);
}

static void
move_page(struct rows *r, bool down)
{
	size_t step = r->height > 2 ? (size_t)r->height - 1 : 1;
	size_t to;

	scroll_by(r, down ? (int)step : -(int)step);
	if (rows_chosen(r) == NULL)
		return;
	if (down) {
		to = next_pick(r, r->sel + step);
		if (to == r->n)
			to = previous_pick(r, r->n);
	} else {
		to = previous_pick(r, r->sel > step ? r->sel - step + 1 : 0);
		if (to == r->n)
			to = next_pick(r, 0);
	}
	r->sel = to;
}

static void
move_section(struct rows *r, bool down)
{
	size_t i = r->sel < r->n ? r->sel : r->top, to;

	if (down) {
		for (i++; i < r->n && !r->row[i].section; i++)
			continue;
		to = next_pick(r, i);
		if (i >= r->n || to == r->n)
			to = next_pick(r, 0);
	} else {
		while (i > 0 && !r->row[i].section)
			i--;
		while (i > 0 && !r->row[--i].section)
			continue;
		to = next_pick(r, i);
	}
	if (to < r->n)
		r->sel = to;
}

bool
rows_command(struct rows *r, enum command command)
{
	switch (command) {
	case CMD_UP: case CMD_DOWN:
		move_one(r, command == CMD_DOWN);
		return true;
	case CMD_PAGE_UP: case CMD_PAGE_DOWN:
		move_page(r, command == CMD_PAGE_DOWN);
		return true;
	case CMD_FIRST:
		r->sel = next_pick(r, 0);
		r->top = 0;
		return true;
	case CMD_LAST:
		r->sel = previous_pick(r, r->n);
		scroll_by(r, (int)r->n);
		return true;
	case CMD_NEXT_SECTION: case CMD_PREVIOUS_SECTION:
		move_section(r, command == CMD_NEXT_SECTION);
		return true;
	default:
		return false;
	}
}

/* The chosen item whole if it fits; above the first one, its headings too. */
static void
keep_seen(struct rows *r)
{
	size_t last = r->sel, first = r->sel;

	if (rows_chosen(r) == NULL || r->height < 1)
		return;
	while (last + 1 < r->n && r->row[last + 1].more)
		last++;
	if (previous_pick(r, r->sel) == r->n)
		first = 0;
	else if (r->sel > 0 && r->row[r->sel - 1].section)
		first = r->sel - 1;
	if (r->sel - first >= (size_t)r->height)
		first = r->sel;
	if (last >= r->top + (size_t)r->height)
		r->top = last - (size_t)r->height + 1;
	if (first < r->top)
		r->top = first;
}

int
rows_chosen_y(const struct rows *r, struct area a)
{
	if (rows_chosen(r) == NULL || r->sel < r->top ||
	    r->sel >= r->top + (size_t)a.h)
		return -1;
	return a.y + (int)(r->sel - r->top);
}

static void
paint_row(const struct row *row, struct canvas *c, struct area a, bool chosen)
{
	for (size_t k = 0; k < row->cells; k++) {
		const struct row_cell *cell = &row->cell[k];
		int w = cell->w;

		if (cell->x + w > a.w)
			w = a.w - cell->x;
		/* Bold on the first cell alone: each costs bytes. */
		canvas_text(c, a.y, a.x + cell->x, w,
		    chosen && k == 0 && cell->attr == ATTR_PLAIN ?
		    ATTR_BOLD : cell->attr, cell->text);
	}
}

void
rows_paint(struct rows *r, struct canvas *c, struct area a, bool cursor)
{
	bool whole = c->linear && !r->fixed;
	struct area line = a;
	int cursor_y = a.y;

	r->height = a.h;
	/* No room is left empty below while there is more above. */
	if (a.h > 0 && r->top + (size_t)a.h > r->n && !whole)
		r->top = r->n > (size_t)a.h ? r->n - (size_t)a.h : 0;
	keep_seen(r);
	if (whole && a.h > 0)
		rows_fit(r, a.w, a.h);
	for (size_t i = r->top; i < r->n && line.y < a.y + a.h; i++) {
		const struct row *row = &r->row[i];
		bool chosen = i == r->sel && row->pick;
		int lines = whole ? row_lines(row, a.w) : 1;

		line.h = a.y + a.h - line.y;
		if (!whole || !row_paint_whole(row, c, line, chosen ?
		    ATTR_BOLD : row->cell[0].attr))
			paint_row(row, c, line, chosen);
		if (chosen)
			canvas_text(c, line.y, a.x, 1, ATTR_BOLD, ">");
		if (chosen)
			cursor_y = line.y;
		line.y += lines;
	}
	if (cursor)
		canvas_cursor(c, cursor_y, a.x);
}
