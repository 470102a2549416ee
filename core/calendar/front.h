/*
 * Deadlines from text and as JSON: what `tiepnhan deadline` reads and shows.
 */
#ifndef TN_CALENDAR_FRONT_H
#define TN_CALENDAR_FRONT_H

#include "core/base/err.h"
#include "core/base/mem.h"
#include "core/calendar/calendar.h"
#include "core/calendar/clock.h"

#include <jansson.h>
#include <stddef.h>

#define SUSPEND_MAX 1000

/* Reads "A/B", or "A/" for one that still runs; times as when_parse(). */
bool suspension_parse(const char *text, struct suspension *out,
    struct err *e) TN_MUST_USE;

/*
 * Computes a deadline from the texts of a command line.  A time without an
 * offset is Viet Nam time.  The result, the caller's, is an object:
 *
 *	from, term	what was asked, in one spelling
 *	due		"2026-03-05T23:59:59+07:00"; null while suspended
 *	certain		whether each year and day asked about is known
 *	why_uncertain	list of {code, vi, en}; empty when certain
 *	counted		list of {date, counted, why}, and `name` {vi, en}
 *			where the day has one; at most COUNTED_MAX
 *	days_counted	how many days were counted, also those not listed
 *	days_unlisted	how many more were walked than `counted` lists
 *
 * NULL and *e when a text cannot be read or the term leaves the calendar.
 */
json_t *deadline_json(const struct calendar *cal, const char *from,
    const char *term, const char *const *suspend, size_t n,
    struct err *e) TN_MUST_USE;

#endif
