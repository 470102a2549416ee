/*
 * Removes what a test of the store left in its folder.
 */
#ifndef TN_TESTS_STORE_CLEAN_H
#define TN_TESTS_STORE_CLEAN_H

#include "tests/unit/store_fake.h"

#include <dirent.h>

static inline int
fake_files_left(void)
{
	DIR *dir = opendir(fake_dir);
	struct dirent *d;
	int n = 0;

	if (dir == NULL)
		return 0;
	while ((d = readdir(dir)) != NULL)
		n += d->d_name[0] != '.';
	closedir(dir);
	return n;
}

static inline void
fake_clean(void)
{
	DIR *dir = opendir(fake_dir);
	struct dirent *d;
	char name[600];

	if (dir == NULL)
		return;
	while ((d = readdir(dir)) != NULL) {
		if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0)
			continue;
		snprintf(name, sizeof(name), "%s/%s", fake_dir, d->d_name);
		if (unlink(name) != 0)
			rmdir(name);
	}
	closedir(dir);
	rmdir(fake_dir);
}

#endif
