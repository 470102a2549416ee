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
	bool base;			/* Vietnamese letters are missing */
	uint8_t has[0x10000 / 8];	/* a bit a code point */
};

/* Decides for the terminal on `fd`; reads a console's map where it may. */
void letters_choose(struct letters *l, enum letters_choice choice, int fd);

/* The same for a font that has just these code points. */
void letters_of(struct letters *l, const uint32_t *cp, size_t n);

/* Changes what the font lacks. */
void letters_show(const struct letters *l, struct canvas *c);

#endif
