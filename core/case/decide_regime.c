/* Moving a case to a newer regime: an explicit, recorded act (design 6). */
#include "core/case/regime_move.h"

#include "core/base/jx.h"
#include "core/case/row.h"

#include <string.h>

#define DOCUMENT_MAX 300

static const struct takeover_path *
find_takeover(const struct regime *to, const char *from, const char *path)
{
	size_t i, k;

	for (i = 0; i < to->n_takeover; i++) {
		const struct takeover *t = &to->takeover[i];

		if (!str_eq(t->from, from))
			continue;
		for (k = 0; k < t->n_path; k++)
			if (str_eq(t->path[k].from_path, path))
				return &t->path[k];
	}
	return NULL;
}

static const struct state *
map_state(const struct takeover_path *t, const char *code)
{
	size_t i;

	for (i = 0; i < t->n_state; i++)
		if (strcmp(t->from_state[i], code) == 0)
			return t->state[i];
	return path_state(t->path, code);
}

/*
 * A track goes on in the state of the same code.  One that is not at its
 * start and has no such state there stops the move: a protection measure must
 * not vanish with a change of law.
 */
static void
need_tracks(struct deciding *d, const struct case_state *cs,
    const struct regime_move *m)
{
	size_t i;

	for (i = 0; i < m->from->n_track; i++) {
		const struct path *old = &m->from->track[i];
		const struct path *track = regime_track(m->to, old->code);
		const struct state *now = case_track_state(cs, old);

		if (now == NULL || now == old->entry_state ||
		    (track != NULL && path_state(track, now->code) != NULL))
			continue;
		reason_add(d->out->reasons, &old->basis, NULL,
		    ERR_REGIME_NO_MAP, &now->title, &m->to->title, NULL);
	}
}

static void
need_requests_known(struct deciding *d, const struct case_state *cs,
    const struct regime_move *m)
{
	const json_t *r;
	size_t i;

	json_array_foreach(json_object_get(cs->row, "requests"), i, r) {
		const char *code = jx_text(r, "code");
		const struct request *old = regime_request(m->from, code);

		if (row_request_waits(r) &&
		    regime_request(m->to, code) == NULL)
			reason_add(d->out->reasons, m->basis, NULL,
			    ERR_REGIME_REQUEST, old == NULL ? SAME(code) : &old->title,
			    &m->to->title, NULL);
	}
}

bool
plan_regime_move(struct deciding *d, const struct case_state *cs,
    struct regime_move *out)
{
	day_t today = when_day(d->now, VN_OFFSET_MIN);
	const char *state = jx_text(cs->row, "state");
	const struct takeover_path *map;

	memset(out, 0, sizeof(*out));
	need_hold(d, cs, NULL);
	out->from = case_regime(cs, d->procedure);
	out->from_path = case_path(cs, d->procedure);
	out->to = procedure_regime_on(d->procedure, today);
	if (out->from == NULL || out->from_path == NULL || state == NULL) {
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_CASE,
		    SAME(cs->id), NULL);
		return false;
	}
	out->from_state = path_state(out->from_path, state);
	if (out->to == NULL || out->to == out->from ||
	    out->to->from <= out->from->from) {
		reason_add(d->out->reasons, NULL, NULL, ERR_REGIME_CURRENT,
		    &out->from->title, NULL);
		return false;
	}
	map = find_takeover(out->to, out->from->code, out->from_path->code);
	out->state = map == NULL ? NULL : map_state(map, state);
	if (out->state == NULL) {
		reason_add(d->out->reasons, map == NULL ? NULL : &map->basis,
		    NULL, ERR_REGIME_NO_MAP, map == NULL ||
		    out->from_state == NULL ? &out->from_path->title :
		    &out->from_state->title, &out->to->title, NULL);
		return false;
	}
	out->path = map->path;
	out->basis = &map->basis;
	need_tracks(d, cs, out);
	need_requests_known(d, cs, out);
	return !refused(d);
}

/*
 * Clocks that the new regime does not know end; all others keep the due
 * moment and the value they ran under.
 */
static json_t *
clocks_to_stop(const struct case_state *cs, const struct regime *to)
{
	json_t *stop = json_array();
	const json_t *clock, *seen;
	size_t i, k;

	json_array_foreach(json_object_get(cs->row, "clocks"), i, clock) {
		const char *code = jx_text(clock, "code");
		bool twice = false;

		json_array_foreach(stop, k, seen)
			twice = twice || str_eq(json_string_value(seen), code);
		if (!twice && json_object_get(clock, "stopped") == NULL &&
		    regime_clock(to, code) == NULL)
			json_array_append_new(stop, json_string(code));
	}
	return stop;
}

/* Tracks that go on, with their states. */
static json_t *
tracks_there(const struct case_state *cs, const struct regime_move *m)
{
	json_t *tracks = json_object();
	size_t i;

	for (i = 0; i < m->from->n_track; i++) {
		const struct path *old = &m->from->track[i];
		const struct state *now = case_track_state(cs, old);

		if (now != NULL && regime_track(m->to, old->code) != NULL &&
		    now != old->entry_state)
			json_object_set_new(tracks, old->code,
			    json_string(now->code));
	}
	return tracks;
}

void
decide_move_regime(struct deciding *d, const char *id, const json_t *with)
{
	const struct case_state *cs = need_case(d, id);
	const json_t *document = json_object_get(with, "document");
	const char *why = need_why(d, with);
	struct regime_move m;
	json_t *facts, *body, *clocks;

	if (document != NULL && (!json_is_string(document) ||
	    json_string_length(document) > DOCUMENT_MAX))
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("document"), NULL);
	if (refused(d) || !plan_regime_move(d, cs, &m))
		return;
	facts = json_pack("{s:s, s:s, s:s, s:s, s:b}", "regime", m.to->code,
	    "path", m.path->code, "from", jx_text(cs->row, "state"),
	    "to", m.state->code, "final", m.state->final);
	clocks = json_object();
	json_object_set_new(clocks, "start", json_array());
	json_object_set_new(clocks, "stop", clocks_to_stop(cs, m.to));
	json_object_set_new(facts, "clocks", clocks);
	json_object_set_new(facts, "tracks", tracks_there(cs, &m));
	body = json_object();
	json_object_set_new(body, "why", json_string(why));
	if (document != NULL)
		json_object_set(body, "document",
		    (json_t *)(void *)document);
	propose_on_case(d, cs, "regime_moved", facts, body);
}
