/* Texts that could move a cursor, speak to a terminal or fool a reader. */
#ifndef TN_TESTS_TUI_HOSTILE_H
#define TN_TESTS_TUI_HOSTILE_H

#include "core/base/mem.h"
#include "core/base/str.h"
#include "core/base/utf8.h"

#include <stdint.h>
#include <stdlib.h>

#define HOSTILE_MOST 400

/* Valid UTF-8 without NUL: what a command may hold. */
struct hostile {
	char *text[HOSTILE_MOST];
	size_t n;
};

static inline void
hostile_add(struct hostile *h, const char *text)
{
	if (h->n < HOSTILE_MOST)
		h->text[h->n++] = xstrdup(text);
}

static inline void
hostile_code(struct hostile *h, uint32_t cp)
{
	char utf8[5] = "";
	char *text;

	utf8[utf8_encode(cp, utf8)] = '\0';
	text = xasprintf("Mẫu%sThử", utf8);
	hostile_add(h, text);
	free(text);
}

static inline void
hostile_make(struct hostile *h)
{
	static const uint32_t hidden[] = {
		0x00ad, 0x034f, 0x061c, 0x070f, 0x115f, 0x1160, 0x17b4, 0x180e,
		0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a,
		0x202b, 0x202c, 0x202d, 0x202e, 0x2060, 0x2061, 0x2062, 0x2063,
		0x2064, 0x2066, 0x2067, 0x2068, 0x2069, 0x206a, 0x206f, 0x3164,
		0xfe00, 0xfe0f, 0xfeff, 0xffa0, 0xfff9, 0xfffa, 0xfffb, 0x1bca0,
		0x1d173, 0xe0001, 0xe0020, 0xe0041, 0xe0061, 0xe007f, 0xe0100,
		0xe01ef, 0xfdd0, 0xfdef, 0xfffe, 0xffff, 0x1fffe, 0x1ffff,
		0x10fffe, 0x10ffff, 0x378, 0x530, 0xe000, 0xf8ff, 0xf0000,
		0x2fe0, 0x1f1fb, 0x1f3fd, 0xfdfd, 0x2800, 0x00a0, 0x3000,
		0x0300, 0x0336, 0x0489, 0x20dd, 0x1d165, 0x05d0, 0x0627,
		0x0e33, 0x0eb3, 0x1100, 0xac00, 0x4e00, 0x1f468,
	};
	static const char *const told[] = {
		"\033]0;trang\a", "\033]2;x\033\\", "\033]52;c;aGVsbG8=\a",
		"\033]8;;http://x.invalid\033\\bấm\033]8;;\033\\",
		"\033]4;1;rgb:ff/ff/ff\a", "\033]10;?\a", "\033]1337;File=:AAAA\a",
		"\033P+q544e\033\\", "\033P$qm\033\\", "\033P1;2q#0~\033\\",
		"\033_Gi=1;AAAA\033\\", "\033^x\033\\", "\033Xx\033\\",
		"\033[2J\033[H", "\033[31;5mđỏ\033[0m", "\033[6n", "\033[c",
		"\033[>0q", "\033[?1049l", "\033[?2004l", "\033[?1000h",
		"\033[999;999H", "\033[5i", "\033[4i", "\033c", "\033#8", "\033%@",
		"\033(0lqk", "\033]l", "\033[21t", "\033[20~", "\033[201~",
		"\xc2\x9b""31m", "\xc2\x9d""0;x\xc2\x9c", "\xc2\x90q\xc2\x9c", "\xc2\x85",
		"a\rb", "a\nb", "a\tb", "a\bb", "a\fb\vc", "\r\n\r\n",
		"\\u001b[2J", "\\x1b[2J", "$(id)", "`id`", "%s%n%99999d", "'\";--",
		"<b>&amp;", "=1+2", "../../../etc/passwd", "{1}{2}{3}",
		/* look-alikes and others of one face */
		"Nguy\u0435\u0303n", "M\u0430i", "\u041cai", "Th\u043eа",
		"H\u03bfa", "\uff2dai", "\U0001d40cai", "\u13aaan", "L\u0251n",
		"\u00d0\u1eb7ng", "\u0189\u1eb7ng", "\u0422\u043e", "e\u0302\u0301",
		"\u1ec1", "\u00ea\u0300", "a\u0323\u0306", "\u212aim",
		"\u202e1002/30/20\u202c", "a\u0301\u0301\u0301\u0301\u0301\u0301",
		"\u0e01\u0e33\u0e33\u0e33", "👨\u200d👩\u200d👧", "🇻🇳", "漢字漢字",
		"שלום عليكم", "\u0627\u0644\u0633\u0644\u0627\u0645",
	};
	struct str many = STR_INIT;

	for (uint32_t c = 1; c <= 0x9f; c++)
		if (c < 0x20 || c >= 0x7f)
			hostile_code(h, c);
	for (size_t i = 0; i < ARRAY_LEN(hidden); i++)
		hostile_code(h, hidden[i]);
	for (size_t i = 0; i < ARRAY_LEN(told); i++)
		hostile_add(h, told[i]);
	/* 30 marks on a letter are the most that a store takes */
	str_add(&many, "Z");
	for (int i = 0; i < 30; i++)
		str_add(&many, i % 2 ? "\u0316" : "\u0301");
	hostile_add(h, str_text(&many));
	str_clear(&many);
	for (int i = 0; i < 300; i++)
		str_add(&many, "\u202e漢");
	hostile_add(h, str_text(&many));
	str_done(&many);
}

/* What only keys, arguments and files can bring: bytes that are no UTF-8. */
static const char *const hostile_raw[] = {
	"\x80", "\xbf", "\xc0\x80", "\xc0\x9b[31m", "\xc1\xbf", "\xe0\x80\x80",
	"\xe0\x80\x9b", "\xf0\x80\x80\x80", "\xf0\x80\x80\x9b", "\xed\xa0\x80",
	"\xed\xbf\xbf", "\xed\xa0\xbd\xed\xb8\x80", "\xf4\x90\x80\x80",
	"\xf8\x88\x80\x80\x80", "\xfc\x84\x80\x80\x80\x80", "\xfe", "\xff",
	"\xfe\xff", "\xff\xfe", "\xe1\xba", "\xf0\x9f\x98", "\xc2", "\xc2\x9b""31m",
	"\x9b""31m", "\x9d""0;x\a", "\x90q\x9c", "\x84\x85\x88\x8d",
	"\xef\xb7\x90", "\xef\xbf\xbe", "\xef\xbb\xbf", "a\xcc\x81\xff\xcc\x81",
};

static inline void
hostile_done(struct hostile *h)
{
	while (h->n > 0)
		free(h->text[--h->n]);
}

#endif
