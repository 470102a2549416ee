/*
 * The law of the chosen row, and all that rests on it: beside any screen that
 * names laws (wide), or on a page of its own.
 */
#ifndef TN_TUI_SCREEN_LAW_H
#define TN_TUI_SCREEN_LAW_H

#include "tui/app.h"

/* The pane's columns of `cols`; 0 when it is not shown. */
int law_pane_width(const struct app *app, int cols);
/* Paints it; asks the door only when the row has another law than before. */
void law_pane_paint(struct app *app, struct canvas *c, struct area a);
void law_pane_done(struct app *app);

/* The pane on or off where there is room, else a page about the row of `v`. */
void law_command(struct app *app, struct view *v);
void law_page(struct app *app, struct view *v);

#endif
