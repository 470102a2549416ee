/*
 * The procedure as a map: every state of the path with its steps, what is
 * done, where the case is, what can be done now.  In 80 columns a list; where
 * there is room the picture stands beside it.  Marks and words say
 * everything that colour says.
 */
#include "core/base/jx.h"
#include "tui/app.h"
#include "tui/screen/map_picture.h"
#include "tui/screen/screens.h"

#include <stdlib.h>

#define PICTURE_FROM 120

struct map_view {
	char *case_id;
	json_t *answer;
	struct rows rows;
	bool shown;		/* "you are here" was chosen once */
};

enum map_row { MAP_NODE, MAP_EDGE };

static void
map_close(struct view *v)
{
	struct map_view *k = v->data;

	rows_done(&k->rows);
	json_decref(k->answer);
	free(k->case_id);
	free(k);
}

static uint64_t
map_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_SECTIONS | CTX_BACK | CTX_INSIDE;
}

static void
map_title(struct view *v, struct str *out)
{
	struct map_view *k = v->data;
	char *say = app_text(v->app, M_MAP_TITLE, app_get(v->app,
	    jx_get(k->answer, "path"), "title"), NULL);

	str_add(out, say);
	free(say);
}

static void
map_load(struct view *v)
{
	struct map_view *k = v->data;
	json_t *answer = app_ask(v->app, json_pack("{s:s, s:s}", "ask", "map",
	    "case", k->case_id));

	if (answer != NULL) {
		json_decref(k->answer);
		k->answer = answer;
	}
}

static const struct status {
	const char *code, *mark;
	enum msg say;
	enum attr attr;
} node_status[] = {
	{ "here", "[>]", M_MAP_HERE, ATTR_BOLD },
	{ "done", "[x]", M_MAP_DONE, ATTR_PLAIN },
	{ "possible", "[+]", M_MAP_POSSIBLE, ATTR_GOOD },
	{ "passed_by", "[-]", M_MAP_PASSED_BY, ATTR_DIM },
	{ "ahead", "[ ]", M_MAP_AHEAD, ATTR_DIM },
}, edge_status[] = {
	{ "taken", "x", M_MAP_TAKEN, ATTR_PLAIN },
	{ "late", "!", M_MAP_LATE, ATTR_BAD },
	{ "possible", "+", M_MAP_CAN, ATTR_GOOD },
	{ "blocked", "-", M_MAP_BLOCKED, ATTR_WARN },
	{ "ahead", " ", M_MAP_NOT_YET, ATTR_DIM },
};

static const struct status *
status_of(const struct status *table, size_t n, const json_t *item)
{
	for (size_t i = 0; i + 1 < n; i++)
		if (str_eq(table[i].code, jx_text(item, "status")))
			return &table[i];
	return &table[n - 1];
}

static const char *
title_of_state(struct app *app, const json_t *nodes, const char *code)
{
	const json_t *node = jx_by_code(nodes, code);

	if (node != NULL)
		return app_get(app, node, "title");
	return code == NULL ? "" : code;
}

/* Text on the left, its status in words on the right. */
static void
add_line(struct app *app, struct map_view *k, int width, int x,
    const struct status *s, int tag, const json_t *item, const char *text)
{
	char *key = xasprintf("%d:%s:%s:%s", tag, jx_text(item, "code"),
	    jx_text(item, "from") == NULL ? "" : jx_text(item, "from"),
	    jx_text(item, "to") == NULL ? "" : jx_text(item, "to"));
	struct row_cell cell[3] = {
		{ x, 4, s->attr, s->mark },
		{ x + 4, width - x - 24, s->attr, text },
		{ width - 19, 18, s->attr, app_msg(app, s->say) },
	};

	rows_cells(&k->rows, key, tag, item, cell, 3);
	free(key);
}

static void
add_edges(struct app *app, struct map_view *k, int width, const json_t *of,
    const char *from)
{
	const json_t *edges = jx_get(of, "edges");

	for (size_t i = 0; i < json_array_size(edges); i++) {
		const json_t *e = json_array_get(edges, i);
		char *text;

		if (!str_eq(jx_text(e, "from"), from))
			continue;
		text = str_eq(jx_text(e, "to"), from) ?
		    app_text(app, M_MAP_STAYS, app_get(app, e, "title"),
		    NULL) : app_text(app, M_MAP_STEP, app_get(app, e, "title"),
		    title_of_state(app, jx_get(of, "nodes"),
		    jx_text(e, "to")), NULL);
		add_line(app, k, width, 6, status_of(edge_status,
		    ARRAY_LEN(edge_status), e), MAP_EDGE, e, text);
		free(text);
	}
}

static void
add_map(struct app *app, struct map_view *k, int width, const json_t *of)
{
	const json_t *nodes = jx_get(of, "nodes");

	for (size_t i = 0; i < json_array_size(nodes); i++) {
		const json_t *n = json_array_get(nodes, i);

		add_line(app, k, width, 2, status_of(node_status,
		    ARRAY_LEN(node_status), n), MAP_NODE, n,
		    app_get(app, n, "title"));
		add_edges(app, k, width, of, jx_text(n, "code"));
	}
}

static void
choose_here(struct map_view *k)
{
	const json_t *nodes = jx_get(k->answer, "nodes");

	for (size_t i = 0; i < json_array_size(nodes); i++) {
		const json_t *n = json_array_get(nodes, i);
		char *key;

		if (!str_eq(jx_text(n, "status"), "here"))
			continue;
		key = xasprintf("%d:%s::", MAP_NODE, jx_text(n, "code"));
		k->shown = rows_choose(&k->rows, key);
		free(key);
	}
}

static void
map_layout(struct view *v, int width)
{
	struct map_view *k = v->data;
	const json_t *tracks = jx_get(k->answer, "tracks");
	int w = width < PICTURE_FROM ? width : width / 2;

	rows_begin(&k->rows);
	rows_text(&k->rows, 2, w - 3, ATTR_DIM, app_msg(v->app, M_MAP_LEGEND));
	rows_section(&k->rows, w, app_get(v->app, jx_get(k->answer, "path"),
	    "title"));
	add_map(v->app, k, w, k->answer);
	for (size_t i = 0; i < json_array_size(tracks); i++) {
		const json_t *t = json_array_get(tracks, i);

		rows_section(&k->rows, w, app_get(v->app, t, "title"));
		add_map(v->app, k, w, t);
	}
	rows_end(&k->rows);
	if (!k->shown)
		choose_here(k);
}

static void
map_paint(struct view *v, struct canvas *c, struct area a)
{
	struct map_view *k = v->data;
	struct area list = a, side = a;

	if (a.w < PICTURE_FROM) {
		rows_paint(&k->rows, c, a, true);
		return;
	}
	list.w = a.w / 2;
	side.x = a.x + list.w + 2;
	side.w = a.w - list.w - 2;
	map_picture(v->app, c, side, k->answer);
	rows_paint(&k->rows, c, list, true);
}

static bool
map_command(struct view *v, enum command command)
{
	struct map_view *k = v->data;
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
map_law(struct view *v)
{
	struct map_view *k = v->data;

	return jx_get(rows_data(&k->rows), "law");
}

static const struct view_ops map_ops = {
	.name = "map", .contexts = map_contexts, .title = map_title,
	.load = map_load, .layout = map_layout, .paint = map_paint,
	.command = map_command, .law = map_law,
	.close = map_close,
};

struct view *
map_new(struct app *app, const char *case_id)
{
	struct map_view *k = xcalloc(1, sizeof *k);

	k->case_id = xstrdup(case_id);
	return view_new(app, &map_ops, k);
}
