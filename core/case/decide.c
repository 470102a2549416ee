/* The table of commands, and what all of them ask first. */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/case/entitle.h"
#include "core/case/mend.h"
#include "core/case/row.h"
#include "core/form/answers.h"

#include <string.h>

static const struct command {
	const char *name;
	bool needs_case;
	bool ended_may;		/* a unit that has ended still may */
	void (*decide)(struct deciding *d, const char *case_id,
	    const json_t *with);
} command[] = {
	{ "receive_persons", false, false, decide_receive },
	{ "open_case", false, false, decide_open },
	{ "record_answers", true, false, decide_answers },
	{ "take_step", true, false, decide_step },
	{ "send_request", true, false, decide_request },
	{ "answer_request", true, false, decide_reply },
	{ "give_support", true, true, decide_support },
	{ "record_paper", true, false, decide_paper },
	{ "append_note", true, true, decide_note },
	{ "offer_handover", false, false, decide_offer },
	{ "withdraw_offer", false, true, decide_withdraw },
	{ "accept_handover", false, false, decide_accept },
	{ "refuse_handover", false, true, decide_refuse },
	{ "reveal_identity", true, true, decide_reveal },
	{ "propose_value", false, true, decide_propose_value },
	{ "confirm_value", false, true, decide_confirm_value },
	{ "decline_value", false, true, decide_decline_value },
	{ "withdraw_request", true, false, decide_withdraw_request },
	{ "extend_clock", true, false, decide_extend_clock },
	{ "move_regime", true, false, decide_move_regime },
	{ "pass_to_successor", false, true, decide_succeed },
	{ "propose_takeover", true, false, decide_propose_takeover },
	{ "confirm_takeover", true, false, decide_confirm_takeover },
	{ "decline_takeover", true, false, decide_decline_takeover },
	{ "link_cases", true, false, decide_link },
	{ "unlink_cases", true, false, decide_unlink },
	{ "open_coordination", false, false, decide_open_coordination },
	{ "record_coordination", false, false, decide_record_coordination },
	{ "close_coordination", false, false, decide_close_coordination },
	{ "set_task", false, false, decide_set_task },
	{ "report_task", false, false, decide_report_task },
	{ "urge_task", false, false, decide_urge_task },
};

const char *
decide_command(size_t i)
{
	return i < ARRAY_LEN(command) ? command[i].name : NULL;
}

bool
actor_has_role(const struct actor *a, const struct role *role)
{
	size_t i;

	for (i = 0; i < a->n_role; i++)
		if (a->role[i] == role)
			return true;
	return false;
}

static bool
has_any_role(const struct actor *a, const struct who *who)
{
	size_t i;

	if (who->n_role == 0)
		return true;
	for (i = 0; i < who->n_role; i++)
		if (actor_has_role(a, who->role[i]))
			return true;
	return false;
}

bool
actor_is_one_of(const struct actor *a, const struct who *who)
{
	return who_has_kind(who, a->unit->kind) && has_any_role(a, who);
}

bool
actor_may(const struct actor *a, const struct procedure *p,
    const char *name)
{
	size_t i;

	for (i = 0; i < a->n_role; i++)
		if (procedure_allows(p, a->role[i], a->unit->kind, name))
			return true;
	return false;
}

/*
 * The superior sees that a case is late and nothing of the person, so that it
 * does nothing with the person either.
 */
static void
need_more_than_superior(struct deciding *d, const char *name,
    const char *case_id)
{
	static const char *const may[] = {
		"append_note", "propose_takeover", "confirm_takeover",
		"decline_takeover",
	};
	const struct case_state *cs;
	size_t i;

	for (i = 0; i < ARRAY_LEN(may); i++)
		if (strcmp(may[i], name) == 0)
			return;
	cs = d->source->open(d->source->ctx, case_id);
	if (cs != NULL && !row_shows_person(cs->row, d->actor->unit->code))
		reason_add(d->out->reasons, NULL, NULL, ERR_SUPERIOR_ONLY,
		    NULL);
}

void
decide(struct deciding *d, const char *name, const char *case_id,
    const json_t *with)
{
	json_t *reasons = d->out->reasons;
	size_t i;

	for (i = 0; i < ARRAY_LEN(command); i++)
		if (strcmp(command[i].name, name) == 0)
			break;
	if (i == ARRAY_LEN(command)) {
		reason_add(reasons, NULL, NULL, ERR_NO_SUCH_COMMAND,
		    SAME(name), NULL);
		return;
	}
	if (!actor_may(d->actor, d->procedure, name)) {
		reason_add(reasons, NULL, NULL, ERR_NO_RIGHT,
		    &d->actor->unit->title, SAME(name), NULL);
		reason_by_right(d, name);
		return;
	}
	if (!json_is_object(with) ||
	    (command[i].needs_case && case_id == NULL)) {
		reason_add(reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME(json_is_object(with) ? "case" : "with"), NULL);
		return;
	}
	if (!command[i].ended_may)
		need_not_ended(d, NULL);
	if (!refused(d) && command[i].needs_case)
		need_more_than_superior(d, name, case_id);
	if (!refused(d))
		command[i].decide(d, case_id, with);
	reasons_mend(d, d->about, reasons);
}

bool
command_for_ended(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(command); i++)
		if (strcmp(command[i].name, name) == 0)
			return command[i].ended_may;
	return false;
}

bool
refused(const struct deciding *d)
{
	return json_array_size(d->out->reasons) > 0;
}

const struct case_state *
need_case(struct deciding *d, const char *case_id)
{
	const struct case_state *cs = d->source->open(d->source->ctx, case_id);

	if (cs == NULL)
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_CASE,
		    SAME(case_id), NULL);
	d->about = cs;
	return cs;
}

const struct text *
unit_title(const struct deciding *d, const char *code)
{
	static char mark[] = "?";
	static const struct text gone = { mark, mark };
	const struct unit *unit = procedure_unit(d->procedure, code);

	return unit == NULL ? &gone : &unit->title;
}

void
need_hold(struct deciding *d, const struct case_state *cs,
    const struct basis *basis)
{
	const char *holder = jx_text(cs->row, "holder");
	const json_t *offer = json_object_get(cs->row, "offer");

	need_not_ended(d, basis);
	if (!str_eq(holder, d->actor->unit->code)) {
		reason_add(d->out->reasons, basis, NULL, ERR_NOT_HOLDER,
		    unit_title(d, holder), NULL);
		reason_by_unit(d, holder);
	} else if (offer != NULL) {
		reason_add(d->out->reasons, basis, NULL, ERR_OFFER_PENDING,
		    unit_title(d, jx_text(offer, "to")), NULL);
		reason_by_unit(d, jx_text(offer, "to"));
	}
}

const struct case_state *
need_held(struct deciding *d, const char *case_id, const struct basis *basis)
{
	const struct case_state *cs = need_case(d, case_id);

	if (cs != NULL)
		need_hold(d, cs, basis);
	return refused(d) ? NULL : cs;
}

void
need_who(struct deciding *d, const struct who *who, const struct basis *basis)
{
	if (!who_has_kind(who, d->actor->unit->kind))
		reason_add(d->out->reasons, basis, NULL, ERR_WRONG_UNIT_KIND,
		    &d->actor->unit->title, NULL);
	else if (!has_any_role(d->actor, who))
		reason_add(d->out->reasons, basis, NULL, ERR_WRONG_ROLE, NULL);
	else
		return;
	reason_by_who(d, who);
}

struct asked_search {
	const struct form *form;
	bool found;
};

static void
see_name(void *ctx, enum expr_seen what, const char *name, int col)
{
	struct asked_search *s = ctx;

	(void)col;
	if (what == EXPR_SEES_NAME && form_question(s->form, name) != NULL)
		s->found = true;
}

/* Does a need speak of something that the form is about to ask? */
static bool
form_decides(const struct form *form, const struct need *need)
{
	struct asked_search s = { form, false };

	if (form != NULL)
		expr_names(need->expr, see_name, &s);
	return s.found;
}

void
need_all(struct deciding *d, const struct case_state *cs,
    const json_t *answers, const struct form *form, const struct need *need,
    size_t n)
{
	json_t *names = answers == NULL ? json_incref(d->names) : NULL;
	size_t i;

	for (i = 0; i < n; i++) {
		struct err e = ERR_INIT;

		if (answers == NULL && form_decides(form, &need[i]))
			continue;
		if (names == NULL)
			names = names_of(d->procedure, cs, answers != NULL ?
			    answers : cs->answers, d->now);
		if (names_meet(d->procedure, names, &need[i], d->now, &e))
			continue;
		if (e.code == ERR_NONE) {
			reason_add_need(d->out->reasons, &need[i]);
		} else {
			reason_add_err(d->out->reasons, &need[i].basis, NULL,
			    &e);
		}
		err_done(&e);
	}
	json_decref(names);
}

void
add_title(struct titles *titles, const struct text *title)
{
	bool first = titles->vi.len == 0;

	str_add(&titles->vi, first ? "" : " / ");
	str_add(&titles->vi, text_in(title, LANG_VI));
	str_add(&titles->en, first ? "" : " / ");
	str_add(&titles->en, text_in(title, LANG_EN));
}

static void
refuse_from(struct deciding *d, const struct state *now,
    const struct basis *basis, struct titles *titles)
{
	const struct text where = { (char *)(void *)str_text(&titles->vi),
	    (char *)(void *)str_text(&titles->en) };

	reason_add(d->out->reasons, basis, NULL, ERR_WRONG_STATE,
	    now == NULL ? SAME("?") : &now->title, &where, NULL);
	str_done(&titles->vi);
	str_done(&titles->en);
}

void
refuse_state(struct deciding *d, const struct case_state *cs,
    const struct basis *basis, struct titles *titles)
{
	refuse_from(d, path_state(case_path(cs, d->procedure),
	    jx_text(cs->row, "state")), basis, titles);
}

/* Where the case stands for a step: on its path, or on the step's track. */
static const struct state *
state_for(struct deciding *d, const struct case_state *cs,
    const struct path *track)
{
	return track != NULL ? case_track_state(cs, track) :
	    path_state(case_path(cs, d->procedure), jx_text(cs->row, "state"));
}

static void
need_state(struct deciding *d, const struct case_state *cs,
    const struct step *step, const struct path *track)
{
	const struct state *now = state_for(d, cs, track);
	struct titles titles = { STR_INIT, STR_INIT };
	bool final = now != NULL && now->final && track == NULL;
	bool here = false;
	size_t i;

	for (i = 0; i < step->n_from && !here; i++)
		here = step->from[i] == now;
	/* From the end of a case only steps lead back that say so (rule). */
	if (here && (!final || step->reopens))
		return;
	if (final) {
		reason_add(d->out->reasons, &step->basis, NULL,
		    ERR_CASE_FINAL, NULL);
		return;
	}
	for (i = 0; i < step->n_from; i++)
		add_title(&titles, &step->from[i]->title);
	refuse_from(d, now, &step->basis, &titles);
}

/* The document that an application rests on is asked by its own form. */
static void
fix_applied(struct deciding *d, const struct step *step, size_t from)
{
	json_t *reason;
	size_t i;

	for (i = from; i < json_array_size(d->out->reasons); i++) {
		reason = json_array_get(d->out->reasons, i);
		if (step->form != NULL && str_eq(jx_text(json_object_get(
		    reason, "fix"), "field"), NAME_DELIVERY_DOCUMENT))
			json_object_set_new(reason, "fix", fix_json(FIX_FORM,
			    step->form->code, NAME_APPLICATION_DOCUMENT));
	}
}

/*
 * The class, the days, and what else the support asks of a person (of a poor
 * household, under 18), but not what its delivery is still to tell.
 */
static void
need_this_applied(struct deciding *d, const struct case_state *cs,
    const struct support *support, const json_t *answers,
    const char *document)
{
	size_t i;

	need_entitled(d, cs, answers, support, document);
	for (i = 0; i < support->n_need; i++)
		if (!form_decides(support->form, &support->need[i]))
			need_all(d, cs, answers, NULL, &support->need[i], 1);
}

/* Each support that is applied for must be one that this person may have. */
static void
need_applied(struct deciding *d, const struct case_state *cs,
    const struct step *step, const json_t *answers)
{
	const json_t *codes = answer_value(json_object_get(answers,
	    step->applies)), *item;
	const char *document = json_string_value(answer_value(
	    json_object_get(answers, NAME_APPLICATION_DOCUMENT)));
	size_t from = json_array_size(d->out->reasons), i;

	json_array_foreach(codes, i, item) {
		const char *code = json_string_value(item);
		const struct support *support = code == NULL ? NULL :
		    regime_support(case_support_regime(cs, d->procedure),
		    code);

		if (support != NULL)
			need_this_applied(d, cs, support, answers, document);
		else
			reason_add(d->out->reasons, &step->basis, NULL,
			    ERR_NO_SUCH_SUPPORT,
			    SAME(code == NULL ? "?" : code), NULL);
	}
	fix_applied(d, step, from);
}

void
need_step(struct deciding *d, const struct case_state *cs,
    const struct step *step, const json_t *answers)
{
	const struct path *track = case_track_of(cs, d->procedure, step);

	if (track != NULL)
		need_by(d, cs, step);
	else
		need_hold(d, cs, &step->basis);
	need_who(d, &step->who, &step->basis);
	need_state(d, cs, step, track);
	need_all(d, cs, answers, step->handover ? NULL : step->form,
	    step->need, step->n_need);
	if (step->applies != NULL && answers != NULL)
		need_applied(d, cs, step, answers);
	if (step->request != NULL)
		need_request(d, cs, step->request, answers, true);
}

const struct unit *
need_receiver(struct deciding *d, const char *code, const struct who *who,
    const struct basis *basis)
{
	const struct unit *unit = procedure_unit(d->procedure, code);
	enum err_code bad = ERR_NONE;

	if (unit == NULL) {
		reason_add(d->out->reasons, basis, NULL, ERR_NO_SUCH_UNIT,
		    SAME(code), NULL);
		return NULL;
	}
	if (unit == d->actor->unit)
		bad = ERR_RECEIVER_SELF;
	else if (!who_has_kind(who, unit->kind))
		bad = ERR_WRONG_RECEIVER;
	else if (unit_has_ended(d, unit))
		bad = ERR_RECEIVER_CLOSED;
	else if (!d->source->has_unit(d->source->ctx, code))
		bad = ERR_RECEIVER_ABSENT;
	if (bad == ERR_NONE)
		return unit;
	reason_add(d->out->reasons, basis, NULL, bad,
	    &unit->title, NULL);
	return NULL;
}

const char *
need_text(struct deciding *d, const json_t *with, const char *key)
{
	const char *text = jx_text(with, key);

	if (text == NULL || *text == '\0') {
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME(key), NULL);
		return NULL;
	}
	return text;
}
