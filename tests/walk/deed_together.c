/* Coordination acts, plans and their tasks; numbers spoiled on paper. */
#include "tests/walk/walk.h"

#include <stdlib.h>
#include <string.h>

#define OPEN_AT_ONCE 12

static json_t *
some_day(struct world *w)
{
	char day[11];

	day_format(when_day(w->now, VN_OFFSET_MIN) - 1 +
	    (day_t)chance_below(&w->chance, 60), day);
	return json_string(day);
}

static const struct actor *
who_leads(struct world *w, const struct who *who, const char *command)
{
	int tries;

	for (tries = 0; tries < 300; tries++) {
		const struct actor *a =
		    &w->actor[chance_below(&w->chance, w->n_actor)];

		if (actor_is_one_of(a, who) && actor_may(a, w->p, command))
			return a;
	}
	return NULL;
}

static json_t *
some_invited(struct world *w, const struct coordination *k)
{
	json_t *list = json_array();
	size_t n = 1 + chance_below(&w->chance, 4), i;
	int tries;

	for (i = 0, tries = 0; i < n && tries < 200; tries++) {
		const struct unit *u =
		    w->actor[chance_below(&w->chance, w->n_actor)].unit;

		if (!who_has_kind(&k->invited, u->kind) &&
		    !chance_in(&w->chance, 200))
			continue;
		json_array_append_new(list, json_string(u->code));
		i++;
	}
	return list;
}

/* A case that its unit may bring to others, when the kind is about one. */
static const struct walk_case *
case_to_discuss(struct world *w, const struct coordination *k)
{
	int tries;

	for (tries = 0; tries < 40 && w->n_live > 0; tries++) {
		const struct walk_case *c =
		    w->live[chance_below(&w->chance, w->n_live)];
		const struct unit *u = procedure_unit(w->p, c->told.holder);

		if (u != NULL && who_has_kind(&k->lead, u->kind))
			return c;
	}
	return NULL;
}

static void
open_one(struct world *w, struct deed *d)
{
	const struct regime *r = procedure_regime_on(w->p,
	    when_day(w->now, VN_OFFSET_MIN));
	const struct coordination *k = r == NULL || r->n_coordination == 0 ?
	    NULL : &r->coordination[chance_below(&w->chance,
	    r->n_coordination)];
	const struct walk_case *c = NULL;

	if (k == NULL)
		return;
	if (k->of_case && (!k->of_period || chance_in(&w->chance, 2)))
		c = case_to_discuss(w, k);
	d->actor = c == NULL ? who_leads(w, &k->lead, "open_coordination") :
	    world_officer(w, c->told.holder, "open_coordination");
	if (d->actor == NULL)
		return;
	d->command = xstrdup("open_coordination");
	d->with = json_pack("{s:s,s:o,s:o}", "kind", k->code, "invited",
	    some_invited(w, k), "answers", answers_make(w, k->form, NULL,
	    chance_in(&w->chance, 10) ? CARE_SOME : CARE_GOOD));
	if (c != NULL)
		json_object_set_new(d->with, "case", json_string(c->id));
	if (c == NULL || chance_in(&w->chance, 30))
		json_object_set_new(d->with, "period", json_pack("{s:s,s:s}",
		    "from", "2026-01-01", "to", "2026-06-30"));
	if (k->foreign ? chance_in(&w->chance, 2) : chance_in(&w->chance, 30))
		json_object_set_new(d->with, "foreign_side",
		    json_string("Cơ quan giả định nước ngoài"));
	if (chance_in(&w->chance, 3))
		json_object_set_new(d->with, "due", some_day(w));
}

/* An open one; NULL when there is none. */
static struct walk_act *
pick_open(struct world *w)
{
	size_t n = 0, i, pick;

	for (i = 0; i < w->n_act; i++)
		n += str_eq(jx_text(w->act[i]->row, "kind"), "coordination") &&
		    !jx_bool(w->act[i]->row, "final", true);
	pick = chance_below(&w->chance, n);
	for (i = 0; i < w->n_act && n > 0; i++)
		if (str_eq(jx_text(w->act[i]->row, "kind"), "coordination") &&
		    !jx_bool(w->act[i]->row, "final", true) && pick-- == 0)
			return w->act[i];
	return NULL;
}

static const struct coordination *
kind_of(const struct world *w, const struct walk_act *act)
{
	const struct regime *r = procedure_regime(w->p,
	    jx_text(act->row, "regime"));

	return r == NULL ? NULL : regime_coordination(r,
	    jx_text(act->row, "coordination"));
}

/* Whose turn it is: the lead's, or that of one who is invited. */
static const char *
side_of(struct world *w, const struct walk_act *act)
{
	const json_t *invited = json_object_get(act->row, "invited");
	const char *one = json_string_value(json_array_get(invited,
	    chance_below(&w->chance, json_array_size(invited))));

	return one != NULL && chance_in(&w->chance, 2) ? one :
	    jx_text(act->row, "from");
}

static void
record(struct world *w, struct deed *d, const struct walk_act *act,
    const struct coordination *k)
{
	static const char *const what[] = {
		"minutes", "follow_up", "answer", "review", "note", "answer"
	};
	const char *one = what[chance_below(&w->chance, ARRAY_LEN(what))];

	d->command = xstrdup("record_coordination");
	d->with = json_pack("{s:s,s:s}", "act", act->id, "what", one);
	if (k->minutes != NULL && (strcmp(one, "minutes") == 0 ||
	    strcmp(one, "answer") == 0))
		json_object_set_new(d->with, "answers", answers_make(w,
		    k->minutes, NULL, CARE_GOOD));
	else
		json_object_set_new(d->with, "text",
		    json_string("Đã trao đổi."));
	if (chance_in(&w->chance, 3))
		json_object_set_new(d->with, "due", some_day(w));
}

static const char *
random_task(struct world *w, const struct walk_act *act)
{
	json_t *tasks = json_object_get(act->row, "tasks"), *task;
	size_t pick = chance_below(&w->chance, json_object_size(tasks));
	const char *id;

	json_object_foreach(tasks, id, task)
		if (pick-- == 0)
			return id;
	return NULL;
}

static void
on_task(struct world *w, struct deed *d, const struct walk_act *act,
    const struct coordination *k)
{
	static const char *const state[] = { "going", "done", "blocked" };
	const char *task = random_task(w, act);

	d->with = json_pack("{s:s,s:s}", "act", act->id, "text",
	    "Đang làm theo lộ trình.");
	if (task == NULL || chance_in(&w->chance, 4)) {
		d->command = xstrdup("set_task");
		json_object_set_new(d->with, "unit", json_string(
		    chance_in(&w->chance, 30) ? random_unit(w)->code :
		    side_of(w, act)));
		json_object_set_new(d->with, "due", some_day(w));
		json_object_set_new(d->with, "answers", answers_make(w,
		    k->task, NULL, CARE_GOOD));
		json_object_del(d->with, "text");
		if (task != NULL && chance_in(&w->chance, 2))
			json_object_set_new(d->with, "task",
			    json_string(task));
		return;
	}
	json_object_set_new(d->with, "task", json_string(task));
	d->command = xstrdup(chance_in(&w->chance, 3) ? "urge_task" :
	    "report_task");
	json_object_set_new(d->with, "state", json_string(
	    state[chance_below(&w->chance, ARRAY_LEN(state))]));
	if (strcmp(d->command, "report_task") == 0 &&
	    !chance_in(&w->chance, 5))
		d->actor = world_officer(w, jx_text(json_object_get(
		    json_object_get(act->row, "tasks"), task), "unit"),
		    d->command);
}

static void
go_on(struct world *w, struct deed *d, const struct walk_act *act)
{
	const struct coordination *k = kind_of(w, act);

	if (k == NULL)
		return;
	if (k->task != NULL && !chance_in(&w->chance, 3)) {
		on_task(w, d, act, k);
	} else if (chance_in(&w->chance, 6)) {
		d->command = xstrdup("close_coordination");
		d->with = json_pack("{s:s,s:s}", "act", act->id, "text",
		    "Đã xong.");
	} else {
		record(w, d, act, k);
	}
	if (d->actor == NULL)
		d->actor = world_officer(w, strcmp(d->command, "set_task") ==
		    0 && !chance_in(&w->chance, 4) ? jx_text(act->row,
		    "from") : side_of(w, act), d->command);
	/* Now and then somebody who was not asked. */
	if (d->actor == NULL || chance_in(&w->chance, 12))
		d->actor = &w->actor[chance_below(&w->chance, w->n_actor)];
}

static void
spoil(struct world *w, struct deed *d)
{
	const struct regime *r = procedure_regime_on(w->p,
	    when_day(w->now, VN_OFFSET_MIN));
	int tries;

	if (r == NULL || r->n_paper == 0)
		return;
	d->command = xstrdup("void_number");
	d->with = json_pack("{s:s,s:s}", "paper", r->paper[chance_below(
	    &w->chance, r->n_paper)].code, "why", "Viết hỏng.");
	for (tries = 0; tries < 300; tries++) {
		d->actor = &w->actor[chance_below(&w->chance, w->n_actor)];
		if (actor_may(d->actor, w->p, d->command))
			return;
	}
}

bool
deed_together(struct world *w, struct deed *d)
{
	struct walk_act *act = pick_open(w);
	size_t open = 0, i;

	for (i = 0; i < w->n_act; i++)
		open += str_eq(jx_text(w->act[i]->row, "kind"),
		    "coordination") && !jx_bool(w->act[i]->row, "final", true);
	if (chance_in(&w->chance, 8))
		spoil(w, d);
	else if (act == NULL || (open < OPEN_AT_ONCE &&
	    chance_in(&w->chance, 3)))
		open_one(w, d);
	else
		go_on(w, d, act);
	if (d->command != NULL && d->actor != NULL)
		return true;
	deed_done(d);
	d->possible = -1;
	return false;
}
