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
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
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
	WANT(22, refused(syscall(SYS_personality, 0)));
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
main(void)
{
	if (wall_sanitized()) {
		printf("1..0 # SKIP built with sanitizers\n");
		return 0;
	}
	if (mkdtemp(dir) == NULL)
		return 1;
	T_RUN(calls_that_are_left);
	T_RUN(without_walls_they_would_work);
	T_RUN(files_that_are_left);
	remove_tree();
	return t_done();
}
