/*
 * One act that waits for a second person: who asks, why, what exactly, until
 * when.  What is approved is what stands here: its hash goes with the yes.
 */
#include "tui/screen/pair.h"

#include "core/base/jx.h"
#include "tui/widget/ask.h"
#include "tui/widget/secret.h"

#include <stdlib.h>
#include <string.h>

#define HASH_SHOWN 16
#define LABEL_COLS 16

struct pair_view {
	json_t *pair;
	struct rows rows;
};

static void
pair_close(struct view *v)
{
	struct pair_view *k = v->data;

	rows_done(&k->rows);
	json_decref(k->pair);
	free(k);
}

static uint64_t
pair_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_SECTIONS | CTX_BACK | CTX_INSIDE | CTX_PAIR;
}

static void
pair_title(struct view *v, struct str *out)
{
	struct pair_view *k = v->data;

	str_add(out, app_get(v->app, k->pair, "title"));
}

static void
add_text(struct app *app, struct pair_view *k, int width, enum msg m,
    const char *a, const char *b, const char *c)
{
	char *say = app_text(app, m, a, b, c, NULL);

	rows_text(&k->rows, 2, width - 4, ATTR_PLAIN, say);
	free(say);
}

static bool
is_kind(const struct pair_view *k, const char *kind)
{
	return str_eq(jx_text(k->pair, "kind"), kind);
}

static void
add_head(struct app *app, struct pair_view *k, int width)
{
	const json_t *approved = jx_get(k->pair, "approved");
	struct str at = STR_INIT, until = STR_INIT;
	char *left = app_time_left(app, jx_get(k->pair, "until"));

	app_time(jx_get(k->pair, "at"), &at);
	app_time(jx_get(k->pair, "until"), &until);
	add_text(app, k, width, M_PAIR_BY, app_get(app, k->pair, "by_name"),
	    app_get(app, jx_get(k->pair, "unit"), "title"), str_text(&at));
	if (approved != NULL) {
		str_clear(&at);
		app_time(jx_get(approved, "at"), &at);
		add_text(app, k, width, M_PAIR_APPROVED_BY, app_get(app,
		    approved, "by_name"), str_text(&at), NULL);
	}
	add_text(app, k, width, M_PAIR_UNTIL, str_text(&until), left, NULL);
	if (jx_bool(k->pair, "mine", false) && approved == NULL)
		add_text(app, k, width, M_PAIR_OWN_WAITS, NULL, NULL, NULL);
	/* A file is written by no screen. */
	if (is_kind(k, "export_identified") &&
	    jx_bool(k->pair, "mine", false))
		add_text(app, k, width, M_PAIR_FILE_BY, app_get(app, k->pair,
		    "proposal"), app_get(app, k->pair, "by"), NULL);
	free(left);
	str_done(&at);
	str_done(&until);
}

static void
add_content(struct app *app, struct pair_view *k, int width)
{
	const json_t *shown = jx_get(k->pair, "shown");

	rows_section(&k->rows, width, app_msg(app, M_PAIR_CONTENT));
	for (size_t i = 0; i < json_array_size(shown); i++) {
		const json_t *l = json_array_get(shown, i);
		char *say = app_text(app, M_PAIR_LINE, app_get(app, l,
		    "label"), app_get(app, l, "text"), NULL);

		rows_item(&k->rows, jx_text(l, "key"), 0, l, 2, width - 4,
		    ATTR_PLAIN, say);
		free(say);
	}
	if (*app_get(app, k->pair, "masked") != '\0')
		add_text(app, k, width, M_PAIR_PERSON, app_get(app, k->pair,
		    "masked"), NULL, NULL);
}

/* "1a2b 3c4d 5e6f 7a8b": to be read to each other. */
static void
add_hash(struct app *app, struct pair_view *k, int width)
{
	const char *hash = app_get(app, k->pair, "hash");
	struct str groups = STR_INIT;

	for (int i = 0; i < HASH_SHOWN && hash[i] != '\0'; i++)
		str_printf(&groups, "%s%c", i > 0 && i % 4 == 0 ? " " : "",
		    hash[i]);
	rows_section(&k->rows, width, app_msg(app, M_PAIR_HASH));
	rows_item(&k->rows, "hash", 0, NULL, 2, width - 4, ATTR_BOLD,
	    str_text(&groups));
	rows_text(&k->rows, 2, width - 4, ATTR_DIM,
	    app_msg(app, M_PAIR_HASH_HOW));
	str_done(&groups);
}

static void
pair_layout(struct view *v, int width)
{
	struct pair_view *k = v->data;
	struct app *app = v->app;
	json_t *whole = json_pack("{s:O, s:O}", "content", jx_get(k->pair,
	    "content"), "kind", jx_get(k->pair, "kind"));
	char *exact = jx_canonical(whole);

	rows_begin(&k->rows);
	add_head(app, k, width);
	add_content(app, k, width);
	rows_section(&k->rows, width, app_msg(app, M_PAIR_REASON));
	rows_item(&k->rows, "reason", 0, NULL, 2, width - 4, ATTR_PLAIN,
	    app_get(app, k->pair, "reason"));
	add_hash(app, k, width);
	if (exact != NULL) {
		rows_section(&k->rows, width, app_msg(app, M_PAIR_EXACT));
		rows_item(&k->rows, "exact", 0, NULL, 2, width - 4, ATTR_DIM,
		    exact);
	}
	free(exact);
	json_decref(whole);
	rows_end(&k->rows);
}

static void
pair_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct pair_view *)v->data)->rows, c, a, true);
}

static bool
can(const struct pair_view *k, const char *what)
{
	const json_t *list = jx_get(k->pair, "can");

	for (size_t i = 0; i < json_array_size(list); i++)
		if (str_eq(json_string_value(json_array_get(list, i)), what))
			return true;
	return false;
}

/* Kinds that are used later, once, by their proposer. */
static bool
is_used_later(const struct pair_view *k)
{
	return is_kind(k, "export_identified") || is_kind(k, "bulk_print");
}

static void
approve(struct view *v, const char *first, const char *second)
{
	struct pair_view *k = v->data;
	struct app *app = v->app;
	enum msg done = is_used_later(k) ? M_PAIR_APPROVED_USE :
	    M_PAIR_APPROVED;
	json_t *with = json_pack("{s:s, s:s}", "proposal",
	    app_get(app, k->pair, "proposal"), "hash",
	    app_get(app, k->pair, "hash"));
	json_t *shares = NULL, *outcome;

	if (first != NULL) {
		shares = json_pack("[s, s]", first, second);
		json_object_set(with, "shares", shares);
	}
	outcome = app_do(app, json_pack("{s:s, s:o}", "do", "approve_pair",
	    "with", with));
	for (size_t i = 0; i < json_array_size(shares); i++) {
		json_t *text = json_array_get(shares, i);

		secret_wipe((char *)(uintptr_t)json_string_value(text),
		    json_string_length(text));
	}
	json_decref(shares);
	if (outcome_is(outcome, "done"))
		app_pop(app);	/* k is gone */
	pair_say(app, outcome, done);
	json_decref(outcome);
}

static void
on_approve(void *ctx)
{
	approve(ctx, NULL, NULL);
}

static void
on_shares(void *ctx, const char *first, const char *second)
{
	approve(ctx, first, second);
}

static void
on_typing_shares(void *ctx)
{
	struct view *v = ctx;

	app_push(v->app, shares_new(v->app, on_shares, v));
}

static void
on_decline(void *ctx)
{
	struct view *v = ctx;
	struct pair_view *k = v->data;
	struct app *app = v->app;
	json_t *outcome = app_do(app, json_pack("{s:s, s:{s:s}}", "do",
	    "decline_pair", "with", "proposal", app_get(app, k->pair,
	    "proposal")));

	if (outcome_is(outcome, "done"))
		app_pop(app);
	pair_say(app, outcome, M_PAIR_DECLINED);
	json_decref(outcome);
}

static bool
pair_can(struct view *v, enum command command)
{
	struct pair_view *k = v->data;

	return command == CMD_PAIR_APPROVE ? can(k, "approve") :
	    command == CMD_PAIR_DECLINE ? can(k, "decline") : true;
}

static bool
pair_command(struct view *v, enum command command)
{
	struct pair_view *k = v->data;
	char *ask;

	switch (command) {
	case CMD_PAIR_APPROVE:
		ask = app_text(v->app, is_kind(k, "erase_case") ?
		    M_PAIR_ASK_ERASE : M_PAIR_ASK, app_get(v->app, k->pair,
		    "title"), NULL);
		confirm_open(v->app, ask, is_kind(k, "recover_key") ?
		    on_typing_shares : on_approve, v);
		free(ask);
		return true;
	case CMD_PAIR_DECLINE:
		ask = app_text(v->app, jx_bool(k->pair, "mine", false) ?
		    M_PAIR_ASK_WITHDRAW : M_PAIR_ASK_DECLINE, app_get(v->app,
		    k->pair, "title"), NULL);
		confirm_open(v->app, ask, on_decline, v);
		free(ask);
		return true;
	default:
		return rows_command(&k->rows, command);
	}
}

static const struct view_ops pair_ops = {
	.name = "pair", .contexts = pair_contexts, .title = pair_title,
	.layout = pair_layout, .paint = pair_paint, .can = pair_can,
	.command = pair_command, .close = pair_close,
};

struct view *
pair_new(struct app *app, const json_t *pair)
{
	struct pair_view *k = xcalloc(1, sizeof *k);

	k->pair = json_deep_copy(pair);
	return view_new(app, &pair_ops, k);
}
