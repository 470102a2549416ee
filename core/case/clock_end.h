/*
 * When a clock of a row ends, counted from its beginning: with the term it
 * began with, all pauses, and what it was extended by.
 */
#ifndef TN_CASE_CLOCK_END_H
#define TN_CASE_CLOCK_END_H

#include "core/calendar/clock.h"
#include "core/procedure/procedure.h"

struct clock_end {
	when_t due;		/* WHEN_NONE: no term is known */
	bool certain;		/* the calendar of those years is published */
	when_t escalate;	/* the superior is told; WHEN_NONE: never */
};

/*
 * `clock` is one item of a row's clocks (row.h), running or standing still;
 * a pause that is open is taken to end at `now`.  `kind` says when the
 * superior is told and may be NULL.
 */
void clock_end_of(const struct calendar *cal, const struct clock_kind *kind,
    const json_t *clock, when_t now, struct clock_end *out);
/* Sets due, certain and escalate of a fact; what there is none of stays out. */
void clock_end_put(const struct clock_end *end, json_t *fact);

/*
 * The pauses of a clock, an open one up to `now` (WHEN_NONE: still open);
 * *n of them, the caller's to free().
 */
struct suspension *clock_pauses(const json_t *clock, when_t now, size_t *n);

#endif
