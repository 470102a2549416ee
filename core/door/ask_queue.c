/* Queues of work: their rows, page by page, and how many there are. */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/calendar/clock.h"
#include "core/case/row.h"
#include "core/case/visible.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static void
work_query_of(const struct session *s, const struct queue *queue,
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
		work_query_of(s, &p->queue[i], &q);
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

static json_t *
relation_json(const char *relation)
{
	static const struct { const char *code; struct text title; } word[] = {
		{ "holder", { (char *)"đang giữ", (char *)"holder" } },
		{ "asked", { (char *)"được hỏi", (char *)"asked" } },
		{ "offered", { (char *)"được đề nghị", (char *)"offered" } },
		{ "former", { (char *)"đã giao", (char *)"handed on" } },
		{ "superior", { (char *)"cấp trên", (char *)"superior" } },
		{ "lead", { (char *)"chủ trì", (char *)"lead" } },
		{ "invited", { (char *)"được mời", (char *)"invited" } },
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(word); i++)
		if (strcmp(word[i].code, relation) == 0)
			return text_json(&word[i].title);
	return json_null();
}

static json_t *
day_json(when_t t)
{
	struct civil c;
	char text[16];

	if (t == WHEN_NONE || t == INT64_MAX)
		return json_string("");
	c = civil_from_day(when_day(t, VN_OFFSET_MIN));
	snprintf(text, sizeof(text), "%02d/%02d/%d", c.day, c.month, c.year);
	return json_string(text);
}

/*
 * A clock that runs without a term is said to, never left blank; so is one
 * that stands still.  The superior's moment is not that of a clock.
 */
static json_t *
due_json(when_t due, const char *relation, const struct case_state *cs)
{
	static char vi[] = "chưa biết", en[] = "not known";
	static char still_vi[] = "tạm dừng", still_en[] = "paused";
	static const struct text not_known = { vi, en };
	static const struct text still = { still_vi, still_en };
	bool stands = false;
	const json_t *clock;
	size_t i;

	if (due != INT64_MAX || cs == NULL ||
	    strcmp(relation, "superior") == 0)
		return day_json(due);
	json_array_foreach(json_object_get(cs->row, "clocks"), i, clock) {
		if (row_clock_stands(clock))
			stands = true;
		else if (row_clock_is_running(clock))
			return text_json(&not_known);
	}
	return stands ? text_json(&still) : day_json(due);
}

static const char *
waiting_unit(const json_t *row)
{
	const json_t *offer = json_object_get(row, "offer"), *r;
	size_t i;

	if (offer != NULL)
		return jx_text(offer, "to");
	json_array_foreach(json_object_get(row, "requests"), i, r)
		if (row_request_waits(r))
			return jx_text(r, "to");
	return NULL;
}

static json_t *
cell(struct session *s, const char *column, const struct work_hit *hit,
    const struct case_state *cs)
{
	const struct tn *tn = s->tn;
	json_t *o, *title;

	if (strcmp(column, "case") == 0)
		return json_string(hit->stream);
	if (strcmp(column, "due") == 0)
		return due_json(hit->row.due, hit->relation, cs);
	if (strcmp(column, "opened") == 0)
		return day_json(hit->row.opened);
	if (strcmp(column, "moved") == 0)
		return day_json(hit->row.moved);
	if (strcmp(column, "relation") == 0)
		return relation_json(hit->relation);
	if (cs == NULL)
		return json_string("");
	if (strcmp(column, "person") == 0)
		return case_shows_person(cs, &s->actor) ?
		    masked_name_json(s, cs) : json_string("");
	if (strcmp(column, "state") == 0) {
		const struct state *state = path_state(case_path(cs,
		    tn->procedure), jx_text(cs->row, "state"));

		return state == NULL ? json_string(jx_text(cs->row, "state")) :
		    text_json(&state->title);
	}
	if (strcmp(column, "path") == 0)
		return case_path(cs, tn->procedure) == NULL ? json_string("") :
		    text_json(&case_path(cs, tn->procedure)->title);
	if (strcmp(column, "holder") == 0)
		o = unit_json(tn, jx_text(cs->row, "holder"));
	else if (strcmp(column, "waiting_for") == 0)
		o = unit_json(tn, waiting_unit(cs->row));
	else
		return shown_answer(s, cs, column);
	if (!json_is_object(o)) {
		json_decref(o);
		return json_string("");
	}
	title = json_incref(json_object_get(o, "title"));
	json_decref(o);
	return title;
}

static json_t *
queue_row(struct session *s, const struct queue *queue,
    const struct work_hit *hit)
{
	const struct case_state *cs = session_case(s, hit->stream);
	json_t *o = json_object(), *cells = json_array();
	when_t now = tn_now(s->tn);
	const char *act;
	size_t i;

	for (i = 0; i < queue->n_column; i++)
		json_array_append_new(cells,
		    cell(s, queue->column[i].code, hit, cs));
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
columns_json(const struct queue *queue)
{
	json_t *list = json_array(), *o;
	size_t i;

	for (i = 0; i < queue->n_column; i++) {
		o = titled(queue->column[i].code, &queue->column[i].title);
		json_object_set_new(o, "width",
		    json_integer(queue->column[i].width));
		json_array_append_new(list, o);
	}
	return list;
}

json_t *
ask_queue(struct session *s, const json_t *query)
{
	const struct journal *j = s->tn->journal;
	const char *code = jx_text(query, "queue");
	const struct queue *queue = code == NULL ? NULL :
	    procedure_queue(s->tn->procedure, code);
	int64_t limit = jx_int(query, "limit", 50);
	struct work_hit *hit;
	struct work_query q;
	json_t *o, *rows;
	size_t n = 0, i;

	if (queue == NULL || !is_for(s, queue))
		return refuse(NULL, ERR_NO_SUCH_QUEUE, code == NULL ? "" : code);
	work_query_of(s, queue, &q);
	if (!read_cursor(jx_text(query, "after"), &q))
		return refuse(NULL, ERR_BAD_COMMAND, "after");
	limit = limit < 1 ? 1 : limit > 400 ? 400 : limit;
	q.limit = (size_t)limit + 1;
	hit = xcalloc(q.limit, sizeof(*hit));
	(void)j->work(j->ctx, &q, hit, &n, NULL);
	o = titled(queue->code, &queue->title);
	rows = json_array();
	for (i = 0; i < n && i < (size_t)limit; i++)
		json_array_append_new(rows, queue_row(s, queue, &hit[i]));
	json_object_set_new(o, "columns", columns_json(queue));
	json_object_set_new(o, "rows", rows);
	json_object_set_new(o, "next", n > (size_t)limit ?
	    cursor_of(&hit[limit - 1]) : json_null());
	json_object_set_new(o, "empty", text_json(&queue->empty));
	free(hit);
	return o;
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
