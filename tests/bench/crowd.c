/* Raw connections to a store process: signed in, saving, timed. */
#include "tests/bench/crowd.h"

#include "core/door/remote.h"
#include "core/serve/wire.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct one {
	int fd;
	int64_t session;
	struct wire_in in;
	double due, sent;	/* sent 0: nothing is under way */
	bool looks;
};

struct crowd {
	struct one one[CROWD_MAX];
	int n;
};

/* ---- the process ---- */

static bool
write_config(struct bench *b, const char *path, const char *socket)
{
	FILE *f = fopen(path, "w");
	char *forms = realpath(b->house->forms, NULL);

	if (f == NULL || forms == NULL)
		return false;
	fprintf(f, "lang: en\nstore: %s\nforms: %s\nsocket: %s\n",
	    b->house->store, forms, socket);
	free(forms);
	return fclose(f) == 0;
}

static int
dial(const char *path)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	memcpy(at.sun_path, path, strlen(path) + 1);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&at, sizeof(at)) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

static bool
is_ready(const struct crowd_store *st)
{
	struct timespec ts = { 0, 20000000 };
	int i, fd = -1;

	for (i = 0; i < 500 && fd < 0; i++) {
		nanosleep(&ts, NULL);
		fd = dial(st->socket);
	}
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

bool
crowd_start(struct bench *b, int slow_ms, struct crowd_store *out)
{
	char config[600], ms[16];
	struct err e = ERR_INIT;

	if (strlen(b->house->dir) > sizeof(out->socket) - 10 ||
	    !forms_hash(&b->house->files, out->forms, &e))
		return false;
	snprintf(out->socket, sizeof(out->socket), "%.90s/sock",
	    b->house->dir);
	snprintf(config, sizeof(config), "%.500s/serve.yaml", b->house->dir);
	if (!write_config(b, config, out->socket))
		return false;
	out->pid = fork();
	if (out->pid == 0) {
		snprintf(ms, sizeof(ms), "%d", slow_ms);
		setenv("SLOWSYNC_MS", ms, 1);
		if (slow_ms > 0)
			setenv("LD_PRELOAD", b->slowsync, 1);
		if (freopen("/dev/null", "w", stderr) == NULL)
			_exit(126);
		execl(b->program, b->program, "--config", config, "serve",
		    (char *)NULL);
		_exit(127);
	}
	return out->pid > 0 && is_ready(out);
}

void
crowd_stop(struct crowd_store *st)
{
	kill(st->pid, SIGTERM);
	while (waitpid(st->pid, NULL, 0) < 0 && errno == EINTR)
		;
}

long
crowd_memory(pid_t pid, const char *what)
{
	char name[64], line[256];
	size_t len = strlen(what);
	long kib = -1;
	FILE *f;

	snprintf(name, sizeof(name), "/proc/%ld/status", (long)pid);
	f = fopen(name, "r");
	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, what, len) == 0 && line[len] == ':')
			kib = strtol(line + len + 1, NULL, 10);
	if (f != NULL)
		fclose(f);
	return kib;
}

/* ---- the officers ---- */

static bool
say(const struct one *o, json_t *request)
{
	struct wire_out out = { NULL, 0, 0 };
	bool ok = wire_out_put(&out, request, WIRE_FRAME_MAX) &&
	    wire_out_send(&out, o->fd);

	wire_out_done(&out);
	json_decref(request);
	return ok;
}

/* One read; the reply when it is whole. */
static bool
hear(struct one *o, json_t **reply)
{
	ssize_t n = recv(o->fd, wire_in_room(&o->in, 16384), 16384, 0);

	*reply = NULL;
	if (n <= 0)
		return false;
	wire_in_add(&o->in, (size_t)n);
	return wire_in_take(&o->in, reply, NULL) != WIRE_BAD;
}

static bool
hear_all(struct one *o, json_t **reply)
{
	do {
		if (!hear(o, reply))
			return false;
	} while (*reply == NULL);
	return true;
}

/* All send first and listen then: the process hashes as it can. */
struct crowd *
crowd_in(const struct crowd_store *st, int n)
{
	struct crowd *c = xcalloc(1, sizeof(*c));
	json_t *reply;
	bool ok = true;
	int i;

	for (i = 0; ok && i < n; i++) {
		struct one *o = &c->one[c->n++];

		o->in.most = WIRE_FRAME_MAX;
		o->fd = dial(st->socket);
		ok = o->fd >= 0 && say(o, json_pack("{s:s,s:i,s:s}", "op",
		    "hello", "version", WIRE_VERSION, "forms", st->forms)) &&
		    hear_all(o, &reply);
		if (ok)
			json_decref(reply);
		ok = ok && say(o, json_pack("{s:s,s:s,s:s}", "op", "sign_in",
		    "officer", "an", "secret", HOUSE_SECRET));
	}
	for (i = 0; ok && i < n; i++) {
		ok = hear_all(&c->one[i], &reply);
		if (!ok)
			break;
		c->one[i].session = jx_int(jx_get(reply, "answer"),
		    "session", 0);
		ok = c->one[i].session != 0;
		json_decref(reply);
	}
	if (ok)
		return c;
	crowd_out(c);
	return NULL;
}

void
crowd_out(struct crowd *c)
{
	int i;

	for (i = 0; i < c->n; i++) {
		if (c->one[i].fd >= 0)
			close(c->one[i].fd);
		wire_in_done(&c->one[i].in);
	}
	free(c);
}

static bool
begin(struct one *o, const char *case_id)
{
	o->sent = now_ms();
	return say(o, o->looks ? json_pack("{s:s,s:I,s:{s:s}}", "op", "ask",
	    "session", (json_int_t)o->session, "query", "ask", "home") :
	    json_pack("{s:s,s:I,s:{s:s,s:s,s:{s:s}}}", "op", "do", "session",
	    (json_int_t)o->session, "command", "do", "append_note", "case",
	    case_id, "with", "text",
	    "Ghi chú thử: đã gọi điện hỏi lại nơi cư trú."));
}

static bool
finish(struct one *o, int pause, struct crowd_run *out)
{
	json_t *reply;

	if (!hear(o, &reply))
		return false;
	if (reply == NULL)
		return true;
	samples_add(o->looks ? &out->looks : &out->saves,
	    now_ms() - o->sent);
	out->refused += o->looks ? jx_get(reply, "answer") == NULL :
	    !is_done(jx_get(reply, "answer"));
	o->sent = 0;
	o->due += pause;
	json_decref(reply);
	return true;
}

bool
crowd_save(struct crowd *c, int n, int pause, double seconds,
    const json_t *cases, struct crowd_run *out)
{
	struct pollfd fds[CROWD_MAX];
	double start = now_ms(), end = start + seconds * 1000;
	int i, open = 0;

	memset(out, 0, sizeof(*out));
	for (i = 0; i < n; i++) {
		c->one[i].looks = n >= 10 && i % 10 == 9;
		c->one[i].due = start + (double)pause * i / n;
		fds[i].events = POLLIN;
	}
	do {
		double now = now_ms(), next = end;

		open = 0;
		for (i = 0; i < n; i++) {
			struct one *o = &c->one[i];

			if (o->sent == 0 && o->due <= now && now < end &&
			    !begin(o, json_string_value(json_array_get(cases,
			    (size_t)i))))
				return false;
			if (o->sent == 0 && o->due < next)
				next = o->due;
			open += o->sent != 0;
			fds[i].fd = o->sent != 0 ? o->fd : -1;
		}
		now = now_ms();
		if (poll(fds, (nfds_t)n, open > 0 && next >= end ? 1000 :
		    next > now ? (int)(next - now) + 1 : 0) < 0)
			return false;
		for (i = 0; i < n; i++)
			if (fds[i].fd >= 0 && fds[i].revents != 0 &&
			    !finish(&c->one[i], pause, out))
				return false;
		open = 0;
		for (i = 0; i < n; i++)
			open += c->one[i].sent != 0;
	} while (now_ms() < end || open > 0);
	out->seconds = (now_ms() - start) / 1000;
	return true;
}

/* One request; *again: the process has not read all cases yet. */
static bool
search_once(struct one *o, bool *again)
{
	json_t *reply, *answer;
	bool ok = say(o, json_pack("{s:s,s:I,s:{s:s,s:s}}", "op", "ask",
	    "session", (json_int_t)o->session, "query", "ask", "search",
	    "name", "nguyen thi mau")) && hear_all(o, &reply);

	if (!ok)
		return false;
	answer = jx_get(reply, "answer");
	*again = str_eq(jx_text(json_array_get(jx_get(answer, "reasons"), 0),
	    "code"), "again");
	ok = *again || jx_get(answer, "found") != NULL;
	json_decref(reply);
	return ok;
}

bool
crowd_search(struct crowd *c, int i, double *ms)
{
	double began = now_ms();
	bool again = true, ok = true;

	while (ok && again)
		ok = search_once(&c->one[i], &again);
	*ms = now_ms() - began;
	return ok;
}
