/*
 * Broken glass: who looked past the masks, when, why, and the review that
 * somebody else owes it.
 */
#include "core/base/jx.h"
#include "tui/app.h"
#include "tui/screen/screens.h"
#include "tui/widget/ask.h"
#include "tui/widget/choice.h"

#include <stdlib.h>

#define WHY_MOST 400

struct glass_list {
	json_t *answer;
	struct rows rows;
};

/* What is being reviewed: survives the questions on the way. */
struct reviewing {
	struct app *app;
	json_t *glass;
	char *finding;
};

static void
glass_close(struct view *v)
{
	struct glass_list *k = v->data;

	rows_done(&k->rows);
	json_decref(k->answer);
	free(k);
}

static uint64_t
glass_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_SECTIONS | CTX_BACK | CTX_INSIDE |
	    CTX_GLASS;
}

static void
glass_title(struct view *v, struct str *out)
{
	str_add(out, app_msg(v->app, M_GLASS_TITLE));
}

static void
glass_load(struct view *v)
{
	struct glass_list *k = v->data;
	json_t *answer = app_ask(v->app, json_pack("{s:s}", "ask", "glass"));

	if (answer != NULL) {
		json_decref(k->answer);
		k->answer = answer;
	}
}

static void
add_line(struct app *app, struct glass_list *k, int width, enum msg m,
    const char *a, const char *b)
{
	char *say = app_text(app, m, a, b, NULL);

	rows_more_text(&k->rows, 4, width - 6, ATTR_DIM, say);
	free(say);
}

static void
add_glass(struct app *app, struct glass_list *k, const json_t *glass,
    int width)
{
	bool open = jx_bool(glass, "open", false);
	const char *why = app_get(app, glass, "why");
	struct str at = STR_INIT, until = STR_INIT;
	char *left = app_time_left(app, jx_get(glass, "until")), *say;

	app_time(jx_get(glass, "at"), &at);
	app_time(jx_get(glass, "until"), &until);
	say = app_text(app, M_GLASS_LINE, app_get(app, glass, "case"),
	    app_get(app, jx_get(glass, "by"), "name"), str_text(&at), NULL);
	rows_item(&k->rows, jx_text(glass, "glass"), 0, glass, 2, width - 4,
	    ATTR_PLAIN, say);
	free(say);
	add_line(app, k, width, M_GLASS_UNITS, app_get(app, jx_get(glass,
	    "unit"), "title"), app_get(app, jx_get(glass, "holder"),
	    "title"));
	add_line(app, k, width, open ? M_GLASS_STILL : M_GLASS_ENDED,
	    str_text(&until), left);
	if (*why != '\0')
		add_line(app, k, width, M_REASON, why, NULL);
	else
		add_line(app, k, width, M_GLASS_WHY_UNSEEN, NULL, NULL);
	free(left);
	str_done(&at);
	str_done(&until);
}

static void
add_part(struct view *v, int width, bool mine, enum msg title)
{
	struct glass_list *k = v->data;
	const json_t *list = jx_get(k->answer, "glass");
	bool any = false;

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *glass = json_array_get(list, i);

		if (jx_bool(glass, "can_review", false) == mine)
			continue;
		if (!any)
			rows_section(&k->rows, width, app_msg(v->app, title));
		any = true;
		add_glass(v->app, k, glass, width);
	}
}

static void
glass_layout(struct view *v, int width)
{
	struct glass_list *k = v->data;

	rows_begin(&k->rows);
	add_part(v, width, false, M_GLASS_TO_REVIEW);
	add_part(v, width, true, M_GLASS_OWN);
	if (k->rows.n == 0)
		rows_text(&k->rows, 2, width - 4, ATTR_PLAIN,
		    app_msg(v->app, M_GLASS_NONE));
	rows_end(&k->rows);
}

static void
glass_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct glass_list *)v->data)->rows, c, a, true);
}

/* ---- the review ---- */

static void
reviewing_done(void *p)
{
	struct reviewing *r = p;

	json_decref(r->glass);
	free(r->finding);
	free(r);
}

static void
on_words(void *ctx, const char *text)
{
	struct reviewing *r = ctx;
	struct app *app = r->app;
	json_t *with = json_pack("{s:s, s:s}", "glass", app_get(app, r->glass,
	    "glass"), "finding", r->finding), *outcome;

	if (*text != '\0')
		json_object_set_new(with, "why", json_string(text));
	outcome = app_do(app, json_pack("{s:s, s:s, s:o}", "do",
	    "review_glass", "case", app_get(app, r->glass, "case"), "with",
	    with));
	app_keep(app, NULL, NULL);
	if (outcome_is(outcome, "refused"))
		reasons_open(app, outcome, NULL, NULL);
	if (outcome_is(outcome, "done")) {
		app_top(app)->stale = true;
		app_say(app, ATTR_GOOD, M_GLASS_REVIEWED, NULL);
	}
	json_decref(outcome);
}

static const struct { const char *code; enum msg say; } findings[] = {
	{ "justified", M_FINDING_JUSTIFIED },
	{ "unjustified", M_FINDING_UNJUSTIFIED },
	{ "follow_up", M_FINDING_FOLLOW_UP },
};

static void
on_finding(void *ctx, const json_t *codes)
{
	struct reviewing *r = ctx;
	struct prompt p = { NULL, NULL, SIZE_MAX, false, false, false,
	    WHY_MOST, on_words, NULL, r };

	r->finding = xstrdup(json_string_value(json_array_get(codes, 0)));
	/* A good reason stands in the breaking already. */
	p.optional = str_eq(r->finding, "justified");
	p.title = app_msg(r->app, p.optional ? M_FINDING_WORDS_IF_ANY :
	    M_FINDING_WORDS);
	prompt_open(r->app, &p);
}

static void
review(struct app *app, const json_t *glass)
{
	struct reviewing *r = xcalloc(1, sizeof *r);
	json_t *items = json_array();

	r->app = app;
	r->glass = json_deep_copy(glass);
	app_keep(app, r, reviewing_done);
	for (size_t i = 0; i < ARRAY_LEN(findings); i++)
		json_array_append_new(items, json_pack("{s:s, s:s}", "code",
		    findings[i].code, "title", app_msg(app,
		    findings[i].say)));
	choice_open_json(app, app_msg(app, M_FINDING), items, false,
	    on_finding, r);
	json_decref(items);
}

static bool
glass_can(struct view *v, enum command command)
{
	const json_t *glass = rows_data(&((struct glass_list *)v->data)->rows);

	return command != CMD_GLASS_REVIEW || jx_bool(glass, "can_review",
	    false);
}

static bool
glass_command(struct view *v, enum command command)
{
	struct glass_list *k = v->data;
	const json_t *glass = rows_data(&k->rows);

	switch (command) {
	case CMD_GLASS_REVIEW:
		review(v->app, glass);
		return true;
	case CMD_OPEN:
		if (glass != NULL)
			app_push(v->app, history_new(v->app, jx_text(glass,
			    "case")));
		return true;
	default:
		return rows_command(&k->rows, command);
	}
}

static json_t *
glass_place(struct view *v)
{
	(void)v;
	return json_pack("{s:s}", "open", "glass");
}

static struct rows *
glass_rows(struct view *v)
{
	return &((struct glass_list *)v->data)->rows;
}

static const struct view_ops glass_ops = {
	.name = "glass", .contexts = glass_contexts, .title = glass_title,
	.load = glass_load, .layout = glass_layout, .paint = glass_paint,
	.can = glass_can, .command = glass_command, .place = glass_place,
	.rows = glass_rows, .close = glass_close,
};

struct view *
glass_new(struct app *app)
{
	return view_new(app, &glass_ops, xcalloc(1,
	    sizeof(struct glass_list)));
}
