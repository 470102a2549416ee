/*
 * What remains readable to somebody who has left and kept a copy of the store
 * with their keys (security.md S-52): what was written before, of the cases
 * that their unit stood to.  Numbers only; no case is opened or named.
 */
#include "core/door/door.h"

#include "core/base/jx.h"

#include <string.h>

struct left {
	struct session *s;
	const char *id;
	int64_t seq;		/* of the event that ended the account; 0: none */
	int64_t cases, renewed;
};

static bool
find_end(void *arg, const struct event *ev)
{
	struct left *l = arg;

	if (strcmp(ev->kind, "officer_ended") == 0 &&
	    str_eq(jx_text(ev->facts, "id"), l->id))
		l->seq = ev->seq;
	return true;
}

static bool
take_first(void *arg, const struct event *ev)
{
	*(int64_t *)arg = ev->seq;
	return false;
}

static bool
take_case(void *arg, const char *stream, const char *relation,
    int64_t last_seq)
{
	struct left *l = arg;
	const struct journal *j = l->s->tn->journal;
	int64_t first = INT64_MAX;

	(void)last_seq;
	/* Who only is told of lateness has no key. */
	if (relation == NULL || strcmp(relation, "superior") == 0)
		return true;
	(void)j->read(j->ctx, stream, 0, take_first, &first, NULL);
	if (first > l->seq)
		return true;
	l->cases++;
	l->renewed += session_key_since(l->s, stream) > l->seq;
	return tn_goes_on(l->s->tn, l->cases, 0);
}

json_t *
staff_left(struct session *s, const char *id)
{
	const struct journal *j = s->tn->journal;
	const json_t *o = json_object_get(json_object_get(s->tn->site,
	    "officers"), id);
	struct left l = { .s = s, .id = id };
	int64_t upto;

	if (json_object_get(o, "ended") == NULL)
		return json_null();
	(void)j->read(j->ctx, STREAM_SITE, 0, find_end, &l, NULL);
	(void)j->stands(j->ctx, jx_text(o, "unit"), 0, take_case, &l, &upto,
	    NULL);
	return json_pack("{s:s,s:s,s:o,s:I,s:I}", "officer", id, "name",
	    session_officer_name(s, id), "ended", when_json(jx_int(o, "ended",
	    WHEN_NONE)), "cases", (json_int_t)l.cases, "renewed",
	    (json_int_t)l.renewed);
}
