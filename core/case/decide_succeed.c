/*
 * Cases of a unit that has ended pass to its successor.  Nobody can refuse
 * them: the law that ended the unit has moved its tasks, so custody moves at
 * once, with a record that names every case (design 2.2, 5).
 */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/case/row.h"

#include <stdlib.h>
#include <string.h>

/* The unit that the cases go to, or NULL and a reason. */
static const struct unit *
need_successor(struct deciding *d)
{
	const struct unit *unit = d->actor->unit, *next;

	if (!unit_has_ended(d, unit)) {
		reason_add(d->out->reasons, NULL, NULL, ERR_UNIT_NOT_ENDED,
		    &unit->title, NULL);
		return NULL;
	}
	next = unit_successor(d, unit);
	if (next == NULL)
		need_not_ended(d, NULL);
	else if (!d->source->has_unit(d->source->ctx, next->code))
		reason_add(d->out->reasons, NULL, NULL, ERR_RECEIVER_ABSENT,
		    &next->title, NULL);
	return refused(d) ? NULL : next;
}

/* Named cases, or all that the unit still holds; a new array. */
static json_t *
cases_of(struct deciding *d, const json_t *with)
{
	json_t *named = json_object_get(with, "cases");
	const json_t *item;
	size_t i;

	if (named == NULL)
		return d->source->held(d->source->ctx);
	if (json_array_size(named) == 0 ||
	    json_array_size(named) > PERSONS_MAX) {
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("cases"), NULL);
		return json_array();
	}
	json_array_foreach(named, i, item)
		if (!json_is_string(item)) {
			reason_add(d->out->reasons, NULL, NULL,
			    ERR_BAD_COMMAND, SAME("cases"), NULL);
			return json_array();
		}
	return json_incref(named);
}

/* Held here, not on offer, and named once. */
static void
need_passable(struct deciding *d, const json_t *cases)
{
	const char *unit = d->actor->unit->code;
	json_t *seen = json_object();
	const json_t *item, *offer;
	size_t i;

	json_array_foreach(cases, i, item) {
		const char *id = json_string_value(item);
		const struct case_state *cs = need_case(d, id);

		if (json_object_get(seen, id) != NULL)
			reason_add(d->out->reasons, NULL, NULL,
			    ERR_PERSON_TWICE, SAME(id), NULL);
		json_object_set_new(seen, id, json_true());
		if (cs == NULL)
			continue;
		offer = json_object_get(cs->row, "offer");
		if (!str_eq(jx_text(cs->row, "holder"), unit))
			reason_add(d->out->reasons, NULL, NULL,
			    ERR_NOT_HOLDER,
			    unit_title(d, jx_text(cs->row, "holder")), NULL);
		else if (offer != NULL)
			reason_add(d->out->reasons, NULL, NULL,
			    ERR_OFFER_PENDING,
			    unit_title(d, jx_text(offer, "to")), NULL);
	}
	json_decref(seen);
}

static void
pass_case(struct deciding *d, const char *id, const char *act,
    const struct unit *to)
{
	const struct case_state *cs = d->source->open(d->source->ctx, id);
	json_t *facts = json_object();

	json_object_set_new(facts, "act", json_string(act));
	json_object_set_new(facts, "holder", json_string(to->code));
	propose_on_case(d, cs, "succeeded", facts, NULL);
	/* Custody passes: the epoch is the next one. */
	d->out->event[d->out->n_event - 1].epoch++;
	propose_key(d, id, to->code, false);
}

void
decide_succeed(struct deciding *d, const char *id, const json_t *with)
{
	const char *why = need_why(d, with);
	const struct unit *to = need_successor(d);
	json_t *cases, *facts, *body;
	const json_t *item;
	char *act;
	size_t i;

	(void)id;
	if (refused(d))
		return;
	cases = cases_of(d, with);
	if (!refused(d) && json_array_size(cases) == 0)
		reason_add(d->out->reasons, NULL, NULL, ERR_NOTHING_HELD,
		    &d->actor->unit->title, NULL);
	if (!refused(d))
		need_passable(d, cases);
	if (!refused(d)) {
		facts = json_object();
		body = json_object();
		act = propose_id(d, facts, "act", "A");
		json_object_set_new(facts, "to", json_string(to->code));
		json_object_set(facts, "cases", cases);
		json_object_set_new(body, "why", json_string(why));
		propose(d, act, 0, "succession_recorded", facts, body);
		propose_key(d, act, d->actor->unit->code, false);
		propose_key(d, act, to->code, false);
		json_array_foreach(cases, i, item)
			pass_case(d, json_string_value(item), act, to);
		free(act);
	}
	json_decref(cases);
}
