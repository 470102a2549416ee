/* A path, or a case on its path and tracks, as a map. */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/row.h"
#include "core/procedure/map.h"

#include <stdlib.h>
#include <string.h>

/* What a case has done and can do on one path or track. */
struct trail {
	const struct path *path;
	const struct state *here;	/* NULL: no case, only the path */
	json_t *been;			/* state -> true */
	json_t *taken;			/* "step from" -> true */
	const json_t *options;		/* borrowed; see case_options() */
	const json_t *clocks;		/* of the row; borrowed */
	when_t now;
};

static char *
edge_key(const char *step, const char *from)
{
	return xasprintf("%s %s", step, from);
}

/* Every event that moves a case says its step, from where and to where. */
static void
read_event(struct trail *t, const json_t *ev)
{
	const json_t *facts = json_object_get(ev, "facts");
	const char *track = jx_text(facts, "track");
	const char *from = jx_text(facts, "from"), *to = jx_text(facts, "to");
	const char *step = jx_text(facts, "step");
	char *key;

	if (t->path->is_track ? !str_eq(track, t->path->code) : track != NULL)
		return;
	if (str_eq(jx_text(ev, "kind"), "case_opened") &&
	    jx_text(facts, "state") != NULL)
		json_object_set_new(t->been, jx_text(facts, "state"),
		    json_true());
	if (from == NULL || to == NULL || path_state(t->path, to) == NULL)
		return;
	json_object_set_new(t->been, from, json_true());
	json_object_set_new(t->been, to, json_true());
	if (step == NULL)
		return;
	key = edge_key(step, from);
	json_object_set_new(t->taken, key, json_true());
	free(key);
}

/* 1 possible, 0 blocked, -1: not from here. */
static int
option_of(const struct trail *t, const struct step *step)
{
	static const char *const kinds[] = { "step", "handover", "track" };
	const json_t *o;
	size_t i, k;

	json_array_foreach(t->options, i, o)
		for (k = 0; k < ARRAY_LEN(kinds); k++)
			if (str_eq(jx_text(o, "kind"), kinds[k]) &&
			    str_eq(jx_text(o, "code"), step->code))
				return jx_bool(o, "possible", false);
	return -1;
}

/* Would the step end a clock that is late? */
static bool
is_late(const struct trail *t, const struct step *step)
{
	const json_t *clock;
	size_t i, k;

	json_array_foreach(t->clocks, i, clock) {
		if (!row_clock_is_running(clock) ||
		    jx_int(clock, "due", INT64_MAX) >= t->now)
			continue;
		for (k = 0; k < step->n_stop; k++)
			if (str_eq(jx_text(clock, "code"),
			    step->stop[k]->code))
				return true;
		for (k = 0; k < step->n_stop_one; k++)
			if (str_eq(jx_text(clock, "code"),
			    step->stop_one[k]->code))
				return true;
	}
	return false;
}

static const char *
edge_status(const struct trail *t, const struct map *m,
    const struct map_edge *e)
{
	char *key = edge_key(e->step->code, m->node[e->from].state->code);
	bool taken = json_object_get(t->taken, key) != NULL;
	int possible = t->here != NULL && m->node[e->from].state == t->here ?
	    option_of(t, e->step) : -1;

	free(key);
	if (possible >= 0 && is_late(t, e->step))
		return "late";
	return possible > 0 ? "possible" : possible == 0 ? "blocked" :
	    taken ? "taken" : "ahead";
}

/* Where the case may still come to; what only a reopening leads to is not. */
static bool *
reach(const struct map *m, const struct state *here)
{
	bool *is = xcalloc(m->n_node + 1, sizeof(*is)), more = here != NULL;
	size_t i;

	for (i = 0; i < m->n_node; i++)
		is[i] = here == NULL || m->node[i].state == here;
	while (more) {
		more = false;
		for (i = 0; i < m->n_edge; i++) {
			const struct map_edge *e = &m->edge[i];

			if (!is[e->from] || is[e->to] || e->step->reopens)
				continue;
			is[e->to] = more = true;
		}
	}
	return is;
}

static bool
is_next(const struct trail *t, const struct map *m, size_t node)
{
	size_t i;

	for (i = 0; i < m->n_edge; i++)
		if (m->edge[i].to == node && t->here != NULL &&
		    m->node[m->edge[i].from].state == t->here &&
		    option_of(t, m->edge[i].step) > 0)
			return true;
	return false;
}

static const char *
node_status(const struct trail *t, const struct map *m, size_t i,
    bool reachable)
{
	const struct state *state = m->node[i].state;

	if (state == t->here)
		return "here";
	if (json_object_get(t->been, state->code) != NULL)
		return "done";
	return is_next(t, m, i) ? "possible" : reachable ? "ahead" :
	    "passed_by";
}

static void
put_map(const struct trail *t, json_t *o)
{
	struct map *m = map_layout(t->path);
	bool *reachable = reach(m, t->here);
	json_t *nodes = json_array(), *edges = json_array(), *item;
	size_t i;

	for (i = 0; i < m->n_node; i++) {
		const struct map_node *n = &m->node[i];

		item = titled(n->state->code, &n->state->title);
		json_object_set_new(item, "layer",
		    json_integer((json_int_t)n->layer));
		json_object_set_new(item, "row",
		    json_integer((json_int_t)n->row));
		json_object_set_new(item, "status",
		    json_string(node_status(t, m, i, reachable[i])));
		json_object_set_new(item, "final",
		    json_boolean(n->state->final));
		json_object_set_new(item, "law", basis_json(&n->state->basis));
		json_array_append_new(nodes, item);
	}
	for (i = 0; i < m->n_edge; i++) {
		const struct map_edge *e = &m->edge[i];

		item = titled(e->step->code, &e->step->title);
		json_object_set_new(item, "from",
		    json_string(m->node[e->from].state->code));
		json_object_set_new(item, "to",
		    json_string(m->node[e->to].state->code));
		json_object_set_new(item, "status",
		    json_string(edge_status(t, m, e)));
		json_object_set_new(item, "back", json_boolean(e->back));
		json_object_set_new(item, "law", basis_json(&e->step->basis));
		json_array_append_new(edges, item);
	}
	json_object_set_new(o, "nodes", nodes);
	json_object_set_new(o, "edges", edges);
	free(reachable);
	map_free(m);
}

/* One path or track with what `cs` (NULL: nobody) has done on it. */
static void
put_trail(struct session *s, const struct case_state *cs,
    const struct path *path, const struct state *here,
    const json_t *options, json_t *o)
{
	struct trail t = { .path = path, .here = here, .options = options,
	    .now = tn_now(s->tn) };
	const json_t *ev;
	size_t i;

	t.been = json_object();
	t.taken = json_object();
	if (cs != NULL) {
		t.clocks = json_object_get(cs->row, "clocks");
		json_array_foreach(cs->events, i, ev)
			read_event(&t, ev);
	}
	put_map(&t, o);
	json_decref(t.been);
	json_decref(t.taken);
}

static json_t *
map_json(struct session *s, const struct case_state *cs,
    const struct path *path, const json_t *options)
{
	const struct regime *regime = path->regime;
	json_t *o = json_object(), *tracks = json_array(), *item;
	size_t i;

	json_object_set_new(o, "path", titled(path->code, &path->title));
	json_object_set_new(o, "regime",
	    titled(regime->code, &regime->title));
	put_trail(s, cs, path, cs == NULL ? NULL : path_state(path,
	    jx_text(cs->row, "state")), options, o);
	for (i = 0; i < regime->n_track; i++) {
		const struct path *track = &regime->track[i];

		item = titled(track->code, &track->title);
		put_trail(s, cs, track, cs == NULL ? NULL :
		    case_track_state(cs, track), options, item);
		json_array_append_new(tracks, item);
	}
	json_object_set_new(o, "tracks", tracks);
	return o;
}

static json_t *
ask_map_of_case(struct session *s, const char *id)
{
	const struct case_state *cs = session_case(s, id);
	const struct path *path = cs == NULL ? NULL :
	    case_path(cs, s->tn->procedure);
	struct case_source source;
	struct proposal p;
	struct deciding d;
	json_t *options, *o;

	if (path == NULL)
		return refuse(NULL, ERR_NO_SUCH_CASE, id);
	deciding_of(s, &source, &p, &d);
	options = case_options(&d, cs);
	o = map_json(s, cs, path, options);
	json_decref(options);
	proposal_done(&p);
	return o;
}

json_t *
ask_map(struct session *s, const json_t *query)
{
	const struct procedure *p = s->tn->procedure;
	const char *id = jx_text(query, "case");
	const char *code = jx_text(query, "path");
	const char *regime_code = jx_text(query, "regime");
	const struct regime *regime;
	const struct path *path;

	if (id != NULL)
		return ask_map_of_case(s, id);
	regime = regime_code != NULL ? procedure_regime(p, regime_code) :
	    procedure_regime_on(p, when_day(tn_now(s->tn), VN_OFFSET_MIN));
	path = regime == NULL || code == NULL ? NULL :
	    regime_path(regime, code);
	if (path == NULL)
		return refuse(NULL, ERR_NO_SUCH_PATH,
		    code == NULL ? "" : code);
	return map_json(s, NULL, path, NULL);
}
