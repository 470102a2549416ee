/* Coming in: hello, secrets, sessions. */
#include "core/serve/server.h"

#include "core/base/jx.h"
#include "core/door/served.h"

#include <string.h>

/*
 * Tells the door who asks, where the kernel's word is one officer.  True when
 * this connection may come in by its account.
 */
static bool
asks_account(struct server *sv, const struct peer *p)
{
	struct deferred *d = tn_deferred(sv->config->tn);

	d->uid = p->uid;
	d->account_key = *p->officer != '\0' ? sv->config->account_key : NULL;
	return d->account_key != NULL && !p->entered;
}

static void
asked(struct server *sv)
{
	struct deferred *d = tn_deferred(sv->config->tn);

	d->account_key = NULL;
	d->by_account = false;
}

void
entry_hello(struct server *sv, struct peer *p, const json_t *request)
{
	char theirs[24], ours[24];
	struct err e = ERR_INIT;
	bool code = false;
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
	if (asks_account(sv, p) && tn_account_ready(sv->config->tn,
	    p->officer, tn_deferred(sv->config->tn), &code))
		json_object_set_new(o, "account", json_pack("{s:s,s:b}",
		    "officer", p->officer, "code", code));
	asked(sv);
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

void
entry_hashing_done(struct peer *p)
{
	size_t i;

	secret_free(&p->secret);
	secret_free(&p->other);
	for (i = 0; i < p->n_given; i++)
		secret_free(&p->given[i].key);
	p->n_given = 0;
	json_decref(p->request);
	p->request = NULL;
	p->hashing = false;
}

static bool
try_sign_in(struct server *sv, struct peer *p, struct err *e)
{
	const char *officer = officer_of(p);
	struct session *s = tn_sign_in_code(sv->config->tn, officer,
	    (char *)p->secret.bytes, (size_t)jx_int(p->request, "length", 0),
	    jx_text(p->request, "code"), e);

	if (s != NULL)
		let_in(sv, p, s, officer);
	return s != NULL;
}

static bool
try_change(struct server *sv, struct peer *p, struct err *e)
{
	struct session *s = peer_session(p, jx_int(p->request, "session", 0));

	if (s == NULL)
		return err_set(e, ERR_SERVE_SESSION, NULL);
	if (!tn_change_secret(s, (char *)p->secret.bytes,
	    (size_t)jx_int(p->request, "length", 0), (char *)p->other.bytes,
	    (size_t)jx_int(p->request, "other_length", 0), e))
		return false;
	peer_answer(p, tn_about(sv->config->tn), sv->config->limits.frame,
	    sv->now);
	return true;
}

/* True when all is said; false when a hash must be made first. */
static bool
try_request(struct server *sv, struct peer *p, bool deferred)
{
	struct deferred *d = tn_deferred(sv->config->tn);
	struct err e = ERR_INIT;
	bool ok;

	*d = (struct deferred){ .on = deferred, .given = p->given,
	    .n_given = p->n_given };
	memcpy(d->fresh, p->fresh, sizeof(d->fresh));
	(void)asks_account(sv, p);
	ok = str_eq(jx_text(p->request, "op"), "sign_in") ?
	    try_sign_in(sv, p, &e) : try_change(sv, p, &e);
	d->on = false;
	asked(sv);
	if (!ok && e.code == ERR_SIGN_IN_LATER &&
	    p->n_given < DEFERRED_MAX) {
		err_done(&e);
		return false;
	}
	if (!ok)
		peer_err(p, &e, sv->now);
	err_done(&e);
	entry_hashing_done(p);
	return true;
}

/* A secret moves to locked memory; nothing of it is left in the request. */
static bool
keep_secret(struct peer *p, const char *key, const char *length,
    struct secret *to)
{
	json_t *text = jx_get(p->request, key);
	size_t len = json_string_length(text);

	if (!secret_new(to, len + 1))
		return false;
	if (len > 0) {
		memcpy(to->bytes, json_string_value(text), len);
		seal_wipe((void *)(uintptr_t)json_string_value(text), len);
	}
	json_object_set_new(p->request, length, json_integer((json_int_t)len));
	json_object_del(p->request, key);
	return true;
}

/* Asked again for salt and cost once a hasher is free. */
static void
begin_hashing(struct server *sv, struct peer *p, bool kept)
{
	if (!kept) {
		peer_error(p, ERR_SEAL_FAILED, NULL, sv->now);
		entry_hashing_done(p);
		return;
	}
	seal_random(NULL, p->fresh, sizeof(p->fresh));
	p->hashing = true;
	entry_hash_next(sv);
}

/* No secret, no hash: the kernel has said who it is. */
static void
enter_by_account(struct server *sv, struct peer *p)
{
	struct deferred *d = tn_deferred(sv->config->tn);
	struct err e = ERR_INIT;
	struct session *s = NULL;

	if (asks_account(sv, p)) {
		d->by_account = true;
		s = tn_sign_in_code(sv->config->tn, p->officer, "", 0,
		    jx_text(p->request, "code"), &e);
	} else {
		err_set(&e, ERR_SIGN_IN_ACCOUNT, NULL);
	}
	asked(sv);
	if (s != NULL) {
		p->entered = true;
		let_in(sv, p, s, p->officer);
	} else {
		peer_err(p, &e, sv->now);
	}
	err_done(&e);
	entry_hashing_done(p);
}

void
entry_sign_in(struct server *sv, struct peer *p, json_t *request)
{
	size_t most = *p->officer == '\0' ? SESSIONS_MAX : SESSIONS_ONE;

	p->request = json_incref(request);
	if (p->n_session >= most) {
		peer_error(p, ERR_SERVE_SESSIONS, NULL, sv->now);
		entry_hashing_done(p);
		return;
	}
	if (jx_bool(request, "account", false)) {
		enter_by_account(sv, p);
		return;
	}
	begin_hashing(sv, p, keep_secret(p, "secret", "length", &p->secret));
}

void
entry_change_secret(struct server *sv, struct peer *p, json_t *request)
{
	p->request = json_incref(request);
	begin_hashing(sv, p, keep_secret(p, "old", "length", &p->secret) &&
	    keep_secret(p, "secret", "other_length", &p->other));
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

void
entry_alive(struct server *sv, struct peer *p, const json_t *request)
{
	struct session *s = peer_session(p, jx_int(request, "session", 0));

	if (s == NULL)
		peer_error(p, ERR_SERVE_SESSION, NULL, sv->now);
	else if (tn_alive(s))
		peer_answer(p, json_object(), sv->config->limits.frame,
		    sv->now);
	else
		peer_error(p, tn_session_over(s), NULL, sv->now);
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

/* Has what is wanted next hashed; else the peer is told. */
static void
give(struct server *sv, struct peer *p, struct hasher *h)
{
	const struct deferred *d = tn_deferred(sv->config->tn);

	if (hasher_give(h, d->text, d->len, d->salt, d->cost)) {
		h->owner = p;
		return;
	}
	/* It has died, or the secret is longer than any that is allowed. */
	peer_error(p, ERR_SIGN_IN, NULL, sv->now);
	entry_hashing_done(p);
}

static void
start_one(struct server *sv, struct peer *p, struct hasher *h)
{
	/* With no hasher left at all it is answered one way or the other. */
	if (!try_request(sv, p, h != NULL) && h != NULL)
		give(sv, p, h);
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
	struct secret key = { NULL, 0 };
	enum hasher_got got = hasher_read(h, &key);
	struct peer *p = h->owner;

	if (got == HASHER_MORE)
		return;
	h->owner = NULL;
	if (p != NULL && got == HASHER_KEY) {
		struct deferred_key *k = &p->given[p->n_given++];

		k->key = key;
		memcpy(k->salt, h->salt, SEAL_SALT_SIZE);
		k->cost = h->cost;
		/* Another hash may follow, or its salt has changed meanwhile. */
		if (!try_request(sv, p, true))
			give(sv, p, h);
	} else if (p != NULL) {
		peer_error(p, ERR_SEAL_FAILED, NULL, sv->now);
		entry_hashing_done(p);
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
