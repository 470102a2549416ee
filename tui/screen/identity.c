/*
 * Who the person is.  The reason goes into the journal before anything is
 * shown, and the screen closes itself: nobody leaves a name standing open.
 */
#include "core/base/jx.h"
#include "tui/app.h"
#include "tui/screen/screens.h"
#include "tui/widget/ask.h"

#include <stdlib.h>

#define SHOWN_MS 60000

struct revealing {
	struct app *app;
	char *case_id;
};

struct identity {
	char *case_id;
	json_t *answer;
	struct rows rows;
};

static void
identity_close(struct view *v)
{
	struct identity *k = v->data;

	v->app->hide_at = -1;
	rows_done(&k->rows);
	json_decref(k->answer);
	free(k->case_id);
	free(k);
}

static uint64_t
identity_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_BACK;
}

static void
identity_title(struct view *v, struct str *out)
{
	char *say = app_text(v->app, M_IDENTITY_TITLE,
	    ((struct identity *)v->data)->case_id, NULL);

	str_add(out, say);
	free(say);
}

static void
identity_layout(struct view *v, int width)
{
	struct identity *k = v->data;
	const json_t *answers = jx_get(k->answer, "answers");
	int label = width * 2 / 5;

	rows_begin(&k->rows);
	rows_text(&k->rows, 2, width - 4, ATTR_DIM,
	    app_msg(v->app, M_IDENTITY_HIDES));
	rows_blank(&k->rows);
	for (size_t i = 0; i < json_array_size(answers); i++) {
		const json_t *a = json_array_get(answers, i);
		struct row_cell cell[2] = {
			{ 2, label - 3, ATTR_PLAIN,
			    app_get(v->app, a, "label") },
			{ label, width - label - 1, ATTR_PLAIN,
			    app_get(v->app, a, "text") },
		};

		rows_cells(&k->rows, jx_text(a, "name"), 0, a, cell, 2);
	}
	rows_end(&k->rows);
}

static void
identity_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct identity *)v->data)->rows, c, a, true);
}

static bool
identity_command(struct view *v, enum command command)
{
	return rows_command(&((struct identity *)v->data)->rows, command);
}

static const struct view_ops identity_ops = {
	.name = "identity", .contexts = identity_contexts,
	.title = identity_title, .layout = identity_layout,
	.paint = identity_paint, .command = identity_command,
	.close = identity_close,
};

void
identity_hide(struct app *app)
{
	for (size_t i = app->views; i-- > 0;) {
		if (app->view[i]->ops == &identity_ops) {
			app_pop_to_below(app, app->view[i]);
			app_say(app, ATTR_PLAIN, M_IDENTITY_HIDDEN, NULL);
			break;
		}
	}
	app->hide_at = -1;
}

static void
revealing_done(void *p)
{
	struct revealing *r = p;

	free(r->case_id);
	free(r);
}

static void
on_why(void *ctx, const char *text)
{
	struct revealing *r = ctx;
	struct app *app = r->app;
	json_t *outcome = app_do(app, json_pack("{s:s, s:s, s:{s:s}}", "do",
	    "reveal_identity", "case", r->case_id, "with", "why", text));
	json_t *answer = NULL;
	struct identity *k;

	if (outcome_is(outcome, "done"))
		answer = app_ask(app, json_pack("{s:s, s:s}", "ask",
		    "identity", "case", r->case_id));
	else if (outcome_is(outcome, "refused"))
		app_say_refusal(app, outcome);
	json_decref(outcome);
	if (answer != NULL) {
		k = xcalloc(1, sizeof *k);
		k->case_id = r->case_id;
		k->answer = answer;
		r->case_id = NULL;
		app_push(app, view_new(app, &identity_ops, k));
		app->hide_at = app->term.ops->mono(app->term.ctx) + SHOWN_MS;
	}
	app_keep(app, NULL, NULL);
}

void
identity_open(struct app *app, const char *case_id)
{
	struct revealing *r = xcalloc(1, sizeof *r);
	struct prompt p = { app_msg(app, M_IDENTITY_WHY), NULL, SIZE_MAX,
	    false, false, false, 300, on_why, NULL, r };

	r->app = app;
	r->case_id = xstrdup(case_id);
	app_keep(app, r, revealing_done);
	prompt_open(app, &p);
}
