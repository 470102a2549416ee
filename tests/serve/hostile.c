/*
 * Hostile clients of a store process (security.md S-01, S-21, S-22): it
 * lives, its memory stays within bounds, and the officer beside them saves.
 *
 *	hostile [SCALE]		1: 40,000 fuzzed frames, 300 connections;
 *				250: 10,000,000 and 10,000 (make check-long)
 */
#include "tests/serve/raw.h"

#include "core/base/jx.h"
#include "core/door/door.h"
#include "core/door/remote.h"

#include <poll.h>

#define KNOCKS 500
#define CASE "MC-2026-00001"
#ifdef __SANITIZE_ADDRESS__
#define PEAK_MAX ((long)800 << 10)	/* what is freed is kept a while */
#else
#define PEAK_MAX ((long)160 << 10)	/* KiB; half of it is held at most */
#endif

static struct house house;
static struct served sv;
static char forms[FORMS_HASH_SIZE];
static long scale = 1;
static uint64_t state;

static uint32_t
chance(uint32_t of)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)(state >> 20) % of;
}

static void
start_with(const char *officer, int greet_ms)
{
	sv.officer = officer;
	sv.limits = serve_limits_usual();
	sv.limits.peers = sv.limits.peers_of_one = 200;
	sv.limits.half_ms = 400;
	sv.limits.greet_ms = greet_ms;
	sv.limits.write_ms = 600;
	sv.limits.held = (size_t)24 << 20;
	T_CHECK(raw_start(&sv, &house));
}

static void
start(const char *officer)
{
	start_with(officer, 400);
}

static void
hello_text(char out[256])
{
	snprintf(out, 256, "{\"op\":\"hello\",\"version\":%d,\"forms\":"
	    "\"%s\"}", WIRE_VERSION, forms);
}

struct knocks {
	int entries;
	int64_t times;
	bool other;		/* somebody else's, or more than that */
};

static bool
count_knocks(void *arg, const struct event *ev)
{
	const json_t *all = jx_get(ev->facts, "accounts");
	const json_t *one = json_array_get(all, 0);
	struct knocks *k = arg;

	if (!str_eq(ev->kind, "stranger_refused"))
		return true;
	k->entries++;
	k->times += jx_int(one, "times", 0);
	k->other |= json_array_size(all) != 1 ||
	    jx_int(one, "account", -1) != (int64_t)getuid() ||
	    jx_int(ev->facts, "more", -1) != 0;
	return true;
}

/* A flood of them is in the journal, counted, in two entries (S-01). */
static void
check_knocks(int64_t times)
{
	struct findings found = FINDINGS_INIT;
	struct knocks k = { 0, 0, false };
	json_t *proof;

	house.tn = tn_open(&house.config, &found);
	T_CHECK(house.tn != NULL);
	if (house.tn == NULL)
		return;
	T_CHECK(house.tn->journal->read(house.tn->journal->ctx,
	    STREAM_REFUSED, 0, count_knocks, &k, NULL));
	T_INT(k.times, times);
	T_INT(k.entries, 2);
	T_CHECK(!k.other);
	proof = tn_verify(house.tn);
	T_STR(jx_text(proof, "outcome"), "done");
	json_decref(proof);
}

/* An account that nobody knows: told so, and nothing else. */
static void
test_stranger(void)
{
	json_t *r = NULL;
	char text[256];
	int fd, i;

	start(NULL);
	hello_text(text);
	fd = raw_connect(&sv);
	T_CHECK(fd >= 0);
	r = raw_hear(fd);
	T_STR(jx_text(jx_get(r, "error"), "code"), "serve_stranger");
	T_INT(json_object_size(r), 1);
	json_decref(r);
	(void)raw_say(fd, text);
	T_CHECK(raw_hear(fd) == NULL);
	close(fd);
	for (i = 1; i < KNOCKS; i++) {
		fd = raw_connect(&sv);
		r = raw_hear(fd);
		T_CHECK(r != NULL);
		json_decref(r);
		close(fd);
	}
	T_INT(raw_end(&sv), 0);
	check_knocks(KNOCKS);
}

/* Who one says to be counts for nothing where the kernel has said it. */
static void
test_forged(void)
{
	json_t *r = NULL;
	int64_t session;
	char text[512];
	int fd;

	start("an");
	fd = raw_in(&sv, forms, "giang", &session);
	T_CHECK(fd >= 0);
	snprintf(text, sizeof(text), "{\"op\":\"ask\",\"session\":%lld,"
	    "\"uid\":0,\"officer\":\"giang\",\"query\":{\"ask\":\"home\","
	    "\"officer\":\"giang\",\"uid\":0}}", (long long)session);
	T_STR(raw_ask(fd, text, &r), "");
	T_STR(jx_text(jx_get(jx_get(r, "answer"), "officer"), "id"), "an");
	snprintf(text, sizeof(text), "{\"op\":\"do\",\"session\":%lld,"
	    "\"actor\":\"giang\",\"command\":{\"do\":\"append_note\",\"actor\":"
	    "\"giang\",\"unit\":\"syt_quang_ninh\",\"case\":\"" CASE "\","
	    "\"op_id\":\"forged\",\"with\":{\"text\":\"thử\",\"actor\":"
	    "\"giang\"}}}", (long long)session);
	T_STR(raw_ask(fd, text, &r), "");
	T_STR(jx_text(jx_get(r, "answer"), "outcome"), "done");
	snprintf(text, sizeof(text), "{\"op\":\"ask\",\"session\":%lld,"
	    "\"query\":{\"ask\":\"history\",\"case\":\"" CASE "\"}}",
	    (long long)session);
	T_STR(raw_ask(fd, text, &r), "");
	{
		char *said = json_dumps(r, JSON_COMPACT);

		T_CHECK(strstr(said, "giang") == NULL);
		free(said);
	}
	/* Another session's number is nobody's. */
	T_STR(raw_ask(fd, "{\"op\":\"ask\",\"session\":1,\"query\":{\"ask\":"
	    "\"home\"}}", &r), "serve_session");
	close(fd);
	fd = raw_connect(&sv);
	hello_text(text);
	T_STR(raw_ask(fd, text, &r), "");
	snprintf(text, sizeof(text), "{\"op\":\"ask\",\"session\":%lld,"
	    "\"query\":{\"ask\":\"home\"}}", (long long)session);
	T_STR(raw_ask(fd, text, &r), "serve_session");
	close(fd);
	json_decref(r);
	T_INT(raw_end(&sv), 0);
}

/* Before hello and after it, each wrong thing has its answer. */
static void
test_manners(void)
{
	static const struct {
		const char *text, *code;
	} say[] = {
		{ "{\"op\":\"ask\"}", "serve_frame" },
		{ "{\"op\":\"sign_in\",\"officer\":\"an\"}", "serve_frame" },
		{ "{\"op\":\"hello\",\"version\":99}", "serve_version" },
		{ "{\"op\":\"hello\",\"version\":1,\"forms\":\"0\"}",
		    "serve_forms" },
		{ "{\"op\":7}", "serve_frame" },
		{ "[]", "serve_frame" },
		{ "{}", "serve_frame" },
	};
	char big[20000];
	json_t *r = NULL;
	size_t i;
	int fd;

	start("");
	for (i = 0; i < ARRAY_LEN(say); i++) {
		fd = raw_connect(&sv);
		T_STR(raw_ask(fd, say[i].text, &r), say[i].code);
		T_CHECK(raw_hear(fd) == NULL);	/* and it ends */
		close(fd);
	}
	/* More than one may say before anybody signed in. */
	memset(big, ' ', sizeof(big));
	big[0] = '{';
	big[sizeof(big) - 2] = '}';
	big[sizeof(big) - 1] = '\0';
	fd = raw_connect(&sv);
	T_STR(raw_ask(fd, big, &r), "serve_frame");
	close(fd);
	json_decref(r);
	T_INT(raw_end(&sv), 0);
}

/* ---- all at once, beside an officer who works ---- */

static const char *const good[] = {
	"{\"op\":\"hello\",\"version\":1,\"forms\":\"00\"}",
	"{\"op\":\"sign_in\",\"officer\":\"an\",\"secret\":\"sai sai sai\"}",
	"{\"op\":\"ask\",\"session\":1,\"query\":{\"ask\":\"home\"}}",
	"{\"op\":\"do\",\"session\":1,\"command\":{\"do\":\"append_note\"}}",
	"{\"op\":\"sign_out\",\"session\":1}",
};

/* False when it was not taken. */
static bool
fuzz_frame(int fd)
{
	unsigned char b[512];
	const char *from = good[chance(ARRAY_LEN(good))];
	size_t n = strlen(from), i, changes = chance(6);

	b[0] = b[1] = 0;
	b[2] = (unsigned char)(n >> 8);
	b[3] = (unsigned char)n;
	memcpy(b + WIRE_HEAD, from, n);
	n += WIRE_HEAD;
	for (i = 0; i < changes; i++)
		b[chance(8) == 0 ? chance(WIRE_HEAD) :
		    chance((uint32_t)n)] = (unsigned char)chance(256);
	if (chance(20) == 0)
		n = chance((uint32_t)n);
	return send(fd, b, n, MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)n;
}

/* Fuzzed frames, a new connection whenever it was thrown out. */
static void
be_fuzzer(void)
{
	long n = 20000 * scale, i = 0, lines = 0;
	char sink[65536];
	int fd = -1;

	while (i < n) {
		bool sent;

		if (fd < 0) {
			fd = raw_connect(&sv);
			lines += fd >= 0;
		}
		if (fd < 0)
			continue;
		sent = fuzz_frame(fd);
		i += sent;
		if (!sent || i % 4 == 0) {
			ssize_t got = recv(fd, sink, sizeof(sink),
			    MSG_DONTWAIT);

			if (got == 0 || (got < 0 && errno != EAGAIN)) {
				close(fd);
				fd = -1;
			} else if (!sent) {
				struct pollfd wait = { fd, POLLIN | POLLOUT,
				    0 };

				(void)poll(&wait, 1, 100);
			}
		}
	}
	printf("# %ld frames on %ld lines\n", i, lines);
	fflush(stdout);
}

/* The patient ones go on as long as the others, more or less. */
static int
rounds(int n)
{
	return n * (scale < 30 ? (int)scale : 30);
}

/*
 * Behind a wrong frame nothing is read, so a flood tries few of them.  This
 * one hears what comes of each, and dials again when it is thrown out.
 */
static void
be_prober(void)
{
	long n = 200 * rounds(10), i, lines = 0, answers = 0;
	json_t *r;
	int fd = -1;

	for (i = 0; i < n; i++) {
		if (fd < 0) {
			fd = raw_connect(&sv);
			lines++;
		}
		if (fd < 0)
			continue;
		/* Half a frame is completed by the next, or times out. */
		if (chance(4) == 0)
			(void)raw_say(fd, good[chance(ARRAY_LEN(good))]);
		else if (!fuzz_frame(fd))
			continue;
		r = chance(8) == 0 ? raw_hear(fd) : NULL;
		answers += r != NULL;
		json_decref(r);
		if (r == NULL && chance(3) == 0) {
			close(fd);
			fd = -1;
		}
	}
	printf("# %ld frames tried on %ld lines, %ld answered\n", i, lines,
	    answers);
	fflush(stdout);
}

/* 4 GiB are promised, 8 MiB begun and left, by many at once. */
static void
be_promiser(void)
{
	static const unsigned char four[] = { 0xff, 0xff, 0xff, 0xff };
	static const unsigned char begun[] = { 0, 0, 0x3f, 0xff, '{' };
	char sink[256];
	int round, i, fd[20];

	for (round = 0; round < rounds(10); round++) {
		for (i = 0; i < 20; i++) {
			fd[i] = raw_connect(&sv);
			if (fd[i] >= 0)
				(void)raw_send(fd[i], i % 2 ? four : begun,
				    i % 2 ? sizeof(four) : sizeof(begun));
		}
		for (i = 0; i < 20; i++) {
			while (fd[i] >= 0 && recv(fd[i], sink, sizeof(sink),
			    0) > 0)
				;
			if (fd[i] >= 0)
				close(fd[i]);
		}
	}
}

/* Signed in, begins the largest frames it may, and asks without reading. */
static void
be_hog(void)
{
	char *piece = xcalloc(1, (size_t)1 << 20);
	int64_t session = 0;
	char text[256];
	int round, i;

	for (round = 0; round < rounds(8); round++) {
		int fd = raw_in(&sv, forms, "binh", &session);

		if (fd < 0)
			continue;
		snprintf(text, sizeof(text), "{\"op\":\"ask\",\"session\":%lld,"
		    "\"query\":{\"ask\":\"codes\"}}", (long long)session);
		if (round % 2 == 0) {
			for (i = 0; i < 200 && raw_say(fd, text); i++)
				;
		} else {
			(void)raw_send(fd, "\0\x7f\xff\xff", 4);
			for (i = 0; i < 7; i++)
				(void)send(fd, piece, (size_t)1 << 20,
				    MSG_NOSIGNAL | MSG_DONTWAIT);
		}
		{
			struct timespec ts = { 0, 200000000 };

			nanosleep(&ts, NULL);
		}
		close(fd);
	}
	free(piece);
}

/* As many connections as there are descriptors, all of them silent. */
static void
be_crowd(void)
{
	struct rlimit r;
	long n = 300 * scale, i;
	int *fd;

	getrlimit(RLIMIT_NOFILE, &r);
	r.rlim_cur = r.rlim_max;
	setrlimit(RLIMIT_NOFILE, &r);
	if (n > 10000)
		n = 10000;
	if ((rlim_t)n > r.rlim_cur - 64)
		n = (long)r.rlim_cur - 64;
	fd = xcalloc((size_t)n, sizeof(*fd));
	for (i = 0; i < n; i++)
		fd[i] = raw_connect(&sv);
	for (i = 0; i < n; i++)
		if (fd[i] >= 0)
			close(fd[i]);
	free(fd);
}

static pid_t
unleash(void (*be)(void), uint64_t seed)
{
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	state = seed;
	be();
	_exit(0);
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Saves until all the others are done; the time that each took. */
static size_t
work(struct session *s, const pid_t *other, size_t n_other, double *took,
    size_t max, int *refused)
{
	size_t n = 0, left = n_other;

	while (n < 60 || (left > 0 && n < max)) {
		json_t *c = json_pack("{s:s,s:s,s:{s:s}}", "do",
		    "append_note", "case", CASE, "with", "text",
		    "Ghi chú thử");
		struct timespec ts = { 0, 5000000 };
		double began = raw_ms();
		json_t *out = tn_execute(s, c);

		took[n++] = raw_ms() - began;
		*refused += !str_eq(jx_text(out, "outcome"), "done");
		json_decref(out);
		json_decref(c);
		nanosleep(&ts, NULL);
		while (left > 0 && waitpid(other[n_other - left], NULL,
		    WNOHANG) == other[n_other - left])
			left--;
	}
	return n;
}

#define TIMES 200000

static void
test_beside(void)
{
	static void (*const hostile[])(void) = { be_fuzzer, be_fuzzer,
	    be_prober, be_promiser, be_hog, be_crowd };
	struct tn_config config;
	struct findings found = FINDINGS_INIT;
	double *calm = xcalloc(TIMES, sizeof(double));
	double *rough = xcalloc(TIMES, sizeof(double));
	pid_t pid[ARRAY_LEN(hostile)];
	struct err e = ERR_INIT;
	struct session *s;
	struct tn *tn;
	size_t i, n, m;
	int refused = 0;

	start("");
	config = house.config;
	config.socket = sv.path;
	config.env.now = raw_now;
	tn = tn_connect(&config, &found);
	house_say(&found);
	T_CHECK(tn != NULL);
	if (tn == NULL)
		return;
	s = tn_sign_in(tn, "an", HOUSE_SECRET, strlen(HOUSE_SECRET), &e);
	T_CHECK(s != NULL);
	n = work(s, NULL, 0, calm, TIMES, &refused);
	for (i = 0; i < ARRAY_LEN(hostile); i++)
		pid[i] = unleash(hostile[i], state + i * 7919);
	m = work(s, pid, ARRAY_LEN(hostile), rough, TIMES, &refused);
	for (i = 0; i < ARRAY_LEN(hostile); i++)
		waitpid(pid[i], NULL, 0);
	qsort(calm, n, sizeof(double), by_size);
	qsort(rough, m, sizeof(double), by_size);
	printf("# saves: calm p50 %.1f p99 %.1f ms; beside them p50 %.1f"
	    " p99 %.1f ms (%zu saves), %.1fx and %.1fx; peak %ld KiB\n",
	    calm[n / 2], calm[n * 99 / 100], rough[m / 2],
	    rough[m * 99 / 100], m, rough[m / 2] / calm[n / 2],
	    rough[m * 99 / 100] / calm[n * 99 / 100], raw_peak(&sv));
	T_INT(refused, 0);
	T_CHECK(raw_lives(&sv));
	T_CHECK(raw_peak(&sv) < PEAK_MAX);
	/* Loose: other work runs on this machine; the bench is stricter. */
	T_CHECK(rough[m * 99 / 100] < 2000);
	tn_sign_out(s);
	tn_close(tn);
	T_INT(raw_end(&sv), 0);
	err_done(&e);
	free(calm);
	free(rough);
}

/* Over the number that is let in, each is told so. */
static void
test_full(void)
{
	int fd[203], i, told = 0;
	json_t *r;

	start_with("", 60000);
	for (i = 0; i < 203; i++)
		fd[i] = raw_connect(&sv);
	for (i = 200; i < 203; i++) {
		r = raw_hear(fd[i]);
		told += str_eq(jx_text(jx_get(r, "error"), "code"),
		    "serve_full");
		T_CHECK(raw_hear(fd[i]) == NULL);
		json_decref(r);
	}
	T_INT(told, 3);
	for (i = 0; i < 203; i++)
		close(fd[i]);
	T_INT(raw_end(&sv), 0);
}

static void
receive_one(void)
{
	struct session *s = house_sign_in(&house, "an");

	HOUSE_EXPECT(&house, s, HOUSE_RECEIVE_ONE, "done");
	tn_sign_out(s);
}

int
main(int argc, char **argv)
{
	const char *seed = getenv("SEED");

	scale = argc > 1 ? strtol(argv[1], NULL, 10) : 1;
	state = seed != NULL ? strtoull(seed, NULL, 10) :
	    (uint64_t)raw_mono(NULL) * 2654435761u + 1;
	printf("# seed %llu\n", (unsigned long long)state);
	signal(SIGPIPE, SIG_IGN);
	house_open(&house);
	if (!forms_hash(&house.files, forms, NULL))
		return 1;
	receive_one();
	T_RUN(test_stranger);
	T_RUN(test_forged);
	T_RUN(test_manners);
	T_RUN(test_full);
	T_RUN(test_beside);
	house_close(&house);
	return t_done();
}
