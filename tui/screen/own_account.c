/*
 * One's own account: its secret, its one-time codes, where else it is signed
 * in, and closing that.
 */
#include "tui/screen/accounts.h"

#include "core/base/jx.h"
#include "tui/widget/ask.h"

#include <stdlib.h>

enum { ROW_SECRET, ROW_CODES, ROW_CLOSE };

struct own {
	json_t *answer;
	struct rows rows;
};

static void
own_close(struct view *v)
{
	struct own *k = v->data;

	rows_done(&k->rows);
	json_decref(k->answer);
	free(k);
}

static uint64_t
own_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_SECTIONS | CTX_BACK | CTX_INSIDE;
}

static void
own_title(struct view *v, struct str *out)
{
	str_add(out, app_msg(v->app, M_OWN_TITLE));
}

static void
own_load(struct view *v)
{
	struct own *k = v->data;
	json_t *answer = app_ask(v->app, json_pack("{s:s}", "ask",
	    "account"));

	if (answer != NULL) {
		json_decref(k->answer);
		k->answer = answer;
	}
}

/* A sentence with a time in it. */
static void
add_since(struct view *v, int width, enum msg m, const json_t *since)
{
	struct str at = STR_INIT;
	char *say;

	app_time(since, &at);
	say = app_text(v->app, m, str_text(&at), NULL);
	rows_text(&((struct own *)v->data)->rows, 2, width - 4, ATTR_PLAIN,
	    say);
	free(say);
	str_done(&at);
}

static void
add_do(struct view *v, int width, const char *key, int tag, enum msg m)
{
	rows_item(&((struct own *)v->data)->rows, key, tag, NULL, 2,
	    width - 4, ATTR_PLAIN, app_msg(v->app, m));
}

static void
own_layout(struct view *v, int width)
{
	struct own *k = v->data;
	const json_t *others = jx_get(k->answer, "elsewhere");
	bool codes = jx_bool(k->answer, "totp", false);

	rows_begin(&k->rows);
	rows_text(&k->rows, 2, width - 4, ATTR_BOLD, app_get(v->app,
	    k->answer, "name"));
	add_since(v, width, M_OWN_SINCE, jx_get(k->answer, "since"));
	for (size_t i = 0; i < json_array_size(others); i++)
		add_since(v, width, M_OWN_ELSEWHERE, jx_get(json_array_get(
		    others, i), "since"));
	rows_text(&k->rows, 2, width - 4, ATTR_PLAIN, app_msg(v->app, codes ?
	    M_ACCOUNT_CODES_ON : M_ACCOUNT_CODES_OFF));
	rows_section(&k->rows, width, app_msg(v->app, M_ACCOUNTS_DO));
	add_do(v, width, "secret", ROW_SECRET, M_OWN_SECRET);
	add_do(v, width, "codes", ROW_CODES, codes ? M_OWN_CODES_ANEW :
	    M_OWN_CODES);
	if (json_array_size(others) > 0)
		add_do(v, width, "close", ROW_CLOSE, M_OWN_CLOSE);
	rows_end(&k->rows);
}

static void
own_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct own *)v->data)->rows, c, a, true);
}

static void
on_close(void *ctx)
{
	struct view *v = ctx;
	json_t *out = app_do(v->app, json_pack("{s:s, s:{}}", "do",
	    "close_others", "with"));

	pair_say(v->app, out, M_OWN_CLOSED);
	json_decref(out);
}

static bool
own_command(struct view *v, enum command command)
{
	struct own *k = v->data;
	const struct row *row = rows_chosen(&k->rows);
	struct view *next = NULL;

	if (command != CMD_OPEN || row == NULL)
		return rows_command(&k->rows, command);
	if (row->tag == ROW_CLOSE)
		confirm_open(v->app, app_msg(v->app, M_OWN_CLOSE_ASK),
		    on_close, v);
	else
		next = row->tag == ROW_CODES ? codes_new(v->app) :
		    own_secret_new(v->app, false);
	if (next != NULL)
		app_push(v->app, next);
	return true;
}

static struct rows *
own_rows(struct view *v)
{
	return &((struct own *)v->data)->rows;
}

static const struct view_ops own_ops = {
	.name = "own_account", .contexts = own_contexts, .title = own_title,
	.load = own_load, .layout = own_layout, .paint = own_paint,
	.command = own_command, .rows = own_rows, .close = own_close,
};

struct view *
own_account_new(struct app *app)
{
	return view_new(app, &own_ops, xcalloc(1, sizeof(struct own)));
}
