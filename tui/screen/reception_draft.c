/* What a reception act keeps while it is not saved. */
#include "tui/screen/reception.h"

#include "core/base/jx.h"
#include "core/base/utf8.h"
#include "core/form/about.h"

#include <stdlib.h>
#include <string.h>

/* Room for more under the note of an answer. */
static size_t
note_room(const json_t *answer)
{
	const char *had = jx_text(answer, "note");
	size_t n = had != NULL ? utf8_letters(had, strlen(had)) + 2 : 0;

	return n < ABOUT_MAX_LETTERS ? ABOUT_MAX_LETTERS - n : 0;
}

/* What no question took in goes beside the answers, first beside the name. */
static void
put_notes(struct reception *r, const struct person *p)
{
	for (size_t i = 0; i < json_array_size(p->notes); i++) {
		const json_t *note = json_array_get(p->notes, i);
		/* the record is in Vietnamese, whatever the screen is in */
		const json_t *label = jx_get(note, "label");
		char *say = xasprintf("%s: %s", json_is_string(label) ?
		    json_string_value(label) : jx_text(label, "vi"),
		    jx_text(note, "text"));
		size_t letters = utf8_letters(say, strlen(say)), k = 0;

		while (k < r->columns && (note_room(fill_answer(r->fill,
		    r->column[k]->name)) < letters || reception_row(r, k) == NULL))
			k++;
		if (k < r->columns) {
			const char *had = jx_text(fill_answer(r->fill,
			    r->column[k]->name), "note");
			char *all = xasprintf("%s%s%s", had != NULL ? had :
			    "", had != NULL ? "; " : "", say);

			(void)fill_set_about(r->fill, r->column[k]->name,
			    "note", all, NULL);
			free(all);
		}
		free(say);
	}
}

json_t *
reception_persons(struct reception *r, bool refused)
{
	json_t *list = json_array();

	for (size_t i = 0; i < r->n; i++) {
		const struct person *p = &r->person[i];

		if ((p->refused != NULL) != refused)
			continue;
		if (!refused) {
			reception_put(r, p->answers);
			put_notes(r, p);
			json_array_append_new(list, fill_answers(r->fill));
		} else {
			json_array_append_new(list, json_pack(
			    "{s:s, s:s, s:I}", "name",
			    p->cell[0].text != NULL ? p->cell[0].text : "",
			    "reason", p->refused, "line",
			    (json_int_t)i + 1));
		}
	}
	return list;
}

void
reception_place(const struct reception *r, struct str *place)
{
	str_printf(place, "reception/%s", reception_form(r, "code", "-"));
}

/* Where the officer is: line, question, and what is half typed there. */
static void
add_place(const struct reception *r, json_t *content)
{
	json_object_set_new(content, "at", json_integer((json_int_t)r->at));
	if (r->col < r->columns)
		json_object_set_new(content, "column",
		    json_string(r->column[r->col]->name));
	if (r->entry)
		json_object_set_new(content, "entry", json_true());
	if (!r->typing)
		return;
	json_object_set_new(content, "typed",
	    json_string(str_text(&r->edit.text)));
	json_object_set_new(content, "letter",
	    json_integer((json_int_t)r->edit.at));
}

static void
restore_place(struct view *v, const json_t *draft)
{
	struct reception *r = RECEPTION(v);
	size_t column = reception_column(r, jx_text(draft, "column"));
	int64_t at = jx_int(draft, "at", 0);
	const char *typed = jx_text(draft, "typed");

	r->at = at < 0 ? 0 : at > (int64_t)r->n + 1 ? r->n + 1 : (size_t)at;
	r->col = column != NO_COLUMN ? column : 0;
	r->entry = r->at > 0 && jx_bool(draft, "entry", false);
	if (r->entry && typed != NULL && strlen(typed) < 4000)
		reception_begin(v, typed, (size_t)jx_int(draft, "letter", 0));
}

json_t *
reception_draft(struct view *v, struct str *place)
{
	struct reception *r = RECEPTION(v);
	json_t *content;

	if (!r->dirty || r->made != NULL)
		return NULL;
	reception_place(r, place);
	content = json_pack("{s:s, s:O, s:O, s:o, s:I}", "view", "reception",
	    "path", r->path, "minutes", r->minutes, "persons",
	    reception_lines(r), "open", (json_int_t)r->open);
	json_object_set(content, "title", jx_get(r->path, "title"));
	add_place(r, content);
	if (r->inner != NULL)
		json_object_set(content, "inner", r->inner);
	if (json_array_size(r->searched) > 0)
		json_object_set(content, "searched", r->searched);
	if (json_array_size(r->again) > 0)
		json_object_set(content, "again", r->again);
	return content;
}

static void
restore(struct view *v, const json_t *draft)
{
	struct reception *r = RECEPTION(v);

	if (json_is_object(jx_get(draft, "minutes"))) {
		json_decref(r->minutes);
		r->minutes = json_deep_copy(jx_get(draft, "minutes"));
	}
	reception_put_lines(v, jx_get(draft, "persons"));
	restore_place(v, draft);
	if (json_is_array(jx_get(draft, "searched")))
		json_array_extend(r->searched, jx_get(draft, "searched"));
	if (json_is_array(jx_get(draft, "again")))
		json_array_extend(r->again, jx_get(draft, "again"));
	r->dirty = true;
}

/* The form that was open over the act comes back too. */
static void
restore_inner(struct view *v, const json_t *draft)
{
	struct reception *r = RECEPTION(v);
	json_t *inner = jx_get(draft, "inner");
	const char *form = jx_text(json_array_get(jx_get(inner, "parts"), 0),
	    "form");

	if (form == NULL)
		return;
	json_incref(inner);
	if (str_eq(form, reception_person_form(r)))
		reception_open_person(v, (size_t)jx_int(draft, "open", 0));
	else
		reception_open_minutes(v);
	if (app_top(v->app) != v)
		form_restore(app_top(v->app), inner);
	json_decref(inner);
}

void
reception_load(struct view *v)
{
	struct reception *r = RECEPTION(v);
	struct str place = STR_INIT, at = STR_INIT;
	json_t *draft;

	if (!reception_columns(v))
		return;
	reception_show_all(v);
	if (r->dirty || r->made != NULL || r->n > 0)
		return;
	reception_place(r, &place);
	draft = app_ask(v->app, json_pack("{s:s, s:s}", "ask", "draft",
	    "place", str_text(&place)));
	if (json_is_object(jx_get(draft, "content"))) {
		restore(v, jx_get(draft, "content"));
		reception_layout(v, app_width(v->app));
		restore_inner(v, jx_get(draft, "content"));
		app_time(jx_get(draft, "at"), &at);
		app_say(v->app, ATTR_WARN, M_DRAFT_BACK, str_text(&at), NULL);
	}
	json_decref(draft);
	str_done(&place);
	str_done(&at);
}
