/*
 * Guards: nothing is computed from words, and no select function is asked
 * about what is no select.  What a name means is looked up in the forms of
 * the regime; reserved names count or say a code.
 */
#include "core/procedure/check.h"

#include "core/base/str.h"
#include "core/form/expr_type.h"

#include <math.h>
#include <string.h>

struct guard {
	struct check *c;
	const struct need *need;
};

/* case.link.X, paper.X and support.X are numbers; other reserved names any. */
static bool
type_reserved(const char *name, struct expr_type *out)
{
	if (str_starts(name, "paper.") || str_starts(name, "case.link.") ||
	    (str_starts(name, "support.") &&
	    strcmp(name, "support.any_emergency") != 0) ||
	    strcmp(name, "case.reopened") == 0)
		out->kind = TYPE_NUMBER;
	else if (strchr(name, '.') == NULL)
		return false;
	return true;
}

/* A guard takes words for words, however they are shown. */
static enum expr_type_kind
kind_of(const struct form_item *item)
{
	return item->type == FORM_TEXT && item->calculation == NULL ?
	    TYPE_TEXT : form_kind(item);
}

/* With `code`: check_words() has seen to it.  Without: is one a number? */
static bool
has_code(void *ctx, const void *list, const char *code)
{
	const struct guard *g = ctx;
	struct form_choice choice;

	for (size_t i = 0; code == NULL && form_choice_at(list,
	    g->c->p->form_lists, i, &choice); i++)
		if (!isnan(expr_read_number(choice.code)))
			return true;
	return code != NULL;
}

/* The same name is of the same type in all forms: check_answers.c. */
static bool
type_name(void *ctx, const char *name, struct expr_type *out)
{
	const struct guard *g = ctx;
	const struct regime *r = g->c->r;

	*out = (struct expr_type){ .kind = TYPE_ANY, .name = name };
	if (type_reserved(name, out))
		return true;
	for (size_t i = 0; i < r->n_form; i++) {
		const struct form_item *item = form_question(r->form[i], name);

		if (item == NULL)
			continue;
		out->kind = kind_of(item);
		if (out->kind == TYPE_CODE || out->kind == TYPE_CODES)
			out->list = item;
		out->single = item->repeat < 0 && item->type != FORM_REPEAT;
		out->many = item->repeat >= 0;
		return true;
	}
	return false;
}

static void
type_mistake(void *ctx, int col, enum err_code code, const char *a,
    const char *b)
{
	const struct guard *g = ctx;
	const struct origin *at = &g->need->test_at;

	/* of a text of many lines only the beginning is known */
	col = strchr(g->need->test, '\n') == NULL ? col - 1 : 0;
	findings_add(g->c->found, at->file, at->line, at->col + col, code, a,
	    b, NULL);
}

void
check_types(struct check *c, const struct need *need)
{
	struct guard g = { c, need };
	struct expr_types env = {
		.ctx = &g, .name = type_name, .code = has_code,
		.found = type_mistake,
		.here = { .kind = TYPE_ANY },
		/* a plain name is refused already, and so is what is constant */
		.columns = true,
	};

	if (!expr_is_constant(need->expr))
		expr_check_types(need->expr, &env);
}
