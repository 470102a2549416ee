/*
 * The workstation on a real pseudo-terminal, seen through libvterm.  The
 * program says when it is about to wait (--sync-fd), so nothing here sleeps
 * and nothing guesses.
 *
 *	pty PROGRAM
 */
#include "tests/t.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

#define WAIT_MS 10000

static const char *program;

struct seen {
	pid_t pid;
	int tty, sync;
	VTerm *vt;
	VTermScreen *screen;
	long bytes;			/* since the last `settle` began */
	bool ended;
};

static int64_t
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void
set_size(struct seen *s, int rows, int cols)
{
	struct winsize ws = { .ws_row = (unsigned short)rows,
	    .ws_col = (unsigned short)cols };

	ioctl(s->tty, TIOCSWINSZ, &ws);
	vterm_set_size(s->vt, rows, cols);
}

static int
open_pty(char *name, size_t size)
{
	int tty = posix_openpt(O_RDWR | O_NOCTTY);

	if (tty < 0 || grantpt(tty) != 0 || unlockpt(tty) != 0)
		return -1;
	fcntl(tty, F_SETFD, FD_CLOEXEC);
	snprintf(name, size, "%s", ptsname(tty));
	return tty;
}

static void
child(const char *name, int sync, const char *term)
{
	char number[16];
	int fd;

	setsid();
	fd = open(name, O_RDWR);
	ioctl(fd, TIOCSCTTY, 0);
	dup2(fd, 0);
	dup2(fd, 1);
	dup2(fd, 2);
	if (fd > 2)
		close(fd);
	setenv("TERM", term, 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	snprintf(number, sizeof number, "%d", sync);
	execl(program, program, "--sync-fd", number, (char *)NULL);
	_exit(127);
}

static void
take(struct seen *s)
{
	char buf[65536];
	ssize_t n = read(s->tty, buf, sizeof buf);

	if (n > 0) {
		s->bytes += n;
		vterm_input_write(s->vt, buf, (size_t)n);
	} else if (n == 0 || (errno != EINTR && errno != EAGAIN)) {
		s->ended = true;
	}
}

/* Reads until the program says it waits, and then what is left. */
static bool
settle(struct seen *s)
{
	struct pollfd p[2] = { { s->tty, POLLIN, 0 }, { s->sync, POLLIN, 0 } };
	bool waits = false;
	char c;

	while (!s->ended) {
		int n = poll(p, 2, waits ? 0 : WAIT_MS);

		if (n == 0)
			return waits;
		if (n < 0)
			continue;
		if (p[1].revents & POLLIN)
			waits = read(s->sync, &c, 1) == 1 || waits;
		if (p[0].revents != 0)
			take(s);
	}
	return false;
}

static bool
begin(struct seen *s, int rows, int cols, const char *term)
{
	struct winsize ws = { .ws_row = (unsigned short)rows,
	    .ws_col = (unsigned short)cols };
	char name[64];
	int sync[2];

	memset(s, 0, sizeof *s);
	s->tty = open_pty(name, sizeof name);
	if (s->tty < 0 || pipe(sync) != 0)
		return false;
	ioctl(s->tty, TIOCSWINSZ, &ws);
	s->vt = vterm_new(rows, cols);
	vterm_set_utf8(s->vt, 1);
	s->screen = vterm_obtain_screen(s->vt);
	vterm_screen_enable_altscreen(s->screen, 1);
	vterm_screen_reset(s->screen, 1);
	s->pid = fork();
	if (s->pid == 0) {
		close(sync[0]);
		child(name, sync[1], term);
	}
	close(sync[1]);
	s->sync = sync[0];
	return settle(s);
}

/* The exit status once it has ended, -1 when it does not within `ms`. */
static int
wait_end(struct seen *s, int ms)
{
	int64_t until = now_ms() + ms;
	int status;

	while (now_ms() < until) {
		struct pollfd p = { s->tty, POLLIN, 0 };

		if (waitpid(s->pid, &status, WNOHANG) == s->pid) {
			s->pid = 0;
			return status;
		}
		if (!s->ended && poll(&p, 1, 10) > 0)
			take(s);
		else if (s->ended)
			poll(NULL, 0, 10);
	}
	return -1;
}

static void
end(struct seen *s)
{
	if (s->pid > 0) {
		kill(s->pid, SIGKILL);
		waitpid(s->pid, NULL, 0);
	}
	if (s->tty >= 0)
		close(s->tty);
	close(s->sync);
	vterm_free(s->vt);
}

static long
send(struct seen *s, const char *keys)
{
	s->bytes = 0;
	if (write(s->tty, keys, strlen(keys)) < 0)
		return -1;
	return settle(s) ? s->bytes : -1;
}

static void
row_text(struct seen *s, int row, char *out, size_t size)
{
	int rows, cols;
	VTermRect r = { row, row + 1, 0, 0 };
	size_t n;

	vterm_get_size(s->vt, &rows, &cols);
	r.end_col = cols;
	n = vterm_screen_get_text(s->screen, out, size - 1, r);
	out[n] = '\0';
}

static bool
shows(struct seen *s, const char *what)
{
	int rows, cols;
	char line[4096];

	vterm_get_size(s->vt, &rows, &cols);
	for (int y = 0; y < rows; y++) {
		row_text(s, y, line, sizeof line);
		if (strstr(line, what) != NULL)
			return true;
	}
	return false;
}

static VTermPos
cursor(struct seen *s)
{
	VTermPos pos;

	vterm_state_get_cursorpos(vterm_obtain_state(s->vt), &pos);
	return pos;
}

static void
sign_in(struct seen *s)
{
	send(s, "an");
	send(s, "\r");
	send(s, "tap-huan-an");
	send(s, "\r");
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
	T_CHECK(shows(&s, "Mật khẩu"));
	sign_in(&s);
	T_CHECK(shows(&s, "Bàn làm việc"));
	T_INT(send(&s, "\021") >= 0 || s.ended, true);
	T_INT(wait_end(&s, 2000), 0);
	end(&s);
}

static void
keys_cost_little(void)
{
	struct seen s;
	long down[20], most = 0, page, letter;

	T_CHECK(begin(&s, 24, 80, "xterm-256color"));
	sign_in(&s);
	send(&s, "\033[B");
	send(&s, "\033[B");
	send(&s, "\r");
	T_CHECK(shows(&s, "TN-0001"));
	for (int i = 0; i < 20; i++) {
		down[i] = send(&s, "\033[B");
		if (down[i] > most)
			most = down[i];
	}
	page = send(&s, "\033[6~");
	printf("# cursor down %ld B first, %ld B most; page down %ld B\n",
	    down[0], most, page);
	T_CHECK(down[0] > 0 && down[0] <= 120);
	T_CHECK(page > 0 && page <= 1434);
	send(&s, "\033[H");
	send(&s, "q");
	send(&s, "\033[H");
	send(&s, "\r");
	send(&s, "\r");
	send(&s, "\r");
	T_CHECK(shows(&s, "Tờ khai") || shows(&s, "Lập tờ khai"));
	send(&s, "\r");
	letter = send(&s, "x");
	printf("# a typed letter %ld B\n", letter);
	T_CHECK(letter > 0 && letter <= 40);
	end(&s);
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
	end(&s);
}

static void
typing_composes(void)
{
	struct seen s;
	VTermPos pos;
	char line[4096];

	T_CHECK(begin(&s, 24, 80, "xterm-256color"));
	send(&s, "Vie\xcc\xa3\xcc\x82t");
	T_CHECK(shows(&s, "Việt"));
	pos = cursor(&s);
	row_text(&s, pos.row, line, sizeof line);
	T_CHECK(strstr(line, "Mã cán bộ") != NULL);
	T_INT(pos.col, 2 + 14 + 4);
	send(&s, "\177");
	send(&s, "\177");
	T_CHECK(!shows(&s, "Vi\xe1\xbb\x87"));
	T_CHECK(shows(&s, "Vi"));
	T_INT(cursor(&s).col, 2 + 14 + 2);
	end(&s);
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
		pos = cursor(&s);
		vterm_screen_get_cell(s.screen, pos, &cell);
		T_INT(cell.chars[0], '>');
		T_INT(pos.col, 0);
		send(&s, "\033[B");
	}
	end(&s);
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
	send(&s, "\r");
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		set_size(&s, sizes[i][0], sizes[i][1]);
		T_CHECK(settle(&s));
		send(&s, "\033[B");
	}
	T_CHECK(shows(&s, "TN-0001"));
	T_INT(waitpid(s.pid, NULL, WNOHANG), 0);
	end(&s);
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
		from = now_ms();
		kill(s.pid, signals[i]);
		T_INT(wait_end(&s, 3000), 0);
		T_CHECK(now_ms() - from < 1000);
		end(&s);
	}
}

static void
a_closed_window_ends_it(void)
{
	struct seen s;
	int64_t from;

	T_CHECK(begin(&s, 24, 80, "xterm-256color"));
	sign_in(&s);
	from = now_ms();
	close(s.tty);
	s.tty = -1;
	s.ended = true;
	T_CHECK(wait_end(&s, 3000) >= 0);
	T_CHECK(now_ms() - from < 1000);
	end(&s);
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
	from = now_ms();
	kill(s.pid, SIGTERM);
	until = from + 3000;
	while (now_ms() < until && s.pid > 0) {
		if (waitpid(s.pid, &status, WNOHANG) == s.pid)
			s.pid = 0;
		else
			poll(NULL, 0, 10);
	}
	T_INT(s.pid, 0);
	printf("# stalled after %d redraws, ended after %ld ms\n", redraws,
	    (long)(now_ms() - from));
	T_CHECK(now_ms() - from < 1500);
	end(&s);
}

static void
a_big_paste_is_one_event(void)
{
	struct seen s;
	size_t at = 0, len = 1024 * 1024 + 12;
	char *paste = malloc(len);
	struct pollfd p;

	memset(paste, 'x', len);
	memcpy(paste, "\033[200~", 6);
	memcpy(paste + len - 6, "\033[201~", 6);
	T_CHECK(begin(&s, 24, 80, "xterm-256color"));
	fcntl(s.tty, F_SETFL, O_NONBLOCK);
	s.bytes = 0;
	while (at < len && !s.ended) {
		ssize_t n = write(s.tty, paste + at, len - at);

		p = (struct pollfd){ s.tty, POLLIN | POLLOUT, 0 };
		if (n > 0)
			at += (size_t)n;
		else
			poll(&p, 1, 1000);
		if (p.revents & POLLIN)
			take(&s);
	}
	/* Frames during the paste would show as bytes. */
	send(&s, "\t");
	printf("# a paste of 1 MiB gave %ld B\n", s.bytes);
	T_CHECK(!s.ended);
	T_CHECK(shows(&s, "xxxx"));
	free(paste);
	end(&s);
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
	bytes = send(&s, keys);
	printf("# 1,000 keys in one write gave %ld B\n", bytes);
	T_CHECK(bytes >= 0 && bytes < 4000);
	end(&s);
}

static void
unknown_terminals_are_told(void)
{
	static const char *const terms[] = { "linux", "screen", "vt100",
	    "no-such-terminal" };

	for (size_t i = 0; i < 4; i++) {
		struct seen s;

		T_CHECK(begin(&s, 24, 80, terms[i]));
		T_CHECK(shows(&s, "Mật khẩu"));
		if (i == 3)
			T_CHECK(shows(&s, "xterm-256color"));
		end(&s);
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
	T_CHECK(wait_end(&s, 3000) >= 0);
	T_INT(tcgetattr(s.tty, &after), 0);
	T_CHECK((after.c_lflag & ICANON) != 0);
	T_CHECK((after.c_lflag & ECHO) != 0);
	end(&s);
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
