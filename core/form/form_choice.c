/* Choices of a question, and lists by name: the form's own, and others. */
#include "core/form/form.h"

#include <string.h>

#define OWN(c, vi, en) { (char *)(c), { (char *)(vi), (char *)(en) }, NULL, \
	NULL, 0, FORM_ALWAYS_FROM, FORM_ALWAYS_TO }

static const struct form_own_choice yes_no[] = {
	OWN("yes", "Có", "Yes"), OWN("no", "Không", "No"),
};

static const struct form_own_choice other = OWN(FORM_OTHER, "Khác", "Other");

/* The choices that the form itself holds; NULL when they are in a list. */
static const struct form_own_choice *
own_choices(const struct form_item *item, size_t *n)
{
	*n = item->type == FORM_YES_NO ? 2 : item->choices;
	return item->type == FORM_YES_NO ? yes_no : item->choice;
}

static bool
own_to_choice(const struct form_own_choice *own, struct form_choice *out)
{
	out->code = own->code;
	out->vi = own->label.vi;
	out->en = own->label.en;
	out->row = own;
	return true;
}

static bool
own_find(const struct form_own_choice *own, size_t n, const char *code,
    struct form_choice *out)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(own[i].code, code) == 0)
			return own_to_choice(&own[i], out);
	return false;
}

static const char *
own_column(const struct form_own_choice *own, const char *column)
{
	if (strcmp(column, "htcds") == 0)
		return own->htcds;
	for (size_t i = 0; i < own->columns; i++)
		if (strcmp(own->column[2 * i], column) == 0)
			return own->column[2 * i + 1];
	return NULL;
}

/* All but the choice that or_other adds. */
static size_t
count_said(const struct form_item *item, const struct form_lists *lists)
{
	size_t n;

	if (own_choices(item, &n) != NULL)
		return n;
	if (item->list == NULL || lists == NULL || lists->count == NULL)
		return 0;
	return lists->count(lists->ctx, item->list);
}

static bool
find_said(const struct form_item *item, const struct form_lists *lists,
    const char *code, struct form_choice *out)
{
	size_t n;
	const struct form_own_choice *own = own_choices(item, &n);

	if (own != NULL)
		return own_find(own, n, code, out);
	return item->list != NULL && lists != NULL && lists->find != NULL &&
	    lists->find(lists->ctx, item->list, code, out);
}

/* Is `other` to be added, the list having none of its own? */
static bool
adds_other(const struct form_item *item, const struct form_lists *lists)
{
	struct form_choice c;

	return item->or_other && !find_said(item, lists, FORM_OTHER, &c);
}

size_t
form_choice_count(const struct form_item *item,
    const struct form_lists *lists)
{
	return count_said(item, lists) + (adds_other(item, lists) ? 1 : 0);
}

bool
form_choice_at(const struct form_item *item, const struct form_lists *lists,
    size_t i, struct form_choice *out)
{
	size_t n;
	const struct form_own_choice *own = own_choices(item, &n);

	if (own != NULL && i < n)
		return own_to_choice(&own[i], out);
	if (own == NULL && item->list != NULL && lists != NULL &&
	    lists->at != NULL && lists->at(lists->ctx, item->list, i, out))
		return true;
	return item->or_other && i == count_said(item, lists) &&
	    adds_other(item, lists) && own_to_choice(&other, out);
}

bool
form_choice_find(const struct form_item *item,
    const struct form_lists *lists, const char *code,
    struct form_choice *out)
{
	return find_said(item, lists, code, out) ||
	    (item->or_other && strcmp(code, FORM_OTHER) == 0 &&
	    own_to_choice(&other, out));
}

const char *
form_choice_text(const struct form_choice *choice, enum lang lang)
{
	const char *want = lang == LANG_EN ? choice->en : choice->vi;
	const char *instead = lang == LANG_EN ? choice->vi : choice->en;

	if (want != NULL && want[0] != '\0')
		return want;
	return instead != NULL && instead[0] != '\0' ? instead :
	    choice->code;
}

/* Is the choice one that the form holds, not a list from outside? */
static const struct form_own_choice *
own_of(const struct form_item *item, const struct form_choice *choice)
{
	size_t n;

	return own_choices(item, &n) != NULL || choice->row == &other ?
	    choice->row : NULL;
}

const char *
form_choice_column(const struct form_item *item,
    const struct form_lists *lists, const struct form_choice *choice,
    const char *column)
{
	const struct form_own_choice *own = own_of(item, choice);

	if (own != NULL)
		return own_column(own, column);
	if (item->list == NULL || lists == NULL || lists->column == NULL)
		return NULL;
	return lists->column(lists->ctx, item->list, choice, column);
}

bool
form_choice_in_force(const struct form_item *item,
    const struct form_lists *lists, const struct form_choice *choice,
    day_t day)
{
	const struct form_own_choice *own = own_of(item, choice);
	const char *from, *to;
	day_t at;

	if (own != NULL)
		return day >= own->from && day <= own->to;
	from = form_choice_column(item, lists, choice, "valid_from");
	to = form_choice_column(item, lists, choice, "valid_to");
	if (from != NULL && day_parse(from, &at) && day < at)
		return false;
	return to == NULL || !day_parse(to, &at) || day <= at;
}

const struct form_list *
form_own_list(const struct form *form, const char *name)
{
	for (size_t i = 0; form != NULL && name != NULL && i < form->lists;
	    i++)
		if (strcmp(form->list[i].name, name) == 0)
			return &form->list[i];
	return NULL;
}

bool
form_list_exists(const struct form *form, const struct form_lists *lists,
    const char *name)
{
	return form_own_list(form, name) != NULL || (lists != NULL &&
	    lists->exists != NULL && lists->exists(lists->ctx, name));
}

bool
form_list_at(const struct form *form, const struct form_lists *lists,
    const char *name, size_t i, struct form_choice *out)
{
	const struct form_list *own = form_own_list(form, name);

	if (own != NULL)
		return i < own->n && own_to_choice(&own->choice[i], out);
	return lists != NULL && lists->at != NULL &&
	    lists->at(lists->ctx, name, i, out);
}

bool
form_list_find(const struct form *form, const struct form_lists *lists,
    const char *name, const char *code, struct form_choice *out)
{
	const struct form_list *own = form_own_list(form, name);

	if (own != NULL)
		return own_find(own->choice, own->n, code, out);
	return lists != NULL && lists->find != NULL &&
	    lists->find(lists->ctx, name, code, out);
}

const char *
form_list_column(const struct form *form, const struct form_lists *lists,
    const char *name, const struct form_choice *choice, const char *column)
{
	const struct form_list *own = form_own_list(form, name);

	if (own == NULL)
		return lists == NULL || lists->column == NULL ? NULL :
		    lists->column(lists->ctx, name, choice, column);
	if (choice != NULL)
		return own_column(choice->row, column);
	for (size_t i = 0; i < own->n; i++)
		if (own_column(&own->choice[i], column) != NULL)
			return "";
	return NULL;
}
