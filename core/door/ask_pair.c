/*
 * What waits for a second person: {"ask":"pairs", "past"?} -> {pairs:
 * [{proposal kind title hash content shown: [{key label text}] reason by
 * by_name unit at until old mine can approved? {by by_name at} case? masked?}],
 * waiting, past?: [{proposal kind title hash by by_name at how end?
 * {how by by_name at}}]}, newest first.  `can`: what this officer may do with
 * it now: approve, decline, use.  `waiting`: how many this officer could
 * approve.  `shown`: the content in words.  `past` (when asked for): those of
 * the last 90 days that wait no more; how: done, used, declined, expired.
 *
 * Acts of a unit are told to that unit, those of the site to who has the right
 * to them, those on a case to who may see the case.
 */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/pair.h"

#include <stdlib.h>
#include <string.h>

static bool
is_told_pair(struct session *s, const struct pair_kind *kind,
    const json_t *pair)
{
	if (!actor_may(&s->actor, s->tn->procedure, kind->code))
		return false;
	if (kind->scope != PAIR_SITE &&
	    !str_eq(jx_text(pair, "unit"), s->unit->code))
		return false;
	return kind->scope != PAIR_CASE ||
	    session_case(s, jx_text(pair, "case")) != NULL;
}

static bool
can_approve(struct session *s, const struct pair_kind *kind,
    const json_t *pair)
{
	struct case_source source;
	struct proposal p;
	struct deciding d;
	bool can;

	deciding_of(s, &source, &p, &d);
	can = pair_approve_fault(&d, kind, pair) == ERR_NONE &&
	    actor_may(&s->actor, s->tn->procedure, "approve_pair");
	proposal_done(&p);
	return can;
}

int64_t
pairs_waiting(struct session *s)
{
	json_t *pair;
	const char *id;
	int64_t n = 0;

	json_object_foreach(json_object_get(s->tn->site, "pairs"), id, pair) {
		const struct pair_kind *kind = pair_kind(jx_text(pair, "kind"));

		n += kind != NULL && can_approve(s, kind, pair) &&
		    is_told_pair(s, kind, pair);
	}
	return n;
}

/* What of it this officer could do, as far as the plain half tells. */
static json_t *
can_json(struct session *s, const struct pair_kind *kind, const json_t *pair)
{
	bool approved = json_object_get(pair, "approved") != NULL;
	json_t *can = json_array();

	if (can_approve(s, kind, pair))
		json_array_append_new(can, json_string("approve"));
	if (approved && str_eq(jx_text(pair, "by"), s->officer) &&
	    !pair_is_old(pair, tn_now(s->tn)))
		json_array_append_new(can, json_string("use"));
	json_array_append_new(can, json_string("decline"));
	return can;
}

static json_t *
approved_json(struct session *s, const json_t *approved)
{
	json_t *o = json_object();

	json_object_set(o, "by", json_object_get(approved, "by"));
	json_object_set_new(o, "by_name", json_string(session_officer_name(s,
	    jx_text(approved, "by"))));
	json_object_set_new(o, "at", when_json(jx_int(approved, "at", 0)));
	return o;
}

/* Content and reason, opened. */
static void
put_words(struct session *s, const char *id, bool of_case, json_t *o)
{
	json_t *body = session_said(s, id, "pair_proposed");
	json_t *asked = of_case ? session_said(s, id, "pair_asked") : NULL;
	json_t *reason = json_object_get(of_case ? asked : body, "reason");
	json_t *content = json_object_get(body, "content");

	json_object_set_new(o, "content", content == NULL ? json_null() :
	    json_incref(content));
	json_object_set_new(o, "reason", reason == NULL ? json_null() :
	    json_incref(reason));
	json_object_set_new(o, "shown", pair_shown_json(s, jx_text(o, "kind"),
	    content));
	json_decref(asked);
	json_decref(body);
}

static json_t *
pair_json(struct session *s, const char *id, const struct pair_kind *kind,
    const json_t *pair)
{
	const json_t *approved = json_object_get(pair, "approved");
	when_t at = jx_int(pair, "at", 0);
	when_t from = jx_int(approved, "at", at);
	const struct case_state *cs;
	json_t *o = json_object();

	json_object_set_new(o, "proposal", json_string(id));
	json_object_set_new(o, "kind", json_string(kind->code));
	json_object_set_new(o, "title", text_json(&kind->title));
	json_object_set(o, "hash", json_object_get(pair, "hash"));
	json_object_set(o, "by", json_object_get(pair, "by"));
	json_object_set_new(o, "by_name", json_string(session_officer_name(s,
	    jx_text(pair, "by"))));
	json_object_set_new(o, "unit", unit_json(s->tn, jx_text(pair, "unit")));
	json_object_set_new(o, "at", when_json(at));
	json_object_set_new(o, "until", when_json(from + PAIR_LIVES_MS));
	json_object_set_new(o, "old", json_boolean(pair_is_old(pair,
	    tn_now(s->tn))));
	json_object_set_new(o, "mine", json_boolean(str_eq(jx_text(pair, "by"),
	    s->officer)));
	json_object_set_new(o, "can", can_json(s, kind, pair));
	if (approved != NULL)
		json_object_set_new(o, "approved", approved_json(s, approved));
	put_words(s, id, kind->scope == PAIR_CASE, o);
	cs = kind->scope == PAIR_CASE ? session_case(s, jx_text(pair, "case"))
	    : NULL;
	if (cs != NULL) {
		json_object_set_new(o, "case", json_string(cs->id));
		json_object_set_new(o, "masked", masked_name_json(s, cs));
	}
	return o;
}

static int
by_time(const void *a, const void *b)
{
	const char *x = jx_text(*(json_t *const *)a, "at");
	const char *y = jx_text(*(json_t *const *)b, "at");
	int order = strcmp(y, x);

	return order != 0 ? order : strcmp(
	    jx_text(*(json_t *const *)a, "proposal"),
	    jx_text(*(json_t *const *)b, "proposal"));
}

json_t *
ask_pairs(struct session *s, const json_t *query)
{
	json_t *pairs = json_object_get(s->tn->site, "pairs"), *pair;
	json_t *list = json_array(), *o = json_object();
	json_t **found = xcalloc(json_object_size(pairs) + 1, sizeof(*found));
	const struct pair_kind *kind;
	const char *id;
	size_t n = 0, i;

	json_object_foreach(pairs, id, pair) {
		kind = pair_kind(jx_text(pair, "kind"));
		if (kind != NULL && is_told_pair(s, kind, pair))
			found[n++] = pair_json(s, id, kind, pair);
	}
	qsort(found, n, sizeof(struct json_t *), by_time);
	for (i = 0; i < n; i++)
		json_array_append_new(list, found[i]);
	free(found);
	json_object_set_new(o, "pairs", list);
	json_object_set_new(o, "waiting", json_integer(pairs_waiting(s)));
	if (jx_bool(query, "past", false))
		json_object_set_new(o, "past", pairs_past_json(s));
	return o;
}
