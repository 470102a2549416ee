/*
 * Inside of the journal of looking (ask_looking.c, look_tell.c): entries that
 * were found, told to somebody.
 */
#ifndef TN_DOOR_LOOKED_H
#define TN_DOOR_LOOKED_H

#include "core/door/door.h"

/*
 * So many of the newest entries are summed up; who needs older ones asks for
 * a shorter time.  The entries themselves go back to the first, by pages.
 */
#define LOOKS_SUMMED 5000

struct looking {
	struct session *s;
	when_t from, to;
	int64_t before;
	size_t limit;
	bool by_case;			/* summary by case, else by officer */
	json_t *entries, *summary;
	int64_t next, elsewhere;
	size_t seen, told;		/* of one stream, or one officer */
	when_t summed_from;		/* WHEN_NONE: all of them */
	json_t *standing;		/* id -> relation of the unit, or null */
};

void looking_start(struct looking *l, struct session *s, bool by_case);
/* Frees, and gives back `out`. */
json_t *looking_finish(struct looking *l, json_t *out);

/*
 * Entries of one stream, or (NULL) of one officer, newest first, of kinds
 * that `wanted` says yes to: up to limit + 1 of them, and all summed up.
 */
bool looking_at(struct looking *l, const char *stream, const char *actor,
    bool (*wanted)(const char *kind), struct err *e);

/* Newest first over all that was looked at, cut to a page, with reasons. */
json_t *looking_answer(struct looking *l);

#endif
