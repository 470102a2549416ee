/*
 * The table of a reception act, painted.  Only what is seen is looked at, so
 * that five hundred lines cost as much as fifteen.
 */
#include "tui/screen/reception.h"

#include "core/base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CELLS_X 8
#define SAY_W 36			/* beside the lines, where there is room */
#define HEAD_LINES 3

static int
column_width(const struct form_item *it, bool first)
{
	switch (it->type) {
	case FORM_YES_NO:
		return 8;
	case FORM_DATE:
		return 11;
	case FORM_INTEGER: case FORM_DECIMAL: case FORM_RANGE:
		return 8;
	case FORM_SELECT_ONE:
		return str_eq(it->name, "sex") ? 7 :
		    str_eq(it->name, "condition") ? 9 : 12;
	case FORM_TEXT:
		return first ? 24 : it->max_length <= 40 ? 6 : 20;
	default:
		return 16;
	}
}

/* How many columns from `first` on fit into a width, at least one. */
static size_t
fit_from(const struct reception *r, size_t first, int room)
{
	size_t n = 0;

	while (first + n < r->columns) {
		room -= column_width(r->column[first + n], first + n == 0);
		if (n > 0 && room < 0)
			break;
		room--;
		n++;
	}
	return n;
}

/* The columns that are seen; the chosen one is among them. */
static size_t
fit(struct reception *r, int room)
{
	size_t seen;

	if (r->col >= r->columns)
		r->col = r->columns > 0 ? r->columns - 1 : 0;
	if (r->col < r->col_first)
		r->col_first = r->col;
	while (seen = fit_from(r, r->col_first, room),
	    r->col >= r->col_first + seen)
		r->col_first++;
	return seen;
}

static int
list_width(struct area a)
{
	return a.w >= FORM_PANE_FROM ? a.w - SAY_W : a.w;
}

/* Where a column is painted; its width in *w. */
static int
column_x(const struct reception *r, size_t column, int list_w, int *w)
{
	int x = CELLS_X;

	for (size_t i = r->col_first; i < column; i++)
		x += column_width(r->column[i], i == 0) + 1;
	*w = column_width(r->column[column], column == 0);
	if (x + *w > list_w - 1)
		*w = list_w - 1 - x;
	return x;
}

/* ---- head ---- */

/* A label that would be cut has a shorter one, where we know it. */
static const char *
head_of(struct view *v, const struct form_item *it, int w)
{
	static const struct {
		const char *name;
		enum msg m;
	} brief[] = {
		{ "full_name", M_RECEPTION_HEAD_NAME },
		{ "sex", M_RECEPTION_HEAD_SEX },
		{ "under_18_observed", M_RECEPTION_HEAD_UNDER_18 },
		{ "arrived_group", M_RECEPTION_HEAD_GROUP },
		{ "interpreter_language", M_RECEPTION_HEAD_INTERPRETER },
		{ "foreign_list_number", M_RECEPTION_HEAD_NUMBER },
		{ "accompanying_minor", M_RECEPTION_HEAD_MINOR },
	};
	const char *label = text_in(&it->label, v->app->lang);

	for (size_t i = 0; i < ARRAY_LEN(brief) &&
	    utf8_cols(label, strlen(label)) > w; i++)
		if (str_eq(brief[i].name, it->name))
			return app_msg(v->app, brief[i].m);
	return label;
}

static void
paint_head(struct view *v, struct canvas *c, struct area a, size_t seen)
{
	struct reception *r = RECEPTION(v);
	int list_w = list_width(a);

	for (size_t i = r->col_first; i < r->col_first + seen; i++) {
		int w, x = column_x(r, i, list_w, &w);

		canvas_text(c, a.y, a.x + x, w, r->at > 0 && i == r->col ?
		    ATTR_BOLD : ATTR_DIM, head_of(v, r->column[i], w));
	}
	if (r->col_first > 0)
		canvas_text(c, a.y, a.x + CELLS_X - 2, 1, ATTR_BOLD, "<");
	if (r->col_first + seen < r->columns)
		canvas_text(c, a.y, a.x + list_w - 1, 1, ATTR_BOLD, ">");
}

static void
paint_minutes(struct view *v, struct canvas *c, struct area a)
{
	struct reception *r = RECEPTION(v);
	char *n = xasprintf("%zu", json_object_size(r->minutes));
	char *say = app_text(v->app, json_object_size(r->minutes) > 0 ?
	    M_RECEPTION_MINUTES : M_RECEPTION_MINUTES_EMPTY, n, NULL);

	canvas_text(c, a.y, a.x + 2, a.w - 3, r->at == 0 ? ATTR_BOLD :
	    ATTR_PLAIN, say);
	if (r->at == 0) {
		canvas_text(c, a.y, a.x, 1, ATTR_BOLD, ">");
		canvas_cursor(c, a.y, a.x);
	}
	free(say);
	free(n);
}

/* ---- lines ---- */

static void
paint_cell(struct canvas *c, int y, int x, int w, const struct line_cell *cell)
{
	static const char *const empty[] = {
		[CELL_EMPTY] = "\xc2\xb7", [CELL_ANSWERED] = "",
		[CELL_NEEDED] = "*", [CELL_WRONG] = "!", [CELL_UNREAD] = "!",
		[CELL_CLOSED] = "-",
	};
	bool bad = cell->state == CELL_WRONG || cell->state == CELL_UNREAD;
	bool bare = cell->text == NULL || *cell->text == '\0';

	if (bare) {
		canvas_text(c, y, x, w, cell->state == CELL_NEEDED ?
		    ATTR_WARN : ATTR_DIM, empty[cell->state]);
		return;
	}
	if (bad) {
		canvas_text(c, y, x, 1, ATTR_BAD, "!");
		x++;
		w--;
	}
	canvas_text(c, y, x, w, bad ? ATTR_BAD : ATTR_PLAIN, cell->text);
}

static void
paint_person(struct view *v, struct canvas *c, struct area a, size_t line,
    size_t seen)
{
	struct reception *r = RECEPTION(v);
	const struct person *p = &r->person[line];
	int list_w = list_width(a);
	char number[16], *say;

	snprintf(number, sizeof number, "%3zu", line + 1);
	canvas_text(c, a.y, a.x + 2, 3, ATTR_PLAIN, number);
	if (p->marked)
		canvas_text(c, a.y, a.x + 1, 1, ATTR_BOLD, "+");
	if (p->refused != NULL) {
		int w = column_width(r->column[0], true);

		paint_cell(c, a.y, a.x + CELLS_X, w, &p->cell[0]);
		say = app_text(v->app, M_RECEPTION_REFUSED, p->refused, NULL);
		canvas_text(c, a.y, a.x + CELLS_X + w + 1, a.w - CELLS_X - w -
		    2, ATTR_BAD, say);
		free(say);
		return;
	}
	if (p->wrong > 0 || p->missing > 0)
		canvas_text(c, a.y, a.x + 6, 1, p->wrong > 0 ? ATTR_BAD :
		    ATTR_WARN, p->wrong > 0 ? "!" : "*");
	for (size_t i = r->col_first; i < r->col_first + seen; i++) {
		int w, x = column_x(r, i, list_w, &w);

		paint_cell(c, a.y, a.x + x, w, &p->cell[i]);
	}
	if (list_w < a.w && p->say != NULL)
		canvas_text(c, a.y, a.x + list_w + 1, SAY_W - 2, p->wrong >
		    0 ? ATTR_BAD : ATTR_WARN, p->say);
}

/* The chosen cell, between brackets, and what is typed in it. */
static void
paint_chosen(struct view *v, struct canvas *c, struct area a)
{
	struct reception *r = RECEPTION(v);
	const struct person *p = reception_chosen(r);
	int w, x = column_x(r, r->col, list_width(a), &w);
	struct area field = { a.y, a.x + x, 1, w };

	canvas_text(c, a.y, a.x, 1, ATTR_BOLD, ">");
	/* a line not signed for shows why; its cells wait */
	if (p != NULL && p->refused != NULL && !r->entry) {
		canvas_cursor(c, a.y, a.x);
		return;
	}
	if (r->typing) {
		canvas_fill(c, field, ATTR_PLAIN);
		app_paint_edit(v->app, &r->edit, field);
	} else {
		canvas_cursor(c, a.y, a.x + x);
	}
	canvas_text(c, a.y, a.x + x - 1, 1, ATTR_BOLD, "[");
	canvas_text(c, a.y, a.x + x + w, 1, ATTR_BOLD, "]");
}

static void
paint_lines(struct view *v, struct canvas *c, struct area a, size_t seen)
{
	struct reception *r = RECEPTION(v);
	size_t all = r->n + 1, h = a.h > 0 ? (size_t)a.h : 0;

	r->height = a.h;
	if (r->top < 1)
		r->top = 1;
	if (r->at > 0 && r->at < r->top)
		r->top = r->at;
	if (h > 0 && r->at >= r->top + h)
		r->top = r->at - h + 1;
	if (r->top + h > all + 1)
		r->top = all + 1 > h + 1 ? all + 1 - h : 1;
	for (size_t i = 0; i < h && r->top + i <= all; i++) {
		struct area line = { a.y + (int)i, a.x, 1, a.w };
		size_t at = r->top + i;

		if (at <= r->n)
			paint_person(v, c, line, at - 1, seen);
		else
			canvas_text(c, line.y, line.x + CELLS_X, line.w -
			    CELLS_X - 1, at == r->at ? ATTR_BOLD : ATTR_DIM,
			    app_msg(v->app, r->n == 0 ? M_RECEPTION_NONE :
			    M_RECEPTION_NEW));
		if (at != r->at)
			continue;
		if (at > r->n && r->typing)
			canvas_fill(c, (struct area){ line.y, line.x + 1, 1,
			    line.w - 1 }, ATTR_PLAIN);
		paint_chosen(v, c, line);
	}
}

/* ---- what is known of the chosen line and cell ---- */

static void
hint_of(struct view *v, struct str *out)
{
	struct reception *r = RECEPTION(v);
	const struct form_item *it = r->column[r->col];
	const char *hint = text_in(&it->hint, v->app->lang);

	str_printf(out, "%s: ", text_in(&it->label, v->app->lang));
	if (it->type == FORM_YES_NO)
		str_add(out, app_msg(v->app, M_RECEPTION_HINT_YESNO));
	else if (form_is_select(it))
		reception_offers(v, it, r->typing ? str_text(&r->edit.text) :
		    "", str_text(&r->keys), out);
	else if (hint != NULL && *hint != '\0')
		str_add(out, hint);
	else if (it->type == FORM_DATE)
		str_add(out, app_msg(v->app, form_is_birth(it) ?
		    M_FORM_HINT_BIRTH : M_FORM_HINT_DATE));
	else if (r->col == 0)
		str_add(out, app_msg(v->app, M_RECEPTION_HINT_NAME));
	else
		out->buf[out->len -= 2] = '\0';
}

static void
paint_foot(struct view *v, struct canvas *c, struct area a)
{
	struct reception *r = RECEPTION(v);
	const struct person *p = reception_chosen(r);
	const char *say = p != NULL && p->say != NULL && p->refused == NULL ?
	    p->say : "";
	struct str hint = STR_INIT;

	canvas_rule(c, a.y, a.x, a.w);
	if (r->at > 0)
		hint_of(v, &hint);
	canvas_text(c, a.y + 1, a.x + 2, a.w - 3, ATTR_DIM, str_text(&hint));
	for (int i = 2; i < a.h && *say != '\0'; i++) {
		size_t skip, n = wrap_next(say, a.w - 3, &skip);
		char *line = xstrndup(say, i + 1 < a.h ? n : strlen(say));

		canvas_text(c, a.y + i, a.x + 2, a.w - 3, p->wrong > 0 ?
		    ATTR_BAD : ATTR_WARN, line);
		free(line);
		say += n + skip;
	}
	str_done(&hint);
}

void
reception_paint(struct view *v, struct canvas *c, struct area a)
{
	struct reception *r = RECEPTION(v);
	struct area line = { a.y, a.x, 1, a.w }, foot = a;
	size_t seen;

	if (r->made != NULL || r->columns == 0) {
		rows_paint(&r->rows, c, a, true);
		return;
	}
	seen = fit(r, list_width(a) - CELLS_X - 1);
	paint_minutes(v, c, line);
	line.y++;
	reception_paint_counts(v, c, line);
	line.y++;
	paint_head(v, c, line, seen);
	foot.h = a.h >= 14 ? 4 : a.h >= 8 ? 2 : 0;
	foot.y = a.y + a.h - foot.h;
	a.y += HEAD_LINES;
	a.h -= HEAD_LINES + foot.h;
	paint_lines(v, c, a, seen);
	if (foot.h > 0)
		paint_foot(v, c, foot);
}
