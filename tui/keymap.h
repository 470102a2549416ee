/*
 * Which keys a command has: those of commands.def, or those that the officer
 * set in config.yaml, `keys`.  The dispatcher, the key bar, `?`, the palette,
 * the tour and the manual page all ask here.
 *
 * A setting that cannot be is never obeyed in part: the command keeps its
 * default, and one sentence says why.
 */
#ifndef TN_TUI_KEYMAP_H
#define TN_TUI_KEYMAP_H

#include "tui/commands.h"

struct keymap {
	char *own[CMD_COUNT];		/* owned; NULL: the default */
	int line[CMD_COUNT];		/* in the file, of own[] */
};

enum keymap_fault {
	KEYMAP_GOOD,
	KEYMAP_NO_COMMAND,		/* nothing has this name */
	KEYMAP_NO_KEY,			/* `text` is no key */
	KEYMAP_NEEDS_KEY,		/* it cannot be without one */
	KEYMAP_LETTERS,			/* works where letters are text, too */
	KEYMAP_NEVER,			/* a key of habit for what must be meant */
	KEYMAP_CLASH			/* with `other`, in the same place */
};

struct keymap_problem {
	enum keymap_fault fault;
	enum command command, other;
	int line;
	char key[32];			/* as it was written, cut */
};

void keymap_done(struct keymap *m);

/* Sets the keys of a command by its name; KEYMAP_GOOD or what is wrong. */
enum keymap_fault keymap_set(struct keymap *m, const char *name,
    const char *keys, int line, struct keymap_problem *out);

/*
 * After all were set: gives one of two that clash its default back and says
 * which; false when none clash.  Call until it is false.
 */
bool keymap_settle(struct keymap *m, struct keymap_problem *out);

/* The names of a command's keys, blanks between; `m` may be NULL. */
const char *keymap_keys(const struct keymap *m, enum command c);

/* Is one of the command's keys this one? */
bool keymap_has(const struct keymap *m, enum command c,
    const struct key *key);

/*
 * Appends the key to show: the first; with `typing` the first that is not a
 * letter, since letters are text there.  Nothing when it has none.
 */
void keymap_show(const struct keymap *m, enum command c, bool typing,
    struct str *out);

/* Can both commands have their place on one screen? */
bool commands_meet(enum command a, enum command b);

/* The manual page's section on keys, as roff; appended. */
void keymap_manual(const struct keymap *m, enum lang lang, struct str *out);

#endif
