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

struct term_look {
	bool slow;		/* no bold, and rules of one byte a column */
	enum colour_choice colour;
	enum letters_choice letters;
};

#endif
