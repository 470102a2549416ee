/*
 * Folding broken glass: open ones stand in the row of their case, and by the
 * same id in the row of the site, until somebody has reviewed them.
 */
#include "core/case/row_fold.h"

#include "core/base/jx.h"

static json_t *
glass_of(const struct event *ev)
{
	json_t *o = json_object();

	set_text(o, "glass", ev->op_id);
	set_text(o, "by", ev->actor);
	set_text(o, "unit", ev->unit);
	set_when(o, "at", ev->at);
	json_object_set(o, "until", json_object_get(ev->facts, "until"));
	return o;
}

bool
fold_glass_broken(json_t *row, const struct event *ev)
{
	json_t *list = json_object_get(row, "glass");

	if (list == NULL) {
		list = json_array();
		json_object_set_new(row, "glass", list);
	}
	return json_is_integer(json_object_get(ev->facts, "until")) &&
	    json_array_append_new(list, glass_of(ev)) == 0;
}

bool
fold_glass_reviewed(json_t *row, const struct event *ev)
{
	json_t *list = json_object_get(row, "glass"), *o;
	size_t i;

	json_array_foreach(list, i, o)
		if (str_eq(jx_text(o, "glass"), jx_text(ev->facts, "glass")))
			break;
	if (i == json_array_size(list))
		return false;
	json_array_remove(list, i);
	if (json_array_size(list) == 0)
		json_object_del(row, "glass");
	return true;
}

bool
fold_glass_noted(json_t *row, const struct event *ev)
{
	json_t *all = json_object_get(row, "glass"), *o = glass_of(ev);

	if (all == NULL) {
		all = json_object();
		json_object_set_new(row, "glass", all);
	}
	json_object_set(o, "case", json_object_get(ev->facts, "case"));
	return json_object_set_new(all, ev->op_id, o) == 0;
}

bool
fold_glass_closed(json_t *row, const struct event *ev)
{
	const char *glass = jx_text(ev->facts, "glass");

	return glass != NULL &&
	    json_object_del(json_object_get(row, "glass"), glass) == 0;
}
