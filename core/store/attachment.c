/*
 * Files beside the journal: sealed, named by one entry with size and hash,
 * written in its transaction and never changed.
 */
#include "core/store/inside.h"

#include "core/staff/seal.h"
#include "core/store/file.h"
#include "core/store/limits.h"

#include <string.h>

/* What SQLite needs beside a file: frames, overflow pages, the row itself. */
#define ROOM_MARGIN ((int64_t)1 << 20)

bool
attachment_id_ok(const char *id)
{
	return id != NULL && strlen(id) == ATTACHMENT_ID_SIZE &&
	    strspn(id, "0123456789abcdef") == ATTACHMENT_ID_SIZE;
}

void
attachment_hash(const unsigned char *sealed, size_t len,
    unsigned char out[HASH_SIZE])
{
	seal_hash_two(sealed, len, "", 0, out);
}

bool
attachment_of(const struct projector *p, const struct event *ev,
    struct attached *out)
{
	return p->attached != NULL && p->attached(ev, out);
}

static bool
insert_file(struct db *db, const struct attachment *a, const char *stream,
    int64_t seq, const unsigned char hash[HASH_SIZE])
{
	struct stmt *st = DB_GET(db, "INSERT INTO attachment"
	    " (id, stream, seq, size, hash, sealed)"
	    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

	if (st == NULL)
		return false;
	stmt_text(st, 1, a->id);
	stmt_text(st, 2, stream);
	stmt_int(st, 3, seq);
	stmt_int(st, 4, (int64_t)a->sealed_len);
	stmt_blob(st, 5, hash, HASH_SIZE);
	stmt_blob(st, 6, a->sealed, a->sealed_len);
	return stmt_finish(st);
}

/* What the table gives back must hash to what memory held. */
static bool
reads_back(struct db *db, const char *id, const unsigned char hash[HASH_SIZE])
{
	struct stmt *st = DB_GET(db,
	    "SELECT sealed FROM attachment WHERE id = ?1");
	unsigned char again[HASH_SIZE];
	const unsigned char *sealed;
	size_t len = 0;

	if (st == NULL)
		return false;
	stmt_text(st, 1, id);
	if (stmt_step(st) == DB_ROW) {
		sealed = stmt_blob_at(st, 0, LIMIT_ATTACHMENT, &len);
		if (len > 0)
			attachment_hash(sealed, len, again);
	}
	stmt_put(st);
	return len > 0 && memcmp(again, hash, HASH_SIZE) == 0;
}

bool
attachment_write(struct store *s, const struct batch *b, int64_t first,
    struct err *e)
{
	for (size_t i = 0; i < b->n_attachment; i++) {
		const struct attachment *a = &b->attachment[i];
		unsigned char hash[HASH_SIZE];

		attachment_hash(a->sealed, a->sealed_len, hash);
		if (!insert_file(s->db, a, b->event[a->part].stream,
		    first + (int64_t)a->part, hash))
			return store_failed(s, e);
		if (!reads_back(s->db, a->id, hash))
			return err_set(e, ERR_STORE_READ_BACK, s->path, NULL);
	}
	return true;
}

bool
attachment_room(struct store *s, const struct batch *b, struct err *e)
{
	int64_t room, need = 0;

	for (size_t i = 0; i < b->n_attachment; i++)
		need += 2 * (int64_t)b->attachment[i].sealed_len;
	if (need == 0)
		return true;
	room = file_room(s->path);
	if (room < 0 || room >= need + ROOM_MARGIN)
		return true;
	return err_set(e, ERR_STORE_FULL, s->path, NULL);
}

static unsigned char *
read_file(void *ctx, const char *stream, const char *id, size_t *len,
    struct err *e)
{
	struct store *s = ctx;
	const unsigned char *sealed;
	unsigned char *out = NULL;
	enum db_step step;
	struct stmt *st;

	*len = 0;
	if (!attachment_id_ok(id) || !store_ready(s, e))
		return NULL;
	st = DB_GET(s->db, "SELECT sealed FROM attachment"
	    " WHERE id = ?1 AND stream = ?2");
	if (st == NULL) {
		store_failed(s, e);
		return NULL;
	}
	stmt_text(st, 1, id);
	stmt_text(st, 2, stream);
	step = stmt_step(st);
	if (step == DB_ROW) {
		sealed = stmt_blob_at(st, 0, LIMIT_ATTACHMENT, len);
		if (*len > 0) {
			out = xmalloc(*len);
			memcpy(out, sealed, *len);
		}
	}
	stmt_put(st);
	if (step == DB_FAILED)
		store_failed(s, e);
	return out;
}

void
store_fill_attachment(struct journal *j)
{
	j->attachment = read_file;
}
