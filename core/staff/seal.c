/*
 * Keys and sealing.  The only file that includes <sodium.h>: what is not here
 * is not done with keys anywhere.  Every construction is libsodium's own.
 */
#include "core/staff/seal.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define PAD_BLOCK 64		/* lengths of bodies tell only this much */
#define PLAIN_MAX ((size_t)64 << 20)
#define STACK_USED 16384	/* more than any call of libsodium takes */
#define WRAPPED_MAX 4096	/* nothing longer than this is ever a key */

/*
 * Machines with one gibibyte or less may go down to this (security S-03);
 * nothing goes lower, whatever a file says.  The ceiling keeps a forged cost
 * from eating the machine.
 */
#define OPS_LEAST 2
#define MEM_LEAST ((uint64_t)19 << 20)
#define OPS_MOST 32
#define MEM_MOST ((uint64_t)1 << 30)

struct seal_hash {
	crypto_generichash_state state;
};

bool
seal_start(void)
{
	return sodium_init() >= 0;
}

bool
secret_new(struct secret *s, size_t len)
{
	s->len = 0;
	s->bytes = sodium_malloc(len > 0 ? len : 1);
	if (s->bytes == NULL)
		return false;
	memset(s->bytes, 0, len);
	s->len = len;
	return true;
}

void
secret_free(struct secret *s)
{
	if (s->bytes != NULL)
		sodium_free(s->bytes);	/* wipes first */
	s->bytes = NULL;
	s->len = 0;
}

void
seal_random(void *ctx, void *buf, size_t len)
{
	(void)ctx;
	randombytes_buf(buf, len);
}

struct seal_cost
seal_cost_floor(void)
{
	return (struct seal_cost){ .ops = 3, .mem = (uint64_t)64 << 20 };
}

static bool
cost_allowed(struct seal_cost cost)
{
	return cost.ops >= OPS_LEAST && cost.ops <= OPS_MOST &&
	    cost.mem >= MEM_LEAST && cost.mem <= MEM_MOST;
}

bool
seal_derive(const char *text, size_t len,
    const unsigned char salt[SEAL_SALT_SIZE], struct seal_cost cost,
    struct secret *key)
{
	_Static_assert(SEAL_SALT_SIZE == crypto_pwhash_SALTBYTES, "salt size");
	bool ok;

	*key = (struct secret){ NULL, 0 };
	if (!cost_allowed(cost) || !secret_new(key, SEAL_KEY_SIZE))
		return false;
	ok = crypto_pwhash(key->bytes, key->len, text, len, salt, cost.ops,
	    (size_t)cost.mem, crypto_pwhash_ALG_ARGON2ID13) == 0;
	/* libsodium leaves the key in a frame of its own (tests/wall). */
	sodium_stackzero(STACK_USED);
	if (!ok)
		secret_free(key);
	return ok;
}

bool
seal_pair(unsigned char public_half[SEAL_KEY_SIZE], struct secret *private_half)
{
	_Static_assert(SEAL_KEY_SIZE == crypto_box_PUBLICKEYBYTES &&
	    SEAL_KEY_SIZE == crypto_box_SECRETKEYBYTES, "key sizes");

	if (!secret_new(private_half, SEAL_KEY_SIZE))
		return false;
	if (crypto_box_keypair(public_half, private_half->bytes) != 0) {
		secret_free(private_half);
		return false;
	}
	return true;
}

bool
seal_public_of(const struct secret *private_half,
    unsigned char public_half[SEAL_KEY_SIZE])
{
	return private_half->len == SEAL_KEY_SIZE &&
	    crypto_scalarmult_base(public_half, private_half->bytes) == 0;
}

bool
seal_wrap(const unsigned char public_half[SEAL_KEY_SIZE],
    const struct secret *key, unsigned char **wrap, size_t *len)
{
	unsigned char *out;

	*wrap = NULL;
	*len = 0;
	if (key->bytes == NULL || key->len == 0 || key->len > WRAPPED_MAX)
		return false;
	out = xmalloc(key->len + crypto_box_SEALBYTES);
	if (crypto_box_seal(out, key->bytes, key->len, public_half) != 0) {
		free(out);
		return false;
	}
	*wrap = out;
	*len = key->len + crypto_box_SEALBYTES;
	return true;
}

bool
seal_unwrap(const unsigned char public_half[SEAL_KEY_SIZE],
    const struct secret *private_half, const unsigned char *wrap, size_t len,
    struct secret *key)
{
	*key = (struct secret){ NULL, 0 };
	if (private_half->bytes == NULL || private_half->len != SEAL_KEY_SIZE)
		return false;
	if (wrap == NULL || len <= crypto_box_SEALBYTES ||
	    len > WRAPPED_MAX + crypto_box_SEALBYTES)
		return false;
	if (!secret_new(key, len - crypto_box_SEALBYTES))
		return false;
	if (crypto_box_seal_open(key->bytes, wrap, len, public_half,
	    private_half->bytes) != 0) {
		secret_free(key);
		return false;
	}
	return true;
}

/*
 * The nonce is 192 random bits of the system (getrandom(2) each time, by
 * libsodium), kept in front.  There is no counter and no state: a store that
 * was restored or copied, a machine that was cloned and a process that forked
 * have nothing to repeat.  Of 2^48 seals under one key, two nonces are alike
 * with a chance of 2^-97.  (S-51; tests/unit/staff_nonce.c, door_nonce.c)
 */
bool
seal_close(const struct secret *key, const void *about, size_t about_len,
    const void *plain, size_t len, unsigned char **out, size_t *out_len)
{
	const size_t nonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
	const size_t tag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
	unsigned char *box;
	size_t padded;

	*out = NULL;
	*out_len = 0;
	if (key->bytes == NULL || key->len != SEAL_KEY_SIZE || len > PLAIN_MAX)
		return false;
	/* The text is padded and sealed in place, so that no copy stays. */
	box = xcalloc(1, nonce + len + PAD_BLOCK + tag);
	if (len > 0)
		memcpy(box + nonce, plain, len);
	if (sodium_pad(&padded, box + nonce, len, PAD_BLOCK,
	    len + PAD_BLOCK) != 0)
		BUG("padding does not fit");
	randombytes_buf(box, nonce);
	if (crypto_aead_xchacha20poly1305_ietf_encrypt(box + nonce, NULL,
	    box + nonce, padded, about, about_len, NULL, box,
	    key->bytes) != 0) {
		sodium_memzero(box, nonce + len + PAD_BLOCK + tag);
		free(box);
		return false;
	}
	*out = box;
	*out_len = nonce + padded + tag;
	return true;
}

bool
seal_open(const struct secret *key, const void *about, size_t about_len,
    const unsigned char *sealed, size_t len, unsigned char **plain,
    size_t *plain_len)
{
	const size_t nonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
	const size_t tag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
	unsigned char *text;
	size_t room, unpadded;

	*plain = NULL;
	*plain_len = 0;
	if (key->bytes == NULL || key->len != SEAL_KEY_SIZE || sealed == NULL)
		return false;
	if (len < nonce + tag + PAD_BLOCK ||
	    len > nonce + tag + PLAIN_MAX + PAD_BLOCK)
		return false;
	room = len - nonce - tag;
	text = xmalloc(room + 1);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(text, NULL, NULL,
	    sealed + nonce, len - nonce, about, about_len, sealed,
	    key->bytes) != 0 ||
	    sodium_unpad(&unpadded, text, room, PAD_BLOCK) != 0) {
		sodium_memzero(text, room);
		free(text);
		return false;
	}
	text[unpadded] = '\0';	/* a courtesy to those who sealed text */
	*plain = text;
	*plain_len = unpadded;
	return true;
}

bool
seal_subkey(const struct secret *key, const char *purpose, struct secret *out)
{
	static const char domain[] = "tiepnhan subkey 1:";
	crypto_generichash_state state;

	*out = (struct secret){ NULL, 0 };
	if (key->bytes == NULL || key->len != SEAL_KEY_SIZE)
		return false;
	if (!secret_new(out, SEAL_KEY_SIZE))
		return false;
	crypto_generichash_init(&state, key->bytes, key->len, out->len);
	crypto_generichash_update(&state, (const unsigned char *)domain,
	    sizeof(domain) - 1);
	crypto_generichash_update(&state, (const unsigned char *)purpose,
	    strlen(purpose));
	crypto_generichash_final(&state, out->bytes, out->len);
	sodium_memzero(&state, sizeof(state));
	return true;
}

struct seal_hash *
seal_hash_new(void)
{
	/* libsodium's state wants an alignment that malloc does not promise. */
	struct seal_hash *h = aligned_alloc(_Alignof(struct seal_hash),
	    sizeof(*h));

	if (h == NULL)
		BUG("out of memory");
	crypto_generichash_init(&h->state, NULL, 0, SEAL_HASH_SIZE);
	return h;
}

void
seal_hash_add(struct seal_hash *h, const void *data, size_t len)
{
	crypto_generichash_update(&h->state, data, len);
}

void
seal_hash_end(struct seal_hash *h, unsigned char out[SEAL_HASH_SIZE])
{
	crypto_generichash_final(&h->state, out, SEAL_HASH_SIZE);
	sodium_memzero(h, sizeof(*h));
	free(h);
}

void
seal_hash_two(const void *a, size_t a_len, const void *b, size_t b_len,
    unsigned char out[SEAL_HASH_SIZE])
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, NULL, 0, SEAL_HASH_SIZE);
	crypto_generichash_update(&state, a, a_len);
	if (b_len > 0)
		crypto_generichash_update(&state, b, b_len);
	crypto_generichash_final(&state, out, SEAL_HASH_SIZE);
}

void
seal_wipe(void *p, size_t len)
{
	if (p != NULL)
		sodium_memzero(p, len);
}

/* The pair of a seed; `pair` is wiped by who asked for it. */
static bool
sign_pair(const struct secret *seed, unsigned char public_half[SEAL_KEY_SIZE],
    unsigned char pair[crypto_sign_SECRETKEYBYTES])
{
	_Static_assert(SEAL_KEY_SIZE == crypto_sign_SEEDBYTES &&
	    SEAL_KEY_SIZE == crypto_sign_PUBLICKEYBYTES &&
	    SEAL_SIGN_SIZE == crypto_sign_BYTES, "sizes of signatures");

	return seed->bytes != NULL && seed->len == SEAL_KEY_SIZE &&
	    crypto_sign_seed_keypair(public_half, pair, seed->bytes) == 0;
}

bool
seal_sign_public(const struct secret *seed,
    unsigned char public_half[SEAL_KEY_SIZE])
{
	unsigned char pair[crypto_sign_SECRETKEYBYTES];
	bool ok = sign_pair(seed, public_half, pair);

	sodium_memzero(pair, sizeof(pair));
	return ok;
}

bool
seal_sign(const struct secret *seed, const void *text, size_t len,
    unsigned char out[SEAL_SIGN_SIZE])
{
	unsigned char pair[crypto_sign_SECRETKEYBYTES];
	unsigned char public_half[SEAL_KEY_SIZE];
	bool ok = sign_pair(seed, public_half, pair) &&
	    crypto_sign_detached(out, NULL, text, len, pair) == 0;

	sodium_memzero(pair, sizeof(pair));
	return ok;
}

bool
seal_signed(const unsigned char public_half[SEAL_KEY_SIZE], const void *text,
    size_t len, const unsigned char sign[SEAL_SIGN_SIZE])
{
	return crypto_sign_verify_detached(sign, text, len, public_half) == 0;
}
