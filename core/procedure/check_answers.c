/*
 * The answers of a case are one flat map: a name means the same fact in every
 * form, so it must have the same type, list and class everywhere.  Between
 * regimes a list may differ (provinces did); type and class may not, because
 * a case takes its answers along when it is moved.
 */
#include "core/procedure/check.h"

#include <stdlib.h>
#include <string.h>

struct named {
	const char *scope;		/* name of its repeat, or "" */
	const struct form_item *item;
	const struct regime *regime;
	size_t form;
};

static int
compare_named(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int d = strcmp(x->item->name, y->item->name);

	if (d == 0)
		d = strcmp(x->scope, y->scope);
	if (d != 0)
		return d;
	if (x->regime != y->regime)
		return x->regime > y->regime ? 1 : -1;
	return (x->form > y->form) - (x->form < y->form);
}

static bool
holds_answer(const struct form_item *item)
{
	return item->type != FORM_NOTE && item->type != FORM_GROUP &&
	    item->name != NULL;
}

static struct named *
collect(const struct procedure *p, size_t *n)
{
	struct named *all = NULL;
	size_t cap = 0;

	*n = 0;
	for (size_t r = 0; r < p->n_regime; r++)
	for (size_t i = 0; i < p->regime[r].n_form; i++) {
		const struct form *form = p->regime[r].form[i];

		for (size_t k = 0; k < form->n; k++) {
			const struct form_item *item = &form->item[k];

			if (!holds_answer(item))
				continue;
			all = xgrow(all, *n, &cap, sizeof *all);
			all[(*n)++] = (struct named){ item->repeat >= 0 ?
			    form->item[item->repeat].name : "", item,
			    &p->regime[r], i };
		}
	}
	return all;
}

/* Own choices of two questions are the same when their codes are. */
static bool
same_choices(const struct form_item *a, const struct form_item *b)
{
	if (a->list != NULL || b->list != NULL)
		return str_eq(a->list, b->list);
	if (a->choices != b->choices)
		return false;
	for (size_t i = 0; i < a->choices; i++)
		if (!str_eq(a->choice[i].code, b->choice[i].code))
			return false;
	return true;
}

static void
compare(struct findings *found, const struct named *first,
    const struct named *other)
{
	const struct form_item *a = other->item, *b = first->item;
	const char *file = other->regime->form_file[other->form];
	const char *where = first->regime->form_file[first->form];

	if (a->type != b->type)
		findings_add(found, file, a->line, a->col,
		    ERR_PROC_ANSWER_TYPE, a->name, form_type_name(a->type),
		    form_type_name(b->type), where, NULL);
	else if (first->regime == other->regime && !same_choices(a, b))
		findings_add(found, file, a->line, a->col,
		    ERR_PROC_ANSWER_LIST, a->name,
		    a->list != NULL ? a->list : "choices",
		    b->list != NULL ? b->list : "choices", where, NULL);
	if (a->class != b->class)
		findings_add(found, file, a->line, a->col,
		    ERR_PROC_ANSWER_CLASS, a->name,
		    form_class_name(a->class), form_class_name(b->class),
		    where, NULL);
}

static bool
same_name(const struct named *a, const struct named *b)
{
	return strcmp(a->item->name, b->item->name) == 0 &&
	    strcmp(a->scope, b->scope) == 0;
}

void
check_answers(const struct procedure *p, struct findings *found)
{
	size_t n, first = 0;
	struct named *all = collect(p, &n);

	if (n > 0)
		qsort(all, n, sizeof *all, compare_named);
	for (size_t i = 1; i < n; i++) {
		bool same = same_name(&all[i], &all[first]);

		if (same)
			compare(found, &all[first], &all[i]);
		/* within its regime each is compared with that one's first */
		if (!same || all[i].regime != all[first].regime)
			first = i;
	}
	free(all);
}
