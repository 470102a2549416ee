/*
 * Long work on the screen: after half a second the status line says how far
 * it is, at most twice a second, and Escape ends it.  What else is typed
 * meanwhile waits, in order, and is handled afterwards.
 */
#ifndef TN_TUI_PROGRESS_H
#define TN_TUI_PROGRESS_H

#include "tui/term.h"

struct app;

#define AHEAD_MOST 64

struct progress {
	int64_t done, total;
	int64_t began, looked, told;	/* of the monotonic clock */
	bool stopped, loop;		/* loop: within app_goes_on() */
	struct event ahead[AHEAD_MOST];
	char *paste[AHEAD_MOST];	/* owned: what a paste points to */
	size_t n;
	char *last_paste;		/* of the event given last */
};

/*
 * Between the parts of something long on a screen: `done` 0 begins it, `done`
 * equal to `total` ends it.  False: the officer, or the end of the terminal,
 * stops it.
 */
bool app_goes_on(struct app *app, size_t done, size_t total);
/*
 * The same for tn_set_progress(); total 0: not known.  It begins anew when
 * `done` falls back.  Within a part of app_goes_on() it tells of the whole.
 */
bool progress_told(void *app, int64_t done, int64_t total);

/* The next event that was put aside; false: none.  A paste in it is owned by
 * the app until the next call. */
bool progress_ahead(struct app *app, struct event *out);
void progress_done(struct progress *p);

#endif
