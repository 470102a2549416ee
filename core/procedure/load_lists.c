/*
 * lists/choices.yaml: small coded lists.
 */
#include "core/procedure/load.h"
#include "core/procedure/lists.h"

static void
read_choice(struct part *t, const struct yaml_node *item,
    struct choice *choice)
{
	day_t from, to;

	part_both(t, item, "label", &choice->label);
	part_dates(t, item, &from, &to);
	choice->htcds = part_text(t, item, "htcds");
	choice->valid_from = part_text(t, item, "valid_from");
	choice->valid_to = part_text(t, item, "valid_to");
}

static void
read_list(struct part *t, const struct yaml_node *item,
    struct choice_list *list)
{
	static const struct yaml_field field[] = {
		{ "code", WANT_CODE, WANT_REQUIRED },
		{ "label", WANT_BOTH, WANT_REQUIRED },
		{ "htcds", WANT_TEXT, 0 },
		{ "valid_from", WANT_DATE, 0 },
		{ "valid_to", WANT_DATE, 0 },
	};
	const struct yaml_node *choices = yaml_get(item, "choices");

	part_both(t, item, "title", &list->title);
	list->choice = part_items(t, choices, field, ARRAY_LEN(field),
	    sizeof *list->choice, &list->n_choice);
	for (size_t i = 0; i < list->n_choice; i++)
		read_choice(t, choices->item[i], &list->choice[i]);
	if (choices != NULL && choices->kind == YAML_LIST &&
	    list->n_choice == 0)
		PART_FAULT(t, choices, ERR_PROC_EMPTY_LIST, "choices");
	if (lists_table(t->p->lists, list->code) != NULL)
		PART_FAULT(t, item, ERR_PROC_CHOICE_LISTS, list->code,
		    "lists/*.tsv");
}

void
read_choices(struct part *t)
{
	static const struct yaml_field field[] = {
		{ "lists", WANT_LIST, WANT_REQUIRED },
	};
	static const struct yaml_field fields[] = {
		{ "code", WANT_CODE, WANT_REQUIRED },
		{ "title", WANT_BOTH, WANT_REQUIRED },
		{ "choices", WANT_LIST, WANT_REQUIRED },
	};
	const struct yaml_node *list = yaml_get(t->root, "lists");
	struct choice_list *all;
	size_t n;

	yaml_expect(t->file, t->root, field, ARRAY_LEN(field), t->found);
	all = part_items(t, list, fields, ARRAY_LEN(fields), sizeof *all, &n);
	for (size_t i = 0; i < n; i++)
		read_list(t, list->item[i], &all[i]);
	lists_set_choices(t->p->lists, all, n);
}
