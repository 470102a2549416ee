/*
 * The workstation in a pseudo-terminal, driven without guessing from silence:
 * it writes a byte to an inherited descriptor each time it is about to wait,
 * so a key is over when that byte comes.
 */
#include "tests/bench/pty.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define PATIENCE 20000		/* ms: after that it does not work */

/* ---- starting and stopping ---- */

static void
take_tty(const char *slave, const char *term)
{
	int fd;

	setsid();
	fd = open(slave, O_RDWR);
	if (fd < 0)
		_exit(126);
	dup2(fd, 0);
	dup2(fd, 1);
	dup2(fd, 2);
	if (fd > 2)
		close(fd);
	setenv("TERM", term, 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("LINES");
	unsetenv("COLUMNS");
	unsetenv("NO_COLOR");
}

static void
become(const struct bench *b, int sync)
{
	char number[16];

	snprintf(number, sizeof(number), "%d", sync);
	execl(b->program, b->program, "--config", b->house->settings,
	    "--store", b->house->store, "--forms", b->house->forms,
	    "--sync-fd", number, (char *)NULL);
	_exit(127);
}

/* A terminal of its own; 0 in the child, which stands on it. */
static pid_t
open_tty(struct pty *s, const char *term, int rows, int cols)
{
	struct winsize size = { .ws_row = (unsigned short)rows,
	    .ws_col = (unsigned short)cols };
	char slave[128];

	*s = (struct pty){ .pid = -1, .sync = -1 };
	s->master = posix_openpt(O_RDWR | O_NOCTTY);
	if (s->master < 0 || grantpt(s->master) != 0 ||
	    unlockpt(s->master) != 0)
		return -1;
	snprintf(slave, sizeof(slave), "%s", ptsname(s->master));
	ioctl(s->master, TIOCSWINSZ, &size);
	fflush(stdout);
	s->pid = fork();
	if (s->pid == 0) {
		close(s->master);
		take_tty(slave, term);
	}
	return s->pid;
}

bool
pty_start(struct pty *s, const struct bench *b, const char *term, int rows,
    int cols)
{
	int ends[2];

	if (pipe(ends) != 0)
		return false;
	if (open_tty(s, term, rows, cols) == 0) {
		close(ends[0]);
		become(b, ends[1]);
	}
	close(ends[1]);
	s->sync = ends[0];
	return s->pid > 0;
}

bool
pty_run(struct pty *s, const char *const *argv, const char *path,
    const char *dir, const char *term, int rows, int cols)
{
	if (open_tty(s, term, rows, cols) == 0) {
		if (chdir(dir) != 0 || setenv("HOME", dir, 1) != 0 ||
		    setenv("LESSHISTFILE", "-", 1) != 0)
			_exit(126);
		unsetenv("LESS");
		execv(path, (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	return s->pid > 0;
}

void
pty_cut(struct pty *s)
{
	if (s->pid > 0) {
		kill(s->pid, SIGKILL);
		waitpid(s->pid, NULL, 0);
	}
	if (s->master >= 0)
		close(s->master);
	if (s->sync >= 0)
		close(s->sync);
}

/* ---- what comes back ---- */

/* Cursor keys are sent as the program has asked for them. */
static void
note_mode(struct pty *s, const char *text, size_t len)
{
	size_t i;

	for (i = 0; i + 5 <= len; i++)
		if (memcmp(text + i, "\033[?1", 4) == 0 &&
		    (text[i + 4] == 'h' || text[i + 4] == 'l'))
			s->application = text[i + 4] == 'h';
	/* On a slow line it asks whether we have come so far. */
	if (len >= 4 && memcmp(text + len - 4, "\033[5n", 4) == 0 &&
	    write(s->master, "\033[0n", 4) != 4)
		s->ended = true;
}

bool
pty_take(struct pty *s, int ms)
{
	struct pollfd p[2] = {
		{ .fd = s->master, .events = POLLIN },
		{ .fd = s->sync, .events = POLLIN },
	};
	char buf[65536];
	ssize_t n;

	if (poll(p, 2, ms) <= 0)
		return false;
	if (p[0].revents != 0) {
		s->came = now_ms();
		n = read(s->master, buf, sizeof(buf));
		if (n > 0) {
			s->bytes += n;
			note_mode(s, buf, (size_t)n);
		}
		s->ended = s->ended || n <= 0;
	}
	if (p[1].revents != 0) {
		n = read(s->sync, buf, sizeof(buf));
		s->waits += n > 0 ? n : 0;
		s->ended = s->ended || n == 0;
	}
	return !s->ended;
}

bool
pty_settle(struct pty *s)
{
	double until = now_ms() + PATIENCE;

	while (s->waits == 0 && !s->ended && now_ms() < until)
		(void)pty_take(s, 1000);
	while (pty_take(s, 0))
		;
	return s->waits > 0 && !s->ended;
}

bool
pty_type(struct pty *s, const char *keys)
{
	s->bytes = s->waits = 0;
	return write(s->master, keys, strlen(keys)) ==
	    (ssize_t)strlen(keys) && pty_settle(s);
}

const char *
pty_down(const struct pty *s)
{
	return s->application ? "\033OB" : "\033[B";
}

/* ---- /proc ---- */

long
pty_status(const struct pty *s, const char *field)
{
	char path[64], line[256];
	long value = -1;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%ld/status", (long)s->pid);
	f = fopen(path, "r");
	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		if (str_starts(line, field))
			value = strtol(line + strlen(field) + 1, NULL, 10);
	if (f != NULL)
		fclose(f);
	return value;
}
