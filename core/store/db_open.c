/*
 * How SQLite opens files: what it is handed as a path may have become another
 * file since it was looked at, so what was opened is asked what it is.
 */
#define _GNU_SOURCE		/* open64(): what SQLite itself calls */
#include "core/store/db_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file of ours under one name alone, or what SQLite needs beside. */
static bool
may_be_used(int fd, const char *path)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return false;
	if (S_ISREG(st.st_mode))
		return st.st_uid == geteuid() && st.st_nlink <= 1;
	return S_ISDIR(st.st_mode) || (S_ISCHR(st.st_mode) &&
	    strcmp(path, "/dev/urandom") == 0);
}

static int
open_unfollowed(const char *path, int flags, int mode)
{
	/* A fifo would keep us waiting for whoever writes into it. */
	int fd = open64(path, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
	    mode);

	if (fd < 0 || may_be_used(fd, path))
		return fd;
	close(fd);
	errno = EACCES;
	return -1;
}

void
guard_opening(void)
{
	sqlite3_vfs *vfs = sqlite3_vfs_find("unix");

	if (vfs == NULL || vfs->iVersion < 3 || vfs->xSetSystemCall(vfs,
	    "open", (sqlite3_syscall_ptr)open_unfollowed) != SQLITE_OK)
		BUG("SQLite opens files in a way of its own");
}
