/* What the workstation costs: bytes, times, memory, silence. */
#include "tests/bench/pty.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define IDLE 10000
#define ENTER "\r"
#define PAGE_DOWN "\033[6~"

static bool
sign_in(struct pty *s)
{
	return pty_type(s, "an") && pty_type(s, ENTER) &&
	    pty_type(s, HOUSE_SECRET) && pty_type(s, ENTER);
}

/* ---- what is measured ---- */

struct size {
	const char *term;
	int rows, cols;
	bool anchor;		/* the targets were set for it */
};

static const struct size sizes[] = {
	{ "xterm-256color", 24, 80, true },
	{ "xterm-256color", 50, 200, true },
	{ "linux", 24, 80, true },
	{ "linux", 50, 200, true },
	{ "vt100", 24, 80, false },
	{ "vt100", 50, 200, false },
	{ "vt220", 24, 80, false },
	{ "screen", 24, 80, false },
	{ "tmux", 24, 80, false },
	{ "tmux", 50, 200, false },
};

static void
report_bytes(struct bench *b, const struct size *z, const char *what,
    double bytes, double target)
{
	char name[96];

	snprintf(name, sizeof(name), "%s %dx%d: %s", z->term, z->rows,
	    z->cols, what);
	report_row(b->report, (struct row){ .what = name, .got = bytes,
	    .unit = "B", .target = target,
	    .want = z->anchor && target >= 0 ? WANT_MOST : WANT_NOTHING });
}

/* A key typed so many times: p50 of its bytes, and of its time. */
static bool
press(struct pty *s, const char *keys, int n, double *bytes, double *ms)
{
	struct samples size = SAMPLES_INIT, took = SAMPLES_INIT;
	bool ok = true;
	int i;

	for (i = 0; ok && i < n; i++) {
		double start = now_ms();

		ok = pty_type(s, keys);
		samples_add(&took, now_ms() - start);
		samples_add(&size, (double)s->bytes);
	}
	*bytes = samples_at(&size, 0.5);
	*ms = samples_at(&took, 0.5);
	samples_done(&size);
	samples_done(&took);
	return ok;
}

/* A wait of so many ms in which nothing is typed. */
static void
rest(struct pty *s, int ms)
{
	double until = now_ms() + ms;

	s->bytes = s->waits = 0;
	while (!s->ended && now_ms() < until)
		(void)pty_take(s, (int)(until - now_ms()) + 1);
}

static void
report_memory(struct bench *b, const struct pty *s, const char *where,
    const char *when)
{
	static const struct { const char *field, *what; double most; } m[] = {
		{ "VmRSS", "memory, idle", 12 },
		{ "RssAnon", "of it its own,", -1 },
		{ "VmHWM", "most memory until", -1 },
	};
	char name[96];
	size_t i;

	for (i = 0; i < ARRAY_LEN(m); i++) {
		snprintf(name, sizeof(name), "%s %s, %s", m[i].what, when,
		    where);
		report_row(b->report, (struct row){ .what = name,
		    .got = (double)pty_status(s, m[i].field) / 1024,
		    .unit = "MiB", .target = m[i].most,
		    .want = m[i].most > 0 ? WANT_MOST : WANT_NOTHING });
	}
}

static void
measure_idle(struct bench *b, struct pty *s, const struct size *z)
{
	static const char field[] = "voluntary_ctxt_switches";
	long before;

	/* Going to sleep after the last key is a switch, but no wake-up. */
	rest(s, IDLE / 10);
	before = pty_status(s, field);
	rest(s, IDLE);
	report_bytes(b, z, "idle for 10 s", (double)s->bytes, 0);
	report_row(b->report, (struct row){ .what =
	    "wake-ups while idle for 10 s", .got =
	    (double)(pty_status(s, field) - before), .unit = "",
	    .want = WANT_MOST, .target = 0 });
}

static void
report_time(struct bench *b, const char *what, const char *where, double ms,
    double target)
{
	char name[96];

	snprintf(name, sizeof(name), "%s, key to painted, %s", what, where);
	report_row(b->report, (struct row){ .what = name, .got = ms,
	    .unit = "ms", .want = WANT_MOST, .target = target });
}

/* The queue of what the unit holds: the first on the home screen. */
static bool
measure_queue(struct bench *b, struct pty *s, const struct size *z,
    double *ours)
{
	bool large = z->rows > 24;
	double bytes, ms;

	if (!pty_type(s, ENTER))
		return false;
	ours[ACT_FIRST] = (double)s->bytes;
	report_bytes(b, z, "queue opened", ours[ACT_FIRST],
	    large ? 5120 : 2560);
	if (!press(s, pty_down(s), 12, &bytes, &ms))
		return false;
	report_bytes(b, z, "cursor down, p50", bytes, 120);
	ours[ACT_DOWN] = bytes;
	if (!pty_type(s, PAGE_DOWN))
		return false;
	ours[ACT_PAGE] = (double)s->bytes;
	if (!press(s, PAGE_DOWN, 4, &bytes, &ms))
		return false;
	report_bytes(b, z, "page down, p50", bytes, large ? -1 : 1434);
	if (!pty_type(s, "\033[H") || !press(s, pty_down(s), z->rows,
	    &bytes, &ms) || !press(s, pty_down(s), 9, &bytes, &ms))
		return false;
	report_bytes(b, z, "scrolled by a line, p50", bytes, 268);
	if (!pty_type(s, ENTER))
		return false;
	ours[ACT_OPEN] = (double)s->bytes;
	report_bytes(b, z, "a case opened", ours[ACT_OPEN],
	    large ? 5120 : 2560);
	return true;
}

/* The same keys by the clock; the store says how large the queue is. */
static bool
measure_times(struct bench *b, struct pty *s, const char *where)
{
	double start, bytes, ms = 0;
	bool ok = pty_settle(s) && sign_in(s);

	if (ok) {
		rest(s, IDLE / 10);
		report_memory(b, s, where, "home");
	}
	start = now_ms();
	ok = ok && pty_type(s, ENTER);
	report_time(b, "queue opened", where, now_ms() - start, 50);
	ok = ok && press(s, pty_down(s), 12, &bytes, &ms);
	report_time(b, "cursor down, p50", where, ms, 5);
	ok = ok && press(s, PAGE_DOWN, 40, &bytes, &ms);
	report_time(b, "page down, p50", where, ms, 50);
	if (ok)
		report_memory(b, s, where, "after 40 pages");
	return ok;
}

static bool
measure_size(struct bench *b, struct pty *s, const struct size *z,
    double *ours)
{
	bool large = z->rows > 24;
	double bytes, ms;

	if (!pty_settle(s))
		return false;
	report_bytes(b, z, "first screen", (double)s->bytes,
	    large ? 5120 : 2560);
	if (!press(s, "a", 10, &bytes, &ms))
		return false;
	report_bytes(b, z, "a typed letter, p50", bytes, 40);
	ours[ACT_LETTER] = bytes;
	if (!press(s, "\177", 10, &bytes, &ms) || !sign_in(s))
		return false;
	report_bytes(b, z, "home", (double)s->bytes, large ? 5120 : 2560);
	if (!measure_queue(b, s, z, ours))
		return false;
	if (z == sizes)
		measure_idle(b, s, z);
	return true;
}

/* Every start follows the kill -9 of the one before. */
static bool
measure_start(struct bench *b, const char *where, int n)
{
	struct samples first = SAMPLES_INIT, waits = SAMPLES_INIT;
	struct samples usable = SAMPLES_INIT;
	struct pty s;
	bool ok = true;
	char name[96];
	int i;

	for (i = 0; ok && i < n; i++) {
		double begin = now_ms();

		/* The screen stands before forms/ is read; then it waits. */
		ok = pty_start(&s, b, sizes->term, 24, 80) && pty_settle(&s);
		samples_add(&first, s.came - begin);
		samples_add(&waits, now_ms() - begin);
		ok = ok && sign_in(&s);
		samples_add(&usable, now_ms() - begin);
		pty_cut(&s);
	}
	snprintf(name, sizeof(name), "start to the sign-in screen, %s, p50",
	    where);
	report_row(b->report, (struct row){ .what = name,
	    .got = samples_at(&first, 0.5), .unit = "ms",
	    .want = WANT_MOST, .target = 30 });
	snprintf(name, sizeof(name), "start to forms/ read, %s, p50", where);
	report_row(b->report, (struct row){ .what = name,
	    .got = samples_at(&waits, 0.5), .unit = "ms" });
	snprintf(name, sizeof(name), "kill -9 to usable, %s, max", where);
	report_row(b->report, (struct row){ .what = name,
	    .got = samples_at(&usable, 1), .unit = "ms",
	    .want = WANT_MOST, .target = 2000 });
	samples_done(&first);
	samples_done(&waits);
	samples_done(&usable);
	return ok;
}

static bool
measure_where(struct bench *b, const char *where, int starts)
{
	struct pty s;
	bool ok;

	if (!measure_start(b, where, starts)) {
		report_failed(b->report, "the workstation",
		    "it does not come to the home screen");
		return false;
	}
	ok = pty_start(&s, b, sizes->term, 24, 80) &&
	    measure_times(b, &s, where);
	pty_cut(&s);
	if (!ok)
		report_failed(b->report, "the workstation",
		    "it ended or fell silent");
	return ok;
}

/*
 * On a slow line each act costs at most what the thriftiest program costs
 * for the same (style 6): mg a cursor key, less a first screen.  A page costs
 * what its letters cost.
 */
static void
measure_slow(struct bench *b, const struct size *z, double *ours)
{
	struct pty s = { .pid = -1, .master = -1, .sync = -1 };
	bool large = z->rows > 24;
	double bytes = 0, ms;
	bool ok = house_settle(b->house, true) &&
	    pty_start(&s, b, z->term, z->rows, z->cols) && pty_settle(&s);

	if (ok)
		report_bytes(b, z, "first screen, slow line",
		    (double)s.bytes, large ? 1221 : 597);
	ok = ok && press(&s, "a", 10, &bytes, &ms);
	if (ok)
		report_bytes(b, z, "a typed letter, slow line", bytes, 2);
	ours[ACT_LETTER] = bytes;
	ok = ok && press(&s, "\177", 10, &bytes, &ms) && sign_in(&s) &&
	    pty_type(&s, ENTER);
	ours[ACT_FIRST] = (double)s.bytes;
	ok = ok && press(&s, pty_down(&s), 12, &bytes, &ms);
	ours[ACT_DOWN] = bytes;
	if (ok)
		report_bytes(b, z, "cursor down, slow line", bytes, 16);
	ok = ok && pty_type(&s, PAGE_DOWN);
	ours[ACT_PAGE] = (double)s.bytes;
	ok = ok && press(&s, PAGE_DOWN, 4, &bytes, &ms);
	if (ok)
		report_bytes(b, z, "page down, slow line", bytes,
		    large ? -1 : 1434);
	ok = ok && pty_type(&s, "\033[H") && pty_type(&s, ENTER);
	ours[ACT_OPEN] = (double)s.bytes;
	if (ok)
		report_bytes(b, z, "a case opened, slow line",
		    (double)s.bytes, large ? 5120 : 2560);
	if (!ok)
		report_failed(b->report, "a slow line", "no queue came");
	pty_cut(&s);
	(void)house_settle(b->house, false);
}

void
bench_screen(struct bench *b)
{
	struct acts ours[ARRAY_LEN(sizes)] = { 0 };
	struct pty s;
	size_t i;
	bool ok;

	if (access(b->program, X_OK) != 0) {
		report_failed(b->report, "the workstation", b->program);
		return;
	}
	if (!measure_where(b, "small store", 10))
		return;
	for (i = 0; i < ARRAY_LEN(sizes); i++) {
		ok = pty_start(&s, b, sizes[i].term, sizes[i].rows,
		    sizes[i].cols) && measure_size(b, &s, &sizes[i],
		    ours[i].fast);
		pty_cut(&s);
		if (!ok)
			report_failed(b->report, sizes[i].term,
			    "the workstation ended or fell silent");
	}
	for (i = 0; i < ARRAY_LEN(sizes); i++)
		measure_slow(b, &sizes[i], ours[i].slow);
	for (i = 0; i < 2; i++)
		bench_anchors(b, sizes[i].rows, sizes[i].cols, &ours[i]);
}

void
bench_large_screen(struct bench *b)
{
	if (access(b->program, X_OK) == 0)
		(void)measure_where(b, "large store", 5);
}
