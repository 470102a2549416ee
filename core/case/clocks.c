/* Clocks that a step, a request or an act begins and ends. */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/calendar/clock.h"
#include "core/form/answers.h"

#include <string.h>

/* The end of the day that a form asked for; false when none was asked. */
static bool
asked_day(const struct clock_kind *kind, const json_t *answers, when_t *due)
{
	const char *text;
	day_t day;

	if (kind->asked == NULL)
		return false;
	text = json_string_value(
	    answer_value(json_object_get(answers, kind->asked)));
	if (text == NULL || !day_parse(text, &day))
		return false;
	*due = when_from_day(day + 1, VN_OFFSET_MIN, 0) - 1;
	return true;
}

/*
 * Where a term is known it counts; an unset one is never replaced by a
 * number.  A day asked for by the officer is shown as that and no more.
 */
static const char *
due_by(struct deciding *d, const struct clock_kind *kind,
    const json_t *answers, when_t *due, bool *certain)
{
	struct deadline deadline = DEADLINE_INIT;
	enum term_unit unit;
	const char *by = "none";

	*certain = true;
	if (kind->term != NULL && kind->term->has_value &&
	    term_unit_parse(kind->term->unit, &unit)) {
		struct term term = { kind->term->value, unit };

		if (deadline_compute(d->procedure->calendar, d->now, term,
		    NULL, 0, &deadline, NULL)) {
			*due = deadline.due;
			*certain = deadline.certain;
			by = "term";
		}
		deadline_done(&deadline);
	} else if (asked_day(kind, answers, due)) {
		by = "asked";
	}
	return by;
}

static json_t *
start_clock(struct deciding *d, const struct clock_kind *kind,
    const json_t *answers, const char *addressee)
{
	json_t *clock = json_object();
	when_t due = WHEN_NONE;
	bool certain;
	const char *by = due_by(d, kind, answers, &due, &certain);
	const char *unit = kind->whose == CLOCK_OF_ADDRESSEE &&
	    addressee != NULL ? addressee : d->actor->unit->code;

	json_object_set_new(clock, "code", json_string(kind->code));
	json_object_set_new(clock, "unit", json_string(unit));
	json_object_set_new(clock, "by", json_string(by));
	if (due != WHEN_NONE)
		json_object_set_new(clock, "due", json_integer(due));
	if (kind->term != NULL && strcmp(by, "term") == 0) {
		json_object_set_new(clock, "term",
		    json_integer(kind->term->value));
		json_object_set_new(clock, "term_unit",
		    json_string(kind->term->unit));
	}
	json_object_set_new(clock, "certain", json_boolean(certain));
	return clock;
}

void
propose_clocks(struct deciding *d, json_t *facts,
    const struct clock_kind **start, size_t n_start,
    const struct clock_kind **stop, size_t n_stop,
    const json_t *answers, const char *addressee)
{
	json_t *clocks = json_object_get(facts, "clocks"), *list;
	size_t i;

	if (n_start == 0 && n_stop == 0)
		return;
	if (clocks == NULL) {
		clocks = json_object();
		json_object_set_new(facts, "clocks", clocks);
		json_object_set_new(clocks, "start", json_array());
		json_object_set_new(clocks, "stop", json_array());
	}
	list = json_object_get(clocks, "start");
	for (i = 0; i < n_start; i++)
		json_array_append_new(list,
		    start_clock(d, start[i], answers, addressee));
	list = json_object_get(clocks, "stop");
	for (i = 0; i < n_stop; i++)
		json_array_append_new(list, json_string(stop[i]->code));
}
