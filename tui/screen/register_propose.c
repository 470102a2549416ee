/*
 * Proposing a value of the legal register, with the document and the day on
 * which it was read, and deciding on another officer's proposal.
 */
#include "core/base/jx.h"
#include "tui/app.h"
#include "tui/screen/screens.h"
#include "tui/widget/ask.h"
#include "tui/widget/choice.h"

#include <stdlib.h>
#include <string.h>

/* A proposal being made, or one being decided on. */
struct proposing {
	struct app *app;
	char *regime, *code, *province, *status, *document, *op_id, *proposal;
	int64_t value;
	char *unit;
};

static void
proposing_done(void *p)
{
	struct proposing *q = p;

	free(q->regime);
	free(q->code);
	free(q->province);
	free(q->status);
	free(q->document);
	free(q->op_id);
	free(q->proposal);
	free(q->unit);
	free(q);
}

static struct proposing *
proposing_new(struct app *app, const json_t *value)
{
	struct proposing *q = xcalloc(1, sizeof *q);

	q->app = app;
	q->regime = xstrdup(jx_text(value, "regime"));
	q->code = xstrdup(jx_text(value, "code"));
	q->unit = xstrdup(jx_text(value, "unit"));
	q->op_id = tn_new_op_id(app->tn);
	app_keep(app, q, proposing_done);
	return q;
}

static void
finish(struct proposing *q, json_t *command, enum msg done)
{
	struct app *app = q->app;
	json_t *outcome = app_do(app, command);

	if (outcome_is(outcome, "done"))
		app_say(app, ATTR_GOOD, done, NULL);
	else if (outcome_is(outcome, "refused"))
		app_say_refusal(app, outcome);
	if (app_top(app) != NULL)
		app_top(app)->stale = true;
	json_decref(outcome);
	app_keep(app, NULL, NULL);
}

static void
on_day(void *ctx, const char *text)
{
	struct proposing *q = ctx;
	json_t *with = json_pack("{s:s, s:s, s:I, s:s, s:s, s:s}", "regime",
	    q->regime, "code", q->code, "value", (json_int_t)q->value,
	    "status", q->status, "document", q->document, "read_on", text);

	if (q->province != NULL)
		json_object_set_new(with, "province",
		    json_string(q->province));
	finish(q, json_pack("{s:s, s:s, s:o}", "do", "propose_value", "op_id",
	    q->op_id, "with", with), M_REGISTER_ASKED);
}

static void
on_document(void *ctx, const char *text)
{
	struct proposing *q = ctx;
	struct prompt p = { app_msg(q->app, M_REGISTER_WHEN), NULL, SIZE_MAX,
	    false, false, false, 10, on_day, NULL, q };
	char today[11];

	day_format(when_day(tn_now(q->app->tn), VN_OFFSET_MIN), today);
	p.text = today;
	free(q->document);
	q->document = xstrdup(text);
	prompt_open(q->app, &p);
}

static void
on_status(void *ctx, const json_t *codes)
{
	struct proposing *q = ctx;
	struct prompt p = { app_msg(q->app, M_REGISTER_WHICH), NULL, SIZE_MAX,
	    false, false, false, 300, on_document, NULL, q };

	free(q->status);
	q->status = xstrdup(json_string_value(json_array_get(codes, 0)));
	prompt_open(q->app, &p);
}

/* A choice of two codes with their words. */
static void
choose(struct proposing *q, enum msg title, const char *one, enum msg one_say,
    const char *two, enum msg two_say,
    void (*done)(void *ctx, const json_t *codes))
{
	json_t *items = json_pack("[{s:s, s:s}, {s:s, s:s}]", "code", one,
	    "title", app_msg(q->app, one_say), "code", two, "title",
	    app_msg(q->app, two_say));

	choice_open_json(q->app, app_msg(q->app, title), items, false, done,
	    q);
	json_decref(items);
}

static void ask_number(struct proposing *q);

static void
on_number(void *ctx, const char *text)
{
	struct proposing *q = ctx;
	size_t n = strspn(text, "0123456789");

	if (n == 0 || n > 10 || text[n] != '\0') {
		ask_number(q);
		app_say(q->app, ATTR_BAD, M_REGISTER_NO_NUMBER, NULL);
		return;
	}
	q->value = strtoll(text, NULL, 10);
	choose(q, M_REGISTER_SURE, "confirmed", M_REGISTER_CONFIRMED,
	    "reported", M_REGISTER_REPORTED, on_status);
}

static void
ask_number(struct proposing *q)
{
	/* "hours" in words: what the value would look like, without one. */
	json_t *blank = json_pack("{s:s}", "value", "…");
	char *unit = register_value_text(q->app, blank, q->unit);
	char *title = app_text(q->app, M_REGISTER_NUMBER, unit, NULL);
	struct prompt p = { title, NULL, SIZE_MAX, false, false, false, 12,
	    on_number, NULL, q };

	prompt_open(q->app, &p);
	free(title);
	free(unit);
	json_decref(blank);
}

static bool
province_at(void *ctx, size_t i, const char **code, const char **label)
{
	struct proposing *q = ctx;
	const struct form_lists *lists = tn_lists(q->app->tn);
	struct form_choice choice;

	if (!lists->at(lists->ctx, "provinces", i, &choice))
		return false;
	*code = choice.code;
	*label = form_choice_text(&choice, q->app->lang);
	return true;
}

static void
on_province(void *ctx, const json_t *codes)
{
	struct proposing *q = ctx;

	free(q->province);
	q->province = xstrdup(json_string_value(json_array_get(codes, 0)));
	if (q->province != NULL)
		ask_number(q);
}

static void
ask_province(struct proposing *q)
{
	struct choice c = { app_msg(q->app, M_REGISTER_WHERE), false,
	    province_at, NULL, on_province, q, NULL };

	choice_open(q->app, &c);
}

/* ---- deciding ---- */

static void
on_decision(void *ctx, const json_t *codes)
{
	struct proposing *q = ctx;
	const char *code = json_string_value(json_array_get(codes, 0));

	if (code != NULL)
		finish(q, json_pack("{s:s, s:s, s:{s:s}}", "do", code, "op_id",
		    q->op_id, "with", "proposal", q->proposal),
		    str_eq(code, "confirm_value") ? M_REGISTER_IN_FORCE :
		    M_REGISTER_DROPPED);
}

void
value_propose(struct app *app, const json_t *value, bool local)
{
	struct proposing *q = proposing_new(app, value);

	if (local)
		ask_province(q);
	else
		ask_number(q);
}

void
value_decide(struct app *app, const json_t *value, const char *proposal)
{
	struct proposing *q = proposing_new(app, value);

	q->proposal = xstrdup(proposal);
	choose(q, M_REGISTER_DECIDE, "confirm_value", M_REGISTER_YES,
	    "decline_value", M_REGISTER_NO, on_decision);
}
