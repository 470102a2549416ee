/*
 * The program's command line, and what it says: each byte of its output is
 * text.  Included once, by whoever has out_dir, store, config and program.
 */
#ifndef TN_TESTS_TUI_SPOKEN_H
#define TN_TESTS_TUI_SPOKEN_H

#include "tests/tui/fields.h"
#include "tests/tui/wire.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char *out_dir, *store, *config;

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
	return status == 0;
}

/* What a file holds, up to 4 MiB; the caller's. */
static inline char *
slurp(const char *name, size_t *n)
{
	char *path = xasprintf("%s/%s", out_dir, name);
	char *text = xmalloc((4 << 20) + 1);
	FILE *f = fopen(path, "rb");

	*n = f != NULL ? fread(text, 1, 4 << 20, f) : 0;
	if (f != NULL)
		fclose(f);
	text[*n] = '\0';
	free(path);
	return text;
}

static inline void
spill(const char *name, const char *text, size_t n)
{
	char *path = xasprintf("%s/%s", out_dir, name);
	FILE *f = fopen(path, "wb");

	if (f != NULL) {
		fwrite(text, 1, n, f);
		fclose(f);
	}
	free(path);
}

static inline int
open_in(const char *name, int flags)
{
	char *path = xasprintf("%s/%s", out_dir, name);
	int fd = open(path, flags, 0600);

	free(path);
	return fd;
}

/* The exit code; output is in out, errors in err, input from in. */
static inline int
cli(const char *const argv[])
{
	int status = -1;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		dup2(open_in("in", O_RDONLY), 0);
		dup2(open_in("out", O_WRONLY | O_CREAT | O_TRUNC), 1);
		dup2(open_in("err", O_WRONLY | O_CREAT | O_TRUNC), 2);
		/* some of them name files to be written */
		if (chdir(out_dir) != 0 || chdir("away") != 0)
			_exit(127);
		execv(program, (char *const *)(void *)argv);
		_exit(127);
	}
	if (pid > 0)
		waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/* Lines of a terminal: nothing but text, tabs and line ends. */
static inline void
output_is_text(const char *name, const char *what)
{
	size_t n, at = 0;
	char *text = slurp(name, &n);

	for (size_t len; at < n; at += len + 1) {
		len = 0;
		while (at + len < n && text[at + len] != '\n' &&
		    text[at + len] != '\t')
			len++;
		if (wire_text(text + at, len) < len) {
			printf("# %s of: %s\n", name, what);
			wire_show(text, n, at + wire_text(text + at, len));
			t_bad++;
			break;
		}
	}
	free(text);
}

#define CLI(...) cli((const char *const[]){ program, "--config", config, \
	"--store", store, "--lang", "vi", __VA_ARGS__, NULL })

static inline int
spoken(int code, const char *what)
{
	if (code > 2) {
		printf("# exit %d of: %s\n", code, what);
		t_bad++;
	}
	output_is_text("out", what);
	output_is_text("err", what);
	return code;
}

#endif
