/*
 * Tasks of a plan of implementation: set and urged by the unit that leads,
 * reported by the unit that has them.
 */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/case/coordination.h"
#include "core/case/row.h"

#include <stdio.h>
#include <string.h>

#define TASKS_MAX 500

/* A plan that is open. */
static json_t *
need_plan(struct deciding *d, const json_t *with,
    const struct coordination **kind, bool lead)
{
	json_t *row = need_coordination(d, with, kind, lead);

	if (row == NULL || ((*kind)->plan && (*kind)->task != NULL))
		return row;
	reason_add(d->out->reasons, &(*kind)->basis, NULL, ERR_NOT_A_PLAN,
	    &(*kind)->title, NULL);
	json_decref(row);
	return NULL;
}

/* The task that `with` names; borrowed from the row. */
static const json_t *
need_task(struct deciding *d, const json_t *with, const json_t *row,
    const struct coordination *k)
{
	const char *id = need_text(d, with, "task");
	const json_t *task = id == NULL ? NULL :
	    json_object_get(json_object_get(row, "tasks"), id);

	if (id != NULL && task == NULL)
		reason_add(d->out->reasons, &k->basis, NULL, ERR_NO_SUCH_TASK,
		    SAME(id), NULL);
	return task;
}

/* The unit of a task: the lead itself, or one that is invited. */
static const char *
need_unit(struct deciding *d, const json_t *with, const json_t *row,
    const struct coordination *k)
{
	const char *unit = need_text(d, with, "unit");

	if (unit == NULL)
		return NULL;
	if (procedure_unit(d->procedure, unit) == NULL)
		reason_add(d->out->reasons, &k->basis, NULL, ERR_NO_SUCH_UNIT,
		    SAME(unit), NULL);
	else if (!row_act_shows(row, unit))
		reason_add(d->out->reasons, &k->basis, NULL, ERR_NOT_INVITED,
		    unit_title(d, unit), NULL);
	return unit;
}

/* Answers of the task's form; a title may be given by itself. */
static json_t *
task_answers(struct deciding *d, const json_t *with,
    const struct coordination *k)
{
	json_t *given = json_object_get(with, "answers"), *all, *answers;
	json_t *title = json_object_get(with, "title");

	if (given != NULL && !json_is_object(given)) {
		reason_add(d->out->reasons, &k->basis, NULL, ERR_BAD_COMMAND,
		    SAME("answers"), NULL);
		return NULL;
	}
	all = given == NULL ? json_object() : json_copy(given);
	if (title != NULL)
		json_object_set(all, "task_title", title);
	answers = accept_answers(d, k->task, NULL, all, NULL, &k->basis, NULL);
	json_decref(all);
	return answers;
}

void
decide_set_task(struct deciding *d, const char *id, const json_t *with)
{
	const struct coordination *k;
	json_t *row = need_plan(d, with, &k, true), *answers, *facts;
	size_t n = json_object_size(json_object_get(row, "tasks"));
	const char *unit;
	char task[16], limit[16];
	when_t due;

	(void)id;
	if (row == NULL)
		return;
	snprintf(task, sizeof(task), "t%zu", n + 1);
	snprintf(limit, sizeof(limit), "%d", TASKS_MAX);
	if (json_object_get(with, "task") != NULL) {
		(void)need_task(d, with, row, k);
		if (!refused(d))
			snprintf(task, sizeof(task), "%s",
			    jx_text(with, "task"));
	} else if (n >= TASKS_MAX) {
		reason_add(d->out->reasons, &k->basis, NULL,
		    ERR_TOO_MANY_TASKS, SAME(limit), NULL);
	}
	unit = need_unit(d, with, row, k);
	due = need_day(d, with, "due");
	answers = task_answers(d, with, k);
	if (!refused(d)) {
		facts = json_object();
		json_object_set_new(facts, "task", json_string(task));
		json_object_set_new(facts, "unit", json_string(unit));
		json_object_set_new(facts, "due", json_integer(due));
		propose(d, jx_text(row, "act"), 0, "task_set", facts,
		    json_pack("{s:O}", "answers", answers));
	}
	json_decref(answers);
	json_decref(row);
}

/* "going", "done" or "blocked", and how far. */
static const char *
need_progress(struct deciding *d, const json_t *with,
    const struct coordination *k, int64_t *percent)
{
	const char *state = need_text(d, with, "state");
	const json_t *given = json_object_get(with, "percent");

	if (state != NULL && strcmp(state, "going") != 0 &&
	    strcmp(state, "done") != 0 && strcmp(state, "blocked") != 0)
		reason_add(d->out->reasons, &k->basis, NULL, ERR_BAD_COMMAND,
		    SAME("state"), NULL);
	*percent = str_eq(state, "done") ? 100 : jx_int(with, "percent", -1);
	if (given != NULL && (!json_is_integer(given) ||
	    json_integer_value(given) < 0 || json_integer_value(given) > 100))
		reason_add(d->out->reasons, &k->basis, NULL, ERR_BAD_COMMAND,
		    SAME("percent"), NULL);
	return state;
}

void
decide_report_task(struct deciding *d, const char *id, const json_t *with)
{
	const struct coordination *k;
	json_t *row = need_plan(d, with, &k, false), *facts;
	const json_t *task;
	const char *state, *text;
	int64_t percent;

	(void)id;
	if (row == NULL)
		return;
	task = need_task(d, with, row, k);
	if (task != NULL && !str_eq(jx_text(task, "unit"),
	    d->actor->unit->code))
		reason_add(d->out->reasons, &k->basis, NULL,
		    ERR_NOT_TASK_UNIT, unit_title(d, jx_text(task, "unit")),
		    NULL);
	state = need_progress(d, with, k, &percent);
	text = need_words(d, with, "text");
	if (!refused(d)) {
		facts = json_object();
		json_object_set_new(facts, "task",
		    json_string(jx_text(with, "task")));
		json_object_set_new(facts, "state", json_string(state));
		if (percent >= 0)
			json_object_set_new(facts, "percent",
			    json_integer(percent));
		propose(d, jx_text(row, "act"), 0, "task_reported", facts,
		    json_pack("{s:s}", "text", text));
	}
	json_decref(row);
}

void
decide_urge_task(struct deciding *d, const char *id, const json_t *with)
{
	const struct coordination *k;
	json_t *row = need_plan(d, with, &k, true), *facts;
	const json_t *task;
	const char *text;

	(void)id;
	if (row == NULL)
		return;
	task = need_task(d, with, row, k);
	if (str_eq(jx_text(task, "state"), "done"))
		reason_add(d->out->reasons, &k->basis, NULL, ERR_TASK_DONE,
		    NULL);
	text = need_words(d, with, "text");
	if (!refused(d)) {
		facts = json_object();
		json_object_set_new(facts, "task",
		    json_string(jx_text(with, "task")));
		propose(d, jx_text(row, "act"), 0, "task_urged", facts,
		    json_pack("{s:s}", "text", text));
	}
	json_decref(row);
}
