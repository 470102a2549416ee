/*
 * One entry of the journal as it lies in the table, and its hash.
 * Private to core/store.
 *
 * The hash is BLAKE2b-256 over this encoding, in which nothing can be moved
 * from one part to another: numbers are unsigned LEB128 of 64 bits (negative
 * ones in two's complement); texts and blobs are their length as such a
 * number, then their bytes.  It is short: hashing is half of a verification.
 *
 *	"tiepnhan event 1\n"
 *	incarnation   16 bytes
 *	prev_site     32 bytes	hash of the event before in this store
 *	prev_stream   32 bytes	hash of the stream's event before, or zeros
 *	seq epoch at op_part    numbers
 *	stream kind actor unit op_id facts    texts (facts: canonical JSON)
 *	sealed        one number, 1 or 0, and if 1 the blob
 *
 * The first event of a store follows the hash of "tiepnhan site 1\n" and the
 * site's name, so that a journal cannot be moved to another site.
 */
#ifndef TN_STORE_LINK_H
#define TN_STORE_LINK_H

#include "core/case/journal.h"
#include "core/store/db.h"

#define INCARNATION_SIZE 16

struct link {
	int64_t seq, epoch, at, op_part;
	const char *stream, *kind, *actor, *unit, *op_id, *facts;
	size_t facts_len;
	const unsigned char *sealed;	/* NULL: none */
	size_t sealed_len;
	unsigned char incarnation[INCARNATION_SIZE];
	unsigned char prev_site[HASH_SIZE];
	unsigned char prev_stream[HASH_SIZE];
	unsigned char hash[HASH_SIZE];	/* as the table says */
};

/* The columns that link_read() wants, in its order. */
#define LINK_COLUMNS \
	"seq, hash, prev_site, prev_stream, incarnation, op_part, epoch, at," \
	" stream, kind, actor, unit, op_id, facts, sealed"

/*
 * The entry under a statement's current row; texts are borrowed until its
 * next step.  False when a part is malformed or out of bounds.
 */
bool link_read(struct stmt *st, struct link *out);

/* `room` is used for the encoding, so that it need not be made anew. */
void link_hash(const struct link *l, struct str *room,
    unsigned char out[HASH_SIZE]);
void link_genesis(const char *site, unsigned char out[HASH_SIZE]);

/*
 * The event of an entry: its texts are those of the entry, borrowed; facts
 * are a new reference, for json_decref().  False when they are not JSON.
 */
bool link_event(const struct link *l, struct event *out);

#endif
