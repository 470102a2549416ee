/*
 * Machines that were lost, and other breaches of personal data: how long the
 * notice may still wait, whose data lay there, what was done about it.
 */
#include "core/base/jx.h"
#include "tui/app.h"
#include "tui/screen/screens.h"
#include "tui/widget/ask.h"
#include "tui/widget/choice.h"

#include <stdlib.h>
#include <string.h>

struct breaches {
	json_t *answer;
	char *machine;			/* of the one being recorded; or NULL */
	char *chosen;			/* the one a question is about */
	char *op_id;
	struct rows rows;
	int width;
};

static void
breaches_close(struct view *v)
{
	struct breaches *k = v->data;

	rows_done(&k->rows);
	json_decref(k->answer);
	free(k->machine);
	free(k->chosen);
	free(k->op_id);
	free(k);
}

static uint64_t
breaches_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_SECTIONS | CTX_BREACHES | CTX_BACK |
	    CTX_INSIDE;
}

static void
breaches_title(struct view *v, struct str *out)
{
	str_add(out, app_msg(v->app, M_BREACHES_TITLE));
}

static void
breaches_load(struct view *v)
{
	struct breaches *k = v->data;
	json_t *answer = app_ask(v->app, json_pack("{s:s,s:b}", "ask",
	    "breaches", "machines", 1));

	if (answer == NULL)
		return;
	json_decref(k->answer);
	k->answer = answer;
}

/* ---- showing ---- */

static bool
is_open(const json_t *b)
{
	return jx_text(b, "closed") == NULL;
}

static char *
state_of(struct app *app, const json_t *b)
{
	if (!is_open(b))
		return xstrdup(app_msg(app, M_BREACHES_CLOSED_STATE));
	if (jx_text(b, "notified") != NULL)
		return xstrdup(app_msg(app, M_BREACHES_NOTIFIED));
	if (jx_text(b, "due") == NULL)
		return xstrdup(app_msg(app, M_CLOCK_NO_TERM));
	return jx_bool(b, "late", false) ?
	    xstrdup(app_msg(app, M_CLOCK_LATE)) :
	    app_time_left(app, jx_get(b, "due"));
}

static void
more(struct view *v, enum msg m, const char *a, const char *b)
{
	struct breaches *k = v->data;
	char *say = app_text(v->app, m, a, b, NULL);

	rows_more_text(&k->rows, 4, k->width - 6, ATTR_DIM, say);
	free(say);
}

static void
add_breach(struct view *v, const json_t *b)
{
	struct breaches *k = v->data;
	struct app *app = v->app;
	char *state = state_of(app, b), *of = jx_text(b, "machine") != NULL ?
	    app_text(app, M_BREACHES_MACHINE, jx_text(b, "machine"), NULL) :
	    xstrdup(app_get(app, jx_get(b, "unit"), "title"));
	struct str found = STR_INIT, due = STR_INIT;
	struct row_cell cell[2] = {
		{ 2, k->width - 28, ATTR_PLAIN, of },
		{ k->width - 25, 24, jx_bool(b, "late", false) ? ATTR_BAD :
		    ATTR_PLAIN, state },
	};

	app_time(jx_get(b, "found"), &found);
	app_time(jx_get(b, "due"), &due);
	rows_cells(&k->rows, jx_text(b, "breach"), 0, b, cell, 2);
	rows_more_text(&k->rows, 4, k->width - 6, ATTR_PLAIN, app_get(app, b,
	    "what"));
	more(v, due.len > 0 ? M_BREACHES_FOUND : M_BREACHES_FOUND_ONLY,
	    str_text(&found), str_text(&due));
	if (jx_text(b, "document") != NULL)
		more(v, M_BREACHES_DOCUMENT, jx_text(b, "document"), NULL);
	if (jx_text(b, "why") != NULL)
		more(v, M_BREACHES_END, jx_text(b, "why"), NULL);
	str_done(&found);
	str_done(&due);
	free(of);
	free(state);
}

static void
add_part(struct view *v, bool open, enum msg title)
{
	struct breaches *k = v->data;
	const json_t *list = jx_get(k->answer, "breaches"), *b;
	bool any = false;
	size_t i;

	json_array_foreach(list, i, b) {
		if (is_open(b) != open)
			continue;
		if (!any)
			rows_section(&k->rows, k->width, app_msg(v->app,
			    title));
		any = true;
		add_breach(v, b);
	}
}

static void
breaches_layout(struct view *v, int width)
{
	struct breaches *k = v->data;
	const json_t *list = jx_get(k->answer, "breaches");
	const json_t *law = jx_get(json_array_get(list, 0), "law");

	k->width = width;
	rows_begin(&k->rows);
	if (json_array_size(list) == 0)
		rows_text(&k->rows, 2, width - 4, ATTR_PLAIN,
		    app_msg(v->app, M_BREACHES_NONE));
	add_part(v, true, M_BREACHES_OPEN);
	add_part(v, false, M_BREACHES_CLOSED);
	if (json_is_object(law)) {
		char *say = law_text(v->app, law);

		rows_text(&k->rows, 2, width - 4, ATTR_DIM, say);
		free(say);
	}
	rows_end(&k->rows);
}

static void
breaches_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct breaches *)v->data)->rows, c, a, true);
}

/* ---- whose data ---- */

static void
loss_line(struct app *app, struct rows *rows, const json_t *p, int width)
{
	struct str classes = STR_INIT;
	const json_t *class;
	char *say;
	size_t i;

	json_array_foreach(jx_get(p, "classes"), i, class)
		str_printf(&classes, "%s%s", i > 0 ? ", " : "",
		    app_get(app, class, "title"));
	say = app_text(app, M_BREACHES_PERSON, app_get(app, p, "case"),
	    app_get(app, p, "masked"), str_text(&classes), NULL);
	rows_item(rows, jx_text(p, "case"), 0, p, 2, width - 4, ATTR_PLAIN,
	    say);
	free(say);
	str_done(&classes);
}

static void
loss_fill(struct app *app, struct rows *rows, const json_t *o, int width)
{
	char *n = xasprintf("%zu", json_array_size(jx_get(o, "persons")));
	char *hidden = xasprintf("%lld", (long long)jx_int(o, "hidden", 0));
	char *say = app_text(app, M_BREACHES_COUNT, n, hidden, NULL);
	const json_t *item;
	size_t i;

	rows_text(rows, 2, width - 4, ATTR_PLAIN, say);
	rows_text(rows, 2, width - 4, ATTR_DIM, app_msg(app,
	    M_BREACHES_NO_SYNC));
	rows_section(rows, width, app_msg(app, M_BREACHES_PERSONS));
	json_array_foreach(jx_get(o, "persons"), i, item)
		loss_line(app, rows, item, width);
	rows_section(rows, width, app_msg(app, M_BREACHES_OFFICERS));
	json_array_foreach(jx_get(o, "officers"), i, item) {
		struct str last = STR_INIT;
		char *line;

		app_time(jx_get(item, "last"), &last);
		line = app_text(app, M_BREACHES_OFFICER, app_get(app, item,
		    "name"), app_get(app, jx_get(item, "unit"), "title"),
		    last.len > 0 ? str_text(&last) : "–", NULL);
		rows_item(rows, jx_text(item, "id"), 0, item, 2, width - 4,
		    ATTR_PLAIN, line);
		free(line);
		str_done(&last);
	}
	free(say);
	free(hidden);
	free(n);
}

/* The list is made anew, which is a reading of its own. */
static void
open_loss(struct view *v, const json_t *b)
{
	json_t *q = json_pack("{s:s}", "ask", "breach"), *answer;
	struct panel p = { M_BREACHES_LOSS, NULL, loss_fill, NULL, NULL };

	if (jx_text(b, "machine") != NULL)
		json_object_set(q, "machine", jx_get(b, "machine"));
	else
		json_object_set(q, "unit", jx_get(jx_get(b, "unit"), "code"));
	json_object_set(q, "found", jx_get(b, "found"));
	answer = app_ask(v->app, q);
	if (answer == NULL)
		return;
	p.data = answer;
	app_push(v->app, panel_new(v->app, &p));
}

/* ---- doing ---- */

/* A command of {"breach"?, "machine"?, KEY: text}. */
static void
send(struct view *v, const char *command, const char *key, const char *text)
{
	struct breaches *k = v->data;
	json_t *with = json_pack("{s:s,s:s*,s:s*}", key, text, "breach",
	    k->chosen, "machine", k->machine);
	json_t *outcome = app_do(v->app, json_pack("{s:s,s:s,s:o}", "do",
	    command, "op_id", k->op_id, "with", with));

	if (outcome_is(outcome, "done"))
		app_say(v->app, ATTR_GOOD, M_SAVED, NULL);
	else if (outcome_is(outcome, "refused"))
		app_say_refusal(v->app, outcome);
	json_decref(outcome);
	v->stale = true;
}

static void
on_what(void *ctx, const char *text)
{
	send(ctx, "record_breach", "what", text);
}

static void
on_document(void *ctx, const char *text)
{
	send(ctx, "notify_breach", "document", text);
}

static void
on_end(void *ctx, const char *text)
{
	send(ctx, "close_breach", "why", text);
}

static void
ask(struct view *v, enum msg title, const char *breach,
    void (*done)(void *ctx, const char *text))
{
	struct breaches *k = v->data;
	struct prompt p = { app_msg(v->app, title), NULL, SIZE_MAX, false,
	    false, false, 300, done, NULL, v };

	free(k->chosen);
	k->chosen = xstrdup(breach);
	free(k->op_id);
	k->op_id = tn_new_op_id(v->app->tn);
	prompt_open(v->app, &p);
}

static void
on_machine(void *ctx, const json_t *codes)
{
	struct view *v = ctx;
	struct breaches *k = v->data;
	const char *code = json_string_value(json_array_get(codes, 0));

	free(k->machine);
	k->machine = code == NULL || *code == '\0' ? NULL : xstrdup(code);
	ask(v, M_BREACHES_WHAT, NULL, on_what);
}

/* Which machine, or all that the unit has. */
static void
record(struct view *v)
{
	struct breaches *k = v->data;
	json_t *items = json_pack("[{s:s,s:{s:s,s:s}}]", "code", "", "title",
	    "vi", msg_text(M_BREACHES_UNIT, LANG_VI),
	    "en", msg_text(M_BREACHES_UNIT, LANG_EN));

	json_array_extend(items, jx_get(k->answer, "machines"));
	choice_open_json(v->app, app_msg(v->app, M_BREACHES_WHICH), items,
	    false, on_machine, v);
	json_decref(items);
}

static bool
breaches_can(struct view *v, enum command command)
{
	const json_t *b = rows_data(&((struct breaches *)v->data)->rows);

	if (command == CMD_BREACH_NOTIFY)
		return b != NULL && is_open(b) &&
		    jx_text(b, "notified") == NULL;
	return command != CMD_BREACH_CLOSE || (b != NULL && is_open(b));
}

static bool
breaches_command(struct view *v, enum command command)
{
	struct breaches *k = v->data;
	const json_t *b = rows_data(&k->rows);

	switch (command) {
	case CMD_OPEN:
		if (b != NULL)
			open_loss(v, b);
		return true;
	case CMD_BREACH_NEW:
		record(v);
		return true;
	case CMD_BREACH_NOTIFY:
	case CMD_BREACH_CLOSE:
		free(k->machine);
		k->machine = NULL;
		ask(v, command == CMD_BREACH_CLOSE ? M_BREACHES_HOW_ENDED :
		    M_BREACHES_NOTICE, jx_text(b, "breach"),
		    command == CMD_BREACH_CLOSE ? on_end : on_document);
		return true;
	default:
		return rows_command(&k->rows, command);
	}
}

static const json_t *
breaches_law(struct view *v)
{
	return jx_get(rows_data(&((struct breaches *)v->data)->rows), "law");
}

static const struct view_ops breaches_ops = {
	.name = "breaches", .contexts = breaches_contexts,
	.title = breaches_title, .load = breaches_load,
	.layout = breaches_layout, .paint = breaches_paint,
	.can = breaches_can, .command = breaches_command,
	.law = breaches_law, .close = breaches_close,
};

struct view *
breaches_new(struct app *app)
{
	return view_new(app, &breaches_ops, xcalloc(1,
	    sizeof(struct breaches)));
}
