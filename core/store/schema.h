/*
 * What the file looks like inside, and how an older one becomes a newer one.
 * Private to core/store.
 */
#ifndef TN_STORE_SCHEMA_H
#define TN_STORE_SCHEMA_H

#include "core/store/db.h"

/* "TNHN": written into the header of every store. */
#define SCHEMA_APPLICATION_ID 0x544e484e

/*
 * One step forward: from version i to i + 1, where i is its place in the
 * table.  A new version is one function and one line; old steps never change.
 */
struct schema_step {
	bool (*run)(struct db *db);
};

extern const struct schema_step schema_steps[];
int schema_version(void);		/* the newest that this program knows */

/*
 * Runs every step after the version of the file, all in one transaction:
 * after a crash it is the old version or the new one, never between.
 */
bool schema_migrate(struct db *db, const struct schema_step *step, int n,
    struct err *e) TN_MUST_USE;

/* Version in the file, -1 when it cannot be read. */
int schema_read_version(struct db *db);

/*
 * Looks at the first bytes of a file without SQLite: refuses what is not
 * ours or newer, having touched nothing.
 */
bool schema_check_header(const char *path, struct err *e) TN_MUST_USE;

#endif
