/* What moving a case to the regime in force would change. */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/regime_move.h"

static json_t *
state_json(const struct state *state, const char *code)
{
	return titled(code, state == NULL ? SAME(code) : &state->title);
}

static json_t *
preview_json(const struct case_state *cs, const struct regime_move *m)
{
	json_t *o = json_object();

	json_object_set_new(o, "case", json_string(cs->id));
	json_object_set_new(o, "from",
	    titled(m->from->code, &m->from->title));
	json_object_set_new(o, "to", titled(m->to->code, &m->to->title));
	json_object_set_new(o, "path", titled(m->path->code, &m->path->title));
	json_object_set_new(o, "state", state_json(m->from_state,
	    jx_text(cs->row, "state")));
	json_object_set_new(o, "new_state",
	    state_json(m->state, m->state->code));
	json_object_set_new(o, "law", basis_json(m->basis));
	json_object_set_new(o, "changes", regime_changes(m));
	return o;
}

json_t *
ask_regime_preview(struct session *s, const json_t *query)
{
	const char *id = jx_text(query, "case");
	const struct case_state *cs = id == NULL ? NULL : session_case(s, id);
	struct case_source source;
	struct regime_move m;
	struct proposal p;
	struct deciding d;
	json_t *o;

	if (cs == NULL)
		return refuse(NULL, ERR_NO_SUCH_CASE, id == NULL ? "" : id);
	deciding_of(s, &source, &p, &d);
	if (plan_regime_move(&d, cs, &m))
		o = preview_json(cs, &m);
	else
		o = outcome_refused(NULL, json_incref(p.reasons));
	proposal_done(&p);
	return o;
}
