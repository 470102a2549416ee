/*
 * A scanner types faster than a hand, and does not know where the cursor is:
 * on a date, on a yes or no, on a list where letters are commands.  Letters
 * that come without a pause and could be an identity paper are held together
 * and given to the view as a whole; all others are typed as they came.
 */
#ifndef TN_TUI_BURST_H
#define TN_TUI_BURST_H

#include "tui/app.h"
#include "tui/term.h"

#include <stdbool.h>

/*
 * True: the key began a burst, and all of it has been dealt with, what came
 * behind it too.  `on_event` does what is to be done for any other event.
 */
bool burst_take(struct app *app, const struct key *key,
    void (*on_event)(struct app *app, const struct event *event));

/* The Enter with which the scanner ends, come a moment late: not the
 * officer's, who has not read yet what the paper said. */
bool burst_ends(struct app *app, const struct key *key);

#endif
