/*
 * What was erased after a backup was made is erased in what comes out of it.
 * The lists that say so are not believed because they lie there: their
 * signature is by a key that the journal of the backup names, or that lies on
 * this machine, or that somebody has on paper; and none may be older than
 * what is already known here.
 */
#include "core/store/ended.h"
#include "core/store/file.h"
#include "core/store/inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct restoring {
	struct store *s;		/* the copy */
	struct store *present;		/* what is put aside; or NULL */
	const struct ended_known *again;
	struct ended_list known;	/* what lies beside `to` */
	struct ended_list all;		/* what is to be ended */
};

static bool
is_named(const struct ended_known *again, const unsigned char key[HASH_SIZE])
{
	char hex[2 * HASH_SIZE + 1];

	for (size_t i = 0; i < HASH_SIZE; i++)
		snprintf(hex + 2 * i, 3, "%02x", key[i]);
	return again->key != NULL && strlen(again->key) >= 16 &&
	    str_starts(hex, again->key);
}

/* Of this site, and signed by somebody who may. */
static bool
list_ok(struct restoring *r, const struct ended_list *l, struct err *e)
{
	char digits[17];

	if (strcmp(l->site, r->s->site) != 0)
		return err_set(e, ERR_STORE_ENDED_STRANGER, l->path, l->site,
		    r->s->site, NULL);
	if (checkpoint_knows(r->s, l->key) || checkpoint_own(r->s, l->key) ||
	    (r->present != NULL && checkpoint_knows(r->present, l->key)) ||
	    is_named(r->again, l->key))
		return true;
	for (size_t i = 0; i < 8; i++)
		snprintf(digits + 2 * i, 3, "%02x", l->key[i]);
	return err_set(e, ERR_STORE_ENDED_KEY, l->path, digits, NULL);
}

/*
 * Is the newest list older than the backup itself?  It then stands on an
 * entry of the backup that is not the last one; on another line of the
 * journal (it was restored in between) numbers of entries say nothing.
 */
static bool
before_backup(struct restoring *r, const struct ended_list *l)
{
	struct store_verdict v = { .seq = 0 };
	unsigned char head[HASH_SIZE];
	char hex[2 * HASH_SIZE + 1];
	int64_t last;

	for (size_t i = 0; i < HASH_SIZE; i++)
		snprintf(hex + 2 * i, 3, "%02x", l->head[i]);
	return store_head(r->s, &last, head, NULL) && l->upto < last &&
	    store_verify_head(r->s, l->upto, hex, &v, NULL);
}

static bool
newest_ok(struct restoring *r, struct err *e)
{
	const struct ended_list *newest = NULL, *l;
	char has[24], known[24];

	for (size_t i = 0; i < r->again->n; i++) {
		l = &r->again->list[i];
		if (newest == NULL || l->number > newest->number)
			newest = l;
	}
	if (newest == NULL)
		return true;	/* "none": nobody says that there is a newer */
	if (newest->number < r->known.number) {
		snprintf(has, sizeof(has), "%" PRId64, newest->number);
		snprintf(known, sizeof(known), "%" PRId64, r->known.number);
		return err_set(e, ERR_STORE_ENDED_OLD, newest->path, has,
		    known, r->known.path, NULL);
	}
	if (before_backup(r, newest))
		return err_set(e, ERR_STORE_ENDED_BEFORE, newest->path, NULL);
	return true;
}

/* All that is known together; the highest number stays with it. */
static void
add_all(struct restoring *r, const struct ended_list *l)
{
	if (l->number > r->all.number)
		r->all.number = l->number;
	ended_list_add(&r->all, l);
}

static bool
gather(struct restoring *r, struct err *e)
{
	struct ended_list more = { .n = 0 };

	for (size_t i = 0; i < r->again->n; i++)
		if (!list_ok(r, &r->again->list[i], e))
			return false;
	if (r->known.path != NULL && strcmp(r->known.site, r->s->site) != 0)
		return err_set(e, ERR_STORE_ENDED_STRANGER, r->known.path,
		    r->known.site, r->s->site, NULL);
	if (!newest_ok(r, e))
		return false;
	for (size_t i = 0; i < r->again->n; i++)
		add_all(r, &r->again->list[i]);
	add_all(r, &r->known);
	/* The store that is put aside knows best what it erased. */
	if (r->present != NULL && strcmp(r->present->site, r->s->site) == 0 &&
	    store_ended_list(r->present, &more, NULL))
		ended_list_add(&r->all, &more);
	ended_list_done(&more);
	return true;
}

/* Kept beside the new store, so that no later restore goes back behind it. */
static bool
remember(struct restoring *r, const char *to, struct err *e)
{
	char *beside = file_beside(to, ENDED_BESIDE);
	struct ended_list own = { .n = 0 };
	bool ok = store_ended_list(r->s, &own, e);

	if (ok) {
		own.number = r->all.number > 0 ? r->all.number : 1;
		ended_list_add(&own, &r->all);
		ok = ended_list_write(r->s, &own, beside, e);
	}
	ended_list_done(&own);
	free(beside);
	return ok;
}

static bool
end_all(struct restoring *r, const char *to, when_t now, struct err *e)
{
	char *beside = file_beside(to, ENDED_BESIDE);
	size_t count;
	bool ok;

	ok = (!file_exists(beside) ||
	    store_ended_read(beside, &r->known, e)) && gather(r, e) &&
	    store_end_again(r->s, r->all.item, r->all.n, now, &count, e) &&
	    (r->all.number == 0 || remember(r, to, e));
	free(beside);
	return ok;
}

bool
restore_ended(const char *making, const char *to, bool aside,
    const struct ended_known *again, const struct projector *projector,
    when_t now, struct err *e)
{
	static const struct ended_known none = { NULL, 0, NULL };
	struct restoring r = { .again = again != NULL ? again : &none };
	bool ok;

	r.s = store_open(making, projector, NULL, e);
	if (r.s == NULL)
		return false;
	/* What is signed from now on is the new store's. */
	r.s->sign_at = to;
	store_set_ballast(r.s, 0);
	r.present = aside && file_exists(to) ?
	    store_open(to, projector, NULL, NULL) : NULL;
	ok = end_all(&r, to, now, e);
	ended_list_done(&r.known);
	ended_list_done(&r.all);
	store_close(r.present);
	store_close(r.s);
	return ok;
}
