/* Hand-over between units: offer, answer, withdrawal (design 5). */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/case/row.h"

#include <stdlib.h>
#include <string.h>

/* A case that may be offered by this step; what blocks it is added. */
static void
need_offerable(struct deciding *d, const char *case_id, const char *step_code)
{
	const struct case_state *cs = need_case(d, case_id);
	const struct path *path;
	const struct step *step;

	if (cs == NULL)
		return;
	path = case_path(cs, d->procedure);
	step = path == NULL ? NULL : path_step(path, step_code);
	if (step == NULL)
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_STEP,
		    SAME(step_code), NULL);
	else if (!step->handover)
		reason_add(d->out->reasons, &step->basis, NULL,
		    ERR_NOT_A_HANDOVER, &step->title, NULL);
	else
		need_step(d, cs, step, cs->answers);
}

/* Nobody can be handed over twice on one act. */
static bool
is_twice(const json_t *cases, size_t at)
{
	const char *id = json_string_value(json_array_get(cases, at));
	size_t i;

	for (i = 0; i < at; i++)
		if (str_eq(json_string_value(json_array_get(cases, i)), id))
			return true;
	return false;
}

static const struct step *
need_offer(struct deciding *d, const json_t *with, const struct unit **to)
{
	const char *code = need_text(d, with, "step");
	const char *to_code = need_text(d, with, "to");
	const json_t *cases = json_object_get(with, "cases"), *item;
	const struct case_state *first;
	const struct step *step = NULL;
	size_t i;

	if (json_array_size(cases) == 0 ||
	    json_array_size(cases) > PERSONS_MAX)
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("cases"), NULL);
	if (refused(d))
		return NULL;
	json_array_foreach(cases, i, item) {
		if (!json_is_string(item)) {
			reason_add(d->out->reasons, NULL, NULL,
			    ERR_BAD_COMMAND, SAME("cases"), NULL);
			return NULL;
		}
		if (is_twice(cases, i))
			reason_add(d->out->reasons, NULL, NULL,
			    ERR_PERSON_TWICE, SAME(json_string_value(item)),
			    NULL);
		else
			need_offerable(d, json_string_value(item), code);
	}
	if (refused(d))
		return NULL;
	first = d->source->open(d->source->ctx,
	    json_string_value(json_array_get(cases, 0)));
	step = path_step(case_path(first, d->procedure), code);
	*to = need_receiver(d, to_code, &step->receiver, &step->basis);
	return refused(d) ? NULL : step;
}

static void
offer_case(struct deciding *d, const char *id, const struct step *step,
    const struct unit *to, const char *act, const char *number,
    const json_t *minutes)
{
	const struct case_state *cs = d->source->open(d->source->ctx, id);
	json_t *facts = json_object(), *body = json_object(), *list, *item;
	size_t i;

	json_object_set_new(facts, "act", json_string(act));
	json_object_set_new(facts, "step", json_string(step->code));
	json_object_set_new(facts, "to_unit", json_string(to->code));
	propose_clocks(d, facts, step->start, step->n_start, NULL, 0,
	    minutes, to->code);
	list = json_array();
	for (i = 0; i < step->n_paper && number != NULL; i++) {
		item = json_object();
		json_object_set_new(item, "code",
		    json_string(step->paper[i]->code));
		json_object_set_new(item, "number", json_string(number));
		json_array_append_new(list, item);
	}
	json_object_set_new(body, "papers", list);
	propose_on_case(d, cs, "offered", facts, body);
	propose_key(d, id, to->code, false);
}

static void
propose_offer(struct deciding *d, const struct step *step,
    const struct unit *to, json_t *minutes, const json_t *with)
{
	const json_t *cases = json_object_get(with, "cases"), *item;
	json_t *facts = json_object(), *body = json_object();
	char *act = propose_id(d, facts, "act", "A"), *number = NULL;
	size_t i;

	if (step->n_paper > 0)
		number = paper_number(d, step->paper[0], facts);
	json_object_set_new(facts, "step", json_string(step->code));
	json_object_set_new(facts, "to", json_string(to->code));
	if (number != NULL)
		json_object_set_new(facts, "number", json_string(number));
	json_object_set(facts, "cases", (json_t *)(void *)cases);
	json_object_set(body, "minutes", minutes);
	json_object_set(body, "lines", json_object_get(with, "lines"));
	propose(d, act, 0, "handover_offered", facts, body);
	propose_key(d, act, d->actor->unit->code, false);
	propose_key(d, act, to->code, false);
	json_array_foreach(cases, i, item)
		offer_case(d, json_string_value(item), step, to, act, number,
		    minutes);
	free(number);
	free(act);
}

void
decide_offer(struct deciding *d, const char *id, const json_t *with)
{
	const struct unit *to = NULL;
	const struct step *step = need_offer(d, with, &to);
	json_t *minutes;

	(void)id;
	if (step == NULL)
		return;
	minutes = step->form == NULL ? json_object() :
	    accept_answers(d, step->form, NULL,
	    json_object_get(with, "minutes"), NULL, &step->basis, NULL);
	if (!refused(d))
		propose_offer(d, step, to, minutes, with);
	json_decref(minutes);
}

/* The open act for an answer or a withdrawal; a new reference or NULL. */
static json_t *
need_act(struct deciding *d, const json_t *with, const char *side,
    enum err_code wrong_side)
{
	const char *id = need_text(d, with, "act");
	json_t *act;

	if (id == NULL)
		return NULL;
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
	if (refusals != NULL && !json_is_array(refusals))
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("refused"), NULL);
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
	}
}

static void
answer_offer(struct deciding *d, const json_t *act, const json_t *refusals)
{
	const json_t *cases = json_object_get(act, "cases");
	json_t *facts = json_object(), *body = json_object();
	json_t *yes = json_array(), *no = json_array(), *value;
	const char *id;

	json_object_foreach((json_t *)(void *)cases, id, value) {
		const char *why = why_refused(refusals, id);

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
	json_object_set_new(body, "refused",
	    json_deep_copy(refusals));
	propose(d, jx_text(act, "act"), 0, "handover_decided", facts, body);
}

void
decide_accept(struct deciding *d, const char *id, const json_t *with)
{
	json_t *act = need_act(d, with, "to", ERR_NOT_RECEIVER);
	const json_t *refusals = json_object_get(with, "refused");

	(void)id;
	if (act == NULL)
		return;
	check_refusals(d, json_object_get(act, "cases"), refusals);
	if (!refused(d))
		answer_offer(d, act, refusals);
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
		answer_offer(d, act, all);
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
			end_offer(d, case_id, act, "offer_withdrawn", why,
			    jx_text(act, "to"));
		body = json_object();
		json_object_set_new(body, "why", json_string(why));
		propose(d, jx_text(act, "act"), 0, "handover_withdrawn", NULL,
		    body);
	}
	json_decref(act);
}
