/*
 * A hand-over act, as receiver or giver sees it.  Custody moves only on
 * acceptance, whole or person by person, each refusal with its reason.
 */
#include "core/base/jx.h"
#include "tui/app.h"
#include "tui/screen/screens.h"
#include "tui/widget/ask.h"

#include <stdlib.h>

struct act {
	char *id, *op_id;
	json_t *answer;
	json_t *refused;		/* case -> why */
	struct rows rows;
};

static void
act_close(struct view *v)
{
	struct act *k = v->data;

	rows_done(&k->rows);
	json_decref(k->answer);
	json_decref(k->refused);
	free(k->id);
	free(k->op_id);
	free(k);
}

static unsigned
act_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_SECTIONS | CTX_ACT | CTX_BACK |
	    CTX_INSIDE;
}

static void
act_title(struct view *v, struct str *out)
{
	struct act *k = v->data;
	const char *number = jx_text(k->answer, "number");
	char *say = app_text(v->app, M_ACT_TITLE, number != NULL ? number :
	    k->id, NULL);

	str_add(out, say);
	free(say);
}

static void
act_load(struct view *v)
{
	struct act *k = v->data;
	json_t *answer = app_ask(v->app, json_pack("{s:s, s:s}", "ask", "act",
	    "act", k->id));

	if (answer != NULL) {
		json_decref(k->answer);
		k->answer = answer;
	}
}

static enum msg
state_msg(const char *state)
{
	static const struct {
		const char *state;
		enum msg m;
	} states[] = {
		{ "offered", M_ACT_OFFERED }, { "accepted", M_ACT_ACCEPTED },
		{ "partly", M_ACT_PARTLY }, { "refused", M_ACT_REFUSED },
		{ "withdrawn", M_ACT_WITHDRAWN },
	};

	for (size_t i = 0; i < ARRAY_LEN(states); i++) {
		if (str_eq(states[i].state, state))
			return states[i].m;
	}
	return M_ACT_OFFERED;
}

static void
add_text(struct view *v, int width, enum msg m, const char *arg)
{
	char *say = app_text(v->app, m, arg, NULL);

	rows_text(&((struct act *)v->data)->rows, 2, width - 4, ATTR_PLAIN,
	    say);
	free(say);
}

/* A count, or a text of it in both languages. */
static char *
count_text(struct app *app, const json_t *n)
{
	return json_is_integer(n) ? xasprintf("%lld",
	    (long long)json_integer_value(n)) : xstrdup(*app_in(app, n) !=
	    '\0' ? app_in(app, n) : "0");
}

static void
add_line(struct view *v, const json_t *line, int width)
{
	struct act *k = v->data;
	struct app *app = v->app;
	const char *id = jx_text(line, "case");
	const char *why = jx_text(k->refused, id != NULL ? id : "");
	char *papers = count_text(app, jx_get(line, "papers"));
	char *things = count_text(app, jx_get(line, "belongings"));
	char *has = app_text(app, M_ACT_LINE, papers, things, NULL);
	bool open = str_eq(jx_text(line, "state"), "offered");
	struct row_cell cell[5] = {
		{ 2, 14, ATTR_PLAIN, id },
		{ 18, 16, ATTR_PLAIN, app_get(app, line, "masked") },
		{ 36, 16, ATTR_PLAIN, app_get(app, line, "condition") },
		{ 53, width - 54, ATTR_PLAIN, has },
	};

	if (id != NULL)
		rows_cells(&k->rows, id, 0, line, cell, 4);
	if (!open)
		why = app_get(app, line, "why");
	if (id != NULL && (why != NULL && *why != '\0')) {
		char *say = app_text(app, M_ACT_WILL_REFUSE, why, NULL);

		cell[0] = (struct row_cell){ 18, width - 19, ATTR_BAD, say };
		rows_more(&k->rows, cell, 1);
		free(say);
	}
	free(papers);
	free(things);
	free(has);
}

static void
act_layout(struct view *v, int width)
{
	struct act *k = v->data;
	struct app *app = v->app;
	const json_t *minutes = jx_get(k->answer, "minutes");
	const json_t *lines = jx_get(k->answer, "lines");
	struct str at = STR_INIT;

	rows_begin(&k->rows);
	app_time(jx_get(k->answer, "at"), &at);
	add_text(v, width, M_ACT_FROM, app_get(app, jx_get(k->answer, "from"),
	    "title"));
	add_text(v, width, M_ACT_TO, app_get(app, jx_get(k->answer, "to"),
	    "title"));
	add_text(v, width, M_ACT_AT, str_text(&at));
	add_text(v, width, M_ACT_STATE, app_msg(app,
	    state_msg(jx_text(k->answer, "state"))));
	rows_section(&k->rows, width, app_msg(app, M_ACT_PEOPLE));
	for (size_t i = 0; i < json_array_size(lines); i++)
		add_line(v, json_array_get(lines, i), width);
	if (json_array_size(minutes) > 0)
		rows_section(&k->rows, width, app_msg(app, M_ACT_MINUTES));
	for (size_t i = 0; i < json_array_size(minutes); i++) {
		const json_t *m = json_array_get(minutes, i);
		struct row_cell cell[2] = {
			{ 2, 30, ATTR_PLAIN, app_get(app, m, "label") },
			{ 34, width - 35, ATTR_PLAIN, app_get(app, m, "text") },
		};

		rows_more(&k->rows, cell, 2)->more = false;
	}
	rows_end(&k->rows);
	str_done(&at);
}

static void
act_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct act *)v->data)->rows, c, a, true);
}

static bool
is_open(const struct act *k)
{
	return str_eq(jx_text(k->answer, "state"), "offered");
}

/* Is this unit the receiver? */
static bool
is_ours(struct view *v)
{
	struct act *k = v->data;

	return str_eq(jx_text(jx_get(k->answer, "to"), "code"),
	    jx_text(jx_get(v->app->me, "unit"), "code"));
}

static void
run(struct view *v, json_t *command, enum msg said)
{
	struct act *k = v->data;
	struct app *app = v->app;
	json_t *outcome;

	json_object_set_new(command, "op_id", json_string(k->op_id));
	outcome = app_do(app, command);
	if (outcome_is(outcome, "done")) {
		char *number = xstrdup(jx_text(k->answer, "number") != NULL ?
		    jx_text(k->answer, "number") : k->id);

		app_pop_to_below(app, v);
		app_say(app, ATTR_GOOD, said, number, NULL);
		free(number);
	} else if (outcome_is(outcome, "refused")) {
		reasons_open(app, outcome, NULL, NULL);
	}
	json_decref(outcome);
}

static void
on_accept(void *ctx)
{
	struct view *v = ctx;
	struct act *k = v->data;
	json_t *refused = json_array(), *why;
	const char *id;

	json_object_foreach(k->refused, id, why)
		json_array_append_new(refused, json_pack("{s:s, s:O}", "case",
		    id, "why", why));
	run(v, json_pack("{s:s, s:{s:s, s:o}}", "do", "accept_handover",
	    "with", "act", k->id, "refused", refused),
	    json_object_size(k->refused) < json_array_size(jx_get(k->answer,
	    "lines")) ? M_ACT_ACCEPTED_DONE : M_SAVED);
}

static void
on_refuse_all(void *ctx, const char *text)
{
	struct view *v = ctx;

	run(v, json_pack("{s:s, s:{s:s, s:s}}", "do", "refuse_handover",
	    "with", "act", ((struct act *)v->data)->id, "why", text), M_SAVED);
}

static void
on_withdraw(void *ctx, const char *text)
{
	struct view *v = ctx;

	run(v, json_pack("{s:s, s:{s:s, s:s}}", "do", "withdraw_offer",
	    "with", "act", ((struct act *)v->data)->id, "why", text), M_SAVED);
}

static void
on_why(void *ctx, const char *text)
{
	struct view *v = ctx;
	struct act *k = v->data;
	const struct row *row = rows_chosen(&k->rows);

	if (row != NULL)
		json_object_set_new(k->refused, row->key, json_string(text));
	act_layout(v, v->app->canvas.cols);
}

static void
ask_why(struct view *v, enum msg title, void (*done)(void *, const char *))
{
	struct prompt p = { app_msg(v->app, title), NULL, SIZE_MAX, false,
	    false, false, 300, done, NULL, v };

	prompt_open(v->app, &p);
}

static void
toggle(struct view *v)
{
	struct act *k = v->data;
	const struct row *row = rows_chosen(&k->rows);

	if (row == NULL)
		return;
	if (jx_get(k->refused, row->key) == NULL) {
		ask_why(v, M_ACT_WHY, on_why);
		return;
	}
	json_object_del(k->refused, row->key);
	act_layout(v, v->app->canvas.cols);
}

static void
accept_act(struct view *v)
{
	struct act *k = v->data;
	size_t all = json_array_size(jx_get(k->answer, "lines"));
	size_t not = json_object_size(k->refused);
	char *yes = xasprintf("%zu", all - not), *no = xasprintf("%zu", not);
	/* Nobody accepted: the giving side stays responsible. */
	char *ask = not < all ?
	    app_text(v->app, M_ACT_ACCEPT_ASK, yes, no, NULL) :
	    app_text(v->app, M_ACT_NONE_ASK, no, NULL);

	confirm_open(v->app, ask, on_accept, v);
	free(ask);
	free(yes);
	free(no);
}

static bool
act_can(struct view *v, enum command command)
{
	struct act *k = v->data;

	switch (command) {
	case CMD_TOGGLE: case CMD_ACCEPT: case CMD_REFUSE_ALL:
		return is_open(k) && is_ours(v);
	case CMD_WITHDRAW:
		return is_open(k) && !is_ours(v);
	default:
		return true;
	}
}

static bool
act_command(struct view *v, enum command command)
{
	struct act *k = v->data;
	const struct row *row = rows_chosen(&k->rows);

	switch (command) {
	case CMD_OPEN:
		if (row != NULL)
			app_push(v->app, case_new(v->app, row->key));
		return true;
	case CMD_TOGGLE:
		toggle(v);
		return true;
	case CMD_ACCEPT:
		accept_act(v);
		return true;
	case CMD_REFUSE_ALL:
		ask_why(v, M_ACT_WHY_ALL, on_refuse_all);
		return true;
	case CMD_WITHDRAW:
		ask_why(v, M_ACT_WHY_WITHDRAW, on_withdraw);
		return true;
	default:
		return rows_command(&k->rows, command);
	}
}

static const struct view_ops act_ops = {
	.name = "act", .contexts = act_contexts, .title = act_title,
	.load = act_load, .layout = act_layout, .paint = act_paint,
	.can = act_can, .command = act_command, .close = act_close,
};

struct view *
act_new(struct app *app, const char *act)
{
	struct act *k = xcalloc(1, sizeof *k);

	k->id = xstrdup(act);
	k->op_id = tn_new_op_id(app->tn);
	k->refused = json_object();
	return view_new(app, &act_ops, k);
}
