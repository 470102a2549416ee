/* Relevance and calculations, in the order in which they depend. */
#include "core/form/fill_priv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Names reached only by paths are not in the order: a few more rounds. */
#define MAX_ROUNDS 4

static bool
is_hidden(void *ctx, const char *name, size_t row)
{
	const struct fill *fill = ctx;
	const struct form_item *it = form_question(fill->form, name);
	struct place at;
	const struct cell *cell;

	if (it == NULL)
		return false;
	at = fill_place(fill, it, row);
	cell = fill_cell(fill, &at);
	return cell != NULL && !cell->relevant;
}

void
fill_env(const struct fill *fill, const struct place *at,
    struct expr_env *env)
{
	answers_env(&fill->answers, fill->now, LANG_VI, env);
	env->here = answers_node(at->repeat, at->row, at->item->name);
	env->has_here = true;
}

static json_t *
split_codes(const char *s)
{
	json_t *codes = json_array();

	for (s += strspn(s, " "); *s != '\0'; s += strspn(s, " ")) {
		size_t n = strcspn(s, " ");

		json_array_append_new(codes, json_stringn(s, n));
		s += n;
	}
	return codes;
}

/* A fraction stays one where a whole number was wanted: it shows as wrong. */
static json_t *
number_json(double x)
{
	if (isnan(x) || isinf(x))
		return NULL;
	if (x == floor(x) && fabs(x) < 9e15)
		return json_integer((json_int_t)x);
	return json_real(x);
}

json_t *
fill_value(const struct form_item *item, const struct expr_value *v)
{
	struct str s = STR_INIT;
	json_t *made = NULL;

	expr_to_string(v, &s);
	if (s.len == 0 || strcmp(str_text(&s), "NaN") == 0) {
		str_done(&s);
		return NULL;
	}
	switch (item->type) {
	case FORM_INTEGER:
	case FORM_DECIMAL:
	case FORM_RANGE:
		made = number_json(expr_to_number(v));
		break;
	case FORM_YES_NO:
		made = json_string(v->kind != EXPR_BOOL ? str_text(&s) :
		    v->truth ? "yes" : "no");
		break;
	case FORM_SELECT_MULTIPLE:
	case FORM_RANK:
		made = split_codes(str_text(&s));
		break;
	case FORM_CALCULATE:
	case FORM_HIDDEN:
		made = v->kind == EXPR_NUMBER ? number_json(v->number) :
		    v->kind == EXPR_BOOL ? json_boolean(v->truth) :
		    json_string(str_text(&s));
		break;
	default:
		made = json_string(str_text(&s));
	}
	str_done(&s);
	return made;
}

void
fill_default(struct fill *fill, const struct place *at)
{
	const struct form_item *it = at->item;
	struct expr_value v = EXPR_VALUE_INIT;
	struct expr_env env;
	json_t *value = NULL;

	fill_env(fill, at, &env);
	if (it->initial_text != NULL)
		expr_set_text(&v, it->initial_text);
	else if (it->initial == NULL || !expr_eval(it->initial, &env, &v,
	    NULL))
		return;
	value = fill_value(it, &v);
	if (value != NULL)
		json_object_set_new(fill_holder(fill, at), it->name, value);
	expr_value_done(&v);
}

static void
fit_cells(struct fill *fill)
{
	const struct form *form = fill->form;

	for (size_t i = 0; i < form->n; i++) {
		struct cells *c = &fill->cells[i];
		int repeat = form->item[i].repeat;
		size_t n = repeat < 0 ? 1 :
		    fill_row_count(fill, &form->item[repeat]);

		for (size_t k = n; k < c->n; k++)
			text_done(&c->cell[k].problem.text);
		c->cell = xrealloc(c->cell, (n + 1) * sizeof(*c->cell));
		for (size_t k = c->n; k < n; k++)
			c->cell[k] = (struct cell){ .relevant = true };
		c->n = n;
	}
}

/* A condition; `otherwise` when there is none or it cannot be computed. */
static bool
holds(const struct fill *fill, const struct place *at, const struct expr *x,
    bool otherwise)
{
	struct expr_env env;
	struct expr_value v;
	bool truth;

	if (x == NULL)
		return otherwise;
	fill_env(fill, at, &env);
	if (!expr_eval(x, &env, &v, NULL))
		return true;
	truth = expr_to_boolean(&v);
	expr_value_done(&v);
	return truth;
}

static bool
is_relevant(const struct fill *fill, const struct place *at)
{
	const struct form_item *it = at->item;
	struct place up;
	const struct cell *cell;

	if (it->parent >= 0) {
		up = fill_place(fill, &fill->form->item[it->parent], at->row);
		cell = fill_cell(fill, &up);
		if (cell != NULL && !cell->relevant)
			return false;
	}
	return holds(fill, at, it->relevant, true);
}

/* True when the value is another one than before. */
static bool
calculate(struct fill *fill, const struct place *at)
{
	struct expr_env env;
	struct expr_value v;
	json_t *value = NULL, *holder = fill_holder(fill, at);
	json_t *old = json_object_get(holder, at->item->name);
	bool changed;

	fill_env(fill, at, &env);
	if (expr_eval(at->item->calculation, &env, &v, NULL)) {
		value = fill_value(at->item, &v);
		expr_value_done(&v);
	}
	changed = value == NULL ? old != NULL : old == NULL ||
	    !json_equal(value, old);
	if (value == NULL)
		json_object_del(holder, at->item->name);
	else
		json_object_set_new(holder, at->item->name, value);
	return changed;
}

static bool
compute_round(struct fill *fill)
{
	const struct form *form = fill->form;
	bool changed = false;

	for (size_t i = 0; i < form->n; i++) {
		const struct form_item *it = &form->item[form->order[i]];
		size_t n = fill->cells[form->order[i]].n;

		for (size_t row = 0; row < n; row++) {
			struct place at = fill_place(fill, it, row);
			struct cell *cell = fill_cell(fill, &at);
			bool relevant = is_relevant(fill, &at);

			changed |= relevant != cell->relevant;
			cell->relevant = relevant;
			if (relevant && it->calculation != NULL)
				changed |= calculate(fill, &at);
		}
	}
	return changed;
}

void
fill_compute(struct fill *fill)
{
	const struct form *form = fill->form;

	fill->answers.hidden = is_hidden;
	fill->answers.hidden_ctx = fill;
	fit_cells(fill);
	for (int i = 0; i < MAX_ROUNDS && compute_round(fill); i++)
		;
	for (size_t i = 0; i < form->n; i++) {
		for (size_t row = 0; row < fill->cells[i].n; row++) {
			struct place at = fill_place(fill, &form->item[i],
			    row);
			struct cell *cell = fill_cell(fill, &at);

			cell->required = holds(fill, &at,
			    form->item[i].required, false);
			cell->readonly = form_is_computed(&form->item[i]) ||
			    holds(fill, &at, form->item[i].readonly, false);
			fill_problem_find(fill, &at, cell);
		}
	}
	fill_build_rows(fill);
}
