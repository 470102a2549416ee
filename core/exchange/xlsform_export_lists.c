/* Lists of our YAML to the choices sheet. */
#include "core/exchange/xlsform_sheet.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define SMALL_LIST 500		/* choices that go along with the form */

static bool
is_taken(const struct writer *w, const char *name)
{
	for (size_t i = 0; i < w->n_taken; i++)
		if (strcmp(w->taken[i], name) == 0)
			return true;
	return false;
}

static void
take(struct writer *w, const char *name)
{
	w->taken = xgrow(w->taken, w->n_taken, &w->taken_cap, sizeof(char *));
	w->taken[w->n_taken++] = xstrdup(name);
}

/* A name that no list has yet, and that no list of ours could mean. */
static char *
free_name(struct writer *w, const char *wish)
{
	char *name = xstrdup(wish);

	for (int i = 2; is_taken(w, name) || (w->lists != NULL &&
	    w->lists->exists(w->lists->ctx, name)); i++) {
		free(name);
		name = xasprintf("%s_%d", wish, i);
	}
	take(w, name);
	return name;
}

/* A further column under its own name, where that means nothing else. */
static char *
column_name(const char *key)
{
	struct str small = STR_INIT;
	bool plain;

	for (const char *p = key; *p != '\0'; p++)
		str_addc(&small, (char)tolower((unsigned char)*p));
	plain = xls_plain_column(key) &&
	    head_find(SHEET_CHOICES, str_text(&small), NULL) == HEAD_NONE;
	str_done(&small);
	return xasprintf(plain ? "%s" : "tn::column::%s", key);
}

static void
write_columns(struct writer *w, const struct yaml_node *columns)
{
	for (size_t i = 0; i < columns->n; i++) {
		char *name = column_name(columns->key[i]->text);

		if (columns->item[i]->kind == YAML_TEXT)
			out_put(&w->choices, name, columns->item[i]->text);
		free(name);
	}
}

static void
write_choices(struct writer *w, const char *list,
    const struct yaml_node *choices)
{
	for (size_t i = 0; i < choices->n; i++) {
		const struct yaml_node *c = choices->item[i];
		const struct yaml_node *label = yaml_get(c, "label");

		out_row(&w->choices);
		out_put(&w->choices, "list_name", list);
		out_put(&w->choices, "name", yaml_get_text(c, "code"));
		out_both(&w->choices, "label", yaml_get_text(label, "vi"),
		    yaml_get_text(label, "en"));
		for (size_t k = 0; k < c->n; k++) {
			const char *key = c->key[k]->text;

			if (strcmp(key, "columns") == 0)
				write_columns(w, c->item[k]);
			else if (strcmp(key, "code") != 0 &&
			    strcmp(key, "label") != 0)
				(void)out_tn(&w->choices, key, c->item[k]);
		}
	}
}

void
writer_own_lists(struct writer *w)
{
	w->own = yaml_get(w->form, "lists");
	for (size_t i = 0; w->own != NULL && i < w->own->n; i++) {
		take(w, w->own->key[i]->text);
		write_choices(w, w->own->key[i]->text, w->own->item[i]);
	}
}

char *
writer_yes_no(struct writer *w)
{
	static const char *const words[2][3] = {
		{ "yes", "Có", "Yes" }, { "no", "Không", "No" },
	};

	if (w->yes_no == NULL) {
		w->yes_no = free_name(w, "yes_no");
		for (size_t i = 0; i < ARRAY_LEN(words); i++) {
			out_row(&w->choices);
			out_put(&w->choices, "list_name", w->yes_no);
			out_put(&w->choices, "name", words[i][0]);
			out_both(&w->choices, "label", words[i][1],
			    words[i][2]);
		}
	}
	return xasprintf("select_one %s", w->yes_no);
}

/* Columns of an outer list that a filter looks at. */
struct wanted {
	struct str *columns;
};

static void
see_column(void *ctx, enum expr_seen what, const char *name, int col)
{
	struct wanted *wanted = ctx;
	char *word;

	(void)col;
	if (what != EXPR_SEES_COLUMN)
		return;
	word = xasprintf(" %s ", name);
	if (strstr(str_text(wanted->columns), word) == NULL) {
		str_add(wanted->columns, name);
		str_addc(wanted->columns, ' ');
	}
	free(word);
}

/* Notes that a list of forms/lists goes along, with these columns. */
static void
note_outer(struct writer *w, const char *list, const char *filter)
{
	struct wanted wanted;
	struct expr *x;
	size_t i, room = w->outer_cap;

	for (i = 0; i < w->n_outer; i++)
		if (strcmp(w->outer[i], list) == 0)
			break;
	if (i == w->n_outer) {
		w->outer = xgrow(w->outer, w->n_outer, &w->outer_cap,
		    sizeof(char *));
		w->columns = xgrow(w->columns, w->n_outer, &room,
		    sizeof(struct str));
		w->columns[i] = (struct str)STR_INIT;
		str_addc(&w->columns[i], ' ');
		w->outer[w->n_outer++] = xstrdup(list);
	}
	wanted.columns = &w->columns[i];
	x = filter != NULL ? expr_parse(filter, NULL) : NULL;
	if (x != NULL)
		expr_names(x, see_column, &wanted);
	expr_free(x);
}

static void
outer_columns(struct writer *w, size_t list, const struct form_choice *c)
{
	const char *at = str_text(&w->columns[list]) + 1, *end, *text;

	for (; (end = strchr(at, ' ')) != NULL; at = end + 1) {
		char *key = xstrndup(at, (size_t)(end - at)), *name;

		name = column_name(key);
		text = w->lists->column == NULL ? NULL :
		    w->lists->column(w->lists->ctx, w->outer[list], c, key);
		out_put(&w->choices, name, text);
		free(name);
		free(key);
	}
}

/* Codes that were used again later on: the first row speaks for all. */
static bool
is_again(const struct writer *w, const char *list, size_t at,
    const char *code)
{
	struct form_choice c;

	for (size_t i = 0; i < at; i++)
		if (w->lists->at(w->lists->ctx, list, i, &c) &&
		    strcmp(c.code, code) == 0)
			return true;
	return false;
}

void
writer_outer_lists(struct writer *w)
{
	for (size_t i = 0; i < w->n_outer; i++) {
		const char *list = w->outer[i];
		size_t n = w->lists->count(w->lists->ctx, list);
		struct form_choice c;

		for (size_t k = 0; k < n; k++) {
			if (!w->lists->at(w->lists->ctx, list, k, &c) ||
			    is_again(w, list, k, c.code))
				continue;
			out_row(&w->choices);
			out_put(&w->choices, "list_name", list);
			out_put(&w->choices, "name", c.code);
			out_both(&w->choices, "label", c.vi, c.en);
			outer_columns(w, i, &c);
		}
	}
}

static bool
goes_along(const struct writer *w, const char *list, const char *type)
{
	size_t n;

	if (w->lists == NULL || !w->lists->exists(w->lists->ctx, list))
		return false;
	n = w->lists->count(w->lists->ctx, list);
	return n > 0 && (n <= SMALL_LIST || strcmp(type, "rank") == 0);
}

char *
writer_select(struct writer *w, const struct yaml_node *item,
    const char *type)
{
	const struct yaml_node *own = yaml_get(item, "choices");
	const char *list = yaml_get_text(item, "list");
	const char *name = yaml_get_text(item, "name");
	char *made, *text;

	if (own != NULL) {
		made = free_name(w, name);
		if (strcmp(made, name) != 0)
			out_put(&w->survey, "tn::choices", "inline");
		write_choices(w, made, own);
		text = xasprintf("%s %s", type, made);
		free(made);
		return text;
	}
	if (w->own != NULL && yaml_get(w->own, list) != NULL) {
		if (strcmp(list, name) == 0)
			out_put(&w->survey, "tn::choices", "shared");
		return xasprintf("%s %s", type, list);
	}
	if (goes_along(w, list, type)) {
		note_outer(w, list, yaml_get_text(item, "choice_filter"));
		out_put(&w->survey, "tn::list", list);
		return xasprintf("%s %s", type, list);
	}
	return strcmp(type, "rank") == 0 ? xasprintf("rank %s.csv", list) :
	    xasprintf("%s_from_file %s.csv", type, list);
}

void
writer_lists_done(struct writer *w)
{
	for (size_t i = 0; i < w->n_taken; i++)
		free(w->taken[i]);
	for (size_t i = 0; i < w->n_outer; i++) {
		free(w->outer[i]);
		str_done(&w->columns[i]);
	}
	free(w->taken);
	free(w->outer);
	free(w->columns);
	free(w->yes_no);
}
