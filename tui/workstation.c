#include "tui/workstation.h"

#include "core/base/jx.h"
#include "tui/app.h"
#include "tui/frame.h"
#include "tui/screen/form.h"
#include "tui/screen/screens.h"

#include <stdio.h>
#include <stdlib.h>

bool
draft_open(struct app *app, const char *place)
{
	json_t *draft = place == NULL ? NULL : app_ask(app,
	    json_pack("{s:s, s:s}", "ask", "draft", "place", place));
	const json_t *content = jx_get(draft, "content");
	const char *view = jx_text(content, "view");
	bool opened = false;

	if (str_eq(view, "form")) {
		opened = form_open_draft(app, content);
	} else if (str_eq(view, "reception")) {
		opened = app_push(app, reception_new(app, jx_get(content,
		    "path"))) != NULL;
	} else if (str_eq(view, "act") && jx_text(content, "act") != NULL) {
		opened = app_push(app, act_new(app, jx_text(content,
		    "act"))) != NULL;
	} else if (str_eq(view, "offer")) {
		opened = app_push(app, offer_new(app, jx_get(content,
		    "what"))) != NULL;
	}
	json_decref(draft);
	return opened;
}

static bool
open_terminal(const struct workstation_options *o, struct term *t,
    const char **used)
{
	struct script_env env = { o->out_dir, o->lang == LANG_EN ? "en" : "vi",
	    o->script_rows, o->script_cols, o->look.letters, o->advance,
	    o->advance_ctx };

	*used = NULL;
	if (o->script != NULL)
		return term_script_open(t, o->script, &env);
	return term_open(t, o->log, o->sync ? o->sync_fd : -1, &o->look,
	    used);
}

/* A script tells which commands it has tried, for the test of tests. */
static void
write_ran(const struct app *app)
{
	char *path = xasprintf("%s/ran", app->o->out_dir);
	FILE *f = fopen(path, "w");

	for (int i = 0; f != NULL && i < CMD_COUNT; i++) {
		if (app->ran[i])
			fprintf(f, "%s\n", command_info((enum command)i)->name);
	}
	if (f != NULL)
		fclose(f);
	free(path);
}

/* Whom the store process knows by the account sees no sign-in screen. */
static void
enter(struct app *app)
{
	bool code = false;

	if (tn_account(app->tn, &code) != NULL && !code &&
	    app_sign_in_account(app, NULL))
		first_things(app);
}

int
workstation_run(const struct workstation_options *o)
{
	struct app app = { .o = o, .tn = o->tn, .lang = o->lang,
	    .typing = o->typing,
	    .canvas = CANVAS_INIT, .draft_due = -1, .hide_at = -1,
	    .scanned_at = -1,
	    .dirty = LAYOUT | PAINT };
	const char *used;
	int code;

	if (!open_terminal(o, &app.term, &used)) {
		if (o->script == NULL)
			fprintf(stderr, "tiepnhan: %s\n",
			    msg_text(M_TERM_UNFIT, o->lang));
		return 1;
	}
	if (o->record != NULL)
		term_record(&app.term, o->record);
	if (used != NULL)
		app_say(&app, ATTR_WARN, M_TERM_USED, used, NULL);
	else if (o->notice != NULL)
		app_say_text(&app, ATTR_WARN, o->notice);
	app.last_key = app.term.ops->mono(app.term.ctx);
	tn_set_progress(o->tn, progress_told, &app);
	app_push(&app, signin_new(&app, false));
	frame_update(&app);
	if (o->ready == NULL || o->ready(o->ready_ctx)) {
		enter(&app);
		app_run(&app);
	} else {
		app_pop_all(&app);
	}
	tn_set_progress(o->tn, NULL, NULL);
	progress_done(&app.progress);
	code = app.term.ops->close(app.term.ctx);
	if (!tn_keep_drafts(o->tn, true))
		fprintf(stderr, "tiepnhan: %s\n",
		    msg_text(M_DRAFTS_LOST, app.lang));
	if (o->script != NULL && o->out_dir != NULL)
		write_ran(&app);
	canvas_done(&app.canvas);
	str_done(&app.status);
	free(app.officer);
	free(app.resume);
	json_decref(app.me);
	json_decref(app.likes);
	return code;
}
