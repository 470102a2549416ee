/*
 * What the readers of identity papers share: dates that may be known in part
 * only, and the object in which a reading is told.
 *
 * A reading warns and never refuses a paper for what it says: people come
 * back with false and with other people's papers, and the mismatch itself is
 * evidence.
 */
#ifndef TN_VIETNAMESE_PAPER_H
#define TN_VIETNAMESE_PAPER_H

#include "core/base/err.h"
#include "core/base/when.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* A month or day of 0 is not known; a day is known only with its month. */
struct paper_date {
	int year;		/* 1..9999 */
	int month, day;
};

#define PAPER_DATE_TEXT 11

bool paper_date_valid(struct paper_date d);
/* "1990", "1990-02" or "1990-02-28"; d must be valid. */
void paper_date_text(struct paper_date d, char out[PAPER_DATE_TEXT]);
/* Is it surely before, or after, a day?  What is not known decides nothing. */
bool paper_date_before(struct paper_date d, day_t day);
bool paper_date_after(struct paper_date d, day_t day);

/* A new object with `kind`, and empty `checks` and `warnings`. */
json_t *paper_new(const char *kind) TN_MUST_USE;
/* Sets a member; NULL and "" become null: the paper does not say. */
void paper_set(json_t *paper, const char *key, const char *text);
void paper_set_date(json_t *paper, const char *key, struct paper_date d);
/*
 * Adds {code, say: {vi, en}} to `warnings`; up to ERR_ARGS arguments, the
 * list ended by NULL.
 */
void paper_warn(json_t *paper, enum err_code code, ...);
/* Sets checks.NAME, and warns with `code` when it did not pass. */
void paper_check(json_t *paper, const char *name, bool passed,
    enum err_code code);

#endif
