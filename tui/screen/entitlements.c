/*
 * What the person of a case may have: each kind of support, whether the
 * person's class is entitled to it, until when, what remains, what was given.
 */
#include "core/base/jx.h"
#include "tui/app.h"
#include "tui/screen/screens.h"

#include <stdlib.h>

struct entitlements {
	char *case_id;
	json_t *answer;
	struct rows rows;
};

static void
entitlements_close(struct view *v)
{
	struct entitlements *k = v->data;

	rows_done(&k->rows);
	json_decref(k->answer);
	free(k->case_id);
	free(k);
}

static uint64_t
entitlements_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_SECTIONS | CTX_BACK | CTX_INSIDE;
}

static void
entitlements_title(struct view *v, struct str *out)
{
	struct entitlements *k = v->data;
	char *say = app_text(v->app, M_ENTITLED_TITLE, k->case_id, NULL);

	str_add(out, say);
	free(say);
}

static void
entitlements_load(struct view *v)
{
	struct entitlements *k = v->data;
	json_t *answer = app_ask(v->app, json_pack("{s:s, s:s}", "ask",
	    "entitlements", "case", k->case_id));

	if (answer != NULL) {
		json_decref(k->answer);
		k->answer = answer;
	}
}

static const struct {
	const char *what;
	enum msg say;
	enum attr attr;
} whats[] = {
	{ "yes", M_ENTITLED_YES, ATTR_GOOD },
	{ "case_by_case", M_ENTITLED_BY_CASE, ATTR_WARN },
	{ "unset", M_ENTITLED_UNSET, ATTR_WARN },
	{ "no", M_ENTITLED_NO, ATTR_DIM },
};

static size_t
what_of(const json_t *item)
{
	size_t i = 0;

	while (i + 1 < ARRAY_LEN(whats) &&
	    !str_eq(whats[i].what, jx_text(item, "what")))
		i++;
	return i;
}

/* "còn 87 ngày, đến 01/06/2026", or that no term is known. */
static char *
remaining(struct app *app, const json_t *item)
{
	struct str until = STR_INIT;
	char *days, *say = NULL;

	if (json_is_integer(jx_get(item, "remaining_days"))) {
		days = xasprintf("%lld", (long long)jx_int(item,
		    "remaining_days", 0));
		app_time(jx_get(item, "until"), &until);
		say = app_text(app, until.len > 0 ? M_ENTITLED_LEFT_UNTIL :
		    M_ENTITLED_LEFT, days, str_text(&until), NULL);
		free(days);
	}
	str_done(&until);
	return say;
}

static void
add_more(struct app *app, struct entitlements *k, const json_t *item,
    int width)
{
	const json_t *amount = jx_get(item, "amount");
	char *say = remaining(app, item), *number;

	if (say != NULL)
		rows_more_text(&k->rows, 4, width - 6, ATTR_PLAIN, say);
	free(say);
	if (json_is_integer(amount)) {
		number = xasprintf("%lld",
		    (long long)json_integer_value(amount));
		say = app_text(app, M_ENTITLED_AMOUNT, number, NULL);
		rows_more_text(&k->rows, 4, width - 6, ATTR_PLAIN, say);
		free(number);
		free(say);
	} else if (jx_get(item, "amount_law") != NULL &&
	    !json_is_null(jx_get(item, "amount_law"))) {
		rows_more_text(&k->rows, 4, width - 6, ATTR_WARN,
		    app_msg(app, M_ENTITLED_NO_AMOUNT));
	}
	if (*app_get(app, item, "why_not") != '\0')
		rows_more_text(&k->rows, 4, width - 6, ATTR_DIM,
		    app_get(app, item, "why_not"));
	say = law_text(app, jx_get(item, "law"));
	rows_more_text(&k->rows, 4, width - 6, ATTR_DIM, say);
	free(say);
}

static void
add_items(struct app *app, struct entitlements *k, int width, size_t what)
{
	const json_t *items = jx_get(k->answer, "items");
	bool any = false;

	for (size_t i = 0; i < json_array_size(items); i++) {
		const json_t *item = json_array_get(items, i);
		struct row_cell cell[2];
		char *given;

		if (what_of(item) != what)
			continue;
		if (!any)
			rows_section(&k->rows, width,
			    app_msg(app, whats[what].say));
		any = true;
		given = xasprintf("%lld", (long long)jx_int(item, "given",
		    0));
		cell[0] = (struct row_cell){ 2, width - 26, whats[what].attr,
		    app_get(app, item, "title") };
		cell[1] = (struct row_cell){ width - 22, 22, ATTR_PLAIN, NULL };
		if (jx_int(item, "given", 0) > 0) {
			char *say = app_text(app, M_ENTITLED_GIVEN, given,
			    NULL);

			cell[1].text = say;
			rows_cells(&k->rows, jx_text(item, "code"), 0, item,
			    cell, 2);
			free(say);
		} else {
			rows_cells(&k->rows, jx_text(item, "code"), 0, item,
			    cell, 1);
		}
		free(given);
		add_more(app, k, item, width);
	}
}

static void
entitlements_layout(struct view *v, int width)
{
	struct entitlements *k = v->data;
	char *say;

	rows_begin(&k->rows);
	if (k->answer != NULL) {
		say = app_text(v->app, M_ENTITLED_CLASS, app_get(v->app,
		    jx_get(k->answer, "class"), "title"), app_get(v->app,
		    jx_get(k->answer, "regime"), "title"), NULL);
		rows_text(&k->rows, 2, width - 3, ATTR_BOLD, say);
		free(say);
		rows_text(&k->rows, 2, width - 3, ATTR_DIM,
		    app_msg(v->app, M_ENTITLED_EMERGENCY));
	}
	for (size_t what = 0; what < ARRAY_LEN(whats); what++)
		add_items(v->app, k, width, what);
	rows_end(&k->rows);
}

static void
entitlements_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct entitlements *)v->data)->rows, c, a, true);
}

static bool
entitlements_command(struct view *v, enum command command)
{
	struct entitlements *k = v->data;
	const struct row *row = rows_chosen(&k->rows);
	struct panel p = { M_CASE_DETAIL, NULL, case_detail, NULL, NULL };

	if ((command == CMD_OPEN || command == CMD_DETAIL) && row != NULL) {
		p.data = json_deep_copy(row->data);
		app_push(v->app, panel_new(v->app, &p));
		return true;
	}
	return rows_command(&k->rows, command);
}

static const json_t *
entitlements_law(struct view *v)
{
	struct entitlements *k = v->data;

	return jx_get(rows_data(&k->rows), "law");
}

static const struct view_ops entitlements_ops = {
	.name = "entitlements", .contexts = entitlements_contexts,
	.title = entitlements_title, .load = entitlements_load,
	.layout = entitlements_layout, .paint = entitlements_paint,
	.command = entitlements_command, .law = entitlements_law,
	.close = entitlements_close,
};

struct view *
entitlements_new(struct app *app, const char *case_id)
{
	struct entitlements *k = xcalloc(1, sizeof *k);

	k->case_id = xstrdup(case_id);
	return view_new(app, &entitlements_ops, k);
}
