/* --served: the same work, over a store process of our own. */
#include "tui/command/serve.h"

#include "core/serve/serve.h"
#include "tui/command/command.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct child {
	bool still;
	when_t now;
};

int64_t
mono_ms(void *ctx)
{
	struct timespec ts;

	(void)ctx;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static when_t
child_now(void *ctx)
{
	const struct child *c = ctx;

	return c->still ? c->now : real_now(NULL);
}

static void
child_set_now(void *ctx, when_t now)
{
	struct child *c = ctx;

	c->now = now;
}

/* It was us who made the connection, and whoever knows a secret may use it. */
static const char *
anybody(void *ctx, uint32_t uid)
{
	(void)ctx;
	return uid == (uint32_t)getuid() ? "" : NULL;
}

static int
child_run(const struct tn_config *from, bool moves, int fd)
{
	struct child c = { moves, from->env.now(from->env.ctx) };
	struct findings found = FINDINGS_INIT;
	struct tn_config config = *from;
	struct serve_config serve = {
		.files = from->files, .limits = serve_limits_usual(),
		.listener = -1, .connected = fd, .officer_of = anybody,
		.set_now = moves ? child_set_now : NULL, .mono = mono_ms,
		.ctx = &c,
	};
	int keep = dup(fd);	/* the other side hears the end last */
	bool ok;

	config.env.now = child_now;
	config.env.ctx = &c;
	serve.limits.hashers = 0;
	serve.tn = tn_open(&config, &found);
	if (serve.tn == NULL)
		return 1;
	ok = serve_run(&serve, NULL);
	tn_close(serve.tn);
	close(keep);
	return ok ? 0 : 1;
}

struct tn *
served_open(const struct tn_config *config, bool moves,
    struct findings *found)
{
	struct tn_config over = *config;
	struct tn *tn = tn_open(config, found);
	int pair[2];

	/* Once here, so that what is wrong is told where it is asked. */
	if (tn == NULL)
		return NULL;
	tn_close(tn);
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
		findings_add(found, NULL, 0, 0, ERR_SERVE_DOWN, NULL);
		return NULL;
	}
	switch (fork()) {
	case 0:
		close(pair[0]);
		_exit(child_run(config, moves, pair[1]));
	case -1:
		close(pair[0]);
		close(pair[1]);
		findings_add(found, NULL, 0, 0, ERR_SERVE_DOWN, NULL);
		return NULL;
	}
	close(pair[1]);
	over.connected = pair[0];
	return tn_connect(&over, found);
}
