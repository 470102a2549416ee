/*
 * The real program over the demonstration store: all communes of the country
 * to choose from, and half a word that comes back after a kill -9.
 *
 *	pty_real PROGRAM OUTDIR		from the top of the tree
 */
#include "tests/tui/real.h"

static const int windows[][2] = { { 50, 200 }, { 24, 60 }, { 24, 80 } };

/* ---- all communes ---- */

static void
a_commune_is_found_among_all(void)
{
	static const char *const typed[] = { "ba to", "ba tơ",
	    "ba to\u031b" };
	struct seen s;
	int64_t from, took;
	long bytes, most = 0;

	T_CHECK(open_declaration(&s, "demo", 24, 80));
	go_to(&s, "residence_province");
	seen_send(&s, ENTER);
	seen_type(&s, "quang ngai");
	seen_send(&s, ENTER);
	leave_field(&s);
	go_to(&s, "residence_commune");
	from = seen_now_ms();
	bytes = seen_send(&s, ENTER);
	took = seen_now_ms() - from;
	printf("# the list opened in %ld ms, %ld B\n", (long)took, bytes);
	T_CHECK(bytes > 0 && bytes < 4000 && took < 500);
	for (size_t i = 0; i < 3; i++) {
		from = seen_now_ms();
		bytes = seen_type(&s, typed[i]);
		took = seen_now_ms() - from;
		most = bytes > most ? bytes : most;
		/* both that differ by accents only */
		T_CHECK(seen_reads(&s, " Xã Ba Tơ "));
		T_CHECK(seen_reads(&s, " Xã Ba Tô "));
		T_CHECK(!seen_shows(&s, "Mẫu Sơn"));
		for (size_t k = 0; k < 3; k++) {
			T_CHECK(seen_resize(&s, windows[k][0], windows[k][1]));
			T_CHECK(seen_reads(&s, " Xã Ba Tô "));
		}
		if (i < 2)
			seen_send(&s, CTRL('u'));
	}
	printf("# a letter %ld B at most; five took %ld ms\n", most,
	    (long)took);
	T_CHECK(most < 2000 && took < 1000);
	/* the list is whole again, to its end */
	seen_send(&s, CTRL('u'));
	seen_send(&s, END);
	T_CHECK(seen_send(&s, HOME) > 0);
	T_CHECK(seen_reads(&s, "Phường Ba Đình"));
	seen_type(&s, "mau son");
	seen_send(&s, ENTER);
	leave_field(&s);
	go_to(&s, "residence_commune");
	T_CHECK(seen_reads(&s, "Xã Mẫu Sơn"));
	close_well(&s);
}

/* ---- power gone in mid-word ---- */

struct scene {
	const char *demo, *field, *typed;
	int back;			/* letters from its end to the cursor */
	const char *left, *right;
	const char *before;		/* keys before the question is opened */
	struct seen s;
};

static struct scene scenes[] = {
	{ "story", "promises", "Họ hứa việc nhẹ\nlương ca\u0301o", 8, "l",
	    "ương", "", { 0 } },
	{ "single", "residence_detail", "Xóm Mẫu nghie\u0302ng", 3, "nghi",
	    "êng", "\025", { 0 } },
	{ "cell", "relatives", "Trần Thử Nhiều", 3, "Nh", "iều", "\001",
	    { 0 } },
};

static void
type_half(struct scene *k)
{
	T_CHECK(open_declaration(&k->s, k->demo, 24, 80));
	go_to(&k->s, k->field);
	seen_send(&k->s, k->before);
	seen_send(&k->s, ENTER);
	seen_type(&k->s, k->typed);
	seen_times(&k->s, LEFT, k->back);
	T_BETWEEN(&k->s, k->left, k->right);
}

static void
half_a_word_comes_back(void)
{
	size_t n = sizeof scenes / sizeof *scenes;

	for (size_t i = 0; i < n; i++) {
		T_CHECK(copy_store(scenes[i].demo));
		type_half(&scenes[i]);
	}
	for (size_t i = 0; i < n; i++) {
		struct scene *k = &scenes[i];
		char *left;

		/* the word after the two seconds: the draft is safe */
		T_CHECK(seen_settle(&k->s));
		seen_kill(&k->s);
		seen_end(&k->s);
		T_CHECK(open_declaration(&k->s, k->demo, 24, 60));
		T_CHECK(seen_shows(&k->s, "bản nháp"));
		T_BETWEEN(&k->s, k->left, k->right);
		T_CHECK(seen_resize(&k->s, 50, 200));
		T_BETWEEN(&k->s, k->left, k->right);
		/* and it is typed on where it broke off */
		seen_send(&k->s, "\u0323");
		T_CHECK(strstr(left = seen_left(&k->s), k->left) == NULL);
		free(left);
		close_well(&k->s);
	}
}

int
main(int argc, char **argv)
{
	if (!real_begin(argc, argv))
		return 2;
	T_RUN(a_commune_is_found_among_all);
	T_RUN(half_a_word_comes_back);
	free(out_dir);
	return t_done();
}
