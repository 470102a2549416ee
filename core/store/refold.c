/*
 * Proof, second half: the projections are what the journal adds up to.
 *
 * Streams are refolded one after the other, so that memory does not grow
 * with the store; each is compared with its row and its work rows as soon
 * as it is complete.
 */
#include "core/base/jx.h"
#include "core/store/limits.h"
#include "core/store/ended.h"
#include "core/store/verify.h"

#include <stdlib.h>
#include <string.h>

/* A series of numbers: which have been given out. */
struct series {
	int64_t count, most;
	unsigned char *seen;	/* one bit a number */
	size_t room;		/* bytes of `seen` */
	int64_t seq;		/* of the last one, for the message */
};

struct refold {
	struct verify *v;
	struct names names;	/* of series */
	struct series *series;
	size_t cap;
	char stream[STREAM_MAX];
	struct fold fold;
	int64_t streams, work_rows, files, ended;
};

/* False when a number comes a second time or is none at all. */
static bool
series_add(struct series *s, int64_t n, int64_t seq, int64_t events)
{
	size_t byte = (size_t)n / 8;

	/* Dense from 1: there are never more numbers than entries (times 4). */
	if (n < 1 || n > events * 4)
		return false;
	if (byte >= s->room) {
		size_t room = byte * 2 + 64;

		s->seen = xrealloc(s->seen, room);
		memset(s->seen + s->room, 0, room - s->room);
		s->room = room;
	}
	if ((s->seen[byte] >> (n % 8) & 1) != 0)
		return false;
	s->seen[byte] |= (unsigned char)(1u << (n % 8));
	s->count++;
	s->seq = seq;
	if (n > s->most)
		s->most = n;
	return true;
}

static bool
add_numbers(struct refold *r, const struct event *ev)
{
	const char *name[4] = { NULL };
	int64_t n[4] = { 0 };
	size_t given = r->v->s->projector->numbers(ev, name, n);

	for (size_t i = 0; i < given; i++) {
		bool added;
		size_t at = names_add(&r->names, name[i], &added);

		if (added) {
			r->series = xgrow(r->series, at, &r->cap,
			    sizeof(*r->series));
			r->series[at] = (struct series){ .seen = NULL };
		}
		if (!series_add(&r->series[at], n[i], ev->seq,
		    r->v->out->events))
			return verify_bad(r->v, VERDICT_COUNTER, ev->seq,
			    name[i]);
	}
	return true;
}

/* A row that knows of entries after the newest one: the end was cut off. */
static bool
row_is_bad(struct refold *r, int64_t seq, const char *stream)
{
	if (seq > r->v->out->events)
		return verify_bad(r->v, VERDICT_GAP, seq, stream);
	return verify_bad(r->v, VERDICT_ROW, seq, stream);
}

static bool
compare_row(struct refold *r)
{
	struct stmt *st = DB_GET(r->v->s->db,
	    "SELECT last_seq, epoch, doc FROM row WHERE stream = ?1");
	char *want = jx_canonical(r->fold.row);
	int64_t last = 0;
	bool same = false;
	const char *doc;

	if (st != NULL) {
		stmt_text(st, 1, r->stream);
		if (stmt_step(st) == DB_ROW) {
			doc = stmt_text_at(st, 2, LIMIT_ROW, NULL);
			last = stmt_int_at(st, 0);
			same = str_eq(doc, want) &&
			    last == r->fold.last_seq &&
			    stmt_int_at(st, 1) == r->fold.epoch;
		}
		stmt_put(st);
	}
	free(want);
	if (same)
		return true;
	return row_is_bad(r, last > r->v->out->events ? last :
	    r->fold.last_seq, r->stream);
}

static bool
same_work(struct stmt *st, const struct work_row *w)
{
	return str_eq(stmt_text_at(st, 0, STREAM_MAX, NULL), w->unit) &&
	    str_eq(stmt_text_at(st, 1, 16, NULL), w->relation) &&
	    stmt_int_at(st, 2) == w->waiting &&
	    stmt_int_at(st, 3) == w->final &&
	    str_eq(stmt_text_at(st, 4, 64, NULL), w->state) &&
	    str_eq(stmt_text_at(st, 5, 64, NULL), w->path) &&
	    stmt_int_at(st, 6) == w->due && stmt_int_at(st, 7) == w->opened &&
	    stmt_int_at(st, 8) == w->moved;
}

static bool
compare_work(struct refold *r)
{
	struct work_row rows[WORK_ROWS_MAX] = { { .unit = "" } };
	struct stmt *st = DB_GET(r->v->s->db,
	    "SELECT unit, relation, waiting, final, state, path, due, opened,"
	    " moved FROM work WHERE stream = ?1 ORDER BY unit");
	size_t n = 0, at = 0;
	bool same = st != NULL &&
	    fold_work(r->v->s->projector, r->fold.row, rows, &n);

	if (st != NULL) {
		stmt_text(st, 1, r->stream);
		while (same && stmt_step(st) == DB_ROW) {
			same = at < n && same_work(st, &rows[at]);
			at++;
		}
		stmt_put(st);
	}
	r->work_rows += (int64_t)n;
	if (same && at == n)
		return true;
	return verify_bad(r->v, VERDICT_WORK, r->fold.last_seq, r->stream);
}

/* A stream is complete. */
static bool
close_stream(struct refold *r)
{
	bool ok = true;

	if (r->stream[0] != '\0') {
		r->streams++;
		ok = compare_row(r) && compare_work(r);
	}
	fold_done(&r->fold);
	r->fold = (struct fold){ .row = NULL };
	return ok;
}

static bool
refold_link(struct refold *r, const struct link *l)
{
	struct event ev;
	bool ok;

	if (strcmp(r->stream, l->stream) != 0) {
		if (!close_stream(r))
			return false;
		memcpy(r->stream, l->stream, strlen(l->stream) + 1);
	}
	if (!link_event(l, &ev))
		return verify_bad(r->v, VERDICT_EVENT, l->seq, l->stream);
	if (!fold_add(&r->fold, r->v->s->projector, &ev))
		ok = verify_bad(r->v, VERDICT_EVENT, l->seq, l->stream);
	else
		ok = add_numbers(r, &ev) &&
		    verify_attached(r->v, &ev, &r->files) &&
		    verify_ended(r->v, &ev, &r->ended);
	json_decref(ev.facts);
	return ok && verify_tick(r->v);
}

static bool
refold_all(struct refold *r)
{
	struct stmt *st = DB_GET(r->v->s->db,
	    "SELECT " LINK_COLUMNS " FROM event ORDER BY stream, seq");
	enum db_step step = DB_DONE;
	struct link l;
	bool ok = st != NULL;

	while (ok && (step = stmt_step(st)) == DB_ROW) {
		ok = link_read(st, &l) ? refold_link(r, &l) :
		    verify_bad(r->v, VERDICT_EVENT, stmt_int_at(st, 0), NULL);
	}
	stmt_put(st);
	if (st == NULL || step == DB_FAILED)
		return store_failed(r->v->s, r->v->e);
	return ok && close_stream(r);
}

/* Rows that no event stands behind. */
static bool
nothing_more(struct refold *r)
{
	struct db *db = r->v->s->db;
	bool rows_ok, work_ok;
	int64_t rows = stmt_number(DB_GET(db, "SELECT count(*) FROM row"), 0,
	    &rows_ok);
	int64_t work = stmt_number(DB_GET(db, "SELECT count(*) FROM work"), 0,
	    &work_ok);
	char stream[STREAM_MAX] = "";
	const char *text;
	int64_t seq = 0;
	struct stmt *st;

	if (!rows_ok || !work_ok)
		return store_failed(r->v->s, r->v->e);
	if (work != r->work_rows && rows == r->streams)
		return verify_bad(r->v, VERDICT_WORK, 0, "");
	if (rows == r->streams)
		return true;
	/* The usual reason is an entry cut off the end of the journal. */
	st = DB_GET(db, "SELECT stream, last_seq FROM row WHERE NOT EXISTS"
	    " (SELECT 1 FROM event WHERE event.stream = row.stream)"
	    " ORDER BY last_seq LIMIT 1");
	if (st != NULL && stmt_step(st) == DB_ROW) {
		text = stmt_text_at(st, 0, STREAM_MAX - 1, NULL);
		if (text != NULL)
			memcpy(stream, text, strlen(text) + 1);
		seq = stmt_int_at(st, 1);
	}
	stmt_put(st);
	return row_is_bad(r, seq, stream);
}

static bool
compare_counters(struct refold *r)
{
	struct db *db = r->v->s->db;
	bool ok;
	int64_t n = stmt_number(DB_GET(db, "SELECT count(*) FROM counter"), 0,
	    &ok);

	if (!ok)
		return store_failed(r->v->s, r->v->e);
	for (size_t i = 0; i < r->names.n; i++) {
		const struct series *s = &r->series[i];
		struct stmt *st = DB_GET(db,
		    "SELECT last FROM counter WHERE series = ?1");

		if (st != NULL)
			stmt_text(st, 1, r->names.name[i]);
		if (stmt_number(st, 0, NULL) != s->most ||
		    s->count != s->most)
			return verify_bad(r->v, VERDICT_COUNTER, s->seq,
			    r->names.name[i]);
	}
	if (n != (int64_t)r->names.n)
		return verify_bad(r->v, VERDICT_COUNTER, 0, "");
	return true;
}

bool
verify_refold(struct verify *v)
{
	struct refold r = { .v = v, .names = NAMES_INIT };
	bool ok = refold_all(&r) && nothing_more(&r) &&
	    compare_counters(&r) && verify_no_more_files(v, r.files) &&
	    verify_no_more_ended(v, r.ended);

	fold_done(&r.fold);
	for (size_t i = 0; i < r.names.n; i++)
		free(r.series[i].seen);
	free(r.series);
	names_done(&r.names);
	return ok;
}
