/*
 * The journal of looking:
 *	{"ask":"who_saw", "case", "person"?, "from"?, "to"?, "before"?,
 *	"limit"?, "why"?}
 *	{"ask":"what_saw", "officer", ...}
 * -> {"entries": [{seq at kind officer unit case looks why? op? back?}],
 * "summary": [{officer unit looks deeds refused first last} or {case ...}],
 * "summed_from", "elsewhere", "next"}; `person`: over all cases of the same
 * person, then "cases".  Without an officer, what_saw tells who may be asked
 * about: {"officers": [{id name unit}]}.
 *
 * `looks`: identities, files, masked answers, histories and acts that were
 * read, broken glass; who did something in a case has seen it too, so that is
 * told as well, and so is who was refused (`op`: what).  Newest first by
 * number, whatever the clock said; `back`: the clock stood far behind the
 * entry before.  `before`: the next page, which sums up nothing.  Both need a
 * right of their own and stand in the journal themselves before they answer.
 *
 * And {"ask":"head"} -> {"head": "SEQ:HEX", "seq", "hash"}: where the journal
 * ends, for what is printed (tiepnhan verify --head).
 */
#include "core/door/looked.h"

#include "core/base/jx.h"
#include "core/case/visible.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE_USUAL 200
#define PAGE_MOST 500
#define HEAD_DIGITS 16
#define CASES_MOST 20	/* of one person */

/* ---- what is asked ---- */

static bool
read_moment(const json_t *query, const char *key, when_t none, when_t *out)
{
	const json_t *value = json_object_get(query, key);

	*out = none;
	return value == NULL || (json_is_string(value) &&
	    strlen(json_string_value(value)) < 40 &&
	    when_parse(json_string_value(value), VN_OFFSET_MIN, out));
}

/* NULL, or the refusal. */
static json_t *
read_question(const json_t *query, struct looking *l)
{
	int64_t limit = jx_int(query, "limit", PAGE_USUAL);
	const char *why = jx_text(query, "why");

	if (!read_moment(query, "from", 0, &l->from))
		return refuse(NULL, ERR_BAD_COMMAND, "from");
	if (!read_moment(query, "to", INT64_MAX, &l->to))
		return refuse(NULL, ERR_BAD_COMMAND, "to");
	if (why != NULL && strlen(why) > WHY_MAX)
		return refuse(NULL, ERR_BAD_COMMAND, "why");
	if (limit < 1 || limit > PAGE_MOST)
		return refuse(NULL, ERR_BAD_COMMAND, "limit");
	l->limit = (size_t)limit;
	l->before = jx_int(query, "before", INT64_MAX);
	return NULL;
}

static bool
note_question(const struct looking *l, const char *query, const char *key,
    const char *value, const json_t *from)
{
	json_t *facts = json_pack("{s:s,s:s}", "query", query, key, value);
	const char *why = jx_text(from, "why");
	json_t *body = why == NULL ? NULL : json_pack("{s:s}", "why", why);
	bool ok;

	if (l->from > 0)
		json_object_set_new(facts, "from", json_integer(l->from));
	if (l->to < INT64_MAX)
		json_object_set_new(facts, "to", json_integer(l->to));
	ok = session_note(l->s, STREAM_SITE, "audit_read", facts, body);
	json_decref(body);
	return ok;
}

static bool
wants_act_reads(const char *kind)
{
	return strcmp(kind, "act_read") == 0;
}

/* The acts in which the person of a case stands. */
static bool
look_at_acts(struct looking *l, const struct case_state *cs, struct err *e)
{
	json_t *acts = json_object();
	const json_t *ev;
	const char *act;
	json_t *value;
	bool ok = true;
	size_t i;

	json_array_foreach(cs->events, i, ev) {
		act = jx_text(json_object_get(ev, "facts"), "act");
		if (act != NULL)
			json_object_set_new(acts, act, json_true());
	}
	json_object_foreach(acts, act, value)
		ok = ok && looking_at(l, act, NULL, wants_act_reads, e);
	json_decref(acts);
	return ok;
}

/* The case itself, its acts, and who was refused. */
static bool
look_at_case(struct looking *l, const char *id, struct err *e)
{
	const struct case_state *cs = session_case(l->s, id);
	char *refused = xasprintf("%s/%s", STREAM_REFUSED, id);
	bool ok;

	ok = looking_at(l, id, NULL, NULL, e) &&
	    looking_at(l, refused, NULL, NULL, e) &&
	    (cs == NULL || look_at_acts(l, cs, e));
	free(refused);
	return ok;
}

static bool
is_in(const json_t *list, const char *text)
{
	const json_t *item;
	size_t i;

	json_array_foreach(list, i, item)
		if (str_eq(json_string_value(item), text))
			return true;
	return false;
}

/* Does the session see the link, and has it the right there too? */
static bool
leads_on(struct session *s, const struct case_state *cs, const json_t *link)
{
	const struct case_state *other;

	if (!str_eq(jx_text(link, "link"), "same_person") ||
	    (!case_shows_all(cs, s->unit->code) &&
	    !str_eq(jx_text(link, "unit"), s->unit->code)))
		return false;
	other = session_case(s, jx_text(link, "case"));
	return other != NULL && row_allows(other->row, s->tn->procedure,
	    &s->actor, rights_query("who_saw"));
}

/*
 * All cases of the same person that this session may ask this about, the
 * first one first; links lead on to further ones.
 */
static json_t *
cases_of_person(struct session *s, const char *id)
{
	json_t *list = json_pack("[s]", id);
	size_t i, k;

	for (i = 0; i < json_array_size(list); i++) {
		const struct case_state *cs = session_case(s,
		    json_string_value(json_array_get(list, i)));
		const json_t *link;

		json_array_foreach(cs == NULL ? NULL : cs->links, k, link) {
			const char *other = jx_text(link, "case");

			if (json_array_size(list) < CASES_MOST &&
			    !is_in(list, other) && leads_on(s, cs, link))
				json_array_append_new(list,
				    json_string(other));
		}
	}
	return list;
}

static bool
look_at_all(struct looking *l, const json_t *cases, struct err *e)
{
	bool ok = true;
	const json_t *id;
	size_t i;

	json_array_foreach(cases, i, id)
		ok = ok && look_at_case(l, json_string_value(id), e);
	return ok;
}

json_t *
ask_who_saw(struct session *s, const json_t *query)
{
	const char *id = jx_text(query, "case");
	bool person = jx_bool(query, "person", false);
	json_t *o, *cases = NULL;
	struct err e = ERR_INIT;
	struct looking l;

	looking_start(&l, s, false);
	o = read_question(query, &l);
	if (o == NULL && (id == NULL || session_case(s, id) == NULL))
		o = refuse(NULL, ERR_NO_SUCH_CASE, id == NULL ? "" : id);
	if (o == NULL && !note_question(&l, person ? "who_saw_person" :
	    "who_saw", "case", id, query))
		o = refuse(NULL, ERR_READ_NOT_NOTED, NULL);
	if (o == NULL) {
		cases = person ? cases_of_person(s, id) : json_pack("[s]", id);
		if (!look_at_all(&l, cases, &e))
			o = refuse_err(NULL, &e);
	}
	err_done(&e);
	if (o == NULL) {
		o = looking_answer(&l);
		json_object_set_new(o, "case", json_string(id));
		json_object_set(o, "cases", cases);
	}
	json_decref(cases);
	return looking_finish(&l, o);
}

/* Of the own unit, or of one whose superior it is. */
static bool
may_ask_of(struct session *s, const char *officer)
{
	const struct procedure *p = s->tn->procedure;
	const json_t *o = json_object_get(json_object_get(s->tn->site,
	    "officers"), officer);
	const char *code = jx_text(o, "unit");
	const struct unit *unit = code == NULL ? NULL :
	    procedure_unit(p, code);

	return unit != NULL && (unit == s->unit ||
	    (session_is_told(s) && unit_superior(p, unit) == s->unit));
}

static json_t *
officers_json(struct session *s)
{
	json_t *list = json_array(), *officer, *o;
	const char *id;

	json_object_foreach(json_object_get(s->tn->site, "officers"), id,
	    officer) {
		if (!may_ask_of(s, id))
			continue;
		o = officer_name_json(s, id);
		json_object_set_new(o, "unit", unit_json(s->tn,
		    jx_text(officer, "unit")));
		json_array_append_new(list, o);
	}
	return json_pack("{s:o}", "officers", list);
}

/* The site's own entries only where they are looks. */
static bool
wants_of_officer(const char *kind)
{
	return strcmp(kind, "signed_in") != 0;
}

json_t *
ask_what_saw(struct session *s, const json_t *query)
{
	const char *officer = jx_text(query, "officer");
	struct err e = ERR_INIT;
	struct looking l;
	json_t *o;

	if (json_object_get(query, "officer") == NULL)
		return officers_json(s);
	looking_start(&l, s, true);
	o = read_question(query, &l);
	if (o == NULL && (officer == NULL || !may_ask_of(s, officer)))
		o = refuse(NULL, ERR_LOOK_OFFICER,
		    officer == NULL ? "" : officer);
	if (o == NULL && !note_question(&l, "what_saw", "officer", officer,
	    query))
		o = refuse(NULL, ERR_READ_NOT_NOTED, NULL);
	if (o == NULL && !looking_at(&l, NULL, officer, wants_of_officer, &e))
		o = refuse_err(NULL, &e);
	err_done(&e);
	if (o == NULL) {
		o = looking_answer(&l);
		json_object_set_new(o, "officer",
		    officer_name_json(s, officer));
	}
	return looking_finish(&l, o);
}

json_t *
ask_head(struct session *s, const json_t *query)
{
	const struct journal *j = s->tn->journal;
	char hex[2 * HASH_SIZE + 1], text[24 + HEAD_DIGITS];
	unsigned char hash[HASH_SIZE];
	struct err e = ERR_INIT;
	json_t *o = json_object();
	int64_t seq;

	(void)query;
	if (!j->head(j->ctx, &seq, hash, &e)) {
		json_decref(o);
		o = refuse_err(NULL, &e);
		err_done(&e);
		return o;
	}
	hex_from(hash, HASH_SIZE, hex);
	snprintf(text, sizeof(text), "%" PRId64 ":%.*s", seq, HEAD_DIGITS,
	    hex);
	json_object_set_new(o, "head", json_string(text));
	json_object_set_new(o, "seq", json_integer(seq));
	json_object_set_new(o, "hash", json_string(hex));
	return o;
}
