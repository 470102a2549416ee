/* The real program over the demonstration store, a folder of its own for each
 * scene.  Included once by each program of pty tests. */
#ifndef TN_TESTS_TUI_REAL_H
#define TN_TESTS_TUI_REAL_H

#include "tests/tui/fields.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char *out_dir;

static inline bool
run(const char *command)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	if (pid > 0)
		waitpid(pid, &status, 0);
	if (status != 0)
		printf("# %s: %d\n", command, status);
	return status == 0;
}

/*
 * A copy of forms/ in which a commune may be of any province, and a
 * configuration that names it.  The store is made by the first who begins.
 */
static inline bool
make_store(void)
{
	char *config = xasprintf("%s/config.yaml", out_dir), *command;
	FILE *f;
	bool ok;

	command = xasprintf("rm -rf '%s' && mkdir -p -m 700 '%s' && "
	    "cp -r forms '%s/forms' && sed -i "
	    "'/choice_filter: \"province = /d' "
	    "'%s/forms/vn-2025/forms/declaration.yaml'", out_dir, out_dir,
	    out_dir, out_dir);
	ok = run(command);
	free(command);
	f = fopen(config, "w");
	if (f != NULL) {
		fprintf(f, "forms: %s/forms\n", out_dir);
		fclose(f);
	}
	free(config);
	return ok && f != NULL;
}

static inline bool
copy_store(const char *to)
{
	char *command = xasprintf("mkdir -m 700 '%s/%s' && cp '%s/demo/demo.db' "
	    "'%s/%s/'", out_dir, to, out_dir, out_dir, to);
	bool ok = run(command);

	free(command);
	return ok;
}

/* What is behind `more` goes to the program; NULL: nothing. */
static inline bool
begin_with(struct seen *s, const char *demo, int rows, int cols,
    const char *more, const char *value)
{
	char *config = xasprintf("%s/config.yaml", out_dir);
	char *dir = xasprintf("%s/%s", out_dir, demo);
	const char *const argv[] = { program, "--config", config,
	    "--demo-dir", dir, more, value, NULL };
	bool ok = seen_begin(s, argv, rows, cols, "xterm-256color");

	free(config);
	free(dir);
	return ok;
}

static inline bool
begin(struct seen *s, const char *demo, int rows, int cols)
{
	return begin_with(s, demo, rows, cols, NULL, NULL);
}

static inline void
sign_in(struct seen *s)
{
	seen_send(s, "an");
	seen_send(s, ENTER);
	seen_send(s, "tiep nhan minh hoa");
	seen_send(s, ENTER);
}

/* Signs in and opens the declaration of the first case. */
static inline bool
open_declaration(struct seen *s, const char *demo, int rows, int cols)
{
	bool ok = begin(s, demo, rows, cols);

	sign_in(s);
	seen_times(s, ENTER, 2);
	seen_send(s, HOME);
	seen_send(s, ENTER);
	if (ok && seen_shows(s, "Lấy lời khai"))
		return true;
	seen_print(s);
	return false;
}

/* argv[1] the program, argv[2] the folder; false: usage, or no folder. */
static inline bool
real_begin(int argc, char **argv)
{
	if (argc < 3)
		return false;
	program = argv[1];
	signal(SIGPIPE, SIG_IGN);
	mkdir(argv[2], 0700);
	out_dir = realpath(argv[2], NULL);
	return out_dir != NULL && make_store();
}

#endif
