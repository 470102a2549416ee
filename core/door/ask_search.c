/*
 * Looking for persons among the cases that the session may see:
 *	{"ask": "search", text?, name?, birth?, number?, case?, limit?}
 *	-> {"found": [{case, why, score, exact, person, state, holder, opened,
 *	final, mine}], "more"}
 * `text` is one line as it is typed: words are names or places, full dates
 * and years births, other digits numbers of papers, minutes or cases.  Best
 * first, newest first among equals.
 *
 * Nothing but masked names comes back, and only of cases whose names the
 * unit may read at any time, so a search is no reading of an identity and
 * leaves no event; reveal_identity does, as ever.
 */
#include "core/door/search.h"

#include "core/base/jx.h"
#include "core/case/row.h"
#include "core/case/visible.h"
#include "core/vietnamese/fold.h"
#include "core/vietnamese/similar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIMIT_MOST 200
#define TYPED_MAX 300		/* bytes of one line of a search */
#define GOOD_ENOUGH 60
#define WORDS_MAX 12

struct wanted {
	struct str name, birth, number, case_id;	/* keys of the last two */
	uint32_t letters;
	int slips;		/* letters that a likely name may lack, in all */
	struct { uint32_t letters; int slips; } word[WORDS_MAX];
	size_t n_word;
	bool places;		/* words may be a place as well */
};

struct hit {
	const struct known_person *p;
	int score;
	unsigned why;
};

/* ---- what is wanted ---- */

static void
wanted_done(struct wanted *w)
{
	str_done(&w->name);
	str_done(&w->birth);
	str_done(&w->number);
	str_done(&w->case_id);
}

/* "1999", "5/1999", "02/05/1999" or "1999-05-02" as a date; false: none. */
static bool
as_date(const char *word, struct str *out)
{
	int d = 0, m = 0, y = 0, n = 0;
	day_t first, last;
	char text[32];

	if (day_span(word, &first, &last) && first > -25567 && first < 47482)
		snprintf(text, sizeof(text), "%s", word);
	else if (sscanf(word, "%2d/%2d/%4d%n", &d, &m, &y, &n) == 3 &&
	    word[n] == '\0')
		snprintf(text, sizeof(text), "%04d-%02d-%02d", y, m, d);
	else if (sscanf(word, "%2d/%4d%n", &m, &y, &n) == 2 && word[n] == '\0')
		snprintf(text, sizeof(text), "%04d-%02d", y, m);
	else
		return false;
	if (!day_span(text, &first, &last))
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

static void
take_text(struct wanted *w, const char *text)
{
	char *copy = xstrndup(text, strnlen(text, TYPED_MAX)), *at = copy;

	while (*at != '\0') {
		size_t n = strcspn(at, " \t\r\n,;");
		bool last = at[n] == '\0';

		at[n] = '\0';
		if (n > 0)
			take_word(w, at);
		at += last ? n : n + 1;
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
		if (w->n_word < WORDS_MAX) {
			w->word[w->n_word].letters = search_letters(one);
			w->word[w->n_word++].slips = slips;
		}
		free(one);
		name += n + strspn(name + n, " ");
	}
}

static bool
read_wanted(const json_t *query, struct wanted *w)
{
	static const char *const key[] = {
		"text", "name", "birth", "number", "case"
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
	take_letters(w);
	return true;
}

/* ---- one person ---- */

static int
count_bits(uint32_t bits)
{
	int n = 0;

	for (; bits != 0; bits &= bits - 1)
		n++;
	return n;
}

/* Has somebody no word that this one could be, by its letters alone? */
static bool
lacks_a_word(const struct wanted *w, const struct known_person *p)
{
	size_t i;

	for (i = 0; i < w->n_word; i++)
		if (count_bits(w->word[i].letters & ~p->letters) >
		    w->word[i].slips)
			return true;
	return false;
}

/* Lines against a name typed so far, or a number; the best. */
static int
best_line(const char *lines, const char *wanted,
    struct similarity (*like)(const char *, const char *))
{
	const char *line;
	size_t len;
	int best = 0;

	while ((line = search_line(&lines, &len)) != NULL) {
		char *one = xstrndup(line, len);
		int score = like(one, wanted).score;

		best = score > best ? score : best;
		seal_wipe(one, len);
		free(one);
	}
	return best;
}

/* The whole number, or a good part of it: minutes are told by their end. */
static struct similarity
like_paper(const char *number, const char *wanted)
{
	struct str key = STR_INIT;
	struct similarity s = { 0, 0 };

	similar_number_key(&key, number);
	if (strcmp(str_text(&key), wanted) == 0)
		s.score = 100;
	else if (strlen(wanted) >= 3 && strstr(str_text(&key), wanted) != NULL)
		s.score = 72;
	str_done(&key);
	return s;
}

static int
name_score(const struct wanted *w, const struct known_person *p)
{
	int score, other;

	if (w->name.len == 0)
		return 0;
	/* Most are ruled out by letters that one of the two lacks. */
	if (lacks_a_word(w, p) && count_bits(p->letters & ~w->letters) > w->slips)
		return 0;
	score = best_line(p->name, str_text(&w->name), similar_begun);
	other = best_line(p->others, str_text(&w->name), similar_begun);
	score = other > score ? other : score;
	return score >= GOOD_ENOUGH ? score : 0;
}

static void
better(struct hit *h, int score, unsigned why)
{
	if (score <= 0)
		return;
	/* Two reasons are more than one, but none is more than certain. */
	h->score = (score > h->score ? score : h->score) +
	    (h->why != 0 ? 5 : 0);
	h->score = h->score > 100 ? 100 : h->score;
	h->why |= why;
}

static void
rate_name(const struct wanted *w, const struct known_person *p, struct hit *h)
{
	int name = name_score(w, p), birth = 0;
	bool by_birth = w->birth.len > 0;

	if (by_birth && *p->birth != '\0')
		birth = similar_dates(p->birth, p->estimated,
		    str_text(&w->birth), false).score;
	if (name > 0 && by_birth && *p->birth != '\0' && birth == 0)
		return;		/* born on another day */
	if (name > 0)
		better(h, by_birth && birth == 0 ? name - 5 : name, SAME_NAME);
	if (birth >= 40 && (name > 0 || w->name.len == 0))
		better(h, name > 0 ? name : birth - 20, SAME_BIRTH);
	if (name == 0 && w->places &&
	    vn_fold_contains(p->commune, str_text(&w->name)))
		better(h, 65, SAME_PLACE);
}

static void
rate(const struct wanted *w, const struct known_person *p, struct hit *h)
{
	const char *number = str_text(&w->number);

	*h = (struct hit){ p, 0, 0 };
	rate_name(w, p, h);
	if (w->number.len > 0) {
		better(h, best_line(p->numbers, number, similar_numbers),
		    SAME_NUMBER);
		better(h, best_line(p->papers, number, like_paper),
		    SAME_NUMBER);
		better(h, best_line(p->id, number, like_paper), SAME_CASE);
	}
	if (w->case_id.len > 0)
		better(h, best_line(p->id, str_text(&w->case_id), like_paper),
		    SAME_CASE);
}

static int
by_score(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	if (x->p->opened != y->p->opened)
		return x->p->opened > y->p->opened ? -1 : 1;
	return strcmp(y->p->id, x->p->id);
}

/* ---- telling ---- */

static json_t *
why_json(unsigned why)
{
	static const struct { unsigned bit; const char *word; } word[] = {
		{ SAME_NAME, "name" }, { SAME_BIRTH, "birth" },
		{ SAME_NUMBER, "number" }, { SAME_PLACE, "place" },
		{ SAME_CASE, "case" },
	};
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < ARRAY_LEN(word); i++)
		if ((why & word[i].bit) != 0)
			json_array_append_new(list, json_string(word[i].word));
	return list;
}

/* NULL when it has gone to others since the index was made. */
static json_t *
hit_json(struct session *s, const struct hit *h)
{
	const struct journal *j = s->tn->journal;
	struct case_state cs = { .id = h->p->id };
	const struct path *path;
	const struct state *state;
	const char *relation, *code;
	json_t *o;

	cs.row = j->row(j->ctx, h->p->id, NULL);
	relation = cs.row == NULL ? NULL : row_relation(cs.row, s->unit->code);
	path = relation == NULL ? NULL : case_path(&cs, s->tn->procedure);
	if (path == NULL || !row_tells_person(cs.row, &s->actor)) {
		json_decref(cs.row);
		return NULL;
	}
	code = jx_text(cs.row, "state");
	state = path_state(path, code);
	o = json_object();
	json_object_set_new(o, "case", json_string(h->p->id));
	json_object_set_new(o, "why", why_json(h->why));
	json_object_set_new(o, "score", json_integer(h->score));
	json_object_set_new(o, "exact", json_boolean(h->score == 100));
	json_object_set_new(o, "person",
	    search_person_json(s, h->p, cs.row));
	json_object_set_new(o, "state",
	    titled(code, state == NULL ? SAME(code) : &state->title));
	json_object_set_new(o, "holder",
	    unit_json(s->tn, jx_text(cs.row, "holder")));
	json_object_set_new(o, "opened", when_json(h->p->opened));
	json_object_set_new(o, "final",
	    json_boolean(jx_bool(cs.row, "final", false)));
	json_object_set_new(o, "mine",
	    json_boolean(strcmp(relation, "holder") == 0));
	json_decref(cs.row);
	return o;
}

static json_t *
found_json(struct session *s, const struct wanted *w, size_t limit)
{
	size_t count = search_count(s->search), n = 0, i;
	struct hit *hit = xcalloc(count + 1, sizeof(*hit));
	json_t *o = json_object(), *list = json_array(), *one;

	for (i = 0; i < count; i++) {
		const struct known_person *p = search_at(s->search, i);

		if (p == NULL)
			continue;
		rate(w, p, &hit[n]);
		n += hit[n].why != 0;
	}
	qsort(hit, n, sizeof(*hit), by_score);
	for (i = 0; i < n && json_array_size(list) < limit; i++) {
		one = hit_json(s, &hit[i]);
		if (one != NULL)
			json_array_append_new(list, one);
	}
	json_object_set_new(o, "found", list);
	json_object_set_new(o, "more", json_boolean(i < n));
	free(hit);
	return o;
}

json_t *
ask_search(struct session *s, const json_t *query)
{
	int64_t limit = jx_int(query, "limit", 50);
	struct wanted w = { .letters = 0 };
	struct err e = ERR_INIT;
	json_t *out;

	limit = limit < 1 ? 1 : limit > LIMIT_MOST ? LIMIT_MOST : limit;
	if (!read_wanted(query, &w)) {
		out = refuse(NULL, ERR_BAD_COMMAND, "search");
	} else if (!search_refresh(s, &e)) {
		out = refuse_err(NULL, &e);
		err_done(&e);
	} else {
		out = found_json(s, &w, (size_t)limit);
	}
	wanted_done(&w);
	return out;
}
