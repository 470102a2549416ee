/* Coming in: hello, secrets, sessions. */
#include "core/serve/server.h"

#include "core/base/jx.h"
#include "core/door/served.h"

#include <string.h>

void
entry_hello(struct server *sv, struct peer *p, const json_t *request)
{
	char theirs[24], ours[24];
	struct err e = ERR_INIT;
	json_t *o;

	if (jx_int(request, "version", 0) != WIRE_VERSION) {
		snprintf(ours, sizeof(ours), "%d", WIRE_VERSION);
		snprintf(theirs, sizeof(theirs), "%lld",
		    (long long)jx_int(request, "version", 0));
		err_set(&e, ERR_SERVE_VERSION, ours, theirs, NULL);
		peer_err(p, &e, sv->now);
		err_done(&e);
		p->closing = true;
		return;
	}
	if (!str_eq(jx_text(request, "forms"), sv->forms)) {
		peer_end(p, ERR_SERVE_FORMS, sv->now);
		return;
	}
	p->greeted = true;
	o = tn_about(sv->config->tn);
	/* Values are for those who have signed in. */
	json_object_del(o, "values");
	json_object_set_new(o, "version", json_integer(WIRE_VERSION));
	if (*p->officer != '\0')
		json_object_set_new(o, "officer", json_string(p->officer));
	peer_answer(p, o, sv->config->limits.frame, sv->now);
}

/* ---- signing in ---- */

/* A number that nobody guesses and none of this connection has. */
static int64_t
new_number(const struct peer *p)
{
	int64_t number;

	do {
		seal_random(NULL, &number, sizeof(number));
		number &= (INT64_C(1) << 53) - 1;
	} while (number == 0 || peer_session(p, number) != NULL);
	return number;
}

static void
let_in(struct server *sv, struct peer *p, struct session *s,
    const char *officer)
{
	struct peer_session *mine = &p->session[p->n_session++];
	json_t *o = tn_about(sv->config->tn);

	mine->number = new_number(p);
	mine->session = s;
	p->in.most = sv->config->limits.frame;
	json_object_set_new(o, "session", json_integer(mine->number));
	json_object_set_new(o, "officer", json_string(officer));
	peer_answer(p, o, sv->config->limits.frame, sv->now);
}

/* The kernel says who it is; what a frame says counts only where it may. */
static const char *
officer_of(const struct peer *p)
{
	const char *said = jx_text(p->request, "officer");

	if (*p->officer != '\0')
		return p->officer;
	return said != NULL ? said : "";
}

static void
finish(struct peer *p)
{
	secret_free(&p->secret);
	json_decref(p->request);
	p->request = NULL;
	p->hashing = false;
}

/* True when all is said; false when a hash must be made first. */
static bool
try_sign_in(struct server *sv, struct peer *p)
{
	const char *officer = officer_of(p);
	struct err e = ERR_INIT;
	struct session *s = tn_sign_in(sv->config->tn, officer,
	    (char *)p->secret.bytes,
	    (size_t)jx_int(p->request, "length", 0), &e);

	if (s == NULL && e.code == ERR_SIGN_IN_LATER) {
		err_done(&e);
		return false;
	}
	if (s != NULL)
		let_in(sv, p, s, officer);
	else
		peer_err(p, &e, sv->now);
	err_done(&e);
	finish(p);
	return true;
}

/* The secret moves to locked memory; nothing of it is left in the request. */
static bool
keep_secret(struct peer *p)
{
	json_t *text = jx_get(p->request, "secret");
	size_t len = json_string_length(text);

	if (!secret_new(&p->secret, len + 1))
		return false;
	if (len > 0) {
		memcpy(p->secret.bytes, json_string_value(text), len);
		seal_wipe((void *)(uintptr_t)json_string_value(text), len);
	}
	json_object_set_new(p->request, "length",
	    json_integer((json_int_t)len));
	json_object_del(p->request, "secret");
	return true;
}

void
entry_sign_in(struct server *sv, struct peer *p, json_t *request)
{
	size_t most = *p->officer == '\0' ? SESSIONS_MAX : SESSIONS_ONE;

	p->request = json_incref(request);
	if (p->n_session >= most) {
		peer_error(p, ERR_SERVE_SESSIONS, NULL, sv->now);
		finish(p);
	} else if (!keep_secret(p)) {
		peer_error(p, ERR_SEAL_FAILED, NULL, sv->now);
		finish(p);
	} else {
		/* Asked again for salt and cost once a hasher is free. */
		p->hashing = true;
		entry_hash_next(sv);
	}
}

void
entry_sign_out(struct server *sv, struct peer *p, const json_t *request)
{
	struct session *s = peer_drop(p, jx_int(request, "session", 0));

	if (s == NULL) {
		peer_error(p, ERR_SERVE_SESSION, NULL, sv->now);
		return;
	}
	tn_sign_out(s);
	peer_answer(p, json_object(), sv->config->limits.frame, sv->now);
}

/* ---- hashes ---- */

static struct hasher *
free_hasher(struct server *sv)
{
	int i;

	for (i = 0; i < sv->config->limits.hashers; i++)
		if (sv->hasher[i].fd >= 0 && !sv->hasher[i].busy)
			return &sv->hasher[i];
	return NULL;
}

static bool
any_hasher(const struct server *sv)
{
	int i;

	for (i = 0; i < sv->config->limits.hashers; i++)
		if (sv->hasher[i].fd >= 0)
			return true;
	return false;
}

static bool
is_owner(const struct server *sv, const struct peer *p)
{
	int i;

	for (i = 0; i < sv->config->limits.hashers; i++)
		if (sv->hasher[i].owner == p)
			return true;
	return false;
}

static void
start_one(struct server *sv, struct peer *p, struct hasher *h)
{
	struct deferred *d = tn_deferred(sv->config->tn);
	bool done;

	d->on = h != NULL;
	done = try_sign_in(sv, p);
	d->on = false;
	if (done)
		return;
	if (hasher_give(h, &p->secret,
	    (size_t)jx_int(p->request, "length", 0), d->salt, d->cost)) {
		h->owner = p;
		return;
	}
	/* It has died, or the secret is longer than any that is allowed. */
	peer_error(p, ERR_SIGN_IN, NULL, sv->now);
	finish(p);
}

void
entry_hash_next(struct server *sv)
{
	bool any = any_hasher(sv);
	size_t i;

	for (i = 0; i < sv->n_peer; i++) {
		struct peer *p = sv->peer[i];
		struct hasher *h;

		if (!p->hashing || is_owner(sv, p))
			continue;
		h = free_hasher(sv);
		if (any && h == NULL)
			return;
		start_one(sv, p, h);
	}
}

void
entry_hashed(struct server *sv, struct hasher *h)
{
	struct deferred *d = tn_deferred(sv->config->tn);
	struct secret key = { NULL, 0 };
	enum hasher_got got = hasher_read(h, &key);
	struct peer *p = h->owner;

	if (got == HASHER_MORE)
		return;
	h->owner = NULL;
	if (p != NULL && got == HASHER_KEY) {
		secret_free(&d->key);
		d->key = key;
		memcpy(d->salt, h->salt, SEAL_SALT_SIZE);
		d->cost = h->cost;
		d->on = true;
		/* Its salt may have changed meanwhile: then it begins anew. */
		(void)try_sign_in(sv, p);
		d->on = false;
		deferred_done(d);
	} else if (p != NULL) {
		peer_error(p, ERR_SEAL_FAILED, NULL, sv->now);
		finish(p);
	} else {
		secret_free(&key);
	}
	entry_hash_next(sv);
}

void
entry_forget(struct server *sv, const struct peer *p)
{
	int i;

	for (i = 0; i < sv->config->limits.hashers; i++)
		if (sv->hasher[i].owner == p)
			sv->hasher[i].owner = NULL;
}
