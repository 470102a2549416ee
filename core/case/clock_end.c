/* When a clock of a row ends. */
#include "core/case/clock_end.h"

#include "core/base/jx.h"

#include <stdlib.h>

struct suspension *
clock_pauses(const json_t *clock, when_t now, size_t *n)
{
	const json_t *list = json_object_get(clock, "pauses"), *pair;
	struct suspension *out = xcalloc(json_array_size(list) + 1,
	    sizeof(*out));
	size_t i;

	*n = 0;
	json_array_foreach(list, i, pair) {
		out[*n].from = json_integer_value(json_array_get(pair, 0));
		out[(*n)++].to = json_integer_value(json_array_get(pair, 1));
	}
	if (json_object_get(clock, "suspended") != NULL) {
		out[*n].from = jx_int(clock, "suspended", now);
		out[(*n)++].to = now;
	}
	return out;
}

static bool
read_term(const json_t *o, struct term *out)
{
	const char *unit = jx_text(o, "term_unit");

	out->n = jx_int(o, "term", -1);
	return unit != NULL && term_unit_parse(unit, &out->unit) &&
	    out->n >= 0 && out->n <= TERM_MAX;
}

/* What has to be counted: the calendar, and where nothing counts. */
struct count {
	const struct calendar *cal;
	const struct suspension *pause;
	size_t n;
};

/*
 * A day that a decision named.  A pause after the decision moves it by the
 * days that it took, as it would a term that ends on that day.
 */
static bool
count_until(const struct count *c, when_t at, when_t until,
    struct deadline *d)
{
	struct term left = {
		when_day(until, VN_OFFSET_MIN) - when_day(at, VN_OFFSET_MIN),
		TERM_CALENDAR_DAYS,
	};
	bool paused = false;
	size_t i;

	for (i = 0; i < c->n; i++)
		paused = paused || (c->pause[i].to > at &&
		    c->pause[i].to > c->pause[i].from);
	if (left.n < 0 || left.n > TERM_MAX ||
	    !deadline_compute(c->cal, at, left, c->pause, c->n, d, NULL))
		return false;
	if (!paused)
		d->due = until;
	return true;
}

static bool
count_more(const struct count *c, const json_t *more, struct deadline *d)
{
	struct term term;

	if (json_object_get(more, "until") != NULL)
		return count_until(c, jx_int(more, "at", 0),
		    jx_int(more, "until", 0), d);
	return read_term(more, &term) &&
	    deadline_extend(c->cal, term, c->pause, c->n, d, NULL);
}

static when_t
escalation(const struct count *c, const struct clock_kind *kind, when_t due)
{
	const struct legal_value *after = kind == NULL ? NULL :
	    kind->escalate_after;
	struct deadline d = DEADLINE_INIT;
	when_t when = WHEN_NONE;
	struct term term;

	if (due != WHEN_NONE && after != NULL && after->has_value &&
	    term_unit_parse(after->unit, &term.unit)) {
		term.n = after->value;
		if (deadline_compute(c->cal, due, term, c->pause, c->n, &d,
		    NULL))
			when = d.due;
	}
	deadline_done(&d);
	return when;
}

void
clock_end_of(const struct calendar *cal, const struct clock_kind *kind,
    const json_t *clock, when_t now, struct clock_end *out)
{
	struct deadline d = DEADLINE_INIT;
	struct count c = { cal, NULL, 0 };
	struct suspension *pause = clock_pauses(clock, now, &c.n);
	const json_t *more;
	struct term term;
	size_t i;

	c.pause = pause;
	*out = (struct clock_end){ WHEN_NONE, true, WHEN_NONE };
	if (str_eq(jx_text(clock, "by"), "asked"))
		out->due = jx_int(clock, "due", WHEN_NONE);
	else if (read_term(clock, &term) && deadline_compute(cal,
	    jx_int(clock, "started", now), term, pause, c.n, &d, NULL))
		out->due = d.due;
	json_array_foreach(json_object_get(clock, "more"), i, more)
		if (count_more(&c, more, &d))
			out->due = d.due;
	out->certain = d.certain;
	out->escalate = escalation(&c, kind, out->due);
	deadline_done(&d);
	free(pause);
}

void
clock_end_put(const struct clock_end *end, json_t *fact)
{
	if (end->due != WHEN_NONE)
		json_object_set_new(fact, "due", json_integer(end->due));
	if (end->escalate != WHEN_NONE)
		json_object_set_new(fact, "escalate",
		    json_integer(end->escalate));
	json_object_set_new(fact, "certain", json_boolean(end->certain));
}
