/* One-time codes: their secret, sealed to the officer. */
#include "core/base/jx.h"
#include "core/staff/blob.h"
#include "core/staff/keys.h"
#include "core/staff/totp.h"

#include <stdlib.h>
#include <string.h>

static bool
write_codes(const struct keyring_store *ks, const char *name,
    const struct secret *private_half, const unsigned char *secret,
    int64_t last, struct err *e)
{
	struct secret key = { 0 };
	unsigned char *sealed = NULL;
	size_t len = 0;
	json_t *o = json_object();
	bool ok = seal_subkey(private_half, "totp", &key) &&
	    seal_close(&key, "totp", 4, secret, TOTP_SECRET_SIZE, &sealed,
	    &len);

	if (ok) {
		blob_set_hex(o, "sealed", sealed, len);
		json_object_set_new(o, "last", json_integer(last));
		ok = blob_put_json(ks, name, o, e);
	} else {
		err_set(e, ERR_SEAL_FAILED, NULL);
	}
	secret_free(&key);
	free(sealed);
	json_decref(o);
	return ok;
}

/* The secret in a blob, and the last step used. */
static bool
read_codes(const struct keyring_store *ks, const char *name,
    const struct secret *private_half,
    unsigned char secret[TOTP_SECRET_SIZE], int64_t *last)
{
	json_t *o = blob_get_json(ks, name);
	struct secret key = { 0 };
	unsigned char *sealed, *plain = NULL;
	size_t len, plain_len = 0;
	bool ok;

	sealed = blob_get_hex(o, "sealed", &len);
	*last = jx_int(o, "last", TOTP_NEVER);
	ok = sealed != NULL && seal_subkey(private_half, "totp", &key) &&
	    seal_open(&key, "totp", 4, sealed, len, &plain, &plain_len) &&
	    plain_len == TOTP_SECRET_SIZE;
	if (ok)
		memcpy(secret, plain, TOTP_SECRET_SIZE);
	seal_wipe(plain, plain_len);
	free(plain);
	free(sealed);
	secret_free(&key);
	json_decref(o);
	return ok;
}

/* Checks a code against one blob and writes it, used, to another. */
static bool
use(const struct keyring_store *ks, const char *from, const char *to,
    const struct secret *private_half, const char *code, when_t now,
    struct err *e)
{
	unsigned char secret[TOTP_SECRET_SIZE] = { 0 };
	int64_t last, step = TOTP_NEVER;
	bool ok;

	if (read_codes(ks, from, private_half, secret, &last))
		step = totp_check(secret, code, now, last);
	/* Not remembered, it could be used twice: then nobody comes in. */
	ok = step != TOTP_NEVER && write_codes(ks, to, private_half, secret,
	    step, e);
	seal_wipe(secret, sizeof(secret));
	return ok;
}

bool
keys_use_code(const struct keyring_store *ks, const char *officer,
    const struct secret *private_half, const char *code, when_t now,
    struct err *e)
{
	char *name = xasprintf("totp/%s", officer);
	bool ok = use(ks, name, name, private_half, code, now, e);

	free(name);
	return ok;
}

bool
keyring_begin_codes(const struct keyring_store *ks, const char *officer,
    const struct keyring *k, unsigned char *secret, struct err *e)
{
	char *name = xasprintf("totp_new/%s", officer);
	bool ok;

	ks->random(ks->ctx, secret, TOTP_SECRET_SIZE);
	ok = write_codes(ks, name, &k->officer, secret, TOTP_NEVER, e);
	free(name);
	return ok;
}

bool
keyring_take_codes(const struct keyring_store *ks, const char *officer,
    const struct keyring *k, const char *code, when_t now, struct err *e)
{
	char *from = xasprintf("totp_new/%s", officer);
	char *to = xasprintf("totp/%s", officer);
	bool ok = use(ks, from, to, &k->officer, code, now, e) &&
	    ks->drop(ks->ctx, from, e);

	free(from);
	free(to);
	return ok || e->code != ERR_NONE ? ok :
	    err_set(e, ERR_BAD_CODE, NULL);
}
