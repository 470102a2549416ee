/* Functions: Vietnamese names and identity numbers. */
#include "core/form/expr_priv.h"

#include "core/vietnamese/citizen.h"
#include "core/vietnamese/fold.h"
#include "core/vietnamese/similar.h"

#include <stdlib.h>
#include <string.h>

#define SAME_WORDS 95		/* see similar_names() */

static bool
fn_fold(struct expr_run *r, const struct expr_op *op, struct expr_value *arg,
    struct expr_value *out)
{
	char *s = run_text(r, &arg[0]);
	struct str made = STR_INIT;

	(void)op;
	vn_fold(&made, s);
	free(s);
	return give(out, &made);
}

/* tn:same-name(a, b): the same words, whatever their marks and order */
static bool
fn_same_name(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	char *a = run_text(r, &arg[0]), *b = run_text(r, &arg[1]);

	(void)op;
	expr_set_bool(out, similar_names(a, b).score >= SAME_WORDS);
	free(a);
	free(b);
	return true;
}

/* Twelve digits, taken apart; blanks, dots and dashes in them do not count. */
static bool
read_citizen(struct expr_run *r, const struct expr_value *arg,
    struct citizen *out)
{
	char *s = run_text(r, arg);
	struct str number = STR_INIT;
	bool ok;

	similar_number_key(&number, s);
	ok = citizen_parse(str_text(&number), out);
	str_done(&number);
	free(s);
	return ok;
}

/*
 * tn:id-valid(number): twelve digits of a known province, or of a country,
 * of somebody born by today.  There is no check digit: true proves nothing.
 */
static bool
fn_id_valid(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	const struct expr_env *env = r->env;
	struct citizen c;

	(void)op;
	expr_set_bool(out, read_citizen(r, &arg[0], &c) &&
	    (c.place_name != NULL || c.place >= CITIZEN_FIRST_COUNTRY) &&
	    c.birth_year <= civil_from_day(when_day(env->now,
	    env->offset_min)).year);
	return true;
}

/*
 * tn:id-birth-year, tn:id-sex ("male" or "female") and tn:id-province (its
 * name before the mergers of 2025; the code would be taken for another
 * province of today).  Empty when the number does not say.
 */
static bool
fn_id_part(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	struct citizen c;

	expr_set_text(out, "");
	if (!read_citizen(r, &arg[0], &c))
		return true;
	if (strcmp(op->text, "tn:id-birth-year") == 0)
		expr_set_number(out, c.birth_year);
	else if (strcmp(op->text, "tn:id-sex") == 0)
		expr_set_text(out, c.is_female ? "female" : "male");
	else if (c.place_name != NULL)
		expr_set_text(out, c.place_name);
	return true;
}

const struct expr_fn expr_fn_own[] = {
	{ "tn:fold", 1, 1, 0, fn_fold },
	{ "tn:id-birth-year", 1, 1, 0, fn_id_part },
	{ "tn:id-province", 1, 1, 0, fn_id_part },
	{ "tn:id-sex", 1, 1, 0, fn_id_part },
	{ "tn:id-valid", 1, 1, 0, fn_id_valid },
	{ "tn:same-name", 2, 2, 0, fn_same_name },
	{ NULL, 0, 0, 0, NULL },
};
