/*
 * Looking for persons among the cases that the session may see:
 *	{"ask": "search", text?, name?, birth?, number?, case?, commune?,
 *	limit?}
 *	-> {"found": [{case, why, score, exact, person, state, holder, opened,
 *	final, mine}], "more", "places"}
 * `text` is one line as it is typed: words are names or places, full dates
 * and years births, other digits numbers of papers, minutes or cases.  Best
 * first; among equals those whose marks fit, then the newest.  `commune`
 * leaves those who live there.  `places` are communes of before 1 July 2025
 * of that name (as of "old_places"): which is meant the officer says.
 *
 * A number of an identity paper is found whole, with one slip, or by its last
 * nine digits; never by a part, else it could be read off digit by digit.
 *
 * Nothing but masked names comes back, and only of cases whose names the
 * unit may read at any time, so a search is no reading of an identity and
 * leaves no event; reveal_identity does, as ever.
 */
#include "core/door/search.h"
#include "core/door/search_wanted.h"

#include "core/base/jx.h"
#include "core/case/row.h"
#include "core/case/visible.h"

#include <stdlib.h>
#include <string.h>

#define LIMIT_MOST 200
#define PLACES_SHOWN 8

static int
by_score(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	if (x->marks != y->marks)
		return x->marks ? -1 : 1;
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
		{ SAME_OLD_PLACE, "old_place" }, { SAME_CASE, "case" },
	};
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < ARRAY_LEN(word); i++)
		if ((why & word[i].bit) != 0)
			json_array_append_new(list, json_string(word[i].word));
	return list;
}

/* The head of a hit: masked, never the name. */
static json_t *
person_head(struct session *s, const struct known_person *p,
    const json_t *row)
{
	struct case_state cs = { .row = (json_t *)(void *)row };
	json_t *o, *birth = json_object();

	cs.answers = json_object();
	json_object_set_new(cs.answers, NAME_FULL_NAME, json_string(p->name));
	json_object_set_new(birth, "value", json_string(p->birth));
	json_object_set_new(birth, "estimated", json_boolean(p->estimated));
	json_object_set_new(cs.answers, NAME_BIRTH_DATE, birth);
	if (*p->sex != '\0')
		json_object_set_new(cs.answers, NAME_SEX, json_string(p->sex));
	if (*p->observed != '\0')
		json_object_set_new(cs.answers, NAME_UNDER_18_SEEN,
		    json_string(p->observed));
	o = person_json(s, &cs);
	json_decref(cs.answers);
	return o;
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
	    person_head(s, h->p, cs.row));
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
		search_rate(w, p, &hit[n]);
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

/*
 * Names of before that are the whole of what was typed, for the officer to
 * say which is meant.  The same for everybody: no case is looked at.
 */
static void
put_places(struct session *s, const struct wanted *w, const json_t *query,
    json_t *out)
{
	const char *text = jx_text(query, "text");
	json_t *places = json_array();

	if (text != NULL && w->places && w->commune == NULL)
		old_places_json(s, str_text(&w->name), PLACES_SHOWN, places);
	json_object_set_new(out, "places", places);
}

json_t *
ask_search(struct session *s, const json_t *query)
{
	int64_t limit = jx_int(query, "limit", 50);
	struct wanted w = { .letters = 0 };
	struct err e = ERR_INIT;
	json_t *out;

	limit = limit < 1 ? 1 : limit > LIMIT_MOST ? LIMIT_MOST : limit;
	if (!wanted_read(&w, query)) {
		out = refuse(NULL, ERR_BAD_COMMAND, "search");
	} else if (!search_refresh(s, &e)) {
		out = refuse_err(NULL, &e);
		err_done(&e);
	} else {
		w.look = search_look(s->search);
		out = found_json(s, &w, (size_t)limit);
		put_places(s, &w, query, out);
	}
	wanted_done(&w);
	return out;
}
