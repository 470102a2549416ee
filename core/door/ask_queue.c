/* Queues of work: their rows, page by page, and how many there are. */
#include "core/door/queue.h"

#include "core/base/jx.h"
#include "core/calendar/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EACH_PAGE 500

/* The day up to which a clock counts as "soon" for a queue. */
static when_t
due_before(const struct session *s, const struct queue *queue)
{
	struct deadline deadline = DEADLINE_INIT;
	when_t before = tn_now(s->tn);

	if (deadline_compute(s->tn->procedure->calendar, before,
	    queue->due_within_term, NULL, 0, &deadline, NULL))
		before = deadline.due;
	deadline_done(&deadline);
	return before;
}

void
queue_work_query(const struct session *s, const struct queue *queue,
    struct work_query *q)
{
	size_t i;

	memset(q, 0, sizeof(*q));
	q->unit = s->unit->code;
	for (i = 0; i < queue->n_relation && i < ARRAY_LEN(q->relation); i++)
		q->relation[q->n_relation++] = queue->relation[i];
	q->waiting = queue->waiting;
	q->final = queue->final;
	q->has_due_before = queue->has_due_within;
	q->due_before = queue->has_due_within ? due_before(s, queue) :
	    INT64_MAX;
	q->order = (int)queue->order;
	q->descending = queue->descending;
}

bool
queue_each(struct session *s, struct work_query *q, size_t *seen,
    void (*each)(void *arg, const struct work_hit *hit), void *arg)
{
	const struct journal *j = s->tn->journal;
	struct work_hit *hit = xcalloc(EACH_PAGE, sizeof(*hit));
	bool cut = false;
	size_t n, i;

	do {
		q->limit = EACH_PAGE;
		n = 0;
		if (!j->work(j->ctx, q, hit, &n, NULL))
			break;
		for (i = 0; i < n && tn_goes_on(s->tn, (int64_t)*seen, 0);
		    i++) {
			(*seen)++;
			each(arg, &hit[i]);
		}
		if (n > 0) {
			q->has_after = true;
			q->after_key = hit[n - 1].key;
			memcpy(q->after_case, hit[n - 1].stream, STREAM_MAX);
		}
		cut = n == EACH_PAGE && *seen >= QUEUE_MOST;
	} while (n == EACH_PAGE && !cut && !s->tn->stopped);
	free(hit);
	return cut;
}

static int64_t
count_work(const struct session *s, const struct work_query *q)
{
	const struct journal *j = s->tn->journal;
	int64_t n = 0;

	(void)j->work_count(j->ctx, q, &n, NULL);
	return n;
}

/* A queue of what superiors are told is there for who is told. */
static bool
is_for(const struct session *s, const struct queue *queue)
{
	size_t i;

	for (i = 0; i < queue->n_relation; i++)
		if (strcmp(queue->relation[i], "superior") != 0)
			return true;
	return queue->n_relation == 0 || session_is_told(s);
}

json_t *
queue_counts(struct session *s)
{
	const struct procedure *p = s->tn->procedure;
	json_t *list = json_array(), *o;
	size_t i;

	for (i = 0; i < p->n_queue; i++) {
		struct work_query q;

		if (!is_for(s, &p->queue[i]))
			continue;
		queue_work_query(s, &p->queue[i], &q);
		o = titled(p->queue[i].code, &p->queue[i].title);
		json_object_set_new(o, "count", json_integer(count_work(s, &q)));
		q.has_due_before = true;
		q.due_before = tn_now(s->tn);
		json_object_set_new(o, "late", json_integer(count_work(s, &q)));
		json_array_append_new(list, o);
	}
	return list;
}

/* "key case" of the last row, as text that only this file reads. */
static json_t *
cursor_of(const struct work_hit *hit)
{
	char *text = xasprintf("%" PRId64 " %s", hit->key, hit->stream);
	json_t *cursor = json_string(text);

	free(text);
	return cursor;
}

static bool
read_cursor(const char *text, struct work_query *q)
{
	char *end;

	if (text == NULL)
		return true;
	q->after_key = strtoll(text, &end, 10);
	if (end == text || *end != ' ' || strlen(end + 1) >= STREAM_MAX)
		return false;
	snprintf(q->after_case, sizeof(q->after_case), "%s", end + 1);
	q->has_after = true;
	return true;
}

json_t *
queue_row(struct session *s, const struct queue_want *w,
    const struct work_hit *hit)
{
	const struct case_state *cs = session_case(s, hit->stream);
	json_t *o = json_object(), *cells = json_array();
	when_t now = tn_now(s->tn);
	const char *act;
	size_t i;

	for (i = 0; i < w->n_column; i++)
		json_array_append_new(cells,
		    queue_cell(s, w->column[i].code, hit, cs));
	json_object_set_new(o, "case", json_string(hit->stream));
	json_object_set_new(o, "cells", cells);
	json_object_set_new(o, "relation", json_string(hit->relation));
	json_object_set_new(o, "late", json_boolean(hit->row.due < now));
	json_object_set_new(o, "soon", json_boolean(hit->row.due >= now &&
	    hit->row.due != INT64_MAX &&
	    hit->row.due - now < (when_t)3 * 86400 * 1000));
	act = cs == NULL ? NULL :
	    jx_text(json_object_get(cs->row, "offer"), "act");
	if (act != NULL)
		json_object_set_new(o, "act", json_string(act));
	/* Refused by who was to take it: its holder must see that. */
	json_object_set_new(o, "refused", json_boolean(cs != NULL &&
	    strcmp(hit->relation, "holder") == 0 &&
	    json_object_get(cs->row, "refusal") != NULL));
	return o;
}

static json_t *
column_json(const struct queue_shown *column)
{
	json_t *o = titled(column->code, column->title);

	json_object_set_new(o, "width", json_integer(column->width));
	return o;
}

static void
put_columns(const struct session *s, const struct queue_want *w, json_t *o)
{
	json_t *shown = json_array(), *known = json_array();
	struct queue_shown one;
	size_t i;

	for (i = 0; i < w->n_column; i++)
		json_array_append_new(shown, column_json(&w->column[i]));
	for (i = 0; queue_known(s->tn->procedure, i, &one) != NULL; i++)
		json_array_append_new(known, titled(one.code, one.title));
	json_object_set_new(o, "columns", shown);
	json_object_set_new(o, "known", known);
}

/* The queue in its own order: pages by key, whatever its length. */
static bool
put_page(struct session *s, const struct queue_want *w, const char *after,
    size_t limit, json_t *o)
{
	const struct journal *j = s->tn->journal;
	json_t *rows = json_array();
	struct work_hit *hit;
	struct work_query q;
	size_t n = 0, i;

	queue_work_query(s, w->queue, &q);
	json_object_set_new(o, "rows", rows);
	if (!read_cursor(after, &q))
		return false;
	q.limit = limit + 1;
	hit = xcalloc(q.limit, sizeof(*hit));
	(void)j->work(j->ctx, &q, hit, &n, NULL);
	for (i = 0; i < n && i < limit; i++)
		json_array_append_new(rows, queue_row(s, w, &hit[i]));
	json_object_set_new(o, "next", n > limit ?
	    cursor_of(&hit[limit - 1]) : json_null());
	free(hit);
	return true;
}

/*
 * {"ask":"queue","queue", "limit"?, "after"?,
 *  "filter"?: {"words", "state" "path" "holder" "waiting_for" "condition"
 *	"relation" "province" "due" "case": one code or some},
 *  "sort"?: column, "descending"?, "columns"?: [column], "lang"?: "vi"|"en",
 *  "facets"?: true}
 * A queue in its own order is paged by key; one that is filtered or sorted
 * is read whole (queue_sift.c) and has a "total".
 */
json_t *
ask_queue(struct session *s, const json_t *query)
{
	const char *code = jx_text(query, "queue");
	const char *after = jx_text(query, "after"), *wrong = NULL;
	const struct queue *queue = code == NULL ? NULL :
	    procedure_queue(s->tn->procedure, code);
	int64_t limit = jx_int(query, "limit", 50);
	struct queue_want w;
	json_t *o;

	if (queue == NULL || !is_for(s, queue))
		return refuse(NULL, ERR_NO_SUCH_QUEUE, code == NULL ? "" : code);
	limit = limit < 1 ? 1 : limit > 400 ? 400 : limit;
	o = titled(queue->code, &queue->title);
	if (queue_want_read(s, queue, query, &w, &wrong)) {
		put_columns(s, &w, o);
		json_object_set_new(o, "empty", text_json(&queue->empty));
		if (!(w.filter != NULL || w.sort != NULL || w.facets ?
		    queue_sift(s, &w, after, (size_t)limit, o) :
		    put_page(s, &w, after, (size_t)limit, o)))
			wrong = "after";
	}
	queue_want_done(&w);
	if (wrong == NULL)
		return o;
	json_decref(o);
	return refuse(NULL, ERR_BAD_COMMAND, wrong);
}

/* Open coordination acts that this unit leads or is invited to. */
json_t *
coordination_counts(struct session *s)
{
	struct work_query q = { .unit = s->unit->code,
	    .relation = { "lead", "invited" }, .n_relation = 2,
	    .waiting = -1, .final = 0, .due_before = INT64_MAX };
	json_t *o = json_object();

	json_object_set_new(o, "open", json_integer(count_work(s, &q)));
	q.has_due_before = true;
	q.due_before = tn_now(s->tn);
	json_object_set_new(o, "late", json_integer(count_work(s, &q)));
	return o;
}
