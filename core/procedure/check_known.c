/*
 * Which forms can have been filled in before something happens to a case.
 *
 * This is generous: a form counts if some way through the path leads past it.
 * What each step and request fills in is worked out once, as one row of marks
 * a step; all else is rows laid over each other.
 */
#include "core/procedure/check.h"

#include <stdlib.h>

struct known {
	const struct check *c;
	bool **step;		/* of each flow: a row a step, once taken */
	bool *request;		/* a row a request, once answered */
	bool *always;		/* support and papers: in every state */
	bool *paths;		/* in any state of any path */
};

bool *
known_row(const struct check *c)
{
	return xcalloc(c->r->n_form + 1, sizeof(bool));
}

static void
lay(const struct known *known, const bool *over, bool *row)
{
	for (size_t i = 0; i < known->c->r->n_form; i++)
		row[i] |= over[i];
}

static void
mark_form(const struct known *known, bool *row, const struct form *form)
{
	const struct regime *r = known->c->r;

	for (size_t i = 0; form != NULL && i < r->n_form; i++)
		if (r->form[i] == form)
			row[i] = true;
}

/* What a refusal offers to open can be filled in as well. */
static void
mark_fixes(const struct known *known, bool *row, const struct need *need,
    size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (need[i].fix.kind == FIX_FORM)
			mark_form(known, row, regime_form(known->c->r,
			    need[i].fix.code));
}

static void
mark_request(const struct known *known, bool *row, const struct request *q,
    bool replied)
{
	mark_form(known, row, q->ask);
	mark_fixes(known, row, q->need, q->n_need);
	if (replied)
		mark_form(known, row, q->reply);
}

/* What taking a step fills in. */
static void
mark_step(const struct known *known, bool *row, const struct step *step,
    bool taken)
{
	mark_form(known, row, step->form);
	mark_form(known, row, step->line);
	if (taken)
		mark_form(known, row, step->receipt);
	mark_fixes(known, row, step->need, step->n_need);
	if (step->request != NULL)
		mark_request(known, row, step->request, taken);
}

static bool *
row_of(const struct known *known, size_t flow, size_t step)
{
	return known->step[flow] + step * known->c->r->n_form;
}

static bool *
row_of_request(const struct known *known, size_t request)
{
	return known->request + request * known->c->r->n_form;
}

/*
 * Support is given and papers are recorded in every state; the steps of a
 * track, but for `own`, may be taken in every state as well.
 */
static void
lay_always(const struct known *known, size_t own, bool *row)
{
	const struct check *c = known->c;

	lay(known, known->always, row);
	for (size_t i = c->r->n_path; i < c->n_flow; i++)
		for (size_t k = 0; i != own && k < c->flow[i].path->n_step;
		    k++)
			lay(known, row_of(known, i, k), row);
}

static bool
can_precede(const struct flow *f, const struct state *s, const bool *target)
{
	for (size_t i = 0; i < f->path->n_state; i++)
		if (target[i] && flow_follows(f, &f->path->state[i], s))
			return true;
	return false;
}

/* All that can have happened before a case stands in a target state. */
static void
lay_before(const struct known *known, size_t flow, const bool *target,
    bool *row)
{
	const struct flow *f = &known->c->flow[flow];
	const struct path *path = f->path;
	const struct regime *r = known->c->r;

	if (!path->is_track && can_precede(f, path->entry_state, target))
		mark_form(known, row, path->entry_person);
	for (size_t i = 0; i < path->n_step; i++)
		if (can_precede(f, path->step[i].to, target))
			lay(known, row_of(known, flow, i), row);
	for (size_t i = 0; i < r->n_request; i++) {
		for (size_t k = 0; k < r->request[i].n_state; k++) {
			const struct state *s = path_state(path,
			    r->request[i].state[k]);

			if (s != NULL && can_precede(f, s, target))
				lay(known, row_of_request(known, i), row);
		}
	}
}

static void
find_paths(struct known *known)
{
	const struct check *c = known->c;

	for (size_t i = 0; i < c->r->n_path; i++) {
		size_t n = c->flow[i].path->n_state;
		bool *target = xcalloc(n + 1, sizeof(bool));

		for (size_t s = 0; s < n; s++)
			target[s] = true;
		lay_before(known, i, target, known->paths);
		free(target);
	}
}

static void
find_rows(struct known *known)
{
	const struct check *c = known->c;
	const struct regime *r = c->r;

	for (size_t i = 0; i < c->n_flow; i++) {
		const struct path *path = c->flow[i].path;

		known->step[i] = xcalloc(path->n_step * r->n_form + 1,
		    sizeof(bool));
		for (size_t k = 0; k < path->n_step; k++)
			mark_step(known, row_of(known, i, k), &path->step[k],
			    true);
	}
	for (size_t i = 0; i < r->n_request; i++)
		mark_request(known, row_of_request(known, i), &r->request[i],
		    true);
	for (size_t i = 0; i < r->n_support; i++) {
		mark_form(known, known->always, r->support[i].form);
		mark_fixes(known, known->always, r->support[i].need,
		    r->support[i].n_need);
	}
	for (size_t i = 0; i < r->n_paper; i++)
		mark_form(known, known->always, r->paper[i].form);
}

struct known *
known_open(const struct check *c)
{
	struct known *known = xcalloc(1, sizeof *known);

	known->c = c;
	known->step = xcalloc(c->n_flow + 1, sizeof *known->step);
	known->request = xcalloc(c->r->n_request * c->r->n_form + 1,
	    sizeof(bool));
	known->always = known_row(c);
	known->paths = known_row(c);
	find_rows(known);
	find_paths(known);
	return known;
}

void
known_close(struct known *known)
{
	for (size_t i = 0; i < known->c->n_flow; i++)
		free(known->step[i]);
	free(known->step);
	free(known->request);
	free(known->always);
	free(known->paths);
	free(known);
}

void
known_anywhere(const struct known *known, bool *row)
{
	lay_always(known, known->c->n_flow, row);
	lay(known, known->paths, row);
}

void
known_before_step(const struct known *known, size_t flow, size_t at,
    bool *row)
{
	const struct check *c = known->c;
	const struct flow *f = &c->flow[flow];
	const struct step *step = &f->path->step[at];
	bool *target = xcalloc(f->path->n_state + 1, sizeof(bool));

	for (size_t i = 0; i < step->n_from; i++)
		target[flow_state(f, step->from[i])] = true;
	lay_always(known, flow, row);
	if (f->path->is_track)
		lay(known, known->paths, row);
	lay_before(known, flow, target, row);
	mark_step(known, row, step, false);
	free(target);
}

void
known_before_request(const struct known *known, const struct request *q,
    bool *row)
{
	const struct check *c = known->c;

	lay_always(known, c->n_flow, row);
	mark_request(known, row, q, false);
	for (size_t i = 0; i < c->r->n_path; i++) {
		const struct flow *f = &c->flow[i];
		bool *target = xcalloc(f->path->n_state + 1, sizeof(bool));

		for (size_t k = 0; k < q->n_state; k++) {
			const struct state *s = path_state(f->path,
			    q->state[k]);

			if (s != NULL)
				target[flow_state(f, s)] = true;
		}
		for (size_t k = 0; k < f->path->n_step; k++) {
			const struct step *step = &f->path->step[k];

			for (size_t w = 0; step->request == q &&
			    w < step->n_from; w++)
				target[flow_state(f, step->from[w])] = true;
			if (step->request == q)
				mark_form(known, row, step->form);
		}
		lay_before(known, i, target, row);
		free(target);
	}
}
