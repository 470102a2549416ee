/* What a move to another regime changes, item by item. */
#include "core/case/regime_move.h"

#include "core/base/jx.h"

#include <string.h>

static void
add_change(json_t *out, const char *what, const char *kind,
    const char *code, const struct text *title, const struct basis *basis)
{
	json_t *o = json_object();

	json_object_set_new(o, "what", json_string(what));
	json_object_set_new(o, "kind", json_string(kind));
	json_object_set_new(o, "code", json_string(code));
	json_object_set_new(o, "title", text_json(title));
	json_object_set_new(o, "law", basis_json(basis));
	json_array_append_new(out, o);
}

static bool
same_value(const struct legal_value *a, const struct legal_value *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return a->has_value == b->has_value &&
	    (!a->has_value || (a->value == b->value &&
	    strcmp(a->unit, b->unit) == 0));
}

static bool
same_kinds(const struct who *a, const struct who *b)
{
	size_t i;

	if (a->n_kind != b->n_kind)
		return false;
	for (i = 0; i < a->n_kind; i++)
		if (!who_has_kind(b, a->kind[i]))
			return false;
	return true;
}

static bool
is_from(const struct step *step, const struct state *state)
{
	size_t i;

	for (i = 0; i < step->n_from; i++)
		if (step->from[i] == state)
			return true;
	return false;
}

static const struct step *
step_from(const struct path *path, const struct state *state,
    const char *code)
{
	const struct step *step = path_step(path, code);

	return step != NULL && is_from(step, state) ? step : NULL;
}

static void
add_steps(const struct regime_move *m, json_t *out)
{
	const struct step *s, *old;
	size_t i;

	for (i = 0; i < m->path->n_step; i++) {
		s = &m->path->step[i];
		if (!is_from(s, m->state))
			continue;
		old = step_from(m->from_path, m->from_state, s->code);
		if (old == NULL)
			add_change(out, "added", "step", s->code, &s->title,
			    &s->basis);
		else if (!same_kinds(&old->who, &s->who) ||
		    strcmp(old->to->code, s->to->code) != 0)
			add_change(out, "changed", "step", s->code, &s->title,
			    &s->basis);
	}
	for (i = 0; i < m->from_path->n_step; i++) {
		s = &m->from_path->step[i];
		if (is_from(s, m->from_state) &&
		    step_from(m->path, m->state, s->code) == NULL)
			add_change(out, "removed", "step", s->code, &s->title,
			    &s->basis);
	}
}

/*
 * One kind of thing that a regime lists.  `differ` tells of an `old` and a
 * `now` of the same code whether they mean something else for a case.
 */
#define ADD_PARTS(kind, type, list, n, find, differ) do { \
	for (i = 0; i < m->to->n; i++) { \
		const struct type *now = &m->to->list[i]; \
		const struct type *old = \
		    find(m->from, now->code); \
		if (old == NULL) \
			add_change(out, "added", kind, now->code, \
			    &now->title, &now->basis); \
		else if (differ) \
			add_change(out, "changed", kind, now->code, \
			    &now->title, &now->basis); \
	} \
	for (i = 0; i < m->from->n; i++) { \
		const struct type *old = &m->from->list[i]; \
		if (find(m->to, old->code) == NULL) \
			add_change(out, "removed", kind, old->code, \
			    &old->title, &old->basis); \
	} \
} while (0)

static void
add_parts(const struct regime_move *m, json_t *out)
{
	size_t i;

	ADD_PARTS("clock", clock_kind, clock, n_clock, regime_clock,
	    !same_value(old->term, now->term));
	ADD_PARTS("support", support, support, n_support, regime_support,
	    !same_value(old->limit, now->limit) ||
	    !same_value(old->amount, now->amount) ||
	    !same_value(old->times, now->times));
	ADD_PARTS("paper", paper, paper, n_paper, regime_paper,
	    !str_eq(old->form_code, now->form_code) &&
	    (old->form_code != NULL || now->form_code != NULL));
	ADD_PARTS("request", request, request, n_request, regime_request,
	    !same_kinds(&old->to, &now->to));
}

static void
add_forms(const struct regime_move *m, json_t *out)
{
	size_t i;

	for (i = 0; i < m->to->n_form; i++) {
		const struct form *now = m->to->form[i];
		const struct form *old = regime_form(m->from, now->code);

		if (old == NULL)
			add_change(out, "added", "form", now->code,
			    &now->title, NULL);
		else if (old->version != now->version)
			add_change(out, "changed", "form", now->code,
			    &now->title, NULL);
	}
	for (i = 0; i < m->from->n_form; i++) {
		const struct form *old = m->from->form[i];

		if (regime_form(m->to, old->code) == NULL)
			add_change(out, "removed", "form", old->code,
			    &old->title, NULL);
	}
}

json_t *
regime_changes(const struct regime_move *m)
{
	json_t *out = json_array();

	add_steps(m, out);
	add_parts(m, out);
	add_forms(m, out);
	return out;
}
