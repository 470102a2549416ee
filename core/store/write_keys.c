/*
 * The keys that an operation gives and takes away, in its transaction.
 */
#include "core/store/inside.h"

/* What the keyring gets and loses with this operation. */
static bool
write_blobs(struct store *s, const struct batch *b)
{
	for (size_t i = 0; i < b->n_blob; i++) {
		const struct key_blob *blob = &b->blob[i];
		struct stmt *st = blob->bytes == NULL ?
		    DB_GET(s->db, "DELETE FROM blob WHERE name = ?1") :
		    DB_GET(s->db, "INSERT INTO blob (name, bytes)"
		    " VALUES (?1, ?2) ON CONFLICT (name)"
		    " DO UPDATE SET bytes = excluded.bytes");

		if (st == NULL)
			return false;
		stmt_text(st, 1, blob->name);
		if (blob->bytes != NULL)
			stmt_blob(st, 2, blob->bytes, blob->len);
		if (!stmt_finish(st))
			return false;
	}
	return true;
}

static bool
write_wraps(struct store *s, const struct batch *b)
{
	struct stmt *st;

	for (size_t i = 0; i < b->n_unwrap; i++) {
		st = DB_GET(s->db, "DELETE FROM stream_key"
		    " WHERE stream = ?1 AND unit = ?2");
		if (st == NULL)
			return false;
		stmt_text(st, 1, b->unwrap[i].stream);
		stmt_text(st, 2, b->unwrap[i].unit);
		if (!stmt_finish(st))
			return false;
	}
	for (size_t i = 0; i < b->n_wrap; i++) {
		st = b->wrap[i].replaces ? DB_GET(s->db,
		    "UPDATE stream_key SET wrap = ?3"
		    " WHERE stream = ?1 AND unit = ?2") : DB_GET(s->db,
		    "INSERT INTO stream_key (stream, unit, wrap)"
		    " VALUES (?1, ?2, ?3) ON CONFLICT (stream, unit)"
		    " DO UPDATE SET wrap = excluded.wrap");
		if (st == NULL)
			return false;
		stmt_text(st, 1, b->wrap[i].stream);
		stmt_text(st, 2, b->wrap[i].unit);
		stmt_blob(st, 3, b->wrap[i].wrap, b->wrap[i].wrap_len);
		if (!stmt_finish(st))
			return false;
	}
	return true;
}

bool
store_write_keys(struct store *s, const struct batch *b)
{
	return write_wraps(s, b) && write_blobs(s, b);
}
