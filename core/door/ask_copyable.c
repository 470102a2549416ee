/*
 * What a linked case already tells that this one still asks: facts of the
 * same journey, so that a family is not asked the same thing three times.
 */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/visible.h"
#include "core/form/answers.h"

#include <string.h>

/* What tells of one person and no other, though it is of class plain. */
static bool
is_personal(const char *name)
{
	static const char *const own[] = {
		NAME_FULL_NAME, NAME_BIRTH_DATE, NAME_OTHER_NAMES, NAME_SEX,
		NAME_COMMUNE, NAME_UNDER_18_SEEN, NAME_IDENTIFIED_ON,
		NAME_COMPANION_IDENTIFIED_ON, NAME_IDENTIFICATION_NUMBER,
		NAME_REVERSED_NUMBER,
		/* how and as what this one person came */
		"condition", "accompanying_minor", "person_role",
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(own); i++)
		if (strcmp(own[i], name) == 0)
			return true;
	return false;
}

/*
 * May the answer be copied?  Only what no class protects, what is asked of
 * the person and not of an occasion, and what nobody contradicts.
 */
static bool
is_shared(const struct form_item *item, const json_t *answer)
{
	return item->class == FORM_PLAIN && item->type != FORM_REPEAT &&
	    item->type != FORM_FILE && item->repeat < 0 && !item->anew &&
	    form_is_question(item) && !form_is_computed(item) &&
	    !is_personal(item->name) && !answer_is_empty(answer) &&
	    answer_status(answer) == 0;
}

/* The copy says where it comes from: another agency's record, that case. */
static json_t *
copied(const json_t *answer, const char *from)
{
	json_t *o = json_object();

	json_object_set(o, "value", (json_t *)(void *)answer_value(answer));
	if (jx_bool(answer, "estimated", false))
		json_object_set_new(o, "estimated", json_true());
	json_object_set_new(o, "source", json_string("agency"));
	json_object_set_new(o, "note", json_string(from));
	return o;
}

/* Answers of `from` to questions of the form that are empty here. */
static json_t *
copyable(struct session *s, const struct case_state *cs,
    const struct case_state *from, const struct form *form)
{
	const struct procedure *p = s->tn->procedure;
	json_t *out = json_object(), *answer;
	const char *name;

	json_object_foreach(from->answers, name, answer) {
		const struct form_item *here = form_question(form, name);
		const struct form_item *there;
		const struct form *asked;

		if (here == NULL || !is_shared(here, answer) ||
		    json_object_get(cs->answers, name) != NULL ||
		    session_shows(s, cs, here) != FORM_SHOW)
			continue;
		there = case_question(from, p, &s->actor, name, &asked);
		if (there != NULL && there->type == here->type &&
		    is_shared(there, answer) &&
		    session_shows(s, from, there) == FORM_SHOW)
			json_object_set_new(out, name,
			    copied(answer, from->id));
	}
	return out;
}

/* Linked as one family, one journey or one person; and seen here. */
static bool
belongs(const struct case_state *cs, const char *other)
{
	const char *kind;
	size_t i;

	for (i = 0; (kind = case_link_kind(i)) != NULL; i++)
		if (case_link(cs, other, kind) != NULL)
			return true;
	return false;
}

/*
 * {"ask":"copyable","case","from","form"} -> {"answers": {name: answer}}.  A
 * case that is not linked, or not seen, is as one that there is not.
 */
json_t *
ask_copyable(struct session *s, const json_t *query)
{
	const char *id = jx_text(query, "case"), *other = jx_text(query, "from");
	const char *code = jx_text(query, "form");
	const struct case_state *cs = id == NULL ? NULL : session_case(s, id);
	const struct case_state *from;
	const struct form *form, *now = NULL;
	json_t *o;

	if (cs == NULL)
		return refuse(NULL, ERR_NO_SUCH_CASE, id == NULL ? "" : id);
	form = code == NULL ? NULL : case_form_named(cs, s->tn->procedure,
	    code, false, &now);
	if (form == NULL)
		return refuse(NULL, ERR_NO_SUCH_FORM, code == NULL ? "" : code);
	if (!case_shows_form(cs, s->tn->procedure, &s->actor, now))
		return refuse(NULL, ERR_FORM_NOT_SHOWN, text_in(&form->title,
		    LANG_VI));
	from = other == NULL || !belongs(cs, other) ? NULL :
	    session_case(s, other);
	if (from == NULL || !case_shows_person(from, &s->actor))
		return refuse(NULL, ERR_NO_SUCH_CASE, other == NULL ? "" :
		    other);
	o = json_object();
	json_object_set_new(o, "case", json_string(id));
	json_object_set_new(o, "from", json_string(other));
	json_object_set_new(o, "answers", copyable(s, cs, from, form));
	return o;
}
