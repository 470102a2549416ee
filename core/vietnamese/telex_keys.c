/*
 * From the keys of a word to its letters: what each key does in a method,
 * marks put and taken back.
 */
#include "core/vietnamese/telex_priv.h"

#include <string.h>

enum act {
	ACT_LETTER, ACT_TONE, ACT_CLEAR,
	ACT_DOUBLE,	/* a, e, o of Telex: a hat on its own vowel */
	ACT_HAT, ACT_W, ACT_HORN, ACT_BREVE,
	ACT_DD, ACT_STROKE, ACT_ESCAPE,
};

/* What the key before did, so that the same key can take it back. */
enum done { DONE_LETTER, DONE_TONE, DONE_SHAPE, DONE_STROKE, DONE_LONE,
	DONE_PAIR };

struct hand {
	struct draft *d;
	enum telex_method method;
	const char *key;
	size_t n;
	bool is_two;		/* reading for two syllables */
	bool is_quiet;		/* all keys from here on are letters */
	char off[8];		/* keys that mark no more, being taken back */
	enum done done;
	char before;		/* the key before, small */
	size_t at;		/* the letter it marked */
	bool escaped;
};

static const char telex_tones[] = "frxsj";	/* in the order of enum tone */
static const char vni_tones[] = "23415";
static const char viqr_tones[] = "`?~'.";

/* What a key of the table does, ACT_LETTER when it stands in none. */
static enum act
look_up(char c, const char *tones, enum tone *tone, const char *keys,
    const enum act *acts)
{
	const char *found = strchr(tones, c);

	if (found != NULL) {
		*tone = (enum tone)(found - tones + 1);
		return ACT_TONE;
	}
	found = strchr(keys, c);
	return found != NULL ? acts[found - keys] : ACT_LETTER;
}

static enum act
act_of(enum telex_method method, char c, enum tone *tone)
{
	static const enum act telex[] = { ACT_CLEAR, ACT_W, ACT_DOUBLE,
	    ACT_DOUBLE, ACT_DOUBLE, ACT_DD };
	static const enum act vni[] = { ACT_CLEAR, ACT_HAT, ACT_HORN,
	    ACT_BREVE, ACT_STROKE };
	static const enum act viqr[] = { ACT_HAT, ACT_HORN, ACT_HORN,
	    ACT_BREVE, ACT_DD, ACT_ESCAPE };

	switch (method) {
	case TELEX_TELEX:
		return look_up(c, telex_tones, tone, "zwaeod", telex);
	case TELEX_VNI:
		return look_up(c, vni_tones, tone, "06789", vni);
	case TELEX_VIQR:
		return look_up(c, viqr_tones, tone, "^+*(d\\", viqr);
	default:
		return ACT_LETTER;
	}
}

static void
add_letter(struct hand *h, size_t i)
{
	struct draft *d = h->d;
	struct sign *s = &d->at[d->n];

	*s = (struct sign){ .base = small_key(h->key[i]) };
	s->is_upper = s->base != h->key[i];
	d->owner[i] = (int)d->n++;
}

static void
set_off(struct hand *h, char key)
{
	size_t n = strlen(h->off);

	if (n + 1 < sizeof(h->off))
		h->off[n] = key;
}

/* The syllable that a mark typed now belongs to: the last one. */
static struct syllable
target(const struct hand *h)
{
	struct syllable s = syllable_find(h->d, 0);

	while (h->is_two && s.end < h->d->n)
		s = syllable_find(h->d, s.start + s.onset + s.nucleus);
	return s;
}

static bool
is_vowel_key(char c)
{
	return c != '\0' && strchr("aeiouy", small_key(c)) != NULL;
}

/* In two syllables a letter before the last vowel is never a tone. */
static bool
is_onset_key(const struct hand *h, size_t i)
{
	char c = small_key(h->key[i]);

	if (!h->is_two || c < 'a' || c > 'z')
		return false;
	for (size_t k = i + 1; k < h->n; k++)
		if (is_vowel_key(h->key[k]))
			return true;
	return false;
}

static bool
put_tone(struct hand *h, size_t i, enum tone tone)
{
	struct syllable s = target(h);

	if (s.nucleus == 0 || is_onset_key(h, i))
		return false;
	if (tone == LEVEL && h->d->tone == LEVEL)
		return false;
	/* The same tone again, later on: "tests", "asks". */
	if (tone != LEVEL && h->d->tone == tone)
		return false;
	h->d->tone = tone;
	h->d->owner[i] = OWNER_TONE;
	h->done = DONE_TONE;
	return true;
}

static enum shape
shape_for(enum act act, char base)
{
	if (act == ACT_HAT || act == ACT_DOUBLE)
		return HAT;
	return base == 'a' ? BREVE : HORN;
}

/* Marks letter k when the vowels with it are known ones. */
static bool
try_mark(struct hand *h, size_t k, enum shape shape)
{
	struct sign *s = &h->d->at[k], *u = k > 0 ? s - 1 : s;
	enum shape old = s->shape, old_u = u->shape;
	struct syllable now;

	if (old == shape)
		return false;
	/* ươ becomes uô as a whole. */
	if (shape == HAT && s->base == 'o' && u->base == 'u' && !u->is_lone)
		u->shape = PLAIN;
	s->shape = shape;
	syllable_settle(h->d);
	now = target(h);
	if (nucleus_known(h->d, &now)) {
		h->at = k;
		return true;
	}
	u->shape = old_u;
	s->shape = old;
	syllable_settle(h->d);
	return false;
}

/* Marks the last vowel of `bases` that can be; the key goes to it. */
static bool
put_shape(struct hand *h, size_t i, enum act act, const char *bases)
{
	struct draft *d = h->d;
	struct syllable s = target(h);
	size_t from = s.start + s.onset, k = from + s.nucleus;

	if (s.end != d->n)
		return false;
	while (k-- > from) {
		char base = d->at[k].base;

		if (strchr(bases, base) == NULL ||
		    !try_mark(h, k, shape_for(act, base)))
			continue;
		d->owner[i] = (int)k;
		h->done = DONE_SHAPE;
		return true;
	}
	return false;
}

/*
 * A letter of Telex doubled: far from its vowel only in one syllable, and
 * not where the word begins with the vowel: "ana" is Ana, "ongo" is ông.
 */
static bool
put_double(struct hand *h, size_t i)
{
	char bases[2] = { small_key(h->key[i]), '\0' };
	struct syllable s = target(h);
	bool is_near = h->before == bases[0];

	if (h->is_two && !is_near && h->d->at[0].shape != STROKE)
		return false;
	if (s.onset == 0 && s.nucleus == 1 && s.coda == 1)
		return false;
	if (!put_shape(h, i, ACT_DOUBLE, bases))
		return false;
	h->d->is_far_vowel = s.coda > 0;
	return true;
}

/* w with no vowel to mark is ư itself: "tw", "nhwng", "giwx". */
static bool
put_lone(struct hand *h, size_t i)
{
	struct draft *d = h->d;
	struct syllable s;

	if (h->is_two || strchr(h->off, '!') != NULL ||
	    (d->n > 0 && d->at[0].base == 'q'))
		return false;
	add_letter(h, i);
	d->at[d->n - 1].base = 'u';
	d->at[d->n - 1].shape = HORN;
	d->at[d->n - 1].is_lone = true;
	syllable_settle(d);
	s = syllable_find(d, 0);
	if (s.nucleus > 0 && s.end == d->n && nucleus_known(d, &s)) {
		h->at = d->n - 1;
		h->done = DONE_LONE;
		return true;
	}
	d->n--;
	return false;
}

static bool
stroke(struct hand *h, size_t i, size_t k)
{
	h->d->at[k].shape = STROKE;
	h->d->owner[i] = (int)k;
	h->at = k;
	h->done = DONE_STROKE;
	return true;
}

/* dd anywhere; in Telex also d behind a syllable that begins with d. */
static bool
put_dd(struct hand *h, size_t i)
{
	struct draft *d = h->d;
	struct syllable s = syllable_find(d, 0);
	const struct sign *last = d->n > 0 ? &d->at[d->n - 1] : NULL;

	if (last == NULL)
		return false;
	if (last->base == 'd' && last->shape == PLAIN && h->before == 'd')
		return stroke(h, i, d->n - 1);
	if (h->method != TELEX_TELEX || h->is_two || s.onset != 1 ||
	    s.nucleus == 0 || d->at[0].base != 'd' || d->at[0].shape != PLAIN)
		return false;
	d->is_far_d = true;
	return stroke(h, i, 0);
}

static bool
put_stroke(struct hand *h, size_t i)
{
	for (size_t k = h->d->n; k-- > 0; )
		if (h->d->at[k].base == 'd' && h->d->at[k].shape == PLAIN)
			return stroke(h, i, k);
	return false;
}

/* The same key again: its mark goes, and it stands as a letter. */
static void
take_back(struct hand *h, size_t i)
{
	struct draft *d = h->d;
	struct sign *s = &d->at[h->at];
	enum done done = h->done;

	d->was_undone = true;
	d->undo_key = i;
	d->is_lone_undo = done == DONE_LONE;
	h->done = DONE_LETTER;
	if (done == DONE_LONE) {
		*s = (struct sign){ .base = 'w', .is_upper = s->is_upper };
		d->owner[i] = (int)h->at;
		d->is_w_meant = true;
		set_off(h, '!');
		return;
	}
	if (done == DONE_TONE) {
		d->tone = LEVEL;
		h->is_quiet = true;
	} else {
		s->shape = PLAIN;
		if (h->at > 0 && s[-1].shape == HORN && s->base == 'o')
			s[-1].shape = PLAIN;
		set_off(h, h->before);
	}
	if (h->method != TELEX_TELEX)
		h->is_quiet = true;
	add_letter(h, i);
	d->owner[i - 1] = d->owner[i];
	if (done == DONE_SHAPE && h->before != 'w')
		h->done = DONE_PAIR;
}

/* "eee" is ee, "eeee" is êê (La Êê, La Dêê). */
static bool
put_pair(struct hand *h, size_t i)
{
	struct draft *d = h->d;
	struct sign *last = &d->at[d->n - 1];

	if (h->method != TELEX_TELEX || d->n < 2 ||
	    last[-1].base != last->base)
		return false;
	last->shape = last[-1].shape = HAT;
	d->owner[i] = (int)d->n - 1;
	d->was_undone = false;
	h->done = DONE_LETTER;
	return true;
}

static bool
put(struct hand *h, size_t i, enum act act, enum tone tone)
{
	switch (act) {
	case ACT_TONE:
		return put_tone(h, i, tone);
	case ACT_CLEAR:
		return put_tone(h, i, LEVEL);
	case ACT_DOUBLE:
		return put_double(h, i);
	case ACT_HAT:
		return put_shape(h, i, act, "aeo");
	case ACT_W:
		return put_shape(h, i, act, "aou") || put_lone(h, i);
	case ACT_HORN:
		return put_shape(h, i, act, "ou");
	case ACT_BREVE:
		return put_shape(h, i, act, "a");
	case ACT_DD:
		return put_dd(h, i);
	case ACT_STROKE:
		return put_stroke(h, i);
	default:
		return false;
	}
}

/* VIQR: a backslash before a mark makes it a letter and is not shown. */
static bool
escape(struct hand *h, size_t i)
{
	enum tone tone;

	if (act_of(h->method, h->key[i], &tone) != ACT_ESCAPE ||
	    i + 1 == h->n ||
	    act_of(h->method, h->key[i + 1], &tone) == ACT_LETTER)
		return false;
	h->d->owner[i] = (int)h->d->n;
	h->escaped = h->is_quiet = true;
	return true;
}

static void
take_key(struct hand *h, size_t i)
{
	char c = small_key(h->key[i]);
	enum tone tone = LEVEL;
	enum act act = act_of(h->method, c, &tone);

	if (!h->is_quiet && escape(h, i))
		return;
	if (h->is_quiet) {
		add_letter(h, i);
		return;
	}
	if (i > 0 && c == h->before && h->done == DONE_PAIR &&
	    put_pair(h, i))
		return;
	if (i > 0 && c == h->before && h->done != DONE_LETTER &&
	    h->done != DONE_PAIR) {
		take_back(h, i);
		return;
	}
	h->done = DONE_LETTER;
	if (strchr(h->off, c) != NULL || !put(h, i, act, tone))
		add_letter(h, i);
	h->before = c;
	syllable_settle(h->d);
}

bool
draft_read(struct draft *d, enum telex_method method, const char *key,
    size_t n, bool is_two)
{
	struct hand h = { .d = d, .method = method, .key = key, .n = n,
	    .is_two = is_two };

	memset(d, 0, sizeof(*d));
	d->is_explicit = method == TELEX_VNI || method == TELEX_VIQR;
	for (size_t i = 0; i < n; i++)
		d->owner[i] = OWNER_NONE;
	for (size_t i = 0; i < n; i++)
		take_key(&h, i);
	syllable_settle(d);
	return h.escaped;
}
