/*
 * Which calls to the kernel are left.  A list of what is allowed: what nobody
 * thought of is refused.  Arguments are looked at only where they are numbers;
 * files are files.c's.
 */
#define _DEFAULT_SOURCE		/* TCSBRKP and its like */
#include "core/wall/wall.h"

#include "core/base/str.h"

#include <errno.h>
#include <seccomp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#ifndef PR_SET_VMA
#define PR_SET_VMA 0x53564d41
#endif
#define GIO_UNIMAP 0x4b66	/* linux/kd.h: which letters a console has */
/* CLONE_NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET */
#define NAME_SPACES 0x7e020080u

/* Everybody's: memory, time, what is open already, signals to oneself. */
static const int usual[] = {
	SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv), SCMP_SYS(writev),
	SCMP_SYS(pread64), SCMP_SYS(pwrite64), SCMP_SYS(close),
	SCMP_SYS(lseek), SCMP_SYS(_llseek), SCMP_SYS(fstat),
	SCMP_SYS(fstat64), SCMP_SYS(newfstatat), SCMP_SYS(fstatat64),
	SCMP_SYS(statx), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(brk),
	SCMP_SYS(madvise), SCMP_SYS(mlock), SCMP_SYS(mlock2),
	SCMP_SYS(munlock), SCMP_SYS(futex), SCMP_SYS(futex_time64),
	SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(sigreturn), SCMP_SYS(sigaltstack),
	SCMP_SYS(rt_sigpending), SCMP_SYS(rt_sigsuspend),
	SCMP_SYS(rt_sigtimedwait), SCMP_SYS(restart_syscall),
	SCMP_SYS(clock_gettime), SCMP_SYS(clock_gettime64),
	SCMP_SYS(clock_getres), SCMP_SYS(clock_nanosleep),
	SCMP_SYS(clock_nanosleep_time64), SCMP_SYS(nanosleep),
	SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(times),
	SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(getppid),
	SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getgid),
	SCMP_SYS(getegid), SCMP_SYS(getpgrp), SCMP_SYS(getpgid),
	SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(getrandom),
	SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(ppoll_time64),
	SCMP_SYS(select), SCMP_SYS(pselect6), SCMP_SYS(dup), SCMP_SYS(dup2),
	SCMP_SYS(dup3), SCMP_SYS(pipe), SCMP_SYS(pipe2), SCMP_SYS(alarm),
	SCMP_SYS(setitimer), SCMP_SYS(getitimer), SCMP_SYS(uname),
	SCMP_SYS(sysinfo), SCMP_SYS(sched_yield),
	SCMP_SYS(sched_getaffinity), SCMP_SYS(getcpu), SCMP_SYS(getrlimit),
	SCMP_SYS(ugetrlimit), SCMP_SYS(getrusage),
	SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(membarrier),
	SCMP_SYS(set_tid_address), SCMP_SYS(arch_prctl), SCMP_SYS(recvfrom),
	SCMP_SYS(sendto), SCMP_SYS(recvmsg), SCMP_SYS(sendmsg),
	SCMP_SYS(shutdown), SCMP_SYS(getsockopt), SCMP_SYS(getsockname),
	SCMP_SYS(getpeername), SCMP_SYS(fcntl), SCMP_SYS(fcntl64),
	SCMP_SYS(memfd_create),	/* the screen is drawn into one; never run */
	/* Walls only ever become more. */
	SCMP_SYS(seccomp), SCMP_SYS(landlock_create_ruleset),
	SCMP_SYS(landlock_add_rule), SCMP_SYS(landlock_restrict_self),
};

/* By name; Landlock says which. */
static const int files[] = {
	SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(openat2), SCMP_SYS(creat),
	SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2),
	SCMP_SYS(stat), SCMP_SYS(stat64), SCMP_SYS(lstat),
	SCMP_SYS(lstat64), SCMP_SYS(statfs), SCMP_SYS(statfs64),
	SCMP_SYS(fstatfs), SCMP_SYS(fstatfs64), SCMP_SYS(readlink),
	SCMP_SYS(readlinkat), SCMP_SYS(getcwd), SCMP_SYS(getdents),
	SCMP_SYS(getdents64), SCMP_SYS(unlink), SCMP_SYS(unlinkat),
	SCMP_SYS(rename), SCMP_SYS(renameat), SCMP_SYS(renameat2),
	SCMP_SYS(link), SCMP_SYS(linkat), SCMP_SYS(mkdir),
	SCMP_SYS(mkdirat), SCMP_SYS(rmdir), SCMP_SYS(truncate),
	SCMP_SYS(truncate64), SCMP_SYS(ftruncate), SCMP_SYS(ftruncate64),
	SCMP_SYS(fsync), SCMP_SYS(fdatasync), SCMP_SYS(fallocate),
	SCMP_SYS(fadvise64), SCMP_SYS(fadvise64_64), SCMP_SYS(flock),
	SCMP_SYS(chmod), SCMP_SYS(fchmod), SCMP_SYS(fchmodat),
	SCMP_SYS(fchown), SCMP_SYS(fchown32), SCMP_SYS(umask),
	SCMP_SYS(utimensat), SCMP_SYS(utimensat_time64), SCMP_SYS(sendfile),
	SCMP_SYS(sendfile64), SCMP_SYS(copy_file_range), SCMP_SYS(chdir),
	SCMP_SYS(msync),
};

static const int forks[] = {
	SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(wait4), SCMP_SYS(waitid),
	SCMP_SYS(tgkill),	/* raise() and abort(), in children too */
};

static const int server[] = {
	SCMP_SYS(accept), SCMP_SYS(accept4), SCMP_SYS(listen),
	SCMP_SYS(bind),
};

/* Of a terminal.  Putting keys into it as if they had been typed is not here. */
static const unsigned long asked[] = {
	TCGETS, TCSETS, TCSETSW, TCSETSF, TCSBRK, TCSBRKP, TCXONC, TCFLSH,
	TIOCGWINSZ, TIOCGPGRP, TIOCSPGRP, TIOCOUTQ, FIONREAD, FIONBIO, GIO_UNIMAP,
};

static const int asked_of_self[] = {
	PR_GET_DUMPABLE, PR_GET_SECCOMP, PR_GET_NO_NEW_PRIVS,
	PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, PR_SET_VMA,
};

static int
add(scmp_filter_ctx c, const int *call, size_t n)
{
	int bad = 0;

	for (size_t i = 0; bad == 0 && i < n; i++) {
		/* Below zero: this machine has no such call. */
		if (call[i] >= 0)
			bad = seccomp_rule_add_exact(c, SCMP_ACT_ALLOW, call[i],
			    0);
	}
	return bad;
}

static int
add_equal(scmp_filter_ctx c, int call, unsigned arg, uint64_t is)
{
	struct scmp_arg_cmp cmp = { arg, SCMP_CMP_EQ, is, 0 };

	return call < 0 ? 0 : seccomp_rule_add_array(c, SCMP_ACT_ALLOW, call,
	    1, &cmp);
}

/* None of these bits. */
static int
add_without(scmp_filter_ctx c, int call, unsigned arg, uint64_t bits)
{
	struct scmp_arg_cmp cmp = { arg, SCMP_CMP_MASKED_EQ, bits, 0 };

	return call < 0 ? 0 : seccomp_rule_add_array(c, SCMP_ACT_ALLOW, call,
	    1, &cmp);
}

static int
add_asked(scmp_filter_ctx c)
{
	int bad = 0;

	for (size_t i = 0; bad == 0 && i < ARRAY_LEN(asked); i++)
		bad = add_equal(c, SCMP_SYS(ioctl), 1, asked[i]);
	for (size_t i = 0; bad == 0 && i < ARRAY_LEN(asked_of_self); i++)
		bad = add_equal(c, SCMP_SYS(prctl), 0,
		    (uint64_t)asked_of_self[i]);
	/* Limits are read, and lowered where they were set before. */
	return bad != 0 ? bad : add_equal(c, SCMP_SYS(prlimit64), 0, 0);
}

/* Memory that is written is never run: neither new nor changed. */
static int
add_memory(scmp_filter_ctx c, bool may_run)
{
	static const int call[] = { SCMP_SYS(mmap), SCMP_SYS(mmap2),
	    SCMP_SYS(mprotect) };
	int bad = 0;

	for (size_t i = 0; bad == 0 && i < ARRAY_LEN(call); i++) {
		bad = may_run ? add(c, &call[i], 1) :
		    add_without(c, call[i], 2, PROT_EXEC);
	}
	return bad;
}

static int
add_sockets(scmp_filter_ctx c)
{
	int bad = add_equal(c, SCMP_SYS(socket), 0, AF_UNIX);

	if (bad == 0)
		bad = add_equal(c, SCMP_SYS(socketpair), 0, AF_UNIX);
	if (bad == 0)
		bad = seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(connect), 0);
	return bad != 0 ? bad : seccomp_rule_add(c, SCMP_ACT_ALLOW,
	    SCMP_SYS(setsockopt), 0);
}

static int
add_forks(scmp_filter_ctx c)
{
	int bad = add(c, forks, ARRAY_LEN(forks));

	/* A child, never a name space of its own. */
	return bad != 0 ? bad : add_without(c, SCMP_SYS(clone), 0,
	    NAME_SPACES);
}

static int
fill(scmp_filter_ctx c, enum wall_calls which)
{
	int bad = add(c, usual, ARRAY_LEN(usual));

	/* Newer than its number in an older libseccomp; libc tries again. */
	if (bad == 0)
		bad = seccomp_rule_add(c, SCMP_ACT_ERRNO(ENOSYS),
		    SCMP_SYS(clone3), 0);
	/* raise() and abort(): to oneself alone. */
	if (bad == 0 && which != WALL_TOOL && which != WALL_STORE)
		bad = add_equal(c, SCMP_SYS(tgkill), 0, (uint64_t)getpid());
	if (bad == 0)
		bad = add_asked(c);
	if (bad == 0)
		bad = add_memory(c, which == WALL_TOOL);
	if (bad == 0 && which != WALL_HASHER)
		bad = add(c, files, ARRAY_LEN(files));
	if (bad == 0 && which != WALL_HASHER)
		bad = add_sockets(c);
	if (bad == 0 && (which == WALL_TOOL || which == WALL_STORE))
		bad = add_forks(c);
	if (bad == 0 && (which == WALL_TOOL || which == WALL_STORE))
		bad = add(c, server, ARRAY_LEN(server));
	return bad;
}

bool
wall_calls(enum wall_calls which, struct err *e)
{
	scmp_filter_ctx c;
	int bad;

	if (wall_sanitized() || !wall_seccomp())
		return true;
	c = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	bad = c == NULL ? -ENOMEM : fill(c, which);
	/* A tree, not a list: reading and writing cost a few comparisons. */
	if (bad == 0)
		(void)seccomp_attr_set(c, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	if (bad == 0)
		bad = seccomp_load(c);
	seccomp_release(c);
	return bad == 0 ? true : err_set(e, ERR_WALL_CALLS, strerror(-bad),
	    NULL);
}
