/*
 * Forced takeover of a dormant case by two people of the superior unit
 * (design 8: two people; security.md S-45).  The holder that lets a person
 * lie is passed over, but never unseen: both decisions are in the journal of
 * the case.
 */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/calendar/clock.h"
#include "core/case/mend.h"
#include "core/case/row.h"

#include <string.h>

#define PROPOSAL_LIVES_MS ((int64_t)24 * 3600 * 1000)	/* S-45 */

static bool
is_past(const struct deciding *d, when_t from, const struct legal_value *v)
{
	struct deadline deadline = DEADLINE_INIT;
	enum term_unit unit;
	bool past = false;

	if (v == NULL || !v->has_value || !term_unit_parse(v->unit, &unit))
		return false;
	if (deadline_compute(d->procedure->calendar, from,
	    (struct term){ v->value, unit }, NULL, 0, &deadline, NULL))
		past = d->now > deadline.due;
	deadline_done(&deadline);
	return past;
}

bool
case_is_dormant(const struct deciding *d, const struct case_state *cs)
{
	const struct regime *regime = case_regime(cs, d->procedure);
	when_t moved = jx_int(cs->row, "moved", d->now);
	when_t worked = jx_int(cs->row, "worked", moved);
	const json_t *clock;
	size_t i;

	json_array_foreach(json_object_get(cs->row, "clocks"), i, clock)
		if (row_clock_is_running(clock) &&
		    jx_int(clock, "escalate", INT64_MAX) < d->now)
			return true;
	return regime != NULL && is_past(d, worked > moved ? worked : moved,
	    regime->dormant_after);
}

/* May a unit of this kind take some step from where the case stands? */
static bool
can_go_on(const struct deciding *d, const struct case_state *cs,
    const struct unit_kind *kind)
{
	const struct path *path = case_path(cs, d->procedure);
	const char *state = jx_text(cs->row, "state");
	size_t i, k;

	for (i = 0; path != NULL && i < path->n_step; i++)
		for (k = 0; k < path->step[i].n_from; k++)
			if (str_eq(path->step[i].from[k]->code, state) &&
			    who_has_kind(&path->step[i].who, kind))
				return true;
	return false;
}

/* May a unit of this kind give emergency support?  No holder is without. */
static bool
can_help(const struct deciding *d, const struct case_state *cs,
    const struct unit_kind *kind)
{
	const struct regime *r = case_support_regime(cs, d->procedure);
	size_t i;

	for (i = 0; r != NULL && i < r->n_support; i++)
		if (r->support[i].emergency &&
		    who_has_kind(&r->support[i].who, kind))
			return true;
	return false;
}

static enum err_code
taker_fault(const struct deciding *d, const struct case_state *cs,
    const struct unit *unit)
{
	if (str_eq(jx_text(cs->row, "holder"), unit->code))
		return ERR_TAKER_HOLDS;
	/* The superior itself too: a case must not come to lie where no step is. */
	if (!can_go_on(d, cs, unit->kind) || !can_help(d, cs, unit->kind))
		return ERR_WRONG_RECEIVER;
	if (unit_has_ended(d, unit))
		return ERR_RECEIVER_CLOSED;
	if (!d->source->has_unit(d->source->ctx, unit->code))
		return ERR_RECEIVER_ABSENT;
	return ERR_NONE;
}

bool
case_may_be_taken_by(const struct deciding *d, const struct case_state *cs,
    const struct unit *unit)
{
	return taker_fault(d, cs, unit) == ERR_NONE;
}

static const struct unit *
need_taker(struct deciding *d, const struct case_state *cs, const char *code)
{
	const struct unit *unit = procedure_unit(d->procedure, code);
	enum err_code bad;

	if (unit == NULL) {
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_UNIT,
		    SAME(code), NULL);
		return NULL;
	}
	bad = taker_fault(d, cs, unit);
	if (bad != ERR_NONE)
		reason_add(d->out->reasons, NULL, NULL, bad, &unit->title,
		    NULL);
	return unit;
}

void
need_takeover(struct deciding *d, const struct case_state *cs)
{
	const char *superior = jx_text(cs->row, "superior");
	const struct regime *regime = case_regime(cs, d->procedure);

	if (!str_eq(superior, d->actor->unit->code)) {
		reason_add(d->out->reasons, NULL, NULL, ERR_NOT_SUPERIOR,
		    unit_title(d, jx_text(cs->row, "holder")), NULL);
		return;
	}
	need_not_ended(d, NULL);
	if (jx_bool(cs->row, "final", false))
		reason_add(d->out->reasons, NULL, NULL, ERR_CASE_FINAL, NULL);
	else if (!case_is_dormant(d, cs))
		reason_add(d->out->reasons, regime == NULL ||
		    regime->dormant_after == NULL ? NULL :
		    &regime->dormant_after->basis, NULL, ERR_NOT_DORMANT, NULL);
}

static bool
is_fresh(const struct deciding *d, const json_t *takeover)
{
	return d->now - jx_int(takeover, "at", 0) <= PROPOSAL_LIVES_MS;
}

void
decide_propose_takeover(struct deciding *d, const char *id, const json_t *with)
{
	const struct case_state *cs = need_case(d, id);
	const char *to = need_text(d, with, "to"), *why = need_why(d, with);
	const json_t *open;
	json_t *facts, *body;

	if (refused(d))
		return;
	need_takeover(d, cs);
	if (refused(d))
		return;
	open = json_object_get(cs->row, "takeover");
	if (open != NULL && is_fresh(d, open))
		reason_add(d->out->reasons, NULL, NULL, ERR_TAKEOVER_WAITS,
		    unit_title(d, jx_text(open, "to")), NULL);
	(void)need_taker(d, cs, to);
	if (refused(d))
		return;
	facts = json_object();
	body = json_object();
	json_object_set_new(facts, "to", json_string(to));
	json_object_set_new(body, "why", json_string(why));
	propose_on_case(d, cs, "takeover_proposed", facts, body);
}

/* The proposal that `with` names; borrowed, or NULL and a reason. */
static const json_t *
need_proposed(struct deciding *d, const struct case_state *cs,
    const json_t *with)
{
	const char *id = need_text(d, with, "proposal");
	const json_t *open = json_object_get(cs->row, "takeover");

	if (refused(d))
		return NULL;
	if (!str_eq(jx_text(cs->row, "superior"), d->actor->unit->code))
		reason_add(d->out->reasons, NULL, NULL, ERR_NOT_SUPERIOR,
		    unit_title(d, jx_text(cs->row, "holder")), NULL);
	else if (open == NULL || !str_eq(jx_text(open, "op_id"), id))
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_PROPOSAL,
		    SAME(id), NULL);
	return refused(d) ? NULL : open;
}

/* An offer of the old holder binds nobody any more; its act says so. */
static void
end_offer(struct deciding *d, const struct case_state *cs)
{
	const json_t *offer = json_object_get(cs->row, "offer");
	const struct path *path = case_path(cs, d->procedure);
	const struct step *step;
	json_t *facts, *ended;

	if (offer == NULL)
		return;
	step = path == NULL ? NULL : path_step(path, jx_text(offer, "step"));
	facts = json_object();
	json_object_set_new(facts, "act", json_string(jx_text(offer, "act")));
	if (step != NULL)
		propose_clocks(d, facts, NULL, 0, step->start, step->n_start,
		    NULL, NULL);
	propose_on_case(d, cs, "offer_withdrawn", facts, NULL);
	ended = json_pack("{s:[s]}", "cases", cs->id);
	propose(d, jx_text(offer, "act"), 0, "handover_lines_ended", ended,
	    NULL);
}

/* Who was offered the case and gets nothing of it loses the key. */
static void
take_offered_key(struct deciding *d, const struct case_state *cs)
{
	const char *to = jx_text(json_object_get(cs->row, "offer"), "to");
	json_t *row = to == NULL ? NULL : row_so_far(d, cs, NULL, NULL);

	if (row != NULL && row_relation(row, to) == NULL)
		propose_key(d, cs->id, to, true);
	json_decref(row);
}

void
need_confirmable(struct deciding *d, const struct case_state *cs,
    const json_t *open)
{
	if (str_eq(jx_text(open, "by"), d->actor->officer)) {
		reason_add(d->out->reasons, NULL, NULL, ERR_SAME_PERSON, NULL);
		/* another officer of this unit, not the holder */
		reason_by_unit(d, d->actor->unit->code);
	} else if (!is_fresh(d, open))
		reason_add(d->out->reasons, NULL, NULL, ERR_PROPOSAL_OLD, NULL);
	/* The holder may have woken up meanwhile. */
	need_takeover(d, cs);
	(void)need_taker(d, cs, jx_text(open, "to"));
}

void
decide_confirm_takeover(struct deciding *d, const char *id, const json_t *with)
{
	const struct case_state *cs = need_case(d, id);
	const json_t *open = cs == NULL ? NULL : need_proposed(d, cs, with);
	const char *to, *why = jx_text(with, "why");
	json_t *facts, *body = NULL;

	if (open == NULL)
		return;
	if (why != NULL)
		why = need_why(d, with);
	to = jx_text(open, "to");
	need_confirmable(d, cs, open);
	if (refused(d))
		return;
	end_offer(d, cs);
	facts = json_object();
	json_object_set_new(facts, "holder", json_string(to));
	json_object_set_new(facts, "proposal",
	    json_string(jx_text(open, "op_id")));
	if (why != NULL)
		body = json_pack("{s:s}", "why", why);
	propose_on_case(d, cs, "taken_over", facts, body);
	/* Custody passes: the epoch is the next one. */
	d->out->event[d->out->n_event - 1].epoch++;
	propose_key(d, cs->id, to, false);
	take_offered_key(d, cs);
}

void
decide_decline_takeover(struct deciding *d, const char *id, const json_t *with)
{
	const struct case_state *cs = need_case(d, id);
	const json_t *open = cs == NULL ? NULL : need_proposed(d, cs, with);
	json_t *facts;

	if (open == NULL)
		return;
	facts = json_object();
	json_object_set_new(facts, "proposal",
	    json_string(jx_text(open, "op_id")));
	propose_on_case(d, cs, "takeover_declined", facts, NULL);
}
