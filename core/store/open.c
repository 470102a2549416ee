/*
 * What a store says of itself, and whether the log beside it is its own.
 */
#include "core/staff/seal.h"
#include "core/store/inside.h"

#include <stdlib.h>
#include <string.h>

bool
store_begin_incarnation(struct db *db, when_t now)
{
	unsigned char id[INCARNATION_SIZE];
	struct stmt *st = DB_GET(db,
	    "INSERT INTO incarnation (id, began, after_seq) VALUES (?1, ?2,"
	    " (SELECT coalesce(max(seq), 0) FROM event))");

	if (st == NULL)
		return false;
	seal_random(NULL, id, sizeof(id));
	stmt_blob(st, 1, id, sizeof(id));
	stmt_int(st, 2, now);
	return stmt_finish(st);
}

static bool
read_id(struct stmt *st, unsigned char out[INCARNATION_SIZE])
{
	const unsigned char *id;
	size_t len = 0;
	bool ok = false;

	if (st == NULL)
		return false;
	if (stmt_step(st) == DB_ROW) {
		id = stmt_blob_at(st, 0, INCARNATION_SIZE, &len);
		ok = len == INCARNATION_SIZE;
		if (ok)
			memcpy(out, id, len);
	}
	stmt_put(st);
	return ok;
}

bool
store_read_meta(struct db *db, const char *path, char site[SITE_MAX + 1],
    unsigned char first[INCARNATION_SIZE],
    unsigned char current[INCARNATION_SIZE], struct err *e)
{
	struct stmt *st = DB_GET(db,
	    "SELECT value FROM meta WHERE name = 'site'");
	const char *text = NULL;
	size_t len;

	if (st == NULL)
		return db_err(db, e);
	if (stmt_step(st) == DB_ROW) {
		text = stmt_text_at(st, 0, SITE_MAX, &len);
		if (text != NULL)
			memcpy(site, text, len + 1);
	}
	stmt_put(st);
	if (text != NULL && read_id(DB_GET(db,
	    "SELECT id FROM incarnation ORDER BY n LIMIT 1"), first) &&
	    read_id(DB_GET(db,
	    "SELECT id FROM incarnation ORDER BY n DESC LIMIT 1"), current))
		return true;
	if (!db_fine(db))
		return db_err(db, e);
	return err_set(e, ERR_STORE_DAMAGED, path, NULL);
}

bool
store_quick_check(struct db *db, const char *path, struct err *e)
{
	struct stmt *st = DB_GET(db, "PRAGMA quick_check(1)");
	bool fine = false;

	if (st == NULL)
		return db_err(db, e);
	if (stmt_step(st) == DB_ROW)
		fine = str_eq(stmt_text_at(st, 0, 256, NULL), "ok");
	stmt_put(st);
	if (!fine)
		return err_set(e, ERR_STORE_DAMAGED, path, NULL);
	return true;
}

/*
 * Between two checkpoints, or in the middle of one, the main file alone may
 * be torn; whatever cannot be read is simply not compared.
 */
void
store_read_bare(const char *path, struct bare *out)
{
	struct db *db = db_open_bare(path, NULL);
	struct stmt *st;
	const unsigned char *hash;
	size_t len;

	*out = (struct bare){ .has_first = false };
	if (db == NULL)
		return;
	out->has_first = read_id(DB_GET(db,
	    "SELECT id FROM incarnation ORDER BY n LIMIT 1"), out->first);
	st = DB_GET(db,
	    "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1");
	if (st != NULL && stmt_step(st) == DB_ROW) {
		hash = stmt_blob_at(st, 1, HASH_SIZE, &len);
		if (len == HASH_SIZE) {
			memcpy(out->hash, hash, len);
			out->seq = stmt_int_at(st, 0);
		}
	}
	stmt_put(st);
	db_close(db, false);
}

/* The entries after `from` hang together, and on `prev`. */
static bool
tail_holds(struct db *db, int64_t from, const unsigned char *prev)
{
	struct stmt *st = DB_GET(db, "SELECT " LINK_COLUMNS
	    " FROM event WHERE seq > ?1 ORDER BY seq");
	unsigned char last[HASH_SIZE], hash[HASH_SIZE];
	struct str room = STR_INIT;
	enum db_step step = DB_FAILED;
	struct link l;
	bool ok = st != NULL;

	memcpy(last, prev, HASH_SIZE);
	if (ok)
		stmt_int(st, 1, from);
	while (ok && (step = stmt_step(st)) == DB_ROW) {
		ok = link_read(st, &l) && l.seq == from + 1 &&
		    memcmp(l.prev_site, last, HASH_SIZE) == 0;
		if (ok) {
			link_hash(&l, &room, hash);
			ok = memcmp(hash, l.hash, HASH_SIZE) == 0;
			memcpy(last, hash, HASH_SIZE);
			from = l.seq;
		}
	}
	stmt_put(st);
	str_done(&room);
	return ok && step == DB_DONE;
}

/* Hash of the entry `seq`; false when there is none. */
static bool
hash_at(struct db *db, int64_t seq, unsigned char out[HASH_SIZE])
{
	struct stmt *st = DB_GET(db, "SELECT hash FROM event WHERE seq = ?1");
	const unsigned char *hash;
	size_t len = 0;

	if (st == NULL)
		return false;
	stmt_int(st, 1, seq);
	if (stmt_step(st) == DB_ROW) {
		hash = stmt_blob_at(st, 0, HASH_SIZE, &len);
		if (len == HASH_SIZE)
			memcpy(out, hash, len);
	}
	stmt_put(st);
	return len == HASH_SIZE;
}

/*
 * SQLite replays any intact log over any file.  Ours is known by three
 * things: the store's first incarnation is the same with and without it, the
 * newest entry of the main file is still there, and everything that the log
 * adds hangs on that entry.
 */
bool
store_is_ours_log(const char *path, struct db *db,
    const struct bare *bare, const unsigned char genesis[HASH_SIZE],
    struct err *e)
{
	unsigned char first[INCARNATION_SIZE], hash[HASH_SIZE];
	bool ours;

	ours = read_id(DB_GET(db,
	    "SELECT id FROM incarnation ORDER BY n LIMIT 1"), first) &&
	    (!bare->has_first ||
	    memcmp(first, bare->first, sizeof(first)) == 0);
	if (ours && bare->seq > 0)
		ours = hash_at(db, bare->seq, hash) &&
		    memcmp(hash, bare->hash, HASH_SIZE) == 0;
	if (ours)
		ours = tail_holds(db, bare->seq,
		    bare->seq > 0 ? bare->hash : genesis);
	if (ours)
		return true;
	return err_set(e, ERR_STORE_WAL_STRANGER, path, NULL);
}
