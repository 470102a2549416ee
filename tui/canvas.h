/*
 * A grid of cells into which screens paint.  It knows nothing of terminals:
 * whoever holds a struct term sends it out, and only what differs goes over
 * the line.  Text is clipped by columns, never by bytes, and passes through
 * utf8_safe(), so nothing from a record can move a cursor.
 */
#ifndef TN_TUI_CANVAS_H
#define TN_TUI_CANVAS_H

#include <stdbool.h>
#include <stddef.h>

#define CELL_BYTES 32

/* Meanings; colour only ever repeats what a word or mark says already. */
enum attr {
	ATTR_PLAIN,
	ATTR_BOLD,		/* the focus, titles, keys of the bar */
	ATTR_DIM,		/* explanations */
	ATTR_REVERSE,		/* banner, popup heads */
	ATTR_GOOD,
	ATTR_WARN,		/* due soon, missing */
	ATTR_BAD,		/* late, wrong, refused */
	ATTR_COUNT
};

struct cell {
	char text[CELL_BYTES + 1];	/* one letter; "" right of a wide one */
	unsigned char cols;		/* 1, 2; 0 right of a wide one */
	unsigned char attr;		/* enum attr */
};

struct canvas {
	int rows, cols;
	struct cell *cell;		/* rows * cols */
	int cursor_y, cursor_x;		/* -1: nowhere; then bottom left */
	bool linear;			/* lists go on below instead of being cut */
};

/* A rectangle of a canvas. */
struct area {
	int y, x, h, w;
};

#define CANVAS_INIT { 0, 0, NULL, -1, -1, false }

void canvas_done(struct canvas *c);
/* Changes the size (bounded to 1..1000 each) and blanks. */
void canvas_resize(struct canvas *c, int rows, int cols);
void canvas_clear(struct canvas *c);
/* `to` becomes the same size, cells and cursor. */
void canvas_copy(struct canvas *to, const struct canvas *from);
void canvas_fill(struct canvas *c, struct area a, enum attr attr);

/*
 * Writes one line of text at (y, x) in at most `width` columns; what does not
 * fit ends in an ellipsis.  Outside the canvas nothing happens.  Returns the
 * columns written.  Line feeds become spaces.
 */
int canvas_text(struct canvas *c, int y, int x, int width, enum attr attr,
    const char *text);

/* The same for what is being typed: each letter in its own columns, and none
 * marked as looking like another. */
int canvas_typed(struct canvas *c, int y, int x, int width, enum attr attr,
    const char *text);

/* Text wrapped into an area, from its top; returns the lines it took. */
int canvas_wrapped(struct canvas *c, struct area a, enum attr attr,
    const char *text);

/* A horizontal rule of `width` columns. */
void canvas_rule(struct canvas *c, int y, int x, int width);

/* Where the hardware cursor rests (clipped to the canvas). */
void canvas_cursor(struct canvas *c, int y, int x);

/* The i-th row as text without trailing blanks, the caller's. */
char *canvas_row(const struct canvas *c, int y);

/*
 * Word wrap: the byte length of the first line of `text` in `width` columns,
 * and in *skip how many more bytes (the blank or line feed) to pass over.
 * 0 only at the end of the text.
 */
size_t wrap_next(const char *text, int width, size_t *skip);

#endif
