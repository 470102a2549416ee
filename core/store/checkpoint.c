/*
 * Checkpoints: heads of the journal, signed with a key that lies beside the
 * store and not in it (store.h).
 */
#include "core/base/jx.h"
#include "core/store/file.h"
#include "core/store/inside.h"
#include "core/store/limits.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char digits[] = "0123456789abcdef";

static void
to_hex(const unsigned char *bytes, size_t n, char *out)
{
	for (size_t i = 0; i < n; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * n] = '\0';
}

static bool
from_hex(const char *hex, unsigned char *out, size_t n)
{
	if (hex == NULL || strlen(hex) != 2 * n)
		return false;
	for (size_t i = 0; i < 2 * n; i++) {
		const char *at = strchr(digits, hex[i]);
		unsigned value = at == NULL ? 16 : (unsigned)(at - digits);

		if (value > 15)
			return false;
		out[i / 2] = (unsigned char)(i % 2 == 0 ? value << 4 :
		    out[i / 2] | value);
	}
	return true;
}

/* What is signed: also which store, so that none can be moved to another. */
static void
text_of(const struct store *s, int64_t seq,
    const unsigned char hash[HASH_SIZE], struct str *out)
{
	char site[2 * HASH_SIZE + 1], head[2 * HASH_SIZE + 1];

	to_hex(s->genesis, HASH_SIZE, site);
	to_hex(hash, HASH_SIZE, head);
	str_printf(out, "tiepnhan checkpoint 1\n%s\n%" PRId64 "\n%s\n", site,
	    seq, head);
}

bool
checkpoint_key(struct store *s, bool make)
{
	char *path;
	bool ok;

	if (s->sign.bytes != NULL)
		return true;
	/* Stores are also opened without any keys, so by nobody else. */
	if (!seal_start() || !secret_new(&s->sign, SEAL_KEY_SIZE))
		return false;
	path = file_beside(s->sign_at != NULL ? s->sign_at : s->path,
	    "-signing");
	ok = file_read_small(path, s->sign.bytes, SEAL_KEY_SIZE);
	if (!ok && make && !file_exists(path)) {
		seal_random(NULL, s->sign.bytes, SEAL_KEY_SIZE);
		ok = file_write_small(path, s->sign.bytes, SEAL_KEY_SIZE);
	}
	free(path);
	ok = ok && seal_sign_public(&s->sign, s->sign_public);
	if (!ok)
		secret_free(&s->sign);
	return ok;
}

bool
checkpoint_own(struct store *s, const unsigned char key[SEAL_KEY_SIZE])
{
	return checkpoint_key(s, false) &&
	    memcmp(key, s->sign_public, SEAL_KEY_SIZE) == 0;
}

/* The key that the facts of a checkpoint name. */
static bool
key_in(struct stmt *st, unsigned char key[SEAL_KEY_SIZE])
{
	size_t len = 0;
	const char *text = stmt_text_at(st, 0, LIMIT_FACTS, &len);
	json_t *facts = text == NULL ? NULL : jx_parse(text, len, NULL);
	bool ok = from_hex(jx_text(facts, "key"), key, SEAL_KEY_SIZE);

	json_decref(facts);
	return ok;
}

bool
checkpoint_knows(struct store *s, const unsigned char key[SEAL_KEY_SIZE])
{
	struct stmt *st = DB_GET(s->db,
	    "SELECT facts FROM event WHERE stream = ?1 ORDER BY seq DESC");
	unsigned char one[SEAL_KEY_SIZE];
	bool known = false;

	if (st == NULL)
		return false;
	stmt_text(st, 1, CHECKPOINT_STREAM);
	while (!known && stmt_step(st) == DB_ROW)
		known = key_in(st, one) &&
		    memcmp(one, key, SEAL_KEY_SIZE) == 0;
	stmt_put(st);
	return known;
}

bool
checkpoint_last(struct store *s, int64_t *seq, when_t *at)
{
	struct stmt *st = DB_GET(s->db, "SELECT seq, at FROM event"
	    " WHERE stream = ?1 ORDER BY seq DESC LIMIT 1");
	enum db_step step;

	*seq = 0;
	*at = 0;
	if (st == NULL)
		return false;
	stmt_text(st, 1, CHECKPOINT_STREAM);
	step = stmt_step(st);
	if (step == DB_ROW) {
		*seq = stmt_int_at(st, 0);
		*at = stmt_int_at(st, 1);
	}
	stmt_put(st);
	return step != DB_FAILED;
}

bool
checkpoint_due(struct store *s, int64_t seq, when_t at)
{
	int64_t last;
	when_t then;

	if (!checkpoint_last(s, &last, &then))
		return false;
	if (last == 0)
		then = stmt_number(DB_GET(s->db,
		    "SELECT at FROM event WHERE seq = 1"), at, NULL);
	/* A clock that was set back does not put it off. */
	return seq - last >= CHECKPOINT_ENTRIES || at - then >= CHECKPOINT_MS ||
	    then - at >= CHECKPOINT_MS;
}

json_t *
checkpoint_facts(struct store *s, int64_t seq,
    const unsigned char hash[HASH_SIZE])
{
	char head[2 * HASH_SIZE + 1], key[2 * SEAL_KEY_SIZE + 1];
	char sign_hex[2 * SEAL_SIGN_SIZE + 1];
	unsigned char sign[SEAL_SIGN_SIZE];
	struct str text = STR_INIT;
	bool ok;

	if (!checkpoint_key(s, true))
		return NULL;
	text_of(s, seq, hash, &text);
	ok = seal_sign(&s->sign, str_text(&text), text.len, sign);
	str_done(&text);
	if (!ok)
		return NULL;
	to_hex(hash, HASH_SIZE, head);
	to_hex(s->sign_public, SEAL_KEY_SIZE, key);
	to_hex(sign, SEAL_SIGN_SIZE, sign_hex);
	return json_pack("{s:I,s:s,s:s,s:s}", "seq", (json_int_t)seq, "hash",
	    head, "key", key, "sign", sign_hex);
}

bool
checkpoint_holds(const struct store *s, const struct link *l,
    const unsigned char before[HASH_SIZE], unsigned char key[SEAL_KEY_SIZE])
{
	unsigned char hash[HASH_SIZE], sign[SEAL_SIGN_SIZE];
	json_t *facts = jx_parse(l->facts, l->facts_len, NULL);
	struct str text = STR_INIT;
	bool ok = jx_int(facts, "seq", 0) == l->seq - 1 &&
	    from_hex(jx_text(facts, "hash"), hash, HASH_SIZE) &&
	    from_hex(jx_text(facts, "key"), key, SEAL_KEY_SIZE) &&
	    from_hex(jx_text(facts, "sign"), sign, SEAL_SIGN_SIZE) &&
	    memcmp(hash, before, HASH_SIZE) == 0;

	if (ok) {
		text_of(s, l->seq - 1, hash, &text);
		ok = seal_signed(key, str_text(&text), text.len, sign);
	}
	str_done(&text);
	json_decref(facts);
	return ok;
}

/* ---- heads that are known outside ---- */

bool
store_verify_head(struct store *s, int64_t seq, const char *hex,
    struct store_verdict *out, struct err *e)
{
	char number[24], have[2 * HASH_SIZE + 1] = "", last[24];
	const unsigned char *hash;
	struct stmt *st;
	int64_t newest;
	size_t len = 0;

	if (!store_ready(s, e))
		return false;
	snprintf(number, sizeof(number), "%" PRId64, seq);
	newest = stmt_number(DB_GET(s->db, "SELECT max(seq) FROM event"), 0,
	    NULL);
	snprintf(last, sizeof(last), "%" PRId64, newest);
	st = DB_GET(s->db, "SELECT hash FROM event WHERE seq = ?1");
	if (st == NULL)
		return store_failed(s, e);
	stmt_int(st, 1, seq);
	if (stmt_step(st) == DB_ROW) {
		hash = stmt_blob_at(st, 0, HASH_SIZE, &len);
		if (len == HASH_SIZE)
			to_hex(hash, HASH_SIZE, have);
	}
	stmt_put(st);
	out->seq = seq;
	out->stream[0] = '\0';
	if (len != HASH_SIZE) {
		out->what = VERDICT_HEAD_CUT;
		return err_set(e, ERR_STORE_VERIFY_HEAD_CUT, number, last,
		    NULL);
	}
	if (strlen(hex) >= 16 && str_starts(have, hex))
		return true;
	out->what = VERDICT_HEAD_OTHER;
	return err_set(e, ERR_STORE_VERIFY_HEAD_OTHER, number, NULL);
}
