/*
 * The store process: one officer, fifty, two hundred; every two seconds and
 * without pause; on the disk as it is and on slower ones (scale.md 2.4, P-1
 * to P-3, P-9).
 */
#include "tests/bench/crowd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define APPEND (40 << 10)
#define APPENDS 20		/* before, between and behind the pieces */

struct disk {
	int slow_ms;
	/* ms: append + fdatasync in the minute of a load, p50, and slow_ms */
	double sync;
};

static void
name_row(char out[80], int n, int pause, const struct disk *d,
    const char *what)
{
	char disk[24] = "";

	if (d->slow_ms > 0)
		snprintf(disk, sizeof(disk), ", +%d ms", d->slow_ms);
	snprintf(out, 80, "served: %d, %s%s, %s", n, pause > 0 ?
	    "each 2 s" : "no pause", disk, what);
}

/* The targets of P-1 to P-3, where this load has one. */
static void
report_run(struct bench *b, int n, int pause, const struct disk *d,
    struct crowd_run *r)
{
	double rate = (double)r->saves.n / r->seconds, raw = 1000 / d->sync;
	const char *base = d->slow_ms > 0 ?
	    "append + fdatasync + added, p50" :
	    "append 40 KiB + fdatasync, p50";
	char name[80];
	bool one = n == 1 && pause == 0 && d->slow_ms == 0;

	name_row(name, n, pause, d, "p50");
	report_row(b->report, (struct row){ .what = name,
	    .got = samples_at(&r->saves, 0.5), .unit = "ms", .base = d->sync,
	    .base_name = base, .want = one ? WANT_RATIO : WANT_NOTHING,
	    .target = 1.5 });
	name_row(name, n, pause, d, "p99");
	report_row(b->report, (struct row){ .what = name,
	    .got = samples_at(&r->saves, 0.99), .unit = "ms",
	    .base = d->sync, .base_name = base, .want = one ? WANT_RATIO :
	    n == 50 && pause > 0 ? WANT_MOST : WANT_NOTHING,
	    .target = one ? 8 : 5 * d->sync + 50 });
	if (pause == 0) {
		name_row(name, n, pause, d, "saves");
		report_row(b->report, (struct row){ .what = name,
		    .got = rate, .unit = "/s", .base = raw,
		    .base_name = "raw syncs/s", .want = n == 50 &&
		    d->slow_ms <= 10 ? WANT_LEAST : WANT_NOTHING,
		    .target = d->slow_ms == 0 ? 0.8 * raw : 10 * raw });
	}
	if (r->looks.n > 0) {
		name_row(name, n, pause, d, "home, p99");
		report_row(b->report, (struct row){ .what = name,
		    .got = samples_at(&r->looks, 0.99), .unit = "ms" });
	}
	if (r->refused > 0)
		report_failed(b->report, "served saves", "some were refused");
}

static void
take_samples(struct samples *to, struct samples *from)
{
	size_t i;

	for (i = 0; i < from->n; i++)
		samples_add(to, from->value[i]);
	samples_done(from);
}

/*
 * A load and the disk in turn, piece by piece, so that both meet the same
 * minute: what else runs on a machine moves its syncs by far more than what
 * is measured here.
 */
static bool
measure_pieces(struct bench *b, struct crowd *c, int n, int pause,
    double seconds, struct disk *d, const json_t *cases,
    struct crowd_run *all)
{
	struct samples appends = SAMPLES_INIT;
	struct crowd_run piece;
	int pieces = pause == 0 ? 8 : 1, i, k;
	bool ok = true;

	memset(all, 0, sizeof(*all));
	for (i = 0; ok && i <= pieces; i++) {
		for (k = 0; k < APPENDS; k++)
			samples_add(&appends, raw_append(b->raw, APPEND));
		if (i == pieces)
			break;
		ok = crowd_save(c, n, pause, seconds / pieces, cases, &piece);
		take_samples(&all->saves, &piece.saves);
		take_samples(&all->looks, &piece.looks);
		all->refused += piece.refused;
		all->seconds += piece.seconds;
	}
	d->sync = samples_at(&appends, 0.5) + d->slow_ms;
	samples_done(&appends);
	return ok;
}

static void
measure_load(struct bench *b, struct crowd *c, struct disk *d,
    const json_t *cases)
{
	static const int count[] = { 1, 50, 200 };
	struct crowd_run r;
	size_t i;
	int pause;

	for (i = 0; i < ARRAY_LEN(count); i++)
		for (pause = 0; pause <= 2000; pause += 2000) {
			double seconds = pause == 0 ? 2 : 6;

			if (!measure_pieces(b, c, count[i], pause,
			    b->small ? seconds / 2 : seconds, d, cases, &r))
				report_failed(b->report, "served saves",
				    "the line broke");
			else
				report_run(b, count[i], pause, d, &r);
			samples_done(&r.saves);
			samples_done(&r.looks);
		}
}

static void
report_memory(struct bench *b, const struct crowd_store *st, long before,
    int n)
{
	long after = crowd_memory(st->pid, "VmRSS");

	report_row(b->report, (struct row){ .what =
	    "served: the store process, before anybody", .got =
	    (double)before / 1024, .unit = "MiB", .want = WANT_MOST,
	    .target = 64 });
	report_row(b->report, (struct row){ .what =
	    "served: the same, after all of this", .got =
	    (double)after / 1024, .unit = "MiB", .want = WANT_MOST,
	    .target = 64 });
	report_row(b->report, (struct row){ .what =
	    "served: for each officer signed in there", .got =
	    (double)(after - before) / n, .unit = "KiB" });
}

/* The index of persons: what it costs the first of a unit, and the next. */
static void
report_search(struct bench *b, struct crowd *c, const struct crowd_store *st)
{
	static const char *const who[] = { "the first", "the second",
	    "the third" };
	char name[80];
	int i;

	for (i = 0; i < 3; i++) {
		long before = crowd_memory(st->pid, "VmRSS");
		double ms;

		if (!crowd_search(c, i, &ms)) {
			report_failed(b->report, "served search", "refused");
			return;
		}
		snprintf(name, sizeof(name), "served: %s of a unit looks for"
		    " a name", who[i]);
		report_row(b->report, (struct row){ .what = name, .got = ms,
		    .unit = "ms" });
		snprintf(name, sizeof(name), "served: memory that %s took",
		    who[i]);
		report_row(b->report, (struct row){ .what = name, .got =
		    (double)(crowd_memory(st->pid, "VmRSS") - before) / 1024,
		    .unit = "MiB" });
	}
}

static json_t *
some_cases(struct bench *b)
{
	struct session *s;
	json_t *received = NULL, *cases = NULL;

	if (!house_open(b->house))
		return NULL;
	s = house_sign_in(b->house, "an");
	if (s != NULL)
		received = receive_many(b->house, s, CROWD_MAX, false);
	if (is_done(received))
		cases = json_incref(jx_get(received, "cases"));
	json_decref(received);
	tn_sign_out(s);
	house_close(b->house);
	return cases;
}

void
bench_serve(struct bench *b, bool memory)
{
	static const int slow[] = { 0, 10, 25 };
	json_t *cases = some_cases(b);
	size_t i;

	for (i = 0; cases != NULL && i < (memory ? 1 : ARRAY_LEN(slow)); i++) {
		struct disk d = { slow[i], 0 };
		struct crowd_store st;
		struct crowd *c;
		long before;

		if (!crowd_start(b, slow[i], &st)) {
			report_failed(b->report, "serve", "it does not start");
			break;
		}
		before = crowd_memory(st.pid, "VmRSS");
		c = crowd_in(&st, CROWD_MAX);
		if (c == NULL)
			report_failed(b->report, "serve", "not all came in");
		else
			measure_load(b, c, &d, cases);
		if (c != NULL && memory)
			report_memory(b, &st, before, CROWD_MAX);
		if (c != NULL && memory)
			report_search(b, c, &st);
		if (c != NULL)
			crowd_out(c);
		crowd_stop(&st);
	}
	json_decref(cases);
}
