/*
 * Who must act by when: the running clocks of the cases that this unit stands
 * to, by the unit they run for and by day.  It counts what opening each case
 * would show, and names nobody; cases of units below count from the moment
 * their superior is told of them.
 */
#include "core/door/queue.h"

#include "core/base/jx.h"
#include "core/calendar/calendar.h"
#include "core/case/row.h"

#include <stdlib.h>
#include <string.h>

#define DAYS_MOST 31

struct load {
	const char *unit;		/* borrowed from the procedure */
	int64_t late, later, no_term, paused, all;
	int64_t day[DAYS_MOST];
};

struct counting {
	struct session *s;
	day_t today;
	int days;
	struct load *load;
	size_t n, cap, cases;
	bool cut;
};

static struct load *
load_of(struct counting *c, const char *code)
{
	const struct unit *unit = code == NULL ? NULL :
	    procedure_unit(c->s->tn->procedure, code);

	if (unit == NULL)
		return NULL;
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->load[i].unit, unit->code) == 0)
			return &c->load[i];
	c->load = xgrow(c->load, c->n, &c->cap, sizeof(*c->load));
	memset(&c->load[c->n], 0, sizeof(*c->load));
	c->load[c->n].unit = unit->code;
	return &c->load[c->n++];
}

/* A clock without a term is counted as that, never put on a day. */
static void
count_clock(struct counting *c, const json_t *clock)
{
	struct load *load;
	when_t due = jx_int(clock, "due", WHEN_NONE);
	day_t ahead;

	if (!row_clock_is_running(clock) ||
	    (load = load_of(c, jx_text(clock, "unit"))) == NULL)
		return;
	load->all++;
	if (row_clock_stands(clock)) {
		load->paused++;
	} else if (due == WHEN_NONE) {
		load->no_term++;
	} else if (due < tn_now(c->s->tn)) {
		load->late++;
	} else {
		ahead = when_day(due, VN_OFFSET_MIN) - c->today;
		if (ahead < c->days)
			load->day[ahead > 0 ? ahead : 0]++;
		else
			load->later++;
	}
}

static void
count_case(void *arg, const struct work_hit *hit)
{
	struct counting *c = arg;
	const struct journal *j = c->s->tn->journal;
	json_t *row = j->row(j->ctx, hit->stream, NULL);
	const json_t *clock;
	size_t i;

	json_array_foreach(json_object_get(row, "clocks"), i, clock)
		count_clock(c, clock);
	json_decref(row);
}

static void
count_all(struct counting *c)
{
	struct work_query ours = { .unit = c->s->unit->code,
	    .relation = { "holder", "asked", "offered" }, .n_relation = 3,
	    .waiting = -1, .final = 0, .due_before = INT64_MAX };
	struct work_query below = { .unit = c->s->unit->code,
	    .relation = { "superior" }, .n_relation = 1, .waiting = -1,
	    .final = 0, .due_before = tn_now(c->s->tn),
	    .has_due_before = true };

	c->cut = queue_each(c->s, &ours, &c->cases, count_case, c);
	if (session_is_told(c->s) &&
	    queue_each(c->s, &below, &c->cases, count_case, c))
		c->cut = true;
}

/* ---- the answer ---- */

static void
add_load(struct load *sum, const struct load *one)
{
	sum->late += one->late;
	sum->later += one->later;
	sum->no_term += one->no_term;
	sum->paused += one->paused;
	sum->all += one->all;
	for (int i = 0; i < DAYS_MOST; i++)
		sum->day[i] += one->day[i];
}

static json_t *
load_json(const struct counting *c, const struct load *load)
{
	json_t *o = json_object(), *day = json_array();

	for (int i = 0; i < c->days; i++)
		json_array_append_new(day, json_integer(load->day[i]));
	json_object_set_new(o, "late", json_integer(load->late));
	json_object_set_new(o, "day", day);
	json_object_set_new(o, "later", json_integer(load->later));
	json_object_set_new(o, "no_term", json_integer(load->no_term));
	json_object_set_new(o, "paused", json_integer(load->paused));
	json_object_set_new(o, "all", json_integer(load->all));
	return o;
}

static int
by_late(const void *a, const void *b)
{
	const struct load *x = a, *y = b;

	if (x->late != y->late)
		return x->late > y->late ? -1 : 1;
	if (x->all != y->all)
		return x->all > y->all ? -1 : 1;
	return strcmp(x->unit, y->unit);
}

static void
put_units(struct counting *c, json_t *out)
{
	json_t *list = json_array();
	struct load sum = { 0 };

	if (c->n > 0)
		qsort(c->load, c->n, sizeof(*c->load), by_late);
	for (int own = 1; own >= 0; own--)
		for (size_t i = 0; i < c->n; i++) {
			json_t *o;

			if ((strcmp(c->load[i].unit, c->s->unit->code) == 0) !=
			    (own == 1))
				continue;
			o = load_json(c, &c->load[i]);
			json_object_set_new(o, "unit", unit_json(c->s->tn,
			    c->load[i].unit));
			json_object_set_new(o, "own", json_boolean(own));
			json_array_append_new(list, o);
			add_load(&sum, &c->load[i]);
		}
	json_object_set_new(out, "units", list);
	json_object_set_new(out, "total", load_json(c, &sum));
}

static void
put_days(const struct counting *c, json_t *out)
{
	const struct calendar *calendar = c->s->tn->procedure->calendar;
	json_t *list = json_array();

	for (int i = 0; i < c->days; i++) {
		day_t day = c->today + i;

		json_array_append_new(list, json_pack("{s:o,s:i,s:b}", "day",
		    date_json(day), "weekday", day_weekday(day), "rest", (int)day_kind_is_rest(
		    calendar_day(calendar, day, NULL))));
	}
	json_object_set_new(out, "days", list);
}

/*
 * {"ask":"workload","days"?} -> {"days":[{day weekday rest}], "units":[{unit own late
 * day:[n] later no_term paused all}], "total":{…}, "cases", "cut"}; own unit
 * first, then whoever is latest.  1 to 31 days from today, else 14.
 */
json_t *
ask_workload(struct session *s, const json_t *query)
{
	int64_t days = jx_int(query, "days", 14);
	struct counting c = { .s = s };
	json_t *o = json_object();

	c.days = days < 1 || days > DAYS_MOST ? 14 : (int)days;
	c.today = when_day(tn_now(s->tn), VN_OFFSET_MIN);
	count_all(&c);
	put_days(&c, o);
	put_units(&c, o);
	json_object_set_new(o, "cases", json_integer((json_int_t)c.cases));
	json_object_set_new(o, "cut", json_boolean(c.cut));
	free(c.load);
	return o;
}
