/*
 * A hand-over act being made: offer.c (moving, sending), offer_rows.c (the
 * table), offer_draft.c (what is kept meanwhile).
 */
#ifndef TN_TUI_SCREEN_OFFER_H
#define TN_TUI_SCREEN_OFFER_H

#include "tui/screen/form.h"

#define OFFER_COLUMNS 3
#define OFFER_NAMED 60		/* persons whose masked names are asked for */

struct offer_line {
	char *id;			/* of the case */
	char *masked;			/* NULL: not asked for */
	json_t *answers;		/* NULL: no line yet */
	char *cell[OFFER_COLUMNS];
	size_t missing;
};

struct offer {
	json_t *what;			/* {"step", "cases", "to"?} */
	json_t *minutes;		/* NULL: not filled in yet */
	struct offer_line *line;
	size_t n, open;			/* open: the line in its form */
	json_t *head;			/* titles of the columns */
	json_t *inner;			/* draft of the form on top */
	char *op_id;
	struct rows rows;
	bool dirty, looked;
};

#define OFFER_VIEW(v) ((struct offer *)(v)->data)

/* Works out what the columns show for a line; a form does it. */
void offer_show(struct view *v, struct offer_line *line);
void offer_layout(struct view *v, int width);

void offer_open_minutes(struct view *v);
void offer_open_line(struct view *v, size_t i);

/* {case: answers} of the lines there are; new. */
json_t *offer_lines(const struct offer *o);
void offer_place(const struct offer *o, struct str *place);
json_t *offer_draft(struct view *v, struct str *place);
/* Fills a new act from its draft, the open form too; false: there is none. */
bool offer_restore(struct view *v);

#endif
