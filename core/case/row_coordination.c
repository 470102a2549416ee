/*
 * Folding coordination acts and plans, and the work that they are to each
 * unit.  Row of such an act (row.h has the others):
 *	act kind="coordination" coordination regime from invited [unit]
 *	case? period {from to}? foreign number? at opened moved state final
 *	due? by certain answered {unit: at} foreign_answered? records
 *	tasks {id: {unit due state percent set reported? urged urged_at?}}
 * `from` leads.  `due` is when answers are awaited, `by` as for clocks.
 */
#include "core/case/row_fold.h"

#include "core/base/jx.h"

#include <stdio.h>
#include <string.h>

static void
copy(json_t *row, const struct event *ev, const char *key)
{
	json_t *value = json_object_get(ev->facts, key);

	if (value != NULL)
		json_object_set_new(row, key, json_deep_copy(value));
}

bool
fold_coordination(json_t *row, const struct event *ev)
{
	static const char *const copied[] = {
		"regime", "case", "period", "foreign", "number", "invited",
		"due", "by", "certain",
	};
	size_t i;

	set_text(row, "act", ev->stream);
	set_text(row, "kind", "coordination");
	set_text(row, "coordination", jx_text(ev->facts, "kind"));
	set_text(row, "from", ev->unit);
	set_text(row, "state", "open");
	for (i = 0; i < ARRAY_LEN(copied); i++)
		copy(row, ev, copied[i]);
	json_object_set_new(row, "final", json_false());
	json_object_set_new(row, "answered", json_object());
	json_object_set_new(row, "tasks", json_object());
	json_object_set_new(row, "records", json_integer(0));
	set_when(row, "at", ev->at);
	set_when(row, "opened", ev->at);
	set_when(row, "moved", ev->at);
	return jx_text(row, "coordination") != NULL &&
	    json_is_array(json_object_get(row, "invited"));
}

bool
row_invites(const json_t *row, const char *unit)
{
	const json_t *item;
	size_t i;

	json_array_foreach(json_object_get(row, "invited"), i, item)
		if (str_eq(json_string_value(item), unit))
			return true;
	return false;
}

bool
row_act_shows(const json_t *row, const char *unit)
{
	return jx_text(row, "act") != NULL && unit != NULL &&
	    (str_eq(jx_text(row, "from"), unit) ||
	    str_eq(jx_text(row, "to"), unit) || row_invites(row, unit));
}

static bool
leads(const json_t *row, const struct event *ev)
{
	return str_eq(jx_text(row, "from"), ev->unit) &&
	    str_eq(jx_text(row, "state"), "open");
}

bool
fold_coordination_more(json_t *row, const struct event *ev)
{
	const char *what = jx_text(ev->facts, "what");

	if (!str_eq(jx_text(row, "state"), "open") ||
	    !row_act_shows(row, ev->unit))
		return false;
	if (str_eq(what, "answer") && str_eq(jx_text(row, "from"), ev->unit))
		set_when(row, "foreign_answered", ev->at);
	else if (str_eq(what, "answer"))
		set_when(json_object_get(row, "answered"), ev->unit, ev->at);
	/* A new day asked for asks everybody again. */
	if (json_object_get(ev->facts, "due") != NULL) {
		copy(row, ev, "due");
		set_text(row, "by", "asked");
		json_object_set_new(row, "certain", json_true());
		json_object_clear(json_object_get(row, "answered"));
		json_object_del(row, "foreign_answered");
	}
	json_object_set_new(row, "records",
	    json_integer(jx_int(row, "records", 0) + 1));
	set_when(row, "moved", ev->at);
	return true;
}

bool
fold_coordination_closed(json_t *row, const struct event *ev)
{
	if (!leads(row, ev))
		return false;
	set_text(row, "state", "closed");
	json_object_set_new(row, "final", json_true());
	set_when(row, "moved", ev->at);
	return true;
}

bool
fold_task(json_t *row, const struct event *ev)
{
	const char *id = jx_text(ev->facts, "task");
	json_t *tasks = json_object_get(row, "tasks"), *task;

	if (id == NULL || !leads(row, ev))
		return false;
	task = json_object_get(tasks, id);
	if (task == NULL) {
		task = json_object();
		json_object_set_new(tasks, id, task);
		json_object_set_new(task, "urged", json_integer(0));
	}
	/* Another unit begins anew. */
	if (!str_eq(jx_text(task, "unit"), jx_text(ev->facts, "unit"))) {
		set_text(task, "state", "set");
		json_object_set_new(task, "percent", json_integer(0));
		json_object_del(task, "reported");
	}
	copy(task, ev, "unit");
	copy(task, ev, "due");
	set_when(task, "set", ev->at);
	set_when(row, "moved", ev->at);
	return true;
}

bool
fold_task_reported(json_t *row, const struct event *ev)
{
	const char *id = jx_text(ev->facts, "task");
	json_t *task = id == NULL ? NULL :
	    json_object_get(json_object_get(row, "tasks"), id);

	if (task == NULL || !str_eq(jx_text(row, "state"), "open") ||
	    !str_eq(jx_text(task, "unit"), ev->unit))
		return false;
	copy(task, ev, "state");
	copy(task, ev, "percent");
	set_when(task, "reported", ev->at);
	set_when(row, "moved", ev->at);
	return true;
}

bool
fold_task_urged(json_t *row, const struct event *ev)
{
	const char *id = jx_text(ev->facts, "task");
	json_t *task = id == NULL ? NULL :
	    json_object_get(json_object_get(row, "tasks"), id);

	if (task == NULL || !leads(row, ev))
		return false;
	json_object_set_new(task, "urged",
	    json_integer(jx_int(task, "urged", 0) + 1));
	set_when(task, "urged_at", ev->at);
	set_when(row, "moved", ev->at);
	return true;
}

/* ---- work ---- */

/* The nearest day of tasks not done, of one unit or of all (NULL). */
static when_t
nearest_task(const json_t *row, const char *unit)
{
	when_t due = INT64_MAX, t;
	const char *id;
	json_t *task;

	json_object_foreach(json_object_get(row, "tasks"), id, task) {
		t = jx_int(task, "due", INT64_MAX);
		if (t < due && !str_eq(jx_text(task, "state"), "done") &&
		    (unit == NULL || str_eq(jx_text(task, "unit"), unit)))
			due = t;
	}
	return due;
}

bool
row_awaits(const json_t *row, const char *unit)
{
	const json_t *answered = json_object_get(row, "answered"), *item;
	size_t i;

	if (!str_eq(jx_text(row, "state"), "open"))
		return false;
	if (unit != NULL)
		return row_invites(row, unit) &&
		    json_object_get(answered, unit) == NULL;
	if (jx_bool(row, "foreign", false) &&
	    json_object_get(row, "foreign_answered") == NULL)
		return true;
	json_array_foreach(json_object_get(row, "invited"), i, item)
		if (json_object_get(answered, json_string_value(item)) == NULL)
			return true;
	return false;
}

when_t
row_coordination_due(const json_t *row, const char *unit)
{
	when_t due = nearest_task(row, unit);
	when_t asked = jx_int(row, "due", INT64_MAX);

	if (!str_eq(jx_text(row, "state"), "open"))
		return INT64_MAX;
	return asked < due && row_awaits(row, unit) ? asked : due;
}

static void
put(struct work_row *w, const json_t *row, const char *unit,
    const char *relation)
{
	bool lead = strcmp(relation, "lead") == 0;

	memset(w, 0, sizeof(*w));
	snprintf(w->unit, sizeof(w->unit), "%s", unit);
	snprintf(w->state, sizeof(w->state), "%s", jx_text(row, "state"));
	snprintf(w->path, sizeof(w->path), "%s",
	    jx_text(row, "coordination"));
	w->relation = relation;
	w->final = jx_bool(row, "final", false);
	w->due = row_coordination_due(row, lead ? NULL : unit);
	/* The lead waits for answers; an invited unit for whatever comes. */
	w->waiting = lead == row_awaits(row, lead ? NULL : unit);
	w->opened = jx_int(row, "opened", 0);
	w->moved = jx_int(row, "moved", 0);
}

size_t
row_coordination_work(const json_t *row, struct work_row out[WORK_ROWS_MAX])
{
	const json_t *item;
	size_t n = 0, i;

	put(&out[n++], row, jx_text(row, "from"), "lead");
	json_array_foreach(json_object_get(row, "invited"), i, item)
		if (n < WORK_ROWS_MAX)
			put(&out[n++], row, json_string_value(item),
			    "invited");
	return n;
}
