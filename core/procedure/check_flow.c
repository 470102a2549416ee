/*
 * States that cannot be reached or left, steps that nobody may take, and
 * units that would hold a case with their hands tied.
 */
#include "core/procedure/check.h"
#include "core/procedure/rights.h"

static bool
ends(const struct flow *f, const struct state *s)
{
	for (size_t i = 0; i < f->path->n_state; i++)
		if (f->path->state[i].final &&
		    flow_follows(f, &f->path->state[i], s))
			return true;
	return false;
}

static void
check_state(struct check *c, const struct flow *f, size_t i)
{
	const struct state *s = &f->path->state[i];

	if (!f->reach[i])
		CHECK_FAULT(c, s->at, ERR_PROC_STATE_UNREACHABLE, s->code);
	else if (!s->final && !flow_has_exit(f, s))
		CHECK_FAULT(c, s->at, ERR_PROC_STATE_NO_EXIT, s->code);
	else if (!ends(f, s))
		CHECK_FAULT(c, s->at, ERR_PROC_STATE_NO_END, s->code);
}

static bool
is_held(const struct check *c, const struct flow *f, size_t state)
{
	for (size_t k = 0; k < c->p->n_unit_kind; k++)
		if (f->holds[state * c->p->n_unit_kind + k])
			return true;
	return false;
}

/* Is there a kind that may take the step, and, with `state`, holds there? */
static bool
somebody(const struct check *c, const struct flow *f, size_t step,
    const size_t *state)
{
	size_t kinds = c->p->n_unit_kind;

	for (size_t k = 0; k < kinds; k++)
		if (f->able[step * kinds + k] &&
		    (state == NULL || f->holds[*state * kinds + k]))
			return true;
	return false;
}

/*
 * A state that nobody can hold is the fault of a step before it, which has
 * its own finding; so only states that are held are asked about here.
 */
static void
check_taker(struct check *c, const struct flow *f, size_t i)
{
	const struct step *step = &f->path->step[i];

	if (!somebody(c, f, i, NULL)) {
		CHECK_FAULT(c, step->at, ERR_PROC_STEP_NOBODY, step->code,
		    step->handover ? "offer_handover" : "take_step");
		return;
	}
	for (size_t k = 0; k < step->n_from; k++) {
		size_t state = flow_state(f, step->from[k]);

		if (flow_leaves(step, step->from[k]) && is_held(c, f, state) &&
		    !somebody(c, f, i, &state))
			CHECK_FAULT(c, step->at, ERR_PROC_STEP_NOT_HOLDER,
			    step->code, step->from[k]->code);
	}
}

static void
check_step(struct check *c, const struct flow *f, size_t i)
{
	const struct step *step = &f->path->step[i];
	bool receiver = false;

	for (size_t k = 0; k < step->n_from; k++)
		if (step->from[k]->final && !step->reopens)
			CHECK_FAULT(c, step->at, ERR_PROC_FINAL_WITH_STEP,
			    step->code, step->from[k]->code);
	check_taker(c, f, i);
	for (size_t k = 0; k < step->receiver.n_kind; k++)
		receiver |= rights_somebody(c->p, c->r, &step->receiver,
		    step->receiver.kind[k], "accept_handover");
	if (step->handover && !step->foreign && !receiver)
		CHECK_FAULT(c, step->at, ERR_PROC_NO_RECEIVER, step->code);
}

bool
flow_can_move(const struct check *c, const struct flow *f, size_t state,
    size_t k)
{
	for (size_t i = 0; i < f->path->n_step; i++)
		if (flow_leaves(&f->path->step[i], &f->path->state[state]) &&
		    f->able[i * c->p->n_unit_kind + k])
			return true;
	return false;
}

static void
check_holders(struct check *c, const struct flow *f, size_t state)
{
	const struct state *s = &f->path->state[state];

	if (s->final || !flow_has_exit(f, s))
		return;
	for (size_t k = 0; k < c->p->n_unit_kind; k++)
		if (f->holds[state * c->p->n_unit_kind + k] &&
		    !flow_can_move(c, f, state, k))
			CHECK_FAULT(c, s->at, ERR_PROC_HOLDER_STUCK, s->code,
			    c->p->unit_kind[k].code);
}

bool
check_helps(const struct check *c, const struct unit_kind *kind)
{
	for (size_t i = 0; i < c->r->n_support; i++) {
		const struct support *s = &c->r->support[i];

		if (s->emergency && who_has_kind(&s->who, kind) &&
		    rights_somebody(c->p, c->r, &s->who, kind, "give_support"))
			return true;
	}
	return false;
}

/* Design 2(6): whoever holds a person can feed and treat that person. */
static void
check_emergency(struct check *c, const struct flow *f, size_t state)
{
	const struct state *s = &f->path->state[state];

	for (size_t k = 0; k < c->p->n_unit_kind; k++) {
		const struct unit_kind *kind = &c->p->unit_kind[k];

		if (flow_holds(c, f, state, kind) && !check_helps(c, kind))
			CHECK_FAULT(c, s->at, ERR_PROC_NO_EMERGENCY, s->code,
			    kind->code);
	}
}

/* Who has been handed abroad is gone: a case goes on only for a reason. */
static void
check_foreign(struct check *c, const struct step *step)
{
	if (step->foreign && !step->to->final && step->basis.note.vi == NULL)
		CHECK_FAULT(c, step->at, ERR_PROC_FOREIGN_NOT_FINAL,
		    step->code, step->to->code);
}

static void
check_reopens(struct check *c, const struct step *step)
{
	bool from_final = false;

	for (size_t k = 0; k < step->n_from; k++)
		from_final |= step->from[k]->final;
	if (step->reopens && !from_final)
		CHECK_FAULT(c, step->at, ERR_PROC_REOPENS_NOTHING,
		    step->code);
}

void
check_flow(struct check *c)
{
	for (size_t i = 0; i < c->r->n_path; i++) {
		const struct flow *f = &c->flow[i];
		const struct path *path = f->path;

		if (!is_held(c, f, flow_state(f, path->entry_state)))
			CHECK_FAULT(c, path->at, ERR_PROC_ENTRY_NOBODY,
			    path->code);
		for (size_t k = 0; k < path->n_state; k++) {
			check_state(c, f, k);
			check_holders(c, f, k);
			check_emergency(c, f, k);
		}
		for (size_t k = 0; k < path->n_step; k++) {
			check_step(c, f, k);
			check_foreign(c, &path->step[k]);
			check_reopens(c, &path->step[k]);
		}
	}
}
