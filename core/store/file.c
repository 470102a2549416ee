/*
 * The files around the database.
 */
#define _GNU_SOURCE		/* renameat2() */
#include "core/store/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

char *
file_resolve(const char *path, struct err *e)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash != NULL ? slash + 1 : path;
	char *dir, *real, *out;

	if (*name == '\0' || strcmp(name, ".") == 0 ||
	    strcmp(name, "..") == 0 || strlen(path) >= PATH_MAX - 64) {
		err_set(e, ERR_STORE_PATH, path, NULL);
		return NULL;
	}
	if (slash == NULL)
		dir = xstrdup(".");
	else if (slash == path)
		dir = xstrdup("/");
	else
		dir = xstrndup(path, (size_t)(slash - path));
	real = realpath(dir, NULL);
	free(dir);
	if (real == NULL) {
		err_set(e, ERR_STORE_PATH, path, NULL);
		return NULL;
	}
	out = xasprintf("%s/%s", strcmp(real, "/") == 0 ? "" : real, name);
	free(real);
	return out;
}

static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return xstrdup(".");
	if (slash == path)
		return xstrdup("/");
	return xstrndup(path, (size_t)(slash - path));
}

struct distant {
	uint32_t magic;
	const char *name;
};

/*
 * FUSE is refused as a whole: a local ntfs-3g cannot be told from an sshfs,
 * and neither says what its fsync is worth.
 */
static const struct distant distant[] = {
	{ 0x00006969, "NFS" }, { 0x0000517b, "SMB" },
	{ 0xff534d42, "CIFS" }, { 0xfe534d42, "SMB2" },
	{ 0x01021997, "9P" }, { 0x65735546, "FUSE" },
	{ 0x73757245, "Coda" }, { 0x5346414f, "AFS" },
	{ 0x6b414653, "AFS" }, { 0x00c36400, "Ceph" },
	{ 0x0bd00bd0, "Lustre" }, { 0x786f4256, "vboxsf" },
	{ 0x0000564c, "NCP" },
};

static bool
dir_is_near(const char *dir, struct err *e)
{
	struct statfs fs;

	if (statfs(dir, &fs) != 0)
		return err_set(e, ERR_STORE_PATH, dir, NULL);
	for (size_t i = 0; i < ARRAY_LEN(distant); i++)
		if ((uint32_t)fs.f_type == distant[i].magic)
			return err_set(e, ERR_STORE_NETWORK, dir,
			    distant[i].name, NULL);
	return true;
}

/* Above it: where everybody may rename what is not theirs. */
static bool
can_be_swapped(const char *dir)
{
	char *at = xstrdup(dir), *slash;
	bool open_one = false;
	struct stat st;

	while (!open_one && (slash = strrchr(at, '/')) != NULL) {
		slash[slash == at ? 1 : 0] = '\0';
		open_one = stat(at, &st) != 0 || ((st.st_mode & S_IWOTH) != 0 &&
		    (st.st_mode & S_ISVTX) == 0);
		if (strcmp(at, "/") == 0)
			break;
	}
	free(at);
	return open_one;
}

bool
file_place_ok(const char *path, struct err *e)
{
	char *dir = folder_of(path);
	struct stat st;
	bool ok = false;

	if (stat(dir, &st) != 0 || !S_ISDIR(st.st_mode))
		err_set(e, ERR_STORE_PATH, path, NULL);
	else if (st.st_uid != geteuid() && st.st_uid != 0)
		err_set(e, ERR_STORE_DIR_OWNER, dir, NULL);
	else if ((st.st_mode & (S_IWGRP | S_IWOTH)) != 0 ||
	    can_be_swapped(dir))
		err_set(e, ERR_STORE_DIR_OPEN, dir, NULL);
	else
		ok = dir_is_near(dir, e);
	free(dir);
	return ok;
}

static bool
stat_private(const struct stat *st, const char *path, struct err *e)
{
	if (!S_ISREG(st->st_mode))
		return err_set(e, ERR_STORE_NOT_FILE, path, NULL);
	if (st->st_uid != geteuid())
		return err_set(e, ERR_STORE_OWNER, path, NULL);
	if ((st->st_mode & (S_IRWXG | S_IRWXO)) != 0)
		return err_set(e, ERR_STORE_MODE, path, NULL);
	if (st->st_nlink > 1)
		return err_set(e, ERR_STORE_LINKED, path, NULL);
	return true;
}

bool
file_is_private(const char *path, struct err *e)
{
	struct stat st;

	if (lstat(path, &st) != 0)
		return err_set(e, errno == ENOENT ? ERR_STORE_MISSING :
		    ERR_STORE_CANNOT_OPEN, path, NULL);
	return stat_private(&st, path, e);
}

bool
file_fd_private(int fd, const char *path, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return err_set(e, ERR_STORE_CANNOT_OPEN, path, NULL);
	return stat_private(&st, path, e);
}

bool
file_is_regular(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

bool
file_exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

int64_t
file_size(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 ? (int64_t)st.st_size : -1;
}

char *
file_beside(const char *path, const char *suffix)
{
	return xasprintf("%s%s", path, suffix);
}

/* The world's own word for what it refused. */
static bool
world_err(struct err *e, const char *path)
{
	switch (errno) {
	case EEXIST:
		return err_set(e, ERR_STORE_EXISTS, path, NULL);
	case ENOSPC:
	case EDQUOT:
		return err_set(e, ERR_STORE_FULL, path, NULL);
	case EROFS:
	case EACCES:
	case EPERM:
		return err_set(e, ERR_STORE_READ_ONLY, path, NULL);
	default:
		return err_set(e, ERR_STORE_CANNOT_CREATE, path,
		    strerror(errno), NULL);
	}
}

bool
file_create(const char *path, struct err *e)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
	    0600);

	if (fd < 0)
		return world_err(e, path);
	/* A umask can only take away; 0600 is what is wanted exactly. */
	if (fchmod(fd, 0600) != 0) {
		world_err(e, path);
		close(fd);
		unlink(path);
		return false;
	}
	close(fd);
	return true;
}

static bool
sync_path(const char *path, int flags, struct err *e)
{
	int fd = open(path, flags | O_NOFOLLOW | O_CLOEXEC);
	char code[16];
	bool ok;

	if (fd < 0)
		return world_err(e, path);
	ok = fsync(fd) == 0;
	if (!ok) {
		snprintf(code, sizeof(code), "%d", errno);
		err_set(e, ERR_STORE_IO, path, code, NULL);
	}
	close(fd);
	return ok;
}

bool
file_sync(const char *path, struct err *e)
{
	return sync_path(path, O_RDWR, e);
}

bool
file_sync_dir(const char *path, struct err *e)
{
	char *dir = folder_of(path);
	bool ok = sync_path(dir, O_RDONLY | O_DIRECTORY, e);

	free(dir);
	return ok;
}

/*
 * The rename that never replaces.  Where the file system has none, a link is
 * one; a cut between the two calls leaves two names, which the next opening
 * says.
 */
static bool
rename_new(const char *from, const char *to)
{
	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return true;
	if (errno != EINVAL && errno != ENOSYS)
		return false;
	return link(from, to) == 0 && unlink(from) == 0;
}

bool
file_put_in_place(const char *from, const char *to, bool replace,
    struct err *e)
{
	if (!file_sync(from, e))
		return false;
	if (replace) {
		if (rename(from, to) != 0)
			return world_err(e, to);
	} else {
		if (!rename_new(from, to))
			return world_err(e, to);
	}
	return file_sync_dir(to, e);
}

static bool
copy_bytes(int in, int out, const char *to, struct err *e)
{
	size_t room = (size_t)256 << 10;
	char *buf = xmalloc(room);
	ssize_t got;
	bool ok = true;

	while (ok && (got = read(in, buf, room)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		for (ssize_t at = 0; got > 0 && at < got; ) {
			ssize_t n = write(out, buf + at, (size_t)(got - at));

			if (n < 0 && errno == EINTR)
				continue;
			if (n <= 0) {
				got = -1;
				break;
			}
			at += n;
		}
		if (got < 0)
			ok = world_err(e, to);
	}
	free(buf);
	return ok;
}

bool
file_copy(const char *from, const char *to, struct err *e)
{
	int in, out;
	bool ok;

	if (!file_create(to, e))
		return false;
	in = open(from, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	if (in < 0) {
		err_set(e, ERR_STORE_CANNOT_OPEN, from, NULL);
		unlink(to);
		return false;
	}
	out = open(to, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
	if (!file_is_regular(in))
		ok = err_set(e, ERR_STORE_NOT_FILE, from, NULL);
	else
		ok = out >= 0 ? copy_bytes(in, out, to, e) : world_err(e, to);
	close(in);
	if (out >= 0)
		close(out);
	if (!ok)
		unlink(to);
	return ok;
}

bool
file_read_small(const char *path, void *out, size_t len)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	unsigned char more;
	bool ok;

	if (fd < 0)
		return false;
	ok = file_fd_private(fd, path, NULL) &&
	    read(fd, out, len) == (ssize_t)len && read(fd, &more, 1) == 0;
	close(fd);
	return ok;
}

bool
file_write_small(const char *path, const void *bytes, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
	    O_CLOEXEC, 0600);
	bool ok;

	if (fd < 0)
		return false;
	ok = fchmod(fd, 0600) == 0 &&
	    write(fd, bytes, len) == (ssize_t)len && fsync(fd) == 0;
	ok = close(fd) == 0 && ok;
	ok = ok && file_sync_dir(path, NULL);
	if (!ok)
		unlink(path);
	return ok;
}

bool
file_reserve(const char *path, size_t size)
{
	int fd;
	bool ok;

	if (size == 0)
		return true;
	fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC |
	    O_NONBLOCK, 0600);
	if (fd < 0)
		return false;
	if (!file_fd_private(fd, path, NULL)) {
		close(fd);
		return false;	/* somebody's: left as it is */
	}
	/* Returns the error; a sparse file would hold no room at all. */
	ok = posix_fallocate(fd, 0, (off_t)size) == 0;
	close(fd);
	if (!ok)
		unlink(path);
	return ok;
}

int64_t
file_room(const char *path)
{
	char *dir = folder_of(path);
	struct statvfs fs;
	int64_t room = -1;

	if (statvfs(dir, &fs) == 0)
		room = (int64_t)fs.f_bavail * (int64_t)fs.f_frsize;
	free(dir);
	return room;
}
