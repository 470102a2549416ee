/* UTF-8: decoding, letters, columns, and the filter for hostile text. */
#include "core/base/utf8.h"

#include "tests/t.h"

#include <stdlib.h>

static bool
valid(const char *s)
{
	return utf8_valid(s, strlen(s));
}

static int
cols(const char *s)
{
	return utf8_cols(s, strlen(s));
}

static size_t
letters(const char *s)
{
	return utf8_letters(s, strlen(s));
}

static void
test_every_code_point(void)
{
	uint32_t wrong = 0;

	for (uint32_t cp = 0; cp <= 0x10ffff; cp++) {
		char bytes[4];
		size_t n = utf8_encode(cp, bytes);
		bool is_surrogate = cp >= 0xd800 && cp <= 0xdfff;
		uint32_t back;

		if (utf8_decode(bytes, n, &back) != n || !utf8_valid(bytes, n))
			wrong++;
		if (back != (is_surrogate ? 0xfffd : cp))
			wrong++;
		/* A cut character is one bad byte, never read past the end. */
		if (n > 1 && (utf8_decode(bytes, n - 1, &back) != 1 ||
		    back != 0xfffd))
			wrong++;
	}
	T_INT(wrong, 0);
}

static void
test_valid(void)
{
	static const char *const bad[] = {
		"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc3", "\xc3(",
		"\xe0\x80\x80", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xed\xbf\xbf",
		"\xf0\x80\x80\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
		"\xf5\x80\x80\x80", "\xfe", "\xff", "a\xe1\xbb", "\xf8\x88",
	};

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		if (valid(bad[i]))
			printf("# bad[%zu] passed\n", i);
		T_CHECK(!valid(bad[i]));
		T_CHECK(utf8_nfc(bad[i], strlen(bad[i])) == NULL);
	}
	T_CHECK(valid("") && valid("Việt Nam") && valid("\xef\xbf\xbd"));
	T_CHECK(valid("\xf0\x9f\x98\x80"));
}

static void
check_nfc(const char *in, const char *want)
{
	char *got = utf8_nfc(in, strlen(in));

	T_STR(got, want);
	free(got);
}

static void
test_nfc(void)
{
	struct str s = STR_INIT;
	char *got;

	check_nfc("", "");
	check_nfc("plain", "plain");
	check_nfc("Vie\u0323\u0302t", "Vi\u1ec7t");
	check_nfc("Vie\u0302\u0323t", "Vi\u1ec7t");
	check_nfc("\u212b", "\u00c5");
	T_CHECK(utf8_nfc("a\0b", 3) == NULL);
	str_add(&s, "a");
	for (int i = 0; i < 30; i++)
		str_add(&s, "\u0323");
	got = utf8_nfc(s.buf, s.len);
	T_CHECK(got != NULL);
	free(got);
	str_add(&s, "\u0301");
	T_CHECK(utf8_nfc(s.buf, s.len) == NULL);
	str_done(&s);
}

/*
 * What is known to be composed is not composed; a letter from elsewhere (U+4E00)
 * beside it makes the long way, which must say the same.
 */
static void
test_nfc_known(void)
{
	for (uint32_t cp = 1; cp < 0x3000; cp++) {
		char text[8], *alone, *beside;
		size_t n = utf8_encode(cp, text);

		memcpy(text + n, "\u4e00", 4);
		alone = utf8_nfc(text, n);
		beside = utf8_nfc(text, n + 3);
		T_CHECK(alone != NULL && beside != NULL &&
		    strlen(beside) == strlen(alone) + 3 &&
		    strncmp(alone, beside, strlen(alone)) == 0);
		free(alone);
		free(beside);
	}
}

static void
test_letters(void)
{
	const char *nfd = "Vie\u0323\u0302t";

	T_INT(letters(""), 0);
	T_INT(letters("Việt"), 4);
	T_INT(letters(nfd), 4);
	T_INT(utf8_letter(nfd + 2, strlen(nfd) - 2), 5);
	T_INT(letters("\xff\xfe" "a"), 3);
	T_INT(letters("a\r\nb"), 3);
	T_INT(letters("\U0001f468\u200d\U0001f469"), 1);
	T_INT(letters("\U0001f1fb\U0001f1f3\U0001f1fb\U0001f1f3"), 2);
	T_INT(utf8_letter("", 0), 0);
}

/* Going back from each end of a letter must give that letter's start. */
static void
check_back(const char *s)
{
	size_t n = strlen(s), at = 0;

	while (at < n) {
		size_t len = utf8_letter(s + at, n - at);

		T_INT(utf8_back(s, at + len), at);
		at += len;
	}
	T_INT(utf8_back(s, 0), 0);
}

static void
test_back(void)
{
	check_back("Nguyễn Thị Mẫu");
	check_back("ab e\u0323\u0302\u0301 cd\r\nef");
	check_back("\u0301\u0301x");
	check_back("ab\xff\xfe" "c\xe1\xbb");
	check_back("\u0600a \u0600bc");
	check_back("xx\U0001f1fb\U0001f1f3\U0001f1fb\U0001f1f3");
	check_back("\U0001f468\u200d\U0001f469\u200d\U0001f467 ok");
}

static void
test_cols(void)
{
	T_INT(cols("Tiếp nhận"), 9);
	T_INT(cols("Vie\u0323\u0302t"), 4);
	T_INT(cols("\u4eba"), 2);
	T_INT(cols("\U0001f600"), 2);
	T_INT(cols("\u2022\u00b7\u2026\u201c"), 4);
	T_INT(cols("\t\n\x1b\x7f\xc2\x9b"), 0);
	T_INT(cols("\xff"), 1);
	T_INT(cols("\u2500\u2502"), 2);
}

static size_t
fit(const char *s, int n)
{
	return utf8_fit(s, strlen(s), n);
}

static void
test_plain(void)
{
	static const struct { const char *letter; uint32_t plain; } t[] = {
		{ "e", 'e' }, { "\xe1\xbb\x87", 'e' }, { "\xc4\x90", 'D' },
		{ "\xc4\x91", 'd' }, { "\xc6\xa0", 'O' },
		{ "\xe1\xbb\xb2", 'Y' }, { "e\xcc\xa3\xcc\x82", 'e' },
		{ "\xe2\x80\xa6", 0x2026 }, { "", 0 },
	};

	for (size_t i = 0; i < sizeof t / sizeof t[0]; i++)
		T_INT(utf8_plain(t[i].letter, strlen(t[i].letter)),
		    t[i].plain);
}

static void
test_fit(void)
{
	const char *nfd = "e\u0323\u0302t";

	T_INT(fit("abc", 2), 2);
	T_INT(fit("abc", 9), 3);
	T_INT(fit("abc", 0), 0);
	T_INT(fit("abc", -1), 0);
	T_INT(fit(nfd, 1), 5);
	T_INT(fit("\u4eba\u4eba", 3), 3);
	T_INT(fit("\u4eba", 1), 0);
	T_INT(fit("Việt Nam", 4), strlen("Việt"));
}

static void
check_safe_n(const char *in, size_t n, bool lines, const char *want)
{
	struct str s = STR_INIT;

	utf8_safe(&s, in, n, lines);
	T_STR(str_text(&s), want);
	str_done(&s);
}

static void
check_safe(const char *in, const char *want)
{
	check_safe_n(in, strlen(in), false, want);
}

static void
test_safe(void)
{
	check_safe("Nguyễn Thị Mẫu Một, 15 tuổi; đã “tiếp nhận” – 100 %",
	    "Nguyễn Thị Mẫu Một, 15 tuổi; đã “tiếp nhận” – 100 %");
	check_safe("\x1b[2J\a", "\\u{001b}[2J\\u{0007}");
	check_safe("a\nb\tc", "a\\u{000a}b\\u{0009}c");
	check_safe_n("a\nb\rc", 5, true, "a\nb\\u{000d}c");
	check_safe_n("a\0b", 3, false, "a\\u{0000}b");
	check_safe("\xc2\x9b" "31m", "\\u{009b}31m");
	check_safe("\x9b" "31m", "\\x{9b}31m");
	check_safe("a\u202eb", "a\\u{202e}b");
	check_safe("\xed\xa0\x80", "\\x{ed}\\x{a0}\\x{80}");
	check_safe("\U000e0041\U0010ffff", "\\u{e0041}\\u{10ffff}");
	check_safe("\U0001f600", "\U0001f600");
	check_safe("Vie\u0323\u0302t", "Vie\u0323\u0302t");
}

static void
test_safe_marks(void)
{
	check_safe("a\u0301\u0301\u0301\u0301\u0301\u0301",
	    "a\u0301\u0301\u0301\u0301\\u{0301}\\u{0301}");
	check_safe("\u0301a", "\\u{0301}a");
	check_safe("\u202e\u0301", "\\u{202e}\\u{0301}");
	check_safe_n("a\n\u0301", 4, true, "a\n\\u{0301}");
}

static void
test_safe_hidden(void)
{
	static const uint32_t range[][2] = {
		{ 0x00, 0x1f }, { 0x7f, 0x9f }, { 0xad, 0xad },
		{ 0x34f, 0x34f }, { 0x61c, 0x61c }, { 0x115f, 0x1160 },
		{ 0x17b4, 0x17b5 }, { 0x180b, 0x180f }, { 0x200b, 0x200f },
		{ 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0x3164, 0x3164 },
		{ 0xfe00, 0xfe0f }, { 0xfeff, 0xfeff }, { 0xffa0, 0xffa0 },
		{ 0xfff9, 0xfffb }, { 0xfdd0, 0xfdef }, { 0xfffe, 0xffff },
		{ 0x1fffe, 0x1ffff }, { 0xe0000, 0xe007f },
		{ 0xe0100, 0xe01ef }, { 0x10fffe, 0x10ffff },
	};
	int passed = 0;

	for (size_t i = 0; i < ARRAY_LEN(range); i++) {
		for (uint32_t cp = range[i][0]; cp <= range[i][1]; cp++) {
			struct str s = STR_INIT, want = STR_INIT;
			char in[5] = "x";
			size_t n = utf8_encode(cp, in + 1);

			utf8_safe(&s, in, n + 1, false);
			str_printf(&want, "x\\u{%04x}", (unsigned)cp);
			if (!str_eq(str_text(&s), str_text(&want))) {
				printf("# U+%04X passed\n", (unsigned)cp);
				passed++;
			}
			str_done(&s);
			str_done(&want);
		}
	}
	T_INT(passed, 0);
}

/* Random bytes: the result is valid, one line, and safe a second time. */
static void
test_safe_random(void)
{
	uint32_t seed = 20260302;
	int wrong = 0;

	printf("# seed %u\n", (unsigned)seed);
	for (int round = 0; round < 3000; round++) {
		struct str once = STR_INIT, twice = STR_INIT;
		char in[64];
		size_t sum = 0;

		for (size_t i = 0; i < sizeof in; i++) {
			seed = seed * 1664525u + 1013904223u;
			in[i] = (char)(seed >> 24);
		}
		for (size_t at = 0; at < sizeof in;
		    at += utf8_letter(in + at, sizeof in - at))
			sum += utf8_letter(in + at, sizeof in - at);
		utf8_safe(&once, in, sizeof in, false);
		utf8_safe(&twice, once.buf, once.len, false);
		if (sum != sizeof in || !utf8_valid(once.buf, once.len) ||
		    memchr(once.buf, '\n', once.len) != NULL ||
		    !str_eq(str_text(&once), str_text(&twice)) ||
		    utf8_fit(once.buf, once.len, 1000) != once.len)
			wrong++;
		str_done(&once);
		str_done(&twice);
	}
	T_INT(wrong, 0);
}

static void
marked_is(const char *text, const char *want, const char *file, int line)
{
	struct str out = STR_INIT;

	utf8_marked(&out, text, strlen(text), false);
	if (strcmp(str_text(&out), want) != 0) {
		printf("# %s:%d: \"%s\" is not \"%s\"\n", file, line,
		    str_text(&out), want);
		t_bad++;
	}
	str_done(&out);
}
#define T_MARKED(text, want) marked_is(text, want, __FILE__, __LINE__)

static void
test_alike(void)
{
	/* Cyrillic in a Latin word, at its start, middle and end */
	T_MARKED("M\u0430i", "M\\u{0430}i");
	T_MARKED("\u041cai Th\u1ecb", "\\u{041c}ai Th\u1ecb");
	T_MARKED("Nguy\u1ec5n V\u0103n \u0410n", "Nguy\u1ec5n V\u0103n "
	    "\\u{0410}n");
	/* a whole word of doubles, beside Latin ones */
	T_MARKED("L\u00ea \u0422\u043e", "L\u00ea \\u{0422}\\u{043e}");
	/* Greek, full width, mathematical, Cherokee, phonetic, Eth for Đ */
	T_MARKED("H\u03bfa", "H\\u{03bf}a");
	T_MARKED("H\uff4fa", "H\\u{ff4f}a");
	T_MARKED("H\U0001d428a", "H\\u{1d428}a");
	T_MARKED("\u13aaong", "\\u{13aa}ong");
	T_MARKED("H\u0251", "H\\u{0251}");
	T_MARKED("\u00d0\u1eb7ng", "\\u{00d0}\u1eb7ng");
	T_MARKED("\u0189\u1eb7ng", "\\u{0189}\u1eb7ng");
	/* marks stay with what is shown, and are not lost with what is not */
	T_MARKED("M\u0430\u0301i", "M\\u{0430}\\u{0301}i");
	/* what is no disguise stays: whole words, other scripts, Vietnamese */
	T_MARKED("\u041c\u043e\u0441\u043a\u0432\u0430", "\u041c\u043e"
	    "\u0441\u043a\u0432\u0430");
	T_MARKED("t\u00ean: \u0418\u0432\u0430\u043d", "t\u00ean: "
	    "\u0418\u0432\u0430\u043d");
	T_MARKED("\u0422\u043e", "\u0422\u043e");
	T_MARKED("\u6f22\u5b57 Mai \uff2f", "\u6f22\u5b57 Mai \uff2f");
	T_MARKED("\u0110\u1eb7ng Th\u1ecb \u0110\u00e0o", "\u0110\u1eb7ng "
	    "Th\u1ecb \u0110\u00e0o");
	/* and kept text is never changed */
	check_safe("M\u0430i", "M\u0430i");
}

int
main(void)
{
	T_RUN(test_every_code_point);
	T_RUN(test_valid);
	T_RUN(test_nfc);
	T_RUN(test_nfc_known);
	T_RUN(test_letters);
	T_RUN(test_back);
	T_RUN(test_cols);
	T_RUN(test_plain);
	T_RUN(test_fit);
	T_RUN(test_safe);
	T_RUN(test_safe_marks);
	T_RUN(test_safe_hidden);
	T_RUN(test_safe_random);
	T_RUN(test_alike);
	return t_done();
}
