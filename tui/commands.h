/*
 * The table of commands, expanded.  See commands.def.
 */
#ifndef TN_TUI_COMMANDS_H
#define TN_TUI_COMMANDS_H

#include "core/base/err.h"
#include "tui/key.h"

#include <stdbool.h>
#include <stdint.h>

/* Where a command works; a view says which of these it is now.  Of 64 bits;
 * take the next free one. */
#define CTX(bit) (UINT64_C(1) << (bit))
#define CTX_ROWS CTX(0)			/* a list one moves in */
#define CTX_OPEN CTX(1)			/* Enter opens a row */
#define CTX_SECTIONS CTX(2)
#define CTX_BACK CTX(3)			/* there is a step back */
#define CTX_INSIDE CTX(4)		/* signed in, not typing */
#define CTX_HOME CTX(5)
#define CTX_QUEUE CTX(6)
#define CTX_CASE CTX(7)
#define CTX_FORM CTX(8)			/* on a field, not typing */
#define CTX_EDIT CTX(9)			/* typing in a field */
#define CTX_RECEPTION CTX(10)
#define CTX_ACT CTX(11)
#define CTX_REGISTER CTX(12)
#define CTX_CHOICE CTX(13)
#define CTX_TICKS CTX(14)
#define CTX_PROMPT CTX(15)
#define CTX_CONFIRM CTX(16)
#define CTX_SIGNIN CTX(17)
#define CTX_TEXT CTX(18)		/* typing a text of several lines */
#define CTX_TRAIN CTX(19)
#define CTX_ANY CTX(20)			/* the app's own; every view has it */
#define CTX_UNTICKED CTX(21)		/* CTX_TICKS: nothing ticked yet */
#define CTX_TICKED CTX(22)		/* CTX_TICKS: Enter keeps the ticks */
#define CTX_SAME CTX(23)		/* likely here already */
#define CTX_COORDINATION CTX(24)	/* one of them */
#define CTX_OFFER CTX(25)		/* a hand-over act being made */
#define CTX_TOGETHER CTX(26)		/* coordination acts of this unit */
#define CTX_FIND CTX(27)		/* looking for words in a form */
#define CTX_ORDER CTX(28)		/* putting things in order */
#define CTX_FILES CTX(29)		/* the files of a case */
#define CTX_PATH CTX(30)		/* typing the path of a file */
#define CTX_LINES CTX(31)		/* lines of a reception */
#define CTX_LAW CTX(32)			/* rows name their law; see view.h */
#define CTX_MARKS CTX(34)		/* the letters of marks */
#define CTX_TOUR CTX(33)		/* a card of the tour is shown */
#define CTX_WORKLOAD CTX(40)		/* who must do how much */
#define CTX_PAIR CTX(45)		/* one act of two persons */
#define CTX_GLASS CTX(46)		/* broken glass */
#define CTX_LOOKING CTX(52)		/* the journal of looking */
#define CTX_DUTIES CTX(53)		/* personal data of a case */
#define CTX_REQUESTS CTX(55)		/* what persons asked */
#define CTX_BREACHES CTX(54)		/* what was lost */
#define CTX_ONCE CTX(47)		/* what is shown or typed once */

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
	const char *keys;		/* names, blanks between; see keymap.h */
	uint64_t contexts;
	unsigned flags;
	const char *label[2], *help[2];	/* by enum lang */
};

/* Borrowed and static. */
const struct command_info *command_info(enum command c);

/* By its name; CMD_NONE when nothing has it. */
enum command command_find(const char *name);

#endif
