/*
 * Everything that was ever recorded under one question, newest first: who
 * said it, where it came from, who confirmed it, which of it counts.
 */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/answers.h"
#include "core/case/visible.h"
#include "core/form/about.h"
#include "core/form/answers.h"

#include <string.h>

struct versions {
	struct session *s;
	const struct case_state *cs;
	const struct form *form;	/* one that is shown and asks it */
	const struct form_item *item;
	json_t *list;			/* oldest first while it grows */
};

/* The form in which an event recorded a name; NULL when it does not say. */
static const struct form *
form_of(const struct versions *v, const json_t *ev)
{
	const struct procedure *p = v->s->tn->procedure;
	const json_t *facts = json_object_get(ev, "facts"), *used;
	const struct regime *r = case_regime(v->cs, p);
	const struct form *form = NULL;
	const char *code = facts_form(facts);
	size_t i;

	if (r == NULL)
		return NULL;
	if (code != NULL)
		return regime_form(r, code);
	json_array_foreach(json_object_get(facts, "forms"), i, used) {
		code = used_form(used);
		form = code == NULL ? NULL : regime_form(r, code);
		if (form != NULL && form_question(form, v->item->name) != NULL)
			return form;
	}
	if (str_eq(jx_text(ev, "kind"), "case_opened") &&
	    regime_path(r, jx_text(facts, "path")) != NULL)
		return regime_path(r, jx_text(facts, "path"))->entry_person;
	return NULL;
}

/*
 * What was said under another form's question of the same name is as hidden
 * as that form; what counts today stands in the form that is shown.
 */
static bool
is_shown(const struct versions *v, const json_t *ev, const struct form *form)
{
	const char *unit = v->s->unit->code;

	return case_shows_all(v->cs, unit) ||
	    str_eq(jx_text(ev, "unit"), unit) ||
	    jx_int(ev, "seq", 0) == jx_int(v->cs->recorded, v->item->name, -1) ||
	    (form != NULL && case_shows_form(v->cs, v->s->tn->procedure,
	    &v->s->actor, form));
}

static json_t *
officer_json(struct session *s, const char *id)
{
	return json_pack("{s:s*,s:s*}", "id", id, "name",
	    id == NULL ? NULL : session_officer_name(s, id));
}

/* Units that have confirmed what one event recorded. */
static json_t *
confirmed_json(const struct versions *v, int64_t seq)
{
	const json_t *item;
	json_t *list = json_array();
	size_t i;

	json_array_foreach(json_object_get(v->cs->confirmed, v->item->name), i,
	    item) {
		if (jx_int(item, "seq", 0) != seq)
			continue;
		json_array_append_new(list, json_pack("{s:o,s:o,s:o}", "unit",
		    unit_json(v->s->tn, jx_text(item, "unit")), "by",
		    officer_json(v->s, jx_text(item, "by")), "at",
		    when_json(jx_int(item, "at", WHEN_NONE))));
	}
	return list;
}

/* Did the event put one more version beside what was there?  Which? */
static const json_t *
put_beside(const json_t *answer, const json_t *before)
{
	const json_t *now = json_object_get(answer, "other");
	size_t n = json_array_size(now);

	return n > json_array_size(json_object_get(before, "other")) ?
	    json_array_get(now, n - 1) : NULL;
}

/* Does it still stand beside what counts today? */
static bool
stands_beside(const struct versions *v, const json_t *version)
{
	const json_t *other;
	size_t i;

	json_array_foreach(json_object_get(json_object_get(v->cs->answers,
	    v->item->name), "other"), i, other)
		if (json_equal(other, version))
			return true;
	return false;
}

/* By which form it was recorded, and in which version when that was noted. */
static void
put_form(const json_t *ev, const struct form *form, json_t *o)
{
	const json_t *facts = json_object_get(ev, "facts"), *used;
	int64_t version = jx_int(json_object_get(facts, "form"), "version", 0);
	size_t i;

	json_array_foreach(json_object_get(facts, "forms"), i, used)
		if (str_eq(used_form(used), form->code))
			version = jx_int(used, "version", 0);
	json_object_set_new(o, "form", titled(form->code, &form->title));
	json_object_set_new(o, "version", version > 0 ?
	    json_integer(version) : json_null());
}

static void
add_version(struct versions *v, const json_t *ev, const struct form *form,
    json_t *answer, const json_t *before)
{
	const json_t *beside = put_beside(answer, before);
	const json_t *said = beside != NULL ? beside : answer;
	json_t *o = shown_answer_of(v->s, v->cs, v->form, v->item, said);
	const char *why = jx_text(json_object_get(ev, "body"), "why");

	json_object_set_new(o, "kind", json_string(jx_text(ev, "kind")));
	json_object_set_new(o, "unit",
	    unit_json(v->s->tn, jx_text(ev, "unit")));
	json_object_set_new(o, "by", officer_json(v->s, jx_text(ev, "actor")));
	json_object_set_new(o, "at", when_json(jx_int(ev, "at", WHEN_NONE)));
	if (form != NULL)
		put_form(ev, form, o);
	if (why != NULL && session_shows(v->s, v->cs, v->item) == FORM_SHOW &&
	    (case_shows_all(v->cs, v->s->unit->code) ||
	    str_eq(jx_text(ev, "unit"), v->s->unit->code)))
		json_object_set_new(o, "why", json_string(why));
	json_object_set_new(o, "removed", json_boolean(json_is_null(answer)));
	json_object_set_new(o, "settled", json_boolean(str_eq(jx_text(ev,
	    "kind"), "answer_settled")));
	json_object_set_new(o, "put_beside", json_boolean(beside != NULL));
	json_object_set_new(o, "beside", json_boolean(beside != NULL &&
	    stands_beside(v, beside)));
	json_object_set_new(o, "standing", json_false());
	json_object_set_new(o, "confirmed",
	    confirmed_json(v, jx_int(ev, "seq", 0)));
	json_array_insert_new(v->list, 0, o);
}

/* What forms and guards see today: the newest that is not only beside. */
static void
mark_standing(const struct versions *v)
{
	json_t *o;
	size_t i;

	if (json_object_get(v->cs->answers, v->item->name) == NULL)
		return;
	json_array_foreach(v->list, i, o) {
		if (jx_bool(o, "put_beside", false))
			continue;
		if (!jx_bool(o, "removed", false))
			json_object_set_new(o, "standing", json_true());
		return;
	}
}

static void
collect(struct versions *v)
{
	const char *name = v->item->name;
	const json_t *ev;
	size_t i;

	json_array_foreach(v->cs->events, i, ev) {
		const json_t *body = json_object_get(ev, "body");
		json_t *answer = json_object_get(json_object_get(body,
		    "answers"), name);
		const struct form *form;

		if (answer == NULL)
			continue;
		form = form_of(v, ev);
		if (is_shown(v, ev, form))
			add_version(v, ev, form, answer, json_object_get(
			    json_object_get(body, "before"), name));
	}
	mark_standing(v);
}

/* How many units have confirmed what is recorded now. */
static json_int_t
confirmed_now(const struct case_state *cs, const char *name)
{
	const json_t *item;
	json_int_t n = 0;
	size_t i;

	json_array_foreach(json_object_get(cs->confirmed, name), i, item)
		n += jx_int(item, "seq", 0) == jx_int(cs->recorded, name, -1);
	return n;
}

/* Counts one event's answers to questions of the form. */
static void
count_event(struct versions *v, const json_t *ev, json_t *counts)
{
	const json_t *answers = json_object_get(json_object_get(ev, "body"),
	    "answers");
	const char *name;
	json_t *answer;

	json_object_foreach((json_t *)(void *)answers, name, answer) {
		json_t *pair = json_object_get(counts, name);

		v->item = form_question(v->form, name);
		if (v->item == NULL || !is_shown(v, ev, form_of(v, ev)))
			continue;
		if (pair == NULL) {
			pair = json_pack("[i,I]", 0, confirmed_now(v->cs,
			    name));
			json_object_set_new(counts, name, pair);
		}
		json_array_set_new(pair, 0, json_integer(json_integer_value(
		    json_array_get(pair, 0)) + 1));
	}
}

json_t *
versions_counts(struct session *s, const struct case_state *cs,
    const struct form *form)
{
	struct versions v = { s, cs, form, NULL, NULL };
	json_t *counts = json_object();
	const json_t *ev;
	size_t i;

	json_array_foreach(cs->events, i, ev)
		count_event(&v, ev, counts);
	return counts;
}

/* The question as the unit may see it; false: it is as if there were none. */
static bool
find_question(struct versions *v, const char *name)
{
	v->item = case_question(v->cs, v->s->tn->procedure, &v->s->actor,
	    name, &v->form);
	return v->item != NULL;
}

/* {"ask":"versions","case","name"}; a hidden question has no versions. */
json_t *
ask_versions(struct session *s, const json_t *query)
{
	const char *id = jx_text(query, "case"), *name = jx_text(query, "name");
	struct versions v = { s, NULL, NULL, NULL, NULL };
	struct err e = ERR_INIT;
	json_t *o;

	v.cs = id == NULL ? NULL : session_case(s, id);
	if (v.cs == NULL)
		return refuse(NULL, ERR_NO_SUCH_CASE, id == NULL ? "" : id);
	if (name == NULL)
		return refuse(NULL, ERR_BAD_COMMAND, "name");
	v.list = json_array();
	if (find_question(&v, name))
		collect(&v);
	/* The list is whole before the reading is noted: the case may go. */
	if (json_array_size(v.list) > 0 &&
	    !note_versions(s, v.cs, v.item, &e)) {
		json_decref(v.list);
		o = refuse_err(NULL, &e);
		err_done(&e);
		return o;
	}
	o = json_object();
	json_object_set_new(o, "case", json_string(id));
	json_object_set_new(o, "name", json_string(name));
	json_object_set_new(o, "versions", v.list);
	return o;
}

/* Questions of the case at which differing statements stand. */
json_t *
contradicted_json(struct session *s, const struct case_state *cs)
{
	json_t *list = json_array(), *answer;
	const char *name;

	json_object_foreach(cs->answers, name, answer) {
		const struct form_item *item;
		const struct form *form;
		json_t *o;

		if (answer_status(answer) != FORM_CONTRADICTED)
			continue;
		item = case_question(cs, s->tn->procedure, &s->actor, name,
		    &form);
		if (item == NULL)
			continue;
		o = json_object();
		json_object_set_new(o, "name", json_string(name));
		json_object_set_new(o, "label",
		    text_json(&item->label));
		json_object_set_new(o, "form", json_string(form->code));
		json_object_set_new(o, "versions",
		    json_integer((json_int_t)json_array_size(json_object_get(
		    answer, "other")) + 1));
		json_array_append_new(list, o);
	}
	return list;
}
