/*
 * The table of files: over a folder, and over memory.
 *
 * Over a folder each name of a path is opened on its own and without
 * following links, so that nothing below the root can lead out of it.
 */
#include "core/base/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_PATH 1024
#define MAX_LEVELS 16
#define MAX_FILES 10000

struct folder {
	int fd;
};

struct memory {
	const struct memory_file *file;
	size_t n;
};

struct found {
	char **path;
	size_t n, cap;
};

bool
files_path_ok(const char *path)
{
	const char *name = path;

	if (path == NULL || path[0] == '\0' || strlen(path) > MAX_PATH)
		return false;
	for (;;) {
		size_t n = strcspn(name, "/");

		if (n == 0 || (n == 1 && name[0] == '.') ||
		    (n == 2 && name[0] == '.' && name[1] == '.'))
			return false;
		if (name[n] == '\0')
			return true;
		name += n + 1;
	}
}

/* Turns errno into a finding about `path`. */
static bool
fail_errno(struct err *e, const char *path)
{
	switch (errno) {
	case ENOENT:
		return err_set(e, ERR_FILE_MISSING, path, NULL);
	case ELOOP:
	case ENOTDIR:
		return err_set(e, ERR_FILE_KIND, path, NULL);
	default:
		return err_set(e, ERR_FILE_READ, path, strerror(errno), NULL);
	}
}

/* Opens a checked path name by name; "" is the root.  -1 sets errno. */
static int
open_below(int root, const char *path, int flags)
{
	int at = openat(root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	while (at >= 0 && *path != '\0') {
		size_t n = strcspn(path, "/");
		char *name = xstrndup(path, n);
		bool is_last = path[n] == '\0';
		int next, why;

		next = openat(at, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC |
		    O_NONBLOCK | (is_last ? flags : O_DIRECTORY));
		why = errno;
		close(at);
		free(name);
		errno = why;
		at = next;
		path += n + !is_last;
	}
	return at;
}

/* Up to max + 1 bytes, so that the caller sees what is too long. */
static bool
read_all(int fd, size_t max, struct str *out)
{
	char block[16384];

	while (out->len <= max) {
		size_t want = max + 1 - out->len;
		ssize_t n = read(fd, block,
		    want < sizeof block ? want : sizeof block);

		if (n == 0)
			break;
		if (n > 0)
			str_addn(out, block, (size_t)n);
		else if (errno != EINTR)
			return false;
	}
	return true;
}

static bool
fail_too_big(struct err *e, const char *path, size_t max)
{
	char limit[32];

	snprintf(limit, sizeof limit, "%zu", max);
	return err_set(e, ERR_FILE_TOO_BIG, path, limit, NULL);
}

static char *
folder_read(void *ctx, const char *path, size_t max, size_t *len,
    struct err *e)
{
	const struct folder *folder = ctx;
	struct str text = STR_INIT;
	struct stat st;
	bool ok = false;
	int fd;

	if (!files_path_ok(path)) {
		err_set(e, ERR_FILE_PATH, path != NULL ? path : "", NULL);
		return NULL;
	}
	fd = open_below(folder->fd, path, 0);
	if (fd < 0) {
		fail_errno(e, path);
		return NULL;
	}
	if (fstat(fd, &st) != 0)
		fail_errno(e, path);
	else if (!S_ISREG(st.st_mode))
		err_set(e, ERR_FILE_KIND, path, NULL);
	else if (!read_all(fd, max, &text))
		fail_errno(e, path);
	else if (text.len > max)
		fail_too_big(e, path, max);
	else
		ok = true;
	close(fd);
	if (ok) {
		*len = text.len;
		return str_steal(&text);
	}
	str_done(&text);
	return NULL;
}

static bool
found_add(struct found *found, const char *path)
{
	if (found->n >= MAX_FILES)
		return false;
	found->path = xgrow(found->path, found->n, &found->cap,
	    sizeof *found->path);
	found->path[found->n++] = xstrdup(path);
	return true;
}

static int
compare_paths(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Sorts and gives away; an empty list is still no NULL. */
static char **
found_steal(struct found *found, size_t *n)
{
	char **list = found->path;

	if (list == NULL)
		list = xcalloc(1, sizeof *list);
	qsort(list, found->n, sizeof *list, compare_paths);
	*n = found->n;
	*found = (struct found){ NULL, 0, 0 };
	return list;
}

static bool walk(int fd, const char *path, int level, struct found *found,
    struct err *e);

/* One entry of a folder: a file is taken, a folder walked, others passed. */
static bool
walk_entry(int dir, const char *path, int level, struct found *found,
    struct err *e)
{
	const char *name = strrchr(path, '/');
	struct stat st;
	int fd;

	name = name != NULL ? name + 1 : path;
	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return fail_errno(e, path);
	if (S_ISREG(st.st_mode))
		return found_add(found, path) ||
		    err_set(e, ERR_FILE_TOO_MANY, path, NULL);
	if (!S_ISDIR(st.st_mode))
		return true;
	fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW |
	    O_CLOEXEC);
	return fd >= 0 ? walk(fd, path, level + 1, found, e) :
	    fail_errno(e, path);
}

/* Takes over fd. */
static bool
walk(int fd, const char *path, int level, struct found *found, struct err *e)
{
	struct dirent *entry;
	bool ok = true;
	DIR *dir;

	if (level > MAX_LEVELS || strlen(path) > MAX_PATH) {
		close(fd);
		return err_set(e, ERR_FILE_TOO_MANY, path, NULL);
	}
	dir = fdopendir(fd);
	if (dir == NULL) {
		fail_errno(e, path);
		close(fd);
		return false;
	}
	while (ok && (errno = 0, entry = readdir(dir)) != NULL) {
		char *below;

		if (entry->d_name[0] == '.')
			continue;
		below = xasprintf("%s%s%s", path, path[0] != '\0' ? "/" : "",
		    entry->d_name);
		ok = walk_entry(dirfd(dir), below, level, found, e);
		free(below);
	}
	if (ok && errno != 0)
		ok = fail_errno(e, path);
	closedir(dir);
	return ok;
}

static char **
folder_list(void *ctx, const char *dir, size_t *n, struct err *e)
{
	const struct folder *folder = ctx;
	struct found found = { NULL, 0, 0 };
	int fd;

	if (dir == NULL || (dir[0] != '\0' && !files_path_ok(dir))) {
		err_set(e, ERR_FILE_PATH, dir != NULL ? dir : "", NULL);
		return NULL;
	}
	fd = open_below(folder->fd, dir, O_DIRECTORY);
	if (fd < 0) {
		fail_errno(e, dir);
		return NULL;
	}
	if (!walk(fd, dir, 0, &found, e)) {
		files_list_free(found.path, found.n);
		return NULL;
	}
	return found_steal(&found, n);
}

static void
folder_done(void *ctx)
{
	struct folder *folder = ctx;

	close(folder->fd);
	free(folder);
}

bool
files_posix(struct files *out, const char *root, struct err *e)
{
	struct folder *folder;
	int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	*out = (struct files){ NULL, NULL, NULL, NULL };
	if (fd < 0)
		return fail_errno(e, root);
	folder = xmalloc(sizeof *folder);
	folder->fd = fd;
	*out = (struct files){ folder, folder_read, folder_list, folder_done };
	return true;
}

static char *
memory_read(void *ctx, const char *path, size_t max, size_t *len,
    struct err *e)
{
	const struct memory *memory = ctx;

	if (!files_path_ok(path)) {
		err_set(e, ERR_FILE_PATH, path != NULL ? path : "", NULL);
		return NULL;
	}
	for (size_t i = 0; i < memory->n; i++) {
		const struct memory_file *file = &memory->file[i];

		if (strcmp(file->path, path) != 0)
			continue;
		if (strlen(file->text) > max) {
			fail_too_big(e, path, max);
			return NULL;
		}
		*len = strlen(file->text);
		return xstrdup(file->text);
	}
	err_set(e, ERR_FILE_MISSING, path, NULL);
	return NULL;
}

/* Dot names are left out, as over a folder. */
static bool
is_listed(const char *path, const char *dir)
{
	size_t n = strlen(dir);

	if (n > 0 && (strncmp(path, dir, n) != 0 || path[n] != '/'))
		return false;
	path += n;
	return path[0] != '.' && strstr(path, "/.") == NULL;
}

static char **
memory_list(void *ctx, const char *dir, size_t *n, struct err *e)
{
	const struct memory *memory = ctx;
	struct found found = { NULL, 0, 0 };

	if (dir == NULL || (dir[0] != '\0' && !files_path_ok(dir))) {
		err_set(e, ERR_FILE_PATH, dir != NULL ? dir : "", NULL);
		return NULL;
	}
	for (size_t i = 0; i < memory->n; i++)
		if (is_listed(memory->file[i].path, dir))
			found_add(&found, memory->file[i].path);
	if (found.n == 0 && dir[0] != '\0') {
		err_set(e, ERR_FILE_MISSING, dir, NULL);
		return NULL;
	}
	return found_steal(&found, n);
}

void
files_memory(struct files *out, const struct memory_file *file, size_t n)
{
	struct memory *memory = xmalloc(sizeof *memory);

	memory->file = file;
	memory->n = n;
	*out = (struct files){ memory, memory_read, memory_list, free };
}

void
files_done(struct files *files)
{
	if (files->done != NULL)
		files->done(files->ctx);
	*files = (struct files){ NULL, NULL, NULL, NULL };
}

void
files_list_free(char **list, size_t n)
{
	for (size_t i = 0; list != NULL && i < n; i++)
		free(list[i]);
	free(list);
}
