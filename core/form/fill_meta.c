/* Questions that the program answers: when, by whom, where. */
#include "core/form/fill_priv.h"

#include <string.h>

/* Sets an answer that was not there, or (anew) in its place. */
static void
set_meta(struct fill *fill, enum form_meta meta, const char *text, bool anew)
{
	const struct form *form = fill->form;

	for (size_t i = 0; text != NULL && *text != '\0' && i < form->n; i++) {
		struct place at = { .item = &form->item[i] };

		if (at.item->type != FORM_META || at.item->meta != meta ||
		    at.item->level > 0 || (!anew &&
		    !answer_is_empty(fill_at(fill, &at))))
			continue;
		json_object_set_new(fill->data, at.item->name,
		    json_string(text));
		fill_changed(fill, &at);
	}
}

void
fill_meta_begin(struct fill *fill)
{
	char text[32];

	when_format(fill->now, VN_OFFSET_MIN, text);
	set_meta(fill, FORM_META_START, text, false);
	day_format(when_day(fill->now, VN_OFFSET_MIN), text);
	set_meta(fill, FORM_META_TODAY, text, false);
}

void
fill_use_meta(struct fill *fill, const struct fill_meta *meta)
{
	char end[32] = "";

	if (meta->end != WHEN_NONE)
		when_format(meta->end, VN_OFFSET_MIN, end);
	set_meta(fill, FORM_META_END, end, true);
	set_meta(fill, FORM_META_USERNAME, meta->username, false);
	set_meta(fill, FORM_META_DEVICEID, meta->deviceid, false);
	set_meta(fill, FORM_META_INSTANCE_ID, meta->instance_id, false);
	set_meta(fill, FORM_META_PHONENUMBER, meta->phonenumber, false);
	set_meta(fill, FORM_META_EMAIL, meta->email, false);
	fill_compute(fill);
}
