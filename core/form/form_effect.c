/* What a change of one item means for the others: made once, at load. */
#include "core/form/form_priv.h"

#include <stdlib.h>
#include <string.h>

struct pair {
	size_t from, to;
	unsigned how;
};

struct gather {
	struct form *form;
	size_t item;			/* whose expression it is */
	unsigned how;
	struct pair *pair;
	size_t n, cap;
};

static void
add_pair(struct gather *g, size_t from, size_t to, unsigned how)
{
	g->pair = xgrow(g->pair, g->n, &g->cap, sizeof(*g->pair));
	g->pair[g->n++] = (struct pair){ from, to, how };
}

static void
see(void *ctx, enum expr_reach reach, const char *name)
{
	struct gather *g = ctx;
	struct form_item *it = &g->form->item[g->item];
	const struct form_item *on;

	if (reach == EXPR_WILD) {
		it->wild_value |= (g->how & FORM_MOVES_VALUE) != 0;
		it->wild_check |= (g->how & FORM_MOVES_CHECK) != 0;
		return;
	}
	/* what a question asks of its own answer is looked at anyway */
	if (strcmp(name, ".") == 0)
		return;
	on = form_question(g->form, name);
	if (on != NULL)
		add_pair(g, (size_t)(on - g->form->item), g->item, g->how |
		    (reach == EXPR_IN_ROW ? FORM_IN_ROW : 0));
}

static void
see_own(void *ctx, enum expr_reach reach, const char *name)
{
	struct gather *g = ctx;

	if (reach == EXPR_IN_ROW && strcmp(name, ".") == 0)
		add_pair(g, g->item, g->item, FORM_MOVES_VALUE | FORM_IN_ROW);
}

static void
gather_item(struct gather *g, size_t i)
{
	const struct form_item *it = &g->form->item[i];
	const struct { const struct expr *x; unsigned how; } all[] = {
		{ it->relevant, FORM_MOVES_VALUE },
		{ it->triggers > 0 ? NULL : it->calculation,
		    FORM_MOVES_VALUE },
		{ it->repeat_count, FORM_MOVES_VALUE },
		{ it->required, FORM_MOVES_CHECK },
		{ it->constraint, FORM_MOVES_CHECK },
		{ it->readonly, FORM_MOVES_CHECK },
		{ it->choice_filter, FORM_MOVES_CHECK },
	};

	g->item = i;
	for (size_t k = 0; k < ARRAY_LEN(all); k++) {
		g->how = all[k].how;
		if (all[k].x != NULL)
			expr_refs(all[k].x, all[k].x == it->choice_filter,
			    see, g);
	}
	if (it->relevant != NULL)
		expr_refs(it->relevant, false, see_own, g);
	for (size_t k = 0; k < it->triggers; k++)
		add_pair(g, it->trigger[k], i, FORM_FIRES | FORM_IN_ROW);
	/* what hides a group hides what is in it */
	if (it->parent >= 0)
		add_pair(g, (size_t)it->parent, i, FORM_MOVES_VALUE |
		    FORM_IN_ROW);
}

void
loader_effects(struct loader *l)
{
	struct form *form = l->form;
	struct gather g = { .form = form };
	size_t *next;

	for (size_t i = 0; i < form->n; i++)
		gather_item(&g, i);
	form->effect_first = xcalloc(form->n + 1, sizeof(size_t));
	form->effect = xcalloc(g.n + 1, sizeof(*form->effect));
	next = xcalloc(form->n + 1, sizeof(size_t));
	for (size_t k = 0; k < g.n; k++)
		form->effect_first[g.pair[k].from + 1]++;
	for (size_t i = 0; i < form->n; i++) {
		form->effect_first[i + 1] += form->effect_first[i];
		next[i] = form->effect_first[i];
	}
	for (size_t k = 0; k < g.n; k++)
		form->effect[next[g.pair[k].from]++] =
		    (struct form_effect_on){ g.pair[k].to, g.pair[k].how };
	free(next);
	free(g.pair);
}
