/* The key of a receiver who has no unit here, in a file under a secret. */
#include "core/staff/parcel.h"

#include "core/base/jx.h"
#include "core/staff/blob.h"

#include <stdlib.h>
#include <string.h>

#define KIND "tiepnhan receiver key 1"
/* What a file may ask of this machine's memory and time. */
#define OPS_MAX 16
#define MEM_MAX ((uint64_t)1 << 30)

static bool
close_key(const struct secret *under, const struct secret *private_half,
    unsigned char **out, size_t *n)
{
	return seal_close(under, KIND, strlen(KIND), private_half->bytes,
	    private_half->len, out, n);
}

static char *
key_text(const unsigned char salt[SEAL_SALT_SIZE], struct seal_cost cost,
    const char *public_hex, const unsigned char *sealed, size_t n)
{
	json_t *o = json_pack("{s:s,s:I,s:I,s:s}", "kind", KIND, "ops",
	    (json_int_t)cost.ops, "mem", (json_int_t)cost.mem, "public",
	    public_hex);
	char *text;

	blob_set_hex(o, "salt", salt, SEAL_SALT_SIZE);
	blob_set_hex(o, "key", sealed, n);
	text = jx_canonical(o);
	json_decref(o);
	return text;
}

bool
parcel_key_make(const char *secret, size_t len, char **file,
    char public_hex[2 * SEAL_KEY_SIZE + 1], struct err *e)
{
	unsigned char public_half[SEAL_KEY_SIZE], salt[SEAL_SALT_SIZE];
	struct secret private_half = { NULL, 0 }, under = { NULL, 0 };
	struct seal_cost cost = seal_cost_floor();
	unsigned char *sealed = NULL;
	size_t n = 0;
	bool ok;

	*file = NULL;
	if (!keyring_check_secret("receiver", NULL, secret, len, e))
		return false;
	seal_random(NULL, salt, sizeof(salt));
	ok = seal_pair(public_half, &private_half) &&
	    seal_derive(secret, len, salt, cost, &under) &&
	    close_key(&under, &private_half, &sealed, &n);
	if (ok) {
		hex_from(public_half, SEAL_KEY_SIZE, public_hex);
		*file = key_text(salt, cost, public_hex, sealed, n);
	}
	free(sealed);
	secret_free(&under);
	secret_free(&private_half);
	return ok || err_set(e, ERR_SEAL_FAILED, NULL);
}

/* Salt, cost and sealed key, when the file has them within bounds. */
static bool
read_key(const json_t *o, unsigned char salt[SEAL_SALT_SIZE],
    struct seal_cost *cost, unsigned char **sealed, size_t *n)
{
	const char *hex = jx_text(o, "salt");
	int64_t ops = jx_int(o, "ops", 0), mem = jx_int(o, "mem", 0);

	*cost = (struct seal_cost){ (uint64_t)ops, (uint64_t)mem };
	if (!str_eq(jx_text(o, "kind"), KIND) || hex == NULL ||
	    strlen(hex) != 2 * SEAL_SALT_SIZE ||
	    !hex_to(hex, salt, SEAL_SALT_SIZE) || ops < 1 || ops > OPS_MAX ||
	    mem < 8192 || (uint64_t)mem > MEM_MAX)
		return false;
	*sealed = blob_get_hex(o, "key", n);
	return *sealed != NULL;
}

bool
parcel_key_open(const char *file, size_t file_len, const char *secret,
    size_t len, struct secret *private_half, struct err *e)
{
	json_t *o = file_len > PARCEL_HEAD_MAX ? NULL :
	    jx_parse(file, file_len, NULL);
	unsigned char salt[SEAL_SALT_SIZE], *sealed = NULL, *plain = NULL;
	struct secret under = { NULL, 0 };
	struct seal_cost cost;
	size_t n = 0, plain_len = 0;
	bool ok = read_key(o, salt, &cost, &sealed, &n);

	*private_half = (struct secret){ NULL, 0 };
	json_decref(o);
	if (!ok)
		return err_set(e, ERR_PARCEL_KEY, NULL);
	ok = seal_derive(secret, len, salt, cost, &under) &&
	    seal_open(&under, KIND, strlen(KIND), sealed, n, &plain,
	    &plain_len) && plain_len == SEAL_KEY_SIZE &&
	    secret_new(private_half, SEAL_KEY_SIZE);
	if (ok)
		memcpy(private_half->bytes, plain, SEAL_KEY_SIZE);
	if (plain != NULL)
		seal_wipe(plain, plain_len);
	free(plain);
	free(sealed);
	secret_free(&under);
	return ok || err_set(e, ERR_PARCEL_SECRET, NULL);
}
