/* Times and days: every day of two centuries, offsets, and bad input. */
#include "core/base/when.h"

#include "core/base/mem.h"
#include "tests/t.h"

static day_t
day(const char *s)
{
	day_t d = -99999999;

	T_CHECK(day_parse(s, &d));
	return d;
}

static when_t
when(const char *s, int offset)
{
	when_t t = WHEN_NONE;

	if (!when_parse(s, offset, &t))
		printf("# %s is not read\n", s);
	T_CHECK(t != WHEN_NONE);
	return t;
}

static const char *
shown(when_t t, int offset)
{
	static char text[32];

	when_format(t, offset, text);
	return text;
}

/* Counts on its own, day by day, with the rule of leap years spelt out. */
static void
test_every_day(void)
{
	static const int length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
	    30, 31 };
	int wrong = 0, count = 0, weekday = 1;	/* 1900-01-01: a Monday */
	day_t d = day("1900-01-01");

	for (int y = 1900; y <= 2100; y++) {
		bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;

		for (int m = 1; m <= 12; m++) {
			int n = length[m - 1] + (m == 2 && leap);

			for (int k = 1; k <= n; k++, d++, count++) {
				struct civil c = civil_from_day(d);
				char text[11], want[40];
				day_t back = 0;

				snprintf(want, sizeof want, "%04d-%02d-%02d",
				    y, m, k);
				day_format(d, text);
				if (c.year != y || c.month != m || c.day != k ||
				    day_from_civil(c) != d ||
				    strcmp(text, want) != 0 ||
				    !day_parse(text, &back) || back != d ||
				    day_weekday(d) != weekday)
					wrong++;
				weekday = weekday % 7 + 1;
			}
			T_CHECK(!civil_valid((struct civil){ y, m, n + 1 }));
		}
	}
	T_INT(wrong, 0);
	T_INT(count, 73414);
}

static void
test_ends(void)
{
	int wrong = 0;
	char text[11];

	T_INT(day("1970-01-01"), 0);
	T_INT(day("2000-03-01"), 11017);
	T_INT(day("0001-01-01"), -719162);
	T_INT(day("9999-12-31"), 2932896);
	for (day_t d = -719162; d <= 2932896; d++)
		if (day_from_civil(civil_from_day(d)) != d)
			wrong++;
	T_INT(wrong, 0);
	day_format(INT32_MIN, text);
	T_STR(text, "0001-01-01");
	day_format(INT32_MAX, text);
	T_STR(text, "9999-12-31");
	T_INT(day_weekday(-719162), 1);
	T_INT(day_weekday(day("2026-03-02")), 1);
}

static void
test_bad_days(void)
{
	static const char *const bad[] = {
		"", "2026", "2026-3-2", "2026-03-2", "2026-03-02 ",
		" 2026-03-02", "2026-02-29", "2026-04-31", "2026-00-10",
		"2026-13-01", "2026-01-00", "2026-01-32", "0000-01-01",
		"1900-02-29", "+026-03-02", "2026/03/02", "02-03-2026",
		"2026-03-02T", "20260302", "2026-03-0x", "٢٠٢٦-03-02",
		"10000-01-01", "-001-01-01",
	};
	day_t d = 5;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		if (day_parse(bad[i], &d))
			printf("# \"%s\" is read\n", bad[i]);
		T_INT(d, 5);
	}
	T_CHECK(!day_parse(NULL, &d));
	T_CHECK(day_parse("2024-02-29", &d) && day_parse("2000-02-29", &d));
}

static void
test_times(void)
{
	T_INT(when("1970-01-01T00:00Z", 420), 0);
	T_INT(when("1970-01-01T07:00+07:00", 0), 0);
	T_INT(when("1970-01-01", VN_OFFSET_MIN), -25200000);
	T_INT(when("1970-01-01T07:00", VN_OFFSET_MIN), 0);
	T_INT(when("2026-03-02T02:10:05.123+07:00", 0), 1772392205123LL);
	T_INT(when("1970-01-01T00:00:00.5Z", 0), 500);
	T_INT(when("1970-01-01T00:00:00.123456789Z", 0), 123);
	T_INT(when("1969-12-31T23:59:59.999Z", 0), -1);
	T_INT(when("1970-01-01T00:00-05:30", 0), 19800000);
	T_STR(shown(0, VN_OFFSET_MIN), "1970-01-01T07:00:00+07:00");
	T_STR(shown(-1, 0), "1969-12-31T23:59:59+00:00");
	T_STR(shown(0, -330), "1969-12-31T18:30:00-05:30");
	T_STR(shown(WHEN_NONE, 0), "");
	T_INT(strlen(shown(INT64_MAX, 0)), 25);
	T_INT(strlen(shown(INT64_MIN + 1, 0)), 25);
}

static void
test_round_trips(void)
{
	static const int offset[] = { 0, 420, -300, 330, 840, -720 };
	uint64_t seed = 20260302;
	int wrong = 0;

	printf("# seed %llu\n", (unsigned long long)seed);
	for (int i = 0; i < 20000; i++) {
		int off = offset[i % (int)ARRAY_LEN(offset)];
		when_t t, back = 0;

		seed = seed * 6364136223846793005u + 1442695040888963407u;
		/* Whole seconds of the years 1900 to 2100. */
		t = ((int64_t)(seed >> 20) % 6311433600LL - 2208988800LL) *
		    1000;
		if (!when_parse(shown(t, off), 77, &back) || back != t)
			wrong++;
	}
	T_INT(wrong, 0);
}

static void
test_days_of_times(void)
{
	day_t d = day("2026-03-02");
	when_t midnight = when("2026-03-02T00:00+07:00", 0);

	T_INT(when_day(midnight, VN_OFFSET_MIN), d);
	T_INT(when_day(midnight - 1, VN_OFFSET_MIN), d - 1);
	T_INT(when_day(midnight, 0), d - 1);
	T_INT(when_from_day(d, VN_OFFSET_MIN, 0), midnight);
	T_INT(when_from_day(d, VN_OFFSET_MIN, 130),
	    when("2026-03-02T02:10", VN_OFFSET_MIN));
	T_INT(when_day(-1, 0), -1);
	T_INT(when_day(INT64_MAX, 0), INT32_MAX);
	T_INT(when_day(WHEN_NONE, 0), INT32_MIN);
}

static void
test_bad_times(void)
{
	static const char *const bad[] = {
		"", "2026-03-02T", "2026-03-02T2:10", "2026-03-02T24:00",
		"2026-03-02T23:60", "2026-03-02T23:59:60", "2026-03-02T02",
		"2026-03-02T02:10:", "2026-03-02T02:10:05.",
		"2026-03-02T02:10:05.1234567890", "2026-03-02T02:10+7:00",
		"2026-03-02T02:10+0700", "2026-03-02T02:10+07:60",
		"2026-03-02T02:10+14:01", "2026-03-02T02:10+99:00",
		"2026-03-02T02:10Zx", "2026-03-02T02:10+07:00 ",
		"2026-03-02 02:10", "2026-03-02t02:10z", "2026-03-02Z",
		"2026-03-02+07:00", "2026-02-30T02:10", "2026-03-02T-1:10",
		"2026-03-02T02:10.5",
	};
	when_t t = 5;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		if (when_parse(bad[i], 420, &t))
			printf("# \"%s\" is read\n", bad[i]);
		T_INT(t, 5);
	}
	T_CHECK(!when_parse(NULL, 420, &t));
}

int
main(void)
{
	T_RUN(test_every_day);
	T_RUN(test_ends);
	T_RUN(test_bad_days);
	T_RUN(test_times);
	T_RUN(test_round_trips);
	T_RUN(test_days_of_times);
	T_RUN(test_bad_times);
	return t_done();
}
