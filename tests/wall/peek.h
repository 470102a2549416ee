/* Looking into the memory of another process, which takes root. */
#ifndef TN_TESTS_WALL_PEEK_H
#define TN_TESTS_WALL_PEEK_H

#include "core/base/mem.h"
#include "core/base/str.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

/* How often it lies in what the process can write; -1: nobody may look. */
static inline int
peek_count(pid_t pid, const void *what, size_t len)
{
	char *maps = xasprintf("/proc/%ld/maps", (long)pid);
	char *mem = xasprintf("/proc/%ld/mem", (long)pid), line[512];
	FILE *f = fopen(maps, "r");
	int fd = open(mem, O_RDONLY | O_CLOEXEC);
	int n = f == NULL || fd < 0 ? -1 : 0;
	unsigned long from, to;
	char rights[5];

	while (n >= 0 && fgets(line, sizeof line, f) != NULL) {
		unsigned char *room, *at;
		ssize_t got;

		/* The reserve of address space of a sanitizer is no memory. */
		if (sscanf(line, "%lx-%lx %4s", &from, &to, rights) != 3 ||
		    rights[1] != 'w' || to - from > (1ul << 32))
			continue;
		room = xcalloc(1, to - from);
		got = pread(fd, room, to - from, (off_t)from);
		for (at = room; got > 0 && (at = memchr(at,
		    *(const unsigned char *)what,
		    (size_t)(room + got - at))) != NULL; at++)
			n += (size_t)(room + got - at) >= len &&
			    memcmp(at, what, len) == 0;
		free(room);
	}
	if (f != NULL)
		fclose(f);
	if (fd >= 0)
		close(fd);
	free(maps);
	free(mem);
	return n;
}

#endif
