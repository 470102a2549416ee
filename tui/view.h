/*
 * A view: one screen, or a popup over one.  A struct of functions and the
 * view's own data; adding a screen is one file in tui/screen and its lines in
 * commands.def.  A view paints only inside paint(), only into its area, and
 * asks the door only in load() and in commands.
 */
#ifndef TN_TUI_VIEW_H
#define TN_TUI_VIEW_H

#include "core/base/str.h"
#include "tui/canvas.h"
#include "tui/commands.h"
#include "tui/key.h"

#include <jansson.h>
#include <stdbool.h>

struct app;
struct rows;
struct view;

struct view_ops {
	const char *name;
	bool overlay;		/* the view below shows through */
	/* Which contexts hold now (CTX_*). */
	uint64_t (*contexts)(struct view *v);
	/* Appends what the title line says; NULL: that of the view below. */
	void (*title)(struct view *v, struct str *out);
	/* Asks the door again; may be slow.  May be NULL. */
	void (*load)(struct view *v);
	/* Lays out for a width: called after load, a resize, a language. */
	void (*layout)(struct view *v, int width);
	/* Instant; sets the cursor on the focus. */
	void (*paint)(struct view *v, struct canvas *c, struct area a);
	/* Does the command work just now?  NULL: all of its contexts do. */
	bool (*can)(struct view *v, enum command command);
	/* True: done.  May push or pop views, itself too. */
	bool (*command)(struct view *v, enum command command);
	/* A key before any command sees it; true: taken.  May be NULL. */
	bool (*key)(struct view *v, const struct key *key);
	/* Where this screen can be found again: a new {"open", "id"?}, see
	 * jump.h; and its list of rows.  May be NULL. */
	json_t *(*place)(struct view *v);
	struct rows *(*rows)(struct view *v);
	/* What the help says of what is chosen, e.g. a field: rows added for
	 * a width, nothing when there is nothing.  May be NULL. */
	void (*explain)(struct view *v, struct rows *rows, int width);
	/* The law of the chosen row: as in answers, or text as in forms;
	 * borrowed until the next key; NULL: it has none.  May be NULL. */
	const json_t *(*law)(struct view *v);
	/* The text of an identity paper that a scanner typed (burst.h); false:
	 * it is to be typed letter by letter.  `text` NULL: would it take one?
	 * May be NULL. */
	bool (*scan)(struct view *v, const char *text);
	/* What is not saved yet: a new object, and where it belongs, appended
	 * to `place`; NULL when there is nothing.  May be NULL. */
	json_t *(*draft)(struct view *v, struct str *place);
	/* Frees data. */
	void (*close)(struct view *v);
};

struct view {
	const struct view_ops *ops;
	struct app *app;
	void *data;
	bool stale;		/* load before the next paint */
	bool unsaved;		/* draft() has something new */
};

/* A view for app_push(); `data` becomes the view's. */
struct view *view_new(struct app *app, const struct view_ops *ops, void *data);

#endif
