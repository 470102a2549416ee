/*
 * Keys, and the reader that makes them out of a terminal's bytes.
 *
 * The reader is a plain state machine without a clock or a file, so that any
 * bytes whatever can be fed to it: letters (whole code points; a combining
 * mark is one of its own), named keys in the spellings of xterm, the Linux
 * console, screen and VT100, Escape-digit (and "-") for F-keys, and a
 * bracketed paste as one bounded event.  A return and a line feed, with which
 * scanners end what they type, are one Enter.
 */
#ifndef TN_TUI_KEY_H
#define TN_TUI_KEY_H

#include "core/base/str.h"

#include <stdbool.h>
#include <stddef.h>

enum key_code {
	K_NONE,
	K_TEXT,			/* text[]: one code point */
	K_PASTE,		/* paste: borrowed until the next key */
	K_CTRL,			/* text[0]: the small letter */
	K_UP, K_DOWN, K_LEFT, K_RIGHT,
	K_HOME, K_END, K_PGUP, K_PGDN,
	K_INSERT, K_DELETE, K_BACKSPACE,
	K_TAB, K_BACKTAB, K_ENTER, K_ESC,
	K_WORD_LEFT, K_WORD_RIGHT,	/* with Control or Alt */
	K_SHIFT_UP, K_SHIFT_DOWN,
	K_F1, K_F2, K_F3, K_F4, K_F5, K_F6,
	K_F7, K_F8, K_F9, K_F10, K_F11, K_F12
};

struct key {
	enum key_code code;
	char text[8];
	const char *paste;
	size_t paste_len;
};

#define PASTE_MOST (1024 * 1024)

struct key_reader {
	unsigned char buf[32];	/* an unfinished sequence */
	size_t n;
	bool pasting, paste_ready;
	bool after_cr;		/* a line feed now is no key of its own */
	struct str paste;
};

#define KEY_READER_INIT { { 0 }, 0, false, false, false, STR_INIT }

void key_reader_done(struct key_reader *r);

/*
 * Takes one byte; true when it completes a key, then in *out.  Bytes of a
 * sequence nobody knows are swallowed whole.  A paste above PASTE_MOST is cut.
 */
bool key_feed(struct key_reader *r, unsigned char byte, struct key *out);

/* Nothing more came for a while: what was begun is a key (a lone Escape, a
 * paste whose end was lost) or is dropped. */
bool key_flush(struct key_reader *r, struct key *out);

/* Is something begun that key_flush() could end? */
bool key_begun(const struct key_reader *r);

/*
 * "x", "<down>", "<c-s>", "<f5>", "<space>": as in commands.def and scripts.
 * Reads the first name of `s`; returns its length, 0 when it is none.
 */
size_t key_parse(const char *s, struct key *out);

/* The name that key_parse() reads, appended; not of text or what is pasted. */
void key_write(const struct key *k, struct str *out);

bool key_equal(const struct key *a, const struct key *b);

/* How a key is shown: "Enter", "^S", "F5", "x"; appended. */
void key_show(const struct key *k, struct str *out);

#endif
