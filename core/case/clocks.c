/* Clocks that a step, a request or an act begins and ends. */
#include "core/case/decide.h"

#include "core/base/jx.h"
#include "core/case/clock_end.h"
#include "core/case/row.h"
#include "core/form/answers.h"

#include <string.h>

/*
 * The end of the day that a form asked for; false when none was asked.  A day
 * that has passed was asked for at another time: nothing waits for it now.
 */
static bool
asked_day(const struct clock_kind *kind, const json_t *answers, when_t now,
    when_t *due)
{
	const char *text;
	day_t day;

	if (kind->asked == NULL)
		return false;
	text = json_string_value(
	    answer_value(json_object_get(answers, kind->asked)));
	if (text == NULL || !day_parse(text, &day) ||
	    day < when_day(now, VN_OFFSET_MIN))
		return false;
	*due = when_from_day(day + 1, VN_OFFSET_MIN, 0) - 1;
	return true;
}

/*
 * Where a term is known it counts, as it holds in the province of the unit
 * whose clock it is; an unset one is never replaced by a number.  A day asked
 * for by the officer is shown as that and no more.
 */
static void
put_term(struct deciding *d, const struct clock_kind *kind,
    const json_t *answers, const char *unit, json_t *clock)
{
	const struct unit *u = procedure_unit(d->procedure, unit);
	const struct basis *basis;
	const char *by = "none";
	enum term_unit term_unit;
	when_t due = WHEN_NONE;
	int64_t n;

	if (kind->term != NULL &&
	    term_unit_parse(kind->term->unit, &term_unit) &&
	    legal_value_in(kind->term, u == NULL ? NULL : u->province,
	    when_day(d->now, VN_OFFSET_MIN), &n, &basis)) {
		by = "term";
		json_object_set_new(clock, "term", json_integer(n));
		json_object_set_new(clock, "term_unit",
		    json_string(kind->term->unit));
	} else if (asked_day(kind, answers, d->now, &due)) {
		by = "asked";
		json_object_set_new(clock, "due", json_integer(due));
	}
	json_object_set_new(clock, "by", json_string(by));
}

static json_t *
start_clock(struct deciding *d, const struct clock_kind *kind,
    const json_t *answers, const char *addressee)
{
	const char *unit = kind->whose == CLOCK_OF_ADDRESSEE &&
	    addressee != NULL ? addressee : d->actor->unit->code;
	json_t *clock = json_object();
	struct clock_end end;

	json_object_set_new(clock, "code", json_string(kind->code));
	json_object_set_new(clock, "unit", json_string(unit));
	put_term(d, kind, answers, unit, clock);
	json_object_set_new(clock, "started", json_integer(d->now));
	clock_end_of(d->procedure->calendar, kind, clock, d->now, &end);
	json_object_del(clock, "started");
	/* An end that no calendar reaches is none. */
	if (end.due == WHEN_NONE && json_object_del(clock, "term") == 0) {
		json_object_del(clock, "term_unit");
		json_object_set_new(clock, "by", json_string("none"));
	}
	clock_end_put(&end, clock);
	return clock;
}

static json_t *
change_list(json_t *facts, const char *key)
{
	json_t *clocks = json_object_get(facts, "clocks"), *list;

	if (clocks == NULL) {
		clocks = json_object();
		json_object_set_new(facts, "clocks", clocks);
	}
	list = json_object_get(clocks, key);
	if (list == NULL) {
		list = json_array();
		json_object_set_new(clocks, key, list);
	}
	return list;
}

void
propose_clocks(struct deciding *d, json_t *facts,
    const struct clock_kind **start, size_t n_start,
    const struct clock_kind **stop, size_t n_stop,
    const json_t *answers, const char *addressee)
{
	json_t *starts, *stops;
	size_t i;

	if (n_start == 0 && n_stop == 0)
		return;
	starts = change_list(facts, "start");
	stops = change_list(facts, "stop");
	for (i = 0; i < n_start; i++)
		json_array_append_new(starts,
		    start_clock(d, start[i], answers, addressee));
	for (i = 0; i < n_stop; i++)
		json_array_append_new(stops, json_string(stop[i]->code));
}

void
propose_stop_one(json_t *facts, const struct clock_kind **kind, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		json_array_append_new(change_list(facts, "stop_one"),
		    json_string(kind[i]->code));
}

/* ---- what follows of itself from an event: standing still, custody ---- */

json_t *
row_so_far(struct deciding *d, const struct case_state *cs,
    const char *kind, json_t *facts)
{
	json_t *row = json_incref(cs->row), *next;
	size_t i;

	for (i = 0; row != NULL && i <= d->out->n_event; i++) {
		const struct proposed_event *p =
		    i < d->out->n_event ? &d->out->event[i] : NULL;
		struct event ev = {
			.stream = cs->id, .at = d->now,
			.epoch = p != NULL ? p->epoch :
			    jx_int(row, "epoch", 0),
			.kind = (char *)(void *)(p != NULL ? p->kind : kind),
			.facts = p != NULL ? p->facts : facts,
			.unit = d->actor->unit->code,
			.actor = (char *)(void *)d->actor->officer,
			.op_id = (char *)(void *)"",
		};

		if ((p != NULL && strcmp(p->stream, cs->id) != 0) ||
		    ev.kind == NULL)
			continue;
		next = case_projector.fold(row, &ev);
		if (next == NULL && p == NULL) {
			/* an event that moves custody is of the next epoch */
			ev.epoch++;
			next = case_projector.fold(row, &ev);
		}
		json_decref(row);
		row = next;
	}
	return row;
}

static bool
must_stand(const json_t *row, const struct clock_kind *kind,
    const json_t *clock)
{
	size_t i;

	if (str_eq(jx_text(clock, "by"), "asked"))
		return false;
	for (i = 0; i < kind->n_suspend; i++)
		if (row_open_request(row, kind->suspend[i]->code, NULL) != NULL)
			return true;
	return false;
}

static void
go_on(struct deciding *d, const struct clock_kind *kind, size_t i,
    const json_t *clock, json_t *facts)
{
	json_t *item = json_object();
	struct clock_end end;

	clock_end_of(d->procedure->calendar, kind, clock, d->now, &end);
	json_object_set_new(item, "code", json_string(kind->code));
	json_object_set_new(item, "i", json_integer((json_int_t)i));
	clock_end_put(&end, item);
	json_array_append_new(change_list(facts, "resume"), item);
}

/* Each code once: the fold stops all of its clocks that can stand still. */
static void
stand_still(const struct clock_kind *kind, json_t *facts)
{
	json_t *list = change_list(facts, "suspend");
	const json_t *item;
	size_t i;

	json_array_foreach(list, i, item)
		if (str_eq(json_string_value(item), kind->code))
			return;
	json_array_append_new(list, json_string(kind->code));
}

static void
propose_pauses(struct deciding *d, const json_t *row, json_t *facts)
{
	const struct regime *regime = procedure_regime(d->procedure,
	    jx_text(row, "regime"));
	const json_t *clock;
	size_t i;

	json_array_foreach(json_object_get(row, "clocks"), i, clock) {
		const struct clock_kind *kind = regime == NULL ? NULL :
		    regime_clock(regime, jx_text(clock, "code"));
		bool stand;

		if (!row_clock_is_running(clock))
			continue;
		/* A kind that forms/ no longer has suspends nothing. */
		if (kind == NULL)
			continue;
		stand = must_stand(row, kind, clock);
		if (stand && !row_clock_stands(clock))
			stand_still(kind, facts);
		else if (!stand && row_clock_stands(clock))
			go_on(d, kind, i, clock, facts);
	}
}

void
propose_superior(struct deciding *d, json_t *facts, const char *case_id,
    const struct unit *holder)
{
	const struct unit *superior = holder == NULL ? NULL :
	    unit_superior(d->procedure, holder);

	/* One that is gone is told nothing; who went on with its work is. */
	if (superior != NULL && unit_has_ended(d, superior))
		superior = unit_successor(d, superior);
	if (superior == NULL || superior == holder ||
	    !d->source->has_unit(d->source->ctx, superior->code))
		return;
	json_object_set_new(facts, "superior", json_string(superior->code));
	if (superior != d->actor->unit)
		propose_key(d, case_id, superior->code, false);
}

/*
 * Custody moves: running clocks of the old holder run on for the new one,
 * and another unit may have to be told of lateness from now on.
 */
static void
propose_custody(struct deciding *d, const struct case_state *cs,
    const json_t *before, const json_t *after, json_t *facts)
{
	const char *old = jx_text(before, "holder");
	const char *new = jx_text(after, "holder");
	json_t *pass;

	if (str_eq(old, new))
		return;
	pass = json_object();
	json_object_set_new(pass, "from", json_string(old));
	json_object_set_new(pass, "to", json_string(new));
	(void)change_list(facts, "stop");
	json_object_set_new(json_object_get(facts, "clocks"), "pass", pass);
	propose_superior(d, facts, cs->id, procedure_unit(d->procedure, new));
}

/* Events after which requests, custody or the running clocks are others. */
static bool
may_change_clocks(const char *kind)
{
	static const char *const changes[] = {
		"step_taken", "request_sent", "request_answered",
		"request_withdrawn", "offered", "offer_withdrawn",
		"offer_refused", "accepted", "regime_moved", "succeeded",
		"taken_over",
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(changes); i++)
		if (strcmp(kind, changes[i]) == 0)
			return true;
	return false;
}

/* The old superior keeps the key only when it stands to the case otherwise. */
static void
leave_superior(struct deciding *d, const struct case_state *cs,
    const char *superior, const char *kind, json_t *facts)
{
	json_t *row = row_so_far(d, cs, kind, facts);

	if (row != NULL && row_relation(row, superior) == NULL)
		propose_key(d, cs->id, superior, true);
	json_decref(row);
}

void
propose_standing(struct deciding *d, const struct case_state *cs,
    const char *kind, json_t *facts)
{
	json_t *before, *after;
	const char *superior;

	if (!may_change_clocks(kind))
		return;
	before = row_so_far(d, cs, NULL, NULL);
	after = before == NULL ? NULL : row_so_far(d, cs, kind, facts);
	/* What cannot follow is refused by the store, not here. */
	if (after != NULL) {
		propose_pauses(d, after, facts);
		propose_custody(d, cs, before, after, facts);
		superior = jx_text(before, "superior");
		if (superior != NULL && !str_eq(superior,
		    jx_text(facts, "superior")) && !str_eq(jx_text(before,
		    "holder"), jx_text(after, "holder")))
			leave_superior(d, cs, superior, kind, facts);
	}
	json_decref(after);
	json_decref(before);
}
