/*
 * Files that leave the house (security.md S-47): the data of approved cases,
 * sealed to one receiver.
 *
 *	export.c	the file: made when its entry of the register is written
 *	export_rows.c	what stands in it: tables of text
 *	ask_export.c	the register, receivers, opening what came
 *
 * In a file are three sheets of one csv (exchange/sheets.h, with its guard
 * against formulas): "export" (number, head of the journal, who, for what),
 * "persons" (a case a row, fields of HTCDS 2.0) and "answers" (an answer a
 * row).
 */
#ifndef TN_DOOR_EXPORT_H
#define TN_DOOR_EXPORT_H

#include "core/door/door.h"

/*
 * Before a proposal is sealed: makes the file of each export that it
 * registers, notes hash, size and head in the facts, and keeps the file in
 * s->told for the outcome.  False and *e when it cannot be made.
 */
bool export_make(struct session *s, struct proposal *p, struct err *e)
    TN_MUST_USE;

/* What the "export" sheet says: pairs of key and text. */
struct export_about {
	const char *key[24];
	char *text[24];
	size_t n;
};
/*
 * The csv of the cases of a content, classes as it says; added to `out`.
 * ERR_PARCEL_BIG when it passes the bounds of a file.
 */
bool export_csv(struct session *s, const struct export_about *about,
    const json_t *content, struct str *out, struct err *e) TN_MUST_USE;

#endif
