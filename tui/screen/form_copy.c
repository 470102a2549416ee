/*
 * Copying from a linked case what two records of one family or group share.
 * What would be filled is shown first; nothing is taken without a yes, and
 * nothing is saved by it.
 */
#include "tui/screen/form.h"

#include "core/base/jx.h"
#include "tui/widget/choice.h"

#include <stdlib.h>

struct copying {
	struct view *form;
	char *from;
	json_t *answers;		/* name -> answer */
	struct rows rows;
};

static void
copying_close(struct view *v)
{
	struct copying *k = v->data;

	rows_done(&k->rows);
	json_decref(k->answers);
	free(k->from);
	free(k);
}

static uint64_t
copying_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_CONFIRM | CTX_BACK | CTX_INSIDE;
}

static void
copying_title(struct view *v, struct str *out)
{
	char *say = app_text(v->app, M_FORM_COPY,
	    ((struct copying *)v->data)->from, NULL);

	str_add(out, say);
	free(say);
}

static void
add_line(struct view *v, const char *name, const json_t *answer, int width)
{
	struct copying *k = v->data;
	struct form_view *f = FORM_VIEW(k->form);
	const struct fill_row *r = form_find(k->form, name);
	struct str label = STR_INIT, value = STR_INIT;
	char *say;

	if (r == NULL)
		return;
	fill_row_label(f->fill, r, v->app->lang, &label);
	fill_display(answer, r->item, tn_lists(v->app->tn), v->app->lang,
	    &value);
	say = app_text(v->app, M_FORM_ABOUT, str_text(&label),
	    str_text(&value), NULL);
	rows_text(&k->rows, 2, width - 4, ATTR_PLAIN, say);
	free(say);
	str_done(&label);
	str_done(&value);
}

static void
copying_layout(struct view *v, int width)
{
	struct copying *k = v->data;
	char *n = xasprintf("%zu", json_object_size(k->answers)), *say;
	const char *name;
	json_t *answer;

	rows_begin(&k->rows);
	json_object_foreach(k->answers, name, answer)
		add_line(v, name, answer, width);
	rows_blank(&k->rows);
	say = app_text(v->app, M_FORM_COPY_ASK, n, NULL);
	rows_item(&k->rows, "ask", 0, NULL, 2, width - 4, ATTR_BOLD, say);
	rows_end(&k->rows);
	free(say);
	free(n);
}

static void
copying_paint(struct view *v, struct canvas *c, struct area a)
{
	rows_paint(&((struct copying *)v->data)->rows, c, a, true);
}

static void
take(struct view *v)
{
	struct copying *k = v->data;
	struct app *app = v->app;
	struct view *form = k->form;
	struct form_view *f = FORM_VIEW(form);
	json_t *answers = json_incref(k->answers), *answer;
	const char *name;
	size_t n = 0;
	char *number;

	app_pop(app);
	form_keep_undo(form, NULL);
	json_object_foreach(answers, name, answer)
		n += fill_answer(f->fill, name) == NULL &&
		    fill_set(f->fill, name, answer, NULL);
	if (n > 0)
		form_changed(form);
	else
		form_drop_undo(form);
	number = xasprintf("%zu", n);
	app_say(app, ATTR_GOOD, M_FORM_COPIED, number, NULL);
	free(number);
	json_decref(answers);
}

static bool
copying_command(struct view *v, enum command command)
{
	if (command == CMD_YES) {
		take(v);
		return true;
	}
	return rows_command(&((struct copying *)v->data)->rows, command);
}

static const struct view_ops copying_ops = {
	.name = "copy-answers", .contexts = copying_contexts,
	.title = copying_title, .layout = copying_layout,
	.paint = copying_paint, .command = copying_command,
	.close = copying_close,
};

static void
on_case(void *ctx, const json_t *codes)
{
	struct view *v = ctx;
	struct form_view *f = FORM_VIEW(v);
	const char *from = json_string_value(json_array_get(codes, 0));
	json_t *answer = from == NULL ? NULL : app_ask(v->app, json_pack(
	    "{s:s, s:s, s:s, s:s}", "ask", "copyable", "case", f->case_id,
	    "from", from, "form", jx_text(json_array_get(f->parts, f->part),
	    "form")));
	json_t *answers = jx_get(answer, "answers"), *open = json_object();
	const char *name;
	json_t *one;
	struct copying *k;

	/* What was filled in since is not asked of the other case. */
	json_object_foreach(answers, name, one) {
		if (fill_answer(f->fill, name) == NULL &&
		    form_find(v, name) != NULL)
			json_object_set(open, name, one);
	}
	if (answer == NULL || json_object_size(open) == 0) {
		if (answer != NULL)
			app_say(v->app, ATTR_PLAIN, M_FORM_COPY_NOTHING, NULL);
		json_decref(open);
	} else {
		k = xcalloc(1, sizeof *k);
		k->form = v;
		k->from = xstrdup(from);
		k->answers = open;
		app_push(v->app, view_new(v->app, &copying_ops, k));
	}
	json_decref(answer);
}

void
form_copy_open(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	json_t *answer = f->case_id == NULL ? NULL : app_ask(v->app,
	    json_pack("{s:s, s:s}", "ask", "case", "case", f->case_id));
	const json_t *links = jx_get(answer, "links");
	json_t *items = json_array();

	for (size_t i = 0; i < json_array_size(links); i++) {
		const json_t *link = json_array_get(links, i);
		const char *code = jx_text(jx_get(link, "link"), "code");
		char *say;

		if (!str_eq(code, "family") &&
		    !str_eq(code, "travelled_together") &&
		    !str_eq(code, "same_person"))
			continue;
		say = app_text(v->app, M_FORM_COPY_LINK, jx_text(link,
		    "case"), app_get(v->app, link, "title"),
		    app_get(v->app, link, "masked"), NULL);
		json_array_append_new(items, json_pack("{s:s, s:s}", "code",
		    jx_text(link, "case"), "title", say));
		free(say);
	}
	if (json_array_size(items) > 0)
		choice_open_json(v->app, app_msg(v->app, M_FORM_COPY_WHICH),
		    items, false, on_case, v);
	else if (answer != NULL || f->case_id == NULL)
		app_say(v->app, ATTR_PLAIN, M_FORM_COPY_NO_LINK, NULL);
	json_decref(items);
	json_decref(answer);
}
