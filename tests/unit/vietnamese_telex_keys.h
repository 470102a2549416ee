/*
 * From text to keys, for tests of the Telex engine: written apart from it,
 * out of what a typist does.  Each letter is its base letter, a mark and a
 * tone; the marks follow their vowel or wait for the end of the word, and
 * so does the tone.
 */
#ifndef TN_TESTS_VIETNAMESE_TELEX_KEYS_H
#define TN_TESTS_VIETNAMESE_TELEX_KEYS_H

#include "core/base/str.h"
#include "core/base/utf8.h"
#include "core/vietnamese/telex.h"

#include <string.h>

struct habit {
	bool mark_late, tone_late;
	bool one_horn;		/* one key for both letters of ươ */
	bool plain;		/* no letter is doubled to stay one */
};

#define KEYS_MAX 24

struct typed_letter {
	char base;
	bool upper;
	int mark;		/* 0, or ^ + ( - for đ */
	int tone;		/* 0, or one of ` ? ~ ' . */
};

/* Each vowel with all its tones, as the alphabet has them. */
static const struct {
	char base;
	int mark;
	const char *small, *large;
} keys_rows[] = {
	{ 'a', 0, "aàảãáạ", "AÀẢÃÁẠ" }, { 'a', '(', "ăằẳẵắặ", "ĂẰẲẴẮẶ" },
	{ 'a', '^', "âầẩẫấậ", "ÂẦẨẪẤẬ" }, { 'e', 0, "eèẻẽéẹ", "EÈẺẼÉẸ" },
	{ 'e', '^', "êềểễếệ", "ÊỀỂỄẾỆ" }, { 'i', 0, "iìỉĩíị", "IÌỈĨÍỊ" },
	{ 'o', 0, "oòỏõóọ", "OÒỎÕÓỌ" }, { 'o', '^', "ôồổỗốộ", "ÔỒỔỖỐỘ" },
	{ 'o', '+', "ơờởỡớợ", "ƠỜỞỠỚỢ" }, { 'u', 0, "uùủũúụ", "UÙỦŨÚỤ" },
	{ 'u', '+', "ưừửữứự", "ƯỪỬỮỨỰ" }, { 'y', 0, "yỳỷỹýỵ", "YỲỶỸÝỴ" },
	{ 'd', '-', "đ", "Đ" },
};

static bool
keys_in_row(const char *row, const char *s, size_t n, int *tone)
{
	static const char tones[] = "\0`?~'.";

	for (int t = 0; *row != '\0'; t++) {
		size_t len = utf8_letter(row, strlen(row));

		if (len == n && memcmp(row, s, n) == 0) {
			*tone = tones[t];
			return true;
		}
		row += len;
	}
	return false;
}

/* Adds the letter of a row that has the tone; d has no tones. */
static inline void
keys_add_of_row(struct str *out, const char *row, int tone)
{
	const char *tones = "`?~'.";
	size_t n = utf8_letter(row, strlen(row));

	for (long i = tone == 0 ? 0 : strchr(tones, tone) - tones + 1; i > 0;
	    i--) {
		row += n;
		n = utf8_letter(row, strlen(row));
	}
	str_addn(out, row, n);
}

static struct typed_letter
keys_take_apart(const char *s, size_t n)
{
	struct typed_letter l = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(keys_rows); i++) {
		bool upper = keys_in_row(keys_rows[i].large, s, n, &l.tone);

		if (!upper && !keys_in_row(keys_rows[i].small, s, n, &l.tone))
			continue;
		l.base = keys_rows[i].base;
		l.mark = keys_rows[i].mark;
		l.upper = upper;
		return l;
	}
	l.base = s[0];
	if (l.base >= 'A' && l.base <= 'Z') {
		l.base = (char)(l.base + 32);
		l.upper = true;
	}
	return l;
}

static char
keys_tone(enum telex_method m, int tone)
{
	const char *from = "`?~'.", *to = m == TELEX_VNI ? "23415" :
	    m == TELEX_TELEX ? "frxsj" : from;

	return to[strchr(from, tone) - from];
}

static char
keys_mark(enum telex_method m, const struct typed_letter *l)
{
	if (m == TELEX_TELEX)
		return l->mark == '+' || l->mark == '(' ? 'w' : l->base;
	if (m == TELEX_VIQR)
		return l->mark == '-' ? 'd' : (char)l->mark;
	return l->mark == '^' ? '6' : l->mark == '+' ? '7' :
	    l->mark == '(' ? '8' : '9';
}

static bool
keys_is_vowel(char c)
{
	return strchr("aeiouy", c) != NULL;
}

/* How many groups of vowels the word has: 1 is a syllable. */
static size_t
keys_groups(const struct typed_letter *l, size_t n)
{
	size_t groups = 0;

	for (size_t i = 0; i < n; i++)
		if (keys_is_vowel(l[i].base) &&
		    (i == 0 || !keys_is_vowel(l[i - 1].base)))
			groups++;
	return groups;
}

/* k, l, r, h end names only; there letters are doubled on the spot. */
static bool
keys_is_name(const struct typed_letter *l, size_t n)
{
	bool h = l[n - 1].base == 'h' && n > 1 &&
	    strchr("cn", l[n - 2].base) == NULL;

	return keys_groups(l, n) > 1 || h ||
	    strchr("klr", l[n - 1].base) != NULL;
}

/* May this mark wait for the end of the word? */
static bool
keys_may_wait(enum telex_method m, const struct typed_letter *l, size_t n,
    size_t k)
{
	for (size_t i = 0; i < n; i++)
		if (i != k && l[i].mark == l[k].mark && l[k].mark != '+')
			return false;
	/* d doubled behind its vowel: only one that stands alone before it. */
	if (l[k].mark == '-' && m != TELEX_VNI &&
	    (m == TELEX_VIQR || k > 0 || n == 1 || !keys_is_vowel(l[1].base)))
		return false;
	if (l[k].mark == '-' && keys_groups(l, n) == 0)
		return false;
	if (l[k].mark != '-' && keys_groups(l + k, n - k) > 1)
		return false;
	if (m != TELEX_TELEX || l[k].mark == '+' || l[k].mark == '(')
		return true;
	/* "ana" is Ana, so Ân is "aan". */
	if (k == 0 && n == 2 && l[k].mark == '^' && !keys_is_vowel(l[1].base))
		return false;
	return !keys_is_name(l, n);
}

/* A letter that would be a key: after the last vowel it is doubled. */
static bool
keys_is_doubled(const struct typed_letter *l, size_t n, size_t k)
{
	bool vowel_before = false;

	if (l[k].base == 'w')
		return true;
	if (k > 0 && strchr("oe", l[k].base) != NULL && l[k].mark == 0 &&
	    l[k - 1].base == l[k].base && l[k - 1].mark == 0)
		return true;
	for (size_t i = 0; i < k; i++)
		vowel_before |= keys_is_vowel(l[i].base);
	for (size_t i = k; i < n; i++)
		if (keys_is_vowel(l[i].base))
			return false;
	return vowel_before && strchr("sfrxj", l[k].base) != NULL;
}

static void
keys_add(struct str *out, const struct typed_letter *l, char c)
{
	str_addc(out, l->upper && c >= 'a' && c <= 'z' ? (char)(c - 32) : c);
}

static void
keys_of_letters(enum telex_method m, struct habit h,
    const struct typed_letter *l, size_t n, struct str *out)
{
	struct str late = STR_INIT;
	char tone = 0;

	for (size_t k = 0; k < n; k++) {
		bool pair = l[k].mark == '+' && l[k].base == 'u' &&
		    k + 1 < n && l[k + 1].mark == '+';
		bool wait = h.mark_late && l[k].mark != 0 &&
		    keys_may_wait(m, l, n, k);

		keys_add(out, &l[k], l[k].base);
		if (m == TELEX_TELEX && !h.plain && keys_is_doubled(l, n, k))
			keys_add(out, &l[k], l[k].base);
		if (l[k].mark != 0 && !(pair && (h.one_horn || wait)))
			keys_add(wait ? &late : out, &l[k],
			    keys_mark(m, &l[k]));
		if (l[k].tone != 0 && h.tone_late)
			tone = keys_tone(m, l[k].tone);
		else if (l[k].tone != 0)
			keys_add(out, &l[k], keys_tone(m, l[k].tone));
	}
	str_add(out, str_text(&late));
	if (tone != 0)
		str_addc(out, tone);
	str_done(&late);
}

static bool
keys_is_letter(const char *s, size_t n)
{
	return n > 1 ? n != 3 || memcmp(s, "\u2019", 3) != 0 :
	    (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z');
}

/* Adds the keys of a whole text, word by word. */
static void
keys_of(enum telex_method m, struct habit h, const char *text,
    struct str *out)
{
	struct typed_letter l[KEYS_MAX];
	size_t n = 0, len;

	for (; *text != '\0'; text += len) {
		len = utf8_letter(text, strlen(text));
		if (keys_is_letter(text, len) && n < KEYS_MAX) {
			l[n++] = keys_take_apart(text, len);
			continue;
		}
		if (n > 0)
			keys_of_letters(m, h, l, n, out);
		n = 0;
		str_addn(out, text, len);
	}
	if (n > 0)
		keys_of_letters(m, h, l, n, out);
}

/* The habits that tests go through. */
static const struct habit keys_habits[] = {
	{ .one_horn = false }, { .one_horn = true },
	{ .tone_late = true }, { .tone_late = true, .one_horn = true },
	{ .mark_late = true, .tone_late = true }, { .mark_late = true },
};

#endif
