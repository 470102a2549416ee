/*
 * Tracks: procedures beside the path.  A track need not end, and goes on when
 * the path has ended; but no state of it may be a dead end or out of reach,
 * and each of its steps must be for somebody who has to do with the case.
 */
#include "core/procedure/check.h"
#include "core/procedure/rights.h"

bool
check_holds_ever(const struct check *c, const struct unit_kind *kind)
{
	for (size_t i = 0; i < c->r->n_path; i++)
		for (size_t s = 0; s < c->flow[i].path->n_state; s++)
			if (flow_holds(c, &c->flow[i], s, kind))
				return true;
	return false;
}

static bool
is_asked(const struct check *c, const struct unit_kind *kind)
{
	for (size_t i = 0; i < c->r->n_request; i++)
		if (who_has_kind(&c->r->request[i].to, kind) &&
		    rights_somebody(c->p, c->r, &c->r->request[i].to, kind,
		    "answer_request"))
			return true;
	return false;
}

/* Can a unit of the kind stand to a case as the step wants it? */
static bool
is_related(const struct check *c, const struct step *step,
    const struct unit_kind *kind)
{
	return ((step->by & (STEP_BY_HOLDER | STEP_BY_FORMER)) != 0 &&
	    check_holds_ever(c, kind)) ||
	    ((step->by & STEP_BY_ASKED) != 0 && is_asked(c, kind));
}

static void
check_taker(struct check *c, const struct flow *f, size_t at)
{
	const struct step *step = &f->path->step[at];
	bool able = false, related = false;

	for (size_t i = 0; i < step->who.n_kind; i++) {
		const struct unit_kind *kind = step->who.kind[i];

		if (!f->able[at * c->p->n_unit_kind +
		    (size_t)(kind - c->p->unit_kind)])
			continue;
		able = true;
		related |= is_related(c, step, kind);
	}
	if (!able)
		CHECK_FAULT(c, step->at, ERR_PROC_STEP_NOBODY, step->code,
		    "take_step");
	else if (!related)
		CHECK_FAULT(c, step->at, ERR_PROC_STEP_NOT_RELATED,
		    step->code);
}

static void
check_step(struct check *c, const struct flow *f, size_t at)
{
	const struct step *step = &f->path->step[at];
	bool from_final = false;

	for (size_t k = 0; k < step->n_from; k++) {
		from_final |= step->from[k]->final;
		if (step->from[k]->final && !step->reopens)
			CHECK_FAULT(c, step->at, ERR_PROC_FINAL_WITH_STEP,
			    step->code, step->from[k]->code);
	}
	if (step->reopens && !from_final)
		CHECK_FAULT(c, step->at, ERR_PROC_REOPENS_NOTHING,
		    step->code);
	check_taker(c, f, at);
}

/* take_step names a step by its code alone, on the path or on a track. */
static void
check_codes(struct check *c, size_t track)
{
	const struct path *own = c->flow[track].path;

	for (size_t i = 0; i < own->n_step; i++) {
		for (size_t k = 0; k < track; k++) {
			const struct path *other = c->flow[k].path;

			if (path_step(other, own->step[i].code) == NULL)
				continue;
			CHECK_FAULT(c, own->step[i].at,
			    ERR_PROC_SAME_IN_FILE, own->step[i].code,
			    other->at.file);
			break;
		}
	}
}

void
check_tracks(struct check *c)
{
	for (size_t i = c->r->n_path; i < c->n_flow; i++) {
		const struct flow *f = &c->flow[i];

		for (size_t k = 0; k < f->path->n_state; k++) {
			const struct state *s = &f->path->state[k];

			if (!f->reach[k])
				CHECK_FAULT(c, s->at,
				    ERR_PROC_STATE_UNREACHABLE, s->code);
			else if (!s->final && !flow_has_exit(f, s))
				CHECK_FAULT(c, s->at, ERR_PROC_STATE_NO_EXIT,
				    s->code);
		}
		for (size_t k = 0; k < f->path->n_step; k++)
			check_step(c, f, k);
		check_codes(c, i);
	}
}
