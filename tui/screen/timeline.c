/*
 * A case in time: each deadline as a bar from its beginning to its end, what
 * stood still, what is late, and what was done when.  Each bar has its words
 * beside it, so that nothing is said by the picture alone.
 */
#include "core/base/jx.h"
#include "core/base/when.h"
#include "tui/app.h"
#include "tui/screen/case.h"
#include "tui/screen/screens.h"

#include <stdlib.h>
#include <string.h>

#define DAY_MS (24 * 3600 * (int64_t)1000)
#define STATE_COLS 18

struct timeline {
	char *case_id;
	json_t *of, *history;		/* answers */
	struct rows rows;
	when_t from, to, now;
	int x, w;			/* the bars */
};

static void
timeline_close(struct view *v)
{
	struct timeline *k = v->data;

	rows_done(&k->rows);
	json_decref(k->of);
	json_decref(k->history);
	free(k->case_id);
	free(k);
}

static uint64_t
timeline_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_SECTIONS | CTX_BACK | CTX_INSIDE;
}

static void
timeline_title(struct view *v, struct str *out)
{
	char *say = app_text(v->app, M_TIMELINE_TITLE,
	    ((struct timeline *)v->data)->case_id, NULL);

	str_add(out, say);
	free(say);
}

static void
ask_again(struct view *v, const char *what, json_t **into)
{
	struct timeline *k = v->data;
	json_t *answer = app_ask(v->app, json_pack("{s:s, s:s}", "ask", what,
	    "case", k->case_id));

	if (answer == NULL)
		return;
	json_decref(*into);
	*into = answer;
}

static void
timeline_load(struct view *v)
{
	struct timeline *k = v->data;

	ask_again(v, "case", &k->of);
	ask_again(v, "history", &k->history);
	k->now = tn_now(v->app->tn);
}

static when_t
moment(const json_t *o, const char *key)
{
	const char *iso = jx_text(o, key);
	when_t t;

	return iso != NULL && when_parse(iso, VN_OFFSET_MIN, &t) ? t :
	    WHEN_NONE;
}

static void
reach(struct timeline *k, when_t t)
{
	if (t == WHEN_NONE)
		return;
	if (t < k->from)
		k->from = t;
	if (t > k->to)
		k->to = t;
}

/* From the first thing known to the last deadline, whole days. */
static void
find_span(struct timeline *k)
{
	const json_t *list = jx_get(k->of, "clocks"), *item;
	size_t i;

	k->from = k->to = k->now;
	reach(k, moment(k->of, "opened"));
	json_array_foreach(list, i, item) {
		reach(k, moment(item, "started"));
		reach(k, moment(item, "due"));
	}
	json_array_foreach(jx_get(k->history, "events"), i, item)
		reach(k, moment(item, "at"));
	if (k->to - k->from < DAY_MS)
		k->to = k->from + DAY_MS;
}

/* The moment that the left edge of a column stands for. */
static when_t
at_column(const struct timeline *k, int column)
{
	return k->from + (k->to - k->from) / k->w * column;
}

static int
column_of(const struct timeline *k, when_t t)
{
	int column = 0;

	while (column + 1 < k->w && at_column(k, column + 1) <= t)
		column++;
	return column;
}

static bool
in_pause(const json_t *clock, when_t t)
{
	const json_t *pause;
	size_t i;

	json_array_foreach(jx_get(clock, "pauses"), i, pause) {
		when_t to = moment(pause, "to");

		if (t >= moment(pause, "from") && (to == WHEN_NONE || t < to))
			return true;
	}
	return false;
}

/*
 * "█" has passed, "░" is to come, "·" stood still, "!" is late; a deadline
 * nobody knows goes on in "?".
 */
static const char *
mark_of(const struct timeline *k, const json_t *clock, when_t begin,
    when_t end)
{
	when_t from = moment(clock, "started"), due = moment(clock, "due");
	when_t stopped = moment(clock, "stopped");
	when_t last = stopped != WHEN_NONE ? stopped : k->now > due &&
	    due != WHEN_NONE ? k->now : due;

	if (from == WHEN_NONE || end <= from)
		return " ";
	if (last != WHEN_NONE && begin > last)
		return " ";
	if (in_pause(clock, begin > from ? begin : from))
		return "\xc2\xb7";
	if (due != WHEN_NONE && begin >= due && begin <= k->now &&
	    str_eq(jx_text(clock, "state"), "late"))
		return "!";
	if (begin <= k->now || stopped != WHEN_NONE)
		return "\xe2\x96\x88";
	return due == WHEN_NONE ? "?" : "\xe2\x96\x91";
}

static void
add_clock(struct view *v, const json_t *clock, size_t i)
{
	struct timeline *k = v->data;
	struct str bar = STR_INIT, due = STR_INIT;
	char *key = xasprintf("clock:%zu", i);
	enum attr attr;
	const char *say = clock_in_words(v->app, clock, &attr);
	struct row_cell cell[3];

	for (int x = 0; x < k->w; x++)
		str_add(&bar, mark_of(k, clock, at_column(k, x),
		    at_column(k, x + 1)));
	cell[0] = (struct row_cell){ 2, k->x - 3, ATTR_PLAIN,
	    app_get(v->app, clock, "title") };
	cell[1] = (struct row_cell){ k->x, k->w, attr, str_text(&bar) };
	cell[2] = (struct row_cell){ k->x + k->w + 1, STATE_COLS, attr, say };
	rows_cells(&k->rows, key, 0, clock, cell, ARRAY_LEN(cell));
	if (moment(clock, "due") != WHEN_NONE) {
		char *until;

		app_time(jx_get(clock, "due"), &due);
		until = app_text(v->app, M_TIMELINE_UNTIL, str_text(&due),
		    app_get(v->app, jx_get(clock, "unit"), "title"), NULL);
		rows_more_text(&k->rows, 4, k->x + k->w + STATE_COLS - 4,
		    ATTR_DIM, until);
		free(until);
	}
	str_done(&due);
	str_done(&bar);
	free(key);
}

static void
add_event(struct view *v, const json_t *event)
{
	struct timeline *k = v->data;
	when_t at = moment(event, "at");
	struct str bar = STR_INIT, when = STR_INIT, what = STR_INIT;
	const char *say = app_get(v->app, event, "say");
	char *key = xasprintf("event:%d", (int)jx_int(event, "seq", 0));
	struct row_cell cell[3];
	int column = column_of(k, at);

	str_add(&what, *say != '\0' ? say :
	    app_get(v->app, jx_get(event, "kind"), "title"));
	for (int x = 0; x < k->w; x++)
		str_add(&bar, x == column ? "*" : " ");
	app_time(jx_get(event, "at"), &when);
	cell[0] = (struct row_cell){ 2, k->x - 3, ATTR_PLAIN,
	    str_text(&what) };
	cell[1] = (struct row_cell){ k->x, k->w, ATTR_DIM, str_text(&bar) };
	cell[2] = (struct row_cell){ k->x + k->w + 1, STATE_COLS, ATTR_PLAIN,
	    str_text(&when) };
	rows_cells(&k->rows, key, 0, event, cell, ARRAY_LEN(cell));
	str_done(&bar);
	str_done(&when);
	str_done(&what);
	free(key);
}

static void
add_day(when_t t, struct str *out)
{
	const struct civil c = civil_from_day(when_day(t, VN_OFFSET_MIN));

	str_printf(out, "%02d/%02d/%04d", c.day, c.month, c.year);
}

/* The days at both ends, and where today is. */
static void
add_axis(struct view *v)
{
	struct timeline *k = v->data;
	const char *today = app_msg(v->app, M_TIMELINE_NOW);
	struct str line = STR_INIT, from = STR_INIT, to = STR_INIT;
	struct row_cell cell[3];
	int column = column_of(k, k->now);

	add_day(k->from, &from);
	add_day(k->to, &to);
	cell[0] = (struct row_cell){ k->x, 10, ATTR_PLAIN, str_text(&from) };
	cell[1] = (struct row_cell){ k->x + k->w - 10, 10, ATTR_PLAIN,
	    str_text(&to) };
	rows_cells(&k->rows, NULL, 0, NULL, cell, 2)->pick = false;
	for (int x = 0; x < k->w; x++)
		str_add(&line, x == column ? "\xe2\x96\xbc" : x == 0 ?
		    "\xe2\x94\x9c" : x == k->w - 1 ? "\xe2\x94\xa4" :
		    "\xe2\x94\x80");
	cell[0] = (struct row_cell){ k->x, k->w, ATTR_PLAIN, str_text(&line) };
	cell[1] = (struct row_cell){ k->x + k->w + 1, STATE_COLS, ATTR_BOLD,
	    today };
	rows_cells(&k->rows, NULL, 0, NULL, cell, 2)->pick = false;
	str_done(&line);
	str_done(&from);
	str_done(&to);
}

static void
timeline_layout(struct view *v, int width)
{
	struct timeline *k = v->data;
	const json_t *clocks = jx_get(k->of, "clocks"), *item;
	size_t i;

	k->x = width < 100 ? 26 : 46;
	k->w = width - k->x - STATE_COLS - 3;
	if (k->w < 10)
		k->w = 10;
	rows_begin(&k->rows);
	if (k->of != NULL) {
		find_span(k);
		add_axis(v);
		rows_section(&k->rows, width,
		    app_msg(v->app, M_CASE_CLOCKS));
		json_array_foreach(clocks, i, item)
			add_clock(v, item, i);
		if (json_array_size(clocks) == 0)
			rows_text(&k->rows, 2, width - 4, ATTR_DIM,
			    app_msg(v->app, M_TIMELINE_NO_CLOCK));
		rows_section(&k->rows, width,
		    app_msg(v->app, M_TIMELINE_DONE));
		json_array_foreach(jx_get(k->history, "events"), i, item)
			if (!jx_bool(item, "reads", false))
				add_event(v, item);
	}
	rows_end(&k->rows);
}

static void
timeline_paint(struct view *v, struct canvas *c, struct area a)
{
	struct timeline *k = v->data;
	struct area list = a;

	list.h -= 1;
	rows_paint(&k->rows, c, list, true);
	canvas_text(c, a.y + a.h - 1, a.x + 2, a.w - 4, ATTR_DIM,
	    app_msg(v->app, M_TIMELINE_LEGEND));
}

static bool
timeline_command(struct view *v, enum command command)
{
	return rows_command(&((struct timeline *)v->data)->rows, command);
}

static const json_t *
timeline_law(struct view *v)
{
	struct timeline *k = v->data;

	return jx_get(rows_data(&k->rows), "law");
}

static const struct view_ops timeline_ops = {
	.name = "timeline", .contexts = timeline_contexts,
	.title = timeline_title, .load = timeline_load,
	.layout = timeline_layout, .paint = timeline_paint,
	.command = timeline_command, .law = timeline_law,
	.close = timeline_close,
};

struct view *
timeline_new(struct app *app, const char *case_id)
{
	struct timeline *k = xcalloc(1, sizeof *k);

	k->case_id = xstrdup(case_id);
	return view_new(app, &timeline_ops, k);
}
