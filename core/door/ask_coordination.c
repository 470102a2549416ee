/* Coordination acts and plans: those that this unit leads or is invited to. */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/coordination.h"
#include "core/case/row.h"
#include "core/form/answers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ACTS_SHOWN 400

static bool
leads(const struct session *s, const json_t *row)
{
	return str_eq(jx_text(row, "from"), s->unit->code);
}

/* ---- what every list says of an act ---- */

/* Tasks by how they stand: {n, done, late, blocked, percent}. */
static json_t *
progress_json(const struct session *s, const json_t *row)
{
	json_t *tasks = json_object_get(row, "tasks"), *task;
	int64_t n = 0, done = 0, late = 0, blocked = 0, sum = 0;
	when_t now = tn_now(s->tn);
	const char *id;

	json_object_foreach(tasks, id, task) {
		const char *state = jx_text(task, "state");
		bool is_done = str_eq(state, "done");

		n++;
		done += is_done;
		blocked += str_eq(state, "blocked");
		late += !is_done && jx_int(task, "due", INT64_MAX) < now;
		sum += is_done ? 100 : jx_int(task, "percent", 0);
	}
	return json_pack("{s:I,s:I,s:I,s:I,s:I}", "n", (json_int_t)n,
	    "done", (json_int_t)done, "late", (json_int_t)late, "blocked",
	    (json_int_t)blocked, "percent", (json_int_t)(n == 0 ? 0 : sum / n));
}

/* By when, where that comes from, and whether it is late. */
static void
put_due(const struct session *s, const json_t *row, json_t *o)
{
	const char *unit = leads(s, row) ? NULL : s->unit->code;
	when_t due = row_coordination_due(row, unit);

	json_object_set_new(o, "due", when_json(due));
	json_object_set_new(o, "late", json_boolean(due < tn_now(s->tn)));
	json_object_set_new(o, "awaits",
	    json_boolean(row_awaits(row, unit)));
	json_object_set_new(o, "asked_for",
	    when_json(jx_int(row, "due", WHEN_NONE)));
	if (jx_text(row, "by") != NULL)
		json_object_set_new(o, "by", json_string(jx_text(row, "by")));
}

static json_t *
head_json(struct session *s, const char *id, const json_t *row)
{
	static const char *const copied[] = {
		"state", "number", "case", "period", "foreign",
	};
	const struct coordination *k = coordination_of(s->tn->procedure, row);
	const char *code = jx_text(row, "coordination");
	json_t *o = json_object();
	size_t i;

	json_object_set_new(o, "act", json_string(id));
	json_object_set_new(o, "kind",
	    titled(code, k == NULL ? SAME(code) : &k->title));
	json_object_set_new(o, "plan", json_boolean(k != NULL && k->plan));
	json_object_set_new(o, "lead", unit_json(s->tn, jx_text(row, "from")));
	json_object_set_new(o, "relation",
	    json_string(leads(s, row) ? "lead" : "invited"));
	for (i = 0; i < ARRAY_LEN(copied); i++)
		if (json_object_get(row, copied[i]) != NULL)
			json_object_set(o, copied[i],
			    json_object_get(row, copied[i]));
	json_object_set_new(o, "opened",
	    when_json(jx_int(row, "opened", WHEN_NONE)));
	json_object_set_new(o, "moved",
	    when_json(jx_int(row, "moved", WHEN_NONE)));
	json_object_set_new(o, "n_invited", json_integer((json_int_t)
	    json_array_size(json_object_get(row, "invited"))));
	json_object_set_new(o, "n_answered", json_integer((json_int_t)
	    json_object_size(json_object_get(row, "answered"))));
	json_object_set_new(o, "tasks", progress_json(s, row));
	put_due(s, row, o);
	return o;
}

/* ---- the list ---- */

/* What the act is about, from its first event. */
static json_t *
subject_of(const json_t *events)
{
	const json_t *body = json_object_get(json_array_get(events, 0), "body");
	const char *text = json_string_value(answer_value(json_object_get(
	    json_object_get(body, "answers"), "coordination_subject")));

	return json_string(text == NULL ? "" : text);
}

static json_t *
acts_json(struct session *s, const json_t *query)
{
	const struct journal *j = s->tn->journal;
	const char *of = jx_text(query, "case"), *state = jx_text(query, "state");
	struct work_hit *hit = xcalloc(ACTS_SHOWN, sizeof(*hit));
	struct work_query q = { .unit = s->unit->code,
	    .relation = { "lead", "invited" }, .n_relation = 2,
	    .waiting = -1, .final = -1, .due_before = INT64_MAX,
	    .limit = ACTS_SHOWN };
	json_t *list = json_array(), *row, *o, *events;
	size_t n = 0, i;

	if (str_eq(state, "open") || str_eq(state, "closed"))
		q.final = str_eq(state, "closed");
	(void)j->work(j->ctx, &q, hit, &n, NULL);
	for (i = 0; i < n; i++) {
		row = session_act(s, hit[i].stream);
		if (row != NULL &&
		    (of == NULL || str_eq(jx_text(row, "case"), of))) {
			o = head_json(s, hit[i].stream, row);
			events = session_events(s, hit[i].stream);
			json_object_set_new(o, "subject", subject_of(events));
			json_decref(events);
			json_array_append_new(list, o);
		}
		json_decref(row);
	}
	free(hit);
	return list;
}

/* Units of this store that may be invited. */
static json_t *
units_of(struct session *s, const struct who *who)
{
	json_t *units = json_object_get(s->tn->site, "units"), *value;
	day_t today = when_day(tn_now(s->tn), VN_OFFSET_MIN);
	json_t *list = json_array();
	const char *code;

	json_object_foreach(units, code, value) {
		const struct unit *u = procedure_unit(s->tn->procedure, code);

		if (u != NULL && u != s->unit && who_has_kind(who, u->kind) &&
		    (u->to == DAY_NONE || u->to >= today) &&
		    (u->kind->to == DAY_NONE || u->kind->to >= today))
			json_array_append_new(list,
			    titled(code, &u->title));
	}
	return list;
}

/* Kinds that this session may open today. */
static json_t *
kinds_json(struct session *s)
{
	const struct regime *r = procedure_regime_on(s->tn->procedure,
	    when_day(tn_now(s->tn), VN_OFFSET_MIN));
	json_t *list = json_array(), *o;
	size_t i;

	for (i = 0; r != NULL && i < r->n_coordination; i++) {
		const struct coordination *k = &r->coordination[i];

		if (!actor_is_one_of(&s->actor, &k->lead) || !actor_may(
		    &s->actor, s->tn->procedure, "open_coordination"))
			continue;
		o = titled(k->code, &k->title);
		json_object_set_new(o, "law", basis_json(&k->basis));
		json_object_set_new(o, "form", json_string(k->form->code));
		json_object_set_new(o, "of_case", json_boolean(k->of_case));
		json_object_set_new(o, "of_period",
		    json_boolean(k->of_period));
		json_object_set_new(o, "foreign", json_boolean(k->foreign));
		json_object_set_new(o, "plan", json_boolean(k->plan));
		json_object_set_new(o, "units", units_of(s, &k->invited));
		json_array_append_new(list, o);
	}
	return list;
}

json_t *
ask_coordinations(struct session *s, const json_t *query)
{
	json_t *o = json_object();

	json_object_set_new(o, "acts", acts_json(s, query));
	json_object_set_new(o, "can_open", kinds_json(s));
	return o;
}

/* ---- one act ---- */

static json_t *
invited_json(struct session *s, const json_t *row)
{
	const json_t *answered = json_object_get(row, "answered"), *item;
	json_t *list = json_array(), *o;
	size_t i;

	json_array_foreach(json_object_get(row, "invited"), i, item) {
		o = unit_json(s->tn, json_string_value(item));
		json_object_set_new(o, "answered", when_json(jx_int(answered,
		    json_string_value(item), WHEN_NONE)));
		json_array_append_new(list, o);
	}
	return list;
}

/* The words that an event of the act adds: who, when, what, by when. */
static json_t *
record_json(struct session *s, const struct coordination *k, const json_t *ev)
{
	const json_t *facts = json_object_get(ev, "facts");
	const json_t *body = json_object_get(ev, "body");
	const char *what = jx_text(facts, "what");
	json_t *o = json_object();

	json_object_set_new(o, "at", when_json(jx_int(ev, "at", WHEN_NONE)));
	json_object_set_new(o, "unit", unit_json(s->tn, jx_text(ev, "unit")));
	json_object_set_new(o, "actor", json_string(
	    session_officer_name(s, jx_text(ev, "actor"))));
	json_object_set_new(o, "what", json_string(what == NULL ? "close" :
	    what));
	if (jx_text(body, "text") != NULL)
		json_object_set_new(o, "text",
		    json_string(jx_text(body, "text")));
	json_object_set_new(o, "answers", shown_form(s, NULL,
	    k == NULL ? NULL : k->minutes, json_object_get(body, "answers")));
	json_object_set_new(o, "due",
	    when_json(jx_int(facts, "due", WHEN_NONE)));
	return o;
}

static json_t *
records_json(struct session *s, const struct coordination *k,
    const json_t *events)
{
	json_t *list = json_array();
	const json_t *ev;
	size_t i;

	json_array_foreach(events, i, ev)
		if (str_eq(jx_text(ev, "kind"), "coordination_recorded") ||
		    str_eq(jx_text(ev, "kind"), "coordination_closed"))
			json_array_append_new(list, record_json(s, k, ev));
	return list;
}

/* Reports and urgings of one task, and its newest words. */
static void
put_task_words(struct session *s, const struct coordination *k,
    const json_t *events, const char *id, json_t *o)
{
	json_t *said = json_array(), *item;
	const json_t *ev, *answers = NULL;
	const char *title;
	size_t i;

	json_array_foreach(events, i, ev) {
		const json_t *facts = json_object_get(ev, "facts");
		const json_t *body = json_object_get(ev, "body");
		const char *kind = jx_text(ev, "kind");

		if (!str_starts(kind, "task_") ||
		    !str_eq(jx_text(facts, "task"), id))
			continue;
		if (strcmp(kind, "task_set") == 0) {
			answers = json_object_get(body, "answers");
			continue;
		}
		item = json_object();
		json_object_set_new(item, "what", json_string(
		    strcmp(kind, "task_urged") == 0 ? "urged" : "reported"));
		json_object_set_new(item, "at",
		    when_json(jx_int(ev, "at", WHEN_NONE)));
		json_object_set_new(item, "unit",
		    unit_json(s->tn, jx_text(ev, "unit")));
		json_object_set_new(item, "text",
		    json_string(jx_text(body, "text")));
		json_array_append_new(said, item);
	}
	title = json_string_value(answer_value(json_object_get(answers,
	    "task_title")));
	json_object_set_new(o, "title", json_string(title != NULL ? title :
	    ""));
	json_object_set_new(o, "answers", shown_form(s, NULL,
	    k == NULL ? NULL : k->task, answers));
	if (answers != NULL)
		json_object_set(o, "filled", (json_t *)(void *)answers);
	json_object_set_new(o, "said", said);
}

static json_t *
tasks_json(struct session *s, const struct coordination *k, const json_t *row,
    const json_t *events)
{
	json_t *tasks = json_object_get(row, "tasks"), *task, *o;
	json_t *list = json_array();
	when_t now = tn_now(s->tn);
	char id[16];
	size_t i;

	for (i = 1; i <= json_object_size(tasks); i++) {
		snprintf(id, sizeof(id), "t%zu", i);
		task = json_object_get(tasks, id);
		o = json_deep_copy(task);
		json_object_set_new(o, "task", json_string(id));
		json_object_set_new(o, "unit",
		    unit_json(s->tn, jx_text(task, "unit")));
		json_object_set_new(o, "mine", json_boolean(str_eq(
		    jx_text(task, "unit"), s->unit->code)));
		json_object_set_new(o, "due",
		    when_json(jx_int(task, "due", WHEN_NONE)));
		json_object_set_new(o, "late", json_boolean(
		    !str_eq(jx_text(task, "state"), "done") &&
		    jx_int(task, "due", INT64_MAX) < now));
		put_task_words(s, k, events, id, o);
		json_array_append_new(list, o);
	}
	return list;
}

/* What this session may do to the act now. */
static json_t *
can_json(struct session *s, const struct coordination *k, const json_t *row)
{
	static const struct {
		const char *command;
		bool lead, plan;
	} all[] = {
		{ "record_coordination", false, false },
		{ "close_coordination", true, false },
		{ "set_task", true, true }, { "report_task", false, true },
		{ "urge_task", true, true },
	};
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < ARRAY_LEN(all); i++)
		if (str_eq(jx_text(row, "state"), "open") &&
		    (!all[i].lead || leads(s, row)) &&
		    (!leads(s, row) || k == NULL ||
		    actor_is_one_of(&s->actor, &k->lead)) &&
		    (!all[i].plan || (k != NULL && k->plan)) && actor_may(
		    &s->actor, s->tn->procedure, all[i].command))
			json_array_append_new(list,
			    json_string(all[i].command));
	return list;
}

json_t *
ask_coordination(struct session *s, const json_t *query)
{
	const char *id = jx_text(query, "act");
	json_t *row = id == NULL ? NULL : session_act(s, id), *events, *o;
	const struct coordination *k;
	const json_t *body;

	if (!str_eq(jx_text(row, "kind"), "coordination")) {
		json_decref(row);
		return refuse(NULL, ERR_NO_SUCH_ACT, id == NULL ? "" : id);
	}
	k = coordination_of(s->tn->procedure, row);
	events = session_events(s, id);
	body = json_object_get(json_array_get(events, 0), "body");
	o = head_json(s, id, row);
	json_object_set_new(o, "subject", subject_of(events));
	json_object_set_new(o, "law", basis_json(k == NULL ? NULL : &k->basis));
	if (jx_text(body, "foreign_side") != NULL)
		json_object_set_new(o, "foreign_side",
		    json_string(jx_text(body, "foreign_side")));
	json_object_set_new(o, "foreign_answered",
	    when_json(jx_int(row, "foreign_answered", WHEN_NONE)));
	json_object_set_new(o, "answers", shown_form(s, NULL,
	    k == NULL ? NULL : k->form, json_object_get(body, "answers")));
	json_object_set_new(o, "invited", invited_json(s, row));
	json_object_set_new(o, "records", records_json(s, k, events));
	json_object_set_new(o, "plan_tasks", tasks_json(s, k, row, events));
	if (k != NULL && k->minutes != NULL)
		json_object_set_new(o, "minutes_form",
		    json_string(k->minutes->code));
	if (k != NULL && k->task != NULL)
		json_object_set_new(o, "task_form",
		    json_string(k->task->code));
	json_object_set_new(o, "can", can_json(s, k, row));
	json_decref(events);
	json_decref(row);
	return o;
}
