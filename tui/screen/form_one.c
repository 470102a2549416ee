/*
 * One question at a time: the whole question with its guidance, what can be
 * answered below it.  What a form wants together (field-list) stays together.
 */
#include "tui/screen/form.h"

#include "core/base/jx.h"
#include "core/form/answers.h"

#include <stdlib.h>
#include <string.h>

/* "1" to "9", then "a" to "z": one key each. */
#define MARKS "123456789abcdefghijklmnopqrstuvwxyz"
#define MARKS_MOST (sizeof MARKS - 1)
/* Longer lines are hard to follow with the eye. */
#define TEXT_MOST 100
#define FIELD_X 4

static bool
keeps_together(const struct fill_row *r)
{
	return (r->kind == FILL_GROUP || r->kind == FILL_ROW) &&
	    (r->item->look & (LOOK_FIELD_LIST | LOOK_TABLE_LIST)) != 0;
}

void
form_one_page(struct fill *fill, size_t at, size_t *from, size_t *to)
{
	size_t n = fill_rows(fill);
	int depth = at < n ? fill_row(fill, at)->depth : 0;

	*from = at;
	*to = at < n ? at + 1 : n;
	/* The outermost heading above it that keeps its questions together. */
	for (size_t i = at; at < n && i-- > 0 && depth > 0;) {
		const struct fill_row *r = fill_row(fill, i);

		if (form_is_stop(r) || r->kind == FILL_NOTE ||
		    r->depth >= depth)
			continue;
		depth = r->depth;
		if (!keeps_together(r))
			continue;
		*from = i;
		for (*to = i + 1; *to < n && fill_row(fill, *to)->depth >
		    depth; ++*to)
			continue;
	}
}

/* Of this many, which one among the questions; both from 1. */
static void
position(struct fill *fill, size_t at, size_t *which, size_t *of)
{
	size_t n = fill_rows(fill);

	*which = *of = 0;
	for (size_t i = 0; i < n; i++) {
		if (fill_row(fill, i)->kind != FILL_QUESTION)
			continue;
		++*of;
		*which += i <= at;
	}
}

static void
add_place(struct view *v, size_t at, int width)
{
	struct form_view *f = FORM_VIEW(v);
	struct str where = STR_INIT;
	size_t which, of;
	char *a, *b, *say;

	position(f->fill, at, &which, &of);
	a = xasprintf("%zu", which);
	b = xasprintf("%zu", of);
	say = app_text(v->app, M_FORM_WHICH, a, b, NULL);
	form_headings(v, at, &where);
	if (where.len > 0)
		str_add(&where, " \xc2\xb7 ");
	str_add(&where, say);
	rows_text(&f->rows, 2, width, ATTR_DIM, str_text(&where));
	free(say);
	free(b);
	free(a);
	str_done(&where);
}

/* Notes that stand right before the question belong to it. */
static void
add_notes(struct view *v, size_t at, int width)
{
	struct form_view *f = FORM_VIEW(v);
	size_t first = at;

	while (first > 0 && fill_row(f->fill, first - 1)->kind == FILL_NOTE)
		first--;
	for (; first < at; first++) {
		struct str label = STR_INIT;

		fill_row_label(f->fill, fill_row(f->fill, first), v->app->lang,
		    &label);
		rows_blank(&f->rows);
		rows_text(&f->rows, 2, width, ATTR_PLAIN, str_text(&label));
		str_done(&label);
	}
}

bool
form_choice_offered(struct view *v, const char *path,
    const struct form_item *item, size_t i, struct form_choice *out)
{
	struct form_view *f = FORM_VIEW(v);

	return form_choice_at(item, tn_lists(v->app->tn), i, out) &&
	    (item->choice_filter == NULL ||
	    fill_choice_allowed(f->fill, path, out)) &&
	    form_choice_in_force(item, tn_lists(v->app->tn), out,
	    when_day(tn_now(v->app->tn), VN_OFFSET_MIN));
}

static bool
is_select(const struct form_item *item)
{
	return item->type == FORM_SELECT_ONE ||
	    item->type == FORM_SELECT_MULTIPLE || item->type == FORM_YES_NO;
}

static void
add_choice(struct view *v, size_t at, const char *path, size_t number,
    const struct form_choice *c, int width)
{
	struct form_view *f = FORM_VIEW(v);
	const struct fill_row *r = fill_row(f->fill, at);
	bool on = answer_holds(r->answer, c->code);
	bool many = r->item->type == FORM_SELECT_MULTIPLE;
	char mark[2] = { MARKS[number], '\0' };
	char *key = xasprintf("%s=%s", path, c->code);
	const char *label = form_choice_text(c, v->app->lang);
	bool first = true;

	/* A long choice goes on below itself. */
	while (first || *label != '\0') {
		size_t skip, n = wrap_next(label, width - 8, &skip);
		char *line = xstrndup(label, n);
		struct row_cell cell[3] = {
			{ 10, width - 8, on ? ATTR_BOLD : ATTR_PLAIN, line },
			{ 3, 1, ATTR_PLAIN, mark },
			{ 6, 3, ATTR_PLAIN, many ? on ? "[x]" : "[ ]" :
			    on ? "(x)" : "( )" },
		};

		if (first)
			rows_cells(&f->rows, key, (int)at, NULL, cell, 3);
		else
			rows_more(&f->rows, cell, 1);
		free(line);
		label += n + skip;
		first = false;
		if (n + skip == 0)
			break;
	}
	free(key);
}

/* The choices as rows when each can have a key; false: too many. */
static bool
add_choices(struct view *v, size_t at, const char *path, int width)
{
	struct form_view *f = FORM_VIEW(v);
	const struct form_item *item = fill_row(f->fill, at)->item;
	size_t n = form_choice_count(item, tn_lists(v->app->tn)), found = 0;
	size_t offered[MARKS_MOST];
	struct form_choice c;

	for (size_t i = 0; i < n; i++) {
		if (!form_choice_offered(v, path, item, i, &c))
			continue;
		if (found == MARKS_MOST)
			return false;
		offered[found++] = i;
	}
	for (size_t i = 0; i < found; i++) {
		if (form_choice_at(item, tn_lists(v->app->tn), offered[i], &c))
			add_choice(v, at, path, i, &c, width);
	}
	return found > 0;
}

/* Is everything in the answer among the choices that are rows? */
static bool
is_listed(const struct form_view *f, const json_t *value)
{
	size_t found = 0;

	for (size_t i = 0; i < f->rows.n; i++) {
		const char *key = f->rows.row[i].key;
		const char *code = key != NULL ? strchr(key, '=') : NULL;

		found += code != NULL && answer_holds(value, code + 1);
	}
	return found == (json_is_array(value) ? json_array_size(value) : 1);
}

static void
add_answer(struct view *v, size_t at, const char *path, int width)
{
	struct form_view *f = FORM_VIEW(v);
	const struct fill_row *r = fill_row(f->fill, at);
	struct str value = STR_INIT;

	form_value(v, r, &value);
	if (value.len == 0 && !r->readonly)
		str_add(&value, app_msg(v->app, M_FORM_EMPTY));
	if (is_select(r->item) && !r->readonly &&
	    add_choices(v, at, path, width)) {
		f->listed = true;
		/* "Refuses" is no choice, nor is one no longer in force. */
		if (answer_status(r->answer) != 0 || (r->answer != NULL &&
		    !is_listed(f, answer_value(r->answer)))) {
			rows_blank(&f->rows);
			rows_text(&f->rows, FIELD_X, width, ATTR_WARN,
			    str_text(&value));
		}
	} else {
		rows_item(&f->rows, path, (int)at, NULL, FIELD_X, width,
		    answer_status(r->answer) != 0 ? ATTR_WARN : ATTR_PLAIN,
		    str_text(&value));
	}
	str_done(&value);
}

static void
lay_question(struct view *v, size_t at, int width)
{
	struct form_view *f = FORM_VIEW(v);
	const struct fill_row *r = fill_row(f->fill, at);
	struct str label = STR_INIT, path = STR_INIT;
	const char *wrong = form_wrong(v, r);
	char *marks = form_marks(v, r);

	fill_row_path(r, &path);
	add_notes(v, at, width);
	rows_blank(&f->rows);
	form_label(v, r, &label);
	if (r->required)
		str_add(&label, " *");
	rows_text(&f->rows, 2, width, ATTR_BOLD, str_text(&label));
	rows_text(&f->rows, 2, width, ATTR_DIM, text_in(&r->item->hint,
	    v->app->lang));
	rows_text(&f->rows, 2, width, ATTR_PLAIN, text_in(&r->item->guidance,
	    v->app->lang));
	rows_blank(&f->rows);
	add_answer(v, at, str_text(&path), width);
	if (marks != NULL)
		rows_text(&f->rows, FIELD_X, width, ATTR_DIM, marks);
	free(marks);
	if (wrong != NULL) {
		char *say = app_text(v->app, M_FORM_PROBLEM, wrong, NULL);

		rows_text(&f->rows, FIELD_X, width, ATTR_BAD, say);
		free(say);
	}
	str_done(&label);
	str_done(&path);
}

/* Chooses the row of the answer given, else the question's first; `was` is
 * left where it is while it belongs to the question. */
static void
choose(struct view *v, size_t at, const char *was)
{
	struct form_view *f = FORM_VIEW(v);
	const struct row *chosen = rows_chosen(&f->rows);
	const json_t *value = answer_value(fill_row(f->fill, at)->answer);
	size_t first = f->rows.n;

	if (chosen != NULL && (size_t)chosen->tag == at &&
	    str_eq(chosen->key, was))
		return;
	for (size_t i = 0; i < f->rows.n; i++) {
		const struct row *row = &f->rows.row[i];
		const char *code;

		if (!row->pick || (size_t)row->tag != at)
			continue;
		code = row->key != NULL ? strchr(row->key, '=') : NULL;
		if (first == f->rows.n)
			first = i;
		if (code != NULL && answer_holds(value, code + 1)) {
			first = i;
			break;
		}
	}
	f->rows.sel = first;
}

void
form_one_lay(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	size_t at = form_at(v), from, to;
	int width = f->width - 6;
	const struct row *chosen = rows_chosen(&f->rows);
	char *was = chosen != NULL ? xstrdup(chosen->key) : NULL;

	if (width > TEXT_MOST)
		width = TEXT_MOST;
	f->listed = false;
	if (at >= fill_rows(f->fill)) {
		rows_begin(&f->rows);
		rows_end(&f->rows);
		free(was);
		return;
	}
	form_one_page(f->fill, at, &from, &to);
	f->alone = to - from == 1;
	f->field_x = FIELD_X;
	f->field_w = width;
	rows_begin(&f->rows);
	if (f->alone && fill_row(f->fill, at)->kind == FILL_QUESTION)
		add_place(v, at, width);
	if (f->alone && fill_row(f->fill, at)->kind == FILL_QUESTION)
		lay_question(v, at, width);
	else
		form_rows_add(v, from, to);
	rows_end(&f->rows);
	choose(v, at, was);
	free(was);
}

void
form_one_switch(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	size_t at = form_at(v);

	f->single = !f->single;
	v->app->one_by_one = f->single;
	f->rows.top = 0;
	if (!f->single)
		form_layout(v, f->width);
	form_go_at(v, at);
	app_say(v->app, ATTR_PLAIN, f->single ? M_FORM_ONE : M_FORM_PAGE,
	    NULL);
}

const char *
form_one_code(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	const struct row *row = rows_chosen(&f->rows);
	const char *code = f->single && f->listed && row != NULL &&
	    row->key != NULL ? strchr(row->key, '=') : NULL;

	return code != NULL ? code + 1 : NULL;
}

/* The answer with one code more, or without it. */
static json_t *
toggled(const json_t *value, const char *code)
{
	json_t *made = json_array();
	bool had = answer_holds(value, code);

	for (size_t i = 0; i < json_array_size(value); i++) {
		json_t *one = json_array_get(value, i);

		if (!str_eq(json_string_value(one), code))
			json_array_append(made, one);
	}
	if (!had)
		json_array_append_new(made, json_string(code));
	return made;
}

void
form_one_take(struct view *v, const char *code, bool go_on)
{
	const struct fill_row *r = form_row(v);
	char *path = form_path(v), *copy = xstrdup(code);
	bool many = r != NULL && r->item->type == FORM_SELECT_MULTIPLE;
	json_t *value;

	if (path == NULL || r->readonly) {
		free(copy);
		free(path);
		return;
	}
	/* Going on with nothing ticked ticks the chosen line, as in a list. */
	if (many && go_on && json_array_size(answer_value(r->answer)) > 0) {
		form_flow(v);
	} else {
		value = many ? toggled(answer_value(r->answer), copy) :
		    json_string(copy);
		if (form_set(v, path, value) && (go_on || !many))
			form_flow(v);
		json_decref(value);
	}
	free(copy);
	free(path);
}

/* The row of a number or letter. */
static const struct row *
row_marked(struct form_view *f, char mark)
{
	const char *found = strchr(MARKS, mark);
	size_t left = found != NULL ? (size_t)(found - MARKS) : 0;

	for (size_t i = 0; found != NULL && mark != '\0' && i < f->rows.n;
	    i++) {
		const struct row *row = &f->rows.row[i];

		if (row->pick && left-- == 0)
			return row;
	}
	return NULL;
}

bool
form_one_key(struct view *v, const struct key *key)
{
	struct form_view *f = FORM_VIEW(v);
	const char *code = form_one_code(v);
	const struct fill_row *r = form_row(v);
	const struct row *row;

	if (code == NULL || key->code != K_TEXT || r == NULL)
		return false;
	if (key->text[0] == ' ') {
		form_one_take(v, code, false);
		return true;
	}
	row = key->text[1] == '\0' ? row_marked(f, key->text[0]) : NULL;
	if (row == NULL)
		return false;
	f->rows.sel = (size_t)(row - f->rows.row);
	form_one_take(v, strchr(row->key, '=') + 1, false);
	return true;
}
