/*
 * Keys and sealing, over libsodium.  seal.c is the only file that includes
 * <sodium.h>.  Nothing here is of our own invention: Argon2id for secrets,
 * X25519 sealed boxes for wrapping, XChaCha20-Poly1305 for bodies, BLAKE2b
 * for chains (design 8; security.md 2.3).
 */
#ifndef TN_STAFF_SEAL_H
#define TN_STAFF_SEAL_H

#include "core/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SEAL_KEY_SIZE 32	/* symmetric keys, and both halves of a pair */
#define SEAL_HASH_SIZE 32
#define SEAL_SALT_SIZE 16

/* Secret bytes in locked, guarded memory, wiped when freed. */
struct secret {
	unsigned char *bytes;
	size_t len;
};

/* Once, before anything else; false: libsodium will not start. */
bool seal_start(void);

bool secret_new(struct secret *s, size_t len);	/* zeroed */
void secret_free(struct secret *s);		/* wipes; leaves it empty */

/* Random bytes, as the program's environment hands them to core. */
void seal_random(void *ctx, void *buf, size_t len);

/* Cost of Argon2id; kept beside each hash. */
struct seal_cost {
	uint64_t ops;
	uint64_t mem;		/* bytes */
};
/* Floor of security.md S-03: 64 MiB, t = 3. */
struct seal_cost seal_cost_floor(void);

/* secret text + salt -> key.  False when memory is short. */
bool seal_derive(const char *text, size_t len,
    const unsigned char salt[SEAL_SALT_SIZE], struct seal_cost cost,
    struct secret *key) TN_MUST_USE;

/* A fresh key pair; `private_half` is allocated. */
bool seal_pair(unsigned char public_half[SEAL_KEY_SIZE],
    struct secret *private_half) TN_MUST_USE;

/* The public half that belongs to a private one. */
bool seal_public_of(const struct secret *private_half,
    unsigned char public_half[SEAL_KEY_SIZE]) TN_MUST_USE;

/* Sealed box: anybody may seal to a public half, only its owner opens. */
bool seal_wrap(const unsigned char public_half[SEAL_KEY_SIZE],
    const struct secret *key, unsigned char **wrap, size_t *len) TN_MUST_USE;
bool seal_unwrap(const unsigned char public_half[SEAL_KEY_SIZE],
    const struct secret *private_half, const unsigned char *wrap, size_t len,
    struct secret *key) TN_MUST_USE;

/*
 * XChaCha20-Poly1305, random 192-bit nonce in front.  `about` is what the
 * text is bound to (associated data): moved elsewhere, it does not open.
 * Output is padded to 64 bytes so that lengths tell little.
 */
bool seal_close(const struct secret *key, const void *about, size_t about_len,
    const void *plain, size_t len, unsigned char **out,
    size_t *out_len) TN_MUST_USE;
bool seal_open(const struct secret *key, const void *about, size_t about_len,
    const unsigned char *sealed, size_t len, unsigned char **plain,
    size_t *plain_len) TN_MUST_USE;

/* A key for another purpose, from a key: BLAKE2b keyed, domain-separated. */
bool seal_subkey(const struct secret *key, const char *purpose,
    struct secret *out) TN_MUST_USE;

/* BLAKE2b-256, in pieces. */
struct seal_hash;
struct seal_hash *seal_hash_new(void);
void seal_hash_add(struct seal_hash *h, const void *data, size_t len);
/* Frees h. */
void seal_hash_end(struct seal_hash *h, unsigned char out[SEAL_HASH_SIZE]);

/* The same of two pieces at once; the fast way for small ones. */
void seal_hash_two(const void *a, size_t a_len, const void *b, size_t b_len,
    unsigned char out[SEAL_HASH_SIZE]);

/*
 * Ed25519: a signature that anybody can check.  The seed is SEAL_KEY_SIZE
 * secret bytes; the public half follows from it.
 */
#define SEAL_SIGN_SIZE 64
bool seal_sign_public(const struct secret *seed,
    unsigned char public_half[SEAL_KEY_SIZE]) TN_MUST_USE;
bool seal_sign(const struct secret *seed, const void *text, size_t len,
    unsigned char out[SEAL_SIGN_SIZE]) TN_MUST_USE;
bool seal_signed(const unsigned char public_half[SEAL_KEY_SIZE],
    const void *text, size_t len, const unsigned char sign[SEAL_SIGN_SIZE]);

/* Wipes memory for sure. */
void seal_wipe(void *p, size_t len);

#endif
