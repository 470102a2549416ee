/*
 * Entries of the journal and their hashes.
 */
#include "core/store/link.h"

#include "core/base/jx.h"
#include "core/staff/seal.h"
#include "core/store/limits.h"

#include <string.h>

static bool
read_exact(struct stmt *st, int col, unsigned char *out, size_t want)
{
	size_t len;
	const unsigned char *blob = stmt_blob_at(st, col, want, &len);

	if (len != want)
		return false;
	memcpy(out, blob, want);
	return true;
}

bool
link_read(struct stmt *st, struct link *out)
{
	out->seq = stmt_int_at(st, 0);
	out->op_part = stmt_int_at(st, 5);
	out->epoch = stmt_int_at(st, 6);
	out->at = stmt_int_at(st, 7);
	out->stream = stmt_text_at(st, 8, STREAM_MAX - 1, NULL);
	out->kind = stmt_text_at(st, 9, LIMIT_KIND, NULL);
	out->actor = stmt_text_at(st, 10, STREAM_MAX - 1, NULL);
	out->unit = stmt_text_at(st, 11, STREAM_MAX - 1, NULL);
	out->op_id = stmt_text_at(st, 12, OP_ID_MAX, NULL);
	out->facts = stmt_text_at(st, 13, LIMIT_FACTS, &out->facts_len);
	out->sealed = stmt_blob_at(st, 14, LIMIT_SEALED, &out->sealed_len);
	return read_exact(st, 1, out->hash, HASH_SIZE) &&
	    read_exact(st, 2, out->prev_site, HASH_SIZE) &&
	    read_exact(st, 3, out->prev_stream, HASH_SIZE) &&
	    read_exact(st, 4, out->incarnation, INCARNATION_SIZE) &&
	    out->stream != NULL && out->kind != NULL && out->actor != NULL &&
	    out->unit != NULL && out->op_id != NULL && out->facts != NULL &&
	    (out->sealed != NULL || stmt_null_at(st, 14));
}

static void
add_number(struct str *s, int64_t n)
{
	char bytes[8];

	for (int i = 0; i < 8; i++)
		bytes[i] = (char)((uint64_t)n >> (8 * i) & 0xff);
	str_addn(s, bytes, sizeof(bytes));
}

static void
add_bytes(struct str *s, const void *bytes, size_t len)
{
	add_number(s, (int64_t)len);
	str_addn(s, bytes, len);
}

static void
add_text(struct str *s, const char *text)
{
	add_bytes(s, text, strlen(text));
}

void
link_hash(const struct link *l, struct str *room, unsigned char out[HASH_SIZE])
{
	struct seal_hash *h;

	_Static_assert(HASH_SIZE == SEAL_HASH_SIZE, "one hash everywhere");
	str_clear(room);
	str_add(room, "tiepnhan event 1\n");
	str_addn(room, (const char *)l->incarnation, INCARNATION_SIZE);
	str_addn(room, (const char *)l->prev_site, HASH_SIZE);
	str_addn(room, (const char *)l->prev_stream, HASH_SIZE);
	add_number(room, l->seq);
	add_number(room, l->epoch);
	add_number(room, l->at);
	add_number(room, l->op_part);
	add_text(room, l->stream);
	add_text(room, l->kind);
	add_text(room, l->actor);
	add_text(room, l->unit);
	add_text(room, l->op_id);
	add_bytes(room, l->facts, l->facts_len);
	add_number(room, l->sealed != NULL);
	/* Sealed bodies can be large: they are hashed where they are. */
	if (l->sealed != NULL)
		add_number(room, (int64_t)l->sealed_len);
	h = seal_hash_new();
	seal_hash_add(h, str_text(room), room->len);
	if (l->sealed != NULL)
		seal_hash_add(h, l->sealed, l->sealed_len);
	seal_hash_end(h, out);
}

void
link_genesis(const char *site, unsigned char out[HASH_SIZE])
{
	static const char domain[] = "tiepnhan site 1\n";
	struct seal_hash *h = seal_hash_new();

	seal_hash_add(h, domain, sizeof(domain) - 1);
	seal_hash_add(h, site, strlen(site));
	seal_hash_end(h, out);
}

bool
link_event(const struct link *l, struct event *out)
{
	/* Borrowed texts: the reader gets the event as const. */
	*out = (struct event){
		.seq = l->seq, .stream = (char *)l->stream, .epoch = l->epoch,
		.kind = (char *)l->kind, .actor = (char *)l->actor,
		.unit = (char *)l->unit, .at = l->at,
		.op_id = (char *)l->op_id, .op_part = (int)l->op_part,
		.facts = jx_parse(l->facts, l->facts_len, NULL),
		.sealed = (unsigned char *)l->sealed,
		.sealed_len = l->sealed_len,
	};
	if (json_is_object(out->facts))
		return true;
	json_decref(out->facts);
	out->facts = NULL;
	return false;
}
