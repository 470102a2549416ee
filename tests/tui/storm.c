/*
 * Windows that change all the time, from one cell to 300 columns, on every
 * main screen and with text half typed: nothing crashes, nothing typed is
 * lost, and afterwards the cursor is on its letter.
 *
 *	storm PROGRAM OUTDIR [SEED]	from the top of the tree
 */
#include <sys/ioctl.h>
#undef CTRL

#include "tests/tui/real.h"
#include "tests/tui/wire.h"


#define GUSTS 40		/* sizes on a screen, each drawn */
#define BURST 120		/* sizes at once, of which the last is drawn */
#define TYPED "Xóm Mẫu nghie\u0302ng"

static uint64_t seed;
static size_t checked;

static int
between_of(int least, int most)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return least + (int)((seed >> 33) % (uint64_t)(most - least + 1));
}

static void
check_wire(struct seen *s)
{
	const char *from = str_text(&s->wire) + checked;
	size_t n = s->wire.len - checked, at = wire_bad(from, n);

	if (at < n) {
		wire_show(from, n, at);
		t_bad++;
	}
	checked = s->wire.len;
}

/* As many as a window being dragged gives: nobody waits for the drawing. */
static void
burst(struct seen *s)
{
	for (int i = 0; i < BURST; i++) {
		struct winsize ws = { .ws_row =
		    (unsigned short)between_of(1, 100), .ws_col =
		    (unsigned short)between_of(1, 300) };

		ioctl(s->tty, TIOCSWINSZ, &ws);
		seen_take(s);
	}
}

/* All sizes there are, and back to the first; keys that do nothing between. */
static void
gusts(struct seen *s, int n)
{
	static const int edge[][2] = { { 1, 1 }, { 1, 300 }, { 100, 1 },
	    { 2, 2 }, { 23, 80 }, { 24, 59 }, { 24, 60 }, { 100, 300 } };
	size_t edges = sizeof edge / sizeof *edge;

	for (int i = 0; i < n && !s->ended; i++) {
		int rows = i < (int)edges ? edge[i][0] : between_of(1, 100);
		int cols = i < (int)edges ? edge[i][1] : between_of(1, 300);

		T_CHECK(seen_resize(s, rows, cols));
	}
	burst(s);
	T_CHECK(seen_resize(s, 25, 81));
	T_CHECK(seen_resize(s, 24, 80));
	check_wire(s);
	T_CHECK(!s->ended);
}

/* The screen before and after a storm; the status line may have been read. */
static char *
whole(struct seen *s)
{
	struct str out = STR_INIT;
	char line[8192];

	for (int y = 0; y < 24; y++) {
		seen_row(s, y, line, sizeof line);
		if (y != 22)
			str_printf(&out, "%s\n", line);
	}
	return str_steal(&out);
}

static void
same_after(struct seen *s, const char *what)
{
	char *before = whole(s), *after;
	VTermPos was = seen_cursor(s), is;

	gusts(s, GUSTS);
	after = whole(s);
	is = seen_cursor(s);
	if (strcmp(before, after) != 0 || was.row != is.row ||
	    was.col != is.col) {
		printf("# %s: cursor %d,%d was %d,%d\n# before:\n%s# after:\n%s",
		    what, is.row, is.col, was.row, was.col, before, after);
		t_bad++;
	}
	free(before);
	free(after);
}

/* ---- screens ---- */

static void
every_screen_stands_a_storm(void)
{
	static const struct {
		const char *what, *keys;
	} step[] = {
		{ "register", "p" }, { "register", ESC }, { "help", "?" },
		{ "home", ESC }, { "palette", ":" }, { "home", ESC },
		{ "search", "/" }, { "search", "nguyen" }, { "home", ESC },
		{ "coordination", "c" }, { "home", ESC }, { "queue", ENTER },
		{ "queue", DOWN }, { "case", ENTER }, { "detail", DOWN },
		{ "history", "h" }, { "case", ESC }, { "map", "m" },
		{ "case", ESC }, { "timeline", "t" }, { "case", ESC },
		{ "entitlements", "e" }, { "case", ESC }, { "note", "+" },
		{ "note", "nửa ch" }, { "case", ESC }, { "reason", "r" },
		{ "case", ESC },
	};
	struct seen s;

	checked = 0;
	T_CHECK(begin(&s, "demo", 24, 80));
	same_after(&s, "sign-in");
	sign_in(&s);
	same_after(&s, "home");
	for (size_t i = 0; i < sizeof step / sizeof *step && !s.ended; i++) {
		seen_send(&s, step[i].keys);
		if (step[i].keys[0] != '\033' || step[i].keys[1] != '\0')
			same_after(&s, step[i].what);
	}
	seen_send(&s, CTRL('k'));
	same_after(&s, "lock");
	T_CHECK(seen_shows(&s, "Màn hình đã khóa"));
	close_well(&s);
}

/* ---- text half typed ---- */

static void
half_a_word_stands_a_storm(void)
{
	struct seen s;

	checked = 0;
	T_CHECK(open_declaration(&s, "demo", 24, 80));
	go_to(&s, "residence_detail");
	seen_send(&s, CTRL('u'));
	seen_send(&s, ENTER);
	seen_type(&s, TYPED);
	seen_times(&s, LEFT, 3);
	T_BETWEEN(&s, "nghi", "êng");
	for (int i = 0; i < 3; i++) {
		gusts(&s, GUSTS);
		T_BETWEEN(&s, "nghi", "êng");
	}
	/* letters typed while it rages: each arrives, in order */
	for (const char *p = "abcdefgh"; *p != '\0'; p++) {
		burst(&s);
		T_INT(write(s.tty, p, 1), 1);
		burst(&s);
	}
	T_CHECK(seen_resize(&s, 25, 100));
	T_CHECK(seen_resize(&s, 24, 80));
	T_BETWEEN(&s, "nghiabcdefgh", "êng");
	/* typed where nothing is shown because the window is too small */
	T_CHECK(seen_resize(&s, 3, 10));
	seen_type(&s, "xyz");
	T_CHECK(seen_resize(&s, 24, 80));
	T_BETWEEN(&s, "nghiabcdefghxyz", "êng");
	check_wire(&s);
	close_well(&s);
	/* and it was a draft all along */
	T_CHECK(open_declaration(&s, "demo", 24, 80));
	T_BETWEEN(&s, "nghiabcdefghxyz", "êng");
	close_well(&s);
}

int
main(int argc, char **argv)
{
	if (!real_begin(argc, argv))
		return 2;
	seed = argc > 3 ? strtoull(argv[3], NULL, 10) :
	    (uint64_t)seen_now_ms();
	printf("# seed %llu\n", (unsigned long long)seed);
	T_RUN(every_screen_stands_a_storm);
	T_RUN(half_a_word_stands_a_storm);
	free(out_dir);
	return t_done();
}
