/*
 * A repeat as a table: a line an entry, a column a question; the arrows go
 * from cell to cell and what is typed goes into the cell.  Rows pasted from
 * another program fill it from the chosen cell on.
 *
 * The rows of the screen stay rows of the fill: the tag of a line is the
 * number of its chosen cell, so that all that works on a question works here.
 */
#include "tui/screen/form.h"

#include "core/base/utf8.h"
#include "core/form/answers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_COLS 4
#define CELL_LEAST 12
#define CELL_MOST 30
#define CELLS_SEEN (ROW_CELLS - 1)
#define NO_CELL SIZE_MAX

struct table {
	const struct form_item *column[FORM_TABLE_COLUMNS];
	size_t columns;
	size_t *cell;			/* entries x columns; rows of the fill */
	size_t entries, cap;
	size_t add;			/* the row that adds one, or NO_CELL */
	const struct form_item *repeat;
};

static void
table_done(struct table *t)
{
	free(t->cell);
}

static bool
in_table(const struct form_view *f, const struct fill_row *r)
{
	return r->kind == FILL_QUESTION && r->up == f->table_up &&
	    str_eq(r->repeat, f->table);
}

/* The row that adds an entry to this table. */
static bool
is_add(const struct form_view *f, const struct fill_row *r)
{
	/* it stands in a row of the outer repeat, if there is one */
	return r->kind == FILL_ADD && r->index == f->table_up &&
	    str_eq(r->item->name, f->table);
}

/* Does some entry show this question?  Without entries, would one? */
static bool
is_column(struct form_view *f, const struct form *form,
    const struct form_item *item)
{
	size_t n = fill_rows(f->fill);
	bool any = false;

	for (size_t k = 0; k < n; k++) {
		const struct fill_row *r = fill_row(f->fill, k);

		if (in_table(f, r) && r->item == item)
			return true;
		any |= in_table(f, r);
	}
	return !any && form_is_question(item) && !form_is_computed(item) &&
	    str_eq(form->item[item->repeat].name, f->table);
}

static void
find_columns(struct form_view *f, struct table *t)
{
	const struct form *form = fill_of_form(f->fill);

	for (size_t i = (size_t)(t->repeat - form->item) + 1;
	    i < t->repeat->end && t->columns < FORM_TABLE_COLUMNS; i++)
		if (is_column(f, form, &form->item[i]))
			t->column[t->columns++] = &form->item[i];
}

static size_t
column_of(const struct table *t, const struct form_item *item)
{
	size_t i = 0;

	while (i < t->columns && t->column[i] != item)
		i++;
	return i;
}

static void
find_cells(struct form_view *f, struct table *t)
{
	size_t n = fill_rows(f->fill);

	for (size_t k = 0; k < n; k++) {
		const struct fill_row *r = fill_row(f->fill, k);

		if (is_add(f, r))
			t->add = k;
		if (!in_table(f, r) || r->index == 0)
			continue;
		while (t->entries < r->index) {
			for (size_t c = 0; c < t->columns; c++) {
				t->cell = xgrow(t->cell, t->entries *
				    t->columns + c, &t->cap,
				    sizeof *t->cell);
				t->cell[t->entries * t->columns + c] =
				    NO_CELL;
			}
			t->entries++;
		}
		t->cell[(r->index - 1) * t->columns + column_of(t, r->item)] =
		    k;
	}
}

/* False when there is no such repeat in sight any more. */
static bool
table_find(struct form_view *f, struct table *t)
{
	*t = (struct table){ .add = NO_CELL,
	    .repeat = form_question(fill_of_form(f->fill), f->table) };
	if (t->repeat == NULL || t->repeat->type != FORM_REPEAT)
		return false;
	find_columns(f, t);
	if (t->columns == 0)
		return false;
	find_cells(f, t);
	if (f->col >= t->columns)
		f->col = t->columns - 1;
	return true;
}

static size_t
cell_at(const struct table *t, size_t entry, size_t column)
{
	return entry < t->entries && column < t->columns ?
	    t->cell[entry * t->columns + column] : NO_CELL;
}

/* How many columns are seen, and how wide; the chosen one is among them. */
static size_t
fit(struct form_view *f, const struct table *t, int *w)
{
	int room = f->list_w - NUMBER_COLS - 2;
	size_t seen;

	*w = room / (int)t->columns - 1;
	*w = *w < CELL_LEAST ? CELL_LEAST : *w > CELL_MOST ? CELL_MOST : *w;
	seen = (size_t)(room / (*w + 1));
	seen = seen < 1 ? 1 : seen > CELLS_SEEN ? CELLS_SEEN : seen;
	if (seen > t->columns)
		seen = t->columns;
	if (f->col < f->col_first)
		f->col_first = f->col;
	if (f->col >= f->col_first + seen)
		f->col_first = f->col - seen + 1;
	if (f->col_first + seen > t->columns)
		f->col_first = t->columns - seen;
	return seen;
}

static void
cell_text(struct view *v, size_t row, struct str *out)
{
	struct form_view *f = FORM_VIEW(v);
	const struct fill_row *r;

	if (row == NO_CELL) {
		str_add(out, "-");
		return;
	}
	r = fill_row(f->fill, row);
	if (form_wrong(v, r) != NULL)
		str_add(out, "! ");
	fill_row_value(f->fill, r, v->app->lang, out);
	if (out->len == 0)
		str_add(out, r->required ? "*" : "\xc2\xb7");
}

static void
add_entry(struct view *v, const struct table *t, size_t entry, size_t seen,
    int w)
{
	struct form_view *f = FORM_VIEW(v);
	size_t chosen = cell_at(t, entry, f->col);
	struct row_cell cell[ROW_CELLS];
	struct str text[CELLS_SEEN], key = STR_INIT;
	char number[8];

	snprintf(number, sizeof number, "%zu", (entry + 1) % 100000);
	cell[0] = (struct row_cell){ 1, NUMBER_COLS, ATTR_PLAIN, number };
	for (size_t i = 0; i < seen; i++) {
		text[i] = (struct str)STR_INIT;
		cell_text(v, cell_at(t, entry, f->col_first + i), &text[i]);
		for (size_t k = 0; k < text[i].len; k++)
			if (text[i].buf[k] == '\n')
				text[i].buf[k] = ' ';
		cell[i + 1] = (struct row_cell){ NUMBER_COLS + 2 + (int)i *
		    (w + 1), w - 1, ATTR_PLAIN, str_text(&text[i]) };
	}
	if (chosen != NO_CELL)
		fill_row_path(fill_row(f->fill, chosen), &key);
	else
		str_printf(&key, "#%zu", entry);
	rows_cells(&f->rows, str_text(&key), chosen == NO_CELL ? -1 :
	    (int)chosen, NULL, cell, seen + 1);
	for (size_t i = 0; i < seen; i++)
		str_done(&text[i]);
	str_done(&key);
}

bool
form_table_lay(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	struct table t;
	size_t seen;
	int w;

	if (!table_find(f, &t)) {
		table_done(&t);
		free(f->table);
		f->table = NULL;
		return false;
	}
	seen = fit(f, &t, &w);
	f->field_x = NUMBER_COLS + 2 + (int)(f->col - f->col_first) * (w + 1);
	f->field_w = w - 1;
	rows_begin(&f->rows);
	for (size_t i = 0; i < t.entries; i++)
		add_entry(v, &t, i, seen, w);
	if (t.add != NO_CELL) {
		char *say = app_text(v->app, M_FORM_ADD_ROW, text_in(
		    &t.repeat->item_label, v->app->lang), NULL);
		struct str key = STR_INIT;

		form_row_key(fill_row(f->fill, t.add), &key);
		rows_item(&f->rows, str_text(&key), (int)t.add, NULL, 1,
		    f->list_w - 2, ATTR_PLAIN, say);
		str_done(&key);
		free(say);
	}
	rows_end(&f->rows);
	table_done(&t);
	return true;
}

void
form_table_paint(struct view *v, struct canvas *c, struct area a)
{
	struct form_view *f = FORM_VIEW(v);
	const struct fill_row *r = form_row(v);
	struct table t;
	size_t seen;
	int w, y;

	if (table_find(f, &t)) {
		seen = fit(f, &t, &w);
		for (size_t i = 0; i < seen; i++)
			canvas_text(c, a.y, a.x + NUMBER_COLS + 2 + (int)i *
			    (w + 1), w, f->col_first + i == f->col ?
			    ATTR_BOLD : ATTR_DIM, text_in(&t.column[
			    f->col_first + i]->label, v->app->lang));
		if (f->col_first > 0)
			canvas_text(c, a.y, a.x + 1, 1, ATTR_BOLD, "<");
		if (f->col_first + seen < t.columns)
			canvas_text(c, a.y, a.x + a.w - 1, 1, ATTR_BOLD, ">");
	}
	table_done(&t);
	a.y++;
	a.h--;
	f->rows.fixed = true;
	rows_paint(&f->rows, c, a, false);
	y = rows_chosen_y(&f->rows, a);
	if (y < 0 || (r != NULL && r->kind == FILL_ADD))
		return;
	canvas_text(c, y, a.x + f->field_x - 1, 1, ATTR_BOLD, "[");
	canvas_text(c, y, a.x + f->field_x + f->field_w, 1, ATTR_BOLD, "]");
	canvas_cursor(c, y, a.x + f->field_x);
}

/* The entry of the chosen line, from 0; none: NO_CELL. */
static size_t
entry_now(struct view *v)
{
	const struct rows *rows = &FORM_VIEW(v)->rows;
	const struct row *row = rows_chosen(rows);

	if (row == NULL || (row->key != NULL && row->key[0] == '+'))
		return NO_CELL;
	return rows->sel;		/* a line an entry */
}

static void
to_column(struct view *v, size_t column)
{
	struct form_view *f = FORM_VIEW(v);

	f->col = column;
	form_layout(v, f->width);
}

bool
form_table_go(struct view *v, const struct fill_row *r)
{
	struct form_view *f = FORM_VIEW(v);
	struct table t;
	size_t column;
	bool ours = in_table(f, r);

	if (ours && table_find(f, &t)) {
		column = column_of(&t, r->item);
		table_done(&t);
		to_column(v, column);
		return true;
	}
	if (is_add(f, r))
		return true;
	free(f->table);
	f->table = NULL;
	form_layout(v, f->width);
	return false;
}

bool
form_table_step(struct view *v, bool down)
{
	struct form_view *f = FORM_VIEW(v);
	size_t entry = entry_now(v), was = f->rows.sel, last;
	struct table t;

	if (!table_find(f, &t) || entry == NO_CELL) {
		table_done(&t);
		return false;
	}
	last = t.columns - 1;
	table_done(&t);
	if (down && f->col < last) {
		to_column(v, f->col + 1);
		return true;
	}
	if (!down && f->col > 0) {
		to_column(v, f->col - 1);
		return true;
	}
	rows_command(&f->rows, down ? CMD_DOWN : CMD_UP);
	if (f->rows.sel == was)
		return false;
	to_column(v, down ? 0 : last);
	return true;
}

/* What is being pasted, and where it goes. */
struct pasting {
	struct table t;			/* as it was found last ... */
	bool stale;			/* ... before answers changed it */
	bool full;			/* there is room for no more entries */
	size_t entry, column, done, wrong;
};

static bool
find_again(struct form_view *f, struct pasting *p)
{
	if (p->stale) {
		table_done(&p->t);
		p->stale = false;
		return table_find(f, &p->t);
	}
	return true;
}

/* As many more entries as it takes, if there is room for them. */
static bool
reach_entry(struct form_view *f, struct pasting *p)
{
	const struct form *form = fill_of_form(f->fill);
	const struct form_item *repeat = p->t.repeat;
	struct str path = STR_INIT;

	if (repeat->repeat >= 0)
		str_printf(&path, "%s[%zu].",
		    form->item[repeat->repeat].name, f->table_up);
	str_add(&path, repeat->name);
	while (p->entry >= p->t.entries && !p->full) {
		p->full = !fill_add(f->fill, str_text(&path), NULL);
		p->stale = !p->full;
		if (!find_again(f, p))
			p->full = true;
	}
	str_done(&path);
	return p->entry < p->t.entries;
}

/*
 * A pasted text as if it had been typed: what could fool a reader is made
 * visible.  False: it is longer than the question takes; half of a name or a
 * number would be another one.
 */
static bool
as_typed(const struct form_item *item, const struct str *text, struct str *out)
{
	struct edit e;
	bool whole;

	edit_init(&e, false, item->max_length);
	edit_insert(&e, str_text(text), text->len);
	whole = !e.cut;
	str_add(out, str_text(&e.text));
	edit_done(&e);
	return whole;
}

/* One pasted cell into its question; false: it could not be read there. */
static bool
put_cell(struct form_view *f, struct pasting *p, const struct str *text)
{
	struct str path = STR_INIT, typed = STR_INIT;
	size_t row = NO_CELL;
	bool ok = false;

	if (p->column < p->t.columns && reach_entry(f, p) && find_again(f, p))
		row = cell_at(&p->t, p->entry, p->column);
	if (row != NO_CELL) {
		const struct fill_row *r = fill_row(f->fill, row);

		fill_row_path(r, &path);
		ok = as_typed(r->item, text, &typed) && fill_set_text(f->fill,
		    str_text(&path), str_text(&typed), NULL);
		p->stale = ok;
	}
	str_done(&typed);
	str_done(&path);
	return ok;
}

static void
tell_pasted(struct view *v, const struct pasting *p)
{
	char *a = xasprintf("%zu", p->done), *b = xasprintf("%zu", p->wrong);

	app_say(v->app, p->wrong > 0 ? ATTR_WARN : ATTR_GOOD, p->wrong > 0 ?
	    M_FORM_PASTED_WRONG : M_FORM_PASTED, a, b, NULL);
	free(a);
	free(b);
}

/* Lines of tab-separated texts, from the chosen cell on; one step back. */
static void
paste(struct view *v, const char *s, size_t n)
{
	struct form_view *f = FORM_VIEW(v);
	struct pasting p = { .entry = entry_now(v), .column = f->col };
	struct str text = STR_INIT;

	if (!table_find(f, &p.t))
		n = 0;
	if (p.entry == NO_CELL)
		p.entry = p.t.entries;
	form_keep_undo(v, NULL);
	for (size_t i = 0; i <= n; i++) {
		char c = i < n ? s[i] : '\n';

		if (c != '\t' && c != '\n' && c != '\r') {
			str_addc(&text, c);
			continue;
		}
		if (c == '\r' && i + 1 < n && s[i + 1] == '\n')
			continue;
		if (text.len > 0 && put_cell(f, &p, &text))
			p.done++;
		else if (text.len > 0)
			p.wrong++;
		str_clear(&text);
		p.column = c == '\t' ? p.column + 1 : f->col;
		/* a line feed at the very end begins no line */
		p.entry += c != '\t' && i < n;
	}
	str_done(&text);
	table_done(&p.t);
	form_changed(v);
	tell_pasted(v, &p);
}

bool
form_table_key(struct view *v, const struct key *key)
{
	struct form_view *f = FORM_VIEW(v);
	struct table t;
	size_t columns = 0;

	if (f->table == NULL)
		return false;
	if (key->code == K_PASTE && key->paste_len > 0 &&
	    (memchr(key->paste, '\t', key->paste_len) != NULL ||
	    memchr(key->paste, '\n', key->paste_len) != NULL ||
	    memchr(key->paste, '\r', key->paste_len) != NULL)) {
		paste(v, key->paste, key->paste_len);
		return true;
	}
	if (key->code != K_LEFT && key->code != K_RIGHT)
		return false;
	if (table_find(f, &t))
		columns = t.columns;
	table_done(&t);
	if (key->code == K_LEFT && f->col > 0)
		to_column(v, f->col - 1);
	else if (key->code == K_RIGHT && f->col + 1 < columns)
		to_column(v, f->col + 1);
	return true;
}

void
form_table_switch(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	const struct fill_row *r = form_row(v);
	const char *repeat = r == NULL ? NULL : r->kind == FILL_ADD ?
	    r->item->name : r->repeat;
	size_t at = form_at(v);

	if (f->table != NULL) {
		free(f->table);
		f->table = NULL;
		form_layout(v, f->width);
		form_go_at(v, at);
		return;
	}
	if (repeat == NULL) {
		app_say(v->app, ATTR_PLAIN, M_FORM_NOT_REPEAT, NULL);
		return;
	}
	if (f->single)
		form_one_switch(v);
	f->table = xstrdup(repeat);
	f->table_up = r->kind == FILL_ADD ? r->index : r->up;
	f->col = f->col_first = 0;
	form_layout(v, f->width);
	form_go_at(v, at);
}
