/* The workstation as the command line starts it. */
#ifndef TN_TUI_WORKSTATION_H
#define TN_TUI_WORKSTATION_H

#include "core/tiepnhan.h"
#include "tui/keymap.h"
#include "tui/look.h"
#include "tui/train.h"
#include "tui/widget/edit.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct workstation_options {
	struct tn *tn;			/* open; stays the caller's */
	/*
	 * Called once the first screen has been sent and before the first key
	 * is taken: what takes long is read while the officer looks.  False
	 * ends the workstation.  May be NULL.
	 */
	bool (*ready)(void *ctx);
	void *ready_ctx;
	enum lang lang;
	const char *officer;		/* filled in at sign-in; may be NULL */
	bool demonstration;		/* the banner says so */
	const json_t *missing;		/* walls, [{vi, en}]: for who runs the site */
	const json_t *demo_staff;	/* [{id, title, secret}]; may be NULL */
	const struct training_ops *training;	/* NULL: no training */
	const char *script;		/* keys from this file, no terminal */
	FILE *record;			/* what is done, as a script; or NULL */
	const char *out_dir;		/* where a script saves screens */
	int script_rows, script_cols;	/* 0: 24 and 80 */
	/* Moves the clock that tn uses; may be NULL. */
	void (*advance)(void *ctx, int64_t ms);
	void *advance_ctx;
	const char *log;		/* where fd 2 goes meanwhile; NULL: away */
	int idle_minutes;		/* 1..15; 0: 5 */
	struct term_look look;
	bool linear;			/* see linear.h */
	struct typing typing;		/* to begin with */
	const struct keymap *keymap;	/* NULL: the keys of commands.def */
	const char *notice;		/* said at the start; may be NULL */
	bool sync;			/* write a byte to sync_fd when idle */
	int sync_fd;
};

/*
 * Runs the workstation until the officer leaves, the terminal is closed or a
 * signal ends it.  0: left; 1: no usable terminal, or a script's expectation
 * failed.
 */
int workstation_run(const struct workstation_options *o);

#endif
