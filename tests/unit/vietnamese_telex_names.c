/* Every commune and province of the shipped lists, typed in every habit. */
#include "core/vietnamese/telex.h"

#include "core/vietnamese/fold.h"
#include "tests/t.h"
#include "tests/unit/vietnamese_lists.h"
#include "tests/unit/vietnamese_telex_keys.h"

#include <stdlib.h>

/* Names of other lists and of people, with what the lists do not have. */
static const char *const more[] = {
	"Đắk Lắk", "Bắc Kạn", "Kăn", "Niê", "H'Mông", "H\u2019Mông", "Ea Kao",
	"Krông Búk", "Pleiku", "Srêpốk", "Đakrông", "Avương", "Sơmei", "Êban",
	"Stiêng", "Xtiêng", "Gié Triêng", "Brâu", "Ê Đê", "Ơ Đu", "Khơ Mú",
	"Kpă", "Mlô", "Byă", "Hđơk", "Rơ Châm", "Zơ Râm", "Bríu", "Hốih",
	"Tơngôl", "Thuở", "Huơ", "Quơ", "Gì", "Giữ", "Giường", "Giêng",
	"Khuỷu", "Ngoằn", "Khuya", "Quỳnh", "Quốc", "Nguyễn", "Rượu", "Ưu",
	"ĐIỆN BIÊN PHỦ", "THỪA THIÊN - HUẾ", "Đ", "ĐT", "HĐND",
};

/* Foreign names whose spelling no Vietnamese syllable has. */
static const char *const beyond[] = { "Đảo Crít-xmát", "Guơn-xi" };

static int names, new_style, other_style, doubled;
static long typed;

static void
type_word(enum telex_method m, enum telex_style style, struct habit h,
    const char *name, struct str *out)
{
	struct str keys = STR_INIT;

	keys_of(m, h, name, &keys);
	telex_type(m, style, keys.buf, keys.len, out);
	str_done(&keys);
}

static bool
comes_out(enum telex_method m, enum telex_style style, struct habit h,
    const char *name)
{
	struct str out = STR_INIT, a = STR_INIT, b = STR_INIT;
	bool same;

	type_word(m, style, h, name, &out);
	same = strcmp(str_text(&out), name) == 0;
	vn_fold(&a, str_text(&out));
	vn_fold(&b, name);
	if (same)
		T_STR(str_text(&a), str_text(&b));
	str_done(&out);
	str_done(&a);
	str_done(&b);
	return same;
}

static bool
is_ascii(const char *s)
{
	while (*s != '\0' && (unsigned char)*s < 0x80)
		s++;
	return *s == '\0';
}

/*
 * A word without any mark is typed plainly, and only when that does not
 * come out are its letters doubled ("Darr"); no typist doubles in advance.
 */
static bool
comes_out_plain(enum telex_method m, enum telex_style style, struct habit h,
    const char *word)
{
	if (!is_ascii(word))
		return comes_out(m, style, h, word);
	h.plain = true;
	if (comes_out(m, style, h, word))
		return true;
	h.plain = false;
	doubled++;
	return comes_out(m, style, h, word);
}

static bool
all_words_come_out(enum telex_method m, enum telex_style style,
    struct habit h, const char *name)
{
	char *copy = xstrdup(name), *word = copy, *end;
	bool ok = true;

	do {
		end = strchr(word, ' ');
		if (end != NULL)
			*end = '\0';
		ok = ok && comes_out_plain(m, style, h, word);
		word = end != NULL ? end + 1 : NULL;
	} while (word != NULL);
	free(copy);
	return ok;
}

/* The name in capitals, as forms and papers have it. */
static void
in_capitals(struct str *out, const char *name)
{
	for (size_t n; *name != '\0'; name += n) {
		struct typed_letter l;
		bool done = false;

		n = utf8_letter(name, strlen(name));
		l = keys_take_apart(name, n);
		for (size_t i = 0; i < ARRAY_LEN(keys_rows) && !done; i++) {
			done = keys_rows[i].base == l.base &&
			    keys_rows[i].mark == l.mark;
			if (done)
				keys_add_of_row(out, keys_rows[i].large,
				    l.tone);
		}
		if (!done && n == 1 && l.base >= 'a' && l.base <= 'z')
			str_addc(out, (char)(l.base - 32));
		else if (!done)
			str_addn(out, name, n);
	}
}

static void
check_habits(const char *name, enum telex_style style)
{
	for (int m = TELEX_TELEX; m <= TELEX_VIQR; m++)
	for (size_t i = 0; i < ARRAY_LEN(keys_habits); i++) {
		struct habit h = keys_habits[i];
		struct str out = STR_INIT;

		typed++;
		if (all_words_come_out((enum telex_method)m, style, h, name))
			continue;
		type_word((enum telex_method)m, style, h, name, &out);
		printf("# %s, habit %zu: \"%s\" is \"%s\"\n",
		    telex_method_name((enum telex_method)m), i, name,
		    str_text(&out));
		str_done(&out);
		t_bad++;
	}
}

/* In the other style the same keys give the same name, the tone of an open
 * oa, oe, uy elsewhere and nothing else. */
static void
check_other_style(const char *name, enum telex_style style)
{
	struct str out = STR_INIT, a = STR_INIT, b = STR_INIT;

	type_word(TELEX_VNI, style == TELEX_OLD ? TELEX_NEW : TELEX_OLD,
	    keys_habits[2], name, &out);
	vn_fold(&a, str_text(&out));
	vn_fold(&b, name);
	T_STR(str_text(&a), str_text(&b));
	if (!str_eq(str_text(&out), name)) {
		other_style++;
		T_CHECK(strstr(str_text(&a), "oa") != NULL ||
		    strstr(str_text(&a), "oe") != NULL ||
		    strstr(str_text(&a), "uy") != NULL);
	}
	str_done(&out);
	str_done(&a);
	str_done(&b);
}

/* One of the two styles is the list's, and it serves every habit. */
static void
check_name(const char *name)
{
	struct habit first = keys_habits[0];
	enum telex_style style = all_words_come_out(TELEX_TELEX, TELEX_OLD,
	    first, name) ? TELEX_OLD : TELEX_NEW;
	struct str capitals = STR_INIT;

	for (size_t i = 0; i < ARRAY_LEN(beyond); i++)
		if (str_eq(name, beyond[i]))
			return;
	names++;
	new_style += style == TELEX_NEW;
	check_habits(name, style);
	in_capitals(&capitals, name);
	check_habits(str_text(&capitals), style);
	check_other_style(name, style);
	str_done(&capitals);
}

static void
test_communes(void)
{
	T_INT(lists_each("forms/lists/communes.tsv", check_name), 3321);
	printf("# %d names, %d in the new style, %d otherwise in the other, "
	    "%ld times typed, %d words with a doubled letter\n", names,
	    new_style, other_style, typed, doubled);
	/* three methods, six habits, as in the list and in capitals */
	T_INT(typed, 3321 * 3 * 6 * 2);
	T_CHECK(other_style > 100);
}

static void
test_provinces(void)
{
	T_INT(lists_each("forms/lists/provinces.tsv", check_name), 34);
}

static void
test_other_lists(void)
{
	T_CHECK(lists_each("forms/lists/border_gates.tsv", check_name) > 50);
	T_CHECK(lists_each("forms/lists/ethnic_groups.tsv", check_name) >= 54);
	T_CHECK(lists_each("forms/lists/countries.tsv", check_name) > 150);
}

static void
test_more_names(void)
{
	for (size_t i = 0; i < ARRAY_LEN(more); i++)
		check_name(more[i]);
}

int
main(void)
{
	T_RUN(test_communes);
	T_RUN(test_provinces);
	T_RUN(test_other_lists);
	T_RUN(test_more_names);
	return t_done();
}
