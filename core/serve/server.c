/* The loop of the store process: who is connected, and for how long. */
#define _GNU_SOURCE		/* ppoll() */
#include "core/serve/server.h"

#include "core/door/served.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ACCEPT_A_TURN 64
#define TIDY_MS 10000		/* quiet for so long: the log is emptied */
#define NOTE_MS 1000		/* strangers are noted at most so often */

struct serve_limits
serve_limits_usual(void)
{
	return (struct serve_limits){
		.peers = 1024, .peers_of_one = 64, .frame = WIRE_FRAME_MAX,
		.held = (size_t)64 << 20, .frames_a_second = 2000,
		.half_ms = 30000, .greet_ms = 10000, .write_ms = 30000,
		.idle_ms = 6 * 60000, .slice_ms = 20,
		.hashers = 2,
	};
}

/* ---- connections ---- */

static void
remove_peer(struct server *sv, size_t i)
{
	struct peer *p = sv->peer[i];

	entry_forget(sv, p);
	sv->peer[i] = sv->peer[--sv->n_peer];
	peer_free(p);
}

static void
add_peer(struct server *sv, int fd, uint32_t uid, const char *officer)
{
	sv->peer = xgrow(sv->peer, sv->n_peer, &sv->cap_peer,
	    sizeof(struct peer *));
	sv->peer[sv->n_peer++] = peer_new(fd, uid, officer, sv->now);
}

static size_t
peers_of(const struct server *sv, uint32_t uid)
{
	size_t i, n = 0;

	for (i = 0; i < sv->n_peer; i++)
		n += sv->peer[i]->uid == uid;
	return n;
}

static void
note(struct server *sv, const char *what, uint32_t uid)
{
	if (sv->config->note == NULL || sv->now - sv->noted < NOTE_MS)
		return;
	sv->noted = sv->now;
	sv->config->note(sv->config->ctx, what, uid);
}

/* Told why, as far as its buffer takes it at once, and closed. */
static void
turn_away(struct server *sv, int fd, enum err_code code, uint32_t uid)
{
	struct peer *p = peer_new(fd, uid, "", sv->now);

	peer_end(p, code, sv->now);
	(void)wire_out_send(&p->out, fd);
	peer_free(p);
	note(sv, err_code_name(code), uid);
}

static void
admit(struct server *sv, int fd)
{
	const struct serve_limits *limits = &sv->config->limits;
	const char *officer;
	uint32_t uid = 0;

	if (!peer_uid(fd, &uid)) {
		close(fd);
		return;
	}
	officer = sv->config->officer_of(sv->config->ctx, uid);
	if (officer == NULL) {
		stranger_came(sv, uid);
		turn_away(sv, fd, ERR_SERVE_STRANGER, uid);
	} else if (sv->n_peer >= limits->peers ||
	    peers_of(sv, uid) >= limits->peers_of_one) {
		turn_away(sv, fd, ERR_SERVE_FULL, uid);
	} else {
		add_peer(sv, fd, uid, officer);
	}
}

static void
accept_some(struct server *sv)
{
	int i, fd;

	for (i = 0; i < ACCEPT_A_TURN; i++) {
		fd = peer_accept(sv->config->listener);
		if (fd < 0)
			return;
		admit(sv, fd);
	}
}

/* ---- time ---- */

/* When this connection must be looked at again; INT64_MAX: never. */
static int64_t
due_of(const struct server *sv, const struct peer *p)
{
	const struct serve_limits *l = &sv->config->limits;
	int64_t due = INT64_MAX;

	if (wire_out_left(&p->out) > 0)
		return p->write_since + l->write_ms;
	if (!p->greeted && p->request == NULL)
		due = p->since + l->greet_ms;
	if (wire_in_half(&p->in) && p->request == NULL && !p->hashing &&
	    !p->waits && p->half_since + l->half_ms < due)
		due = p->half_since + l->half_ms;
	return due;
}

static void
end_late(struct server *sv)
{
	size_t i;

	for (i = sv->n_peer; i-- > 0;) {
		struct peer *p = sv->peer[i];

		if (due_of(sv, p) > sv->now)
			continue;
		/* Who does not read its replies is not told why. */
		if (wire_out_left(&p->out) == 0) {
			peer_end(p, ERR_SERVE_SLOW, sv->now);
			(void)wire_out_send(&p->out, p->fd);
		}
		remove_peer(sv, i);
	}
}

/* When the next session is over; INT64_MAX: none. */
static int64_t
sessions_due(const struct server *sv)
{
	int64_t due = INT64_MAX, one;
	size_t i, k;

	for (i = 0; i < sv->n_peer; i++)
		for (k = 0; k < sv->peer[i]->n_session; k++) {
			one = tn_session_due(sv->peer[i]->session[k].session,
			    sv->config->limits.idle_ms);
			due = one < due ? one : due;
		}
	return due;
}

/* Keys that nobody uses are wiped now, not when somebody asks again. */
static void
end_idle(struct server *sv)
{
	size_t i, k;

	for (i = 0; i < sv->n_peer; i++)
		for (k = 0; k < sv->peer[i]->n_session; k++)
			(void)tn_session_watch(
			    sv->peer[i]->session[k].session,
			    sv->config->limits.idle_ms);
}

/* ---- one round ---- */

static size_t
held(const struct server *sv)
{
	size_t i, n = 0;

	for (i = 0; i < sv->n_peer; i++)
		n += peer_held(sv->peer[i]);
	return n;
}

/* What is waited for on one connection; *ms: at most so long. */
static short
events_of(struct server *sv, struct peer *p, bool room, int *ms)
{
	const struct serve_limits *l = &sv->config->limits;
	int64_t due = due_of(sv, p), left = due - sv->now;
	int wait;

	if (due != INT64_MAX && left < *ms)
		*ms = left < 0 ? 0 : (int)left;
	if (wire_out_left(&p->out) > 0)
		return POLLOUT;
	if (p->request != NULL || p->hashing || p->closing)
		return 0;
	if (!peer_may(p, l->frames_a_second, sv->now, &wait)) {
		if (wait < *ms)
			*ms = wait;
		return 0;
	}
	if (wire_in_whole(&p->in))
		*ms = 0;		/* another frame behind the last */
	if (p->ended)
		return 0;
	/* Short of memory, only small beginnings are read. */
	return room || peer_held(p) < WIRE_FIRST_MAX ? POLLIN : 0;
}

static size_t
fill_polls(struct server *sv, struct pollfd *poll, int *ms)
{
	bool room = held(sv) < sv->config->limits.held;
	int strange = stranger_wait(sv);
	int64_t left = sessions_due(sv);
	size_t n = 0, i;

	*ms = sv->more ? 0 : sv->untidy ? TIDY_MS : INT_MAX;
	if (strange >= 0 && strange < *ms)
		*ms = strange;
	if (left != INT64_MAX) {
		/* To be on the far side of it when the wait is over. */
		left -= sv->now - 1;
		*ms = left < 0 ? 0 : left < *ms ? (int)left : *ms;
	}
	poll[n++] = (struct pollfd){ sv->config->listener, POLLIN, 0 };
	for (i = 0; i < HASHERS_MAX; i++)
		poll[n++] = (struct pollfd){ sv->hasher[i].fd, POLLIN, 0 };
	for (i = 0; i < sv->n_peer; i++)
		poll[n++] = (struct pollfd){ sv->peer[i]->fd,
		    events_of(sv, sv->peer[i], room, ms), 0 };
	return n;
}

/* False: the other side has gone. */
static bool
serve_peer(struct server *sv, struct peer *p, short events)
{
	bool alive = true;

	if (events & POLLOUT) {
		size_t left = wire_out_left(&p->out);

		alive = wire_out_send(&p->out, p->fd);
		if (wire_out_left(&p->out) < left)
			p->write_since = sv->now;
	}
	if (alive && (events & POLLIN))
		alive = peer_read(p, sv->now);
	else if (events & (POLLERR | POLLHUP | POLLNVAL))
		alive = false;
	return alive;
}

/* What has arrived in full becomes a request, whenever one may be next. */
static void
take_requests(struct server *sv)
{
	int per_second = sv->config->limits.frames_a_second, ms;
	size_t i;

	for (i = 0; i < sv->n_peer; i++)
		if (wire_out_left(&sv->peer[i]->out) == 0 &&
		    peer_may(sv->peer[i], per_second, sv->now, &ms))
			peer_take(sv->peer[i], sv->now);
}

/* Replies go out as far as they go; who is told all and closing, goes. */
static void
send_replies(struct server *sv)
{
	size_t i;

	for (i = sv->n_peer; i-- > 0;) {
		struct peer *p = sv->peer[i];
		bool alive = wire_out_send(&p->out, p->fd);

		if (!alive || peer_over(p))
			remove_peer(sv, i);
	}
}

static void
round_of(struct server *sv, const struct pollfd *poll, size_t n)
{
	size_t i, first = 1 + HASHERS_MAX;

	for (i = 0; i < HASHERS_MAX; i++)
		if (poll[1 + i].revents != 0 && sv->hasher[i].fd >= 0)
			entry_hashed(sv, &sv->hasher[i]);
	/* From the back: who goes is replaced by one already served. */
	for (i = n - first; i-- > 0;)
		if (poll[first + i].revents != 0 && !serve_peer(sv,
		    sv->peer[i], poll[first + i].revents))
			remove_peer(sv, i);
	if (poll[0].revents != 0)
		accept_some(sv);
	end_idle(sv);
	take_requests(sv);
	turn_run(sv);
	send_replies(sv);
	store_catch_up(tn_store(sv->config->tn));
	end_late(sv);
	stranger_note(sv, false);
}

static bool
is_over(const struct server *sv)
{
	return (sv->config->stop != NULL && *sv->config->stop != 0) ||
	    (sv->config->listener < 0 && sv->n_peer == 0);
}

static void
loop(struct server *sv)
{
	size_t cap = 2 * (sv->n_peer + 1 + HASHERS_MAX), n;
	struct pollfd *fds = xcalloc(cap, sizeof(*fds));
	struct timespec wait;
	int ms, got;

	while (!is_over(sv)) {
		if (cap < sv->n_peer + 1 + HASHERS_MAX) {
			cap = 2 * (sv->n_peer + 1 + HASHERS_MAX);
			fds = xrealloc(fds, cap * sizeof(*fds));
		}
		if (sv->gather > 0) {
			wait = (struct timespec){ 0, sv->gather * 1000000L };
			(void)ppoll(NULL, 0, &wait, sv->config->signals);
		}
		n = fill_polls(sv, fds, &ms);
		wait = (struct timespec){ ms / 1000, ms % 1000 * 1000000L };
		got = ppoll(fds, (nfds_t)n, ms == INT_MAX ? NULL : &wait,
		    sv->config->signals);
		sv->now = sv->config->mono(sv->config->ctx);
		if (got < 0)
			continue;	/* a signal: asked whether to stop */
		if (got == 0 && sv->untidy && !sv->more) {
			(void)store_tidy(tn_store(sv->config->tn));
			sv->untidy = false;
		}
		round_of(sv, fds, n);
	}
	free(fds);
}

/* ---- beginning and end ---- */

static void
start_hashers(struct server *sv)
{
	int shut[HASHERS_MAX + 2], i;

	/* One that kept another's line would keep it from ending. */
	shut[HASHERS_MAX] = sv->config->listener;
	shut[HASHERS_MAX + 1] = sv->config->connected;
	for (i = 0; i < HASHERS_MAX; i++)
		shut[i] = sv->hasher[i].fd = -1;
	for (i = 0; i < sv->config->limits.hashers && i < HASHERS_MAX; i++)
		if (hasher_start(&sv->hasher[i], shut, ARRAY_LEN(shut),
		    sv->config->account_key))
			shut[i] = sv->hasher[i].fd;
}

bool
serve_run(const struct serve_config *config, struct err *e)
{
	struct server sv = { .config = config };
	int i;

	if (!forms_hash(config->files, sv.forms, e))
		return false;
	sv.now = config->mono(config->ctx);
	sv.noted = sv.now - NOTE_MS;
	sv.strangers.written = sv.now - STRANGER_MS;
	tn_set_slice(config->tn, config->limits.slice_ms);
	start_hashers(&sv);
	if (config->connected >= 0 && peer_unblock(config->connected))
		admit(&sv, config->connected);
	loop(&sv);
	while (sv.n_peer > 0)
		remove_peer(&sv, sv.n_peer - 1);
	stranger_note(&sv, true);
	free(sv.peer);
	for (i = 0; i < HASHERS_MAX; i++)
		hasher_stop(&sv.hasher[i]);
	return true;
}
