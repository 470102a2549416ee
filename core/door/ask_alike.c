/*
 * One person in two cases of which neither unit sees the other's.
 *
 * The check before opening tells an officer nothing of a case that is hidden
 * from the unit, so the same person may get a second one.  Whoever must not
 * see persons but holds the keys of both, the superior, can be told that two
 * cases are alike, without a name; it notes to both holders whom to speak to.
 * Where no unit holds the keys of both, nothing can be compared: bodies are
 * sealed, and a mark that anybody could compare would tell who is here.
 *
 *	{"ask":"alike"} -> {"pairs": [{"cases": [{case holder state opened
 *	final}, the same], "why": "name" | "number"}], "read", "more"}
 *
 * Alike: the same words of a name and births that can be one day, or an equal
 * identity number; one of them is open, they are not linked, and at least one
 * is hidden from this unit (of the others search_before() has told).  Every
 * case is read anew each time.  The question stands in the journal.
 */
#include "core/door/door.h"
#include "core/door/search.h"

#include "core/base/jx.h"
#include "core/case/row.h"
#include "core/case/visible.h"
#include "core/vietnamese/similar.h"

#include <stdlib.h>
#include <string.h>

#define PAIRS_MOST 200
#define GROUP_MOST 64		/* with one name: more are no finding */

struct one {
	char *id;
	char *birth;
	bool estimated, final, hidden;
	json_t *links;
};

/* A name or a number, as a hash that means nothing elsewhere. */
struct mark {
	uint64_t hash;
	size_t one;
	bool number;
};

struct alike {
	struct session *s;
	uint64_t seed;
	struct one *one;
	size_t n, cap;
	struct mark *mark;
	size_t n_mark, cap_mark;
	json_t *ids;		/* of all that the unit stands to */
	json_t *pairs, *told;
	bool more;
};

static bool
take_id(void *arg, const char *stream, const char *relation, int64_t last_seq)
{
	struct alike *a = arg;

	(void)last_seq;
	if (relation != NULL)
		json_array_append_new(a->ids, json_string(stream));
	return true;
}

static void
add_mark(struct alike *a, bool number, const char *text)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325) ^ a->seed;
	const char *at;

	if (*text == '\0')
		return;
	for (at = text; *at != '\0'; at++)
		h = (h ^ (unsigned char)*at) * UINT64_C(0x100000001b3);
	a->mark = xgrow(a->mark, a->n_mark, &a->cap_mark, sizeof(*a->mark));
	a->mark[a->n_mark++] = (struct mark){ h ^ (number ? 1 : 0), a->n,
	    number };
}

/* The lines of a text: names, or numbers. */
static void
add_marks(struct alike *a, bool number, const char *lines)
{
	struct str key = STR_INIT;
	const char *line;
	size_t len;

	while (lines != NULL &&
	    (line = search_line(&lines, &len)) != NULL) {
		char *text = xstrndup(line, len);

		str_clear(&key);
		if (number)
			similar_number_key(&key, text);
		else
			similar_name_key(&key, text);
		add_mark(a, number, str_text(&key));
		seal_wipe(text, len);
		free(text);
	}
	if (key.buf != NULL)
		seal_wipe(key.buf, key.len);
	str_done(&key);
}

static void
add_case(struct alike *a, const struct case_state *cs)
{
	struct str numbers = STR_INIT;
	struct sought who;
	struct one *one;

	search_sought(a->s, cs->answers, &who, &numbers);
	add_marks(a, false, who.name);
	add_marks(a, true, who.numbers);
	a->one = xgrow(a->one, a->n, &a->cap, sizeof(*a->one));
	one = &a->one[a->n++];
	*one = (struct one){ .id = xstrdup(cs->id),
	    .birth = xstrdup(who.birth == NULL ? "" : who.birth),
	    .estimated = who.estimated,
	    .final = jx_bool(cs->row, "final", false),
	    .hidden = !row_tells_person(cs->row, &a->s->actor),
	    .links = json_incref(cs->links) };
	if (numbers.buf != NULL)
		seal_wipe(numbers.buf, numbers.len);
	str_done(&numbers);
}

static void
read_cases(struct alike *a)
{
	const json_t *id;
	size_t i;

	json_array_foreach(a->ids, i, id) {
		const struct case_state *cs;

		if (!tn_goes_on(a->s->tn, (int64_t)i,
		    (int64_t)json_array_size(a->ids)))
			return;
		session_trim_cache(a->s);
		cs = session_case(a->s, json_string_value(id));
		if (cs != NULL)
			add_case(a, cs);
	}
}

/* ---- pairs ---- */

static bool
is_linked(const struct one *x, const struct one *y)
{
	const json_t *link;
	size_t i;

	json_array_foreach(x->links, i, link)
		if (str_eq(jx_text(link, "case"), y->id))
			return true;
	return false;
}

static bool
are_alike(const struct one *x, const struct one *y, bool number)
{
	if ((x->final && y->final) || (!x->hidden && !y->hidden) ||
	    is_linked(x, y) || is_linked(y, x))
		return false;
	return number || (*x->birth != '\0' && *y->birth != '\0' &&
	    similar_dates(x->birth, x->estimated, y->birth,
	    y->estimated).score > 0);
}

static json_t *
case_json(struct session *s, const char *id)
{
	const struct case_state *cs = session_case(s, id);
	const struct path *path = cs == NULL ? NULL :
	    case_path(cs, s->tn->procedure);
	const char *code = cs == NULL ? NULL : jx_text(cs->row, "state");
	const struct state *state = path == NULL ? NULL :
	    path_state(path, code);
	json_t *o = json_object();

	json_object_set_new(o, "case", json_string(id));
	if (cs == NULL)
		return o;
	json_object_set_new(o, "holder",
	    unit_json(s->tn, jx_text(cs->row, "holder")));
	json_object_set_new(o, "state",
	    titled(code, state == NULL ? SAME(code) : &state->title));
	json_object_set_new(o, "opened",
	    when_json(jx_int(cs->row, "opened", WHEN_NONE)));
	json_object_set_new(o, "final",
	    json_boolean(jx_bool(cs->row, "final", false)));
	return o;
}

static void
tell_pair(struct alike *a, const struct one *x, const struct one *y,
    bool number)
{
	bool turned = strcmp(x->id, y->id) > 0;
	char *key = xasprintf("%s %s", turned ? y->id : x->id,
	    turned ? x->id : y->id);

	if (json_object_get(a->told, key) == NULL) {
		a->more = json_array_size(a->pairs) == PAIRS_MOST;
		json_object_set_new(a->told, key, json_true());
		if (!a->more)
			json_array_append_new(a->pairs, json_pack(
			    "{s:[o,o],s:s}", "cases",
			    case_json(a->s, turned ? y->id : x->id),
			    case_json(a->s, turned ? x->id : y->id), "why",
			    number ? "number" : "name"));
	}
	free(key);
}

/* All of one name or number, from `from` to before `to`. */
static void
tell_group(struct alike *a, size_t from, size_t to)
{
	size_t i, k;

	to = to - from > GROUP_MOST ? from + GROUP_MOST : to;
	for (i = from; i < to; i++)
		for (k = from; k < i && !a->more; k++) {
			const struct one *x = &a->one[a->mark[i].one];
			const struct one *y = &a->one[a->mark[k].one];

			if (x != y && are_alike(x, y, a->mark[i].number))
				tell_pair(a, x, y, a->mark[i].number);
		}
}

static int
by_hash(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->one < y->one ? -1 : x->one > y->one;
}

static void
tell_pairs(struct alike *a)
{
	size_t from, to;

	if (a->n_mark > 0)
		qsort(a->mark, a->n_mark, sizeof(*a->mark), by_hash);
	for (from = 0; from < a->n_mark; from = to) {
		to = from + 1;
		while (to < a->n_mark && a->mark[to].hash ==
		    a->mark[from].hash)
			to++;
		tell_group(a, from, to);
	}
}

static json_t *
finish(struct alike *a, json_t *refusal)
{
	json_t *o = refusal != NULL ? refusal : json_pack("{s:O,s:I,s:b}",
	    "pairs", a->pairs, "read", (json_int_t)a->n, "more", a->more);
	size_t i;

	for (i = 0; i < a->n; i++) {
		seal_wipe(a->one[i].birth, strlen(a->one[i].birth));
		free(a->one[i].birth);
		free(a->one[i].id);
		json_decref(a->one[i].links);
	}
	free(a->one);
	free(a->mark);
	json_decref(a->ids);
	json_decref(a->pairs);
	json_decref(a->told);
	return o;
}

json_t *
ask_alike(struct session *s, const json_t *query)
{
	const struct journal *j = s->tn->journal;
	struct alike a = { .s = s };
	struct err e = ERR_INIT;
	json_t *refusal = NULL;
	int64_t upto = 0;

	(void)query;
	a.ids = json_array();
	a.pairs = json_array();
	a.told = json_object();
	s->tn->env.random(s->tn->env.ctx, &a.seed, sizeof(a.seed));
	if (!session_note(s, STREAM_SITE, "alike_sought", json_object(), NULL))
		refusal = refuse(NULL, ERR_READ_NOT_NOTED, NULL);
	else if (!j->stands(j->ctx, s->unit->code, 0, take_id, &a, &upto, &e))
		refusal = refuse_err(NULL, &e);
	err_done(&e);
	if (refusal == NULL) {
		read_cases(&a);
		tell_pairs(&a);
	}
	return finish(&a, refusal);
}
