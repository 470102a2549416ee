/*
 * UTF-8: decoding, letters, columns, and the filter for hostile text.
 *
 * utf8proc decides categories, letters and widths; decoding is our own, so
 * that a bad byte is always exactly one step.
 */
#include "core/base/utf8.h"

#include "core/base/alike.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define BAD 0xfffdu

/*
 * Sorting combining marks takes quadratic time; Unicode's stream-safe format
 * (UAX 15) allows 30 in a row, and no language needs more.
 */
#define MARKS_IN_A_ROW 30

/* Marks that may stand on one letter on the screen; Vietnamese needs two. */
#define MARKS_SHOWN 4

static bool
is_tail(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* Length by the first byte, and the smallest code point of that length. */
static size_t
length_by_lead(unsigned char lead, uint32_t *bits, uint32_t *least)
{
	if (lead >= 0xc2 && lead <= 0xdf) {
		*bits = lead & 0x1fu;
		*least = 0x80;
		return 2;
	}
	if (lead >= 0xe0 && lead <= 0xef) {
		*bits = lead & 0x0fu;
		*least = 0x800;
		return 3;
	}
	if (lead >= 0xf0 && lead <= 0xf4) {
		*bits = lead & 0x07u;
		*least = 0x10000;
		return 4;
	}
	return 0;
}

size_t
utf8_decode(const char *s, size_t n, uint32_t *cp)
{
	uint32_t bits, least;
	size_t len;

	if (n == 0) {
		*cp = 0;
		return 0;
	}
	if ((unsigned char)s[0] < 0x80) {
		*cp = (unsigned char)s[0];
		return 1;
	}
	*cp = BAD;
	len = length_by_lead((unsigned char)s[0], &bits, &least);
	if (len == 0 || len > n)
		return 1;
	for (size_t i = 1; i < len; i++) {
		if (!is_tail(s[i]))
			return 1;
		bits = bits << 6 | ((unsigned char)s[i] & 0x3fu);
	}
	if (bits < least || bits > 0x10ffff ||
	    (bits >= 0xd800 && bits <= 0xdfff))
		return 1;
	*cp = bits;
	return len;
}

size_t
utf8_encode(uint32_t cp, char out[4])
{
	if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		cp = BAD;
	return (size_t)utf8proc_encode_char((utf8proc_int32_t)cp,
	    (utf8proc_uint8_t *)out);
}

/* A whole U+FFFD is three bytes long; a bad byte is one. */
static bool
is_bad(uint32_t cp, size_t len)
{
	return cp == BAD && len == 1;
}

bool
utf8_valid(const char *s, size_t n)
{
	for (size_t at = 0, len; at < n; at += len) {
		uint32_t cp;

		len = utf8_decode(s + at, n - at, &cp);
		if (is_bad(cp, len))
			return false;
	}
	return true;
}

static const utf8proc_property_t *
property(uint32_t cp)
{
	return utf8proc_get_property((utf8proc_int32_t)cp);
}

/*
 * Letters that are whole already and that no neighbour among them changes:
 * Latin before the combining marks, Vietnamese, quotes and dashes.  Nearly
 * all of our text is of them alone, and composing is what costs.
 */
static bool
is_whole(uint32_t cp)
{
	return cp < 0x300 || (cp >= 0x1ea0 && cp <= 0x1ef9) ||
	    (cp >= 0x2010 && cp <= 0x2027);
}

/* What utf8_nfc() lets through; also says whether there is work to do. */
static bool
can_compose(const char *s, size_t n, bool *is_done)
{
	int in_a_row = 0;

	*is_done = true;
	for (size_t at = 0, len; at < n; at += len) {
		uint32_t cp = (unsigned char)s[at];

		len = 1;
		if (cp == 0 || cp >= 0x80)
			len = utf8_decode(s + at, n - at, &cp);
		if (is_bad(cp, len) || cp == 0)
			return false;
		if (is_whole(cp)) {
			in_a_row = 0;
			continue;
		}
		*is_done = false;
		in_a_row = property(cp)->combining_class != 0 ?
		    in_a_row + 1 : 0;
		if (in_a_row > MARKS_IN_A_ROW)
			return false;
	}
	return true;
}

char *
utf8_nfc(const char *s, size_t n)
{
	utf8proc_uint8_t *made = NULL;
	bool is_done;

	if (!can_compose(s, n, &is_done))
		return NULL;
	if (is_done)
		return xstrndup(n > 0 ? s : "", n);
	if (utf8proc_map((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n,
	    &made, UTF8PROC_STABLE | UTF8PROC_COMPOSE) < 0)
		return NULL;
	return (char *)made;
}

size_t
utf8_letter(const char *s, size_t n)
{
	utf8proc_int32_t state = 0;
	uint32_t last, cp;
	size_t at, len;

	at = utf8_decode(s, n, &last);
	if (at == 0 || is_bad(last, at))
		return at;
	while (at < n) {
		len = utf8_decode(s + at, n - at, &cp);
		if (is_bad(cp, len) || utf8proc_grapheme_break_stateful(
		    (utf8proc_int32_t)last, (utf8proc_int32_t)cp, &state))
			break;
		at += len;
		last = cp;
	}
	return at;
}

static bool
is_plain_ascii(char c)
{
	return c >= 0x20 && c < 0x7f;
}

/*
 * Letters can only be found going forward.  Between two printable ASCII
 * characters one always ends, so the walk starts at the nearest such pair.
 */
size_t
utf8_back(const char *s, size_t at)
{
	size_t from = at > 0 ? at - 1 : 0, len;

	while (from > 0 && !(is_plain_ascii(s[from]) &&
	    is_plain_ascii(s[from - 1])))
		from--;
	while (from < at) {
		len = utf8_letter(s + from, at - from);
		if (from + len >= at)
			break;
		from += len;
	}
	return from;
}

size_t
utf8_letters(const char *s, size_t n)
{
	size_t count = 0;

	for (size_t at = 0; at < n; at += utf8_letter(s + at, n - at))
		count++;
	return count;
}

static int
code_point_cols(uint32_t cp)
{
	if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
		return 0;
	return cp < 0x7f ? 1 : utf8proc_charwidth((utf8proc_int32_t)cp);
}

/*
 * The sum over code points, as terminals count that know nothing of joined
 * emoji; the joiner itself never passes utf8_safe().
 */
int
utf8_cols(const char *s, size_t n)
{
	int cols = 0;

	for (size_t at = 0, len; at < n; at += len) {
		uint32_t cp;

		len = utf8_decode(s + at, n - at, &cp);
		cols += code_point_cols(cp);
	}
	return cols;
}

bool
utf8_is_letter(uint32_t cp)
{
	switch (property(cp)->category) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
		return true;
	default:
		return false;
	}
}

uint32_t
utf8_plain(const char *s, size_t n)
{
	utf8proc_int32_t apart[16];
	uint32_t cp;
	int last = 0;

	(void)utf8_decode(s, n, &cp);
	if (cp == 0x110 || cp == 0x111)		/* a letter, not a mark */
		return cp == 0x110 ? 'D' : 'd';
	return utf8proc_decompose_char((utf8proc_int32_t)cp, apart,
	    (utf8proc_ssize_t)ARRAY_LEN(apart), UTF8PROC_DECOMPOSE, &last) > 0 ?
	    (uint32_t)apart[0] : cp;
}

size_t
utf8_apart(const char *s, size_t n, char *out, size_t size)
{
	size_t used = 0, len;
	uint32_t cp;

	for (size_t at = 0; at < n; at += len) {
		utf8proc_int32_t apart[8];
		utf8proc_ssize_t k = 2;
		int last = 0;

		len = utf8_decode(s + at, n - at, &cp);
		apart[0] = cp == 0x110 ? 'D' : 'd';
		apart[1] = 0x335;	/* a short stroke over the letter */
		if (cp != 0x110 && cp != 0x111)
			k = utf8proc_decompose_char((utf8proc_int32_t)cp,
			    apart, (utf8proc_ssize_t)ARRAY_LEN(apart),
			    UTF8PROC_DECOMPOSE, &last);
		for (utf8proc_ssize_t i = 0; i < k; i++) {
			if (used + 4 >= size ||
			    k > (utf8proc_ssize_t)ARRAY_LEN(apart))
				return 0;
			used += utf8_encode((uint32_t)apart[i], out + used);
		}
	}
	out[used] = '\0';
	return used;
}

size_t
utf8_fit(const char *s, size_t n, int cols)
{
	size_t at = 0, len;

	if (cols <= 0)
		return 0;
	while (at < n) {
		len = utf8_letter(s + at, n - at);
		cols -= utf8_cols(s + at, len);
		if (cols < 0)
			break;
		at += len;
	}
	return at;
}

/*
 * Invisible or deceiving code points whose category does not say so: joiner,
 * Hangul and Khmer fillers, Mongolian and other variation selectors.
 */
static const uint32_t hidden[][2] = {
	{ 0x034f, 0x034f }, { 0x115f, 0x1160 }, { 0x17b4, 0x17b5 },
	{ 0x180b, 0x180f }, { 0x200b, 0x200f }, { 0x202a, 0x202e },
	{ 0x2060, 0x206f }, { 0x3164, 0x3164 }, { 0xfe00, 0xfe0f },
	{ 0xfeff, 0xfeff }, { 0xffa0, 0xffa0 }, { 0xfff9, 0xfffb },
	{ 0xe0000, 0xe0fff },
};

/*
 * Format characters and separators are refused as a whole.  So is what has
 * no character yet or never will: a terminal and we might differ about its
 * columns.
 */
static bool
is_hostile(uint32_t cp)
{
	if (cp < 0x80)
		return cp < 0x20 || cp == 0x7f;
	for (size_t i = 0; i < ARRAY_LEN(hidden); i++)
		if (cp >= hidden[i][0] && cp <= hidden[i][1])
			return true;
	switch (property(cp)->category) {
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return true;
	default:
		return false;
	}
}

/* Whatever takes no column of its own stands on the letter before it. */
static bool
is_mark(uint32_t cp)
{
	if (cp < 0x300)
		return false;
	switch (property(cp)->category) {
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
		return true;
	default:
		return code_point_cols(cp) == 0;
	}
}

bool
utf8_doubtful(uint32_t cp)
{
	return is_hostile(cp) || is_mark(cp);
}

static void
add_safe(struct str *out, const char *s, size_t n, bool keep_lines,
    bool marked)
{
	struct alike_word word = { 0, false, false };
	int room = 0;	/* marks that the letter before may still take */

	for (size_t at = 0, len; at < n; at += len) {
		uint32_t cp;

		len = utf8_decode(s + at, n - at, &cp);
		if (is_bad(cp, len)) {
			str_printf(out, "\\x{%02x}", (unsigned char)s[at]);
			room = 0;
		} else if (cp == '\n' && keep_lines) {
			str_addc(out, '\n');
			room = 0;
		} else if (is_hostile(cp) || (is_mark(cp) && room == 0) ||
		    (marked && alike_marks(s, n, at, cp, &word))) {
			str_printf(out, "\\u{%04x}", (unsigned)cp);
			room = 0;
		} else {
			str_addn(out, s + at, len);
			room = is_mark(cp) ? room - 1 : MARKS_SHOWN;
		}
	}
}

void
utf8_safe(struct str *out, const char *s, size_t n, bool keep_lines)
{
	add_safe(out, s, n, keep_lines, false);
}

void
utf8_marked(struct str *out, const char *s, size_t n, bool keep_lines)
{
	add_safe(out, s, n, keep_lines, true);
}
