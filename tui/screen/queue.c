/*
 * One queue, a page at a time.  Pages are fetched by key, never by number, so
 * the thousandth costs what the first does; the cursors back are a stack.
 */
#include "tui/screen/queue.h"

#include "core/base/jx.h"

#include <stdlib.h>

#define PAGES_MOST 4096

static void
queue_close(struct view *v)
{
	struct queue_view *q = v->data;

	rows_done(&q->rows);
	json_decref(q->answer);
	json_decref(q->after);
	json_decref(q->marked);
	json_decref(q->filter);
	json_decref(q->columns);
	json_decref(q->liked);
	json_decref(q->choices);
	free(q->sort);
	free(q->name);
	free(q->facet);
	free(q->from);
	free(q->code);
	free(q);
}

static uint64_t
queue_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_QUEUE | CTX_BACK | CTX_INSIDE;
}

static bool
queue_can(struct view *v, enum command command)
{
	struct queue_view *q = v->data;

	if (command == CMD_UNMARK || command == CMD_MARK_RANGE)
		return json_object_size(q->marked) > 0;
	return command != CMD_FILTER_CLEAR || queue_is_sifted(q);
}

static void
queue_load(struct view *v)
{
	struct queue_view *q = v->data;
	json_t *answer;

	queue_liked_read(v);
	answer = app_ask(v->app, queue_query(v));
	if (answer == NULL)
		return;
	json_decref(q->answer);
	q->answer = answer;
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
offer(struct view *v)
{
	json_t *cases = queue_cases(v), *answer;
	const char *id = json_string_value(json_array_get(cases, 0));

	answer = id == NULL ? NULL : app_ask(v->app, json_pack("{s:s, s:s}",
	    "ask", "case", "case", id));
	if (answer != NULL)
		offer_open(v->app, cases, jx_get(answer, "steps"));
	json_decref(answer);
	json_decref(cases);
}

static void
act(struct view *v)
{
	json_t *cases = queue_cases(v);

	if (json_array_size(cases) > 0)
		many_open(v->app, cases);
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

/* The list as it is filtered and sorted, or the marked cases alone. */
static void
print_list(struct view *v)
{
	struct queue_view *q = v->data;
	json_t *query = queue_query(v), *marked, *what;
	char *name = xasprintf("%s.txt", q->code);
	struct str about = STR_INIT;

	if (json_object_size(q->marked) > 0) {
		marked = queue_cases(v);
		json_object_set_new(query, "filter", json_pack("{s:o}",
		    "case", marked));
	} else {
		queue_say_want(v, &about);
	}
	what = json_pack("{s:s,s:s,s:o,s:s}", "kind", "queue", "name", name,
	    "query", query, "about", str_text(&about));
	printing_start(v->app, what);
	json_decref(what);
	str_done(&about);
	free(name);
}

static void
find_person(struct view *v)
{
	app_push(v->app, search_new(v->app, NULL, NULL));
}

static const struct {
	enum command command;
	void (*run)(struct view *v);
} ways[] = {
	{ CMD_OPEN, open_row }, { CMD_MARK, queue_mark },
	{ CMD_MARK_SHOWN, queue_mark_shown },
	{ CMD_MARK_RANGE, queue_mark_range }, { CMD_UNMARK, queue_unmark },
	{ CMD_ACT_ON_MARKED, act }, { CMD_OFFER, offer },
	{ CMD_SEARCH, find_person }, { CMD_FILTER_WORDS, queue_ask_words },
	{ CMD_FILTER_BY, queue_ask_facet }, { CMD_FILTER_CLEAR, queue_clear },
	{ CMD_FILTERS_KEPT, queue_liked_open }, { CMD_SORT, queue_ask_sort },
	{ CMD_PRINT, print_list }, { CMD_SORT_TURN, queue_turn }, { CMD_COLUMNS, queue_ask_columns },
};

static bool
queue_command(struct view *v, enum command command)
{
	struct queue_view *q = v->data;
	size_t was = q->rows.sel;

	for (size_t i = 0; i < ARRAY_LEN(ways); i++)
		if (ways[i].command == command) {
			ways[i].run(v);
			return true;
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

static json_t *
queue_place(struct view *v)
{
	return json_pack("{s:s, s:s}", "open", "queue", "id",
	    ((struct queue_view *)v->data)->code);
}

static struct rows *
queue_rows(struct view *v)
{
	return &((struct queue_view *)v->data)->rows;
}

static const struct view_ops queue_ops = {
	.name = "queue", .contexts = queue_contexts, .title = queue_title,
	.load = queue_load, .layout = queue_layout, .paint = queue_paint,
	.can = queue_can, .command = queue_command,
	.place = queue_place, .rows = queue_rows,
	.close = queue_close,
};

struct view *
queue_new(struct app *app, const char *code)
{
	struct queue_view *q = xcalloc(1, sizeof *q);

	q->code = xstrdup(code);
	q->after = json_array();
	q->marked = json_object();
	q->filter = json_object();
	return view_new(app, &queue_ops, q);
}
