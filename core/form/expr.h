/*
 * Expressions of forms: XPath 1.0 as ODK XForms uses it, with ${name}.
 *
 * Files: expr_lex.c (words), expr_parse.c (tree), expr_value.c (values and
 * their conversions), expr_eval.c (operators, paths), expr_axis.c (axes),
 * expr_fn*.c (functions), expr_type*.c (see expr_type.h), regex.c, digest.c.
 * Nothing here reads a clock, a file or a random number: all of that comes in
 * through struct expr_env.
 *
 * Decided once, where the sources differ (JavaRosa before the others):
 *
 *	number('1.1e6'), number('- 17')   NaN: only digits and a point
 *	number('4,6')                     4.6: a comma in text is a point
 *	number('2012-07-24')              its day, as in CommCare and Enketo;
 *	                                  NaN for a date in part, or no date
 *	number(), string()                the context node; refused without one
 *	round(-1.5), round('-1.475', 2)   -1, -1.47: half goes up, on digits
 *	6.1 - 7.8 = -1.7                  true: = and != within 1e-12
 *	boolean('false')                  true: boolean-from-string() differs,
 *	                                  and knows 'true', not 'True'
 *	substr('hello', -2)               counts from the end; substring() is
 *	                                  that of XPath, from 1
 *	starts-with('', 'a')              false
 *	selected('', '')                  true: nothing is chosen
 *	sum(1, 2)                         refused: sum() takes nodes; max() and
 *	                                  min() take both; NaN when one is
 *	weighted-checklist(a, b, c)       refused: pairs; -1 means no bound
 *	regex('abc', 'b')                 false: the whole text must match
 *	int('0.00..123')                  0: the source's test allows 1e-12
 *	string(-0)                        "0"; string(1e21) has no exponent
 *	3mod4, 6and x                     operators, as JavaRosa reads them
 *	$name                             the same as ${name}
 *	${x} without an answer            counts as one '', and so does an
 *	                                  empty path: /x != 0 holds
 *	${x} with several answers         = < > hold if one of them does;
 *	                                  string() takes the first
 *	all axes, a | b, (a)[1]           work on data; without any, a | b and
 *	                                  searches from the root (two slashes,
 *	                                  /descendant::a) are refused, as in
 *	                                  JavaRosa, and /a/b is empty
 *	@x, ns:*, comment()               always empty; text() is refused
 *	.[1], ..[1]                       refused (XPath 1.0, 2.5)
 *	number(date), a date-time         days since 1970-01-01, local, with
 *	                                  the fraction of a date-time kept
 *	date(date-time)                   its day; date-time() keeps the time
 *	decimal-date-time(), -time()      local; what is written with another
 *	                                  offset than ours counts in UTC, which
 *	                                  is where JavaRosa runs its tests: do
 *	                                  not subtract one from the other
 *	decimal-time('06:00-07:00')       0.25: a time alone stays as written
 *	'2012-7-4'                        a date too, where a date is wanted
 *	text beside a date in = < >       read as a date when it is one
 *	'08:30' < '17:00'		holds: two times of a day are compared
 *	${x} stored as true or false	beside a word is the word true or false
 *	'1999' or '1999-05' beside a date  < <= > >= hold when they may hold:
 *	                                  a child is never taken for grown;
 *	                                  = never holds
 *	date('')                          ''; date('1999-05'), not a whole
 *	                                  date, is '' too: never made up
 *	date('not a date')                refused; so is format-date() of it
 *	area(), distance()                metres on JavaRosa's globe, not rounded;
 *	                                  NaN without points; area() on a plane
 *	geofence('', '')                  refused
 *	indexed-repeat(x, r, '')          the first row
 *	difference-in-months() and others of the Community Health Toolkit, with
 *	cht: or without; add-date('2026-01-31', 0, 1) is 2026-02-28
 *	${last-saved#x}			refused: no form is filled from the last
 *	extract-signed()                  not there: it needs a key of the form
 *	randomize(nodes, seed)		the order JavaRosa and Enketo give; any text
 *					is a seed, as in JavaRosa
 *	uuid(), random(), randomize()     refused unless chance is handed in
 *	wrong number of arguments         refused when parsed, or, by
 *	                                  expr_parse_lazy(), when evaluated
 */
#ifndef TN_FORM_EXPR_H
#define TN_FORM_EXPR_H

#include "core/base/err.h"
#include "core/base/str.h"
#include "core/base/when.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EXPR_MAX_BYTES 8192
#define EXPR_MAX_DEPTH 64
#define EXPR_MAX_STEPS 1000000
#define EXPR_MAX_TEXT (1024 * 1024)

struct expr;

enum expr_kind {
	EXPR_TEXT,
	EXPR_NUMBER,
	EXPR_BOOL,
	EXPR_DATE,		/* a civil day */
	EXPR_TIME,		/* a point in time, shown at `offset_min` */
	EXPR_NODES		/* only inside an evaluation */
};

/* A place in the data; only the tree that made it knows what it means. */
struct expr_node {
	int kind;
	size_t i;
	const char *repeat, *name;	/* borrowed from the data */
	const void *p;
	const char *outer;		/* the repeat around `repeat` */
	size_t up;			/* row of that one */
	const void *of;
};

struct expr_value {
	enum expr_kind kind;
	char *text;			/* EXPR_TEXT: owned, never NULL */
	double number;
	bool truth;
	day_t day;
	when_t when;
	int offset_min;
	struct expr_node *node;		/* EXPR_NODES: owned */
	size_t n, cap;
};

#define EXPR_VALUE_INIT { EXPR_NUMBER, NULL, 0, false, 0, 0, 0, NULL, 0, 0 }

/*
 * The data behind ${name}, paths and instance().  Each function gives the
 * i-th (from 0) such node and false when there is none.  Any may be NULL.
 */
struct expr_tree {
	bool (*ref)(void *ctx, const struct expr_node *here, const char *name,
	    size_t i, struct expr_node *out);
	/* name NULL: a child of any name */
	bool (*child)(void *ctx, const struct expr_node *of, const char *name,
	    size_t i, struct expr_node *out);
	bool (*parent)(void *ctx, const struct expr_node *of,
	    struct expr_node *out);
	bool (*root)(void *ctx, struct expr_node *out);
	/* `id` lives as long as the expression */
	bool (*instance)(void *ctx, const char *id, struct expr_node *out);
	/* fills an atomic value; an unanswered one is the text "" */
	void (*value)(void *ctx, const struct expr_node *node,
	    struct expr_value *out);
	/* position among its like, from 1 */
	size_t (*position)(void *ctx, const struct expr_node *node);
	/* answered | refused | unknown | not_asked | contradicted */
	const char *(*status)(void *ctx, const struct expr_node *node);
};

struct expr_env {
	void *ctx;
	const struct expr_tree *tree;	/* NULL: no data at all */
	struct expr_node here;		/* what `.` is */
	bool has_here;
	struct expr_node current;	/* what current() is, else `here` */
	bool has_current;
	when_t now;
	int offset_min;
	enum lang lang;			/* of jr:choice-name() and dates */
	/* The label of a choice of a question, or NULL. */
	const char *(*choice_label)(void *ctx, const char *question,
	    const char *code, enum lang lang);
	/* The text jr:itext(id) means, or NULL. */
	const char *(*itext)(void *ctx, const char *id);
	/* A number in [0,1); NULL: chance is refused. */
	double (*random)(void *ctx);
	/*
	 * Functions from outside, among them tn:add-working-days(date, n) and
	 * tn:working-days-between(a, b).  Sets *known when the name is its
	 * own; then the answer is *out, or *e on false.  May be NULL.
	 */
	bool (*call)(void *ctx, const char *name,
	    const struct expr_value *arg, size_t n, bool *known,
	    struct expr_value *out, struct err *e);
};

/*
 * Reads an expression: valid UTF-8 of at most EXPR_MAX_BYTES.  NULL and *e,
 * with e->line 1 and e->col the column (code points, from 1), when refused.
 * An unknown function is found by expr_names() and by expr_eval(), because
 * functions may come from outside; a wrong number of arguments is found here.
 */
struct expr *expr_parse(const char *text, struct err *e) TN_MUST_USE;
/*
 * The same, but a wrong number of arguments is refused only where it would be
 * evaluated: `true() or substring()` is true.  For single expressions; a form
 * is checked whole when it is loaded.
 */
struct expr *expr_parse_lazy(const char *text, struct err *e) TN_MUST_USE;
void expr_free(struct expr *x);

/* The text that was read, to the letter; lives as long as the expression. */
const char *expr_text(const struct expr *x);

/*
 * The value, always atomic (never EXPR_NODES), the caller's to give to
 * expr_value_done().  `out` is initialised here.  False and *e on refusal.
 */
bool expr_eval(const struct expr *x, const struct expr_env *env,
    struct expr_value *out, struct err *e) TN_MUST_USE;

enum expr_seen {
	EXPR_SEES_NAME,		/* ${name} */
	EXPR_SEES_FUNCTION,	/* a call of a known function */
	EXPR_SEES_UNKNOWN,	/* a call of a function we do not have */
	EXPR_SEES_COLUMN,	/* a plain relative name, as in a filter */
	EXPR_SEES_LIST,		/* instance('name') */
	EXPR_SEES_PATTERN	/* regex(x, 'pattern') */
};

/* Reports everything the expression mentions, with its column. */
void expr_names(const struct expr *x,
    void (*seen)(void *ctx, enum expr_seen what, const char *name, int col),
    void *ctx);

/* How an expression looks at data: what must change before it can. */
enum expr_reach {
	EXPR_IN_ROW,		/* ${name}: of the same row where there is one */
	EXPR_ANYWHERE,		/* a step of a path: of any row */
	EXPR_WILD		/* a wildcard or a far axis: anything at all */
};

/*
 * Reports every name of the data that the value depends on ("." for the
 * context itself, NULL with EXPR_WILD).  `of_choice`: the context is a choice, as in a choice_filter,
 * so that plain relative names are its columns.
 */
void expr_refs(const struct expr *x, bool of_choice,
    void (*ref)(void *ctx, enum expr_reach how, const char *name),
    void *ctx);

/* Is it one of the functions that struct expr_env.call may give? */
bool expr_is_outside(const char *function);
/* The i-th function name, for documentation and tests; NULL at the end. */
const char *expr_function(size_t i);

void expr_value_done(struct expr_value *v);
/* Setters free what was there. */
void expr_set_text(struct expr_value *v, const char *text);
void expr_set_textn(struct expr_value *v, const char *text, size_t n);
void expr_set_number(struct expr_value *v, double number);
void expr_set_bool(struct expr_value *v, bool truth);
void expr_set_date(struct expr_value *v, day_t day);
void expr_set_time(struct expr_value *v, when_t when, int offset_min);

/* XPath conversions of atomic values; to_string appends. */
void expr_to_string(const struct expr_value *v, struct str *out);
double expr_to_number(const struct expr_value *v);
bool expr_to_boolean(const struct expr_value *v);

/* Digits with a point, nothing else; NaN otherwise.  Free of the locale. */
double expr_read_number(const char *s);
/* Shortest decimal digits that read back the same, without exponent. */
void expr_write_number(struct str *out, double number);
/* An ISO date or date-time; false for anything else, also partial dates. */
bool expr_read_date(const char *s, int offset_min, struct expr_value *out);

#endif
