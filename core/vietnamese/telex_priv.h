/* Between the files of the Telex engine; see telex.h. */
#ifndef TN_VIETNAMESE_TELEX_PRIV_H
#define TN_VIETNAMESE_TELEX_PRIV_H

#include "core/vietnamese/telex.h"

enum shape { PLAIN, HAT, BREVE, HORN, STROKE };
enum tone { LEVEL, GRAVE, HOOK, TILDE, ACUTE, DOT };

/* Owners of a key that made or marked no one letter. */
enum { OWNER_TONE = -1, OWNER_NONE = -2 };

struct sign {
	char base;		/* small ASCII letter, or any other ASCII */
	bool is_upper;
	bool is_lone;		/* ư from a w that had no vowel to mark */
	enum shape shape;	/* as marked by a key */
	enum shape shown;	/* and as spelling has it: uow is ươ */
};

/* What was made of the keys of a word. */
struct draft {
	struct sign at[TELEX_KEYS];
	size_t n;
	enum tone tone;
	size_t tone_at;		/* the letter that carries it */
	int owner[TELEX_KEYS];	/* by key: a letter, or OWNER_... */
	bool is_typed;		/* stands as typed: no Vietnamese word */
	bool is_idle;		/* the last key is a letter, no mark */
	bool was_undone;	/* a mark was taken back ... */
	size_t undo_key;	/* ... by this key */
	bool is_lone_undo;	/* ... from a ư typed as w */
	bool is_w_meant;	/* ww: the word has a true w */
	bool is_explicit;	/* marks are signs, no letters: VNI, VIQR */
	bool is_far_vowel;	/* a vowel was doubled behind the final */
	bool is_far_d;		/* d was doubled behind the vowel */
};

/* Where the parts of a syllable stand; all are counts of letters. */
struct syllable {
	size_t start;
	size_t onset, nucleus, coda;	/* qu and gi are onsets */
	size_t end;			/* what stands behind is not in it */
};

/* The syllable that begins at the letter `start`. */
struct syllable syllable_find(const struct draft *d, size_t start);
/* Fills `shown`: u and o take their horn together, as spelling has it. */
void syllable_settle(struct draft *d);
/* Whether the letters of the nucleus stand in the table. */
bool nucleus_known(const struct draft *d, const struct syllable *s);
/* Whether a word of one syllable may look like this. */
bool draft_fits_one(const struct draft *d);
/* The same for two syllables, with a mark that shows what they are. */
bool draft_fits_two(const struct draft *d);
/* Sets tone_at for the syllable. */
void draft_place_tone(struct draft *d, const struct syllable *s,
    enum telex_style style);
bool sign_is_vowel(const struct sign *s);

char small_key(char c);

/*
 * Reads n keys as one syllable or as two, whether they are that or not.
 * True: there was a backslash before a sign (VIQR).
 */
bool draft_read(struct draft *d, enum telex_method method, const char *key,
    size_t n, bool is_two);
/*
 * Makes the word of n keys (ASCII).  Pure: the same keys give the same
 * draft, whatever was typed before.
 */
void draft_make(struct draft *d, enum telex_method method,
    enum telex_style style, const char *key, size_t n);

#endif
