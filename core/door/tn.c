/* Opening the core, making a store, proving a store. */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/row.h"
#include "core/procedure/lists.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

when_t
tn_now(const struct tn *tn)
{
	return tn->env.now(tn->env.ctx);
}

bool
tn_is_demonstration(const struct tn *tn)
{
	return jx_bool(tn->site, "demonstration", false);
}

char *
tn_new_op_id(struct tn *tn)
{
	unsigned char bytes[16];
	char *id = xmalloc(2 * sizeof(bytes) + 1);

	tn->env.random(tn->env.ctx, bytes, sizeof(bytes));
	hex_from(bytes, sizeof(bytes), id);
	return id;
}

const struct form_lists *
tn_lists(const struct tn *tn)
{
	return tn->procedure->form_lists;
}

static bool
get_blob(void *ctx, const char *name, unsigned char **blob, size_t *len)
{
	struct tn *tn = ctx;

	return tn->journal->get_blob(tn->journal->ctx, name, blob, len);
}

static bool
put_blob(void *ctx, const char *name, const void *blob, size_t len,
    struct err *e)
{
	struct tn *tn = ctx;

	return tn->journal->put_blob(tn->journal->ctx, name, blob, len, e);
}

static void
get_random(void *ctx, void *buf, size_t len)
{
	struct tn *tn = ctx;

	tn->env.random(tn->env.ctx, buf, len);
}

static bool
drop_blob(void *ctx, const char *name, struct err *e)
{
	struct tn *tn = ctx;

	return tn->journal->drop_blob(tn->journal->ctx, name, e);
}

/* While a hash is made elsewhere, its salt stays the same. */
static void
get_salt(void *ctx, unsigned char salt[SEAL_SALT_SIZE])
{
	struct tn *tn = ctx;

	if (tn->deferred.on)
		memcpy(salt, tn->deferred.fresh, SEAL_SALT_SIZE);
	else
		get_random(ctx, salt, SEAL_SALT_SIZE);
}

int64_t
tn_mono(const struct tn *tn)
{
	return tn->env.mono != NULL ? tn->env.mono(tn->env.ctx) : tn_now(tn);
}

static int64_t
get_mono(void *ctx)
{
	return tn_mono(ctx);
}

void
keyring_store_of(struct tn *tn, struct keyring_store *out)
{
	*out = (struct keyring_store){ .ctx = tn, .get = get_blob,
	    .put = put_blob, .random = get_random, .derive = deferred_derive,
	    .drop = drop_blob, .salt = get_salt, .mono = get_mono };
}

/* "regime/code" or "regime/code@province" of a value set here. */
static void
apply_value(struct tn *tn, const char *name, const json_t *v)
{
	const char *slash = strchr(name, '/');
	const char *at = slash == NULL ? NULL : strrchr(slash, '@');
	enum sureness status = str_eq(jx_text(v, "status"),
	    sureness_code(SURE_CONFIRMED)) ? SURE_CONFIRMED : SURE_REPORTED;
	char *regime, *code;

	if (slash == NULL)
		return;
	regime = xstrndup(name, (size_t)(slash - name));
	code = at == NULL ? xstrdup(slash + 1) :
	    xstrndup(slash + 1, (size_t)(at - slash - 1));
	/* A line that forms/ no longer has is left in the journal. */
	if (at == NULL)
		(void)procedure_set_value(tn->procedure, regime, code,
		    jx_int(v, "value", 0), status);
	else
		(void)procedure_set_local_value(tn->procedure, regime, code,
		    at + 1, jx_int(v, "value", 0), status);
	free(regime);
	free(code);
}

void
tn_apply_values(struct tn *tn)
{
	const json_t *values = json_object_get(tn->site, "values");
	const char *name;
	json_t *v;

	if (tn->procedure == NULL)
		return;
	/* One that is not there any more was taken back with its group. */
	procedure_forget_values(tn->procedure);
	json_object_foreach((json_t *)(void *)values, name, v)
		apply_value(tn, name, v);
}

bool
tn_read_site(struct tn *tn, struct err *e)
{
	json_t *site = tn->journal->row(tn->journal->ctx, STREAM_SITE, e);

	if (site == NULL)
		return false;
	json_decref(tn->site);
	tn->site = site;
	tn->site_seq = tn->journal->last_seq(tn->journal->ctx, STREAM_SITE);
	tn_apply_values(tn);
	return true;
}

/* Others may have signed in, or set a value, since we looked. */
void
tn_refresh(struct tn *tn)
{
	lists_set_day(tn->procedure->lists,
	    when_day(tn_now(tn), VN_OFFSET_MIN));
	if (tn->remote == NULL && tn->site_seq != tn->journal->last_seq(tn->journal->ctx,
	    STREAM_SITE))
		(void)tn_read_site(tn, NULL);
}

bool
tn_ready(struct tn *tn, struct findings *found)
{
	if (tn->procedure == NULL) {
		tn->procedure = procedure_load(tn->files, found);
		if (tn->site != NULL)
			tn_apply_values(tn);
	}
	return tn->procedure != NULL;
}

static struct tn *
open_parts(const struct tn_config *config, struct findings *found)
{
	struct tn *tn = xcalloc(1, sizeof(*tn));
	struct err e = ERR_INIT;

	tn->env = config->env;
	jx_wipe_freed();
	if (!seal_start()) {
		findings_add(found, NULL, 0, 0, ERR_SEAL_FAILED, NULL);
		free(tn);
		return NULL;
	}
	tn->files = config->files;
	if (!config->later && !tn_ready(tn, found)) {
		free(tn);
		return NULL;
	}
	tn->store = store_open(config->store, &case_projector, NULL, &e);
	if (tn->store == NULL) {
		findings_take(found, &e);
		tn_close(tn);
		return NULL;
	}
	tn->journal = store_journal(tn->store);
	keyring_store_of(tn, &tn->keys);
	return tn;
}

/* A training store never opens as a live one, nor the other way (S-44). */
struct tn *
tn_open(const struct tn_config *config, struct findings *found)
{
	struct tn *tn = open_parts(config, found);
	struct err e = ERR_INIT;

	if (tn == NULL)
		return NULL;
	if (!tn_read_site(tn, &e)) {
		if (e.code == ERR_NONE)
			err_set(&e, ERR_STORE_UNFOUNDED, NULL);
		findings_take(found, &e);
		tn_close(tn);
		return NULL;
	}
	if (jx_bool(tn->site, "training", false) != config->training) {
		findings_add(found, NULL, 0, 0, config->training ?
		    ERR_STORE_LIVE : ERR_STORE_TRAINING, NULL);
		tn_close(tn);
		return NULL;
	}
	return tn;
}

void
tn_close(struct tn *tn)
{
	if (tn == NULL)
		return;
	held_free(tn);
	json_decref(tn->site);
	if (tn->remote != NULL)
		tn->remote->close(tn->remote->ctx);
	store_close(tn->store);
	procedure_free(tn->procedure);
	free(tn);
}

void
tn_set_progress(struct tn *tn,
    bool (*fn)(void *ctx, int64_t done, int64_t total), void *ctx)
{
	tn->progress = fn;
	tn->progress_ctx = ctx;
}

bool
tn_goes_on(struct tn *tn, int64_t done, int64_t total)
{
	if (tn->progress != NULL && !tn->stopped)
		tn->stopped = !tn->progress(tn->progress_ctx, done, total);
	return !tn->stopped;
}

static bool
tell_verify(void *arg, int64_t done, int64_t total)
{
	return tn_goes_on(arg, done, total);
}

void
tn_end_work(struct tn *tn)
{
	if (tn->store != NULL)
		(void)store_checkpoint(tn->store, tn_now(tn));
}

json_t *
tn_verify(struct tn *tn)
{
	struct store_verdict verdict = { 0 };
	struct store_progress progress = { tell_verify, tn };
	struct err e = ERR_INIT;
	char head[2 * HASH_SIZE + 1];
	json_t *o;

	if (tn->remote != NULL)
		return remote_verify(tn);
	tn->stopped = false;
	if (!store_verify(tn->store, &verdict, &progress, &e)) {
		o = tn->stopped ? refuse(NULL, ERR_STOPPED, NULL) :
		    refuse_err(NULL, &e);
		json_object_set_new(o, "seq", json_integer(verdict.seq));
		json_object_set_new(o, "stream", json_string(verdict.stream));
		err_done(&e);
		return o;
	}
	hex_from(verdict.head, HASH_SIZE, head);
	o = json_object();
	json_object_set_new(o, "outcome", json_string("done"));
	json_object_set_new(o, "events", json_integer(verdict.events));
	json_object_set_new(o, "streams",
	    json_integer((json_int_t)verdict.streams));
	json_object_set_new(o, "head", json_string(head));
	return o;
}
