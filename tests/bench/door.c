/* The large store through the door, and coming back after kill -9. */
#include "tests/bench/bench.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define EARLY 50		/* pages before those that are compared */

/* Asks once for each of n cases spread over the store; p50. */
static double
time_cases(struct bench *b, struct session *s, int n, bool twice)
{
	struct samples took = SAMPLES_INIT;
	char id[BIG_NAME_MAX];
	double p50;
	int i;

	for (i = 0; i < n; i++) {
		double start;
		json_t *out = NULL;

		/* The post has stood in relation to every one of them. */
		big_name(&b->big, b->big.cases * i / n, id);
		if (twice)
			json_decref(house_ask(s, "{'ask':'case','case':"
			    "'{1}'}", id));
		start = now_ms();
		out = house_ask(s, "{'ask':'case','case':'{1}'}", id);
		samples_add(&took, now_ms() - start);
		if (jx_text(out, "id") == NULL)
			report_failed(b->report, "opening a case", id);
		json_decref(out);
	}
	p50 = samples_at(&took, 0.5);
	samples_done(&took);
	return p50;
}

static double
time_ask(struct session *s, const char *text, const char *arg, int n,
    const char *must_have)
{
	struct samples took = SAMPLES_INIT;
	double p50;
	int i;

	for (i = 0; i < n; i++) {
		double start = now_ms();
		json_t *out = house_ask(s, text, arg);

		if (json_object_get(out, must_have) != NULL)
			samples_add(&took, now_ms() - start);
		json_decref(out);
	}
	p50 = samples_at(&took, 0.5);
	samples_done(&took);
	return p50;
}

/* Every row of a page names its person, or the keys have run out. */
static bool
all_named(const json_t *page)
{
	const json_t *columns = json_object_get(page, "columns"), *item, *row;
	size_t i, at = SIZE_MAX;

	json_array_foreach(columns, i, item)
		if (str_eq(jx_text(item, "code"), "person"))
			at = i;
	json_array_foreach(json_object_get(page, "rows"), i, row) {
		item = json_array_get(json_object_get(row, "cells"), at);
		if (json_string_length(item) == 0)
			return false;
	}
	return i > 0;
}

/*
 * Pages of a screenful, each new: every row's name is unsealed.  The last
 * ones must not cost more than the early ones.  The very first are left out:
 * they hold the cases of the small store, which have few events.
 */
static void
measure_paging(struct bench *b, struct session *s)
{
	struct samples early = SAMPLES_INIT, late = SAMPLES_INIT;
	json_t *out = house_ask(s, "{'ask':'queue','queue':'mine','limit':"
	    "20}", NULL);
	int i, pages = b->small ? 110 : 1000;
	double start, first;
	char what[80], *after;

	for (i = 0; i < pages && jx_text(out, "next") != NULL; i++) {
		after = xstrdup(jx_text(out, "next"));
		start = now_ms();
		json_decref(out);
		out = house_ask(s, "{'ask':'queue','queue':'mine','limit':"
		    "20,'after':'{1}'}", after);
		if ((i >= EARLY && i < EARLY + 25) || i >= pages - 25)
			samples_add(i < EARLY + 25 ? &early : &late,
			    now_ms() - start);
		free(after);
		if (!all_named(out)) {
			report_failed(b->report, "paging through a queue",
			    "rows without a name");
			break;
		}
	}
	json_decref(out);
	first = samples_at(&early, 0.5);
	report_row(b->report, (struct row){ .what =
	    "queue, next page of 20, names unsealed, p50", .got = first,
	    .unit = "ms", .want = WANT_MOST, .target = 50 });
	snprintf(what, sizeof(what), "the same after %d pages, p50", i);
	report_row(b->report, (struct row){ .what = what,
	    .got = samples_at(&late, 0.5), .unit = "ms", .base = first,
	    .base_name = "the early pages", .want = WANT_RATIO,
	    .target = 2 });
	samples_done(&early);
	samples_done(&late);
}

/*
 * The first search reads every person whom the unit may see; later ones only
 * what is new.  Cases that the unit has handed on cost their plain row.
 */
static void
measure_search(struct bench *b, struct session *s)
{
	/* What a letter costs while one types: below the tenth of a second. */
	static const struct { const char *what, *text; } typed[] = {
		{ "one letter typed", "n" },
		{ "a slip in it", "ngyuen" },
		{ "blanks left out", "nguyenthi" },
		{ "a place of before", "dich vong hau" },
		{ "a number", "001 199 001 234" },
	};
	char what[80];
	double start = now_ms();
	size_t i;

	(void)time_ask(s, "{'ask':'search','text':'khong co ai'}", NULL, 1,
	    "found");
	snprintf(what, sizeof(what), "search, first time (%d cases), each",
	    (int)b->big.cases);
	report_row(b->report, (struct row){ .what = what,
	    .got = (now_ms() - start) / (double)b->big.cases, .unit = "ms" });
	report_row(b->report, (struct row){
		.what = "search, nobody found, p50",
		.got = time_ask(s, "{'ask':'search','text':'vu quy xuan'}",
		NULL, 20, "found"), .unit = "ms", .want = WANT_MOST,
		.target = 20 });
	report_row(b->report, (struct row){
		.what = "search, all are called that, p50",
		.got = time_ask(s, "{'ask':'search','text':'nguyen mau',"
		"'limit':20}", NULL, 20, "found"), .unit = "ms" });
	for (i = 0; i < ARRAY_LEN(typed); i++) {
		char *query = xasprintf("{'ask':'search','limit':100,"
		    "'text':'%s'}", typed[i].text);

		snprintf(what, sizeof(what), "search, %s, p50", typed[i].what);
		report_row(b->report, (struct row){ .what = what,
		    .got = time_ask(s, query, NULL, 10, "found"),
		    .unit = "ms", .want = WANT_MOST, .target = 100 });
		free(query);
	}
}

void
bench_door(struct bench *b)
{
	struct session *s;
	double start = now_ms();

	if (!house_open(b->house)) {
		report_failed(b->report, "the large store", "does not open");
		return;
	}
	report_row(b->report, (struct row){ .what =
	    "large store: opening, with forms/", .got = now_ms() - start,
	    .unit = "ms", .want = WANT_MOST, .target = 2000 });
	s = house_sign_in(b->house, "an");
	report_row(b->report, (struct row){ .what = "home, all counts, p50",
	    .got = time_ask(s, "{'ask':'home'}", NULL, 20, "queues"), .unit =
	    "ms", .want = WANT_MOST, .target = 50 });
	start = now_ms();
	(void)time_ask(s, "{'ask':'queue','queue':'mine','limit':20}", NULL,
	    1, "rows");
	report_row(b->report, (struct row){
		.what = "queue, first page of 20, first time",
		.got = now_ms() - start, .unit = "ms", .want = WANT_MOST,
		.target = 50 });
	report_row(b->report, (struct row){
		.what = "queue, first page of 20, again, p50",
		.got = time_ask(s, "{'ask':'queue','queue':'mine','limit':"
		"20}", NULL, 50, "rows"), .unit = "ms", .want = WANT_MOST,
		.target = 5 });
	report_row(b->report, (struct row){
		.what = "case with \"why not\", 20 events, first time, p50",
		.got = time_cases(b, s, 100, false), .unit = "ms",
		.want = WANT_MOST, .target = 50 });
	report_row(b->report, (struct row){
		.what = "case with \"why not\", again, p50",
		.got = time_cases(b, s, 100, true), .unit = "ms",
		.want = WANT_MOST, .target = 2 });
	measure_paging(b, s);
	measure_search(b, s);
	tn_sign_out(s);
	bench_hidden(b);
	bench_saves(b, "large store");
	house_close(b->house);
}

/* ---- after kill -9 ---- */

/* Saves notes for ever and says so after each; never returns. */
static void
save_on(struct bench *b, int told)
{
	struct session *s = house_open(b->house) ?
	    house_sign_in(b->house, "an") : NULL;
	char id[BIG_NAME_MAX];
	int64_t i;

	for (i = 0; s != NULL; i++) {
		big_name(&b->big, i % b->big.cases, id);
		if (!house_done(b->house, s, "{'do':'append_note','case':"
		    "'{1}','with':{'text':'thử'}}", id) ||
		    write(told, "", 1) != 1)
			break;
	}
	_exit(1);
}

void
bench_kill(struct bench *b)
{
	int ends[2], saves = b->small ? 200 : 2000, n = 0;
	double start;
	char byte;
	pid_t pid;

	fflush(stdout);
	if (pipe(ends) != 0 || (pid = fork()) < 0) {
		report_failed(b->report, "kill -9", "no process");
		return;
	}
	if (pid == 0)
		save_on(b, ends[1]);
	close(ends[1]);
	while (n < saves && read(ends[0], &byte, 1) == 1)
		n++;
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	close(ends[0]);
	if (n < saves)
		report_failed(b->report, "kill -9", "the writer stopped");
	b->house->now += saves * 2000;
	start = now_ms();
	if (house_open(b->house))
		report_row(b->report, (struct row){
			.what = "open again after kill -9 amid saves",
			.got = now_ms() - start, .unit = "ms",
			.want = WANT_MOST, .target = 2000 });
	else
		report_failed(b->report, "kill -9", "it does not open");
	house_close(b->house);
}
