/*
 * A hand-over act, as receiver or giver sees it.  Custody moves only on
 * acceptance, whole or person by person, each refusal with its reason; what
 * is typed for that is kept as a draft until it is sent.
 */
#include "core/base/jx.h"
#include "tui/screen/act.h"
#include "tui/screen/form.h"
#include "tui/widget/ask.h"

#include <stdlib.h>

static void
act_close(struct view *v)
{
	struct act *k = v->data;

	rows_done(&k->rows);
	json_decref(k->answer);
	json_decref(k->refused);
	json_decref(k->receipt);
	json_decref(k->inner);
	free(k->id);
	free(k->op_id);
	free(k);
}

static uint64_t
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
	char *say = app_text(v->app, str_eq(jx_text(k->answer, "kind"),
	    "foreign") ? M_ACT_FOREIGN_TITLE : M_ACT_TITLE, number != NULL ?
	    number : k->id, NULL);

	str_add(out, say);
	free(say);
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
changed(struct view *v)
{
	((struct act *)v->data)->dirty = true;
	act_layout(v, app_width(v->app));
	app_touch(v->app, v);
}

static json_t *
act_draft(struct view *v, struct str *place)
{
	struct act *k = v->data;
	json_t *content, *title = json_object();

	if (!k->dirty) {
		json_decref(title);
		return NULL;
	}
	str_printf(place, "act/%s", k->id);
	for (int lang = LANG_VI; lang <= LANG_EN; lang++) {
		struct str say = STR_INIT;
		const char *const arg[] = { k->id };

		text_fill(&say, msg_text(M_ACT_TITLE, (enum lang)lang), arg,
		    1);
		json_object_set_new(title, lang == LANG_EN ? "en" : "vi",
		    json_string(str_text(&say)));
		str_done(&say);
	}
	content = json_pack("{s:s, s:s, s:O, s:o}", "view", "act", "act",
	    k->id, "refused", k->refused, "title", title);
	if (k->receipt != NULL)
		json_object_set(content, "receipt", k->receipt);
	if (k->inner != NULL)
		json_object_set(content, "inner", k->inner);
	return content;
}

static void
drop_draft(struct view *v)
{
	struct act *k = v->data;
	char *place = xasprintf("act/%s", k->id);

	json_decref(app_do(v->app, json_pack("{s:s, s:{s:s}}", "do",
	    "drop_draft", "with", "place", place)));
	k->dirty = false;
	v->unsaved = false;
	free(place);
}

static void open_receipt(struct view *v);

/* What was typed before the link died; the form that was open comes too. */
static void
restore(struct view *v)
{
	struct act *k = v->data;
	char *place = xasprintf("act/%s", k->id);
	json_t *draft = app_ask(v->app, json_pack("{s:s, s:s}", "ask",
	    "draft", "place", place));
	const json_t *content = jx_get(draft, "content");
	json_t *inner = json_incref(jx_get(content, "inner"));
	struct str at = STR_INIT;

	if (json_is_object(content)) {
		json_object_update(k->refused, jx_get(content, "refused"));
		if (json_is_object(jx_get(content, "receipt")))
			k->receipt = json_deep_copy(jx_get(content,
			    "receipt"));
		k->dirty = true;
		act_layout(v, app_width(v->app));
		if (inner != NULL)
			open_receipt(v);
		if (inner != NULL && app_top(v->app) != v)
			form_restore(app_top(v->app), inner);
		app_time(jx_get(draft, "at"), &at);
		app_say(v->app, ATTR_WARN, M_DRAFT_BACK, str_text(&at), NULL);
	}
	str_done(&at);
	json_decref(inner);
	json_decref(draft);
	free(place);
}

static void
act_load(struct view *v)
{
	struct act *k = v->data;
	bool first = k->answer == NULL;
	json_t *answer = app_ask(v->app, json_pack("{s:s, s:s}", "ask", "act",
	    "act", k->id));

	if (answer != NULL) {
		json_decref(k->answer);
		k->answer = answer;
	}
	if (first && k->answer != NULL && is_open(k) && is_ours(v))
		restore(v);
}

static void
act_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct act *)v->data)->rows, c, a, true);
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

		drop_draft(v);
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
	json_t *refused = json_array(), *why, *command;
	const char *id;

	json_object_foreach(k->refused, id, why)
		json_array_append_new(refused, json_pack("{s:s, s:O}", "case",
		    id, "why", why));
	command = json_pack("{s:s, s:{s:s, s:o}}", "do", "accept_handover",
	    "with", "act", k->id, "refused", refused);
	if (json_object_size(k->receipt) > 0)
		json_object_set(jx_get(command, "with"), "receipt",
		    k->receipt);
	run(v, command, json_object_size(k->refused) < json_array_size(jx_get(k->answer,
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
	changed(v);
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
	changed(v);
}

static void
ask_accept(struct view *v)
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

static void
on_receipt_draft(void *ctx, json_t *content)
{
	struct view *v = ctx;
	struct act *k = v->data;

	json_decref(k->inner);
	k->inner = content;
	k->dirty = true;
	v->unsaved = true;
}

static void
on_receipt(void *ctx, json_t *answers)
{
	struct view *v = ctx;
	struct act *k = v->data;

	json_decref(k->inner);
	k->inner = NULL;
	json_decref(k->receipt);
	k->receipt = answers;
	changed(v);
	ask_accept(v);
}

static void
open_receipt(struct view *v)
{
	struct act *k = v->data;
	const char *number = jx_text(k->answer, "number");
	json_t *title = json_object();

	for (int lang = LANG_VI; lang <= LANG_EN; lang++) {
		struct str say = STR_INIT;
		const char *const arg[] = { number != NULL ? number : k->id };

		text_fill(&say, msg_text(M_ACT_RECEIPT_TITLE, (enum lang)lang),
		    arg, 1);
		json_object_set_new(title, lang == LANG_EN ? "en" : "vi",
		    json_string(str_text(&say)));
		str_done(&say);
	}
	form_collect(v, jx_text(k->answer, "receipt_form"), title, k->receipt,
	    on_receipt, on_receipt_draft);
	json_decref(title);
}

/* The receipt first, when there is one to be written; then yes or no. */
static void
accept_act(struct view *v)
{
	if (jx_text(((struct act *)v->data)->answer, "receipt_form") != NULL)
		open_receipt(v);
	else
		ask_accept(v);
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
	case CMD_PRINT:
		printing_one(v->app, "act", ((struct act *)v->data)->id);
		return true;
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

static json_t *
act_place(struct view *v)
{
	return json_pack("{s:s, s:s}", "open", "act", "id",
	    ((struct act *)v->data)->id);
}

static struct rows *
act_rows(struct view *v)
{
	return &((struct act *)v->data)->rows;
}

static const struct view_ops act_ops = {
	.name = "act", .contexts = act_contexts, .title = act_title,
	.load = act_load, .layout = act_layout, .paint = act_paint,
	.can = act_can, .command = act_command, .draft = act_draft,
	.place = act_place, .rows = act_rows,
	.close = act_close,
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
