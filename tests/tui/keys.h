/*
 * For keys.c: keys as bytes, what a look at /proc tells of a process, and
 * what strace wrote of it.
 */
#ifndef TN_TESTS_TUI_KEYS_H
#define TN_TESTS_TUI_KEYS_H

#include "core/base/mem.h"
#include "core/base/str.h"
#include "tests/tui/seen.h"

#include <dirent.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PLANTED "khong-bao-gio-duoc-thay"
#define STRACE "/usr/bin/strace"

/* ---- keys ---- */

struct key_bytes {
	const char *bytes;
	size_t n;
};

/* What terminals send for keys, and what is no key at all. */
static const char *const sequence[] = {
	"\033", "\033[A", "\033[B", "\033[C", "\033[D", "\033[H", "\033[F",
	"\033[1~", "\033[2~", "\033[3~", "\033[4~", "\033[5~", "\033[6~",
	"\033[Z", "\033OA", "\033OB", "\033OC", "\033OD", "\033OH", "\033OF",
	"\033OP", "\033OQ", "\033OR", "\033OS", "\033[11~", "\033[15~",
	"\033[17~", "\033[18~", "\033[19~", "\033[20~", "\033[21~", "\033[23~",
	"\033[24~", "\033[25~", "\033[34~", "\033[1;2A", "\033[1;2B",
	"\033[1;5C", "\033[1;5D", "\033[1;3A", "\033[3;5~", "\033[5;5~",
	"\033[27;5;9~", "\033[13;2u", "\033!", "\033:", "\033x", "\033e",
	"\033\r", "\033\033", "\033[M !!", "\033[<0;10;10M", "\033[<0;10;10m",
	"\033[<64;1;1M", "\033[I", "\033[O", "\033[0n", "\033[1;1R",
	"\033[?1;2c", "\033[>0;276;0c", "\033P1$r0m\033\\", "\033P>|x\033\\",
	"\033]11;rgb:0/0/0\033\\", "\033]52;c;aWQ=\a", "\033_G;OK\033\\",
	"\033[200~!sh\n:!sh\n\033[201~", "\033[200~\021q\033[201~", "\033[201~",
	"\033[200~../../away/\033[201~", "\033[99999999999~",
	"\033[1;1;1;1;1;1;1;1;1;1;1;1m", "\303\252", "\341\273\207", "\xc2\x9b" "A",
	"\xff", "\xc0\x80", "\xed\xa0\x80", "\xf0\x9f\x98\x80", "\xe1\xba",
};

/* Paths and words that other programs take for orders. */
static const char *const order[] = {
	"!sh\r", ":!sh\r", ":e /etc/passwd\r", "|sh\r", "$(sh)\r", "`sh`\r",
	"~/../../\t", "/etc/pass\t", "../\t", "/\t\t", "/proc/self/\t",
	"/dev/tty\r", "../away/\t", "link/\t", "~root/\t", "file:///etc/passwd\r",
	"-o /tmp/x\r", "a\\\n", "%s%n\r", "tiep nhan minh hoa\r", "an\r",
};

static inline size_t
n_every_key(void)
{
	return 128 + ARRAY_LEN(sequence) + ARRAY_LEN(order);
}

static inline struct key_bytes
every_key(size_t i)
{
	static char one[2];

	if (i < 128) {
		one[0] = (char)i;
		return (struct key_bytes){ one, 1 };
	}
	i -= 128;
	if (i < ARRAY_LEN(sequence))
		return (struct key_bytes){ sequence[i], strlen(sequence[i]) };
	i -= ARRAY_LEN(sequence);
	return (struct key_bytes){ order[i], strlen(order[i]) };
}

/* More of those that lead somewhere than of those that do not. */
static inline void
any_key(struct str *out, uint32_t (*draw)(uint32_t n))
{
	static const char *const moves[] = { "\033[A", "\033[B", "\033[B",
	    "\033[C", "\033[D", "\033[5~", "\033[6~", "\033[H", "\033[F", "\r",
	    "\r", "\r", "\033", "\t", " ", "\033[Z", "\033[3~", "\177" };
	struct key_bytes key;
	uint32_t r = draw(100);

	if (r < 40) {
		str_add(out, moves[draw(ARRAY_LEN(moves))]);
	} else if (r < 75) {
		str_addc(out, (char)(' ' + draw(95)));
	} else if (r < 78) {
		str_addc(out, (char)(0x80 + draw(128)));
	} else if (r < 80) {
		str_add(out, order[draw(ARRAY_LEN(order))]);
	} else {
		key = every_key(draw((uint32_t)(128 + ARRAY_LEN(sequence))));
		/* ^Q ends it: seldom, so that other keys have their turn */
		if (key.n == 1 && key.bytes[0] == 021 && draw(30) != 0)
			return;
		str_addn(out, key.bytes, key.n);
	}
}

/* ---- what /proc tells ---- */

struct kept {
	char exe[512], tty[64];
	long session, group, terminal;
};

static inline char *
file_text(const char *path)
{
	FILE *f = fopen(path, "r");
	struct str out = STR_INIT;
	char buf[4096];
	size_t n;

	while (f != NULL && (n = fread(buf, 1, sizeof buf, f)) > 0)
		str_addn(&out, buf, n);
	if (f != NULL)
		fclose(f);
	return str_steal(&out);
}

static inline bool
link_of(pid_t pid, const char *what, char *out, size_t size)
{
	char *path = xasprintf("/proc/%ld/%s", (long)pid, what);
	ssize_t n = readlink(path, out, size - 1);

	out[n > 0 ? n : 0] = '\0';
	free(path);
	return n > 0;
}

/* State, session, group and terminal of a process. */
static inline bool
stat_of(pid_t pid, char *state, struct kept *k)
{
	char *path = xasprintf("/proc/%ld/stat", (long)pid);
	char *text = file_text(path), *at = text == NULL ? NULL :
	    strrchr(text, ')');
	bool ok = at != NULL && sscanf(at + 1, " %c %*d %ld %ld %ld", state,
	    &k->group, &k->session, &k->terminal) == 4;

	free(text);
	free(path);
	return ok;
}

static inline bool
kept_look(struct kept *k, pid_t pid)
{
	char state;

	/* Others cannot look into it: its links only root can read. */
	if (!link_of(pid, "exe", k->exe, sizeof k->exe))
		k->exe[0] = '\0';
	if (!link_of(pid, "fd/0", k->tty, sizeof k->tty))
		k->tty[0] = '\0';
	return stat_of(pid, &state, k);
}

static inline bool
below(const char *path, const char *dir)
{
	size_t n = strlen(dir);

	return strncmp(path, dir, n) == 0 &&
	    (path[n] == '/' || path[n] == '\0') && strstr(path, "/../") == NULL;
}

static inline bool
fd_allowed(const struct kept *k, const char *to, const char *store,
    const char *home, const char *dir)
{
	static const char *const other[] = { "/dev/null", "/dev/urandom",
	    "/usr/share", "/usr/lib", "/lib", "/etc/terminfo" };
	char *forms = xasprintf("%s/forms", dir);
	bool ok = strcmp(to, k->tty) == 0 || below(to, store) ||
	    below(to, home) || below(to, forms) ||
	    strncmp(to, "pipe:", 5) == 0 || strncmp(to, "/memfd:", 7) == 0;

	for (size_t i = 0; i < ARRAY_LEN(other); i++)
		ok = ok || below(to, other[i]);
	free(forms);
	return ok;
}

/* What a process has that it should not, or NULL; static. */
static inline const char *
kept_fault(const struct kept *k, pid_t pid, const char *store,
    const char *home, const char *dir)
{
	static char told[1024];
	char *path, *text, to[512], state = '?';
	struct kept now = *k;
	struct dirent *e;
	DIR *fds;

	if (!stat_of(pid, &state, &now))
		return NULL;		/* it has just ended */
	if (state == 'T')
		return "it was stopped";
	if (now.session != k->session || now.group != k->group ||
	    now.terminal != k->terminal)
		return "another session, group or terminal";
	path = xasprintf("/proc/%ld/task/%ld/children", (long)pid, (long)pid);
	text = file_text(path);
	free(path);
	snprintf(told, sizeof told, "children: %s", text != NULL ? text : "");
	free(text);
	if (strlen(told) > strlen("children: "))
		return told;
	if (k->exe[0] != '\0' && link_of(pid, "exe", to, sizeof to) &&
	    strcmp(to, k->exe) != 0)
		return "another program";
	path = xasprintf("/proc/%ld/fd", (long)pid);
	fds = opendir(path);
	free(path);
	told[0] = '\0';
	while (fds != NULL && told[0] == '\0' && (e = readdir(fds)) != NULL) {
		char *name = xasprintf("fd/%s", e->d_name);

		if (e->d_name[0] != '.' && link_of(pid, name, to, sizeof to) &&
		    !fd_allowed(k, to, store, home, dir))
			snprintf(told, sizeof told, "open: %s", to);
		free(name);
	}
	if (fds != NULL)
		closedir(fds);
	return told[0] != '\0' ? told : NULL;
}

/* ---- what strace wrote ---- */

static inline bool
may_trace(void)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		execl(STRACE, "strace", "-D", "-o", "/dev/null", "true",
		    (char *)NULL);
		_exit(127);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

/* Calls that change something, and opening to write. */
static inline bool
changes(const char *call, const char *line)
{
	static const char *const all[] = { "unlink", "rename", "mkdir", "rmdir",
	    "link", "symlink", "chmod", "fchmodat", "chown", "truncate",
	    "mknod", "utime", "setxattr", "creat" };

	if (strncmp(call, "open", 4) == 0)
		return strstr(line, "O_WRONLY") != NULL ||
		    strstr(line, "O_RDWR") != NULL ||
		    strstr(line, "O_CREAT") != NULL;
	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		if (strncmp(call, all[i], strlen(all[i])) == 0)
			return true;
	return false;
}

/* The path that a call was about: strace -y shows what a folder's number is. */
static inline char *
path_of(const char *line)
{
	const char *args = strchr(line, '('), *quote = strchr(args, '"');
	const char *open_ = strchr(args, '<'), *close_;
	size_t n;

	if (quote == NULL)
		return xstrdup("");
	n = strcspn(quote + 1, "\"");
	if (quote[1] == '/' || open_ == NULL || open_ > quote)
		return xstrndup(quote + 1, n);
	close_ = strchr(open_, '>');
	return xasprintf("%.*s/%.*s", close_ == NULL ? 0 :
	    (int)(close_ - open_ - 1), open_ + 1, (int)n, quote + 1);
}

static inline const char *
line_fault(const char *line, const char *store, const char *home, long *execs)
{
	const char *call = line + strspn(line, "0123456789 ");
	char *path;
	bool ok;

	if (strncmp(call, "execve", 6) == 0) {
		(*execs)++;
		return NULL;
	}
	if (strncmp(call, "fork", 4) == 0 || strncmp(call, "vfork", 5) == 0 ||
	    strncmp(call, "clone", 5) == 0)
		return "it made a process";
	if (strncmp(call, "socket(", 7) == 0 &&
	    strncmp(call, "socket(AF_UNIX", 14) != 0)
		return "it asked for a network";
	if (!changes(call, line) || strstr(line, ") = -1 ") != NULL ||
	    strstr(line, "resumed>") != NULL)
		return NULL;
	path = path_of(call);
	ok = below(path, store) || below(path, home) ||
	    strcmp(path, "/dev/null") == 0 || strncmp(path, "/dev/pts/", 9) == 0;
	free(path);
	return ok ? NULL : "it changed something outside its places";
}

/* Lines read; what is wrong counts as a failed check.  Waits for the last. */
static inline long
trace_read(const char *file, const char *store, const char *home,
    long starts)
{
	char *text = NULL, *line, *next;
	long n = 0, execs = 0;

	for (int i = 0; i < 300; i++) {
		long ends = 0;

		free(text);
		text = file_text(file);
		/* strace writes the end of a process last */
		for (line = text; line != NULL &&
		    (line = strstr(line, "+++ ")) != NULL; line += 4)
			ends++;
		if (ends >= starts)
			break;
		poll(NULL, 0, 10);
	}
	for (line = text; line != NULL && *line != '\0'; line = next, n++) {
		const char *fault;

		next = line + strcspn(line, "\n");
		if (*next == '\n')
			*next++ = '\0';
		if (*line == '\0' || strchr(line, '(') == NULL)
			continue;
		fault = line_fault(line, store, home, &execs);
		if (fault != NULL) {
			printf("# %s: %.200s\n", fault, line);
			t_bad++;
		}
	}
	T_INT(execs, starts);
	free(text);
	return n;
}

#endif
