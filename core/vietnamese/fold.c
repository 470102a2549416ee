/*
 * Folding and masking.  One code point is taken apart at a time: order of
 * marks does not matter when all of them go.
 */
#include "core/vietnamese/fold.h"

#include "core/base/mem.h"
#include "core/base/utf8.h"

#include <string.h>
#include <utf8proc.h>

#define MASK "\u2022\u2022\u2022"

/* The longest decomposition in Unicode is 18 code points. */
#define MAX_PARTS 32

/* Code points shown of a masked letter: itself and marks on it. */
#define MAX_LETTER 4

enum role { ROLE_KEEP, ROLE_SPACE, ROLE_DROP };

static enum role
role_of(utf8proc_category_t category)
{
	switch (category) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		return ROLE_KEEP;
	/* A soft hyphen or a joiner inside a word does not divide it. */
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
		return ROLE_DROP;
	default:
		return ROLE_SPACE;
	}
}

/* đ has no decomposition; ð and ɖ are what Ð and Ɖ, typed for Đ, become. */
static utf8proc_int32_t
unstroke(utf8proc_int32_t cp)
{
	return cp == 0x0111 || cp == 0x00f0 || cp == 0x0256 ? 'd' : cp;
}

/*
 * Cyrillic and Greek letters that are drawn, small or capital, as Latin ones:
 * a name with one in it is found, and stops whoever opens it a second time.
 */
static utf8proc_int32_t
undisguise(utf8proc_int32_t cp)
{
	static const struct {
		utf8proc_int32_t cp;
		char as;
	} alike[] = {
		{ 0x3b1, 'a' }, { 0x3b2, 'b' }, { 0x3b5, 'e' }, { 0x3b6, 'z' },
		{ 0x3b7, 'h' }, { 0x3b9, 'i' }, { 0x3ba, 'k' }, { 0x3bc, 'm' },
		{ 0x3bd, 'n' }, { 0x3bf, 'o' }, { 0x3c1, 'p' }, { 0x3c4, 't' },
		{ 0x3c5, 'y' }, { 0x3c7, 'x' },
		{ 0x430, 'a' }, { 0x432, 'b' }, { 0x435, 'e' }, { 0x43a, 'k' },
		{ 0x43c, 'm' }, { 0x43d, 'h' }, { 0x43e, 'o' }, { 0x440, 'p' },
		{ 0x441, 'c' }, { 0x442, 't' }, { 0x443, 'y' }, { 0x445, 'x' },
		{ 0x455, 's' }, { 0x456, 'i' }, { 0x458, 'j' }, { 0x475, 'v' },
		{ 0x4af, 'y' }, { 0x4bb, 'h' }, { 0x4cf, 'l' }, { 0x501, 'd' },
		{ 0x51b, 'q' }, { 0x51d, 'w' }, { 0x251, 'a' }, { 0x261, 'g' },
	};

	for (size_t i = 0; i < ARRAY_LEN(alike) && cp > 0x250; i++)
		if (alike[i].cp == cp)
			return alike[i].as;
	return cp;
}

/* Adds one part; a space is owed until a letter follows it. */
static void
fold_part(struct str *out, utf8proc_int32_t cp, size_t start, bool *owed)
{
	char bytes[4];

	cp = undisguise(unstroke(cp));
	switch (role_of(utf8proc_category(cp))) {
	case ROLE_SPACE:
		*owed = true;
		return;
	case ROLE_DROP:
		return;
	case ROLE_KEEP:
		break;
	}
	if (*owed && out->len > start)
		str_addc(out, ' ');
	*owed = false;
	str_addn(out, bytes, utf8_encode((uint32_t)cp, bytes));
}

void
vn_fold(struct str *out, const char *s)
{
	size_t n = s != NULL ? strlen(s) : 0, start = out->len;
	bool owed = false;

	for (size_t at = 0, len; at < n; at += len) {
		utf8proc_int32_t part[MAX_PARTS];
		utf8proc_ssize_t parts;
		int last_class = 0;
		uint32_t cp;

		len = utf8_decode(s + at, n - at, &cp);
		parts = utf8proc_decompose_char((utf8proc_int32_t)cp, part,
		    MAX_PARTS, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
		    UTF8PROC_CASEFOLD, &last_class);
		for (utf8proc_ssize_t i = 0; i < parts && i < MAX_PARTS; i++)
			fold_part(out, part[i], start, &owed);
	}
}

bool
vn_fold_contains(const char *haystack, const char *needle)
{
	struct str h = STR_INIT, n = STR_INIT;
	bool found;

	vn_fold(&h, haystack);
	vn_fold(&n, needle);
	found = strstr(str_text(&h), str_text(&n)) != NULL;
	str_done(&h);
	str_done(&n);
	return found;
}

/* The first letter, but not the thousand marks someone may put on it. */
static size_t
first_letter(const char *s, size_t n)
{
	size_t letter = utf8_letter(s, n), len = 0;
	uint32_t cp;

	for (int i = 0; i < MAX_LETTER && len < letter; i++)
		len += utf8_decode(s + len, letter - len, &cp);
	return len;
}

static bool
is_space(uint32_t cp)
{
	return cp == ' ' || (cp >= '\t' && cp <= '\r') ||
	    utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_ZS;
}

void
vn_mask_name(struct str *out, const char *name)
{
	size_t n = name != NULL ? strlen(name) : 0, start = out->len;
	bool is_start = true;

	for (size_t at = 0, len; at < n; at += len) {
		uint32_t cp;

		len = utf8_decode(name + at, n - at, &cp);
		if (is_space(cp)) {
			is_start = true;
			continue;
		}
		if (!is_start)
			continue;
		is_start = false;
		len = first_letter(name + at, n - at);
		if (out->len > start)
			str_addc(out, ' ');
		utf8_safe(out, name + at, len, false);
		str_add(out, MASK);
	}
	if (out->len == start)
		str_add(out, MASK);
}
