/* Transactions, counted; and groups of them. */
#include "core/store/db_inside.h"

#define BEGIN_TRIES 8

static bool
begin_immediate(struct db *db)
{
	for (int i = 0; i < BEGIN_TRIES; i++) {
		if (stmt_finish(DB_GET(db, "BEGIN IMMEDIATE")))
			return true;
		if (!db_failed_busy(db))
			break;
	}
	return false;
}

/* One pair within a group. */
static bool
begin_savepoint(struct db *db)
{
	if (!db->group_open) {
		if (!begin_immediate(db))
			return false;
		db->group_open = true;
	}
	/* Outside of a transaction a savepoint would be one, and commit. */
	if (sqlite3_get_autocommit(db->raw) ||
	    !stmt_finish(DB_GET(db, "SAVEPOINT one")))
		return false;
	db->depth = 1;
	return true;
}

bool
db_begin(struct db *db)
{
	if (db->depth > 0) {
		db->depth++;
		return true;
	}
	db->in_doubt = false;
	db->spoilt = false;
	if (db->group)
		return begin_savepoint(db);
	if (!begin_immediate(db))
		return false;
	db->depth = 1;
	return true;
}

bool
db_begin_read(struct db *db)
{
	if (db->depth == 0) {
		db->in_doubt = false;
		db->spoilt = false;
		if (!stmt_finish(DB_GET(db, "BEGIN")))
			return false;
	}
	db->depth++;
	return true;
}

static void
roll_back(struct db *db)
{
	int rc = db->rc;

	if (!sqlite3_get_autocommit(db->raw))
		stmt_finish(DB_GET(db, "ROLLBACK"));
	db->rc = rc;		/* the first failure is the one to tell */
}

static bool
end_savepoint(struct db *db)
{
	int rc = db->rc;

	if (sqlite3_get_autocommit(db->raw))
		return false;
	if (!db->spoilt)
		return stmt_finish(DB_GET(db, "RELEASE one"));
	/* What cannot be taken back alone is taken back with all. */
	if (!stmt_finish(DB_GET(db, "ROLLBACK TO one")) ||
	    !stmt_finish(DB_GET(db, "RELEASE one")))
		stmt_finish(DB_GET(db, "ROLLBACK"));
	db->rc = rc;
	return false;
}

bool
db_end(struct db *db, bool keep)
{
	if (db->depth <= 0)
		BUG("end of a transaction that was not begun");
	if (!keep)
		db->spoilt = true;
	if (--db->depth > 0)
		return !db->spoilt;
	if (db->group_open)
		return end_savepoint(db);
	if (db->spoilt) {
		roll_back(db);
		return false;
	}
	if (sqlite3_get_autocommit(db->raw)) {
		/* SQLite has rolled back by itself after a failure. */
		return false;
	}
	if (stmt_finish(DB_GET(db, "COMMIT")))
		return true;
	db->in_doubt = true;
	roll_back(db);
	return false;
}

void
db_group_begin(struct db *db)
{
	if (db->depth > 0 || db->group)
		BUG("a group begun inside of something");
	db->group = true;
	db->group_open = false;
}

bool
db_group_dirty(const struct db *db)
{
	return db->group_open;
}

bool
db_group_lost(const struct db *db)
{
	return db->group_open && sqlite3_get_autocommit(db->raw);
}

bool
db_group_end(struct db *db, bool keep)
{
	bool open = db->group_open && !sqlite3_get_autocommit(db->raw);
	bool ok = !db->group_open;

	db->group = db->group_open = false;
	db->in_doubt = false;
	if (open && keep) {
		ok = stmt_finish(DB_GET(db, "COMMIT"));
		db->in_doubt = !ok;
	}
	if (open && !ok)
		roll_back(db);
	return ok;
}
