/*
 * What the files of core/calendar share.  Private to the room.
 */
#ifndef TN_CALENDAR_DATA_H
#define TN_CALENDAR_DATA_H

#include "core/calendar/calendar.h"
#include "core/calendar/clock.h"

/* A day that differs from its weekday; the list is sorted, days unique. */
struct calendar_day {
	day_t day;
	enum day_kind kind;
	struct text name;
};

/* A holiday on the same civil date each year. */
struct calendar_fixed {
	int month, day;
	struct text name;
};

struct calendar {
	bool rest[8];		/* by ISO weekday, 1 = Monday; [0] unused */
	struct calendar_fixed *fixed;
	size_t n_fixed, cap_fixed;
	struct calendar_day *days;
	size_t n_days, cap_days;
	struct calendar_year *years;	/* sorted by year */
	size_t n_years, cap_years;
};

/* The end of a suspension that still runs, once merged. */
#define SUSPENSION_OPEN INT64_MAX

/*
 * Sorted, disjoint, non-empty copies of the n suspensions, an open end made
 * SUSPENSION_OPEN.  The caller frees it; *merged is their number.
 */
struct suspension *suspension_merge(const struct suspension *list, size_t n,
    size_t *merged) TN_MUST_USE;

/*
 * What a message repeats of a text from outside: its first 40 columns, with
 * nothing in it that moves a cursor.  The caller's.
 */
char *input_shown(const char *text) TN_MUST_USE;

#endif
