/*
 * Training: a scenario's narration at the foot of every screen, and keys to
 * step through it, change roles, move the clock and be shown how.  What the
 * scenario is and does lies behind struct training_ops.
 */
#ifndef TN_TUI_TRAIN_H
#define TN_TUI_TRAIN_H

#include "core/base/str.h"
#include "tui/canvas.h"
#include "tui/commands.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All text borrowed and valid as long as the ops; by enum lang. */
struct training_step {
	const char *say[2];
	const char *law;		/* may be NULL */
	const char *who;		/* officer id; may be NULL */
	const char *summary[2];		/* what is to be done; may be NULL */
};

struct training_officer {
	const char *id;
	const char *title[2];
};

struct training_ops {
	void *ctx;
	const char *title[2];
	size_t n;
	/* The i-th step; false when there is none. */
	bool (*step)(void *ctx, size_t i, struct training_step *out);
	/* The i-th officer of the scenario; false when there is none. */
	bool (*officer)(void *ctx, size_t i, struct training_officer *out);
	/* A new session for that officer, the workstation's; NULL: refused. */
	struct session *(*switch_to)(void *ctx, const char *officer);
	void (*advance)(void *ctx, int64_t ms);
	/* Does what step i says; what happened, or why not, goes to `msg`. */
	bool (*play)(void *ctx, size_t i, struct str *msg);
};

struct app;

struct train {
	size_t step;
	/* How many lines the panel takes. */
	int lines;
};

void train_paint(struct app *app, struct canvas *c, struct area a);
/* False: not one of training's commands. */
bool train_command(struct app *app, enum command command);

#endif
