/*
 * Folding clocks.  Facts say what begins, ends, stands still, goes on and is
 * extended, with each due moment worked out when it was decided; nothing is
 * counted here.
 */
#include "core/case/row_fold.h"

#include "core/base/jx.h"

#include <string.h>

bool
row_clock_is_running(const json_t *clock)
{
	return json_object_get(clock, "stopped") == NULL;
}

bool
row_clock_stands(const json_t *clock)
{
	return row_clock_is_running(clock) &&
	    json_object_get(clock, "suspended") != NULL;
}

/* What a clock that stands still, or begins anew, no longer says. */
static void
set_end(json_t *clock, const json_t *from)
{
	static const char *const key[] = { "due", "escalate" };
	size_t i;

	for (i = 0; i < ARRAY_LEN(key); i++) {
		json_t *t = json_object_get(from, key[i]);

		if (json_is_integer(t))
			json_object_set(clock, key[i], t);
		else
			json_object_del(clock, key[i]);
	}
	if (from != NULL)
		json_object_set_new(clock, "certain",
		    json_boolean(jx_bool(from, "certain", true)));
}

static void
end_pause(json_t *clock, when_t at)
{
	json_t *since = json_object_get(clock, "suspended"), *list;

	if (since == NULL)
		return;
	list = json_object_get(clock, "pauses");
	if (list == NULL) {
		list = json_array();
		json_object_set_new(clock, "pauses", list);
	}
	json_array_append_new(list, json_pack("[I,I]",
	    json_integer_value(since), (json_int_t)at));
	json_object_del(clock, "suspended");
}

static void
stop(json_t *list, const char *code, bool one, when_t at)
{
	json_t *clock;
	size_t i;

	json_array_foreach(list, i, clock) {
		if (!str_eq(jx_text(clock, "code"), code) ||
		    !row_clock_is_running(clock))
			continue;
		end_pause(clock, at);
		set_when(clock, "stopped", at);
		if (one)
			return;
	}
}

/* A day that was asked for is no term: it does not stand still. */
static void
suspend(json_t *list, const char *code, when_t at)
{
	json_t *clock;
	size_t i;

	json_array_foreach(list, i, clock) {
		if (!str_eq(jx_text(clock, "code"), code) ||
		    !row_clock_is_running(clock) || row_clock_stands(clock) ||
		    str_eq(jx_text(clock, "by"), "asked"))
			continue;
		set_when(clock, "suspended", at);
		set_end(clock, NULL);
	}
}

/* Several clocks of a kind may run: `i` is the one's place in the row. */
static json_t *
the_clock(json_t *list, const json_t *item)
{
	json_t *clock = json_array_get(list,
	    (size_t)jx_int(item, "i", INT32_MAX));

	return clock != NULL && row_clock_is_running(clock) &&
	    str_eq(jx_text(clock, "code"), jx_text(item, "code")) ?
	    clock : NULL;
}

static bool
resume(json_t *list, const json_t *item, when_t at)
{
	json_t *clock = the_clock(list, item);

	if (clock == NULL || !row_clock_stands(clock))
		return false;
	end_pause(clock, at);
	set_end(clock, item);
	return true;
}

/* By what it was extended is kept: the end is counted anew after a pause. */
static bool
extend(json_t *list, const json_t *item, when_t at)
{
	static const char *const copied[] = { "term", "term_unit", "until" };
	json_t *clock = the_clock(list, item), *more, *by;
	size_t i;

	if (clock == NULL || row_clock_stands(clock))
		return false;
	set_end(clock, item);
	json_object_set_new(clock, "extended",
	    json_integer(jx_int(clock, "extended", 0) + 1));
	more = json_object_get(clock, "more");
	if (more == NULL) {
		more = json_array();
		json_object_set_new(clock, "more", more);
	}
	by = json_object();
	for (i = 0; i < ARRAY_LEN(copied); i++)
		if (json_object_get(item, copied[i]) != NULL)
			json_object_set(by, copied[i],
			    json_object_get(item, copied[i]));
	set_when(by, "at", at);
	json_array_append_new(more, by);
	return true;
}

/* Custody has moved: what ran for the old holder runs for the new one. */
static void
pass(json_t *list, const json_t *facts)
{
	const char *from = jx_text(facts, "from"), *to = jx_text(facts, "to");
	json_t *clock;
	size_t i;

	json_array_foreach(list, i, clock)
		if (to != NULL && row_clock_is_running(clock) &&
		    str_eq(jx_text(clock, "unit"), from))
			set_text(clock, "unit", to);
}

bool
fold_clocks(json_t *row, const struct event *ev)
{
	const json_t *change = json_object_get(ev->facts, "clocks"), *item;
	json_t *list = json_object_get(row, "clocks"), *clock;
	bool ok = true;
	size_t i;

	json_array_foreach(json_object_get(change, "stop"), i, item)
		stop(list, json_string_value(item), false, ev->at);
	json_array_foreach(json_object_get(change, "stop_one"), i, item)
		stop(list, json_string_value(item), true, ev->at);
	pass(list, json_object_get(change, "pass"));
	json_array_foreach(json_object_get(change, "start"), i, item) {
		clock = json_deep_copy(item);
		set_when(clock, "started", ev->at);
		json_array_append_new(list, clock);
	}
	json_array_foreach(json_object_get(change, "suspend"), i, item)
		suspend(list, json_string_value(item), ev->at);
	json_array_foreach(json_object_get(change, "resume"), i, item)
		ok = ok && resume(list, item, ev->at);
	json_array_foreach(json_object_get(change, "extend"), i, item)
		ok = ok && extend(list, item, ev->at);
	return ok;
}

bool
row_clock_runs(const json_t *row, const char *code)
{
	const json_t *clock;
	size_t i;

	json_array_foreach(json_object_get(row, "clocks"), i, clock)
		if (row_clock_is_running(clock) &&
		    str_eq(jx_text(clock, "code"), code))
			return true;
	return false;
}

when_t
row_nearest(const json_t *row, const char *unit, const char *key)
{
	const json_t *clock;
	when_t nearest = INT64_MAX;
	size_t i;

	json_array_foreach(json_object_get(row, "clocks"), i, clock) {
		when_t t = jx_int(clock, key, INT64_MAX);

		if (!row_clock_is_running(clock))
			continue;
		if (unit != NULL && !str_eq(jx_text(clock, "unit"), unit))
			continue;
		if (t < nearest)
			nearest = t;
	}
	return nearest;
}
