/*
 * A monotonic clock that a test moves, for LD_PRELOAD: $TN_TEST_CLOCK names a
 * file of eight bytes, milliseconds to be added.  It is mapped before walls
 * go up; programs as shipped know nothing of it.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *moved;

__attribute__((constructor)) static void
begin(void)
{
	const char *path = getenv("TN_TEST_CLOCK");
	int fd = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
	void *at = fd < 0 ? MAP_FAILED : mmap(NULL, sizeof(int64_t),
	    PROT_READ, MAP_SHARED, fd, 0);

	if (at != MAP_FAILED)
		moved = at;
	if (fd >= 0)
		close(fd);
}

int
clock_gettime(clockid_t id, struct timespec *out)
{
	int rc = (int)syscall(SYS_clock_gettime, id, out);

	if (rc == 0 && moved != NULL && id == CLOCK_MONOTONIC) {
		out->tv_sec += *moved / 1000;
		out->tv_nsec += *moved % 1000 * 1000000;
		if (out->tv_nsec >= 1000000000) {
			out->tv_sec++;
			out->tv_nsec -= 1000000000;
		}
	}
	return rc;
}
