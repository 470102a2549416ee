/* The journal, keys and counters of a walk, in memory. */
#include "tests/walk/walk.h"

#include "core/procedure/lists.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNITS_OF_A_KIND 3

uint64_t
chance_next(struct chance *c)
{
	uint64_t z = (c->state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

size_t
chance_below(struct chance *c, size_t n)
{
	return n == 0 ? 0 : (size_t)(chance_next(c) % n);
}

bool
chance_in(struct chance *c, size_t n)
{
	return chance_below(c, n) == 0;
}

static void
add_actor(struct world *w, const struct unit *unit, const struct role *one,
    const struct role *two)
{
	struct actor *a;

	w->actor = xrealloc(w->actor, (w->n_actor + 1) * sizeof(*a));
	a = &w->actor[w->n_actor];
	memset(a, 0, sizeof(*a));
	a->officer = xasprintf("o%zu", w->n_actor++);
	a->unit = unit;
	a->role = xcalloc(2, sizeof(struct role *));
	a->role[a->n_role = 0] = one;
	a->role[1] = two;
	a->n_role = two == NULL ? 1 : 2;
}

static void
set_up(struct world *w, const struct unit *u)
{
	const struct procedure *p = w->p;
	size_t r;

	if (json_object_get(w->units, u->code) != NULL)
		return;
	json_object_set_new(w->units, u->code, json_true());
	for (r = 0; r < p->n_role; r++)
		add_actor(w, u, &p->role[r], NULL);
	add_actor(w, u, &p->role[0], &p->role[chance_below(&w->chance,
	    p->n_role)]);
}

/* A few units of each kind, and in each somebody of each role. */
static void
set_up_units(struct world *w)
{
	const struct procedure *p = w->p;
	size_t k, i;

	for (k = 0; k < p->n_unit_kind; k++) {
		size_t of_kind = 0, taken = 0;

		for (i = 0; i < p->n_unit; i++)
			of_kind += p->unit[i].kind == &p->unit_kind[k];
		for (i = 0; i < p->n_unit && taken < UNITS_OF_A_KIND; i++) {
			const struct unit *u = &p->unit[i];

			if (u->kind != &p->unit_kind[k])
				continue;
			if (of_kind > UNITS_OF_A_KIND &&
			    !chance_in(&w->chance, of_kind / UNITS_OF_A_KIND))
				continue;
			taken++;
			set_up(w, u);
			/* Who goes on with its cases when it has ended. */
			while (u->successor != NULL)
				set_up(w, u = u->successor);
		}
	}
}

/*
 * Every second world has terms for the clocks that can stand still, so that
 * the law on them is about moments and not about "no term known" alone.
 */
static void
set_terms(struct world *w)
{
	size_t i, k;

	for (i = 0; i < w->p->n_regime && (w->seed & 1) != 0; i++)
		for (k = 0; k < w->p->regime[i].n_clock; k++) {
			const struct clock_kind *kind =
			    &w->p->regime[i].clock[k];

			if (kind->n_suspend > 0 && !kind->term->has_value)
				(void)procedure_set_value(w->p,
				    w->p->regime[i].code, kind->term->code,
				    3 + (int64_t)(w->seed % 17),
				    SURE_REPORTED);
		}
}

void
world_init(struct world *w, struct procedure *p, const struct path *path,
    uint64_t seed)
{
	memset(w, 0, sizeof(*w));
	w->p = p;
	w->path = path;
	w->seed = seed;
	w->chance.state = seed;
	/* Late in a regime that has ended, so that some cases outlive it. */
	w->now = when_from_day(path->regime->to != DAY_NONE ?
	    path->regime->to - 200 : path->regime->from + 224, VN_OFFSET_MIN,
	    8 * 60);
	w->units = json_object();
	w->counters = json_object();
	w->tally = json_object();
	w->odd = json_object();
	set_terms(w);
	site_init(w);
	set_up_units(w);
	lists_set_day(p->lists, when_day(w->now, VN_OFFSET_MIN));
}

static void
case_free(struct walk_case *c)
{
	size_t i;

	for (i = 0; i < c->n_event; i++) {
		event_done(&c->event[i].head);
		free(c->event[i].facts);
		free(c->event[i].body);
	}
	free(c->event);
	case_state_free(c->cs);
	json_decref(c->kept);
	json_decref(c->said);
	json_decref(c->keys);
	told_done(&c->told);
	free(c->print);
	free(c->id);
	free(c);
}

void
world_retire(struct world *w, size_t i)
{
	case_free(w->live[i]);
	w->live[i] = w->live[--w->n_live];
}

void
act_free(struct walk_act *act)
{
	json_decref(act->row);
	json_decref(act->invited);
	json_decref(act->tasks);
	free(act->lead);
	free(act->id);
	free(act);
}

void
world_done(struct world *w)
{
	size_t i;

	while (w->n_live > 0)
		world_retire(w, 0);
	for (i = 0; i < w->n_act; i++)
		act_free(w->act[i]);
	for (i = 0; i < w->n_actor; i++) {
		free((char *)(void *)w->actor[i].officer);
		free(w->actor[i].role);
	}
	free(w->live);
	free(w->act);
	free(w->actor);
	json_decref(w->units);
	json_decref(w->counters);
	json_decref(w->site);
	json_decref(w->proposed);
	json_decref(w->tally);
	json_decref(w->odd);
}

/* Mostly minutes; now and then a night, a week-end, or weeks. */
void
world_tick(struct world *w)
{
	static const struct { size_t in; int64_t minutes; } step[] = {
		{ 1500, 30 * 1440 }, { 400, 6 * 1440 }, { 20, 300 }, { 1, 20 }
	};
	day_t before = when_day(w->now, VN_OFFSET_MIN);
	size_t i;

	for (i = 0; i + 1 < ARRAY_LEN(step); i++)
		if (chance_in(&w->chance, step[i].in))
			break;
	w->now += (int64_t)chance_below(&w->chance,
	    (size_t)step[i].minutes * 60000);
	if (when_day(w->now, VN_OFFSET_MIN) != before)
		lists_set_day(w->p->lists, when_day(w->now, VN_OFFSET_MIN));
}

struct walk_case *
world_case(const struct world *w, const char *id)
{
	size_t i;

	for (i = 0; i < w->n_live; i++)
		if (str_eq(w->live[i]->id, id))
			return w->live[i];
	return NULL;
}

struct walk_act *
world_act(const struct world *w, const char *id)
{
	size_t i;

	for (i = 0; i < w->n_act; i++)
		if (str_eq(w->act[i]->id, id))
			return w->act[i];
	return NULL;
}

const struct state *
walk_state(const struct walk_case *c)
{
	return path_state(c->told.path, c->told.state);
}

const struct actor *
world_officer(struct world *w, const char *unit, const char *command)
{
	size_t i, n = w->n_actor, from = chance_below(&w->chance, n);

	for (i = 0; i < n; i++) {
		const struct actor *a = &w->actor[(from + i) % n];

		if (str_eq(a->unit->code, unit) &&
		    (command == NULL || actor_may(a, w->p, command)))
			return a;
	}
	return NULL;
}

/* ---- what decisions read ---- */

/* Without the key of a case there is no case. */
static const struct case_state *
source_open(void *ctx, const char *id)
{
	struct world *w = ctx;
	struct walk_case *c = world_case(w, id);

	return c == NULL || json_object_get(c->keys,
	    w->at_work->unit->code) == NULL ? NULL : c->cs;
}

static json_t *
source_act(void *ctx, const char *id)
{
	struct world *w = ctx;
	struct walk_act *act = world_act(w, id);
	const char *unit = w->at_work->unit->code;

	if (act == NULL || !row_act_shows(act->row, unit))
		return NULL;
	return json_deep_copy(act->row);
}

int64_t
world_last_seq(void *ctx, const char *stream)
{
	struct walk_case *c = world_case(ctx, stream);
	struct walk_act *act = world_act(ctx, stream);

	if (strcmp(stream, STREAM_SITE) == 0)
		return ((struct world *)ctx)->site_seq;
	return c != NULL ? c->cs->last_seq : act != NULL ? act->last_seq : 0;
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
	return "MC";
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

static json_t *
source_held(void *ctx)
{
	const struct world *w = ctx;
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < w->n_live && json_array_size(list) < PERSONS_MAX; i++)
		if (str_eq(w->live[i]->told.holder, w->at_work->unit->code) &&
		    !w->live[i]->told.final && w->live[i]->told.offer_to == NULL)
			json_array_append_new(list,
			    json_string(w->live[i]->id));
	return list;
}

static void
make_deciding(struct world *w, const struct actor *a,
    struct case_source *source, struct proposal *p, struct deciding *d)
{
	w->at_work = a;
	*source = (struct case_source){
		.ctx = w, .open = source_open, .act = source_act,
		.last_seq = world_last_seq,
		.last_number = source_last_number, .site = source_site,
		.site_row = source_site_row, .has_unit = source_has_unit,
		.held = source_held,
	};
	*d = (struct deciding){ .procedure = w->p, .actor = a,
	    .source = source, .now = w->now, .out = p };
}

bool
world_decide(struct world *w, const struct actor *a, const char *command,
    const char *id, const json_t *with, struct proposal *p)
{
	struct case_source source;
	struct deciding d;

	make_deciding(w, a, &source, p, &d);
	decide(&d, command, id, with);
	return json_array_size(p->reasons) == 0;
}

json_t *
world_options(struct world *w, const struct actor *a,
    const struct walk_case *c)
{
	struct case_source source;
	struct deciding d;
	struct proposal p;
	json_t *out;

	proposal_start(&p);
	make_deciding(w, a, &source, &p, &d);
	out = case_options(&d, c->cs);
	proposal_done(&p);
	return out;
}

bool
world_may_step(struct world *w, const struct actor *a,
    const struct walk_case *c, const struct step *step)
{
	struct case_source source;
	struct deciding d;
	struct proposal p;
	bool may;

	proposal_start(&p);
	make_deciding(w, a, &source, &p, &d);
	need_step(&d, c->cs, step, NULL);
	may = actor_may(a, w->p, "take_step") &&
	    json_array_size(p.reasons) == 0;
	proposal_done(&p);
	return may;
}
