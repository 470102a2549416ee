/* Choices of a question, and the lists that a form brings with it. */
#include "core/form/form_priv.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_CODE 64
#define MAX_COLUMNS 50

/* Printable, without blanks: expressions part several codes by blanks. */
static bool
code_is_good(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;

	for (; *p != '\0'; p++)
		if (*p <= ' ' || *p == 0x7f || (p[0] == 0xc2 && p[1] <= 0xa0))
			return false;
	return s[0] != '\0' && strlen(s) <= MAX_CODE;
}

static void
load_columns(struct loader *l, struct form_own_choice *to,
    const struct yaml_node *map)
{
	size_t n = map != NULL && map->n < MAX_COLUMNS ? map->n : 0;

	if (map != NULL && map->n > n)
		loader_bad_word(l, map, "columns", "choices");
	to->column = n > 0 ? xcalloc(2 * n, sizeof(*to->column)) : NULL;
	for (size_t i = 0; i < n; i++) {
		const struct yaml_node *v = map->item[i];

		if (v->kind != YAML_TEXT) {
			loader_bad_word(l, v, map->key[i]->text, "columns");
			continue;
		}
		to->column[2 * to->columns] = xstrdup(map->key[i]->text);
		to->column[2 * to->columns++ + 1] = xstrdup(v->text);
	}
}

static void
load_choice(struct loader *l, struct form_own_choice *to,
    const struct yaml_node *at)
{
	const char *from = yaml_get_text(at, "valid_from");
	const char *until = yaml_get_text(at, "valid_to");
	const struct yaml_node *code = yaml_get(at, "code");

	*to = (struct form_own_choice){ .from = FORM_ALWAYS_FROM,
		.to = FORM_ALWAYS_TO };
	to->code = xstrdup(code->text);
	if (!code_is_good(to->code))
		findings_add(l->f, l->file, code->line, code->col,
		    ERR_FORM_CODE, to->code, NULL);
	yaml_both(yaml_get(at, "label"), &to->label);
	to->htcds = xstrdup(yaml_get_text(at, "htcds"));
	load_columns(l, to, yaml_get(at, "columns"));
	if (from != NULL)
		(void)day_parse(from, &to->from);
	if (until != NULL)
		(void)day_parse(until, &to->to);
	if (to->to < to->from)
		loader_bad_word(l, yaml_get(at, "valid_to"), until,
		    "valid_to");
}

struct code_at {
	const char *code;
	const struct yaml_node *at;
};

static int
by_code(const void *a, const void *b)
{
	const struct code_at *x = a, *y = b;
	int cmp = strcmp(x->code, y->code);

	return cmp != 0 ? cmp : x->at->line != y->at->line ?
	    x->at->line - y->at->line : x->at->col - y->at->col;
}

static void
check_twice(struct loader *l, struct code_at *all, size_t n)
{
	qsort(all, n, sizeof(*all), by_code);
	for (size_t i = 1; i < n; i++)
		if (strcmp(all[i].code, all[i - 1].code) == 0)
			findings_add(l->f, l->file, all[i].at->line,
			    all[i].at->col, ERR_FORM_CHOICE_TWICE,
			    all[i].code, NULL);
}

struct form_own_choice *
loader_choices(struct loader *l, const struct yaml_node *list, size_t *n)
{
	static const struct yaml_field field[] = {
		{ "code", WANT_TEXT, WANT_REQUIRED },
		{ "label", WANT_BOTH, WANT_REQUIRED },
		{ "columns", WANT_MAP, 0 },
		{ "htcds", WANT_TEXT, 0 },
		{ "valid_from", WANT_DATE, 0 },
		{ "valid_to", WANT_DATE, 0 },
	};
	size_t most = list->n < FORM_MAX_CHOICES ? list->n : FORM_MAX_CHOICES;
	struct form_own_choice *made = xcalloc(most + 1, sizeof(*made));
	struct code_at *all = xcalloc(most + 1, sizeof(*all));
	char max[16];

	*n = 0;
	if (list->n > most) {
		snprintf(max, sizeof(max), "%d", FORM_MAX_CHOICES);
		findings_add(l->f, l->file, list->line, list->col,
		    ERR_FORM_MANY_CHOICES, max, NULL);
	}
	for (size_t i = 0; i < most; i++) {
		const struct yaml_node *at = list->item[i];

		if (!yaml_expect(l->file, at, field, ARRAY_LEN(field), l->f))
			continue;
		load_choice(l, &made[*n], at);
		all[*n] = (struct code_at){ made[*n].code, at };
		++*n;
	}
	check_twice(l, all, *n);
	free(all);
	return made;
}

void
loader_select(struct loader *l, struct form_item *it,
    const struct yaml_node *node)
{
	const struct yaml_node *list = yaml_get(node, "list");
	const struct yaml_node *own = yaml_get(node, "choices");
	const struct form_list *of_form;

	if ((list == NULL) == (own == NULL || own->n == 0)) {
		findings_add(l->f, l->file, it->line, it->col,
		    ERR_FORM_NO_LIST, it->name, NULL);
		return;
	}
	if (own != NULL) {
		it->choice = loader_choices(l, own, &it->choices);
		return;
	}
	it->list = xstrdup(list->text);
	of_form = form_own_list(l->form, it->list);
	if (of_form != NULL) {
		it->choice = of_form->choice;
		it->choices = of_form->n;
	} else if (l->lists != NULL &&
	    !form_list_exists(NULL, l->lists, it->list)) {
		findings_add(l->f, l->file, list->line, list->col,
		    ERR_FORM_LIST, it->list, NULL);
	}
}

void
loader_lists(struct loader *l, const struct yaml_node *map)
{
	struct form *form = l->form;
	char max[16];

	if (map == NULL)
		return;
	if (map->n > FORM_MAX_LISTS) {
		snprintf(max, sizeof(max), "%d", FORM_MAX_LISTS);
		findings_add(l->f, l->file, map->line, map->col,
		    ERR_FORM_MANY_CHOICES, max, NULL);
		return;
	}
	form->list = xcalloc(map->n + 1, sizeof(*form->list));
	for (size_t i = 0; i < map->n; i++) {
		const struct yaml_node *key = map->key[i], *v = map->item[i];
		struct form_list *to = &form->list[form->lists];

		if (v->kind != YAML_LIST || v->n == 0 ||
		    !loader_name_is_good(key->text)) {
			loader_bad_word(l, key, key->text, "lists");
			continue;
		}
		form->lists++;
		to->name = xstrdup(key->text);
		to->choice = loader_choices(l, v, &to->n);
	}
}
