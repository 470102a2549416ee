/* What somebody does next: what the case offers them, or does not. */
#include "tests/walk/walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ON_ONE_ACT 5

void
deed_done(struct deed *d)
{
	free(d->command);
	free(d->id);
	json_decref(d->with);
	memset(d, 0, sizeof(*d));
}

static const json_t *
random_item(struct world *w, const json_t *list)
{
	return json_array_get(list, chance_below(&w->chance,
	    json_array_size(list)));
}

static const struct actor *
commander_of(const struct world *w, const char *unit)
{
	size_t i;

	for (i = 0; i < w->n_actor; i++)
		if (str_eq(w->actor[i].unit->code, unit) &&
		    strcmp(w->actor[i].role[0]->code, "commander") == 0 &&
		    actor_may(&w->actor[i], w->p, "take_step"))
			return &w->actor[i];
	return NULL;
}

/* Whose turn it is: the receiver's, the asked unit's, or the holder's. */
static const struct actor *
next_actor(struct world *w, const struct walk_case *c)
{
	const char *unit = c->told.holder;

	if (chance_in(&w->chance, 12))
		return &w->actor[chance_below(&w->chance, w->n_actor)];
	if (c->told.offer_to != NULL && chance_in(&w->chance, 3))
		unit = c->told.offer_to;
	else if (json_array_size(c->told.open) > 0 && !chance_in(&w->chance, 3))
		unit = jx_text(random_item(w, c->told.open), "to");
	if (chance_in(&w->chance, 2)) {
		/* Decisions against a person take a commander. */
		const struct actor *a = commander_of(w, unit);

		if (a != NULL)
			return a;
	}
	return world_officer(w, unit, chance_in(&w->chance, 8) ? NULL :
	    str_eq(unit, c->told.holder) ? "take_step" : "answer_request");
}

/* Where tally_proposal() counts what an option leads to. */
static const char *
room_of(const json_t *o)
{
	const char *kind = jx_text(o, "kind");

	return strcmp(kind, "track") == 0 ? "step" :
	    strcmp(kind, "handover") == 0 ? "accepted" : kind;
}

/*
 * The option taken least so far, so that all of the procedure is walked;
 * now and then any, and now and then one that is not possible.
 */
static const json_t *
pick_option(struct world *w, const json_t *options)
{
	bool want = !chance_in(&w->chance, 4);
	const json_t *o, *best = NULL;
	long least = 0;
	size_t i;

	if (chance_in(&w->chance, 5))
		return random_item(w, options);
	json_array_foreach(options, i, o) {
		/* What was tried often and never done is not tried for ever. */
		long n = tallied(w, room_of(o), jx_text(o, "code")) * 4 +
		    tallied(w, "tried", jx_text(o, "code"));

		if (jx_bool(o, "possible", false) != want)
			continue;
		/* Support and papers come by the way; what moves is rarer. */
		if (strcmp(room_of(o), "step") != 0 &&
		    strcmp(room_of(o), "accepted") != 0 &&
		    strcmp(room_of(o), "answer") != 0)
			n = n * 4 + 20;
		else if (strcmp(jx_text(o, "kind"), "track") == 0)
			n = n * 2 + 5;
		n += (long)chance_below(&w->chance, (size_t)n / 2 + 3);
		if (best == NULL || n < least) {
			best = o;
			least = n;
		}
	}
	return best;
}

static const struct form *
form_of(const struct walk_case *c, const json_t *o, const char *key)
{
	const char *code = jx_text(o, key);

	return code == NULL ? NULL : regime_form(c->told.path->regime, code);
}

static json_t *
receiver_of(struct world *w, const struct actor *own, const json_t *o)
{
	const json_t *r = random_item(w, json_object_get(o, "receivers"));

	if (r == NULL || chance_in(&w->chance, 25))
		return json_string(chance_in(&w->chance, 3) ?
		    own->unit->code : random_unit(w)->code);
	return json_string(jx_text(r, "code"));
}

/* The case, and others of this unit that stand where it stands. */
static json_t *
cases_of(struct world *w, const struct deed *d, const struct walk_case *c)
{
	json_t *list = json_array();
	size_t i;

	json_array_append_new(list, json_string(c->id));
	if (d->possible != 1 || chance_in(&w->chance, 2))
		return list;
	for (i = 0; i < w->n_live && json_array_size(list) < ON_ONE_ACT; i++) {
		const struct walk_case *o = w->live[i];

		if (o != c && str_eq(o->told.holder, c->told.holder) &&
		    str_eq(o->told.state, c->told.state) &&
		    o->told.offer_to == NULL)
			json_array_append_new(list, json_string(o->id));
	}
	/* The same person twice on one act must not pass. */
	if (chance_in(&w->chance, 10))
		json_array_append_new(list, json_string(c->id));
	return list;
}

static void
set_reason(struct world *w, json_t *with)
{
	if (!chance_in(&w->chance, 10))
		json_object_set_new(with, "why", json_string("Ghi lại cho đúng."));
}

/* Answers for an act, over what it finds already answered. */
static json_t *
act_answers(struct world *w, const struct walk_case *c,
    const struct form *form, enum care care)
{
	json_t *known = form == NULL ? NULL :
	    case_known_for_act(c->cs, w->p, form);
	json_t *out = answers_make(w, form, known, care);

	json_decref(known);
	return out;
}

static void
do_step(struct world *w, struct deed *d, const struct walk_case *c,
    const json_t *o, enum care care)
{
	d->command = xstrdup("take_step");
	d->with = json_pack("{s:s,s:o}", "step", jx_text(o, "code"),
	    "answers", act_answers(w, c, form_of(c, o, "form"), care));
	if (json_object_get(o, "request") != NULL) {
		json_object_set_new(d->with, "to",
		    receiver_of(w, d->actor, o));
		json_object_set_new(d->with, "ask", act_answers(w, c,
		    form_of(c, o, "ask_form"), care));
	}
	set_reason(w, d->with);
}

/* A line for each person of an act; seldom one too few. */
static json_t *
lines_of(struct world *w, const json_t *cases, const struct form *form,
    enum care care)
{
	json_t *lines = json_object();
	const json_t *item;
	size_t i;

	if (form == NULL || chance_in(&w->chance, 3))
		return lines;
	json_array_foreach(cases, i, item)
		if (!chance_in(&w->chance, 60))
			json_object_set_new(lines, json_string_value(item),
			    answers_make(w, form, NULL, care));
	return lines;
}

static void
do_offer(struct world *w, struct deed *d, const struct walk_case *c,
    const json_t *o, enum care care)
{
	const struct step *step = path_step(c->told.path, jx_text(o, "code"));

	d->command = xstrdup("offer_handover");
	d->with = json_pack("{s:s,s:o,s:o,s:o}", "step", jx_text(o, "code"),
	    "cases", cases_of(w, d, c), "to", receiver_of(w, d->actor, o),
	    "minutes", answers_make(w, form_of(c, o, "form"), NULL, care));
	json_object_set_new(d->with, "lines", lines_of(w, json_object_get(
	    d->with, "cases"), step == NULL ? NULL : step->line, care));
	if (step != NULL && step->foreign && !chance_in(&w->chance, 20))
		json_object_del(d->with, "to");
}

/* By the rule's own length, or to a day that a document names. */
static void
do_extend(struct world *w, struct deed *d, const struct walk_case *c,
    const json_t *o)
{
	const char *code = jx_text(o, "code");
	const struct clock_kind *kind =
	    regime_clock(c->told.path->regime, code);
	const json_t *clock;
	bool by_term = false, found = false;
	char day[11];
	size_t i;

	json_array_foreach(json_object_get(c->cs->row, "clocks"), i, clock) {
		if (found || !str_eq(jx_text(clock, "code"), code) ||
		    json_object_get(clock, "stopped") != NULL)
			continue;
		found = true;
		by_term = str_eq(jx_text(clock, "by"), "term") &&
		    kind != NULL && kind->extend_by != NULL &&
		    kind->extend_by->has_value;
	}
	d->command = xstrdup("extend_clock");
	d->with = json_pack("{s:s,s:s}", "clock", code, "why",
	    "Cần thêm thời gian.");
	if (!by_term || chance_in(&w->chance, 2))
		json_object_set_new(d->with, "document",
		    json_string("QĐ giả định 1"));
	/* Whether it is late enough is not known before. */
	if (!by_term || json_object_get(d->with, "document") == NULL)
		d->possible = d->possible == 1 ? -1 : d->possible;
	day_format(when_day(w->now, VN_OFFSET_MIN) +
	    (day_t)chance_below(&w->chance, 60), day);
	if (!by_term)
		json_object_set_new(d->with, "until", json_string(day));
}

/* Proposed; when somebody has, confirmed or declined. */
static void
do_takeover(struct world *w, struct deed *d, const struct walk_case *c,
    const json_t *o)
{
	const char *open = jx_text(json_object_get(c->cs->row, "takeover"),
	    "op_id");

	if (open == NULL) {
		d->command = xstrdup("propose_takeover");
		d->with = json_pack("{s:o}", "to", receiver_of(w, d->actor,
		    o));
		json_object_set_new(d->with, "why", json_string("Bỏ quên."));
		return;
	}
	d->possible = -1;
	d->command = xstrdup(chance_in(&w->chance, 4) ? "decline_takeover" :
	    "confirm_takeover");
	d->with = json_pack("{s:s}", "proposal", open);
}

/* What takes no form: two people of the superior, other times. */
static bool
do_plain(struct world *w, struct deed *d, const struct walk_case *c,
    const json_t *o)
{
	static const struct { const char *kind, *command; } way[] = {
		{ "confirm", "confirm_takeover" },
		{ "decline", "decline_takeover" },
		{ "move_regime", "move_regime" },
		{ "succeed", "pass_to_successor" },
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(way); i++)
		if (str_eq(jx_text(o, "kind"), way[i].kind))
			break;
	if (i == ARRAY_LEN(way))
		return false;
	d->command = xstrdup(way[i].command);
	d->with = json_pack("{s:s,s:s,s:s}", "why", "Theo luật mới.",
	    "proposal", jx_text(o, "code"), "document", "Văn bản thử");
	if (strcmp(way[i].kind, "succeed") == 0 && chance_in(&w->chance, 2))
		json_object_set_new(d->with, "cases", json_pack("[s]", c->id));
	/* Another case of the unit may be what it cannot pass on. */
	else if (strcmp(way[i].kind, "succeed") == 0)
		d->possible = -1;
	return true;
}

static void
do_other(struct world *w, struct deed *d, const struct walk_case *c,
    const json_t *o, enum care care)
{
	static const struct { const char *kind, *command, *key; } way[] = {
		{ "request", "send_request", "request" },
		{ "answer", "answer_request", "request" },
		{ "support", "give_support", "support" },
		{ "paper", "record_paper", "paper" },
		{ "withdraw", "withdraw_request", "request" },
	};
	const char *kind = jx_text(o, "kind");
	bool fresh = strcmp(kind, "support") == 0;
	size_t i;

	for (i = 0; i < ARRAY_LEN(way); i++)
		if (strcmp(way[i].kind, kind) == 0)
			break;
	if (i == ARRAY_LEN(way))
		BUG("an option of a kind that is not known");
	d->command = xstrdup(way[i].command);
	d->with = json_pack("{s:s,s:o}", way[i].key, jx_text(o, "code"),
	    "answers", fresh ? answers_make(w, form_of(c, o, "form"), NULL,
	    care) : act_answers(w, c, form_of(c, o, "form"), care));
	if (json_object_get(o, "receivers") != NULL)
		json_object_set_new(d->with, "to",
		    receiver_of(w, d->actor, o));
	if (strcmp(kind, "paper") == 0)
		json_object_set_new(d->with, "number", json_string("12/GXN"));
	set_reason(w, d->with);
	/* Here a reason is part of the act, not of a change. */
	if (strcmp(kind, "withdraw") == 0)
		json_object_set_new(d->with, "why", json_string("Cần thêm."));
}

/* Of a few, the one in the state that was looked at least. */
static struct walk_case *
rare_case(struct world *w)
{
	struct walk_case *c, *best = NULL;
	long n, least = 0;
	int i;

	for (i = 0; i < 6; i++) {
		c = w->live[chance_below(&w->chance, w->n_live)];
		n = tallied(w, "looked", c->told.state);
		if (best == NULL || n < least) {
			best = c;
			least = n;
		}
	}
	tally(w, "looked", best->told.state);
	return best;
}

/* What stood against whatever was never done yet, for the report. */
static void
note_against(struct world *w, const json_t *options)
{
	const json_t *o, *r;
	char text[120];
	size_t i, k;

	json_array_foreach(options, i, o) {
		if (tallied(w, room_of(o), jx_text(o, "code")) > 0)
			continue;
		json_array_foreach(json_object_get(o, "reasons"), k, r) {
			snprintf(text, sizeof(text), "%s: %s", jx_text(o,
			    "code"), jx_text(r, "code"));
			tally(w, "against", text);
		}
	}
}

/* What mends the first reason against an option, when it can be done. */
static const json_t *
mend_of(const json_t *options, const json_t *o)
{
	const json_t *fix = json_object_get(json_array_get(
	    json_object_get(o, "reasons"), 0), "fix"), *other;
	size_t i;

	json_array_foreach(options, i, other)
		if (jx_bool(other, "possible", false) &&
		    str_eq(jx_text(other, "code"), jx_text(fix, "code")) &&
		    (str_eq(jx_text(other, "kind"), jx_text(fix, "kind")) ||
		    str_eq(jx_text(fix, "kind"), "step")))
			return other;
	return o;
}

/* The form that mends it is filled in by whoever holds the case. */
static bool
mend_by_form(struct world *w, struct deed *d, const struct walk_case *c,
    const json_t *o)
{
	const json_t *fix = json_object_get(json_array_get(
	    json_object_get(o, "reasons"), 0), "fix");
	const char *code = jx_text(fix, "code");
	const struct form *form = code == NULL || !str_eq(jx_text(fix,
	    "kind"), "form") ? NULL : regime_form(c->told.path->regime, code);

	if (form == NULL || jx_bool(o, "possible", false) ||
	    chance_in(&w->chance, 3))
		return false;
	d->command = xstrdup("record_answers");
	d->with = json_pack("{s:s,s:o,s:s}", "form", form->code, "answers",
	    answers_make(w, form, chance_in(&w->chance, 2) ? NULL :
	    c->cs->answers, CARE_GOOD), "why", "Ghi lại cho đúng.");
	d->id = xstrdup(c->id);
	d->possible = -1;
	return true;
}

static void deed_option_with(struct world *w, struct deed *d,
    struct walk_case *c, const json_t *o, enum care care);

/*
 * Random answers seldom bring what a guard asks for, so a careful officer
 * tries a few times on paper before the command is given.
 */
static void
deed_carefully(struct world *w, struct deed *d, struct walk_case *c,
    const json_t *o)
{
	struct proposal p;
	bool ok = false;
	int tries;

	for (tries = 0; tries < 5; tries++) {
		const struct actor *a = d->actor;

		deed_option_with(w, d, c, o, CARE_GOOD);
		if (d->possible == 0 || tries == 4)
			return;
		proposal_start(&p);
		ok = world_decide(w, d->actor, d->command, d->id, d->with, &p);
		proposal_done(&p);
		if (ok)
			return;
		deed_done(d);
		d->actor = a;
	}
}

static void
deed_option(struct world *w, struct deed *d)
{
	enum care care = chance_in(&w->chance, 10) ? CARE_SOME :
	    chance_in(&w->chance, 30) ? CARE_NONE : CARE_GOOD;
	struct walk_case *c = rare_case(w);
	const struct actor *a = next_actor(w, c);
	const json_t *o;
	json_t *options;

	if (a == NULL || json_object_get(c->keys, a->unit->code) == NULL) {
		deed_wild(w, d);
		return;
	}
	options = world_options(w, a, c);
	note_against(w, options);
	o = pick_option(w, options);
	if (o == NULL) {
		json_decref(options);
		deed_wild(w, d);
		return;
	}
	d->actor = a;
	if (!chance_in(&w->chance, 5))
		o = mend_of(options, o);
	tally(w, "tried", jx_text(o, "code"));
	if (mend_by_form(w, d, c, o))
		;
	else if (care == CARE_GOOD)
		deed_carefully(w, d, c, o);
	else
		deed_option_with(w, d, c, o, care);
	json_decref(options);
}

static void
deed_option_with(struct world *w, struct deed *d, struct walk_case *c,
    const json_t *o, enum care care)
{
	d->possible = jx_bool(o, "possible", false);
	d->well_filled = care == CARE_GOOD;
	if (strcmp(jx_text(o, "kind"), "step") == 0 ||
	    strcmp(jx_text(o, "kind"), "track") == 0)
		do_step(w, d, c, o, care);
	else if (strcmp(jx_text(o, "kind"), "handover") == 0)
		do_offer(w, d, c, o, care);
	else if (strcmp(jx_text(o, "kind"), "extend") == 0)
		do_extend(w, d, c, o);
	else if (strcmp(jx_text(o, "kind"), "takeover") == 0)
		do_takeover(w, d, c, o);
	else if (!do_plain(w, d, c, o))
		do_other(w, d, c, o, care);
	if (strcmp(d->command, "offer_handover") != 0 &&
	    strcmp(d->command, "pass_to_successor") != 0)
		d->id = xstrdup(c->id);
}

/* One that waits for a second person, else any. */
static const struct walk_case *
case_that_lies(struct world *w)
{
	size_t i;

	for (i = 0; i < w->n_live && !chance_in(&w->chance, 100); i++)
		if (json_object_get(w->live[i]->cs->row, "takeover") != NULL)
			return w->live[i];
	return w->live[chance_below(&w->chance, w->n_live)];
}

/* A case that lies, looked for by its superior; false: none was found. */
static bool
deed_takeover(struct world *w, struct deed *d)
{
	size_t tries, i;

	for (tries = 0; tries < 8 && d->command == NULL && w->n_live > 0;
	    tries++) {
		const struct walk_case *c = case_that_lies(w);
		const struct actor *a = c->told.superior == NULL ? NULL :
		    world_officer(w, c->told.superior, "confirm_takeover");
		json_t *options = a == NULL ? NULL : world_options(w, a, c);
		const json_t *o;

		json_array_foreach(options, i, o) {
			if (!str_eq(jx_text(o, "kind"), "takeover") ||
			    !jx_bool(o, "possible", false))
				continue;
			d->actor = a;
			d->id = xstrdup(c->id);
			do_takeover(w, d, c, o);
			break;
		}
		json_decref(options);
	}
	return d->command != NULL;
}

static size_t
open_cases(const struct world *w)
{
	size_t i, n = 0;

	for (i = 0; i < w->n_live; i++)
		n += !w->live[i]->told.final;
	return n;
}

void
deed_choose(struct world *w, struct deed *d)
{
	memset(d, 0, sizeof(*d));
	d->possible = -1;
	if (open_cases(w) < 60 && chance_in(&w->chance, 4)) {
		deed_receive(w, d);
		return;
	}
	if (chance_in(&w->chance, 80)) {
		deed_value(w, d);
		return;
	}
	if (chance_in(&w->chance, 25) && deed_takeover(w, d))
		return;
	if (chance_in(&w->chance, 25) && deed_together(w, d))
		return;
	if (w->n_live == 0 || chance_in(&w->chance, 25)) {
		deed_wild(w, d);
		return;
	}
	switch (chance_below(&w->chance, 10)) {
	case 0:
	case 1:
		deed_act(w, d);
		break;
	case 2:
		deed_aside(w, d);
		break;
	default:
		deed_option(w, d);
	}
}
