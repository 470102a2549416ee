/* One person against what somebody typed. */
#include "core/door/search_wanted.h"

#include "core/vietnamese/similar.h"

#include <stdlib.h>
#include <string.h>

#define GOOD_ENOUGH 60
#define PLACE_LEAST 4		/* letters that say which place */

static int
count_bits(uint32_t bits)
{
	int n = 0;

	for (; bits != 0; bits &= bits - 1)
		n++;
	return n;
}

/* Has somebody no word that this one could be, by its letters alone? */
static bool
lacks_a_word(const struct wanted *w, const struct known_person *p)
{
	size_t i;

	for (i = 0; i < w->n_word; i++)
		if (count_bits(w->word[i].letters & ~p->letters) >
		    w->word[i].slips)
			return true;
	return false;
}

/* Lines against a name typed so far, or a number; the best. */
static int
best_line(const char *lines, const char *wanted,
    struct similarity (*like)(const char *, const char *))
{
	const char *line;
	size_t len;
	int best = 0;

	while ((line = search_line(&lines, &len)) != NULL) {
		char *one = xstrndup(line, len);
		int score = like(one, wanted).score;

		best = score > best ? score : best;
		seal_wipe(one, len);
		free(one);
	}
	return best;
}

/* The whole number, or a good part of it: minutes are told by their end. */
static struct similarity
like_paper(const char *number, const char *wanted)
{
	struct str key = STR_INIT;
	struct similarity s = { 0, 0 };

	similar_number_key(&key, number);
	if (strcmp(str_text(&key), wanted) == 0)
		s.score = 100;
	else if (strlen(wanted) >= 3 && strstr(str_text(&key), wanted) != NULL)
		s.score = 72;
	str_done(&key);
	return s;
}

static int
name_score(const struct wanted *w, const struct known_person *p)
{
	int score, other;

	if (w->name.len == 0)
		return 0;
	/* Most are ruled out by letters that one of the two lacks. */
	if (lacks_a_word(w, p) && count_bits(p->letters & ~w->letters) > w->slips)
		return 0;
	score = best_line(p->name, str_text(&w->name), similar_begun);
	other = best_line(p->others, str_text(&w->name), similar_begun);
	score = other > score ? other : score;
	return score >= GOOD_ENOUGH ? score : 0;
}

static void
better(struct hit *h, int score, unsigned why)
{
	if (score <= 0)
		return;
	/* Two reasons are more than one, but none is more than certain. */
	h->score = (score > h->score ? score : h->score) +
	    (h->why != 0 ? 5 : 0);
	h->score = h->score > 100 ? 100 : h->score;
	h->why |= why;
}

/* ---- places ---- */

/* Which of the words begin a word of the line. */
static unsigned
line_bits(const struct wanted *w, const char *line, size_t len)
{
	unsigned bits = 0;
	size_t at = 0, i;

	while (at < len) {
		for (i = 0; i < w->n_part; i++)
			if (w->part_len[i] <= len - at && memcmp(line + at,
			    w->part[i], w->part_len[i]) == 0)
				bits |= 1u << i;
		while (at < len && line[at] != ' ')
			at++;
		at++;
	}
	return bits;
}

/* The line of a text that has the most of the words. */
static unsigned
best_bits(const struct wanted *w, const char *lines)
{
	const char *line;
	size_t len;
	unsigned best = 0, bits;

	while ((line = search_line(&lines, &len)) != NULL) {
		bits = line_bits(w, line, len) & ~w->kinds;
		if (count_bits(bits) > count_bits(best))
			best = bits;
	}
	return best;
}

/* Once a search for a place, however many live there. */
static void
look_at_place(const struct wanted *w, struct place_words *place)
{
	if (place->looked == w->look)
		return;
	place->looked = w->look;
	place->now_bits = best_bits(w, str_text(&place->now));
	place->old_bits = best_bits(w, str_text(&place->old));
}

/* One short word begins a word of too many places. */
static bool
says_enough(const struct wanted *w, unsigned bits)
{
	size_t i, letters = 0;

	for (i = 0; i < w->n_part; i++)
		letters += (bits & 1u << i) != 0 ? w->part_len[i] : 0;
	return letters >= PLACE_LEAST;
}

/* The words that are not the place, against the name. */
static int
rest_score(const struct wanted *w, const struct known_person *p,
    unsigned bits)
{
	struct str rest = STR_INIT;
	int score, other;
	size_t i;

	for (i = 0; i < w->n_part; i++) {
		if ((bits & 1u << i) != 0)
			continue;
		str_add(&rest, rest.len > 0 ? " " : "");
		str_addn(&rest, w->part[i], w->part_len[i]);
	}
	score = best_line(p->name, str_text(&rest), similar_begun);
	other = best_line(p->others, str_text(&rest), similar_begun);
	score = other > score ? other : score;
	str_done(&rest);
	return score;
}

static void
rate_bits(const struct wanted *w, const struct known_person *p,
    unsigned bits, unsigned why, int score, struct hit *h)
{
	int name;

	if (!says_enough(w, bits))
		return;
	if ((bits | w->kinds) == w->all) {
		better(h, score, why);
		return;
	}
	name = rest_score(w, p, bits);
	/* "mau xa ba trai": the word before the place is none of the name. */
	if (name < GOOD_ENOUGH && (w->kinds & ~bits) != 0)
		name = rest_score(w, p, bits | w->kinds);
	if (name >= GOOD_ENOUGH)
		better(h, name - 5 > GOOD_ENOUGH ? name - 5 : GOOD_ENOUGH,
		    why | SAME_NAME);
}

/* Lives there, by today's names, by those of before, or by what was said. */
static void
rate_place(const struct wanted *w, const struct known_person *p,
    struct hit *h)
{
	if (p->place != NULL) {
		look_at_place(w, p->place);
		rate_bits(w, p, p->place->now_bits, SAME_PLACE, 65, h);
		if (h->why == 0)
			rate_bits(w, p, p->place->old_bits, SAME_OLD_PLACE, 62,
			    h);
	}
	if (h->why == 0 && *p->detail != '\0')
		rate_bits(w, p, best_bits(w, p->detail), SAME_PLACE, 61, h);
}

static void
rate_name(const struct wanted *w, const struct known_person *p, struct hit *h)
{
	int name = name_score(w, p), birth = 0;
	bool by_birth = w->birth.len > 0;

	if (by_birth && *p->birth != '\0')
		birth = similar_dates(p->birth, p->estimated,
		    str_text(&w->birth), false).score;
	if (name > 0 && by_birth && *p->birth != '\0' && birth == 0)
		return;		/* born on another day */
	if (name > 0)
		better(h, by_birth && birth == 0 ? name - 5 : name, SAME_NAME);
	if (birth >= 40 && (name > 0 || w->name.len == 0))
		better(h, name > 0 ? name : birth - 20, SAME_BIRTH);
	if (name == 0 && w->places)
		rate_place(w, p, h);
	h->marks = name > 0 && similar_marks(p->name, str_text(&w->name));
}

void
search_rate(const struct wanted *w, const struct known_person *p,
    struct hit *h)
{
	const char *number = str_text(&w->number);

	*h = (struct hit){ p, 0, 0, false };
	if (w->commune != NULL && strcmp(p->commune, w->commune) != 0)
		return;
	rate_name(w, p, h);
	if (w->number.len > 0) {
		better(h, best_line(p->numbers, number, similar_numbers),
		    SAME_NUMBER);
		better(h, best_line(p->papers, number, like_paper),
		    SAME_NUMBER);
		better(h, best_line(p->id, number, like_paper), SAME_CASE);
	}
	if (w->case_id.len > 0)
		better(h, best_line(p->id, str_text(&w->case_id), like_paper),
		    SAME_CASE);
	if (w->commune != NULL && w->name.len == 0 && w->number.len == 0 &&
	    w->birth.len == 0 && w->case_id.len == 0)
		better(h, 65, SAME_PLACE);
}
