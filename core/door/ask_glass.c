/*
 * {"ask":"glass"} -> {glass: [{glass case by unit holder at until open own
 * can_review why}], waiting}: whose glass is broken and not yet reviewed, in
 * the cases that the unit holds or is the superior of, and one's own.
 * `waiting`: how many this officer can review.
 */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/visible.h"

/* Is the session told of it, and in what relation?  The case's row, or NULL. */
static json_t *
row_told(struct session *s, const json_t *glass)
{
	const struct journal *j = s->tn->journal;
	json_t *row = j->row(j->ctx, jx_text(glass, "case"), NULL);

	if (str_eq(jx_text(glass, "by"), s->officer) ||
	    row_allows(row, s->tn->procedure, &s->actor,
	    rights_command("review_glass")))
		return row;
	json_decref(row);
	return NULL;
}

/* The reason that was given, for who may read the case's stories. */
static const char *
reason_of(struct session *s, const json_t *glass)
{
	const struct case_state *cs = session_case(s, jx_text(glass, "case"));
	const json_t *ev;
	size_t i;

	json_array_foreach(cs == NULL ? NULL : cs->events, i, ev)
		if (str_eq(jx_text(ev, "kind"), "glass_broken") &&
		    str_eq(jx_text(ev, "actor"), jx_text(glass, "by")) &&
		    jx_int(ev, "at", 0) == jx_int(glass, "at", -1))
			return jx_text(json_object_get(ev, "body"), "why");
	return NULL;
}

static json_t *
glass_json(struct session *s, const json_t *glass, const json_t *row)
{
	const char *by = jx_text(glass, "by"), *why = reason_of(s, glass);
	bool own = str_eq(by, s->officer);
	json_t *o = json_object(), *who = json_object();

	json_object_set_new(who, "id", json_string(by));
	json_object_set_new(who, "name",
	    json_string(session_officer_name(s, by)));
	json_object_set(o, "glass", json_object_get(glass, "glass"));
	json_object_set(o, "case", json_object_get(glass, "case"));
	json_object_set_new(o, "by", who);
	json_object_set_new(o, "unit", unit_json(s->tn, jx_text(glass,
	    "unit")));
	json_object_set_new(o, "holder", unit_json(s->tn, jx_text(row,
	    "holder")));
	json_object_set_new(o, "at", when_json(jx_int(glass, "at", WHEN_NONE)));
	json_object_set_new(o, "until",
	    when_json(jx_int(glass, "until", WHEN_NONE)));
	json_object_set_new(o, "open", json_boolean(jx_int(glass, "until", 0) >
	    tn_now(s->tn)));
	json_object_set_new(o, "own", json_boolean(own));
	json_object_set_new(o, "can_review", json_boolean(!own));
	json_object_set_new(o, "why", json_string(why));
	return o;
}

json_t *
ask_glass(struct session *s, const json_t *query)
{
	json_t *o = json_object(), *list = json_array(), *glass;
	const char *id;

	(void)query;
	json_object_foreach(json_object_get(s->tn->site, "glass"), id, glass) {
		json_t *row = row_told(s, glass);

		if (row != NULL)
			json_array_append_new(list, glass_json(s, glass, row));
		json_decref(row);
	}
	json_object_set_new(o, "glass", list);
	json_object_set_new(o, "waiting", json_integer(glass_waiting(s)));
	return o;
}

int64_t
glass_waiting(struct session *s)
{
	json_t *glass;
	const char *id;
	int64_t n = 0;

	json_object_foreach(json_object_get(s->tn->site, "glass"), id, glass) {
		json_t *row = str_eq(jx_text(glass, "by"), s->officer) ? NULL :
		    row_told(s, glass);

		n += row != NULL;
		json_decref(row);
	}
	return n;
}

json_t *
glass_count(struct session *s)
{
	json_t *o = ask_glass(s, NULL);
	json_t *n = json_integer((json_int_t)json_array_size(
	    json_object_get(o, "glass")));

	json_decref(o);
	return n;
}
