/*
 * Sealing: what goes in comes out, and nothing else ever does.
 */
#include "core/staff/seal.h"
#include "tests/t.h"

#include <stdlib.h>
#include <unistd.h>

#define SECRET "mật khẩu"

static struct secret
some_key(void)
{
	struct secret key;

	if (!secret_new(&key, SEAL_KEY_SIZE))
		abort();
	seal_random(NULL, key.bytes, key.len);
	return key;
}

static void
test_round_trip(void)
{
	struct secret key = some_key();

	for (size_t len = 0; len < 300; len++) {
		unsigned char in[300], *box = NULL, *out = NULL;
		size_t box_len, out_len;

		seal_random(NULL, in, sizeof(in));
		T_CHECK(seal_close(&key, "case-1/4", 8, in, len, &box,
		    &box_len));
		/* nonce 24, tag 16, and the body in blocks of 64 */
		T_INT(box_len, 40 + (len / 64 + 1) * 64);
		T_CHECK(seal_open(&key, "case-1/4", 8, box, box_len, &out,
		    &out_len));
		T_INT(out_len, len);
		T_CHECK(out != NULL && memcmp(in, out, len) == 0);
		free(box);
		free(out);
	}
	secret_free(&key);
}

static void
test_flipped_never_opens(void)
{
	struct secret key = some_key();
	unsigned char *box = NULL, *out = NULL;
	size_t box_len, out_len;

	T_CHECK(seal_close(&key, "a", 1, SECRET, strlen(SECRET), &box,
	    &box_len));
	for (size_t i = 0; i < box_len * 8; i++) {
		box[i / 8] ^= (unsigned char)(1u << (i % 8));
		T_CHECK(!seal_open(&key, "a", 1, box, box_len, &out, &out_len));
		T_CHECK(out == NULL);
		box[i / 8] ^= (unsigned char)(1u << (i % 8));
	}
	for (size_t cut = 0; cut < box_len; cut++)
		T_CHECK(!seal_open(&key, "a", 1, box, cut, &out, &out_len));
	T_CHECK(seal_open(&key, "a", 1, box, box_len, &out, &out_len));
	T_STR((char *)out, SECRET);
	free(out);
	free(box);
	secret_free(&key);
}

static void
test_moved_never_opens(void)
{
	struct secret key = some_key(), other = some_key();
	unsigned char *box = NULL, *out = NULL;
	size_t box_len, out_len;

	T_CHECK(seal_close(&key, "case-1/4", 8, "x", 1, &box, &box_len));
	T_CHECK(!seal_open(&key, "case-1/5", 8, box, box_len, &out, &out_len));
	T_CHECK(!seal_open(&key, "case-1/", 7, box, box_len, &out, &out_len));
	T_CHECK(!seal_open(&key, "", 0, box, box_len, &out, &out_len));
	T_CHECK(!seal_open(&other, "case-1/4", 8, box, box_len, &out,
	    &out_len));
	free(box);
	secret_free(&key);
	secret_free(&other);
}

static void
test_two_never_alike(void)
{
	struct secret key = some_key();
	unsigned char *a = NULL, *b = NULL;
	size_t a_len, b_len;

	T_CHECK(seal_close(&key, "x", 1, "same", 4, &a, &a_len));
	T_CHECK(seal_close(&key, "x", 1, "same", 4, &b, &b_len));
	T_INT(a_len, b_len);
	T_CHECK(memcmp(a, b, a_len) != 0);
	free(a);
	free(b);
	secret_free(&key);
}

static void
test_wrap(void)
{
	unsigned char mine[SEAL_KEY_SIZE], theirs[SEAL_KEY_SIZE];
	struct secret my_half, their_half, key = some_key(), back;
	unsigned char *wrap = NULL;
	size_t len;

	T_CHECK(seal_pair(mine, &my_half));
	T_CHECK(seal_pair(theirs, &their_half));
	T_CHECK(seal_wrap(mine, &key, &wrap, &len));
	T_CHECK(seal_unwrap(mine, &my_half, wrap, len, &back));
	T_INT(back.len, key.len);
	T_CHECK(memcmp(back.bytes, key.bytes, key.len) == 0);
	secret_free(&back);
	T_CHECK(!seal_unwrap(theirs, &their_half, wrap, len, &back));
	T_CHECK(!seal_unwrap(mine, &their_half, wrap, len, &back));
	T_CHECK(back.bytes == NULL);
	for (size_t i = 0; i < len; i++) {
		wrap[i] ^= 0x40;
		T_CHECK(!seal_unwrap(mine, &my_half, wrap, len, &back));
		wrap[i] ^= 0x40;
	}
	for (size_t cut = 0; cut < len; cut++)
		T_CHECK(!seal_unwrap(mine, &my_half, wrap, cut, &back));
	free(wrap);
	secret_free(&key);
	secret_free(&my_half);
	secret_free(&their_half);
}

static void
test_cost(void)
{
	const unsigned char salt[SEAL_SALT_SIZE] = { 1, 2, 3 };
	const unsigned char salt2[SEAL_SALT_SIZE] = { 1, 2, 4 };
	struct seal_cost least = { 2, (uint64_t)19 << 20 };
	struct seal_cost few = { 1, (uint64_t)64 << 20 };
	struct seal_cost small = { 3, (uint64_t)8 << 20 };
	struct seal_cost huge = { 3, (uint64_t)1 << 40 };
	struct secret a, b, c, d;

	T_INT(seal_cost_floor().ops, 3);
	T_INT(seal_cost_floor().mem, 64 << 20);
	T_CHECK(!seal_derive(SECRET, strlen(SECRET), salt, few, &a));
	T_CHECK(!seal_derive(SECRET, strlen(SECRET), salt, small, &a));
	T_CHECK(!seal_derive(SECRET, strlen(SECRET), salt, huge, &a));
	T_CHECK(a.bytes == NULL);
	T_CHECK(seal_derive(SECRET, strlen(SECRET), salt, least, &a));
	T_CHECK(seal_derive(SECRET, strlen(SECRET), salt, least, &b));
	T_CHECK(seal_derive(SECRET, strlen(SECRET), salt2, least, &c));
	T_CHECK(seal_derive(SECRET, strlen(SECRET), salt,
	    seal_cost_floor(), &d));
	T_CHECK(memcmp(a.bytes, b.bytes, a.len) == 0);
	T_CHECK(memcmp(a.bytes, c.bytes, a.len) != 0);
	T_CHECK(memcmp(a.bytes, d.bytes, a.len) != 0);
	secret_free(&a);
	secret_free(&b);
	secret_free(&c);
	secret_free(&d);
}

static void
test_subkey(void)
{
	struct secret key = some_key(), a, b, c;

	T_CHECK(seal_subkey(&key, "drafts", &a));
	T_CHECK(seal_subkey(&key, "drafts", &b));
	T_CHECK(seal_subkey(&key, "search", &c));
	T_CHECK(memcmp(a.bytes, b.bytes, a.len) == 0);
	T_CHECK(memcmp(a.bytes, c.bytes, a.len) != 0);
	T_CHECK(memcmp(a.bytes, key.bytes, a.len) != 0);
	secret_free(&a);
	secret_free(&b);
	secret_free(&c);
	secret_free(&key);
}

/* BLAKE2b-256 of "abc", from the b2sum of any system. */
static void
test_hash(void)
{
	static const unsigned char want[SEAL_HASH_SIZE] = {
		0xbd, 0xdd, 0x81, 0x3c, 0x63, 0x42, 0x39, 0x72,
		0x31, 0x71, 0xef, 0x3f, 0xee, 0x98, 0x57, 0x9b,
		0x94, 0x96, 0x4e, 0x3b, 0xb1, 0xcb, 0x3e, 0x42,
		0x72, 0x62, 0xc8, 0xc0, 0x68, 0xd5, 0x23, 0x19,
	};
	unsigned char got[SEAL_HASH_SIZE];
	struct seal_hash *h = seal_hash_new();

	seal_hash_add(h, "a", 1);
	seal_hash_add(h, "bc", 2);
	seal_hash_end(h, got);
	T_CHECK(memcmp(got, want, sizeof(want)) == 0);
	seal_hash_two("ab", 2, "c", 1, got);
	T_CHECK(memcmp(got, want, sizeof(want)) == 0);
	seal_hash_two("abc", 3, NULL, 0, got);
	T_CHECK(memcmp(got, want, sizeof(want)) == 0);
	seal_hash_two("ac", 2, "b", 1, got);
	T_CHECK(memcmp(got, want, sizeof(want)) != 0);
}

static void
test_wipe(void)
{
	struct secret key = some_key();
	char text[] = "0123456789";

	seal_wipe(text, sizeof(text));
	for (size_t i = 0; i < sizeof(text); i++)
		T_INT(text[i], 0);
	seal_wipe(NULL, 0);
	secret_free(&key);
	T_CHECK(key.bytes == NULL);
	T_INT(key.len, 0);
	secret_free(&key);	/* twice does no harm */
}

int
main(void)
{
	if (!seal_start())
		return 1;
	T_RUN(test_round_trip);
	T_RUN(test_flipped_never_opens);
	T_RUN(test_moved_never_opens);
	T_RUN(test_two_never_alike);
	T_RUN(test_wrap);
	T_RUN(test_cost);
	T_RUN(test_subkey);
	T_RUN(test_hash);
	T_RUN(test_wipe);
	return t_done();
}
