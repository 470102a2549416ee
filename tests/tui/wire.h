/*
 * What may be on the wire: an allow-list of the sequences that curses makes
 * and of the few that we make ourselves, read by a parser of its own.  All
 * else is somebody else's word to the terminal.
 */
#ifndef TN_TESTS_TUI_WIRE_H
#define TN_TESTS_TUI_WIRE_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

/* A whole CSI behind "ESC [": its length, 0 when it is none of ours. */
static inline size_t
wire_csi(const char *s, size_t n)
{
	static const char *const exact[] = { "?1049h", "?1049l", "22;0;0t",
	    "23;0;0t", "?1h", "?1l", "?7h", "?7l", "?25h", "?25l", "?12l",
	    "?12;25h", "?2004h", "?2004l", "4l", "4h", "34h", "34l", "?1c",
	    "?0c", "?8c", "5n", "6n", "?3l", "?5l", "?3;4l", "!p" };
	size_t len = strspn(s, "0123456789;");

	for (size_t i = 0; i < sizeof exact / sizeof *exact; i++)
		if (n >= strlen(exact[i]) &&
		    memcmp(s, exact[i], strlen(exact[i])) == 0)
			return strlen(exact[i]);
	return len < n && s[len] != '\0' &&
	    strchr("ABCDGHJKLMPSTX@dfbmr", s[len]) != NULL ? len + 1 : 0;
}

/* The length of a sequence at s[0] = ESC; 0: not one of ours. */
static inline size_t
wire_escape(const char *s, size_t n)
{
	size_t len;

	if (n < 2)
		return 0;
	if (s[1] == '[') {
		len = wire_csi(s + 2, n - 2);
		return len > 0 ? len + 2 : 0;
	}
	if (s[1] == '(' || s[1] == ')')
		return n > 2 && (s[2] == 'B' || s[2] == '0') ? 3 : 0;
	return strchr("=>78MDE", s[1]) != NULL ? 2 : 0;
}

/*
 * May this code point be seen?  Judged by Unicode's categories and a list of
 * its own, not by the filter that is under test.
 */
static inline bool
wire_letter(utf8proc_int32_t cp, int marks)
{
	static const utf8proc_int32_t never[][2] = { { 0x0, 0x1f },
	    { 0x7f, 0x9f }, { 0x34f, 0x34f }, { 0x115f, 0x1160 },
	    { 0x17b4, 0x17b5 }, { 0x180b, 0x180f }, { 0x3164, 0x3164 },
	    { 0xfe00, 0xfe0f }, { 0xffa0, 0xffa0 }, { 0xe0000, 0xe0fff } };

	for (size_t i = 0; i < sizeof never / sizeof *never; i++)
		if (cp >= never[i][0] && cp <= never[i][1])
			return false;
	switch (utf8proc_category(cp)) {
	case UTF8PROC_CATEGORY_CC: case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_CN: case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_ZL: case UTF8PROC_CATEGORY_ZP:
		return false;
	default:
		return marks <= 4;
	}
}

/* Text between sequences: how much of it may be seen. */
static inline size_t
wire_text(const char *s, size_t n)
{
	int marks = 0;
	size_t at = 0;

	while (at < n) {
		utf8proc_int32_t cp;
		utf8proc_ssize_t len = utf8proc_iterate(
		    (const utf8proc_uint8_t *)s + at,
		    (utf8proc_ssize_t)(n - at), &cp);

		if (len < 1)
			return at;
		marks = utf8proc_category(cp) == UTF8PROC_CATEGORY_MN ||
		    utf8proc_category(cp) == UTF8PROC_CATEGORY_ME ?
		    marks + 1 : 0;
		if (!wire_letter(cp, marks))
			return at;
		at += (size_t)len;
	}
	return n;
}

/* Where the first byte is that must not be there; n: nowhere. */
static inline size_t
wire_bad(const char *s, size_t n)
{
	size_t at = 0, len;

	while (at < n) {
		if (s[at] == '\033') {
			len = wire_escape(s + at, n - at);
			if (len == 0)
				return at;
			at += len;
		} else if (strchr("\r\n\b\t\016\017", s[at]) != NULL &&
		    s[at] != '\0') {
			at++;
		} else {
			for (len = 0; at + len < n &&
			    (unsigned char)s[at + len] >= 0x20; len++)
				continue;
			if (len == 0 || wire_text(s + at, len) < len)
				return at + wire_text(s + at, len);
			at += len;
		}
	}
	return n;
}

static inline void
wire_show(const char *s, size_t n, size_t at)
{
	printf("# ... ");
	for (size_t i = at > 24 ? at - 24 : 0; i < n && i < at + 40; i++)
		if ((unsigned char)s[i] >= 0x20 && (unsigned char)s[i] < 0x7f)
			putchar(s[i]);
		else
			printf("%s<%02x>", i == at ? "HERE" : "",
			    (unsigned char)s[i]);
	printf("\n");
}

#endif
