#include "tui/app.h"

#include "core/base/jx.h"
#include "tui/burst.h"
#include "tui/frame.h"
#include "tui/screen/law.h"
#include "tui/screen/screens.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define DRAIN_MOST 4096

struct view *
view_new(struct app *app, const struct view_ops *ops, void *data)
{
	struct view *v = xcalloc(1, sizeof *v);

	v->ops = ops;
	v->app = app;
	v->data = data;
	v->stale = true;
	return v;
}

struct view *
app_top(const struct app *app)
{
	return app->views > 0 ? app->view[app->views - 1] : NULL;
}

struct view *
app_below(const struct app *app, const struct view *v)
{
	for (size_t i = app->views; i-- > 1;) {
		if (app->view[i] == v)
			return app->view[i - 1];
	}
	return NULL;
}

struct view *
app_push(struct app *app, struct view *v)
{
	if (app->views == APP_VIEWS) {
		v->ops->close(v);
		free(v);
		return NULL;
	}
	app->view[app->views++] = v;
	app->dirty |= LAYOUT | PAINT;
	return v;
}

static void
close_top(struct app *app)
{
	struct view *v = app->view[--app->views];

	v->ops->close(v);
	free(v);
	app->dirty |= LAYOUT | PAINT;
}

void
app_pop(struct app *app)
{
	struct view *v = app_top(app), *below;

	if (v == NULL)
		return;
	if (v->unsaved)
		app_save_drafts(app);
	close_top(app);
	below = app_top(app);
	if (below != NULL && below->ops->load != NULL)
		below->stale = true;
}

void
app_pop_to_below(struct app *app, struct view *v)
{
	while (app->views > 0 && app_top(app) != v)
		app_pop(app);
	app_pop(app);
}

void
app_pop_all(struct app *app)
{
	while (app->views > 0)
		close_top(app);
}

void
app_keep(struct app *app, void *p, void (*free_it)(void *))
{
	if (app->kept != NULL && app->kept != p)
		app->kept_free(app->kept);
	app->kept = p;
	app->kept_free = free_it;
}

int
app_width(const struct app *app)
{
	return app->width > 0 ? app->width : app->canvas.cols;
}

/* While a field is typed in, only what says so works. */
static bool
is_typed(struct view *v)
{
	return (v->ops->contexts(v) & CTX_INSIDE) == 0;
}

static bool
names_law(const struct app *app, struct view *v)
{
	return v->ops->law != NULL && !is_typed(v) &&
	    (app->law_pane || v->ops->law(v) != NULL);
}

static uint64_t
contexts_of(struct app *app, struct view *v)
{
	return v->ops->contexts(v) | CTX_ANY |
	    (names_law(app, v) ? CTX_LAW : 0) |
	    (app->o->training != NULL && app->session != NULL ? CTX_TRAIN : 0);
}

bool
app_can(struct app *app, struct view *v, enum command command)
{
	if ((command_info(command)->contexts & contexts_of(app, v)) == 0)
		return false;
	return v->ops->can == NULL || v->ops->can(v, command);
}

bool
app_takes_letters(struct view *v)
{
	uint64_t contexts = v->ops->contexts(v);

	return (contexts & CTX_INSIDE) == 0 || (contexts & CTX_FORM) != 0;
}

void
app_paint_edit(struct app *app, struct edit *e, struct area a)
{
	edit_paint(e, &app->canvas, a, true);
	app->typed = e;
}

/* A sentence that names a key, as it is bound now; `first` may be NULL. */
static void
say_with_key(struct app *app, enum msg m, const char *first, enum command c)
{
	struct str key = STR_INIT;

	keymap_show(app->o->keymap, c, true, &key);
	if (first == NULL)
		app_say(app, ATTR_PLAIN, m, str_text(&key), NULL);
	else
		app_say(app, ATTR_PLAIN, m, first, str_text(&key), NULL);
	str_done(&key);
}

/* Telex, VNI, as it comes; VIQR only where it is the setting. */
static void
other_typing(struct app *app)
{
	enum telex_method m = app->typing.method, own = app->o->typing.method;

	m = m == TELEX_OFF ? own == TELEX_VIQR ? TELEX_VIQR : TELEX_TELEX :
	    m == TELEX_TELEX || m == TELEX_VIQR ? TELEX_VNI : TELEX_OFF;
	app->typing.method = m;
	say_with_key(app, m == TELEX_OFF ? M_TYPING_OFF : M_TYPING_ON,
	    app_typing_name(app), CMD_TYPING);
}

const char *
app_typing_name(const struct app *app)
{
	static const char *const name[] = { "", "Telex", "VNI", "VIQR" };

	return name[app->typing.method];
}

static void
other_language(struct app *app)
{
	app->lang = app->lang == LANG_VI ? LANG_EN : LANG_VI;
	str_clear(&app->status);
	for (size_t i = 0; i < app->views; i++) {
		if (app->view[i]->ops->load != NULL)
			app->view[i]->stale = true;
	}
	app->dirty |= LAYOUT | PAINT;
}

/* Commands that are the app's own and mean the same everywhere. */
static bool
own_command(struct app *app, struct view *v, enum command command)
{
	switch (command) {
	case CMD_QUIT:
		app->quit = true;
		return true;
	case CMD_LANGUAGE:
		other_language(app);
		return true;
	case CMD_TYPING:
		other_typing(app);
		return true;
	case CMD_REDRAW:
		app->term.ops->redraw(app->term.ctx);
		return true;
	case CMD_LOCK:
		app_sign_out(app, true);
		return true;
	case CMD_HELP:
		app_push(app, help_new(app, v, false));
		return true;
	case CMD_PALETTE:
		app_push(app, help_new(app, v, true));
		return true;
	case CMD_JUMP_BACK: case CMD_JUMP_FORWARD:
		jumps_go(app, command == CMD_JUMP_BACK);
		return true;
	case CMD_SET_MARK: case CMD_GO_MARK:
		if (command == CMD_SET_MARK && v->ops->place == NULL)
			app_say(app, ATTR_PLAIN, M_MARKS_NOT_HERE, NULL);
		else
			app_push(app, marks_new(app, command == CMD_SET_MARK));
		return true;
	case CMD_GLOSSARY:
		app_push(app, glossary_new(app, v));
		return true;
	case CMD_TOUR:
		tour_open(app);
		return true;
	case CMD_LAW:
		law_command(app, v);
		return true;
	case CMD_REFRESH:
		v->stale = true;
		return true;
	case CMD_BACK:
		app_leave(app);
		return true;
	default:
		return train_command(app, command);
	}
}

bool
app_command(struct app *app, enum command command)
{
	struct view *v = app_top(app);

	if (v == NULL || !app_can(app, v, command))
		return false;
	app->dirty |= PAINT;
	if ((v->ops->command == NULL || !v->ops->command(v, command)) &&
	    !own_command(app, v, command))
		return false;
	app->ran[command] = true;
	return true;
}

static bool
key_does(struct app *app, const struct key *key)
{
	struct view *v = app_top(app);

	if (v->ops->key != NULL && v->ops->key(v, key))
		return true;
	for (int c = 0; c < CMD_COUNT; c++) {
		if (keymap_has(app->o->keymap, (enum command)c, key) &&
		    app_command(app, (enum command)c))
			return true;
	}
	return false;
}

/* The same arrow without Shift or Control, for where they mean nothing. */
static enum key_code
without_modifier(enum key_code code)
{
	return code == K_SHIFT_UP ? K_UP : code == K_SHIFT_DOWN ? K_DOWN :
	    code == K_WORD_LEFT ? K_LEFT : code == K_WORD_RIGHT ? K_RIGHT :
	    K_NONE;
}

static void
on_key(struct app *app, const struct key *key)
{
	char *shown = str_steal(&app->status);
	struct key plain = { .code = without_modifier(key->code) };

	app->dirty |= PAINT;
	if (!key_does(app, key) &&
	    (plain.code == K_NONE || !key_does(app, &plain)))
		say_with_key(app, M_NO_SUCH_KEY, NULL, CMD_HELP);
	free(shown);
}

void
app_touch(struct app *app, struct view *v)
{
	v->unsaved = true;
	if (app->draft_due < 0)
		app->draft_due = app->term.ops->mono(app->term.ctx) +
		    DRAFT_AFTER_MS;
}

static void
save_draft(struct app *app, struct view *v)
{
	struct str place = STR_INIT;
	json_t *content = v->ops->draft != NULL ?
	    v->ops->draft(v, &place) : NULL, *outcome;

	v->unsaved = false;
	if (content != NULL) {
		outcome = app_do(app, json_pack("{s:s, s:{s:s, s:o}}", "do",
		    "save_draft", "with", "place", str_text(&place),
		    "content", content));
		v->unsaved = !outcome_is(outcome, "done");
		if (v->unsaved)
			app_say(app, ATTR_BAD, M_DRAFT_FAILED, app_get(app,
			    json_array_get(jx_get(outcome, "reasons"), 0),
			    "say"), NULL);
		json_decref(outcome);
	}
	str_done(&place);
}

void
app_save_drafts(struct app *app)
{
	bool failed;

	/* What was left behind by a session that is over goes first. */
	app->held = !tn_keep_drafts(app->tn, false);
	failed = app->held;
	/* From the top: what is inside another screen's draft comes first. */
	for (size_t i = app->views; i-- > 0 && app->session != NULL;) {
		if (app->view[i]->unsaved)
			save_draft(app, app->view[i]);
		failed |= app->view[i]->unsaved;
	}
	/* A full disk may have room again by and by. */
	app->draft_due = failed ? app->term.ops->mono(app->term.ctx) +
	    DRAFT_AGAIN_MS : -1;
}

bool
app_leave(struct app *app)
{
	struct view *v = app_top(app);

	if (v->unsaved)
		app_save_drafts(app);
	if (v->unsaved)
		return false;
	app_pop(app);
	return true;
}

static int
next_timeout(const struct app *app)
{
	int64_t now = app->term.ops->mono(app->term.ctx), at = -1;
	int minutes = app->o->idle_minutes;

	if (app->session != NULL) {
		minutes = minutes < 1 ? 5 : minutes > 15 ? 15 : minutes;
		at = app->last_key + (int64_t)minutes * 60000;
	}
	if (app->draft_due >= 0 && (at < 0 || app->draft_due < at))
		at = app->draft_due;
	if (app->hide_at >= 0 && (at < 0 || app->hide_at < at))
		at = app->hide_at;
	if (at < 0)
		return -1;
	return at > now ? (int)(at - now) : 0;
}

static void
on_timeout(struct app *app)
{
	int64_t now = app->term.ops->mono(app->term.ctx);
	int minutes = app->o->idle_minutes;

	minutes = minutes < 1 ? 5 : minutes > 15 ? 15 : minutes;
	if (app->draft_due >= 0 && now >= app->draft_due) {
		app->dirty |= app->held ? PAINT : 0;
		app_save_drafts(app);
	}
	if (app->hide_at >= 0 && now >= app->hide_at)
		identity_hide(app);
	if (app->session != NULL &&
	    now >= app->last_key + (int64_t)minutes * 60000)
		app_sign_out(app, true);
}

static void
on_event(struct app *app, const struct event *event)
{
	switch (event->kind) {
	case EV_KEY:
		app->last_key = app->term.ops->mono(app->term.ctx);
		app_alive(app);
		if (!burst_ends(app, &event->key) &&
		    !burst_take(app, &event->key, on_event))
			on_key(app, &event->key);
		break;
	case EV_RESIZE:
		app->dirty |= LAYOUT | PAINT;
		break;
	case EV_TIMEOUT:
		on_timeout(app);
		break;
	case EV_REFRESH:
		if (app_top(app) != NULL)
			app_top(app)->stale = true;
		app->dirty |= PAINT;
		break;
	case EV_END:
		app->ended = true;
		break;
	}
}

static bool
over(const struct app *app)
{
	return app->quit || app->ended || app->views == 0;
}

/* What was typed during long work comes first. */
static void
next_event(struct app *app, int timeout_ms, struct event *out)
{
	if (!progress_ahead(app, out))
		app->term.ops->wait(app->term.ctx, timeout_ms, out);
}

static bool
has_more(const struct app *app)
{
	return app->progress.n > 0 ||
	    app->term.ops->pending(app->term.ctx);
}

void
app_run(struct app *app)
{
	struct event event;

	while (!over(app)) {
		frame_update(app);
		if (app->lost) {
			app_sign_in_again(app);
			continue;
		}
		next_event(app, next_timeout(app), &event);
		on_event(app, &event);
		app_check_over(app);
		/* What was typed ahead is handled before anything is drawn. */
		for (int i = 0; i < DRAIN_MOST && !over(app) &&
		    !app->lost && has_more(app); i++) {
			next_event(app, 0, &event);
			frame_load(app);
			on_event(app, &event);
			app_check_over(app);
		}
	}
	/* First what was typed, then the terminal. */
	app_save_drafts(app);
	app_sign_out(app, false);
	app_pop_all(app);
	app_keep(app, NULL, NULL);
	free(app->unsure);
	app->unsure = NULL;
}
