/*
 * The room of days and terms: which days offices work, and when a term ends.
 *
 *	calendar.h	the dated calendar: working days, rest days, how sure
 *	load.c		reads it from YAML (forms/calendar.yaml)
 *	calendar.c	answers questions about a day or a year
 *	term.[ch]	"3 working_days" and its kin
 *	clock.[ch]	when a term ends, with suspension and extension
 *	suspend.c	times for which a clock stands still
 *	front.[ch]	the same as JSON, for `tiepnhan deadline`
 *	data.h		what these files share; nobody else includes it
 *
 * The room knows only core/base.  It never reads a clock or a file: times and
 * texts are handed in.  A year whose holidays are not known is said to be so
 * and never passes for a known one.
 */
#ifndef TN_CALENDAR_CALENDAR_H
#define TN_CALENDAR_CALENDAR_H

#include "core/base/err.h"
#include "core/base/mem.h"
#include "core/base/when.h"
#include "core/base/yaml.h"

#include <stdbool.h>
#include <stddef.h>

/* How the rest days of a year are known. */
enum year_status {
	YEAR_PUBLISHED,		/* the official text was read */
	YEAR_REPORTED,		/* the press or a portal reports it */
	YEAR_FROM_MEMORY,	/* entered without any text at hand */
	YEAR_UNPUBLISHED	/* nothing known, or the year is not listed */
};

struct calendar_year {
	int year;
	enum year_status status;
	struct text note;	/* what is not sure; may be empty */
	char **source;		/* documents and addresses, in file order */
	size_t n_source;
};

/* The first three are worked; the last three are rest days. */
enum day_kind {
	DAY_WORKING,
	DAY_COMPENSATORY_WORK,	/* a weekly rest day worked after a swap */
	DAY_UNCLEAR,		/* taken as worked; may prove a holiday */
	DAY_WEEKLY_REST,
	DAY_HOLIDAY,		/* Labour Code 45/2019/QH14 Art 112 */
	DAY_COMPENSATORY_REST	/* Art 111(3), or the day swapped off */
};

struct calendar;

/*
 * Reads a calendar from YAML text.  Every fault is added to `f` with its
 * place; NULL when there is one.  `file` is only for messages.  The caller
 * gives the result to calendar_free().
 */
struct calendar *calendar_load(const char *file, const char *text,
    size_t len, struct findings *f) TN_MUST_USE;

/* The same from a tree already read; keeps nothing of the tree. */
struct calendar *calendar_from_yaml(const char *file,
    const struct yaml_node *root, struct findings *f) TN_MUST_USE;

/* NULL is let through. */
void calendar_free(struct calendar *cal);

/*
 * What a day is.  When `name` is given it becomes the name of the holiday or
 * swap, borrowed from the calendar, or NULL for a plain day.
 */
enum day_kind calendar_day(const struct calendar *cal, day_t day,
    const struct text **name);
bool day_kind_is_rest(enum day_kind kind);

/* "working_day", "compensatory_work", "unclear", "weekly_rest", ... */
const char *day_kind_name(enum day_kind kind);

/* What is known of a year, borrowed; NULL when the year is not listed. */
const struct calendar_year *calendar_year(const struct calendar *cal,
    int year);
/* YEAR_UNPUBLISHED for a year that is not listed. */
enum year_status calendar_year_status(const struct calendar *cal, int year);
/* Whether a count through such a year may be called certain. */
bool year_status_is_certain(enum year_status status);
const char *year_status_name(enum year_status status);

#endif
