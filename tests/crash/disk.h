/*
 * Stands between SQLite and the kernel, in the program that includes this:
 * its own open, pwrite, fsync ... come before libc's for every library.
 *
 * Recorder: everything done to files of one folder goes to a log, in order,
 * with marks for what was acknowledged; the judge rebuilds from it what a
 * disk may hold after a power cut (reliability, annex).
 *
 * Faults: the n-th write, fsync or ftruncate fails, once or from then on.
 */
#ifndef TN_TESTS_CRASH_DISK_H
#define TN_TESTS_CRASH_DISK_H

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#define DISK_NAME 64
#define DISK_FDS 512

/* One entry of the log; name and data follow it. */
struct disk_entry {
	char type;	/* Create Write Truncate Sync syncDir Unlink Ack */
	uint8_t name_len;
	int64_t off, len;
};

enum disk_call { DISK_WRITE, DISK_SYNC, DISK_TRUNCATE, DISK_CALLS };

struct disk_fault {
	enum disk_call call;
	int error;	/* 0: no fault */
	int at;		/* the n-th call from now, from 1 */
	bool sticky;
	bool half;	/* half of the write gets through first */
};

static char disk_dir[PATH_MAX];
static int disk_log = -1;
static char disk_name[DISK_FDS][DISK_NAME];
static bool disk_is_dir[DISK_FDS];
static struct disk_fault disk_fault;
static int disk_calls[DISK_CALLS];
static void (*disk_at_sync)(void);	/* called once, at the next fsync */

/* Prototypes of what libc has only under its own conditions. */
long syscall(long number, ...);
int open64(const char *path, int flags, ...);
ssize_t pwrite64(int fd, const void *buf, size_t n, off_t off);
int ftruncate64(int fd, off_t len);

static inline void
disk_put(char type, const char *name, int64_t off, int64_t len,
    const void *data)
{
	struct disk_entry entry = {
		.type = type, .name_len = (uint8_t)strlen(name), .off = off,
		.len = len,
	};

	if (disk_log < 0)
		return;
	syscall(SYS_write, disk_log, &entry, sizeof(entry));
	syscall(SYS_write, disk_log, name, (size_t)entry.name_len);
	if (data != NULL && len > 0)
		syscall(SYS_write, disk_log, data, (size_t)len);
}

/* A mark in the log: all that comes before it has happened. */
static inline void
disk_ack(const char *line)
{
	disk_put('A', "", 0, (int64_t)strlen(line), line);
}

/* Name inside the folder, or NULL; shared memory never reaches the disk. */
static inline const char *
disk_name_of(const char *path)
{
	size_t len = strlen(disk_dir);
	const char *name;

	if (len == 0 || strncmp(path, disk_dir, len) != 0 || path[len] != '/')
		return NULL;
	name = path + len + 1;
	if (strlen(name) >= DISK_NAME || strchr(name, '/') != NULL ||
	    strstr(name, "-shm") != NULL || strstr(name, "-ballast") != NULL)
		return NULL;
	return name;
}

static inline const char *
disk_of(int fd)
{
	return fd >= 0 && fd < DISK_FDS && disk_name[fd][0] != '\0' ?
	    disk_name[fd] : NULL;
}

static inline int
disk_open(const char *path, int flags, mode_t mode)
{
	const char *name = disk_name_of(path);
	bool is_new = name != NULL && (flags & O_CREAT) != 0 &&
	    access(path, F_OK) != 0;
	int fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);

	if (fd < 0 || fd >= DISK_FDS)
		return fd;
	disk_name[fd][0] = '\0';
	disk_is_dir[fd] = strcmp(path, disk_dir) == 0;
	if (name != NULL)
		memcpy(disk_name[fd], name, strlen(name) + 1);
	if (is_new)
		disk_put('C', name, 0, 0, NULL);
	return fd;
}

int
open64(const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode = 0;

	va_start(ap, flags);
	if ((flags & O_CREAT) != 0)
		mode = va_arg(ap, mode_t);
	va_end(ap);
	return disk_open(path, flags, mode);
}

/* True when this call is to fail; errno is set. */
static inline bool
disk_fails(enum disk_call call)
{
	int n = ++disk_calls[call];

	if (disk_fault.error == 0 || disk_fault.call != call ||
	    (disk_fault.sticky ? n < disk_fault.at : n != disk_fault.at))
		return false;
	errno = disk_fault.error;
	return true;
}

ssize_t
pwrite64(int fd, const void *buf, size_t n, off_t off)
{
	const char *name = disk_of(fd);
	ssize_t done;

	if (name != NULL && disk_fails(DISK_WRITE)) {
		int error = errno;

		if (disk_fault.half)
			syscall(SYS_pwrite64, fd, buf, n / 2, off);
		errno = error;
		return -1;
	}
	done = (ssize_t)syscall(SYS_pwrite64, fd, buf, n, off);
	if (done > 0 && name != NULL)
		disk_put('W', name, off, done, buf);
	return done;
}

ssize_t
pwrite(int fd, const void *buf, size_t n, off_t off)
{
	return pwrite64(fd, buf, n, off);
}

int
ftruncate64(int fd, off_t len)
{
	const char *name = disk_of(fd);
	int rc;

	if (name != NULL && disk_fails(DISK_TRUNCATE))
		return -1;
	rc = (int)syscall(SYS_ftruncate, fd, len);
	if (rc == 0 && name != NULL)
		disk_put('T', name, len, 0, NULL);
	return rc;
}

int
ftruncate(int fd, off_t len)
{
	return ftruncate64(fd, len);
}

static inline int
disk_sync(int fd, long call)
{
	const char *name = disk_of(fd);
	void (*hook)(void) = disk_at_sync;
	int rc;

	disk_at_sync = NULL;
	if (hook != NULL)
		hook();
	/* A failed fsync may have lost the pages: nothing is recorded. */
	if (name != NULL && disk_fails(DISK_SYNC))
		return -1;
	rc = (int)syscall(call, fd);
	if (rc == 0 && name != NULL)
		disk_put('S', name, 0, 0, NULL);
	else if (rc == 0 && fd >= 0 && fd < DISK_FDS && disk_is_dir[fd])
		disk_put('D', "", 0, 0, NULL);
	return rc;
}

int
fsync(int fd)
{
	return disk_sync(fd, SYS_fsync);
}

int
fdatasync(int fd)
{
	return disk_sync(fd, SYS_fdatasync);
}

int
unlink(const char *path)
{
	const char *name = disk_name_of(path);
	int rc = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);

	if (rc == 0 && name != NULL)
		disk_put('U', name, 0, 0, NULL);
	return rc;
}

int
close(int fd)
{
	if (fd >= 0 && fd < DISK_FDS) {
		disk_name[fd][0] = '\0';
		disk_is_dir[fd] = false;
	}
	return (int)syscall(SYS_close, fd);
}

static inline void
disk_clear_fault(void)
{
	memset(&disk_fault, 0, sizeof(disk_fault));
}

static inline void
disk_set_fault(struct disk_fault fault)
{
	memset(disk_calls, 0, sizeof(disk_calls));
	disk_fault = fault;
}

/* Does SQLite really come through here?  Otherwise nothing is tested. */
static inline bool
disk_is_between(void)
{
	return disk_calls[DISK_WRITE] > 0 && disk_calls[DISK_SYNC] > 0;
}

#endif
