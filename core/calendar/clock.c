#include "core/calendar/clock.h"

#include "core/calendar/data.h"

#include <stdio.h>
#include <stdlib.h>

#define MS_PER_HOUR INT64_C(3600000)
#define REASONS_MAX 16
#define LAST_YEAR 9999

/* A walk over days, from the day after the event to the last one. */
struct walk {
	const struct calendar *cal;
	const struct suspension *list;	/* merged */
	size_t n;
	size_t at;		/* the first suspension not wholly past */
	day_t day;		/* where the walk stands */
	day_t limit;		/* the last day that can be computed */
	int year;		/* the last year asked about, 0 at first */
	bool open;		/* stands in a suspension without end */
	struct deadline *out;
};

void
deadline_done(struct deadline *d)
{
	findings_done(&d->reasons);
	free(d->day);
	*d = (struct deadline)DEADLINE_INIT;
}

static when_t
day_start(day_t day)
{
	return when_from_day(day, VN_OFFSET_MIN, 0);
}

/* Art 148(6): a day ends at 24:00; this is the last moment before it. */
static when_t
day_end(day_t day)
{
	return day_start(day) + 24 * MS_PER_HOUR - 1;
}

static void
list_day(struct deadline *out, day_t day, bool counted, enum count_why why,
    const struct text *name)
{
	out->n_counted += counted;
	if (out->n >= COUNTED_MAX) {
		out->n_unlisted++;
		return;
	}
	out->day = xgrow(out->day, out->n, &out->cap, sizeof(*out->day));
	out->day[out->n++] = (struct counted_day){ day, counted, why, name };
}

static bool
is_listed(const struct findings *f, enum err_code code, const char *arg)
{
	size_t i;

	for (i = 0; i < f->n; i++) {
		if (f->item[i].code == code && str_eq(f->item[i].arg[0], arg))
			return true;
	}
	return false;
}

/* Adds a reason once; where there are many the last one tells how far. */
static void
doubt(struct deadline *out, int year, enum err_code code, const char *arg)
{
	struct findings *f = &out->reasons;
	char last[16];

	out->certain = false;
	if (is_listed(f, code, arg))
		return;
	if (f->n < REASONS_MAX || code == ERR_UNSURE_OPEN) {
		findings_add(f, NULL, 0, 0, code, arg, NULL);
		return;
	}
	snprintf(last, sizeof(last), "%d", year);
	if (f->n == REASONS_MAX)
		findings_add(f, NULL, 0, 0, ERR_UNSURE_MORE, last, NULL);
	else
		err_set(&f->item[REASONS_MAX], ERR_UNSURE_MORE, last, NULL);
}

/* Asks the calendar about a day, and notes how sure the answer is. */
static enum day_kind
consult(struct walk *w, day_t day, const struct text **name)
{
	int year = civil_from_day(day).year;
	enum day_kind kind = calendar_day(w->cal, day, name);
	char shown[16];

	if (year != w->year) {
		enum year_status status = calendar_year_status(w->cal, year);

		w->year = year;
		snprintf(shown, sizeof(shown), "%d", year);
		if (!year_status_is_certain(status))
			doubt(w->out, year, status == YEAR_FROM_MEMORY ?
			    ERR_UNSURE_FROM_MEMORY : ERR_UNSURE_UNPUBLISHED,
			    shown);
	}
	if (kind == DAY_UNCLEAR) {
		day_format(day, shown);
		doubt(w->out, year, ERR_UNSURE_DAY, shown);
	}
	return kind;
}

/* Whether any part of a day is suspended.  Days must come in order. */
static bool
is_suspended(struct walk *w, day_t day)
{
	while (w->at < w->n && w->list[w->at].to <= day_start(day))
		w->at++;
	if (w->at == w->n || w->list[w->at].from > day_end(day))
		return false;
	w->open = w->list[w->at].to == SUSPENSION_OPEN;
	return true;
}

static enum count_why
why_of_kind(enum day_kind kind)
{
	switch (kind) {
	case DAY_WORKING:
		return COUNT_WORKING_DAY;
	case DAY_COMPENSATORY_WORK:
		return COUNT_COMPENSATORY_WORK;
	case DAY_UNCLEAR:
		return COUNT_UNCLEAR;
	case DAY_WEEKLY_REST:
		return COUNT_WEEKLY_REST;
	case DAY_HOLIDAY:
		return COUNT_HOLIDAY;
	case DAY_COMPENSATORY_REST:
		return COUNT_COMPENSATORY_REST;
	}
	BUG("no such kind of day");
}

/* Steps on to the next day; false at the end of the computable years. */
static bool
step(struct walk *w)
{
	if (w->day >= w->limit)
		return false;
	w->day++;
	return true;
}

/* What the day where the walk stands is for a count of working days. */
static enum count_why
judge(struct walk *w, const struct text **name)
{
	*name = NULL;
	if (is_suspended(w, w->day))
		return COUNT_SUSPENDED;
	return why_of_kind(consult(w, w->day, name));
}

static bool
is_worked(enum count_why why)
{
	return why == COUNT_WORKING_DAY || why == COUNT_COMPENSATORY_WORK ||
	    why == COUNT_UNCLEAR;
}

/* Counts n days, each of which must be a working day if `working`. */
static bool
count_days(struct walk *w, int64_t n, bool working)
{
	while (n > 0) {
		const struct text *name = NULL;
		enum count_why why;
		bool counted;

		if (!step(w))
			return false;
		if (working)
			why = judge(w, &name);
		else
			why = is_suspended(w, w->day) ? COUNT_SUSPENDED :
			    COUNT_DAY;
		if (w->open)
			return true;
		counted = why == COUNT_DAY || is_worked(why);
		list_day(w->out, w->day, counted, why, name);
		n -= counted;
	}
	return true;
}

/*
 * Civil Code 91/2015/QH13 Art 148(5): a term whose last day is a rest day
 * ends with the next working day; here also not with a suspended one.
 */
static bool
carry(struct walk *w)
{
	const struct text *name;
	enum count_why why = judge(w, &name);

	while (!is_worked(why) && !w->open) {
		if (!step(w))
			return false;
		why = judge(w, &name);
		if (!w->open)
			list_day(w->out, w->day, false,
			    is_worked(why) ? COUNT_CARRIED : why, name);
	}
	return true;
}

/* Art 148(3): the day of the same number, or the last one of that month. */
static bool
add_months(day_t from, int64_t n, day_t *out)
{
	struct civil c = civil_from_day(from);
	int64_t month = (int64_t)c.year * 12 + (c.month - 1) + n;

	c.year = (int)(month / 12);
	c.month = (int)(month % 12) + 1;
	if (c.year > LAST_YEAR)
		return false;
	while (!civil_valid(c))
		c.day--;
	*out = day_from_civil(c);
	return true;
}

static bool
compute_days(struct walk *w, struct term term)
{
	bool working = term.unit == TERM_WORKING_DAYS;
	day_t last;

	list_day(w->out, w->day, false, COUNT_START, NULL);
	if (term.unit == TERM_MONTHS) {
		/* In days, so that what is suspended is added at the end. */
		if (!add_months(w->day, term.n, &last))
			return false;
		term.n = last - w->day;
	}
	if (!count_days(w, term.n, working))
		return false;
	if (!w->open && (!working || term.n == 0) && !carry(w))
		return false;
	if (!w->open)
		w->out->due = day_end(w->day);
	return true;
}

/* Lists the days that hours ran through, for people to look at. */
static void
list_hours(struct walk *w, when_t from, when_t due)
{
	/* Hours that end at 00:00 took nothing of the day that begins. */
	day_t last = when_day(due > from ? due - 1 : due, VN_OFFSET_MIN);

	for (; w->day <= last; w->day++) {
		when_t a = day_start(w->day), b = day_end(w->day) + 1;
		const struct suspension *s;

		a = from > a ? from : a;
		b = due < b ? due : b;
		while (w->at < w->n && w->list[w->at].to <= a)
			w->at++;
		s = w->at < w->n ? &w->list[w->at] : NULL;
		if (s == NULL || s->from >= b)
			list_day(w->out, w->day, true, COUNT_DAY, NULL);
		else if (s->from > a || s->to < b)
			list_day(w->out, w->day, true, COUNT_PARTLY_SUSPENDED,
			    NULL);
		else
			list_day(w->out, w->day, false, COUNT_SUSPENDED, NULL);
	}
}

/*
 * Hours run from the moment itself (Art 147(1)).  An end that meets the
 * beginning of a suspension waits for its end, so that no clock is late
 * while it is suspended.
 */
static bool
compute_hours(struct walk *w, when_t from, int64_t hours)
{
	when_t due = from + hours * MS_PER_HOUR;
	size_t i;

	for (i = 0; i < w->n && w->list[i].from <= due; i++) {
		const struct suspension *s = &w->list[i];

		if (s->to <= from)
			continue;
		if (s->to == SUSPENSION_OPEN) {
			w->open = true;
			list_day(w->out, w->day, false, COUNT_START, NULL);
			return true;
		}
		/* The end cannot come before the end of the suspension. */
		if (s->to > day_end(w->limit))
			return false;
		due += s->to - (s->from > from ? s->from : from);
	}
	if (due > day_end(w->limit))
		return false;
	w->out->due = due;
	list_hours(w, from, due);
	return true;
}

/* Computes onto what `out` already lists. */
static bool
compute(const struct calendar *cal, when_t from, struct term term,
    const struct suspension *list, size_t n, struct deadline *out,
    struct err *e)
{
	const day_t first = day_from_civil((struct civil){ 1, 1, 1 });
	struct walk w = { .cal = cal, .out = out };
	struct suspension *merged;
	bool ok;

	w.limit = day_from_civil((struct civil){ LAST_YEAR, 12, 31 });
	w.day = when_day(from, VN_OFFSET_MIN);
	if (w.day < first || w.day > w.limit || term.n < 0 ||
	    term.n > TERM_MAX)
		return err_set(e, ERR_DEADLINE_RANGE, NULL);
	merged = suspension_merge(list, n, &w.n);
	w.list = merged;
	out->due = WHEN_NONE;
	ok = term.unit == TERM_HOURS ? compute_hours(&w, from, term.n) :
	    compute_days(&w, term);
	if (ok && w.open)
		doubt(out, 0, ERR_UNSURE_OPEN, NULL);
	free(merged);
	return ok || err_set(e, ERR_DEADLINE_RANGE, NULL);
}

bool
deadline_compute(const struct calendar *cal, when_t from, struct term term,
    const struct suspension *list, size_t n, struct deadline *out,
    struct err *e)
{
	deadline_done(out);
	return compute(cal, from, term, list, n, out, e);
}

bool
deadline_extend(const struct calendar *cal, struct term more,
    const struct suspension *list, size_t n, struct deadline *d,
    struct err *e)
{
	if (d->due == WHEN_NONE)
		return true;
	return compute(cal, d->due, more, list, n, d, e);
}

const char *
count_why_name(enum count_why why)
{
	static const char *const NAME[] = {
		[COUNT_START] = "start",
		[COUNT_DAY] = "day",
		[COUNT_WORKING_DAY] = "working_day",
		[COUNT_COMPENSATORY_WORK] = "compensatory_work",
		[COUNT_UNCLEAR] = "unclear",
		[COUNT_WEEKLY_REST] = "weekly_rest",
		[COUNT_HOLIDAY] = "holiday",
		[COUNT_COMPENSATORY_REST] = "compensatory_rest",
		[COUNT_SUSPENDED] = "suspended",
		[COUNT_PARTLY_SUSPENDED] = "partly_suspended",
		[COUNT_CARRIED] = "carried",
	};

	return NAME[why];
}
