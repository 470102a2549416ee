/*
 * Values and their conversions.  Numbers are read and written without the C
 * library's decimal point, which follows the locale: a comma in vi_VN.
 */
#include "core/form/expr_priv.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY_MS 86400000LL
#define NEAR 1e-12

void
expr_value_done(struct expr_value *v)
{
	free(v->text);
	free(v->node);
	*v = (struct expr_value)EXPR_VALUE_INIT;
}

static void
value_reset(struct expr_value *v, enum expr_kind kind)
{
	expr_value_done(v);
	v->kind = kind;
}

void
expr_set_textn(struct expr_value *v, const char *text, size_t n)
{
	char *copy = xstrndup(text, n);

	value_reset(v, EXPR_TEXT);
	v->text = copy;
}

void
expr_set_text(struct expr_value *v, const char *text)
{
	expr_set_textn(v, text, strlen(text));
}

void
expr_set_number(struct expr_value *v, double number)
{
	value_reset(v, EXPR_NUMBER);
	v->number = number;
}

void
expr_set_bool(struct expr_value *v, bool truth)
{
	value_reset(v, EXPR_BOOL);
	v->truth = truth;
}

void
expr_set_date(struct expr_value *v, day_t day)
{
	value_reset(v, EXPR_DATE);
	v->day = day;
}

void
expr_set_time(struct expr_value *v, when_t when, int offset_min)
{
	value_reset(v, EXPR_TIME);
	v->when = when;
	v->offset_min = offset_min;
}

void
value_move(struct expr_value *dst, struct expr_value *src)
{
	expr_value_done(dst);
	*dst = *src;
	*src = (struct expr_value)EXPR_VALUE_INIT;
}

void
value_copy(struct expr_value *dst, const struct expr_value *src)
{
	struct expr_value made = *src;

	made.text = xstrdup(src->text);
	made.node = NULL;
	made.n = made.cap = 0;
	expr_value_done(dst);
	*dst = made;
}

/* [-]digits[.digits], also ".5" and "5."; blanks around are let through. */
double
expr_read_number(const char *s)
{
	char buf[400];
	size_t n = 0, after = 0;
	bool point = false, digits = false;

	while (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\r')
		s++;
	if (*s == '-')
		buf[n++] = *s++;
	for (; (*s >= '0' && *s <= '9') || (*s == '.' && !point); s++) {
		if (*s == '.') {
			point = true;
			continue;
		}
		if (n > sizeof(buf) - 32)
			return NAN;
		buf[n++] = *s;
		digits = true;
		after += point;
	}
	while (*s == ' ' || *s == '\t' || *s == '\n' || *s == '\r')
		s++;
	if (*s != '\0' || !digits)
		return NAN;
	/* whole digits with an exponent: no decimal point to disagree on */
	snprintf(buf + n, sizeof(buf) - n, "e-%zu", after);
	return strtod(buf, NULL);
}

static void
write_digits(struct str *out, const char *digit, int n, int exp10)
{
	if (exp10 < 0) {
		str_add(out, "0.");
		for (int i = -1; i > exp10; i--)
			str_addc(out, '0');
		str_addn(out, digit, (size_t)n);
		return;
	}
	for (int i = 0; i < n || i <= exp10; i++) {
		if (i == exp10 + 1)
			str_addc(out, '.');
		str_addc(out, i < n ? digit[i] : '0');
	}
}

void
expr_write_number(struct str *out, double number)
{
	char buf[40], digit[24];
	int prec, n = 0, exp10;
	const char *s;

	if (isnan(number)) {
		str_add(out, "NaN");
		return;
	}
	if (signbit(number) && number != 0)
		str_addc(out, '-');
	number = fabs(number);
	if (isinf(number)) {
		str_add(out, "Infinity");
		return;
	}
	if (number == floor(number) && number < 1e15) {
		str_printf(out, "%.0f", number);
		return;
	}
	/* what 15 digits hold, they hold with zeros at the end: the shortest */
	for (prec = 14; prec < 17; prec++) {
		snprintf(buf, sizeof(buf), "%.*e", prec, number);
		if (strtod(buf, NULL) == number)
			break;
	}
	for (s = buf; *s != '\0' && *s != 'e'; s++)
		if (*s >= '0' && *s <= '9' && n < 23)
			digit[n++] = *s;
	while (n > 1 && digit[n - 1] == '0')
		n--;
	exp10 = *s == 'e' ? (int)strtol(s + 1, NULL, 10) : 0;
	write_digits(out, digit, n, exp10);
}

static bool
all_digits(const char *s, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (s[i] < '0' || s[i] > '9')
			return false;
	return true;
}

/* Digits of a month or a day, one or two, written as two. */
static size_t
two_digits(const char *s, char *out)
{
	size_t n = strspn(s, "0123456789");

	if (n < 1 || n > 2)
		return 0;
	out[0] = n == 2 ? s[0] : '0';
	out[1] = s[n - 1];
	return n;
}

/* "1999-5-7..." as "1999-05-07..."; the length, or 0 when it is no such. */
static size_t
whole_date(const char *s, char iso[80])
{
	size_t n, len;

	if (strnlen(s, 64) >= 64 || strnlen(s, 8) < 8 ||
	    !all_digits(s, 0, 4) || s[4] != '-')
		return 0;
	memcpy(iso, s, 5);
	n = two_digits(s + 5, iso + 5);
	if (n == 0 || s[5 + n] != '-')
		return 0;
	s += 6 + n;
	iso[7] = '-';
	n = two_digits(s, iso + 8);
	if (n == 0)
		return 0;
	len = strlen(s + n);
	memcpy(iso + 10, s + n, len + 1);
	return 10 + len;
}

bool
expr_read_date(const char *s, int offset_min, struct expr_value *out)
{
	char iso[80];
	size_t n;
	day_t day;
	when_t when;

	while (*s == ' ')
		s++;
	n = whole_date(s, iso);
	if (n == 0)
		return false;
	if (n == 10) {
		if (!day_parse(iso, &day))
			return false;
		expr_set_date(out, day);
		return true;
	}
	if (iso[10] != 'T' || !when_parse(iso, offset_min, &when))
		return false;
	expr_set_time(out, when, offset_min);
	return true;
}

/* Date-times show milliseconds and their offset, as XForms has them. */
static void
write_time(struct str *out, when_t when, int offset_min)
{
	char iso[32];
	int ms = (int)(((when % 1000) + 1000) % 1000);

	when_format(when, offset_min, iso);
	str_addn(out, iso, 19);
	str_printf(out, ".%03d", ms);
	str_add(out, iso + 19);
}

void
expr_to_string(const struct expr_value *v, struct str *out)
{
	char iso[11];

	switch (v->kind) {
	case EXPR_TEXT:
		str_add(out, v->text);
		break;
	case EXPR_NUMBER:
		expr_write_number(out, v->number);
		break;
	case EXPR_BOOL:
		str_add(out, v->truth ? "true" : "false");
		break;
	case EXPR_DATE:
		day_format(v->day, iso);
		str_add(out, iso);
		break;
	case EXPR_TIME:
		write_time(out, v->when, v->offset_min);
		break;
	case EXPR_NODES:
		break;
	}
}

/* A comma is a point; a whole date is its day, a time of a day a part of it. */
static double
text_number(const char *s)
{
	struct expr_value date = EXPR_VALUE_INIT;
	double number = expr_read_number(s);
	char *copy;

	if (!isnan(number))
		return number;
	if (strchr(s, ',') != NULL) {
		copy = xstrdup(s);
		for (char *p = copy; *p != '\0'; p++)
			*p = *p == ',' ? '.' : *p;
		number = expr_read_number(copy);
		free(copy);
	} else if (expr_read_date(s, VN_OFFSET_MIN, &date)) {
		number = expr_to_number(&date);
		expr_value_done(&date);
	}
	return number;
}

double
expr_to_number(const struct expr_value *v)
{
	switch (v->kind) {
	case EXPR_TEXT:
		return text_number(v->text);
	case EXPR_NUMBER:
		return v->number;
	case EXPR_BOOL:
		return v->truth ? 1 : 0;
	case EXPR_DATE:
		return v->day;
	case EXPR_TIME:
		return (double)(v->when + v->offset_min * 60000LL) / DAY_MS;
	case EXPR_NODES:
		break;
	}
	return NAN;
}

bool
expr_to_boolean(const struct expr_value *v)
{
	switch (v->kind) {
	case EXPR_TEXT:
		return v->text[0] != '\0';
	case EXPR_NUMBER:
		return v->number != 0 && !isnan(v->number);
	case EXPR_BOOL:
		return v->truth;
	case EXPR_DATE:
	case EXPR_TIME:
		return true;
	case EXPR_NODES:
		break;
	}
	return false;
}

static bool
is_dated(const struct expr_value *v)
{
	return v->kind == EXPR_DATE || v->kind == EXPR_TIME;
}

/* The number to compare; text beside a date counts as the date it writes. */
static double
compare_number(const struct expr_value *v, const struct expr_value *other,
    int offset_min)
{
	struct expr_value date = EXPR_VALUE_INIT;
	double number = NAN;

	if (v->kind != EXPR_TEXT || !is_dated(other))
		return expr_to_number(v);
	if (expr_read_date(v->text, offset_min, &date)) {
		number = expr_to_number(&date);
		expr_value_done(&date);
	}
	return number;
}

static bool
value_equal(const struct expr_value *a, const struct expr_value *b,
    int offset_min)
{
	if (a->kind == EXPR_BOOL || b->kind == EXPR_BOOL)
		return expr_to_boolean(a) == expr_to_boolean(b);
	if (a->kind == EXPR_TEXT && b->kind == EXPR_TEXT)
		return strcmp(a->text, b->text) == 0;
	if (a->kind == EXPR_NUMBER || b->kind == EXPR_NUMBER ||
	    is_dated(a) || is_dated(b)) {
		double x = compare_number(a, b, offset_min);
		double y = compare_number(b, a, offset_min);

		return x == y || fabs(x - y) < NEAR;
	}
	return false;
}

/* "1999", "1999-05": the first and last day it can mean. */
bool
date_in_part(const char *s, day_t *first, day_t *last)
{
	size_t n = strnlen(s, 11);
	struct civil c = { 0, 1, 1 };

	if ((n != 4 && n != 7) || !all_digits(s, 0, 4) ||
	    (n == 7 && (s[4] != '-' || !all_digits(s, 5, 7))))
		return false;
	c.year = (int)strtol(s, NULL, 10);
	if (n == 7)
		c.month = (int)strtol(s + 5, NULL, 10);
	if (!civil_valid(c))
		return false;
	*first = day_from_civil(c);
	c.month = n == 7 ? c.month : 12;
	c.day = 31;
	while (!civil_valid(c))
		c.day--;
	*last = day_from_civil(c);
	return true;
}

/* The days that a date, a date as text, or one known in part can mean. */
static bool
date_range(const struct expr_value *v, int offset_min, double *lo, double *hi)
{
	struct expr_value date = EXPR_VALUE_INIT;
	day_t first, last;

	if (is_dated(v)) {
		*lo = *hi = expr_to_number(v);
	} else if (v->kind != EXPR_TEXT) {
		return false;
	} else if (date_in_part(v->text, &first, &last)) {
		*lo = first;
		*hi = last;
	} else if (expr_read_date(v->text, offset_min, &date)) {
		*lo = *hi = expr_to_number(&date);
		expr_value_done(&date);
	} else {
		return false;
	}
	return true;
}

/* A bare year means a date only beside something that surely is one. */
static bool
has_month(const struct expr_value *v)
{
	return is_dated(v) || (v->kind == EXPR_TEXT &&
	    strchr(v->text, '-') != NULL);
}

bool
value_compare(const struct expr_value *a, enum expr_tok op,
    const struct expr_value *b, int offset_min)
{
	double x, y, x2, y2, ax, ax2, by, by2;

	if (op == TOK_EQ || op == TOK_NE)
		return value_equal(a, b, offset_min) == (op == TOK_EQ);
	x = x2 = compare_number(a, b, offset_min);
	y = y2 = compare_number(b, a, offset_min);
	if ((has_month(a) || has_month(b)) &&
	    date_range(a, offset_min, &ax, &ax2) &&
	    date_range(b, offset_min, &by, &by2)) {
		x = ax;
		x2 = ax2;
		y = by;
		y2 = by2;
	}
	if (a->kind == EXPR_TEXT && b->kind == EXPR_TEXT && isnan(x) &&
	    isnan(y)) {
		x = x2 = clock_seconds(a->text);
		y = y2 = clock_seconds(b->text);
	}
	switch (op) {
	case TOK_LT:
		return x < y2;
	case TOK_LE:
		return x <= y2;
	case TOK_GT:
		return x2 > y;
	case TOK_GE:
		return x2 >= y;
	default:
		return false;
	}
}
