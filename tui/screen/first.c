/*
 * What comes between signing in and the desk: a one-time secret is changed,
 * the code of conduct agreed to.  The same screens change a secret later.
 */
#include "core/base/jx.h"
#include "tui/app.h"
#include "tui/screen/screens.h"
#include "tui/widget/secret.h"

#include <stdlib.h>
#include <string.h>

#define LABEL_COLS 26
#define LINES 3			/* old, new, new once more */

static void
missing_fill(struct app *app, struct rows *rows, const json_t *data,
    int width)
{
	rows_text(rows, 2, width - 4, ATTR_PLAIN, app_msg(app,
	    M_MISSING_HOW));
	for (size_t i = 0; i < json_array_size(data); i++) {
		const json_t *one = json_array_get(data, i);
		char *key = xasprintf("%zu", i);

		rows_blank(rows);
		rows_item(rows, key, 0, one, 2, width - 4, ATTR_WARN,
		    app_in(app, one));
		free(key);
	}
}

/* Which walls are missing, to who runs the site: before the desk, once. */
static void
tell_missing(struct app *app)
{
	struct panel p = { M_MISSING_TITLE, NULL, missing_fill, NULL, NULL };

	app->told_missing = true;
	if (json_array_size(app->o->missing) == 0)
		return;
	p.data = json_deep_copy(app->o->missing);
	app_push(app, panel_new(app, &p));
}

void
first_things(struct app *app)
{
	json_t *account = app_ask(app, json_pack("{s:s}", "ask", "account"));
	bool secret = jx_bool(account, "secret_first", false);
	bool conduct = jx_bool(account, "conduct_first", false);
	size_t others = json_array_size(jx_get(account, "elsewhere"));
	bool runs_site = jx_bool(account, "runs_site", false);

	json_decref(account);
	app_pop_all(app);
	if (secret || conduct) {
		app_push(app, secret ? own_secret_new(app, true) :
		    conduct_new(app));
		return;
	}
	app_push(app, home_new(app));
	if (others > 0)
		app_say(app, ATTR_BAD, M_SIGNIN_ELSEWHERE, NULL);
	/* Where the draft cannot be opened yet, it has said why. */
	if (app->resume != NULL && !draft_open(app, app->resume))
		app->dirty |= PAINT;
	else if (!tn_is_recorded(app->session))
		app_say(app, ATTR_BAD, M_SIGNIN_UNRECORDED, NULL);
	else if (app->resume == NULL && others == 0 && tour_is_new(app))
		app_say(app, ATTR_PLAIN, M_TOUR_OFFER, NULL);
	free(app->resume);
	app->resume = NULL;
	if (runs_site && !app->told_missing)
		tell_missing(app);
}

static uint64_t
first_contexts(struct view *v)
{
	(void)v;
	return CTX_SIGNIN;
}

/* ---- the secret ---- */

struct changing {
	struct secret_line line[LINES];
	int on;
	bool first;		/* before all else */
};

/* Before all else there is nothing to go back to. */
static uint64_t
secret_contexts(struct view *v)
{
	const struct changing *s = v->data;

	return s->first ? CTX_SIGNIN : CTX_SIGNIN | CTX_BACK;
}

static void
secret_close(struct view *v)
{
	struct changing *s = v->data;

	secret_wipe(s, sizeof *s);
	free(s);
}

static void
secret_title(struct view *v, struct str *out)
{
	str_add(out, app_msg(v->app, M_SECRET_TITLE));
}

static void
paint_wrapped(struct canvas *c, struct area *a, const char *text)
{
	while (*text != '\0' && a->h > 0) {
		size_t skip, len = wrap_next(text, a->w, &skip);
		char *line = xstrndup(text, len);

		canvas_text(c, a->y++, a->x, a->w, ATTR_PLAIN, line);
		a->h--;
		free(line);
		text += len + skip;
	}
}

static void
secret_paint(struct view *v, struct canvas *c, struct area a)
{
	static const enum msg label[LINES] = {
		M_SECRET_OLD, M_SECRET_NEW, M_SECRET_AGAIN
	};
	struct changing *s = v->data;
	struct area box = { a.y + 1, 2, a.h - 1, a.w - 4 };

	paint_wrapped(c, &box, app_msg(v->app, s->first ? M_SECRET_FIRST :
	    M_SECRET_HOW));
	for (int i = 0; i < LINES; i++) {
		canvas_text(c, box.y + 1 + i, 2, LABEL_COLS, ATTR_PLAIN,
		    app_msg(v->app, label[i]));
		secret_line_paint(&s->line[i], c, box.y + 1 + i,
		    2 + LABEL_COLS, a.w - LABEL_COLS - 4, s->on == i);
	}
}

static bool
secret_key(struct view *v, const struct key *key)
{
	struct changing *s = v->data;

	return secret_line_key(&s->line[s->on], key);
}

static bool
same(const struct changing *s)
{
	return s->line[1].len == s->line[2].len && memcmp(s->line[1].text,
	    s->line[2].text, s->line[1].len) == 0;
}

static void
say_err(struct app *app, struct err *e)
{
	struct str why = STR_INIT;

	err_text(e, app->lang, false, &why);
	app_say_text(app, ATTR_BAD, str_text(&why));
	str_done(&why);
	err_done(e);
}

static bool
change(struct app *app, const struct changing *s)
{
	char *old = secret_line_take(&s->line[0]);
	char *fresh = secret_line_take(&s->line[1]);
	struct err e = ERR_INIT;
	bool ok = old != NULL && fresh != NULL && tn_change_secret(
	    app->session, old, strlen(old), fresh, strlen(fresh), &e);

	if (!ok)
		say_err(app, &e);
	if (old != NULL)
		secret_wipe(old, strlen(old));
	if (fresh != NULL)
		secret_wipe(fresh, strlen(fresh));
	free(old);
	free(fresh);
	return ok;
}

static void
submit(struct view *v)
{
	struct changing *s = v->data;
	struct app *app = v->app;
	bool first = s->first;

	if (!same(s)) {
		app_say(app, ATTR_BAD, M_SECRET_DIFFERS, NULL);
		secret_line_wipe(&s->line[2]);
		return;
	}
	if (!change(app, s)) {
		secret_wipe(s->line, sizeof s->line);
		s->on = 0;
		return;
	}
	if (first)
		first_things(app);
	else
		app_pop(app);
	app_say(app, ATTR_PLAIN, M_SECRET_CHANGED, NULL);
}

static bool
secret_command(struct view *v, enum command command)
{
	struct changing *s = v->data;

	if (command == CMD_BACK)
		return app_leave(v->app);
	if (command == CMD_OTHER_FIELD) {
		s->on = (s->on + 1) % LINES;
		return true;
	}
	if (command != CMD_SUBMIT)
		return false;
	if (s->on < LINES - 1)
		s->on++;
	else
		submit(v);
	return true;
}

static const struct view_ops secret_ops = {
	.name = "secret", .contexts = secret_contexts, .title = secret_title,
	.paint = secret_paint, .command = secret_command, .key = secret_key,
	.close = secret_close,
};

struct view *
own_secret_new(struct app *app, bool first)
{
	struct changing *s = xcalloc(1, sizeof *s);

	s->first = first;
	return view_new(app, &secret_ops, s);
}

/* ---- the code of conduct ---- */

struct conduct_view {
	json_t *text;		/* the query's answer */
	size_t top;		/* the first line that is shown */
};

static void
conduct_close(struct view *v)
{
	struct conduct_view *s = v->data;

	json_decref(s->text);
	free(s);
}

static void
conduct_title(struct view *v, struct str *out)
{
	struct conduct_view *s = v->data;

	str_add(out, app_get(v->app, s->text, "title"));
}

static void
conduct_paint(struct view *v, struct canvas *c, struct area a)
{
	struct conduct_view *s = v->data;
	struct app *app = v->app;
	struct area box = { a.y, 2, a.h - 2, a.w - 4 };
	const json_t *lines = jx_get(s->text, "lines");

	for (size_t i = s->top; i < json_array_size(lines); i++) {
		const char *text = jx_text(json_array_get(lines, i),
		    app->lang == LANG_VI ? "vi" : "en");
		char *line = xasprintf("%zu. %s", i + 1, text != NULL ? text :
		    "");

		paint_wrapped(c, &box, line);
		free(line);
	}
	canvas_text(c, a.y + a.h - 1, 2, a.w - 4, ATTR_PLAIN,
	    app_msg(app, M_CONDUCT_AGREE));
	canvas_cursor(c, a.y + a.h - 1, 2);
}

static bool
conduct_key(struct view *v, const struct key *key)
{
	struct conduct_view *s = v->data;
	size_t n = json_array_size(jx_get(s->text, "lines"));

	if (key->code == K_DOWN && s->top + 1 < n)
		s->top++;
	else if (key->code == K_UP && s->top > 0)
		s->top--;
	else
		return key->code == K_DOWN || key->code == K_UP;
	return true;
}

static bool
conduct_command(struct view *v, enum command command)
{
	struct conduct_view *s = v->data;
	struct app *app = v->app;
	json_t *out;

	if (command != CMD_SUBMIT)
		return false;
	out = app_do(app, json_pack("{s:s,s:{s:I}}", "do", "accept_conduct",
	    "with", "version", (json_int_t)jx_int(s->text, "version", 0)));
	if (str_eq(jx_text(out, "outcome"), "done"))
		first_things(app);
	else
		app_say_refusal(app, out);
	json_decref(out);
	return true;
}

static const struct view_ops conduct_ops = {
	.name = "conduct", .contexts = first_contexts, .title = conduct_title,
	.paint = conduct_paint, .command = conduct_command,
	.key = conduct_key, .close = conduct_close,
};

struct view *
conduct_new(struct app *app)
{
	struct conduct_view *s = xcalloc(1, sizeof *s);

	s->text = app_ask(app, json_pack("{s:s}", "ask", "conduct"));
	return view_new(app, &conduct_ops, s);
}
