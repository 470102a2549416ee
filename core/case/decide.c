/* The table of commands, and what all of them ask first. */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/case/answers.h"
#include "core/case/mend.h"
#include "core/case/pair.h"
#include "core/case/row.h"
#include "core/case/visible.h"

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
	{ "settle_answer", true, false, decide_settle },
	{ "confirm_answers", true, false, decide_confirm_answers },
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
	{ "reveal_answer", true, true, decide_reveal_answer },
	{ "break_glass", true, true, decide_break_glass },
	{ "review_glass", true, true, decide_review_glass },
	{ "attach", true, false, decide_attach },
	{ "record_transfer", true, false, decide_transfer },
	{ "set_purpose", true, false, decide_set_purpose },
	{ "record_person_request", true, false, decide_person_request },
	{ "answer_person_request", true, false, decide_answer_person },
	{ "read_attachment", true, true, decide_read_attachment },
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
	{ "void_number", false, false, decide_void_number },
	{ "suspend_officer", false, true, decide_suspend_officer },
	{ "unlock_sign_in", false, true, decide_unlock_sign_in },
	{ "accept_conduct", false, true, decide_accept_conduct },
	{ "close_others", false, true, decide_close_others },
	{ "propose_pair", false, true, decide_propose_pair },
	{ "approve_pair", false, true, decide_approve_pair },
	{ "decline_pair", false, true, decide_decline_pair },
	{ "use_pair", false, true, decide_use_pair },
	{ "record_breach", false, true, decide_record_breach },
	{ "notify_breach", false, true, decide_notify_breach },
	{ "close_breach", false, true, decide_close_breach },
	{ "legal_hold", true, true, decide_legal_hold },
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
	return actor_has_right(p, a, rights_command(name));
}

void
need_right_on(struct deciding *d, const char *name,
    const struct case_state *cs)
{
	const char *holder = cs == NULL ? NULL : jx_text(cs->row, "holder");
	int op = rights_command(name);

	if (cs == NULL || row_allows(cs->row, d->procedure, d->actor, op))
		return;
	if (!row_tells_person(cs->row, d->actor)) {
		reason_add(d->out->reasons, NULL, NULL, ERR_SUPERIOR_ONLY,
		    NULL);
		reason_by_unit(d, holder);
	} else if (!str_eq(holder, d->actor->unit->code) &&
	    actor_may_as(d->procedure, d->actor, RELATION_HOLDER, op)) {
		reason_add(d->out->reasons, NULL, NULL, ERR_NOT_HOLDER,
		    unit_title(d, holder), NULL);
		reason_by_unit(d, holder);
	} else if (actor_may_as(d->procedure, d->actor, RELATION_SUPERIOR,
	    op)) {
		reason_add(d->out->reasons, NULL, NULL, ERR_NOT_SUPERIOR,
		    unit_title(d, holder), NULL);
	} else {
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_RIGHT,
		    &d->actor->unit->title, SAME(name), NULL);
		reason_by_right(d, name);
	}
}

/*
 * The last wall: whatever the command has decided, it writes to no case on
 * which its right does not hold.  Cases that it opens are not there yet.
 */
static void
need_right_on_all(struct deciding *d, const char *name)
{
	const char *last = "";
	size_t i;

	for (i = 0; i < d->out->n_event && !refused(d); i++) {
		const char *stream = d->out->event[i].stream;

		if (strcmp(stream, last) != 0)
			need_right_on(d, name, d->source->open(
			    d->source->ctx, stream));
		last = stream;
	}
}

/*
 * Whatever a command says of its reason is short: a record that could be
 * written and not be read again would end a case.
 */
static void
check_why(struct deciding *d, const json_t *with)
{
	const char *why = jx_text(with, "why");

	if (why != NULL && strlen(why) > WHY_MAX)
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("why"), NULL);
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
	check_why(d, with);
	beside_check(d, with);
	if (!command[i].ended_may)
		need_not_ended(d, NULL);
	if (!refused(d) && command[i].needs_case)
		need_right_on(d, name, d->source->open(d->source->ctx,
		    case_id));
	if (!refused(d))
		command[i].decide(d, case_id, with);
	if (!refused(d))
		need_right_on_all(d, name);
	beside_done(d);
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
