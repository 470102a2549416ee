/* The running process: its parts.  Private to core/serve. */
#ifndef TN_SERVE_SERVER_H
#define TN_SERVE_SERVER_H

#include "core/door/remote.h"
#include "core/door/served.h"
#include "core/serve/hasher.h"
#include "core/serve/peer.h"

/* Who was turned away since the last entry about it. */
struct strangers {
	struct stranger one[STRANGERS_MAX];
	size_t n;
	int64_t more;		/* knocks of accounts beyond those */
	int64_t written;	/* when the last entry was tried */
};

struct server {
	const struct serve_config *config;
	char forms[FORMS_HASH_SIZE];
	struct peer **peer;
	size_t n_peer, cap_peer;
	size_t next;		/* whose turn is first: they take turns */
	struct hasher hasher[HASHERS_MAX];
	bool more;		/* requests are left for the next turn */
	int gather;		/* ms to wait, so that more come together */
	bool untidy;		/* the log may be emptied when it is quiet */
	int64_t now;		/* when this turn began */
	int64_t noted;		/* when somebody turned away was last told of */
	struct strangers strangers;
};

/* ---- turn.c: what the requests that are there ask for ---- */

void turn_run(struct server *sv);

/* ---- stranger.c: accounts that nobody knows ---- */

#define STRANGER_MS 60000	/* between two entries about them */

void stranger_came(struct server *sv, uint32_t uid);
/* Writes what there is to say, `at_once` or when it is time again. */
void stranger_note(struct server *sv, bool at_once);
/* In how many ms that is due; -1: nothing is to be said. */
int stranger_wait(const struct server *sv);

/* ---- entry.c: hello, signing in and out ---- */

void entry_hello(struct server *sv, struct peer *p, const json_t *request);
void entry_sign_in(struct server *sv, struct peer *p, json_t *request);
void entry_change_secret(struct server *sv, struct peer *p,
    json_t *request);
void entry_sign_out(struct server *sv, struct peer *p,
    const json_t *request);
void entry_alive(struct server *sv, struct peer *p, const json_t *request);
/* A hasher has something to say. */
void entry_hashed(struct server *sv, struct hasher *h);
/* Gives those who wait to free hashers. */
void entry_hash_next(struct server *sv);
/* The peer goes: its hash is of use to nobody. */
void entry_forget(struct server *sv, const struct peer *p);

#endif
