/* What a reception act keeps while it is not saved. */
#include "tui/screen/reception.h"

#include "core/base/jx.h"

#include <stdlib.h>

json_t *
reception_persons(const struct reception *r, bool refused)
{
	json_t *list = json_array();

	for (size_t i = 0; i < r->n; i++) {
		const struct person *p = &r->person[i];

		if ((p->refused != NULL) != refused)
			continue;
		if (!refused)
			json_array_append(list, p->answers);
		else
			json_array_append_new(list, json_pack(
			    "{s:s, s:s, s:I}", "name",
			    p->cell[0] != NULL ? p->cell[0] : "", "reason",
			    p->refused, "line", (json_int_t)i + 1));
	}
	return list;
}

void
reception_place(const struct reception *r, struct str *place)
{
	str_printf(place, "reception/%s", reception_form(r, "code", "-"));
}

json_t *
reception_draft(struct view *v, struct str *place)
{
	struct reception *r = RECEPTION(v);
	json_t *content, *persons;

	if (!r->dirty || r->made != NULL)
		return NULL;
	reception_place(r, place);
	persons = json_array();
	for (size_t i = 0; i < r->n; i++) {
		json_t *p = json_pack("{s:O}", "answers",
		    r->person[i].answers);

		if (r->person[i].refused != NULL)
			json_object_set_new(p, "refused",
			    json_string(r->person[i].refused));
		json_array_append_new(persons, p);
	}
	content = json_pack("{s:s, s:O, s:O, s:o, s:I}", "view", "reception",
	    "path", r->path, "minutes", r->minutes, "persons", persons,
	    "open", (json_int_t)r->open);
	json_object_set(content, "title", jx_get(r->path, "title"));
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
	const json_t *persons = jx_get(draft, "persons");

	if (json_is_object(jx_get(draft, "minutes"))) {
		json_decref(r->minutes);
		r->minutes = json_deep_copy(jx_get(draft, "minutes"));
	}
	for (size_t i = 0; i < json_array_size(persons) && i < PERSONS_MOST;
	    i++) {
		const json_t *o = json_array_get(persons, i);
		struct person *p = reception_person(r, r->n);

		json_object_update(p->answers, jx_get(o, "answers"));
		p->refused = xstrdup(jx_text(o, "refused"));
		reception_show(v, p);
	}
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

	for (size_t i = 0; i < r->n; i++)
		reception_show(v, &r->person[i]);
	if (r->dirty || r->made != NULL || r->n > 0)
		return;
	reception_place(r, &place);
	draft = app_ask(v->app, json_pack("{s:s, s:s}", "ask", "draft",
	    "place", str_text(&place)));
	if (json_is_object(jx_get(draft, "content"))) {
		restore(v, jx_get(draft, "content"));
		reception_layout(v, v->app->canvas.cols);
		restore_inner(v, jx_get(draft, "content"));
		app_time(jx_get(draft, "at"), &at);
		app_say(v->app, ATTR_WARN, M_DRAFT_BACK, str_text(&at), NULL);
	}
	json_decref(draft);
	str_done(&place);
	str_done(&at);
}
