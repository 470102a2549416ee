/*
 * One queue, a page at a time.  Pages are fetched by key, never by number, so
 * the thousandth costs what the first does; the cursors back are a stack.
 */
#include "core/base/jx.h"
#include "tui/app.h"
#include "tui/screen/screens.h"

#include <stdlib.h>

#define PAGE 100
#define PAGES_MOST 4096

struct queue_view {
	char *code;
	json_t *answer;
	json_t *after;			/* cursors of the pages so far */
	json_t *marked;			/* case -> true */
	struct rows rows;
	bool to_end;			/* after a page back: its last row */
};

static void
queue_close(struct view *v)
{
	struct queue_view *q = v->data;

	rows_done(&q->rows);
	json_decref(q->answer);
	json_decref(q->after);
	json_decref(q->marked);
	free(q->code);
	free(q);
}

static uint64_t
queue_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_QUEUE | CTX_BACK | CTX_INSIDE;
}

static void
queue_title(struct view *v, struct str *out)
{
	struct queue_view *q = v->data;
	size_t page = json_array_size(q->after);

	str_add(out, app_get(v->app, q->answer, "title"));
	if (page > 0) {
		char *number = xasprintf("%zu", page + 1);
		char *say = app_text(v->app, M_QUEUE_PAGE, number, NULL);

		str_printf(out, " · %s", say);
		free(say);
		free(number);
	}
}

static void
queue_load(struct view *v)
{
	struct queue_view *q = v->data;
	size_t page = json_array_size(q->after);
	json_t *query = json_pack("{s:s, s:s, s:i}", "ask", "queue", "queue",
	    q->code, "limit", PAGE), *answer;

	if (page > 0)
		json_object_set(query, "after",
		    json_array_get(q->after, page - 1));
	answer = app_ask(v->app, query);
	if (answer == NULL)
		return;
	json_decref(q->answer);
	q->answer = answer;
}

/* Wider than this the eye loses the line. */
#define REST_MOST 80

/* Widths of the columns as declared; 0 takes what is left. */
static void
place_columns(const json_t *columns, int width, int *x, int *w, size_t n)
{
	int left = width - 4, rest = -1;

	for (size_t i = 0; i < n; i++) {
		w[i] = (int)jx_int(json_array_get(columns, i), "width", 10);
		if (w[i] <= 0)
			rest = (int)i;
		else
			left -= w[i];
		left -= 2;
	}
	if (rest >= 0)
		w[rest] = left + 2 > REST_MOST ? REST_MOST :
		    left + 2 > 4 ? left + 2 : 4;
	for (size_t i = 0, at = 4; i < n; i++) {
		x[i] = (int)at;
		at += (size_t)(w[i] > 0 ? w[i] : 0) + 2;
	}
}

static void
add_case(struct view *v, const json_t *row, const int *x, const int *w,
    size_t n)
{
	struct queue_view *q = v->data;
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

static void
queue_layout(struct view *v, int width)
{
	struct queue_view *q = v->data;
	const json_t *columns = jx_get(q->answer, "columns");
	const json_t *rows = jx_get(q->answer, "rows");
	int x[ROW_CELLS - 2], w[ROW_CELLS - 2];
	size_t n = json_array_size(columns);

	if (n > ROW_CELLS - 2)
		n = ROW_CELLS - 2;
	place_columns(columns, width, x, w, n);
	rows_begin(&q->rows);
	for (size_t i = 0; i < json_array_size(rows); i++)
		add_case(v, json_array_get(rows, i), x, w, n);
	if (json_array_size(rows) == 0)
		rows_text(&q->rows, 2, width - 4, ATTR_PLAIN,
		    app_get(v->app, q->answer, "empty"));
	if (json_is_string(jx_get(q->answer, "next")))
		rows_text(&q->rows, 4, width - 4, ATTR_DIM,
		    app_msg(v->app, M_QUEUE_MORE));
	rows_end(&q->rows);
	if (q->to_end)
		rows_command(&q->rows, CMD_LAST);
	q->to_end = false;
}

static void
queue_paint(struct view *v, struct canvas *c, struct area a)
{
	struct queue_view *q = v->data;
	const json_t *columns = jx_get(q->answer, "columns");
	size_t n = json_array_size(columns);
	int x[ROW_CELLS - 2], w[ROW_CELLS - 2];

	if (n > ROW_CELLS - 2)
		n = ROW_CELLS - 2;
	place_columns(columns, a.w, x, w, n);
	for (size_t i = 0; i < n; i++)
		canvas_text(c, a.y, a.x + x[i], w[i], ATTR_DIM,
		    app_get(v->app, json_array_get(columns, i), "title"));
	a.y++;
	a.h--;
	rows_paint(&q->rows, c, a, true);
}

/* Down past the end, or up past the beginning: the neighbouring page. */
static bool
turn_page(struct view *v, bool forward)
{
	struct queue_view *q = v->data;
	json_t *next = jx_get(q->answer, "next");
	size_t page = json_array_size(q->after);

	if (forward && json_is_string(next) && page < PAGES_MOST) {
		json_array_append(q->after, next);
		q->rows.sel = q->rows.top = 0;
	} else if (!forward && page > 0) {
		json_array_remove(q->after, page - 1);
		q->to_end = true;
	} else {
		return false;
	}
	v->stale = true;
	return true;
}

static void
mark(struct view *v)
{
	struct queue_view *q = v->data;
	const struct row *row = rows_chosen(&q->rows);
	char *n;

	if (row == NULL)
		return;
	if (jx_get(q->marked, row->key) != NULL)
		json_object_del(q->marked, row->key);
	else
		json_object_set_new(q->marked, row->key, json_true());
	n = xasprintf("%zu", json_object_size(q->marked));
	app_say(v->app, ATTR_PLAIN, M_QUEUE_MARKED, n, NULL);
	free(n);
	queue_layout(v, app_width(v->app));
	rows_command(&q->rows, CMD_DOWN);
}

static void
offer(struct view *v)
{
	struct queue_view *q = v->data;
	const struct row *row = rows_chosen(&q->rows);
	json_t *cases = json_array(), *answer, *mark_value;
	const char *id;

	json_object_foreach(q->marked, id, mark_value)
		json_array_append_new(cases, json_string(id));
	if (json_array_size(cases) == 0 && row != NULL)
		json_array_append_new(cases, json_string(row->key));
	id = json_string_value(json_array_get(cases, 0));
	answer = id == NULL ? NULL : app_ask(v->app, json_pack("{s:s, s:s}",
	    "ask", "case", "case", id));
	if (answer != NULL)
		offer_open(v->app, cases, jx_get(answer, "steps"));
	json_decref(answer);
	json_decref(cases);
}

static void
open_row(struct view *v)
{
	const struct row *row =
	    rows_chosen(&((struct queue_view *)v->data)->rows);
	const char *act;

	if (row == NULL)
		return;
	act = jx_text(row->data, "act");
	if (act != NULL && str_eq(jx_text(row->data, "relation"), "offered"))
		app_push(v->app, act_new(v->app, act));
	else
		app_push(v->app, case_new(v->app, row->key));
}

static bool
queue_command(struct view *v, enum command command)
{
	struct queue_view *q = v->data;
	size_t was = q->rows.sel;

	switch (command) {
	case CMD_OPEN:
		open_row(v);
		return true;
	case CMD_MARK:
		mark(v);
		return true;
	case CMD_SEARCH:
		app_push(v->app, search_new(v->app, NULL, NULL));
		return true;
	case CMD_OFFER:
		offer(v);
		return true;
	default:
		break;
	}
	if (!rows_command(&q->rows, command))
		return false;
	if (q->rows.sel == was &&
	    (command == CMD_DOWN || command == CMD_PAGE_DOWN))
		turn_page(v, true);
	else if (q->rows.sel == was &&
	    (command == CMD_UP || command == CMD_PAGE_UP))
		turn_page(v, false);
	return true;
}

static const struct view_ops queue_ops = {
	.name = "queue", .contexts = queue_contexts, .title = queue_title,
	.load = queue_load, .layout = queue_layout, .paint = queue_paint,
	.command = queue_command, .close = queue_close,
};

struct view *
queue_new(struct app *app, const char *code)
{
	struct queue_view *q = xcalloc(1, sizeof *q);

	q->code = xstrdup(code);
	q->after = json_array();
	q->marked = json_object();
	return view_new(app, &queue_ops, q);
}
