/*
 * What lies beside the journal: wrapped keys, the keyring, drafts.  All of
 * it is sealed by the caller before it comes here.
 */
#include "core/store/inside.h"
#include "core/store/limits.h"

#include <string.h>

/* The blob in a column becomes the caller's; puts the statement back. */
static bool
take_blob(struct stmt *st, int col, unsigned char **out, size_t *len)
{
	const unsigned char *blob;
	bool found;

	found = stmt_step(st) == DB_ROW;
	if (found) {
		blob = stmt_blob_at(st, col, LIMIT_BLOB, len);
		*out = xmalloc(*len + 1);
		if (*len > 0)
			memcpy(*out, blob, *len);
		(*out)[*len] = '\0';
	}
	return found;
}

static bool
get_wrap(void *ctx, const char *stream, const char *unit,
    unsigned char **wrap, size_t *len)
{
	struct store *s = ctx;
	struct stmt *st;
	bool found;

	*wrap = NULL;
	*len = 0;
	if (!store_ready(s, NULL))
		return false;
	st = DB_GET(s->db,
	    "SELECT wrap FROM stream_key WHERE stream = ?1 AND unit = ?2");
	if (st == NULL)
		return store_failed(s, NULL);
	stmt_text(st, 1, stream);
	stmt_text(st, 2, unit);
	found = take_blob(st, 0, wrap, len);
	stmt_put(st);
	return found;
}

static bool
get_wraps(void *ctx, const char *stream,
    bool (*each)(void *arg, const char *unit), void *arg)
{
	struct store *s = ctx;
	enum db_step step;
	struct stmt *st;
	bool more = true;

	if (!store_ready(s, NULL))
		return false;
	st = DB_GET(s->db, "SELECT unit FROM stream_key WHERE stream = ?1"
	    " ORDER BY unit");
	if (st == NULL)
		return store_failed(s, NULL);
	stmt_text(st, 1, stream);
	while ((step = stmt_step(st)) == DB_ROW && more)
		more = each(arg, stmt_text_at(st, 0, LIMIT_NAME, NULL));
	stmt_put(st);
	return step != DB_FAILED ? true : store_failed(s, NULL);
}

static bool
get_blob(void *ctx, const char *name, unsigned char **blob, size_t *len)
{
	struct store *s = ctx;
	struct stmt *st;
	bool found;

	*blob = NULL;
	*len = 0;
	if (!store_ready(s, NULL))
		return false;
	st = DB_GET(s->db, "SELECT bytes FROM blob WHERE name = ?1");
	if (st == NULL)
		return store_failed(s, NULL);
	stmt_text(st, 1, name);
	found = take_blob(st, 0, blob, len);
	stmt_put(st);
	return found;
}

/*
 * One write in its own transaction.  These replace whole values, so saving
 * them a second time after an error does no harm and nothing is in doubt:
 * "false" means "save it again".
 */
static bool
write_alone(struct store *s, struct stmt *st, struct err *e)
{
	bool ok;

	if (st == NULL)
		return store_failed(s, e);
	ok = stmt_step(st) != DB_FAILED;
	stmt_put(st);
	if (ok && db_end(s->db, true) && !db_moved(s->db)) {
		if (!s->group && db_wal_pages(s->db) >= s->checkpoint_pages &&
		    !db_checkpoint(s->db, false) && !db_failed_busy(s->db))
			s->stale = true;
		return true;
	}
	if (!ok)
		db_end(s->db, false);
	if (db_in_doubt(s->db) || db_moved(s->db))
		s->stale = true;
	return store_failed(s, e);
}

static bool
size_ok(const char *name, size_t len, struct err *e)
{
	if (name == NULL || *name == '\0' || strlen(name) > LIMIT_NAME)
		return err_set(e, ERR_STORE_BATCH, "name", NULL);
	if (len > LIMIT_BLOB)
		return err_set(e, ERR_STORE_TOO_BIG, name, NULL);
	return true;
}

/* Ready, and a transaction begun. */
static bool
begin_alone(struct store *s, struct err *e)
{
	if (!store_ready(s, e) || !store_group_fine(s, e))
		return false;
	if (db_moved(s->db) && !store_reopen(s, e))
		return false;
	return db_begin(s->db) ? true : store_failed(s, e);
}

static bool
put_blob(void *ctx, const char *name, const void *blob, size_t len,
    struct err *e)
{
	struct store *s = ctx;
	struct stmt *st;

	if (!size_ok(name, len, e) || !begin_alone(s, e))
		return false;
	st = DB_GET(s->db, "INSERT INTO blob (name, bytes) VALUES (?1, ?2)"
	    " ON CONFLICT (name) DO UPDATE SET bytes = excluded.bytes");
	if (st != NULL) {
		stmt_text(st, 1, name);
		stmt_blob(st, 2, len > 0 ? blob : "", len);
	}
	return write_alone(s, st, e);
}

static bool
drop_blob(void *ctx, const char *name, struct err *e)
{
	struct store *s = ctx;
	struct stmt *st;

	if (!size_ok(name, 0, e) || !begin_alone(s, e))
		return false;
	st = DB_GET(s->db, "DELETE FROM blob WHERE name = ?1");
	if (st != NULL)
		stmt_text(st, 1, name);
	return write_alone(s, st, e);
}

static bool
put_draft(void *ctx, const char *officer, const char *place,
    const void *blob, size_t len, when_t at, struct err *e)
{
	struct store *s = ctx;
	struct stmt *st;

	if (!size_ok(officer, len, e) || !size_ok(place, len, e) ||
	    !begin_alone(s, e))
		return false;
	st = DB_GET(s->db, "INSERT INTO draft (officer, place, at, blob)"
	    " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (officer, place)"
	    " DO UPDATE SET at = excluded.at, blob = excluded.blob");
	if (st != NULL) {
		stmt_text(st, 1, officer);
		stmt_text(st, 2, place);
		stmt_int(st, 3, at);
		stmt_blob(st, 4, len > 0 ? blob : "", len);
	}
	return write_alone(s, st, e);
}

static bool
get_draft(void *ctx, const char *officer, const char *place,
    unsigned char **blob, size_t *len, when_t *at)
{
	struct store *s = ctx;
	struct stmt *st;
	bool found;

	*blob = NULL;
	*len = 0;
	if (!store_ready(s, NULL))
		return false;
	st = DB_GET(s->db, "SELECT at, blob FROM draft"
	    " WHERE officer = ?1 AND place = ?2");
	if (st == NULL)
		return store_failed(s, NULL);
	stmt_text(st, 1, officer);
	stmt_text(st, 2, place);
	found = take_blob(st, 1, blob, len);
	if (found && at != NULL)
		*at = stmt_int_at(st, 0);
	stmt_put(st);
	return found;
}

static bool
drop_draft(void *ctx, const char *officer, const char *place, struct err *e)
{
	struct store *s = ctx;
	struct stmt *st;

	if (!begin_alone(s, e))
		return false;
	st = DB_GET(s->db,
	    "DELETE FROM draft WHERE officer = ?1 AND place = ?2");
	if (st != NULL) {
		stmt_text(st, 1, officer);
		stmt_text(st, 2, place);
	}
	return write_alone(s, st, e);
}

static bool
list_drafts(void *ctx, const char *officer,
    bool (*each)(void *arg, const char *place, when_t at), void *arg)
{
	struct store *s = ctx;
	enum db_step step;
	struct stmt *st;
	bool more = true;

	if (!store_ready(s, NULL))
		return false;
	st = DB_GET(s->db, "SELECT place, at FROM draft WHERE officer = ?1"
	    " ORDER BY at DESC, place");
	if (st == NULL)
		return store_failed(s, NULL);
	stmt_text(st, 1, officer);
	while ((step = stmt_step(st)) == DB_ROW && more) {
		const char *place = stmt_text_at(st, 0, LIMIT_NAME, NULL);

		if (place != NULL)
			more = each(arg, place, stmt_int_at(st, 1));
	}
	stmt_put(st);
	return step != DB_FAILED ? true : store_failed(s, NULL);
}

static bool
give_reserve(void *ctx)
{
	struct store *s = ctx;

	return ballast_spend(s);
}

void
store_fill_aside(struct journal *j)
{
	j->wrap = get_wrap;
	j->wraps = get_wraps;
	j->get_blob = get_blob;
	j->put_blob = put_blob;
	j->drop_blob = drop_blob;
	j->put_draft = put_draft;
	j->get_draft = get_draft;
	j->drop_draft = drop_draft;
	j->list_drafts = list_drafts;
	j->give_reserve = give_reserve;
}
