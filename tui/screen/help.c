/*
 * `?` and the palette: what the screen (and field) is for, and one list made from commands.def, filtered by a few
 * letters with or without accents, and it runs what is chosen.
 */
#include "core/vietnamese/fold.h"
#include "tui/about.h"
#include "tui/app.h"
#include "tui/screen/screens.h"
#include "tui/widget/edit.h"

#include <stdlib.h>
#include <string.h>

#define KEY_COLS 11

struct help {
	struct view *of;
	bool palette;
	struct edit typed;
	struct rows rows;
	int width;
};

static void
help_close(struct view *v)
{
	struct help *h = v->data;

	edit_done(&h->typed);
	rows_done(&h->rows);
	free(h);
}

static uint64_t
help_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_CHOICE | CTX_BACK;
}

static void
help_title(struct view *v, struct str *out)
{
	struct help *h = v->data;
	struct str of = STR_INIT;
	char *say;

	if (h->palette) {
		str_add(out, app_msg(v->app, M_PALETTE_TITLE));
		return;
	}
	if (h->of->ops->title != NULL)
		h->of->ops->title(h->of, &of);
	say = app_text(v->app, M_HELP_TITLE, str_text(&of), NULL);
	str_add(out, say);
	free(say);
	str_done(&of);
}

/* Every word typed must be found in the name or in either label. */
static bool
matches(const struct command_info *info, const char *typed)
{
	struct str all = STR_INIT, words = STR_INIT;
	bool found = true;
	char *word;

	str_printf(&all, "%s %s %s", info->name, info->label[0],
	    info->label[1]);
	vn_fold(&words, typed);
	for (word = words.buf; word != NULL && *word != '\0' && found;) {
		size_t n = strcspn(word, " ");
		char *one = xstrndup(word, n);

		found = vn_fold_contains(str_text(&all), one);
		free(one);
		word += n + (word[n] == ' ');
	}
	str_done(&all);
	str_done(&words);
	return found;
}

static void
add_command(struct view *v, enum command c, bool here)
{
	struct help *h = v->data;
	const struct command_info *info = command_info(c);
	struct str key = STR_INIT;
	struct row_cell cell[3];

	keymap_show(v->app->o->keymap, c, here && app_takes_letters(h->of),
	    &key);
	cell[0] = (struct row_cell){ KEY_COLS, 16, ATTR_PLAIN,
	    info->label[v->app->lang] };
	cell[1] = (struct row_cell){ 2, KEY_COLS - 3, ATTR_BOLD,
	    str_text(&key) };
	cell[2] = (struct row_cell){ KEY_COLS + 18, h->width - KEY_COLS - 19,
	    ATTR_DIM, info->help[v->app->lang] };
	rows_cells(&h->rows, info->name, here ? (int)c : CMD_COUNT, NULL,
	    cell, 3);
	str_done(&key);
}

/* What the screen is for, and what is known of the chosen field. */
static void
add_about(struct view *v)
{
	struct help *h = v->data;
	const char *about = screen_about(h->of->ops->name, v->app->lang);
	size_t at;

	rows_section(&h->rows, h->width, app_msg(v->app, M_HELP_SCREEN));
	rows_item(&h->rows, "about", CMD_COUNT, NULL, 2, h->width - 4,
	    ATTR_PLAIN, about);
	if (h->of->ops->explain == NULL)
		return;
	rows_section(&h->rows, h->width, app_msg(v->app, M_HELP_FIELD));
	at = h->rows.n;
	h->of->ops->explain(h->of, &h->rows, h->width);
	/* What is a page elsewhere is read here line by line. */
	for (; at < h->rows.n; at++)
		h->rows.row[at].pick = false;
}

static void
help_fill(struct view *v)
{
	struct help *h = v->data;
	const char *typed = str_text(&h->typed.text);

	rows_begin(&h->rows);
	if (!h->palette && *typed == '\0')
		add_about(v);
	for (int here = 1; here >= 0; here--) {
		bool any = false;

		if (!here && h->palette)
			break;
		for (int i = 0; i < CMD_COUNT; i++) {
			enum command c = (enum command)i;

			if (app_can(v->app, h->of, c) != here ||
			    !matches(command_info(c), typed) ||
			    (h->palette && (command_info(c)->flags & F_MOVE)))
				continue;
			if (!any && !h->palette)
				rows_section(&h->rows, h->width,
				    app_msg(v->app, here ? M_HELP_HERE :
				    M_HELP_ELSEWHERE));
			any = true;
			add_command(v, c, here);
		}
	}
	rows_end(&h->rows);
}

static void
help_layout(struct view *v, int width)
{
	((struct help *)v->data)->width = width;
	help_fill(v);
}

/* The chosen line's sentence in full, where it did not fit; its name. */
static void
paint_chosen(struct view *v, struct canvas *c, int y, int width)
{
	const struct row *row = rows_chosen(&((struct help *)v->data)->rows);
	enum command chosen = row == NULL ? CMD_NONE : command_find(row->key);
	char *name;

	if (chosen == CMD_NONE)
		return;
	name = app_text(v->app, M_HELP_NAME, command_info(chosen)->name, NULL);
	canvas_text(c, y, 2, width, ATTR_DIM, name);
	canvas_text(c, y + 1, 2, width, ATTR_PLAIN,
	    command_info(chosen)->help[v->app->lang]);
	free(name);
}

static void
help_paint(struct view *v, struct canvas *c, struct area a)
{
	struct help *h = v->data;
	char *filter = app_text(v->app, M_HELP_FILTER,
	    str_text(&h->typed.text), NULL);

	int lines = h->rows.n > 0 ? (int)h->rows.n + 2 : 3;

	if (h->palette && lines < a.h) {
		a.y += a.h - lines;
		a.h = lines;
	}
	canvas_fill(c, a, ATTR_PLAIN);
	if (h->palette)
		canvas_rule(c, a.y++, a.x, a.w);
	a.h -= h->palette;
	canvas_text(c, a.y, a.x + 2, a.w - 4, ATTR_PLAIN, filter);
	free(filter);
	a.y++;
	a.h--;
	if (!h->palette && rows_chosen(&h->rows) != NULL) {
		a.h -= 2;
		paint_chosen(v, c, a.y + a.h, a.w - 4);
	}
	rows_paint(&h->rows, c, a, true);
	if (h->rows.n == 0)
		canvas_text(c, a.y, 2, a.w - 4, ATTR_PLAIN,
		    app_msg(v->app, M_HELP_NONE));
}

static bool
help_key(struct view *v, const struct key *key)
{
	struct help *h = v->data;

	if (key->code != K_TEXT && key->code != K_BACKSPACE &&
	    key->code != K_PASTE)
		return false;
	edit_key(&h->typed, key, 40);
	free(h->rows.want);
	h->rows.want = NULL;
	h->rows.sel = h->rows.n;
	help_fill(v);
	return true;
}

static bool
help_command(struct view *v, enum command command)
{
	struct help *h = v->data;
	const struct row *row = rows_chosen(&h->rows);
	struct app *app = v->app;
	enum command chosen;

	if (command == CMD_HELP || command == CMD_PALETTE)
		return true;
	if (command != CMD_PICK)
		return rows_command(&h->rows, command);
	if (row == NULL || row->tag == CMD_COUNT)
		return true;
	chosen = (enum command)row->tag;
	app_pop(app);
	app_command(app, chosen);
	return true;
}

static const struct view_ops help_ops = {
	.name = "help", .contexts = help_contexts, .title = help_title,
	.layout = help_layout, .paint = help_paint, .command = help_command,
	.key = help_key, .close = help_close,
};

static const struct view_ops palette_ops = {
	.name = "palette", .overlay = true, .contexts = help_contexts,
	.title = help_title, .layout = help_layout, .paint = help_paint,
	.command = help_command, .key = help_key, .close = help_close,
};

struct view *
help_new(struct app *app, struct view *of, bool palette)
{
	struct help *h = xcalloc(1, sizeof *h);

	h->of = of;
	h->palette = palette;
	h->width = app_width(app);
	edit_init(&h->typed, false, 40);
	return view_new(app, palette ? &palette_ops : &help_ops, h);
}
