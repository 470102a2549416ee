/*
 * What stands in forms/ and serves nothing: papers that nobody makes, values
 * and forms that nothing uses.  A leftover is either a mistake or a trap for
 * the next author.
 */
#include "core/procedure/check.h"

static bool
makes(const struct path *path, const struct paper *paper)
{
	if (path->entry_paper == paper)
		return true;
	for (size_t i = 0; i < path->n_step; i++)
		for (size_t k = 0; k < path->step[i].n_paper; k++)
			if (path->step[i].paper[k] == paper)
				return true;
	return false;
}

static bool
is_made(const struct check *c, const struct paper *paper)
{
	const struct regime *r = c->r;

	for (size_t i = 0; i < c->n_flow; i++)
		if (makes(c->flow[i].path, paper))
			return true;
	for (size_t i = 0; i < r->n_request; i++)
		if (r->request[i].ask_paper == paper ||
		    r->request[i].reply_paper == paper)
			return true;
	for (size_t i = 0; i < r->n_coordination; i++)
		if (r->coordination[i].paper == paper)
			return true;
	return false;
}

static bool
clock_uses(const struct clock_kind *clock, const struct legal_value *v)
{
	return clock->term == v || clock->warn == v || clock->extend_by == v ||
	    clock->extend_times == v || clock->escalate_after == v;
}

static bool
support_uses(const struct support *s, const struct legal_value *v)
{
	return s->limit == v || s->window == v || s->times == v ||
	    s->amount == v;
}

static bool
is_value_used(const struct check *c, const struct legal_value *v)
{
	const struct regime *r = c->r;

	if (r->dormant_after == v || r->glass_open_for == v ||
	    r->kept_for == v || r->person_request_term == v ||
	    r->breach_notice_term == v)
		return true;
	for (size_t i = 0; i < r->n_clock; i++)
		if (clock_uses(&r->clock[i], v))
			return true;
	for (size_t i = 0; i < r->n_support; i++)
		if (support_uses(&r->support[i], v))
			return true;
	for (size_t i = 0; i < c->p->n_queue; i++)
		if (c->p->queue[i].due_within == v)
			return true;
	return false;
}

static bool
fixes_with(const struct need *need, size_t n, const struct form *form)
{
	for (size_t i = 0; i < n; i++)
		if (need[i].fix.kind == FIX_FORM &&
		    str_eq(need[i].fix.code, form->code))
			return true;
	return false;
}

static bool
path_uses(const struct path *path, const struct form *form)
{
	if (path->entry_person == form || path->entry_minutes == form)
		return true;
	for (size_t i = 0; i < path->n_step; i++) {
		const struct step *step = &path->step[i];

		if (step->form == form || step->line == form ||
		    step->receipt == form ||
		    fixes_with(step->need, step->n_need, form))
			return true;
	}
	return false;
}

static bool
request_uses(const struct request *q, const struct form *form)
{
	return q->ask == form || q->reply == form ||
	    fixes_with(q->need, q->n_need, form);
}

static bool
is_form_used(const struct regime *r, const struct form *form)
{
	for (size_t i = 0; i < r->n_path; i++)
		if (path_uses(&r->path[i], form))
			return true;
	for (size_t i = 0; i < r->n_track; i++)
		if (path_uses(&r->track[i], form))
			return true;
	for (size_t i = 0; i < r->n_request; i++)
		if (request_uses(&r->request[i], form))
			return true;
	for (size_t i = 0; i < r->n_support; i++)
		if (r->support[i].form == form ||
		    fixes_with(r->support[i].need, r->support[i].n_need, form))
			return true;
	for (size_t i = 0; i < r->n_paper; i++)
		if (r->paper[i].form == form)
			return true;
	for (size_t i = 0; i < r->n_coordination; i++)
		if (r->coordination[i].form == form ||
		    r->coordination[i].minutes == form ||
		    r->coordination[i].task == form)
			return true;
	return false;
}

/* A common form need not serve every regime, only one of them. */
static bool
serves(const struct check *c, size_t form)
{
	const char *file = c->r->form_file[form];

	if (is_form_used(c->r, c->r->form[form]))
		return true;
	for (size_t i = 0; i < c->p->n_regime; i++) {
		const struct regime *r = &c->p->regime[i];

		for (size_t k = 0; k < r->n_form; k++)
			if (str_eq(r->form_file[k], file) &&
			    is_form_used(r, r->form[k]))
				return true;
	}
	return false;
}

void
check_use(struct check *c)
{
	const struct regime *r = c->r;

	for (size_t i = 0; i < r->n_paper; i++)
		if (!r->paper[i].from_outside && !is_made(c, &r->paper[i]))
			CHECK_FAULT(c, r->paper[i].at, ERR_PROC_PAPER_NOBODY,
			    r->paper[i].code);
	for (size_t i = 0; i < r->n_value; i++)
		if (!is_value_used(c, &r->value[i]))
			CHECK_FAULT(c, r->value[i].at, ERR_PROC_VALUE_UNUSED,
			    r->value[i].code);
	for (size_t i = 0; i < r->n_form; i++)
		if (!serves(c, i))
			findings_add(c->found, r->form_file[i], 1, 1,
			    ERR_PROC_FORM_UNUSED, r->form[i]->code, NULL);
}
