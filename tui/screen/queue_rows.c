/* A queue on the screen: what is asked for, its rows, its head. */
#include "tui/screen/queue.h"

#include "core/base/jx.h"

#include <stdlib.h>

#define PAGE 100
/* Wider than this the eye loses the line. */
#define REST_MOST 80
/* A name needs that much, or other columns go. */
#define REST_LEAST 10

/* As the door wants it: codes alone, without the titles kept beside them. */
static json_t *
filter_codes(const struct queue_view *q)
{
	json_t *o = json_object(), *value, *code;
	const char *key;
	size_t i;

	json_object_foreach(q->filter, key, value) {
		json_t *codes = json_array();

		json_array_foreach(value, i, code)
			if (jx_text(code, "code") != NULL)
				json_array_append_new(codes, json_string(
				    jx_text(code, "code")));
		if (json_is_string(value))
			json_object_set(o, key, value);
		else if (json_array_size(codes) > 0)
			json_object_set(o, key, codes);
		json_decref(codes);
	}
	return o;
}

json_t *
queue_query(struct view *v)
{
	struct queue_view *q = QUEUE_VIEW(v);
	size_t page = json_array_size(q->after);
	json_t *query = json_pack("{s:s, s:s, s:i, s:s}", "ask", "queue",
	    "queue", q->code, "limit", PAGE, "lang",
	    v->app->lang == LANG_EN ? "en" : "vi");

	if (json_object_size(q->filter) > 0)
		json_object_set_new(query, "filter", filter_codes(q));
	if (q->sort != NULL) {
		json_object_set_new(query, "sort", json_string(q->sort));
		json_object_set_new(query, "descending",
		    json_boolean(q->descending));
	}
	if (q->columns != NULL)
		json_object_set(query, "columns", q->columns);
	if (page > 0)
		json_object_set(query, "after",
		    json_array_get(q->after, page - 1));
	return query;
}

/* ---- columns ---- */

/*
 * Widths of the columns as declared; 0 takes what is left.  How many fit: the
 * last ones go first, and the list of columns tells of them.
 */
static size_t
place_columns(const json_t *columns, int width, int *x, int *w)
{
	size_t n = json_array_size(columns);
	int left, rest;

	n = n > QUEUE_COLUMNS ? QUEUE_COLUMNS : n;
	do {
		left = width - 4;
		rest = -1;
		for (size_t i = 0; i < n; i++) {
			w[i] = (int)jx_int(json_array_get(columns, i), "width",
			    10);
			if (w[i] <= 0 && rest < 0)
				rest = (int)i;
			else
				left -= w[i] > 0 ? w[i] : (w[i] = 16);
			left -= 2;
		}
	} while (n > 1 && left + 2 < (rest >= 0 ? REST_LEAST : 0) && n-- > 0);
	if (rest >= 0)
		w[rest] = left + 2 > REST_MOST ? REST_MOST :
		    left + 2 > 4 ? left + 2 : 4;
	for (size_t i = 0, at = 4; i < n; i++) {
		x[i] = (int)at;
		at += (size_t)(w[i] > 0 ? w[i] : 0) + 2;
	}
	return n;
}

static void
add_case(struct view *v, const json_t *row, const int *x, const int *w,
    size_t n)
{
	struct queue_view *q = QUEUE_VIEW(v);
	struct row_cell cell[ROW_CELLS];
	const json_t *cells = jx_get(row, "cells");
	const char *id = jx_text(row, "case");
	size_t k = 0;

	if (id == NULL)
		return;
	for (size_t i = 0; i < n; i++)
		cell[k++] = (struct row_cell){ x[i], w[i], ATTR_PLAIN,
		    app_in(v->app, json_array_get(cells, i)) };
	/* Late and soon are letters first, colour only beside them. */
	if (jx_bool(row, "late", false))
		cell[k++] = (struct row_cell){ 2, 1, ATTR_BAD, "!" };
	else if (jx_bool(row, "soon", false))
		cell[k++] = (struct row_cell){ 2, 1, ATTR_WARN, "~" };
	/* Refused by who was to take it: a letter of its own. */
	else if (jx_bool(row, "refused", false))
		cell[k++] = (struct row_cell){ 2, 1, ATTR_WARN, "x" };
	if (jx_get(q->marked, id) != NULL)
		cell[k++] = (struct row_cell){ 1, 1, ATTR_BOLD, "*" };
	rows_cells(&q->rows, id, 0, row, cell, k);
}

/* Nothing there, or nothing that fits: then how to see all again. */
static void
add_empty(struct view *v, int width)
{
	struct queue_view *q = QUEUE_VIEW(v);
	struct str key = STR_INIT;
	char *say;

	keymap_show(v->app->o->keymap, CMD_FILTER_CLEAR, false, &key);
	say = json_object_size(q->filter) > 0 ? app_text(v->app,
	    M_QUEUE_NONE_FIT, str_text(&key), NULL) :
	    xstrdup(app_get(v->app, q->answer, "empty"));
	rows_text(&q->rows, 2, width - 4, ATTR_PLAIN, say);
	free(say);
	str_done(&key);
}

void
queue_layout(struct view *v, int width)
{
	struct queue_view *q = QUEUE_VIEW(v);
	const json_t *rows = jx_get(q->answer, "rows");
	int x[QUEUE_COLUMNS], w[QUEUE_COLUMNS];
	size_t n = place_columns(jx_get(q->answer, "columns"), width, x, w);

	rows_begin(&q->rows);
	for (size_t i = 0; i < json_array_size(rows); i++)
		add_case(v, json_array_get(rows, i), x, w, n);
	if (json_array_size(rows) == 0)
		add_empty(v, width);
	if (json_is_string(jx_get(q->answer, "next")))
		rows_text(&q->rows, 4, width - 4, ATTR_DIM,
		    app_msg(v->app, M_QUEUE_MORE));
	if (jx_bool(q->answer, "cut", false))
		rows_text(&q->rows, 2, width - 4, ATTR_WARN,
		    app_msg(v->app, M_QUEUE_CUT));
	rows_end(&q->rows);
	if (q->to_end)
		rows_command(&q->rows, CMD_LAST);
	q->to_end = false;
}

/* ---- the head ---- */

static void
add_word(struct str *out, const char *text)
{
	str_printf(out, "%s%s", out->len > 0 ? " · " : "", text);
}

static void
add_said(struct view *v, struct str *out, enum msg m, const char *a,
    const char *b)
{
	char *say = app_text(v->app, m, a, b, NULL);

	add_word(out, say);
	free(say);
}

/* "Thể trạng: ốm, mệt" of each thing that is filtered by. */
static void
say_filter(struct view *v, struct str *out)
{
	struct queue_view *q = QUEUE_VIEW(v);
	const char *key;
	json_t *value, *code;
	size_t i;

	json_object_foreach(q->filter, key, value) {
		struct str codes = STR_INIT;

		if (json_is_string(value)) {
			add_said(v, out, M_QUEUE_WORDS,
			    json_string_value(value), NULL);
			continue;
		}
		json_array_foreach(value, i, code)
			str_printf(&codes, "%s%s", i > 0 ? ", " : "",
			    app_in(v->app, jx_get(code, "title")));
		add_said(v, out, M_QUEUE_BY, queue_facet_title(v->app, key),
		    str_text(&codes));
		str_done(&codes);
	}
}

void
queue_say_want(struct view *v, struct str *out)
{
	struct queue_view *q = QUEUE_VIEW(v);

	if (q->name != NULL)
		add_word(out, q->name);
	say_filter(v, out);
	if (q->sort != NULL)
		add_said(v, out, q->descending ? M_QUEUE_SORTED_DOWN :
		    M_QUEUE_SORTED, queue_title_of(v, jx_get(q->answer,
		    "known"), q->sort), NULL);
}

/* One line under the title when something holds; false: nothing does. */
static bool
head_line(struct view *v, struct str *out)
{
	struct queue_view *q = QUEUE_VIEW(v);
	size_t marked = json_object_size(q->marked), away;
	char n[24], elsewhere[24];

	if (json_is_integer(jx_get(q->answer, "total"))) {
		snprintf(n, sizeof n, "%d", (int)jx_int(q->answer, "total", 0));
		add_said(v, out, M_QUEUE_TOTAL, n, NULL);
	}
	if (marked > 0) {
		away = queue_marked_elsewhere(v);
		snprintf(n, sizeof n, "%zu", marked);
		snprintf(elsewhere, sizeof elsewhere, "%zu", away);
		add_said(v, out, away > 0 ? M_QUEUE_MARKED_AWAY :
		    M_QUEUE_MARKED_SHORT, n, elsewhere);
	}
	if (queue_is_sifted(q))
		queue_say_want(v, out);
	return out->len > 0;
}

void
queue_paint(struct view *v, struct canvas *c, struct area a)
{
	struct queue_view *q = QUEUE_VIEW(v);
	const json_t *columns = jx_get(q->answer, "columns");
	int x[QUEUE_COLUMNS], w[QUEUE_COLUMNS];
	size_t n = place_columns(columns, a.w, x, w);
	struct str head = STR_INIT;

	if (head_line(v, &head)) {
		canvas_text(c, a.y, a.x + 2, a.w - 4, ATTR_BOLD,
		    str_text(&head));
		a.y++;
		a.h--;
	}
	str_done(&head);
	for (size_t i = 0; i < n; i++) {
		const json_t *column = json_array_get(columns, i);
		bool sorted = q->sort != NULL && str_eq(q->sort,
		    jx_text(column, "code"));
		char *title = xasprintf("%s%s", app_get(v->app, column,
		    "title"), !sorted ? "" : q->descending ? " v" : " ^");

		canvas_text(c, a.y, a.x + x[i], w[i],
		    sorted ? ATTR_BOLD : ATTR_DIM, title);
		free(title);
	}
	a.y++;
	a.h--;
	rows_paint(&q->rows, c, a, true);
}
