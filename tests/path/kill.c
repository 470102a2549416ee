/*
 * Half a word, and then the power is gone: the real program on a real
 * terminal is killed at random points, started again, and must show the word
 * in its field.  Nothing sleeps: the program says when it is about to wait
 * (--sync-fd), and its second word after two seconds is the saved draft.
 *
 *	kill PROGRAM OUTDIR [ROUNDS [SEED]]	from the top of the tree
 */
#include "core/base/mem.h"
#include "core/base/str.h"
#include "core/base/utf8.h"
#include "tests/t.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WORKERS 4
#define PATIENCE_MS 20000
#define DRAFT_MS 2000
#define HANGUP_MS 1000

static const char *program, *out_dir;
static int rounds = 20;
static uint64_t seed;

/* One name, composed and with its marks apart, as input methods send it. */
static const char *const name[] = {
	"Nguyễn Thị Mẫu Mười Một",
	"Nguye\u0302\u0303n Thi\u0323 Ma\u0302\u0303u Mu\u031bo\u031b\u0300i "
	    "Mo\u0323\u0302t",
};

/* Where the word is typed: the keys from the desk, and the draft's place. */
static const struct {
	const char *keys, *place;
} scene[] = {
	{ "\r|\r|\033[H\r|\027residence_detail|\033|\r",
	    "form/MC-2026-00001/declaration/take_step/declare" },
	{ "n|\r|n|\r", "reception/bilateral_handover" },
	{ "n|\r|\033[B|\r", "reception/bilateral_handover" },
	{ "n|\r|m|\033[H\033[B\033[B\033[B\033[B\r", "reception/bilateral_handover" },
};

struct run {
	pid_t pid;
	int tty, sync;
	bool ended;
};

static uint64_t
draw(uint64_t *state)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

static int64_t
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* ---- the program without a terminal ---- */

/* Runs the program over a store; 0 when it says it is done. */
static int
headless(const char *dir, char *const argv[])
{
	char *log = xasprintf("%s/errors", dir);
	int status = -1, fd;
	pid_t pid = fork();

	if (pid == 0) {
		fd = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
		dup2(fd, 1);
		dup2(fd, 2);
		execv(program, argv);
		_exit(127);
	}
	if (pid > 0)
		waitpid(pid, &status, 0);
	free(log);
	return pid > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

#define TN(dir, store, ...) headless(dir, (char *[]){ (char *)program, \
	(char *)"--store", store, (char *)"--lang", (char *)"vi", \
	__VA_ARGS__, NULL })

static char *
write_file(const char *dir, const char *file, const char *text)
{
	char *path = xasprintf("%s/%s", dir, file);
	FILE *f = fopen(path, "w");

	if (f != NULL) {
		fputs(text, f);
		fclose(f);
	}
	return path;
}

static char *
read_file(const char *dir, const char *file)
{
	char *path = xasprintf("%s/%s", dir, file);
	char *text = xcalloc(1, 65536);
	FILE *f = fopen(path, "r");

	if (f != NULL) {
		size_t n = fread(text, 1, 65535, f);

		text[n] = '\0';
		fclose(f);
	}
	free(path);
	return text;
}

/* ---- the program on a terminal ---- */

static void
start(struct run *r, const char *store)
{
	struct winsize ws = { .ws_row = 24, .ws_col = 80 };
	int p[2];
	char fd[16];

	if (pipe(p) != 0)
		abort();
	fcntl(p[0], F_SETFD, FD_CLOEXEC);
	fcntl(p[0], F_SETFL, O_NONBLOCK);
	snprintf(fd, sizeof fd, "%d", p[1]);
	r->pid = forkpty(&r->tty, NULL, NULL, &ws);
	if (r->pid == 0) {
		setenv("TERM", "xterm", 1);
		setenv("LC_ALL", "C.UTF-8", 1);
		execl(program, program, "--store", store, "--lang", "vi",
		    "--officer", "an", "--sync-fd", fd, (char *)NULL);
		_exit(127);
	}
	close(p[1]);
	fcntl(r->tty, F_SETFD, FD_CLOEXEC);
	r->sync = p[0];
	r->ended = false;
}

/*
 * Until the program waits, and not before `from`; what it paints is dropped
 * so that it is never held up.  False: it ended, or patience did.
 */
static bool
wait_idle(struct run *r, int64_t from, int64_t until)
{
	char drop[4096];

	while (!r->ended && now_ms() < until) {
		struct pollfd p[2] = {
			{ .fd = r->sync, .events = POLLIN },
			{ .fd = r->tty, .events = POLLIN },
		};

		if (poll(p, r->tty < 0 ? 1 : 2, (int)(until - now_ms())) < 0)
			continue;
		if (r->tty >= 0 && p[1].revents != 0 &&
		    read(r->tty, drop, sizeof drop) <= 0) {
			close(r->tty);
			r->tty = -1;
		}
		if (p[0].revents != 0) {
			ssize_t n = read(r->sync, drop, sizeof drop);

			if (n == 0)
				r->ended = true;
			else if (n > 0 && now_ms() >= from)
				return true;
		}
	}
	return false;
}

static bool
settle(struct run *r, const char *keys, size_t n)
{
	char drop[64];

	while (read(r->sync, drop, sizeof drop) > 0)
		continue;
	return write(r->tty, keys, n) == (ssize_t)n &&
	    wait_idle(r, 0, now_ms() + PATIENCE_MS);
}

static void
finish(struct run *r)
{
	waitpid(r->pid, NULL, 0);
	close(r->sync);
	if (r->tty >= 0)
		close(r->tty);
}

/* Signs in and goes to the field, one screen at a time. */
static bool
go_to(struct run *r, const char *keys)
{
	bool ok = wait_idle(r, 0, now_ms() + PATIENCE_MS) &&
	    settle(r, "mat khau thu\r", 13);

	while (ok && *keys != '\0') {
		size_t n = strcspn(keys, "|");

		ok = settle(r, keys, n);
		keys += n + (keys[n] == '|');
	}
	return ok;
}

/* ---- what came back ---- */

/* The text of so many letters that ends at the cursor of the saved screen. */
static char *
before_cursor(const char *dir, size_t letters)
{
	char *screen = read_file(dir, "seen.txt");
	char *cursor = read_file(dir, "seen.cursor"), *row = screen, *text;
	size_t from, to = 0;
	int y = -1, x = -1;

	if (sscanf(cursor, "%d %d", &y, &x) != 2)
		y = x = -1;
	for (; y > 0 && strchr(row, '\n') != NULL; y--)
		row = strchr(row, '\n') + 1;
	row[strcspn(row, "\n")] = '\0';
	for (; x > 0 && row[to] != '\0'; x--)
		to += utf8_letter(row + to, strlen(row + to));
	/* A saved row ends with its last letter: blanks after it are cut. */
	letters -= (size_t)x < letters ? (size_t)x : letters;
	from = to;
	for (size_t i = 0; i < letters && from > 0; i++)
		from = utf8_back(row, from);
	text = xstrndup(row + from, to - from);
	free(screen);
	free(cursor);
	return text;
}

/* Is what stands at the cursor the text up to some cut in [least, most]? */
static bool
is_back(const char *dir, const char *text, size_t least, size_t most)
{
	bool found = false;

	for (size_t n = most + 1; n-- > least && !found;) {
		char *want = utf8_nfc(text, n), *got;
		size_t shown;

		if (want == NULL || ((unsigned char)text[n] & 0xc0) == 0x80) {
			free(want);
			continue;
		}
		shown = utf8_letters(want, strlen(want));
		got = before_cursor(dir, shown);
		found = strncmp(got, want, strlen(got)) == 0 &&
		    strspn(want + strlen(got), " ") == strlen(want) -
		    strlen(got) && *got != '\0';
		free(got);
		free(want);
	}
	return found;
}

/* Starts again, opens the draft from the desk, and throws it away after. */
static bool
came_back(const char *dir, char *store, const char *place, const char *text,
    size_t least, size_t most)
{
	char *script = write_file(dir, "back.tui", "type mat khau thu\n"
	    "key <enter> <home> <down>*6 <enter>\n"
	    "expect bản nháp\nsave-screen seen\nsave-cursor seen\n");
	char *drop = xasprintf("{\"do\":\"drop_draft\",\"with\":"
	    "{\"place\":\"%s\"}}", place);
	char *file = write_file(dir, "drop.json", drop);
	bool ok = TN(dir, store, (char *)"--officer", (char *)"an",
	    (char *)"--script", script, (char *)"--out", (char *)dir) == 0 &&
	    is_back(dir, text, least, most);

	ok = TN(dir, store, (char *)"do", file, (char *)"--as",
	    (char *)"an") == 0 && ok;
	free(script);
	free(drop);
	free(file);
	return ok;
}

/* ---- the rounds ---- */

struct round {
	const char *text, *keys, *place;
	size_t first, total;		/* bytes typed before, and in all */
};

static struct round
make_round(uint64_t *state)
{
	size_t s = draw(state) % (sizeof scene / sizeof *scene), more;
	struct round k = { name[draw(state) % 2], scene[s].keys,
	    scene[s].place, 0, 0 };
	size_t all = strlen(k.text);

	k.first = 1 + draw(state) % all;
	while (k.first < all && ((unsigned char)k.text[k.first] & 0xc0) == 0x80)
		k.first++;
	more = draw(state) % 2 == 0 ? 0 : draw(state) % 8;
	k.total = k.first + more < all ? k.first + more : all;
	while (k.total < all && ((unsigned char)k.text[k.total] & 0xc0) == 0x80)
		k.total++;
	return k;
}

static bool
kill_round(const char *dir, char *store, uint64_t *state)
{
	struct round k = make_round(state);
	struct run r;
	int64_t begun;
	bool ok;

	start(&r, store);
	ok = go_to(&r, k.keys);
	begun = now_ms();
	ok = ok && settle(&r, k.text, k.first) &&
	    wait_idle(&r, begun + DRAFT_MS - 50, begun + PATIENCE_MS);
	/* A few letters more may be lost: they are not two seconds old. */
	if (ok && k.total > k.first)
		ok = write(r.tty, k.text + k.first, k.total - k.first) > 0;
	kill(r.pid, SIGKILL);
	finish(&r);
	return came_back(dir, store, k.place, k.text, k.first, k.total) && ok;
}

/* The line drops, or the window is closed: at once, and nothing lost. */
static bool
hangup_round(const char *dir, char *store, uint64_t *state)
{
	struct round k = make_round(state);
	bool close_it = draw(state) % 2 == 0;
	struct run r;
	int64_t begun, took;
	bool ok;

	start(&r, store);
	ok = go_to(&r, k.keys) && settle(&r, k.text, k.first);
	begun = now_ms();
	if (close_it) {
		close(r.tty);
		r.tty = -1;
	} else {
		kill(r.pid, SIGHUP);
	}
	while (wait_idle(&r, 0, begun + PATIENCE_MS))
		continue;
	took = now_ms() - begun;
	if (!r.ended)
		kill(r.pid, SIGKILL);
	finish(&r);
	if (took > HANGUP_MS)
		printf("# it took %lld ms to leave\n", (long long)took);
	return came_back(dir, store, k.place, k.text, k.first, k.first) && ok &&
	    r.ended && took <= HANGUP_MS;
}

/* A store with one case, in a folder of this worker's own. */
static bool
fresh(const char *dir, char *store)
{
	static const char *const tail[] = { "", "-wal", "-shm", "-ballast" };

	mkdir(out_dir, 0700);
	mkdir(dir, 0700);
	for (size_t i = 0; i < sizeof tail / sizeof *tail; i++) {
		char *file = xasprintf("%s%s", store, tail[i]);

		unlink(file);
		free(file);
	}
	return TN(dir, store, (char *)"init", (char *)"--plan",
	    (char *)"tests/path/plan.json") == 0 && TN(dir, store,
	    (char *)"do", (char *)"tests/path/one.json", (char *)"--as",
	    (char *)"an") == 0;
}

static int
work(int number, int n, bool (*one)(const char *, char *, uint64_t *))
{
	char *dir = xasprintf("%s/%d", out_dir, number);
	char *store = xasprintf("%s/kill.db", dir);
	uint64_t state = seed + (uint64_t)number * 1000003u;
	int bad = !fresh(dir, store);

	for (int i = 0; i < n && bad == 0; i++) {
		uint64_t was = state;

		if (!one(dir, store, &state)) {
			printf("# round %d of %s (state %llu): see %s\n", i,
			    store, (unsigned long long)was, dir);
			bad++;
		}
	}
	bad += bad == 0 && TN(dir, store, (char *)"verify") != 0;
	free(store);
	free(dir);
	return bad;
}

/* Stores side by side: the rounds are mostly waiting. */
static void
share(int n, bool (*one)(const char *, char *, uint64_t *))
{
	pid_t pid[WORKERS];

	fflush(stdout);
	for (int i = 0; i < WORKERS; i++) {
		pid[i] = fork();
		if (pid[i] == 0) {
			int bad = work(i, (n + WORKERS - 1 - i) / WORKERS,
			    one);

			fflush(stdout);
			_exit(bad != 0);
		}
	}
	for (int i = 0; i < WORKERS; i++) {
		int status = -1;

		T_CHECK(pid[i] > 0 && waitpid(pid[i], &status, 0) == pid[i]);
		T_INT(status, 0);
	}
}

static void
half_a_word_survives_a_kill(void)
{
	share(rounds, kill_round);
}

static void
a_hangup_leaves_at_once_and_keeps_the_word(void)
{
	share(rounds, hangup_round);
}

int
main(int argc, char **argv)
{
	if (argc < 3) {
		fprintf(stderr, "usage: kill PROGRAM OUTDIR [ROUNDS [SEED]]\n");
		return 2;
	}
	program = argv[1];
	out_dir = argv[2];
	if (argc > 3)
		rounds = (int)strtol(argv[3], NULL, 10);
	seed = argc > 4 ? strtoull(argv[4], NULL, 10) : (uint64_t)now_ms();
	printf("# seed %llu\n", (unsigned long long)seed);
	setenv("TIEPNHAN_SECRET", "mat khau thu", 1);
	signal(SIGPIPE, SIG_IGN);
	T_RUN(half_a_word_survives_a_kill);
	T_RUN(a_hangup_leaves_at_once_and_keeps_the_word);
	return t_done();
}
