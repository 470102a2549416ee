/*
 * Where one has been, and marks: screens that one can go back to.  A place is
 * {"open": kind of screen, "id"?, "row"?, "title": {vi, en}}; it holds codes and what
 * the title line says, which is masked, never a name.
 */
#ifndef TN_TUI_JUMP_H
#define TN_TUI_JUMP_H

#include "tui/view.h"

struct app;

#define JUMPS_MOST 64

struct jumps {
	json_t *place;			/* array, the oldest first */
	size_t at;			/* where one is in it */
};

void jumps_done(struct jumps *j);
/* Before each frame: notes the screen that is looked at now. */
void jumps_note(struct app *app);
/* Back or forward; says so when there is nothing. */
void jumps_go(struct app *app, bool back);
/*
 * Opens a place; false and said when it is no more to be seen.  *gone: the
 * case or act it names is none to this officer any more: whoever keeps the
 * place drops it, title and all.
 */
bool place_open(struct app *app, const json_t *place, bool *gone);
/* Where one is, a new reference; NULL where one cannot come back to. */
json_t *place_here(const struct app *app);

#endif
