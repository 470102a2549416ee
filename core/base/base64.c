/* Base64, strict. */
#include "core/base/base64.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

size_t
base64_length(size_t n)
{
	return (n / 3 + (n % 3 != 0)) * 4;
}

char *
base64_from(const void *bytes, size_t n)
{
	const unsigned char *in = bytes;
	char *text = xmalloc(base64_length(n) + 1), *out = text;

	for (size_t i = 0; i < n; i += 3) {
		size_t left = n - i;
		uint32_t v = (uint32_t)in[i] << 16;

		v |= left > 1 ? (uint32_t)in[i + 1] << 8 : 0;
		v |= left > 2 ? in[i + 2] : 0;
		*out++ = alphabet[v >> 18];
		*out++ = alphabet[v >> 12 & 63];
		*out++ = left > 1 ? alphabet[v >> 6 & 63] : '=';
		*out++ = left > 2 ? alphabet[v & 63] : '=';
	}
	*out = '\0';
	return text;
}

static int
value_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* `pad` of the four are padding.  False for a letter that is none. */
static bool
take_four(const char *four, size_t pad, unsigned char out[3])
{
	uint32_t v = 0;

	for (size_t i = 0; i < 4; i++) {
		int part = i < 4 - pad ? value_of(four[i]) : 0;

		if (part < 0)
			return false;
		v = v << 6 | (uint32_t)part;
	}
	out[0] = (unsigned char)(v >> 16);
	out[1] = (unsigned char)(v >> 8);
	out[2] = (unsigned char)v;
	/* Bits that no byte holds would give one content two texts. */
	return (pad < 1 || out[2] == 0) && (pad < 2 || out[1] == 0);
}

unsigned char *
base64_bytes(const char *text, size_t len, size_t *n)
{
	unsigned char *bytes = NULL, last[3];
	size_t pad = 0, at = 0;

	*n = 0;
	if (len % 4 != 0)
		return NULL;
	while (pad < 2 && pad < len && text[len - 1 - pad] == '=')
		pad++;
	bytes = xmalloc(len / 4 * 3 + 1);
	for (size_t i = 0; i < len; i += 4, at += 3) {
		if (!take_four(text + i, i + 4 == len ? pad : 0, last)) {
			free(bytes);
			return NULL;
		}
		memcpy(bytes + at, last, 3);
	}
	*n = at - pad;
	return bytes;
}
