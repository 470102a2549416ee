/*
 * Inside of the door: what the files of queues share.
 *
 *	ask_queue.c	pages of a queue, and how many there are
 *	queue_cell.c	what stands in its columns
 *	queue_want.c	what a query asks for: filter, order, columns
 *	queue_memory.c	what rows showed, until their case has a new event
 *	queue_sift.c	a queue that is filtered or sorted: read whole, by bounds
 *
 * A filter and an order see what the officer sees and nothing more: names are
 * compared masked as they are shown, an answer whose class is masked or hidden
 * matches nothing.
 */
#ifndef TN_DOOR_QUEUE_H
#define TN_DOOR_QUEUE_H

#include "core/door/door.h"

#define QUEUE_COLUMNS 10
#define QUEUE_WORDS 16
#define QUEUE_MOST 20000		/* cases read for one answer */

/* A column as it is asked for; all borrowed from the procedure. */
struct queue_shown {
	const char *code;
	const struct text *title;
	int width;
};

enum queue_facet {
	FACET_STATE, FACET_PATH, FACET_HOLDER, FACET_WAITING, FACET_CONDITION,
	FACET_RELATION, FACET_PROVINCE, FACET_DUE,
	FACET_CASE,			/* named ones: filtered by, never counted */
	FACET_COUNT
};

/* What a query wants; texts borrowed from it. */
struct queue_want {
	const struct queue *queue;
	struct queue_shown column[QUEUE_COLUMNS];
	size_t n_column;
	enum lang lang;
	const json_t *filter;		/* NULL: none */
	char *word[QUEUE_WORDS];	/* folded; owned */
	size_t n_word;
	const char *sort;		/* a column; NULL: the queue's own order */
	bool descending;
	bool facets;			/* count what values there are */
};

/* Every column there is: those of all queues, then our own; NULL at the end. */
const struct queue_shown *queue_known(const struct procedure *p, size_t i,
    struct queue_shown *out);

/*
 * Reads a query.  False: the member of that name is wrong (*wrong, static).
 * To be freed with queue_want_done() in either case.
 */
bool queue_want_read(const struct session *s, const struct queue *queue,
    const json_t *query, struct queue_want *w, const char **wrong);
void queue_want_done(struct queue_want *w);
/* The code under which a facet is asked for and told. */
const char *queue_facet_name(enum queue_facet f);

/* What stands in a column: a text or {vi, en}; a new reference. */
json_t *queue_cell(struct session *s, const char *column,
    const struct work_hit *hit, const struct case_state *cs);
/* A cell in one language; "" for none.  Borrowed. */
const char *queue_cell_text(const json_t *cell, enum lang lang);
/*
 * The codes of a facet that a row has (due: several), and the title of the
 * first: appended as [{code, title}] to `list`; nothing where it shows none.
 */
void queue_facet_of(struct session *s, enum queue_facet f,
    const struct work_hit *hit, const struct case_state *cs, json_t *list);
/* Must the case be opened to know this facet, or this column? */
bool queue_facet_opens(enum queue_facet f);
bool queue_column_opens(const char *column);

/*
 * The same for who asks again and again, as while a filter is being typed:
 * each case is opened once, and again after its next event.  What is kept is
 * what was shown, by this session alone, and goes with it.  New references.
 */
json_t *queue_cell_known(struct session *s, const char *column,
    const struct work_hit *hit);
json_t *queue_facet_known(struct session *s, enum queue_facet f,
    const struct work_hit *hit);

void queue_work_query(const struct session *s, const struct queue *queue,
    struct work_query *q);
/*
 * Tells each case of a query, page by page in its own order, until who waits
 * stops it.  True: cut, since *seen (added to) has reached QUEUE_MOST.
 */
bool queue_each(struct session *s, struct work_query *q, size_t *seen,
    void (*each)(void *arg, const struct work_hit *hit), void *arg);
/* One row as it is answered. */
json_t *queue_row(struct session *s, const struct queue_want *w,
    const struct work_hit *hit);

/*
 * A filtered, sorted or counted queue into `out`: "rows", "next", "total",
 * "cut" and with facets "facets".  False: the cursor is none of ours.
 */
bool queue_sift(struct session *s, const struct queue_want *w,
    const char *after, size_t limit, json_t *out);

#endif
