/*
 * Who may do and see what: default refuse (design 8).
 */
#include "core/procedure/rights.h"

#include <string.h>

static const struct right_code commands[] = {
	{ "receive_persons" }, { "open_case" }, { "record_answers" },
	{ "settle_answer" }, { "confirm_answers" },
	{ "take_step" },
	{ "send_request" }, { "answer_request" }, { "give_support" },
	{ "record_paper" }, { "append_note" }, { "offer_handover" },
	{ "withdraw_offer" }, { "accept_handover" }, { "refuse_handover" },
	{ "reveal_identity" }, { "save_draft" }, { "drop_draft" },
	{ "save_preference" },
	{ "add_officer" }, { "change_secret" }, { "end_officer" },
	{ "resume_officer" }, { "end_role" }, { "suspend_officer" },
	{ "unlock_sign_in" }, { "accept_conduct" }, { "close_others" },
	{ "set_totp" }, { "propose_value" },
	{ "confirm_value" }, { "decline_value" }, { "read_audit" },
	{ "withdraw_request" }, { "extend_clock" }, { "move_regime" },
	{ "pass_to_successor" }, { "propose_takeover" },
	{ "confirm_takeover" }, { "decline_takeover" }, { "link_cases" },
	{ "unlink_cases" }, { "open_coordination" },
	{ "record_coordination" }, { "close_coordination" }, { "set_task" },
	{ "report_task" }, { "urge_task" }, { "void_number" },
	{ "propose_pair" }, { "approve_pair" }, { "decline_pair" },
	{ "use_pair" }, { "legal_hold" },
	/* Acts of two persons (core/case/pair.def): no commands of their own. */
	{ "export_identified" }, { "bulk_print" }, { "erase_case" },
	{ "grant_role" }, { "reset_secret" }, { "recover_key" }, { "share_key" },
	{ "set_sign_in" },
	{ "add_receiver" }, { "end_receiver" },
	{ "set_purpose" }, { "record_transfer" }, { "record_person_request" },
	{ "answer_person_request" },
	{ "attach" }, { "read_attachment" }, { "reveal_answer" },
	{ "break_glass" }, { "review_glass" },
	{ "record_breach" }, { "notify_breach" }, { "close_breach" },
};

static const struct right_code queries[] = {
	{ "home" }, { "queue" }, { "case" }, { "identity" }, { "attachment" },
	{ "history" }, { "versions" }, { "copyable" }, { "act" }, { "draft" },
	{ "register" }, { "units" }, { "operation" }, { "codes" },
	{ "entitlements" }, { "regime_preview" }, { "search" }, { "why" },
	{ "map" }, { "coordinations" }, { "coordination" },
	{ "register_report" }, { "workload" }, { "common" },
	{ "preferences" }, { "old_places" }, { "law" }, { "glossary" },
	{ "pairs" }, { "retention" }, { "erasures" }, { "erasure" },
	{ "glass" }, { "account" }, { "conduct" }, { "staff" },
	/* A form opened over what a case knows (tn_fill), or over nothing. */
	{ "fill_data" },
	/* The journal of looking; where the journal ends, for papers. */
	{ "alike" }, { "head" }, { "who_saw" }, { "what_saw" },
	/* What left the house; opening what came; the letter to a person. */
	{ "exports" }, { "open_export" }, { "person_letter" },
	{ "person_requests" }, { "breach" }, { "breaches" },
};

_Static_assert(ARRAY_LEN(commands) + ARRAY_LEN(queries) <= RIGHT_OPS_MAX,
    "more operations than a rule has bits");

const struct right_code *
rights_commands(size_t *n)
{
	*n = ARRAY_LEN(commands);
	return commands;
}

const struct right_code *
rights_queries(size_t *n)
{
	*n = ARRAY_LEN(queries);
	return queries;
}

static int
find_code(const struct right_code *list, size_t n, const char *code)
{
	for (size_t i = 0; code != NULL && i < n; i++)
		if (strcmp(list[i].code, code) == 0)
			return (int)i;
	return -1;
}

int
rights_command(const char *code)
{
	return find_code(commands, ARRAY_LEN(commands), code);
}

int
rights_query(const char *code)
{
	int at = find_code(queries, ARRAY_LEN(queries), code);

	return at < 0 ? -1 : (int)ARRAY_LEN(commands) + at;
}

int
rights_ops(void)
{
	return (int)(ARRAY_LEN(commands) + ARRAY_LEN(queries));
}

const char *
rights_op(int op, bool *is_query)
{
	if (op < 0 || op >= rights_ops())
		return NULL;
	*is_query = op >= (int)ARRAY_LEN(commands);
	return *is_query ? queries[op - (int)ARRAY_LEN(commands)].code :
	    commands[op].code;
}

/* Queries of a case or an act; the others are of neither. */
#define OF_CASE (RELATION_HOLDER | RELATION_OFFERED | RELATION_ASKED | \
    RELATION_FORMER | RELATION_SUPERIOR | RELATION_GLASS)
static const struct {
	const char *query;
	unsigned relations;
} asked_of[] = {
	{ "act", RELATION_PARTY }, { "coordination", RELATION_PARTY },
	{ "case", OF_CASE }, { "identity", OF_CASE },
	{ "attachment", OF_CASE }, { "history", OF_CASE },
	{ "versions", OF_CASE }, { "copyable", OF_CASE },
	{ "entitlements", OF_CASE }, { "regime_preview", OF_CASE },
	{ "why", OF_CASE }, { "who_saw", OF_CASE },
	{ "person_letter", OF_CASE },
	{ "map", RELATION_NONE | OF_CASE }, { "fill_data", RELATION_ANY },
};

unsigned
rights_op_relations(int op)
{
	bool query;
	const char *code = rights_op(op, &query);

	if (code == NULL || !query)
		return RELATION_ANY;
	for (size_t i = 0; i < ARRAY_LEN(asked_of); i++)
		if (strcmp(asked_of[i].query, code) == 0)
			return asked_of[i].relations;
	return RELATION_NONE;
}

/* ---- words ---- */

static const char *const relations[] = {
	"none", "holder", "offered", "asked", "former", "superior", "glass",
	"party"
};

const char *
relation_word(unsigned relation)
{
	for (unsigned i = 0; i < ARRAY_LEN(relations); i++)
		if (relation == 1u << i)
			return relations[i];
	return NULL;
}

unsigned
relation_find(const char *word)
{
	for (unsigned i = 0; word != NULL && i < ARRAY_LEN(relations); i++)
		if (strcmp(relations[i], word) == 0)
			return 1u << i;
	return 0;
}

const char *
right_place_word(enum right_place place)
{
	static const char *const words[RIGHT_PLACES] = {
		"form", "list", "identity", "versions", "history", "search",
		"export"
	};

	return (unsigned)place < RIGHT_PLACES ? words[place] : NULL;
}

/* ---- the engine ---- */

static bool
fits_subject(const struct right_rule *rule, const struct rights_subject *s)
{
	return (rule->roles & s->roles) != 0 && (rule->kinds & s->kind) != 0;
}

static bool
fits_state(const struct right_rule *rule, const struct rights_object *o)
{
	if (o->state == NULL)
		return rule->n_state == 0 && !rule->open_only &&
		    !rule->final_only;
	if ((rule->open_only && o->final) || (rule->final_only && !o->final))
		return false;
	for (size_t i = 0; i < rule->n_state; i++)
		if (strcmp(rule->state[i], o->state) == 0)
			return true;
	return rule->n_state == 0;
}

static bool
fits_object(const struct right_rule *rule, const struct rights_subject *s,
    const struct rights_object *o)
{
	if ((rule->relations & o->relation) == 0)
		return false;
	if (rule->own_province && (s->province == NULL ||
	    o->province == NULL || strcmp(s->province, o->province) != 0))
		return false;
	return fits_state(rule, o);
}

bool
right_rule_fits(const struct right_rule *rule,
    const struct rights_subject *subject, const struct rights_object *object)
{
	return fits_subject(rule, subject) &&
	    fits_object(rule, subject, object);
}

static bool
has_op(const struct right_rule *rule, int op)
{
	return (rule->ops[op / 64] >> (op % 64) & 1) != 0;
}

/* What one role sees in one relation: the first rule that fits decides. */
static enum right
seen_as(const struct rights *rights, const struct rights_subject *s,
    const struct rights_object *o, int op, enum form_class class)
{
	for (size_t i = 0; i < rights->n_class_rule; i++) {
		const struct right_rule *rule = &rights->class_rule[i];

		if ((rule->classes >> class & 1) != 0 &&
		    (rule->places >> (-1 - op) & 1) != 0 &&
		    fits_subject(rule, s) && fits_object(rule, s, o))
			return rule->show;
	}
	return RIGHT_NONE;
}

/* What one role (a bit) sees, in all its relations. */
static enum right
seen_by(const struct rights *rights, const struct rights_subject *s,
    const struct rights_object *o, int op, enum form_class class)
{
	enum right best = RIGHT_NONE;

	for (unsigned left = o->relation; left != 0; left &= left - 1) {
		struct rights_object one = *o;
		enum right seen;

		one.relation = left & (~left + 1);
		seen = seen_as(rights, s, &one, op, class);
		best = seen > best ? seen : best;
	}
	return best;
}

enum right
rights_of(const struct rights *rights, const struct rights_subject *subject,
    const struct rights_object *object, int op, enum form_class class)
{
	enum right best = RIGHT_NONE;

	for (size_t i = 0; op >= 0 && op < rights_ops() &&
	    i < rights->n_rule; i++)
		if (has_op(&rights->rule[i], op) &&
		    fits_subject(&rights->rule[i], subject) &&
		    fits_object(&rights->rule[i], subject, object))
			return RIGHT_FULL;
	if (op >= 0 || op < RIGHTS_SEE(RIGHT_PLACES - 1) ||
	    (unsigned)class >= FORM_CLASSES)
		return RIGHT_NONE;
	for (uint64_t left = subject->roles; left != 0; left &= left - 1) {
		struct rights_subject one = *subject;
		enum right seen;

		one.roles = left & (~left + 1);
		seen = seen_by(rights, &one, object, op, class);
		best = seen > best ? seen : best;
	}
	return best;
}

bool
rights_ever(const struct rights *rights, const struct rights_subject *subject,
    int op)
{
	for (size_t i = 0; op >= 0 && op < rights_ops() &&
	    i < rights->n_rule; i++)
		if (has_op(&rights->rule[i], op) &&
		    fits_subject(&rights->rule[i], subject))
			return true;
	return false;
}

/* ---- of roles and kinds, for menus and the checker ---- */

bool
who_has_kind(const struct who *w, const struct unit_kind *kind)
{
	for (size_t i = 0; i < w->n_kind; i++)
		if (w->kind[i] == kind)
			return true;
	return false;
}

struct rights_subject
rights_subject_of(const struct procedure *p, const struct role *role,
    const struct unit_kind *kind)
{
	return (struct rights_subject){
		role == NULL ? 0 : UINT64_C(1) << (role - p->role),
		kind == NULL ? 0 : UINT64_C(1) << (kind - p->unit_kind),
		NULL };
}

bool
procedure_allows(const struct procedure *p, const struct role *role,
    const struct unit_kind *kind, const char *command)
{
	struct rights_subject subject = rights_subject_of(p, role, kind);

	return rights_ever(p->rights, &subject, rights_command(command));
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
