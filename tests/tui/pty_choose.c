/*
 * Questions that are chosen, ordered, measured or agreed to, and one question
 * at a time, on a real terminal that changes its size meanwhile.
 *
 *	pty_choose PROGRAM	(the fake, from the top of the tree)
 */
#include "tests/tui/fields.h"


static const int windows[][2] = { { 50, 200 }, { 24, 60 }, { 24, 80 } };

static void
every_window(struct seen *s)
{
	for (size_t i = 0; i < 3; i++)
		T_CHECK(seen_resize(s, windows[i][0], windows[i][1]));
}

/* What a question shows now must have this in its line or below it. */
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

static void
one_is_found_by_letters(void)
{
	static const char *const typed[] = { "mau son", "mẫu sơn",
	    "ma\u0302\u0303u so\u031bn" };
	struct seen s;

	T_CHECK(open_form(&s, CHOICES, 24, 80));
	for (size_t i = 0; i < 3; i++) {
		go_to(&s, "f_place");
		seen_send(&s, ENTER);
		T_CHECK(seen_type(&s, typed[i]) > 0);
		/* both that differ by accents only, none of them hidden */
		T_SHOWS(&s, "Xã Mẫu Sơn Thử");
		T_SHOWS(&s, "Xã Mẩu Son Thử");
		T_CHECK(!seen_shows(&s, "Phường Thử Một"));
		every_window(&s);
		T_SHOWS(&s, "Xã Mẩu Son Thử");
		T_CHECK(!seen_shows(&s, "Phường Thử Một"));
		seen_times(&s, BS, 3);
		seen_send(&s, "s");
		T_SHOWS(&s, "Xã Mẫu Sơn Thử");
		seen_send(&s, i == 0 ? "zzz" : DOWN);
		if (i == 0)
			T_SHOWS(&s, "Không có mục nào khớp");
		seen_send(&s, ENTER);		/* of nothing: stays */
		if (i == 0) {
			T_SHOWS(&s, "Không có mục nào khớp");
			seen_send(&s, CTRL('u'));
			T_SHOWS(&s, "Đặc khu Thử");
			seen_send(&s, ENTER);
		}
		leave_field(&s);
	}
	T_SHOWS(&s, "Nơi nào Xã Mẩu Son Thử");
	/* by Telex: dd is one letter, and w is none */
	seen_send(&s, CTRL('v'));
	go_to(&s, "f_place");
	seen_send(&s, ENTER);
	T_CHECK(seen_type(&s, "ddawcj khu") > 0);
	T_SHOWS(&s, "đặc khu");
	T_CHECK(!seen_shows(&s, "Xã Đường Thử"));
	seen_send(&s, ENTER);
	leave_field(&s);
	T_SHOWS(&s, "Nơi nào Đặc khu Thử");
	close_well(&s);
}

static void
a_mib_pasted_into_a_search_is_bounded(void)
{
	struct seen s;
	size_t n;
	char *text = repeated("mẫu sơn\n\t\x1b[2J", MIB, &n);
	long bytes;

	T_CHECK(open_form(&s, CHOICES, 24, 80));
	go_to(&s, "f_place");
	seen_send(&s, ENTER);
	bytes = seen_paste(&s, text, n);
	T_CHECK(bytes > 0 && bytes < 4000);
	bytes = seen_send(&s, CTRL('u'));
	T_CHECK(bytes > 0 && bytes < 4000);
	T_SHOWS(&s, "Đặc khu Thử");
	/* and onto a row not yet opened: nothing is chosen by it */
	seen_send(&s, ESC);
	go_to(&s, "f_read");
	bytes = seen_paste(&s, text, n);
	T_CHECK(bytes >= 0 && bytes < 4000);
	seen_send(&s, ESC);
	free(text);
	close_well(&s);
}

static void
many_are_ticked(void)
{
	struct seen s;

	T_CHECK(open_form(&s, CHOICES, 24, 80));
	go_to(&s, "f_needs");
	seen_send(&s, ENTER);
	seen_send(&s, " ");
	seen_times(&s, DOWN, 2);
	seen_send(&s, " ");
	T_CHECK(seen_resize(&s, 24, 60));
	T_SHOWS(&s, "[x] Ăn uống");
	T_SHOWS(&s, "[ ] Khám bệnh");
	T_SHOWS(&s, "[x] Chữ rộng 漢字漢字漢字");
	T_CHECK(seen_resize(&s, 50, 200));
	T_SHOWS(&s, "hay không khi cửa sổ hẹp lại");
	/* ticks stay while one looks for another */
	seen_type(&s, "khám");
	T_CHECK(!seen_shows(&s, "Ăn uống"));
	seen_send(&s, " ");
	T_CHECK(seen_resize(&s, 24, 80));
	seen_send(&s, ENTER);
	leave_field(&s);
	go_to(&s, "f_needs");
	T_SHOWS(&s, "Ăn uống");
	T_SHOWS(&s, "Khám bệnh");
	T_SHOWS(&s, "Chữ rộng 漢字漢字漢字");
	T_CHECK(seen_resize(&s, 50, 200));
	seen_send(&s, CTRL('z'));
	T_CHECK(!seen_shows(&s, "Khám bệnh"));
	seen_send(&s, CTRL('y'));
	T_SHOWS(&s, "Khám bệnh");
	close_well(&s);
}

static void
things_are_put_in_order(void)
{
	struct seen s;

	T_CHECK(open_form(&s, CHOICES, 24, 80));
	go_to(&s, "f_order");
	seen_send(&s, ENTER);
	/* the last is lifted; the window changes while it is in the air */
	seen_send(&s, END);
	seen_send(&s, " ");
	seen_send(&s, UP);
	every_window(&s);
	seen_send(&s, UP);
	seen_send(&s, " ");
	T_CHECK(seen_find(&s, "Chỗ ngủ") < seen_find(&s, "Bác sĩ"));
	seen_send(&s, ENTER);
	leave_field(&s);
	T_CHECK(seen_resize(&s, 50, 200));
	T_SHOWS(&s, "1. Chỗ ngủ; 2. Ăn; 3. Bác sĩ");
	go_to(&s, "f_order");
	seen_send(&s, CTRL('z'));
	T_CHECK(!seen_shows(&s, "1. Chỗ ngủ"));
	/* going back keeps what was */
	seen_send(&s, CTRL('y'));
	go_to(&s, "f_order");
	seen_send(&s, ENTER);
	seen_send(&s, ">");
	seen_paste(&s, "\x1b[2J\n\n\n", 7);
	seen_send(&s, ESC);
	T_SHOWS(&s, "1. Chỗ ngủ; 2. Ăn; 3. Bác sĩ");
	close_well(&s);
}

static void
scales_stay_within_their_ends(void)
{
	struct seen s;
	long most = 0;

	T_CHECK(open_form(&s, CHOICES, 24, 80));
	go_to(&s, "f_pain");
	for (int i = 0; i < 15; i++) {
		long bytes = seen_send(&s, RIGHT);

		most = bytes > most ? bytes : most;
	}
	printf("# a step on a scale %ld B\n", most);
	T_CHECK(most < 400);
	T_SHOWS(&s, "10 [===========] 0 – 10");
	seen_times(&s, LEFT, 3);
	every_window(&s);
	T_SHOWS(&s, "7 [========");
	/* tenths are tenths, not what a machine makes of them */
	go_to(&s, "f_tenth");
	for (int i = 0; i < 4; i++)
		seen_send(&s, RIGHT);
	T_SHOWS(&s, "Phần mười 0,3 [");
	seen_times(&s, RIGHT, 12);
	T_SHOWS(&s, "Phần mười 1 [===========]");
	seen_times(&s, LEFT, 20);
	T_SHOWS(&s, "Phần mười 0 [=");
	/* typed: beyond its ends and between its steps it is said */
	seen_send(&s, ENTER);
	seen_send(&s, CTRL('u'));
	seen_type(&s, "0,25");
	seen_send(&s, ENTER);
	leave_field(&s);
	T_CHECK(seen_resize(&s, 50, 200));
	T_SHOWS(&s, "0,25");
	T_SHOWS(&s, "!");
	close_well(&s);
}

static void
agreed_and_taken_back(void)
{
	struct seen s;

	T_CHECK(open_form(&s, CHOICES, 24, 80));
	go_to(&s, "f_read");
	seen_send(&s, ENTER);
	T_SHOWS(&s, "[x] đã đọc");
	go_to(&s, "f_read");
	every_window(&s);
	seen_send(&s, " ");
	T_CHECK(!seen_shows(&s, "[x]"));
	seen_send(&s, "漢");
	seen_send(&s, "\u0301");
	close_well(&s);
}

/* Where choices do not fit side by side, none of them is cut away unseen. */
static void
choices_side_by_side_fit_every_window(void)
{
	struct seen s;

	T_CHECK(open_form(&s, CHOICES, 24, 80));
	go_to(&s, "f_likert");
	seen_times(&s, RIGHT, 2);
	for (size_t i = 0; i < 3; i++) {
		T_CHECK(seen_resize(&s, windows[i][0], windows[i][1]));
		T_SHOWS(&s, "(x) Không có ý kiến 漢字");
		T_SHOWS(&s, "( ) Rất đồng ý với điều vừa nghe");
		/* no mark is parted from its words */
		T_CHECK(seen_shows(&s, "( ) Rất không"));
		T_CHECK(seen_shows(&s, "(x) Không"));
		T_CHECK(seen_shows(&s, "( ) Rất đồng"));
	}
	go_to(&s, "f_columns");
	seen_send(&s, RIGHT);
	T_SHOWS(&s, "(x) Trái ( ) Phải");
	seen_send(&s, LEFT);
	T_SHOWS(&s, "( ) Trái (x) Phải");
	close_well(&s);
}

/* The column of what stands in a row of the grid, -1: nowhere. */
static int
column_in(struct seen *s, const char *row_of, const char *with, const char *what)
{
	char row[8192], *at;

	for (int y = 0; y < 24; y++) {
		seen_row(s, y, row, sizeof row);
		at = strstr(row, row_of) != NULL && strstr(row, with) != NULL ?
		    strstr(row, what) : NULL;
		if (at != NULL)
			return utf8_cols(row, (size_t)(at - row));
	}
	return -1;
}

/* The mark of a grid stands under the head of its column. */
static void
under_its_head(struct seen *s, const char *question, const char *head,
    const char *file, int line)
{
	int x = column_in(s, "Yếu", "Mạnh", head);
	int mark = column_in(s, question, "( )", "(x)");

	if (x < 0 || x != mark) {
		printf("# %s:%d: head at %d, mark at %d\n", file, line, x,
		    mark);
		seen_print(s);
		t_bad++;
	}
}
#define T_UNDER(s, q, h) under_its_head(s, q, h, __FILE__, __LINE__)

static void
a_grid_keeps_its_columns(void)
{
	struct seen s;

	T_CHECK(open_form(&s, CHOICES, 24, 80));
	go_to(&s, "g_two");
	seen_send(&s, RIGHT);
	T_UNDER(&s, "Bị nhốt", "Không");
	seen_times(&s, RIGHT, 2);
	for (size_t i = 0; i < 3; i++) {
		T_CHECK(seen_resize(&s, windows[i][0], windows[i][1]));
		T_UNDER(&s, "Bị nhốt", "Mạnh");
	}
	/* a window in which they do not fit says it in words */
	T_CHECK(seen_resize(&s, 24, 60));
	go_to(&s, "g_one");
	seen_send(&s, ENTER);
	seen_type(&s, "yêu");
	T_CHECK(seen_resize(&s, 24, 80));
	seen_send(&s, ENTER);
	leave_field(&s);
	T_UNDER(&s, "Bị giữ", "Yếu");
	close_well(&s);
}

static void
one_question_at_a_time(void)
{
	struct seen s;
	long most = 0;

	T_CHECK(open_form(&s, CHOICES, 24, 80));
	seen_send(&s, CTRL('u'));
	for (int i = 0; i < 14; i++) {
		long bytes = seen_send(&s, DOWN);

		most = bytes > most ? bytes : most;
		leave_field(&s);
	}
	printf("# a page turned %ld B\n", most);
	T_CHECK(most <= 1434);
	go_to(&s, "f_needs");
	T_SHOWS(&s, "[ ] Ăn uống");
	seen_send(&s, "3");
	every_window(&s);
	T_SHOWS(&s, "[x] Chữ rộng 漢字漢字漢字 và một câu rất dài để xem dòng "
	    "này có bị cắt giữa một chữ hay không khi cửa sổ hẹp lại");
	/* the grid stays together */
	go_to(&s, "g_one");
	T_SHOWS(&s, "Bị giữ giấy tờ");
	T_SHOWS(&s, "Bị nhốt");
	seen_send(&s, RIGHT);
	every_window(&s);
	T_UNDER(&s, "Bị giữ", "Không");
	go_to(&s, "f_last");
	seen_send(&s, ENTER);
	seen_type(&s, "nghie\u0302ng");
	seen_times(&s, LEFT, 3);
	every_window(&s);
	T_BETWEEN(&s, "nghi", "êng");
	/* half a word, and left: back at the letter */
	seen_send(&s, CTRL('q'));
	seen_wait_end(&s, 5000);
	seen_end(&s);
}

static void
found_while_windows_change(void)
{
	struct seen s;
	size_t n;
	char *text = repeated("dau hieu ", MIB, &n);

	T_CHECK(open_form(&s, CHOICES, 24, 80));
	seen_send(&s, CTRL('w'));
	seen_type(&s, "bi nho");
	every_window(&s);
	seen_type(&s, "t");
	T_SHOWS(&s, "1/1");
	T_BETWEEN(&s, "nhot", "");
	seen_send(&s, CTRL('u'));
	seen_type(&s, "Bi\u0323 nho\u0302\u0301t");
	T_SHOWS(&s, "1/1");
	seen_send(&s, CTRL('u'));
	T_CHECK(seen_paste(&s, text, n) < 4000);
	T_CHECK(seen_send(&s, BS) < 400);
	seen_send(&s, ESC);
	seen_send(&s, RIGHT);
	free(text);
	close_well(&s);
}

int
main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	program = argv[1];
	signal(SIGPIPE, SIG_IGN);
	T_RUN(one_is_found_by_letters);
	T_RUN(a_mib_pasted_into_a_search_is_bounded);
	T_RUN(many_are_ticked);
	T_RUN(things_are_put_in_order);
	T_RUN(scales_stay_within_their_ends);
	T_RUN(agreed_and_taken_back);
	T_RUN(choices_side_by_side_fit_every_window);
	T_RUN(a_grid_keeps_its_columns);
	T_RUN(one_question_at_a_time);
	T_RUN(found_while_windows_change);
	return t_done();
}
