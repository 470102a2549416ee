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
		.repeat = at->repeat,
		.index = at->repeat != NULL ? at->row + 1 : 0,
	};

	if (answers && cell != NULL) {
		row.required = cell->required;
		row.readonly = cell->readonly;
		if (cell->problem.reason != FILL_OK)
			row.problem = &cell->problem;
	}
	if (kind == FILL_QUESTION)
		row.answer = fill_at(fill, at);
	fill->row = xgrow(fill->row, fill->rows, &fill->row_cap, sizeof(row));
	fill->row[fill->rows++] = row;
}

static void build(struct fill *fill, size_t from, size_t to, size_t row,
    int depth);

/* Heading, then each row with its own heading, then "add one". */
static void
build_repeat(struct fill *fill, size_t i, int depth)
{
	const struct form_item *it = &fill->form->item[i];
	struct place at = fill_place(fill, it, 0);
	size_t n = fill_row_count(fill, it);

	add_row(fill, FILL_REPEAT, &at, depth);
	for (size_t row = 0; row < n; row++) {
		struct place head = { it, it->name, row };

		add_row(fill, FILL_ROW, &head, depth + 1);
		build(fill, i + 1, it->end, row, depth + 2);
	}
	if (n < it->max)
		add_row(fill, FILL_ADD, &at, depth + 1);
}

/* A hidden question comes to light when something is wrong with it. */
static bool
is_unseen(const struct form_item *it, const struct cell *cell)
{
	return it->type == FORM_CALCULATE || it->type == FORM_HIDDEN ||
	    it->type == FORM_META || ((it->look & LOOK_HIDDEN) &&
	    cell->problem.reason == FILL_OK);
}

static void
build(struct fill *fill, size_t from, size_t to, size_t row, int depth)
{
	const struct form *form = fill->form;

	for (size_t i = from; i < to; i = form->item[i].end) {
		const struct form_item *it = &form->item[i];
		struct place at = fill_place(fill, it, row);
		const struct cell *cell = fill_cell(fill, &at);

		if (cell == NULL || !cell->relevant || is_unseen(it, cell))
			continue;
		if (it->type == FORM_REPEAT) {
			build_repeat(fill, i, depth);
			continue;
		}
		add_row(fill, it->type == FORM_GROUP ? FILL_GROUP :
		    it->type == FORM_NOTE ? FILL_NOTE : FILL_QUESTION, &at,
		    depth);
		if (it->type == FORM_GROUP)
			build(fill, i + 1, it->end, row, depth + 1);
	}
}

void
fill_build_rows(struct fill *fill)
{
	fill->rows = 0;
	build(fill, 0, fill->form->n, 0, 0);
}

size_t
fill_rows(struct fill *fill)
{
	return fill->rows;
}

const struct fill_row *
fill_row(struct fill *fill, size_t i)
{
	return i < fill->rows ? &fill->row[i] : NULL;
}

void
fill_row_path(const struct fill_row *row, struct str *out)
{
	/* the heading of a row is the row itself */
	if (row->kind == FILL_ROW) {
		str_printf(out, "%s[%zu]", row->repeat, row->index);
		return;
	}
	if (row->repeat != NULL)
		str_printf(out, "%s[%zu].", row->repeat, row->index);
	str_add(out, row->item->name);
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
	at = fill_place(fill, it, row->index > 0 ? row->index - 1 : 0);
	cell = fill_cell(fill, &at);
	if (cell != NULL && cell->relevant)
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

/* Answers of one object that are in sight. */
static json_t *
relevant_of(const struct fill *fill, int repeat, size_t row)
{
	const struct form *form = fill->form;
	json_t *made = json_object();

	for (size_t i = 0; i < form->n; i++) {
		const struct form_item *it = &form->item[i];
		struct place at = fill_place(fill, it, row);
		const struct cell *cell = fill_cell(fill, &at);
		const json_t *answer;

		if (it->repeat != repeat || !form_is_question(it) ||
		    cell == NULL || !cell->relevant)
			continue;
		answer = fill_at(fill, &at);
		if (answer != NULL && (!answer_is_empty(answer) ||
		    answer_status(answer) != 0))
			json_object_set_new(made, it->name,
			    json_deep_copy(answer));
	}
	return made;
}

json_t *
fill_answers(const struct fill *fill)
{
	const struct form *form = fill->form;
	json_t *made = relevant_of(fill, -1, 0);

	for (size_t i = 0; i < form->n; i++) {
		const struct form_item *it = &form->item[i];
		size_t n = fill_row_count(fill, it);
		json_t *rows;

		if (it->type != FORM_REPEAT || n == 0 ||
		    !fill->cells[i].cell[0].relevant)
			continue;
		rows = json_array();
		for (size_t row = 0; row < n; row++)
			json_array_append_new(rows, relevant_of(fill, (int)i,
			    row));
		json_object_set_new(made, it->name, rows);
	}
	return made;
}

json_t *
fill_all(const struct fill *fill)
{
	json_t *made = json_deep_copy(fill->data);

	json_object_update_missing(made, fill->aside);
	return made;
}
