/* Files sealed to one receiver. */
#include "core/staff/parcel.h"

#include "core/base/jx.h"
#include "core/staff/keyring.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char magic[] = "TNEXPORT1\n";
#define MAGIC (sizeof(magic) - 1)
#define FRONT (MAGIC + 4)

/* ---- sealing ---- */

static char *
head_of(const struct parcel *to, const unsigned char *wrap, size_t wrap_len)
{
	char public_hex[2 * SEAL_KEY_SIZE + 1];
	char wrap_hex[2 * sizeof(to->wrap) + 1];
	json_t *o;
	char *text;

	hex_from(to->public_half, SEAL_KEY_SIZE, public_hex);
	hex_from(wrap, wrap_len, wrap_hex);
	o = json_pack("{s:s,s:s,s:s,s:s,s:s}", "number", to->number,
	    "receiver", to->receiver, "site", to->site, "public", public_hex,
	    "wrap", wrap_hex);
	text = jx_canonical(o);
	json_decref(o);
	return text;
}

/* All that stands before what is sealed. */
static void
front_of(const char *head, struct str *out)
{
	size_t n = strlen(head);

	str_addn(out, magic, MAGIC);
	for (int shift = 24; shift >= 0; shift -= 8)
		str_addc(out, (char)(n >> shift & 0xff));
	str_addn(out, head, n);
}

static bool
seal_in(const struct parcel *to, const struct secret *key, const void *plain,
    size_t len, struct str *out)
{
	unsigned char *wrap = NULL, *sealed = NULL;
	size_t wrap_len = 0, sealed_len = 0;
	char *head;
	bool ok = seal_wrap(to->public_half, key, &wrap, &wrap_len) &&
	    wrap_len <= sizeof(to->wrap);

	if (ok) {
		head = head_of(to, wrap, wrap_len);
		front_of(head, out);
		free(head);
		ok = seal_close(key, str_text(out), out->len, plain, len,
		    &sealed, &sealed_len);
	}
	if (ok)
		str_addn(out, (char *)sealed, sealed_len);
	free(sealed);
	free(wrap);
	return ok;
}

bool
parcel_close(const struct parcel *to, const void *plain, size_t len,
    unsigned char **out, size_t *out_len, struct err *e)
{
	struct str file = STR_INIT;
	struct secret key;
	bool ok;

	if (len > PARCEL_PLAIN_MAX)
		return err_set(e, ERR_PARCEL_BIG, NULL);
	if (!secret_new(&key, SEAL_KEY_SIZE))
		return err_set(e, ERR_SEAL_FAILED, NULL);
	seal_random(NULL, key.bytes, key.len);
	ok = seal_in(to, &key, plain, len, &file);
	secret_free(&key);
	*out_len = file.len;
	*out = ok ? (unsigned char *)str_steal(&file) : NULL;
	str_done(&file);
	return ok || err_set(e, ERR_SEAL_FAILED, NULL);
}

/* ---- reading ---- */

static bool
take_code(const json_t *head, const char *key, char out[PARCEL_NAME])
{
	const char *s = jx_text(head, key);
	size_t n = s == NULL ? 0 : strlen(s);

	if (n == 0 || n >= PARCEL_NAME || strspn(s, "abcdefghijklmnopqrstuv"
	    "wxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") != n)
		return false;
	memcpy(out, s, n + 1);
	return true;
}

static bool
take_wrap(const json_t *head, struct parcel *out)
{
	const char *hex = jx_text(head, "wrap");
	size_t n = hex == NULL ? 0 : strlen(hex) / 2;

	out->wrap_len = n;
	return n > 0 && n <= sizeof(out->wrap) && strlen(hex) == 2 * n &&
	    hex_to(hex, out->wrap, n);
}

static bool
take_head(const json_t *head, struct parcel *out)
{
	const char *hex = jx_text(head, "public");

	return take_code(head, "number", out->number) &&
	    take_code(head, "receiver", out->receiver) &&
	    take_code(head, "site", out->site) && hex != NULL &&
	    strlen(hex) == 2 * SEAL_KEY_SIZE &&
	    hex_to(hex, out->public_half, SEAL_KEY_SIZE) &&
	    take_wrap(head, out);
}

bool
parcel_read(const unsigned char *file, size_t len, struct parcel *out,
    struct err *e)
{
	uint32_t n = 0;
	json_t *head;
	bool ok;

	memset(out, 0, sizeof(*out));
	if (len > PARCEL_MAX)
		return err_set(e, ERR_PARCEL_BIG, NULL);
	if (len < FRONT || memcmp(file, magic, MAGIC) != 0)
		return err_set(e, ERR_PARCEL_KIND, NULL);
	for (size_t i = MAGIC; i < FRONT; i++)
		n = n << 8 | file[i];
	if (n > PARCEL_HEAD_MAX || n > len - FRONT)
		return err_set(e, ERR_PARCEL_KIND, NULL);
	head = jx_parse((const char *)file + FRONT, n, NULL);
	ok = take_head(head, out);
	json_decref(head);
	if (!ok)
		return err_set(e, ERR_PARCEL_KIND, NULL);
	out->about = file;
	out->about_len = FRONT + n;
	out->sealed = file + out->about_len;
	out->sealed_len = len - out->about_len;
	return true;
}

bool
parcel_open(const struct parcel *p, const struct secret *private_half,
    char **plain, size_t *len, struct err *e)
{
	struct secret key = { NULL, 0 };
	unsigned char *bytes = NULL;
	bool ok;

	*plain = NULL;
	*len = 0;
	ok = seal_unwrap(p->public_half, private_half, p->wrap, p->wrap_len,
	    &key) && key.len == SEAL_KEY_SIZE &&
	    seal_open(&key, p->about, p->about_len, p->sealed, p->sealed_len,
	    &bytes, len);
	secret_free(&key);
	if (!ok) {
		free(bytes);
		return err_set(e, ERR_PARCEL_DAMAGED, NULL);
	}
	*plain = xmalloc(*len + 1);
	if (*len > 0)
		memcpy(*plain, bytes, *len);
	(*plain)[*len] = '\0';
	seal_wipe(bytes, *len);
	free(bytes);
	return true;
}
