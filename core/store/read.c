/*
 * Reading the journal and its rows.
 */
#include "core/base/jx.h"
#include "core/store/inside.h"
#include "core/store/limits.h"

#include <string.h>

typedef bool each_event(void *arg, const struct event *ev);

/* Hands each entry of a bound statement on; puts the statement back. */
static bool
hand_on(struct store *s, struct stmt *st, each_event *each, void *arg,
    struct err *e)
{
	enum db_step step;
	struct event ev;
	struct link l;
	bool more = true;

	while ((step = stmt_step(st)) == DB_ROW && more) {
		if (!link_read(st, &l) || !link_event(&l, &ev)) {
			stmt_put(st);
			return err_set(e, ERR_STORE_DAMAGED, s->path, NULL);
		}
		more = each(arg, &ev);
		json_decref(ev.facts);
	}
	stmt_put(st);
	return step != DB_FAILED ? true : store_failed(s, e);
}

static bool
read_stream(void *ctx, const char *stream, int64_t after, each_event *each,
    void *arg, struct err *e)
{
	struct store *s = ctx;
	struct stmt *st;

	if (!store_ready(s, e))
		return false;
	st = DB_GET(s->db, "SELECT " LINK_COLUMNS " FROM event"
	    " WHERE stream = ?1 AND seq > ?2 ORDER BY seq");
	if (st == NULL)
		return store_failed(s, e);
	stmt_text(st, 1, stream);
	stmt_int(st, 2, after);
	return hand_on(s, st, each, arg, e);
}

static bool
read_operation(void *ctx, const char *op_id, each_event *each, void *arg,
    struct err *e)
{
	struct store *s = ctx;
	struct stmt *st;

	if (!store_ready(s, e))
		return false;
	st = DB_GET(s->db, "SELECT " LINK_COLUMNS " FROM event"
	    " WHERE op_id = ?1 ORDER BY op_part");
	if (st == NULL)
		return store_failed(s, e);
	stmt_text(st, 1, op_id);
	return hand_on(s, st, each, arg, e);
}

/* Columns of an entry without what is sealed: nothing large is read. */
static bool
read_looked(struct stmt *st, const struct look_query *q, each_event *each,
    void *arg, bool *more)
{
	struct event ev = {
		.seq = stmt_int_at(st, 0), .at = stmt_int_at(st, 1),
		.epoch = stmt_int_at(st, 8),
		.op_part = (int)stmt_int_at(st, 9),
		.stream = (char *)(uintptr_t)stmt_text_at(st, 2,
		STREAM_MAX - 1, NULL),
		.kind = (char *)(uintptr_t)stmt_text_at(st, 3, LIMIT_KIND,
		NULL),
		.actor = (char *)(uintptr_t)stmt_text_at(st, 4,
		STREAM_MAX - 1, NULL),
		.unit = (char *)(uintptr_t)stmt_text_at(st, 5, STREAM_MAX - 1,
		NULL),
		.op_id = (char *)(uintptr_t)stmt_text_at(st, 6, OP_ID_MAX,
		NULL),
	};
	const char *facts;
	size_t len;

	if (ev.stream == NULL || ev.kind == NULL || ev.actor == NULL ||
	    ev.unit == NULL || ev.op_id == NULL)
		return false;
	if (q->wanted != NULL && !q->wanted(ev.kind))
		return true;
	facts = stmt_text_at(st, 7, LIMIT_FACTS, &len);
	ev.facts = facts == NULL ? NULL : jx_parse(facts, len, NULL);
	if (ev.facts != NULL)
		*more = each(arg, &ev);
	json_decref(ev.facts);
	return ev.facts != NULL;
}

#define LOOKED_COLUMNS "SELECT seq, at, stream, kind, actor, unit, op_id," \
	" facts, epoch, op_part FROM event"

static bool
read_looks(void *ctx, const struct look_query *q, each_event *each, void *arg,
    struct err *e)
{
	struct store *s = ctx;
	enum db_step step = DB_DONE;
	bool more = true, fine = true;
	struct stmt *st;

	if (!store_ready(s, e))
		return false;
	if (q->stream != NULL)
		st = DB_GET(s->db, LOOKED_COLUMNS " WHERE stream = ?1"
		    " AND seq < ?2 AND at >= ?3 AND at < ?4"
		    " ORDER BY seq DESC");
	else
		st = DB_GET(s->db, LOOKED_COLUMNS " WHERE actor = ?1"
		    " AND seq < ?2 AND at >= ?3 AND at < ?4"
		    " ORDER BY seq DESC");
	if (st == NULL)
		return store_failed(s, e);
	stmt_text(st, 1, q->stream != NULL ? q->stream : q->actor);
	stmt_int(st, 2, q->before);
	stmt_int(st, 3, q->from);
	stmt_int(st, 4, q->to);
	while (fine && more && (step = stmt_step(st)) == DB_ROW)
		fine = read_looked(st, q, each, arg, &more);
	stmt_put(st);
	if (!fine)
		return err_set(e, ERR_STORE_DAMAGED, s->path, NULL);
	return step != DB_FAILED ? true : store_failed(s, e);
}

static bool
head_of(void *ctx, int64_t *seq, unsigned char hash[HASH_SIZE], struct err *e)
{
	return store_head(ctx, seq, hash, e);
}

static json_t *
read_row(void *ctx, const char *stream, struct err *e)
{
	struct store *s = ctx;
	json_t *row = NULL;
	enum db_step step;
	struct stmt *st;
	const char *doc;
	size_t len;

	if (!store_ready(s, e))
		return NULL;
	st = DB_GET(s->db,
	    "SELECT last_seq, epoch, doc FROM row WHERE stream = ?1");
	if (st == NULL) {
		store_failed(s, e);
		return NULL;
	}
	stmt_text(st, 1, stream);
	step = stmt_step(st);
	if (step == DB_ROW)
		row = kept_row(s, stream, stmt_int_at(st, 0),
		    stmt_int_at(st, 1));
	if (step == DB_ROW && row == NULL) {
		doc = stmt_text_at(st, 2, LIMIT_ROW, &len);
		if (doc != NULL)
			row = jx_parse(doc, len, NULL);
		if (row != NULL)
			keep_row(s, stream, stmt_int_at(st, 0),
			    stmt_int_at(st, 1), row, len);
		else
			err_set(e, ERR_STORE_DAMAGED, s->path, NULL);
	}
	stmt_put(st);
	if (step == DB_FAILED)
		store_failed(s, e);
	return row;
}

static int64_t
read_last_seq(void *ctx, const char *stream)
{
	struct store *s = ctx;
	struct stmt *st;

	if (!store_ready(s, NULL))
		return 0;
	st = DB_GET(s->db, "SELECT max(seq) FROM event WHERE stream = ?1");
	if (st != NULL)
		stmt_text(st, 1, stream);
	return stmt_number(st, 0, NULL);
}

static int64_t
read_last_number(void *ctx, const char *series)
{
	struct store *s = ctx;
	struct stmt *st;

	if (!store_ready(s, NULL))
		return 0;
	st = DB_GET(s->db, "SELECT last FROM counter WHERE series = ?1");
	if (st != NULL)
		stmt_text(st, 1, series);
	return stmt_number(st, 0, NULL);
}

void
store_fill_read(struct journal *j)
{
	j->read = read_stream;
	j->read_operation = read_operation;
	j->looked = read_looks;
	j->head = head_of;
	j->row = read_row;
	j->last_seq = read_last_seq;
	j->last_number = read_last_number;
}
