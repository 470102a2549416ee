/* Queries about history, identity, the register, units, codes. */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/row.h"
#include "core/case/visible.h"
#include "core/form/answers.h"
#include "core/form/fill.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- history ---- */

static const struct {
	const char *code;
	struct text title;
} kind_title[] = {
#define KIND(code, vi, en) { code, { (char *)vi, (char *)en } },
#include "core/door/kinds.def"
#undef KIND
};

json_t *
event_kind_json(const char *code)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(kind_title); i++)
		if (strcmp(kind_title[i].code, code) == 0)
			return titled(code, &kind_title[i].title);
	return titled(code, SAME(code));
}

/* Notes and reasons are free text: who is not to read stories reads none. */
static bool
reads_stories(const struct session *s, const struct case_state *cs)
{
	return case_class_shown(cs, s->tn->procedure, &s->actor,
	    FORM_NARRATIVE) == FORM_SHOW;
}

static bool
may_read_words(const struct session *s, const struct case_state *cs,
    const json_t *ev)
{
	return case_shows_all(cs, s->unit->code) ||
	    str_eq(jx_text(ev, "unit"), s->unit->code);
}

/* The clock that an event extends. */
static const char *
clock_of_event(const json_t *facts)
{
	return jx_text(json_array_get(json_object_get(json_object_get(facts,
	    "clocks"), "extend"), 0), "code");
}

/*
 * A step as it was called under the regime that the case was in when the
 * event was written: a case that has moved keeps its history readable.
 */
static const struct step *
step_then(const struct procedure *p, const struct case_state *cs,
    const json_t *ev, const char *code)
{
	const char *regime = NULL, *path = NULL;
	const struct regime *r;
	const struct path *way;
	const struct step *step;
	const json_t *e;
	size_t i;

	json_array_foreach(cs->events, i, e) {
		const json_t *facts = json_object_get(e, "facts");

		if (jx_text(facts, "regime") != NULL) {
			regime = jx_text(facts, "regime");
			path = jx_text(facts, "path");
		}
		if (e == ev)
			break;
	}
	r = regime == NULL ? NULL : procedure_regime(p, regime);
	way = r == NULL || path == NULL ? NULL : regime_path(r, path);
	step = way == NULL ? NULL : path_step(way, code);
	for (i = 0; step == NULL && r != NULL && i < r->n_track; i++)
		step = path_step(&r->track[i], code);
	return step;
}

/*
 * Why an offer was refused or taken back stands in its act: who may open that
 * may read it here too, in a closed case as well.
 */
static bool
told_in_act(struct session *s, const json_t *ev)
{
	const char *kind = jx_text(ev, "kind");
	const char *act = jx_text(json_object_get(ev, "facts"), "act");
	json_t *row;
	bool told;

	if ((!str_eq(kind, "offer_refused") &&
	    !str_eq(kind, "offer_withdrawn")) || act == NULL ||
	    !act_allows(s->tn->procedure, &s->actor, rights_query("act")))
		return false;
	row = session_act(s, act);
	told = row != NULL;
	json_decref(row);
	return told;
}

/* What an event was about: its step, request, form, support, paper, act. */
static json_t *
event_subject(struct session *s, const struct case_state *cs,
    const json_t *ev, const struct basis **basis)
{
	const struct regime *regime = case_regime(cs, s->tn->procedure);
	const json_t *facts = json_object_get(ev, "facts");
	const json_t *body = json_object_get(ev, "body");
	const char *code;
	const json_t *request = json_object_get(facts, "request");
	const struct support *support;

	*basis = NULL;
	/*
	 * Who sees only lateness sees on the path where the case stands; that
	 * somebody is threatened, or what is asked of them, it does not.
	 */
	if (!case_shows_person(cs, &s->actor) &&
	    !str_eq(jx_text(ev, "unit"), s->unit->code) &&
	    (jx_text(facts, "track") != NULL || request != NULL))
		return text_json(SAME(""));
	if ((code = jx_text(facts, "step")) != NULL) {
		const struct step *step = step_then(s->tn->procedure, cs, ev,
		    code);

		if (step != NULL) {
			*basis = &step->basis;
			return text_json(&step->title);
		}
	}
	code = request != NULL && json_is_object(request) ?
	    jx_text(request, "code") : json_string_value(request);
	if (code != NULL && regime_request(regime, code) != NULL) {
		*basis = &regime_request(regime, code)->basis;
		return text_json(&regime_request(regime, code)->title);
	}
	if ((code = clock_of_event(facts)) != NULL &&
	    regime_clock(regime, code) != NULL) {
		*basis = &regime_clock(regime, code)->extend_basis;
		return text_json(&regime_clock(regime, code)->title);
	}
	if (glass_finding(jx_text(facts, "finding")) != NULL)
		return text_json(glass_finding(jx_text(facts, "finding")));
	if (told_in_act(s, ev) && jx_text(body, "why") != NULL)
		return text_json(SAME(jx_text(body, "why")));
	/* What was done for the person is for the holder and for who did it. */
	if (!may_read_words(s, cs, ev))
		return text_json(SAME(""));
	/* With which form a case was opened, its path says. */
	code = str_eq(jx_text(ev, "kind"), "case_opened") ? NULL :
	    facts_form(facts);
	if (code != NULL && regime_form(regime, code) != NULL)
		return text_json(&regime_form(regime, code)->title);
	code = jx_text(json_object_get(body, "support"), "code");
	support = code == NULL ? NULL :
	    case_support(cs, s->tn->procedure, code);
	if (support != NULL) {
		*basis = &support->basis;
		return text_json(&support->title);
	}
	/* Why somebody looked tells of who looked, not of the person. */
	if (is_reading(jx_text(ev, "kind")) && jx_text(body, "why") != NULL)
		return text_json(SAME(jx_text(body, "why")));
	if (!reads_stories(s, cs))
		return text_json(SAME(""));
	if (jx_text(body, "text") != NULL)
		return text_json(SAME(jx_text(body, "text")));
	if (jx_text(body, "why") != NULL)
		return text_json(SAME(jx_text(body, "why")));
	return text_json(SAME(""));
}

/* Cases that were looked at before this one was opened, if seen here too. */
static json_t *
searched_json(struct session *s, const json_t *searched)
{
	json_t *list = json_array();
	const json_t *item;
	size_t i;

	json_array_foreach(searched, i, item)
		if (session_case(s, json_string_value(item)) != NULL)
			json_array_append(list, (json_t *)(void *)item);
	return list;
}

static json_t *
event_json(struct session *s, const struct case_state *cs, const json_t *ev)
{
	const json_t *searched = json_object_get(json_object_get(ev, "body"),
	    "searched");
	const char *actor = jx_text(ev, "actor"), *kind = jx_text(ev, "kind");
	const struct basis *basis;
	json_t *o = json_object(), *who = json_object();

	json_object_set_new(o, "seq", json_integer(jx_int(ev, "seq", 0)));
	json_object_set_new(o, "at", when_json(jx_int(ev, "at", WHEN_NONE)));
	json_object_set_new(o, "kind", event_kind_json(kind));
	json_object_set_new(who, "id", json_string(actor));
	json_object_set_new(who, "name",
	    json_string(session_officer_name(s, actor)));
	json_object_set_new(o, "actor", who);
	json_object_set_new(o, "unit", unit_json(s->tn, jx_text(ev, "unit")));
	json_object_set_new(o, "say", event_subject(s, cs, ev, &basis));
	json_object_set_new(o, "law", basis_json(basis));
	json_object_set_new(o, "reads", json_boolean(is_reading(kind)));
	if (may_read_words(s, cs, ev) && searched != NULL)
		json_object_set_new(o, "searched", searched_json(s, searched));
	if (may_read_words(s, cs, ev))
		json_object_set_new(o, "answers", told_answers(s, cs, ev));
	if (((may_read_words(s, cs, ev) && reads_stories(s, cs)) ||
	    told_in_act(s, ev)) &&
	    jx_text(json_object_get(ev, "body"), "why") != NULL)
		json_object_set_new(o, "why", json_string(
		    jx_text(json_object_get(ev, "body"), "why")));
	return o;
}

json_t *
ask_history(struct session *s, const json_t *query)
{
	const char *id = jx_text(query, "case");
	const struct case_state *cs = id == NULL ? NULL : session_case(s, id);
	json_t *o, *list;
	const json_t *ev;
	size_t i;

	if (cs == NULL)
		return refuse(NULL, ERR_NO_SUCH_CASE, id == NULL ? "" : id);
	cs = note_history(s, cs) ? session_case(s, id) : NULL;
	if (cs == NULL)
		return refuse(NULL, ERR_READ_NOT_NOTED, NULL);
	o = json_object();
	list = json_array();
	json_array_foreach(cs->events, i, ev)
		json_array_append_new(list, event_json(s, cs, ev));
	json_object_set_new(o, "case", json_string(id));
	json_object_set_new(o, "events", list);
	return o;
}

/* ---- identity ---- */

/*
 * Only after reveal_identity by this officer, within the last minute: every
 * read of an identity is in the journal before it is on the screen (S-39).
 */
static bool
is_revealed(const struct session *s, const struct case_state *cs)
{
	size_t i = json_array_size(cs->events);
	when_t now = tn_now(s->tn);

	while (i-- > 0) {
		const json_t *ev = json_array_get(cs->events, i);

		if (now - jx_int(ev, "at", 0) > REVEAL_MS)
			continue;
		if (str_eq(jx_text(ev, "kind"), "identity_read") &&
		    str_eq(jx_text(ev, "actor"), s->officer))
			return true;
	}
	return false;
}

json_t *
ask_identity(struct session *s, const json_t *query)
{
	const char *id = jx_text(query, "case");
	const struct case_state *cs = id == NULL ? NULL : session_case(s, id);
	const struct regime *regime;
	json_t *o, *list, *seen;
	size_t i, k;

	if (cs == NULL)
		return refuse(NULL, ERR_NO_SUCH_CASE, id == NULL ? "" : id);
	if (!case_shows_person(cs, &s->actor))
		return refuse(NULL, ERR_SUPERIOR_ONLY, NULL);
	if (!is_revealed(s, cs))
		return refuse(NULL, ERR_REVEAL_FIRST, NULL);
	regime = case_regime(cs, s->tn->procedure);
	list = json_array();
	seen = json_object();
	for (i = 0; regime != NULL && i < regime->n_form; i++)
		for (k = 0; k < regime->form[i]->n; k++) {
			const struct form_item *item =
			    &regime->form[i]->item[k];
			const json_t *answer =
			    json_object_get(cs->answers, item->name);

			if (answer == NULL || (item->class != FORM_IDENTITY &&
			    item->class != FORM_CONTACT) ||
			    item->type == FORM_REPEAT ||
			    !case_shows_form(cs, s->tn->procedure,
			    &s->actor, regime->form[i]) ||
			    json_object_get(seen, item->name) != NULL ||
			    session_shows(s, cs, item) == FORM_HIDE)
				continue;
			json_object_set_new(seen, item->name, json_true());
			json_array_append_new(list,
			    shown_item(s, cs, item, answer));
		}
	json_decref(seen);
	o = json_object();
	json_object_set_new(o, "case", json_string(id));
	json_object_set_new(o, "answers", list);
	return o;
}

/* ---- units, codes, operations ---- */

json_t *
ask_units(struct session *s, const json_t *query)
{
	const json_t *units = json_object_get(s->tn->site, "units");
	const char *kind = jx_text(query, "kind"), *code;
	json_t *o = json_object(), *list = json_array(), *value, *u;

	json_object_foreach((json_t *)(void *)units, code, value) {
		const struct unit *unit =
		    procedure_unit(s->tn->procedure, code);

		if (unit == NULL ||
		    (kind != NULL && !str_eq(unit->kind->code, kind)))
			continue;
		u = titled(code, &unit->title);
		json_object_set_new(u, "kind", json_string(unit->kind->code));
		json_array_append_new(list, u);
	}
	json_object_set_new(o, "units", list);
	return o;
}

json_t *
ask_codes(struct session *s, const json_t *query)
{
	(void)query;
	return procedure_codes(s->tn->procedure);
}

/* {"ask":"operation","op_id"} -> {"found": n}; how "unknown" is resolved. */
json_t *
ask_operation(struct session *s, const json_t *query)
{
	const struct journal *j = s->tn->journal;
	const char *op_id = jx_text(query, "op_id");
	struct err e = ERR_INIT;
	json_t *o;
	int n;

	if (op_id == NULL)
		return refuse(NULL, ERR_BAD_COMMAND, "op_id");
	n = j->find_operation(j->ctx, op_id, &e);
	if (n < 0) {
		o = refuse_err(op_id, &e);
		err_done(&e);
		return o;
	}
	o = json_object();
	json_object_set_new(o, "op_id", json_string(op_id));
	json_object_set_new(o, "found", json_integer(n));
	return o;
}
