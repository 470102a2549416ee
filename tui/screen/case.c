/* A case: moving about in it and starting what can be done. */
#include "tui/screen/case.h"

#include "core/base/jx.h"
#include "tui/screen/form.h"
#include "tui/widget/ask.h"
#include "tui/widget/choice.h"

#include <stdlib.h>

#define SIDE_FROM 120

/* What is being started: survives the questions on the way. */
struct starting {
	struct app *app;
	json_t *step, *cases;
	char *case_id, *number;		/* number: of a paper */
	char *op_id;			/* one act, one id, if sent again */
};

static void
case_close(struct view *v)
{
	struct case_view *k = v->data;

	rows_done(&k->rows);
	rows_done(&k->side);
	json_decref(k->answer);
	free(k->id);
	free(k);
}

static unsigned
case_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_SECTIONS | CTX_CASE | CTX_BACK |
	    CTX_INSIDE;
}

static void
case_title(struct view *v, struct str *out)
{
	struct case_view *k = v->data;
	const char *title = app_get(v->app, k->answer, "title");
	char *say = app_text(v->app, M_CASE_TITLE, *title != '\0' ? title :
	    k->id, NULL);

	str_add(out, say);
	free(say);
}

static void
case_load(struct view *v)
{
	struct case_view *k = v->data;
	json_t *answer = app_ask(v->app, json_pack("{s:s, s:s}", "ask",
	    "case", "case", k->id));

	if (answer == NULL)
		return;
	json_decref(k->answer);
	k->answer = answer;
}

static void
case_layout(struct view *v, int width)
{
	struct case_view *k = v->data;

	case_fill(v->app, k, width < SIDE_FROM ? width : width * 3 / 5);
}

static void
case_paint(struct view *v, struct canvas *c, struct area a)
{
	struct case_view *k = v->data;
	struct area list = a, side = a;
	const struct row *row;

	if (a.w < SIDE_FROM) {
		rows_paint(&k->rows, c, a, true);
		return;
	}
	/* Room enough: the chosen line explains itself beside the list. */
	list.w = a.w * 3 / 5;
	side.x = list.w + 2;
	side.w = a.w - side.x;
	row = rows_chosen(&k->rows);
	rows_begin(&k->side);
	if (row != NULL)
		case_detail(v->app, &k->side, row->data, side.w);
	for (size_t i = 0; i < k->side.n; i++)
		k->side.row[i].pick = false;
	rows_end(&k->side);
	k->side.top = 0;
	rows_paint(&k->side, c, side, false);
	rows_paint(&k->rows, c, list, true);
}

static void
starting_done(void *p)
{
	struct starting *s = p;

	json_decref(s->step);
	json_decref(s->cases);
	free(s->case_id);
	free(s->number);
	free(s->op_id);
	free(s);
}

static struct starting *
starting_new(struct app *app, const json_t *step, const char *case_id)
{
	struct starting *s = xcalloc(1, sizeof *s);

	s->app = app;
	s->step = json_deep_copy(step);
	s->case_id = xstrdup(case_id);
	s->op_id = tn_new_op_id(app->tn);
	app_keep(app, s, starting_done);
	return s;
}

static void
starting_free(struct starting *s)
{
	app_keep(s->app, NULL, NULL);
}

static void
case_pick_reason(void *ctx, const json_t *reason);

/* A command without a form: done at once, and said. */
static void
do_now(struct app *app, json_t *command)
{
	json_t *outcome = app_do(app, command);

	if (outcome_is(outcome, "done")) {
		if (jx_text(outcome, "number") != NULL)
			app_say(app, ATTR_GOOD, M_SAVED_NUMBER,
			    jx_text(outcome, "number"), NULL);
		else
			app_say(app, ATTR_GOOD, M_SAVED, NULL);
		if (app_top(app) != NULL)
			app_top(app)->stale = true;
	} else if (outcome_is(outcome, "refused")) {
		struct view *v = app_top(app);

		reasons_open(app, outcome, v != NULL &&
		    str_eq(v->ops->name, "case") ? case_pick_reason : NULL, v);
	}
	json_decref(outcome);
}

/* The command of a step, without the answers; a new reference. */
static json_t *
command_of(const struct starting *s, const char *unit)
{
	const char *code = jx_text(s->step, "code");
	const char *kind = jx_text(s->step, "kind");
	json_t *with = json_object(), *command;
	const char *name = "take_step";

	if (str_eq(kind, "handover")) {
		name = "offer_handover";
		json_object_set_new(with, "step", json_string(code));
		json_object_set(with, "cases", s->cases);
	} else if (str_eq(kind, "request")) {
		name = "send_request";
		json_object_set_new(with, "request", json_string(code));
	} else if (str_eq(kind, "support")) {
		name = "give_support";
		json_object_set_new(with, "support", json_string(code));
	} else if (str_eq(kind, "answer")) {
		name = "answer_request";
		json_object_set_new(with, "request", json_string(code));
	} else if (str_eq(kind, "paper")) {
		name = "record_paper";
		json_object_set_new(with, "paper", json_string(code));
		json_object_set_new(with, "number", json_string(s->number));
	} else {
		json_object_set_new(with, "step", json_string(code));
	}
	if (unit != NULL)
		json_object_set_new(with, "to", json_string(unit));
	command = json_pack("{s:s, s:s, s:o}", "do", name, "op_id", s->op_id,
	    "with", with);
	if (!str_eq(kind, "handover"))
		json_object_set_new(command, "case",
		    json_string(s->case_id));
	return command;
}

static void
add_part(json_t *parts, const char *form, const char *key)
{
	if (form != NULL)
		json_array_append_new(parts, json_pack("{s:s, s:s}", "form",
		    form, "key", key));
}

/* The forms a step wants, and under which key their answers go. */
static json_t *
parts_of(const json_t *step)
{
	json_t *parts = json_array();

	add_part(parts, jx_text(step, "form"), str_eq(jx_text(step, "kind"),
	    "handover") ? "minutes" : "answers");
	add_part(parts, jx_text(step, "ask_form"), "ask");
	return parts;
}

static void
on_confirmed(void *ctx)
{
	struct starting *s = ctx;
	struct app *app = s->app;
	json_t *command = command_of(s, NULL);

	starting_free(s);
	do_now(app, command);
}

/* Unit known, or none needed: the form, or at once. */
static void
start_with(struct starting *s, const char *unit)
{
	struct app *app = s->app;
	json_t *parts = parts_of(s->step), *command = command_of(s, unit);
	bool handover = str_eq(jx_text(s->step, "kind"), "handover");
	struct form_purpose p = { .title = jx_get(s->step, "title"),
	    .case_id = handover && json_array_size(s->cases) != 1 ? NULL :
	    s->case_id, .parts = parts, .command = command };

	if (json_array_size(parts) > 0) {
		form_open(app, &p);
		starting_free(s);
	} else if (unit != NULL || s->number != NULL) {
		json_t *now = json_incref(command);

		starting_free(s);
		do_now(app, now);
	} else {
		char *ask = app_text(app, M_CASE_DO_STEP,
		    app_get(app, s->step, "title"), NULL);

		confirm_open(app, ask, on_confirmed, s);
		free(ask);
	}
	json_decref(command);
	json_decref(parts);
}

static void
on_unit(void *ctx, const json_t *codes)
{
	start_with(ctx, json_string_value(json_array_get(codes, 0)));
}

static void
on_number(void *ctx, const char *text)
{
	struct starting *s = ctx;

	s->number = xstrdup(text);
	start_with(s, NULL);
}

static void
start(struct starting *s)
{
	struct prompt number = { app_msg(s->app, M_CASE_PAPER_NUMBER), NULL,
	    SIZE_MAX, false, false, false, 100, on_number, NULL, s };
	const json_t *to = jx_get(s->step, "receivers");
	const char *kind = jx_text(s->step, "kind");

	if (json_array_size(to) > 0) {
		choice_open_json(s->app, app_msg(s->app, M_CASE_CHOOSE_UNIT),
		    to, false, on_unit, s);
	} else if (json_is_array(to)) {
		app_say(s->app, ATTR_BAD, M_CASE_NO_UNIT, NULL);
		starting_free(s);
	} else if (str_eq(kind, "paper")) {
		prompt_open(s->app, &number);
	} else {
		start_with(s, NULL);
	}
}

static void
on_step(void *ctx, const json_t *codes)
{
	struct starting *s = ctx;
	const char *code = json_string_value(json_array_get(codes, 0));
	json_t *steps = s->step;

	s->step = NULL;
	for (size_t i = 0; i < json_array_size(steps); i++) {
		if (str_eq(jx_text(json_array_get(steps, i), "code"), code))
			s->step = json_incref(json_array_get(steps, i));
	}
	json_decref(steps);
	if (s->step != NULL)
		start(s);
	else
		starting_free(s);
}

void
offer_open(struct app *app, const json_t *cases, const json_t *steps)
{
	json_t *offers = json_array();
	struct starting *s;

	for (size_t i = 0; i < json_array_size(steps); i++) {
		json_t *step = json_array_get(steps, i);

		if (str_eq(jx_text(step, "kind"), "handover") &&
		    jx_bool(step, "possible", false))
			json_array_append(offers, step);
	}
	if (json_array_size(offers) == 0) {
		app_say(app, ATTR_BAD, M_CASE_NO_STEP, NULL);
	} else {
		s = starting_new(app, offers, json_string_value(
		    json_array_get(cases, 0)));
		s->cases = json_deep_copy(cases);
		choice_open_json(app, app_msg(app, M_CASE_CHOOSE_STEP), offers,
		    true, on_step, s);
	}
	json_decref(offers);
}

static void
open_form(struct view *v, const char *code, const char *field)
{
	struct case_view *k = v->data;
	const json_t *forms = jx_get(k->answer, "forms"), *title = NULL;
	json_t *parts = json_pack("[{s:s, s:s}]", "form", code, "key",
	    "answers");
	json_t *command = json_pack("{s:s, s:s, s:{s:s}}", "do",
	    "record_answers", "case", k->id, "with", "form", code);
	struct form_purpose p = { .case_id = k->id, .parts = parts,
	    .command = command, .field = field };

	for (size_t i = 0; i < json_array_size(forms); i++) {
		if (str_eq(jx_text(json_array_get(forms, i), "code"), code))
			title = jx_get(json_array_get(forms, i), "title");
	}
	p.title = title;
	form_open(v->app, &p);
	json_decref(parts);
	json_decref(command);
}

/* To whatever mends a reason: a form at its field, or a step of the list. */
static void
case_pick_reason(void *ctx, const json_t *reason)
{
	struct view *v = ctx;
	struct case_view *k = v->data;
	const json_t *fix = jx_get(reason, "fix");
	const char *kind = jx_text(fix, "kind"), *code = jx_text(fix, "code");
	const json_t *steps = jx_get(k->answer, "steps");

	if ((str_eq(kind, "form") || str_eq(kind, "field")) && code != NULL) {
		open_form(v, code, jx_text(fix, "field"));
		return;
	}
	for (size_t i = 0; code != NULL && i < json_array_size(steps); i++) {
		const json_t *s = json_array_get(steps, i);

		if (!str_eq(jx_text(s, "code"), code) &&
		    !str_eq(jx_text(s, "request"), code) &&
		    !str_eq(jx_text(s, "support"), code))
			continue;
		if (jx_bool(s, "possible", false)) {
			struct starting *go = starting_new(v->app, s, k->id);

			go->cases = json_pack("[s]", k->id);
			start(go);
		}
		return;
	}
	app_say_text(v->app, ATTR_BAD, app_get(v->app, reason, "say"));
}

void
case_mend(struct view *v, const json_t *reason)
{
	case_pick_reason(v, reason);
}

static void
detail_rows(struct app *app, struct rows *rows, const json_t *data, int width)
{
	case_detail(app, rows, data, width);
}

static void
show_detail(struct view *v, const json_t *item)
{
	struct panel p = { M_CASE_DETAIL, json_deep_copy(item),
	    detail_rows, NULL, NULL };

	if (item != NULL && json_array_size(jx_get(item, "reasons")) > 0) {
		p.pick = case_pick_reason;
		p.ctx = v;
	}
	app_push(v->app, panel_new(v->app, &p));
}

static void
case_open(struct view *v)
{
	struct case_view *k = v->data;
	const struct row *row = rows_chosen(&k->rows);
	struct starting *s;

	if (row == NULL)
		return;
	switch (row->tag) {
	case CASE_STEP:
		if (!jx_bool(row->data, "possible", false)) {
			show_detail(v, row->data);
			return;
		}
		s = starting_new(v->app, row->data, k->id);
		s->cases = json_pack("[s]", k->id);
		start(s);
		break;
	case CASE_REASON:
		case_pick_reason(v, row->data);
		break;
	case CASE_FORM:
		open_form(v, jx_text(row->data, "code"), NULL);
		break;
	case CASE_ACT:
		app_push(v->app, act_new(v->app, jx_text(row->data, "act")));
		break;
	default:
		show_detail(v, row->data);
		break;
	}
}

static void
on_note(void *ctx, const char *text)
{
	struct view *v = ctx;
	struct case_view *k = v->data;

	char *op_id = tn_new_op_id(v->app->tn);

	do_now(v->app, json_pack("{s:s, s:s, s:s, s:{s:s}}", "do",
	    "append_note", "op_id", op_id, "case", k->id, "with", "text",
	    text));
	free(op_id);
}

static void
ask_note(struct view *v)
{
	struct prompt p = { app_msg(v->app, M_CASE_NOTE), NULL, SIZE_MAX, true,
	    false, false, 2000, on_note, NULL, v };

	prompt_open(v->app, &p);
}

static bool
case_command(struct view *v, enum command command)
{
	struct case_view *k = v->data;
	const struct row *row = rows_chosen(&k->rows);
	json_t *cases;

	switch (command) {
	case CMD_OPEN:
		case_open(v);
		return true;
	case CMD_DETAIL:
		if (row != NULL)
			show_detail(v, row->data);
		return true;
	case CMD_REVEAL:
		identity_open(v->app, k->id);
		return true;
	case CMD_HISTORY:
		app_push(v->app, history_new(v->app, k->id));
		return true;
	case CMD_MAP:
		app_push(v->app, map_new(v->app, k->id));
		return true;
	case CMD_NOTE:
		ask_note(v);
		return true;
	case CMD_OFFER:
		cases = json_pack("[s]", k->id);
		offer_open(v->app, cases, jx_get(k->answer, "steps"));
		json_decref(cases);
		return true;
	default:
		return rows_command(&k->rows, command);
	}
}

static const struct view_ops case_ops = {
	.name = "case", .contexts = case_contexts, .title = case_title,
	.load = case_load, .layout = case_layout, .paint = case_paint,
	.command = case_command, .close = case_close,
};

struct view *
case_new(struct app *app, const char *id)
{
	struct case_view *k = xcalloc(1, sizeof *k);

	k->id = xstrdup(id);
	return view_new(app, &case_ops, k);
}
