/*
 * One-time codes of a phone or a token (RFC 6238): HMAC-SHA-1, 30 seconds,
 * six digits, which is what every such device knows.  Works offline: nothing
 * but the clock.  Pure.
 */
#ifndef TN_STAFF_TOTP_H
#define TN_STAFF_TOTP_H

#include "core/base/str.h"
#include "core/base/when.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TOTP_SECRET_SIZE 20	/* RFC 4226, 4: as long as the hash */
#define TOTP_STEP_S 30
#define TOTP_NEVER INT64_C(-1)	/* no step has been used */

/* The code of a step in `digits` (6 to 8) digits; RFC 4226, 5.3. */
uint32_t totp_code(const unsigned char *secret, size_t len, int64_t step,
    int digits);
int64_t totp_step(when_t now);

/*
 * The step whose code this is: now's, the one before or the one behind, and
 * later than `last`, so that none is used twice.  TOTP_NEVER: it is none.
 * `code` may hold spaces.
 */
int64_t totp_check(const unsigned char secret[TOTP_SECRET_SIZE],
    const char *code, when_t now, int64_t last);

/* The secret as devices take it when typed: base32 in groups of four. */
void totp_show(struct str *out, const unsigned char secret[TOTP_SECRET_SIZE]);
/* "otpauth://totp/SITE:officer?..." for those that take it whole. */
void totp_uri(struct str *out, const char *site, const char *officer,
    const unsigned char secret[TOTP_SECRET_SIZE]);

#endif
