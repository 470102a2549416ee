/*
 * Erasure: the key of a case is destroyed, by two persons (security.md S-53,
 * S-54).  What was sealed stays where it lies and opens no more; the journal
 * goes on to prove that it is whole.
 *
 * content: {case, ground: retention_end | person_request | order, document?}
 */
#include "core/case/pair.h"

#include "core/base/jx.h"
#include "core/calendar/clock.h"
#include "core/case/row.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DOCUMENT_MAX 500

/* ---- how long a closed case is kept ---- */

static when_t
closed_at(const json_t *row)
{
	when_t moved = jx_int(row, "moved", 0);
	when_t worked = jx_int(row, "worked", moved);

	return worked > moved ? worked : moved;
}

when_t
case_kept_until(const struct deciding *d, const json_t *row)
{
	const struct regime *r = procedure_regime(d->procedure,
	    jx_text(row, "regime"));
	const struct legal_value *v = r == NULL ? NULL : r->kept_for;
	struct deadline deadline = DEADLINE_INIT;
	when_t until = WHEN_NONE;
	enum term_unit unit;

	if (v == NULL || !v->has_value || !jx_bool(row, "final", false) ||
	    !term_unit_parse(v->unit, &unit))
		return WHEN_NONE;
	if (deadline_compute(d->procedure->calendar, closed_at(row),
	    (struct term){ v->value, unit }, NULL, 0, &deadline, NULL))
		until = deadline.due;
	deadline_done(&deadline);
	return until;
}

static const struct basis *
kept_basis(const struct deciding *d, const struct case_state *cs)
{
	const struct regime *r = case_regime(cs, d->procedure);

	return r == NULL || r->kept_for == NULL ? NULL : &r->kept_for->basis;
}

static void
need_term_ended(struct deciding *d, const struct case_state *cs)
{
	when_t until = case_kept_until(d, cs->row);
	char day[11];

	if (until == WHEN_NONE) {
		reason_add(d->out->reasons, kept_basis(d, cs), NULL,
		    ERR_ERASE_NO_TERM, NULL);
	} else if (d->now <= until) {
		day_format(when_day(until, VN_OFFSET_MIN), day);
		reason_add(d->out->reasons, kept_basis(d, cs), NULL,
		    ERR_ERASE_TERM_RUNS, SAME(day), NULL);
	}
}

/* ---- may it be erased? ---- */

static bool
waits(const json_t *row)
{
	const json_t *r;
	size_t i;

	if (json_object_get(row, "offer") != NULL)
		return true;
	json_array_foreach(json_object_get(row, "requests"), i, r)
		if (row_request_waits(r))
			return true;
	return false;
}

static void
need_ground(struct deciding *d, const struct case_state *cs,
    const json_t *content)
{
	const char *ground = jx_text(content, "ground");
	const json_t *document = json_object_get(content, "document");
	const char *text = json_string_value(document);
	bool by_term = str_eq(ground, "retention_end");

	if (!by_term && !str_eq(ground, "person_request") &&
	    !str_eq(ground, "order"))
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("content.ground"), NULL);
	/* Whoever asked or ordered did it on some paper. */
	if ((document == NULL && !by_term) || (document != NULL &&
	    (text == NULL || *text == '\0' || strlen(text) > DOCUMENT_MAX)))
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("content.document"), NULL);
	if (!refused(d) && by_term)
		need_term_ended(d, cs);
}

void
pair_check_erase(struct deciding *d, const json_t *content)
{
	const char *id = jx_text(content, "case");
	const struct case_state *cs = id == NULL ? NULL : need_case(d, id);
	const json_t *hold;

	if (cs == NULL)
		return;
	hold = json_object_get(cs->row, "hold");
	if (hold != NULL)
		reason_add(d->out->reasons, NULL, NULL, ERR_ERASE_HELD,
		    unit_title(d, jx_text(hold, "unit")), NULL);
	if (!jx_bool(cs->row, "final", false) || waits(cs->row))
		reason_add(d->out->reasons, NULL, NULL, ERR_ERASE_OPEN, NULL);
	need_ground(d, cs, content);
}

/* ---- doing it ---- */

/* Is this the last case of an act that is still readable? */
static bool
is_last_of(struct deciding *d, const json_t *act, const char *id)
{
	const char *other;
	json_t *state;

	json_object_foreach(json_object_get(act, "cases"), other, state)
		if (strcmp(other, id) != 0 &&
		    !d->source->gone(d->source->ctx, other))
			return false;
	return true;
}

static bool
has_text(const json_t *list, const char *text)
{
	const json_t *item;
	size_t i;

	json_array_foreach(list, i, item)
		if (str_eq(json_string_value(item), text))
			return true;
	return false;
}

/* Acts that the case was part of and this unit may know, and those about it. */
static json_t *
acts_of(struct deciding *d, const struct case_state *cs)
{
	json_t *list = d->source->acts_about(d->source->ctx, cs->id);
	const json_t *ev;
	const char *act;
	size_t i;

	json_array_foreach(cs->events, i, ev) {
		act = jx_text(json_object_get(ev, "facts"), "act");
		if (act != NULL && !has_text(list, act))
			json_array_append_new(list, json_string(act));
	}
	return list;
}

/*
 * An act goes with its last case.  Where other cases are still read there,
 * its words stay under its own key: the certificate says so.
 */
static void
erase_acts(struct deciding *d, const struct case_state *cs, json_t *facts)
{
	json_t *list = acts_of(d, cs), *row;
	size_t i, gone = 0, kept = 0;
	const json_t *item;

	json_array_foreach(list, i, item) {
		const char *act = json_string_value(item);

		row = d->source->act(d->source->ctx, act);
		if (row != NULL && is_last_of(d, row, cs->id)) {
			propose(d, act, 0, "act_erased", NULL, NULL);
			gone++;
		} else {
			kept++;
		}
		json_decref(row);
	}
	json_object_set_new(facts, "acts_erased", json_integer((json_int_t)gone));
	json_object_set_new(facts, "acts_kept", json_integer((json_int_t)kept));
	json_decref(list);
}

static void
certify(struct deciding *d, const struct case_state *cs, json_t *facts,
    const char *proposal, const json_t *content)
{
	json_t *site = d->source->site_row(d->source->ctx);
	const json_t *pair = json_object_get(json_object_get(site, "pairs"),
	    proposal);
	json_t *body = json_object();
	const json_t *document = json_object_get(content, "document");
	char *id = propose_id(d, facts, "erasure", "E");

	json_object_set_new(facts, "of", json_string(cs->id));
	json_object_set_new(facts, "ground",
	    json_string(jx_text(content, "ground")));
	json_object_set_new(facts, "proposal", json_string(proposal));
	json_object_set_new(facts, "proposed_by",
	    json_string(jx_text(pair, "by")));
	json_object_set_new(facts, "entries",
	    json_integer((json_int_t)json_array_size(cs->events)));
	json_object_set_new(facts, "files",
	    json_integer((json_int_t)json_array_size(cs->attachments)));
	json_object_set_new(facts, "opened",
	    json_integer(jx_int(cs->row, "opened", 0)));
	if (document != NULL)
		json_object_set(body, "document",
		    (json_t *)(uintptr_t)document);
	propose(d, id, 0, "erasure_certified", facts, body);
	propose_key(d, id, d->actor->unit->code, false);
	json_decref(site);
	free(id);
}

void
pair_done_erase(struct deciding *d, const char *proposal,
    const json_t *content)
{
	const struct case_state *cs = need_case(d, jx_text(content, "case"));
	json_t *facts = json_object();

	propose(d, cs->id, jx_int(cs->row, "epoch", 0), "case_erased",
	    json_pack("{s:s,s:s}", "ground", jx_text(content, "ground"),
	    "proposal", proposal), NULL);
	erase_acts(d, cs, facts);
	certify(d, cs, facts, proposal, content);
}

/* ---- legal hold ---- */

static void
lift_hold(struct deciding *d, const struct case_state *cs, const json_t *hold,
    json_t *body)
{
	const char *unit = jx_text(hold, "unit");

	if (hold == NULL)
		reason_add(d->out->reasons, NULL, NULL, ERR_HOLD_NONE, NULL);
	else if (!str_eq(unit, d->actor->unit->code))
		reason_add(d->out->reasons, NULL, NULL, ERR_HOLD_OF_ANOTHER,
		    unit_title(d, unit), NULL);
	else
		propose_on_case(d, cs, "hold_lifted", NULL, json_incref(body));
}

void
decide_legal_hold(struct deciding *d, const char *id, const json_t *with)
{
	const struct case_state *cs = need_case(d, id);
	const char *document = need_text(d, with, "document");
	const json_t *on = json_object_get(with, "on"), *hold;
	json_t *body;

	if (!json_is_boolean(on))
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("on"), NULL);
	if (document != NULL && strlen(document) > DOCUMENT_MAX)
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("document"), NULL);
	if (refused(d))
		return;
	hold = json_object_get(cs->row, "hold");
	body = json_pack("{s:s}", "document", document);
	if (json_is_false(on))
		lift_hold(d, cs, hold, body);
	else if (hold != NULL)
		reason_add(d->out->reasons, NULL, NULL, ERR_HOLD_SET,
		    unit_title(d, jx_text(hold, "unit")), NULL);
	else
		propose_on_case(d, cs, "hold_set", NULL, json_incref(body));
	json_decref(body);
}
