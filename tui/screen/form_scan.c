/*
 * An identity paper scanned, or its machine-readable lines typed, into a
 * field: the questions that the paper answers are filled in, those answered
 * otherwise are told side by side, and nothing is ever overwritten or
 * refused: a paper that does not fit the person is evidence.
 */
#include "tui/screen/form.h"

#include "core/base/jx.h"
#include "core/base/utf8.h"
#include "core/form/answers.h"
#include "core/vietnamese/card.h"
#include "core/vietnamese/fold.h"
#include "core/vietnamese/scan.h"

#include <stdlib.h>
#include <string.h>

#define LINES_MOST 3

/* What a paper says, and the question of that fact. */
static const struct {
	const char *key, *name;
} facts[] = {
	{ "full_name", "full_name" }, { "birth_date", "birth_date" },
	{ "sex", "sex" }, { "number", "id_number" },
	{ "address", "residence_detail" },
};

bool
form_scan_fact(size_t i, const char **key, const char **name)
{
	if (i >= ARRAY_LEN(facts))
		return false;
	*key = facts[i].key;
	*name = facts[i].name;
	return true;
}

bool
form_scan_fits(const struct form_item *item)
{
	return item->type == FORM_BARCODE ||
	    (item->type == FORM_TEXT && item->class == FORM_IDENTITY &&
	    !item->multiline);
}

/* Lines of one machine-readable zone, and whether all of them are there. */
static bool
zone_lines(const char *s, bool *whole)
{
	size_t n = 0, width = 0;

	*whole = false;
	while (*s != '\0' && n < LINES_MOST) {
		size_t len = strspn(s,
		    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<");

		if ((len != 30 && len != 36 && len != 44) ||
		    (n > 0 && len != width) ||
		    (s[len] != ' ' && s[len] != '\0'))
			return false;
		width = len;
		n++;
		s += len + strspn(s + len, " ");
	}
	*whole = n == (width == 30 ? 3 : 2);
	return n > 0 && *s == '\0';
}

bool
form_scan_partial(const char *text)
{
	struct str plain = STR_INIT;
	struct scan_repair done;
	bool whole, partial;

	if (strchr(text, '<') == NULL)
		return false;
	scan_mend(text, strlen(text), &plain, &done);
	partial = zone_lines(str_text(&plain), &whole) && !whole;
	str_done(&plain);
	return partial;
}

bool
form_scan_waits(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	const struct fill_row *r = form_find(v, f->path);

	return r != NULL && form_scan_fits(r->item) &&
	    form_scan_goes_on(&f->edit, f->width);
}

bool
form_scan_goes_on(struct edit *e, int width)
{
	const struct key space = { .code = K_TEXT, .text = " " };
	const char *text = edit_struck(e);
	size_t n = strlen(text);

	/* Who goes on a second time has no more lines. */
	if ((n > 0 && text[n - 1] == ' ') || !form_scan_partial(text))
		return false;
	(void)edit_key(e, &space, width);
	return true;
}

json_t *
form_scan_paper(struct view *v, const char *text, struct err *e)
{
	day_t today = when_day(tn_now(v->app->tn), VN_OFFSET_MIN);
	json_t *paper = card_read(text, strlen(text), today, e);
	const char *surname = jx_text(paper, "surname");
	const char *given = jx_text(paper, "given_names");

	if (paper != NULL && jx_text(paper, "full_name") == NULL &&
	    surname != NULL) {
		/* the order of the zone is that of a Vietnamese name */
		char *name = xasprintf("%s%s%s", surname,
		    given != NULL ? " " : "", given != NULL ? given : "");

		json_object_set_new(paper, "full_name", json_string(name));
		free(name);
	}
	return paper;
}

json_t *
form_scan_read(struct view *v, const struct form_item *item, const char *text)
{
	if (!form_scan_fits(item) || !scan_likely(text, strlen(text)))
		return NULL;
	return form_scan_paper(v, text, NULL);
}

bool
form_scan_same(const char *a, const char *b)
{
	struct str x = STR_INIT, y = STR_INIT;
	bool same;

	vn_fold(&x, a);
	vn_fold(&y, b);
	same = str_eq(str_text(&x), str_text(&y));
	str_done(&x);
	str_done(&y);
	return same;
}

/* One line of what came of it, as the panel shows it. */
static void
tell(struct view *v, json_t *told, enum msg m, const struct fill_row *r,
    const char *paper, const char *had)
{
	struct str label = STR_INIT;
	char *say;

	fill_row_label(FORM_VIEW(v)->fill, r, v->app->lang, &label);
	say = app_text(v->app, m, str_text(&label), paper, had, NULL);
	json_array_append_new(told, json_string(say));
	free(say);
	str_done(&label);
}

/* What is covered on the screen is so in what is told of it. */
static void
cover(bool masked, struct str *text)
{
	if (!masked || text->len == 0)
		return;
	str_clear(text);
	fill_masked(text);
}

/* A fact of the paper into its question, or beside what stands there. */
static void
put_fact(struct view *v, const char *name, const char *value, json_t *told)
{
	struct form_view *f = FORM_VIEW(v);
	const struct fill_row *r = form_find(v, name);
	struct str shown = STR_INIT, had = STR_INIT;
	const struct form_item *item;
	bool masked;
	json_t *text;

	if (value == NULL || *value == '\0' || r == NULL ||
	    r->kind != FILL_QUESTION || r->readonly)
		return;
	item = r->item;
	masked = item->masked || r->masked;
	text = json_string(value);
	fill_display(text, item, tn_lists(v->app->tn), v->app->lang, &shown);
	fill_display(r->answer, item, tn_lists(v->app->tn), v->app->lang,
	    &had);
	if (had.len == 0) {
		cover(masked, &shown);
		if (fill_set(f->fill, name, text, NULL) &&
		    (r = form_find(v, name)) != NULL)
			tell(v, told, M_SCAN_FILLED, r, str_text(&shown), "");
	} else if (!form_scan_same(str_text(&shown), str_text(&had))) {
		cover(masked, &shown);
		cover(masked, &had);
		tell(v, told, M_SCAN_DIFFERS, r, str_text(&shown),
		    str_text(&had));
	}
	json_decref(text);
	str_done(&shown);
	str_done(&had);
}

static void
told_fill(struct app *app, struct rows *rows, const json_t *data, int width)
{
	for (size_t i = 0; i < json_array_size(data); i++) {
		rows_text(rows, 2, width - 4, ATTR_PLAIN,
		    app_in(app, json_array_get(data, i)));
		rows_blank(rows);
	}
}

void
form_scan_fill(struct view *v, const json_t *paper)
{
	struct panel p = { M_SCAN_TITLE, json_array(), told_fill, NULL, NULL };
	json_t *warnings = json_deep_copy(jx_get(paper, "warnings"));
	json_t *doubts = form_said_doubts(v, jx_text(paper, "number"), true);

	json_array_extend(warnings, doubts);
	json_decref(doubts);
	for (size_t i = 0; i < ARRAY_LEN(facts); i++) {
		const char *value = jx_text(paper, facts[i].key);

		/* Two scans run into each other make no name. */
		if (value != NULL && strpbrk(value, "0123456789") != NULL &&
		    str_eq(facts[i].key, "full_name"))
			continue;
		put_fact(v, facts[i].name, value, p.data);
	}
	for (size_t i = 0; i < json_array_size(warnings); i++)
		json_array_append(p.data, jx_get(json_array_get(warnings, i),
		    "say"));
	json_decref(warnings);
	if (json_array_size(p.data) == 0)
		json_array_append_new(p.data,
		    json_string(app_msg(v->app, M_SCAN_SAME)));
	form_changed(v);
	app_push(v->app, panel_new(v->app, &p));
}

bool
form_scan_burst(struct view *v, const char *text)
{
	struct form_view *f = FORM_VIEW(v);
	const struct fill_row *r = form_row(v);
	struct err e = ERR_INIT;
	json_t *paper;

	/* A field for it reads it at its end, letter by letter. */
	if (r != NULL && r->kind == FILL_QUESTION && !r->readonly &&
	    form_scan_fits(r->item))
		return false;
	if (text == NULL)
		return true;
	/* What is being typed is kept first, or else stays to be mended. */
	if (f->typing && !form_commit(v))
		return true;
	paper = form_scan_paper(v, text, &e);
	if (paper != NULL) {
		form_keep_undo(v, NULL);
		form_scan_fill(v, paper);
	} else {
		form_say_err(v, &e);
	}
	err_done(&e);
	json_decref(paper);
	return true;
}
