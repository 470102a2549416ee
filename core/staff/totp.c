/*
 * One-time codes.  SHA-1 is here and not in seal.c because libsodium has none;
 * HMAC over it is not touched by what is known against SHA-1 (RFC 6194, 3).
 */
#include "core/staff/totp.h"

#include "core/staff/seal.h"

#include <string.h>

#define BLOCK 64
#define DIGEST 20

/* ---- SHA-1 (FIPS 180-4, 6.1) ---- */

static uint32_t
rotl(uint32_t x, int n)
{
	return x << n | x >> (32 - n);
}

static uint32_t
mix(int t, uint32_t b, uint32_t c, uint32_t d)
{
	if (t < 20)
		return ((b & c) | (~b & d)) + 0x5a827999;
	if (t < 40)
		return (b ^ c ^ d) + 0x6ed9eba1;
	if (t < 60)
		return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
	return (b ^ c ^ d) + 0xca62c1d6;
}

static void
sha1_block(uint32_t h[5], const unsigned char *p)
{
	uint32_t w[80], v[5], next;
	int t;

	for (t = 0; t < 16; t++)
		w[t] = (uint32_t)p[4 * t] << 24 | (uint32_t)p[4 * t + 1] << 16 |
		    (uint32_t)p[4 * t + 2] << 8 | p[4 * t + 3];
	for (; t < 80; t++)
		w[t] = rotl(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
	memcpy(v, h, sizeof(v));
	for (t = 0; t < 80; t++) {
		next = rotl(v[0], 5) + mix(t, v[1], v[2], v[3]) + v[4] + w[t];
		v[4] = v[3];
		v[3] = v[2];
		v[2] = rotl(v[1], 30);
		v[1] = v[0];
		v[0] = next;
	}
	for (t = 0; t < 5; t++)
		h[t] += v[t];
	seal_wipe(w, sizeof(w));
}

/* One block (a key) and then a short message behind it. */
static void
sha1_keyed(const unsigned char key[BLOCK], const unsigned char *text,
    size_t len, unsigned char out[DIGEST])
{
	uint32_t h[5] = {
		0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0
	};
	unsigned char last[BLOCK] = { 0 };
	uint64_t bits = (BLOCK + len) * 8;
	int i;

	sha1_block(h, key);
	memcpy(last, text, len);
	last[len] = 0x80;
	for (i = 0; i < 8; i++)
		last[BLOCK - 1 - i] = (unsigned char)(bits >> 8 * i);
	sha1_block(h, last);
	for (i = 0; i < DIGEST; i++)
		out[i] = (unsigned char)(h[i / 4] >> (24 - 8 * (i % 4)));
}

/* RFC 2104, for keys of at most a block. */
static void
hmac_sha1(const unsigned char *key, size_t key_len,
    const unsigned char message[8], unsigned char out[DIGEST])
{
	unsigned char pad[BLOCK] = { 0 }, inner[DIGEST];
	size_t i;

	memcpy(pad, key, key_len);
	for (i = 0; i < BLOCK; i++)
		pad[i] ^= 0x36;
	sha1_keyed(pad, message, 8, inner);
	for (i = 0; i < BLOCK; i++)
		pad[i] ^= 0x36 ^ 0x5c;
	sha1_keyed(pad, inner, sizeof(inner), out);
	seal_wipe(pad, sizeof(pad));
}

/* ---- codes ---- */

uint32_t
totp_code(const unsigned char *secret, size_t len, int64_t step, int digits)
{
	unsigned char message[8], mac[DIGEST];
	uint32_t code, most = 1;
	int i, at;

	if (len > BLOCK)
		len = BLOCK;
	for (i = 0; i < 8; i++)
		message[7 - i] = (unsigned char)((uint64_t)step >> 8 * i);
	hmac_sha1(secret, len, message, mac);
	at = mac[DIGEST - 1] & 15;
	code = (uint32_t)(mac[at] & 0x7f) << 24 | (uint32_t)mac[at + 1] << 16 |
	    (uint32_t)mac[at + 2] << 8 | mac[at + 3];
	for (i = 0; i < digits; i++)
		most *= 10;
	return code % most;
}

int64_t
totp_step(when_t now)
{
	return now / 1000 / TOTP_STEP_S;
}

/* Six digits, spaces among them allowed; false: something else. */
static bool
read_code(const char *text, uint32_t *code)
{
	int digits = 0;

	*code = 0;
	for (; text != NULL && *text != '\0'; text++) {
		if (*text == ' ')
			continue;
		if (*text < '0' || *text > '9' || digits++ == 6)
			return false;
		*code = *code * 10 + (uint32_t)(*text - '0');
	}
	return digits == 6;
}

int64_t
totp_check(const unsigned char secret[TOTP_SECRET_SIZE], const char *code,
    when_t now, int64_t last)
{
	int64_t step = totp_step(now), found = TOTP_NEVER, at;
	uint32_t given;

	if (now < 0 || !read_code(code, &given))
		return TOTP_NEVER;
	/* All three are always reckoned: the time tells nothing. */
	for (at = step - 1; at <= step + 1; at++)
		if (totp_code(secret, TOTP_SECRET_SIZE, at, 6) == given &&
		    at > last)
			found = at;
	return found;
}

static void
add_base32(struct str *out, const unsigned char *bytes, int group)
{
	static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	int i, bit;

	for (i = 0; i < TOTP_SECRET_SIZE * 8 / 5; i++) {
		int v = 0;

		for (bit = 5 * i; bit < 5 * i + 5; bit++)
			v = v << 1 | (bytes[bit / 8] >> (7 - bit % 8) & 1);
		if (group > 0 && i > 0 && i % group == 0)
			str_add(out, " ");
		str_addc(out, digit[v]);
	}
}

void
totp_show(struct str *out, const unsigned char secret[TOTP_SECRET_SIZE])
{
	add_base32(out, secret, 4);
}

void
totp_uri(struct str *out, const char *site, const char *officer,
    const unsigned char secret[TOTP_SECRET_SIZE])
{
	/* Ids of sites and officers are letters, digits, - and _ alone. */
	str_printf(out, "otpauth://totp/%s:%s?secret=", site, officer);
	add_base32(out, secret, 0);
	/* SHA1, six digits, 30 s are what is meant where nothing is said. */
	str_printf(out, "&issuer=%s", site);
}
