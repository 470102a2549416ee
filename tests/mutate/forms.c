/* forms/ in memory, with one file of it changed. */
#include "tests/mutate/mutate.h"

#include "core/base/files.h"

#include <stdlib.h>
#include <string.h>

#define FILE_MAX (4 * 1024 * 1024)

bool
forms_read(struct forms *f, const char *root)
{
	struct err e = ERR_INIT;
	char **path;
	size_t i, n;

	memset(f, 0, sizeof(*f));
	if (!files_posix(&f->on_disk, root, &e))
		return false;
	path = f->on_disk.list(f->on_disk.ctx, "", &n, &e);
	if (path == NULL)
		return false;
	f->file = xcalloc(n + 1, sizeof(*f->file));
	for (i = 0; i < n; i++) {
		struct forms_file *file = &f->file[f->n];

		file->text = f->on_disk.read(f->on_disk.ctx, path[i],
		    FILE_MAX, &file->len, &e);
		if (file->text == NULL)
			break;
		file->path = xstrdup(path[i]);
		f->n++;
	}
	files_list_free(path, n);
	return i == n;
}

void
forms_done(struct forms *f)
{
	size_t i;

	for (i = 0; i < f->n; i++) {
		free(f->file[i].path);
		free(f->file[i].text);
	}
	free(f->file);
	files_done(&f->on_disk);
}

static const struct forms_file *
find(const struct forms *f, const char *path)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		if (strcmp(f->file[i].path, path) == 0)
			return &f->file[i];
	return NULL;
}

static char *
read_one(void *ctx, const char *path, size_t max, size_t *len, struct err *e)
{
	const struct forms *f = ctx;
	const struct forms_file *file = find(f, path);
	const char *text;
	char *copy;

	if (file == NULL || file->len > max) {
		struct files disk = f->on_disk;

		return disk.read(disk.ctx, path, max, len, e);
	}
	text = file == f->changed ? f->text : file->text;
	*len = file == f->changed ? f->len : file->len;
	copy = xrealloc(NULL, *len + 1);
	memcpy(copy, text, *len);
	copy[*len] = '\0';
	return copy;
}

static char **
list_all(void *ctx, const char *dir, size_t *n, struct err *e)
{
	const struct forms *f = ctx;
	struct files disk = f->on_disk;

	return disk.list(disk.ctx, dir, n, e);
}

void
forms_table(struct forms *f, struct files *out)
{
	*out = (struct files){ .ctx = f, .read = read_one, .list = list_all };
}
