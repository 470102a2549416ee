/*
 * What a case answers about keeping it, ending it, and looking past the masks:
 *	keeping: {hold: {unit at}|null, can_hold, can_lift, until|null, final,
 *	    erase: {possible, reasons: [...], proposal?}|null}
 *	glass: {until|null, can_break}
 * `hold` is told to who holds the case and to who may set one.
 * `erase` is null for who has no right to propose it; its reasons are those
 * that hold whatever the ground.  `until`: when the term for keeping it ends;
 * null while the case is open or no term is known.  can_break: the officer has
 * the key and something is masked or hidden that breaking the glass would show.
 */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/pair.h"
#include "core/case/visible.h"

static bool
may(const struct session *s, const struct case_state *cs, const char *command)
{
	return row_allows(cs->row, s->tn->procedure, &s->actor,
	    rights_command(command));
}

static json_t *
hold_json(struct session *s, const json_t *hold)
{
	if (hold == NULL)
		return json_null();
	return json_pack("{s:o,s:o}", "unit", unit_json(s->tn,
	    jx_text(hold, "unit")), "at", when_json(jx_int(hold, "at",
	    WHEN_NONE)));
}

/* The proposal to erase this case that waits, or NULL; borrowed. */
static const char *
erasure_proposed(struct session *s, const struct case_state *cs)
{
	json_t *pair;
	const char *id;

	json_object_foreach(json_object_get(s->tn->site, "pairs"), id, pair)
		if (str_eq(jx_text(pair, "kind"), "erase_case") &&
		    str_eq(jx_text(pair, "case"), cs->id) &&
		    !pair_is_old(pair, tn_now(s->tn)))
			return id;
	return NULL;
}

/* What stands against it whatever the ground: as if ordered on some paper. */
static json_t *
erase_json(struct session *s, const struct case_state *cs)
{
	json_t *content, *o;
	struct case_source source;
	struct proposal p;
	struct deciding d;

	if (!may(s, cs, "erase_case") ||
	    !actor_may(&s->actor, s->tn->procedure, "propose_pair"))
		return json_null();
	content = json_pack("{s:s,s:s,s:s}", "case", cs->id, "ground",
	    "order", "document", "-");
	deciding_of(s, &source, &p, &d);
	pair_check_erase(&d, content);
	o = json_pack("{s:b,s:O}", "possible",
	    json_array_size(p.reasons) == 0, "reasons", p.reasons);
	if (erasure_proposed(s, cs) != NULL)
		json_object_set_new(o, "proposal",
		    json_string(erasure_proposed(s, cs)));
	proposal_done(&p);
	json_decref(content);
	return o;
}

static json_t *
kept_until_json(struct session *s, const struct case_state *cs)
{
	struct case_source source;
	struct proposal p;
	struct deciding d;
	when_t until;

	deciding_of(s, &source, &p, &d);
	until = case_kept_until(&d, cs->row);
	proposal_done(&p);
	return when_json(until);
}

json_t *
keeping_json(struct session *s, const struct case_state *cs)
{
	const json_t *hold = json_object_get(cs->row, "hold");
	bool may_hold = may(s, cs, "legal_hold");
	bool told = may_hold || case_shows_all(cs, s->unit->code);

	return json_pack("{s:o,s:b,s:b,s:o,s:b,s:o}",
	    "hold", hold_json(s, told ? hold : NULL),
	    "can_hold", may_hold && hold == NULL,
	    "can_lift", may_hold && hold != NULL &&
	    str_eq(jx_text(hold, "unit"), s->unit->code),
	    "until", kept_until_json(s, cs),
	    "final", jx_bool(cs->row, "final", false),
	    "erase", erase_json(s, cs));
}

static when_t
open_until(struct session *s, const struct case_state *cs)
{
	when_t until = WHEN_NONE, at;
	const json_t *glass;
	size_t i;

	json_array_foreach(json_object_get(cs->row, "glass"), i, glass) {
		at = jx_int(glass, "until", WHEN_NONE);
		if (str_eq(jx_text(glass, "by"), s->officer) &&
		    at > tn_now(s->tn) && at > until)
			until = at;
	}
	return until;
}

static bool
sees_less(struct session *s, const struct case_state *cs)
{
	int class;

	if (!case_shows_person(cs, &s->actor) ||
	    !case_shows_all(cs, s->unit->code))
		return true;
	for (class = 0; class < FORM_CLASSES; class++)
		if (case_class_shown(cs, s->tn->procedure, &s->actor,
		    (enum form_class)class) != FORM_SHOW)
			return true;
	return false;
}

json_t *
case_glass_json(struct session *s, const struct case_state *cs)
{
	when_t until = open_until(s, cs);

	return json_pack("{s:o,s:b}", "until", when_json(until), "can_break",
	    until == WHEN_NONE && may(s, cs, "break_glass") &&
	    sees_less(s, cs));
}
