/*
 * Acts of two persons that wait no more, out of the journal: done, used,
 * declined, or left until their time had gone by.  No content is opened.
 */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/pair.h"

#include <string.h>

#define PAST_MOST 50
#define PAST_MS ((when_t)90 * 24 * 3600 * 1000)

struct past {
	struct session *s;
	json_t *ended;		/* by proposal: {how by at}, read before it */
	json_t *list;
};

static const struct { const char *kind, *how; } ends[] = {
	{ "pair_approved", "done" }, { "pair_used", "used" },
	{ "pair_declined", "declined" },
};

static bool
is_of_pair(const char *kind)
{
	return strncmp(kind, "pair_", 5) == 0;
}

static json_t *
who_json(struct session *s, const struct event *ev)
{
	return json_pack("{s:s,s:s,s:o}", "by", ev->actor, "by_name",
	    session_officer_name(s, ev->actor), "at", when_json(ev->at));
}

/* The newest end is read first and stands: a use comes after its approval. */
static void
note_end(struct past *p, const struct event *ev, const char *how)
{
	const char *id = jx_text(ev->facts, "proposal");
	json_t *end;

	if (id == NULL || json_object_get(p->ended, id) != NULL)
		return;
	end = who_json(p->s, ev);
	json_object_set_new(end, "how", json_string(how));
	json_object_set_new(p->ended, id, end);
}

/* Told as one that waits is told (ask_pair.c), but for the case's own right:
 * an erased one is there for nobody. */
static bool
is_told(struct session *s, const struct pair_kind *kind,
    const struct event *ev)
{
	return kind != NULL &&
	    actor_may(&s->actor, s->tn->procedure, kind->code) &&
	    (kind->scope == PAIR_SITE || str_eq(ev->unit, s->unit->code));
}

static void
note_proposal(struct past *p, const struct event *ev)
{
	const struct pair_kind *kind = pair_kind(jx_text(ev->facts, "kind"));
	const json_t *now = json_object_get(json_object_get(p->s->tn->site,
	    "pairs"), ev->op_id);
	json_t *o, *end = json_object_get(p->ended, ev->op_id);

	if (!is_told(p->s, kind, ev) ||
	    (now != NULL && !pair_is_old(now, tn_now(p->s->tn))))
		return;
	o = who_json(p->s, ev);
	json_object_set_new(o, "proposal", json_string(ev->op_id));
	json_object_set_new(o, "kind", json_string(kind->code));
	json_object_set_new(o, "title", text_json(&kind->title));
	json_object_set(o, "hash", json_object_get(ev->facts, "hash"));
	/* Approved for a use that never came is gone by too. */
	if (end == NULL || (kind->done == NULL &&
	    str_eq(jx_text(end, "how"), "done")))
		json_object_set_new(o, "how", json_string("expired"));
	else
		json_object_set(o, "how", json_object_get(end, "how"));
	if (end != NULL)
		json_object_set(o, "end", end);
	json_array_append_new(p->list, o);
}

static bool
each(void *arg, const struct event *ev)
{
	struct past *p = arg;
	size_t i;

	if (strcmp(ev->kind, "pair_proposed") == 0)
		note_proposal(p, ev);
	for (i = 0; i < ARRAY_LEN(ends); i++)
		if (strcmp(ev->kind, ends[i].kind) == 0)
			note_end(p, ev, ends[i].how);
	return json_array_size(p->list) < PAST_MOST;
}

json_t *
pairs_past_json(struct session *s)
{
	const struct journal *j = s->tn->journal;
	struct past p = { s, json_object(), json_array() };
	struct look_query q = { .stream = STREAM_SITE, .from = tn_now(s->tn) -
	    PAST_MS, .to = INT64_MAX, .before = INT64_MAX,
	    .wanted = is_of_pair };

	(void)j->looked(j->ctx, &q, each, &p, NULL);
	json_decref(p.ended);
	return p.list;
}
