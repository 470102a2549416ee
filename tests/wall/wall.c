/*
 * The walls, each in a child of its own that tries what they forbid and what
 * must still work.  For a build without sanitizers, which keep them down.
 *
 *	wall		from anywhere; makes a folder of its own
 */
#define _GNU_SOURCE		/* process_vm_readv(), unshare() by number */
#include "core/wall/wall.h"

#include "core/base/mem.h"
#include "core/base/str.h"
#include "core/staff/seal.h"
#include "tests/t.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static char dir[] = "/tmp/tiepnhan-wall-XXXXXX";
static uint64_t seed;

/* ---- children ---- */

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

/* Numbers of checks in a child, told by its exit code. */
#define WANT(number, cond) do { \
	if (!(cond)) \
		return (number); \
} while (0)

static bool
refused(long result)
{
	return result < 0 && (errno == EPERM || errno == EACCES);
}

static char *
below(const char *name)
{
	return xasprintf("%s/%s", dir, name);
}

static bool
put(const char *name, const char *text)
{
	char *path = below(name);
	FILE *f = fopen(path, "w");
	bool ok = f != NULL && fputs(text, f) >= 0;

	if (f != NULL)
		fclose(f);
	free(path);
	return ok;
}

/* ---- calls ---- */

/* True for every set: programs, networks, tracing, name spaces. */
static int
tries_what_nobody_may(void)
{
	static char *const argv[] = { NULL };
	int fd = open("/bin/false", O_RDONLY | O_CLOEXEC);
	char c[8];
	struct iovec mine = { c, sizeof(c) };

	/* its own exit code, 1, when it does run */
	WANT(2, refused(execve("/bin/false", argv, argv)));
	WANT(3, refused(syscall(SYS_execveat, fd, "", argv, argv, 0x1000)));
	WANT(4, refused(socket(AF_INET, SOCK_STREAM, 0)));
	WANT(5, refused(socket(AF_INET6, SOCK_DGRAM, 0)));
	WANT(6, refused(socket(AF_NETLINK, SOCK_RAW, 0)));
	WANT(7, refused(socket(AF_PACKET, SOCK_RAW, 0)));
	WANT(8, refused(ptrace(PTRACE_TRACEME, 0, NULL, NULL)));
	WANT(9, refused(process_vm_readv(getppid(), &mine, 1, &mine, 1, 0)));
	WANT(10, refused(syscall(SYS_unshare, 0x10000000)));
	WANT(11, refused(syscall(SYS_mount, "none", "/", "tmpfs", 0, NULL)));
	WANT(12, refused(syscall(SYS_keyctl, 0, 0, 0, 0, 0)));
	WANT(13, refused(syscall(SYS_bpf, 0, NULL, 0)));
	WANT(14, refused(syscall(SYS_perf_event_open, NULL, 0, 0, 0, 0)));
	WANT(15, refused(syscall(SYS_userfaultfd, 0)));
	WANT(16, refused(syscall(SYS_io_uring_setup, 1, NULL)));
	WANT(17, refused(syscall(SYS_setuid, 0)));
	WANT(18, refused(syscall(SYS_chroot, "/")));
	WANT(19, refused(syscall(SYS_kill, getppid(), 0)));
	/* Keys put into a terminal as if somebody had typed them. */
	WANT(20, refused(ioctl(0, TIOCSTI, c)));
	/* Another's limits, and one's own made wider. */
	WANT(21, refused(syscall(SYS_prlimit64, getppid(), RLIMIT_CORE, NULL,
	    c)));
	WANT(22, refused(syscall(SYS_memfd_create, "x", 0)));
	return 0;
}

static bool
maps(int protection)
{
	void *p = mmap(NULL, 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS,
	    -1, 0);

	return p != MAP_FAILED;
}

static int
desk(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	WANT(1, wall_calls(WALL_DESK, NULL));
	WANT(30, refused(fork()));
	WANT(31, refused(syscall(SYS_clone3, NULL, 0)) || errno == ENOSYS);
	WANT(32, !maps(PROT_READ | PROT_EXEC) && errno == EPERM);
	WANT(33, refused(mprotect(p, 4096, PROT_READ | PROT_EXEC)));
	WANT(34, maps(PROT_READ | PROT_WRITE));
	WANT(35, mprotect(p, 4096, PROT_READ) == 0);
	WANT(36, socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
	WANT(37, refused(syscall(SYS_accept4, 0, NULL, NULL, 0)));
	WANT(38, raise(SIGCHLD) == 0);
	return tries_what_nobody_may();
}

static int
tool(void)
{
	pid_t pid;
	int status;

	WANT(1, wall_calls(WALL_TOOL, NULL));
	pid = fork();
	if (pid == 0)
		_exit(7);
	WANT(40, pid > 0 && waitpid(pid, &status, 0) == pid &&
	    WEXITSTATUS(status) == 7);
	WANT(41, refused(syscall(SYS_clone, 0x10000000 | SIGCHLD, NULL)));
	/* It becomes the workstation: fewer calls yet, and never more. */
	WANT(42, wall_calls(WALL_DESK, NULL));
	WANT(43, refused(fork()));
	WANT(44, wall_calls(WALL_TOOL, NULL));
	WANT(45, refused(fork()));
	return tries_what_nobody_may();
}

static int
store(void)
{
	int pair[2];
	pid_t pid;

	WANT(1, wall_calls(WALL_STORE, NULL));
	WANT(50, socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
	pid = fork();
	if (pid == 0)
		_exit(0);
	WANT(51, pid > 0 && waitpid(pid, NULL, 0) == pid);
	WANT(52, !maps(PROT_READ | PROT_EXEC));
	return tries_what_nobody_may();
}

static int
hasher(void)
{
	struct secret key = { NULL, 0 };
	unsigned char salt[SEAL_SALT_SIZE] = { 1 };

	WANT(1, seal_start());
	WANT(60, wall_files(NULL, 0, NULL) && wall_calls(WALL_HASHER, NULL));
	WANT(61, seal_derive("mot cau thu", 11, salt, seal_cost_floor(), &key));
	secret_free(&key);
	WANT(62, refused(open("/dev/null", O_RDONLY)));
	WANT(63, refused(socket(AF_UNIX, SOCK_STREAM, 0)));
	WANT(64, refused(fork()));
	return 0;
}

static void
calls_that_are_left(void)
{
	if (!wall_seccomp())
		T_SKIP("this kernel has no seccomp");
	T_INT(in_child(desk), 0);
	T_INT(in_child(tool), 0);
	T_INT(in_child(store), 0);
	T_INT(in_child(hasher), 0);
}

/* The tries above must be able to fail: most succeed where no wall is. */
static void
without_walls_they_would_work(void)
{
	T_INT(in_child(tries_what_nobody_may), 1);
}

/* ---- files ---- */

static bool
reads(const char *name)
{
	char *path = below(name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	free(path);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static bool
makes(const char *name)
{
	char *path = below(name);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	free(path);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static bool
moves(const char *from, const char *to)
{
	char *a = below(from), *b = below(to);
	bool ok = rename(a, b) == 0;

	free(a);
	free(b);
	return ok;
}

static bool
removes(const char *name)
{
	char *path = below(name);
	bool ok = unlink(path) == 0;

	free(path);
	return ok;
}

static int
sees_what_it_was_given(void)
{
	char *in = below("in"), *ro = below("ro"), *one = below("one"),
	    *gone = below("gone");
	const struct wall_place place[] = {
		{ in, WALL_WRITE }, { ro, WALL_READ }, { one, WALL_WRITE },
		{ gone, WALL_REMOVE }, { NULL, WALL_READ },
		{ "/nonexistent/place", WALL_WRITE },
	};
	int before = open("/etc/passwd", O_RDONLY | O_CLOEXEC);
	char c;

	WANT(1, wall_files(place, sizeof(place) / sizeof(*place), NULL));
	/* what was given */
	WANT(2, reads("in/a") && makes("in/new") && moves("in/new", "in/b") &&
	    removes("in/b"));
	WANT(3, reads("ro/a") && reads("one"));
	WANT(4, removes("gone/a"));
	/* what is open stays open */
	WANT(5, read(before, &c, 1) == 1);
	/* what was not */
	WANT(6, !makes("ro/new") && errno == EACCES);
	WANT(7, !removes("ro/a") && errno == EACCES);
	WANT(8, !reads("out/a") && errno == EACCES);
	WANT(9, !makes("out/new") && errno == EACCES);
	WANT(10, !reads("gone/b") && errno == EACCES);
	WANT(11, !makes("gone/new") && errno == EACCES);
	WANT(12, open("/etc/passwd", O_RDONLY) < 0 && errno == EACCES);
	WANT(13, open("/", O_RDONLY | O_DIRECTORY) < 0 && errno == EACCES);
	/* not by a way around */
	WANT(14, !reads("in/link") && errno == EACCES);
	WANT(15, !reads("in/../out/a") && errno == EACCES);
	WANT(16, !moves("out/a", "in/stolen"));
	WANT(17, !moves("in/a", "out/leaked"));
	return 0;
}

static int
no_network(void)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd;

	WANT(1, wall_files(NULL, 0, NULL));
	/* Files alone: a socket there may be, but nowhere to go. */
	fd = socket(AF_INET, SOCK_STREAM, 0);
	WANT(2, fd < 0 || (connect(fd, (struct sockaddr *)&(struct
	    sockaddr_storage){ .ss_family = AF_INET }, 16) < 0 &&
	    errno == EACCES));
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	WANT(3, connect(fd, (struct sockaddr *)&at, sizeof(at)) < 0 &&
	    errno != EACCES);
	return 0;
}

static bool
make_tree(void)
{
	static const char *const folders[] = { "in", "ro", "out", "gone" };
	char *link = below("in/link"), *to = below("out/a"), *path;
	bool ok = put("one", "x");

	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		path = below(folders[i]);
		ok = mkdir(path, 0700) == 0 && ok;
		free(path);
	}
	ok = ok && put("in/a", "x") && put("ro/a", "x") && put("out/a", "x") &&
	    put("gone/a", "x") && put("gone/b", "x") && symlink(to, link) == 0;
	free(link);
	free(to);
	return ok;
}

static void
files_that_are_left(void)
{
	if (wall_landlock() == 0)
		T_SKIP("this kernel has no Landlock");
	T_CHECK(make_tree());
	T_INT(in_child(sees_what_it_was_given), 0);
	if (wall_landlock() < 4)
		printf("# Landlock %d knows no network\n", wall_landlock());
	else
		T_INT(in_child(no_network), 0);
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
	return chdir(dir) == 0 ? 0 : 5;
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

static void
remove_tree(void)
{
	static const char *const all[] = { "in/a", "in/link", "in/new",
	    "in/stolen", "ro/a", "out/a", "out/leaked", "gone/a", "gone/b",
	    "one", "in", "ro", "out", "gone", "" };

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		char *path = below(all[i]);

		(void)remove(path);
		free(path);
	}
}

int
main(int argc, char **argv)
{
	seed = argc > 1 ? strtoull(argv[1], NULL, 0) : 20261122;
	(void)argv;
	if (wall_sanitized()) {
		printf("1..0 # SKIP built with sanitizers\n");
		return 0;
	}
	printf("# seed %llu\n", (unsigned long long)seed);
	if (mkdtemp(dir) == NULL)
		return 1;
	T_RUN(calls_that_are_left);
	T_RUN(without_walls_they_would_work);
	T_RUN(files_that_are_left);
	T_RUN(the_same_account_cannot_pry);
	T_RUN(a_crash_leaves_nothing);
	T_RUN(only_known_terminals);
	T_RUN(four_variables_and_no_more);
	T_RUN(secrets_are_wiped);
	T_RUN(what_is_not_known_is_not_said_to_be_safe);
	remove_tree();
	return t_done();
}
