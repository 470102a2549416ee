/*
 * A queue on the screen.
 *
 * Files: queue.c (commands), queue_rows.c (what is asked for, rows, paint),
 * queue_sift.c (filter, order, columns), queue_liked.c (what the officer kept
 * of that, by name), queue_marks.c (cases marked), many.c many_run.c many_export.c
 * (something done on all of them).
 */
#ifndef TN_TUI_SCREEN_QUEUE_H
#define TN_TUI_SCREEN_QUEUE_H

#include "tui/app.h"
#include "tui/screen/screens.h"
#include "tui/widget/rows.h"

#define QUEUE_COLUMNS (ROW_CELLS - 2)

struct queue_view {
	char *code;
	json_t *answer;
	json_t *after;			/* cursors of the pages so far */
	json_t *marked;			/* case -> masked name */
	struct rows rows;
	bool to_end;			/* after a page back: its last row */
	/* What is asked for beside the queue itself. */
	/* {"words": text, "state": [{code, title}], …}; never NULL */
	json_t *filter;
	char *sort;			/* a column; NULL: the queue's own */
	bool descending;
	json_t *columns;		/* codes; NULL: the queue's own */
	char *name;			/* of the kept filter in force */
	json_t *liked;			/* the preference "queue/CODE" */
	bool looked;			/* liked has been asked for */
	/* While something is being chosen. */
	json_t *choices;		/* [{code, title}] */
	char *facet;
	char *from;			/* case marked last: a range begins here */
};

#define QUEUE_VIEW(v) ((struct queue_view *)(v)->data)

/* The query of the page shown; a new reference. */
json_t *queue_query(struct view *v);
void queue_layout(struct view *v, int width);
void queue_paint(struct view *v, struct canvas *c, struct area a);
/* "Lọc: …; sắp theo …": what holds beside the queue itself, appended. */
void queue_say_want(struct view *v, struct str *out);

/* Something else is asked for: from the first page on. */
void queue_changed(struct view *v);
void queue_ask_words(struct view *v);
void queue_ask_facet(struct view *v);
/* "Trạng thái" of the key of a filter; the key of an unknown one. */
const char *queue_facet_title(const struct app *app, const char *key);
void queue_ask_sort(struct view *v);
void queue_turn(struct view *v);
void queue_ask_columns(struct view *v);
void queue_clear(struct view *v);
bool queue_is_sifted(const struct queue_view *q);
/* The title of a code among [{code, title}]; the code when there is none. */
const char *queue_title_of(struct view *v, const json_t *list,
    const char *code);
/* A popup over q->choices; `many` ticks those for which is_on() holds. */
void queue_choose(struct view *v, enum msg title, bool many,
    bool (*is_on)(void *ctx, const char *code),
    void (*done)(void *ctx, const json_t *codes));

/* Kept filters: reads them once, shows the list of them. */
void queue_liked_read(struct view *v);
void queue_liked_open(struct view *v);
/* Order and columns stay as the officer left them. */
void queue_liked_save(struct view *v);

void queue_mark(struct view *v);
void queue_mark_shown(struct view *v);
void queue_mark_range(struct view *v);
void queue_unmark(struct view *v);
/* The marked cases, or the chosen one; a new reference. */
json_t *queue_cases(struct view *v);
/* How many of the marked are not on this page. */
size_t queue_marked_elsewhere(struct view *v);

/* Asks what is to be done on the cases, and does it on each. */
void many_open(struct app *app, const json_t *cases);
/*
 * Does a command that names "cases" beside it on each of them; how each
 * ended, in order, for many_show(), and how many were done.
 */
json_t *many_run(struct app *app, const json_t *command, const char *op_id,
    size_t *done);
/* Shows that; takes it over. */
void many_show(struct app *app, json_t *results, size_t done);
/* Asks what is needed, and proposes one export of all of them with names. */
void many_export(struct app *app, const json_t *cases);
/* A case that has been done: no queue below has it marked any more. */
void queue_forget(struct app *app, const char *id);

#endif
