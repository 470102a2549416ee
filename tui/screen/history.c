/* Who did what, when, in which unit, under which article. */
#include "core/base/jx.h"
#include "tui/app.h"
#include "tui/screen/screens.h"

#include <stdlib.h>

struct history {
	char *case_id;
	json_t *answer;
	struct rows rows;
};

static void
history_close(struct view *v)
{
	struct history *k = v->data;

	rows_done(&k->rows);
	json_decref(k->answer);
	free(k->case_id);
	free(k);
}

static uint64_t
history_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_BACK | CTX_INSIDE;
}

static void
history_title(struct view *v, struct str *out)
{
	char *say = app_text(v->app, M_HISTORY_TITLE,
	    ((struct history *)v->data)->case_id, NULL);

	str_add(out, say);
	free(say);
}

static void
history_load(struct view *v)
{
	struct history *k = v->data;
	json_t *answer = app_ask(v->app, json_pack("{s:s, s:s}", "ask",
	    "history", "case", k->case_id));

	if (answer != NULL) {
		json_decref(k->answer);
		k->answer = answer;
	}
}

static void
add_event(struct view *v, const json_t *e, int width)
{
	struct history *k = v->data;
	struct app *app = v->app;
	struct str at = STR_INIT, what = STR_INIT;
	char *key = xasprintf("%d", (int)jx_int(e, "seq", 0));
	char *who = app_text(app, M_HISTORY_WHO,
	    app_get(app, jx_get(e, "actor"), "name"),
	    app_get(app, jx_get(e, "unit"), "title"), NULL);
	struct row_cell cell[2];

	app_time(jx_get(e, "at"), &at);
	str_add(&what, app_get(app, jx_get(e, "kind"), "title"));
	if (*app_get(app, e, "say") != '\0')
		str_printf(&what, ": %s", app_get(app, e, "say"));
	cell[0] = (struct row_cell){ 2, 16, ATTR_PLAIN, str_text(&at) };
	cell[1] = (struct row_cell){ 20, width - 21, ATTR_PLAIN,
	    str_text(&what) };
	rows_cells(&k->rows, key, 0, e, cell, 2);
	rows_more_text(&k->rows, 20, width - 21, ATTR_DIM, who);
	if (*app_get(app, e, "why") != '\0' &&
	    !str_eq(app_get(app, e, "why"), app_get(app, e, "say"))) {
		char *why = app_text(app, M_REASON, app_get(app, e, "why"),
		    NULL);

		rows_more_text(&k->rows, 20, width - 21, ATTR_DIM, why);
		free(why);
	}
	if (*app_get(app, jx_get(e, "law"), "text") != '\0') {
		char *law = law_text(app, jx_get(e, "law"));

		rows_more_text(&k->rows, 20, width - 21, ATTR_DIM, law);
		free(law);
	}
	str_done(&at);
	str_done(&what);
	free(who);
	free(key);
}

static void
history_layout(struct view *v, int width)
{
	struct history *k = v->data;
	const json_t *events = jx_get(k->answer, "events");
	bool first = k->rows.n == 0;

	rows_begin(&k->rows);
	for (size_t i = 0; i < json_array_size(events); i++)
		add_event(v, json_array_get(events, i), width);
	rows_end(&k->rows);
	/* What was done last is what is looked for. */
	if (first)
		rows_command(&k->rows, CMD_LAST);
}

static void
history_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct history *)v->data)->rows, c, a, true);
}

static bool
history_command(struct view *v, enum command command)
{
	return rows_command(&((struct history *)v->data)->rows, command);
}

static const json_t *
history_law(struct view *v)
{
	struct history *k = v->data;

	return jx_get(rows_data(&k->rows), "law");
}

static const struct view_ops history_ops = {
	.name = "history", .contexts = history_contexts,
	.title = history_title, .load = history_load,
	.layout = history_layout, .paint = history_paint,
	.command = history_command, .law = history_law,
	.close = history_close,
};

struct view *
history_new(struct app *app, const char *case_id)
{
	struct history *k = xcalloc(1, sizeof *k);

	k->case_id = xstrdup(case_id);
	return view_new(app, &history_ops, k);
}
