/*
 * Landlock by its numbers: the headers of a build machine may be older than
 * the kernel that runs, and the other way round.
 */
#define _GNU_SOURCE		/* O_PATH, syscall() */
#include "core/wall/wall.h"

#include "core/base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

#define ASK_VERSION 1u
#define RULE_PATH 1

/* linux/landlock.h, LANDLOCK_ACCESS_FS_* */
#define EXECUTE (UINT64_C(1) << 0)
#define WRITE_FILE (UINT64_C(1) << 1)
#define READ_FILE (UINT64_C(1) << 2)
#define READ_DIR (UINT64_C(1) << 3)
#define REMOVE_DIR (UINT64_C(1) << 4)
#define REMOVE_FILE (UINT64_C(1) << 5)
#define MAKE_DIR (UINT64_C(1) << 7)
#define MAKE_REG (UINT64_C(1) << 8)
#define OF_FIRST ((UINT64_C(1) << 13) - 1)	/* all of version 1 */
#define REFER (UINT64_C(1) << 13)		/* version 2 */
#define TRUNCATE (UINT64_C(1) << 14)		/* version 3 */
#define IOCTL_DEV (UINT64_C(1) << 15)		/* version 5 */
/* What can be said of a file that is no folder. */
#define OF_FILE (EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV)

#define NET_BIND (UINT64_C(1) << 0)		/* version 4 */
#define NET_CONNECT (UINT64_C(1) << 1)
#define SCOPE_ABSTRACT (UINT64_C(1) << 0)	/* version 6 */
#define SCOPE_SIGNAL (UINT64_C(1) << 1)

struct ruleset {
	uint64_t fs, net, scoped;
};

struct path_rule {
	uint64_t allowed;
	int32_t parent;
} __attribute__((packed));

const struct wall_place wall_terminal[] = {
	{ "/etc/terminfo", WALL_READ },
	{ "/lib/terminfo", WALL_READ },
	{ "/usr/share/terminfo", WALL_READ },
	{ "/usr/lib/terminfo", WALL_READ },
	{ "/usr/lib/locale", WALL_READ },
	{ "/dev/null", WALL_WRITE },
	{ "/dev/urandom", WALL_READ },
};
const size_t wall_terminal_n = ARRAY_LEN(wall_terminal);

int
wall_landlock(void)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0,
	    ASK_VERSION);

	return version < 0 ? 0 : (int)version;
}

/* What this version knows; what it does not know it cannot forbid. */
static struct ruleset
rules_of(int version, size_t *size)
{
	struct ruleset r = { OF_FIRST, 0, 0 };

	*size = sizeof(r.fs);
	if (version >= 2)
		r.fs |= REFER;
	if (version >= 3)
		r.fs |= TRUNCATE;
	if (version >= 4) {
		r.net = NET_BIND | NET_CONNECT;
		*size = sizeof(r.fs) + sizeof(r.net);
	}
	if (version >= 5)
		r.fs |= IOCTL_DEV;
	if (version >= 6) {
		r.scoped = SCOPE_ABSTRACT | SCOPE_SIGNAL;
		*size = sizeof(r);
	}
	return r;
}

static uint64_t
allowed(enum wall_use use)
{
	switch (use) {
	case WALL_READ:
		return READ_FILE | READ_DIR;
	case WALL_WRITE:
		return READ_FILE | READ_DIR | WRITE_FILE | TRUNCATE |
		    MAKE_REG | REMOVE_FILE;
	case WALL_FOLDERS:
		return allowed(WALL_WRITE) | MAKE_DIR | REMOVE_DIR;
	case WALL_REMOVE:
		return REMOVE_FILE | REMOVE_DIR;
	case WALL_DEVICE:
		return READ_FILE | WRITE_FILE | IOCTL_DEV;
	}
	return 0;
}

static bool
add_place(int rules, const struct wall_place *p, uint64_t known)
{
	struct path_rule rule = { allowed(p->use) & known, -1 };
	struct stat st;
	bool ok = true;

	if (p->path == NULL)
		return true;
	rule.parent = open(p->path, O_PATH | O_CLOEXEC);
	/* What is not there needs no way to it. */
	if (rule.parent < 0)
		return true;
	if (fstat(rule.parent, &st) == 0 && !S_ISDIR(st.st_mode))
		rule.allowed &= OF_FILE;
	if (rule.allowed != 0)
		ok = syscall(SYS_landlock_add_rule, rules, RULE_PATH, &rule,
		    0) == 0;
	close(rule.parent);
	return ok;
}

static bool
refused(struct err *e)
{
	return err_set(e, ERR_WALL_FILES, strerror(errno), NULL);
}

bool
wall_files(const struct wall_place *place, size_t n, struct err *e)
{
	int version = wall_landlock(), fd;
	struct ruleset r;
	size_t size, i;
	bool ok = true;

	if (version == 0 || wall_sanitized())
		return true;
	r = rules_of(version, &size);
	fd = (int)syscall(SYS_landlock_create_ruleset, &r, size, 0);
	if (fd < 0)
		return refused(e);
	for (i = 0; ok && i < n; i++)
		ok = add_place(fd, &place[i], r.fs);
	ok = ok && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	    syscall(SYS_landlock_restrict_self, fd, 0) == 0;
	if (!ok)
		refused(e);
	close(fd);
	return ok;
}
