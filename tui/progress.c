#include "tui/progress.h"

#include "tui/app.h"

#include <stdlib.h>
#include <string.h>

#define SAY_AFTER_MS 500
#define SAY_EVERY_MS 500
#define LOOK_EVERY_MS 50

static void
put_aside(struct progress *p, const struct event *event)
{
	struct event *e;

	if (p->n == AHEAD_MOST)
		return;
	e = &p->ahead[p->n];
	*e = *event;
	p->paste[p->n] = NULL;
	if (event->kind == EV_KEY && event->key.code == K_PASTE) {
		p->paste[p->n] = xstrndup(event->key.paste,
		    event->key.paste_len);
		e->key.paste = p->paste[p->n];
	}
	p->n++;
}

/* Also lets go out what a slow line has not taken yet. */
static void
look(struct app *app)
{
	struct progress *p = &app->progress;
	struct event event;

	do {
		app->term.ops->wait(app->term.ctx, 0, &event);
		if (event.kind == EV_KEY && event.key.code == K_ESC) {
			app->last_key = app->term.ops->mono(app->term.ctx);
			p->stopped = true;
		} else if (event.kind == EV_END) {
			app->ended = true;
			p->stopped = true;
		} else if (event.kind != EV_TIMEOUT) {
			put_aside(p, &event);
		}
	} while (!p->stopped && event.kind != EV_TIMEOUT &&
	    app->term.ops->pending(app->term.ctx));
}

/* Over the status line of the frame as it stands. */
static void
say(struct app *app)
{
	struct progress *p = &app->progress;
	struct canvas *c = &app->canvas;
	struct area line = { c->rows - 2, 0, 1, c->cols };
	char *n = p->total > 0 ? xasprintf("%d", (int)(p->done * 100 /
	    p->total)) : xasprintf("%lld", (long long)p->done);
	char *text = app_text(app, p->total > 0 ? M_GOES_ON :
	    M_GOES_ON_COUNT, n, NULL);

	if (c->rows > 2) {
		canvas_fill(c, line, ATTR_PLAIN);
		canvas_text(c, line.y, 0, c->cols, ATTR_WARN, text);
		app->term.ops->draw(app->term.ctx, c);
	}
	app->dirty |= PAINT;
	free(text);
	free(n);
}

static void
begin(struct app *app)
{
	struct progress *p = &app->progress;

	p->began = p->looked = app->term.ops->mono(app->term.ctx);
	p->told = p->began - SAY_EVERY_MS;
	p->stopped = false;
}

static bool
go_on(struct app *app)
{
	struct progress *p = &app->progress;
	int64_t now = app->term.ops->mono(app->term.ctx);

	if (p->stopped || now - p->began < SAY_AFTER_MS)
		return !p->stopped;
	if (now - p->looked >= LOOK_EVERY_MS) {
		p->looked = now;
		look(app);
	}
	if (!p->stopped && now - p->told >= SAY_EVERY_MS) {
		p->told = now;
		say(app);
	}
	return !p->stopped;
}

bool
app_goes_on(struct app *app, size_t done, size_t total)
{
	struct progress *p = &app->progress;

	p->loop = done < total;
	if (!p->loop)
		return true;
	if (done == 0)
		begin(app);
	p->done = (int64_t)done;
	p->total = (int64_t)total;
	return go_on(app);
}

bool
progress_told(void *ctx, int64_t done, int64_t total)
{
	struct app *app = ctx;
	struct progress *p = &app->progress;

	if (!p->loop && (done == 0 || done < p->done || total != p->total))
		begin(app);
	if (!p->loop) {
		p->done = done;
		p->total = total;
	}
	return go_on(app);
}

bool
progress_ahead(struct app *app, struct event *out)
{
	struct progress *p = &app->progress;

	if (p->n == 0)
		return false;
	free(p->last_paste);
	p->last_paste = p->paste[0];
	*out = p->ahead[0];
	p->n--;
	memmove(p->ahead, p->ahead + 1, p->n * sizeof p->ahead[0]);
	memmove(p->paste, p->paste + 1, p->n * sizeof p->paste[0]);
	return true;
}

void
progress_done(struct progress *p)
{
	for (size_t i = 0; i < p->n; i++)
		free(p->paste[i]);
	free(p->last_paste);
	memset(p, 0, sizeof *p);
}
