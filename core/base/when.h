/*
 * Points in time and calendar days.
 *
 * A time is milliseconds since 1970-01-01T00:00Z.  A day is days since
 * 1970-01-01 on the civil (Gregorian) calendar.  Viet Nam is UTC+7 all year.
 */
#ifndef TN_BASE_WHEN_H
#define TN_BASE_WHEN_H

#include <stdbool.h>
#include <stdint.h>

typedef int64_t when_t;		/* milliseconds, UTC */
typedef int32_t day_t;		/* days since 1970-01-01 */

#define WHEN_NONE INT64_MIN
#define VN_OFFSET_MIN 420	/* minutes east of UTC */

struct civil {
	int year;		/* 1..9999 */
	int month;		/* 1..12 */
	int day;		/* 1..31 */
};

day_t day_from_civil(struct civil c);		/* c must be valid */
/* Days outside the years 1..9999 give the nearest day inside. */
struct civil civil_from_day(day_t day);
bool civil_valid(struct civil c);
int day_weekday(day_t day);	/* 1 = Monday .. 7 = Sunday (ISO) */

/* "2026-03-02"; exactly ten characters. */
bool day_parse(const char *s, day_t *out);
void day_format(day_t day, char out[11]);
/*
 * First and last day that a date of any precision can mean: "1999",
 * "1999-05" or "1999-05-02".  False (and nothing written) for anything else.
 */
bool day_span(const char *s, day_t *first, day_t *last);

/*
 * "2026-03-02T02:10+07:00", seconds and fraction optional, "Z" allowed; a
 * bare date is that day's 00:00 at `offset_min`; without an offset
 * `offset_min` is assumed.
 */
bool when_parse(const char *s, int offset_min, when_t *out);
/*
 * Writes "2026-03-02T02:10:00+07:00" (seconds always, no fraction); an empty
 * text for WHEN_NONE.
 */
void when_format(when_t t, int offset_min, char out[32]);
/* The civil day of a time at an offset. */
day_t when_day(when_t t, int offset_min);
when_t when_from_day(day_t day, int offset_min, int minute_of_day);

#endif
