/*
 * Proof, first half: structure and chains.  refold.c has the second half.
 */
#include "core/store/verify.h"

#include "core/store/limits.h"
#include "core/store/schema.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef MUTANT_FORGET_OP_ID
#define EVENT_GUARDS 5
#else
#define EVENT_GUARDS 6		/* three triggers, three indexes */
#endif
#define FILE_GUARDS 5		/* three triggers, two indexes */
#define END_GUARDS 3
#define TICKS 4096		/* entries between two words of progress */

static const enum err_code sentence_of[] = {
	[VERDICT_FINE] = ERR_NONE,
	[VERDICT_STRUCTURE] = ERR_STORE_VERIFY_STRUCTURE,
	[VERDICT_REFERENCE] = ERR_STORE_VERIFY_REFERENCE,
	[VERDICT_GAP] = ERR_STORE_VERIFY_GAP,
	[VERDICT_HASH] = ERR_STORE_VERIFY_HASH,
	[VERDICT_SITE_CHAIN] = ERR_STORE_VERIFY_SITE_CHAIN,
	[VERDICT_STREAM_CHAIN] = ERR_STORE_VERIFY_STREAM_CHAIN,
	[VERDICT_OPERATION] = ERR_STORE_VERIFY_OPERATION,
	[VERDICT_INCARNATION] = ERR_STORE_VERIFY_INCARNATION,
	[VERDICT_EVENT] = ERR_STORE_VERIFY_EVENT,
	[VERDICT_ROW] = ERR_STORE_VERIFY_ROW,
	[VERDICT_WORK] = ERR_STORE_VERIFY_WORK,
	[VERDICT_COUNTER] = ERR_STORE_VERIFY_COUNTER,
	[VERDICT_KEY] = ERR_STORE_VERIFY_KEY,
	[VERDICT_CHECKPOINT] = ERR_STORE_VERIFY_CHECKPOINT,
	/* VERDICT_FILE_*: attachment_verify.c */
};

bool
verify_bad(struct verify *v, enum verdict what, int64_t seq,
    const char *stream)
{
	char number[24];

	v->out->what = what;
	v->out->seq = seq;
	snprintf(v->out->stream, sizeof(v->out->stream), "%s",
	    stream != NULL ? stream : "");
	snprintf(number, sizeof(number), "%" PRId64, seq);
	switch (what) {
	case VERDICT_STRUCTURE:
	case VERDICT_REFERENCE:
	case VERDICT_COUNTER:
		return err_set(v->e, sentence_of[what], stream, NULL);
	default:
		return err_set(v->e, sentence_of[what], number, stream, NULL);
	}
}

bool
verify_tick(struct verify *v)
{
	if (++v->done % TICKS != 0 || v->progress == NULL ||
	    v->progress->tell(v->progress->arg, v->done, v->of))
		return true;
	return err_set(v->e, ERR_STORE_STOPPED, NULL);
}

/* First row of a PRAGMA that lists what is wrong. */
static bool
check_structure(struct verify *v)
{
	struct stmt *st = DB_GET(v->s->db, "PRAGMA integrity_check(1)");
	const char *text;
	bool fine = false;

	if (st == NULL)
		return store_failed(v->s, v->e);
	if (stmt_step(st) == DB_ROW) {
		text = stmt_text_at(st, 0, 1024, NULL);
		fine = str_eq(text, "ok");
		if (!fine)
			verify_bad(v, VERDICT_STRUCTURE, 0, text);
	} else {
		verify_bad(v, VERDICT_STRUCTURE, 0, "integrity_check");
	}
	stmt_put(st);
	return fine;
}

static bool
check_references(struct verify *v)
{
	struct stmt *st = DB_GET(v->s->db, "PRAGMA foreign_key_check");
	enum db_step step;

	if (st == NULL)
		return store_failed(v->s, v->e);
	step = stmt_step(st);
	if (step == DB_ROW)
		verify_bad(v, VERDICT_REFERENCE, 0,
		    stmt_text_at(st, 0, 64, NULL));
	stmt_put(st);
	if (step == DB_FAILED)
		return store_failed(v->s, v->e);
	return step == DB_DONE;
}

/* The guards of the journal and of its files must still be there: by name and number. */
static bool
check_schema(struct verify *v)
{
	bool ok;
	int64_t n = stmt_number(DB_GET(v->s->db,
	    "SELECT count(*) FROM sqlite_schema WHERE tbl_name = 'event'"
	    " AND (type = 'trigger' AND sql LIKE '%RAISE(ABORT%' AND name IN"
	    "  ('event_no_update', 'event_no_delete', 'event_append')"
	    " OR type = 'index' AND name IN"
	    "  ('event_stream', 'event_actor', 'sqlite_autoindex_event_1'))"), -1, &ok);

	if (ok)
		n += stmt_number(DB_GET(v->s->db,
		    "SELECT count(*) FROM sqlite_schema"
		    " WHERE tbl_name = 'attachment'"
		    " AND (type = 'trigger' AND sql LIKE '%RAISE(ABORT%'"
		    "  AND name IN ('attachment_no_update',"
		    "  'attachment_no_delete', 'attachment_append')"
		    " OR type = 'index' AND name IN"
		    "  ('sqlite_autoindex_attachment_1',"
		    "  'sqlite_autoindex_attachment_2'))"), -1, &ok);
	if (ok)
		n += stmt_number(DB_GET(v->s->db,
		    "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'"
		    " AND sql LIKE '%RAISE(ABORT%' AND name IN"
		    "  ('ended_no_update', 'ended_no_delete',"
		    "  'ended_has_no_key')"), -1, &ok);
	if (!ok)
		return store_failed(v->s, v->e);
	if (n != EVENT_GUARDS + FILE_GUARDS + END_GUARDS ||
	    schema_read_version(v->s->db) != schema_version())
		return verify_bad(v, VERDICT_STRUCTURE, 0, "sqlite_schema");
	return true;
}

static bool
load_incarnations(struct verify *v)
{
	struct stmt *st = DB_GET(v->s->db,
	    "SELECT id, after_seq FROM incarnation ORDER BY n");
	enum db_step step;

	if (st == NULL)
		return store_failed(v->s, v->e);
	while ((step = stmt_step(st)) == DB_ROW) {
		struct incarnation *i;
		const unsigned char *id;
		size_t len;

		id = stmt_blob_at(st, 0, INCARNATION_SIZE, &len);
		if (len != INCARNATION_SIZE)
			break;
		v->incarnation = xgrow(v->incarnation, v->n_incarnation,
		    &v->cap_incarnation, sizeof(*v->incarnation));
		i = &v->incarnation[v->n_incarnation++];
		memcpy(i->id, id, len);
		i->after = stmt_int_at(st, 1);
	}
	stmt_put(st);
	if (step == DB_FAILED)
		return store_failed(v->s, v->e);
	if (step == DB_ROW || v->n_incarnation == 0)
		return verify_bad(v, VERDICT_INCARNATION, 0, "");
	return true;
}

/* The state of the chain pass between two entries. */
struct chain {
	struct names streams;
	unsigned char (*last)[HASH_SIZE];	/* of each stream */
	size_t cap;
	unsigned char site[HASH_SIZE];
	int64_t seq, part;
	char op_id[OP_ID_MAX + 1];
	size_t incarnation;
	when_t at;
	struct str room;
};

static bool
check_operation(const struct chain *c, const struct link *l)
{
	/* Parts are written in one go: 0, 1, 2 ... one behind the other. */
	if (l->op_part == 0)
		return strcmp(l->op_id, c->op_id) != 0;
	return l->op_part == c->part + 1 && strcmp(l->op_id, c->op_id) == 0;
}

static bool
check_incarnation(const struct verify *v, struct chain *c,
    const struct link *l)
{
	while (c->incarnation + 1 < v->n_incarnation &&
	    v->incarnation[c->incarnation + 1].after < l->seq)
		c->incarnation++;
	return v->incarnation[c->incarnation].after < l->seq &&
	    memcmp(v->incarnation[c->incarnation].id, l->incarnation,
	    INCARNATION_SIZE) == 0;
}

/* Compares with the stream's last hash and takes the new one. */
static bool
check_stream(struct chain *c, const struct link *l)
{
	bool added;
	size_t i = names_add(&c->streams, l->stream, &added);
	bool same;

	if (added) {
		c->last = xgrow(c->last, i, &c->cap, sizeof(*c->last));
		memset(c->last[i], 0, HASH_SIZE);
	}
	same = memcmp(c->last[i], l->prev_stream, HASH_SIZE) == 0;
	memcpy(c->last[i], l->hash, HASH_SIZE);
	return same;
}

/* Nothing is wrong with an entry whose clock went back; it is told. */
static void
note_clock(struct verify *v, struct chain *c, const struct link *l)
{
	if (c->seq > 0 && l->at < c->at - CLOCK_JUMP_MS &&
	    v->out->jumps++ == 0)
		v->out->jump = l->seq;
	c->at = l->at;
}

static bool
check_checkpoint(struct verify *v, const struct chain *c, const struct link *l)
{
	unsigned char key[SEAL_KEY_SIZE];

	if (strcmp(l->stream, CHECKPOINT_STREAM) != 0)
		return true;
	if (!checkpoint_holds(v->s, l, c->site, key))
		return false;
	if (v->out->checkpoints++ == 0 ||
	    memcmp(key, v->out->key, SEAL_KEY_SIZE) != 0)
		v->out->keys++;
	memcpy(v->out->key, key, SEAL_KEY_SIZE);
	v->out->signed_to = l->seq;
	return true;
}

static bool
check_link(struct verify *v, struct chain *c, const struct link *l)
{
	unsigned char hash[HASH_SIZE];

	if (l->seq != c->seq + 1)
		return verify_bad(v, VERDICT_GAP, c->seq + 1, NULL);
	link_hash(l, &c->room, hash);
	if (memcmp(hash, l->hash, HASH_SIZE) != 0)
		return verify_bad(v, VERDICT_HASH, l->seq, l->stream);
	if (memcmp(c->site, l->prev_site, HASH_SIZE) != 0)
		return verify_bad(v, VERDICT_SITE_CHAIN, l->seq, l->stream);
	if (!check_stream(c, l))
		return verify_bad(v, VERDICT_STREAM_CHAIN, l->seq, l->stream);
	if (!check_operation(c, l))
		return verify_bad(v, VERDICT_OPERATION, l->seq, l->stream);
	if (!check_incarnation(v, c, l))
		return verify_bad(v, VERDICT_INCARNATION, l->seq, l->stream);
	if (!check_checkpoint(v, c, l))
		return verify_bad(v, VERDICT_CHECKPOINT, l->seq, l->stream);
	note_clock(v, c, l);
	memcpy(c->site, hash, HASH_SIZE);
	c->seq = l->seq;
	c->part = l->op_part;
	memcpy(c->op_id, l->op_id, strlen(l->op_id) + 1);
	return true;
}

static bool
check_chains(struct verify *v)
{
	struct chain c = { .streams = NAMES_INIT, .room = STR_INIT };
	struct stmt *st = DB_GET(v->s->db,
	    "SELECT " LINK_COLUMNS " FROM event ORDER BY seq");
	enum db_step step = DB_FAILED;
	struct link l;
	bool ok = st != NULL;

	memcpy(c.site, v->s->genesis, HASH_SIZE);
	while (ok && (step = stmt_step(st)) == DB_ROW) {
		ok = link_read(st, &l) || verify_bad(v, VERDICT_EVENT,
		    stmt_int_at(st, 0), stmt_text_at(st, 8, 63, NULL));
		ok = ok && check_link(v, &c, &l) && verify_tick(v);
	}
	if (ok && step == DB_FAILED)
		ok = db_failed_io(v->s->db) ?
		    verify_bad(v, VERDICT_GAP, c.seq + 1, NULL) : false;
	if (st == NULL || (!ok && v->e != NULL && v->e->code == ERR_NONE))
		store_failed(v->s, v->e);
	stmt_put(st);
	v->out->events = c.seq;
	v->out->streams = c.streams.n;
	memcpy(v->out->head, c.site, HASH_SIZE);
	v->out->own_key = v->out->checkpoints > 0 &&
	    checkpoint_own(v->s, v->out->key);
	names_done(&c.streams);
	free(c.last);
	str_done(&c.room);
	return ok;
}

static bool
verify(struct store *s, struct store_verdict *out,
    const struct store_progress *progress, bool all, struct err *e)
{
	struct err own = ERR_INIT;
	struct verify v = {
		.s = s, .out = out, .progress = progress, .e = &own,
	};
	bool ok = false;

	*out = (struct store_verdict){ .what = VERDICT_FINE };
	if (!store_ready(s, e))
		return false;
	/* One snapshot: work may go on in another program meanwhile. */
	if (!db_begin_read(s->db))
		return store_failed(s, e);
	v.of = stmt_number(DB_GET(s->db, "SELECT max(seq) FROM event"), 0,
	    NULL) * (all ? 2 : 1);
	if (all)
		/* References last: the others name an entry. */
		ok = check_structure(&v) && check_schema(&v) &&
		    load_incarnations(&v) && check_chains(&v) &&
		    verify_refold(&v) && check_references(&v);
	else
		ok = load_incarnations(&v) && check_chains(&v);
	db_end(s->db, false);
	free(v.incarnation);
	err_move(e, &own);
	return ok;
}

bool
store_verify(struct store *s, struct store_verdict *out,
    const struct store_progress *progress, struct err *e)
{
	return verify(s, out, progress, true, e);
}

bool
store_verify_chain(struct store *s, struct store_verdict *out,
    const struct store_progress *progress, struct err *e)
{
	return verify(s, out, progress, false, e);
}
