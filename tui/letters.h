/*
 * Letters that the terminal's font lacks are shown as their base letter, in
 * the same columns: "Viet" for "Việt", never a box or a wrong letter.  Only
 * what is shown changes; what is typed, kept and printed never does, and the
 * frame says with one mark that letters are shown so.
 */
#ifndef TN_TUI_LETTERS_H
#define TN_TUI_LETTERS_H

#include "tui/canvas.h"
#include "tui/look.h"

#include <stdbool.h>
#include <stdint.h>

struct letters {
	bool all;			/* nothing is changed */
	bool wide;			/* ambiguous letters take two columns */
	bool marks;			/* then marks apart stand over letters */
	bool base;			/* Vietnamese letters are missing */
	uint8_t has[0x10000 / 8];	/* a bit a code point */
};

/* Decides for the terminal on `fd`; reads a console's map where it may. */
void letters_choose(struct letters *l, enum letters_choice choice, int fd);

/* The same for a font that has just these code points. */
void letters_of(struct letters *l, const uint32_t *cp, size_t n);

/*
 * On this terminal letters of ambiguous width ("à", "đ", quotes, arrows) take
 * two columns.  With `marks` they are shown with their marks apart, which
 * takes one; else as base letters.
 */
void letters_wide(struct letters *l, bool marks);

/* Is the width of this code point ambiguous? */
bool letters_ambiguous(uint32_t cp);

/* Changes what the font lacks, or what would shift the columns. */
void letters_show(const struct letters *l, struct canvas *c);

#endif
