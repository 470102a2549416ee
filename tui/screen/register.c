/* The legal register: what is known, how surely, and what is not known. */
#include "core/base/jx.h"
#include "tui/app.h"
#include "tui/screen/screens.h"

#include <stdlib.h>

struct registry {
	json_t *answer;
	struct rows rows;
};

static void
register_close(struct view *v)
{
	struct registry *k = v->data;

	rows_done(&k->rows);
	json_decref(k->answer);
	free(k);
}

static unsigned
register_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_SECTIONS | CTX_REGISTER | CTX_BACK |
	    CTX_INSIDE;
}

static void
register_title(struct view *v, struct str *out)
{
	str_add(out, app_msg(v->app, M_REGISTER_TITLE));
}

static void
register_load(struct view *v)
{
	struct registry *k = v->data;
	json_t *answer = app_ask(v->app, json_pack("{s:s}", "ask",
	    "register"));

	if (answer != NULL) {
		json_decref(k->answer);
		k->answer = answer;
	}
}

static const struct {
	const char *unit;
	enum msg say;
} units[] = {
	{ "hours", M_UNIT_HOURS }, { "calendar_days", M_UNIT_CALENDAR_DAYS },
	{ "working_days", M_UNIT_WORKING_DAYS }, { "months", M_UNIT_MONTHS },
	{ "VND", M_UNIT_VND }, { "vnd", M_UNIT_VND },
};

static char *
value_text(struct app *app, const json_t *value)
{
	const json_t *n = jx_get(value, "value");
	enum msg m = M_UNIT_COUNT;
	char *number, *say;

	/* Unset is never a number. */
	if (n == NULL || json_is_null(n))
		return xstrdup(app_msg(app, M_REGISTER_NONE));
	number = json_is_string(n) ? xstrdup(json_string_value(n)) :
	    xasprintf("%lld", (long long)json_integer_value(n));
	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		if (str_eq(units[i].unit, jx_text(value, "unit")))
			m = units[i].say;
	}
	say = app_text(app, m, number, NULL);
	free(number);
	return say;
}

static void
add_values(struct view *v, int width, bool unset)
{
	struct registry *k = v->data;
	const json_t *values = jx_get(k->answer, "values");
	bool any = false;

	for (size_t i = 0; i < json_array_size(values); i++) {
		const json_t *o = json_array_get(values, i);
		struct row_cell cell[2];
		char *say;

		if (str_eq(jx_text(o, "status"), "unset") != unset)
			continue;
		if (!any)
			rows_section(&k->rows, width, app_msg(v->app, unset ?
			    M_REGISTER_UNSET : M_REGISTER_SET));
		any = true;
		say = value_text(v->app, o);
		cell[0] = (struct row_cell){ 2, width - 25, ATTR_PLAIN,
		    app_get(v->app, o, "title") };
		cell[1] = (struct row_cell){ width - 22, 22, unset ?
		    ATTR_WARN : ATTR_PLAIN, say };
		rows_cells(&k->rows, jx_text(o, "code"), 0, o, cell, 2);
		free(say);
		/* How sure it is stands beside every value. */
		say = law_text(v->app, jx_get(o, "law"));
		rows_more_text(&k->rows, 4, width - 6, ATTR_DIM, say);
		free(say);
	}
}

static void
register_layout(struct view *v, int width)
{
	struct registry *k = v->data;

	rows_begin(&k->rows);
	add_values(v, width, true);
	add_values(v, width, false);
	rows_end(&k->rows);
}

static void
register_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct registry *)v->data)->rows, c, a, true);
}

static bool
register_command(struct view *v, enum command command)
{
	struct registry *k = v->data;
	const struct row *row = rows_chosen(&k->rows);
	struct panel p = { M_CASE_DETAIL, NULL, NULL, NULL, NULL };

	if ((command == CMD_OPEN || command == CMD_DETAIL) && row != NULL) {
		p.data = json_deep_copy(row->data);
		p.fill = case_detail;
		app_push(v->app, panel_new(v->app, &p));
		return true;
	}
	return rows_command(&k->rows, command);
}

static const struct view_ops register_ops = {
	.name = "register", .contexts = register_contexts,
	.title = register_title, .load = register_load,
	.layout = register_layout, .paint = register_paint,
	.command = register_command, .close = register_close,
};

struct view *
register_new(struct app *app)
{
	return view_new(app, &register_ops, xcalloc(1,
	    sizeof(struct registry)));
}
