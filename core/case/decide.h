/*
 * The domain: a command, what is known, and the procedure go in; either
 * reasons against it or the events that it makes come out.  Pure: the clock
 * is handed in, nothing is read but through struct case_source, nothing is
 * written.
 *
 * Files: decide.c (the table, rights, custody), needs.c (what a step asks),
 * decide_track.c (steps beside the path; units that have ended),
 * decide_step.c (steps and requests), decide_withdraw.c (a request taken
 * back), decide_open.c (how cases begin), decide_case.c (notes, papers,
 * support, reading an identity), decide_answers.c (answers: recorded, settled,
 * confirmed), attach.h and decide_attach.c (files), decide_handover.c and
 * decide_accept.c (custody), decide_succeed.c (cases of a unit that has
 * ended), decide_regime.c and regime_changes.c (moving to a newer regime),
 * decide_convene.c, decide_coordination.c and decide_task.c, decide_number.c
 * (numbers spoiled on paper), pair.h and decide_pair.c (acts of two persons),
 * decide_duty.c (purpose; what a person asks of us),
 * decide_link.c and links.c (cases that belong
 * together), decide_value.c (the legal register), decide_clock.c (longer
 * terms), decide_takeover.c (dormant cases),
 * decide_staff.c (accounts), decide_glass.c (what is masked, with a reason), answers*.c (forms), clocks.c and
 * clock_end.c (terms), propose.c (what comes out), options.c and
 * options_time.c ("what next?" and "why not?"), why.c (the same in
 * sentences), names.c and functions.c (what guards speak of), entitle.c (who
 * may have which support), reason.c and mend.c (reasons; who can mend them).
 */
#ifndef TN_CASE_DECIDE_H
#define TN_CASE_DECIDE_H

#include "core/case/names.h"
#include "core/case/reason.h"
#include "core/case/state.h"
#include "core/procedure/rights.h"

/* Who acts, as the session knows. */
struct actor {
	const char *officer;
	const struct unit *unit;
	const struct role **role;
	size_t n_role;
	when_t now;		/* for what is open for a while only */
	enum right_place in;	/* where answers would be shown */
};

bool actor_has_role(const struct actor *a, const struct role *role);
bool actor_is_one_of(const struct actor *a, const struct who *who);
bool actor_may(const struct actor *a, const struct procedure *p,
    const char *command);

/* Most persons on one act: several hundred arrive at one gate in a surge. */
#define PERSONS_MAX 500

/* What decisions read.  Everything returned is borrowed or as said. */
struct case_source {
	void *ctx;
	/* NULL when there is no such case for this session, or no right to it. */
	const struct case_state *(*open)(void *ctx, const char *id);
	/* The plain row of an act, a new reference; NULL as above. */
	json_t *(*act)(void *ctx, const char *id);
	/* Last events of a stream; 0 when it is new. */
	int64_t (*last_seq)(void *ctx, const char *stream);
	int64_t (*last_number)(void *ctx, const char *series);
	const char *(*site)(void *ctx);		/* site code */
	/* The plain row of the site (row.h), a new reference. */
	json_t *(*site_row)(void *ctx);
	/*
	 * Ids of cases that the actor's unit holds, at most PERSONS_MAX: the
	 * open ones, or the closed ones when none is open; a new array.
	 */
	json_t *(*held)(void *ctx);
	/* Is the unit set up in this store, so that keys can be sealed to it? */
	bool (*has_unit)(void *ctx, const char *unit);
	/*
	 * The body of the event of this kind in an operation, opened; a new
	 * reference, NULL when there is none or it stays shut.
	 */
	json_t *(*said)(void *ctx, const char *op_id, const char *kind);
	/*
	 * Acts that are about one case alone (coordination), by id; a new
	 * array.  And: was this case erased?
	 */
	json_t *(*acts_about)(void *ctx, const char *case_id);
	bool (*gone)(void *ctx, const char *case_id);
};

struct proposed_event {
	char *stream;
	int64_t epoch;
	char *kind;
	json_t *facts;		/* plain */
	json_t *body;		/* to be sealed; NULL: nothing */
};

/* A file that an event brings; the door seals it and puts its id in facts. */
struct proposed_file {
	size_t event;		/* which event */
	unsigned char *bytes;	/* wiped when the proposal ends */
	size_t len;
};

struct proposed_key {
	char *stream;
	char *unit;
	bool taken_away;	/* false: given */
};

/* What a command would write, or why it may not. */
struct proposal {
	struct proposed_event *event;
	size_t n_event, cap_event;
	struct proposed_key *key;
	size_t n_key, cap_key;
	struct proposed_file *file;
	size_t n_file, cap_file;
	struct { char *stream; int64_t last_seq; } *expect;
	size_t n_expect, cap_expect;
	json_t *reasons;	/* array; not empty: refused */
};

void proposal_start(struct proposal *out);
void proposal_done(struct proposal *out);

struct deciding {
	const struct procedure *procedure;
	const struct actor *actor;
	const struct case_source *source;
	when_t now;
	struct proposal *out;
	/*
	 * What guards may speak of, while case_options() only looks at one
	 * case: built once for all its steps.  NULL otherwise.
	 */
	json_t *names;
	/*
	 * Of the command being decided: which answers are to stand beside what
	 * is recorded, and are not yet used (answers.h).  NULL: none.
	 */
	json_t *stand;
	/* The last case that was looked at, for who can mend a reason. */
	const struct case_state *about;
	/* Whose files answers may be (attach.h); NULL: none can be. */
	const struct case_state *files;
};

/*
 * Decides a command.  `command` and `with` are from outside and are checked
 * whole.  Afterwards out->reasons is empty and out->event is not, or the
 * other way round.
 */
void decide(struct deciding *d, const char *command, const char *case_id,
    const json_t *with);

/* The i-th command's name, NULL at the end. */
const char *decide_command(size_t i);

/*
 * "What next?" and "why not?": every step, request and support of the case
 * with whether it can be done now by this actor, and if not, each reason.
 * A new array of what option_new() makes (options.h); the door gives it as
 * "steps" of the query "case".
 */
json_t *case_options(struct deciding *d, const struct case_state *cs);

/* ---- used among decide_*.c ---- */

bool refused(const struct deciding *d);
/* May a unit that has ended use this command? */
bool command_for_ended(const char *name);
/*
 * The right to this command on this very case (NULL: nothing is said).  A unit
 * that does not stand to it is told by the command that there is none.  The
 * superior sees that a case is late and nothing of the person, so that it does
 * nothing with the person either.
 */
void need_right_on(struct deciding *d, const char *command,
    const struct case_state *cs);
/* A unit's title; "?" when forms/ no longer has it. */
const struct text *unit_title(const struct deciding *d, const char *code);
/* The case for a command, or NULL and a reason. */
const struct case_state *need_case(struct deciding *d, const char *case_id);
/* The actor's unit must hold the case, and not have it on offer. */
void need_hold(struct deciding *d, const struct case_state *cs,
    const struct basis *basis);
/* Titles of states, joined for one sentence in each language. */
struct titles {
	struct str vi, en;
};
void add_title(struct titles *titles, const struct text *title);
/* "Not in this state; it needs those."  Empties the titles. */
void refuse_state(struct deciding *d, const struct case_state *cs,
    const struct basis *basis, struct titles *titles);
/* As need_case(), and the actor's unit must hold it. */
const struct case_state *need_held(struct deciding *d, const char *case_id,
    const struct basis *basis);
/* Adds reasons when the actor is not among `who`. */
void need_who(struct deciding *d, const struct who *who,
    const struct basis *basis);
/* As need_step(); `form` is the one that is still to be filled, or NULL. */
void need_all(struct deciding *d, const struct case_state *cs,
    const json_t *answers, const struct form *form, const struct need *need,
    size_t n);
/*
 * Adds every reason against a step.  `answers` NULL: the step is only being
 * looked at, so needs that its own form will decide are left out.
 */
void need_step(struct deciding *d, const struct case_state *cs,
    const struct step *step, const json_t *answers);
/* A unit that may be asked or receive, or NULL and a reason. */
const struct unit *need_receiver(struct deciding *d, const char *code,
    const struct who *who, const struct basis *basis);
/* Bytes of one reason, name or remark that is typed with a command. */
#define WHY_MAX 4000
/* The reason that this command must have, or NULL and a reason against it. */
const char *need_why(struct deciding *d, const json_t *with);
/* A request of the case's regime by its code, or NULL and a reason. */
const struct request *need_known(struct deciding *d,
    const struct case_state *cs, const char *code);
/* May this request be taken back?  Adds reasons. */
void need_withdrawable(struct deciding *d, const struct case_state *cs,
    const struct request *request);
/* A member of `with` as text, or NULL and a reason. */
const char *need_text(struct deciding *d, const json_t *with, const char *key);

/*
 * What is decided rests on the stream as it is now: called before its row is
 * read, so that a write in between is a conflict and not overlooked.
 */
void propose_after(struct deciding *d, const char *stream);
/* An event on a stream; facts and body are taken over.  Returns its facts. */
json_t *propose(struct deciding *d, const char *stream, int64_t epoch,
    const char *kind, json_t *facts, json_t *body);
void propose_on_case(struct deciding *d, const struct case_state *cs,
    const char *kind, json_t *facts, json_t *body);
/* The bytes (taken over) that the last proposed event brings (attach.h). */
void propose_file(struct deciding *d, unsigned char *bytes, size_t len);
void propose_key(struct deciding *d, const char *stream, const char *unit,
    bool taken_away);
/* Gives out the next number of a series and notes it in the facts. */
int64_t propose_number(struct deciding *d, json_t *facts, const char *series);
/*
 * The id of a new case or act, "MC-2026-00015" or "MC-2026-A00003"; the
 * caller's.  Its number is noted in the facts of its first event.
 */
char *propose_id(struct deciding *d, json_t *facts, const char *what,
    const char *letter);
/* Makes the papers of a step: numbers in facts, papers in body. */
void propose_papers(struct deciding *d, const struct paper **paper, size_t n,
    json_t *facts, json_t *body);
char *paper_number(struct deciding *d, const struct paper *paper,
    json_t *facts);

/* Clocks that begin and end here, into facts.clocks. */
void propose_clocks(struct deciding *d, json_t *facts,
    const struct clock_kind **start, size_t n_start,
    const struct clock_kind **stop, size_t n_stop,
    const json_t *answers, const char *addressee);

/* The oldest running clock of each kind ends, into facts.clocks. */
void propose_stop_one(json_t *facts, const struct clock_kind **kind, size_t n);

/*
 * What follows of itself from an event, into its facts: clocks that stand
 * still while a question is open and go on when it is ended, clocks that pass
 * to the new holder, the superior that is told of lateness and its key.
 * propose_on_case() calls it.
 */
void propose_standing(struct deciding *d, const struct case_state *cs,
    const char *kind, json_t *facts);
/* The superior of the holder, when it is set up in this store: fact and key. */
void propose_superior(struct deciding *d, json_t *facts, const char *case_id,
    const struct unit *holder);
/*
 * The row of the case after what is proposed so far, and after one event more
 * when `kind` is not NULL; a new reference, NULL when it cannot follow.
 */
json_t *row_so_far(struct deciding *d, const struct case_state *cs,
    const char *kind, json_t *facts);

/*
 * Checks answers against a form: what the case already knows counts as
 * answered.  Adds reasons for what is missing or wrong.  Returns what is new
 * or changed (a new object, may be empty; NULL when the answers are no
 * object), and in *before (may be NULL) what was there.  A change of what
 * was recorded needs `why`, unless it fills what was unanswered; what was
 * emptied comes back as null.
 */
json_t *accept_answers(struct deciding *d, const struct form *form,
    const json_t *known, const json_t *given, const char *why,
    const struct basis *basis, json_t **before);

/*
 * The same for an act on a case (a step, a request, a reply, a paper) that
 * uses the form up: questions asked anew begin empty, and what an earlier act
 * left there is taken away when this one does not answer it again.
 */
json_t *accept_for_act(struct deciding *d, const struct case_state *cs,
    const struct form *form, const json_t *given, const char *why,
    const struct basis *basis, json_t **before);
/* Notes in the facts that an act has used a form up (NULL: nothing). */
void propose_used(json_t *facts, const struct form *form);
/* Notes in the facts in which form answers were recorded, by no act. */
void propose_form(json_t *facts, const struct form *form);

/* Of all that is known of a case, what this form asks; a new object. */
json_t *known_to_form(const struct form *form, const json_t *known);
/* known, with given on top; a new reference. */
json_t *merge_answers(const json_t *known, const json_t *given);

/* A step by its code: of the case's path or a track of its regime; or NULL. */
const struct step *case_step(const struct case_state *cs,
    const struct procedure *p, const char *code);
/* The track that a step belongs to; NULL: the path. */
const struct path *case_track_of(const struct case_state *cs,
    const struct procedure *p, const struct step *step);
/* Does the unit stand to the case in one of the ways `by` names? */
bool case_stands_by(const struct case_state *cs, const char *unit,
    unsigned by);
/* Instead of need_hold(), for a step of a track. */
void need_by(struct deciding *d, const struct case_state *cs,
    const struct step *step);
/*
 * May the unit fill in this form for a step of a track, though it may see
 * nothing that stands in it?
 */
bool case_fills_form(const struct case_state *cs, const struct procedure *p,
    const struct unit *unit, const struct form *form);

/* Has the unit's, or its kind's, last day gone by? */
bool unit_has_ended(const struct deciding *d, const struct unit *unit);
/*
 * Who goes on with its cases: the successor it names, else the only unit of
 * its kind's successor in the same province.  NULL when there is none.
 */
const struct unit *unit_successor(const struct deciding *d,
    const struct unit *unit);
/* A unit that has ended may help and note and hand its cases on, no more. */
void need_not_ended(struct deciding *d, const struct basis *basis);

/* step, from, to and final of an event that takes a step; a new object. */
json_t *step_facts(const struct case_state *cs, const struct step *step);

/* decide_staff.c: accounts, what one person does */
void decide_suspend_officer(struct deciding *d, const char *id,
    const json_t *with);
void decide_unlock_sign_in(struct deciding *d, const char *id,
    const json_t *with);
void decide_accept_conduct(struct deciding *d, const char *id,
    const json_t *with);
void decide_close_others(struct deciding *d, const char *id,
    const json_t *with);
void decide_propose_value(struct deciding *d, const char *id,
    const json_t *with);
void decide_confirm_value(struct deciding *d, const char *id,
    const json_t *with);
void decide_decline_value(struct deciding *d, const char *id,
    const json_t *with);
void decide_receive(struct deciding *d, const char *id, const json_t *with);
void decide_open(struct deciding *d, const char *id, const json_t *with);
void decide_answers(struct deciding *d, const char *id, const json_t *with);
void decide_settle(struct deciding *d, const char *id, const json_t *with);
void decide_confirm_answers(struct deciding *d, const char *id,
    const json_t *with);
void decide_note(struct deciding *d, const char *id, const json_t *with);
void decide_paper(struct deciding *d, const char *id, const json_t *with);
void decide_support(struct deciding *d, const char *id, const json_t *with);
void decide_reveal(struct deciding *d, const char *id, const json_t *with);
void decide_reveal_answer(struct deciding *d, const char *id,
    const json_t *with);
void decide_break_glass(struct deciding *d, const char *id,
    const json_t *with);
void decide_review_glass(struct deciding *d, const char *id,
    const json_t *with);
/* What a review found, in words; NULL: there is no such finding. */
const struct text *glass_finding(const char *code);
/* An unreviewed glass of a case's row by its id; NULL: none.  Borrowed. */
const json_t *row_glass(const json_t *row, const char *op_id);
/* decide_duty.c: duties towards the person. */
/*
 * The term of the notice of a breach of personal data in the regime of today,
 * NULL when none names one; when it is due for one found out at `found`,
 * WHEN_NONE while the term is not known.
 */
const struct legal_value *breach_term(const struct procedure *p, when_t now);
when_t breach_due(const struct procedure *p, when_t now, when_t found);
/*
 * Does a breach, as the row of the site has it, concern the actor: its unit
 * or one below it answers for it, or somebody of theirs used the machine?
 */
bool breach_concerns(const json_t *breach, const json_t *site,
    const struct actor *a, const struct procedure *p);
const struct purpose *case_purpose(const struct case_state *cs,
    const struct procedure *p);
/* The purpose of the path, if one names it, into the facts of the opening. */
void propose_purpose(const struct path *path, json_t *facts);
/* A case without a purpose stays where it began. */
void need_purpose(struct deciding *d, const struct case_state *cs,
    const struct step *step);
/*
 * Content that goes abroad (`country`, two letters): the case must have a
 * recorded basis for that country (S-74).  `cs` NULL: a reason stands already.
 */
void need_transfer(struct deciding *d, const struct case_state *cs,
    const json_t *content);
/* Two capital letters, and not Viet Nam. */
bool is_country(const char *code);
void decide_transfer(struct deciding *d, const char *id, const json_t *with);
void decide_set_purpose(struct deciding *d, const char *id,
    const json_t *with);
void decide_person_request(struct deciding *d, const char *id,
    const json_t *with);
void decide_answer_person(struct deciding *d, const char *id,
    const json_t *with);
void decide_attach(struct deciding *d, const char *id, const json_t *with);
void decide_read_attachment(struct deciding *d, const char *id,
    const json_t *with);
void decide_step(struct deciding *d, const char *id, const json_t *with);
void decide_request(struct deciding *d, const char *id, const json_t *with);
void decide_reply(struct deciding *d, const char *id, const json_t *with);
void decide_offer(struct deciding *d, const char *id, const json_t *with);
void decide_withdraw(struct deciding *d, const char *id, const json_t *with);
void decide_accept(struct deciding *d, const char *id, const json_t *with);
void decide_refuse(struct deciding *d, const char *id, const json_t *with);

void decide_extend_clock(struct deciding *d, const char *id, const json_t *with);
void decide_move_regime(struct deciding *d, const char *id, const json_t *with);
void decide_succeed(struct deciding *d, const char *id, const json_t *with);
void decide_propose_takeover(struct deciding *d, const char *id, const json_t *with);
void decide_confirm_takeover(struct deciding *d, const char *id, const json_t *with);
void decide_decline_takeover(struct deciding *d, const char *id, const json_t *with);
/* Links a case that is just being opened with one that there is. */
void propose_link(struct deciding *d, const char *new_case, int64_t epoch,
    const struct case_state *cs, const char *link);

void decide_link(struct deciding *d, const char *id, const json_t *with);
void decide_unlink(struct deciding *d, const char *id, const json_t *with);
void decide_open_coordination(struct deciding *d, const char *id, const json_t *with);
void decide_record_coordination(struct deciding *d, const char *id,
    const json_t *with);
void decide_close_coordination(struct deciding *d, const char *id,
    const json_t *with);
void decide_set_task(struct deciding *d, const char *id, const json_t *with);
void decide_report_task(struct deciding *d, const char *id, const json_t *with);
void decide_record_breach(struct deciding *d, const char *stream,
    const json_t *with);
void decide_notify_breach(struct deciding *d, const char *stream,
    const json_t *with);
void decide_close_breach(struct deciding *d, const char *stream,
    const json_t *with);
void decide_void_number(struct deciding *d, const char *id, const json_t *with);
void decide_urge_task(struct deciding *d, const char *id, const json_t *with);
void decide_withdraw_request(struct deciding *d, const char *id, const json_t *with);

/* Why a running clock (NULL: none of its kind runs) may not be extended. */
void need_extendable(struct deciding *d, const struct case_state *cs,
    const struct clock_kind *kind, const json_t *clock);

/* Why the superior may not take the case over now: adds reasons. */
void need_takeover(struct deciding *d, const struct case_state *cs);
/* Why the actor may not confirm this proposal (of the row): adds reasons. */
void need_confirmable(struct deciding *d, const struct case_state *cs,
    const json_t *open);
/*
 * Has nothing moved for longer than the regime's `dormant_after`, or is a
 * running clock past the moment at which the superior is told?
 */
bool case_is_dormant(const struct deciding *d, const struct case_state *cs);
bool case_may_be_taken_by(const struct deciding *d,
    const struct case_state *cs, const struct unit *unit);

/* Why this support may not be given now: adds reasons. */
void need_support(struct deciding *d, const struct case_state *cs,
    const struct support *support, const json_t *answers);
void need_request(struct deciding *d, const struct case_state *cs,
    const struct request *request, const json_t *answers, bool by_step);
/*
 * May it be sent without a step: in the states that it names, or again after
 * it was taken back?
 */
bool request_goes_alone(struct deciding *d, const struct case_state *cs,
    const struct request *request);

/*
 * Where the i-th person signed for (from 0) stands on the whole list, from 1:
 * who is not signed for, in `declined` with a "line", has a line there too.
 */
size_t line_on_list(const json_t *declined, size_t i);

#endif
