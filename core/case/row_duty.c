/*
 * Folding duties towards the person: the purpose of a case, and requests of
 * persons in the row of their case and, while they wait, of the site.
 */
#include "core/case/row_fold.h"

#include "core/base/jx.h"

bool
fold_purpose(json_t *row, const struct event *ev)
{
	const char *code = jx_text(ev->facts, "purpose");

	if (code == NULL)
		return false;
	set_text(row, "purpose", code);
	return true;
}

/* The newest ground for each country. */
bool
fold_transfer(json_t *row, const struct event *ev)
{
	const char *country = jx_text(ev->facts, "country");
	json_t *all = json_object_get(row, "transfers");

	if (country == NULL)
		return false;
	if (all == NULL) {
		all = json_object();
		json_object_set_new(row, "transfers", all);
	}
	return json_object_set(all, country,
	    json_object_get(ev->facts, "ground")) == 0;
}

static json_t *
request_of(const struct event *ev)
{
	json_t *o = json_deep_copy(ev->facts);

	set_text(o, "request", ev->op_id);
	set_text(o, "unit", ev->unit);
	set_when(o, "at", ev->at);
	return o;
}

bool
fold_person_request(json_t *row, const struct event *ev)
{
	json_t *list = json_object_get(row, "person_requests");

	if (list == NULL) {
		list = json_array();
		json_object_set_new(row, "person_requests", list);
	}
	return jx_text(ev->facts, "kind") != NULL &&
	    json_array_append_new(list, request_of(ev)) == 0;
}

bool
fold_person_answered(json_t *row, const struct event *ev)
{
	json_t *o;
	size_t i;

	json_array_foreach(json_object_get(row, "person_requests"), i, o)
		if (str_eq(jx_text(o, "request"),
		    jx_text(ev->facts, "request"))) {
			set_when(o, "answered", ev->at);
			json_object_set(o, "outcome",
			    json_object_get(ev->facts, "outcome"));
			return true;
		}
	return false;
}

bool
fold_person_noted(json_t *row, const struct event *ev)
{
	json_t *all = json_object_get(row, "person_requests");

	if (all == NULL) {
		all = json_object();
		json_object_set_new(row, "person_requests", all);
	}
	return json_object_set_new(all, ev->op_id, request_of(ev)) == 0;
}

bool
fold_person_ended(json_t *row, const struct event *ev)
{
	const char *request = jx_text(ev->facts, "request");

	return request != NULL && json_object_del(
	    json_object_get(row, "person_requests"), request) == 0;
}
