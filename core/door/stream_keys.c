/*
 * Keys of streams.  One opens what is written from now on; after somebody has
 * left a unit that has it, the next who writes makes another, so that a copy
 * of the old one opens nothing new (security.md S-52).  The older ones lie in
 * key/STREAM, sealed to the newest: whoever has that reads on, and destroying
 * the wraps of the newest is erasure as before.
 *	key/STREAM	{"since": seq, "older": ["hex", newest first]}
 * `since`: the newest renewal of a unit's key that was known when it was made.
 */
#include "core/door/door.h"

#include "core/base/jx.h"

#include <stdlib.h>
#include <string.h>


static struct stream_key *
find_key(const struct session *s, const char *stream)
{
	size_t i;

	for (i = 0; i < s->n_stream_key; i++)
		if (strcmp(s->stream_key[i].stream, stream) == 0)
			return &s->stream_key[i];
	return NULL;
}

static struct stream_key *
add_key(struct session *s, const char *stream)
{
	struct stream_key *k;

	s->stream_key = xgrow(s->stream_key, s->n_stream_key,
	    &s->cap_stream_key, sizeof(*s->stream_key));
	k = &s->stream_key[s->n_stream_key++];
	memset(k, 0, sizeof(*k));
	k->stream = xstrdup(stream);
	return k;
}

static void
forget_older(struct stream_key *k)
{
	while (k->n_older > 0)
		secret_free(&k->older[--k->n_older]);
	free(k->older);
	k->older = NULL;
	k->older_read = false;
}

void
session_forget_key(struct session *s, const char *stream)
{
	size_t i;

	for (i = 0; i < s->n_stream_key; i++) {
		if (strcmp(s->stream_key[i].stream, stream) != 0)
			continue;
		forget_older(&s->stream_key[i]);
		free(s->stream_key[i].stream);
		secret_free(&s->stream_key[i].key);
		s->stream_key[i] = s->stream_key[--s->n_stream_key];
		return;
	}
}

void
session_forget_keys(struct session *s)
{
	while (s->n_stream_key > 0)
		session_forget_key(s, s->stream_key[0].stream);
}

const struct secret *
session_key(struct session *s, const char *stream)
{
	const struct journal *j = s->tn->journal;
	const struct stream_key *known = find_key(s, stream);
	unsigned char *wrap = NULL;
	struct stream_key *k;
	size_t len = 0;
	bool stale;

	if (known != NULL)
		return &known->key;
	if (!j->wrap(j->ctx, stream, s->unit->code, &wrap, &len))
		return NULL;
	k = add_key(s, stream);
	if (keyring_unwrap(&s->keys, wrap, len, &k->key, &stale)) {
		free(wrap);
		return &k->key;
	}
	free(wrap);
	session_forget_key(s, stream);
	return NULL;
}

const struct secret *
session_new_key(struct session *s, const char *stream)
{
	struct stream_key *k = add_key(s, stream);

	if (secret_new(&k->key, SEAL_KEY_SIZE)) {
		s->tn->env.random(s->tn->env.ctx, k->key.bytes,
		    SEAL_KEY_SIZE);
		return &k->key;
	}
	session_forget_key(s, stream);
	return NULL;
}

/* ---- older ones ---- */

static json_t *
read_older(struct tn *tn, const char *stream)
{
	char *name = xasprintf("key/%s", stream);
	unsigned char *blob = NULL;
	json_t *o = NULL;
	size_t len = 0;

	if (tn->keys.get(tn->keys.ctx, name, &blob, &len))
		o = jx_parse((char *)blob, len, NULL);
	free(blob);
	free(name);
	return o;
}

static char *
older_about(const char *stream, size_t i)
{
	return xasprintf("key\n%s\n%zu", stream, i);
}

static bool
open_one(const struct stream_key *k, const json_t *hex, size_t i,
    struct secret *out)
{
	size_t n = json_string_length(hex) / 2, len = 0;
	unsigned char *sealed = xmalloc(n + 1), *plain = NULL;
	char *about = older_about(k->stream, i);
	bool ok = hex_to(json_string_value(hex), sealed, n) &&
	    seal_open(&k->key, about, strlen(about), sealed, n, &plain,
	    &len) && len == SEAL_KEY_SIZE && secret_new(out, len);

	if (ok)
		memcpy(out->bytes, plain, len);
	seal_wipe(plain, len);
	free(plain);
	free(sealed);
	free(about);
	return ok;
}

static void
load_older(struct session *s, struct stream_key *k)
{
	json_t *o = read_older(s->tn, k->stream), *hex;
	json_t *list = json_object_get(o, "older");
	size_t i;

	k->older_read = true;
	k->older = xcalloc(json_array_size(list) + 1, sizeof(*k->older));
	json_array_foreach(list, i, hex)
		if (open_one(k, hex, i, &k->older[k->n_older]))
			k->n_older++;
	json_decref(o);
}

static bool
open_by(struct session *s, const char *stream, const char *about,
    const unsigned char *sealed, size_t len, unsigned char **plain, size_t *n)
{
	struct stream_key *k;
	size_t i;

	if (session_key(s, stream) == NULL)
		return false;
	k = find_key(s, stream);
	if (seal_open(&k->key, about, strlen(about), sealed, len, plain, n))
		return true;
	if (!k->older_read)
		load_older(s, k);
	for (i = 0; i < k->n_older; i++)
		if (seal_open(&k->older[i], about, strlen(about), sealed, len,
		    plain, n))
			return true;
	return false;
}

/* The seq of the newest renewal of any unit's key here; 0: never. */
static int64_t
renewed(const struct session *s)
{
	return jx_int(s->tn->site, "renewed", 0);
}

bool
session_open(struct session *s, const char *stream, const char *about,
    const unsigned char *sealed, size_t len, unsigned char **plain, size_t *n)
{
	if (open_by(s, stream, about, sealed, len, plain, n))
		return true;
	if (renewed(s) == 0)
		return false;
	/* Somebody made another since it was read. */
	session_forget_key(s, stream);
	return open_by(s, stream, about, sealed, len, plain, n);
}

const struct secret *
session_key_now(struct session *s, const char *stream)
{
	if (renewed(s) != 0)
		session_forget_key(s, stream);
	return session_key(s, stream);
}

/* ---- a new one ---- */

static bool
take_seq(void *arg, const struct event *ev)
{
	*(int64_t *)arg = ev->seq;
	return false;
}

/* Up to which renewal the stream's key is new enough. */
int64_t
session_key_since(struct session *s, const char *stream)
{
	const struct journal *j = s->tn->journal;
	json_t *o = read_older(s->tn, stream);
	int64_t since = jx_int(o, "since", 0);

	json_decref(o);
	if (since == 0)
		(void)j->read(j->ctx, stream, 0, take_seq, &since, NULL);
	return since;
}

struct holders {
	char **unit;
	size_t n, cap;
};

static bool
take_holder(void *arg, const char *unit)
{
	struct holders *h = arg;

	h->unit = xgrow(h->unit, h->n, &h->cap, sizeof(*h->unit));
	h->unit[h->n++] = xstrdup(unit);
	return true;
}

static bool
is_known_outside(const struct session *s, const struct holders *h,
    int64_t since)
{
	const json_t *units = json_object_get(s->tn->site, "units");
	size_t i;

	for (i = 0; i < h->n; i++)
		if (jx_int(json_object_get(units, h->unit[i]), "renewed", 0) >
		    since)
			return true;
	return false;
}

static bool
add_older(json_t *list, const struct secret *newest, const char *stream,
    const struct secret *key)
{
	size_t i = json_array_size(list), n = 0;
	unsigned char *sealed = NULL;
	char *about = older_about(stream, i), *hex;
	bool ok = seal_close(newest, about, strlen(about), key->bytes,
	    key->len, &sealed, &n);

	if (ok) {
		hex = xmalloc(2 * n + 1);
		hex_from(sealed, n, hex);
		json_array_append_new(list, json_string(hex));
		free(hex);
	}
	free(sealed);
	free(about);
	return ok;
}

/* All that was before, sealed to the newest, goes with the operation. */
static bool
put_older(struct session *s, const struct stream_key *k,
    const struct secret *newest, struct key_batch *kb, struct err *e)
{
	char *name = xasprintf("key/%s", k->stream), *text;
	json_t *list = json_array(), *o;
	bool ok = add_older(list, newest, k->stream, &k->key);
	size_t i;

	for (i = 0; i < k->n_older && ok; i++)
		ok = add_older(list, newest, k->stream, &k->older[i]);
	o = json_pack("{s:I,s:o}", "since", (json_int_t)renewed(s), "older",
	    list);
	text = jx_canonical(o);
	ok = ok && kb->ks.put(kb->ks.ctx, name, text, strlen(text), e);
	free(text);
	free(name);
	json_decref(o);
	return ok;
}

static bool
wrap_for(struct session *s, struct key_batch *kb, const char *stream,
    char *unit, const struct secret *key)
{
	unsigned char public_half[SEAL_KEY_SIZE];
	struct key_wrap *w;

	kb->wrap = xgrow(kb->wrap, kb->n_wrap, &kb->cap_wrap,
	    sizeof(*kb->wrap));
	w = &kb->wrap[kb->n_wrap++];
	*w = (struct key_wrap){ .stream = xstrdup(stream), .unit = unit,
	    .replaces = true };
	return keyring_unit_public(&s->tn->keys, unit, public_half) &&
	    seal_wrap(public_half, key, &w->wrap, &w->wrap_len);
}

static bool
make_new(struct session *s, const char *stream, struct holders *h,
    struct key_batch *kb, struct err *e)
{
	struct stream_key *k = find_key(s, stream);
	struct secret fresh = { 0 };
	bool ok = secret_new(&fresh, SEAL_KEY_SIZE);

	if (!k->older_read)
		load_older(s, k);
	if (ok)
		s->tn->env.random(s->tn->env.ctx, fresh.bytes, fresh.len);
	ok = ok && put_older(s, k, &fresh, kb, e);
	while (h->n > 0 && ok)
		ok = wrap_for(s, kb, stream, h->unit[--h->n], &fresh);
	if (!ok) {
		secret_free(&fresh);
		return false;
	}
	/* From now on in this session too; forgotten if it is not saved. */
	k->older = xrealloc(k->older, (k->n_older + 1) * sizeof(*k->older));
	k->older[k->n_older++] = k->key;
	k->key = fresh;
	return true;
}

bool
session_renew_key(struct session *s, const char *stream,
    struct key_batch *kb, struct err *e)
{
	const struct journal *j = s->tn->journal;
	struct holders h = { 0 };
	bool ok = true;

	if (renewed(s) == 0)
		return true;
	session_forget_key(s, stream);
	if (session_key(s, stream) != NULL &&
	    j->wraps(j->ctx, stream, take_holder, &h) &&
	    is_known_outside(s, &h, session_key_since(s, stream)))
		ok = make_new(s, stream, &h, kb, e);
	while (h.n > 0)
		free(h.unit[--h.n]);
	free(h.unit);
	return ok;
}
