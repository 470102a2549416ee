/*
 * Questions that are typed, on a real terminal: a line, a story, what must
 * not be seen, days and hours.  Windows change in mid-word, a MiB is pasted.
 *
 *	pty_text PROGRAM	(the fake, from the top of the tree)
 */
#include "tests/tui/fields.h"

#include <poll.h>
#include <unistd.h>

#define FULL "Đã đủ độ dài"
#define NAME "Nguyễn Thị Mẫu"
#define APART "Nguye\u0302\u0303n Thi\u0323 Ma\u0302\u0303u"
#define STORY "Đêm ấy trời mưa to, ba người đi bộ qua suối; " \
	"漢字漢字 không ai biết đường về, nên họ chờ đến sáng hôm sau rồi " \
	"đi tiếp một mạch tới tận cửa khẩu. "

static const int windows[][2] = { { 50, 200 }, { 24, 60 }, { 24, 80 } };

static void
marks_come_together_however_they_are_typed(void)
{
	struct seen s;
	int col[3];

	T_CHECK(open_form(&s, TEXTS, 24, 80));
	for (int i = 0; i < 3; i++) {
		long most;

		if (i == 2)
			seen_send(&s, CTRL('v'));		/* Telex */
		most = seen_type(&s, i == 0 ? NAME : i == 1 ? APART :
		    "Nguyeenx Thij Maauxx");
		if (i == 2)
			seen_send(&s, BS);
		col[i] = seen_cursor(&s).col;
		T_CHECK(most > 0 && most <= 120);
		if (i < 2)
			T_BETWEEN(&s, "Mẫu", "");
		seen_send(&s, CTRL('u'));
	}
	T_INT(col[1], col[0]);
	seen_type(&s, "Nguyeenx Thij Maaux");
	T_BETWEEN(&s, "Mẫu", "");
	T_CHECK(seen_shows(&s, NAME));
	close_well(&s);
}

/* A slow line parts a letter, or an arrow, and nothing of it is lost. */
static void
parted_letters_are_whole(void)
{
	static const char *const parted[][2] = { { "\xe1", "\xba\xa3" },
	    { "\xe1\xba", "\xa3" }, { "\xf0\x9f", "\x98\x80" },
	    { "\033[", "D" }, { "\033[1;", "5D" } };
	struct seen s;

	T_CHECK(open_form(&s, TEXTS, 24, 80));
	seen_type(&s, "kho");
	for (size_t i = 0; i < sizeof parted / sizeof *parted; i++) {
		T_INT(write(s.tty, parted[i][0], strlen(parted[i][0])),
		    strlen(parted[i][0]));
		poll(NULL, 0, 200);
		seen_send(&s, parted[i][1]);
		if (i == 2)
			T_BETWEEN(&s, "khoảả\U0001f600", "");
	}
	T_BETWEEN(&s, "", "khoảả\U0001f600");
	/* an unfinished one is dropped by and by */
	T_CHECK(seen_send(&s, "\xe1") >= 0);
	seen_send(&s, "x");
	T_BETWEEN(&s, "x", "khoảả\U0001f600");
	close_well(&s);
}

/* Everything before the cursor's letter and after it stays where it is. */
static void
a_window_changes_in_mid_word_of_a_line(void)
{
	struct seen s;

	T_CHECK(open_form(&s, TEXTS, 24, 80));
	seen_type(&s, STORY "nghiêng");
	seen_times(&s, LEFT, 3);
	T_BETWEEN(&s, "nghi", "êng");
	for (size_t i = 0; i < 3; i++) {
		T_CHECK(seen_resize(&s, windows[i][0], windows[i][1]));
		T_BETWEEN(&s, "nghi", "êng");
	}
	/* in the middle of a letter whose mark has not come yet */
	seen_send(&s, "a");
	T_CHECK(seen_resize(&s, 50, 200));
	seen_send(&s, "\u0302");
	T_CHECK(seen_resize(&s, 24, 80));
	seen_send(&s, "\u0301");
	T_BETWEEN(&s, "nghiấ", "êng");
	T_CHECK(seen_resize(&s, 50, 200));
	seen_send(&s, HOME);
	T_BETWEEN(&s, "", "Đêm");
	seen_times(&s, "\033[1;5C", 12);
	T_BETWEEN(&s, "漢字漢字", "");
	seen_send(&s, LEFT);
	T_BETWEEN(&s, "漢字漢", "字");
	close_well(&s);
}

static void
a_line_of_a_mib_is_cut_and_said(void)
{
	struct seen s;
	size_t n;
	char *text = repeated(STORY, MIB, &n);
	long bytes;

	T_CHECK(open_form(&s, TEXTS, 24, 80));
	seen_send(&s, ENTER);
	bytes = seen_paste(&s, text, n);
	T_CHECK(bytes > 0 && bytes < 4000);
	T_CHECK(seen_shows(&s, FULL));
	bytes = seen_send(&s, BS);
	T_CHECK(bytes > 0 && bytes < 400);
	T_CHECK(!seen_shows(&s, FULL));
	bytes = seen_send(&s, "x");
	T_CHECK(bytes > 0 && bytes < 100);
	seen_send(&s, "\u0302");		/* no room for a letter more */
	seen_send(&s, "y");
	T_CHECK(seen_shows(&s, FULL));
	free(text);
	close_well(&s);
}

/* What cannot be seen or could fool a reader is seen, however it comes. */
static void
hostile_bytes_are_seen(void)
{
	static const struct {
		const char *bytes, *left;
	} in[] = {
		{ "\001b", "z\\u{0001}b|" }, { "\xe2\x80\xae", "z\\u{202e}|" },
		{ "\xe2\x80\x8b", "z\\u{200b}|" }, { "\xc2\x9b", "z\\u{009b}|" },
		{ "\xff", "z\\x{ff}|" }, { "\xef\xbb\xbf", "z\\u{feff}|" },
		{ "\u0301\u0301\u0301\u0301\u0301\u0301\u0301",
		    "ź\u0301\u0301\u0301\\u{0301}\\u{0301}\\u{0301}|" },
	};
	struct seen s;

	T_CHECK(open_form(&s, TEXTS, 24, 80));
	for (size_t i = 0; i < sizeof in / sizeof *in; i++) {
		seen_send(&s, "z");
		seen_paste(&s, in[i].bytes, strlen(in[i].bytes));
		seen_send(&s, "|");
		T_BETWEEN(&s, in[i].left, "");
		seen_send(&s, CTRL('u'));
	}
	close_well(&s);
}

static void
a_story_wraps_and_keeps_its_column(void)
{
	struct seen s;
	VTermPos at, was;

	T_CHECK(open_form(&s, TEXTS, 24, 80));
	go_to(&s, "f_story");
	seen_send(&s, ENTER);
	T_CHECK(seen_type(&s, STORY STORY) > 0);
	T_CHECK(seen_reads(&s, STORY "Đêm ấy"));
	seen_send(&s, ENTER);
	seen_type(&s, "ngắn");
	seen_send(&s, ENTER);
	seen_type(&s, STORY);
	/* up over a short line and back: the column comes back */
	seen_send(&s, HOME);
	seen_times(&s, UP, 3);
	seen_send(&s, END);
	seen_times(&s, LEFT, 2);
	was = seen_cursor(&s);
	seen_send(&s, DOWN);
	T_BETWEEN(&s, "ngắn", "");
	seen_send(&s, DOWN);
	seen_times(&s, UP, 2);
	at = seen_cursor(&s);
	T_INT(at.col, was.col);
	T_INT(at.row, was.row);
	/* through words twice as wide, never inside a letter */
	for (int i = 0; i < 12; i++) {
		seen_send(&s, i < 6 ? UP : DOWN);
		at = seen_cursor(&s);
		T_CHECK(at.col == was.col || at.col == was.col - 1 ||
		    at.col < 10);
	}
	close_well(&s);
}

static void
a_window_changes_in_mid_word_of_a_story(void)
{
	struct seen s;

	T_CHECK(open_form(&s, TEXTS, 24, 80));
	go_to(&s, "f_story");
	seen_send(&s, ENTER);
	seen_type(&s, STORY STORY "Thượng nguồn\nĐoạn hai " STORY "nghiêng");
	seen_times(&s, LEFT, 3);
	for (size_t i = 0; i < 6; i++) {
		T_CHECK(seen_resize(&s, windows[i % 3][0], windows[i % 3][1]));
		T_BETWEEN(&s, "nghi", "êng");
		if (windows[i % 3][0] == 50)
			T_CHECK(seen_reads(&s, STORY STORY "Thượng nguồn\n"
			    "Đoạn hai " STORY "nghiêng"));
		/* too small to show anything, and back */
		T_CHECK(seen_resize(&s, 3, 20));
	}
	T_CHECK(seen_resize(&s, 24, 80));
	seen_send(&s, "a");
	T_CHECK(seen_resize(&s, 50, 200));
	seen_send(&s, "\u0302");
	T_CHECK(seen_resize(&s, 24, 60));
	seen_send(&s, "\u0301");
	T_BETWEEN(&s, "nghiấ", "êng");
	/* kept, and back as it was */
	seen_send(&s, CTRL('s'));
	T_CHECK(seen_resize(&s, 50, 200));
	T_CHECK(seen_holds(&s, "nghiấêng"));
	close_well(&s);
}

/* A word longer than the window, and blanks where a line ends. */
static void
a_story_without_blanks_wraps_too(void)
{
	struct seen s;
	size_t n;
	char *wide = repeated("漢字", 400, &n);

	T_CHECK(open_form(&s, TEXTS, 24, 61));
	go_to(&s, "f_story");
	seen_send(&s, ENTER);
	T_CHECK(seen_type(&s, wide) > 0);
	T_CHECK(seen_holds(&s, wide));
	T_INT(seen_cursor(&s).col % 2, 0);
	T_CHECK(seen_resize(&s, 24, 80));
	T_CHECK(seen_holds(&s, wide));
	seen_send(&s, " ");
	seen_times(&s, "    ", 30);
	seen_send(&s, "đuôi");
	T_BETWEEN(&s, "đuôi", "");
	T_CHECK(seen_resize(&s, 50, 200));
	T_BETWEEN(&s, "đuôi", "");
	free(wide);
	close_well(&s);
}

static void
a_story_of_a_mib_is_cut_and_said(void)
{
	struct seen s;
	size_t n;
	char *text = repeated(STORY, MIB, &n);
	long bytes, before, after;
	int64_t from, took;

	T_CHECK(open_form(&s, TEXTS, 24, 80));
	go_to(&s, "f_story");
	seen_send(&s, ENTER);
	seen_type(&s, "Trước ");
	before = seen_memory(&s, "VmRSS");
	for (int i = 0; i < 3; i++) {
		bytes = seen_paste(&s, text, n);
		T_CHECK(bytes >= 0 && bytes < 8000);
		T_CHECK(seen_shows(&s, FULL));
	}
	from = seen_now_ms();
	bytes = seen_send(&s, BS);
	took = seen_now_ms() - from;
	printf("# after 1 MiB a key took %ld ms and %ld B\n", (long)took,
	    bytes);
	T_CHECK(bytes > 0 && bytes < 400);
	T_CHECK(took < 1000);
	T_CHECK(!seen_shows(&s, FULL));
	/* every key a step of its own to go back */
	for (int i = 0; i < 80; i++)
		seen_send(&s, i % 2 == 0 ? "x" : BS);
	after = seen_memory(&s, "VmRSS");
	printf("# memory %ld KiB, then %ld KiB\n", before, after);
	T_CHECK(before > 0 && after - before < 64 * 1024);
	T_CHECK(seen_resize(&s, 50, 200));
	bytes = seen_send(&s, PGUP);
	T_CHECK(bytes > 0 && bytes < 30000);
	free(text);
	close_well(&s);
}

/* Marks without end on one letter, and bytes that each become a word. */
static void
a_mib_of_marks_is_bounded(void)
{
	static const char *const what[] = { "\u0301", "\xff", "\xe2\x80\xae",
	    "\n" };
	struct seen s;

	T_CHECK(open_form(&s, TEXTS, 24, 80));
	go_to(&s, "f_story");
	seen_send(&s, ENTER);
	for (size_t i = 0; i < sizeof what / sizeof *what; i++) {
		size_t n;
		char *text = repeated(what[i], MIB, &n);
		long bytes;

		seen_type(&s, "a");
		bytes = seen_paste(&s, text, n);
		T_CHECK(bytes > 0 && bytes < 8000);
		if (!seen_shows(&s, FULL)) {
			printf("# kind %zu\n", i);
			seen_print(&s);
			t_bad++;
		}
		bytes = seen_send(&s, BS);
		T_CHECK(bytes > 0 && bytes < 1000);
		seen_send(&s, CTRL('u'));
		seen_send(&s, CTRL('z'));
		seen_send(&s, CTRL('u'));
		free(text);
	}
	close_well(&s);
}

/* Letters that no word of the screen has: none may ever be sent. */
static void
what_is_covered_is_never_sent(void)
{
	static const char *const letters[] = { "Ж", "Щ", "Ю", "Я" };
	static const char secret[] = "ЖЩЮЯЖЩЮЯЖЩЮЯ";
	struct seen s;
	size_t from;

	T_CHECK(open_form(&s, TEXTS, 24, 80));
	from = s.wire.len;
	go_to(&s, "f_secret");
	T_CHECK(seen_type(&s, secret) > 0);
	T_CHECK(seen_shows(&s, "••••••"));
	seen_times(&s, LEFT, 3);
	T_CHECK(seen_resize(&s, 50, 200));
	T_CHECK(seen_resize(&s, 24, 60));
	T_CHECK(seen_resize(&s, 24, 80));
	seen_send(&s, BS);
	seen_paste(&s, secret, strlen(secret));
	seen_send(&s, ENTER);
	/* left, looked at, searched for, undone and done again */
	go_to(&s, "f_secret");
	seen_send(&s, ENTER);
	seen_send(&s, CTRL('z'));
	leave_field(&s);
	seen_send(&s, "\033OS");		/* what is known of it */
	seen_send(&s, ESC);
	seen_send(&s, CTRL('z'));
	seen_send(&s, CTRL('y'));
	seen_send(&s, CTRL('u'));		/* one at a time */
	seen_send(&s, CTRL('l'));
	T_CHECK(seen_resize(&s, 50, 200));
	seen_send(&s, CTRL('u'));
	seen_send(&s, CTRL('l'));
	seen_send(&s, ESC);
	open_again(&s);
	seen_send(&s, CTRL('l'));
	for (size_t i = 0; i < 4; i++) {
		if (seen_sent(&s, from, letters[i])) {
			printf("# %s was sent\n", letters[i]);
			seen_print(&s);
			t_bad++;
		}
	}
	T_CHECK(seen_shows(&s, "••••"));
	/* lifted for as long as the form is open, no longer */
	go_to(&s, "f_secret");
	seen_send(&s, " ");
	T_CHECK(seen_shows(&s, "ЖЩЮЯ"));
	seen_send(&s, ESC);
	open_again(&s);
	T_CHECK(!seen_shows(&s, "ЖЩЮЯ") && seen_shows(&s, "••••"));
	close_well(&s);
}

/* An answer typed in a window that changes; what it becomes, or why not. */
static void
answer(struct seen *s, const char *name, const char *typed, const char *want)
{
	go_to(s, name);
	seen_send(s, ENTER);
	seen_send(s, CTRL('u'));
	T_CHECK(seen_feed(s, typed, 2) > 0);
	for (size_t i = 0; i < 3; i++)
		T_CHECK(seen_resize(s, windows[i][0], windows[i][1]));
	T_CHECK(seen_type(s, typed + 2) >= 0);
	T_CHECK(seen_send(s, ENTER) > 0);
	if (!seen_shows(s, want)) {
		printf("# %s \"%s\" does not show \"%s\"\n", name, typed, want);
		seen_print(s);
		t_bad++;
	}
	leave_field(s);
}

static void
days_and_hours_are_read_as_people_write(void)
{
	struct seen s;
	size_t n;
	char *text = repeated("12/", MIB, &n);
	long bytes;

	T_CHECK(open_form(&s, TEXTS, 24, 80));
	answer(&s, "f_day", "5/1999", "5/1999");
	answer(&s, "f_day", "khoảng 1999", "");
	answer(&s, "f_day", "28/2/1991", "28/02/1991");
	answer(&s, "f_hour", "8h05", "08:05");
	answer(&s, "f_hour", "14 giờ 30", "14:30");
	answer(&s, "f_moment", "2/3/2026 8h05", "08:05");
	answer(&s, "f_count", "12", "12");
	/* what cannot be read stays to be mended, and says why */
	go_to(&s, "f_day");
	seen_send(&s, ENTER);
	seen_send(&s, CTRL('u'));
	seen_type(&s, "31/02/1999");
	seen_send(&s, ENTER);
	T_BETWEEN(&s, "31/02/1999", "");
	T_CHECK(seen_resize(&s, 24, 60));
	T_BETWEEN(&s, "31/02/1999", "");
	seen_paste(&s, text, n);
	T_CHECK(seen_shows(&s, FULL));
	bytes = seen_send(&s, ENTER);
	T_CHECK(bytes >= 0 && bytes < 2000);
	free(text);
	close_well(&s);
}

static void
yes_or_no_is_one_key(void)
{
	struct seen s;

	T_CHECK(open_form(&s, TEXTS, 24, 80));
	go_to(&s, "f_yes");
	seen_send(&s, "c");
	T_CHECK(seen_shows(&s, "Có hay không") && seen_shows(&s, " Có"));
	go_to(&s, "f_yes");
	seen_send(&s, "k");
	go_to(&s, "f_yes");
	T_CHECK(seen_shows(&s, "Không"));
	/* no letter else, however it comes, changes it */
	seen_send(&s, "ế");
	seen_send(&s, "漢");
	seen_paste(&s, "c\nc\nc\n", 6);
	T_CHECK(seen_shows(&s, "Không") || seen_shows(&s, "Có"));
	close_well(&s);
}

static void
what_is_undone_comes_back(void)
{
	struct seen s;

	T_CHECK(open_form(&s, TEXTS, 24, 80));
	seen_type(&s, APART);
	seen_send(&s, ENTER);
	seen_type(&s, "漢字");
	seen_send(&s, ENTER);
	leave_field(&s);
	T_CHECK(seen_shows(&s, NAME) && seen_shows(&s, "漢字"));
	seen_send(&s, CTRL('z'));
	T_CHECK(seen_shows(&s, NAME) && !seen_shows(&s, "漢字"));
	T_CHECK(seen_resize(&s, 24, 60));
	seen_send(&s, CTRL('z'));
	T_CHECK(!seen_shows(&s, NAME));
	T_CHECK(seen_resize(&s, 50, 200));
	seen_times(&s, CTRL('y'), 2);
	T_CHECK(seen_shows(&s, NAME) && seen_shows(&s, "漢字"));
	/* inside a field: the word goes, not the letter's mark alone */
	seen_send(&s, HOME);
	seen_send(&s, ENTER);
	seen_type(&s, " đuôi");
	seen_send(&s, CTRL('z'));
	T_BETWEEN(&s, "Mẫu", "");
	seen_send(&s, CTRL('y'));
	T_BETWEEN(&s, "đuôi", "");
	close_well(&s);
}

int
main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	program = argv[1];
	signal(SIGPIPE, SIG_IGN);
	T_RUN(marks_come_together_however_they_are_typed);
	T_RUN(parted_letters_are_whole);
	T_RUN(a_window_changes_in_mid_word_of_a_line);
	T_RUN(a_line_of_a_mib_is_cut_and_said);
	T_RUN(hostile_bytes_are_seen);
	T_RUN(a_story_wraps_and_keeps_its_column);
	T_RUN(a_window_changes_in_mid_word_of_a_story);
	T_RUN(a_story_without_blanks_wraps_too);
	T_RUN(a_story_of_a_mib_is_cut_and_said);
	T_RUN(a_mib_of_marks_is_bounded);
	T_RUN(what_is_covered_is_never_sent);
	T_RUN(days_and_hours_are_read_as_people_write);
	T_RUN(yes_or_no_is_one_key);
	T_RUN(what_is_undone_comes_back);
	return t_done();
}
