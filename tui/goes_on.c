/* Something long, in parts: how far it is, and a way to stop it. */
#include "tui/app.h"
#include "tui/frame.h"

#include <stdlib.h>

#define SAY_AFTER_MS 500

/* Keys pressed meanwhile are for what was there before: only Esc counts. */
static bool
is_stopped(struct app *app)
{
	bool stopped = app->ended;

	while (!stopped && app->term.ops->pending(app->term.ctx)) {
		struct event ev;

		app->term.ops->wait(app->term.ctx, 0, &ev);
		if (ev.kind == EV_END)
			app->ended = true;
		stopped = ev.kind == EV_END || (ev.kind == EV_KEY &&
		    ev.key.code == K_ESC);
		if (ev.kind == EV_TIMEOUT)
			break;
	}
	return stopped;
}

bool
app_goes_on(struct app *app, size_t done, size_t of)
{
	int64_t now = app->term.ops->mono(app->term.ctx);
	char percent[24];

	if (done == 0) {
		app->long_since = app->long_said = now;
		return true;
	}
	if (now - app->long_since < SAY_AFTER_MS)
		return true;
	if (now - app->long_said >= SAY_AFTER_MS) {
		app->long_said = now;
		snprintf(percent, sizeof percent, "%zu", done * 100 / of);
		app_say(app, ATTR_PLAIN, M_GOES_ON, percent, NULL);
		app->dirty |= PAINT;
		frame_update(app);
	}
	return !is_stopped(app);
}
