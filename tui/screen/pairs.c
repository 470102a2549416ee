/* Acts that wait for a second person, one's own, and those of the past. */
#include "tui/screen/pair.h"

#include "core/base/jx.h"

#include <stdlib.h>

enum { ROW_WAITS, ROW_PAST };

struct pairs {
	json_t *answer;
	struct rows rows;
};

static void
pairs_close(struct view *v)
{
	struct pairs *k = v->data;

	rows_done(&k->rows);
	json_decref(k->answer);
	free(k);
}

static uint64_t
pairs_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_SECTIONS | CTX_BACK | CTX_INSIDE;
}

static void
pairs_title(struct view *v, struct str *out)
{
	str_add(out, app_msg(v->app, M_PAIRS_TITLE));
}

static void
pairs_load(struct view *v)
{
	struct pairs *k = v->data;
	json_t *answer = app_ask(v->app, json_pack("{s:s, s:b}", "ask",
	    "pairs", "past", 1));

	if (answer != NULL) {
		json_decref(k->answer);
		k->answer = answer;
	}
}

/* Where it stands in the list. */
enum part { PART_MINE_TO_DO, PART_USE, PART_MINE, PART_OTHERS, PARTS };

static const enum msg part_title[PARTS] = {
	M_PAIRS_FOR_ME, M_PAIRS_TO_USE, M_PAIRS_MINE, M_PAIRS_OTHERS
};

static bool
has(const json_t *pair, const char *what)
{
	const json_t *can = jx_get(pair, "can");

	for (size_t i = 0; i < json_array_size(can); i++)
		if (str_eq(json_string_value(json_array_get(can, i)), what))
			return true;
	return false;
}

static enum part
part_of(const json_t *pair)
{
	if (has(pair, "approve"))
		return PART_MINE_TO_DO;
	if (has(pair, "use"))
		return PART_USE;
	return jx_bool(pair, "mine", false) ? PART_MINE : PART_OTHERS;
}

static void
add_pair(struct view *v, const json_t *pair, int width)
{
	struct pairs *k = v->data;
	struct app *app = v->app;
	char *left = app_time_left(app, jx_get(pair, "until"));
	struct row_cell cell[2];
	struct str at = STR_INIT;
	char *by;

	cell[0] = (struct row_cell){ 2, width - 30, ATTR_PLAIN,
	    app_get(app, pair, "title") };
	cell[1] = (struct row_cell){ width - 26, 25, ATTR_PLAIN, left };
	rows_cells(&k->rows, jx_text(pair, "proposal"), ROW_WAITS, pair, cell,
	    2);
	app_time(jx_get(pair, "at"), &at);
	by = app_text(app, M_PAIR_BY, app_get(app, pair, "by_name"),
	    app_get(app, jx_get(pair, "unit"), "title"), str_text(&at), NULL);
	rows_more_text(&k->rows, 4, width - 6, ATTR_DIM, by);
	free(by);
	free(left);
	str_done(&at);
}

static void
add_part(struct view *v, int width, enum part part)
{
	struct pairs *k = v->data;
	const json_t *list = jx_get(k->answer, "pairs");
	bool any = false;

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *pair = json_array_get(list, i);

		/* What is past stands there. */
		if (jx_bool(pair, "old", false) || part_of(pair) != part)
			continue;
		if (!any)
			rows_section(&k->rows, width, app_msg(v->app,
			    part_title[part]));
		any = true;
		add_pair(v, pair, width);
	}
}

static const struct { const char *how; enum msg say; } ends[] = {
	{ "done", M_PAIR_HOW_DONE }, { "used", M_PAIR_HOW_USED },
	{ "declined", M_PAIR_HOW_DECLINED }, { "expired", M_PAIR_HOW_EXPIRED },
};

static char *
how_text(struct app *app, const json_t *past)
{
	const json_t *end = jx_get(past, "end");
	struct str at = STR_INIT;
	char *say = NULL;

	app_time(jx_get(end, "at"), &at);
	for (size_t i = 0; i < ARRAY_LEN(ends) && say == NULL; i++)
		if (str_eq(ends[i].how, jx_text(past, "how")))
			say = app_text(app, ends[i].say, app_get(app, end,
			    "by_name"), str_text(&at), NULL);
	str_done(&at);
	return say != NULL ? say : xstrdup("");
}

static void
add_past(struct view *v, int width)
{
	struct pairs *k = v->data;
	struct app *app = v->app;
	const json_t *list = jx_get(k->answer, "past");

	if (json_array_size(list) > 0)
		rows_section(&k->rows, width, app_msg(app, M_PAIRS_PAST));
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *past = json_array_get(list, i);
		char *how = how_text(app, past), *key, *say;
		struct str at = STR_INIT;

		app_time(jx_get(past, "at"), &at);
		key = xasprintf("past:%s", app_get(app, past, "proposal"));
		say = app_text(app, M_PAIRS_PAST_LINE, app_get(app, past,
		    "title"), app_get(app, past, "by_name"), str_text(&at),
		    NULL);
		rows_item(&k->rows, key, ROW_PAST, past, 2, width - 4,
		    ATTR_PLAIN, say);
		rows_more_text(&k->rows, 4, width - 6, ATTR_DIM, how);
		str_done(&at);
		free(say);
		free(key);
		free(how);
	}
}

static void
pairs_layout(struct view *v, int width)
{
	struct pairs *k = v->data;

	rows_begin(&k->rows);
	for (int part = 0; part < PARTS; part++)
		add_part(v, width, (enum part)part);
	if (k->rows.n == 0)
		rows_text(&k->rows, 2, width - 4, ATTR_PLAIN,
		    app_msg(v->app, M_PAIRS_NONE));
	add_past(v, width);
	rows_end(&k->rows);
}

static void
pairs_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct pairs *)v->data)->rows, c, a, true);
}

static bool
pairs_command(struct view *v, enum command command)
{
	struct pairs *k = v->data;
	const struct row *row = rows_chosen(&k->rows);

	if (command != CMD_OPEN)
		return rows_command(&k->rows, command);
	if (row != NULL && row->tag == ROW_WAITS)
		app_push(v->app, pair_new(v->app, row->data));
	return true;
}

static json_t *
pairs_place(struct view *v)
{
	(void)v;
	return json_pack("{s:s}", "open", "pairs");
}

static struct rows *
pairs_rows(struct view *v)
{
	return &((struct pairs *)v->data)->rows;
}

static const struct view_ops pairs_ops = {
	.name = "pairs", .contexts = pairs_contexts, .title = pairs_title,
	.load = pairs_load, .layout = pairs_layout, .paint = pairs_paint,
	.command = pairs_command, .place = pairs_place, .rows = pairs_rows,
	.close = pairs_close,
};

struct view *
pairs_new(struct app *app)
{
	return view_new(app, &pairs_ops, xcalloc(1, sizeof(struct pairs)));
}
