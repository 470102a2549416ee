/*
 * The syllables of Vietnamese, onset by rime by tone: rimes and the place of
 * their tone are written down here by hand, in both styles.
 */
#ifndef TN_TESTS_VIETNAMESE_RIMES_H
#define TN_TESTS_VIETNAMESE_RIMES_H

#include "tests/unit/vietnamese_telex_keys.h"

static const char *const rimes_onsets[] = {
	"", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l",
	"m", "n", "ng", "ngh", "nh", "p", "ph", "qu", "r", "s", "t", "th",
	"tr", "v", "x", "kr", "bl", "dr", "đr", "mđr", "hm", "chr", "pl",
};

/* With the grave accent; the new style where it differs. */
static const struct {
	const char *old_style, *new_style;
} rimes_all[] = {
	{ "à", NULL }, { "è", NULL }, { "ề", NULL }, { "ì", NULL },
	{ "ò", NULL }, { "ồ", NULL }, { "ờ", NULL }, { "ù", NULL },
	{ "ừ", NULL }, { "ỳ", NULL }, { "ài", NULL }, { "ào", NULL },
	{ "àu", NULL }, { "ày", NULL }, { "ầu", NULL }, { "ầy", NULL },
	{ "èo", NULL }, { "ều", NULL }, { "ìa", NULL }, { "ìu", NULL },
	{ "iều", NULL }, { "yều", NULL }, { "òi", NULL }, { "ồi", NULL },
	{ "ời", NULL }, { "òa", "oà" }, { "òe", "oè" }, { "oài", NULL },
	{ "oào", NULL }, { "oày", NULL }, { "oèo", NULL }, { "ùa", NULL },
	{ "ùi", NULL }, { "ừa", NULL }, { "ừi", NULL }, { "ừu", NULL },
	{ "ùy", "uỳ" }, { "uề", NULL }, { "uầy", NULL }, { "uồi", NULL },
	{ "ười", NULL }, { "ườu", NULL }, { "uỳa", NULL }, { "uỳu", NULL },
	{ "àm", NULL }, { "àn", NULL }, { "àng", NULL }, { "ành", NULL },
	{ "àp", NULL }, { "àt", NULL }, { "àc", NULL }, { "àch", NULL },
	{ "ằm", NULL }, { "ằn", NULL }, { "ằng", NULL }, { "ằp", NULL },
	{ "ằt", NULL }, { "ằc", NULL }, { "ầm", NULL }, { "ần", NULL },
	{ "ầng", NULL }, { "ầp", NULL }, { "ầt", NULL }, { "ầc", NULL },
	{ "èm", NULL }, { "èn", NULL }, { "èng", NULL }, { "èp", NULL },
	{ "èt", NULL }, { "èc", NULL }, { "ềm", NULL }, { "ền", NULL },
	{ "ềnh", NULL }, { "ềp", NULL }, { "ềt", NULL }, { "ềch", NULL },
	{ "ìm", NULL }, { "ìn", NULL }, { "ình", NULL }, { "ìp", NULL },
	{ "ìt", NULL }, { "ìch", NULL }, { "iềm", NULL }, { "iền", NULL },
	{ "iềng", NULL }, { "iềp", NULL }, { "iềt", NULL }, { "iềc", NULL },
	{ "yềm", NULL }, { "yền", NULL }, { "yềng", NULL }, { "yềt", NULL },
	{ "òm", NULL }, { "òn", NULL }, { "òng", NULL }, { "òp", NULL },
	{ "òt", NULL }, { "òc", NULL }, { "oòng", NULL }, { "oòc", NULL },
	{ "ồm", NULL }, { "ồn", NULL }, { "ồng", NULL }, { "ồp", NULL },
	{ "ồt", NULL }, { "ồc", NULL }, { "ờm", NULL }, { "ờn", NULL },
	{ "ờp", NULL }, { "ờt", NULL }, { "oàn", NULL }, { "oàng", NULL },
	{ "oành", NULL }, { "oàt", NULL }, { "oàc", NULL }, { "oàch", NULL },
	{ "oằn", NULL }, { "oằng", NULL }, { "oằt", NULL }, { "oằc", NULL },
	{ "oèn", NULL }, { "oèt", NULL }, { "ùm", NULL }, { "ùn", NULL },
	{ "ùng", NULL }, { "ùp", NULL }, { "ùt", NULL }, { "ùc", NULL },
	{ "ừm", NULL }, { "ừng", NULL }, { "ừt", NULL }, { "ừc", NULL },
	{ "uần", NULL }, { "uầng", NULL }, { "uầt", NULL }, { "uềnh", NULL },
	{ "uềch", NULL }, { "uồm", NULL }, { "uồn", NULL }, { "uồng", NULL },
	{ "uồt", NULL }, { "uồc", NULL }, { "ườm", NULL }, { "ườn", NULL },
	{ "ường", NULL }, { "ườp", NULL }, { "ườt", NULL }, { "ườc", NULL },
	{ "uỳnh", NULL }, { "uỳch", NULL }, { "uỳt", NULL }, { "uyền", NULL },
	{ "uyềt", NULL },
	/* of names */
	{ "ằk", NULL }, { "òk", NULL }, { "ồk", NULL }, { "ùk", NULL },
	{ "ằh", NULL }, { "ừh", NULL }, { "ồl", NULL }, { "ằl", NULL },
};

static bool
rimes_end_in(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && strcmp(s + n - m, end) == 0;
}

/* c, ch, k, p, t cut the voice: ACUTE and DOT only, or no tone in names. */
static bool
rimes_stopped(const char *rime)
{
	return rimes_end_in(rime, "c") || rimes_end_in(rime, "ch") ||
	    rimes_end_in(rime, "p") || rimes_end_in(rime, "t") || rimes_end_in(rime, "k");
}

/* Spelling that makes these two one: qu, gi, and g before i. */
static bool
rimes_go_together(const char *onset, const char *rime)
{
	struct typed_letter first =
	    keys_take_apart(rime, utf8_letter(rime, strlen(rime)));
	size_t n = utf8_letters(rime, strlen(rime));

	if (str_eq(onset, "qu"))
		return strchr("ou", first.base) == NULL;
	if (str_eq(onset, "gi"))
		return strchr("iy", first.base) == NULL;
	return !str_eq(onset, "g") || first.base != 'i' || n == 1;
}

/* The rime with its tone changed to number t, capitals if asked. */
static void
rimes_with_tone(struct str *out, const char *rime, int t, bool upper)
{
	for (size_t n; *rime != '\0'; rime += n) {
		struct typed_letter l;

		n = utf8_letter(rime, strlen(rime));
		l = keys_take_apart(rime, n);
		for (size_t i = 0; i < ARRAY_LEN(keys_rows); i++) {
			const char *row = upper ? keys_rows[i].large :
			    keys_rows[i].small;

			if (keys_rows[i].base != l.base ||
			    keys_rows[i].mark != l.mark)
				continue;
			for (int k = l.tone != 0 ? t : 0; k > 0; k--)
				row += utf8_letter(row, strlen(row));
			str_addn(out, row, utf8_letter(row, strlen(row)));
			l.base = '\0';
		}
		if (l.base != '\0')
			str_addc(out, (char)(l.base - (upper ? 32 : 0)));
	}
}

/*
 * Calls `check` for every syllable in both styles; every seventh is in
 * capitals.
 */
static void
rimes_each(void (*check)(const char *text, enum telex_style style))
{
	static const int full[] = { 0, 1, 2, 3, 4, 5 }, stopped[] = { 4, 5 };
	int count = 0;

	for (size_t o = 0; o < ARRAY_LEN(rimes_onsets); o++)
	for (size_t r = 0; r < ARRAY_LEN(rimes_all); r++)
	for (int style = TELEX_OLD; style <= TELEX_NEW; style++) {
		const char *old = rimes_all[r].old_style, *rime = old;
		bool is_short = rimes_stopped(rime);
		const int *tones = is_short ? stopped : full;

		if (style == TELEX_NEW && rimes_all[r].new_style != NULL)
			rime = rimes_all[r].new_style;
		if (!rimes_go_together(rimes_onsets[o],
		    rimes_all[r].new_style != NULL ? rimes_all[r].new_style :
		    old))
			continue;
		for (size_t i = 0; i < (is_short ? 2 : 6); i++, count++) {
			struct str text = STR_INIT;

			rimes_with_tone(&text, rimes_onsets[o], 0,
			    count % 7 == 0);
			rimes_with_tone(&text, rime, tones[i], count % 7 == 0);
			check(str_text(&text), (enum telex_style)style);
			str_done(&text);
		}
	}
}

#endif
