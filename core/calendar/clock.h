/*
 * When a term ends.
 *
 * The rules are those of the Civil Code 91/2015/QH13, which apply where no
 * law says otherwise (Art 145(1)):
 *
 *  - hours run from the moment itself (Art 147(1)) and end to the second;
 *  - in days and months the day of the event is not counted; counting begins
 *    on the next day (Art 147(2), (3)) and ends at 24:00 of the last day
 *    (Art 148(1), (6)), here the last millisecond of that day;
 *  - a month ends on the day of the same number, or on the last day of a
 *    month that has no such day (Art 148(3)): 31/1 and one month is 28/2;
 *  - a last day that is a rest day carries the end to the end of the next
 *    working day (Art 148(5)); hours are not carried;
 *  - working days skip weekly rest days, holidays and compensatory rest, and
 *    count the Saturdays worked in compensation.
 *
 * Days are those of Viet Nam (UTC+7).  A term of 0 days ends with the day of
 * the event, carried if that is a rest day.
 *
 * Suspension: time inside is not counted.  Hours resume where they stopped;
 * a day of which any part is suspended is not counted at all, and a term is
 * never carried to such a day.  So a term never ends inside a suspension.
 */
#ifndef TN_CALENDAR_CLOCK_H
#define TN_CALENDAR_CLOCK_H

#include "core/base/err.h"
#include "core/base/mem.h"
#include "core/base/when.h"
#include "core/calendar/calendar.h"
#include "core/calendar/term.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Half-open: from <= t < to.  `to` is WHEN_NONE while it still runs. */
struct suspension {
	when_t from;
	when_t to;
};

enum count_why {
	COUNT_START,		/* the day of the event */
	COUNT_DAY,		/* counted; any day counts */
	COUNT_WORKING_DAY,
	COUNT_COMPENSATORY_WORK,
	COUNT_UNCLEAR,		/* counted, but may prove a holiday */
	COUNT_WEEKLY_REST,
	COUNT_HOLIDAY,
	COUNT_COMPENSATORY_REST,
	COUNT_SUSPENDED,
	COUNT_PARTLY_SUSPENDED,	/* hours only: the rest of the day counts */
	COUNT_CARRIED		/* the term was carried to this working day */
};

struct counted_day {
	day_t day;
	bool counted;
	enum count_why why;
	const struct text *name;	/* borrowed from it, or NULL */
};

#define COUNTED_MAX 4000

struct deadline {
	/* The last moment in time; WHEN_NONE while a suspension is open. */
	when_t due;
	bool certain;		/* no reason against it was found */
	struct findings reasons;	/* why it is not certain */
	struct counted_day *day;	/* the first COUNTED_MAX of them */
	size_t n, cap;
	int64_t n_counted;	/* days counted, also those not listed */
	int64_t n_unlisted;	/* days walked after the list was full */
};

#define DEADLINE_INIT { WHEN_NONE, true, FINDINGS_INIT, NULL, 0, 0, 0, 0 }

/* Frees what it holds and leaves it as DEADLINE_INIT. */
void deadline_done(struct deadline *d);

/*
 * Computes when `term`, begun by an event at `from`, ends.  The suspensions
 * may overlap, touch and come in any order; empty ones are ignored.  What
 * `out` held is freed; give it to deadline_done().  The calendar must outlive
 * `out`, which borrows names.  False and *e when the end lies past the year
 * 9999 or `from` before year 1.
 */
bool deadline_compute(const struct calendar *cal, when_t from,
    struct term term, const struct suspension *list, size_t n,
    struct deadline *out, struct err *e) TN_MUST_USE;

/*
 * Extends a computed deadline: `more` is counted from its end as from a new
 * event, so the first added day is the one after the old last day.  Days and
 * reasons are added to those already there.  An open deadline stays open.
 * False and *e as for deadline_compute(); `d` is then only good for
 * deadline_done().
 */
bool deadline_extend(const struct calendar *cal, struct term more,
    const struct suspension *list, size_t n, struct deadline *d,
    struct err *e) TN_MUST_USE;

enum clock_state { CLOCK_OK, CLOCK_DUE_SOON, CLOCK_LATE };

/*
 * The state at `now` of a clock that ends at `due`.  `warning` is how long
 * before the end it is "due soon", in milliseconds; negative is as 0.  The
 * moment of `due` itself is still in time.  A due of WHEN_NONE is CLOCK_OK.
 */
enum clock_state clock_state(when_t due, when_t now, int64_t warning);
const char *clock_state_name(enum clock_state state);

/*
 * For how many milliseconds it has been late at `now`: time past `due`, less
 * what was suspended; 0 when it is in time.
 */
int64_t clock_late_by(when_t due, when_t now, const struct suspension *list,
    size_t n);

/* Whether the clock stands still at `now`. */
bool suspension_covers(const struct suspension *list, size_t n, when_t now);

/* "start", "day", "working_day", "weekly_rest", "suspended", ... */
const char *count_why_name(enum count_why why);

#endif
