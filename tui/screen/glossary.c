/*
 * The words of the field in both languages: typed letters narrow the list,
 * the chosen word is explained below it, Enter shows its article.  Opened
 * from a field, the words of that field come first.
 */
#include "core/base/jx.h"
#include "core/vietnamese/fold.h"
#include "tui/screen/law.h"
#include "tui/screen/screens.h"
#include "tui/widget/edit.h"

#include <stdlib.h>
#include <string.h>

#define TYPED_MOST 60
#define SAID_LINES 6		/* what the chosen word means */

struct glossary {
	json_t *answer;
	json_t *here;			/* codes of the words of the field */
	const json_t **term;		/* in the order of the language */
	size_t n;
	struct edit typed;
	struct rows rows;
	int width;
};

static void
glossary_close(struct view *v)
{
	struct glossary *k = v->data;

	rows_done(&k->rows);
	edit_done(&k->typed);
	json_decref(k->answer);
	json_decref(k->here);
	free(k->term);
	free(k);
}

static uint64_t
glossary_contexts(struct view *v)
{
	(void)v;
	return CTX_ROWS | CTX_CHOICE | CTX_BACK;
}

static void
glossary_title(struct view *v, struct str *out)
{
	str_add(out, app_msg(v->app, M_GLOSSARY_TITLE));
}

static void
glossary_load(struct view *v)
{
	struct glossary *k = v->data;
	json_t *answer = app_ask(v->app, json_pack("{s:s}", "ask",
	    "glossary"));

	if (answer == NULL)
		return;
	json_decref(k->answer);
	k->answer = answer;
}

static const char *
word_of(const json_t *term, enum lang lang)
{
	const char *s = jx_text(jx_get(term, "word"),
	    lang == LANG_EN ? "en" : "vi");

	return s != NULL ? s : "";
}

static int
by_word(enum lang lang, const json_t *a, const json_t *b)
{
	struct str x = STR_INIT, y = STR_INIT;
	int order;

	vn_fold(&x, word_of(a, lang));
	vn_fold(&y, word_of(b, lang));
	order = strcmp(str_text(&x), str_text(&y));
	str_done(&x);
	str_done(&y);
	return order;
}

static int
by_vietnamese(const void *a, const void *b)
{
	return by_word(LANG_VI, *(const json_t *const *)a,
	    *(const json_t *const *)b);
}

static int
by_english(const void *a, const void *b)
{
	return by_word(LANG_EN, *(const json_t *const *)a,
	    *(const json_t *const *)b);
}

static void
sort_terms(struct view *v)
{
	struct glossary *k = v->data;
	const json_t *terms = jx_get(k->answer, "terms");

	free(k->term);
	k->n = json_array_size(terms);
	k->term = xcalloc(k->n + 1, sizeof *k->term);
	for (size_t i = 0; i < k->n; i++)
		k->term[i] = json_array_get(terms, i);
	qsort(k->term, k->n, sizeof *k->term, v->app->lang == LANG_EN ?
	    by_english : by_vietnamese);
}

/* Every word typed stands in the term or in what is said of it. */
static bool
matches(const json_t *term, const char *typed)
{
	struct str all = STR_INIT;
	const char *vi = jx_text(jx_get(term, "say"), "vi");
	const char *en = jx_text(jx_get(term, "say"), "en");
	bool found = true;

	str_printf(&all, "%s %s %s %s", word_of(term, LANG_VI),
	    word_of(term, LANG_EN), vi != NULL ? vi : "",
	    en != NULL ? en : "");
	while (*typed != '\0' && found) {
		size_t n = strcspn(typed, " ");
		char *one = xstrndup(typed, n);

		found = vn_fold_contains(str_text(&all), one);
		free(one);
		typed += n + strspn(typed + n, " ");
	}
	str_done(&all);
	return found;
}

static bool
is_here(const struct glossary *k, const json_t *term)
{
	for (size_t i = 0; i < json_array_size(k->here); i++) {
		if (str_eq(json_string_value(json_array_get(k->here, i)),
		    jx_text(term, "code")))
			return true;
	}
	return false;
}

static void
add_term(struct view *v, const json_t *term)
{
	struct glossary *k = v->data;
	enum lang lang = v->app->lang;
	int half = (k->width - 6) / 2;
	struct row_cell cell[2] = {
		{ 2, half, ATTR_PLAIN, word_of(term, lang) },
		{ half + 4, half, ATTR_DIM, word_of(term,
		    lang == LANG_EN ? LANG_VI : LANG_EN) },
	};

	rows_cells(&k->rows, jx_text(term, "code"), 0, term, cell, 2);
}

/* Words of the field (or all the others); false: none matched. */
static bool
add_terms(struct view *v, bool here)
{
	struct glossary *k = v->data;
	bool any = false;

	for (size_t i = 0; i < k->n; i++) {
		if (is_here(k, k->term[i]) != here ||
		    !matches(k->term[i], str_text(&k->typed.text)))
			continue;
		if (!any && json_array_size(k->here) > 0)
			rows_section(&k->rows, k->width, app_msg(v->app, here ?
			    M_GLOSSARY_HERE : M_GLOSSARY_OTHERS));
		any = true;
		add_term(v, k->term[i]);
	}
	return any;
}

static void
fill(struct view *v)
{
	struct glossary *k = v->data;
	bool any;

	rows_begin(&k->rows);
	any = add_terms(v, true);
	any |= add_terms(v, false);
	if (!any)
		rows_text(&k->rows, 2, k->width - 4, ATTR_DIM,
		    app_msg(v->app, M_GLOSSARY_NONE));
	rows_end(&k->rows);
}

static void
glossary_layout(struct view *v, int width)
{
	struct glossary *k = v->data;

	k->width = width;
	sort_terms(v);
	fill(v);
}

static const json_t *
glossary_law(struct view *v)
{
	return jx_get(rows_data(&((struct glossary *)v->data)->rows), "law");
}

/* What the chosen word means, and from where that is known. */
static void
paint_said(struct view *v, struct canvas *c, struct area a)
{
	struct glossary *k = v->data;
	const json_t *term = rows_data(&k->rows);
	struct rows said = { 0 };
	char *law;

	if (term == NULL)
		return;
	rows_begin(&said);
	rows_text(&said, 2, a.w - 4, ATTR_PLAIN, app_get(v->app, term, "say"));
	if (jx_text(jx_get(term, "law"), "doc") != NULL) {
		law = law_text(v->app, jx_get(term, "law"));
		rows_text(&said, 2, a.w - 4, ATTR_DIM, law);
		free(law);
	} else {
		rows_text(&said, 2, a.w - 4, ATTR_DIM,
		    app_msg(v->app, M_GLOSSARY_PRACTICE));
	}
	rows_end(&said);
	rows_paint(&said, c, a, false);
	rows_done(&said);
}

static void
glossary_paint(struct view *v, struct canvas *c, struct area a)
{
	struct glossary *k = v->data;
	char *filter = app_text(v->app, M_HELP_FILTER,
	    str_text(&k->typed.text), NULL);
	struct area said = a;

	canvas_fill(c, a, ATTR_PLAIN);
	canvas_text(c, a.y, a.x + 2, a.w - 4, ATTR_PLAIN, filter);
	free(filter);
	a.y++;
	a.h -= SAID_LINES + 1;
	said.y = a.y + a.h;
	said.h = SAID_LINES;
	rows_paint(&k->rows, c, a, true);
	canvas_rule(c, said.y, said.x, said.w);
	said.y++;
	said.h--;
	paint_said(v, c, said);
}

static bool
glossary_key(struct view *v, const struct key *key)
{
	struct glossary *k = v->data;

	if (key->code != K_TEXT && key->code != K_BACKSPACE &&
	    key->code != K_PASTE)
		return false;
	edit_key(&k->typed, key, TYPED_MOST);
	free(k->rows.want);
	k->rows.want = NULL;
	k->rows.sel = k->rows.n;
	fill(v);
	return true;
}

static bool
glossary_command(struct view *v, enum command command)
{
	struct glossary *k = v->data;

	if (command != CMD_PICK)
		return rows_command(&k->rows, command);
	if (rows_data(&k->rows) != NULL)
		law_page(v->app, v);
	return true;
}

static const struct view_ops glossary_ops = {
	.name = "glossary", .contexts = glossary_contexts,
	.title = glossary_title, .load = glossary_load,
	.layout = glossary_layout, .paint = glossary_paint,
	.command = glossary_command, .key = glossary_key,
	.law = glossary_law, .close = glossary_close,
};

/* All that the view below says of what is chosen there, as one text. */
static void
text_of(struct view *of, struct str *out)
{
	struct rows rows = { 0 };

	rows_begin(&rows);
	of->ops->explain(of, &rows, 4000);
	rows_end(&rows);
	for (size_t i = 0; i < rows.n; i++)
		for (size_t k = 0; k < rows.row[i].cells; k++)
			str_printf(out, "%s ", rows.row[i].cell[k].text);
	rows_done(&rows);
}

/* Codes of the words that the chosen field's texts use. */
static json_t *
words_of(struct app *app, struct view *of)
{
	json_t *codes = json_array(), *term;
	json_t *answer = app_ask(app, json_pack("{s:s}", "ask", "glossary"));
	struct str text = STR_INIT;
	size_t i;

	text_of(of, &text);
	json_array_foreach(jx_get(answer, "terms"), i, term) {
		if (vn_fold_contains(str_text(&text), word_of(term,
		    app->lang)))
			json_array_append(codes, jx_get(term, "code"));
	}
	json_decref(answer);
	str_done(&text);
	return codes;
}

struct view *
glossary_new(struct app *app, struct view *of)
{
	struct glossary *k = xcalloc(1, sizeof *k);

	k->width = app_width(app);
	edit_init(&k->typed, false, TYPED_MOST);
	edit_vietnamese(&k->typed, &app->typing);
	if (of != NULL && of->ops->explain != NULL)
		k->here = words_of(app, of);
	return view_new(app, &glossary_ops, k);
}
