/*
 * Two shares of a unit's key, typed from their papers.  They are seen while
 * they are typed, because 64 digits cannot be typed blind, and stand in one
 * fixed place that is wiped when the page goes.
 */
#include "tui/screen/pair.h"

#include "tui/widget/secret.h"

#include <stdlib.h>
#include <string.h>

#define SHARES_TYPED 2

struct shares {
	struct secret_line line[SHARES_TYPED];
	int on;
	void (*done)(void *ctx, const char *first, const char *second);
	void *ctx;
};

static void
shares_close(struct view *v)
{
	struct shares *k = v->data;

	secret_wipe(k, sizeof *k);
	free(k);
}

static uint64_t
shares_contexts(struct view *v)
{
	(void)v;
	return CTX_SIGNIN | CTX_BACK | CTX_ONCE;
}

static void
shares_title(struct view *v, struct str *out)
{
	str_add(out, app_msg(v->app, M_SHARES_TITLE));
}

/* The share on as many lines as it takes, letter by letter. */
static int
paint_share(struct canvas *c, struct area a, const struct secret_line *s,
    bool on)
{
	int lines = 1, x = 0;

	for (size_t i = 0; i < s->len && lines <= a.h; i++) {
		char one[2] = { s->text[i], '\0' };

		if (x == a.w) {
			x = 0;
			lines++;
		}
		canvas_text(c, a.y + lines - 1, a.x + x++, 1, ATTR_PLAIN, one);
	}
	if (on)
		canvas_cursor(c, a.y + lines - 1, a.x + x);
	return lines;
}

static void
shares_paint(struct view *v, struct canvas *c, struct area a)
{
	static const enum msg label[SHARES_TYPED] = {
		M_SHARES_FIRST, M_SHARES_SECOND
	};
	struct shares *k = v->data;
	struct area box = { a.y + 1, 2, a.h - 1, a.w - 4 };
	int used = canvas_wrapped(c, box, ATTR_PLAIN, app_msg(v->app,
	    M_SHARES_HOW)) + 1;

	for (int i = 0; i < SHARES_TYPED; i++) {
		box.y += used;
		box.h -= used;
		canvas_text(c, box.y++, box.x, box.w, k->on == i ? ATTR_BOLD :
		    ATTR_PLAIN, app_msg(v->app, label[i]));
		used = paint_share(c, box, &k->line[i], k->on == i) + 1;
	}
}

static bool
shares_key(struct view *v, const struct key *key)
{
	struct shares *k = v->data;
	bool taken = secret_line_key(&k->line[k->on], key);

	/* Letters that are none of a share would move what is behind them. */
	for (size_t i = 0; i < k->line[k->on].len; i++)
		if ((unsigned char)k->line[k->on].text[i] > 0x7e)
			k->line[k->on].len = i;
	return taken;
}

static void
submit(struct view *v)
{
	struct shares *k = v->data, mine = *k;
	struct app *app = v->app;

	for (int i = 0; i < SHARES_TYPED; i++)
		mine.line[i].text[mine.line[i].len] = '\0';
	app_pop(app);
	mine.done(mine.ctx, mine.line[0].text, mine.line[1].text);
	secret_wipe(&mine, sizeof mine);
}

static bool
shares_command(struct view *v, enum command command)
{
	struct shares *k = v->data;

	if (command == CMD_OTHER_FIELD || (command == CMD_SUBMIT &&
	    k->on == 0)) {
		k->on = (k->on + 1) % SHARES_TYPED;
		return true;
	}
	if (command != CMD_SUBMIT)
		return false;
	if (k->line[0].len > 0 && k->line[1].len > 0)
		submit(v);
	return true;
}

static const struct view_ops shares_ops = {
	.name = "shares", .contexts = shares_contexts, .title = shares_title,
	.paint = shares_paint, .command = shares_command, .key = shares_key,
	.close = shares_close,
};

struct view *
shares_new(struct app *app,
    void (*done)(void *ctx, const char *first, const char *second), void *ctx)
{
	struct shares *k = xcalloc(1, sizeof *k);

	k->done = done;
	k->ctx = ctx;
	return view_new(app, &shares_ops, k);
}
