/*
 * Formats, corrections and check digits of machine-readable zones: ICAO Doc
 * 9303 part 5 (TD1), part 6 (TD2), part 4 (TD3) and part 7 (visas).
 */
#include "core/vietnamese/mrz.h"

#include "core/base/str.h"
#include "core/vietnamese/citizen.h"
#include "core/vietnamese/mrz_private.h"
#include "core/vietnamese/paper.h"

#include <stdio.h>
#include <string.h>

static const struct mrz_format td1 = {
	"mrz-td1", "ACI",
	{ 2, 3 }, { 60, 30 }, { 5, 9 }, { 45, 3 }, { 30, 6 }, { 37, 1 },
	{ 38, 6 }, { 15, 15 }, { 48, 11 }, false, true,
	59, { { 5, 25 }, { 30, 7 }, { 38, 7 }, { 48, 11 } },
};

static const struct mrz_format td2 = {
	"mrz-td2", "ACI",
	{ 2, 3 }, { 5, 31 }, { 36, 9 }, { 46, 3 }, { 49, 6 }, { 56, 1 },
	{ 57, 6 }, { 64, 7 }, { 0, 0 }, false, true,
	71, { { 36, 10 }, { 49, 7 }, { 57, 14 } },
};

static const struct mrz_format td3 = {
	"mrz-td3", "P",
	{ 2, 3 }, { 5, 39 }, { 44, 9 }, { 54, 3 }, { 57, 6 }, { 64, 1 },
	{ 65, 6 }, { 72, 14 }, { 0, 0 }, true, false,
	87, { { 44, 10 }, { 57, 7 }, { 65, 22 } },
};

static const struct mrz_format mrv_a = {
	"mrv-a", "V",
	{ 2, 3 }, { 5, 39 }, { 44, 9 }, { 54, 3 }, { 57, 6 }, { 64, 1 },
	{ 65, 6 }, { 72, 16 }, { 0, 0 }, false, false,
	0, { { 0, 0 } },
};

static const struct mrz_format mrv_b = {
	"mrv-b", "V",
	{ 2, 3 }, { 5, 31 }, { 36, 9 }, { 46, 3 }, { 49, 6 }, { 56, 1 },
	{ 57, 6 }, { 64, 8 }, { 0, 0 }, false, false,
	0, { { 0, 0 } },
};

/* ---- characters ---- */

static int
value_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : 0;
}

int
mrz_check_digit(const char *s, size_t n)
{
	static const int weight[] = { 7, 3, 1 };
	int sum = 0;

	for (size_t i = 0; i < n; i++)
		sum = (sum + value_of(s[i]) * weight[i % 3]) % 10;
	return sum;
}

bool
mrz_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
mrz_fits(const char *s, size_t n, char check)
{
	return mrz_is_digit(check) && check - '0' == mrz_check_digit(s, n);
}

bool
mrz_all_fillers(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] != '<')
			return false;
	return true;
}

const char *
mrz_cells(const struct mrz *m, struct mrz_span s)
{
	return m->grid.cell + s.at;
}

/* ---- confusions of eye and machine ---- */

#define LOOK_LETTERS "OIBSZ"
#define LOOK_DIGITS "01852"

static void
warn_correction(struct mrz *m, size_t at, char from, char to)
{
	char line[16], position[16];
	char was[] = { from, '\0' }, is[] = { to, '\0' };

	snprintf(line, sizeof(line), "%zu", at / m->grid.width + 1);
	snprintf(position, sizeof(position), "%zu", at % m->grid.width + 1);
	paper_warn(m->paper, mrz_is_digit(to) ? ERR_ID_OCR_DIGIT :
	    ERR_ID_OCR_LETTER, line, position, was, is, NULL);
}

static void
correct(struct mrz *m, struct mrz_span span, const char *from, const char *to)
{
	for (size_t i = span.at; i < (size_t)span.at + span.len; i++) {
		char was = m->grid.cell[i];
		const char *found = strchr(from, was);

		if (found == NULL)
			continue;
		m->grid.cell[i] = to[found - from];
		warn_correction(m, i, was, m->grid.cell[i]);
	}
}

void
mrz_want_digits(struct mrz *m, struct mrz_span span)
{
	correct(m, span, LOOK_LETTERS, LOOK_DIGITS);
}

void
mrz_want_letters(struct mrz *m, struct mrz_span span)
{
	correct(m, span, LOOK_DIGITS, LOOK_LETTERS);
}

static struct mrz_span
with_check(struct mrz_span s)
{
	return (struct mrz_span){ s.at, (unsigned char)(s.len + 1) };
}

static struct mrz_span
check_of(struct mrz_span s)
{
	return (struct mrz_span){ (unsigned char)(s.at + s.len), 1 };
}

static void
correct_all(struct mrz *m)
{
	const struct mrz_format *f = m->format;

	mrz_want_letters(m, (struct mrz_span){ 0, 1 });
	mrz_want_letters(m, f->issuer);
	mrz_want_letters(m, f->nationality);
	mrz_want_letters(m, f->name);
	mrz_want_digits(m, check_of(f->number));
	mrz_want_digits(m, with_check(f->birth));
	mrz_want_digits(m, with_check(f->expiry));
	if (f->has_optional_check)
		mrz_want_digits(m, check_of(f->optional));
	if (f->composite != 0)
		mrz_want_digits(m, (struct mrz_span){ f->composite, 1 });
}

/* ---- checks ---- */

void
mrz_note_check(struct mrz *m, const char *name, bool passed,
    enum err_code code)
{
	paper_check(m->paper, name, passed, code);
	m->legible += passed;
}

/* A field left empty may leave its check digit empty too. */
bool
mrz_field_fits(const struct mrz *m, struct mrz_span s)
{
	const char *field = mrz_cells(m, s);

	return mrz_fits(field, s.len, field[s.len]) ||
	    (field[s.len] == '<' && mrz_all_fillers(field, s.len));
}

static void
check_composite(struct mrz *m)
{
	const struct mrz_format *f = m->format;
	struct str all = STR_INIT;

	if (f->composite == 0)
		return;
	for (size_t i = 0; i < COMPOSITE_PARTS; i++)
		str_addn(&all, mrz_cells(m, f->part[i]), f->part[i].len);
	mrz_note_check(m, "composite", mrz_fits(str_text(&all), all.len,
	    m->grid.cell[f->composite]), ERR_ID_CHECK_COMPOSITE);
	str_done(&all);
}

/* ---- Vietnamese papers ---- */

bool
mrz_is_vietnamese(const struct mrz *m)
{
	return memcmp(mrz_cells(m, m->format->issuer), "VNM", 3) == 0;
}

/*
 * The Vietnamese card: nine last digits of the identity number as document
 * number, all twelve as optional data, two fillers, their own check digit.
 */
bool
mrz_is_citizen_card(const struct mrz *m)
{
	return m->format == &td1 && mrz_is_vietnamese(m) &&
	    m->grid.cell[0] == 'I' &&
	    (m->grid.cell[1] == 'D' || mrz_citizen_digits(m) >= 16);
}

/* ---- the whole ---- */

static const struct mrz_format *
format_of(const struct mrz_grid *g)
{
	bool is_visa = g->cell[0] == 'V';

	if (g->lines == 3)
		return &td1;
	if (g->width == 36)
		return is_visa ? &mrv_b : &td2;
	return is_visa ? &mrv_a : &td3;
}

static const char *
said(const struct mrz *m, const char *key)
{
	return json_string_value(json_object_get(m->paper, key));
}

static void
read_all(struct mrz *m)
{
	const struct mrz_format *f = m->format;

	if (m->grid.is_padded)
		paper_warn(m->paper, ERR_ID_MRZ_PADDED, NULL);
	if (m->grid.is_marked)
		paper_warn(m->paper, ERR_ID_MRZ_MARKS, NULL);
	correct_all(m);
	if (mrz_is_citizen_card(m))
		mrz_correct_citizen(m);
	mrz_put_type(m);
	mrz_put_code(m, "issuer", f->issuer, ERR_ID_ISSUER_UNKNOWN);
	mrz_put_code(m, "nationality", f->nationality,
	    ERR_ID_NATIONALITY_UNKNOWN);
	mrz_put_numbers(m);
	mrz_put_name(m);
	mrz_put_sex(m);
	mrz_put_dates(m);
	check_composite(m);
	citizen_compare(m->paper, m->personal, said(m, "sex"),
	    said(m, "birth_date"));
}

json_t *
mrz_read(const char *text, day_t today, struct err *e)
{
	struct mrz m = { .today = today };

	if (!mrz_grid_read(&m.grid, text, e))
		return NULL;
	m.format = format_of(&m.grid);
	m.paper = paper_new(m.format->kind);
	read_all(&m);
	/* Words of the right length are not a paper. */
	if (m.legible == 0 || (said(&m, "number") == NULL &&
	    said(&m, "surname") == NULL)) {
		json_decref(m.paper);
		err_set(e, ERR_ID_UNREADABLE, NULL);
		return NULL;
	}
	return m.paper;
}
