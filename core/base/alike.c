#include "core/base/alike.h"

#include "core/base/mem.h"
#include "core/base/utf8.h"

/* A word longer than this is looked at in pieces: the work stays linear. */
#define WORD_MOST 256

struct range {
	uint32_t from, to;
};

static bool
within(const struct range *r, size_t n, uint32_t cp)
{
	for (size_t i = 0; i < n; i++)
		if (cp >= r[i].from && cp <= r[i].to)
			return true;
	return false;
}

static bool
is_latin(uint32_t cp)
{
	static const struct range latin[] = {
		{ 'A', 'Z' }, { 'a', 'z' }, { 0xc0, 0x24f }, { 0x1e00, 0x1eff },
	};

	return within(latin, ARRAY_LEN(latin), cp);
}

/* Scripts some of whose letters look Latin, and Latin in other dress. */
static bool
is_stranger(uint32_t cp)
{
	static const struct range strange[] = {
		{ 0x250, 0x2af },		/* phonetic: ɑ ɡ ɩ */
		{ 0x370, 0x3ff }, { 0x1f00, 0x1fff },	/* Greek */
		{ 0x400, 0x52f }, { 0x1c80, 0x1c8f }, { 0xa640, 0xa69f },
		{ 0x530, 0x58f },		/* Armenian */
		{ 0x13a0, 0x13ff }, { 0xab70, 0xabbf },	/* Cherokee */
		{ 0x1d00, 0x1dbf },		/* small capitals */
		{ 0x2100, 0x218f },		/* letterlike, Roman numerals */
		{ 0x24b6, 0x24e9 },		/* in circles */
		{ 0x2c60, 0x2c7f }, { 0x2c80, 0x2cff },
		{ 0xa4d0, 0xa4ff },		/* Lisu */
		{ 0xff21, 0xff3a }, { 0xff41, 0xff5a },	/* full width */
		{ 0x1d400, 0x1d7ff },		/* mathematical */
	};

	return within(strange, ARRAY_LEN(strange), cp);
}

/* Cyrillic and Greek letters that are drawn as Latin ones. */
static bool
is_double(uint32_t cp)
{
	static const uint32_t as[] = {
		0x391, 0x392, 0x395, 0x396, 0x397, 0x399, 0x39a, 0x39c, 0x39d,
		0x39f, 0x3a1, 0x3a4, 0x3a5, 0x3a7, 0x3b1, 0x3b9, 0x3ba, 0x3bd,
		0x3bf, 0x3c1, 0x3c5,
		0x405, 0x406, 0x408, 0x410, 0x412, 0x415, 0x41a, 0x41c, 0x41d,
		0x41e, 0x420, 0x421, 0x422, 0x423, 0x425, 0x430, 0x435, 0x43e,
		0x440, 0x441, 0x443, 0x445, 0x455, 0x456, 0x458, 0x475, 0x4ae,
		0x4af, 0x4bb, 0x4c0, 0x4cf, 0x501, 0x51b, 0x51d,
	};

	for (size_t i = 0; i < ARRAY_LEN(as); i++)
		if (as[i] == cp)
			return true;
	return false;
}

/* Ð and Ɖ are drawn as Đ; ǃ as an exclamation mark. */
static bool
is_taken_for_another(uint32_t cp)
{
	return cp == 0xd0 || cp == 0x189 || cp == 0x1c3;
}

static bool
is_of_word(uint32_t cp)
{
	if (cp < 0x80)
		return is_latin(cp);
	/* Roman numerals and letters in circles are no letters. */
	return utf8_is_letter(cp) || (is_stranger(cp) && cp >= 0x2100);
}

/* Near `about`; all of a name, and of a story what is read with the word. */
static bool
has_latin(const char *s, size_t n, size_t about)
{
	size_t to = n - about > WORD_MOST ? about + WORD_MOST : n;
	size_t at = about > WORD_MOST ? about - WORD_MOST : 0, len;

	for (; at < to; at += len) {
		uint32_t cp;

		len = utf8_decode(s + at, to - at, &cp);
		if (is_latin(cp))
			return true;
	}
	return false;
}

/* The word that begins at `at`. */
static void
look(const char *s, size_t n, size_t at, struct alike_word *w)
{
	size_t most = n - at > WORD_MOST ? at + WORD_MOST : n, len;
	bool latin = false, stranger = false, doubles = true;
	uint32_t cp;

	for (w->end = at; w->end < most; w->end += len) {
		len = utf8_decode(s + w->end, n - w->end, &cp);
		if (!is_of_word(cp))
			break;
		latin |= is_latin(cp);
		stranger |= is_stranger(cp);
		doubles &= is_double(cp);
	}
	w->mixed = latin && stranger;
	w->disguised = stranger && doubles && has_latin(s, n, at);
}

bool
alike_marks(const char *s, size_t n, size_t at, uint32_t cp,
    struct alike_word *w)
{
	if (is_taken_for_another(cp))
		return true;
	if (cp < 0x80 && !is_latin(cp))
		return false;
	if (at >= w->end && is_of_word(cp))
		look(s, n, at, w);
	return at < w->end && is_stranger(cp) && (w->mixed || w->disguised);
}
