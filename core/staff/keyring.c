/* Officers' and units' keys, as JSON blobs with hexadecimal bytes. */
#include "core/staff/keyring.h"

#include "core/base/jx.h"
#include "core/base/utf8.h"
#include "core/vietnamese/fold.h"

#include <stdlib.h>
#include <string.h>

#define SECRET_MIN_LETTERS 12
#define SECRET_MAX_BYTES 1024
#define FREE_TRIES 5
#define MINUTE_MS 60000
#define WAIT_MAX_MIN 15
/* X25519 sealed box and AEAD of a 32-byte key are well below this. */
#define WRAP_MAX 512

void
hex_from(const unsigned char *bytes, size_t n, char *out)
{
	static const char digit[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < n; i++) {
		out[2 * i] = digit[bytes[i] >> 4];
		out[2 * i + 1] = digit[bytes[i] & 15];
	}
	out[2 * n] = '\0';
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

bool
hex_to(const char *hex, unsigned char *out, size_t n)
{
	size_t i;

	if (hex == NULL || strlen(hex) != 2 * n)
		return false;
	for (i = 0; i < n; i++) {
		int hi = hex_digit(hex[2 * i]), lo = hex_digit(hex[2 * i + 1]);

		if (hi < 0 || lo < 0)
			return false;
		out[i] = (unsigned char)(hi << 4 | lo);
	}
	return true;
}

static void
set_hex(json_t *o, const char *key, const unsigned char *bytes, size_t n)
{
	char *hex = xmalloc(2 * n + 1);

	hex_from(bytes, n, hex);
	json_object_set_new(o, key, json_string(hex));
	free(hex);
}

static json_t *
get_json(const struct keyring_store *ks, const char *what, const char *id)
{
	char *name = xasprintf("%s/%s", what, id);
	unsigned char *blob = NULL;
	json_t *o = NULL;
	size_t len;

	if (ks->get(ks->ctx, name, &blob, &len))
		o = jx_parse((char *)blob, len, NULL);
	free(blob);
	free(name);
	return o;
}

static bool
put_json(const struct keyring_store *ks, const char *what, const char *id,
    const json_t *o, struct err *e)
{
	char *name = xasprintf("%s/%s", what, id);
	char *text = jx_canonical(o);
	bool ok = ks->put(ks->ctx, name, text, strlen(text), e);

	free(text);
	free(name);
	return ok;
}

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

/* Seals the private half under a secret and writes officer/ID. */
static bool
write_officer(const struct keyring_store *ks, const char *officer,
    const char *secret, size_t len, struct seal_cost cost,
    const unsigned char public_half[SEAL_KEY_SIZE],
    const struct secret *private_half, struct err *e)
{
	unsigned char salt[SEAL_SALT_SIZE], *sealed = NULL;
	struct secret key = { 0 };
	size_t sealed_len = 0;
	json_t *o = json_object();
	bool ok;

	ks->random(ks->ctx, salt, sizeof(salt));
	ok = seal_derive(secret, len, salt, cost, &key) &&
	    seal_close(&key, officer, strlen(officer), private_half->bytes,
	    private_half->len, &sealed, &sealed_len);
	secret_free(&key);
	if (ok) {
		set_hex(o, "salt", salt, sizeof(salt));
		set_hex(o, "public", public_half, SEAL_KEY_SIZE);
		set_hex(o, "private", sealed, sealed_len);
		json_object_set_new(o, "ops",
		    json_integer((json_int_t)cost.ops));
		json_object_set_new(o, "mem",
		    json_integer((json_int_t)cost.mem));
		ok = put_json(ks, "officer", officer, o, e);
	} else {
		err_set(e, ERR_SEAL_FAILED, NULL);
	}
	free(sealed);
	json_decref(o);
	return ok;
}

static bool
write_member(const struct keyring_store *ks, const char *officer,
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
	    write_member(ks, officer, unit, public_half, unit_private, e);
	secret_free(&private_half);
	return ok;
}

bool
keyring_check_secret(const char *officer, const char *name,
    const char *secret, size_t len, struct err *e)
{
	if (len > SECRET_MAX_BYTES || !utf8_valid(secret, len))
		return err_set(e, ERR_SECRET_BYTES, NULL);
	if (utf8_letters(secret, len) < SECRET_MIN_LETTERS)
		return err_set(e, ERR_SECRET_SHORT, NULL);
	if (vn_fold_contains(secret, officer) ||
	    (name != NULL && *name != '\0' && vn_fold_contains(secret, name)))
		return err_set(e, ERR_SECRET_NAME, NULL);
	return true;
}

/* ---- opening ---- */

static bool
must_wait(const struct keyring_store *ks, const char *officer, when_t now)
{
	json_t *tries = get_json(ks, "tries", officer);
	bool wait = now < jx_int(tries, "until", 0);

	json_decref(tries);
	return wait;
}

/* Counts a wrong try, or forgets all of them. */
static void
note_try(const struct keyring_store *ks, const char *officer, bool wrong,
    when_t now)
{
	json_t *tries = get_json(ks, "tries", officer);
	int64_t n = jx_int(tries, "wrong", 0), wait = 0;

	json_decref(tries);
	if (!wrong && n == 0)
		return;
	n = wrong ? n + 1 : 0;
	if (n >= FREE_TRIES) {
		wait = n - FREE_TRIES > 4 ? WAIT_MAX_MIN :
		    (int64_t)1 << (n - FREE_TRIES);
		if (wait > WAIT_MAX_MIN)
			wait = WAIT_MAX_MIN;
	}
	tries = json_pack("{s:I,s:I}", "wrong", (json_int_t)n, "until",
	    (json_int_t)(wait == 0 ? 0 : now + wait * MINUTE_MS));
	/* A store that cannot be written must still let officers read. */
	(void)put_json(ks, "tries", officer, tries, NULL);
	json_decref(tries);
}

static bool
derive(const struct keyring_store *ks, const char *secret, size_t len,
    const unsigned char salt[SEAL_SALT_SIZE], struct seal_cost cost,
    struct secret *key, bool *later)
{
	*later = false;
	return ks->derive != NULL ?
	    ks->derive(ks->ctx, secret, len, salt, cost, key, later) :
	    seal_derive(secret, len, salt, cost, key);
}

static bool
open_private(const struct keyring_store *ks, const json_t *o,
    const char *officer, const char *secret, size_t len,
    struct secret *private_half, bool *later)
{
	unsigned char salt[SEAL_SALT_SIZE] = { 0 }, *sealed, *plain = NULL;
	struct seal_cost cost = seal_cost_floor();
	const char *hex = jx_text(o, "private");
	size_t sealed_len = hex == NULL ? 0 : strlen(hex) / 2, plain_len = 0;
	struct secret key = { 0 };
	bool ok;

	if (sealed_len > WRAP_MAX)
		return false;
	cost.ops = (uint64_t)jx_int(o, "ops", (int64_t)cost.ops);
	cost.mem = (uint64_t)jx_int(o, "mem", (int64_t)cost.mem);
	sealed = xcalloc(1, sealed_len + 1);
	ok = hex_to(jx_text(o, "salt"), salt, sizeof(salt)) &&
	    hex_to(hex, sealed, sealed_len);
	/* Derived in any case, so that an unknown officer takes as long. */
	if (!derive(ks, secret, len, salt, cost, &key, later))
		ok = false;
	ok = ok && seal_open(&key, officer, strlen(officer), sealed,
	    sealed_len, &plain, &plain_len) && plain_len == SEAL_KEY_SIZE &&
	    secret_new(private_half, SEAL_KEY_SIZE);
	if (ok)
		memcpy(private_half->bytes, plain, SEAL_KEY_SIZE);
	if (plain != NULL)
		seal_wipe(plain, plain_len);
	free(plain);
	free(sealed);
	secret_free(&key);
	return ok;
}

static bool
open_unit(const struct keyring_store *ks, const char *officer,
    const char *unit, const unsigned char public_half[SEAL_KEY_SIZE],
    struct keyring *out)
{
	char *name = xasprintf("member/%s/%s", unit, officer);
	unsigned char *wrap = NULL;
	size_t len = 0;
	bool ok = keyring_unit_public(ks, unit, out->unit_public) &&
	    ks->get(ks->ctx, name, &wrap, &len) &&
	    seal_unwrap(public_half, &out->officer, wrap, len, &out->unit) &&
	    seal_subkey(&out->officer, "draft", &out->draft);

	free(wrap);
	free(name);
	return ok;
}

bool
keyring_open(const struct keyring_store *ks, const char *officer,
    const char *unit, const char *secret, size_t len, when_t now,
    struct keyring *out, struct err *e)
{
	unsigned char public_half[SEAL_KEY_SIZE] = { 0 };
	json_t *o;
	bool ok, later = false;

	memset(out, 0, sizeof(*out));
	if (must_wait(ks, officer, now))
		return err_set(e, ERR_SIGN_IN_WAIT, NULL);
	o = unit == NULL ? NULL : get_json(ks, "officer", officer);
	ok = open_private(ks, o, officer, secret, len, &out->officer, &later);
	if (later) {
		json_decref(o);
		return err_set(e, ERR_SIGN_IN_LATER, NULL);
	}
	if (unit != NULL)
		note_try(ks, officer, !ok, now);
	ok = ok && hex_to(jx_text(o, "public"), public_half,
	    sizeof(public_half)) &&
	    open_unit(ks, officer, unit, public_half, out);
	json_decref(o);
	if (ok)
		return true;
	keyring_close(out);
	return err_set(e, ERR_SIGN_IN, NULL);
}

void
keyring_close(struct keyring *k)
{
	secret_free(&k->officer);
	secret_free(&k->unit);
	secret_free(&k->draft);
	seal_wipe(k, sizeof(*k));
}

bool
keyring_change_secret(const struct keyring_store *ks, const char *officer,
    const struct keyring *k, const char *secret, size_t len,
    struct seal_cost cost, struct err *e)
{
	unsigned char public_half[SEAL_KEY_SIZE];
	json_t *o = get_json(ks, "officer", officer);
	bool ok = hex_to(jx_text(o, "public"), public_half,
	    sizeof(public_half));

	json_decref(o);
	if (!ok)
		return err_set(e, ERR_SEAL_FAILED, NULL);
	return write_officer(ks, officer, secret, len, cost, public_half,
	    &k->officer, e);
}
