/*
 * The list of erased streams, as a file beside a backup and beside the store.
 * Lines of text:
 *
 *	tiepnhan-erased 2 SITE NUMBER UPTO HEAD	newest entry when it was written
 *	SEQ KIND STREAM HASH			one a stream, in order of names
 *	end N KEY
 *	sign SIGNATURE				Ed25519 over all lines before
 *
 * Who takes a line out must sign anew, with the key that lies beside the
 * store and nowhere else; whether a key is the site's is asked when a backup
 * is restored (restore_ended.c).
 */
#include "core/staff/seal.h"
#include "core/store/ended.h"
#include "core/store/file.h"
#include "core/store/inside.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LIST_MAX ((int64_t)64 << 20)

/* ---- in memory ---- */

static int
by_stream(const void *a, const void *b)
{
	return strcmp(((const struct ended_stream *)a)->stream,
	    ((const struct ended_stream *)b)->stream);
}

void
ended_list_add(struct ended_list *to, const struct ended_list *from)
{
	size_t n = 0;

	if (from->n == 0)
		return;
	to->item = xrealloc(to->item, (to->n + from->n) * sizeof(*to->item));
	memcpy(to->item + to->n, from->item, from->n * sizeof(*to->item));
	to->n += from->n;
	qsort(to->item, to->n, sizeof(*to->item), by_stream);
	for (size_t i = 0; i < to->n; i++)
		if (n == 0 || by_stream(&to->item[n - 1], &to->item[i]) != 0)
			to->item[n++] = to->item[i];
	to->n = n;
}

void
ended_list_done(struct ended_list *l)
{
	free(l->path);
	free(l->item);
	memset(l, 0, sizeof(*l));
}

struct taking {
	struct ended_list *list;
	size_t cap;
};

static bool
take_one(void *arg, const struct ended_stream *ended)
{
	struct taking *t = arg;

	t->list->item = xgrow(t->list->item, t->list->n, &t->cap,
	    sizeof(*ended));
	t->list->item[t->list->n++] = *ended;
	return true;
}

bool
store_ended_list(struct store *s, struct ended_list *out, struct err *e)
{
	struct taking t = { out, 0 };

	memset(out, 0, sizeof(*out));
	snprintf(out->site, sizeof(out->site), "%s", s->site);
	return store_head(s, &out->upto, out->head, e) &&
	    store_ended(s, take_one, &t, e);
}

/* ---- writing ---- */

static void
add_hex(struct str *out, const unsigned char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		str_printf(out, "%02x", bytes[i]);
}

static void
add_lines(const struct ended_list *l, const unsigned char key[SEAL_KEY_SIZE],
    struct str *out)
{
	str_printf(out, "tiepnhan-erased 2 %s %" PRId64 " %" PRId64 " ",
	    l->site, l->number, l->upto);
	add_hex(out, l->head, HASH_SIZE);
	str_addc(out, '\n');
	for (size_t i = 0; i < l->n; i++) {
		str_printf(out, "%" PRId64 " %s %s ", l->item[i].seq,
		    l->item[i].kind, l->item[i].stream);
		add_hex(out, l->item[i].hash, HASH_SIZE);
		str_addc(out, '\n');
	}
	str_printf(out, "end %zu ", l->n);
	add_hex(out, key, SEAL_KEY_SIZE);
	str_addc(out, '\n');
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

/* In place of an older one, whole or not at all. */
static bool
put_file(const char *path, const struct str *text, struct err *e)
{
	char *making = xasprintf("%s.making-%ld", path, (long)getpid());
	bool ok;

	unlink(making);
	ok = file_create(making, e) &&
	    write_whole(making, str_text(text), text->len, e) &&
	    file_put_in_place(making, path, true, e);
	unlink(making);
	free(making);
	return ok;
}

bool
ended_list_write(struct store *s, const struct ended_list *l,
    const char *path, struct err *e)
{
	unsigned char sign[SEAL_SIGN_SIZE];
	struct str text = STR_INIT;
	bool ok;

	if (!checkpoint_key(s, true))
		return err_set(e, ERR_STORE_SIGNING, s->path, NULL);
	add_lines(l, s->sign_public, &text);
	ok = seal_sign(&s->sign, str_text(&text), text.len, sign) ||
	    err_set(e, ERR_STORE_SIGNING, s->path, NULL);
	if (ok) {
		str_add(&text, "sign ");
		add_hex(&text, sign, sizeof(sign));
		str_addc(&text, '\n');
		ok = put_file(path, &text, e);
	}
	str_done(&text);
	return ok;
}

bool
store_ended_write(struct store *s, const char *path, struct err *e)
{
	char *beside = file_beside(s->path, ENDED_BESIDE);
	struct ended_list l = { .n = 0 }, known = { .n = 0 };
	bool ok = store_ended_list(s, &l, e) && (!file_exists(beside) ||
	    store_ended_read(beside, &known, e));

	if (ok) {
		l.number = known.number + 1;
		ended_list_add(&l, &known);
		/* A number that was given is known here first. */
		ok = ended_list_write(s, &l, beside, e) &&
		    ended_list_write(s, &l, path, e);
	}
	ended_list_done(&known);
	ended_list_done(&l);
	free(beside);
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
take_hex(const char *hex, unsigned char *out, size_t size)
{
	unsigned byte;

	if (strlen(hex) != 2 * size ||
	    strspn(hex, "0123456789abcdef") != 2 * size)
		return false;
	for (size_t i = 0; i < size; i++) {
		sscanf(hex + 2 * i, "%2x", &byte);
		out[i] = (unsigned char)byte;
	}
	return true;
}

_Static_assert(STREAM_MAX == 64 && SITE_MAX == 64 && HASH_SIZE == 32 &&
    SEAL_KEY_SIZE == HASH_SIZE && SEAL_SIGN_SIZE == 64,
    "widths in sscanf below, and ended_list.key");

static bool
take_item(const char *line, struct ended_stream *out)
{
	char hex[66];
	int end = 0;

	return sscanf(line, "%" SCNd64 " %63s %63s %65s%n", &out->seq,
	    out->kind, out->stream, hex, &end) == 4 && line[end] == '\0' &&
	    out->seq > 0 && take_hex(hex, out->hash, HASH_SIZE);
}

static bool
take_items(char **at, const char *last, struct ended_list *out)
{
	size_t cap = 0, n;
	char *line, hex[66];
	int end = 0;

	while ((line = next_line(at)) != NULL && strncmp(line, "end ", 4) != 0) {
		out->item = xgrow(out->item, out->n, &cap, sizeof(*out->item));
		if (!take_item(line, &out->item[out->n++]))
			return false;
	}
	return line != NULL && *at == last &&
	    sscanf(line, "end %zu %65s%n", &n, hex, &end) == 2 &&
	    line[end] == '\0' && n == out->n &&
	    take_hex(hex, out->key, SEAL_KEY_SIZE);
}

static bool
take_list(char *text, size_t len, struct ended_list *out)
{
	unsigned char sign[SEAL_SIGN_SIZE];
	char *at = text, *line, *last = strstr(text, "\nsign "), *signed_text;
	char hex[2 * SEAL_SIGN_SIZE + 2];
	size_t signed_len;
	int end = 0;
	bool ok;

	if (memchr(text, '\0', len) != NULL || last == NULL)
		return false;
	/* Kept as it is before the text is cut into lines. */
	signed_len = (size_t)(++last - text);
	signed_text = xstrndup(text, signed_len);
	line = next_line(&at);
	ok = sscanf(line, "tiepnhan-erased 2 %64s %" SCNd64 " %" SCNd64
	    " %129s%n", out->site, &out->number, &out->upto, hex, &end) == 4 &&
	    line[end] == '\0' && out->number > 0 &&
	    take_hex(hex, out->head, HASH_SIZE) &&
	    take_items(&at, last, out) && (line = next_line(&at)) != NULL &&
	    *at == '\0' && sscanf(line, "sign %129s%n", hex, &end) == 1 &&
	    line[end] == '\0' && take_hex(hex, sign, sizeof(sign)) &&
	    seal_signed(out->key, signed_text, signed_len, sign);
	free(signed_text);
	return ok;
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
	ok = seal_start() && take_list(text, len, out);
	free(text);
	if (ok) {
		out->path = xstrdup(path);
		return true;
	}
	ended_list_done(out);
	return err_set(e, ERR_STORE_BAD_ENDED_LIST, path, NULL);
}
