/* One connection: bytes in, requests, bytes out. */
#define _GNU_SOURCE		/* struct ucred, accept4() */
#include "core/serve/peer.h"

#include "core/base/jx.h"
#include "core/door/remote.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define READ_PIECE ((size_t)64 << 10)
#define BURST 64.0

bool
peer_uid(int fd, uint32_t *uid)
{
	struct ucred who;
	socklen_t len = sizeof(who);

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &len) != 0 ||
	    len != sizeof(who))
		return false;
	*uid = (uint32_t)who.uid;
	return true;
}

int
peer_accept(int listener)
{
	return accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

bool
peer_unblock(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	return flags >= 0 && fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0 &&
	    fcntl(fd, F_SETFD, FD_CLOEXEC) == 0;
}

struct peer *
peer_new(int fd, uint32_t uid, const char *officer, int64_t now)
{
	struct peer *p = xcalloc(1, sizeof(*p));

	p->fd = fd;
	p->uid = uid;
	p->officer = officer;
	p->in.most = WIRE_FIRST_MAX;
	p->since = p->filled = p->half_since = p->write_since = now;
	p->tokens = BURST;
	return p;
}

void
peer_free(struct peer *p)
{
	while (p->n_session > 0)
		tn_sign_out(p->session[--p->n_session].session);
	secret_free(&p->secret);
	secret_free(&p->other);
	while (p->n_given > 0)
		secret_free(&p->given[--p->n_given].key);
	json_decref(p->request);
	wire_in_done(&p->in);
	wire_out_done(&p->out);
	close(p->fd);
	free(p);
}

static size_t
find_session(const struct peer *p, int64_t number)
{
	size_t i;

	for (i = 0; i < p->n_session; i++)
		if (p->session[i].number == number)
			break;
	return i;
}

struct session *
peer_session(const struct peer *p, int64_t number)
{
	size_t i = find_session(p, number);

	return i < p->n_session ? p->session[i].session : NULL;
}

struct session *
peer_drop(struct peer *p, int64_t number)
{
	size_t i = find_session(p, number);
	struct session *s;

	if (i == p->n_session)
		return NULL;
	s = p->session[i].session;
	p->session[i] = p->session[--p->n_session];
	if (p->n_session == 0)
		p->in.most = WIRE_FIRST_MAX;
	return s;
}

size_t
peer_held(const struct peer *p)
{
	return p->in.cap + p->out.len;
}

bool
peer_read(struct peer *p, int64_t now)
{
	unsigned char *room = wire_in_room(&p->in, READ_PIECE);
	bool was_half = wire_in_half(&p->in);
	ssize_t n = recv(p->fd, room, READ_PIECE, 0);

	if (n < 0)
		return errno == EAGAIN || errno == EWOULDBLOCK ||
		    errno == EINTR;
	p->ended = n == 0;
	wire_in_add(&p->in, (size_t)n);
	if (!was_half)
		p->half_since = now;
	return true;
}

bool
peer_over(const struct peer *p)
{
	return wire_out_left(&p->out) == 0 && (p->closing || (p->ended &&
	    p->request == NULL && !p->hashing && !wire_in_whole(&p->in)));
}

void
peer_take(struct peer *p, int64_t now)
{
	struct err e = ERR_INIT;

	if (p->closing || p->hashing || p->request != NULL)
		return;
	switch (wire_in_take(&p->in, &p->request, &e)) {
	case WIRE_MORE:
		break;
	case WIRE_FRAME:
		p->tokens -= 1;
		p->half_since = now;
		break;
	case WIRE_BAD:
		peer_end(p, ERR_SERVE_FRAME, now);
		break;
	}
	err_done(&e);
}

bool
peer_may(struct peer *p, int per_second, int64_t now, int *ms)
{
	p->tokens += (double)(now - p->filled) * per_second / 1000;
	p->filled = now;
	if (p->tokens > per_second && p->tokens > BURST)
		p->tokens = per_second > BURST ? per_second : BURST;
	p->waits = p->tokens < 1;
	*ms = p->waits ? 1 + (int)((1 - p->tokens) * 1000 / per_second) : 0;
	return !p->waits;
}

/* ---- replies ---- */

static void
put(struct peer *p, json_t *reply, size_t most, int64_t now)
{
	char mib[24];

	if (wire_out_left(&p->out) == 0)
		p->write_since = now;
	if (!wire_out_put(&p->out, reply, most)) {
		snprintf(mib, sizeof(mib), "%zu", most >> 20);
		peer_error(p, ERR_SERVE_BIG, mib, now);
	}
	json_decref(reply);
}

void
peer_answer(struct peer *p, json_t *answer, size_t most, int64_t now)
{
	put(p, json_pack("{s:o}", "answer", answer), most, now);
}

void
peer_err(struct peer *p, const struct err *e, int64_t now)
{
	put(p, json_pack("{s:o}", "error", err_parts(e)), WIRE_FRAME_MAX,
	    now);
}

void
peer_error(struct peer *p, enum err_code code, const char *arg, int64_t now)
{
	struct err e = ERR_INIT;

	err_set(&e, code, arg, NULL);
	peer_err(p, &e, now);
	err_done(&e);
}

void
peer_end(struct peer *p, enum err_code code, int64_t now)
{
	peer_error(p, code, NULL, now);
	p->closing = true;
}
