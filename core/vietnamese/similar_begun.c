/* A name against what somebody has typed of it so far. */
#include "core/vietnamese/similar_priv.h"

#include "core/vietnamese/fold.h"

#include <string.h>

#define BEGUN 75		/* each typed word begins a word of the name */
#define BEGUN_JOINED 72		/* the same without the blanks */
#define BEGUN_SLIP 6		/* less for each word with a slip in it */
#define BEGUN_LEAST 60
#define JOINED_LEAST 5		/* letters; shorter ones stand in any name */

static bool
begins_word(const char *typed, const char *word)
{
	return strncmp(word, typed, strlen(typed)) == 0;
}

/* Begins it but for a slip: "nguy" and "ngyu" both begin "nguyễn". */
static bool
nearly_begins(const char *typed, const char *word)
{
	size_t n = strlen(typed), len = strlen(word), most = slips_for(n);
	char part[WORD_MAX + 1];

	if (most == 0 || n < 3 || len > WORD_MAX)
		return false;
	for (size_t k = n - 1; k <= n + 1 && k <= len; k++) {
		memcpy(part, word, k);
		part[k] = '\0';
		if (edits_between(typed, part, 1) <= 1)
			return true;
	}
	return edits_between(typed, word, most) <= most;
}

/* "thimau", "nguyen thimau": from the beginning of some word on. */
static bool
joined(const struct words *name, const struct words *typed)
{
	char all[NAME_MAX_BYTES + 1], rest[NAME_MAX_BYTES + 1];
	size_t len = words_join(typed, 0, all);

	if (len < JOINED_LEAST)
		return false;
	for (size_t i = 0; i < name->n; i++)
		if (name->word[i][0] == all[0] &&
		    words_join(name, i, rest) >= len &&
		    memcmp(rest, all, len) == 0)
			return true;
	return false;
}

static int
begun_score(const struct words *name, const struct words *typed)
{
	struct match m;
	size_t n, slips;
	int score = 0;

	if (name->n == 0 || typed->n == 0 || name->cut || typed->cut)
		return 0;
	match_start(&m, typed, name);
	n = match_more(&m, begins_word);
	slips = n == typed->n ? 0 : match_more(&m, nearly_begins);
	if (n + slips == typed->n && n + slips > 0)
		score = BEGUN - BEGUN_SLIP * (int)slips;
	if (score < BEGUN_JOINED && joined(name, typed))
		score = BEGUN_JOINED;
	return score >= BEGUN_LEAST ? score : 0;
}

struct similarity
similar_begun(const char *name, const char *typed)
{
	struct similarity s = { 0, 0 };
	struct words wn, wt;
	int score;

	words_of(&wn, name);
	words_of(&wt, typed);
	if (wn.cut || wt.cut)
		s = similar_names(name, typed);
	else
		s = similar_words(&wn, &wt);
	if (s.score == 100 && same_marks(name, typed))
		s.how |= SIMILAR_EXACT;
	score = s.score < BEGUN ? begun_score(&wn, &wt) : 0;
	if (score > s.score)
		s = (struct similarity){ score, SIMILAR_PART |
		    (score < BEGUN ? SIMILAR_TYPED : 0) };
	str_done(&wn.text);
	str_done(&wt.text);
	return s;
}

/* ---- marks ---- */

static bool
has_marks(const char *s)
{
	struct str folded = STR_INIT, marked = STR_INIT;
	bool differ;

	add_marked(&marked, s);
	vn_fold(&folded, str_text(&marked));
	differ = strcmp(str_text(&folded), str_text(&marked)) != 0;
	str_done(&folded);
	str_done(&marked);
	return differ;
}

bool
similar_marks(const char *name, const char *typed)
{
	struct words wn = { .n = 0 }, wt = { .n = 0 };
	struct match m;
	bool all = false;

	if (!has_marks(typed))
		return false;
	add_marked(&wn.text, name);
	add_marked(&wt.text, typed);
	words_cut(&wn);
	words_cut(&wt);
	if (wn.n > 0 && wt.n > 0 && !wn.cut && !wt.cut) {
		match_start(&m, &wt, &wn);
		all = match_more(&m, begins_word) == wt.n;
	}
	str_done(&wn.text);
	str_done(&wt.text);
	return all;
}
