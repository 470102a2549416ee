/*
 * Regimes beside each other: on each day one is in force, and a case that
 * moves from one to another finds its place and somebody who can act.
 */
#include "core/procedure/check.h"
#include "core/procedure/rights.h"

#include <stdlib.h>
#include <string.h>

/* The regime whose days begin next after those of `r`, or NULL. */
static const struct regime *
next_regime(const struct procedure *p, const struct regime *r)
{
	const struct regime *next = NULL;

	for (size_t i = 0; i < p->n_regime; i++) {
		const struct regime *other = &p->regime[i];

		if (other == r || other->from < r->from ||
		    (other->from == r->from && other < r))
			continue;
		if (next == NULL || other->from < next->from)
			next = other;
	}
	return next;
}

void
check_regimes(const struct procedure *p, struct findings *found)
{
	struct check c = { .p = p, .found = found };

	for (size_t i = 0; i < p->n_regime; i++) {
		const struct regime *r = &p->regime[i];
		const struct regime *next = next_regime(p, r);

		if (next == NULL)
			continue;
		if (r->to == DAY_NONE || r->to >= next->from)
			CHECK_FAULT(&c, next->at, ERR_PROC_REGIMES_OVERLAP,
			    next->code, r->code);
		else if (r->to + 1 < next->from)
			CHECK_FAULT(&c, next->at, ERR_PROC_REGIMES_GAP,
			    next->code, r->code);
	}
}

struct move {
	struct check *c;		/* of the regime that takes over */
	struct check old;		/* of the earlier one */
	const struct takeover *from;
	const struct takeover_path *path;
};

/* Whether units of the kind still work under the regime. */
static bool
works_on(const struct check *c, const struct unit_kind *kind)
{
	const struct regime *r = c->r;

	if (!rights_days_meet(kind->from, kind->to, r->from, r->to))
		return false;
	for (size_t i = 0; i < c->p->n_unit; i++) {
		const struct unit *u = &c->p->unit[i];

		if (u->kind == kind && rights_days_meet(u->from, u->to,
		    r->from, r->to))
			return true;
	}
	return false;
}

/*
 * Marks who holds the cases of a kind of units under the new regime: the
 * kind itself, or those that have taken its place.
 */
static bool
mark_heirs(const struct check *c, const struct unit_kind *kind, bool *heir)
{
	const struct unit_kind *all = c->p->unit_kind;
	bool any = false;

	for (size_t n = 0; kind != NULL && n < c->p->n_unit_kind; n++) {
		if (works_on(c, kind)) {
			heir[kind - all] = true;
			return true;
		}
		for (size_t i = 0; i < c->p->n_unit; i++) {
			const struct unit *u = &c->p->unit[i];

			if (u->kind != kind || u->successor == NULL ||
			    !works_on(c, u->successor->kind))
				continue;
			heir[u->successor->kind - all] = true;
			any = true;
		}
		if (any)
			return true;
		kind = kind->successor;
	}
	return false;
}

static const struct flow *
flow_of(const struct check *c, const struct path *path)
{
	for (size_t i = 0; i < c->n_flow; i++)
		if (c->flow[i].path == path)
			return &c->flow[i];
	return NULL;
}

/* Each unit that may come to hold the moved case can act and help. */
static void
check_heirs(struct move *m, const struct unit_kind *kind,
    const struct state *old, const struct state *now)
{
	struct check *c = m->c;
	const struct flow *f = flow_of(c, m->path->path);
	bool *heir = xcalloc(c->p->n_unit_kind + 1, sizeof *heir);

	if (!mark_heirs(c, kind, heir))
		CHECK_FAULT(c, m->path->at, ERR_PROC_TAKEN_NOBODY, old->code,
		    kind->code);
	for (size_t k = 0; k < c->p->n_unit_kind; k++) {
		if (!heir[k])
			continue;
		if (!now->final && !flow_can_move(c, f, flow_state(f, now),
		    k))
			CHECK_FAULT(c, m->path->at, ERR_PROC_TAKEN_STUCK,
			    old->code, now->code, c->p->unit_kind[k].code);
		if (!check_helps(c, &c->p->unit_kind[k]))
			CHECK_FAULT(c, m->path->at, ERR_PROC_NO_EMERGENCY,
			    now->code, c->p->unit_kind[k].code);
	}
	free(heir);
}

static const struct state *
new_state(const struct takeover_path *tp, const struct state *old)
{
	for (size_t i = 0; i < tp->n_state; i++)
		if (strcmp(tp->from_state[i], old->code) == 0)
			return tp->state[i];
	return path_state(tp->path, old->code);
}

static void
check_path(struct move *m, const struct flow *old)
{
	for (size_t i = 0; i < old->path->n_state; i++) {
		const struct state *s = &old->path->state[i];
		const struct state *now = new_state(m->path, s);

		if (s->final)
			continue;
		if (now == NULL) {
			CHECK_FAULT(m->c, m->path->at,
			    ERR_PROC_STATE_NOT_TAKEN, s->code,
			    m->path->path->code);
			continue;
		}
		for (size_t k = 0; k < m->c->p->n_unit_kind; k++) {
			const struct unit_kind *kind = &m->c->p->unit_kind[k];

			if (flow_holds(&m->old, old, i, kind))
				check_heirs(m, kind, s, now);
		}
	}
}

/* A case keeps the states of its tracks: they have to be there still. */
static void
check_track(struct move *m, const struct path *old)
{
	const struct path *now = regime_track(m->c->r, old->code);

	if (now == NULL) {
		CHECK_FAULT(m->c, m->from->at, ERR_PROC_PATH_NOT_TAKEN,
		    old->code, m->old.r->code);
		return;
	}
	for (size_t i = 0; i < old->n_state; i++)
		if (path_state(now, old->state[i].code) == NULL)
			CHECK_FAULT(m->c, m->from->at,
			    ERR_PROC_STATE_NOT_TAKEN, old->state[i].code,
			    now->code);
}

static void
check_takeover(struct check *c, const struct takeover *from)
{
	const struct regime *r = procedure_regime(c->p, from->from);
	struct move m = { c, { c->p, r, NULL, 0, c->found }, from, NULL };

	if (r->from >= c->r->from)
		CHECK_FAULT(c, from->at, ERR_PROC_TAKES_LATER, r->code,
		    c->r->code);
	check_open(&m.old);
	for (size_t i = 0; i < r->n_path; i++) {
		size_t n = 0;

		for (size_t k = 0; k < from->n_path; k++) {
			if (strcmp(from->path[k].from_path,
			    r->path[i].code) != 0)
				continue;
			m.path = &from->path[k];
			if (n++ == 0)
				check_path(&m, &m.old.flow[i]);
			else
				CHECK_FAULT(c, m.path->at,
				    ERR_PROC_LISTED_TWICE, r->path[i].code);
		}
		if (n == 0)
			CHECK_FAULT(c, from->at, ERR_PROC_PATH_NOT_TAKEN,
			    r->path[i].code, r->code);
	}
	for (size_t i = 0; i < r->n_track; i++)
		check_track(&m, &r->track[i]);
	check_close(&m.old);
}

void
check_takeovers(struct check *c)
{
	for (size_t i = 0; i < c->r->n_takeover; i++)
		check_takeover(c, &c->r->takeover[i]);
}
