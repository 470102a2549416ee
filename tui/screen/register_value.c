/*
 * One line of the legal register: its value, what it rests on, who set it by
 * which document, by province, and the proposals that wait.
 */
#include "core/base/jx.h"
#include "tui/app.h"
#include "tui/screen/screens.h"

#include <stdlib.h>

enum { ROW_PROPOSAL, ROW_PROPOSE, ROW_PROPOSE_LOCAL };

struct line {
	char *regime, *code;
	json_t *answer;			/* of the register query */
	json_t *value;			/* the line in it, borrowed */
	json_t *report;
	struct rows rows;
};

static void
line_close(struct view *v)
{
	struct line *k = v->data;

	rows_done(&k->rows);
	json_decref(k->answer);
	json_decref(k->report);
	free(k->regime);
	free(k->code);
	free(k);
}

static uint64_t
line_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_SECTIONS | CTX_BACK | CTX_INSIDE;
}

static void
line_title(struct view *v, struct str *out)
{
	str_add(out, app_msg(v->app, M_REGISTER_VALUE));
}

static json_t *
find_line(const json_t *answer, const struct line *k)
{
	json_t *values = jx_get(answer, "values");

	for (size_t i = 0; i < json_array_size(values); i++) {
		json_t *o = json_array_get(values, i);

		if (str_eq(jx_text(o, "code"), k->code) &&
		    str_eq(jx_text(o, "regime"), k->regime))
			return o;
	}
	return NULL;
}

static void
line_load(struct view *v)
{
	struct line *k = v->data;
	json_t *answer = app_ask(v->app, json_pack("{s:s, s:s}", "ask",
	    "register", "regime", k->regime));
	json_t *report = app_ask(v->app, json_pack("{s:s}", "ask",
	    "register_report"));

	if (find_line(answer, k) != NULL) {
		json_decref(k->answer);
		k->answer = json_incref(answer);
		k->value = find_line(answer, k);
	}
	if (report != NULL) {
		json_decref(k->report);
		k->report = json_incref(report);
	}
	json_decref(answer);
	json_decref(report);
}

/* One sentence with its arguments, wrapped. */
static void
say(struct view *v, int x, int width, enum attr attr, enum msg m,
    const char *a, const char *b, const char *c)
{
	char *text = app_text(v->app, m, a, b, c, NULL);

	rows_text(&((struct line *)v->data)->rows, x, width - x - 2, attr,
	    text);
	free(text);
}

/* Who set it here, and in which document it was read. */
static void
add_set(struct view *v, const json_t *o, int x, int width)
{
	const char *document = jx_text(o, "document");
	struct str at = STR_INIT;

	if (document != NULL && jx_text(o, "read_on") != NULL)
		say(v, x, width, ATTR_PLAIN, M_REGISTER_READ_ON, document,
		    jx_text(o, "read_on"), NULL);
	else if (document != NULL)
		say(v, x, width, ATTR_PLAIN, M_REGISTER_DOCUMENT, document,
		    NULL, NULL);
	if (jx_text(o, "confirmed_by") != NULL) {
		app_time(jx_get(o, "set_at"), &at);
		say(v, x, width, ATTR_DIM, M_REGISTER_SET_BY,
		    app_get(v->app, o, "proposed_by"),
		    jx_text(o, "confirmed_by"), str_text(&at));
	}
	str_done(&at);
}

static void
add_cases(struct view *v, int width)
{
	struct line *k = v->data;
	const json_t *r = find_line(k->report, k);
	char *open, *running;

	if (r == NULL)
		return;
	open = xasprintf("%d", (int)jx_int(r, "open_cases", 0));
	running = xasprintf("%d", (int)jx_int(r, "running", 0));
	say(v, 2, width, ATTR_WARN, M_REGISTER_CASES, open, running, NULL);
	free(open);
	free(running);
}

static void
add_head(struct view *v, int width)
{
	struct line *k = v->data;
	const json_t *law = jx_get(k->value, "law");
	char *text = register_value_text(v->app, k->value,
	    jx_text(k->value, "unit"));
	const char *regime = app_get(v->app, k->value, "regime_title");

	rows_text(&k->rows, 2, width - 4, ATTR_BOLD,
	    app_get(v->app, k->value, "title"));
	say(v, 2, width, ATTR_PLAIN, M_REGISTER_NOW, text, NULL, NULL);
	free(text);
	text = law_text(v->app, law);
	rows_text(&k->rows, 2, width - 4, ATTR_PLAIN, text);
	free(text);
	if (*regime != '\0')
		say(v, 2, width, ATTR_DIM, M_REGISTER_REGIME, regime, NULL,
		    NULL);
	if (*app_get(v->app, law, "note") != '\0')
		rows_text(&k->rows, 2, width - 4, ATTR_PLAIN,
		    app_get(v->app, law, "note"));
	if (jx_text(k->value, "source") != NULL)
		say(v, 2, width, ATTR_DIM, M_REGISTER_SOURCE,
		    jx_text(k->value, "source"), NULL, NULL);
	add_set(v, k->value, 2, width);
	add_cases(v, width);
}

static void
add_local(struct view *v, int width)
{
	struct line *k = v->data;
	const json_t *local = jx_get(k->value, "local");

	if (json_array_size(local) == 0)
		return;
	rows_section(&k->rows, width, app_msg(v->app, M_REGISTER_LOCAL));
	for (size_t i = 0; i < json_array_size(local); i++) {
		const json_t *o = json_array_get(local, i);
		char *text = register_value_text(v->app, o,
		    jx_text(k->value, "unit"));

		say(v, 2, width, ATTR_PLAIN, M_REGISTER_PROPOSAL,
		    app_get(v->app, jx_get(o, "province"), "title"), text,
		    app_get(v->app, o, "status_text"));
		add_set(v, o, 4, width);
		free(text);
	}
}

static void
add_proposals(struct view *v, int width)
{
	struct line *k = v->data;
	const json_t *list = jx_get(k->answer, "proposals");
	bool any = false;

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *p = json_array_get(list, i);
		const json_t *where = jx_get(p, "province");
		struct str at = STR_INIT;
		char *text, *line;

		if (!str_eq(jx_text(p, "code"), k->code) ||
		    !str_eq(jx_text(p, "regime"), k->regime))
			continue;
		if (!any)
			rows_section(&k->rows, width,
			    app_msg(v->app, M_REGISTER_PROPOSALS));
		any = true;
		text = register_value_text(v->app, p,
		    jx_text(k->value, "unit"));
		line = app_text(v->app, M_REGISTER_PROPOSAL, where != NULL ?
		    app_get(v->app, where, "title") : app_msg(v->app,
		    M_REGISTER_WHOLE), text, app_msg(v->app, str_eq(jx_text(p,
		    "status"), "confirmed") ? M_STATUS_CONFIRMED :
		    M_STATUS_REPORTED), NULL);
		rows_item(&k->rows, jx_text(p, "proposal"), ROW_PROPOSAL, p,
		    2, width - 4, ATTR_PLAIN, line);
		free(line);
		free(text);
		app_time(jx_get(p, "at"), &at);
		say(v, 4, width, ATTR_DIM, M_REGISTER_BY, app_get(v->app, p,
		    "by_name"), str_text(&at), NULL);
		add_set(v, p, 4, width);
		str_done(&at);
	}
}

static void
line_layout(struct view *v, int width)
{
	struct line *k = v->data;

	rows_begin(&k->rows);
	if (k->value != NULL) {
		add_head(v, width);
		add_local(v, width);
		add_proposals(v, width);
		rows_section(&k->rows, width, app_msg(v->app, M_REGISTER_DO));
		rows_item(&k->rows, "propose", ROW_PROPOSE, NULL, 2,
		    width - 4, ATTR_PLAIN, app_msg(v->app,
		    M_REGISTER_PROPOSE));
		rows_item(&k->rows, "local", ROW_PROPOSE_LOCAL, NULL, 2,
		    width - 4, ATTR_PLAIN, app_msg(v->app,
		    M_REGISTER_PROPOSE_LOCAL));
	}
	rows_end(&k->rows);
}

static void
line_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct line *)v->data)->rows, c, a, true);
}

static void
line_open(struct view *v)
{
	struct line *k = v->data;
	const struct row *row = rows_chosen(&k->rows);

	if (row == NULL || k->value == NULL)
		return;
	if (row->tag == ROW_PROPOSAL)
		value_decide(v->app, k->value, jx_text(row->data,
		    "proposal"));
	else
		value_propose(v->app, k->value,
		    row->tag == ROW_PROPOSE_LOCAL);
}

static bool
line_command(struct view *v, enum command command)
{
	if (command == CMD_OPEN) {
		line_open(v);
		return true;
	}
	return rows_command(&((struct line *)v->data)->rows, command);
}

static const json_t *
line_law(struct view *v)
{
	struct line *k = v->data;

	return jx_get(k->value, "law");
}

static const struct view_ops line_ops = {
	.name = "register_value", .contexts = line_contexts,
	.title = line_title, .load = line_load, .layout = line_layout,
	.paint = line_paint, .command = line_command, .law = line_law,
	.close = line_close,
};

struct view *
register_value_new(struct app *app, const json_t *value)
{
	struct line *k = xcalloc(1, sizeof *k);

	k->regime = xstrdup(jx_text(value, "regime") != NULL ?
	    jx_text(value, "regime") : "");
	k->code = xstrdup(jx_text(value, "code"));
	return view_new(app, &line_ops, k);
}
