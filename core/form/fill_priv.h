/* Inside of a form being filled; for fill*.c only. */
#ifndef TN_FORM_FILL_PRIV_H
#define TN_FORM_FILL_PRIV_H

#include "core/form/answers.h"
#include "core/form/fill.h"

/* What is computed for one item, in one row where it stands in a repeat. */
struct cell {
	bool relevant, required, readonly;
	struct fill_problem problem;
};

struct cells {
	struct cell *cell;
	size_t n;
};

struct fill {
	const struct form *form;
	const struct form_lists *lists;
	json_t *data;			/* known names, in the form's shape */
	json_t *aside;			/* the others, by path */
	when_t now;
	struct answers answers;
	struct cells *cells;		/* by item */
	struct fill_row *row;
	size_t rows, row_cap;
};

/* Where a path leads. */
struct place {
	const struct form_item *item;
	const char *repeat;		/* of the form; NULL outside repeats */
	size_t row;			/* from 0 */
};

bool fill_find(const struct fill *fill, const char *path, struct place *out,
    struct err *e);
/* The object that holds a place's answer, borrowed. */
json_t *fill_holder(const struct fill *fill, const struct place *at);
const json_t *fill_at(const struct fill *fill, const struct place *at);
/* Number of rows of a repeat. */
size_t fill_row_count(const struct fill *fill, const struct form_item *it);
/* The place of an item in a row (ignored outside repeats). */
struct place fill_place(const struct fill *fill, const struct form_item *it,
    size_t row);
struct cell *fill_cell(const struct fill *fill, const struct place *at);
void fill_env(const struct fill *fill, const struct place *at,
    struct expr_env *env);
void fill_place_path(const struct place *at, struct str *out);

/* Everything again: relevance, calculations, problems, rows. */
void fill_compute(struct fill *fill);
void fill_default(struct fill *fill, const struct place *at);
void fill_problem_find(struct fill *fill, const struct place *at,
    struct cell *cell);
void fill_build_rows(struct fill *fill);

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

/* JSON of a computed value in the item's type; NULL for an empty one. */
json_t *fill_value(const struct form_item *item, const struct expr_value *v);
/* JSON of what was typed; NULL and *e. */
json_t *fill_read(const struct form_item *item, const char *typed,
    struct err *e);
/* "1999", "1999-05", "1999-05-02": a real one?  Its precision, or 0. */
unsigned fill_date_precision(const char *s);
/* "2026-03-02T02:10+07:00": a date with a time? */
bool fill_is_date_time(const char *s);

bool fill_allows(const struct fill *fill, const struct place *at,
    const struct form_choice *choice);

#endif
