/*
 * A large store, through the store's own commit and the domain's own
 * projector: every entry is hashed, chained, sealed with a key of its own
 * case, read back and folded as in life.  What differs from life: many saves
 * share one transaction, and cases are copies of two stories, moved in time.
 *
 * In one transaction the events of 400 cases lie between one another, as
 * they would after a year of work, so that reading one case is not reading
 * one page.
 */
#include "tests/bench/bench.h"

#include "core/case/row.h"
#include "core/staff/keyring.h"
#include "core/store/store.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define GROUP 20		/* persons of one act */
#define GROUPS 20		/* acts of one transaction */
#define EVENTS_MAX 10000	/* the store's own limit */
#define SPACING 60000		/* ms between two cases */
#define LONG_AGO 1000000000000	/* numbers above it are times */

/* A series of numbers and the last one given out. */
struct counter {
	char *series;
	int64_t last;
};

struct group {
	const struct story *story;
	int64_t first;		/* number of its first case */
	char case_id[GROUP][STREAM_MAX];
	char act_id[STORY_ACTS][STREAM_MAX];
	bool has_act[STORY_ACTS];
	struct secret case_key[GROUP], act_key[STORY_ACTS];
};

struct maker {
	struct house *h;
	const struct story *story[2];	/* open, whole */
	struct store *store;
	const struct journal *j;
	struct keyring_store ks;
	struct counter counter[16];
	size_t n_counter;
	struct group group[GROUPS];
	struct event *event;
	struct key_wrap *wrap;
	size_t n_event, n_wrap;
	char op_id[OP_ID_MAX + 1];
	int64_t next_case, next_act, first_case, groups_made;
	bool ok;
};

/* The next number of a series; where the story's own stopped at first. */
static int64_t
next_number(struct maker *m, const char *series)
{
	struct counter *c;
	size_t i;

	for (i = 0; i < m->n_counter; i++)
		if (strcmp(m->counter[i].series, series) == 0)
			return ++m->counter[i].last;
	if (m->n_counter == ARRAY_LEN(m->counter)) {
		m->ok = false;
		return 0;
	}
	c = &m->counter[m->n_counter++];
	c->series = xstrdup(series);
	c->last = m->j->last_number(m->j->ctx, series);
	return ++c->last;
}

static const char *
act_of(struct maker *m, struct group *g, int act)
{
	if (!g->has_act[act])
		snprintf(g->act_id[act], STREAM_MAX, "MC-2026-A%05" PRId64,
		    m->next_act++);
	g->has_act[act] = true;
	return g->act_id[act];
}

/* Which copy an event is made for. */
struct copy {
	struct maker *m;
	struct group *g;
	int person;		/* 0 on acts */
	when_t shift;
};

static json_t *
copy_text(struct copy *c, const char *text)
{
	const struct story *s = c->g->story;
	int i;

	if (strcmp(text, s->case_id) == 0)
		return json_string(c->g->case_id[c->person]);
	for (i = 0; i < s->n_act; i++)
		if (strcmp(text, s->act_id[i]) == 0)
			return json_string(act_of(c->m, c->g, i));
	return json_string(text);
}

static json_t *
copy_numbers(struct copy *c, const json_t *list)
{
	json_t *out = json_array();
	const json_t *pair;
	size_t i;

	json_array_foreach(list, i, pair) {
		const char *series =
		    json_string_value(json_array_get(pair, 0));

		json_array_append_new(out, json_pack("[s,I]", series,
		    (json_int_t)next_number(c->m, series)));
	}
	return out;
}

/* A list that held the story's case holds the whole group. */
static bool
is_the_case(const struct copy *c, const json_t *list)
{
	return json_array_size(list) == 1 &&
	    str_eq(json_string_value(json_array_get(list, 0)),
	    c->g->story->case_id);
}

static json_t *copy_value(struct copy *c, const json_t *v);

static json_t *
copy_list(struct copy *c, const json_t *list)
{
	json_t *out = json_array();
	const json_t *item;
	size_t i;

	if (is_the_case(c, list))
		for (i = 0; i < GROUP; i++)
			json_array_append_new(out,
			    json_string(c->g->case_id[i]));
	else
		json_array_foreach(list, i, item)
			json_array_append_new(out, copy_value(c, item));
	return out;
}

static json_t *
copy_value(struct copy *c, const json_t *v)
{
	json_t *out, *member;
	const char *key;

	if (json_is_string(v))
		return copy_text(c, json_string_value(v));
	if (json_is_integer(v))
		return json_integer(json_integer_value(v) +
		    (json_integer_value(v) > LONG_AGO ? c->shift : 0));
	if (json_is_array(v))
		return copy_list(c, v);
	if (!json_is_object(v))
		return json_deep_copy(v);
	out = json_object();
	json_object_foreach((json_t *)(intptr_t)v, key, member)
		json_object_set_new(out, key, strcmp(key, "numbers") == 0 ?
		    copy_numbers(c, member) : copy_value(c, member));
	return out;
}

static void
add_event(struct copy *c, const struct part *p)
{
	struct maker *m = c->m;
	struct event *ev = &m->event[m->n_event];
	const char *stream = p->act < 0 ? c->g->case_id[c->person] :
	    act_of(m, c->g, p->act);
	char *about;

	*ev = (struct event){
		.stream = xstrdup(stream), .epoch = p->epoch,
		.kind = xstrdup(p->kind), .actor = xstrdup(p->actor),
		.unit = xstrdup(p->unit), .at = p->at + c->shift,
		.op_id = xstrdup(m->op_id), .op_part = (int)m->n_event,
		.facts = copy_value(c, p->facts),
	};
	if (p->body != NULL) {
		about = xasprintf("%s\n%s\n%s\n%d", ev->stream, ev->kind,
		    ev->op_id, ev->op_part);
		m->ok = m->ok && seal_close(p->act < 0 ?
		    &c->g->case_key[c->person] : &c->g->act_key[p->act],
		    about, strlen(about), p->body, strlen(p->body),
		    &ev->sealed, &ev->sealed_len);
		free(about);
	}
	m->n_event++;
}

static void
add_wraps(struct maker *m, char *stream, const struct secret *key,
    const char *const *unit, size_t n)
{
	unsigned char public_half[SEAL_KEY_SIZE];
	size_t i;

	for (i = 0; i < n; i++) {
		struct key_wrap *w = &m->wrap[m->n_wrap++];

		*w = (struct key_wrap){
			.stream = stream, .unit = (char *)(intptr_t)unit[i],
		};
		m->ok = m->ok && keyring_unit_public(&m->ks, unit[i],
		    public_half) && seal_wrap(public_half, key, &w->wrap,
		    &w->wrap_len);
	}
}

/* Two cases of five are open: work enough for a thousand pages. */
static void
begin_group(struct maker *m, struct group *g)
{
	int i;

	g->story = m->story[m->groups_made++ % 5 >= 2];
	memset(g->has_act, 0, sizeof(g->has_act));
	g->first = m->next_case;
	for (i = 0; i < GROUP; i++) {
		snprintf(g->case_id[i], STREAM_MAX, "MC-2026-%05" PRId64,
		    m->next_case++);
		seal_random(NULL, g->case_key[i].bytes, SEAL_KEY_SIZE);
	}
	for (i = 0; i < STORY_ACTS; i++)
		seal_random(NULL, g->act_key[i].bytes, SEAL_KEY_SIZE);
}

static void
add_part(struct maker *m, struct group *g, const struct part *p)
{
	struct copy c = { m, g, 0, 0 };

	for (; c.person < (p->act < 0 ? GROUP : 1); c.person++) {
		c.shift = (g->first + c.person - m->first_case + 1) * SPACING;
		add_event(&c, p);
	}
}

static void
clear_batch(struct maker *m)
{
	while (m->n_event > 0)
		event_done(&m->event[--m->n_event]);
	while (m->n_wrap > 0)
		free(m->wrap[--m->n_wrap].wrap);
}

static void
add_keys(struct maker *m, struct group *g)
{
	int i;

	for (i = 0; i < GROUP; i++)
		add_wraps(m, g->case_id[i], &g->case_key[i],
		    g->story->case_unit, g->story->n_case_unit);
	for (i = 0; i < g->story->n_act; i++)
		add_wraps(m, g->act_id[i], &g->act_key[i],
		    g->story->act_unit[i], g->story->n_act_unit[i]);
}

static void
commit_batch(struct maker *m)
{
	struct batch b = {
		.op_id = m->op_id, .event = m->event, .n_event = m->n_event,
		.wrap = m->wrap, .n_wrap = m->n_wrap,
	};
	struct str why = STR_INIT;
	struct err e = ERR_INIT;

	m->ok = m->ok && m->j->commit(m->j->ctx, &b, &e) == COMMIT_DONE;
	if (!m->ok) {
		err_text(&e, LANG_EN, false, &why);
		fprintf(stderr, "large store: %s\n", str_text(&why));
	}
	str_done(&why);
	err_done(&e);
}

/* The n-th event of every story, then the next: cases are interleaved. */
static bool
make_batch(struct maker *m, size_t groups)
{
	unsigned char op[16];
	size_t i, k, n = 0;

	seal_random(NULL, op, sizeof(op));
	hex_from(op, sizeof(op), m->op_id);
	for (i = 0; i < groups; i++) {
		begin_group(m, &m->group[i]);
		n = m->group[i].story->n > n ? m->group[i].story->n : n;
	}
	for (k = 0; k < n; k++)
		for (i = 0; i < groups; i++)
			if (k < m->group[i].story->n)
				add_part(m, &m->group[i],
				    &m->group[i].story->part[k]);
	for (i = 0; i < groups; i++)
		add_keys(m, &m->group[i]);
	commit_batch(m);
	clear_batch(m);
	return m->ok;
}

static bool
get_blob(void *ctx, const char *name, unsigned char **blob, size_t *len)
{
	struct maker *m = ctx;

	return m->j->get_blob(m->j->ctx, name, blob, len);
}

static bool
start(struct maker *m, struct house *h)
{
	size_t i;
	int k;

	m->h = h;
	m->ok = true;
	m->store = store_open(h->store, &case_projector, NULL, NULL);
	if (m->store == NULL)
		return false;
	m->j = store_journal(m->store);
	m->ks = (struct keyring_store){ .ctx = m, .get = get_blob,
	    .random = seal_random };
	m->next_case = m->j->last_number(m->j->ctx, "case/MC/2026") + 1;
	m->next_act = m->j->last_number(m->j->ctx, "act/MC/2026") + 1;
	m->first_case = m->next_case;
	m->event = xcalloc(EVENTS_MAX, sizeof(*m->event));
	m->wrap = xcalloc(EVENTS_MAX, sizeof(*m->wrap));
	for (i = 0; i < GROUPS; i++) {
		for (k = 0; k < GROUP; k++)
			m->ok = m->ok && secret_new(&m->group[i].case_key[k],
			    SEAL_KEY_SIZE);
		for (k = 0; k < STORY_ACTS; k++)
			m->ok = m->ok && secret_new(&m->group[i].act_key[k],
			    SEAL_KEY_SIZE);
	}
	return m->ok;
}

static void
finish(struct maker *m)
{
	size_t i;
	int k;

	for (i = 0; i < GROUPS; i++) {
		for (k = 0; k < GROUP; k++)
			secret_free(&m->group[i].case_key[k]);
		for (k = 0; k < STORY_ACTS; k++)
			secret_free(&m->group[i].act_key[k]);
	}
	while (m->n_counter > 0)
		free(m->counter[--m->n_counter].series);
	free(m->event);
	free(m->wrap);
	store_close(m->store);
	free(m);
}

void
big_name(const struct big *big, int64_t i, char out[BIG_NAME_MAX])
{
	snprintf(out, BIG_NAME_MAX, "MC-2026-%05" PRId64, big->first + i);
}

bool
big_make(struct house *h, const struct story *open,
    const struct story *whole, int64_t cases, struct big *out)
{
	struct maker *m = xcalloc(1, sizeof(*m));
	unsigned char hash[HASH_SIZE];
	double begin = now_ms();
	struct stat st;
	bool ok = start(m, h);
	int64_t made = 0, left;

	m->story[0] = open;
	m->story[1] = whole;
	for (; ok && made < cases; made += left * GROUP) {
		left = (cases - made + GROUP - 1) / GROUP;
		left = left < GROUPS ? left : GROUPS;
		ok = make_batch(m, (size_t)left);
		if (made / 20000 != (made + left * GROUP) / 20000)
			fprintf(stderr, "large store: %" PRId64 " of %" PRId64
			    " cases, %.0f s\n", made + left * GROUP, cases,
			    (now_ms() - begin) / 1e3);
	}
	ok = ok && store_tidy(m->store);
	*out = (struct big){
		.cases = made, .first = m->first_case,
		.seconds = (now_ms() - begin) / 1e3,
	};
	ok = ok && store_head(m->store, &out->events, hash, NULL);
	finish(m);
	h->now += cases * SPACING;
	if (ok && stat(h->store, &st) == 0)
		out->bytes = st.st_size;
	return ok;
}
