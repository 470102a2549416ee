/*
 * Duties towards the person:
 *	{"ask":"person_requests"} -> {"requests": [{request case masked kind by
 *		unit at due late}]}: what waits, of cases that are seen here
 *	{"ask":"breach", "unit"?, "found"?} -> what a lost machine of the unit
 *		held: {unit found due persons [{case masked relation state
 *		classes since}] hidden officers [{officer last}]}
 *
 * The drill of a breach (S-71): every case whose key the unit holds is taken
 * for lost, because whoever has the machine and one secret can open it.
 */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/calendar/clock.h"
#include "core/case/row.h"
#include "core/case/visible.h"
#include "core/form/answers.h"

#include <stdlib.h>
#include <string.h>

static json_t *
request_json(struct session *s, const json_t *r, const struct case_state *cs)
{
	static const char *const copied[] = { "request", "case", "kind", "by" };
	when_t due = jx_int(r, "due", WHEN_NONE);
	json_t *o = json_object();
	size_t i;

	for (i = 0; i < ARRAY_LEN(copied); i++)
		json_object_set(o, copied[i], json_object_get(r, copied[i]));
	json_object_set_new(o, "masked", masked_name_json(s, cs));
	json_object_set_new(o, "unit", unit_json(s->tn, jx_text(r, "unit")));
	json_object_set_new(o, "at", when_json(jx_int(r, "at", WHEN_NONE)));
	json_object_set_new(o, "due", when_json(due));
	json_object_set_new(o, "late", json_boolean(due != WHEN_NONE &&
	    due < tn_now(s->tn)));
	return o;
}

json_t *
ask_person_requests(struct session *s, const json_t *query)
{
	json_t *o = json_object(), *list = json_array(), *r;
	const char *id;

	(void)query;
	json_object_foreach(json_object_get(s->tn->site, "person_requests"),
	    id, r) {
		const struct case_state *cs = session_case(s,
		    jx_text(r, "case"));

		if (cs != NULL && case_shows_person(cs, &s->actor))
			json_array_append_new(list, request_json(s, r, cs));
	}
	json_object_set_new(o, "requests", list);
	return o;
}

/* ---- a lost machine ---- */

struct loss {
	struct session *s;
	const char *unit;
	json_t *persons;
	int64_t hidden;
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
			json_array_append_new(list, json_string(
			    form_class_name((enum form_class)k)));
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
	if (!j->wrap(j->ctx, stream, l->unit, &wrap, &len))
		return true;
	free(wrap);
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

/* Who signs in there, and when last: before or after it was lost? */
static json_t *
officers_of(struct session *s, const char *unit)
{
	json_t *list = json_array(), *officer;
	const char *id;

	json_object_foreach(json_object_get(s->tn->site, "officers"), id,
	    officer) {
		json_t *o;

		if (!str_eq(jx_text(officer, "unit"), unit))
			continue;
		o = json_object();
		json_object_set_new(o, "id", json_string(id));
		json_object_set_new(o, "name",
		    json_string(session_officer_name(s, id)));
		json_object_set_new(o, "last", account_last(s, id));
		json_array_append_new(list, o);
	}
	return list;
}

/* The first regime in force today that says it. */
static when_t
notice_due(struct session *s, when_t found)
{
	const struct procedure *p = s->tn->procedure;
	day_t today = when_day(tn_now(s->tn), VN_OFFSET_MIN);
	struct deadline deadline = DEADLINE_INIT;
	when_t due = WHEN_NONE;
	enum term_unit unit;
	size_t i;

	for (i = 0; i < p->n_regime && due == WHEN_NONE; i++) {
		const struct regime *r = &p->regime[i];
		const struct legal_value *v = r->breach_notice_term;

		if ((r->from != DAY_NONE && today < r->from) ||
		    (r->to != DAY_NONE && today > r->to) || v == NULL ||
		    !v->has_value || !term_unit_parse(v->unit, &unit))
			continue;
		if (deadline_compute(p->calendar, found,
		    (struct term){ v->value, unit }, NULL, 0, &deadline,
		    NULL))
			due = deadline.due;
		deadline_done(&deadline);
	}
	return due;
}

/* The own unit, or one below it. */
static const struct unit *
lost_unit(struct session *s, const char *code)
{
	const struct procedure *p = s->tn->procedure;
	const struct unit *unit = code == NULL ? s->unit :
	    procedure_unit(p, code);

	return unit != NULL && (unit == s->unit || (session_is_told(s) &&
	    unit_superior(p, unit) == s->unit)) ? unit : NULL;
}

static json_t *
told_loss(struct loss *l, when_t found, struct err *e)
{
	const struct journal *j = l->s->tn->journal;
	json_t *o = json_object();
	int64_t upto;

	if (!j->stands(j->ctx, l->unit, 0, add_lost, l, &upto, e)) {
		json_decref(o);
		return refuse_err(NULL, e);
	}
	json_object_set_new(o, "unit", unit_json(l->s->tn, l->unit));
	json_object_set_new(o, "found", when_json(found));
	json_object_set_new(o, "due", when_json(notice_due(l->s, found)));
	json_object_set(o, "persons", l->persons);
	json_object_set_new(o, "hidden", json_integer(l->hidden));
	json_object_set_new(o, "officers", officers_of(l->s, l->unit));
	return o;
}

json_t *
ask_breach(struct session *s, const json_t *query)
{
	const struct unit *unit = lost_unit(s, jx_text(query, "unit"));
	const char *at = jx_text(query, "found");
	when_t found = tn_now(s->tn);
	struct err e = ERR_INIT;
	struct loss l = { s, NULL, NULL, 0 };
	json_t *o;

	if (json_object_get(query, "found") != NULL && (at == NULL ||
	    strlen(at) > 40 || !when_parse(at, VN_OFFSET_MIN, &found)))
		return refuse(NULL, ERR_BAD_COMMAND, "found");
	if (unit == NULL)
		return refuse(NULL, ERR_NO_SUCH_UNIT, jx_text(query, "unit"));
	if (!session_note(s, STREAM_SITE, "audit_read", json_pack("{s:s,s:s}",
	    "query", "breach", "unit", unit->code), NULL))
		return refuse(NULL, ERR_READ_NOT_NOTED, NULL);
	l.unit = unit->code;
	l.persons = json_array();
	o = told_loss(&l, found, &e);
	json_decref(l.persons);
	err_done(&e);
	return o;
}
