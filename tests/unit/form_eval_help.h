/* One expression, its value as text: for the tests of expressions. */
#ifndef TN_TESTS_FORM_EVAL_HELP_H
#define TN_TESTS_FORM_EVAL_HELP_H

#include "core/form/eval.h"

#include <jansson.h>
#include <stdio.h>

#define NOW 1772391000000LL	/* 2026-03-02T01:50:00+07:00 */

/* The value as text, in one of a few buffers; "!code" when refused. */
static const char *
eval(const char *expr, const char *answers)
{
	static char buf[4][4096];
	static int turn;
	char *to = buf[turn++ % 4];
	struct str s = STR_INIT;
	struct err e = ERR_INIT;
	json_t *j = answers != NULL ? json_loads(answers, 0, NULL) : NULL;

	if (form_eval_text(expr, j, NOW, &s, &e))
		snprintf(to, 4096, "%s", str_text(&s));
	else
		snprintf(to, 4096, "!%s@%d", err_code_name(e.code), e.col);
	json_decref(j);
	str_done(&s);
	err_done(&e);
	return to;
}

#endif
