/*
 * What an officer likes: saved filters, columns, marks, keys of the screen.
 * Small values by name, sealed to that officer beside the drafts, of which
 * they are never listed; no part of the journal.
 */
#include "core/door/door.h"

#include "core/base/jx.h"

#include <stdlib.h>
#include <string.h>

#define NAME_MAX_LEN 100
#define VALUE_MAX (16 * 1024)
#define PREFERENCES_MAX 64

/* Names of one person's things, yet seen in the clear: plain codes only. */
static bool
is_name(const char *name)
{
	return name != NULL && *name != '\0' && strlen(name) <= NAME_MAX_LEN &&
	    strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-./") ==
	    strlen(name);
}

static char *
place_of(const char *name)
{
	return xasprintf("%s%s", PREFERENCE_PLACE, name);
}

struct counting {
	const char *place;
	size_t n;
	bool found;
};

static bool
count_one(void *arg, const char *place, when_t at)
{
	struct counting *c = arg;

	(void)at;
	if (str_starts(place, PREFERENCE_PLACE)) {
		c->n++;
		c->found = c->found || strcmp(place, c->place) == 0;
	}
	return true;
}

static bool
has_room(struct session *s, const char *place)
{
	const struct journal *j = s->tn->journal;
	struct counting c = { place, 0, false };

	(void)j->list_drafts(j->ctx, s->officer, count_one, &c);
	return c.found || c.n < PREFERENCES_MAX;
}

/* As it will be sealed; NULL when it could not be read again. */
static char *
text_of(json_t *value)
{
	json_t *o = json_pack("{s:O}", "value", value), *back;
	char *text = jx_canonical(o);

	json_decref(o);
	if (strlen(text) > VALUE_MAX) {
		free(text);
		return NULL;
	}
	back = jx_parse(text, strlen(text), NULL);
	if (back == NULL) {
		free(text);
		return NULL;
	}
	json_decref(back);
	return text;
}

static json_t *
keep(struct session *s, const char *op_id, const char *place, json_t *value)
{
	char *text = text_of(value);
	struct err e = ERR_INIT;
	json_t *o;

	if (text == NULL)
		return refuse(op_id, ERR_BAD_COMMAND, "value");
	if (!has_room(s, place)) {
		free(text);
		return refuse(op_id, ERR_PREFERENCES_FULL, "64");
	}
	o = kept_put(s, place, "", text, &e) ? kept_done(op_id) :
	    refuse_err(op_id, &e);
	seal_wipe(text, strlen(text));
	free(text);
	err_done(&e);
	return o;
}

/*
 * {"do":"save_preference","with":{"name","value"}}: keeps any JSON value of
 * at most 16 KiB under a name of letters, digits and "_-./"; null forgets it.
 */
json_t *
preference_save(struct session *s, const char *op_id, const json_t *with)
{
	const char *name = jx_text(with, "name");
	json_t *value = json_object_get(with, "value"), *out;
	char *place;

	if (!is_name(name) || value == NULL)
		return refuse(op_id, ERR_BAD_COMMAND,
		    value == NULL ? "value" : "name");
	place = place_of(name);
	out = json_is_null(value) ? kept_drop(s, op_id, place) :
	    keep(s, op_id, place, value);
	free(place);
	return out;
}

struct listing {
	json_t *names;
};

static bool
list_one(void *arg, const char *place, when_t at)
{
	struct listing *l = arg;

	(void)at;
	if (str_starts(place, PREFERENCE_PLACE))
		json_array_append_new(l->names,
		    json_string(place + strlen(PREFERENCE_PLACE)));
	return true;
}

static void
add_value(struct session *s, const char *name, json_t *out)
{
	char *place = place_of(name);
	when_t at;
	json_t *o = kept_get(s, place, &at);

	if (json_object_get(o, "value") != NULL)
		json_object_set(out, name, json_object_get(o, "value"));
	json_decref(o);
	free(place);
}

/* {"ask":"preferences","name"?} -> {"preferences":{name: value}}. */
json_t *
ask_preferences(struct session *s, const json_t *query)
{
	const struct journal *j = s->tn->journal;
	struct listing l = { json_array() };
	json_t *values = json_object(), *name;
	size_t i;

	if (json_object_get(query, "name") != NULL) {
		if (!is_name(jx_text(query, "name"))) {
			json_decref(values);
			json_decref(l.names);
			return refuse(NULL, ERR_BAD_COMMAND, "name");
		}
		json_array_append(l.names, json_object_get(query, "name"));
	} else {
		(void)j->list_drafts(j->ctx, s->officer, list_one, &l);
	}
	json_array_foreach(l.names, i, name)
		add_value(s, json_string_value(name), values);
	json_decref(l.names);
	return json_pack("{s:o}", "preferences", values);
}
