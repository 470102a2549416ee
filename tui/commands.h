/*
 * The table of commands, expanded.  See commands.def.
 */
#ifndef TN_TUI_COMMANDS_H
#define TN_TUI_COMMANDS_H

#include "core/base/err.h"
#include "tui/key.h"

#include <stdbool.h>

/* Where a command works; a view says which of these it is now. */
enum {
	CTX_ROWS = 1 << 0,		/* a list one moves in */
	CTX_OPEN = 1 << 1,		/* Enter opens a row */
	CTX_SECTIONS = 1 << 2,
	CTX_BACK = 1 << 3,		/* there is a step back */
	CTX_INSIDE = 1 << 4,		/* signed in, not typing */
	CTX_HOME = 1 << 5,
	CTX_QUEUE = 1 << 6,
	CTX_CASE = 1 << 7,
	CTX_FORM = 1 << 8,		/* on a field, not typing */
	CTX_EDIT = 1 << 9,		/* typing in a field */
	CTX_RECEPTION = 1 << 10,
	CTX_ACT = 1 << 11,
	CTX_REGISTER = 1 << 12,
	CTX_CHOICE = 1 << 13,
	CTX_TICKS = 1 << 14,
	CTX_PROMPT = 1 << 15,
	CTX_CONFIRM = 1 << 16,
	CTX_SIGNIN = 1 << 17,
	CTX_TEXT = 1 << 18,		/* typing a text of several lines */
	CTX_TRAIN = 1 << 19,
	CTX_ANY = 1 << 20,		/* the app's own; every view has it */
	CTX_UNTICKED = 1 << 21,		/* CTX_TICKS: nothing ticked yet */
	CTX_TICKED = 1 << 22,		/* CTX_TICKS: Enter keeps the ticks */
	CTX_SAME = 1 << 23,		/* likely here already */
	CTX_TOGETHER = 1 << 26,		/* coordination acts of this unit */
	CTX_COORDINATION = 1 << 24,	/* one of them */
	CTX_OFFER = 1 << 25,		/* a hand-over act being made */
	CTX_FIND = 1 << 27,		/* looking for words in a form */
	CTX_ORDER = 1 << 28,		/* putting things in order */
	CTX_FILES = 1 << 29,		/* the files of a case */
	CTX_PATH = 1 << 30,		/* typing the path of a file */
	CTX_LINES = -0x7fffffff - 1	/* lines of a reception; the last bit */
};

enum {
	F_BAR = 1,		/* shown in the key bar */
	F_MOVE = 2,		/* no use in the palette */
	F_DESTRUCTIVE = 4,	/* asks before */
	F_NEEDS_CASE = 8,
	F_AUDITED = 16,		/* leaves an event in the journal */
	F_PINNED = 32		/* right end of the bar, never cut */
};

enum command {
#define COMMAND(id, name, keys, contexts, flags, lv, le, hv, he) id,
#include "tui/commands.def"
#undef COMMAND
	CMD_COUNT,
	CMD_NONE = CMD_COUNT
};

struct command_info {
	const char *name;
	const char *keys;		/* names, blanks between */
	unsigned contexts, flags;
	const char *label[2], *help[2];	/* by enum lang */
};

/* Borrowed and static. */
const struct command_info *command_info(enum command c);

/* Is one of the command's keys this one? */
bool command_has_key(enum command c, const struct key *key);

/*
 * Appends the key to show: the first; with `typing` the first that is not a
 * letter, since letters are text there.  Nothing when it has none.
 */
void command_show_key(enum command c, bool typing, struct str *out);

/* The manual page's section on keys, as roff; appended. */
void commands_manual(enum lang lang, struct str *out);

#endif
