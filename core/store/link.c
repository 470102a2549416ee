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

#define LEB_MAX 10
/* All parts but facts and sealed, at their largest. */
#define HEAD_MAX (32 + INCARNATION_SIZE + 2 * HASH_SIZE + 12 * LEB_MAX + \
	4 * STREAM_MAX + LIMIT_KIND + OP_ID_MAX)

static unsigned char *
add_number(unsigned char *p, int64_t number)
{
	uint64_t n = (uint64_t)number;

	for (; n >= 0x80; n >>= 7)
		*p++ = (unsigned char)(n | 0x80);
	*p++ = (unsigned char)n;
	return p;
}

static unsigned char *
add_raw(unsigned char *p, const void *bytes, size_t len)
{
	memcpy(p, bytes, len);
	return p + len;
}

static unsigned char *
add_text(unsigned char *p, const char *text)
{
	size_t len = strlen(text);

	return add_raw(add_number(p, (int64_t)len), text, len);
}

/* Bounds were checked: by link_read(), or by those who take a batch. */
void
link_hash(const struct link *l, struct str *room, unsigned char out[HASH_SIZE])
{
	static const char domain[] = "tiepnhan event 1\n";
	unsigned char head[HEAD_MAX], *p = head;

	_Static_assert(HASH_SIZE == SEAL_HASH_SIZE, "one hash everywhere");
	p = add_raw(p, domain, sizeof(domain) - 1);
	p = add_raw(p, l->incarnation, INCARNATION_SIZE);
	p = add_raw(p, l->prev_site, HASH_SIZE);
	p = add_raw(p, l->prev_stream, HASH_SIZE);
	p = add_number(p, l->seq);
	p = add_number(p, l->epoch);
	p = add_number(p, l->at);
	p = add_number(p, l->op_part);
	p = add_text(p, l->stream);
	p = add_text(p, l->kind);
	p = add_text(p, l->actor);
	p = add_text(p, l->unit);
	p = add_text(p, l->op_id);
	p = add_number(p, (int64_t)l->facts_len);
	str_clear(room);
	str_addn(room, (const char *)head, (size_t)(p - head));
	str_addn(room, l->facts, l->facts_len);
	p = add_number(head, l->sealed != NULL);
	/* Sealed bodies can be large: they are hashed where they are. */
	if (l->sealed != NULL)
		p = add_number(p, (int64_t)l->sealed_len);
	str_addn(room, (const char *)head, (size_t)(p - head));
	seal_hash_two(str_text(room), room->len, l->sealed, l->sealed_len,
	    out);
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
