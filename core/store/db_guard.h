/*
 * What a connection may do: settings, limits, and the authorizer.
 * Private to core/store.
 */
#ifndef TN_STORE_DB_GUARD_H
#define TN_STORE_DB_GUARD_H

#include "core/base/err.h"
#include "core/store/db.h"

struct db_guard {
	enum db_phase phase;
	bool settled;	/* settings are made: no more PRAGMA but checks */
};

struct sqlite3;

/*
 * Before any file is opened through SQLite: from now on, in this process, it
 * follows no link, and what it has opened must be a file of this account
 * under one name alone (S-23, S-24), or a folder to be synced.
 */
void guard_opening(void);
/* Lowers SQLite's limits to what this room needs. */
void guard_limits(struct sqlite3 *raw);
/*
 * Sets everything a live connection needs and reads it back.  False with the
 * sentence when a setting does not hold.  `guard` must live as long as `raw`.
 */
bool guard_connection(struct sqlite3 *raw, struct db_guard *guard,
    const char *path, struct err *e) TN_MUST_USE;

#endif
