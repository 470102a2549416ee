/*
 * How alike two names, two dates of birth or two identity numbers are, when
 * one person may have been written down twice by different hands: without
 * marks, with the tone on the other vowel, in another order, without the
 * middle name, with a slip of the fingers, with the year alone.
 *
 * All are pure, symmetric, and bounded in time whatever they are given.  A
 * likeness is a reason to look, never a proof; nothing here says "the same".
 */
#ifndef TN_VIETNAMESE_SIMILAR_H
#define TN_VIETNAMESE_SIMILAR_H

#include "core/base/str.h"

#include <stdbool.h>

enum similar_how {
	SIMILAR_EXACT = 1,	/* marks and all; tones may sit elsewhere */
	SIMILAR_FOLDED = 2,	/* the same without marks */
	SIMILAR_ORDER = 4,	/* the words stand in another order */
	SIMILAR_MIDDLE = 8,	/* one lacks a word of the middle */
	SIMILAR_TYPED = 16,	/* a slip of the fingers, or split otherwise */
	SIMILAR_PART = 32,	/* some words only, or the beginning */
	SIMILAR_WIDER = 64,	/* one date is less precise, and may be it */
	SIMILAR_ESTIMATED = 128,	/* within the leeway of an estimate */
	SIMILAR_TAIL = 256	/* 9 digits that end the other's 12 */
};

/* 100 is as alike as can be, 0 has nothing in common. */
struct similarity {
	int score;
	unsigned how;		/* enum similar_how */
};

/*
 * Two names.  The score looks at folded text alone, so that it is the same
 * with and without marks; 95 and more: the same words.  Blank names are like
 * nothing.  Words beyond the twelfth, and bytes of one beyond the 64th, make
 * names unlike unless they are equal.
 */
struct similarity similar_names(const char *a, const char *b);

/*
 * A name against what somebody has typed so far: each typed word must begin
 * a word of the name (its own), perhaps with a slip; or all of them must
 * stand in it without the blanks.  Not symmetric.
 */
struct similarity similar_begun(const char *name, const char *typed);

/*
 * Does each typed word begin a word of the name (its own) with its marks
 * too, wherever the tone stands?  False when nothing typed has a mark: then
 * marks say nothing.
 */
bool similar_marks(const char *name, const char *typed);

/*
 * Two dates, "1999", "1999-05" or "1999-05-02".  Can both be the same day?
 * 0: no (or one is unreadable).  An estimate may be off by SIMILAR_LEEWAY
 * years; the number is ours, no source gives one.
 */
#define SIMILAR_LEEWAY 3
struct similarity similar_dates(const char *a, bool a_estimated,
    const char *b, bool b_estimated);

/*
 * Two identity numbers; spaces, dots and dashes do not count.  100 equal, 80
 * the nine digits that a card's machine-readable zone shows of the other's
 * twelve, 70 one slip.  An old nine-digit number has otherwise nothing in
 * common with the new twelve: 0, which says nothing against.
 */
struct similarity similar_numbers(const char *a, const char *b);

/*
 * What must be equal for the names to count as the same words: folded, in
 * order of the alphabet.  Nothing is added for a blank name.
 */
void similar_name_key(struct str *out, const char *name);
/* Letters and digits of a number, large. */
void similar_number_key(struct str *out, const char *number);

#endif
