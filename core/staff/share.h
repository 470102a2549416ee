/*
 * A unit's private half in shares, of which any two give it back and one
 * tells nothing (security.md 2.3, S-55): Shamir's scheme over GF(256), a line
 * through the key and a random point for each byte.
 *
 * A share as it is printed, in groups that can be typed:
 *	TN2-SSSSSSSS-X-YYYY-…-CCCCCCCC
 * S: beginning of the unit's public half, so that shares of another unit or
 * of a key from before are told; X: which share; Y: 32 bytes; C: a check.
 * All hexadecimal; blanks, dashes and capitals do not matter.
 */
#ifndef TN_STAFF_SHARE_H
#define TN_STAFF_SHARE_H

#include "core/staff/seal.h"

#define SHARES 3
#define SHARE_SIZE 112		/* with its NUL */

/*
 * Splits a private half.  `random` as in keyring_store.  False when memory is
 * short.
 */
bool share_split(const struct secret *private_half,
    const unsigned char public_half[SEAL_KEY_SIZE],
    void (*random)(void *ctx, void *buf, size_t len), void *ctx,
    char out[SHARES][SHARE_SIZE]) TN_MUST_USE;
/*
 * The private half that belongs to `public_half`, out of two shares.
 * ERR_SHARE_BAD: one is misread; ERR_SHARE_SAME: the same one twice;
 * ERR_SHARE_OTHER: of another unit, or of a key that was renewed since.
 */
bool share_join(const char *a, const char *b,
    const unsigned char public_half[SEAL_KEY_SIZE], struct secret *out,
    struct err *e) TN_MUST_USE;

/* In GF(256) with the polynomial of AES, 0x11b.  For tests too. */
unsigned char share_mul(unsigned char a, unsigned char b);
unsigned char share_inverse(unsigned char a);	/* 0 of 0 */

#endif
