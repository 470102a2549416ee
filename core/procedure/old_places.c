/* Communes of before: search by their names, and by today's code. */
#include "core/procedure/old_places_priv.h"

#include "core/base/mem.h"
#include "core/base/utf8.h"
#include "core/vietnamese/fold.h"

#include <stdlib.h>
#include <string.h>

#define TYPED_MAX 200
#define WORDS_MAX 12

struct typed {
	struct str text;
	const char *word[WORDS_MAX];
	size_t len[WORDS_MAX];
	size_t n;
};

static void
typed_read(struct typed *t, const char *typed)
{
	memset(t, 0, sizeof *t);
	if (strlen(typed) <= TYPED_MAX && utf8_valid(typed, strlen(typed)))
		vn_fold(&t->text, typed);
	for (const char *s = str_text(&t->text); *s != '\0' &&
	    t->n < WORDS_MAX;) {
		t->word[t->n] = s;
		t->len[t->n] = strcspn(s, " ");
		s += t->len[t->n++];
		s += *s == ' ';
	}
}

static bool
begins_a_word(const char *text, const char *word, size_t len)
{
	for (const char *s = text; *s != '\0';) {
		if (strncmp(s, word, len) == 0)
			return true;
		s += strcspn(s, " ");
		s += *s == ' ';
	}
	return false;
}

/* The typed words behind the name, each in the district or the province. */
static bool
within(const struct old_places *o, const struct old_row *r, const struct typed *t,
    const char *rest)
{
	const char *district = o->keys.buf + r->district;
	const char *province = o->keys.buf + r->province;

	for (size_t i = 0; i < t->n; i++)
		if (t->word[i] >= rest &&
		    !begins_a_word(district, t->word[i], t->len[i]) &&
		    !begins_a_word(province, t->word[i], t->len[i]))
			return false;
	return true;
}

/* OLD_DISTRICT + 1: not at all. */
static int
rank_name(const struct old_places *o, const struct old_row *r, const char *name,
    const struct typed *t)
{
	const char *text = str_text(&t->text);
	size_t len = strlen(name);

	if (strncmp(text, name, len) == 0 && text[len] == '\0')
		return OLD_SAME;
	if (strncmp(text, name, len) == 0 && text[len] == ' ' &&
	    within(o, r, t, text + len + 1))
		return OLD_SAME_WITHIN;
	return t->text.len >= 2 && str_starts(name, text) ? OLD_BEGINS :
	    OLD_DISTRICT + 1;
}

static int
rank_row(const struct old_places *o, const struct old_row *r,
    const struct typed *t)
{
	const char *name = o->keys.buf + r->key;
	const char *district = o->keys.buf + r->district;
	int rank = rank_name(o, r, name, t), other;

	if (r->bare > 0) {
		other = rank_name(o, r, name + r->bare, t);
		rank = other < rank ? other : rank;
	}
	if (rank > OLD_DISTRICT && t->text.len >= 4) {
		const char *text = str_text(&t->text);
		const char *at = strstr(district, text);

		/* All of its name, with or without Huyện, Thị xã ... */
		if (at != NULL && at[t->text.len] == '\0' &&
		    (at == district || at[-1] == ' '))
			rank = OLD_DISTRICT;
	}
	return rank;
}

size_t
old_places_find(struct old_places *o, const struct lists *lists,
    const char *typed, bool (*wants)(void *ctx, const struct old_place *p),
    void *ctx, struct old_place *out, size_t max)
{
	struct typed t;
	uint8_t *rank;
	size_t n = 0;

	old_places_read(o, lists, NULL);
	typed_read(&t, typed == NULL ? "" : typed);
	rank = xcalloc(o->n + 1, 1);
	for (size_t i = 0; i < o->n && t.n > 0; i++)
		rank[i] = (uint8_t)(OLD_DISTRICT + 1 -
		    rank_row(o, &o->row[i], &t));
	for (int r = OLD_SAME; r <= OLD_DISTRICT && t.n > 0; r++)
		for (size_t i = 0; i < o->n; i++) {
			struct old_place p;

			if (rank[i] != OLD_DISTRICT + 1 - r)
				continue;
			p = old_place_at(o, &o->row[i], (enum old_rank)r);
			if (wants != NULL && !wants(ctx, &p))
				continue;
			if (n < max)
				out[n] = p;
			n++;
		}
	free(rank);
	str_done(&t.text);
	return n;
}

/* ---- from today's code ---- */

static int
by_code(const void *a, const void *b)
{
	const struct old_taken *x = a, *y = b;
	size_t n = strcspn(x->code, " "), m = strcspn(y->code, " ");
	int diff = strncmp(x->code, y->code, n < m ? n : m);

	if (diff != 0)
		return diff;
	if (n != m)
		return n < m ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

static void
make_taken(struct old_places *o)
{
	size_t cap = 0;

	for (size_t i = 0; i < o->n; i++) {
		struct old_place p = old_place_at(o, &o->row[i], OLD_SAME);

		for (const char *s = p.now; *s != '\0';) {
			o->taken = xgrow(o->taken, o->n_taken, &cap,
			    sizeof *o->taken);
			o->taken[o->n_taken++] = (struct old_taken){ s,
			    (uint32_t)i };
			s += strcspn(s, " ");
			s += strspn(s, " ");
		}
	}
	if (o->n_taken > 0)
		qsort(o->taken, o->n_taken, sizeof *o->taken, by_code);
}

void
old_places_of(struct old_places *o, const struct lists *lists,
    const char *code, void (*each)(void *ctx, const struct old_place *p),
    void *ctx)
{
	size_t low = 0, high, len = strlen(code);

	old_places_read(o, lists, NULL);
	if (o->taken == NULL)
		make_taken(o);
	high = o->n_taken;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		struct old_taken wanted = { code, 0 };

		if (by_code(&o->taken[mid], &wanted) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < o->n_taken; low++) {
		struct old_place p;

		if (strncmp(o->taken[low].code, code, len) != 0 ||
		    (o->taken[low].code[len] != '\0' &&
		    o->taken[low].code[len] != ' '))
			break;
		p = old_place_at(o, &o->row[o->taken[low].row], OLD_SAME);
		each(ctx, &p);
	}
}
