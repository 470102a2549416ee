/* Which question of a form is chosen, and going to another one. */
#include "tui/screen/form.h"

#include "core/base/jx.h"
#include "core/form/answers.h"

#include <stdlib.h>
#include <string.h>

const struct fill_row *
form_row(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	const struct row *row = rows_chosen(&f->rows);

	return row != NULL && (size_t)row->tag < fill_rows(f->fill) ?
	    fill_row(f->fill, (size_t)row->tag) : NULL;
}

char *
form_path(struct view *v)
{
	const struct fill_row *r = form_row(v);
	struct str path = STR_INIT;

	if (r == NULL || r->kind != FILL_QUESTION)
		return NULL;
	fill_row_path(r, &path);
	return str_steal(&path);
}

bool
form_is_stop(const struct fill_row *r)
{
	return r->kind == FILL_QUESTION || r->kind == FILL_ADD;
}

void
form_row_key(const struct fill_row *r, struct str *out)
{
	if (r->kind == FILL_ADD)
		str_add(out, "+");
	fill_row_path(r, out);
}

/* Is the row known by this key, or (`bare`) by its name alone? */
static bool
is_row(const struct fill_row *r, const char *key, bool bare)
{
	struct str s = STR_INIT;
	bool same;

	if (!form_is_stop(r))
		return false;
	if (bare)
		return r->kind == FILL_QUESTION && str_eq(r->item->name, key);
	/* Most rows are told apart without writing their paths. */
	if (r->kind == FILL_QUESTION && strstr(key, r->item->name) == NULL)
		return false;
	form_row_key(r, &s);
	same = str_eq(str_text(&s), key);
	str_done(&s);
	return same;
}

/* The number of the row with a key; that of rows when there is none. */
static size_t
find_at(struct fill *fill, const char *key)
{
	size_t n = fill_rows(fill);

	for (int bare = 0; bare < 2; bare++) {
		for (size_t i = 0; key != NULL && i < n; i++) {
			if (is_row(fill_row(fill, i), key, bare == 1))
				return i;
		}
	}
	return n;
}

const struct fill_row *
form_find(struct view *v, const char *path)
{
	struct form_view *f = FORM_VIEW(v);
	size_t at = find_at(f->fill, path);

	return at < fill_rows(f->fill) &&
	    fill_row(f->fill, at)->kind == FILL_QUESTION ?
	    fill_row(f->fill, at) : NULL;
}

/* The next stop from a row on; backwards, the one before it; rows: none. */
static size_t
stop_from(struct fill *fill, size_t at, bool down)
{
	size_t n = fill_rows(fill);

	if (down) {
		while (at < n && !form_is_stop(fill_row(fill, at)))
			at++;
		return at;
	}
	while (at > 0) {
		if (form_is_stop(fill_row(fill, --at)))
			return at;
	}
	return n;
}

size_t
form_at(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	const struct row *row = rows_chosen(&f->rows);
	size_t n = fill_rows(f->fill), at;

	if (!f->single && row != NULL && (size_t)row->tag < n)
		return (size_t)row->tag;
	at = find_at(f->fill, f->here);
	if (at < n)
		return at;
	at = stop_from(f->fill, f->here_at < n ? f->here_at : n, true);
	return at < n ? at : stop_from(f->fill, n, false);
}

static void
set_here(struct form_view *f, size_t at)
{
	struct str key = STR_INIT;

	if (at >= fill_rows(f->fill))
		return;
	form_row_key(fill_row(f->fill, at), &key);
	free(f->here);
	f->here = str_steal(&key);
	f->here_at = at;
}

void
form_go_at(struct view *v, size_t at)
{
	struct form_view *f = FORM_VIEW(v);

	if (at >= fill_rows(f->fill))
		return;
	set_here(f, at);
	if (f->table != NULL)
		form_table_go(v, fill_row(f->fill, at));
	if (f->single)
		form_layout(v, f->width);
	else
		rows_choose(&f->rows, f->here);
}

bool
form_go(struct view *v, const char *path)
{
	struct form_view *f = FORM_VIEW(v);
	size_t at;

	form_layout(v, f->width);
	at = find_at(f->fill, path);
	if (at == fill_rows(f->fill))
		return false;
	form_go_at(v, at);
	return true;
}

void
form_go_wrong(struct view *v, const char *path)
{
	FORM_VIEW(v)->tried = true;
	form_go(v, path);
}

/* The first stop of the next page, or of the page before. */
static bool
turn(struct view *v, bool down)
{
	struct form_view *f = FORM_VIEW(v);
	size_t from, to, n = fill_rows(f->fill), at;

	form_one_page(f->fill, form_at(v), &from, &to);
	at = stop_from(f->fill, down ? to : from, down);
	if (at == n)
		return false;
	if (!down) {
		form_one_page(f->fill, at, &from, &to);
		at = stop_from(f->fill, from, true);
	}
	form_go_at(v, at);
	return true;
}

static bool
step_on_page(struct view *v, bool down)
{
	struct form_view *f = FORM_VIEW(v);
	size_t was = f->rows.sel;

	rows_command(&f->rows, down ? CMD_DOWN : CMD_UP);
	if (f->rows.sel != was && form_row(v) != NULL)
		set_here(f, (size_t)rows_chosen(&f->rows)->tag);
	return f->rows.sel != was;
}

static void
say_end(struct view *v)
{
	size_t n[3];
	char *missing;

	form_count(FORM_VIEW(v)->fill, &n[0], &n[1], &n[2]);
	missing = xasprintf("%zu", n[2]);
	if (n[2] > 0)
		app_say(v->app, ATTR_WARN, M_FORM_END_MISSING, missing, NULL);
	else
		app_say(v->app, ATTR_PLAIN, M_FORM_END, NULL);
	free(missing);
}

bool
form_step(struct view *v, bool down)
{
	struct form_view *f = FORM_VIEW(v);
	bool ok;

	if (f->table != NULL)
		return form_table_step(v, down);
	ok = !(f->single && f->alone) && step_on_page(v, down);

	if (!f->single || ok)
		return ok;
	ok = turn(v, down);
	if (!ok && down)
		say_end(v);
	return ok;
}

bool
form_next_missing(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	size_t n = fill_rows(f->fill), at = form_at(v) + 1;

	for (size_t i = 0; i < n; i++) {
		const struct fill_row *r = fill_row(f->fill, (at + i) % n);

		if (r->kind != FILL_QUESTION || r->problem == NULL)
			continue;
		form_go_at(v, (at + i) % n);
		return true;
	}
	return false;
}

/* One question at a time: rows of its page, then the page after it. */
static bool
move_single(struct view *v, enum command command)
{
	struct form_view *f = FORM_VIEW(v);
	size_t n = fill_rows(f->fill), top = f->rows.top;
	bool down = command == CMD_DOWN || command == CMD_PAGE_DOWN ||
	    command == CMD_NEXT_SECTION, ok = true;

	switch (command) {
	case CMD_UP: case CMD_DOWN:
		ok = step_on_page(v, down) || f->rows.top != top ||
		    turn(v, down);
		break;
	case CMD_PAGE_UP: case CMD_PAGE_DOWN:
	case CMD_NEXT_SECTION: case CMD_PREVIOUS_SECTION:
		ok = turn(v, down);
		break;
	case CMD_FIRST:
		form_go_at(v, stop_from(f->fill, 0, true));
		break;
	case CMD_LAST:
		form_go_at(v, stop_from(f->fill, n, false));
		break;
	default:
		return false;
	}
	if (!ok && down)
		say_end(v);
	return true;
}

bool
form_move(struct view *v, enum command command)
{
	struct form_view *f = FORM_VIEW(v);

	return f->single ? move_single(v, command) :
	    rows_command(&f->rows, command);
}
