/*
 * What the whole workstation keeps in memory of a secret that was typed and a
 * case that was open (S-49), and what a crash leaves on the disk (S-20).
 * Looking into its memory takes root: nobody else can.
 *
 *	memory PROGRAM OUTDIR CLOCK.so	from the top of the tree
 */
#define _DEFAULT_SOURCE		/* WCOREDUMP() */
#include "tests/tui/fields.h"

#include "tests/wall/peek.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SECRET "tiep nhan minh hoa"
#define LOCKED "Màn hình đã khóa"
#define PERSON "Nguyễn Thị Mẫu Một"

static char *out_dir;
/* What the workstation is started with: a clock we move, where its store is. */
static char *preload, *moved, *clock_file;
static const char *config_option[2];

static void
move_clock(int64_t ms)
{
	int fd = open(clock_file, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0 || write(fd, &ms, sizeof(ms)) != sizeof(ms))
		printf("# the clock cannot be moved\n");
	if (fd >= 0)
		close(fd);
}

static bool
run(const char *command)
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

static int
count_in(pid_t pid, const char *what)
{
	return peek_count(pid, what, strlen(what));
}

static int
count(const struct seen *s, const char *what)
{
	return count_in(s->pid, what);
}

static bool
begin(struct seen *s)
{
	/* not --demo-dir, which shows everybody's secret */
	const char *const argv[] = { "/usr/bin/env", preload, moved, program,
	    config_option[0], config_option[1], NULL };

	move_clock(0);
	return seen_begin(s, argv, 24, 80, "xterm-256color");
}

static void
open_case(struct seen *s)
{
	T_CHECK(begin(s));
	seen_send(s, "an");
	seen_send(s, ENTER);
	seen_send(s, SECRET ENTER);
	seen_times(s, ENTER, 2);
	seen_send(s, HOME);
	seen_send(s, ENTER);
	T_CHECK(seen_shows(s, PERSON));
}

static void
nothing_stays_after_signing_out(void)
{
	struct seen s;

	open_case(&s);
	if (count(&s, SECRET) < 0) {
		seen_end(&s);
		T_SKIP("nobody but root can look into it");
	}
	T_INT(count(&s, SECRET), 0);
	/* nor what is left of it under later keys */
	T_INT(count(&s, SECRET + 6), 0);
	/* what is on the screen must be somewhere: the search can find */
	T_CHECK(count(&s, PERSON) > 0);
	for (int i = 0; i < 5 && !seen_shows(&s, "q đăng xuất"); i++)
		seen_send(&s, ESC);
	seen_send(&s, "q");
	seen_send(&s, "c");
	T_CHECK(seen_shows(&s, "Đăng nhập"));
	T_INT(count(&s, PERSON), 0);
	T_INT(count(&s, SECRET), 0);
	seen_quit(&s);
	seen_end(&s);
}

static void
lock_by_key(struct seen *s)
{
	seen_send(s, CTRL('k'));
}

/* Six minutes in which no key is struck. */
static void
lock_by_time(struct seen *s)
{
	move_clock(6 * 60000);
	seen_resize(s, 25, 80);	/* so that it looks at the clock */
	for (int i = 0; i < 200 && !seen_shows(s, LOCKED); i++) {
		struct pollfd p = { s->tty, POLLIN, 0 };

		if (poll(&p, 1, 50) > 0)
			seen_take(s);
	}
}

static void
nothing_stays_behind(void (*lock)(struct seen *s))
{
	struct seen s;

	open_case(&s);
	if (count(&s, SECRET) < 0) {
		seen_end(&s);
		T_SKIP("nobody but root can look into it");
	}
	T_CHECK(count(&s, PERSON) > 0);
	lock(&s);
	T_CHECK(seen_shows(&s, LOCKED));
	/* Curses' own buffer may hold the end of the frame before this one;
	 * nobody but curses can reach it.  Nothing of ours does. */
	T_CHECK(count(&s, PERSON) <= 1);
	T_INT(count(&s, SECRET), 0);
	/* The same officer goes on. */
	seen_send(&s, SECRET ENTER);
	T_CHECK(!seen_shows(&s, LOCKED));
	T_INT(count(&s, SECRET), 0);
	seen_quit(&s);
	seen_end(&s);
}

static void
nothing_stays_behind_the_lock(void)
{
	nothing_stays_behind(lock_by_key);
}

static void
nothing_stays_after_idling(void)
{
	nothing_stays_behind(lock_by_time);
}

/* Names in a folder that were not there before, told and counted. */
static int
left_in(const char *dir, time_t since)
{
	DIR *d = opendir(dir);
	const struct dirent *e;
	int n = 0;

	while (d != NULL && (e = readdir(d)) != NULL) {
		char *path = xasprintf("%s/%s", dir, e->d_name);
		struct stat st;

		if ((strstr(e->d_name, "core") != NULL ||
		    strstr(e->d_name, "tiepnhan.") != NULL) &&
		    lstat(path, &st) == 0 && S_ISREG(st.st_mode) &&
		    st.st_mtime >= since) {
			printf("# %s is there\n", path);
			n++;
		}
		free(path);
	}
	if (d != NULL)
		closedir(d);
	return n;
}

static void
a_crash_leaves_no_file(void)
{
	time_t since = time(NULL) - 1;
	int status;
	struct seen s;

	open_case(&s);
	kill(s.pid, SIGABRT);
	status = seen_wait_end(&s, 10000);
	T_CHECK(WIFSIGNALED(status) && !WCOREDUMP(status));
	T_INT(left_in(".", since), 0);
	T_INT(left_in("/tmp", since), 0);
	T_INT(left_in("/var/tmp", since), 0);
	/* and the terminal is as it was: the cursor is seen again */
	T_CHECK(seen_sent(&s, 0, "\033[?25h"));
	seen_end(&s);
}

int
main(int argc, char **argv)
{
	char *command;

	if (argc < 4)
		return 2;
	program = argv[1];
	out_dir = argv[2];
	preload = xasprintf("LD_PRELOAD=%s", argv[3]);
	clock_file = xasprintf("%s/clock", out_dir);
	moved = xasprintf("TN_TEST_CLOCK=%s", clock_file);
	config_option[0] = "--store";
	config_option[1] = xasprintf("%s/demo/demo.db", out_dir);
	command = xasprintf("rm -rf '%s' && mkdir -p -m 700 '%s' && "
	    "'%s' init --demo '%s/demo' >/dev/null 2>&1", out_dir, out_dir,
	    program, out_dir);
	if (!run(command))
		return 1;
	free(command);
	signal(SIGPIPE, SIG_IGN);
	T_RUN(nothing_stays_after_signing_out);
	T_RUN(nothing_stays_behind_the_lock);
	T_RUN(nothing_stays_after_idling);
	T_RUN(a_crash_leaves_no_file);
	return t_done();
}
