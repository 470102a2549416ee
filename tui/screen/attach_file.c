/* Files of the officer's machine: read to be attached, written when saved. */
#include "tui/screen/attach.h"

#include "core/base/base64.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
	const char *ending, *media;
} endings[] = {
	{ ".jpg", "image" }, { ".jpeg", "image" }, { ".png", "image" },
	{ ".gif", "image" }, { ".bmp", "image" }, { ".tif", "image" },
	{ ".tiff", "image" }, { ".webp", "image" }, { ".heic", "image" },
	{ ".mp3", "audio" }, { ".m4a", "audio" }, { ".wav", "audio" },
	{ ".ogg", "audio" }, { ".amr", "audio" }, { ".opus", "audio" },
	{ ".mp4", "video" }, { ".mov", "video" }, { ".avi", "video" },
	{ ".mkv", "video" }, { ".webm", "video" }, { ".3gp", "video" },
};

const char *
attach_media_of(const char *path)
{
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; dot != NULL && i < ARRAY_LEN(endings); i++)
		if (strcasecmp(dot, endings[i].ending) == 0)
			return endings[i].media;
	return "file";
}

static bool
say_errno(struct app *app, enum msg m, const char *path)
{
	app_say(app, ATTR_BAD, m, path, strerror(errno), NULL);
	return false;
}

/* An ordinary file that is not too large, opened; its size is `*size`. */
static bool
open_plain(struct app *app, const char *path, int *fd, size_t *size)
{
	char most[24];
	struct stat st;

	/* A pipe or a device must not make anybody wait. */
	*fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (*fd < 0 || fstat(*fd, &st) != 0)
		return say_errno(app, M_FILE_NOT_READ, path);
	if (!S_ISREG(st.st_mode)) {
		app_say(app, ATTR_BAD, M_FILE_NO_FILE, path, NULL);
		return false;
	}
	if ((uintmax_t)st.st_size > ATTACH_MOST) {
		snprintf(most, sizeof most, "%zu", ATTACH_MOST >> 20);
		app_say(app, ATTR_BAD, M_FILE_TOO_BIG, path, most, NULL);
		return false;
	}
	*size = (size_t)st.st_size;
	return true;
}

json_t *
attach_read(struct app *app, const char *path)
{
	size_t size = 0, got = 0;
	unsigned char *bytes;
	json_t *content = NULL;
	ssize_t n = 0;
	int fd = -1;
	char *text;

	if (!open_plain(app, path, &fd, &size)) {
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	bytes = xmalloc(size + 1);
	while (got < size && ((n = read(fd, bytes + got, size - got)) > 0 ||
	    (n < 0 && errno == EINTR)))
		got += n > 0 ? (size_t)n : 0;
	if (n < 0) {
		say_errno(app, M_FILE_NOT_READ, path);
	} else {
		text = base64_from(bytes, got);
		content = json_stringn_nocheck(text, base64_length(got));
		free(text);
	}
	close(fd);
	free(bytes);
	return content;
}

static bool
write_all(int fd, const unsigned char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes += n;
		len -= (size_t)n;
	}
	return fsync(fd) == 0;
}

bool
attach_is_free(struct app *app, const char *path)
{
	struct stat st;

	if (lstat(path, &st) != 0)
		return true;
	app_say(app, ATTR_BAD, M_FILE_THERE, path, NULL);
	return false;
}

bool
attach_write_bytes(struct app *app, const char *path, const void *bytes,
    size_t len)
{
	bool ok;
	int fd;

	/* Never over anything, and for nobody else to read. */
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
	    0600);
	if (fd < 0)
		return say_errno(app, M_FILE_NOT_WRITTEN, path);
	ok = fchmod(fd, 0600) == 0 && write_all(fd, bytes, len);
	if (close(fd) != 0)
		ok = false;
	if (ok)
		return true;
	say_errno(app, M_FILE_NOT_WRITTEN, path);
	unlink(path);
	return false;
}

bool
attach_write(struct app *app, const char *path, const char *content,
    size_t content_len)
{
	size_t len;
	unsigned char *bytes = base64_bytes(content, content_len, &len);
	bool ok = bytes != NULL && attach_write_bytes(app, path, bytes, len);

	free(bytes);
	return ok;
}

char *
attach_target(const char *path, const char *name)
{
	size_t len = strlen(path);
	struct stat st;

	if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode))
		return xstrdup(path);
	return xasprintf("%s%s%s", path,
	    len > 0 && path[len - 1] == '/' ? "" : "/", name);
}
