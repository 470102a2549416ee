/*
 * What the time of a refused sign-in tells (security.md S-02): a wrong secret,
 * a name that nobody has, an account that was stopped, tried by turns.  The
 * hash is the cheapest that is allowed, where a difference would show most.
 */
#include "tests/bench/bench.h"

#include <stdio.h>
#include <string.h>

#define TRIES 200
#define LONGER_THAN_ANY_WAIT ((int64_t)16 * 60 * 1000)

static int64_t moved;

/* Nobody waits here after wrong tries: only the sign-in is measured. */
static int64_t
moved_mono(void *ctx)
{
	(void)ctx;
	return (int64_t)now_ms() + moved;
}

static void
try(struct house *h, const char *officer, struct samples *s)
{
	static const char wrong[] = "mat khau khong dung";
	struct err e = ERR_INIT;
	struct session *in;
	double start;

	moved += LONGER_THAN_ANY_WAIT;
	start = now_ms();
	in = tn_sign_in(h->tn, officer, wrong, strlen(wrong), &e);
	if (e.code == ERR_SIGN_IN)
		samples_add(s, now_ms() - start);
	tn_sign_out(in);
	err_done(&e);
}

static bool
stop_one(struct house *h)
{
	struct session *quan = house_sign_in(h, "quan");
	bool ok = quan != NULL && house_done(h, quan,
	    "{'do':'suspend_officer','with':{'officer':'{1}','why':'x'}}",
	    "binh");

	tn_sign_out(quan);
	return ok;
}

static void
report_one(struct bench *b, const char *what, struct samples *s,
    struct samples *wrong, size_t n)
{
	if (s->n != n || wrong->n != n) {
		report_failed(b->report, what, "not every try was refused");
		return;
	}
	report_row(b->report, (struct row){ .what = what,
	    .got = samples_at(s, 0.5), .unit = "ms",
	    .base = samples_at(wrong, 0.5), .base_name = "a wrong secret",
	    .want = WANT_RATIO, .target = 1.1 });
}

void
bench_signin(struct bench *b)
{
	struct samples s[3] = { SAMPLES_INIT, SAMPLES_INIT, SAMPLES_INIT };
	static const char *const who[] = { "an", "khong_co", "binh" };
	size_t n = b->small ? TRIES / 5 : TRIES, i, k;
	struct house h;

	if (!house_make(&h, b->house->dir, b->house->forms)) {
		report_failed(b->report, "sign-in", "no store");
		return;
	}
	h.config.env.mono = moved_mono;
	if (!house_open(&h) || !stop_one(&h)) {
		report_failed(b->report, "sign-in", "nobody was stopped");
		house_remove(&h);
		return;
	}
	for (i = 0; i < n; i++)
		for (k = 0; k < ARRAY_LEN(who); k++)
			try(&h, who[(i + k) % ARRAY_LEN(who)],
			    &s[(i + k) % ARRAY_LEN(who)]);
	report_one(b, "sign-in refused: nobody's name, p50", &s[1], &s[0], n);
	report_one(b, "sign-in refused: stopped account, p50", &s[2], &s[0],
	    n);
	for (k = 0; k < ARRAY_LEN(s); k++)
		samples_done(&s[k]);
	house_remove(&h);
}
