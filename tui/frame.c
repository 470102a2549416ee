#include "tui/frame.h"

#include "core/base/jx.h"
#include "core/base/utf8.h"
#include "tui/app.h"
#include "tui/linear.h"
#include "tui/screen/law.h"

#include <stdlib.h>
#include <string.h>

#define LEAST_ROWS 24
#define LEAST_COLS 60
#define STATUS_MOST 3		/* lines of the status */
#define GAP 2			/* columns between two texts */
#define WHO_COLS 22		/* of the officer's name, whatever the title */

void
frame_load(struct app *app)
{
	/* Loading may push or pop views: always start again from the top. */
	for (size_t i = 0; i < app->views; i++) {
		struct view *v = app->view[i];

		if (!v->stale)
			continue;
		v->stale = false;
		app->dirty |= LAYOUT | PAINT;
		if (v->ops->load == NULL)
			continue;
		v->ops->load(v);
		/* Its rows speak of what it had before; a key typed ahead
		 * must not find them so. */
		if (v->ops->layout != NULL && app->width > 0)
			v->ops->layout(v, app->width);
	}
}

static bool
has_banner(const struct app *app)
{
	return app->o->demonstration || app->o->training != NULL;
}

static void
paint_banner(struct app *app, struct canvas *c)
{
	struct area line = { 0, 0, 1, c->cols };
	const char *text = app_msg(app, app->o->training != NULL ?
	    M_BANNER_TRAINING : M_BANNER_DEMO);
	int cols = utf8_cols(text, strlen(text));

	/* Only the words are reversed: a whole line would cost its width. */
	line.x = cols + 2 < c->cols && !app->o->linear ?
	    (c->cols - cols - 2) / 2 : 0;
	line.w = cols + 2;
	canvas_fill(c, line, ATTR_REVERSE);
	canvas_text(c, 0, line.x + 1, cols, ATTR_REVERSE, text);
}

static void
paint_title(struct app *app, struct canvas *c, int y)
{
	struct str title = STR_INIT, who = STR_INIT;
	int cols, room;

	for (size_t i = app->views; i-- > 0 && title.len == 0;) {
		if (app->view[i]->ops->title != NULL)
			app->view[i]->ops->title(app->view[i], &title);
	}
	/* The title first; who and where as far as there is room. */
	room = utf8_cols(str_text(&title), title.len);
	room = c->cols - GAP - (room < c->cols - WHO_COLS ? room :
	    c->cols - WHO_COLS);
	if (app->me != NULL && app->session != NULL)
		str_printf(&who, "%s · %s", app_get(app, app->me, "name"),
		    app_get(app, jx_get(app->me, "unit"), "title"));
	else
		str_add(&who, app_msg(app, M_PROGRAM));
	cols = utf8_cols(str_text(&who), who.len);
	if (cols > room)
		cols = room;
	if (app->o->linear) {
		canvas_text(c, y, 0, c->cols, ATTR_BOLD, str_text(&title));
		canvas_text(c, y + 1, 0, c->cols, ATTR_PLAIN, str_text(&who));
	} else {
		canvas_text(c, y, 0, c->cols - cols - GAP, ATTR_BOLD,
		    str_text(&title));
		canvas_text(c, y, c->cols - cols, cols, ATTR_PLAIN,
		    str_text(&who));
		canvas_rule(c, y + 1, 0, c->cols);
		if (app->term.ops->slow(app->term.ctx))
			canvas_text(c, y + 1, 2, c->cols - 2, ATTR_PLAIN,
			    app_msg(app, M_LINK_SLOW));
	}
	str_done(&title);
	str_done(&who);
}

static int
bar_item(struct app *app, struct canvas *c, enum command command, bool typing,
    int x, int most, bool only_measure)
{
	const char *label = command_info(command)->label[app->lang];
	struct str key = STR_INIT;
	int key_cols, cols;

	keymap_show(app->o->keymap, command, typing, &key);
	key_cols = utf8_cols(str_text(&key), key.len);
	cols = key_cols + 1 + utf8_cols(label, strlen(label));
	if (key.len > 0 && cols <= most && !only_measure) {
		canvas_text(c, c->rows - 1, x, key_cols, ATTR_BOLD,
		    str_text(&key));
		canvas_text(c, c->rows - 1, x + key_cols + 1,
		    cols - key_cols - 1, ATTR_PLAIN, label);
	}
	cols = key.len == 0 || cols > most ? 0 : cols;
	str_done(&key);
	return cols;
}

/* What is pinned stands at the right; the width it leaves to the others. */
static int
paint_pinned(struct app *app, struct canvas *c, bool typing)
{
	int room = c->cols;

	for (int i = CMD_COUNT; i-- > 0;) {
		enum command command = (enum command)i;
		int cols;

		if ((command_info(command)->flags & F_PINNED) == 0 ||
		    !app_can(app, app_top(app), command))
			continue;
		cols = bar_item(app, c, command, typing, 0, room, true);
		bar_item(app, c, command, typing, room - cols, cols, false);
		room -= cols > 0 ? cols + GAP : 0;
	}
	return room;
}

/* The others are in the help, one a line. */
static void
paint_linear_bar(struct app *app, struct canvas *c)
{
	bool typing = app_takes_letters(app_top(app));
	int x = 0;

	for (int i = 0; i < CMD_COUNT; i++) {
		enum command command = (enum command)i;
		int used;

		if ((command_info(command)->flags & F_PINNED) == 0 ||
		    !app_can(app, app_top(app), command))
			continue;
		used = bar_item(app, c, command, typing, x, c->cols - x, false);
		x += used > 0 ? used + GAP : 0;
	}
}

static void
paint_bar(struct app *app, struct canvas *c)
{
	struct view *v = app_top(app);
	bool typing = app_takes_letters(v);
	int x = 0, room = paint_pinned(app, c, typing);

	for (int i = 0; i < CMD_COUNT; i++) {
		const struct command_info *info = command_info((enum command)i);
		int used;

		if ((info->flags & F_BAR) == 0 ||
		    !app_can(app, v, (enum command)i))
			continue;
		used = bar_item(app, c, (enum command)i, typing, x, room - x,
		    false);
		x += used > 0 ? used + GAP : 0;
	}
}

/* How letters are typed, where they are, at the right end of the rule. */
static void
paint_typing(struct app *app, struct canvas *c, int y)
{
	const char *name = app_typing_name(app);
	int cols = utf8_cols(name, strlen(name));

	if (app->typed == NULL || app->typed->vietnamese == NULL || cols == 0)
		return;
	canvas_text(c, y, c->cols - cols - 3, 1, ATTR_PLAIN, " ");
	canvas_text(c, y, c->cols - cols - 2, cols, ATTR_BOLD, name);
	canvas_text(c, y, c->cols - 2, 1, ATTR_PLAIN, " ");
}

static void
paint_views(struct app *app, struct canvas *c, struct area body)
{
	size_t base = app->views;

	/* One who listens cannot tell what is in front of what. */
	if (app->o->linear)
		base = app->views - 1;
	while (base > 0 && !app->o->linear &&
	    app->view[--base]->ops->overlay)
		continue;
	for (size_t i = base; i < app->views; i++) {
		struct view *v = app->view[i];

		if ((app->dirty & LAYOUT) && v->ops->layout != NULL)
			v->ops->layout(v, body.w);
		v->ops->paint(v, c, body);
	}
}

/* A reason is said whole: what does not fit one line takes room above it. */
static int
status_lines(const struct app *app, int width)
{
	const char *s = str_text(&app->status);
	int lines = 0;

	while (*s != '\0' && lines < STATUS_MOST) {
		size_t skip, len = wrap_next(s, width, &skip);

		s += len + skip;
		lines++;
	}
	return lines > 0 ? lines : 1;
}

/* The columns of the status; what letters are shown as stands behind it. */
static int
status_width(const struct app *app, const struct canvas *c)
{
	const char *mark = app_msg(app, M_LETTERS_BASE);

	return app->term.base_letters ?
	    c->cols - utf8_cols(mark, strlen(mark)) - GAP : c->cols;
}

static void
paint_status(struct app *app, struct canvas *c, int y, int lines)
{
	const char *s = str_text(&app->status);
	int width = status_width(app, c), used = 0;

	for (int i = 0; i < lines; i++) {
		size_t skip, len = wrap_next(s, width, &skip);
		char *line = xstrndup(s, i + 1 < lines ? len : strlen(s));

		used = canvas_text(c, y + i, 0, width, app->status_attr, line);
		free(line);
		s += len + skip;
	}
	if (app->term.base_letters)
		canvas_text(c, y + lines - 1, !app->o->linear ? width + GAP :
		    used > 0 ? used + GAP : 0, c->cols, ATTR_PLAIN,
		    app_msg(app, M_LETTERS_BASE));
}

static void
paint_too_small(struct app *app, struct canvas *c)
{
	const struct area all = { 0, 0, c->rows, c->cols };

	canvas_wrapped(c, all, ATTR_PLAIN, app_msg(app, M_TOO_SMALL));
	canvas_cursor(c, 0, 0);
}

static void
paint(struct app *app)
{
	struct canvas *c = &app->canvas;
	struct area body = { 2, 0, c->rows - 4, c->cols }, panel, pane;
	int top = has_banner(app) ? 1 : 0, said;

	canvas_clear(c);
	c->linear = app->o->linear;
	if (c->rows < LEAST_ROWS || c->cols < LEAST_COLS) {
		paint_too_small(app, c);
		return;
	}
	if (top > 0)
		paint_banner(app, c);
	paint_title(app, c, top);
	body.y += top;
	body.h -= top;
	if (app->o->training != NULL && app->session != NULL) {
		panel = body;
		panel.h = app->train.lines = 6;
		panel.y = body.y + body.h - panel.h;
		body.h -= panel.h;
		train_paint(app, c, panel);
	}
	said = status_lines(app, status_width(app, c));
	body.h -= said - 1;
	if (app->o->linear && body.w > LINEAR_COLS)
		body.w = LINEAR_COLS;
	app->typed = NULL;
	pane = body;
	pane.w = law_pane_width(app, body.w);
	body.w -= pane.w;
	pane.x += body.w;
	/* What stands beside takes its columns from the view. */
	if (body.w != app->width)
		app->dirty |= LAYOUT;
	app->width = body.w;
	paint_views(app, c, body);
	if (pane.w > 0)
		law_pane_paint(app, c, pane);
	paint_typing(app, c, top + 1);
	if (app->o->linear)
		linear_tidy(c, 0, c->rows - 1 - said);
	paint_status(app, c, c->rows - 1 - said, said);
	if (app->o->linear)
		paint_linear_bar(app, c);
	else
		paint_bar(app, c);
}

void
frame_update(struct app *app)
{
	int rows, cols;

	frame_load(app);
	if (app->dirty == 0 || app->views == 0)
		return;
	app->term.ops->size(app->term.ctx, &rows, &cols);
	if (rows != app->canvas.rows || cols != app->canvas.cols) {
		canvas_resize(&app->canvas, rows, cols);
		app->dirty |= LAYOUT;
	}
	paint(app);
	app->dirty = 0;
	/* A stalled line may be a lost one: what was typed is kept at once. */
	if (!app->term.ops->takes(app->term.ctx))
		app_save_drafts(app);
	app->term.ops->draw(app->term.ctx, &app->canvas);
	jumps_note(app);	/* what can wait until the key is answered */
}
