/* tn_connect(): the line to a store process, kept by its client. */
#include "core/tiepnhan.h"

#include "core/base/jx.h"
#include "core/door/remote.h"
#include "core/serve/wire.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct line {
	struct remote remote;
	struct tn_env env;
	char *path;		/* NULL: a descriptor that was handed in */
	int fd;			/* -1: not connected */
	char forms[FORMS_HASH_SIZE];
	struct wire_in in;
};

static void
line_break(struct line *l)
{
	if (l->fd >= 0)
		close(l->fd);
	l->fd = -1;
	wire_in_done(&l->in);
}

/*
 * A process that was made for this line ends with it: what comes after must
 * find the store closed.
 */
static void
wait_for_end(struct line *l)
{
	char c[256];

	if (l->path != NULL || l->fd < 0 || shutdown(l->fd, SHUT_WR) != 0)
		return;
	while (recv(l->fd, c, sizeof(c), 0) > 0)
		;
}

static void
line_close(void *ctx)
{
	struct line *l = ctx;

	wait_for_end(l);
	line_break(l);
	free(l->path);
	free(l);
}

/*
 * Sends all of a request.  *sent: some of it may have been understood (only
 * a whole frame ever is, so a line that breaks before its end says nothing).
 */
static bool
send_all(int fd, struct wire_out *out)
{
	while (wire_out_left(out) > 0) {
		if (!wire_out_send(out, fd))
			return false;
	}
	return true;
}

static bool
read_reply(struct line *l, json_t **reply, struct err *e)
{
	enum wire_got got;
	ssize_t n;

	while ((got = wire_in_take(&l->in, reply, e)) == WIRE_MORE) {
		unsigned char *room = wire_in_room(&l->in, 16384);

		n = recv(l->fd, room, 16384, 0);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_set(e, ERR_SERVE_LOST, NULL);
		wire_in_add(&l->in, (size_t)n);
	}
	return got == WIRE_FRAME ? true : err_set(e, ERR_SERVE_LOST, NULL);
}

static json_t *
exchange(struct line *l, const json_t *request, struct err *e)
{
	struct wire_out out = { NULL, 0, 0 };
	json_t *reply = NULL;
	bool ok;

	if (!wire_out_put(&out, request, WIRE_FRAME_MAX)) {
		err_set(e, ERR_SERVE_FRAME, NULL);
		return NULL;
	}
	ok = send_all(l->fd, &out);
	wire_out_done(&out);
	if (!ok)
		err_set(e, ERR_SERVE_DOWN, NULL);
	else
		ok = read_reply(l, &reply, e);
	if (!ok)
		line_break(l);
	return reply;
}

static bool
connect_path(struct line *l, struct err *e)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };

	if (l->path == NULL)
		return err_set(e, ERR_SERVE_DOWN, NULL);
	if (strlen(l->path) >= sizeof(at.sun_path))
		return err_set(e, ERR_SERVE_SOCKET, l->path,
		    strerror(ENAMETOOLONG), NULL);
	memcpy(at.sun_path, l->path, strlen(l->path) + 1);
	l->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (l->fd >= 0 && connect(l->fd, (struct sockaddr *)&at,
	    sizeof(at)) == 0)
		return true;
	line_break(l);
	return err_set(e, ERR_SERVE_DOWN, NULL);
}

/* What the other side says of itself, a new reference; NULL and *e. */
static json_t *
greet(struct line *l, struct err *e)
{
	json_t *hello = json_pack("{s:s,s:i,s:s}", "op", "hello",
	    "version", WIRE_VERSION, "forms", l->forms);
	json_t *reply = exchange(l, hello, e), *answer;

	json_decref(hello);
	if (reply == NULL)
		return NULL;
	answer = json_incref(jx_get(reply, "answer"));
	if (answer == NULL) {
		err_from_parts(jx_get(reply, "error"), e);
		line_break(l);
	}
	json_decref(reply);
	return answer;
}

/* A line that broke is taken up again; its sessions are gone all the same. */
static bool
connected(struct line *l, struct err *e)
{
	json_t *hello;

	if (l->fd >= 0)
		return true;
	if (!connect_path(l, e))
		return false;
	hello = greet(l, e);
	json_decref(hello);
	return hello != NULL ? true :
	    err_set(e, ERR_SERVE_DOWN, NULL);
}

static json_t *
line_call(void *ctx, json_t *request, struct err *e)
{
	struct line *l = ctx;

	if (!connected(l, e))
		return NULL;
	if (l->path == NULL)
		json_object_set_new(request, "now",
		    json_integer(l->env.now(l->env.ctx)));
	return exchange(l, request, e);
}

static struct line *
line_new(const struct tn_config *config)
{
	struct line *l = xcalloc(1, sizeof(*l));

	l->remote = (struct remote){ l, line_call, line_close,
	    WIRE_FRAME_MAX };
	l->env = config->env;
	l->in.most = WIRE_FRAME_MAX;
	l->fd = config->connected > 0 ? config->connected : -1;
	l->path = l->fd < 0 && config->socket != NULL ?
	    xstrdup(config->socket) : NULL;
	return l;
}

struct tn *
tn_connect(const struct tn_config *config, struct findings *found)
{
	struct line *l = line_new(config);
	struct err e = ERR_INIT;
	json_t *hello = NULL;
	struct tn *tn = NULL;

	if (!seal_start())
		err_set(&e, ERR_SEAL_FAILED, NULL);
	else if (forms_hash(config->files, l->forms, &e) &&
	    (l->fd >= 0 || connect_path(l, &e)))
		hello = greet(l, &e);
	if (hello != NULL) {
		tn = tn_over(config, &l->remote, hello, found);
		json_decref(hello);
		return tn;
	}
	findings_take(found, &e);
	line_close(l);
	return NULL;
}
