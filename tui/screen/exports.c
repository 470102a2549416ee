/*
 * The register of what left the house with names, newest first, and to whom
 * sealed files may go.
 */
#include "core/base/jx.h"
#include "tui/app.h"
#include "tui/screen/screens.h"

#include <stdio.h>
#include <stdlib.h>

struct export_list {
	json_t *answer;
	struct rows rows;
};

static void
exports_close(struct view *v)
{
	struct export_list *k = v->data;

	rows_done(&k->rows);
	json_decref(k->answer);
	free(k);
}

static uint64_t
exports_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_SECTIONS | CTX_BACK | CTX_INSIDE;
}

static void
exports_title(struct view *v, struct str *out)
{
	str_add(out, app_msg(v->app, M_EXPORTS_TITLE));
}

static void
exports_load(struct view *v)
{
	struct export_list *k = v->data;
	json_t *answer = app_ask(v->app, json_pack("{s:s}", "ask",
	    "exports"));

	if (answer != NULL) {
		json_decref(k->answer);
		k->answer = answer;
	}
}

static void
add_line(struct app *app, struct export_list *k, int width, enum msg m,
    const char *a, const char *b)
{
	char *say;

	if (*a == '\0')
		return;
	say = app_text(app, m, a, b, NULL);
	rows_more_text(&k->rows, 4, width - 6, ATTR_DIM, say);
	free(say);
}

/* A receiver by its code, as it is called. */
static const char *
receiver_name(struct app *app, const struct export_list *k, const char *code)
{
	const json_t *r = jx_by_code(jx_get(k->answer, "receivers"), code);

	return r == NULL ? code : app_get(app, r, "title");
}

static void
add_export(struct app *app, struct export_list *k, const json_t *o, int width)
{
	bool print = str_eq(jx_text(o, "kind"), "bulk_print");
	struct str at = STR_INIT;
	char count[24], *say;

	app_time(jx_get(o, "at"), &at);
	snprintf(count, sizeof count, "%d", (int)jx_int(o, "count", 0));
	say = app_text(app, print ? M_EXPORTS_PRINT : M_EXPORTS_LINE,
	    app_get(app, o, "export"), str_text(&at), count, print ? NULL :
	    receiver_name(app, k, app_get(app, o, "receiver")), NULL);
	rows_item(&k->rows, jx_text(o, "export"), 0, o, 2, width - 4,
	    ATTR_PLAIN, say);
	free(say);
	add_line(app, k, width, M_EXPORTS_BOTH, app_get(app, o, "by_name"),
	    app_get(app, o, "approved_name"));
	add_line(app, k, width, M_EXPORTS_PURPOSE, app_get(app, o, print ?
	    "why" : "purpose"), NULL);
	add_line(app, k, width, M_EXPORTS_HASH, app_get(app, o, "hash"),
	    NULL);
	str_done(&at);
}

static void
add_receiver(struct app *app, struct export_list *k, const json_t *r,
    int width)
{
	char *say = app_text(app, M_EXPORTS_RECEIVER, app_get(app, r,
	    "title"), app_get(app, r, "code"), NULL);

	rows_item(&k->rows, jx_text(r, "code"), 0, r, 2, width - 4,
	    ATTR_PLAIN, say);
	free(say);
	add_line(app, k, width, M_EXPORTS_COUNTRY, app_get(app, r,
	    "country"), NULL);
	add_line(app, k, width, M_EXPORTS_KEY, app_get(app, r, "public"),
	    NULL);
}

static void
exports_layout(struct view *v, int width)
{
	struct export_list *k = v->data;
	const json_t *list = jx_get(k->answer, "exports"), *o;
	bool any = false;
	size_t i;

	rows_begin(&k->rows);
	rows_section(&k->rows, width, app_msg(v->app, M_EXPORTS_OUT));
	json_array_foreach(list, i, o)
		add_export(v->app, k, o, width);
	if (json_array_size(list) == 0)
		rows_text(&k->rows, 2, width - 4, ATTR_PLAIN,
		    app_msg(v->app, M_EXPORTS_NONE));
	/* The units are known to all; whom two persons added, is not. */
	json_array_foreach(jx_get(k->answer, "receivers"), i, o) {
		if (jx_bool(o, "unit", false) || jx_bool(o, "ended", false))
			continue;
		if (!any)
			rows_section(&k->rows, width, app_msg(v->app,
			    M_EXPORTS_RECEIVERS));
		any = true;
		add_receiver(v->app, k, o, width);
	}
	rows_end(&k->rows);
}

static void
exports_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct export_list *)v->data)->rows, c, a, true);
}

static bool
exports_command(struct view *v, enum command command)
{
	return rows_command(&((struct export_list *)v->data)->rows, command);
}

static json_t *
exports_place(struct view *v)
{
	(void)v;
	return json_pack("{s:s}", "open", "exports");
}

static struct rows *
exports_rows(struct view *v)
{
	return &((struct export_list *)v->data)->rows;
}

static const struct view_ops exports_ops = {
	.name = "exports", .contexts = exports_contexts,
	.title = exports_title, .load = exports_load,
	.layout = exports_layout, .paint = exports_paint,
	.command = exports_command, .place = exports_place,
	.rows = exports_rows, .close = exports_close,
};

struct view *
exports_new(struct app *app)
{
	return view_new(app, &exports_ops, xcalloc(1,
	    sizeof(struct export_list)));
}
