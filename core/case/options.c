/*
 * "What next?" and "why not?": the same checks as the commands, run without
 * answers, so that the screen and the door can never disagree.
 */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/case/mend.h"
#include "core/case/options.h"
#include "core/case/row.h"
#include "core/case/visible.h"

#include <string.h>

/* Takes the reasons gathered so far and leaves an empty list. */
static json_t *
take_reasons(struct deciding *d)
{
	json_t *reasons = d->out->reasons;

	reasons_mend(d, d->about, reasons);
	d->out->reasons = json_array();
	return reasons;
}

/*
 * The right to the command itself.  Said only where nothing else stands in
 * the way: a reason of the procedure names its article and tells more.
 */
static void
need_right(struct deciding *d, const char *kind)
{
	static const struct { const char *kind, *command; } of[] = {
		{ "step", "take_step" }, { "handover", "offer_handover" },
		{ "request", "send_request" }, { "answer", "answer_request" },
		{ "support", "give_support" }, { "paper", "record_paper" },
		{ "track", "take_step" }, { "withdraw", "withdraw_request" },
		{ "extend", "extend_clock" }, { "takeover", "propose_takeover" },
		{ "confirm", "confirm_takeover" },
		{ "decline", "decline_takeover" },
		{ "move_regime", "move_regime" },
		{ "succeed", "pass_to_successor" },
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(of) && !refused(d); i++) {
		if (strcmp(of[i].kind, kind) != 0)
			continue;
		if (!actor_may(d->actor, d->procedure, of[i].command)) {
			reason_add(d->out->reasons, NULL, NULL, ERR_NO_RIGHT,
			    &d->actor->unit->title, SAME(of[i].command), NULL);
			reason_by_right(d, of[i].command);
		} else if (d->about != NULL) {
			need_right_on(d, of[i].command, d->about);
		}
		if (!refused(d) &&
		    !command_for_ended(of[i].command)) {
			need_not_ended(d, NULL);
		}
	}
}

json_t *
option_new(struct deciding *d, const char *kind, const char *code,
    const struct text *title, const struct form *form,
    const struct basis *basis)
{
	json_t *o = json_object(), *reasons;

	need_right(d, kind);
	reasons = take_reasons(d);

	json_object_set_new(o, "kind", json_string(kind));
	json_object_set_new(o, "code", json_string(code));
	json_object_set_new(o, "title", text_json(title));
	json_object_set_new(o, "possible",
	    json_boolean(json_array_size(reasons) == 0));
	json_object_set_new(o, "reasons", reasons);
	json_object_set_new(o, "law", basis_json(basis));
	if (form != NULL)
		json_object_set_new(o, "form", json_string(form->code));
	return o;
}

/* Units of this store that may receive or be asked. */
static json_t *
receivers(struct deciding *d, const struct who *who)
{
	json_t *list = json_array(), *o;
	size_t i;

	for (i = 0; i < d->procedure->n_unit; i++) {
		const struct unit *u = &d->procedure->unit[i];

		if (u == d->actor->unit || !who_has_kind(who, u->kind) ||
		    unit_has_ended(d, u) ||
		    !d->source->has_unit(d->source->ctx, u->code))
			continue;
		o = json_object();
		json_object_set_new(o, "code", json_string(u->code));
		json_object_set_new(o, "title", text_json(&u->title));
		json_array_append_new(list, o);
	}
	return list;
}

static bool
is_from_here(const struct step *step, const struct state *state)
{
	size_t i;

	for (i = 0; i < step->n_from; i++)
		if (step->from[i] == state)
			return true;
	return false;
}

static json_t *
step_option(struct deciding *d, const struct case_state *cs,
    const struct step *step, const char *kind)
{
	json_t *o;

	need_step(d, cs, step, NULL);
	o = option_new(d, kind, step->code, &step->title, step->form,
	    &step->basis);
	json_object_set_new(o, "to", json_string(step->to->code));
	if (step->handover && !step->foreign)
		json_object_set_new(o, "receivers",
		    receivers(d, &step->receiver));
	if (step->handover && step->line != NULL)
		json_object_set_new(o, "line_form",
		    json_string(step->line->code));
	if (step->request != NULL) {
		json_object_set_new(o, "request",
		    json_string(step->request->code));
		json_object_set_new(o, "receivers",
		    receivers(d, &step->request->to));
		if (step->request->ask != NULL)
			json_object_set_new(o, "ask_form",
			    json_string(step->request->ask->code));
	}
	return o;
}

static void
add_steps(struct deciding *d, const struct case_state *cs, json_t *out)
{
	const struct path *path = case_path(cs, d->procedure);
	const struct state *now = path == NULL ? NULL :
	    path_state(path, jx_text(cs->row, "state"));
	size_t i;

	for (i = 0; path != NULL && i < path->n_step; i++) {
		const struct step *step = &path->step[i];

		if (is_from_here(step, now))
			json_array_append_new(out, step_option(d, cs, step,
			    step->handover ? "handover" : "step"));
	}
}

static void
add_tracks(struct deciding *d, const struct case_state *cs,
    const struct regime *regime, json_t *out)
{
	size_t i, k;
	json_t *o;

	for (i = 0; i < regime->n_track; i++) {
		const struct path *track = &regime->track[i];
		const struct state *now = case_track_state(cs, track);

		for (k = 0; k < track->n_step; k++) {
			if (!is_from_here(&track->step[k], now))
				continue;
			o = step_option(d, cs, &track->step[k], "track");
			json_object_set_new(o, "track",
			    json_string(track->code));
			json_array_append_new(out, o);
		}
	}
}

/* Who asked may take the question back. */
static void
add_withdrawals(struct deciding *d, const struct case_state *cs,
    const struct regime *regime, json_t *out)
{
	const char *unit = d->actor->unit->code;
	const json_t *r;
	size_t i;

	if (!str_eq(row_relation(cs->row, unit), "holder"))
		return;
	json_array_foreach(json_object_get(cs->row, "requests"), i, r) {
		const struct request *request =
		    regime_request(regime, jx_text(r, "code"));

		if (request == NULL || !row_request_waits(r))
			continue;
		need_withdrawable(d, cs, request);
		json_array_append_new(out, option_new(d, "withdraw",
		    request->code, &request->title, NULL, &request->basis));
	}
}

static void
add_replies(struct deciding *d, const struct case_state *cs,
    const struct regime *regime, json_t *out)
{
	const json_t *r;
	size_t i;

	json_array_foreach(json_object_get(cs->row, "requests"), i, r) {
		const struct request *request =
		    regime_request(regime, jx_text(r, "code"));
		const struct text *title;

		if (request == NULL ||
		    !row_request_waits(r) ||
		    !str_eq(jx_text(r, "to"), d->actor->unit->code))
			continue;
		need_who(d, &request->to, &request->basis);
		/* What this officer does is the reply, not the asking. */
		title = request->reply != NULL ? &request->reply->title :
		    &request->title;
		json_array_append_new(out, option_new(d, "answer", request->code,
		    title, request->reply, &request->basis));
	}
}

static void
add_requests(struct deciding *d, const struct case_state *cs,
    const struct regime *regime, json_t *out)
{
	const char *relation = row_relation(cs->row, d->actor->unit->code);
	size_t i;

	if (!str_eq(relation, "holder"))
		return;
	for (i = 0; i < regime->n_request; i++) {
		const struct request *request = &regime->request[i];
		json_t *o;

		if (!request_goes_alone(d, cs, request))
			continue;
		need_hold(d, cs, &request->basis);
		need_request(d, cs, request, NULL, false);
		o = option_new(d, "request", request->code, &request->title,
		    request->ask, &request->basis);
		json_object_set_new(o, "receivers",
		    receivers(d, &request->to));
		json_array_append_new(out, o);
	}
}

static void
add_support(struct deciding *d, const struct case_state *cs,
    const struct regime *regime, json_t *out)
{
	size_t i;

	for (i = 0; regime != NULL && i < regime->n_support; i++) {
		const struct support *support = &regime->support[i];
		json_t *o;

		need_support(d, cs, support, NULL);
		o = option_new(d, "support", support->code, &support->title,
		    support->form, &support->basis);
		json_object_set_new(o, "emergency",
		    json_boolean(support->emergency));
		json_array_append_new(out, o);
	}
}

static void
add_papers(struct deciding *d, const struct case_state *cs,
    const struct regime *regime, json_t *out)
{
	const char *relation = row_relation(cs->row, d->actor->unit->code);
	size_t i;

	if (!str_eq(relation, "holder") && !str_eq(relation, "asked"))
		return;
	for (i = 0; i < regime->n_paper; i++) {
		const struct paper *paper = &regime->paper[i];

		if (paper->from_outside)
			json_array_append_new(out, option_new(d, "paper",
			    paper->code, &paper->title, paper->form,
			    &paper->basis));
	}
}

json_t *
case_options(struct deciding *d, const struct case_state *cs)
{
	const struct regime *regime = case_regime(cs, d->procedure);
	json_t *out = json_array();

	if (regime == NULL)
		return out;
	d->about = cs;
	options_of_superior(d, cs, out);
	/* It sees no person, so it does nothing with one. */
	if (!case_shows_person(cs, d->actor))
		return out;
	d->names = names_of(d->procedure, cs, cs->answers, d->now);
	add_replies(d, cs, regime, out);
	add_steps(d, cs, out);
	add_tracks(d, cs, regime, out);
	add_requests(d, cs, regime, out);
	add_withdrawals(d, cs, regime, out);
	add_support(d, cs, case_support_regime(cs, d->procedure), out);
	add_papers(d, cs, regime, out);
	options_of_time(d, cs, regime, out);
	json_decref(d->names);
	d->names = NULL;
	return out;
}
