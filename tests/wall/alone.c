/*
 * What others of the same account can do to a walled process, what it leaves
 * behind, what a session from elsewhere begins with, and what stays in memory.
 * For a build without sanitizers, which keep walls down.
 *
 *	alone [SEED]
 */
#define _GNU_SOURCE		/* process_vm_readv() */
#include "core/wall/wall.h"

#include "core/base/mem.h"
#include "core/base/str.h"
#include "core/staff/seal.h"
#include "tests/t.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static uint64_t seed;

/* What a child saw; 0: all was as wanted, else the line that was not. */
static int
in_child(int (*work)(void))
{
	int status = -1;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0)
		_exit(work());
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return -1;
	if (!WIFEXITED(status)) {
		printf("# ended by signal %d\n", WTERMSIG(status));
		return -1;
	}
	return WEXITSTATUS(status);
}

/* ---- others of the same account (S-19, S-20) ---- */

/* A process that has given up all, and waits until it is told to end. */
static pid_t
walled_sleeper(int *stop, bool walled)
{
	int to[2], ready[2];
	char c;
	pid_t pid;

	if (pipe(to) != 0 || pipe(ready) != 0)
		return -1;
	pid = fork();
	if (pid == 0) {
		close(to[1]);
		/* as a program just started is; a change of account ends it */
		(void)prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
		if (walled)
			wall_start();
		(void)!write(ready[1], "r", 1);
		(void)!read(to[0], &c, 1);
		_exit(0);
	}
	(void)!read(ready[0], &c, 1);
	close(ready[0]);
	close(ready[1]);
	close(to[0]);
	*stop = to[1];
	return pid;
}

static char shared[16] = "planted";

/* Bits of what worked. */
static int
pries(pid_t pid)
{
	char buf[16], *path = xasprintf("/proc/%ld/mem", (long)pid);
	struct iovec mine = { buf, sizeof(buf) }, its = { shared, sizeof(buf) };
	int did = 0, fd;

	fd = open(path, O_RDONLY);
	free(path);
	if (fd >= 0)
		did |= 1;
	path = xasprintf("/proc/%ld/environ", (long)pid);
	fd = open(path, O_RDONLY);
	free(path);
	if (fd >= 0)
		did |= 2;
	if (process_vm_readv(pid, &mine, 1, &its, 1, 0) > 0)
		did |= 4;
	if (ptrace(PTRACE_ATTACH, pid, NULL, NULL) == 0) {
		did |= 8;
		(void)waitpid(pid, NULL, 0);
		(void)ptrace(PTRACE_DETACH, pid, NULL, NULL);
	}
	return did;
}

/* As an ordinary account: root may do all of this, and says so in the manual. */
static int
pry_from_another(bool walled)
{
	int status = -1, stop = -1;
	pid_t pid = fork(), prey;

	if (pid == 0) {
		if (geteuid() == 0 && (setgid(65534) != 0 ||
		    setuid(65534) != 0))
			_exit(99);
		prey = walled_sleeper(&stop, walled);
		status = prey < 0 ? 99 : pries(prey);
		close(stop);
		(void)waitpid(prey, NULL, 0);
		_exit(status);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid &&
	    WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
the_same_account_cannot_pry(void)
{
	int open_one = pry_from_another(false);

	T_INT(pry_from_another(true), 0);
	if (open_one == 0)
		printf("# this kernel lets nobody pry anyway (Yama)\n");
	else
		T_CHECK(open_one == 15 || open_one == 7);
}

static int
aborts(void)
{
	struct rlimit wide = { RLIM_INFINITY, RLIM_INFINITY };

	wall_start();
	if (wall_is_dumpable() || wall_has_core())
		return 3;
	/* What was given up is not taken back, not even by root. */
	if (setrlimit(RLIMIT_CORE, &wide) == 0 && geteuid() != 0)
		return 4;
	return 0;
}

static void
a_crash_leaves_nothing(void)
{
	T_INT(in_child(aborts), 0);
}

/* ---- what a session begins with (S-15) ---- */

static uint64_t
draw(void)
{
	uint64_t z = (seed += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

/* Made of what has led terminal programs astray. */
static void
hostile_term(char *out, size_t size)
{
	static const char *const piece[] = { "../", "/tmp/x", "xterm", "vt100",
	    "\033]0;x\a", "\n", "\r", "%s%n", ";sh", "$(id)", "`id`", "\xc2\x9b",
	    "-256color", " ", "LD_PRELOAD=", "=", "\xff\xfe", "A", ":", "linux" };
	size_t n = draw() % 8, len = 0;

	out[0] = '\0';
	for (size_t i = 0; i <= n; i++) {
		const char *p = piece[draw() % (sizeof(piece) /
		    sizeof(*piece))];

		if (len + strlen(p) + 1 >= size)
			break;
		memcpy(out + len, p, strlen(p) + 1);
		len += strlen(p);
	}
}

static void
only_known_terminals(void)
{
	char term[128], *huge = xcalloc(1, 100001);
	int taken = 0;

	memset(huge, 'x', 100000);
	T_STR(wall_terminal_name(NULL), "unknown");
	T_STR(wall_terminal_name(""), "unknown");
	T_STR(wall_terminal_name(huge), "unknown");
	T_STR(wall_terminal_name("xterm-256color"), "xterm-256color");
	T_STR(wall_terminal_name("XTERM"), "unknown");
	T_STR(wall_terminal_name("xterm "), "unknown");
	for (int i = 0; i < 20000; i++) {
		const char *got;

		hostile_term(term, sizeof(term));
		got = wall_terminal_name(term);
		if (strcmp(got, "unknown") != 0) {
			taken++;
			T_STR(got, term);
			/* letters, digits and hyphens, never a path */
			T_INT(strspn(got, "abcdefghijklmnopqrstuvwxyz"
			    "0123456789-"), strlen(got));
		}
	}
	printf("# 20000 names, %d of them known\n", taken);
	T_CHECK(taken > 0 && taken < 10000);
	free(huge);
}

static void
four_variables_and_no_more(void)
{
	char *const *env = wall_environment("vt220");
	char *more[8] = { NULL };
	size_t n = 0;

	for (; env[n] != NULL; n++)
		more[n] = xstrdup(env[n]);
	T_INT(n, 4);
	T_STR(env[3], "TERM=vt220");
	T_CHECK(wall_environment_is_clean(env));
	more[n] = (char *)(uintptr_t)"LD_PRELOAD=/tmp/x.so";
	T_CHECK(!wall_environment_is_clean(more));
	more[n] = (char *)(uintptr_t)"TERM=vt100";
	T_CHECK(!wall_environment_is_clean(more));
	more[n] = NULL;
	T_CHECK(!wall_environment_is_clean(more + 1));
	free(more[3]);
	more[3] = xstrdup("TERM=../../tmp/evil");
	T_CHECK(!wall_environment_is_clean(more));
	while (n > 0)
		free(more[--n]);
}

/* ---- secrets in memory (S-49) ---- */

/* How often it lies in what this process can write, the copy asked by left out. */
static int
count_in_memory(const unsigned char *masked, size_t len)
{
	FILE *maps_of = fopen("/proc/self/maps", "r");
	int mem = open("/proc/self/mem", O_RDONLY), n = 0;
	char line[512], rights[5];
	unsigned long from, to;

	while (maps_of != NULL && mem >= 0 &&
	    fgets(line, sizeof(line), maps_of) != NULL) {
		static unsigned char buf[1 << 16];

		if (sscanf(line, "%lx-%lx %4s", &from, &to, rights) != 3 ||
		    rights[0] != 'r' || rights[1] != 'w')
			continue;
		for (unsigned long at = from; at < to; at += sizeof(buf) - 64) {
			ssize_t got = pread(mem, buf, sizeof(buf) < to - at ?
			    sizeof(buf) : to - at, (off_t)at);
			/* not what this very buffer held a moment ago */
			if (at + sizeof(buf) > (uintptr_t)buf &&
			    at < (uintptr_t)buf + sizeof(buf))
				continue;
			for (ssize_t i = 0; i + (ssize_t)len <= got; i++) {
				size_t k = 0;

				while (k < len && buf[i + (ssize_t)k] ==
				    (masked[k] ^ 0x5a))
					k++;
				n += k == len;
			}
			memset(buf, 0, sizeof(buf));
		}
	}
	if (maps_of != NULL)
		fclose(maps_of);
	if (mem >= 0)
		close(mem);
	return n;
}

/* What a key looks like for the search, so that the search holds no copy. */
static void
mask(const struct secret *key, unsigned char masked[SEAL_KEY_SIZE])
{
	for (size_t i = 0; i < SEAL_KEY_SIZE; i++)
		masked[i] = key->bytes[i] ^ 0x5a;
}

/* All that is done with keys; each is in one place while it is held. */
static void
use_keys(unsigned char masked[4][SEAL_KEY_SIZE])
{
	unsigned char salt[SEAL_SALT_SIZE] = { 3 }, half[SEAL_KEY_SIZE], *box,
	    *plain, *wrap;
	struct secret key[4] = { { NULL, 0 } };
	size_t len, plain_len, wrap_len;

	T_CHECK(seal_derive("mot cau thu dai", 15, salt, seal_cost_floor(),
	    &key[0]));
	T_CHECK(seal_subkey(&key[0], "thử", &key[1]));
	T_CHECK(seal_pair(half, &key[2]));
	T_CHECK(seal_wrap(half, &key[0], &wrap, &wrap_len));
	T_CHECK(seal_unwrap(half, &key[2], wrap, wrap_len, &key[3]));
	secret_free(&key[3]);
	T_CHECK(secret_new(&key[3], SEAL_KEY_SIZE));
	seal_random(NULL, key[3].bytes, SEAL_KEY_SIZE);
	T_CHECK(seal_close(&key[3], "x", 1, "nội dung", 9, &box, &len));
	T_CHECK(seal_open(&key[3], "x", 1, box, len, &plain, &plain_len));
	seal_wipe(plain, plain_len);
	free(plain);
	free(box);
	free(wrap);
	for (size_t i = 0; i < 4; i++) {
		mask(&key[i], masked[i]);
		T_INT(count_in_memory(masked[i], SEAL_KEY_SIZE), 1);
		secret_free(&key[i]);
	}
}

static void
secrets_are_wiped(void)
{
	unsigned char masked[4][SEAL_KEY_SIZE];

	T_CHECK(seal_start());
	use_keys(masked);
	for (size_t i = 0; i < 4; i++)
		T_INT(count_in_memory(masked[i], SEAL_KEY_SIZE), 0);
}

/* ---- the machine ---- */

static void
what_is_not_known_is_not_said_to_be_safe(void)
{
	T_INT(wall_disk_encrypted("/nonexistent/place"), WALL_UNKNOWN);
	T_CHECK(wall_disk_encrypted("/proc") != WALL_YES);
	T_CHECK(wall_disk_encrypted("/dev") != WALL_YES);
	T_CHECK(wall_can_lock(4096) || geteuid() != 0);
	T_CHECK(!wall_can_lock((size_t)1 << 46));
}

int
main(int argc, char **argv)
{
	seed = argc > 1 ? strtoull(argv[1], NULL, 0) : 20261122;
	if (wall_sanitized()) {
		printf("1..0 # SKIP built with sanitizers\n");
		return 0;
	}
	printf("# seed %llu\n", (unsigned long long)seed);
	T_RUN(the_same_account_cannot_pry);
	T_RUN(a_crash_leaves_nothing);
	T_RUN(only_known_terminals);
	T_RUN(four_variables_and_no_more);
	T_RUN(secrets_are_wiped);
	T_RUN(what_is_not_known_is_not_said_to_be_safe);
	return t_done();
}
