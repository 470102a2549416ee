/*
 * What the events of a case say, folded without row.c: the second opinion.
 * Who may do what to a case (design 5) is looked at here, event by event.
 */
#include "tests/walk/walk.h"

#include <stdlib.h>
#include <string.h>

void
told_init(struct told *t)
{
	memset(t, 0, sizeof(*t));
	t->former = json_object();
	t->open = json_array();
	t->running = json_object();
	t->papers = json_object();
	t->started = json_array();
	t->pauses = json_array();
	t->tracks = json_object();
}

void
told_done(struct told *t)
{
	free(t->holder);
	free(t->state);
	free(t->offer_to);
	free(t->offer_act);
	free(t->superior);
	free(t->taker);
	json_decref(t->former);
	json_decref(t->open);
	json_decref(t->running);
	json_decref(t->papers);
	json_decref(t->started);
	json_decref(t->pauses);
	json_decref(t->tracks);
}

static void
put(char **at, const char *text)
{
	char *copy = xstrdup(text);

	free(*at);
	*at = copy;
}

static bool
is_asked(const struct told *t, const char *unit, const char *code,
    bool answer)
{
	const json_t *r;
	size_t i;

	json_array_foreach(t->open, i, r) {
		if (!str_eq(jx_text(r, "to"), unit) ||
		    (code != NULL && !str_eq(jx_text(r, "code"), code)))
			continue;
		if (answer)
			json_array_remove(t->open, i);
		return true;
	}
	return false;
}

static void
ask(struct told *t, const json_t *request)
{
	json_t *r = json_object();

	json_object_set(r, "code", json_object_get(request, "code"));
	json_object_set(r, "to", json_object_get(request, "to"));
	json_array_append_new(t->open, r);
}

static void
enter(struct told *t, const struct step *step)
{
	put(&t->state, step->to->code);
	t->final = step->to->final;
}

static bool
is_from(const struct step *step, const char *state)
{
	size_t i;

	for (i = 0; i < step->n_from; i++)
		if (str_eq(step->from[i]->code, state))
			return true;
	return false;
}

/* Whom lateness is told, looked up here and not taken from the facts. */
static const char *
hold(struct told *t, const struct world *w, const struct event *ev,
    const char *holder)
{
	const struct unit *unit = procedure_unit(w->p, holder);
	const struct unit *superior = unit == NULL ? NULL :
	    unit_superior(w->p, unit);
	json_t *clock;
	size_t i;

	if (superior == unit || (superior != NULL &&
	    json_object_get(w->units, superior->code) == NULL))
		superior = NULL;
	json_array_foreach(t->started, i, clock)
		if (json_object_get(clock, "stopped") == NULL &&
		    str_eq(jx_text(clock, "unit"), t->holder))
			json_object_set_new(clock, "unit", json_string(holder));
	put(&t->holder, holder);
	put(&t->superior, superior == NULL ? NULL : superior->code);
	return str_eq(jx_text(ev->facts, "superior"), t->superior) ? NULL :
	    "the facts name another superior";
}

static const char *
add_opened(struct told *t, const struct world *w, const struct event *ev)
{
	const struct regime *r;
	const char *wrong;

	if (t->holder != NULL)
		return "a case is opened twice";
	wrong = hold(t, w, ev, ev->unit);
	r = procedure_regime_on(w->p, when_day(ev->at, VN_OFFSET_MIN));
	t->path = r == NULL ? NULL : regime_path(r, w->path->code);
	if (t->path == NULL) {
		t->path = w->path;
		return "a case is opened under a law that is not in force";
	}
	put(&t->state, t->path->entry_state->code);
	t->epoch = 1;
	return str_eq(jx_text(ev->facts, "state"), t->state) ? wrong :
	    "a case begins in another state than its path";
}

const struct step *
told_step(const struct told *t, const char *code, const struct path **track)
{
	const struct regime *r = t->path->regime;
	const struct step *step;
	size_t i;

	*track = NULL;
	if (code == NULL)
		return NULL;
	step = path_step(t->path, code);
	for (i = 0; step == NULL && i < r->n_track; i++) {
		*track = &r->track[i];
		step = path_step(*track, code);
	}
	return step;
}

/* A step beside the path: its track moves, and nothing of the path does. */
static const char *
add_track(struct told *t, const struct event *ev, const struct step *step,
    const struct path *track)
{
	const char *at = jx_text(t->tracks, track->code);
	const char *relation = str_eq(ev->unit, t->holder) ? "holder" :
	    is_asked(t, ev->unit, NULL, false) ? "asked" :
	    json_object_get(t->former, ev->unit) != NULL ? "former" : "";
	unsigned by = strcmp(relation, "holder") == 0 ? STEP_BY_HOLDER :
	    strcmp(relation, "asked") == 0 ? STEP_BY_ASKED :
	    strcmp(relation, "former") == 0 ? STEP_BY_FORMER : 0;
	const char *wrong = (step->by & by) == 0 ?
	    "a step of a track by a unit that may not" :
	    !is_from(step, at != NULL ? at : track->entry_state->code) ?
	    "a step of a track from a state it does not begin in" : NULL;

	json_object_set_new(t->tracks, track->code,
	    json_string(step->to->code));
	if (step->request != NULL)
		ask(t, json_object_get(ev->facts, "request"));
	return wrong;
}

static const char *
add_step(struct told *t, const struct event *ev)
{
	const char *code = jx_text(ev->facts, "step");
	const struct path *track;
	const struct step *step = told_step(t, code, &track);
	const json_t *request = json_object_get(ev->facts, "request");
	const char *wrong = NULL;

	/* To a foreign side a hand-over is done at once. */
	if (step == NULL || (step->handover && !step->foreign))
		return "a step that is none";
	if (track != NULL)
		return add_track(t, ev, step, track);
	if (t->final && !step->reopens)
		wrong = "a closed case moves";
	t->reopened += t->final;
	if (!str_eq(ev->unit, t->holder) || t->offer_to != NULL)
		wrong = "somebody but the holder takes a step";
	else if (!is_from(step, t->state))
		wrong = "a step from a state it does not begin in";
	else if ((step->request != NULL) != (request != NULL))
		wrong = "a step and its request are not together";
	enter(t, step);
	if (request != NULL)
		ask(t, request);
	return wrong;
}

static const char *
add_offered(struct told *t, const struct event *ev)
{
	const char *code = jx_text(ev->facts, "step");
	const struct step *step = code == NULL ? NULL :
	    path_step(t->path, code);
	const char *wrong = NULL;

	if (step == NULL || !step->handover)
		wrong = "an offer by a step that is no hand-over";
	else if (!str_eq(ev->unit, t->holder))
		wrong = "somebody but the holder offers";
	else if (t->offer_to != NULL)
		wrong = "a case is on offer twice";
	else if (!is_from(step, t->state))
		wrong = "an offer in a state it does not begin in";
	put(&t->offer_to, jx_text(ev->facts, "to_unit"));
	put(&t->offer_act, jx_text(ev->facts, "act"));
	return wrong;
}

static const char *
end_offer(struct told *t, const struct event *ev, const char *by)
{
	const char *wrong = NULL;

	if (t->offer_to == NULL || !str_eq(ev->unit, by))
		wrong = "an offer is ended by the wrong unit";
	else if (!str_eq(jx_text(ev->facts, "act"), t->offer_act))
		wrong = "an offer is ended by another act";
	put(&t->offer_to, NULL);
	return wrong;
}

static const char *
add_accepted(struct told *t, const struct world *w, const struct event *ev)
{
	const char *code = jx_text(ev->facts, "step");
	const struct step *step = code == NULL ? NULL :
	    path_step(t->path, code);
	const char *wrong = end_offer(t, ev, t->offer_to);

	if (step == NULL || !is_from(step, t->state))
		return "an acceptance of no step of this state";
	json_object_set_new(t->former, t->holder, json_true());
	if (hold(t, w, ev, ev->unit) != NULL)
		wrong = "the facts name another superior";
	t->epoch++;
	enter(t, step);
	return wrong;
}

/*
 * Taken over: by the superior, on a proposal of another officer, at most a
 * day old, and never while an offer is open.
 */
static const char *
add_taken_over(struct told *t, const struct world *w, const struct event *ev)
{
	const char *to = jx_text(ev->facts, "holder");
	const char *wrong = NULL;

	if (!str_eq(ev->unit, t->superior) || t->offer_to != NULL)
		wrong = "a takeover by another unit, or past an open offer";
	else if (t->taker == NULL || str_eq(ev->actor, t->taker))
		wrong = "a takeover by one person alone";
	else if (ev->at - t->taker_at > (when_t)86400 * 1000)
		wrong = "a takeover by an old proposal";
	json_object_set_new(t->former, t->holder, json_true());
	if (hold(t, w, ev, to) != NULL)
		wrong = "the facts name another superior";
	put(&t->taker, NULL);
	t->epoch++;
	return wrong;
}

/* The law that ended a unit has moved its cases: no answer is awaited. */
static const char *
add_succeeded(struct told *t, const struct world *w, const struct event *ev)
{
	const char *to = jx_text(ev->facts, "holder"), *wrong = NULL;
	const struct unit *was = procedure_unit(w->p, t->holder);
	const struct unit *is = to == NULL ? NULL : procedure_unit(w->p, to);
	day_t today = when_day(ev->at, VN_OFFSET_MIN);

	if (is == NULL || was == NULL || t->offer_to != NULL ||
	    !str_eq(ev->unit, t->holder))
		return "a case passes on that nobody may pass on";
	if (!((was->to != DAY_NONE && was->to < today) ||
	    (was->kind->to != DAY_NONE && was->kind->to < today)))
		wrong = "a unit that has not ended passes its cases on";
	if ((is->to != DAY_NONE && is->to < today) ||
	    (is->kind->to != DAY_NONE && is->kind->to < today))
		wrong = "cases pass to a unit that has ended too";
	json_object_set_new(t->former, t->holder, json_true());
	if (hold(t, w, ev, to) != NULL)
		wrong = "the facts name another superior";
	t->epoch++;
	return wrong;
}

/* Only on, to the regime in force, and never past what is open. */
static const char *
add_moved(struct told *t, const struct world *w, const struct event *ev)
{
	const struct regime *r = procedure_regime(w->p,
	    jx_text(ev->facts, "regime"));
	const struct path *path = r == NULL ? NULL :
	    regime_path(r, jx_text(ev->facts, "path"));
	const struct state *to = path == NULL ? NULL :
	    path_state(path, jx_text(ev->facts, "to"));
	const char *track;
	json_t *state;

	if (to == NULL || !str_eq(ev->unit, t->holder) ||
	    t->offer_to != NULL || r->from <= t->path->regime->from ||
	    procedure_regime_on(w->p, when_day(ev->at, VN_OFFSET_MIN)) != r)
		return "a case moves to a regime it may not";
	if (t->final != to->final)
		return "moving to another regime closes or opens a case";
	t->path = path;
	put(&t->state, to->code);
	json_object_foreach(t->tracks, track, state)
		if (regime_track(r, track) == NULL || path_state(regime_track(
		    r, track), json_string_value(state)) == NULL)
			return "a track is lost on the way to another regime";
	return NULL;
}

static const char *
add_takeover(struct told *t, const struct event *ev)
{
	bool proposed = strcmp(ev->kind, "takeover_proposed") == 0;

	put(&t->taker, proposed ? ev->actor : NULL);
	t->taker_at = ev->at;
	return str_eq(ev->unit, t->superior) ? NULL :
	    "somebody but the superior speaks of a takeover";
}

/* Extended within its rule, by the holder or by whose clock it is. */
static const char *
add_extended(struct told *t, const struct event *ev)
{
	const json_t *item = json_array_get(json_object_get(json_object_get(
	    ev->facts, "clocks"), "extend"), 0);
	const char *code = jx_text(item, "code");
	const struct clock_kind *kind = code == NULL ? NULL :
	    regime_clock(t->path->regime, code);
	const json_t *clock = json_array_get(t->started,
	    (size_t)jx_int(item, "i", INT32_MAX));

	if (kind == NULL || !kind->can_extend ||
	    !str_eq(jx_text(clock, "code"), code) ||
	    json_object_get(clock, "stopped") != NULL)
		return "a clock is extended that may not be";
	if (kind->extend_times != NULL && kind->extend_times->has_value &&
	    jx_int(item, "n", 0) > kind->extend_times->value)
		return "a clock is extended once too often";
	return str_eq(ev->unit, t->holder) ||
	    str_eq(ev->unit, jx_text(clock, "unit")) ? NULL :
	    "a clock is extended by a unit that it is no business of";
}

/* Support follows the day of identification, so it may be of any regime. */
static const struct support *
find_support(const struct world *w, const char *code)
{
	const struct support *found = NULL;
	size_t i;

	for (i = 0; code != NULL && found == NULL && i < w->p->n_regime; i++)
		found = regime_support(&w->p->regime[i], code);
	return found;
}

static const char *
add_small(struct told *t, const struct world *w, const struct event *ev,
    const json_t *body)
{
	const char *code = jx_text(json_object_get(body, "support"), "code");
	const struct support *support = find_support(w, code);
	bool holds = str_eq(ev->unit, t->holder);

	if (strcmp(ev->kind, "support_given") == 0)
		return support == NULL ? "support that is none" :
		    support->emergency || (holds && !t->final) ? NULL :
		    "support by a unit that may not give it";
	if (strcmp(ev->kind, "answer_settled") == 0)
		return holds ? NULL : "somebody but the holder settles";
	if (strcmp(ev->kind, "answers_recorded") == 0 ||
	    strcmp(ev->kind, "answers_confirmed") == 0 ||
	    strcmp(ev->kind, "paper_recorded") == 0)
		return holds || is_asked(t, ev->unit, NULL, false) ? NULL :
		    "a unit writes that neither holds nor was asked";
	if (strcmp(ev->kind, "attached") == 0)
		return holds || jx_text(json_object_get(body, "attachment"),
		    "question") != NULL ? NULL :
		    "a file of no question by somebody but the holder";
	return strcmp(ev->kind, "note_appended") == 0 ||
	    strcmp(ev->kind, "attachment_read") == 0 ||
	    strcmp(ev->kind, "case_linked") == 0 ||
	    strcmp(ev->kind, "case_unlinked") == 0 ||
	    strcmp(ev->kind, "history_read") == 0 ||
	    strcmp(ev->kind, "content_read") == 0 ||
	    strcmp(ev->kind, "identity_read") == 0 ? NULL :
	    "an event of a kind that is not known";
}

static const char *
add_answered(struct told *t, const struct event *ev)
{
	if (!is_asked(t, ev->unit, jx_text(ev->facts, "request"), true))
		return "an answer by a unit that was not asked";
	json_object_set_new(t->former, ev->unit, json_true());
	return NULL;
}

/* Taken back by the holder; nobody becomes a former unit by it. */
static const char *
add_withdrawn(struct told *t, const struct event *ev)
{
	if (!str_eq(ev->unit, t->holder) || t->offer_to != NULL)
		return "somebody but the holder takes a question back";
	return is_asked(t, jx_text(ev->facts, "to"),
	    jx_text(ev->facts, "request"), true) ? NULL :
	    "a question is taken back that nobody waits for";
}

/*
 * A term of the register is counted as it stands when the clock starts; one
 * that is not set gives no number, at most the day that a form asked for.
 */
static bool
is_by_register(const struct told *t, const json_t *clock)
{
	const char *code = jx_text(clock, "code"), *by = jx_text(clock, "by");
	const struct clock_kind *kind = code == NULL ? NULL :
	    regime_clock(t->path->regime, code);
	bool due = json_object_get(clock, "due") != NULL;

	if (kind == NULL)
		return false;
	/* A term of thousands of years, as somebody may set it, has no end. */
	if (kind->term->has_value)
		return str_eq(by, "term") && (due || kind->term->value >
		    90000) &&
		    jx_int(clock, "term", -1) == kind->term->value &&
		    str_eq(jx_text(clock, "term_unit"), kind->term->unit);
	return json_object_get(clock, "term") == NULL &&
	    (str_eq(by, "none") ? !due : str_eq(by, "asked") && due &&
	    kind->asked != NULL);
}

/* All running clocks of a kind end, or the one that began first. */
static void
stop_clocks(struct told *t, const char *code, bool one, when_t at)
{
	json_t *clock;
	size_t i;

	json_array_foreach(t->started, i, clock) {
		if (!str_eq(jx_text(clock, "code"), code) ||
		    json_object_get(clock, "stopped") != NULL)
			continue;
		json_object_set_new(clock, "stopped", json_integer(at));
		json_object_set_new(t->running, code, json_integer(
		    jx_int(t->running, code, 0) - 1));
		if (one)
			return;
	}
}

/* Before custody moves: what has ended does not pass to a new holder. */
static void
end_clocks(struct told *t, const struct event *ev)
{
	const json_t *clocks = json_object_get(ev->facts, "clocks"), *item;
	size_t i;

	json_array_foreach(json_object_get(clocks, "stop"), i, item)
		stop_clocks(t, json_string_value(item), false, ev->at);
	json_array_foreach(json_object_get(clocks, "stop_one"), i, item)
		stop_clocks(t, json_string_value(item), true, ev->at);
}

static const char *
add_clocks(struct told *t, const struct event *ev)
{
	const json_t *clocks = json_object_get(ev->facts, "clocks"), *item;
	const char *wrong = NULL;
	json_t *copy;
	size_t i;

	json_array_foreach(json_object_get(clocks, "start"), i, item) {
		const char *code = jx_text(item, "code");

		if (!is_by_register(t, item))
			wrong = code;
		json_object_set_new(t->running, code, json_integer(
		    jx_int(t->running, code, 0) + 1));
		copy = json_deep_copy(item);
		json_object_set_new(copy, "started", json_integer(ev->at));
		json_array_append_new(t->started, copy);
	}
	return wrong;
}

static void
add_papers(struct told *t, const json_t *body)
{
	const json_t *item;
	size_t i;

	json_array_foreach(json_object_get(body, "papers"), i, item) {
		const char *code = jx_text(item, "code");

		json_object_set_new(t->papers, code, json_integer(
		    jx_int(t->papers, code, 0) + 1));
	}
}

const char *
told_add(struct told *t, const struct world *w, const struct event *ev,
    const json_t *body, const char **clock)
{
	bool accepted = strcmp(ev->kind, "accepted") == 0 ||
	    strcmp(ev->kind, "succeeded") == 0 ||
	    strcmp(ev->kind, "taken_over") == 0;
	const char *wrong = NULL;

	*clock = NULL;
	if (t->holder != NULL && ev->epoch != t->epoch + (accepted ? 1 : 0))
		return "an event of another epoch";
	end_clocks(t, ev);
	if (strcmp(ev->kind, "case_opened") == 0)
		wrong = add_opened(t, w, ev);
	else if (strcmp(ev->kind, "step_taken") == 0)
		wrong = add_step(t, ev);
	else if (strcmp(ev->kind, "request_sent") == 0) {
		if (!str_eq(ev->unit, t->holder) || t->offer_to != NULL)
			wrong = "somebody but the holder asks";
		ask(t, json_object_get(ev->facts, "request"));
	} else if (strcmp(ev->kind, "request_answered") == 0)
		wrong = add_answered(t, ev);
	else if (strcmp(ev->kind, "request_withdrawn") == 0)
		wrong = add_withdrawn(t, ev);
	else if (strcmp(ev->kind, "offered") == 0)
		wrong = add_offered(t, ev);
	else if (strcmp(ev->kind, "accepted") == 0)
		wrong = add_accepted(t, w, ev);
	else if (strcmp(ev->kind, "succeeded") == 0)
		wrong = add_succeeded(t, w, ev);
	else if (strcmp(ev->kind, "regime_moved") == 0)
		wrong = add_moved(t, w, ev);
	else if (strcmp(ev->kind, "taken_over") == 0)
		wrong = add_taken_over(t, w, ev);
	else if (str_starts(ev->kind, "takeover_"))
		wrong = add_takeover(t, ev);
	else if (strcmp(ev->kind, "clock_extended") == 0)
		wrong = add_extended(t, ev);
	else if (strcmp(ev->kind, "offer_withdrawn") == 0)
		wrong = end_offer(t, ev, str_eq(ev->unit, t->superior) ?
		    t->superior : t->holder);
	else if (strcmp(ev->kind, "offer_refused") == 0)
		wrong = end_offer(t, ev, t->offer_to);
	else
		wrong = add_small(t, w, ev, body);
	*clock = add_clocks(t, ev);
	told_pauses(t, ev->at);
	add_papers(t, body);
	return wrong;
}
