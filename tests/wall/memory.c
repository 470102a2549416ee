/*
 * What the whole workstation keeps in memory of a secret that was typed and a
 * case that was open (S-49), and what a crash leaves on the disk (S-20).
 * Looking into its memory takes root: nobody else can.
 *
 *	memory PROGRAM OUTDIR		from the top of the tree
 */
#define _DEFAULT_SOURCE		/* WCOREDUMP() */
#include "tests/tui/fields.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SECRET "tiep nhan minh hoa"
#define PERSON "Nguyễn Thị Mẫu Một"

static char *out_dir;

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

/* How often it lies in what the process can write; -1: nobody may look. */
static int
count(const struct seen *s, const char *what)
{
	char *maps = xasprintf("/proc/%ld/maps", (long)s->pid);
	char *mem = xasprintf("/proc/%ld/mem", (long)s->pid), line[512];
	FILE *f = fopen(maps, "r");
	int fd = open(mem, O_RDONLY | O_CLOEXEC), n = f == NULL || fd < 0 ? -1 : 0;
	size_t len = strlen(what);
	unsigned long from, to;
	char rights[5];

	while (n >= 0 && fgets(line, sizeof line, f) != NULL) {
		char *room, *at;
		ssize_t got;

		if (sscanf(line, "%lx-%lx %4s", &from, &to, rights) != 3 ||
		    rights[1] != 'w')
			continue;
		room = xcalloc(1, to - from);
		got = pread(fd, room, to - from, (off_t)from);
		for (at = room; got > 0 && (at = memchr(at, what[0],
		    (size_t)(room + got - at))) != NULL; at++)
			n += (size_t)(room + got - at) >= len &&
			    memcmp(at, what, len) == 0;
		free(room);
	}
	if (f != NULL)
		fclose(f);
	if (fd >= 0)
		close(fd);
	free(maps);
	free(mem);
	return n;
}

static bool
begin(struct seen *s)
{
	/* not --demo-dir, which shows everybody's secret */
	char *dir = xasprintf("%s/demo/demo.db", out_dir);
	const char *const argv[] = { program, "--store", dir, NULL };
	bool ok = seen_begin(s, argv, 24, 80, "xterm-256color");

	free(dir);
	return ok;
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

	if (argc < 3)
		return 2;
	program = argv[1];
	out_dir = argv[2];
	command = xasprintf("rm -rf '%s' && mkdir -p -m 700 '%s' && "
	    "'%s' init --demo '%s/demo' >/dev/null 2>&1", out_dir, out_dir,
	    program, out_dir);
	if (!run(command))
		return 1;
	free(command);
	signal(SIGPIPE, SIG_IGN);
	T_RUN(nothing_stays_after_signing_out);
	T_RUN(a_crash_leaves_no_file);
	return t_done();
}
