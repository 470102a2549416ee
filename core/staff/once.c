/*
 * One-time secrets in two halves.  A private half is sealed under the second
 * half of the secret and inside under the first, so that both are needed and
 * who saw one can do nothing with it.  80 random bits each: no slow hash is
 * needed against guessing.
 */
#include "core/base/jx.h"
#include "core/staff/blob.h"
#include "core/staff/keys.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Without I, L, O, U, which are misread (Crockford). */
static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static void
make_half(const struct keyring_store *ks, char half[HALF_SIZE],
    char plain[HALF_LETTERS + 1])
{
	unsigned char byte[HALF_LETTERS];
	size_t i, at = 0;

	ks->random(ks->ctx, byte, sizeof(byte));
	for (i = 0; i < HALF_LETTERS; i++) {
		plain[i] = letters[byte[i] & 31];
		if (i > 0 && i % 4 == 0)
			half[at++] = '-';
		half[at++] = plain[i];
	}
	half[at] = plain[i] = '\0';
	seal_wipe(byte, sizeof(byte));
}

static bool
key_of(const char plain[HALF_LETTERS], struct secret *key)
{
	struct secret wide = { 0 };
	bool ok = secret_new(&wide, SEAL_KEY_SIZE);

	if (ok)
		memcpy(wide.bytes, plain, HALF_LETTERS);
	ok = ok && seal_subkey(&wide, "one-time half", key);
	secret_free(&wide);
	return ok;
}

static bool
close_under(const char plain[HALF_LETTERS], const char *about,
    const unsigned char *in, size_t len, unsigned char **out,
    size_t *out_len)
{
	struct secret key = { 0 };
	bool ok = key_of(plain, &key) && seal_close(&key, about,
	    strlen(about), in, len, out, out_len);

	secret_free(&key);
	return ok;
}

static bool
open_under(const char plain[HALF_LETTERS], const char *about,
    const unsigned char *in, size_t len, unsigned char **out,
    size_t *out_len)
{
	struct secret key = { 0 };
	bool ok = key_of(plain, &key) && seal_open(&key, about,
	    strlen(about), in, len, out, out_len);

	secret_free(&key);
	return ok;
}

bool
keyring_begin_once(const struct keyring_store *ks, const char *name,
    char half[HALF_SIZE], struct err *e)
{
	unsigned char public_half[SEAL_KEY_SIZE], *sealed = NULL;
	char plain[HALF_LETTERS + 1], *blob = xasprintf("once/%s", name);
	struct secret private_half = { 0 };
	json_t *o = json_object();
	size_t len = 0;
	bool ok;

	make_half(ks, half, plain);
	ok = seal_pair(public_half, &private_half) &&
	    close_under(plain, "first", private_half.bytes, private_half.len,
	    &sealed, &len);
	if (ok) {
		blob_set_hex(o, "public", public_half, SEAL_KEY_SIZE);
		blob_set_hex(o, "private", sealed, len);
		ok = blob_put_json(ks, blob, o, e);
	} else {
		err_set(e, ERR_SEAL_FAILED, NULL);
	}
	secret_free(&private_half);
	seal_wipe(plain, sizeof(plain));
	free(sealed);
	free(blob);
	json_decref(o);
	return ok;
}

/* officer/ID as keys_open_once() reads it. */
static bool
write_once(const struct keyring_store *ks, const char *officer,
    const json_t *begun, when_t until, char half[HALF_SIZE], struct err *e)
{
	char plain[HALF_LETTERS + 1], *name = xasprintf("officer/%s", officer);
	unsigned char *inner, *outer = NULL, salt[SEAL_SALT_SIZE];
	size_t len = 0, outer_len = 0;
	struct seal_cost cost = keyring_cost(ks);
	json_t *o;
	bool ok;

	make_half(ks, half, plain);
	ks->random(ks->ctx, salt, sizeof(salt));
	inner = blob_get_hex(begun, "private", &len);
	ok = inner != NULL && close_under(plain, officer, inner, len, &outer,
	    &outer_len);
	o = json_pack("{s:b,s:I,s:I,s:I,s:O*}", "once", 1, "until",
	    (json_int_t)until, "ops", (json_int_t)cost.ops, "mem",
	    (json_int_t)cost.mem, "public", json_object_get(begun, "public"));
	if (ok) {
		blob_set_hex(o, "salt", salt, sizeof(salt));
		blob_set_hex(o, "private", outer, outer_len);
		ok = blob_put_json(ks, name, o, e);
	} else {
		err_set(e, ERR_SEAL_FAILED, NULL);
	}
	seal_wipe(plain, sizeof(plain));
	free(inner);
	free(outer);
	free(name);
	json_decref(o);
	return ok;
}

/* Destroys a few blobs of an officer, by their kinds. */
static bool
drop_all(const struct keyring_store *ks, const char *const *kind, size_t n,
    const char *id, struct err *e)
{
	bool ok = true;
	size_t i;

	for (i = 0; i < n && ok; i++) {
		char *name = xasprintf("%s/%s", kind[i], id);

		ok = ks->drop(ks->ctx, name, e);
		free(name);
	}
	return ok;
}

bool
keyring_end_once(const struct keyring_store *ks, const char *name,
    const char *officer, const char *unit, const struct keyring *member,
    when_t until, char half[HALF_SIZE],
    unsigned char public_half[SEAL_KEY_SIZE], struct err *e)
{
	static const char *const old[] = {
		"totp", "totp_new", "tries", "account"
	};
	char *blob = xasprintf("once/%s", name);
	json_t *begun = blob_get_json(ks, blob);
	bool ok;

	if (!hex_to(jx_text(begun, "public"), public_half, SEAL_KEY_SIZE))
		ok = err_set(e, ERR_SEAL_FAILED, NULL);
	else
		ok = write_once(ks, officer, begun, until, half, e) &&
		    keys_let_in(ks, officer, unit, public_half, &member->unit,
		    e) && drop_all(ks, old, ARRAY_LEN(old), officer, e) &&
		    ks->drop(ks->ctx, blob, e);
	json_decref(begun);
	free(blob);
	return ok;
}

/* Both halves as typed, in any case, with or without - and spaces. */
static bool
read_halves(const char *secret, size_t len, char out[2 * HALF_LETTERS + 1])
{
	size_t i, n = 0;

	for (i = 0; i < len; i++) {
		char c = (char)toupper((unsigned char)secret[i]);

		if (c == '-' || c == ' ')
			continue;
		c = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
		if (c == '\0' || strchr(letters, c) == NULL ||
		    n == 2 * (size_t)HALF_LETTERS)
			return false;
		out[n++] = c;
	}
	out[n] = '\0';
	return n == 2 * (size_t)HALF_LETTERS;
}

bool
keys_open_once(const json_t *o, const char *officer, const char *secret,
    size_t len, struct secret *private_half)
{
	char plain[2 * HALF_LETTERS + 1] = "";
	unsigned char *sealed, *inner = NULL, *key = NULL;
	size_t n = 0, inner_len = 0, key_len = 0;
	bool ok;

	sealed = blob_get_hex(o, "private", &n);
	ok = sealed != NULL && read_halves(secret, len, plain) &&
	    open_under(plain + HALF_LETTERS, officer, sealed, n, &inner,
	    &inner_len) &&
	    open_under(plain, "first", inner, inner_len, &key, &key_len) &&
	    key_len == SEAL_KEY_SIZE && secret_new(private_half, key_len);
	if (ok)
		memcpy(private_half->bytes, key, key_len);
	seal_wipe(key, key_len);
	seal_wipe(plain, sizeof(plain));
	free(key);
	free(inner);
	free(sealed);
	return ok;
}
