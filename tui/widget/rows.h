/*
 * A list of painted lines, some of which can be chosen.  Every list, case,
 * form, help or history screen is one: it is rebuilt when its data changes
 * and keeps its place by the key of the chosen row.
 */
#ifndef TN_TUI_ROWS_H
#define TN_TUI_ROWS_H

#include "tui/canvas.h"
#include "tui/commands.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define ROW_CELLS 10

struct row_cell {
	int x, w;			/* columns from the left of the list */
	enum attr attr;
	const char *text;		/* copied; NULL: nothing */
};

struct row {
	struct row_cell cell[ROW_CELLS];	/* text owned */
	size_t cells;
	bool pick;			/* can be chosen */
	bool section;			/* Tab stops after it */
	bool more;			/* goes on the row before */
	int tag;			/* its screen's */
	const json_t *data;		/* its screen's, borrowed */
	char *key;			/* what it is known by; may be NULL */
};

struct rows {
	struct row *row;
	size_t n, cap;
	size_t sel;			/* index of the chosen; n: none */
	size_t top;
	char *want;			/* while rebuilding: key to find again */
	size_t want_at;
	int height;			/* of the last paint, in rows */
	bool fixed;			/* each row is one line, also for who listens */
};

void rows_done(struct rows *r);

/* Rebuilding: begin, add, end.  In between nothing is painted. */
void rows_begin(struct rows *r);
void rows_end(struct rows *r);

/* Lines that cannot be chosen, wrapped in `width` columns from column x. */
void rows_text(struct rows *r, int x, int width, enum attr attr,
    const char *text);
void rows_blank(struct rows *r);
void rows_section(struct rows *r, int width, const char *text);

/* One choosable item, its text wrapped; further rows belong to it. */
struct row *rows_item(struct rows *r, const char *key, int tag,
    const json_t *data, int x, int width, enum attr attr, const char *text);
/* One choosable row of cells. */
struct row *rows_cells(struct rows *r, const char *key, int tag,
    const json_t *data, const struct row_cell *cell, size_t n);
/* A row that goes on the item above. */
struct row *rows_more(struct rows *r, const struct row_cell *cell, size_t n);

/* The same with one text, wrapped. */
void rows_more_text(struct rows *r, int x, int width, enum attr attr,
    const char *text);

/* The chosen row, or NULL. */
const struct row *rows_chosen(const struct rows *r);
/* Its data; NULL when nothing is chosen or it has none. */
const json_t *rows_data(const struct rows *r);
/* Chooses by key; false when there is no such row. */
bool rows_choose(struct rows *r, const char *key);

/* Does a moving command; false when it is none. */
bool rows_command(struct rows *r, enum command command);

/* `cursor`: the hardware cursor rests on the marker of the chosen row. */
void rows_paint(struct rows *r, struct canvas *c, struct area a, bool cursor);

/*
 * For who listens (canvas.linear): lines that a row takes, painting one that
 * would be cut off, false when it would not, and finding what fits.
 */
int row_lines(const struct row *row, int width);
bool row_paint_whole(const struct row *row, struct canvas *c, struct area a,
    enum attr attr);
void rows_fit(struct rows *r, int width, int height);

/* Where the chosen row was painted last; -1 when it was not. */
int rows_chosen_y(const struct rows *r, struct area a);

#endif
