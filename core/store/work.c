/*
 * The worklist: pages of a queue, and how many there are.
 *
 * Pages are found by key (keyset), never by counting rows: page 1,000 costs
 * what page 1 costs.  An index begins with unit, relation, final; so a query
 * is up to eight arms, one for each relation and each value of `final`, which
 * SQLite merges in the order of the key without sorting.
 */
#include "core/store/inside.h"

#include <limits.h>
#include <string.h>

/*
 * Parameters: 1 unit, 2 to 5 relations, 6 and 7 whether final rows and
 * others are wanted, 8 and 9 least and most of `waiting`, 10 latest due,
 * 11 and 12 the key and case to go on after, 13 how many.
 */
#define ARM(columns, relation, wanted, final, rest) \
	"SELECT " columns " FROM work WHERE unit = ?1" \
	" AND relation = " relation " AND final = " final " AND " wanted \
	" AND waiting BETWEEN ?8 AND ?9" \
	" AND due <= ?10" rest

#define ARMS(columns, rest) \
	ARM(columns, "?2", "?6", "1", rest) " UNION ALL " \
	ARM(columns, "?3", "?6", "1", rest) " UNION ALL " \
	ARM(columns, "?4", "?6", "1", rest) " UNION ALL " \
	ARM(columns, "?5", "?6", "1", rest) " UNION ALL " \
	ARM(columns, "?2", "?7", "0", rest) " UNION ALL " \
	ARM(columns, "?3", "?7", "0", rest) " UNION ALL " \
	ARM(columns, "?4", "?7", "0", rest) " UNION ALL " \
	ARM(columns, "?5", "?7", "0", rest)

#define PAGE_COLUMNS(key) \
	key ", stream, unit, relation, waiting, final, state, path, due," \
	" opened, moved"

#define PAGE_UP(key) \
	ARMS(PAGE_COLUMNS(key), " AND (" key ", stream) > (?11, ?12)") \
	" ORDER BY 1, 2 LIMIT ?13"
#define PAGE_DOWN(key) \
	ARMS(PAGE_COLUMNS(key), " AND (" key ", stream) < (?11, ?12)") \
	" ORDER BY 1 DESC, 2 DESC LIMIT ?13"

enum order { ORDER_DUE, ORDER_OPENED, ORDER_MOVED };

static struct stmt *
page_statement(struct db *db, const struct work_query *q)
{
	switch (q->order) {
	case ORDER_DUE:
		return q->descending ? DB_GET(db, PAGE_DOWN("due")) :
		    DB_GET(db, PAGE_UP("due"));
	case ORDER_OPENED:
		return q->descending ? DB_GET(db, PAGE_DOWN("opened")) :
		    DB_GET(db, PAGE_UP("opened"));
	case ORDER_MOVED:
		return q->descending ? DB_GET(db, PAGE_DOWN("moved")) :
		    DB_GET(db, PAGE_UP("moved"));
	default:
		BUG("unknown order of a queue");
	}
}

/* The parameters that pages and counts share. */
static void
bind_filter(struct stmt *st, const struct work_query *q)
{
	static const char *const all[4] = {
		"holder", "asked", "offered", "former",
	};

	stmt_text(st, 1, q->unit);
	for (size_t i = 0; i < 4; i++) {
		/* A relation not asked for is one that no row has. */
		const char *relation = q->n_relation == 0 ? all[i] :
		    i < q->n_relation ? q->relation[i] : "";

		/* Asked for twice would list its rows twice. */
		for (size_t k = 0; k < i && k < q->n_relation; k++)
			if (str_eq(q->relation[k], relation))
				relation = "";
		stmt_text(st, (int)i + 2, relation);
	}
	stmt_int(st, 6, q->final != 0);
	stmt_int(st, 7, q->final <= 0);
	stmt_int(st, 8, q->waiting > 0);
	stmt_int(st, 9, q->waiting != 0);
	stmt_int(st, 10, q->has_due_before && q->due_before > INT64_MIN ?
	    q->due_before - 1 : INT64_MAX);
}

static const char *
relation_name(const char *relation, char out[16])
{
	size_t len = strlen(relation);

	memcpy(out, relation, len + 1);
	return out;
}

static bool
read_text(struct stmt *st, int col, char *out, size_t room)
{
	size_t len;
	const char *text = stmt_text_at(st, col, room - 1, &len);

	if (text != NULL)
		memcpy(out, text, len + 1);
	return text != NULL;
}

static bool
read_hit(struct stmt *st, struct work_hit *hit)
{
	const char *relation;

	hit->key = stmt_int_at(st, 0);
	hit->row.waiting = stmt_int_at(st, 4) != 0;
	hit->row.final = stmt_int_at(st, 5) != 0;
	hit->row.due = stmt_int_at(st, 8);
	hit->row.opened = stmt_int_at(st, 9);
	hit->row.moved = stmt_int_at(st, 10);
	relation = stmt_text_at(st, 3, sizeof(hit->relation) - 1, NULL);
	if (relation == NULL)
		return false;
	hit->row.relation = relation_name(relation, hit->relation);
	return read_text(st, 1, hit->stream, sizeof(hit->stream)) &&
	    read_text(st, 2, hit->row.unit, sizeof(hit->row.unit)) &&
	    read_text(st, 6, hit->row.state, sizeof(hit->row.state)) &&
	    read_text(st, 7, hit->row.path, sizeof(hit->row.path));
}

static bool
work_page(void *ctx, const struct work_query *q, struct work_hit *out,
    size_t *n, struct err *e)
{
	struct store *s = ctx;
	size_t limit = q->limit < 1 ? 1 : q->limit > 500 ? 500 : q->limit;
	enum db_step step;
	struct stmt *st;
	bool fine = true;

	*n = 0;
	if (!store_ready(s, e))
		return false;
	st = page_statement(s->db, q);
	if (st == NULL)
		return store_failed(s, e);
	bind_filter(st, q);
	if (q->has_after) {
		stmt_int(st, 11, q->after_key);
		stmt_text(st, 12, q->after_case);
	} else {
		/* Names of streams are printable: DEL is after all of them. */
		stmt_int(st, 11, q->descending ? INT64_MAX : INT64_MIN);
		stmt_text(st, 12, q->descending ? "\x7f" : "");
	}
	stmt_int(st, 13, (int64_t)limit);
	while ((step = stmt_step(st)) == DB_ROW && fine && *n < limit) {
		fine = read_hit(st, &out[*n]);
		*n += fine;
	}
	stmt_put(st);
	if (!fine)
		return err_set(e, ERR_STORE_DAMAGED, s->path, NULL);
	return step != DB_FAILED ? true : store_failed(s, e);
}

static bool
work_count(void *ctx, const struct work_query *q, int64_t *out, struct err *e)
{
	struct store *s = ctx;
	struct stmt *st;
	bool ok;

	*out = 0;
	if (!store_ready(s, e))
		return false;
	st = DB_GET(s->db, "SELECT sum(n) FROM (" ARMS("count(*) AS n", "")
	    ")");
	if (st == NULL)
		return store_failed(s, e);
	bind_filter(st, q);
	*out = stmt_number(st, 0, &ok);
	return ok ? true : store_failed(s, e);
}

typedef bool each_stand(void *arg, const char *stream, const char *relation,
    int64_t last_seq);

static bool
hand_stands(struct store *s, struct stmt *st, each_stand *each, void *arg,
    struct err *e)
{
	enum db_step step;
	bool more = true;

	while ((step = stmt_step(st)) == DB_ROW && more) {
		const char *stream = stmt_text_at(st, 0, STREAM_MAX - 1, NULL);
		const char *relation = stmt_text_at(st, 1, 15, NULL);

		if (stream == NULL || relation == NULL) {
			stmt_put(st);
			return err_set(e, ERR_STORE_DAMAGED, s->path, NULL);
		}
		more = each(arg, stream, *relation == '\0' ? NULL : relation,
		    stmt_int_at(st, 2));
	}
	stmt_put(st);
	return step != DB_FAILED ? true : store_failed(s, e);
}

static bool
work_stands(void *ctx, const char *unit, int64_t after, each_stand *each,
    void *arg, int64_t *upto, struct err *e)
{
	struct store *s = ctx;
	struct stmt *st;
	bool ok;

	if (!store_ready(s, e))
		return false;
	*upto = stmt_number(DB_GET(s->db, "SELECT coalesce(max(seq), 0)"
	    " FROM event"), 0, &ok);
	if (!ok)
		return store_failed(s, e);
	st = after == 0 ? DB_GET(s->db, "SELECT w.stream, w.relation,"
	    " r.last_seq FROM work w JOIN row r ON r.stream = w.stream"
	    " WHERE w.unit = ?1") :
	    DB_GET(s->db, "SELECT r.stream, coalesce(w.relation, ''),"
	    " r.last_seq FROM (SELECT DISTINCT stream FROM event"
	    "  WHERE seq > ?2) n JOIN row r ON r.stream = n.stream"
	    " LEFT JOIN work w ON w.stream = r.stream AND w.unit = ?1");
	if (st == NULL)
		return store_failed(s, e);
	stmt_text(st, 1, unit);
	if (after != 0)
		stmt_int(st, 2, after);
	return hand_stands(s, st, each, arg, e);
}

static bool
work_stand(void *ctx, const char *stream, const char *unit, char relation[16])
{
	struct store *s = ctx;
	struct stmt *st;
	const char *found = NULL;

	if (!store_ready(s, NULL) || (st = DB_GET(s->db,
	    "SELECT relation FROM work WHERE stream = ?1 AND unit = ?2")) ==
	    NULL)
		return false;
	stmt_text(st, 1, stream);
	stmt_text(st, 2, unit);
	if (stmt_step(st) == DB_ROW)
		found = stmt_text_at(st, 0, 15, NULL);
	snprintf(relation, 16, "%s", found == NULL ? "" : found);
	stmt_put(st);
	return *relation != '\0';
}

void
store_fill_work(struct journal *j)
{
	j->work = work_page;
	j->work_count = work_count;
	j->stands = work_stands;
	j->stand = work_stand;
}
