/*
 * Requests that nobody can send or answer, support that nobody can give,
 * acts that nobody can open, units that end and leave their cases alone.
 */
#include "core/procedure/check.h"
#include "core/procedure/rights.h"

#include <string.h>

static bool
names_state(const struct request *q, const struct state *s)
{
	for (size_t i = 0; i < q->n_state; i++)
		if (strcmp(q->state[i], s->code) == 0)
			return true;
	return false;
}

/* Some unit that can be holding a case may send it from a named state. */
static bool
sent_from_state(const struct check *c, const struct request *q)
{
	for (size_t i = 0; i < c->r->n_path; i++) {
		const struct flow *f = &c->flow[i];

		for (size_t s = 0; s < f->path->n_state; s++) {
			if (!names_state(q, &f->path->state[s]))
				continue;
			for (size_t k = 0; k < q->from.n_kind; k++)
				if (flow_holds(c, f, s, q->from.kind[k]) &&
				    rights_somebody(c->p, c->r, &q->from,
				    q->from.kind[k], "send_request"))
					return true;
		}
	}
	return false;
}

/* *sends: a step sends it; the result: and somebody may take that step. */
static bool
sent_by_step(const struct check *c, const struct request *q, bool *sends)
{
	bool sent = false;

	for (size_t i = 0; i < c->n_flow; i++) {
		const struct flow *f = &c->flow[i];

		for (size_t k = 0; k < f->path->n_step; k++) {
			if (f->path->step[k].request != q)
				continue;
			*sends = true;
			for (size_t w = 0; w < q->from.n_kind; w++)
				sent |= f->able[k * c->p->n_unit_kind +
				    (size_t)(q->from.kind[w] -
				    c->p->unit_kind)];
		}
	}
	return sent;
}

bool
check_anybody(const struct check *c, const struct who *who, const char *command)
{
	for (size_t i = 0; i < who->n_kind; i++)
		if (rights_somebody(c->p, c->r, who, who->kind[i], command))
			return true;
	return false;
}

static void
check_requests(struct check *c)
{
	for (size_t i = 0; i < c->r->n_request; i++) {
		const struct request *q = &c->r->request[i];
		bool by_step = false;
		bool sent = sent_by_step(c, q, &by_step);

		if (q->n_state == 0 && !by_step)
			CHECK_FAULT(c, q->at, ERR_PROC_REQUEST_NEVER,
			    q->code);
		else if (!sent && !sent_from_state(c, q))
			CHECK_FAULT(c, q->at, ERR_PROC_REQUEST_NO_SENDER,
			    q->code);
		if (!check_anybody(c, &q->to, "answer_request"))
			CHECK_FAULT(c, q->at, ERR_PROC_REQUEST_NO_ANSWER,
			    q->code);
	}
}

/* A plan holds tasks, and nothing else does. */
static void
check_coordination(struct check *c)
{
	for (size_t i = 0; i < c->r->n_coordination; i++) {
		const struct coordination *k = &c->r->coordination[i];

		if (!check_anybody(c, &k->lead, "open_coordination"))
			CHECK_FAULT(c, k->at, ERR_PROC_COORD_NOBODY, k->code);
		if (k->plan != (k->task != NULL))
			CHECK_FAULT(c, k->at, ERR_PROC_PLAN_AND_TASK,
			    k->code);
	}
}

/* Whoever ends while holding cases needs somebody to go on with them. */
static void
check_successors(struct check *c)
{
	for (size_t i = 0; i < c->p->n_unit; i++) {
		const struct unit *u = &c->p->unit[i];

		if ((u->to != DAY_NONE || u->kind->to != DAY_NONE) &&
		    u->successor == NULL && rights_days_meet(u->from, u->to,
		    c->r->from, c->r->to) && check_holds_ever(c, u->kind))
			CHECK_FAULT(c, u->at, ERR_PROC_NO_SUCCESSOR, u->code);
	}
}

/* Is there a unit over one that can hold cases, with the right? */
static bool
superior_may(const struct check *c, const char *command)
{
	const struct who anybody = { NULL, 0, NULL, 0 };

	for (size_t i = 0; i < c->p->n_unit; i++) {
		const struct unit *u = &c->p->unit[i];
		const struct unit *over = unit_superior(c->p, u);

		if (over != NULL && check_holds_ever(c, u->kind) &&
		    rights_somebody(c->p, c->r, &anybody, over->kind,
		    command))
			return true;
	}
	return false;
}

/* Forced takeover needs two people of the superior. */
static void
check_dormant(struct check *c)
{
	static const char *const commands[] = { "propose_takeover",
	    "confirm_takeover" };

	for (size_t i = 0; c->r->dormant_after != NULL &&
	    i < ARRAY_LEN(commands); i++)
		if (!superior_may(c, commands[i]))
			CHECK_FAULT(c, c->r->at, ERR_PROC_DORMANT_NOBODY,
			    c->r->code, commands[i]);
}

/* What a copy of a person's own data takes from: asked, and no secret. */
static void
check_copy(struct check *c)
{
	for (size_t i = 0; i < c->r->n_copy_answer; i++) {
		const char *name = c->r->copy_answer[i];
		const struct form_item *item = NULL;

		for (size_t k = 0; item == NULL && k < c->r->n_form; k++)
			item = form_question(c->r->form[k], name);
		if (item == NULL || item->repeat >= 0 ||
		    !form_is_question(item) ||
		    item->class == FORM_INVESTIGATION)
			CHECK_FAULT(c, c->r->at, ERR_PROC_COPY_ANSWER,
			    c->r->code, name);
	}
}

void
check_duties(struct check *c)
{
	check_copy(c);
	check_requests(c);
	check_coordination(c);
	check_successors(c);
	check_dormant(c);
	for (size_t i = 0; i < c->r->n_support; i++) {
		const struct support *s = &c->r->support[i];

		if (!check_anybody(c, &s->who, "give_support"))
			CHECK_FAULT(c, s->at, ERR_PROC_SUPPORT_NOBODY,
			    s->code);
	}
}
