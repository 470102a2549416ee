/*
 * Who may do what: default refuse (design 8).
 */
#include "core/procedure/rights.h"

#include <string.h>

static const struct right_command commands[] = {
	{ "receive_persons" }, { "open_case" }, { "record_answers" },
	{ "settle_answer" }, { "confirm_answers" },
	{ "take_step" },
	{ "send_request" }, { "answer_request" }, { "give_support" },
	{ "record_paper" }, { "append_note" }, { "offer_handover" },
	{ "withdraw_offer" }, { "accept_handover" }, { "refuse_handover" },
	{ "reveal_identity" }, { "save_draft" }, { "drop_draft" },
	{ "save_preference" },
	{ "add_officer" }, { "change_secret" }, { "change_roles" },
	{ "close_officer" }, { "open_officer" }, { "propose_value" },
	{ "confirm_value" }, { "decline_value" }, { "read_audit" },
	{ "withdraw_request" }, { "extend_clock" }, { "move_regime" },
	{ "pass_to_successor" }, { "propose_takeover" },
	{ "confirm_takeover" }, { "decline_takeover" }, { "link_cases" },
	{ "unlink_cases" }, { "open_coordination" },
	{ "record_coordination" }, { "close_coordination" }, { "set_task" },
	{ "report_task" }, { "urge_task" }, { "void_number" },
	{ "attach" }, { "read_attachment" },
};

const struct right_command *
rights_commands(size_t *n)
{
	*n = ARRAY_LEN(commands);
	return commands;
}

bool
who_has_kind(const struct who *w, const struct unit_kind *kind)
{
	for (size_t i = 0; i < w->n_kind; i++)
		if (w->kind[i] == kind)
			return true;
	return false;
}

static bool
right_covers(const struct right *right, const struct unit_kind *kind,
    const char *command)
{
	const struct who kinds = { right->kind, right->n_kind, NULL, 0 };

	if (right->n_kind > 0 && !who_has_kind(&kinds, kind))
		return false;
	for (size_t i = 0; i < right->n_command; i++)
		if (strcmp(right->command[i], command) == 0)
			return true;
	return false;
}

bool
procedure_allows(const struct procedure *p, const struct role *role,
    const struct unit_kind *kind, const char *command)
{
	if (role == NULL || kind == NULL || command == NULL)
		return false;
	for (size_t i = 0; i < p->n_right; i++)
		if (p->right[i].role == role &&
		    right_covers(&p->right[i], kind, command))
			return true;
	return false;
}

bool
rights_reach(const struct procedure *p, const struct who *who,
    const struct unit_kind *kind, const char *command)
{
	for (size_t i = 0; i < who->n_role; i++)
		if (procedure_allows(p, who->role[i], kind, command))
			return true;
	for (size_t i = 0; who->n_role == 0 && i < p->n_role; i++)
		if (procedure_allows(p, &p->role[i], kind, command))
			return true;
	return false;
}

bool
rights_days_meet(day_t from, day_t to, day_t from2, day_t to2)
{
	return (to == DAY_NONE || from2 == DAY_NONE || from2 <= to) &&
	    (to2 == DAY_NONE || from == DAY_NONE || from <= to2);
}

bool
rights_somebody(const struct procedure *p, const struct regime *r,
    const struct who *who, const struct unit_kind *kind,
    const char *command)
{
	if (!rights_reach(p, who, kind, command) ||
	    !rights_days_meet(kind->from, kind->to, r->from, r->to))
		return false;
	for (size_t i = 0; i < p->n_unit; i++)
		if (p->unit[i].kind == kind &&
		    rights_days_meet(p->unit[i].from, p->unit[i].to,
		    r->from, r->to))
			return true;
	return false;
}
