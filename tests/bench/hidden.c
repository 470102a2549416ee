/*
 * What is hidden beside what is not there (security.md S-37): asked for in
 * turn, by somebody who stands to none of the large store's cases.
 */
#include "tests/bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ASKED 2000		/* of each, in pairs */
#define OPENED 60
#define WARM 80			/* refusals that are noted, at most */
/* In the large store everybody is called so; nobody is called the other. */
#define HIDDEN "Nguyễn Thị Mẫu"
#define NOBODY "Nguyễn Thị Mậu"
#define RECEIVE "{'do':'receive_persons','with':{'path':" \
	"'bilateral_handover','minutes':{'reception_gate':'huu_nghi'," \
	"'reception_date':'2026-03-02','reception_time':'02:10'," \
	"'foreign_country':'CN','foreign_agency':'Cơ quan giả định'," \
	"'our_head':'Trực ban thử nghiệm','foreign_list_count':1}," \
	"'persons':[{'full_name':'{1}','sex':'female','birth_date':" \
	"'1999-05','condition':'well'}]}}"

/* Times of the two, the first of each pair by turns. */
struct pair {
	struct samples hidden, absent;
};

static void
report_pair(struct bench *b, const char *what, struct pair *p)
{
	report_row(b->report, (struct row){ .what = what,
	    .got = samples_at(&p->hidden, 0.5), .unit = "ms",
	    .base = samples_at(&p->absent, 0.5),
	    .base_name = "one that is not there", .want = WANT_RATIO,
	    .target = 1.1 });
	samples_done(&p->hidden);
	samples_done(&p->absent);
}

static void
time_one(struct pair *p, bool hidden, struct session *s, const char *text,
    const char *arg)
{
	double start = now_ms();

	json_decref(house_ask(s, text, arg));
	samples_add(hidden ? &p->hidden : &p->absent, now_ms() - start);
}

static void
measure(struct bench *b, struct session *s, const char *what,
    const char *text, bool names)
{
	struct pair p = { SAMPLES_INIT, SAMPLES_INIT };
	char id[BIG_NAME_MAX], none[BIG_NAME_MAX];

	for (int i = -WARM; i < ASKED; i++) {
		int at = i < 0 ? -i : i;

		big_name(&b->big, b->big.cases * at / ASKED, id);
		/* As long, and nobody's: a year before there was a store. */
		big_name(&b->big, b->big.cases * at / ASKED, none);
		memcpy(strchr(none, '-') + 1, "1999", 4);
		for (int k = 0; k < 2; k++) {
			bool hidden = (i + k) % 2 == 0;
			struct pair warm = { SAMPLES_INIT, SAMPLES_INIT };

			time_one(i < 0 ? &warm : &p, hidden, s, text, names ?
			    hidden ? HIDDEN : NOBODY : hidden ? id : none);
			samples_done(&warm.hidden);
			samples_done(&warm.absent);
		}
	}
	report_pair(b, what, &p);
}

static void
receive(struct bench *b, struct session *s, struct pair *p, bool hidden,
    int n)
{
	char *name = xasprintf("%s %d", hidden ? HIDDEN : NOBODY, n);
	double start = now_ms();
	json_t *out = house_do(b->house, s, RECEIVE, name);

	samples_add(hidden ? &p->hidden : &p->absent, now_ms() - start);
	if (!is_done(out))
		report_failed(b->report, "opening beside a hidden case", name);
	json_decref(out);
	free(name);
}

void
bench_hidden(struct bench *b)
{
	struct session *s = house_sign_in(b->house, "khoa");
	struct pair p = { SAMPLES_INIT, SAMPLES_INIT };
	int i;

	if (s == NULL) {
		report_failed(b->report, "hidden and absent", "no sign-in");
		return;
	}
	measure(b, s, "hidden case, asked for by id, p50",
	    "{'ask':'case','case':'{1}'}", false);
	measure(b, s, "hidden case, searched by id, p50",
	    "{'ask':'search','case':'{1}'}", false);
	/* Each a number of its own, so that nobody of its own is found. */
	for (i = 0; i < OPENED; i++) {
		receive(b, s, &p, i % 2 == 0, b->house->received + 2 * i + 1);
		receive(b, s, &p, i % 2 != 0, b->house->received + 2 * i + 2);
	}
	b->house->received += 2 * OPENED;
	report_pair(b, "hidden person, received once more, p50", &p);
	measure(b, s, "hidden person, searched by name, p50",
	    "{'ask':'search','text':'{1}'}", true);
	measure(b, s, "hidden case, counted: home, p50",
	    "{'ask':'home','case':'{1}'}", false);
	tn_sign_out(s);
}
