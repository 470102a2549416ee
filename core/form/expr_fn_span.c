/*
 * Functions: from one day to another.  Besides our own those of the Community
 * Health Toolkit, which many public forms use, with and without its prefix.
 */
#include "core/form/expr_priv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MINUTE_MS 60000LL
#define DAY_MS 86400000LL
#define MAX_SHIFT 4e6			/* days, months or years: all of time */

/* The first and last day that a date, whole or in part, can mean. */
static bool
day_range(struct expr_run *r, const struct expr_op *op,
    struct expr_value *v, day_t *first, day_t *last)
{
	run_unpack(r, v);
	if (v->kind == EXPR_TEXT && date_in_part(v->text, first, last))
		return true;
	if (!to_date(r, op, v))
		return false;
	*first = 1;
	*last = 0;	/* nothing known */
	if (v->kind != EXPR_TEXT)
		*first = *last = day_of(v);
	return true;
}

/*
 * Whole months from one day to another.  Who was born on 29 February is a year
 * older on 1 March: no law at hand says when, and the later day keeps a child
 * a child for longer.
 */
static int
months_between(day_t from, day_t to)
{
	struct civil a = civil_from_day(from), b = civil_from_day(to);

	return (b.year - a.year) * 12 + b.month - a.month - (b.day < a.day);
}

/*
 * tn:age-at(birth, date): whole years, empty where a date known only in part
 * leaves it open.  tn:age-at-least and tn:age-at-most give the bounds, so that
 * a form can ask "may be under 18" without making up a birthday.
 */
static bool
fn_age(struct expr_run *r, const struct expr_op *op, struct expr_value *arg,
    struct expr_value *out)
{
	day_t b1, b2, d1, d2;
	int least, most;

	expr_set_text(out, "");
	if (!day_range(r, op, &arg[0], &b1, &b2) ||
	    !day_range(r, op, &arg[1], &d1, &d2))
		return false;
	if (b1 > b2 || d1 > d2 || b1 > d2)
		return true;
	least = d1 >= b2 ? months_between(b2, d1) / 12 : 0;
	most = months_between(b1, d2) / 12;
	if (strcmp(op->text, "tn:age-at-least") == 0)
		expr_set_number(out, least);
	else if (strcmp(op->text, "tn:age-at-most") == 0)
		expr_set_number(out, most);
	else if (least == most)
		expr_set_number(out, least);
	return true;
}

/* tn:days-between(a, b), tn:months-between(a, b): empty when not known. */
static bool
fn_between(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	day_t a, b;
	bool back;

	expr_set_text(out, "");
	if (!to_date(r, op, &arg[0]) || !to_date(r, op, &arg[1]))
		return false;
	if (arg[0].kind == EXPR_TEXT || arg[1].kind == EXPR_TEXT)
		return true;
	a = day_of(&arg[0]);
	b = day_of(&arg[1]);
	back = b < a;
	if (op->text[3] == 'd')
		expr_set_number(out, b - a);
	else
		expr_set_number(out, back ? -months_between(b, a) :
		    months_between(a, b));
	return true;
}

/*
 * difference-in-UNIT(a, b): whole units from a to b, towards nought.  Empty
 * when one is not known.
 */
static bool
fn_difference(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	const char *unit = strstr(op->text, "in-") + 3;
	day_t a, b;
	int months;

	expr_set_text(out, "");
	if (!to_date(r, op, &arg[0]) || !to_date(r, op, &arg[1]))
		return false;
	if (arg[0].kind == EXPR_TEXT || arg[1].kind == EXPR_TEXT)
		return true;
	a = day_of(&arg[0]);
	b = day_of(&arg[1]);
	months = b < a ? -months_between(b, a) : months_between(a, b);
	expr_set_number(out, unit[0] == 'd' ? b - a : unit[0] == 'w' ?
	    trunc((b - a) / 7.0) : unit[0] == 'm' ? months : months / 12);
	return true;
}

/* A day some months later; the 31st becomes the last day of a short month. */
static day_t
shift_months(day_t day, int months)
{
	struct civil c = civil_from_day(day);
	int all = c.year * 12 + c.month - 1 + months;

	c.year = all / 12;
	c.month = all % 12 + 1;
	while (!civil_valid(c) && c.day > 28)
		c.day--;
	return civil_valid(c) ? day_from_civil(c) : DAY_LAST + 1;
}

/* add-date(date, years, months, days, hours, minutes); later ones optional */
static bool
fn_add_date(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	double by[5] = { 0 }, day, ms;

	expr_set_text(out, "");
	for (size_t i = 1; i < op->n; i++) {
		by[i - 1] = trunc(run_number(r, &arg[i]));
		if (isnan(by[i - 1]))
			return true;
		if (fabs(by[i - 1]) > MAX_SHIFT)
			return bad_date(r, op, &arg[0]);
	}
	if (!to_date(r, op, &arg[0]))
		return false;
	if (arg[0].kind == EXPR_TEXT)
		return true;
	day = shift_months(day_of(&arg[0]), (int)(by[0] * 12 + by[1])) +
	    by[2];
	if (day < DAY_FIRST || day > DAY_LAST)
		return bad_date(r, op, &arg[0]);
	if (arg[0].kind == EXPR_DATE && op->n < 5) {
		expr_set_date(out, (day_t)day);
		return true;
	}
	ms = day * DAY_MS + (by[3] * 60 + by[4] - r->env->offset_min) *
	    MINUTE_MS;
	if (arg[0].kind == EXPR_TIME)
		ms += (double)(arg[0].when + r->env->offset_min * MINUTE_MS -
		    when_day(arg[0].when, r->env->offset_min) * DAY_MS);
	if (ms < DAY_FIRST * (double)DAY_MS || ms > DAY_LAST * (double)DAY_MS)
		return bad_date(r, op, &arg[0]);
	expr_set_time(out, (when_t)ms, r->env->offset_min);
	return true;
}

/* parse-timestamp-to-date(milliseconds since 1970) */
static bool
fn_timestamp(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	double ms = run_number(r, &arg[0]);

	expr_set_text(out, "");
	if (isnan(ms))
		return true;
	if (ms < DAY_FIRST * (double)DAY_MS || ms > DAY_LAST * (double)DAY_MS)
		return bad_date(r, op, &arg[0]);
	expr_set_time(out, (when_t)ms, r->env->offset_min);
	return true;
}

const struct expr_fn expr_fn_span[] = {
	{ "add-date", 1, 6, 0, fn_add_date },
	{ "cht:add-date", 1, 6, 0, fn_add_date },
	{ "cht:difference-in-days", 2, 2, 0, fn_difference },
	{ "cht:difference-in-months", 2, 2, 0, fn_difference },
	{ "cht:difference-in-weeks", 2, 2, 0, fn_difference },
	{ "cht:difference-in-years", 2, 2, 0, fn_difference },
	{ "cht:parse-timestamp-to-date", 1, 1, 0, fn_timestamp },
	{ "difference-in-days", 2, 2, 0, fn_difference },
	{ "difference-in-months", 2, 2, 0, fn_difference },
	{ "difference-in-weeks", 2, 2, 0, fn_difference },
	{ "difference-in-years", 2, 2, 0, fn_difference },
	{ "parse-timestamp-to-date", 1, 1, 0, fn_timestamp },
	{ "tn:age-at", 2, 2, 0, fn_age },
	{ "tn:age-at-least", 2, 2, 0, fn_age },
	{ "tn:age-at-most", 2, 2, 0, fn_age },
	{ "tn:days-between", 2, 2, 0, fn_between },
	{ "tn:months-between", 2, 2, 0, fn_between },
	{ NULL, 0, 0, 0, NULL },
};
