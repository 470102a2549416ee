/*
 * What the door tells once and keeps nowhere: a half of a one-time secret, the
 * three shares of a unit's key.  It is painted from the very strings that the
 * outcome brought, stands in no list, draft or place, and is wiped when the
 * page goes: on purpose, by the lock, or with the program.  The next frame
 * paints over it.
 */
#include "core/base/jx.h"
#include "tui/app.h"
#include "tui/screen/screens.h"
#include "tui/widget/ask.h"
#include "tui/widget/secret.h"

#include <stdlib.h>
#include <string.h>

struct once {
	json_t *secret;			/* array of strings, wiped at the end */
	bool shares;
	size_t at;			/* of shares, one after the other */
	unsigned seen;			/* a bit each */
};

/* Overwrites a text of an outcome where it lies. */
static void
wipe_text(json_t *text)
{
	secret_wipe((char *)(uintptr_t)json_string_value(text),
	    json_string_length(text));
}

static void
once_close(struct view *v)
{
	struct once *k = v->data;

	for (size_t i = 0; i < json_array_size(k->secret); i++)
		wipe_text(json_array_get(k->secret, i));
	json_decref(k->secret);
	free(k);
}

/* No palette and no jump: nothing happens beside it by chance. */
static uint64_t
once_contexts(struct view *v)
{
	const struct once *k = v->data;

	return CTX_BACK | CTX_ONCE | (k->shares ? CTX_SECTIONS : 0);
}

static void
once_title(struct view *v, struct str *out)
{
	const struct once *k = v->data;
	char n[2] = { (char)('1' + (int)k->at), '\0' };
	char *say = k->shares ? app_text(v->app, M_ONCE_SHARE, n, NULL) :
	    xstrdup(app_msg(v->app, M_ONCE_HALF));

	str_add(out, say);
	free(say);
}

/* Letter by letter: no second copy of it is made. */
static void
paint_part(struct canvas *c, int y, int x, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		char one[2] = { text[i], '\0' };

		canvas_text(c, y, x + (int)i, 1, ATTR_BOLD, one);
	}
}

/* In lines that end where a group does; the cursor rests on the first. */
static int
paint_groups(struct canvas *c, struct area a, const char *text)
{
	int lines = 0;

	while (*text != '\0' && lines < a.h) {
		size_t len = strlen(text), cut = 0;

		for (size_t i = 0; i < len && (int)i < a.w; i++)
			if (text[i] == '-')
				cut = i + 1;
		if ((int)len > a.w && cut > 0)
			len = cut;
		paint_part(c, a.y + lines, a.x, text, len);
		text += len;
		lines++;
	}
	canvas_cursor(c, a.y, a.x);
	return lines;
}

static void
once_paint(struct view *v, struct canvas *c, struct area a)
{
	struct once *k = v->data;
	struct area box = { a.y + 1, 2, a.h - 1, a.w - 4 };
	int used;

	used = canvas_wrapped(c, box, ATTR_PLAIN, app_msg(v->app, k->shares ?
	    M_ONCE_SHARE_HOW : M_ONCE_HALF_HOW));
	box.y += used + 1;
	box.h -= used + 1;
	k->seen |= 1u << k->at;
	used = paint_groups(c, box, json_string_value(json_array_get(
	    k->secret, k->at)));
	box.y += used + 1;
	box.h -= used + 1;
	canvas_wrapped(c, box, ATTR_WARN, app_msg(v->app, M_ONCE_GONE));
}

static void
on_copied(void *ctx)
{
	struct view *v = ctx;
	struct app *app = v->app;

	app_pop(app);
	app_say(app, ATTR_GOOD, M_ONCE_WIPED, NULL);
}

static bool
once_command(struct view *v, enum command command)
{
	struct once *k = v->data;
	size_t n = json_array_size(k->secret);

	switch (command) {
	case CMD_NEXT_SECTION:
		k->at = (k->at + 1) % n;
		return true;
	case CMD_PREVIOUS_SECTION:
		k->at = (k->at + n - 1) % n;
		return true;
	case CMD_BACK:
		confirm_open(v->app, app_msg(v->app, k->seen + 1 < 1u << n ?
		    M_ONCE_NOT_ALL : M_ONCE_COPIED), on_copied, v);
		return true;
	default:
		return false;
	}
}

static const struct view_ops once_ops = {
	.name = "once", .contexts = once_contexts, .title = once_title,
	.paint = once_paint, .command = once_command, .close = once_close,
};

bool
once_open(struct app *app, const json_t *outcome)
{
	json_t *half = jx_get(outcome, "half");
	json_t *shares = jx_get(outcome, "shares");
	struct once *k;

	if (half == NULL && json_array_size(shares) == 0)
		return false;
	k = xcalloc(1, sizeof *k);
	k->shares = half == NULL;
	k->secret = half == NULL ? json_incref(shares) :
	    json_pack("[O]", half);
	app_push(app, view_new(app, &once_ops, k));
	return true;
}
