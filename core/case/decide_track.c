/*
 * Steps by their code: of the path of a case, or of a track beside it
 * (protection, consent, secrecy), which goes on also when the path has ended.
 */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/case/row.h"

#include <string.h>

const struct path *
case_track_of(const struct case_state *cs, const struct procedure *p,
    const struct step *step)
{
	const struct regime *regime = case_regime(cs, p);
	size_t i, k;

	for (i = 0; regime != NULL && i < regime->n_track; i++)
		for (k = 0; k < regime->track[i].n_step; k++)
			if (&regime->track[i].step[k] == step)
				return &regime->track[i];
	return NULL;
}

const struct step *
case_step(const struct case_state *cs, const struct procedure *p,
    const char *code)
{
	const struct regime *regime = case_regime(cs, p);
	const struct path *path = case_path(cs, p);
	const struct step *step = path == NULL ? NULL : path_step(path, code);
	size_t i;

	for (i = 0; step == NULL && regime != NULL && i < regime->n_track; i++)
		step = path_step(&regime->track[i], code);
	return step;
}

bool
case_stands_by(const struct case_state *cs, const char *unit, unsigned by)
{
	return ((by & STEP_BY_HOLDER) != 0 &&
	    str_eq(jx_text(cs->row, "holder"), unit)) ||
	    ((by & STEP_BY_ASKED) != 0 && row_is_asked(cs->row, unit)) ||
	    ((by & STEP_BY_FORMER) != 0 && row_was_here(cs->row, unit));
}

/*
 * A track waits for no offer: somebody who is threatened is protected while
 * two agencies agree on a hand-over.
 */
void
need_by(struct deciding *d, const struct case_state *cs,
    const struct step *step)
{
	need_not_ended(d, &step->basis);
	if (case_stands_by(cs, d->actor->unit->code, step->by))
		return;
	if (step->by == STEP_BY_HOLDER)
		reason_add(d->out->reasons, &step->basis, NULL,
		    ERR_NOT_HOLDER, unit_title(d, jx_text(cs->row, "holder")),
		    NULL);
	else
		reason_add(d->out->reasons, &step->basis, NULL,
		    ERR_NOT_OF_TRACK, &step->title, NULL);
}

bool
case_fills_form(const struct case_state *cs, const struct procedure *p,
    const struct unit *unit, const struct form *form)
{
	const struct regime *regime = case_regime(cs, p);
	size_t i, k;

	for (i = 0; regime != NULL && i < regime->n_track; i++)
		for (k = 0; k < regime->track[i].n_step; k++) {
			const struct step *step = &regime->track[i].step[k];

			if (step->form == form &&
			    who_has_kind(&step->who, unit->kind) &&
			    case_stands_by(cs, unit->code, step->by))
				return true;
		}
	return false;
}

/* ---- a unit that has ended ---- */

static bool
is_over(day_t to, const struct deciding *d)
{
	return to != DAY_NONE && to < when_day(d->now, VN_OFFSET_MIN);
}

bool
unit_has_ended(const struct deciding *d, const struct unit *unit)
{
	return is_over(unit->to, d) || is_over(unit->kind->to, d);
}

/* The only unit of a kind in a province; NULL when none or several. */
static const struct unit *
only_of_kind(const struct deciding *d, const struct unit_kind *kind,
    const char *province)
{
	const struct unit *found = NULL;
	size_t i;

	for (i = 0; i < d->procedure->n_unit; i++) {
		const struct unit *u = &d->procedure->unit[i];

		if (u->kind != kind || !str_eq(u->province, province) ||
		    unit_has_ended(d, u))
			continue;
		if (found != NULL)
			return NULL;
		found = u;
	}
	return found;
}

/* Successors may have ended too; no chain of them is longer than this. */
#define SUCCESSORS_MAX 8

const struct unit *
unit_successor(const struct deciding *d, const struct unit *unit)
{
	const struct unit *u = unit;
	int i;

	for (i = 0; i < SUCCESSORS_MAX && u != NULL; i++) {
		const struct unit *next = u->successor;

		if (next == NULL && u->kind->successor != NULL)
			next = only_of_kind(d, u->kind->successor,
			    u->province);
		if (next == NULL || !unit_has_ended(d, next))
			return next;
		u = next;
	}
	return NULL;
}

void
need_not_ended(struct deciding *d, const struct basis *basis)
{
	const struct unit *unit = d->actor->unit, *next;

	if (!unit_has_ended(d, unit))
		return;
	next = unit_successor(d, unit);
	if (next != NULL)
		reason_add(d->out->reasons, basis, NULL, ERR_UNIT_HAS_ENDED,
		    &unit->title, &next->title, NULL);
	else
		reason_add(d->out->reasons, basis, NULL,
		    ERR_UNIT_ENDED_ALONE, &unit->title, NULL);
}
