/*
 * How Excel shows numbers: which cell formats are dates (ECMA-376 part 1,
 * 18.8.30 number formats), and a number as text.
 */
#include "core/exchange/sheet_priv.h"

#include "core/base/when.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FORMATS_MAX 1000	/* Excel's own limits are 250 and 65,490 */
#define STYLES_MAX 70000

struct format {
	unsigned id;
	enum sheet_shown shown;
};

struct styles_reader {
	struct sheet_styles *st;
	struct format *format;
	size_t n, cap, style_cap;
};

/* Skips what only decorates; returns where the next letter that counts is. */
static const char *
skip_decoration(const char *f, bool *span)
{
	const char *end;

	switch (*f) {
	case '"':
		end = strchr(f + 1, '"');
		return end != NULL ? end + 1 : f + strlen(f);
	case '[':
		if (strchr("hHmMsS", f[1]) != NULL && f[1] != '\0')
			*span = true;
		end = strchr(f, ']');
		return end != NULL ? end + 1 : f + strlen(f);
	case '\\':
	case '_':
	case '*':
		return f[1] != '\0' ? f + 2 : f + 1;
	default:
		return NULL;
	}
}

enum sheet_shown
sheet_format_shows(const char *f)
{
	bool span = false, time = false;
	const char *next;

	while (*f != '\0' && *f != ';') {
		next = skip_decoration(f, &span);
		if (next != NULL) {
			f = next;
			continue;
		}
		if (strchr("yYmMdDhHsS", *f) != NULL)
			time = true;
		f++;
	}
	return span ? SHOWN_SPAN : time ? SHOWN_TIME : SHOWN_NUMBER;
}

/* The formats that every workbook has without saying so. */
static enum sheet_shown
builtin_shows(unsigned id)
{
	if (id == 46)
		return SHOWN_SPAN;
	if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) ||
	    (id >= 45 && id <= 47) || (id >= 50 && id <= 58))
		return SHOWN_TIME;
	return SHOWN_NUMBER;
}

static enum sheet_shown
shown_by_id(const struct styles_reader *r, unsigned id)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->format[i].id == id)
			return r->format[i].shown;
	return builtin_shows(id);
}

static unsigned
number_of(const char *text)
{
	return text != NULL ? (unsigned)strtoul(text, NULL, 10) : 0;
}

static bool
on_style(struct sheet_xml *x)
{
	struct styles_reader *r = x->ctx;
	struct sheet_styles *st = r->st;

	if (sheet_xml_at(x, "styleSheet/numFmts/numFmt")) {
		const char *code = sheet_xml_attr(x, "formatCode");

		if (code == NULL || r->n >= FORMATS_MAX)
			return true;
		r->format = xgrow(r->format, r->n, &r->cap,
		    sizeof(struct format));
		r->format[r->n++] = (struct format){
		    number_of(sheet_xml_attr(x, "numFmtId")),
		    sheet_format_shows(code) };
	} else if (sheet_xml_at(x, "styleSheet/cellXfs/xf") &&
	    st->n < STYLES_MAX) {
		st->kind = xgrow(st->kind, st->n, &r->style_cap, 1);
		st->kind[st->n++] = (unsigned char)shown_by_id(r,
		    number_of(sheet_xml_attr(x, "numFmtId")));
	}
	return true;
}

bool
sheet_styles_read(struct sheet_styles *st, const char *part, const char *text,
    size_t len, struct err *e)
{
	struct styles_reader r = { .st = st };
	struct sheet_xml x = { .ctx = &r, .on_start = on_style };
	bool ok = sheet_xml_read(&x, part, text, len, e);

	free(r.format);
	return ok;
}

void
sheet_styles_done(struct sheet_styles *st)
{
	free(st->kind);
	st->kind = NULL;
	st->n = 0;
}

/* The shortest decimal that gives the number again; 5, not 5.0. */
static void
plain_number(double v, struct str *out)
{
	char buf[40];

	if (v == floor(v) && fabs(v) < 1e21) {
		str_printf(out, "%.0f", v == 0 ? 0.0 : v);
		return;
	}
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(buf, sizeof(buf), "%.*g", digits, v);
		if (strtod(buf, NULL) == v)
			break;
	}
	str_add(out, buf);
}

static void
clock_text(long seconds, struct str *out)
{
	str_printf(out, "%02ld:%02ld:%02ld", seconds / 3600,
	    seconds / 60 % 60, seconds % 60);
}

/*
 * Days and parts of days since 1899-12-31 or 1904-01-01.  Excel counts a
 * 1900-02-29 that never was; that day, and what lies before the count or
 * after the year 9999, stays a number.
 */
static bool
time_text(const struct sheet_styles *st, enum sheet_shown shown, double v,
    struct str *out)
{
	const day_t first = day_from_civil(st->from_1904 ?
	    (struct civil){ 1904, 1, 1 } : (struct civil){ 1899, 12, 31 });
	double whole;
	long seconds;
	char day[11];

	if (!(v >= 0 && v < 2958466))
		return false;
	if (shown == SHOWN_SPAN) {
		if (v >= 10000)
			return false;
		clock_text(lround(v * 86400), out);
		return true;
	}
	seconds = lround(modf(v, &whole) * 86400);
	if (seconds == 86400) {
		whole += 1;
		seconds = 0;
	}
	if (v < 1 && whole == 0) {
		clock_text(seconds, out);
		return true;
	}
	if (!st->from_1904) {
		if ((long)whole == 60)
			return false;
		if (whole > 60)
			whole -= 1;
	}
	if (first + (day_t)whole > day_from_civil((struct civil){ 9999, 12,
	    31 }))
		return false;
	day_format(first + (day_t)whole, day);
	str_add(out, day);
	if (seconds > 0) {
		str_addc(out, 'T');
		clock_text(seconds, out);
	}
	return true;
}

void
sheet_number_text(const struct sheet_styles *st, size_t style,
    const char *number, struct str *out)
{
	enum sheet_shown shown = style < st->n ?
	    (enum sheet_shown)st->kind[style] : SHOWN_NUMBER;
	const char *p = number;
	char *end;
	double v;

	/* No words, no hexadecimal: strtod() would take them. */
	while (isdigit((unsigned char)*p) || (*p != '\0' &&
	    strchr("+-.eE", *p) != NULL))
		p++;
	v = strtod(number, &end);
	if (*number == '\0' || *p != '\0' || *end != '\0' || !isfinite(v)) {
		str_add(out, number);
		return;
	}
	if (shown != SHOWN_NUMBER && time_text(st, shown, v, out))
		return;
	plain_number(v, out);
}
