/*
 * The workstation on a real pseudo-terminal, seen through libvterm.  The
 * program says when it is about to wait (--sync-fd), so nothing here sleeps
 * and nothing guesses.
 *
 *	pty PROGRAM
 */
#include "tests/t.h"

#include "tests/tui/seen.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

static const char *program;

static bool
begin(struct seen *s, int rows, int cols, const char *term)
{
	const char *const argv[] = { program, NULL };

	return seen_begin(s, argv, rows, cols, term);
}

static void
sign_in(struct seen *s)
{
	seen_send(s, "an");
	seen_send(s, "\r");
	seen_send(s, "tap-huan-an");
	seen_send(s, "\r");
}

static void
the_first_screen_is_small(void)
{
	struct seen s;
	long login;

	T_CHECK(begin(&s, 24, 80, "xterm-256color"));
	login = s.bytes;
	printf("# first screen %ld B\n", login);
	T_CHECK(login <= 2560);
	T_CHECK(seen_shows(&s, "Mật khẩu"));
	sign_in(&s);
	T_CHECK(seen_shows(&s, "Bàn làm việc"));
	T_INT(seen_send(&s, "\021") >= 0 || s.ended, true);
	T_INT(seen_wait_end(&s, 2000), 0);
	seen_end(&s);
}

static void
keys_cost_little(void)
{
	struct seen s;
	long down[20], most = 0, page, letter;

	T_CHECK(begin(&s, 24, 80, "xterm-256color"));
	sign_in(&s);
	seen_send(&s, "\033[B");
	seen_send(&s, "\033[B");
	seen_send(&s, "\r");
	T_CHECK(seen_shows(&s, "TN-0001"));
	for (int i = 0; i < 20; i++) {
		down[i] = seen_send(&s, "\033[B");
		if (down[i] > most)
			most = down[i];
	}
	page = seen_send(&s, "\033[6~");
	printf("# cursor down %ld B first, %ld B most; page down %ld B\n",
	    down[0], most, page);
	T_CHECK(down[0] > 0 && down[0] <= 120);
	T_CHECK(page > 0 && page <= 1434);
	seen_send(&s, "\033[H");
	seen_send(&s, "q");
	seen_send(&s, "\033[H");
	seen_send(&s, "\r");
	seen_send(&s, "\r");
	seen_send(&s, "\r");
	T_CHECK(seen_shows(&s, "Tờ khai") || seen_shows(&s, "Lập tờ khai"));
	seen_send(&s, "\r");
	letter = seen_send(&s, "x");
	printf("# a typed letter %ld B\n", letter);
	T_CHECK(letter > 0 && letter <= 40);
	seen_end(&s);
}

static void
idle_is_silent(void)
{
	struct seen s;
	struct pollfd p;

	T_CHECK(begin(&s, 24, 80, "xterm-256color"));
	sign_in(&s);
	p = (struct pollfd){ s.tty, POLLIN, 0 };
	T_INT(poll(&p, 1, 1500), 0);
	seen_end(&s);
}

static void
typing_composes(void)
{
	struct seen s;
	VTermPos pos;
	char line[4096];

	T_CHECK(begin(&s, 24, 80, "xterm-256color"));
	seen_send(&s, "Vie\xcc\xa3\xcc\x82t");
	T_CHECK(seen_shows(&s, "Việt"));
	pos = seen_cursor(&s);
	seen_row(&s, pos.row, line, sizeof line);
	T_CHECK(strstr(line, "Mã cán bộ") != NULL);
	T_INT(pos.col, 2 + 14 + 4);
	seen_send(&s, "\177");
	seen_send(&s, "\177");
	T_CHECK(!seen_shows(&s, "Vi\xe1\xbb\x87"));
	T_CHECK(seen_shows(&s, "Vi"));
	T_INT(seen_cursor(&s).col, 2 + 14 + 2);
	seen_end(&s);
}

static void
the_cursor_is_on_the_focus(void)
{
	struct seen s;
	VTermPos pos;
	VTermScreenCell cell;

	T_CHECK(begin(&s, 24, 80, "xterm-256color"));
	sign_in(&s);
	for (int i = 0; i < 4; i++) {
		pos = seen_cursor(&s);
		vterm_screen_get_cell(s.screen, pos, &cell);
		T_INT(cell.chars[0], '>');
		T_INT(pos.col, 0);
		seen_send(&s, "\033[B");
	}
	seen_end(&s);
}

static void
resizing_never_crashes(void)
{
	static const int sizes[][2] = { { 1, 1 }, { 24, 80 }, { 2, 200 },
	    { 50, 200 }, { 23, 59 }, { 24, 60 }, { 100, 1 }, { 1, 100 },
	    { 40, 120 }, { 5, 5 }, { 24, 80 } };
	struct seen s;

	T_CHECK(begin(&s, 24, 80, "xterm-256color"));
	sign_in(&s);
	seen_send(&s, "\r");
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		T_CHECK(seen_resize(&s, sizes[i][0], sizes[i][1]));
		seen_send(&s, "\033[B");
	}
	T_CHECK(seen_shows(&s, "TN-0001"));
	T_INT(waitpid(s.pid, NULL, WNOHANG), 0);
	seen_end(&s);
}

static void
a_hang_up_ends_it(void)
{
	static const int signals[] = { SIGHUP, SIGTERM, SIGINT };

	for (size_t i = 0; i < 3; i++) {
		struct seen s;
		int64_t from;

		T_CHECK(begin(&s, 24, 80, "xterm-256color"));
		sign_in(&s);
		from = seen_now_ms();
		kill(s.pid, signals[i]);
		T_INT(seen_wait_end(&s, 3000), 0);
		T_CHECK(seen_now_ms() - from < 1000);
		seen_end(&s);
	}
}

static void
a_closed_window_ends_it(void)
{
	struct seen s;
	int64_t from;

	T_CHECK(begin(&s, 24, 80, "xterm-256color"));
	sign_in(&s);
	from = seen_now_ms();
	close(s.tty);
	s.tty = -1;
	s.ended = true;
	T_CHECK(seen_wait_end(&s, 3000) >= 0);
	T_CHECK(seen_now_ms() - from < 1000);
	seen_end(&s);
}

/* A window that takes no more bytes must not hold the program either. */
static void
a_stalled_window_ends_it(void)
{
	struct seen s;
	int64_t from, until;
	int status, redraws = 0;
	bool stalled = false;

	T_CHECK(begin(&s, 50, 200, "xterm-256color"));
	sign_in(&s);
	/* Redraws that nobody reads, until the program cannot go on. */
	while (!stalled && redraws++ < 1000) {
		struct pollfd p = { s.sync, POLLIN, 0 };
		char c;

		T_INT(write(s.tty, "\014", 1), 1);
		if (poll(&p, 1, 500) == 0)
			stalled = true;
		else
			T_INT(read(s.sync, &c, 1), 1);
	}
	T_CHECK(stalled);
	from = seen_now_ms();
	kill(s.pid, SIGTERM);
	until = from + 3000;
	while (seen_now_ms() < until && s.pid > 0) {
		if (waitpid(s.pid, &status, WNOHANG) == s.pid)
			s.pid = 0;
		else
			poll(NULL, 0, 10);
	}
	T_INT(s.pid, 0);
	printf("# stalled after %d redraws, ended after %ld ms\n", redraws,
	    (long)(seen_now_ms() - from));
	T_CHECK(seen_now_ms() - from < 1500);
	seen_end(&s);
}

static void
a_big_paste_is_one_event(void)
{
	struct seen s;
	size_t len = 1024 * 1024;
	char *paste = malloc(len);
	long bytes;

	memset(paste, 'x', len);
	T_CHECK(begin(&s, 24, 80, "xterm-256color"));
	/* Frames during the paste would show as bytes. */
	bytes = seen_paste(&s, paste, len);
	printf("# a paste of 1 MiB gave %ld B\n", bytes);
	T_CHECK(bytes > 0 && bytes < 1000);
	T_CHECK(!s.ended);
	T_CHECK(seen_shows(&s, "xxxx"));
	free(paste);
	seen_end(&s);
}

static void
type_ahead_is_drained(void)
{
	struct seen s;
	char keys[3001];
	long bytes;

	for (int i = 0; i < 1000; i++)
		memcpy(keys + i * 3, i % 2 ? "\033[A" : "\033[B", 3);
	keys[3000] = '\0';
	T_CHECK(begin(&s, 24, 80, "xterm-256color"));
	sign_in(&s);
	bytes = seen_send(&s, keys);
	printf("# 1,000 keys in one write gave %ld B\n", bytes);
	T_CHECK(bytes >= 0 && bytes < 4000);
	seen_end(&s);
}

static void
unknown_terminals_are_told(void)
{
	static const char *const terms[] = { "linux", "screen", "vt100",
	    "no-such-terminal" };

	for (size_t i = 0; i < 4; i++) {
		struct seen s;

		T_CHECK(begin(&s, 24, 80, terms[i]));
		T_CHECK(seen_shows(&s, "Mật khẩu"));
		if (i == 3)
			T_CHECK(seen_shows(&s, "xterm-256color"));
		seen_end(&s);
	}
}

static void
the_terminal_comes_back(void)
{
	struct seen s;
	struct termios before, after;

	T_CHECK(begin(&s, 24, 80, "xterm-256color"));
	T_INT(tcgetattr(s.tty, &before), 0);
	T_INT(before.c_lflag & (ICANON | ECHO), 0);
	kill(s.pid, SIGABRT);
	T_CHECK(seen_wait_end(&s, 3000) >= 0);
	T_INT(tcgetattr(s.tty, &after), 0);
	T_CHECK((after.c_lflag & ICANON) != 0);
	T_CHECK((after.c_lflag & ECHO) != 0);
	seen_end(&s);
}

int
main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	program = argv[1];
	signal(SIGPIPE, SIG_IGN);
	T_RUN(the_first_screen_is_small);
	T_RUN(keys_cost_little);
	T_RUN(idle_is_silent);
	T_RUN(typing_composes);
	T_RUN(the_cursor_is_on_the_focus);
	T_RUN(resizing_never_crashes);
	T_RUN(a_hang_up_ends_it);
	T_RUN(a_closed_window_ends_it);
	T_RUN(a_stalled_window_ends_it);
	T_RUN(a_big_paste_is_one_event);
	T_RUN(type_ahead_is_drained);
	T_RUN(unknown_terminals_are_told);
	T_RUN(the_terminal_comes_back);
	return t_done();
}
