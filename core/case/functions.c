/* Working days inside expressions. */
#include "core/case/functions.h"

#include <math.h>
#include <string.h>

/* As many days as a term may count (calendar/term.h). */
#define DAYS_MAX 4000

static bool
is_worked(const struct calendar *cal, day_t day)
{
	return !day_kind_is_rest(calendar_day(cal, day, NULL));
}

static bool
whole_day(const struct expr_value *v, day_t *day)
{
	struct expr_value date = EXPR_VALUE_INIT;
	struct str text = STR_INIT;
	bool ok;

	if (v->kind == EXPR_DATE) {
		*day = v->day;
		return true;
	}
	if (v->kind == EXPR_TIME) {
		*day = when_day(v->when, v->offset_min);
		return true;
	}
	expr_to_string(v, &text);
	ok = expr_read_date(str_text(&text), VN_OFFSET_MIN, &date);
	if (ok)
		*day = date.kind == EXPR_TIME ?
		    when_day(date.when, date.offset_min) : date.day;
	expr_value_done(&date);
	str_done(&text);
	return ok;
}

static void
add_working_days(const struct calendar *cal, day_t day, double n,
    struct expr_value *out)
{
	int step = n < 0 ? -1 : 1;
	double left = floor(fabs(n));

	if (!(left <= DAYS_MAX)) {
		expr_set_text(out, "");
		return;
	}
	while (left > 0) {
		day += step;
		if (is_worked(cal, day))
			left--;
	}
	expr_set_date(out, day);
}

static void
working_days_between(const struct calendar *cal, day_t a, day_t b,
    struct expr_value *out)
{
	int sign = a <= b ? 1 : -1, n = 0;
	day_t from = a <= b ? a : b, to = a <= b ? b : a, day;

	if (to - from > DAYS_MAX) {
		expr_set_text(out, "");
		return;
	}
	for (day = from + 1; day <= to; day++)
		n += is_worked(cal, day);
	expr_set_number(out, sign * n);
}

bool
case_function(void *ctx, const char *name, const struct expr_value *arg,
    size_t n, bool *known, struct expr_value *out, struct err *e)
{
	const struct calendar *cal = ctx;
	day_t a, b;

	(void)e;
	*known = strcmp(name, "tn:add-working-days") == 0 ||
	    strcmp(name, "tn:working-days-between") == 0 ||
	    strcmp(name, "tn:is-working-day") == 0;
	if (!*known)
		return true;
	if (n == 0 || !whole_day(&arg[0], &a)) {
		expr_set_text(out, "");
		return true;
	}
	if (strcmp(name, "tn:is-working-day") == 0)
		expr_set_bool(out, is_worked(cal, a));
	else if (n < 2)
		expr_set_text(out, "");
	else if (strcmp(name, "tn:add-working-days") == 0)
		add_working_days(cal, a, expr_to_number(&arg[1]), out);
	else if (!whole_day(&arg[1], &b))
		expr_set_text(out, "");
	else
		working_days_between(cal, a, b, out);
	return true;
}
