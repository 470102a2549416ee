/*
 * A procedure with the rest of the dialect in it, each part once: two
 * regimes, tracks, classes, coordination, clocks that stand still.
 */
#ifndef TN_TESTS_PROCEDURE_REST_H
#define TN_TESTS_PROCEDURE_REST_H

#include "core/base/jx.h"
#include "core/staff/seal.h"
#include "tests/unit/procedure_tiny.h"

#define GATE "r1/paths/gate.yaml"
#define OLD "r0/paths/gate.yaml"
#define SECRET "r1/tracks/secret.yaml"
#define STEP(code, from, to) "  - {code: " code ", title: " BOTH("S") \
    ", from: " from ", to: " to ", who: {unit_kinds: clinic}, basis: " BASIS

/* Beside tiny.h: everything that a regime may have, once. */
static const struct memory_file rest[] = {
	{ "agencies.yaml",
	"ministries:\n"
	"  - {code: mod, title: " BOTH("M") "}\n"
	"unit_kinds:\n"
	"  - {code: post, tier: post, superior: office, title: " BOTH("P")
	    "}\n"
	"  - {code: office, tier: central, title: " BOTH("O") "}\n"	/* 5 */
	"  - {code: clinic, tier: facility, title: " BOTH("C") "}\n"
	"  - {code: ward, tier: facility, valid_to: 2000-12-31, "
	    "successor: clinic, title: " BOTH("W") "}\n"
	"roles:\n"
	"  - {code: officer, title: " BOTH("O") "}\n"
	"  - {code: clerk, title: " BOTH("C") "}\n"			/* 10 */
	"#\n#\n#\n"
	"units:\n"
	"  - {code: post1, kind: post, title: " BOTH("P") "}\n"	/* 15 */
	"  - {code: office1, kind: office, title: " BOTH("O") "}\n"
	"  - {code: clinic1, kind: clinic, superior: office1, title: "
	    BOTH("C") "}\n"
	"  - {code: ward1, kind: ward, successor: clinic1, title: "
	    BOTH("W") "}\n" },
	{ "rights.yaml",
	"bases: [{code: b, basis: " BASIS "}]\n"
	"rights:\n"
	"  - {roles: [officer], basis: b, commands: [receive_persons, take_step, "
	    "send_request, offer_handover, accept_handover, give_support]}\n"
	"  - {roles: [clerk], unit_kinds: office, basis: b, commands: [answer_request, "
	    "extend_clock, open_coordination, take_step, propose_takeover, "
	    "confirm_takeover]}\n"
	"classes:\n"
	"  - {roles: [officer, clerk], class: [identity, contact, narrative, "
	    "medical, investigation, plain], show: show, basis: b}\n" },
	{ "common/forms/agreed.yaml",
	"form: agreed\nversion: 1\ntitle: " BOTH("A") "\nstatus: suggested\n"
	"anew: yes\n"						/* 5 */
	"items:\n"
	"  - {type: yes_no, name: agrees, label: " BOTH("A") "}\n"
	"  - {type: date, name: known_on, anew: no, label: " BOTH("K")
	    "}\n" },
	{ "r0/forms/person.yaml",
	"form: person\nversion: 1\ntitle: " BOTH("P") "\nstatus: suggested\n"
	"items:\n"						/* 5 */
	"  - {type: text, name: full_name, class: identity, label: "
	    BOTH("N") "}\n" },
	{ "r0/regime.yaml",
	"regime: r0\n"
	"title: " BOTH("R") "\n"
	"valid_from: 1990-01-01\nvalid_to: 2000-12-31\n" },
	{ "r0/paths/gate.yaml",
	"path: gate\n"						/* 1 */
	"title: " BOTH("G") "\n"
	"basis: " BASIS "\n"
	"entry: {who: {unit_kinds: [post]}, state: received, "
	    "person: person, minutes: person}\n"
	"states:\n"						/* 5 */
	"  - {code: received, title: " BOTH("R") ", basis: " BASIS "}\n"
	"  - {code: warded, title: " BOTH("W") ", basis: " BASIS "}\n"
	"  - {code: gone, final: yes, title: " BOTH("G") ", basis: " BASIS
	    "}\n"
	"steps:\n"
	"  - code: to_ward\n"					/* 10 */
	"    title: " BOTH("T") "\n"
	"    from: received\n"
	"    to: warded\n"
	"    who: {unit_kinds: post}\n"
	"    handover: {unit_kinds: [ward]}\n"			/* 15 */
	"    basis: " BASIS "\n"
	"  - code: let_go\n"
	"    title: " BOTH("L") "\n"
	"    from: warded\n"
	"    to: gone\n"					/* 20 */
	"    who: {unit_kinds: ward}\n"
	"    basis: " BASIS "\n" },
	{ "r0/tracks/secret.yaml",
	"track: secret\ntitle: " BOTH("S") "\nbasis: " BASIS "\nstart: open\n"
	"states:\n"						/* 5 */
	"  - {code: open, title: " BOTH("O") ", basis: " BASIS "}\n"
	"  - {code: shut, final: yes, title: " BOTH("S") ", basis: " BASIS
	    "}\n"
	"steps:\n"
	"  - {code: shut_it, title: " BOTH("S") ", from: open, to: shut, "
	    "who: {unit_kinds: ward}, form: agreed, basis: " BASIS "}\n" },
	{ "r0/support.yaml",
	"support:\n"
	"  - {code: food, title: " BOTH("F") ", emergency: yes, "
	    "who: {unit_kinds: [post, ward]}, basis: " BASIS "}\n" },
	{ "r1/classes.yaml",
	"classes:\n"
	"  - code: young\n"
	"    title: " BOTH("Y") "\n"
	"    test: \"${case.under_18} = 'yes' and ${sex} != 'male'\"\n"
	"    basis: " BASIS "\n"				/* 5 */
	"  - {code: other, title: " BOTH("O") ", test: true(), basis: " BASIS
	    "}\n" },
	{ "r1/clocks.yaml",
	"clocks:\n"
	"  - code: reply\n"
	"    title: " BOTH("R") "\n"
	"    term: reply_term\n"
	"    asked: wanted_by\n"				/* 5 */
	"    whose: addressee\n"
	"    basis: " BASIS "\n"
	"  - code: stay\n"
	"    title: " BOTH("S") "\n"
	"    term: stay_term\n"					/* 10 */
	"    whose: holder\n"
	"    suspend: {requests: [who_is_it], basis: " BASIS "}\n"
	"    extend:\n"
	"      by: longer_term\n"
	"      times: longer_times\n"				/* 15 */
	"      who: {unit_kinds: office}\n"
	"      basis: " BASIS "\n"
	"    escalate: {after: stay_term, basis: " BASIS "}\n"
	"    basis: " BASIS "\n" },
	{ "r1/coordination.yaml",
	"coordination:\n"
	"  - code: meeting\n"
	"    title: " BOTH("M") "\n"
	"    attach: [case, period]\n"
	"    plan: yes\n"					/* 5 */
	"    lead: {unit_kinds: office}\n"
	"    invited: {unit_kinds: post}\n"
	"    form: agreed\n"
	"    minutes: agreed\n"
	"    task: agreed\n"					/* 10 */
	"    paper: act\n"
	"    basis: " BASIS "\n" },
	{ "r1/forms/applying.yaml",
	"form: applying\nversion: 1\ntitle: " BOTH("A") "\n"
	"status: suggested\n"
	"items:\n"						/* 5 */
	"  - type: select_multiple\n"
	"    name: wanted\n"
	"    label: " BOTH("W") "\n"
	"    choices: [{code: food, label: " BOTH("F") "}, "
	    "{code: travel, label: " BOTH("T") "}]\n"
	"  - {type: text, name: application_document, label: " BOTH("D")
	    "}\n" },						/* 10 */
	{ "r1/forms/delivery.yaml",
	"form: delivery\nversion: 1\ntitle: " BOTH("D") "\n"
	"status: suggested\n"
	"items:\n"						/* 5 */
	"  - {type: text, name: delivery_document, label: " BOTH("D")
	    "}\n"
	"  - {type: integer, name: age, label: " BOTH("A") "}\n" },
	{ "r1/regime.yaml",
	"regime: r1\n"
	"title: " BOTH("R") "\n"
	"valid_from: 2001-01-01\n"
	"dormant_after: stay_term\n"
	"takes_over:\n"						/* 5 */
	"  - from: r0\n"
	"    basis: " BASIS "\n"
	"    paths:\n"
	"      - {from: gate, to: gate, states: {warded: cared}, basis: "
	    BASIS "}\n" },
	{ "r1/register.yaml",
	"values:\n"
	"  - code: reply_term\n"
	"    title: " BOTH("R") "\n"
	"    unit: working_days\n"
	"    basis: {doc: law, status: unset}\n"		/* 5 */
	"  - code: stay_term\n"
	"    title: " BOTH("S") "\n"
	"    unit: hours\n"
	"    value: 24\n"
	"    basis: " BASIS "\n"				/* 10 */
	"  - {code: longer_term, title: " BOTH("L") ", unit: hours, "
	    "basis: {status: unset}}\n"
	"  - {code: longer_times, title: " BOTH("L") ", unit: count, "
	    "value: 1, basis: " BASIS "}\n"
	"  - code: fare\n"
	"    title: " BOTH("F") "\n"
	"    unit: VND\n"					/* 15 */
	"    value: 100\n"
	"    local:\n"
	"      - {province: \"02\", value: 120, valid_from: 2002-01-01, "
	    "valid_to: 2002-12-31, basis: " BASIS "}\n"
	"      - {province: \"02\", value: 140, valid_from: 2003-01-01, "
	    "basis: " BASIS "}\n"
	"    basis: " BASIS "\n" },				/* 20 */
	{ "r1/support.yaml",
	"support:\n"
	"  - code: food\n"
	"    title: " BOTH("F") "\n"
	"    emergency: yes\n"
	"    who: {unit_kinds: [post, clinic]}\n"		/* 5 */
	"    basis: " BASIS "\n"
	"  - code: travel\n"
	"    title: " BOTH("T") "\n"
	"    who: {unit_kinds: [clinic]}\n"
	"    for:\n"						/* 10 */
	"      - {class: young, what: yes, basis: " BASIS "}\n"
	"      - {class: other, what: case_by_case, basis: " BASIS "}\n"
	"    limit: stay_term\n"
	"    limit_from: known_on\n"
	"    window: {value: stay_term, from: known_on}\n"	/* 15 */
	"    times: longer_times\n"
	"    amount: fare\n"
	"    asked_by: apply\n"
	"    form: delivery\n"
	"    basis: " BASIS "\n" },				/* 20 */
	{ "r1/tracks/secret.yaml",
	"track: secret\n"					/* 1 */
	"title: " BOTH("S") "\n"
	"basis: " BASIS "\n"
	"start: open\n"
	"states:\n"						/* 5 */
	"  - {code: open, title: " BOTH("O") ", basis: " BASIS "}\n"
	"  - {code: shut, final: yes, title: " BOTH("S") ", basis: " BASIS
	    "}\n"
	"steps:\n"
	"  - code: shut_it\n"
	"    title: " BOTH("S") "\n"				/* 10 */
	"    from: open\n"
	"    to: shut\n"
	"    who: {unit_kinds: [clinic, office]}\n"
	"    by: [holder, asked]\n"
	"    form: agreed\n"					/* 15 */
	"    needs:\n"
	"      - code: not_agreed\n"
	"        test: ${agrees} = 'yes'\n"
	"        say: " BOTH("N") "\n"
	"        basis: " BASIS "\n"				/* 20 */
	"    basis: " BASIS "\n"
	STEP("open_it", "shut", "open") ", reopens: yes}\n"
	STEP("apply", "open", "open") ", form: applying, applies: wanted}\n" },
};

static inline void
rest_start(void)
{
	T_CHECK(seal_start());
	tiny_beside = rest;
	tiny_n_beside = ARRAY_LEN(rest);
}

#endif
