/* Many operations in one transaction. */
#include "core/store/inside.h"

void
store_group_begin(struct store *s)
{
	s->group = true;
	s->group_whole = false;
	s->group_op[0] = '\0';
	/* Without a database each operation will find that out by itself. */
	s->group_lost = !store_ready(s, NULL);
	if (!s->group_lost)
		db_group_begin(s->db);
}

bool
store_group_dirty(const struct store *s)
{
	return s->group && !s->group_lost && s->db != NULL &&
	    db_group_dirty(s->db);
}

bool
store_group_fine(const struct store *s, struct err *e)
{
	if (!s->group || (!s->group_lost && !db_group_lost(s->db) &&
	    !(db_group_dirty(s->db) && db_moved(s->db))))
		return true;
	return err_set(e, ERR_STORE_BUSY, s->path, NULL);
}

/* COMMIT failed, or went into a file that was taken away. */
static enum store_group
resolve(struct store *s, struct err *e)
{
	bool was_full = db_failed_full(s->db);

	if (s->group_op[0] == '\0') {
		s->stale = true;	/* drafts and keys: written anew */
		return STORE_LOST;
	}
	switch (store_resolve(s, s->group_op, false, was_full, e)) {
	case COMMIT_DONE:
		return STORE_KEPT;
	case COMMIT_FAILED:
		return STORE_LOST;
	default:
		return STORE_UNSURE;
	}
}

enum store_group
store_group_end(struct store *s, struct err *e)
{
	bool dirty = s->db != NULL && db_group_dirty(s->db);
	bool lost = s->group_lost || (dirty && (db_group_lost(s->db) ||
	    s->stale));

	s->group = s->group_lost = false;
	if (s->db == NULL) {
		forget_rows(s);
		return STORE_LOST;
	}
	if (lost) {
		forget_rows(s);
		(void)db_group_end(s->db, false);
		return STORE_LOST;
	}
	if (!db_group_end(s->db, true)) {
		forget_rows(s);
		return resolve(s, e);
	}
	if (!dirty)
		return STORE_KEPT;
	if (db_moved(s->db)) {
		forget_rows(s);
		return resolve(s, e);
	}
	/* Nobody waits for the log to be moved, unless a key is to go from it. */
	if (s->group_whole)
		store_committed(s, true);
	return STORE_KEPT;
}

void
store_catch_up(struct store *s)
{
	if (!s->group && s->db != NULL && !s->stale)
		store_committed(s, false);
}
