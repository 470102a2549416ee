/* Writing to the journal of a walk, and folding it anew. */
#include "tests/walk/walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- writing ---- */

static json_t *
again(const char *text)
{
	return text == NULL ? NULL : jx_parse(text, strlen(text), NULL);
}

char *
case_print(const struct walk_case *c)
{
	json_t *all = json_object();
	char *text;

	json_object_set(all, "row", c->cs->row);
	json_object_set(all, "answers", c->cs->answers);
	json_object_set(all, "papers", c->cs->papers);
	json_object_set(all, "support", c->cs->support);
	json_object_set(all, "keys", c->keys);
	json_object_set_new(all, "events", json_integer(
	    (json_int_t)json_array_size(c->cs->events)));
	text = jx_canonical(all);
	json_decref(all);
	return text;
}

struct case_state *
walk_case_rebuild(const struct walk_case *c)
{
	struct case_state *cs = case_state_new(c->id);
	size_t i;
	bool ok = true;

	for (i = 0; i < c->n_event && ok; i++) {
		struct event ev = c->event[i].head;
		json_t *body = again(c->event[i].body);

		ev.facts = again(c->event[i].facts);
		ok = case_state_add(cs, &ev, body);
		json_decref(ev.facts);
		json_decref(body);
	}
	if (ok)
		return cs;
	case_state_free(cs);
	return NULL;
}

static struct walk_case *
case_begin(struct world *w, const char *id)
{
	struct walk_case *c = xcalloc(1, sizeof(*c));

	c->id = xstrdup(id);
	c->cs = case_state_new(id);
	c->keys = json_object();
	told_init(&c->told);
	w->live = xgrow(w->live, w->n_live, &w->cap_live, sizeof(*w->live));
	w->live[w->n_live++] = c;
	return c;
}

/* The journal's own copy of an event, as text. */
static struct told_event
keep_event(const struct event *ev, const struct proposed_event *from)
{
	struct told_event t = { .head = *ev };

	t.head.stream = xstrdup(ev->stream);
	t.head.kind = xstrdup(ev->kind);
	t.head.actor = xstrdup(ev->actor);
	t.head.unit = xstrdup(ev->unit);
	t.head.op_id = xstrdup(ev->op_id);
	t.head.facts = NULL;
	t.facts = jx_canonical(from->facts);
	t.body = jx_canonical(from->body);
	return t;
}

static const char *
apply_to_case(struct world *w, const struct event *ev,
    const struct proposed_event *from, const json_t *body)
{
	struct walk_case *c = world_case(w, ev->stream);
	const char *wrong, *clock;
	json_t *row;

	if (c == NULL)
		c = case_begin(w, ev->stream);
	row = case_projector.fold(c->kept, ev);
	if (row == NULL || !case_state_add(c->cs, ev, body)) {
		json_decref(row);
		return "an event does not follow on its case";
	}
	judge_event(w, c, c->kept, row, ev);
	json_decref(c->kept);
	c->kept = row;
	c->event = xgrow(c->event, c->n_event, &c->cap_event,
	    sizeof(*c->event));
	c->event[c->n_event++] = keep_event(ev, from);
	wrong = told_add(&c->told, w, ev, body, &clock);
	law_holds(w, LAW_CUSTODY, wrong == NULL, c, wrong);
	law_holds(w, LAW_UNSET, clock == NULL, c, clock);
	judge_said(w, c, ev, body);
	return NULL;
}

static const char *
apply_to_act(struct world *w, const struct event *ev)
{
	struct walk_act *act = world_act(w, ev->stream);
	json_t *row = case_projector.fold(act == NULL ? NULL : act->row, ev);

	if (row == NULL)
		return "an event does not follow on its act";
	if (act == NULL) {
		act = xcalloc(1, sizeof(*act));
		act->id = xstrdup(ev->stream);
		w->act = xgrow(w->act, w->n_act, &w->cap_act,
		    sizeof(*w->act));
		w->act[w->n_act++] = act;
	}
	judge_together(w, act, ev);
	json_decref(act->row);
	act->row = row;
	act->last_seq = ev->seq;
	return NULL;
}

/* Dense from 1 in each series, and all of them seen by the projector. */
static void
draw_numbers(struct world *w, const struct event *ev)
{
	const json_t *list = json_object_get(ev->facts, "numbers"), *pair;
	const char *series[4];
	int64_t number[4];
	size_t i, n = case_projector.numbers(ev, series, number);
	bool ok = n == json_array_size(list);

	json_array_foreach(list, i, pair) {
		const char *code = json_string_value(json_array_get(pair, 0));
		int64_t got = json_integer_value(json_array_get(pair, 1));

		ok = ok && code != NULL && got == jx_int(w->counters, code,
		    0) + 1 && str_eq(series[i], code) && number[i] == got;
		if (code != NULL)
			json_object_set_new(w->counters, code,
			    json_integer(got));
	}
	law_holds(w, LAW_NUMBERS, ok, world_case(w, ev->stream), ev->kind);
}

/* As the store: keys that go first, then keys that come. */
static const char *
apply_keys(struct world *w, const struct proposal *p)
{
	int pass;
	size_t i;

	for (pass = 0; pass < 2; pass++)
		for (i = 0; i < p->n_key; i++) {
			const struct proposed_key *k = &p->key[i];
			struct walk_case *c = world_case(w, k->stream);

			if (k->taken_away != (pass == 0))
				continue;
			if (json_object_get(w->units, k->unit) == NULL)
				return "a key for a unit that is not set up";
			if (c != NULL && k->taken_away)
				json_object_del(c->keys, k->unit);
			else if (c != NULL)
				json_object_set_new(c->keys, k->unit,
				    json_true());
		}
	return NULL;
}

static bool
is_expected(const struct proposal *p, const char *stream, int64_t last)
{
	size_t i;

	for (i = 0; i < p->n_expect; i++)
		if (strcmp(p->expect[i].stream, stream) == 0)
			return p->expect[i].last_seq == last;
	return false;
}

bool
world_apply(struct world *w, const struct proposal *p, const char **wrong)
{
	size_t i;

	*wrong = NULL;
	for (i = 0; i < p->n_event && *wrong == NULL; i++)
		if (!is_expected(p, p->event[i].stream,
		    world_last_seq(w, p->event[i].stream)))
			*wrong = "a stream is not as it was looked at";
	for (i = 0; i < p->n_event && *wrong == NULL; i++) {
		const struct proposed_event *from = &p->event[i];
		char *facts, *text;
		json_t *body;
		char op_id[32];
		struct event ev;

		files_name(w, p, i);
		facts = jx_canonical(from->facts);
		text = jx_canonical(from->body);
		body = again(text);
		ev = (struct event){
			.seq = ++w->seq, .stream = from->stream,
			.epoch = from->epoch, .kind = from->kind,
			.actor = (char *)(void *)w->at_work->officer,
			.unit = w->at_work->unit->code, .at = w->now,
			.facts = again(facts), .op_id = op_id,
		};

		snprintf(op_id, sizeof(op_id), "op-%ld", w->commands);
		draw_numbers(w, &ev);
		*wrong = strcmp(ev.stream, STREAM_SITE) == 0 ?
		    site_apply(w, &ev) :
		    from->epoch == 0 ? apply_to_act(w, &ev) :
		    apply_to_case(w, &ev, from, body);
		json_decref(ev.facts);
		json_decref(body);
		free(facts);
		free(text);
	}
	if (*wrong == NULL)
		*wrong = apply_keys(w, p);
	return *wrong == NULL;
}
