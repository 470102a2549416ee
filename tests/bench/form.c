/*
 * A form of the shape of large_cha, the load test of another house: 976 rows,
 * 336 of them calculations, 310 required.  Made here, not fetched: questions
 * in groups, conditions and calculations over what stands before, a repeat
 * every so often, sums over everything at the end.
 */
#include "tests/bench/bench.h"

#include "core/form/fill.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROWS 976
#define CALCULATIONS 336
#define REQUIRED 310
#define KEYS 400
#define OPENINGS 25
#define NOW 1772391000000LL

/* Of the processor: neighbours on the machine are not measured. */
static double
used_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Every so often: spreads `n` over ROWS rows. */
static bool
falls_on(int i, int n)
{
	return (i * n) / ROWS != ((i + 1) * n) / ROWS;
}

static void
add_calculation(struct str *s, int i, int chosen)
{
	str_printf(s, "  - {type: calculate, name: c%d, calculation: \"", i);
	if (i > ROWS - 8)
		str_printf(s, "sum(/data/q0 | /data/q%d) + %d", chosen, i);
	else if (i % 3 == 0)
		str_printf(s, "if(number(${q%d}) > 3, number(${q%d}) + %d, "
		    "0)", chosen, chosen, i % 7);
	else if (i % 3 == 1)
		str_printf(s, "concat(string(${q%d}), '-', string(${q0}))",
		    chosen);
	else
		str_printf(s, "coalesce(string(${q%d}), 'x')", chosen);
	str_add(s, "\"}\n");
}

static void
add_question(struct str *s, int i, int chosen, bool required)
{
	static const char *const types[] = { "integer", "text", "yes_no",
	    "date" };

	str_printf(s, "  - {type: %s, name: q%d, label: {vi: \"Câu %d\", "
	    "en: \"Question %d\"}", types[i % 4], i, i, i);
	if (required)
		str_add(s, ", required: yes");
	if (i % 5 == 0 && chosen >= 0)
		str_printf(s, ", relevant: \"string(${q%d}) != 'no'\"",
		    chosen);
	if (i % 7 == 0 && i % 4 == 0)
		str_add(s, ", constraint: \". >= 0 and . < 1000\"");
	str_add(s, "}\n");
}

static struct form *
make_form(void)
{
	struct findings f = FINDINGS_INIT;
	struct err e = ERR_INIT;
	struct str s = STR_INIT;
	struct yaml_doc *doc;
	struct form *form = NULL;
	int chosen = -1, asked = 0;

	str_add(&s, "form: large\nversion: 1\ntitle: {vi: Lớn, en: Large}\n"
	    "items:\n");
	for (int i = 0; i < ROWS; i++) {
		if (chosen >= 0 && falls_on(i, CALCULATIONS)) {
			add_calculation(&s, i, chosen);
			continue;
		}
		add_question(&s, i, chosen, asked < REQUIRED && i % 2 == 0);
		asked += i % 2 == 0;
		/* a third of all hangs on each of three questions */
		if (chosen < 0 || i % 300 == 0)
			chosen = i;
	}
	doc = yaml_parse("large.yaml", str_text(&s), s.len, &e);
	if (doc != NULL)
		form = form_load("large.yaml", yaml_root(doc), NULL, &f);
	for (size_t i = 0; i < f.n && i < 3; i++) {
		str_clear(&s);
		err_text(&f.item[i], LANG_EN, true, &s);
		fprintf(stderr, "bench: %s\n", str_text(&s));
	}
	findings_done(&f);
	err_done(&e);
	yaml_free(doc);
	str_done(&s);
	return form;
}

/* What the screen does for a key: the answer, and all rows again. */
static void
press(struct fill *fill, const char *name, int i)
{
	static const char *const answers[] = { "7", "no", "3", "yes",
	    "5/1999" };
	struct str label = STR_INIT;

	(void)fill_set_text(fill, name, answers[i % 5], NULL);
	for (size_t k = 0; k < fill_rows(fill) && k < 50; k++) {
		str_clear(&label);
		fill_row_label(fill, fill_row(fill, k), LANG_VI, &label);
	}
	str_done(&label);
}

static void
measure(struct report *r, const struct form *form)
{
	struct samples open = SAMPLES_INIT, key = SAMPLES_INIT,
	    undo = SAMPLES_INIT;
	struct fill *fill = NULL;
	char name[16];

	for (int i = 0; i < OPENINGS; i++) {
		double begun = used_ms();

		fill_close(fill);
		fill = fill_open(form, NULL, NULL, NOW, NULL);
		(void)fill_rows(fill);
		samples_add(&open, used_ms() - begun);
	}
	for (int i = 0; i < KEYS; i++) {
		double begun = used_ms();
		json_t *was = fill_snapshot(fill);

		/* every other key is on what a third of the form hangs on */
		snprintf(name, sizeof(name), "q%d", i % 2 == 0 ? i * 7 % ROWS :
		    i % 4 == 1 ? 0 : 300);
		press(fill, name, i);
		samples_add(&key, used_ms() - begun);
		begun = used_ms();
		if (i % 8 == 0)
			(void)fill_restore(fill, was);
		if (i % 8 == 0)
			samples_add(&undo, used_ms() - begun);
		json_decref(was);
	}
	report_row(r, (struct row){ .what = "form of 976 rows: opened, median",
	    .got = samples_at(&open, 0.5), .unit = "ms", .want = WANT_MOST,
	    .target = 100 });
	report_row(r, (struct row){ .what = "form of 976 rows: a key, p95",
	    .got = samples_at(&key, 0.95), .unit = "ms", .want = WANT_MOST,
	    .target = 10 });
	report_row(r, (struct row){ .what = "form of 976 rows: a key, worst",
	    .got = samples_at(&key, 1), .unit = "ms", .want = WANT_MOST,
	    .target = 10 });
	report_row(r, (struct row){ .what = "form of 976 rows: undo, p95",
	    .got = samples_at(&undo, 0.95), .unit = "ms", .want = WANT_MOST,
	    .target = 10 });
	fill_close(fill);
	samples_done(&open);
	samples_done(&key);
	samples_done(&undo);
}

void
bench_large_form(struct bench *b)
{
	double begun = used_ms();
	struct form *form = make_form();

	report_row(b->report, (struct row){ .what =
	    "form of 976 rows: read and checked", .got = used_ms() - begun,
	    .unit = "ms" });
	if (form == NULL) {
		report_failed(b->report, "form of 976 rows",
		    "it does not load");
		return;
	}
	measure(b->report, form);
	form_free(form);
}
