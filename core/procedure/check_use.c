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
is_made(const struct regime *r, const struct paper *paper)
{
	for (size_t i = 0; i < r->n_path; i++)
		if (makes(&r->path[i], paper))
			return true;
	for (size_t i = 0; i < r->n_request; i++)
		if (r->request[i].ask_paper == paper ||
		    r->request[i].reply_paper == paper)
			return true;
	return false;
}

static bool
is_value_used(const struct check *c, const struct legal_value *v)
{
	const struct regime *r = c->r;

	for (size_t i = 0; i < r->n_clock; i++)
		if (r->clock[i].term == v || r->clock[i].warn == v)
			return true;
	for (size_t i = 0; i < r->n_support; i++)
		if (r->support[i].limit == v)
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
	for (size_t i = 0; i < path->n_step; i++)
		if (path->step[i].form == form || fixes_with(
		    path->step[i].need, path->step[i].n_need, form))
			return true;
	return false;
}

static bool
is_form_used(const struct regime *r, const struct form *form)
{
	for (size_t i = 0; i < r->n_path; i++)
		if (path_uses(&r->path[i], form))
			return true;
	for (size_t i = 0; i < r->n_request; i++)
		if (r->request[i].ask == form || r->request[i].reply == form ||
		    fixes_with(r->request[i].need, r->request[i].n_need, form))
			return true;
	for (size_t i = 0; i < r->n_support; i++)
		if (r->support[i].form == form ||
		    fixes_with(r->support[i].need, r->support[i].n_need, form))
			return true;
	for (size_t i = 0; i < r->n_paper; i++)
		if (r->paper[i].form == form)
			return true;
	return false;
}

void
check_use(struct check *c)
{
	const struct regime *r = c->r;

	for (size_t i = 0; i < r->n_paper; i++)
		if (!r->paper[i].from_outside && !is_made(r, &r->paper[i]))
			CHECK_FAULT(c, r->paper[i].at, ERR_PROC_PAPER_NOBODY,
			    r->paper[i].code);
	for (size_t i = 0; i < r->n_value; i++)
		if (!is_value_used(c, &r->value[i]))
			CHECK_FAULT(c, r->value[i].at, ERR_PROC_VALUE_UNUSED,
			    r->value[i].code);
	for (size_t i = 0; i < r->n_form; i++)
		if (!is_form_used(r, r->form[i]))
			findings_add(c->found, r->form_file[i], 1, 1,
			    ERR_PROC_FORM_UNUSED, r->form[i]->code, NULL);
}
