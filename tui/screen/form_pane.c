/* What is known of a question: beside it, or on a page of its own. */
#include "tui/screen/form.h"
#include "tui/widget/ask.h"

#include "core/base/jx.h"
#include "core/form/about.h"
#include "core/form/answers.h"

#include <stdlib.h>

static void
add_said(struct view *v, struct rows *rows, int x, int width, enum attr attr,
    enum msg m, const char *text)
{
	char *say;

	if (text == NULL || *text == '\0')
		return;
	say = app_text(v->app, m, text, NULL);
	rows_blank(rows);
	rows_text(rows, x, width, attr, say);
	free(say);
}

/* What is said beside the answer; what else was said of the same thing. */
static void
add_about(struct view *v, const json_t *answer, struct rows *rows, int x,
    int width)
{
	const char *key;
	bool first = true;

	for (size_t i = 0; (key = about_key(i)) != NULL; i++) {
		const char *said = form_about_words(v->app, answer, key);
		char *say;

		if (said == NULL)
			continue;
		if (first)
			rows_blank(rows);
		first = false;
		say = app_text(v->app, M_FORM_ABOUT, text_in(
		    about_key_text(key), v->app->lang), said, NULL);
		rows_text(rows, x, width, ATTR_PLAIN, say);
		free(say);
	}
}

void
form_known(struct view *v, const struct fill_row *r, struct rows *rows,
    int x, int width)
{
	const struct form_item *item = r->item;
	enum lang lang = v->app->lang;
	struct str label = STR_INIT;
	char *marks;

	form_label(v, r, &label);
	rows_text(rows, x, width, ATTR_BOLD, str_text(&label));
	str_done(&label);
	if (r->kind != FILL_QUESTION)
		return;
	add_said(v, rows, x, width, ATTR_BAD, M_FORM_PROBLEM,
	    form_wrong(v, r));
	add_said(v, rows, x, width, ATTR_PLAIN, M_FORM_SAID,
	    text_in(&item->hint, lang));
	add_said(v, rows, x, width, ATTR_PLAIN, M_FORM_SAID,
	    text_in(&item->guidance, lang));
	marks = form_marks(v, r);
	add_said(v, rows, x, width, ATTR_PLAIN, M_FORM_SAID, marks);
	free(marks);
	add_about(v, r->answer, rows, x, width);
	add_said(v, rows, x, width, ATTR_DIM, M_LAW, item->law);
	add_said(v, rows, x, width, ATTR_DIM, M_FORM_HTCDS, item->htcds);
}

/* The page is about the question that was chosen when it was opened. */
static void
detail_fill(struct app *app, struct rows *rows, const json_t *data, int width)
{
	struct view *v = app_top(app);
	const struct fill_row *r;

	(void)data;
	while (v != NULL && !str_eq(v->ops->name, "form"))
		v = app_below(app, v);
	r = v != NULL ? form_row(v) : NULL;
	if (r != NULL)
		form_known(v, r, rows, 2, width - 4);
}

void
form_detail(struct view *v)
{
	const struct fill_row *r = form_row(v);
	struct panel p = { M_FORM_HELP, NULL, detail_fill, NULL, NULL };

	if (r != NULL && r->item != NULL)
		app_push(v->app, panel_new(v->app, &p));
}

/* With the reason in the journal the form shows it when it is opened anew. */
static void
on_why(void *ctx, const char *text)
{
	struct view *v = ctx;
	const struct fill_row *r = form_row(v);
	json_t *out;

	if (r == NULL || r->item == NULL)
		return;
	out = app_do(v->app, json_pack("{s:s,s:s,s:{s:s,s:s}}", "do",
	    "reveal_answer", "case", FORM_VIEW(v)->case_id, "with", "name",
	    r->item->name, "why", text));
	if (outcome_is(out, "done"))
		app_say(v->app, ATTR_GOOD, M_FORM_REVEALED, NULL);
	else
		app_say_refusal(v->app, out);
	json_decref(out);
}

void
form_reveal(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	const struct fill_row *r = form_row(v);
	char *path = form_path(v);
	struct prompt p = { .title = app_msg(v->app, M_FORM_REVEAL_WHY),
	    .done = on_why, .ctx = v };

	if (path != NULL && fill_unmask(f->fill, path))
		form_layout(v, f->width);
	else if (r != NULL && r->withheld && f->case_id != NULL)
		prompt_open(v->app, &p);
	free(path);
}
