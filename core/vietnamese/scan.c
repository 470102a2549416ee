/* Scanned text as another keyboard or encoding left it, set right. */
#include "core/vietnamese/scan.h"

#include "core/base/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define CODES_MOST 8192		/* code points; longer text is left alone */
#define BARS_FEWEST 5		/* a card has six fields or more */
#define FILLERS_FEWEST 4
#define NUMBER_SHORTEST 8	/* a date without strokes */

struct codes {
	uint32_t at[CODES_MOST];
	size_t n;
};

static bool
take_codes(struct codes *c, const char *s, size_t n)
{
	c->n = 0;
	for (size_t i = 0, len; i < n; i += len) {
		len = utf8_decode(s + i, n - i, &c->at[c->n]);
		if (++c->n == CODES_MOST)
			return false;
	}
	return true;
}

static void
put_codes(const uint32_t *cp, size_t n, struct str *out)
{
	char bytes[4];

	for (size_t i = 0; i < n; i++)
		str_addn(out, bytes, utf8_encode(cp[i], bytes));
}

static size_t
count(const struct codes *c, uint32_t cp)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		n += c->at[i] == cp;
	return n;
}

/* ---- UTF-8 read as Windows-1252 ---- */

/* 0x80 to 0x9f of Windows-1252; 0: the byte has no letter there. */
static const uint16_t windows[32] = {
	0x20ac, 0, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0, 0x17d, 0,
	0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0, 0x17e, 0x178,
};

/* The byte that gave the letter, -1 for none. */
static int
byte_of(uint32_t cp)
{
	if (cp < 0x100)
		return (int)cp;
	for (int i = 0; i < 32; i++)
		if (windows[i] == cp)
			return 0x80 + i;
	return -1;
}

/*
 * Text whose every letter was a byte of UTF-8.  Vietnamese that happens to
 * look like this does not exist: a lead byte and what follows are never
 * letters of one word.
 */
static bool
mend_encoding(struct codes *c)
{
	struct str bytes = STR_INIT;
	bool ok = true, high = false;

	for (size_t i = 0; i < c->n && ok; i++) {
		int byte = byte_of(c->at[i]);

		ok = byte >= 0;
		high = high || byte >= 0x80;
		str_addc(&bytes, (char)byte);
	}
	ok = ok && high && utf8_valid(bytes.buf, bytes.len) &&
	    take_codes(c, bytes.buf, bytes.len);
	str_done(&bytes);
	return ok;
}

/* ---- the Vietnamese keyboard ---- */

/* Its letters and marks in the row of figures (xkb "vn", Windows). */
static const struct {
	uint32_t cp;
	char digit;
} vietnamese_row[] = {
	{ 0x103, '1' }, { 0xe2, '2' }, { 0xea, '3' }, { 0xf4, '4' },
	{ 0x300, '5' }, { 0x309, '6' }, { 0x303, '7' }, { 0x301, '8' },
	{ 0x323, '9' }, { 0x111, '0' },
}, french_row[] = {
	{ '&', '1' }, { 0xe9, '2' }, { '"', '3' }, { '\'', '4' },
	{ '(', '5' }, { '-', '6' }, { 0xe8, '7' }, { '_', '8' },
	{ 0xe7, '9' }, { 0xe0, '0' },
};

static char
vietnamese_digit(uint32_t cp)
{
	for (size_t i = 0; i < ARRAY_LEN(vietnamese_row); i++)
		if (vietnamese_row[i].cp == cp)
			return vietnamese_row[i].digit;
	return '\0';
}

static char
french_digit(uint32_t cp)
{
	for (size_t i = 0; i < ARRAY_LEN(french_row); i++)
		if (french_row[i].cp == cp)
			return french_row[i].digit;
	return '\0';
}

/*
 * One code point as the keys of a Vietnamese keyboard that made it: ầ is â
 * and a grave, so 2 and 5.  Returns their number, 0 when it is none.
 */
static size_t
vietnamese_keys(uint32_t cp, char out[4])
{
	utf8proc_int32_t part[4];
	utf8proc_ssize_t n;
	int last = 0;
	uint32_t base;

	out[0] = vietnamese_digit(cp);
	if (out[0] != '\0')
		return 1;
	if (cp < 0xc0)
		return 0;
	n = utf8proc_decompose_char((utf8proc_int32_t)cp, part, 4,
	    UTF8PROC_DECOMPOSE, &last);
	if (n < 2 || n > 3)
		return 0;
	/* the tone is one mark, what is left is a letter of the row */
	for (utf8proc_ssize_t i = 1; i < n; i++) {
		utf8proc_int32_t rest[2] = { part[0], n == 3 ?
		    part[i == 1 ? 2 : 1] : 0 };

		base = (uint32_t)rest[0];
		if (n == 3)
			base = rest[1] == 0x306 && rest[0] == 'a' ? 0x103 :
			    rest[1] == 0x302 && rest[0] == 'a' ? 0xe2 :
			    rest[1] == 0x302 && rest[0] == 'e' ? 0xea :
			    rest[1] == 0x302 && rest[0] == 'o' ? 0xf4 : 0;
		out[0] = vietnamese_digit(base);
		out[1] = vietnamese_digit((uint32_t)part[i]);
		if (out[0] != '\0' && out[1] != '\0')
			return 2;
	}
	return 0;
}

/* A run of code points that is nothing but figures of another keyboard,
 * blanks and strokes between them; where true figures stand, the rest is
 * what it seems: 28-02-1990. */
static bool
run_digits(const uint32_t *s, size_t n, bool french, struct str *out)
{
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		char keys[4] = "";
		size_t made = 1;

		keys[0] = french ? french_digit(s[i]) : '\0';
		if (!french)
			made = vietnamese_keys(s[i], keys);
		any = any || keys[0] != '\0';
		if (keys[0] == '\0' && s[i] < 0x80 &&
		    strchr(" /\r\n", (int)s[i]) != NULL && s[i] != 0) {
			keys[0] = (char)s[i];
			made = 1;
		}
		if (keys[0] == '\0')
			return false;
		str_addn(out, keys, made);
	}
	return any;
}

static bool
is_word_sign(uint32_t cp)
{
	return cp >= 0x80 || (cp >= '0' && cp <= '9') ||
	    (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z');
}

/* Words of figures alone, as of house numbers. */
static void
mend_words(const uint32_t *s, size_t n, struct str *out)
{
	for (size_t at = 0, len; at < n; at += len) {
		struct str digits = STR_INIT;

		for (len = 0; at + len < n && is_word_sign(s[at + len]);
		    len++)
			continue;
		if (len > 0 && run_digits(s + at, len, false, &digits))
			str_add(out, str_text(&digits));
		else
			put_codes(s + at, len += len == 0, out);
		str_done(&digits);
	}
}

/*
 * The fields of a card that can only be numbers: figures of another keyboard
 * in them.  The French row has signs that stand in words too, so there only
 * these fields are sure.
 */
static bool
mend_fields(const struct codes *c, bool french, struct str *out)
{
	bool mended = false;

	for (size_t at = 0, n; at <= c->n; at += n + 1) {
		struct str digits = STR_INIT;

		for (n = 0; at + n < c->n && c->at[at + n] != '|'; n++)
			continue;
		if (run_digits(c->at + at, n, french, &digits) &&
		    digits.len >= NUMBER_SHORTEST) {
			str_add(out, str_text(&digits));
			mended = true;
		} else if (mended && !french) {
			mend_words(c->at + at, n, out);
		} else {
			put_codes(c->at + at, n, out);
		}
		if (at + n < c->n)
			str_addc(out, '|');
		str_done(&digits);
	}
	return mended;
}

/* Letters of a zone are capitals: small ones of the row are figures. */
static bool
mend_zone(const struct codes *c, struct str *out)
{
	bool sure = false;

	for (size_t i = 0; i < c->n; i++)
		sure = sure || vietnamese_digit(c->at[i]) != '\0';
	if (!sure)
		return false;
	for (size_t i = 0; i < c->n; i++) {
		utf8proc_int32_t part[4];
		char keys[4] = "";
		size_t n = vietnamese_keys(c->at[i], keys);
		int last = 0;

		if (n == 0 && c->at[i] >= 0xc0 && utf8proc_decompose_char(
		    (utf8proc_int32_t)c->at[i], part, 4, UTF8PROC_DECOMPOSE,
		    &last) == 2 && part[0] >= 'A' && part[0] <= 'Z' &&
		    vietnamese_digit((uint32_t)part[1]) != '\0') {
			/* a figure that joined the letter before it */
			keys[0] = (char)part[0];
			keys[1] = vietnamese_digit((uint32_t)part[1]);
			n = 2;
		}
		if (n > 0)
			str_addn(out, keys, n);
		else
			put_codes(c->at + i, 1, out);
	}
	return true;
}

/* ---- the French keyboard ---- */

/* What it writes for the key that an American one has for the second. */
static char
french_sign(uint32_t cp)
{
	static const char from[] = "aqzwAQZWm,;:!M?./%", to[] =
	    "qawzQAWZ;m,./:M<>\"";
	const char *found;

	if (cp == 0xb5)				/* µ */
		return '|';
	if (cp == 0xb0)				/* ° */
		return '_';
	if (cp == 0xa7)				/* § */
		return '?';
	found = cp < 0x80 && cp != 0 ? strchr(from, (int)cp) : NULL;
	return found != NULL ? to[found - from] : '\0';
}

static bool
is_blank(uint32_t cp)
{
	return cp == ' ' || cp == '\r' || cp == '\n' || cp == '\t';
}

/* Figures stand in words of figures alone: é and à are letters as well. */
static void
mend_french(const struct codes *c, bool zone, struct str *out)
{
	for (size_t at = 0, n; at < c->n; at += n) {
		struct str digits = STR_INIT;

		for (n = 0; at + n < c->n && french_digit(c->at[at + n]) !=
		    '\0'; n++)
			continue;
		if (n > 0 && (zone || n > 1 || c->at[at] < 0x80 ||
		    ((at == 0 || is_blank(c->at[at - 1])) &&
		    (at + 1 == c->n || is_blank(c->at[at + 1])))) &&
		    run_digits(c->at + at, n, true, &digits)) {
			str_add(out, str_text(&digits));
		} else {
			char sign = french_sign(c->at[at]);

			n = 1;
			if (sign != '\0')
				str_addc(out, sign);
			else
				put_codes(c->at + at, 1, out);
		}
		str_done(&digits);
	}
}

/* No bars but as many µ; no fillers but as many full stops and figures
 * nowhere: only this keyboard does that. */
static bool
is_french(const struct codes *c, bool *zone)
{
	size_t stops = count(c, '.'), signs = 0;

	*zone = false;
	if (count(c, '|') > 0 || count(c, '<') > 0)
		return false;
	if (count(c, 0xb5) >= BARS_FEWEST)
		return true;
	for (size_t i = 0; i < c->n; i++) {
		bool small = c->at[i] >= 'a' && c->at[i] <= 'z';

		if (small || (c->at[i] >= '0' && c->at[i] <= '9'))
			return false;
		signs += french_digit(c->at[i]) != '\0';
	}
	*zone = stops >= FILLERS_FEWEST && signs >= FILLERS_FEWEST &&
	    c->n >= 60;
	return *zone;
}

/* ---- the whole ---- */

static bool
mend_layout(const struct codes *c, struct str *out)
{
	bool zone;

	if (is_french(c, &zone)) {
		mend_french(c, zone, out);
		return true;
	}
	if (count(c, '|') >= BARS_FEWEST) {
		if (mend_fields(c, false, out))
			return true;
		str_clear(out);
		return mend_fields(c, true, out);
	}
	return count(c, '<') >= FILLERS_FEWEST && mend_zone(c, out);
}

void
scan_mend(const char *text, size_t n, struct str *out,
    struct scan_repair *done)
{
	struct codes *c = xmalloc(sizeof(*c));
	struct str made = STR_INIT;

	*done = (struct scan_repair){ false, false };
	if (!take_codes(c, text, n)) {
		str_addn(out, text, n);
		free(c);
		return;
	}
	done->encoding = mend_encoding(c);
	done->layout = mend_layout(c, &made);
	if (done->layout)
		str_addn(out, str_text(&made), made.len);
	else
		put_codes(c->at, c->n, out);
	str_done(&made);
	free(c);
}

bool
scan_likely(const char *text, size_t n)
{
	struct codes *c = xmalloc(sizeof(*c));
	bool zone, likely;

	likely = take_codes(c, text, n) && (count(c, '|') + 1 >= BARS_FEWEST ||
	    count(c, '<') >= FILLERS_FEWEST || is_french(c, &zone));
	free(c);
	return likely;
}
