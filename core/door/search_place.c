/*
 * The names of a place, for the search: today's, and those of before 1 July
 * 2025 that it took in.  Reference data, made once for a commune however
 * many live there; words such as Xã, Phường, Tỉnh are left out, because all
 * places have them.
 */
#include "core/door/search.h"

#include "core/procedure/lists.h"
#include "core/procedure/old_places.h"
#include "core/vietnamese/fold.h"

#include <stdlib.h>
#include <string.h>

struct place_cache {
	struct place_words **place;	/* in the order of their codes */
	size_t n, cap;
};

bool
search_is_kind_word(const char *word, size_t len)
{
	static const char *const kind[] = {
		"xa", "phuong", "thi", "tran", "huyen", "quan", "tinh",
		"thanh", "pho", "dac", "khu", "tp", "tx", "tt",
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(kind); i++)
		if (strlen(kind[i]) == len && memcmp(kind[i], word, len) == 0)
			return true;
	return false;
}

/* Adds a name, folded, without "Thị trấn", "Thành phố" and so on in front. */
static void
add_bare(struct str *out, const char *name)
{
	static const char *const kind[] = {
		"xa ", "phuong ", "thi tran ", "thi xa ", "thanh pho ",
		"huyen ", "quan ", "tinh ", "dac khu ",
	};
	struct str folded = STR_INIT;
	const char *text;
	size_t i;

	if (name == NULL || *name == '\0')
		return;
	vn_fold(&folded, name);
	text = str_text(&folded);
	for (i = 0; i < ARRAY_LEN(kind); i++)
		if (str_starts(text, kind[i])) {
			text += strlen(kind[i]);
			break;
		}
	if (out->len > 0 && out->buf[out->len - 1] != '\n')
		str_addc(out, ' ');
	str_add(out, text);
	str_done(&folded);
}

static const char *
label(const struct lists *lists, const char *list, const char *code)
{
	const struct list *table = lists_table(lists, list);
	const struct list_row *row = table == NULL ? NULL :
	    list_find(table, code);

	return row == NULL ? NULL : list_label(table, row, LANG_VI);
}

struct adding {
	const struct lists *lists;
	struct str *out;
};

static void
add_old(void *ctx, const struct old_place *p)
{
	struct adding *a = ctx;

	add_bare(a->out, p->name);
	add_bare(a->out, p->district);
	add_bare(a->out, label(a->lists, "provinces", p->province));
	str_addc(a->out, '\n');
}

/* The provinces of before that went into the one of today. */
static void
add_old_provinces(struct adding *a, const char *code)
{
	const struct list *table = lists_table(a->lists, "provinces");
	size_t i;

	for (i = 0; table != NULL && i < list_count(table); i++) {
		const struct list_row *r = list_at(table, i);

		if (!str_eq(list_value(table, r, "successor"), code))
			continue;
		add_bare(a->out, list_label(table, r, LANG_VI));
		str_addc(a->out, '\n');
	}
}

static struct place_words *
place_new(const struct lists *lists, const char *commune, const char *province)
{
	struct old_places *old = lists_old_places(lists);
	const struct list *table = lists_table(lists, "communes");
	struct place_words *w = xcalloc(1, sizeof *w);
	struct adding a = { lists, &w->old };
	const struct list_row *row = table == NULL || *commune == '\0' ? NULL :
	    list_find(table, commune);

	w->code = xstrdup(*commune != '\0' ? commune : province);
	if (row != NULL) {
		province = list_value(table, row, "province");
		add_bare(&w->now, list_label(table, row, LANG_VI));
		if (old != NULL)
			old_places_of(old, lists, commune, add_old, &a);
	} else if (*province != '\0') {
		add_old_provinces(&a, province);
	}
	if (province != NULL)
		add_bare(&w->now, label(lists, "provinces", province));
	return w;
}

struct place_words *
search_place(struct session *s, struct place_cache **cache,
    const char *commune, const char *province)
{
	const char *code = *commune != '\0' ? commune : province;
	struct place_cache *c = *cache;
	size_t low = 0, high;

	if (*code == '\0')
		return NULL;
	if (c == NULL)
		c = *cache = xcalloc(1, sizeof *c);
	high = c->n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int diff = strcmp(c->place[mid]->code, code);

		if (diff == 0)
			return c->place[mid];
		if (diff < 0)
			low = mid + 1;
		else
			high = mid;
	}
	c->place = xgrow(c->place, c->n, &c->cap, sizeof *c->place);
	memmove(&c->place[low + 1], &c->place[low],
	    (c->n++ - low) * sizeof *c->place);
	c->place[low] = place_new(s->tn->procedure->lists, commune, province);
	return c->place[low];
}

void
search_places_free(struct place_cache *c)
{
	size_t i;

	for (i = 0; c != NULL && i < c->n; i++) {
		str_done(&c->place[i]->now);
		str_done(&c->place[i]->old);
		free(c->place[i]->code);
		free(c->place[i]);
	}
	if (c != NULL)
		free(c->place);
	free(c);
}
