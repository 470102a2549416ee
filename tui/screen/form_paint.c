/* How a form is painted: questions, hints below, what is known beside. */
#include "tui/screen/form.h"

#include "core/base/jx.h"
#include "core/base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define PANE_MOST 64

/* The pane's width and the gap before it; 0 when there is none. */
static int
pane_of(const struct form_view *f, int width)
{
	int w = width * 2 / 5;

	/* One at a time, the question itself says it all. */
	if (width < FORM_PANE_FROM || f->single)
		return 0;
	return w < PANE_MOST ? w : PANE_MOST;
}

struct area
form_list_area(struct view *v, struct area a)
{
	a.w -= pane_of(FORM_VIEW(v), a.w);
	return a;
}

static enum msg
hint_of(struct view *v, const struct form_item *item)
{
	if (form_is_beside(v, item))
		return M_FORM_HINT_BESIDE;
	switch (item->type) {
	case FORM_RANK:
		return M_FORM_HINT_RANK;
	case FORM_DATE_TIME:
		return M_FORM_HINT_DATE_TIME;
	case FORM_DATE:
		return form_is_birth(item) ? M_FORM_HINT_BIRTH : M_FORM_HINT_DATE;
	case FORM_TIME:
		return M_FORM_HINT_TIME;
	case FORM_ACKNOWLEDGE:
		return M_FORM_HINT_OK;
	case FORM_RANGE:
		return M_FORM_HINT_RANGE;
	case FORM_YES_NO:
		return M_FORM_HINT_YESNO;
	case FORM_SELECT_ONE: case FORM_SELECT_MULTIPLE:
		return M_FORM_HINT_CHOICE;
	default:
		return M_FORM_HINT_TYPE;
	}
}

static enum msg
hint_now(struct view *v, const struct fill_row *r)
{
	if (!FORM_VIEW(v)->typing && form_is_covered(r))
		return M_FORM_HINT_COVERED;
	if (form_one_code(v) != NULL && r->item->type == FORM_SELECT_MULTIPLE)
		return M_FORM_HINT_TICKS;
	if (form_one_code(v) != NULL && r->item->type == FORM_SELECT_ONE)
		return M_FORM_HINT_TAKE;
	return hint_of(v, r->item);
}

/* How to answer, with the bounds of a range; the caller's. */
static char *
hint_text(struct view *v, const struct fill_row *r)
{
	double bound[3] = { r->item->range_start, r->item->range_end,
	    r->item->range_step };
	char *n[3], *say;

	if (r->item->type != FORM_RANGE)
		return xstrdup(app_msg(v->app, hint_now(v, r)));
	for (size_t i = 0; i < ARRAY_LEN(n); i++)
		n[i] = xasprintf("%g", bound[i]);
	/* Viet Nam writes a decimal comma. */
	for (size_t i = 0; i < ARRAY_LEN(n) && v->app->lang == LANG_VI; i++) {
		if (strchr(n[i], '.') != NULL)
			*strchr(n[i], '.') = ',';
	}
	say = app_text(v->app, M_FORM_HINT_RANGE, n[0], n[1], n[2], NULL);
	for (size_t i = 0; i < ARRAY_LEN(n); i++)
		free(n[i]);
	return say;
}

/* Two lines where the eye is: the question's own hint, then how to type. */
static void
paint_hints(struct view *v, struct canvas *c, struct area a)
{
	const struct fill_row *r = form_row(v);
	struct form_view *f = FORM_VIEW(v);
	const char *hint = "";
	int y = a.y + a.h - 2;

	if (r != NULL && r->kind == FILL_ADD && f->alone)
		canvas_text(c, y, 2, a.w - 4, ATTR_DIM,
		    app_msg(v->app, M_FORM_HINT_ADD));
	if (r == NULL || r->kind != FILL_QUESTION)
		return;
	/* One at a time, or with a pane, it stands with the question. */
	if (!f->alone && f->list_w == f->width)
		hint = text_in(&r->item->hint, v->app->lang);
	for (; *hint != '\0' && y < a.y + a.h; y++) {
		size_t skip, n = wrap_next(hint, a.w - 4, &skip);
		char *line = xstrndup(hint, n);

		canvas_text(c, y, 2, a.w - 4, ATTR_DIM, line);
		free(line);
		hint += n + skip;
	}
	if (f->typing && f->over) {
		y = a.y + a.h - 1;
		canvas_fill(c, (struct area){ y, a.x, 1, a.w }, ATTR_PLAIN);
		canvas_text(c, y, 2, a.w - 4, ATTR_WARN,
		    app_msg(v->app, M_FORM_REPLACED));
		return;
	}
	if (r->readonly || (f->typing && hint_of(v, r->item) ==
	    M_FORM_HINT_TYPE))
		return;
	if (y < a.y + a.h) {
		char *say = hint_text(v, r);

		canvas_text(c, y, 2, a.w - 4, ATTR_DIM, say);
		free(say);
	}
}

static void
paint_pane(struct view *v, struct canvas *c, struct area a)
{
	const struct fill_row *r = form_row(v);
	struct rows rows = { 0 };

	if (r == NULL || r->item == NULL)
		return;
	rows_begin(&rows);
	form_known(v, r, &rows, 0, a.w);
	rows_end(&rows);
	rows_paint(&rows, c, a, false);
	rows_done(&rows);
}

/* The rest of the answer that is being typed over is out of the way. */
static void
blank_rest(struct form_view *f, struct canvas *c, struct area field,
    struct area list)
{
	for (size_t i = f->rows.sel + 1; i < f->rows.n &&
	    f->rows.row[i].more && ++field.y < list.y + list.h; i++) {
		const struct row *row = &f->rows.row[i];

		/* What is wrong with it stays in sight. */
		if (row->cells > 0 && row->cell[0].attr != ATTR_BAD)
			canvas_fill(c, field, ATTR_PLAIN);
	}
}

/* That the question goes on below says the line under it. */
static void
paint_more(struct view *v, struct canvas *c, struct area list)
{
	struct form_view *f = FORM_VIEW(v);
	size_t end = f->rows.top + (size_t)(list.h > 0 ? list.h : 0);
	char *n, *say;
	int w;

	if (!f->alone || end >= f->rows.n)
		return;
	n = xasprintf("%zu", f->rows.n - end);
	say = app_text(v->app, M_FORM_MORE_BELOW, n, NULL);
	w = utf8_cols(say, strlen(say));
	canvas_text(c, list.y + list.h, list.x + list.w - w - 2, w,
	    ATTR_DIM, say);
	free(say);
	free(n);
}

void
form_paint(struct view *v, struct canvas *c, struct area a)
{
	struct form_view *f = FORM_VIEW(v);
	struct area list = form_list_area(v, a), pane = a, field;
	int y;

	if (list.w < a.w) {
		pane.x = list.x + list.w + 2;
		pane.w = a.w - list.w - 3;
		paint_pane(v, c, pane);
	}
	paint_hints(v, c, list);
	list.h -= 2;
	if (f->table != NULL) {
		form_table_paint(v, c, list);
		list.y++;
		list.h--;
	} else {
		f->rows.fixed = true;	/* a field is where its row is */
		rows_paint(&f->rows, c, list, !f->typing);
	}
	paint_more(v, c, list);
	y = rows_chosen_y(&f->rows, list);
	if (!f->typing || y < 0)
		return;
	field = (struct area){ y, a.x + f->field_x, 1, f->field_w };
	canvas_fill(c, field, ATTR_PLAIN);
	blank_rest(f, c, field, list);
	app_paint_edit(v->app, &f->edit, field);
}
