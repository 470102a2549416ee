/*
 * What the workstation finds out about the line to its terminal, and that
 * scrolling is the terminal's own.  Over the fake door.
 *
 *	pty_link PROGRAM
 */
#include "tests/t.h"

#include "tests/tui/seen.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#define ASK "\033[5n"
#define WELL "\033[0n"
#define DOWN "\033[B"
#define BOLD "\033[0;1m"
#define MARK " đường truyền chậm "

static const char *program;

static bool
begin(struct seen *s, const char *term, const char *how)
{
	const char *const argv[] = { program, how, NULL };

	return seen_begin(s, argv, 24, 80, term);
}

static size_t
times(const struct seen *s, size_t from, const char *what)
{
	const char *at = s->wire.buf + from;
	size_t n = 0;

	while ((at = strstr(at, what)) != NULL) {
		at++;
		n++;
	}
	return n;
}

static void
sign_in(struct seen *s)
{
	seen_send(s, "an");
	seen_send(s, "\r");
	seen_send(s, "tap-huan-an");
	seen_send(s, "\r");
	T_CHECK(seen_shows(s, "Bàn làm việc"));
}

/* Answers so many ms after the question, and goes on to the home screen. */
static void
answer(struct seen *s, int ms)
{
	T_INT(times(s, 0, ASK), 1);
	poll(NULL, 0, ms);
	seen_send(s, WELL);
}

static void
near_is_fast(void)
{
	struct seen s;
	size_t from;

	T_CHECK(begin(&s, "xterm-256color", NULL));
	answer(&s, 0);
	from = s.wire.len;
	sign_in(&s);
	T_CHECK(!seen_shows(&s, MARK));
	T_CHECK(seen_sent(&s, from, BOLD));
	T_INT(times(&s, from, ASK), 0);		/* once is enough */
	seen_end(&s);
}

static void
far_is_slow(void)
{
	struct seen s;
	size_t from;

	T_CHECK(begin(&s, "xterm-256color", NULL));
	T_CHECK(!seen_shows(&s, MARK));
	answer(&s, 250);
	T_CHECK(seen_shows(&s, MARK));
	T_CHECK(seen_shows(&s, "Mật khẩu"));
	from = s.wire.len;
	/* What a slow line asks for is answered from here on. */
	seen_send(&s, "an");
	seen_send(&s, "\r");
	seen_send(&s, "tap-huan-an");
	seen_send(&s, "\r");
	seen_send(&s, WELL);
	T_CHECK(seen_shows(&s, "Bàn làm việc"));
	T_CHECK(seen_shows(&s, MARK));
	T_CHECK(!seen_sent(&s, from, BOLD));
	T_CHECK(!seen_sent(&s, from, "\xe2\x94\x80"));
	T_INT(times(&s, from, ASK), 1);
	seen_end(&s);
}

/* A network line is slow sooner: what it takes now it does not always take. */
static void
a_network_is_slow_sooner(void)
{
	struct seen s;

	setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22", 1);
	T_CHECK(begin(&s, "xterm-256color", NULL));
	unsetenv("SSH_CONNECTION");
	answer(&s, 100);
	T_CHECK(seen_shows(&s, MARK));
	seen_end(&s);
}

/* Nobody waits for an answer: not for the first key, and not for ever. */
static void
mute_is_as_before(void)
{
	struct seen s;
	size_t from;

	T_CHECK(begin(&s, "xterm-256color", NULL));
	from = s.wire.len;
	sign_in(&s);
	T_CHECK(!seen_shows(&s, MARK));
	T_CHECK(seen_sent(&s, from, BOLD));
	T_INT(times(&s, 0, ASK), 1);
	/* Late is an answer too, whatever was typed meanwhile. */
	poll(NULL, 0, 200);
	seen_send(&s, WELL);
	T_CHECK(seen_shows(&s, MARK));
	T_CHECK(seen_shows(&s, "Bàn làm việc"));
	seen_end(&s);
}

static void
what_is_set_is_not_measured(void)
{
	struct seen s;

	T_CHECK(begin(&s, "xterm-256color", "--fast"));
	T_INT(times(&s, 0, ASK), 0);
	seen_end(&s);
	T_CHECK(begin(&s, "xterm-256color", "--slow"));
	T_CHECK(seen_shows(&s, MARK));
	seen_end(&s);
}

/*
 * At the lower edge the terminal moves its lines itself: a region and a line
 * feed in it, and of the lines between only what was new is sent.
 */
static void
scrolls(const char *term)
{
	struct seen s;
	size_t from;
	long bytes = 0;

	T_CHECK(begin(&s, term, "--slow"));
	seen_send(&s, WELL);
	sign_in(&s);
	seen_send(&s, WELL);
	seen_times(&s, DOWN, 2);
	seen_send(&s, "\r");
	seen_send(&s, WELL);
	T_CHECK(seen_shows(&s, "TN-0001"));
	seen_times(&s, DOWN, 18);
	T_CHECK(!seen_shows(&s, "TN-0001"));
	from = s.wire.len;
	bytes = seen_send(&s, DOWN);
	printf("# %s, scrolled by a line: %ld B\n", term, bytes);
	T_CHECK(seen_sent(&s, from, "\n") || seen_sent(&s, from, "\033D"));
	T_CHECK(seen_sent(&s, from, "r\033["));	/* a region was set */
	/* Of nineteen lines one is sent, with what moved of the marker. */
	T_INT(times(&s, from, "TN-0"), 1);
	T_CHECK(bytes > 0 && bytes < 140);
	from = s.wire.len;
	seen_times(&s, "\033[A", 17);
	bytes = seen_send(&s, "\033[A");
	printf("# %s, back by a line: %ld B\n", term, bytes);
	T_CHECK(seen_sent(&s, from, "\033M"));	/* and the other way */
	T_CHECK(bytes > 0 && bytes < 140);
	seen_end(&s);
}

static void on_xterm(void) { scrolls("xterm-256color"); }
static void on_linux(void) { scrolls("linux"); }
static void on_vt100(void) { scrolls("vt100"); }

int
main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	program = argv[1];
	signal(SIGPIPE, SIG_IGN);
	T_RUN(near_is_fast);
	T_RUN(far_is_slow);
	T_RUN(a_network_is_slow_sooner);
	T_RUN(mute_is_as_before);
	T_RUN(what_is_set_is_not_measured);
	T_RUN(on_xterm);
	T_RUN(on_linux);
	T_RUN(on_vt100);
	return t_done();
}
