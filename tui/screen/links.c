/*
 * Cases that belong together: linking one to another, taking a link back,
 * and who came on the same act.
 */
#include "core/base/jx.h"
#include "tui/app.h"
#include "tui/screen/case.h"
#include "tui/widget/ask.h"
#include "tui/widget/choice.h"

#include <stdlib.h>

/* Survives the questions on the way. */
struct linking {
	struct app *app;
	char *case_id, *other, *link, *op_id;
	bool back;			/* a link is taken back */
};

static void
linking_done(void *p)
{
	struct linking *l = p;

	free(l->case_id);
	free(l->other);
	free(l->link);
	free(l->op_id);
	free(l);
}

static struct linking *
linking_new(struct app *app, const char *case_id)
{
	struct linking *l = xcalloc(1, sizeof *l);

	l->app = app;
	l->case_id = xstrdup(case_id);
	l->op_id = tn_new_op_id(app->tn);
	app_keep(app, l, linking_done);
	return l;
}

static void
on_why(void *ctx, const char *text)
{
	struct linking *l = ctx;
	struct app *app = l->app;
	json_t *outcome = app_do(app, json_pack(
	    "{s:s, s:s, s:s, s:{s:s, s:s, s:s}}", "do", l->back ?
	    "unlink_cases" : "link_cases", "op_id", l->op_id, "case",
	    l->case_id, "with", "other", l->other, "link", l->link, "why",
	    text));

	if (outcome_is(outcome, "done"))
		app_say(app, ATTR_GOOD, l->back ? M_LINK_UNDONE : M_LINK_DONE,
		    l->other, NULL);
	else if (outcome_is(outcome, "refused"))
		app_say_refusal(app, outcome);
	if (app_top(app) != NULL)
		app_top(app)->stale = true;
	json_decref(outcome);
	app_keep(app, NULL, NULL);
}

static void
ask_why(struct linking *l)
{
	struct prompt p = { NULL, NULL, SIZE_MAX, false, false, false, 300,
	    on_why, NULL, l };
	char *title = app_text(l->app, l->back ? M_LINK_WHY_BACK :
	    M_LINK_WHY, l->other, NULL);

	p.title = title;
	prompt_open(l->app, &p);
	free(title);
}

static void
on_other(void *ctx, const char *case_id)
{
	struct linking *l = ctx;

	free(l->other);
	l->other = xstrdup(case_id);
	ask_why(l);
}

static void
on_kind(void *ctx, const json_t *codes)
{
	struct linking *l = ctx;

	free(l->link);
	l->link = xstrdup(json_string_value(json_array_get(codes, 0)));
	if (l->link != NULL)
		app_push(l->app, search_new(l->app, on_other, l));
}

void
link_start(struct app *app, const char *case_id)
{
	static const struct {
		const char *code;
		enum msg say;
	} kinds[] = {
		{ "same_person", M_LINK_SAME }, { "family", M_LINK_FAMILY },
		{ "travelled_together", M_LINK_TOGETHER },
	};
	struct linking *l = linking_new(app, case_id);
	json_t *items = json_array();

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		json_array_append_new(items, json_pack("{s:s, s:{s:s, s:s}}",
		    "code", kinds[i].code, "title",
		    "vi", msg_text(kinds[i].say, LANG_VI),
		    "en", msg_text(kinds[i].say, LANG_EN)));
	choice_open_json(app, app_msg(app, M_LINK_KIND), items, false,
	    on_kind, l);
	json_decref(items);
}

void
link_remove(struct app *app, const char *case_id, const json_t *link)
{
	const char *kind = jx_text(jx_get(link, "link"), "code");
	struct linking *l;

	if (kind == NULL || jx_text(link, "case") == NULL) {
		app_say(app, ATTR_PLAIN, M_LINK_NOT_HERE, NULL);
		return;
	}
	l = linking_new(app, case_id);
	l->back = true;
	l->link = xstrdup(kind);
	l->other = xstrdup(jx_text(link, "case"));
	ask_why(l);
}

void
arrived_fill(struct app *app, struct rows *rows, const json_t *arrived,
    int width)
{
	const json_t *cases = jx_get(arrived, "cases");

	if (json_array_size(cases) == 0)
		return;
	rows_section(rows, width, app_msg(app, M_LINK_ARRIVED));
	for (size_t i = 0; i < json_array_size(cases); i++) {
		const json_t *o = json_array_get(cases, i);
		char *key = xasprintf("with:%s", jx_text(o, "case"));
		struct row_cell cell[3] = {
			{ 2, 16, ATTR_PLAIN, jx_text(o, "case") },
			{ 19, 20, ATTR_PLAIN, app_get(app, o, "masked") },
			{ 40, width - 42, ATTR_DIM, app_get(app,
			    jx_get(o, "holder"), "title") },
		};

		rows_cells(rows, key, CASE_LINK, o, cell, 3);
		free(key);
	}
	if (jx_bool(arrived, "more", false))
		rows_text(rows, 2, width - 4, ATTR_DIM,
		    app_msg(app, M_LINK_ARRIVED_MORE));
}
