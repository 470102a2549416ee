/*
 * Shares of a key: two of three give it back, one tells nothing, a misread
 * one is told.  The field by its axioms and by FIPS 197's own example.
 */
#include "core/staff/share.h"
#include "core/staff/keyring.h"
#include "tests/t.h"

#include <stdlib.h>
#include <time.h>

static void
test_field(void)
{
	unsigned a, b;
	int bad = 0;

	/* FIPS 197, 4.2: {57} x {83} = {c1}, {57} x {13} = {fe} */
	T_INT(share_mul(0x57, 0x83), 0xc1);
	T_INT(share_mul(0x57, 0x13), 0xfe);
	for (a = 0; a < 256; a++) {
		bad += share_mul((unsigned char)a, 1) != a;
		bad += a != 0 && share_mul((unsigned char)a,
		    share_inverse((unsigned char)a)) != 1;
		for (b = 0; b < 256; b++) {
			unsigned char c = (unsigned char)(a * 7 + b * 13);

			bad += share_mul((unsigned char)a, (unsigned char)b) !=
			    share_mul((unsigned char)b, (unsigned char)a);
			bad += share_mul((unsigned char)a,
			    (unsigned char)(b ^ c)) !=
			    (share_mul((unsigned char)a, (unsigned char)b) ^
			    share_mul((unsigned char)a, c));
		}
	}
	T_INT(bad, 0);
}

static void
make(struct secret *key, unsigned char public_half[SEAL_KEY_SIZE],
    char out[SHARES][SHARE_SIZE])
{
	T_CHECK(seal_pair(public_half, key));
	T_CHECK(share_split(key, public_half, seal_random, NULL, out));
}

static void
test_drill(void)
{
	unsigned char public_half[SEAL_KEY_SIZE];
	char s[SHARES][SHARE_SIZE];
	struct secret key = { 0 };
	int i, k, round;

	for (round = 0; round < 50; round++) {
		make(&key, public_half, s);
		for (i = 0; i < SHARES; i++)
			for (k = 0; k < SHARES; k++) {
				struct secret got = { 0 };
				struct err e = ERR_INIT;
				bool ok = share_join(s[i], s[k], public_half,
				    &got, &e);

				T_INT(ok, i != k);
				if (ok)
					T_INT(memcmp(got.bytes, key.bytes,
					    SEAL_KEY_SIZE), 0);
				else
					T_INT(e.code, ERR_SHARE_SAME);
				secret_free(&got);
				err_done(&e);
			}
		secret_free(&key);
	}
}

/*
 * One share tells nothing: for every value of a byte of the key there is one
 * line through it and the share, so that all are as likely.
 */
static void
test_one_share(void)
{
	bool seen[256] = { false };
	int n = 0;

	for (unsigned a = 0; a < 256; a++)	/* slopes; the share is 0x5a at 2 */
		seen[0x5a ^ share_mul((unsigned char)a, 2)] = true;
	for (int i = 0; i < 256; i++)
		n += seen[i];
	T_INT(n, 256);
}

static enum err_code
joined(const char *a, const char *b, const unsigned char *public_half)
{
	struct secret got = { 0 };
	struct err e = ERR_INIT;
	enum err_code code;

	(void)!share_join(a, b, public_half, &got, &e);
	code = e.code;
	secret_free(&got);
	err_done(&e);
	return code;
}

static void
test_misread(void)
{
	unsigned char public_half[SEAL_KEY_SIZE], other[SEAL_KEY_SIZE];
	char s[SHARES][SHARE_SIZE], t[SHARES][SHARE_SIZE];
	char typed[2 * SHARE_SIZE];
	struct secret key = { 0 }, key2 = { 0 };
	size_t i, n, wrong = 0, tried = 0;

	make(&key, public_half, s);
	make(&key2, other, t);
	T_INT(joined(s[0], t[1], public_half), ERR_SHARE_OTHER);
	T_INT(joined(t[0], t[1], public_half), ERR_SHARE_OTHER);
	T_INT(joined(NULL, s[1], public_half), ERR_SHARE_BAD);
	T_INT(joined("", s[1], public_half), ERR_SHARE_BAD);
	T_INT(joined("TN2-", s[1], public_half), ERR_SHARE_BAD);
	/* Capitals and blanks do not matter; every changed letter does. */
	for (i = n = 0; s[0][i] != '\0'; i++) {
		typed[n++] = (char)(s[0][i] >= 'a' ? s[0][i] - 32 : s[0][i]);
		if (i % 5 == 0)
			typed[n++] = ' ';
	}
	typed[n] = '\0';
	T_INT(joined(typed, s[1], public_half), ERR_NONE);
	for (i = 0; s[0][i] != '\0'; i++) {
		char was = s[0][i];

		if (was == '-')
			continue;
		s[0][i] = was == '1' ? '7' : '1';
		tried++;
		wrong += joined(s[0], s[1], public_half) == ERR_SHARE_BAD;
		s[0][i] = was;
	}
	T_INT(wrong, tried);
	secret_free(&key);
	secret_free(&key2);
}

int
main(void)
{
	if (!seal_start())
		return 1;
	T_RUN(test_field);
	T_RUN(test_drill);
	T_RUN(test_one_share);
	T_RUN(test_misread);
	return t_done();
}
