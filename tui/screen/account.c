/*
 * One account: how it stands, and what can be done.  What weighs takes a
 * second person; what stops somebody at once takes one.
 */
#include "tui/screen/accounts.h"

#include "core/base/jx.h"
#include "tui/widget/ask.h"
#include "tui/widget/choice.h"

#include <stdlib.h>

#define WHY_LETTERS 500

enum act {
	ACT_SUSPEND, ACT_RESUME, ACT_UNLOCK, ACT_ROLE, ACT_END_ROLE,
	ACT_RESET, ACT_END, ACTS
};

static const struct {
	enum msg label, ask;
	const char *kind;		/* of two persons; NULL: one does it */
} acts[ACTS] = {
	[ACT_SUSPEND] = { M_ACCOUNT_SUSPEND, M_ACCOUNT_SUSPEND_ASK, NULL },
	[ACT_RESUME] = { M_ACCOUNT_RESUME, M_ACCOUNT_RESUME_ASK,
	    "resume_officer" },
	[ACT_UNLOCK] = { M_ACCOUNT_UNLOCK, M_ACCOUNT_UNLOCK_ASK, NULL },
	[ACT_ROLE] = { M_ACCOUNT_ROLE, M_ACCOUNT_ROLE_ASK, "grant_role" },
	[ACT_END_ROLE] = { M_ACCOUNT_END_ROLE, M_ACCOUNT_END_ROLE_ASK,
	    "end_role" },
	[ACT_RESET] = { M_ACCOUNT_RESET, M_ACCOUNT_RESET_ASK,
	    "reset_secret" },
	[ACT_END] = { M_ACCOUNT_END, M_ACCOUNT_END_ASK, "end_officer" },
};

struct account {
	char *id;
	json_t *answer;
	const json_t *officer;		/* in it; NULL: gone */
	struct rows rows;
	char *role, *why;		/* of what is being asked */
	json_t *content;
};

static void
account_close(struct view *v)
{
	struct account *k = v->data;

	rows_done(&k->rows);
	json_decref(k->answer);
	json_decref(k->content);
	free(k->role);
	free(k->why);
	free(k->id);
	free(k);
}

static uint64_t
account_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_SECTIONS | CTX_BACK | CTX_INSIDE;
}

static void
account_title(struct view *v, struct str *out)
{
	struct account *k = v->data;
	char *say = app_text(v->app, M_ACCOUNT_TITLE, k->id, NULL);

	str_add(out, say);
	free(say);
}

static void
account_load(struct view *v)
{
	struct account *k = v->data;
	json_t *answer = app_ask(v->app, json_pack("{s:s}", "ask", "staff"));
	const json_t *staff;

	if (answer == NULL)
		return;
	json_decref(k->answer);
	k->answer = answer;
	k->officer = NULL;
	staff = jx_get(answer, "staff");
	for (size_t i = 0; i < json_array_size(staff); i++)
		if (str_eq(jx_text(json_array_get(staff, i), "id"), k->id))
			k->officer = json_array_get(staff, i);
}

static void
add_text(struct view *v, int width, enum msg m, const char *text)
{
	char *say = app_text(v->app, m, text, NULL);

	rows_text(&((struct account *)v->data)->rows, 2, width - 4,
	    ATTR_PLAIN, say);
	free(say);
}

static void
add_head(struct view *v, int width)
{
	struct account *k = v->data;
	struct app *app = v->app;
	const json_t *o = k->officer, *roles = jx_get(o, "roles");
	char *last = account_last_text(app, o);

	rows_text(&k->rows, 2, width - 4, ATTR_BOLD, app_get(app, o, "name"));
	rows_text(&k->rows, 2, width - 4, ATTR_PLAIN, app_get(app,
	    jx_get(o, "unit"), "title"));
	add_text(v, width, M_ACCOUNT_STATE, app_msg(app, account_state(o)));
	rows_text(&k->rows, 2, width - 4, ATTR_PLAIN, last);
	rows_text(&k->rows, 2, width - 4, ATTR_PLAIN, app_msg(app,
	    jx_bool(o, "totp", false) ? M_ACCOUNT_CODES_ON :
	    M_ACCOUNT_CODES_OFF));
	for (size_t i = 0; i < json_array_size(roles); i++) {
		char *one = account_role(app, json_array_get(roles, i));

		add_text(v, width, M_ACCOUNT_HAS_ROLE, one);
		free(one);
	}
	free(last);
}

static bool
can(const struct account *k, enum act act)
{
	bool stopped = jx_bool(k->officer, "suspended", false);

	if (jx_bool(k->officer, "ended", false) ||
	    jx_bool(k->officer, "me", false))
		return false;
	if (act == ACT_SUSPEND || act == ACT_RESUME)
		return stopped == (act == ACT_RESUME);
	return act != ACT_END_ROLE ||
	    json_array_size(jx_get(k->officer, "roles")) > 0;
}

static void
account_layout(struct view *v, int width)
{
	struct account *k = v->data;
	bool any = false;

	rows_begin(&k->rows);
	if (k->officer != NULL) {
		add_head(v, width);
		rows_section(&k->rows, width, app_msg(v->app,
		    M_ACCOUNTS_DO));
		for (int i = 0; i < ACTS; i++) {
			if (!can(k, (enum act)i))
				continue;
			any = true;
			rows_item(&k->rows, app_msg(v->app, acts[i].label), i,
			    NULL, 2, width - 4, ATTR_PLAIN, app_msg(v->app,
			    acts[i].label));
		}
		if (!any)
			rows_text(&k->rows, 2, width - 4, ATTR_DIM,
			    app_msg(v->app, jx_bool(k->officer, "me", false) ?
			    M_ACCOUNT_OWN : M_ACCOUNT_GONE));
	}
	rows_end(&k->rows);
}

static void
account_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct account *)v->data)->rows, c, a, true);
}

/* ---- what is done ---- */

static json_t *
content_of(const struct account *k)
{
	return json_pack("{s:s}", "officer", k->id);
}

static char *
question(struct view *v, enum act act, const char *more)
{
	struct account *k = v->data;

	return app_text(v->app, acts[act].ask, k->id, more, NULL);
}

/* The content is taken over. */
static void
propose(struct view *v, enum act act, json_t *content, const char *more)
{
	char *ask = question(v, act, more);

	pair_propose(v->app, acts[act].kind, content, ask);
	free(ask);
}

static void
do_alone(struct view *v, const char *command, json_t *with, enum msg done)
{
	json_t *outcome = app_do(v->app, json_pack("{s:s, s:o}", "do",
	    command, "with", with));

	pair_say(v->app, outcome, done);
	json_decref(outcome);
}

static void
on_suspend(void *ctx)
{
	struct view *v = ctx;
	struct account *k = v->data;

	do_alone(v, "suspend_officer", json_pack("{s:s, s:s}", "officer",
	    k->id, "why", k->why), M_ACCOUNT_DONE);
}

static void
on_unlock(void *ctx)
{
	struct view *v = ctx;

	do_alone(v, "unlock_sign_in", content_of(v->data), M_ACCOUNT_DONE);
}

static void
on_why(void *ctx, const char *text)
{
	struct view *v = ctx;
	struct account *k = v->data;
	char *ask = question(v, ACT_SUSPEND, "");

	free(k->why);
	k->why = xstrdup(text);
	confirm_open(v->app, ask, on_suspend, v);
	free(ask);
}

static void
on_to(void *ctx, const char *text)
{
	struct view *v = ctx;
	struct account *k = v->data;

	if (*text != '\0')
		json_object_set_new(k->content, "to", json_string(text));
	propose(v, ACT_ROLE, json_incref(k->content), k->role);
}

static void
on_from(void *ctx, const char *text)
{
	struct view *v = ctx;
	struct account *k = v->data;
	struct prompt p = { app_msg(v->app, M_ACCOUNT_ROLE_UNTIL), NULL,
	    SIZE_MAX, false, true, false, 10, on_to, NULL, v };

	if (*text != '\0')
		json_object_set_new(k->content, "from", json_string(text));
	prompt_open(v->app, &p);
}

/* What is called so, of all roles or of the officer's. */
static void
keep_role(struct view *v, const json_t *roles, const json_t *codes)
{
	struct account *k = v->data;
	const char *code = json_string_value(json_array_get(codes, 0));

	free(k->role);
	k->role = NULL;
	for (size_t i = 0; i < json_array_size(roles); i++)
		if (str_eq(jx_text(json_array_get(roles, i), "code"), code) &&
		    k->role == NULL)
			k->role = xstrdup(app_get(v->app, json_array_get(roles,
			    i), "title"));
	json_decref(k->content);
	k->content = content_of(k);
	json_object_set_new(k->content, "role", json_string(code));
}

static void
on_role(void *ctx, const json_t *codes)
{
	struct view *v = ctx;
	struct account *k = v->data;
	struct prompt p = { app_msg(v->app, M_ACCOUNT_ROLE_SINCE), NULL,
	    SIZE_MAX, false, true, false, 10, on_from, NULL, v };

	keep_role(v, jx_get(k->answer, "roles"), codes);
	prompt_open(v->app, &p);
}

static void
on_end_role(void *ctx, const json_t *codes)
{
	struct view *v = ctx;
	struct account *k = v->data;

	keep_role(v, jx_get(k->officer, "roles"), codes);
	propose(v, ACT_END_ROLE, json_incref(k->content), k->role);
}

static void
start(struct view *v, enum act act)
{
	struct account *k = v->data;
	struct app *app = v->app;
	struct prompt p = { app_msg(app, M_ACCOUNT_SUSPEND_WHY), NULL,
	    SIZE_MAX, false, false, false, WHY_LETTERS, on_why, NULL, v };
	char *ask;

	switch (act) {
	case ACT_SUSPEND:
		prompt_open(app, &p);
		break;
	case ACT_UNLOCK:
		ask = question(v, act, "");
		confirm_open(app, ask, on_unlock, v);
		free(ask);
		break;
	case ACT_ROLE: case ACT_END_ROLE:
		choice_open_json(app, app_msg(app, M_ACCOUNT_ROLE_WHICH),
		    jx_get(act == ACT_ROLE ? k->answer : k->officer, "roles"),
		    false, act == ACT_ROLE ? on_role : on_end_role, v);
		break;
	default:
		propose(v, act, content_of(k), "");
	}
}

static bool
account_command(struct view *v, enum command command)
{
	struct account *k = v->data;
	const struct row *row = rows_chosen(&k->rows);

	if (command != CMD_OPEN || row == NULL)
		return rows_command(&k->rows, command);
	start(v, (enum act)row->tag);
	return true;
}

static struct rows *
account_rows(struct view *v)
{
	return &((struct account *)v->data)->rows;
}

static const struct view_ops account_ops = {
	.name = "account", .contexts = account_contexts,
	.title = account_title, .load = account_load,
	.layout = account_layout, .paint = account_paint,
	.command = account_command, .rows = account_rows,
	.close = account_close,
};

struct view *
account_new(struct app *app, const char *id)
{
	struct account *k = xcalloc(1, sizeof *k);

	k->id = xstrdup(id);
	return view_new(app, &account_ops, k);
}
