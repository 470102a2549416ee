#include "core/calendar/data.h"

#include <stdlib.h>

void
calendar_free(struct calendar *cal)
{
	size_t i, k;

	if (cal == NULL)
		return;
	for (i = 0; i < cal->n_fixed; i++)
		text_done(&cal->fixed[i].name);
	for (i = 0; i < cal->n_days; i++)
		text_done(&cal->days[i].name);
	for (i = 0; i < cal->n_years; i++) {
		struct calendar_year *year = &cal->years[i];

		text_done(&year->note);
		for (k = 0; k < year->n_source; k++)
			free(year->source[k]);
		free(year->source);
	}
	free(cal->fixed);
	free(cal->days);
	free(cal->years);
	free(cal);
}

static int
compare_day(const void *key, const void *item)
{
	day_t day = *(const day_t *)key;
	day_t other = ((const struct calendar_day *)item)->day;

	return (day > other) - (day < other);
}

static int
compare_year(const void *key, const void *item)
{
	int year = *(const int *)key;
	int other = ((const struct calendar_year *)item)->year;

	return (year > other) - (year < other);
}

static const struct calendar_fixed *
find_fixed(const struct calendar *cal, day_t day)
{
	struct civil c = civil_from_day(day);
	size_t i;

	for (i = 0; i < cal->n_fixed; i++) {
		if (cal->fixed[i].month == c.month &&
		    cal->fixed[i].day == c.day)
			return &cal->fixed[i];
	}
	return NULL;
}

/* What a year says of a day goes before what every year says of it. */
enum day_kind
calendar_day(const struct calendar *cal, day_t day, const struct text **name)
{
	const struct calendar_day *own = NULL;
	const struct calendar_fixed *fixed;

	if (cal->n_days > 0)
		own = bsearch(&day, cal->days, cal->n_days,
		    sizeof(*cal->days), compare_day);
	if (name != NULL)
		*name = own != NULL ? &own->name : NULL;
	if (own != NULL)
		return own->kind;
	fixed = find_fixed(cal, day);
	if (fixed != NULL) {
		if (name != NULL)
			*name = &fixed->name;
		return DAY_HOLIDAY;
	}
	return cal->rest[day_weekday(day)] ? DAY_WEEKLY_REST : DAY_WORKING;
}

bool
day_kind_is_rest(enum day_kind kind)
{
	return kind == DAY_WEEKLY_REST || kind == DAY_HOLIDAY ||
	    kind == DAY_COMPENSATORY_REST;
}

const char *
day_kind_name(enum day_kind kind)
{
	static const char *const NAME[] = {
		[DAY_WORKING] = "working_day",
		[DAY_COMPENSATORY_WORK] = "compensatory_work",
		[DAY_UNCLEAR] = "unclear",
		[DAY_WEEKLY_REST] = "weekly_rest",
		[DAY_HOLIDAY] = "holiday",
		[DAY_COMPENSATORY_REST] = "compensatory_rest",
	};

	return NAME[kind];
}

const struct calendar_year *
calendar_year(const struct calendar *cal, int year)
{
	if (cal->n_years == 0)
		return NULL;
	return bsearch(&year, cal->years, cal->n_years, sizeof(*cal->years),
	    compare_year);
}

enum year_status
calendar_year_status(const struct calendar *cal, int year)
{
	const struct calendar_year *known = calendar_year(cal, year);

	return known != NULL ? known->status : YEAR_UNPUBLISHED;
}

bool
year_status_is_certain(enum year_status status)
{
	return status == YEAR_PUBLISHED || status == YEAR_REPORTED;
}

const char *
year_status_name(enum year_status status)
{
	static const char *const NAME[] = {
		[YEAR_PUBLISHED] = "published",
		[YEAR_REPORTED] = "reported",
		[YEAR_FROM_MEMORY] = "from_memory",
		[YEAR_UNPUBLISHED] = "unpublished",
	};

	return NAME[status];
}
