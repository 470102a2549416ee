/*
 * The other end of a line over SSH, for tests/ssh/run.sh.
 *
 *	line free			a free port of 127.0.0.1
 *	line dial PORT [VIA]		what a port says within a second, as text;
 *					VIA: to that port through SOCKS at PORT
 *	line say SOCKET			greets whoever comes to a Unix socket
 *	line shows TEXT SSH...		0: the screen of ssh shows TEXT
 *	line stay OFFICER TEXT SSH...	signs in, waits until TEXT is shown, says
 *					"ready" and stays until its input ends
 *	line draft ASK SSH...		signs in, types half a word, breaks the
 *					line once ASK (a shell command) finds
 *					the draft, and looks for it on a new one
 */
#include "core/base/mem.h"
#include "core/base/str.h"
#include "tests/tui/seen.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATIENCE_MS 20000
#define DIAL_MS 1000

/* ---- ports ---- */

static int
dial(unsigned short port)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
	    .sin_port = htons(port) };
	int64_t until = seen_now_ms() + 5000;
	int fd;

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	do {
		fd = socket(AF_INET, SOCK_STREAM, 0);
		if (connect(fd, (struct sockaddr *)&at, sizeof at) == 0)
			return fd;
		close(fd);
		poll(NULL, 0, 50);
	} while (seen_now_ms() < until);
	return -1;
}

static int
free_port(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t len = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(fd, (struct sockaddr *)&at, len) != 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &len) != 0)
		return 1;
	printf("%d\n", ntohs(at.sin_port));
	return 0;
}

static int
hear(unsigned short port, int via)
{
	unsigned char ask[] = { 5, 1, 0, 5, 1, 0, 1, 127, 0, 0, 1,
	    (unsigned char)(via >> 8), (unsigned char)via };
	char buf[256];
	int fd = dial(port);
	struct pollfd p = { fd, POLLIN, 0 };
	ssize_t n = 1;

	if (fd < 0)
		return 1;
	if (via > 0 && write(fd, ask, sizeof ask) != (ssize_t)sizeof ask)
		return 1;
	while (n > 0 && poll(&p, 1, DIAL_MS) > 0) {
		n = read(fd, buf, sizeof buf);
		if (n > 0)
			fwrite(buf, 1, (size_t)n, stdout);
	}
	return 0;
}

static int
greet(const char *path)
{
	static const char text[] = "greetings\n";
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0), with;

	if (strlen(path) >= sizeof at.sun_path)
		return 1;
	memcpy(at.sun_path, path, strlen(path) + 1);
	if (bind(fd, (struct sockaddr *)&at, sizeof at) != 0 ||
	    listen(fd, 8) != 0)
		return 1;
	while ((with = accept(fd, NULL, NULL)) >= 0) {
		(void)!write(with, text, sizeof text - 1);
		close(with);
	}
	return 1;
}

/* ---- a terminal at the end of ssh ---- */

static void
child(const char *name, char *const argv[])
{
	int fd;

	setsid();
	fd = open(name, O_RDWR);
	ioctl(fd, TIOCSCTTY, 0);
	dup2(fd, 0);
	dup2(fd, 1);
	dup2(fd, 2);
	if (fd > 2)
		close(fd);
	execvp(argv[0], argv);
	_exit(127);
}

static bool
begin(struct seen *s, char *const argv[])
{
	struct winsize ws = { .ws_row = 24, .ws_col = 80 };
	int never[2];

	memset(s, 0, sizeof *s);
	s->tty = posix_openpt(O_RDWR | O_NOCTTY);
	if (s->tty < 0 || grantpt(s->tty) != 0 || unlockpt(s->tty) != 0 ||
	    pipe(never) != 0)
		return false;
	fcntl(s->tty, F_SETFD, FD_CLOEXEC);
	ioctl(s->tty, TIOCSWINSZ, &ws);
	s->vt = vterm_new(24, 80);
	vterm_set_utf8(s->vt, 1);
	s->screen = vterm_obtain_screen(s->vt);
	vterm_screen_enable_altscreen(s->screen, 1);
	vterm_screen_reset(s->screen, 1);
	s->pid = fork();
	if (s->pid == 0)
		child(ptsname(s->tty), argv);
	close(never[1]);
	s->sync = never[0];
	fcntl(s->tty, F_SETFL, O_NONBLOCK);
	return s->pid > 0;
}

/* Until the screen shows it; nothing sleeps, what comes is looked at. */
static bool
until_shown(struct seen *s, const char *text)
{
	int64_t until = seen_now_ms() + PATIENCE_MS;

	while (!seen_reads(s, text) && !s->ended && seen_now_ms() < until) {
		struct pollfd p = { s->tty, POLLIN, 0 };

		if (poll(&p, 1, 100) > 0)
			seen_take(s);
	}
	if (seen_reads(s, text))
		return true;
	printf("# \"%s\" did not come\n", text);
	seen_print(s);
	return false;
}

static bool
type(struct seen *s, const char *keys, const char *text)
{
	return write(s->tty, keys, strlen(keys)) == (ssize_t)strlen(keys) &&
	    until_shown(s, text);
}

static int
shows(const char *text, char *const argv[])
{
	struct seen s;
	bool ok = begin(&s, argv) && until_shown(&s, text);

	seen_end(&s);
	return ok ? 0 : 1;
}

/* Takes what comes, so that the other side never waits for us. */
static int
stay(const char *officer, const char *text, char *const argv[])
{
	char *id = xasprintf("%s\r", officer);
	struct seen s;
	bool ok = begin(&s, argv) && until_shown(&s, "Đăng nhập") &&
	    type(&s, id, "Mật khẩu") &&
	    type(&s, "tiep nhan minh hoa\r", text);
	struct pollfd p[2] = { { 0, POLLIN, 0 }, { s.tty, POLLIN, 0 } };
	char c;

	if (ok)
		printf("ready\n");
	fflush(stdout);
	while (ok && !s.ended && poll(p, 2, -1) > 0) {
		if (p[1].revents != 0)
			seen_take(&s);
		if (p[0].revents != 0 && read(0, &c, 1) <= 0)
			break;
	}
	seen_end(&s);
	free(id);
	return ok ? 0 : 1;
}

/* ---- a line that breaks ---- */

static bool
finds(const char *command)
{
	int status = -1;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

static bool
open_declaration(struct seen *s, char *const argv[])
{
	return begin(s, argv) && until_shown(s, "Đăng nhập") &&
	    type(s, "an\r", "Mật khẩu") &&
	    type(s, "tiep nhan minh hoa\r", "Bàn làm việc") &&
	    type(s, "\r", "Space chọn") &&
	    type(s, "\r", "Tóm tắt") &&
	    type(s, "\033[H\r", "Lấy lời khai [");
}

static int
draft(const char *ask, char *const argv[])
{
	int64_t until;
	struct seen s;
	bool ok = open_declaration(&s, argv) &&
	    type(&s, "\027residence_detail", "residence_detail") &&
	    type(&s, "\033", "Thôn, số nhà") &&
	    type(&s, "\r\025Xóm Mẫu nghiê", "Xóm Mẫu nghiê");

	until = seen_now_ms() + PATIENCE_MS;
	while (ok && !finds(ask)) {
		ok = seen_now_ms() < until;
		poll(NULL, 0, 200);
	}
	if (!ok)
		printf("# there is no draft\n");
	seen_end(&s);		/* kill -9 of ssh: the line is gone */
	if (!ok)
		return 1;
	ok = open_declaration(&s, argv) && until_shown(&s, "bản nháp") &&
	    until_shown(&s, "Xóm Mẫu nghiê");
	seen_end(&s);
	return ok ? 0 : 1;
}

int
main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";

	if (strcmp(what, "free") == 0)
		return free_port();
	if (strcmp(what, "dial") == 0 && argc > 2)
		return hear((unsigned short)strtol(argv[2], NULL, 10),
		    argc > 3 ? (int)strtol(argv[3], NULL, 10) : 0);
	if (strcmp(what, "say") == 0 && argc > 2)
		return greet(argv[2]);
	if (strcmp(what, "stay") == 0 && argc > 4)
		return stay(argv[2], argv[3], argv + 4);
	if (strcmp(what, "shows") == 0 && argc > 3)
		return shows(argv[2], argv + 3);
	if (strcmp(what, "draft") == 0 && argc > 3)
		return draft(argv[2], argv + 3);
	return 2;
}
