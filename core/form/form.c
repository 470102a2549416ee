/* Looking things up in a form, and its end. */
#include "core/form/form.h"

#include <stdlib.h>
#include <string.h>

const struct form_item *
form_question(const struct form *form, const char *name)
{
	size_t lo = 0, hi = form->n;

	while (name != NULL && lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		const struct form_item *it = &form->item[form->by_name[mid]];
		int cmp = strcmp(name, it->name);

		if (cmp == 0)
			return it;
		if (cmp < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

bool
form_is_question(const struct form_item *item)
{
	return item->type != FORM_NOTE && item->type != FORM_GROUP &&
	    item->type != FORM_REPEAT;
}

bool
form_is_birth(const struct form_item *item)
{
	return item->type == FORM_DATE && item->estimated &&
	    (item->precision & FORM_YEAR) != 0 &&
	    (strstr(item->name, "birth") != NULL ||
	    str_eq(item->htcds, "prs_Birthdate"));
}

bool
form_is_computed(const struct form_item *item)
{
	return item->type == FORM_CALCULATE || item->type == FORM_HIDDEN ||
	    item->type == FORM_META || item->calculation != NULL;
}

bool
form_is_select(const struct form_item *item)
{
	return item->type == FORM_SELECT_ONE ||
	    item->type == FORM_SELECT_MULTIPLE || item->type == FORM_RANK ||
	    item->type == FORM_YES_NO;
}

static void
choices_done(struct form_own_choice *choice, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < 2 * choice[i].columns; k++)
			free(choice[i].column[k]);
		free(choice[i].column);
		free(choice[i].code);
		free(choice[i].htcds);
		text_done(&choice[i].label);
	}
	free(choice);
}

static void
item_done(struct form_item *it)
{
	struct expr *exprs[] = {
		it->required, it->relevant, it->constraint, it->readonly,
		it->calculation, it->choice_filter, it->initial,
		it->repeat_count,
	};

	for (size_t i = 0; i < ARRAY_LEN(exprs); i++)
		expr_free(exprs[i]);
	/* with a list's name they are the list's */
	if (it->list == NULL)
		choices_done(it->choice, it->choices);
	text_done(&it->label);
	text_done(&it->hint);
	text_done(&it->guidance);
	text_done(&it->item_label);
	text_done(&it->required_message);
	text_done(&it->constraint_message);
	free(it->name);
	free(it->initial_text);
	free(it->trigger);
	free(it->list);
	free(it->appearance);
	free(it->law);
	free(it->htcds);
}

void
form_free(struct form *form)
{
	if (form == NULL)
		return;
	for (size_t i = 0; i < form->n; i++)
		item_done(&form->item[i]);
	free(form->item);
	for (size_t i = 0; i < form->lists; i++) {
		free(form->list[i].name);
		choices_done(form->list[i].choice, form->list[i].n);
	}
	free(form->list);
	free(form->order);
	free(form->by_name);
	free(form->effect_first);
	free(form->effect);
	text_done(&form->title);
	free(form->code);
	free(form->basis);
	free(form->status);
	free(form);
}

const struct form *
form_version(const struct form *form, int version)
{
	while (form != NULL && form->version != version)
		form = form->older;
	return form;
}
