/*
 * No nonce of a seal repeats (S-51): over a million of them, and over processes
 * that were one until a moment ago.
 */
#include "core/staff/seal.h"
#include "tests/t.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define NONCE 24
#define SEALS 1000000
#define FORKS 4
#define EACH 2000

static struct secret key;

static void
nonces(unsigned char *out, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char *box = NULL;
		size_t len;

		if (!seal_close(&key, "case-1/4", 8, "same", 4, &box, &len))
			abort();
		memcpy(out + i * NONCE, box, NONCE);
		free(box);
	}
}

static int
by_bytes(const void *a, const void *b)
{
	return memcmp(a, b, NONCE);
}

static int
by_word(const void *a, const void *b)
{
	return memcmp(a, b, 8);
}

/* How often two neighbours are the same; sorts. */
static int
twice(unsigned char *list, size_t n, size_t size,
    int (*order)(const void *, const void *))
{
	int same = 0;

	qsort(list, n, size, order);
	for (size_t i = 1; i < n; i++)
		same += order(list + (i - 1) * size, list + i * size) == 0;
	return same;
}

/*
 * Not only the whole: each 64-bit third of it is random.  That two thirds are
 * alike anywhere by chance: less than one in ten million runs; a third that
 * stood still, or was a seed's, would be alike at once.
 */
static void
test_a_million(void)
{
	unsigned char *all = xmalloc((size_t)SEALS * NONCE);
	unsigned char *third = xmalloc((size_t)SEALS * 8);

	nonces(all, SEALS);
	for (size_t k = 0; k < NONCE / 8; k++) {
		for (size_t i = 0; i < SEALS; i++)
			memcpy(third + i * 8, all + i * NONCE + k * 8, 8);
		T_INT(twice(third, SEALS, 8, by_word), 0);
	}
	T_INT(twice(all, SEALS, NONCE, by_bytes), 0);
	free(third);
	free(all);
}

static bool
take_all(int fd, unsigned char *out, size_t len)
{
	while (len > 0) {
		ssize_t n = read(fd, out, len);

		if (n <= 0)
			return false;
		out += n;
		len -= (size_t)n;
	}
	return true;
}

static pid_t
child_seals(int *from)
{
	unsigned char own[NONCE * EACH];
	int fd[2];
	pid_t pid;

	if (pipe(fd) != 0)
		abort();
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		nonces(own, EACH);
		for (size_t at = 0; at < sizeof(own);) {
			ssize_t n = write(fd[1], own + at, sizeof(own) - at);

			if (n <= 0)
				_exit(1);
			at += (size_t)n;
		}
		_exit(0);
	}
	close(fd[1]);
	*from = fd[0];
	return pid;
}

/* Children of one moment, the same key, and their parent going on. */
static void
test_after_fork(void)
{
	const size_t n = (FORKS + 2) * EACH;
	unsigned char *all = xmalloc(n * NONCE);
	int from[FORKS], status;
	pid_t pid[FORKS];

	nonces(all, EACH);	/* whatever stores random bytes has some now */
	for (size_t i = 0; i < FORKS; i++)
		pid[i] = child_seals(&from[i]);
	nonces(all + EACH * NONCE, EACH);
	for (size_t i = 0; i < FORKS; i++) {
		T_CHECK(take_all(from[i], all + (i + 2) * EACH * NONCE,
		    (size_t)EACH * NONCE));
		close(from[i]);
		status = -1;
		waitpid(pid[i], &status, 0);
		T_INT(status, 0);
	}
	T_INT(twice(all, n, NONCE, by_bytes), 0);
	free(all);
}

int
main(void)
{
	if (!seal_start() || !secret_new(&key, SEAL_KEY_SIZE))
		return 1;
	seal_random(NULL, key.bytes, key.len);
	T_RUN(test_a_million);
	T_RUN(test_after_fork);
	secret_free(&key);
	return t_done();
}
