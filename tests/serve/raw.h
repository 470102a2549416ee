/* A store process in a child, and connections that say what they like. */
#ifndef TN_TESTS_SERVE_RAW_H
#define TN_TESTS_SERVE_RAW_H

#include "core/serve/serve.h"
#include "core/serve/wire.h"
#include "tests/unit/door_help.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>

struct served {
	struct house *h;
	char path[100];
	pid_t pid;
	const char *officer;		/* NULL: strangers; "": anybody */
	struct serve_limits limits;
	const struct secret *account_key;	/* NULL: none */
};

static volatile sig_atomic_t raw_stop;

static inline void
raw_on_stop(int sig)
{
	raw_stop = sig;
}

static inline int64_t
raw_mono(void *ctx)
{
	struct timespec ts;

	(void)ctx;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static inline double
raw_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1000 + (double)ts.tv_nsec / 1e6;
}

static inline const char *
raw_officer(void *ctx, uint32_t uid)
{
	const struct served *sv = ctx;

	(void)uid;
	return sv->officer;
}

static inline when_t
raw_now(void *ctx)
{
	struct timespec ts;

	(void)ctx;
	clock_gettime(CLOCK_REALTIME, &ts);
	return (when_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static inline int
raw_serve(struct served *sv, int listener)
{
	struct findings found = FINDINGS_INIT;
	sigset_t block, waiting;
	struct serve_config config = {
		.files = &sv->h->files, .limits = sv->limits,
		.listener = listener, .connected = -1,
		.officer_of = raw_officer, .mono = raw_mono, .ctx = sv,
		.stop = &raw_stop, .signals = &waiting,
		.account_key = sv->account_key,
	};
	bool ok;

	sigemptyset(&block);
	sigaddset(&block, SIGTERM);
	sigprocmask(SIG_BLOCK, &block, &waiting);
	signal(SIGTERM, raw_on_stop);
	sv->h->config.env.now = raw_now;
	config.tn = tn_open(&sv->h->config, &found);
	if (config.tn == NULL)
		return 1;
	ok = serve_run(&config, NULL);
	tn_close(config.tn);
	return ok ? 0 : 2;
}

/* The house is closed here and opened there. */
static inline bool
raw_start(struct served *sv, struct house *h)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);

	sv->h = h;
	snprintf(sv->path, sizeof(sv->path), "%s/socket", h->dir);
	unlink(sv->path);
	snprintf(at.sun_path, sizeof(at.sun_path), "%s", sv->path);
	if (h->tn != NULL)
		tn_close(h->tn);
	h->tn = NULL;
	if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof(at)) != 0 ||
	    listen(fd, 128) != 0)
		return false;
	fflush(stdout);
	sv->pid = fork();
	if (sv->pid == 0)
		_exit(raw_serve(sv, fd));
	close(fd);
	return sv->pid > 0;
}

/* Ends it; 0 when it ended as it should. */
static inline int
raw_end(struct served *sv)
{
	int status = -1;

	kill(sv->pid, SIGTERM);
	if (waitpid(sv->pid, &status, 0) != sv->pid)
		return -1;
	unlink(sv->path);
	return status;
}

static inline bool
raw_lives(const struct served *sv)
{
	return waitpid(sv->pid, NULL, WNOHANG) == 0;
}

/* Peak of its memory in KiB. */
static inline long
raw_peak(const struct served *sv)
{
	char name[64], line[256];
	long kib = -1;
	FILE *f;

	snprintf(name, sizeof(name), "/proc/%ld/status", (long)sv->pid);
	f = fopen(name, "r");
	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, "VmHWM:", 6) == 0)
			kib = strtol(line + 6, NULL, 10);
	if (f != NULL)
		fclose(f);
	return kib;
}

static inline int
raw_connect(const struct served *sv)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	struct timeval wait = { 10, 0 };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(at.sun_path, sizeof(at.sun_path), "%s", sv->path);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&at, sizeof(at)) != 0) {
		close(fd);
		fd = -1;
	}
	if (fd >= 0)
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
	return fd;
}

static inline bool
raw_send(int fd, const void *bytes, size_t n)
{
	return send(fd, bytes, n, MSG_NOSIGNAL) == (ssize_t)n;
}

static inline bool
raw_say(int fd, const char *text)
{
	size_t n = strlen(text);
	unsigned char *b = xmalloc(n + WIRE_HEAD);
	bool ok;

	b[0] = (unsigned char)(n >> 24);
	b[1] = (unsigned char)(n >> 16);
	b[2] = (unsigned char)(n >> 8);
	b[3] = (unsigned char)n;
	memcpy(b + WIRE_HEAD, text, n);
	ok = raw_send(fd, b, n + WIRE_HEAD);
	free(b);
	return ok;
}

/* The next reply; NULL: the line has ended, or nothing came in 10 s. */
static inline json_t *
raw_hear(int fd)
{
	struct wire_in in = { .most = WIRE_FRAME_MAX };
	json_t *o = NULL;
	size_t want = WIRE_HEAD;

	while (wire_in_take(&in, &o, NULL) == WIRE_MORE) {
		ssize_t n = recv(fd, wire_in_room(&in, want), want, 0);

		if (n <= 0)
			break;
		wire_in_add(&in, (size_t)n);
		/* No byte of the frame behind it is taken. */
		if (in.len >= WIRE_HEAD)
			want = WIRE_HEAD + ((size_t)in.bytes[0] << 24 |
			    (size_t)in.bytes[1] << 16 |
			    (size_t)in.bytes[2] << 8 | in.bytes[3]) - in.len;
		else
			want = WIRE_HEAD - in.len;
	}
	wire_in_done(&in);
	return o;
}

/* Says and hears; the code of the error, "" for an answer; NULL: gone. */
static inline const char *
raw_ask(int fd, const char *text, json_t **reply)
{
	json_decref(*reply);
	*reply = raw_say(fd, text) ? raw_hear(fd) : NULL;
	if (*reply == NULL)
		return NULL;
	return jx_get(*reply, "error") == NULL ? "" :
	    jx_text(jx_get(*reply, "error"), "code");
}

/* The hello of a client over these forms. */
static inline const char *
raw_hello(int fd, const char *forms, json_t **reply)
{
	char text[256];

	snprintf(text, sizeof(text), "{\"op\":\"hello\",\"version\":%d,"
	    "\"forms\":\"%s\"}", WIRE_VERSION, forms);
	return raw_ask(fd, text, reply);
}

/* Greeted and signed in; -1: not. */
static inline int
raw_in(const struct served *sv, const char *forms, const char *officer,
    int64_t *session)
{
	int fd = raw_connect(sv);
	json_t *r = NULL;
	char text[512];
	bool ok;

	snprintf(text, sizeof(text), "{\"op\":\"hello\",\"version\":%d,"
	    "\"forms\":\"%s\"}", WIRE_VERSION, forms);
	ok = fd >= 0 && str_eq(raw_ask(fd, text, &r), "");
	snprintf(text, sizeof(text), "{\"op\":\"sign_in\",\"officer\":\"%s\","
	    "\"secret\":\"%s\"}", officer, HOUSE_SECRET);
	ok = ok && str_eq(raw_ask(fd, text, &r), "");
	*session = jx_int(jx_get(r, "answer"), "session", 0);
	json_decref(r);
	if (!ok && fd >= 0)
		close(fd);
	return ok ? fd : -1;
}

#endif
