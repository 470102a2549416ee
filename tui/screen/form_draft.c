/* What is not saved yet: kept, and brought back at the letter it stopped. */
#include "tui/screen/form.h"

#include "core/base/jx.h"
#include "tui/widget/ask.h"

#include <stdlib.h>

void
form_place(struct view *v, struct str *place)
{
	struct form_view *f = FORM_VIEW(v);
	const json_t *with = jx_get(f->command, "with");
	const char *about = jx_text(with, "step");

	/* The same form may be open for two things: each has its draft. */
	if (about == NULL)
		about = jx_text(with, "request");
	if (about == NULL)
		about = jx_text(with, "support");
	if (about == NULL)
		about = jx_text(with, "path");
	if (about == NULL)
		about = jx_text(with, "act");
	if (about == NULL)
		about = jx_text(with, "kind");
	str_printf(place, "form/%s/%s/%s/%s", f->case_id != NULL ?
	    f->case_id : "-", jx_text(json_array_get(f->parts, f->part),
	    "form"), jx_text(f->command, "do"), about != NULL ? about : "-");
}

/* What is being typed now: in the field, or in the question over it. */
static void
add_typed(struct view *v, json_t *content)
{
	struct form_view *f = FORM_VIEW(v);
	const struct edit *e = f->typing ? &f->edit :
	    f->path != NULL ? prompt_edit(app_top(v->app)) : NULL;
	char *path = form_path(v);

	if (path != NULL)
		json_object_set_new(content, "field", json_string(path));
	if (e != NULL) {
		json_object_set_new(content, "typed",
		    json_string(str_text(&e->text)));
		json_object_set_new(content, "at",
		    json_integer((json_int_t)e->at));
	}
	free(path);
}

json_t *
form_draft(struct view *v, struct str *place)
{
	struct form_view *f = FORM_VIEW(v);
	json_t *content;

	if (!f->dirty)
		return NULL;
	content = json_pack("{s:s, s:o, s:O, s:I}", "view", "form", "answers",
	    fill_all(f->fill), "parts", f->parts, "part",
	    (json_int_t)f->part);
	json_object_set(content, "title", f->title);
	if (f->single)
		json_object_set_new(content, "one", json_true());
	if (f->case_id != NULL)
		json_object_set_new(content, "case", json_string(f->case_id));
	add_typed(v, content);
	/* A line of a reception act belongs to the draft of the act. */
	if (f->collect_draft != NULL) {
		f->collect_draft(f->ctx, content);
		return NULL;
	}
	if (f->collect != NULL) {
		json_decref(content);
		return NULL;
	}
	json_object_set(content, "command", f->command);
	form_place(v, place);
	return content;
}

bool
form_open_draft(struct app *app, const json_t *content)
{
	struct form_purpose p = { .title = jx_get(content, "title"),
	    .case_id = jx_text(content, "case"),
	    .parts = jx_get(content, "parts"),
	    .command = jx_get(content, "command"),
	    .part = (size_t)jx_int(content, "part", 0) };

	return json_is_object(p.command) && json_is_array(p.parts) &&
	    form_open(app, &p);
}

void
form_drop_draft(struct view *v)
{
	struct str place = STR_INIT;
	json_t *outcome;

	form_place(v, &place);
	outcome = app_do(v->app, json_pack("{s:s, s:{s:s}}", "do",
	    "drop_draft", "with", "place", str_text(&place)));
	json_decref(outcome);
	str_done(&place);
}

/* Does the repeat have an entry of this number yet? */
static bool
has_entry(struct fill *fill, const char *name, size_t index)
{
	for (size_t i = 0; i < fill_rows(fill); i++) {
		const struct fill_row *r = fill_row(fill, i);

		if (r->kind == FILL_ROW && r->index == index &&
		    str_eq(r->repeat, name))
			return true;
	}
	return false;
}

/* One answer at a path; entries of a repeat are made as they are needed. */
static void
restore_answer(struct fill *fill, const char *name, const json_t *value)
{
	if (!json_is_array(value) ||
	    !json_is_object(json_array_get(value, 0))) {
		(void)fill_set(fill, name, value, NULL);
		return;
	}
	for (size_t i = 0; i < json_array_size(value); i++) {
		const char *inner;
		json_t *answer;
		char *probe = xasprintf("%s[%zu]", name, i + 1);

		/* An entry just begun holds nothing yet but what is typed. */
		if (json_object_size(json_array_get(value, i)) == 0 &&
		    !has_entry(fill, name, i + 1))
			(void)fill_add(fill, name, NULL);
		json_object_foreach(json_array_get(value, i), inner, answer) {
			char *path = xasprintf("%s.%s", probe, inner);

			if (!fill_set(fill, path, answer, NULL) &&
			    fill_add(fill, name, NULL))
				(void)fill_set(fill, path, answer, NULL);
			free(path);
		}
		free(probe);
	}
}

/* Takes away what a repeat has and had not: entries, answers in them. */
static void
cut_repeat(struct fill *fill, const char *name, const json_t *now,
    const json_t *was)
{
	size_t n = json_array_size(now), keep = json_array_size(was);

	for (; n > keep; n--)
		(void)fill_remove(fill, name, n, NULL);
	for (size_t i = 0; i < n; i++) {
		const char *inner;
		json_t *answer;

		json_object_foreach(json_array_get(now, i), inner, answer) {
			char *path;

			if (jx_get(json_array_get(was, i), inner) != NULL)
				continue;
			path = xasprintf("%s[%zu].%s", name, i + 1, inner);
			(void)fill_clear(fill, path, NULL);
			free(path);
		}
	}
}

void
form_put_back(struct fill *fill, const json_t *was)
{
	json_t *now = fill_all(fill), *answer;
	const char *name;

	json_object_foreach(now, name, answer) {
		if (json_is_array(answer) &&
		    json_is_object(json_array_get(answer, 0)))
			cut_repeat(fill, name, answer, jx_get(was, name));
		else if (jx_get(was, name) == NULL)
			(void)fill_clear(fill, name, NULL);
	}
	json_object_foreach((json_t *)(void *)was, name, answer) {
		if (!json_equal(answer, jx_get(now, name)))
			restore_answer(fill, name, answer);
	}
	json_decref(now);
}

void
form_restore(struct view *v, const json_t *content)
{
	struct form_view *f = FORM_VIEW(v);
	const char *name, *typed = jx_text(content, "typed");
	json_t *answer;

	json_object_foreach(jx_get(content, "answers"), name, answer) {
		if (!json_equal(answer, (json_t *)fill_answer(f->fill, name)))
			restore_answer(f->fill, name, answer);
	}
	if (jx_bool(content, "one", false))
		f->single = v->app->one_by_one = true;
	if (!form_go(v, jx_text(content, "field")))
		return;
	f->dirty = true;
	if (typed != NULL)
		form_begin(v, typed, (size_t)jx_int(content, "at", 0));
}
