/* The rows of a form, and how they are painted. */
#include "tui/screen/form.h"

#include "core/base/jx.h"
#include "core/form/answers.h"

#include <stdlib.h>

void
form_count(struct fill *fill, size_t *all, size_t *answered, size_t *missing)
{
	size_t n = fill_rows(fill);

	*all = *answered = *missing = 0;
	for (size_t i = 0; i < n; i++) {
		const struct fill_row *r = fill_row(fill, i);

		if (r->kind != FILL_QUESTION)
			continue;
		++*all;
		*answered += !answer_is_empty(r->answer) ||
		    answer_status(r->answer) != 0;
		*missing += r->problem != NULL &&
		    r->problem->reason == FILL_REQUIRED;
	}
}

/* Label and value side by side, each wrapped in its own column. */
static void
add_pair(struct form_view *f, const char *key, int tag, const char *mark,
    int depth, const char *label, const char *value, enum attr attr)
{
	int x = 2 + depth * 2, vx = f->label_w + 3;
	bool first = true;

	while (first || *label != '\0' || *value != '\0') {
		size_t skip, n = wrap_next(label, f->label_w - depth * 2,
		    &skip);
		char *l = xstrndup(label, n), *w;
		struct row_cell cell[3];

		label += n + skip;
		n = wrap_next(value, f->width - vx - 1, &skip);
		w = xstrndup(value, n);
		value += n + skip;
		cell[0] = (struct row_cell){ x, f->label_w - depth * 2,
		    ATTR_PLAIN, l };
		cell[1] = (struct row_cell){ vx, f->width - vx - 1, attr, w };
		cell[2] = (struct row_cell){ 1, 1, ATTR_WARN, mark };
		if (first)
			rows_cells(&f->rows, key, tag, NULL, cell, 3);
		else
			rows_more(&f->rows, cell, 2);
		free(l);
		free(w);
		first = false;
	}
}

static void
add_question(struct view *v, const struct fill_row *r, size_t i)
{
	struct form_view *f = FORM_VIEW(v);
	struct str path = STR_INIT, label = STR_INIT, value = STR_INIT;
	bool status = answer_status(r->answer) != 0;
	enum attr attr = ATTR_PLAIN;

	fill_row_path(r, &path);
	fill_row_label(f->fill, r, v->app->lang, &label);
	if (r->answer != NULL)
		fill_display(r->answer, r->item, tn_lists(v->app->tn),
		    v->app->lang, &value);
	if (value.len == 0 && !r->readonly) {
		str_add(&value, app_msg(v->app, M_FORM_EMPTY));
	} else if (status) {
		attr = ATTR_WARN;
	}
	add_pair(f, str_text(&path), (int)i, r->required ? "*" : NULL,
	    r->depth, str_text(&label), str_text(&value), attr);
	/* What is still empty is no mistake until it is to be saved. */
	if (r->problem != NULL &&
	    (r->problem->reason != FILL_REQUIRED || f->tried)) {
		char *say = app_text(v->app, M_FORM_PROBLEM,
		    text_in(&r->problem->text, v->app->lang), NULL);

		rows_more_text(&f->rows, f->label_w + 3,
		    f->width - f->label_w - 4, ATTR_BAD, say);
		free(say);
	}
	str_done(&path);
	str_done(&label);
	str_done(&value);
}

static void
add_other(struct view *v, const struct fill_row *r, size_t i)
{
	struct form_view *f = FORM_VIEW(v);
	struct str label = STR_INIT, key = STR_INIT;
	char *number, *say;

	fill_row_label(f->fill, r, v->app->lang, &label);
	switch (r->kind) {
	case FILL_GROUP: case FILL_REPEAT:
		rows_section(&f->rows, f->width, str_text(&label));
		break;
	case FILL_ROW:
		number = xasprintf("%zu", r->index);
		say = app_text(v->app, M_FORM_ROW_NUMBER, text_in(
		    &r->item->item_label, v->app->lang), number, NULL);
		rows_text(&f->rows, 2, f->width - 4, ATTR_BOLD, say);
		free(say);
		free(number);
		break;
	case FILL_ADD:
		say = app_text(v->app, M_FORM_ADD_ROW, text_in(
		    &r->item->item_label, v->app->lang), NULL);
		str_printf(&key, "+%s", r->item->name);
		rows_item(&f->rows, str_text(&key), (int)i, NULL, 2,
		    f->width - 4, ATTR_PLAIN, say);
		free(say);
		break;
	default:
		rows_text(&f->rows, 2, f->width - 4, ATTR_DIM,
		    str_text(&label));
		break;
	}
	str_done(&label);
	str_done(&key);
}

void
form_layout(struct view *v, int width)
{
	struct form_view *f = FORM_VIEW(v);
	size_t n = fill_rows(f->fill);

	f->width = width;
	f->label_w = width < 100 ? width * 2 / 5 : 44;
	rows_begin(&f->rows);
	for (size_t i = 0; i < n; i++) {
		const struct fill_row *r = fill_row(f->fill, i);

		if (r->kind == FILL_QUESTION)
			add_question(v, r, i);
		else
			add_other(v, r, i);
	}
	rows_end(&f->rows);
}

static enum msg
hint_of(const struct form_item *item)
{
	switch (item->type) {
	case FORM_DATE:
		return M_FORM_HINT_DATE;
	case FORM_YES_NO:
		return M_FORM_HINT_YESNO;
	case FORM_SELECT_ONE: case FORM_SELECT_MULTIPLE:
		return M_FORM_HINT_CHOICE;
	default:
		return M_FORM_HINT_TYPE;
	}
}

/* Two lines where the eye is: the question's own hint, then how to type. */
static void
paint_guidance(struct view *v, struct canvas *c, struct area a)
{
	const struct fill_row *r = form_row(v);
	struct form_view *f = FORM_VIEW(v);
	const char *hint = "";
	int y = a.y + a.h - 2;

	if (r == NULL || r->kind != FILL_QUESTION)
		return;
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
	if (r->readonly || (f->typing && hint_of(r->item) == M_FORM_HINT_TYPE))
		return;
	if (y < a.y + a.h)
		canvas_text(c, y, 2, a.w - 4, ATTR_DIM,
		    app_msg(v->app, hint_of(r->item)));
}

void
form_paint(struct view *v, struct canvas *c, struct area a)
{
	struct form_view *f = FORM_VIEW(v);
	struct area list = a, field;
	int y;

	list.h -= 2;
	rows_paint(&f->rows, c, list, !f->typing);
	paint_guidance(v, c, a);
	y = rows_chosen_y(&f->rows, list);
	if (!f->typing || y < 0)
		return;
	field = (struct area){ y, a.x + f->label_w + 3, 1,
	    a.w - f->label_w - 4 };
	canvas_fill(c, field, ATTR_PLAIN);
	edit_paint(&f->edit, c, field, true);
}
