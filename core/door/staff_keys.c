/* The keys behind what was decided about accounts. */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/pair.h"
#include "core/staff/share.h"

#include <stdlib.h>
#include <string.h>

struct work {
	struct session *s;
	const char *op_id;
	struct key_batch *kb;
	char *half;
	struct err *e;
};

/* Has a proposal of this kind a pair that waits (keyring_begin_once())? */
static bool
waits_with_keys(const json_t *facts)
{
	const char *kind = jx_text(facts, "kind");

	return str_eq(kind, "add_officer") || str_eq(kind, "reset_secret") ||
	    str_eq(kind, "recover_key");
}

/* Of proposals that nobody decided in time: their pairs open nothing more. */
static bool
drop_old(struct work *w)
{
	json_t *pairs = json_object_get(w->s->tn->site, "pairs"), *pair;
	bool ok = true;
	const char *id;

	json_object_foreach(pairs, id, pair) {
		char *name = xasprintf("once/%s", id);

		if (waits_with_keys(pair) &&
		    pair_is_old(pair, tn_now(w->s->tn)))
			ok = ok && w->kb->ks.drop(w->kb->ks.ctx, name, w->e);
		free(name);
	}
	return ok;
}

static bool
begin(struct work *w, json_t *facts)
{
	if (!drop_old(w))
		return false;
	return !waits_with_keys(facts) || keyring_begin_once(&w->kb->ks,
	    w->op_id, w->half, w->e);
}

static bool
declined(struct work *w, json_t *facts)
{
	char *name = xasprintf("once/%s", jx_text(facts, "proposal"));
	bool ok = !waits_with_keys(facts) || w->kb->ks.drop(w->kb->ks.ctx,
	    name, w->e);

	free(name);
	return ok;
}

static void
set_public(json_t *facts, const unsigned char public_half[SEAL_KEY_SIZE])
{
	char hex[2 * SEAL_KEY_SIZE + 1];

	hex_from(public_half, SEAL_KEY_SIZE, hex);
	json_object_set_new(facts, "public", json_string(hex));
}

static bool
give(struct work *w, json_t *facts)
{
	unsigned char public_half[SEAL_KEY_SIZE];
	struct session *s = w->s;

	if (!keyring_end_once(&w->kb->ks, jx_text(facts, "proposal"),
	    jx_text(facts, "id"), jx_text(facts, "unit"), &s->keys,
	    tn_now(s->tn) + ONCE_LIVES_MS, w->half, public_half, w->e))
		return false;
	set_public(facts, public_half);
	return true;
}

/* Two shares stand in for somebody of the unit (staff/share.h). */
static bool
recover(struct work *w, json_t *facts)
{
	const json_t *shares = json_object_get(w->s->with, "shares");
	unsigned char public_half[SEAL_KEY_SIZE];
	struct session *s = w->s;
	struct keyring member;
	bool ok;

	memset(&member, 0, sizeof(member));
	if (!keyring_unit_public(&w->kb->ks, jx_text(facts, "unit"),
	    public_half))
		return err_set(w->e, ERR_SEAL_FAILED, NULL);
	if (!share_join(json_string_value(json_array_get(shares, 0)),
	    json_string_value(json_array_get(shares, 1)), public_half,
	    &member.unit, w->e))
		return false;
	ok = keyring_end_once(&w->kb->ks, jx_text(facts, "proposal"),
	    jx_text(facts, "id"), jx_text(facts, "unit"), &member,
	    tn_now(s->tn) + ONCE_LIVES_MS, w->half, public_half, w->e);
	keyring_close(&member);
	if (ok)
		set_public(facts, public_half);
	return ok;
}

/* Told once, to who approved it; kept nowhere. */
static bool
share(struct work *w, json_t *facts)
{
	struct session *s = w->s;
	char out[SHARES][SHARE_SIZE];
	json_t *list;
	size_t i;

	if (!share_split(&s->keys.unit, s->keys.unit_public,
	    w->kb->ks.random, w->kb->ks.ctx, out))
		return err_set(w->e, ERR_SEAL_FAILED, NULL);
	list = json_array();
	for (i = 0; i < SHARES; i++)
		json_array_append_new(list, json_string(out[i]));
	json_decref(s->told);
	s->told = json_pack("{s:o}", "shares", list);
	seal_wipe(out, sizeof(out));
	set_public(facts, s->keys.unit_public);
	return true;
}

static bool
leave(struct work *w, json_t *facts)
{
	return keyring_remove_officer(&w->kb->ks, jx_text(facts, "id"),
	    jx_text(facts, "unit"), w->e);
}

/* Those of the unit who stay; names are borrowed from the row. */
static struct key_member *
who_stay(const struct tn *tn, const json_t *facts, size_t *n)
{
	json_t *officers = json_object_get(tn->site, "officers"), *o;
	struct key_member *stay = xcalloc(json_object_size(officers) + 1,
	    sizeof(*stay));
	const char *id;

	*n = 0;
	json_object_foreach(officers, id, o) {
		if (!str_eq(jx_text(o, "unit"), jx_text(facts, "code")) ||
		    json_object_get(o, "ended") != NULL ||
		    str_eq(id, jx_text(facts, "without")) ||
		    !hex_to(jx_text(o, "public"), stay[*n].public_half,
		    SEAL_KEY_SIZE))
			continue;
		stay[(*n)++].officer = id;
	}
	return stay;
}

static bool
renew(struct work *w, json_t *facts)
{
	unsigned char public_half[SEAL_KEY_SIZE];
	size_t n;
	struct key_member *stay = who_stay(w->s->tn, facts, &n);
	bool ok = keyring_renew_unit(&w->kb->ks, jx_text(facts, "code"),
	    &w->s->keys, stay, n, public_half, w->e);

	free(stay);
	if (ok)
		set_public(facts, public_half);
	return ok;
}

static bool
unlock(struct work *w, json_t *facts)
{
	char *name = xasprintf("tries/%s", jx_text(facts, "id"));
	bool ok = w->kb->ks.drop(w->kb->ks.ctx, name, w->e);

	free(name);
	return ok;
}

/* Who was stopped proves the secret before the account counts again. */
static bool
stop(struct work *w, json_t *facts)
{
	return keyring_drop_account(&w->kb->ks, jx_text(facts, "id"), w->e);
}

/* Back to secrets: what opened keys without one is destroyed. */
static bool
set_sign_in(struct work *w, json_t *facts)
{
	json_t *officers = json_object_get(w->s->tn->site, "officers"), *o;
	bool ok = true;
	const char *id;

	if (str_eq(jx_text(facts, "by"), "unix"))
		return true;
	json_object_foreach(officers, id, o)
		ok = ok && keyring_drop_account(&w->kb->ks, id, w->e);
	return ok;
}

static bool
close_others(struct work *w, json_t *facts)
{
	struct session *other;

	(void)facts;
	for (other = w->s->tn->sessions; other != NULL; other = other->next)
		if (other != w->s && other->over == ERR_NONE &&
		    strcmp(other->officer, w->s->officer) == 0)
			session_end(other, ERR_SESSION_CLOSED);
	return true;
}

bool
staff_keys(struct session *s, struct proposal *p, const char *op_id,
    struct key_batch *kb, char half[HALF_SIZE], struct err *e)
{
	static const struct {
		const char *kind;
		bool (*work)(struct work *w, json_t *facts);
	} table[] = {
		{ "pair_proposed", begin }, { "pair_declined", declined },
		{ "officer_added", give }, { "secret_reset", give },
		{ "key_recovered", recover }, { "key_shared", share },
		{ "officer_ended", leave }, { "unit_key_renewed", renew },
		{ "sign_in_unlocked", unlock }, { "sign_in_set", set_sign_in },
		{ "officer_suspended", stop },
		{ "sessions_closed", close_others },
	};
	struct work w = { s, op_id, kb, half, e };
	size_t i, k;

	for (i = 0; i < p->n_event; i++)
		for (k = 0; k < ARRAY_LEN(table); k++)
			if (strcmp(p->event[i].kind, table[k].kind) == 0 &&
			    !table[k].work(&w, p->event[i].facts))
				return false;
	return true;
}
