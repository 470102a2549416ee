/*
 * Two statements side by side.  What was recorded stays what forms, guards
 * and clocks see; the other stands beside it, with who said so and when,
 * until the holder settles which of them counts.
 */
#include "core/case/answers.h"

#include "core/base/jx.h"
#include "core/form/about.h"
#include "core/form/answers.h"

#include <string.h>

bool
answer_is_contradicted(const json_t *answer)
{
	return json_array_size(json_object_get(answer, "other")) > 0;
}

void
beside_check(struct deciding *d, const json_t *with)
{
	const json_t *stand = json_object_get(with, "stand");
	bool good = json_is_object(stand) &&
	    json_object_size(stand) <= NAMES_MAX;
	const char *name;
	json_t *how;

	d->stand = NULL;
	if (stand == NULL)
		return;
	json_object_foreach((json_t *)(void *)stand, name, how)
		good = good && str_eq(json_string_value(how), "beside");
	if (good)
		d->stand = json_copy((json_t *)(void *)stand);
	else
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("stand"), NULL);
}

/* What was decided before it was seen that it may not be. */
static void
take_back(struct deciding *d)
{
	json_t *reasons = json_incref(d->out->reasons);

	proposal_done(d->out);
	d->out->reasons = reasons;
}

void
beside_done(struct deciding *d)
{
	const char *name;
	json_t *used;
	bool unused = false;

	json_object_foreach(d->stand, name, used)
		unused = unused || !json_is_true(used);
	if (unused && !refused(d)) {
		take_back(d);
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("stand"), NULL);
	}
	json_decref(d->stand);
	d->stand = NULL;
}

static void
refuse_at(struct deciding *d, const struct form *form,
    const struct form_item *item, enum err_code code)
{
	reason_add(d->out->reasons, NULL, fix_json(FIX_FORM, form->code,
	    item->name), code, &item->label, NULL);
}

/* An answer with a value: silence contradicts nothing. */
static bool
has_value(const json_t *answer)
{
	return answer != NULL && !answer_is_empty(answer);
}

/* Does this version stand there already, first or among the others? */
static bool
is_there(const json_t *old, const json_t *answer)
{
	const json_t *other;
	size_t i;

	if (json_equal(answer_value(old), answer_value(answer)))
		return true;
	json_array_foreach(json_object_get(old, "other"), i, other)
		if (json_equal(json_object_get(other, "value"),
		    answer_value(answer)))
			return true;
	return false;
}

static bool
can_stand(struct deciding *d, const struct form *form,
    const struct form_item *item, const json_t *old, const json_t *answer)
{
	if (form_is_computed(item) || item->repeat >= 0 ||
	    !form_is_question(item) || !has_value(old) || !has_value(answer) ||
	    is_there(old, answer)) {
		refuse_at(d, form, item, ERR_CANNOT_STAND);
		return false;
	}
	if (json_array_size(json_object_get(old, "other")) < BESIDE_MAX)
		return true;
	refuse_at(d, form, item, ERR_TOO_MANY_BESIDE);
	return false;
}

json_t *
beside_take(struct deciding *d, const struct form *form, const json_t *known,
    json_t *given)
{
	json_t *beside = json_object(), *how;
	const char *name;
	void *next;

	if (d->stand == NULL)
		return beside;
	json_object_foreach_safe(d->stand, next, name, how) {
		const struct form_item *item = form_question(form, name);
		json_t *answer = json_object_get(given, name);

		if (item == NULL || answer == NULL)
			continue;
		if (can_stand(d, form, item, json_object_get(known, name),
		    answer))
			json_object_set(beside, name, answer);
		json_object_del(given, name);
		json_object_set_new(d->stand, name, json_true());
	}
	return beside;
}

void
beside_guard(struct deciding *d, const struct form *form, const json_t *known,
    json_t *given)
{
	const char *name;
	json_t *value;
	void *next;

	json_object_foreach_safe(given, next, name, value) {
		const json_t *old = json_object_get(known, name);
		const struct form_item *item = form_question(form, name);

		if (item == NULL || !answer_is_contradicted(old))
			continue;
		if (!has_value(value) || !json_equal(answer_value(old),
		    answer_value(value)))
			refuse_at(d, form, item, ERR_ANSWER_CONTRADICTED);
		json_object_del(given, name);
	}
}

/* The answer that stands beside: its value, what is said of it, who, when. */
static json_t *
stamped(const struct deciding *d, const json_t *answer)
{
	json_t *o = json_object();
	const char *key;
	size_t i;

	json_object_set(o, "value", (json_t *)(void *)answer_value(answer));
	if (jx_bool(answer, "estimated", false))
		json_object_set_new(o, "estimated", json_true());
	for (i = 0; (key = about_key(i)) != NULL; i++)
		if (json_object_get(answer, key) != NULL)
			json_object_set(o, key, json_object_get(answer, key));
	json_object_set_new(o, "by", json_string(d->actor->unit->code));
	json_object_set_new(o, "at", json_integer(d->now));
	return o;
}

/* What was there, contradicted, with one more version beside it. */
static json_t *
contradicted(const struct deciding *d, const json_t *old,
    const json_t *answer)
{
	json_t *o = json_is_object(old) ? json_copy((json_t *)(void *)old) :
	    json_object();
	const json_t *others = json_object_get(old, "other");
	json_t *list = others == NULL ? json_array() :
	    json_copy((json_t *)(void *)others);

	if (!json_is_object(old))
		json_object_set(o, "value", (json_t *)(void *)old);
	json_array_append_new(list, stamped(d, answer));
	json_object_set_new(o, "status", json_string("contradicted"));
	json_object_set_new(o, "other", list);
	return o;
}

void
beside_put(struct deciding *d, const struct form *form, const json_t *known,
    const json_t *relevant, const json_t *beside, json_t *fresh,
    json_t *before)
{
	const char *name;
	json_t *answer;

	json_object_foreach((json_t *)(void *)beside, name, answer) {
		json_t *old = json_object_get(known, name);

		if (json_object_get(relevant, name) == NULL) {
			refuse_at(d, form, form_question(form, name),
			    ERR_CANNOT_STAND);
			continue;
		}
		json_object_set_new(fresh, name, contradicted(d, old, answer));
		json_object_set(before, name, old);
	}
}
