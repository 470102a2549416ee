/*
 * A slow line on this machine: runs a program on a terminal of its own and
 * passes bytes on late and slowly, both ways.  To feel what an officer at
 * the end of a radio link feels:
 *
 *	relay [--delay MS] [--baud N] PROGRAM [ARGUMENT...]
 *
 * --delay is there and back (400 by default); --baud counts ten bits a byte
 * (9600 by default).  The line holds at most LINE_HOLDS bytes each way, as a
 * modem would; then the program has to wait.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define LINE_HOLDS 2048

struct line {
	int from, to;
	unsigned char byte[LINE_HOLDS];
	double at[LINE_HOLDS];		/* when each comes out, in ms */
	size_t head, n;
	double last;			/* when the one before comes out */
	bool closed;
};

static double
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

static void
take(struct line *l, double delay, double a_byte)
{
	unsigned char buf[LINE_HOLDS];
	ssize_t n = read(l->from, buf, LINE_HOLDS - l->n);
	double now = now_ms();

	if (n <= 0) {
		l->closed = n == 0 || (errno != EAGAIN && errno != EINTR);
		return;
	}
	for (ssize_t i = 0; i < n; i++) {
		size_t at = (l->head + l->n++) % LINE_HOLDS;

		/* One after the other, and each as late as the way is long. */
		l->last = (l->last > now + delay ? l->last : now + delay) +
		    a_byte;
		l->byte[at] = buf[i];
		l->at[at] = l->last;
	}
}

static void
give(struct line *l)
{
	double now = now_ms();

	while (l->n > 0 && l->at[l->head] <= now) {
		if (write(l->to, &l->byte[l->head], 1) != 1)
			break;
		l->head = (l->head + 1) % LINE_HOLDS;
		l->n--;
	}
}

static int
next_ms(const struct line *l)
{
	double left;

	if (l->n == 0)
		return 1000;
	left = l->at[l->head] - now_ms();
	return left < 1 ? 1 : (int)left;
}

static void
pass(struct line *in, struct line *out, double delay, double a_byte)
{
	while (!out->closed || out->n > 0) {
		struct pollfd p[2] = {
			{ .fd = in->n < LINE_HOLDS && !in->closed ?
			    in->from : -1, .events = POLLIN },
			{ .fd = out->n < LINE_HOLDS && !out->closed ?
			    out->from : -1, .events = POLLIN },
		};
		int a = next_ms(in), b = next_ms(out);

		if (poll(p, 2, a < b ? a : b) < 0 && errno != EINTR)
			return;
		if (p[0].fd >= 0 && p[0].revents != 0)
			take(in, delay, a_byte);
		if (p[1].fd >= 0 && p[1].revents != 0)
			take(out, delay, a_byte);
		give(in);
		give(out);
	}
}

static int
start(char **argv, pid_t *pid)
{
	int tty = posix_openpt(O_RDWR | O_NOCTTY), fd;
	struct winsize ws = { .ws_row = 24, .ws_col = 80 };

	if (tty < 0 || grantpt(tty) != 0 || unlockpt(tty) != 0)
		return -1;
	(void)ioctl(0, TIOCGWINSZ, &ws);
	(void)ioctl(tty, TIOCSWINSZ, &ws);
	*pid = fork();
	if (*pid != 0)
		return tty;
	setsid();
	fd = open(ptsname(tty), O_RDWR);
	for (int i = 0; i < 3; i++)
		dup2(fd, i);
	close(tty);
	execvp(argv[0], argv);
	_exit(127);
}

int
main(int argc, char **argv)
{
	static struct line in, out;
	struct termios was, raw;
	double delay = 400, baud = 9600;
	int at = 1, status = 0;
	pid_t pid;

	for (; at + 1 < argc && argv[at][0] == '-'; at += 2) {
		double value = strtod(argv[at + 1], NULL);

		if (strcmp(argv[at], "--delay") == 0 && value >= 0)
			delay = value;
		else if (strcmp(argv[at], "--baud") == 0 && value > 0)
			baud = value;
		else
			break;
	}
	if (at >= argc || argv[at][0] == '-' || tcgetattr(0, &was) != 0) {
		fprintf(stderr, "usage: relay [--delay MS] [--baud N]"
		    " PROGRAM [ARGUMENT...]   (on a terminal)\n");
		return 2;
	}
	raw = was;
	raw.c_iflag &= ~(tcflag_t)(BRKINT | ICRNL | INPCK | ISTRIP | IXON);
	raw.c_oflag &= ~(tcflag_t)OPOST;
	raw.c_lflag &= ~(tcflag_t)(ECHO | ICANON | IEXTEN | ISIG);
	in.to = out.from = start(&argv[at], &pid);
	out.to = 1;
	if (out.from < 0)
		return 1;
	tcsetattr(0, TCSANOW, &raw);
	pass(&in, &out, delay / 2, 10 * 1000 / baud);
	tcsetattr(0, TCSANOW, &was);
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
