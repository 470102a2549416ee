/*
 * A file that is sealed to one receiver and to nobody else.
 *
 *	"TNEXPORT1\n"	which kind of file
 *	4 bytes		length of the head, big-endian, at most PARCEL_HEAD_MAX
 *	head		JSON {number, public, receiver, site, wrap}
 *	the rest	what is in it: XChaCha20-Poly1305 under a key of its own,
 *			bound to all that stands before it
 *
 * `public` is the receiver's X25519 half, `wrap` the key of the file in a box
 * sealed to it (crypto_box_seal), both in hexadecimal.  A receiver without
 * this program opens it with libsodium alone.  Who sealed it is not proved by
 * the file: its number and hash stand in the sender's register.
 */
#ifndef TN_STAFF_PARCEL_H
#define TN_STAFF_PARCEL_H

#include "core/base/err.h"
#include "core/staff/seal.h"

#include <stdbool.h>
#include <stddef.h>

#define PARCEL_MAX (4u << 20)		/* bytes of a whole file */
#define PARCEL_PLAIN_MAX (2560u << 10)	/* of what is put in */
#define PARCEL_HEAD_MAX 2048
#define PARCEL_NAME 64			/* bytes of a code, with its NUL */

struct parcel {
	char number[PARCEL_NAME], receiver[PARCEL_NAME], site[PARCEL_NAME];
	unsigned char public_half[SEAL_KEY_SIZE];
	unsigned char wrap[128];
	size_t wrap_len;
	/* borrowed from the file */
	const unsigned char *about, *sealed;
	size_t about_len, sealed_len;
};

/*
 * Seals: number, receiver, site and public_half of `to` are used.  The bytes
 * are the caller's.  ERR_PARCEL_BIG, ERR_SEAL_FAILED.
 */
bool parcel_close(const struct parcel *to, const void *plain, size_t len,
    unsigned char **out, size_t *out_len, struct err *e) TN_MUST_USE;
/*
 * Reads the head of a file from anywhere: every length is checked first.
 * ERR_PARCEL_BIG, ERR_PARCEL_KIND.
 */
bool parcel_read(const unsigned char *file, size_t len, struct parcel *out,
    struct err *e) TN_MUST_USE;
/*
 * What is in it, the caller's, to be wiped; a NUL stands behind it.
 * ERR_PARCEL_DAMAGED when the key is not the receiver's or one bit differs.
 */
bool parcel_open(const struct parcel *p, const struct secret *private_half,
    char **plain, size_t *len, struct err *e) TN_MUST_USE;

/*
 * Receivers who have no unit here hold their own key in a file, under a
 * secret.  The texts are the caller's; the secret ends in a NUL behind `len`.
 */
bool parcel_key_make(const char *secret, size_t len, char **file,
    char public_hex[2 * SEAL_KEY_SIZE + 1], struct err *e) TN_MUST_USE;
/* ERR_PARCEL_KEY, ERR_PARCEL_SECRET. */
bool parcel_key_open(const char *file, size_t file_len, const char *secret,
    size_t len, struct secret *private_half, struct err *e) TN_MUST_USE;

#endif
