/*
 * A reception act on the screen: a table with a line a person and a column a
 * question of the line form.
 *
 * Files: reception.c (commands), reception_save.c, reception_rows.c (what a
 * line shows), reception_count.c (who is how many), reception_table.c (the
 * table painted), reception_made.c (the cases opened), reception_move.c (from
 * cell to cell), reception_key.c, reception_cell.c (typing in a cell),
 * reception_choice.c (which choice a text means), reception_scan.c (an
 * identity paper typed into a cell), reception_paste.c (rows of another
 * program), reception_csv.c (those rows apart), reception_head.c (their
 * headings), reception_family.c (marked lines, groups), reception_undo.c (what
 * stood before), reception_draft.c (what is kept meanwhile).
 *
 * Two ways of moving: among the lines, where letters are commands, and in the
 * cells (`entry`), where every letter is text.
 */
#ifndef TN_TUI_SCREEN_RECEPTION_H
#define TN_TUI_SCREEN_RECEPTION_H

#include "tui/screen/form.h"

#define PERSONS_MOST 500
#define NO_COLUMN SIZE_MAX

/* What is to be said of a cell, beside its text. */
enum cell_state {
	CELL_EMPTY, CELL_ANSWERED, CELL_NEEDED, CELL_WRONG, CELL_UNREAD,
	CELL_CLOSED			/* not asked of this person */
};

struct line_cell {
	char *text;			/* what the column shows */
	enum cell_state state;
};

struct person {
	json_t *answers;		/* replaced, never changed in place */
	/*
	 * [{"q", "label", "text"}]: texts that no question has taken in, by
	 * question ("": none), their label in both languages or as a list had
	 * it; replaced, never changed in place.
	 */
	json_t *notes;
	struct line_cell *cell;		/* one a column */
	char *condition;		/* as answered, or NULL */
	char *say;			/* what is missing or wrong, or NULL */
	size_t missing, wrong;
	bool marked, under_18, ill, interpreter;
	char *refused;			/* why not signed for, or NULL */
};

struct reception {
	json_t *path, *minutes;
	char *op_id;
	struct person *person;
	size_t n, cap, open;		/* open: the line in its form */
	json_t *inner;			/* draft of the form on top */
	struct rows rows;		/* the cases, once they are opened */
	bool dirty;
	json_t *searched;		/* looked at, held to be others */
	json_t *again;			/* cases of before of who has come again */
	json_t *made;			/* the outcome, when it is done */

	struct fill *fill;		/* one line after another is put in */
	json_t *blank;			/* its state without a line */
	const struct form_item **column;	/* borrowed from its form */
	size_t columns, needed;		/* Enter goes through those needed */
	enum lang shown;		/* the language of what is shown */

	size_t at;			/* 0: minutes, 1..n, n + 1: a new one */
	size_t top;			/* the first line seen, as `at` */
	int height;			/* lines of the last paint */
	size_t col, col_first;
	bool entry, typing;
	struct edit edit;
	struct str keys;		/* the letters as they were struck ... */
	bool corrected;			/* ... until one was taken back */
	char *told;			/* text that was said to be unreadable */
	json_t *back, *forth;		/* what stood: arrays of lines */
};

#define RECEPTION(v) ((struct reception *)(v)->data)

/* A form's code as the path says, else `otherwise`; borrowed. */
const char *reception_form(const struct reception *r, const char *key,
    const char *otherwise);
const char *reception_person_form(const struct reception *r);

/* ---- reception.c ---- */

void reception_open_person(struct view *v, size_t i);
void reception_open_minutes(struct view *v);
/* After any change of the lines: the draft goes out two seconds from now. */
void reception_changed(struct view *v);
/* The same after a letter, which changes no line yet. */
void reception_typed(struct view *v);

/* ---- reception_save.c ---- */

void reception_ask_save(struct view *v);
void reception_drop_draft(struct view *v);

/* ---- reception_rows.c ---- */

/* Opens the line form and chooses the columns; false: it cannot be opened. */
bool reception_columns(struct view *v);
/* Puts a line's answers into the fill of the table. */
void reception_put(struct reception *r, const json_t *answers);
/* The row of a column's question in the fill; NULL: not asked now. */
const struct fill_row *reception_row(struct reception *r, size_t column);
/* The column of a question by its name; NO_COLUMN. */
size_t reception_column(const struct reception *r, const char *name);
/* Works out what a line shows; a form does it. */
void reception_show(struct view *v, struct person *p);
/* All lines, where they are still shown in another language. */
void reception_show_all(struct view *v);
/* The i-th line, a new empty one past the end. */
struct person *reception_person(struct reception *r, size_t i);
void reception_person_done(struct reception *r, struct person *p);
/* The text kept for a question that could not be read, or NULL; borrowed. */
const char *reception_unread(const struct person *p, const char *question);
/* Keeps such a text, the label taken over; forgets it. */
void reception_note(struct person *p, const char *question, json_t *label,
    const char *text);
void reception_forget(struct person *p, const char *question);
/* Labels for it: of a question, of a message; new. */
json_t *reception_label(const struct form_item *it);
json_t *reception_words(enum msg m);

/* ---- reception_made.c ---- */

/* The rows of an act that is made. */
void reception_layout(struct view *v, int width);

/* ---- reception_table.c, reception_count.c ---- */

void reception_paint(struct view *v, struct canvas *c, struct area a);
/* Is the person of a line under 18, ill, in need of an interpreter? */
void reception_count(struct person *p, when_t now);
void reception_paint_counts(struct view *v, struct canvas *c, struct area a);

/* ---- reception_move.c ---- */

/* The chosen line, from 0; NULL and `n` on no line of a person. */
struct person *reception_chosen(struct reception *r);
/* Goes to a line (as `at`), keeping what is typed; false: it stays. */
bool reception_go(struct view *v, size_t at);
/* To the next cell, after the last needed one to the next line. */
void reception_next(struct view *v);
void reception_before(struct view *v);
void reception_sideways(struct view *v, bool right, bool all);
/* Moves for a command; false when it is none of moving. */
bool reception_move(struct view *v, enum command command);
/* To the next line and cell that lacks something; says when none does. */
void reception_next_missing(struct view *v);

/* ---- reception_key.c ---- */

bool reception_key(struct view *v, const struct key *key);

/* ---- reception_cell.c ---- */

/* Is there such a question on the chosen line?  Says so when not. */
bool reception_is_open(struct view *v);
/* Is it answered by typing, not by one key? */
bool reception_is_typed(const struct form_item *it);
/* Opens the chosen cell with what it holds. */
void reception_open_at(struct view *v, bool at_start);
/* Opens the chosen cell with a text, the cursor at a byte of it. */
void reception_begin(struct view *v, const char *text, size_t at);
void reception_stop(struct reception *r);
/* Keeps what is typed.  False and said, once, when it cannot be read; asked
 * again it is kept as a note of the line. */
bool reception_commit(struct view *v);
/* Enter on a line: into its cells. */
void reception_enter(struct view *v);
/* Leaves the cells. */
void reception_leave(struct view *v);
void reception_set_status(struct view *v, const char *status);
/*
 * Sets one question of a line from a text; an empty one clears it.  The line
 * is made when it is a new one.  False and *e: nothing has changed.
 */
bool reception_set(struct view *v, size_t line, size_t column,
    const char *text, struct err *e);
/* The same in the fill alone, a line having been put there; `strict`: only
 * what cannot mean anything else. */
bool reception_read(struct view *v, const struct form_item *it,
    const char *text, bool strict, struct err *e);
/* What the fill holds now becomes the answers of a line. */
void reception_take(struct view *v, struct person *p);

/* ---- reception_choice.c ---- */

/*
 * The choice that a text means: its code, its words in either language, or
 * (not when `strict`) its number or the beginning of its words where that is
 * one choice only.  A new string or (several) array; NULL: none, or many.
 */
json_t *reception_choice(struct view *v, const struct form_item *item,
    const char *text, const char *keys, bool strict);
/* The choices that begin like a text, "1 Nữ  2 Nam", appended. */
void reception_offers(struct view *v, const struct form_item *item,
    const char *text, const char *keys, struct str *out);
/* Yes or no of what a list has in such a column ("x", "1"); NULL. */
json_t *reception_yes_no(const char *text);

/* ---- reception_scan.c ---- */

/* Reads a paper typed into the chosen cell and fills the line from it; false:
 * it is none. */
bool reception_scan(struct view *v, const char *text);
bool reception_scan_waits(struct view *v);
/* The view's scan(): into the chosen line, or a new one. */
bool reception_scan_burst(struct view *v, const char *text);

/* ---- reception_paste.c, reception_csv.c, reception_head.c ---- */

bool reception_is_rows(const char *s, size_t n);
void reception_paste(struct view *v, const char *s, size_t n);
/* Rows of cells, both arrays of JSON; at most `most` rows.  New. */
json_t *reception_split(const char *s, size_t n, size_t most, bool *cut);
/*
 * Which question each heading of a first row means: an array of names, ""
 * where none, "surname", "given_names", "age" and "!" (of no use) too.  NULL
 * when it is no row of headings.
 */
json_t *reception_headings(struct view *v, const json_t *row);

/* ---- reception_family.c ---- */

void reception_mark(struct view *v);
void reception_together(struct view *v);
void reception_apart(struct view *v);
/* The cell above, once more. */
void reception_same(struct view *v);
bool reception_has_group(const struct reception *r);

/* ---- reception_undo.c ---- */

/* Before a change: one step back leads here. */
void reception_keep(struct reception *r);
/* Nothing came of it. */
void reception_unkeep(struct reception *r);
void reception_undo(struct view *v, bool redo);
/* [{"answers", "notes", "refused"}], what they hold shared; new. */
json_t *reception_lines(const struct reception *r);
void reception_put_lines(struct view *v, const json_t *lines);

/* ---- reception_draft.c ---- */

/* Those signed for, or those refused as {"name", "reason"}; new. */
json_t *reception_persons(struct reception *r, bool refused);
void reception_place(const struct reception *r, struct str *place);
json_t *reception_draft(struct view *v, struct str *place);
/* Fills an empty act from its draft, the open form too. */
void reception_load(struct view *v);

#endif
