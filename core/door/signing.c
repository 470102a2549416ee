/*
 * Signing in and out, and what ends a session: twelve hours, the account's
 * end, a secret that was reset, the officer from elsewhere (security.md S-09,
 * S-10).  Looked at before every operation, so that a role that was taken
 * away is gone at once.
 */
#include "core/door/door.h"
#include "core/door/search.h"

#include "core/base/jx.h"
#include "core/case/row.h"

#include <stdlib.h>
#include <string.h>

#define SESSION_LIVES_MS (INT64_C(12) * 3600 * 1000)
/* What is being typed when it ends is a draft within seconds. */
#define DRAFT_WAITS_MS 10000
#define DRAFT_WAITS_MOST_MS 60000

const json_t *
session_account(const struct session *s)
{
	return json_object_get(json_object_get(s->tn->site, "officers"),
	    s->officer);
}

/* ---- roles ---- */

static void
add_role(struct session *s, const char *code)
{
	const struct role *role = procedure_role(s->tn->procedure, code);

	if (role != NULL && !actor_has_role(&s->actor, role))
		s->role[s->actor.n_role++] = role;
}

/* Given from a day, until a day; both may be missing. */
static bool
counts_today(const struct session *s, const json_t *grant)
{
	day_t today = when_day(tn_now(s->tn), VN_OFFSET_MIN), day;
	const char *from = jx_text(grant, "from"), *to = jx_text(grant, "to");

	if (from != NULL && (!day_parse(from, &day) || today < day))
		return false;
	return to == NULL || (day_parse(to, &day) && today <= day);
}

static void
find_roles(struct session *s, const json_t *officer)
{
	const json_t *list = json_object_get(officer, "roles");
	const json_t *grants = json_object_get(officer, "grants"), *item;
	const struct role **was = s->role;
	size_t i, n_was = s->actor.n_role;

	s->role = xcalloc(json_array_size(list) + json_array_size(grants) + 1,
	    sizeof(*s->role));
	s->actor.role = s->role;
	s->actor.n_role = 0;
	json_array_foreach(list, i, item)
		add_role(s, json_string_value(item));
	json_array_foreach(grants, i, item)
		if (counts_today(s, item))
			add_role(s, jx_text(item, "role"));
	s->actor.officer = s->officer;
	s->actor.unit = s->unit;
	/* What was shown to other roles is not remembered. */
	if (was != NULL && (n_was != s->actor.n_role ||
	    memcmp(was, s->role, n_was * sizeof(*was)) != 0))
		session_forget_all(s);
	free(was);
}

/* ---- one that has ended ---- */

void
session_end(struct session *s, enum err_code why)
{
	session_forget_all(s);
	session_forget_keys(s);
	keyring_close(&s->keys);
	s->over = why;
}

/* By the clock that nobody sets: a wrong date ends no session. */
static bool
is_too_long(const struct session *s)
{
	return tn_mono(s->tn) - s->began_mono > SESSION_LIVES_MS;
}

static bool
may_still_keep(const struct session *s, const char *name)
{
	return str_eq(name, "save_draft") && tn_mono(s->tn) - s->began_mono <
	    SESSION_LIVES_MS + DRAFT_WAITS_MOST_MS;
}

int64_t
tn_session_due(const struct session *s, int64_t idle_ms)
{
	int64_t end = s->began_mono + SESSION_LIVES_MS;
	int64_t idle = s->used_mono + idle_ms, draft;

	if (s->over != ERR_NONE)
		return INT64_MAX;
	draft = s->used_mono + DRAFT_WAITS_MS;
	if (draft > end)
		end = draft < end + DRAFT_WAITS_MOST_MS ? draft :
		    end + DRAFT_WAITS_MOST_MS;
	return idle < end ? idle : end;
}

bool
tn_session_watch(struct session *s, int64_t idle_ms)
{
	if (tn_session_due(s, idle_ms) > tn_mono(s->tn))
		return false;
	session_end(s, is_too_long(s) ? ERR_SESSION_LONG : ERR_SESSION_IDLE);
	return true;
}

enum err_code
tn_session_over(const struct session *s)
{
	return s->over;
}

bool
tn_alive(struct session *s)
{
	if (s->tn->remote != NULL)
		return remote_alive(s);
	tn_refresh(s->tn);
	/* Gently, so that what is being typed can still become a draft. */
	(void)session_check(s, "save_draft");
	return s->over == ERR_NONE;
}

static bool
is_key(const json_t *o, const unsigned char key[SEAL_KEY_SIZE])
{
	unsigned char now[SEAL_KEY_SIZE];

	return hex_to(jx_text(o, "public"), now, sizeof(now)) &&
	    memcmp(now, key, sizeof(now)) == 0;
}

static bool
account_is_open(const json_t *o)
{
	return o != NULL && json_object_get(o, "ended") == NULL &&
	    json_object_get(o, "suspended") == NULL;
}

/* The unit's keys are as they were, or this officer got the new ones. */
static bool
has_unit_keys(struct session *s)
{
	const json_t *unit = json_object_get(json_object_get(s->tn->site,
	    "units"), s->unit->code);

	return is_key(unit, s->keys.unit_public) ||
	    keyring_reopen(&s->tn->keys, s->officer, s->unit->code, &s->keys);
}

static bool
needs_conduct(const struct session *s, const json_t *o)
{
	const struct conduct *c = s->tn->procedure->conduct;

	return c != NULL && !tn_is_demonstration(s->tn) &&
	    jx_int(o, "conduct", 0) != c->version;
}

static bool
is_one_of(const char *name, const char *const *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (str_eq(name, list[i]))
			return true;
	return false;
}

/* What a new officer may do before all else is done. */
static enum err_code
first_things(const struct session *s, const char *name)
{
	static const char *const open[] = {
		"account", "conduct", "accept_conduct", "change_secret"
	};
	const json_t *o = session_account(s);

	if (is_one_of(name, open, ARRAY_LEN(open)))
		return ERR_NONE;
	if (jx_bool(o, "once", false))
		return ERR_SECRET_FIRST;
	return needs_conduct(s, o) ? ERR_CONDUCT_FIRST : ERR_NONE;
}

enum err_code
session_check(struct session *s, const char *name)
{
	const json_t *o = session_account(s);

	if (s->over == ERR_NONE) {
		if (is_too_long(s) && !may_still_keep(s, name))
			session_end(s, ERR_SESSION_LONG);
		else if (!account_is_open(o) ||
		    !is_key(o, s->keys.officer_public) || !has_unit_keys(s))
			session_end(s, ERR_SESSION_ENDED);
	}
	if (s->over != ERR_NONE)
		return s->over;
	s->used_mono = tn_mono(s->tn);
	find_roles(s, o);
	return first_things(s, name);
}

/* ---- in ---- */

static void
read_names(struct session *s)
{
	json_t *events = session_events(s, STREAM_SITE);
	const json_t *ev;
	size_t i;

	s->names = json_object();
	json_array_foreach(events, i, ev) {
		const char *name = jx_text(json_object_get(ev, "body"), "name");
		const char *id = jx_text(json_object_get(ev, "facts"), "id");

		if (name != NULL && id != NULL && str_eq(jx_text(ev, "kind"),
		    "officer_added"))
			json_object_set_new(s->names, id, json_string(name));
	}
	json_decref(events);
}

const char *
session_officer_name(struct session *s, const char *id)
{
	const char *name = jx_text(s->names, id);

	/* Somebody new since we signed in. */
	if (name == NULL && s->over == ERR_NONE && json_object_get(
	    json_object_get(s->tn->site, "officers"), id) != NULL) {
		json_decref(s->names);
		read_names(s);
		name = jx_text(s->names, id);
	}
	return name != NULL ? name : id;
}

/* How many other sessions of the officer are open here. */
static size_t
others(const struct session *s)
{
	const struct session *other;
	size_t n = 0;

	for (other = s->tn->sessions; other != NULL; other = other->next)
		n += other != s && other->over == ERR_NONE &&
		    strcmp(other->officer, s->officer) == 0;
	return n;
}

static bool
is_machine(const char *name)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";

	return name != NULL && *name != '\0' && strlen(name) <= MACHINE_MAX &&
	    strspn(name, plain) == strlen(name);
}

/*
 * Signing in is an event of the site.  It never takes the reserve of a full
 * disk, which is for what somebody typed, unless the session ends.
 */
static bool
note_sign_in(struct session *s, bool last, struct err *e)
{
	size_t n = others(s);
	json_t *facts = json_object();

	if (n > 0)
		json_object_set_new(facts, "others",
		    json_integer((json_int_t)n));
	if (is_machine(s->tn->env.machine))
		json_object_set_new(facts, "machine",
		    json_string(s->tn->env.machine));
	if (s->by_account)
		json_object_set_new(facts, "by", json_string("account"));
	return account_note_as(s, "signed_in", facts, NULL, NULL, s->began,
	    !last, e) ==
	    COMMIT_DONE;
}

bool
session_record(struct session *s, struct err *e)
{
	if (s->unrecorded && note_sign_in(s, false, e))
		s->unrecorded = false;
	return !s->unrecorded;
}

bool
tn_is_recorded(const struct session *s)
{
	return !s->unrecorded;
}

/*
 * Who cannot be put down because the disk is full may still look: a post
 * with a full disk has people at its gate.  Any other failure lets nobody in.
 */
static bool
let_in(struct session *s, struct err *e)
{
	struct err own = ERR_INIT;

	if (note_sign_in(s, false, &own))
		return true;
	s->unrecorded = own.code == ERR_STORE_FULL ||
	    own.code == ERR_STORE_BALLAST;
	if (s->unrecorded)
		err_done(&own);
	else
		err_move(e, &own);
	return s->unrecorded;
}

/* Who was refused, when there is such an officer; else nobody is named. */
static void
note_refused(struct tn *tn, const char *officer)
{
	struct session s = { .tn = tn };

	s.officer = (char *)(uintptr_t)(officer != NULL ? officer :
	    "unknown");
	/* A store that cannot be written refuses all the same. */
	(void)account_note(&s, "sign_in_refused", json_object(), NULL, NULL,
	    NULL);
}

/* A known officer without readable keys: a damaged store, not a wrong secret. */
static bool
has_keys(struct tn *tn, const char *officer)
{
	char *name = xasprintf("officer/%s", officer);
	unsigned char *blob = NULL;
	size_t len = 0;
	bool has = tn->keys.get(tn->keys.ctx, name, &blob, &len);

	free(blob);
	free(name);
	return has;
}

static bool
is_officer_id(const char *id)
{
	return id != NULL && *id != '\0' && strlen(id) <= 64 &&
	    strspn(id, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == strlen(id);
}

/* Who has ended, or was stopped, is answered as one who never was. */
static const json_t *
find_officer(const struct tn *tn, const char *officer)
{
	const json_t *o = is_officer_id(officer) ? json_object_get(
	    json_object_get(tn->site, "officers"), officer) : NULL;

	return account_is_open(o) ? o : NULL;
}

static bool
open_keys(struct session *s, const json_t *o, struct sign_in *in,
    struct err *e)
{
	struct tn *tn = s->tn;

	if (keyring_open(&tn->keys, in, &s->keys, e))
		return true;
	if (e->code == ERR_SIGN_IN && o != NULL && !has_keys(tn, in->officer))
		err_set(e, ERR_KEYS_UNREADABLE, NULL);
	if (e->code == ERR_SIGN_IN)
		note_refused(tn, o != NULL ? in->officer : NULL);
	return false;
}

static void
link_session(struct session *s)
{
	s->began = tn_now(s->tn);
	s->began_mono = s->used_mono = tn_mono(s->tn);
	s->next = s->tn->sessions;
	s->tn->sessions = s;
}

static void
unlink_session(struct session *s)
{
	struct session **at;

	for (at = &s->tn->sessions; *at != NULL; at = &(*at)->next)
		if (*at == s) {
			*at = s->next;
			return;
		}
}

/*
 * Who signs in by the secret may come by the account the next time.  A store
 * that cannot be written lets in all the same.
 */
static void
let_account(struct session *s, const struct sign_in *in)
{
	struct err e = ERR_INIT;

	if (in->account_key != NULL && !in->by_account && !s->keys.once &&
	    !keyring_has_account(&s->tn->keys, in) &&
	    !keyring_let_account(&s->tn->keys, in, &s->keys, &e))
		err_done(&e);
}

static struct session *
sign_in(struct tn *tn, const json_t *o, struct sign_in *in, struct err *e)
{
	struct session *s = xcalloc(1, sizeof(*s));

	s->tn = tn;
	if (!open_keys(s, o, in, e)) {
		free(s);
		return NULL;
	}
	let_account(s, in);
	s->by_account = in->by_account;
	s->officer = xstrdup(in->officer);
	s->unit = procedure_unit(tn->procedure, in->unit);
	link_session(s);
	if (s->unit == NULL) {
		err_set(e, ERR_NO_SUCH_UNIT, in->unit, NULL);
	} else {
		find_roles(s, o);
		read_names(s);
		if (let_in(s, e))
			return s;
	}
	tn_sign_out(s);
	return NULL;
}

/* The key, where the site has chosen so and the kernel named the officer. */
static const struct secret *
account_key(const struct tn *tn, const struct deferred *d)
{
	return str_eq(jx_text(tn->site, "sign_in"), "unix") ?
	    d->account_key : NULL;
}

bool
tn_account_ready(struct tn *tn, const char *officer,
    const struct deferred *d, bool *code)
{
	struct sign_in in = { .officer = officer, .uid = d->uid };
	const json_t *o;

	tn_refresh(tn);
	o = find_officer(tn, officer);
	in.account_key = account_key(tn, d);
	*code = jx_bool(o, "totp", false);
	return o != NULL && keyring_has_account(&tn->keys, &in);
}

struct session *
tn_sign_in_code(struct tn *tn, const char *officer, const char *secret,
    size_t len, const char *code, struct err *e)
{
	struct err own = ERR_INIT;
	struct session *s;
	struct sign_in in;
	const json_t *o;

	if (tn->remote != NULL)
		return remote_sign_in(tn, officer, secret, len, code, e);
	tn_refresh(tn);
	o = find_officer(tn, officer);
	in = (struct sign_in){ .officer = is_officer_id(officer) ? officer :
	    "", .unit = jx_text(o, "unit"), .secret = secret, .len = len,
	    .code = code, .wants_code = jx_bool(o, "totp", false),
	    .now = tn_now(tn), .account_key = account_key(tn, &tn->deferred),
	    .uid = tn->deferred.uid, .by_account = tn->deferred.by_account };
	if (in.by_account && (o == NULL ||
	    !keyring_has_account(&tn->keys, &in))) {
		err_set(e, ERR_SIGN_IN_ACCOUNT, NULL);
		return NULL;
	}
	s = sign_in(tn, o, &in, &own);
	err_move(e, &own);
	return s;
}

const char *
tn_account(const struct tn *tn, bool *code)
{
	const json_t *o = tn->remote == NULL ? NULL :
	    json_object_get(tn->site, "account");

	*code = jx_bool(o, "code", false);
	return jx_text(o, "officer");
}

struct session *
tn_sign_in_account(struct tn *tn, const char *code, struct err *e)
{
	if (tn->remote != NULL)
		return remote_sign_in_account(tn, code, e);
	/* Nobody vouches for who this process is. */
	err_set(e, ERR_SIGN_IN_ACCOUNT, NULL);
	return NULL;
}

struct session *
tn_sign_in(struct tn *tn, const char *officer, const char *secret,
    size_t len, struct err *e)
{
	return tn_sign_in_code(tn, officer, secret, len, NULL, e);
}

bool
tn_asks_codes(const struct tn *tn)
{
	const json_t *officers = json_object_get(tn->site, "officers"), *o;
	const char *id;

	if (tn->remote != NULL)
		return jx_bool(tn->site, "codes", false);
	json_object_foreach((json_t *)(uintptr_t)officers, id, o)
		if (jx_bool(o, "totp", false))
			return true;
	return false;
}

void
tn_sign_out(struct session *s)
{
	if (s == NULL)
		return;
	if (s->tn->remote != NULL)
		remote_sign_out(s);
	else if (s->unrecorded && s->unit != NULL)
		(void)note_sign_in(s, true, NULL);
	unlink_session(s);
	session_end(s, ERR_SESSION_ENDED);
	free(s->cached);
	free(s->stream_key);
	json_decref(s->names);
	json_decref(s->opened);
	free(s->act_noted);
	free(s->role);
	free(s->officer);
	free(s);
}
