/*
 * Questions over a screen: a text (a reason, a note) and a yes or no.  The
 * answer goes to a function; `ctx` must live longer than the question, which
 * a view below it does.
 */
#ifndef TN_TUI_ASK_H
#define TN_TUI_ASK_H

#include "tui/view.h"
#include "tui/widget/edit.h"

struct prompt {
	const char *title;		/* copied */
	const char *text;		/* to start with; may be NULL */
	size_t at;			/* the cursor's byte; SIZE_MAX: the end */
	bool many;			/* of several lines */
	bool optional;			/* nothing is an answer too */
	bool keep;			/* going back keeps what was typed */
	size_t most;			/* letters; 0: the usual */
	/* Called after the question is gone; `text` only during the call. */
	void (*done)(void *ctx, const char *text);
	void (*changed)(void *ctx);	/* each change; may be NULL */
	void *ctx;
};

/* Opens the question on top. */
void prompt_open(struct app *app, const struct prompt *p);
/* What is being typed, when `v` is such a question; else NULL. */
const struct edit *prompt_edit(const struct view *v);

/* No is the answer to every key but one. */
void confirm_open(struct app *app, const char *question,
    void (*yes)(void *ctx), void *ctx);

#endif
