/*
 * Typing Vietnamese on a keyboard that has no Vietnamese letters.
 *
 *	telex.c		the word being typed: keys, backspace, boundaries
 *	telex_read.c	the choice between the readings of a word
 *	telex_keys.c	from keys to letters, marks and a tone
 *	telex_shape.c	which words can carry marks, and where the tone goes
 *
 * The engine keeps the keys of the current word and makes the word anew at
 * every key, so a mark or a tone may be typed anywhere behind its vowel:
 * "truowngf", "truongwf" and "truwfong" are all "trường".
 *
 * It knows structure, not a dictionary.  A word that cannot be a syllable
 * of Vietnamese, nor of the names of the Central Highlands and the
 * mountains (Đắk, Krông, Pék, Drắk), stands as it was typed: "windows",
 * "passport".  A word that can, changes: "test" is "tét".  Then:
 *
 * - The same key twice takes the mark back and stays as a letter: "tesst"
 *   is "test", "aaa" is "aa", "ww" is "w".  When nothing needed taking back
 *   both stay: "passport".
 * - k, l, r and h end names, not Vietnamese syllables: there "aa", "ee" and
 *   "oo" are typed together ("kreel", not "krele", for "tele" stays), and l
 *   and r have a tone only with a marked vowel.  So in a word of one vowel
 *   and one letter: "ana" is Ana, "aan" is ân.
 * - w alone is ư, but not before a vowel in front of a word: "Wa", "work".
 * - A word of two syllables (Đakrông, Avương, Sơmei) begins with a light
 *   syllable, has a marked vowel in it or Đ in front, and its letters are
 *   doubled on the spot.  Digits of VNI are as free there as elsewhere.
 * - Among consonants alone, đ is free: "HDDND" is "HĐND".
 *
 * A word that holds finished letters came from the user's own input method
 * or from a paste: it is left alone and only composed (NFC).
 */
#ifndef TN_VIETNAMESE_TELEX_H
#define TN_VIETNAMESE_TELEX_H

#include "core/base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum telex_method { TELEX_OFF, TELEX_TELEX, TELEX_VNI, TELEX_VIQR };

/* Where the tone of an open oa, oe, uy stands: hòa, thúy or hoà, thuý. */
enum telex_style { TELEX_OLD, TELEX_NEW };

#define TELEX_KEYS 32		/* longer words are left alone */
#define TELEX_BYTES 160		/* of one word */

/* Embedded where it is used; everything in it is private to telex.c. */
struct telex {
	enum telex_method method;
	enum telex_style style;
	char key[TELEX_KEYS];
	size_t n;
	char text[TELEX_BYTES];
	size_t len;
	bool is_finished;		/* text stands, keys are letters */
	bool is_overlong;		/* not kept at all until a boundary */
};

/* Ready for the first word; nothing to free.  Also changes the method. */
void telex_start(struct telex *t, enum telex_method method,
    enum telex_style style);

/*
 * One key.  True: it belongs to the current word, whose text is now
 * telex_text(); put that in place of what the word was before.  False: the
 * key is not part of a word (a space, a digit in Telex, any control); the
 * word before it stands, and the caller inserts the key himself.
 */
bool telex_key(struct telex *t, uint32_t cp) TN_MUST_USE;

/* The current word, NFC, "" without one; borrowed until the next call. */
const char *telex_text(const struct telex *t);

/*
 * Takes back the last letter of the current word with all its marks; of a
 * word that stands as typed, the last key (so that a slip of the finger
 * gives the word back as it was).  False: there is no current word, the
 * caller removes a letter himself.
 */
bool telex_back(struct telex *t) TN_MUST_USE;

/* The word stands: the cursor moved, text was pasted, the field was left. */
void telex_end(struct telex *t);

/*
 * A whole line: n bytes of keys, backspace as 0x08 or 0x7f; adds the text in
 * NFC to out.  A byte that is not UTF-8 becomes U+FFFD.
 */
void telex_type(enum telex_method method, enum telex_style style,
    const char *keys, size_t n, struct str *out);

/* "off", "telex", "vni", "viqr"; "old", "new".  False: no such name. */
bool telex_method_find(const char *name, enum telex_method *out);
bool telex_style_find(const char *name, enum telex_style *out);
const char *telex_method_name(enum telex_method method);

#endif
