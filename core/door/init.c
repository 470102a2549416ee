/*
 * Founding a store: its site, the key pairs of its units, its first
 * officers.  One operation: complete or not at all.
 */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/row.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STAFF_MAX 200
#define UNITS_MAX 500

struct founding {
	struct tn *tn;
	const json_t *plan;
	struct secret site_key;
	struct batch batch;
	struct event event[STAFF_MAX + UNITS_MAX + 1];
	struct key_wrap wrap[UNITS_MAX];
	char *op_id;
	struct { char *code; struct secret private_half; } unit[UNITS_MAX];
	size_t n_unit;
	struct err e;
};

static bool
add_event(struct founding *f, const char *kind, json_t *facts, json_t *body)
{
	size_t n = f->batch.n_event++;
	struct event *ev = &f->event[n];
	char *about, *text;
	bool ok = true;

	ev->stream = xstrdup(STREAM_SITE);
	ev->kind = xstrdup(kind);
	ev->actor = xstrdup("founding");
	ev->unit = xstrdup("site");
	ev->at = tn_now(f->tn);
	ev->op_id = xstrdup(f->op_id);
	ev->op_part = (int)n;
	ev->facts = facts;
	if (body != NULL) {
		about = seal_about(ev->stream, kind, f->op_id, (int)n);
		text = jx_canonical(body);
		ok = seal_close(&f->site_key, about, strlen(about), text,
		    strlen(text), &ev->sealed, &ev->sealed_len);
		free(text);
		free(about);
		json_decref(body);
	}
	return ok || err_set(&f->e, ERR_SEAL_FAILED, NULL);
}

static void
set_public(json_t *facts, const unsigned char public_half[SEAL_KEY_SIZE])
{
	char hex[2 * SEAL_KEY_SIZE + 1];

	hex_from(public_half, SEAL_KEY_SIZE, hex);
	json_object_set_new(facts, "public", json_string(hex));
}

static const struct secret *
find_unit(const struct founding *f, const char *code)
{
	size_t i;

	for (i = 0; i < f->n_unit; i++)
		if (strcmp(f->unit[i].code, code) == 0)
			return &f->unit[i].private_half;
	return NULL;
}

static bool
found_unit(struct founding *f, const char *code)
{
	unsigned char public_half[SEAL_KEY_SIZE];
	struct key_wrap *w = &f->wrap[f->batch.n_wrap];
	json_t *facts;

	if (code == NULL || find_unit(f, code) != NULL)
		return true;
	if (procedure_unit(f->tn->procedure, code) == NULL ||
	    f->n_unit == UNITS_MAX)
		return err_set(&f->e, ERR_NO_SUCH_UNIT, code, NULL);
	f->unit[f->n_unit].code = xstrdup(code);
	if (!keyring_make_unit(&f->tn->keys, code, public_half,
	    &f->unit[f->n_unit++].private_half, &f->e))
		return false;
	w->stream = (char *)(void *)STREAM_SITE;
	w->unit = f->unit[f->n_unit - 1].code;
	if (!seal_wrap(public_half, &f->site_key, &w->wrap, &w->wrap_len))
		return err_set(&f->e, ERR_SEAL_FAILED, NULL);
	f->batch.n_wrap++;
	facts = json_object();
	json_object_set_new(facts, "code", json_string(code));
	set_public(facts, public_half);
	return add_event(f, "unit_opened", facts, NULL);
}

/*
 * What hashes cost here from now on.  The plan's "cheap" takes the least, for
 * tests and demonstrations only; a demonstration's secret is published, so
 * that nothing is gained by calibrating.
 */
static bool
set_cost(struct founding *f, uint64_t memory)
{
	struct seal_cost cost = seal_cost_floor();
	bool small = jx_bool(f->plan, "cheap", false);

	if (small)
		/* security.md S-03: the least, for machines of 1 GiB. */
		cost = (struct seal_cost){ .ops = 2, .mem = 19 << 20 };
	else if (!jx_bool(f->plan, "demonstration", false))
		cost = keyring_calibrate(f->tn->env.mono, f->tn->env.ctx,
		    memory, &small);
	return keyring_set_cost(&f->tn->keys, cost, small, &f->e);
}

static bool
check_officer(struct founding *f, const json_t *o)
{
	const json_t *roles = json_object_get(o, "roles"), *item;
	const char *id = jx_text(o, "id");
	size_t i;

	if (id == NULL || *id == '\0' || strlen(id) > 32 ||
	    strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_-") != strlen(id))
		return err_set(&f->e, ERR_PLAN_OFFICER, id, NULL);
	if (jx_text(o, "secret") == NULL || jx_text(o, "unit") == NULL ||
	    json_array_size(roles) == 0)
		return err_set(&f->e, ERR_PLAN_OFFICER, id, NULL);
	json_array_foreach(roles, i, item)
		if (!json_is_string(item) || procedure_role(f->tn->procedure,
		    json_string_value(item)) == NULL)
			return err_set(&f->e, ERR_PLAN_ROLE, id,
			    json_string_value(item), NULL);
	if (jx_bool(f->plan, "demonstration", false))
		return true;
	return keyring_check_secret(id, jx_text(o, "name"),
	    jx_text(o, "secret"), strlen(jx_text(o, "secret")), &f->e);
}

static bool
found_officer(struct founding *f, const json_t *o)
{
	const char *id = jx_text(o, "id"), *secret = jx_text(o, "secret");
	const char *unit = jx_text(o, "unit");
	unsigned char public_half[SEAL_KEY_SIZE];
	json_t *facts, *body;

	if (!keyring_make_officer(&f->tn->keys, id, secret, strlen(secret),
	    keyring_cost(&f->tn->keys), unit, find_unit(f, unit), public_half, &f->e))
		return false;
	facts = json_object();
	json_object_set_new(facts, "id", json_string(id));
	json_object_set_new(facts, "unit", json_string(unit));
	json_object_set(facts, "roles", json_object_get(o, "roles"));
	set_public(facts, public_half);
	body = json_object();
	json_object_set(body, "name", json_object_get(o, "name"));
	return add_event(f, "officer_added", facts, body);
}

static bool
found_all(struct founding *f)
{
	const json_t *staff = json_object_get(f->plan, "staff"), *item;
	json_t *facts = json_object();
	size_t i;

	json_object_set_new(facts, "site",
	    json_string(jx_text(f->plan, "site")));
	json_object_set_new(facts, "training",
	    json_boolean(jx_bool(f->plan, "training", false)));
	json_object_set_new(facts, "demonstration",
	    json_boolean(jx_bool(f->plan, "demonstration", false)));
	if (!add_event(f, "site_founded", facts, NULL))
		return false;
	json_array_foreach(json_object_get(f->plan, "units"), i, item)
		if (!found_unit(f, json_string_value(item)))
			return false;
	json_array_foreach(staff, i, item)
		if (!check_officer(f, item) ||
		    !found_unit(f, jx_text(item, "unit")))
			return false;
	json_array_foreach(staff, i, item)
		if (!found_officer(f, item))
			return false;
	return true;
}

/* No default account, and never one person alone (security.md S-11). */
static bool
check_plan(const json_t *plan, struct err *e)
{
	size_t n = json_array_size(json_object_get(plan, "staff"));
	size_t units = json_array_size(json_object_get(plan, "units"));
	const char *site = jx_text(plan, "site");

	if (site == NULL || *site == '\0' || strlen(site) > 16 ||
	    strspn(site, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") !=
	    strlen(site))
		return err_set(e, ERR_PLAN_SITE, NULL);
	if (n > STAFF_MAX || units > UNITS_MAX - STAFF_MAX ||
	    (n < 2 && !jx_bool(plan, "demonstration", false)) || n == 0)
		return err_set(e, ERR_PLAN_STAFF, NULL);
	return true;
}

static bool
commit_founding(struct founding *f)
{
	const struct journal *j = f->tn->journal;
	struct expected expect = { STREAM_SITE, 0 };

	f->batch.op_id = f->op_id;
	f->batch.event = f->event;
	f->batch.wrap = f->wrap;
	f->batch.expect = &expect;
	f->batch.n_expect = 1;
	return j->commit(j->ctx, &f->batch, &f->e) == COMMIT_DONE;
}

static void
founding_done(struct founding *f)
{
	size_t i;

	for (i = 0; i < f->batch.n_event; i++)
		event_done(&f->event[i]);
	for (i = 0; i < f->batch.n_wrap; i++)
		free(f->wrap[i].wrap);
	for (i = 0; i < f->n_unit; i++) {
		free(f->unit[i].code);
		secret_free(&f->unit[i].private_half);
	}
	secret_free(&f->site_key);
	free(f->op_id);
	err_done(&f->e);
	free(f);
}

static bool
found_store(struct tn *tn, const struct tn_config *config,
    const json_t *plan, struct findings *found)
{
	struct founding *f = xcalloc(1, sizeof(*f));
	bool ok;

	f->tn = tn;
	f->plan = plan;
	f->op_id = tn_new_op_id(tn);
	ok = secret_new(&f->site_key, SEAL_KEY_SIZE);
	if (ok)
		tn->env.random(tn->env.ctx, f->site_key.bytes, SEAL_KEY_SIZE);
	else
		err_set(&f->e, ERR_SEAL_FAILED, NULL);
	ok = ok && set_cost(f, config->memory) && found_all(f) && commit_founding(f);
	if (!ok)
		findings_take(found, &f->e);
	founding_done(f);
	return ok;
}

/* A store that could not be founded is nobody's: it goes again. */
static void
remove_store(const char *path)
{
	static const char *const tail[] = { "", "-wal", "-shm", "-ballast" };
	size_t i;

	for (i = 0; i < ARRAY_LEN(tail); i++) {
		char *name = xasprintf("%s%s", path, tail[i]);

		remove(name);
		free(name);
	}
}

bool
tn_init(const struct tn_config *config, const json_t *plan,
    struct findings *found)
{
	struct tn *tn = xcalloc(1, sizeof(*tn));
	struct err e = ERR_INIT;
	bool ok = false, made = false;

	tn->env = config->env;
	if (!check_plan(plan, &e))
		goto out;
	if (!seal_start()) {
		err_set(&e, ERR_SEAL_FAILED, NULL);
		goto out;
	}
	tn->procedure = procedure_load(config->files, found);
	if (tn->procedure == NULL)
		goto out;
	made = store_create(config->store, jx_text(plan, "site"),
	    &case_projector, tn_now(tn), &e);
	if (!made)
		goto out;
	tn->store = store_open(config->store, &case_projector, NULL, &e);
	if (tn->store == NULL)
		goto out;
	tn->journal = store_journal(tn->store);
	keyring_store_of(tn, &tn->keys);
	ok = found_store(tn, config, plan, found);
out:
	if (e.code != ERR_NONE)
		findings_take(found, &e);
	tn_close(tn);
	if (made && !ok)
		remove_store(config->store);
	return ok;
}
