/* Cases marked in a queue, to do something on all of them. */
#include "tui/screen/queue.h"

#include "core/base/jx.h"

#include <stdlib.h>

static void
say_marked(struct view *v)
{
	struct queue_view *q = QUEUE_VIEW(v);
	char *n = xasprintf("%zu", json_object_size(q->marked));

	app_say(v->app, ATTR_PLAIN, M_QUEUE_MARKED, n, NULL);
	free(n);
	queue_layout(v, app_width(v->app));
}

static void
set_mark(struct queue_view *q, const char *id)
{
	json_object_set_new(q->marked, id, json_true());
}

void
queue_mark(struct view *v)
{
	struct queue_view *q = QUEUE_VIEW(v);
	const struct row *row = rows_chosen(&q->rows);

	if (row == NULL)
		return;
	if (jx_get(q->marked, row->key) != NULL) {
		json_object_del(q->marked, row->key);
	} else {
		set_mark(q, row->key);
		free(q->from);
		q->from = xstrdup(row->key);
	}
	say_marked(v);
	rows_command(&q->rows, CMD_DOWN);
}

void
queue_mark_shown(struct view *v)
{
	struct queue_view *q = QUEUE_VIEW(v);

	for (size_t i = 0; i < q->rows.n; i++)
		if (q->rows.row[i].key != NULL)
			set_mark(q, q->rows.row[i].key);
	say_marked(v);
}

/* All from the case marked last to the chosen one, up or down. */
void
queue_mark_range(struct view *v)
{
	struct queue_view *q = QUEUE_VIEW(v);
	const struct row *row = rows_chosen(&q->rows);
	size_t from = q->rows.n, to = q->rows.sel;

	for (size_t i = 0; i < q->rows.n; i++)
		if (str_eq(q->rows.row[i].key, q->from))
			from = i;
	if (row == NULL || q->from == NULL || from == q->rows.n) {
		app_say(v->app, ATTR_WARN, M_QUEUE_NO_RANGE, NULL);
		return;
	}
	if (from > to) {
		size_t was = from;

		from = to;
		to = was;
	}
	for (size_t i = from; i <= to; i++)
		if (q->rows.row[i].key != NULL)
			set_mark(q, q->rows.row[i].key);
	free(q->from);
	q->from = xstrdup(row->key);
	say_marked(v);
}

void
queue_unmark(struct view *v)
{
	struct queue_view *q = QUEUE_VIEW(v);

	json_object_clear(q->marked);
	free(q->from);
	q->from = NULL;
	say_marked(v);
}

json_t *
queue_cases(struct view *v)
{
	struct queue_view *q = QUEUE_VIEW(v);
	const struct row *row = rows_chosen(&q->rows);
	json_t *cases = json_array(), *value;
	const char *id;

	json_object_foreach(q->marked, id, value)
		json_array_append_new(cases, json_string(id));
	if (json_array_size(cases) == 0 && row != NULL && row->key != NULL)
		json_array_append_new(cases, json_string(row->key));
	return cases;
}

size_t
queue_marked_elsewhere(struct view *v)
{
	struct queue_view *q = QUEUE_VIEW(v);
	size_t here = 0;

	for (size_t i = 0; i < q->rows.n; i++)
		here += q->rows.row[i].key != NULL &&
		    jx_get(q->marked, q->rows.row[i].key) != NULL;
	return json_object_size(q->marked) - here;
}

void
queue_forget(struct app *app, const char *id)
{
	for (size_t i = 0; i < app->views; i++)
		if (str_eq(app->view[i]->ops->name, "queue"))
			json_object_del(QUEUE_VIEW(app->view[i])->marked, id);
}
