/* The other side's answer to an offer, and the giver's withdrawal (design 5). */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/case/row.h"

#include <string.h>

/* The open act for an answer or a withdrawal; a new reference or NULL. */
static json_t *
need_act(struct deciding *d, const json_t *with, const char *side,
    enum err_code wrong_side)
{
	const char *id = need_text(d, with, "act");
	json_t *act;

	if (id == NULL)
		return NULL;
	propose_after(d, id);
	act = d->source->act(d->source->ctx, id);
	if (act == NULL)
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_ACT,
		    SAME(id), NULL);
	else if (!str_eq(jx_text(act, side), d->actor->unit->code))
		reason_add(d->out->reasons, NULL, NULL, wrong_side,
		    unit_title(d, jx_text(act, side)), NULL);
	else if (!str_eq(jx_text(act, "state"), "offered"))
		reason_add(d->out->reasons, NULL, NULL, ERR_ACT_CLOSED,
		    SAME(id), NULL);
	if (!refused(d))
		return act;
	json_decref(act);
	return NULL;
}

static const struct step *
step_of_act(struct deciding *d, const struct case_state *cs,
    const json_t *act)
{
	const struct path *path = case_path(cs, d->procedure);

	return path == NULL ? NULL : path_step(path, jx_text(act, "step"));
}

/* One case leaves the offer without moving. */
static void
end_offer(struct deciding *d, const char *case_id, const json_t *act,
    const char *kind, const char *why, const char *receiver)
{
	const struct case_state *cs = need_case(d, case_id);
	const struct step *step;
	json_t *facts, *body;

	if (cs == NULL)
		return;
	step = step_of_act(d, cs, act);
	facts = json_object();
	body = json_object();
	json_object_set_new(facts, "act", json_string(jx_text(act, "act")));
	json_object_set_new(body, "why", json_string(why));
	if (step != NULL)
		propose_clocks(d, facts, NULL, 0, step->start, step->n_start,
		    NULL, NULL);
	propose_on_case(d, cs, kind, facts, body);
	if (!row_keeps(cs->row, receiver))
		propose_key(d, case_id, receiver, true);
}

static void
accept_case(struct deciding *d, const char *case_id, const json_t *act)
{
	const struct case_state *cs = need_case(d, case_id);
	const struct step *step = cs == NULL ? NULL : step_of_act(d, cs, act);
	json_t *facts;

	if (cs == NULL)
		return;
	if (step == NULL) {
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_STEP,
		    SAME(jx_text(act, "step")), NULL);
		return;
	}
	facts = step_facts(cs, step);
	json_object_set_new(facts, "act", json_string(jx_text(act, "act")));
	propose_clocks(d, facts, NULL, 0, step->start, step->n_start, NULL,
	    NULL);
	propose_clocks(d, facts, NULL, 0, step->stop, step->n_stop, NULL,
	    NULL);
	propose_stop_one(facts, step->stop_one, step->n_stop_one);
	propose_on_case(d, cs, "accepted", facts, NULL);
	/* Custody passes: the epoch is the next one. */
	d->out->event[d->out->n_event - 1].epoch++;
}

static const char *
why_refused(const json_t *refusals, const char *case_id)
{
	const json_t *item;
	size_t i;

	json_array_foreach(refusals, i, item)
		if (str_eq(jx_text(item, "case"), case_id))
			return jx_text(item, "why");
	return NULL;
}

/* Every refusal names a case of the act and gives a reason. */
static void
check_refusals(struct deciding *d, const json_t *cases,
    const json_t *refusals)
{
	const json_t *item;
	size_t i;

	/* Read as an empty list it would accept everybody. */
	if (refusals != NULL && (!json_is_array(refusals) ||
	    json_array_size(refusals) > PERSONS_MAX)) {
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("refused"), NULL);
		return;
	}
	json_array_foreach(refusals, i, item) {
		const char *id = need_text(d, item, "case");
		const char *why = jx_text(item, "why");

		if (id == NULL)
			return;
		if (json_object_get(cases, id) == NULL)
			reason_add(d->out->reasons, NULL, NULL,
			    ERR_NOT_IN_ACT, SAME(id), NULL);
		if (why == NULL || *why == '\0')
			reason_add(d->out->reasons, NULL, NULL,
			    ERR_NEED_REASON, NULL);
		else if (strlen(why) > WHY_MAX)
			reason_add(d->out->reasons, NULL, NULL,
			    ERR_BAD_COMMAND, SAME("refused.why"), NULL);
	}
}

/*
 * What the receiver found: remarks, counts that differ, who signed.  The form
 * is that of the step; nothing given is an empty one.  A new object or NULL.
 */
static json_t *
need_receipt(struct deciding *d, const json_t *act, const json_t *given)
{
	const struct case_state *cs = NULL;
	const struct step *step;
	const char *id;
	json_t *state;

	json_object_foreach(json_object_get(act, "cases"), id, state)
		if (cs == NULL && str_eq(json_string_value(state), "offered"))
			cs = need_case(d, id);
	step = cs == NULL ? NULL : step_of_act(d, cs, act);
	if (step != NULL && step->receipt != NULL)
		return accept_answers(d, step->receipt, NULL, given, NULL,
		    &step->basis, NULL);
	if (given != NULL)
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("receipt"), NULL);
	return NULL;
}

/* Of each only what is known: the case and why. */
static json_t *
refusals_body(const json_t *refusals)
{
	json_t *list = refusals == NULL ? NULL : json_array();
	const json_t *item;
	size_t i;

	json_array_foreach(refusals, i, item)
		json_array_append_new(list, json_pack("{s:s,s:s}", "case",
		    jx_text(item, "case"), "why", jx_text(item, "why")));
	return list;
}

static void
answer_offer(struct deciding *d, const json_t *act, const json_t *refusals,
    json_t *receipt)
{
	const json_t *cases = json_object_get(act, "cases");
	json_t *facts = json_object(), *body = json_object();
	json_t *yes = json_array(), *no = json_array(), *value;
	const char *id;

	json_object_foreach((json_t *)(void *)cases, id, value) {
		const char *why = why_refused(refusals, id);

		/* Some may have left the offer: taken over by a superior. */
		if (!str_eq(json_string_value(value), "offered"))
			continue;
		json_array_append_new(why != NULL ? no : yes,
		    json_string(id));
		if (why != NULL)
			end_offer(d, id, act, "offer_refused", why,
			    d->actor->unit->code);
		else
			accept_case(d, id, act);
	}
	json_object_set_new(facts, "accepted", yes);
	json_object_set_new(facts, "refused", no);
	json_object_set_new(body, "refused", refusals_body(refusals));
	if (receipt != NULL)
		json_object_set(body, "receipt", receipt);
	propose(d, jx_text(act, "act"), 0, "handover_decided", facts, body);
}

void
decide_accept(struct deciding *d, const char *id, const json_t *with)
{
	json_t *act = need_act(d, with, "to", ERR_NOT_RECEIVER);
	const json_t *refusals = json_object_get(with, "refused");
	json_t *receipt;

	(void)id;
	if (act == NULL)
		return;
	check_refusals(d, json_object_get(act, "cases"), refusals);
	receipt = need_receipt(d, act, json_object_get(with, "receipt"));
	if (!refused(d))
		answer_offer(d, act, refusals, receipt);
	json_decref(receipt);
	json_decref(act);
}

void
decide_refuse(struct deciding *d, const char *id, const json_t *with)
{
	json_t *act = need_act(d, with, "to", ERR_NOT_RECEIVER);
	const char *why = jx_text(with, "why"), *case_id;
	json_t *all, *o, *value;

	(void)id;
	if (act == NULL)
		return;
	all = json_array();
	if (why == NULL || *why == '\0')
		reason_add(d->out->reasons, NULL, NULL, ERR_NEED_REASON, NULL);
	json_object_foreach(json_object_get(act, "cases"), case_id, value) {
		o = json_object();
		json_object_set_new(o, "case", json_string(case_id));
		json_object_set_new(o, "why", json_string(why));
		json_array_append_new(all, o);
	}
	if (!refused(d))
		answer_offer(d, act, all, NULL);
	json_decref(all);
	json_decref(act);
}

void
decide_withdraw(struct deciding *d, const char *id, const json_t *with)
{
	json_t *act = need_act(d, with, "from", ERR_NOT_GIVER), *body, *value;
	const char *why = jx_text(with, "why"), *case_id;

	(void)id;
	if (act == NULL)
		return;
	if (why == NULL || *why == '\0')
		reason_add(d->out->reasons, NULL, NULL, ERR_NEED_REASON, NULL);
	if (!refused(d)) {
		json_object_foreach(json_object_get(act, "cases"), case_id,
		    value)
			if (str_eq(json_string_value(value), "offered"))
				end_offer(d, case_id, act, "offer_withdrawn",
				    why, jx_text(act, "to"));
		body = json_object();
		json_object_set_new(body, "why", json_string(why));
		propose(d, jx_text(act, "act"), 0, "handover_withdrawn", NULL,
		    body);
	}
	json_decref(act);
}
