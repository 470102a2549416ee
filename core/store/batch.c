/*
 * What the store accepts: a batch is looked at before anything is touched.
 */
#include "core/store/inside.h"
#include "core/store/limits.h"

#include <string.h>

static bool
name_ok(const char *s, size_t max, bool may_be_empty)
{
	size_t len = s != NULL ? strlen(s) : 0;

	if (s == NULL || len > max || (len == 0 && !may_be_empty))
		return false;
	for (size_t i = 0; i < len; i++)
		if (s[i] < 0x21 || s[i] > 0x7e)
			return false;
	return true;
}

static bool
op_id_ok(const char *id)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

	return id != NULL && *id != '\0' && strlen(id) <= OP_ID_MAX &&
	    strspn(id, plain) == strlen(id);
}

static bool
event_ok(const struct event *ev, size_t part, struct err *e)
{
	if (!name_ok(ev->stream, STREAM_MAX - 1, false))
		return err_set(e, ERR_STORE_BATCH, "stream", NULL);
	if (!name_ok(ev->kind, LIMIT_KIND, false))
		return err_set(e, ERR_STORE_BATCH, "kind", NULL);
	if (!name_ok(ev->actor, STREAM_MAX - 1, true))
		return err_set(e, ERR_STORE_BATCH, "actor", NULL);
	if (!name_ok(ev->unit, STREAM_MAX - 1, true))
		return err_set(e, ERR_STORE_BATCH, "unit", NULL);
	if (ev->op_part != (int)part)
		return err_set(e, ERR_STORE_BATCH, "op_part", NULL);
	if (!json_is_object(ev->facts))
		return err_set(e, ERR_STORE_BATCH, "facts", NULL);
	if (ev->sealed != NULL &&
	    (ev->sealed_len == 0 || ev->sealed_len > LIMIT_SEALED))
		return err_set(e, ERR_STORE_TOO_BIG, ev->kind, NULL);
	return true;
}

static bool
wraps_ok(const struct key_wrap *w, size_t n, bool with_wrap, struct err *e)
{
	if (n > LIMIT_BATCH)
		return err_set(e, ERR_STORE_TOO_BIG, "wrap", NULL);
	for (size_t i = 0; i < n; i++)
		if (!name_ok(w[i].stream, STREAM_MAX - 1, false) ||
		    !name_ok(w[i].unit, STREAM_MAX - 1, false) ||
		    (with_wrap && (w[i].wrap == NULL || w[i].wrap_len == 0 ||
		    w[i].wrap_len > LIMIT_WRAP)))
			return err_set(e, ERR_STORE_BATCH, "wrap", NULL);
	return true;
}

/* Each file is named by an event of this batch: with its size and hash. */
static bool
attachment_ok(const struct store *s, const struct batch *b,
    const struct attachment *a, struct err *e)
{
	unsigned char hash[HASH_SIZE];
	struct attached said;

	if (!attachment_id_ok(a->id) || a->sealed == NULL ||
	    a->sealed_len == 0 || a->part >= b->n_event)
		return err_set(e, ERR_STORE_BATCH, "attachment", NULL);
	if (a->sealed_len > LIMIT_ATTACHMENT)
		return err_set(e, ERR_STORE_TOO_BIG, "attachment", NULL);
	attachment_hash(a->sealed, a->sealed_len, hash);
	if (!attachment_of(s->projector, &b->event[a->part], &said) ||
	    !str_eq(said.id, a->id) || said.size != (int64_t)a->sealed_len ||
	    memcmp(said.hash, hash, HASH_SIZE) != 0)
		return err_set(e, ERR_STORE_BATCH, "attachment", NULL);
	return true;
}

/* No event may name a file that the batch does not bring. */
static bool
attachments_ok(const struct store *s, const struct batch *b, struct err *e)
{
	struct attached said;
	size_t named = 0;

	if (b->n_attachment > LIMIT_ATTACHED)
		return err_set(e, ERR_STORE_TOO_BIG, "attachment", NULL);
	for (size_t i = 0; i < b->n_event; i++)
		named += attachment_of(s->projector, &b->event[i], &said);
	if (named != b->n_attachment)
		return err_set(e, ERR_STORE_BATCH, "attachment", NULL);
	for (size_t i = 0; i < b->n_attachment; i++)
		if (!attachment_ok(s, b, &b->attachment[i], e))
			return false;
	return true;
}

static bool
blobs_ok(const struct batch *b, struct err *e)
{
	for (size_t i = 0; i < b->n_blob; i++) {
		const char *name = b->blob[i].name;

		if (name == NULL || *name == '\0' ||
		    strlen(name) > LIMIT_NAME)
			return err_set(e, ERR_STORE_BATCH, "blob", NULL);
		if (b->blob[i].len > LIMIT_BLOB)
			return err_set(e, ERR_STORE_TOO_BIG, name, NULL);
	}
	return true;
}

bool
store_batch_ok(const struct store *s, const struct batch *b, struct err *e)
{
	if (!op_id_ok(b->op_id))
		return err_set(e, ERR_STORE_BATCH, "op_id", NULL);
	/* Without an event nobody could find the operation again. */
	if (b->n_event == 0 || b->n_event > LIMIT_BATCH)
		return err_set(e, ERR_STORE_BATCH, "event", NULL);
	for (size_t i = 0; i < b->n_event; i++)
		if (!event_ok(&b->event[i], i, e))
			return false;
	for (size_t i = 0; i < b->n_expect; i++)
		if (!name_ok(b->expect[i].stream, STREAM_MAX - 1, false))
			return err_set(e, ERR_STORE_BATCH, "expect", NULL);
	return wraps_ok(b->wrap, b->n_wrap, true, e) &&
	    wraps_ok(b->unwrap, b->n_unwrap, false, e) &&
	    blobs_ok(b, e) && attachments_ok(s, b, e);
}
