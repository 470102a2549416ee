#include "core/calendar/term.h"

#include "core/base/utf8.h"
#include "core/calendar/data.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	enum term_unit unit;
} UNITS[] = {
	/* The first of each unit is the name that is written back. */
	{ "hours", TERM_HOURS },
	{ "hour", TERM_HOURS },
	{ "calendar_days", TERM_CALENDAR_DAYS },
	{ "calendar_day", TERM_CALENDAR_DAYS },
	{ "days", TERM_CALENDAR_DAYS },
	{ "day", TERM_CALENDAR_DAYS },
	{ "working_days", TERM_WORKING_DAYS },
	{ "working_day", TERM_WORKING_DAYS },
	{ "months", TERM_MONTHS },
	{ "month", TERM_MONTHS },
};

bool
term_unit_parse(const char *text, enum term_unit *out)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(UNITS); i++) {
		if (str_eq(text, UNITS[i].name)) {
			*out = UNITS[i].unit;
			return true;
		}
	}
	return false;
}

const char *
term_unit_name(enum term_unit unit)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(UNITS); i++) {
		if (UNITS[i].unit == unit)
			return UNITS[i].name;
	}
	BUG("no such unit of a term");
}

/*
 * Reads digits, stopping early once the number is above TERM_MAX, so that
 * no length of digits can overflow.  Returns the first byte not read.
 */
static const char *
read_number(const char *s, int64_t *n)
{
	*n = 0;
	while (*s >= '0' && *s <= '9') {
		if (*n <= TERM_MAX)
			*n = *n * 10 + (*s - '0');
		s++;
	}
	return s;
}

char *
input_shown(const char *text)
{
	struct str out = STR_INIT;

	if (text != NULL)
		utf8_safe(&out, text, utf8_fit(text, strlen(text), 40), false);
	return str_steal(&out);
}

static enum err_code
read_term(const char *text, struct term *out)
{
	const char *unit;

	if (text == NULL)
		return ERR_TERM_BAD;
	unit = read_number(text, &out->n);
	/* At least one digit, and at least one space before the unit. */
	if (unit == text || *unit != ' ')
		return ERR_TERM_BAD;
	while (*unit == ' ')
		unit++;
	if (!term_unit_parse(unit, &out->unit))
		return ERR_TERM_BAD;
	return out->n > TERM_MAX ? ERR_TERM_TOO_LONG : ERR_NONE;
}

bool
term_parse(const char *text, struct term *out, struct err *e)
{
	enum err_code code;
	struct term term;
	char *shown;

	code = read_term(text, &term);
	if (code == ERR_NONE) {
		*out = term;
		return true;
	}
	shown = input_shown(text);
	err_set(e, code, shown, "100000", NULL);
	free(shown);
	return false;
}

char *
term_format(struct term term)
{
	return xasprintf("%" PRId64 " %s", term.n, term_unit_name(term.unit));
}
