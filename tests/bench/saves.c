/* Saving one thing, handing over five hundred, loading forms/. */
#include "tests/bench/bench.h"

#include "core/procedure/procedure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define APPEND (40 << 10)	/* bytes: what one save writes to the log */
#define PERSONS 500		/* design: the most persons of one act */

static const char note[] = "{'do':'append_note','case':'{1}','with':{'text':"
    "'Ghi chú thử: đã gọi điện hỏi lại nơi cư trú, hẹn trả lời trong tuần.'"
    "}}";

void
bench_forms(struct bench *b)
{
	struct samples load = SAMPLES_INIT;
	int i;

	for (i = 0; i < 20; i++) {
		struct findings found = FINDINGS_INIT;
		double start = now_ms();
		struct procedure *p = procedure_load(&b->house->files, &found);

		samples_add(&load, now_ms() - start);
		if (p == NULL)
			report_failed(b->report, "forms/", "findings");
		procedure_free(p);
		findings_done(&found);
		if (p == NULL)
			break;
	}
	report_row(b->report, (struct row){
		.what = "forms/ loaded and checked, p50",
		.got = samples_at(&load, 0.5), .unit = "ms",
		.want = WANT_MOST, .target = 100 });
	samples_done(&load);
}

/* ---- saving ---- */

/* p50 and p99 against the middle append of the same minutes (P-1). */
static void
report_saves(struct bench *b, const char *what, const char *where,
    struct samples *saves, struct samples *appends)
{
	double base = samples_at(appends, 0.5);
	char name[80];

	snprintf(name, sizeof(name), "%s, %s, p50", what, where);
	report_row(b->report, (struct row){ .what = name,
	    .got = samples_at(saves, 0.5), .unit = "ms", .base = base,
	    .base_name = "append 40 KiB + fdatasync, p50",
	    .want = WANT_RATIO, .target = 1.5 });
	snprintf(name, sizeof(name), "%s, %s, p99", what, where);
	report_row(b->report, (struct row){ .what = name,
	    .got = samples_at(saves, 0.99), .unit = "ms", .base = base,
	    .base_name = "append 40 KiB + fdatasync, p50",
	    .want = WANT_RATIO, .target = 8 });
}

/* Saves and appends in turn, so that both meet the same disk. */
static bool
save_in_turn(struct bench *b, struct session *s, const char *command,
    const json_t *cases, int n, bool each_once, struct samples *saves,
    struct samples *appends)
{
	size_t of = json_array_size(cases);
	int i;

	for (i = 0; of > 0 && i < n; i++) {
		/* Every third is left as it is: lists show two states. */
		size_t at = (size_t)(each_once ? i + i / 2 : i) % of;
		double start, took = raw_append(b->raw, APPEND);

		if (took < 0)
			return false;
		samples_add(appends, took);
		start = now_ms();
		if (!house_done(b->house, s, command,
		    json_string_value(json_array_get(cases, at))))
			return false;
		samples_add(saves, now_ms() - start);
	}
	return of > 0;
}

static void
measure_saves(struct bench *b, struct session *s, const char *what,
    const char *where, const char *command, const json_t *cases, int n,
    bool each_once)
{
	struct samples saves = SAMPLES_INIT, appends = SAMPLES_INIT;

	if (save_in_turn(b, s, command, cases, n, each_once, &saves,
	    &appends))
		report_saves(b, what, where, &saves, &appends);
	else
		report_failed(b->report, what, "a save was refused");
	samples_done(&saves);
	samples_done(&appends);
}

/* What of a save is neither SQLite nor the disk. */
static void
measure_plain(struct bench *b, int n)
{
	struct samples plain = SAMPLES_INIT, appends = SAMPLES_INIT;
	int i;

	for (i = 0; i < n; i++) {
		samples_add(&appends, raw_append(b->raw, APPEND));
		samples_add(&plain, raw_insert(b->raw, 1, 500));
	}
	report_row(b->report, (struct row){
		.what = "plain SQLite, one row a transaction, p50",
		.got = samples_at(&plain, 0.5), .unit = "ms",
		.base = samples_at(&appends, 0.5),
		.base_name = "append 40 KiB + fdatasync, p50" });
	report_row(b->report, (struct row){
		.what = "plain SQLite, one row a transaction, p99",
		.got = samples_at(&plain, 0.99), .unit = "ms",
		.base = samples_at(&appends, 0.5),
		.base_name = "append 40 KiB + fdatasync, p50" });
	samples_done(&plain);
	samples_done(&appends);
}

void
bench_saves(struct bench *b, const char *where)
{
	struct session *s = house_sign_in(b->house, "an");
	int n = b->small ? 200 : 320;
	json_t *received = s != NULL ?
	    receive_many(b->house, s, n + n / 2, false) : NULL;
	const json_t *cases = json_object_get(received, "cases");

	if (!is_done(received)) {
		report_failed(b->report, "saving", "nobody was received");
	} else {
		measure_plain(b, 5 * n);
		measure_saves(b, s, "a note", where, note, cases, 5 * n,
		    false);
		measure_saves(b, s, "a step with its form", where,
		    command_declare, cases, n, true);
	}
	json_decref(received);
	tn_sign_out(s);
}

/* ---- acts over five hundred persons ---- */

/*
 * An event, its row, its worklist and its key for each person and the act:
 * as many plain rows in one plain transaction.
 */
static void
report_act(struct bench *b, const char *what, double took, int rows)
{
	struct samples plain = SAMPLES_INIT;
	char name[80];
	int i;

	for (i = 0; i < 5; i++)
		samples_add(&plain, raw_insert(b->raw, rows, 500));
	snprintf(name, sizeof(name), "plain SQLite, %d rows", rows);
	report_row(b->report, (struct row){ .what = what, .got = took,
	    .unit = "ms", .base = samples_at(&plain, 0.5), .base_name = name,
	    .want = WANT_MOST, .target = 1000 });
	samples_done(&plain);
}

static json_t *
timed(struct bench *b, struct session *s, const char *text, const char *arg,
    double *took)
{
	double start = now_ms();
	json_t *out = house_do(b->house, s, text, arg);

	*took = now_ms() - start;
	return out;
}

static json_t *
offer(struct bench *b, struct session *an, const json_t *cases, double *took)
{
	char *list = json_dumps(cases, JSON_COMPACT);
	json_t *out = timed(b, an, "{'do':'offer_handover','with':{'step':"
	    "'hand_accompanying_minor','cases':{1},'to':'" HOUSE_HEALTH "',"
	    "'minutes':{'transfer_place':'Đồn','transfer_giver':'Trực ban'}}}",
	    list, took);

	free(list);
	return out;
}

void
bench_acts(struct bench *b)
{
	struct session *an = house_sign_in(b->house, "an");
	struct session *giang = house_sign_in(b->house, "giang");
	json_t *received, *offered = NULL, *accepted = NULL;
	double start = now_ms(), took;

	received = receive_many(b->house, an, PERSONS, true);
	took = now_ms() - start;
	if (is_done(received)) {
		report_act(b, "500 persons received in one act", took,
		    4 * PERSONS + 4);
		offered = offer(b, an, json_object_get(received, "cases"),
		    &took);
	}
	if (is_done(offered)) {
		report_act(b, "500 persons offered in one act", took,
		    5 * PERSONS + 4);
		accepted = timed(b, giang, "{'do':'accept_handover','with':{"
		    "'act':'{1}'}}", jx_text(offered, "act"), &took);
	}
	if (is_done(accepted))
		report_act(b, "500 persons accepted in one act", took,
		    5 * PERSONS + 4);
	else
		report_failed(b->report, "an act of 500 persons",
		    "it was refused");
	json_decref(received);
	json_decref(offered);
	json_decref(accepted);
	tn_sign_out(an);
	tn_sign_out(giang);
}
