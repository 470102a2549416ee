/* How alike two names are. */
#include "core/vietnamese/similar_priv.h"

#include "core/base/utf8.h"
#include "core/vietnamese/fold.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define MAX_PARTS 32

void
words_cut(struct words *w)
{
	w->n = 0;
	w->cut = w->text.len > NAME_MAX_BYTES;
	for (char *s = w->text.buf; s != NULL && *s != '\0' && !w->cut;) {
		size_t len = strcspn(s, " ");
		bool last = s[len] == '\0';

		if (w->n == WORDS_MAX || len > WORD_MAX) {
			w->cut = true;
			break;
		}
		s[len] = '\0';
		if (len > 0)
			w->word[w->n++] = s;
		s += last ? len : len + 1;
	}
}

void
words_of(struct words *w, const char *name)
{
	memset(w, 0, sizeof(*w));
	vn_fold(&w->text, name);
	words_cut(w);
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void
similar_name_key(struct str *out, const char *name)
{
	struct words w;

	words_of(&w, name);
	if (w.cut) {
		vn_fold(out, name);
	} else {
		qsort(w.word, w.n, sizeof(w.word[0]), by_text);
		for (size_t i = 0; i < w.n; i++) {
			if (i > 0)
				str_addc(out, ' ');
			str_add(out, w.word[i]);
		}
	}
	str_done(&w.text);
}

/* ---- marks and all, wherever the tone stands ---- */

static bool
is_tone(utf8proc_int32_t cp)
{
	return cp == 0x0300 || cp == 0x0301 || cp == 0x0303 || cp == 0x0309 ||
	    cp == 0x0323;
}

static void
add_letter(struct str *out, utf8proc_int32_t cp)
{
	char bytes[4];

	str_addn(out, bytes, utf8_encode((uint32_t)cp, bytes));
}

void
add_marked(struct str *out, const char *s)
{
	size_t n = s != NULL ? strlen(s) : 0;
	utf8proc_int32_t tone = 0;

	for (size_t at = 0, len; at < n; at += len) {
		utf8proc_int32_t part[MAX_PARTS];
		utf8proc_ssize_t parts;
		int last_class = 0;
		uint32_t cp;

		len = utf8_decode(s + at, n - at, &cp);
		parts = utf8proc_decompose_char((utf8proc_int32_t)cp, part,
		    MAX_PARTS, UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD,
		    &last_class);
		for (utf8proc_ssize_t i = 0; i < parts && i < MAX_PARTS; i++) {
			if (is_tone(part[i])) {
				tone = part[i];
				continue;
			}
			if (part[i] == ' ' && tone != 0) {
				add_letter(out, tone);
				tone = 0;
			}
			add_letter(out, part[i]);
		}
	}
	if (tone != 0)
		add_letter(out, tone);
}

bool
same_marks(const char *a, const char *b)
{
	struct str ma = STR_INIT, mb = STR_INIT;
	bool same;

	add_marked(&ma, a);
	add_marked(&mb, b);
	same = strcmp(str_text(&ma), str_text(&mb)) == 0;
	str_done(&ma);
	str_done(&mb);
	return same;
}

/* ---- words against words ---- */

size_t
slips_for(size_t len)
{
	return len >= 7 ? 2 : len >= 3 ? 1 : 0;
}

static bool
near_words(const char *a, const char *b)
{
	size_t na = strlen(a), nb = strlen(b);
	size_t most = slips_for(na < nb ? na : nb);

	return edits_between(a, b, most) <= most;
}

/* One more pair, by moving others aside when need be. */
static bool
augment(struct match *m, int i)
{
	for (size_t j = 0; j < m->b->n; j++) {
		if (m->tried[j] || !m->fits(m->a->word[i], m->b->word[j]))
			continue;
		m->tried[j] = true;
		if (m->to_a[j] >= 0 && !augment(m, m->to_a[j]))
			continue;
		m->to_a[j] = i;
		m->to_b[i] = (int)j;
		return true;
	}
	return false;
}

size_t
match_more(struct match *m, bool (*fits)(const char *, const char *))
{
	size_t n = 0;

	m->fits = fits;
	for (size_t i = 0; i < m->a->n; i++) {
		memset(m->tried, 0, sizeof(m->tried));
		if (m->to_b[i] < 0)
			n += augment(m, (int)i);
	}
	return n;
}

void
match_start(struct match *m, const struct words *a, const struct words *b)
{
	memset(m, 0, sizeof(*m));
	m->a = a;
	m->b = b;
	for (size_t i = 0; i < WORDS_MAX; i++)
		m->to_a[i] = m->to_b[i] = -1;
}

static bool
equal_words(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

/*
 * Equal words are paired first, one of each to one of the other: since they
 * are equal, which ones does not matter.  The rest by slips.
 */
static void
match_words(struct match *m, size_t *equal, size_t *near)
{
	struct words rest_a = { .n = 0 }, rest_b = { .n = 0 };
	struct match rest;

	*equal = match_more(m, equal_words);
	for (size_t i = 0; i < m->a->n; i++)
		if (m->to_b[i] < 0)
			rest_a.word[rest_a.n++] = m->a->word[i];
	for (size_t j = 0; j < m->b->n; j++)
		if (m->to_a[j] < 0)
			rest_b.word[rest_b.n++] = m->b->word[j];
	match_start(&rest, &rest_a, &rest_b);
	*near = match_more(&rest, near_words);
}

/* Do the words of the shorter stand at both ends of the longer? */
static bool
has_ends(const struct words *longer, const struct words *shorter)
{
	const char *first = longer->word[0], *last = longer->word[longer->n - 1];

	return shorter->n >= 2 && near_words(first, shorter->word[0]) &&
	    near_words(last, shorter->word[shorter->n - 1]);
}

static bool
same_order(const struct words *a, const struct words *b)
{
	for (size_t i = 0; i < a->n && i < b->n; i++)
		if (!near_words(a->word[i], b->word[i]))
			return false;
	return true;
}

size_t
words_join(const struct words *w, size_t from, char out[NAME_MAX_BYTES + 1])
{
	size_t n = 0;

	for (size_t i = from; i < w->n; i++) {
		size_t len = strlen(w->word[i]);

		if (len > NAME_MAX_BYTES - n)
			break;
		memcpy(out + n, w->word[i], len);
		n += len;
	}
	out[n] = '\0';
	return n;
}

/* The same letters, cut into words otherwise: "Thu Hà" and "Thuhà". */
static bool
split_otherwise(const struct words *a, const struct words *b)
{
	char ja[NAME_MAX_BYTES + 1], jb[NAME_MAX_BYTES + 1];
	size_t na = words_join(a, 0, ja), nb = words_join(b, 0, jb);

	return na >= 5 && nb >= 5 && na <= nb + 1 && nb <= na + 1 &&
	    edits_between(ja, jb, 1) <= 1;
}

static struct similarity
same_words(const struct words *a, const struct words *b, size_t near)
{
	struct similarity s = { 100, near > 0 ? SIMILAR_TYPED : SIMILAR_FOLDED };

	if (!same_order(a, b)) {
		s.score -= 5;
		s.how |= SIMILAR_ORDER;
	}
	s.score -= near > 4 ? 40 : 8 * (int)near;
	return s;
}

static struct similarity
some_words(const struct words *a, const struct words *b, size_t equal,
    size_t near)
{
	const struct words *longer = a->n >= b->n ? a : b;
	const struct words *shorter = a->n >= b->n ? b : a;
	size_t lacking = longer->n - shorter->n;
	struct similarity s = { 0, 0 };

	if (equal + near == shorter->n && has_ends(longer, shorter)) {
		s.how = SIMILAR_MIDDLE | (near > 0 ? SIMILAR_TYPED : 0);
		s.score = 88 - (lacking > 4 ? 20 : 5 * (int)lacking) -
		    (near > 4 ? 32 : 8 * (int)near);
	} else if (equal + near > 0) {
		s.how = SIMILAR_PART;
		s.score = (int)(60 * (10 * equal + 7 * near) * 2 /
		    (10 * (a->n + b->n)));
	}
	return s;
}

struct similarity
similar_words(const struct words *a, const struct words *b)
{
	struct similarity s;
	struct match m;
	size_t equal, near;

	if (a->n == 0 || b->n == 0)
		return (struct similarity){ 0, 0 };
	match_start(&m, a, b);
	match_words(&m, &equal, &near);
	s = a->n == b->n && equal + near == a->n ? same_words(a, b, near) :
	    some_words(a, b, equal, near);
	if (s.score < 84 && split_otherwise(a, b))
		s = (struct similarity){ 84, SIMILAR_TYPED };
	return s;
}

struct similarity
similar_names(const char *a, const char *b)
{
	struct similarity s = { 0, 0 };
	struct words wa, wb;

	words_of(&wa, a);
	words_of(&wb, b);
	if (wa.cut || wb.cut) {
		struct str fa = STR_INIT, fb = STR_INIT;

		vn_fold(&fa, a);
		vn_fold(&fb, b);
		if (strcmp(str_text(&fa), str_text(&fb)) == 0)
			s = (struct similarity){ 100, SIMILAR_FOLDED };
		str_done(&fa);
		str_done(&fb);
	} else {
		s = similar_words(&wa, &wb);
	}
	if (s.score == 100 && same_marks(a, b))
		s.how |= SIMILAR_EXACT;
	str_done(&wa.text);
	str_done(&wb.text);
	return s;
}
