/* The visible rows, and what is kept of the answers. */
#include "core/form/fill_priv.h"

#include <stdlib.h>
#include <string.h>

static void
add_row(struct fill *fill, enum fill_kind kind, const struct place *at,
    int depth)
{
	const struct cell *cell = fill_cell(fill, at);
	bool answers = kind == FILL_QUESTION || kind == FILL_REPEAT;
	struct fill_row row = {
		.kind = kind, .item = at->item, .depth = depth,
	};

	fill_around(fill, at, &row.outer, &row.repeat);
	row.index = row.repeat != NULL ? at->row + 1 : 0;
	row.up = row.outer != NULL ? at->up + 1 : 0;
	if (answers && cell != NULL) {
		row.required = cell->required;
		row.readonly = cell->readonly;
		if (cell->problem.reason != FILL_OK)
			row.problem = &cell->problem;
	}
	if (kind == FILL_QUESTION) {
		row.answer = fill_at(fill, at);
		fill_mark_row(fill, at, &row);
	}
	fill->row = xgrow(fill->row, fill->rows, &fill->row_cap, sizeof(row));
	fill->row[fill->rows++] = row;
}

/* The heading of one row: it stands in the row, not beside it. */
static void
add_heading(struct fill *fill, const struct place *repeat, size_t row,
    int depth)
{
	struct fill_row *head;

	add_row(fill, FILL_ROW, repeat, depth);
	head = &fill->row[fill->rows - 1];
	head->outer = head->repeat;
	head->up = head->index;
	head->repeat = repeat->item->name;
	head->index = row + 1;
}

static void build(struct fill *fill, size_t from, size_t to, size_t up,
    size_t row, int depth);

/* Heading, then each row with its own heading, then "add one". */
static void
build_repeat(struct fill *fill, const struct place *at, int depth)
{
	const struct form_item *it = at->item;
	size_t n = fill_row_count(fill, at);
	size_t i = (size_t)(it - fill->form->item);

	add_row(fill, FILL_REPEAT, at, depth);
	for (size_t row = 0; row < n; row++) {
		add_heading(fill, at, row, depth + 1);
		build(fill, i + 1, it->end, at->row, row, depth + 2);
	}
	if (n < it->max && it->repeat_count == NULL)
		add_row(fill, FILL_ADD, at, depth + 1);
}

/* A hidden question comes to light when something is wrong with it. */
static bool
is_unseen(const struct fill *fill, const struct form_item *it,
    const struct cell *cell)
{
	return fill_shows(fill, it) == FORM_HIDE || it->type == FORM_CALCULATE || it->type == FORM_HIDDEN ||
	    it->type == FORM_META || ((it->look & LOOK_HIDDEN) &&
	    cell->problem.reason == FILL_OK);
}

static void
build(struct fill *fill, size_t from, size_t to, size_t up, size_t row,
    int depth)
{
	const struct form *form = fill->form;

	for (size_t i = from; i < to; i = form->item[i].end) {
		const struct form_item *it = &form->item[i];
		struct place at = fill_place(it, up, row);
		const struct cell *cell = fill_cell(fill, &at);

		if (cell == NULL || !cell->relevant || is_unseen(fill, it, cell))
			continue;
		if (it->type == FORM_REPEAT) {
			build_repeat(fill, &at, depth);
			continue;
		}
		add_row(fill, it->type == FORM_GROUP ? FILL_GROUP :
		    it->type == FORM_NOTE ? FILL_NOTE : FILL_QUESTION, &at,
		    depth);
		if (it->type == FORM_GROUP)
			build(fill, i + 1, it->end, up, row, depth + 1);
	}
}

static void
build_rows(struct fill *fill)
{
	if (!fill->rows_stale)
		return;
	fill->rows_stale = false;
	fill->rows = 0;
	build(fill, 0, fill->form->n, 0, 0, 0);
}

size_t
fill_rows(struct fill *fill)
{
	build_rows(fill);
	return fill->rows;
}

const struct fill_row *
fill_row(struct fill *fill, size_t i)
{
	build_rows(fill);
	return i < fill->rows ? &fill->row[i] : NULL;
}

void
fill_row_path(const struct fill_row *row, struct str *out)
{
	if (row->outer != NULL)
		str_printf(out, "%s[%zu].", row->outer, row->up);
	/* the heading of a row is the row itself */
	if (row->kind == FILL_ROW) {
		str_printf(out, "%s[%zu]", row->repeat, row->index);
		return;
	}
	if (row->repeat != NULL)
		str_printf(out, "%s[%zu].", row->repeat, row->index);
	str_add(out, row->item->name);
}

bool
fill_row_repeat(const struct fill_row *row, struct str *out)
{
	bool own = row->kind == FILL_REPEAT || row->kind == FILL_ADD;

	if (own) {
		fill_row_path(row, out);
		return true;
	}
	if (row->repeat == NULL)
		return false;
	if (row->outer != NULL)
		str_printf(out, "%s[%zu].", row->outer, row->up);
	str_add(out, row->repeat);
	return true;
}

void
fill_row_value(struct fill *fill, const struct fill_row *row, enum lang lang,
    struct str *out)
{
	if (row->withheld)
		fill_masked(out);
	else if (row->answer == NULL)
		return;
	else if (row->masked && !answer_is_empty(row->answer))
		fill_masked(out);
	else
		fill_display(row->answer, row->item, fill->lists, lang, out);
}

/* The answer ${name} means from a row, as it is shown. */
static void
show_name(struct fill *fill, const struct fill_row *row, const char *name,
    size_t len, enum lang lang, struct str *out)
{
	char *copy = xstrndup(name, len);
	const struct form_item *it = form_question(fill->form, copy);
	struct place at;
	const struct cell *cell;

	free(copy);
	if (it == NULL || !form_is_question(it))
		return;
	/* from a row in two repeats one in the outer alone is in row `up` */
	at = fill_place(it, row->up > 0 ? row->up - 1 : 0,
	    it->level == 1 && row->outer != NULL ? row->up - 1 :
	    row->index > 0 ? row->index - 1 : 0);
	cell = fill_cell(fill, &at);
	if (cell == NULL || !cell->relevant ||
	    fill_shows(fill, it) == FORM_HIDE)
		return;
	/* what is not to be seen is not told by another question either */
	if (fill_is_withheld(fill, &at) ||
	    (fill_is_masked(fill, &at) && fill_at(fill, &at) != NULL))
		fill_masked(out);
	else
		fill_display(fill_at(fill, &at), it, fill->lists, lang, out);
}

void
fill_row_label(struct fill *fill, const struct fill_row *row, enum lang lang,
    struct str *out)
{
	const struct text *text = row->kind == FILL_ROW &&
	    row->item->item_label.vi != NULL ? &row->item->item_label :
	    &row->item->label;
	const char *p = text_in(text, lang), *open, *close;

	while ((open = strstr(p, "${")) != NULL &&
	    (close = strchr(open, '}')) != NULL) {
		str_addn(out, p, (size_t)(open - p));
		show_name(fill, row, open + 2, (size_t)(close - open - 2),
		    lang, out);
		p = close + 1;
	}
	str_add(out, p);
}

/* Answers of one object that are in sight: its own, then its repeats. */
static json_t *
relevant_of(const struct fill *fill, int repeat, size_t up, size_t row)
{
	const struct form *form = fill->form;
	json_t *made = json_object();

	for (size_t i = 0; i < form->n; i++) {
		const struct form_item *it = &form->item[i];
		struct place at = fill_place(it, up, row);
		const struct cell *cell;
		const json_t *answer;

		if (it->repeat != repeat || !form_is_question(it) ||
		    fill_shows(fill, it) == FORM_HIDE)
			continue;
		cell = fill_cell(fill, &at);
		answer = cell != NULL && cell->relevant ?
		    fill_at(fill, &at) : NULL;
		if (answer != NULL && (!answer_is_empty(answer) ||
		    answer_status(answer) != 0))
			json_object_set_new(made, it->name,
			    json_deep_copy(answer));
	}
	for (size_t i = 0; i < form->n; i++) {
		const struct form_item *it = &form->item[i];
		struct place at = fill_place(it, up, row);
		const struct cell *cell;
		size_t n;
		json_t *rows;

		if (it->repeat != repeat || it->type != FORM_REPEAT)
			continue;
		cell = fill_cell(fill, &at);
		n = cell != NULL && cell->relevant ?
		    fill_row_count(fill, &at) : 0;
		rows = n > 0 ? json_array() : NULL;
		for (size_t k = 0; k < n; k++)
			json_array_append_new(rows, relevant_of(fill, (int)i,
			    at.row, k));
		if (rows != NULL)
			json_object_set_new(made, it->name, rows);
	}
	return made;
}

json_t *
fill_answers(const struct fill *fill)
{
	return relevant_of(fill, -1, 0, 0);
}

json_t *
fill_all(const struct fill *fill)
{
	json_t *made = json_deep_copy(fill->data);

	json_object_update_missing(made, fill->aside);
	return made;
}
