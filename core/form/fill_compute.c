/*
 * Computing: only what a change can have moved.
 *
 * Each cell carries bits of what is to be done with it.  A change marks what
 * looks at it (form->effect, made at load); then one pass in the order in
 * which items depend computes what is marked, and each value that turns out
 * another marks further ones, all of them later in that order.  What may look
 * at anything (wildcards) is computed at every change, in a few rounds.
 */
#include "core/form/fill_priv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_ROUNDS 4		/* for wildcards, which have no order */
#define MAX_FRESH 8		/* rows whose defaults make rows, and so on */

static void
mark(struct cells *c, struct cell *cell, unsigned how)
{
	cell->dirty |= (unsigned char)how;
	c->dirty |= (unsigned char)how;
}

static void
mark_span(struct cells *c, size_t from, size_t to, unsigned how)
{
	for (size_t i = from; i < to && i < c->n; i++)
		mark(c, &c->cell[i], how);
}

/* The outermost row of a place; its repeat is *repeat, -1 outside all. */
static size_t
outer_row(const struct fill *fill, const struct place *at, int *repeat)
{
	*repeat = at->item->repeat;
	if (at->item->level < 2)
		return at->row;
	*repeat = fill->form->item[*repeat].repeat;
	return at->up;
}

/* The same outermost repeat for an item of any level. */
static int
outer_repeat(const struct fill *fill, const struct form_item *it)
{
	return it->level < 2 ? it->repeat : fill->form->item[it->repeat].repeat;
}

/* Marks an item in all rows, or only where it shares rows with `at`. */
static void
mark_item(struct fill *fill, size_t item, const struct place *at,
    unsigned how)
{
	const struct form_item *it = &fill->form->item[item];
	struct cells *c = &fill->cells[item];
	const struct cells *rows;
	int repeat;
	size_t row = outer_row(fill, at, &repeat);
	unsigned what = how & ~(unsigned)FORM_IN_ROW;

	if (!(how & FORM_IN_ROW) || repeat < 0 ||
	    outer_repeat(fill, it) != repeat) {
		mark_span(c, 0, c->n, what);
		return;
	}
	if (it->level == 1) {
		mark_span(c, row, row + 1, what);
		return;
	}
	rows = &fill->cells[it->repeat];
	if (row >= rows->spans)
		return;
	if (at->item->repeat == it->repeat)
		mark_span(c, rows->first[row] + at->row,
		    rows->first[row] + at->row + 1, what);
	else
		mark_span(c, rows->first[row], rows->first[row + 1], what);
}

/* Marks what looks at an item; `all`: in whatever row. */
static void
mark_effects(struct fill *fill, const struct place *at, bool all)
{
	const struct form *form = fill->form;
	size_t i = (size_t)(at->item - form->item);

	for (size_t k = form->effect_first[i]; k < form->effect_first[i + 1];
	    k++) {
		const struct form_effect_on *on = &form->effect[k];

		mark_item(fill, on->item, at, all ? on->how &
		    ~(unsigned)FORM_IN_ROW : on->how);
	}
}

void
fill_touch(struct fill *fill, const struct place *at, unsigned how)
{
	struct cell *cell = fill_cell(fill, at);

	if (cell != NULL)
		mark(&fill->cells[at->item - fill->form->item], cell, how);
}

void
fill_changed(struct fill *fill, const struct place *at)
{
	fill_touch(fill, at, FILL_CHECK);
	mark_effects(fill, at, false);
}

void
fill_hold_fire(struct fill *fill)
{
	for (size_t i = 0; i < fill->form->n; i++) {
		struct cells *c = &fill->cells[i];

		c->dirty &= (unsigned char)~FILL_FIRE;
		for (size_t k = 0; k < c->n; k++)
			c->cell[k].dirty &= (unsigned char)~FILL_FIRE;
	}
}

/* ---- cells and rows ---- */

/* Counts the rows of a repeat; its own places must be known. */
static void
count_rows(struct fill *fill, const struct form_item *it)
{
	struct cells *c = &fill->cells[it - fill->form->item];
	struct place at;

	c->spans = 0;
	c->first = xrealloc(c->first, (c->n + 2) * sizeof(*c->first));
	c->first[0] = 0;
	for (bool go = fill_first(fill, it, &at); go;
	    go = fill_next(fill, &at)) {
		c->first[c->spans + 1] = c->first[c->spans] +
		    fill_row_count(fill, &at);
		c->spans++;
	}
}

static void
fit_item(struct fill *fill, size_t item)
{
	const struct form_item *it = &fill->form->item[item];
	const struct cells *rows = it->repeat >= 0 ?
	    &fill->cells[it->repeat] : NULL;
	struct cells *c = &fill->cells[item];
	size_t n = rows == NULL ? 1 : rows->first[rows->spans];

	for (size_t k = 0; k < c->n; k++)
		text_done(&c->cell[k].problem.text);
	c->cell = xrealloc(c->cell, (n + 1) * sizeof(*c->cell));
	for (size_t k = 0; k < n; k++)
		c->cell[k] = (struct cell){ .relevant = true };
	c->n = n;
	c->dirty = 0;
	if (it->type == FORM_REPEAT)
		count_rows(fill, it);
}

void
fill_fit(struct fill *fill)
{
	for (size_t i = 0; i < fill->form->n; i++)
		fit_item(fill, i);
}

void
fill_reshaped(struct fill *fill, const struct form_item *repeat)
{
	const struct form *form = fill->form;
	size_t self = (size_t)(repeat - form->item);
	struct place at = { .item = repeat };

	count_rows(fill, repeat);
	mark_span(&fill->cells[self], 0, fill->cells[self].n, FILL_CHECK);
	mark_effects(fill, &at, true);
	for (size_t i = self + 1; i < repeat->end; i++) {
		at.item = &form->item[i];
		fit_item(fill, i);
		mark_span(&fill->cells[i], 0, fill->cells[i].n,
		    FILL_VALUE | FILL_CHECK);
	}
	/* whoever looks into the rows sees others now */
	for (size_t i = self + 1; i < repeat->end; i++) {
		at.item = &form->item[i];
		mark_effects(fill, &at, true);
	}
	fill->rows_stale = true;
}

void
fill_append_row(struct fill *fill, const struct place *repeat)
{
	size_t self = (size_t)(repeat->item - fill->form->item);
	struct fresh made = { .repeat = self, .up = repeat->row,
		.row = fill_row_count(fill, repeat) };

	json_array_append_new(fill_rows_json(fill, repeat),
	    fill_empty_row(fill, self));
	fill->fresh = xgrow(fill->fresh, fill->n_fresh, &fill->fresh_cap,
	    sizeof(made));
	fill->fresh[fill->n_fresh++] = made;
	fill_reshaped(fill, repeat->item);
}

void
fill_least_rows(struct fill *fill)
{
	for (size_t i = 0; i < fill->form->n; i++) {
		const struct form_item *it = &fill->form->item[i];
		struct place at;

		if (it->type != FORM_REPEAT || it->min == 0)
			continue;
		for (bool go = fill_first(fill, it, &at); go;
		    go = fill_next(fill, &at))
			while (fill_row_count(fill, &at) < it->min)
				fill_append_row(fill, &at);
	}
}

/* Defaults of rows that were just made. */
static void
settle_fresh(struct fill *fill)
{
	const struct form *form = fill->form;

	for (size_t k = 0; k < fill->n_fresh; k++) {
		const struct fresh row = fill->fresh[k];
		const struct form_item *repeat = &form->item[row.repeat];

		for (size_t i = row.repeat + 1; i < repeat->end; i++) {
			struct place at = fill_place(&form->item[i], row.up,
			    row.row);

			if (form->item[i].repeat == (int)row.repeat &&
			    fill_cell(fill, &at) != NULL &&
			    fill_default(fill, &at))
				fill_changed(fill, &at);
		}
	}
	fill->n_fresh = 0;
}

/* ---- one pass ---- */

static bool
is_relevant(const struct fill *fill, const struct place *at)
{
	const struct form_item *it = at->item;
	struct place up;
	const struct cell *cell;

	if (it->parent >= 0) {
		up = fill_near(fill, &fill->form->item[it->parent], at);
		cell = fill_cell(fill, &up);
		if (cell != NULL && !cell->relevant)
			return false;
	}
	return fill_holds(fill, at, it->relevant, true);
}

/* A row for each that the form asks for; true when there are others now. */
static bool
fit_count(struct fill *fill, const struct place *at)
{
	struct expr_env env;
	struct expr_value v;
	size_t n = fill_row_count(fill, at);
	double want = 0;

	fill_env(fill, at, &env);
	if (!expr_eval(at->item->repeat_count, &env, &v, NULL))
		return false;
	want = floor(expr_to_number(&v));
	expr_value_done(&v);
	/* nothing said yet, or nonsense: no row */
	if (isnan(want) || want < 0)
		want = 0;
	if (want > (double)at->item->max)
		want = (double)at->item->max;
	if ((double)n == want)
		return false;
	for (; (double)n < want; n++)
		fill_append_row(fill, at);
	if ((double)n > want) {
		while ((double)n > want)
			json_array_remove(fill_rows_json(fill, at), --n);
		fill_reshaped(fill, at->item);
	}
	return true;
}

static bool
compute_value(struct fill *fill, const struct place *at, unsigned how)
{
	const struct form_item *it = at->item;
	struct cell *cell = fill_cell(fill, at);
	bool relevant = is_relevant(fill, at);
	bool changed = relevant != cell->relevant;

	cell->relevant = relevant;
	fill->rows_stale |= changed;
	if (relevant && it->calculation != NULL && (it->triggers == 0 ||
	    (how & FILL_FIRE) || fill_at(fill, at) == NULL))
		changed |= fill_calculate(fill, at);
	if (changed)
		fill_changed(fill, at);
	if (relevant && it->repeat_count != NULL)
		changed |= fit_count(fill, at);
	return changed;
}

static bool
compute_item(struct fill *fill, size_t i)
{
	struct cells *c = &fill->cells[i];
	struct place at;
	bool changed = false;

	if (!(c->dirty & (FILL_VALUE | FILL_FIRE)))
		return false;
	c->dirty &= (unsigned char)~(FILL_VALUE | FILL_FIRE);
	for (bool go = fill_first(fill, &fill->form->item[i], &at); go;
	    go = fill_next(fill, &at)) {
		struct cell *cell = fill_cell(fill, &at);
		unsigned how = cell->dirty;

		if (!(how & (FILL_VALUE | FILL_FIRE)))
			continue;
		cell->dirty &= (unsigned char)~(FILL_VALUE | FILL_FIRE);
		changed |= compute_value(fill, &at, how);
	}
	return changed;
}

static bool
compute_pass(struct fill *fill)
{
	const struct form *form = fill->form;
	bool changed = false;

	for (size_t i = 0; i < form->n; i++)
		changed |= compute_item(fill, form->order[i]);
	return changed;
}

static void
mark_wild(struct fill *fill, unsigned how)
{
	const struct form *form = fill->form;

	for (size_t i = 0; i < form->n; i++) {
		struct cells *c = &fill->cells[i];

		if (((how & FILL_VALUE) && form->item[i].wild_value) ||
		    ((how & FILL_CHECK) && form->item[i].wild_check))
			mark_span(c, 0, c->n, how);
	}
}

static void
check_items(struct fill *fill)
{
	const struct form *form = fill->form;
	struct place at;

	for (size_t i = 0; i < form->n; i++) {
		struct cells *c = &fill->cells[i];
		const struct form_item *it = &form->item[i];

		if (!(c->dirty & FILL_CHECK))
			continue;
		c->dirty = 0;
		for (bool go = fill_first(fill, it, &at); go;
		    go = fill_next(fill, &at)) {
			struct cell *cell = fill_cell(fill, &at);

			if (!(cell->dirty & FILL_CHECK))
				continue;
			cell->dirty = 0;
			cell->required = fill_holds(fill, &at, it->required,
			    false);
			cell->readonly = form_is_computed(it) ||
			    fill_holds(fill, &at, it->readonly, false);
			fill_problem_find(fill, &at, cell);
		}
	}
}

void
fill_compute(struct fill *fill)
{
	for (int i = 0; i < MAX_FRESH; i++) {
		for (int k = 0; k < MAX_ROUNDS; k++) {
			mark_wild(fill, FILL_VALUE);
			if (!compute_pass(fill))
				break;
		}
		if (fill->n_fresh == 0)
			break;
		fill_least_rows(fill);
		settle_fresh(fill);
	}
	fill->n_fresh = 0;
	mark_wild(fill, FILL_CHECK);
	check_items(fill);
	fill->rows_stale = true;
}

void
fill_compute_all(struct fill *fill)
{
	for (size_t i = 0; i < fill->form->n; i++) {
		struct cells *c = &fill->cells[i];

		mark_span(c, 0, c->n, FILL_VALUE | FILL_CHECK);
	}
	fill_compute(fill);
}
