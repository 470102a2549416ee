/*
 * A second way to an officer's private half, where the site lets officers in
 * by their Unix account (`signin: unix`): account/ID holds it sealed under a
 * key that the store process keeps in a file of its own, apart from the store.
 * Both are needed, and the number of the account is bound in, so that another
 * account opens nothing, whatever the configuration says.
 */
#include "core/base/jx.h"
#include "core/staff/blob.h"
#include "core/staff/keys.h"

#include <stdlib.h>
#include <string.h>

static char *
blob_of(const char *officer)
{
	return xasprintf("account/%s", officer);
}

static char *
about(const char *officer, uint32_t uid)
{
	return xasprintf("account\n%s\n%lu", officer, (unsigned long)uid);
}

bool
keys_open_account(const struct keyring_store *ks, const struct sign_in *in,
    struct secret *private_half)
{
	char *name = blob_of(in->officer), *to = about(in->officer, in->uid);
	json_t *o = in->account_key == NULL ? NULL : blob_get_json(ks, name);
	unsigned char *sealed, *plain = NULL;
	size_t len = 0, plain_len = 0;
	bool ok;

	sealed = blob_get_hex(o, "private", &len);
	ok = sealed != NULL && seal_open(in->account_key, to, strlen(to),
	    sealed, len, &plain, &plain_len) && plain_len == SEAL_KEY_SIZE &&
	    secret_new(private_half, SEAL_KEY_SIZE);
	if (ok)
		memcpy(private_half->bytes, plain, SEAL_KEY_SIZE);
	seal_wipe(plain, plain_len);
	free(plain);
	free(sealed);
	json_decref(o);
	free(to);
	free(name);
	return ok;
}

bool
keyring_has_account(const struct keyring_store *ks, const struct sign_in *in)
{
	struct secret private_half = { 0 };
	bool has = keys_open_account(ks, in, &private_half);

	secret_free(&private_half);
	return has;
}

bool
keyring_let_account(const struct keyring_store *ks, const struct sign_in *in,
    const struct keyring *k, struct err *e)
{
	char *name = blob_of(in->officer), *to = about(in->officer, in->uid);
	unsigned char *sealed = NULL;
	json_t *o = json_object();
	size_t len = 0;
	bool ok = seal_close(in->account_key, to, strlen(to),
	    k->officer.bytes, k->officer.len, &sealed, &len);

	if (ok) {
		blob_set_hex(o, "private", sealed, len);
		ok = blob_put_json(ks, name, o, e);
	} else {
		err_set(e, ERR_SEAL_FAILED, NULL);
	}
	free(sealed);
	json_decref(o);
	free(to);
	free(name);
	return ok;
}

bool
keyring_drop_account(const struct keyring_store *ks, const char *officer,
    struct err *e)
{
	char *name = blob_of(officer);
	bool ok = ks->drop(ks->ctx, name, e);

	free(name);
	return ok;
}
