/* Inside of the expression engine; for expr_*.c only. */
#ifndef TN_FORM_EXPR_PRIV_H
#define TN_FORM_EXPR_PRIV_H

#include "core/form/expr.h"

enum expr_tok {
	TOK_END, TOK_NUMBER, TOK_STRING, TOK_REF, TOK_NAME, TOK_DOT,
	TOK_DOTDOT, TOK_LPAREN, TOK_RPAREN, TOK_LBRACKET, TOK_RBRACKET,
	TOK_COMMA, TOK_SLASH, TOK_DSLASH, TOK_AT, TOK_AXIS, TOK_STAR,
	/* operators, loosest first */
	TOK_OR, TOK_AND, TOK_EQ, TOK_NE, TOK_LT, TOK_LE, TOK_GT, TOK_GE,
	TOK_PLUS, TOK_MINUS, TOK_MUL, TOK_DIV, TOK_MOD, TOK_UNION
};

struct expr_lex {
	const char *text;
	size_t len, at;		/* at: after the token */
	enum expr_tok tok;
	size_t start;		/* where the token begins */
	size_t from, to;	/* its payload, without quotes and braces */
	bool operand;		/* the last token ended an operand */
	struct err *e;
};

/* Checks size and bytes; then expr_lex_next() gives the first token. */
bool expr_lex_start(struct expr_lex *l, const char *text, struct err *e);
bool expr_lex_next(struct expr_lex *l);
/* Column of a byte offset: code points from 1. */
int expr_lex_col(const struct expr_lex *l, size_t at);
/* What comes after the token, blanks skipped; '\0' at the end. */
char expr_lex_peek(const struct expr_lex *l);

enum op_kind {
	OP_NUMBER, OP_STRING, OP_REF, OP_NEG, OP_CHAIN, OP_CALL, OP_FILTER,
	OP_PATH, OP_ROOT, OP_HERE, OP_STEP
};

enum axis {
	AXIS_CHILD, AXIS_SELF, AXIS_PARENT, AXIS_DESCENDANT,
	AXIS_DESCENDANT_OR_SELF, AXIS_ANCESTOR, AXIS_ANCESTOR_OR_SELF,
	AXIS_FOLLOWING, AXIS_FOLLOWING_SIBLING, AXIS_PRECEDING,
	AXIS_PRECEDING_SIBLING, AXIS_ATTRIBUTE, AXIS_NAMESPACE
};

/* TEST_NONE: comment(), ns:* and what else no data of ours ever holds. */
enum node_test { TEST_ANY, TEST_NAME, TEST_TEXT, TEST_NONE };

struct expr_fn;

struct expr_op {
	enum op_kind kind;
	int col;
	char *text;			/* literal, name; NULL: any step */
	double number;
	enum axis axis;			/* OP_STEP */
	enum node_test test;		/* OP_STEP; NAME: text */
	enum expr_tok before;		/* joins it to its left neighbour */
	const struct expr_fn *fn;	/* OP_CALL; NULL: not ours */
	struct expr_op **arg;
	size_t n, cap;
};

struct expr {
	struct expr_op *op;
	char *text;			/* as it was given */
};

/* One evaluation. */
struct expr_run {
	const struct expr_env *env;
	struct expr_node here;		/* context node of paths */
	bool has_here;
	size_t position, size;		/* inside a predicate, else 0 */
	long steps;
	struct err *e;
};

#define FN_LAZY 1			/* evaluates its arguments itself */
#define FN_MAX 1000

struct expr_fn {
	const char *name;
	int min, max;
	int flags;
	bool (*call)(struct expr_run *r, const struct expr_op *op,
	    struct expr_value *arg, struct expr_value *out);
};

const struct expr_fn *expr_fn_find(const char *name, size_t len);
/* Is the number of arguments one the function takes? */
bool expr_args_fit(const struct expr_op *op, struct err *e);

/* Evaluates one node of the tree; out must be initialised. */
bool run_op(struct expr_run *r, const struct expr_op *op,
    struct expr_value *out);
/* The same, made atomic. */
bool run_atom(struct expr_run *r, const struct expr_op *op,
    struct expr_value *out);
bool run_step(struct expr_run *r);		/* counts one step */
bool run_fail(struct expr_run *r, const struct expr_op *op,
    enum err_code code, const char *arg);
bool run_push(struct expr_run *r, struct expr_value *v,
    const struct expr_node *node);
/* Value of the i-th node of a list. */
void run_node(struct expr_run *r, const struct expr_value *v, size_t i,
    struct expr_value *out);
void run_unpack(struct expr_run *r, struct expr_value *v);
/* Text of a value, the caller's; nodes give their first. */
char *run_text(struct expr_run *r, const struct expr_value *v);
double run_number(struct expr_run *r, const struct expr_value *v);
bool run_truth(struct expr_run *r, const struct expr_value *v);
/*
 * The context node, for a function that was given no argument; refused where
 * there is none.
 */
bool run_here(struct expr_run *r, const struct expr_op *op,
    struct expr_value *out);
/* Children of all nodes of `from` with a name (NULL: any), into out. */
bool run_children(struct expr_run *r, const struct expr_node *from,
    const char *name, struct expr_value *out);

/* All that a step finds from one node, before its predicates. */
bool run_axis(struct expr_run *r, const struct expr_op *step,
    const struct expr_node *from, struct expr_value *out);
/* run_push() of a node that is not there yet. */
bool run_push_new(struct expr_run *r, struct expr_value *v,
    const struct expr_node *node);
bool axis_find(const char *name, enum axis *out);
/* What a step is called in a refusal. */
const char *axis_word(const struct expr_op *step);

/* Gives the text over as the value; always true. */
bool give(struct expr_value *out, struct str *s);

void value_move(struct expr_value *dst, struct expr_value *src);
/* A copy of an atomic value. */
void value_copy(struct expr_value *dst, const struct expr_value *src);
bool value_compare(const struct expr_value *a, enum expr_tok op,
    const struct expr_value *b, int offset_min);

#define DAY_FIRST (-719162)		/* 0001-01-01 */
#define DAY_LAST 2932896		/* 9999-12-31 */

/* Refuses a value that is no date; always false. */
bool bad_date(struct expr_run *r, const struct expr_op *op,
    const struct expr_value *v);
/*
 * Makes `v` an EXPR_DATE or EXPR_TIME; an empty or partly known date leaves
 * the text "" in it.  False for what is no date at all.
 */
bool to_date(struct expr_run *r, const struct expr_op *op,
    struct expr_value *v);
/* The day of a date or date-time. */
day_t day_of(const struct expr_value *v);
/* "10:20[:30[.5]]" with an offset or without, in seconds; else NaN. */
double clock_seconds(const char *s);
/* The first and last day of "1999" or "1999-05"; false for other text. */
bool date_in_part(const char *s, day_t *first, day_t *last);

extern const struct expr_fn expr_fn_logic[], expr_fn_text[],
    expr_fn_number[], expr_fn_date[], expr_fn_span[], expr_fn_set[],
    expr_fn_select[], expr_fn_ground[], expr_fn_own[];

#endif
