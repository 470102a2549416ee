/*
 * A popup in which things are put in order (a question of type rank): the
 * first is the foremost.  Lines are lifted and put down, or moved by a key.
 */
#ifndef TN_TUI_ORDER_H
#define TN_TUI_ORDER_H

#include "tui/view.h"

struct order {
	const char *title;		/* copied */
	const json_t *items;		/* [{code, label}] in today's order; copied */
	/* The codes in their new order, only during the call; the popup is
	 * gone.  Not called when the officer goes back. */
	void (*done)(void *ctx, const json_t *codes);
	void *ctx;
};

void order_open(struct app *app, const struct order *o);

#endif
