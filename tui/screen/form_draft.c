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
	/* For many cases: a draft for this group, not for the next one. */
	if (json_is_array(jx_get(f->command, "cases")))
		str_printf(place, "form/%s+%zu", json_string_value(
		    json_array_get(jx_get(f->command, "cases"), 0)),
		    json_array_size(jx_get(f->command, "cases")));
	else
		str_printf(place, "form/%s", f->case_id != NULL ?
		    f->case_id : "-");
	str_printf(place, "/%s/%s/%s", jx_text(json_array_get(f->parts, f->part),
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

/* Is it a repeat: entries, each an object? */
static bool
is_entries(const json_t *value)
{
	return json_is_array(value) && json_is_object(json_array_get(value,
	    0));
}

static size_t
entries_at(struct fill *fill, const char *path)
{
	size_t n = 0;

	for (size_t i = 0; i < fill_rows(fill); i++) {
		const struct fill_row *r = fill_row(fill, i);
		struct str own = STR_INIT;

		n += r->kind == FILL_ROW && fill_row_repeat(r, &own) &&
		    str_eq(str_text(&own), path);
		str_done(&own);
	}
	return n;
}

static void put_answers(struct fill *fill, const char *prefix,
    const json_t *answers);

/* Entries are made as they are needed; one just begun holds nothing yet. */
static void
put_entries(struct fill *fill, const char *path, const json_t *entries)
{
	size_t n = json_array_size(entries), have = entries_at(fill, path);

	while (have < n && fill_add(fill, path, NULL))
		have++;
	for (size_t i = 0; i < n; i++) {
		char *prefix = xasprintf("%s[%zu].", path, i + 1);

		put_answers(fill, prefix, json_array_get(entries, i));
		free(prefix);
	}
}

static void
put_answers(struct fill *fill, const char *prefix, const json_t *answers)
{
	const char *name;
	json_t *answer;

	json_object_foreach((json_t *)(void *)answers, name, answer) {
		char *path = xasprintf("%s%s", prefix, name);

		if (is_entries(answer))
			put_entries(fill, path, answer);
		else if (!json_equal(answer, (json_t *)(void *)
		    fill_answer(fill, path)))
			(void)fill_set(fill, path, answer, NULL);
		free(path);
	}
}

void
form_restore(struct view *v, const json_t *content)
{
	struct form_view *f = FORM_VIEW(v);
	const char *typed = jx_text(content, "typed");

	put_answers(f->fill, "", jx_get(content, "answers"));
	if (jx_bool(content, "one", false))
		f->single = v->app->one_by_one = true;
	if (!form_go(v, jx_text(content, "field")))
		return;
	f->dirty = true;
	if (typed != NULL)
		form_begin(v, typed, (size_t)jx_int(content, "at", 0));
}
