/*
 * A text being typed, of one line or many.  It moves and deletes by letters
 * (grapheme clusters); what is typed is composed to NFC on the spot, so that
 * a mark sent after its letter joins it.  What could fool a reader is made
 * visible on its way in: what is seen is what is kept.
 */
#ifndef TN_TUI_EDIT_H
#define TN_TUI_EDIT_H

#include "core/base/str.h"
#include "core/vietnamese/telex.h"
#include "tui/canvas.h"
#include "tui/key.h"

#include <stdbool.h>
#include <stddef.h>

#define EDIT_UNDO 64

struct edit_step {
	char *text;
	size_t at;
};

/* How Vietnamese is typed just now: one for the whole workstation. */
struct typing {
	enum telex_method method;
	enum telex_style style;
};

struct edit {
	struct str text;		/* valid NFC */
	size_t at;			/* byte offset of the cursor */
	bool many;			/* of several lines */
	size_t most;			/* letters; 0: 500, or 20,000 if many */
	size_t scroll;			/* one line: first byte; many: line */
	int goal;			/* column that up and down keep; -1 */
	int height;			/* lines of the last paint; a page */
	struct edit_step undo[EDIT_UNDO], redo[EDIT_UNDO];
	size_t undos, redos;
	bool typing;			/* the last change was a typed letter */
	bool cut;			/* the last insertion did not fit */
	bool masked;			/* painted as dots */
	const struct typing *vietnamese;	/* NULL: letters as they come */
	struct telex telex;		/* the word being typed ... */
	size_t word;			/* ... which begins at this byte */
	bool keep_struck;		/* the keys are kept too; not secrets */
	bool struck_lost;		/* something was changed in them */
	struct str struck;
};

void edit_init(struct edit *e, bool many, size_t most);
void edit_done(struct edit *e);

/*
 * From now on keys are Telex, VNI or VIQR as `t` says at each key; borrowed,
 * and longer-lived.  Not for numbers, codes and secrets.
 */
void edit_vietnamese(struct edit *e, const struct typing *t);

/* Replaces the text and forgets the undo steps; the cursor at the end. */
void edit_set(struct edit *e, const char *text);
/* Puts the cursor at the letter that holds byte `at`. */
void edit_move_to(struct edit *e, size_t at);

/*
 * Does what an editing key does; false for keys that are none of its own
 * (Enter too, but for text of several lines).
 */
bool edit_key(struct edit *e, const struct key *key, int width);

/*
 * The keys that made the text, when it was typed letter by letter and nothing
 * was taken back; else the text.  For keep_struck only.  Borrowed until the
 * next key.
 */
const char *edit_struck(const struct edit *e);
/* edit_key() tells of each key before it is done. */
void edit_strike(struct edit *e, const struct key *key);

/* Inserts n bytes from outside at the cursor; false when refused. */
bool edit_insert(struct edit *e, const char *s, size_t n);

/* Does a typing key in place of the whole text; one step back undoes it. */
void edit_type_over(struct edit *e, const struct key *key, int width);

/* Step back and forth; false when there is none. */
bool edit_undo(struct edit *e);
bool edit_redo(struct edit *e);

/* Paints and, with `cursor`, puts the hardware cursor in it. */
void edit_paint(struct edit *e, struct canvas *c, struct area a, bool cursor);

#endif
