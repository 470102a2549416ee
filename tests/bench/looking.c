/*
 * The journal of looking (security.md S-60): who saw a case, and what an
 * officer saw, of so many entries.  TN_LOOKING says how many; four million
 * take some minutes to make.  They lie on a few thousand cases at the most,
 * so that a case has been looked at far more often than in life.
 */
#include "tests/bench/bench.h"

#include "core/case/row.h"
#include "core/staff/keyring.h"
#include "core/store/store.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define ENTRIES 40000
#define ENTRIES_MOST 40000000
#define BATCH 5000
#define RECEIVED 300		/* persons of one reception */
#define RECEPTIONS_MOST 10
#define PER_RECEPTION 400000	/* entries */
#define SPACING 500		/* ms between two looks */
#define TIMES 20

static const char *const lookers[][2] = {
	{ "an", HOUSE_POST }, { "an", HOUSE_POST },
	{ "binh", "xnc_quang_ninh" }, { "giang", HOUSE_HEALTH },
};

struct looks {
	struct bench *b;
	int64_t n, cases;
	const struct journal *j;
};

static void
name_case(int64_t i, char out[BIG_NAME_MAX])
{
	snprintf(out, BIG_NAME_MAX, "MC-2026-%05" PRId64, i + 1);
}

static bool
receive(struct looks *l)
{
	struct house *h = l->b->house;
	struct session *an = house_sign_in(h, "an");
	int64_t left = l->n / PER_RECEPTION + 1;
	bool ok = an != NULL;

	left = left > RECEPTIONS_MOST ? RECEPTIONS_MOST : left;
	for (; ok && left > 0; left--) {
		json_t *out = receive_many(h, an, RECEIVED, false);

		ok = is_done(out);
		l->cases += RECEIVED;
		json_decref(out);
	}
	if (an != NULL)
		tn_sign_out(an);
	return ok;
}

/* The next entries, of cases in turn, in one transaction. */
static bool
add_batch(struct looks *l, int64_t from, int n)
{
	struct event *event = xcalloc((size_t)n, sizeof(*event));
	struct batch batch = { .event = event, .n_event = (size_t)n };
	char op[OP_ID_MAX + 1], id[BIG_NAME_MAX];
	unsigned char random[16];
	bool ok;
	int i;

	seal_random(NULL, random, sizeof(random));
	hex_from(random, sizeof(random), op);
	batch.op_id = op;
	for (i = 0; i < n; i++) {
		const char *const *who = lookers[(from + i) / l->cases %
		    (int64_t)ARRAY_LEN(lookers)];

		name_case((from + i) % l->cases, id);
		event[i] = (struct event){
			.stream = xstrdup(id), .kind = xstrdup("content_read"),
			.actor = xstrdup(who[0]), .unit = xstrdup(who[1]),
			.at = l->b->house->now + (from + i) * SPACING,
			.op_id = xstrdup(op), .op_part = i, .epoch = 1,
			.facts = json_pack("{s:s,s:s}", "of", "form", "form",
			    "consular_request"),
		};
	}
	ok = l->j->commit(l->j->ctx, &batch, NULL) == COMMIT_DONE;
	for (i = 0; i < n; i++)
		event_done(&event[i]);
	free(event);
	return ok;
}

/* The house is closed. */
static bool
add_looks(struct looks *l)
{
	struct house *h = l->b->house;
	struct store *s = store_open(h->store, &case_projector, NULL, NULL);
	int64_t made = 0;
	bool ok = s != NULL;

	l->j = ok ? store_journal(s) : NULL;
	while (ok && made < l->n) {
		int n = l->n - made < BATCH ? (int)(l->n - made) : BATCH;

		ok = add_batch(l, made, n);
		made += n;
		if (made % 1000000 == 0)
			fprintf(stderr, "looks: %" PRId64 "\n", made);
	}
	h->now += l->n * SPACING + 1000;
	ok = ok && store_tidy(s);
	store_close(s);
	return ok;
}

/* The time of a query, ms, its half of all; < 0: it was not answered. */
static double
time_of(struct looks *l, struct session *s, const char *text)
{
	struct samples took = SAMPLES_INIT;
	char id[BIG_NAME_MAX];
	double p50;
	int i;

	for (i = 0; i < TIMES; i++) {
		double start = now_ms();
		json_t *out;

		name_case(l->cases * i / TIMES, id);
		out = house_ask(s, text, id);
		samples_add(&took, now_ms() - start);
		if (json_object_get(out, "reasons") != NULL)
			break;
		json_decref(out);
	}
	p50 = i == TIMES ? samples_at(&took, 0.5) : -1;
	samples_done(&took);
	return p50;
}

static void
measure(struct looks *l, struct session *s, const char *name,
    const char *text)
{
	double base = time_of(l, s, "{'ask':'case','case':'{1}'}");
	double got = time_of(l, s, text);
	char what[80];

	snprintf(what, sizeof(what), "%s, of %" PRId64 " entries, p50", name,
	    l->n);
	if (got < 0 || base < 0) {
		report_failed(l->b->report, what, "not answered");
		return;
	}
	report_row(l->b->report, (struct row){ .what = what, .got = got,
	    .unit = "ms", .base = base, .base_name = "one case, by its id",
	    .want = WANT_MOST, .target = 1000 });
}

void
bench_looking(struct bench *b)
{
	const char *n = getenv("TN_LOOKING");
	struct looks l = { .b = b, .n = n == NULL ? ENTRIES : atoll(n) };
	struct session *s = NULL;
	bool ok = l.n > 0 && l.n <= ENTRIES_MOST && house_open(b->house);

	if (ok) {
		ok = receive(&l);
		house_close(b->house);
	}
	ok = ok && add_looks(&l) && house_open(b->house);
	if (ok)
		s = house_sign_in(b->house, "oanh");
	if (s == NULL) {
		report_failed(b->report, "who saw what", "no entries made");
	} else {
		measure(&l, s, "who saw a case",
		    "{'ask':'who_saw','case':'{1}'}");
		measure(&l, s, "what an officer saw",
		    "{'ask':'what_saw','officer':'an','why':'{1}'}");
		tn_sign_out(s);
	}
	house_close(b->house);
}
