/*
 * Machine-readable zones of travel papers, after ICAO Doc 9303: TD1, TD2,
 * TD3 and the visas MRV-A and MRV-B.
 *
 *	mrz.c		fields, check digits, names
 *	mrz_lines.c	from typed or scanned text to the grid of characters
 *	mrz_codes.c	codes of states
 */
#ifndef TN_VIETNAMESE_MRZ_H
#define TN_VIETNAMESE_MRZ_H

#include "core/base/err.h"
#include "core/base/when.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Reads a zone from NFC text: its lines apart or run together, small letters
 * and blanks allowed.  See card_read(), which calls this, for what both give;
 * beside that:
 *
 *	document_type		"P", "ID", "V" ...
 *	issuer, nationality	the zone's codes: VNM, D, UTO, XXA ...
 *	document_number		the number as printed in its own field; differs
 *				from `number` on Vietnamese TD1 cards only
 *	surname, given_names	capital letters, blanks for fillers
 *	expiry_date		ISO, or its first parts
 *	optional_data, optional_data_2
 *	personal_number		12 digits, Vietnamese papers only
 *
 * checks: number, birth_date, expiry_date, optional (TD3), composite (not of
 * visas), personal_number and number_tail (Vietnamese TD1).  O/0, I/1, B/8,
 * S/5 and Z/2 are set right where only digits or only letters may stand, and
 * told as warnings.
 */
json_t *mrz_read(const char *text, day_t today, struct err *e) TN_MUST_USE;

/* The check digit, 0..9, of n characters of a zone; anything else counts 0. */
int mrz_check_digit(const char *s, size_t n);

/* Is it a code of a state or a special one (D, UTO, XXA, GBD ...)? */
bool mrz_code_known(const char *code);

#endif
