/*
 * Screens for people who listen to them or feel them: no rules, boxes or
 * empty lines, no wide gaps, one thing a line, and only what is on top.
 */
#ifndef TN_TUI_LINEAR_H
#define TN_TUI_LINEAR_H

#include "tui/canvas.h"

/* Views get no more columns: from here on some put panes side by side. */
#define LINEAR_COLS 80

/*
 * Tidies the rows from..to-1: rules and empty lines go and what is below
 * moves up, frames and wide gaps become two blanks, a row of dots one dot.
 * The cursor stays on its letter, and its row always stays.
 */
void linear_tidy(struct canvas *c, int from, int to);

#endif
