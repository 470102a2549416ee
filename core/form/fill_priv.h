/* Inside of a form being filled; for fill*.c only. */
#ifndef TN_FORM_FILL_PRIV_H
#define TN_FORM_FILL_PRIV_H

#include "core/form/answers.h"
#include "core/form/fill.h"

/* What is computed for one item in one place. */
struct cell {
	bool relevant, required, readonly;
	unsigned char dirty;		/* enum form_effect bits */
	struct fill_problem problem;
};

/*
 * The cells of an item, row after row.  Of a repeat, `first` says where the
 * rows of each outer row begin: rows of outer row u are first[u] up to
 * first[u + 1]; one that stands in no repeat has one such span.
 */
struct cells {
	struct cell *cell;
	size_t n;
	size_t *first, spans;
	unsigned char dirty;		/* bits of any of its cells */
};

/* A row that was just made: its defaults are still to be set. */
struct fresh {
	size_t repeat, up, row;
};

struct fill {
	const struct form *form;
	const struct form_lists *lists;
	json_t *data;			/* known names, in the form's shape */
	json_t *aside;			/* the others, by path */
	when_t now;
	bool is_new;			/* opened without answers */
	struct answers answers;
	struct answers_last last;
	struct cells *cells;		/* by item */
	struct fresh *fresh;
	size_t n_fresh, fresh_cap;
	unsigned char *show;		/* enum form_show by item; NULL: all */
	bool *added;			/* by item; NULL: none */
	json_t *unmasked;		/* paths */
	json_t *withheld;		/* names */
	json_t *marks;			/* path: [versions, confirmed] */
	json_t *stood;			/* question: {code: true} */
	bool rows_stale;
	struct fill_row *row;
	size_t rows, row_cap;
};

/*
 * Where an item stands: `row` (from 0) of its repeat, `up` of the repeat
 * around that one; 0 where there is none.
 */
struct place {
	const struct form_item *item;
	size_t up, row;
};

#define FILL_VALUE FORM_MOVES_VALUE
#define FILL_CHECK FORM_MOVES_CHECK
#define FILL_FIRE FORM_FIRES

/* fill_place.c */
bool fill_find(const struct fill *fill, const char *path, struct place *out,
    struct err *e);
/* The object that holds a place's answer, borrowed. */
json_t *fill_holder(const struct fill *fill, const struct place *at);
const json_t *fill_at(const struct fill *fill, const struct place *at);
/* The place of an item in a row; what it has no use for is dropped. */
struct place fill_place(const struct form_item *it, size_t up, size_t row);
/* The place of an item in or around the rows in which `at` is. */
struct place fill_near(const struct fill *fill, const struct form_item *it,
    const struct place *at);
/* Rows of a repeat in its place, and those rows, borrowed. */
size_t fill_row_count(const struct fill *fill, const struct place *repeat);
json_t *fill_rows_json(const struct fill *fill, const struct place *repeat);
/* Each place of an item in turn; false at the end. */
bool fill_first(const struct fill *fill, const struct form_item *it,
    struct place *at);
bool fill_next(const struct fill *fill, struct place *at);
struct cell *fill_cell(const struct fill *fill, const struct place *at);
/* The names of the repeats around a place; NULL where there is none. */
void fill_around(const struct fill *fill, const struct place *at,
    const char **outer, const char **repeat);
void fill_place_path(const struct fill *fill, const struct place *at,
    struct str *out);

/* fill_take.c */
/* Counts values and stops at the bounds; hostile JSON never recurses deep. */
bool fill_within_bounds(const json_t *v, int depth, size_t *left);
json_t *fill_copy_answer(const struct form_item *it, const json_t *answer);
void fill_take(struct fill *fill, const json_t *answers);
/* An empty row: with empty repeats in it. */
json_t *fill_empty_row(const struct fill *fill, size_t repeat);

/* fill_compute.c */
/* Marks cells of an item in and around a place for computing. */
void fill_touch(struct fill *fill, const struct place *at, unsigned how);
/* The answer at a place is another: what looks at it is marked too. */
void fill_changed(struct fill *fill, const struct place *at);
/* No trigger fires for what was marked so far. */
void fill_hold_fire(struct fill *fill);
/* Rows were added or taken away: cells made anew, and all marked. */
void fill_reshaped(struct fill *fill, const struct form_item *repeat);
void fill_fit(struct fill *fill);
/* One more row, empty, without asking. */
void fill_append_row(struct fill *fill, const struct place *repeat);
/* The rows that a form always has (`min`). */
void fill_least_rows(struct fill *fill);
/* Computes what is marked; all of it. */
void fill_compute(struct fill *fill);
void fill_compute_all(struct fill *fill);

/* fill_show.c */
enum form_show fill_shows(const struct fill *fill,
    const struct form_item *item);
bool fill_is_masked(const struct fill *fill, const struct place *at);
/* Masked by who is looking, so that it cannot be written to either. */
/* Is there an answer that this process was not given? */
bool fill_is_withheld(const struct fill *fill, const struct place *at);
bool fill_is_locked(const struct fill *fill, const struct place *at);
/* Did this code stand at the question before? */
bool fill_code_stood(const struct fill *fill, const struct form_item *item,
    const char *code);
bool fill_in_force(const struct fill *fill, const struct form_item *item,
    const struct form_choice *choice);
void fill_mark_row(const struct fill *fill, const struct place *at,
    struct fill_row *row);
/* fill_meta.c */
void fill_meta_begin(struct fill *fill);

/* fill_calc.c */
void fill_env(const struct fill *fill, const struct place *at,
    struct expr_env *env);
/* A condition; `otherwise` without one, true when it cannot be computed. */
bool fill_holds(const struct fill *fill, const struct place *at,
    const struct expr *x, bool otherwise);
/* True when the value is another one than before. */
bool fill_calculate(struct fill *fill, const struct place *at);
/* True when a default was set. */
bool fill_default(struct fill *fill, const struct place *at);
/* JSON of a computed value in the item's type; NULL for an empty one. */
json_t *fill_value(const struct form_item *item, const struct expr_value *v);

/*
 * "17 tuổi", "17t", "17 years", "~17", "khoảng 17": the age of a person whose
 * birth is not known, in whole years; -1 for anything else.
 */
int fill_read_age(const char *typed);
/* JSON of what was typed; NULL and *e. */
json_t *fill_read(const struct form_item *item, const char *typed,
    struct err *e);
/* "1999", "1999-05", "1999-05-02": a real one?  Its precision, or 0. */
unsigned fill_date_precision(const char *s);
/* "2026-03-02T02:10+07:00": a date with a time? */
bool fill_is_date_time(const char *s);

void fill_problem_find(struct fill *fill, const struct place *at,
    struct cell *cell);
/* The sentence of an error, in both languages; frees what was there. */
void fill_problem_say(const struct err *e, struct text *out);
/* Always false, so that a check is one line. */
bool fill_problem(struct fill_problem *p, enum fill_reason reason,
    enum err_code code, const char *a, const char *b);
/* The same with the form's own sentence where it has one. */
bool fill_problem_own(struct fill_problem *p, enum fill_reason reason,
    const struct text *own, enum err_code code);
/* False, and *p, when a value is not of its question's type. */
bool fill_type_check(const struct fill *fill, const struct place *at,
    const json_t *answer, const json_t *v, struct fill_problem *p);
bool fill_allows(const struct fill *fill, const struct place *at,
    const struct form_choice *choice);

#endif
