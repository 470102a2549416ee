/*
 * RFC 1321 (MD5), FIPS 180-4 (SHA).  The round constants are computed from
 * their definition where a double can hold them, and are tables elsewhere.
 */
#include "core/form/digest.h"

#include <math.h>
#include <string.h>

static uint32_t
rol32(uint32_t x, int n)
{
	return x << n | x >> (32 - n);
}

static uint32_t
ror32(uint32_t x, int n)
{
	return x >> n | x << (32 - n);
}

static uint64_t
ror64(uint64_t x, int n)
{
	return x >> n | x << (64 - n);
}

static void
md5_block(uint32_t h[8], const uint8_t *p)
{
	static const int turn[4][4] = {
		{ 7, 12, 17, 22 }, { 5, 9, 14, 20 },
		{ 4, 11, 16, 23 }, { 6, 10, 15, 21 },
	};
	uint32_t a = h[0], b = h[1], c = h[2], d = h[3], w[16];

	for (int i = 0; i < 16; i++)
		w[i] = (uint32_t)p[4 * i] | (uint32_t)p[4 * i + 1] << 8 |
		    (uint32_t)p[4 * i + 2] << 16 |
		    (uint32_t)p[4 * i + 3] << 24;
	for (int i = 0; i < 64; i++) {
		uint32_t k = (uint32_t)floor(fabs(sin(i + 1)) * 4294967296.0);
		uint32_t f, old = d;
		int g;

		if (i < 16) {
			f = (b & c) | (~b & d);
			g = i;
		} else if (i < 32) {
			f = (d & b) | (~d & c);
			g = (5 * i + 1) % 16;
		} else if (i < 48) {
			f = b ^ c ^ d;
			g = (3 * i + 5) % 16;
		} else {
			f = c ^ (b | ~d);
			g = 7 * i % 16;
		}
		d = c;
		c = b;
		b += rol32(a + f + k + w[g], turn[i / 16][i % 4]);
		a = old;
	}
	h[0] += a;
	h[1] += b;
	h[2] += c;
	h[3] += d;
}

static uint32_t
be32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

static void
sha1_block(uint32_t h[8], const uint8_t *p)
{
	static const uint32_t k[4] = {
		0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6,
	};
	uint32_t a = h[0], b = h[1], c = h[2], d = h[3], e = h[4], w[80];

	for (int i = 0; i < 80; i++)
		w[i] = i < 16 ? be32(p + 4 * i) :
		    rol32(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
	for (int i = 0; i < 80; i++) {
		uint32_t f = i < 20 ? (b & c) | (~b & d) :
		    i < 40 || i >= 60 ? b ^ c ^ d :
		    (b & c) | (b & d) | (c & d);
		uint32_t t = rol32(a, 5) + f + e + k[i / 20] + w[i];

		e = d;
		d = c;
		c = rol32(b, 30);
		b = a;
		a = t;
	}
	h[0] += a;
	h[1] += b;
	h[2] += c;
	h[3] += d;
	h[4] += e;
}

/*
 * The first 64 bits of the fraction of a prime's cube root (or square root),
 * found by bisection on whole numbers: these are the constants of FIPS 180-4.
 */
static int
root_below(uint64_t hi, uint64_t lo, int prime, int power)
{
	/* (hi + lo/2^64)^power < prime, in 32-bit limbs, lowest first */
	uint32_t x[3] = { (uint32_t)lo, (uint32_t)(lo >> 32), (uint32_t)hi };
	uint32_t acc[12] = { 1 };

	for (int k = 0; k < power; k++) {
		uint32_t next[12] = { 0 };

		for (int i = 0; i < 9; i++) {
			uint64_t carry = 0;

			for (int j = 0; j < 3; j++) {
				carry += (uint64_t)acc[i] * x[j] + next[i + j];
				next[i + j] = (uint32_t)carry;
				carry >>= 32;
			}
			for (int j = i + 3; carry != 0 && j < 12; j++) {
				carry += next[j];
				next[j] = (uint32_t)carry;
				carry >>= 32;
			}
		}
		memcpy(acc, next, sizeof(acc));
	}
	/* the whole part stands above 2 * power limbs */
	return acc[2 * power + 1] == 0 && acc[2 * power] < (uint32_t)prime;
}

static uint64_t
root_bits(int prime, int power)
{
	uint64_t hi = 1, lo = 0;

	while (root_below(hi + 1, 0, prime, power))
		hi++;
	for (int bit = 63; bit >= 0; bit--)
		if (root_below(hi, lo | (uint64_t)1 << bit, prime, power))
			lo |= (uint64_t)1 << bit;
	return lo;
}

static void
primes(int *out, int n)
{
	int found = 0;

	for (int p = 2; found < n; p++) {
		int i = 2;

		while (i * i <= p && p % i != 0)
			i++;
		if (i * i > p)
			out[found++] = p;
	}
}

static void
sha256_block(uint32_t h[8], const uint8_t *p, const uint64_t *k)
{
	uint32_t s[8], w[64];

	memcpy(s, h, sizeof(s));
	for (int i = 0; i < 64; i++) {
		if (i < 16) {
			w[i] = be32(p + 4 * i);
			continue;
		}
		w[i] = w[i - 16] + w[i - 7] +
		    (ror32(w[i - 15], 7) ^ ror32(w[i - 15], 18) ^
		    w[i - 15] >> 3) +
		    (ror32(w[i - 2], 17) ^ ror32(w[i - 2], 19) ^
		    w[i - 2] >> 10);
	}
	for (int i = 0; i < 64; i++) {
		uint32_t t1 = s[7] + (ror32(s[4], 6) ^ ror32(s[4], 11) ^
		    ror32(s[4], 25)) + ((s[4] & s[5]) ^ (~s[4] & s[6])) +
		    (uint32_t)(k[i] >> 32) + w[i];
		uint32_t t2 = (ror32(s[0], 2) ^ ror32(s[0], 13) ^
		    ror32(s[0], 22)) + ((s[0] & s[1]) ^ (s[0] & s[2]) ^
		    (s[1] & s[2]));

		memmove(s + 1, s, 7 * sizeof(s[0]));
		s[4] += t1;
		s[0] = t1 + t2;
	}
	for (int i = 0; i < 8; i++)
		h[i] += s[i];
}

static void
sha512_block(uint64_t h[8], const uint8_t *p, const uint64_t *k)
{
	uint64_t s[8], w[80];

	memcpy(s, h, sizeof(s));
	for (int i = 0; i < 80; i++) {
		if (i < 16) {
			w[i] = (uint64_t)be32(p + 8 * i) << 32 |
			    be32(p + 8 * i + 4);
			continue;
		}
		w[i] = w[i - 16] + w[i - 7] +
		    (ror64(w[i - 15], 1) ^ ror64(w[i - 15], 8) ^
		    w[i - 15] >> 7) +
		    (ror64(w[i - 2], 19) ^ ror64(w[i - 2], 61) ^
		    w[i - 2] >> 6);
	}
	for (int i = 0; i < 80; i++) {
		uint64_t t1 = s[7] + (ror64(s[4], 14) ^ ror64(s[4], 18) ^
		    ror64(s[4], 41)) + ((s[4] & s[5]) ^ (~s[4] & s[6])) +
		    k[i] + w[i];
		uint64_t t2 = (ror64(s[0], 28) ^ ror64(s[0], 34) ^
		    ror64(s[0], 39)) + ((s[0] & s[1]) ^ (s[0] & s[2]) ^
		    (s[1] & s[2]));

		memmove(s + 1, s, 7 * sizeof(s[0]));
		s[4] += t1;
		s[0] = t1 + t2;
	}
	for (int i = 0; i < 8; i++)
		h[i] += s[i];
}

enum kind { MD5, SHA1, SHA256, SHA384, SHA512 };

struct state {
	enum kind kind;
	uint32_t h32[8];
	uint64_t h64[8];
	uint64_t k[80];
};

static void
state_init(struct state *s, enum kind kind)
{
	static const uint32_t first[8] = {
		0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0,
	};
	int prime[80];

	memset(s, 0, sizeof(*s));
	s->kind = kind;
	memcpy(s->h32, first, sizeof(first));
	if (kind < SHA256)
		return;
	primes(prime, 80);
	for (int i = 0; i < 80; i++)
		s->k[i] = root_bits(prime[i], 3);
	for (int i = 0; i < 8; i++) {
		/* SHA-384 begins with the ninth to the sixteenth prime */
		s->h64[i] = root_bits(prime[kind == SHA384 ? i + 8 : i], 2);
		s->h32[i] = (uint32_t)(s->h64[i] >> 32);
	}
}

static void
state_block(struct state *s, const uint8_t *p)
{
	if (s->kind == MD5)
		md5_block(s->h32, p);
	else if (s->kind == SHA1)
		sha1_block(s->h32, p);
	else if (s->kind == SHA256)
		sha256_block(s->h32, p, s->k);
	else
		sha512_block(s->h64, p, s->k);
}

static void
state_pad(struct state *s, const uint8_t *rest, size_t left, uint64_t total)
{
	size_t block = s->kind >= SHA384 ? 128 : 64;
	size_t tail = s->kind >= SHA384 ? 16 : 8;
	size_t len = left + 1 + tail > block ? 2 * block : block;
	uint8_t buf[256] = { 0 };

	memcpy(buf, rest, left);
	buf[left] = 0x80;
	for (int i = 0; i < 8; i++)
		buf[s->kind == MD5 ? len - 8 + (size_t)i :
		    len - 1 - (size_t)i] = (uint8_t)(total * 8 >> 8 * i);
	for (size_t at = 0; at < len; at += block)
		state_block(s, buf + at);
}

size_t
digest_make(const char *name, const void *bytes, size_t n,
    uint8_t out[DIGEST_MAX])
{
	static const struct { const char *name; size_t len; } kinds[] = {
		[MD5] = { "MD5", 16 }, [SHA1] = { "SHA-1", 20 },
		[SHA256] = { "SHA-256", 32 }, [SHA384] = { "SHA-384", 48 },
		[SHA512] = { "SHA-512", 64 },
	};
	const uint8_t *p = bytes;
	struct state s;
	size_t at = 0, block;
	int kind = 0;

	while (kind <= SHA512 && strcmp(kinds[kind].name, name) != 0)
		kind++;
	if (kind > SHA512)
		return 0;
	state_init(&s, (enum kind)kind);
	block = kind >= SHA384 ? 128 : 64;
	for (; n - at >= block; at += block)
		state_block(&s, p + at);
	state_pad(&s, p + at, n - at, n);
	for (size_t i = 0; i < kinds[kind].len; i++) {
		if (kind >= SHA384)
			out[i] = (uint8_t)(s.h64[i / 8] >> (56 - 8 * (i % 8)));
		else if (kind == MD5)
			out[i] = (uint8_t)(s.h32[i / 4] >> 8 * (i % 4));
		else
			out[i] = (uint8_t)(s.h32[i / 4] >> (24 - 8 * (i % 4)));
	}
	return kinds[kind].len;
}

static const char letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void
base64_encode(struct str *out, const uint8_t *bytes, size_t n)
{
	for (size_t i = 0; i < n; i += 3) {
		uint32_t v = (uint32_t)bytes[i] << 16;

		if (i + 1 < n)
			v |= (uint32_t)bytes[i + 1] << 8;
		if (i + 2 < n)
			v |= bytes[i + 2];
		str_addc(out, letters[v >> 18 & 63]);
		str_addc(out, letters[v >> 12 & 63]);
		str_addc(out, i + 1 < n ? letters[v >> 6 & 63] : '=');
		str_addc(out, i + 2 < n ? letters[v & 63] : '=');
	}
}

bool
base64_decode(struct str *out, const char *text)
{
	uint32_t v = 0;
	int bits = 0;

	for (; *text != '\0' && *text != '='; text++) {
		const char *at = strchr(letters, *text);

		if (at == NULL)
			return false;
		v = v << 6 | (uint32_t)(at - letters);
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			str_addc(out, (char)(v >> bits & 255));
		}
	}
	while (*text == '=')
		text++;
	return *text == '\0';
}
