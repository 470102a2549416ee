/* The large store itself: pages of a queue, journals of cases, proof. */
#include "tests/bench/bench.h"

#include "core/case/row.h"
#include "core/store/store.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define PAGE 50
#define DEEP 1000		/* pages; fewer where the store has fewer */
#define TIMES 200
#define EVENT_BYTES 700		/* about what an entry is hashed over */

/* ---- the store's own queries ---- */

static void
set_query(struct work_query *q)
{
	*q = (struct work_query){
		.unit = HOUSE_POST, .relation = { "holder" },
		.n_relation = 1, .waiting = 0, .final = 0,
		.due_before = INT64_MAX, .limit = PAGE,
	};
}

/* Goes on page by page by key; the number of the page reached. */
static int
go_deep(const struct journal *j, struct work_query *q)
{
	struct work_hit hit[PAGE];
	struct work_query next = *q;
	size_t n;
	int page = 1;

	while (page < DEEP && j->work(j->ctx, &next, hit, &n, NULL) &&
	    n == PAGE) {
		*q = next;
		page++;
		next.has_after = true;
		next.after_key = hit[n - 1].key;
		memcpy(next.after_case, hit[n - 1].stream, STREAM_MAX);
	}
	/* The last full page, or the thousandth. */
	if (page == DEEP)
		*q = next;
	return page == DEEP ? page : page - 1;
}

static double
time_page(const struct journal *j, const struct work_query *q)
{
	struct samples took = SAMPLES_INIT;
	struct work_hit hit[PAGE];
	double p50;
	size_t n = 0;
	int i;

	for (i = 0; i < TIMES; i++) {
		double start = now_ms();

		if (!j->work(j->ctx, q, hit, &n, NULL) || n == 0)
			break;
		samples_add(&took, now_ms() - start);
	}
	p50 = i == TIMES ? samples_at(&took, 0.5) : -1;
	samples_done(&took);
	return p50;
}

static void
measure_queue(struct bench *b, const struct journal *j)
{
	struct work_query q, deep;
	double first, far, start;
	int64_t count = 0;
	char what[80];
	int page;

	set_query(&q);
	deep = q;
	page = go_deep(j, &deep);
	first = time_page(j, &q);
	far = time_page(j, &deep);
	(void)raw_page(b->raw);
	report_row(b->report, (struct row){ .what = "queue, page 1, query",
	    .got = first, .unit = "ms", .base = raw_page(b->raw),
	    .base_name = "plain SQLite, 50 rows by a covering index",
	    .want = WANT_MOST, .target = 5 });
	snprintf(what, sizeof(what), "queue, page %d, query", page);
	report_row(b->report, (struct row){ .what = what, .got = far,
	    .unit = "ms", .base = first, .base_name = "page 1",
	    .want = WANT_RATIO, .target = 2 });
	(void)j->work_count(j->ctx, &q, &count, NULL);
	start = now_ms();
	(void)j->work_count(j->ctx, &q, &count, NULL);
	snprintf(what, sizeof(what), "queue, counting its %" PRId64 " rows",
	    count);
	far = now_ms() - start;
	(void)raw_count(b->raw);
	report_row(b->report, (struct row){ .what = what, .got = far,
	    .unit = "ms", .base = raw_count(b->raw), .base_name =
	    "plain SQLite, count by a covering index", .want = WANT_MOST,
	    .target = 5 });
}

static bool
count_event(void *arg, const struct event *ev)
{
	(void)ev;
	++*(int *)arg;
	return true;
}

static void
measure_stream(struct bench *b, const struct journal *j)
{
	struct samples took = SAMPLES_INIT;
	char id[BIG_NAME_MAX];
	int i, n = 0;

	for (i = 0; i < TIMES; i++) {
		double start = now_ms();

		big_name(&b->big, b->big.cases * i / TIMES, id);
		if (!j->read(j->ctx, id, 0, count_event, &n, NULL))
			break;
		samples_add(&took, now_ms() - start);
	}
	if (n != 20 * TIMES)
		report_failed(b->report, "reading cases", "events missing");
	report_row(b->report, (struct row){
		.what = "journal of one case, 20 events",
		.got = samples_at(&took, 0.5), .unit = "ms",
		.base = raw_read(b->raw, 20, 500), .base_name =
		"plain SQLite, 20 rows by an index", .want = WANT_MOST,
		.target = 5 });
	samples_done(&took);
}

/* ---- proof ---- */

struct watch {
	double half;		/* when the second pass began */
};

static bool
tell(void *arg, int64_t done, int64_t of)
{
	struct watch *w = arg;

	if (w->half == 0 && done >= of / 2)
		w->half = now_ms();
	return true;
}

static void
measure_proof(struct bench *b, struct store *s)
{
	struct store_verdict v = { .what = VERDICT_FINE };
	struct watch w = { 0 };
	struct store_progress progress = { tell, &w };
	double hash = raw_hash_rate(EVENT_BYTES, 200000);
	double start = now_ms(), chain, whole;
	bool ok = store_verify_chain(s, &v, NULL, NULL);

	chain = now_ms() - start;
	report_row(b->report, (struct row){
		.what = "verify, chain links a second",
		.got = (double)v.events / (chain / 1e3), .unit = "links/s",
		.base = hash, .base_name = "BLAKE2b over 700 B, no SQLite",
		.want = WANT_LEAST, .target = 1000000 });
	start = now_ms();
	ok = ok && store_verify(s, &v, &progress, NULL);
	whole = now_ms() - start;
	if (!ok) {
		report_failed(b->report, "verify", "a store just made");
		return;
	}
	report_row(b->report, (struct row){ .what = "verify, all of it",
	    .got = whole / 1e3, .unit = "s", .base = chain / 1e3,
	    .base_name = "the chains alone" });
	report_row(b->report, (struct row){
		.what = "verify, refolded events a second",
		.got = (double)v.events / ((start + whole - w.half) / 1e3),
		.unit = "events/s" });
}

void
bench_store(struct bench *b)
{
	struct store *s = store_open(b->house->store, &case_projector, NULL,
	    NULL);

	if (s == NULL || !raw_fill_work(b->raw, (int)b->big.cases)) {
		report_failed(b->report, "the large store", "does not open");
	} else {
		measure_queue(b, store_journal(s));
		measure_stream(b, store_journal(s));
		measure_proof(b, s);
	}
	store_close(s);
}
