/* Dates of a machine-readable zone: two digits a year, parts left open. */
#include "core/vietnamese/mrz.h"

#include "core/vietnamese/citizen.h"
#include "core/vietnamese/mrz_private.h"
#include "core/vietnamese/paper.h"

#include <string.h>

enum pair { PAIR_OPEN = -1, PAIR_BAD = -2 };

/* Two digits, or fillers or 00 (`zero` false) for what is not known. */
static int
read_pair(const char *s, bool zero)
{
	if (s[0] == '<' && s[1] == '<')
		return PAIR_OPEN;
	if (!mrz_is_digit(s[0]) || !mrz_is_digit(s[1]))
		return PAIR_BAD;
	if (!zero && s[0] == '0' && s[1] == '0')
		return PAIR_OPEN;
	return (s[0] - '0') * 10 + (s[1] - '0');
}

/* Year as two digits; false when the six cells are no date. */
static bool
read_date(const char *s, struct paper_date *out)
{
	int year = read_pair(s, true), month = read_pair(s + 2, false);
	int day = read_pair(s + 4, false);

	if (year < 0 || month == PAIR_BAD || day == PAIR_BAD)
		return false;
	*out = (struct paper_date){ year, month > 0 ? month : 0,
	    day > 0 ? day : 0 };
	return true;
}

/* Nobody is born after today; the identity number knows the century. */
static void
settle_birth(const struct mrz *m, struct paper_date *d)
{
	struct citizen c;
	int year = d->year;

	d->year += civil_from_day(m->today).year / 100 * 100;
	if (paper_date_after(*d, m->today))
		d->year -= 100;
	if (m->is_personal_sure && citizen_parse(m->personal, &c) &&
	    c.birth_year % 100 == year && c.birth_year < d->year)
		d->year = c.birth_year;
}

/*
 * Papers run out less than fifty years from now, before or after; the
 * Vietnamese card has had a zone since 2021 only, and none runs out before
 * its holder was born.
 */
static void
settle_expiry(const struct mrz *m, int birth_year, struct paper_date *d)
{
	int now = civil_from_day(m->today).year;

	d->year += now / 100 * 100;
	if (d->year >= now + 50)
		d->year -= 100;
	else if (d->year < now - 50)
		d->year += 100;
	if (d->year < birth_year || (mrz_is_citizen_card(m) && d->year < 2021))
		d->year += 100;
}

static bool
put_date(struct mrz *m, const char *key, struct paper_date d)
{
	bool ok = paper_date_valid(d);

	if (ok)
		paper_set_date(m->paper, key, d);
	m->legible += ok;
	return ok;
}

static void
warn_date(struct mrz *m, enum err_code code, struct mrz_span span)
{
	char raw[8] = { 0 };

	memcpy(raw, mrz_cells(m, span), span.len);
	paper_warn(m->paper, code, raw, NULL);
}

/* The year of birth, 0 when it is not known. */
static int
put_birth(struct mrz *m)
{
	struct mrz_span span = m->format->birth;
	struct paper_date d = { 0, 0, 0 };

	paper_set(m->paper, "birth_date", NULL);
	mrz_note_check(m, "birth_date", mrz_field_fits(m, span),
	    ERR_ID_CHECK_BIRTH);
	if (mrz_all_fillers(mrz_cells(m, span), span.len)) {
		paper_warn(m->paper, ERR_ID_BIRTH_NOT_STATED, NULL);
		return 0;
	}
	if (read_date(mrz_cells(m, span), &d)) {
		settle_birth(m, &d);
		if (put_date(m, "birth_date", d))
			return d.year;
	}
	warn_date(m, ERR_ID_BIRTH_UNREADABLE, span);
	return 0;
}

static void
put_expiry(struct mrz *m, int birth_year)
{
	struct mrz_span span = m->format->expiry;
	struct paper_date d = { 0, 0, 0 };

	paper_set(m->paper, "expiry_date", NULL);
	mrz_note_check(m, "expiry_date", mrz_field_fits(m, span),
	    ERR_ID_CHECK_EXPIRY);
	if (mrz_all_fillers(mrz_cells(m, span), span.len))
		return;
	if (read_date(mrz_cells(m, span), &d)) {
		settle_expiry(m, birth_year, &d);
		if (put_date(m, "expiry_date", d)) {
			if (paper_date_before(d, m->today))
				paper_warn(m->paper, ERR_ID_EXPIRED, NULL);
			return;
		}
	}
	warn_date(m, ERR_ID_EXPIRY_UNREADABLE, span);
}

void
mrz_put_dates(struct mrz *m)
{
	put_expiry(m, put_birth(m));
}
