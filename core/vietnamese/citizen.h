/*
 * The 12 digits of a Vietnamese identity number: three of the place where
 * the birth was registered, one of sex and century, two of the year of
 * birth, six at random.  There is no check digit.
 */
#ifndef TN_VIETNAMESE_CITIZEN_H
#define TN_VIETNAMESE_CITIZEN_H

#include <jansson.h>
#include <stdbool.h>

/* From here up the places are countries, for those born abroad. */
#define CITIZEN_FIRST_COUNTRY 100

struct citizen {
	int place;		/* 0..999 */
	const char *place_name;	/* before the mergers; NULL: none has it */
	bool is_female;
	int birth_year;		/* 1900..2399 */
};

/* Takes a number apart; false when it is not twelve digits. */
bool citizen_parse(const char *number, struct citizen *out);

/*
 * Compares a number with what its paper says (see paper.h): sets checks
 * number_sex, number_birth_year and number_place where there is something to
 * compare, warns of what does not fit, and sets `birth_registration`
 * {code, name} where the place is known.  `sex` is a code of the form list
 * `sexes`, `birth_date` an ISO date or its first parts; both may be NULL.
 */
void citizen_compare(json_t *paper, const char *number, const char *sex,
    const char *birth_date);

/*
 * The same with what the person said, where there is no paper or it says
 * nothing of it: adds warnings only.  A year of birth that is alone may come
 * of an age that was told, and so be one year off.
 */
void citizen_compare_said(json_t *paper, const char *number, const char *sex,
    const char *birth_date);

#endif
