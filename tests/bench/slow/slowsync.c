/*
 * A slow disk, for any program: LD_PRELOAD this, and each fsync and
 * fdatasync takes SLOWSYNC_MS milliseconds longer.
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int fsync(int fd);
int fdatasync(int fd);

static void
wait_for_disk(void)
{
	const char *text = getenv("SLOWSYNC_MS");
	long ms = text != NULL ? strtol(text, NULL, 10) : 0;
	struct timespec ts = { ms / 1000, ms % 1000 * 1000000L };

	if (ms > 0)
		nanosleep(&ts, NULL);
}

int
fsync(int fd)
{
	wait_for_disk();
	return (int)syscall(SYS_fsync, fd);
}

int
fdatasync(int fd)
{
	wait_for_disk();
	return (int)syscall(SYS_fdatasync, fd);
}
