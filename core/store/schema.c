/*
 * The schema, version by version.
 *
 * The journal (event, incarnation) is the truth.  row, work and counter are
 * projections: equal at every commit to what refolding the journal gives.
 * attachment holds the files that entries name by their hash; it is as
 * append-only as they are, and a file is erased by destroying its key; ended
 * says which streams have lost theirs.
 * stream_key, blob and draft are neither: keys are destroyed to erase, and
 * drafts are nobody's record yet.
 */
#include "core/store/schema.h"

#include "core/store/file.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#ifdef MUTANT_FORGET_OP_ID
#define ONE_OP ""
#define ONE_OP_TRIGGER ""
#else
#define ONE_OP ", UNIQUE (op_id, op_part)"
#define ONE_OP_TRIGGER \
	" SELECT RAISE(ABORT, 'an operation is saved once')" \
	" WHERE EXISTS (SELECT 1 FROM event" \
	"  WHERE op_id = NEW.op_id AND op_part = NEW.op_part);"
#endif

static bool
make_journal(struct db *db)
{
	return
	/* site: its name; created: when (ms) */
	DB_RUN(db, "CREATE TABLE meta (name TEXT PRIMARY KEY,"
	    " value ANY NOT NULL) STRICT, WITHOUT ROWID") &&
	/* Each restore begins a new one (reliability rule 11). */
	DB_RUN(db, "CREATE TABLE incarnation (n INTEGER PRIMARY KEY,"
	    " id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),"
	    " began INTEGER NOT NULL,"
	    " after_seq INTEGER NOT NULL) STRICT") &&
	/* The short columns come first: they never lie on overflow pages. */
	DB_RUN(db, "CREATE TABLE event ("
	    "seq INTEGER PRIMARY KEY CHECK (seq > 0),"
	    " hash BLOB NOT NULL CHECK (length(hash) = 32),"
	    " prev_site BLOB NOT NULL CHECK (length(prev_site) = 32),"
	    " prev_stream BLOB NOT NULL CHECK (length(prev_stream) = 32),"
	    " incarnation BLOB NOT NULL REFERENCES incarnation (id),"
	    " op_part INTEGER NOT NULL CHECK (op_part >= 0),"
	    " epoch INTEGER NOT NULL,"
	    " at INTEGER NOT NULL,"
	    " stream TEXT NOT NULL,"
	    " kind TEXT NOT NULL,"
	    " actor TEXT NOT NULL,"
	    " unit TEXT NOT NULL,"
	    " op_id TEXT NOT NULL,"
	    " facts TEXT NOT NULL,"
	    " sealed BLOB" ONE_OP ") STRICT") &&
	DB_RUN(db, "CREATE INDEX event_stream ON event (stream, seq)") &&
	DB_RUN(db, "CREATE TRIGGER event_no_update BEFORE UPDATE ON event"
	    " BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END") &&
	DB_RUN(db, "CREATE TRIGGER event_no_delete BEFORE DELETE ON event"
	    " BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END") &&
	/* Before the insert, so that REPLACE finds nothing to replace. */
	DB_RUN(db, "CREATE TRIGGER event_append BEFORE INSERT ON event BEGIN"
	    " SELECT RAISE(ABORT, 'seq is dense')"
	    " WHERE NEW.seq IS NOT"
	    "  (SELECT coalesce(max(seq), 0) + 1 FROM event);"
	    ONE_OP_TRIGGER " END");
}

static bool
make_projections(struct db *db)
{
	return
	DB_RUN(db, "CREATE TABLE row (stream TEXT PRIMARY KEY,"
	    " last_seq INTEGER NOT NULL REFERENCES event (seq),"
	    " epoch INTEGER NOT NULL,"
	    " doc TEXT NOT NULL) STRICT, WITHOUT ROWID") &&
	DB_RUN(db, "CREATE TABLE work ("
	    "stream TEXT NOT NULL REFERENCES row (stream),"
	    " unit TEXT NOT NULL,"
	    " relation TEXT NOT NULL CHECK (relation IN"
	    "  ('holder', 'asked', 'offered', 'former')),"
	    " waiting INTEGER NOT NULL CHECK (waiting IN (0, 1)),"
	    " final INTEGER NOT NULL CHECK (final IN (0, 1)),"
	    " state TEXT NOT NULL,"
	    " path TEXT NOT NULL,"
	    " due INTEGER NOT NULL,"
	    " opened INTEGER NOT NULL,"
	    " moved INTEGER NOT NULL,"
	    " PRIMARY KEY (stream, unit)) STRICT, WITHOUT ROWID") &&
	/* One for each order of a queue; each covers what filters it. */
	DB_RUN(db, "CREATE INDEX work_due ON work"
	    " (unit, relation, final, due, stream, waiting)") &&
	DB_RUN(db, "CREATE INDEX work_opened ON work"
	    " (unit, relation, final, opened, stream, waiting, due)") &&
	DB_RUN(db, "CREATE INDEX work_moved ON work"
	    " (unit, relation, final, moved, stream, waiting, due)") &&
	DB_RUN(db, "CREATE TABLE counter (series TEXT PRIMARY KEY,"
	    " last INTEGER NOT NULL CHECK (last > 0)) STRICT, WITHOUT ROWID");
}

static bool
make_rest(struct db *db)
{
	return
	DB_RUN(db, "CREATE TABLE stream_key (stream TEXT NOT NULL,"
	    " unit TEXT NOT NULL, wrap BLOB NOT NULL,"
	    " PRIMARY KEY (stream, unit)) STRICT, WITHOUT ROWID") &&
	DB_RUN(db, "CREATE TABLE blob (name TEXT PRIMARY KEY,"
	    " bytes BLOB NOT NULL) STRICT") &&
	DB_RUN(db, "CREATE TABLE draft (officer TEXT NOT NULL,"
	    " place TEXT NOT NULL, at INTEGER NOT NULL, blob BLOB NOT NULL,"
	    " PRIMARY KEY (officer, place)) STRICT");
}

static bool
step_1(struct db *db)
{
	return DB_RUN(db, "PRAGMA application_id=0x544e484e") &&
	    make_journal(db) && make_projections(db) && make_rest(db);
}

/*
 * Version 2: more ways to stand to a case, and to an act of coordination.  A
 * CHECK cannot be changed in place, so the table is made anew; its rows are
 * what they were.
 */
static bool
step_2(struct db *db)
{
	return
	DB_RUN(db, "CREATE TABLE work_2 ("
	    "stream TEXT NOT NULL REFERENCES row (stream),"
	    " unit TEXT NOT NULL,"
	    " relation TEXT NOT NULL CHECK (relation IN"
	    "  ('holder', 'asked', 'offered', 'former', 'superior', 'lead',"
	    "  'invited')),"
	    " waiting INTEGER NOT NULL CHECK (waiting IN (0, 1)),"
	    " final INTEGER NOT NULL CHECK (final IN (0, 1)),"
	    " state TEXT NOT NULL,"
	    " path TEXT NOT NULL,"
	    " due INTEGER NOT NULL,"
	    " opened INTEGER NOT NULL,"
	    " moved INTEGER NOT NULL,"
	    " PRIMARY KEY (stream, unit)) STRICT, WITHOUT ROWID") &&
	DB_RUN(db, "INSERT INTO work_2 (stream, unit, relation, waiting,"
	    " final, state, path, due, opened, moved)"
	    " SELECT stream, unit, relation, waiting, final, state, path, due,"
	    " opened, moved FROM work ORDER BY stream, unit") &&
	/* With it go its indexes. */
	DB_RUN(db, "DROP TABLE work") &&
	DB_RUN(db, "ALTER TABLE work_2 RENAME TO work") &&
	DB_RUN(db, "CREATE INDEX work_due ON work"
	    " (unit, relation, final, due, stream, waiting)") &&
	DB_RUN(db, "CREATE INDEX work_opened ON work"
	    " (unit, relation, final, opened, stream, waiting, due)") &&
	DB_RUN(db, "CREATE INDEX work_moved ON work"
	    " (unit, relation, final, moved, stream, waiting, due)");
}

/*
 * Version 3: files of cases.  The short columns come first: verify and the
 * look-up of an id never read through a file to reach them.
 */
static bool
step_3(struct db *db)
{
	return
	DB_RUN(db, "CREATE TABLE attachment ("
	    "id TEXT PRIMARY KEY CHECK (length(id) = 32"
	    "  AND id NOT GLOB '*[^0-9a-f]*'),"
	    " stream TEXT NOT NULL,"
	    " seq INTEGER NOT NULL UNIQUE REFERENCES event (seq),"
	    " size INTEGER NOT NULL CHECK (size > 0"
	    "  AND size = length(sealed)),"
	    " hash BLOB NOT NULL CHECK (length(hash) = 32),"
	    " sealed BLOB NOT NULL) STRICT") &&
	DB_RUN(db, "CREATE TRIGGER attachment_no_update"
	    " BEFORE UPDATE ON attachment"
	    " BEGIN SELECT RAISE(ABORT, 'files are append-only'); END") &&
	DB_RUN(db, "CREATE TRIGGER attachment_no_delete"
	    " BEFORE DELETE ON attachment"
	    " BEGIN SELECT RAISE(ABORT, 'files are append-only'); END") &&
	/* Before the insert, so that REPLACE finds nothing to replace. */
	DB_RUN(db, "CREATE TRIGGER attachment_append"
	    " BEFORE INSERT ON attachment BEGIN"
	    " SELECT RAISE(ABORT, 'a file is saved once')"
	    " WHERE EXISTS (SELECT 1 FROM attachment"
	    "  WHERE id = NEW.id OR seq = NEW.seq); END");
}

/*
 * Version 4: streams whose key was destroyed, by which entry.  No key comes
 * back there: neither from a backup nor by a mistake of ours.
 */
static bool
step_4(struct db *db)
{
	return
	DB_RUN(db, "CREATE TABLE ended (stream TEXT PRIMARY KEY,"
	    " seq INTEGER NOT NULL UNIQUE REFERENCES event (seq))"
	    " STRICT, WITHOUT ROWID") &&
	DB_RUN(db, "CREATE TRIGGER ended_no_update BEFORE UPDATE ON ended"
	    " BEGIN SELECT RAISE(ABORT, 'an end is final'); END") &&
	DB_RUN(db, "CREATE TRIGGER ended_no_delete BEFORE DELETE ON ended"
	    " BEGIN SELECT RAISE(ABORT, 'an end is final'); END") &&
	DB_RUN(db, "CREATE TRIGGER ended_has_no_key"
	    " BEFORE INSERT ON stream_key"
	    " BEGIN SELECT RAISE(ABORT, 'the key was destroyed')"
	    " WHERE EXISTS (SELECT 1 FROM ended"
	    "  WHERE stream = NEW.stream); END") &&
	/* What one officer did and looked at, without reading all. */
	DB_RUN(db, "CREATE INDEX event_actor ON event (actor, seq)");
}

/*
 * Version 5: what an officer did in a week is found without reading all the
 * entries of that officer.
 */
static bool
step_5(struct db *db)
{
	return
	DB_RUN(db, "DROP INDEX event_actor") &&
	DB_RUN(db, "CREATE INDEX event_actor ON event (actor, seq, at)");
}

const struct schema_step schema_steps[] = {
	{ step_1 }, { step_2 }, { step_3 }, { step_4 }, { step_5 },
};

int
schema_version(void)
{
	return (int)ARRAY_LEN(schema_steps);
}

int
schema_read_version(struct db *db)
{
	bool ok;
	int64_t n = stmt_number(DB_GET(db, "PRAGMA user_version"), -1, &ok);

	return ok && n >= 0 && n <= INT32_MAX ? (int)n : -1;
}

/* PRAGMA takes no parameter, and SQL is never put together: so, a table. */
static bool
write_version(struct db *db, int version)
{
	switch (version) {
	case 1:
		return DB_RUN(db, "PRAGMA user_version=1");
	case 2:
		return DB_RUN(db, "PRAGMA user_version=2");
	case 3:
		return DB_RUN(db, "PRAGMA user_version=3");
	case 4:
		return DB_RUN(db, "PRAGMA user_version=4");
	case 5:
		return DB_RUN(db, "PRAGMA user_version=5");
	case 6:
		return DB_RUN(db, "PRAGMA user_version=6");
	default:
		BUG("a schema version without its line here");
	}
}

bool
schema_migrate(struct db *db, const struct schema_step *step, int n,
    struct err *e)
{
	int version;
	bool ok = true;

	if (!db_begin(db))
		return db_err(db, e);
	/* Read under the lock: another program may just have done it. */
	version = schema_read_version(db);
	if (version < 0) {
		db_end(db, false);
		return db_err(db, e);
	}
	db_set_phase(db, DB_SCHEMA);
	for (int i = version; ok && i < n; i++)
		ok = step[i].run(db) && write_version(db, i + 1);
	db_set_phase(db, DB_RUNNING);
	if (!db_end(db, ok))
		return db_err(db, e);
	return true;
}

static uint32_t
big_endian(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | (uint32_t)p[3];
}

bool
schema_check_header(const char *path, struct err *e)
{
	/* https://sqlite.org/fileformat2.html, 1.3: offsets 60 and 68 */
	static const char magic[16] = "SQLite format 3";
	unsigned char head[100];
	char theirs[16], ours[16];
	ssize_t got;
	int fd;

	fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return err_set(e, ERR_STORE_CANNOT_OPEN, path, NULL);
	got = file_is_regular(fd) ? read(fd, head, sizeof(head)) : -1;
	close(fd);
	if (got != (ssize_t)sizeof(head) || memcmp(head, magic, 16) != 0 ||
	    big_endian(head + 68) != SCHEMA_APPLICATION_ID)
		return err_set(e, ERR_STORE_NOT_OURS, path, NULL);
	if (big_endian(head + 60) > (uint32_t)schema_version()) {
		snprintf(theirs, sizeof(theirs), "%u", big_endian(head + 60));
		snprintf(ours, sizeof(ours), "%d", schema_version());
		return err_set(e, ERR_STORE_NEWER, path, theirs, ours, NULL);
	}
	return true;
}
