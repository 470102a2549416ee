/*
 * Functions: days and times.  A day is the civil day at the offset that was
 * handed in; the machine's time zone is never asked.
 */
#include "core/form/expr_priv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DAY_MS 86400000LL

static bool
fn_today(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	const struct expr_env *env = r->env;

	(void)arg;
	if (strcmp(op->text, "today") == 0)
		expr_set_date(out, when_day(env->now, env->offset_min));
	else
		expr_set_time(out, env->now, env->offset_min);
	return true;
}

bool
bad_date(struct expr_run *r, const struct expr_op *op,
    const struct expr_value *v)
{
	char *s = run_text(r, v);

	run_fail(r, op, ERR_EXPR_DATE, s);
	free(s);
	return false;
}

bool
to_date(struct expr_run *r, const struct expr_op *op, struct expr_value *v)
{
	char *s;
	double x;
	day_t first, last;
	bool ok = true;

	run_unpack(r, v);
	if (v->kind == EXPR_DATE || v->kind == EXPR_TIME)
		return true;
	if (v->kind == EXPR_TEXT) {
		s = xstrdup(v->text);
		if (s[strspn(s, " \t\r\n")] == '\0' ||
		    date_in_part(s, &first, &last))
			expr_set_text(v, "");
		else if (!expr_read_date(s, r->env->offset_min, v))
			ok = bad_date(r, op, v);
		free(s);
		return ok;
	}
	x = expr_to_number(v);
	if (isnan(x)) {
		expr_set_text(v, "");
		return true;
	}
	if (v->kind == EXPR_BOOL || x < DAY_FIRST || x > DAY_LAST)
		return bad_date(r, op, v);
	if (x == floor(x) || strcmp(op->text, "date") == 0)
		expr_set_date(v, (day_t)floor(x));
	else
		expr_set_time(v, (when_t)llround(x * DAY_MS) -
		    r->env->offset_min * 60000LL, r->env->offset_min);
	return true;
}

day_t
day_of(const struct expr_value *v)
{
	return v->kind == EXPR_TIME ? when_day(v->when, v->offset_min) :
	    v->day;
}

static bool
fn_date(struct expr_run *r, const struct expr_op *op, struct expr_value *arg,
    struct expr_value *out)
{
	if (!to_date(r, op, &arg[0]))
		return false;
	if (arg[0].kind == EXPR_TIME && strcmp(op->text, "date") == 0)
		expr_set_date(out, day_of(&arg[0]));
	else
		value_move(out, &arg[0]);
	return true;
}

/*
 * Does a date-time write another offset than ours?  It has no civil day here;
 * the decimal functions count it in UTC.
 */
static bool
is_foreign(const char *s, int offset_min)
{
	struct expr_value written = EXPR_VALUE_INIT, here = EXPR_VALUE_INIT;
	const char *clock = strchr(s, 'T');
	struct str plain = STR_INIT;
	bool foreign;

	if (clock == NULL || strpbrk(clock, "Zz+-") == NULL ||
	    !expr_read_date(s, offset_min, &written))
		return false;
	/* the same clock without its offset is the same time, if it is ours */
	str_addn(&plain, s, (size_t)(strpbrk(clock, "Zz+-") - s));
	foreign = !expr_read_date(str_text(&plain), offset_min, &here) ||
	    here.when != written.when;
	str_done(&plain);
	expr_value_done(&written);
	expr_value_done(&here);
	return foreign;
}

static bool
fn_decimal(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	bool foreign;

	run_unpack(r, &arg[0]);
	foreign = arg[0].kind == EXPR_TEXT && is_foreign(arg[0].text,
	    r->env->offset_min);
	if (!to_date(r, op, &arg[0]))
		return false;
	expr_set_number(out, foreign ? (double)arg[0].when / DAY_MS :
	    expr_to_number(&arg[0]));
	return true;
}

/* The number at the start of `s`, of at most n signs. */
static double
part_number(const char *s, size_t n)
{
	char part[16];
	size_t len = strspn(s, "0123456789.");

	if (len > n)
		len = n;
	memcpy(part, s, len);
	part[len] = '\0';
	return expr_read_number(part);
}

/* Nothing, Z, or +hh:mm and -hh:mm of a real clock. */
static bool
is_offset(const char *s)
{
	double h, m;

	if (*s == '\0' || strcmp(s, "Z") == 0)
		return true;
	if ((*s != '+' && *s != '-') || strlen(s) != 6 || s[3] != ':')
		return false;
	h = part_number(s + 1, 2);
	m = part_number(s + 4, 2);
	return h >= 0 && h < 24 && m >= 0 && m < 60;
}

double
clock_seconds(const char *s)
{
	double h, m, sec = 0;

	if (strlen(s) < 5 || s[2] != ':')
		return NAN;
	h = part_number(s, 2);
	m = part_number(s + 3, 2);
	s += 5;
	if (*s == ':') {
		sec = part_number(s + 1, 15);
		s += 1 + strspn(s + 1, "0123456789.");
	}
	if (!(h >= 0 && h < 24 && m >= 0 && m < 60 && sec >= 0 && sec < 60) ||
	    !is_offset(s))
		return NAN;
	return h * 3600 + m * 60 + sec;
}

/* The time of a day as a fraction of it; of a number what is not whole. */
static bool
fn_decimal_time(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	struct expr_value time = EXPR_VALUE_INIT;
	char *s = run_text(r, &arg[0]), *at = strchr(s, 'T');
	int offset = r->env->offset_min;
	double x = expr_read_number(s);

	(void)op;
	if (!isnan(x)) {
		x -= floor(x);
	} else if (is_foreign(s, offset) && expr_read_date(s, offset, &time)) {
		x = (double)time.when / DAY_MS;
		x -= floor(x);
	} else {
		x = clock_seconds(at != NULL ? at + 1 : s) / 86400;
	}
	free(s);
	expr_value_done(&time);
	expr_set_number(out, x);
	return true;
}

static const char *const months_en[] = {
	"January", "February", "March", "April", "May", "June", "July",
	"August", "September", "October", "November", "December",
};
static const char *const days_vi[] = {
	"Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy",
	"Chủ nhật",
};
static const char *const days_en[] = {
	"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
	"Sunday",
};

struct clock_face {
	struct civil c;
	int weekday, hour, minute, second, ms;
	enum lang lang;
};

static void
format_one(struct str *s, char c, const struct clock_face *f)
{
	bool en = f->lang == LANG_EN;

	switch (c) {
	case 'Y': str_printf(s, "%04d", f->c.year); break;
	case 'y': str_printf(s, "%02d", f->c.year % 100); break;
	case 'm': str_printf(s, "%02d", f->c.month); break;
	case 'n': str_printf(s, "%d", f->c.month); break;
	case 'd': str_printf(s, "%02d", f->c.day); break;
	case 'e': str_printf(s, "%d", f->c.day); break;
	case 'H': str_printf(s, "%02d", f->hour); break;
	case 'h': str_printf(s, "%d", f->hour); break;
	case 'M': str_printf(s, "%02d", f->minute); break;
	case 'S': str_printf(s, "%02d", f->second); break;
	case '3': str_printf(s, "%03d", f->ms); break;
	case 'b':
		if (en)
			str_addn(s, months_en[f->c.month - 1], 3);
		else
			str_printf(s, "thg %d", f->c.month);
		break;
	case 'B':
		if (en)
			str_add(s, months_en[f->c.month - 1]);
		else
			str_printf(s, "tháng %d", f->c.month);
		break;
	case 'a':
		if (en)
			str_addn(s, days_en[f->weekday - 1], 3);
		else if (f->weekday == 7)
			str_add(s, "CN");
		else
			str_printf(s, "T%d", f->weekday + 1);
		break;
	case 'A':
		str_add(s, en ? days_en[f->weekday - 1] :
		    days_vi[f->weekday - 1]);
		break;
	default:
		str_addc(s, c);
	}
}

static bool
fn_format(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	struct clock_face f = { .lang = r->env->lang };
	struct str s = STR_INIT;
	char *pattern;
	long long ms;

	if (!to_date(r, op, &arg[0]))
		return false;
	if (arg[0].kind == EXPR_TEXT) {
		expr_set_text(out, "");
		return true;
	}
	f.c = civil_from_day(day_of(&arg[0]));
	f.weekday = day_weekday(day_of(&arg[0]));
	if (arg[0].kind == EXPR_TIME) {
		ms = arg[0].when + arg[0].offset_min * 60000LL -
		    day_of(&arg[0]) * DAY_MS;
		f.ms = (int)(ms % 1000);
		f.second = (int)(ms / 1000 % 60);
		f.minute = (int)(ms / 60000 % 60);
		f.hour = (int)(ms / 3600000);
	}
	pattern = run_text(r, &arg[1]);
	for (const char *p = pattern; *p != '\0'; p++) {
		if (*p == '%' && p[1] != '\0')
			format_one(&s, *++p, &f);
		else
			str_addc(&s, *p);
	}
	free(pattern);
	expr_set_text(out, str_text(&s));
	str_done(&s);
	return true;
}

const struct expr_fn expr_fn_date[] = {
	{ "date", 1, 1, 0, fn_date },
	{ "date-time", 1, 1, 0, fn_date },
	{ "decimal-date-time", 1, 1, 0, fn_decimal },
	{ "decimal-time", 1, 1, 0, fn_decimal_time },
	{ "format-date", 2, 2, 0, fn_format },
	{ "format-date-time", 2, 2, 0, fn_format },
	{ "now", 0, 0, 0, fn_today },
	{ "today", 0, 0, 0, fn_today },
	{ NULL, 0, 0, 0, NULL },
};
