/*
 * Rows of another program pasted into a reception act.  With a row of
 * headings they become new lines; without one they fill the columns as they
 * are seen, from the chosen cell on.  Nothing that stands is overwritten, and
 * what cannot be read stays with its line, marked.
 */
#include "tui/screen/reception.h"

#include "core/base/jx.h"
#include "core/form/answers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pasting {
	json_t *names;			/* of the columns, or NULL */
	const json_t *heads;		/* as they stood */
	size_t line, column;		/* where the first cell goes */
	size_t lines, wrong;
};

static const char *
text_at(const json_t *list, size_t i)
{
	const char *text = json_string_value(json_array_get(list, i));

	return text != NULL ? text : "";
}

/* "19990501", "1999-05-01 00:00:00": as lists and sheets write days. */
static void
tidy_date(char *s)
{
	char *at = strstr(s, " 00:00");
	char a[11], b[11];
	day_t day;
	bool first, second;

	if (at != NULL)
		*at = '\0';
	if (strlen(s) != 8 || strspn(s, "0123456789") != 8)
		return;
	snprintf(a, sizeof a, "%.4s-%.2s-%.2s", s, s + 4, s + 6);
	snprintf(b, sizeof b, "%.4s-%.2s-%.2s", s + 4, s + 2, s);
	first = day_parse(a, &day) && a[0] > '0' && a[0] < '3';
	second = day_parse(b, &day) && b[0] > '0' && b[0] < '3';
	/* what may be either is left for a person to read */
	if (first != second)
		memcpy(s, first ? a : b, 11);
}

/* What stands in a cell already; a question that waits counts too. */
static bool
is_taken(const struct reception *r, size_t line, const char *name)
{
	const struct person *p = line < r->n ? &r->person[line] : NULL;

	return p != NULL && (json_object_get(p->answers, name) != NULL ||
	    reception_unread(p, name) != NULL);
}

/* Does a text mean what stands there?  The line stands in the fill. */
static bool
says_same(struct view *v, const struct form_item *it, const char *text)
{
	struct fill *fill = RECEPTION(v)->fill;
	json_t *had = json_deep_copy(fill_answer(fill, it->name));
	bool same;

	if (had == NULL || !reception_read(v, it, text, true, NULL)) {
		json_decref(had);
		return false;
	}
	same = json_equal(had, (json_t *)(void *)fill_answer(fill, it->name));
	(void)fill_set(fill, it->name, had, NULL);
	json_decref(had);
	return same;
}

static void
note_text(struct view *v, struct pasting *p, const char *question,
    json_t *label, const char *text)
{
	struct person *line = reception_person(RECEPTION(v), p->line);

	reception_note(line, question, label, text);
	p->wrong += *question != '\0';
}

/* One text into its question, or marked beside it. */
static void
put_text(struct view *v, struct pasting *p, const char *name,
    const char *typed)
{
	struct reception *r = RECEPTION(v);
	size_t column = reception_column(r, name);
	const struct form_item *it = r->column[column];
	/* room for the date that takes the place of its eight figures */
	char *text = xasprintf("%s    ", typed);
	bool ok;

	text[strlen(typed)] = '\0';
	if (it->type == FORM_DATE)
		tidy_date(text);
	if (is_taken(r, p->line, name)) {
		if (!says_same(v, it, text))
			note_text(v, p, reception_unread(&r->person[p->line],
			    name) == NULL ? name : "", reception_label(it), typed);
	} else {
		/* what is not asked of this person is no mistake */
		ok = reception_row(r, column) != NULL;
		if (!ok)
			note_text(v, p, "", reception_label(it), typed);
		else if (!reception_read(v, it, text, true, NULL))
			note_text(v, p, name, reception_label(it), typed);
	}
	free(text);
}

/* What a row says under a name; NULL when nothing. */
static const char *
said(const struct pasting *p, const json_t *row, const char *name)
{
	for (size_t i = 0; i < json_array_size(p->names); i++) {
		const char *text = json_string_value(json_array_get(row, i));

		if (text != NULL && *text != '\0' && str_eq(json_string_value(
		    json_array_get(p->names, i)), name))
			return text;
	}
	return NULL;
}

/* The name out of its two columns; the age where no birth is said. */
static void
put_parts(struct view *v, struct pasting *p, const json_t *row)
{
	struct reception *r = RECEPTION(v);
	const char *surname = said(p, row, "surname");
	const char *given = said(p, row, "given_names");
	const char *age = said(p, row, "age");
	char *made;

	if (surname != NULL || given != NULL) {
		made = xasprintf("%s%s%s", surname != NULL ? surname : "",
		    surname != NULL && given != NULL ? " " : "",
		    given != NULL ? given : "");
		put_text(v, p, r->column[0]->name, made);
		free(made);
	}
	if (age == NULL)
		return;
	made = xasprintf("~%s", age);
	if (reception_column(r, "birth_date") == NO_COLUMN ||
	    said(p, row, "birth_date") != NULL)
		note_text(v, p, "", reception_words(M_RECEPTION_AGE), age);
	else
		put_text(v, p, "birth_date", strspn(age, "0123456789") ==
		    strlen(age) ? made : age);
	free(made);
}

static bool
is_part(const char *name)
{
	return str_eq(name, "surname") || str_eq(name, "given_names") ||
	    str_eq(name, "age");
}

/* The question of the i-th cell, and "" where there is none. */
static const char *
name_of(const struct reception *r, const struct pasting *p, size_t i)
{
	if (p->names != NULL)
		return text_at(p->names, i);
	return p->column + i < r->columns ? r->column[p->column + i]->name :
	    "";
}

/* The cells of a row: first those asked of everybody, then those that depend
 * on them. */
static void
put_cells(struct view *v, struct pasting *p, const json_t *row, bool depends)
{
	struct reception *r = RECEPTION(v);

	for (size_t i = 0; i < json_array_size(row); i++) {
		const char *text = text_at(row, i), *name = name_of(r, p, i);
		size_t column = reception_column(r, name);

		if (*text == '\0' || is_part(name) || depends != (column !=
		    NO_COLUMN && r->column[column]->relevant != NULL))
			continue;
		if (column != NO_COLUMN)
			put_text(v, p, name, text);
		else
			note_text(v, p, "", p->heads != NULL &&
			    *text_at(p->heads, i) != '\0' ?
			    json_string(text_at(p->heads, i)) :
			    reception_words(M_RECEPTION_MORE), text);
	}
}

static void
put_row(struct view *v, struct pasting *p, const json_t *row)
{
	struct reception *r = RECEPTION(v);
	json_t *empty = json_object();
	struct person *line;

	reception_put(r, p->line < r->n ? r->person[p->line].answers : empty);
	json_decref(empty);
	put_cells(v, p, row, false);
	if (p->names != NULL)
		put_parts(v, p, row);
	put_cells(v, p, row, true);
	line = reception_person(r, p->line);
	json_decref(line->answers);
	line->answers = fill_all(r->fill);
	reception_show(v, line);
}

static void
put_rows(struct view *v, struct pasting *p, const json_t *rows)
{
	struct reception *r = RECEPTION(v);

	for (size_t i = p->names != NULL ? 1 : 0; i < json_array_size(rows) &&
	    p->line < PERSONS_MOST; i++) {
		put_row(v, p, json_array_get(rows, i));
		p->lines++;
		p->line++;
		if (p->line > r->n)
			p->line = r->n;
	}
}

static void
say_pasted(struct view *v, const struct pasting *p, bool cut)
{
	char *n = xasprintf("%zu", p->lines), *wrong = xasprintf("%zu",
	    p->wrong);

	app_say(v->app, p->wrong > 0 || cut ? ATTR_WARN : ATTR_GOOD,
	    cut ? M_RECEPTION_PASTED_CUT : p->wrong > 0 ?
	    M_RECEPTION_PASTED_WRONG : M_RECEPTION_PASTED, n, wrong, NULL);
	free(n);
	free(wrong);
}

void
reception_paste(struct view *v, const char *s, size_t n)
{
	struct reception *r = RECEPTION(v);
	bool cut = false;
	json_t *rows = reception_split(s, n, PERSONS_MOST + 1, &cut);
	struct pasting p = { NULL, NULL, r->n, r->col, 0, 0 };
	size_t given;

	p.names = reception_headings(v, json_array_get(rows, 0));
	if (p.names != NULL)
		p.heads = json_array_get(rows, 0);
	else if (r->at >= 1 && r->at <= r->n)
		p.line = r->at - 1;
	else
		p.column = 0;
	given = json_array_size(rows) - (p.names != NULL);
	reception_keep(r);
	put_rows(v, &p, rows);
	cut |= p.lines < given;
	reception_changed(v);
	say_pasted(v, &p, cut);
	json_decref(p.names);
	json_decref(rows);
}
