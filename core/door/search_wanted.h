/* What somebody typed to be looked for, taken apart; see ask_search.c. */
#ifndef TN_DOOR_SEARCH_WANTED_H
#define TN_DOOR_SEARCH_WANTED_H

#include "core/base/str.h"
#include "core/door/search.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#define WANTED_WORDS_MAX 12

struct wanted {
	struct str name, birth, number, case_id;	/* keys of the last two */
	uint32_t letters;
	int slips;		/* letters that a likely name may lack, in all */
	struct { uint32_t letters; int slips; } word[WANTED_WORDS_MAX];
	size_t n_word;
	bool places;		/* words may be a place as well */
	const char *commune;	/* only who lives there; NULL: all */
	/* Folded words, for places; bits of those that any place may have. */
	struct str folded;
	const char *part[WANTED_WORDS_MAX];
	size_t part_len[WANTED_WORDS_MAX];
	size_t n_part;
	unsigned all, kinds;
	unsigned look;		/* rises by one a search */
};

/*
 * Reads a query {text?, name?, birth?, number?, case?, commune?}; false when
 * something in it is not a text, too long, or no date.  For wanted_done()
 * either way.
 */
bool wanted_read(struct wanted *w, const json_t *query);
void wanted_done(struct wanted *w);

struct hit {
	const struct known_person *p;
	int score;
	unsigned why;
	bool marks;		/* the marks that were typed fit too */
};

/* `why` is 0 when nothing speaks for it. */
void search_rate(const struct wanted *w, const struct known_person *p,
    struct hit *h);

#endif
