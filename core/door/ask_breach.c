/*
 * What a lost machine held (S-71), and the register of such losses:
 *	{"ask":"breach", "unit"? | "machine"?, "found"?} -> {unit | machine,
 *		units, found due law persons [{case masked relation state
 *		classes since}] hidden officers [{id name unit last}]
 *		last_sync}
 *	{"ask":"breaches"} -> {"breaches": [{breach unit machine found due by
 *		what law notified document closed why}], "waiting"}
 *	{"ask":"breaches", "machines": true} -> and {"machines": [name]}
 *
 * Every case whose key a unit holds is taken for lost, because whoever has
 * the machine and one secret can open it; of a machine, those of all units
 * from which somebody has signed in there.  Which machine that was, sign-ins
 * say since it is written there: the one on which the store lies.
 */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/calendar/clock.h"
#include "core/case/row.h"
#include "core/case/visible.h"
#include "core/form/answers.h"

#include <stdlib.h>
#include <string.h>

struct loss {
	struct session *s;
	const char *unit;	/* whose cases are being told */
	const char *machine;	/* NULL: of the unit, whichever it was */
	json_t *units;		/* all of them: code -> sign-ins there */
	json_t *told;		/* id -> true: once is enough */
	json_t *persons, *officers;
	int64_t hidden;
};

static const struct text class_title[FORM_CLASSES] = {
	[FORM_PLAIN] = { (char *)"thông tin khác", (char *)"other" },
	[FORM_IDENTITY] = { (char *)"nhân thân", (char *)"identity" },
	[FORM_CONTACT] = { (char *)"nơi ở, liên lạc", (char *)"contact" },
	[FORM_NARRATIVE] = { (char *)"lời kể", (char *)"narrative" },
	[FORM_MEDICAL] = { (char *)"sức khoẻ", (char *)"medical" },
	[FORM_INVESTIGATION] = { (char *)"điều tra",
	    (char *)"investigation" },
};

/* Of which classes something was recorded. */
static json_t *
classes_of(struct session *s, const struct case_state *cs)
{
	const struct regime *r = case_regime(cs, s->tn->procedure);
	bool has[FORM_CLASSES] = { false };
	json_t *list = json_array(), *value;
	const char *name;
	size_t i, k;

	json_object_foreach(cs->answers, name, value)
		for (i = 0; r != NULL && !answer_is_empty(value) &&
		    i < r->n_form; i++) {
			const struct form_item *item = form_question(
			    r->form[i], name);

			if (item != NULL) {
				has[item->class] = true;
				break;
			}
		}
	for (k = 0; k < FORM_CLASSES; k++)
		if (has[k])
			json_array_append_new(list, titled(form_class_name(
			    (enum form_class)k), &class_title[k]));
	return list;
}

static bool
add_lost(void *arg, const char *stream, const char *relation, int64_t last)
{
	struct loss *l = arg;
	const struct journal *j = l->s->tn->journal;
	const struct case_state *cs;
	unsigned char *wrap = NULL;
	json_t *o;
	size_t len;

	(void)last;
	if (json_object_get(l->told, stream) != NULL || !j->wrap(j->ctx, stream, l->unit, &wrap, &len))
		return true;
	free(wrap);
	json_object_set_new(l->told, stream, json_true());
	cs = session_case(l->s, stream);
	if (cs == NULL || !case_shows_person(cs, &l->s->actor)) {
		l->hidden++;
		return true;
	}
	o = json_object();
	json_object_set_new(o, "case", json_string(stream));
	json_object_set_new(o, "masked", masked_name_json(l->s, cs));
	json_object_set_new(o, "relation", json_string(relation));
	json_object_set_new(o, "state", json_string(jx_text(cs->row,
	    "state")));
	json_object_set_new(o, "classes", classes_of(l->s, cs));
	json_object_set_new(o, "since", when_json(jx_int(cs->row, "opened",
	    WHEN_NONE)));
	json_array_append_new(l->persons, o);
	session_trim_cache(l->s);
	return true;
}

/* The unit, or one below it, whose persons this officer answers for. */
static bool
is_ours(const struct session *s, const char *code)
{
	const struct procedure *p = s->tn->procedure;
	const struct unit *unit = procedure_unit(p, code);

	return unit != NULL && (unit == s->unit || (session_is_told(s) &&
	    unit_superior(p, unit) == s->unit));
}

static void
add_officer(struct loss *l, const char *id, json_t *last)
{
	const json_t *officer = json_object_get(json_object_get(
	    l->s->tn->site, "officers"), id);
	json_t *o = json_object();

	json_object_set_new(o, "id", json_string(id));
	json_object_set_new(o, "name",
	    json_string(session_officer_name(l->s, id)));
	json_object_set_new(o, "unit", unit_json(l->s->tn, jx_text(officer,
	    "unit")));
	json_object_set_new(o, "last", last);
	json_array_append_new(l->officers, o);
}

/* Who signs in there, and when last: before or after it was lost? */
static void
officers_of_unit(struct loss *l)
{
	json_t *officer;
	const char *id;

	json_object_foreach(json_object_get(l->s->tn->site, "officers"), id,
	    officer)
		if (str_eq(jx_text(officer, "unit"), l->unit))
			add_officer(l, id, account_last(l->s, id));
}

static void
officers_of_machine(struct loss *l, const json_t *users)
{
	const char *id;
	json_t *at;

	json_object_foreach((json_t *)(uintptr_t)users, id, at)
		add_officer(l, id, when_json(json_integer_value(at)));
}

/* ---- which machine, which units ---- */

static const json_t *
users_of_machine(const struct session *s, const char *machine)
{
	return machine == NULL ? NULL : json_object_get(json_object_get(
	    s->tn->site, "machines"), machine);
}

static bool
is_our_machine(const struct session *s, const char *machine)
{
	const char *code;
	json_t *users;

	json_object_foreach((json_t *)(uintptr_t)users_of_machine(s, machine),
	    code, users)
		if (is_ours(s, code))
			return true;
	return false;
}

/* What is asked about, or false: it is none that this officer may ask of. */
static bool
find_units(struct loss *l, const json_t *query)
{
	const char *unit = jx_text(query, "unit");

	l->machine = jx_text(query, "machine");
	if (json_object_get(query, "machine") != NULL) {
		if (!is_our_machine(l->s, l->machine))
			return false;
		l->units = json_deep_copy(users_of_machine(l->s, l->machine));
		return true;
	}
	if (unit == NULL)
		unit = l->s->unit->code;
	l->units = json_object();
	json_object_set_new(l->units, unit, json_object());
	return is_ours(l->s, unit);
}

static json_t *
units_json(const struct loss *l)
{
	json_t *list = json_array(), *users;
	const char *code;

	json_object_foreach(l->units, code, users)
		json_array_append_new(list, unit_json(l->s->tn, code));
	return list;
}

static bool
look_through(struct loss *l, struct err *e)
{
	const struct journal *j = l->s->tn->journal;
	json_t *users;
	int64_t upto;

	json_object_foreach(l->units, l->unit, users) {
		if (!j->stands(j->ctx, l->unit, 0, add_lost, l, &upto, e))
			return false;
		if (l->machine != NULL)
			officers_of_machine(l, users);
		else
			officers_of_unit(l);
	}
	return true;
}

static json_t *
notice_law(struct session *s)
{
	const struct legal_value *v = breach_term(s->tn->procedure,
	    tn_now(s->tn));

	return v == NULL ? json_null() : basis_json(&v->basis);
}

static json_t *
told_loss(struct loss *l, when_t found)
{
	json_t *o = json_object();

	json_object_set_new(o, "units", units_json(l));
	if (l->machine != NULL)
		json_object_set_new(o, "machine", json_string(l->machine));
	if (l->machine == NULL)
		json_object_set(o, "unit", json_array_get(json_object_get(o,
		    "units"), 0));
	json_object_set_new(o, "found", when_json(found));
	json_object_set_new(o, "due", when_json(breach_due(
	    l->s->tn->procedure, tn_now(l->s->tn), found)));
	json_object_set_new(o, "law", notice_law(l->s));
	json_object_set(o, "persons", l->persons);
	json_object_set_new(o, "hidden", json_integer(l->hidden));
	json_object_set(o, "officers", l->officers);
	/* Stores of several places do not send each other anything yet. */
	json_object_set_new(o, "last_sync", json_null());
	return o;
}

static json_t *
note_loss(const struct loss *l)
{
	const char *code = json_object_iter_key(json_object_iter(l->units));
	json_t *facts = json_pack("{s:s,s:s}", "query", "breach",
	    l->machine != NULL ? "machine" : "unit",
	    l->machine != NULL ? l->machine : code);

	return session_note(l->s, STREAM_SITE, "audit_read", facts, NULL) ?
	    NULL : refuse(NULL, ERR_READ_NOT_NOTED, NULL);
}

json_t *
ask_breach(struct session *s, const json_t *query)
{
	const char *at = jx_text(query, "found");
	when_t found = tn_now(s->tn);
	struct err e = ERR_INIT;
	struct loss l = { .s = s };
	json_t *o;

	if (json_object_get(query, "found") != NULL && (at == NULL ||
	    strlen(at) > 40 || !when_parse(at, VN_OFFSET_MIN, &found)))
		return refuse(NULL, ERR_BAD_COMMAND, "found");
	l.told = json_object();
	l.persons = json_array();
	l.officers = json_array();
	if (find_units(&l, query))
		o = note_loss(&l);
	else
		o = l.machine != NULL ?
		    refuse(NULL, ERR_NO_SUCH_MACHINE, l.machine) :
		    refuse(NULL, ERR_NO_SUCH_UNIT, jx_text(query, "unit"));
	if (o == NULL)
		o = look_through(&l, &e) ? told_loss(&l, found) :
		    refuse_err(NULL, &e);
	json_decref(l.told);
	json_decref(l.persons);
	json_decref(l.officers);
	json_decref(l.units);
	err_done(&e);
	return o;
}

/* ---- the register of losses ---- */

static void
put_said(struct session *s, json_t *o, const char *op, const char *kind,
    const char *key)
{
	json_t *body = op == NULL ? NULL : session_said(s, op, kind);

	json_object_set(o, key, json_object_get(body, key));
	json_decref(body);
}

static json_t *
breach_json(struct session *s, const char *id, const json_t *b)
{
	json_t *o = json_object();
	when_t due = jx_int(b, "due", WHEN_NONE);

	json_object_set_new(o, "breach", json_string(id));
	json_object_set_new(o, "unit", unit_json(s->tn, jx_text(b, "unit")));
	json_object_set(o, "machine", json_object_get(b, "machine"));
	json_object_set_new(o, "found", when_json(jx_int(b, "found",
	    WHEN_NONE)));
	json_object_set_new(o, "due", when_json(due));
	json_object_set_new(o, "by", officer_name_json(s, jx_text(b, "by")));
	json_object_set_new(o, "at", when_json(jx_int(b, "at", WHEN_NONE)));
	json_object_set_new(o, "notified", when_json(jx_int(b, "notified",
	    WHEN_NONE)));
	json_object_set_new(o, "closed", when_json(jx_int(b, "closed",
	    WHEN_NONE)));
	json_object_set_new(o, "late", json_boolean(due != WHEN_NONE &&
	    due < jx_int(b, "notified", tn_now(s->tn)) &&
	    json_object_get(b, "closed") == NULL));
	json_object_set_new(o, "law", notice_law(s));
	put_said(s, o, id, "breach_found", "what");
	put_said(s, o, jx_text(b, "notice"), "breach_notified", "document");
	put_said(s, o, jx_text(b, "end"), "breach_closed", "why");
	return o;
}

static json_t *
machines_json(struct session *s)
{
	json_t *list = json_array(), *users;
	const char *name;

	json_object_foreach(json_object_get(s->tn->site, "machines"), name,
	    users)
		if (is_our_machine(s, name))
			json_array_append_new(list, titled(name, SAME(name)));
	return list;
}

int64_t
breaches_waiting(struct session *s)
{
	int64_t n = 0;
	const char *id;
	json_t *b;

	if (!row_allows(NULL, s->tn->procedure, &s->actor,
	    rights_query("breaches")))
		return 0;
	json_object_foreach(json_object_get(s->tn->site, "breaches"), id, b)
		n += json_object_get(b, "closed") == NULL && breach_concerns(b,
		    s->tn->site, &s->actor, s->tn->procedure);
	return n;
}

json_t *
ask_breaches(struct session *s, const json_t *query)
{
	json_t *o = json_object(), *list = json_array(), *b;
	const char *id;

	json_object_foreach(json_object_get(s->tn->site, "breaches"), id, b) {
		if (!breach_concerns(b, s->tn->site, &s->actor,
		    s->tn->procedure))
			continue;
		json_array_append_new(list, breach_json(s, id, b));
	}
	json_object_set_new(o, "breaches", list);
	json_object_set_new(o, "waiting", json_integer(breaches_waiting(s)));
	if (jx_bool(query, "machines", false))
		json_object_set_new(o, "machines", machines_json(s));
	return o;
}
