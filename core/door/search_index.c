/* The index itself: kept up to date by the journal's numbers, found by hash. */
#include "core/door/search_index.h"

#include "core/base/jx.h"
#include "core/vietnamese/similar.h"

#include <stdlib.h>
#include <string.h>

#define NO_SLOT UINT32_MAX
#define FIRST_BUCKETS 256
#define KEY_ID 'c'
#define KEY_NAME 'n'
#define KEY_NUMBER '#'
#define KEY_BIRTH 'b'
#define FULL_DATE 10		/* letters of "1999-05-02" */
#define CARD_DIGITS 12		/* of today's identity number ... */
#define OLD_DIGITS 9		/* ... and how many its zone shows */

size_t
search_count(const struct search *x)
{
	return x->n;
}

unsigned
search_look(struct search *x)
{
	return ++x->looks;
}

const struct known_person *
search_at(const struct search *x, size_t i)
{
	return x->person[i].block != NULL ? &x->person[i] : NULL;
}

struct search *
search_index_new(struct session *s)
{
	struct search *x = xcalloc(1, sizeof(*x));

	s->tn->env.random(s->tn->env.ctx, &x->seed, sizeof(x->seed));
	x->tn = s->tn;
	x->sessions = 1;
	x->next = s->tn->searches;
	s->tn->searches = x;
	x->n_bucket = FIRST_BUCKETS;
	x->bucket = xcalloc(x->n_bucket, sizeof(*x->bucket));
	memset(x->bucket, 0xff, x->n_bucket * sizeof(*x->bucket));
	return x;
}

void
search_index_free(struct search *x)
{
	struct search **at = &x->tn->searches;
	size_t i;

	while (*at != x)
		at = &(*at)->next;
	*at = x->next;
	for (i = 0; i < x->n; i++)
		known_person_wipe(&x->person[i]);
	search_places_free(x->places);
	free(x->pending);
	free(x->person);
	free(x->slot);
	free(x->bucket);
	free(x->who);
	free(x);
}

/* ---- hashing ---- */

static uint64_t
hash_of(const struct search *x, char kind, const char *key)
{
	uint64_t h = (UINT64_C(0xcbf29ce484222325) ^ x->seed) + (uint64_t)kind;

	for (; *key != '\0'; key++)
		h = (h ^ (unsigned char)*key) * UINT64_C(0x100000001b3);
	return h ^ (h >> 29);
}

static void
chain(struct search *x, uint32_t i)
{
	uint32_t *head = &x->bucket[x->slot[i].hash & (x->n_bucket - 1)];

	x->slot[i].next = *head;
	*head = i;
}

static void
rehash(struct search *x)
{
	size_t i, kept = 0;

	for (i = 0; i < x->n_slot; i++)
		if (x->slot[i].gen == x->person[x->slot[i].person].gen)
			x->slot[kept++] = x->slot[i];
	x->n_slot = kept;
	while (x->n_bucket < kept * 2)
		x->n_bucket *= 2;
	x->bucket = xrealloc(x->bucket, x->n_bucket * sizeof(*x->bucket));
	memset(x->bucket, 0xff, x->n_bucket * sizeof(*x->bucket));
	for (i = 0; i < kept; i++)
		chain(x, (uint32_t)i);
}

static void
add_key(struct search *x, size_t person, char kind, const char *key)
{
	if (x->n_slot >= x->n_bucket)
		rehash(x);
	x->slot = xgrow(x->slot, x->n_slot, &x->cap_slot, sizeof(*x->slot));
	x->slot[x->n_slot] = (struct slot){ hash_of(x, kind, key),
	    (uint32_t)person, NO_SLOT, x->person[person].gen };
	chain(x, (uint32_t)x->n_slot++);
}

/* Lines of a text as keys: a name's words in order, a number's signs. */
static void
add_keys(struct search *x, size_t person, char kind, const char *lines)
{
	struct str key = STR_INIT;
	const char *line;
	size_t len;

	while ((line = search_line(&lines, &len)) != NULL) {
		char *one = xstrndup(line, len);

		str_clear(&key);
		if (kind == KEY_NAME)
			similar_name_key(&key, one);
		else
			similar_number_key(&key, one);
		if (key.len > 0)
			add_key(x, person, kind, str_text(&key));
		if (kind == KEY_NUMBER && key.len == CARD_DIGITS)
			add_key(x, person, kind, str_text(&key) +
			    CARD_DIGITS - OLD_DIGITS);
		seal_wipe(one, len);
		free(one);
	}
	if (key.buf != NULL)
		seal_wipe(key.buf, key.len);
	str_done(&key);
}

static size_t
find_person(const struct search *x, const char *id)
{
	uint64_t h = hash_of(x, KEY_ID, id);
	uint32_t i = x->bucket[h & (x->n_bucket - 1)];

	for (; i != NO_SLOT; i = x->slot[i].next)
		if (x->slot[i].hash == h && x->slot[i].gen ==
		    x->person[x->slot[i].person].gen &&
		    strcmp(x->person[x->slot[i].person].id, id) == 0)
			return x->slot[i].person;
	return x->n;
}

/* ---- keeping up ---- */

/* In place of what was known of the case; the keys of that are forgotten. */
static void
keep_person(struct search *x, size_t at, struct known_person p)
{
	if (at == x->n) {
		x->person = xgrow(x->person, x->n, &x->cap, sizeof(*x->person));
		x->n++;
	}
	x->person[at] = p;
	add_key(x, at, KEY_ID, p.id);
	add_keys(x, at, KEY_NAME, p.name);
	add_keys(x, at, KEY_NAME, p.others);
	add_keys(x, at, KEY_NUMBER, p.numbers);
	if (strlen(p.birth) == FULL_DATE)
		add_key(x, at, KEY_BIRTH, p.birth);
}

static void
put_person(struct session *s, const char *id, int64_t last_seq)
{
	struct search *x = s->search;
	size_t at = find_person(x, id);
	struct known_person p;
	unsigned gen = 0;

	if (at < x->n && x->person[at].last_seq == last_seq)
		return;

	if (at < x->n) {
		gen = x->person[at].gen + 1;
		known_person_wipe(&x->person[at]);
		x->person[at].gen = gen;
	}
	if (!search_read(s, id, &x->places, &p)) {
		if (at < x->n)
			x->person[at].id = xstrdup("");
		return;
	}
	p.gen = gen;
	p.last_seq = last_seq;
	keep_person(x, at, p);
}

void
search_after(struct session *s, const struct proposal *p,
    const json_t *outcome)
{
	const json_t *events = json_object_get(outcome, "events");
	struct known_person known;
	size_t i;

	for (i = 0; s->search != NULL && i < p->n_event; i++) {
		const struct proposed_event *ev = &p->event[i];

		if (strcmp(ev->kind, "case_opened") != 0 ||
		    find_person(s->search, ev->stream) < s->search->n)
			continue;
		search_just_opened(s, ev, &s->search->places, &known);
		/* Told in the order of the proposal. */
		known.last_seq = jx_int(json_array_get(events, i), "seq", 0);
		keep_person(s->search, s->search->n, known);
	}
}

struct stands {
	struct stand *item;
	size_t n, cap;
	bool first;
};

/* Of streams that are not this unit's, only those it had before matter. */
static bool
take_stand(void *arg, const char *stream, const char *relation,
    int64_t last_seq)
{
	struct stands *st = arg;

	if (st->first && (relation == NULL || strcmp(relation, "superior") == 0))
		return true;
	st->item = xgrow(st->item, st->n, &st->cap, sizeof(*st->item));
	snprintf(st->item[st->n].id, sizeof(st->item[0].id), "%s", stream);
	st->item[st->n++].last_seq = last_seq;
	return true;
}

/* What has changed since the last time, unless some of that is still left. */
static bool
find_pending(struct session *s, struct err *e)
{
	const struct journal *j = s->tn->journal;
	struct stands st = { NULL, 0, 0, !search_take(s) };
	struct search *x = s->search;

	if (x->at < x->n_pending)
		return true;
	if (!j->stands(j->ctx, s->unit->code, x->upto, take_stand, &st,
	    &x->pending_upto, e)) {
		free(st.item);
		return false;
	}
	free(x->pending);
	x->pending = st.item;
	x->n_pending = st.n;
	x->at = 0;
	return true;
}

/* How far it is, for who asks again. */
static bool
say_again(const struct search *x, struct err *e)
{
	char *done = xasprintf("%zu", x->at);
	char *all = xasprintf("%zu", x->n_pending);

	err_set(e, ERR_AGAIN, done, all, NULL);
	free(done);
	free(all);
	return false;
}

/* Half an index would not find somebody: it is whole, or not asked. */
static bool
read_pending(struct session *s, int64_t until, struct err *e)
{
	struct search *x = s->search;

	while (x->at < x->n_pending) {
		const struct stand *st = &x->pending[x->at];

		if (!tn_goes_on(s->tn, (int64_t)x->at, (int64_t)x->n_pending)) {
			search_forget(s);
			err_set(e, ERR_STOPPED, NULL);
			return false;
		}
		put_person(s, st->id, st->last_seq);
		if (++x->at < x->n_pending && tn_mono(s->tn) > until)
			return say_again(x, e);
	}
	x->upto = x->pending_upto;
	return true;
}

bool
search_refresh(struct session *s, struct err *e)
{
	int64_t slice = s->tn->slice_ms;
	int64_t until = slice > 0 ? tn_mono(s->tn) + slice : INT64_MAX;
	bool resumed;

	/* What took several slices is no longer the newest. */
	do {
		resumed = s->search != NULL &&
		    s->search->at < s->search->n_pending;
		if (!find_pending(s, e) || !read_pending(s, until, e))
			return false;
	} while (resumed);
	return true;
}

/* ---- finding ---- */

static void
each_of(const struct search *x, char kind, const char *key,
    void (*each)(void *arg, const struct known_person *p), void *arg)
{
	uint64_t h = hash_of(x, kind, key);
	uint32_t i = x->bucket[h & (x->n_bucket - 1)];

	for (; *key != '\0' && i != NO_SLOT; i = x->slot[i].next) {
		const struct known_person *p = &x->person[x->slot[i].person];

		if (x->slot[i].hash == h && x->slot[i].gen == p->gen &&
		    p->block != NULL)
			each(arg, p);
	}
}

void
search_by_name(const struct search *x, const char *name,
    void (*each)(void *arg, const struct known_person *p), void *arg)
{
	struct str key = STR_INIT;

	similar_name_key(&key, name);
	each_of(x, KEY_NAME, str_text(&key), each, arg);
	str_done(&key);
}

void
search_by_number(const struct search *x, const char *number,
    void (*each)(void *arg, const struct known_person *p), void *arg)
{
	struct str key = STR_INIT;

	similar_number_key(&key, number);
	each_of(x, KEY_NUMBER, str_text(&key), each, arg);
	/* Twelve digits, of which somebody may have noted the last nine. */
	if (key.len == CARD_DIGITS)
		each_of(x, KEY_NUMBER, str_text(&key) + CARD_DIGITS -
		    OLD_DIGITS, each, arg);
	str_done(&key);
}

void
search_by_birth(const struct search *x, const char *birth,
    void (*each)(void *arg, const struct known_person *p), void *arg)
{
	if (strlen(birth) == FULL_DATE)
		each_of(x, KEY_BIRTH, birth, each, arg);
}
