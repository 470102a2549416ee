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
go_to_case(struct seen *s)
{
	seen_send(s, "an");
	seen_send(s, ENTER);
	seen_send(s, SECRET ENTER);
	seen_times(s, ENTER, 2);
	seen_send(s, HOME);
	seen_send(s, ENTER);
	T_CHECK(seen_shows(s, PERSON));
}

static void
open_case(struct seen *s)
{
	T_CHECK(begin(s));
	go_to_case(s);
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
	T_INT(count(&s, &SECRET[6]), 0);
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

/*
 * As it is shipped, with nothing between, a folder of its own for a /tmp and a
 * file for what it says; where no such /tmp can be made, the machine's.
 */
static bool
begin_apart(struct seen *s, bool own_tmp)
{
	static const char apart[] = "mount --bind \"$1/tmp\" /tmp &&"
	    " mount --bind \"$1/tmp\" /var/tmp || exit 1;"
	    " exec 2>\"$1/said\"; shift; exec \"$@\"";
	static const char beside[] = "exec 2>\"$1/said\"; shift; exec \"$@\"";
	const char *const argv[] = { "/usr/bin/unshare", "-m", "/bin/sh", "-c",
	    apart, "sh", out_dir, program, config_option[0],
	    config_option[1], NULL };
	const char *const plain[] = { "/bin/sh", "-c", beside, "sh", out_dir,
	    program, config_option[0], config_option[1], NULL };

	return seen_begin(s, own_tmp ? argv : plain, 24, 80,
	    "xterm-256color");
}

/* Can a /tmp of its own lie over the machine's, without hiding this folder? */
static bool
can_have_own_tmp(void)
{
	char here[4096];

	return getcwd(here, sizeof here) != NULL &&
	    strncmp(here, "/tmp/", 5) != 0 &&
	    strncmp(here, "/var/tmp/", 9) != 0 &&
	    run("unshare -m true 2>/dev/null");
}

/* How many names are in the folder; -1: it cannot be read. */
static int
names_in(const char *dir)
{
	DIR *d = opendir(dir);
	const struct dirent *e;
	int n = d == NULL ? -1 : 0;

	while (d != NULL && (e = readdir(d)) != NULL)
		if (strcmp(e->d_name, ".") != 0 &&
		    strcmp(e->d_name, "..") != 0) {
			printf("# %s/%s is there\n", dir, e->d_name);
			n++;
		}
	if (d != NULL)
		closedir(d);
	return n;
}

/* What it said beside the screen; the caller's. */
static char *
said_of(const char *path)
{
	struct str all = STR_INIT;
	FILE *f = fopen(path, "rb");
	char room[512];
	size_t n;

	T_CHECK(f != NULL);
	while (f != NULL && (n = fread(room, 1, sizeof room, f)) > 0)
		str_addn(&all, room, n);
	if (f != NULL)
		fclose(f);
	return str_steal(&all);
}

static void
a_crash_leaves_no_file(void)
{
	char *tmp = xasprintf("%s/tmp", out_dir), *text;
	char *said = xasprintf("%s/said", out_dir);
	bool own_tmp = can_have_own_tmp();
	time_t since = time(NULL) - 1;
	size_t wire;
	int status;
	struct seen s;

	T_CHECK(mkdir(tmp, 01777) == 0);
	T_CHECK(begin_apart(&s, own_tmp));
	go_to_case(&s);
	/* Nothing of it lies in files while it is open, either. */
	T_INT(names_in(tmp), 0);
	wire = s.wire.len;
	kill(s.pid, SIGABRT);
	status = seen_wait_end(&s, 10000);
	T_CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT &&
	    !WCOREDUMP(status));
	T_INT(left_in(".", since), 0);
	T_INT(left_in("/tmp", since), 0);
	T_INT(left_in("/var/tmp", since), 0);
	T_INT(names_in(tmp), 0);
	text = said_of(said);
	T_STR(text, "");
	free(text);
	/* and the terminal is as it was: its own screen, and the cursor */
	T_CHECK(seen_sent(&s, wire, "\033[?1049l"));
	T_CHECK(seen_sent(&s, wire, "\033[?25h"));
	/* its last words are no word of the case */
	T_CHECK(!seen_sent(&s, wire, "Mẫu") && !seen_sent(&s, wire, "MH-"));
	seen_end(&s);
	free(tmp);
	free(said);
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
