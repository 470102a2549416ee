/*
 * Classes of persons, what each may have, and how it is asked for.
 */
#include "core/procedure/check.h"

#include <string.h>

/* Answers in which the document stands that a support rests on. */
#define DELIVERY_DOCUMENT "delivery_document"
#define APPLICATION_DOCUMENT "application_document"

/* A date answer that some form of the regime asks for. */
static void
check_day(struct check *c, const char *name, struct origin at)
{
	const struct form_item *item = NULL;

	for (size_t i = 0; name != NULL && i < c->r->n_form && item == NULL;
	    i++)
		item = form_question(c->r->form[i], name);
	if (name != NULL && item == NULL)
		CHECK_FAULT(c, at, ERR_PROC_NAME_NOT_ASKED, name);
	else if (item != NULL && item->type != FORM_DATE)
		CHECK_FAULT(c, at, ERR_PROC_ASKED_NOT_DATE, name);
}

static bool
names_case_class(const char *test)
{
	return strstr(test, "${case.class}") != NULL;
}

/* The first class that holds counts: what stands after true() never does. */
static void
check_classes(struct check *c)
{
	const struct person_class *all = NULL;

	for (size_t i = 0; i < c->r->n_class; i++) {
		const struct person_class *class = &c->r->class[i];
		const struct person_class *before = all;
		enum constant is = check_constant(class->expr);

		for (size_t k = 0; k < i && before == NULL; k++)
			if (strcmp(c->r->class[k].test, class->test) == 0)
				before = &c->r->class[k];
		if (before != NULL)
			CHECK_FAULT(c, class->at, ERR_PROC_CLASS_NEVER,
			    class->code, before->code);
		else if (is == CONSTANT_FALSE)
			CHECK_FAULT(c, class->test_at, ERR_PROC_TEST_NEVER,
			    class->code);
		if (names_case_class(class->test))
			CHECK_FAULT(c, class->test_at, ERR_PROC_CLASS_CIRCLE,
			    class->code);
		if (is == CONSTANT_TRUE && all == NULL)
			all = class;
	}
}

static bool
is_for_somebody(const struct support *s)
{
	for (size_t i = 0; i < s->n_entitled; i++)
		if (s->entitled[i].what != ENTITLED_NO)
			return true;
	return false;
}

static const struct form_item *
applied_in(const struct step *step)
{
	return step->applies == NULL || step->form == NULL ? NULL :
	    form_question(step->form, step->applies);
}

/* Can the support be chosen in the step by which it is asked for? */
static bool
is_applied_for(const struct check *c, const struct support *s)
{
	struct form_choice choice;

	for (size_t i = 0; i < c->n_flow; i++) {
		const struct step *step = path_step(c->flow[i].path,
		    s->asked_by);
		const struct form_item *item = step == NULL ? NULL :
		    applied_in(step);

		if (item != NULL && form_choice_find(item,
		    c->p->form_lists, s->code, &choice))
			return true;
	}
	return false;
}

/* May only be given, or applied for, on a document. */
static bool
needs_document(const struct support *s)
{
	for (size_t i = 0; i < s->n_entitled; i++)
		if (s->entitled[i].what == ENTITLED_CASE_BY_CASE ||
		    s->entitled[i].what == ENTITLED_UNSET)
			return !s->emergency;
	return false;
}

static bool
asks_for(const struct form *form, const char *name)
{
	return form != NULL && form_question(form, name) != NULL;
}

static void
check_one(struct check *c, const struct support *s)
{
	check_day(c, s->limit_from, s->at);
	check_day(c, s->window_from, s->at);
	if (s->limit_from != NULL && s->limit == NULL)
		CHECK_FAULT(c, s->at, ERR_PROC_FROM_WITHOUT_LIMIT, s->code);
	if (c->r->n_class > 0 && !s->emergency && !is_for_somebody(s))
		CHECK_FAULT(c, s->at, ERR_PROC_SUPPORT_FOR_NOBODY, s->code);
	if (needs_document(s) && !asks_for(s->form, DELIVERY_DOCUMENT))
		CHECK_FAULT(c, s->at, ERR_PROC_NO_DOCUMENT, s->code,
		    DELIVERY_DOCUMENT);
	if (s->asked_by != NULL && !is_applied_for(c, s))
		CHECK_FAULT(c, s->at, ERR_PROC_NOT_APPLIED_FOR, s->code,
		    s->asked_by);
}

static void
check_applies(struct check *c, const struct step *step)
{
	const struct form_item *item = applied_in(step);
	size_t n;

	if (step->applies == NULL)
		return;
	if (item == NULL || item->type != FORM_SELECT_MULTIPLE) {
		CHECK_FAULT(c, step->at, ERR_PROC_APPLIES_NOT_ASKED,
		    step->applies, step->code);
		return;
	}
	n = form_choice_count(item, c->p->form_lists);
	for (size_t i = 0; i < n; i++) {
		const struct support *s;
		struct form_choice choice;

		if (!form_choice_at(item, c->p->form_lists, i, &choice))
			continue;
		s = regime_support(c->r, choice.code);
		if (s == NULL)
			CHECK_FAULT(c, step->at, ERR_PROC_APPLIES_CHOICE,
			    choice.code, step->applies);
		else if (needs_document(s) && !asks_for(step->form,
		    APPLICATION_DOCUMENT))
			CHECK_FAULT(c, step->at, ERR_PROC_NO_DOCUMENT,
			    s->code, APPLICATION_DOCUMENT);
	}
}

void
check_support(struct check *c)
{
	check_classes(c);
	for (size_t i = 0; i < c->r->n_support; i++)
		check_one(c, &c->r->support[i]);
	for (size_t i = 0; i < c->n_flow; i++)
		for (size_t k = 0; k < c->flow[i].path->n_step; k++)
			check_applies(c, &c->flow[i].path->step[k]);
}
