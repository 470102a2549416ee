/*
 * A form on the screen.  What the answers are for comes in as data, so that
 * one screen serves every command that takes a form.
 *
 * Files: form.c (commands), form_open.c, form_move.c (which question),
 * form_rows.c (a page of questions), form_one.c (one question at a time),
 * form_table.c (a repeat as a table), form_paint.c, form_pane.c (what is known
 * of a question), form_edit.c (typing and choosing), form_widget.c,
 * form_file.c, form_scan.c (other ways to fill one in), form_entries.c (of
 * repeats), form_history.c (undo, redo), form_find.c (looking for words),
 * form_about.c (where an answer comes from), form_versions.c (what was
 * recorded), form_copy.c (from another case), form_stand.c (what differs from
 * the record), form_draft.c, form_save.c.
 */
#ifndef TN_TUI_SCREEN_FORM_H
#define TN_TUI_SCREEN_FORM_H

#include "tui/app.h"
#include "tui/screen/screens.h"
#include "tui/widget/edit.h"
#include "tui/widget/rows.h"

/*
 * What is done with the answers.  Either `command` runs on saving, the
 * answers put at with[key], form after form; or `collect` gets them and
 * nothing is saved yet.
 */
struct form_purpose {
	const json_t *title;		/* {vi, en} */
	const char *case_id;		/* NULL: an empty form */
	const json_t *parts;		/* [{"form", "key"}] */
	const json_t *command;		/* {"do", "case", "with"} */
	size_t part;			/* which of the parts this is */
	const json_t *answers;		/* to begin with; may be NULL */
	const char *field;		/* to begin at; may be NULL */
	void (*collect)(void *ctx, json_t *answers);	/* takes them over */
	void (*collect_draft)(void *ctx, json_t *content);
	void *ctx;
};

/* From this width on a pane beside the questions tells of the chosen one. */
#define FORM_PANE_FROM 120
/* From this width on what is wrong stands beside the answer, if it fits. */
#define FORM_BESIDE_FROM 100
#define FORM_TABLE_COLUMNS 60

struct form_step;

/* Steps back or forth; the newest last. */
struct form_history {
	struct form_step *step;
	size_t n, cap;
};

struct form_count {
	size_t all, answered, missing;
};

struct form_view {
	json_t *title, *parts, *command;
	char *case_id, *op_id;
	size_t part;
	void (*collect)(void *ctx, json_t *answers);
	void (*collect_draft)(void *ctx, json_t *content);
	void *ctx;
	struct fill *fill;
	struct rows rows;
	int width, list_w, label_w;
	int field_x, field_w;		/* where the chosen answer is typed */
	char *table;			/* this repeat is shown as a table */
	size_t table_up;		/* of this row of an outer one; 0 */
	size_t col, col_first;		/* its chosen, its first seen column */
	bool single;			/* one question at a time */
	bool alone;			/* a lone question is shown now */
	bool listed;			/* and its choices are rows */
	char *here;			/* key of the chosen question */
	size_t here_at;			/* its row: where to be when it goes */
	char *sought;			/* the words last looked for */
	char *told;			/* the field last said to be wrong */
	bool typing, tried, dirty;
	bool over;			/* typing over an older answer */
	struct edit edit;
	char *path;			/* of the field being filled in */
	char *refused;			/* typed text that could not be read */
	struct form_history back, forth;
	json_t *law;			/* of the chosen question, as text */
	json_t *files;			/* of the case, for their names */
	json_t *known;			/* as recorded, when it was opened */
	/* While saving: fields that differ and wait, and one is replaced. */
	json_t *differ;
	bool replaces;
	/* While choosing: the question, and what its filter lets through. */
	const struct form_item *choosing;
	size_t *allowed, n_allowed;
};

#define FORM_VIEW(v) ((struct form_view *)(v)->data)

/* Opens a form for a purpose, with its draft if there is one.  False and the
 * reason said when it cannot be opened. */
bool form_open(struct app *app, const struct form_purpose *p);
/*
 * Opens one form whose answers are not saved yet: they, and their draft, go
 * to functions of the screen below, which get its view.
 */
void form_collect(struct view *v, const char *form, const json_t *title,
    const json_t *answers, void (*collect)(void *ctx, json_t *answers),
    void (*collect_draft)(void *ctx, json_t *content));
/* Opens the form again that a draft's content describes. */
bool form_open_draft(struct app *app, const json_t *content);
/* Puts what a draft's content holds into an open form, cursor and all. */
void form_restore(struct view *v, const json_t *content);

extern const struct view_ops form_ops;

/* One more entry of the repeat that the chosen row stands in; takes the
 * chosen entry away, after a question that names it. */
void form_add_entry(struct view *v);
void form_ask_remove(struct view *v);

/* Which question (form_move.c). */

/* The chosen row of the fill, or NULL. */
const struct fill_row *form_row(struct view *v);
/* Its number, or that of the nearest question when there is none. */
size_t form_at(struct view *v);
/* The path of the chosen question, the caller's; NULL when it is none. */
char *form_path(struct view *v);
/* What a row is known by: its path, "+REPEAT" of one that adds an entry. */
void form_row_key(const struct fill_row *r, struct str *out);
/* Can it be chosen: a question, or the row that adds an entry? */
bool form_is_stop(const struct fill_row *r);
const struct fill_row *form_find(struct view *v, const char *path);
/* Goes to a row of the fill by its number. */
void form_go_at(struct view *v, size_t at);
/* Goes to a field by its path or by its bare name; false: not there. */
bool form_go(struct view *v, const char *path);
/* The same for a field found wrong: what is missing is shown from now on. */
void form_go_wrong(struct view *v, const char *path);
/* To the next question; false at the end. */
bool form_step(struct view *v, bool down);
/* The first empty required field after the chosen one; false: none. */
bool form_next_missing(struct view *v);
/* Does a moving command; false when it is none. */
bool form_move(struct view *v, enum command command);

/* Rows and paint. */
void form_layout(struct view *v, int width);
void form_paint(struct view *v, struct canvas *c, struct area a);
void form_changed(struct view *v);
/* Where the questions stand when the form has this area. */
struct area form_list_area(struct view *v, struct area a);
/* Rows of the questions from..to of the fill, one under the other. */
void form_rows_add(struct view *v, size_t from, size_t to);
/* Does it show dots?  Until it is revealed, or this form is left. */
bool form_is_covered(const struct fill_row *r);
/* "2 records, confirmed by 1", the caller's; NULL when nothing is to be said
 * beside the answer. */
char *form_marks(struct view *v, const struct fill_row *r);
/* The label of a row, and that its question is new in this version. */
void form_label(struct view *v, const struct fill_row *r, struct str *out);
void form_reveal(struct view *v);
/* What the answer of a row shows. */
void form_value(struct view *v, const struct fill_row *r, struct str *out);
/* "Chặng 2 › Người 1": the headings above a row, appended. */
void form_headings(struct view *v, size_t at, struct str *out);
/* What is wrong, when it is to be shown now; borrowed, else NULL. */
const char *form_wrong(struct view *v, const struct fill_row *r);
/* What is known of a question: guidance, article, names, versions. */
void form_known(struct view *v, const struct fill_row *r, struct rows *rows,
    int x, int width);
/* The same on a page of its own. */
void form_detail(struct view *v);

/* One question at a time. */
void form_one_lay(struct view *v);
void form_one_switch(struct view *v);
/* The first row and the one after the last of the page that holds a row. */
void form_one_page(struct fill *fill, size_t at, size_t *from, size_t *to);
/* The code that the chosen row stands for, when choices are rows. */
const char *form_one_code(struct view *v);
/* Takes a choice by its number or letter, or by Enter and space. */
bool form_one_key(struct view *v, const struct key *key);
void form_one_take(struct view *v, const char *code, bool go_on);

/* More choices by names of before 1 July 2025; see struct choice. */
json_t *form_old_places(void *ctx, const char *typed, const char **note);

/* Typing and choosing. */
void form_edit(struct view *v);
/* The same with some text already typed, the cursor at a byte of it. */
void form_begin(struct view *v, const char *text, size_t at);
/* On to the next field; an empty one opens at once, so that typing flows. */
void form_flow(struct view *v);
/* Sets an answer; an empty array clears it.  False and said when refused. */
bool form_set(struct view *v, const char *path, const json_t *value);
/* Letters on a row not yet opened begin typing in it. */
bool form_edit_key(struct view *v, const struct key *key);
/* Keeps what is being typed; false and said when it cannot be read. */
bool form_commit(struct view *v);
bool form_typing_command(struct view *v, enum command command);
void form_set_status(struct view *v, const char *status);
void form_clear(struct view *v);
void form_say_err(struct view *v, const struct err *e);
/* A number of a paper or telephone, typed as it is, not as Vietnamese? */
bool form_is_code(const struct form_item *item);
/* Is this one of the choices offered now? */
bool form_choice_offered(struct view *v, const char *path,
    const struct form_item *item, size_t i, struct form_choice *out);

/* An identity paper scanned into a field (form_scan.c). */

/* Is it a field into which a paper may be scanned? */
bool form_scan_fits(const struct form_item *item);
/* The i-th fact that a paper tells: its key in card_read() and the question of
 * it; false past the end. */
bool form_scan_fact(size_t i, const char **key, const char **name);
/* The same words, but for accents and capitals? */
bool form_scan_same(const char *a, const char *b);
/* Only some lines of a machine-readable zone are typed: wait for the rest. */
bool form_scan_partial(const char *text);
/* Such lines in a text being typed: a blank in place of the line end; false:
 * they are whole, or none. */
bool form_scan_goes_on(struct edit *e, int width);
/* The same of the field being filled in. */
bool form_scan_waits(struct view *v);
/* What the typed text says as a paper, as card_read(); NULL: it is none. */
json_t *form_scan_read(struct view *v, const struct form_item *item,
    const char *text);
/* The view's scan(): a paper typed while no field of words was open. */
bool form_scan_burst(struct view *v, const char *text);
/* As form_scan_read() in whatever field; NULL and *e when it cannot be read. */
json_t *form_scan_paper(struct view *v, const char *text, struct err *e);
/* Fills in what the paper answers and shows that, and what does not fit. */
void form_scan_fill(struct view *v, const json_t *paper);

/*
 * What of an identity number does not go with what was said (form_said.c):
 * [{code, say}], a new array; `is_scanned`: its paper was compared already.
 */
json_t *form_said_doubts(struct view *v, const char *number, bool is_scanned);
/* The same of the question for a number, said on the status line. */
void form_said_number(struct view *v, const char *path);

/* A repeat as a table (form_table.c). */

/* Between the page and the table of the chosen question's repeat. */
void form_table_switch(struct view *v);
/* Lays the table out; false: it is gone, the page is shown instead. */
bool form_table_lay(struct view *v);
void form_table_paint(struct view *v, struct canvas *c, struct area a);
/* Left and right, and rows pasted; false: not meant for it. */
bool form_table_key(struct view *v, const struct key *key);
/* To the column of a row; false: it lies outside, the table was left. */
bool form_table_go(struct view *v, const struct fill_row *r);
/* To the next cell, or the one before; false at the end. */
bool form_table_step(struct view *v, bool down);

/* Questions that are more than a line of text (form_widget.c). */

/* Opens what such a question is filled in with; false: it is a plain one. */
bool form_widget_open(struct view *v, const struct fill_row *r,
    const char *label);
/* Left and right on a row not yet opened; false: not meant for it. */
bool form_widget_key(struct view *v, const struct key *key);
/* Shows such an answer; false: as any other. */
bool form_widget_value(struct view *v, const struct fill_row *r,
    struct str *out);
/* Is it filled in by typing in its line, or choosing, and no other way? */
bool form_types(struct view *v, const struct form_item *it);
/* Are its choices shown side by side? */
bool form_is_beside(struct view *v, const struct form_item *it);
/* The choices above a grid, as its lines have them below. */
bool form_grid_heading(struct view *v, const struct fill_row *r,
    struct str *out);

/* Undo and redo.  The path is where to be afterwards; NULL: stay. */
void form_keep_undo(struct view *v, const char *path);
/* Nothing came of what form_keep_undo() was called for. */
void form_drop_undo(struct view *v);
void form_undo(struct view *v);
void form_redo(struct view *v);
void form_history_done(struct form_history *h);

/* Looking for words in the questions. */
void form_find_open(struct view *v);

/* What is said beside the chosen answer. */
void form_about_open(struct view *v);
/* What is said under a key, in words; NULL when nothing is.  Borrowed. */
const char *form_about_words(const struct app *app, const json_t *answer,
    const char *key);
/* Other units' records of the chosen answer. */
void form_versions_open(struct view *v);
void form_confirm(struct view *v);
/* Is the chosen answer as it was recorded, so that it can be confirmed? */
bool form_can_confirm(struct view *v);
/* Answers of a linked case that this form has no answer to yet. */
void form_copy_open(struct view *v);

/* Questions for a file (form_file.c). */
/* What files there are, when some question asks for one: asks the door. */
void form_files_load(struct view *v);
void form_file_open(struct view *v, const struct fill_row *r);
/* The name of the file that is the answer; false: show the answer as it is. */
bool form_file_value(struct view *v, const struct fill_row *r,
    struct str *out);

/* Saving and drafts. */
void form_save(struct view *v);
void form_send(struct view *v);
/* Asks about each answer that differs from what is recorded, then sends;
 * false when the reasons are about something else. */
bool form_stand_open(struct view *v, const json_t *reasons);
json_t *form_draft(struct view *v, struct str *place);
void form_place(struct view *v, struct str *place);
void form_drop_draft(struct view *v);

/* Counts visible questions: all, answered, required and empty. */
void form_count(struct fill *fill, size_t *all, size_t *answered,
    size_t *missing);
/* The same for the rows from..to. */
struct form_count form_count_part(struct fill *fill, size_t from, size_t to);

#endif
