/* What the files of mrz.h share; nobody else includes it. */
#ifndef TN_VIETNAMESE_MRZ_PRIVATE_H
#define TN_VIETNAMESE_MRZ_PRIVATE_H

#include "core/base/err.h"
#include "core/base/when.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define MRZ_CELLS 90		/* 3 lines of 30; 2 of 44 are 88 */

/* Lines of equal width, one behind the other. */
struct mrz_grid {
	char cell[MRZ_CELLS + 1];
	size_t lines, width;
	bool is_padded;		/* the end of a line was set right */
	bool is_marked;		/* marks were taken off its letters */
};

/* Cells from `at`, counted over all lines; len 0: the format has none. */
struct mrz_span {
	unsigned char at, len;
};

#define COMPOSITE_PARTS 4

/* A check digit follows number, birth, expiry and TD3's optional data. */
struct mrz_format {
	const char *kind, *types;	/* first letters of the type */
	struct mrz_span issuer, name, number, nationality, birth, sex, expiry;
	struct mrz_span optional, optional2;
	bool has_optional_check;	/* TD3 */
	bool has_long_number;		/* TD1, TD2: may go on in optional */
	unsigned char composite;	/* the digit's cell; 0: none */
	struct mrz_span part[COMPOSITE_PARTS];
};

struct mrz {
	const struct mrz_format *format;
	struct mrz_grid grid;
	json_t *paper;
	day_t today;
	char number[40];	/* of the document; "" for none */
	char personal[13];	/* 12 digits, or "" */
	bool is_personal_sure;	/* its own check digit fits */
	size_t legible;		/* dates read and checks passed */
};

/* False and *e when the text cannot be a zone. */
bool mrz_grid_read(struct mrz_grid *out, const char *text, struct err *e)
    TN_MUST_USE;

/* ---- mrz.c ---- */

/* The cells of a field, as many as it has; no NUL behind them. */
const char *mrz_cells(const struct mrz *m, struct mrz_span s);
/* Sets right what only looks like a letter or a digit there, and warns. */
void mrz_want_digits(struct mrz *m, struct mrz_span span);
void mrz_want_letters(struct mrz *m, struct mrz_span span);

bool mrz_is_digit(char c);
bool mrz_all_fillers(const char *s, size_t n);
/* Is `check` the check digit of n characters? */
bool mrz_fits(const char *s, size_t n, char check);
/*
 * Does the check digit behind a field fit?  A field left empty may leave its
 * check digit empty too.
 */
bool mrz_field_fits(const struct mrz *m, struct mrz_span s);
/* paper_check(), counted. */
void mrz_note_check(struct mrz *m, const char *name, bool passed,
    enum err_code code);

bool mrz_is_vietnamese(const struct mrz *m);		/* by its issuer */
/* The Vietnamese identity card, whose back has a zone of its own layout. */
bool mrz_is_citizen_card(const struct mrz *m);

/* ---- mrz_words.c ---- */

/* Fillers at the ends go, others become one blank each run; the caller's. */
char *mrz_unfill(const char *s, size_t n);
void mrz_put_words(struct mrz *m, const char *key, const char *s, size_t n);
void mrz_put_type(struct mrz *m);
void mrz_put_code(struct mrz *m, const char *key, struct mrz_span span,
    enum err_code unknown);
void mrz_put_name(struct mrz *m);
void mrz_put_sex(struct mrz *m);

/* ---- mrz_number.c, mrz_date.c ---- */

/* How many of the 9 + 12 digits of such a card are digits here. */
size_t mrz_citizen_digits(const struct mrz *m);
/* Corrects the digits of a Vietnamese card that others may have letters in. */
void mrz_correct_citizen(struct mrz *m);
void mrz_put_numbers(struct mrz *m);
/* After the numbers: one of them may know the century. */
void mrz_put_dates(struct mrz *m);

#endif
