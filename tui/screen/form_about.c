/* Where the chosen answer comes from, and how far it can be relied on. */
#include "tui/screen/form.h"

#include "core/base/jx.h"
#include "core/form/about.h"
#include "core/form/answers.h"
#include "tui/widget/ask.h"
#include "tui/widget/choice.h"

#include <stdlib.h>

#define ESTIMATED "estimated"

struct about {
	struct view *form;
	char *path, *key;		/* the key being asked about */
	struct rows rows;
	int width;
};

static void
about_close(struct view *v)
{
	struct about *k = v->data;

	rows_done(&k->rows);
	free(k->path);
	free(k->key);
	free(k);
}

static uint64_t
about_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_OPEN | CTX_BACK | CTX_INSIDE;
}

const char *
form_about_words(const struct app *app, const json_t *answer, const char *key)
{
	const char *said = json_is_object(answer) ? jx_text(answer, key) :
	    NULL;
	struct text words;

	if (said == NULL || !about_is_code(key))
		return said;
	words = about_code_text(key, said);
	return words.vi != NULL ? text_in(&words, app->lang) : said;
}

static bool
is_estimated(const json_t *answer)
{
	return json_is_object(answer) && jx_bool(answer, ESTIMATED, false);
}

static void
add_line(struct view *v, const char *key, const char *label,
    const char *value)
{
	struct about *k = v->data;
	struct row_cell cell[2] = {
		{ 2, 24, ATTR_PLAIN, label },
		{ 27, k->width - 28, ATTR_PLAIN, value != NULL &&
		    *value != '\0' ? value : app_msg(v->app, M_FORM_EMPTY) },
	};

	rows_cells(&k->rows, key, 0, NULL, cell, 2);
}

static void
about_layout(struct view *v, int width)
{
	struct about *k = v->data;
	struct form_view *f = FORM_VIEW(k->form);
	const struct fill_row *r = form_find(k->form, k->path);
	const json_t *answer = fill_answer(f->fill, k->path);
	const char *key;

	k->width = width;
	rows_begin(&k->rows);
	for (size_t i = 0; (key = about_key(i)) != NULL; i++) {
		if (!str_eq(key, "how"))
			add_line(v, key, text_in(about_key_text(key), v->app->lang),
		    form_about_words(v->app, answer, key));
	}
	if (r != NULL && r->item->estimated)
		add_line(v, ESTIMATED, app_msg(v->app, M_FORM_ESTIMATED),
		    app_msg(v->app, is_estimated(answer) ? M_FORM_YES :
		    M_FORM_NO));
	if (is_estimated(answer))
		add_line(v, "how", text_in(about_key_text("how"),
		    v->app->lang), form_about_words(v->app, answer, "how"));
	rows_end(&k->rows);
}

static void
about_paint(struct view *v, struct canvas *c, struct area a)
{
	struct about *k = v->data;
	struct form_view *f = FORM_VIEW(k->form);
	const struct fill_row *r = form_find(k->form, k->path);
	struct area box = a;
	struct str title = STR_INIT;

	box.h = (int)k->rows.n + 3;
	if (box.h > a.h)
		box.h = a.h;
	box.y = a.y + a.h - box.h;
	canvas_fill(c, box, ATTR_PLAIN);
	canvas_rule(c, box.y, box.x, box.w);
	if (r != NULL) {
		fill_row_label(f->fill, r, v->app->lang, &title);
		str_add(&title, ": ");
		form_value(k->form, r, &title);
	}
	canvas_text(c, box.y + 1, 2, a.w - 4, ATTR_BOLD, str_text(&title));
	box.y += 2;
	box.h -= 2;
	rows_paint(&k->rows, c, box, true);
	str_done(&title);
}

static void
set(struct view *v, const char *key, const char *text)
{
	struct about *k = v->data;
	struct form_view *f = FORM_VIEW(k->form);
	struct err e = ERR_INIT;

	form_keep_undo(k->form, k->path);
	if (fill_set_about(f->fill, k->path, key, text, &e)) {
		form_changed(k->form);
	} else {
		form_drop_undo(k->form);
		form_say_err(k->form, &e);
	}
	err_done(&e);
	about_layout(v, k->width);
}

static void
on_code(void *ctx, const json_t *codes)
{
	struct view *v = ctx;
	const char *code = json_string_value(json_array_get(codes, 0));

	set(v, ((struct about *)v->data)->key, code != NULL ? code : "");
}

static void
on_text(void *ctx, const char *text)
{
	struct view *v = ctx;

	set(v, ((struct about *)v->data)->key, text);
}

static const char *
code_at(const char *key, int i)
{
	if (str_eq(key, "source"))
		return i < FORM_SOURCES ?
		    form_source_name((enum form_source)i) : NULL;
	return i < FORM_RELIABILITIES ?
	    form_reliability_name((enum form_reliability)i) : NULL;
}

static void
choose_code(struct view *v, const char *key)
{
	json_t *items = json_array();
	const char *code;

	for (int i = 0; (code = code_at(key, i)) != NULL; i++) {
		struct text t = about_code_text(key, code);

		json_array_append_new(items, json_pack("{s:s, s:{s:s, s:s}}",
		    "code", code, "title", "vi", text_in(&t, LANG_VI), "en",
		    text_in(&t, LANG_EN)));
	}
	json_array_append_new(items, json_pack("{s:s, s:s}", "code", "",
	    "title", app_msg(v->app, M_FORM_ABOUT_CLEAR)));
	choice_open_json(v->app, text_in(about_key_text(key), v->app->lang),
	    items, false, on_code, v);
	json_decref(items);
}

static void
toggle_estimated(struct view *v)
{
	struct about *k = v->data;
	struct form_view *f = FORM_VIEW(k->form);
	bool was = is_estimated(fill_answer(f->fill, k->path));

	form_keep_undo(k->form, k->path);
	if (fill_set_estimated(f->fill, k->path, !was, NULL))
		form_changed(k->form);
	else
		form_drop_undo(k->form);
	about_layout(v, k->width);
}

static void
open_line(struct view *v)
{
	struct about *k = v->data;
	const struct row *row = rows_chosen(&k->rows);
	const json_t *answer = fill_answer(FORM_VIEW(k->form)->fill, k->path);

	if (row == NULL)
		return;
	if (str_eq(row->key, ESTIMATED)) {
		toggle_estimated(v);
		return;
	}
	free(k->key);
	k->key = xstrdup(row->key);
	if (about_is_code(k->key)) {
		choose_code(v, k->key);
	} else {
		struct prompt p = { text_in(about_key_text(k->key),
		    v->app->lang), json_is_object(answer) ? jx_text(answer,
		    k->key) : NULL, SIZE_MAX, false, true, false,
		    ABOUT_MAX_LETTERS, on_text, NULL, v };

		prompt_open(v->app, &p);
	}
}

static bool
about_command(struct view *v, enum command command)
{
	if (command == CMD_OPEN) {
		open_line(v);
		return true;
	}
	return rows_command(&((struct about *)v->data)->rows, command);
}

static const struct view_ops about_ops = {
	.name = "about-answer", .overlay = true, .contexts = about_contexts,
	.layout = about_layout, .paint = about_paint,
	.command = about_command, .close = about_close,
};

void
form_about_open(struct view *v)
{
	const struct fill_row *r = form_row(v);
	struct about *k;

	if (r == NULL || r->kind != FILL_QUESTION || r->answer == NULL) {
		app_say(v->app, ATTR_PLAIN, M_FORM_ABOUT_NONE, NULL);
		return;
	}
	if (r->readonly) {
		app_say(v->app, ATTR_PLAIN, M_FORM_READONLY, NULL);
		return;
	}
	k = xcalloc(1, sizeof *k);
	k->form = v;
	k->path = form_path(v);
	app_push(v->app, view_new(v->app, &about_ops, k));
}
