/* What an act of coordination shows; a plan as a table with bars. */
#include "tui/screen/coordination.h"

#include "core/base/jx.h"

#include <stdlib.h>
#include <string.h>

#define BAR 10
#define NARROW 110		/* below, the unit has a line of its own */

void
progress_bar(int percent, char out[13])
{
	int full = percent < 0 ? 0 : percent > 100 ? BAR : percent * BAR / 100;

	out[0] = '[';
	for (int i = 0; i < BAR; i++)
		out[1 + i] = i < full ? '#' : '-';
	out[1 + BAR] = ']';
	out[2 + BAR] = '\0';
}

void
day_text(const json_t *iso, struct str *out)
{
	struct str at = STR_INIT;

	app_time(iso, &at);
	str_addn(out, str_text(&at), at.len < 10 ? at.len : 10);
	str_done(&at);
}

static void
add(struct app *app, struct coordination_view *k, int width, enum attr attr,
    enum msg m, const char *a, const char *b)
{
	char *say = app_text(app, m, a, b, NULL);

	rows_text(&k->rows, 2, width - 4, attr, say);
	free(say);
}

/* Where the day comes from stands beside it: no term is ever made up. */
static void
add_due(struct app *app, struct coordination_view *k, int width)
{
	const char *by = jx_text(k->answer, "by");
	struct str due = STR_INIT;

	day_text(jx_get(k->answer, "asked_for"), &due);
	if (due.len > 0)
		add(app, k, width, ATTR_PLAIN, str_eq(by, "term") ?
		    M_TOGETHER_DUE_TERM : M_TOGETHER_DUE_ASKED,
		    str_text(&due), NULL);
	else if (by != NULL)
		add(app, k, width, ATTR_PLAIN, M_TOGETHER_DUE_NONE, NULL,
		    NULL);
	if (jx_bool(k->answer, "late", false))
		add(app, k, width, ATTR_BAD, M_TOGETHER_LATE, NULL, NULL);
	str_done(&due);
}

/* "2026-03-31" -> "31/03/2026"; anything else as it is. */
static char *
day_shown(const char *iso)
{
	if (iso == NULL || strlen(iso) != 10)
		return xstrdup(iso == NULL ? "" : iso);
	return xasprintf("%.2s/%.2s/%.4s", iso + 8, iso + 5, iso);
}

static void
add_head(struct app *app, struct coordination_view *k, int width)
{
	const json_t *o = k->answer, *period = jx_get(o, "period");
	char *law = law_text(app, jx_get(o, "law"));

	rows_text(&k->rows, 2, width - 4, ATTR_BOLD,
	    app_get(app, o, "subject"));
	rows_text(&k->rows, 2, width - 4, ATTR_PLAIN, k->id);
	add(app, k, width, ATTR_PLAIN, M_TOGETHER_LEAD,
	    app_get(app, jx_get(o, "lead"), "title"), NULL);
	if (jx_text(o, "number") != NULL)
		add(app, k, width, ATTR_PLAIN, M_TOGETHER_NUMBER,
		    jx_text(o, "number"), NULL);
	if (json_is_object(period)) {
		char *from = day_shown(jx_text(period, "from"));
		char *to = day_shown(jx_text(period, "to"));

		add(app, k, width, ATTR_PLAIN, M_TOGETHER_PERIOD, from, to);
		free(from);
		free(to);
	}
	if (jx_text(o, "case") != NULL)
		add(app, k, width, ATTR_PLAIN, M_TOGETHER_CASE,
		    jx_text(o, "case"), NULL);
	if (jx_text(o, "foreign_side") != NULL)
		add(app, k, width, ATTR_PLAIN, M_TOGETHER_FOREIGN_IS,
		    jx_text(o, "foreign_side"), NULL);
	add(app, k, width, ATTR_PLAIN, str_eq(jx_text(o, "state"), "closed") ?
	    M_TOGETHER_STATE_CLOSED : M_TOGETHER_STATE_OPEN, NULL, NULL);
	add_due(app, k, width);
	rows_text(&k->rows, 2, width - 4, ATTR_DIM, law);
	free(law);
}

/* ---- the plan ---- */

static enum msg
task_state(const char *state)
{
	return str_eq(state, "done") ? M_TASK_DONE : str_eq(state, "blocked") ?
	    M_TASK_BLOCKED : str_eq(state, "going") ? M_TASK_GOING :
	    M_TASK_SET;
}

/* Title, unit, day, bar and word. */
struct plan_columns { int unit, unit_w, due, bar, word; };

static struct plan_columns
plan_columns(int width)
{
	struct plan_columns c;

	c.word = width - 9;
	c.bar = c.word - 18;
	c.due = c.bar - 11;
	c.unit_w = width < NARROW ? 0 : 45;
	c.unit = c.due - c.unit_w - 1;
	return c;
}

static void
add_task(struct app *app, struct coordination_view *k, const json_t *task,
    int width)
{
	struct plan_columns at = plan_columns(width);
	int percent = str_eq(jx_text(task, "state"), "done") ? 100 :
	    (int)jx_int(task, "percent", 0);
	bool late = jx_bool(task, "late", false);
	enum attr attr = late ? ATTR_BAD : ATTR_PLAIN;
	char *key = xasprintf("task:%s", jx_text(task, "task"));
	char bar[13], *shown;
	struct str due = STR_INIT;
	struct row_cell cell[6];
	size_t n = 0;

	progress_bar(percent, bar);
	shown = xasprintf("%s %3d%%", bar, percent);
	day_text(jx_get(task, "due"), &due);
	cell[n++] = (struct row_cell){ 4, at.unit - 5, ATTR_PLAIN,
	    jx_text(task, "title") };
	if (at.unit_w > 0)
		cell[n++] = (struct row_cell){ at.unit, at.unit_w, ATTR_PLAIN,
		    app_get(app, jx_get(task, "unit"), "title") };
	cell[n++] = (struct row_cell){ at.due, 10, attr, str_text(&due) };
	cell[n++] = (struct row_cell){ at.bar, 17, ATTR_PLAIN, shown };
	cell[n++] = (struct row_cell){ at.word, 9, ATTR_PLAIN,
	    app_msg(app, task_state(jx_text(task, "state"))) };
	if (late)
		cell[n++] = (struct row_cell){ 2, 1, ATTR_BAD, "!" };
	rows_cells(&k->rows, key, TOGETHER_TASK, task, cell, n);
	if (width < NARROW) {
		cell[0] = (struct row_cell){ 6, width - 8, ATTR_DIM,
		    app_get(app, jx_get(task, "unit"), "title") };
		rows_more(&k->rows, cell, 1);
	}
	str_done(&due);
	free(shown);
	free(key);
}

static void
add_plan(struct app *app, struct coordination_view *k, int width)
{
	static const char *const key[] = { "done", "n", "late", "blocked" };
	const json_t *tasks = jx_get(k->answer, "plan_tasks");
	struct plan_columns at = plan_columns(width);
	struct row_cell head[4] = {
		{ 4, at.unit - 5, ATTR_DIM, app_msg(app, M_TOGETHER_HEAD_TASK) },
		{ at.unit, at.unit_w, ATTR_DIM,
		    app_msg(app, M_TOGETHER_HEAD_UNIT) },
		{ at.due, 10, ATTR_DIM, app_msg(app, M_TOGETHER_HEAD_DUE) },
		{ at.bar, 17, ATTR_DIM, app_msg(app, M_TOGETHER_HEAD_STATE) },
	};
	char bar[13], *n[4], *say, *all;

	rows_section(&k->rows, width, app_msg(app, M_TOGETHER_PLAN));
	if (json_array_size(tasks) == 0) {
		rows_text(&k->rows, 2, width - 4, ATTR_DIM,
		    app_msg(app, M_TOGETHER_NO_TASK));
		return;
	}
	for (size_t i = 0; i < 4; i++)
		n[i] = xasprintf("%lld", (long long)jx_int(jx_get(k->answer,
		    "tasks"), key[i], 0));
	say = app_text(app, M_TOGETHER_PROGRESS, n[0], n[1], n[2], n[3],
	    NULL);
	progress_bar((int)jx_int(jx_get(k->answer, "tasks"), "percent", 0),
	    bar);
	all = xasprintf("%s %3d%%  %s", bar, (int)jx_int(jx_get(k->answer,
	    "tasks"), "percent", 0), say);
	rows_text(&k->rows, 2, width - 4, ATTR_PLAIN, all);
	rows_more(&k->rows, head, 4)->more = false;
	for (size_t i = 0; i < json_array_size(tasks); i++)
		add_task(app, k, json_array_get(tasks, i), width);
	for (size_t i = 0; i < 4; i++)
		free(n[i]);
	free(all);
	free(say);
}

/* ---- units, words, what was added ---- */

static void
add_units(struct app *app, struct coordination_view *k, int width)
{
	const json_t *units = jx_get(k->answer, "invited");

	if (json_array_size(units) > 0)
		rows_section(&k->rows, width, app_msg(app, M_TOGETHER_UNITS));
	for (size_t i = 0; i < json_array_size(units); i++) {
		const json_t *u = json_array_get(units, i);
		struct str at = STR_INIT;
		struct row_cell cell[2];
		char *say;

		app_time(jx_get(u, "answered"), &at);
		say = at.len > 0 ? app_text(app, M_TOGETHER_UNIT_ANSWERED,
		    str_text(&at), NULL) :
		    xstrdup(app_msg(app, M_TOGETHER_UNIT_WAITS));
		cell[0] = (struct row_cell){ 2, width - 34, ATTR_PLAIN,
		    app_get(app, u, "title") };
		cell[1] = (struct row_cell){ width - 30, 29, ATTR_DIM, say };
		rows_more(&k->rows, cell,
		    jx_bool(k->answer, "plan", false) ? 1 : 2)->more = false;
		str_done(&at);
		free(say);
	}
}

static void
add_answers(struct app *app, struct rows *rows, const json_t *answers,
    int width)
{
	for (size_t i = 0; i < json_array_size(answers); i++) {
		const json_t *a = json_array_get(answers, i);
		char *say = xasprintf("%s: %s", app_get(app, a, "label"),
		    app_get(app, a, "text"));

		rows_text(rows, 4, width - 6, ATTR_PLAIN, say);
		free(say);
	}
}

static enum msg
what_msg(const char *what)
{
	static const struct { const char *what; enum msg m; } all[] = {
		{ "minutes", M_RECORD_MINUTES },
		{ "follow_up", M_RECORD_FOLLOW_UP },
		{ "answer", M_RECORD_ANSWER }, { "review", M_RECORD_REVIEW },
		{ "note", M_RECORD_NOTE }, { "close", M_RECORD_CLOSED },
	};

	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		if (str_eq(all[i].what, what))
			return all[i].m;
	return M_RECORD_NOTE;
}

static void
add_records(struct app *app, struct coordination_view *k, int width)
{
	const json_t *records = jx_get(k->answer, "records");

	if (json_array_size(records) > 0)
		rows_section(&k->rows, width,
		    app_msg(app, M_TOGETHER_RECORDS));
	for (size_t i = 0; i < json_array_size(records); i++) {
		const json_t *r = json_array_get(records, i);
		char *key = xasprintf("record:%zu", i);
		struct str at = STR_INIT;
		struct row_cell cell[3];

		app_time(jx_get(r, "at"), &at);
		cell[0] = (struct row_cell){ 2, 16, ATTR_PLAIN,
		    str_text(&at) };
		cell[1] = (struct row_cell){ 19, 18, ATTR_PLAIN,
		    app_msg(app, what_msg(jx_text(r, "what"))) };
		cell[2] = (struct row_cell){ 38, width - 39, ATTR_PLAIN,
		    app_get(app, jx_get(r, "unit"), "title") };
		rows_cells(&k->rows, key, TOGETHER_RECORD, r, cell, 3);
		if (jx_text(r, "text") != NULL)
			rows_more_text(&k->rows, 4, width - 6, ATTR_PLAIN,
			    jx_text(r, "text"));
		str_done(&at);
		free(key);
	}
}

void
coordination_fill(struct app *app, struct coordination_view *k, int width)
{
	rows_begin(&k->rows);
	add_head(app, k, width);
	if (jx_bool(k->answer, "plan", false))
		add_plan(app, k, width);
	add_records(app, k, width);
	if (json_array_size(jx_get(k->answer, "answers")) > 0)
		rows_section(&k->rows, width, app_msg(app, M_TOGETHER_ABOUT));
	add_answers(app, &k->rows, jx_get(k->answer, "answers"), width);
	add_units(app, k, width);
	rows_end(&k->rows);
}

void
coordination_detail(struct app *app, struct rows *rows, const json_t *item,
    int width)
{
	const json_t *said = jx_get(item, "said");
	char *n;

	rows_text(rows, 2, width - 4, ATTR_BOLD, jx_text(item, "title") !=
	    NULL ? jx_text(item, "title") :
	    app_msg(app, what_msg(jx_text(item, "what"))));
	rows_text(rows, 2, width - 4, ATTR_PLAIN,
	    app_get(app, jx_get(item, "unit"), "title"));
	if (jx_text(item, "text") != NULL)
		rows_text(rows, 4, width - 6, ATTR_PLAIN,
		    jx_text(item, "text"));
	add_answers(app, rows, jx_get(item, "answers"), width);
	if (jx_int(item, "urged", 0) > 0) {
		n = xasprintf("%lld", (long long)jx_int(item, "urged", 0));
		char *say = app_text(app, M_TASK_URGED, n, NULL);

		rows_text(rows, 2, width - 4, ATTR_WARN, say);
		free(say);
		free(n);
	}
	for (size_t i = 0; i < json_array_size(said); i++) {
		const json_t *s = json_array_get(said, i);
		struct str at = STR_INIT;
		char *say;

		app_time(jx_get(s, "at"), &at);
		say = xasprintf("%s  %s", str_text(&at),
		    app_get(app, jx_get(s, "unit"), "title"));
		rows_blank(rows);
		rows_text(rows, 2, width - 4, ATTR_DIM, say);
		rows_text(rows, 4, width - 6, ATTR_PLAIN, jx_text(s, "text"));
		free(say);
		str_done(&at);
	}
}
