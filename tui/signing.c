/* Signing in, out, and the lock. */
#include "tui/app.h"

#include "core/base/jx.h"
#include "tui/screen/law.h"
#include "tui/screen/screens.h"

#include <stdlib.h>
#include <string.h>

static bool
signed_in(struct app *app, const char *officer, struct session *s,
    struct err *e)
{
	if (s == NULL) {
		struct str why = STR_INIT;

		err_text(e, app->lang, false, &why);
		app_say(app, ATTR_BAD, M_SIGNIN_REFUSED, str_text(&why), NULL);
		str_done(&why);
		err_done(e);
		return false;
	}
	if (app->officer != officer) {
		char *id = xstrdup(officer);

		free(app->officer);
		app->officer = id;
	}
	app->session = s;
	app_read_likes(app);
	return true;
}

bool
app_sign_in(struct app *app, const char *officer, const char *secret,
    size_t len, const char *code)
{
	struct err e = ERR_INIT;

	return signed_in(app, officer, tn_sign_in_code(app->tn, officer,
	    secret, len, code, &e), &e);
}

bool
app_sign_in_account(struct app *app, const char *code)
{
	struct err e = ERR_INIT;
	bool asks;
	char *officer = xstrdup(tn_account(app->tn, &asks));
	bool in = signed_in(app, officer, tn_sign_in_account(app->tn, code,
	    &e), &e);

	free(officer);
	return in;
}

/* The draft to come back to after the lock: that of the topmost view. */
static char *
place_of_top(struct app *app)
{
	for (size_t i = app->views; i-- > 0;) {
		struct view *v = app->view[i];
		struct str place = STR_INIT;
		json_t *content = v->ops->draft != NULL ?
		    v->ops->draft(v, &place) : NULL;

		if (content != NULL) {
			json_decref(content);
			return str_steal(&place);
		}
		str_done(&place);
	}
	return NULL;
}

/* What belongs to a session and not to what is open. */
static void
end_session(struct app *app)
{
	tn_sign_out(app->session);
	app->session = NULL;
	json_decref(app->likes);
	app->likes = NULL;
	law_pane_done(app);
	jumps_done(&app->jumps);
	app->law_pane = false;
	canvas_clear(&app->canvas);
}

void
app_sign_in_again(struct app *app)
{
	struct view *v;

	app->lost = false;
	if (app->session == NULL)
		return;
	if (app->hide_at >= 0)
		identity_hide(app);
	app->hide_at = app->draft_due = -1;
	end_session(app);
	/* Nobody is there whom they could ask; the top one asks anew then. */
	for (size_t i = 0; i < app->views; i++)
		app->view[i]->stale = false;
	v = signin_new(app, true);
	if (app_push(app, v) == NULL) {
		app_pop_all(app);
		app_push(app, signin_new(app, true));
	}
	app_say(app, ATTR_BAD, app->unsure != NULL ? M_SIGNIN_UNSURE :
	    M_SIGNIN_AGAIN, NULL);
}

bool
app_go_on(struct app *app)
{
	if (app->views < 2)
		return false;
	app_pop(app);
	app_save_drafts(app);
	app_find_out(app);
	return true;
}

static bool
has_unsaved(const struct app *app)
{
	for (size_t i = 0; i < app->views; i++)
		if (app->view[i]->unsaved)
			return true;
	return false;
}

void
app_sign_out(struct app *app, bool locked)
{
	if (app->session == NULL)
		return;
	app_save_drafts(app);
	/* What no disk has room for is sealed and held; else it is only here. */
	if (locked && has_unsaved(app) && tn_keep_drafts(app->tn, false)) {
		app_sign_in_again(app);
		return;
	}
	free(app->resume);
	app->resume = locked ? place_of_top(app) : NULL;
	/* Everything shown and every key goes; the draft is sealed away.  A
	 * full disk is tried again while nobody is there. */
	app_pop_all(app);
	app->hide_at = -1;
	app->held = !tn_keep_drafts(app->tn, false);
	if (app->held)		/* the lock says it in its own words */
		str_clear(&app->status);
	app->draft_due = app->held ? app->term.ops->mono(app->term.ctx) +
	    DRAFT_AGAIN_MS : -1;
	json_decref(app->me);
	app->me = NULL;
	end_session(app);
	if (!locked) {
		free(app->officer);
		app->officer = NULL;
	}
	app_push(app, signin_new(app, locked));
}

#define ALIVE_MS 30000

void
app_alive(struct app *app)
{
	if (app->session == NULL ||
	    app->last_key - app->told_alive < ALIVE_MS)
		return;
	app->told_alive = app->last_key;
	(void)tn_alive(app->session);
}

void
app_check_over(struct app *app)
{
	struct err e = ERR_INIT;
	struct str why = STR_INIT;
	enum err_code code = app->session == NULL ? ERR_NONE :
	    tn_session_over(app->session);

	if (code == ERR_NONE)
		return;
	err_set(&e, code, NULL);
	err_text(&e, app->lang, false, &why);
	app_sign_out(app, true);
	app_say(app, ATTR_BAD, M_SESSION_OVER, str_text(&why), NULL);
	str_done(&why);
	err_done(&e);
}
