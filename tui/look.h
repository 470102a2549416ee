/* How the screens look on this terminal: settings of config.yaml, `ui`. */
#ifndef TN_TUI_LOOK_H
#define TN_TUI_LOOK_H

#include <stdbool.h>

enum colour_choice {
	COLOUR_AUTO,		/* a few, unless NO_COLOR is set */
	COLOUR_NO,
	COLOUR_HIGH		/* bright white on black */
};

enum letters_choice {
	LETTERS_AUTO,		/* by the font of a Linux console, else all */
	LETTERS_FULL,		/* the terminal shows every letter */
	LETTERS_BASE		/* nothing beyond ASCII */
};

enum ambiguous_choice {
	AMBIGUOUS_AUTO,		/* the terminal is asked */
	AMBIGUOUS_ONE,		/* one column: not asked */
	AMBIGUOUS_TWO
};

enum link_choice {
	LINK_AUTO,		/* by how soon the terminal answers */
	LINK_FAST,
	LINK_SLOW		/* no bold, and rules of one byte a column */
};

struct term_look {
	enum link_choice link;
	enum colour_choice colour;
	enum letters_choice letters;
	enum ambiguous_choice ambiguous;
};

#endif
