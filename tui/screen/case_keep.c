/*
 * Beside the way of a case: looking past the masks, a legal hold, and erasing
 * it for good, each with what stands against it.
 */
#include "tui/screen/case.h"

#include "core/base/jx.h"
#include "tui/screen/pair.h"
#include "tui/widget/ask.h"
#include "tui/widget/choice.h"

#include <stdlib.h>

#define WORDS_MOST 400

/* What is being done: survives the questions on the way. */
struct ending {
	struct app *app;
	char *case_id, *words, *ground;
	bool on;
};

static void
ending_done(void *p)
{
	struct ending *k = p;

	free(k->case_id);
	free(k->words);
	free(k->ground);
	free(k);
}

static struct ending *
ending_new(struct app *app, const char *case_id)
{
	struct ending *k = xcalloc(1, sizeof *k);

	k->app = app;
	k->case_id = xstrdup(case_id);
	app_keep(app, k, ending_done);
	return k;
}

static void
ask_words(struct ending *k, enum msg title, bool optional,
    void (*done)(void *ctx, const char *text))
{
	struct prompt p = { app_msg(k->app, title), NULL, SIZE_MAX, false,
	    optional, false, WORDS_MOST, done, NULL, k };

	prompt_open(k->app, &p);
}

/* ---- the glass ---- */

static void
on_break(void *ctx)
{
	struct ending *k = ctx;
	struct app *app = k->app;
	json_t *outcome = app_do(app, json_pack("{s:s, s:s, s:{s:s}}", "do",
	    "break_glass", "case", k->case_id, "with", "why", k->words));

	if (outcome_is(outcome, "refused"))
		reasons_open(app, outcome, NULL, NULL);
	if (outcome_is(outcome, "done")) {
		app_top(app)->stale = true;
		/* From the office one goes to the case. */
		if (!str_eq(app_top(app)->ops->name, "case"))
			app_push(app, case_new(app, k->case_id));
		app_say(app, ATTR_WARN, M_GLASS_BROKEN, NULL);
	}
	app_keep(app, NULL, NULL);
	json_decref(outcome);
}

static void
on_break_why(void *ctx, const char *text)
{
	struct ending *k = ctx;
	char *ask = app_text(k->app, M_GLASS_ASK, k->case_id, NULL);

	k->words = xstrdup(text);
	confirm_open(k->app, ask, on_break, k);
	free(ask);
}

void
case_break_glass(struct app *app, const char *case_id)
{
	ask_words(ending_new(app, case_id), M_GLASS_WHY, false,
	    on_break_why);
}

static void
on_number(void *ctx, const char *text)
{
	struct app *app = ctx;

	case_break_glass(app, text);
}

/* Of a case that no list shows: whether there is one is not said. */
struct view *
break_glass_new(struct app *app)
{
	struct prompt p = { app_msg(app, M_GLASS_NUMBER), NULL, SIZE_MAX,
	    false, false, false, 60, on_number, NULL, app };

	prompt_open(app, &p);
	return NULL;
}

/* ---- a legal hold ---- */

static void
on_hold(void *ctx)
{
	struct ending *k = ctx;
	struct app *app = k->app;
	json_t *command = json_pack("{s:s, s:s, s:{s:b, s:s}}", "do",
	    "legal_hold", "case", k->case_id, "with", "on", k->on,
	    "document", k->words);

	app_keep(app, NULL, NULL);
	case_do(app, command);
}

static void
on_hold_document(void *ctx, const char *text)
{
	struct ending *k = ctx;
	char *ask = app_text(k->app, k->on ? M_HOLD_ASK : M_HOLD_ASK_LIFT,
	    k->case_id, text, NULL);

	k->words = xstrdup(text);
	confirm_open(k->app, ask, on_hold, k);
	free(ask);
}

void
case_hold(struct app *app, const char *case_id, bool on)
{
	struct ending *k = ending_new(app, case_id);

	k->on = on;
	ask_words(k, on ? M_HOLD_DOCUMENT : M_HOLD_DOCUMENT_LIFT, false,
	    on_hold_document);
}

/* ---- erasing ---- */

static const struct { const char *code; enum msg say; } grounds[] = {
	{ "retention_end", M_ERASE_RETENTION },
	{ "person_request", M_ERASE_REQUEST }, { "order", M_ERASE_ORDER },
};

static void
on_erase_document(void *ctx, const char *text)
{
	struct ending *k = ctx;
	struct app *app = k->app;
	json_t *content = json_pack("{s:s, s:s}", "case", k->case_id,
	    "ground", k->ground);
	char *ask = app_text(app, M_ERASE_ASK, k->case_id, NULL);

	if (*text != '\0')
		json_object_set_new(content, "document", json_string(text));
	pair_propose(app, "erase_case", content, ask);	/* k is gone */
	free(ask);
}

static void
on_ground(void *ctx, const json_t *codes)
{
	struct ending *k = ctx;
	bool by_term;

	k->ground = xstrdup(json_string_value(json_array_get(codes, 0)));
	by_term = str_eq(k->ground, "retention_end");
	ask_words(k, by_term ? M_ASK_DOCUMENT_IF_ANY : M_ERASE_DOCUMENT,
	    by_term, on_erase_document);
}

void
case_erase(struct app *app, const char *case_id)
{
	struct ending *k = ending_new(app, case_id);
	json_t *items = json_array();

	for (size_t i = 0; i < ARRAY_LEN(grounds); i++)
		json_array_append_new(items, json_pack("{s:s, s:s}", "code",
		    grounds[i].code, "title", app_msg(app, grounds[i].say)));
	choice_open_json(app, app_msg(app, M_ERASE_GROUND), items, false,
	    on_ground, k);
	json_decref(items);
}

/* ---- what the case shows ---- */

void
case_glass_line(struct app *app, struct case_view *k)
{
	const json_t *until = jx_get(jx_get(k->answer, "glass"), "until");
	struct str at = STR_INIT;
	char *left, *say;

	if (!json_is_string(until))
		return;
	app_time(until, &at);
	left = app_time_left(app, until);
	say = app_text(app, M_GLASS_OPEN_LINE, str_text(&at), left, NULL);
	rows_text(&k->rows, 2, k->width - 3, ATTR_WARN, say);
	free(say);
	free(left);
	str_done(&at);
}

static void
add_item(struct app *app, struct case_view *k, enum case_row tag,
    const json_t *data, enum msg say)
{
	char *key = xasprintf("keep:%d", (int)tag);

	rows_item(&k->rows, key, (int)tag, data, 2, k->width - 3, ATTR_PLAIN,
	    app_msg(app, say));
	free(key);
}

static void
add_hold(struct app *app, struct case_view *k, const json_t *keeping)
{
	const json_t *hold = jx_get(keeping, "hold");
	struct str at = STR_INIT;
	char *say;

	if (json_is_object(hold)) {
		app_time(jx_get(hold, "at"), &at);
		say = app_text(app, M_HOLD_LINE, app_get(app, jx_get(hold,
		    "unit"), "title"), str_text(&at), NULL);
		rows_text(&k->rows, 2, k->width - 3, ATTR_WARN, say);
		free(say);
		str_done(&at);
	}
	if (jx_bool(keeping, "can_lift", false))
		add_item(app, k, CASE_HOLD, NULL, M_HOLD_LIFT);
	else if (jx_bool(keeping, "can_hold", false))
		add_item(app, k, CASE_HOLD, NULL, M_HOLD_SET);
}

static void
add_erase(struct app *app, struct case_view *k, const json_t *keeping)
{
	const json_t *erase = jx_get(keeping, "erase");
	const json_t *reasons = jx_get(erase, "reasons");
	struct str at = STR_INIT;
	char *say, *key;

	/* While a case is worked on, nobody looks for its end. */
	if (!json_is_object(erase) || !jx_bool(keeping, "final", false))
		return;
	app_time(jx_get(keeping, "until"), &at);
	say = at.len > 0 ? app_text(app, M_KEEP_UNTIL, str_text(&at), NULL) :
	    xstrdup(app_msg(app, M_KEEP_NO_TERM));
	rows_text(&k->rows, 2, k->width - 3, ATTR_PLAIN, say);
	free(say);
	str_done(&at);
	if (jx_text(erase, "proposal") != NULL) {
		add_item(app, k, CASE_PAIRS, NULL, M_ERASE_WAITS);
		return;
	}
	add_item(app, k, CASE_ERASE, erase, M_ERASE_PROPOSE);
	for (size_t i = 0; i < json_array_size(reasons); i++) {
		const json_t *reason = json_array_get(reasons, i);

		key = xasprintf("keep:why:%zu", i);
		say = app_text(app, M_REASON_LINE, app_get(app, reason,
		    "say"), NULL);
		rows_item(&k->rows, key, CASE_REASON, reason, 4, k->width - 5,
		    ATTR_PLAIN, say);
		free(say);
		free(key);
	}
}

void
case_keep_rows(struct app *app, struct case_view *k)
{
	const json_t *keeping = jx_get(k->answer, "keeping");
	bool can_break = jx_bool(jx_get(k->answer, "glass"), "can_break",
	    false);

	if (!can_break && !json_is_object(jx_get(keeping, "hold")) &&
	    !jx_bool(keeping, "can_hold", false) &&
	    !(json_is_object(jx_get(keeping, "erase")) &&
	    jx_bool(keeping, "final", false)))
		return;
	rows_section(&k->rows, k->width, app_msg(app, M_KEEP_TITLE));
	if (can_break)
		add_item(app, k, CASE_GLASS, NULL, M_GLASS_BREAK);
	add_hold(app, k, keeping);
	add_erase(app, k, keeping);
}
