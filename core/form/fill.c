/* Opening a form, paths, setters. */
#include "core/form/fill_priv.h"

#include "core/base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Counts values and stops at the bounds; hostile JSON never recurses deep. */
static bool
within_bounds(const json_t *v, int depth, size_t *left)
{
	const char *key;
	json_t *one;
	size_t i;

	if (*left == 0 || depth > FILL_MAX_DEPTH)
		return false;
	--*left;
	if (json_is_object(v)) {
		json_object_foreach((json_t *)v, key, one)
			if (!within_bounds(one, depth + 1, left))
				return false;
	} else if (json_is_array(v)) {
		json_array_foreach((json_t *)v, i, one)
			if (!within_bounds(one, depth + 1, left))
				return false;
	}
	return true;
}

static void
put_aside(struct fill *fill, const char *repeat, size_t row,
    const char *key, json_t *value)
{
	struct str path = STR_INIT;

	if (repeat != NULL)
		str_printf(&path, "%s[%zu].", repeat, row + 1);
	str_add(&path, key);
	if (json_object_size(fill->aside) < FILL_MAX_UNKNOWN)
		json_object_set(fill->aside, str_text(&path), value);
	str_done(&path);
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
static json_t *
copy_answer(const struct form_item *it, const json_t *answer)
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

/* Copies what the form knows from one object; `repeat` -1 for the form. */
static void
take_object(struct fill *fill, json_t *to, const json_t *from, int repeat,
    size_t row)
{
	const struct form *form = fill->form;
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)from, key, value) {
		const struct form_item *it = form_question(form, key);

		if (it == NULL || it->repeat != repeat ||
		    !form_is_question(it))
			put_aside(fill, repeat < 0 ? NULL :
			    form->item[repeat].name, row, key, value);
		else if (!json_is_null(value))
			json_object_set_new(to, key, copy_answer(it, value));
	}
}

static void
take_repeat(struct fill *fill, size_t item, const json_t *rows)
{
	const struct form_item *it = &fill->form->item[item];
	json_t *to = json_array();

	for (size_t i = 0; i < json_array_size(rows); i++) {
		json_t *row = json_array_get(rows, i), *made = json_object();

		if (i < FORM_MAX_ROWS && json_is_object(row)) {
			take_object(fill, made, row, (int)item,
			    json_array_size(to));
			json_array_append(to, made);
		} else {
			put_aside(fill, it->name, i, "", row);
		}
		json_decref(made);
	}
	json_object_set_new(fill->data, it->name, to);
}

static void
take_answers(struct fill *fill, const json_t *answers)
{
	const struct form *form = fill->form;
	json_t *flat = answers != NULL ? json_copy((json_t *)answers) :
	    json_object();

	for (size_t i = 0; i < form->n; i++) {
		const struct form_item *it = &form->item[i];
		json_t *rows;

		if (it->type != FORM_REPEAT)
			continue;
		rows = json_object_get(flat, it->name);
		if (rows != NULL && !json_is_array(rows))
			put_aside(fill, NULL, 0, it->name, rows);
		take_repeat(fill, i, rows);
		json_object_del(flat, it->name);
	}
	take_object(fill, fill->data, flat, -1, 0);
	json_decref(flat);
}

/* Defaults of everything in one row, or outside repeats (repeat -1). */
static void
set_defaults(struct fill *fill, int repeat, size_t row)
{
	for (size_t i = 0; i < fill->form->n; i++) {
		const struct form_item *it = &fill->form->item[i];
		struct place at = fill_place(fill, it, row);

		if (it->repeat == repeat && fill_at(fill, &at) == NULL)
			fill_default(fill, &at);
	}
}

static void
append_row(struct fill *fill, const struct form_item *repeat)
{
	json_t *rows = json_object_get(fill->data, repeat->name);

	json_array_append_new(rows, json_object());
	set_defaults(fill, (int)(repeat - fill->form->item),
	    json_array_size(rows) - 1);
}

struct fill *
fill_open(const struct form *form, const struct form_lists *lists,
    const json_t *answers, when_t now, struct err *e)
{
	size_t left = FILL_MAX_VALUES;
	struct fill *fill;
	char max[16];

	if (answers != NULL && (!json_is_object(answers) ||
	    !within_bounds(answers, 0, &left))) {
		snprintf(max, sizeof(max), "%d", FILL_MAX_VALUES);
		err_set(e, ERR_FILL_ANSWERS, max, NULL);
		return NULL;
	}
	fill = xcalloc(1, sizeof(*fill));
	fill->form = form;
	fill->lists = lists;
	fill->now = now;
	fill->data = json_object();
	fill->aside = json_object();
	fill->cells = xcalloc(form->n + 1, sizeof(*fill->cells));
	fill->answers.root = fill->data;
	fill->answers.form = form;
	fill->answers.lists = lists;
	take_answers(fill, answers);
	if (answers == NULL)
		set_defaults(fill, -1, 0);
	for (size_t i = 0; i < form->n; i++)
		while (form->item[i].type == FORM_REPEAT &&
		    fill_row_count(fill, &form->item[i]) < form->item[i].min)
			append_row(fill, &form->item[i]);
	fill_compute(fill);
	return fill;
}

void
fill_close(struct fill *fill)
{
	if (fill == NULL)
		return;
	for (size_t i = 0; i < fill->form->n; i++) {
		for (size_t k = 0; k < fill->cells[i].n; k++)
			text_done(&fill->cells[i].cell[k].problem.text);
		free(fill->cells[i].cell);
	}
	free(fill->cells);
	free(fill->row);
	json_decref(fill->data);
	json_decref(fill->aside);
	free(fill);
}

void
fill_use(struct fill *fill, bool (*call)(void *ctx, const char *name,
    const struct expr_value *arg, size_t n, bool *known,
    struct expr_value *out, struct err *e), void *ctx)
{
	fill->answers.call = call;
	fill->answers.call_ctx = ctx;
	fill_compute(fill);
}

const char *
fill_unknown(const struct fill *fill, size_t i)
{
	const char *key;
	json_t *value;

	json_object_foreach(fill->aside, key, value)
		if (i-- == 0)
			return key;
	return NULL;
}

const struct form *
fill_of_form(const struct fill *fill)
{
	return fill->form;
}

size_t
fill_row_count(const struct fill *fill, const struct form_item *it)
{
	return json_array_size(json_object_get(fill->data, it->name));
}

struct place
fill_place(const struct fill *fill, const struct form_item *it, size_t row)
{
	bool inside = it->repeat >= 0;

	return (struct place){ .item = it, .row = inside ? row : 0,
		.repeat = inside ? fill->form->item[it->repeat].name : NULL };
}

json_t *
fill_holder(const struct fill *fill, const struct place *at)
{
	if (at->repeat == NULL)
		return fill->data;
	return json_array_get(json_object_get(fill->data, at->repeat),
	    at->row);
}

const json_t *
fill_at(const struct fill *fill, const struct place *at)
{
	return json_object_get(fill_holder(fill, at), at->item->name);
}

struct cell *
fill_cell(const struct fill *fill, const struct place *at)
{
	const struct cells *c = &fill->cells[at->item - fill->form->item];

	return at->row < c->n ? &c->cell[at->row] : NULL;
}

void
fill_place_path(const struct place *at, struct str *out)
{
	if (at->repeat != NULL)
		str_printf(out, "%s[%zu].", at->repeat, at->row + 1);
	str_add(out, at->item->name);
}

bool
fill_find(const struct fill *fill, const char *path, struct place *out,
    struct err *e)
{
	const struct form *form = fill->form;
	const char *open = strchr(path, '['), *name = path;
	size_t row = 0, digits = 0, len = open ? (size_t)(open - path) : 0;

	memset(out, 0, sizeof(*out));
	if (open != NULL) {
		digits = strspn(open + 1, "0123456789");
		if (digits == 0 || digits > 6 ||
		    strncmp(open + 1 + digits, "].", 2) != 0)
			return err_set(e, ERR_FILL_PATH, path, NULL);
		row = strtoul(open + 1, NULL, 10);
		name = open + digits + 3;
	}
	out->item = form_question(form, name);
	if (out->item == NULL || (out->item->repeat >= 0) != (open != NULL))
		return err_set(e, ERR_FILL_PATH, path, NULL);
	if (open == NULL)
		return true;
	*out = fill_place(fill, out->item, row - 1);
	if (strlen(out->repeat) != len ||
	    strncmp(out->repeat, path, len) != 0 || row == 0 ||
	    row > fill_row_count(fill, &form->item[out->item->repeat]))
		return err_set(e, ERR_FILL_PATH, path, NULL);
	return true;
}

/* A place that an officer may write to. */
static bool
find_open(const struct fill *fill, const char *path, struct place *at,
    struct err *e)
{
	const struct cell *cell;

	if (!fill_find(fill, path, at, e))
		return false;
	if (!form_is_question(at->item))
		return err_set(e, ERR_FILL_PATH, path, NULL);
	cell = fill_cell(fill, at);
	if (form_is_computed(at->item) || (cell != NULL && cell->readonly))
		return err_set(e, ERR_FILL_READONLY, NULL);
	return true;
}

/* Puts a value in place, keeping what was said about it but the status. */
static void
put_value(struct fill *fill, const struct place *at, json_t *value)
{
	json_t *holder = fill_holder(fill, at);
	json_t *old = json_object_get(holder, at->item->name);
	json_t *made;

	if (!json_is_object(old)) {
		json_object_set(holder, at->item->name, value);
		return;
	}
	made = json_copy(old);
	json_object_set(made, "value", value);
	json_object_del(made, "status");
	if (json_object_size(made) == 1)
		json_object_set(holder, at->item->name, value);
	else
		json_object_set(holder, at->item->name, made);
	json_decref(made);
}

bool
fill_set(struct fill *fill, const char *path, const json_t *value,
    struct err *e)
{
	struct place at;
	size_t left = FILL_MAX_VALUES;
	json_t *copy;

	if (!find_open(fill, path, &at, e))
		return false;
	if (value == NULL || json_is_null(value))
		return fill_clear(fill, path, e);
	if (!within_bounds(value, 2, &left))
		return err_set(e, ERR_FILL_ANSWERS, "200000", NULL);
	copy = copy_answer(at.item, value);
	if (json_is_object(copy))
		json_object_set(fill_holder(fill, &at), at.item->name, copy);
	else
		put_value(fill, &at, copy);
	json_decref(copy);
	fill_compute(fill);
	return true;
}

bool
fill_set_text(struct fill *fill, const char *path, const char *typed,
    struct err *e)
{
	struct place at;
	json_t *value;

	if (!find_open(fill, path, &at, e))
		return false;
	if (typed[strspn(typed, " \t\r\n")] == '\0')
		return fill_clear(fill, path, e);
	value = fill_read(at.item, typed, e);
	if (value == NULL)
		return false;
	put_value(fill, &at, value);
	json_decref(value);
	fill_compute(fill);
	return true;
}

bool
fill_set_status(struct fill *fill, const char *path, const char *status,
    struct err *e)
{
	unsigned bit = form_status_find(status);
	struct place at;
	json_t *made, *holder, *old;

	if (!find_open(fill, path, &at, e))
		return false;
	if (bit == 0 || (bit != FORM_CONTRADICTED &&
	    !(at.item->statuses & bit)))
		return err_set(e, ERR_FILL_STATUS, status, NULL);
	holder = fill_holder(fill, &at);
	old = json_object_get(holder, at.item->name);
	made = json_is_object(old) ? json_copy(old) : json_object();
	if (bit != FORM_CONTRADICTED)
		json_object_del(made, "value");
	else if (old != NULL && !json_is_object(old))
		json_object_set(made, "value", old);
	json_object_set_new(made, "status", json_string(status));
	json_object_set_new(holder, at.item->name, made);
	fill_compute(fill);
	return true;
}

bool
fill_set_estimated(struct fill *fill, const char *path, bool estimated,
    struct err *e)
{
	struct place at;
	json_t *made, *holder, *old;

	if (!find_open(fill, path, &at, e))
		return false;
	if (estimated && !at.item->estimated)
		return err_set(e, ERR_FILL_ESTIMATED, NULL);
	holder = fill_holder(fill, &at);
	old = json_object_get(holder, at.item->name);
	made = json_is_object(old) ? json_copy(old) : json_object();
	if (old != NULL && !json_is_object(old))
		json_object_set(made, "value", old);
	if (estimated)
		json_object_set_new(made, "estimated", json_true());
	else
		json_object_del(made, "estimated");
	json_object_set_new(holder, at.item->name, made);
	fill_compute(fill);
	return true;
}

bool
fill_clear(struct fill *fill, const char *path, struct err *e)
{
	struct place at;

	if (!find_open(fill, path, &at, e))
		return false;
	json_object_del(fill_holder(fill, &at), at.item->name);
	fill_compute(fill);
	return true;
}

static bool
find_repeat(const struct fill *fill, const char *name,
    const struct form_item **out, struct err *e)
{
	*out = form_question(fill->form, name);
	if (*out == NULL || (*out)->type != FORM_REPEAT)
		return err_set(e, ERR_FILL_PATH, name, NULL);
	return true;
}

bool
fill_add(struct fill *fill, const char *repeat, struct err *e)
{
	const struct form_item *it;
	char max[24];

	if (!find_repeat(fill, repeat, &it, e))
		return false;
	if (fill_row_count(fill, it) >= it->max) {
		snprintf(max, sizeof(max), "%zu", it->max);
		return err_set(e, ERR_FILL_REPEAT_FULL, max, NULL);
	}
	append_row(fill, it);
	fill_compute(fill);
	return true;
}

bool
fill_remove(struct fill *fill, const char *repeat, size_t index,
    struct err *e)
{
	const struct form_item *it;
	char min[24];

	if (!find_repeat(fill, repeat, &it, e))
		return false;
	if (index == 0 || index > fill_row_count(fill, it))
		return err_set(e, ERR_FILL_PATH, repeat, NULL);
	if (fill_row_count(fill, it) <= it->min) {
		snprintf(min, sizeof(min), "%zu", it->min);
		return err_set(e, ERR_FILL_REPEAT_FEW, min, NULL);
	}
	json_array_remove(json_object_get(fill->data, it->name), index - 1);
	fill_compute(fill);
	return true;
}

const json_t *
fill_answer(const struct fill *fill, const char *path)
{
	struct place at;

	return fill_find(fill, path, &at, NULL) ? fill_at(fill, &at) : NULL;
}
