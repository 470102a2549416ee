/*
 * Streams whose key was destroyed.  An entry of which the projector says that
 * it ends its stream takes with it, in its own transaction, every wrapped key
 * of the stream and every draft whose place or head names it; what is sealed stays,
 * unreadable, and the chains stay whole.  No key can be put there again.
 */
#include "core/store/ended.h"

#include "core/store/limits.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

bool
ended_by(const struct projector *p, const struct event *ev)
{
	return p->ends != NULL && p->ends(ev);
}

bool
ended_in(const struct store *s, const struct batch *b)
{
	for (size_t i = 0; i < b->n_event; i++)
		if (ended_by(s->projector, &b->event[i]))
			return true;
	return false;
}

static bool
run_with(struct stmt *st, const char *stream)
{
	if (st == NULL)
		return false;
	stmt_text(st, 1, stream);
	return stmt_finish(st);
}

static bool
end_stream(struct store *s, const char *stream, int64_t seq)
{
	struct stmt *st;

	if (!run_with(DB_GET(s->db,
	    "DELETE FROM stream_key WHERE stream = ?1"), stream) ||
	    !run_with(DB_GET(s->db, "DELETE FROM draft"
	    " WHERE instr('/' || place || '/', '/' || ?1 || '/') > 0"
	    " OR (substr(blob, 1, 7) = CAST('about 1' AS BLOB)"
	    " AND instr(substr(blob, 1, 131072),"
	    " CAST('/' || ?1 || '/' AS BLOB)) > 0)"), stream) ||
	    !run_with(DB_GET(s->db, "DELETE FROM blob"
	    " WHERE name = 'key/' || ?1"), stream))
		return false;
	st = DB_GET(s->db, "INSERT INTO ended (stream, seq) VALUES (?1, ?2)");
	if (st == NULL)
		return false;
	stmt_text(st, 1, stream);
	stmt_int(st, 2, seq);
	return stmt_finish(st);
}

bool
ended_write(struct store *s, const struct batch *b, int64_t first)
{
	for (size_t i = 0; i < b->n_event; i++)
		if (ended_by(s->projector, &b->event[i]) &&
		    !end_stream(s, b->event[i].stream, first + (int64_t)i))
			return false;
	return true;
}

bool
store_ended(struct store *s, bool (*each)(void *arg,
    const struct ended_stream *ended), void *arg, struct err *e)
{
	struct ended_stream out;
	const unsigned char *hash;
	enum db_step step;
	struct stmt *st;
	bool more = true;
	size_t len;

	if (!store_ready(s, e))
		return false;
	st = DB_GET(s->db, "SELECT ended.stream, event.kind, ended.seq,"
	    " event.hash FROM ended JOIN event ON event.seq = ended.seq"
	    " ORDER BY ended.seq");
	if (st == NULL)
		return store_failed(s, e);
	while ((step = stmt_step(st)) == DB_ROW && more) {
		snprintf(out.stream, sizeof(out.stream), "%s",
		    stmt_text_at(st, 0, STREAM_MAX, NULL));
		snprintf(out.kind, sizeof(out.kind), "%s",
		    stmt_text_at(st, 1, STREAM_MAX, NULL));
		out.seq = stmt_int_at(st, 2);
		hash = stmt_blob_at(st, 3, HASH_SIZE, &len);
		memset(out.hash, 0, sizeof(out.hash));
		if (len == HASH_SIZE)
			memcpy(out.hash, hash, len);
		more = each(arg, &out);
	}
	stmt_put(st);
	return step != DB_FAILED ? true : store_failed(s, e);
}

/* ---- again, in a store that comes out of a backup ---- */

/* 1 when a number comes out, 0 when none does, -1 when it cannot be read. */
static int
number_of(struct stmt *st, const char *stream, int64_t *out)
{
	enum db_step step;

	if (st == NULL)
		return -1;
	stmt_text(st, 1, stream);
	step = stmt_step(st);
	if (step == DB_ROW)
		*out = stmt_int_at(st, 0);
	stmt_put(st);
	return step == DB_ROW ? 1 : step == DB_DONE ? 0 : -1;
}

/* Is the stream here, and not ended yet?  Then its epoch. */
static int
is_open(struct store *s, const char *stream, int64_t *epoch)
{
	int64_t seq;
	int ended = number_of(DB_GET(s->db,
	    "SELECT seq FROM ended WHERE stream = ?1"), stream, &seq);

	if (ended != 0)
		return ended < 0 ? -1 : 0;
	return number_of(DB_GET(s->db,
	    "SELECT epoch FROM row WHERE stream = ?1"), stream, epoch);
}

static bool
end_one(struct store *s, const struct ended_stream *ended, size_t n,
    int64_t epoch, when_t now, struct err *e)
{
	const struct journal *j = store_journal(s);
	struct event ev = { 0 };
	struct batch b = { 0 };
	enum commit_result result;

	ev.stream = xstrdup(ended->stream);
	ev.kind = xstrdup(ended->kind);
	ev.epoch = epoch;
	ev.actor = xstrdup("restore");
	ev.unit = xstrdup("site");
	ev.at = now;
	ev.op_id = xasprintf("again-%016" PRIx64 "-%zu", (uint64_t)now, n);
	ev.facts = json_object();
	json_object_set_new(ev.facts, "again", json_true());
	json_object_set_new(ev.facts, "seq", json_integer(ended->seq));
	b.op_id = ev.op_id;
	b.event = &ev;
	b.n_event = 1;
	result = j->commit(j->ctx, &b, e);
	event_done(&ev);
	return result == COMMIT_DONE;
}

bool
store_end_again(struct store *s, const struct ended_stream *list, size_t n,
    when_t now, size_t *count, struct err *e)
{
	int64_t epoch = 0;
	int open;

	*count = 0;
	if (!store_ready(s, e))
		return false;
	for (size_t i = 0; i < n; i++) {
		open = is_open(s, list[i].stream, &epoch);
		if (open < 0)
			return store_failed(s, e);
		if (open > 0 && !end_one(s, &list[i], i, epoch, now, e))
			return false;
		*count += open > 0;
	}
	return true;
}

/* ---- proof ---- */

bool
verify_ended(struct verify *v, const struct event *ev, int64_t *ended)
{
	int64_t seq = 0, keys = 0;

	if (!ended_by(v->s->projector, ev))
		return true;
	if (number_of(DB_GET(v->s->db,
	    "SELECT seq FROM ended WHERE stream = ?1"), ev->stream, &seq) < 0 ||
	    number_of(DB_GET(v->s->db,
	    "SELECT count(*) FROM stream_key WHERE stream = ?1"), ev->stream,
	    &keys) < 0)
		return store_failed(v->s, v->e);
	if (seq != ev->seq || keys > 0)
		return verify_bad(v, VERDICT_KEY, ev->seq, ev->stream);
	++*ended;
	return true;
}

bool
verify_no_more_ended(struct verify *v, int64_t ended)
{
	bool ok;
	int64_t n = stmt_number(DB_GET(v->s->db,
	    "SELECT count(*) FROM ended"), -1, &ok);

	if (!ok)
		return store_failed(v->s, v->e);
	return n == ended ? true : verify_bad(v, VERDICT_KEY, 0, "");
}
