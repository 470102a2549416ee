/*
 * Marks: a letter for a screen and the line on it.  One popup sets them and
 * goes to them; they are the officer's own and stay from day to day.
 */
#include "core/base/jx.h"
#include "tui/app.h"
#include "tui/jump.h"
#include "tui/screen/screens.h"

#include <stdlib.h>

#define LETTERS "abcdefghijklmnopqrstuvwxyz"

struct marks {
	bool set;
	json_t *here;			/* to be marked; NULL: nowhere */
	struct rows rows;
	int width;
};

static void
marks_close(struct view *v)
{
	struct marks *k = v->data;

	rows_done(&k->rows);
	json_decref(k->here);
	free(k);
}

static uint64_t
marks_contexts(struct view *v)
{
	struct marks *k = v->data;

	return CTX_ROWS | CTX_BACK | CTX_MARKS | (k->set ? 0 : CTX_CHOICE);
}

static const json_t *
all_marks(const struct app *app)
{
	return app_liked(app, "marks");
}

static void
marks_layout(struct view *v, int width)
{
	struct marks *k = v->data;

	k->width = width;
	rows_begin(&k->rows);
	for (const char *l = LETTERS; *l != '\0'; l++) {
		char letter[2] = { *l, '\0' };
		const json_t *place = jx_get(all_marks(v->app), letter);
		const char *title = app_get(v->app, place, "title");
		struct row_cell cell[2] = {
			{ 2, 2, ATTR_BOLD, letter },
			{ 5, width - 8, ATTR_PLAIN, title },
		};

		if (*title != '\0')
			rows_cells(&k->rows, letter, 0, place, cell, 2);
	}
	if (k->rows.n == 0)
		rows_text(&k->rows, 2, width - 4, ATTR_DIM,
		    app_msg(v->app, M_MARKS_NONE));
	rows_end(&k->rows);
}

static void
marks_paint(struct view *v, struct canvas *c, struct area a)
{
	struct marks *k = v->data;
	int lines = (int)k->rows.n + 2;

	if (lines < a.h) {
		a.y += a.h - lines;
		a.h = lines;
	}
	canvas_fill(c, a, ATTR_PLAIN);
	canvas_rule(c, a.y++, a.x, a.w);
	a.h--;
	canvas_text(c, a.y, a.x + 2, a.w - 4, ATTR_BOLD, app_msg(v->app,
	    k->set ? M_MARKS_SET : M_MARKS_GO));
	a.y++;
	a.h--;
	rows_paint(&k->rows, c, a, true);
	if (k->rows.n == 0 || rows_chosen(&k->rows) == NULL)
		canvas_cursor(c, a.y - 1, a.x + 2);
}

static void
keep(struct app *app, const char *letter, json_t *place)
{
	json_t *all = all_marks(app) != NULL ?
	    json_deep_copy(all_marks(app)) : json_object();

	if (place == NULL)
		json_object_del(all, letter);
	else
		json_object_set(all, letter, place);
	app_like(app, "marks", all);
}

static void
set_mark(struct view *v, const char *letter)
{
	struct marks *k = v->data;
	struct app *app = v->app;
	json_t *here = json_incref(k->here);
	char name[2] = { letter[0], '\0' };

	app_pop(app);
	keep(app, name, here);
	if (app->status.len == 0)
		app_say(app, ATTR_GOOD, M_MARKS_DONE, name, NULL);
	json_decref(here);
}

/* Marks of what is gone go with it: their titles spoke of a person. */
static void
drop_gone(struct app *app, const char *open, const char *id)
{
	json_t *all = json_deep_copy(all_marks(app)), *place;
	const char *letter;
	void *next;

	json_object_foreach_safe(all, next, letter, place)
		if (str_eq(jx_text(place, "open"), open) &&
		    str_eq(jx_text(place, "id"), id))
			json_object_del(all, letter);
	(void)app_like(app, "marks", all);
}

static void
go_mark(struct view *v, const char *letter)
{
	struct app *app = v->app;
	bool gone;
	json_t *place = json_deep_copy(jx_get(all_marks(app), letter));

	if (place == NULL) {
		app_say(app, ATTR_WARN, M_MARKS_NO_SUCH, letter, NULL);
		return;
	}
	app_pop(app);
	if (!place_open(app, place, &gone) && gone)
		drop_gone(app, jx_text(place, "open"), jx_text(place, "id"));
	json_decref(place);
}

static bool
marks_key(struct view *v, const struct key *key)
{
	struct marks *k = v->data;

	if (key->code != K_TEXT || key->text[1] != '\0' ||
	    key->text[0] < 'a' || key->text[0] > 'z')
		return false;
	if (k->set)
		set_mark(v, key->text);
	else
		go_mark(v, key->text);
	return true;
}

static bool
marks_command(struct view *v, enum command command)
{
	struct marks *k = v->data;
	const struct row *row = rows_chosen(&k->rows);

	if (command == CMD_PICK && !k->set) {
		if (row != NULL) {
			char letter[2] = { row->key[0], '\0' };

			go_mark(v, letter);
		}
		return true;
	}
	if (command == CMD_DROP_MARK) {
		if (row != NULL) {
			char letter[2] = { row->key[0], '\0' };

			keep(v->app, letter, NULL);
			marks_layout(v, k->width);
		}
		return true;
	}
	return rows_command(&k->rows, command);
}

static const struct view_ops marks_ops = {
	.name = "marks", .overlay = true, .contexts = marks_contexts,
	.layout = marks_layout, .paint = marks_paint,
	.command = marks_command, .key = marks_key, .close = marks_close,
};

struct view *
marks_new(struct app *app, bool set)
{
	struct marks *k = xcalloc(1, sizeof *k);

	k->set = set;
	k->here = set ? place_here(app) : NULL;
	return view_new(app, &marks_ops, k);
}
