/* Every commune and province of the shipped lists, typed in every habit. */
#include "core/vietnamese/telex.h"

#include "core/vietnamese/fold.h"
#include "tests/t.h"
#include "tests/unit/vietnamese_telex_keys.h"

#include <stdlib.h>

#define DAY "2026-09-20"		/* of the lists' source */

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

static int names, new_style, doubled;

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

/* One of the two styles is the list's, and it serves every habit. */
static void
check_name(const char *name)
{
	struct habit first = keys_habits[0];
	enum telex_style style = all_words_come_out(TELEX_TELEX, TELEX_OLD,
	    first, name) ? TELEX_OLD : TELEX_NEW;

	for (size_t i = 0; i < ARRAY_LEN(beyond); i++)
		if (str_eq(name, beyond[i]))
			return;
	names++;
	new_style += style == TELEX_NEW;
	for (int m = TELEX_TELEX; m <= TELEX_VIQR; m++)
	for (size_t i = 0; i < ARRAY_LEN(keys_habits); i++) {
		struct habit h = keys_habits[i];
		struct str out = STR_INIT;

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

/* Splits a line at tabs in place; missing fields are "". */
static void
split(char *line, const char *field[5])
{
	for (int i = 0; i < 5; i++) {
		char *tab = strchr(line, '\t');

		field[i] = line;
		if (tab != NULL)
			*tab = '\0';
		line = tab != NULL ? tab + 1 : line + strlen(line);
	}
}

/* The names of a list that are in force on the day. */
static int
check_list(const char *path)
{
	FILE *f = fopen(path, "r");
	char line[1024];
	int count = 0;

	T_CHECK(f != NULL);
	while (f != NULL && fgets(line, sizeof(line), f) != NULL) {
		const char *field[5];

		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '#' || str_starts(line, "code\t"))
			continue;
		split(line, field);
		if (strcmp(field[3], DAY) > 0 ||
		    (field[4][0] != '\0' && strcmp(field[4], DAY) < 0))
			continue;
		check_name(field[1]);
		count++;
	}
	if (f != NULL)
		fclose(f);
	return count;
}

static void
test_communes(void)
{
	T_INT(check_list("forms/lists/communes.tsv"), 3321);
	printf("# %d names, %d in the new style, %d words with a doubled "
	    "letter\n", names, new_style, doubled);
}

static void
test_provinces(void)
{
	T_INT(check_list("forms/lists/provinces.tsv"), 34);
}

static void
test_other_lists(void)
{
	T_CHECK(check_list("forms/lists/border_gates.tsv") > 50);
	T_CHECK(check_list("forms/lists/ethnic_groups.tsv") >= 54);
	T_CHECK(check_list("forms/lists/countries.tsv") > 150);
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
