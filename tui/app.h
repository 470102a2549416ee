/*
 * The workstation's loop: a stack of views over one session, one canvas and
 * one terminal.  Drain input, run commands, load what is stale, lay out,
 * paint, one draw, wait.  Nothing happens while nothing happens: the only
 * timers are the draft (2 s after a change) and the idle lock.
 */
#ifndef TN_TUI_APP_H
#define TN_TUI_APP_H

#include "tui/jump.h"
#include "tui/messages.h"
#include "tui/progress.h"
#include "tui/term.h"
#include "tui/train.h"
#include "tui/view.h"
#include "tui/widget/edit.h"
#include "tui/workstation.h"

#include <jansson.h>
#include <stdint.h>

#define APP_VIEWS 32
#define DRAFT_AFTER_MS 2000
#define DRAFT_AGAIN_MS 10000	/* after one that could not be kept */

enum { LAYOUT = 1, DATA = 2, PAINT = 4 };

struct app {
	struct term term;
	struct canvas canvas;
	const struct workstation_options *o;
	struct tn *tn;
	struct session *session;	/* NULL: nobody is signed in */
	char *officer;			/* id of who is, or was before the lock */
	char *resume;			/* place of the draft behind the lock */
	json_t *me;			/* the "officer" of the home query */
	json_t *likes;			/* preferences by name; see app_like() */
	bool law_pane;			/* the law of the chosen row, beside */
	json_t *law_data;		/* {"law", "answer"} as last shown */
	int width;			/* of the body, as last painted; 0: not */
	enum lang lang;
	struct typing typing;		/* Telex, VNI, VIQR or as it comes */
	const struct edit *typed;	/* what is typed in, as last painted */
	struct view *view[APP_VIEWS];
	size_t views;
	bool held;			/* drafts that no disk has room for */
	bool lost;			/* an answer said the session is no more */
	char *unsure;			/* op_id of a save nobody could tell of */
	unsigned dirty;
	struct str status;
	enum attr status_attr;
	/* Of the monotonic clock; -1: none. */
	int64_t told_alive;		/* when the store last heard of it */
	int64_t last_key, draft_due, hide_at;
	int64_t scanned_at;		/* a burst whose end is on its way */
	bool replaying;			/* letters held back are typed now */
	bool quit, ended;
	bool told_missing;		/* walls, to who runs the site */
	bool one_by_one;		/* forms show one question at a time */
	bool ran[CMD_COUNT];		/* for tests: which commands were done */
	struct progress progress;	/* of long work */
	struct jumps jumps;		/* where one has been */
	struct train train;
	void *kept;			/* see app_keep() */
	void (*kept_free)(void *);
};

/* Runs until the officer leaves or the terminal goes away. */
void app_run(struct app *app);

/* The topmost view; NULL before the first. */
struct view *app_top(const struct app *app);
/* Takes the view over, loads it before the next paint and gives it back;
 * NULL (and it is closed) when too many are open. */
struct view *app_push(struct app *app, struct view *v);
/* Closes the topmost view; what is below looks again. */
void app_pop(struct app *app);
/* The same for an officer who goes back; false, and it stays, while what was
 * typed in it cannot be kept. */
bool app_leave(struct app *app);
/* Closes everything above `v`, and `v` too. */
void app_pop_to_below(struct app *app, struct view *v);
void app_pop_all(struct app *app);
/* The nearest view below `v`, or NULL. */
struct view *app_below(const struct app *app, const struct view *v);

/*
 * Keeps what a chain of questions is about, so that it is freed when the
 * officer goes back instead of answering.  Frees what was kept before.
 */
void app_keep(struct app *app, void *p, void (*free_it)(void *));

/* Runs a command as if its key had been pressed; false: not possible now. */
bool app_command(struct app *app, enum command command);
/* Would app_command() do it for this view? */
bool app_can(struct app *app, struct view *v, enum command command);

/* Is a letter text in this view, so that no command may be one? */
bool app_takes_letters(struct view *v);

/* Something typed is not saved: a draft goes out two seconds from now. */
void app_touch(struct app *app, struct view *v);
void app_save_drafts(struct app *app);

/* Paints what is being typed, with the cursor; the frame says how. */
void app_paint_edit(struct app *app, struct edit *e, struct area a);

/* "Telex", "VNI", "VIQR"; "" when letters stay as they come. */
const char *app_typing_name(const struct app *app);

/* The columns that a view is laid out in now. */
int app_width(const struct app *app);

const char *app_msg(const struct app *app, enum msg m);
/* The status line; arguments fill {1}.., the list ended by NULL. */
void app_say(struct app *app, enum attr attr, enum msg m, ...);
void app_say_text(struct app *app, enum attr attr, const char *text);
/* A message with arguments, the caller's. */
char *app_text(const struct app *app, enum msg m, ...);

/* Text of {vi, en}, or of a plain string; "" for anything else.  Borrowed. */
const char *app_in(const struct app *app, const json_t *text);
const char *app_get(const struct app *app, const json_t *o, const char *key);

/*
 * Queries and commands; the argument is taken over.  app_ask() gives NULL
 * and says why on the status line when refused.  app_do() always gives the
 * outcome; an unknown one is looked up, and said when it stays unknown.
 */
json_t *app_ask(struct app *app, json_t *query);
/* The same; *code: of the reason it was refused for, the caller's, or NULL. */
json_t *app_ask_why(struct app *app, json_t *query, char **code);
json_t *app_do(struct app *app, json_t *command);
bool outcome_is(const json_t *outcome, const char *name);
/* Says the first reason of a refusal on the status line. */
void app_say_refusal(struct app *app, const json_t *outcome);

/* "02/03/2026 02:10" of an ISO time in Viet Nam; "" for anything else. */
void app_time(const json_t *iso, struct str *out);
/* "still 2 h 59 min" until then, or that it is over; the caller's. */
char *app_time_left(const struct app *app, const json_t *iso);

/*
 * What the officer likes (filters, marks, panes), by name: as it was read at
 * sign-in or said since, borrowed; NULL when nothing is.  app_like() takes the
 * value over (null forgets) and keeps it; false, and why is on the status
 * line, when it holds for this session only.
 */
void app_read_likes(struct app *app);
const json_t *app_liked(const struct app *app, const char *name);
bool app_like(struct app *app, const char *name, json_t *value);

/* Signs in; false and the reason said.  Home opens on top of nothing. */
bool app_sign_in(struct app *app, const char *officer, const char *secret,
    size_t len, const char *code);
/* The same for tn_account(): without a secret. */
bool app_sign_in_account(struct app *app, const char *code);
/*
 * Tells the store now and then that somebody is at the keys, though nothing
 * is asked; and locks when the store has said that the session is over.
 */
void app_alive(struct app *app);
void app_check_over(struct app *app);
/* Drafts saved, everything closed, keys wiped; `locked`: same officer next. */
void app_sign_out(struct app *app, bool locked);
/*
 * The session is no more, or cannot keep a draft: the same officer signs in
 * again over what is open, so that nothing typed is lost; then app_go_on().
 */
void app_sign_in_again(struct app *app);
/* Asks for the save that nobody could tell of when the line broke. */
void app_find_out(struct app *app);
/* False when nothing was open behind the sign-in. */
bool app_go_on(struct app *app);

#endif
