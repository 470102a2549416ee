/* Folding plain facts into rows.  Knows no YAML: facts say all it needs. */
#include "core/case/row.h"
#include "core/case/row_fold.h"

#include "core/base/jx.h"
#include "core/case/attach.h"
#include "core/case/pair.h"

#include <stdlib.h>
#include <string.h>

void
event_done(struct event *ev)
{
	free(ev->stream);
	free(ev->kind);
	free(ev->actor);
	free(ev->unit);
	free(ev->op_id);
	json_decref(ev->facts);
	free(ev->sealed);
	memset(ev, 0, sizeof(*ev));
}

enum folded { FOLD_CASE, FOLD_ACT, FOLD_SITE, FOLD_LOG };

static const struct fold_rule {
	const char *kind;
	enum folded what;
	bool first;		/* begins its stream */
	bool moves;		/* sets "moved" of a case */
	bool (*fold)(json_t *row, const struct event *ev);
} fold_rule[] = {
	{ "case_opened", FOLD_CASE, true, true, fold_opened },
	{ "answers_recorded", FOLD_CASE, false, false, fold_nothing },
	{ "answer_settled", FOLD_CASE, false, false, fold_nothing },
	{ "answers_confirmed", FOLD_CASE, false, false, fold_nothing },
	{ "step_taken", FOLD_CASE, false, true, fold_step },
	{ "request_sent", FOLD_CASE, false, true, fold_request_sent },
	{ "request_answered", FOLD_CASE, false, true, fold_answered },
	{ "support_given", FOLD_CASE, false, false, fold_nothing },
	{ "paper_recorded", FOLD_CASE, false, false, fold_nothing },
	{ "note_appended", FOLD_CASE, false, false, fold_nothing },
	{ "offered", FOLD_CASE, false, true, fold_offered },
	{ "offer_withdrawn", FOLD_CASE, false, true, fold_offer_ended },
	{ "offer_refused", FOLD_CASE, false, true, fold_offer_refused },
	{ "accepted", FOLD_CASE, false, true, fold_accepted },
	{ "identity_read", FOLD_CASE, false, false, fold_nothing },
	{ "answer_read", FOLD_CASE, false, false, fold_nothing },
	{ "history_read", FOLD_CASE, false, false, fold_nothing },
	{ "content_read", FOLD_CASE, false, false, fold_nothing },
	{ "glass_broken", FOLD_CASE, false, false, fold_glass_broken },
	{ "glass_reviewed", FOLD_CASE, false, false, fold_glass_reviewed },
	{ "attached", FOLD_CASE, false, false, fold_attached },
	{ "attachment_read", FOLD_CASE, false, false, fold_nothing },
	{ "request_withdrawn", FOLD_CASE, false, true, fold_request_withdrawn },
	{ "clock_extended", FOLD_CASE, false, false, fold_nothing },
	{ "regime_moved", FOLD_CASE, false, true, fold_regime_moved },
	{ "succeeded", FOLD_CASE, false, true, fold_succeeded },
	{ "takeover_proposed", FOLD_CASE, false, false, fold_takeover_proposed },
	{ "takeover_declined", FOLD_CASE, false, false, fold_takeover_declined },
	{ "taken_over", FOLD_CASE, false, true, fold_taken_over },
	{ "case_linked", FOLD_CASE, false, false, fold_nothing },
	{ "case_unlinked", FOLD_CASE, false, false, fold_nothing },
	{ "coordination_opened", FOLD_ACT, true, false, fold_coordination },
	{ "coordination_recorded", FOLD_ACT, false, false, fold_coordination_more },
	{ "coordination_closed", FOLD_ACT, false, false, fold_coordination_closed },
	{ "task_set", FOLD_ACT, false, false, fold_task },
	{ "task_reported", FOLD_ACT, false, false, fold_task_reported },
	{ "task_urged", FOLD_ACT, false, false, fold_task_urged },
	{ "succession_recorded", FOLD_ACT, true, false, fold_succession },
	{ "reception_recorded", FOLD_ACT, true, false, fold_act_made },
	{ "handover_offered", FOLD_ACT, true, false, fold_act_made },
	{ "handover_decided", FOLD_ACT, false, false, fold_decided },
	{ "handover_withdrawn", FOLD_ACT, false, false, fold_withdrawn },
	{ "handover_lines_ended", FOLD_ACT, false, false, fold_lines_ended },
	{ "transfer_recorded", FOLD_CASE, false, false, fold_transfer },
	{ "purpose_set", FOLD_CASE, false, false, fold_purpose },
	{ "person_request_recorded", FOLD_CASE, false, false, fold_person_request },
	{ "person_request_answered", FOLD_CASE, false, false, fold_person_answered },
	{ "person_request_noted", FOLD_SITE, false, false, fold_person_noted },
	{ "person_request_ended", FOLD_SITE, false, false, fold_person_ended },
	{ "act_read", FOLD_ACT, false, false, fold_nothing },
	{ "audit_read", FOLD_SITE, false, false, fold_nothing },
	{ "alike_sought", FOLD_SITE, false, false, fold_nothing },
	{ "checkpoint", FOLD_LOG, false, false, fold_checkpoint },
	{ "refused", FOLD_LOG, false, false, fold_count },
	{ "stranger_refused", FOLD_LOG, false, false, fold_count },
	{ "site_founded", FOLD_SITE, true, false, fold_founded },
	{ "unit_opened", FOLD_SITE, false, false, fold_unit },
	{ "officer_added", FOLD_SITE, false, false, fold_officer },
	{ "value_proposed", FOLD_SITE, false, false, fold_proposed },
	{ "value_set", FOLD_SITE, false, false, fold_value_set },
	{ "value_declined", FOLD_SITE, false, false, fold_declined },
	{ "glass_noted", FOLD_SITE, false, false, fold_glass_noted },
	{ "glass_closed", FOLD_SITE, false, false, fold_glass_closed },
	{ "number_voided", FOLD_SITE, false, false, fold_nothing },
	{ "pair_proposed", FOLD_SITE, false, false, fold_pair_proposed },
	{ "pair_approved", FOLD_SITE, false, false, fold_pair_approved },
	{ "pair_declined", FOLD_SITE, false, false, fold_pair_ended },
	{ "pair_used", FOLD_SITE, false, false, fold_pair_ended },
	{ "case_erased", FOLD_CASE, false, false, fold_case_erased },
	{ "act_erased", FOLD_ACT, false, false, fold_act_erased },
	{ "erasure_certified", FOLD_ACT, true, false, fold_erasure },
	{ "hold_set", FOLD_CASE, false, false, fold_hold_set },
	{ "hold_lifted", FOLD_CASE, false, false, fold_hold_lifted },
	{ "export_registered", FOLD_ACT, true, false, fold_export },
	{ "case_exported", FOLD_CASE, false, false, fold_nothing },
	{ "receiver_added", FOLD_SITE, false, false, fold_receiver },
	{ "receiver_ended", FOLD_SITE, false, false, fold_receiver_ended },
	{ "export_opened", FOLD_SITE, false, false, fold_nothing },
	{ "pair_asked", FOLD_CASE, false, false, fold_nothing },
	{ "role_granted", FOLD_SITE, false, false, fold_role_granted },
	{ "secret_changed", FOLD_SITE, false, false, fold_secret_changed },
	{ "secret_reset", FOLD_SITE, false, false, fold_secret_reset },
	{ "key_recovered", FOLD_SITE, false, false, fold_secret_reset },
	{ "key_shared", FOLD_SITE, false, false, fold_key_shared },
	{ "totp_set", FOLD_SITE, false, false, fold_codes_set },
	{ "conduct_accepted", FOLD_SITE, false, false, fold_conduct },
	{ "officer_ended", FOLD_SITE, false, false, fold_officer_ended },
	{ "officer_suspended", FOLD_SITE, false, false, fold_suspended },
	{ "officer_resumed", FOLD_SITE, false, false, fold_resumed },
	{ "role_ended", FOLD_SITE, false, false, fold_role_ended },
	{ "unit_key_renewed", FOLD_SITE, false, false, fold_unit_renewed },
	{ "sign_in_set", FOLD_SITE, false, false, fold_sign_in_set },
	{ "sign_in_unlocked", FOLD_SITE, false, false, fold_nothing },
	{ "sessions_closed", FOLD_SITE, false, false, fold_nothing },
	{ "signed_in", FOLD_SITE, false, false, fold_signed_in },
	{ "breach_found", FOLD_SITE, false, false, fold_breach_found },
	{ "breach_notified", FOLD_SITE, false, false, fold_breach_notified },
	{ "breach_closed", FOLD_SITE, false, false, fold_breach_closed },
	{ "sign_in_refused", FOLD_SITE, false, false, fold_nothing },
};

static const struct fold_rule *
rule_of(const char *kind)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(fold_rule); i++)
		if (strcmp(fold_rule[i].kind, kind) == 0)
			return &fold_rule[i];
	return NULL;
}

static void
keep_version(json_t *row, const json_t *form)
{
	const char *code = jx_text(form, "code");
	json_t *forms = json_object_get(row, "forms");

	if (code == NULL || json_object_get(form, "version") == NULL)
		return;
	if (forms == NULL) {
		forms = json_object();
		json_object_set_new(row, "forms", forms);
	}
	json_object_set_new(forms, code,
	    json_integer(jx_int(form, "version", 0)));
}

/*
 * In which version each form was last filled.  Under another law the same
 * code may be another form: what was filled before is then of no version.
 */
static void
fold_versions(json_t *row, const struct event *ev)
{
	const json_t *form;
	size_t i;

	if (strcmp(ev->kind, "regime_moved") == 0)
		json_object_del(row, "forms");
	keep_version(row, json_object_get(ev->facts, "form"));
	json_array_foreach(json_object_get(ev->facts, "forms"), i, form)
		keep_version(row, form);
}

static bool
only_looks(const char *kind)
{
	static const char *const looks[] = {
		"identity_read", "attachment_read", "answer_read",
		"history_read", "content_read", "glass_broken",
		"glass_reviewed", "pair_asked", "hold_set", "hold_lifted",
		"case_exported"
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(looks); i++)
		if (strcmp(looks[i], kind) == 0)
			return true;
	return false;
}

static json_t *
fold_event(const json_t *before, const struct event *ev)
{
	const struct fold_rule *rule = rule_of(ev->kind);
	json_t *row;
	bool ok;

	if (rule == NULL)
		return NULL;
	/* A log has no beginning of its own. */
	if (rule->what != FOLD_LOG && rule->first != (before == NULL))
		return NULL;
	row = before == NULL ? json_object() : json_deep_copy(before);
	ok = rule->fold(row, ev) &&
	    (rule->what != FOLD_CASE || fold_clocks(row, ev));
	if (!ok) {
		json_decref(row);
		return NULL;
	}
	if (rule->what == FOLD_CASE)
		fold_versions(row, ev);
	if (rule->what == FOLD_CASE && rule->moves)
		set_when(row, "moved", ev->at);
	/* Whoever only looks does not work on a case. */
	if (rule->what == FOLD_CASE && str_eq(jx_text(row, "holder"),
	    ev->unit) && !only_looks(ev->kind))
		set_when(row, "worked", ev->at);
	return row;
}

static size_t
numbers_of(const struct event *ev, const char *series[4], int64_t n[4])
{
	const json_t *pair;
	size_t i, count = 0;

	json_array_foreach(json_object_get(ev->facts, "numbers"), i, pair) {
		if (count == 4)
			break;
		series[count] = json_string_value(json_array_get(pair, 0));
		n[count] = json_integer_value(json_array_get(pair, 1));
		if (series[count] != NULL)
			count++;
	}
	return count;
}

const struct projector case_projector = {
	fold_event, row_work, numbers_of, event_attached, event_ends,
};
