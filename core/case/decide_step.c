/* Steps of the procedure, and requests from one agency to another. */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/case/row.h"

#include <stdlib.h>
#include <string.h>

/* "Cannot be sent now": names the states in which it can. */
static void
add_wrong_state(struct deciding *d, const struct case_state *cs,
    const struct request *request)
{
	const struct path *path = case_path(cs, d->procedure);
	struct titles titles = { STR_INIT, STR_INIT };
	size_t i;

	for (i = 0; i < request->n_state; i++) {
		const struct state *st = path_state(path, request->state[i]);

		if (st != NULL)
			add_title(&titles, &st->title);
	}
	refuse_state(d, cs, &request->basis, &titles);
}

/* Does one of these steps send the request and lead to where it stands? */
static bool
one_sends(const struct path *path, const struct state *now,
    const struct request *request)
{
	size_t i;

	for (i = 0; path != NULL && now != NULL && i < path->n_step; i++)
		if (path->step[i].request == request &&
		    path->step[i].to == now)
			return true;
	return false;
}

/*
 * A request that a step sent and that was taken back (it went to the wrong
 * unit) may be sent again by itself, while the case stands where that step
 * led: the step cannot be taken from there, and the case would lie for ever.
 */
static bool
may_go_again(struct deciding *d, const struct case_state *cs,
    const struct request *request)
{
	const json_t *last = row_request(cs->row, request->code);
	const struct regime *regime = case_regime(cs, d->procedure);
	const struct path *path = case_path(cs, d->procedure);
	size_t i;

	if (json_object_get(last, "withdrawn") == NULL || regime == NULL ||
	    path == NULL)
		return false;
	if (one_sends(path, path_state(path, jx_text(cs->row, "state")),
	    request))
		return true;
	for (i = 0; i < regime->n_track; i++)
		if (one_sends(&regime->track[i], case_track_state(cs,
		    &regime->track[i]), request))
			return true;
	return false;
}

bool
request_goes_alone(struct deciding *d, const struct case_state *cs,
    const struct request *request)
{
	return request->n_state > 0 || may_go_again(d, cs, request);
}

void
need_request(struct deciding *d, const struct case_state *cs,
    const struct request *request, const json_t *answers, bool by_step)
{
	const json_t *open = row_open_request(cs->row, request->code, NULL);
	const char *state = jx_text(cs->row, "state");
	bool here = by_step;
	size_t i;

	need_who(d, &request->from, &request->basis);
	if (open != NULL)
		reason_add(d->out->reasons, &request->basis, NULL,
		    ERR_REQUEST_OPEN, &request->title,
		    unit_title(d, jx_text(open, "to")), NULL);
	for (i = 0; i < request->n_state && !here; i++)
		here = str_eq(request->state[i], state);
	here = here || may_go_again(d, cs, request);
	if (!here && request->n_state == 0) {
		reason_add(d->out->reasons, &request->basis, NULL,
		    ERR_REQUEST_BY_STEP, &request->title, NULL);
	} else if (!here) {
		add_wrong_state(d, cs, request);
	}
	need_all(d, cs, answers, request->ask, request->need,
	    request->n_need);
}

/* Facts, body and key of a request that goes out. */
static void
send(struct deciding *d, const struct case_state *cs,
    const struct request *request, const struct unit *to, json_t *answers,
    json_t *facts, json_t *body)
{
	json_t *r = json_object(), *merged;

	json_object_set_new(r, "code", json_string(request->code));
	json_object_set_new(r, "to", json_string(to->code));
	json_object_set_new(facts, "request", r);
	propose_used(facts, request->ask);
	merged = merge_answers(cs->answers, answers);
	if (request->clock != NULL) {
		const struct clock_kind *clock = request->clock;

		propose_clocks(d, facts, &clock, 1, NULL, 0, merged, to->code);
	}
	json_decref(merged);
	if (request->ask_paper != NULL) {
		const struct paper *paper = request->ask_paper;

		propose_papers(d, &paper, 1, facts, body);
	}
	propose_key(d, cs->id, to->code, false);
}

static const struct step *
find_step(struct deciding *d, const struct case_state *cs, const json_t *with)
{
	const char *code = need_text(d, with, "step");
	const struct step *step;

	if (code == NULL)
		return NULL;
	step = case_step(cs, d->procedure, code);
	if (step == NULL)
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_STEP,
		    SAME(code), NULL);
	else if (step->handover)
		reason_add(d->out->reasons, &step->basis, NULL,
		    ERR_IS_A_HANDOVER, &step->title, NULL);
	return refused(d) ? NULL : step;
}

/* Everything that a step's forms bring, checked; NULL when refused. */
static json_t *
step_answers(struct deciding *d, const struct case_state *cs,
    const struct step *step, const json_t *with, json_t **before)
{
	const char *why = jx_text(with, "why");
	json_t *fresh = json_object(), *part, *old = NULL;

	*before = json_object();
	if (step->form != NULL) {
		part = accept_for_act(d, cs, step->form,
		    json_object_get(with, "answers"), why, &step->basis, &old);
		json_object_update(fresh, part);
		json_object_update(*before, old);
		json_decref(part);
		json_decref(old);
	}
	old = NULL;
	if (step->request != NULL && step->request->ask != NULL) {
		part = accept_for_act(d, cs, step->request->ask,
		    json_object_get(with, "ask"), why, &step->basis, &old);
		json_object_update(fresh, part);
		json_object_update(*before, old);
		json_decref(part);
		json_decref(old);
	}
	return fresh;
}

json_t *
step_facts(const struct case_state *cs, const struct step *step)
{
	json_t *facts = json_object();

	json_object_set_new(facts, "step", json_string(step->code));
	json_object_set_new(facts, "from",
	    json_string(jx_text(cs->row, "state")));
	json_object_set_new(facts, "to", json_string(step->to->code));
	json_object_set_new(facts, "final", json_boolean(step->to->final));
	return facts;
}

/* On a track: its own states; the path stays where it is. */
static json_t *
facts_of(struct deciding *d, const struct case_state *cs,
    const struct step *step)
{
	const struct path *track = case_track_of(cs, d->procedure, step);
	json_t *facts = step_facts(cs, step);

	if (track != NULL) {
		json_object_set_new(facts, "track", json_string(track->code));
		json_object_set_new(facts, "from",
		    json_string(case_track_state(cs, track)->code));
		json_object_del(facts, "final");
	}
	propose_used(facts, step->form);
	return facts;
}

static void
propose_step(struct deciding *d, const struct case_state *cs,
    const struct step *step, const struct unit *to, json_t *fresh,
    json_t *before, const char *why)
{
	json_t *facts = facts_of(d, cs, step), *body = json_object();
	json_t *merged = merge_answers(cs->answers, fresh);

	json_object_set(body, "answers", fresh);
	if (json_object_size(before) > 0)
		json_object_set(body, "before", before);
	if (why != NULL)
		json_object_set_new(body, "why", json_string(why));
	propose_clocks(d, facts, step->start, step->n_start, step->stop,
	    step->n_stop, merged, to == NULL ? NULL : to->code);
	propose_stop_one(facts, step->stop_one, step->n_stop_one);
	propose_papers(d, step->paper, step->n_paper, facts, body);
	if (step->request != NULL)
		send(d, cs, step->request, to, fresh, facts, body);
	propose_on_case(d, cs, "step_taken", facts, body);
	json_decref(merged);
}

void
decide_step(struct deciding *d, const char *id, const json_t *with)
{
	const struct case_state *cs = need_case(d, id);
	const struct step *step = cs == NULL ? NULL : find_step(d, cs, with);
	const struct unit *to = NULL;
	json_t *fresh, *before, *merged;

	if (step == NULL)
		return;
	if (step->request != NULL) {
		const char *code = need_text(d, with, "to");

		if (code != NULL)
			to = need_receiver(d, code, &step->request->to,
			    &step->basis);
	}
	fresh = step_answers(d, cs, step, with, &before);
	merged = merge_answers(cs->answers, fresh);
	need_step(d, cs, step, merged);
	if (!refused(d))
		propose_step(d, cs, step, to, fresh, before,
		    jx_text(with, "why"));
	json_decref(merged);
	json_decref(fresh);
	json_decref(before);
}

const struct request *
need_known(struct deciding *d, const struct case_state *cs, const char *code)
{
	const struct regime *regime = case_regime(cs, d->procedure);
	const struct request *request = regime == NULL ? NULL :
	    regime_request(regime, code);

	if (request == NULL)
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_REQUEST,
		    SAME(code), NULL);
	return request;
}

void
decide_request(struct deciding *d, const char *id, const json_t *with)
{
	const struct case_state *cs = need_held(d, id, NULL);
	const char *code = need_text(d, with, "request");
	const char *to_code = need_text(d, with, "to");
	const struct request *request;
	const struct unit *to;
	json_t *fresh, *before = NULL, *facts, *body, *merged;

	if (refused(d))
		return;
	request = need_known(d, cs, code);
	if (request == NULL)
		return;
	to = need_receiver(d, to_code, &request->to, &request->basis);
	fresh = request->ask == NULL ? json_object() :
	    accept_for_act(d, cs, request->ask,
	    json_object_get(with, "answers"), jx_text(with, "why"),
	    &request->basis, &before);
	merged = merge_answers(cs->answers, fresh);
	need_request(d, cs, request, merged, false);
	if (!refused(d)) {
		facts = json_object();
		body = json_object();
		json_object_set(body, "answers", fresh);
		if (json_object_size(before) > 0)
			json_object_set(body, "before", before);
		send(d, cs, request, to, fresh, facts, body);
		propose_on_case(d, cs, "request_sent", facts, body);
	}
	json_decref(merged);
	json_decref(fresh);
	json_decref(before);
}

static void
propose_reply(struct deciding *d, const struct case_state *cs,
    const struct request *request, json_t *fresh, json_t *before,
    const char *why)
{
	json_t *facts = json_object(), *body = json_object();

	json_object_set_new(facts, "request", json_string(request->code));
	propose_used(facts, request->reply);
	json_object_set(body, "answers", fresh);
	if (json_object_size(before) > 0)
		json_object_set(body, "before", before);
	if (why != NULL)
		json_object_set_new(body, "why", json_string(why));
	if (request->clock != NULL) {
		const struct clock_kind *clock = request->clock;

		propose_clocks(d, facts, NULL, 0, &clock, 1, NULL, NULL);
	}
	if (request->reply_paper != NULL) {
		const struct paper *paper = request->reply_paper;

		propose_papers(d, &paper, 1, facts, body);
	}
	propose_on_case(d, cs, "request_answered", facts, body);
}

void
decide_reply(struct deciding *d, const char *id, const json_t *with)
{
	const struct case_state *cs = need_case(d, id);
	const char *code = need_text(d, with, "request");
	const char *why = jx_text(with, "why");
	const struct request *request;
	json_t *fresh, *before = NULL;

	if (refused(d))
		return;
	request = need_known(d, cs, code);
	if (request == NULL)
		return;
	if (row_open_request(cs->row, code, d->actor->unit->code) == NULL)
		reason_add(d->out->reasons, &request->basis, NULL,
		    ERR_REQUEST_NOT_OPEN, &request->title, NULL);
	need_who(d, &request->to, &request->basis);
	/*
	 * A second reply (the first may have said "insufficient") is a new
	 * statement beside the old one, which history keeps; it needs no
	 * further reason.
	 */
	fresh = request->reply == NULL ? json_object() :
	    accept_for_act(d, cs, request->reply,
	    json_object_get(with, "answers"), why != NULL ? why : "reply",
	    &request->basis, &before);
	if (!refused(d))
		propose_reply(d, cs, request, fresh, before, why);
	json_decref(fresh);
	json_decref(before);
}
