/*
 * The structure of syllables: the only knowledge of language in the engine.
 *
 * Parts are looked up in tables where marked letters are written as
 * capitals: A ă, B â, D đ, E ê, O ô, P ơ, U ư.
 */
#include "core/vietnamese/telex_priv.h"

#include <string.h>

#define PART_MAX 8

enum {
	ANY = 0,
	OPEN = 1,	/* nothing but h may follow (Hốih) */
	HALF = 2,	/* with a final, a mark is still to come: uan, uân */
	PART = 4,	/* a mark is still to come: ie, iê; no tone before it */
};

static const struct {
	const char *name;
	int flags;
} nuclei[] = {
	{ "a", ANY }, { "A", ANY }, { "B", ANY }, { "e", ANY }, { "E", ANY },
	{ "i", ANY }, { "o", ANY }, { "O", ANY }, { "P", ANY }, { "u", ANY },
	{ "U", ANY }, { "y", ANY },
	{ "ai", OPEN }, { "ao", OPEN }, { "au", OPEN }, { "ay", OPEN },
	{ "Bu", OPEN }, { "By", OPEN }, { "eo", OPEN }, { "Eu", OPEN },
	{ "iu", OPEN }, { "oi", OPEN }, { "Oi", OPEN }, { "Pi", OPEN },
	{ "ui", OPEN }, { "Ui", OPEN }, { "Uu", OPEN }, { "ia", OPEN },
	{ "Ua", OPEN }, { "uP", OPEN }, { "EE", OPEN },
	{ "iE", ANY }, { "yE", ANY }, { "oa", ANY }, { "oA", ANY },
	{ "oe", ANY }, { "oo", ANY }, { "uB", ANY }, { "uE", ANY },
	{ "uO", ANY }, { "UP", ANY }, { "uy", ANY }, { "uyE", ANY },
	{ "ua", HALF },
	{ "iEu", OPEN }, { "yEu", OPEN }, { "oai", OPEN }, { "oay", OPEN },
	{ "oao", OPEN }, { "oeo", OPEN }, { "uBy", OPEN }, { "uOi", OPEN },
	{ "UPi", OPEN }, { "UPu", OPEN }, { "uya", OPEN }, { "uyu", OPEN },
	{ "uEu", OPEN },
	/* y before a vowel is a consonant: Yang, Byă, Y Yơn. */
	{ "ya", ANY }, { "yA", ANY }, { "yo", ANY }, { "yO", ANY },
	{ "yP", ANY }, { "yu", ANY },
	{ "ie", PART }, { "ye", PART }, { "uo", PART }, { "ue", PART },
	{ "eu", PART }, { "uu", PART }, { "uye", PART }, { "uoi", PART },
	{ "uou", PART }, { "ieu", PART }, { "yeu", PART }, { "uay", PART },
	/* In names, but never with a mark: Ea, Pleiku, Krey. */
	{ "ea", PART }, { "ei", PART }, { "ey", PART },
};

/*
 * What may stand before the vowel.  A word of two syllables has only the
 * first two kinds in its middle; a shy onset, common in English too, takes
 * marks only around a vowel with a shape of its own (Stiêng, Wă, Zơ); so does
 * one of loan words (Crô-a-ti-a), unless marks are no letters.
 */
enum onset { ONSET_NONE, ONSET_NATIVE, ONSET_NAME, ONSET_FIRST, ONSET_SHY,
	ONSET_LOAN };

static const struct {
	enum onset kind;
	const char *names;	/* a space in front of and behind each */
} onsets[] = {
	{ ONSET_NATIVE, " b c ch d D g gh gi h k kh l m n ng ngh nh p ph qu r"
	    " s t th tr v x " },
	{ ONSET_NAME, " bh bl br dl dr Dr gl gr hl hr j jr kl kr ml mn mr pl"
	    " pr sr xr " },
	{ ONSET_FIRST, " bhl bhn bhr bk bkr chl chr dj Dh hb hd hD hm hn hng"
	    " hnh kb kd kD kDr kg kj km kn kp kpl kpr ks kt ktl kv md mdr mD"
	    " mDr mg mj mt nj pn ps px rb rc rch rd rD rg rk rl rm rn rng"
	    " rnh rp rs rt rv rx tl tn xt xtr " },
	{ ONSET_SHY, " hw st str w z " },
	{ ONSET_LOAN, " cl cr xl xm " },
};

static const char native_codas[] = " c ch m n ng nh p t ";
static const char name_codas[] = " h k l r ";
static const char stop_codas[] = " c ch k p t ";

static char
sign_code(const struct sign *s)
{
	switch (s->shown) {
	case HAT:
		return s->base == 'a' ? 'B' : s->base == 'e' ? 'E' : 'O';
	case HORN:
		return s->base == 'o' ? 'P' : 'U';
	case BREVE:
		return 'A';
	case STROKE:
		return 'D';
	default:
		return s->base;
	}
}

bool
sign_is_vowel(const struct sign *s)
{
	return s->base != '\0' && strchr("aeiouy", s->base) != NULL;
}

/* Letters [from, from + n) in code, with a space on both sides if asked. */
static bool
part_code(const struct draft *d, size_t from, size_t n, bool spaced,
    char out[PART_MAX])
{
	size_t at = 0;

	if (n > PART_MAX - 3)
		return false;
	if (spaced)
		out[at++] = ' ';
	for (size_t i = 0; i < n; i++)
		out[at++] = sign_code(&d->at[from + i]);
	if (spaced)
		out[at++] = ' ';
	out[at] = '\0';
	return true;
}

static size_t
run(const struct draft *d, size_t from, bool vowels)
{
	size_t n = 0;

	while (from + n < d->n && sign_is_vowel(&d->at[from + n]) == vowels)
		n++;
	return n;
}

struct syllable
syllable_find(const struct draft *d, size_t start)
{
	struct syllable s = { .start = start };
	size_t vowel;

	s.onset = run(d, start, false);
	vowel = start + s.onset;
	if (s.onset == 1 && vowel < d->n) {
		bool q = d->at[start].base == 'q' && d->at[vowel].base == 'u';
		bool gi = d->at[start].base == 'g' &&
		    d->at[vowel].base == 'i' && vowel + 1 < d->n &&
		    sign_is_vowel(&d->at[vowel + 1]);

		s.onset += q || gi;
	}
	s.nucleus = run(d, start + s.onset, true);
	s.coda = run(d, start + s.onset + s.nucleus, false);
	s.end = start + s.onset + s.nucleus + s.coda;
	return s;
}

static enum onset
onset_kind(const struct draft *d, const struct syllable *s)
{
	char code[PART_MAX];

	if (s->onset == 0)
		return ONSET_NATIVE;
	if (!part_code(d, s->start, s->onset, true, code))
		return ONSET_NONE;
	for (size_t i = 0; i < ARRAY_LEN(onsets); i++)
		if (strstr(onsets[i].names, code) != NULL)
			return onsets[i].kind;
	return ONSET_NONE;
}

/* The flags of the nucleus, -1 when it is none. */
static int
nucleus_flags(const struct draft *d, const struct syllable *s)
{
	char code[PART_MAX];

	if (!part_code(d, s->start + s->onset, s->nucleus, false, code))
		return -1;
	for (size_t i = 0; i < ARRAY_LEN(nuclei); i++)
		if (strcmp(nuclei[i].name, code) == 0)
			return nuclei[i].flags;
	return -1;
}

bool
nucleus_known(const struct draft *d, const struct syllable *s)
{
	return nucleus_flags(d, s) >= 0;
}

/*
 * Only uơ of h, kh, th (huơ, khuơ, thuở) ends a word; any other uo with a
 * horn is ươ.
 */
static void
settle_pair(struct draft *d, const struct syllable *s, size_t u)
{
	struct sign *a = &d->at[u], *b = &d->at[u + 1];
	char code[PART_MAX];
	bool is_short = u + 2 == d->n &&
	    part_code(d, s->start, s->onset, true, code) &&
	    strstr(" h kh th ", code) != NULL;

	if (b->shape == HORN && a->shape == PLAIN && !is_short)
		a->shown = HORN;
	if (a->shape == HORN && b->shape == PLAIN)
		b->shown = HORN;
}

void
syllable_settle(struct draft *d)
{
	for (size_t i = 0; i < d->n; i++)
		d->at[i].shown = d->at[i].shape;
	for (size_t start = 0; start < d->n; ) {
		struct syllable s = syllable_find(d, start);
		size_t from = start + s.onset;

		for (size_t i = from; i + 1 < from + s.nucleus; i++)
			if (d->at[i].base == 'u' && d->at[i + 1].base == 'o')
				settle_pair(d, &s, i);
		start = s.end;
	}
}

static bool
has_shape(const struct draft *d, size_t from, size_t n)
{
	for (size_t i = from; i < from + n; i++)
		if (d->at[i].shown != PLAIN)
			return true;
	return false;
}

/* The final, and what the nucleus and the tone allow before it. */
static bool
coda_fits(const struct draft *d, const struct syllable *s, int flags,
    bool has_vowel_shape)
{
	bool toned = d->tone != LEVEL;
	bool half = (flags & PART) != 0 ||
	    ((flags & HALF) != 0 && s->coda > 0);
	char code[PART_MAX];
	bool is_name;

	if (half && (toned || d->is_far_d))
		return false;
	if (s->coda == 0)
		return true;
	if (!part_code(d, s->end - s->coda, s->coda, true, code))
		return false;
	is_name = strstr(name_codas, code) != NULL;
	if (!is_name && strstr(native_codas, code) == NULL)
		return false;
	if ((flags & OPEN) != 0 && code[1] != 'h')
		return false;
	if ((flags & OPEN) != 0 && s->coda > 1)
		return false;
	if (is_name && d->is_far_vowel)
		return false;
	if (toned && !has_vowel_shape && (code[1] == 'l' || code[1] == 'r'))
		return false;
	/* A syllable cut short by its final has two tones only. */
	return strstr(stop_codas, code) == NULL || !toned ||
	    d->tone == ACUTE || d->tone == DOT;
}

static bool
syllable_fits(const struct draft *d, const struct syllable *s,
    enum onset kind)
{
	int flags = nucleus_flags(d, s);
	bool shaped = has_shape(d, s->start + s->onset, s->nucleus);

	if (kind == ONSET_NONE || flags < 0 || s->end != d->n)
		return false;
	if (kind == ONSET_SHY && !shaped && !d->is_w_meant)
		return false;
	if (kind == ONSET_LOAN && !shaped && !d->is_explicit)
		return false;
	/* A w in front is ư before a consonant, not in "Wa" and "work". */
	if (d->at[0].is_lone && s->nucleus > 1 && d->at[1].shape == PLAIN)
		return false;
	return coda_fits(d, s, flags, shaped);
}

/* HĐND, đt, CSĐT: an abbreviation may have its đ anywhere. */
static bool
is_abbreviation(const struct draft *d)
{
	return run(d, 0, false) == d->n;
}

bool
draft_fits_one(const struct draft *d)
{
	struct syllable s = syllable_find(d, 0);

	if (is_abbreviation(d))
		return true;
	return syllable_fits(d, &s, onset_kind(d, &s));
}

/*
 * A light syllable before the main one, always open: a, ă, ơ, ê, ư.  Doubled
 * letters are English as well, so ê counts only before another mark or where
 * the word begins with it (Srêpốk, Êban).
 */
static bool
light_fits(const struct draft *d, const struct syllable *first,
    bool rest_has_shape)
{
	const struct sign *v = &d->at[first->onset];

	if (first->nucleus != 1 || onset_kind(d, first) == ONSET_NONE)
		return false;
	switch (sign_code(v)) {
	case 'E':
		return rest_has_shape || first->onset == 0;
	case 'a':
		return rest_has_shape || d->at[0].shown == STROKE;
	case 'A':
	case 'P':
	case 'U':
		return !v->is_lone;
	default:
		return false;
	}
}

bool
draft_fits_two(const struct draft *d)
{
	struct syllable first = syllable_find(d, 0), rest;
	enum onset kind;
	bool shaped;

	if (first.nucleus == 0 || first.coda == 0)
		return false;
	rest = syllable_find(d, first.onset + first.nucleus);
	shaped = has_shape(d, rest.start + rest.onset, rest.nucleus);
	kind = onset_kind(d, &rest);
	return light_fits(d, &first, shaped) &&
	    (shaped || d->tone == LEVEL) &&
	    (kind == ONSET_NATIVE || kind == ONSET_NAME) &&
	    syllable_fits(d, &rest, kind);
}

/* Among plain vowels: the middle of three, else by what follows. */
static size_t
plain_place(const struct draft *d, const struct syllable *s, size_t from,
    enum telex_style style)
{
	char code[PART_MAX];

	if (s->nucleus != 2)
		return s->nucleus == 3;
	if (s->coda > 0)
		return 1;
	if (!part_code(d, from, 2, true, code))
		return 0;
	if (strstr(" oa oe uy ", code) != NULL)
		return style == TELEX_NEW;
	return strstr(" ya yo yu oo ", code) != NULL;
}

void
draft_place_tone(struct draft *d, const struct syllable *s,
    enum telex_style style)
{
	size_t from = s->start + s->onset;

	if (s->nucleus == 0) {
		d->tone = LEVEL;
		return;
	}
	d->tone_at = from + plain_place(d, s, from, style);
	for (size_t i = from; i < from + s->nucleus; i++)
		if (d->at[i].shown != PLAIN)
			d->tone_at = i;
}
