/*
 * A random walk through the shipped procedure.
 *
 * The world is the domain alone: decide(), the projector and case_state, with
 * the journal, the keys and the counters held in memory; no SQLite, no
 * sealing.  Officers of every kind of unit do what the case lets them do, and
 * what it does not; after each command the world is judged.
 *
 * Files: walk.c (the program), world.c and world_write.c (the journal in
 * memory), world_site.c (the legal register), told.c (what the events alone
 * say of a case, without row.c), deed.c, deed_other.c, deed_answers.c and
 * deed_together.c (what somebody does next), answer.c (filling forms),
 * judge.c, judge_row.c, judge_event.c, judge_time.c, judge_stand.c and
 * judge_person.c (what must hold), files.c (files of cases), tally.c (what was reached).
 */
#ifndef TN_TESTS_WALK_H
#define TN_TESTS_WALK_H

#include "core/base/jx.h"
#include "core/case/decide.h"
#include "core/case/row.h"

#include <stdint.h>

/* ---- chance ---- */

struct chance { uint64_t state; };

uint64_t chance_next(struct chance *c);
size_t chance_below(struct chance *c, size_t n);	/* 0 for n = 0 */
bool chance_in(struct chance *c, size_t n);		/* once in n times */

struct deed;

/* ---- the world ---- */

/* An event as a journal keeps it: text, so that nothing is shared. */
struct told_event {
	struct event head;	/* facts NULL here */
	char *facts, *body;	/* canonical JSON; body may be NULL */
};

/* What the events say, folded a second time and in another way. */
struct told {
	char *holder, *state, *offer_to, *offer_act, *superior;
	char *taker;		/* who proposed a takeover */
	when_t taker_at;
	bool final;
	int64_t epoch;
	json_t *former;		/* unit -> true */
	json_t *open;		/* [{code, to}] */
	json_t *running;	/* clock -> how many run */
	json_t *papers;		/* code -> how many */
	json_t *pauses;		/* of each of `started`: [[from, to?]] */
	json_t *started;	/* each clock as it was started, with its unit and end */
	const struct path *path;	/* its regime too */
	json_t *tracks;		/* code -> state, of those begun */
	int reopened;
};

struct walk_case {
	char *id;
	struct case_state *cs;
	json_t *kept;		/* the row, as a store would keep it */
	json_t *keys;		/* unit -> true */
	struct told_event *event;
	size_t n_event, cap_event;
	struct told told;
	json_t *said;		/* name -> {answer unit seq}, by the bodies */
	char *print;		/* everything known, as text */
	/* a step that led on when it was last looked for, and whose; or NULL */
	const char *way_step;
	const struct actor *way_by;
};

struct walk_act {
	char *id;
	json_t *row;
	int64_t last_seq;
	/* of coordination, by the events alone; lead NULL for other acts */
	char *lead;
	json_t *invited, *tasks;	/* task -> unit */
	bool foreign, closed;
};

struct world {
	struct procedure *p;	/* its register may be set */
	const struct path *path;	/* on which cases begin here */
	struct chance chance;
	when_t now;
	int64_t seq;
	struct actor *actor;
	size_t n_actor;
	const struct actor *at_work;	/* whose command is being decided */
	json_t *units;			/* set up in this store */
	struct walk_case **live;
	size_t n_live, cap_live;
	struct walk_act **act;
	size_t n_act, cap_act;
	json_t *counters;		/* series -> last number */
	json_t *site;			/* row of the site */
	json_t *proposed;		/* proposal -> who made it */
	int64_t site_seq;
	/* answer.c: how often it is still yes, then no; -1: by chance */
	int yes_left;
	json_t *tally;			/* "step.declare" -> times */
	json_t *odd;			/* what is no fault but worth knowing */
	long commands, done;
	uint64_t seed;
};

/* Cases begin on `path`, some months into its regime. */
void world_init(struct world *w, struct procedure *p,
    const struct path *path, uint64_t seed);
void world_done(struct world *w);
void world_tick(struct world *w);	/* time passes */
struct walk_case *world_case(const struct world *w, const char *id);
struct walk_act *world_act(const struct world *w, const char *id);
/* The last event of a case, an act or the site; 0: there is none. */
int64_t world_last_seq(void *world, const char *stream);
/* Decides; the caller starts and ends the proposal.  True: not refused. */
bool world_decide(struct world *w, const struct actor *a,
    const char *command, const char *id, const json_t *with,
    struct proposal *p);
/* Writes what was decided.  False, and what is wrong, when it cannot be. */
bool world_apply(struct world *w, const struct proposal *p,
    const char **wrong);
json_t *world_options(struct world *w, const struct actor *a,
    const struct walk_case *c);
/* Does nothing stand in the way of a step but what its form will say? */
bool world_may_step(struct world *w, const struct actor *a,
    const struct walk_case *c, const struct step *step);
void act_free(struct walk_act *act);
void world_retire(struct world *w, size_t i);	/* forgets a live case */
/* A case folded anew from its journal; NULL when that fails. */
struct case_state *walk_case_rebuild(const struct walk_case *c);
char *case_print(const struct walk_case *c);
const struct state *walk_state(const struct walk_case *c);
/* A random officer of a unit who may use a command; NULL: nobody may. */
const struct actor *world_officer(struct world *w, const char *unit,
    const char *command);

/* world_site.c: the stream of the site, where values are set. */
void site_init(struct world *w);
/* NULL, or what is wrong. */
const char *site_apply(struct world *w, const struct event *ev);
void deed_value(struct world *w, struct deed *d);
void site_wild(struct world *w, json_t *with);

/* ---- told.c ---- */

void told_init(struct told *t);
void told_done(struct told *t);
/*
 * NULL, or which rule of custody the event breaks; *clock: one that does not
 * start as the register says.
 */
const char *told_add(struct told *t, const struct world *w,
    const struct event *ev, const json_t *body, const char **clock);

/* ---- deeds ---- */

struct deed {
	const struct actor *actor;
	char *command, *id;
	json_t *with;
	/* what case_options() said: 1 possible, 0 not, -1 not asked */
	int possible;
	bool well_filled;	/* the forms were filled with care */
};

void deed_done(struct deed *d);
void deed_choose(struct world *w, struct deed *d);
/* A command at random on a random case, fitting or not. */
void deed_wild(struct world *w, struct deed *d);
void deed_act(struct world *w, struct deed *d);	/* about an open offer */
void deed_receive(struct world *w, struct deed *d);
void deed_aside(struct world *w, struct deed *d); /* notes, answers, papers */
/* deed_answers.c: versions beside each other, settled, confirmed. */
void deed_answers(struct world *w, struct deed *d, const struct walk_case *c);
/* files.c: files of cases; facts as the door would make them. */
void deed_files(struct world *w, struct deed *d, const struct walk_case *c);
void files_name(struct world *w, const struct proposal *p, size_t event);
void judge_files(struct world *w, const struct walk_case *c);
/* Acts of coordination; false: nobody had anything to do. */
bool deed_together(struct world *w, struct deed *d);
json_t *random_nonsense(struct world *w);
const struct unit *random_unit(struct world *w);

/* ---- forms ---- */

enum care { CARE_GOOD, CARE_SOME, CARE_NONE };

/*
 * Answers to a form on top of what is known (may be NULL).  CARE_GOOD
 * answers what is required and mends what is wrong.
 */
json_t *answers_make(struct world *w, const struct form *form,
    const json_t *known, enum care care);

/* ---- judging ---- */

enum law_of_walk {
	LAW_HOLDER, LAW_EPOCH, LAW_STATE, LAW_CUSTODY, LAW_DEAD_END,
	LAW_EMERGENCY, LAW_REFUSAL, LAW_REASONS, LAW_OPTIONS, LAW_FOLLOWS,
	LAW_REFOLD, LAW_REBUILD, LAW_NUMBERS, LAW_CLOCKS, LAW_UNSET,
	LAW_WORK, LAW_KEYS, LAW_VALUES, LAW_STANDING, LAW_LATE, LAW_TRACK,
	LAW_FINAL, LAW_TAKEN, LAW_SUPERIOR, LAW_HIDDEN, LAW_LINKS,
	LAW_ENTITLED, LAW_ADVICE, LAW_MEANS, LAW_TOGETHER, LAW_BESIDE,
	LAW_CONFIRMED, LAW_FILES, LAW_COUNT
};

/* Counts one look at a law; prints the first few breaches. */
bool law_holds(struct world *w, enum law_of_walk law, bool holds,
    const struct walk_case *c, const char *what);
/* All that must hold of a case after something was written to it. */
void judge_case(struct world *w, struct walk_case *c);
void judge_row(struct world *w, struct walk_case *c);
/* judge_event.c: what one event does to a row; what it may do to an act. */
void judge_event(struct world *w, const struct walk_case *c,
    const json_t *before, const json_t *after, const struct event *ev);
void judge_together(struct world *w, struct walk_act *act,
    const struct event *ev);
/* judge_stand.c: what one event does to what was said; told before it. */
void judge_said(struct world *w, struct walk_case *c, const struct event *ev,
    const json_t *body);
/* judge_time.c: clocks that stand still, and when terms end. */
void told_pauses(struct told *t, when_t at);
void judge_time(struct world *w, const struct walk_case *c);
/* judge_person.c: sight, links, entitlement, what no guard may rest on. */
void judge_person(struct world *w, const struct walk_case *c);
void judge_entitled(struct world *w, const struct deed *d,
    const struct proposal *p);
void judge_means_reasons(struct world *w, const struct walk_case *c,
    const json_t *reasons);
/* A refusal: nothing proposed, reasons whole. */
void judge_refusal(struct world *w, const struct deed *d,
    const struct proposal *p);
void judge_unchanged(struct world *w, const struct walk_case *c);
void judge_options(struct world *w, const struct deed *d,
    const struct proposal *p);
/*
 * One TAP line a law; returns how many were broken, or never looked at in a
 * walk that was long enough.
 */
int judge_report(int *number, bool long_enough);
/* A step of the path or of a track; *track NULL for the path. */
const struct step *told_step(const struct told *t, const char *code,
    const struct path **track);

/* ---- what was reached ---- */

void tally(struct world *w, const char *room, const char *code);
long tallied(const struct world *w, const char *room, const char *code);
/* Something that breaks no law but is worth telling; the first is shown. */
void tally_odd(struct world *w, const struct walk_case *c,
    const char *fmt, ...) TN_PRINTF(3, 4);
void tally_proposal(struct world *w, const struct proposal *p);
/* Prints what was never reached; returns how many steps were not. */
int tally_report(const struct world *w);

/* Prints the events of a case, one comment line each. */
void case_tell(const struct walk_case *c);

#endif
