/*
 * A real terminal.  term_draw.c makes the bytes; here they go out as fast as
 * the line takes them, and never faster: a slow or stalled terminal does not
 * hold the loop, and of the frames it missed it gets only the newest.  Keys
 * are read here too, so that no sequence a terminal sends is ever taken for
 * letters.  The few statics exist for the signal handlers.
 */
#include "tui/term.h"

#include "tui/letters.h"
#include "tui/probe.h"
#include "tui/link.h"
#include "tui/term_draw.h"

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

#define ESC_WAIT_MS 60
#define HALF_WAIT_MS 1000	/* for the rest of a letter or a key */
#define PASTE_WAIT_MS 10000	/* for the rest of what is pasted */
#define CLOSE_WAIT_MS 500	/* for the last bytes of a stalled line */

struct tty {
	struct drawing *drawing;
	struct key_reader reader;
	unsigned char in[4096];
	size_t in_at, in_len;
	int64_t came;			/* when bytes last came in */
	bool ended;
	int saved_err, sync_fd;
	struct letters letters;
	struct str out;			/* made and not sent, from out_at on */
	size_t out_at;
	struct canvas want;		/* the newest frame */
	bool behind;			/* it is not among those bytes */
	struct link link;
	struct probe probe;
	bool new_look;			/* slow, or wide: all is drawn anew */
	struct term *shared;		/* what others see of it */
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
	catch(SIGTSTP, SIG_IGN, false);	/* nobody leaves by suspending it */
	return true;
}

static int64_t
tty_mono(void *ctx)
{
	struct timespec ts;

	(void)ctx;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void
tty_size(void *ctx, int *rows, int *cols)
{
	struct winsize ws;

	(void)ctx;
	drawing_size(rows, cols);
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
	drawing_resize(t->drawing, rows, cols);
}

static bool
all_sent(const struct tty *t)
{
	return t->out_at == t->out.len && !t->behind;
}

/*
 * As much as the line takes now.  The flag belongs to the terminal, which
 * others share: it is set for the write alone.
 */
static void
send_some(struct tty *t)
{
	int flags = fcntl(1, F_GETFL);
	ssize_t n;

	if (t->out_at < t->out.len) {
		if (flags >= 0)
			fcntl(1, F_SETFL, flags | O_NONBLOCK);
		n = write(1, t->out.buf + t->out_at, t->out.len - t->out_at);
		if (n > 0)
			t->out_at += (size_t)n;
		else if (n < 0 && errno != EAGAIN && errno != EINTR)
			t->out_at = t->out.len;		/* it is gone */
		if (flags >= 0)
			fcntl(1, F_SETFL, flags);
	}
	if (t->out_at == t->out.len) {
		t->out_at = 0;
		str_clear(&t->out);
	}
}

/* Frames are made one at a time: what was missed has no worth any more. */
static void
send_frame(struct tty *t)
{
	int rest;

	send_some(t);
	if (t->behind && t->out.len == 0 &&
	    !link_holds(&t->link, tty_mono(t), &rest)) {
		t->behind = false;
		drawing_draw(t->drawing, &t->want, &t->out);
		if (link_frame(&t->link, t->out.len, tty_mono(t)))
			str_add(&t->out, LINK_ASK);
		send_some(t);
	}
}

static void
note_width(struct tty *t, enum probe_found found)
{
	if (found == PROBE_NOTHING || found == PROBE_ONE)
		return;
	if (found == PROBE_BYTES) {
		letters_choose(&t->letters, LETTERS_BASE, -1);
		t->letters.wide = false;
	} else {
		letters_wide(&t->letters, found == PROBE_TWO);
	}
	t->shared->base_letters = t->letters.base;
	drawing_forget(t->drawing);
	t->new_look = true;
}

/* An answer is no key: the key reader knows none such and drops it. */
static void
note_answer(struct tty *t, unsigned char byte)
{
	note_width(t, probe_hear(&t->probe, byte));
	switch (link_hear(&t->link, byte)) {
	case LINK_ARRIVED:
		send_frame(t);
		break;
	case LINK_IS_SLOW:
		drawing_slow(t->drawing, true);
		t->new_look = true;
		break;
	case LINK_NOTHING:
		break;
	}
}

static void
tty_draw(void *ctx, const struct canvas *c)
{
	struct tty *t = ctx;

	canvas_copy(&t->want, c);
	letters_show(&t->letters, &t->want);
	t->behind = true;
	send_frame(t);
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
	struct pollfd p[3] = {
		{ .fd = 0, .events = POLLIN },
		{ .fd = sig.pipe[0], .events = POLLIN },
		{ .fd = 1, .events = POLLOUT },
	};
	char drop[64];
	bool waits = false;
	int64_t from = tty_mono(t);
	int n, rest = 0;

	if (t->behind && t->out.len == 0) {
		waits = link_holds(&t->link, from, &rest);
		if (!waits)
			send_frame(t);
	}
	if (waits && (timeout_ms < 0 || timeout_ms > rest)) {
		n = poll(p, 2, rest);
		*woken = n <= 0;
		if (n <= 0)
			return false;
	}
	n = poll(p, waits || all_sent(t) ? 2 : 3, timeout_ms);
	link_waits(&t->link, tty_mono(t) - from);

	*woken = n < 0;
	if (n <= 0)
		return false;
	if (p[1].revents != 0) {
		while (read(sig.pipe[0], drop, sizeof drop) > 0)
			continue;
		*woken = true;
		return false;
	}
	if (p[2].revents != 0)
		send_frame(t);
	if (p[0].revents == 0) {
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

	return all_sent(ctx) && poll(&p, 1, 0) > 0 &&
	    (p.revents & POLLOUT) != 0;
}

static bool
tty_pending(void *ctx)
{
	struct tty *t = ctx;
	bool woken;

	if (t->in_at < t->in_len || t->new_look || sig.end || sig.winch)
		return true;
	return tty_ready(t, 0, &woken) && tty_fill(t);
}

static bool
tty_soon(void *ctx, int ms)
{
	struct tty *t = ctx;
	bool woken;

	return tty_pending(t) || (tty_ready(t, ms, &woken) && tty_fill(t));
}

static bool
tty_next(struct tty *t, struct event *out)
{
	out->kind = EV_KEY;
	while (t->in_at < t->in_len) {
		unsigned char c = t->in[t->in_at];

		/* A secret may have been among them. */
		t->in[t->in_at++] = 0;
		note_answer(t, c);
		if (key_feed(&t->reader, c, &out->key))
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
	if (sig.winch || t->new_look) {
		if (sig.winch)
			tty_resize(t);
		sig.winch = 0;
		t->new_look = false;
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

	/* Behind the first screen, when nothing but the answer can come. */
	if (all_sent(t) && link_opens(&t->link)) {
		str_add(&t->out, LINK_ASK);
		send_some(t);
	}
	for (;;) {
		int left = timeout_ms < 0 ? -1 : (int)(until - tty_mono(t));

		/* What came may have been an answer that changes the look. */
		if (tty_signalled(t, out) || tty_next(t, out) ||
		    tty_signalled(t, out))
			return;
		if (left < 0 && timeout_ms >= 0)
			left = 0;
		rest = begun_rest(t);
		/* Half a sequence is never cut short, not even by a timer. */
		if (rest >= 0 && (!t->reader.pasting || left < 0 ||
		    left > rest))
			left = rest;
		else if (t->sync_fd >= 0 && rest < 0 && !asked &&
		    all_sent(t) &&
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

	drawing_forget(t->drawing);
}

static bool
tty_slow(void *ctx)
{
	return ((struct tty *)ctx)->link.slow;
}

/* The last bytes, as far as the line takes them in time. */
static void
send_last(struct tty *t)
{
	int64_t until = tty_mono(t) + CLOSE_WAIT_MS;
	struct pollfd p = { .fd = 1, .events = POLLOUT };

	t->behind = false;
	for (send_some(t); t->out.len > 0 && tty_mono(t) < until;
	    send_some(t))
		(void)poll(&p, 1, (int)(until - tty_mono(t)) + 1);
	if (t->out.len > 0) {
		tcflush(1, TCOFLUSH);
		restore_raw();
	}
}

static int
tty_close(void *ctx)
{
	struct tty *t = ctx;

	drawing_close(t->drawing, &t->out);
	send_last(t);
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
	canvas_done(&t->want);
	str_done(&t->out);
	free(t);
	return 0;
}

static const struct term_ops tty_ops = {
	tty_size, tty_draw, tty_wait, tty_takes, tty_pending, tty_soon,
	tty_mono, tty_redraw, tty_close, tty_slow,
};

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
term_open(struct term *out, const char *log, int sync_fd,
    const struct term_look *look, const char **used)
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
	link_init(&t->link, look->link, getenv("SSH_CONNECTION") != NULL);
	t->drawing = drawing_open(look, &t->out, used);
	if (t->drawing == NULL || !catch_signals()) {
		str_done(&t->out);
		free(t);
		return false;
	}
	sig.restore_len = drawing_restore(sig.restore, sizeof sig.restore);
	quiet_errors(t, log);
	letters_choose(&t->letters, look->letters, 1);
	if (look->ambiguous == AMBIGUOUS_TWO)
		letters_wide(&t->letters, true);
	/* Who shows nothing but base letters has nothing to find out. */
	if (look->ambiguous == AMBIGUOUS_AUTO &&
	    look->letters != LETTERS_BASE) {
		str_add(&t->out, PROBE_ASK);
		probe_begin(&t->probe);
	}
	tty_resize(t);
	out->ops = &tty_ops;
	out->ctx = t;
	out->base_letters = t->letters.base;
	t->shared = out;
	return true;
}
