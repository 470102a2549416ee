/* Signing in, out, and the lock. */
#include "tui/app.h"

#include "core/base/jx.h"
#include "tui/screen/screens.h"

#include <stdlib.h>
#include <string.h>

bool
app_sign_in(struct app *app, const char *officer, const char *secret,
    size_t len, const char *code)
{
	struct err e = ERR_INIT;
	struct session *s = tn_sign_in_code(app->tn, officer, secret, len,
	    code, &e);

	if (s == NULL) {
		struct str why = STR_INIT;

		err_text(&e, app->lang, false, &why);
		app_say(app, ATTR_BAD, M_SIGNIN_REFUSED, str_text(&why), NULL);
		str_done(&why);
		err_done(&e);
		return false;
	}
	if (app->officer != officer) {
		char *id = xstrdup(officer);

		free(app->officer);
		app->officer = id;
	}
	app->session = s;
	return true;
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

void
app_sign_out(struct app *app, bool locked)
{
	if (app->session == NULL)
		return;
	app_save_drafts(app);
	free(app->resume);
	app->resume = locked ? place_of_top(app) : NULL;
	/* Everything shown and every key goes; the draft is sealed away. */
	app_pop_all(app);
	app->hide_at = app->draft_due = -1;
	tn_sign_out(app->session);
	app->session = NULL;
	json_decref(app->me);
	app->me = NULL;
	canvas_clear(&app->canvas);
	if (!locked) {
		free(app->officer);
		app->officer = NULL;
	}
	app_push(app, signin_new(app, locked));
}
