/*
 * A reception act on the screen: reception.c (moving, saving),
 * reception_rows.c (the table), reception_draft.c (what is kept meanwhile).
 */
#ifndef TN_TUI_SCREEN_RECEPTION_H
#define TN_TUI_SCREEN_RECEPTION_H

#include "tui/screen/form.h"

#define PERSONS_MOST 500
#define COLUMNS 4

struct person {
	json_t *answers;
	char *cell[COLUMNS];		/* what the columns show */
	char *condition;		/* as answered, or NULL */
	size_t missing;
	char *refused;			/* why not signed for, or NULL */
};

struct reception {
	json_t *path, *minutes;
	char *op_id;
	struct person *person;
	size_t n, cap, open;		/* open: the line in its form */
	json_t *head;			/* titles of the columns, {vi, en} */
	json_t *inner;			/* draft of the form on top */
	struct rows rows;
	bool dirty;
	json_t *searched;		/* looked at, held to be others */
	json_t *again;			/* cases of before of who has come again */
	json_t *made;			/* the outcome, when it is done */
};

#define RECEPTION(v) ((struct reception *)(v)->data)

/* A form's code as the path says, else `otherwise`; borrowed. */
const char *reception_form(const struct reception *r, const char *key,
    const char *otherwise);
const char *reception_person_form(const struct reception *r);

/* Works out what the columns show for a line; a form does it. */
void reception_show(struct view *v, struct person *p);
void reception_layout(struct view *v, int width);
void reception_paint(struct view *v, struct canvas *c, struct area a);

/* The i-th line, a new empty one past the end. */
struct person *reception_person(struct reception *r, size_t i);
void reception_open_person(struct view *v, size_t i);
void reception_open_minutes(struct view *v);

/* Those signed for, or those refused as {"name", "reason"}; new. */
json_t *reception_persons(const struct reception *r, bool refused);
void reception_place(const struct reception *r, struct str *place);
json_t *reception_draft(struct view *v, struct str *place);
/* Fills an empty act from its draft, the open form too. */
void reception_load(struct view *v);

#endif
