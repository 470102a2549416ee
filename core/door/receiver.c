/* Receivers without a unit here: their key, and opening what they got. */
#include "core/tiepnhan.h"

#include "core/staff/parcel.h"

#include <stdlib.h>

bool
tn_receiver_key(const char *secret, size_t len, char **file,
    char public_hex[TN_PUBLIC_SIZE], struct err *e)
{
	_Static_assert(TN_PUBLIC_SIZE == 2 * SEAL_KEY_SIZE + 1,
	    "a public half in hexadecimal");

	*file = NULL;
	return (seal_start() || err_set(e, ERR_SEAL_FAILED, NULL)) &&
	    parcel_key_make(secret, len, file, public_hex, e);
}

char *
tn_open_export(const char *key, size_t key_len, const char *secret,
    size_t secret_len, const char *file, size_t len, size_t *out_len,
    struct err *e)
{
	struct secret private_half = { NULL, 0 };
	struct parcel p;
	char *plain = NULL;

	*out_len = 0;
	if (!seal_start()) {
		err_set(e, ERR_SEAL_FAILED, NULL);
		return NULL;
	}
	/* The file first: a hash of the secret for nothing is a second lost. */
	if (!parcel_read((const unsigned char *)file, len, &p, e) ||
	    !parcel_key_open(key, key_len, secret, secret_len, &private_half,
	    e))
		return NULL;
	if (!parcel_open(&p, &private_half, &plain, out_len, e))
		plain = NULL;
	secret_free(&private_half);
	return plain;
}
