/*
 * The procedure: what forms/ says may happen, to whom, by whom, by when and
 * by which article.  Read-only after loading; owns everything it points to.
 *
 * Files of this room:
 *	procedure.h	this door
 *	load.[ch]	which files there are; the two passes over them
 *	load_*.c	YAML -> these structs, one file a part
 *	memory.c	what a procedure owns, freed at once
 *	nearest.c	tables of codes; "did you mean"
 *	find.c basis.c	look-ups; how a basis is shown
 *	rights.[ch]	who may use which command of the door
 *	check*.c	what no single line can show: reachability, dead ends,
 *			guards over names nobody asks, missing emergency support
 *	map.[ch]	layers and rows of a path, for a picture
 *	graph.c codes.c	the picture as Graphviz dot; the tables of codes and
 *			of articles
 *	law.[ch]	one article, and all that rests on it
 *	list.[ch]	one reference list (provinces, gates, countries, ...)
 *	lists.[ch]	all lists by name, as the forms see them
 *	old_places.[ch]	communes of before 1 July 2025
 */
#ifndef TN_PROCEDURE_H
#define TN_PROCEDURE_H

#include "core/base/err.h"
#include "core/base/files.h"
#include "core/base/when.h"
#include "core/calendar/calendar.h"
#include "core/calendar/term.h"
#include "core/form/expr.h"
#include "core/form/form.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* Where a line of YAML stands, for messages. */
struct origin {
	const char *file;	/* borrowed from the procedure */
	int line, col;
};

/* How sure we are of a fact (design 6, law-and-procedure.md 0). */
enum sureness {
	SURE_CONFIRMED,		/* read in an official source */
	SURE_REPORTED,		/* read in a weaker source */
	SURE_DRAFT,		/* seen in a draft of the law only */
	SURE_INFERRED,		/* ours; a design assumption */
	SURE_UNSET,		/* not found: no value, ever */
	SURE_COUNT
};
const char *sureness_code(enum sureness s);		/* "confirmed" */
const struct text *sureness_text(enum sureness s);	/* for the screen */

/* A legal document: law-53-2024, decree-162-2025, ... */
struct document {
	char *code;
	struct text title;	/* short: "Luật 53/2024/QH15" */
	char *number;
	day_t from, to;		/* in force; DAY_NONE when open */
	struct origin at;
};
#define DAY_NONE INT32_MIN

/* What a rule rests on. */
struct basis {
	const struct document *doc;	/* NULL: practice, or ours */
	char *article;			/* "30(2)"; NULL when none is known */
	enum sureness status;
	struct text note;		/* may be empty */
	char *source;			/* may be NULL */
};
/* Adds "Luật 53/2024/QH15, Đ. 30(2)" in `lang`. */
void basis_text(const struct basis *b, enum lang lang, struct str *out);

/* One line of the legal register. */
struct legal_value {
	char *code;
	struct text title;
	bool has_value;			/* false exactly when status is UNSET */
	int64_t value;
	char *unit;			/* hours calendar_days working_days months VND count */
	struct local_value *local;	/* where a province has its own value */
	size_t n_local;
	struct basis basis;
	struct origin at;
	/* What forms/ says, while a value set in a store lies over it. */
	struct filed_value { bool under, has; int64_t value;
	    enum sureness status; } filed;
	size_t n_spare;			/* places before local, set before */
};

/* A value that holds in one province, from a day on. */
struct local_value {
	char *province;			/* code in list provinces */
	day_t from, to;			/* DAY_NONE: open */
	int64_t value;
	struct basis basis;
	struct origin at;
};

struct ministry { char *code; struct text title; struct origin at; };

/* A kind of unit: border_post, police_province, health_province, ... */
struct unit_kind {
	char *code;
	const struct ministry *ministry;	/* NULL: none of the four */
	struct text title;
	char *tier;			/* central province commune facility post */
	day_t from, to;
	const struct unit_kind *successor;
	const struct unit_kind *superior;	/* whom lateness is told; or NULL */
	struct origin at;
};

struct unit {
	char *code;
	const struct unit_kind *kind;
	struct text title;
	char *province;			/* code in list provinces, or NULL */
	day_t from, to;
	const struct unit *successor;	/* who goes on with its cases; or NULL */
	const struct unit *superior;	/* named; or NULL: see unit_superior() */
	struct origin at;
};

struct role { char *code; struct text title; struct origin at; };

/* Who may take a step. */
struct who {
	const struct unit_kind **kind;
	size_t n_kind;
	const struct role **role;	/* none: every role */
	size_t n_role;
};
bool who_has_kind(const struct who *w, const struct unit_kind *kind);

/* What to open to mend an unmet need. */
enum fix_kind { FIX_NONE, FIX_FORM, FIX_REQUEST, FIX_PAPER, FIX_SUPPORT, FIX_STEP };
struct fix {
	enum fix_kind kind;
	char *code;			/* form, request, paper, support or step */
	char *field;			/* FIX_FORM: the question, or NULL */
};

struct need {
	char *code;			/* stable reason code */
	char *test;
	struct origin test_at;		/* where the text of `test` begins */
	struct expr *expr;		/* must be true */
	struct text say;
	struct fix fix;
	struct basis basis;
	struct origin at;
};

struct clock_kind {
	char *code;
	struct text title;
	const struct legal_value *term;	/* may be UNSET */
	char *asked;			/* name of a date answer that asks for a day, or NULL */
	const struct legal_value *warn;	/* how long before due to warn, or NULL */
	enum { CLOCK_OF_HOLDER, CLOCK_OF_ADDRESSEE } whose;
	/* It stands still while one of these requests is open. */
	const struct request **suspend;
	size_t n_suspend;
	struct basis suspend_basis;
	/* Extension: by how much and how often; either may be UNSET. */
	bool can_extend;
	const struct legal_value *extend_by, *extend_times;
	struct who extend_who;
	struct basis extend_basis;
	/* How long after the due moment the superior is told, or NULL. */
	const struct legal_value *escalate_after;
	struct basis escalate_basis;
	struct basis basis;
	struct origin at;
};

struct paper {
	char *code;
	struct text title;
	char *form_code;		/* official number: "TK/NNa"; NULL when not found */
	char *series;			/* prefix of its numbers; NULL: numbered elsewhere */
	bool from_outside;		/* received, recorded with its own number */
	const struct form *form;	/* what is recorded of a paper from outside, or NULL */
	struct basis basis;
	struct origin at;
};

/*
 * A class of persons for entitlements (law-and-procedure.md 9.1): a person is
 * of the first class of the regime whose test holds.
 */
struct person_class {
	char *code;
	char *test;
	struct origin test_at;
	struct expr *expr;
	struct text title;
	struct basis basis;
	struct origin at;
};

/* What a class of persons may have of a support. */
enum entitlement {
	ENTITLED_NO,			/* the default for classes not named */
	ENTITLED_YES,
	ENTITLED_CASE_BY_CASE,		/* a document must be named */
	ENTITLED_UNSET			/* the rule has not been read */
};
const char *entitlement_code(enum entitlement e);	/* no yes case_by_case unset */
struct entitled {
	const struct person_class *class;
	enum entitlement what;
	struct basis basis;
};

struct support {
	char *code;
	struct text title;
	bool emergency;			/* may be given in every state */
	const struct form *form;	/* or NULL */
	struct who who;
	struct need *need;		/* entitlement */
	size_t n_need;
	const struct legal_value *limit;	/* duration or amount, may be NULL or UNSET */
	struct entitled *entitled;	/* one a class that is named */
	size_t n_entitled;
	char *limit_from;		/* date answer from which `limit` counts; NULL: first delivery */
	const struct legal_value *window;	/* to be asked for within this time of ... */
	char *window_from;		/* ... this date answer */
	const struct legal_value *times;	/* how often at most; NULL: as needed */
	const struct legal_value *amount;	/* VND, by province; may be UNSET */
	char *asked_by;			/* step by which it is applied for, or NULL */
	struct basis basis;
	struct origin at;
};

/* A question that one unit asks of another about a case. */
struct request {
	char *code;
	struct text title;
	struct who from, to;
	char **state;			/* where it may be sent without a step; none: only by its step */
	size_t n_state;
	const struct form *ask, *reply;
	const struct form **shows;	/* what else the addressee may see */
	size_t n_shows;
	const struct clock_kind *clock;	/* or NULL */
	const struct paper *ask_paper, *reply_paper;	/* or NULL */
	struct need *need;
	size_t n_need;
	struct basis basis;
	struct origin at;
};

struct state {
	char *code;
	struct text title;
	bool final;
	struct basis basis;
	struct origin at;
};

/* Who may take a step of a track, by relation to the case. */
enum step_by { STEP_BY_HOLDER = 1, STEP_BY_ASKED = 2, STEP_BY_FORMER = 4 };

struct step {				/* a transition */
	char *code;
	struct text title;
	const struct state **from;
	size_t n_from;
	const struct state *to;
	struct who who;
	const struct form *form;	/* filled in when the step is taken, or NULL */
	struct need *need;
	size_t n_need;
	const struct request *request;	/* the step sends this request, or NULL */
	bool handover;			/* the step is an offer; `to` is reached on acceptance */
	bool foreign;			/* handover to a foreign side: no answer is awaited */
	struct who receiver;		/* handover: who may receive */
	const struct form *line;	/* handover: what is recorded of each person, or NULL */
	const struct form *receipt;	/* handover: what the receiver fills in, or NULL */
	bool reopens;			/* leaves a final state, by rule */
	unsigned by;			/* enum step_by; on paths STEP_BY_HOLDER */
	char *applies;			/* select_multiple answer naming the supports applied for */
	const struct clock_kind **start, **stop;
	size_t n_start, n_stop;
	const struct clock_kind **stop_one;	/* only the oldest of its kind */
	size_t n_stop_one;
	const struct paper **paper;
	size_t n_paper;
	struct basis basis;
	struct origin at;
};

struct path {
	char *code;
	struct text title;
	struct regime *regime;
	/* entry: an act of reception (with minutes), or one person (without) */
	struct who entry_who;
	const struct state *entry_state;
	const struct form *entry_person;	/* one line a person */
	const struct form *entry_minutes;	/* head of the act, or NULL */
	const struct paper *entry_paper;	/* its numbered paper, or NULL */
	const struct clock_kind **entry_start;
	size_t n_entry_start;
	struct basis basis;
	struct state *state;
	size_t n_state;
	struct step *step;
	size_t n_step;
	/*
	 * A track: a procedure beside the path (protection, consent, secrecy)
	 * with its own states; entry_state is where every case begins it.
	 */
	bool is_track;
	struct origin at;
};

/* Where the cases of an earlier regime go on when they are moved. */
struct takeover_path {
	char *from_path;		/* path of the earlier regime */
	const struct path *path;
	/* state of the earlier regime -> state here; others keep their code */
	char **from_state;
	const struct state **state;
	size_t n_state;
	struct basis basis;
	struct origin at;
};
struct takeover {
	char *from;			/* code of the earlier regime */
	struct takeover_path *path;
	size_t n_path;
	struct basis basis;
	struct origin at;
};

/* A kind of coordination act (Regulation 2548/2022). */
struct coordination {
	char *code;
	struct text title;
	bool of_case, of_period;	/* what it is attached to */
	bool foreign;			/* with a foreign side */
	bool plan;			/* holds tasks: a plan of implementation */
	struct who lead, invited;
	const struct form *form;	/* what is recorded on opening */
	const struct form *minutes;	/* minutes, an answer, a report; or NULL */
	const struct form *task;	/* plan: one task; or NULL */
	const struct clock_kind *clock;	/* or NULL */
	const struct paper *paper;	/* numbered, or NULL */
	struct basis basis;
	struct origin at;
};

struct queue_column {
	char *code;			/* case person state due holder opened moved relation path waiting_for condition */
	struct text title;
	int width;			/* columns of the screen; 0: what is left */
};

/* A work queue; conditions over what is plain in the database. */
struct queue {
	char *code;
	struct text title;
	struct text empty;		/* shown when there is nothing */
	char **relation;		/* holder asked offered former superior */
	size_t n_relation;
	int waiting;			/* -1 any, 0 no, 1 yes */
	int final;			/* -1 any, 0 no, 1 yes */
	const struct legal_value *due_within;	/* NULL: not asked */
	struct term due_within_term;	/* when has_due_within */
	bool has_due_within;
	enum { ORDER_DUE, ORDER_OPENED, ORDER_MOVED } order;
	bool descending;
	struct queue_column *column;
	size_t n_column;
	struct origin at;
};

/*
 * What the data of a case is for, and by which law: a case of one of its paths
 * is opened for it, any other only when an officer says so.
 */
struct purpose {
	char *code;
	struct text title;
	struct basis basis;
	const struct path **path;
	size_t n_path;
	struct origin at;
};

struct regime {
	char *code;
	struct text title;
	day_t from, to;
	struct legal_value *value;
	size_t n_value;
	struct clock_kind *clock;
	size_t n_clock;
	struct paper *paper;
	size_t n_paper;
	struct support *support;
	size_t n_support;
	struct request *request;
	size_t n_request;
	struct form **form;
	const char **form_file;		/* of each form, for messages */
	size_t n_form;
	struct path *path;
	size_t n_path;
	struct path *track;		/* struct path with is_track */
	size_t n_track;
	struct person_class *class;
	size_t n_class;
	struct coordination *coordination;
	size_t n_coordination;
	struct takeover *takeover;
	size_t n_takeover;
	/* Programme values: register code, or NULL when the file names none. */
	const struct legal_value *dormant_after;	/* takeover by the superior */
	const struct legal_value *kept_for;		/* closed cases */
	const struct legal_value *glass_open_for;	/* break_glass */
	/* Duties towards the person (Law on personal data): a term, or NULL. */
	const struct legal_value *person_request_term, *breach_notice_term;
	/*
	 * Names of questions that are about the person alone, though their
	 * class or a free text could tell of others (a copy of own data).
	 */
	char **copy_answer;
	size_t n_copy_answer;
	struct purpose *purpose;	/* what cases are kept for */
	size_t n_purpose;
	struct origin at;
};

/* A word of the field, with what it means in our own words. */
struct term_of_art {
	char *code;
	char *word[2];			/* by enum lang */
	struct text say;
	struct basis basis;		/* doc NULL: of practice; no note */
	struct origin at;
};

/* conduct.yaml: what everybody agrees to before they begin. */
struct conduct_line {
	char *code;
	struct text text;
};
struct conduct {
	int version;		/* a newer one must be agreed to anew */
	struct text title;
	struct conduct_line *line;
	size_t n_line;
};

struct procedure {
	struct document *document;
	size_t n_document;
	struct ministry *ministry;
	size_t n_ministry;
	struct unit_kind *unit_kind;
	size_t n_unit_kind;
	struct unit *unit;
	size_t n_unit;
	struct role *role;
	size_t n_role;
	struct rights *rights;			/* rights.h */
	struct conduct *conduct;		/* NULL: none is asked for */
	struct queue *queue;
	size_t n_queue;
	struct term_of_art *term;		/* the glossary, as in the file */
	size_t n_term;
	struct regime *regime;
	size_t n_regime;
	struct calendar *calendar;
	struct lists *lists;			/* see lists.h; implements form_lists */
	const struct form_lists *form_lists;
	char *version;				/* hash of all files read, hex */
	struct procedure_memory *memory;	/* private */
};

/*
 * Reads the whole of forms/ through `files`.  Everything wrong is added to
 * `found`; NULL when there is at least one finding.  The caller frees it.
 */
struct procedure *procedure_load(const struct files *files,
    struct findings *found) TN_MUST_USE;
void procedure_free(struct procedure *p);

/*
 * Checks what no single line can show (design 6, `tiepnhan check`).  Adds
 * findings; true when there are none.
 */
bool procedure_check(const struct procedure *p, struct findings *found);

/* Look-ups by code; NULL when there is none.  All borrowed. */
const struct regime *procedure_regime(const struct procedure *p, const char *code);
const struct unit *procedure_unit(const struct procedure *p, const char *code);
const struct role *procedure_role(const struct procedure *p, const char *code);
const struct queue *procedure_queue(const struct procedure *p, const char *code);
const struct path *regime_path(const struct regime *r, const char *code);
const struct form *regime_form(const struct regime *r, const char *code);
const struct request *regime_request(const struct regime *r, const char *code);
const struct support *regime_support(const struct regime *r, const char *code);
const struct paper *regime_paper(const struct regime *r, const char *code);
const struct clock_kind *regime_clock(const struct regime *r, const char *code);
const struct legal_value *regime_value(const struct regime *r, const char *code);
const struct state *path_state(const struct path *p, const char *code);
const struct step *path_step(const struct path *p, const char *code);
const struct path *regime_track(const struct regime *r, const char *code);
const struct person_class *regime_class(const struct regime *r, const char *code);
const struct coordination *regime_coordination(const struct regime *r,
    const char *code);
/* The regime in force on a day; NULL when there is none. */
const struct regime *procedure_regime_on(const struct procedure *p, day_t day);
/* A value as it holds in a province on a day (province NULL: nationwide). */
bool legal_value_in(const struct legal_value *v, const char *province,
    day_t day, int64_t *out, const struct basis **basis);
/*
 * Whom a unit's lateness is told: the one it names, else the unit of its
 * kind's superior kind in the same province, else one without a province.
 * NULL when there is none.
 */
const struct unit *unit_superior(const struct procedure *p,
    const struct unit *unit);

/*
 * Puts a value of the register in force that two people have set in this
 * store; the file on disk stays as it is.  False when there is no such line.
 */
bool procedure_set_value(struct procedure *p, const char *regime,
    const char *code, int64_t value, enum sureness status);

/* The same for one province, where the value differs; before those of forms/. */
bool procedure_set_local_value(struct procedure *p, const char *regime,
    const char *code, const char *province, int64_t value,
    enum sureness status);

/* All values as forms/ has them: what was set may have been taken back. */
void procedure_forget_values(struct procedure *p);

/*
 * May somebody with `role` in a unit of `kind` use `command` of the door, on
 * something at least?  What of it is said by rights_of().
 */
bool procedure_allows(const struct procedure *p, const struct role *role,
    const struct unit_kind *kind, const char *command);

/* The procedure of a path or track as Graphviz dot; every stable code, as JSON. */
void procedure_dot(const struct path *p, enum lang lang, struct str *out);
json_t *procedure_codes(const struct procedure *p);
/* article -> {steps, needs, clocks, papers, ...}: what the procedure covers. */
json_t *procedure_coverage(const struct procedure *p);

#endif
