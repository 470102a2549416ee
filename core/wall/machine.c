/* What the machine does for secrets: disks, swap, locked memory. */
#define _DEFAULT_SOURCE		/* major(), minor(), mlock() */
#include "core/wall/wall.h"

#include "core/base/mem.h"
#include "core/base/str.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#define DEEP 8			/* disks below disks: LVM on LUKS on RAID */

/* The first line of a file of the kernel's; false when there is none. */
static bool
read_line(const char *path, char *out, size_t size)
{
	FILE *f = fopen(path, "re");
	bool ok = f != NULL && fgets(out, (int)size, f) != NULL;

	if (f != NULL)
		fclose(f);
	if (ok)
		out[strcspn(out, "\n")] = '\0';
	return ok;
}

static enum wall_known of_device(unsigned major, unsigned minor, int deep);

/* All disks below must be encrypted, and there must be one. */
static enum wall_known
of_slaves(const char *dir, int deep)
{
	char *path = xasprintf("%s/slaves", dir);
	DIR *d = opendir(path);
	const struct dirent *entry;
	enum wall_known all = WALL_YES;
	size_t n = 0;

	while (d != NULL && (entry = readdir(d)) != NULL) {
		unsigned major, minor;
		enum wall_known one = WALL_UNKNOWN;
		char line[64], *dev;

		if (entry->d_name[0] == '.')
			continue;
		n++;
		dev = xasprintf("%s/%s/dev", path, entry->d_name);
		if (read_line(dev, line, sizeof(line)) &&
		    sscanf(line, "%u:%u", &major, &minor) == 2)
			one = of_device(major, minor, deep + 1);
		free(dev);
		if (one == WALL_NO || all == WALL_NO)
			all = WALL_NO;
		else if (one == WALL_UNKNOWN)
			all = WALL_UNKNOWN;
	}
	if (d != NULL)
		closedir(d);
	free(path);
	return n > 0 ? all : WALL_NO;
}

static enum wall_known
of_device(unsigned major, unsigned minor, int deep)
{
	char *dir = xasprintf("/sys/dev/block/%u:%u", major, minor), *uuid;
	enum wall_known known = WALL_UNKNOWN;
	char line[256];
	struct stat st;

	if (deep < DEEP && stat(dir, &st) == 0) {
		uuid = xasprintf("%s/dm/uuid", dir);
		known = read_line(uuid, line, sizeof(line)) &&
		    str_starts(line, "CRYPT-") ? WALL_YES :
		    of_slaves(dir, deep);
		free(uuid);
	}
	free(dir);
	return known;
}

/* Some file systems have no disk's number; the list of mounts knows theirs. */
static enum wall_known
of_mount(unsigned major, unsigned minor)
{
	FILE *f = fopen("/proc/self/mountinfo", "re");
	enum wall_known known = WALL_UNKNOWN;
	char line[4096], source[1024];
	unsigned a, b;
	struct stat st;

	while (f != NULL && known == WALL_UNKNOWN &&
	    fgets(line, sizeof(line), f) != NULL) {
		const char *rest = strstr(line, " - ");

		if (rest != NULL && sscanf(line, "%*d %*d %u:%u", &a, &b) == 2 &&
		    a == major && b == minor &&
		    sscanf(rest, " - %*s %1023s", source) == 1 &&
		    stat(source, &st) == 0 && S_ISBLK(st.st_mode))
			known = of_device(major(st.st_rdev),
			    minor(st.st_rdev), 0);
	}
	if (f != NULL)
		fclose(f);
	return known;
}

enum wall_known
wall_disk_encrypted(const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return WALL_UNKNOWN;
	return major(st.st_dev) == 0 ?
	    of_mount(major(st.st_dev), minor(st.st_dev)) :
	    of_device(major(st.st_dev), minor(st.st_dev), 0);
}

/* One line of /proc/swaps. */
static enum wall_known
of_swap(const char *line)
{
	char name[1024];
	struct stat st;

	if (sscanf(line, "%1023s", name) != 1)
		return WALL_UNKNOWN;
	/* Compressed, in memory: it is gone with the power. */
	if (str_starts(name, "/dev/zram"))
		return WALL_YES;
	if (stat(name, &st) != 0)
		return WALL_UNKNOWN;
	return S_ISBLK(st.st_mode) ? of_device(major(st.st_rdev),
	    minor(st.st_rdev), 0) : wall_disk_encrypted(name);
}

enum wall_known
wall_swap_encrypted(void)
{
	FILE *f = fopen("/proc/swaps", "re");
	enum wall_known all = f == NULL ? WALL_UNKNOWN : WALL_YES, one;
	char line[2048];
	bool heading = true;

	while (f != NULL && fgets(line, sizeof(line), f) != NULL) {
		if (heading) {
			heading = false;
			continue;
		}
		one = of_swap(line);
		if (one == WALL_NO || all == WALL_NO)
			all = WALL_NO;
		else if (one == WALL_UNKNOWN)
			all = WALL_UNKNOWN;
	}
	if (f != NULL)
		fclose(f);
	return all;
}

bool
wall_can_lock(size_t bytes)
{
	void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	bool ok = p != MAP_FAILED && mlock(p, bytes) == 0;

	if (p != MAP_FAILED)
		munmap(p, bytes);
	return ok;
}
