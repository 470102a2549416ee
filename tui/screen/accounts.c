/*
 * The accounts that this officer looks after: who is there, with what roles,
 * how they stand.  Everything is a proposal or a command of the door; nothing
 * here reads a case.
 */
#include "tui/screen/accounts.h"

#include "core/base/jx.h"
#include "tui/widget/ask.h"
#include "tui/widget/choice.h"

#include <stdlib.h>
#include <string.h>

#define NAME_MOST 100
#define ID_MOST 32

enum { ROW_OFFICER, ROW_ADD, ROW_SIGN_IN };

struct accounts {
	json_t *answer;
	struct rows rows;
};

static void
accounts_close(struct view *v)
{
	struct accounts *k = v->data;

	rows_done(&k->rows);
	json_decref(k->answer);
	free(k);
}

static uint64_t
accounts_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_SECTIONS | CTX_BACK | CTX_INSIDE;
}

static void
accounts_title(struct view *v, struct str *out)
{
	str_add(out, app_msg(v->app, M_ACCOUNTS_TITLE));
}

static void
accounts_load(struct view *v)
{
	struct accounts *k = v->data;
	json_t *answer = app_ask(v->app, json_pack("{s:s}", "ask", "staff"));

	if (answer != NULL) {
		json_decref(k->answer);
		k->answer = answer;
	}
}

enum msg
account_state(const json_t *o)
{
	return jx_bool(o, "ended", false) ? M_ACCOUNT_ENDED :
	    jx_bool(o, "suspended", false) ? M_ACCOUNT_SUSPENDED :
	    jx_bool(o, "new", false) ? M_ACCOUNT_NEW : M_ACCOUNT_OPEN;
}

/* "Chỉ huy (từ 2026-03-01 đến 2026-04-01)" */
char *
account_role(struct app *app, const json_t *role)
{
	const char *title = app_get(app, role, "title");
	const char *from = app_get(app, role, "from");
	const char *to = app_get(app, role, "to");

	if (*from != '\0' && *to != '\0')
		return app_text(app, M_ACCOUNT_ROLE_BOTH, title, from, to,
		    NULL);
	if (*from != '\0')
		return app_text(app, M_ACCOUNT_ROLE_FROM, title, from, NULL);
	if (*to != '\0')
		return app_text(app, M_ACCOUNT_ROLE_TO, title, to, NULL);
	return xstrdup(title);
}

static void
add_roles(struct app *app, const json_t *o, struct str *out)
{
	const json_t *roles = jx_get(o, "roles");

	for (size_t i = 0; i < json_array_size(roles); i++) {
		char *one = account_role(app, json_array_get(roles, i));

		str_printf(out, "%s%s", i > 0 ? ", " : "", one);
		free(one);
	}
}

char *
account_last_text(struct app *app, const json_t *o)
{
	struct str at = STR_INIT;
	char *say;

	app_time(jx_get(o, "last"), &at);
	say = at.len > 0 ? app_text(app, M_ACCOUNT_LAST, str_text(&at), NULL) :
	    xstrdup(app_msg(app, M_ACCOUNT_NEVER));
	str_done(&at);
	return say;
}

static void
add_officer(struct view *v, const json_t *o, int width)
{
	struct accounts *k = v->data;
	struct app *app = v->app;
	enum msg state = account_state(o);
	const char *id = app_get(app, o, "id");
	char *who = xasprintf("%s – %s", id, app_get(app, o, "name"));
	char *last = account_last_text(app, o);
	struct str more = STR_INIT;
	struct row_cell cell[2] = {
		{ 2, width - 26, ATTR_PLAIN, who },
		{ width - 22, 20, state == M_ACCOUNT_OPEN ? ATTR_PLAIN :
		    ATTR_WARN, app_msg(app, state) },
	};

	rows_cells(&k->rows, id, ROW_OFFICER, o, cell, 2);
	str_printf(&more, "%s%s", last, json_array_size(jx_get(o,
	    "roles")) > 0 ? "; " : "");
	add_roles(app, o, &more);
	if (jx_bool(o, "totp", false))
		str_printf(&more, "; %s", app_msg(app, M_ACCOUNT_CODES));
	rows_more_text(&k->rows, 4, width - 6, ATTR_DIM, str_text(&more));
	str_done(&more);
	free(last);
	free(who);
}

static bool
is_unix(const struct accounts *k)
{
	return str_eq(jx_text(k->answer, "sign_in"), "unix");
}

/* Unit by unit, in the order of their codes. */
static void
add_staff(struct view *v, int width)
{
	struct accounts *k = v->data;
	const json_t *staff = jx_get(k->answer, "staff");
	const char *done = "", *next;

	do {
		next = NULL;
		for (size_t i = 0; i < json_array_size(staff); i++) {
			const char *code = jx_text(jx_get(json_array_get(staff,
			    i), "unit"), "code");

			if (code != NULL && strcmp(code, done) > 0 &&
			    (next == NULL || strcmp(code, next) < 0))
				next = code;
		}
		for (size_t i = 0; next != NULL &&
		    i < json_array_size(staff); i++) {
			const json_t *o = json_array_get(staff, i);

			if (!str_eq(jx_text(jx_get(o, "unit"), "code"), next))
				continue;
			if (done != next)
				rows_section(&k->rows, width, app_get(v->app,
				    jx_get(o, "unit"), "title"));
			done = next;
			add_officer(v, o, width);
		}
	} while (next != NULL);
}

static void
accounts_layout(struct view *v, int width)
{
	struct accounts *k = v->data;

	rows_begin(&k->rows);
	add_staff(v, width);
	rows_section(&k->rows, width, app_msg(v->app, M_ACCOUNTS_DO));
	rows_item(&k->rows, "add", ROW_ADD, NULL, 2, width - 4, ATTR_PLAIN,
	    app_msg(v->app, M_ACCOUNT_ADD));
	rows_item(&k->rows, "sign_in", ROW_SIGN_IN, NULL, 2, width - 4,
	    ATTR_PLAIN, app_msg(v->app, is_unix(k) ? M_ACCOUNTS_BY_SECRET :
	    M_ACCOUNTS_BY_UNIX));
	rows_end(&k->rows);
}

static void
accounts_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct accounts *)v->data)->rows, c, a, true);
}

/* ---- a new officer: id, name, unit, roles ---- */

struct adding {
	struct app *app;
	json_t *content, *roles;
};

static void
adding_done(void *p)
{
	struct adding *k = p;

	json_decref(k->content);
	json_decref(k->roles);
	free(k);
}

static void
on_roles(void *ctx, const json_t *codes)
{
	struct adding *k = ctx;
	struct app *app = k->app;
	json_t *content = json_incref(k->content);
	char *ask;

	json_object_set(content, "roles", (json_t *)(uintptr_t)codes);
	ask = app_text(app, M_ACCOUNT_ADD_ASK, jx_text(content, "officer"),
	    jx_text(content, "name"), NULL);
	/* This one's answers are kept from here on in what is proposed. */
	pair_propose(app, "add_officer", content, ask);
	free(ask);
}

static void
ask_roles(struct adding *k)
{
	struct app *app = k->app;

	choice_open_json(app, app_msg(app, M_ACCOUNT_ROLES), k->roles, false,
	    on_roles, k);
}

static void
on_unit(void *ctx, const json_t *codes)
{
	struct adding *k = ctx;

	json_object_set(k->content, "unit", json_array_get(codes, 0));
	ask_roles(k);
}

static void
on_name(void *ctx, const char *text)
{
	struct adding *k = ctx;
	json_t *answer;

	json_object_set_new(k->content, "name", json_string(text));
	if (jx_text(k->content, "unit") != NULL) {
		ask_roles(k);
		return;
	}
	answer = app_ask(k->app, json_pack("{s:s}", "ask", "units"));
	choice_open_json(k->app, app_msg(k->app, M_ACCOUNT_UNIT),
	    jx_get(answer, "units"), true, on_unit, k);
	json_decref(answer);
}

static void
on_id(void *ctx, const char *text)
{
	struct adding *k = ctx;
	struct prompt p = { app_msg(k->app, M_ACCOUNT_NAME), NULL, SIZE_MAX,
	    false, false, false, NAME_MOST, on_name, NULL, k };

	json_object_set_new(k->content, "officer", json_string(text));
	prompt_open(k->app, &p);
}

static void
start_adding(struct view *v)
{
	struct accounts *k = v->data;
	struct adding *a = xcalloc(1, sizeof *a);
	struct prompt p = { app_msg(v->app, M_ACCOUNT_ID), NULL, SIZE_MAX,
	    false, false, false, ID_MOST, on_id, NULL, a };

	a->app = v->app;
	a->content = json_object();
	a->roles = json_incref(jx_get(k->answer, "roles"));
	/* Who looks after one unit adds to that one. */
	if (!jx_bool(k->answer, "all", false))
		json_object_set_new(a->content, "unit", json_string(app_get(
		    v->app, jx_get(v->app->me, "unit"), "code")));
	app_keep(v->app, a, adding_done);
	prompt_open(v->app, &p);
}

static bool
accounts_command(struct view *v, enum command command)
{
	struct accounts *k = v->data;
	const struct row *row = rows_chosen(&k->rows);
	bool now = is_unix(k);

	if (command != CMD_OPEN || row == NULL)
		return rows_command(&k->rows, command);
	if (row->tag == ROW_OFFICER)
		app_push(v->app, account_new(v->app, app_get(v->app,
		    row->data, "id")));
	else if (row->tag == ROW_ADD)
		start_adding(v);
	else
		pair_propose(v->app, "set_sign_in", json_pack("{s:s}", "by",
		    now ? "secret" : "unix"), app_msg(v->app, now ?
		    M_ACCOUNTS_SECRET_ASK : M_ACCOUNTS_UNIX_ASK));
	return true;
}

static json_t *
accounts_place(struct view *v)
{
	(void)v;
	return NULL;
}

static struct rows *
accounts_rows(struct view *v)
{
	return &((struct accounts *)v->data)->rows;
}

static const struct view_ops accounts_ops = {
	.name = "accounts", .contexts = accounts_contexts,
	.title = accounts_title, .load = accounts_load,
	.layout = accounts_layout, .paint = accounts_paint,
	.command = accounts_command, .place = accounts_place,
	.rows = accounts_rows, .close = accounts_close,
};

struct view *
accounts_new(struct app *app)
{
	return view_new(app, &accounts_ops, xcalloc(1,
	    sizeof(struct accounts)));
}
