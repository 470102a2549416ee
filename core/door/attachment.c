/* A file of a case, sealed and opened again. */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/attach.h"
#include "core/staff/keyring.h"

#include <stdlib.h>
#include <string.h>

/* The length of a file says less in whole blocks than to the byte. */
#define BLOCK ((size_t)4096)

/* What a file is bound to: moved to another case or id it does not open. */
static char *
about_file(const char *stream, const char *id)
{
	return xasprintf("tiepnhan attachment 1\n%s\n%s", stream, id);
}

static json_t *
hash_json(const void *bytes, size_t len)
{
	unsigned char hash[SEAL_HASH_SIZE];
	char hex[2 * SEAL_HASH_SIZE + 1];

	seal_hash_two(bytes, len, "", 0, hash);
	hex_from(hash, sizeof(hash), hex);
	return json_string(hex);
}

static bool
close_file(struct session *s, const char *stream, const char *id,
    const struct proposed_file *file, unsigned char **sealed, size_t *len)
{
	const struct secret *key = session_key(s, stream);
	size_t padded = (file->len + BLOCK - 1) / BLOCK * BLOCK;
	unsigned char *plain;
	char *about;
	bool ok;

	if (key == NULL)
		return false;
	plain = xcalloc(1, padded);
	memcpy(plain, file->bytes, file->len);
	about = about_file(stream, id);
	ok = seal_close(key, about, strlen(about), plain, padded, sealed, len);
	seal_wipe(plain, padded);
	free(plain);
	free(about);
	return ok;
}

bool
attachment_seal(struct session *s, const struct proposal *p,
    const struct proposed_file *file, struct attachment *out)
{
	const struct proposed_event *ev = &p->event[file->event];
	json_t *said = json_object_get(ev->body, "attachment");
	unsigned char random[ATTACHMENT_ID_SIZE / 2], *sealed = NULL;
	char id[ATTACHMENT_ID_SIZE + 1];
	size_t len = 0;

	s->tn->env.random(s->tn->env.ctx, random, sizeof(random));
	hex_from(random, sizeof(random), id);
	*out = (struct attachment){ .part = file->event };
	if (!close_file(s, ev->stream, id, file, &sealed, &len))
		return false;
	out->sealed = sealed;
	out->sealed_len = len;
	json_object_set_new(said, "hash", hash_json(file->bytes, file->len));
	json_object_set_new(ev->facts, "attachment", json_string(id));
	json_object_set_new(ev->facts, "size",
	    json_integer((json_int_t)len));
	json_object_set_new(ev->facts, "hash", hash_json(sealed, len));
	out->id = jx_text(ev->facts, "attachment");
	return true;
}

/* Padding holds nothing, and the bytes are those that the body speaks of. */
static bool
is_as_said(const json_t *item, const unsigned char *plain, size_t padded,
    size_t *len)
{
	int64_t size = jx_int(item, "size", -1);
	json_t *hash;
	bool same;

	if (size <= 0 || (uint64_t)size > padded)
		return false;
	*len = (size_t)size;
	hash = hash_json(plain, *len);
	same = str_eq(json_string_value(hash), jx_text(item, "hash"));
	json_decref(hash);
	return same;
}

unsigned char *
attachment_open(struct session *s, const char *stream, const json_t *item,
    size_t *len, struct err *e)
{
	const struct journal *j = s->tn->journal;
	const char *id = jx_text(item, "id");
	unsigned char *sealed, *plain = NULL;
	size_t sealed_len, padded = 0;
	char *about;
	bool ok;

	sealed = j->attachment(j->ctx, stream, id, &sealed_len, e);
	if (sealed == NULL) {
		if (e != NULL && e->code == ERR_NONE)
			err_set(e, ERR_ATTACHMENT_UNREADABLE, NULL);
		return NULL;
	}
	about = about_file(stream, id);
	ok = session_open(s, stream, about, sealed, sealed_len, &plain,
	    &padded) && is_as_said(item, plain, padded, len);
	free(about);
	free(sealed);
	if (ok)
		return plain;
	if (plain != NULL)
		seal_wipe(plain, padded);
	free(plain);
	err_set(e, ERR_ATTACHMENT_UNREADABLE, NULL);
	return NULL;
}
