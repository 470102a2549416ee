/* The types of a form's questions, for the check of its expressions. */
#include "core/form/form_priv.h"

#include "core/form/expr_type.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct types {
	struct loader *l;
	struct expr_type *calculated;	/* of each item, once it is known */
	const struct form_item *item;	/* whose expression it is */
	const struct yaml_node *at;	/* of the expression */
};

/* Does `in` stand in the repeat, at any depth? */
static bool
is_inside(const struct form *form, const struct form_item *in, int repeat)
{
	for (int i = in->repeat; i >= 0; i = form->item[i].repeat)
		if (i == repeat)
			return true;
	return in == &form->item[repeat];
}

enum expr_type_kind
form_kind(const struct form_item *it)
{
	switch (it->type) {
	case FORM_TEXT:
		/* digits typed as text, or computed by somebody's formula */
		return it->calculation != NULL || (it->appearance != NULL &&
		    strstr(it->appearance, "number") != NULL) ? TYPE_ANY :
		    TYPE_TEXT;
	case FORM_INTEGER:
	case FORM_DECIMAL:
	case FORM_RANGE:
		return TYPE_NUMBER;
	case FORM_DATE:
		return TYPE_DATE;
	case FORM_TIME:
		return TYPE_TIME;
	case FORM_DATE_TIME:
		return TYPE_DATE_TIME;
	case FORM_SELECT_ONE:
	case FORM_YES_NO:
		return TYPE_CODE;
	case FORM_SELECT_MULTIPLE:
	case FORM_RANK:
		return TYPE_CODES;
	case FORM_REPEAT:
		return TYPE_ROWS;
	default:
		return TYPE_ANY;
	}
}

static void
type_item(const struct types *t, const struct form_item *it,
    struct expr_type *out)
{
	const struct form *form = t->l->form;

	*out = (struct expr_type){ .kind = form_kind(it), .name = it->name };
	if (it->type == FORM_CALCULATE)
		*out = t->calculated[it - form->item];
	else if (out->kind == TYPE_CODE || out->kind == TYPE_CODES)
		out->list = it;
	out->nodes = true;
	out->single = it->repeat < 0 && it->type != FORM_REPEAT;
	out->many = it->repeat >= 0 && !is_inside(form, t->item, it->repeat);
}

static bool
type_name(void *ctx, const char *name, struct expr_type *out)
{
	const struct types *t = ctx;
	const struct form_item *it = form_question(t->l->form, name);

	if (it != NULL)
		type_item(t, it, out);
	return it != NULL;
}

static bool
has_number(const struct form_item *it, const struct form_lists *lists)
{
	struct form_choice choice;

	for (size_t i = 0; form_choice_at(it, lists, i, &choice); i++)
		if (!isnan(expr_read_number(choice.code)))
			return true;
	return false;
}

static bool
has_code(void *ctx, const void *list, const char *code)
{
	const struct types *t = ctx;
	const struct form_item *it = list;
	const struct form_lists *lists = t->l->lists;
	struct form_choice choice;

	/* a list that nobody handed in, or that is not there */
	if (it->type != FORM_YES_NO && it->choice == NULL &&
	    (lists == NULL || lists->count == NULL || lists->find == NULL ||
	    it->list == NULL || lists->count(lists->ctx, it->list) == 0))
		return true;
	return code == NULL ? has_number(it, lists) :
	    form_choice_find(it, lists, code, &choice);
}

static void
type_mistake(void *ctx, int col, enum err_code code, const char *a,
    const char *b)
{
	const struct types *t = ctx;

	findings_add(t->l->f, t->l->file, t->at->line,
	    loader_col(t->at, col), code, a, b, NULL);
}

static struct expr_type
check_one(struct types *t, const char *key, const struct expr *x,
    bool condition)
{
	const struct form_item *it = t->item;
	struct expr_types env = {
		.ctx = t, .name = type_name, .code = has_code,
		.columns = x == it->choice_filter, .condition = condition,
		.found = type_mistake,
	};

	t->at = yaml_get(t->l->node[it - t->l->form->item], key);
	if (x == it->choice_filter)
		env.here.kind = TYPE_ANY;
	else
		type_item(t, it, &env.here);
	env.here.many = false;
	return expr_check_types(x, &env);
}

static void
check_item(struct types *t)
{
	const struct form_item *it = t->item;
	const struct {
		const char *key;
		const struct expr *x;
		bool condition;
	} all[] = {
		{ "required", it->required, true },
		{ "relevant", it->relevant, true },
		{ "constraint", it->constraint, true },
		{ "readonly", it->readonly, true },
		{ "choice_filter", it->choice_filter, false },
		{ "default", it->initial, false },
		{ "repeat_count", it->repeat_count, false },
	};
	struct expr_type *is = &t->calculated[it - t->l->form->item];

	if (it->calculation != NULL)
		*is = check_one(t, "calculation", it->calculation, false);
	is->name = is->literal = NULL;
	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		if (all[i].x != NULL)
			check_one(t, all[i].key, all[i].x, all[i].condition);
}

void
loader_types(struct loader *l)
{
	struct types t = { .l = l };

	t.calculated = xcalloc(l->form->n + 1, sizeof(*t.calculated));
	/* in the order of need: what a calculation gives is then known */
	for (size_t i = 0; i < l->form->n; i++) {
		t.item = &l->form->item[l->form->order[i]];
		if (!t.item->made)
			check_item(&t);
	}
	free(t.calculated);
}
