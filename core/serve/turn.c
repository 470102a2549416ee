/*
 * One turn: of each connection at most one request.  Looks come first and are
 * answered from what is saved; then commands are written together, and their
 * answers wait until the one COMMIT has returned.
 */
#include "core/serve/server.h"

#include "core/base/jx.h"
#include "core/door/served.h"

#include <stdlib.h>
#include <string.h>

#define GROUP_MAX 128		/* requests in one transaction */
#define GROUP_MS 40		/* and the time that they may take */
#define LOOK_MS 40		/* the time that looks may take before them */
#define GATHER_FROM 5		/* so many together are many */
#define GATHER_MS 5		/* and a sync of so long is slow */

/* What was answered, and to whom, before it may be told. */
struct held {
	struct peer *peer;
	struct session *session;
	json_t *request;	/* owned */
	json_t *answer;		/* owned */
	bool is_command;
};

struct turn {
	struct server *sv;
	struct held held[GROUP_MAX];
	size_t n;
	int64_t began;		/* to write; 0: not yet */
	size_t rest;		/* who did not come in is first next time */
	bool full;
};

static int64_t
mono(const struct server *sv)
{
	return sv->config->mono(sv->config->ctx);
}

static void
set_now(struct server *sv, const json_t *request)
{
	const json_t *now = jx_get(request, "now");

	if (sv->config->set_now != NULL && json_is_integer(now))
		sv->config->set_now(sv->config->ctx,
		    (when_t)json_integer_value(now));
}

/* One request through the door. */
static json_t *
answer(const struct held *h)
{
	return h->is_command ?
	    tn_execute(h->session, jx_get(h->request, "command")) :
	    tn_ask(h->session, jx_get(h->request, "query"));
}

/* True when the request is kept in the turn, to be answered after it. */
static bool
take(struct turn *t, struct peer *p, bool is_command)
{
	struct server *sv = t->sv;
	struct held *h = &t->held[t->n];
	json_t *request = p->request;
	struct session *s = peer_session(p, jx_int(request, "session", 0));

	p->request = NULL;
	if (!p->greeted) {
		peer_end(p, ERR_SERVE_FRAME, sv->now);
		json_decref(request);
		return false;
	}
	if (s == NULL) {
		peer_error(p, ERR_SERVE_SESSION, NULL, sv->now);
		json_decref(request);
		return false;
	}
	set_now(sv, request);
	*h = (struct held){ p, s, request, NULL, is_command };
	h->answer = answer(h);
	if (store_group_dirty(tn_store(sv->config->tn))) {
		if (t->began == 0)
			t->began = mono(sv);
		t->n++;
		return true;
	}
	/* Nothing is written yet, by nobody: it may be told at once. */
	peer_answer(p, h->answer, sv->config->limits.frame, sv->now);
	json_decref(request);
	return false;
}

static bool
is_op(const struct peer *p, const char *op)
{
	return p->request != NULL && str_eq(jx_text(p->request, "op"), op);
}

static bool
is_full(const struct turn *t)
{
	return t->n == GROUP_MAX || (t->began != 0 &&
	    mono(t->sv) - t->began > GROUP_MS);
}

static struct peer *
peer_in_turn(const struct server *sv, size_t i)
{
	return sv->peer[(sv->next + i) % sv->n_peer];
}

/* Looks, beginning with whose turn it is; who waits too long to save is next. */
static void
take_looks(struct turn *t)
{
	struct server *sv = t->sv;
	int64_t began = mono(sv);
	size_t i;

	for (i = 0; i < sv->n_peer && !t->full; i++) {
		if (!is_op(peer_in_turn(sv, i), "ask"))
			continue;
		t->full = is_full(t) || mono(sv) - began > LOOK_MS;
		t->rest = (sv->next + i) % sv->n_peer;
		if (!t->full)
			take(t, peer_in_turn(sv, i), false);
	}
}

/* Commands too: also when there was no time for all who look. */
static void
take_saves(struct turn *t)
{
	struct server *sv = t->sv;
	bool looks_left = t->full;
	int64_t began = mono(sv);
	size_t i;

	for (i = 0; i < sv->n_peer && t->n < GROUP_MAX &&
	    mono(sv) - began <= GROUP_MS; i++)
		if (is_op(peer_in_turn(sv, i), "do"))
			take(t, peer_in_turn(sv, i), true);
	if (!looks_left && i < sv->n_peer) {
		t->full = true;
		t->rest = (sv->next + i) % sv->n_peer;
	}
}

/* ---- after COMMIT ---- */

static json_t *
unsure(const struct held *h, const struct err *e)
{
	const char *op_id = jx_text(jx_get(h->request, "command"), "op_id");

	return h->is_command && op_id != NULL ?
	    tn_unknown(op_id) : tn_refusal(e);
}

/* What sessions have read since may rest on what was taken back. */
static void
forget_all(struct server *sv)
{
	size_t i, k;

	for (i = 0; i < sv->n_peer; i++)
		for (k = 0; k < sv->peer[i]->n_session; k++)
			tn_forget(sv->config->tn,
			    &sv->peer[i]->session[k].session, 1);
}

/*
 * Nothing of the group is on disk.  Each is done again, alone: by its op_id
 * the door finds out whether it was saved after all, and what one of them
 * broke does not take the others with it.
 */
static void
do_again(struct turn *t)
{
	size_t i;

	for (i = 0; i < t->n; i++) {
		json_decref(t->held[i].answer);
		t->held[i].answer = answer(&t->held[i]);
	}
}

static void
tell(struct turn *t, enum store_group kept, const struct err *e)
{
	struct server *sv = t->sv;
	size_t i;

	if (kept != STORE_KEPT)
		forget_all(sv);
	if (kept == STORE_LOST)
		do_again(t);
	for (i = 0; i < t->n; i++) {
		struct held *h = &t->held[i];

		if (kept == STORE_UNSURE) {
			json_decref(h->answer);
			h->answer = unsure(h, e);
		}
		peer_answer(h->peer, h->answer, sv->config->limits.frame,
		    sv->now);
		json_decref(h->request);
	}
}

/* Takes minutes at 4,000,000 entries: not while others wait. */
static void
verify(struct server *sv, struct peer *p)
{
	if (sv->config->connected >= 0)
		peer_answer(p, tn_verify(sv->config->tn),
		    sv->config->limits.frame, sv->now);
	else
		peer_error(p, ERR_SERVED_ELSEWHERE, NULL, sv->now);
}

static void
enter(struct server *sv)
{
	size_t i;

	for (i = 0; i < sv->n_peer; i++) {
		struct peer *p = sv->peer[i];
		json_t *request = p->request;

		if (request == NULL || p->hashing ||
		    is_op(p, "do") || is_op(p, "ask"))
			continue;
		p->request = NULL;
		set_now(sv, request);
		if (!p->greeted && !str_eq(jx_text(request, "op"), "hello"))
			peer_end(p, ERR_SERVE_FRAME, sv->now);
		else if (str_eq(jx_text(request, "op"), "hello"))
			entry_hello(sv, p, request);
		else if (str_eq(jx_text(request, "op"), "sign_in"))
			entry_sign_in(sv, p, request);
		else if (str_eq(jx_text(request, "op"), "change_secret"))
			entry_change_secret(sv, p, request);
		else if (str_eq(jx_text(request, "op"), "sign_out"))
			entry_sign_out(sv, p, request);
		else if (str_eq(jx_text(request, "op"), "alive"))
			entry_alive(sv, p, request);
		else if (str_eq(jx_text(request, "op"), "verify"))
			verify(sv, p);
		else
			peer_end(p, ERR_SERVE_FRAME, sv->now);
		json_decref(request);
	}
}

/*
 * On a slow disk those who were just told ask again while the next COMMIT is
 * under way, and two half groups take turns.  A little patience, small beside
 * the sync and only where many write, brings them together again.
 */
static int
patience(size_t n, int64_t commit_ms)
{
	if (n < GATHER_FROM || commit_ms < GATHER_MS)
		return 0;
	return commit_ms / 8 < 2 ? 1 : 2;
}

void
turn_run(struct server *sv)
{
	struct store *store = tn_store(sv->config->tn);
	struct err e = ERR_INIT;
	enum store_group kept;
	struct turn t = { .sv = sv };
	int64_t commit;
	size_t i;

	enter(sv);
	store_group_begin(store);
	take_looks(&t);
	take_saves(&t);
	commit = mono(sv);
	kept = store_group_end(store, &e);
	sv->gather = patience(t.n, mono(sv) - commit);
	sv->untidy |= t.n > 0;
	tell(&t, kept, &e);
	err_done(&e);
	sv->more = false;
	for (i = 0; i < sv->n_peer; i++)
		sv->more |= sv->peer[i]->request != NULL &&
		    !sv->peer[i]->hashing;
	if (sv->n_peer > 0)
		sv->next = (t.full ? t.rest : sv->next + 1) % sv->n_peer;
}
