/* What one event may do, by the row before and after it. */
#include "tests/walk/walk.h"

#include <stdlib.h>
#include <string.h>

/* Nothing takes a case from a unit but an answer, two people, or a law. */
static void
judge_taken(struct world *w, const struct walk_case *c, const json_t *before,
    const json_t *after, const char *kind)
{
	bool moved = before != NULL && !str_eq(jx_text(before, "holder"),
	    jx_text(after, "holder"));
	bool may = strcmp(kind, "accepted") == 0 || strcmp(kind,
	    "taken_over") == 0 || strcmp(kind, "succeeded") == 0;

	law_holds(w, LAW_TAKEN, !moved || may, c, kind);
	law_holds(w, LAW_TAKEN, before == NULL || jx_int(after, "epoch", 0) ==
	    jx_int(before, "epoch", 0) + (may ? 1 : 0), c, "the epoch");
}

static void
judge_final(struct world *w, const struct walk_case *c, const json_t *before,
    const json_t *after, const char *kind, const struct step *step)
{
	bool left = !str_eq(jx_text(before, "state"), jx_text(after,
	    "state")) || !jx_bool(after, "final", false);

	if (!jx_bool(before, "final", false))
		return;
	/* Another law may call the same end by another name. */
	if (strcmp(kind, "regime_moved") == 0)
		left = !jx_bool(after, "final", false);
	law_holds(w, LAW_FINAL, !left || (strcmp(kind, "step_taken") == 0 &&
	    step != NULL && step->reopens), c, kind);
}

/* A step beside the path leaves where the case stands as it was. */
static void
judge_beside(struct world *w, const struct walk_case *c, const json_t *before,
    const json_t *after)
{
	static const char *const kept[] = {
		"path", "regime", "state", "final", "holder", "epoch",
		"offer", "opened", "superior", "reopened", "act", "takeover"
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(kept); i++) {
		const json_t *a = json_object_get(before, kept[i]);
		const json_t *b = json_object_get(after, kept[i]);

		law_holds(w, LAW_TRACK, a == b || json_equal(a, b), c,
		    kept[i]);
	}
}

void
judge_event(struct world *w, const struct walk_case *c, const json_t *before,
    const json_t *after, const struct event *ev)
{
	const struct path *track = NULL;
	const struct step *step = NULL;

	if (before != NULL && strcmp(ev->kind, "step_taken") == 0)
		step = told_step(&c->told, jx_text(ev->facts, "step"),
		    &track);
	judge_taken(w, c, before, after, ev->kind);
	if (before != NULL)
		judge_final(w, c, before, after, ev->kind,
		    track == NULL ? step : NULL);
	if (track != NULL)
		judge_beside(w, c, before, after);
}

/* ---- coordination ---- */

static void
begin_together(struct walk_act *act, const struct event *ev)
{
	act->lead = xstrdup(ev->unit);
	act->invited = json_deep_copy(json_object_get(ev->facts, "invited"));
	act->tasks = json_object();
	act->foreign = jx_bool(ev->facts, "foreign", false);
}

static bool
is_invited(const struct walk_act *act, const char *unit)
{
	const json_t *item;
	size_t i;

	json_array_foreach(act->invited, i, item)
		if (str_eq(json_string_value(item), unit))
			return true;
	return false;
}

static bool
may_record(const struct walk_act *act, const struct event *ev, bool leads)
{
	const char *what = jx_text(ev->facts, "what");

	if (str_eq(what, "answer"))
		return leads ? act->foreign : is_invited(act, ev->unit);
	return leads || (str_eq(what, "note") && is_invited(act, ev->unit));
}

void
judge_together(struct world *w, struct walk_act *act, const struct event *ev)
{
	const char *task = jx_text(ev->facts, "task");
	bool leads, ok;

	if (strcmp(ev->kind, "coordination_opened") == 0) {
		begin_together(act, ev);
		return;
	}
	if (act->lead == NULL)
		return;
	leads = str_eq(ev->unit, act->lead);
	if (strcmp(ev->kind, "coordination_recorded") == 0)
		ok = may_record(act, ev, leads);
	else if (strcmp(ev->kind, "task_reported") == 0)
		ok = task != NULL && str_eq(jx_text(act->tasks, task),
		    ev->unit);
	else if (strcmp(ev->kind, "task_set") == 0)
		ok = leads && (str_eq(jx_text(ev->facts, "unit"),
		    act->lead) || is_invited(act, jx_text(ev->facts,
		    "unit")));
	else
		ok = leads;
	law_holds(w, LAW_TOGETHER, ok && !act->closed, NULL, ev->kind);
	if (strcmp(ev->kind, "task_set") == 0 && task != NULL)
		json_object_set(act->tasks, task,
		    json_object_get(ev->facts, "unit"));
	act->closed = strcmp(ev->kind, "coordination_closed") == 0;
}
