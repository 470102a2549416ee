/* What of a case a unit may see. */
#include "core/case/visible.h"

#include "core/base/jx.h"
#include "core/case/row.h"

#include <string.h>

bool
case_shows_person(const struct case_state *cs, const char *unit)
{
	return row_shows_person(cs->row, unit);
}

bool
case_shows_all(const struct case_state *cs, const char *unit)
{
	return str_eq(row_relation(cs->row, unit), "holder");
}

static bool
request_shows(const struct request *request, const struct form *form,
    bool open)
{
	size_t i;

	if (request->ask == form || request->reply == form)
		return true;
	for (i = 0; open && i < request->n_shows; i++)
		if (request->shows[i] == form)
			return true;
	return false;
}

/* By the questions that the unit was asked; an answered one shows less. */
static bool
shown_by_request(const struct case_state *cs, const struct regime *regime,
    const char *unit, const struct form *form)
{
	const json_t *r;
	size_t i;

	json_array_foreach(json_object_get(cs->row, "requests"), i, r) {
		const struct request *request =
		    regime_request(regime, jx_text(r, "code"));

		if (request != NULL && str_eq(jx_text(r, "to"), unit) &&
		    json_object_get(r, "withdrawn") == NULL &&
		    request_shows(request, form,
		    row_request_waits(r)))
			return true;
	}
	return false;
}

/* Forms that only take something in. */
static bool
only_takes(const struct regime *regime, const struct form *form)
{
	size_t i;

	for (i = 0; i < regime->n_support; i++)
		if (regime->support[i].emergency &&
		    regime->support[i].form == form)
			return true;
	for (i = 0; i < regime->n_paper; i++)
		if (regime->paper[i].from_outside &&
		    regime->paper[i].form == form)
			return true;
	return false;
}

bool
case_shows_form(const struct case_state *cs, const struct procedure *p,
    const char *unit, const struct form *form)
{
	const struct regime *regime = case_regime(cs, p);
	const struct path *path = case_path(cs, p);
	const char *relation = row_relation(cs->row, unit);

	if (relation == NULL || regime == NULL || path == NULL ||
	    !case_shows_person(cs, unit))
		return false;
	if (strcmp(relation, "holder") == 0 || only_takes(regime, form) ||
	    only_takes(case_support_regime(cs, p), form))
		return true;
	if (strcmp(relation, "offered") == 0 && form == path->entry_person)
		return true;
	return shown_by_request(cs, regime, unit, form);
}

const struct form *
case_form_asking(const struct case_state *cs, const struct procedure *p,
    const char *unit, const char *name)
{
	const struct regime *regime = case_regime(cs, p);
	size_t i;

	for (i = 0; regime != NULL && i < regime->n_form; i++)
		if (form_question(regime->form[i], name) != NULL &&
		    case_shows_form(cs, p, unit, regime->form[i]))
			return regime->form[i];
	return NULL;
}

bool
case_shows_answer(const struct case_state *cs, const struct procedure *p,
    const char *unit, const char *name)
{
	return case_form_asking(cs, p, unit, name) != NULL;
}

static bool
rule_fits(const struct class_rule *rule, const struct actor *a,
    enum form_class class)
{
	return rule->class == class &&
	    (rule->kind == NULL || rule->kind == a->unit->kind) &&
	    (rule->role == NULL || actor_has_role(a, rule->role));
}

enum form_show
case_class_shown(const struct case_state *cs, const struct procedure *p,
    const struct actor *a, enum form_class class)
{
	enum form_show show = FORM_SHOW;
	size_t i;

	(void)cs;
	for (i = 0; i < p->n_class_rule; i++)
		if (rule_fits(&p->class_rule[i], a, class) &&
		    p->class_rule[i].show > show)
			show = p->class_rule[i].show;
	return show;
}

const struct form_item *
case_question(const struct case_state *cs, const struct procedure *p,
    const struct actor *a, const char *name, const struct form **form)
{
	const struct form_item *item;

	*form = case_form_asking(cs, p, a->unit->code, name);
	item = *form == NULL ? NULL : form_question(*form, name);
	return item == NULL || case_class_shown(cs, p, a, item->class) ==
	    FORM_HIDE ? NULL : item;
}
