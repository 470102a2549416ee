/* The journal of a scenario, in memory, over the domain alone. */
#include "tests/mutate/mutate.h"

#include "core/calendar/clock.h"
#include "core/case/entitle.h"
#include "core/procedure/lists.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct stream {
	char *id;
	struct case_state *cs;		/* of a case */
	json_t *row, *keys;
	int64_t last_seq;
};

struct world {
	struct procedure *p;
	when_t now;
	int64_t seq;
	long commands;
	const struct actor *at_work;
	json_t *units, *counters, *site;
	int64_t site_seq;
	struct stream **stream;
	size_t n, cap;
};

struct world *
world_new(struct procedure *p, when_t now)
{
	struct world *w = xcalloc(1, sizeof(*w));

	w->p = p;
	w->now = now;
	w->units = json_object();
	w->counters = json_object();
	w->site = json_pack("{s:s, s:{}, s:{}}", "site", "TH", "units",
	    "officers");
	lists_set_day(p->lists, when_day(now, VN_OFFSET_MIN));
	return w;
}

void
world_free(struct world *w)
{
	size_t i;

	for (i = 0; i < w->n; i++) {
		case_state_free(w->stream[i]->cs);
		json_decref(w->stream[i]->row);
		json_decref(w->stream[i]->keys);
		free(w->stream[i]->id);
		free(w->stream[i]);
	}
	free(w->stream);
	json_decref(w->units);
	json_decref(w->counters);
	json_decref(w->site);
	free(w);
}

when_t
world_now(const struct world *w)
{
	return w->now;
}

void
world_advance(struct world *w, int64_t ms, int64_t working_days)
{
	struct deadline d = DEADLINE_INIT;
	struct term term = { working_days, TERM_WORKING_DAYS };
	day_t today = when_day(w->now, VN_OFFSET_MIN), then;

	w->now += ms;
	if (working_days > 0 && deadline_compute(w->p->calendar, w->now, term,
	    NULL, 0, &d, NULL)) {
		then = when_day(d.due, VN_OFFSET_MIN);
		w->now += (int64_t)(then - today) * 86400000;
	}
	deadline_done(&d);
	lists_set_day(w->p->lists, when_day(w->now, VN_OFFSET_MIN));
}

void
world_set_up(struct world *w, const char *unit)
{
	if (procedure_unit(w->p, unit) != NULL)
		json_object_set_new(w->units, unit, json_true());
}

static struct stream *
find(const struct world *w, const char *id)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		if (str_eq(w->stream[i]->id, id))
			return w->stream[i];
	return NULL;
}

const json_t *
world_row(const struct world *w, const char *id)
{
	const struct stream *s = find(w, id);

	return s == NULL ? NULL : s->cs != NULL ? s->cs->row : s->row;
}

static const struct case_state *
source_open(void *ctx, const char *id)
{
	struct world *w = ctx;
	const struct stream *s = find(w, id);

	return s == NULL || json_object_get(s->keys,
	    w->at_work->unit->code) == NULL ? NULL : s->cs;
}

static json_t *
source_act(void *ctx, const char *id)
{
	struct world *w = ctx;
	const struct stream *s = find(w, id);

	return s == NULL || s->cs != NULL || json_object_get(s->keys,
	    w->at_work->unit->code) == NULL ? NULL : json_deep_copy(s->row);
}

static int64_t
source_last_seq(void *ctx, const char *id)
{
	const struct stream *s = find(ctx, id);

	if (strcmp(id, STREAM_SITE) == 0)
		return ((struct world *)ctx)->site_seq;
	return s == NULL ? 0 : s->last_seq;
}

static int64_t
source_last_number(void *ctx, const char *series)
{
	return jx_int(((struct world *)ctx)->counters, series, 0);
}

static const char *
source_site(void *ctx)
{
	(void)ctx;
	return "TH";
}

static json_t *
source_site_row(void *ctx)
{
	return json_deep_copy(((struct world *)ctx)->site);
}

static bool
source_has_unit(void *ctx, const char *unit)
{
	return json_object_get(((struct world *)ctx)->units, unit) != NULL;
}

static bool
write_event(struct world *w, const struct proposed_event *from,
    const char *op_id)
{
	struct event ev = {
		.seq = ++w->seq, .stream = from->stream,
		.epoch = from->epoch, .kind = from->kind,
		.actor = (char *)(void *)w->at_work->officer,
		.unit = w->at_work->unit->code, .at = w->now,
		.facts = from->facts, .op_id = (char *)(void *)op_id,
	};
	struct stream *s = find(w, from->stream);
	const json_t *pair;
	json_t **row, *next;
	size_t i;

	json_array_foreach(json_object_get(ev.facts, "numbers"), i, pair)
		json_object_set(w->counters,
		    json_string_value(json_array_get(pair, 0)),
		    json_array_get(pair, 1));
	if (s == NULL && strcmp(from->stream, STREAM_SITE) != 0) {
		w->stream = xgrow(w->stream, w->n, &w->cap,
		    sizeof(struct stream *));
		s = w->stream[w->n++] = xcalloc(1, sizeof(*s));
		s->id = xstrdup(from->stream);
		s->keys = json_object();
		s->cs = from->epoch > 0 ? case_state_new(s->id) : NULL;
	}
	if (s != NULL && s->cs != NULL) {
		s->last_seq = ev.seq;
		return case_state_add(s->cs, &ev, from->body);
	}
	row = s == NULL ? &w->site : &s->row;
	next = case_projector.fold(*row, &ev);
	if (next == NULL)
		return false;
	json_decref(*row);
	*row = next;
	*(s == NULL ? &w->site_seq : &s->last_seq) = ev.seq;
	return true;
}

static void
write_keys(struct world *w, const struct proposal *p)
{
	int pass;
	size_t i;

	for (pass = 0; pass < 2; pass++)
		for (i = 0; i < p->n_key; i++) {
			struct stream *s = find(w, p->key[i].stream);

			if (s == NULL || p->key[i].taken_away != (pass == 0))
				continue;
			if (p->key[i].taken_away)
				json_object_del(s->keys, p->key[i].unit);
			else
				json_object_set_new(s->keys, p->key[i].unit,
				    json_true());
		}
}

/* As the door tells it: the act, its cases and task, or the case. */
static void
tell(json_t *out, const struct proposed_event *ev)
{
	json_t *cases = json_object_get(ev->facts, "cases");
	json_t *task = json_object_get(ev->facts, "task");

	if (ev->epoch == 0 && strcmp(ev->stream, STREAM_SITE) != 0) {
		json_object_set_new(out, "act", json_string(ev->stream));
		if (task != NULL)
			json_object_set(out, "task", task);
		if (json_is_array(cases)) {
			json_object_set(out, "cases", cases);
			if (json_array_size(cases) == 1)
				json_object_set(out, "case",
				    json_array_get(cases, 0));
		}
	} else if (json_object_get(out, "act") == NULL) {
		json_object_set_new(out, "case", json_string(ev->stream));
	}
}

static json_t *
write_all(struct world *w, const struct proposal *p)
{
	json_t *out = json_object();
	char op_id[32];
	bool ok = p->n_event > 0;
	size_t i;

	snprintf(op_id, sizeof(op_id), "op-%ld", ++w->commands);
	for (i = 0; i < p->n_event && ok; i++)
		ok = write_event(w, &p->event[i], op_id);
	for (i = 0; i < p->n_event && ok; i++)
		tell(out, &p->event[i]);
	write_keys(w, p);
	json_object_set_new(out, "op_id", json_string(op_id));
	json_object_set_new(out, "outcome",
	    json_string(ok ? "done" : "broken"));
	return out;
}

/* What the actor's unit still holds. */
static json_t *
source_held(void *ctx)
{
	const struct world *w = ctx;
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < w->n && json_array_size(list) < PERSONS_MAX; i++) {
		const struct case_state *cs = w->stream[i]->cs;

		if (cs != NULL && !jx_bool(cs->row, "final", false) &&
		    str_eq(jx_text(cs->row, "holder"),
		    w->at_work->unit->code))
			json_array_append_new(list, json_string(cs->id));
	}
	return list;
}

static struct case_source
source_of(struct world *w)
{
	return (struct case_source){
		.ctx = w, .open = source_open, .act = source_act,
		.last_seq = source_last_seq,
		.last_number = source_last_number, .site = source_site,
		.site_row = source_site_row, .has_unit = source_has_unit,
		.held = source_held,
	};
}

json_t *
world_options(struct world *w, const struct actor *a, const char *id)
{
	struct case_source source = source_of(w);
	struct deciding d = { .procedure = w->p, .actor = a,
	    .source = &source, .now = w->now };
	const struct case_state *cs;
	struct proposal p;
	json_t *out = NULL;

	w->at_work = a;
	cs = source_open(w, id);
	proposal_start(&p);
	d.out = &p;
	if (cs != NULL)
		out = case_options(&d, cs);
	proposal_done(&p);
	return out;
}

const char *
world_class(struct world *w, const struct actor *a, const char *id)
{
	struct deciding d = { .procedure = w->p, .actor = a, .now = w->now };
	const struct person_class *class;
	const struct case_state *cs;

	w->at_work = a;
	cs = source_open(w, id);
	class = cs == NULL ? NULL : class_now(&d, cs, cs->answers);
	return class == NULL ? NULL : class->code;
}

json_t *
world_do(struct world *w, const struct actor *a, const char *command,
    const char *id, const json_t *with)
{
	struct case_source source = source_of(w);
	struct deciding d = { .procedure = w->p, .actor = a,
	    .source = &source, .now = w->now };
	struct proposal p;
	json_t *out;

	w->at_work = a;
	proposal_start(&p);
	d.out = &p;
	decide(&d, command, id, with);
	if (json_array_size(p.reasons) > 0) {
		out = json_pack("{s:s, s:O}", "outcome", "refused", "reasons",
		    p.reasons);
	} else {
		out = write_all(w, &p);
	}
	proposal_done(&p);
	return out;
}
