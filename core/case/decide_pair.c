/* Two persons: proposing, approving, declining, using (pair.h). */
#include "core/case/pair.h"

#include "core/base/jx.h"
#include "core/case/row.h"
#include "core/case/visible.h"
#include "core/staff/seal.h"

#include <stdlib.h>
#include <string.h>

static const struct pair_kind kinds[] = {
#define PAIR(code, scope, check, done, vi, en) \
	{ code, { (char *)vi, (char *)en }, PAIR_##scope, check, done },
#include "core/case/pair.def"
#undef PAIR
};

const struct pair_kind *
pair_kind_at(size_t i)
{
	return i < ARRAY_LEN(kinds) ? &kinds[i] : NULL;
}

const struct pair_kind *
pair_kind(const char *code)
{
	size_t i;

	for (i = 0; code != NULL && i < ARRAY_LEN(kinds); i++)
		if (strcmp(kinds[i].code, code) == 0)
			return &kinds[i];
	return NULL;
}

static void
to_hex(const unsigned char *bytes, size_t n, char *out)
{
	static const char digit[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < n; i++) {
		out[2 * i] = digit[bytes[i] >> 4];
		out[2 * i + 1] = digit[bytes[i] & 15];
	}
	out[2 * n] = '\0';
}

void
pair_hash(const char *kind, const json_t *content, char out[PAIR_HASH_SIZE])
{
	unsigned char hash[HASH_SIZE];
	struct seal_hash *h = seal_hash_new();
	json_t *whole = json_object();
	char *text;

	json_object_set_new(whole, "kind", json_string(kind));
	json_object_set(whole, "content", (json_t *)(uintptr_t)content);
	text = jx_canonical(whole);
	seal_hash_add(h, text, strlen(text));
	seal_hash_end(h, hash);
	to_hex(hash, sizeof(hash), out);
	seal_wipe(text, strlen(text));
	free(text);
	json_decref(whole);
}

/* A clock that was set back does not bring an old proposal to life. */
static bool
is_past(const json_t *o, when_t now)
{
	when_t at = jx_int(o, "at", 0);

	return now - at > PAIR_LIVES_MS || at - now > PAIR_BACK_MS;
}

bool
pair_is_old(const json_t *pair, when_t now)
{
	const json_t *approved = json_object_get(pair, "approved");

	return is_past(approved != NULL ? approved : pair, now);
}

/* What leaves the house is one's own to give, case by case. */
static void
need_right_on_cases(struct deciding *d, const struct pair_kind *kind,
    const json_t *list)
{
	const json_t *item;
	size_t i;

	if (json_array_size(list) > PERSONS_MAX)
		return;
	json_array_foreach(list, i, item) {
		const char *id = json_string_value(item);

		if (id != NULL && !refused(d))
			need_right_on(d, kind->code,
			    d->source->open(d->source->ctx, id));
	}
}

/* The right to the kind, on each case of a content. */
static void
need_kind_right(struct deciding *d, const struct pair_kind *kind,
    const json_t *content)
{
	const char *id = jx_text(content, "case");
	const struct case_state *cs;

	if (!actor_may(d->actor, d->procedure, kind->code)) {
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_RIGHT,
		    &d->actor->unit->title, SAME(kind->code), NULL);
		return;
	}
	need_right_on_cases(d, kind, json_object_get(content, "cases"));
	if (refused(d) || kind->scope != PAIR_CASE)
		return;
	if (id == NULL) {
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("content.case"), NULL);
		return;
	}
	cs = need_case(d, id);
	if (cs != NULL)
		need_right_on(d, kind->code, cs);
}

static const struct pair_kind *
need_kind(struct deciding *d, const json_t *with)
{
	const char *code = need_text(d, with, "kind");
	const struct pair_kind *kind = pair_kind(code);

	if (code != NULL && kind == NULL)
		reason_add(d->out->reasons, NULL, NULL, ERR_PAIR_KIND,
		    SAME(code), NULL);
	return kind;
}

static const json_t *
need_content(struct deciding *d, const json_t *with)
{
	const json_t *content = json_object_get(with, "content");
	char *text = json_is_object(content) ? jx_canonical(content) : NULL;
	bool good = text != NULL && strlen(text) <= PAIR_CONTENT_MAX;

	if (text != NULL)
		seal_wipe(text, strlen(text));
	free(text);
	if (!good)
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("content"), NULL);
	return good ? content : NULL;
}

/* The same content of the same kind already waits: one is enough. */
static void
need_not_waiting(struct deciding *d, const struct pair_kind *kind,
    const char *hash)
{
	json_t *site = d->source->site_row(d->source->ctx), *pair;
	const char *id;

	json_object_foreach(json_object_get(site, "pairs"), id, pair)
		if (str_eq(jx_text(pair, "kind"), kind->code) &&
		    str_eq(jx_text(pair, "hash"), hash) &&
		    str_eq(jx_text(pair, "unit"), d->actor->unit->code) &&
		    !pair_is_old(pair, d->now) && !refused(d))
			reason_add(d->out->reasons, NULL, NULL,
			    ERR_PAIR_WAITS, &kind->title, NULL);
	json_decref(site);
}

static json_t *
reason_body(const char *reason)
{
	return json_pack("{s:s}", "reason", reason);
}

void
decide_propose_pair(struct deciding *d, const char *id, const json_t *with)
{
	const struct pair_kind *kind = need_kind(d, with);
	const json_t *content = need_content(d, with);
	const char *reason = need_text(d, with, "reason");
	char hash[PAIR_HASH_SIZE];
	json_t *facts, *body;

	(void)id;
	if (reason != NULL && strlen(reason) > WHY_MAX)
		reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND,
		    SAME("reason"), NULL);
	if (refused(d) || kind == NULL || content == NULL)
		return;
	need_kind_right(d, kind, content);
	if (!refused(d))
		kind->check(d, content);
	if (refused(d))
		return;
	pair_hash(kind->code, content, hash);
	need_not_waiting(d, kind, hash);
	if (refused(d))
		return;
	facts = json_pack("{s:s,s:s}", "kind", kind->code, "hash", hash);
	body = kind->scope == PAIR_CASE ? json_object() : reason_body(reason);
	json_object_set(body, "content", (json_t *)(uintptr_t)content);
	if (kind->scope == PAIR_CASE)
		json_object_set_new(facts, "case",
		    json_string(jx_text(content, "case")));
	propose(d, STREAM_SITE, 0, "pair_proposed", facts, body);
	if (kind->scope == PAIR_CASE)
		propose_on_case(d, need_case(d, jx_text(content, "case")),
		    "pair_asked", json_pack("{s:s}", "kind", kind->code),
		    reason_body(reason));
}

/* ---- of one that waits ---- */

enum err_code
pair_approve_fault(const struct deciding *d, const struct pair_kind *kind,
    const json_t *pair)
{
	if (!actor_may(d->actor, d->procedure, kind->code))
		return ERR_NO_RIGHT;
	if (str_eq(jx_text(pair, "by"), d->actor->officer))
		return ERR_SAME_PERSON;
	if (kind->scope != PAIR_SITE &&
	    !str_eq(jx_text(pair, "unit"), d->actor->unit->code))
		return ERR_NO_SUCH_PROPOSAL;
	if (json_object_get(pair, "approved") != NULL)
		return ERR_PAIR_APPROVED;
	return pair_is_old(pair, d->now) ? ERR_PROPOSAL_OLD : ERR_NONE;
}

static void
refuse_pair(struct deciding *d, enum err_code code, const char *id,
    const struct pair_kind *kind)
{
	if (code == ERR_NO_RIGHT)
		reason_add(d->out->reasons, NULL, NULL, code,
		    &d->actor->unit->title, SAME(kind->code), NULL);
	else
		reason_add(d->out->reasons, NULL, NULL, code, SAME(id), NULL);
}

/*
 * The proposal that `with` names; borrowed from the row of the site.  One of
 * another unit answers as if there were none.
 */
static const json_t *
need_pair(struct deciding *d, const json_t *site, const json_t *with,
    const struct pair_kind **kind)
{
	const char *id = need_text(d, with, "proposal");
	const json_t *pair = id == NULL ? NULL :
	    json_object_get(json_object_get(site, "pairs"), id);

	*kind = pair_kind(jx_text(pair, "kind"));
	if (id != NULL && (*kind == NULL ||
	    ((*kind)->scope != PAIR_SITE && !str_eq(jx_text(pair, "unit"),
	    d->actor->unit->code))))
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_SUCH_PROPOSAL,
		    SAME(id), NULL);
	return *kind == NULL || refused(d) ? NULL : pair;
}

/*
 * What was proposed, out of its sealed body; owned.  It must have the hash
 * that stands in the journal, else somebody changed one of the two.
 */
static json_t *
need_proposed_content(struct deciding *d, const char *id, const json_t *pair)
{
	json_t *body = d->source->said == NULL ? NULL :
	    d->source->said(d->source->ctx, id, "pair_proposed");
	json_t *content = json_incref(json_object_get(body, "content"));
	char hash[PAIR_HASH_SIZE];

	json_decref(body);
	if (json_is_object(content)) {
		pair_hash(jx_text(pair, "kind"), content, hash);
		if (str_eq(hash, jx_text(pair, "hash")))
			return content;
	}
	reason_add(d->out->reasons, NULL, NULL, ERR_PAIR_CHANGED, NULL);
	json_decref(content);
	return NULL;
}

static void
approve(struct deciding *d, const struct pair_kind *kind, const json_t *pair,
    const char *id, const json_t *content)
{
	json_t *facts;

	need_kind_right(d, kind, content);
	if (!refused(d))
		kind->check(d, content);
	if (refused(d))
		return;
	facts = json_pack("{s:s,s:s,s:s,s:b}", "proposal", id, "kind",
	    kind->code, "hash", jx_text(pair, "hash"), "ended",
	    kind->done != NULL);
	propose(d, STREAM_SITE, 0, "pair_approved", facts, NULL);
	if (kind->done != NULL)
		kind->done(d, id, content);
}

void
decide_approve_pair(struct deciding *d, const char *unused, const json_t *with)
{
	json_t *site = d->source->site_row(d->source->ctx), *content = NULL;
	const char *hash = need_text(d, with, "hash");
	const struct pair_kind *kind = NULL;
	const json_t *pair = need_pair(d, site, with, &kind);
	const char *id = jx_text(with, "proposal");
	enum err_code bad;

	(void)unused;
	if (pair != NULL) {
		bad = pair_approve_fault(d, kind, pair);
		if (bad == ERR_NONE && !str_eq(hash, jx_text(pair, "hash")))
			bad = ERR_PAIR_CHANGED;
		if (bad != ERR_NONE)
			refuse_pair(d, bad, id, kind);
		else
			content = need_proposed_content(d, id, pair);
	}
	if (content != NULL)
		approve(d, kind, pair, id, content);
	json_decref(content);
	json_decref(site);
}

void
decide_decline_pair(struct deciding *d, const char *unused, const json_t *with)
{
	json_t *site = d->source->site_row(d->source->ctx);
	const struct pair_kind *kind = NULL;
	const json_t *pair = need_pair(d, site, with, &kind);
	const char *id = jx_text(with, "proposal");

	(void)unused;
	if (pair != NULL && !str_eq(jx_text(pair, "by"), d->actor->officer) &&
	    !actor_may(d->actor, d->procedure, kind->code))
		refuse_pair(d, ERR_NO_RIGHT, id, kind);
	if (pair != NULL && !refused(d))
		propose(d, STREAM_SITE, 0, "pair_declined",
		    json_pack("{s:s,s:s}", "proposal", id, "kind",
		    kind->code), NULL);
	json_decref(site);
}

/* An approval that is not there, is another's, or has gone by. */
static enum err_code
use_fault(const struct deciding *d, const struct pair_kind *kind,
    const json_t *pair)
{
	if (!str_eq(jx_text(pair, "by"), d->actor->officer))
		return ERR_PAIR_OF_ANOTHER;
	if (kind->done != NULL || json_object_get(pair, "approved") == NULL)
		return ERR_PAIR_NOT_APPROVED;
	return pair_is_old(pair, d->now) ? ERR_PROPOSAL_OLD : ERR_NONE;
}

void
decide_use_pair(struct deciding *d, const char *unused, const json_t *with)
{
	json_t *site = d->source->site_row(d->source->ctx);
	const json_t *content = need_content(d, with);
	const struct pair_kind *kind = NULL;
	const json_t *pair = need_pair(d, site, with, &kind);
	const char *id = jx_text(with, "proposal");
	char hash[PAIR_HASH_SIZE];
	enum err_code bad;

	(void)unused;
	if (pair != NULL && content != NULL) {
		bad = use_fault(d, kind, pair);
		pair_hash(kind->code, content, hash);
		if (bad == ERR_NONE && !str_eq(hash, jx_text(pair, "hash")))
			bad = ERR_PAIR_CHANGED;
		if (bad != ERR_NONE)
			refuse_pair(d, bad, id, kind);
		else
			need_kind_right(d, kind, content);
		if (!refused(d))
			kind->check(d, content);
	}
	if (pair != NULL && content != NULL && !refused(d)) {
		propose(d, STREAM_SITE, 0, "pair_used",
		    json_pack("{s:s,s:s,s:s}", "proposal", id, "kind",
		    kind->code, "hash", hash), NULL);
		pair_carry_out(d, kind, pair, id, content);
	}
	json_decref(site);
}
