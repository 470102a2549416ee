/* Receptions, answers to offers, what is done aside, and plain nonsense. */
#include "tests/walk/walk.h"

#include <stdlib.h>
#include <string.h>

const struct unit *
random_unit(struct world *w)
{
	return &w->p->unit[chance_below(&w->chance, w->p->n_unit)];
}

static const struct actor *
random_actor(struct world *w)
{
	return &w->actor[chance_below(&w->chance, w->n_actor)];
}

json_t *
random_nonsense(struct world *w)
{
	size_t n = 0;
	json_t *deep, *outer;

	switch (chance_below(&w->chance, 8)) {
	case 0:
		return json_null();
	case 1:
		return json_integer(-7);
	case 2:
		return json_string("");
	case 3:
		return json_pack("[s,i,[]]", "a", 1);
	case 4:
		return json_pack("{s:{s:[{}]}}", "value", "x");
	case 5:
		deep = json_array();
		for (n = 0; n < 12; n++) {
			outer = json_array();
			json_array_append_new(outer, deep);
			deep = outer;
		}
		return deep;
	case 6:
		return json_real(1e300);
	default:
		return json_pack("{s:s,s:b}", "status", "refused",
		    "estimated", 1);
	}
}

static const struct actor *
who_may(struct world *w, const char *command)
{
	int tries;

	for (tries = 0; tries < 400; tries++) {
		const struct actor *a = random_actor(w);

		if (actor_may(a, w->p, command))
			return a;
	}
	return random_actor(w);
}

/* A path without an act: one person reports, is found, is told of. */
static void
deed_open(struct world *w, struct deed *d, enum care care)
{
	d->actor = who_may(w, "open_case");
	d->command = xstrdup("open_case");
	d->with = json_pack("{s:s,s:o}", "path", w->path->code, "answers",
	    answers_make(w, w->path->entry_person, NULL, care));
}

void
deed_receive(struct world *w, struct deed *d)
{
	enum care care = chance_in(&w->chance, 8) ? CARE_SOME :
	    chance_in(&w->chance, 30) ? CARE_NONE : CARE_GOOD;
	size_t n = chance_below(&w->chance, 6), i;
	json_t *persons, *declined;

	if (w->path->entry_minutes == NULL && !chance_in(&w->chance, 40)) {
		deed_open(w, d, care);
		return;
	}
	persons = json_array();
	declined = json_array();
	d->actor = who_may(w, "receive_persons");
	d->command = xstrdup("receive_persons");
	for (i = 0; i < n; i++)
		json_array_append_new(persons, answers_make(w,
		    w->path->entry_person, NULL, care));
	if (chance_in(&w->chance, 200))
		while (json_array_size(persons) <= PERSONS_MAX)
			json_array_append_new(persons, json_object());
	if (chance_in(&w->chance, 4))
		json_array_append_new(declined, json_pack("{s:s,s:s}",
		    "name", "Lê Thị Mẫu Ba", "reason", "không có trong danh sách"));
	if (chance_in(&w->chance, 30))
		json_array_append_new(declined, random_nonsense(w));
	d->with = json_pack("{s:s,s:o,s:o,s:o}", "path",
	    chance_in(&w->chance, 40) ? "no_such_path" : w->path->code,
	    "minutes", w->path->entry_minutes == NULL ? json_object() :
	    answers_make(w, w->path->entry_minutes, NULL, care), "persons", persons, "refused_persons", declined);
}

static struct walk_act *
pick_act(struct world *w)
{
	struct walk_act *act = NULL;
	int tries;

	for (tries = 0; tries < 20 && w->n_act > 0; tries++) {
		act = w->act[chance_below(&w->chance, w->n_act)];
		if (str_eq(jx_text(act->row, "state"), "offered"))
			break;
	}
	return act;
}

/* Some of the persons are not taken over; now and then badly said. */
static json_t *
some_refused(struct world *w, const struct walk_act *act)
{
	json_t *list = json_array(), *value;
	const char *id;

	json_object_foreach(json_object_get(act->row, "cases"), id, value)
		if (chance_in(&w->chance, 2))
			json_array_append_new(list, json_pack("{s:s,s:s}",
			    "case", id, "why", chance_in(&w->chance, 20) ? "" :
			    "Chưa đủ giấy tờ."));
	if (chance_in(&w->chance, 15))
		json_array_append_new(list, json_pack("{s:s,s:s}", "case",
		    "MC-0000-00000", "why", "x"));
	if (chance_in(&w->chance, 30))
		json_array_append_new(list, random_nonsense(w));
	return list;
}

/* What the receiver fills in, by the step that the act offers. */
static json_t *
act_receipt(struct world *w, const struct walk_act *act)
{
	const char *regime = jx_text(act->row, "regime");
	const char *path = jx_text(act->row, "path");
	const char *code = jx_text(act->row, "step");
	const struct regime *r = regime == NULL ? NULL :
	    procedure_regime(w->p, regime);
	const struct path *p = r == NULL || path == NULL ? NULL :
	    regime_path(r, path);
	const struct step *step = p == NULL || code == NULL ? NULL :
	    path_step(p, code);

	return step == NULL || step->receipt == NULL ? json_object() :
	    answers_make(w, step->receipt, NULL, CARE_GOOD);
}

void
deed_act(struct world *w, struct deed *d)
{
	struct walk_act *act = pick_act(w);
	const char *side = "to";

	if (act == NULL) {
		deed_wild(w, d);
		return;
	}
	d->with = json_pack("{s:s,s:s}", "act", act->id, "why", "Chưa nhận được.");
	switch (chance_below(&w->chance, 6)) {
	case 0:
		d->command = xstrdup("withdraw_offer");
		side = "from";
		break;
	case 1:
		d->command = xstrdup("refuse_handover");
		break;
	case 2:
		json_object_set_new(d->with, "refused", some_refused(w, act));
		/* fall through */
	default:
		d->command = xstrdup("accept_handover");
		if (!chance_in(&w->chance, 6))
			json_object_set_new(d->with, "receipt",
			    act_receipt(w, act));
	}
	if (chance_in(&w->chance, 20))
		json_object_del(d->with, "why");
	if (!chance_in(&w->chance, 10) && jx_text(act->row, side) != NULL)
		d->actor = world_officer(w, jx_text(act->row, side),
		    chance_in(&w->chance, 10) ? NULL : d->command);
	if (d->actor == NULL)
		d->actor = random_actor(w);
}

/*
 * What comes with other times: a unit that has ended passes on what it holds,
 * a holder moves a case to the law that is now in force.
 */
static void
deed_times(struct world *w, struct deed *d, const struct walk_case *c)
{
	const struct unit *unit = procedure_unit(w->p, c->told.holder);
	day_t today = when_day(w->now, VN_OFFSET_MIN);
	bool ended = (unit->to != DAY_NONE && unit->to < today) ||
	    (unit->kind->to != DAY_NONE && unit->kind->to < today);

	d->with = json_pack("{s:s}", "why", "Theo luật mới.");
	if (chance_in(&w->chance, 12))
		json_object_del(d->with, "why");
	if (chance_in(&w->chance, 3))
		json_object_set_new(d->with, "document",
		    json_string("Văn bản thử"));
	d->command = xstrdup(ended != chance_in(&w->chance, 8) ?
	    "pass_to_successor" : "move_regime");
	if (strcmp(d->command, "move_regime") == 0)
		d->id = xstrdup(c->id);
	else if (chance_in(&w->chance, 2))
		json_object_set_new(d->with, "cases", json_pack("[s]", c->id));
	d->actor = world_officer(w, c->told.holder, d->command);
}

/* The same person, a family: between two cases of one holder, or not. */
static void
deed_link(struct world *w, struct deed *d, const struct walk_case *c)
{
	static const char *const kind[] = {
		"same_person", "family", "travelled_together", "no_such"
	};
	const struct walk_case *other = c;
	int tries;

	for (tries = 0; tries < 10; tries++) {
		other = w->live[chance_below(&w->chance, w->n_live)];
		if (other != c && str_eq(other->told.holder, c->told.holder))
			break;
	}
	d->command = xstrdup(chance_in(&w->chance, 3) ? "unlink_cases" :
	    "link_cases");
	d->with = json_pack("{s:s,s:s,s:s}", "other", other->id, "link",
	    kind[chance_below(&w->chance, chance_in(&w->chance, 12) ? 4 : 2)],
	    "why", "Hai người khai cùng một nhà.");
	d->id = xstrdup(c->id);
	d->actor = world_officer(w, c->told.holder, d->command);
}

void
deed_aside(struct world *w, struct deed *d)
{
	struct walk_case *c = w->live[chance_below(&w->chance, w->n_live)];
	const struct regime *r = c->told.path->regime;
	const struct form *form;

	switch (chance_below(&w->chance, 10)) {
	case 7:
	case 8:
		deed_answers(w, d, c);
		d->id = xstrdup(c->id);
		if (d->actor == NULL)
			d->actor = random_actor(w);
		return;
	case 5:
		deed_times(w, d, c);
		if (d->actor == NULL)
			d->actor = random_actor(w);
		return;
	case 9:
		deed_files(w, d, c);
		d->id = xstrdup(c->id);
		if (d->actor == NULL)
			d->actor = random_actor(w);
		return;
	case 6:
		deed_link(w, d, c);
		if (d->actor == NULL)
			d->actor = random_actor(w);
		return;
	case 0:
		d->command = xstrdup("append_note");
		d->with = json_pack("{s:s}", "text", "Đã gọi điện, hẹn ngày mai.");
		break;
	case 1:
		d->command = xstrdup("reveal_identity");
		d->with = json_pack("{s:s}", "why", chance_in(&w->chance, 9) ?
		    "" : "Lập biên bản.");
		break;
	default:
		d->command = xstrdup("record_answers");
		form = r->form[chance_below(&w->chance, r->n_form)];
		if (chance_in(&w->chance, 3))
			form = c->told.path->entry_person;
		d->with = json_pack("{s:s,s:o}", "form", form->code,
		    "answers", answers_make(w, form, c->cs->answers,
		    chance_in(&w->chance, 6) ? CARE_NONE : CARE_GOOD));
		if (!chance_in(&w->chance, 6))
			json_object_set_new(d->with, "why",
			    json_string("Người đó kể thêm."));
	}
	d->id = xstrdup(c->id);
	d->actor = chance_in(&w->chance, 6) ? random_actor(w) :
	    world_officer(w, c->told.holder, d->command);
	if (d->actor == NULL)
		d->actor = random_actor(w);
}

/* Codes of every kind, so that the right word meets the wrong command. */
static json_t *
wild_with(struct world *w)
{
	const struct regime *r = w->path->regime;
	struct chance *c = &w->chance;
	const struct walk_case *one = w->n_live == 0 ? NULL :
	    w->live[chance_below(c, w->n_live)];
	const struct walk_act *act = w->n_act == 0 ? NULL :
	    w->act[chance_below(c, w->n_act)];
	const char *id = one == NULL ? "x" : one->id;
	json_t *with = json_pack(
	    "{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:[s,s]}",
	    "step", w->path->step[chance_below(c, w->path->n_step)].code,
	    "request", r->request[chance_below(c, r->n_request)].code,
	    "support", r->support[chance_below(c, r->n_support)].code,
	    "paper", r->paper[chance_below(c, r->n_paper)].code,
	    "form", r->form[chance_below(c, r->n_form)]->code,
	    "to", random_unit(w)->code, "number", "9", "text", "Ghi chú.",
	    "act", act == NULL ? "x" : act->id, "path", w->path->code,
	    "cases", id, id);
	const char *key;
	void *next;
	json_t *value;

	site_wild(w, with);
	json_object_set_new(with, "name", json_string("full_name"));
	json_object_set_new(with, "names", json_pack("[s,s]", "sex", "x"));
	if (chance_in(c, 3))
		json_object_set_new(with, "value", json_string("x"));
	if (chance_in(c, 8))
		json_object_set_new(with, "stand", json_pack("{s:s}", "sex",
		    "beside"));
	if (chance_in(c, 2))
		json_array_remove(json_object_get(with, "cases"), 1);
	if (chance_in(c, 2))
		json_object_set_new(with, "why", json_string("Thử."));
	json_object_foreach_safe(with, next, key, value) {
		if (chance_in(c, 20))
			json_object_set_new(with, key, random_nonsense(w));
		else if (chance_in(c, 20))
			json_object_set_new(with, key, json_string("no_such"));
		else if (chance_in(c, 20))
			json_object_del(with, key);
	}
	return with;
}

void
deed_wild(struct world *w, struct deed *d)
{
	size_t n = 0;
	const char *name;

	while (decide_command(n) != NULL)
		n++;
	name = decide_command(chance_below(&w->chance, n));
	d->actor = chance_in(&w->chance, 3) ? random_actor(w) :
	    who_may(w, name);
	d->command = xstrdup(chance_in(&w->chance, 60) ? "do_it" : name);
	if (w->n_live > 0 && !chance_in(&w->chance, 20)) {
		struct walk_case *c =
		    w->live[chance_below(&w->chance, w->n_live)];

		d->id = xstrdup(c->id);
		if (chance_in(&w->chance, 2))
			d->actor = world_officer(w, c->told.holder,
			    chance_in(&w->chance, 2) ? name : NULL);
		if (d->actor == NULL)
			d->actor = random_actor(w);
	}
	d->with = chance_in(&w->chance, 40) ? random_nonsense(w) :
	    wild_with(w);
}
