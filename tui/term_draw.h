/*
 * The bytes that make a terminal show a canvas: its description, colours and
 * what differs from what it shows now.  term_draw.c is the only file that
 * includes <curses.h>.  Nothing is written here: bytes are appended to a
 * string, and whoever holds the line sends them.
 */
#ifndef TN_TUI_TERM_DRAW_H
#define TN_TUI_TERM_DRAW_H

#include "core/base/str.h"
#include "tui/term.h"

struct drawing;

/*
 * Finds the description of the terminal on fd 0 and 1 and takes it out of
 * line mode.  NULL: none is usable.  *used: the description taken when it is
 * not $TERM's own (static), else NULL.
 */
struct drawing *drawing_open(const struct term_look *look, struct str *out,
    const char **used);
/* What takes the terminal back, and frees; the line modes are the caller's. */
void drawing_close(struct drawing *d, struct str *out);

/* The size as the description and curses have it. */
void drawing_size(int *rows, int *cols);
void drawing_resize(struct drawing *d, int rows, int cols);

/* Appends what changes what is shown into `c`, and moves the cursor. */
void drawing_draw(struct drawing *d, const struct canvas *c, struct str *out);
/* From the next draw on: no bold, and rules of one byte a column; or not. */
void drawing_slow(struct drawing *d, bool slow);
/* The next draw clears and sends everything. */
void drawing_forget(struct drawing *d);

/*
 * The bytes that make a terminal usable again, for a signal handler; their
 * length, 0 when they do not fit.
 */
size_t drawing_restore(char *buf, size_t size);

#endif
