/*
 * A term: a number and the unit in which law gives it.
 */
#ifndef TN_CALENDAR_TERM_H
#define TN_CALENDAR_TERM_H

#include "core/base/err.h"
#include "core/base/mem.h"

#include <stdbool.h>
#include <stdint.h>

#define TERM_MAX 100000

enum term_unit {
	TERM_HOURS,
	TERM_CALENDAR_DAYS,
	TERM_WORKING_DAYS,
	TERM_MONTHS
};

struct term {
	int64_t n;		/* 0..TERM_MAX */
	enum term_unit unit;
};

/*
 * Reads "3 working_days", "24 hours", "20 calendar_days" (also "days") or
 * "2 months"; the singular of each is allowed.  False and *e otherwise, or
 * when the number is above TERM_MAX.
 */
bool term_parse(const char *text, struct term *out,
    struct err *e) TN_MUST_USE;

/* The unit alone, as the register writes it; false when there is none such. */
bool term_unit_parse(const char *text, enum term_unit *out) TN_MUST_USE;
/* "hours", "calendar_days", "working_days", "months". */
const char *term_unit_name(enum term_unit unit);

/* What term_parse() reads back; the caller's. */
char *term_format(struct term term);

#endif
