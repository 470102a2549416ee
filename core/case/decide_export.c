/*
 * What leaves the house with names: files sealed to one receiver, prints of
 * many cases; and who may be such a receiver (security.md S-45 to S-47).
 *
 *	export_identified {cases: [id…], classes: [class…], receiver, public,
 *		purpose, ground: consent | law, document?, country?}
 *	bulk_print	{cases: [id…], why}
 *	add_receiver	{code, name, public, country?}
 *	end_receiver	{code}
 *
 * The public half stands in the content, so that whoever approves approves
 * that very key; a unit whose key was renewed needs a new approval.
 */
#include "core/case/pair.h"

#include "core/base/jx.h"
#include "core/case/row_fold.h"
#include "core/case/visible.h"
#include "core/form/answers.h"
#include "core/staff/seal.h"

#include <stdlib.h>
#include <string.h>

#define TEXT_MAX 500

static void
refuse_content(struct deciding *d, const char *key)
{
	reason_add(d->out->reasons, NULL, NULL, ERR_BAD_COMMAND, SAME(key),
	    NULL);
}

/* Nothing else travels under an approved hash. */
static void
need_only(struct deciding *d, const json_t *content, const char *const *key,
    size_t n)
{
	const char *name;
	json_t *value;
	size_t i;

	json_object_foreach((json_t *)(uintptr_t)content, name, value) {
		for (i = 0; i < n && strcmp(key[i], name) != 0; i++)
			;
		if (i == n) {
			refuse_content(d, "content");
			return;
		}
	}
}

static bool
is_text(const json_t *content, const char *key)
{
	const char *s = jx_text(content, key);

	return s != NULL && s[strspn(s, " \t\n")] != '\0' &&
	    strlen(s) <= TEXT_MAX;
}

static bool
is_public(const char *hex)
{
	return hex != NULL && strlen(hex) == 2 * SEAL_KEY_SIZE &&
	    strspn(hex, "0123456789abcdef") == 2 * SEAL_KEY_SIZE &&
	    strspn(hex, "0") != 2 * SEAL_KEY_SIZE;
}

/* ---- cases ---- */

static bool
is_twice(const json_t *list, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (json_equal(json_array_get(list, k),
		    json_array_get(list, i)))
			return true;
	return false;
}

/*
 * Each case is there for this actor, once; one that is hidden answers as one
 * that is not.  The right on each was asked before (decide_pair.c).
 */
static void
need_cases(struct deciding *d, const json_t *content,
    void (*each)(struct deciding *d, const struct case_state *cs,
    const json_t *content))
{
	const json_t *list = json_object_get(content, "cases"), *item;
	const struct case_state *cs;
	size_t n = json_array_size(list), i;

	if (n == 0 || n > PERSONS_MAX) {
		refuse_content(d, "content.cases");
		return;
	}
	json_array_foreach(list, i, item) {
		if (!json_is_string(item) || is_twice(list, i)) {
			refuse_content(d, "content.cases");
			return;
		}
		cs = need_case(d, json_string_value(item));
		if (!refused(d) && each != NULL)
			each(d, cs, content);
		if (refused(d))
			return;
	}
}

/* What the actor does not see in an export, no export of theirs holds. */
static void
need_classes(struct deciding *d, const struct case_state *cs,
    const json_t *content)
{
	struct actor a = *d->actor;
	const json_t *item;
	size_t i;

	a.in = RIGHT_IN_EXPORT;
	json_array_foreach(json_object_get(content, "classes"), i, item) {
		int class = form_class_find(json_string_value(item));

		if (case_class_shown(cs, d->procedure, &a,
		    (enum form_class)class) != FORM_SHOW)
			reason_add(d->out->reasons, NULL, NULL,
			    ERR_EXPORT_CLASS, SAME(cs->id),
			    SAME(json_string_value(item)), NULL);
	}
}

static bool
has_agreed(const struct case_state *cs, const char *question)
{
	return answer_holds(json_object_get(cs->answers, question), "yes");
}

static void
need_consent(struct deciding *d, const struct case_state *cs,
    const json_t *content)
{
	if (!has_agreed(cs, "consent_share") ||
	    (json_object_get(content, "country") != NULL &&
	    !has_agreed(cs, "consent_abroad")))
		reason_add(d->out->reasons, NULL, NULL, ERR_EXPORT_CONSENT,
		    SAME(cs->id), NULL);
}

static void
check_exported(struct deciding *d, const struct case_state *cs,
    const json_t *content)
{
	need_classes(d, cs, content);
	need_transfer(d, cs, content);
	if (str_eq(jx_text(content, "ground"), "consent"))
		need_consent(d, cs, content);
}

static void
need_class_names(struct deciding *d, const json_t *content)
{
	const json_t *list = json_object_get(content, "classes"), *item;
	size_t n = json_array_size(list), i;

	json_array_foreach(list, i, item)
		if (!json_is_string(item) || is_twice(list, i) ||
		    form_class_find(json_string_value(item)) < 0)
			n = 0;
	if (n == 0)
		refuse_content(d, "content.classes");
}

/* ---- receivers ---- */

/* Its line in the row of the site: a unit's, or one that two persons added. */
static const json_t *
find_receiver(const json_t *site, const char *code, bool *is_unit)
{
	const json_t *unit = json_object_get(json_object_get(site, "units"),
	    code), *added;

	*is_unit = unit != NULL;
	added = json_object_get(json_object_get(site, "receivers"), code);
	return unit != NULL ? unit :
	    json_object_get(added, "ended") != NULL ? NULL : added;
}

static void
need_receiver_of(struct deciding *d, const json_t *content)
{
	json_t *site = d->source->site_row(d->source->ctx);
	const char *code = jx_text(content, "receiver");
	bool is_unit = false;
	const json_t *to = code == NULL ? NULL :
	    find_receiver(site, code, &is_unit);

	if (to == NULL)
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_RECEIVER,
		    SAME(code == NULL ? "" : code), NULL);
	else if (!str_eq(jx_text(to, "public"), jx_text(content, "public")))
		reason_add(d->out->reasons, NULL, NULL, ERR_RECEIVER_KEY,
		    SAME(code), NULL);
	/* Where it sits is not for the proposer to leave out. */
	else if (!is_unit && !str_eq(jx_text(to, "country"),
	    jx_text(content, "country")) &&
	    (json_object_get(to, "country") != NULL ||
	    json_object_get(content, "country") != NULL))
		refuse_content(d, "content.country");
	json_decref(site);
}

void
pair_check_export(struct deciding *d, const json_t *content)
{
	static const char *const known[] = { "cases", "classes", "receiver",
	    "public", "purpose", "ground", "document", "country" };
	const char *ground = jx_text(content, "ground");
	bool by_law = str_eq(ground, "law");

	need_only(d, content, known, ARRAY_LEN(known));
	need_class_names(d, content);
	if (!is_text(content, "purpose"))
		refuse_content(d, "content.purpose");
	if (!by_law && !str_eq(ground, "consent"))
		refuse_content(d, "content.ground");
	if ((by_law || json_object_get(content, "document") != NULL) &&
	    !is_text(content, "document"))
		refuse_content(d, "content.document");
	if (!refused(d))
		need_receiver_of(d, content);
	if (!refused(d))
		need_cases(d, content, check_exported);
}

void
pair_check_print(struct deciding *d, const json_t *content)
{
	static const char *const known[] = { "cases", "why" };

	need_only(d, content, known, ARRAY_LEN(known));
	if (!is_text(content, "why"))
		refuse_content(d, "content.why");
	if (!refused(d))
		need_cases(d, content, NULL);
}

static bool
is_code(const char *s)
{
	size_t n = s == NULL ? 0 : strlen(s);

	return n > 0 && n <= 40 && strspn(s,
	    "abcdefghijklmnopqrstuvwxyz0123456789_") == n;
}

void
pair_check_receiver(struct deciding *d, const json_t *content)
{
	static const char *const known[] = { "code", "name", "public",
	    "country" };
	const json_t *country = json_object_get(content, "country");
	const char *code = jx_text(content, "code");
	json_t *site;

	need_only(d, content, known, ARRAY_LEN(known));
	if (!is_code(code))
		refuse_content(d, "content.code");
	if (!is_text(content, "name"))
		refuse_content(d, "content.name");
	if (!is_public(jx_text(content, "public")))
		refuse_content(d, "content.public");
	if (country != NULL && !is_country(json_string_value(country)))
		refuse_content(d, "content.country");
	if (refused(d))
		return;
	site = d->source->site_row(d->source->ctx);
	/* A code is never given to another; no unit is taken for one. */
	if (procedure_unit(d->procedure, code) != NULL ||
	    json_object_get(json_object_get(site, "receivers"), code) != NULL)
		reason_add(d->out->reasons, NULL, NULL, ERR_RECEIVER_KNOWN,
		    SAME(code), NULL);
	json_decref(site);
}

void
pair_done_receiver(struct deciding *d, const char *proposal,
    const json_t *content)
{
	json_t *facts = json_pack("{s:s,s:s,s:s}", "code",
	    jx_text(content, "code"), "public", jx_text(content, "public"),
	    "proposal", proposal);

	if (json_object_get(content, "country") != NULL)
		json_object_set(facts, "country",
		    json_object_get(content, "country"));
	propose(d, STREAM_SITE, 0, "receiver_added", facts,
	    json_pack("{s:s}", "name", jx_text(content, "name")));
}

void
pair_check_end_receiver(struct deciding *d, const json_t *content)
{
	static const char *const known[] = { "code" };
	json_t *site = d->source->site_row(d->source->ctx);
	const char *code = jx_text(content, "code");
	bool is_unit = false;

	need_only(d, content, known, ARRAY_LEN(known));
	if (code == NULL || find_receiver(site, code, &is_unit) == NULL ||
	    is_unit)
		reason_add(d->out->reasons, NULL, NULL, ERR_NO_RECEIVER,
		    SAME(code == NULL ? "" : code), NULL);
	json_decref(site);
}

void
pair_done_end_receiver(struct deciding *d, const char *proposal,
    const json_t *content)
{
	propose(d, STREAM_SITE, 0, "receiver_ended",
	    json_pack("{s:s,s:s}", "code", jx_text(content, "code"),
	    "proposal", proposal), NULL);
}

/* ---- carrying it out ---- */

/*
 * A number of the register; hash, size and head of a file are noted by the
 * door, which makes it.
 */
static char *
register_it(struct deciding *d, const struct pair_kind *kind,
    const json_t *pair, const char *proposal, const json_t *content)
{
	static const char *const copied[] = { "receiver", "public", "country",
	    "classes", "ground" };
	static const char *const words[] = { "purpose", "document", "why",
	    "cases" };
	bool print = strcmp(kind->code, "bulk_print") == 0;
	json_t *facts = json_object(), *body = json_object();
	char *id = propose_id(d, facts, print ? "print" : "export",
	    print ? "B" : "X");
	size_t i;

	json_object_set_new(facts, "kind", json_string(kind->code));
	json_object_set_new(facts, "proposal", json_string(proposal));
	json_object_set(facts, "approved_by", json_object_get(
	    json_object_get(pair, "approved"), "by"));
	json_object_set_new(facts, "count", json_integer((json_int_t)
	    json_array_size(json_object_get(content, "cases"))));
	for (i = 0; i < ARRAY_LEN(copied); i++)
		if (json_object_get(content, copied[i]) != NULL)
			json_object_set(facts, copied[i],
			    json_object_get(content, copied[i]));
	for (i = 0; i < ARRAY_LEN(words); i++)
		if (json_object_get(content, words[i]) != NULL)
			json_object_set(body, words[i],
			    json_object_get(content, words[i]));
	propose(d, id, 0, "export_registered", facts, body);
	propose_key(d, id, d->actor->unit->code, false);
	return id;
}

void
pair_carry_out(struct deciding *d, const struct pair_kind *kind,
    const json_t *pair, const char *proposal, const json_t *content)
{
	const json_t *item;
	size_t i;
	char *id;

	if (strcmp(kind->code, "export_identified") != 0 &&
	    strcmp(kind->code, "bulk_print") != 0)
		return;
	id = register_it(d, kind, pair, proposal, content);
	/* In each case stands that it went out, and where that is told. */
	json_array_foreach(json_object_get(content, "cases"), i, item) {
		const struct case_state *cs = need_case(d,
		    json_string_value(item));

		if (cs == NULL)
			break;
		propose_on_case(d, cs, "case_exported",
		    json_pack("{s:s,s:s}", "export", id, "kind", kind->code),
		    NULL);
	}
	free(id);
}

/* ---- folding ---- */

bool
fold_export(json_t *row, const struct event *ev)
{
	json_object_update(row, ev->facts);
	json_object_del(row, "numbers");
	set_text(row, "export", ev->stream);
	set_text(row, "from", ev->unit);
	set_text(row, "by", ev->actor);
	set_when(row, "at", ev->at);
	return jx_text(row, "kind") != NULL;
}

bool
fold_receiver(json_t *row, const struct event *ev)
{
	json_t *all = json_object_get(row, "receivers");
	json_t *o = json_deep_copy(ev->facts);
	const char *code = jx_text(ev->facts, "code");

	if (all == NULL) {
		all = json_object();
		json_object_set_new(row, "receivers", all);
	}
	if (o != NULL) {
		json_object_del(o, "code");
		set_text(o, "op", ev->op_id);
		set_text(o, "by", ev->actor);
		set_when(o, "at", ev->at);
	}
	return code != NULL && json_object_set_new(all, code, o) == 0;
}

bool
fold_receiver_ended(json_t *row, const struct event *ev)
{
	json_t *o = json_object_get(json_object_get(row, "receivers"),
	    jx_text(ev->facts, "code"));

	if (o == NULL)
		return false;
	set_when(o, "ended", ev->at);
	return true;
}
