/*
 * The list of erased streams, as a file beside a backup.  Lines of text:
 *
 *	tiepnhan-erased 1 SITE UPTO HEAD	newest entry when it was written
 *	SEQ KIND STREAM HASH			one a stream, in order
 *	end N SUM				BLAKE2b-256 of all lines before
 *
 * The sum finds damage and a cut, not a forger: whoever can write the file can
 * write the sum.  The hashes are those of the journal, for who wants proof.
 */
#include "core/store/ended.h"
#include "core/store/file.h"
#include "core/store/limits.h"

#include "core/staff/seal.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LIST_MAX ((int64_t)64 << 20)

static void
add_hex(struct str *out, const unsigned char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		str_printf(out, "%02x", bytes[i]);
}

struct lines {
	struct str text;
	size_t n;
};

static bool
add_ended(void *arg, const struct ended_stream *ended)
{
	struct lines *l = arg;

	str_printf(&l->text, "%" PRId64 " %s %s ", ended->seq, ended->kind,
	    ended->stream);
	add_hex(&l->text, ended->hash, HASH_SIZE);
	str_addc(&l->text, '\n');
	l->n++;
	return true;
}

static void
sum_of(const char *text, size_t len, unsigned char out[SEAL_HASH_SIZE])
{
	seal_hash_two(text, len, "", 0, out);
}

static bool
write_whole(const char *path, const char *text, size_t len, struct err *e)
{
	int fd = open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
	size_t at = 0;

	while (fd >= 0 && at < len) {
		ssize_t n = write(fd, text + at, len - at);

		if (n <= 0)
			break;
		at += (size_t)n;
	}
	if (fd < 0 || close(fd) != 0 || at < len)
		return err_set(e, ERR_STORE_IO, path, "write", NULL);
	return true;
}

bool
store_ended_write(struct store *s, const char *path, struct err *e)
{
	struct lines l = { STR_INIT, 0 };
	unsigned char head[HASH_SIZE], sum[SEAL_HASH_SIZE];
	char *making = xasprintf("%s.making-%ld", path, (long)getpid());
	int64_t upto;
	bool ok = store_head(s, &upto, head, e);

	if (ok) {
		str_printf(&l.text, "tiepnhan-erased 1 %s %" PRId64 " ",
		    s->site, upto);
		add_hex(&l.text, head, HASH_SIZE);
		str_addc(&l.text, '\n');
		ok = store_ended(s, add_ended, &l, e);
	}
	if (ok) {
		sum_of(str_text(&l.text), l.text.len, sum);
		str_printf(&l.text, "end %zu ", l.n);
		add_hex(&l.text, sum, sizeof(sum));
		str_addc(&l.text, '\n');
		unlink(making);
		ok = file_create(making, e) &&
		    write_whole(making, str_text(&l.text), l.text.len, e) &&
		    file_put_in_place(making, path, true, e);
		unlink(making);
	}
	str_done(&l.text);
	free(making);
	return ok;
}

/* ---- reading: what lies beside a backup may be anything ---- */

static char *
read_whole(const char *path, size_t *len)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	char *text = NULL;
	ssize_t n = 0;

	*len = 0;
	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    st.st_size <= LIST_MAX) {
		text = xmalloc((size_t)st.st_size + 1);
		while (*len < (size_t)st.st_size && (n = read(fd, text + *len,
		    (size_t)st.st_size - *len)) > 0)
			*len += (size_t)n;
		text[*len] = '\0';
	}
	if (fd >= 0)
		close(fd);
	return text;
}

/* The next line without its end, or NULL. */
static char *
next_line(char **at)
{
	char *line = *at, *end = strchr(line, '\n');

	if (end == NULL)
		return NULL;
	*end = '\0';
	*at = end + 1;
	return line;
}

static bool
take_hex(const char *hex, unsigned char out[HASH_SIZE])
{
	unsigned byte;

	if (strlen(hex) != 2 * HASH_SIZE ||
	    strspn(hex, "0123456789abcdef") != 2 * HASH_SIZE)
		return false;
	for (size_t i = 0; i < HASH_SIZE; i++) {
		sscanf(hex + 2 * i, "%2x", &byte);
		out[i] = (unsigned char)byte;
	}
	return true;
}

_Static_assert(STREAM_MAX == 64 && SITE_MAX == 64, "widths in sscanf below");

static bool
take_line(const char *line, struct ended_stream *out)
{
	char hex[66];
	int end = 0;

	return sscanf(line, "%" SCNd64 " %63s %63s %65s%n", &out->seq,
	    out->kind, out->stream, hex, &end) == 4 && line[end] == '\0' &&
	    out->seq > 0 && take_hex(hex, out->hash);
}

static bool
take_list(char *text, size_t len, struct ended_list *out)
{
	unsigned char sum[SEAL_HASH_SIZE], said[HASH_SIZE];
	char *at = text, *line, hex[66], *last = strstr(text, "\nend ");
	size_t cap = 0, n;
	int end = 0;

	/* Taken before the text is cut into lines. */
	if (memchr(text, '\0', len) != NULL || last == NULL)
		return false;
	sum_of(text, (size_t)(last + 1 - text), sum);
	line = next_line(&at);
	if (sscanf(line, "tiepnhan-erased 1 %64s %" SCNd64 " %65s%n",
	    out->site, &out->upto, hex, &end) != 3 || line[end] != '\0')
		return false;
	while ((line = next_line(&at)) != NULL && line != last + 1) {
		out->item = xgrow(out->item, out->n, &cap, sizeof(*out->item));
		if (!take_line(line, &out->item[out->n++]))
			return false;
	}
	return line != NULL && *at == '\0' &&
	    sscanf(line, "end %zu %65s%n", &n, hex, &end) == 2 &&
	    line[end] == '\0' && n == out->n && take_hex(hex, said) &&
	    memcmp(said, sum, HASH_SIZE) == 0;
}

bool
store_ended_read(const char *path, struct ended_list *out, struct err *e)
{
	size_t len;
	char *text = read_whole(path, &len);
	bool ok;

	memset(out, 0, sizeof(*out));
	if (text == NULL)
		return err_set(e, ERR_STORE_NO_ENDED_LIST, path, NULL);
	ok = take_list(text, len, out);
	free(text);
	if (ok)
		return true;
	ended_list_done(out);
	return err_set(e, ERR_STORE_BAD_ENDED_LIST, path, NULL);
}

static bool
take_one(void *arg, const struct ended_stream *ended)
{
	ended_list_add(arg, ended, 1);
	return true;
}

bool
store_ended_list(struct store *s, struct ended_list *out, struct err *e)
{
	memset(out, 0, sizeof(*out));
	snprintf(out->site, sizeof(out->site), "%s", s->site);
	return store_ended(s, take_one, out, e);
}

void
ended_list_add(struct ended_list *to, const struct ended_stream *item,
    size_t n)
{
	to->item = xrealloc(to->item, (to->n + n + 1) * sizeof(*item));
	if (n > 0)
		memcpy(to->item + to->n, item, n * sizeof(*item));
	to->n += n;
}

void
ended_list_done(struct ended_list *l)
{
	free(l->item);
	memset(l, 0, sizeof(*l));
}
