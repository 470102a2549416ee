/* The choices sheet: lists, their choices, whatever else stands beside. */
#include "core/exchange/xlsform_priv.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LISTS_MAX 1000
#define CODE_MAX 64

struct list *
xls_list(const struct xls *x, const char *name, bool external)
{
	for (size_t i = 0; i < x->n_list; i++)
		if (x->list[i].external == external &&
		    strcmp(x->list[i].name, name) == 0)
			return &x->list[i];
	return NULL;
}

void
xls_both(struct xls *x, const struct sheet *sheet, size_t row, size_t col,
    char *const slot[SLOTS], char **vi, char **en)
{
	const char *from[SLOTS], *v, *e;

	for (int i = 0; i < SLOTS; i++)
		from[i] = slot[i];
	if (x->plain == SLOT_VI || x->plain == SLOT_EN) {
		if (from[x->plain] == NULL)
			from[x->plain] = from[SLOT_PLAIN];
		if (from[x->plain] == from[SLOT_PLAIN])
			from[SLOT_PLAIN] = NULL;
	}
	v = from[SLOT_VI] != NULL ? from[SLOT_VI] :
	    from[SLOT_PLAIN] != NULL ? from[SLOT_PLAIN] :
	    from[SLOT_EN] != NULL ? from[SLOT_EN] : from[SLOT_OTHER];
	e = from[SLOT_EN] != NULL ? from[SLOT_EN] :
	    from[SLOT_PLAIN] != NULL ? from[SLOT_PLAIN] :
	    from[SLOT_VI] != NULL ? from[SLOT_VI] : from[SLOT_OTHER];
	*vi = xstrdup(v);
	*en = xstrdup(e);
	if (v == NULL)
		return;
	/* a language that the workbook has, but not here */
	if (x->slot_seen[SLOT_VI] && from[SLOT_VI] == NULL)
		xls_say(x, sheet, row, col, CHANGED_XLS_NO_VI, NULL, NULL);
	if (x->slot_seen[SLOT_EN] && from[SLOT_EN] == NULL)
		xls_say(x, sheet, row, col, CHANGED_XLS_NO_EN, NULL, NULL);
}

static struct list *
list_add(struct xls *x, const struct table *t, size_t row, const char *name,
    bool external)
{
	struct list *l;

	if (x->n_list >= LISTS_MAX) {
		xls_say_n(x, t->sheet, row, 0, ERR_XLS_LISTS, NULL,
		    LISTS_MAX);
		return NULL;
	}
	x->list = xgrow(x->list, x->n_list, &x->list_cap, sizeof(*l));
	l = &x->list[x->n_list++];
	memset(l, 0, sizeof(*l));
	l->name = xstrdup(name);
	l->external = external;
	return l;
}

/* A code without blanks: they part the answers of a select_multiple. */
static char *
made_code(struct xls *x, const struct table *t, size_t row, size_t col,
    const char *name, bool *blanks)
{
	char *code = xstrdup(name);

	*blanks = false;
	for (char *p = code; *p != '\0'; p++) {
		if (!isspace((unsigned char)*p))
			continue;
		*p = '_';
		*blanks = true;
	}
	if (*blanks)
		xls_say(x, t->sheet, row, col, CHANGED_XLS_CODE, name, code);
	/* without a label the name would be one, and refer to something */
	if (strstr(code, "${") != NULL)
		xls_say(x, t->sheet, row, col, ERR_XLS_CODE_REFERENCE, code,
		    NULL);
	if (strlen(code) > CODE_MAX)
		xls_say_n(x, t->sheet, row, col, ERR_XLS_CODE_LONG, NULL,
		    CODE_MAX);
	return code;
}

static void
add_cell(struct xls *x, const struct table *t, struct choice *c, size_t col)
{
	const struct column *h = &t->column[col];
	const char *text = sheet_at(t->sheet, c->row, col);

	if (*text == '\0')
		return;
	if (h->head == HEAD_LABEL && c->label[h->slot] == NULL)
		c->label[h->slot] = xstrdup(text);
	else if (h->head == HEAD_TN)
		(void)xls_tn(x, t->sheet, c->row, col + 1, h, &c->pair,
		    &c->pairs, &c->pair_cap);
	else if (h->head == HEAD_NONE && h->key != NULL) {
		pair_add(&c->column, &c->columns, &c->cap, NULL, MADE_TEXT,
		    text, NULL, col + 1);
		c->column[c->columns - 1].own = xstrdup(h->key);
	}
}

static int
by_column(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	int cmp = strcmp(x->own, y->own);

	return cmp != 0 ? cmp : x->col - y->col;
}

static void
add_choice(struct xls *x, const struct table *t, size_t row, bool external)
{
	size_t at, col;
	const char *list = xls_cell(t, row, HEAD_LIST, &at);
	const char *name = xls_cell(t, row, HEAD_NAME, &col);
	struct list *l;
	struct choice *c;

	if (*list == '\0') {
		xls_say(x, t->sheet, row, at, NOTE_XLS_NO_LIST, NULL, NULL);
		return;
	}
	if (*name == '\0') {
		xls_say(x, t->sheet, row, col, ERR_XLS_CHOICE_NAME, list,
		    NULL);
		return;
	}
	l = xls_list(x, list, external);
	if (l == NULL)
		l = list_add(x, t, row, list, external);
	if (l == NULL)
		return;
	l->n++;
	x->choice = xgrow(x->choice, x->n_choice, &x->choice_cap,
	    sizeof(*c));
	c = &x->choice[x->n_choice++];
	memset(c, 0, sizeof(*c));
	c->row = row;
	c->sheet = t->sheet;
	c->list = (size_t)(l - x->list);
	c->code = made_code(x, t, row, col, name, &c->blanks);
	/* a blank would part the answers of a select_multiple */
	if (col <= 64 && t->sheet->row[row].trimmed >> (col - 1) & 1)
		xls_say(x, t->sheet, row, col, CHANGED_XLS_TRIMMED, c->code,
		    list);
	for (size_t i = 0; i < t->n; i++)
		add_cell(x, t, c, i);
	/* Their order in the workbook says nothing: the same text comes out. */
	if (c->columns > 1)
		qsort(c->column, c->columns, sizeof(*c->column), by_column);
}

static int
by_list(const void *a, const void *b)
{
	const struct choice *p = a, *q = b;

	if (p->list != q->list)
		return p->list < q->list ? -1 : 1;
	return p->row < q->row ? -1 : p->row > q->row;
}

static int
by_code(const void *a, const void *b)
{
	const struct choice *const *p = a, *const *q = b;
	int cmp = (*p)->list != (*q)->list ?
	    ((*p)->list < (*q)->list ? -1 : 1) :
	    strcmp((*p)->code, (*q)->code);

	return cmp != 0 ? cmp : (*p)->row < (*q)->row ? -1 :
	    (*p)->row > (*q)->row;
}

/* The same code twice in a list: refused, or the later one left out. */
static void
check_codes(struct xls *x, const struct table *t, size_t from)
{
	size_t n = x->n_choice - from;
	struct choice **s = xcalloc(n + 1, sizeof(*s));
	size_t col;

	(void)xls_cell(t, 1, HEAD_NAME, &col);
	for (size_t i = 0; i < n; i++)
		s[i] = &x->choice[from + i];
	qsort(s, n, sizeof(*s), by_code);
	for (size_t i = 1; i < n; i++) {
		if (s[i]->list != s[i - 1]->list ||
		    strcmp(s[i]->code, s[i - 1]->code) != 0)
			continue;
		s[i]->dropped = x->twice;
		xls_say(x, t->sheet, s[i]->row, col, x->twice ?
		    LOST_XLS_CHOICE : ERR_XLS_CHOICE_TWICE, s[i]->code,
		    x->list[s[i]->list].name);
	}
	free(s);
}

void
xls_choices(struct xls *x, const struct table *t, bool external)
{
	size_t from = x->n_choice;

	if (t->sheet == NULL)
		return;
	for (size_t r = 1; r < t->sheet->rows; r++)
		add_choice(x, t, r, external);
	if (x->n_choice == from)
		return;
	qsort(x->choice + from, x->n_choice - from, sizeof(*x->choice),
	    by_list);
	for (size_t i = x->n_choice; i > from; i--)
		x->list[x->choice[i - 1].list].first = i - 1;
	check_codes(x, t, from);
}

static bool
code_taken(const struct xls *x, const char *code)
{
	for (size_t i = 0; i < x->n_list; i++)
		if (str_eq(x->list[i].code, code))
			return true;
	return false;
}

static void
name_list(struct xls *x, struct list *l)
{
	const struct choice *c = &x->choice[l->first];
	char *code = NULL;

	if (!name_made(l->name, &code))
		code = xasprintf("list_%zu", (size_t)(l - x->list) + 1);
	for (int k = 2; code_taken(x, code); k++) {
		char *more = xasprintf("%.58s_%d", code, k);

		free(code);
		code = more;
	}
	l->code = code;
	if (strcmp(code, l->name) != 0)
		xls_say(x, c->sheet, c->row, 0, CHANGED_XLS_LIST_NAME,
		    l->name, code);
}

void
xls_lists(struct xls *x)
{
	for (size_t i = 0; i < x->n_list; i++) {
		struct list *l = &x->list[i];

		/* names that need no change come first */
		if (l->users > 0 && l->users == l->outer)
			l->left = true;
	}
	for (size_t i = 0; i < x->n_list; i++)
		if (!x->list[i].left)
			name_list(x, &x->list[i]);
}

void
xls_choices_done(struct xls *x)
{
	for (size_t i = 0; i < x->n_choice; i++) {
		struct choice *c = &x->choice[i];

		free(c->code);
		for (int k = 0; k < SLOTS; k++)
			free(c->label[k]);
		free(c->vi);
		free(c->en);
		pairs_done(c->column, c->columns);
		pairs_done(c->pair, c->pairs);
	}
	free(x->choice);
	for (size_t i = 0; i < x->n_list; i++) {
		free(x->list[i].name);
		free(x->list[i].code);
	}
	free(x->list);
}
