#include "tests/tui/seen.h"

#include "core/base/mem.h"
#include "core/base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WAIT_MS 20000
#define ARGS 24

int64_t
seen_now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
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

/* What is freed is given back, so that memory can be measured. */
static void
sanitize(void)
{
	const char *was = getenv("ASAN_OPTIONS");
	char *now = xasprintf("%s%squarantine_size_mb=1",
	    was != NULL ? was : "", was != NULL ? ":" : "");

	setenv("ASAN_OPTIONS", now, 1);
	free(now);
}

static void
child(const char *name, int sync, const char *term, const char *const argv[])
{
	const char *arg[ARGS];
	char number[16];
	size_t n = 0;
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
	sanitize();
	snprintf(number, sizeof number, "%d", sync);
	for (; argv[n] != NULL && n < ARGS - 3; n++)
		arg[n] = argv[n];
	arg[n++] = "--sync-fd";
	arg[n++] = number;
	arg[n] = NULL;
	execv(arg[0], (char *const *)(void *)arg);
	_exit(127);
}

void
seen_take(struct seen *s)
{
	char buf[65536];
	ssize_t n = read(s->tty, buf, sizeof buf);

	if (n > 0) {
		s->bytes += n;
		str_addn(&s->wire, buf, (size_t)n);
		vterm_input_write(s->vt, buf, (size_t)n);
	} else if (n == 0 || (errno != EINTR && errno != EAGAIN)) {
		s->ended = true;
	}
}

bool
seen_settle(struct seen *s)
{
	struct pollfd p[2] = { { s->tty, POLLIN, 0 }, { s->sync, POLLIN, 0 } };
	bool waits = false;
	char c;

	while (!s->ended) {
		int n = poll(p, 2, waits ? 0 : WAIT_MS);

		if (n == 0 && !waits)
			printf("# it does not wait for keys after %d ms\n",
			    WAIT_MS);
		if (n == 0)
			return waits;
		if (n < 0)
			continue;
		if (p[1].revents & POLLIN)
			waits = read(s->sync, &c, 1) == 1 || waits;
		if (p[0].revents != 0)
			seen_take(s);
		else if (p[1].revents & POLLHUP)
			s->ended = true;
	}
	return false;
}

static void
set_size(struct seen *s, int rows, int cols)
{
	struct winsize ws = { .ws_row = (unsigned short)rows,
	    .ws_col = (unsigned short)cols };

	ioctl(s->tty, TIOCSWINSZ, &ws);
}

bool
seen_begin(struct seen *s, const char *const argv[], int rows, int cols,
    const char *term)
{
	char name[64];
	int sync[2];

	memset(s, 0, sizeof *s);
	s->tty = open_pty(name, sizeof name);
	if (s->tty < 0 || pipe(sync) != 0)
		return false;
	set_size(s, rows, cols);
	s->vt = vterm_new(rows, cols);
	vterm_set_utf8(s->vt, 1);
	s->screen = vterm_obtain_screen(s->vt);
	vterm_screen_enable_altscreen(s->screen, 1);
	vterm_screen_reset(s->screen, 1);
	fcntl(sync[0], F_SETFD, FD_CLOEXEC);
	fflush(stdout);
	s->pid = fork();
	if (s->pid == 0)
		child(name, sync[1], term, argv);
	close(sync[1]);
	s->sync = sync[0];
	fcntl(s->tty, F_SETFL, O_NONBLOCK);
	return seen_settle(s);
}

void
seen_kill(struct seen *s)
{
	if (s->pid > 0) {
		kill(s->pid, SIGKILL);
		waitpid(s->pid, NULL, 0);
	}
	s->pid = 0;
}

void
seen_end(struct seen *s)
{
	seen_kill(s);
	if (s->tty >= 0)
		close(s->tty);
	close(s->sync);
	vterm_free(s->vt);
	str_done(&s->wire);
}

int
seen_wait_end(struct seen *s, int ms)
{
	int64_t until = seen_now_ms() + ms;
	int status;

	while (seen_now_ms() < until) {
		struct pollfd p = { s->tty, POLLIN, 0 };

		if (waitpid(s->pid, &status, WNOHANG) == s->pid) {
			s->pid = 0;
			return status;
		}
		if (!s->ended && poll(&p, 1, 10) > 0)
			seen_take(s);
		else if (s->ended)
			poll(NULL, 0, 10);
	}
	return -1;
}

int
seen_quit(struct seen *s)
{
	seen_send(s, "\021");
	return seen_wait_end(s, 10000);
}

/* A word said too late for the keys before must not stand for these. */
static void
drain_sync(struct seen *s)
{
	struct pollfd p = { s->sync, POLLIN, 0 };
	char c;

	while (poll(&p, 1, 0) > 0 && (p.revents & POLLIN) &&
	    read(s->sync, &c, 1) == 1)
		continue;
}

long
seen_feed(struct seen *s, const char *bytes, size_t n)
{
	s->bytes = 0;
	if (n == 0)
		return 0;
	drain_sync(s);
	for (size_t at = 0; at < n && !s->ended;) {
		struct pollfd p = { s->tty, POLLIN | POLLOUT, 0 };
		ssize_t took;

		if (poll(&p, 1, WAIT_MS) <= 0)
			return -1;
		if (p.revents & POLLIN)
			seen_take(s);
		took = write(s->tty, bytes + at, n - at);
		if (took > 0)
			at += (size_t)took;
		else if (took < 0 && errno != EAGAIN && errno != EINTR)
			return -1;
	}
	if (seen_settle(s))
		return s->bytes;
	if (!s->ended)
		printf("# ... after %zu bytes \"%.*s\"\n", n,
		    n < 40 ? (int)n : 40, bytes);
	return -1;
}

long
seen_send(struct seen *s, const char *keys)
{
	return seen_feed(s, keys, strlen(keys));
}

long
seen_paste(struct seen *s, const char *text, size_t n)
{
	struct str all = STR_INIT;
	long bytes;

	str_add(&all, "\033[200~");
	str_addn(&all, text, n);
	str_add(&all, "\033[201~");
	bytes = seen_feed(s, str_text(&all), all.len);
	str_done(&all);
	return bytes;
}

long
seen_type(struct seen *s, const char *keys)
{
	long most = 0, n;

	for (size_t at = 0, len; keys[at] != '\0'; at += len) {
		uint32_t cp;

		len = utf8_decode(keys + at, strlen(keys + at), &cp);
		n = seen_feed(s, keys + at, len);
		if (n < 0)
			return -1;
		most = n > most ? n : most;
	}
	return most;
}

void
seen_times(struct seen *s, const char *keys, int n)
{
	while (n-- > 0)
		seen_send(s, keys);
}

bool
seen_resize(struct seen *s, int rows, int cols)
{
	int was_rows, was_cols;

	vterm_get_size(s->vt, &was_rows, &was_cols);
	/* The kernel tells nobody of a size that stays; nothing is drawn. */
	if (was_rows == rows && was_cols == cols)
		return !s->ended;
	drain_sync(s);
	s->bytes = 0;
	vterm_set_size(s->vt, rows, cols);
	set_size(s, rows, cols);
	return seen_settle(s);
}

/* ---- what is on the screen ---- */

static void
cells(struct seen *s, int row, int from, int to, struct str *out)
{
	for (int x = from; x < to;) {
		VTermScreenCell cell;
		VTermPos pos = { row, x };
		char utf8[4];

		if (!vterm_screen_get_cell(s->screen, pos, &cell))
			break;
		if (cell.chars[0] == 0)
			str_addc(out, ' ');
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL &&
		    cell.chars[i] != 0 && cell.chars[i] != (uint32_t)-1; i++)
			str_addn(out, utf8, utf8_encode(cell.chars[i], utf8));
		x += cell.width > 0 ? cell.width : 1;
	}
}

static void
size_of(struct seen *s, int *rows, int *cols)
{
	vterm_get_size(s->vt, rows, cols);
}

void
seen_row(struct seen *s, int row, char *out, size_t size)
{
	struct str line = STR_INIT;
	int rows, cols;

	size_of(s, &rows, &cols);
	cells(s, row, 0, cols, &line);
	while (line.len > 0 && line.buf[line.len - 1] == ' ')
		line.buf[--line.len] = '\0';
	snprintf(out, size, "%s", str_text(&line));
	str_done(&line);
}

int
seen_find(struct seen *s, const char *what)
{
	int rows, cols;
	char line[8192];

	size_of(s, &rows, &cols);
	for (int y = 0; y < rows; y++) {
		seen_row(s, y, line, sizeof line);
		if (strstr(line, what) != NULL)
			return y;
	}
	return -1;
}

bool
seen_shows(struct seen *s, const char *what)
{
	return seen_find(s, what) >= 0;
}

/* The screen, or a text, with blanks squeezed to `many` at most. */
static char *
squeezed(const char *text, size_t many)
{
	struct str out = STR_INIT;
	size_t run = 0;

	for (; *text != '\0'; text++) {
		bool blank = *text == ' ' || *text == '\n';

		run = blank ? run + 1 : 0;
		if (!blank || run <= many)
			str_addc(&out, blank ? ' ' : *text);
	}
	return str_steal(&out);
}

static bool
on_screen(struct seen *s, const char *what, size_t blanks)
{
	struct str all = STR_INIT;
	char *screen, *want = squeezed(what, blanks);
	int rows, cols;
	bool found;

	size_of(s, &rows, &cols);
	for (int y = 0; y < rows; y++) {
		cells(s, y, 0, cols, &all);
		str_addc(&all, '\n');
	}
	screen = squeezed(str_text(&all), blanks);
	found = strstr(screen, want) != NULL;
	free(screen);
	free(want);
	str_done(&all);
	return found;
}

bool
seen_reads(struct seen *s, const char *what)
{
	return on_screen(s, what, 1);
}

bool
seen_holds(struct seen *s, const char *what)
{
	return on_screen(s, what, 0);
}

VTermPos
seen_cursor(struct seen *s)
{
	VTermPos pos;

	vterm_state_get_cursorpos(vterm_obtain_state(s->vt), &pos);
	return pos;
}

char *
seen_left(struct seen *s)
{
	struct str line = STR_INIT;
	VTermPos at = seen_cursor(s);
	const char *word;
	char *out;

	cells(s, at.row, 0, at.col, &line);
	word = strrchr(str_text(&line), ' ');
	out = xstrdup(word != NULL ? word + 1 : str_text(&line));
	str_done(&line);
	return out;
}

char *
seen_right(struct seen *s)
{
	struct str line = STR_INIT;
	VTermPos at = seen_cursor(s);
	int rows, cols;

	size_of(s, &rows, &cols);
	cells(s, at.row, at.col, cols, &line);
	str_add(&line, " ");
	*strchr(line.buf, ' ') = '\0';
	return str_steal(&line);
}

bool
seen_sent(const struct seen *s, size_t from, const char *what)
{
	size_t n = strlen(what);

	for (; from + n <= s->wire.len; from++) {
		if (memcmp(s->wire.buf + from, what, n) == 0)
			return true;
	}
	return false;
}

long
seen_memory(const struct seen *s, const char *which)
{
	char path[64], line[256];
	size_t n = strlen(which);
	long kib = -1;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%ld/status", (long)s->pid);
	f = fopen(path, "r");
	while (f != NULL && fgets(line, sizeof line, f) != NULL) {
		if (strncmp(line, which, n) == 0 && line[n] == ':')
			kib = strtol(line + n + 1, NULL, 10);
	}
	if (f != NULL)
		fclose(f);
	return kib;
}

void
seen_print(struct seen *s)
{
	VTermPos at = seen_cursor(s);
	int rows, cols;
	char line[8192];

	size_of(s, &rows, &cols);
	for (int y = 0; y < rows; y++) {
		seen_row(s, y, line, sizeof line);
		printf("# |%s\n", line);
	}
	printf("# cursor %d %d\n", at.row, at.col);
}
