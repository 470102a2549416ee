/* One case, as the screen of a case shows it: masked until revealed. */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/row.h"
#include "core/case/visible.h"
#include "core/form/answers.h"
#include "core/form/fill.h"
#include "core/vietnamese/fold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct text word_under_18[] = {
	{ (char *)"dưới 18 tuổi", (char *)"under 18" },
	{ (char *)"đủ 18 tuổi", (char *)"18 or over" },
	{ (char *)"chưa rõ tuổi", (char *)"age not known" },
};

json_t *
shown_answer(struct session *s, const struct case_state *cs,
    const char *name)
{
	json_t *answer = json_object_get(cs->answers, name), *o, *text;
	const struct form *form;
	const struct form_item *item = answer == NULL ? NULL :
	    case_question(cs, s->tn->procedure, &s->actor, name, &form);

	if (item == NULL)
		return text_json(SAME(""));
	o = shown_item(s, cs, item, answer);
	text = json_incref(json_object_get(o, "text"));
	json_decref(o);
	return text;
}

/* Not even the first letters, where a class is hidden. */
static bool
hides_identity(const struct session *s, const struct case_state *cs)
{
	return case_class_shown(cs, s->tn->procedure, &s->actor,
	    FORM_IDENTITY) == FORM_HIDE;
}

json_t *
masked_name_json(const struct session *s, const struct case_state *cs)
{
	const json_t *name = hides_identity(s, cs) ? NULL :
	    answer_value(json_object_get(cs->answers, NAME_FULL_NAME));
	struct str masked = STR_INIT;
	json_t *o;

	vn_mask_name(&masked, json_string_value(name));
	o = json_string(str_text(&masked));
	str_done(&masked);
	return o;
}

json_t *
person_json(struct session *s, const struct case_state *cs)
{
	int under = case_is_under(cs->answers, 18,
	    when_day(tn_now(s->tn), VN_OFFSET_MIN));
	json_t *o = json_object();

	json_object_set_new(o, "masked", masked_name_json(s, cs));
	json_object_set_new(o, "age", text_json(&word_under_18[under > 0 ? 0 :
	    under == 0 ? 1 : 2]));
	json_object_set_new(o, "under_18", json_boolean(under > 0));
	json_object_set_new(o, "sex", shown_answer(s, cs, NAME_SEX));
	json_object_set_new(o, "condition", shown_answer(s, cs, "condition"));
	return o;
}

/* ---- papers, requests, support, people ---- */

/* Who does not hold the case sees of its papers and support only its own. */
static bool
is_ours(const struct session *s, const struct case_state *cs,
    const json_t *item)
{
	return case_shows_all(cs, s->unit->code) ||
	    str_eq(jx_text(item, "unit"), s->unit->code);
}

/* What both papers and support tell: what, when, by which unit. */
static json_t *
stamped(const struct tn *tn, const json_t *item, const struct text *title)
{
	const char *code = jx_text(item, "code");
	json_t *o = titled(code, title == NULL ? SAME(code) : title);

	json_object_set_new(o, "at",
	    when_json(jx_int(item, "at", WHEN_NONE)));
	json_object_set_new(o, "unit", unit_json(tn, jx_text(item, "unit")));
	return o;
}

static json_t *
papers_json(struct session *s, const struct case_state *cs)
{
	const struct regime *regime = case_regime(cs, s->tn->procedure);
	json_t *list = json_array(), *o;
	const json_t *item;
	size_t i;

	json_array_foreach(cs->papers, i, item) {
		const struct paper *paper =
		    regime_paper(regime, jx_text(item, "code"));

		if (!is_ours(s, cs, item))
			continue;
		o = stamped(s->tn, item, paper == NULL ? NULL : &paper->title);
		json_object_set_new(o, "number",
		    json_string(jx_text(item, "number")));
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *
requests_json(const struct tn *tn, const struct case_state *cs)
{
	const struct regime *regime = case_regime(cs, tn->procedure);
	json_t *list = json_array(), *o;
	const json_t *item;
	size_t i;

	json_array_foreach(json_object_get(cs->row, "requests"), i, item) {
		const char *code = jx_text(item, "code");
		const struct request *r = regime_request(regime, code);

		o = titled(code, r == NULL ? SAME(code) : &r->title);
		json_object_set_new(o, "to", unit_json(tn, jx_text(item, "to")));
		json_object_set_new(o, "state", json_string(
		    json_object_get(item, "answered") != NULL ? "answered" :
		    json_object_get(item, "withdrawn") != NULL ? "withdrawn" :
		    "open"));
		json_object_set_new(o, "asked_at",
		    when_json(jx_int(item, "asked", WHEN_NONE)));
		json_object_set_new(o, "answered_at",
		    when_json(jx_int(item, "answered", WHEN_NONE)));
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *
support_json(struct session *s, const struct case_state *cs)
{
	json_t *list = json_array();
	const json_t *item;
	size_t i;

	json_array_foreach(cs->support, i, item) {
		const struct support *sup = case_support(cs, s->tn->procedure,
		    jx_text(item, "code"));

		if (is_ours(s, cs, item))
			json_array_append_new(list, stamped(s->tn, item,
			    sup == NULL ? NULL : &sup->title));
	}
	return list;
}

/* The first question of class identity in a row of a repeat names it. */
static void
add_people(const struct form *form, const struct form_item *repeat,
    const json_t *rows, json_t *list)
{
	const json_t *row;
	size_t i, k;

	json_array_foreach(rows, i, row)
		for (k = (size_t)(repeat - form->item) + 1; k < repeat->end; k++) {
			const struct form_item *item = &form->item[k];
			struct str masked = STR_INIT;
			json_t *o;

			if (item->class != FORM_IDENTITY ||
			    item->type != FORM_TEXT)
				continue;
			vn_mask_name(&masked, json_string_value(answer_value(
			    json_object_get(row, item->name))));
			o = titled(repeat->name, &repeat->label);
			json_object_set_new(o, "masked",
			    json_string(str_text(&masked)));
			json_array_append_new(list, o);
			str_done(&masked);
			break;
		}
}

static json_t *
people_json(struct session *s, const struct case_state *cs)
{
	const struct regime *regime = case_regime(cs, s->tn->procedure);
	json_t *list = json_array(), *seen = json_object();
	size_t i, k;

	for (i = 0; i < regime->n_form && !hides_identity(s, cs); i++)
		for (k = 0; k < regime->form[i]->n; k++) {
			const struct form_item *item =
			    &regime->form[i]->item[k];
			const json_t *rows;

			if (item->type != FORM_REPEAT ||
			    !case_shows_form(cs, s->tn->procedure,
			    &s->actor, regime->form[i]) ||
			    json_object_get(seen, item->name) != NULL)
				continue;
			rows = answer_value(json_object_get(cs->answers,
			    item->name));
			json_object_set_new(seen, item->name, json_true());
			add_people(regime->form[i], item, rows, list);
		}
	json_decref(seen);
	return list;
}

/*
 * The form a person is received with on other paths, not on this one: it
 * shares its questions with the one that was used, and says nothing more.
 */
static bool
is_entry_elsewhere(const struct regime *regime, const struct path *here,
    const struct form *form)
{
	bool elsewhere = false;
	size_t i;

	for (i = 0; i < regime->n_path; i++)
		elsewhere = elsewhere ||
		    regime->path[i].entry_person == form;
	return elsewhere && here != NULL && here->entry_person != form;
}

/* In which version it was filled, when that is known, and the newest. */
static void
put_version(const struct case_state *cs, const struct form *form, json_t *o)
{
	int64_t kept = jx_int(json_object_get(cs->row, "forms"), form->code,
	    0);

	json_object_set_new(o, "version", kept > 0 ? json_integer(kept) :
	    json_null());
	json_object_set_new(o, "newest", json_integer(form->version));
}

/* Forms that hold something already, with how much is still missing. */
static json_t *
forms_json(struct session *s, const struct case_state *cs)
{
	const struct regime *regime = case_regime(cs, s->tn->procedure);
	const struct path *here = case_path(cs, s->tn->procedure);
	json_t *list = json_array(), *o;
	size_t i, k, filled, of;

	for (i = 0; i < regime->n_form; i++) {
		const struct form *form = regime->form[i];

		if (is_entry_elsewhere(regime, here, form) ||
		    !case_shows_form(cs, s->tn->procedure, &s->actor,
		    form))
			continue;
		filled = of = 0;
		for (k = 0; k < form->n; k++) {
			if (!form_is_question(&form->item[k]) ||
			    form->item[k].repeat >= 0)
				continue;
			of++;
			filled += json_object_get(cs->answers,
			    form->item[k].name) != NULL;
		}
		if (filled == 0)
			continue;
		o = titled(form->code, &form->title);
		json_object_set_new(o, "filled",
		    json_integer((json_int_t)filled));
		json_object_set_new(o, "of", json_integer((json_int_t)of));
		put_version(cs, form, o);
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *
tracks_json(const struct tn *tn, const struct case_state *cs)
{
	const struct regime *regime = case_regime(cs, tn->procedure);
	json_t *list = json_array(), *o;
	size_t i;

	for (i = 0; i < regime->n_track; i++) {
		const struct path *track = &regime->track[i];
		const struct state *now = case_track_state(cs, track);

		o = titled(track->code, &track->title);
		if (now != NULL) {
			json_object_set_new(o, "state",
			    titled(now->code, &now->title));
			json_object_set_new(o, "law", basis_json(&now->basis));
		}
		json_array_append_new(list, o);
	}
	return list;
}

json_t *
options_json(struct session *s, const struct case_state *cs)
{
	struct case_source source;
	struct proposal p;
	struct deciding d;
	json_t *list;

	deciding_of(s, &source, &p, &d);
	list = case_options(&d, cs);
	proposal_done(&p);
	return list;
}

static json_t *
offer_json(struct session *s, const struct case_state *cs)
{
	const json_t *offer = json_object_get(cs->row, "offer");
	json_t *o, *act;

	if (offer == NULL)
		return json_null();
	o = json_object();
	json_object_set_new(o, "act", json_string(jx_text(offer, "act")));
	json_object_set_new(o, "to", unit_json(s->tn, jx_text(offer, "to")));
	json_object_set_new(o, "at",
	    when_json(jx_int(offer, "at", WHEN_NONE)));
	act = session_act(s, jx_text(offer, "act"));
	if (json_object_get(act, "number") != NULL)
		json_object_set(o, "number", json_object_get(act, "number"));
	json_decref(act);
	return o;
}

/* The last offer, when it was refused and nothing has followed. */
static json_t *
refusal_json(struct session *s, const struct case_state *cs)
{
	const json_t *refusal = json_object_get(cs->row, "refusal");
	json_t *o;

	if (refusal == NULL)
		return json_null();
	o = json_object();
	json_object_set_new(o, "act", json_string(jx_text(refusal, "act")));
	json_object_set_new(o, "by", unit_json(s->tn, jx_text(refusal, "by")));
	json_object_set_new(o, "at",
	    when_json(jx_int(refusal, "at", WHEN_NONE)));
	return o;
}

/* Who proposed to take it over: for the superior, and for who holds it. */
static json_t *
takeover_json(struct session *s, const struct case_state *cs)
{
	const json_t *t = json_object_get(cs->row, "takeover");
	json_t *o, *who;

	if (t == NULL || (!case_shows_all(cs, s->unit->code) &&
	    !str_eq(jx_text(cs->row, "superior"), s->unit->code)))
		return json_null();
	o = json_object();
	who = json_object();
	json_object_set_new(o, "proposal", json_string(jx_text(t, "op_id")));
	json_object_set_new(o, "to", unit_json(s->tn, jx_text(t, "to")));
	json_object_set_new(o, "at", when_json(jx_int(t, "at", WHEN_NONE)));
	json_object_set_new(who, "id", json_string(jx_text(t, "by")));
	json_object_set_new(who, "name",
	    json_string(session_officer_name(s, jx_text(t, "by"))));
	json_object_set_new(o, "by", who);
	return o;
}

/* What the superior of a holder does not see of a case. */
static void
put_nothing(json_t *o)
{
	static const char *const list[] = {
		"papers", "people", "requests", "support", "forms", "tracks",
		"links", "arrived_together",
	};
	size_t i;

	json_object_set_new(o, "person", json_null());
	json_object_set_new(o, "offer", json_null());
	json_object_set_new(o, "refusal", json_null());
	for (i = 0; i < ARRAY_LEN(list); i++)
		json_object_set_new(o, list[i], json_array());
}

static void
put_head(struct session *s, const struct case_state *cs, json_t *o)
{
	const struct tn *tn = s->tn;
	const struct path *path = case_path(cs, tn->procedure);
	const char *state = jx_text(cs->row, "state");
	const struct state *st = path_state(path, state);
	const char *relation = row_relation(cs->row, s->unit->code);

	json_object_set_new(o, "id", json_string(cs->id));
	json_object_set_new(o, "state",
	    titled(state, st == NULL ? SAME(state) : &st->title));
	json_object_set_new(o, "final",
	    json_boolean(jx_bool(cs->row, "final", false)));
	json_object_set_new(o, "path", titled(path->code, &path->title));
	json_object_set_new(o, "regime", titled(path->regime->code,
	    &path->regime->title));
	json_object_set_new(o, "holder",
	    unit_json(tn, jx_text(cs->row, "holder")));
	json_object_set_new(o, "relation", json_string(relation));
	json_object_set_new(o, "mine",
	    json_boolean(str_eq(relation, "holder")));
	json_object_set_new(o, "epoch",
	    json_integer(jx_int(cs->row, "epoch", 0)));
	json_object_set_new(o, "opened",
	    when_json(jx_int(cs->row, "opened", WHEN_NONE)));
	json_object_set_new(o, "superior",
	    unit_json(tn, jx_text(cs->row, "superior")));
	json_object_set_new(o, "act",
	    json_string(case_shows_person(cs, &s->actor) ?
	    jx_text(cs->row, "act") : NULL));
}

json_t *
ask_case(struct session *s, const json_t *query)
{
	const char *id = jx_text(query, "case");
	const struct case_state *cs = id == NULL ? NULL : session_case(s, id);
	json_t *o;

	if (cs == NULL || case_path(cs, s->tn->procedure) == NULL)
		return refuse(NULL, ERR_NO_SUCH_CASE, id == NULL ? "" : id);
	o = json_object();
	put_head(s, cs, o);
	json_object_set_new(o, "takeover", takeover_json(s, cs));
	json_object_set_new(o, "steps", options_json(s, cs));
	json_object_set_new(o, "clocks", clocks_json(s, cs));
	json_object_set_new(o, "keeping", keeping_json(s, cs));
	json_object_set_new(o, "glass", case_glass_json(s, cs));
	if (!case_shows_person(cs, &s->actor)) {
		put_nothing(o);
		return o;
	}
	json_object_set_new(o, "person", person_json(s, cs));
	json_object_set_new(o, "tracks", tracks_json(s->tn, cs));
	json_object_set_new(o, "papers", papers_json(s, cs));
	json_object_set_new(o, "people", people_json(s, cs));
	json_object_set_new(o, "requests", requests_json(s->tn, cs));
	json_object_set_new(o, "support", support_json(s, cs));
	json_object_set_new(o, "forms", forms_json(s, cs));
	json_object_set_new(o, "contradicted", contradicted_json(s, cs));
	json_object_set_new(o, "offer", offer_json(s, cs));
	json_object_set_new(o, "attachments", attachments_json(s, cs));
	json_object_set_new(o, "links", links_json(s, cs));
	json_object_set_new(o, "arrived_together", arrived_json(s, cs));
	json_object_set_new(o, "refusal", refusal_json(s, cs));
	json_object_set_new(o, "duties", duties_json(s, cs));
	return o;
}
