/*
 * Projections: what the plain facts of events add up to.
 *
 * A row is JSON, one a stream, and is all that the worklists need.  Pure
 * functions: the same events give the same bytes (design 4).
 *
 * Row of a case:
 *	case regime path state final holder epoch opened moved act
 *	superior unit            whom lateness is told, when set up here
 *	reopened n               how often a final state was left
 *	worked   at              when the holder last did something in it
 *	tracks   {code: state}   those that have moved from their beginning
 *	clocks   [{code unit started due|absent by certain term term_unit
 *		escalate stopped? suspended? pauses? extended? more?}]
 *	requests [{code from to asked answered? withdrawn?}]
 *	offer    {act step to at}            only while an offer is open
 *	takeover {op_id to by at}            proposed, not yet confirmed
 *	refusal  {act by at}                 the last offer was refused; until
 *	                                     the next one or a step
 *	hold     {by unit at}                nothing may be erased
 *	erased   {at ground}                 the key is destroyed; of the rest
 *	                                     only case regime path state opened
 *	purpose  what the data is for, a code of the regime
 *	transfers {country: ground}   basis for data that goes abroad
 *	person_requests [{request kind by unit at due? answered? outcome?}]
 *	former   [unit]                      who held it or was asked before
 *	glass    [{glass by unit at until}]  broken and not yet reviewed
 * Row of an act:
 *	act kind from to? regime? path? step? number at state cases {id: state}
 * Row of an erasure's certificate:
 *	erasure of ground number at from by proposal entries files acts
 * Row of an export or a bulk print:
 *	export kind number? at from by approved_by proposal count classes?
 *	receiver? public? country? ground? hash? size? head?
 * Row of the site:
 *	site training demonstration units {code: {public}}
 *	officers {id: {unit roles public grants? [{role from? to? proposal}]
 *		once?, a one-time secret; totp?; conduct? version;
 *		suspended? at; ended? at}}
 *	glass {op_id: {glass case by unit at until}}   not yet reviewed
 *	proposals {op_id: {regime code value status province? by at}}
 *	values {"regime/code" or "regime/code@province": {value status at by
 *	proposal}}
 *
 *	shares {unit: {at by public}}
 *	erasures n               how many cases were erased here
 *	receivers {code: {public country? proposal op by at ended?}}
 *	pairs {op_id: {kind hash case? unit by at approved? {by at}}}
 *
 * Row of a log ("checkpoint": signed heads; "refused": what was refused):
 *	log n at seq? key?
 *
 * `by` of a clock is where its due moment comes from: term (the legal
 * register), asked (a day that a form asked for; no term is known), none (no
 * term known, nothing asked).
 *
 * A clock that stands still (`suspended`: since when) has no `due` and no
 * `escalate`, so that no list shows it late; both come back when it goes on,
 * counted from its beginning with all `pauses` [[from, to]].  `more` is what
 * it was extended by: [{at, term, term_unit} or {at, until}].
 */
#ifndef TN_CASE_ROW_H
#define TN_CASE_ROW_H

#include "core/case/journal.h"

extern const struct projector case_projector;

/* How a unit stands to a case: holder offered asked superior former, or NULL. */
const char *row_relation(const json_t *row, const char *unit);

/*
 * May the unit know of the person at all?  A superior may not, unless it held
 * the case or answered for it before.
 */
bool row_shows_person(const json_t *row, const char *unit);

/* Did the unit hold the case, or answer for it, before? */
bool row_was_here(const json_t *row, const char *unit);
/* Does a question to the unit wait for its answer? */
bool row_is_asked(const json_t *row, const char *unit);

/* Does a unit stay with the case when an offer to it ends? */
bool row_keeps(const json_t *row, const char *unit);

/* The last request of a kind, or NULL; borrowed. */
const json_t *row_request(const json_t *row, const char *code);
/* An open request of a kind to a unit (NULL: to anybody), or NULL. */
const json_t *row_open_request(const json_t *row, const char *code,
    const char *to);
/* Neither answered nor withdrawn? */
bool row_request_waits(const json_t *request);
/* Is a clock of this code running, be it standing still? */
bool row_clock_runs(const json_t *row, const char *code);
/* One item of `clocks`: not stopped; not stopped, but standing still. */
bool row_clock_is_running(const json_t *clock);
bool row_clock_stands(const json_t *clock);

/* May a unit see an act: does it give, receive, lead, or is it invited? */
bool row_act_shows(const json_t *row, const char *unit);
/* Coordination: is the unit invited?  Is its answer (NULL: any) awaited? */
bool row_invites(const json_t *row, const char *unit);
bool row_awaits(const json_t *row, const char *unit);
/* By when a unit (NULL: anybody) owes an answer or a task; INT64_MAX: none. */
when_t row_coordination_due(const json_t *row, const char *unit);

#endif
