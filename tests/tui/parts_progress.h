/* Long work on the screen: when it is said, how it is ended, what waits. */
#ifndef TN_TESTS_TUI_PARTS_PROGRESS_H
#define TN_TESTS_TUI_PARTS_PROGRESS_H

#include "tests/t.h"
#include "tui/app.h"

#include <stdlib.h>

/* A terminal with a clock of its own and a list of what will be typed. */
struct slow_term {
	int64_t now;
	const struct event *event;
	size_t n, at;
	int draws, waits;
};

static void
slow_wait(void *ctx, int timeout_ms, struct event *out)
{
	struct slow_term *t = ctx;

	T_INT(timeout_ms, 0);
	t->waits++;
	*out = (struct event){ .kind = EV_TIMEOUT };
	if (t->at < t->n)
		*out = t->event[t->at++];
}

static bool
slow_pending(void *ctx)
{
	struct slow_term *t = ctx;

	return t->at < t->n;
}

static int64_t
slow_mono(void *ctx)
{
	return ((struct slow_term *)ctx)->now;
}

static void
slow_draw(void *ctx, const struct canvas *c)
{
	(void)c;
	((struct slow_term *)ctx)->draws++;
}

static const struct term_ops slow_ops = {
	.wait = slow_wait, .pending = slow_pending, .mono = slow_mono,
	.draw = slow_draw,
};

static struct app *
slow_app(struct slow_term *t)
{
	struct app *app = xcalloc(1, sizeof *app);

	app->term.ops = &slow_ops;
	app->term.ctx = t;
	canvas_resize(&app->canvas, 24, 80);
	return app;
}

static void
slow_free(struct app *app)
{
	progress_done(&app->progress);
	canvas_done(&app->canvas);
	str_done(&app->status);
	free(app);
}

static void
long_work_is_said(void)
{
	struct slow_term t = { .now = 1000 };
	struct app *app = slow_app(&t);
	char *row;

	/* quick work says nothing and looks at no key */
	for (int i = 0; i < 1000; i++)
		T_CHECK(progress_told(app, i, 1000));
	T_INT(t.draws + t.waits, 0);
	/* five seconds: nothing in the first half, then twice a second */
	for (int i = 0; i <= 5000; i++, t.now++)
		T_CHECK(progress_told(app, i, 5000));
	T_INT(t.draws, 10);
	T_CHECK(t.waits >= 50 && t.waits <= 100);
	row = canvas_row(&app->canvas, 22);
	T_CHECK(strstr(row, "100 %") != NULL);
	T_CHECK(strstr(row, "Esc") != NULL);
	free(row);
	T_CHECK(app->dirty & PAINT);
	/* the next work begins anew, with or without a known end */
	t.draws = 0;
	T_CHECK(progress_told(app, 0, 0));
	t.now += 499;
	T_CHECK(progress_told(app, 7, 0));
	T_INT(t.draws, 0);
	t.now += 1;
	T_CHECK(progress_told(app, 4321, 0));
	T_INT(t.draws, 1);
	row = canvas_row(&app->canvas, 22);
	T_CHECK(strstr(row, "4321") != NULL && strchr(row, '%') == NULL);
	free(row);
	slow_free(app);
}

static struct event
typed(enum key_code code, const char *text)
{
	struct event e = { .kind = EV_KEY, .key = { .code = code } };

	if (code == K_PASTE) {
		e.key.paste = text;
		e.key.paste_len = strlen(text);
	} else {
		snprintf(e.key.text, sizeof e.key.text, "%s", text);
	}
	return e;
}

static void
escape_ends_it_and_the_rest_waits(void)
{
	char pasted[] = "dán";
	struct event keys[] = { typed(K_TEXT, "a"), typed(K_PASTE, pasted),
	    typed(K_DOWN, ""), typed(K_ESC, ""), typed(K_TEXT, "b") };
	struct slow_term t = { .now = 1, .event = keys, .n = 5 };
	struct app *app = slow_app(&t);
	struct event e;

	T_CHECK(progress_told(app, 0, 9));
	t.now += 600;
	T_CHECK(!progress_told(app, 1, 9));
	/* it stays ended, however often it is asked */
	T_CHECK(!progress_told(app, 2, 9));
	/* what came before is there in order; a paste outlives its sender */
	memset(pasted, 'x', sizeof pasted - 1);
	T_CHECK(progress_ahead(app, &e) && str_eq(e.key.text, "a"));
	T_CHECK(progress_ahead(app, &e) && e.key.code == K_PASTE);
	T_CHECK(e.key.paste_len == 4 && memcmp(e.key.paste, "dán", 4) == 0);
	T_CHECK(progress_ahead(app, &e) && e.key.code == K_DOWN);
	T_CHECK(!progress_ahead(app, &e));
	T_INT(t.at, 4);
	/* a loop on a screen is stopped by what its parts were stopped by */
	T_CHECK(app_goes_on(app, 0, 3));
	t.now += 600;
	keys[4] = typed(K_ESC, "");
	T_CHECK(!progress_told(app, 1, 0));
	T_CHECK(!app_goes_on(app, 1, 3));
	T_CHECK(app_goes_on(app, 3, 3));
	/* the next work is not ended by that */
	T_CHECK(progress_told(app, 0, 5));
	slow_free(app);
}

static void
the_end_of_the_terminal_ends_it(void)
{
	const struct event gone = { .kind = EV_END };
	struct slow_term t = { .now = 1, .event = &gone, .n = 1 };
	struct app *app = slow_app(&t);

	T_CHECK(progress_told(app, 0, 9));
	t.now += 600;
	T_CHECK(!progress_told(app, 1, 9));
	T_CHECK(app->ended);
	slow_free(app);
}

#endif
