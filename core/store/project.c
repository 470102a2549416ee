/*
 * Projections: rows, worklist, counters.  What they mean is the projector's;
 * here they are only written, in the transaction of the events they follow.
 */
#include "core/base/jx.h"
#include "core/store/inside.h"
#include "core/store/limits.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
fold_done(struct fold *f)
{
	json_decref(f->row);
	json_decref(f->before);
	f->row = f->before = NULL;
}

bool
fold_add(struct fold *f, const struct projector *p, const struct event *ev)
{
	json_t *next = p->fold(f->row, ev);

	if (next == NULL)
		return false;
	json_decref(f->row);
	f->row = next;
	f->last_seq = ev->seq;
	f->epoch = ev->epoch;
	return true;
}

/* The newest entry of a stream, from the journal itself. */
static bool
load_last(struct store *s, const char *stream, struct fold *f)
{
	struct stmt *st = DB_GET(s->db, "SELECT seq, hash FROM event"
	    " WHERE stream = ?1 ORDER BY seq DESC LIMIT 1");
	const unsigned char *hash;
	enum db_step step;
	size_t len = HASH_SIZE;

	if (st == NULL)
		return false;
	stmt_text(st, 1, stream);
	step = stmt_step(st);
	if (step == DB_ROW) {
		f->last_seq = stmt_int_at(st, 0);
		hash = stmt_blob_at(st, 1, HASH_SIZE, &len);
		if (len == HASH_SIZE)
			memcpy(f->hash, hash, len);
	}
	stmt_put(st);
	return step != DB_FAILED && len == HASH_SIZE;
}

static bool
load_row(struct store *s, const char *stream, struct fold *f)
{
	struct stmt *st = DB_GET(s->db,
	    "SELECT last_seq, epoch, doc FROM row WHERE stream = ?1");
	const char *doc;
	size_t len;
	bool ok = false;

	if (st == NULL)
		return false;
	stmt_text(st, 1, stream);
	if (stmt_step(st) == DB_ROW) {
		f->epoch = stmt_int_at(st, 1);
		f->row = kept_row(s, stream, stmt_int_at(st, 0), f->epoch);
		doc = f->row != NULL ? NULL :
		    stmt_text_at(st, 2, LIMIT_ROW, &len);
		if (doc != NULL)
			f->row = jx_parse(doc, len, NULL);
		f->before = json_incref(f->row);
		ok = f->row != NULL && stmt_int_at(st, 0) == f->last_seq;
	}
	stmt_put(st);
	return ok;
}

bool
fold_load(struct store *s, const char *stream, struct fold *f, struct err *e)
{
	*f = (struct fold){ .row = NULL };
	if (load_last(s, stream, f) &&
	    (f->last_seq == 0 || load_row(s, stream, f)))
		return true;
	fold_done(f);
	if (!db_fine(s->db))
		return store_failed(s, e);
	return err_set(e, ERR_STORE_DAMAGED, s->path, NULL);
}

static int
by_unit(const void *a, const void *b)
{
	return strcmp(((const struct work_row *)a)->unit,
	    ((const struct work_row *)b)->unit);
}

static bool
relation_known(const char *relation)
{
	static const char *const known[] = {
		"holder", "asked", "offered", "former", "superior", "lead",
		"invited",
	};

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (str_eq(relation, known[i]))
			return true;
	return false;
}

bool
fold_work(const struct projector *p, const json_t *row,
    struct work_row out[WORK_ROWS_MAX], size_t *n)
{
	*n = p->work(row, out);
	if (*n > WORK_ROWS_MAX)
		return false;
	qsort(out, *n, sizeof(*out), by_unit);
	for (size_t i = 0; i < *n; i++) {
		const struct work_row *w = &out[i];

		if (w->unit[0] == '\0' || !relation_known(w->relation) ||
		    memchr(w->unit, '\0', sizeof(w->unit)) == NULL ||
		    memchr(w->state, '\0', sizeof(w->state)) == NULL ||
		    memchr(w->path, '\0', sizeof(w->path)) == NULL)
			return false;
		if (i > 0 && strcmp(out[i - 1].unit, w->unit) == 0)
			return false;
	}
	return true;
}

static bool
write_row(struct store *s, const char *stream, const struct fold *f,
    const char *doc)
{
	struct stmt *st = DB_GET(s->db,
	    "INSERT INTO row (stream, last_seq, epoch, doc)"
	    " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (stream) DO UPDATE"
	    " SET last_seq = excluded.last_seq, epoch = excluded.epoch,"
	    " doc = excluded.doc");

	if (st == NULL)
		return false;
	stmt_text(st, 1, stream);
	stmt_int(st, 2, f->last_seq);
	stmt_int(st, 3, f->epoch);
	stmt_text(st, 4, doc);
	return stmt_finish(st);
}

static bool
write_work(struct store *s, const char *stream, const struct work_row *w)
{
	struct stmt *st = DB_GET(s->db,
	    "INSERT INTO work (stream, unit, relation, waiting, final, state,"
	    " path, due, opened, moved)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");

	if (st == NULL)
		return false;
	stmt_text(st, 1, stream);
	stmt_text(st, 2, w->unit);
	stmt_text(st, 3, w->relation);
	stmt_int(st, 4, w->waiting);
	stmt_int(st, 5, w->final);
	stmt_text(st, 6, w->state);
	stmt_text(st, 7, w->path);
	stmt_int(st, 8, w->due);
	stmt_int(st, 9, w->opened);
	stmt_int(st, 10, w->moved);
	return stmt_finish(st);
}

static bool
clear_work(struct store *s, const char *stream)
{
	struct stmt *st = DB_GET(s->db, "DELETE FROM work WHERE stream = ?1");

	if (st == NULL)
		return false;
	stmt_text(st, 1, stream);
	return stmt_finish(st);
}

static bool
same_work(const struct work_row *a, const struct work_row *b)
{
	return strcmp(a->unit, b->unit) == 0 &&
	    strcmp(a->relation, b->relation) == 0 &&
	    a->waiting == b->waiting && a->final == b->final &&
	    strcmp(a->state, b->state) == 0 &&
	    strcmp(a->path, b->path) == 0 && a->due == b->due &&
	    a->opened == b->opened && a->moved == b->moved;
}

/* Most entries move nothing in any worklist: then none is written anew. */
static bool
work_stays(struct store *s, const struct fold *f, const struct work_row *now,
    size_t n_now)
{
	struct work_row was[WORK_ROWS_MAX];
	size_t n, i;

	if (f->before == NULL || !fold_work(s->projector, f->before, was, &n) ||
	    n != n_now)
		return false;
	for (i = 0; i < n; i++)
		if (!same_work(&was[i], &now[i]))
			return false;
	return true;
}

static bool
write_all_work(struct store *s, const char *stream,
    const struct work_row *rows, size_t n)
{
	bool ok = clear_work(s, stream);

	for (size_t i = 0; ok && i < n; i++)
		ok = write_work(s, stream, &rows[i]);
	return ok;
}

bool
fold_write(struct store *s, const char *stream, const struct fold *f,
    struct err *e)
{
	struct work_row rows[WORK_ROWS_MAX];
	char *doc;
	size_t n;
	bool ok;

	if (!fold_work(s->projector, f->row, rows, &n))
		return err_set(e, ERR_STORE_CANNOT_FOLLOW, stream, "work",
		    NULL);
	doc = jx_canonical(f->row);
	if (doc == NULL || strlen(doc) > LIMIT_ROW) {
		free(doc);
		return err_set(e, ERR_STORE_TOO_BIG, stream, NULL);
	}
	ok = write_row(s, stream, f, doc) && (work_stays(s, f, rows, n) ||
	    write_all_work(s, stream, rows, n));
	if (ok)
		keep_row(s, stream, f->last_seq, f->epoch, f->row,
		    strlen(doc));
	free(doc);
	return ok ? true : store_failed(s, e);
}

static bool
write_counter(struct store *s, const char *series, int64_t n)
{
	struct stmt *st = DB_GET(s->db,
	    "INSERT INTO counter (series, last) VALUES (?1, ?2)"
	    " ON CONFLICT (series) DO UPDATE SET last = excluded.last");

	if (st == NULL)
		return false;
	stmt_text(st, 1, series);
	stmt_int(st, 2, n);
	return stmt_finish(st);
}

static bool
draw_number(struct store *s, const char *series, int64_t n, bool *taken,
    struct err *e)
{
	struct stmt *st;
	int64_t last;
	bool ok;
	char text[24];

	if (series == NULL || *series == '\0' || strlen(series) > LIMIT_NAME)
		return err_set(e, ERR_STORE_BATCH, "series", NULL);
	st = DB_GET(s->db, "SELECT last FROM counter WHERE series = ?1");
	if (st == NULL)
		return store_failed(s, e);
	stmt_text(st, 1, series);
	last = stmt_number(st, 0, &ok);
	if (!ok)
		return store_failed(s, e);
	if (n == last + 1)
		return write_counter(s, series, n) ? true : store_failed(s, e);
	/* Too low: given out meanwhile.  Too high: it would leave a hole. */
	*taken = n <= last;
	snprintf(text, sizeof(text), "%" PRId64, n);
	return *taken ?
	    err_set(e, ERR_STORE_NUMBER_TAKEN, series, text, NULL) :
	    err_set(e, ERR_STORE_BATCH, series, NULL);
}

bool
fold_numbers(struct store *s, const struct event *ev, bool *taken,
    struct err *e)
{
	const char *series[4] = { NULL };
	int64_t n[4] = { 0 };
	size_t given = s->projector->numbers(ev, series, n);

	if (given > ARRAY_LEN(n))
		BUG("more numbers than there is room for");
	for (size_t i = 0; i < given; i++)
		if (!draw_number(s, series[i], n[i], taken, e))
			return false;
	return true;
}
