/* What the store process needs of the door beside tiepnhan.h. */
#include "core/door/served.h"

#include "core/base/jx.h"
#include "core/door/door.h"
#include "core/door/search.h"

#include <string.h>

bool
deferred_derive(void *ctx, const char *text, size_t len,
    const unsigned char salt[SEAL_SALT_SIZE], struct seal_cost cost,
    struct secret *key, bool *later)
{
	struct tn *tn = ctx;
	struct deferred *d = &tn->deferred;

	size_t i;

	*later = false;
	if (!d->on)
		return seal_derive(text, len, salt, cost, key);
	for (i = 0; i < d->n_given; i++) {
		const struct deferred_key *k = &d->given[i];

		if (k->cost.ops != cost.ops || k->cost.mem != cost.mem ||
		    memcmp(k->salt, salt, SEAL_SALT_SIZE) != 0)
			continue;
		if (!secret_new(key, SEAL_KEY_SIZE))
			return false;
		memcpy(key->bytes, k->key.bytes, SEAL_KEY_SIZE);
		return true;
	}
	memcpy(d->salt, salt, SEAL_SALT_SIZE);
	d->cost = cost;
	d->text = text;
	d->len = len;
	*later = true;
	return false;
}

struct deferred *
tn_deferred(struct tn *tn)
{
	return &tn->deferred;
}

void
tn_set_slice(struct tn *tn, int64_t ms)
{
	tn->slice_ms = ms;
}

struct store *
tn_store(struct tn *tn)
{
	return tn->store;
}

json_t *
tn_about(const struct tn *tn)
{
	json_t *o = json_object();
	json_t *values = jx_get(tn->site, "values");

	json_object_set_new(o, "site", json_integer(tn->site_seq));
	json_object_set_new(o, "demonstration",
	    json_boolean(jx_bool(tn->site, "demonstration", false)));
	json_object_set_new(o, "training",
	    json_boolean(jx_bool(tn->site, "training", false)));
	json_object_set_new(o, "codes", json_boolean(tn_asks_codes(tn)));
	if (values != NULL)
		json_object_set(o, "values", values);
	return o;
}

json_t *
tn_unknown(const char *op_id)
{
	return outcome_unknown(op_id);
}

json_t *
tn_refusal(const struct err *e)
{
	return refuse_err(NULL, e);
}

void
tn_forget(struct tn *tn, struct session *const *session, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		search_forget(session[i]);
		session_forget_all(session[i]);
		session_forget_keys(session[i]);
	}
	tn->site_seq = -1;
}

bool
tn_note_strangers(struct tn *tn, const struct stranger *one, size_t n,
    int64_t more)
{
	const struct journal *j = tn->journal;
	json_t *list = json_array();
	struct event ev = { 0 };
	/* The reserve of a full disk is not for strangers. */
	struct batch b = { .event = &ev, .n_event = 1, .modest = true };
	bool ok;
	size_t i;

	for (i = 0; i < n; i++)
		json_array_append_new(list, json_pack("{s:I,s:I}", "account",
		    (json_int_t)one[i].uid, "times",
		    (json_int_t)one[i].times));
	ev.stream = xstrdup(STREAM_REFUSED);
	ev.kind = xstrdup("stranger_refused");
	ev.actor = xstrdup("store");
	ev.unit = xstrdup("site");
	ev.at = tn_now(tn);
	ev.op_id = tn_new_op_id(tn);
	ev.facts = json_pack("{s:o,s:I}", "accounts", list, "more",
	    (json_int_t)more);
	b.op_id = ev.op_id;
	ok = j->commit(j->ctx, &b, NULL) == COMMIT_DONE;
	event_done(&ev);
	return ok;
}
