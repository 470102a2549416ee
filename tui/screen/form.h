/*
 * A form on the screen: form.c (rows, moving), form_edit.c (typing and
 * choosing), form_save.c (saving, drafts).  What the answers are for comes in
 * as data, so that one screen serves every command that takes a form.
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

struct undo_field {
	char *path;
	json_t *was;			/* NULL: nothing */
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
	int width, label_w;
	bool typing, tried, dirty;
	bool over;			/* typing over an older answer */
	struct edit edit;
	char *path;			/* of the field being filled in */
	char *refused;			/* typed text that could not be read */
	struct undo_field *undo;
	size_t undos, undo_cap;
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

/* The chosen row of the fill, or NULL. */
const struct fill_row *form_row(struct view *v);
/* The path of the chosen question, the caller's; NULL when it is none. */
char *form_path(struct view *v);
const struct fill_row *form_find(struct view *v, const char *path);
void form_layout(struct view *v, int width);
void form_paint(struct view *v, struct canvas *c, struct area a);
/* Goes to a field by its path or by its bare name; false: not there. */
bool form_go(struct view *v, const char *path);
/* The same for a field found wrong: what is missing is shown from now on. */
void form_go_wrong(struct view *v, const char *path);
/* To the next question row; false at the end. */
bool form_step(struct view *v, bool down);
void form_changed(struct view *v);
/* The first empty required field after the chosen one; false: none. */
bool form_next_missing(struct view *v);

/* Typing and choosing. */
void form_edit(struct view *v);
/* Letters on a row not yet opened begin typing in it. */
bool form_edit_key(struct view *v, const struct key *key);
/* Keeps what is being typed; false and said when it cannot be read. */
bool form_commit(struct view *v);
bool form_typing_command(struct view *v, enum command command);
void form_set_status(struct view *v, const char *status);
void form_undo(struct view *v);
void form_keep_undo(struct view *v, const char *path);

/* Saving and drafts. */
void form_save(struct view *v);
json_t *form_draft(struct view *v, struct str *place);
void form_place(struct view *v, struct str *place);
void form_drop_draft(struct view *v);

/* Counts visible questions: all, answered, required and empty. */
void form_count(struct fill *fill, size_t *all, size_t *answered,
    size_t *missing);

#endif
