/*
 * Looking for words in a form, with or without accents: the form below goes
 * to what is found while one types.
 */
#include "tui/screen/form.h"

#include "core/base/utf8.h"
#include "core/vietnamese/fold.h"

#include <stdlib.h>
#include <string.h>

#define LINES 2			/* as the hints that it covers */
#define WORDS_MOST 100		/* letters */

struct finder {
	struct view *form;
	struct edit edit;
	char **text;		/* of each row of the fill, folded; NULL */
	size_t n;
	size_t start;		/* where the officer was */
	bool again;		/* the words are those of the last time */
};

static void
forget_texts(struct finder *k)
{
	for (size_t i = 0; i < k->n; i++)
		free(k->text[i]);
	free(k->text);
	k->text = NULL;
	k->n = 0;
}

static void
finder_close(struct view *v)
{
	struct finder *k = v->data;

	forget_texts(k);
	edit_done(&k->edit);
	free(k);
}

/* What a question can be found by: headings, label, names, the answer. */
static char *
text_of(struct view *form, size_t at)
{
	struct form_view *f = FORM_VIEW(form);
	const struct fill_row *r = fill_row(f->fill, at);
	struct str all = STR_INIT, folded = STR_INIT;

	if (!form_is_stop(r))
		return NULL;
	form_headings(form, at, &all);
	str_add(&all, " ");
	fill_row_label(f->fill, r, form->app->lang, &all);
	str_printf(&all, " %s %s ", r->item->name, r->item->htcds != NULL ?
	    r->item->htcds : "");
	if (r->kind == FILL_QUESTION)
		form_value(form, r, &all);
	vn_fold(&folded, str_text(&all));
	str_done(&all);
	return str_steal(&folded);
}

static void
finder_layout(struct view *v, int width)
{
	struct finder *k = v->data;

	(void)width;
	forget_texts(k);
	k->n = fill_rows(FORM_VIEW(k->form)->fill);
	k->text = xcalloc(k->n + 1, sizeof *k->text);
	for (size_t i = 0; i < k->n; i++)
		k->text[i] = text_of(k->form, i);
}

/* Does a word of the text begin with this? */
static bool
has_word(const char *text, const char *word)
{
	for (const char *at = text; (at = strstr(at, word)) != NULL; at++) {
		if (at == text || strchr(" _(/-,.\"'", at[-1]) != NULL)
			return true;
	}
	return false;
}

/* Does a text hold every word, or its beginning? */
static bool
holds(const char *text, const char *words)
{
	char word[4 * WORDS_MOST + 1];

	for (words += strspn(words, " "); *words != '\0';
	    words += strspn(words, " ")) {
		size_t n = strcspn(words, " ");

		if (n >= sizeof word)
			return false;
		memcpy(word, words, n);
		word[n] = '\0';
		if (!has_word(text, word))
			return false;
		words += n;
	}
	return true;
}

/* The words, folded; the caller's. */
static char *
words_of(const struct finder *k)
{
	struct str folded = STR_INIT;

	vn_fold(&folded, str_text(&k->edit.text));
	return str_steal(&folded);
}

/* Goes to the first match from a row on; back to where the officer was when
 * there is none. */
static void
go_from(struct view *v, size_t from, bool down)
{
	struct finder *k = v->data;
	char *words = words_of(k);
	bool found = words[strspn(words, " ")] == '\0';

	for (size_t i = 0; i < k->n && !found; i++) {
		size_t at = (down ? from + i : from + k->n - i) % k->n;

		if (k->text[at] == NULL || !holds(k->text[at], words))
			continue;
		form_go_at(k->form, at);
		found = true;
	}
	if (!found)
		form_go_at(k->form, k->start);
	free(words);
}

static bool
finder_key(struct view *v, const struct key *key)
{
	struct finder *k = v->data;
	struct form_view *f = FORM_VIEW(k->form);

	if (k->again && (key->code == K_TEXT || key->code == K_PASTE))
		edit_type_over(&k->edit, key, 40);
	else if (!edit_key(&k->edit, key, 40))
		return false;
	k->again = false;
	free(f->sought);
	f->sought = xstrdup(str_text(&k->edit.text));
	if (k->text == NULL)
		finder_layout(v, 0);
	go_from(v, k->start, true);
	return true;
}

static uint64_t
finder_contexts(struct view *v)
{
	(void)v;
	return CTX_FIND | CTX_BACK;
}

static void
counts(struct finder *k, size_t *which, size_t *of)
{
	char *words = words_of(k);
	size_t here = form_at(k->form);

	*which = *of = 0;
	for (size_t i = 0; i < k->n; i++) {
		if (k->text[i] == NULL || !holds(k->text[i], words))
			continue;
		++*of;
		if (i == here)
			*which = *of;
	}
	free(words);
}

static void
finder_paint(struct view *v, struct canvas *c, struct area a)
{
	struct finder *k = v->data;
	struct area line = { a.y + a.h - LINES, a.x, LINES, a.w };
	struct str where = STR_INIT;
	size_t which, of;
	int used;

	canvas_fill(c, line, ATTR_PLAIN);
	used = canvas_text(c, line.y, 2, a.w - 4, ATTR_BOLD,
	    app_msg(v->app, M_FORM_FIND)) + 3;
	if (k->edit.text.len > 0) {
		char *n[2], *say;

		counts(k, &which, &of);
		n[0] = xasprintf("%zu", which);
		n[1] = xasprintf("%zu", of);
		say = of > 0 ? app_text(v->app, M_FORM_FOUND, n[0], n[1],
		    NULL) : xstrdup(app_msg(v->app, M_FORM_FOUND_NONE));
		canvas_text(c, line.y + 1, 2, a.w - 4, of > 0 ? ATTR_DIM :
		    ATTR_WARN, say);
		if (of > 0)
			form_headings(k->form, form_at(k->form), &where);
		canvas_text(c, line.y + 1, 4 + utf8_cols(say, strlen(say)),
		    a.w - 6 - utf8_cols(say, strlen(say)), ATTR_DIM,
		    str_text(&where));
		free(say);
		free(n[0]);
		free(n[1]);
	}
	edit_paint(&k->edit, c, (struct area){ line.y, used, 1,
	    a.w - used - 2 }, true);
	str_done(&where);
}

static bool
finder_command(struct view *v, enum command command)
{
	struct finder *k = v->data;
	size_t here = form_at(k->form);

	if (command == CMD_FIND_NEXT)
		go_from(v, here + 1, true);
	else if (command == CMD_FIND_BEFORE)
		go_from(v, here + k->n - 1, false);
	else
		return false;
	return true;
}

static const struct view_ops finder_ops = {
	.name = "find-field", .overlay = true, .contexts = finder_contexts,
	.layout = finder_layout, .paint = finder_paint,
	.command = finder_command, .key = finder_key, .close = finder_close,
};

void
form_find_open(struct view *v)
{
	struct form_view *f = FORM_VIEW(v);
	struct finder *k = xcalloc(1, sizeof *k);

	k->form = v;
	k->start = form_at(v);
	edit_init(&k->edit, false, WORDS_MOST);
	/* The words of the last time wait, and typing takes their place. */
	edit_set(&k->edit, f->sought != NULL ? f->sought : "");
	k->again = k->edit.text.len > 0;
	app_push(v->app, view_new(v->app, &finder_ops, k));
}
