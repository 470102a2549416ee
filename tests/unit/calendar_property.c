/*
 * Random deadlines against a slow and plainly different reckoning: hours
 * minute by minute, days by lists written out here, suspensions unmerged.
 * The lists repeat the calendar by hand, so they check its data as well.
 */
#include "core/calendar/clock.h"

#include "tests/t.h"

#include <stdlib.h>
#include <time.h>

#define MINUTE INT64_C(60000)
#define DAY (24 * 60 * MINUTE)
#define ROUNDS 20000
#define SUSPENSIONS 5

static const char *const OFF[] = {
	"2024-01-01", "2024-02-08", "2024-02-09", "2024-02-12", "2024-02-13",
	"2024-02-14", "2024-04-18", "2024-04-29", "2024-04-30", "2024-05-01",
	"2024-09-02", "2024-09-03", "2025-01-01", "2025-01-27", "2025-01-28",
	"2025-01-29", "2025-01-30", "2025-01-31", "2025-04-07", "2025-04-30",
	"2025-05-01", "2025-05-02", "2025-09-01", "2025-09-02", "2026-01-01",
	"2026-01-02", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19",
	"2026-02-20", "2026-04-27", "2026-04-30", "2026-05-01", "2026-08-31",
	"2026-09-01", "2026-09-02",
};
static const char *const WORKED[] = {
	"2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22",
};

static struct calendar *cal;
static unsigned seed;
static uint64_t state;

static uint64_t
rnd(uint64_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state % below;
}

static bool
in_list(const char *const *list, size_t n, const char *date)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (strcmp(list[i], date) == 0)
			return true;
	}
	return false;
}

static int
slow_month_length(int year, int month)
{
	if (month == 2)
		return year % 4 == 0 ? 29 : 28;
	return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/* Works for 2020 to 2099.  1 January 2024 was a Monday. */
static bool
slow_is_worked(int64_t day)
{
	char date[11];
	int64_t since = day - 19723;	/* days from 2024-01-01 */
	int weekday = (int)(((since % 7) + 7) % 7);

	day_format((day_t)day, date);
	if (in_list(WORKED, ARRAY_LEN(WORKED), date))
		return true;
	if (weekday >= 5 || in_list(OFF, ARRAY_LEN(OFF), date))
		return false;
	/* The four that come back each year, also in years not listed. */
	return strcmp(date + 5, "01-01") != 0 &&
	    strcmp(date + 5, "04-30") != 0 && strcmp(date + 5, "05-01") != 0 &&
	    strcmp(date + 5, "09-02") != 0;
}

static bool
slow_touched(int64_t day, const struct suspension *s, size_t n)
{
	when_t from = day * DAY - 7 * 60 * MINUTE, to = from + DAY;
	size_t i;

	for (i = 0; i < n; i++) {
		if (s[i].from < s[i].to && s[i].from < to && from < s[i].to)
			return true;
	}
	return false;
}

static int64_t
slow_months(int64_t day, int64_t n)
{
	struct civil c = civil_from_day((day_t)day);
	int want = c.day;

	/* A month at a time: forward to its end, then to the day wanted. */
	for (; n > 0; n--) {
		day += slow_month_length(c.year, c.month) - c.day + 1;
		if (++c.month == 13) {
			c.month = 1;
			c.year++;
		}
		c.day = slow_month_length(c.year, c.month);
		if (c.day > want)
			c.day = want;
		day += c.day - 1;
	}
	return day;
}

static when_t
slow_days(when_t from, struct term term, const struct suspension *s, size_t n)
{
	int64_t local = from + 7 * 60 * MINUTE;
	int64_t day = local / DAY, left = term.n;

	if (term.unit == TERM_MONTHS)
		left = slow_months(day, term.n) - day;
	while (left > 0) {
		day++;
		if (slow_touched(day, s, n))
			continue;
		if (term.unit != TERM_WORKING_DAYS || slow_is_worked(day))
			left--;
	}
	while (!slow_is_worked(day) || slow_touched(day, s, n))
		day++;
	return (day + 1) * DAY - 7 * 60 * MINUTE - 1;
}

static when_t
slow_hours(when_t t, int64_t hours, const struct suspension *s, size_t n)
{
	int64_t left = hours * 60;

	while (left > 0 || suspension_covers(s, n, t)) {
		if (!suspension_covers(s, n, t))
			left--;
		t += MINUTE;
	}
	return t;
}

static struct term
random_term(void)
{
	static const int64_t MOST[] = { 400, 90, 60, 14 };
	struct term t;

	t.unit = (enum term_unit)rnd(4);
	t.n = (int64_t)rnd((uint64_t)MOST[t.unit] + 1);
	return t;
}

/* Some time from 2023-12-01 to mid 2026, to the minute. */
static when_t
random_time(void)
{
	return (19692 * INT64_C(1440) + (int64_t)rnd(1440 * 950)) * MINUTE;
}

static size_t
random_suspensions(struct suspension *s, when_t from)
{
	size_t i, n = rnd(SUSPENSIONS + 1);

	for (i = 0; i < n; i++) {
		s[i].from = from + ((int64_t)rnd(40 * 1440) - 4 * 1440) *
		    MINUTE;
		if (rnd(4) == 0)	/* on a day's edge */
			s[i].from = s[i].from / DAY * DAY - 7 * 60 * MINUTE;
		s[i].to = s[i].from + (int64_t)rnd(rnd(2) == 0 ? 300 :
		    8 * 1440) * MINUTE;
		if (rnd(4) == 0)
			s[i].to = s[i].from + (int64_t)rnd(5) * DAY;
	}
	return n;
}

static void
report(when_t from, struct term term, const struct suspension *s, size_t n,
    when_t got, when_t want)
{
	char a[32], b[32], *text = term_format(term);
	size_t i;

	when_format(from, VN_OFFSET_MIN, a);
	printf("# from %s, %s\n", a, text);
	for (i = 0; i < n; i++) {
		when_format(s[i].from, VN_OFFSET_MIN, a);
		when_format(s[i].to, VN_OFFSET_MIN, b);
		printf("#   suspended %s to %s\n", a, b);
	}
	when_format(got, VN_OFFSET_MIN, a);
	when_format(want, VN_OFFSET_MIN, b);
	printf("#   got %s, the slow way %s\n", a, b);
	free(text);
}

/* What must hold of every deadline, whatever its term. */
static void
check_sane(when_t from, struct term term, const struct suspension *s,
    size_t n, const struct deadline *d)
{
	int64_t counted = 0;
	size_t i;

	T_CHECK(d->due >= from);
	T_CHECK(!suspension_covers(s, n, d->due));
	T_CHECK(d->certain == (d->reasons.n == 0));
	for (i = 0; i < d->n; i++) {
		counted += d->day[i].counted;
		T_CHECK(i == 0 || d->day[i].day == d->day[i - 1].day + 1);
	}
	T_INT(counted, d->n_counted);
	if (term.unit == TERM_WORKING_DAYS || term.unit == TERM_CALENDAR_DAYS)
		T_INT(counted, term.n);
	/* No moment in a suspension that begins in time is ever late. */
	for (i = 0; i < n; i++) {
		if (s[i].from < s[i].to && s[i].from <= d->due)
			T_CHECK(clock_state(d->due, s[i].to - 1, 0) !=
			    CLOCK_LATE);
	}
}

static void
test_against_slow(void)
{
	struct suspension s[SUSPENSIONS];
	struct deadline d = DEADLINE_INIT;
	int i;

	state = seed * UINT64_C(2654435761) + 1;
	for (i = 0; i < ROUNDS && t_bad == 0; i++) {
		struct term term = random_term();
		when_t from = random_time(), want;
		size_t n = random_suspensions(s, from);

		T_CHECK(deadline_compute(cal, from, term, s, n, &d, NULL));
		want = term.unit == TERM_HOURS ?
		    slow_hours(from, term.n, s, n) :
		    slow_days(from, term, s, n);
		T_CHECK(d.due == want);
		check_sane(from, term, s, n, &d);
		if (t_bad > 0)
			report(from, term, s, n, d.due, want);
	}
	deadline_done(&d);
}

/* Each day of four years, so that no line of the data is left out. */
static void
test_every_day(void)
{
	int64_t day;
	char date[11];

	for (day = 19358; day < 19358 + 4 * 366; day++) {
		enum day_kind kind = calendar_day(cal, (day_t)day, NULL);

		if (day_kind_is_rest(kind) == slow_is_worked(day)) {
			day_format((day_t)day, date);
			printf("# %s is %s\n", date, day_kind_name(kind));
			t_bad++;
		}
	}
}

/* A later suspension or a longer term never brings the end forward. */
static void
test_monotone(void)
{
	struct suspension s[SUSPENSIONS];
	struct deadline d = DEADLINE_INIT;
	int i;

	for (i = 0; i < ROUNDS / 4 && t_bad == 0; i++) {
		struct term term = random_term();
		when_t from = random_time(), due;
		size_t n = random_suspensions(s, from);

		T_CHECK(deadline_compute(cal, from, term, s, n, &d, NULL));
		due = d.due;
		term.n++;
		T_CHECK(deadline_compute(cal, from, term, s, n, &d, NULL));
		T_CHECK(d.due >= due);
		term.n--;
		T_CHECK(deadline_compute(cal, from, term, s, n > 0 ? n - 1 : 0,
		    &d, NULL));
		T_CHECK(d.due <= due);
	}
	deadline_done(&d);
}

int
main(void)
{
	static char text[1 << 20];
	struct findings f = FINDINGS_INIT;
	const char *given = getenv("TN_SEED");
	FILE *in = fopen("forms/calendar.yaml", "rb");

	if (in != NULL) {
		cal = calendar_load("forms/calendar.yaml", text,
		    fread(text, 1, sizeof(text), in), &f);
		fclose(in);
	}
	findings_done(&f);
	if (cal == NULL) {
		printf("Bail out! forms/calendar.yaml cannot be loaded\n");
		return 1;
	}
	seed = given != NULL ? (unsigned)strtoul(given, NULL, 10) :
	    (unsigned)time(NULL);
	printf("# seed %u (TN_SEED)\n", seed);
	T_RUN(test_every_day);
	T_RUN(test_against_slow);
	T_RUN(test_monotone);
	calendar_free(cal);
	return t_done();
}
