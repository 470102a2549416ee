/*
 * Clocks that nothing starts or stops, and those that would run for ever.
 *
 * A request starts its clock when it is sent and stops it when it is
 * answered.  The clock of a hand-over step runs from the offer; its end, by
 * whatever way, stops it (design 5: the offer has its own clock).
 */
#include "core/procedure/check.h"

static bool
lists_clock(const struct clock_kind *const *list, size_t n,
    const struct clock_kind *clock)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] == clock)
			return true;
	return false;
}

static bool
starts(const struct step *step, const struct clock_kind *clock)
{
	return lists_clock(step->start, step->n_start, clock);
}

static bool
stops(const struct step *step, const struct clock_kind *clock)
{
	return lists_clock(step->stop, step->n_stop, clock) ||
	    lists_clock(step->stop_one, step->n_stop_one, clock);
}

/* An answer, or the closing of the act, stops it. */
static bool
runs_by_itself(const struct regime *r, const struct clock_kind *clock)
{
	for (size_t i = 0; i < r->n_request; i++)
		if (r->request[i].clock == clock)
			return true;
	for (size_t i = 0; i < r->n_coordination; i++)
		if (r->coordination[i].clock == clock)
			return true;
	return false;
}

/* Can a step that stops the clock come after the state? */
static bool
stopped_after(const struct flow *f, const struct state *s,
    const struct clock_kind *clock)
{
	for (size_t i = 0; i < f->path->n_step; i++) {
		const struct step *step = &f->path->step[i];

		if (!stops(step, clock))
			continue;
		for (size_t k = 0; k < step->n_from; k++)
			if (flow_follows(f, step->from[k], s))
				return true;
	}
	return false;
}

static void
count_ends(const struct path *path, const struct clock_kind *clock,
    bool *started, bool *stopped)
{
	*started |= lists_clock(path->entry_start, path->n_entry_start,
	    clock);
	for (size_t i = 0; i < path->n_step; i++) {
		*started |= starts(&path->step[i], clock);
		*stopped |= stops(&path->step[i], clock);
	}
}

/* Steps of a track may be taken in every state of a path, and the reverse. */
static bool
stopped_beside(const struct check *c, const struct flow *f,
    const struct clock_kind *clock)
{
	for (size_t i = 0; i < c->n_flow; i++) {
		const struct path *path = c->flow[i].path;

		if (path->is_track == f->path->is_track && (!path->is_track ||
		    path == f->path))
			continue;
		for (size_t k = 0; k < path->n_step; k++)
			if (stops(&path->step[k], clock))
				return true;
	}
	return false;
}

static void
check_runs(struct check *c, const struct flow *f,
    const struct clock_kind *clock)
{
	const struct path *path = f->path;

	if (stopped_beside(c, f, clock))
		return;
	if (lists_clock(path->entry_start, path->n_entry_start, clock) &&
	    !stopped_after(f, path->entry_state, clock))
		CHECK_FAULT(c, path->at, ERR_PROC_CLOCK_RUNS_ON, clock->code);
	for (size_t i = 0; i < path->n_step; i++) {
		const struct step *step = &path->step[i];

		if (starts(step, clock) && !stops(step, clock) &&
		    !stopped_after(f, step->to, clock))
			CHECK_FAULT(c, step->at, ERR_PROC_CLOCK_RUNS_ON,
			    clock->code);
	}
}

/* The day a form asks for must be asked, and be a day. */
static void
check_asked(struct check *c, const struct clock_kind *clock)
{
	const struct form_item *item = NULL;

	if (clock->asked == NULL)
		return;
	for (size_t i = 0; i < c->r->n_form && item == NULL; i++)
		item = form_question(c->r->form[i], clock->asked);
	if (item == NULL)
		CHECK_FAULT(c, clock->at, ERR_PROC_NAME_NOT_ASKED,
		    clock->asked);
	else if (item->type != FORM_DATE)
		CHECK_FAULT(c, clock->at, ERR_PROC_ASKED_NOT_DATE,
		    clock->asked);
}

/* A question whose own term stands still while it is open has no term. */
static void
check_suspend(struct check *c, const struct clock_kind *clock)
{
	for (size_t i = 0; i < clock->n_suspend; i++)
		if (clock->suspend[i]->clock == clock)
			CHECK_FAULT(c, clock->at, ERR_PROC_SUSPENDS_ITSELF,
			    clock->code, clock->suspend[i]->code);
}

/* All of a kind, or the oldest of it: not both at once. */
static void
check_stops(struct check *c, const struct path *path)
{
	for (size_t i = 0; i < path->n_step; i++) {
		const struct step *step = &path->step[i];

		for (size_t k = 0; k < step->n_stop_one; k++)
			if (lists_clock(step->stop, step->n_stop,
			    step->stop_one[k]))
				CHECK_FAULT(c, step->at,
				    ERR_PROC_LISTED_TWICE,
				    step->stop_one[k]->code);
	}
}

/* Whoever is offered a person answers for the clock of the offer. */
static bool
is_offered(const struct path *path, const struct clock_kind *clock,
    const struct unit_kind *kind)
{
	for (size_t i = 0; i < path->n_step; i++)
		if (path->step[i].handover && starts(&path->step[i], clock) &&
		    who_has_kind(&path->step[i].receiver, kind))
			return true;
	return false;
}

static bool
answers_for(const struct check *c, const struct clock_kind *clock,
    const struct unit_kind *kind)
{
	if (clock->whose == CLOCK_OF_HOLDER)
		return check_holds_ever(c, kind);
	for (size_t i = 0; i < c->r->n_path; i++)
		if (is_offered(&c->r->path[i], clock, kind))
			return true;
	for (size_t i = 0; i < c->r->n_request; i++)
		if (c->r->request[i].clock == clock &&
		    who_has_kind(&c->r->request[i].to, kind))
			return true;
	return false;
}

/* Somebody must be there to be told. */
static void
check_escalate(struct check *c, const struct clock_kind *clock)
{
	if (clock->escalate_after == NULL)
		return;
	for (size_t i = 0; i < c->p->n_unit; i++) {
		const struct unit *u = &c->p->unit[i];

		if (unit_superior(c->p, u) != NULL &&
		    answers_for(c, clock, u->kind))
			return;
	}
	CHECK_FAULT(c, clock->at, ERR_PROC_ESCALATES_TO_NOBODY, clock->code);
}

void
check_clocks(struct check *c)
{
	const struct regime *r = c->r;

	for (size_t i = 0; i < c->n_flow; i++)
		check_stops(c, c->flow[i].path);
	for (size_t i = 0; i < r->n_clock; i++) {
		const struct clock_kind *clock = &r->clock[i];
		bool started = runs_by_itself(r, clock), stopped = started;

		for (size_t k = 0; k < c->n_flow; k++)
			count_ends(c->flow[k].path, clock, &started, &stopped);
		if (!started)
			CHECK_FAULT(c, clock->at,
			    ERR_PROC_CLOCK_NEVER_STARTED, clock->code);
		if (!stopped)
			CHECK_FAULT(c, clock->at,
			    ERR_PROC_CLOCK_NEVER_STOPPED, clock->code);
		for (size_t k = 0; k < c->n_flow && stopped; k++)
			check_runs(c, &c->flow[k], clock);
		check_asked(c, clock);
		check_suspend(c, clock);
		check_escalate(c, clock);
		if (clock->can_extend && !check_anybody(c,
		    &clock->extend_who, "extend_clock"))
			CHECK_FAULT(c, clock->at, ERR_PROC_EXTEND_NOBODY,
			    clock->code);
	}
}
