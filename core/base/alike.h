/*
 * Letters that look like others (security.md S-26): "Mаi" with a Cyrillic а
 * is not "Mai", and nobody sees it.  Private to this room; utf8_marked() is
 * the way in.
 */
#ifndef TN_BASE_ALIKE_H
#define TN_BASE_ALIKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where the word that holds a letter ends, and what of it is marked. */
struct alike_word {
	size_t end;		/* byte offset; 0: none yet */
	bool mixed, disguised;
};

/*
 * Must the code point at s[at] be shown as a mark?  Called for each one in
 * order with the same *w, zeroed at the beginning.  Marked are: in a word
 * with Latin letters those of scripts that look like them; a word wholly of
 * letters that look like Latin ones, in a text that is else Latin; and the
 * few Latin letters that are taken for other ones (Eth for Đ).
 */
bool alike_marks(const char *s, size_t n, size_t at, uint32_t cp,
    struct alike_word *w);

#endif
