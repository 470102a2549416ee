/*
 * One's own account: its secret, one-time codes, what it still must do, where
 * else it is signed in; and the list of accounts.
 */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/row.h"
#include "core/case/visible.h"
#include "core/staff/totp.h"

#include <stdlib.h>
#include <string.h>

/* ---- events about oneself ---- */

enum commit_result
account_note_as(struct session *s, const char *kind, json_t *facts,
    const char *op_id, const struct key_batch *kb, when_t at,
    bool modest, struct err *e)
{
	const struct journal *j = s->tn->journal;
	enum commit_result result;
	struct event ev = { 0 };
	struct batch b = { .modest = modest };

	ev.stream = xstrdup(STREAM_SITE);
	ev.kind = xstrdup(kind);
	ev.actor = xstrdup(s->officer);
	ev.unit = xstrdup(s->unit != NULL ? s->unit->code : "site");
	ev.at = at;
	ev.op_id = op_id != NULL ? xstrdup(op_id) : tn_new_op_id(s->tn);
	ev.facts = facts;
	b.op_id = ev.op_id;
	b.event = &ev;
	b.n_event = 1;
	if (kb != NULL) {
		b.blob = kb->blob;
		b.n_blob = kb->n;
	}
	result = j->commit(j->ctx, &b, e);
	event_done(&ev);
	return result;
}

enum commit_result
account_note(struct session *s, const char *kind, json_t *facts,
    const char *op_id, const struct key_batch *kb, struct err *e)
{
	return account_note_as(s, kind, facts, op_id, kb, tn_now(s->tn),
	    false, e);
}

/* ---- the secret ---- */

static bool
change(struct session *s, const char *secret, size_t len, struct err *e)
{
	struct key_batch kb;
	bool ok;

	key_batch_start(&kb, s->tn);
	ok = keyring_change_secret(&kb.ks, s->officer, &s->keys, secret, len,
	    e) && account_note(s, "secret_changed", json_pack("{s:s}", "id",
	    s->officer), NULL, &kb, e) == COMMIT_DONE;
	key_batch_done(&kb);
	if (!ok)
		return false;
	s->keys.once = false;
	tn_refresh(s->tn);
	return true;
}

bool
tn_change_secret(struct session *s, const char *old, size_t old_len,
    const char *secret, size_t len, struct err *e)
{
	enum err_code code;

	if (s->tn->remote != NULL)
		return remote_change_secret(s, old, old_len, secret, len, e);
	tn_refresh(s->tn);
	session_at(s, RIGHT_IN_FORM);
	code = session_check(s, "change_secret");
	if (code != ERR_NONE)
		return err_set(e, code, NULL);
	if (!actor_may(&s->actor, s->tn->procedure, "change_secret"))
		return err_set(e, ERR_NO_RIGHT, text_in(&s->unit->title,
		    LANG_VI), "change_secret", NULL);
	if (old_len == len && memcmp(old, secret, len) == 0)
		return err_set(e, ERR_SECRET_SAME, NULL);
	return keyring_check_secret(s->officer, jx_text(s->names, s->officer),
	    secret, len, e) &&
	    keyring_prove(&s->tn->keys, s->officer, old, old_len,
	    tn_now(s->tn), e) && change(s, secret, len, e);
}

/* ---- one-time codes ---- */

static json_t *
begin_codes(struct session *s, const char *op_id)
{
	unsigned char secret[TOTP_SECRET_SIZE];
	struct str show = STR_INIT, uri = STR_INIT;
	struct err e = ERR_INIT;
	json_t *o;

	if (!keyring_begin_codes(&s->tn->keys, s->officer, &s->keys, secret,
	    &e)) {
		o = refuse_err(op_id, &e);
		err_done(&e);
		return o;
	}
	totp_show(&show, secret);
	totp_uri(&uri, jx_text(s->tn->site, "site"), s->officer, secret);
	o = json_pack("{s:s,s:s,s:s,s:s}", "outcome", "done", "op_id", op_id,
	    "secret", str_text(&show), "uri", str_text(&uri));
	seal_wipe(secret, sizeof(secret));
	seal_wipe(show.buf, show.len);
	seal_wipe(uri.buf, uri.len);
	str_done(&show);
	str_done(&uri);
	return o;
}

static json_t *
take_codes(struct session *s, const char *op_id, const char *code)
{
	struct err e = ERR_INIT;
	struct key_batch kb;
	json_t *o;

	key_batch_start(&kb, s->tn);
	if (keyring_take_codes(&kb.ks, s->officer, &s->keys, code,
	    tn_now(s->tn), &e) && account_note(s, "totp_set",
	    json_pack("{s:s}", "id", s->officer), op_id, &kb, &e) ==
	    COMMIT_DONE)
		o = json_pack("{s:s,s:s}", "outcome", "done", "op_id", op_id);
	else
		o = refuse_err(op_id, &e);
	key_batch_done(&kb);
	err_done(&e);
	return o;
}

/*
 * {"do":"set_totp"} makes a secret for the officer's device, which is told
 * once; with {"code"} of that device codes are asked for from then on.
 */
json_t *
account_codes(struct session *s, const char *op_id, const json_t *with)
{
	const char *code = jx_text(with, "code");

	return code == NULL ? begin_codes(s, op_id) :
	    take_codes(s, op_id, code);
}

/* ---- what one is asked and told ---- */

static json_t *
elsewhere_json(const struct session *s)
{
	const struct session *other;
	json_t *list = json_array();

	for (other = s->tn->sessions; other != NULL; other = other->next)
		if (other != s && other->over == ERR_NONE &&
		    strcmp(other->officer, s->officer) == 0)
			json_array_append_new(list, json_pack("{s:o}",
			    "since", when_json(other->began)));
	return list;
}

static bool
runs_site(const struct session *s)
{
	const struct role *admin = procedure_role(s->tn->procedure,
	    "administrator");

	return admin != NULL && actor_has_role(&s->actor, admin);
}

/*
 * {"ask":"account"} -> {officer unit secret_first conduct_first totp since
 * elsewhere: [{since}] runs_site}; answered before all else is done.
 */
json_t *
ask_account(struct session *s, const json_t *query)
{
	const json_t *o = session_account(s);
	enum err_code first = session_check(s, NULL);

	(void)query;
	return json_pack("{s:s,s:s,s:o,s:b,s:b,s:b,s:o,s:o,s:b}",
	    "officer", s->officer,
	    "name", session_officer_name(s, s->officer),
	    "unit", unit_json(s->tn, s->unit->code),
	    "secret_first", first == ERR_SECRET_FIRST,
	    "conduct_first", first == ERR_CONDUCT_FIRST,
	    "totp", jx_bool(o, "totp", false),
	    "since", when_json(s->began), "elsewhere", elsewhere_json(s),
	    "runs_site", runs_site(s));
}

/* {"ask":"conduct"} -> {version title lines: [{vi en}] accepted} */
json_t *
ask_conduct(struct session *s, const json_t *query)
{
	const struct conduct *c = s->tn->procedure->conduct;
	json_t *o = json_object(), *lines = json_array();
	size_t i;

	(void)query;
	for (i = 0; c != NULL && i < c->n_line; i++)
		json_array_append_new(lines, text_json(&c->line[i].text));
	json_object_set_new(o, "version", json_integer(c == NULL ? 0 :
	    c->version));
	if (c != NULL)
		json_object_set_new(o, "title", text_json(&c->title));
	json_object_set_new(o, "lines", lines);
	json_object_set_new(o, "accepted", json_boolean(c == NULL ||
	    jx_int(session_account(s), "conduct", 0) == c->version));
	return o;
}

/* ---- the list of accounts ---- */

static json_t *
roles_json(const struct session *s, const json_t *o)
{
	const json_t *list = json_object_get(o, "roles"), *item;
	const struct role *role;
	json_t *out = json_array(), *one;
	size_t i;

	json_array_foreach(list, i, item) {
		role = procedure_role(s->tn->procedure,
		    json_string_value(item));
		if (role != NULL)
			json_array_append_new(out, titled(role->code,
			    &role->title));
	}
	json_array_foreach(json_object_get(o, "grants"), i, item) {
		role = procedure_role(s->tn->procedure, jx_text(item, "role"));
		if (role == NULL)
			continue;
		one = titled(role->code, &role->title);
		if (json_object_get(item, "from") != NULL)
			json_object_set(one, "from",
			    json_object_get(item, "from"));
		if (json_object_get(item, "to") != NULL)
			json_object_set(one, "to",
			    json_object_get(item, "to"));
		json_array_append_new(out, one);
	}
	return out;
}

static bool
is_sign_in(const char *kind)
{
	return strcmp(kind, "signed_in") == 0;
}

static bool
take_last(void *arg, const struct event *ev)
{
	*(when_t *)arg = ev->at;
	return false;
}

/* When last signed in; null: never. */
json_t *
account_last(struct session *s, const char *id)
{
	const struct journal *j = s->tn->journal;
	struct look_query q = { NULL, id, 0, INT64_MAX, INT64_MAX,
	    is_sign_in };
	when_t last = WHEN_NONE;

	(void)j->looked(j->ctx, &q, take_last, &last, NULL);
	return when_json(last);
}

static json_t *
officer_line(struct session *s, const char *id, const json_t *o)
{
	return json_pack("{s:s,s:s,s:o,s:o,s:b,s:b,s:b,s:b,s:b,s:o}",
	    "id", id, "name", session_officer_name(s, id),
	    "unit", unit_json(s->tn, jx_text(o, "unit")),
	    "roles", roles_json(s, o),
	    "ended", json_object_get(o, "ended") != NULL,
	    "suspended", json_object_get(o, "suspended") != NULL,
	    "new", jx_bool(o, "once", false),
	    "totp", jx_bool(o, "totp", false),
	    "me", str_eq(id, s->officer), "last", account_last(s, id));
}

/* Every role that can be given. */
static json_t *
all_roles(const struct session *s)
{
	const struct procedure *p = s->tn->procedure;
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < p->n_role; i++)
		json_array_append_new(list, titled(p->role[i].code,
		    &p->role[i].title));
	return list;
}

/*
 * {"ask":"staff"} -> {staff: [{id name unit roles ended suspended new totp me
 * last}], roles: [{code title}], all, sign_in, left?}: of the officer's own unit; an
 * administrator's, of the whole site (`all`).
 */
json_t *
ask_staff(struct session *s, const json_t *query)
{
	const json_t *officers = json_object_get(s->tn->site, "officers"), *o;
	bool all = runs_site(s);
	json_t *list = json_array(), *out;
	const char *id;

	json_object_foreach((json_t *)(uintptr_t)officers, id, o)
		if (all || str_eq(jx_text(o, "unit"), s->unit->code))
			json_array_append_new(list, officer_line(s, id, o));
	out = json_pack("{s:o,s:o,s:b,s:s}", "staff", list, "roles",
	    all_roles(s), "all", all, "sign_in",
	    jx_text(s->tn->site, "sign_in") != NULL ?
	    jx_text(s->tn->site, "sign_in") : "secret");
	/* {"left": ID}: of an account that this officer looks after. */
	o = json_object_get(officers, jx_text(query, "left"));
	if (o != NULL && (all || str_eq(jx_text(o, "unit"), s->unit->code)))
		json_object_set_new(out, "left", staff_left(s, jx_text(query,
		    "left")));
	return out;
}
