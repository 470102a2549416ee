/* One line as it is typed, taken apart into names, births and numbers. */
#include "core/door/search_wanted.h"

#include "core/base/jx.h"
#include "core/base/when.h"
#include "core/door/search.h"
#include "core/vietnamese/fold.h"
#include "core/vietnamese/similar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TYPED_MAX 300		/* bytes of one line of a search */
#define TOKENS_MAX 40
#define FIRST_DAY (-25567)	/* 1900-01-01 ... */
#define LAST_DAY 47482		/* ... to 2100-01-01 */
#define NUMBER_LEAST 9		/* digits of an identity number in groups */

void
wanted_done(struct wanted *w)
{
	str_done(&w->name);
	str_done(&w->birth);
	str_done(&w->number);
	str_done(&w->case_id);
	str_done(&w->folded);
}

/* "1999", "5/1999", "02/05/1999", "2.5.1999", "1999-05-02"; false: none. */
static bool
as_date(const char *word, struct str *out)
{
	int d = 0, m = 0, y = 0, n = 0;
	day_t first, last;
	char text[32], a, b;

	if (day_span(word, &first, &last))
		snprintf(text, sizeof(text), "%s", word);
	else if (sscanf(word, "%2d%c%2d%c%4d%n", &d, &a, &m, &b, &y, &n) == 5 &&
	    word[n] == '\0' && a == b && strchr("/.-", a) != NULL)
		snprintf(text, sizeof(text), "%04d-%02d-%02d", y, m, d);
	else if (sscanf(word, "%2d%c%4d%n", &m, &a, &y, &n) == 3 &&
	    word[n] == '\0' && strchr("/.-", a) != NULL)
		snprintf(text, sizeof(text), "%04d-%02d", y, m);
	else
		return false;
	if (!day_span(text, &first, &last) || first <= FIRST_DAY ||
	    first >= LAST_DAY)
		return false;
	str_clear(out);
	str_add(out, text);
	return true;
}

static void
take_word(struct wanted *w, const char *word)
{
	struct str date = STR_INIT;

	if (as_date(word, &date)) {
		str_clear(&w->birth);
		str_add(&w->birth, str_text(&date));
	} else if (strpbrk(word, "0123456789") != NULL) {
		similar_number_key(&w->number, word);
	} else {
		if (w->name.len > 0)
			str_addc(&w->name, ' ');
		str_add(&w->name, word);
	}
	str_done(&date);
}

static bool
all_digits(const char *word)
{
	return *word != '\0' && word[strspn(word, "0123456789")] == '\0';
}

/*
 * Digits with blanks between: "02 05 1999" is a day, "001 199 001 234" one
 * number, though 1999 could stand in it.  How many words were taken.
 */
static size_t
take_digits(struct wanted *w, char *const *word, size_t n)
{
	struct str joined = STR_INIT, date = STR_INIT;
	size_t i, taken = 0, digits = 0;

	for (i = 0; i < n && all_digits(word[i]); i++) {
		digits += strlen(word[i]);
		str_add(&joined, i > 0 ? " " : "");
		str_add(&joined, word[i]);
	}
	if (i == 3 && strlen(word[2]) == 4 && strlen(word[0]) <= 2 &&
	    strlen(word[1]) <= 2) {
		str_printf(&date, "%s/%s/%s", word[0], word[1], word[2]);
		if (as_date(str_text(&date), &w->birth))
			taken = i;
	}
	if (taken == 0 && i > 1 && digits >= NUMBER_LEAST) {
		similar_number_key(&w->number, str_text(&joined));
		taken = i;
	}
	str_done(&joined);
	str_done(&date);
	return taken;
}

static void
take_text(struct wanted *w, const char *text)
{
	char *copy = xstrndup(text, strnlen(text, TYPED_MAX)), *at = copy;
	char *word[TOKENS_MAX];
	size_t n_word = 0, i, taken;

	while (*at != '\0' && n_word < TOKENS_MAX) {
		size_t n = strcspn(at, " \t\r\n,;");
		bool last = at[n] == '\0';

		at[n] = '\0';
		if (n > 0)
			word[n_word++] = at;
		at += last ? n : n + 1;
	}
	for (i = 0; i < n_word; i += taken) {
		taken = take_digits(w, word + i, n_word - i);
		if (taken == 0) {
			take_word(w, word[i]);
			taken = 1;
		}
	}
	w->places = w->name.len > 0;
	free(copy);
}

/* As many slips as similar.c forgives, and one for words cut otherwise. */
static void
take_letters(struct wanted *w)
{
	const char *name = str_text(&w->name);

	w->letters = search_letters(name);
	w->slips = 1;
	for (name += strspn(name, " "); *name != '\0';) {
		size_t n = strcspn(name, " ");
		int slips = n >= 7 ? 2 : 1;
		char *one = xstrndup(name, n);

		w->slips += slips;
		if (w->n_word < WANTED_WORDS_MAX) {
			w->word[w->n_word].letters = search_letters(one);
			w->word[w->n_word++].slips = slips;
		}
		free(one);
		name += n + strspn(name + n, " ");
	}
}

static void
take_parts(struct wanted *w)
{
	const char *s;

	vn_fold(&w->folded, str_text(&w->name));
	for (s = str_text(&w->folded); *s != '\0' &&
	    w->n_part < WANTED_WORDS_MAX;) {
		size_t len = strcspn(s, " ");

		w->part[w->n_part] = s;
		w->part_len[w->n_part] = len;
		w->all |= 1u << w->n_part;
		if (search_is_kind_word(s, len))
			w->kinds |= 1u << w->n_part;
		w->n_part++;
		s += len;
		s += *s == ' ';
	}
	/* More words than are looked at are no place. */
	w->places = w->places && *s == '\0';
}

bool
wanted_read(struct wanted *w, const json_t *query)
{
	static const char *const key[] = {
		"text", "name", "birth", "number", "case", "commune"
	};
	const char *got[ARRAY_LEN(key)];
	size_t i;

	for (i = 0; i < ARRAY_LEN(key); i++) {
		got[i] = jx_text(query, key[i]);
		if (json_object_get(query, key[i]) != NULL &&
		    (got[i] == NULL || strlen(got[i]) > TYPED_MAX))
			return false;
	}
	if (got[0] != NULL)
		take_text(w, got[0]);
	str_add(&w->name, got[1]);
	if (got[2] != NULL && *got[2] != '\0' && !as_date(got[2], &w->birth))
		return false;
	similar_number_key(&w->number, got[3]);
	similar_number_key(&w->case_id, got[4]);
	w->commune = got[5] != NULL && *got[5] != '\0' ? got[5] : NULL;
	take_letters(w);
	take_parts(w);
	return true;
}
