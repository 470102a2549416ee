/*
 * Terms and deadlines on the calendar that is shipped, case by case.
 */
#include "core/calendar/clock.h"

#include "tests/t.h"

#include <stdlib.h>

#define HOUR INT64_C(3600000)

static struct calendar *cal;

static struct calendar *
load_shipped(void)
{
	static char text[1 << 20];
	struct findings f = FINDINGS_INIT;
	struct str out = STR_INIT;
	struct calendar *read;
	FILE *in = fopen("forms/calendar.yaml", "rb");
	size_t len, i;

	if (in == NULL)
		return NULL;
	len = fread(text, 1, sizeof(text), in);
	fclose(in);
	read = calendar_load("forms/calendar.yaml", text, len, &f);
	for (i = 0; i < f.n; i++) {
		str_clear(&out);
		err_text(&f.item[i], LANG_EN, true, &out);
		printf("# %s\n", str_text(&out));
	}
	str_done(&out);
	findings_done(&f);
	return read;
}

static when_t
at(const char *text)
{
	when_t t = WHEN_NONE;

	if (text[0] != '\0')
		T_CHECK(when_parse(text, VN_OFFSET_MIN, &t));
	return t;
}

/* The deadline of a term written out, with suspensions "from", "to", ... */
static void
compute(struct deadline *d, const char *from, const char *term,
    const char *const *pair, size_t n)
{
	struct suspension list[8];
	struct err e = ERR_INIT;
	struct term parsed;
	size_t i;

	for (i = 0; i < n; i++) {
		list[i].from = at(pair[2 * i]);
		list[i].to = at(pair[2 * i + 1]);
	}
	T_CHECK(term_parse(term, &parsed, &e));
	T_CHECK(deadline_compute(cal, at(from), parsed, list, n, d, &e));
	err_done(&e);
}

/* Checks the end; want is a civil day, or a time for hours. */
static void
check_due(const char *from, const char *term, const char *want, bool certain)
{
	struct deadline d = DEADLINE_INIT;
	char got[32], whole[40];

	compute(&d, from, term, NULL, 0);
	when_format(d.due, VN_OFFSET_MIN, got);
	snprintf(whole, sizeof(whole), "%s%s", want,
	    strlen(want) == 10 ? "T23:59:59+07:00" : "+07:00");
	T_STR(got, whole);
	T_INT(d.certain, certain);
	T_INT(d.reasons.n == 0, certain);
	deadline_done(&d);
}

static void
check_suspended(const char *from, const char *term,
    const char *const *pair, size_t n, const char *want)
{
	struct deadline d = DEADLINE_INIT;
	char got[32];

	compute(&d, from, term, pair, n);
	when_format(d.due, VN_OFFSET_MIN, got);
	T_STR(got, want);
	deadline_done(&d);
}

static void
test_term_text(void)
{
	static const char *const BAD[] = {
		"", "3", "days", "3days", " 3 days", "3 days ", "-1 days",
		"+1 days", "3.5 hours", "3 Days", "3 weeks", "3\tdays",
		"0x3 days", "3 working days", "99999999999999999999999 weeks",
	};
	struct err e = ERR_INIT;
	struct term t = { 7, TERM_HOURS };
	char *back;
	size_t i;

	for (i = 0; i < ARRAY_LEN(BAD); i++) {
		T_CHECK(!term_parse(BAD[i], &t, &e));
		T_INT(e.code, ERR_TERM_BAD);
	}
	T_INT(t.n, 7);
	T_CHECK(!term_parse("100001 hours", &t, &e));
	T_INT(e.code, ERR_TERM_TOO_LONG);
	T_CHECK(!term_parse("99999999999999999999999999 days", &t, &e));
	T_INT(e.code, ERR_TERM_TOO_LONG);
	T_CHECK(term_parse("100000 hours", &t, &e));
	T_INT(t.n, 100000);
	T_CHECK(term_parse("20  days", &t, &e));
	back = term_format(t);
	T_STR(back, "20 calendar_days");
	free(back);
	T_CHECK(term_parse("003 working_day", &t, &e));
	back = term_format(t);
	T_STR(back, "3 working_days");
	free(back);
	err_done(&e);
}

static void
test_working_days(void)
{
	/* 2 March 2026 is a Monday. */
	check_due("2026-03-02T02:10", "3 working_days", "2026-03-05", true);
	check_due("2026-03-02T23:59", "5 working_days", "2026-03-09", true);
	check_due("2026-03-07T10:00", "1 working_days", "2026-03-09", true);
	/* Friday 13 February 2026, then Tet until Sunday the 22nd. */
	check_due("2026-02-13T16:00", "1 working_days", "2026-02-23", true);
	check_due("2026-02-10", "9 working_days", "2026-03-02", true);
	/* From a holiday. */
	check_due("2026-02-17T08:00", "2 working_days", "2026-02-24", true);
	/* Compensation for Hung Kings' day on a Sunday, 30/4 and 1/5. */
	check_due("2026-04-24", "3 working_days", "2026-05-04", true);
	/* Swaps: Saturday 22 August is worked, Monday the 31st is not. */
	check_due("2026-08-21", "1 working_days", "2026-08-22", true);
	check_due("2026-08-28", "1 working_days", "2026-09-03", true);
	check_due("2025-04-25", "1 working_days", "2025-04-26", true);
	check_due("2024-05-03", "1 working_days", "2024-05-04", true);
	check_due("2024-02-07", "1 working_days", "2024-02-15", true);
}

static void
test_calendar_days(void)
{
	check_due("2026-03-02T02:10", "3 calendar_days", "2026-03-05", true);
	/* The last day is a Saturday: carried to Monday (Art 148(5)). */
	check_due("2026-03-02", "5 days", "2026-03-09", true);
	check_due("2026-02-13", "3 days", "2026-02-23", true);
	/* A Saturday that is worked carries nothing. */
	check_due("2026-08-19", "3 days", "2026-08-22", true);
	check_due("2026-03-02", "0 days", "2026-03-02", true);
	check_due("2026-03-07T09:00", "0 days", "2026-03-09", true);
	check_due("2026-03-07T09:00", "0 working_days", "2026-03-09", true);
	check_due("2026-03-02", "0 months", "2026-03-02", true);
}

static void
test_months(void)
{
	/* 28 February 2026 is a Saturday, 29 February 2024 a Thursday. */
	check_due("2026-01-31", "1 months", "2026-03-02", true);
	check_due("2025-01-31", "1 month", "2025-02-28", true);
	check_due("2024-01-31", "1 month", "2024-02-29", true);
	check_due("2025-12-31", "2 months", "2026-03-02", true);
	check_due("2025-05-31", "1 month", "2025-06-30", true);
	check_due("2025-08-12", "2 months", "2025-10-13", true);
	check_due("2024-02-29", "12 months", "2025-02-28", true);
}

static void
test_hours(void)
{
	check_due("2026-03-02T02:10", "24 hours", "2026-03-03T02:10:00", true);
	/* Hours are not carried over a rest day, nor need a calendar. */
	check_due("2026-03-06T20:00", "24 hours", "2026-03-07T20:00:00", true);
	check_due("2026-12-31T12:00", "24 hours", "2027-01-01T12:00:00", true);
	check_due("2026-03-02T02:10", "0 hours", "2026-03-02T02:10:00", true);
}

static void
test_viet_nam_day(void)
{
	/* 20:00 UTC on the 2nd is 03:00 on the 3rd in Viet Nam. */
	check_due("2026-03-02T20:00Z", "1 working_days", "2026-03-04", true);
	check_due("2026-03-02T16:59:59Z", "1 working_days", "2026-03-03",
	    true);
}

/* The i-th reason against a deadline, in a language and with its code. */
static void
check_reason(const struct deadline *d, size_t i, enum err_code code,
    const char *part)
{
	struct str text = STR_INIT;

	T_CHECK(i < d->reasons.n);
	if (i >= d->reasons.n)
		return;
	T_STR(err_code_name(d->reasons.item[i].code), err_code_name(code));
	err_text(&d->reasons.item[i], LANG_VI, false, &text);
	T_CHECK(strstr(str_text(&text), part) != NULL);
	str_clear(&text);
	err_text(&d->reasons.item[i], LANG_EN, false, &text);
	T_CHECK(strstr(str_text(&text), part) != NULL);
	str_done(&text);
}

static void
test_uncertain(void)
{
	struct deadline d = DEADLINE_INIT;

	check_due("2026-12-30", "1 working_days", "2026-12-31", true);
	check_due("2026-12-30", "2 working_days", "2027-01-04", false);
	check_due("2026-12-30", "3 working_days", "2027-01-05", false);
	check_due("2023-06-01", "2 working_days", "2023-06-05", false);
	/* Only the day on which it may end is asked about. */
	check_due("2023-12-20", "20 days", "2024-01-09", true);
	/* 24 November 2026 may prove a holiday. */
	check_due("2026-11-20", "1 working_days", "2026-11-23", true);
	check_due("2026-11-20", "2 working_days", "2026-11-24", false);
	check_due("2026-11-23", "1 days", "2026-11-24", false);
	compute(&d, "2026-12-30", "300 working_days", NULL, 0);
	T_INT(d.reasons.n, 2);
	check_reason(&d, 0, ERR_UNSURE_UNPUBLISHED, "2027");
	check_reason(&d, 1, ERR_UNSURE_UNPUBLISHED, "2028");
	compute(&d, "2026-11-23", "1 working_days", NULL, 0);
	T_INT(d.reasons.n, 1);
	check_reason(&d, 0, ERR_UNSURE_DAY, "2026-11-24");
	T_STR(text_in(d.day[1].name, LANG_VI), "Ngày Văn hóa Việt Nam");
	deadline_done(&d);
}

static void
test_suspended(void)
{
	static const char *const WEEKEND[] = {
		"2026-03-06T15:00", "2026-03-09T09:00" };
	static const char *const MONDAY[] = {
		"2026-03-09T08:00", "2026-03-09T09:00" };
	static const char *const OVERLAP[] = {
		"2026-03-04T00:00", "2026-03-05T00:00",
		"2026-03-03T00:00", "2026-03-04T12:00",
		"2026-03-10", "2026-03-10" };
	static const char *const BEFORE[] = {
		"2026-02-01T00:00", "2026-03-02T09:00" };

	/* Friday and Monday are touched, so Tuesday is the third day. */
	check_suspended("2026-03-03", "3 working_days", WEEKEND, 1,
	    "2026-03-10T23:59:59+07:00");
	/* Day 1 the 4th, 2 the 5th, then 10 and 11; the 11th is a Wednesday. */
	check_suspended("2026-03-03", "4 days", WEEKEND, 1,
	    "2026-03-11T23:59:59+07:00");
	/* The last day is Saturday the 7th, and Monday is suspended. */
	check_suspended("2026-03-03", "4 days", MONDAY, 1,
	    "2026-03-10T23:59:59+07:00");
	check_suspended("2026-03-02", "3 working_days", OVERLAP, 3,
	    "2026-03-09T23:59:59+07:00");
	check_suspended("2026-01-31", "1 months", OVERLAP, 3,
	    "2026-03-02T23:59:59+07:00");
	check_suspended("2026-02-05", "1 months", OVERLAP, 3,
	    "2026-03-09T23:59:59+07:00");
	check_suspended("2026-03-06T10:00", "24 hours", WEEKEND, 1,
	    "2026-03-10T04:00:00+07:00");
	/* Ends where the suspension begins: it waits. */
	check_suspended("2026-03-05T15:00", "24 hours", WEEKEND, 1,
	    "2026-03-09T09:00:00+07:00");
	check_suspended("2026-03-05T14:59", "24 hours", WEEKEND, 1,
	    "2026-03-06T14:59:00+07:00");
	check_suspended("2026-03-02T02:00", "24 hours", BEFORE, 1,
	    "2026-03-03T09:00:00+07:00");
	check_suspended("2026-03-02T02:00", "1 working_days", BEFORE, 1,
	    "2026-03-03T23:59:59+07:00");
}

static void
test_open_suspension(void)
{
	static const char *const OPEN[] = { "2026-03-04T10:00", "" };
	static const char *const TERM[] = {
		"3 working_days", "5 days", "1 months", "72 hours" };
	struct deadline d = DEADLINE_INIT;
	struct suspension s = { at(OPEN[0]), WHEN_NONE };
	size_t i;

	for (i = 0; i < ARRAY_LEN(TERM); i++) {
		compute(&d, "2026-03-02", TERM[i], OPEN, 1);
		T_CHECK(d.due == WHEN_NONE);
		T_CHECK(!d.certain);
		T_CHECK(d.reasons.n > 0 && d.reasons.item[d.reasons.n - 1].code
		    == ERR_UNSURE_OPEN);
	}
	compute(&d, "2026-03-02", "1 working_days", OPEN, 1);
	T_CHECK(d.due != WHEN_NONE && d.certain);
	T_CHECK(suspension_covers(&s, 1, at("2027-01-01")));
	T_CHECK(!suspension_covers(&s, 1, at(OPEN[0]) - 1));
	T_INT(clock_state(WHEN_NONE, at("2027-01-01"), HOUR), CLOCK_OK);
	deadline_done(&d);
}

static void
test_counted(void)
{
	static const char *const PAIR[] = { "2026-04-28", "2026-04-29" };
	static const struct {
		const char *date, *why;
		bool counted;
	} WANT[] = {
		{ "2026-04-24", "start", false },
		{ "2026-04-25", "weekly_rest", false },
		{ "2026-04-26", "holiday", false },
		{ "2026-04-27", "compensatory_rest", false },
		{ "2026-04-28", "suspended", false },
		{ "2026-04-29", "working_day", true },
		{ "2026-04-30", "holiday", false },
		{ "2026-05-01", "holiday", false },
		{ "2026-05-02", "weekly_rest", false },
		{ "2026-05-03", "weekly_rest", false },
		{ "2026-05-04", "working_day", true },
	};
	struct deadline d = DEADLINE_INIT;
	char date[11];
	size_t i;

	compute(&d, "2026-04-24T08:00", "2 working_days", PAIR, 1);
	T_INT(d.n, ARRAY_LEN(WANT));
	for (i = 0; i < d.n && i < ARRAY_LEN(WANT); i++) {
		day_format(d.day[i].day, date);
		T_STR(date, WANT[i].date);
		T_STR(count_why_name(d.day[i].why), WANT[i].why);
		T_INT(d.day[i].counted, WANT[i].counted);
	}
	T_INT(d.n_counted, 2);
	T_CHECK(d.day[2].name != NULL);
	T_STR(text_in(d.day[2].name, LANG_VI), "Giỗ Tổ Hùng Vương");
	compute(&d, "2026-03-02", "5 days", NULL, 0);
	T_INT(d.n, 8);
	T_STR(count_why_name(d.day[7].why), "carried");
	T_INT(d.n_counted, 5);
	compute(&d, "2024-01-01", "100000 working_days", NULL, 0);
	T_INT(d.n, COUNTED_MAX);
	T_INT(d.n_counted, 100000);
	T_CHECK(d.n_unlisted > 100000);
	T_INT(d.reasons.n, 17);
	check_reason(&d, 16, ERR_UNSURE_MORE, "24");
	deadline_done(&d);
}

static void
test_range(void)
{
	struct deadline d = DEADLINE_INIT;
	struct suspension far = { 0, INT64_MAX - 1 };
	struct term t = { 100000, TERM_MONTHS };
	struct err e = ERR_INIT;

	T_CHECK(!deadline_compute(cal, at("2026-01-01"), t, NULL, 0, &d, &e)
	    || d.due != WHEN_NONE);
	T_CHECK(!deadline_compute(cal, at("9000-01-01"), t, NULL, 0, &d, &e));
	T_INT(e.code, ERR_DEADLINE_RANGE);
	t = (struct term){ 1, TERM_WORKING_DAYS };
	T_CHECK(!deadline_compute(cal, at("9999-12-31"), t, NULL, 0, &d, &e));
	T_CHECK(!deadline_compute(cal, at("2026-01-01"), t, &far, 1, &d, &e));
	t.unit = TERM_HOURS;
	T_CHECK(!deadline_compute(cal, at("9999-12-31T23:30"), t, NULL, 0, &d,
	    &e));
	T_CHECK(!deadline_compute(cal, at("0001-02-01"), t, &far, 1, &d, &e)
	    || d.due != WHEN_NONE);
	T_CHECK(!deadline_compute(cal, at("2026-01-01"), t, &far, 1, &d, &e));
	T_CHECK(!deadline_compute(cal, WHEN_NONE, t, NULL, 0, &d, &e));
	T_CHECK(!deadline_compute(cal, INT64_MAX, t, NULL, 0, &d, &e));
	t.n = -1;
	T_CHECK(!deadline_compute(cal, at("2026-01-01"), t, NULL, 0, &d, &e));
	deadline_done(&d);
	err_done(&e);
}

static void
test_extend(void)
{
	struct deadline d = DEADLINE_INIT;
	struct term more = { 2, TERM_WORKING_DAYS };
	char got[32];

	compute(&d, "2026-03-02T08:00", "3 working_days", NULL, 0);
	T_CHECK(deadline_extend(cal, more, NULL, 0, &d, NULL));
	when_format(d.due, VN_OFFSET_MIN, got);
	T_STR(got, "2026-03-09T23:59:59+07:00");
	T_CHECK(d.certain);
	T_INT(d.n_counted, 5);
	compute(&d, "2026-12-30", "3 working_days", NULL, 0);
	T_CHECK(deadline_extend(cal, more, NULL, 0, &d, NULL));
	T_CHECK(!d.certain);
	T_INT(d.reasons.n, 1);
	more = (struct term){ 24, TERM_HOURS };
	compute(&d, "2026-03-02T08:00", "24 hours", NULL, 0);
	T_CHECK(deadline_extend(cal, more, NULL, 0, &d, NULL));
	when_format(d.due, VN_OFFSET_MIN, got);
	T_STR(got, "2026-03-04T08:00:00+07:00");
	deadline_done(&d);
}

static void
test_state(void)
{
	when_t due = at("2026-03-05T12:00");
	struct suspension s[2] = {
		{ due + HOUR, due + 3 * HOUR }, { due + 2 * HOUR, WHEN_NONE } };

	T_INT(clock_state(due, due - 5 * HOUR, 4 * HOUR), CLOCK_OK);
	T_INT(clock_state(due, due - 4 * HOUR, 4 * HOUR), CLOCK_DUE_SOON);
	T_INT(clock_state(due, due, 0), CLOCK_OK);
	T_INT(clock_state(due, due, HOUR), CLOCK_DUE_SOON);
	T_INT(clock_state(due, due, -HOUR), CLOCK_OK);
	T_INT(clock_state(due, due + 1, HOUR), CLOCK_LATE);
	T_INT(clock_state(INT64_MAX, INT64_MIN, HOUR), CLOCK_OK);
	T_STR(clock_state_name(CLOCK_DUE_SOON), "due_soon");
	T_INT(clock_late_by(due, due, s, 2), 0);
	T_INT(clock_late_by(due, due + HOUR / 2, s, 2), HOUR / 2);
	T_INT(clock_late_by(due, due + 9 * HOUR, s, 1), 7 * HOUR);
	T_INT(clock_late_by(due, due + 9 * HOUR, s, 2), HOUR);
	T_INT(clock_late_by(WHEN_NONE, due, s, 2), 0);
}

int
main(void)
{
	cal = load_shipped();
	if (cal == NULL) {
		printf("Bail out! forms/calendar.yaml cannot be loaded\n");
		return 1;
	}
	T_RUN(test_term_text);
	T_RUN(test_working_days);
	T_RUN(test_calendar_days);
	T_RUN(test_months);
	T_RUN(test_hours);
	T_RUN(test_viet_nam_day);
	T_RUN(test_uncertain);
	T_RUN(test_suspended);
	T_RUN(test_open_suspension);
	T_RUN(test_counted);
	T_RUN(test_range);
	T_RUN(test_extend);
	T_RUN(test_state);
	calendar_free(cal);
	return t_done();
}
