/* Folding what waits for a second person, into `pairs` of the site's row. */
#include "core/case/pair.h"
#include "core/case/row_fold.h"

#include "core/base/jx.h"

/*
 * What nobody decided in time goes when the next one comes, so that the row
 * stays small; history keeps it.
 */
static void
drop_old(json_t *pairs, when_t now)
{
	const char *id;
	json_t *pair;
	void *next;

	json_object_foreach_safe(pairs, next, id, pair)
		if (pair_is_old(pair, now))
			json_object_del(pairs, id);
}

bool
fold_pair_proposed(json_t *row, const struct event *ev)
{
	json_t *pairs = json_object_get(row, "pairs");
	json_t *pair = json_deep_copy(ev->facts);

	if (pairs == NULL) {
		pairs = json_object();
		json_object_set_new(row, "pairs", pairs);
	}
	drop_old(pairs, ev->at);
	set_text(pair, "by", ev->actor);
	set_text(pair, "unit", ev->unit);
	set_when(pair, "at", ev->at);
	return json_object_set_new(pairs, ev->op_id, pair) == 0;
}

bool
fold_pair_ended(json_t *row, const struct event *ev)
{
	return json_object_del(json_object_get(row, "pairs"),
	    jx_text(ev->facts, "proposal")) == 0;
}

bool
fold_pair_approved(json_t *row, const struct event *ev)
{
	json_t *pair = json_object_get(json_object_get(row, "pairs"),
	    jx_text(ev->facts, "proposal"));
	json_t *approved;

	if (pair == NULL)
		return false;
	/* Sessions look here whether keys that they hold have gone. */
	if (str_eq(jx_text(pair, "kind"), "erase_case"))
		json_object_set_new(row, "erasures",
		    json_integer(jx_int(row, "erasures", 0) + 1));
	if (jx_bool(ev->facts, "ended", false))
		return fold_pair_ended(row, ev);
	approved = json_object();
	set_text(approved, "by", ev->actor);
	set_when(approved, "at", ev->at);
	return json_object_set_new(pair, "approved", approved) == 0;
}

/* {role from? to? proposal} on top of the roles that the officer came with. */
bool
fold_role_granted(json_t *row, const struct event *ev)
{
	json_t *officer = json_object_get(json_object_get(row, "officers"),
	    jx_text(ev->facts, "officer"));
	json_t *list = json_object_get(officer, "grants"), *grant;

	if (officer == NULL)
		return false;
	if (list == NULL) {
		list = json_array();
		json_object_set_new(officer, "grants", list);
	}
	grant = json_deep_copy(ev->facts);
	json_object_del(grant, "officer");
	return json_array_append_new(list, grant) == 0;
}

/* When shares were made, and of which key: a renewed one needs new ones. */
bool
fold_key_shared(json_t *row, const struct event *ev)
{
	json_t *shares = json_object_get(row, "shares"), *o = json_object();

	if (shares == NULL) {
		shares = json_object();
		json_object_set_new(row, "shares", shares);
	}
	set_when(o, "at", ev->at);
	set_text(o, "by", ev->actor);
	if (jx_text(ev->facts, "public") != NULL)
		set_text(o, "public", jx_text(ev->facts, "public"));
	return json_object_set_new(shares, jx_text(ev->facts, "unit"), o) == 0;
}
