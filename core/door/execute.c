/* A command: decided, sealed, committed; "done" only after COMMIT. */
#include "core/door/door.h"
#include "core/door/export.h"
#include "core/door/search.h"

#include "core/base/jx.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define TRIES_MAX 3
/*
 * Bytes of a body, below what jx_parse() reads: what could be sealed and not
 * be read again would make the whole stream unreadable for good.
 */
#define BODY_MAX (3 * 1024 * 1024)

/* What the domain has not looked at lies with the command: its sender's. */
static void
complete(json_t *reasons)
{
	json_t *reason;
	size_t i;

	json_array_foreach(reasons, i, reason) {
		if (json_object_get(reason, "by") != NULL)
			continue;
		json_object_set_new(reason, "by", json_array());
		json_object_set_new(reason, "here", json_true());
	}
}

json_t *
outcome_refused(const char *op_id, json_t *reasons)
{
	json_t *o = json_object();

	complete(reasons);

	json_object_set_new(o, "outcome", json_string("refused"));
	if (op_id != NULL)
		json_object_set_new(o, "op_id", json_string(op_id));
	json_object_set_new(o, "reasons", reasons);
	return o;
}

json_t *
refuse_err(const char *op_id, const struct err *e)
{
	json_t *reasons = json_array();

	reason_add_err(reasons, NULL, NULL, e);
	return outcome_refused(op_id, reasons);
}

json_t *
refuse(const char *op_id, enum err_code code, const char *arg)
{
	struct err e = ERR_INIT;
	json_t *o;

	err_set(&e, code, arg, NULL);
	o = refuse_err(op_id, &e);
	err_done(&e);
	return o;
}

/* ---- what an operation has made, told from its events ---- */

static void
tell_event(json_t *out, int64_t seq, const char *stream, const char *kind,
    const json_t *facts)
{
	static const char *const copied[] = { "number", "cases" };
	static const char *const told[] = { "number", "task" };
	json_t *ev = json_object(), *value;
	size_t i;

	json_object_set_new(ev, "seq", json_integer(seq));
	json_object_set_new(ev, "kind", json_string(kind));
	json_object_set_new(ev, "stream", json_string(stream));
	json_array_append_new(json_object_get(out, "events"), ev);
	if (strcmp(kind, "reception_recorded") == 0 ||
	    strcmp(kind, "succession_recorded") == 0 ||
	    str_starts(kind, "handover_")) {
		json_object_set_new(out, "act", json_string(stream));
		for (i = 0; i < ARRAY_LEN(copied); i++) {
			value = json_object_get(facts, copied[i]);
			if (value != NULL)
				json_object_set(out, copied[i], value);
		}
		value = json_object_get(facts, "cases");
		if (json_array_size(value) == 1)
			json_object_set(out, "case",
			    json_array_get(value, 0));
	} else if (strcmp(kind, "number_voided") == 0) {
		json_object_set(out, "number",
		    json_object_get(facts, "number"));
	} else if (strcmp(kind, "export_registered") == 0) {
		json_object_set_new(out, "export", json_string(stream));
	} else if (str_starts(kind, "coordination_") ||
	    str_starts(kind, "task_")) {
		json_object_set_new(out, "act", json_string(stream));
		for (i = 0; i < ARRAY_LEN(told); i++) {
			value = json_object_get(facts, told[i]);
			if (value != NULL)
				json_object_set(out, told[i], value);
		}
	} else if (json_object_get(out, "act") == NULL &&
	    json_object_get(out, "case") == NULL) {
		json_object_set_new(out, "case", json_string(stream));
	}
	if (strcmp(kind, "attached") == 0)
		json_object_set(out, "attachment",
		    json_object_get(facts, "attachment"));
}

static json_t *
outcome_done(const char *op_id)
{
	json_t *o = json_object();

	json_object_set_new(o, "outcome", json_string("done"));
	json_object_set_new(o, "op_id", json_string(op_id));
	json_object_set_new(o, "events", json_array());
	return o;
}

json_t *
outcome_unknown(const char *op_id)
{
	json_t *reasons = json_array(), *o = json_object();

	reason_add(reasons, NULL, NULL, ERR_UNKNOWN_OUTCOME, SAME(op_id), NULL);
	json_object_set_new(o, "outcome", json_string("unknown"));
	json_object_set_new(o, "op_id", json_string(op_id));
	json_object_set(o, "say",
	    json_object_get(json_array_get(reasons, 0), "say"));
	json_decref(reasons);
	return o;
}

struct telling {
	json_t *out;
	const char *officer;
	bool foreign;
};

static bool
tell_stored(void *arg, const struct event *ev)
{
	struct telling *t = arg;

	t->foreign = t->foreign || strcmp(ev->actor, t->officer) != 0;
	tell_event(t->out, ev->seq, ev->stream, ev->kind, ev->facts);
	return true;
}

/*
 * What an operation that is already in the journal made.  Another officer's
 * operation is not told.
 */
static json_t *
tell_operation(struct session *s, const char *op_id)
{
	const struct journal *j = s->tn->journal;
	struct telling t = { outcome_done(op_id), s->officer, false };

	if (!j->read_operation(j->ctx, op_id, tell_stored, &t, NULL) ||
	    t.foreign || json_array_size(json_object_get(t.out, "events")) == 0) {
		json_decref(t.out);
		return t.foreign ? refuse(op_id, ERR_BAD_COMMAND, "op_id") :
		    outcome_unknown(op_id);
	}
	json_object_set_new(t.out, "again", json_true());
	return t.out;
}

/* ---- sealing a proposal into a batch ---- */

static bool
seal_event(struct session *s, const struct proposed_event *from,
    const char *op_id, int part, struct event *ev)
{
	const struct secret *key;
	char *about, *body;
	bool ok;

	ev->stream = xstrdup(from->stream);
	ev->epoch = from->epoch;
	ev->kind = xstrdup(from->kind);
	ev->actor = xstrdup(s->officer);
	ev->unit = xstrdup(s->unit->code);
	ev->at = tn_now(s->tn);
	ev->op_id = xstrdup(op_id);
	ev->op_part = part;
	ev->facts = json_incref(from->facts);
	if (from->body == NULL)
		return true;
	key = session_key(s, from->stream);
	if (key == NULL)
		return false;
	about = seal_about(ev->stream, ev->kind, op_id, part);
	body = jx_canonical(from->body);
	ok = strlen(body) <= BODY_MAX && seal_close(key, about, strlen(about), body, strlen(body),
	    &ev->sealed, &ev->sealed_len);
	seal_wipe(body, strlen(body));
	free(body);
	free(about);
	return ok;
}

static bool
make_wrap(struct session *s, const struct proposed_key *from,
    struct key_wrap *w)
{
	unsigned char public_half[SEAL_KEY_SIZE];
	const struct secret *key = session_key(s, from->stream);

	w->stream = from->stream;
	w->unit = from->unit;
	return key != NULL &&
	    keyring_unit_public(&s->tn->keys, from->unit, public_half) &&
	    seal_wrap(public_half, key, &w->wrap, &w->wrap_len);
}

/* New streams get their keys first, so that their events can be sealed. */
static bool
new_keys(struct session *s, const struct proposal *p)
{
	size_t i;

	for (i = 0; i < p->n_expect; i++)
		if (p->expect[i].last_seq == 0) {
			session_forget_key(s, p->expect[i].stream);
			if (session_new_key(s, p->expect[i].stream) == NULL)
				return false;
		}
	return true;
}

static void
forget_new_keys(struct session *s, const struct proposal *p)
{
	size_t i;

	/* Those of before may have been made anew. */
	for (i = 0; i < p->n_expect; i++)
		if (p->expect[i].last_seq == 0 ||
		    jx_int(s->tn->site, "renewed", 0) != 0)
			session_forget_key(s, p->expect[i].stream);
}

/* Is anything to be sealed for the stream? */
static bool
seals_for(const struct proposal *p, const char *stream)
{
	size_t i;

	for (i = 0; i < p->n_event; i++)
		if (p->event[i].body != NULL &&
		    strcmp(p->event[i].stream, stream) == 0)
			return true;
	return false;
}

/* Whoever left a unit that knows the key of a stream reads no more of it. */
static bool
renew_keys(struct session *s, const struct proposal *p, struct key_batch *kb)
{
	size_t i;

	for (i = 0; i < p->n_expect; i++)
		if (p->expect[i].last_seq != 0 &&
		    seals_for(p, p->expect[i].stream) &&
		    !session_renew_key(s, p->expect[i].stream, kb, NULL))
			return false;
	return true;
}

/* The new wraps become the batch's; what they are of stays with `kb`. */
static void
take_wraps(struct batch *b, struct key_batch *kb)
{
	size_t i;

	b->wrap = xrealloc(b->wrap, (b->n_wrap + kb->n_wrap + 1) *
	    sizeof(*b->wrap));
	for (i = 0; i < kb->n_wrap; i++) {
		b->wrap[b->n_wrap++] = kb->wrap[i];
		kb->wrap[i].wrap = NULL;
	}
}

static bool
make_batch(struct session *s, const struct proposal *p, const char *op_id,
    struct key_batch *kb, struct batch *b)
{
	size_t i;

	b->op_id = op_id;
	b->event = xcalloc(p->n_event, sizeof(*b->event));
	b->wrap = xcalloc(p->n_key + 1, sizeof(*b->wrap));
	b->unwrap = xcalloc(p->n_key + 1, sizeof(*b->unwrap));
	b->expect = xcalloc(p->n_expect, sizeof(*b->expect));
	for (i = 0; i < p->n_expect; i++) {
		b->expect[i].stream = p->expect[i].stream;
		b->expect[i].last_seq = p->expect[i].last_seq;
	}
	b->n_expect = p->n_expect;
	if (!new_keys(s, p) || !renew_keys(s, p, kb))
		return false;
	b->attachment = xcalloc(p->n_file + 1, sizeof(*b->attachment));
	for (i = 0; i < p->n_file; i++)
		if (!attachment_seal(s, p, &p->file[i],
		    &b->attachment[b->n_attachment++]))
			return false;
	for (i = 0; i < p->n_event; i++) {
		b->n_event++;
		if (!seal_event(s, &p->event[i], op_id, (int)i, &b->event[i]))
			return false;
	}
	for (i = 0; i < p->n_key; i++) {
		if (p->key[i].taken_away) {
			b->unwrap[b->n_unwrap].stream = p->key[i].stream;
			b->unwrap[b->n_unwrap++].unit = p->key[i].unit;
		} else if (!make_wrap(s, &p->key[i], &b->wrap[b->n_wrap++])) {
			return false;
		}
	}
	take_wraps(b, kb);
	return true;
}

static void
batch_done(struct batch *b)
{
	size_t i;

	for (i = 0; i < b->n_event; i++)
		event_done(&b->event[i]);
	for (i = 0; i < b->n_wrap; i++)
		free(b->wrap[i].wrap);
	for (i = 0; i < b->n_attachment; i++)
		free((void *)(uintptr_t)b->attachment[i].sealed);
	free(b->attachment);
	free(b->event);
	free(b->wrap);
	free(b->unwrap);
	free(b->expect);
}

/* ---- committing ---- */

static json_t *
commit(struct session *s, struct proposal *p, const char *op_id,
    enum commit_result *result)
{
	const struct journal *j = s->tn->journal;
	struct batch b = { 0 };
	struct key_batch kb;
	struct err e = ERR_INIT;
	json_t *out = NULL;
	char half[HALF_SIZE] = "";

	*result = COMMIT_FAILED;
	key_batch_start(&kb, s->tn);
	if (!staff_keys(s, p, op_id, &kb, half, &e) ||
	    !export_make(s, p, &e) ||
	    !make_batch(s, p, op_id, &kb, &b)) {
		if (e.code == ERR_NONE)
			err_set(&e, ERR_SEAL_FAILED, NULL);
	} else {
		b.blob = kb.blob;
		b.n_blob = kb.n;
		*result = j->commit(j->ctx, &b, &e);
	}
	switch (*result) {
	case COMMIT_DONE:
	case COMMIT_AGAIN:
		out = tell_operation(s, op_id);
		if (*result == COMMIT_AGAIN)
			break;
		json_object_del(out, "again");
		held_forget_ended(s->tn);
		if (s->told != NULL)
			json_object_update(out, s->told);
		if (*half != '\0')
			json_object_set_new(out, "half", json_string(half));
		break;
	case COMMIT_CONFLICT:
		break;
	case COMMIT_FAILED:
		out = refuse_err(op_id, &e);
		break;
	case COMMIT_UNKNOWN:
		out = outcome_unknown(op_id);
		break;
	}
	if (*result != COMMIT_DONE)
		forget_new_keys(s, p);
	batch_done(&b);
	key_batch_done(&kb);
	seal_wipe(half, sizeof(half));
	err_done(&e);
	return out;
}

/* Decides, and decides again when somebody else was faster. */
static json_t *
do_decide(struct session *s, const char *op_id, const json_t *command)
{
	enum commit_result result = COMMIT_CONFLICT;
	json_t *out = NULL;
	int i;

	s->with = json_object_get(command, "with");
	for (i = 0; i < TRIES_MAX && result == COMMIT_CONFLICT; i++) {
		struct case_source source;
		struct proposal p;
		struct deciding d;

		deciding_of(s, &source, &p, &d);
		decide(&d, jx_text(command, "do"), jx_text(command, "case"),
		    json_object_get(command, "with"));
		if (json_array_size(p.reasons) == 0)
			search_before(s, json_object_get(command, "with"), &d);
		if (json_array_size(p.reasons) > 0) {
			out = outcome_refused(op_id, json_incref(p.reasons));
			result = COMMIT_FAILED;
		} else if (p.n_event == 0) {
			out = refuse(op_id, ERR_NOTHING_NEW, NULL);
			result = COMMIT_FAILED;
		} else {
			out = commit(s, &p, op_id, &result);
			if (result == COMMIT_DONE)
				search_after(s, &p, out);
		}
		proposal_done(&p);
	}
	s->with = NULL;
	json_decref(s->told);
	s->told = NULL;
	return out != NULL ? out : refuse(op_id, ERR_CONFLICT, NULL);
}

static bool
is_op_id(const char *id)
{
	return *id != '\0' && strlen(id) <= OP_ID_MAX &&
	    strspn(id, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == strlen(id);
}

/* Drafts are no events and pass the domain by, but not the rights. */
static json_t *
draft(struct session *s, const char *op_id, const char *name,
    const json_t *with)
{
	struct err e = ERR_INIT;
	json_t *o;

	if (!actor_may(&s->actor, s->tn->procedure, name)) {
		err_set(&e, ERR_NO_RIGHT, text_in(&s->unit->title, LANG_VI),
		    name, NULL);
		o = refuse_err(op_id, &e);
		err_done(&e);
		return o;
	}
	if (strcmp(name, "save_preference") == 0)
		return preference_save(s, op_id, with);
	return name[0] == 's' ? draft_save(s, op_id, with) :
	    draft_drop(s, op_id, with);
}

static json_t *
execute(struct session *s, const char *op_id, const json_t *command)
{
	const struct journal *j = s->tn->journal;
	const json_t *with = json_object_get(command, "with");
	const char *name = jx_text(command, "do");
	struct err e = ERR_INIT;
	enum err_code code;
	json_t *out;
	int found;

	if (name == NULL)
		return refuse(op_id, ERR_BAD_COMMAND, "do");
	if (!is_op_id(op_id))
		return refuse(NULL, ERR_BAD_COMMAND, "op_id");
	code = session_check(s, name);
	if (code != ERR_NONE)
		return refuse(op_id, code, NULL);
	if (strcmp(name, "save_draft") == 0 ||
	    strcmp(name, "drop_draft") == 0 ||
	    strcmp(name, "save_preference") == 0)
		return draft(s, op_id, name, with);
	if (!session_record(s, &e)) {
		json_t *o = refuse_err(op_id, &e);

		err_done(&e);
		return o;
	}
	found = j->find_operation(j->ctx, op_id, NULL);
	if (found > 0)
		return tell_operation(s, op_id);
	if (found < 0)
		return outcome_unknown(op_id);
	out = strcmp(name, "set_totp") == 0 ?
	    account_codes(s, op_id, with) : do_decide(s, op_id, command);
	/* Only names of the table: what was typed is no fact. */
	if (rights_command(name) >= 0)
		session_note_refused(s, name, jx_text(command, "case"), out);
	return out;
}

json_t *
tn_execute(struct session *s, const json_t *command)
{
	const char *given = jx_text(command, "op_id");
	char *op_id = given != NULL ? xstrdup(given) : tn_new_op_id(s->tn);
	json_t *out;

	if (s->tn->remote != NULL) {
		out = remote_execute(s, op_id, command);
	} else {
		session_trim_cache(s);
		tn_refresh(s->tn);
		s->tn->stopped = false;
		session_at(s, RIGHT_IN_FORM);
		out = execute(s, op_id, command);
	}
	free(op_id);
	return out;
}
