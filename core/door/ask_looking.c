/*
 * The journal of looking:
 *	{"ask":"who_saw", "case", "from"?, "to"?, "before"?, "limit"?, "why"?}
 *	{"ask":"what_saw", "officer", ...}
 * -> {"entries": [{seq at kind officer unit case looks back?}], "summary":
 * [{officer unit looks deeds first last} or {case looks deeds first last}],
 * "elsewhere", "next"}.
 *
 * `looks`: identities, files, masked answers, histories and acts that were
 * read, broken glass; who did something in a case has seen it too, so that is told as
 * well.  Newest first by number, whatever the clock said; `back`: the clock
 * stood far behind the entry before.  Both need a right of their own and
 * stand in the journal themselves before they answer.
 *
 * And {"ask":"head"} -> {"head": "SEQ:HEX", "seq", "hash"}: where the journal
 * ends, for what is printed (tiepnhan verify --head).
 */
#include "core/door/door.h"

#include "core/base/jx.h"
#include "core/case/row.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE_USUAL 200
#define PAGE_MOST 500
#define HEAD_DIGITS 16

struct looking {
	struct session *s;
	when_t from, to;
	int64_t before;
	size_t limit;
	bool by_case;			/* summary by case, else by officer */
	json_t *entries, *summary;
	int64_t next, elsewhere, newer_seq;
	when_t newer_at;
	json_t *newer;			/* the entry told before this one */
	json_t *of_unit;		/* id -> is it a case of this unit? */
};

static bool
is_look(const char *kind)
{
	static const char *const looks[] = {
		"identity_read", "attachment_read", "answer_read",
		"history_read", "glass_broken", "act_read", "audit_read",
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(looks); i++)
		if (strcmp(looks[i], kind) == 0)
			return true;
	return false;
}

static bool
wants_act_reads(const char *kind)
{
	return strcmp(kind, "act_read") == 0;
}

/* Of an officer: the site's own entries only where they are looks. */
static bool
wants_of_officer(const char *kind)
{
	return strcmp(kind, "signed_in") != 0;
}

/* Whether the session's unit stands to a case: else its id is not told. */
static bool
is_ours(struct looking *l, const char *id)
{
	const struct journal *j = l->s->tn->journal;
	json_t *known = json_object_get(l->of_unit, id), *row;
	bool ours;

	if (known != NULL)
		return json_is_true(known);
	row = j->row(j->ctx, id, NULL);
	ours = row != NULL && (json_is_object(json_object_get(row, "cases")) ?
	    row_act_shows(row, l->s->unit->code) :
	    row_relation(row, l->s->unit->code) != NULL);
	json_decref(row);
	json_object_set_new(l->of_unit, id, json_boolean(ours));
	return ours;
}

static json_t *
officer_name_json(struct session *s, const char *id)
{
	json_t *o = json_object();

	json_object_set_new(o, "id", json_string(id));
	json_object_set_new(o, "name",
	    json_string(session_officer_name(s, id)));
	return o;
}

static void
add_to(json_t *o, const char *key)
{
	json_object_set_new(o, key, json_integer(jx_int(o, key, 0) + 1));
}

/* One line an officer, or a case, of all entries and not of one page. */
static void
sum_up(struct looking *l, const struct event *ev, bool ours)
{
	const char *key = l->by_case ? ours ? ev->stream : "" : ev->actor;
	json_t *line = json_object_get(l->summary, key);

	if (line == NULL) {
		line = json_object();
		json_object_set_new(l->summary, key, line);
		json_object_set_new(line, "last", when_json(ev->at));
		if (l->by_case)
			json_object_set_new(line, "case", ours ?
			    json_string(ev->stream) : json_null());
		else
			json_object_set_new(line, "officer",
			    officer_name_json(l->s, ev->actor));
		if (!l->by_case)
			json_object_set_new(line, "unit",
			    unit_json(l->s->tn, ev->unit));
	}
	add_to(line, is_look(ev->kind) ? "looks" : "deeds");
	json_object_set_new(line, "first", when_json(ev->at));
}

static void
tell_entry(struct looking *l, const struct event *ev, bool ours)
{
	json_t *o = json_object();

	/* Newest first: this one is older, so the later one went back. */
	if (l->newer != NULL && l->newer_at < ev->at - CLOCK_JUMP_MS)
		json_object_set_new(l->newer, "back", json_true());
	l->newer = o;
	l->newer_at = ev->at;
	json_object_set_new(o, "seq", json_integer(ev->seq));
	json_object_set_new(o, "at", when_json(ev->at));
	json_object_set_new(o, "kind", event_kind_json(ev->kind));
	json_object_set_new(o, "looks", json_boolean(is_look(ev->kind)));
	json_object_set_new(o, "officer", officer_name_json(l->s, ev->actor));
	json_object_set_new(o, "unit", unit_json(l->s->tn, ev->unit));
	json_object_set_new(o, "case", ours ? json_string(ev->stream) :
	    json_null());
	if (ours && jx_text(ev->facts, "answer") != NULL)
		json_object_set(o, "answer",
		    json_object_get(ev->facts, "answer"));
	json_array_append_new(l->entries, o);
}

static bool
take(void *arg, const struct event *ev)
{
	struct looking *l = arg;
	bool ours = is_ours(l, ev->stream);

	sum_up(l, ev, ours);
	if (!ours && strcmp(ev->stream, STREAM_SITE) != 0)
		l->elsewhere++;
	if (ev->seq >= l->before)
		return true;
	if (json_array_size(l->entries) < l->limit)
		tell_entry(l, ev, ours);
	else if (l->next == 0)
		l->next = jx_int(json_array_get(l->entries, l->limit - 1),
		    "seq", 0);
	return true;
}

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

static void
start(struct looking *l, struct session *s, bool by_case)
{
	*l = (struct looking){ .s = s, .by_case = by_case };
	l->entries = json_array();
	l->summary = json_object();
	l->of_unit = json_object();
}

static json_t *
answer(struct looking *l)
{
	json_t *o = json_object(), *list = json_array(), *line;
	const char *key;

	json_object_foreach(l->summary, key, line)
		json_array_append(list, line);
	json_object_set(o, "entries", l->entries);
	json_object_set_new(o, "summary", list);
	json_object_set_new(o, "elsewhere", json_integer(l->elsewhere));
	json_object_set_new(o, "next", l->next > 0 ? json_integer(l->next) :
	    json_null());
	return o;
}

static json_t *
finish(struct looking *l, json_t *out)
{
	json_decref(l->entries);
	json_decref(l->summary);
	json_decref(l->of_unit);
	return out;
}

static bool
look(struct looking *l, const char *stream, const char *actor,
    bool (*wanted)(const char *kind), struct err *e)
{
	const struct journal *j = l->s->tn->journal;
	struct look_query q = { stream, actor, l->from, l->to, INT64_MAX,
	    wanted };

	return j->looked(j->ctx, &q, take, l, e);
}

static int
newest_first(const void *a, const void *b)
{
	int64_t x = jx_int(*(json_t *const *)a, "seq", 0);
	int64_t y = jx_int(*(json_t *const *)b, "seq", 0);

	return x < y ? 1 : x > y ? -1 : 0;
}

/* Several streams were read one after the other: one order over all. */
static void
put_in_order(struct looking *l, size_t limit)
{
	size_t n = json_array_size(l->entries), i;
	json_t **all = xcalloc(n + 1, sizeof(struct json_t *));
	json_t *list = json_array();

	for (i = 0; i < n; i++)
		all[i] = json_array_get(l->entries, i);
	qsort(all, n, sizeof(struct json_t *), newest_first);
	for (i = 0; i < n && i < limit; i++)
		json_array_append(list, all[i]);
	if (n > limit)
		l->next = jx_int(all[limit - 1], "seq", 0);
	free(all);
	json_decref(l->entries);
	l->entries = list;
}

/* The case itself, and the acts in which its person stands. */
static bool
look_at_case(struct looking *l, const char *id, struct err *e)
{
	const struct case_state *cs = session_case(l->s, id);
	json_t *acts = json_object();
	const json_t *ev;
	const char *act;
	json_t *value;
	bool ok;
	size_t i;

	json_array_foreach(cs == NULL ? NULL : cs->events, i, ev) {
		act = jx_text(json_object_get(ev, "facts"), "act");
		if (act != NULL)
			json_object_set_new(acts, act, json_true());
	}
	l->limit = SIZE_MAX;
	ok = look(l, id, NULL, NULL, e);
	json_object_foreach(acts, act, value) {
		l->newer = NULL;
		ok = ok && look(l, act, NULL, wants_act_reads, e);
	}
	json_decref(acts);
	return ok;
}

json_t *
ask_who_saw(struct session *s, const json_t *query)
{
	const char *id = jx_text(query, "case");
	struct err e = ERR_INIT;
	struct looking l;
	json_t *o;
	size_t limit;

	start(&l, s, false);
	o = read_question(query, &l);
	limit = l.limit;
	if (o == NULL && (id == NULL || session_case(s, id) == NULL))
		o = refuse(NULL, ERR_NO_SUCH_CASE, id == NULL ? "" : id);
	if (o == NULL && !note_question(&l, "who_saw", "case", id, query))
		o = refuse(NULL, ERR_READ_NOT_NOTED, NULL);
	if (o == NULL && !look_at_case(&l, id, &e))
		o = refuse_err(NULL, &e);
	err_done(&e);
	if (o == NULL) {
		put_in_order(&l, limit);
		o = answer(&l);
		json_object_set_new(o, "case", json_string(id));
	}
	return finish(&l, o);
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

json_t *
ask_what_saw(struct session *s, const json_t *query)
{
	const char *officer = jx_text(query, "officer");
	struct err e = ERR_INIT;
	struct looking l;
	json_t *o;

	start(&l, s, true);
	o = read_question(query, &l);
	if (o == NULL && (officer == NULL || !may_ask_of(s, officer)))
		o = refuse(NULL, ERR_LOOK_OFFICER,
		    officer == NULL ? "" : officer);
	if (o == NULL && !note_question(&l, "what_saw", "officer", officer,
	    query))
		o = refuse(NULL, ERR_READ_NOT_NOTED, NULL);
	if (o == NULL && !look(&l, NULL, officer, wants_of_officer, &e))
		o = refuse_err(NULL, &e);
	err_done(&e);
	if (o == NULL) {
		o = answer(&l);
		json_object_set_new(o, "officer",
		    officer_name_json(s, officer));
	}
	return finish(&l, o);
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
