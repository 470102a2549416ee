/*
 * What kind of value each part of an expression has, before there is any
 * data: finds the guard that never holds because of a misspelt word.
 *
 * Files: expr_type.c (operators and paths), expr_type_fn.c (functions),
 * expr_type_want.c (what operands must be).
 *
 * XPath casts everything to everything, and real forms lean on that
 * (`${n} = ''`, numbers as codes, sums of conditions); only what can never
 * mean what was written is reported.
 */
#ifndef TN_FORM_EXPR_TYPE_H
#define TN_FORM_EXPR_TYPE_H

#include "core/form/expr.h"

enum expr_type_kind {
	TYPE_ANY,		/* nothing is known: anything goes */
	TYPE_TEXT, TYPE_NUMBER, TYPE_BOOL,
	TYPE_DATE, TYPE_DATE_TIME, TYPE_TIME,
	TYPE_CODE, TYPE_CODES,	/* of one choice, of several */
	TYPE_ROWS		/* a repeat */
};

struct expr_type {
	enum expr_type_kind kind;
	const void *list;	/* whose choices, as `code` below knows it */
	const char *name;	/* the question whose bare answer it is */
	const char *literal;	/* a text or number as it is written */
	bool nodes;		/* a reference or a path */
	bool many;		/* answered in rows, seen from outside them */
	bool single;		/* surely one node: outside all repeats */
};

struct expr_types {
	void *ctx;
	/* What ${name} is; false when nothing is known of it. */
	bool (*name)(void *ctx, const char *name, struct expr_type *out);
	/*
	 * Has the list such a choice?  With `code` NULL: has it choices that
	 * are numbers?  NULL: nothing is known of lists.
	 */
	bool (*code)(void *ctx, const void *list, const char *code);
	struct expr_type here;		/* what `.` is */
	bool columns;			/* plain names are columns of a list */
	bool condition;			/* the whole is asked whether it holds */
	/* One mistake at a column, from 1; `a` and `b` fill its sentence. */
	void (*found)(void *ctx, int col, enum err_code code, const char *a,
	    const char *b);
};

/*
 * Reports every mistake through `found`; gives the type of the whole.  What
 * expr_names() reports (names, functions, lists that are missing) is not
 * reported again.
 */
struct expr_type expr_check_types(const struct expr *x,
    const struct expr_types *env);

/* Does its value come from nothing but what is written in it? */
bool expr_is_constant(const struct expr *x);

struct form_item;
/* What kind of value a question gives; text of digits may be anything. */
enum expr_type_kind form_kind(const struct form_item *it);

#endif
