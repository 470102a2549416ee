/* What must hold: refusals, options, dead ends, emergency support, folding. */
#include "tests/walk/walk.h"

#include "core/form/fill.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN 3			/* breaches told in full, of each law */
#define SHORT_HISTORY 12	/* always folded anew; longer ones at times */

static struct {
	const char *name;
	long looks, broken;
} law[LAW_COUNT] = {
	[LAW_HOLDER] = { "each case has one holder, a unit that is known", 0, 0 },
	[LAW_EPOCH] = { "the epoch is dense and rises by acceptance alone", 0, 0 },
	[LAW_STATE] = { "the state is one of the path's, as its steps say", 0, 0 },
	[LAW_CUSTODY] = { "only the holder moves a case, only the asked answers",
	    0, 0 },
	[LAW_DEAD_END] = { "no case is stuck: somebody can always go on", 0, 0 },
	[LAW_EMERGENCY] = { "whoever holds a case can give emergency support",
	    0, 0 },
	[LAW_REFUSAL] = { "a refusal writes nothing, deciding changes nothing",
	    0, 0 },
	[LAW_REASONS] = { "each reason is a whole sentence in both languages",
	    0, 0 },
	[LAW_OPTIONS] = { "what is shown as possible is what may be done", 0, 0 },
	[LAW_FOLLOWS] = { "what is decided can be written", 0, 0 },
	[LAW_REFOLD] = { "the row kept is the row of the case", 0, 0 },
	[LAW_REBUILD] = { "a case folded anew from its events is the same", 0, 0 },
	[LAW_NUMBERS] = { "numbers of a series are dense", 0, 0 },
	[LAW_CLOCKS] = { "clocks run when started, are due after that", 0, 0 },
	[LAW_UNSET] = { "an unset term never becomes a number", 0, 0 },
	[LAW_WORK] = { "work rows: one holder, at most one offered", 0, 0 },
	[LAW_KEYS] = { "keys: holder, offered, asked and former, nobody else",
	    0, 0 },
	[LAW_VALUES] = { "a value of the register is set by two people", 0, 0 },
	[LAW_STANDING] = { "a clock stands still exactly while a question "
	    "suspends it, and is due nowhere", 0, 0 },
	[LAW_LATE] = { "nobody is late for suspended time: ends counted again",
	    0, 0 },
	[LAW_TRACK] = { "a step of a track moves nothing of the path", 0, 0 },
	[LAW_FINAL] = { "a final state is left only by what reopens", 0, 0 },
	[LAW_TAKEN] = { "nothing takes a case but acceptance, takeover, "
	    "succession", 0, 0 },
	[LAW_SUPERIOR] = { "a superior knows no person", 0, 0 },
	[LAW_HIDDEN] = { "a hidden case is as one that there is not", 0, 0 },
	[LAW_LINKS] = { "links stand on both sides", 0, 0 },
	[LAW_ENTITLED] = { "support is given and refused as the matrix says",
	    0, 0 },
	[LAW_ADVICE] = { "no step rests on a score or stops at a refusal of "
	    "support", 0, 0 },
	[LAW_MEANS] = { "means are never demanded under 18", 0, 0 },
	[LAW_BESIDE] = { "statements that differ stay side by side until the "
	    "holder settles them", 0, 0 },
	[LAW_CONFIRMED] = { "a unit confirms the very record of another", 0, 0 },
	[LAW_FILES] = { "a file is seen by whom its question is shown to, "
	    "and no former holder", 0, 0 },
	[LAW_TOGETHER] = { "only the lead changes a coordination act, the "
	    "invited report their own", 0, 0 },
};

bool
law_holds(struct world *w, enum law_of_walk which, bool holds,
    const struct walk_case *c, const char *what)
{
	law[which].looks++;
	if (holds)
		return true;
	if (law[which].broken++ < SHOWN) {
		printf("# broken at command %ld: %s: %s (%s)\n", w->commands,
		    law[which].name, what != NULL ? what : "",
		    c != NULL ? c->id : "no case");
		case_tell(c);
	}
	return false;
}

int
judge_report(int *number, bool long_enough)
{
	int i, bad = 0;

	for (i = 0; i < LAW_COUNT; i++) {
		/* A law nobody looked at proves nothing. */
		bool ok = law[i].broken == 0 &&
		    (law[i].looks > 0 || !long_enough);

		printf("%sok %d - %s (%ld of %ld broken)\n", ok ? "" : "not ",
		    ++*number, law[i].name, law[i].broken, law[i].looks);
		bad += !ok;
	}
	return bad;
}

/* ---- refusals ---- */

static bool
is_whole(const json_t *reason)
{
	const json_t *say = json_object_get(reason, "say");
	const char *vi = jx_text(say, "vi"), *en = jx_text(say, "en");
	const char *fix = jx_text(json_object_get(reason, "fix"), "kind");

	return jx_text(reason, "code") != NULL && fix != NULL &&
	    vi != NULL && *vi != '\0' && strchr(vi, '{') == NULL &&
	    en != NULL && *en != '\0' && strchr(en, '{') == NULL;
}

void
judge_refusal(struct world *w, const struct deed *d,
    const struct proposal *p)
{
	struct walk_case *c = world_case(w, d->id);
	const json_t *r;
	size_t i;

	/* What it looked at may be noted: without events nothing is written. */
	law_holds(w, LAW_REFUSAL, p->n_event == 0 && p->n_key == 0, c,
	    d->command);
	json_array_foreach(p->reasons, i, r)
		law_holds(w, LAW_REASONS, is_whole(r), c,
		    jx_text(r, "code"));
}

void
judge_unchanged(struct world *w, const struct walk_case *c)
{
	char *now = case_print(c);

	law_holds(w, LAW_REFUSAL, str_eq(now, c->print), c,
	    "the case changed while a command was decided");
	free(now);
}

static bool
is_need_of(const struct path *path, const char *code)
{
	size_t i, k;

	for (i = 0; i < path->n_step; i++)
		for (k = 0; k < path->step[i].n_need; k++)
			if (str_eq(path->step[i].need[k].code, code))
				return true;
	return false;
}

/* Reasons that only what was filled in can give. */
static bool
is_about_answers(const struct world *w, const struct walk_case *c,
    const char *code)
{
	static const char *const known[] = {
		"form_incomplete", "form_invalid", "change_without_reason",
		"form_unknown_name", "fill_answers",
		/* the walk's own wrong receivers and doubled persons */
		"wrong_receiver", "receiver_absent", "receiver_self",
		"person_twice", "need_reason", "receiver_closed",
		/* what is applied for, and the document that allows it */
		"entitlement_needs_document", "support_period_over",
		/* statements that differ and are not settled yet */
		"answer_contradicted",
		/* a file of another question, or of none */
		"attachment_not_of_case", "attachment_no_case",
	};
	const struct regime *r = c->told.path->regime;
	size_t i, k, n;

	for (i = 0; i < ARRAY_LEN(known); i++)
		if (strcmp(known[i], code) == 0)
			return true;
	if (is_need_of(c->told.path, code))
		return true;
	for (i = 0; i < r->n_track; i++)
		if (is_need_of(&r->track[i], code))
			return true;
	for (i = 0; i < r->n_request; i++)
		for (k = 0; k < r->request[i].n_need; k++)
			if (str_eq(r->request[i].need[k].code, code))
				return true;
	/* Support follows the day of identification, so any regime's. */
	for (n = 0; n < w->p->n_regime; n++) {
		r = &w->p->regime[n];
		for (i = 0; i < r->n_support; i++)
			for (k = 0; k < r->support[i].n_need; k++)
				if (str_eq(r->support[i].need[k].code, code))
					return true;
	}
	return false;
}

/* Reasons that only what is said with a command can give. */
static bool
is_said(const char *command, const char *code)
{
	static const struct { const char *command, *code; } said[] = {
		/* what is applied for is said in the form of the step */
		{ "take_step", "not_entitled" },
		{ "take_step", "support_window_passed" },
		{ "take_step", "support_times_used" },
		/* another regime of support may not know it */
		{ "take_step", "no_such_support" },
		{ "extend_clock", "clock_needs_document" },
		{ "extend_clock", "clock_not_later" },
		{ "extend_clock", "bad_command" },
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(said); i++)
		if (strcmp(said[i].command, command) == 0 &&
		    str_eq(said[i].code, code))
			return true;
	return false;
}

void
judge_options(struct world *w, const struct deed *d,
    const struct proposal *p)
{
	const char *first = json_string_value(json_array_get(
	    json_object_get(d->with, "cases"), 0));
	struct walk_case *c = world_case(w, d->id != NULL ? d->id : first);
	const json_t *r;
	size_t i;

	if (d->possible == 0)
		law_holds(w, LAW_OPTIONS, json_array_size(p->reasons) > 0, c,
		    d->command);
	/* Several on one act need not all be able to go. */
	if (d->possible != 1 || json_array_size(json_object_get(d->with,
	    "cases")) > 1)
		return;
	json_array_foreach(p->reasons, i, r) {
		/* What is applied for is said in the form of the step. */
		bool fine = c != NULL && (is_about_answers(w, c,
		    jx_text(r, "code")) || is_said(d->command,
		    jx_text(r, "code")));

		if (!fine)
			printf("# %s in %s (%s): %s, but shown as possible\n",
			    d->actor->unit->code, d->command,
			    d->actor->role[0]->code, jx_text(r, "code"));
		law_holds(w, LAW_OPTIONS, fine, c, d->command);
	}
}

/* ---- after something was written ---- */

/* Would it be done?  Nothing is written. */
static bool
would(struct world *w, const struct actor *a, const char *command,
    const char *id, json_t *with)
{
	struct proposal p;
	bool ok;

	proposal_start(&p);
	ok = a != NULL && world_decide(w, a, command, id, with, &p);
	proposal_done(&p);
	json_decref(with);
	return ok;
}

enum way_on { WAY_NONE, WAY_END, WAY_ASK, WAY_ON };

/*
 * A step that waits only for help to be given: whoever holds the case gives
 * it and goes on.
 */
static bool
is_mended_here(const struct walk_case *c, const json_t *o)
{
	const json_t *reasons = json_object_get(o, "reasons"), *r;
	const char *to = jx_text(o, "to");
	size_t i;

	if (strcmp(jx_text(o, "kind"), "step") != 0 || to == NULL ||
	    path_state(c->told.path, to)->final)
		return false;
	json_array_foreach(reasons, i, r) {
		const char *fix = jx_text(json_object_get(r, "fix"), "kind");

		if (!str_eq(fix, "support"))
			return false;
	}
	return true;
}

/* How far an option leads: nowhere, to the end, to a question, or on. */
static enum way_on
way_of(const struct walk_case *c, const json_t *o)
{
	const char *kind = jx_text(o, "kind"), *to = jx_text(o, "to");
	const json_t *receivers = json_object_get(o, "receivers");

	if (!jx_bool(o, "possible", false))
		return is_mended_here(c, o) ? WAY_ON : WAY_NONE;
	if (receivers != NULL && json_array_size(receivers) == 0)
		return WAY_NONE;
	if (strcmp(kind, "request") == 0)
		return WAY_ASK;
	if (strcmp(kind, "answer") == 0)
		return WAY_ON;
	/* What goes on beside the path moves no case. */
	if (to == NULL || strcmp(kind, "track") == 0)
		return WAY_NONE;
	return path_state(c->told.path, to)->final ? WAY_END : WAY_ON;
}

/*
 * The step that led on when the case was last looked at, asked about alone:
 * mostly it still does, and looking at every option is dear.
 */
static bool
still_leads_on(struct world *w, const struct walk_case *c)
{
	const struct step *step = c->way_step == NULL ? NULL :
	    path_step(c->told.path, c->way_step);

	return step != NULL && str_eq(c->way_by->unit->code,
	    c->told.holder) && !step->to->final && !step->handover &&
	    world_may_step(w, c->way_by, c, step);
}

static enum way_on
way_for_unit(struct world *w, struct walk_case *c, const char *unit)
{
	enum way_on best = WAY_NONE, way;
	size_t i, k;

	/* Commanders first: mostly the first one looked at can go on. */
	for (i = 0; i < 2 * w->n_actor && best != WAY_ON; i++) {
		const struct actor *a = &w->actor[i % w->n_actor];
		json_t *options;
		const json_t *o;

		if ((strcmp(a->role[0]->code, "commander") == 0) !=
		    (i < w->n_actor))
			continue;
		if (!str_eq(a->unit->code, unit) || a->n_role > 1 ||
		    !(actor_may(a, w->p, "take_step") ||
		    actor_may(a, w->p, "answer_request")))
			continue;
		options = world_options(w, a, c);
		json_array_foreach(options, k, o) {
			way = way_of(c, o);
			best = way > best ? way : best;
			if (way == WAY_ON && str_eq(unit, c->told.holder) &&
			    str_eq(jx_text(o, "kind"), "step") &&
			    json_object_get(o, "receivers") == NULL) {
				c->way_step = path_step(c->told.path,
				    jx_text(o, "code"))->code;
				c->way_by = a;
			}
		}
		json_decref(options);
	}
	return best;
}

/* What the receiver fills in on taking somebody over. */
static json_t *
receipt_of(struct world *w, const struct walk_case *c)
{
	const struct step *step = path_step(c->told.path, jx_text(
	    json_object_get(c->cs->row, "offer"), "step"));

	return step == NULL || step->receipt == NULL ? json_object() :
	    answers_make(w, step->receipt, NULL, CARE_GOOD);
}

/* Asked of every step: options never even name those of other states. */
static void
judge_closed(struct world *w, const struct walk_case *c)
{
	const struct actor *a = world_officer(w, c->told.holder, "take_step");
	size_t i;

	for (i = 0; a != NULL && i < c->told.path->n_step; i++)
		law_holds(w, LAW_FINAL, c->told.path->step[i].reopens ||
		    !world_may_step(w, a, c, &c->told.path->step[i]), c,
		    c->told.path->step[i].code);
}

static void
judge_way_on(struct world *w, struct walk_case *c)
{
	static const char *const aside[] = {
		"case_opened", "support_given", "note_appended",
		"identity_read", "answers_recorded", "paper_recorded",
		"attached", "attachment_read",
		"history_read", "content_read"
	};
	const char *kind = c->event[c->n_event - 1].head.kind;
	const struct told *t = &c->told;
	enum way_on way;
	const json_t *r;
	size_t i;

	/* What moves nothing can hardly block: looked at now and then. */
	for (i = 0; i < ARRAY_LEN(aside); i++)
		if (strcmp(aside[i], kind) == 0 && !chance_in(&w->chance, 6))
			return;
	if (t->final) {
		judge_closed(w, c);
		return;
	}
	if (t->offer_to != NULL) {
		const struct unit *to = procedure_unit(w->p, t->offer_to);
		day_t today = when_day(w->now, VN_OFFSET_MIN);
		/* A receiver that has ended meanwhile: it is taken back. */
		bool can = (to->to != DAY_NONE && to->to < today) ||
		    (to->kind->to != DAY_NONE && to->kind->to < today);

		/* What is filled in at random is now and then wrong. */
		for (i = 0; i < 5 && !can; i++)
			can = would(w, world_officer(w, t->offer_to,
			    "accept_handover"), "accept_handover", NULL,
			    json_pack("{s:s,s:o}", "act", t->offer_act,
			    "receipt", receipt_of(w, c)));
		law_holds(w, LAW_DEAD_END, can, c,
		    "an offer that its receiver cannot accept");
		law_holds(w, LAW_DEAD_END, would(w, world_officer(w,
		    t->holder, "withdraw_offer"), "withdraw_offer", NULL,
		    json_pack("{s:s,s:s}", "act", t->offer_act, "why", "x")),
		    c, "an offer that its giver cannot withdraw");
		return;
	}
	if (still_leads_on(w, c)) {
		law_holds(w, LAW_DEAD_END, true, c, NULL);
		return;
	}
	way = way_for_unit(w, c, t->holder);
	if (way == WAY_NONE && would(w, world_officer(w, t->holder,
	    "pass_to_successor"), "pass_to_successor", NULL,
	    json_pack("{s:[s],s:s}", "cases", c->id, "why", "x")))
		way = WAY_ON;
	json_array_foreach(t->open, i, r)
		if (way != WAY_ON && way_for_unit(w, c, jx_text(r, "to")) ==
		    WAY_ON)
			way = WAY_ON;
	law_holds(w, LAW_DEAD_END, way != WAY_NONE, c, "no way on");
	if (way != WAY_ON && path_state(c->told.path, t->state) != NULL)
		tally_odd(w, c, "in %s nothing is left but %s", t->state,
		    way == WAY_END ? "to close" : "to ask again");
}

static void
judge_emergency(struct world *w, const struct walk_case *c)
{
	const struct regime *r = c->told.path->regime;
	const struct actor *a = world_officer(w, c->told.holder,
	    "give_support");
	bool can = false;
	char what[120];
	size_t i;

	for (i = 0; i < r->n_support && !can; i++)
		can = r->support[i].emergency && would(w, a, "give_support",
		    c->id, json_pack("{s:s,s:{}}", "support",
		    r->support[i].code, "answers"));
	snprintf(what, sizeof(what), "%s in %s%s", c->told.holder,
	    c->told.state, c->told.offer_to != NULL ? ", on offer" : "");
	law_holds(w, LAW_EMERGENCY, can, c, what);
}

static void
judge_folds(struct world *w, const struct walk_case *c)
{
	struct case_state *anew;

	law_holds(w, LAW_REFOLD, json_equal(c->kept, c->cs->row), c, "row");
	if (c->n_event > SHORT_HISTORY && !chance_in(&w->chance, 8))
		return;
	anew = walk_case_rebuild(c);
	law_holds(w, LAW_REBUILD, anew != NULL &&
	    anew->last_seq == c->cs->last_seq &&
	    json_equal(anew->row, c->kept) &&
	    json_equal(anew->answers, c->cs->answers) &&
	    json_equal(anew->papers, c->cs->papers) &&
	    json_equal(anew->support, c->cs->support) &&
	    json_equal(anew->events, c->cs->events), c, "case_state");
	case_state_free(anew);
}

void
judge_case(struct world *w, struct walk_case *c)
{
	free(c->print);
	c->print = case_print(c);
	judge_row(w, c);
	judge_time(w, c);
	judge_person(w, c);
	judge_files(w, c);
	judge_folds(w, c);
	judge_way_on(w, c);
	judge_emergency(w, c);
	tally(w, "state", c->told.state);
	tally(w, "holds", procedure_unit(w->p, c->told.holder)->kind->code);
}
