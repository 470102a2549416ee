/*
 * Reference lists: what they say, and search in them.  The reader of their
 * text is list_read.c.
 */
#include "core/procedure/list_private.h"

#include "core/base/mem.h"
#include "core/base/utf8.h"
#include "core/vietnamese/fold.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

void
list_free(struct list *l)
{
	if (l == NULL)
		return;
	for (size_t i = 0; i < l->leadings; i++)
		free(l->leading[i].text);
	str_done(l->keys);
	free(l->keys);
	free(l->by_code);
	free(l->row);
	free(l->buf);
	free(l);
}

const char *
list_head(const struct list *l, const char *key)
{
	for (size_t i = 0; i < l->heads; i++)
		if (strcmp(l->head[i].key, key) == 0)
			return l->head[i].value;
	return NULL;
}

const char *
list_name(const struct list *l)
{
	return list_head(l, "list");
}

const char *
list_title(const struct list *l, enum lang lang)
{
	return list_head(l, lang == LANG_VI ? "title_vi" : "title_en");
}

int
list_column(const struct list *l, const char *col)
{
	for (size_t i = 0; i < l->cols; i++)
		if (strcmp(l->col[i], col) == 0)
			return (int)i;
	return -1;
}

bool
list_has_column(const struct list *l, const char *col)
{
	return list_column(l, col) >= 0;
}

const struct leading *
list_leading(const struct list *l, const char *label)
{
	for (size_t i = 0; i < l->leadings; i++)
		if (str_starts(label, l->leading[i].text))
			return &l->leading[i];
	return NULL;
}

size_t
list_count(const struct list *l)
{
	return l->rows;
}

const struct list_row *
list_at(const struct list *l, size_t i)
{
	return i < l->rows ? &l->row[i] : NULL;
}

const char *
list_field(const struct list *l, const struct list_row *row, size_t i)
{
	const char *s = l->buf + row->at;

	while (i-- > 0)
		s += strlen(s) + 1;
	return s;
}

const char *
list_code(const struct list *l, const struct list_row *row)
{
	return list_field(l, row, COL_CODE);
}

const char *
list_label(const struct list *l, const struct list_row *row, enum lang lang)
{
	return list_field(l, row, lang == LANG_VI ? COL_VI : COL_EN);
}

const char *
list_value(const struct list *l, const struct list_row *row, const char *col)
{
	int i = list_column(l, col);

	return i < 0 ? NULL : list_field(l, row, (size_t)i);
}

day_t
list_from(const struct list_row *row)
{
	return row->from;
}

day_t
list_to(const struct list_row *row)
{
	return row->to;
}

static bool
is_in_force(const struct list_row *row, day_t at)
{
	return at == LIST_ANY_DAY || (row->from <= at && at <= row->to);
}

/*
 * The first place in by_code whose code is not less than `code`; the rows of
 * one code follow each other, oldest first.
 */
static size_t
first_of_code(const struct list *l, const char *code)
{
	size_t low = 0, high = l->rows;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (strcmp(list_code(l, &l->row[l->by_code[mid]]), code) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

const struct list_row *
list_find_at(const struct list *l, const char *code, day_t at)
{
	const struct list_row *newest = NULL;

	if (code == NULL)
		return NULL;
	for (size_t i = first_of_code(l, code); i < l->rows; i++) {
		const struct list_row *row = &l->row[l->by_code[i]];

		if (strcmp(list_code(l, row), code) != 0)
			break;
		if (is_in_force(row, at))
			newest = row;
	}
	return newest;
}

const struct list_row *
list_find(const struct list *l, const char *code)
{
	return list_find_at(l, code, LIST_ANY_DAY);
}

/* `col` is where->col found once by the caller; -1 when it asks for none. */
static bool
passes(const struct list *l, const struct list_row *row,
    const struct list_filter *where, int col)
{
	if (where == NULL)
		return true;
	if (!is_in_force(row, where->at))
		return false;
	if (where->col == NULL)
		return true;
	/* A column that does not exist lets nothing through. */
	return col >= 0 && where->value != NULL &&
	    strcmp(list_field(l, row, (size_t)col), where->value) == 0;
}

static int
filter_column(const struct list *l, const struct list_filter *where)
{
	return where == NULL || where->col == NULL ? -1 :
	    list_column(l, where->col);
}

const struct list_row *
list_next(const struct list *l, const struct list_row *after,
    const struct list_filter *where)
{
	size_t i = after == NULL ? 0 : (size_t)(after - l->row) + 1;
	int col = filter_column(l, where);

	for (; i < l->rows; i++)
		if (passes(l, &l->row[i], where, col))
			return &l->row[i];
	return NULL;
}

/* How well a row fits what was typed; the smaller the better. */
enum rank {
	SAME_SPELLING,
	SAME_LETTERS,
	BEGINS_IN_SPELLING,
	BEGINS,
	WORD_BEGINS,
	CONTAINS,
	NO_MATCH
};

/* What was typed, in the three forms that are compared. */
struct typed {
	const char *text;
	struct str fold;	/* no case, no accents */
	struct str tight;	/* and no spaces */
	struct str spell;	/* no case, tone marks at the ends of words */
	struct str scratch;
};

struct hit {
	const struct list_row *row;
	const char *key;	/* of the bare name, for the alphabet */
	enum rank rank;
};

static bool
is_tone(int32_t cp)
{
	return cp == 0x300 || cp == 0x301 || cp == 0x303 || cp == 0x309 ||
	    cp == 0x323;
}

static void
add_code_point(struct str *out, int32_t cp)
{
	char bytes[4];

	str_addn(out, bytes, utf8_encode((uint32_t)cp, bytes));
}

/*
 * The spelling without case and without the quarrel over where a tone mark
 * stands: "Hòa" and "Hoà" both become "hoa" and a grave.  190 names in the
 * two best data sets differ only so (reference data, §1).
 */
static void
spell(struct str *out, const char *s)
{
	int32_t *cp, tone = 0;
	utf8proc_ssize_t n;
	const utf8proc_option_t how = UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |
	    UTF8PROC_NULLTERM;

	str_clear(out);
	n = utf8proc_decompose((const utf8proc_uint8_t *)s, 0, NULL, 0, how);
	if (n <= 0)
		return;
	cp = xcalloc((size_t)n + 1, sizeof(*cp));
	utf8proc_decompose((const utf8proc_uint8_t *)s, 0, cp, n, how);
	for (utf8proc_ssize_t i = 0; i <= n; i++) {
		utf8proc_category_t kind = utf8proc_category(cp[i]);
		bool in_word = i < n && kind >= UTF8PROC_CATEGORY_LU &&
		    kind <= UTF8PROC_CATEGORY_NO;

		if (in_word && is_tone(cp[i])) {
			tone = cp[i];
		} else if (in_word) {
			add_code_point(out, cp[i]);
		} else {
			if (tone != 0)
				add_code_point(out, tone);
			tone = 0;
			if (i < n && out->len > 0 &&
			    out->buf[out->len - 1] != ' ')
				str_addc(out, ' ');
		}
	}
	while (out->len > 0 && out->buf[out->len - 1] == ' ')
		out->buf[--out->len] = '\0';
	free(cp);
}

/* Whether it stands somewhere inside, spaces or not: "ea hleo". */
static bool
contains(const char *s, const char *end, const struct typed *t)
{
	if (t->tight.len < 2)
		return false;
	for (; s < end; s++) {
		const char *a = s, *b = t->tight.buf;

		while (a < end && *b != '\0' && (*a == ' ' || *a == *b)) {
			b += *a != ' ';
			a++;
		}
		if (*b == '\0')
			return true;
	}
	return false;
}

/* One folded name, [s, end), against what was typed. */
static enum rank
rank_name(const char *s, const char *end, const struct typed *t)
{
	size_t n = (size_t)(end - s);

	if (n < t->fold.len)
		return contains(s, end, t) ? CONTAINS : NO_MATCH;
	if (memcmp(s, t->fold.buf, t->fold.len) == 0)
		return n == t->fold.len ? SAME_LETTERS : BEGINS;
	for (const char *p = s; p + t->fold.len < end; p++)
		if (*p == ' ' && memcmp(p + 1, t->fold.buf, t->fold.len) == 0)
			return WORD_BEGINS;
	return contains(s, end, t) ? CONTAINS : NO_MATCH;
}

static enum rank
better(enum rank a, enum rank b)
{
	return a < b ? a : b;
}

/* Whether the accents fit too, once the letters do. */
static enum rank
rank_spelling(struct typed *t, const char *label, enum rank rank)
{
	bool begins;

	spell(&t->scratch, label);
	begins = t->spell.len > 0 &&
	    str_starts(str_text(&t->scratch), str_text(&t->spell));
	if (rank == SAME_LETTERS && begins &&
	    t->scratch.len == t->spell.len)
		return SAME_SPELLING;
	return rank == BEGINS && begins ? BEGINS_IN_SPELLING : rank;
}

static enum rank
rank_row(const struct list *l, const struct list_row *row, struct typed *t)
{
	const char *key = str_text(l->keys) + row->key;
	const char *vi = list_field(l, row, COL_VI);
	const struct leading *word;
	enum rank rank = NO_MATCH;

	if (strcasecmp(list_code(l, row), t->text) == 0)
		return SAME_SPELLING;
	for (const char *s = key; *s != '\0';) {
		const char *end = strchr(s, '\n');

		rank = better(rank, rank_name(s, end, t));
		if (s == key && row->bare > 0 && s + row->bare < end)
			rank = better(rank, rank_name(s + row->bare, end, t));
		s = end + 1;
	}
	if (rank == SAME_LETTERS || rank == BEGINS) {
		enum rank letters = rank;

		word = list_leading(l, vi);
		rank = better(rank_spelling(t, vi, letters), rank_spelling(t,
		    list_field(l, row, COL_EN), letters));
		if (word != NULL)
			rank = better(rank, rank_spelling(t,
			    vi + strlen(word->text), letters));
	}
	return rank;
}

static int
by_rank(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;
	int order;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	order = strcmp(x->key, y->key);
	if (order != 0)
		return order;
	return x->row < y->row ? -1 : 1;
}

static bool
typed_init(struct typed *t, const char *typed)
{
	size_t n = strlen(typed);

	if (n > FIELD_MAX || !utf8_valid(typed, n))
		return false;
	t->text = typed;
	vn_fold(&t->fold, typed);
	for (size_t i = 0; i < t->fold.len; i++)
		if (t->fold.buf[i] != ' ')
			str_addc(&t->tight, t->fold.buf[i]);
	spell(&t->spell, typed);
	/* Only signs were typed: that is not the same as nothing. */
	return t->fold.len > 0 || n == 0;
}

static void
typed_done(struct typed *t)
{
	str_done(&t->fold);
	str_done(&t->tight);
	str_done(&t->spell);
	str_done(&t->scratch);
}

static void
add_name(struct str *keys, struct str *scratch, const char *name)
{
	str_clear(scratch);
	vn_fold(scratch, name);
	str_addn(keys, str_text(scratch), scratch->len);
	str_addc(keys, '\n');
}

/* What a search looks into. */
static void
fold_names(const struct list *l)
{
	struct str scratch = STR_INIT;

	for (size_t i = 0; i < l->rows; i++) {
		struct list_row *row = &l->row[i];
		const char *vi = list_field(l, row, COL_VI);
		const char *en = list_field(l, row, COL_EN);
		const struct leading *word = list_leading(l, vi);

		row->key = (uint32_t)l->keys->len;
		row->bare = word == NULL ? 0 : (uint32_t)word->folded;
		add_name(l->keys, &scratch, vi);
		if (strcmp(vi, en) != 0)
			add_name(l->keys, &scratch, en);
		for (size_t k = 0; k < l->search_cols; k++) {
			const char *s = list_field(l, row, l->search_col[k]);

			if (s[0] != '\0')
				add_name(l->keys, &scratch, s);
		}
		str_addc(l->keys, '\0');
	}
	str_fit(l->keys);
	str_done(&scratch);
}

size_t
list_search(const struct list *l, const char *typed,
    const struct list_filter *where, const struct list_row **out, size_t max)
{
	struct typed t = { .text = "" };
	struct hit *hit;
	size_t n = 0;
	int col = filter_column(l, where);

	if (typed != NULL && typed[0] != '\0' && !typed_init(&t, typed)) {
		typed_done(&t);
		return 0;
	}
	if (l->keys->len == 0)
		fold_names(l);
	hit = xcalloc(l->rows + 1, sizeof(*hit));
	for (size_t i = 0; i < l->rows; i++) {
		const struct list_row *row = &l->row[i];

		if (!passes(l, row, where, col))
			continue;
		hit[n].row = row;
		hit[n].key = str_text(l->keys) + row->key + row->bare;
		hit[n].rank = t.fold.len == 0 ? BEGINS : rank_row(l, row, &t);
		n += hit[n].rank != NO_MATCH;
	}
	qsort(hit, n, sizeof(*hit), by_rank);
	for (size_t i = 0; i < n && i < max; i++)
		out[i] = hit[i].row;
	free(hit);
	typed_done(&t);
	return n;
}
