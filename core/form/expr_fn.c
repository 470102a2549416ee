/* Finding a function by its name. */
#include "core/form/expr_priv.h"

#include <string.h>

static const struct expr_fn *const tables[] = {
	expr_fn_logic, expr_fn_text, expr_fn_number, expr_fn_date,
	expr_fn_span, expr_fn_set, expr_fn_select, expr_fn_ground,
	expr_fn_own,
};

/* What struct expr_env.call may give: they need a calendar. */
static const char *const outside[] = {
	"tn:add-working-days", "tn:working-days-between", "tn:is-working-day",
};

const struct expr_fn *
expr_fn_find(const char *name, size_t len)
{
	for (size_t t = 0; t < ARRAY_LEN(tables); t++)
		for (const struct expr_fn *fn = tables[t]; fn->name != NULL;
		    fn++)
			if (strlen(fn->name) == len &&
			    memcmp(fn->name, name, len) == 0)
				return fn;
	return NULL;
}

bool
expr_is_outside(const char *function)
{
	for (size_t i = 0; i < ARRAY_LEN(outside); i++)
		if (strcmp(outside[i], function) == 0)
			return true;
	return false;
}

const char *
expr_function(size_t i)
{
	for (size_t t = 0; t < ARRAY_LEN(tables); t++)
		for (const struct expr_fn *fn = tables[t]; fn->name != NULL;
		    fn++)
			if (i-- == 0)
				return fn->name;
	return NULL;
}
