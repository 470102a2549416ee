/* The acts of coordination that this unit leads or is invited to. */
#include "core/base/jx.h"
#include "tui/screen/coordination.h"

#include <stdlib.h>

struct together {
	char *case_id;			/* NULL: all */
	json_t *answer;
	struct rows rows;
};

static void
together_close(struct view *v)
{
	struct together *k = v->data;

	rows_done(&k->rows);
	json_decref(k->answer);
	free(k->case_id);
	free(k);
}

static uint64_t
together_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_SECTIONS | CTX_TOGETHER | CTX_BACK |
	    CTX_INSIDE;
}

static void
together_title(struct view *v, struct str *out)
{
	struct together *k = v->data;
	char *say = k->case_id == NULL ?
	    xstrdup(app_msg(v->app, M_TOGETHER_TITLE)) :
	    app_text(v->app, M_TOGETHER_OF_CASE, k->case_id, NULL);

	str_add(out, say);
	free(say);
}

static void
together_load(struct view *v)
{
	struct together *k = v->data;
	json_t *query = json_pack("{s:s, s:s*}", "ask", "coordinations",
	    "case", k->case_id), *answer = app_ask(v->app, query);

	if (answer != NULL) {
		json_decref(k->answer);
		k->answer = answer;
	}
}

/* How far it is: tasks of a plan, answers of anything else. */
static char *
how_far(struct app *app, const json_t *act)
{
	char bar[13], *n[2], *say;

	if (jx_bool(act, "plan", false)) {
		int percent = (int)jx_int(jx_get(act, "tasks"), "percent", 0);

		progress_bar(percent, bar);
		return xasprintf("%s %3d%%", bar, percent);
	}
	if (jx_int(act, "n_invited", 0) == 0)
		return xstrdup("");
	n[0] = xasprintf("%lld", (long long)jx_int(act, "n_answered", 0));
	n[1] = xasprintf("%lld", (long long)jx_int(act, "n_invited", 0));
	say = app_text(app, M_TOGETHER_ANSWERED, n[0], n[1], NULL);
	free(n[0]);
	free(n[1]);
	return say;
}

static void
add_act(struct view *v, const json_t *act, int width)
{
	struct together *k = v->data;
	struct app *app = v->app;
	bool late = jx_bool(act, "late", false);
	struct str due = STR_INIT;
	char *far = how_far(app, act), *lead;
	struct row_cell cell[5];
	size_t n = 0;

	day_text(jx_get(act, "due"), &due);
	cell[n++] = (struct row_cell){ 4, width - 33, ATTR_PLAIN,
	    app_get(app, act, "subject") };
	cell[n++] = (struct row_cell){ width - 28, 10, late ? ATTR_BAD :
	    ATTR_PLAIN, str_text(&due) };
	if (late) {
		cell[n++] = (struct row_cell){ 2, 1, ATTR_BAD, "!" };
		cell[n++] = (struct row_cell){ width - 16, 15, ATTR_BAD,
		    app_msg(app, M_TOGETHER_LATE) };
	}
	rows_cells(&k->rows, jx_text(act, "act"), TOGETHER_ROW, act, cell, n);
	lead = str_eq(jx_text(act, "relation"), "lead") ?
	    xstrdup(app_msg(app, M_TOGETHER_MINE)) :
	    app_text(app, M_TOGETHER_LEAD, app_get(app, jx_get(act, "lead"),
	    "title"), NULL);
	cell[0] = (struct row_cell){ 6, width / 2 - 8, ATTR_DIM,
	    app_get(app, jx_get(act, "kind"), "title") };
	cell[1] = (struct row_cell){ width / 2 - 1, width / 2 - 23, ATTR_DIM,
	    lead };
	cell[2] = (struct row_cell){ width - 23, 22, ATTR_DIM, far };
	rows_more(&k->rows, cell, 3);
	free(lead);
	free(far);
	str_done(&due);
}

static void
add_acts(struct view *v, int width, const char *state, enum msg title)
{
	struct together *k = v->data;
	const json_t *acts = jx_get(k->answer, "acts");
	bool any = false;

	for (size_t i = 0; i < json_array_size(acts); i++) {
		const json_t *act = json_array_get(acts, i);

		if (!str_eq(jx_text(act, "state"), state))
			continue;
		if (!any)
			rows_section(&k->rows, width, app_msg(v->app, title));
		any = true;
		add_act(v, act, width);
	}
}

static void
together_layout(struct view *v, int width)
{
	struct together *k = v->data;

	rows_begin(&k->rows);
	if (json_array_size(jx_get(k->answer, "acts")) == 0)
		rows_text(&k->rows, 2, width - 4, ATTR_PLAIN,
		    app_msg(v->app, M_TOGETHER_NONE));
	add_acts(v, width, "open", M_TOGETHER_OPEN);
	add_acts(v, width, "closed", M_TOGETHER_CLOSED);
	rows_end(&k->rows);
}

static void
together_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct together *)v->data)->rows, c, a, true);
}

static bool
together_can(struct view *v, enum command command)
{
	struct together *k = v->data;

	return command != CMD_COORDINATION_NEW ||
	    json_array_size(jx_get(k->answer, "can_open")) > 0;
}

static bool
together_command(struct view *v, enum command command)
{
	struct together *k = v->data;
	const struct row *row = rows_chosen(&k->rows);

	switch (command) {
	case CMD_OPEN:
		if (row != NULL)
			app_push(v->app, coordination_new(v->app, row->key));
		return true;
	case CMD_COORDINATION_NEW:
		convene_open(v->app, jx_get(k->answer, "can_open"),
		    k->case_id);
		return true;
	default:
		return rows_command(&k->rows, command);
	}
}

static const struct view_ops together_ops = {
	.name = "together", .contexts = together_contexts,
	.title = together_title, .load = together_load,
	.layout = together_layout, .paint = together_paint,
	.can = together_can, .command = together_command,
	.close = together_close,
};

struct view *
together_new(struct app *app, const char *case_id)
{
	struct together *k = xcalloc(1, sizeof *k);

	k->case_id = xstrdup(case_id);
	return view_new(app, &together_ops, k);
}
