/* What a process gives up at once, and what stands now. */
#define _GNU_SOURCE		/* SYS_* */
#include "core/wall/wall.h"

#include <errno.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#ifndef PR_GET_SECCOMP
#define PR_GET_SECCOMP 21
#endif

bool
wall_sanitized(void)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
	return true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
	return true;
#else
	return false;
#endif
#else
	return false;
#endif
}

void
wall_start(void)
{
	struct rlimit none = { 0, 0 };

	(void)setrlimit(RLIMIT_CORE, &none);
	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	/* The leak checker is a tracer of its own process. */
	if (!wall_sanitized())
		(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

bool
wall_is_dumpable(void)
{
	return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0;
}

bool
wall_has_core(void)
{
	struct rlimit r;

	return getrlimit(RLIMIT_CORE, &r) != 0 || r.rlim_cur != 0 ||
	    r.rlim_max != 0;
}

bool
wall_seccomp(void)
{
	/* 0: none yet; 2: filters.  EINVAL: built without. */
	return prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0;
}
