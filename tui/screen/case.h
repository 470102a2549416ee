/*
 * A case: case.c (moving about), case_start.c (doing something), case_rows.c
 * and case_detail.c (what is shown), case_keep.c (holds, erasing, the glass).
 */
#ifndef TN_TUI_SCREEN_CASE_H
#define TN_TUI_SCREEN_CASE_H

#include "tui/app.h"
#include "tui/screen/screens.h"

enum case_row {
	CASE_TEXT, CASE_STEP, CASE_REASON, CASE_CLOCK, CASE_FORM, CASE_PAPER,
	CASE_REQUEST, CASE_SUPPORT, CASE_PERSON, CASE_ACT, CASE_TRACK,
	CASE_LINK, CASE_FILE,
	CASE_DUTIES, CASE_HOLD, CASE_ERASE, CASE_GLASS, CASE_PAIRS
};

struct case_view {
	char *id;
	json_t *answer;
	struct rows rows, side;
	int width;			/* of the list */
	char *note, *note_op;		/* one that did not get through */
};

/* A clock in words, "còn hạn", "QUÁ HẠN", and how they are painted. */
const char *clock_in_words(struct app *app, const json_t *clock,
    enum attr *attr);

/* Rebuilds the rows for a width. */
void case_fill(struct app *app, struct case_view *k, int width);
/* From the case `v` to whatever mends a reason: a form, a step, a request. */
void case_mend(struct view *v, const json_t *reason);

/*
 * Starts an option of the case query: asks for the receiver, a reason, a
 * document, as its kind wants, opens its forms, sends the command.
 */
void case_start(struct app *app, const json_t *step, const char *case_id);
/*
 * What the regime in force would change for a case; `go` is called when the
 * officer goes on, never when they go back.  False, with the reason said,
 * when the case cannot move.
 */
bool regime_open(struct app *app, const char *case_id,
    void (*go)(void *ctx, const json_t *item), void *ctx);
/* case_keep.c: each asks its questions over the screen. */
void case_break_glass(struct app *app, const char *case_id);
void case_hold(struct app *app, const char *case_id, bool on);
void case_erase(struct app *app, const char *case_id);
/* The rows of these, and the line that says that the glass is broken. */
void case_keep_rows(struct app *app, struct case_view *k);
/* What its data is kept for, and requests of the person that wait. */
void case_duty_rows(struct app *app, struct case_view *k);
void case_glass_line(struct app *app, struct case_view *k);
/* Does a command at once and says how it went; `command` is taken over. */
bool case_do(struct app *app, json_t *command);

#endif
