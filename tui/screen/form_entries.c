/* Entries of repeats: added to and taken from at the level one is at. */
#include "tui/screen/form.h"

#include "core/base/jx.h"
#include "tui/widget/ask.h"

#include <stdlib.h>

/* To the first question of the last entry of a repeat, ready to be typed in. */
static void
edit_newest(struct view *v, const char *repeat)
{
	struct form_view *f = FORM_VIEW(v);
	size_t n = fill_rows(f->fill), newest = 0;
	struct str path = STR_INIT;

	for (size_t i = 0; i < n; i++) {
		const struct fill_row *r = fill_row(f->fill, i);
		struct str own = STR_INIT;

		if (r->kind == FILL_QUESTION && r->index > newest &&
		    fill_row_repeat(r, &own) && str_eq(str_text(&own),
		    repeat)) {
			newest = r->index;
			str_clear(&path);
			fill_row_path(r, &path);
		}
		str_done(&own);
	}
	if (form_go(v, str_text(&path)) && form_one_code(v) == NULL)
		form_edit(v);
	str_done(&path);
}

/* One more entry of the repeat of this row, or of the one it stands in. */
void
form_add_entry(struct view *v)
{
	const struct fill_row *r = form_row(v);
	struct form_view *f = FORM_VIEW(v);
	struct str repeat = STR_INIT;
	struct err e = ERR_INIT;

	if (r == NULL || !fill_row_repeat(r, &repeat)) {
		app_say(v->app, ATTR_PLAIN, M_FORM_NOT_REPEAT, NULL);
		str_done(&repeat);
		return;
	}
	form_keep_undo(v, NULL);
	if (fill_add(f->fill, str_text(&repeat), &e)) {
		form_changed(v);
		edit_newest(v, str_text(&repeat));
	} else {
		form_drop_undo(v);
		form_say_err(v, &e);
	}
	err_done(&e);
	str_done(&repeat);
}

/* The entry that a row stands in: its repeat and its number; 0: in none. */
static size_t
entry_of(const struct fill_row *r, struct str *repeat)
{
	if (r == NULL || r->index == 0)
		return 0;
	/* The row that adds a person stands in the leg, as its questions do. */
	if (r->kind == FILL_ADD)
		str_add(repeat, r->repeat);
	else if (!fill_row_repeat(r, repeat))
		return 0;
	return r->index;
}

static void
on_remove(void *ctx)
{
	struct view *v = ctx;
	struct str repeat = STR_INIT;
	struct err e = ERR_INIT;
	size_t index = entry_of(form_row(v), &repeat);

	if (index > 0) {
		form_keep_undo(v, NULL);
		if (fill_remove(FORM_VIEW(v)->fill, str_text(&repeat), index,
		    &e)) {
			form_changed(v);
		} else {
			form_drop_undo(v);
			form_say_err(v, &e);
		}
	}
	err_done(&e);
	str_done(&repeat);
}

/* Names the entry: one of two levels must not be taken for the other. */
void
form_ask_remove(struct view *v)
{
	struct fill *fill = FORM_VIEW(v)->fill;
	const struct fill_row *r = form_row(v);
	size_t at = form_at(v);
	struct str where = STR_INIT;
	char *say;

	/* From the row that adds an entry back to what it is added to. */
	if (r != NULL && r->kind == FILL_ADD) {
		while (at > 0 && fill_row(fill, at)->depth >= r->depth)
			at--;
	}
	form_headings(v, at, &where);
	say = app_text(v->app, M_FORM_REMOVE_ASK, str_text(&where), NULL);
	confirm_open(v->app, say, on_remove, v);
	free(say);
	str_done(&where);
}
