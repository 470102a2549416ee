/* Who must do how much by which day: bars, readable without colour. */
#include "core/base/jx.h"
#include "tui/app.h"
#include "tui/screen/screens.h"
#include "tui/widget/bar.h"

#include <stdlib.h>
#include <string.h>

#define DAYS 14

struct workload {
	json_t *answer;
	char *unit;			/* whose days are shown; NULL: all */
	struct rows rows;
	bool linear;			/* no bars */
};

static void
workload_close(struct view *v)
{
	struct workload *w = v->data;

	rows_done(&w->rows);
	json_decref(w->answer);
	free(w->unit);
	free(w);
}

static uint64_t
workload_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_SECTIONS | CTX_BACK | CTX_INSIDE |
	    CTX_WORKLOAD;
}

static void
workload_title(struct view *v, struct str *out)
{
	str_add(out, app_msg(v->app, M_WORKLOAD_TITLE));
}

static void
workload_load(struct view *v)
{
	struct workload *w = v->data;
	json_t *answer = app_ask(v->app, json_pack("{s:s,s:i}", "ask",
	    "workload", "days", DAYS));

	if (answer == NULL)
		return;
	json_decref(w->answer);
	w->answer = answer;
}

/* The counts shown by day: those of one unit, or of all. */
static const json_t *
shown(const struct workload *w)
{
	const json_t *units = jx_get(w->answer, "units"), *one;
	size_t i;

	json_array_foreach(units, i, one)
		if (w->unit != NULL && str_eq(jx_text(jx_get(one, "unit"),
		    "code"), w->unit))
			return one;
	return jx_get(w->answer, "total");
}

static char *
unit_title(const struct app *app, const json_t *one)
{
	const char *title = app_get(app, jx_get(one, "unit"), "title");

	return jx_bool(one, "own", false) ? app_text(app, M_WORKLOAD_OWN,
	    title, NULL) : xstrdup(title);
}

static const char *const weekdays[2][7] = {
	{ "T2", "T3", "T4", "T5", "T6", "T7", "CN" },
	{ "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su" },
};

static char *
day_label(const struct app *app, const json_t *day, bool today)
{
	const char *iso = jx_text(day, "day");
	char text[24] = "";
	char *say;

	int64_t weekday = jx_int(day, "weekday", 0);

	if (iso != NULL && strlen(iso) >= 10)
		snprintf(text, sizeof text, "%s %.2s/%.2s", weekday >= 1 &&
		    weekday <= 7 ? weekdays[app->lang == LANG_EN]
		    [weekday - 1] : "", iso + 8, iso + 5);
	say = today ? app_text(app, M_WORKLOAD_TODAY, text, NULL) :
	    xstrdup(text);
	if (jx_bool(day, "rest", false)) {
		char *rest = app_text(app, M_WORKLOAD_REST, say, NULL);

		free(say);
		say = rest;
	}
	return say;
}

static int64_t
most_of(const json_t *load)
{
	static const char *const others[] = {
		"late", "later", "no_term", "paused",
	};
	const json_t *n;
	int64_t most = 1;
	size_t i;

	for (i = 0; i < ARRAY_LEN(others); i++)
		if (jx_int(load, others[i], 0) > most)
			most = jx_int(load, others[i], 0);
	json_array_foreach(jx_get(load, "day"), i, n)
		if (json_integer_value(n) > most)
			most = json_integer_value(n);
	return most;
}

/* A line of label, number and bar; not to be chosen. */
static void
add_line(struct workload *w, int width, const char *label, int64_t n,
    int64_t late, int64_t most)
{
	char *count = xasprintf("%5d", (int)n);
	struct str bar = STR_INIT;
	char *key = xasprintf("d:%zu", w->rows.n);
	struct row_cell cell[3];

	if (!w->linear)		/* who listens has the number */
		bar_text(&bar, n, late, most, width - 36);
	cell[0] = (struct row_cell){ 2, 24, ATTR_PLAIN, label };
	cell[1] = (struct row_cell){ 27, 6, ATTR_PLAIN, count };
	cell[2] = (struct row_cell){ 34, width - 36, late > 0 ? ATTR_BAD :
	    ATTR_PLAIN, str_text(&bar) };
	rows_cells(&w->rows, key, 0, NULL, cell, 3);
	str_done(&bar);
	free(count);
	free(key);
}

static void
add_days(struct view *v, int width)
{
	struct workload *w = v->data;
	const json_t *load = shown(w), *days = jx_get(w->answer, "days");
	const json_t *counts = jx_get(load, "day"), *day;
	int64_t most = most_of(load), late = jx_int(load, "late", 0);
	size_t i;

	add_line(w, width, app_msg(v->app, M_WORKLOAD_LATE), late, late, most);
	json_array_foreach(days, i, day) {
		char *label = day_label(v->app, day, i == 0);

		add_line(w, width, label, json_integer_value(
		    json_array_get(counts, i)), 0, most);
		free(label);
	}
	add_line(w, width, app_msg(v->app, M_WORKLOAD_LATER),
	    jx_int(load, "later", 0), 0, most);
	if (jx_int(load, "no_term", 0) > 0)
		add_line(w, width, app_msg(v->app, M_WORKLOAD_NO_TERM),
		    jx_int(load, "no_term", 0), 0, most);
	if (jx_int(load, "paused", 0) > 0)
		add_line(w, width, app_msg(v->app, M_WORKLOAD_PAUSED),
		    jx_int(load, "paused", 0), 0, most);
}

static void
add_unit(struct view *v, int width, const char *key, const char *title,
    const json_t *load, int64_t most)
{
	struct workload *w = v->data;
	int title_w = width < 100 ? 36 : 70, bar_x = title_w + 10;
	int bar_w = width - bar_x - 18;
	int64_t all = jx_int(load, "all", 0), late = jx_int(load, "late", 0);
	char *count = xasprintf("%5d", (int)all);
	char *n = xasprintf("%d", (int)late);
	char *say = app_text(v->app, M_HOME_LATE, n, NULL);
	struct str bar = STR_INIT;
	struct row_cell cell[4];

	if (!w->linear)
		bar_text(&bar, all, late, most, bar_w);
	cell[0] = (struct row_cell){ 2, title_w, ATTR_PLAIN, title };
	cell[1] = (struct row_cell){ title_w + 3, 6, ATTR_PLAIN, count };
	cell[2] = (struct row_cell){ bar_x, bar_w, ATTR_PLAIN,
	    str_text(&bar) };
	cell[3] = (struct row_cell){ width - 16, 16, ATTR_BAD, say };
	rows_cells(&w->rows, key, 1, load, cell, late > 0 ? 4 : 3);
	str_done(&bar);
	free(say);
	free(n);
	free(count);
}

static void
add_units(struct view *v, int width)
{
	struct workload *w = v->data;
	const json_t *units = jx_get(w->answer, "units"), *one;
	const json_t *total = jx_get(w->answer, "total");
	int64_t most = jx_int(total, "all", 0);
	size_t i;

	rows_section(&w->rows, width, app_msg(v->app, M_WORKLOAD_UNITS));
	add_unit(v, width, "all", app_msg(v->app, M_WORKLOAD_ALL), total,
	    most);
	json_array_foreach(units, i, one) {
		char *title = unit_title(v->app, one);
		char *key = xasprintf("u:%s", jx_text(jx_get(one, "unit"),
		    "code"));

		add_unit(v, width, key, title, one, most);
		free(key);
		free(title);
	}
}

static void
add_sum(struct view *v, int width)
{
	struct workload *w = v->data;
	const json_t *total = jx_get(w->answer, "total");
	char n[3][24], *say;

	snprintf(n[0], sizeof n[0], "%d", (int)jx_int(total, "all", 0));
	snprintf(n[1], sizeof n[1], "%d", (int)jx_int(total, "late", 0));
	snprintf(n[2], sizeof n[2], "%d", (int)jx_int(w->answer, "cases", 0));
	say = app_text(v->app, M_WORKLOAD_SUM, n[0], n[1], n[2], NULL);
	rows_text(&w->rows, 2, width - 4, ATTR_PLAIN, say);
	free(say);
	snprintf(n[0], sizeof n[0], "%d", (int)bar_step(most_of(
	    shown(w)), width - 36));
	say = app_text(v->app, M_WORKLOAD_KEY, n[0], NULL);
	if (!w->linear)
		rows_text(&w->rows, 2, width - 4, ATTR_DIM, say);
	free(say);
	if (jx_bool(w->answer, "cut", false))
		rows_text(&w->rows, 2, width - 4, ATTR_WARN,
		    app_msg(v->app, M_WORKLOAD_CUT));
}

static void
workload_layout(struct view *v, int width)
{
	struct workload *w = v->data;
	const json_t *one = shown(w);
	char *title, *say;

	w->linear = v->app->o->linear;
	rows_begin(&w->rows);
	if (json_array_size(jx_get(w->answer, "units")) == 0) {
		rows_text(&w->rows, 2, width - 4, ATTR_PLAIN,
		    app_msg(v->app, M_WORKLOAD_NONE));
		rows_end(&w->rows);
		return;
	}
	add_sum(v, width);
	title = one == jx_get(w->answer, "total") ? xstrdup(app_msg(v->app,
	    M_WORKLOAD_ALL)) : unit_title(v->app, one);
	say = app_text(v->app, M_WORKLOAD_DAYS, title, NULL);
	rows_section(&w->rows, width, say);
	free(say);
	free(title);
	add_days(v, width);
	add_units(v, width);
	rows_end(&w->rows);
}

static void
workload_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct workload *)v->data)->rows, c, a, true);
}

/* Enter on a unit shows its days; on all, those of all. */
static void
choose_unit(struct view *v)
{
	struct workload *w = v->data;
	const struct row *row = rows_chosen(&w->rows);

	if (row == NULL || row->tag != 1)
		return;
	free(w->unit);
	w->unit = xstrdup(jx_text(jx_get(row->data, "unit"), "code"));
	workload_layout(v, app_width(v->app));
	rows_command(&w->rows, CMD_FIRST);
}

static bool
workload_command(struct view *v, enum command command)
{
	if (command == CMD_OPEN) {
		choose_unit(v);
		return true;
	}
	if (command == CMD_PRINT) {
		printing_one(v->app, "workload", NULL);
		return true;
	}
	return rows_command(&((struct workload *)v->data)->rows, command);
}

static const struct view_ops workload_ops = {
	.name = "workload", .contexts = workload_contexts,
	.title = workload_title, .load = workload_load,
	.layout = workload_layout, .paint = workload_paint,
	.command = workload_command, .close = workload_close,
};

struct view *
workload_new(struct app *app)
{
	return view_new(app, &workload_ops, xcalloc(1,
	    sizeof(struct workload)));
}
