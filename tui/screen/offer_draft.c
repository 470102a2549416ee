/* What a hand-over act keeps while it is not sent. */
#include "core/base/jx.h"
#include "tui/screen/offer.h"

#include <stdlib.h>

json_t *
offer_lines(const struct offer *o)
{
	json_t *lines = json_object();

	for (size_t i = 0; i < o->n; i++)
		if (o->line[i].answers != NULL)
			json_object_set(lines, o->line[i].id,
			    o->line[i].answers);
	return lines;
}

void
offer_place(const struct offer *o, struct str *place)
{
	const char *first = o->n > 0 ? o->line[0].id : "-";

	str_printf(place, "offer/%s/%s", jx_text(jx_get(o->what, "step"),
	    "code"), first);
}

json_t *
offer_draft(struct view *v, struct str *place)
{
	struct offer *o = OFFER_VIEW(v);
	json_t *content;

	if (!o->dirty)
		return NULL;
	offer_place(o, place);
	content = json_pack("{s:s, s:O, s:o, s:I}", "view", "offer", "what",
	    o->what, "lines", offer_lines(o), "open", (json_int_t)o->open);
	json_object_set(content, "title", jx_get(jx_get(o->what, "step"),
	    "title"));
	if (o->minutes != NULL)
		json_object_set(content, "minutes", o->minutes);
	if (o->inner != NULL)
		json_object_set(content, "inner", o->inner);
	return content;
}

static void
restore_inner(struct view *v, const json_t *content)
{
	struct offer *o = OFFER_VIEW(v);
	json_t *inner = json_incref(jx_get(content, "inner"));
	const char *form = jx_text(json_array_get(jx_get(inner, "parts"), 0),
	    "form");

	if (str_eq(form, jx_text(jx_get(o->what, "step"), "line_form")))
		offer_open_line(v, (size_t)jx_int(content, "open", 0));
	else if (form != NULL)
		offer_open_minutes(v);
	if (form != NULL && app_top(v->app) != v)
		form_restore(app_top(v->app), inner);
	json_decref(inner);
}

bool
offer_restore(struct view *v)
{
	struct offer *o = OFFER_VIEW(v);
	struct str place = STR_INIT, at = STR_INIT;
	const json_t *content;
	json_t *draft;
	bool found;

	offer_place(o, &place);
	draft = app_ask(v->app, json_pack("{s:s, s:s}", "ask", "draft",
	    "place", str_text(&place)));
	content = jx_get(draft, "content");
	found = json_is_object(content);
	if (json_is_object(jx_get(content, "minutes")))
		o->minutes = json_deep_copy(jx_get(content, "minutes"));
	for (size_t i = 0; found && i < o->n; i++) {
		const json_t *line = jx_get(jx_get(content, "lines"),
		    o->line[i].id);

		if (json_is_object(line))
			o->line[i].answers = json_deep_copy(line);
		offer_show(v, &o->line[i]);
	}
	if (found) {
		o->dirty = true;
		offer_layout(v, app_width(v->app));
		restore_inner(v, content);
		app_time(jx_get(draft, "at"), &at);
		app_say(v->app, ATTR_WARN, M_DRAFT_BACK, str_text(&at), NULL);
	}
	json_decref(draft);
	str_done(&place);
	str_done(&at);
	return found;
}
