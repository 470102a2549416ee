/*
 * Projections made anew, when an older program folded them by other rules.
 *
 * What a row holds is the projector's; when that changes, the rows of a store
 * no longer equal a refold, though no table has changed.  The number of the
 * rules stands in `meta`; a store with a lower one is refolded at once when
 * it is opened, in one transaction.
 */
#include "core/store/inside.h"

#include "core/store/limits.h"
#include "core/store/link.h"
#include "core/store/schema.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Raised with every change of what core/case/row_*.c fold. */
#define PROJECTION 4

static bool
write_projection(struct db *db)
{
	struct stmt *st = DB_GET(db, "INSERT INTO meta (name, value)"
	    " VALUES ('projection', ?1) ON CONFLICT (name) DO UPDATE"
	    " SET value = excluded.value");

	if (st == NULL)
		return false;
	stmt_int(st, 1, PROJECTION);
	return stmt_finish(st);
}

/* Writes the stream that ends here, and makes room for the next. */
static bool
close_stream(struct store *s, const char *stream, struct fold *f,
    struct err *e)
{
	bool ok = f->row == NULL || fold_write(s, stream, f, e);

	fold_done(f);
	*f = (struct fold){ .row = NULL };
	return ok;
}

static bool
add_link(struct store *s, const struct link *l, struct fold *f)
{
	struct event ev;
	bool ok = link_event(l, &ev) && fold_add(f, s->projector, &ev);

	json_decref(ev.facts);
	return ok;
}

/*
 * All streams, one after the other.  *follows: every entry could be folded;
 * where one cannot, the store is damaged, and verify names the place.
 */
static bool
refold(struct store *s, bool *follows, struct err *e)
{
	struct stmt *st = DB_GET(s->db,
	    "SELECT " LINK_COLUMNS " FROM event ORDER BY stream, seq");
	char stream[STREAM_MAX] = "";
	struct fold f = { .row = NULL };
	enum db_step step = DB_DONE;
	bool ok = st != NULL;
	struct link l;

	*follows = true;
	while (ok && *follows && (step = stmt_step(st)) == DB_ROW) {
		*follows = link_read(st, &l);
		if (*follows && strcmp(stream, l.stream) != 0) {
			ok = close_stream(s, stream, &f, e);
			snprintf(stream, sizeof(stream), "%s", l.stream);
		}
		*follows = *follows && ok && add_link(s, &l, &f);
	}
	stmt_put(st);
	if (st == NULL || step == DB_FAILED)
		ok = store_failed(s, e);
	ok = ok && *follows && close_stream(s, stream, &f, e);
	fold_done(&f);
	return ok;
}

bool
store_rebuild(struct store *s, struct err *e)
{
	char theirs[24], ours[24];
	bool ok, follows = true;
	int64_t n = stmt_number(DB_GET(s->db,
	    "SELECT value FROM meta WHERE name = 'projection'"), 1, &ok);

	if (!ok)
		return store_failed(s, e);
	if (n == PROJECTION)
		return true;
	if (n > PROJECTION) {
		snprintf(theirs, sizeof(theirs), "%d.%" PRId64,
		    schema_version(), n);
		snprintf(ours, sizeof(ours), "%d.%d", schema_version(),
		    PROJECTION);
		return err_set(e, ERR_STORE_NEWER, s->path, theirs, ours,
		    NULL);
	}
	if (!db_begin(s->db))
		return store_failed(s, e);
	ok = stmt_finish(DB_GET(s->db, "DELETE FROM work")) &&
	    stmt_finish(DB_GET(s->db, "DELETE FROM row")) &&
	    refold(s, &follows, e) && write_projection(s->db);
	if (db_end(s->db, ok))
		return true;
	/* A damaged journal is left as it is, for verify to name the place. */
	return !follows ? true : store_failed(s, e);
}
