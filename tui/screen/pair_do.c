/*
 * Proposing what takes two persons: a reason, a plain yes, and what of it is
 * told once.  Who has more to ask asks it before.
 */
#include "tui/screen/pair.h"

#include "core/base/jx.h"
#include "tui/widget/ask.h"
#include "tui/widget/choice.h"

#include <stdlib.h>

#define REASON_MOST 500

struct proposing {
	struct app *app;
	char *kind, *question, *reason;
	json_t *content;
};

static void
proposing_done(void *p)
{
	struct proposing *k = p;

	json_decref(k->content);
	free(k->kind);
	free(k->question);
	free(k->reason);
	free(k);
}

void
pair_say(struct app *app, const json_t *outcome, enum msg done)
{
	if (outcome_is(outcome, "refused")) {
		reasons_open(app, outcome, NULL, NULL);
		return;
	}
	if (!outcome_is(outcome, "done"))
		return;
	if (app_top(app) != NULL)
		app_top(app)->stale = true;
	if (!once_open(app, outcome))
		app_say(app, ATTR_GOOD, done, NULL);
}

static void
on_yes(void *ctx)
{
	struct proposing *k = ctx;
	struct app *app = k->app;
	json_t *outcome = app_do(app, json_pack("{s:s, s:{s:s, s:O, s:s}}",
	    "do", "propose_pair", "with", "kind", k->kind, "content",
	    k->content, "reason", k->reason));

	app_keep(app, NULL, NULL);
	pair_say(app, outcome, M_PAIR_PROPOSED);
	json_decref(outcome);
}

static void
on_reason(void *ctx, const char *text)
{
	struct proposing *k = ctx;

	k->reason = xstrdup(text);
	confirm_open(k->app, k->question, on_yes, k);
}

void
pair_propose(struct app *app, const char *kind, json_t *content,
    const char *question)
{
	struct proposing *k = xcalloc(1, sizeof *k);
	struct prompt p = { app_msg(app, M_PAIR_WHY), NULL, SIZE_MAX, false,
	    false, false, REASON_MOST, on_reason, NULL, k };

	k->app = app;
	k->kind = xstrdup(kind);
	k->question = xstrdup(question);
	k->content = content;
	app_keep(app, k, proposing_done);
	prompt_open(app, &p);
}

/* ---- the unit's key ---- */

struct view *
share_key_new(struct app *app)
{
	json_t *unit = jx_get(app->me, "unit");

	pair_propose(app, "share_key", json_pack("{s:s}", "unit",
	    app_get(app, unit, "code")), app_msg(app, M_SHARE_ASK));
	return NULL;
}

static void
on_officer(void *ctx, const json_t *codes)
{
	struct app *app = ctx;
	const char *id = json_string_value(json_array_get(codes, 0));
	char *ask = app_text(app, M_RECOVER_ASK, id, NULL);

	pair_propose(app, "recover_key", json_pack("{s:s}", "officer", id),
	    ask);
	free(ask);
}

/* Whose secret is to be made anew; a recovery is never for oneself. */
struct view *
recover_key_new(struct app *app)
{
	json_t *answer = app_ask(app, json_pack("{s:s}", "ask", "staff"));
	const json_t *staff = jx_get(answer, "staff");
	json_t *items = json_array();

	for (size_t i = 0; i < json_array_size(staff); i++) {
		const json_t *o = json_array_get(staff, i);
		const char *id = app_get(app, o, "id");
		char *title;

		if (jx_bool(o, "ended", false) || str_eq(id, app->officer))
			continue;
		title = xasprintf("%s – %s", app_get(app, o, "name"),
		    app_get(app, jx_get(o, "unit"), "title"));
		json_array_append_new(items, json_pack("{s:s, s:s}", "code",
		    id, "title", title));
		free(title);
	}
	if (json_array_size(items) > 0)
		choice_open_json(app, app_msg(app, M_RECOVER_WHOM), items,
		    false, on_officer, app);
	else if (answer != NULL)
		app_say(app, ATTR_BAD, M_RECOVER_NOBODY, NULL);
	json_decref(items);
	json_decref(answer);
	return NULL;
}
