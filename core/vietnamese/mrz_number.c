/* Numbers of a machine-readable zone: long ones, and Vietnamese ones. */
#include "core/vietnamese/mrz.h"

#include "core/base/str.h"
#include "core/vietnamese/mrz_private.h"
#include "core/vietnamese/paper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * A number of more than nine characters has "<" in the place of its check
 * digit and goes on in the optional data, check digit last.  How many cells
 * of these it takes; 0 when it is not such a number.
 */
static size_t
long_rest(const struct mrz *m)
{
	const struct mrz_format *f = m->format;
	const char *number = mrz_cells(m, f->number);
	const char *rest = mrz_cells(m, f->optional);
	size_t n = 0;

	if (!f->has_long_number || mrz_is_citizen_card(m) ||
	    number[f->number.len] != '<' || number[f->number.len - 1] == '<')
		return 0;
	while (n < f->optional.len && rest[n] != '<')
		n++;
	return n >= 2 ? n : 0;
}

static void
put_number(struct mrz *m)
{
	const struct mrz_format *f = m->format;
	const char *field = mrz_cells(m, f->number);
	size_t rest = long_rest(m), skip = f->optional.at + rest;
	char raw[40] = { 0 };
	size_t n = f->number.len;
	char *text;

	memcpy(raw, field, n);
	if (rest > 0) {
		mrz_want_digits(m,
		    (struct mrz_span){ (unsigned char)(skip - 1), 1 });
		memcpy(raw + n, mrz_cells(m, f->optional), rest - 1);
		n += rest - 1;
	}
	text = mrz_unfill(raw, n);
	snprintf(m->number, sizeof(m->number), "%s", text);
	free(text);
	mrz_note_check(m, "number", rest > 0 ?
	    mrz_fits(raw, n, m->grid.cell[skip - 1]) :
	    mrz_field_fits(m, f->number), ERR_ID_CHECK_NUMBER);
	if (m->number[0] == '\0')
		paper_warn(m->paper, ERR_ID_NUMBER_MISSING, NULL);
	mrz_put_words(m, "optional_data", m->grid.cell + skip,
	    f->optional.len - rest);
	if (f->optional2.len > 0)
		mrz_put_words(m, "optional_data_2", mrz_cells(m, f->optional2),
		    f->optional2.len);
	if (f->has_optional_check)
		mrz_note_check(m, "optional", mrz_field_fits(m, f->optional),
		    ERR_ID_CHECK_OPTIONAL);
}

static size_t
count_digits(const char *s, size_t n)
{
	size_t digits = 0;

	for (size_t i = 0; i < n; i++)
		digits += mrz_is_digit(s[i]);
	return digits;
}

size_t
mrz_citizen_digits(const struct mrz *m)
{
	return count_digits(mrz_cells(m, m->format->number), 9) +
	    count_digits(mrz_cells(m, m->format->optional), 12);
}

void
mrz_correct_citizen(struct mrz *m)
{
	struct mrz_span number = m->format->number;
	struct mrz_span personal = { m->format->optional.at, 12 };

	if (mrz_citizen_digits(m) < 16)
		return;
	mrz_want_digits(m, number);
	mrz_want_digits(m, personal);
	mrz_want_digits(m,
	    (struct mrz_span){ (unsigned char)(personal.at + 14), 1 });
}

static void
read_citizen(struct mrz *m)
{
	const char *optional = mrz_cells(m, m->format->optional);

	if (count_digits(optional, 12) != 12) {
		paper_warn(m->paper, ERR_ID_VN_LAYOUT, NULL);
		return;
	}
	memcpy(m->personal, optional, 12);
	m->is_personal_sure = memcmp(optional + 12, "<<", 2) == 0 &&
	    mrz_fits(optional, 12, optional[14]);
	mrz_note_check(m, "personal_number", m->is_personal_sure,
	    ERR_ID_CHECK_PERSONAL);
	mrz_note_check(m, "number_tail", memcmp(m->personal + 3,
	    mrz_cells(m, m->format->number), 9) == 0, ERR_ID_VN_TAIL);
}

/*
 * Vietnamese passports are reported to carry the identity number as optional
 * data; it is taken for one when twelve digits and nothing else stand there.
 */
static void
read_personal(struct mrz *m)
{
	const char *optional = mrz_cells(m, m->format->optional);

	if (mrz_is_citizen_card(m)) {
		read_citizen(m);
	} else if (m->format->has_optional_check && mrz_is_vietnamese(m) &&
	    count_digits(optional, 12) == 12 &&
	    mrz_all_fillers(optional + 12, 2)) {
		memcpy(m->personal, optional, 12);
		m->is_personal_sure = mrz_field_fits(m, m->format->optional);
	}
}

void
mrz_put_numbers(struct mrz *m)
{
	bool is_card = mrz_is_citizen_card(m);

	put_number(m);
	read_personal(m);
	paper_set(m->paper, "document_number", m->number);
	paper_set(m->paper, "number", is_card && m->personal[0] != '\0' ?
	    m->personal : m->number);
	if (mrz_is_vietnamese(m))
		paper_set(m->paper, "personal_number", m->personal);
	if (is_card && m->personal[0] != '\0')
		paper_set(m->paper, "optional_data", NULL);
}
