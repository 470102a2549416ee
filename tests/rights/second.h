/*
 * The rights a second time, by relation first and in words of its own; knows
 * nothing of core/ and of forms/rights.yaml.  Whoever changes what somebody
 * may do or see writes it here too, from the need and not from the YAML, and
 * the test compares every combination of the two.
 *
 * A line says: who (one letter a role: o officer, c commander, v verifier,
 * s supervisor, t trainer, a administrator), where (kinds of units; "" every
 * kind), what (commands; queries have a ?).
 */
#ifndef TN_TESTS_RIGHTS_SECOND_H
#define TN_TESTS_RIGHTS_SECOND_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define CARES " border_post coast_guard immigration_province " \
	"immigration_department police_province police_commune " \
	"commune_committee health_province social_facility victim_facility " \
	"mission womens_union hotline_111 "
#define LEADS " police_district labour_district labour_province " \
	"border_command_province consular_department "
#define REPLIES " police_province police_commune police_district " \
	"immigration_province immigration_department border_command_province " \
	"coast_guard consular_department labour_district labour_province " \
	"health_province "
#define CHECKS " police_province police_commune immigration_province " \
	"immigration_department "
/* All who work on cases but the Women's Union. */
#define JOINS " border_post coast_guard immigration_province " \
	"immigration_department police_province police_commune " \
	"commune_committee health_province social_facility victim_facility " \
	"mission hotline_111 " LEADS
#define RECEIVES " border_post coast_guard immigration_province " \
	"police_province police_commune police_district mission "
#define OPENS CARES " police_district consular_department "

struct second_line {
	const char *who, *where, *what;
};

/* Whatever the relation, and with none. */
static const struct second_line second_always[] = {
	{ "ocvsta", "", "save_draft drop_draft save_preference change_secret "
	    "set_totp accept_conduct close_others ?account ?conduct "
	    "?home ?draft ?preferences ?operation ?units ?codes ?register "
	    "?register_report ?law ?glossary ?old_places ?head" },
	{ "oc", RECEIVES, "receive_persons" },
	{ "oc", OPENS, "open_case" },
	{ "oc", "", "void_number" },
	{ "ocvs", "", "open_coordination record_coordination "
	    "close_coordination set_task report_task urge_task" },
	{ "cs", "", "propose_value confirm_value decline_value" },
	{ "sa", "", "read_audit" },
	{ "cs", "", "add_receiver end_receiver" },
	{ "ac", "", "grant_role reset_secret recover_key share_key set_sign_in "
	    "add_officer "
	    "end_officer resume_officer end_role suspend_officer "
	    "unlock_sign_in ?staff" },
	{ NULL, NULL, NULL }
};

/* Acts of two persons, towards a case or nothing; not as a party of an act. */
#define PAIRS \
	{ "ocsa", "", "propose_pair decline_pair use_pair ?pairs" }, \
	{ "csa", "", "approve_pair" }

static const struct second_line second_none[] = {
	PAIRS,
	{ "oc", "", "?retention" },
	{ "ocs", "", "?erasures ?erasure ?exports" },
	{ "oc", "", "?open_export" },
	{ "ocvs", "", "?queue ?workload ?common ?search ?coordinations ?map "
	    "?fill_data ?glass" },
	{ "t", "", "?map" },
	{ "cs", "", "?alike" },
	{ "sa", "", "?what_saw" },
	{ "ocs", "", "?person_requests" },
	{ "csa", "", "record_breach notify_breach close_breach "
	    "?breach ?breaches" },
	{ NULL, NULL, NULL }
};

static const struct second_line second_party[] = {
	{ "ocvs", "", "?act ?coordination ?fill_data" },
	{ NULL, NULL, NULL }
};

/* What standing to a case gives to all four of holder to former. */
#define SHARED \
	PAIRS, \
	{ "oc", CARES LEADS, "record_answers confirm_answers take_step " \
	    "record_paper reveal_identity attach read_attachment " \
	    "give_support append_note" }, \
	{ "oc", "legal_aid_province", "give_support append_note" }, \
	{ "v", REPLIES, "answer_request record_answers confirm_answers " \
	    "record_paper append_note reveal_identity attach " \
	    "read_attachment" }, \
	{ "v", CHECKS, "give_support" }, \
	{ "s", "", "append_note" }, \
	{ "c", "", "extend_clock" }, \
	{ "oc", JOINS, "link_cases unlink_cases" }, \
	{ "ocvs", "", "?case ?identity ?attachment ?history ?versions " \
	    "?copyable ?entitlements ?regime_preview ?why ?map ?fill_data" }

static const struct second_line second_holder[] = {
	SHARED,
	{ "oc", CARES LEADS, "settle_answer offer_handover withdraw_offer "
	    "send_request withdraw_request" },
	{ "oc", "", "pass_to_successor export_identified bulk_print "
	    "erase_case" },
	{ "c", "", "move_regime legal_hold" },
	{ "ocv", "", "reveal_answer" },
	{ "ocvs", "", "break_glass" },
	{ "cs", "", "review_glass" },
	{ "s", "", "?who_saw" },
	{ "oc", "", "set_purpose record_transfer "
	    "answer_person_request ?person_letter" },
	{ "ocv", "", "record_person_request" },
	{ NULL, NULL, NULL }
};

static const struct second_line second_offered[] = {
	SHARED,
	{ "oc", CARES LEADS, "accept_handover refuse_handover" },
	{ NULL, NULL, NULL }
};

static const struct second_line second_asked[] = {
	SHARED,
	{ "oc", "labour_district labour_province", "answer_request" },
	{ "ocv", "", "reveal_answer" },
	{ "ocv", "", "record_person_request" },
	{ NULL, NULL, NULL }
};

static const struct second_line second_former[] = {
	SHARED,
	{ "ocv", "", "reveal_answer" },
	{ "ocvs", "", "break_glass" },
	{ "s", "", "?who_saw" },
	{ "ocv", "", "record_person_request" },
	{ NULL, NULL, NULL }
};

static const struct second_line second_superior[] = {
	PAIRS,
	{ "cs", "", "append_note propose_takeover confirm_takeover "
	    "legal_hold decline_takeover break_glass review_glass ?case ?history" },
	{ "s", "", "?who_saw" },
	{ NULL, NULL, NULL }
};

static const struct second_line second_glass[] = {
	{ "ocvs", "", "append_note reveal_identity reveal_answer "
	    "read_attachment ?case ?identity ?attachment ?history ?versions "
	    "?fill_data" },
	{ NULL, NULL, NULL }
};

/* Is the word in a list of words with blanks between? */
static bool
second_has(const char *list, const char *word)
{
	size_t n = strlen(word);
	const char *at = list;

	while ((at = strstr(at, word)) != NULL) {
		if ((at == list || at[-1] == ' ') &&
		    (at[n] == ' ' || at[n] == '\0'))
			return true;
		at += n;
	}
	return false;
}

static bool
second_in(const struct second_line *line, char who, const char *where,
    const char *what)
{
	for (; line->who != NULL; line++)
		if (strchr(line->who, who) != NULL &&
		    (line->where[0] == '\0' ||
		    second_has(line->where, where)) &&
		    second_has(line->what, what))
			return true;
	return false;
}

/* `what`: a command, or a query with a ? before it. */
static bool
second_may(const char *relation, char who, const char *where,
    const char *what)
{
	static const struct {
		const char *relation;
		const struct second_line *line;
	} of[] = {
		{ "none", second_none }, { "party", second_party },
		{ "holder", second_holder }, { "offered", second_offered },
		{ "asked", second_asked }, { "former", second_former },
		{ "superior", second_superior }, { "glass", second_glass },
	};
	size_t i;

	if (second_in(second_always, who, where, what))
		return true;
	for (i = 0; i < sizeof(of) / sizeof(*of); i++)
		if (strcmp(of[i].relation, relation) == 0)
			return second_in(of[i].line, who, where, what);
	return false;
}

enum { SECOND_HIDDEN, SECOND_DOTS, SECOND_WHOLE };

/* What works with a case, as far as it may see it in full. */
static int
second_worker(const char *relation, const char *ministry, bool cares_for_ill,
    const char *class, bool final)
{
	bool holder = strcmp(relation, "holder") == 0;
	bool offered = strcmp(relation, "offered") == 0;
	bool asked = strcmp(relation, "asked") == 0;
	bool investigates = strcmp(ministry, "mps") == 0 ||
	    strcmp(ministry, "mod") == 0;

	/* Foreign Affairs reads the question that it has to answer. */
	if (strcmp(class, "investigation") == 0)
		return (investigates && !offered) ||
		    (asked && strcmp(ministry, "mofa") == 0) ? SECOND_WHOLE :
		    SECOND_DOTS;
	if (strcmp(class, "narrative") == 0 && (offered || (holder && final)))
		return SECOND_DOTS;
	if (strcmp(class, "medical") == 0 && ((asked && !cares_for_ill) ||
	    (holder && final)))
		return SECOND_DOTS;
	return SECOND_WHOLE;
}

/*
 * `ministry` is the code of the unit's ministry, or "".  `place` is where the
 * answer would stand.
 */
static int
second_sees(const char *relation, char who, const char *where,
    const char *ministry, const char *class, const char *place, bool final)
{
	bool investigates = strcmp(ministry, "mps") == 0 ||
	    strcmp(ministry, "mod") == 0;
	bool whom = strcmp(class, "identity") == 0 ||
	    strcmp(class, "contact") == 0;
	bool crowd = strcmp(place, "list") == 0 ||
	    strcmp(place, "search") == 0;

	if (strchr("ocvs", who) == NULL || strcmp(relation, "none") == 0 ||
	    strcmp(relation, "superior") == 0)
		return SECOND_HIDDEN;
	if (strcmp(relation, "party") == 0)
		return SECOND_WHOLE;
	if (whom && crowd)
		return SECOND_DOTS;
	if (strcmp(relation, "glass") == 0)
		return strcmp(class, "investigation") != 0 || investigates ?
		    SECOND_WHOLE : SECOND_HIDDEN;
	if (who == 's')
		return whom ? SECOND_DOTS : strcmp(class, "plain") == 0 ?
		    SECOND_WHOLE : SECOND_HIDDEN;
	return second_worker(relation, ministry,
	    strcmp(ministry, "moh") == 0 || strcmp(ministry, "molisa") == 0 ||
	    strcmp(where, "commune_committee") == 0, class, final);
}

#endif
