/* "What next?" and "why not?" in plain sentences. */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/row.h"
#include "core/case/why.h"

/* What can be done now: the sentence, and which deed it speaks of. */
static json_t *
possible_json(const json_t *option)
{
	json_t *o = why_can(option);

	json_object_set(o, "kind", json_object_get(option, "kind"));
	json_object_set(o, "code", json_object_get(option, "code"));
	return o;
}

static json_t *
impossible_json(struct session *s, const struct case_state *cs,
    const json_t *option)
{
	const struct procedure *p = s->tn->procedure;
	const json_t *reasons = json_object_get(option, "reasons"), *reason;
	json_t *o = json_object(), *list = json_array();
	size_t i;

	json_array_foreach(reasons, i, reason)
		json_array_append_new(list, why_not(case_path(cs, p),
		    case_support_regime(cs, p), reason));
	json_object_set(o, "kind", json_object_get(option, "kind"));
	json_object_set(o, "code", json_object_get(option, "code"));
	json_object_set(o, "title", json_object_get(option, "title"));
	json_object_set_new(o, "sentences", list);
	json_object_set_new(o, "reasons", json_deep_copy(reasons));
	return o;
}

static json_t *
told(struct session *s, const struct case_state *cs, const json_t *options,
    const char *only)
{
	json_t *o = json_object(), *next = json_array(), *not = json_array();
	const json_t *option;
	size_t i;

	json_array_foreach(options, i, option) {
		if (only != NULL && !str_eq(jx_text(option, "code"), only))
			continue;
		if (jx_bool(option, "possible", false))
			json_array_append_new(next, possible_json(option));
		else
			json_array_append_new(not,
			    impossible_json(s, cs, option));
	}
	json_object_set_new(o, "case", json_string(cs->id));
	json_object_set_new(o, "next", next);
	json_object_set_new(o, "not", not);
	return o;
}

/* {case, step?}: all that this officer might do, or one step of any state. */
json_t *
ask_why(struct session *s, const json_t *query)
{
	const char *id = jx_text(query, "case"), *only = jx_text(query, "step");
	const struct case_state *cs = id == NULL ? NULL : session_case(s, id);
	struct case_source source;
	struct proposal p;
	struct deciding d;
	json_t *options, *one = NULL, *out;

	if (cs == NULL || case_path(cs, s->tn->procedure) == NULL)
		return refuse(NULL, ERR_NO_SUCH_CASE, id == NULL ? "" : id);
	deciding_of(s, &source, &p, &d);
	options = case_options(&d, cs);
	/* A superior sees that a case is late, not what a step lacks. */
	if (only != NULL && jx_by_code(options, only) == NULL &&
	    !str_eq(row_relation(cs->row, s->unit->code), "superior")) {
		one = why_step(&d, cs, only);
		if (one != NULL)
			json_array_append_new(options, one);
	}
	out = only != NULL && jx_by_code(options, only) == NULL ?
	    refuse(NULL, ERR_NO_SUCH_STEP, only) :
	    told(s, cs, options, only);
	json_decref(options);
	proposal_done(&p);
	return out;
}
