/* The same work over a store process of one's own: --served, and tests. */
#include "core/serve/serve.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

struct child {
	struct tn_env env;	/* as it was handed in */
	bool moves;
	when_t now;
};

static when_t
child_now(void *ctx)
{
	const struct child *c = ctx;

	return c->moves ? c->now : c->env.now(c->env.ctx);
}

static void
child_random(void *ctx, void *buf, size_t len)
{
	const struct child *c = ctx;

	c->env.random(c->env.ctx, buf, len);
}

static int64_t
child_mono(void *ctx)
{
	const struct child *c = ctx;

	return c->env.mono(c->env.ctx);
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
child_run(const struct tn_config *from, bool moves,
    int64_t (*mono)(void *ctx), int fd)
{
	struct child c = { from->env, moves, from->env.now(from->env.ctx) };
	struct findings found = FINDINGS_INIT;
	struct tn_config config = *from;
	struct serve_config serve = {
		.files = from->files, .limits = serve_limits_usual(),
		.listener = -1, .connected = fd, .officer_of = anybody,
		.set_now = moves ? child_set_now : NULL, .mono = mono,
		.ctx = &c,
	};
	int keep = dup(fd);	/* the other side hears the end last */
	bool ok;

	config.env = (struct tn_env){ &c, child_now, child_random,
	    from->env.mono != NULL ? child_mono : NULL, from->env.machine };
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
serve_child(const struct tn_config *config, bool moves,
    int64_t (*mono)(void *ctx), struct findings *found)
{
	struct tn_config over = *config;
	/* Once here, so that what is wrong is told where it is asked. */
	struct tn *tn = tn_open(config, found);
	int pair[2];

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
		_exit(child_run(config, moves, mono, pair[1]));
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
