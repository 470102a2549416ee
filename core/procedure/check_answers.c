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

/* All answers of all forms; the caller's. */
struct collection {
	struct named *item;
	size_t n, cap;
};

static void
collect(struct collection *all, const struct regime *r, size_t at)
{
	const struct form *form = r->form[at];

	for (size_t k = 0; k < form->n; k++) {
		const struct form_item *item = &form->item[k];

		if (!holds_answer(item))
			continue;
		all->item = xgrow(all->item, all->n, &all->cap,
		    sizeof *all->item);
		all->item[all->n++] = (struct named){ item->repeat >= 0 ?
		    form->item[item->repeat].name : "", item, r, at };
	}
}

/* Choices that forms bring themselves are the same when their codes are. */
static bool
same_choices(const struct form_item *a, const struct form_item *b)
{
	bool far = (a->list != NULL && a->choice == NULL) ||
	    (b->list != NULL && b->choice == NULL);

	if (far)
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

/* Names that the program itself reads, and the type it counts on. */
static void
check_known(struct findings *found, const struct named *named)
{
	static const struct {
		const char *name;
		enum form_type type;
	} known[] = {
		{ "application_document", FORM_TEXT },
		{ "birth_date", FORM_DATE },
		{ "companion_identified_on", FORM_DATE },
		{ "delivery_document", FORM_TEXT },
		{ "full_name", FORM_TEXT },
		{ "identification_number", FORM_TEXT },
		{ "identified_on", FORM_DATE },
		{ "reversed_number", FORM_TEXT },
		{ "sex", FORM_SELECT_ONE },
		{ "under_18_observed", FORM_YES_NO },
	};
	const struct form_item *item = named->item;

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (strcmp(item->name, known[i].name) == 0 &&
		    item->type != known[i].type &&
		    item->type != FORM_CALCULATE)
			findings_add(found,
			    named->regime->form_file[named->form], item->line,
			    item->col, ERR_PROC_KNOWN_NAME, item->name,
			    form_type_name(known[i].type), NULL);
}

void
check_answers(const struct procedure *p, struct findings *found)
{
	struct collection all = { NULL, 0, 0 };
	size_t first = 0;

	for (size_t i = 0; i < p->n_regime; i++)
		for (size_t k = 0; k < p->regime[i].n_form; k++)
			collect(&all, &p->regime[i], k);
	if (all.n > 0)
		qsort(all.item, all.n, sizeof *all.item, compare_named);
	for (size_t i = 0; i < all.n; i++) {
		const struct named *one = &all.item[i];
		bool same = i > 0 && same_name(one, &all.item[first]);

		check_known(found, one);
		if (same)
			compare(found, &all.item[first], one);
		/* within its regime each is compared with that one's first */
		if (!same || one->regime != all.item[first].regime)
			first = i;
	}
	free(all.item);
}
