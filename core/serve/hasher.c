/* The processes that hash secrets. */
#include "core/serve/hasher.h"

#include "core/wall/wall.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define TEXT_MAX 1024

struct work {
	struct seal_cost cost;
	unsigned char salt[SEAL_SALT_SIZE];
	size_t len;
	char text[TEXT_MAX];
};

static bool
read_whole(int fd, void *to, size_t n)
{
	unsigned char *at = to;

	while (n > 0) {
		ssize_t got = read(fd, at, n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		at += got;
		n -= (size_t)got;
	}
	return true;
}

/* One piece of work after another, until the other side is gone. */
static void
work_on(int fd)
{
	unsigned char answer[1 + SEAL_KEY_SIZE];
	struct work w;

	while (read_whole(fd, &w, sizeof(w))) {
		struct secret key = { NULL, 0 };

		memset(answer, 0, sizeof(answer));
		if (w.len <= TEXT_MAX && seal_derive(w.text, w.len, w.salt,
		    w.cost, &key) && key.len == SEAL_KEY_SIZE) {
			answer[0] = 1;
			memcpy(answer + 1, key.bytes, SEAL_KEY_SIZE);
		}
		secret_free(&key);
		seal_wipe(&w, sizeof(w));
		if (send(fd, answer, sizeof(answer), MSG_NOSIGNAL) !=
		    (ssize_t)sizeof(answer))
			break;
		seal_wipe(answer, sizeof(answer));
	}
}

bool
hasher_start(struct hasher *h, const int *shut, size_t n_shut,
    const struct secret *wipe)
{
	int pair[2];

	*h = (struct hasher){ .fd = -1 };
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return false;
	h->pid = fork();
	if (h->pid == 0) {
		signal(SIGINT, SIG_IGN);	/* it ends with its parent */
		signal(SIGTERM, SIG_IGN);
		close(pair[0]);
		if (wipe != NULL)
			seal_wipe(wipe->bytes, wipe->len);
		for (size_t i = 0; i < n_shut; i++)
			if (shut[i] >= 0)
				close(shut[i]);
		/* It needs memory and its line: with no walls, no work. */
		if (wall_files(NULL, 0, NULL) &&
		    wall_calls(WALL_HASHER, NULL))
			work_on(pair[1]);
		_exit(0);
	}
	close(pair[1]);
	if (h->pid < 0) {
		close(pair[0]);
		return false;
	}
	h->fd = pair[0];
	return true;
}

void
hasher_stop(struct hasher *h)
{
	if (h->fd < 0)
		return;
	close(h->fd);
	h->fd = -1;
	while (waitpid(h->pid, NULL, 0) < 0 && errno == EINTR)
		;
}

bool
hasher_give(struct hasher *h, const char *text, size_t len,
    const unsigned char salt[SEAL_SALT_SIZE], struct seal_cost cost)
{
	struct work w = { .cost = cost, .len = len };
	bool ok;

	if (len > TEXT_MAX || h->fd < 0)
		return false;
	memcpy(w.salt, salt, SEAL_SALT_SIZE);
	memcpy(w.text, text, len);
	h->got = 0;
	/* Smaller than any socket's buffer: it goes at once or never. */
	ok = send(h->fd, &w, sizeof(w), MSG_NOSIGNAL) == (ssize_t)sizeof(w);
	seal_wipe(&w, sizeof(w));
	memcpy(h->salt, salt, SEAL_SALT_SIZE);
	h->cost = cost;
	h->busy = ok;
	return ok;
}

enum hasher_got
hasher_read(struct hasher *h, struct secret *key)
{
	ssize_t n = recv(h->fd, h->answer + h->got,
	    sizeof(h->answer) - h->got, MSG_DONTWAIT);
	enum hasher_got got = HASHER_FAILED;

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return HASHER_MORE;
	if (n <= 0) {
		h->busy = false;
		hasher_stop(h);
		return HASHER_FAILED;
	}
	h->got += (size_t)n;
	if (h->got < sizeof(h->answer))
		return HASHER_MORE;
	h->busy = false;
	if (h->answer[0] == 1 && secret_new(key, SEAL_KEY_SIZE)) {
		memcpy(key->bytes, h->answer + 1, SEAL_KEY_SIZE);
		got = HASHER_KEY;
	}
	seal_wipe(h->answer, sizeof(h->answer));
	return got;
}
