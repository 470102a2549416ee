/*
 * A QR code in half blocks, two modules a cell: the only file that knows
 * libqrencode.  The words beside it always say the same.
 */
#ifndef TN_TUI_QR_H
#define TN_TUI_QR_H

#include "tui/canvas.h"

#include <stdbool.h>

struct qr;

/* NULL: it does not fit a code. */
struct qr *qr_new(const char *text);
/* Wipes it. */
void qr_free(struct qr *q);
/* Columns and rows that it takes, with its white edge. */
int qr_cols(const struct qr *q);
int qr_rows(const struct qr *q);
/*
 * Light modules are drawn in the colour of letters, which is the light one on
 * most terminals; `dark`: the other way round.
 */
void qr_paint(const struct qr *q, struct canvas *c, int y, int x, bool dark);

#endif
