/*
 * A popup to choose from, one or many, found by typing a few letters with or
 * without accents.  Exact matches come first; names that differ only by
 * accents are all shown, never one of them chosen.
 */
#ifndef TN_TUI_CHOICE_H
#define TN_TUI_CHOICE_H

#include "tui/view.h"

#define CHOICE_MOST 200			/* matches shown at a time */

struct choice_item {
	char *code, *label;		/* owned by whoever made them */
	bool on;			/* ticked, or chosen at first */
};

struct choice {
	const char *title;		/* copied */
	bool many;			/* tick any number */
	/*
	 * The choices, by number: borrowed texts; false past the end.  Called
	 * again for each search, so a long list need not be copied.
	 */
	bool (*at)(void *ctx, size_t i, const char **code, const char **label);
	bool (*is_on)(void *ctx, const char *code);	/* may be NULL */
	/* An array of codes, only during the call; the popup is gone. */
	void (*done)(void *ctx, const json_t *codes);
	void *ctx;
	/*
	 * More choices for what was typed, such as the commune of today for
	 * the name of one of before: an array of {"code", "title"}, owned by
	 * the caller, shown below those found by their own names; and a line
	 * about them (borrowed; may be NULL).  May be NULL, and give NULL.
	 */
	json_t *(*also)(void *ctx, const char *typed, const char **note);
};

void choice_open(struct app *app, const struct choice *c);

/*
 * The same from an array of {"code", "title"}: copied; exactly one choice is
 * taken at once without asking when `alone` is true.
 */
void choice_open_json(struct app *app, const char *title, const json_t *items,
    bool alone, void (*done)(void *ctx, const json_t *codes), void *ctx);

#endif
