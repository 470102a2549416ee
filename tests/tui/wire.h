/*
 * What may be on the wire: an allow-list of the sequences that curses makes
 * and of the few that we make ourselves, read by a parser of its own.  All
 * else is somebody else's word to the terminal.
 */
#ifndef TN_TESTS_TUI_WIRE_H
#define TN_TESTS_TUI_WIRE_H

#include "core/base/utf8.h"

#include <stdio.h>
#include <string.h>

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

/* Text between sequences: how much of it the filter would leave as it is. */
static inline size_t
wire_text(const char *s, size_t n)
{
	struct str out = STR_INIT;
	size_t same = 0;

	utf8_safe(&out, s, n, false);
	if (out.len == n)
		same = n;
	while (same < n && out.buf[same] == s[same])
		same++;
	str_done(&out);
	return same;
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
