/*
 * Communes of before 1 July 2025, as old papers and people name them, and
 * the communes of today that took them in (lists/old_communes.tsv, described
 * in forms/lists/README.md).  They are no codes of ours: a record always
 * holds the commune of today.
 *
 * One old commune may have been divided among several, and the source leaves
 * most divisions out: what is found here is offered to the officer and never
 * filled in.
 *
 *	old_places_read.c	the text taken apart
 *	old_places.c		search
 *
 * The text is taken apart at the first question, not when it is loaded: few
 * sessions ask.
 */
#ifndef TN_PROCEDURE_OLD_PLACES_H
#define TN_PROCEDURE_OLD_PLACES_H

#include "core/base/err.h"

#include <stdbool.h>
#include <stddef.h>

#define OLD_PLACES_LIST "old_communes"
#define OLD_PLACES_FILE "lists/old_communes.tsv"
#define OLD_PLACES_ROWS_MAX 20000u
#define OLD_PLACE_NEW_MAX 8	/* communes that one was divided among */

struct lists;
struct old_places;

/* How well one fits what was typed; the smaller the better. */
enum old_rank {
	OLD_SAME,		/* the name, with or without Xã, Phường ... */
	OLD_SAME_WITHIN,	/* and words of its district or province */
	OLD_BEGINS,		/* the name so far */
	OLD_DISTRICT		/* the name of its district */
};

struct old_place {
	const char *name, *district;
	const char *province;	/* code of three digits, in "provinces" */
	const char *now;	/* codes of "communes" with blanks between */
	enum old_rank rank;	/* in an answer */
};

/* Keeps `text`, which was malloc'ed and ends with NUL. */
struct old_places *old_places_new(char *text, size_t len);
void old_places_free(struct old_places *o);

/*
 * All that is wrong with the text: its form, provinces that are none of
 * before, communes that are none, two rows of one place.
 */
void old_places_check(struct old_places *o, const struct lists *lists,
    struct findings *found);

/* Of the head ("source", "status", "valid_to", ...); NULL when not said. */
const char *old_places_head(struct old_places *o, const char *key);

/*
 * The places that fit a text typed with or without marks: a name so far, or
 * a name and words of its district or province, or a district; only those
 * for which `wants` (NULL: all) is true.  Best first; at most `max` are
 * written, and how many there are comes back.  All borrowed.  0 when the
 * text cannot be read.
 */
size_t old_places_find(struct old_places *o, const struct lists *lists,
    const char *typed, bool (*wants)(void *ctx, const struct old_place *p),
    void *ctx, struct old_place *out, size_t max);

/* Calls `each` for all that the commune of today took in, or a part of it. */
void old_places_of(struct old_places *o, const struct lists *lists,
    const char *code, void (*each)(void *ctx, const struct old_place *p),
    void *ctx);

/* The i-th code of a place; NULL past the end.  `out` holds it. */
#define OLD_CODE_MAX 16
const char *old_place_now(const struct old_place *p, size_t i,
    char out[OLD_CODE_MAX]);

#endif
