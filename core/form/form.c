/* Looking things up in a form. */
#include "core/form/form.h"

#include <stdlib.h>
#include <string.h>

static const char *const types[FORM_TYPES] = {
	[FORM_TEXT] = "text", [FORM_INTEGER] = "integer",
	[FORM_DECIMAL] = "decimal", [FORM_DATE] = "date",
	[FORM_SELECT_ONE] = "select_one",
	[FORM_SELECT_MULTIPLE] = "select_multiple",
	[FORM_YES_NO] = "yes_no", [FORM_NOTE] = "note",
	[FORM_GROUP] = "group", [FORM_REPEAT] = "repeat",
	[FORM_CALCULATE] = "calculate", [FORM_HIDDEN] = "hidden",
};

static const char *const classes[FORM_CLASSES] = {
	[FORM_IDENTITY] = "identity", [FORM_CONTACT] = "contact",
	[FORM_NARRATIVE] = "narrative", [FORM_MEDICAL] = "medical",
	[FORM_INVESTIGATION] = "investigation", [FORM_PLAIN] = "plain",
};

static const struct {
	unsigned status;
	const char *word, *vi, *en;
} statuses[] = {
	{ FORM_REFUSED, "refused", "Từ chối trả lời", "Refused to answer" },
	{ FORM_UNKNOWN, "unknown", "Không biết", "Does not know" },
	{ FORM_NOT_ASKED, "not_asked", "Chưa hỏi", "Not asked" },
	{ FORM_CONTRADICTED, "contradicted", "Có mâu thuẫn", "Contradicted" },
};

static int
word_find(const char *const *words, int n, const char *word)
{
	for (int i = 0; word != NULL && i < n; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return -1;
}

const char *
form_type_name(enum form_type type)
{
	return types[type];
}

int
form_type_find(const char *word)
{
	return word_find(types, FORM_TYPES, word);
}

const char *
form_class_name(enum form_class class)
{
	return classes[class];
}

int
form_class_find(const char *word)
{
	return word_find(classes, FORM_CLASSES, word);
}

unsigned
form_status_find(const char *word)
{
	for (size_t i = 0; word != NULL && i < ARRAY_LEN(statuses); i++)
		if (strcmp(statuses[i].word, word) == 0)
			return statuses[i].status;
	return 0;
}

const char *
form_status_text(unsigned status, enum lang lang)
{
	for (size_t i = 0; i < ARRAY_LEN(statuses); i++)
		if (statuses[i].status == status)
			return lang == LANG_EN ? statuses[i].en :
			    statuses[i].vi;
	return "";
}

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
form_is_computed(const struct form_item *item)
{
	return item->type == FORM_CALCULATE || item->type == FORM_HIDDEN ||
	    item->calculation != NULL;
}

static const struct form_own_choice yes_no[] = {
	{ (char *)"yes", { (char *)"Có", (char *)"Yes" } },
	{ (char *)"no", { (char *)"Không", (char *)"No" } },
};

/* The choices that the form itself holds; NULL when they are in a list. */
static const struct form_own_choice *
own_choices(const struct form_item *item, size_t *n)
{
	*n = item->type == FORM_YES_NO ? 2 : item->choices;
	if (item->type == FORM_YES_NO)
		return yes_no;
	return item->list == NULL ? item->choice : NULL;
}

static void
own_to_choice(const struct form_own_choice *own, struct form_choice *out)
{
	out->code = own->code;
	out->vi = own->label.vi;
	out->en = own->label.en;
	out->row = NULL;
}

size_t
form_choice_count(const struct form_item *item,
    const struct form_lists *lists)
{
	size_t n;

	if (own_choices(item, &n) != NULL)
		return n;
	if (item->list == NULL || lists == NULL)
		return 0;
	return lists->count(lists->ctx, item->list);
}

bool
form_choice_at(const struct form_item *item, const struct form_lists *lists,
    size_t i, struct form_choice *out)
{
	size_t n;
	const struct form_own_choice *own = own_choices(item, &n);

	if (own != NULL) {
		if (i < n)
			own_to_choice(&own[i], out);
		return i < n;
	}
	return item->list != NULL && lists != NULL &&
	    lists->at(lists->ctx, item->list, i, out);
}

bool
form_choice_find(const struct form_item *item,
    const struct form_lists *lists, const char *code,
    struct form_choice *out)
{
	size_t n;
	const struct form_own_choice *own = own_choices(item, &n);

	for (size_t i = 0; own != NULL && i < n; i++)
		if (strcmp(own[i].code, code) == 0) {
			own_to_choice(&own[i], out);
			return true;
		}
	return own == NULL && item->list != NULL && lists != NULL &&
	    lists->find(lists->ctx, item->list, code, out);
}

const char *
form_choice_text(const struct form_choice *choice, enum lang lang)
{
	const char *want = lang == LANG_EN ? choice->en : choice->vi;
	const char *other = lang == LANG_EN ? choice->vi : choice->en;

	if (want != NULL && want[0] != '\0')
		return want;
	return other != NULL && other[0] != '\0' ? other : choice->code;
}

static void
item_done(struct form_item *it)
{
	struct expr *exprs[] = {
		it->required, it->relevant, it->constraint, it->readonly,
		it->calculation, it->choice_filter, it->initial,
	};

	for (size_t i = 0; i < ARRAY_LEN(exprs); i++)
		expr_free(exprs[i]);
	for (size_t i = 0; i < it->choices; i++) {
		free(it->choice[i].code);
		text_done(&it->choice[i].label);
	}
	free(it->choice);
	text_done(&it->label);
	text_done(&it->hint);
	text_done(&it->guidance);
	text_done(&it->item_label);
	text_done(&it->required_message);
	text_done(&it->constraint_message);
	free(it->name);
	free(it->initial_text);
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
	free(form->order);
	free(form->by_name);
	text_done(&form->title);
	free(form->code);
	free(form->basis);
	free(form->status);
	free(form);
}
