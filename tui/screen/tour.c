/*
 * The first-run tour: a few cards in front of the real screens, with the keys
 * as they are bound now.  Nothing is recorded or changed; it can be left at
 * any card, and taken again by its command.
 */
#include "core/base/jx.h"
#include "tui/app.h"
#include "tui/screen/screens.h"

#include <stdlib.h>

#define KEYS 4
#define TEXT_MOST 100		/* columns: longer lines tire the eye */

enum place { AT_HOME, AT_QUEUE, AT_CASE };

static const struct {
	enum place place;
	enum msg title, text;
	enum command key[KEYS];		/* {1} to {4} of the text */
} cards[] = {
	{ AT_HOME, M_TOUR_1, M_TOUR_1_TEXT,
	    { CMD_TOUR_NEXT, CMD_TOUR_BEFORE, CMD_BACK, CMD_NONE } },
	{ AT_HOME, M_TOUR_2, M_TOUR_2_TEXT,
	    { CMD_DOWN, CMD_OPEN, CMD_NEXT_SECTION, CMD_NONE } },
	{ AT_HOME, M_TOUR_3, M_TOUR_3_TEXT,
	    { CMD_HELP, CMD_PALETTE, CMD_GLOSSARY, CMD_NONE } },
	{ AT_HOME, M_TOUR_4, M_TOUR_4_TEXT,
	    { CMD_SEARCH, CMD_RECEIVE, CMD_NONE, CMD_NONE } },
	{ AT_QUEUE, M_TOUR_5, M_TOUR_5_TEXT,
	    { CMD_OPEN, CMD_BACK, CMD_NONE, CMD_NONE } },
	{ AT_CASE, M_TOUR_6, M_TOUR_6_TEXT,
	    { CMD_NEXT_SECTION, CMD_OPEN, CMD_LAW, CMD_NONE } },
	{ AT_CASE, M_TOUR_7, M_TOUR_7_TEXT,
	    { CMD_REVEAL, CMD_HISTORY, CMD_NONE, CMD_NONE } },
	{ AT_CASE, M_TOUR_8, M_TOUR_8_TEXT,
	    { CMD_REFUSED, CMD_UNKNOWN, CMD_SAVE, CMD_TYPING } },
	{ AT_HOME, M_TOUR_9, M_TOUR_9_TEXT,
	    { CMD_LOCK, CMD_LANGUAGE, CMD_PALETTE, CMD_NONE } },
};

struct tour {
	size_t floor;			/* views below the tour's own */
	size_t card;
};

static void
tour_close(struct view *v)
{
	free(v->data);
}

static uint64_t
tour_contexts(struct view *v)
{
	(void)v;
	return CTX_TOUR | CTX_BACK;
}

/*
 * A key's name in quotes, because a colon is a key too; the command's own
 * name where it has no key.
 */
static char *
key_of(const struct app *app, enum command c, bool typing)
{
	struct str key = STR_INIT;
	char *quoted;

	if (c == CMD_NONE)
		return xstrdup("");
	keymap_show(app->o->keymap, c, typing, &key);
	quoted = xasprintf("“%s”", key.len > 0 ? str_text(&key) :
	    command_info(c)->label[app->lang]);
	str_done(&key);
	return quoted;
}

static char *
card_text(struct app *app, size_t card)
{
	char *key[KEYS], *say;

	for (size_t i = 0; i < KEYS; i++)
		key[i] = key_of(app, cards[card].key[i], cards[card].text ==
		    M_TOUR_8_TEXT);
	say = app_text(app, cards[card].text, key[0], key[1], key[2], key[3],
	    NULL);
	for (size_t i = 0; i < KEYS; i++)
		free(key[i]);
	return say;
}

static void
tour_paint(struct view *v, struct canvas *c, struct area a)
{
	struct tour *t = v->data;
	int width = a.w - 4 < TEXT_MOST ? a.w - 4 : TEXT_MOST;
	char *text = card_text(v->app, t->card), *title;
	char *which = xasprintf("%zu", t->card + 1);
	char *of = xasprintf("%zu", ARRAY_LEN(cards));
	struct rows rows = { 0 };

	title = app_text(v->app, M_TOUR_CARD, app_msg(v->app,
	    cards[t->card].title), which, of, NULL);
	rows_begin(&rows);
	rows_text(&rows, 2, width, ATTR_BOLD, title);
	rows_text(&rows, 2, width, ATTR_PLAIN, text);
	rows_end(&rows);
	if ((int)rows.n + 2 < a.h) {
		a.y += a.h - (int)rows.n - 2;
		a.h = (int)rows.n + 2;
	}
	canvas_fill(c, a, ATTR_PLAIN);
	canvas_rule(c, a.y++, a.x, a.w);
	a.h--;
	rows_paint(&rows, c, a, false);
	canvas_cursor(c, a.y, a.x + 2);
	rows_done(&rows);
	free(title);
	free(which);
	free(of);
	free(text);
}

static bool tour_command(struct view *v, enum command command);

static const struct view_ops tour_ops = {
	.name = "tour", .overlay = true, .contexts = tour_contexts,
	.paint = tour_paint, .command = tour_command, .close = tour_close,
};

/* The first queue that has a case, and that case; false: there is none. */
static bool
find_case(struct app *app, char **queue, char **id)
{
	json_t *home = app_ask(app, json_pack("{s:s}", "ask", "home")), *q;
	const json_t *queues = jx_get(home, "queues");

	*queue = *id = NULL;
	for (size_t i = 0; i < json_array_size(queues) && *id == NULL; i++) {
		const json_t *one = json_array_get(queues, i);
		const char *code = jx_text(one, "code");

		if (code == NULL || jx_int(one, "count", 0) == 0)
			continue;
		q = app_ask(app, json_pack("{s:s, s:s, s:i}", "ask", "queue",
		    "queue", code, "limit", 1));
		if (jx_text(json_array_get(jx_get(q, "rows"), 0), "case") !=
		    NULL) {
			*queue = xstrdup(code);
			*id = xstrdup(jx_text(json_array_get(jx_get(q,
			    "rows"), 0), "case"));
		}
		json_decref(q);
	}
	json_decref(home);
	return *id != NULL;
}

/* Puts the screen that a card speaks of under it. */
static void
show(struct app *app, size_t floor, size_t card)
{
	struct tour *t = xcalloc(1, sizeof *t);
	enum place place = cards[card].place;
	char *queue, *id;

	while (app->views > floor)
		app_pop(app);
	if (!str_eq(app_top(app)->ops->name, "home") || floor > 1)
		app_push(app, home_new(app));
	if (place != AT_HOME && find_case(app, &queue, &id)) {
		app_push(app, queue_new(app, queue));
		if (place == AT_CASE)
			app_push(app, case_new(app, id));
		free(queue);
		free(id);
	}
	*t = (struct tour){ floor, card };
	app_push(app, view_new(app, &tour_ops, t));
}

static void
end(struct app *app, size_t floor)
{
	while (app->views > floor)
		app_pop(app);
	app_like(app, "tour", json_string("seen"));
	app_say(app, ATTR_PLAIN, M_TOUR_END, NULL);
}

static bool
tour_command(struct view *v, enum command command)
{
	struct tour t = *(struct tour *)v->data;
	struct app *app = v->app;

	if (command == CMD_BACK || (command == CMD_TOUR_NEXT &&
	    t.card + 1 == ARRAY_LEN(cards)))
		end(app, t.floor);
	else if (command == CMD_TOUR_NEXT)
		show(app, t.floor, t.card + 1);
	else if (command == CMD_TOUR_BEFORE && t.card > 0)
		show(app, t.floor, t.card - 1);
	else
		return command == CMD_TOUR_BEFORE;
	return true;
}

void
tour_open(struct app *app)
{
	/* Its screens go on top of what is open, and away again. */
	if (app->views + 4 >= APP_VIEWS) {
		app_say(app, ATTR_WARN, M_TOUR_NO_ROOM, NULL);
		return;
	}
	show(app, app->views, 0);
}

bool
tour_is_new(const struct app *app)
{
	return app->session != NULL && app_liked(app, "tour") == NULL;
}
