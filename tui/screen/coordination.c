/* One act of coordination, or a plan of implementation with its tasks. */
#include "tui/screen/coordination.h"

#include "core/base/jx.h"

#include <stdlib.h>

static void
coordination_view_close(struct view *v)
{
	struct coordination_view *k = COORDINATION_VIEW(v);

	rows_done(&k->rows);
	json_decref(k->answer);
	free(k->id);
	free(k);
}

static uint64_t
coordination_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_SECTIONS | CTX_COORDINATION |
	    CTX_BACK | CTX_INSIDE;
}

static void
coordination_title(struct view *v, struct str *out)
{
	struct coordination_view *k = COORDINATION_VIEW(v);

	str_add(out, app_get(v->app, jx_get(k->answer, "kind"), "title"));
}

static void
coordination_load(struct view *v)
{
	struct coordination_view *k = COORDINATION_VIEW(v);
	json_t *answer = app_ask(v->app, json_pack("{s:s, s:s}", "ask",
	    "coordination", "act", k->id));

	if (answer != NULL) {
		json_decref(k->answer);
		k->answer = answer;
	}
}

static void
coordination_layout(struct view *v, int width)
{
	coordination_fill(v->app, COORDINATION_VIEW(v), width);
}

static void
coordination_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&COORDINATION_VIEW(v)->rows, c, a, true);
}

static const json_t *
chosen_task(struct view *v)
{
	const struct row *row = rows_chosen(&COORDINATION_VIEW(v)->rows);

	return row != NULL && row->tag == TOGETHER_TASK ? row->data : NULL;
}

static bool
may(struct view *v, const char *command)
{
	const json_t *can = jx_get(COORDINATION_VIEW(v)->answer, "can");

	for (size_t i = 0; i < json_array_size(can); i++)
		if (str_eq(json_string_value(json_array_get(can, i)), command))
			return true;
	return false;
}

static bool
coordination_can(struct view *v, enum command command)
{
	const json_t *task = chosen_task(v);

	switch (command) {
	case CMD_COORDINATION_RECORD:
		return may(v, "record_coordination");
	case CMD_COORDINATION_CLOSE:
		return may(v, "close_coordination");
	case CMD_TASK_NEW:
		return may(v, "set_task");
	case CMD_TASK_CHANGE:
		return task != NULL && may(v, "set_task");
	case CMD_TASK_REPORT:
		return jx_bool(task, "mine", false) && may(v, "report_task");
	case CMD_TASK_URGE:
		return task != NULL && may(v, "urge_task") &&
		    !str_eq(jx_text(task, "state"), "done");
	case CMD_OPEN:
		return rows_chosen(&COORDINATION_VIEW(v)->rows) != NULL;
	default:
		return true;
	}
}

static void
open_row(struct view *v)
{
	const struct row *row = rows_chosen(&COORDINATION_VIEW(v)->rows);
	struct panel p = { M_CASE_DETAIL, NULL, coordination_detail, NULL,
	    NULL };

	if (row == NULL || row->data == NULL)
		return;
	p.data = json_deep_copy(row->data);
	app_push(v->app, panel_new(v->app, &p));
}

static bool
coordination_command(struct view *v, enum command command)
{
	switch (command) {
	case CMD_OPEN:
		open_row(v);
		return true;
	case CMD_COORDINATION_RECORD:
		coordination_record(v);
		return true;
	case CMD_COORDINATION_CLOSE:
		coordination_close(v);
		return true;
	case CMD_TASK_NEW:
		task_set(v, NULL);
		return true;
	case CMD_TASK_CHANGE:
		task_set(v, chosen_task(v));
		return true;
	case CMD_TASK_REPORT:
		task_report(v, chosen_task(v));
		return true;
	case CMD_TASK_URGE:
		task_urge(v, chosen_task(v));
		return true;
	default:
		return rows_command(&COORDINATION_VIEW(v)->rows, command);
	}
}

static const json_t *
coordination_law(struct view *v)
{
	struct coordination_view *k = v->data;
	const json_t *law = jx_get(rows_data(&k->rows), "law");

	return law != NULL ? law : jx_get(k->answer, "law");
}

static json_t *
coordination_place(struct view *v)
{
	return json_pack("{s:s, s:s}", "open", "coordination", "id",
	    ((struct coordination_view *)v->data)->id);
}

static struct rows *
coordination_rows(struct view *v)
{
	return &((struct coordination_view *)v->data)->rows;
}

static const struct view_ops coordination_ops = {
	.name = "coordination", .contexts = coordination_contexts,
	.title = coordination_title, .load = coordination_load,
	.layout = coordination_layout, .paint = coordination_paint,
	.can = coordination_can, .command = coordination_command,
	.law = coordination_law,
	.place = coordination_place, .rows = coordination_rows,
	.close = coordination_view_close,
};

struct view *
coordination_new(struct app *app, const char *act)
{
	struct coordination_view *k = xcalloc(1, sizeof *k);

	k->id = xstrdup(act);
	return view_new(app, &coordination_ops, k);
}
