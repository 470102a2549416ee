/* The table of a hand-over act being made. */
#include "core/base/jx.h"
#include "tui/screen/offer.h"

#include <stdlib.h>

static void
show_columns(struct view *v, struct offer_line *line, struct fill *fill)
{
	struct offer *o = OFFER_VIEW(v);
	json_t *head = json_array();
	size_t k = 0;

	for (size_t i = 0; i < fill_rows(fill) && k < OFFER_COLUMNS; i++) {
		const struct fill_row *row = fill_row(fill, i);
		struct str text = STR_INIT;

		/* A column must be the same question on every line. */
		if (row->kind != FILL_QUESTION || row->index > 0 ||
		    row->item->relevant != NULL)
			continue;
		if (line->answers != NULL)
			fill_row_value(fill, row, v->app->lang, &text);
		free(line->cell[k]);
		line->cell[k++] = str_steal(&text);
		json_array_append_new(head, json_pack("{s:s, s:s}", "vi",
		    text_in(&row->item->label, LANG_VI), "en",
		    text_in(&row->item->label, LANG_EN)));
	}
	json_decref(o->head);
	o->head = head;
}

void
offer_show(struct view *v, struct offer_line *line)
{
	const char *form = jx_text(jx_get(OFFER_VIEW(v)->what, "step"),
	    "line_form");
	struct fill *fill = form != NULL && v->app->session != NULL ?
	    tn_fill(v->app->session, NULL, form, false, NULL) : NULL;
	const char *name;
	json_t *answer;
	size_t all, answered;

	if (fill == NULL)
		return;
	json_object_foreach(line->answers, name, answer)
		(void)fill_set(fill, name, answer, NULL);
	show_columns(v, line, fill);
	form_count(fill, &all, &answered, &line->missing);
	fill_close(fill);
}

static const int column_w[OFFER_COLUMNS] = { 12, 10, 16 };

static void
add_head(struct view *v)
{
	struct offer *o = OFFER_VIEW(v);
	struct row_cell cell[OFFER_COLUMNS];
	int x = 34;

	for (size_t i = 0; i < OFFER_COLUMNS; i++) {
		cell[i] = (struct row_cell){ x, column_w[i], ATTR_DIM,
		    app_in(v->app, json_array_get(o->head, i)) };
		x += column_w[i] + 1;
	}
	rows_more(&o->rows, cell, OFFER_COLUMNS)->more = false;
}

static void
add_line(struct view *v, size_t i, int width)
{
	struct offer *o = OFFER_VIEW(v);
	struct offer_line *line = &o->line[i];
	struct row_cell cell[OFFER_COLUMNS + 3] = {
		{ 2, 15, ATTR_PLAIN, line->id },
		{ 18, 15, ATTR_PLAIN, line->masked },
	};
	char *missing = NULL;
	size_t k = 2;
	int x = 34;

	for (size_t c = 0; c < OFFER_COLUMNS; c++) {
		cell[k++] = (struct row_cell){ x, column_w[c], ATTR_PLAIN,
		    line->cell[c] };
		x += column_w[c] + 1;
	}
	/* Missing is a word, not a colour. */
	if (line->answers == NULL) {
		cell[2] = (struct row_cell){ 34, width - 35, ATTR_DIM,
		    app_msg(v->app, M_OFFER_NO_LINE) };
		k = 3;
	} else if (line->missing > 0) {
		missing = xasprintf("*%zu", line->missing);
		cell[k++] = (struct row_cell){ x, 4, ATTR_WARN, missing };
	}
	rows_cells(&o->rows, line->id, (int)i, NULL, cell, k);
	free(missing);
}

void
offer_layout(struct view *v, int width)
{
	struct offer *o = OFFER_VIEW(v);
	const json_t *to = jx_get(o->what, "to");
	char *n = xasprintf("%zu", json_object_size(o->minutes)), *say;

	rows_begin(&o->rows);
	if (json_is_object(to)) {
		say = app_text(v->app, M_OFFER_TO, app_get(v->app, to,
		    "title"), NULL);
		rows_text(&o->rows, 2, width - 4, ATTR_PLAIN, say);
		free(say);
	}
	say = app_text(v->app, json_object_size(o->minutes) > 0 ?
	    M_RECEPTION_MINUTES : M_RECEPTION_MINUTES_EMPTY, n, NULL);
	rows_item(&o->rows, "minutes", -1, NULL, 2, width - 4, ATTR_PLAIN,
	    say);
	free(say);
	free(n);
	rows_section(&o->rows, width, app_msg(v->app, M_ACT_PEOPLE));
	add_head(v);
	for (size_t i = 0; i < o->n; i++)
		add_line(v, i, width);
	rows_end(&o->rows);
}
