/*
 * What a screen is drawn on and where keys come from: a real terminal
 * (term.c; only term_draw.c knows <curses.h>) or a script without any
 * terminal (term_script.c).
 */
#ifndef TN_TUI_TERM_H
#define TN_TUI_TERM_H

#include "core/base/mem.h"
#include "core/base/str.h"
#include "tui/canvas.h"
#include "tui/key.h"
#include "tui/look.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum event_kind {
	EV_KEY,
	EV_RESIZE,
	EV_TIMEOUT,		/* nothing happened for as long as was asked */
	EV_REFRESH,		/* the clock was moved: look again */
	EV_END			/* hang-up, end of input, a signal: save, leave */
};

struct event {
	enum event_kind kind;
	struct key key;		/* EV_KEY */
};

struct term_ops {
	void (*size)(void *ctx, int *rows, int *cols);
	/*
	 * Sends what differs from what is shown, and the cursor; one flush.
	 * Never waits: what a slow line cannot take now goes out in wait(), and
	 * of the frames it missed only the newest.
	 */
	void (*draw)(void *ctx, const struct canvas *c);
	/* Waits; timeout_ms < 0: without end. */
	void (*wait)(void *ctx, int timeout_ms, struct event *out);
	/* Has it taken all there was, and takes more now? */
	bool (*takes)(void *ctx);
	/* Is there typed-ahead input? */
	bool (*pending)(void *ctx);
	/* The same, if need be after so many milliseconds. */
	bool (*soon)(void *ctx, int ms);
	/* Milliseconds of a clock that never goes back. */
	int64_t (*mono)(void *ctx);
	void (*redraw)(void *ctx);	/* forget what the terminal shows */
	/* Restores everything and frees; the exit code of the driver. */
	int (*close)(void *ctx);
	/* Is the line taken for a slow one, by setting or as it was found? */
	bool (*slow)(void *ctx);
};

struct term {
	const struct term_ops *ops;
	void *ctx;
	bool base_letters;	/* letters are shown without their marks */
};

/*
 * Takes over the terminal on fd 0 and 1.  fd 2 goes to `log` (NULL:
 * /dev/null) until close.  `sync_fd` >= 0: one byte is written there each
 * time the program is about to wait and all it drew has gone out.  False: no
 * terminal, or none of the descriptions usable.  *used: the description taken when it
 * is not $TERM's own (static), else NULL.
 */
bool term_open(struct term *t, const char *log, int sync_fd,
    const struct term_look *look, const char **used) TN_MUST_USE;

/*
 * From now on what is done on this terminal is also written down, as lines of
 * a script that does it again; the file is taken over.  Secrets are typed
 * too: never on a store whose secrets matter.
 */
void term_record(struct term *t, FILE *file);
/* A new file of this account alone; NULL (errno) when it is there already. */
FILE *term_record_file(const char *path) TN_MUST_USE;

struct script_env {
	const char *out_dir;		/* where screens are saved; NULL: "." */
	const char *lang;		/* lines "vi ..." or "en ..." are for it */
	int rows, cols;			/* 0: 24 and 80 */
	enum letters_choice letters;
	void (*advance)(void *ctx, int64_t ms);	/* may be NULL */
	void *ctx;
};

/*
 * A terminal driven by the lines of `file` (see tests/tui/README.md).  False
 * and a message on stderr when the file cannot be read.
 */
bool term_script_open(struct term *t, const char *file,
    const struct script_env *env) TN_MUST_USE;

#endif
