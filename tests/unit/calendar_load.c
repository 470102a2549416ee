/*
 * The loader: what it refuses and where, and that no broken file harms it.
 */
#include "core/calendar/calendar.h"

#include "tests/t.h"

#include <stdlib.h>

#define HEAD "calendar: vn\nweekly_rest: [saturday, sunday]\n" \
	"fixed: [{date: \"09-02\", name: {vi: Quốc khánh, en: N}}]\nyears:\n"
#define YEAR HEAD " - {year: 2026, status: reported, sources: [a], days: ["
#define NAME ", name: {vi: a, en: b}}"
#define END "]}\n"

static struct calendar *
load(const char *text, struct findings *f)
{
	return calendar_load("c.yaml", text, strlen(text), f);
}

/* One finding of this code, on this line. */
static void
refused(const char *text, enum err_code code, int line)
{
	struct findings f = FINDINGS_INIT;
	struct calendar *cal = load(text, &f);

	T_CHECK(cal == NULL);
	T_CHECK(f.n >= 1);
	if (f.n >= 1) {
		T_STR(err_code_name(f.item[0].code), err_code_name(code));
		T_INT(f.item[0].line, line);
		T_STR(f.item[0].file, "c.yaml");
	}
	calendar_free(cal);
	findings_done(&f);
}

static void
test_refused_head(void)
{
	refused("calendar: vn\nweekly_rest: [sat]\nfixed: []\nyears: []\n",
	    ERR_CAL_WEEKDAY, 2);
	refused("calendar: vn\nweekly_rest: [sunday, sunday]\nfixed: []\n"
	    "years: []\n", ERR_CAL_TWICE, 2);
	refused("calendar: vn\nweekly_rest: [monday, tuesday, wednesday,"
	    " thursday, friday, saturday, sunday]\nfixed: []\nyears: []\n",
	    ERR_CAL_NO_WORK, 2);
	refused("calendar: vn\nweekly_rest: [sunday]\n"
	    "fixed: [{date: \"02-29\"" NAME "]\nyears: []\n",
	    ERR_CAL_FIXED_DATE, 3);
	refused("calendar: vn\nweekly_rest: [sunday]\n"
	    "fixed: [{date: \"2-9\"" NAME "]\nyears: []\n",
	    ERR_CAL_FIXED_DATE, 3);
	refused("calendar: vn\nweekly_rest: [sunday]\n"
	    "fixed:\n - {date: \"09-02\"" NAME "\n - {date: \"09-02\"" NAME
	    "\nyears: []\n", ERR_CAL_TWICE, 5);
}

static void
test_refused_years(void)
{
	refused(HEAD " - {year: 0, status: reported, sources: [a]}\n",
	    ERR_CAL_YEAR, 5);
	refused(HEAD " - {year: 2026, status: sure, sources: [a]}\n",
	    ERR_CAL_STATUS, 5);
	refused(HEAD " - {year: 2026, status: reported}\n",
	    ERR_CAL_SOURCE, 5);
	refused(HEAD " - {year: 2026, status: published, sources: []}\n",
	    ERR_CAL_SOURCE, 5);
	refused(HEAD " - {year: 2026, status: reported, sources: [{}]}\n",
	    ERR_CAL_SOURCE, 5);
	refused(HEAD " - {year: 2026, status: from_memory}\n",
	    ERR_CAL_NOTE, 5);
	refused(HEAD " - {year: 2026, status: reported, sources: [a]}\n"
	    " - {year: 2026, status: reported, sources: [a]}\n",
	    ERR_CAL_TWICE, 6);
}

static void
test_refused_days(void)
{
	refused(YEAR "{date: 2027-01-04, kind: holiday" NAME END,
	    ERR_CAL_OTHER_YEAR, 5);
	refused(YEAR "{date: 2026-12-31, to: 2027-01-01, kind: holiday" NAME
	    END, ERR_CAL_OTHER_YEAR, 5);
	refused(YEAR "{date: 2026-02-20, to: 2026-02-16, kind: holiday" NAME
	    END, ERR_CAL_SPAN, 5);
	refused(YEAR "{date: 2026-02-01, to: 2026-03-04, kind: holiday" NAME
	    END, ERR_CAL_SPAN, 5);
	refused(YEAR "{date: 2026-02-16, kind: feast" NAME END,
	    ERR_CAL_KIND, 5);
	refused(YEAR "{date: 2026-02-16, kind: holiday" NAME
	    ",\n {date: 2026-02-16, kind: holiday" NAME END,
	    ERR_CAL_TWICE, 6);
	refused(YEAR "{date: 2026-08-31, kind: swap" NAME END,
	    ERR_CAL_WITH, 5);
	refused(YEAR "{date: 2026-08-31, kind: holiday, with: 2026-08-22" NAME
	    END, ERR_CAL_WITH, 5);
	/* A Saturday cannot be taken off, nor a Friday worked instead. */
	refused(YEAR "{date: 2026-08-29, kind: swap, with: 2026-08-22" NAME
	    END, ERR_CAL_NOT_WORKED, 5);
	refused(YEAR "{date: 2026-08-31, kind: swap, with: 2026-08-21" NAME
	    END, ERR_CAL_NOT_REST, 5);
	refused(YEAR "{date: 2026-09-02, kind: compensatory_rest" NAME END,
	    ERR_CAL_NOT_WORKED, 5);
	refused(YEAR "{date: 2026-09-02, kind: compensatory_work" NAME END,
	    ERR_CAL_NOT_REST, 5);
	refused(YEAR "{date: 2026-09-05, kind: unclear" NAME END,
	    ERR_CAL_NOT_WORKED, 5);
}

/* What the table of fields refuses, as for every file in forms/. */
static void
test_refused_shape(void)
{
	static const char *const BAD[] = {
		"", "calendar", "[]", "calendar: vn\n", HEAD " - 3\n",
		HEAD " - {year: 2026, status: reported, colour: red}\n",
		YEAR "{date: 2026-02-30, kind: holiday" NAME END,
		YEAR "{date: 2026-02-16, kind: holiday, name: x}" END,
		YEAR "3" END,
		"calendar: vn\nweekly_rest: {}\nfixed: 1\nyears: {}\n",
	};
	struct findings f = FINDINGS_INIT;
	size_t i;

	for (i = 0; i < ARRAY_LEN(BAD); i++) {
		size_t before = f.n;

		T_CHECK(load(BAD[i], &f) == NULL);
		T_CHECK(f.n > before);
	}
	findings_done(&f);
}

static void
test_questions(void)
{
	static const char TEXT[] = YEAR
	    "{date: 2026-08-31, kind: swap, with: 2026-08-22" NAME ", "
	    "{date: 2026-04-26, kind: holiday, name: {vi: Giỗ Tổ, en: H}}, "
	    "{date: 2026-11-24, kind: unclear" NAME END
	    " - {year: 2025, status: unpublished, note: {vi: a, en: b}}\n";
	struct findings f = FINDINGS_INIT;
	struct calendar *cal = load(TEXT, &f);
	const struct text *name;
	day_t day;

	T_CHECK(cal != NULL);
	T_INT(f.n, 0);
	if (cal == NULL)
		return;
	T_CHECK(day_parse("2026-08-22", &day));
	T_INT(calendar_day(cal, day, NULL), DAY_COMPENSATORY_WORK);
	T_INT(calendar_day(cal, day + 1, &name), DAY_WEEKLY_REST);
	T_CHECK(name == NULL);
	T_INT(calendar_day(cal, day + 9, NULL), DAY_COMPENSATORY_REST);
	T_CHECK(day_parse("2031-09-02", &day));
	T_INT(calendar_day(cal, day, &name), DAY_HOLIDAY);
	T_STR(text_in(name, LANG_VI), "Quốc khánh");
	T_CHECK(day_parse("2026-11-24", &day));
	T_CHECK(!day_kind_is_rest(calendar_day(cal, day, NULL)));
	T_STR(day_kind_name(calendar_day(cal, day, NULL)), "unclear");
	T_INT(calendar_year_status(cal, 2026), YEAR_REPORTED);
	T_INT(calendar_year_status(cal, 2025), YEAR_UNPUBLISHED);
	T_INT(calendar_year_status(cal, 1999), YEAR_UNPUBLISHED);
	T_CHECK(calendar_year(cal, 1999) == NULL);
	T_STR(calendar_year(cal, 2026)->source[0], "a");
	T_STR(calendar_year(cal, 2025)->note.vi, "a");
	T_CHECK(!year_status_is_certain(YEAR_FROM_MEMORY));
	T_CHECK(year_status_is_certain(YEAR_PUBLISHED));
	calendar_free(cal);
	calendar_free(NULL);
	findings_done(&f);
}

/* Every prefix, and each byte changed: an answer or findings, no more. */
static void
test_broken(void)
{
	static const char TEXT[] = YEAR
	    "{date: 2026-08-31, kind: swap, with: 2026-08-22" NAME ", "
	    "{date: 2026-02-16, to: 2026-02-20, kind: holiday" NAME END;
	char text[sizeof(TEXT)];
	size_t i, len = sizeof(TEXT) - 1;

	for (i = 0; i < 2 * len; i++) {
		struct findings f = FINDINGS_INIT;
		struct calendar *cal;

		memcpy(text, TEXT, sizeof(TEXT));
		if (i >= len)
			text[i - len] = (char)(text[i - len] ^ (i % 7 + 1));
		cal = calendar_load("c", text, i < len ? i : len, &f);
		T_CHECK((cal == NULL) == (f.n > 0));
		calendar_free(cal);
		findings_done(&f);
	}
}

static void
test_too_many(void)
{
	struct findings f = FINDINGS_INIT;
	struct str text = STR_INIT;
	int year, month;

	str_add(&text, HEAD);
	for (year = 2999; year >= 2950; year--) {
		str_printf(&text, " - {year: %d, status: reported, "
		    "sources: [a], days: [", year);
		for (month = 12; month >= 1; month--)
			str_printf(&text, "{date: %d-%02d-01, to: %d-%02d-28,"
			    " kind: holiday" NAME ", ", year, month, year,
			    month);
		str_add(&text, "]}\n");
	}
	T_CHECK(load(str_text(&text), &f) == NULL);
	T_CHECK(f.n > 0 && f.item[0].code == ERR_CAL_MANY);
	str_done(&text);
	findings_done(&f);
}

int
main(void)
{
	T_RUN(test_refused_head);
	T_RUN(test_refused_years);
	T_RUN(test_refused_days);
	T_RUN(test_refused_shape);
	T_RUN(test_questions);
	T_RUN(test_broken);
	T_RUN(test_too_many);
	return t_done();
}
