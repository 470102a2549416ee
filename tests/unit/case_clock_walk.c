/*
 * Random sequences of beginning, standing still, going on, extending and
 * ending clocks by real commands, against an independent and slow reckoning:
 * days are counted one by one, hours minute by minute.
 *
 * SEED=n repeats a run; ROUNDS=n makes more of them.
 */
#include "tests/unit/case_world.h"

#include "core/calendar/clock.h"
#include "core/case/clock_end.h"

#define MINUTE INT64_C(60000)
#define DAY (1440 * MINUTE)
#define PAUSES 64
#define CLOCKS 64
#define MORES 16

static uint64_t chance;

static size_t
below(size_t n)
{
	chance ^= chance << 13;
	chance ^= chance >> 7;
	chance ^= chance << 17;
	return (size_t)((chance >> 11) % n);
}

/* ---- the slow reckoning ---- */

enum slow_unit { HOURS, DAYS, WORKING, NONE };
struct part {
	int64_t n;
	enum slow_unit unit;
	int64_t until;		/* day since 1970; -1: by n */
	when_t at;
};
struct slow {
	const char *code;
	struct part first, more[MORES];
	size_t n_more;
	when_t started, stopped;	/* 0: runs */
	struct suspension pause[PAUSES];
	size_t n_pause;
	bool stands;
};

static int64_t
day_of(when_t t)
{
	return (t + 7 * 60 * MINUTE) / DAY;
}

static when_t
end_of(int64_t day)
{
	return (day + 1) * DAY - 7 * 60 * MINUTE - 1;
}

/* 1 January 1970 was a Thursday. */
static bool
is_rest(int64_t day)
{
	int64_t weekday = (day + 3) % 7;

	return weekday >= 5;
}

static bool
is_touched(const struct slow *c, int64_t day)
{
	when_t from = day * DAY - 7 * 60 * MINUTE;
	size_t i;

	for (i = 0; i < c->n_pause; i++)
		if (c->pause[i].from < c->pause[i].to &&
		    c->pause[i].from < from + DAY && c->pause[i].to > from)
			return true;
	return false;
}

static bool
is_paused(const struct slow *c, when_t t)
{
	size_t i;

	for (i = 0; i < c->n_pause; i++)
		if (c->pause[i].from <= t && t < c->pause[i].to)
			return true;
	return false;
}

static when_t
slow_days(const struct slow *c, when_t from, int64_t n, bool working)
{
	int64_t day = day_of(from);

	while (n > 0) {
		day++;
		if (!is_touched(c, day) && !(working && is_rest(day)))
			n--;
	}
	while (is_rest(day) || is_touched(c, day))
		day++;
	return end_of(day);
}

static when_t
slow_hours(const struct slow *c, when_t t, int64_t hours)
{
	int64_t left = hours * 60;

	while (left > 0 || is_paused(c, t)) {
		if (!is_paused(c, t))
			left--;
		t += MINUTE;
	}
	return t;
}

static when_t
slow_part(const struct slow *c, when_t from, const struct part *p)
{
	bool paused = false;
	size_t i;

	for (i = 0; p->until >= 0 && i < c->n_pause; i++)
		paused = paused || (c->pause[i].to > p->at &&
		    c->pause[i].from < c->pause[i].to);
	if (p->until >= 0)
		return paused ? slow_days(c, p->at, p->until - day_of(p->at),
		    false) : end_of(p->until);
	if (p->unit == NONE || from == WHEN_NONE)
		return WHEN_NONE;
	return p->unit == HOURS ? slow_hours(c, from, p->n) :
	    slow_days(c, from, p->n, p->unit == WORKING);
}

static when_t
slow_due(const struct slow *c)
{
	when_t due = slow_part(c, c->started, &c->first);
	size_t i;

	for (i = 0; i < c->n_more; i++)
		due = slow_part(c, due, &c->more[i]);
	return due;
}

/* ---- one round ---- */

struct round {
	struct small_world w;
	struct slow clock[CLOCKS];
	size_t n;
	bool open[2];		/* first, second */
	long compared, stood;
};

static const struct kind {
	const char *code, *begin, *end;
	struct part first, more;
	int times;
	struct part escalate;
} kind[] = {
	{ "hours", "begin_hours", "end_hours", { 48, HOURS, -1, 0 },
	    { 24, HOURS, -1, 0 }, 2, { 12, HOURS, -1, 0 } },
	{ "days", "begin_days", "end_days", { 10, DAYS, -1, 0 },
	    { 3, DAYS, -1, 0 }, 1000, { 2, DAYS, -1, 0 } },
	{ "work", "begin_work", "end_work", { 5, WORKING, -1, 0 },
	    { 2, WORKING, -1, 0 }, 1000, { 1, WORKING, -1, 0 } },
	{ "unread", "begin_unread", NULL, { 0, NONE, -1, 0 },
	    { 0, NONE, 0, 0 }, 2, { 12, HOURS, -1, 0 } },
};

static const struct kind *
kind_of(const char *code)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(kind); i++)
		if (strcmp(kind[i].code, code) == 0)
			return &kind[i];
	return NULL;
}

static bool
do_(struct round *r, const char *who, const char *unit, const char *command,
    char *text)
{
	char *got = world_do(&r->w, who, "officer", unit, command,
	    world_json(text));
	bool done = strcmp(got, "done") == 0;

	if (strcmp(got, "cannot follow") == 0) {
		printf("# %s %s cannot follow\n", command, text);
		t_bad++;
	}
	free(got);
	free(text);
	return done;
}

static void
set_pauses(struct round *r)
{
	bool stand = r->open[0] || r->open[1];
	size_t i;

	for (i = 0; i < r->n; i++) {
		struct slow *c = &r->clock[i];

		if (c->stopped != 0 || c->stands == stand)
			continue;
		if (stand)
			c->pause[c->n_pause++] =
			    (struct suspension){ r->w.now, INT64_MAX };
		else
			c->pause[c->n_pause - 1].to = r->w.now;
		c->stands = stand;
	}
}

static void
begin_one(struct round *r, const struct kind *k)
{
	T_CHECK(do_(r, "an", "post1", "take_step", xasprintf(
	    "{'step':'%s'}", k->begin)));
	r->clock[r->n++] = (struct slow){ .code = k->code, .first = k->first,
	    .started = r->w.now };
	set_pauses(r);
}

static void
end_some(struct round *r, const struct kind *k, bool one)
{
	size_t i;

	if (k->end == NULL || (one && strcmp(k->code, "days") != 0))
		return;
	T_CHECK(do_(r, "an", "post1", "take_step", xasprintf("{'step':'%s'}",
	    one ? "end_one_days" : k->end)));
	for (i = 0; i < r->n; i++) {
		struct slow *c = &r->clock[i];

		if (strcmp(c->code, k->code) != 0 || c->stopped != 0)
			continue;
		c->stopped = r->w.now;
		if (c->stands)
			c->pause[c->n_pause - 1].to = r->w.now;
		c->stands = false;
		if (one)
			return;
	}
}

static void
ask_or_answer(struct round *r, size_t i)
{
	static const char *const code[] = { "first", "second" };
	static const char *const unit[] = { "office1", "office2" };
	bool done;

	if (!r->open[i])
		done = do_(r, "an", "post1", "send_request", xasprintf(
		    "{'request':'%s','to':'%s','why':'x','answers':{"
		    "'wanted_by':'2027-03-20'}}", code[i], unit[i]));
	else if (below(2) == 0)
		done = do_(r, "an", "post1", "withdraw_request", xasprintf(
		    "{'request':'%s','why':'x'}", code[i]));
	else
		done = do_(r, "oanh", unit[i], "answer_request", xasprintf(
		    "{'request':'%s','answers':{'known':'yes'}}", code[i]));
	T_CHECK(done);
	r->open[i] = !r->open[i];
	set_pauses(r);
}

/* The oldest that runs; must be refused exactly when it may not be. */
static void
extend_one(struct round *r, const struct kind *k)
{
	struct slow *c = NULL;
	struct part by = k->more;
	when_t due;
	char date[11] = "";
	bool may;
	size_t i;

	for (i = 0; i < r->n && c == NULL; i++)
		if (strcmp(r->clock[i].code, k->code) == 0 &&
		    r->clock[i].stopped == 0)
			c = &r->clock[i];
	if (by.until >= 0) {
		by.until = day_of(r->w.now) + (int64_t)below(20);
		day_format((day_t)by.until, date);
	}
	due = c == NULL || c->stands ? WHEN_NONE : slow_due(c);
	may = c != NULL && !c->stands && c->n_more < (size_t)k->times &&
	    c->n_more < MORES && (by.until < 0 || due == WHEN_NONE ||
	    end_of(by.until) > due);
	if (c != NULL && c->n_more == MORES)
		return;
	T_CHECK(do_(r, "an", "post1", "extend_clock", xasprintf("{'clock':"
	    "'%s','why':'x','document':'d'%s%s%s}", k->code, date[0] != '\0' ?
	    ",'until':'" : "", date, date[0] != '\0' ? "'" : "")) == may);
	if (!may)
		return;
	by.at = r->w.now;
	c->more[c->n_more++] = by;
}

/* How long past its end, minute by minute, leaving out where it stood. */
static int64_t
slow_late(const struct slow *c, when_t due, when_t now)
{
	int64_t late = 0;
	when_t t;

	/* Ends lie on whole minutes, or one millisecond before. */
	for (t = due + due % MINUTE % 2; t < now; t += MINUTE)
		late += !is_paused(c, t) ? MINUTE : 0;
	return due == WHEN_NONE ? 0 : late;
}

static void
compare(struct round *r, const struct slow *c, const json_t *clock)
{
	const struct kind *k = kind_of(c->code);
	when_t due = slow_due(c), told;
	struct suspension *pause;
	int64_t late, want;
	size_t n;

	r->compared++;
	told = slow_part(c, due, &k->escalate);
	T_INT(jx_int(clock, "due", WHEN_NONE), due);
	T_INT(jx_int(clock, "escalate", WHEN_NONE), due == WHEN_NONE ?
	    WHEN_NONE : told);
	/* Never late for a time for which it stood still. */
	pause = clock_pauses(clock, r->w.now, &n);
	late = clock_late_by(jx_int(clock, "due", WHEN_NONE), r->w.now, pause,
	    n);
	want = due == WHEN_NONE || due >= r->w.now ? 0 :
	    slow_late(c, due, r->w.now);
	T_CHECK(late - want <= MINUTE && want - late <= MINUTE);
	free(pause);
}

static void
judge(struct round *r)
{
	size_t i, seen[ARRAY_LEN(kind)] = { 0 };
	when_t nearest = INT64_MAX;
	struct work_row work = { .due = 0 };

	for (i = 0; i < r->n; i++) {
		const struct slow *c = &r->clock[i];
		const struct kind *k = kind_of(c->code);
		const json_t *clock = world_clock(&r->w, c->code,
		    seen[k - kind]++);

		T_CHECK(clock != NULL);
		if (clock == NULL)
			return;
		T_CHECK(row_clock_is_running(clock) == (c->stopped == 0));
		T_CHECK(row_clock_stands(clock) == c->stands);
		if (c->stopped != 0)
			continue;
		/* No clock runs while it is suspended. */
		T_CHECK(c->stands == (r->open[0] || r->open[1]));
		r->stood += c->stands;
		if (c->stands) {
			T_CHECK(json_object_get(clock, "due") == NULL &&
			    json_object_get(clock, "escalate") == NULL);
			continue;
		}
		compare(r, c, clock);
		if (slow_due(c) != WHEN_NONE &&
		    slow_part(c, slow_due(c), &k->escalate) < nearest)
			nearest = slow_part(c, slow_due(c), &k->escalate);
	}
	T_CHECK(world_work(&r->w, "command1", &work));
	T_INT(work.due, nearest);
}

static void
one_round(struct round *r)
{
	size_t i, what;

	memset(r->clock, 0, sizeof(r->clock));
	r->n = 0;
	r->open[0] = r->open[1] = false;
	world_begin(&r->w, NULL);
	for (i = 0; i < 40 && t_bad == 0; i++) {
		const struct kind *k = &kind[below(ARRAY_LEN(kind))];

		r->w.now += (when_t)(1 + below(below(3) == 0 ? 6000 : 600)) *
		    MINUTE;
		what = below(12);
		if (what < 3 && r->n < CLOCKS)
			begin_one(r, k);
		else if (what < 8)
			ask_or_answer(r, below(2));
		else if (what < 11)
			extend_one(r, k);
		else
			end_some(r, k, below(2) == 0);
		judge(r);
	}
	world_end(&r->w);
}

static void
test_random(void)
{
	const char *given = getenv("SEED"), *often = getenv("ROUNDS");
	long rounds = often != NULL ? strtol(often, NULL, 10) : 200, i;
	struct round r = { .compared = 0 };

	chance = given != NULL ? strtoull(given, NULL, 10) : 20260302;
	printf("# seed %" PRIu64 "\n", chance);
	chance = chance != 0 ? chance : 1;
	for (i = 0; i < rounds && t_bad == 0; i++)
		one_round(&r);
	printf("# %ld rounds, %ld ends compared, %ld times standing still\n",
	    i, r.compared, r.stood);
	T_CHECK(r.compared > rounds && r.stood > rounds);
}

int
main(void)
{
	T_RUN(test_random);
	return t_done();
}
