/* Functions: text. */
#include "core/form/expr_priv.h"

#include "core/base/utf8.h"
#include "core/form/digest.h"
#include "core/form/regex.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool
give(struct expr_value *out, struct str *s)
{
	char *text = str_steal(s);

	expr_set_text(out, text);
	free(text);
	return true;
}

/* Adds text, refusing what would grow without end; `sep` between parts. */
static bool
add_part(struct expr_run *r, const struct expr_op *op, struct str *s,
    const char *part, const char *sep, bool first)
{
	if (!first)
		str_add(s, sep);
	str_add(s, part);
	if (s->len <= EXPR_MAX_TEXT)
		return run_step(r);
	str_done(s);
	return run_fail(r, op, ERR_EXPR_SIZE, NULL);
}

/* All values of args from `from` on, nodes one by one. */
static bool
join_all(struct expr_run *r, const struct expr_op *op,
    const struct expr_value *arg, size_t from, const char *sep,
    struct str *s)
{
	struct expr_value one = EXPR_VALUE_INIT;
	bool first = true, ok = true;

	for (size_t i = from; i < op->n && ok; i++) {
		size_t n = arg[i].kind == EXPR_NODES ? arg[i].n : 1;

		for (size_t j = 0; j < n && ok; j++) {
			char *part;

			if (arg[i].kind == EXPR_NODES)
				run_node(r, &arg[i], j, &one);
			part = run_text(r, arg[i].kind == EXPR_NODES ?
			    &one : &arg[i]);
			ok = add_part(r, op, s, part, sep, first);
			first = false;
			free(part);
		}
	}
	expr_value_done(&one);
	return ok;
}

static bool
fn_concat(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	struct str s = STR_INIT;

	return join_all(r, op, arg, 0, "", &s) && give(out, &s);
}

static bool
fn_join(struct expr_run *r, const struct expr_op *op, struct expr_value *arg,
    struct expr_value *out)
{
	struct str s = STR_INIT;
	char *sep = run_text(r, &arg[0]);
	bool ok = join_all(r, op, arg, 1, sep, &s) && give(out, &s);

	free(sep);
	return ok;
}

/* Byte offset of the i-th code point. */
static size_t
offset_of(const char *s, double i)
{
	size_t at = 0, n = strlen(s);
	uint32_t cp;

	while (at < n && i >= 1) {
		at += utf8_decode(s + at, n - at, &cp);
		i--;
	}
	return at;
}

static double
count_points(const char *s)
{
	double n = 0;

	for (; *s != '\0'; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

/* substr(s, from[, to]): from 0, `to` not included, negatives from the end. */
static bool
fn_substr(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	char *s = run_text(r, &arg[0]);
	double len = count_points(s);
	double from = run_number(r, &arg[1]);
	double to = op->n > 2 ? run_number(r, &arg[2]) : len;
	size_t a, b;

	from = isnan(from) ? 0 : trunc(from);
	to = isnan(to) ? 0 : trunc(to);
	from = from < 0 ? fmax(len + from, 0) : from;
	to = to < 0 ? len + to : fmin(to, len);
	a = offset_of(s, fmin(from, len));
	b = offset_of(s, fmax(to, 0));
	expr_set_textn(out, s + a, b > a ? b - a : 0);
	free(s);
	return true;
}

/*
 * substring(s, from[, length]) of XPath 1.0, 4.2: from 1, both rounded, so
 * that a letter is taken when its place is at least the one and under the sum.
 */
static bool
fn_substring(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	char *s = run_text(r, &arg[0]);
	double len = count_points(s);
	double from = floor(run_number(r, &arg[1]) + 0.5);
	double to = op->n > 2 ? from + floor(run_number(r, &arg[2]) + 0.5) :
	    len + 1;
	size_t a = 0, b = 0;

	/* not so for NaN either */
	if (from < to && from <= len && to > 1) {
		a = offset_of(s, fmax(from, 1) - 1);
		b = offset_of(s, fmin(to, len + 1) - 1);
	}
	expr_set_textn(out, s + a, b - a);
	free(s);
	return true;
}

/* Functions of two texts. */
static bool
fn_two(struct expr_run *r, const struct expr_op *op, struct expr_value *arg,
    struct expr_value *out)
{
	char *s = run_text(r, &arg[0]), *t = run_text(r, &arg[1]);
	size_t n = strlen(s), m = strlen(t);
	const char *at = strstr(s, t);

	if (strcmp(op->text, "contains") == 0)
		expr_set_bool(out, at != NULL);
	else if (strcmp(op->text, "starts-with") == 0)
		expr_set_bool(out, n >= m && memcmp(s, t, m) == 0);
	else if (strcmp(op->text, "ends-with") == 0)
		expr_set_bool(out, n >= m && memcmp(s + n - m, t, m) == 0);
	else if (strcmp(op->text, "substring-before") == 0)
		expr_set_textn(out, s, at != NULL ? (size_t)(at - s) : 0);
	else
		expr_set_text(out, at != NULL ? at + m : "");
	free(s);
	free(t);
	return true;
}

static void
translate(struct str *out, const char *s, const char *from, const char *to)
{
	size_t n = strlen(s), len = strlen(from);

	for (size_t at = 0; at < n;) {
		uint32_t cp, c;
		size_t step = utf8_decode(s + at, n - at, &cp), i = 0;
		double nth = 0;

		while (i < len) {
			size_t k = utf8_decode(from + i, len - i, &c);

			if (c == cp)
				break;
			i += k;
			nth++;
		}
		if (i >= len) {
			str_addn(out, s + at, step);
		} else {
			size_t a = offset_of(to, nth), b = offset_of(to,
			    nth + 1);

			str_addn(out, to + a, b - a);
		}
		at += step;
	}
}

static bool
fn_translate(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	char *s = run_text(r, &arg[0]), *from = run_text(r, &arg[1]);
	char *to = run_text(r, &arg[2]);
	struct str made = STR_INIT;
	bool ok;

	(void)op;
	/* both long at once are a square of work */
	r->steps += (long)(strlen(s) / 16 * (strlen(from) + strlen(to)) / 16);
	ok = run_step(r);
	if (ok)
		translate(&made, s, from, to);
	free(s);
	free(from);
	free(to);
	return ok && give(out, &made);
}

static bool
fn_length(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	char *s;

	if (op->n == 0 && !run_here(r, op, &arg[0]))
		return false;
	s = run_text(r, &arg[0]);
	expr_set_number(out, count_points(s));
	free(s);
	return true;
}

static bool
fn_normalize(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	struct str made = STR_INIT;
	char *s;

	if (op->n == 0 && !run_here(r, op, &arg[0]))
		return false;
	s = run_text(r, &arg[0]);
	for (const char *p = s; *p != '\0';) {
		size_t blank = strspn(p, " \t\r\n");
		size_t word = strcspn(p + blank, " \t\r\n");

		if (blank > 0 && word > 0 && made.len > 0)
			str_addc(&made, ' ');
		str_addn(&made, p + blank, word);
		p += blank + word;
	}
	free(s);
	return give(out, &made);
}

static bool
fn_regex(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	char *s = run_text(r, &arg[0]), *pattern = run_text(r, &arg[1]);
	long work;
	enum regex_result result = regex_match(pattern, s, &work);
	bool ok = result != REGEX_BAD ||
	    run_fail(r, op, ERR_EXPR_REGEX, pattern);

	r->steps += 16 + work / 64;
	expr_set_bool(out, result == REGEX_YES);
	free(s);
	free(pattern);
	return ok;
}

/* The value that a function refused, in the refusal; always false. */
static bool
value_named(struct expr_run *r, const char *value)
{
	if (r->e != NULL)
		r->e->arg[1] = xstrdup(value);
	return false;
}

static bool
fn_digest(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	char *s = run_text(r, &arg[0]), *name = run_text(r, &arg[1]);
	char *form = op->n > 2 ? run_text(r, &arg[2]) : xstrdup("base64");
	uint8_t bytes[DIGEST_MAX];
	size_t n = digest_make(name, s, strlen(s), bytes);
	struct str made = STR_INIT;
	bool ok = true;

	if (n == 0)
		ok = run_fail(r, op, ERR_EXPR_VALUE, op->text);
	else if (strcmp(form, "base64") == 0)
		base64_encode(&made, bytes, n);
	else if (strcmp(form, "hex") == 0)
		for (size_t i = 0; i < n; i++)
			str_printf(&made, "%02x", bytes[i]);
	else
		ok = run_fail(r, op, ERR_EXPR_VALUE, op->text);
	if (!ok)
		value_named(r, n == 0 ? name : form);
	free(s);
	free(name);
	free(form);
	return ok && give(out, &made);
}

/* Text that is no UTF-8 when decoded counts as empty. */
static bool
fn_base64(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	char *s = run_text(r, &arg[0]);
	struct str made = STR_INIT;

	(void)op;
	if (!base64_decode(&made, s) || memchr(str_text(&made), '\0',
	    made.len) != NULL || !utf8_valid(str_text(&made), made.len))
		str_clear(&made);
	free(s);
	return give(out, &made);
}

/* RFC 9562 version 4, or that many random letters. */
static bool
fn_uuid(struct expr_run *r, const struct expr_op *op,
    struct expr_value *arg, struct expr_value *out)
{
	static const char shape[] = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
	static const char letters[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
	double want = op->n > 0 ? run_number(r, &arg[0]) : 0;
	struct str made = STR_INIT;

	if (r->env->random == NULL)
		return run_fail(r, op, ERR_EXPR_HOOK, op->text);
	if (isnan(want))
		return run_fail(r, op, ERR_EXPR_VALUE, op->text) ||
		    value_named(r, "NaN");
	for (int i = 0; op->n > 0 && i < want && i < 1000; i++)
		str_addc(&made, letters[(int)(r->env->random(r->env->ctx) *
		    62) % 62]);
	for (const char *p = shape; op->n == 0 && *p != '\0'; p++) {
		int d = *p == 'x' || *p == 'y' ?
		    (int)(r->env->random(r->env->ctx) * 16) & 15 : 0;

		if (*p == 'x' || *p == 'y')
			str_printf(&made, "%x", *p == 'y' ? (d & 3) | 8 : d);
		else
			str_addc(&made, *p);
	}
	return give(out, &made);
}

const struct expr_fn expr_fn_text[] = {
	{ "base64-decode", 1, 1, 0, fn_base64 },
	{ "concat", 0, FN_MAX, 0, fn_concat },
	{ "contains", 2, 2, 0, fn_two },
	{ "digest", 2, 3, 0, fn_digest },
	{ "ends-with", 2, 2, 0, fn_two },
	{ "join", 1, FN_MAX, 0, fn_join },
	{ "normalize-space", 0, 1, 0, fn_normalize },
	{ "regex", 2, 2, 0, fn_regex },
	{ "starts-with", 2, 2, 0, fn_two },
	{ "string-length", 0, 1, 0, fn_length },
	{ "substr", 2, 3, 0, fn_substr },
	{ "substring", 2, 3, 0, fn_substring },
	{ "substring-after", 2, 2, 0, fn_two },
	{ "substring-before", 2, 2, 0, fn_two },
	{ "translate", 3, 3, 0, fn_translate },
	{ "uuid", 0, 1, 0, fn_uuid },
	{ NULL, 0, 0, 0, NULL },
};
