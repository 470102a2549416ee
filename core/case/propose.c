/* What a decision would write. */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/staff/seal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void
proposal_start(struct proposal *out)
{
	memset(out, 0, sizeof(*out));
	out->reasons = json_array();
}

void
proposal_done(struct proposal *out)
{
	size_t i;

	for (i = 0; i < out->n_event; i++) {
		free(out->event[i].stream);
		free(out->event[i].kind);
		json_decref(out->event[i].facts);
		json_decref(out->event[i].body);
	}
	for (i = 0; i < out->n_key; i++) {
		free(out->key[i].stream);
		free(out->key[i].unit);
	}
	for (i = 0; i < out->n_expect; i++)
		free(out->expect[i].stream);
	for (i = 0; i < out->n_file; i++) {
		seal_wipe(out->file[i].bytes, out->file[i].len);
		free(out->file[i].bytes);
	}
	free(out->file);
	free(out->event);
	free(out->key);
	free(out->expect);
	json_decref(out->reasons);
	memset(out, 0, sizeof(*out));
}

/* Once a stream: nobody may have written to it since it was looked at. */
static void
expect(struct deciding *d, const char *stream, int64_t last_seq)
{
	struct proposal *out = d->out;
	size_t i;

	for (i = 0; i < out->n_expect; i++)
		if (strcmp(out->expect[i].stream, stream) == 0)
			return;
	out->expect = xgrow(out->expect, out->n_expect, &out->cap_expect,
	    sizeof(*out->expect));
	out->expect[out->n_expect].stream = xstrdup(stream);
	out->expect[out->n_expect++].last_seq = last_seq;
}

void
propose_after(struct deciding *d, const char *stream)
{
	expect(d, stream, d->source->last_seq(d->source->ctx, stream));
}

json_t *
propose(struct deciding *d, const char *stream, int64_t epoch,
    const char *kind, json_t *facts, json_t *body)
{
	struct proposal *out = d->out;
	struct proposed_event *ev;

	propose_after(d, stream);
	out->event = xgrow(out->event, out->n_event, &out->cap_event,
	    sizeof(*out->event));
	ev = &out->event[out->n_event++];
	ev->stream = xstrdup(stream);
	ev->epoch = epoch;
	ev->kind = xstrdup(kind);
	ev->facts = facts != NULL ? facts : json_object();
	ev->body = body;
	return ev->facts;
}

void
propose_on_case(struct deciding *d, const struct case_state *cs,
    const char *kind, json_t *facts, json_t *body)
{
	expect(d, cs->id, cs->last_seq);
	if (facts == NULL)
		facts = json_object();
	propose_standing(d, cs, kind, facts);
	propose(d, cs->id, jx_int(cs->row, "epoch", 0), kind, facts, body);
}

void
propose_file(struct deciding *d, unsigned char *bytes, size_t len)
{
	struct proposal *out = d->out;

	out->file = xgrow(out->file, out->n_file, &out->cap_file,
	    sizeof(*out->file));
	out->file[out->n_file++] = (struct proposed_file){
		.event = out->n_event - 1, .bytes = bytes, .len = len,
	};
}

void
propose_key(struct deciding *d, const char *stream, const char *unit,
    bool taken_away)
{
	struct proposal *out = d->out;
	struct proposed_key *key;

	out->key = xgrow(out->key, out->n_key, &out->cap_key,
	    sizeof(*out->key));
	key = &out->key[out->n_key++];
	key->stream = xstrdup(stream);
	key->unit = xstrdup(unit);
	key->taken_away = taken_away;
}

/* The number already given out in this proposal counts too. */
static int64_t
last_number(const struct deciding *d, const char *series)
{
	int64_t last = d->source->last_number(d->source->ctx, series);
	const json_t *pair;
	size_t i, k;

	for (i = 0; i < d->out->n_event; i++)
		json_array_foreach(json_object_get(d->out->event[i].facts,
		    "numbers"), k, pair)
			if (str_eq(json_string_value(json_array_get(pair, 0)),
			    series))
				last = json_integer_value(
				    json_array_get(pair, 1));
	return last;
}

int64_t
propose_number(struct deciding *d, json_t *facts, const char *series)
{
	json_t *list = json_object_get(facts, "numbers"), *pair, *item;
	int64_t n = last_number(d, series);
	size_t i;

	if (list == NULL) {
		list = json_array();
		json_object_set_new(facts, "numbers", list);
	}
	json_array_foreach(list, i, item)
		if (str_eq(json_string_value(json_array_get(item, 0)), series))
			n = json_integer_value(json_array_get(item, 1));
	pair = json_array();
	json_array_append_new(pair, json_string(series));
	json_array_append_new(pair, json_integer(n + 1));
	json_array_append_new(list, pair);
	return n + 1;
}

/*
 * "12/BBTN-bg_mong_cai/2026": dense by series, unit and year, so that a
 * missing number shows.
 */
char *
paper_number(struct deciding *d, const struct paper *paper, json_t *facts)
{
	int year = civil_from_day(when_day(d->now, VN_OFFSET_MIN)).year;
	char *series, *number;

	if (paper->series == NULL)
		return NULL;
	series = xasprintf("%s-%s/%d", paper->series, d->actor->unit->code,
	    year);
	number = xasprintf("%" PRId64 "/%s", propose_number(d, facts, series),
	    series);
	free(series);
	return number;
}

void
propose_papers(struct deciding *d, const struct paper **paper, size_t n,
    json_t *facts, json_t *body)
{
	json_t *list, *item;
	char *number;
	size_t i;

	if (n == 0)
		return;
	list = json_object_get(body, "papers");
	if (list == NULL) {
		list = json_array();
		json_object_set_new(body, "papers", list);
	}
	for (i = 0; i < n; i++) {
		item = json_object();
		json_object_set_new(item, "code", json_string(paper[i]->code));
		number = paper_number(d, paper[i], facts);
		if (number != NULL)
			json_object_set_new(item, "number",
			    json_string(number));
		free(number);
		json_array_append_new(list, item);
	}
}
