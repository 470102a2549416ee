/*
 * A question for the path of a file, over a screen: Tab completes it, or
 * shows what it could become.  The answer goes to a function; `ctx` must live
 * longer than the question.
 */
#ifndef TN_TUI_PATH_H
#define TN_TUI_PATH_H

#include "tui/view.h"

struct path_prompt {
	const char *title;		/* copied */
	const char *text;		/* to start with; may be NULL */
	/* Called after the question is gone; `path` only during the call. */
	void (*done)(void *ctx, const char *path);
	void *ctx;
};

void path_open(struct app *app, const struct path_prompt *p);

/*
 * What is typed as the system wants it: "~/" is the officer's own folder.
 * The caller's.
 */
char *path_real(const char *typed);

/*
 * Completes a typed path as far as it is certain.  What it could go on as is
 * appended to `names`, sorted, two blanks between them; nothing when there is
 * just one.  Names that could fool a terminal are left out.  Gives the longer
 * path, the caller's; NULL when nothing begins like this.
 */
char *path_complete(const char *typed, struct str *names);

#endif
