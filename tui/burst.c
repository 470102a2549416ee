#include "tui/burst.h"

#include "core/base/jx.h"
#include "core/base/utf8.h"
#include "core/vietnamese/card.h"
#include "core/vietnamese/scan.h"
#include "tui/frame.h"
#include "tui/screen/form.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_MS 25		/* scanners need 1 to 10 for a letter */
#define GAP_MS 40		/* and the line may stumble */
#define LINE_MS 300		/* between the lines of a zone */
#define LATE_MS 400		/* an Enter on its way over a slow line */
#define BURST_MOST 4096

struct burst {
	struct str text;
	struct event tail;
	bool has_tail;
};

/* Figures of a card, also of other keyboards; the types of zones; "]Q1". */
static bool
may_begin(const char *s)
{
	static const char *const others[] = { "đ", "à", "&" };

	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		if (strcmp(others[i], s) == 0)
			return true;
	return s[1] == '\0' && strchr("0123456789IPVAC]", s[0]) != NULL;
}

static bool
is_search(const struct view *v)
{
	return str_eq(v->ops->name, "search");
}

/* A field of words takes a scan as it takes words, and reads it at Enter. */
static bool
is_for_scans(struct view *v)
{
	if (v->ops->scan != NULL)
		return v->ops->scan(v, NULL);
	return is_search(v) || !app_takes_letters(v);
}

static int
pause_of(const struct burst *b)
{
	size_t n = b->text.len;

	return n < 4 ? FIRST_MS : b->text.buf[n - 1] == ' ' &&
	    form_scan_partial(str_text(&b->text)) ? LINE_MS : GAP_MS;
}

static void
collect(struct app *app, const struct key *key, struct burst *b)
{
	const struct term_ops *ops = app->term.ops;

	str_add(&b->text, key->text);
	while (b->text.len < BURST_MOST && !b->has_tail &&
	    ops->soon(app->term.ctx, pause_of(b))) {
		ops->wait(app->term.ctx, 0, &b->tail);
		if (b->tail.kind == EV_TIMEOUT)
			continue;
		if (b->tail.kind == EV_KEY && b->tail.key.code == K_TEXT)
			str_add(&b->text, b->tail.key.text);
		else if (b->tail.kind == EV_KEY &&
		    b->tail.key.code == K_ENTER &&
		    form_scan_partial(str_text(&b->text)))
			str_addc(&b->text, ' ');
		else
			b->has_tail = true;
	}
}

static void
replay(struct app *app, const char *s,
    void (*on_event)(struct app *app, const struct event *event))
{
	bool was = app->replaying;

	app->replaying = true;
	while (*s != '\0' && !app->quit && app->views > 0) {
		struct event event = { .kind = EV_KEY };
		uint32_t cp;
		size_t n = utf8_decode(s, strlen(s), &cp);

		event.key.code = K_TEXT;
		memcpy(event.key.text, s, n);
		frame_load(app);
		on_event(app, &event);
		s += n;
	}
	app->replaying = was;
}

/* Where there is nothing to fill in, the number of the paper is looked for. */
static bool
look_for(struct app *app, const char *text,
    void (*on_event)(struct app *app, const struct event *event))
{
	day_t today = when_day(tn_now(app->tn), VN_OFFSET_MIN);
	struct err e = ERR_INIT;
	json_t *paper = card_read(text, strlen(text), today, &e);
	const char *number = jx_text(paper, "number");
	struct str why = STR_INIT;

	if (paper == NULL) {
		err_text(&e, app->lang, false, &why);
		app_say_text(app, ATTR_BAD, str_text(&why));
	} else if (number == NULL || (!is_search(app_top(app)) &&
	    !app_command(app, CMD_SEARCH))) {
		app_say(app, ATTR_WARN, M_SCAN_NO_FIELD, NULL);
	} else {
		replay(app, number, on_event);
	}
	str_done(&why);
	err_done(&e);
	json_decref(paper);
	return true;
}

static bool
give(struct app *app, const char *text,
    void (*on_event)(struct app *app, const struct event *event))
{
	struct view *v = app_top(app);

	/* The other lines of a zone may be typed by hand. */
	if (!scan_likely(text, strlen(text)) || form_scan_partial(text))
		return false;
	app->dirty |= PAINT;
	if (v->ops->scan != NULL)
		return v->ops->scan(v, text);
	return look_for(app, text, on_event);
}

static bool
is_end(const struct key *key)
{
	return key->code == K_ENTER || key->code == K_TAB;
}

bool
burst_take(struct app *app, const struct key *key,
    void (*on_event)(struct app *app, const struct event *event))
{
	struct burst b = { .text = STR_INIT, .has_tail = false };
	bool given;

	if (app->replaying || app->session == NULL || key->code != K_TEXT ||
	    !may_begin(key->text) || !is_for_scans(app_top(app)))
		return false;
	collect(app, key, &b);
	given = give(app, str_text(&b.text), on_event);
	if (!given)
		replay(app, str_text(&b.text), on_event);
	else if (!b.has_tail)
		app->scanned_at = app->term.ops->mono(app->term.ctx);
	str_done(&b.text);
	if (b.has_tail && (!given || b.tail.kind != EV_KEY ||
	    !is_end(&b.tail.key))) {
		frame_load(app);
		on_event(app, &b.tail);
	}
	return true;
}

bool
burst_ends(struct app *app, const struct key *key)
{
	int64_t at = app->scanned_at;

	app->scanned_at = -1;
	return at >= 0 && is_end(key) &&
	    app->term.ops->mono(app->term.ctx) < at + LATE_MS;
}
