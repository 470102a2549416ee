/*
 * A repeat as a table and what is pasted into it, and identity papers from a
 * scanner, on a real terminal.
 *
 *	pty_table PROGRAM	(the fake, from the top of the tree)
 */
#include "tests/tui/fields.h"


static const int windows[][2] = { { 50, 200 }, { 24, 60 }, { 24, 80 } };

static void
every_window(struct seen *s)
{
	for (size_t i = 0; i < 3; i++)
		T_CHECK(seen_resize(s, windows[i][0], windows[i][1]));
}

static void
shows(struct seen *s, const char *what, const char *file, int line)
{
	if (!seen_reads(s, what)) {
		printf("# %s:%d: no \"%s\"\n", file, line, what);
		seen_print(s);
		t_bad++;
	}
}
#define T_SHOWS(s, what) shows(s, what, __FILE__, __LINE__)

/* The table of a repeat that has no entry yet. */
static bool
open_table(struct seen *s, int rows, int cols, const char *repeat)
{
	bool ok = open_form(s, ENTRIES, rows, cols);

	go_to(s, repeat);
	seen_send(s, CTRL('a'));
	return ok && seen_shows(s, "+ thêm");
}

static void
cells_are_typed_in_every_window(void)
{
	struct seen s;

	T_CHECK(open_table(&s, 24, 80, "f_people"));
	seen_send(&s, ENTER);
	seen_type(&s, "Tra\u0302\u0300n Thi\u0323 nghie\u0302ng");
	seen_times(&s, LEFT, 3);
	T_BETWEEN(&s, "nghi", "êng");
	for (size_t i = 0; i < 6; i++) {
		T_CHECK(seen_resize(&s, windows[i % 3][0], windows[i % 3][1]));
		T_BETWEEN(&s, "nghi", "êng");
	}
	seen_send(&s, "a");
	T_CHECK(seen_resize(&s, 24, 60));
	seen_send(&s, "\u0302\u0301");
	T_CHECK(seen_resize(&s, 24, 80));
	T_BETWEEN(&s, "nghiấ", "êng");
	seen_send(&s, ENTER);
	T_CHECK(seen_resize(&s, 50, 200));
	T_SHOWS(&s, "Trần Thị nghiấêng");
	/* wide letters never split at the edge of a cell */
	leave_field(&s);
	seen_send(&s, LEFT);
	seen_send(&s, ENTER);
	seen_send(&s, CTRL('u'));
	T_CHECK(seen_type(&s, "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢") > 0);
	every_window(&s);
	T_BETWEEN(&s, "漢字漢字漢", "");
	close_well(&s);
}

static void
lines_of_another_program_are_pasted(void)
{
	static const char tsv[] = "Lê Thị Thử\t34\t0900000001\r\n"
	    "Pha\u0323m Va\u0306n Ma\u0302\u0303u\t\t0900000002\r\n"
	    "\r\n"
	    "漢字\tba mươi\t\r\n";
	struct seen s;

	T_CHECK(open_table(&s, 24, 80, "f_people"));
	T_CHECK(seen_paste(&s, tsv, strlen(tsv)) > 0);
	T_SHOWS(&s, "Đã dán 6 ô; 1 ô không đọc được");
	T_SHOWS(&s, "1 Lê Thị Thử 34 ");
	T_SHOWS(&s, "2 Phạm Văn Mẫu ");
	/* an empty line stays one: what follows is not another person's */
	T_SHOWS(&s, "4 漢字");
	every_window(&s);
	T_SHOWS(&s, "4 漢字");
	seen_send(&s, CTRL('z'));
	T_CHECK(!seen_shows(&s, "Lê Thị Thử") && !seen_shows(&s, "漢字"));
	seen_send(&s, CTRL('y'));
	T_SHOWS(&s, "4 漢字");
	/* covered answers are covered here too */
	T_CHECK(!seen_shows(&s, "0900000001"));
	T_CHECK(!seen_sent(&s, 0, "0900000001"));
	T_SHOWS(&s, "••••");
	close_well(&s);
}

/* Each cell is one kind of byte that could move a cursor or fool a reader. */
static void
hostile_bytes_are_seen_in_cells(void)
{
	static const struct {
		const char *cell, *seen;
	} in[] = {
		{ "\033[2JA", "\\u{001b}[2JA" }, { "B\a\b", "B\\u{0007}\\u{0008}" },
		{ "\xc2\x9b""31mC", "\\u{009b}31mC" },
		{ "\xe2\x80\xae""D", "\\u{202e}D" },
		{ "\xe2\x80\x8b""E", "\\u{200b}E" },
		{ "\xff\xfe""F", "\\x{ff}\\x{fe}F" }, { "\xe1\xba", "\\x{e1}\\x{ba}" },
		{ "\xed\xa0\x80""G", "\\x{ed}\\x{a0}\\x{80}G" },
		{ "\u0301H", "\\u{0301}H" },
	};
	struct seen s;
	size_t from;

	T_CHECK(open_table(&s, 50, 200, "f_people"));
	from = s.wire.len;
	for (size_t i = 0; i < sizeof in / sizeof *in; i++) {
		struct str line = STR_INIT;

		str_printf(&line, "%s\t%zu\n", in[i].cell, i + 10);
		T_CHECK(seen_paste(&s, str_text(&line), line.len) > 0);
		seen_send(&s, END);
		T_SHOWS(&s, in[i].seen);
		str_done(&line);
	}
	T_CHECK(!seen_sent(&s, from, "\033[2J") &&
	    !seen_sent(&s, from, "\xc2\x9b") &&
	    !seen_sent(&s, from, "\xe2\x80\xae"));
	/* what is seen is what is kept: the same when it is typed in again */
	seen_send(&s, HOME);
	seen_times(&s, DOWN, 3);
	seen_send(&s, ENTER);
	T_BETWEEN(&s, "\\u{202e}D", "");
	seen_times(&s, LEFT, 3);
	T_BETWEEN(&s, "\\u{202", "e}D");
	leave_field(&s);
	close_well(&s);
}

static void
a_cell_too_long_is_left_empty(void)
{
	struct seen s;
	size_t n;
	char *text = repeated("dài ", MIB, &n);

	T_CHECK(open_table(&s, 24, 80, "f_people"));
	text[n / 2] = '\t';
	T_CHECK(seen_paste(&s, text, n) > 0);
	T_SHOWS(&s, "Đã dán 0 ô; 2 ô không đọc được");
	T_CHECK(!seen_shows(&s, "dài"));
	free(text);
	close_well(&s);
}

static void
a_mib_of_cells_is_bounded(void)
{
	static const char *const repeat[] = { "f_people", "f_things" };

	for (size_t i = 0; i < 2; i++) {
		struct seen s;
		size_t n;
		char *text = repeated("a\tb\n", MIB, &n);
		int64_t from, took;
		long bytes;

		T_CHECK(open_table(&s, 24, 80, repeat[i]));
		from = seen_now_ms();
		bytes = seen_paste(&s, text, n);
		took = seen_now_ms() - from;
		printf("# 1 MiB of cells: %ld B, %ld ms\n", bytes, (long)took);
		T_CHECK(bytes > 0 && bytes < 4000);
		T_CHECK(took < 10000);
		T_SHOWS(&s, "không đọc được nên để trống");
		bytes = seen_send(&s, DOWN);
		T_CHECK(bytes > 0 && bytes < 1000);
		seen_send(&s, CTRL('z'));
		T_SHOWS(&s, "+ thêm");
		T_CHECK(!seen_shows(&s, " a "));
		T_CHECK(seen_memory(&s, "VmRSS") < 128 * 1024);
		free(text);
		close_well(&s);
	}
}

/* ---- papers ---- */

#define CARD "001190000017|012345678|NGUYỄN THỊ MẪU MỘT|28021991|Nữ|" \
	"Phố Mẫu, Hà Nội|15042021"

static void
a_card_is_scanned_while_the_window_changes(void)
{
	struct seen s;
	size_t half = strlen("001190000017|012345678|NGUYỄN TH");

	T_CHECK(open_form(&s, CARDS, 24, 80));
	/* Vietnamese keys are on: a scanner's letters are none of them */
	seen_send(&s, CTRL('v'));
	go_to(&s, "id_number");
	seen_send(&s, ENTER);
	T_CHECK(seen_feed(&s, CARD, half) > 0);
	every_window(&s);
	T_CHECK(seen_feed(&s, CARD ENTER, strlen(CARD) + 1) >= 0);
	/* two scans run into each other: nobody is named so */
	T_CHECK(!seen_shows(&s, "Đã điền Họ và tên"));
	seen_send(&s, ESC);
	leave_field(&s);
	seen_send(&s, CTRL('z'));
	T_CHECK(seen_shows(&s, "[0/5]"));
	go_to(&s, "id_number");
	seen_send(&s, ENTER);
	T_CHECK(seen_feed(&s, CARD, half) > 0);
	every_window(&s);
	T_CHECK(seen_feed(&s, &CARD[half], strlen(CARD) - half) > 0);
	seen_send(&s, ENTER);
	T_SHOWS(&s, "Đã điền Họ và tên: NGUYỄN THỊ MẪU MỘT");
	every_window(&s);
	seen_send(&s, ESC);
	T_SHOWS(&s, "28/02/1991");
	T_SHOWS(&s, "Nữ");
	seen_send(&s, CTRL('z'));
	T_CHECK(!seen_shows(&s, "28/02/1991"));
	close_well(&s);
}

/* A scanner's own field is covered: its burst is never on the wire. */
static void
a_covered_scan_is_never_sent(void)
{
	static const char burst[] = "ЖЩЮЯ-ЖЩЮЯ-ЖЩЮЯ";
	static const char *const letters[] = { "Ж", "Щ", "Ю", "Я" };
	struct seen s;
	size_t n;
	char *text = repeated("ЖЩЮЯ", MIB, &n);
	long bytes;

	T_CHECK(open_form(&s, CARDS, 24, 80));
	go_to(&s, "card");
	T_CHECK(seen_feed(&s, burst, strlen(burst)) > 0);
	every_window(&s);
	seen_send(&s, ENTER);
	leave_field(&s);
	go_to(&s, "card");
	seen_send(&s, ENTER);
	bytes = seen_paste(&s, text, n);
	T_CHECK(bytes > 0 && bytes < 4000);
	T_SHOWS(&s, "Đã đủ độ dài");
	bytes = seen_send(&s, BS);
	T_CHECK(bytes > 0 && bytes < 1000);
	seen_send(&s, ENTER);
	seen_send(&s, CTRL('l'));
	for (size_t i = 0; i < 4; i++)
		T_CHECK(!seen_sent(&s, 0, letters[i]));
	free(text);
	close_well(&s);
}

#define ZONE_1 "P<VNMNGUYEN<<THI<MAU<MOT<<<<<<<<<<<<<<<<<<<<"
#define ZONE_2 "B0000001<9VNM9102283F3001016<<<<<<<<<<<<<<02"

/* Lines come one by one, each with its Enter; who has no more goes on. */
static void
lines_of_a_passport_wait_for_each_other(void)
{
	struct seen s;

	T_CHECK(open_form(&s, CARDS, 24, 80));
	go_to(&s, "id_number");
	T_CHECK(seen_feed(&s, ZONE_1 ENTER, sizeof ZONE_1) > 0);
	T_CHECK(seen_shows(&s, "Esc xong ô"));
	every_window(&s);
	T_CHECK(seen_feed(&s, ZONE_2 ENTER, sizeof ZONE_2) > 0);
	T_SHOWS(&s, "Đã điền Họ và tên: NGUYEN THI MAU MOT");
	seen_send(&s, ESC);
	T_SHOWS(&s, "Số định danh ");
	/* one line alone: Esc, and Esc again */
	go_to(&s, "full_name");
	seen_send(&s, ENTER);
	seen_send(&s, CTRL('u'));
	T_CHECK(seen_feed(&s, ZONE_1, strlen(ZONE_1)) > 0);
	T_CHECK(seen_send(&s, ESC) >= 0);
	T_CHECK(seen_send(&s, ESC) >= 0);
	leave_field(&s);
	/* and Enter twice: it is a text like any other */
	go_to(&s, "full_name");
	seen_send(&s, ENTER);
	seen_send(&s, CTRL('u'));
	T_CHECK(seen_feed(&s, ZONE_1, strlen(ZONE_1)) > 0);
	seen_times(&s, ENTER, 2);
	leave_field(&s);
	T_CHECK(seen_holds(&s, ZONE_1));
	close_well(&s);
}

static void
what_is_no_paper_is_just_text(void)
{
	static const char *const papers[] = { "||||||||||||", "1|2|3|4|5|6|7",
	    "P<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<",
	    "001190000017|012345678|\\|29021991|Nữ|x|15042021",
	    "001190000017|012345678|漢|99999999|?|x|99999999" };
	struct seen s;

	T_CHECK(open_form(&s, CARDS, 24, 80));
	for (size_t i = 0; i < sizeof papers / sizeof *papers; i++) {
		go_to(&s, "full_name");
		seen_send(&s, ENTER);
		seen_send(&s, CTRL('u'));
		T_CHECK(seen_feed(&s, papers[i], strlen(papers[i])) > 0);
		seen_send(&s, ENTER);
		T_CHECK(seen_resize(&s, 24, 60));
		T_CHECK(seen_resize(&s, 24, 80));
		seen_send(&s, ESC);
		leave_field(&s);
		T_CHECK(!s.ended);
	}
	close_well(&s);
}

int
main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	program = argv[1];
	signal(SIGPIPE, SIG_IGN);
	T_RUN(cells_are_typed_in_every_window);
	T_RUN(lines_of_another_program_are_pasted);
	T_RUN(hostile_bytes_are_seen_in_cells);
	T_RUN(a_cell_too_long_is_left_empty);
	T_RUN(a_mib_of_cells_is_bounded);
	T_RUN(a_card_is_scanned_while_the_window_changes);
	T_RUN(a_covered_scan_is_never_sent);
	T_RUN(lines_of_a_passport_wait_for_each_other);
	T_RUN(what_is_no_paper_is_just_text);
	return t_done();
}
