/* The wrapper's own structures.  Private to db*.c and backup.c. */
#ifndef TN_STORE_DB_INSIDE_H
#define TN_STORE_DB_INSIDE_H

#include "core/store/db.h"
#include "core/store/db_guard.h"

#include <sqlite3.h>

#define CACHE_MAX 128		/* more literals than this room has */

struct stmt {
	struct db *db;
	sqlite3_stmt *raw;
	const char *sql;
	bool busy;
	bool spare;		/* not in the cache: finalized when put back */
};

struct db {
	sqlite3 *raw;
	char *path;
	struct db_guard guard;
	struct stmt cache[CACHE_MAX];
	size_t n_cache;
	int in_use;		/* statements out of the cache now */
	int depth;
	bool spoilt;		/* an inner transaction asked for rollback */
	bool in_doubt;		/* COMMIT itself failed */
	bool group;		/* pairs are savepoints of one transaction */
	bool group_open;	/* which has begun */
	int rc;			/* extended code of the last failure */
	int wal_pages;
};

#endif
