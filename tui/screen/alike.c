/*
 * Cases that may be of one person and of which one is hidden from this unit:
 * the superior is told, and notes to both holders whom to speak to.  All cases
 * are read when the screen is opened, with the progress that the door tells, and
 * not again: coming back from one of them shows what was found.
 */
#include "tui/screen/queue.h"

#include "core/base/jx.h"
#include "tui/widget/ask.h"
#include "tui/widget/choice.h"

#include <stdlib.h>

#define NOTE_MOST 2000

struct alike_view {
	json_t *answer;
	json_t *pair;			/* the one that is asked about */
	struct rows rows;
	int width;
};

static void
alike_close(struct view *v)
{
	struct alike_view *k = v->data;

	rows_done(&k->rows);
	json_decref(k->pair);
	json_decref(k->answer);
	free(k);
}

static uint64_t
alike_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_BACK | CTX_INSIDE;
}

static void
alike_title(struct view *v, struct str *out)
{
	str_add(out, app_msg(v->app, M_ALIKE_TITLE));
}

/* ---- showing ---- */

static const json_t *
one_of(const json_t *pair, size_t i)
{
	return json_array_get(jx_get(pair, "cases"), i);
}

static void
add_case(struct view *v, const json_t *o)
{
	struct alike_view *k = v->data;
	struct app *app = v->app;
	struct str at = STR_INIT;
	char *say;

	app_time(jx_get(o, "opened"), &at);
	say = app_text(app, M_ALIKE_CASE, app_get(app, o, "case"),
	    app_get(app, jx_get(o, "holder"), "title"), str_text(&at),
	    app_get(app, jx_get(o, "state"), "title"), NULL);
	rows_more_text(&k->rows, 4, k->width - 6, ATTR_DIM, say);
	free(say);
	str_done(&at);
}

static void
add_pair(struct view *v, const json_t *pair)
{
	struct alike_view *k = v->data;
	struct app *app = v->app;
	const char *a = app_get(app, one_of(pair, 0), "case");
	const char *b = app_get(app, one_of(pair, 1), "case");
	char *both = app_text(app, M_ALIKE_PAIR, a, b, NULL);
	char *key = xasprintf("%s %s", a, b);
	bool number = str_eq(jx_text(pair, "why"), "number");
	struct row_cell cell[2] = {
		{ 2, k->width - 33, ATTR_PLAIN, both },
		{ k->width - 30, 29, number ? ATTR_WARN : ATTR_PLAIN,
		    app_msg(app, number ? M_ALIKE_NUMBER : M_ALIKE_NAME) },
	};

	rows_cells(&k->rows, key, 0, pair, cell, 2);
	add_case(v, one_of(pair, 0));
	add_case(v, one_of(pair, 1));
	free(key);
	free(both);
}

static void
alike_layout(struct view *v, int width)
{
	struct alike_view *k = v->data;
	struct app *app = v->app;
	const json_t *list = jx_get(k->answer, "pairs"), *pair;
	char *n = xasprintf("%lld", (long long)jx_int(k->answer, "read", 0));
	char *say = app_text(app, M_ALIKE_READ, n, NULL);
	size_t i;

	k->width = width;
	rows_begin(&k->rows);
	rows_text(&k->rows, 2, width - 4, ATTR_DIM, say);
	rows_text(&k->rows, 2, width - 4, ATTR_PLAIN, app_msg(app,
	    json_array_size(list) == 0 ? M_ALIKE_NONE : M_ALIKE_CARE));
	json_array_foreach(list, i, pair)
		add_pair(v, pair);
	if (jx_bool(k->answer, "more", false))
		rows_text(&k->rows, 2, width - 4, ATTR_WARN,
		    app_msg(app, M_ALIKE_MORE));
	rows_end(&k->rows);
	free(say);
	free(n);
}

static void
alike_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct alike_view *)v->data)->rows, c, a, true);
}

/* ---- doing ---- */

/* The same words to both holders; each case may refuse them on its own. */
static void
on_note(void *ctx, const char *text)
{
	struct view *v = ctx;
	struct alike_view *k = v->data;
	json_t *command = json_pack("{s:s,s:[O,O],s:{s:s}}", "do",
	    "append_note", "cases", jx_get(one_of(k->pair, 0), "case"),
	    jx_get(one_of(k->pair, 1), "case"), "with", "text", text);
	char *op_id = tn_new_op_id(v->app->tn);
	size_t done;
	json_t *results = many_run(v->app, command, op_id, &done);

	many_show(v->app, results, done);
	free(op_id);
	json_decref(command);
}

static void
on_act(void *ctx, const json_t *codes)
{
	struct view *v = ctx;
	struct alike_view *k = v->data;
	const char *code = json_string_value(json_array_get(codes, 0));
	struct prompt p = { app_msg(v->app, M_ALIKE_NOTE), NULL, SIZE_MAX,
	    true, false, false, NOTE_MOST, on_note, NULL, v };

	if (str_eq(code, "note"))
		prompt_open(v->app, &p);
	else
		app_push(v->app, case_new(v->app, jx_text(one_of(k->pair,
		    str_eq(code, "1") ? 1 : 0), "case")));
}

static void
add_open(struct app *app, json_t *items, const char *code, const json_t *o)
{
	char *title = app_text(app, M_ALIKE_OPEN, app_get(app, o, "case"),
	    app_get(app, jx_get(o, "holder"), "title"), NULL);

	json_array_append_new(items, json_pack("{s:s,s:s}", "code", code,
	    "title", title));
	free(title);
}

static void
ask_what(struct view *v, const json_t *pair)
{
	struct alike_view *k = v->data;
	json_t *items = json_array();

	json_decref(k->pair);
	k->pair = json_deep_copy(pair);
	add_open(v->app, items, "0", one_of(pair, 0));
	add_open(v->app, items, "1", one_of(pair, 1));
	json_array_append_new(items, json_pack("{s:s,s:s}", "code", "note",
	    "title", app_msg(v->app, M_ALIKE_ACT_NOTE)));
	choice_open_json(v->app, app_msg(v->app, M_ALIKE_WHAT), items, false,
	    on_act, v);
	json_decref(items);
}

static bool
alike_command(struct view *v, enum command command)
{
	struct alike_view *k = v->data;
	const json_t *pair = rows_data(&k->rows);

	if (command != CMD_OPEN)
		return rows_command(&k->rows, command);
	if (pair != NULL)
		ask_what(v, pair);
	return true;
}

static struct rows *
alike_rows(struct view *v)
{
	return &((struct alike_view *)v->data)->rows;
}

static const struct view_ops alike_ops = {
	.name = "alike", .contexts = alike_contexts, .title = alike_title,
	.layout = alike_layout, .paint = alike_paint,
	.command = alike_command, .rows = alike_rows, .close = alike_close,
};

struct view *
alike_new(struct app *app)
{
	json_t *answer = app_ask(app, json_pack("{s:s}", "ask", "alike"));
	struct alike_view *k;

	if (answer == NULL)
		return NULL;
	k = xcalloc(1, sizeof *k);
	k->answer = answer;
	return view_new(app, &alike_ops, k);
}
