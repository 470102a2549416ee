/* Shares of a key (share.h). */
#include "core/staff/share.h"

#include "core/staff/keyring.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define SET_SIZE 4
#define CHECK_SIZE 4
#define HEAD "tn2"

struct share {
	unsigned char set[SET_SIZE];
	unsigned char x;
	unsigned char y[SEAL_KEY_SIZE];
};

/* No tables and no branches on the bytes, which are secret. */
unsigned char
share_mul(unsigned char a, unsigned char b)
{
	unsigned r = 0, x = a;

	for (int i = 0; i < 8; i++) {
		r ^= x & (0u - (b >> i & 1u));
		x = x << 1 ^ (0x11bu & (0u - (x >> 7 & 1u)));
	}
	return (unsigned char)r;
}

/* a to the 254th. */
unsigned char
share_inverse(unsigned char a)
{
	unsigned char r = 1, p = a;

	for (int i = 1; i < 8; i++) {
		p = share_mul(p, p);
		r = share_mul(r, p);
	}
	return r;
}

static void
check_of(const struct share *s, unsigned char out[CHECK_SIZE])
{
	unsigned char hash[SEAL_HASH_SIZE];

	seal_hash_two(HEAD, strlen(HEAD), s, sizeof(*s), hash);
	memcpy(out, hash, CHECK_SIZE);
}

static void
write_share(const struct share *s, char out[SHARE_SIZE])
{
	char y[2 * SEAL_KEY_SIZE + 1], set[2 * SET_SIZE + 1];
	char check[2 * CHECK_SIZE + 1];
	unsigned char sum[CHECK_SIZE];
	size_t at, i;

	check_of(s, sum);
	hex_from(s->set, SET_SIZE, set);
	hex_from(s->y, SEAL_KEY_SIZE, y);
	hex_from(sum, CHECK_SIZE, check);
	at = (size_t)snprintf(out, SHARE_SIZE, "TN2-%s-%x", set, s->x);
	for (i = 0; i < 2 * SEAL_KEY_SIZE; i++) {
		if (i % 4 == 0)
			out[at++] = '-';
		out[at++] = y[i];
	}
	snprintf(out + at, SHARE_SIZE - at, "-%s", check);
	seal_wipe(y, sizeof(y));
}

bool
share_split(const struct secret *private_half,
    const unsigned char public_half[SEAL_KEY_SIZE],
    void (*random)(void *ctx, void *buf, size_t len), void *ctx,
    char out[SHARES][SHARE_SIZE])
{
	struct secret slope = { 0 };
	struct share s;

	if (private_half->len != SEAL_KEY_SIZE ||
	    !secret_new(&slope, SEAL_KEY_SIZE))
		return false;
	random(ctx, slope.bytes, SEAL_KEY_SIZE);
	memcpy(s.set, public_half, SET_SIZE);
	for (unsigned char x = 1; x <= SHARES; x++) {
		s.x = x;
		for (size_t i = 0; i < SEAL_KEY_SIZE; i++)
			s.y[i] = private_half->bytes[i] ^
			    share_mul(slope.bytes[i], x);
		write_share(&s, out[x - 1]);
	}
	seal_wipe(&s, sizeof(s));
	secret_free(&slope);
	return true;
}

static bool
read_share(const char *text, struct share *out)
{
	enum { DIGITS = 2 * (SET_SIZE + SEAL_KEY_SIZE + CHECK_SIZE) + 1 };
	char plain[sizeof(HEAD) + DIGITS], *hex = plain + strlen(HEAD);
	unsigned char sum[CHECK_SIZE], said[CHECK_SIZE];
	char part[2 * SEAL_KEY_SIZE + 1];
	size_t n = 0;
	bool ok;

	for (; text != NULL && *text != '\0' && n < sizeof(plain); text++)
		if (*text != '-' && *text != ' ')
			plain[n++] = (char)tolower((unsigned char)*text);
	if (n != sizeof(plain) - 1 || memcmp(plain, HEAD, strlen(HEAD)) != 0)
		return false;
	plain[n] = '\0';
	out->x = (unsigned char)(hex[2 * SET_SIZE] - '0');
	snprintf(part, sizeof(part), "%.*s", 2 * SET_SIZE, hex);
	ok = hex_to(part, out->set, SET_SIZE) && out->x >= 1 &&
	    out->x <= SHARES;
	snprintf(part, sizeof(part), "%.*s", 2 * SEAL_KEY_SIZE,
	    hex + 2 * SET_SIZE + 1);
	ok = ok && hex_to(part, out->y, SEAL_KEY_SIZE) &&
	    hex_to(hex + 2 * SET_SIZE + 1 + 2 * SEAL_KEY_SIZE, said,
	    CHECK_SIZE);
	check_of(out, sum);
	seal_wipe(plain, sizeof(plain));
	seal_wipe(part, sizeof(part));
	return ok && memcmp(sum, said, CHECK_SIZE) == 0;
}

/* Where the line through two points meets zero. */
static void
join(const struct share *a, const struct share *b, unsigned char *out)
{
	unsigned char over = share_inverse(a->x ^ b->x);
	unsigned char wa = share_mul(b->x, over), wb = share_mul(a->x, over);

	for (size_t i = 0; i < SEAL_KEY_SIZE; i++)
		out[i] = share_mul(a->y[i], wa) ^ share_mul(b->y[i], wb);
}

bool
share_join(const char *a, const char *b,
    const unsigned char public_half[SEAL_KEY_SIZE], struct secret *out,
    struct err *e)
{
	unsigned char public_of[SEAL_KEY_SIZE];
	struct share s[2];
	enum err_code bad = ERR_NONE;

	if (!read_share(a, &s[0]) || !read_share(b, &s[1]))
		bad = ERR_SHARE_BAD;
	else if (s[0].x == s[1].x)
		bad = ERR_SHARE_SAME;
	else if (memcmp(s[0].set, public_half, SET_SIZE) != 0 ||
	    memcmp(s[1].set, public_half, SET_SIZE) != 0)
		bad = ERR_SHARE_OTHER;
	else if (!secret_new(out, SEAL_KEY_SIZE))
		bad = ERR_SEAL_FAILED;
	if (bad == ERR_NONE) {
		join(&s[0], &s[1], out->bytes);
		if (!seal_public_of(out, public_of) ||
		    memcmp(public_of, public_half, SEAL_KEY_SIZE) != 0) {
			secret_free(out);
			bad = ERR_SHARE_OTHER;
		}
	}
	seal_wipe(s, sizeof(s));
	return bad == ERR_NONE ? true : err_set(e, bad, NULL);
}
