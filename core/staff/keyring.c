/* Officers' and units' keys: making and opening them. */
#include "core/staff/keyring.h"

#include "core/base/jx.h"
#include "core/staff/blob.h"
#include "core/staff/keys.h"
#include "core/staff/tries.h"

#include <stdlib.h>
#include <string.h>

bool
keyring_make_unit(const struct keyring_store *ks, const char *unit,
    unsigned char public_half[SEAL_KEY_SIZE], struct secret *private_half,
    struct err *e)
{
	char *name = xasprintf("unit/%s", unit);
	bool ok = seal_pair(public_half, private_half);

	if (!ok)
		err_set(e, ERR_SEAL_FAILED, NULL);
	else
		ok = ks->put(ks->ctx, name, public_half, SEAL_KEY_SIZE, e);
	free(name);
	return ok;
}

bool
keyring_unit_public(const struct keyring_store *ks, const char *unit,
    unsigned char out[SEAL_KEY_SIZE])
{
	char *name = xasprintf("unit/%s", unit);
	unsigned char *blob = NULL;
	size_t len = 0;
	bool ok = ks->get(ks->ctx, name, &blob, &len) && len == SEAL_KEY_SIZE;

	if (ok)
		memcpy(out, blob, SEAL_KEY_SIZE);
	free(blob);
	free(name);
	return ok;
}

bool
keys_derive(const struct keyring_store *ks, const char *secret, size_t len,
    const unsigned char salt[SEAL_SALT_SIZE], struct seal_cost cost,
    struct secret *key, bool *later)
{
	*later = false;
	return ks->derive != NULL ?
	    ks->derive(ks->ctx, secret, len, salt, cost, key, later) :
	    seal_derive(secret, len, salt, cost, key);
}

/* Seals the private half under a secret and writes officer/ID. */
static bool
write_officer(const struct keyring_store *ks, const char *officer,
    const char *secret, size_t len, struct seal_cost cost,
    const unsigned char public_half[SEAL_KEY_SIZE],
    const struct secret *private_half, struct err *e)
{
	unsigned char salt[SEAL_SALT_SIZE], *sealed = NULL;
	struct secret key = { 0 };
	char *name = xasprintf("officer/%s", officer);
	size_t sealed_len = 0;
	json_t *o = json_object();
	bool ok, later = false;

	if (ks->salt != NULL)
		ks->salt(ks->ctx, salt);
	else
		ks->random(ks->ctx, salt, sizeof(salt));
	ok = keys_derive(ks, secret, len, salt, cost, &key, &later) &&
	    seal_close(&key, officer, strlen(officer), private_half->bytes,
	    private_half->len, &sealed, &sealed_len);
	secret_free(&key);
	if (ok) {
		blob_set_hex(o, "salt", salt, sizeof(salt));
		blob_set_hex(o, "public", public_half, SEAL_KEY_SIZE);
		blob_set_hex(o, "private", sealed, sealed_len);
		json_object_set_new(o, "ops",
		    json_integer((json_int_t)cost.ops));
		json_object_set_new(o, "mem",
		    json_integer((json_int_t)cost.mem));
		ok = blob_put_json(ks, name, o, e);
	} else {
		err_set(e, later ? ERR_SIGN_IN_LATER : ERR_SEAL_FAILED, NULL);
	}
	free(sealed);
	free(name);
	json_decref(o);
	return ok;
}

bool
keys_let_in(const struct keyring_store *ks, const char *officer,
    const char *unit, const unsigned char public_half[SEAL_KEY_SIZE],
    const struct secret *unit_private, struct err *e)
{
	char *name = xasprintf("member/%s/%s", unit, officer);
	unsigned char *wrap = NULL;
	size_t len;
	bool ok = seal_wrap(public_half, unit_private, &wrap, &len);

	if (!ok)
		err_set(e, ERR_SEAL_FAILED, NULL);
	else
		ok = ks->put(ks->ctx, name, wrap, len, e);
	free(wrap);
	free(name);
	return ok;
}

bool
keyring_make_officer(const struct keyring_store *ks, const char *officer,
    const char *secret, size_t len, struct seal_cost cost, const char *unit,
    const struct secret *unit_private,
    unsigned char public_half[SEAL_KEY_SIZE], struct err *e)
{
	struct secret private_half = { 0 };
	bool ok;

	if (!seal_pair(public_half, &private_half))
		return err_set(e, ERR_SEAL_FAILED, NULL);
	ok = write_officer(ks, officer, secret, len, cost, public_half,
	    &private_half, e) &&
	    keys_let_in(ks, officer, unit, public_half, unit_private, e);
	secret_free(&private_half);
	return ok;
}

/* ---- opening ---- */

/* The cost of an officer's hash; of an unknown one what all cost here. */
static struct seal_cost
cost_of(const struct keyring_store *ks, const json_t *o)
{
	struct seal_cost cost = keyring_cost(ks);

	cost.ops = (uint64_t)jx_int(o, "ops", (int64_t)cost.ops);
	cost.mem = (uint64_t)jx_int(o, "mem", (int64_t)cost.mem);
	return cost;
}

static bool
open_sealed(const struct secret *key, const char *officer,
    const unsigned char *sealed, size_t len, struct secret *private_half)
{
	unsigned char *plain = NULL;
	size_t plain_len = 0;
	bool ok = seal_open(key, officer, strlen(officer), sealed, len,
	    &plain, &plain_len) && plain_len == SEAL_KEY_SIZE &&
	    secret_new(private_half, SEAL_KEY_SIZE);

	if (ok)
		memcpy(private_half->bytes, plain, SEAL_KEY_SIZE);
	seal_wipe(plain, plain_len);
	free(plain);
	return ok;
}

/*
 * Derived in any case, so that an unknown officer takes as long; what a
 * one-time secret opens needs no slow hash, but takes the time of one.
 */
static bool
open_private(const struct keyring_store *ks, const json_t *o,
    const struct sign_in *in, struct secret *private_half, bool *later)
{
	unsigned char salt[SEAL_SALT_SIZE] = { 0 }, *sealed;
	struct secret key = { 0 };
	size_t len = 0;
	bool ok, derived;

	sealed = blob_get_hex(o, "private", &len);
	ok = hex_to(jx_text(o, "salt"), salt, sizeof(salt));
	derived = keys_derive(ks, in->secret, in->len, salt, cost_of(ks, o),
	    &key, later);
	if (*later)
		ok = false;
	else if (jx_bool(o, "once", false))
		ok = in->now <= jx_int(o, "until", 0) &&
		    keys_open_once(o, in->officer, in->secret, in->len,
		    private_half);
	else
		ok = ok && derived && sealed != NULL &&
		    open_sealed(&key, in->officer, sealed, len, private_half);
	free(sealed);
	secret_free(&key);
	return ok;
}

static bool
open_unit(const struct keyring_store *ks, const char *officer,
    const char *unit, struct keyring *k)
{
	char *name = xasprintf("member/%s/%s", unit, officer);
	unsigned char *wrap = NULL;
	size_t len = 0;
	bool ok = keyring_unit_public(ks, unit, k->unit_public) &&
	    ks->get(ks->ctx, name, &wrap, &len) &&
	    seal_unwrap(k->officer_public, &k->officer, wrap, len, &k->unit) &&
	    keys_open_old(ks, unit, k);

	free(wrap);
	free(name);
	return ok;
}

/* Made anew when it is cheaper than what hashes cost here now. */
static bool
raise_cost(const struct keyring_store *ks, const json_t *o,
    const struct sign_in *in, const struct keyring *k, bool *later)
{
	struct seal_cost now = keyring_cost(ks), was = cost_of(ks, o);
	struct err e = ERR_INIT;
	bool ok;

	*later = false;
	if (k->once || (was.ops >= now.ops && was.mem >= now.mem))
		return true;
	ok = write_officer(ks, in->officer, in->secret, in->len, now,
	    k->officer_public, &k->officer, &e);
	*later = e.code == ERR_SIGN_IN_LATER;
	err_done(&e);
	return ok;
}

/* Secret and, where it is wanted, code: one answer to both. */
static bool
open_both(const struct keyring_store *ks, const json_t *o,
    const struct sign_in *in, struct keyring *out, bool *later,
    struct err *e)
{
	if (in->by_account) {
		*later = false;
		if (!keys_open_account(ks, in, &out->officer))
			return false;
	} else if (!open_private(ks, o, in, &out->officer, later)) {
		return false;
	}
	out->once = jx_bool(o, "once", false);
	/* Before a code is used up: all of this may come a second time. */
	if (!in->by_account)
		(void)raise_cost(ks, o, in, out, later);
	return !*later && (!in->wants_code || keys_use_code(ks, in->officer,
	    &out->officer, in->code, in->now, e));
}

static bool
try_open(const struct keyring_store *ks, const struct sign_in *in,
    struct keyring *out, struct err *e)
{
	bool known = in->unit != NULL, ok, later = false;
	char *name = xasprintf("officer/%s", in->officer);
	json_t *o = known ? blob_get_json(ks, name) : NULL;

	free(name);
	ok = hex_to(jx_text(o, "public"), out->officer_public,
	    SEAL_KEY_SIZE);
	ok = open_both(ks, o, in, out, &later, e) && ok;
	json_decref(o);
	if (later)
		return err_set(e, ERR_SIGN_IN_LATER, NULL);
	if (e->code != ERR_NONE)	/* a store that cannot be written */
		return false;
	tries_note(ks, in->officer, known, !ok, in->now);
	return ok && open_unit(ks, in->officer, in->unit, out) &&
	    seal_subkey(&out->officer, "draft", &out->draft);
}

bool
keyring_open(const struct keyring_store *ks, const struct sign_in *in,
    struct keyring *out, struct err *e)
{
	struct err own = ERR_INIT;
	bool ok;

	memset(out, 0, sizeof(*out));
	if (tries_wait(ks, in->officer, in->unit != NULL, in->now) > 0)
		return err_set(e, ERR_SIGN_IN_WAIT, NULL);
	ok = try_open(ks, in, out, &own);
	if (!ok) {
		keyring_close(out);
		if (own.code == ERR_NONE)
			err_set(&own, ERR_SIGN_IN, NULL);
	}
	err_move(e, &own);
	return ok;
}

static void
close_unit(struct keyring *k)
{
	size_t i;

	secret_free(&k->unit);
	for (i = 0; i < k->n_old; i++)
		secret_free(&k->old[i].private_half);
	free(k->old);
	k->old = NULL;
	k->n_old = 0;
}

bool
keyring_reopen(const struct keyring_store *ks, const char *officer,
    const char *unit, struct keyring *k)
{
	close_unit(k);
	return open_unit(ks, officer, unit, k);
}

void
keyring_close(struct keyring *k)
{
	close_unit(k);
	secret_free(&k->officer);
	secret_free(&k->draft);
	seal_wipe(k, sizeof(*k));
}

bool
keyring_prove(const struct keyring_store *ks, const char *officer,
    const char *secret, size_t len, when_t now, struct err *e)
{
	struct sign_in in = { .officer = officer, .unit = "", .secret = secret,
	    .len = len, .now = now };
	char *name = xasprintf("officer/%s", officer);
	json_t *o = blob_get_json(ks, name);
	struct secret private_half = { 0 };
	bool ok, later = false;

	free(name);
	if (tries_wait(ks, officer, true, now) > 0) {
		json_decref(o);
		return err_set(e, ERR_SIGN_IN_WAIT, NULL);
	}
	ok = open_private(ks, o, &in, &private_half, &later);
	secret_free(&private_half);
	json_decref(o);
	if (later)
		return err_set(e, ERR_SIGN_IN_LATER, NULL);
	tries_note(ks, officer, true, !ok, now);
	return ok ? true : err_set(e, ERR_SIGN_IN, NULL);
}

bool
keyring_change_secret(const struct keyring_store *ks, const char *officer,
    const struct keyring *k, const char *secret, size_t len, struct err *e)
{
	return write_officer(ks, officer, secret, len, keyring_cost(ks),
	    k->officer_public, &k->officer, e);
}
