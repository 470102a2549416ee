/* Between the files of similar.h. */
#ifndef TN_VIETNAMESE_SIMILAR_PRIV_H
#define TN_VIETNAMESE_SIMILAR_PRIV_H

#include "core/base/edits.h"
#include "core/vietnamese/similar.h"

#define WORDS_MAX 12
#define WORD_MAX EDITS_TEXT_MAX
#define NAME_MAX_BYTES 512	/* of a folded name; longer ones only equal */

/* A folded name, cut into words; free the text. */
struct words {
	struct str text;	/* blanks became NUL */
	const char *word[WORDS_MAX];
	size_t n;
	bool cut;		/* more, or longer, than is looked at */
};

/* Which word of b each word of a is matched with; -1 none. */
struct match {
	const struct words *a, *b;
	bool (*fits)(const char *a, const char *b);
	int to_b[WORDS_MAX], to_a[WORDS_MAX];
	bool tried[WORDS_MAX];
};

void words_of(struct words *w, const char *name);
/* The same of a text that is folded already, or marked. */
void words_cut(struct words *w);
void match_start(struct match *m, const struct words *a,
    const struct words *b);
/* The most pairs there can be; those found before stay paired. */
size_t match_more(struct match *m, bool (*fits)(const char *, const char *));
/*
 * The words from one on without blanks, into room for NAME_MAX_BYTES and a
 * NUL: words that are not cut off fit.  How long it is.
 */
size_t words_join(const struct words *w, size_t from,
    char out[NAME_MAX_BYTES + 1]);
/* similar_names() of names that are words already; not cut off. */
struct similarity similar_words(const struct words *a, const struct words *b);
/* Slips that leave a word of this length recognisable. */
size_t slips_for(size_t len);
/* Are they the same with all marks, wherever the tones stand? */
bool same_marks(const char *a, const char *b);
/* Small letters with their own marks, the tone of each word behind it. */
void add_marked(struct str *out, const char *s);

#endif
