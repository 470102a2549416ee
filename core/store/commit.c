/*
 * Saving one operation, and finding out whether it was saved.
 *
 * "Failed" is said only of what is certainly not on disk.  An error from
 * COMMIT itself says nothing (reliability 0, point 2): the file is closed,
 * opened anew, and the operation looked up.
 */
#include "core/base/jx.h"
#include "core/store/ended.h"
#include "core/store/inside.h"
#include "core/store/limits.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Streams that this batch writes to. */
struct writing {
	struct store *s;
	const struct batch *b;
	struct names names;
	struct fold *fold;	/* by number of the name */
	size_t cap;
	int64_t seq;		/* of the newest entry */
	unsigned char last[HASH_SIZE];
	enum commit_result result;	/* when something stops us */
	struct err *e;
};

static int
count_operation(struct db *db, const char *op_id)
{
	struct stmt *st = DB_GET(db,
	    "SELECT count(*) FROM event WHERE op_id = ?1");
	int64_t n;
	bool ok;

	if (st == NULL)
		return -1;
	stmt_text(st, 1, op_id);
	n = stmt_number(st, 0, &ok);
	return ok ? (int)n : -1;
}

int
store_find_operation(void *ctx, const char *op_id, struct err *e)
{
	struct store *s = ctx;
	int n;

	if (!store_ready(s, e))
		return -1;
	n = count_operation(s->db, op_id);
	if (n < 0)
		store_failed(s, e);
	return n;
}

/* The fold of a stream, loaded when it is first asked for. */
static struct fold *
fold_of(struct writing *w, const char *stream)
{
	bool added;
	size_t i = names_add(&w->names, stream, &added);

	if (!added)
		return &w->fold[i];
	w->fold = xgrow(w->fold, i, &w->cap, sizeof(*w->fold));
	return fold_load(w->s, stream, &w->fold[i], w->e) ? &w->fold[i] : NULL;
}

static void
writing_done(struct writing *w)
{
	for (size_t i = 0; i < w->names.n; i++)
		fold_done(&w->fold[i]);
	free(w->fold);
	names_done(&w->names);
}

static bool
expectations_hold(struct writing *w)
{
	for (size_t i = 0; i < w->b->n_expect; i++) {
		const struct expected *x = &w->b->expect[i];
		struct fold *f = fold_of(w, x->stream);

		if (f == NULL)
			return false;
		if (f->last_seq != x->last_seq) {
			w->result = COMMIT_CONFLICT;
			return err_set(w->e, ERR_STORE_MOVED_ON, x->stream,
			    NULL);
		}
	}
	return true;
}

static bool
insert_link(struct db *db, const struct link *l)
{
	struct stmt *st = DB_GET(db, "INSERT INTO event (" LINK_COLUMNS ")"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
	    " ?14, ?15)");

	if (st == NULL)
		return false;
	stmt_int(st, 1, l->seq);
	stmt_blob(st, 2, l->hash, HASH_SIZE);
	stmt_blob(st, 3, l->prev_site, HASH_SIZE);
	stmt_blob(st, 4, l->prev_stream, HASH_SIZE);
	stmt_blob(st, 5, l->incarnation, INCARNATION_SIZE);
	stmt_int(st, 6, l->op_part);
	stmt_int(st, 7, l->epoch);
	stmt_int(st, 8, l->at);
	stmt_text(st, 9, l->stream);
	stmt_text(st, 10, l->kind);
	stmt_text(st, 11, l->actor);
	stmt_text(st, 12, l->unit);
	stmt_text(st, 13, l->op_id);
	stmt_text(st, 14, l->facts);
	stmt_blob(st, 15, l->sealed, l->sealed_len);
	return stmt_finish(st);
}

/*
 * What the table gives back must hash to what memory held, and must be
 * readable by everything that reads journals.
 */
static bool
reads_back(struct store *s, int64_t seq, const unsigned char *hash)
{
	struct stmt *st = DB_GET(s->db, "SELECT " LINK_COLUMNS
	    " FROM event WHERE seq = ?1");
	unsigned char again[HASH_SIZE];
	struct event ev;
	struct link l;
	bool ok = false;

	if (st == NULL)
		return false;
	stmt_int(st, 1, seq);
	if (stmt_step(st) == DB_ROW && link_read(st, &l)) {
		link_hash(&l, &s->room, again);
		ok = memcmp(again, hash, HASH_SIZE) == 0 &&
		    memcmp(l.hash, hash, HASH_SIZE) == 0 &&
		    link_event(&l, &ev);
		if (ok)
			json_decref(ev.facts);
	}
	stmt_put(st);
	return ok;
}

/* Writes the entry of an event behind the newest one. */
static bool
append_link(struct writing *w, const struct event *ev, struct fold *f,
    const char *facts)
{
	struct store *s = w->s;
	struct link l = {
		.seq = ev->seq, .epoch = ev->epoch, .at = ev->at,
		.op_part = ev->op_part, .stream = ev->stream,
		.kind = ev->kind, .actor = ev->actor, .unit = ev->unit,
		.op_id = ev->op_id, .facts = facts,
		.facts_len = strlen(facts), .sealed = ev->sealed,
		.sealed_len = ev->sealed != NULL ? ev->sealed_len : 0,
	};

	memcpy(l.incarnation, s->incarnation, INCARNATION_SIZE);
	memcpy(l.prev_site, w->last, HASH_SIZE);
	memcpy(l.prev_stream, f->hash, HASH_SIZE);	/* zeros at first */
	link_hash(&l, &s->room, l.hash);
	if (!insert_link(s->db, &l))
		return store_failed(s, w->e);
	if (!reads_back(s, l.seq, l.hash))
		return err_set(w->e, ERR_STORE_READ_BACK, s->path, NULL);
	memcpy(w->last, l.hash, HASH_SIZE);
	memcpy(f->hash, l.hash, HASH_SIZE);
	w->seq = l.seq;
	return true;
}

static bool
append_event(struct writing *w, const struct event *given, const char *op_id)
{
	struct event ev = *given;
	struct fold *f = fold_of(w, ev.stream);
	bool taken = false, ok;
	char *facts;

	if (f == NULL)
		return false;
	ev.seq = w->seq + 1;
	ev.op_id = (char *)(uintptr_t)op_id;
	facts = jx_canonical(ev.facts);
	if (facts == NULL || strlen(facts) > LIMIT_FACTS) {
		free(facts);
		return err_set(w->e, ERR_STORE_TOO_BIG, ev.kind, NULL);
	}
	ok = append_link(w, &ev, f, facts);
	free(facts);
	if (!ok)
		return false;
	if (!fold_add(f, w->s->projector, &ev))
		return err_set(w->e, ERR_STORE_CANNOT_FOLLOW, ev.stream,
		    ev.kind, NULL);
	if (fold_numbers(w->s, &ev, &taken, w->e))
		return true;
	if (taken)
		w->result = COMMIT_CONFLICT;
	return false;
}

/* A point is no letter of an operation from outside: it cannot be taken. */
static bool
append_checkpoint(struct writing *w, when_t at)
{
	struct event ev = {
		.stream = (char *)(uintptr_t)CHECKPOINT_STREAM,
		.kind = (char *)(uintptr_t)CHECKPOINT_STREAM,
		.actor = (char *)(uintptr_t)"store",
		.unit = (char *)(uintptr_t)"site", .at = at,
	};
	char op_id[40];
	bool ok;

	ev.facts = checkpoint_facts(w->s, w->seq, w->last);
	if (ev.facts == NULL)
		return true;
	snprintf(op_id, sizeof(op_id), "checkpoint.%" PRId64, w->seq);
	ok = append_event(w, &ev, op_id);
	json_decref(ev.facts);
	return ok;
}

/* The newest entry of the whole journal. */
static bool
read_head(struct store *s, int64_t *seq, unsigned char hash[HASH_SIZE])
{
	struct stmt *st = DB_GET(s->db,
	    "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1");
	const unsigned char *got;
	enum db_step step;
	size_t len = HASH_SIZE;

	if (st == NULL)
		return false;
	*seq = 0;
	memcpy(hash, s->genesis, HASH_SIZE);
	step = stmt_step(st);
	if (step == DB_ROW) {
		*seq = stmt_int_at(st, 0);
		got = stmt_blob_at(st, 1, HASH_SIZE, &len);
		if (len == HASH_SIZE)
			memcpy(hash, got, len);
	}
	stmt_put(st);
	return step != DB_FAILED && len == HASH_SIZE;
}

bool
store_head(struct store *s, int64_t *seq, unsigned char hash[HASH_SIZE],
    struct err *e)
{
	if (!store_ready(s, e))
		return false;
	return read_head(s, seq, hash) ? true : store_failed(s, e);
}

/* Everything between BEGIN and COMMIT. */
static bool
write_batch(struct writing *w)
{
	struct store *s = w->s;
	const struct batch *b = w->b;
	int64_t first;

#ifndef MUTANT_FORGET_OP_ID
	int done = count_operation(s->db, b->op_id);

	if (done != 0) {
		w->result = done > 0 ? COMMIT_AGAIN : COMMIT_FAILED;
		return done > 0 ? false : store_failed(s, w->e);
	}
#endif
	if (!expectations_hold(w))
		return false;
	if (!read_head(s, &w->seq, w->last))
		return store_failed(s, w->e);
	first = w->seq + 1;
	for (size_t i = 0; i < b->n_event; i++)
		if (!append_event(w, &b->event[i], b->op_id))
			return false;
	if (b->n_event > 0 && checkpoint_due(s, w->seq,
	    b->event[b->n_event - 1].at) &&
	    !append_checkpoint(w, b->event[b->n_event - 1].at))
		return false;
	for (size_t i = 0; i < w->names.n; i++) {
		/* Streams that were only expected have not changed. */
		if (w->fold[i].row != NULL &&
		    !fold_write(s, w->names.name[i], &w->fold[i], w->e))
			return false;
	}
#ifndef MUTANT_FILE_APART
	if (!attachment_write(s, b, first, w->e))
		return false;
#endif
	return store_write_keys(s, b) &&
	    ended_write(s, b, first) ? true :
	    store_failed(s, w->e);
}

static bool
write_checkpoint(struct writing *w, when_t now)
{
	struct store *s = w->s;
	int64_t signed_to, first;
	when_t at;

	if (!checkpoint_last(s, &signed_to, &at) ||
	    !read_head(s, &w->seq, w->last) || w->seq == signed_to)
		return false;
	first = w->seq;
	return append_checkpoint(w, now) && w->seq > first &&
	    fold_write(s, w->names.name[0], &w->fold[0], w->e);
}

bool
store_checkpoint(struct store *s, when_t now)
{
	struct writing w = { .s = s, .names = NAMES_INIT };
	bool ok;

	if (!store_ready(s, NULL) || s->group || s->ballast_spent ||
	    !db_begin(s->db))
		return false;
	db_set_phase(s->db, DB_COMMIT);
	ok = write_checkpoint(&w, now);
	db_set_phase(s->db, DB_RUNNING);
	ok = db_end(s->db, ok) && ok;
	if (!ok && db_in_doubt(s->db))
		s->stale = true;
	if (!ok)
		forget_rows(s);
	writing_done(&w);
	return ok;
}

enum commit_result
store_resolve(struct store *s, const char *op_id, bool modest, bool was_full,
    struct err *e)
{
	int n;

	/* The log must be moved to make sure of it: that needs room. */
	if (was_full && !modest)
		ballast_spend(s);
	if (!store_reopen(s, NULL))
		goto unknown;
	n = count_operation(s->db, op_id);
	/*
	 * What a refused write left in the log never ends in a whole commit
	 * frame, so "not found" is certain without any further writing.
	 */
	if (n == 0 && was_full) {
		err_set(e, ERR_STORE_FULL, s->path, NULL);
		return COMMIT_FAILED;
	}
	/*
	 * The kernel may have dropped what it could not write, and still
	 * show it.  Moving the log into the main file writes it anew through
	 * a fresh descriptor; emptying it makes "not found" final.
	 */
	if (n >= 0 && db_checkpoint(s->db, true)) {
		if (n > 0)
			return COMMIT_DONE;
		err_set(e, ERR_STORE_IO, s->path, "COMMIT", NULL);
		return COMMIT_FAILED;
	}
	s->stale = true;
unknown:
	err_set(e, ERR_STORE_UNKNOWN, NULL);
	return COMMIT_UNKNOWN;
}

/*
 * No destroyed key stays in the log; and no file, or moving it later would
 * need room that nobody has reckoned with.
 */
static bool
wants_whole(const struct store *s, const struct batch *b)
{
	for (size_t i = 0; i < b->n_blob; i++)
		if (b->blob[i].bytes == NULL)
			return true;
	return b->n_unwrap > 0 || b->n_attachment > 0 || ended_in(s, b);
}

/* Not needed for the save: what fails here leads to a fresh descriptor. */
void
store_committed(struct store *s, bool whole)
{
	if (!whole && db_wal_pages(s->db) < s->checkpoint_pages)
		return;
	if (!db_checkpoint(s->db, whole) && !db_failed_busy(s->db))
		s->stale = true;
}

/* One operation of a group: kept for now, as all of it or nothing will be. */
static enum commit_result
finish_in_group(struct store *s, const struct batch *b, struct err *e)
{
	if (!db_end(s->db, true)) {
		store_failed(s, e);
		return COMMIT_FAILED;
	}
	s->group_whole |= wants_whole(s, b);
	snprintf(s->group_op, sizeof(s->group_op), "%s", b->op_id);
	return COMMIT_DONE;
}

static enum commit_result
finish(struct store *s, const struct batch *b, struct err *e)
{
#ifdef MUTANT_ACK_BEFORE_COMMIT
	s->owed = true;
	return COMMIT_DONE;
#endif
	if (s->group)
		return finish_in_group(s, b, e);
	if (db_end(s->db, true)) {
		/* Written, but into a file that was taken away under us? */
		if (db_moved(s->db))
			return store_resolve(s, b->op_id, b->modest, false, e);
		store_committed(s, wants_whole(s, b));
		return COMMIT_DONE;
	}
	if (db_in_doubt(s->db))
		return store_resolve(s, b->op_id, b->modest,
		    db_failed_full(s->db), e);
	store_failed(s, e);
	return COMMIT_FAILED;
}

static enum commit_result
attempt(struct store *s, const struct batch *b, bool *was_full, struct err *e)
{
	struct writing w = {
		.s = s, .b = b, .names = NAMES_INIT,
		.result = COMMIT_FAILED, .e = e,
	};
	enum commit_result result;
	bool ok;

	if (!store_group_fine(s, e))
		return COMMIT_FAILED;
	if (db_moved(s->db) && !store_reopen(s, e))
		return COMMIT_FAILED;
	if (!db_begin(s->db)) {
		*was_full = db_failed_full(s->db);
		store_failed(s, e);
		return COMMIT_FAILED;
	}
	db_set_phase(s->db, DB_COMMIT);
	ok = write_batch(&w);
	db_set_phase(s->db, DB_RUNNING);
	if (ok) {
		result = finish(s, b, e);
#ifdef MUTANT_FILE_APART
		db_set_phase(s->db, DB_COMMIT);
		if (result == COMMIT_DONE && b->n_attachment > 0 &&
		    db_begin(s->db))
			db_end(s->db, attachment_write(s, b,
			    w.seq + 1 - (int64_t)b->n_event, e));
		db_set_phase(s->db, DB_RUNNING);
#endif
		*was_full = result == COMMIT_FAILED && e != NULL &&
		    e->code == ERR_STORE_FULL;
	} else {
		*was_full = db_failed_full(s->db);
		db_end(s->db, false);
		result = w.result;
	}
	if (result != COMMIT_DONE)
		forget_rows(s);
	writing_done(&w);
	return result;
}

/* After the reserve was given away, only looking is left (rule 4). */
static bool
room_left(struct store *s, struct err *e)
{
	char need[24];

	if (!s->ballast_spent || ballast_fill(s))
		return true;
	snprintf(need, sizeof(need), "%zu", (s->ballast >> 19) + 1);
	return err_set(e, ERR_STORE_BALLAST, need, NULL);
}

enum commit_result
store_commit(void *ctx, const struct batch *b, struct err *e)
{
	struct store *s = ctx;
	struct err own = ERR_INIT;
	enum commit_result result;
	bool was_full = false;
	int n = 0;

	if (!store_batch_ok(s, b, e))
		return COMMIT_FAILED;
#ifdef MUTANT_ACK_BEFORE_COMMIT
	if (s->owed)
		db_end(s->db, true);
	s->owed = false;
#endif
	/*
	 * Looked up before anything else: as long as an earlier try of this
	 * very operation cannot be ruled out, nothing may be called failed.
	 */
	if (!store_ready(s, NULL) ||
	    (n = count_operation(s->db, b->op_id)) < 0) {
		s->stale = true;
		err_set(e, ERR_STORE_UNKNOWN, NULL);
		return COMMIT_UNKNOWN;
	}
#ifndef MUTANT_FORGET_OP_ID
	if (n > 0)
		return COMMIT_AGAIN;
#endif
	if (!room_left(s, e) || !attachment_room(s, b, e))
		return COMMIT_FAILED;
	result = attempt(s, b, &was_full, &own);
	/* Alone, with the reserve to spend, it may still find room. */
	if (s->group) {
		s->group_lost |= was_full;
		err_move(e, &own);
		return result;
	}
	/* What a large file has filled the log with is given back. */
	if (result == COMMIT_FAILED && was_full && b->n_attachment > 0)
		(void)store_tidy(s);
	if (result == COMMIT_FAILED && was_full && b->n_attachment == 0 &&
	    !b->modest &&
	    (ballast_spend(s) || s->ballast_spent) && store_reopen(s, NULL))
		result = attempt(s, b, &was_full, &own);
	err_move(e, &own);
	return result;
}
