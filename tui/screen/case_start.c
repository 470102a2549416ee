/* Starting what can be done on a case: its questions, its forms, the command. */
#include "tui/screen/case.h"

#include "core/base/jx.h"
#include "tui/screen/form.h"
#include "tui/widget/ask.h"
#include "tui/widget/choice.h"

#include <stdlib.h>
#include <string.h>

/* What is being started: survives the questions on the way. */
struct starting {
	struct app *app;
	json_t *step, *cases;
	char *case_id, *number;		/* number: of a paper */
	char *op_id;			/* one act, one id, if sent again */
	json_t *said;			/* answers to what the step asks for */
	size_t asked;			/* how many of those questions */
};

static void
starting_done(void *p)
{
	struct starting *s = p;

	json_decref(s->step);
	json_decref(s->cases);
	json_decref(s->said);
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
	s->said = json_object();
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
case_mend_of(void *ctx, const json_t *reason)
{
	case_mend(ctx, reason);
}

/* A command without a form: done at once, and said. */
bool
case_do(struct app *app, json_t *command)
{
	json_t *outcome = app_do(app, command);
	bool done = outcome_is(outcome, "done");

	if (done) {
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
		    str_eq(v->ops->name, "case") ? case_mend_of : NULL, v);
	}
	json_decref(outcome);
	return done;
}

/* What an option becomes: the command, the member that names it, questions. */
static const struct way {
	const char *kind, *command, *member;
	const char *asks[4];
} ways[] = {
	{ "step", "take_step", "step", { NULL } },
	{ "track", "take_step", "step", { NULL } },
	{ "handover", "offer_handover", "step", { NULL } },
	{ "request", "send_request", "request", { NULL } },
	{ "answer", "answer_request", "request", { NULL } },
	{ "support", "give_support", "support", { NULL } },
	{ "paper", "record_paper", "paper", { NULL } },
	{ "withdraw", "withdraw_request", "request", { "why" } },
	{ "extend", "extend_clock", "clock", { "why", "until?", "document?" } },
	{ "takeover", "propose_takeover", NULL, { "why" } },
	{ "confirm", "confirm_takeover", "proposal", { NULL } },
	{ "decline", "decline_takeover", "proposal", { NULL } },
	{ "move_regime", "move_regime", NULL, { "why", "document?" } },
	{ "succeed", "pass_to_successor", NULL, { "why" } },
};

static const struct way *
way_of(const json_t *step)
{
	for (size_t i = 0; i < ARRAY_LEN(ways); i++)
		if (str_eq(ways[i].kind, jx_text(step, "kind")))
			return &ways[i];
	return &ways[0];
}

/* The command of a step, without the answers; a new reference. */
static json_t *
command_of(const struct starting *s, const char *unit)
{
	const struct way *way = way_of(s->step);
	bool many = str_eq(way->kind, "handover") ||
	    str_eq(way->kind, "succeed");
	json_t *with = json_object(), *command;

	if (way->member != NULL)
		json_object_set_new(with, way->member,
		    json_string(jx_text(s->step, "code")));
	if (many)
		json_object_set(with, "cases", s->cases);
	if (s->number != NULL)
		json_object_set_new(with, "number", json_string(s->number));
	json_object_update(with, s->said);
	if (unit != NULL)
		json_object_set_new(with, "to", json_string(unit));
	command = json_pack("{s:s, s:s, s:o}", "do", way->command, "op_id",
	    s->op_id, "with", with);
	if (!many)
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
	case_do(app, command);
}

/* A hand-over with a line for each person has a screen of its own. */
static void
start_offer(struct starting *s, const char *unit)
{
	struct app *app = s->app;
	json_t *what = json_pack("{s:O, s:O}", "step", s->step, "cases",
	    s->cases);
	const json_t *to = jx_get(s->step, "receivers");

	for (size_t i = 0; i < json_array_size(to); i++)
		if (str_eq(jx_text(json_array_get(to, i), "code"), unit))
			json_object_set(what, "to", json_array_get(to, i));
	/* The draft needs no list of all units. */
	json_object_set_new(what, "step", json_deep_copy(s->step));
	json_object_del(jx_get(what, "step"), "receivers");
	starting_free(s);
	app_push(app, offer_new(app, what));
	json_decref(what);
}

/* Unit known, or none needed: the form, or at once. */
static void
start_with(struct starting *s, const char *unit)
{
	struct app *app = s->app;
	bool handover = str_eq(jx_text(s->step, "kind"), "handover");
	json_t *parts, *command;
	struct form_purpose p = { .title = jx_get(s->step, "title"),
	    .case_id = handover && json_array_size(s->cases) != 1 ? NULL :
	    s->case_id };

	if (handover && jx_text(s->step, "line_form") != NULL) {
		start_offer(s, unit);
		return;
	}
	p.parts = parts = parts_of(s->step);
	p.command = command = command_of(s, unit);
	if (json_array_size(parts) > 0) {
		form_open(app, &p);
		starting_free(s);
	} else if (unit != NULL || s->number != NULL || s->asked > 0) {
		json_t *now = json_incref(command);

		starting_free(s);
		case_do(app, now);
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
ask_next(struct starting *s);

static void
on_unit(void *ctx, const json_t *codes)
{
	struct starting *s = ctx;

	json_object_set(s->said, "to", json_array_get(codes, 0));
	ask_next(s);
}

static void
on_number(void *ctx, const char *text)
{
	struct starting *s = ctx;

	s->number = xstrdup(text);
	start_with(s, NULL);
}

static const struct {
	const char *code;
	enum msg title;
	bool many, optional;
} questions[] = {
	{ "why", M_ASK_WHY, false, false },
	{ "document?", M_ASK_DOCUMENT_IF_ANY, false, true },
	{ "until?", M_ASK_UNTIL_IF_ANY, false, true },
};

/* "document?" is the member "document" that may be left empty. */
static void
on_said(void *ctx, const char *text)
{
	struct starting *s = ctx;
	char *member = xstrdup(way_of(s->step)->asks[s->asked++]);

	member[strcspn(member, "?")] = '\0';
	if (*text != '\0')
		json_object_set_new(s->said, member, json_string(text));
	free(member);
	ask_next(s);
}

/* One question after the other; then the command. */
static void
ask_next(struct starting *s)
{
	const char *code = way_of(s->step)->asks[s->asked];

	for (size_t i = 0; code != NULL && i < ARRAY_LEN(questions); i++) {
		struct prompt p = { app_msg(s->app, questions[i].title), NULL,
		    SIZE_MAX, questions[i].many, questions[i].optional, false,
		    2000, on_said, NULL, s };

		if (!str_eq(questions[i].code, code))
			continue;
		prompt_open(s->app, &p);
		return;
	}
	start_with(s, jx_text(s->said, "to"));
}

/* What would change has been read. */
static void
on_previewed(void *ctx, const json_t *item)
{
	(void)item;
	ask_next(ctx);
}

static void
start(struct starting *s)
{
	struct prompt number = { app_msg(s->app, M_CASE_PAPER_NUMBER), NULL,
	    SIZE_MAX, false, false, false, 100, on_number, NULL, s };
	const json_t *to = jx_get(s->step, "receivers");
	const char *kind = jx_text(s->step, "kind");

	if (json_array_size(to) > 0) {
		choice_open_json(s->app, app_msg(s->app, str_eq(kind,
		    "takeover") ? M_CASE_TAKEOVER_TO : M_CASE_CHOOSE_UNIT),
		    to, false, on_unit, s);
	} else if (json_is_array(to)) {
		app_say(s->app, ATTR_BAD, M_CASE_NO_UNIT, NULL);
		starting_free(s);
	} else if (str_eq(kind, "paper")) {
		prompt_open(s->app, &number);
	} else if (str_eq(kind, "move_regime")) {
		if (!regime_open(s->app, s->case_id, on_previewed, s))
			starting_free(s);
	} else {
		ask_next(s);
	}
}

void
case_start(struct app *app, const json_t *step, const char *case_id)
{
	struct starting *s = starting_new(app, step, case_id);

	s->cases = json_pack("[s]", case_id);
	start(s);
}

static void
on_step(void *ctx, const json_t *codes)
{
	struct starting *s = ctx;
	const char *code = json_string_value(json_array_get(codes, 0));
	json_t *steps = s->step;

	s->step = json_incref(jx_by_code(steps, code));
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
