/* Blobs of the keyring as JSON with hexadecimal bytes. */
#include "core/staff/blob.h"

#include "core/base/jx.h"

#include <stdlib.h>
#include <string.h>

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

void
blob_set_hex(json_t *o, const char *key, const unsigned char *bytes, size_t n)
{
	char *hex = xmalloc(2 * n + 1);

	hex_from(bytes, n, hex);
	json_object_set_new(o, key, json_string(hex));
	free(hex);
}

unsigned char *
blob_get_hex(const json_t *o, const char *key, size_t *n)
{
	const char *hex = jx_text(o, key);
	unsigned char *out;

	*n = hex == NULL ? 0 : strlen(hex) / 2;
	if (hex == NULL || *n > BLOB_WRAP_MAX)
		return NULL;
	out = xcalloc(1, *n + 1);
	if (hex_to(hex, out, *n))
		return out;
	free(out);
	return NULL;
}

json_t *
blob_get_json(const struct keyring_store *ks, const char *name)
{
	unsigned char *blob = NULL;
	json_t *o = NULL;
	size_t len;

	if (ks->get(ks->ctx, name, &blob, &len))
		o = jx_parse((char *)blob, len, NULL);
	free(blob);
	return o;
}

bool
blob_put_json(const struct keyring_store *ks, const char *name,
    const json_t *o, struct err *e)
{
	char *text = jx_canonical(o);
	bool ok = ks->put(ks->ctx, name, text, strlen(text), e);

	free(text);
	return ok;
}
