/*
 * UTF-8 text: validity, NFC, letters (grapheme clusters), columns, and the
 * filter through which every text from outside goes before it reaches a
 * terminal, a pipe or a paper.  Backed by utf8proc.
 */
#ifndef TN_BASE_UTF8_H
#define TN_BASE_UTF8_H

#include "core/base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool utf8_valid(const char *s, size_t n);

/*
 * NFC of valid UTF-8, the caller's; NULL when the bytes are not UTF-8, hold a
 * NUL, or stack more than 30 marks on one letter (sorting them is quadratic).
 */
char *utf8_nfc(const char *s, size_t n);

/*
 * Decodes one code point of at most n bytes; returns its length in bytes,
 * or 0 at the end, and U+FFFD with length 1 for a bad byte.
 */
size_t utf8_decode(const char *s, size_t n, uint32_t *cp);
size_t utf8_encode(uint32_t cp, char out[4]);

/* Byte length of the letter (grapheme cluster) at s, 0 at the end. */
size_t utf8_letter(const char *s, size_t n);
/* Byte offset of the letter that ends at `at`, i.e. one letter back. */
size_t utf8_back(const char *s, size_t at);
/* Number of letters. */
size_t utf8_letters(const char *s, size_t n);

/* Terminal columns of n bytes (combining marks 0, wide letters 2). */
int utf8_cols(const char *s, size_t n);
/*
 * The letter at s without its marks: "e" of "ệ", "D" of "Đ"; the code point
 * itself where there is nothing to take off.
 */
uint32_t utf8_plain(const char *s, size_t n);
/*
 * The letter at s with its marks apart and behind it: "a" and U+0300 of "à",
 * "d" and U+0335 of "đ".  Its bytes, 0 when they do not fit.
 */
size_t utf8_apart(const char *s, size_t n, char *out, size_t size);
/* A letter of any script, or a mark that stands on or beside one. */
bool utf8_is_letter(uint32_t cp);
/* How many bytes fit in `cols` columns, never splitting a letter. */
size_t utf8_fit(const char *s, size_t n, int cols);

/*
 * Adds s to out with everything removed that could move a cursor or fool a
 * reader: C0, DEL, C1, bidi controls, zero-width and other invisible code
 * points, unassigned ones, marks without a letter or beyond the fourth on
 * one, bad bytes.  Each becomes a visible \u{202e} or, for a byte, \x{ff};
 * line feeds are kept when keep_lines is true.
 */
void utf8_safe(struct str *out, const char *s, size_t n, bool keep_lines);

/* Would utf8_safe() show it as \u{...}, wherever it or its letter stands?
 * Controls, invisible code points, combining marks. */
bool utf8_doubtful(uint32_t cp);

/*
 * The same for what is only shown, never kept: letters that look like others
 * become visible too (alike.h), as "M\u{0430}i" for a Cyrillic а in "Mai".
 */
void utf8_marked(struct str *out, const char *s, size_t n, bool keep_lines);

#endif
