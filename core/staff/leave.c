/*
 * Somebody leaves: what opened anything for them is destroyed, and the unit
 * gets a new pair, so that a copy of the old one opens nothing that is
 * written from then on.  What was wrapped before is wrapped anew by those who
 * use it next; until then the old private half lies sealed to the new.
 */
#include "core/base/jx.h"
#include "core/staff/blob.h"
#include "core/staff/keys.h"

#include <stdlib.h>
#include <string.h>

bool
keyring_remove_officer(const struct keyring_store *ks, const char *officer,
    const char *unit, struct err *e)
{
	char *const name[] = {
		xasprintf("officer/%s", officer),
		xasprintf("member/%s/%s", unit, officer),
		xasprintf("totp/%s", officer),
		xasprintf("totp_new/%s", officer),
		xasprintf("tries/%s", officer),
		xasprintf("account/%s", officer),
	};
	bool ok = true;
	size_t i;

	for (i = 0; i < ARRAY_LEN(name); i++) {
		ok = ok && ks->drop(ks->ctx, name[i], e);
		free(name[i]);
	}
	return ok;
}

/* ---- the old pairs: old/CODE = [{public, private}], newest first ---- */

static bool
add_old(json_t *list, const unsigned char newest[SEAL_KEY_SIZE],
    const unsigned char public_half[SEAL_KEY_SIZE],
    const struct secret *private_half)
{
	unsigned char *wrap = NULL;
	size_t len;
	json_t *o;

	if (!seal_wrap(newest, private_half, &wrap, &len))
		return false;
	o = json_object();
	blob_set_hex(o, "public", public_half, SEAL_KEY_SIZE);
	blob_set_hex(o, "private", wrap, len);
	json_array_append_new(list, o);
	free(wrap);
	return true;
}

static bool
write_old(const struct keyring_store *ks, const char *unit,
    const struct keyring *k, const unsigned char newest[SEAL_KEY_SIZE],
    struct err *e)
{
	char *name = xasprintf("old/%s", unit);
	json_t *list = json_array();
	bool ok = add_old(list, newest, k->unit_public, &k->unit);
	size_t i;

	for (i = 0; i < k->n_old && ok; i++)
		ok = add_old(list, newest, k->old[i].public_half,
		    &k->old[i].private_half);
	if (!ok)
		err_set(e, ERR_SEAL_FAILED, NULL);
	else
		ok = blob_put_json(ks, name, list, e);
	json_decref(list);
	free(name);
	return ok;
}

bool
keys_open_old(const struct keyring_store *ks, const char *unit,
    struct keyring *k)
{
	char *name = xasprintf("old/%s", unit);
	json_t *list = blob_get_json(ks, name), *item;
	bool ok = true;
	size_t i;

	k->old = xcalloc(json_array_size(list) + 1, sizeof(*k->old));
	json_array_foreach(list, i, item) {
		struct unit_key *old = &k->old[k->n_old];
		size_t len = 0;
		unsigned char *wrap = blob_get_hex(item, "private", &len);

		ok = ok && wrap != NULL && hex_to(jx_text(item, "public"),
		    old->public_half, SEAL_KEY_SIZE) &&
		    seal_unwrap(k->unit_public, &k->unit, wrap, len,
		    &old->private_half);
		k->n_old += ok;
		free(wrap);
	}
	json_decref(list);
	free(name);
	return ok;
}

bool
keyring_renew_unit(const struct keyring_store *ks, const char *unit,
    const struct keyring *k, const struct key_member *stay, size_t n,
    unsigned char public_half[SEAL_KEY_SIZE], struct err *e)
{
	struct secret private_half = { 0 };
	bool ok = keyring_make_unit(ks, unit, public_half, &private_half, e) &&
	    write_old(ks, unit, k, public_half, e);
	size_t i;

	for (i = 0; i < n && ok; i++)
		ok = keys_let_in(ks, stay[i].officer, unit,
		    stay[i].public_half, &private_half, e);
	secret_free(&private_half);
	return ok;
}

bool
keyring_unwrap(const struct keyring *k, const unsigned char *wrap, size_t len,
    struct secret *key, bool *stale)
{
	size_t i;

	*stale = false;
	if (seal_unwrap(k->unit_public, &k->unit, wrap, len, key))
		return true;
	*stale = true;
	for (i = 0; i < k->n_old; i++)
		if (seal_unwrap(k->old[i].public_half, &k->old[i].private_half,
		    wrap, len, key))
			return true;
	return false;
}
