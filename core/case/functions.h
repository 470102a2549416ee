/*
 * Functions that forms and guards may call beyond the standard ones:
 *	tn:add-working-days(date, n)		date
 *	tn:working-days-between(a, b)		number; days after a, up to b
 *	tn:is-working-day(date)			true or false
 * They count on the procedure's calendar; a date that is not whole gives ''.
 */
#ifndef TN_CASE_FUNCTIONS_H
#define TN_CASE_FUNCTIONS_H

#include "core/calendar/calendar.h"
#include "core/form/expr.h"

/* As struct expr_env.call; `ctx` is a const struct calendar. */
bool case_function(void *ctx, const char *name, const struct expr_value *arg,
    size_t n, bool *known, struct expr_value *out, struct err *e);

#endif
