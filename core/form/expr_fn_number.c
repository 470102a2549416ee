/* Functions: numbers. */
#include "core/form/expr_priv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846

static double
exp10_of(double x)
{
	return pow(10, x);
}

/* Functions of one number, by name. */
static bool
fn_one(struct expr_run *r, const struct expr_op *op, struct expr_value *arg,
    struct expr_value *out)
{
	static const struct {
		const char *name;
		double (*of)(double);
	} fns[] = {
		{ "abs", fabs }, { "acos", acos }, { "asin", asin },
		{ "atan", atan }, { "ceiling", ceil }, { "cos", cos },
		{ "exp", exp }, { "exp10", exp10_of }, { "floor", floor },
		{ "log", log }, { "log10", log10 }, { "sin", sin },
		{ "sqrt", sqrt }, { "tan", tan },
	};
	double x = run_number(r, &arg[0]);

	for (size_t i = 0; i < ARRAY_LEN(fns); i++)
		if (strcmp(fns[i].name, op->text) == 0) {
			expr_set_number(out, fns[i].of(x));
			return true;
		}
	BUG("number function without code");
}

static bool
fn_pi(struct expr_run *r, const struct expr_op *op, struct expr_value *arg,
    struct expr_value *out)
{
	(void)r;
	(void)op;
	(void)arg;
	expr_set_number(out, PI);
	return true;
}

static bool
fn_pow(struct expr_run *r, const struct expr_op *op, struct expr_value *arg,
    struct expr_value *out)
{
	double x = run_number(r, &arg[0]), y = run_number(r, &arg[1]);

	expr_set_number(out, strcmp(op->text, "pow") == 0 ? pow(x, y) :
	    atan2(x, y));
	return true;
}

/*
 * Half goes up (XPath 1.0, 4.4): away from nought above it, towards it below.
 * `digit` are all digits from `keep` on; first of them decides.
 */
static bool
rounds_up(const char *digit, bool negative)
{
	if (digit[0] != '5' || !negative)
		return digit[0] >= '5';
	return strspn(digit + 1, "0") < strlen(digit + 1);
}

/* Sign, whole digits, the others; `carry` is a 1 in front. */
static double
join_digits(bool negative, bool carry, const char *digit, size_t whole)
{
	struct str s = STR_INIT;
	double x;

	str_add(&s, negative ? "-" : "");
	str_add(&s, carry ? "1" : "");
	str_addn(&s, digit, whole);
	str_addc(&s, '.');
	str_add(&s, digit + whole);
	x = expr_read_number(str_text(&s));
	str_done(&s);
	return x;
}

/* Done on decimal digits, so that 2.675 to two places is 2.68, as on paper. */
static double
round_decimal(double x, int places)
{
	struct str s = STR_INIT;
	char *point;
	size_t keep, whole;
	bool up;

	expr_write_number(&s, fabs(x));
	point = strchr(s.buf, '.');
	whole = point != NULL ? (size_t)(point - s.buf) : s.len;
	if (point != NULL)
		memmove(point, point + 1, s.len-- - whole);
	/* only digits now, of which the first `whole` are whole */
	keep = whole + (size_t)places;
	if (places < 0 && (size_t)-places > whole) {
		str_done(&s);
		return 0;
	}
	if (keep >= s.len) {
		str_done(&s);
		return x;
	}
	up = rounds_up(s.buf + keep, x < 0);
	memset(s.buf + keep, '0', s.len - keep);
	for (size_t i = keep; up && i > 0; i--) {
		up = s.buf[i - 1] == '9';
		s.buf[i - 1] = up ? '0' : (char)(s.buf[i - 1] + 1);
	}
	x = join_digits(x < 0, up, s.buf, whole);
	str_done(&s);
	return x;
}

static bool
fn_round(struct expr_run *r, const struct expr_op *op, struct expr_value *arg,
    struct expr_value *out)
{
	double x = run_number(r, &arg[0]), places = 0;

	if (op->n > 1)
		places = trunc(run_number(r, &arg[1]));
	if (isnan(places) || fabs(places) > 30)
		x = NAN;
	if (!isnan(x) && !isinf(x))
		x = round_decimal(x, (int)places);
	expr_set_number(out, x);
	return true;
}

static bool
fn_random(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	(void)arg;
	if (r->env->random == NULL)
		return run_fail(r, op, ERR_EXPR_HOOK, op->text);
	expr_set_number(out, r->env->random(r->env->ctx));
	return true;
}

struct fold {
	const char *name;
	double sum;
	size_t n;
};

static void
fold_add(struct fold *f, double x)
{
	if (f->n++ == 0)
		f->sum = x;
	else if (isnan(x) || isnan(f->sum))
		f->sum = NAN;
	else if (f->name[0] == 's')
		f->sum += x;
	else if (f->name[1] == 'a' ? x > f->sum : x < f->sum)
		f->sum = x;
}

/* sum, max, min over all nodes and all arguments; an empty one gives NaN. */
static bool
fn_fold(struct expr_run *r, const struct expr_op *op, struct expr_value *arg,
    struct expr_value *out)
{
	struct fold f = { op->text, 0, 0 };
	struct expr_value v = EXPR_VALUE_INIT;

	/* sum(nodes), as both outside suites have it; max and min take both */
	if (op->text[0] == 's' && arg[0].kind != EXPR_NODES)
		return run_fail(r, op, ERR_EXPR_NODES, op->text);
	for (size_t i = 0; i < op->n; i++) {
		if (arg[i].kind != EXPR_NODES) {
			fold_add(&f, expr_to_number(&arg[i]));
			continue;
		}
		for (size_t j = 0; j < arg[i].n; j++) {
			run_node(r, &arg[i], j, &v);
			fold_add(&f, expr_to_number(&v));
		}
	}
	expr_value_done(&v);
	expr_set_number(out, f.n == 0 && op->text[0] == 'm' ? NAN : f.sum);
	return true;
}

const struct expr_fn expr_fn_number[] = {
	{ "abs", 1, 1, 0, fn_one },
	{ "acos", 1, 1, 0, fn_one },
	{ "asin", 1, 1, 0, fn_one },
	{ "atan", 1, 1, 0, fn_one },
	{ "atan2", 2, 2, 0, fn_pow },
	{ "ceiling", 1, 1, 0, fn_one },
	{ "cos", 1, 1, 0, fn_one },
	{ "exp", 1, 1, 0, fn_one },
	{ "exp10", 1, 1, 0, fn_one },
	{ "floor", 1, 1, 0, fn_one },
	{ "log", 1, 1, 0, fn_one },
	{ "log10", 1, 1, 0, fn_one },
	{ "max", 1, FN_MAX, 0, fn_fold },
	{ "min", 1, FN_MAX, 0, fn_fold },
	{ "pi", 0, 0, 0, fn_pi },
	{ "pow", 2, 2, 0, fn_pow },
	{ "random", 0, 0, 0, fn_random },
	{ "round", 1, 2, 0, fn_round },
	{ "sin", 1, 1, 0, fn_one },
	{ "sqrt", 1, 1, 0, fn_one },
	{ "sum", 1, 1, 0, fn_fold },
	{ "tan", 1, 1, 0, fn_one },
	{ NULL, 0, 0, 0, NULL },
};
