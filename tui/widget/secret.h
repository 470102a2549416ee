/*
 * A line of dots: a secret being typed.  It never stands in a growing string:
 * it has one fixed place, which is wiped as soon as it is not needed.
 */
#ifndef TN_TUI_SECRET_H
#define TN_TUI_SECRET_H

#include "tui/canvas.h"
#include "tui/key.h"

#include <stdbool.h>
#include <stddef.h>

#define SECRET_MOST 1024

struct secret_line {
	char text[SECRET_MOST + 1];
	size_t len;
};

/* True when the key was for it. */
bool secret_line_key(struct secret_line *s, const struct key *key);
/* Dots; with the cursor behind them when it is on. */
void secret_line_paint(const struct secret_line *s, struct canvas *c, int y,
    int x, int w, bool on);
/*
 * What was typed, composed (typed marks may come decomposed: the same secret
 * all the same); the caller's, for secret_wipe() and free().  NULL: no text.
 */
char *secret_line_take(const struct secret_line *s);
void secret_line_wipe(struct secret_line *s);
void secret_wipe(void *p, size_t n);

#endif
