/*
 * Reads the calendar from YAML.  What a year says must agree with the week
 * and with itself: a mistyped date is refused here rather than found later
 * in somebody's deadline.
 */
#include "core/calendar/data.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SPAN_MAX 31
#define DAYS_MAX 10000

struct loader {
	const char *file;
	struct findings *f;
	struct calendar *cal;
};

static void
fault(struct loader *l, const struct yaml_node *at, enum err_code code,
    const char *a, const char *b)
{
	findings_add(l->f, l->file, at->line, at->col, code, a, b, NULL);
}

static void
load_weekly_rest(struct loader *l, const struct yaml_node *node)
{
	static const char *const WEEKDAY[] = {
		"", "monday", "tuesday", "wednesday", "thursday", "friday",
		"saturday", "sunday",
	};
	size_t i, k, rest = 0;

	for (i = 0; i < yaml_codes(node); i++) {
		const char *code = yaml_code(node, i);

		for (k = 1; k < ARRAY_LEN(WEEKDAY); k++) {
			if (str_eq(code, WEEKDAY[k]))
				break;
		}
		if (k == ARRAY_LEN(WEEKDAY)) {
			fault(l, node, ERR_CAL_WEEKDAY, code, NULL);
		} else if (l->cal->rest[k]) {
			fault(l, node, ERR_CAL_TWICE, code, NULL);
		} else {
			l->cal->rest[k] = true;
			rest++;
		}
	}
	/* Without a working day no search for the next one would end. */
	if (rest == 7)
		fault(l, node, ERR_CAL_NO_WORK, NULL, NULL);
}

/* "04-30": a date that 2023, no leap year, has. */
static bool
parse_month_day(const char *text, struct calendar_fixed *out)
{
	char whole[16];
	struct civil c;
	day_t day;
	int len = snprintf(whole, sizeof(whole), "2023-%s", text);

	if (len != 10 || !day_parse(whole, &day))
		return false;
	c = civil_from_day(day);
	out->month = c.month;
	out->day = c.day;
	return true;
}

static void
load_fixed(struct loader *l, const struct yaml_node *node)
{
	static const struct yaml_field FIELDS[] = {
		{ "date", WANT_TEXT, WANT_REQUIRED },
		{ "name", WANT_BOTH, WANT_REQUIRED },
	};
	struct calendar *cal = l->cal;
	struct calendar_fixed fixed = { 0 };
	const char *date;
	size_t i;

	if (!yaml_expect(l->file, node, FIELDS, ARRAY_LEN(FIELDS), l->f))
		return;
	date = yaml_get_text(node, "date");
	if (!parse_month_day(date, &fixed)) {
		fault(l, yaml_get(node, "date"), ERR_CAL_FIXED_DATE, date,
		    NULL);
		return;
	}
	for (i = 0; i < cal->n_fixed; i++) {
		if (cal->fixed[i].month == fixed.month &&
		    cal->fixed[i].day == fixed.day) {
			fault(l, node, ERR_CAL_TWICE, date, NULL);
			return;
		}
	}
	yaml_both(yaml_get(node, "name"), &fixed.name);
	cal->fixed = xgrow(cal->fixed, cal->n_fixed, &cal->cap_fixed,
	    sizeof(*cal->fixed));
	cal->fixed[cal->n_fixed++] = fixed;
}

/* Keeps the list sorted, so that each day is checked against all before. */
static void
add_day(struct loader *l, const struct yaml_node *node, day_t day,
    enum day_kind kind)
{
	struct calendar *cal = l->cal;
	size_t at = cal->n_days;
	char shown[11];

	if (cal->n_days >= DAYS_MAX) {
		fault(l, node, ERR_CAL_MANY, "10000", NULL);
		return;
	}
	while (at > 0 && cal->days[at - 1].day >= day)
		at--;
	if (at < cal->n_days && cal->days[at].day == day) {
		day_format(day, shown);
		fault(l, node, ERR_CAL_TWICE, shown, NULL);
		return;
	}
	cal->days = xgrow(cal->days, cal->n_days, &cal->cap_days,
	    sizeof(*cal->days));
	memmove(&cal->days[at + 1], &cal->days[at],
	    (cal->n_days - at) * sizeof(*cal->days));
	cal->days[at].day = day;
	cal->days[at].kind = kind;
	yaml_both(yaml_get(node, "name"), &cal->days[at].name);
	cal->n_days++;
}

/* A day off, or one that may be: it must have been a working day. */
static void
add_day_off(struct loader *l, const struct yaml_node *node, day_t day,
    enum day_kind kind)
{
	char shown[11];

	if (calendar_day(l->cal, day, NULL) != DAY_WORKING) {
		day_format(day, shown);
		fault(l, node, ERR_CAL_NOT_WORKED, shown, NULL);
		return;
	}
	add_day(l, node, day, kind);
}

static void
add_day_worked(struct loader *l, const struct yaml_node *node, day_t day)
{
	char shown[11];

	if (calendar_day(l->cal, day, NULL) != DAY_WEEKLY_REST) {
		day_format(day, shown);
		fault(l, node, ERR_CAL_NOT_REST, shown, NULL);
		return;
	}
	add_day(l, node, day, DAY_COMPENSATORY_WORK);
}

static void
add_by_kind(struct loader *l, const struct yaml_node *node, day_t day)
{
	const char *kind = yaml_get_text(node, "kind");
	const char *with = yaml_get_text(node, "with");
	day_t worked;

	if (str_eq(kind, "swap") != (with != NULL)) {
		fault(l, node, ERR_CAL_WITH, NULL, NULL);
	} else if (str_eq(kind, "holiday")) {
		/* A holiday may fall on a Sunday: 10/3 by the moon does. */
		add_day(l, node, day, DAY_HOLIDAY);
	} else if (str_eq(kind, "compensatory_rest")) {
		add_day_off(l, node, day, DAY_COMPENSATORY_REST);
	} else if (str_eq(kind, "compensatory_work")) {
		add_day_worked(l, node, day);
	} else if (str_eq(kind, "unclear")) {
		add_day_off(l, node, day, DAY_UNCLEAR);
	} else if (str_eq(kind, "swap") && day_parse(with, &worked)) {
		add_day_off(l, node, day, DAY_COMPENSATORY_REST);
		add_day_worked(l, node, worked);
	} else {
		fault(l, yaml_get(node, "kind"), ERR_CAL_KIND, kind, NULL);
	}
}

static void
load_day(struct loader *l, const struct yaml_node *node, int year)
{
	static const struct yaml_field FIELDS[] = {
		{ "date", WANT_DATE, WANT_REQUIRED },
		{ "to", WANT_DATE, 0 },
		{ "kind", WANT_CODE, WANT_REQUIRED },
		{ "with", WANT_DATE, 0 },
		{ "name", WANT_BOTH, WANT_REQUIRED },
	};
	const char *date, *to;
	char shown[16];
	day_t first, last;

	if (!yaml_expect(l->file, node, FIELDS, ARRAY_LEN(FIELDS), l->f))
		return;
	date = yaml_get_text(node, "date");
	to = yaml_get_text(node, "to");
	if (to == NULL)
		to = date;
	if (!day_parse(date, &first) || !day_parse(to, &last))
		BUG("a date went through yaml_expect and cannot be read");
	if (last < first || last - first >= SPAN_MAX) {
		fault(l, node, ERR_CAL_SPAN, date, to);
		return;
	}
	if (civil_from_day(first).year != year ||
	    civil_from_day(last).year != year) {
		snprintf(shown, sizeof(shown), "%d", year);
		fault(l, node, ERR_CAL_OTHER_YEAR,
		    civil_from_day(first).year != year ? date : to, shown);
		return;
	}
	for (; first <= last; first++)
		add_by_kind(l, node, first);
}

static bool
parse_status(const char *text, enum year_status *out)
{
	int s;

	for (s = YEAR_PUBLISHED; s <= YEAR_UNPUBLISHED; s++) {
		if (str_eq(text, year_status_name((enum year_status)s))) {
			*out = (enum year_status)s;
			return true;
		}
	}
	return false;
}

/* Moves `year` into its place among the years; false when it is there. */
static bool
keep_year(struct calendar *cal, struct calendar_year *year)
{
	size_t at = cal->n_years;

	if (calendar_year(cal, year->year) != NULL)
		return false;
	cal->years = xgrow(cal->years, cal->n_years, &cal->cap_years,
	    sizeof(*cal->years));
	for (; at > 0 && cal->years[at - 1].year > year->year; at--)
		cal->years[at] = cal->years[at - 1];
	cal->years[at] = *year;
	cal->n_years++;
	return true;
}

static void
load_sources(struct loader *l, const struct yaml_node *list,
    struct calendar_year *year)
{
	size_t i;

	if (list == NULL)
		return;
	year->source = xcalloc(list->n + 1, sizeof(*year->source));
	for (i = 0; i < list->n; i++) {
		const struct yaml_node *item = list->item[i];

		if (item->kind == YAML_TEXT && item->text[0] != '\0')
			year->source[year->n_source++] = xstrdup(item->text);
		else
			fault(l, item, ERR_CAL_SOURCE, "?", NULL);
	}
}

/* The head of a year: number, status, sources and note; false on a fault. */
static bool
load_year_head(struct loader *l, const struct yaml_node *node, int *number)
{
	struct calendar_year year = { 0 };
	const char *status = yaml_get_text(node, "status");
	const char *shown = yaml_get_text(node, "year");
	int64_t n = yaml_number(yaml_get(node, "year"), 0);

	if (n < 1 || n > 9999) {
		fault(l, yaml_get(node, "year"), ERR_CAL_YEAR, NULL, NULL);
		return false;
	}
	year.year = *number = (int)n;
	if (!parse_status(status, &year.status)) {
		fault(l, yaml_get(node, "status"), ERR_CAL_STATUS, status,
		    NULL);
		return false;
	}
	if (calendar_year(l->cal, year.year) != NULL) {
		fault(l, node, ERR_CAL_TWICE, shown, NULL);
		return false;
	}
	load_sources(l, yaml_get(node, "sources"), &year);
	if (yaml_get(node, "note") != NULL)
		yaml_both(yaml_get(node, "note"), &year.note);
	if (year_status_is_certain(year.status) && year.n_source == 0)
		fault(l, node, ERR_CAL_SOURCE, shown, NULL);
	if (!year_status_is_certain(year.status) && year.note.vi == NULL)
		fault(l, node, ERR_CAL_NOTE, shown, NULL);
	return keep_year(l->cal, &year);
}

static void
load_year(struct loader *l, const struct yaml_node *node)
{
	static const struct yaml_field FIELDS[] = {
		{ "year", WANT_NUMBER, WANT_REQUIRED },
		{ "status", WANT_CODE, WANT_REQUIRED },
		{ "sources", WANT_LIST, 0 },
		{ "note", WANT_BOTH, 0 },
		{ "days", WANT_LIST, 0 },
	};
	const struct yaml_node *days;
	size_t i;
	int year;

	if (!yaml_expect(l->file, node, FIELDS, ARRAY_LEN(FIELDS), l->f))
		return;
	days = yaml_get(node, "days");
	if (!load_year_head(l, node, &year) || days == NULL)
		return;
	for (i = 0; i < days->n; i++)
		load_day(l, days->item[i], year);
}

struct calendar *
calendar_from_yaml(const char *file, const struct yaml_node *root,
    struct findings *f)
{
	static const struct yaml_field FIELDS[] = {
		{ "calendar", WANT_CODE, WANT_REQUIRED },
		{ "weekly_rest", WANT_CODES, WANT_REQUIRED },
		{ "fixed", WANT_LIST, WANT_REQUIRED },
		{ "years", WANT_LIST, WANT_REQUIRED },
	};
	struct loader l = { file, f, NULL };
	const struct yaml_node *list;
	size_t i, before = f->n;

	if (!yaml_expect(file, root, FIELDS, ARRAY_LEN(FIELDS), f))
		return NULL;
	l.cal = xcalloc(1, sizeof(*l.cal));
	load_weekly_rest(&l, yaml_get(root, "weekly_rest"));
	list = yaml_get(root, "fixed");
	for (i = 0; i < list->n; i++)
		load_fixed(&l, list->item[i]);
	list = yaml_get(root, "years");
	for (i = 0; i < list->n; i++)
		load_year(&l, list->item[i]);
	if (f->n == before)
		return l.cal;
	calendar_free(l.cal);
	return NULL;
}

struct calendar *
calendar_load(const char *file, const char *text, size_t len,
    struct findings *f)
{
	struct err e = ERR_INIT;
	struct yaml_doc *doc = yaml_parse(file, text, len, &e);
	struct calendar *cal;

	if (doc == NULL) {
		findings_take(f, &e);
		return NULL;
	}
	cal = calendar_from_yaml(file, yaml_root(doc), f);
	yaml_free(doc);
	return cal;
}
