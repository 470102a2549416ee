/*
 * Time that does not count: a clock stands still exactly while a question
 * is open that its kind names, and nobody is late for that time.  Pauses are
 * kept here from the questions alone, ends counted again day by day.
 */
#include "tests/walk/walk.h"

#include <string.h>

#define HOUR_MS ((int64_t)3600 * 1000)

static bool
names_open(const struct told *t, const struct clock_kind *kind)
{
	const json_t *r;
	size_t i, k;

	for (i = 0; i < kind->n_suspend; i++)
		json_array_foreach(t->open, k, r)
			if (str_eq(jx_text(r, "code"), kind->suspend[i]->code))
				return true;
	return false;
}

static bool
should_stand(const struct told *t, const json_t *clock)
{
	const char *code = jx_text(clock, "code");
	const struct clock_kind *kind = code == NULL ? NULL :
	    regime_clock(t->path->regime, code);

	return kind != NULL && json_object_get(clock, "stopped") == NULL &&
	    !str_eq(jx_text(clock, "by"), "asked") && names_open(t, kind);
}

/* After every event: pauses begin and end with it. */
void
told_pauses(struct told *t, when_t at)
{
	const json_t *clock;
	json_t *list, *last;
	size_t i, n;
	bool open;

	json_array_foreach(t->started, i, clock) {
		if (json_array_size(t->pauses) <= i)
			json_array_append_new(t->pauses, json_array());
		list = json_array_get(t->pauses, i);
		n = json_array_size(list);
		last = json_array_get(list, n - 1);
		open = n > 0 && json_array_size(last) == 1;
		if (should_stand(t, clock) && !open) {
			last = json_array();
			json_array_append_new(last, json_integer(at));
			json_array_append_new(list, last);
		} else if (open && !should_stand(t, clock)) {
			json_array_append_new(last, json_integer(at));
		}
	}
}

/* Milliseconds of [from, to) that were paused. */
static int64_t
paused_in(const json_t *pauses, when_t from, when_t to)
{
	const json_t *p;
	int64_t sum = 0;
	size_t i;

	json_array_foreach(pauses, i, p) {
		when_t a = json_integer_value(json_array_get(p, 0));
		when_t b = json_array_size(p) < 2 ? to :
		    json_integer_value(json_array_get(p, 1));

		a = a < from ? from : a;
		b = b > to ? to : b;
		sum += b > a ? b - a : 0;
	}
	return sum;
}

/* Is any moment of the day paused? */
static bool
day_stands(const json_t *pauses, day_t day)
{
	when_t from = when_from_day(day, VN_OFFSET_MIN, 0);

	return paused_in(pauses, from, when_from_day(day + 1, VN_OFFSET_MIN,
	    0)) > 0;
}

/* The end of a term, one day after the other. */
static when_t
slow_end(const struct world *w, const json_t *clock, const json_t *pauses)
{
	int64_t n = jx_int(clock, "term", -1), counted = 0;
	const char *unit = jx_text(clock, "term_unit");
	when_t from = jx_int(clock, "started", 0), due;
	day_t day = when_day(from, VN_OFFSET_MIN);
	bool work = str_eq(unit, "working_days"), rest;
	int i;

	if (str_eq(unit, "hours")) {
		due = from + n * HOUR_MS;
		for (i = 0; i < 100; i++)
			due = from + n * HOUR_MS + paused_in(pauses, from, due);
		return due;
	}
	if ((!work && !str_eq(unit, "calendar_days")) || n <= 0 || n > 3000)
		return WHEN_NONE;
	while (counted < n) {
		day++;
		rest = work && day_kind_is_rest(calendar_day(w->p->calendar,
		    day, NULL));
		counted += !rest && !day_stands(pauses, day);
	}
	while (day_kind_is_rest(calendar_day(w->p->calendar, day, NULL)) ||
	    day_stands(pauses, day))
		day++;
	return when_from_day(day + 1, VN_OFFSET_MIN, 0) - 1;
}

static bool
same_pauses(const json_t *row, const json_t *told)
{
	const json_t *p, *q;
	size_t i, k = 0;

	json_array_foreach(told, i, p) {
		if (json_array_size(p) < 2 || json_equal(json_array_get(p, 0),
		    json_array_get(p, 1)))
			continue;
		while (k < json_array_size(row) && json_equal(json_array_get(
		    json_array_get(row, k), 0), json_array_get(
		    json_array_get(row, k), 1)))
			k++;
		q = json_array_get(row, k++);
		if (!json_equal(p, q))
			return false;
	}
	return true;
}

static void
judge_one(struct world *w, const struct walk_case *c, const json_t *clock,
    const json_t *pauses)
{
	const json_t *last = json_array_get(pauses,
	    json_array_size(pauses) - 1);
	bool stands = last != NULL && json_array_size(last) == 1;
	when_t due = jx_int(clock, "due", WHEN_NONE), slow;

	law_holds(w, LAW_STANDING, stands ==
	    (json_object_get(clock, "suspended") != NULL) &&
	    (!stands || jx_int(clock, "suspended", 0) ==
	    json_integer_value(json_array_get(last, 0))), c,
	    jx_text(clock, "code"));
	law_holds(w, LAW_STANDING, !stands || (due == WHEN_NONE &&
	    json_object_get(clock, "escalate") == NULL), c,
	    "a moment of a clock that stands still");
	law_holds(w, LAW_STANDING, same_pauses(json_object_get(clock,
	    "pauses"), pauses), c, "its pauses");
	if (stands || json_object_get(clock, "stopped") != NULL ||
	    !str_eq(jx_text(clock, "by"), "term") ||
	    json_object_get(clock, "more") != NULL || due == WHEN_NONE)
		return;
	slow = slow_end(w, clock, pauses);
	law_holds(w, LAW_LATE, slow == WHEN_NONE || slow == due, c,
	    jx_text(clock, "code"));
}

/* In the list: the nearest end of what runs, and of nothing that stands. */
static void
judge_list(struct world *w, const struct walk_case *c)
{
	struct work_row out[WORK_ROWS_MAX];
	size_t n = case_projector.work(c->cs->row, out), i, k;
	const json_t *clock;

	for (i = 0; i < n; i++) {
		bool there = out[i].due == INT64_MAX;

		json_array_foreach(json_object_get(c->cs->row, "clocks"), k,
		    clock) {
			const json_t *list = json_array_get(c->told.pauses, k);
			const json_t *last = json_array_get(list,
			    json_array_size(list) - 1);
			const char *key = strcmp(out[i].relation,
			    "superior") == 0 ? "escalate" : "due";

			there = there || ((last == NULL ||
			    json_array_size(last) == 2) &&
			    json_object_get(clock, "stopped") == NULL &&
			    jx_int(clock, key, -1) == out[i].due);
		}
		law_holds(w, LAW_STANDING, there, c, out[i].relation);
	}
}

void
judge_time(struct world *w, const struct walk_case *c)
{
	const json_t *clocks = json_object_get(c->cs->row, "clocks"), *clock;
	size_t i;

	law_holds(w, LAW_STANDING, json_array_size(clocks) ==
	    json_array_size(c->told.pauses), c, "how many clocks");
	json_array_foreach(clocks, i, clock)
		judge_one(w, c, clock, json_array_get(c->told.pauses, i));
	judge_list(w, c);
}
