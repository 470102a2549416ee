/*
 * A path as a graph: what follows what, and who can be holding a case.
 */
#include "core/procedure/check.h"
#include "core/procedure/rights.h"

#include <stdlib.h>
#include <string.h>

size_t
flow_state(const struct flow *f, const struct state *s)
{
	return (size_t)(s - f->path->state);
}

bool
flow_leaves(const struct step *step, const struct state *s)
{
	for (size_t i = 0; i < step->n_from; i++)
		if (step->from[i] == s)
			return !s->final || step->reopens;
	return false;
}

/* Marks in `seen` all that can follow state `from`, itself too. */
static void
spread(const struct flow *f, size_t from, bool *seen)
{
	const struct path *path = f->path;
	size_t *todo = xcalloc(path->n_state, sizeof *todo), n = 0;

	seen[from] = true;
	todo[n++] = from;
	while (n > 0) {
		const struct state *s = &path->state[todo[--n]];

		for (size_t i = 0; i < path->n_step; i++) {
			size_t to = flow_state(f, path->step[i].to);

			if (!flow_leaves(&path->step[i], s) || seen[to])
				continue;
			seen[to] = true;
			todo[n++] = to;
		}
	}
	free(todo);
}

static void
find_able(struct flow *f, const struct check *c)
{
	const struct procedure *p = c->p;

	for (size_t i = 0; i < f->path->n_step; i++) {
		const struct step *step = &f->path->step[i];
		const char *command = step->handover ? "offer_handover" :
		    "take_step";

		for (size_t k = 0; k < step->who.n_kind; k++) {
			const struct unit_kind *kind = step->who.kind[k];

			f->able[i * p->n_unit_kind +
			    (size_t)(kind - p->unit_kind)] =
			    rights_somebody(p, c->r, &step->who, kind,
			    command);
		}
	}
}

/* Adds each kind of `who` that may use the command; true if any was new. */
static bool
add_holders(struct flow *f, const struct check *c, size_t state,
    const struct who *who, const char *command)
{
	bool *row = f->holds + state * c->p->n_unit_kind;
	bool more = false;

	for (size_t i = 0; i < who->n_kind; i++) {
		size_t k = (size_t)(who->kind[i] - c->p->unit_kind);

		if (row[k] || !rights_somebody(c->p, c->r, who,
		    who->kind[i], command))
			continue;
		row[k] = true;
		more = true;
	}
	return more;
}

/* What one step does to who holds a case: keeps it, or hands it over. */
static bool
move_holders(struct flow *f, const struct check *c, size_t at,
    const struct state *from)
{
	const struct step *step = &f->path->step[at];
	size_t kinds = c->p->n_unit_kind;
	const bool *row = f->holds + flow_state(f, from) * kinds;
	bool *to = f->holds + flow_state(f, step->to) * kinds;
	bool more = false;

	for (size_t k = 0; k < kinds; k++) {
		if (!row[k] || !f->able[at * kinds + k])
			continue;
		if (step->handover && !step->foreign) {
			more |= add_holders(f, c, flow_state(f, step->to),
			    &step->receiver, "accept_handover");
		} else if (!to[k]) {
			to[k] = true;
			more = true;
		}
	}
	return more;
}

static void
find_holders(struct flow *f, const struct check *c)
{
	bool more = add_holders(f, c, flow_state(f, f->path->entry_state),
	    &f->path->entry_who, f->path->entry_minutes != NULL ?
	    "receive_persons" : "open_case");

	while (more) {
		more = false;
		for (size_t i = 0; i < f->path->n_step; i++) {
			const struct step *step = &f->path->step[i];

			for (size_t k = 0; k < step->n_from; k++)
				if (flow_leaves(step, step->from[k]))
					more |= move_holders(f, c, i,
					    step->from[k]);
		}
	}
}

void
flow_open(struct flow *f, const struct check *c, const struct path *path)
{
	size_t n = path->n_state, kinds = c->p->n_unit_kind;

	f->path = path;
	f->reach = xcalloc(n + 1, sizeof(bool));
	f->after = xcalloc(n * n + 1, sizeof(bool));
	f->holds = xcalloc(n * kinds + 1, sizeof(bool));
	f->able = xcalloc(path->n_step * kinds + 1, sizeof(bool));
	for (size_t i = 0; i < n; i++)
		spread(f, i, f->after + i * n);
	spread(f, flow_state(f, path->entry_state), f->reach);
	find_able(f, c);
	find_holders(f, c);
}

void
flow_close(struct flow *f)
{
	free(f->reach);
	free(f->after);
	free(f->holds);
	free(f->able);
}

bool
flow_follows(const struct flow *f, const struct state *later,
    const struct state *earlier)
{
	return f->after[flow_state(f, earlier) * f->path->n_state +
	    flow_state(f, later)];
}

bool
flow_holds(const struct check *c, const struct flow *f, size_t state,
    const struct unit_kind *kind)
{
	return f->holds[state * c->p->n_unit_kind +
	    (size_t)(kind - c->p->unit_kind)];
}

bool
flow_has_exit(const struct flow *f, const struct state *s)
{
	for (size_t i = 0; i < f->path->n_step; i++)
		if (flow_leaves(&f->path->step[i], s))
			return true;
	return false;
}
