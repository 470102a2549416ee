/* What operands must be, and what is said when they are not. */
#include "core/form/expr_type_priv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BLANK " \t\r\n"

static bool
is_empty(const struct expr_type *is)
{
	return is->literal != NULL && is->literal[0] == '\0';
}

static bool
is_word(const struct expr_type *is)
{
	return is->literal != NULL && is->kind == TYPE_TEXT;
}

static bool
is_select(const struct expr_type *is)
{
	return is->kind == TYPE_CODE || is->kind == TYPE_CODES;
}

static bool
is_dated(const struct expr_type *is)
{
	return is->kind == TYPE_DATE || is->kind == TYPE_DATE_TIME;
}

static bool
reads_as_number(const char *s)
{
	struct expr_value v = EXPR_VALUE_INIT;
	bool is;

	expr_set_text(&v, s);
	is = !isnan(expr_to_number(&v));
	expr_value_done(&v);
	return is;
}

/* A whole date, or one of which only the year or month is known. */
static bool
reads_as_date(const char *s)
{
	struct expr_value v = EXPR_VALUE_INIT;
	day_t first, last;
	bool is = date_in_part(s, &first, &last) ||
	    expr_read_date(s, VN_OFFSET_MIN, &v);

	expr_value_done(&v);
	return is;
}

/* A list of which nothing is known has numbers, for all we know. */
static bool
has_numbers(const struct typing *t, const struct expr_type *is)
{
	return t->env->code == NULL || is->list == NULL ||
	    t->env->code(t->env->ctx, is->list, NULL);
}

void
want_number(const struct typing *t, const struct expr_op *op,
    const struct expr_type *is)
{
	if (is_word(is)) {
		if (!reads_as_number(is->literal))
			type_found(t, op, ERR_TYPE_WORD_NUMBER, is->literal,
			    NULL);
		return;
	}
	if (is->name == NULL)
		return;
	if (is->kind == TYPE_TEXT || is->kind == TYPE_TIME ||
	    is->kind == TYPE_ROWS || (is_select(is) && !has_numbers(t, is)))
		type_found(t, op, ERR_TYPE_ARITHMETIC, is->name, NULL);
	else if (is->many)
		type_found(t, op, ERR_TYPE_MANY, is->name, NULL);
}

void
want_date(const struct typing *t, const struct expr_op *call,
    const struct expr_op *op, const struct expr_type *is)
{
	/* date(${text}) says that it is one */
	bool cast = strncmp(call->text, "date", 4) == 0;

	if (is_word(is)) {
		if (!is_empty(is) && !reads_as_date(is->literal))
			type_found(t, op, ERR_TYPE_WORD_DATE, is->literal,
			    NULL);
		return;
	}
	if (is->name == NULL)
		return;
	if (is_select(is) || is->kind == TYPE_BOOL ||
	    is->kind == TYPE_TIME || is->kind == TYPE_ROWS ||
	    (is->kind == TYPE_TEXT && !cast))
		type_found(t, op, ERR_TYPE_DATE, call->text, is->name);
	else if (is->many)
		type_found(t, op, ERR_TYPE_MANY, is->name, NULL);
}

/* Text that was put together may hold codes; an answer in words never. */
void
want_select(const struct typing *t, const struct expr_op *call,
    const struct expr_op *op, const struct expr_type *is)
{
	if (is->kind == TYPE_ANY || is_select(is) ||
	    (is->kind == TYPE_TEXT && is->name == NULL))
		return;
	if (is->name != NULL)
		type_found(t, op, ERR_TYPE_SELECT, call->text, is->name);
	else
		type_found(t, op, ERR_TYPE_SELECT_VALUE, call->text, NULL);
}

void
want_truth(const struct typing *t, const struct expr_op *op)
{
	if (op->kind == OP_STRING || op->kind == OP_NUMBER)
		type_found(t, op, ERR_TYPE_ALONE, op->text, NULL);
}

void
want_codes(const struct typing *t, const struct expr_op *op,
    const struct expr_type *select, const struct expr_type *is)
{
	const char *s = is->literal;
	size_t n;

	if (!is_select(select) || s == NULL || select->list == NULL ||
	    t->env->code == NULL)
		return;
	/* 1 may be the code 01 */
	if (is->kind == TYPE_NUMBER && has_numbers(t, select))
		return;
	for (s += strspn(s, BLANK); *s != '\0'; s += strspn(s, BLANK)) {
		char *code;

		n = strcspn(s, BLANK);
		code = xstrndup(s, n);
		if (!t->env->code(t->env->ctx, select->list, code))
			type_found(t, op, ERR_TYPE_CODE, code, select->name);
		free(code);
		s += n;
	}
}

/* Stored truth shows as the words true and false; computed truth is none. */
static bool
is_truth_word(const struct expr_type *truth, const char *word)
{
	return strcmp(word, "true") == 0 ||
	    (truth->nodes && strcmp(word, "false") == 0);
}

/* A word beside what is no word. */
static void
beside_word(const struct typing *t, const struct expr_type *is,
    const struct expr_op *op, const struct expr_type *word)
{
	const char *s = word->literal;

	if (!is_word(word) || s[0] == '\0')
		return;
	if (is->kind == TYPE_NUMBER && !reads_as_number(s))
		type_found(t, op, ERR_TYPE_WORD_NUMBER, s, NULL);
	else if (is_dated(is) && !reads_as_date(s))
		type_found(t, op, ERR_TYPE_WORD_DATE, s, NULL);
	else if (is->kind == TYPE_TIME && isnan(clock_seconds(s)))
		type_found(t, op, ERR_TYPE_WORD_TIME, s, NULL);
	else if (is->kind == TYPE_BOOL && !is_truth_word(is, s))
		type_found(t, op, ERR_TYPE_TRUTH, s, NULL);
}

void
want_equal(const struct typing *t, const struct expr_op *a,
    const struct expr_type *at, const struct expr_op *b,
    const struct expr_type *bt)
{
	want_codes(t, b, at, bt);
	want_codes(t, a, bt, at);
	if (!is_word(at))
		beside_word(t, at, b, bt);
	if (!is_word(bt))
		beside_word(t, bt, a, at);
}

void
want_order(const struct typing *t, const struct expr_op *a,
    const struct expr_type *at, const struct expr_op *b,
    const struct expr_type *bt)
{
	const struct expr_op *op[] = { a, b };
	const struct expr_type *is[] = { at, bt };

	for (size_t i = 0; i < 2; i++) {
		const struct expr_type *other = is[1 - i];

		if (is_word(is[i]) && !is_word(other))
			beside_word(t, other, op[i], is[i]);
		/* rows hold when one of them does; times are compared */
		if (is[i]->name != NULL && is[i]->kind != TYPE_TIME &&
		    (is[i]->kind == TYPE_TEXT || is[i]->kind == TYPE_ROWS ||
		    (is_select(is[i]) && !has_numbers(t, is[i]))))
			type_found(t, op[i], ERR_TYPE_ARITHMETIC,
			    is[i]->name, NULL);
	}
}
