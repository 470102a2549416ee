/*
 * Secrets are hashed (Argon2id, 0.2 to 1 s, 64 MiB) in processes of their
 * own, made before any key is unlocked: so many at once and no more (S-05),
 * and nobody else waits.  Private to core/serve.
 */
#ifndef TN_SERVE_HASHER_H
#define TN_SERVE_HASHER_H

#include "core/staff/seal.h"

#include <stdbool.h>
#include <sys/types.h>

#define HASHERS_MAX 4

struct hasher {
	int fd;			/* -1: it has died */
	pid_t pid;
	bool busy;
	void *owner;		/* for whom it works; NULL: they have gone */
	unsigned char salt[SEAL_SALT_SIZE];	/* what it works on */
	struct seal_cost cost;
	size_t got;		/* bytes of the answer so far */
	unsigned char answer[1 + SEAL_KEY_SIZE];
};

/*
 * Starts one; `shut` are descriptors that it must not keep, `wipe` a key (or
 * NULL).
 */
bool hasher_start(struct hasher *h, const int *shut, size_t n_shut,
    const struct secret *wipe);
void hasher_stop(struct hasher *h);
/* Gives it work; false when it has died. */
bool hasher_give(struct hasher *h, const char *text, size_t len,
    const unsigned char salt[SEAL_SALT_SIZE], struct seal_cost cost);
enum hasher_got { HASHER_MORE, HASHER_KEY, HASHER_FAILED };
/* Reads what it says.  HASHER_KEY: *key is the caller's. */
enum hasher_got hasher_read(struct hasher *h, struct secret *key);

#endif
