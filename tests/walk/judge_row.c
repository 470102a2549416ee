/* What must hold of a row: custody, clocks, work rows, keys. */
#include "tests/walk/walk.h"

#include <inttypes.h>
#include <string.h>

static void
judge_custody(struct world *w, const struct walk_case *c)
{
	const json_t *row = c->cs->row;
	const char *holder = jx_text(row, "holder");
	const struct state *state = walk_state(c);
	const json_t *offer = json_object_get(row, "offer");

	law_holds(w, LAW_HOLDER, str_eq(holder, c->told.holder) &&
	    procedure_unit(w->p, holder) != NULL &&
	    json_object_get(w->units, holder) != NULL, c, holder);
	law_holds(w, LAW_EPOCH, jx_int(row, "epoch", 0) == c->told.epoch, c,
	    "row");
	law_holds(w, LAW_STATE, state != NULL &&
	    str_eq(jx_text(row, "state"), c->told.state) &&
	    jx_bool(row, "final", !state->final) == state->final, c,
	    jx_text(row, "state"));
	law_holds(w, LAW_CUSTODY, str_eq(jx_text(offer, "to"),
	    c->told.offer_to) && (offer == NULL || str_eq(jx_text(offer,
	    "act"), c->told.offer_act)), c, "the offer in the row");
}

/* Does the number of running clocks of each kind agree with the events? */
static void
judge_running(struct world *w, const struct walk_case *c)
{
	const json_t *clock;
	const char *code;
	json_t *n;
	size_t i;

	json_object_foreach(c->told.running, code, n) {
		json_int_t run = 0;

		json_array_foreach(json_object_get(c->cs->row, "clocks"), i,
		    clock)
			run += str_eq(jx_text(clock, "code"), code) &&
			    json_object_get(clock, "stopped") == NULL;
		law_holds(w, LAW_CLOCKS, run == json_integer_value(n), c,
		    code);
		law_holds(w, LAW_CLOCKS,
		    row_clock_runs(c->cs->row, code) == (run > 0), c, code);
	}
}

/* A clock keeps the kind of the regime it began in. */
static const struct clock_kind *
find_clock(const struct world *w, const struct walk_case *c,
    const char *code)
{
	const struct clock_kind *kind = code == NULL ? NULL :
	    regime_clock(c->told.path->regime, code);
	size_t i;

	for (i = 0; code != NULL && kind == NULL && i < w->p->n_regime; i++)
		kind = regime_clock(&w->p->regime[i], code);
	return kind;
}

static void
judge_clock(struct world *w, const struct walk_case *c, const json_t *clock)
{
	const char *code = jx_text(clock, "code");
	const struct clock_kind *kind = find_clock(w, c, code);
	int64_t started = jx_int(clock, "started", INT64_MAX);

	law_holds(w, LAW_CLOCKS, kind != NULL && started <= w->now &&
	    jx_int(clock, "stopped", started) >= started &&
	    jx_int(clock, "due", INT64_MAX) >= started &&
	    procedure_unit(w->p, jx_text(clock, "unit")) != NULL, c, code);
	if (kind == NULL || json_object_get(clock, "stopped") != NULL)
		return;
	if (c->told.final)
		tally_odd(w, c, "the clock %s runs on a closed case", code);
	law_holds(w, LAW_CLOCKS, kind->whose != CLOCK_OF_HOLDER ||
	    str_eq(jx_text(clock, "unit"), c->told.holder), c,
	    "the holder's clock runs for a former holder");
}

/* Does one of the questions wait for which a kind of clock stands still? */
static bool
waits_for(const struct walk_case *c, const struct clock_kind *kind)
{
	const json_t *r;
	size_t i, k;

	for (i = 0; i < kind->n_suspend; i++)
		json_array_foreach(c->told.open, k, r)
			if (str_eq(jx_text(r, "code"), kind->suspend[i]->code))
				return true;
	return false;
}

/* No clock runs while it is suspended; a day asked for is no term. */
static void
judge_standing(struct world *w, const struct walk_case *c,
    const json_t *clock)
{
	const char *code = jx_text(clock, "code");
	const struct clock_kind *kind = code == NULL ? NULL :
	    regime_clock(c->told.path->regime, code);
	bool stands = json_object_get(clock, "suspended") != NULL;

	law_holds(w, LAW_CLOCKS, stands == (kind != NULL &&
	    json_object_get(clock, "stopped") == NULL &&
	    !str_eq(jx_text(clock, "by"), "asked") && waits_for(c, kind)), c,
	    "a clock that stands still, or should");
	law_holds(w, LAW_CLOCKS, !stands ||
	    (json_object_get(clock, "due") == NULL &&
	    json_object_get(clock, "escalate") == NULL), c,
	    "a due moment of a clock that stands still");
	if (stands)
		tally(w, "stands", code);
}

/*
 * What a clock began with never changes, but by what the events say: its
 * unit with custody, its end with a pause or an extension.
 */
static void
judge_started(struct world *w, const struct walk_case *c)
{
	static const char *const later[] = {
		"suspended", "pauses", "extended", "more"
	};
	static const char *const end[] = { "due", "escalate", "certain" };
	json_t *now = json_deep_copy(json_object_get(c->cs->row, "clocks"));
	json_t *then = json_deep_copy(c->told.started), *clock;
	size_t i, k;

	json_array_foreach(now, i, clock) {
		bool moved = false;

		judge_standing(w, c, clock);
		for (k = 0; k < ARRAY_LEN(later); k++) {
			moved = moved || json_object_get(clock, later[k]) !=
			    NULL;
			json_object_del(clock, later[k]);
		}
		for (k = 0; moved && k < ARRAY_LEN(end); k++) {
			json_object_del(clock, end[k]);
			json_object_del(json_array_get(then, i), end[k]);
		}
	}
	law_holds(w, LAW_UNSET, json_equal(now, then), c,
	    "a clock is not what it began as");
	json_decref(then);
	json_decref(now);
}

/* An offer's own clock runs exactly as long as the offer does. */
static void
judge_offer_clock(struct world *w, const struct walk_case *c)
{
	law_holds(w, LAW_CLOCKS, row_clock_runs(c->cs->row,
	    "handover_answer") == (c->told.offer_to != NULL), c,
	    "the clock of an offer");
}

/* Does something else than the sending of a request start its clock? */
static bool
starts_elsewhere(const struct path *path, const struct clock_kind *kind)
{
	size_t i, k;

	for (i = 0; i < path->n_entry_start; i++)
		if (path->entry_start[i] == kind)
			return true;
	for (i = 0; i < path->n_step; i++)
		for (k = 0; k < path->step[i].n_start; k++)
			if (path->step[i].start[k] == kind)
				return true;
	return false;
}

/* A question that waits has a running clock; an answered one has none. */
static void
judge_request_clocks(struct world *w, const struct walk_case *c)
{
	const struct regime *r = c->told.path->regime;
	const json_t *open;
	size_t i, k;

	for (i = 0; i < r->n_request; i++) {
		bool waits = false, runs;

		if (r->request[i].clock == NULL)
			continue;
		json_array_foreach(c->told.open, k, open)
			waits = waits || str_eq(jx_text(open, "code"),
			    r->request[i].code);
		runs = row_clock_runs(c->cs->row, r->request[i].clock->code);
		law_holds(w, LAW_CLOCKS, waits || !runs || starts_elsewhere(
		    c->told.path, r->request[i].clock), c,
		    "a clock runs for a request that was answered");
		if (waits && !runs && !c->told.final)
			tally_odd(w, c, "in %s the request %s waits without "
			    "a clock", c->told.state, r->request[i].code);
	}
}

/* Applications that wait for a decision, and clocks that count for them. */
static void
judge_applications(struct world *w, const struct walk_case *c)
{
	int64_t wait = jx_int(c->told.papers, "support_application", 0) -
	    jx_int(c->told.papers, "support_decision_paper", 0);
	int64_t run = jx_int(c->told.running, "support_decision", 0);

	if (wait > run && !c->told.final)
		tally_odd(w, c, "an application waits without its clock");
	if (wait < 0)
		tally_odd(w, c, "more decisions than applications");
}

static bool
is_asked(const struct told *t, const char *unit)
{
	const json_t *r;
	size_t i;

	json_array_foreach(t->open, i, r)
		if (str_eq(jx_text(r, "to"), unit))
			return true;
	return false;
}

/* How a unit should stand to the case, by the events alone. */
static const char *
stands(const struct told *t, const char *unit)
{
	if (str_eq(unit, t->holder))
		return "holder";
	if (str_eq(unit, t->offer_to))
		return "offered";
	if (is_asked(t, unit))
		return "asked";
	if (str_eq(unit, t->superior))
		return "superior";
	return json_object_get(t->former, unit) != NULL ? "former" : NULL;
}

/* Would it still have the case if the offer to it ended? */
static bool
keeps(const struct told *t, const char *unit)
{
	return str_eq(unit, t->holder) || is_asked(t, unit) ||
	    str_eq(unit, t->superior) ||
	    json_object_get(t->former, unit) != NULL;
}

static int64_t
nearest(const json_t *row)
{
	int64_t due = INT64_MAX;
	const json_t *clock;
	size_t i;

	json_array_foreach(json_object_get(row, "clocks"), i, clock)
		if (json_object_get(clock, "stopped") == NULL &&
		    jx_int(clock, "due", INT64_MAX) < due)
			due = jx_int(clock, "due", INT64_MAX);
	return due;
}

static void
judge_work(struct world *w, const struct walk_case *c)
{
	struct work_row out[WORK_ROWS_MAX];
	size_t n = case_projector.work(c->cs->row, out), i, k;
	int holders = 0, offered = 0;

	for (i = 0; i < n; i++) {
		bool holds = strcmp(out[i].relation, "holder") == 0;

		holders += holds;
		offered += strcmp(out[i].relation, "offered") == 0;
		law_holds(w, LAW_WORK, str_eq(out[i].relation,
		    stands(&c->told, out[i].unit)) && out[i].final ==
		    c->told.final && str_eq(out[i].state, c->told.state), c,
		    out[i].unit);
		for (k = 0; k < i; k++)
			law_holds(w, LAW_WORK, strcmp(out[k].unit,
			    out[i].unit) != 0, c, "a unit stands twice");
		if (holds)
			law_holds(w, LAW_WORK, out[i].due ==
			    nearest(c->cs->row) && out[i].waiting ==
			    (c->told.offer_to != NULL ||
			    json_array_size(c->told.open) > 0), c,
			    "the holder's row");
	}
	law_holds(w, LAW_WORK, holders == 1 && offered <= 1 &&
	    (c->told.offer_to == NULL || offered == 1), c, "how many rows");
	law_holds(w, LAW_WORK, n == WORK_ROWS_MAX ||
	    n == json_object_size(c->keys), c, "a row for each key");
}

static void
judge_keys(struct world *w, const struct walk_case *c)
{
	const char *unit;
	json_t *value;
	size_t i;

	json_object_foreach(c->keys, unit, value)
		law_holds(w, LAW_KEYS, stands(&c->told, unit) != NULL, c,
		    unit);
	for (i = 0; i < w->p->n_unit; i++) {
		unit = w->p->unit[i].code;
		if (stands(&c->told, unit) != NULL)
			law_holds(w, LAW_KEYS, json_object_get(c->keys,
			    unit) != NULL && row_keeps(c->cs->row, unit) ==
			    keeps(&c->told, unit), c, unit);
	}
}

void
judge_row(struct world *w, struct walk_case *c)
{
	const json_t *clock;
	size_t i;

	judge_custody(w, c);
	json_array_foreach(json_object_get(c->cs->row, "clocks"), i, clock)
		judge_clock(w, c, clock);
	judge_started(w, c);
	judge_running(w, c);
	judge_offer_clock(w, c);
	judge_request_clocks(w, c);
	judge_applications(w, c);
	judge_work(w, c);
	judge_keys(w, c);
}
