/*
 * Accounts.  What gives somebody a way in or more to do takes two persons
 * (pair.h): a new officer, a lost secret, a role, going on after a stop; and
 * so does what cannot be taken back, an officer's leaving.  What only stops
 * somebody is done by one and at once (suspend_officer): waiting a day for a
 * second person would do the greater harm.
 *
 * Nobody does any of it to their own account.  An administrator may propose
 * it for every unit of the site, others for their own.  Who approves what
 * needs keys (a new officer, a lost secret, a leaving) is of the officer's
 * unit: nobody else has its keys to give.
 */
#include "core/case/pair.h"

#include "core/base/jx.h"
#include "core/base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define ID_MOST 32
#define NAME_MOST 200

static void
refuse_with(struct deciding *d, enum err_code code, const char *arg)
{
	reason_add(d->out->reasons, NULL, NULL, code, SAME(arg), NULL);
}

static bool
is_administrator(const struct deciding *d)
{
	const struct role *role = procedure_role(d->procedure,
	    "administrator");

	return role != NULL && actor_has_role(d->actor, role);
}

static void
need_own_unit(struct deciding *d, const char *unit, bool for_keys)
{
	if (str_eq(unit, d->actor->unit->code))
		return;
	if (for_keys || !is_administrator(d))
		reason_add(d->out->reasons, NULL, NULL, for_keys ?
		    ERR_STAFF_KEYS : ERR_STAFF_UNIT, unit_title(d, unit),
		    NULL);
}

/*
 * The account that `with` names: there, not the actor's own, not ended, of
 * the actor's unit or an administrator's to care for.  A copy, owned.
 */
static json_t *
need_officer(struct deciding *d, const json_t *with)
{
	json_t *site = d->source->site_row(d->source->ctx), *o;
	const char *id = jx_text(with, "officer");

	o = json_incref(json_object_get(json_object_get(site, "officers"),
	    id));
	json_decref(site);
	if (id == NULL || o == NULL)
		refuse_with(d, ERR_NO_SUCH_OFFICER, id != NULL ? id : "");
	else if (str_eq(id, d->actor->officer))
		refuse_with(d, ERR_PAIR_OWN, "");
	else if (json_object_get(o, "ended") != NULL)
		refuse_with(d, ERR_OFFICER_ENDED, id);
	else
		need_own_unit(d, jx_text(o, "unit"), false);
	if (!refused(d))
		return o;
	json_decref(o);
	return NULL;
}

void
pair_check_staff(struct deciding *d, const json_t *content)
{
	json_decref(need_officer(d, content));
}

/* ---- a new officer: {officer, name, unit, roles} ---- */

static bool
is_new_id(struct deciding *d, const char *id)
{
	json_t *site = d->source->site_row(d->source->ctx);
	bool known = json_object_get(json_object_get(site, "officers"), id) !=
	    NULL;

	json_decref(site);
	return !known;
}

static void
check_id(struct deciding *d, const char *id)
{
	if (id == NULL || *id == '\0' || strlen(id) > ID_MOST ||
	    strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_-") !=
	    strlen(id) || str_eq(id, "unknown") || str_eq(id, "founding"))
		refuse_with(d, ERR_BAD_COMMAND, "content.officer");
	else if (!is_new_id(d, id))
		refuse_with(d, ERR_OFFICER_KNOWN, id);
}

static void
check_roles(struct deciding *d, const json_t *roles)
{
	const json_t *item;
	bool ok = json_array_size(roles) > 0 &&
	    json_array_size(roles) <= d->procedure->n_role;
	size_t i;

	json_array_foreach(roles, i, item)
		ok = ok && json_is_string(item) && procedure_role(
		    d->procedure, json_string_value(item)) != NULL;
	if (!ok)
		refuse_with(d, ERR_BAD_COMMAND, "content.roles");
}

void
pair_check_add(struct deciding *d, const json_t *content)
{
	const char *name = jx_text(content, "name");
	const char *unit = jx_text(content, "unit");

	check_id(d, jx_text(content, "officer"));
	check_roles(d, json_object_get(content, "roles"));
	if (name == NULL || *name == '\0' || strlen(name) > NAME_MOST ||
	    !utf8_valid(name, strlen(name)))
		refuse_with(d, ERR_BAD_COMMAND, "content.name");
	if (unit == NULL || procedure_unit(d->procedure, unit) == NULL ||
	    !d->source->has_unit(d->source->ctx, unit))
		refuse_with(d, ERR_BAD_COMMAND, "content.unit");
	if (!refused(d))
		need_own_unit(d, unit, false);
}

void
pair_done_add(struct deciding *d, const char *proposal, const json_t *content)
{
	json_t *facts = json_pack("{s:s,s:s,s:O,s:b,s:s}",
	    "id", jx_text(content, "officer"),
	    "unit", jx_text(content, "unit"),
	    "roles", json_object_get(content, "roles"), "once", 1,
	    "proposal", proposal);

	need_own_unit(d, jx_text(content, "unit"), true);
	propose(d, STREAM_SITE, 0, "officer_added", facts,
	    json_pack("{s:s}", "name", jx_text(content, "name")));
}

/* ---- an officer who is there ---- */

/* {id unit proposal} */
static json_t *
facts_of(const char *proposal, const json_t *content, const json_t *officer)
{
	return json_pack("{s:s,s:s,s:s}", "id", jx_text(content, "officer"),
	    "unit", jx_text(officer, "unit"), "proposal", proposal);
}

void
pair_done_reset(struct deciding *d, const char *proposal,
    const json_t *content)
{
	json_t *o = need_officer(d, content);

	if (o == NULL)
		return;
	need_own_unit(d, jx_text(o, "unit"), true);
	propose(d, STREAM_SITE, 0, "secret_reset",
	    facts_of(proposal, content, o), NULL);
	json_decref(o);
}

/*
 * {unit}: the actor's own.  Who approves holds its key already; the three
 * shares are printed then and given to three others.
 */
void
pair_check_share(struct deciding *d, const json_t *content)
{
	if (!str_eq(jx_text(content, "unit"), d->actor->unit->code))
		refuse_with(d, ERR_BAD_COMMAND, "content.unit");
}

void
pair_done_share(struct deciding *d, const char *proposal,
    const json_t *content)
{
	propose(d, STREAM_SITE, 0, "key_shared", json_pack("{s:s,s:s}",
	    "unit", jx_text(content, "unit"), "proposal", proposal), NULL);
}

/*
 * {officer}: as a reset, but nobody of the unit can open its key any more.
 * Two shares of it take the place of an approver of that unit.
 */
void
pair_done_recover(struct deciding *d, const char *proposal,
    const json_t *content)
{
	json_t *o = need_officer(d, content);

	if (o != NULL)
		propose(d, STREAM_SITE, 0, "key_recovered",
		    facts_of(proposal, content, o), NULL);
	json_decref(o);
}

void
pair_done_end(struct deciding *d, const char *proposal, const json_t *content)
{
	json_t *o = need_officer(d, content);

	if (o == NULL)
		return;
	need_own_unit(d, jx_text(o, "unit"), true);
	propose(d, STREAM_SITE, 0, "officer_ended",
	    facts_of(proposal, content, o), NULL);
	propose(d, STREAM_SITE, 0, "unit_key_renewed",
	    json_pack("{s:s,s:s}", "code", jx_text(o, "unit"), "without",
	    jx_text(content, "officer")), NULL);
	json_decref(o);
}

void
pair_check_resume(struct deciding *d, const json_t *content)
{
	json_t *o = need_officer(d, content);

	if (o != NULL && json_object_get(o, "suspended") == NULL)
		refuse_with(d, ERR_BAD_COMMAND, "content.officer");
	json_decref(o);
}

void
pair_done_resume(struct deciding *d, const char *proposal,
    const json_t *content)
{
	json_t *o = need_officer(d, content);

	if (o != NULL)
		propose(d, STREAM_SITE, 0, "officer_resumed",
		    facts_of(proposal, content, o), NULL);
	json_decref(o);
}

/* {officer, role}: one that they have, be it from a later day on. */
static bool
has_role(const json_t *officer, const char *role)
{
	const json_t *item;
	size_t i;

	json_array_foreach(json_object_get(officer, "roles"), i, item)
		if (str_eq(json_string_value(item), role))
			return true;
	json_array_foreach(json_object_get(officer, "grants"), i, item)
		if (str_eq(jx_text(item, "role"), role))
			return true;
	return false;
}

void
pair_check_end_role(struct deciding *d, const json_t *content)
{
	json_t *o = need_officer(d, content);
	const char *role = jx_text(content, "role");

	if (o != NULL && (role == NULL || !has_role(o, role)))
		refuse_with(d, ERR_BAD_COMMAND, "content.role");
	json_decref(o);
}

void
pair_done_end_role(struct deciding *d, const char *proposal,
    const json_t *content)
{
	propose(d, STREAM_SITE, 0, "role_ended", json_pack("{s:s,s:s,s:s}",
	    "id", jx_text(content, "officer"), "role",
	    jx_text(content, "role"), "proposal", proposal), NULL);
}

/*
 * {by}: "unix", who is let in by the Unix account over a store process needs
 * no secret; "secret", as everywhere else.
 */
void
pair_check_sign_in(struct deciding *d, const json_t *content)
{
	json_t *site = d->source->site_row(d->source->ctx);
	const char *by = jx_text(content, "by"), *now = jx_text(site,
	    "sign_in");

	if (!str_eq(by, "unix") && !str_eq(by, "secret"))
		refuse_with(d, ERR_BAD_COMMAND, "content.by");
	else if (str_eq(by, now != NULL ? now : "secret"))
		refuse_with(d, ERR_NOTHING_NEW, "");
	json_decref(site);
}

void
pair_done_sign_in(struct deciding *d, const char *proposal,
    const json_t *content)
{
	propose(d, STREAM_SITE, 0, "sign_in_set", json_pack("{s:s,s:s}", "by",
	    jx_text(content, "by"), "proposal", proposal), NULL);
}

/* ---- what one does ---- */

/* {officer, why}: no session and no sign-in until two persons say so. */
void
decide_suspend_officer(struct deciding *d, const char *id,
    const json_t *with)
{
	json_t *o = need_officer(d, with);
	const char *why = need_text(d, with, "why");

	(void)id;
	if (o != NULL && json_object_get(o, "suspended") != NULL)
		refuse_with(d, ERR_NOTHING_NEW, "");
	if (!refused(d))
		propose(d, STREAM_SITE, 0, "officer_suspended",
		    json_pack("{s:s}", "id", jx_text(with, "officer")),
		    json_pack("{s:s}", "why", why));
	json_decref(o);
}

/* {officer}: wrong tries are forgotten (security.md S-06). */
void
decide_unlock_sign_in(struct deciding *d, const char *id, const json_t *with)
{
	json_t *o = need_officer(d, with);

	(void)id;
	if (o != NULL)
		propose(d, STREAM_SITE, 0, "sign_in_unlocked",
		    json_pack("{s:s}", "id", jx_text(with, "officer")), NULL);
	json_decref(o);
}

/* {version}: the text that was shown, not another. */
void
decide_accept_conduct(struct deciding *d, const char *id, const json_t *with)
{
	const struct conduct *c = d->procedure->conduct;

	(void)id;
	if (c == NULL || jx_int(with, "version", 0) != c->version)
		refuse_with(d, ERR_BAD_COMMAND, "version");
	else
		propose(d, STREAM_SITE, 0, "conduct_accepted",
		    json_pack("{s:s,s:I}", "id", d->actor->officer, "version",
		    (json_int_t)c->version), NULL);
}

/* {}: the door closes them once this is on disk. */
void
decide_close_others(struct deciding *d, const char *id, const json_t *with)
{
	(void)id;
	(void)with;
	propose(d, STREAM_SITE, 0, "sessions_closed",
	    json_pack("{s:s}", "id", d->actor->officer), NULL);
}
