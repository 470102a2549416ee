/*
 * What is owed to the person: nobody sees them who need not, help follows
 * the matrix, and no score, no refusal and no question about means stands in
 * the way.
 */
#include "tests/walk/walk.h"

#include "core/case/entitle.h"
#include "core/case/names.h"
#include "core/case/visible.h"
#include "core/form/answers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- who may know of somebody ---- */

static bool
is_former(const struct told *t, const char *unit)
{
	return json_object_get(t->former, unit) != NULL;
}

static void
judge_blind(struct world *w, const struct walk_case *c, const char *unit,
    enum law_of_walk law)
{
	const struct regime *r = c->told.path->regime;
	const struct actor a = { .unit = procedure_unit(w->p, unit) };
	size_t i;

	law_holds(w, law, !row_shows_person(c->cs->row, unit) &&
	    !case_shows_person(c->cs, &a) && !case_shows_all(c->cs, unit),
	    c, unit);
	for (i = 0; i < r->n_form; i++)
		law_holds(w, law, !case_shows_form(c->cs, w->p, &a,
		    r->form[i]), c, r->form[i]->code);
	law_holds(w, law, !case_shows_answer(c->cs, w->p, &a,
	    NAME_FULL_NAME), c, unit);
}

static void
judge_sight(struct world *w, const struct walk_case *c)
{
	const struct told *t = &c->told;
	const char *stranger = random_unit(w)->code;
	struct work_row out[WORK_ROWS_MAX];
	size_t n = case_projector.work(c->cs->row, out), i;

	for (i = 0; i < n; i++)
		if (strcmp(out[i].relation, "superior") == 0 &&
		    !is_former(t, out[i].unit))
			judge_blind(w, c, out[i].unit, LAW_SUPERIOR);
	if (json_object_get(c->keys, stranger) == NULL)
		judge_blind(w, c, stranger, LAW_HIDDEN);
}

static char *
reasons_for(struct world *w, const struct actor *a, const char *command,
    const char *id, const char *with, const char *as)
{
	json_t *given = jx_parse(with, strlen(with), NULL);
	struct str out = STR_INIT;
	struct proposal p;
	char *text, *at, *from;

	proposal_start(&p);
	(void)world_decide(w, a, command, id, given, &p);
	text = from = jx_canonical(p.reasons);
	while ((at = strstr(from, id)) != NULL) {
		*at = '\0';
		str_add(&out, from);
		str_add(&out, as);
		from = at + strlen(id);
	}
	str_add(&out, from);
	free(text);
	proposal_done(&p);
	json_decref(given);
	return str_steal(&out);
}

/* A case without a key is answered as one that there is not. */
static void
judge_hidden(struct world *w, const struct walk_case *c)
{
	static const char none[] = "MC-1999-99999";
	const struct actor *a = &w->actor[chance_below(&w->chance,
	    w->n_actor)];
	size_t n = 0;
	const char *command;
	char *with, *one, *two;
	json_t *given;

	while (decide_command(n) != NULL)
		n++;
	command = decide_command(chance_below(&w->chance, n));
	if (json_object_get(c->keys, a->unit->code) != NULL ||
	    !actor_may(a, w->p, command))
		return;
	given = json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s}", "step",
	    c->told.path->step[0].code, "text", "x", "why", "x", "to",
	    c->told.holder, "code", "x", "link", "family", "number", "1");
	with = jx_canonical(given);
	json_decref(given);
	one = reasons_for(w, a, command, c->id, with, "ID");
	two = reasons_for(w, a, command, none, with, "ID");
	law_holds(w, LAW_HIDDEN, strcmp(one, two) == 0, c, command);
	free(one);
	free(two);
	free(with);
}

/* ---- links ---- */

static void
judge_links(struct world *w, const struct walk_case *c)
{
	const json_t *item;
	size_t i;

	json_array_foreach(c->cs->links, i, item) {
		const struct walk_case *o = world_case(w, jx_text(item,
		    "case"));

		/* One that the walk has put away can say nothing more. */
		if (o != NULL)
			law_holds(w, LAW_LINKS, case_link(o->cs, c->id,
			    jx_text(item, "link")) != NULL && o != c, c,
			    o->id);
	}
}

/* ---- what no guard may rest on ---- */

/* Which needs are met, one letter each, with answers in place of these. */
static char *
needs_with(struct world *w, const struct walk_case *c, const json_t *answers,
    int commitments)
{
	const struct regime *r = c->told.path->regime;
	json_t *names = names_of(w->p, c->cs, answers, w->now);
	struct str out = STR_INIT;
	size_t i, k, t;

	if (commitments > 0)
		json_object_set_new(names, "paper.refusal_commitment",
		    json_integer(commitments));
	for (t = 0; t <= r->n_track; t++) {
		const struct path *path = t == 0 ? c->told.path :
		    &r->track[t - 1];

		for (i = 0; i < path->n_step; i++)
			for (k = 0; k < path->step[i].n_need; k++) {
				struct err e = ERR_INIT;

				str_add(&out, names_meet(w->p, names,
				    &path->step[i].need[k], w->now, &e) ?
				    "+" : "-");
				err_done(&e);
			}
	}
	json_decref(names);
	return str_steal(&out);
}

static json_t *
with_score(const json_t *answers, bool high)
{
	static const char *const kind[] = {
		"screening_strong", "screening_medium", "screening_weak"
	};
	json_t *all = json_copy((json_t *)(void *)answers);
	size_t i;

	for (i = 0; i < ARRAY_LEN(kind); i++)
		if (high)
			json_object_set_new(all, kind[i], json_pack("[s,s]",
			    "a", "b"));
		else
			json_object_del(all, kind[i]);
	json_object_set_new(all, "screening_score",
	    json_integer(high ? 90 : 0));
	return all;
}

static void
judge_score(struct world *w, const struct walk_case *c)
{
	json_t *low = with_score(c->cs->answers, false);
	json_t *high = with_score(c->cs->answers, true);
	char *one = needs_with(w, c, low, 0), *two = needs_with(w, c, high, 0);

	law_holds(w, LAW_ADVICE, strcmp(one, two) == 0, c,
	    "a guard rests on a screening score");
	free(one);
	free(two);
	json_decref(low);
	json_decref(high);
}

/* Whoever refuses support may go on as before: no need is lost by it. */
static void
judge_refused(struct world *w, const struct walk_case *c)
{
	json_t *all = json_copy(c->cs->answers);
	char *one = needs_with(w, c, c->cs->answers, 0), *two;
	bool lost = false;
	size_t i;

	json_object_set_new(all, "refused_support", json_pack("[s,s,s]",
	    "medical_care", "protection", "all"));
	two = needs_with(w, c, all, 1 + case_count(c->cs->papers,
	    "refusal_commitment"));
	for (i = 0; one[i] != '\0'; i++)
		lost = lost || (one[i] == '+' && two[i] == '-');
	law_holds(w, LAW_ADVICE, !lost, c, "a refusal of support stops a step");
	free(one);
	free(two);
	json_decref(all);
}

/* By the calendar alone where a whole birth date is known. */
static bool
is_minor(const struct world *w, const json_t *answers)
{
	const json_t *a = json_object_get(answers, NAME_BIRTH_DATE);
	const char *text = json_string_value(answer_value(a));
	char today[11];
	int year;

	if (text == NULL || strlen(text) != 10 || json_is_object(a))
		return case_is_under(answers, 18, when_day(w->now,
		    VN_OFFSET_MIN)) == 1;
	day_format(when_day(w->now, VN_OFFSET_MIN), today);
	year = (int)strtol(today, NULL, 10) - (int)strtol(text, NULL, 10);
	return year < 18 || (year == 18 && strcmp(today + 4, text + 4) < 0);
}

static void
judge_means(struct world *w, const struct walk_case *c)
{
	json_t *none, *all;
	char *one, *two;

	if (!is_minor(w, c->cs->answers))
		return;
	none = json_copy(c->cs->answers);
	all = json_copy(c->cs->answers);
	json_object_del(none, "means");
	json_object_set_new(all, "means", json_pack("[s,s]", "force",
	    "deception"));
	one = needs_with(w, c, none, 0);
	two = needs_with(w, c, all, 0);
	law_holds(w, LAW_MEANS, strcmp(one, two) == 0, c,
	    "a guard asks for means of a person under 18");
	free(one);
	free(two);
	json_decref(none);
	json_decref(all);
}

void
judge_means_reasons(struct world *w, const struct walk_case *c,
    const json_t *reasons)
{
	const json_t *r;
	size_t i;

	if (c == NULL || !is_minor(w, c->cs->answers))
		return;
	json_array_foreach(reasons, i, r)
		law_holds(w, LAW_MEANS, !str_eq(jx_text(json_object_get(r,
		    "fix"), "field"), "means") || !str_eq(jx_text(r, "code"),
		    "form_incomplete"), c,
		    "means are demanded of a person under 18");
}

/* ---- who may have which support ---- */

/* What the matrix says of a class, looked up here. */
static enum entitlement
matrix(const struct support *s, const char *class)
{
	size_t i;

	for (i = 0; i < s->n_entitled; i++)
		if (str_eq(s->entitled[i].class->code, class))
			return s->entitled[i].what;
	return ENTITLED_NO;
}

static bool
has_reason(const json_t *reasons, const char *code)
{
	const json_t *r;
	size_t i;

	json_array_foreach(reasons, i, r)
		if (str_eq(jx_text(r, "code"), code))
			return true;
	return false;
}

/* The first class whose test holds, tried one by one. */
static const char *
class_of(struct world *w, const struct walk_case *c, const json_t *answers)
{
	const struct regime *r = case_support_regime(c->cs, w->p);
	json_t *names = names_of(w->p, c->cs, answers, w->now);
	const char *found = NULL;
	size_t i;

	for (i = 0; i < r->n_class && found == NULL; i++) {
		const struct need test = { .expr = r->class[i].expr };
		struct err e = ERR_INIT;

		if (names_meet(w->p, names, &test, w->now, &e))
			found = r->class[i].code;
		err_done(&e);
	}
	json_decref(names);
	return found;
}

void
judge_entitled(struct world *w, const struct deed *d,
    const struct proposal *p)
{
	const struct walk_case *c = world_case(w, d->id);
	const char *code = jx_text(d->with, "support"), *class;
	const struct support *s = c == NULL || code == NULL ||
	    strcmp(d->command, "give_support") != 0 ? NULL :
	    case_support(c->cs, w->p, code);
	const json_t *given = json_object_get(d->with, "answers");
	bool done = json_array_size(p->reasons) == 0, no;
	json_t *all;

	if (s == NULL || (given != NULL && !json_is_object(given)))
		return;
	no = has_reason(p->reasons, "not_entitled");
	if (s->emergency) {
		law_holds(w, LAW_ENTITLED, !no, c, code);
		return;
	}
	if (s->n_entitled == 0 || (!done && !no))
		return;
	all = json_copy(c->cs->answers);
	if (given != NULL)
		json_object_update(all, (json_t *)(void *)given);
	class = class_of(w, c, all);
	law_holds(w, LAW_ENTITLED, class == NULL ? !no : no == (matrix(s,
	    class) == ENTITLED_NO), c, code);
	if (done && (class == NULL || matrix(s, class) != ENTITLED_YES))
		law_holds(w, LAW_ENTITLED, json_string_length(answer_value(
		    json_object_get(given, NAME_DELIVERY_DOCUMENT))) > 0, c,
		    "no document is named");
	json_decref(all);
}

void
judge_person(struct world *w, const struct walk_case *c)
{
	judge_links(w, c);
	if (chance_in(&w->chance, 8))
		judge_sight(w, c);
	if (chance_in(&w->chance, 4))
		judge_hidden(w, c);
	if (chance_in(&w->chance, 24)) {
		judge_score(w, c);
		judge_refused(w, c);
		judge_means(w, c);
	}
}
