/* What an operation writes to the keyring, collected for its commit. */
#include "core/door/door.h"

#include <stdlib.h>
#include <string.h>

static bool
batch_get(void *ctx, const char *name, unsigned char **blob, size_t *len)
{
	struct key_batch *kb = ctx;

	return kb->tn->keys.get(kb->tn->keys.ctx, name, blob, len);
}

static struct key_blob *
add(struct key_batch *kb, const char *name)
{
	struct key_blob *blob;

	kb->blob = xgrow(kb->blob, kb->n, &kb->cap, sizeof(*kb->blob));
	blob = &kb->blob[kb->n++];
	*blob = (struct key_blob){ xstrdup(name), NULL, 0 };
	return blob;
}

static bool
batch_put(void *ctx, const char *name, const void *bytes, size_t len,
    struct err *e)
{
	struct key_blob *blob = add(ctx, name);

	(void)e;
	blob->bytes = xmalloc(len + 1);
	memcpy(blob->bytes, bytes, len);
	blob->len = len;
	return true;
}

static bool
batch_drop(void *ctx, const char *name, struct err *e)
{
	(void)e;
	(void)add(ctx, name);
	return true;
}

static void
batch_random(void *ctx, void *buf, size_t len)
{
	struct key_batch *kb = ctx;

	kb->tn->keys.random(kb->tn->keys.ctx, buf, len);
}

static bool
batch_derive(void *ctx, const char *text, size_t len,
    const unsigned char salt[SEAL_SALT_SIZE], struct seal_cost cost,
    struct secret *key, bool *later)
{
	struct key_batch *kb = ctx;

	return kb->tn->keys.derive(kb->tn->keys.ctx, text, len, salt, cost,
	    key, later);
}

static void
batch_salt(void *ctx, unsigned char salt[SEAL_SALT_SIZE])
{
	struct key_batch *kb = ctx;

	kb->tn->keys.salt(kb->tn->keys.ctx, salt);
}

static int64_t
batch_mono(void *ctx)
{
	struct key_batch *kb = ctx;

	return tn_mono(kb->tn);
}

void
key_batch_start(struct key_batch *kb, struct tn *tn)
{
	*kb = (struct key_batch){ .tn = tn, .ks = { .ctx = kb,
	    .get = batch_get, .put = batch_put, .random = batch_random,
	    .derive = batch_derive, .drop = batch_drop, .salt = batch_salt,
	    .mono = batch_mono } };
}

void
key_batch_done(struct key_batch *kb)
{
	size_t i;

	for (i = 0; i < kb->n; i++) {
		seal_wipe(kb->blob[i].bytes, kb->blob[i].len);
		free(kb->blob[i].bytes);
		free(kb->blob[i].name);
	}
	for (i = 0; i < kb->n_wrap; i++) {
		free(kb->wrap[i].stream);
		free(kb->wrap[i].unit);
		free(kb->wrap[i].wrap);
	}
	free(kb->wrap);
	kb->wrap = NULL;
	kb->n_wrap = kb->cap_wrap = 0;
	free(kb->blob);
	kb->blob = NULL;
	kb->n = kb->cap = 0;
}
