/*
 * Questions that are more than a line of text: put in order (rank), read and
 * said so (acknowledge), a number on a scale (range), choices side by side
 * (likert, columns) and grids of them (table-list).
 */
#include "tui/screen/form.h"

#include "core/base/utf8.h"
#include "core/form/answers.h"
#include "tui/widget/order.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCALE_COLS 11
#define CELL_LEAST 6		/* columns of one choice in a grid */
#define BESIDE_MOST 7		/* choices that can stand side by side */

/* Is it shown as choices side by side, and how many are there? */
static size_t
beside(struct view *v, const struct form_item *it)
{
	const unsigned look = LOOK_LIKERT | LOOK_COLUMNS | LOOK_LIST_NOLABEL |
	    LOOK_LABEL;
	const struct form *form = fill_of_form(FORM_VIEW(v)->fill);
	bool wanted = (it->look & look) != 0;
	size_t n;

	if (it->type != FORM_SELECT_ONE)
		return 0;
	if (it->parent >= 0 && form->item[it->parent].look & LOOK_TABLE_LIST)
		wanted = true;
	n = wanted ? form_choice_count(it, tn_lists(v->app->tn)) : 0;
	return n <= BESIDE_MOST ? n : 0;
}

bool
form_is_beside(struct view *v, const struct form_item *it)
{
	return beside(v, it) > 0;
}

bool
form_types(struct view *v, const struct form_item *it)
{
	return it->type != FORM_RANK && it->type != FORM_RANGE &&
	    it->type != FORM_ACKNOWLEDGE && it->type != FORM_FILE &&
	    !it->multiline && beside(v, it) == 0;
}

static bool
in_grid(struct view *v, const struct form_item *it)
{
	const struct form *form = fill_of_form(FORM_VIEW(v)->fill);

	return (it->look & (LOOK_LIST_NOLABEL | LOOK_LABEL)) != 0 ||
	    (it->parent >= 0 &&
	    (form->item[it->parent].look & LOOK_TABLE_LIST) != 0);
}

/* The width of one choice of a grid; 0 when they do not fit. */
static int
cell_cols(struct view *v, size_t n)
{
	int w = n > 0 ? FORM_VIEW(v)->field_w / (int)n : 0;

	return w >= CELL_LEAST ? w : 0;
}

static void
pad(struct str *out, const char *text, int cols)
{
	size_t fit = utf8_fit(text, strlen(text), cols);
	int used = utf8_cols(text, fit);

	str_addn(out, text, fit);
	str_printf(out, "%*s", cols - used, "");
}

/* One choice with its mark; on a line of its own where it would be cut from
 * its words. */
static void
add_beside(struct form_view *f, const char *mark, const char *label,
    struct str *out, int *used)
{
	int cols = 4 + utf8_cols(label, strlen(label));

	if (*used > 0) {
		bool fits = *used + 2 + cols <= f->field_w;

		str_add(out, fits ? "  " : "\n");
		*used = fits ? *used + 2 : 0;
	}
	str_printf(out, "%s %s", mark, label);
	*used += cols;
}

/* "( ) no  (x) a little  ( ) much", or without words under their heading. */
static bool
show_beside(struct view *v, const struct fill_row *r, struct str *out)
{
	size_t n = beside(v, r->item);
	bool grid = in_grid(v, r->item);
	int cols = grid ? cell_cols(v, n) : 0, used = 0;

	if (n == 0 || (grid && cols == 0))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct form_choice c;
		const char *mark = "( )";

		if (!form_choice_at(r->item, tn_lists(v->app->tn), i, &c))
			break;
		if (answer_holds(r->answer, c.code))
			mark = "(x)";
		if (grid)
			pad(out, mark, cols);
		else
			add_beside(FORM_VIEW(v), mark,
			    form_choice_text(&c, v->app->lang), out, &used);
	}
	return true;
}

bool
form_grid_heading(struct view *v, const struct fill_row *r, struct str *out)
{
	const struct form *form = fill_of_form(FORM_VIEW(v)->fill);
	const struct form_item *group = r->item, *first;
	size_t n;
	int cols;

	if (r->kind != FILL_GROUP || !(group->look & LOOK_TABLE_LIST) ||
	    (size_t)(group - form->item) + 1 >= group->end)
		return false;
	first = group + 1;
	n = beside(v, first);
	cols = cell_cols(v, n);
	for (size_t i = 0; i < n && cols > 0; i++) {
		struct form_choice c;

		if (!form_choice_at(first, tn_lists(v->app->tn), i, &c))
			break;
		pad(out, form_choice_text(&c, v->app->lang), cols - 1);
		str_addc(out, ' ');
	}
	return out->len > 0;
}

/* "5  [=====     ] 0 – 10": the number, where it lies, and the bounds. */
static void
show_range(struct view *v, const struct fill_row *r, struct str *out)
{
	const struct form_item *it = r->item;
	const json_t *value = answer_value(r->answer);
	double width = it->range_end - it->range_start;
	int at = -1;

	if (json_is_number(value) && width > 0)
		at = (int)lround((json_number_value(value) -
		    it->range_start) / width * (SCALE_COLS - 1));
	if (value != NULL)
		fill_display(r->answer, it, tn_lists(v->app->tn),
		    v->app->lang, out);
	str_printf(out, "%s[", out->len > 0 ? "  " : "");
	for (int i = 0; i < SCALE_COLS; i++)
		str_addc(out, i <= at ? '=' : ' ');
	str_printf(out, "] %g \xe2\x80\x93 %g", it->range_start,
	    it->range_end);
}

bool
form_widget_value(struct view *v, const struct fill_row *r, struct str *out)
{
	if (r->kind != FILL_QUESTION || answer_status(r->answer) != 0)
		return false;
	switch (r->item->type) {
	case FORM_SELECT_ONE:
		return show_beside(v, r, out);
	case FORM_RANGE:
		show_range(v, r, out);
		return true;
	case FORM_ACKNOWLEDGE:
		str_add(out, app_msg(v->app, answer_is_empty(r->answer) ?
		    M_FORM_NOT_READ : M_FORM_READ));
		return true;
	default:
		return false;
	}
}

/* Today's order, or the list's. */
static json_t *
order_now(struct view *v, const struct fill_row *r)
{
	const struct form_lists *lists = tn_lists(v->app->tn);
	const json_t *value = answer_value(r->answer);
	size_t n = form_choice_count(r->item, lists);
	json_t *items = json_array();

	for (size_t i = 0; i < n; i++) {
		const char *code = json_string_value(json_array_get(value, i));
		struct form_choice c;

		if (json_is_array(value) ? code != NULL &&
		    form_choice_find(r->item, lists, code, &c) :
		    form_choice_at(r->item, lists, i, &c))
			json_array_append_new(items, json_pack("{s:s,s:s}",
			    "code", c.code, "label",
			    form_choice_text(&c, v->app->lang)));
	}
	return items;
}

static void
order_done(void *ctx, const json_t *codes)
{
	struct view *v = ctx;
	struct form_view *f = FORM_VIEW(v);
	char *path = f->path;

	f->path = NULL;
	if (path != NULL && form_set(v, path, codes))
		form_flow(v);
	free(path);
}

bool
form_widget_open(struct view *v, const struct fill_row *r, const char *label)
{
	struct order o = { label, NULL, order_done, v };
	json_t *value;

	if (r->item->type != FORM_RANK)
		return false;
	value = order_now(v, r);
	o.items = value;
	order_open(v->app, &o);
	json_decref(value);
	return true;
}

/* The choice after or before the chosen one, of those offered now. */
static void
choose_beside(struct view *v, const struct fill_row *r, const char *path,
    bool right)
{
	size_t n = form_choice_count(r->item, tn_lists(v->app->tn)), at = n;
	struct form_choice c;
	json_t *code;

	for (size_t i = 0; i < n; i++)
		if (form_choice_at(r->item, tn_lists(v->app->tn), i, &c) &&
		    answer_holds(r->answer, c.code))
			at = i;
	for (size_t i = 0; i < n; i++) {
		at = right ? at + 1 < n && at < n ? at + 1 : 0 :
		    at > 0 ? at - 1 : n - 1;
		if (form_choice_offered(v, path, r->item, at, &c))
			break;
	}
	code = json_string(c.code);
	form_set(v, path, code);
	json_decref(code);
}

/* The number of steps from the start on, counted so that tenths stay tenths. */
static double
on_scale(const struct form_item *it, double steps)
{
	char text[32];

	snprintf(text, sizeof text, "%.12g", it->range_start +
	    steps * it->range_step);
	return strtod(text, NULL);
}

/* One step on the scale; from nothing to its near end. */
static void
step_range(struct view *v, const struct fill_row *r, const char *path,
    bool right)
{
	const struct form_item *it = r->item;
	const json_t *value = answer_value(r->answer);
	double last = floor((it->range_end - it->range_start) /
	    it->range_step + 1e-9), at, x;
	json_t *made;

	if (!json_is_number(value)) {
		at = right ? 0 : last;
	} else {
		/* From between two steps, or beyond an end, to the next. */
		at = (json_number_value(value) - it->range_start) /
		    it->range_step;
		at = right ? floor(at + 1e-9) + 1 : ceil(at - 1e-9) - 1;
		if ((right && at > last) || (!right && at < 0))
			return;
		at = at < 0 ? 0 : at > last ? last : at;
	}
	x = on_scale(it, at);
	made = x == floor(x) ? json_integer((json_int_t)x) : json_real(x);
	form_set(v, path, made);
	json_decref(made);
}

bool
form_widget_key(struct view *v, const struct key *key)
{
	const struct fill_row *r = form_row(v);
	bool right = key->code == K_RIGHT;
	char *path;

	if (r == NULL || r->kind != FILL_QUESTION || r->readonly ||
	    (!right && key->code != K_LEFT))
		return false;
	if (r->item->type != FORM_RANGE && beside(v, r->item) == 0)
		return false;
	path = form_path(v);
	if (path == NULL)
		return false;
	if (r->item->type == FORM_RANGE)
		step_range(v, r, path, right);
	else
		choose_beside(v, r, path, right);
	free(path);
	return true;
}
