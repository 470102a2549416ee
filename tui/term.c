/*
 * A real terminal through ncursesw.  Curses computes what differs and knows
 * the terminal; keys are read here, so that no sequence a terminal sends is
 * ever taken for letters.  The few statics exist for the signal handlers.
 */
#include "tui/term.h"

#include "core/base/utf8.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#define ESC_WAIT_MS 60
#define HALF_WAIT_MS 1000	/* for the rest of a letter or a key */
#define PASTE_WAIT_MS 10000	/* for the rest of what is pasted */
#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"

struct tty {
	SCREEN *screen;
	struct key_reader reader;
	unsigned char in[4096];
	size_t in_at, in_len;
	int64_t came;			/* when bytes last came in */
	bool ended;
	int saved_err, sync_fd;
	attr_t attr[ATTR_COUNT];
	short pair[ATTR_COUNT];
	struct canvas last;
	bool has_last;
};

static struct {
	int pipe[2];
	volatile sig_atomic_t end, winch;
	struct termios saved;
	char restore[128];
	size_t restore_len;
} sig = { .pipe = { -1, -1 } };

static const int end_signals[] = { SIGHUP, SIGTERM, SIGINT, SIGQUIT };
static const int crash_signals[] = { SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE };

static void
ignore(ssize_t n)
{
	(void)n;
}

static void
on_end(int number)
{
	int saved = errno;

	(void)number;
	sig.end = 1;
	alarm(1);	/* a terminal that takes no more bytes cannot hold us */
	ignore(write(sig.pipe[1], "e", 1));
	errno = saved;
}

static void
on_winch(int number)
{
	int saved = errno;

	(void)number;
	sig.winch = 1;
	ignore(write(sig.pipe[1], "w", 1));
	errno = saved;
}

static void
restore_raw(void)
{
	int flags = fcntl(1, F_GETFL);

	if (flags >= 0)
		fcntl(1, F_SETFL, flags | O_NONBLOCK);
	ignore(write(1, sig.restore, sig.restore_len));
	if (flags >= 0)
		fcntl(1, F_SETFL, flags);
	tcsetattr(0, TCSANOW, &sig.saved);
}

static void
on_crash(int number)
{
	restore_raw();
	signal(number, SIG_DFL);
	raise(number);
}

static void
on_alarm(int number)
{
	(void)number;
	restore_raw();
	_exit(1);
}

static void
catch(int number, void (*handler)(int), bool only_default)
{
	struct sigaction sa, old;

	if (only_default && sigaction(number, NULL, &old) == 0 &&
	    old.sa_handler != SIG_DFL)
		return;		/* a sanitizer's own */
	memset(&sa, 0, sizeof sa);
	sa.sa_handler = handler;
	sigemptyset(&sa.sa_mask);
	sigaction(number, &sa, NULL);
}

static bool
catch_signals(void)
{
	if (pipe(sig.pipe) != 0)
		return false;
	for (int i = 0; i < 2; i++) {
		fcntl(sig.pipe[i], F_SETFL, O_NONBLOCK);
		fcntl(sig.pipe[i], F_SETFD, FD_CLOEXEC);
	}
	for (size_t i = 0; i < ARRAY_LEN(end_signals); i++)
		catch(end_signals[i], on_end, false);
	for (size_t i = 0; i < ARRAY_LEN(crash_signals); i++)
		catch(crash_signals[i], on_crash, true);
	catch(SIGWINCH, on_winch, false);
	catch(SIGALRM, on_alarm, false);
	catch(SIGPIPE, SIG_IGN, false);
	return true;
}

static void
tty_size(void *ctx, int *rows, int *cols)
{
	struct winsize ws;

	(void)ctx;
	*rows = LINES;
	*cols = COLS;
	if (ioctl(1, TIOCGWINSZ, &ws) == 0 && ws.ws_row > 0 && ws.ws_col > 0) {
		*rows = ws.ws_row;
		*cols = ws.ws_col;
	}
}

static void
tty_resize(struct tty *t)
{
	int rows, cols;

	tty_size(t, &rows, &cols);
	if (rows != LINES || cols != COLS)
		resizeterm(rows, cols);
	t->has_last = false;
}

static void
put_cell(struct tty *t, int y, int x, const struct cell *cell)
{
	wchar_t wide[CELL_BYTES + 1], shown[CCHARW_MAX + 1];
	size_t n = mbstowcs(wide, cell->text, CELL_BYTES);
	cchar_t cc;

	/* The library must agree on the width, or the line would shift. */
	if (n == (size_t)-1 || n == 0 || wcwidth(wide[0]) != cell->cols) {
		wide[0] = L'?';
		n = 1;
	}
	if (n > CCHARW_MAX)
		n = CCHARW_MAX;
	wmemcpy(shown, wide, n);
	shown[n] = L'\0';
	if (setcchar(&cc, shown, t->attr[cell->attr], t->pair[cell->attr],
	    NULL) == OK)
		mvadd_wch(y, x, &cc);
}

static bool
row_same(const struct tty *t, const struct canvas *c, int y)
{
	size_t at = (size_t)y * (size_t)c->cols;

	return t->has_last && memcmp(t->last.cell + at, c->cell + at,
	    (size_t)c->cols * sizeof *c->cell) == 0;
}

static void
tty_draw(void *ctx, const struct canvas *c)
{
	struct tty *t = ctx;

	if (t->has_last && (t->last.rows != c->rows || t->last.cols != c->cols))
		t->has_last = false;
	for (int y = 0; y < c->rows && y < LINES; y++) {
		if (row_same(t, c, y))
			continue;
		for (int x = 0; x < c->cols && x < COLS; x++) {
			const struct cell *cell =
			    &c->cell[(size_t)y * (size_t)c->cols + (size_t)x];
			if (cell->cols > 0)
				put_cell(t, y, x, cell);
		}
	}
	if (!t->has_last)
		canvas_resize(&t->last, c->rows, c->cols);
	memcpy(t->last.cell, c->cell,
	    (size_t)c->rows * (size_t)c->cols * sizeof *c->cell);
	t->has_last = true;
	/* The cursor always rests on the focus: all a screen reader has. */
	move(c->cursor_y < 0 ? c->rows - 1 : c->cursor_y,
	    c->cursor_x < 0 ? 0 : c->cursor_x);
	wnoutrefresh(stdscr);
	doupdate();
}

static int64_t
tty_mono(void *ctx)
{
	struct timespec ts;

	(void)ctx;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static bool
tty_fill(struct tty *t)
{
	ssize_t n = read(0, t->in, sizeof t->in);

	if (n > 0) {
		t->in_at = 0;
		t->in_len = (size_t)n;
		t->came = tty_mono(t);
		return true;
	}
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return false;
	t->ended = true;
	return false;
}

static bool
tty_ready(struct tty *t, int timeout_ms, bool *woken)
{
	struct pollfd p[2] = {
		{ .fd = 0, .events = POLLIN },
		{ .fd = sig.pipe[0], .events = POLLIN },
	};
	char drop[64];
	int n = poll(p, 2, timeout_ms);

	*woken = n < 0;
	if (n <= 0)
		return false;
	if (p[1].revents != 0) {
		while (read(sig.pipe[0], drop, sizeof drop) > 0)
			continue;
		*woken = true;
		return false;
	}
	if ((p[0].revents & POLLIN) == 0)
		t->ended = true;
	return !t->ended;
}

static bool
tty_takes(void *ctx)
{
	struct pollfd p = { .fd = 1, .events = POLLOUT };

	(void)ctx;
	return poll(&p, 1, 0) > 0 && (p.revents & POLLOUT) != 0;
}

static bool
tty_pending(void *ctx)
{
	struct tty *t = ctx;
	bool woken;

	if (t->in_at < t->in_len || sig.end || sig.winch)
		return true;
	return tty_ready(t, 0, &woken) && tty_fill(t);
}

static bool
tty_next(struct tty *t, struct event *out)
{
	out->kind = EV_KEY;
	while (t->in_at < t->in_len) {
		if (key_feed(&t->reader, t->in[t->in_at++], &out->key))
			return true;
	}
	return false;
}

static bool
tty_signalled(struct tty *t, struct event *out)
{
	if (sig.end || t->ended) {
		out->kind = EV_END;
		return true;
	}
	if (sig.winch) {
		sig.winch = 0;
		tty_resize(t);
		out->kind = EV_RESIZE;
		return true;
	}
	return false;
}

/* How long the rest of a key that has begun may take; -1: none has. */
static int
begun_rest(struct tty *t)
{
	/* Only a lone Escape can be a key already; a slow line parts others,
	 * and what is left of one would be typed as letters. */
	bool alone = t->reader.n == 1 && t->reader.buf[0] == 0x1b;
	int64_t end = t->came + (t->reader.pasting ? PASTE_WAIT_MS :
	    alone ? ESC_WAIT_MS : HALF_WAIT_MS), now = tty_mono(t);

	if (!key_begun(&t->reader))
		return -1;
	return end > now ? (int)(end - now) : 0;
}

static void
tty_wait(void *ctx, int timeout_ms, struct event *out)
{
	struct tty *t = ctx;
	int64_t until = tty_mono(t) + timeout_ms;
	bool woken, asked = false;
	int rest;

	for (;;) {
		int left = timeout_ms < 0 ? -1 : (int)(until - tty_mono(t));

		if (tty_signalled(t, out) || tty_next(t, out))
			return;
		if (left < 0 && timeout_ms >= 0)
			left = 0;
		rest = begun_rest(t);
		/* Half a sequence is never cut short, not even by a timer. */
		if (rest >= 0 && (!t->reader.pasting || left < 0 ||
		    left > rest))
			left = rest;
		else if (t->sync_fd >= 0 && rest < 0 && !asked &&
		    !tty_ready(t, 0, &woken)) {
			asked = true;
			if (!t->ended && !woken)
				ignore(write(t->sync_fd, ".", 1));
			continue;
		}
		if (tty_ready(t, left, &woken)) {
			tty_fill(t);
			asked = false;
			continue;
		}
		if (woken || t->ended)
			continue;
		if (begun_rest(t) == 0) {
			out->kind = EV_KEY;
			if (key_flush(&t->reader, &out->key))
				return;
			continue;
		}
		out->kind = EV_TIMEOUT;
		return;
	}
}

static void
tty_redraw(void *ctx)
{
	struct tty *t = ctx;

	t->has_last = false;
	clearok(curscr, TRUE);
}

static int
tty_close(void *ctx)
{
	struct tty *t = ctx;

	ignore(write(1, PASTE_OFF, strlen(PASTE_OFF)));
	endwin();
	delscreen(t->screen);
	tcsetattr(0, TCSANOW, &sig.saved);
	if (t->saved_err >= 0) {
		dup2(t->saved_err, 2);
		close(t->saved_err);
	}
	alarm(0);
	for (size_t i = 0; i < ARRAY_LEN(crash_signals); i++)
		signal(crash_signals[i], SIG_DFL);
	signal(SIGWINCH, SIG_DFL);
	key_reader_done(&t->reader);
	canvas_done(&t->last);
	free(t);
	return 0;
}

static const struct term_ops tty_ops = {
	tty_size, tty_draw, tty_wait, tty_takes, tty_pending, tty_mono,
	tty_redraw, tty_close,
};

/* Unknown names are common: a bare system knows some forty terminals. */
static SCREEN *
open_screen(const char **used)
{
	static const char *const fallback[] = { "xterm-256color", "vt100" };
	SCREEN *s = newterm(NULL, stdout, stdin);
	const char *cup;

	*used = NULL;
	for (size_t i = 0; s == NULL && i < ARRAY_LEN(fallback); i++) {
		*used = fallback[i];
		s = newterm(fallback[i], stdout, stdin);
	}
	/* One that says it cannot place the cursor is left as it is. */
	cup = s != NULL ? tigetstr("cup") : NULL;
	if (s != NULL && (cup == NULL || cup == (const char *)-1)) {
		endwin();
		delscreen(s);
		s = NULL;
	}
	return s;
}

static void
set_attrs(struct tty *t, bool slow)
{
	static const struct {
		enum attr attr;
		short colour;
	} colours[] = {
		{ ATTR_GOOD, COLOR_GREEN }, { ATTR_WARN, COLOR_YELLOW },
		{ ATTR_BAD, COLOR_RED },
	};
	const char *no = getenv("NO_COLOR");

	t->attr[ATTR_BOLD] = slow ? A_NORMAL : A_BOLD;
	t->attr[ATTR_REVERSE] = A_REVERSE;
	t->attr[ATTR_BAD] = slow ? A_NORMAL : A_BOLD;
	if ((no != NULL && *no != '\0') || start_color() != OK || !has_colors())
		return;
	use_default_colors();
	for (size_t i = 0; i < ARRAY_LEN(colours); i++) {
		t->pair[colours[i].attr] = (short)(i + 1);
		init_pair((short)(i + 1), colours[i].colour, -1);
		t->attr[colours[i].attr] |=
		    (attr_t)COLOR_PAIR((short)(i + 1));
	}
}

static void
keep_restore(void)
{
	const char *rmcup = tigetstr("rmcup");
	struct str s = STR_INIT;

	str_add(&s, PASTE_OFF "\033[0m\033[?25h");
	if (rmcup != NULL && rmcup != (char *)-1)
		str_add(&s, rmcup);
	str_add(&s, "\r\n");
	sig.restore_len = s.len < sizeof sig.restore ? s.len : 0;
	memcpy(sig.restore, str_text(&s), sig.restore_len);
	str_done(&s);
}

static void
quiet_errors(struct tty *t, const char *log)
{
	int fd = open(log != NULL ? log : "/dev/null",
	    O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	t->saved_err = -1;
	if (fd < 0)
		return;
	t->saved_err = fcntl(2, F_DUPFD_CLOEXEC, 3);
	dup2(fd, 2);
	close(fd);
}

bool
term_open(struct term *out, const char *log, int sync_fd, bool slow,
    const char **used)
{
	struct tty *t;

	if (!isatty(0) || !isatty(1) || tcgetattr(0, &sig.saved) != 0)
		return false;
	setlocale(LC_CTYPE, "");
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0 &&
	    setlocale(LC_CTYPE, "C.UTF-8") == NULL)
		return false;
	t = xcalloc(1, sizeof *t);
	t->sync_fd = sync_fd;
	t->screen = open_screen(used);
	if (t->screen == NULL || !catch_signals()) {
		free(t);
		return false;
	}
	raw();
	noecho();
	nonl();
	set_attrs(t, slow);
	keep_restore();
	quiet_errors(t, log);
	ignore(write(1, PASTE_ON, strlen(PASTE_ON)));
	tty_resize(t);
	out->ops = &tty_ops;
	out->ctx = t;
	return true;
}
