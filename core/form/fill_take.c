/* Answers that were handed in, copied into the form's own shape. */
#include "core/form/fill_priv.h"

#include "core/base/utf8.h"

#include <stdlib.h>
#include <string.h>

bool
fill_within_bounds(const json_t *v, int depth, size_t *left)
{
	const char *key;
	json_t *one;
	size_t i;

	if (*left == 0 || depth > FILL_MAX_DEPTH)
		return false;
	--*left;
	if (json_is_object(v)) {
		json_object_foreach((json_t *)v, key, one)
			if (!fill_within_bounds(one, depth + 1, left))
				return false;
	} else if (json_is_array(v)) {
		json_array_foreach((json_t *)v, i, one)
			if (!fill_within_bounds(one, depth + 1, left))
				return false;
	}
	return true;
}

/* Text comes to rest composed (NFC), whichever way it was sent. */
static json_t *
copy_value(const struct form_item *it, const json_t *value)
{
	const char *s = json_string_value(value);
	char *nfc;
	json_t *made;

	if (s == NULL || (it->type != FORM_TEXT && it->type != FORM_BARCODE))
		return json_deep_copy(value);
	nfc = utf8_nfc(s, it->type == FORM_BARCODE ? strcspn(s, "\r\n") :
	    strlen(s));
	made = json_string(nfc != NULL ? nfc : "");
	free(nfc);
	return made;
}

/* A copy of an answer, of an object only what an answer can say. */
json_t *
fill_copy_answer(const struct form_item *it, const json_t *answer)
{
	static const char *const said[] = { "status", "estimated", "how",
	    "source", "reliability", "document", "note", "other" };
	json_t *made, *value;

	if (!json_is_object(answer))
		return copy_value(it, answer);
	made = json_object();
	value = json_object_get(answer, "value");
	if (value != NULL)
		json_object_set_new(made, "value", copy_value(it, value));
	for (size_t i = 0; i < ARRAY_LEN(said); i++) {
		value = json_object_get(answer, said[i]);
		if (value != NULL)
			json_object_set_new(made, said[i],
			    json_deep_copy(value));
	}
	return made;
}

/* Where what is taken comes from, for the path of what has no place. */
struct taking {
	struct fill *fill;
	const char *path;		/* "" or "kin[2]." */
};

static void
put_aside(const struct taking *t, const char *key, json_t *value)
{
	struct str path = STR_INIT;

	str_add(&path, t->path);
	str_add(&path, key);
	if (json_object_size(t->fill->aside) < FILL_MAX_UNKNOWN)
		json_object_set(t->fill->aside, str_text(&path), value);
	str_done(&path);
}

static void take_object(const struct taking *t, json_t *to,
    const json_t *from, int repeat);

static void
take_rows(const struct taking *t, json_t *to, size_t item,
    const json_t *rows)
{
	const struct form_item *it = &t->fill->form->item[item];
	struct str path = STR_INIT;
	json_t *row;
	size_t i;

	json_array_foreach((json_t *)(void *)rows, i, row) {
		struct taking in = { t->fill, NULL };

		str_clear(&path);
		str_printf(&path, "%s%s[%zu].", t->path, it->name,
		    json_array_size(to) + 1);
		in.path = str_text(&path);
		if (json_array_size(to) < FORM_MAX_ROWS &&
		    json_is_object(row)) {
			json_t *made = json_object();

			take_object(&in, made, row, (int)item);
			json_array_append_new(to, made);
			continue;
		}
		str_clear(&path);
		str_printf(&path, "%s%s[%zu].", t->path, it->name, i + 1);
		in.path = str_text(&path);
		put_aside(&in, "", row);
	}
	str_done(&path);
}

/* Copies what the form knows from one object; `repeat` -1 for the form. */
static void
take_object(const struct taking *t, json_t *to, const json_t *from,
    int repeat)
{
	const struct form *form = t->fill->form;
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)(void *)from, key, value) {
		const struct form_item *it = form_question(form, key);

		if (it == NULL || it->repeat != repeat ||
		    (it->type == FORM_REPEAT ? !json_is_array(value) :
		    !form_is_question(it)))
			put_aside(t, key, value);
		else if (it->type != FORM_REPEAT && !json_is_null(value))
			json_object_set_new(to, key, fill_copy_answer(it,
			    value));
	}
	for (size_t i = 0; i < form->n; i++) {
		const struct form_item *it = &form->item[i];
		json_t *rows;

		if (it->type != FORM_REPEAT || it->repeat != repeat)
			continue;
		rows = json_array();
		value = json_object_get(from, it->name);
		if (json_is_array(value))
			take_rows(t, rows, i, value);
		json_object_set_new(to, it->name, rows);
	}
}

void
fill_take(struct fill *fill, const json_t *answers)
{
	const struct taking t = { fill, "" };

	take_object(&t, fill->data, answers, -1);
}

json_t *
fill_empty_row(const struct fill *fill, size_t repeat)
{
	const struct form *form = fill->form;
	json_t *row = json_object();

	for (size_t i = repeat + 1; i < form->item[repeat].end; i++)
		if (form->item[i].type == FORM_REPEAT &&
		    form->item[i].repeat == (int)repeat)
			json_object_set_new(row, form->item[i].name,
			    json_array());
	return row;
}
