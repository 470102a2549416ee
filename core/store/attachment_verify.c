/*
 * Proof of the files: every one that an entry names is there as it was
 * sealed, and there is none that no entry names.
 */
#include "core/store/verify.h"

#include "core/store/limits.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool
bad_file(struct verify *v, enum verdict what, int64_t seq, const char *stream,
    const char *id)
{
	static const enum err_code sentence[] = {
		[VERDICT_FILE_MISSING] = ERR_STORE_VERIFY_FILE_MISSING,
		[VERDICT_FILE_CHANGED] = ERR_STORE_VERIFY_FILE_CHANGED,
		[VERDICT_FILE_EXTRA] = ERR_STORE_VERIFY_FILE_EXTRA,
	};
	char number[24];

	v->out->what = what;
	v->out->seq = seq;
	snprintf(v->out->stream, sizeof(v->out->stream), "%s", stream);
	snprintf(number, sizeof(number), "%" PRId64, seq);
	return err_set(v->e, sentence[what], number, stream, id, NULL);
}

/* The row under a statement against what its entry says. */
static bool
is_as_said(struct stmt *st, const struct event *ev,
    const struct attached *said)
{
	unsigned char hash[HASH_SIZE];
	const unsigned char *blob;
	size_t len;

	if (!str_eq(stmt_text_at(st, 0, STREAM_MAX, NULL), ev->stream) ||
	    stmt_int_at(st, 1) != ev->seq || stmt_int_at(st, 2) != said->size)
		return false;
	blob = stmt_blob_at(st, 3, HASH_SIZE, &len);
	if (len != HASH_SIZE || memcmp(blob, said->hash, HASH_SIZE) != 0)
		return false;
	blob = stmt_blob_at(st, 4, LIMIT_ATTACHMENT, &len);
	if ((int64_t)len != said->size || len == 0)
		return false;
	attachment_hash(blob, len, hash);
	return memcmp(hash, said->hash, HASH_SIZE) == 0;
}

bool
verify_attached(struct verify *v, const struct event *ev, int64_t *files)
{
	struct attached said = { .id = "" };
	enum db_step step;
	struct stmt *st;
	bool fine = false;

	if (!attachment_of(v->s->projector, ev, &said))
		return true;
	st = DB_GET(v->s->db, "SELECT stream, seq, size, hash, sealed"
	    " FROM attachment WHERE id = ?1");
	if (st == NULL)
		return store_failed(v->s, v->e);
	stmt_text(st, 1, said.id);
	step = stmt_step(st);
	if (step == DB_ROW)
		fine = is_as_said(st, ev, &said);
	stmt_put(st);
	if (step == DB_FAILED)
		return store_failed(v->s, v->e);
	if (step == DB_DONE)
		return bad_file(v, VERDICT_FILE_MISSING, ev->seq, ev->stream,
		    said.id);
	if (!fine)
		return bad_file(v, VERDICT_FILE_CHANGED, ev->seq, ev->stream,
		    said.id);
	++*files;
	return true;
}

/* Does the entry `seq` bring the file `id`?  False also when unreadable. */
static bool
is_named(struct verify *v, int64_t seq, const char *id)
{
	struct stmt *st = DB_GET(v->s->db,
	    "SELECT " LINK_COLUMNS " FROM event WHERE seq = ?1");
	struct attached said;
	struct event ev;
	struct link l;
	bool named = false;

	if (st == NULL)
		return false;
	stmt_int(st, 1, seq);
	if (stmt_step(st) == DB_ROW && link_read(st, &l) &&
	    link_event(&l, &ev)) {
		named = attachment_of(v->s->projector, &ev, &said) &&
		    str_eq(said.id, id);
		json_decref(ev.facts);
	}
	stmt_put(st);
	return named;
}

/* Every named file was found, so that one too many is one of no entry. */
static bool
name_extra(struct verify *v)
{
	struct stmt *st = DB_GET(v->s->db,
	    "SELECT id, stream, seq FROM attachment ORDER BY seq");
	char id[ATTACHMENT_ID_SIZE + 1] = "", stream[STREAM_MAX] = "";
	bool found = false;
	int64_t seq = 0;

	while (st != NULL && !found && stmt_step(st) == DB_ROW) {
		const char *text = stmt_text_at(st, 0, ATTACHMENT_ID_SIZE,
		    NULL);
		const char *of = stmt_text_at(st, 1, STREAM_MAX - 1, NULL);

		snprintf(id, sizeof(id), "%s", text != NULL ? text : "?");
		snprintf(stream, sizeof(stream), "%s", of != NULL ? of : "?");
		seq = stmt_int_at(st, 2);
		found = !is_named(v, seq, id);
	}
	stmt_put(st);
	return bad_file(v, VERDICT_FILE_EXTRA, seq, stream, id);
}

bool
verify_no_more_files(struct verify *v, int64_t files)
{
	bool ok;
	int64_t n = stmt_number(DB_GET(v->s->db,
	    "SELECT count(*) FROM attachment"), 0, &ok);

	if (!ok)
		return store_failed(v->s, v->e);
	return n == files ? true : name_extra(v);
}
