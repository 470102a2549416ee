/*
 * The choice between the readings of a word: one syllable, two, or as typed.
 */
#include "core/vietnamese/telex_priv.h"

#include <string.h>

char
small_key(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool
has_mark(const struct draft *d)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->at[i].shown != PLAIN)
			return true;
	return d->tone != LEVEL;
}

/*
 * Had the key not been there (nor more of it: "passs"), would there be marks
 * to take back?
 */
static bool
was_needed(const struct draft *d, enum telex_method method, const char *key,
    size_t n)
{
	char less[TELEX_KEYS];
	struct draft other;
	size_t end = d->undo_key + 1;

	/* ư stood there in any case; "www" alone begins an address. */
	if (d->is_lone_undo)
		return d->undo_key + 1 == n ||
		    small_key(key[d->undo_key + 1]) != 'w';
	while (end < n && small_key(key[end]) == small_key(key[d->undo_key]))
		end++;
	memcpy(less, key, d->undo_key);
	memcpy(less + d->undo_key, key + end, n - end);
	draft_read(&other, method, less, n - end + d->undo_key, false);
	return has_mark(&other) && draft_fits_one(&other);
}

static void
stand_as_typed(struct draft *d, const char *key, size_t n)
{
	draft_read(d, TELEX_OFF, key, n, false);
	d->is_typed = true;
}

/*
 * In ươ the w typed behind the o belongs to the u: when the o is removed, the
 * horn stays on what is left.
 */
static void
share_horn(struct draft *d, size_t n)
{
	int newest = -1;

	for (size_t i = 0; i < n; i++) {
		int k = d->owner[i];
		const struct sign *s = k > 0 ? &d->at[k] : NULL;

		if (k > newest)
			newest = k;	/* the key of the letter itself */
		else if (s != NULL && s->base == 'o' && s->shape == HORN &&
		    s[-1].base == 'u' && s[-1].shape == PLAIN &&
		    s[-1].shown == HORN)
			d->owner[i] = k - 1;
	}
}

/* Whether the reading as one syllable stands. */
static bool
accept_one(const struct draft *d, bool escaped, enum telex_method method,
    const char *key, size_t n)
{
	if (escaped)
		return true;
	if (d->was_undone)
		return (d->tone == LEVEL || draft_fits_one(d)) &&
		    was_needed(d, method, key, n);
	return draft_fits_one(d);
}

static bool
accept_two(const struct draft *d)
{
	return !d->was_undone && has_mark(d) && draft_fits_two(d);
}

/* Did key i become a letter, without taking a mark back? */
static bool
is_letter_key(const struct draft *d, char key, size_t i)
{
	return d->owner[i] >= 0 && d->at[d->owner[i]].base == small_key(key) &&
	    !(d->was_undone && d->undo_key == i);
}

void
draft_make(struct draft *d, enum telex_method method, enum telex_style style,
    const char *key, size_t n)
{
	bool escaped = draft_read(d, method, key, n, false);
	struct syllable s = syllable_find(d, 0);
	bool idle = n > 0 && !escaped && is_letter_key(d, key[n - 1], n - 1);

	if (!accept_one(d, escaped, method, key, n)) {
		draft_read(d, method, key, n, true);
		if (!accept_two(d)) {
			stand_as_typed(d, key, n);
			d->is_idle = idle;
			return;
		}
		idle = false;
		s = syllable_find(d, 0);
		s = syllable_find(d, s.onset + s.nucleus);
	}
	d->is_idle = idle;
	draft_place_tone(d, &s, style);
	share_horn(d, n);
}
