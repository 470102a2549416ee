/*
 * What only happens at a terminal: questions, and secrets without echo.
 *
 *	pty [build/tiepnhan]		from the top; TAP on stdout
 *
 * The program runs in a pseudo-terminal of its own.  An answer is sent when
 * its question has come and, for a secret, when the terminal has stopped
 * echoing: nothing waits for time to pass.
 */
#include "tests/t.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define SEEN_MAX 65536
#define PATIENCE_MS 20000

static const char *program = "build/tiepnhan";
static char dir[] = "/tmp/tiepnhan-pty-XXXXXX";
static char store[128];

struct run {
	int fd;			/* master */
	int keep;		/* the slave, held open to ask for its mode */
	pid_t pid;
	char seen[SEEN_MAX + 1];
	size_t n, at;		/* read; already waited for */
};

static bool
start(struct run *r, const char *const argv[])
{
	const char *name;
	int slave;

	memset(r, 0, sizeof(*r));
	r->fd = posix_openpt(O_RDWR | O_NOCTTY);
	if (r->fd < 0 || grantpt(r->fd) < 0 || unlockpt(r->fd) < 0 ||
	    (name = ptsname(r->fd)) == NULL)
		return false;
	r->keep = open(name, O_RDWR | O_NOCTTY);
	r->pid = fork();
	if (r->pid != 0)
		return r->keep >= 0 && r->pid > 0;
	setsid();
	slave = open(name, O_RDWR);
	dup2(slave, 0);
	dup2(slave, 1);
	dup2(slave, 2);
	close(slave);
	close(r->fd);
	close(r->keep);
	execv(argv[0], (char *const *)(uintptr_t)argv);
	_exit(127);
}

static bool
more(struct run *r)
{
	struct pollfd p = { r->fd, POLLIN, 0 };
	ssize_t n;

	if (r->n == SEEN_MAX || poll(&p, 1, PATIENCE_MS) <= 0)
		return false;
	n = read(r->fd, r->seen + r->n, SEEN_MAX - r->n);
	if (n <= 0)
		return n < 0 && errno == EINTR;
	r->n += (size_t)n;
	r->seen[r->n] = '\0';
	return true;
}

/* Reads until a text has come that was not waited for before. */
static bool
wait_for(struct run *r, const char *text)
{
	const char *found;

	while ((found = strstr(r->seen + r->at, text)) == NULL)
		if (!more(r)) {
			printf("# never came: %s\n# %s\n", text, r->seen);
			return false;
		}
	r->at = (size_t)(found - r->seen) + strlen(text);
	return true;
}

static bool
echoes(const struct run *r)
{
	struct termios t;

	return tcgetattr(r->keep, &t) == 0 && (t.c_lflag & ECHO) != 0;
}

static bool
answer(struct run *r, const char *question, const char *text)
{
	return wait_for(r, question) &&
	    write(r->fd, text, strlen(text)) == (ssize_t)strlen(text) &&
	    write(r->fd, "\n", 1) == 1;
}

/* The same for a secret, which must not be echoed. */
static bool
answer_secret(struct run *r, const char *question, const char *text)
{
	if (!wait_for(r, question))
		return false;
	T_CHECK(!echoes(r));
	return write(r->fd, text, strlen(text)) == (ssize_t)strlen(text) &&
	    write(r->fd, "\n", 1) == 1;
}

/* Everything up to its end; the exit code, or -1. */
static int
finish(struct run *r)
{
	int status = 0;

	close(r->keep);
	while (more(r))
		;
	close(r->fd);
	if (waitpid(r->pid, &status, 0) != r->pid)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) :
	    128 + WTERMSIG(status);
}

static bool
officer(struct run *r, const char *id, const char *name, const char *unit,
    const char *roles, const char *secret)
{
	return answer(r, "small unaccented letters): ", id) &&
	    answer(r, "Full name: ", name) &&
	    answer(r, "Unit code: ", unit) &&
	    answer(r, "spaces between them: ", roles) &&
	    answer_secret(r, "Secret of ", secret) &&
	    answer_secret(r, "once more: ", secret);
}

static void
test_init_asks(void)
{
	const char *const argv[] = { program, "--lang", "en", "--store",
	    store, "init", NULL };
	struct run r;

	T_CHECK(start(&r, argv));
	T_CHECK(answer(&r, "Site code", "MC"));
	T_CHECK(answer(&r, "check --codes\"): ", "syt_quang_ninh"));
	T_CHECK(officer(&r, "an", "Trần Văn Thử An", "dbp_mong_cai",
	    "officer commander", "cau thu nhat dai"));
	T_CHECK(officer(&r, "giang", "Hoàng Thị Mẫu Giang", "syt_quang_ninh",
	    "officer", "cau thu hai cung dai"));
	T_INT(finish(&r), 0);
	T_CHECK(strstr(r.seen, "was made") != NULL);
	T_CHECK(strstr(r.seen, "cau thu") == NULL);
}

static void
test_two_different_secrets_are_asked_again(void)
{
	char path[160];
	const char *const argv[] = { program, "--lang", "en", "--store",
	    path, "init", NULL };
	struct run r;

	snprintf(path, sizeof(path), "%s/second.db", dir);
	T_CHECK(start(&r, argv));
	T_CHECK(answer(&r, "Site code", "MC"));
	T_CHECK(answer(&r, "check --codes\"): ", "nowhere"));
	T_CHECK(wait_for(&r, "no unit \"nowhere\""));
	T_CHECK(answer(&r, "check --codes\"): ", ""));
	T_CHECK(answer(&r, "small unaccented letters): ", "an"));
	T_CHECK(answer(&r, "Full name: ", "Trần Văn Thử An"));
	T_CHECK(answer(&r, "Unit code: ", "nowhere"));
	T_CHECK(answer(&r, "Unit code: ", "dbp_mong_cai"));
	T_CHECK(answer(&r, "spaces between them: ", "king"));
	T_CHECK(wait_for(&r, "of these: "));
	T_CHECK(answer(&r, "spaces between them: ", "officer"));
	T_CHECK(answer_secret(&r, "Secret of an: ", "ngan"));
	T_CHECK(answer_secret(&r, "once more: ", "ngan"));
	T_CHECK(wait_for(&r, "at least 12"));
	T_CHECK(answer_secret(&r, "Secret of an: ", "cau thu nhat dai"));
	T_CHECK(answer_secret(&r, "once more: ", "cau khac"));
	T_CHECK(wait_for(&r, "type them again"));
	T_CHECK(answer_secret(&r, "Secret of an: ", "cau thu nhat dai"));
	T_CHECK(answer_secret(&r, "once more: ", "cau thu nhat dai"));
	/* The end of input instead of a second officer. */
	T_CHECK(wait_for(&r, "small unaccented letters): "));
	T_CHECK(write(r.fd, "\4", 1) == 1);
	T_INT(finish(&r), 1);
	T_CHECK(access(path, F_OK) != 0);
}

static void
put_file(const char *name, const char *text, char path[160])
{
	FILE *f;

	snprintf(path, 160, "%s/%s", dir, name);
	f = fopen(path, "w");
	if (f != NULL) {
		fputs(text, f);
		fclose(f);
	}
}

static void
test_ask_asks_for_the_secret(void)
{
	char query[160];
	const char *const argv[] = { program, "--lang", "en", "--store",
	    store, "ask", query, "--as", "an", NULL };
	struct run r;

	/* What one may ask before the code of conduct is agreed to. */
	put_file("account.json", "{\"ask\":\"account\"}", query);
	T_CHECK(start(&r, argv));
	T_CHECK(answer_secret(&r, "Secret of an: ", "cau thu nhat dai"));
	T_INT(finish(&r), 0);
	T_CHECK(strstr(r.seen, "\"conduct_first\":true") != NULL);
	T_CHECK(strstr(r.seen, "cau thu") == NULL);
}

static void
test_interrupt_gives_the_echo_back(void)
{
	char query[160];
	const char *const argv[] = { program, "--lang", "en", "--store",
	    store, "ask", query, "--as", "an", NULL };
	struct run r;

	put_file("home.json", "{\"ask\":\"home\"}", query);
	T_CHECK(start(&r, argv));
	T_CHECK(wait_for(&r, "Secret of an: "));
	T_CHECK(!echoes(&r));
	T_CHECK(write(r.fd, "\3", 1) == 1);
	/* The line feed after the prompt comes before the mode is put back. */
	waitpid(r.pid, NULL, 0);
	T_CHECK(echoes(&r));
	close(r.keep);
	close(r.fd);
}

static void
clean(void)
{
	static const char *const name[] = {
		"store.db", "store.db-wal", "store.db-shm", "store.db-ballast",
		"store.db-signing", "account.json",
		"home.json",
	};
	char path[160];
	size_t i;

	for (i = 0; i < sizeof(name) / sizeof(name[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, name[i]);
		unlink(path);
	}
	rmdir(dir);
}

int
main(int argc, char **argv)
{
	if (argc > 1)
		program = argv[1];
	if (mkdtemp(dir) == NULL)
		return 1;
	snprintf(store, sizeof(store), "%s/store.db", dir);
	unsetenv("TIEPNHAN_SECRET");
	setenv("HOME", dir, 1);
	T_RUN(test_init_asks);
	T_RUN(test_two_different_secrets_are_asked_again);
	T_RUN(test_ask_asks_for_the_secret);
	T_RUN(test_interrupt_gives_the_echo_back);
	clean();
	return t_done();
}
