/*
 * An identity paper scanned, or its machine-readable lines typed, into a cell
 * of a reception act: it fills what the line has not yet.  What does not fit
 * and what no question asks stays in the line's note; nothing is overwritten
 * and nothing blocks.  A scanner does not know in which cell the cursor is:
 * any will do.
 */
#include "tui/screen/reception.h"

#include "core/base/jx.h"

#include <string.h>

bool
reception_scan_waits(struct view *v)
{
	struct reception *r = RECEPTION(v);

	return r->typing && form_scan_goes_on(&r->edit,
	    v->app->canvas.cols);
}

/* What the paper says and the line has otherwise, or has no question for. */
static void
note_fact(struct view *v, struct person *p, const char *key,
    const struct form_item *it, const char *value)
{
	static const struct {
		const char *key;
		enum msg m;
	} word[] = {
		{ "full_name", M_RECEPTION_PAPER_NAME },
		{ "birth_date", M_RECEPTION_PAPER_BIRTH },
		{ "sex", M_RECEPTION_PAPER_SEX },
		{ "number", M_RECEPTION_PAPER_NUMBER },
		{ "address", M_RECEPTION_PAPER_ADDRESS },
	};
	struct str shown = STR_INIT;
	json_t *text = json_string(value);

	if (it != NULL)
		fill_display(text, it, tn_lists(v->app->tn), LANG_VI,
		    &shown);
	else
		str_add(&shown, value);
	for (size_t i = 0; i < ARRAY_LEN(word); i++)
		if (str_eq(word[i].key, key))
			reception_note(p, "", reception_words(word[i].m),
			    str_text(&shown));
	json_decref(text);
	str_done(&shown);
}

static bool
same_text(struct view *v, const struct form_item *it, const json_t *had,
    const char *value)
{
	struct str a = STR_INIT, b = STR_INIT;
	json_t *text = json_string(value);
	bool same;

	fill_display(text, it, tn_lists(v->app->tn), v->app->lang, &a);
	fill_display(had, it, tn_lists(v->app->tn), v->app->lang, &b);
	same = form_scan_same(str_text(&a), str_text(&b));
	json_decref(text);
	str_done(&a);
	str_done(&b);
	return same;
}

/* One fact into its question; *other counts what did not go there. */
static void
put_fact(struct view *v, struct person *p, const char *key, const char *name,
    const char *value, size_t *done, size_t *other)
{
	struct reception *r = RECEPTION(v);
	size_t column = reception_column(r, name);
	const struct fill_row *row = column == NO_COLUMN ? NULL :
	    reception_row(r, column);
	json_t *text;

	if (value == NULL || *value == '\0')
		return;
	if (row != NULL && row->answer == NULL) {
		text = json_string(value);
		*done += fill_set(r->fill, name, text, NULL);
		json_decref(text);
	} else if (row == NULL || !same_text(v, row->item, row->answer,
	    value)) {
		*other += row != NULL;
		note_fact(v, p, key, row != NULL ? row->item : NULL, value);
	}
}

static void
say_read(struct view *v, const json_t *paper, size_t done, size_t other)
{
	const json_t *warnings = jx_get(paper, "warnings");
	char *n = xasprintf("%zu", done);
	struct str say = STR_INIT;
	char *first = app_text(v->app, other > 0 ? M_RECEPTION_SCAN_DIFFERS :
	    M_RECEPTION_SCANNED, n, NULL);

	str_add(&say, first);
	for (size_t i = 0; i < json_array_size(warnings); i++)
		str_printf(&say, " %s", app_get(v->app, json_array_get(
		    warnings, i), "say"));
	app_say_text(v->app, other > 0 || json_array_size(warnings) > 0 ?
	    ATTR_WARN : ATTR_GOOD, str_text(&say));
	str_done(&say);
	free(first);
	free(n);
}

bool
reception_scan(struct view *v, const char *text)
{
	struct reception *r = RECEPTION(v);
	json_t *paper = form_scan_read(v, r->column[0], text);
	const char *key, *name;
	size_t done = 0, other = 0;
	struct person *p;

	if (paper == NULL)
		return false;
	if (r->at > r->n && r->n == PERSONS_MOST) {
		json_decref(paper);
		app_say(v->app, ATTR_WARN, M_RECEPTION_FULL, NULL);
		return true;
	}
	reception_keep(r);
	p = reception_person(r, r->at - 1);
	reception_put(r, p->answers);
	for (size_t i = 0; form_scan_fact(i, &key, &name); i++) {
		/* forms may call the name otherwise */
		if (str_eq(key, "full_name"))
			name = r->column[0]->name;
		put_fact(v, p, key, name, jx_text(paper, key), &done, &other);
	}
	reception_take(v, p);
	say_read(v, paper, done, other);
	json_decref(paper);
	return true;
}

bool
reception_scan_burst(struct view *v, const char *text)
{
	struct reception *r = RECEPTION(v);
	struct err e = ERR_INIT;
	bool is_new;

	/* A cell being typed in reads it at its end, letter by letter. */
	if (r->typing && r->edit.text.len > 0)
		return false;
	if (text == NULL)
		return true;
	reception_stop(r);
	if (r->made != NULL || r->columns == 0) {
		app_say(v->app, ATTR_WARN, M_SCAN_NO_FIELD, NULL);
		return true;
	}
	if (r->at == 0 && !reception_go(v, r->n + 1))
		return true;
	is_new = r->at > r->n;
	if (!reception_scan(v, text)) {
		json_decref(form_scan_paper(v, text, &e));
		form_say_err(v, &e);
		err_done(&e);
	} else if (is_new) {
		/* one card after another: each is another person */
		(void)reception_go(v, r->n + 1);
	}
	return true;
}
