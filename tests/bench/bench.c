/* Options, and the order in which things are measured. */
#include "tests/bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CASES 200000		/* design 14 */
#define CASES_SMALL 5000

struct options {
	bool small, json, bytes, served, looking;
	const char *dir, *program, *forms;
};

static int
usage(void)
{
	fprintf(stderr, "usage: bench [--small] [--bytes] [--json] [--served]"
	    " [--looking] [--dir DIR] [--program PATH] [--forms DIR]\n");
	return 2;
}

/* False for what is not understood. */
static bool
read_options(int argc, char **argv, struct options *o)
{
	int i;

	for (i = 1; i < argc; i++) {
		const char *value = i + 1 < argc ? argv[i + 1] : NULL;

		if (strcmp(argv[i], "--small") == 0)
			o->small = true;
		else if (strcmp(argv[i], "--json") == 0)
			o->json = true;
		else if (strcmp(argv[i], "--served") == 0)
			o->served = true;
		else if (strcmp(argv[i], "--looking") == 0)
			o->looking = true;
		else if (strcmp(argv[i], "--bytes") == 0)
			o->bytes = true;
		else if (value == NULL)
			return false;
		else if (strcmp(argv[i], "--dir") == 0)
			o->dir = argv[++i];
		else if (strcmp(argv[i], "--program") == 0)
			o->program = argv[++i];
		else if (strcmp(argv[i], "--forms") == 0)
			o->forms = argv[++i];
		else
			return false;
	}
	return true;
}

/* Stories are lived in the small store, which is then made large. */
static bool
make_big(struct bench *b)
{
	struct story open = { .n = 0 }, whole = { .n = 0 };
	bool ok = story_play(b->house, false, &open) &&
	    story_play(b->house, true, &whole);

	house_close(b->house);
	ok = ok && big_make(b->house, &open, &whole,
	    b->small ? CASES_SMALL : CASES, &b->big);
	story_done(&open);
	story_done(&whole);
	if (!ok) {
		report_failed(b->report, "the large store",
		    "it could not be made");
		return false;
	}
	report_row(b->report, (struct row){ .what = "large store: cases",
	    .got = (double)b->big.cases, .unit = "" });
	report_row(b->report, (struct row){ .what = "large store: events",
	    .got = (double)b->big.events, .unit = "" });
	report_row(b->report, (struct row){ .what = "large store: size",
	    .got = (double)(b->big.bytes >> 20), .unit = "MiB" });
	report_row(b->report, (struct row){ .what =
	    "large store: made, sealed and folded", .got =
	    (double)b->big.events / b->big.seconds, .unit = "events/s" });
	return true;
}

/* Only the store process: on the small store, then on the large one. */
static void
measure_served(struct bench *b)
{
	bench_serve(b, false);
	if (house_open(b->house) && make_big(b))
		bench_serve(b, true);
}

/* The screens alone: a minute. */
static void
measure_bytes(struct bench *b)
{
	struct session *an = NULL;
	json_t *out = NULL;

	if (house_open(b->house))
		an = house_sign_in(b->house, "an");
	if (an != NULL)
		out = receive_many(b->house, an, 300, false);
	if (is_done(out)) {
		tn_sign_out(an);
		house_close(b->house);
		bench_screen(b);
	} else {
		report_failed(b->report, "the store", "no persons received");
	}
	json_decref(out);
}

static void
measure(struct bench *b)
{
	bench_forms(b);
	bench_large_form(b);
	if (!house_open(b->house)) {
		report_failed(b->report, "the store", "it does not open");
		return;
	}
	bench_saves(b, "small store");
	bench_acts(b);
	house_close(b->house);
	bench_signin(b);
	bench_screen(b);
	bench_serve(b, false);
	if (!house_open(b->house) || !make_big(b))
		return;
	bench_store(b);
	bench_door(b);
	bench_kill(b);
	bench_serve(b, true);
	bench_large_screen(b);
}

int
main(int argc, char **argv)
{
	struct options o = {
		.dir = getenv("TMPDIR"), .program = "build/tiepnhan",
		.forms = "forms",
	};
	struct report report = { .json = false };
	struct house house;
	struct bench b = { .report = &report, .house = &house };

	if (!read_options(argc, argv, &o))
		return usage();
	o.dir = o.dir != NULL ? o.dir : "/var/tmp";
	report.json = o.json;
	b.small = o.small;
	b.program = o.program;
	b.slowsync = "build/slowsync.so";
	if (!house_make(&house, o.dir, o.forms)) {
		fprintf(stderr, "bench: no store can be made below %s with"
		    " the forms in %s\n", o.dir, o.forms);
		return 1;
	}
	house_guard(&house);
	report_head(&report, house.dir, o.small);
	b.raw = raw_open(house.dir);
	if (b.raw != NULL && o.served)
		measure_served(&b);
	else if (b.raw != NULL && o.bytes)
		measure_bytes(&b);
	else if (b.raw != NULL && o.looking)
		bench_looking(&b);
	else if (b.raw != NULL)
		measure(&b);
	else
		report_failed(&report, "baselines", "they cannot be made");
	raw_close(b.raw);
	house_remove(&house);
	return report_end(&report);
}
