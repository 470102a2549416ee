/* A page of questions: the rows, with how far each part has come. */
#include "tui/screen/form.h"

#include "core/base/jx.h"
#include "core/base/utf8.h"
#include "core/form/answers.h"

#include <stdlib.h>
#include <string.h>

struct form_count
form_count_part(struct fill *fill, size_t from, size_t to)
{
	struct form_count n = { 0, 0, 0 };

	for (size_t i = from; i < to; i++) {
		const struct fill_row *r = fill_row(fill, i);

		if (r->kind != FILL_QUESTION)
			continue;
		++n.all;
		n.answered += !answer_is_empty(r->answer) ||
		    answer_status(r->answer) != 0;
		n.missing += r->problem != NULL &&
		    r->problem->reason == FILL_REQUIRED;
	}
	return n;
}

void
form_count(struct fill *fill, size_t *all, size_t *answered, size_t *missing)
{
	struct form_count n = form_count_part(fill, 0, fill_rows(fill));

	*all = n.all;
	*answered = n.answered;
	*missing = n.missing;
}

const char *
form_wrong(struct view *v, const struct fill_row *r)
{
	/* What is still empty is no mistake until it is to be saved. */
	if (r->problem == NULL || (r->problem->reason == FILL_REQUIRED &&
	    !FORM_VIEW(v)->tried))
		return NULL;
	return text_in(&r->problem->text, v->app->lang);
}

bool
form_is_covered(const struct fill_row *r)
{
	return r->kind == FILL_QUESTION && r->masked &&
	    !answer_is_empty(r->answer);
}

void
form_label(struct view *v, const struct fill_row *r, struct str *out)
{
	fill_row_label(FORM_VIEW(v)->fill, r, v->app->lang, out);
	if (r->added)
		str_printf(out, " (%s)", app_msg(v->app, M_FORM_ADDED));
}

char *
form_marks(struct view *v, const struct fill_row *r)
{
	char *n[2], *say;
	enum msg m = r->versions > 1 && r->confirmed > 0 ? M_FORM_MARK_BOTH :
	    r->versions > 1 ? M_FORM_MARK_VERSIONS : M_FORM_MARK_CONFIRMED;

	if (r->versions < 2 && r->confirmed == 0)
		return NULL;
	n[0] = xasprintf("%zu", r->versions);
	n[1] = xasprintf("%zu", r->confirmed);
	say = app_text(v->app, m, n[0], n[1], NULL);
	free(n[0]);
	free(n[1]);
	return say;
}

void
form_value(struct view *v, const struct fill_row *r, struct str *out)
{
	if (form_is_covered(r) || (!form_widget_value(v, r, out) &&
	    !form_file_value(v, r, out)))
		fill_row_value(FORM_VIEW(v)->fill, r, v->app->lang, out);
}

/* One row of a question: label, answer and what is wrong, each wrapped in
 * its own column. */
struct pair {
	const char *key, *mark, *label, *value, *wrong, *note;
	int tag, depth;
	enum attr attr;
};

static int
cols_of(const char *s)
{
	return utf8_cols(s, strlen(s));
}

/* The first line of a text in a width, yours; the text is moved past it. */
static char *
take_line(const char **text, int width)
{
	size_t skip, n = wrap_next(*text, width, &skip);
	char *line = xstrndup(*text, n);

	*text += n + skip;
	return line;
}

static void
add_pair(struct form_view *f, const struct pair *p)
{
	int in = p->depth > 0 ? p->depth * 2 : 2, used;
	int x = 2 + in, lw = f->label_w - in;
	const char *label = p->label, *value = p->value, *by;
	bool first = true, beside;

	if (lw < 8)
		lw = 8;
	used = cols_of(value) + 2;
	/* What is wrong comes first; what else is known, if there is room. */
	by = p->wrong != NULL ? f->list_w >= FORM_BESIDE_FROM ? p->wrong :
	    NULL : p->note;
	beside = by != NULL && strchr(value, '\n') == NULL &&
	    used + cols_of(by) <= f->field_w;
	while (first || *label != '\0' || *value != '\0') {
		char *l = take_line(&label, lw);
		char *w = take_line(&value, f->field_w);
		struct row_cell cell[4] = {
			{ x, lw, ATTR_PLAIN, l },
			{ f->field_x, f->field_w, p->attr, w },
			{ f->field_x + used, f->field_w - used, by == p->note ?
			    ATTR_DIM : ATTR_BAD, first && beside ? by : NULL },
			{ 1, 1, ATTR_WARN, p->mark },
		};

		if (first)
			rows_cells(&f->rows, p->key, p->tag, NULL, cell, 4);
		else
			rows_more(&f->rows, cell, 2);
		free(l);
		free(w);
		first = false;
	}
	if (p->wrong != NULL && !(beside && by == p->wrong))
		rows_more_text(&f->rows, f->field_x, f->field_w, ATTR_BAD,
		    p->wrong);
	if (p->note != NULL && !(beside && by == p->note))
		rows_more_text(&f->rows, f->field_x, f->field_w, ATTR_DIM,
		    p->note);
}

static void
add_question(struct view *v, const struct fill_row *r, size_t i)
{
	struct form_view *f = FORM_VIEW(v);
	struct str path = STR_INIT, label = STR_INIT, value = STR_INIT;
	const char *wrong = form_wrong(v, r);
	char *say = NULL, *note = form_marks(v, r);
	struct pair p = { .mark = r->required ? "*" : NULL, .tag = (int)i,
	    .depth = r->depth, .attr = ATTR_PLAIN };

	fill_row_path(r, &path);
	form_label(v, r, &label);
	form_value(v, r, &value);
	if (value.len == 0 && !r->readonly)
		str_add(&value, app_msg(v->app, M_FORM_EMPTY));
	else if (answer_status(r->answer) != 0)
		p.attr = ATTR_WARN;
	else if (r->readonly)
		p.attr = ATTR_DIM;
	if (wrong != NULL)
		say = app_text(v->app, M_FORM_PROBLEM, wrong, NULL);
	p.key = str_text(&path);
	p.label = str_text(&label);
	p.value = str_text(&value);
	p.wrong = say;
	p.note = note;
	add_pair(f, &p);
	free(note);
	free(say);
	str_done(&path);
	str_done(&label);
	str_done(&value);
}

/* The row after the last that stands under a heading. */
static size_t
part_end(struct fill *fill, size_t at)
{
	size_t n = fill_rows(fill), to = at + 1;
	int depth = fill_row(fill, at)->depth;

	while (to < n && fill_row(fill, to)->depth > depth)
		to++;
	return to;
}

/* A heading, and how far its questions have come. */
static char *
heading(struct view *v, size_t at, const char *label)
{
	struct fill *fill = FORM_VIEW(v)->fill;
	struct form_count n = form_count_part(fill, at, part_end(fill, at));
	char *answered = xasprintf("%zu", n.answered);
	char *all = xasprintf("%zu", n.all);
	char *missing = xasprintf("%zu", n.missing), *say;

	if (n.all == 0)
		say = xstrdup(label);
	else
		say = app_text(v->app, n.missing > 0 ? M_FORM_PART_MISSING :
		    M_FORM_PART, label, answered, all, missing, NULL);
	free(missing);
	free(all);
	free(answered);
	return say;
}

static char *
row_title(struct view *v, const struct fill_row *r)
{
	char *number = xasprintf("%zu", r->index);
	char *say = app_text(v->app, M_FORM_ROW_NUMBER,
	    text_in(&r->item->item_label, v->app->lang), number, NULL);

	free(number);
	return say;
}

void
form_headings(struct view *v, size_t at, struct str *out)
{
	struct fill *fill = FORM_VIEW(v)->fill;
	int depth = at < fill_rows(fill) ? fill_row(fill, at)->depth : 0;
	size_t found[16], n = 0;

	for (size_t i = at; i-- > 0 && depth > 0 && n < ARRAY_LEN(found);) {
		const struct fill_row *r = fill_row(fill, i);

		if (r->depth >= depth || form_is_stop(r) ||
		    r->kind == FILL_NOTE)
			continue;
		depth = r->depth;
		found[n++] = i;
	}
	while (n-- > 0) {
		const struct fill_row *r = fill_row(fill, found[n]);
		struct str label = STR_INIT;
		char *say;

		/* "Person 2" says all that "People" would. */
		if (r->kind == FILL_REPEAT && n > 0)
			continue;
		fill_row_label(fill, r, v->app->lang, &label);
		say = r->kind == FILL_ROW ? row_title(v, r) :
		    xstrdup(str_text(&label));
		if (*say != '\0')
			str_printf(out, "%s%s", out->len > 0 ?
			    " \xe2\x80\xba " : "", say);
		free(say);
		str_done(&label);
	}
}

/* "Leg 2 › Person 1": an entry inside an entry names both. */
static char *
entry_title(struct view *v, size_t at)
{
	struct fill *fill = FORM_VIEW(v)->fill;
	const struct fill_row *r = fill_row(fill, at);
	int depth = r->depth;
	char *own = row_title(v, r);

	for (size_t i = at; i-- > 0 && depth > 0;) {
		const struct fill_row *above = fill_row(fill, i);
		char *outer, *both;

		if (above->depth >= depth)
			continue;
		depth = above->depth;
		if (above->kind != FILL_ROW)
			continue;
		outer = row_title(v, above);
		both = xasprintf("%s \xe2\x80\xba %s", outer, own);
		free(outer);
		free(own);
		own = both;
	}
	return own;
}

static void
add_other(struct view *v, const struct fill_row *r, size_t i)
{
	struct form_view *f = FORM_VIEW(v);
	struct str label = STR_INIT, key = STR_INIT;
	char *say = NULL;

	switch (r->kind) {
	case FILL_GROUP: case FILL_REPEAT:
		fill_row_label(f->fill, r, v->app->lang, &label);
		say = heading(v, i, str_text(&label));
		/* Inside an entry it is no part of the form. */
		if (r->index > 0)
			rows_text(&f->rows, 2 * r->depth, f->list_w -
			    2 * r->depth - 1, ATTR_PLAIN, say);
		else
			rows_section(&f->rows, f->list_w, say);
		if (form_grid_heading(v, r, &key))
			rows_text(&f->rows, f->field_x, f->field_w, ATTR_DIM,
			    str_text(&key));
		break;
	case FILL_ROW:
		say = entry_title(v, i);
		rows_text(&f->rows, 2 * r->depth, f->list_w - 4, ATTR_BOLD,
		    say);
		break;
	case FILL_ADD:
		say = app_text(v->app, M_FORM_ADD_ROW, text_in(
		    &r->item->item_label, v->app->lang), NULL);
		form_row_key(r, &key);
		rows_item(&f->rows, str_text(&key), (int)i, NULL,
		    2 * r->depth, f->list_w - 4, ATTR_PLAIN, say);
		break;
	default:
		fill_row_label(f->fill, r, v->app->lang, &label);
		rows_text(&f->rows, 2, f->list_w - 4, ATTR_DIM,
		    str_text(&label));
		break;
	}
	free(say);
	str_done(&label);
	str_done(&key);
}

void
form_rows_add(struct view *v, size_t from, size_t to)
{
	struct form_view *f = FORM_VIEW(v);

	f->label_w = f->list_w >= FORM_BESIDE_FROM ? 44 :
	    f->list_w >= 70 ? 32 : f->list_w * 2 / 5;
	f->field_x = f->label_w + 3;
	f->field_w = f->list_w - f->field_x - 1;
	for (size_t i = from; i < to; i++) {
		const struct fill_row *r = fill_row(f->fill, i);

		/* What follows a part does not look like more of it. */
		if (i > from && r->depth == 0 && form_is_stop(r) &&
		    fill_row(f->fill, i - 1)->depth > 0)
			rows_blank(&f->rows);
		if (r->kind == FILL_QUESTION)
			add_question(v, r, i);
		else
			add_other(v, r, i);
	}
}

void
form_layout(struct view *v, int width)
{
	struct form_view *f = FORM_VIEW(v);
	struct area a = form_list_area(v, (struct area){ 0, 0, 1, width });

	f->width = width;
	f->list_w = a.w;
	if (f->table != NULL && form_table_lay(v))
		return;
	if (f->single) {
		form_one_lay(v);
		return;
	}
	f->alone = f->listed = false;
	rows_begin(&f->rows);
	form_rows_add(v, 0, fill_rows(f->fill));
	rows_end(&f->rows);
}
