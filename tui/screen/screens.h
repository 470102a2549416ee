/*
 * The screens.  One file each; each constructor gives a view for app_push().
 * What is handed in is copied.
 */
#ifndef TN_TUI_SCREENS_H
#define TN_TUI_SCREENS_H

#include "tui/view.h"
#include "tui/widget/rows.h"

#include <stddef.h>

struct app;
struct form_purpose;

/* Officer and secret; `locked`: only the officer who was there goes on. */
struct view *signin_new(struct app *app, bool locked);

/*
 * After signing in: what is to be done before all else, or the desk.  Pops
 * all views.
 */
void first_things(struct app *app);
/* A new secret for oneself; `first`: before all else. */
struct view *own_secret_new(struct app *app, bool first);
/* The code of conduct, to be agreed to. */
struct view *conduct_new(struct app *app);

struct view *home_new(struct app *app);

/* What belongs to no single case (tui/office.def): from home, by one key. */
struct view *office_new(struct app *app);
/* Acts that wait for a second person. */
struct view *pairs_new(struct app *app);
/*
 * What an outcome tells once and nothing keeps: halves of secrets ("half"),
 * shares of a key ("shares"), on a page of its own that is wiped.  False when
 * it tells no such thing.
 */
bool once_open(struct app *app, const json_t *outcome);
/* Propose, after a few questions: of the kinds of tui/office.def; NULL. */
struct view *share_key_new(struct app *app);
struct view *recover_key_new(struct app *app);
/* Accounts that this officer looks after, and one's own. */
struct view *accounts_new(struct app *app);
struct view *own_account_new(struct app *app);
/* Breaks the glass of a case by its number. */
struct view *break_glass_new(struct app *app);
/* Broken glass that nobody has reviewed. */
struct view *glass_new(struct app *app);
/* How long cases are kept, what has reached its term, certificates. */
struct view *keeping_new(struct app *app);
struct view *exports_new(struct app *app);
/*
 * Pairs of cases that may be of one person, for who answers for the units
 * below; NULL when that is refused, which is said.
 */
struct view *alike_new(struct app *app);

/* One queue by its code. */
struct view *queue_new(struct app *app, const char *code);

/* Who must do how much by which day, as bars. */
struct view *workload_new(struct app *app);

/* A case by its id. */
struct view *case_new(struct app *app, const char *id);
/* Everything one row of a case says, for panel_new() or a side pane. */
void case_detail(struct app *app, struct rows *rows, const json_t *item,
    int width);

/*
 * Identity, after the reason has been recorded; masks itself after 60 s,
 * and identity_hide() masks it at once.
 */
void identity_open(struct app *app, const char *case_id);
void identity_hide(struct app *app);

/* What the person of a case may have. */
struct view *entitlements_new(struct app *app, const char *case_id);
/* The procedure of a case as a map. */
struct view *map_new(struct app *app, const char *case_id);
/* The deadlines of a case as bars, and what was done when. */
struct view *timeline_new(struct app *app, const char *case_id);
struct view *history_new(struct app *app, const char *case_id);
struct view *register_new(struct app *app);
/* One line of the register, as the register query gives it. */
struct view *register_value_new(struct app *app, const json_t *value);
/* Asks for a new value (of one province) and its document; decides on one. */
void value_propose(struct app *app, const json_t *value, bool local);
void value_decide(struct app *app, const json_t *value, const char *proposal);
/* "20 working days" of a line or of a local value; "not known"; yours. */
char *register_value_text(struct app *app, const json_t *value,
    const char *unit);

/*
 * Looking for a person; `pick` gets the case chosen, NULL: it is opened.
 */
struct view *search_new(struct app *app,
    void (*pick)(void *ctx, const char *case_id), void *ctx);

/*
 * The cases that stopped the opening of one, when `outcome` says so (else
 * false).  `then` gets what is to be named in "searched" (other persons) and
 * in "again" (the same, come again) once each is decided.
 */
bool same_open(struct app *app, const json_t *outcome,
    void (*then)(void *ctx, const json_t *others, const json_t *again),
    void *ctx);

/*
 * Asks for a file and writes what is shown into it as plain text: {"kind":
 * "case" "act" "queue" "workload", "id", "name" of the file, "query",
 * "about"}; of a case it asks first why names are to be in it, if they are.
 */
void printing_start(struct app *app, const json_t *what);
/* The same of a thing by its id (the workload: NULL). */
void printing_one(struct app *app, const char *kind, const char *id);

/* The files of a case. */
struct view *files_new(struct app *app, const char *case_id);

/* Asks for the kind of link, the other case and the reason; takes one back. */
void link_start(struct app *app, const char *case_id);
void link_remove(struct app *app, const char *case_id, const json_t *link);
/* Rows of who came on the same act. */
void arrived_fill(struct app *app, struct rows *rows, const json_t *arrived,
    int width);

/*
 * A reception act of one path, {"code", "title", "person_form",
 * "minutes_form"}.  One that was broken off comes back from its draft.
 */
struct view *reception_new(struct app *app, const json_t *path);

/* An act of hand-over by its id. */
struct view *act_new(struct app *app, const char *act);

/* Coordination acts of this unit; of one case, when `case_id` is not NULL. */
struct view *together_new(struct app *app, const char *case_id);
/* One of them by its id. */
struct view *coordination_new(struct app *app, const char *act);

/*
 * A hand-over act being made: {"step", "cases", "to"?} with the step's title,
 * forms and the unit's title; kept as a draft until it is sent.
 */
struct view *offer_new(struct app *app, const json_t *what);

/*
 * Offers cases to another unit: asks for step and receiver, then opens the
 * minutes.  `steps`: of the case query; those that hand over are used.
 */
void offer_open(struct app *app, const json_t *cases, const json_t *steps);

/* The words of the field; those of what is chosen in `of` (may be NULL)
 * first. */
struct view *glossary_new(struct app *app, struct view *of);

/* The marks of this officer: to set one here, or to go to one. */
struct view *marks_new(struct app *app, bool set);

/*
 * The journal of looking: who saw a case (or its person); what an officer
 * saw, after asking which (NULL is returned then).
 */
struct view *looking_case_new(struct app *app, const char *case_id);
struct view *looking_officer_new(struct app *app);
/* Purpose, requests of the person and transfers of a case. */
struct view *duties_new(struct app *app, const char *case_id);
/* Requests of persons that wait, of all cases. */
struct view *requests_new(struct app *app);
/* Lost machines and other breaches of data. */
struct view *breaches_new(struct app *app);

/* A few cards over the real screens; not yet seen by this officer? */
void tour_open(struct app *app);
bool tour_is_new(const struct app *app);

/* Keys (and the palette, when `palette`) of the view below. */
struct view *help_new(struct app *app, struct view *of, bool palette);

/*
 * A page of text: `fill` adds the rows for a width, `pick` is called with
 * the chosen row (NULL: nothing to choose).  `data` is taken over.
 */
struct panel {
	enum msg title;
	json_t *data;
	void (*fill)(struct app *app, struct rows *rows, const json_t *data,
	    int width);
	void (*pick)(void *ctx, const json_t *item);
	void *ctx;
};
struct view *panel_new(struct app *app, const struct panel *p);

/* The reasons of a refusal; `pick` gets the reason whose fix is wanted. */
void reasons_open(struct app *app, const json_t *outcome,
    void (*pick)(void *ctx, const json_t *reason), void *ctx);
/* Rows of reasons: sentence, article with its status, what mends it. */
void reasons_fill(struct app *app, struct rows *rows, const json_t *reasons,
    int width);

/* One line: which kinds of units can mend a reason; nothing when not known. */
void reason_by(struct app *app, struct rows *rows, const json_t *reason,
    int x, int width);

/* "Căn cứ: Luật … (đã xác nhận)" of a law object, the caller's. */
char *law_text(struct app *app, const json_t *law);

/* Opens the draft at a place again; false when it cannot be. */
bool draft_open(struct app *app, const char *place);

#endif
