/* All answers as they stand, and putting them back. */
#include "core/form/fill_priv.h"

#include <stdlib.h>
#include <string.h>

/* Copies objects and rows; the answers in them, which nobody changes, not. */
static json_t *
copy_scope(const struct form *form, const json_t *from)
{
	json_t *made = json_copy((json_t *)(void *)from), *rows, *row;
	const char *name;
	size_t i;

	json_object_foreach((json_t *)(void *)from, name, rows) {
		const struct form_item *it = form_question(form, name);
		json_t *copy;

		if (it == NULL || it->type != FORM_REPEAT)
			continue;
		copy = json_array();
		json_array_foreach(rows, i, row)
			json_array_append_new(copy, copy_scope(form, row));
		json_object_set_new(made, name, copy);
	}
	return made;
}

json_t *
fill_snapshot(const struct fill *fill)
{
	return copy_scope(fill->form, fill->data);
}

/* Has an object the shape that a scope of this form has? */
static bool
has_shape(const struct form *form, const json_t *scope, int repeat)
{
	const char *name;
	json_t *value, *row;
	size_t i;

	if (!json_is_object(scope))
		return false;
	json_object_foreach((json_t *)(void *)scope, name, value) {
		const struct form_item *it = form_question(form, name);

		if (it == NULL || it->repeat != repeat ||
		    (it->type != FORM_REPEAT && !form_is_question(it)) ||
		    (it->type == FORM_REPEAT && (!json_is_array(value) ||
		    json_array_size(value) > FORM_MAX_ROWS)))
			return false;
		if (it->type == FORM_REPEAT)
			json_array_foreach(value, i, row)
				if (!has_shape(form, row,
				    (int)(it - form->item)))
					return false;
	}
	for (size_t k = 0; k < form->n; k++)
		if (form->item[k].type == FORM_REPEAT &&
		    form->item[k].repeat == repeat &&
		    json_object_get(scope, form->item[k].name) == NULL)
			return false;
	return true;
}

bool
fill_restore(struct fill *fill, const json_t *snapshot)
{
	const struct form *form = fill->form;
	json_t *was = fill->data;

	if (!has_shape(form, snapshot, -1))
		return false;
	fill->data = copy_scope(form, snapshot);
	fill->answers.root = fill->data;
	for (size_t i = 0; i < form->n; i++) {
		const struct form_item *it = &form->item[i];
		struct place at = { .item = it };
		json_t *now = json_object_get(fill->data, it->name);
		json_t *then = json_object_get(was, it->name);

		if (it->level > 0 || now == then || (now != NULL &&
		    then != NULL && json_equal(now, then)))
			continue;
		if (it->type == FORM_REPEAT) {
			fill_reshaped(fill, it);
			continue;
		}
		fill_touch(fill, &at, FILL_VALUE);
		fill_changed(fill, &at);
	}
	json_decref(was);
	fill->n_fresh = 0;
	/* what a trigger had set is put back too, not set again */
	fill_hold_fire(fill);
	fill_compute(fill);
	return true;
}
