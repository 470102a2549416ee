/*
 * A hand-over act being made: the minutes and a line for each person.  It
 * stays here, as a draft, until one command offers all of them.
 */
#include "tui/screen/offer.h"

#include "core/base/jx.h"
#include "tui/widget/ask.h"

#include <stdlib.h>
#include <string.h>

static void
offer_close(struct view *v)
{
	struct offer *o = OFFER_VIEW(v);

	for (size_t i = 0; i < o->n; i++) {
		free(o->line[i].id);
		free(o->line[i].masked);
		json_decref(o->line[i].answers);
		for (size_t k = 0; k < OFFER_COLUMNS; k++)
			free(o->line[i].cell[k]);
	}
	free(o->line);
	rows_done(&o->rows);
	json_decref(o->what);
	json_decref(o->minutes);
	json_decref(o->head);
	json_decref(o->inner);
	free(o->op_id);
	free(o);
}

static uint64_t
offer_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_BACK | CTX_INSIDE | CTX_RECEPTION |
	    CTX_OFFER;
}

static void
offer_title(struct view *v, struct str *out)
{
	char *say = app_text(v->app, M_OFFER_TITLE, app_get(v->app,
	    jx_get(OFFER_VIEW(v)->what, "step"), "title"), NULL);

	str_add(out, say);
	free(say);
}

static void
changed(struct view *v)
{
	OFFER_VIEW(v)->dirty = true;
	offer_layout(v, app_width(v->app));
	app_touch(v->app, v);
}

static void
on_inner_draft(void *ctx, json_t *content)
{
	struct view *v = ctx;
	struct offer *o = OFFER_VIEW(v);

	json_decref(o->inner);
	o->inner = content;
	o->dirty = true;
	v->unsaved = true;
}

static void
drop_inner(struct offer *o)
{
	json_decref(o->inner);
	o->inner = NULL;
}

static void
on_minutes(void *ctx, json_t *answers)
{
	struct view *v = ctx;
	struct offer *o = OFFER_VIEW(v);

	drop_inner(o);
	/* Only looked at. */
	if (o->minutes != NULL ? json_equal(o->minutes, answers) :
	    json_object_size(answers) == 0) {
		json_decref(answers);
		return;
	}
	json_decref(o->minutes);
	o->minutes = answers;
	changed(v);
}

static void
on_line(void *ctx, json_t *answers)
{
	struct view *v = ctx;
	struct offer *o = OFFER_VIEW(v);
	struct offer_line *line = &o->line[o->open];

	drop_inner(o);
	if (line->answers != NULL ? json_equal(line->answers, answers) :
	    json_object_size(answers) == 0) {
		json_decref(answers);
		return;
	}
	json_decref(line->answers);
	line->answers = json_object_size(answers) > 0 ? answers : NULL;
	if (line->answers == NULL)
		json_decref(answers);
	offer_show(v, line);
	changed(v);
	if (rows_choose(&o->rows, line->id))
		rows_command(&o->rows, CMD_DOWN);
}

void
offer_open_minutes(struct view *v)
{
	struct offer *o = OFFER_VIEW(v);
	const json_t *step = jx_get(o->what, "step");

	if (jx_text(step, "form") != NULL)
		form_collect(v, jx_text(step, "form"), jx_get(step, "title"),
		    o->minutes, on_minutes, on_inner_draft);
}

void
offer_open_line(struct view *v, size_t i)
{
	struct offer *o = OFFER_VIEW(v);
	const char *form = jx_text(jx_get(o->what, "step"), "line_form");
	json_t *title;

	if (i >= o->n || form == NULL)
		return;
	o->open = i;
	title = json_object();
	for (int lang = LANG_VI; lang <= LANG_EN; lang++) {
		struct str say = STR_INIT;
		const char *const arg[] = { o->line[i].id };

		text_fill(&say, msg_text(M_OFFER_LINE_OF, (enum lang)lang),
		    arg, 1);
		json_object_set_new(title, lang == LANG_EN ? "en" : "vi",
		    json_string(str_text(&say)));
		str_done(&say);
	}
	form_collect(v, form, title, o->line[i].answers, on_line,
	    on_inner_draft);
	json_decref(title);
}

/* Names stay masked: they are read in the case alone. */
static void
ask_names(struct view *v)
{
	struct offer *o = OFFER_VIEW(v);

	for (size_t i = 0; i < o->n && i < OFFER_NAMED; i++) {
		json_t *answer = app_ask(v->app, json_pack("{s:s, s:s}",
		    "ask", "case", "case", o->line[i].id));

		free(o->line[i].masked);
		o->line[i].masked = xstrdup(app_get(v->app, jx_get(answer,
		    "person"), "masked"));
		json_decref(answer);
	}
}

static void
offer_load(struct view *v)
{
	struct offer *o = OFFER_VIEW(v);

	if (o->looked)
		return;
	o->looked = true;
	ask_names(v);
	for (size_t i = 0; i < o->n; i++)
		offer_show(v, &o->line[i]);
	/* Minutes first: who hands over, where, by whose hands. */
	if (!offer_restore(v))
		offer_open_minutes(v);
}

static void
offer_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&OFFER_VIEW(v)->rows, c, a, true);
}

static void
drop_draft(struct view *v)
{
	struct str place = STR_INIT;

	offer_place(OFFER_VIEW(v), &place);
	json_decref(app_do(v->app, json_pack("{s:s, s:{s:s}}", "do",
	    "drop_draft", "with", "place", str_text(&place))));
	OFFER_VIEW(v)->dirty = false;
	v->unsaved = false;
	str_done(&place);
}

static void
on_reason(void *ctx, const json_t *reason)
{
	struct view *v = ctx;
	struct offer *o = OFFER_VIEW(v);
	const json_t *fix = jx_get(reason, "fix");
	const char *id = jx_text(fix, "case"), *form = jx_text(fix, "code");
	size_t i = 0;

	while (id != NULL && i < o->n && !str_eq(o->line[i].id, id))
		i++;
	/* An act of one names no case: it is the only one. */
	if (str_eq(form, jx_text(jx_get(o->what, "step"), "line_form")))
		offer_open_line(v, id == NULL ? 0 : i);
	else if (str_eq(form, jx_text(jx_get(o->what, "step"), "form")))
		offer_open_minutes(v);
	if (app_top(v->app) != v)
		form_go_wrong(app_top(v->app), jx_text(fix, "field"));
	app_say_text(v->app, ATTR_BAD, app_get(v->app, reason, "say"));
}

static json_t *
command_of(const struct offer *o)
{
	json_t *with = json_pack("{s:s, s:O, s:o}", "step",
	    jx_text(jx_get(o->what, "step"), "code"), "cases",
	    jx_get(o->what, "cases"), "lines", offer_lines(o));

	json_object_set_new(with, "minutes", o->minutes != NULL ?
	    json_deep_copy(o->minutes) : json_object());
	if (jx_text(jx_get(o->what, "to"), "code") != NULL)
		json_object_set(with, "to", jx_get(jx_get(o->what, "to"),
		    "code"));
	return json_pack("{s:s, s:s, s:o}", "do", "offer_handover", "op_id",
	    o->op_id, "with", with);
}

static void
on_send(void *ctx)
{
	struct view *v = ctx;
	struct app *app = v->app;
	json_t *outcome = app_do(app, command_of(OFFER_VIEW(v)));

	if (outcome_is(outcome, "done")) {
		const char *number = jx_text(outcome, "number");

		drop_draft(v);
		app_pop_to_below(app, v);
		if (number != NULL)
			app_say(app, ATTR_GOOD, M_SAVED_NUMBER, number, NULL);
		else
			app_say(app, ATTR_GOOD, M_SAVED, NULL);
	} else if (outcome_is(outcome, "refused")) {
		reasons_open(app, outcome, on_reason, v);
	}
	json_decref(outcome);
}

static void
ask_send(struct view *v)
{
	struct offer *o = OFFER_VIEW(v);
	const json_t *to = jx_get(o->what, "to");
	char *n = xasprintf("%zu", o->n);
	char *ask = json_is_object(to) ? app_text(v->app, M_OFFER_ASK, n,
	    app_get(v->app, to, "title"), NULL) :
	    app_text(v->app, M_OFFER_ASK_FOREIGN, n, NULL);

	confirm_open(v->app, ask, on_send, v);
	free(ask);
	free(n);
}

static void
on_drop(void *ctx)
{
	struct view *v = ctx;
	struct app *app = v->app;

	drop_draft(v);
	app_pop(app);
	app_say(app, ATTR_PLAIN, M_DRAFT_DROPPED, NULL);
}

static struct offer_line *
chosen(struct view *v)
{
	struct offer *o = OFFER_VIEW(v);
	const struct row *row = rows_chosen(&o->rows);

	return row != NULL && row->tag >= 0 && (size_t)row->tag < o->n ?
	    &o->line[row->tag] : NULL;
}

/* A bus of forty who are all well: one line is typed, the rest copied. */
static void
copy_line(struct view *v)
{
	struct offer *o = OFFER_VIEW(v);
	struct offer_line *from = chosen(v);
	size_t copied = 0;
	char *n;

	for (size_t i = 0; i < o->n; i++) {
		if (o->line[i].answers != NULL)
			continue;
		o->line[i].answers = json_deep_copy(from->answers);
		offer_show(v, &o->line[i]);
		copied++;
	}
	changed(v);
	n = xasprintf("%zu", copied);
	app_say(v->app, ATTR_GOOD, M_OFFER_COPIED, n, NULL);
	free(n);
}

static bool
offer_can(struct view *v, enum command command)
{
	struct offer_line *line = chosen(v);

	switch (command) {
	case CMD_ADD_PERSON: case CMD_REFUSE_PERSON:
		return false;
	case CMD_REMOVE_PERSON: case CMD_LINE_COPY:
		return line != NULL && line->answers != NULL;
	default:
		return true;
	}
}

static bool
offer_command(struct view *v, enum command command)
{
	struct offer *o = OFFER_VIEW(v);
	struct offer_line *line = chosen(v);

	switch (command) {
	case CMD_OPEN:
		if (line != NULL)
			offer_open_line(v, (size_t)(line - o->line));
		else
			offer_open_minutes(v);
		return true;
	case CMD_MINUTES:
		offer_open_minutes(v);
		return true;
	case CMD_LINE_COPY:
		copy_line(v);
		return true;
	case CMD_REMOVE_PERSON:
		json_decref(line->answers);
		line->answers = NULL;
		changed(v);
		return true;
	case CMD_DROP_DRAFT:
		confirm_open(v->app, app_msg(v->app, M_DROP_DRAFT_ASK),
		    on_drop, v);
		return true;
	case CMD_SAVE_ACT:
		ask_send(v);
		return true;
	default:
		return rows_command(&o->rows, command);
	}
}

static const struct view_ops offer_ops = {
	.name = "offer", .contexts = offer_contexts, .title = offer_title,
	.load = offer_load, .layout = offer_layout, .paint = offer_paint,
	.can = offer_can, .command = offer_command, .draft = offer_draft,
	.close = offer_close,
};

struct view *
offer_new(struct app *app, const json_t *what)
{
	struct offer *o = xcalloc(1, sizeof *o);
	const json_t *cases = jx_get(what, "cases");

	o->what = json_deep_copy(what);
	o->line = xcalloc(json_array_size(cases) + 1, sizeof *o->line);
	for (size_t i = 0; i < json_array_size(cases); i++) {
		const char *id = json_string_value(json_array_get(cases, i));

		o->line[o->n++].id = xstrdup(id != NULL ? id : "");
	}
	o->head = json_array();
	o->op_id = tn_new_op_id(app->tn);
	return view_new(app, &offer_ops, o);
}
