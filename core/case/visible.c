/* What of a case a unit may see. */
#include "core/case/visible.h"

#include "core/base/jx.h"
#include "core/case/row.h"

#include <string.h>

/* ---- how somebody stands to a case ---- */

bool
row_glass_is_open(const json_t *row, const struct actor *a)
{
	const json_t *glass;
	size_t i;

	json_array_foreach(json_object_get(row, "glass"), i, glass)
		if (str_eq(jx_text(glass, "by"), a->officer) &&
		    str_eq(jx_text(glass, "unit"), a->unit->code) &&
		    jx_int(glass, "until", 0) > a->now)
			return true;
	return false;
}

unsigned
row_relations(const json_t *row, const struct actor *a)
{
	const char *unit = a->unit->code;
	unsigned all = relation_find(row_relation(row, unit));

	if (all == 0)
		return RELATION_NONE;
	/* One unit may stand to a case in several ways; the holder holds it. */
	if (all != RELATION_HOLDER) {
		if (row_is_asked(row, unit))
			all |= RELATION_ASKED;
		if (row_was_here(row, unit))
			all |= RELATION_FORMER;
		if (str_eq(jx_text(row, "superior"), unit))
			all |= RELATION_SUPERIOR;
	}
	if (row_glass_is_open(row, a))
		all |= RELATION_GLASS;
	return all;
}

static struct rights_subject
subject_of(const struct procedure *p, const struct actor *a)
{
	struct rights_subject s = rights_subject_of(p, NULL, a->unit->kind);
	size_t i;

	s.province = a->unit->province;
	for (i = 0; i < a->n_role; i++)
		s.roles |= UINT64_C(1) << (a->role[i] - p->role);
	return s;
}

static struct rights_object
object_of(const json_t *row, const struct procedure *p, const struct actor *a)
{
	const char *holder = jx_text(row, "holder");
	const struct unit *unit = holder == NULL ? NULL :
	    procedure_unit(p, holder);
	struct rights_object o = { .relation = row_relations(row, a) };

	if (o.relation == RELATION_NONE)
		return o;
	o.province = unit == NULL ? NULL : unit->province;
	o.state = jx_text(row, "state");
	o.final = jx_bool(row, "final", false);
	return o;
}

bool
row_allows(const json_t *row, const struct procedure *p,
    const struct actor *a, int op)
{
	struct rights_subject s = subject_of(p, a);
	struct rights_object o = object_of(row, p, a);

	return op >= 0 && rights_of(p->rights, &s, &o, op, FORM_PLAIN) ==
	    RIGHT_FULL;
}

bool
actor_may_as(const struct procedure *p, const struct actor *a,
    enum relation as, int op)
{
	struct rights_subject s = subject_of(p, a);
	struct rights_object o = { .relation = as, .province = s.province,
	    .state = as == RELATION_PARTY ? NULL : "" };

	return op >= 0 && rights_of(p->rights, &s, &o, op, FORM_PLAIN) ==
	    RIGHT_FULL;
}

bool
act_allows(const struct procedure *p, const struct actor *a, int op)
{
	return actor_may_as(p, a, RELATION_PARTY, op);
}

bool
actor_has_right(const struct procedure *p, const struct actor *a, int op)
{
	struct rights_subject s = subject_of(p, a);

	return rights_ever(p->rights, &s, op);
}

/* ---- which forms ---- */

bool
row_tells_person(const json_t *row, const struct actor *a)
{
	return row_shows_person(row, a->unit->code) ||
	    row_glass_is_open(row, a);
}

bool
case_shows_person(const struct case_state *cs, const struct actor *a)
{
	return row_tells_person(cs->row, a);
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
    const struct actor *a, const struct form *form)
{
	const char *unit = a->unit->code;
	const struct regime *regime = case_regime(cs, p);
	const struct path *path = case_path(cs, p);
	const char *relation = row_relation(cs->row, unit);

	if (relation == NULL || regime == NULL || path == NULL ||
	    !case_shows_person(cs, a))
		return false;
	if (strcmp(relation, "holder") == 0 ||
	    row_glass_is_open(cs->row, a) || only_takes(regime, form) ||
	    only_takes(case_support_regime(cs, p), form))
		return true;
	if (strcmp(relation, "offered") == 0 && form == path->entry_person)
		return true;
	return shown_by_request(cs, regime, unit, form);
}

const struct form *
case_form_asking(const struct case_state *cs, const struct procedure *p,
    const struct actor *a, const char *name)
{
	const struct regime *regime = case_regime(cs, p);
	size_t i;

	for (i = 0; regime != NULL && i < regime->n_form; i++)
		if (form_question(regime->form[i], name) != NULL &&
		    case_shows_form(cs, p, a, regime->form[i]))
			return regime->form[i];
	return NULL;
}

bool
case_shows_answer(const struct case_state *cs, const struct procedure *p,
    const struct actor *a, const char *name)
{
	return case_form_asking(cs, p, a, name) != NULL;
}

/* ---- what of a class ---- */

enum form_show
case_class_shown(const struct case_state *cs, const struct procedure *p,
    const struct actor *a, enum form_class class)
{
	struct rights_subject s = subject_of(p, a);
	struct rights_object o = { .relation = RELATION_PARTY };

	if (cs != NULL && cs->row != NULL)
		o = object_of(cs->row, p, a);
	switch (rights_of(p->rights, &s, &o, RIGHTS_SEE(a->in), class)) {
	case RIGHT_FULL:
		return FORM_SHOW;
	case RIGHT_MASKED:
		return FORM_MASK;
	case RIGHT_NONE:
		break;
	}
	return FORM_HIDE;
}

/* Did this officer say why, less than a minute ago? */
static bool
is_revealed(const struct case_state *cs, const struct actor *a,
    const char *name)
{
	size_t i = json_array_size(cs->events);

	while (i-- > 0) {
		const json_t *ev = json_array_get(cs->events, i);

		if (str_eq(jx_text(ev, "kind"), "answer_read") &&
		    str_eq(jx_text(ev, "actor"), a->officer) &&
		    a->now - jx_int(ev, "at", 0) <= REVEAL_MS &&
		    str_eq(jx_text(json_object_get(ev, "facts"), "answer"),
		    name))
			return true;
	}
	return false;
}

static bool
row_answers(const json_t *rows, const char *name, int depth)
{
	const json_t *row;
	const char *key;
	json_t *value;
	size_t i;

	if (json_is_array(rows) && depth > 0)
		json_array_foreach(rows, i, row) {
			if (json_object_get(row, name) != NULL)
				return true;
			json_object_foreach((json_t *)(void *)row, key, value)
				if (row_answers(value, name, depth - 1))
					return true;
		}
	return false;
}

/* Is something recorded under this name, on its own or in a row? */
static bool
is_recorded(const struct case_state *cs, const char *name)
{
	const char *key;
	json_t *value;

	if (json_object_get(cs->answers, name) != NULL)
		return true;
	json_object_foreach(cs->answers, key, value)
		if (row_answers(value, name, 2))
			return true;
	return false;
}

enum form_show
case_item_shown(const struct case_state *cs, const struct procedure *p,
    const struct actor *a, const struct form_item *item)
{
	enum form_show show = case_class_shown(cs, p, a, item->class);

	if (show != FORM_MASK || cs == NULL)
		return show;
	/* In a form there is nothing to mask before something is recorded. */
	if (a->in == RIGHT_IN_FORM && !is_recorded(cs, item->name))
		return FORM_SHOW;
	return is_revealed(cs, a, item->name) ? FORM_SHOW : FORM_MASK;
}

const struct form_item *
case_question(const struct case_state *cs, const struct procedure *p,
    const struct actor *a, const char *name, const struct form **form)
{
	const struct form_item *item;

	*form = case_form_asking(cs, p, a, name);
	item = *form == NULL ? NULL : form_question(*form, name);
	return item == NULL || case_class_shown(cs, p, a, item->class) ==
	    FORM_HIDE ? NULL : item;
}
