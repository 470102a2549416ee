/* One connection.  Private to core/serve. */
#ifndef TN_SERVE_PEER_H
#define TN_SERVE_PEER_H

#include "core/door/served.h"
#include "core/serve/serve.h"
#include "core/serve/wire.h"
#include "core/staff/seal.h"

#define SESSIONS_MAX 64		/* of one connection that may be anybody */
#define SESSIONS_ONE 4		/* of one that is one officer */

struct peer_session {
	int64_t number;		/* random: never another's by chance */
	struct session *session;
};

struct peer {
	int fd;
	uint32_t uid;
	const char *officer;	/* borrowed; "": anybody with a secret */
	bool greeted, closing;	/* closing: once what is written has gone */
	bool ended;		/* nothing more comes; what came is answered */
	struct wire_in in;
	struct wire_out out;
	json_t *request;	/* waits for its turn; NULL: none */
	struct secret secret;	/* of a sign-in being hashed, or the old one */
	struct secret other;	/* the new one of a change */
	bool entered;		/* by account: once a connection */
	bool hashing;
	struct deferred_key given[DEFERRED_MAX];	/* hashes so far */
	size_t n_given;
	unsigned char fresh[SEAL_SALT_SIZE];
	struct peer_session session[SESSIONS_MAX];
	size_t n_session;
	int64_t since;		/* when the connection was made */
	int64_t half_since;	/* when the frame began that is half here */
	int64_t write_since;	/* when a reply last moved */
	int64_t filled;		/* when tokens were last given */
	double tokens;
	bool waits;		/* for tokens, or for room */
};

/* What a sign-in or a change of a secret had kept is wiped. */
void entry_hashing_done(struct peer *p);

/* Who is on the other side, by the kernel. */
bool peer_uid(int fd, uint32_t *uid);
/* The next connection, not blocking and closed on exec; -1: none. */
int peer_accept(int listener);
bool peer_unblock(int fd);

struct peer *peer_new(int fd, uint32_t uid, const char *officer, int64_t now);
/* Signs out its sessions and closes it. */
void peer_free(struct peer *p);
struct session *peer_session(const struct peer *p, int64_t number);
/* Takes a session out, for signing it out; NULL when it is not there. */
struct session *peer_drop(struct peer *p, int64_t number);
size_t peer_held(const struct peer *p);

/* Is there nothing left to do for it? */
bool peer_over(const struct peer *p);
/* Reads what is there.  False: the other side is gone. */
bool peer_read(struct peer *p, int64_t now);
/* Takes the next request when there is a whole one; closes on bad ones. */
void peer_take(struct peer *p, int64_t now);
/* May it have another frame read now?  ms: else how long to wait. */
bool peer_may(struct peer *p, int per_second, int64_t now, int *ms);

/* {"answer": o} or {"error": …}; takes the answer over. */
void peer_answer(struct peer *p, json_t *answer, size_t most, int64_t now);
void peer_error(struct peer *p, enum err_code code, const char *arg,
    int64_t now);
void peer_err(struct peer *p, const struct err *e, int64_t now);
/* The same, and the connection ends once it has been read. */
void peer_end(struct peer *p, enum err_code code, int64_t now);

#endif
