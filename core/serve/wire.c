/* Frames in and out. */
#include "core/serve/wire.h"

#include "core/base/jx.h"
#include "core/staff/seal.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define KEEP_MAX ((size_t)64 << 10)	/* kept for the next frame */

static void
wipe_free(unsigned char *bytes, size_t len)
{
	if (bytes != NULL)
		seal_wipe(bytes, len);
	free(bytes);
}

/* Like realloc(), but what moves is wiped where it lay. */
static unsigned char *
move_to(unsigned char *bytes, size_t len, size_t cap)
{
	unsigned char *more = xmalloc(cap);

	if (len > 0)
		memcpy(more, bytes, len);
	wipe_free(bytes, len);
	return more;
}

/* ---- in ---- */

void
wire_in_done(struct wire_in *in)
{
	wipe_free(in->bytes, in->len);
	in->bytes = NULL;
	in->len = in->cap = 0;
}

unsigned char *
wire_in_room(struct wire_in *in, size_t n)
{
	size_t cap = in->cap;

	if (in->cap - in->len < n) {
		while (cap - in->len < n)
			cap = cap < 4096 ? 4096 : cap * 2;
		in->bytes = move_to(in->bytes, in->len, cap);
		in->cap = cap;
	}
	return in->bytes + in->len;
}

void
wire_in_add(struct wire_in *in, size_t n)
{
	in->len += n;
}

static size_t
length_of(const unsigned char *head)
{
	return (size_t)head[0] << 24 | (size_t)head[1] << 16 |
	    (size_t)head[2] << 8 | head[3];
}

static void
drop_front(struct wire_in *in, size_t n)
{
	size_t rest = in->len - n;

	memmove(in->bytes, in->bytes + n, rest);
	seal_wipe(in->bytes + rest, n);
	in->len = rest;
	if (rest == 0 && in->cap > KEEP_MAX)
		wire_in_done(in);
}

enum wire_got
wire_in_take(struct wire_in *in, json_t **out, struct err *e)
{
	size_t n;

	*out = NULL;
	if (in->len < WIRE_HEAD)
		return WIRE_MORE;
	n = length_of(in->bytes);
	if (n < 2 || n > in->most) {
		err_set(e, ERR_SERVE_FRAME, NULL);
		return WIRE_BAD;
	}
	if (in->len < WIRE_HEAD + n)
		return WIRE_MORE;
	*out = jx_parse_most((char *)in->bytes + WIRE_HEAD, n, in->most, e);
	if (!json_is_object(*out)) {
		json_decref(*out);
		*out = NULL;
		err_set(e, ERR_SERVE_FRAME, NULL);
		return WIRE_BAD;
	}
	drop_front(in, WIRE_HEAD + n);
	return WIRE_FRAME;
}

bool
wire_in_whole(const struct wire_in *in)
{
	size_t n = in->len < WIRE_HEAD ? 0 : length_of(in->bytes);

	return in->len >= WIRE_HEAD && (n < 2 || n > in->most ||
	    in->len >= WIRE_HEAD + n);
}

bool
wire_in_half(const struct wire_in *in)
{
	return in->len > 0;
}

/* ---- out ---- */

void
wire_out_done(struct wire_out *out)
{
	wipe_free(out->bytes, out->len);
	out->bytes = NULL;
	out->len = out->at = 0;
}

bool
wire_out_put(struct wire_out *out, const json_t *o, size_t most)
{
	size_t n = json_dumpb(o, NULL, 0, JSON_COMPACT);
	unsigned char *at;

	if (n < 2 || n > most || n > UINT32_MAX)
		return false;
	out->bytes = move_to(out->bytes, out->len, out->len + WIRE_HEAD + n);
	at = out->bytes + out->len;
	at[0] = (unsigned char)(n >> 24);
	at[1] = (unsigned char)(n >> 16);
	at[2] = (unsigned char)(n >> 8);
	at[3] = (unsigned char)n;
	if (json_dumpb(o, (char *)at + WIRE_HEAD, n, JSON_COMPACT) != n)
		BUG("a value changed while it was written");
	out->len += WIRE_HEAD + n;
	return true;
}

size_t
wire_out_left(const struct wire_out *out)
{
	return out->len - out->at;
}

bool
wire_out_send(struct wire_out *out, int fd)
{
	ssize_t n;

	while (out->at < out->len) {
		n = send(fd, out->bytes + out->at, out->len - out->at,
		    MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno == EAGAIN || errno == EWOULDBLOCK;
		out->at += (size_t)n;
	}
	wire_out_done(out);
	return true;
}
