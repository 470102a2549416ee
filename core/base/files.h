/*
 * Reading files through a table of functions, so that a loader gets its
 * files handed in and never opens one by itself.
 *
 * A path is relative to a root, with "/" between names; empty names, ".",
 * ".." and a leading "/" are refused, and so is every symbolic link.
 */
#ifndef TN_BASE_FILES_H
#define TN_BASE_FILES_H

#include "core/base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct files {
	void *ctx;
	/*
	 * The whole file, the caller's, with a NUL behind its *len bytes;
	 * NULL and *e when it is missing or holds more than max bytes.
	 */
	char *(*read)(void *ctx, const char *path, size_t max, size_t *len,
	    struct err *e);
	/*
	 * The paths of all regular files below a folder ("" is the root),
	 * sorted by bytes; names that begin with a dot are left out.  For
	 * files_list_free().  NULL and *e on failure, never NULL for an empty
	 * folder.
	 */
	char **(*list)(void *ctx, const char *dir, size_t *n, struct err *e);
	void (*done)(void *ctx);	/* may be NULL */
};

/* Files below a folder of this machine; false and *e without the folder. */
bool files_posix(struct files *out, const char *root, struct err *e)
    TN_MUST_USE;

/* Files held in memory, for tests; `file` must outlive the table. */
struct memory_file {
	const char *path;
	const char *text;
};

void files_memory(struct files *out, const struct memory_file *file,
    size_t n);

void files_done(struct files *files);
void files_list_free(char **list, size_t n);

/* Whether a path has the form that read and list accept. */
bool files_path_ok(const char *path);

#endif
