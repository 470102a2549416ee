/*
 * A hand-over act on the screen: act.c (answering it), act_rows.c (what it
 * shows).
 */
#ifndef TN_TUI_SCREEN_ACT_H
#define TN_TUI_SCREEN_ACT_H

#include "tui/app.h"
#include "tui/screen/screens.h"

struct act {
	char *id, *op_id;
	json_t *answer;
	json_t *refused;		/* case -> why */
	json_t *receipt;		/* answers so far; NULL: none */
	json_t *inner;			/* draft of the receipt's form */
	struct rows rows;
	bool dirty;
};

void act_layout(struct view *v, int width);

#endif
