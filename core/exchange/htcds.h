/*
 * The fields of the Human Trafficking Case Data Standard 2.0 (HTCDS, IOM,
 * CC BY 4.0), and the names that IOM's own survey gives to some of them.
 */
#ifndef TN_EXCHANGE_HTCDS_H
#define TN_EXCHANGE_HTCDS_H

#include <stdbool.h>
#include <stddef.h>

enum htcds_kind {
	HTCDS_TEXT, HTCDS_NUMBER, HTCDS_DATE, HTCDS_YES_NO, HTCDS_ONE,
	HTCDS_MANY
};

struct htcds_field {
	const char *name;
	enum htcds_kind kind;
	bool core;		/* one of the 38 that a system should hold */
};

/* The i-th active field of the standard; NULL past the end. */
const struct htcds_field *htcds_at(size_t i);
/*
 * The field of that name, or of a name that files published by IOM have in
 * its place (prs_First_Name, vic_TraffickinStatusDecisionMakingOrg, ...).
 */
const struct htcds_field *htcds_find(const char *name);
/* Can a question of one of our types hold the field as the standard has it? */
bool htcds_fits(const struct htcds_field *field, const char *type);

#endif
