/* Setters: one answer at a time. */
#include "core/form/fill_priv.h"

#include "core/form/about.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
	if (form_is_computed(at->item) || fill_is_locked(fill, at) ||
	    (cell != NULL && cell->readonly))
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
	if (!fill_within_bounds(value, 2, &left))
		return err_set(e, ERR_FILL_ANSWERS, "200000", NULL);
	copy = fill_copy_answer(at.item, value);
	if (json_is_object(copy))
		json_object_set(fill_holder(fill, &at), at.item->name, copy);
	else
		put_value(fill, &at, copy);
	json_decref(copy);
	fill_changed(fill, &at);
	fill_compute(fill);
	return true;
}

/*
 * An age that was told stands as the later of the two possible years of
 * birth, estimated, with what was said: so nobody is taken for older than
 * they may be, and a child never for grown.
 */
static json_t *
birth_of_age(const struct fill *fill, const struct form_item *it,
    const char *typed)
{
	int age = form_is_birth(it) ? fill_read_age(typed) : -1;
	struct civil today = civil_from_day(when_day(fill->now,
	    VN_OFFSET_MIN));
	char year[8];

	if (age < 0)
		return NULL;
	snprintf(year, sizeof(year), "%04d", (today.year - age) % 10000);
	return json_pack("{s:s,s:b,s:s}", "value", year, "estimated", 1,
	    "how", typed);
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
	value = birth_of_age(fill, at.item, typed);
	if (value != NULL) {
		bool ok = fill_set(fill, path, value, e);

		json_decref(value);
		return ok;
	}
	value = fill_read(at.item, typed, e);
	if (value == NULL)
		return false;
	put_value(fill, &at, value);
	json_decref(value);
	fill_changed(fill, &at);
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
	fill_changed(fill, &at);
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
	fill_changed(fill, &at);
	fill_compute(fill);
	return true;
}

bool
fill_set_about(struct fill *fill, const char *path, const char *key,
    const char *text, struct err *e)
{
	struct place at;
	json_t *made, *holder, *old, *said;
	bool valid;

	if (!find_open(fill, path, &at, e))
		return false;
	said = json_string(text);
	valid = said != NULL && about_is_valid(key, said);
	if (!valid) {
		json_decref(said);
		return err_set(e, ERR_FILL_ABOUT, key, text, NULL);
	}
	holder = fill_holder(fill, &at);
	old = json_object_get(holder, at.item->name);
	made = json_is_object(old) ? json_copy(old) : json_object();
	if (old != NULL && !json_is_object(old))
		json_object_set(made, "value", old);
	if (*text != '\0')
		json_object_set(made, key, said);
	else
		json_object_del(made, key);
	json_decref(said);
	/* a value of which nothing is said stands alone again */
	if (json_object_size(made) == 0)
		json_object_del(holder, at.item->name);
	else if (json_object_size(made) == 1 &&
	    json_object_get(made, "value") != NULL)
		json_object_set(holder, at.item->name,
		    json_object_get(made, "value"));
	else
		json_object_set(holder, at.item->name, made);
	json_decref(made);
	fill_changed(fill, &at);
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
	fill_changed(fill, &at);
	fill_compute(fill);
	return true;
}
