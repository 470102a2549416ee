/* Loops: questions that are asked for each choice of a list. */
#include "core/exchange/xlsform_priv.h"

#include <stdlib.h>
#include <string.h>

struct copier {
	struct xls *x;
	struct made *from;		/* the items as they were read */
	size_t n;
};

static char *
with_label(const char *text, const char *label, const char *name)
{
	struct str s = STR_INIT;

	if (text == NULL)
		return NULL;
	for (; *text != '\0'; text++) {
		if (str_starts(text, "%(label)s")) {
			str_add(&s, label);
			text += 8;
		} else if (str_starts(text, "%(name)s")) {
			str_add(&s, name);
			text += 7;
		} else {
			str_addc(&s, *text);
		}
	}
	return str_steal(&s);
}

static void
copy_pairs(struct made *to, const struct made *from, const struct choice *c)
{
	const char *vi = NULL, *en = NULL;

	for (int i = 0; i < SLOTS && c != NULL; i++) {
		vi = vi != NULL ? vi : c->label[i];
		en = en != NULL ? en : c->label[i == 0 ? 1 : i == 1 ? 2 :
		    i == 2 ? 0 : i];
	}
	for (size_t i = 0; i < from->n; i++) {
		const struct pair *p = &from->pair[i];
		char *text, *other;

		if (p->dropped)
			continue;
		text = c == NULL ? xstrdup(p->text) : with_label(p->text,
		    vi != NULL ? vi : c->code, c->code);
		other = c == NULL ? xstrdup(p->en) : with_label(p->en,
		    en != NULL ? en : c->code, c->code);
		pair_add(&to->pair, &to->n, &to->cap, p->key, p->as, text,
		    other, (size_t)p->col);
		to->pair[to->n - 1].own = xstrdup(p->own);
		free(text);
		free(other);
	}
}

/* The group of one choice. */
static struct made *
choice_group(struct copier *k, int parent, size_t row, const struct choice *c)
{
	struct made *g = xls_made(k->x, parent, row);
	struct made label = { 0 };

	if (g == NULL)
		return NULL;
	g->xls_name = xstrdup(c->code);
	g->choice = xstrdup(k->x->made[parent].xls_name);
	g->holder = true;
	pair_add(&label.pair, &label.n, &label.cap, "label", MADE_BOTH,
	    "%(label)s", "%(label)s", 0);
	copy_pairs(g, &label, c);
	pairs_done(label.pair, label.n);
	return g;
}

static bool copy_inside(struct copier *k, size_t holder, int parent,
    const struct choice *c);

/* The item and what it holds, once. */
static bool
copy_item(struct copier *k, size_t i, int parent, const struct choice *c)
{
	const struct made *from = &k->from[i];
	struct made *m = xls_made(k->x, parent, from->row);
	int self = (int)k->x->n - 1;

	if (m == NULL)
		return false;
	m->xls_name = xstrdup(from->xls_name);
	m->type = from->type;
	m->list = from->loop ? NULL : xstrdup(from->list);
	m->list_col = from->list_col;
	m->external = from->external;
	m->outside = from->outside;
	m->from_file = from->from_file;
	m->inline_choices = from->inline_choices;
	m->word = from->word;
	m->choice = xstrdup(c != NULL ? c->code : NULL);
	m->holder = from->holder;
	m->repeat = from->repeat;
	copy_pairs(m, from, c);
	if (from->loop && from->list != NULL) {
		const struct list *l = xls_list(k->x, from->list, false);

		for (size_t n = 0; n < l->n; n++) {
			const struct choice *each =
			    &k->x->choice[l->first + n];

			if (choice_group(k, self, from->row, each) == NULL ||
			    !copy_inside(k, i, (int)k->x->n - 1, each))
				return false;
		}
		return true;
	}
	return copy_inside(k, i, self, c);
}

static bool
copy_inside(struct copier *k, size_t holder, int parent,
    const struct choice *c)
{
	for (size_t i = holder + 1; i < k->n; i++)
		if (k->from[i].parent == (int)holder &&
		    !copy_item(k, i, parent, c))
			return false;
	return true;
}

void
made_done(struct made *made, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(made[i].xls_name);
		free(made[i].name);
		free(made[i].list);
		free(made[i].choice);
		pairs_done(made[i].pair, made[i].n);
	}
	free(made);
}

/* A loop becomes one group for each choice of its list. */
void
xls_loops(struct xls *x)
{
	struct copier k = { .x = x, .from = x->made, .n = x->n };
	bool any = false;

	for (size_t i = 0; i < x->n; i++) {
		if (!x->made[i].loop)
			continue;
		any = true;
		xls_say(x, x->survey.sheet, x->made[i].row, 0,
		    CHANGED_XLS_LOOP, x->made[i].xls_name, NULL);
	}
	if (!any || x->refused > 0)
		return;
	x->made = NULL;
	x->n = x->cap = 0;
	for (size_t i = 0; i < k.n; i++)
		if (k.from[i].parent < 0 && !copy_item(&k, i, -1, NULL))
			break;
	made_done(k.from, k.n);
}
