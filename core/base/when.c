/*
 * Times and days.  All arithmetic is on whole numbers and on the proleptic
 * Gregorian calendar; the machine's time zone and clock are never asked.
 */
#include "core/base/when.h"

#include "core/base/mem.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define MS_PER_MIN 60000LL
#define MS_PER_DAY 86400000LL
#define MAX_OFFSET_MIN (14 * 60)	/* the widest in use is UTC+14 */

/* Days from 0001-01-01 to 1970-01-01. */
#define EPOCH 719162

static const int days_before_month[13] = {
	0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365
};

static bool
is_leap(int64_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days of the years 1 .. year-1. */
static int64_t
days_before_year(int64_t year)
{
	int64_t y = year - 1;

	return 365 * y + y / 4 - y / 100 + y / 400;
}

static int
days_to_month(int64_t year, int month)
{
	return days_before_month[month] + (month >= 2 && is_leap(year));
}

static int
days_in_month(int64_t year, int month)
{
	return days_to_month(year, month) - days_to_month(year, month - 1);
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

bool
civil_valid(struct civil c)
{
	if (c.year < 1 || c.year > 9999 || c.month < 1 || c.month > 12)
		return false;
	return c.day >= 1 && c.day <= days_in_month(c.year, c.month);
}

day_t
day_from_civil(struct civil c)
{
	if (!civil_valid(c))
		BUG("no such day");
	return (day_t)(days_before_year(c.year) +
	    days_to_month(c.year, c.month - 1) + c.day - 1 - EPOCH);
}

/* Days outside the years 1..9999 give the nearest day that is inside. */
struct civil
civil_from_day(day_t day)
{
	int64_t n = (int64_t)day + EPOCH, year;
	struct civil c;

	if (n < 0)
		n = 0;
	if (n >= days_before_year(10000))
		n = days_before_year(10000) - 1;
	/* 146097 days are 400 years; the guess is right or one year early. */
	year = n * 400 / 146097 + 1;
	if (days_before_year(year + 1) <= n)
		year++;
	n -= days_before_year(year);
	c.year = (int)year;
	c.month = 1;
	while (n >= days_to_month(year, c.month))
		c.month++;
	c.day = (int)n - days_to_month(year, c.month - 1) + 1;
	return c;
}

int
day_weekday(day_t day)
{
	int64_t from_thursday = (int64_t)day + 3;

	return (int)(from_thursday - floor_div(from_thursday, 7) * 7) + 1;
}

/* Reads exactly n digits; -1 when there are not so many. */
static int
digits(const char **s, int n)
{
	int value = 0;

	for (int i = 0; i < n; i++) {
		if ((*s)[i] < '0' || (*s)[i] > '9')
			return -1;
		value = value * 10 + ((*s)[i] - '0');
	}
	*s += n;
	return value;
}

static bool
skip(const char **s, char c)
{
	if (**s != c)
		return false;
	(*s)++;
	return true;
}

static bool
read_day(const char **s, day_t *out)
{
	struct civil c;

	c.year = digits(s, 4);
	if (c.year < 0 || !skip(s, '-'))
		return false;
	c.month = digits(s, 2);
	if (c.month < 0 || !skip(s, '-'))
		return false;
	c.day = digits(s, 2);
	if (!civil_valid(c))
		return false;
	*out = day_from_civil(c);
	return true;
}

bool
day_parse(const char *s, day_t *out)
{
	day_t day;

	if (s == NULL || !read_day(&s, &day) || *s != '\0')
		return false;
	*out = day;
	return true;
}

bool
day_span(const char *s, day_t *first, day_t *last)
{
	size_t len = s != NULL ? strlen(s) : 0;
	char full[16];
	struct civil c;
	day_t begin;

	if (len == 10) {
		if (!day_parse(s, first))
			return false;
		*last = *first;
		return true;
	}
	if (len != 4 && len != 7)
		return false;
	snprintf(full, sizeof full, "%s%s", s, len == 4 ? "-01-01" : "-01");
	if (!day_parse(full, &begin))
		return false;
	c = civil_from_day(begin);
	if (len == 4)
		c.month = 12;
	c.day = 28;
	while (c.day < 31 && civil_valid((struct civil){ c.year, c.month,
	    c.day + 1 }))
		c.day++;
	*first = begin;
	*last = day_from_civil(c);
	return true;
}

void
day_format(day_t day, char out[11])
{
	struct civil c = civil_from_day(day);
	char text[48];

	snprintf(text, sizeof text, "%04d-%02d-%02d", c.year, c.month, c.day);
	memcpy(out, text, 10);
	out[10] = '\0';
}

/* ".123456789": one to nine digits, of which three are kept. */
static bool
read_fraction(const char **s, int *ms)
{
	int n = 0, scale = 100;

	*ms = 0;
	while (**s >= '0' && **s <= '9') {
		if (++n > 9)
			return false;
		*ms += (**s - '0') * scale;
		scale /= 10;
		(*s)++;
	}
	return n > 0;
}

/* "02:10", "02:10:05", "02:10:05.123" as milliseconds of the day. */
static bool
read_clock(const char **s, int64_t *out)
{
	int hour, minute, second = 0, ms = 0;

	hour = digits(s, 2);
	if (hour < 0 || hour > 23 || !skip(s, ':'))
		return false;
	minute = digits(s, 2);
	if (minute < 0 || minute > 59)
		return false;
	if (skip(s, ':')) {
		second = digits(s, 2);
		if (second < 0 || second > 59)
			return false;
		if (skip(s, '.') && !read_fraction(s, &ms))
			return false;
	}
	*out = ((hour * 60 + minute) * 60LL + second) * 1000 + ms;
	return true;
}

/* "Z", "+07:00", or nothing, which leaves *out alone. */
static bool
read_offset(const char **s, int *out)
{
	int sign = **s == '-' ? -1 : 1, hours, minutes;

	if (**s == '\0')
		return true;
	if (skip(s, 'Z')) {
		*out = 0;
		return true;
	}
	if (!skip(s, '+') && !skip(s, '-'))
		return false;
	hours = digits(s, 2);
	if (hours < 0 || !skip(s, ':'))
		return false;
	minutes = digits(s, 2);
	if (minutes < 0 || minutes > 59 ||
	    hours * 60 + minutes > MAX_OFFSET_MIN)
		return false;
	*out = sign * (hours * 60 + minutes);
	return true;
}

bool
when_parse(const char *s, int offset_min, when_t *out)
{
	int64_t clock = 0;
	day_t day;

	if (s == NULL || !read_day(&s, &day))
		return false;
	if (*s != '\0') {
		if (!skip(&s, 'T') || !read_clock(&s, &clock) ||
		    !read_offset(&s, &offset_min) || *s != '\0')
			return false;
	}
	*out = day * MS_PER_DAY + clock - offset_min * MS_PER_MIN;
	return true;
}

/* Local milliseconds; times at the ends of int64_t must not overflow. */
static int64_t
local_ms(when_t t, int offset_min)
{
	const int64_t far = INT64_MAX / 2;

	if (t > far)
		t = far;
	if (t < -far)
		t = -far;
	return t + offset_min * MS_PER_MIN;
}

day_t
when_day(when_t t, int offset_min)
{
	int64_t day = floor_div(local_ms(t, offset_min), MS_PER_DAY);

	if (day > INT32_MAX)
		return INT32_MAX;
	return day < INT32_MIN ? INT32_MIN : (day_t)day;
}

void
when_format(when_t t, int offset_min, char out[32])
{
	int64_t ms = local_ms(t, offset_min);
	int64_t clock = ms - floor_div(ms, MS_PER_DAY) * MS_PER_DAY;
	int second = (int)(clock / 1000);
	int off = offset_min < 0 ? -offset_min : offset_min;
	char day[11], text[96];

	out[0] = '\0';
	if (t == WHEN_NONE)
		return;
	day_format(when_day(t, offset_min), day);
	snprintf(text, sizeof text, "%sT%02d:%02d:%02d%c%02d:%02d", day,
	    second / 3600, second / 60 % 60, second % 60,
	    offset_min < 0 ? '-' : '+', off / 60 % 100, off % 60);
	memcpy(out, text, strlen(text) + 1);
}

when_t
when_from_day(day_t day, int offset_min, int minute_of_day)
{
	return day * MS_PER_DAY + (minute_of_day - offset_min) * MS_PER_MIN;
}
