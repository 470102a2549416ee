/* Finding the cases and acts that a pupil has made by hand. */
#include "tui/command/train_names.h"

#include "core/base/jx.h"

#include <stdlib.h>
#include <string.h>

static json_t *
ask(struct session *s, const char *what, const char *key, const char *value)
{
	json_t *query = json_object(), *o;

	json_object_set_new(query, "ask", json_string(what));
	json_object_set_new(query, key, json_string(value));
	if (strcmp(what, "queue") == 0)
		json_object_set_new(query, "limit", json_integer(400));
	o = tn_ask(s, query);
	json_decref(query);
	return o;
}

/* All cases in one officer's queues, as keys of `seen`. */
static void
gather(struct session *s, json_t *seen)
{
	json_t *home = ask(s, "home", "of", ""), *queue, *row, *o;
	size_t i, k;

	json_array_foreach(json_object_get(home, "queues"), i, queue) {
		o = ask(s, "queue", "queue", jx_text(queue, "code"));
		json_array_foreach(json_object_get(o, "rows"), k, row)
			json_object_set_new(seen, jx_text(row, "case"),
			    json_true());
		json_decref(o);
	}
	json_decref(home);
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool
is_named(const struct stage *st, const char *id)
{
	const char *name;
	json_t *value;

	json_object_foreach(st->names, name, value)
		if (str_eq(json_string_value(value), id))
			return true;
	return false;
}

/* The cases without a name, in order; borrowed from `seen`. */
static const char **
unnamed(const struct stage *st, json_t *seen, size_t *n)
{
	const char **list = xcalloc(json_object_size(seen) + 1, sizeof(*list));
	const char *id;
	json_t *value;

	*n = 0;
	json_object_foreach(seen, id, value)
		if (!is_named(st, id))
			list[(*n)++] = id;
	qsort(list, *n, sizeof(*list), compare);
	return list;
}

/* The offer that the first case of a step is on. */
static void
name_act(struct stage *st, const struct scenario_step *step)
{
	const char *name = json_string_value(json_array_get(
	    json_object_get(step->with, "cases"), 0));
	const char *id = name == NULL ? NULL : jx_text(st->names, name), *act;
	struct session *s = stage_session(st, (size_t)step->as, NULL);
	json_t *o;

	if (id == NULL || s == NULL)
		return;
	o = ask(s, "case", "case", id);
	act = jx_text(json_object_get(o, "offer"), "act");
	if (act != NULL)
		json_object_set_new(st->names, step->save[0],
		    json_string(act));
	json_decref(o);
}

static void
name_step(struct stage *st, const struct scenario_step *step,
    const char **list, size_t n, size_t *used)
{
	size_t i;

	if (step->kind != STEP_DO || step->refused != NULL)
		return;
	for (i = 0; i < step->n_save; i++) {
		if (jx_text(st->names, step->save[i]) != NULL)
			continue;
		if (strcmp(step->command, "offer_handover") == 0)
			name_act(st, step);
		else if (*used < n)
			json_object_set_new(st->names, step->save[i],
			    json_string(list[(*used)++]));
	}
}

static bool
any_missing(const struct stage *st, size_t until)
{
	size_t i, k;

	for (i = 0; i < until; i++)
		for (k = 0; k < st->sc->step[i].n_save; k++)
			if (jx_text(st->names,
			    st->sc->step[i].save[k]) == NULL)
				return true;
	return false;
}

void
train_find_names(struct stage *st, size_t until)
{
	json_t *seen;
	const char **list;
	size_t n, used = 0, i;

	if (!any_missing(st, until))
		return;
	seen = json_object();
	for (i = 0; i < st->sc->n_staff; i++) {
		struct session *s = stage_session(st, i, NULL);

		if (s != NULL)
			gather(s, seen);
	}
	list = unnamed(st, seen, &n);
	for (i = 0; i < until; i++)
		name_step(st, &st->sc->step[i], list, n, &used);
	free(list);
	json_decref(seen);
}
