/*
 * What of the legal register is unset or not confirmed, and how many open
 * cases rest on it: those of whose running clocks it is a term, and those
 * whose path or support uses it.  Counted over the cases that the unit
 * stands to (those it has handed on are no longer its business); counts of
 * plain rows, no names.
 */
#include "core/door/door.h"

#include "core/base/jx.h"

#include <stdlib.h>
#include <string.h>

struct counted {
	const struct regime *regime;
	const struct legal_value *value;
	int64_t open, running;
};

struct counting {
	struct session *s;
	struct counted *item;
	size_t n;
};

static bool
clock_uses(const struct clock_kind *c, const struct legal_value *v)
{
	return c != NULL && (c->term == v || c->warn == v ||
	    c->extend_by == v || c->extend_times == v ||
	    c->escalate_after == v);
}

static bool
clocks_use(const struct clock_kind **c, size_t n, const struct legal_value *v)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (clock_uses(c[i], v))
			return true;
	return false;
}

static bool
path_uses(const struct path *path, const struct legal_value *v)
{
	size_t i;

	if (clocks_use(path->entry_start, path->n_entry_start, v))
		return true;
	for (i = 0; i < path->n_step; i++) {
		const struct step *step = &path->step[i];

		if (clocks_use(step->start, step->n_start, v) ||
		    clocks_use(step->stop, step->n_stop, v) ||
		    clocks_use(step->stop_one, step->n_stop_one, v) ||
		    (step->request != NULL &&
		    clock_uses(step->request->clock, v)))
			return true;
	}
	return false;
}

/* Tracks, support and the rule on dormant cases are every case's. */
static bool
regime_uses(const struct regime *r, const struct legal_value *v)
{
	size_t i;

	for (i = 0; i < r->n_support; i++) {
		const struct support *s = &r->support[i];

		if (s->limit == v || s->window == v || s->times == v ||
		    s->amount == v)
			return true;
	}
	for (i = 0; i < r->n_track; i++)
		if (path_uses(&r->track[i], v))
			return true;
	return r->dormant_after == v || r->glass_open_for == v ||
	    r->kept_for == v || r->person_request_term == v ||
	    r->breach_notice_term == v;
}

static bool
clock_runs_on(const struct regime *r, const json_t *row,
    const struct legal_value *v)
{
	const json_t *clock;
	size_t i;

	json_array_foreach(json_object_get(row, "clocks"), i, clock) {
		const char *code = jx_text(clock, "code");

		if (json_object_get(clock, "stopped") == NULL &&
		    code != NULL && clock_uses(regime_clock(r, code), v))
			return true;
	}
	return false;
}

static void
count_row(struct counting *c, const json_t *row)
{
	const char *regime = jx_text(row, "regime");
	const char *path_code = jx_text(row, "path");
	size_t i;

	for (i = 0; i < c->n; i++) {
		struct counted *it = &c->item[i];
		const struct path *path;
		bool runs;

		if (!str_eq(it->regime->code, regime))
			continue;
		path = regime_path(it->regime, path_code);
		runs = clock_runs_on(it->regime, row, it->value);
		it->running += runs;
		it->open += runs || regime_uses(it->regime, it->value) ||
		    (path != NULL && path_uses(path, it->value));
	}
}

static bool
count_stand(void *arg, const char *stream, const char *relation,
    int64_t last_seq)
{
	struct counting *c = arg;
	const struct journal *j = c->s->tn->journal;
	json_t *row;

	(void)last_seq;
	if (relation == NULL || strcmp(relation, "former") == 0 ||
	    (strcmp(relation, "superior") == 0 && !session_is_told(c->s)))
		return true;
	row = j->row(j->ctx, stream, NULL);
	/* An act of coordination is no case, though it may name one. */
	if (str_eq(jx_text(row, "case"), stream) &&
	    !jx_bool(row, "final", false))
		count_row(c, row);
	json_decref(row);
	return true;
}

static void
find_unsure(const struct procedure *p, struct counting *c)
{
	size_t i, k, cap = 0;

	for (i = 0; i < p->n_regime; i++)
		for (k = 0; k < p->regime[i].n_value; k++) {
			const struct legal_value *v = &p->regime[i].value[k];

			if (v->basis.status == SURE_CONFIRMED)
				continue;
			c->item = xgrow(c->item, c->n, &cap, sizeof(*c->item));
			c->item[c->n++] = (struct counted){ &p->regime[i], v,
			    0, 0 };
		}
}

static int
by_cases(const void *a, const void *b)
{
	const struct counted *x = a, *y = b;

	if (x->open != y->open)
		return x->open > y->open ? -1 : 1;
	return strcmp(x->value->code, y->value->code);
}

json_t *
ask_register_report(struct session *s, const json_t *query)
{
	const struct journal *j = s->tn->journal;
	struct counting c = { s, NULL, 0 };
	struct err e = ERR_INIT;
	json_t *o, *list, *v;
	int64_t upto;
	size_t i;

	(void)query;
	find_unsure(s->tn->procedure, &c);
	if (!j->stands(j->ctx, s->unit->code, 0, count_stand, &c, &upto, &e)) {
		free(c.item);
		o = refuse_err(NULL, &e);
		err_done(&e);
		return o;
	}
	if (c.n > 0)
		qsort(c.item, c.n, sizeof(*c.item), by_cases);
	o = json_object();
	list = json_array();
	for (i = 0; i < c.n; i++) {
		const struct legal_value *value = c.item[i].value;

		v = titled(value->code, &value->title);
		json_object_set_new(v, "regime",
		    json_string(c.item[i].regime->code));
		json_object_set_new(v, "status",
		    json_string(sureness_code(value->basis.status)));
		json_object_set_new(v, "status_text",
		    text_json(sureness_text(value->basis.status)));
		json_object_set_new(v, "open_cases",
		    json_integer(c.item[i].open));
		json_object_set_new(v, "running",
		    json_integer(c.item[i].running));
		json_array_append_new(list, v);
	}
	json_object_set_new(o, "values", list);
	free(c.item);
	return o;
}
