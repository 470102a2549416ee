/*
 * The Telex engine beside a second one: the m17n library's vi-telex, vi-vni
 * and vi-viqr (Debian: libm17n-dev, m17n-db).  Every commune, every province
 * and every syllable is typed in both.  Where the two differ, the difference
 * has to stand in the table of deviations below with its reason, ours has to
 * be what the typist meant, and the table may hold nothing that does not
 * happen any more.
 */
#include "core/vietnamese/telex.h"

#include "core/base/str.h"
#include "tests/t.h"
#include "tests/unit/vietnamese_lists.h"
#include "tests/unit/vietnamese_rimes.h"

#include <m17n.h>
#include <stdint.h>

#define SHOWN 6			/* differences printed of each kind */

/*
 * Only marks right behind their vowel: m17n knows no other way of typing,
 * which the engine's own tests go through.
 */
static const struct habit habits[] = {
	{ .plain = true }, { .tone_late = true, .plain = true },
};

/* ---- m17n ---- */

static MInputMethod *method[TELEX_VIQR + 1];
static MSymbol sign[128];

static bool
open_methods(void)
{
	for (int m = TELEX_TELEX; m <= TELEX_VIQR; m++) {
		method[m] = minput_open_im(msymbol("vi"),
		    msymbol(telex_method_name((enum telex_method)m)), NULL);
		if (method[m] == NULL)
			return false;
	}
	for (int c = 1; c < 128; c++) {
		char name[2] = { (char)c, '\0' };

		sign[c] = msymbol(name);
	}
	return true;
}

static bool
set_style(enum telex_style style)
{
	MPlist *value = mplist();
	bool ok = true;

	mplist_add(value, Minteger, (void *)(intptr_t)(style == TELEX_NEW));
	for (int m = TELEX_TELEX; m <= TELEX_VIQR; m++)
		ok &= minput_config_variable(msymbol("vi"),
		    msymbol(telex_method_name((enum telex_method)m)),
		    msymbol("tone-mark-on-last"), value) == 0;
	m17n_object_unref(value);
	return ok;
}

static void
add_text(struct str *out, MText *text)
{
	for (int i = 0; i < mtext_len(text); i++) {
		char bytes[4];
		size_t n = utf8_encode((uint32_t)mtext_ref_char(text, i),
		    bytes);

		str_addn(out, bytes, n);
	}
}

/* One word; its keys go through a context of their own. */
static void
type_there(enum telex_method m, const char *keys, struct str *out)
{
	MInputContext *c = minput_create_ic(method[m], NULL);
	MText *made = mtext();

	for (; *keys != '\0'; keys++) {
		MSymbol key = sign[(unsigned char)*keys & 0x7f];

		if (minput_filter(c, key, NULL) == 0 &&
		    minput_lookup(c, key, NULL, made) != 0)
			mtext_cat_char(made, *keys);
	}
	add_text(out, made);
	if (c->preedit != NULL)
		add_text(out, c->preedit);
	m17n_object_unref(made);
	minput_destroy_ic(c);
}

/* ---- deviations, decided ---- */

struct difference {
	const char *keys, *ours, *theirs;
	enum telex_method method;
	bool is_late;			/* the tone came at the end */
};

/* Are the letters and their shapes the same, whatever their tones? */
static bool
same_shapes(const char *a, const char *b)
{
	while (*a != '\0' && *b != '\0') {
		size_t n = utf8_letter(a, strlen(a));
		size_t m = utf8_letter(b, strlen(b));
		struct typed_letter x = keys_take_apart(a, n);
		struct typed_letter y = keys_take_apart(b, m);

		if (x.base != y.base || x.mark != y.mark ||
		    x.upper != y.upper)
			return false;
		a += n;
		b += m;
	}
	return *a == *b;
}

static bool
begins(const char *keys, const char *with)
{
	for (; *with != '\0'; keys++, with++)
		if ((*keys | 0x20) != *with)
			return false;
	return true;
}

static bool
is_gi(const struct difference *d)
{
	return same_shapes(d->ours, d->theirs) && (begins(d->keys, "gi") ||
	    begins(d->keys, "ngi"));
}

static bool
is_tone_moved(const struct difference *d)
{
	return !d->is_late && same_shapes(d->ours, d->theirs);
}

static bool
is_final_of_names(const struct difference *d)
{
	size_t n = strlen(d->keys);

	return d->method == TELEX_TELEX && d->is_late && n > 2 &&
	    strchr("hklrHKLR", d->keys[n - 2]) != NULL;
}

static bool
is_front_w(const struct difference *d)
{
	return d->method == TELEX_TELEX && begins(d->keys, "w");
}

static bool
is_two_syllables(const struct difference *d)
{
	return str_eq(d->ours, "Đakrông") || str_eq(d->ours, "Avương");
}

static bool
is_front_j(const struct difference *d)
{
	return d->method == TELEX_TELEX && begins(d->keys, "j");
}

/* The first that fits is the reason. */
static struct {
	const char *reason;
	bool (*fits)(const struct difference *d);
	size_t times;
} deviations[] = {
	{ "gi and ngi: m17n puts the tone on the i's neighbour (Giụôc)",
	    is_gi, 0 },
	{ "a tone typed early: m17n leaves it where it was (bóan)",
	    is_tone_moved, 0 },
	{ "h, k, l, r end the names of the highlands: m17n takes no tone"
	    " behind them (Đăks)", is_final_of_names, 0 },
	{ "w before a vowel in front of a word: m17n has ư (Ưa)",
	    is_front_w, 0 },
	{ "names of two syllables: m17n knows one (Đakroong)",
	    is_two_syllables, 0 },
	{ "j in front: m17n holds the word for foreign (Just)",
	    is_front_j, 0 },
};

/* ---- the comparison ---- */

static size_t compared, apart;

static void
judge(const struct difference *d)
{
	for (size_t i = 0; i < ARRAY_LEN(deviations); i++) {
		if (!deviations[i].fits(d))
			continue;
		if (deviations[i].times++ < SHOWN)
			printf("# %s: \"%s\" is \"%s\", m17n \"%s\"\n",
			    telex_method_name(d->method), d->keys, d->ours,
			    d->theirs);
		return;
	}
	printf("# no reason: %s: \"%s\" is \"%s\", m17n \"%s\"\n",
	    telex_method_name(d->method), d->keys, d->ours, d->theirs);
	t_bad++;
}

static void
compare(enum telex_method m, struct habit h, const char *word,
    enum telex_style style)
{
	struct str keys = STR_INIT, ours = STR_INIT, theirs = STR_INIT;

	keys_of(m, h, word, &keys);
	telex_type(m, style, keys.buf, keys.len, &ours);
	type_there(m, str_text(&keys), &theirs);
	T_STR(str_text(&ours), word);
	compared++;
	if (!str_eq(str_text(&ours), str_text(&theirs))) {
		apart++;
		judge(&(struct difference){ str_text(&keys), str_text(&ours),
		    str_text(&theirs), m, h.tone_late });
	}
	str_done(&keys);
	str_done(&ours);
	str_done(&theirs);
}

static enum telex_style style_now;

/* Does the word come out when no letter is doubled to stay one? */
static bool
comes_out(enum telex_method m, struct habit h, const char *word,
    enum telex_style style)
{
	struct str keys = STR_INIT, ours = STR_INIT;
	bool same;

	keys_of(m, h, word, &keys);
	telex_type(m, style, keys.buf, keys.len, &ours);
	same = str_eq(str_text(&ours), word);
	str_done(&keys);
	str_done(&ours);
	return same;
}

static void
check_word(const char *word, enum telex_style style)
{
	if (style != style_now)
		return;
	for (size_t i = 0; i < ARRAY_LEN(habits); i++)
	for (int m = TELEX_TELEX; m <= TELEX_VIQR; m++) {
		struct habit h = habits[i];

		h.plain = comes_out((enum telex_method)m, h, word, style);
		compare((enum telex_method)m, h, word, style);
	}
}

/* One word of a list, in the one of the styles that it is written in. */
static void
check_name_word(const char *word)
{
	struct habit h = habits[1];
	enum telex_style style;

	h.plain = false;
	style = comes_out(TELEX_VNI, h, word, TELEX_OLD) ? TELEX_OLD :
	    TELEX_NEW;
	check_word(word, style);
}

/* A name comes apart at all that is no letter: Bà Rịa - Vũng Tàu, M’Drắk. */
static void
check_name(const char *name)
{
	struct str word = STR_INIT;

	for (size_t n; *name != '\0'; name += n) {
		n = utf8_letter(name, strlen(name));
		if (keys_is_letter(name, n)) {
			str_addn(&word, name, n);
			continue;
		}
		if (word.len > 0)
			check_name_word(str_text(&word));
		str_clear(&word);
	}
	if (word.len > 0)
		check_name_word(str_text(&word));
	str_done(&word);
}

static bool has_oracle;

static void
each_style(void (*run)(void))
{
	for (int style = TELEX_OLD; style <= TELEX_NEW; style++) {
		style_now = (enum telex_style)style;
		T_CHECK(set_style(style_now));
		run();
	}
}

static void
run_names(void)
{
	T_INT(lists_each("forms/lists/communes.tsv", check_name), 3321);
	T_INT(lists_each("forms/lists/provinces.tsv", check_name), 34);
}

static void
run_syllables(void)
{
	rimes_each(check_word);
}

static void
test_names(void)
{
	if (!has_oracle)
		T_SKIP("m17n has no Vietnamese: m17n-db is not installed");
	each_style(run_names);
	printf("# %zu of %zu differ\n", apart, compared);
	T_CHECK(compared > 30000);
	T_CHECK(apart * 100 < compared);
}

static void
test_syllables(void)
{
	if (!has_oracle)
		T_SKIP("m17n has no Vietnamese: m17n-db is not installed");
	compared = apart = 0;
	each_style(run_syllables);
	printf("# %zu of %zu differ\n", apart, compared);
	T_CHECK(compared > 250000);
	T_CHECK(apart * 20 < compared);
}

/* A reason for what does not happen would hide what may happen one day. */
static void
test_reasons(void)
{
	if (!has_oracle)
		T_SKIP("m17n has no Vietnamese: m17n-db is not installed");
	for (size_t i = 0; i < ARRAY_LEN(deviations); i++) {
		printf("# %6zu  %s\n", deviations[i].times,
		    deviations[i].reason);
		T_CHECK(deviations[i].times > 0);
	}
}

int
main(void)
{
	M17N_INIT();
	has_oracle = merror_code == 0 && open_methods();
	T_RUN(test_names);
	T_RUN(test_syllables);
	T_RUN(test_reasons);
	return t_done();
}
