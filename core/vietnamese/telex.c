/* The word being typed: what belongs to it, how it looks, backspace. */
#include "core/vietnamese/telex_priv.h"

#include "core/base/utf8.h"

#include <stdlib.h>
#include <string.h>

static const char *const method_names[] = { "off", "telex", "vni", "viqr" };

/* Small letters in the order of enum tone; capitals follow from them. */
static const struct {
	char base;
	enum shape shape;
	uint16_t cp[6];
} vowels[] = {
	{ 'a', PLAIN, { 'a', 0xe0, 0x1ea3, 0xe3, 0xe1, 0x1ea1 } },
	{ 'a', BREVE, { 0x103, 0x1eb1, 0x1eb3, 0x1eb5, 0x1eaf, 0x1eb7 } },
	{ 'a', HAT, { 0xe2, 0x1ea7, 0x1ea9, 0x1eab, 0x1ea5, 0x1ead } },
	{ 'e', PLAIN, { 'e', 0xe8, 0x1ebb, 0x1ebd, 0xe9, 0x1eb9 } },
	{ 'e', HAT, { 0xea, 0x1ec1, 0x1ec3, 0x1ec5, 0x1ebf, 0x1ec7 } },
	{ 'i', PLAIN, { 'i', 0xec, 0x1ec9, 0x129, 0xed, 0x1ecb } },
	{ 'o', PLAIN, { 'o', 0xf2, 0x1ecf, 0xf5, 0xf3, 0x1ecd } },
	{ 'o', HAT, { 0xf4, 0x1ed3, 0x1ed5, 0x1ed7, 0x1ed1, 0x1ed9 } },
	{ 'o', HORN, { 0x1a1, 0x1edd, 0x1edf, 0x1ee1, 0x1edb, 0x1ee3 } },
	{ 'u', PLAIN, { 'u', 0xf9, 0x1ee7, 0x169, 0xfa, 0x1ee5 } },
	{ 'u', HORN, { 0x1b0, 0x1eeb, 0x1eed, 0x1eef, 0x1ee9, 0x1ef1 } },
	{ 'y', PLAIN, { 'y', 0x1ef3, 0x1ef7, 0x1ef9, 0xfd, 0x1ef5 } },
};

void
telex_start(struct telex *t, enum telex_method method, enum telex_style style)
{
	memset(t, 0, sizeof(*t));
	t->method = method;
	t->style = style;
}

void
telex_end(struct telex *t)
{
	telex_start(t, t->method, t->style);
}

const char *
telex_text(const struct telex *t)
{
	return t->text;
}

/* Latin-1 has its capitals 32 below, the later blocks one below. */
static uint32_t
capital(uint32_t cp)
{
	if (cp < 0x80)
		return cp >= 'a' && cp <= 'z' ? cp - 32 : cp;
	return cp < 0x100 ? cp - 32 : cp - 1;
}

static uint32_t
sign_letter(const struct sign *s, enum tone tone)
{
	uint32_t cp = (unsigned char)s->base;

	if (s->shown == STROKE)
		cp = 0x111;
	for (size_t i = 0; i < ARRAY_LEN(vowels); i++)
		if (vowels[i].base == s->base && vowels[i].shape == s->shown)
			cp = vowels[i].cp[tone];
	return s->is_upper ? capital(cp) : cp;
}

/* At most three bytes a letter: TELEX_BYTES holds them all. */
static void
show(struct telex *t, const struct draft *d)
{
	t->len = 0;
	for (size_t i = 0; i < d->n; i++) {
		bool toned = d->tone != LEVEL && i == d->tone_at;

		t->len += utf8_encode(sign_letter(&d->at[i],
		    toned ? d->tone : LEVEL), t->text + t->len);
	}
	t->text[t->len] = '\0';
}

/* Digits and signs are keys of a word only once it has begun. */
static bool
is_word_key(const struct telex *t, uint32_t cp)
{
	bool begun = t->len > 0 || t->is_overlong;

	if (cp >= 0x80)
		return cp <= 0x10ffff && (cp < 0xd800 || cp > 0xdfff) &&
		    utf8_is_letter(cp);
	if ((cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z'))
		return true;
	if (t->method == TELEX_VNI)
		return begun && cp >= '0' && cp <= '9';
	if (t->method == TELEX_VIQR && !t->is_finished)
		return cp == '\\' || (begun && cp != '\0' &&
		    strchr("`?~'.^+*(", (int)cp) != NULL);
	return false;
}

/* The text becomes what stands; false when it grew out of its room. */
static bool
finish(struct telex *t, uint32_t cp)
{
	char add[4], *whole, *nfc;
	size_t n = utf8_encode(cp, add), len;

	t->is_finished = true;
	t->n = 0;
	whole = xmalloc(t->len + n);
	memcpy(whole, t->text, t->len);
	memcpy(whole + t->len, add, n);
	nfc = utf8_nfc(whole, t->len + n);
	len = nfc != NULL ? strlen(nfc) : TELEX_BYTES;
	if (len < TELEX_BYTES) {
		memcpy(t->text, nfc, len + 1);
		t->len = len;
	}
	free(whole);
	free(nfc);
	return len < TELEX_BYTES;
}

/* A sign of VIQR that marked nothing is a full stop, a quote, ... */
static bool
is_idle_sign(const struct telex *t, const struct draft *d)
{
	return t->method == TELEX_VIQR && d->is_idle &&
	    strchr("`?~'.^+*(", t->key[t->n - 1]) != NULL;
}

bool
telex_key(struct telex *t, uint32_t cp)
{
	struct draft d;

	if (t->method == TELEX_OFF || !is_word_key(t, cp)) {
		telex_end(t);
		return false;
	}
	if (t->is_overlong)
		return false;
	if (cp >= 0x80 || t->is_finished || t->n == TELEX_KEYS) {
		if (finish(t, cp))
			return true;
		telex_end(t);
		t->is_overlong = true;
		return false;
	}
	t->key[t->n++] = (char)cp;
	draft_make(&d, t->method, t->style, t->key, t->n);
	if (is_idle_sign(t, &d)) {
		telex_end(t);
		return false;
	}
	show(t, &d);
	return true;
}

static bool
same_sign(const struct sign *a, const struct sign *b)
{
	return a->base == b->base && a->shown == b->shown &&
	    a->is_upper == b->is_upper;
}

/* Is `now` what `was` is without its last letter? */
static bool
is_one_less(const struct draft *now, const struct draft *was)
{
	bool has_vowel = false;

	if (now->n + 1 != was->n)
		return false;
	for (size_t i = 0; i < now->n; i++) {
		if (!same_sign(&now->at[i], &was->at[i]))
			return false;
		has_vowel |= sign_is_vowel(&now->at[i]);
	}
	return now->tone == (has_vowel ? was->tone : LEVEL);
}

/* Drops every key of the last letter, and the tone with the last vowel. */
static void
drop_letter(struct telex *t, const struct draft *d)
{
	int last = (int)d->n - 1;
	bool has_vowel = false;
	size_t n = 0;

	for (int i = 0; i < last; i++)
		has_vowel |= sign_is_vowel(&d->at[i]);
	for (size_t i = 0; i < t->n; i++)
		if (d->owner[i] != last &&
		    (has_vowel || d->owner[i] != OWNER_TONE))
			t->key[n++] = t->key[i];
	t->n = n;
}

/* Cuts one letter off a text that stands. */
static void
cut_text(struct telex *t)
{
	t->len = utf8_back(t->text, t->len);
	t->text[t->len] = '\0';
	if (t->len == 0)
		telex_end(t);
	else
		t->is_finished = true;
}

bool
telex_back(struct telex *t)
{
	struct draft was, now;

	if (t->len == 0)
		return false;
	if (t->is_finished) {
		cut_text(t);
		return true;
	}
	draft_make(&was, t->method, t->style, t->key, t->n);
	if (was.is_typed)
		t->n--;
	else
		drop_letter(t, &was);
	draft_make(&now, t->method, t->style, t->key, t->n);
	/* Where keys do not come apart by letters, the letters stand. */
	if (!was.is_typed && !is_one_less(&now, &was))
		cut_text(t);
	else
		show(t, &now);
	return true;
}

static void
type_back(struct telex *t, struct str *line, size_t *word)
{
	if (telex_back(t)) {
		line->len = *word;
		str_add(line, telex_text(t));
		return;
	}
	if (line->len > 0) {
		line->len = utf8_back(line->buf, line->len);
		line->buf[line->len] = '\0';
	}
	*word = line->len;
}

void
telex_type(enum telex_method method, enum telex_style style,
    const char *keys, size_t n, struct str *out)
{
	struct str line = STR_INIT;
	size_t word = 0;	/* where the current word begins */
	struct telex t;
	char *nfc;

	telex_start(&t, method, style);
	for (size_t at = 0, len; at < n; at += len) {
		char bytes[4];
		uint32_t cp;

		len = utf8_decode(keys + at, n - at, &cp);
		if (cp == 0x08 || cp == 0x7f) {
			type_back(&t, &line, &word);
			continue;
		}
		if (telex_key(&t, cp)) {
			line.len = word;
			str_add(&line, telex_text(&t));
			continue;
		}
		str_addn(&line, bytes, utf8_encode(cp, bytes));
		word = line.len;
	}
	nfc = utf8_nfc(str_text(&line), line.len);
	if (nfc != NULL)
		str_add(out, nfc);
	else
		str_addn(out, str_text(&line), line.len);
	free(nfc);
	str_done(&line);
}

static bool
find_name(const char *const *names, size_t n, const char *name, int *out)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(names[i], name)) {
			*out = (int)i;
			return true;
		}
	return false;
}

bool
telex_method_find(const char *name, enum telex_method *out)
{
	int i;

	if (!find_name(method_names, ARRAY_LEN(method_names), name, &i))
		return false;
	*out = (enum telex_method)i;
	return true;
}

bool
telex_style_find(const char *name, enum telex_style *out)
{
	static const char *const names[] = { "old", "new" };
	int i;

	if (!find_name(names, ARRAY_LEN(names), name, &i))
		return false;
	*out = (enum telex_style)i;
	return true;
}

const char *
telex_method_name(enum telex_method method)
{
	return method_names[method];
}
